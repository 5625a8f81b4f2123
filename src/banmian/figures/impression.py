"""The impression of a made-up page (印样): its rows, rules and marks on a sheet, and their key.

Everything of the page is drawn through a `Pane`, which makes it larger or smaller as a whole; the
key stands on the sheet itself and keeps the size of its type.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Literal

from .makeup import CELL, COLUMN, LOOKS, PITCH, Block, Look, Makeup, Placed
from .sheet import Align, Point, Sheet
from .theme import LEADING, SMALL
from .typeset import width

KEY_LEADING: Final = 13.0
_SAMPLE: Final = 22.0  # width of what a key entry shows


@dataclass(frozen=True, slots=True)
class Pane:
    """Where on a sheet something stands that has measures of its own, and how large it is."""

    sheet: Sheet
    x: float
    y: float
    scale: float = 1.0

    def at(self, point: Point) -> Point:
        """A point of what is drawn, in units of the sheet."""
        return self.x + self.scale * point[0], self.y + self.scale * point[1]

    def write(
        self, point: Point, text: str, size: float, color: str, align: Align = "left"
    ) -> None:
        """Set a line of type with its baseline at a point."""
        self.sheet.write(*self.at(point), text, self.scale * size, color=color, align=align)

    def fill(self, corner: Point, wide: float, high: float, color: str) -> None:
        """Fill a rectangle from its top left corner."""
        wide, high = self.scale * wide, self.scale * high
        self.sheet.fill(*self.at(corner), wide, high, color)

    def stroke(
        self, lines: Iterable[Sequence[Point]], color: str, weight: float, *, zorder: float = 2
    ) -> None:
        """Draw lines, each a run of points."""
        moved = [[self.at(point) for point in line] for line in lines]
        self.sheet.stroke(moved, color, self.scale * weight, zorder=zorder)


def draw_page(pane: Pane, made: Makeup, blocks: Sequence[Block]) -> None:
    """Draw the made-up page, the corner of its first column at the pane's."""
    placed = list(made.rows())
    between = [made.left(n) - made.gutter / 2 for n in range(1, made.used)]
    hair = pane.sheet.palette.hair
    pane.stroke([[(x, 0), (x, made.high)] for x in between], hair, 0.6)
    _draw_grounds(pane, placed)
    _draw_rows(pane, placed)
    _draw_turns(pane, placed)
    _draw_doubts(pane, placed)
    _draw_cuts(pane, placed, blocks, made.gutter)


def _color(sheet: Sheet, look: Look) -> str:
    return str(getattr(sheet.palette, look.color))


def _draw_rows(pane: Pane, placed: Iterable[Placed]) -> None:
    strokes: dict[Look, list[list[Point]]] = {look: [] for look in LOOKS}
    for place in placed:
        row, look = place.row, place.block.look
        if row.kind == "slug":
            _draw_slug(pane, place)
        elif row.kind == "type":
            color = _color(pane.sheet, look)
            pane.write((place.x, place.y + row.size), row.text, row.size, color)
        else:
            strokes[look] += _strokes(place)
    for look, lines in strokes.items():
        pane.stroke(lines, _color(pane.sheet, look), look.weight)


def _draw_grounds(pane: Pane, placed: Iterable[Placed]) -> None:
    """One tint or bar along all the lines of a box or caption that stand in a column."""
    for (_, look), group in groupby(placed, lambda p: (p.column, _strokes_of(p))):
        run = list(group)
        if look and look.ground:
            first, last = run[0], run[-1]
            _draw_ground(pane, (first.x, first.y), COLUMN, last.bottom - first.y, look)


def _strokes_of(place: Placed) -> Look | None:
    return place.block.look if place.row.kind == "strokes" else None


