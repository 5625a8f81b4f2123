"""The page at a glance."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg

from banmian import figures
from banmian.figures.makeup import CELL, COLUMN, GUTTER, MEASURE, PITCH, Block, make_up
from banmian.page import ROLES, TableError
from charts_by_hand import (
    BODY,
    LIGHT,
    STORY,
    blocks_table,
    faults_of,
    page_blocks,
    strokes_of,
    texts_of,
    words_of,
)

# --- the page at a glance ------------------------------------------------------------------


def test_a_band_has_a_line_of_strokes_for_every_22_characters() -> None:
    lengths = [22, 23, 220]
    fig = figures.page_map(
        blocks_table([{"text": "字" * n, "continues": None, "role": "caption"} for n in lengths])
    )
    # Each full line is one stroke, since there is no punctuation: 1 + 2 + 10 of them,
    # and two of the same colour in the key.
    lines = strokes_of(fig, LIGHT.ochre)
    assert len(lines) == 1 + 2 + 10 + 2
    assert max(line[1, 0] - line[0, 0] for line in lines) == pytest.approx(COLUMN - 0.8)
    assert COLUMN == MEASURE * CELL


def test_strokes_break_where_the_punctuation_stands() -> None:
    fig = figures.page_map(
        blocks_table([{"role": "furniture", "article": None, "text": "一二，三。"}])
    )
    first, second = strokes_of(fig, LIGHT.soft)[:2]
    assert first[1, 0] - first[0, 0] == pytest.approx(2 * CELL - 0.8)
    assert second[0, 0] - first[1, 0] == pytest.approx(CELL + 0.8)
    assert second[1, 0] - second[0, 0] == pytest.approx(CELL - 0.8)


def test_a_paragraph_is_indented_unless_it_goes_on_from_a_cut() -> None:
    rows = [{"text": "甲" * 30}, {"text": "乙" * 30, "continues": 0}]
    lines = strokes_of(figures.page_map(blocks_table(rows)), LIGHT.grey)
    left = min(line[0, 0] for line in lines)
    cells = [(line[0, 0] - left) % (COLUMN + GUTTER) / CELL for line in lines[:4]]
    assert [round(cell) for cell in cells] == [2, 0, 0, 0]


def test_every_role_is_drawn_and_named_in_the_key() -> None:
    fig = figures.page_map(page_blocks(len(STORY)))
    assert {row["role"] for row in STORY} == set(ROLES)
    key = " ".join(words_of(fig))
    glosses = "主题 栏目 引题 副题 小标题 署名 文末署名 正文 提示框 图片说明 摄影署名 报头"
    for gloss in glosses.split(" "):
        assert gloss in key


def test_the_key_shows_only_what_the_page_has() -> None:
    words = " ".join(words_of(figures.page_map(blocks_table([{}]))))
    assert "正文" in words
    for absent in ("主题", "提示框", "图片说明", "断句接续", "存疑"):
        assert absent not in words


def test_headlines_are_set_in_type_and_larger_for_longer_stories() -> None:
    rows = []
    for article, paragraphs in enumerate([1, 10, 30]):
        rows.append({"role": "headline", "text": f"通车{article}", "article": article})
        rows += [{"article": article}] * paragraphs
    sizes = {t.get_text(): t.get_fontsize() for t in texts_of(figures.page_map(blocks_table(rows)))}
    assert sizes["通车0"] < sizes["通车1"] < sizes["通车2"]


def test_a_red_line_leads_from_every_cut_to_where_the_sentence_goes_on() -> None:
    fig = figures.page_map(page_blocks(len(STORY)).assign(confidence=0.9))
    routes = [line for line in strokes_of(fig, LIGHT.cinnabar) if len(line) == 4]
    assert len(routes) == 1 + 1  # the cut, and its sample in the key
    cut, turn, back, end = routes[0]
    body = strokes_of(fig, LIGHT.grey)
    assert any(abs(line[1, 0] + 2.9 - cut[0]) < 0.1 and line[1, 1] == cut[1] for line in body)
    assert any(line[0, 1] == pytest.approx(end[1]) for line in body)
    assert turn[0] == back[0] > cut[0]
    assert back[1] - turn[1] > 5 * PITCH  # past the box that stands between


@pytest.mark.parametrize("confidence", [0.9, 0.2])
def test_an_arrow_ends_before_the_marks_of_a_doubtful_block(confidence: float) -> None:
    rows: list[dict[str, Any]] = [{"text": "甲" * 40}, *[{"text": BODY * 4}] * 30]
    rows.append({"text": "乙" * 40, "continues": 0, "confidence": confidence})
    fig = figures.page_map(blocks_table(rows))
    route = max(strokes_of(fig, LIGHT.cinnabar), key=len)
    tip, height = route[-1]
    marks = [t for t in texts_of(fig) if t.get_text() == "?"][:1]
    renderer = FigureCanvasAgg(fig).get_renderer()
    for mark in marks:
        box = mark.get_window_extent(renderer).transformed(fig.axes[0].transData.inverted())
        assert tip < box.x0
        assert min(box.y0, box.y1) < height < max(box.y0, box.y1)
    assert len(marks) == (confidence < 0.5)
    assert len(route) == 6


def test_a_cut_across_columns_leads_to_the_right_column() -> None:
    rows: list[dict[str, Any]] = [{"text": "甲" * 40}, *[{"text": BODY * 4}] * 30]
    rows.append({"text": "乙" * 40, "continues": 0})
    fig = figures.page_map(blocks_table(rows))
    route = max(strokes_of(fig, LIGHT.cinnabar), key=len)
    assert len(route) == 6
    assert route[-1][0] - route[0][0] > COLUMN + GUTTER
    assert route[2][1] == route[3][1] == min(route[:, 1])  # above the columns
    assert faults_of(fig) == []


@pytest.mark.parametrize(
    ("remark", "confidence", "below", "marks"),
    [
        ("below the default", [0.59, 0.6, 1.0], 0.6, 1),
        ("a higher bar", [0.59, 0.6, 1.0], 0.9, 2),
        ("unknown counts as doubtful", [None, 0.9, 0.9], 0.6, 1),
        ("none", [0.7, 0.9, 0.9], 0.6, 0),
    ],
)
def test_doubtful_decisions_are_marked(
    remark: str, confidence: list[float | None], below: float, marks: int
) -> None:
    table = page_blocks(3).assign(confidence=confidence)
    fig = figures.page_map(table, doubt_below=below)
    assert words_of(fig).count("?") == marks + (marks > 0), remark
    assert f"{marks or 'no'} decision{'s' if marks > 1 else ''} in doubt" in words_of(fig)[0]


def words_table(*words: str) -> pd.DataFrame:
    """Words that follow each other from the beginning of the page."""
    ends = list(itertools.accumulate(map(len, words)))
    starts = [end - len(word) for end, word in zip(ends, words, strict=True)]
    return pd.DataFrame({"page": "a.txt", "start": starts, "end": ends})


PARTED = [
    (
        "a name",
        ["全市", "职工", "代表", "昨日", "在", "欧阳小明", "陪同", "下", "参观", "大桥"],
        {},
        ["全市职工代表昨日在", "欧阳小明陪同下参观大桥"],
    ),
    (
        "a smaller size where the larger would part a word",
        ["建设者", "大桥上", "昨日", "欧阳小明", "新歌舞", "献祖国"],
        {"characters": 2000},
        ["建设者大桥上昨日", "欧阳小明新歌舞献祖国"],
    ),
    (
        "a blank before it does not count",
        ["\u3000", "全市", "职工", "代表", "昨日", "在", "欧阳小明", "陪同", "下", "参观", "大桥"],
        {},
        ["全市职工代表昨日在", "欧阳小明陪同下参观大桥"],
    ),
]


@pytest.mark.parametrize(("remark", "words", "change", "lines"), PARTED)
def test_a_headline_parts_between_words_where_tokens_are_given(
    remark: str, words: list[str], change: dict[str, Any], lines: list[str]
) -> None:
    table = blocks_table([{"role": "headline", "text": "".join(words), "start": 0, "end": 99}])
    table = table.assign(**change)
    drawn = words_of(figures.page_map(table, tokens=words_table(*words)))
    assert [line for line in drawn if line in lines] == lines, remark
    assert not set(lines) & set(words_of(figures.page_map(table))), remark


def test_a_word_wider_than_the_column_is_parted_all_the_same() -> None:
    table = blocks_table([{"role": "headline", "text": "长" * 30, "start": 0}])
    fig = figures.page_map(table, tokens=words_table("长" * 30))
    assert sum(word.count("长") for word in words_of(fig)) == 30
    assert faults_of(fig) == []


def test_tokens_without_offsets_are_refused() -> None:
    with pytest.raises(TableError, match=r"page_map \(tokens\) needs the columns page, start, end"):
        figures.page_map(page_blocks(3), tokens=pd.DataFrame({"page": []}))


@pytest.mark.parametrize("size", ["slide", "a4", "column"])
def test_a_page_of_sixty_stories_keeps_the_title_and_key_of_a_page_of_one(size: Any) -> None:
    def sizes(stories: int) -> dict[str, float]:
        blocks = page_blocks(stories * len(STORY))
        fig = figures.page_map(blocks, title="标题", size=size)
        return {t.get_text(): t.get_fontsize() for t in texts_of(fig)}

    one, sixty = sizes(1), sizes(60)
    for text in ("标题", "text 正文", "Source: a.txt"):
        assert one[text] == pytest.approx(sixty[text])
    assert one["新桥昨日通车"] > 1.5 * sixty["新桥昨日通车"]


def test_heads_grow_with_a_screen_of_many_columns() -> None:
    def sizes(stories: int) -> tuple[float, float, float]:
        fig = figures.page_map(page_blocks(stories * len(STORY)), title="标题")
        sizes = {t.get_text(): t.get_fontsize() for t in texts_of(fig)}
        return fig.get_size_inches()[0], sizes["标题"], sizes["新桥昨日通车"]

    (wide, title, headline), (wider, larger, same) = sizes(5), sizes(60)
    assert wider > 2 * wide
    assert larger > 1.5 * title
    assert same == pytest.approx(headline)


@pytest.mark.parametrize("size", ["slide", "a4", "column"])
def test_a_long_page_fills_its_sheet(size: Any) -> None:
    fig = figures.page_map(page_blocks(40 * len(STORY)), size=size)
    strokes = np.vstack(strokes_of(fig, LIGHT.grey))
    high = fig.axes[0].get_ylim()[0]
    (left, right), top = fig.axes[0].get_xlim(), strokes[:, 1].min()
    assert np.ptp(strokes[:, 0]) > 0.8 * (right - left)
    assert np.ptp(strokes[:, 1]) > 0.9 * (high - top) - 100  # what key and source take


def test_a_column_that_begins_within_a_story_says_of_which() -> None:
    rows = [{"article": 7, "text": BODY * 3} for _ in range(60)]
    fig = figures.page_map(blocks_table(rows))
    assert words_of(fig).count("7") == words_of(fig).count("续") + 1 == 4
    again = [t for t in texts_of(fig) if t.get_text() == "7"][1:]
    tops = strokes_of(fig, LIGHT.grey)
    assert all(t.get_position()[1] < min(line[0, 1] for line in tops) for t in again)


def test_a_story_that_goes_on_after_another_says_so() -> None:
    table = blocks_table([{"article": 3}, {"article": 4}, {"article": 3}])
    words = words_of(figures.page_map(table))
    assert [w for w in words if w in {"3", "4", "续"} or "字" in w[-1:]] == [
        "3", f"{2 * len(BODY)} 字", "4", f"{len(BODY)} 字", "3", "续",
    ]  # fmt: skip


@pytest.mark.parametrize("step", range(1, 40, 3))
def test_a_headline_never_stands_alone_at_the_foot_of_a_column(step: int) -> None:
    blocks = []
    for article in range(40):
        for role, length in (("headline", 6), ("paragraph", 30 + step * article % 400)):
            blocks.append(
                Block(len(blocks), article, role, "甲" * length, length, 400, False, None)
            )
    placed = list(make_up(blocks).rows())
    breaks = [(a, b) for a, b in itertools.pairwise(placed) if a.column != b.column]
    assert len(breaks) >= 2
    assert all(above.row.kind == "strokes" for above, _ in breaks)


def test_an_opening_mark_hangs_out_so_that_its_ink_stands_on_the_edge() -> None:
    fig = figures.page_map(blocks_table([{"role": "subhead", "text": "“桥通了，路近了”"}]))
    (text,) = (t for t in texts_of(fig) if t.get_text().startswith("“"))
    number = next(t for t in texts_of(fig) if t.get_text() == "0")
    assert text.get_position()[0] == number.get_position()[0] - text.get_fontsize() / 2


REFUSED = [
    ("a role of another vocabulary", {"role": ["lead"]}, "unknown role lead; known: headline"),
    ("a continuation of a block that is not there", {"continues": [7]}, r"blocks \[7\]"),
]


@pytest.mark.parametrize(("remark", "change", "message"), REFUSED)
def test_page_map_refuses(remark: str, change: dict[str, Any], message: str) -> None:
    with pytest.raises(TableError, match=message):
        figures.page_map(blocks_table([{}]).assign(**change))
    assert remark


def test_page_map_refuses_two_pages_and_says_how_to_choose_one() -> None:
    table = blocks_table([{}, {"page": "b.txt"}])
    with pytest.raises(TableError, match=r"has 2: a\.txt, b\.txt; select one: .*'a\.txt'"):
        figures.page_map(table)


@pytest.mark.parametrize("text", ["", " ", "。", "。" * 50])
def test_page_map_draws_blocks_with_nothing_to_stroke(text: str) -> None:
    rows = [{"text": text, "role": role} for role in ("headline", "paragraph", "sidebar")]
    rows.append({"text": text, "continues": 1})
    assert faults_of(figures.page_map(blocks_table(rows))) == []


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(ROLES),
            st.integers(0, 3),
            st.integers(0, 90),
            st.sampled_from([0.3, 0.9]),
            st.booleans(),
        ),
        min_size=1,
        max_size=25,
    )
)
def test_page_map_draws_any_order_of_blocks_without_faults(
    rows: list[tuple[str, int, int, float, bool]],
) -> None:
    table = blocks_table(
        [
            {
                "role": role,
                "article": None if role == "furniture" else article,
                "text": (BODY * 3)[:length],
                "confidence": confidence,
                "continues": n - 1 if cut and n else None,
            }
            for n, (role, article, length, confidence, cut) in enumerate(rows)
        ]
    )
    assert faults_of(figures.page_map(table)) == []
