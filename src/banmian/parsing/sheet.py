"""The sheet of a page's evidence: what kinds there are, and what each may say of a line.

A table, lines down and kinds of evidence across: for each line, which of the names of a kind holds,
or none. So a whole page is weighed at once. What holds of a line is found in `evidence`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from banmian.parsing.cohesion import GRADES
from banmian.parsing.formulas import TAILS
from banmian.parsing.lines import FIRSTS, LASTS
from banmian.parsing.names import NAMED
from banmian.parsing.pairs import Numbers
from banmian.parsing.shapes import KINDS, SIGNS, Shape

SIZES: Final = np.array([2, 4, 6, 9, 13, 19, 27, 36, 50, 80])
"""Upper bounds of the size classes of a line, in characters."""
BESIDE: Final = (*KINDS, "page edge")
SIGNED: Final = (*SIGNS, "none")
DISTANCES: Final = ("next", "near", "far")
_SEAMS: Final = ("neighbour", "earlier text", "the line below")

FLAGS: Final = (
    "stop inside",
    "opening of a report",
    "mark left open",
    "stops at once",
    "editor's note",
    "speaks of a picture",
    "opens with a day",
    "opens like a brief",
    "opens like running text",
    "all in brackets",
    "comma",
    "commas",
    "listing comma",
    "asks",
    "calls",
    "colon inside",
    "blank inside",
    "label word",
    "box word",
    "picture credit",
    "speaker",
    "only a date",
    "row of figures",
    "ends in a function word",
    "ends in a headline verb",
    "no letter",
    "dash and few words",
    "dash inside",
    "opens with reporter",
    "above is cut",
    "earlier text is cut",
)
"""Evidence that is there or not."""


def _pairs_of(form: str, one: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    return tuple(form.format(a, b) for a, b in product(one, other))


def _each(form: str, words: Sequence[str]) -> tuple[str, ...]:
    return tuple(form.format(word) for word in words)


EVIDENCE: Final[Mapping[str, tuple[str, ...]]] = {
    "always": ("always",),
    "size": (*_each("size<={}", [str(size) for size in SIZES]), "size>80"),
    "end": _each("ends:{}", LASTS),
    "opening": _each("opens:{}", FIRSTS),
    "gap": ("wide gap above", "no gap above"),
    "indent": ("not indented", "indented"),
    "whole line": _each("whole line {}", TAILS),
    "tail": _each("ends with {}", TAILS),
    "reporter": ("reporter word", "reporter formula"),
    "names": _each("only names: {}", NAMED),
    **{flag: (flag,) for flag in FLAGS},
    "above": _each("above: {}", BESIDE),
    "below": _each("below: {}", BESIDE),
    "two below": _pairs_of("below: {}, {}", BESIDE, BESIDE),
    "step down": _pairs_of("{} > {}", BESIDE, KINDS),
    "step up": _pairs_of("{} > {}", KINDS, BESIDE),
    "tail above": _each("above ends with {}", TAILS),
    "sign above": _each("last sign above: {}", SIGNED),
    "sign near": _pairs_of("last sign above: {}, {}", SIGNED, DISTANCES),
    "signs": _pairs_of("signs: {} ~ {}", SIGNED, SIGNED),
    **{
        f"marks, {who}": (f"closes the mark of {who}", f"broken start under {who}")
        for who in _SEAMS
    },
    **{
        f"seam, {who}": (
            f"comma before the seam with {who}",
            f"nothing over the seam with {who}",
            f"two characters stand elsewhere over the seam with {who}",
            f"three characters stand elsewhere over the seam with {who}",
        )
        for who in _SEAMS
    },
    "cut above": _each("above is cut, this is {}", KINDS),
    "cut earlier": _each("earlier text is cut, this is {}", KINDS),
    "between": ("earlier text is cut, above open", "earlier text is cut, above closed"),
    "numbering": ("goes on a numbering", "begins a numbering", "numbered out of turn"),
    "measure": ("above falls short of the measure", "above fills the measure"),
    "run": ("among short lines", "among many short lines"),
    "goes on": _each("text goes on as above: {}", GRADES),
    "spoken of below": _each("text below speaks of it: {}", GRADES),
    "spoken of above": _each("text above speaks of it: {}", GRADES),
}
"""The kinds of evidence, and the names of what each may say of a line."""
NAMES: Final = tuple(dict.fromkeys(name for names in EVIDENCE.values() for name in names))
"""All evidence there is. Two kinds may share a name: a step down is the next line's step up."""

_NUMBER_OF: Final = {name: number for number, name in enumerate(NAMES)}
_ROW: Final = {kind: row for row, kind in enumerate(EVIDENCE)}
_NUMBERS: Final = np.array(
    [number for names in EVIDENCE.values() for number in (-1, *(_NUMBER_OF[n] for n in names))]
)
"""The numbers of the names of each kind in turn, -1 before them for a code of -1."""
_BEGINS: Final = np.cumsum([1, *(len(names) + 1 for names in EVIDENCE.values())])[:-1, None]
"""Where the names of each kind begin there, a row a kind."""

_PLACE: Final[Mapping[tuple[str, ...], Mapping[str, int]]] = {
    words: {word: code for code, word in enumerate(words)}
    for words in (KINDS, TAILS, LASTS, FIRSTS, NAMED, SIGNS)
}
Found = npt.NDArray[np.int64]
"""Evidence of a page, lines down and kinds across: numbers of `NAMES`, -1 for none."""


class Sheet:
    """The table while it is filled in, a kind of evidence after the other."""

    def __init__(self, shapes: Sequence[Shape]) -> None:
        """An empty table for the lines of these shapes."""
        self.shapes = shapes
        self.texts = [s.line.folded for s in shapes]
        self.sizes = np.array([s.line.size for s in shapes])
        self.kinds = codes(KINDS, [s.kind for s in shapes])
        self.tails = codes(TAILS, [s.tail.kind if s.tail else None for s in shapes])
        self.last = codes(LASTS, [s.last for s in shapes])
        self.first = codes(FIRSTS, [s.first for s in shapes])
        self._codes: Numbers = np.full((len(EVIDENCE), len(shapes)), -1, dtype=np.int64)
        self._flags: list[int] = []
        self._flagged: list[int] = []

    def put(self, kind: str, codes: Any, lines: Any = slice(None)) -> None:
        """Enter which name of ``kind`` holds for each line, -1 for none."""
        self._codes[_ROW[kind], lines] = codes

    def flag(self, kind: str, lines: list[int]) -> None:
        """Enter that ``kind`` is there on these lines."""
        self._flags += [_ROW[kind]] * len(lines)
        self._flagged += lines

    def finished(self) -> Found:
        """The table in numbers of names."""
        self._codes[self._flags, self._flagged] = 0
        return np.ascontiguousarray(_NUMBERS[self._codes + _BEGINS].T)


def codes(words: tuple[str, ...], values: Sequence[str | None]) -> Numbers:
    """The place of each value among ``words``, -1 for None."""
    place = _PLACE[words]
    return np.array([-1 if value is None else place[value] for value in values], dtype=np.int64)
