"""Bars and ticks: the lengths of stories, frequencies, where terms stand."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from banmian import figures
from banmian.page import TableError
from charts_by_hand import (
    LIGHT,
    articles_table,
    blocks_table,
    faults_of,
    fills_of,
    hits_table,
    page_blocks,
    strokes_of,
    terms_table,
    texts_of,
    words_of,
)

# --- bars ----------------------------------------------------------------------------------


def test_bars_of_stories_are_to_scale_and_the_longest_comes_first() -> None:
    table = articles_table(3).assign(characters=[100, 400, 50], headline=["甲", "乙", None])
    fig = figures.article_lengths(table)
    (news,), (photo,), (brief,) = (
        fills_of(fig, color) for color in (LIGHT.indigo, LIGHT.ochre, LIGHT.grey)
    )
    assert photo.get_width() == pytest.approx(4 * news.get_width())
    assert photo.get_width() == pytest.approx(8 * brief.get_width())
    assert photo.get_y() < news.get_y() < brief.get_y()
    words = words_of(fig)
    assert words[:2] == [
        "乙 is the longest of 3 stories, 73 % of the text",
        "3 stories; n = 550 characters (字)",
    ]
    assert {"400 字", "photo 图片", "brief 简讯", "no headline 无题"} <= set(words)


def test_only_so_many_stories_are_shown_and_the_subtitle_says_so() -> None:
    fig = figures.article_lengths(articles_table(1000), top=10)
    assert words_of(fig)[1].startswith("The 10 longest of 1,000 stories; n = ")
    assert sum(word.endswith(" 字") for word in words_of(fig)) == 10


def test_stories_of_several_pages_name_their_page() -> None:
    table = articles_table(4).assign(page=["a.txt", "b.txt", "c.txt", "d.txt"])
    words = words_of(figures.article_lengths(table))
    assert {"a.txt", "b.txt", "c.txt", "d.txt"} <= set(words)
    assert words[2] == "Source: 4 pages, a.txt to d.txt"


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(TableError, match="unknown kind advert; known: news, photo, brief"):
        figures.article_lengths(articles_table(1).assign(kind="advert"))


def test_stories_without_a_character_do_not_divide_by_zero() -> None:
    fig = figures.article_lengths(articles_table(2).assign(characters=0))
    assert "no characters" in words_of(fig)[1]


def test_terms_are_drawn_with_count_rate_and_stories() -> None:
    table = terms_table(2).assign(token=["职工", "工会"], count=[12, 9], per_thousand=[6.0, 4.5])
    fig = figures.term_frequency(table)
    first, second = fills_of(fig, LIGHT.indigo)
    assert second.get_width() == pytest.approx(0.75 * first.get_width())
    words = words_of(fig)
    assert words[0] == "职工 is the most frequent term: 6.0 of 1,000 words, in 1 of 9 stories"
    assert words[1] == "2 terms; n = 2,000 words (词)"
    assert {"12", "6.0", "1 of 9", "9", "4.5", "2 of 9"} <= set(words)
    whole, share = fills_of(fig, LIGHT.hair)[0], fills_of(fig, LIGHT.ochre)[0]
    assert share.get_width() == pytest.approx(whole.get_width() / 9)


def test_a_term_counted_in_several_groups_is_refused() -> None:
    table = terms_table(3).assign(token=["职工", "工会", "职工"])
    with pytest.raises(TableError, match="职工 more than once"):
        figures.term_frequency(table)


def test_no_occurrences_at_all_are_drawn_as_no_length() -> None:
    table = terms_table(2).assign(count=0, per_thousand=0.0, articles=0, of_articles=0)
    assert all(
        bar.get_width() == 0 for bar in fills_of(figures.term_frequency(table), LIGHT.indigo)
    )


# --- dispersion ----------------------------------------------------------------------------


def test_n_of_a_dispersion_plot_is_of_the_terms_drawn() -> None:
    """Of seven occurrences of three terms, three are of the one that is drawn."""
    words = words_of(figures.lexical_dispersion(hits_table(7), top=1))
    assert words[1].startswith("The 1 most frequent of 3 terms; n = 3 occurrences")


def test_the_longest_bar_and_its_length_reach_the_right_edge() -> None:
    """Beside a short story of a kind that is named: its word takes no room from the longest bar."""
    table = articles_table(2).assign(kind=["news", "photo"], characters=[900, 90])
    fig = figures.article_lengths(table)
    (text,) = (t for t in texts_of(fig) if t.get_text() == "900 字")
    end = text.get_window_extent(FigureCanvasAgg(fig).get_renderer()).x1 * 72 / fig.dpi
    assert end == pytest.approx(610, abs=2)


def test_a_tick_stands_where_the_term_stands_with_pages_end_to_end() -> None:
    hits = pd.DataFrame(
        {
            "token": ["职工"] * 4,
            "page": ["a.txt", "a.txt", "b.txt", "b.txt"],
            "article": [0, 0, 0, 0],
            "offset": [0, 50, 0, 200],
            "length": [100, 100, 300, 300],
        }
    )
    fig = figures.lexical_dispersion(hits)
    ticks = [line[0, 0] for line in strokes_of(fig, LIGHT.indigo)]
    edges = sorted({float(line[0, 0]) for line in strokes_of(fig, LIGHT.soft)})
    shares = [(x - edges[0]) / (edges[-1] - edges[0]) for x in ticks]
    assert shares == pytest.approx([0, 50 / 400, 100 / 400, 300 / 400])
    assert words_of(fig)[0] == "职工 comes up 4 times, in 2 stories"
    assert {"a.txt", "b.txt"} <= set(words_of(fig))


def test_words_of_no_story_are_said_to_be_outside_of_all() -> None:
    hits = hits_table(1).assign(article=pd.array([None], dtype="Int64"))
    title = words_of(figures.lexical_dispersion(hits))[0]
    assert title == "职工 comes up 1 time, outside of all stories"


def test_every_other_run_of_a_story_is_shaded_and_numbered() -> None:
    hits = hits_table(1).assign(offset=5, length=400)
    blocks = blocks_table([{"article": 8}, {"article": 8}, {"article": 9}, {"article": 8}])
    fig = figures.lexical_dispersion(hits, blocks=blocks)
    shaded = sorted((r.get_x(), r.get_width()) for r in fills_of(fig, LIGHT.shade))
    edges = [float(line[0, 0]) for line in strokes_of(fig, LIGHT.soft)]
    left, whole = min(edges), max(edges) - min(edges)
    # Blocks are 60 characters long and start every 100: runs at 0 to 160, 200 to 260, 300 to 360.
    assert shaded == [
        (pytest.approx(left), pytest.approx(whole * 160 / 400)),
        (pytest.approx(left + whole * 300 / 400), pytest.approx(whole * 60 / 400)),
    ]
    assert [word for word in words_of(fig) if word in {"8", "9"}] == ["8", "9", "8"]


@pytest.mark.parametrize(
    ("remark", "change", "message"),
    [
        ("before the page", {"offset": -1}, "offset -1 of '职工' lies outside page 'a.txt'"),
        ("after the page", {"offset": 4000}, "offset 4000 .* has 4000 characters"),
    ],
)
def test_an_offset_outside_its_page_is_refused(
    remark: str, change: dict[str, Any], message: str
) -> None:
    with pytest.raises(TableError, match=message):
        figures.lexical_dispersion(hits_table(1).assign(**change))
    assert remark


def test_a_page_of_two_lengths_is_refused() -> None:
    hits = hits_table(4).assign(page="a.txt")
    with pytest.raises(TableError, match=r"page 'a\.txt' comes with more than one length"):
        figures.lexical_dispersion(hits)


def test_the_table_of_blocks_is_checked_too() -> None:
    with pytest.raises(TableError, match=r"lexical_dispersion \(blocks\) needs .* lacks end"):
        figures.lexical_dispersion(hits_table(1), blocks=page_blocks(3).drop(columns="end"))


def test_forty_pages_end_to_end_are_named_only_where_there_is_room() -> None:
    hits = hits_table(40).assign(page=[f"{n:03}.txt" for n in range(40)], offset=1, length=300)
    hits.loc[0, "length"] = 3000
    fig = figures.lexical_dispersion(hits, blocks=page_blocks(4).assign(page="000.txt"))
    assert [w for w in words_of(fig) if w.endswith(".txt") and ":" not in w] == ["000.txt"]
    assert faults_of(fig) == []
