"""Figures: the font, the type, the colours, what each chart draws, and what is written to disk."""
# full-width marks are what a Chinese text is made of

from __future__ import annotations

import base64
import dataclasses
import hashlib
import itertools
import os
import re
import subprocess
import sys
import unicodedata
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import matplotlib
import nbclient
import nbformat
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.text import Text
from PIL import Image

from banmian import figures
from banmian.figures import typeset
from banmian.figures.makeup import CELL, COLUMN, GUTTER, MEASURE, PITCH, Block, make_up
from banmian.figures.sheet import Sheet
from banmian.page import ROLES, MissingGlyph, TableError

LIGHT = figures.LIGHT
BODY = "新桥昨日通车，市民步行过江。大桥全长1200米，工期三年；建设者说，这是全市职工的喜事。"


# --- tables made by hand -------------------------------------------------------------------


def blocks_table(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Blocks of one page from what matters in a test; everything else is unremarkable."""
    table = pd.DataFrame(
        [
            {
                "page": "a.txt",
                "block": n,
                "article": 0,
                "role": "paragraph",
                "start": 100 * n,
                "end": 100 * n + 60,
                "rule": "shape",
                "confidence": 0.9,
                "continues": None,
                "text": BODY,
            }
            | row
            for n, row in enumerate(rows)
        ],
        columns=["page", "block", "article", "role", "start", "end", "rule", "confidence",
                 "continues", "text"],
    )  # fmt: skip
    table["characters"] = table["text"].str.len().astype("int64")
    return table.astype({"article": "Int64", "continues": "Int64"})


STORY: list[dict[str, Any]] = [
    {"role": "label", "text": "新闻特写"},
    {"role": "kicker", "text": "历时三年，江上添一道彩虹"},
    {"role": "headline", "text": "新桥昨日通车"},
    {"role": "deck", "text": "全市职工步行过江——首日客流十万人次"},
    {"role": "byline", "text": "本报记者 王小明 通讯员 李大力"},
    {"role": "paragraph", "text": BODY * 3},
    {"role": "paragraph", "text": BODY[:17]},
    {"role": "sidebar_label", "text": "阅读提示"},
    {"role": "sidebar", "text": BODY},
    {"role": "paragraph", "text": BODY[17:]},
    {"role": "subhead", "text": "“桥通了，路近了”"},
    {"role": "paragraph", "text": BODY * 2, "confidence": 0.4},
    {"role": "caption", "text": BODY},
    {"role": "credit", "text": "本报记者 王小明 摄"},
    {"role": "signature", "text": "（作者单位：市总工会）"},
    {"role": "furniture", "text": "责任编辑：张三", "article": None},
]


def page_blocks(count: int) -> pd.DataFrame:
    """A page of ``count`` blocks: the story above again and again, one sentence of each cut."""
    rows: list[dict[str, Any]] = []
    for n in range(count):
        story, place = divmod(n, len(STORY))
        row = {"article": story} | STORY[place]
        if place == 9:
            row["continues"] = n - 3
        rows.append(row)
    return blocks_table(rows)


def articles_table(count: int) -> pd.DataFrame:
    kinds = ["news", "photo", "brief"]
    return pd.DataFrame(
        {
            "page": "a.txt",
            "article": range(count),
            "kind": [kinds[n % 3] for n in range(count)],
            "headline": [None if n % 3 == 2 else f"第{n}座新桥昨日通车" for n in range(count)],
            "characters": [50 + 37 * n % 1500 for n in range(count)],
        }
    )


def terms_table(count: int) -> pd.DataFrame:
    counts = [count - n for n in range(count)]
    return pd.DataFrame(
        {
            "token": [f"职工{n}" for n in range(count)],
            "count": counts,
            "total": 2000,
            "per_thousand": [c / 2 for c in counts],
            "articles": [1 + n % 9 for n in range(count)],
            "of_articles": 9,
        }
    )


def hits_table(count: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "token": [("职工", "工会", "新桥")[n % 3] for n in range(count)],
            "page": ["a.txt" if n % 2 == 0 else "b.txt" for n in range(count)],
            "article": pd.array([n % 4 or None for n in range(count)], dtype="Int64"),
            "offset": [7 * n % 4000 for n in range(count)],
            "length": [4000 if n % 2 == 0 else 5000 for n in range(count)],
        }
    )


Chart = Callable[..., Figure]
# chart, its table of so many rows, the column whose text it draws
CHARTS = [
    pytest.param(figures.page_map, page_blocks, "text", id="page_map"),
    pytest.param(figures.article_lengths, articles_table, "headline", id="article_lengths"),
    pytest.param(figures.term_frequency, terms_table, "token", id="term_frequency"),
    pytest.param(figures.lexical_dispersion, hits_table, "token", id="lexical_dispersion"),
]


# --- reading a figure back -----------------------------------------------------------------


def texts_of(fig: Figure) -> list[Text]:
    return [t for t in fig.findobj(Text) if isinstance(t, Text) and t.get_text()]


def words_of(fig: Figure) -> list[str]:
    return [t.get_text() for t in texts_of(fig)]


def strokes_of(fig: Figure, color: str) -> list[np.ndarray]:
    """The lines of one colour, each as its points."""
    lines: list[np.ndarray] = []
    for patch in fig.findobj(PathPatch):
        if isinstance(patch, PathPatch) and to_hex(patch.get_edgecolor()).upper() == color.upper():
            path = patch.get_path()
            starts = np.flatnonzero(path.codes == path.MOVETO)
            lines += np.split(np.asarray(path.vertices), starts[1:])
    return lines


def fills_of(fig: Figure, color: str) -> list[Rectangle]:
    return [
        r
        for r in fig.axes[0].patches
        if isinstance(r, Rectangle) and to_hex(r.get_facecolor()).upper() == color.upper()
    ]


def faults_of(fig: Figure) -> list[str]:
    """Every text that leaves the figure or lies on another one, judged by its drawn extent."""
    renderer = FigureCanvasAgg(fig).get_renderer()
    boxes = [(t.get_text(), t.get_window_extent(renderer)) for t in texts_of(fig)]
    wide, high = fig.bbox.width, fig.bbox.height
    faults = [
        f"clipped: {text}"
        for text, b in boxes
        if b.x0 < 0 or b.y0 < 0 or b.x1 > wide or b.y1 > high
    ]
    boxes.sort(key=lambda box: box[1].x0)
    for n, (text, a) in enumerate(boxes):
        for other, b in itertools.takewhile(lambda box, end=a.x1: box[1].x0 < end, boxes[n + 1 :]):
            lower, upper = max(a.y0, b.y0), min(a.y1, b.y1)
            # The box of a line holds its ascenders and descenders; 15 % of it is white.
            if upper - lower > 0.15 * min(a.height, b.height):
                faults.append(f"overlap: {text} / {other}")
    return faults


# --- the font ------------------------------------------------------------------------------


def encodable(encoding: str) -> set[str]:
    found = set()
    for code in range(0x21, 0x10000):
        if not 0xD800 <= code < 0xF900 and unicodedata.category(chr(code)) not in {"Cc", "Co"}:
            try:
                chr(code).encode(encoding)
            except UnicodeEncodeError:
                continue
            found.add(chr(code))
    return found


@pytest.fixture(scope="module")
def repertoire() -> set[str]:
    return set(map(chr, font_manager.get_font(figures.FONT).get_charmap()))


@pytest.mark.parametrize(
    ("encoding", "lacking"),
    [("gbk", "≒"), ("gb2312", ""), ("big5", "ˍ‾∼≒")],
)
def test_the_font_draws_an_encoding_but_for_the_signs_the_readme_names(
    repertoire: set[str], encoding: str, lacking: str
) -> None:
    assert encodable(encoding) - repertoire == set(lacking)


def test_the_font_draws_the_signs_of_charts_and_the_names_outside_gbk(
    repertoire: set[str],
) -> None:
    assert set("●◆■▲△○★☆※←↑→↓①⑳㈠…—─│×÷≤≥≠±Éñ§䶮𫖯𬭎") <= repertoire


def test_the_font_has_a_name_of_its_own_and_the_digest_in_its_readme() -> None:
    face = font_manager.get_font(figures.FONT)
    readme = (figures.FONT.parent / "README.md").read_text(encoding="utf-8")
    assert (face.family_name, face.style_name) == ("Banmian Sans", "Regular")
    assert hashlib.sha256(figures.FONT.read_bytes()).hexdigest() in readme
    assert "SIL OPEN FONT LICENSE Version 1.1" in (figures.FONT.parent / "OFL.txt").read_text()


# --- setting type --------------------------------------------------------------------------

PLAIN_CASES = [
    ("line ends and ideographic blanks become one blank", "新桥\r\n\u3000通车", "新桥 通车"),
    ("marks that turn the writing round are dropped", "甲\u202e乙\u2066丙", "甲乙丙"),
    ("a byte order mark and zero-width blanks are dropped", "\ufeff职\u200b工", "职工"),
    ("control characters are dropped", "职\x00\x07工", "职工"),
    ("variation selectors are dropped", "葛\U000e0100城", "葛城"),
    ("dollar signs and backslashes stay", r"$x^2$ \frac", r"$x^2$ \frac"),
]


@pytest.mark.parametrize(("remark", "text", "expected"), PLAIN_CASES)
def test_plain_leaves_only_what_can_be_drawn(remark: str, text: str, expected: str) -> None:
    assert typeset.plain(text) == expected, remark


@given(st.text())
def test_plain_twice_is_plain_once(text: str) -> None:
    assert typeset.plain(typeset.plain(text)) == typeset.plain(text)


@pytest.mark.parametrize(
    "text", ["新桥昨日通车", "10 万人线上线下联动", "AVATAR To Wa 1,455", "“”——…"]
)
def test_the_measured_width_is_the_drawn_width_within_a_point(text: str) -> None:
    sheet = Sheet(400, 50)
    sheet.write(20, 30, text, 10)
    drawn = texts_of(sheet)[0].get_window_extent(FigureCanvasAgg(sheet).get_renderer())
    assert typeset.width(text, 10) == pytest.approx(drawn.width * 72 / sheet.dpi, abs=1.2)


SENTENCES = st.text(alphabet="新桥昨日通车，。“”《》—…a1 9%", max_size=60).map(typeset.plain)


@given(SENTENCES, st.sampled_from([typeset.wrap, typeset.balance]))
def test_lines_hold_the_whole_text_in_order_and_fit(
    text: str, setter: Callable[[str, float, float, int], list[str]]
) -> None:
    lines = setter(text, 10, 100, 100)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(typeset.width(line, 10) <= 100 for line in lines)


@given(SENTENCES)
def test_a_shortened_text_fits_and_says_that_it_is_shortened(text: str) -> None:
    short = typeset.shorten(text, 10, 60)
    assert typeset.width(short, 10) <= 60
    assert short == text or (short.endswith("…") and text.startswith(short[:-1].rstrip()))


@pytest.mark.parametrize(
    ("remark", "text", "lines"),
    [
        (
            "a closing mark does not open a line",
            "新桥通车，万人空巷",
            ["新桥通", "车，万人", "空巷"],
        ),
        (
            "an opening mark does not close a line",
            "新桥通《江上的桥》",
            ["新桥通", "《江上的", "桥》"],
        ),
        ("a number stays whole", "共投资1234亿元", ["共投资", "1234亿", "元"]),
        ("a word wider than the line is cut", "ABCDEFGHIJKLM", ["ABCDEF", "GHIJKL", "M"]),
    ],
)
def test_lines_break_where_chinese_typesetting_allows(
    remark: str, text: str, lines: list[str]
) -> None:
    assert typeset.wrap(text, 10, 40, 9) == lines, remark


def test_the_last_allowed_line_is_shortened() -> None:
    assert typeset.wrap("新桥昨日通车市民步行过江", 10, 50, 2) == ["新桥昨日通", "车市民步…"]


# --- colours -------------------------------------------------------------------------------

# Machado, Oliveira, Fernandes (2009), severity 1.0, on linear RGB.
SIGHTS = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
         [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
         [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
         [0.004733, 0.691367, 0.303900]]
    ),
}  # fmt: skip
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
     [0.0193339, 0.1191920, 0.9503041]]
)  # fmt: skip
TELLING = ("ink", "indigo", "cinnabar", "grey", "ochre", "pale")


def linear(color: str) -> np.ndarray:
    c = np.asarray(to_rgb(color))
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def lab(color: str, sight: str = "normal") -> np.ndarray:
    t = XYZ @ np.clip(SIGHTS[sight] @ linear(color), 0, 1) / XYZ.sum(axis=1)
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def contrast(one: str, other: str) -> float:
    light, dark = sorted((float(XYZ[1] @ linear(c)) + 0.05 for c in (one, other)), reverse=True)
    return light / dark


def test_the_colour_formulas_agree_with_published_values() -> None:
    assert lab("#ff0000") == pytest.approx([53.24, 80.09, 67.20], abs=0.05)
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("palette", [LIGHT, figures.DARK], ids=["light", "dark"])
@pytest.mark.parametrize("sight", SIGHTS)
def test_colours_that_tell_things_apart_do_so_for_every_sight(
    sight: str, palette: figures.Palette
) -> None:
    colors = [getattr(palette, name) for name in (*TELLING, "paper")]
    near = [
        (a, b)
        for a, b in itertools.combinations(colors, 2)
        if np.linalg.norm(lab(a, sight) - lab(b, sight)) < (15 if palette.paper in (a, b) else 20)
    ]
    assert not near


@pytest.mark.parametrize("palette", [LIGHT, figures.DARK], ids=["light", "dark"])
def test_colours_that_tell_things_apart_do_so_in_greyscale(palette: figures.Palette) -> None:
    lightness = sorted(lab(getattr(palette, name))[0] for name in (*TELLING, "paper"))
    assert min(np.diff(lightness)) >= 10


@pytest.mark.parametrize("palette", [LIGHT, figures.DARK], ids=["light", "dark"])
def test_colours_of_type_are_readable_on_every_ground(palette: figures.Palette) -> None:
    for type_color, ground in itertools.product(("ink", "soft", "cinnabar"), ("paper", "shade")):
        assert contrast(getattr(palette, type_color), getattr(palette, ground)) >= 4.5


# --- what holds for every chart ------------------------------------------------------------


@pytest.mark.parametrize(("chart", "table", "column"), CHARTS)
@pytest.mark.parametrize("rows", [1, 5, 60, 1000])
def test_no_text_is_clipped_or_lies_on_another(
    chart: Chart, table: Callable[[int], pd.DataFrame], column: str, rows: int
) -> None:
    assert column in table(rows)
    assert faults_of(chart(table(rows), source="Source: a.txt")) == []


SIZES = ("slide", "a4", "column")


@pytest.mark.parametrize(("chart", "table", "column"), CHARTS)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("rows", [3, 300])
def test_a_chart_fits_its_size_in_points_without_faults(
    chart: Chart, table: Callable[[int], pd.DataFrame], column: str, rows: int, size: str
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
    chart: Chart, table: Callable[[int], pd.DataFrame], column: str
) -> None:
    fig = chart(table(40), theme="dark")
    used = {to_hex(fig.get_facecolor())} | {to_hex(t.get_color()) for t in texts_of(fig)}
    for patch in fig.axes[0].patches:
        used |= {to_hex(c) for c in (patch.get_facecolor(), patch.get_edgecolor()) if c[3]}
    dark = {color.lower() for color in dataclasses.asdict(figures.DARK).values()}
    assert used <= dark, column


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
    table: Callable[[int], pd.DataFrame],
    column: str,
    option: dict[str, str],
    message: str,
) -> None:
    with pytest.raises(ValueError, match=message):
        chart(table(3), **option)
    assert column in table(3)


@pytest.mark.parametrize(("chart", "table", "column"), CHARTS)
def test_the_alternative_text_holds_kind_finding_measure_and_source(
    chart: Chart, table: Callable[[int], pd.DataFrame], column: str
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
    chart: Chart, table: Callable[[int], pd.DataFrame], column: str
) -> None:
    fig = chart(table(1).iloc[:0], title="Nothing came")
    assert column in table(1)
    assert words_of(fig)[0] == "Nothing came"
    assert re.match(r"(There are no|The page holds no) .*\.", words_of(fig)[-1])
    assert faults_of(fig) == []


@pytest.mark.parametrize(("chart", "table", "column"), CHARTS)
def test_a_missing_column_is_named_with_those_that_came(
    chart: Chart, table: Callable[[int], pd.DataFrame], column: str
) -> None:
    with pytest.raises(TableError, match=rf"lacks {column} \(it has .*\)"):
        chart(table(5).drop(columns=column))


@pytest.mark.parametrize(("chart", "table", "column"), CHARTS)
def test_a_list_in_place_of_a_table_is_refused(
    chart: Chart, table: Callable[[int], pd.DataFrame], column: str
) -> None:
    with pytest.raises(TableError, match="takes a DataFrame, got list"):
        chart(list(table(1)[column]))


@pytest.mark.parametrize(("chart", "table", "column"), CHARTS)
def test_drawing_leaves_table_settings_and_warnings_alone(
    chart: Chart, table: Callable[[int], pd.DataFrame], column: str
) -> None:
    given_table = table(40)
    before, settings_before = given_table.copy(deep=True), dict(matplotlib.rcParams)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        FigureCanvasAgg(chart(given_table)).draw()
    pd.testing.assert_frame_equal(given_table, before)
    assert dict(matplotlib.rcParams) == settings_before
    assert column in before


HOSTILE = [
    ("mathematics", "$x^2$ 与 $\\alpha$"),
    ("backslashes", "\\frac\\"),
    ("braces and percent", "{0} %s 100%"),
    ("two hundred characters", "长" * 200),
    ("two hundred Latin letters", "W" * 200),
    ("line ends", "第一行\n第二行\r\n第三行"),
    ("right-to-left override", "甲\u202e乙丙\u202c丁"),
    ("nothing but blanks", " \u3000\t"),
    ("traditional script", "臺灣報紙，壹佰貳拾週年"),
]


@pytest.mark.parametrize(("remark", "label"), HOSTILE)
@pytest.mark.parametrize(("chart", "table", "column"), CHARTS)
def test_hostile_labels_are_drawn_as_they_are_written(
    chart: Chart,
    table: Callable[[int], pd.DataFrame],
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


MISSING = [
    ("a rare character outside the font", "𠀀", "U+20000"),
    ("an emoji", "😀", "U+1F600"),
    ("a Thai letter", "ก", "U+0E01"),
    ("a private character", "\ue000", "U+E000"),
    ("half a surrogate pair", "\ud83d", "U+D83D"),
]


@pytest.mark.parametrize(("remark", "char", "code"), MISSING)
@pytest.mark.parametrize(("chart", "table", "column"), CHARTS)
def test_a_character_without_a_glyph_is_named_before_anything_is_drawn(
    chart: Chart,
    table: Callable[[int], pd.DataFrame],
    column: str,
    remark: str,
    char: str,
    code: str,
) -> None:
    given_table = table(5)
    given_table[column] = given_table[column].astype(object)
    given_table.loc[2 if chart is figures.page_map else 0, column] = f"名{char}字"
    with pytest.raises(MissingGlyph, match=re.escape(f"({code})")) as caught:
        chart(given_table)
    assert "名" in str(caught.value), remark
    with pytest.raises(MissingGlyph, match=re.escape(code)):
        chart(table(5), title=f"题{char}")


def test_all_missing_characters_are_named_at_once() -> None:
    table = terms_table(3).assign(token=["𠀀甲𠀁", "乙", "ก"])
    with pytest.raises(MissingGlyph, match=r"U\+20000.*U\+20001.*U\+0E01"):
        figures.term_frequency(table)


@pytest.mark.parametrize(
    "chart", [figures.article_lengths, figures.term_frequency, figures.lexical_dispersion]
)
def test_showing_no_rows_is_refused(chart: Chart) -> None:
    tables = {
        figures.article_lengths: articles_table,
        figures.term_frequency: terms_table,
        figures.lexical_dispersion: hits_table,
    }
    with pytest.raises(ValueError, match="top is 0, expected 1 or more"):
        chart(tables[chart](3), top=0)


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
    first, second = strokes_of(fig, LIGHT.pale)[:2]
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
    placed = list(make_up(blocks).rows(0, 0))
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


# --- saving --------------------------------------------------------------------------------


def test_save_writes_pictures_and_data_and_says_where(tmp_path: Path) -> None:
    table = terms_table(3)
    paths = figures.save(figures.term_frequency(table), tmp_path / "new" / "v1.2", data=table)
    assert [p.name for p in paths] == ["v1.2.png", "v1.2.svg", "v1.2.csv"]
    assert sorted(p.name for p in (tmp_path / "new").iterdir()) == sorted(p.name for p in paths)
    assert paths[0].read_bytes().startswith(b"\x89PNG")
    assert b"Software" not in paths[0].read_bytes()
    svg = paths[1].read_text(encoding="utf-8")
    assert "<text" not in svg
    assert "<dc:date>" not in svg


def test_pictures_carry_their_alternative_text(tmp_path: Path) -> None:
    table = terms_table(3).assign(token=["职<工>", "工会", "新桥"])
    fig = figures.term_frequency(table)
    png, svg, _ = figures.save(fig, tmp_path / "a", data=table)
    assert isinstance(fig, Sheet)
    with Image.open(png) as picture:
        assert (picture.info["Title"], picture.info["Description"]) == (fig.heading, fig.alt)
    root = ElementTree.parse(svg).getroot()
    space = "{http://www.w3.org/2000/svg}"
    assert root.get("role") == "img"
    assert [child.text for child in root[:2]] == [fig.heading, fig.alt]
    assert [child.tag for child in root[:2]] == [f"{space}title", f"{space}desc"]
    assert "职<工>" in fig.alt


def test_a_figure_of_matplotlib_is_saved_without_invented_words(tmp_path: Path) -> None:
    _, svg, _ = figures.save(Figure(), tmp_path / "a", data=terms_table(1))
    assert b"<title" not in svg.read_bytes()
    assert b"<desc" not in svg.read_bytes()


def test_data_are_written_for_excel_and_read_back_by_pandas(tmp_path: Path) -> None:
    table = pd.DataFrame({"token": ["职工", "工,会"], "rate": [0.1 + 0.2, 1 / 3], "n": [1, None]})
    *_, path = figures.save(Figure(), tmp_path / "a", data=table, formats=())
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbftoken,rate,n\n")
    assert b"\r" not in raw
    assert "职工,0.3,1\n" in raw.decode("utf-8-sig")
    back = pd.read_csv(path)
    pd.testing.assert_frame_equal(back, table, atol=1e-9)


@pytest.mark.parametrize(
    ("remark", "index", "header"),
    [
        ("row numbers are not data", pd.RangeIndex(2), "n"),
        ("nor what a selection left of them", pd.Index([3, 7]), "n"),
        ("names are", pd.Index(["甲", "乙"]), ",n"),
        ("a named index is", pd.Index([3, 7], name="article"), "article,n"),
    ],
)
def test_an_index_is_written_where_it_says_something(
    tmp_path: Path, remark: str, index: pd.Index, header: str
) -> None:
    table = pd.DataFrame({"n": [1, 2]}, index=index)
    (path,) = figures.save(Figure(), tmp_path / "a", data=table, formats=())
    assert path.read_text(encoding="utf-8-sig").splitlines()[0] == header, remark


SCRIPT = """
import sys
import pandas as pd
from banmian import figures
table = pd.read_pickle(sys.argv[1])
figures.save(figures.page_map(table), sys.argv[2], data=table)
assert "matplotlib.pyplot" not in sys.modules
"""


def test_two_processes_write_the_same_bytes_whatever_the_user_has_set(tmp_path: Path) -> None:
    page_blocks(40).to_pickle(tmp_path / "table.pkl")
    own = {"savefig.bbox": "tight", "path.sketch": (1, 100, 2), "text.antialiased": False}
    dark = f"import matplotlib; matplotlib.rcParams.update({own})\n"
    for name, seed, before in (("one", "1", ""), ("two", "2", dark)):
        subprocess.run(
            [sys.executable, "-W", "error", "-c", before + SCRIPT, tmp_path / "table.pkl",
             tmp_path / name / "page"],
            check=True,
            env=os.environ | {"PYTHONHASHSEED": seed},
        )  # fmt: skip
    for ending in ("png", "svg", "csv"):
        one, two = (tmp_path / name / f"page.{ending}" for name in ("one", "two"))
        assert one.read_bytes() == two.read_bytes()


def test_a_missing_glyph_leaves_no_file_and_no_folder(tmp_path: Path) -> None:
    fig = figures.term_frequency(terms_table(3))
    fig.axes[0].texts[0].set_text("题𠀀")
    with pytest.raises(MissingGlyph, match="U\\+20000"):
        figures.save(fig, tmp_path / "new" / "a", data=terms_table(3))
    assert list(tmp_path.iterdir()) == []


def test_chinese_labels_in_the_default_font_of_matplotlib_are_refused(tmp_path: Path) -> None:
    fig = Figure()
    ax = fig.add_subplot()
    ax.bar(["职工"], [1])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(MissingGlyph, match="'职'"):
            figures.save(fig, tmp_path / "a", data=terms_table(1))


def test_a_font_list_is_searched_in_turn(tmp_path: Path) -> None:
    fig = Figure()
    fig.text(0.5, 0.5, "plain", family=["No Such Family", "DejaVu Sans"])
    assert len(figures.save(fig, tmp_path / "a", data=terms_table(1))) == 3


@pytest.mark.parametrize(
    ("remark", "arguments", "error", "message"),
    [
        ("an unknown format", {"formats": ("png", "gif")}, ValueError, r"\['gif'\], expected"),
        ("one format as a string", {"formats": "png"}, ValueError, "expected a choice"),
        ("data that are no table", {"data": {"n": [1]}}, TableError, "DataFrame, got dict"),
        (
            "half a surrogate pair in the data",
            {"data": pd.DataFrame({"t": pd.array(["\ud83d"], dtype=object)})},
            TableError,
            "cannot be written as UTF-8",
        ),
    ],
)
def test_save_refuses_and_writes_nothing(
    tmp_path: Path,
    remark: str,
    arguments: dict[str, Any],
    error: type[Exception],
    message: str,
) -> None:
    with pytest.raises(error, match=message):
        figures.save(Figure(), tmp_path / "a", **({"data": terms_table(1)} | arguments))
    assert list(tmp_path.iterdir()) == [], remark


def test_a_failed_write_leaves_no_part_behind(tmp_path: Path) -> None:
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(OSError, match=r"a\.csv"):
        figures.save(Figure(), tmp_path / "a", data=terms_table(1))
    assert not list(tmp_path.glob(".*"))


# --- in a notebook -------------------------------------------------------------------------


def test_a_figure_shows_itself_with_the_same_bytes_twice() -> None:
    fig = figures.term_frequency(terms_table(3))
    assert isinstance(fig, Sheet)
    (data, sizes), again = fig._repr_mimebundle_(), fig._repr_mimebundle_(include=None)
    assert (data, sizes) == again
    assert base64.b64decode(data["image/png"]).startswith(b"\x89PNG")


def test_a_figure_shows_itself_as_the_last_expression_of_a_cell() -> None:
    """In a fresh kernel, without pyplot; and one with a missing glyph is an error, not a box."""
    cells = [
        "import sys\nfrom banmian import figures\n"
        "fig = figures.term_frequency(__import__('pandas').DataFrame({'token': ['职工'], "
        "'count': [1], 'total': 9, 'per_thousand': 111.1, 'articles': 1, 'of_articles': 2}))\nfig",
        "assert 'matplotlib.pyplot' not in sys.modules",
        "fig.axes[0].texts[0].set_text('𠀀')\nfig",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
    nbclient.NotebookClient(
        notebook, timeout=60, allow_errors=True, kernel_name="python3"
    ).execute()
    shown, silent, refused = (cell.outputs for cell in notebook.cells)
    assert [output.output_type for output in shown] == ["execute_result"]
    assert shown[0].data["image/png"].startswith("iVBOR")
    assert shown[0].metadata["image/png"]["width"] == round(640 * 4 / 3)
    assert shown[0].metadata["image/png"]["alt"] == shown[0].data["text/plain"]
    assert "职工 is the most frequent term" in shown[0].data["text/plain"]
    assert silent == []
    assert "image/png" not in str(refused)
    assert any("MissingGlyph" in str(output) for output in refused)


def test_marks_stand_for_exactly_the_characters_that_the_font_lacks() -> None:
    table = pd.DataFrame({"text": ["新桥😀通车", "𠀀\u200b", "旧桥"], "characters": [5, 1, 2]})
    before = table.copy()
    marked = figures.mark_missing(table)
    assert marked["text"].tolist()[0] == "新桥〓通车"
    assert marked["text"].tolist()[2] == "旧桥"
    assert marked["characters"].tolist() == [5, 1, 2]
    assert [len(t) for t in marked["text"]] == [len(t) for t in table["text"]]
    pd.testing.assert_frame_equal(table, before)
