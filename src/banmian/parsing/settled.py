"""What a line's words settle by themselves (定式), whatever stands around it.

A few usages of the trade leave no choice: (上接第一版) heads the rest of a story, 简讯 a row of
briefs, which have no subheads, 更正 a correction; 记者　王小明 alone is no heading; what stands in
a table is text. The gold has too few of them for weights, so they are told here; training leaves
them out of account. Only a reader's fix outweighs them. Left alone: where a box ends (of 14 lines
of boxes in the gold that a text follows, the story goes on below twelve).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from banmian.parsing.grammar import BASE_STATES, STATES, Array
from banmian.parsing.names import is_signed
from banmian.parsing.shapes import Shape
from banmian.parsing.tabular import together
from banmian.parsing.wording import BRIEFS, CORRECTION, EDITOR, SIDEBAR, close_up, is_jump

COST: Final = 100.0
"""What it costs to read a settled line otherwise, in nats: far more than the evidence of a line
adds up to, far less than what a fix rules out."""

_FEW: Final = 20
"""Characters that a line settled by its own words has at most; 特约记者, three names …"""

_VERSE_SIZE: Final = 14
_VERSE_LINES: Final = 10
_HEADING_LINES: Final = 4
"""Of 717 headings in the gold two have more lines, five each."""


class Settled(NamedTuple):
    """A usage, and the states that it leaves a line, inserted or not."""

    usage: str
    states: frozenset[str]


_STORY: Final = frozenset({"label", "head", "brief"})
_JUMP = Settled("says where its text comes from", frozenset({"label", "more head"}))
_BRIEFS = Settled("heads a row of briefs", frozenset({"label"}))
_BRIEF = Settled("in a row of briefs", frozenset({"brief"}))
_FIRST = Settled("text below its label", frozenset({"paragraph"}))
_ITEM = Settled("an item of a box", frozenset({"box", "paragraph"}))
_CORRECTION = Settled("heads a correction", frozenset({"label", "head"}))
_ROW = Settled("in a table", frozenset({"paragraph", "brief", "box"}))
_SIGNED = Settled("nothing but title and names", frozenset({"byline", "signature", "credit"}))
_EDITOR = Settled("the editor signs", frozenset({"signature"}))
_INTRODUCED = Settled("below the editor's introduction", frozenset(BASE_STATES) - _STORY)
_CLOSING = Settled("title and names below the last text", frozenset({"signature"}))
_TITLE = Settled("above a table", frozenset({"label", "head", "more head", "subhead", "box label"}))
_VERSE = Settled("among many short lines", frozenset(BASE_STATES) - {"more head"})
_UNHEADED = Settled("in a row of briefs", frozenset(BASE_STATES) - {"subhead"})
_AFTER = Settled("below a signature", _STORY | {"caption", "credit", "signature"})
_USAGES: Final = (
    _JUMP, _BRIEFS, _BRIEF, _FIRST, _ITEM, _CORRECTION, _ROW, _SIGNED, _EDITOR,
    _INTRODUCED, _CLOSING, _TITLE, _VERSE, _UNHEADED, _AFTER,
)  # fmt: skip


def settle(shapes: Sequence[Shape], rows: Collection[int]) -> dict[int, Settled]:
    r"""The usages of a page's lines, by line; ``rows`` are those in a table.

    >>> from banmian.parsing.lines import cut_lines
    >>> from banmian.parsing.tabular import read_shapes
    >>> shapes, rows = read_shapes(cut_lines("新桥通车\n(上接第一版)\n上接天光"))
    >>> {line: found.usage for line, found in settle(shapes, rows).items()}
    {1: 'says where its text comes from'}
    """
    own, beside = dict.fromkeys(rows, _ROW), dict[int, Settled]()
    titles = {row - 1: _TITLE for row in rows if row and _is_titled(shapes[row - 1], shapes[row])}
    short = [i for i, shape in enumerate(shapes) if shape.line.size <= _FEW]
    beside.update(dict.fromkeys(_inside_verse(shapes, short), _VERSE))
    last = len(shapes) - 1
    for i in [i for i in short if i < last and shapes[i + 1].first == "bullet"]:
        beside.update(_items_below(shapes, i))
    told = [i for i in short if shapes[i].reporter >= 0 or _HINT.search(shapes[i].line.folded)]
    for i in told:
        usage = _usage_of(shapes[i]) if i not in rows else None
        if usage is None:
            continue
        own[i] = usage
        if usage in (_BRIEFS, _JUMP) and i < last and shapes[i + 1].text:
            beside[i + 1] = _FIRST
        if usage is _BRIEFS:
            beside.update(_heads_below(shapes, i))
        elif usage is _EDITOR and _introduces(shapes, i):
            beside[i + 1] = _INTRODUCED
        elif usage is _SIGNED and _is_last(shapes, i):
            own[i] = _CLOSING
            if i < last and not SIDEBAR.match(shapes[i + 1].line.folded):
                beside[i + 1] = _AFTER
    return beside | titles | own


def _is_titled(above: Shape, row: Shape) -> bool:
    """Whether a line is the title of a table: one that ends in a colon only leads up to it.

    Over a table that has lost its blanks the heads of its columns may stand.
    """
    title = above.head and above.last in ("word", "quote", "bracket") and above.reporter < 0
    return title and " " in row.line.folded


def _inside_verse(shapes: Sequence[Shape], short: Sequence[int]) -> Iterator[int]:
    """Of many lines of a verse's length those that no heading above or below them reaches."""
    for many in together(short, _VERSE_LINES):
        lines = [i for i in many if shapes[i].line.size <= _VERSE_SIZE and shapes[i].kind != "text"]
        for run in together(lines, _VERSE_LINES):
            yield from run[_HEADING_LINES:-_HEADING_LINES]


