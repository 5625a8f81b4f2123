"""The house style of all figures: colours, type sizes, and the sheet they are drawn on.

A `Sheet` is measured in points from its top left corner, so that every chart decides its own
places and nothing depends on matplotlib's automatic ticks. Nothing here touches pyplot or leaves
a trace in `matplotlib.rcParams`; whatever style a user has set is put aside while drawing.
"""

from __future__ import annotations

import base64
import io
import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

import numpy as np
import pandas as pd
from matplotlib import font_manager, style
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path as Outline
from matplotlib.text import Text

from banmian.page import MissingGlyph, TableError

from .typeset import FONT, HANGING, balance, plain, wrap


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a theme. `grey` to `pale` and `ink` tell things apart; the rest is ground.

    The six that tell things apart stay so without colour: their lightness (CIE L*) differs
    by at least 10, and their distance (CIE76) by at least 20 for normal sight and for the three
    kinds of dichromacy (Machado, Oliveira and Fernandes 2009). Tests compute this.
    """

    paper: str
    ink: str
    soft: str
    indigo: str
    cinnabar: str
    grey: str
    ochre: str
    pale: str
    tint: str
    shade: str
    hair: str


LIGHT: Final = Palette(
    paper="#FBF9F4",
    ink="#17171A",
    soft="#5C5B59",
    indigo="#253F73",
    cinnabar="#BC3A26",
    grey="#85868A",
    ochre="#CF9A34",
    pale="#CDC8BC",
    tint="#F6EAD0",
    shade="#F1ECE0",
    hair="#D9D4C8",
)

# One scale of type, in points, each step about 1.25 of the one below.
TITLE: Final = 16.0
HEAD: Final = 10.0
TEXT: Final = 8.5
SMALL: Final = 7.0

MARGIN: Final = 30.0
LEADING: Final = 1.3

# Twice the 72 points of an inch: sharp on a dense screen; a page of 80 blocks is 260 kB.
_SCREEN_DPI: Final = 144
_CSS_PIXELS_PER_POINT: Final = 4 / 3

Align = Literal["left", "center", "right"]
Point = tuple[float, float]


@contextmanager
def house_style() -> Iterator[None]:
    """Draw under matplotlib's defaults, whatever the user has set; put it back afterwards."""
    own: dict[str, Any] = {
        "svg.fonttype": "path",
        "svg.hashsalt": "banmian",
        "path.simplify": False,
    }
    with style.context(["default", own]):
        yield


