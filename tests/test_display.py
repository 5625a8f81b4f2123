"""Views show everything once, escape it all, and bring nothing that runs or is fetched."""

from __future__ import annotations

import dataclasses
import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import banmian as bm
from banmian import display
from banmian.display.style import DARK, LIGHT, STYLE, escape
from banmian.page import DOUBTFUL, ROLES, Block
from banmian.tables import dates, organisations, people, places, quantities

SEED = Path(__file__).parents[1] / "seeds" / "000_36eec756fec64adf.txt"
TEXT = "新桥通车\n\n本报讯 (记者王小明)新桥1月2日通车,花了3亿多元。\n\n老桥拆除\n\n老桥昨日拆除。"
CUT = "江上新桥通车\n\n本报讯 (记者王小明)新桥昨日通车,市民\n\n李大明说桥好。"

VOID = {"br", "img", "meta", "link", "input", "hr"}


class Reader(HTMLParser):
    """Elements with their attributes, and the text under each class ``bm-t``, a row each."""

    def __init__(self, html: str) -> None:
        """Read a whole view."""
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.rows: list[str] = []
        self.open: list[tuple[str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that opens."""
        values = {name: value or "" for name, value in attrs}
        self.elements.append((tag, values))
        if tag not in VOID:
            self.open.append((tag, values.get("class", "")))
        if values.get("class") == "bm-t":
            self.rows.append("")

    def handle_endtag(self, tag: str) -> None:
        """See that what closes was open."""
        assert self.open.pop()[0] == tag, f"</{tag}> closes nothing"

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        if any(name == "bm-t" for _, name in self.open):
            self.rows[-1] += data

    def of_class(self, name: str) -> list[dict[str, str]]:
        """The attributes of all elements of a class."""
        return [values for _, values in self.elements if name in values.get("class", "").split()]


@pytest.fixture(scope="module")
def seed() -> bm.Page:
    return bm.read_page(SEED, issue_date="2020-11-03")


@pytest.fixture(scope="module")
def facts(seed: bm.Page) -> list[pd.DataFrame]:
    return [table([seed]) for table in (quantities, dates, people, places, organisations)]


def passages(page: bm.Page) -> list[str]:
    stories = [p.text for article in page.articles for _, p in article.passages]
    return stories + [block.text for block in page.furniture]


def views(page: bm.Page) -> list[str]:
    """Every view that there is of a page."""
    tokens = bm.tokens([page])
    words = tokens.loc[tokens["word"], "token"].unique()[:3]
    return [
        display.page_html(page),
        *map(display.article_html, page.articles),
        *map(display.block_html, page.blocks[:40]),
        *(display.kwic_html(bm.kwic(tokens, word), page) for word in words),
    ]


# ---------------------------------------------------------------- the page


def test_every_passage_of_the_page_is_shown_once_and_letter_for_letter(
    seed: bm.Page, facts: list[pd.DataFrame]
) -> None:
    assert Reader(display.page_html(seed)).rows == passages(seed)
    assert Reader(display.page_html(seed, facts=facts)).rows == passages(seed)


def test_every_story_has_a_link_that_leads_to_it_and_can_be_closed(seed: bm.Page) -> None:
    read = Reader(display.page_html(seed))
    links = [v["href"] for tag, v in read.elements if tag == "a"]
    stories = [v["id"] for tag, v in read.elements if tag == "details" and "id" in v]
    assert links == [f"#{name}" for name in stories]
    assert len(stories) == len(seed.articles) == 9
    assert sum(tag == "summary" for tag, _ in read.elements) == 10  # and the furniture


def test_role_rule_and_confidence_of_every_block_are_told(seed: bm.Page) -> None:
    read = Reader(display.page_html(seed))
    told = "\n".join(values["title"] for values in read.of_class("bm-role")).splitlines()
    expected = [
        f"{b.role} {display.views.CHINESE[b.role]} · {b.rule} · confidence {b.confidence:.2f}"
        for b in seed.blocks
    ]
    assert sorted(told) == sorted(expected)


def test_a_seam_is_marked_and_leaves_the_text_whole() -> None:
    page = bm.parse_page(CUT)
    assert [len(p.spans) for a in page.articles for p in a.paragraphs] == [2]
    read = Reader(display.page_html(page))
    assert len(read.of_class("bm-seam")) == 1
    assert read.rows[-1] == "本报讯 (记者王小明)新桥昨日通车,市民李大明说桥好。"


@pytest.mark.parametrize(
    ("confidence", "flagged"),
    [(0.0, 1), (DOUBTFUL - 0.01, 1), (DOUBTFUL, 0), (1.0, 0)],
    ids=["none", "just below", "at the limit", "full"],
)
def test_a_block_below_the_limit_is_flagged_everywhere_and_no_other(
    confidence: float, flagged: int
) -> None:
    page = bm.parse_page(TEXT)
    blocks = tuple(
        dataclasses.replace(b, confidence=confidence if b.index == 1 else 0.99) for b in page.blocks
    )
    articles = tuple(
        dataclasses.replace(a, blocks=tuple(blocks[b.index] for b in a.blocks))
        for a in page.articles
    )
    page, first = dataclasses.replace(page, blocks=blocks, articles=articles), articles[0]
    read = Reader(display.page_html(page))
    assert len(read.of_class("bm-doubt")) == flagged
    assert len(read.of_class("bm-flag")) == 2 * flagged  # in the list, and over the story
    assert ("1 in doubt" in display.page_text(page)) == flagged
    assert display.article_text(first).count("paragraph?") == flagged
    assert ("in doubt" in display.block_html(blocks[1])) == flagged
    assert ("in doubt" in display.block_text(blocks[1])) == flagged


def test_a_page_without_stories_and_one_without_text_can_be_shown() -> None:
    for page in (bm.parse_page(""), bm.parse_page("责任编辑:王小明")):
        assert Reader(display.page_html(page)).rows == passages(page)
        assert display.page_text(page).splitlines()[0] == "page without a name"


def test_another_page_or_key_has_other_anchors_and_the_same_page_the_same_bytes() -> None:
    page = bm.parse_page(TEXT, name="a.txt")
    shown = [
        display.page_html(page),
        display.page_html(page, key="2"),
        display.page_html(bm.parse_page(TEXT, name="b.txt")),
    ]
    ids = [set(re.findall(r' id="([^"]+)"', html)) for html in shown]
    assert all(len(found) == 2 for found in ids)
    assert len(set.union(*ids)) == 6
    assert display.page_html(bm.parse_page(TEXT, name="a.txt")) == shown[0]


def test_a_page_of_300_stories_stays_below_three_megabytes_with_its_facts() -> None:
    story = (
        "某市第{}座新桥通车\n\n本报讯 (记者王小明)某市第{}座新桥1月2日通车,全长3公里,花了3亿多元。"
        + "市民李大明说,桥宽30米,每天有2万辆车经过,比去年多了15%。" * 9
        + "\n\n"
    )
    page = bm.parse_page("".join(story.format(n, n) for n in range(300)))
    html = display.page_html(page, facts=[quantities(page), dates(page)])
    assert len(page.articles) == 300
    assert html.count("<details") == html.count("<li>") == 300
    assert html.count("bm-fact bm-quantities") > 8000
    assert len(html.encode()) < 3_000_000


# ---------------------------------------------------------------- facts


def test_a_fact_is_underlined_with_its_value() -> None:
    page = bm.parse_page(TEXT, issue_date="2020-01-03")
    html = display.page_html(page, facts=[quantities(page), dates(page), people(page)])
    read = Reader(html)
    values = [v["data-value"] for v in read.of_class("bm-fact")]
    assert values == [
        "press: 王小明 · 记者",
        "day: 2020-01-02",
        "money: 300,000,000 元 CNY · gt",
        "day: 2020-01-02",
    ]
    assert all(v["tabindex"] == "0" for v in read.of_class("bm-fact"))
    assert re.search(r'tabindex="0" data-value="day: 2020-01-02[^"]*">1月2日</span>', html)


def test_the_facts_of_the_seed_page_are_all_told(seed: bm.Page, facts: list[pd.DataFrame]) -> None:
    values = " ".join(
        v["data-value"] for v in Reader(display.page_html(seed, facts=facts)).of_class("bm-fact")
    )
    for table, column in zip(facts[1:3], ("iso", "name"), strict=True):
        assert all(value in values for value in table[column].dropna())
    assert all(f"{value:,}".removesuffix(".0") in values for value in facts[0]["value"].dropna())


def test_facts_of_other_pages_are_left_out() -> None:
    pages = [bm.parse_page(TEXT, name="a.txt"), bm.parse_page("桥长9公里。", name="b.txt")]
    html = display.page_html(pages[0], facts=[quantities(pages)])
    assert "300,000,000" in html
    assert "公里" not in html


def test_overlapping_facts_share_one_underline_with_both_values() -> None:
    page = bm.parse_page("标题\n\n永州市总工会昨日开会。")
    table = organisations(page).head(1)
    inner = table.assign(end=table["start"] + 3, text="永州市", norm="永州")
    read = Reader(display.page_html(page, facts=[table, inner]))
    assert [v["data-value"] for v in read.of_class("bm-fact")] == [
        "organisation: 永州市总工会\norganisation: 永州"
    ]
    assert read.rows == passages(page)


def test_a_fact_over_a_seam_is_underlined_on_both_sides() -> None:
    page = bm.parse_page(CUT)
    start = page.text.index("市民")
    row = organisations(bm.parse_page("标题\n\n永州市总工会开会。")).head(1).assign(start=start)
    second = page.text.index("李大明")
    row = row.assign(end=start + 2, start2=second, end2=second + 2, text="市民李大", norm="某")
    read = Reader(display.page_html(page, facts=[row]))
    assert len(read.of_class("bm-fact")) == 2
    assert read.rows == passages(page)


def test_a_table_of_another_text_and_an_unknown_table_are_refused() -> None:
    page = bm.parse_page(TEXT, name="a.txt")
    other = quantities(bm.parse_page(f"又{TEXT}", name="a.txt"))
    with pytest.raises(bm.TableError, match=r"quantities: the row at .*make the table from"):
        display.page_html(page, facts=[other])
    with pytest.raises(bm.TableError, match="facts are tables of quantities"):
        display.page_html(page, facts=[bm.articles(page)])


# ---------------------------------------------------------------- the concordance


def test_each_place_is_aligned_on_the_word_and_leads_to_its_mark(seed: bm.Page) -> None:
    table = bm.kwic(bm.tokens([seed]), "职工")
    html = display.kwic_html(table, [bm.parse_page("", name="other"), seed])
    links = re.findall(r'<a href="#([^"]+)">([^<]+)</a>', html)
    marks = re.findall(r'<mark id="([^"]+)">([^<]+)</mark>', html)
    assert len(links) == len(table) > 5
    assert sorted(links) == sorted(marks)
    assert html.count("<details") == table["article"].nunique()


def test_a_hit_over_a_seam_is_one_mark() -> None:
    page = bm.parse_page(CUT)
    table = bm.kwic(bm.tokens([page]), "市民李大明")
    assert len(table) == 1
    assert re.findall(r"<mark[^>]*>(.+?)</mark>", display.kwic_html(table, page)) == ["市民李大明"]


def test_no_place_gives_an_empty_table_and_rows_keep_their_order(seed: bm.Page) -> None:
    tokens = bm.tokens([seed])
    assert "0 places in 0 stories" in display.kwic_html(bm.kwic(tokens, "火星"), seed)
    table = bm.kwic(tokens, "困难职工", sort="right")
    html = display.kwic_html(table, seed)
    shown = re.findall(r'<td class="bm-right"[^>]*>([^<]*)</td>', html)
    assert shown == [escape(side) for side in table["right"]]


WRONG = [
    ("an unknown page", {"page": "b.txt"}, "names the page 'b.txt'"),
    ("an unknown story", {"article": 9}, "which has 2 stories"),
    ("an unknown passage", {"paragraph": 9}, "which has 2 passages"),
    ("another place", {"start": 0, "end": 2}, "something else does"),
]


@pytest.mark.parametrize(
    ("change", "message"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG]
)
def test_a_row_that_fits_no_page_is_refused_by_number(
    change: dict[str, object], message: str
) -> None:
    page = bm.parse_page(TEXT, name="a.txt")
    table = bm.kwic(bm.tokens([page]), "新桥").tail(1).assign(**change)
    with pytest.raises(bm.TableError, match=rf"^row 1 .*{message}"):
        display.kwic_html(table, page)


def test_pages_of_one_name_are_told_apart_as_in_the_table() -> None:
    pages = [bm.parse_page(text, name="a.txt") for text in (TEXT, "东街小学\n\n新桥旁有小学。")]
    table = bm.kwic(bm.tokens(pages), "新桥")
    assert set(table["page"]) == {"a.txt", "a.txt (2)"}
    html = display.kwic_html(table, pages)
    assert html.count("<mark") == len(table)
    assert ("a.txt (2) · 1 place" in html, "0 · 东街小学" in html) == (True, True)
    with pytest.raises(bm.TableError, match="give the pages of these tokens"):
        display.kwic_html(table.tail(1), pages[::-1])


def test_a_table_without_columns_is_refused() -> None:
    page = bm.parse_page(TEXT, name="a.txt")
    table = bm.kwic(bm.tokens([page]), "新桥")
    with pytest.raises(bm.TableError, match=r"\['right'\]"):
        display.kwic_html(table.drop(columns="right"), page)


# ---------------------------------------------------------------- hostile text

HOSTILE = [
    ("a script", "<script>alert(1)</script>"),
    ("a handler", '<img src=x onerror="alert(1)">'),
    ("the end of the style", "</style></details></div><script>alert(1)</script>"),
    ("an attribute", '" onmouseover="alert(1)" x="'),
    ("an address", "<a href='javascript:alert(1)'>新桥</a>"),
    ("a comment", "<!-- 新桥 --><![CDATA[ ]]>"),
    ("entities", "&lt;script&gt; &amp;amp; &#60;"),
    ("a drawing", "<svg/onload=alert(1)><math><style>*{}</style>"),
]
TAGS = {"div", "style", "p", "b", "span", "nav", "ul", "li", "a", "details", "summary"}
TAGS |= {"small", "table", "thead", "tbody", "tr", "th", "td", "mark"}
ATTRIBUTES = {"class", "lang", "title", "tabindex", "role", "aria-label", "id", "href", "open"}
ATTRIBUTES |= {"data-value", "scope", "style"}


def assert_harmless(html: str) -> None:
    """Only the views' own elements and attributes, in balance; one style, and links inside."""
    read = Reader(html)
    assert not read.open
    assert {tag for tag, _ in read.elements} <= TAGS
    assert {name for _, values in read.elements for name in values} <= ATTRIBUTES
    assert html.count("<style") == html.count(STYLE) == 1
    assert {v["style"] for _, v in read.elements if "style" in v} <= {"text-align:left"}
    assert all(
        values.get("href", "#").startswith("#bm-") for tag, values in read.elements if tag == "a"
    )
    html.encode()


@pytest.mark.parametrize("text", [row[1] for row in HOSTILE], ids=[row[0] for row in HOSTILE])
def test_text_of_a_page_never_becomes_an_element_or_an_attribute(text: str) -> None:
    page = bm.parse_page(
        f"{text}\n\n本报讯 (记者{text})新桥昨日通车{text}。\n\n{text}", name=text, paper=text
    )
    for html in views(page):
        assert_harmless(html)
    assert Reader(display.page_html(page)).rows == passages(page)


def test_values_and_rules_are_escaped_too() -> None:
    page = bm.parse_page(TEXT)
    text = HOSTILE[2][1]
    rude = quantities(page).assign(noun=text, unit=text)
    assert_harmless(display.page_html(page, facts=[rude]))
    assert_harmless(display.block_html(dataclasses.replace(page.blocks[0], rule=text)))
    read = bm.Page.from_dict(
        page.to_dict()
        | {"blocks": [b | {"rule": text, "role": text} for b in page.to_dict()["blocks"]]}
    )
    assert_harmless(display.page_html(read))


@settings(max_examples=40, deadline=None)
@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
    st.sampled_from([row[1] for row in HOSTILE]),
)
def test_any_text_is_shown_whole_and_harmless(text: str, rude: str) -> None:
    page = bm.parse_page(f"{text}\n\n{rude}{text}。\n\n{text}{rude}", name=f"{text}{rude}")
    for html in views(page):
        assert_harmless(html)


@given(st.text(st.characters()))
def test_escaping_keeps_the_length_and_all_that_can_be_shown(text: str) -> None:
    shown = "".join(Plain(escape(text)).data)
    assert len(shown) == len(text)
    assert all(a == b or b == "\ufffd" for a, b in zip(text, shown, strict=True))


class Plain(HTMLParser):
    """The text of a piece of HTML without elements."""

    def __init__(self, html: str) -> None:
        """Read all of it."""
        super().__init__()
        self.data: list[str] = []
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.data.append(data)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a control", ("a\0b", "a\ufffdb")),
        ("a turned line", ("\u202e车通桥新\u2066", "\ufffd车通桥新\ufffd")),
        ("half a pair", ("桥\ud83d", "桥\ufffd")),
        ("near misses", ("桥\t\n\u3000😀\u200d", "桥\t\n\u3000😀\u200d")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_shown_is_replaced_one_for_one(text: str, shown: tuple[str, str]) -> None:
    assert escape(shown[0]) == shown[1], text


# ---------------------------------------------------------------- the look


def test_every_rule_of_the_style_stands_under_the_prefix() -> None:
    """A view must not change the notebook around it, nor fetch anything."""
    body = STYLE.removeprefix("<style>").removesuffix("</style>")
    assert not re.search(r"url\(|@import|@font-face|expression|<", body)
    flat = re.sub(r'\([^()]*\)|"[^"]*"', "", body)
    selectors = ",".join(re.findall(r"([^{}]+)\{", flat)).split(",")
    assert len(selectors) > 60
    allowed = r"\s*((\[data-jp-theme-light=\] )?\.bm\b|@(media|supports|container)\b)"
    assert not [selector for selector in selectors if not re.match(allowed, selector)]


def luminance(hue: str) -> float:
    """Relative luminance of sRGB (WCAG 2.2)."""
    parts = [int(hue[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_has_a_contrast_of_four_and_a_half_on_every_ground(
    colours: dict[str, str],
) -> None:
    for ground in ("paper", "shade"):
        for text in ("ink", "soft", "head", "name", "side"):
            pair = sorted([luminance(colours[ground]), luminance(colours[text])])
            assert (pair[1] + 0.05) / (pair[0] + 0.05) >= 4.5, (ground, text)
    assert luminance(colours["hit"]) != luminance(colours["paper"])


def test_light_and_dark_have_the_same_names_and_jupyterlab_overrides_the_system() -> None:
    assert LIGHT.keys() == DARK.keys()
    papers = re.findall("--bm-paper:(#[0-9A-F]+)", STYLE)
    assert papers == [hues["paper"] for hues in (LIGHT, DARK, LIGHT, DARK)]
    order = ("prefers-color-scheme:dark", 'theme-light="true"', 'theme-light="false"')
    assert sorted(order, key=STYLE.index) == list(order)


def test_every_role_has_its_chinese_word() -> None:
    assert tuple(display.views.CHINESE) == ROLES


# ---------------------------------------------------------------- terminals


def columns(line: str) -> int:
    return sum(2 if ord(c) > 0x2E7F else 1 for c in line)


def test_the_plain_form_of_a_page_has_a_line_a_story_and_fits_a_terminal(seed: bm.Page) -> None:
    lines = display.page_text(seed).splitlines()
    assert lines[:2] == [
        "000_36eec756fec64adf.txt · 2020-11-03",
        "9 stories · 80 blocks · 5,887 字 · no doubts",
    ]
    assert lines[2] == " 0 news   1,074 字  永州职工读书分享会 10 万人线上线下联动"
    assert len(lines) == 2 + 9
    long = bm.parse_page(f"{'新桥通车' * 12}\n\n本报讯 (记者王小明)新桥昨日通车。")
    last = display.page_text(long).splitlines()[-1]
    assert last.endswith("…")
    assert 78 <= columns(last) <= 80


def test_the_plain_form_of_a_story_holds_all_its_text_in_lines_of_80(seed: bm.Page) -> None:
    for article in seed.articles:
        lines = display.article_text(article).splitlines()
        assert max(map(columns, lines)) <= 80
        shown = "".join(line[14:] for line in lines)
        assert shown == "".join(p.text for _, p in article.passages)


# ---------------------------------------------------------------- Jupyter


@pytest.mark.parametrize("times", [1, 2])
def test_a_shell_shows_page_story_and_block_by_their_views(times: int) -> None:
    shell = pytest.importorskip("IPython.core.interactiveshell").InteractiveShell()
    for _ in range(times):
        display.show_in_jupyter(shell)
    page = bm.parse_page(TEXT)
    block: Block = page.blocks[0]
    for value, html, text in (
        (page, display.page_html(page), display.page_text(page)),
        (page.articles[0], display.article_html(page.articles[0]), "headline      新桥通车"),
        (block, display.block_html(block), display.block_text(block)),
    ):
        data, _ = shell.display_formatter.format(value)
        assert data["text/html"] == html
        assert data["text/plain"].startswith(text)
    data, _ = shell.display_formatter.format("a string")
    assert set(data) == {"text/plain"}


# ---------------------------------------------------------------- the chooser


@dataclasses.dataclass
class Notebook:
    """What a front end would have: the outputs of the cell, by their place."""

    outputs: list[dict[str, Any]] = dataclasses.field(default_factory=list)

    def publish(self, data: dict[str, Any], *, update: bool = False, **told: Any) -> None:
        """Take what IPython sends: another output, or one displayed anew."""
        place = told.get("transient", {}).get("display_id")
        kept = [o for o in self.outputs if update and o["place"] == place]
        if not kept:
            self.outputs.append({"place": place, "data": data})
        for output in kept:
            output["data"] = data

    def texts(self) -> list[str]:
        """The words of all outputs."""
        return [output["data"]["text/plain"] for output in self.outputs]

    def menus(self) -> tuple[Any, Any]:
        """The menu of pages and the field for the term."""
        widgets = pytest.importorskip("ipywidgets.widgets.widget")
        return widgets._instances[self.outputs[0]["data"][WIDGET]["model_id"]].children


WIDGET = "application/vnd.jupyter.widget-view+json"


@pytest.fixture
def notebook(monkeypatch: pytest.MonkeyPatch) -> Iterator[Notebook]:
    """A shell with a kernel, as far as the chooser can tell, that keeps what is displayed."""
    shell = pytest.importorskip("IPython.core.interactiveshell").InteractiveShell
    seen, one = Notebook(), shell.instance()
    monkeypatch.setattr(one, "kernel", object(), raising=False)
    monkeypatch.setattr(one.display_pub, "publish", seen.publish)
    yield seen
    shell.clear_instance()


def three_pages() -> list[bm.Page]:
    return [
        bm.parse_page(text, name=name) for text, name in (("桥", "a"), ("桥 桥", None), ("", "c"))
    ]


def count(page: bm.Page, term: str) -> int:
    if not term:
        raise bm.FormatError("no term")
    return page.text.count(term)


def test_views_follow_the_page_and_the_term_in_their_places(notebook: Notebook) -> None:
    display.explore(three_pages(), [count, lambda page, term: f"{page.name} {term}"], terms=["桥"])
    assert notebook.texts()[1:] == ["1", "'a 桥'"]
    page, term = notebook.menus()
    assert [name for name, _ in page.options] == ["a", "page-0002", "c"]
    page.value = 1
    assert notebook.texts()[1:] == ["2", "'None 桥'"]
    term.value = " 新 "
    assert notebook.texts()[1:] == ["0", "'None 新'"]
    assert len({output["place"] for output in notebook.outputs}) == 3


def test_an_error_of_a_view_is_told_in_its_place_and_passes(notebook: Notebook) -> None:
    display.explore(three_pages(), [count])
    assert notebook.texts()[1:] == ["no term"]
    _, term = notebook.menus()
    term.value = "桥"
    assert notebook.texts()[1:] == ["1"]
    with pytest.raises(ZeroDivisionError):
        display.explore(three_pages(), [lambda *_: 1 / 0])


def test_a_view_that_returns_the_same_object_is_not_displayed_again(notebook: Notebook) -> None:
    kept = [1]
    display.explore(three_pages(), [lambda *_: kept], terms=["桥"])
    kept.append(2)
    notebook.menus()[0].value = 2
    assert notebook.texts()[1:] == ["[1]"]


def test_both_menus_have_their_labels_and_a_term_may_be_any(notebook: Notebook) -> None:
    display.explore(three_pages(), [count], terms=["桥", "新", "桥"])
    page, term = notebook.menus()
    assert (page.description, term.description) == ("Page", "Term")
    assert (term.value, term.options, term.ensure_option) == ("桥", ("桥", "新"), False)


def test_without_ipywidgets_the_views_are_there_and_the_lack_is_told(
    notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    display.explore(three_pages(), [count], terms=["桥"])
    assert [*notebook.outputs[0]["data"]] == ["text/plain"]
    assert "ipywidgets, which makes menus, is missing" in notebook.texts()[0]
    assert notebook.texts()[1:] == ["1"]


def test_without_a_notebook_only_the_views_are_displayed(
    notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = pytest.importorskip("IPython").get_ipython()
    monkeypatch.setattr(shell, "kernel", None)
    display.explore(three_pages()[0], [count], terms=["桥"])
    assert notebook.texts() == ["1"]


def test_no_page_is_refused() -> None:
    with pytest.raises(bm.FormatError, match="explore got no page"):
        display.explore([], [count])
