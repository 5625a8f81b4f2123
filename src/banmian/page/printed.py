"""The day that a page prints of itself, in masthead or folio (报头、报眉上的日期).

Only furniture is looked at: a story's dateline is a day of the story. Left alone, and so unknown:
folios in English, days without a year, two days of a weekly (11月3日—9日), and pages that print
two different days.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from banmian.page.parts import Block


@dataclass(frozen=True, slots=True)
class PrintedDay:
    """A day with its place in the page's text, its weekday included if one stands beside it.

    ``confirmed`` is whether that weekday is the day's.
    """

    date: dt.date
    start: int
    end: int
    confirmed: bool


def printed_day(blocks: Iterable[Block]) -> PrintedDay | None:
    """The day that the furniture among the blocks tells, the first of several tellings.

    A day whose weekday is another's is not believed, one with its weekday before those without.

    >>> line = "２０２０年１１月３日 星期二 第3版"
    >>> printed_day([Block(0, 5, 23, "furniture", None, "furniture: folio", 0.97, line)])
    PrintedDay(date=datetime.date(2020, 11, 3), start=5, end=19, confirmed=True)
    """
    found = [day for block in blocks if block.article is None for day in _days(block)]
    believed = [day for day in found if day.confirmed] or found
    return believed[0] if len({day.date for day in believed}) == 1 else None


_HAN: Final = "〇一二三四五六七八九"
_NUMBER: Final = rf"\d{{1,2}}|[{_HAN}○零十廿卅]{{1,3}}"
_DAY: Final = re.compile(
    rf"(?<!\d)(?:(?P<year>\d{{4}}|[一二][{_HAN}○零]{{3}})|(?:中[华華])?民[国國]\s*(?P<era>\d{{1,3}}|[{_HAN}○零十廿卅百]{{1,5}}))"
    rf"\s*(?:年|(?P<mark>[-./．／]))\s*(?P<month>{_NUMBER})\s*(?(mark)(?P=mark)|月)\s*(?P<day>{_NUMBER})"
    # the last day of several is no end, and the day on which a paper was founded not its issue's
    rf"\s*(?(mark)(?!\d)|日)(?!\s*(?:[-—–~～－至到、]\s*(?:\d{{4}}|(?:{_NUMBER})\s*[月日])|[创創复復]刊))"
)
_WEEKDAY: Final = re.compile(r"(?:星期|礼拜|禮拜|周|週)([一二三四五六日天])(?![刊报報])")
_WEEKDAYS: Final = {name: place for place, name in enumerate("一二三四五六日")} | {"天": 6}
_FOUNDED: Final = re.compile(r"[创創复復]刊[于於]?\s*$")


def _days(block: Block) -> Iterator[PrintedDay]:
    """The days of one line that are believed by themselves."""
    weekdays = list(_WEEKDAY.finditer(block.text))
    for match in _DAY.finditer(block.text):
        day = _date(match)
        if day is None or _FOUNDED.search(block.text, 0, match.start()):
            continue
        agree = [w for w in weekdays if _WEEKDAYS[w[1]] == day.weekday()]
        if weekdays and not agree:
            continue
        places = [match.span(), *(w.span() for w in agree[:1])]
        start, end = min(place[0] for place in places), max(place[1] for place in places)
        yield PrintedDay(day, block.start + start, block.start + end, bool(agree))


_FIRST_YEAR: Final = 1815
"""That of the first periodical in Chinese; an earlier year is a telephone number."""

_REPUBLIC: Final = 1911
"""民国 n年 is so many years after it."""


def _date(match: re.Match[str]) -> dt.date | None:
    try:
        year = _number(match["year"]) if match["year"] else _REPUBLIC + _number(match["era"])
        day = dt.date(year, _number(match["month"]), _number(match["day"]))
    except (KeyError, ValueError):  # 二〇十月, 2月30日
        return None
    return day if year >= _FIRST_YEAR else None


_VALUES: Final = {"": 0, "○": 0, "零": 0} | {sign: value for value, sign in enumerate(_HAN)}


def _number(digits: str) -> int:
    """A number in digits of any width, in Han digits by place (二〇二〇) or by tens (廿五).

    >>> [_number(number) for number in ("２０２０", "一九九八", "十一", "廿五", "三十", "一百零九")]
    [2020, 1998, 11, 25, 30, 109]
    """
    if digits.isdecimal():
        return int(digits)
    hundreds, _, rest = digits.replace("廿", "二十").replace("卅", "三十").rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    more = 10 * _VALUES[tens or "一"] if ten else 0
    return 100 * _VALUES[hundreds] + more + int("".join(str(_VALUES[sign]) for sign in ones) or 0)