class Sheet(Figure):
    """A figure measured in points from the top left; it shows itself in Jupyter.

    It is a plain matplotlib `Figure` to everyone else. The last expression of a cell is
    displayed without pyplot or ``%matplotlib inline``, unless the user has
    loaded the inline backend, whose formatter then goes first.
    """

    def __init__(self, wide: float, high: float, palette: Palette = LIGHT) -> None:
        """An empty sheet of ``wide`` by ``high`` points."""
        super().__init__(figsize=(wide / 72, high / 72), facecolor=palette.paper)
        self.palette = palette
        self.wide, self.high = wide, high
        self.ground = self.add_axes((0, 0, 1, 1), frameon=False, xticks=[], yticks=[])
        self.ground.set(xlim=(0, wide), ylim=(high, 0))

    def write(
        self,
        x: float,
        y: float,
        text: str,
        size: float = TEXT,
        *,
        color: str | None = None,
        align: Align = "left",
        zorder: float = 3,
    ) -> None:
        """Set one line of type with its baseline at ``y``; never read as mathematics.

        An opening mark at the left hangs out by the half em of white that it brings along.
        """
        if align == "left" and text[:1] in HANGING:
            x -= size / 2
        self.ground.text(
            x,
            y,
            text,
            color=color or self.palette.ink,
            ha=align,
            va="baseline",
            zorder=zorder,
            parse_math=False,
            fontproperties=font_manager.FontProperties(fname=str(FONT), size=size),
        )

    def fill(
        self, x: float, y: float, wide: float, high: float, color: str, *, zorder: float = 1
    ) -> None:
        """Fill a rectangle whose top left corner is at (x, y)."""
        self.ground.add_patch(
            Rectangle((x, y), wide, high, facecolor=color, edgecolor="none", zorder=zorder)
        )

    def stroke(
        self,
        lines: Sequence[Sequence[Point]],
        color: str,
        weight: float,
        *,
        zorder: float = 2,
    ) -> None:
        """Draw lines (each a run of points) in one path: a page has thousands of them."""
        if not lines:
            return
        points = [point for line in lines for point in line]
        codes = [
            Outline.LINETO if place else Outline.MOVETO
            for line in lines
            for place in range(len(line))
        ]
        path = Outline(np.asarray(points, dtype=float), codes)
        self.ground.add_patch(
            PathPatch(
                path,
                fill=False,
                edgecolor=color,
                linewidth=weight,
                capstyle="butt",
                joinstyle="round",
                snap=False,
                zorder=zorder,
            )
        )

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, str], dict[str, dict[str, int]]]:
        check_glyphs(self)
        with house_style(), io.BytesIO() as file:
            self.savefig(file, format="png", dpi=_SCREEN_DPI, metadata={"Software": None})
            image = base64.b64encode(file.getvalue()).decode("ascii")
        pixels = {
            "width": round(self.wide * _CSS_PIXELS_PER_POINT),
            "height": round(self.high * _CSS_PIXELS_PER_POINT),
        }
        return {"image/png": image, "text/plain": repr(self)}, {"image/png": pixels}


def head_and_foot(
    wide: float, body: float, title: str, subtitle: str, source: str | None
) -> tuple[Sheet, float]:
    """A sheet with title, subtitle and source line, and the height where its body starts."""
    room = wide - 2 * MARGIN
    heads = balance(plain(title), TITLE, room, 3)
    subs = wrap(plain(subtitle), TEXT, room, 3)
    feet = wrap(plain(source or ""), SMALL, room, 3)
    top = MARGIN + len(heads) * TITLE * LEADING + len(subs) * TEXT * LEADING + 14
    foot = len(feet) * SMALL * LEADING
    sheet = Sheet(wide, math.ceil(top + body + (foot + 12 if feet else 0) + MARGIN - 8))
    y = MARGIN - TITLE * 0.3
    for line in heads:
        y += TITLE * LEADING
        sheet.write(MARGIN, y, line, TITLE)
    y += 3
    for line in subs:
        y += TEXT * LEADING
        sheet.write(MARGIN, y, line, TEXT, color=sheet.palette.soft)
    y = top + body + 12
    for line in feet:
        y += SMALL * LEADING
        sheet.write(MARGIN, y, line, SMALL, color=sheet.palette.soft)
    return sheet, top


def check_glyphs(fig: Figure) -> None:
    """Raise `MissingGlyph` where a text of the figure needs a character its font lacks.

    The error names every such character and the text it stands in. It comes before anything
    is drawn, since a warning during drawing is swallowed by a notebook's display.
    """
    lacking = {
        text: missing
        for artist in fig.findobj(Text)
        if isinstance(artist, Text)
        and artist.get_visible()
        and (text := artist.get_text())
        and (missing := sorted(set(text) - _drawable(artist.get_fontproperties())))
    }
    if lacking:
        where = "; ".join(
            f"{', '.join(f'{c!r} (U+{ord(c):04X})' for c in missing)} in {text!r}"
            for text, missing in lacking.items()
        )
        raise MissingGlyph(
            f"nothing was drawn: the font has no glyph for {where}. "
            "Replace these characters in the table (or title) given to the figure"
        )


