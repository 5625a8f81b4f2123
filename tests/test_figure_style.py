"""The house style: the packaged font, setting type, the colours."""

from __future__ import annotations

import hashlib
import itertools
import unicodedata
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex, to_rgb

from banmian import figures
from banmian.figures import typeset
from banmian.figures.sheet import Heads, Sheet
from banmian.figures.theme import Size, Theme, form_of
from charts_by_hand import LIGHT, texts_of

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


@pytest.mark.parametrize("size", ["a4", "column"])
def test_no_word_of_a_subtitle_stands_alone_and_no_number_without_its_sign(size: Size) -> None:
    said = "9 stories; n = 36 dates (日期), 1 more cannot be placed; dot: day; "
    said += "bar: longer (gold: less than a year); arrow: open end"
    lines = Heads("Chart", "", said, "").lines(form_of("light", size))[1]
    assert len(lines) > 1
    assert all(" " in line and line[-1] not in ":=" for line in lines)


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        (
            "职工 leads, and 7 of the 20 most frequent words stand in one story only",
            ["职工 leads, and 7 of the 20 most", "frequent words stand in one story only"],
        ),
        (
            "灵活 is followed by 就业 25 times, the strongest evidence of 108 pairs",
            ["灵活 is followed by 就业 25 times,", "the strongest evidence of 108 pairs"],
        ),
        (
            "社会: 4.2 of 1,000 words in 1990–1999, 12.4 in 2010–2019",
            ["社会: 4.2 of 1,000 words in 1990–1999,", "12.4 in 2010–2019"],
        ),
    ],
    ids=[
        "even lines rather than a short one",
        "after a mark near the middle",
        "a range stays whole",
    ],
)
def test_an_english_title_parts_where_it_reads_well(title: str, lines: list[str]) -> None:
    assert Heads("Chart", title, "", "").lines(form_of("light", "column"))[0] == lines


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
        ("a year without its century is no closing mark", "回眸’97财金", ["回眸", "’97财", "金"]),
        ("a closing mark before a number is", "说‘好’97次", ["说‘好’", "97次"]),
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
TELLING = ("ink", "indigo", "cinnabar", "grey", "ochre")


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


@pytest.mark.parametrize("palette", [LIGHT, figures.DARK], ids=["light", "dark"])
def test_marks_stand_out_from_the_paper_and_from_the_tint_of_a_box(
    palette: figures.Palette,
) -> None:
    for mark, ground in itertools.product(TELLING, ("paper", "tint")):
        assert contrast(getattr(palette, mark), getattr(palette, ground)) >= 3


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("counts", [(1,), (2, 1), (3, 2, 1), (18, 7, 3, 1)], ids=str)
def test_the_type_on_a_tile_is_readable_in_every_class(
    counts: tuple[int, ...], theme: Theme
) -> None:
    codes = [
        code for code, n in zip(("53", "43", "31", "65"), counts, strict=False) for _ in range(n)
    ]
    places = pd.DataFrame({"page": "a.txt", "article": 0, "adcode": [f"{c}0000" for c in codes]})
    fig = figures.province_tiles(places, theme=theme)
    tiles = [patch for patch in fig.axes[0].patches if patch.get_width() > 20]
    found = [
        (contrast(to_hex(text.get_color()), to_hex(tile.get_facecolor())), tile.get_facecolor())
        for tile, text in itertools.product(tiles, texts_of(fig))
        if tile.get_bbox().contains(*text.get_position())
    ]
    assert len(found) == 34 + 2 * len(counts)
    assert len({ground for _, ground in found}) == 1 + len(counts)
    assert min(ratio for ratio, _ in found) >= 4.5
