"""Setting type: what a text measures in the packaged font, where it breaks, how it is shortened.

Chinese line breaking (避头尾) keeps closing marks off the start of a line and opening marks off
its end; Latin words and numbers stay whole. Left alone: hanging or squeezed punctuation,
and pair kerning, which narrows a line by less than a point.
"""

# full-width marks are what Chinese typesetting is about
from __future__ import annotations

import re
import unicodedata
from collections.abc import Set
from functools import cache
from itertools import accumulate, combinations, pairwise, takewhile
from math import inf
from pathlib import Path
from typing import Final

from matplotlib.ft2font import FT2Font, LoadFlags

FONT: Final = Path(__file__).parent.parent / "data" / "BanmianSans-Regular.ttf"
"""The packaged font, the only one the figures use."""

_EM: Final = 1000  # units of the font to one em
# Opening marks that stand in the right half of their square.
HANGING: Final = frozenset("（「『《〈【〔〖“‘")
_NO_START: Final = frozenset("、，。．：；！？）」』》〉】〕〗”’…—·•%％‰℃,.:;!?)]}")
_NO_END: Final = HANGING | frozenset("([{￥$＄№")
_PIECE: Final = re.compile(r"[0-9A-Za-z\u00c0-\u024f][0-9A-Za-z\u00c0-\u024f.,:/%'_\u2013-]*|\s+|.")
# ’97 is a year that lacks its century where the text opens no quotation by ‘.
_PIECE_OR_YEAR: Final = re.compile(r"’\d\d(?!\d)|" + _PIECE.pattern)
# How much worse lines are for each word they part. At 2 a headline of 12 to 20 characters keeps its
# words unless one line is more than twice as long as the other.
_PARTED: Final = 2.0
# Default ignorable code points above the format characters: variation selectors.
_SELECTORS: Final = frozenset(
    [*map(chr, range(0xFE00, 0xFE10)), *map(chr, range(0xE0100, 0xE01F0))]
)


@cache
def _face() -> FT2Font:
    return FT2Font(FONT)


@cache
def _advance(char: str) -> float:
    """Width in em; a character that the font lacks counts one em (it is refused later)."""
    face = _face()
    if not face.get_char_index(ord(char)):
        return 1.0
    return face.load_char(ord(char), LoadFlags.NO_SCALE).horiAdvance / _EM


def plain(text: object) -> str:
    r"""One line that can be drawn: white space becomes one blank, invisible marks go.

    Control and format characters (also those that turn the direction of writing) and
    variation selectors have no drawing of their own; everything else stays as it is.

    >>> plain("新桥\n通车\u202e \u3000 昨日")
    '新桥 通车 昨日'
    """
    visible = (
        " " if char.isspace() else char
        for char in str(text)
        if char.isspace()
        or (unicodedata.category(char) not in {"Cc", "Cf"} and char not in _SELECTORS)
    )
    return " ".join("".join(visible).split())


def width(text: str, size: float) -> float:
    """Width of one line in points, at ``size`` points.

    >>> width("新桥", 10)
    20.0
    """
    return size * sum(map(_advance, text))


def shorten(text: str, size: float, room: float) -> str:
    """The text, or as much of it as fits ``room`` points with … after it.

    >>> shorten("新桥昨日通车", 10, 40)
    '新桥昨…'
    """
    if width(text, size) <= room:
        return text
    ends = accumulate(size * _advance(char) for char in text)
    left = room - width("…", size)
    kept = sum(1 for _ in takewhile(lambda end: end <= left, ends))
    return text[:kept].rstrip() + "…"


