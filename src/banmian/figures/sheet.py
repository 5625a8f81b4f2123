"""The sheet that all figures are drawn on, with its title, subtitle and source line.

A `Sheet` is measured in units from its top left corner, so that every chart decides its own
places and nothing depends on matplotlib's automatic ticks. Nothing here touches pyplot or leaves
a trace in `matplotlib.rcParams`; whatever style a user has set is put aside while drawing.
"""

from __future__ import annotations

import base64
import inspect
import io
import math
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final, Literal, ParamSpec

import numpy as np
import pandas as pd
from matplotlib import font_manager, style
from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path as Outline

from .glyphs import check_glyphs
from .theme import LEADING, SMALL, TEXT, Form, form_of
from .typeset import FONT, HANGING, balance, plain, width, wrap

# Twice the 72 points of an inch: sharp on a dense screen; a page of 80 blocks is 260 kB.
_SCREEN_DPI: Final = 144
_CSS_PIXELS_PER_POINT: Final = 4 / 3
_AIR: Final = 30.0  # at most, above the title and below the source, however wide the margins are

_SIGN: Final = re.compile("[:=] ")

Align = Literal["left", "center", "right"]
Point = tuple[float, float]


@contextmanager
def house_style() -> Iterator[None]:
    """Draw under matplotlib's defaults, whatever the user has set; put it back afterwards."""
    own: dict[str, Any] = {
        "svg.fonttype": "path",
        "svg.hashsalt": "banmian",
        "path.simplify": False,
        # Hinted, small type is up to 8 % wider at 80 dots to the inch than it is at 200.
        "text.hinting": "none",
    }
    with style.context(["default", own]):
        yield


P = ParamSpec("P")


def keeping_table(chart: Callable[P, Figure]) -> Callable[P, Figure]:
    """The chart, its first argument kept as ``table`` of the sheet it draws."""
    first = next(iter(inspect.signature(chart).parameters))

    @wraps(chart)
    def draw(*args: P.args, **kwargs: P.kwargs) -> Figure:
        fig = chart(*args, **kwargs)
        table = args[0] if args else kwargs[first]
        if isinstance(fig, Sheet) and isinstance(table, pd.DataFrame):
            fig.table = table.copy(deep=False)  # pandas copies what is written to later
        return fig

    return draw


class Sheet(Figure):
    """A figure measured in units from the top left; it shows itself in Jupyter.

    It is a plain matplotlib `Figure` to everyone else. The last expression of a cell is
    displayed without pyplot or ``%matplotlib inline``, unless the user has
    loaded the inline backend, whose formatter then goes first. ``heading`` is its title and
    ``alt`` says in words what it shows (the alternative text of files and of Jupyter's picture);
    ``table`` is what it was drawn from, where a chart of this package has drawn it.
    """

    def __init__(self, wide: float, high: float, form: Form | None = None) -> None:
        """An empty sheet of ``wide`` by ``high`` units of the form, by default of points."""
        self.form = form or form_of("light", "screen")
        self.palette = self.form.palette
        scale = self.form.scale
        super().__init__(
            figsize=(wide * scale / 72, high * scale / 72), facecolor=self.palette.paper
        )
        self.wide, self.high = wide, high
        self.left, self.right = self.form.margin, wide - self.form.margin
        self.heading = self.alt = ""
        self.table: pd.DataFrame | None = None
        self.ground = self.add_axes((0, 0, 1, 1), frameon=False, xticks=[], yticks=[])
        self.ground.set(xlim=(0, wide), ylim=(high, 0))

    def draw(self, renderer: RendererBase) -> None:
        """Draw the sheet in its own style, also where it is saved by other means than `save`."""
        with house_style():
            super().draw(renderer)

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
            fontproperties=font_manager.FontProperties(
                fname=str(FONT), size=size * self.form.scale
            ),
        )

    def note(self, x: float, y: float, text: str, align: Align = "left") -> None:
        """Set a line of small type in the soft colour: heads, units, whatever explains."""
        self.write(x, y, text, SMALL, color=self.palette.soft, align=align)

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
                linewidth=weight * self.form.scale,
                capstyle="butt",
                joinstyle="round",
                snap=False,
                zorder=zorder,
            )
        )

    def dot(self, x: float, y: float, radius: float, color: str, *, hollow: bool = False) -> None:
        """Draw a disc, or a ring that shows the paper inside, around (x, y)."""
        circle = Outline.circle((x, y), radius)
        self.ground.add_patch(
            PathPatch(
                circle,
                facecolor=self.palette.paper if hollow else color,
                edgecolor=color,
                linewidth=1.1 * self.form.scale,
                snap=False,
                zorder=3,
            )
        )

    def arrow(self, tip: Point, back: float, color: str, weight: float = 0.9) -> None:
        """Draw an arrow head whose two strokes reach ``back`` to the right (below 0: left)."""
        x, y = tip
        rise = abs(back) * 0.73
        self.stroke([[(x + back, y - rise), (x, y), (x + back, y + rise)]], color, weight, zorder=4)

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, str], dict[str, dict[str, Any]]]:
        check_glyphs(self)
        with house_style(), io.BytesIO() as file:
            self.savefig(file, format="png", dpi=_SCREEN_DPI, metadata={"Software": None})
            image = base64.b64encode(file.getvalue()).decode("ascii")
        scale = _CSS_PIXELS_PER_POINT * self.form.scale
        shown: dict[str, Any] = {
            "width": round(self.wide * scale),
            "height": round(self.high * scale),
        }
        if self.alt:
            shown["alt"] = self.alt
        return {"image/png": image, "text/plain": self.alt or repr(self)}, {"image/png": shown}


