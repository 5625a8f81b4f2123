"""What an expression of time says, and the signs it is written with.

`Words` is what is read from the text and not yet a day. Written numbers go up to 99, years to
2099; larger ones count nothing in a date.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from banmian.facts.folding import replacing

DIGITS: Final = "0123456789"
_TRADITIONAL: Final = (
    "來来後后時时週周號号農农曆历歷历點点節节間间紀纪內内從从當当個个幾几數数兩两慶庆勞劳動动"
    "陽阳臘腊聖圣誕诞開开過过連连現现這这該该淩凌鐘钟禮礼陰阴閏闰婦妇兒儿軍军師师餘余總总"
    "國国緒绪豐丰統统終终預预華华訊讯電电發发訂订於于擬拟將将為为約约際际護护記记黨党樹树"
    "顧顾凖准屆届運运會会報报館馆樓楼車车線线門门隊队廳厅齡龄屬属歲岁係系業业產产見见"
)
FOLD: Final[dict[int, str]] = {
    **{ord(a): b for a, b in zip(_TRADITIONAL[::2], _TRADITIONAL[1::2], strict=True)},
    **{0xFF10 + digit: str(digit) for digit in range(10)},
    **dict.fromkeys(map(ord, "○零◯"), "〇"),
    **dict.fromkeys(map(ord, "\u3000\u00a0\u2002\u2003\u2009\t"), " "),
    **dict.fromkeys(map(ord, "～〜"), "~"),
    **dict.fromkeys(map(ord, "－–─―‐"), "-"),
    **dict(zip(map(ord, "，：（）．／"), ",:()./", strict=True)),
}
"""Width and traditional forms, a character for a character, so that offsets stay."""

fold: Final = replacing(FOLD)
"""A text with its signs replaced by `FOLD`."""

_TENS: Final = ("", "十", "二十", "三十", "四十", "五十", "六十", "七十", "八十", "九十")
_ONES: Final = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九")
NUMBERS: Final[dict[str, int]] = {
    **{_TENS[n // 10] + _ONES[n % 10]: n for n in range(1, 100)},
    **{"廿" + one: 20 + n for n, one in enumerate(_ONES)},
    **{"卅" + one: 30 + n for n, one in enumerate(_ONES)},
    "百": 100,
    "一百": 100,
    "千": 1000,
    "一千": 1000,
    "两": 2,
    "两千": 2000,
}
"""Numbers written in Han numerals: below a hundred, and the round ones that stand before 年前."""

NamedKind = Literal[
    "short",  # 五八年
    "century",
    "decade",
    "festival",
    "plan",
    "ago",
    "later",
    "since",  # 近三年
    "until",  # 未来三年
    "now",
    "vague",
    "lunar",
    "same-period",  # 去年同期
]
UNTOLD: Final = frozenset(("since", "until", "now", "vague"))
"""Kinds that lean on the day of the issue, so that no story is told in their time."""

COUNTED: Final = UNTOLD | {"ago", "later"}
"""Kinds that are counted from a day and take no relation of their own."""

Level = Literal["century", "decade", "year", "part", "month", "week", "day", "time"]


@dataclass(frozen=True, slots=True)
class Ref:
    """A year, month or day as it is said: ``value`` itself, or so many from ``base``.

    ``base`` is "number" (2020年), "issue" (去年) or "last" (同年: the last one told of).
    """

    base: Literal["number", "issue", "last"]
    value: int


class Named(NamedTuple):
    """What has a name or a count instead of a date: its kind, the name or unit, the numbers."""

    kind: NamedKind
    name: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """An expression of time: its place, its finest ``level``, and what it says of each unit.

    ``first`` is the number before the dash of 1—9月 (of the unit of ``level``). ``part`` is a
    part of a year or month, such as ("quarter", 3). ``week`` counts from this week (上周: -1),
    ``weekday`` from Monday, 0.
    """

    start: int
    end: int
    level: Level
    rule: str
    year: Ref | None = None
    month: Ref | None = None
    day: Ref | None = None
    first: int | None = None
    part: tuple[str, int] | None = None
    week: int | None = None
    weekday: int | None = None
    hour: int | None = None
    minute: int | None = None
    named: Named | None = None


def number(written: str | None) -> int | None:
    """A number below 10000 in digits, positional Han digits (一九五八) or words (二十三), or None.

    >>> number("08"), number("二十三"), number("一九五八"), number("廿三"), number("三百")
    (8, 23, 1958, 23, None)
    """
    if written is None:
        return None
    if written in NUMBERS:
        return NUMBERS[written]
    digits = written.translate(_POSITIONAL)
    return int(digits) if digits.isdecimal() and digits.isascii() else None


_POSITIONAL: Final = str.maketrans("〇一二三四五六七八九Oo", DIGITS + "00")

Rule = Callable[[str, int], Words | None]

HAN: Final = "一二三四五六七八九十廿卅"
NUMBER: Final = rf"(?:\d{{1,2}}|[{HAN}]{{1,3}})"
TO: Final = r"(?:至|到|-|~|—{1,2})"
LIST: Final = rf"\s?(?:{TO}|、|和)\s?"
YEAR: Final = r"(?:(?:1\d|20)\d\d|[一二][〇Oo0一二三四五六七八九]{3})"
HAN_NUMBERS: Final = HAN + "〇"


def inside_number(text: str, at: int) -> bool:
    """Whether the number at a place has begun before it, or is an ordinal (第3日)."""
    before = text[at - 1 : at]
    return before.isdecimal() or (before != "" and before in _GLUED)


_GLUED: Final = frozenset("第.百千万亿两几数" + HAN + "〇")
