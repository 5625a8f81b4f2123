"""Pairs of neighbouring characters: which the page has elsewhere, which its lines share.

Two questions are asked of them: whether the end of one line and the beginning of another make
something that stands elsewhere on the page too (a seam), and whether two lines speak of the same
things (cohesion). Both are answered for all lines at once, from one sorted list of the pairs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]

WINDOW: Final = 20_000
"""How far from a seam its characters are looked for, on either side: more than a page of any
paper has, so that the cost of a file grows with its length and no faster."""
OPENING: Final = 240
"""Of a line's characters those that tell what it speaks of, at the same cost for any line."""
_PLACES: Final = 31  # bits of a place in the page; the rest of a number holds the pair
_HAN: Final = (0x3400, 0xFF00)


class Pairs:
    """All pairs of neighbouring characters of a page's lines, in order, each with its place.

    Of characters beyond 16 bits the lower 16 count; there are next to none in print.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        """Sort the pairs of ``texts``, the lines of a page."""
        # a line break on either side, so that the neighbours of every character are there
        page = "\n".join(("", *texts, "", ""))
        codes = np.frombuffer(page.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        self._codes: Numbers = (codes & 0xFFFF).astype(np.int64)
        lengths = np.array([len(text) + 1 for text in texts], dtype=np.int64)
        self._ends: Numbers = np.cumsum(lengths)
        self._starts: Numbers = self._ends - lengths + 1
        pairs = (self._codes[:-1] << 16) | self._codes[1:]
        self._sorted: Numbers = np.sort((pairs << _PLACES) | np.arange(len(pairs)))
        # the line of each character of an opening, -1 for the others
        self._line_of: Numbers = np.repeat(np.arange(len(texts)), lengths)
        for start, end in zip(self._starts.tolist(), self._ends.tolist(), strict=True):
            if end - start >= OPENING:
                self._line_of[start + OPENING - 2 : end] = -1

    def over_seams(self, above: Numbers, below: Numbers) -> Numbers:
        """How many characters over each seam stand together elsewhere on the page: 0, 2 or 3.

        A seam is the end of line ``above[k]`` with the beginning of line ``below[k]``.
        """
        ends, starts = self._ends[above], self._starts[below]
        key = ((self._codes[ends - 1] << 16) | self._codes[starts]) << _PLACES
        left = np.searchsorted(self._sorted, key | np.maximum(0, starts - WINDOW))
        count = np.searchsorted(self._sorted, key | (starts + WINDOW)) - left
        seam = np.repeat(np.arange(len(count)), count)
        within = np.arange(len(seam)) - np.repeat(np.cumsum(count) - count, count)
        places = self._sorted[np.repeat(left, count) + within] & ((1 << _PLACES) - 1)
        earlier, later = self._codes[ends - 2][seam], self._codes[starts + 1][seam]
        # a line of one character has none to look for before it or after it
        third = (self._codes[places - 1] == earlier) | (earlier == 10)
        third |= (self._codes[places + 2] == later) | (later == 10)
        three = np.bincount(seam[third], minlength=len(count)) > 0
        return np.where(three, 3, np.where(count > 0, 2, 0))

    def rare(self) -> tuple[Numbers, Numbers]:
        """The pairs of Han characters that 2 to 8 lines have: numbers of pairs, and of lines.

        Such a pair is about a subject; commoner ones are grammar. Only the first `OPENING`
        characters of a line count.
        """
        low, high = self._sorted.searchsorted([code << 16 + _PLACES for code in _HAN])
        keys = self._sorted[low:high]
        again = ~_changes(keys >> _PLACES)
        again[:-1] |= again[1:]
        keys = keys[_where(again)]  # half of the pairs stand on the page once
        pairs, places = keys >> _PLACES, keys & ((1 << _PLACES) - 1)
        lines = self._line_of[places - 1]
        other = pairs & 0xFFFF
        valid = _where((other >= _HAN[0]) & (other < _HAN[1]) & (lines >= 0))
        pairs, lines = pairs[valid], lines[valid]
        fresh = _where(_changes(pairs) | _changes(lines))  # a pair counts once a line
        pairs, lines = pairs[fresh], lines[fresh]
        group = _changes(pairs).cumsum() - 1
        spread = np.bincount(group)
        few = (spread >= 2) & (spread <= 8)
        kept = _where(few[group])
        return (few.cumsum() - 1)[group[kept]], lines[kept]


def _where(there: npt.NDArray[np.bool_]) -> Numbers:
    """The places of what is there: to take by places is three times as fast as by flags."""
    return there.nonzero()[0]


def _changes(values: Numbers) -> npt.NDArray[np.bool_]:
    """Where a value differs from the one before it."""
    changed = np.ones(len(values), dtype=bool)
    np.not_equal(values[1:], values[:-1], out=changed[1:])
    return changed


def as_bits(pairs: Numbers, lines: Numbers, count: int) -> list[int]:
    """The pairs of ``count`` lines as whole numbers, a bit a pair, fast to unite and to count."""
    if pairs.max(initial=0) > len(pairs):  # part of a long page: number its pairs anew
        pairs = np.unique(pairs, return_inverse=True)[1]
    table = np.zeros((count, 1 + pairs.max(initial=0)), dtype=bool)
    table[lines, pairs] = True
    packed = np.packbits(table, axis=1, bitorder="little")
    raw, width = packed.tobytes(), packed.shape[1]
    return [int.from_bytes(raw[at : at + width], "little") for at in range(0, len(raw), width)]
