"""Stretches of time as finely as they were told, and their form in ISO 8601."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import NamedTuple

from banmian.facts.calendar import add_months, days_later


class Time(NamedTuple):
    """A stretch of time by its ends, each told as finely as it was (year, month, day …)."""

    first: tuple[int, ...]
    last: tuple[int, ...]
    type: str

    @property
    def iso(self) -> str:
        """The ISO form: one date, or an interval."""
        first = iso_form(self.first)
        return first if self.first == self.last else f"{first}/{iso_form(self.last)}"


@lru_cache(maxsize=4096)
def iso_form(units: tuple[int, ...]) -> str:
    """A date or time of the precision given: (2020, 8) is 2020-08.

    >>> [iso_form(units) for units in ((2020, 8), (2020, 10, 29, 9, 30), (-220,), ())]
    ['2020-08', '2020-10-29T09:30', '-0220', '']
    """
    if not units:
        return ""
    year = f"{units[0]:04}" if units[0] >= 0 else f"-{-units[0]:04}"
    day = "-".join([year, *(f"{unit:02}" for unit in units[1:3])])
    clock = ":".join(f"{unit:02}" for unit in units[3:])
    return f"{day}T{clock}" if clock else day


def at(*units: int, kind: str) -> Time:
    """A single time, of the precision of its units."""
    return Time(units, units, kind)


def units_of(day: dt.date) -> tuple[int, int, int]:
    """Year, month and day."""
    return day.year, day.month, day.day


def moved(day: dt.date, unit: str, count: int, kind: str | None = None) -> Time | None:
    """So many years, months, weeks or days later, no finer than the unit; None out of range."""
    if unit == "年":
        year = day.year + count
        return at(year, kind=kind or "year") if 1 <= year <= 9999 else None
    if unit == "月":
        return at(*add_months(day.year, day.month, count), kind=kind or "month")
    found = days_later(day, count * (7 if unit == "周" else 1))
    return None if found is None else at(*units_of(found), kind=kind or "day")


def part_of_year(part: tuple[str, int], year: int) -> Time | None:
    """A half, quarter, season, edge or count of months of a year, as an interval of months."""
    kind, value = part
    if kind == "within":
        return at(year, kind="year")
    if kind == "edge":
        return at(year, 12 if value else 1, kind="month")
    if kind == "season":
        return Time((year, 3 * value), add_months(year, 3 * value, 2), "season")
    if kind == "half":
        return Time((year, 6 * value - 5), (year, 6 * value), "half")
    if kind == "quarter":
        return Time((year, 3 * value - 2), (year, 3 * value), "quarter")
    if kind == "quarters":
        return Time((year, 3 * (value // 10) - 2), (year, 3 * (value % 10)), "interval")
    return Time((year, 1), (year, value), "interval") if 1 < value <= 12 else None
