"""Bytes that are no character: where they are, and the text around them.

A file is damaged in few places: a byte changed, lost or added, the tail cut off. In UTF-8 the next
character is read again. In GB18030, Big5 and UTF-16 a lost byte shifts all that follows, up to
the next ASCII character or to the end of the file, and most of what that makes are characters too.
So there the likeliest place of the loss is looked for, and the rest is read from there.

Left alone, on purpose: damage that leaves nothing but characters. A changed byte is mostly another
character, and no program can tell.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, takewhile
from typing import Final

from banmian.reading.likelihood import BAD_LOG, RARE_LOG, character_logs, likelihood

REPLACED: Final = "\ufffd"

_DOUBLE_BYTE: Final = ("gb18030", "gbk", "gb2312", "big5", "cp950", "big5hkscs")
STATELESS: Final = frozenset(
    {"utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", *_DOUBLE_BYTE}
)
"""Encodings whose characters can be read one by one, so that one behind bad bytes can too."""

# So much likelier is a tail that is cut than a loss at a certain byte before it.
_CUT_LOG: Final = 8.0
# Up to here a byte is a character by itself in GB18030 and Big5, never a part of one.
_ALONE: Final = "/"
_ALONE_BYTE: Final = re.compile(rb"[\x00-\x2f]")
# The second half of the four pairs of bytes that are two characters in Big5-HKSCS.
_COMBINING: Final = "\u0304\u030c"
# Characters before and bytes behind a bad place in which a loss is looked for. A paragraph has
# 200 to 1,000 characters.
_AROUND: Final = 2048
_CHARACTER: Final = re.compile(
    rb"[\x00-\x7f]|[\x81-\xfe][\x40-\xfe]|(?:[\x81-\xfe][\x30-\x39]){2}", re.DOTALL
)
# Bytes that are decoded at once in search of bad ones; a bad byte costs so many more.
_WINDOW: Final = 256
# Bytes of a piece of UTF-16 that is read from an even and from an odd byte on.
_PIECE: Final = 512


@dataclass(frozen=True, slots=True)
class BadBytes:
    r"""A run of bytes that are no character; U+FFFD stands for them in the text.

    ``offset`` is the place of the first in the file, ``data`` the bytes themselves; ``start`` is
    the place of the U+FFFD in the text.

    >>> read_damaged(b"a\xffb", "utf-8")[1]
    (BadBytes(offset=1, data=b'\xff', start=1),)
    """

    offset: int
    data: bytes
    start: int


def read_damaged(data: bytes, encoding: str, skip: int = 0) -> tuple[str, tuple[BadBytes, ...]]:
    r"""The text of the bytes from ``skip`` on, with one U+FFFD for each run of bad bytes.

    ``encoding`` is one of `STATELESS`.

    >>> read_damaged("新桥".encode() + b"\xff", "utf-8")
    ('新桥\ufffd', (BadBytes(offset=6, data=b'\xff', start=2),))
    """
    parts: list[str] = []
    bad: list[BadBytes] = []
    length, last = 0, skip
    for start, end in _joined(_places(data, encoding, skip)):
        parts += [data[last:start].decode(encoding), REPLACED]
        length += len(parts[-2]) + 1
        bad.append(BadBytes(start, data[start:end], length - 1))
        last = end
    parts.append(data[last:].decode(encoding))
    return "".join(parts), tuple(bad)


def is_whole(data: bytes, encoding: str) -> bool:
    """Whether the bytes are characters throughout."""
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def likelihood_mended(text: str, bad: tuple[BadBytes, ...]) -> float:
    """`likelihood` of what `read_damaged` gave: the bad bytes count, not what stands for them."""
    number = sum(len(one.data) for one in bad)
    return likelihood(text) + BAD_LOG * number - RARE_LOG * len(bad)


def _joined(places: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The places, those that touch made one."""
    start = end = -1
    for place in places:
        if place[0] != end:
            if end >= 0:
                yield start, end
            start = place[0]
        end = place[1]
    if end >= 0:
        yield start, end


def _places(data: bytes, encoding: str, skip: int) -> Iterator[tuple[int, int]]:
    """Start and end of bytes that are no character, in order."""
    if encoding in _DOUBLE_BYTE:
        yield from _likeliest_places(data, encoding, skip)
    elif encoding.startswith("utf-16") and (len(data) - skip) % 2:
        odd = _odd_byte(data, encoding, skip)
        yield from _bad_places(data, encoding, skip, odd)
        yield odd, odd + 1
        yield from _bad_places(data, encoding, odd + 1, len(data))
    else:
        yield from _bad_places(data, encoding, skip, len(data))


