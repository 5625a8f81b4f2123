"""Making up the drawn page (拼版): which rows it has, and in which column each of them stands.

Rows are cut from the blocks in source order; a chunk is a run of rows that a column's end does
not part. Nothing is drawn here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, dropwhile, takewhile
from typing import Final, Literal

from .theme import SMALL, TEXT
from .typeset import balance, width, wrap

MEASURE: Final = 22  # characters to a line, about what a broadsheet's column holds
COLUMN: Final = 132.0  # points, so that a character takes six
GUTTER: Final = 26.0  # room for marks at the left of a column and lines at its right
PITCH: Final = 3.9  # from line to line
CELL: Final = COLUMN / MEASURE
# A story's headline is set larger the longer the story: (characters from, points of type).
_HEADLINES: Final = ((1000, 14.0), (300, 11.5), (0, 9.5))
_LINES: Final = 3  # of type, at most, to a block
_MOST_HELD: Final = 150.0  # points of rows that may wait for the text they lead into
# On a screen: looks right both in a notebook and at the head of a README.
_HEIGHT_TO_WIDTH: Final = 0.8
_COLUMNS: Final = (3, 8)
# Where the space is given: a page of 60 stories fills a slide in 13 columns.
_MOST_COLUMNS: Final = 16
LARGEST: Final = 1.15  # so that a short page's headlines stay below the title
_WIDEST_GUTTER: Final = 3 * GUTTER


@dataclass(frozen=True, slots=True)
class Look:
    """How a group of roles is drawn: set in type of ``size``, or as strokes of ``weight``.

    ``color`` is the name of one of the palette's.
    """

    roles: tuple[str, ...]
    gloss: tuple[str, ...]
    color: str
    size: float = 0.0
    weight: float = 0.0
    ground: Literal["", "panel", "bar"] = ""
    indent: int = 0


LOOKS: Final = (
    Look(("headline",), ("headline 主题",), "ink", size=11.5),
    Look(
        ("label", "kicker", "deck"),
        ("label 栏目", "kicker 引题", "deck 副题"),
        "soft",
        size=SMALL,
    ),
    Look(("subhead",), ("subhead 小标题",), "ink", size=TEXT),
    Look(
        ("byline", "credit", "signature"),
        ("byline 署名", "credit 摄影署名", "signature 文末署名"),
        "indigo",
        weight=2.1,
    ),
    Look(("paragraph",), ("text 正文",), "grey", weight=1.7, indent=2),
    Look(
        ("sidebar", "sidebar_label"),
        ("box 提示框", "its label"),
        "ochre",
        weight=1.9,
        ground="panel",
    ),
    Look(("caption",), ("caption 图片说明",), "ochre", weight=1.9, ground="bar"),
    Look(("furniture",), ("furniture 报头、版次、责编",), "soft", weight=0.7),
)
LOOK_OF: Final = {role: look for look in LOOKS for role in look.roles}
# What leads into the block after it, and should not be parted from it by a column's end.
_LEADING_IN: Final = frozenset(
    {"label", "kicker", "headline", "deck", "byline", "subhead", "sidebar_label"}
)


@dataclass(frozen=True, slots=True)
class Block:
    """A block as the drawing needs it; ``story`` is the number of characters of its story.

    ``inside`` are the places of its text where a break would part a word, as far as known.
    """

    index: int
    article: int | None
    role: str
    text: str
    characters: int
    story: int
    doubtful: bool
    continues: int | None
    inside: frozenset[int] = frozenset()

    @property
    def look(self) -> Look:
        """How its role is drawn."""
        return LOOK_OF[self.role]

    @property
    def size(self) -> float:
        """Points of type, or 0 for strokes; a longer story's headline is set larger.

        Not where that costs the headline a line, or parts a word.
        """
        if self.role != "headline":
            return self.look.size
        sizes = [size for least, size in _HEADLINES if self.story >= least]
        return min(
            sizes, key=lambda size: (len(wrap(self.text, size, COLUMN, 9, self.inside)), -size)
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the drawing: a space, a story's number, a line of type or one of strokes."""

    kind: Literal["gap", "slug", "type", "strokes"]
    high: float
    text: str = ""
    block: Block | None = None
    size: float = 0.0


@dataclass(frozen=True, slots=True)
class Placed:
    """A row that shows something of a block: its column, and its top left corner in points."""

    row: Row
    block: Block
    column: int
    x: float
    y: float

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return self.y + self.row.high / 2

    @property
    def bottom(self) -> float:
        """The height of its lower edge."""
        return self.y + self.row.high

    @property
    def right(self) -> float:
        """Where its type or strokes end."""
        size = self.row.size
        return self.x + (width(self.row.text, size) if size else len(self.row.text) * CELL)


