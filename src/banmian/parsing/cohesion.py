"""Cohesion: whether lines speak of the same things.

Lines are compared by the pairs of Han characters they share, of those rare on the page
(`Pairs.rare`): a subhead's text goes on about the same things as the text above it.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from typing import Final

import numpy as np

from banmian.parsing.pairs import Numbers, Pairs, as_bits
from banmian.parsing.shapes import Shape

GRADES: Final = ("none", "little", "some", "much", "most")
"""How much of one text's pairs another has."""
_BOUNDS: Final = (0.06, 0.16, 0.3, 0.5)

_STRETCH: Final = 256
"""Lines that are compared together; most pages have fewer."""
_NEAR: Final = 8
"""Lines on either side of a stretch that its lines may be compared with, and two more."""


def compare(shapes: Sequence[Shape], pairs: Pairs) -> Numbers:
    """Grades of what the lines speak of: three rows, lines across, -1 where there is none.

    How much the text from the line on goes on as the texts above do, and for a line that may be
    a heading how much the text below it, and above it, speaks of it.
    """
    grades = np.full((3, len(shapes)), -1, dtype=np.int64)
    rare, lines = pairs.rare()
    if len(shapes) > _STRETCH:
        order = np.argsort(lines, kind="stable")
        rare, lines = rare[order], lines[order]
    for start in range(0, len(shapes), _STRETCH):
        first, last = max(0, start - _NEAR), min(len(shapes), start + _STRETCH + _NEAR)
        near = shapes[first:last]
        a, b = (
            (0, len(lines)) if len(near) == len(shapes) else np.searchsorted(lines, (first, last))
        )
        bits = as_bits(rare[a:b], lines[a:b] - first, len(near))
        above, below = _texts_above(near, bits), _texts_below(near, bits)
        for i in range(start, min(start + _STRETCH, len(shapes))):
            shape, at = shapes[i], i - first
            up, down = above[at], below[at + 1 if shape.head else at]
            if not up or not down:
                continue
            if shape.head:
                own = bits[at]
                grades[:, i] = _grade(down, up), _grade(own, down), _grade(own, up)
            elif shape.text and not shape.lead:
                grades[0, i] = _grade(down, up)
    return grades


def _grade(one: int, other: int) -> int:
    """How much of ``one`` is in ``other``; the four added keep a short line from "most"."""
    return bisect(_BOUNDS, (one & other).bit_count() / (one.bit_count() + 4))


def _texts_above(shapes: Sequence[Shape], rare: Sequence[int]) -> list[int]:
    """For each line the pairs of the last three texts above it, not more than six lines up."""
    found = []
    texts: tuple[int, ...] = ()
    for i, shape in enumerate(shapes):
        pairs = 0
        for at in texts:
            if i - at <= 6:
                pairs |= rare[at]
        found.append(pairs)
        if shape.text:
            texts = (*texts[-2:], i)
    return found


def _texts_below(shapes: Sequence[Shape], rare: Sequence[int]) -> list[int]:
    """For each line, and for the end, the pairs of the first two texts from it on.

    They stand within five lines, and no heading between them.
    """
    count = len(shapes)
    found = [0]
    text = stop = second = count + 9  # the next text, the next text or head, the same after text
    for i in range(count - 1, -1, -1):
        if shapes[i].text:
            text, stop, second = i, i, stop
        elif shapes[i].head:
            stop = i
        pairs = rare[text] if text - i < 5 else 0
        if second - i < 5 and shapes[second].text:
            pairs |= rare[second]
        found.append(pairs)
    found.reverse()
    return found
