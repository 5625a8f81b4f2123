"""Lines of a page, and the typographic evidence each one shows by itself.

A block is one line of the source without its outer white space. This module cuts a text into
lines and reads their shape: length, end punctuation, brackets, opening and closing formulas.
What the shapes mean together is left to `grammar`; nothing here looks at a neighbour.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

import numpy as np

_FULLWIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
# Look-alikes of one character each, so that offsets stay: quotes of the vertical age, dashes,
# middle dots, ratio and full stop in their half-width forms.
_LOOKALIKES = {
    ord(char): plain
    for plain, chars in {
        "“": "『「﹃﹁〝＂",
        "”": "』」﹄﹂〞",
        "—": "―─━–",
        "·": "•‧∙・▪",
        ":": "︰∶",
        "。": "｡",
        "、": "､",
        " ": "\u3000\xa0\t",
        "[": "【〔［",
        "]": "】〕］",
        "《": "〈",
        "》": "〉",
    }.items()
    for char in chars
}
FOLD: Final[Mapping[int, str]] = {**_FULLWIDTH, **_LOOKALIKES}
"""One-to-one folding of width and look-alikes; a folded text keeps every offset."""
_PLAIN: Final = np.arange(0x10000, dtype="<u4")
_PLAIN[list(FOLD)] = list(map(ord, FOLD.values()))

STOPS: Final = "。!?…"
_CLOSERS: Final = '”’")]》'
_BULLETS: Final = "●■◆▲△○◎★☆※□◇▼▽◉·*-"
_OPENERS: Final = {"“": "”", "(": ")", "《": "》", "[": "]"}
# Han numerals and the signs after them that number a heading or an item.
_NUMBERED = re.compile(
    r"^(?:[(\[]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)\]]?[、.·:](?!\d)|"
    r"\((?:[一二三四五六七八九十]{1,3}|\d{1,2})\)|第[一二三四五六七八九十]{1,3}[,:、]|"
    r"[①-⑳㈠-㈩])"
)
_HAN_NUMBERS: Final = "一二三四五六七八九十第"


class Line(NamedTuple):
    """A block before anybody has said what it is.

    ``folded`` is the block's text after `FOLD`, of the same length. ``size`` counts its
    characters without blanks, ``gap`` the empty lines above it, ``indent`` the blanks it
    opens with in the source.
    """

    start: int
    end: int
    folded: str
    size: int
    gap: int
    indent: int


def fold(text: str) -> str:
    """``text.translate(FOLD)``, in a twentieth of the time."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    folded = _PLAIN.take(codes, mode="clip")
    if codes.max(initial=0) >= len(_PLAIN):  # on few pages is a character beyond 16 bits
        folded = np.where(codes < len(_PLAIN), folded, codes)
    return folded.tobytes().decode("utf-32-le", "surrogatepass")


def cut_lines(text: str) -> list[Line]:
    r"""The non-blank lines of ``text``, each without its outer white space.

    >>> [line.folded for line in cut_lines("新桥通车\r\n\r\n　　本报讯　新桥昨日通车。")]
    ['新桥通车', '本报讯 新桥昨日通车。']
    """
    folded = fold(text)
    lines: list[Line] = []
    at, gap = 0, 0
    for raw in text.splitlines(keepends=True):
        begin, at = at, at + len(raw)
        if raw.isspace():
            gap += 1
            continue
        start, end = at - len(raw.lstrip()), begin + len(raw.rstrip())
        form = folded[start:end]
        size = len(form) if " " not in form else len("".join(form.split()))
        lines.append(Line(start, end, form, size, gap, start - begin))
        gap = 0
    return lines


LASTS: Final = ("stop", "break", "semicolon", "colon", "dash", "bracket", "quote", "word")
FIRSTS: Final = ("number", "bullet", "quote", "bracket", "dash", "broken", "word")


def last_mark(folded: str) -> str:
    """The class of the last character, closing brackets and quotes looked through.

    ``stop`` (。！？…), ``break`` (，、), ``semicolon``, ``colon``, ``dash``, ``bracket`` (a
    closing bracket that is not preceded by a stop), ``quote`` (likewise), or ``word``.
    """
    end = len(folded)
    while end and folded[end - 1] in _CLOSERS:
        end -= 1
    if not end:
        return "bracket"
    char = folded[end - 1]
    if char in STOPS:
        return "stop"
    if end < len(folded):
        return "bracket" if folded[-1] in ")]" else "quote"
    if char == ";":
        return "semicolon"
    if char in ",、":
        return "break"
    if char == ":":
        return "colon"
    return "dash" if char in "—-" else "word"


def first_mark(folded: str) -> str:
    """The class of the opening: number, bullet, quote, bracket, dash, broken or word.

    ``broken`` is a character that cannot begin a line of its own: 。，、）”.
    """
    char = folded[0]
    if "㐀" <= char <= "鿿" and char not in _HAN_NUMBERS:
        return "word"  # as most lines begin
    if char in "。,、;:!?)”’…%":
        return "broken"
    if char == "—":
        return "dash"
    if char in _BULLETS:
        return "bullet"
    if _NUMBERED.match(folded):
        return "number"
    if char == "“":
        return "quote"
    return "bracket" if char in "([" else "word"


def open_marks(folded: str) -> str:
    """Quotes and brackets opened but not closed, in order.

    Counted, not nested: a page cut in two may close what it never opened.

    >>> open_marks("他说:“今年(第一次")
    '“('
    """
    opened = ""
    for opener, closer in _OPENERS.items():
        if opener in folded and folded.count(opener) > folded.count(closer):
            opened += opener
    return opened


def closing_first(folded: str, opened: str) -> bool:
    """Whether ``folded`` closes one of the ``opened`` marks before it opens another."""
    for opener in opened:
        close = folded.find(_OPENERS[opener])
        if close >= 0 and not 0 <= folded.find(opener) < close:
            return True
    return False
