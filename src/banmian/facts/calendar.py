"""Calendars that a newspaper counts by: months and weeks, the farmers' year (农历), plans, eras.

Pure arithmetic on `datetime.date`; which words mean which day is left to `dates`. Years of the
farmers' calendar are known from 1900 to 2060, outside of that its days are None. Left alone:
solar terms other than Qingming, and festivals that move with the week (母亲节).
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from functools import cache
from typing import Final

# A year a number, from 1900: bit 16 a long leap month, bits 15 to 4 the long months from the
# first to the twelfth, bits 3 to 0 which month is repeated (闰月). Computed with lunar_python
# 1.4.8 (MIT); borax 4.1.3 (MIT) begins all 1991 months on the same days.
_LUNAR_YEARS: Final = """
04bd8 04ae0 0a570 054d5 0d260 0d950 16554 056a0 09ad0 055d2 04ae0 0a5b6 0a4d0 0d250 1d255
0b540 0d6a0 0ada2 095b0 14977 04970 0a4b0 0b4b5 06a50 06d40 1ab54 02b60 09570 052f2 04970
06566 0d4a0 0ea50 16a95 05ad0 02b60 186e3 092e0 1c8d7 0c950 0d4a0 1d8a6 0b550 056a0 1a5b4
025d0 092d0 0d2b2 0a950 0b557 06ca0 0b550 15355 04da0 0a5b0 14573 052b0 0a9a8 0e950 06aa0
0aea6 0ab50 04b60 0aae4 0a570 05260 0f263 0d950 05b57 056a0 096d0 04dd5 04ad0 0a4d0 0d4d4
0d250 0d558 0b540 0b6a0 195a6 095b0 049b0 0a974 0a4b0 0b27a 06a50 06d40 0af46 0ab60 09570
04af5 04970 064b0 074a3 0ea50 06b58 05ac0 0ab60 096d5 092e0 0c960 0d954 0d4a0 0da50 07552
056a0 0abb7 025d0 092d0 0cab5 0a950 0b4a0 0baa4 0ad50 055d9 04ba0 0a5b0 15176 052b0 0a930
07954 06aa0 0ad50 05b52 04b60 0a6e6 0a4e0 0d260 0ea65 0d530 05aa0 076a3 096d0 04afb 04ad0
0a4d0 1d0b6 0d250 0d520 0dd45 0b5a0 056d0 055b2 049b0 0a577 0a4b0 0aa50 1b255 06d20 0ada0
14b63 09370 049f8 04970 064b0 168a6 0ea50 06b20 1a6c4 0aae0 092e0
"""
_FIRST_LUNAR_YEAR: Final = 1900
_FIRST_LUNAR_DAY: Final = dt.date(1900, 1, 31)

ERAS: Final = {
    "民国": 1912,
    "宣统": 1909,
    "光绪": 1875,
    "同治": 1862,
    "咸丰": 1851,
    "道光": 1821,
    "嘉庆": 1796,
    "乾隆": 1736,
    "雍正": 1723,
    "康熙": 1662,
    "顺治": 1644,
}
"""First year of an era (年号): its year n began in that year plus n - 1."""

FESTIVALS: Final[dict[str, tuple[str, int, int]]] = {
    "元旦": ("solar", 1, 1),
    "情人节": ("solar", 2, 14),
    "妇女节": ("solar", 3, 8),
    "植树节": ("solar", 3, 12),
    "清明": ("qingming", 4, 0),
    "劳动节": ("solar", 5, 1),
    "青年节": ("solar", 5, 4),
    "护士节": ("solar", 5, 12),
    "儿童节": ("solar", 6, 1),
    "建党节": ("solar", 7, 1),
    "建军节": ("solar", 8, 1),
    "教师节": ("solar", 9, 10),
    "国庆": ("solar", 10, 1),
    "记者节": ("solar", 11, 8),
    "平安夜": ("solar", 12, 24),
    "圣诞": ("solar", 12, 25),
    "春节": ("lunar", 1, 1),
    "元宵": ("lunar", 1, 15),
    "端午": ("lunar", 5, 5),
    "七夕": ("lunar", 7, 7),
    "中秋": ("lunar", 8, 15),
    "重阳": ("lunar", 9, 9),
    "腊八": ("lunar", 12, 8),
    "除夕": ("eve", 0, 0),
}
"""Festival to its calendar, month and day; the year is the one in which it falls."""


@cache
def lunar_day(year: int, month: int, day: int) -> dt.date | None:
    """The day of the farmers' calendar (农历), in the ordinary month where one is repeated.

    Args:
        year: the farmers' year, named for the year in which it begins.
        month: 1 to 12.
        day: 1 to 30.

    Returns:
        The date, or None where that year is unknown or has no such day.

    Example:
        >>> lunar_day(2020, 1, 1), lunar_day(2020, 8, 15)
        (datetime.date(2020, 1, 25), datetime.date(2020, 10, 1))
    """
    codes = [int(code, 16) for code in _LUNAR_YEARS.split()]
    past = year - _FIRST_LUNAR_YEAR
    if not (0 <= past < len(codes) and 1 <= month <= 12):
        return None
    if not 1 <= day <= _month_lengths(codes[past])[_place(codes[past], month)]:
        return None
    days = sum(sum(_month_lengths(code)) for code in codes[:past])
    days += sum(_month_lengths(codes[past])[: _place(codes[past], month)])
    return _FIRST_LUNAR_DAY + dt.timedelta(days + day - 1)


def _place(code: int, month: int) -> int:
    repeated = code & 15
    return month - 1 + (0 < repeated < month)


def _month_lengths(code: int) -> list[int]:
    """Days of each month of a farmers' year, the repeated one behind its namesake."""
    lengths = [29 + (code >> (16 - month) & 1) for month in range(1, 13)]
    if repeated := code & 15:
        lengths.insert(repeated, 29 + (code >> 16))
    return lengths


