"""What holds for every chart: size, theme, words, refusals."""

from __future__ import annotations

import dataclasses
import re
import warnings
from pathlib import Path

import matplotlib
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex

from banmian import figures
from banmian.figures.sheet import Sheet
from banmian.page import MissingGlyph, TableError
from charts_by_hand import (
    CHARTS,
    LIGHT,
    WITH_TEXT,
    Chart,
    Tables,
    dates_table,
    faults_of,
    terms_table,
    texts_of,
    words_of,
)

# --- what holds for every chart ------------------------------------------------------------


@pytest.mark.parametrize(("chart", "table", "column"), CHARTS)
@pytest.mark.parametrize("rows", [1, 1000])
def test_no_text_is_clipped_or_lies_on_another(
    chart: Chart, table: Tables, column: str, rows: int
) -> None:
    assert column in table(rows)
    assert faults_of(chart(table(rows), source="Source: a.txt")) == []


@pytest.mark.parametrize(("chart", "table", "column"), CHARTS)
@pytest.mark.parametrize(("size", "rows"), [("slide", 200), ("a4", 40), ("column", 200)])
def test_a_chart_fits_its_size_in_points_without_faults(
    chart: Chart, table: Tables, column: str, size: str, rows: int
) -> None:
    fig = chart(table(rows), source="Source: a.txt", size=size, theme="dark")
    assert faults_of(fig) == [], column
    wide, high = fig.get_size_inches() * 72
    if size == "slide":
        assert (wide, high) == pytest.approx((960, 540))
    else:
        assert wide <= {"a4": 482, "column": 241}[size] + 0.1
        assert high <= 728.5


@pytest.mark.parametrize(("chart", "table", "column"), CHARTS)
def test_no_colour_of_the_light_theme_is_left_in_the_dark_one(
    chart: Chart, table: Tables, column: str
) -> None:
    fig = chart(table(40), theme="dark")
    used = {to_hex(fig.get_facecolor())} | {to_hex(t.get_color()) for t in texts_of(fig)}
    for patch in fig.axes[0].patches:
        used |= {to_hex(c) for c in (patch.get_facecolor(), patch.get_edgecolor()) if c[3]}
    dark, light = (
        {color.lower() for color in dataclasses.asdict(palette).values()}
        for palette in (figures.DARK, LIGHT)
    )
    assert used.isdisjoint(light - dark), column


@pytest.mark.parametrize(("chart", "table", "column"), CHARTS)
@pytest.mark.parametrize(
    ("option", "message"),
    [
        ({"theme": "sepia"}, "theme is 'sepia', expected one of light, dark"),
        ({"size": "a5"}, "size is 'a5', expected one of screen, slide, a4, column"),
    ],
)
def test_an_unknown_theme_or_size_is_refused(
    chart: Chart,
    table: Tables,
    column: str,
    option: dict[str, str],
    message: str,
) -> None:
    with pytest.raises(ValueError, match=message):
        chart(table(3), **option)
    assert column in table(3)


@pytest.mark.parametrize(("chart", "table", "column"), CHARTS)
def test_the_alternative_text_holds_kind_finding_measure_and_source(
    chart: Chart, table: Tables, column: str
) -> None:
    fig = chart(table(5), title="工会 comes first", source="Source: a.txt")
    assert isinstance(fig, Sheet)
    kind, rest = fig.alt.split(". ", 1)
    assert kind[0].isupper()
    assert rest.startswith("工会 comes first. ")
    assert rest.endswith(" Source: a.txt.")
    measure = rest.removeprefix("工会 comes first. ").removesuffix(" Source: a.txt.")
    assert re.search(r"\d", measure), column


def test_the_search_for_faults_finds_a_planted_overlap_and_a_planted_cut() -> None:
    sheet = Sheet(200, 50)
    sheet.write(20, 30, "新桥通车")
    sheet.write(40, 32, "步行过江")
    sheet.write(180, 20, "市民步行")
    assert faults_of(sheet) == ["clipped: 市民步行", "overlap: 新桥通车 / 步行过江"]


@pytest.mark.parametrize(("chart", "table", "column"), CHARTS)
def test_an_empty_table_draws_a_sheet_that_says_so(
    chart: Chart, table: Tables, column: str
) -> None:
    fig = chart(table(1).iloc[:0], title="Nothing came")
    assert column in table(1)
    assert words_of(fig)[0] == "Nothing came"
    assert re.match(r"(There are no|The page holds no) .*\.", words_of(fig)[-1])
    assert faults_of(fig) == []


