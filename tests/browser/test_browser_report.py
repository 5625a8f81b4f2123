"""The report in a browser without a Chinese font: it shows, whole, and asks nobody."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tabs import ROOT, Open, Tab, boxes, violations

from report import write_report


@pytest.fixture(scope="session")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    notebooks = sorted((ROOT / "notebooks").glob("*.ipynb"))
    return write_report(notebooks, tmp_path_factory.mktemp("report") / "report.html")


def planted(path: Path, old: str, new: str) -> Path:
    """The report with a defect: the first place of a pattern replaced."""
    changed, count = re.subn(old, new, path.read_text("utf-8"), count=1)
    assert count == 1
    target = path.with_name("planted.html")
    target.write_text(changed, "utf-8")
    return target


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_opens_without_a_message_and_without_a_request(
    path: Path, scheme: str, open_tab: Open
) -> None:
    tab = open_tab(path, color_scheme=scheme)
    tab.page.wait_for_timeout(300)
    assert (tab.errors, tab.outside()) == ([], [])


LOOKS = """async () => Promise.all([...document.querySelectorAll('figure img')].map(
  async e => { await e.decode().catch(() => {}); return [e.naturalWidth, e.alt]; }))"""


def wordless(tab: Tab) -> list[str]:
    """Figures of the report that are not drawn, or whose words say nothing of what they show."""
    looks = tab.page.evaluate(LOOKS)
    assert len(looks) > 10
    return [
        f"figure {number}: {wide} pixels wide, {alt!r}"
        for number, (wide, alt) in enumerate(looks, 1)
        if wide <= 300 or len(alt) < 40 or alt.startswith("<")
    ]


def test_every_figure_is_drawn_and_has_words(path: Path, open_tab: Open) -> None:
    assert wordless(open_tab(path)) == []


def test_no_chinese_character_is_a_box(path: Path, open_tab: Open) -> None:
    tab = open_tab(path)
    assert boxes(tab, "main") == ""
    assert boxes(tab, "pre.said") == ""


def test_every_line_of_the_contents_leads_to_its_heading(path: Path, open_tab: Open) -> None:
    tab = open_tab(path)
    links = tab.page.locator("nav a")
    assert links.count() > 20
    for index in (1, links.count() - 1):
        links.nth(index).focus()
        tab.page.keyboard.press("Enter")
        target = tab.page.locator(":target")
        assert target.inner_text().strip() == links.nth(index).inner_text().strip()
        assert target.evaluate("e => e.getBoundingClientRect().bottom <= innerHeight")


def test_nothing_is_wider_than_a_narrow_window(path: Path, open_tab: Open) -> None:
    for width in (1200, 700, 380):
        tab = open_tab(path, viewport={"width": width, "height": 800})
        assert tab.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(path: Path, scheme: str, open_tab: Open, axe: str) -> None:
    assert violations(open_tab(path, color_scheme=scheme), axe) == []


DEFECTS = [
    ("a script", "</main>", "<script>document.title='run'</script></main>"),
    ("a picture from elsewhere", "</main>", '<img src="http://evil.test/a.png" alt=""></main>'),
    (
        "a style from elsewhere",
        "</main>",
        "<style>@import 'http://evil.test/a.css';</style></main>",
    ),
]


@pytest.mark.parametrize(("old", "new"), [row[1:] for row in DEFECTS], ids=[r[0] for r in DEFECTS])
def test_the_policy_stops_what_slipped_in_and_the_check_hears_of_it(
    old: str, new: str, path: Path, open_tab: Open
) -> None:
    tab = open_tab(planted(path, old, new))
    tab.page.wait_for_timeout(300)
    assert tab.page.title() == "版面 · Report"
    assert tab.errors


def test_without_the_policy_the_request_is_seen(path: Path, open_tab: Open) -> None:
    loose = planted(path, r"<meta http-equiv[^>]*>", '<img src="http://evil.test/a.png" alt="">')
    tab = open_tab(loose)
    tab.page.wait_for_timeout(300)
    assert tab.outside() == ["http://evil.test/a.png"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            r'(<img [^>]*alt=")[^"]*',
            r"\1&lt;Sheet size 900x700 with 1 Axes&gt; and no words at all",
        ),
        (r'(<img [^>]*alt=")[^"]*', r"\1"),
        (r'(<img src="data:image/png;base64,)[^"]*', r"\1AAAA"),
    ],
    ids=["a name of an object for its words", "no words", "a broken picture"],
)
def test_a_figure_without_words_or_picture_is_seen(
    old: str, new: str, path: Path, open_tab: Open
) -> None:
    found = wordless(open_tab(planted(path, old, new)))
    assert [line.split(":")[0] for line in found] == ["figure 1"]


def test_without_its_font_the_boxes_are_seen(path: Path, open_tab: Open) -> None:
    tab = open_tab(planted(path, r"@font-face\{[^}]*\}", ""))
    assert "版" in boxes(tab, "main")