def festival_day(name: str, year: int) -> dt.date | None:
    """The day of a festival that falls into a year of the common calendar.

    Args:
        name: a key of `FESTIVALS`.
        year: the common year.

    Returns:
        The date, or None where the calendar of that year is not known.

    Qingming (清明) by the formula for the 20th and 21st century, [0.2422 Y + C] - [Y / 4] with
    C 5.59 and 4.81; equal to lunar_python's from 1901 to 2099.

    Example:
        >>> festival_day("春节", 2020), festival_day("腊八", 2020), festival_day("清明", 2020)
        (datetime.date(2020, 1, 25), datetime.date(2020, 1, 2), datetime.date(2020, 4, 4))
    """
    kind, month, day = FESTIVALS[name]
    if kind == "solar":
        return real_date(year, month, day)
    if kind == "qingming":
        past = year % 100
        offset = 5.59 if year < 2000 else 4.81
        return dt.date(year, 4, int(0.2422 * past + offset) - past // 4) if _near(year) else None
    if kind == "eve":
        new_year = lunar_day(year, 1, 1)
        return None if new_year is None else new_year - dt.timedelta(1)
    days = (lunar_day(year - 1, month, day), lunar_day(year, month, day))
    return next((found for found in days if found is not None and found.year == year), None)


def _near(year: int) -> bool:
    return 1901 <= year <= 2099


def plan_period(number: int) -> tuple[int, int]:
    """First and last year of the n-th five-year plan (“一五” is 1); 1963–65 belong to none.

    >>> plan_period(1), plan_period(2), plan_period(3), plan_period(14)
    ((1953, 1957), (1958, 1962), (1966, 1970), (2021, 2025))
    """
    first = 1953 + 5 * (number - 1) + (3 if number > 2 else 0)
    return first, first + 4


def add_months(year: int, month: int, more: int) -> tuple[int, int]:
    """Year and month that lie so many months later, or earlier if negative.

    >>> add_months(2020, 11, 3), add_months(2020, 1, -1)
    ((2021, 2), (2019, 12))
    """
    count = year * 12 + month - 1 + more
    return count // 12, count % 12 + 1


def last_day(year: int, month: int) -> dt.date:
    """The last day of a month.

    >>> last_day(2020, 2)
    datetime.date(2020, 2, 29)
    """
    return dt.date(year, month, monthrange(year, month)[1])


def days_later(day: dt.date, days: int) -> dt.date | None:
    """The day so many days later, or earlier if negative; None outside the years 1 to 9999.

    >>> days_later(dt.date(2020, 2, 28), 2)
    datetime.date(2020, 3, 1)
    """
    try:
        return day + dt.timedelta(days)
    except OverflowError:
        return None


def real_date(year: int, month: int, day: int) -> dt.date | None:
    """The date, or None if there is no such day (2月30日).

    >>> real_date(2019, 2, 29) is None
    True
    """
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