@pytest.mark.parametrize(("chart", "table", "column"), CHARTS)
def test_a_missing_column_is_named_with_those_that_came(
    chart: Chart, table: Tables, column: str
) -> None:
    with pytest.raises(TableError, match=rf"lacks {column} \(it has .*\)"):
        chart(table(5).drop(columns=column))


@pytest.mark.parametrize(("chart", "table", "column"), CHARTS)
def test_a_list_in_place_of_a_table_is_refused(chart: Chart, table: Tables, column: str) -> None:
    with pytest.raises(TableError, match="takes a DataFrame, got list"):
        chart(list(table(1)[column]))


@pytest.mark.parametrize(("chart", "table", "column"), CHARTS)
def test_drawing_leaves_table_settings_and_warnings_alone(
    chart: Chart, table: Tables, column: str
) -> None:
    given_table = table(12)
    before, settings_before = given_table.copy(deep=True), dict(matplotlib.rcParams)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        FigureCanvasAgg(chart(given_table)).draw()
    pd.testing.assert_frame_equal(given_table, before)
    assert dict(matplotlib.rcParams) == settings_before
    assert column in before


HOSTILE = [
    ("traditional script, mathematics, braces", "臺灣報紙 $x^2$ 与 $\\alpha$ \\frac\\ {0} %s 100%"),
    ("two hundred characters", "长" * 200),
    ("two hundred Latin letters", "W" * 200),
    ("line ends and writing turned round", "第一行\n第二行\r\n甲\u202e乙丙\u202c丁"),
    ("nothing but blanks", " \u3000\t"),
]


@pytest.mark.parametrize(("remark", "label"), HOSTILE)
@pytest.mark.parametrize(("chart", "table", "column"), WITH_TEXT)
def test_hostile_labels_are_drawn_as_they_are_written(
    chart: Chart,
    table: Tables,
    column: str,
    remark: str,
    label: str,
) -> None:
    given_table = table(5)
    given_table.loc[2 if chart is figures.page_map else 0, column] = label
    fig = chart(given_table, title=f"{label} 题", subtitle=label, source=label)
    assert faults_of(fig) == [], remark
    for text in texts_of(fig):
        assert not text.get_parse_math()
        assert Path(str(text.get_fontproperties().get_file())) == figures.FONT
        assert text.get_text().isprintable()


@pytest.mark.parametrize(("chart", "table", "column"), WITH_TEXT)
def test_a_character_without_a_glyph_is_named_before_anything_is_drawn(
    chart: Chart, table: Tables, column: str
) -> None:
    given_table = table(5)
    given_table[column] = given_table[column].astype(object)
    given_table.loc[2 if chart is figures.page_map else 0, column] = "名𠀀字"
    with pytest.raises(MissingGlyph, match=r"\(U\+20000\) in '.*名"):
        chart(given_table)


MISSING = [
    ("an emoji", "😀", "U+1F600"),
    ("a Thai letter", "ก", "U+0E01"),
    ("a private character", "\ue000", "U+E000"),
    ("half a surrogate pair", "\ud83d", "U+D83D"),
]


@pytest.mark.parametrize(("remark", "char", "code"), MISSING)
def test_whatever_has_no_glyph_is_refused_in_a_title_too(remark: str, char: str, code: str) -> None:
    with pytest.raises(MissingGlyph, match=re.escape(f"({code})")):
        figures.timeline(dates_table(5), title=f"题{char}")
    assert remark


def test_all_missing_characters_are_named_at_once() -> None:
    table = terms_table(3).assign(token=["𠀀甲𠀁", "乙", "ก"])
    with pytest.raises(MissingGlyph, match=r"U\+20000.*U\+20001.*U\+0E01"):
        figures.term_frequency(table)


@pytest.mark.parametrize(
    ("chart", "table", "column"),
    [chart for chart in CHARTS if chart.id not in {"page_map", "province_tiles"}],
)
def test_showing_no_rows_is_refused(chart: Chart, table: Tables, column: str) -> None:
    assert column in table(3)
    with pytest.raises(ValueError, match="top is 0, expected 1 or more"):
        chart(table(3), top=0)