def mark_missing(table: pd.DataFrame) -> pd.DataFrame:
    """The table with 〓, the printer's mark of a missing sort (缺字), for what the font lacks.

    A figure refuses such characters rather than draw boxes; a reader who would rather see the
    page with a mark in the place of a rare character or an emoji passes the table through here.

    Args:
        table: any table; only its text is looked at, and it is not changed.

    Returns:
        A copy of the table, with one 〓 for each character that cannot be drawn.

    Example:
        >>> import pandas as pd
        >>> mark_missing(pd.DataFrame({"headline": ["新桥通车😀"]}))["headline"].tolist()
        ['新桥通车〓']
    """
    drawable = _characters(str(FONT))

    def marked(value: object) -> object:
        if not isinstance(value, str):
            return value
        lacking = {c for c in set(value) - drawable if plain(c)}
        return "".join("〓" if c in lacking else c for c in value) if lacking else value

    texts = table.select_dtypes(include=["object", "string"])
    return table.assign(**{str(name): texts[name].map(marked) for name in texts.columns})


def _drawable(font: font_manager.FontProperties) -> frozenset[str]:
    """The characters that a text in this font can show; a font list falls back in turn."""
    found: set[str] = {"\n"}
    for family in font.get_family():
        one = font.copy()
        one.set_family(family)
        try:
            path = font_manager.findfont(one, fallback_to_default=False)
        except ValueError:
            path = font_manager.findfont(font)
        found |= _characters(str(path))
    return frozenset(found)


@cache
def _characters(path: str) -> frozenset[str]:
    return frozenset(map(chr, font_manager.get_font(path).get_charmap()))


def require_columns(table: pd.DataFrame, columns: Iterable[str], chart: str) -> None:
    """Raise `TableError` where the chart's table lacks a column, naming what came instead."""
    if not isinstance(table, pd.DataFrame):
        raise TableError(f"{chart} takes a DataFrame, got {type(table).__name__}")
    wanted = list(columns)
    missing = [name for name in wanted if name not in table.columns]
    if missing:
        raise TableError(
            f"{chart} needs the columns {', '.join(wanted)}; the table lacks "
            f"{', '.join(missing)} (it has {', '.join(map(str, table.columns)) or 'none'})"
        )


def one_page(table: pd.DataFrame, chart: str) -> str:
    """The name of the only page in the table ("" for an empty table)."""
    names = list(dict.fromkeys(table["page"].dropna().astype(str)))
    if len(names) > 1:
        raise TableError(
            f"{chart} draws one page, the table has {len(names)}: {', '.join(names[:5])}; "
            f"select one: table[table.page == {names[0]!r}]"
        )
    return names[0] if names else ""


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun.

    >>> counted(1, "story", "stories"), counted(1200, "block"), counted(0, "cut")
    ('1 story', '1,200 blocks', 'no cuts')
    """
    noun = one if number == 1 else many or f"{one}s"
    return f"{number:,} {noun}" if number else f"no {noun}"


def empty_sheet(message: str, title: str | None, subtitle: str | None, source: str | None) -> Sheet:
    """What a chart of an empty table shows: that there is nothing, instead of a blank."""
    with house_style():
        sheet, top = head_and_foot(
            480,
            60,
            message if title is None else title,
            "n = 0" if subtitle is None else subtitle,
            source,
        )
        sheet.stroke([[(MARGIN, top), (480 - MARGIN, top)]], sheet.palette.ink, 0.7)
        sheet.write(MARGIN, top + 20, message + ".", TEXT, color=sheet.palette.soft)
        check_glyphs(sheet)
    return sheet


def check_top(top: int) -> None:
    """Refuse a number of rows to show that shows nothing."""
    if top < 1:
        raise ValueError(f"top is {top}, expected 1 or more rows to show")


def origin_of(table: pd.DataFrame) -> str:
    """The source line of a table with a column ``page``: its pages by name, or their number.

    Example:
        >>> import pandas as pd
        >>> origin_of(pd.DataFrame({"page": ["a.txt", "a.txt", "b.txt"]}))
        'Source: a.txt, b.txt'
    """
    names = list(dict.fromkeys(table["page"].dropna().astype(str)))
    if len(names) > 3:
        return f"Source: {len(names):,} pages, {names[0]} to {names[-1]}"
    return f"Source: {', '.join(names)}" if names else ""