@dataclass(frozen=True, slots=True)
class Heads:
    """What stands over and under a chart in words; ``kind`` names the chart in the alt text."""

    kind: str
    title: str
    subtitle: str
    source: str

    def lines(self, form: Form) -> tuple[list[str], list[str], list[str]]:
        """Title, subtitle and source broken into lines; "n = 9" and "dot: day" stay together."""
        subtitle = plain(self.subtitle)
        inside = {at for sign in _SIGN.finditer(subtitle) for at in (sign.start() + 1, sign.end())}
        return (
            balance(plain(self.title), form.title, form.room, 4),
            balance(subtitle, TEXT, form.room, 4, inside),
            wrap(plain(self.source), SMALL, form.room, 3),
        )

    @property
    def alt(self) -> str:
        """The alternative text: the kind of chart, its finding, its measure and its source."""
        parts = [plain(part).rstrip(".") for part in (self.title, self.subtitle, self.source)]
        return f"{self.kind}. " + " ".join(f"{part}." for part in parts if part)


@dataclass(frozen=True, slots=True)
class Own:
    """The words that the caller gives; None where the chart finds its own."""

    title: str | None
    subtitle: str | None
    source: str | None

    def heads(self, kind: str, title: str, subtitle: str, source: str = "") -> Heads:
        """The heads of a chart, the caller's words first."""
        return Heads(
            kind,
            title if self.title is None else self.title,
            subtitle if self.subtitle is None else self.subtitle,
            source if self.source is None else self.source,
        )


def head_and_foot_heights(form: Form, heads: Heads) -> tuple[float, float]:
    """The height above the body (margin, title, subtitle) and below it (source, margin)."""
    titles, subs, feet = heads.lines(form)
    top = (
        min(form.margin, _AIR)
        + len(titles) * form.title * LEADING
        + len(subs) * TEXT * LEADING
        + 14
    )
    foot = len(feet) * SMALL * LEADING + 12 if feet else 0
    return top, foot + max(min(form.margin, _AIR) - 8, 4)


def new_sheet(form: Form, body: float, heads: Heads) -> tuple[Sheet, float]:
    """A sheet with title, subtitle and source line, and the height where its body starts."""
    titles, subs, feet = heads.lines(form)
    top, foot = head_and_foot_heights(form, heads)
    high = form.most if form.exact else math.ceil(top + body + foot)
    sheet = Sheet(form.wide, high, form)
    sheet.heading, sheet.alt = plain(heads.title), heads.alt
    y = min(form.margin, _AIR) - form.title * 0.3
    for line in titles:
        y += form.title * LEADING
        sheet.write(form.margin, y, line, form.title)
    y += 3
    for line in subs:
        y += TEXT * LEADING
        sheet.write(form.margin, y, line, TEXT, color=sheet.palette.soft)
    y = high - foot + 12
    for line in feet:
        y += SMALL * LEADING
        sheet.note(form.margin, y, line)
    return sheet, top


def rows_that_fit(
    form: Form, rows: int, step: float, extra: float, heads: Callable[[int], Heads]
) -> int:
    """How many of ``rows`` of height ``step`` a sheet holds beside ``extra``; at least one.

    ``heads`` are those of a chart of so many rows, since the subtitle says how many there are.
    """
    shown = rows
    while shown > 1:
        above, below = head_and_foot_heights(form, heads(shown))
        room = form.most - above - below - extra
        if room >= shown * step:
            return shown
        shown = max(1, min(shown - 1, int(room // step)))
    return shown


def row_sheet(
    form: Form, rows: int, step: float, extra: float, heads: Callable[[int], Heads]
) -> tuple[Sheet, float, int]:
    """A sheet for as many of ``rows`` as it holds: the sheet, where its body starts, how many."""
    shown = rows_that_fit(form, rows, step, extra, heads)
    sheet, top = new_sheet(form, shown * step + extra, heads(shown))
    return sheet, top, shown


def columns_of_values(
    sheet: Sheet,
    top: float,
    step: float,
    columns: Sequence[tuple[str, Sequence[str]]],
    *,
    right: float | None = None,
) -> float:
    """Set columns of values up to ``right``, each under its head; return their left edge.

    The heads stand on ``top``, and the values in rows of ``step`` below it.
    """
    x = sheet.right if right is None else right
    for head, values in reversed(columns):
        sheet.note(x, top - 6, head, "right")
        for number, value in enumerate(values):
            sheet.write(x, top + step * (number + 0.5) + 3, value, align="right")
        x -= max(width(head, SMALL), *(width(value, TEXT) for value in values)) + 11
    return x


def empty_sheet(message: str, form: Form, own: Own) -> Sheet:
    """What a chart of an empty table shows: that there is nothing, instead of a blank."""
    with house_style():
        sheet, top = new_sheet(form, 60, own.heads("Empty chart", message, "n = 0"))
        sheet.stroke([[(sheet.left, top), (sheet.right, top)]], sheet.palette.ink, 0.7)
        sheet.note(sheet.left, top + 20, f"{message}.")
        check_glyphs(sheet)
    return sheet