@dataclass(frozen=True, slots=True)
class Makeup:
    """The rows of a page in columns of equal height; ``tops`` are each chunk's column and place."""

    columns: int
    high: float
    chunks: tuple[list[Row], ...]
    tops: tuple[tuple[int, float], ...]
    gutter: float = GUTTER

    @property
    def used(self) -> int:
        """How many columns hold something: a short page does not fill the fewest there are."""
        return self.tops[-1][0] + 1

    @property
    def wide(self) -> float:
        """The width of all columns in points."""
        return self.left(self.columns - 1) + COLUMN

    def left(self, column: int) -> float:
        """The left edge of a column."""
        return column * (COLUMN + self.gutter)

    def rows(self) -> Iterator[Placed]:
        """The rows that show something, placed from the corner of the first column on."""
        for chunk, (column, y) in zip(self.chunks, self.tops, strict=True):
            rows = chunk if y else list(dropwhile(_is_gap, chunk))
            downs = accumulate((row.high for row in rows), initial=y)
            for row, down in zip(rows, downs, strict=False):
                if row.block is not None:
                    yield Placed(row, row.block, column, self.left(column), down)


def make_up(blocks: Sequence[Block]) -> Makeup:
    """Lay the blocks of a page out in columns, as near as they come to `_HEIGHT_TO_WIDTH`."""

    def distance(made: Makeup) -> float:
        return abs(math.log(made.high / made.wide / _HEIGHT_TO_WIDTH))

    return min(_in_columns(blocks, *_COLUMNS), key=distance)


def make_up_within(blocks: Sequence[Block], wide: float, high: float) -> tuple[Makeup, float]:
    """Lay the blocks out so that they are as large as a space allows, and say how large.

    Gutters grow where that fills the width.
    """

    def largest(made: Makeup) -> float:
        return min(LARGEST, wide / made.wide, high / made.high)

    # Of equals the one with the most columns: its width is filled best.
    made = max(reversed(list(_in_columns(blocks, 1, _MOST_COLUMNS))), key=largest)
    scale = largest(made)
    if made.columns > 1:
        gutter = (wide / scale - made.columns * COLUMN) / (made.columns - 1)
        made = replace(made, gutter=min(gutter, _WIDEST_GUTTER))
    return made, scale


def _in_columns(blocks: Sequence[Block], fewest: int, most: int) -> Iterator[Makeup]:
    chunks = tuple(_chunks(blocks))
    heights = [_heights(chunk) for chunk in chunks]
    for columns in range(fewest, most + 1):
        high = _shortest(heights, columns)
        yield Makeup(columns, high, chunks, tuple(_tops(heights, high)))


def _chunks(blocks: Sequence[Block]) -> Iterator[list[Row]]:
    """Runs of rows that stay in one column: a headline never parts from its first lines."""
    held: list[Row] = []
    seen: set[int | None] = set()
    for before, block in zip([None, *blocks], blocks, strict=False):
        if before is None or before.article != block.article:
            held += _opening(block, block.article in seen)
            seen.add(block.article)
        rows = list(_rows(block))
        if block.role in _LEADING_IN and _high(held) < _MOST_HELD:
            held += rows
            continue
        yield held + rows[:3]
        yield from ([row] for row in rows[3:])
        held = []
    if held:
        yield held


def _opening(block: Block, again: bool) -> list[Row]:
    """The rule, number and length that open a story; furniture only gets a space."""
    if block.article is None:
        return [Row("gap", 6.0)]
    return [Row("gap", 8.0), Row("slug", 11.5, "续" if again else f"{block.story:,} 字", block)]


def _rows(block: Block) -> Iterator[Row]:
    size = block.size
    if size:
        yield Row("gap", 3.5 if block.role == "subhead" else size * 0.12)
        for line in balance(block.text, size, COLUMN, _LINES, block.inside):
            yield Row("type", size * 1.25, line, block, size)
        yield Row("gap", size * 0.3)
        return
    cells = " " * (block.look.indent if block.continues is None else 0) + block.text
    if block.look.ground:
        yield Row("gap", 2.0)
    for start in range(0, len(cells), MEASURE):
        yield Row("strokes", PITCH, cells[start : start + MEASURE], block)
    yield Row("gap", 1.3)


def _is_gap(row: Row) -> bool:
    return row.kind == "gap"


def _high(rows: Iterable[Row]) -> float:
    return sum(row.high for row in rows)


def _heights(chunk: list[Row]) -> tuple[float, float]:
    """The space above the chunk, left out where it opens a column, and the height of the rest."""
    space = _high(takewhile(_is_gap, chunk))
    return space, _high(chunk) - space


def _tops(heights: Iterable[tuple[float, float]], high: float) -> Iterator[tuple[int, float]]:
    """The column of each chunk, and its distance from the column's top."""
    column, y = 0, 0.0
    for space, rest in heights:
        if y and y + space + rest > high:
            column, y = column + 1, 0.0
        yield column, y
        y += rest if y == 0 else space + rest


def _shortest(heights: Sequence[tuple[float, float]], columns: int) -> float:
    """The least height (to a point) at which the chunks fit into so many columns."""
    low, high = max(rest for _, rest in heights), sum(map(sum, heights)) + 1
    while high - low > 1:
        middle = (low + high) / 2
        fits = max(column for column, _ in _tops(heights, middle)) < columns
        low, high = (low, middle) if fits else (middle, high)
    return high