def wrap(
    text: str, size: float, room: float, lines: int, inside: Set[int] = frozenset()
) -> list[str]:
    """The text in at most ``lines`` lines of ``room`` points; the last one is shortened.

    ``inside`` are places of the text, counted from 0, where a break would part a word; it is
    parted only where it is wider than the line.

    >>> wrap("江苏南通：产业工人队伍建设改革试点", 10, 100, 2)
    ['江苏南通：产业工人队', '伍建设改革试点']
    >>> wrap("江苏南通：产业工人队伍建设改革试点", 10, 100, 2, {1, 3, 6, 8, 10, 12, 14, 16})
    ['江苏南通：产业工人', '队伍建设改革试点']
    """
    done: list[str] = []
    line = ""
    pieces = _pieces(text, size, room, inside)
    for place, piece in enumerate(pieces):
        if width((line + piece).rstrip(), size) <= room:
            line = line + piece if line else piece.lstrip()
        elif len(done) == lines - 1:
            return [*done, shorten("".join([line, *pieces[place:]]).strip(), size, room)]
        else:
            done.append(line.rstrip())
            line = piece.lstrip()
    return [*done, line.rstrip()] if line.strip() else done


def _pieces(text: str, size: float, room: float, inside: Set[int] = frozenset()) -> list[str]:
    """The parts that a line may break between, each narrower than ``room`` where it can be."""
    pieces: list[str] = []
    for found in (_PIECE if "‘" in text else _PIECE_OR_YEAR).finditer(text):
        piece = found[0]
        closing = piece[0] in _NO_START and not (piece[0] == "’" and len(piece) > 1)
        kept = closing or (pieces and pieces[-1][-1] in _NO_END)
        glued = pieces and (kept or found.start() in inside)
        if glued and width(pieces[-1] + piece, size) <= room:
            pieces[-1] += piece
        elif width(piece, size) <= room:
            pieces.append(piece)
        else:
            pieces.extend(piece)
    return pieces


def balance(
    text: str, size: float, room: float, lines: int, inside: Set[int] = frozenset()
) -> list[str]:
    """Like `wrap`, but in even lines that part after a blank or a mark where one is near.

    A word is parted where lines that keep it would be very uneven, or one more.

    >>> balance("云南省总多管齐下帮扶困难职工", 10, 130, 3)
    ['云南省总多管齐', '下帮扶困难职工']
    >>> balance("云南省总多管齐下帮扶困难职工", 10, 130, 3, {1, 2, 5, 6, 7, 9, 11, 13})
    ['云南省总多管齐下', '帮扶困难职工']
    >>> balance("演绎扶贫路上的人文关怀,分享知识", 10, 130, 3)
    ['演绎扶贫路上的人文关怀,', '分享知识']
    """
    needed = len(wrap(text, size, room, lines + 1))
    # Four lines of 25 characters part in 160,000 ways, which takes seconds to weigh.
    if not 1 < needed <= min(lines, 3):
        return wrap(text, size, room, lines, inside)
    pieces = _pieces(text, size, room)
    ends = list(accumulate(map(len, pieces)))
    weighed = []
    for cuts in combinations(range(1, len(pieces)), needed - 1):
        option = ["".join(pieces[a:b]).strip() for a, b in pairwise((0, *cuts, len(pieces)))]
        words = sum(ends[cut - 1] in inside for cut in cuts)
        weighed.append((_unevenness(option, size, room) * (1 + _PARTED * words), option))
    return min(weighed, key=lambda one: one[0])[1]


def _unevenness(lines: list[str], size: float, room: float) -> float:
    """The white left at the ends of lines, squared; half as much again where a word may part.

    A quarter between Latin words, which a blank parts anyway: no more, or "新桥 leads," would
    stand alone above a full line. As much again where a number may part from what it counts.
    """
    white = [room - width(line, size) for line in lines]
    if min(white) < 0:
        return inf
    parts = sum(_parting(line[-1:]) for line in lines[:-1])
    return sum(w * w for w in white) * (1 + parts)


def _parting(end: str) -> float:
    """What it costs to part a line after this character."""
    if end.isdigit():
        return 1.0
    return 0.25 if end.isascii() and end.isalpha() else end.isalnum() / 2