def _bad_places(data: bytes, encoding: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Where the codec finds bytes that are no character.

    In windows, because an error costs a copy of all bytes that were to be decoded.
    """
    while start < stop:
        end = min(start + _WINDOW, stop)
        try:
            data[start:end].decode(encoding)
        except UnicodeDecodeError as error:
            # What the end of a window cuts is read again in the next.
            if end == stop or start + error.start <= end - 4:
                yield start + error.start, start + error.end
                start += error.end
            else:
                start += error.start
        else:
            start = end


# GB18030 and Big5


def _likeliest_places(data: bytes, encoding: str, done: int) -> Iterator[tuple[int, int]]:
    """Where the codec finds bad bytes, the likeliest ones around there, one by one."""
    while True:
        place = next(_bad_places(data, encoding, done, len(data)), None)
        if place is None:
            return
        before = data[done : place[0]].decode(encoding)[-_AROUND:].lstrip(_COMBINING)
        length = sum(1 for _ in takewhile(lambda char: char > _ALONE, reversed(before)))
        run = before[len(before) - length :]
        start = place[0] - len(run.encode(encoding))
        limit = min(place[1] + _AROUND, len(data))
        alone = _ALONE_BYTE.search(data, place[1], limit)
        stop = alone.start() if alone else limit
        bad, done = _likeliest_bad(data, encoding, start, stop, is_open=not alone)
        yield from ((offset, offset + 1) for offset in bad)


def _likeliest_bad(
    data: bytes, encoding: str, start: int, stop: int, *, is_open: bool
) -> tuple[list[int], int]:
    """The bytes to leave out so that what is left is the likeliest text (Viterbi's algorithm).

    And where it ends: at ``stop``, or, if that ``is_open``, before a character that stands across.
    """
    run = data[start:stop]
    best = [0.0] + [-math.inf] * (len(run) + 3)
    width = [1] * (len(run) + 4)  # of the piece that ends there, 0 for a bad byte
    for place in range(len(run)):
        so_far = best[place]
        is_last = start + place == len(data) - 1
        log = BAD_LOG + _CUT_LOG if is_last else BAD_LOG
        if so_far + log > best[place + 1]:
            best[place + 1], width[place + 1] = so_far + log, 0
        for size in (1, 2, 4):
            piece = run[place : place + size]
            known = _piece_log(piece, encoding)
            if known is not None and so_far + known > best[place + size]:
                best[place + size], width[place + size] = so_far + known, size
    return _followed_back(start, width, _end_of_best(best, len(run), is_open and stop < len(data)))


def _end_of_best(best: list[float], length: int, is_open: bool) -> int:
    ends = range(max(1, length - 3), length + 1) if is_open else [length]
    return max(ends, key=lambda end: best[end])


def _followed_back(start: int, width: list[int], end: int) -> tuple[list[int], int]:
    """The bad bytes on the way back from ``end``, in order, and the end."""
    bad, place = [], end
    while place:
        if width[place] == 0:
            bad.append(start + place - 1)
        place -= width[place] or 1
    return bad[::-1], start + end


@lru_cache(2**16)
def _piece_log(piece: bytes, encoding: str) -> float | None:
    """Logarithm of the probability of one character; None if the bytes are none, or several."""
    if not _CHARACTER.fullmatch(piece) or not is_whole(piece, encoding):
        return None
    return character_logs().get(piece.decode(encoding), RARE_LOG)


# UTF-16


def _odd_byte(data: bytes, encoding: str, skip: int) -> int:
    """The byte to leave out of an odd number so that what is left is the likeliest text.

    First to the piece, then to the byte. The last byte if the tail is cut.
    """
    stop = len(data) - 1
    places = range(skip, stop, _PIECE)
    found = _change(data, encoding, places, stop)
    first = max(skip, found - _PIECE)
    return _change(data, encoding, range(first, min(found + _PIECE, stop), 2), stop)


def _change(data: bytes, encoding: str, places: range, stop: int) -> int:
    """The place up to which the characters begin at even bytes, and behind it at odd ones.

    One of ``places``, or the end of the last.
    """
    gains = []
    for place in places:
        end = min(place + places.step, stop)
        even = data[place:end].decode(encoding, "replace")
        odd = data[place + 1 : end + 1].decode(encoding, "replace")
        nul = BAD_LOG * (odd.count("\0") - even.count("\0"))  # halves of two ASCII characters
        gains.append(likelihood(odd) - likelihood(even) + nul)
    behind = list(accumulate(reversed(gains), initial=0.0))[::-1]
    if not places or places[-1] + places.step >= stop:
        behind[-1] += _CUT_LOG
    best = max(range(len(behind)), key=lambda number: behind[number])
    return min(places.start + best * places.step, stop)