def _draw_slug(pane: Pane, place: Placed) -> None:
    ink, soft = pane.sheet.palette.ink, pane.sheet.palette.soft
    base, right = place.y + 9, place.x + COLUMN
    pane.stroke([[(place.x, place.y), (right, place.y)]], ink, 0.7)
    pane.write((place.x, base), f"{place.block.article}", SMALL, ink)
    pane.write((right, base), place.row.text, SMALL, soft, "right")


def _draw_turns(pane: Pane, placed: Iterable[Placed]) -> None:
    """Above a column that begins within a story the number of that story."""
    soft = pane.sheet.palette.soft
    for column, group in groupby(placed, lambda p: p.column):
        first = next(group)
        if column and first.row.kind != "slug" and first.block.article is not None:
            pane.write((first.x, -3.5), f"{first.block.article}", SMALL, soft)
            pane.write((first.x + COLUMN, -3.5), "续", SMALL, soft, "right")


def _draw_ground(pane: Pane, corner: Point, wide: float, high: float, look: Look) -> None:
    """The tint behind the lines of a box, or the bar beside the lines of a caption."""
    x, y = corner
    if look.ground == "panel":
        pane.fill((x - 3, y - 1.6), wide + 6, high + 3.2, pane.sheet.palette.tint)
    elif look.ground == "bar":
        pane.fill((x - 4, y), 1.6, high, _color(pane.sheet, look))


def _strokes(place: Placed) -> list[list[Point]]:
    """One stroke for each run of letters and digits between punctuation."""
    y = place.y + PITCH / 2
    lines: list[list[Point]] = []
    start: int | None = None
    for end, char in enumerate(f"{place.row.text} "):
        solid = unicodedata.category(char)[0] in "LN"
        if solid and start is None:
            start = end
        elif not solid and start is not None:
            lines.append([(place.x + start * CELL + 0.4, y), (place.x + end * CELL - 0.4, y)])
            start = None
    return lines


_MARKS: Final = 12.5  # from a column's edge to the left of what marks a doubt: 6 + 1.6 + a ?


def _draw_doubts(pane: Pane, placed: Iterable[Placed]) -> None:
    """A bar along each doubtful block, with a ? at its head where there is room for one."""
    red = pane.sheet.palette.cinnabar
    bars: list[list[Point]] = []
    column, free = 0, 0.0
    marked = [p for p in placed if p.row.kind != "slug" and p.block.doubtful]
    for _, group in groupby(marked, lambda p: (p.column, p.block.index)):
        run = list(group)
        x, y = run[0].x - 6, run[0].y
        bars.append([(x, y), (x, run[-1].bottom)])
        if run[0].column != column or y >= free:
            pane.write((x - 1.6, y + 6), "?", SMALL, red, "right")
            column, free = run[0].column, y + SMALL * LEADING
    pane.stroke(bars, red, 1.2)


def _draw_cuts(
    pane: Pane, placed: Iterable[Placed], blocks: Iterable[Block], gutter: float
) -> None:
    """A line from each cut to where the sentence goes on; neighbours keep to lanes of their own."""
    first: dict[int, Placed] = {}
    last: dict[int, Placed] = {}
    for place in placed:
        if place.row.kind != "slug":
            first.setdefault(place.block.index, place)
            last[place.block.index] = place
    pairs = [(b.continues, b.index) for b in blocks if b.continues in last and b.index in first]
    for number, (cut, resumed) in enumerate(pairs):
        lane = number % 3
        route = _route(last[cut], first[resumed], 6 + 2.4 * lane, gutter, -13 + 1.5 * lane)
        pane.stroke([route], pane.sheet.palette.cinnabar, 0.9, zorder=4)
        _draw_ends(pane, route)