def _usage_of(shape: Shape) -> Settled | None:
    """The usage of a line of a few words by itself."""
    folded = shape.line.folded
    if shape.reporter >= 0 and is_signed(folded):
        return _SIGNED
    if is_jump(folded):
        return _JUMP
    close = close_up(folded)
    worded = ((BRIEFS, _BRIEFS), (CORRECTION, _CORRECTION), (EDITOR, _EDITOR))
    return next((usage for words, usage in worded if words.fullmatch(close)), None)


_HINT = re.compile("[接讯訊波滴闻聞正误誤编編]")
"""No usage of words is without one of these."""


def _is_last(shapes: Sequence[Shape], line: int) -> bool:
    """Whether a text ends above a line and none goes on below it.

    All five such lines of titles and names in the gold are signatures; with text below, a byline.
    """
    ends = line > 0 and shapes[line - 1].text and shapes[line - 1].last == "stop"
    return ends and not (line + 1 < len(shapes) and shapes[line + 1].text)


def _introduces(shapes: Sequence[Shape], line: int) -> bool:
    """Whether the editor signs the text right below a byline: the story is still to come."""
    note = line > 1 and shapes[line - 1].text and shapes[line - 2].kind in ("byline", "names")
    return note and line + 1 < len(shapes)


def _items_below(shapes: Sequence[Shape], label: int) -> Iterator[tuple[int, Settled]]:
    """What follows with one mark each: below 简讯 a story each, below a box word its items."""
    close = close_up(shapes[label].line.folded)
    usage = _BRIEF if BRIEFS.fullmatch(close) else _ITEM if SIDEBAR.match(close) else None
    if usage is None:
        return
    mark = shapes[label + 1].line.folded[0]
    first = label + (2 if usage is _BRIEF else 1)  # the label opens the first brief
    for i in range(first, len(shapes)):
        if shapes[i].line.folded[0] != mark:
            return
        yield i, usage


def _heads_below(shapes: Sequence[Shape], label: int) -> Iterator[tuple[int, Settled]]:
    """Briefs with a head and one text each."""
    for i in range(label + 2, len(shapes)):
        if shapes[i].text == shapes[i - 1].text:
            return
        yield i, _UNHEADED


def outweigh(scores: Array, settled: Mapping[int, Settled]) -> Array:
    """The scores of a page's lines with the cost of reading settled ones otherwise."""
    if not settled:
        return scores
    scores = scores.copy()
    for line, found in settled.items():
        scores[line] -= _COSTS[found]
    return scores


_COSTS: Final[Mapping[Settled, Array]] = {
    usage: np.array([COST * (s.removeprefix("inserted ") not in usage.states) for s in STATES])
    for usage in _USAGES
}
