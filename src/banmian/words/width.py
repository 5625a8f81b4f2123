"""Full-width and half-width forms (全角、半角): one word, whichever the typesetter took."""

from __future__ import annotations

import re
from typing import Final

_HALF: Final = {0xFF01 + i: chr(0x21 + i) for i in range(94)} | {0x3000: " "}
_FULL: Final = re.compile("[\uff01-\uff5e\u3000]+")


def fold(text: str) -> str:
    """The ``text`` with full-width letters, digits, marks and blanks as half-width ones.

    One for one: no character is added or lost, so every offset stays what it was. Left alone are
    forms that are no plain pairs (half-width katakana, whose voicing marks are characters of their
    own; ￥ and ￦; circled digits), small and capital letters, traditional characters.

    >>> fold("ＧＤＰ增长１０．５％")
    'GDP增长10.5%'
    >>> fold("ｶﾞ")
    'ｶﾞ'
    """
    return _FULL.sub(lambda match: match.group().translate(_HALF), text)