def _route(cut: Placed, resumed: Placed, lane: float, gutter: float, top: float) -> list[Point]:
    """From the end of the cut line along the gutter to the line where the sentence goes on.

    A line that comes from the left ends before the bar and ? of a doubtful block.
    """
    down = cut.x + COLUMN + lane
    start = [(cut.right + 2.5, cut.middle), (down, cut.middle)]
    if cut.column == resumed.column:
        return [*start, (down, resumed.middle), (resumed.right + 2, resumed.middle)]
    end = [(resumed.x - (_MARKS if resumed.block.doubtful else 2), resumed.middle)]
    if resumed.column == cut.column + 1:
        return [*start, (down, resumed.middle), *end]
    near = resumed.x - gutter + lane
    return [*start, (down, top), (near, top), (near, resumed.middle), *end]


def _draw_ends(pane: Pane, route: Sequence[Point]) -> None:
    """A dot where the sentence was cut, an arrow head where it goes on."""
    red = pane.sheet.palette.cinnabar
    (x, y), (before, _) = route[-1], route[-2]
    back = 2.6 if before > x else -2.6
    pane.stroke([[(x + back, y - 1.9), (x, y), (x + back, y + 1.9)]], red, 0.9, zorder=4)
    x, y = route[0]
    pane.stroke([[(x - 1.2, y), (x + 1.2, y)]], red, 2.4, zorder=4)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the key shows and says, ``x`` from the left of its row."""

    sample: Look | Literal["cut", "doubt"]
    text: str
    x: float = 0.0


def key_to(blocks: Sequence[Block], room: float, doubt_below: float) -> list[list[Entry]]:
    """The key's entries in rows: only what the page shows."""
    roles = {b.role for b in blocks}
    entries: list[Entry] = []
    for look in LOOKS:
        shown = [g for role, g in zip(look.roles, look.gloss, strict=True) if role in roles]
        if shown:
            entries.append(Entry(look, " · ".join(shown)))
    if any(b.continues is not None for b in blocks):
        entries.append(Entry("cut", "cut, goes on 断句接续"))
    if any(b.doubtful for b in blocks):
        entries.append(Entry("doubt", f"doubtful 存疑, confidence below {doubt_below:g}"))
    return _in_rows(entries, room)


def _in_rows(entries: Iterable[Entry], room: float) -> list[list[Entry]]:
    rows: list[list[Entry]] = [[]]
    x = 0.0
    for entry in entries:
        wide = _SAMPLE + 5 + width(entry.text, SMALL)
        if x and x + wide > room:
            rows.append([])
            x = 0.0
        rows[-1].append(Entry(entry.sample, entry.text, x))
        x += wide + 16
    return rows


def draw_key(sheet: Sheet, rows: Sequence[Sequence[Entry]], top: float) -> None:
    """Draw the key, a row under another."""
    for number, row in enumerate(rows):
        base = top + KEY_LEADING * (number + 1)
        for entry in row:
            x = sheet.left + entry.x
            sheet.note(x + _SAMPLE + 5, base, entry.text)
            _draw_sample(Pane(sheet, x, base - 2.6), entry.sample)


def _draw_sample(pane: Pane, sample: Look | str) -> None:
    """A small piece of what the entry names, centred on the height of the pane."""
    red = pane.sheet.palette.cinnabar
    if isinstance(sample, Look) and sample.size:
        text = "题目" if sample.size > SMALL else "题目二"
        pane.write((0, 2.6), text, sample.size, _color(pane.sheet, sample))
    elif isinstance(sample, Look):
        _draw_ground(pane, (0, -PITCH), _SAMPLE, 2 * PITCH, sample)
        lines = [[(0.0, d), (_SAMPLE, d)] for d in (-PITCH / 2, PITCH / 2)]
        pane.stroke(lines, _color(pane.sheet, sample), sample.weight)
    elif sample == "cut":
        route = [(0.0, -3.0), (_SAMPLE - 4, -3.0), (_SAMPLE - 4, 2.5), (3.0, 2.5)]
        pane.stroke([route], red, 0.9)
        _draw_ends(pane, route)
    else:
        pane.stroke([[(18, -4), (18, 4)]], red, 1.2)
        pane.write((16.4, 2.6), "?", SMALL, red, "right")
