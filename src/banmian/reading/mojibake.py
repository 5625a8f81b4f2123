"""Mojibake (乱码): text that was once read in the wrong encoding, and saved as what came out.

Such a file decodes without error, for its characters are real: only not those that were printed.
It is told by turning the mistake round: the characters are encoded as they were read, and decoded
as they were written. If that gives far likelier newspaper Chinese, the mistake is named.

Left alone, on purpose: the text. What the wrong reading lost cannot be had again, so nothing is
mended here; the name of the mistake says how to look at it. Mistakes made twice, and single words.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from banmian.reading.likelihood import RARE_LOG, character_logs, common_characters, likelihood

MISTAKES: Final = (
    ("utf-8", "gb18030"),
    ("utf-8", "cp1252"),
    ("gb18030", "cp1252"),
    ("gb18030", "cp950"),
    ("big5", "gb18030"),
    ("big5", "cp1252"),
)
"""Written as, and read as. Latin-1 is read as cp1252 here, as the web does. UTF-8 read as Big5 is
not among them: four characters in five are lost by that, and nothing is left to tell it by."""

# Windows-1252 as the WHATWG has it: the five bytes it leaves out are the control characters.
_WESTERN: Final = str.maketrans(
    {bytes([byte]).decode("cp1252", "ignore") or chr(byte): chr(byte) for byte in range(0x80, 0xA0)}
)

# A line with fewer characters of no newspaper, or a smaller share of them among those that are
# not ASCII, is no mojibake. Of 50,858 lines of pages and manuals the one with the largest share
# has 0.29, and is mojibake; the next has 0.23. Of 100 characters of mojibake 0.18 to 1 are, in 99
# of 100 cases at least 0.33 (GB18030 read as Big5), 0.58 (Big5 as GB18030), 0.61 (UTF-8 as it).
_RARE: Final = 6
_RARE_SHARE: Final = 0.25
# And turned round, so many and so large a share of it must be what is common on a page, and the
# whole so much likelier. The share is 0.30 to 0.7 in mojibake; in other languages, box drawings,
# pinyin and lists of rare names it is up to 0.29 (Russian turned from GB18030 to Big5).
_COMMON_SHARE: Final = 0.3
_GAIN: Final = 30.0
# The character SUBSTITUTE: one byte in all of them, a part of no character, and on no page.
_LOST: Final = "\x1a"
# What U+FFFD, three bytes of UTF-8, makes of itself in GB18030, twice.
_LOST_TWICE: Final = "锟斤拷" * 2
_WIDE_ASCII: Final = frozenset(map(chr, range(0xFF01, 0xFF5F)))
_SHOWN: Final = 30
# Characters that are turned round; a page has fewer.
_ENOUGH: Final = 2**16


@dataclass(frozen=True, slots=True)
class Mojibake:
    """A mistake of reading that was saved in the text.

    The characters were ``written`` in one encoding and ``read_as`` another. ``lines`` are the
    numbers of the lines, from 1, that show it; ``sample`` is the beginning of the first, read
    right, with U+FFFD for what the mistake lost.

    >>> right = "三月六日上午，青石镇的新桥正式通车，两岸居民从此不用再绕行。"
    >>> found = find_mojibake(right.encode("utf-8").decode("gb18030", "replace"))
    >>> found.written, found.read_as, found.lines
    ('utf-8', 'gb18030', (1,))
    """

    written: str
    read_as: str
    lines: tuple[int, ...]
    sample: str


def find_mojibake(text: str) -> Mojibake | None:
    """The mistake by which a text was read before it was saved, or None.

    >>> right = "三月六日上午，青石镇的新桥正式通车，两岸居民从此不用再绕行。"
    >>> wrong = right.encode("utf-8").decode("gb18030", "replace")
    >>> wrong[:4]
    '涓夋湀鍏'
    >>> mistake = find_mojibake(wrong)
    >>> mistake.written, mistake.read_as, mistake.sample[:8]
    ('utf-8', 'gb18030', '三月六日上午，青')
    """
    rare = _rare_characters(text) if _may_be_strange(text) else set()
    lines = re.split(r"\r\n|\r|\n", text) if rare or _LOST_TWICE in text else []
    strange = {number: line for number, line in enumerate(lines, 1) if _is_strange(line, rare)}
    if strange:
        some = "\n".join(strange.values())[:_ENOUGH]
        found = _likeliest_mistake(some, tuple(strange))
        if found is not None:
            return found
    lost = {number: line for number, line in enumerate(lines, 1) if _LOST_TWICE in line}
    if not lost:
        return None
    sample = _turned_round(next(iter(lost.values())), "utf-8", "gb18030")[0]
    return Mojibake("utf-8", "gb18030", tuple(lost), sample[:_SHOWN])


@cache
def _is_rare() -> npt.NDArray[np.bool_]:
    """For every code point, whether newspapers hardly print it."""
    rare = np.ones(0x110000, dtype=bool)
    rare[[ord(char) for char in (*character_logs(), *_WIDE_ASCII)]] = False
    return rare


def _may_be_strange(text: str) -> bool:
    """Whether any line has enough characters that newspapers hardly print; mostly none has.

    To ask so for all characters at once takes a tenth of the time of going through the lines.
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    rare = np.flatnonzero(_is_rare()[codes])
    if len(rare) < _RARE:
        return False
    ends = np.cumsum((codes == 0x0A) | (codes == 0x0D))
    return bool(np.bincount(ends[rare]).max() >= _RARE)


def _rare_characters(text: str) -> set[str]:
    """Those that newspapers hardly print; none if they are too few to make a line of mojibake."""
    logs = character_logs()
    counts = Counter(text)
    rare = {char for char in counts if char not in logs and char not in _WIDE_ASCII}
    return rare if sum(counts[char] for char in rare) >= _RARE else set()


def _is_strange(line: str, rare: set[str]) -> bool:
    strange = sum(char in rare for char in line)
    return strange >= _RARE and strange >= _RARE_SHARE * sum(not char.isascii() for char in line)


def _likeliest_mistake(strange: str, lines: tuple[int, ...]) -> Mojibake | None:
    best, found = likelihood(strange) + _GAIN, None
    for written, read_as in MISTAKES:
        right, impossible = _turned_round(strange, written, read_as)
        log = likelihood(right) + RARE_LOG * impossible
        if log > best and _is_news(right):
            sample = right.split("\n")[0][:_SHOWN].replace(_LOST, "\ufffd")
            best, found = log, Mojibake(written, read_as, lines, sample)
    return found


def _turned_round(text: str, written: str, read_as: str) -> tuple[str, int]:
    """The text as it was written, and how many characters no such mistake could have made."""
    text = text.replace("\ufffd", _LOST)
    if read_as == "cp1252":
        text, read_as = text.translate(_WESTERN), "latin-1"
    data = text.encode(read_as, "replace")
    return data.decode(written, "replace"), data.count(b"?") - text.count("?")


def _is_news(text: str) -> bool:
    """Whether enough of what is not ASCII is what newspapers print most."""
    common = common_characters()
    wide = [char for char in text if not char.isascii()]
    number = sum(char in common for char in wide)
    return number >= _RARE and number > _COMMON_SHARE * len(wide)
