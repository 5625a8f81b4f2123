"""Which time an expression means, given the day of the issue and what was told before it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import Final

from banmian.facts.calendar import (
    add_months,
    days_later,
    festival_day,
    last_day,
    lunar_day,
    plan_period,
    real_date,
)
from banmian.facts.dates.terms import DIGITS, HAN, UNTOLD, NamedKind, Ref, Words
from banmian.facts.dates.times import Time, at, moved, part_of_year, units_of

_NEARBY: Final = 20
"""A bare 30日 is looked for so many days back before it is taken to be still to come."""

_LATELY: Final = 45
"""A day with its month so many days back leaves the old year that the paragraph told of."""

_THIS_WEEK: Final = 7
"""A bare day so many days back is taken for it, though the sentence before told of an older one."""

_LONG_AGO: Final = 12
"""A story that told of a day more months back goes on there, unless it is the reporter's day."""

_REPORTED = re.compile("记者|报道|[社电讯]")
_SENTENCE: Final = 120
"""Characters over which a sentence is looked back: longer ones are lists."""

_FUTURE_BEFORE = re.compile(r"(?:将|拟|定于|计划|预计|预定|有望|届时)[^,。;]{0,8}$")
_FUTURE_BEHIND = re.compile("将")
_FROM_THEN_ON = re.compile("起")
_DOCUMENT = re.compile(
    r"(?:全年|上半年|前?[一二三四]季度)?(?:[年季月]报|年度报告|半年报|财报|业绩报?|报告|公报|年鉴|预算|决算|[白蓝绿]皮书)"
)
_COMPARED = re.compile(r"(?:比|较|与|同|跟|和|超过)$")
_SENTENCE_END = re.compile("[。!?;！？；\n]")


class Resolver:
    """Turns words of time into times, in reading order, remembering what was told before."""

    def __init__(self, issue: dt.date | None, day: dt.date | None) -> None:
        """``issue`` is the day of the issue, ``day`` that of the report."""
        self.issue = issue
        self.today = day or issue
        self.text = ""
        self.told: tuple[int, ...] = ()  # year, or year and month, told in this passage
        self.told_at = 0
        self.day: dt.date | None = None  # the last day told in this story
        self.last: Time | None = None  # the last time told in this passage

    def begin(self, text: str) -> None:
        """A new passage: what year or month it speaks of is not known."""
        self.text, self.told, self.told_at, self.last = text, (), 0, None

    def resolve(self, words: Words) -> Time | None:
        """The time of an expression, or None; it is remembered for those behind it."""
        time = self._named(words) if words.named else self._dated(words)
        if time and max(*time.first[:1], *time.last[:1], 0) > dt.MAXYEAR:
            return None
        if time is None and (words.year or words.month):
            self.told = ()
        if time is not None and not (words.named and words.named.kind in UNTOLD):
            self._remember(words, time)
        return time

    def _remember(self, words: Words, time: Time) -> None:
        if _COMPARED.search(self.text, max(0, words.start - 2), words.start):
            return
        self.last = time
        if self._tells(words, time):
            self.told, self.told_at = time.last[:2], words.end
        if len(time.last) >= 3:
            self.day = dt.date(*time.last[:3])

    def _tells(self, words: Words, time: Time) -> bool:
        """Whether what follows may be told in its year; not so 2016—2019年, 2005年年报."""
        year = time.last[0]
        said = words.year is not None and words.year != Ref("last", 0)
        later = words.named is not None and words.named.kind in ("ago", "later")
        if not 1 <= year <= 9999 or not (said or later or words.month or words.day):
            return False
        # by 2035年 a plan is done, the story is not told in it
        near = self.today is None or year <= self.today.year + 1
        account = words.rule == "fiscal-year" or (words.level == "year" and words.first is not None)
        return near and not account and not self._names_a_document(words)

    def _names_a_document(self, words: Words) -> bool:
        """Whether it is part of a document's name (2019年年报, 《2019年统计公报》)."""
        if _DOCUMENT.match(self.text, words.end):
            return True
        opened = self.text.rfind("《", max(0, words.start - 20), words.start)
        return opened >= 0 and self.text.find("》", opened, words.start) < 0

    def _same_sentence(self, words: Words) -> bool:
        """Whether an expression stands in the sentence of the year or month told last."""
        near = words.start - self.told_at <= _SENTENCE
        return near and not _SENTENCE_END.search(self.text, self.told_at, words.start)

    def _is_future(self, words: Words) -> bool:
        """Whether the clause says of it that it is to come: 将于10日."""
        before = _FUTURE_BEFORE.search(self.text, max(0, words.start - 12), words.start)
        return bool(before or _FUTURE_BEHIND.match(self.text, words.end))

    # ---- years, months, days

    def _dated(self, words: Words) -> Time | None:
        if words.week is not None or words.weekday is not None:
            return self._week(words)
        if words.level == "time" and words.day is None:
            return self._clock(words)
        if words.month is None and words.day is None:
            year = self._year(words)
            return None if year is None else self._in_year(words, year)
        month = self._month(words)
        if month and not 1 <= month[0] <= 9999:
            return None
        if words.day is None:
            return None if month is None else self._in_month(words, *month)
        return self._day(words, month)

    def _year(self, words: Words) -> int | None:
        ref = words.year
        if ref is None or ref.base == "last":
            told = self.told[0] if self.told else None
            if told is None and ref is None:
                told = self.today.year if self.today else None
            elif told is None and self.text[words.start] == "全" and self.today:
                told = self.today.year
            return None if told is None else told + (ref.value if ref else 0)
        return self._counted_from(ref, self.today.year if self.today else None)

    @staticmethod
    def _counted_from(ref: Ref, base: int | None) -> int | None:
        if ref.base == "number":
            return ref.value
        return None if base is None else base + ref.value

    def _month(self, words: Words) -> tuple[int, int] | None:
        """Year and month of an expression that has one or a day; None where they are unknown."""
        ref = words.month
        if ref is None:
            return None
        if ref.base == "number":
            year = self._year(words) if words.year else self._year_of_month(words, ref.value)
            return None if year is None else (year, ref.value)
        base = self.told[:2] if ref.base == "last" else self.today and units_of(self.today)[:2]
        return add_months(base[0], base[1], ref.value) if base and len(base) == 2 else None

    def _year_of_month(self, words: Words, month: int) -> int | None:
        """The year of a month told without one: that of the sentence, or the nearest."""
        near = self._nearest_year(words, month)
        if not self.told:
            return near
        if self._same_sentence(words) or near is None or self.today is None:
            return self.told[0]
        found = real_date(near, month, words.day.value) if words.day else None
        fresh = found is not None and -_NEARBY <= (self.today - found).days <= _LATELY
        stray = fresh or self._is_future(words) or self.told[0] > self.today.year
        return near if stray else self.told[0]

    def _nearest_year(self, words: Words, month: int) -> int | None:
        """In January 12月 is last year's and 3月 this year's; in December 1月起 is next year's."""
        base = self.issue or self.today
        if base is None:
            return None
        ahead = month - base.month
        coming = self._is_future(words)
        if ahead > 5 and not coming:
            return base.year - 1
        return base.year + (
            ahead < -8 and (coming or bool(_FROM_THEN_ON.match(self.text, words.end)))
        )

    def _day(self, words: Words, month: tuple[int, int] | None) -> Time | None:
        ref = words.day
        assert ref is not None
        if ref.base != "number":
            base = self.day if ref.base == "last" else self.today
            if base is None:
                return None
            day = days_later(base, ref.value)
            kind = "anaphoric" if ref.base == "last" else "day"
            return None if day is None else self._clocked(words, day, kind)
        found = real_date(*month, ref.value) if month else self._day_of_month(words, ref.value)
        if found is None or (words.month and not month):
            return None
        if words.first is not None and words.hour is None:
            first = found.replace(day=words.first)
            return Time(units_of(first), units_of(found), "interval")
        return self._clocked(words, found, "day")

    def _day_of_month(self, words: Words, day: int) -> dt.date | None:
        """A day told without its month: in the month told last, else the last one before today."""
        near = self._near_today(words, day)
        if len(self.told) < 2 or (near and self._is_fresh(words, near)):
            return near
        year, month = self.told[:2]
        if self.day and units_of(self.day)[:2] == (year, month) and day < self.day.day - 15:
            year, month = add_months(year, month, 1)
        return real_date(year, month, day)

    def _is_fresh(self, words: Words, near: dt.date) -> bool:
        """Whether a bare day is near today, whatever month the sentence before told of.

        记者30日获悉 is; a day of an old story (1995年2月26日…。27日) goes on there.
        """
        if self.today is None or self._same_sentence(words):
            return False
        if self.last is None or len(self.last.last) < 3:
            return True
        ago = 12 * (self.today.year - self.told[0]) + self.today.month - self.told[1]
        reported = _REPORTED.search(self.text, max(0, words.start - 4), words.start)
        this_week = 0 <= (self.today - near).days <= _THIS_WEEK
        return this_week and (ago <= _LONG_AGO or reported is not None)

    def _near_today(self, words: Words, day: int) -> dt.date | None:
        if self.today is None:
            return None
        months = [add_months(self.today.year, self.today.month, more) for more in (0, -1, 1)]
        found = [date for month in months if (date := real_date(*month, day))]
        past = next((date for date in found if date <= self.today), None)
        coming = next((date for date in found if date > self.today), None)
        if past is None or coming is None:
            return past or coming
        ago = (self.today - past).days
        return coming if ago > _NEARBY or (ago and self._is_future(words)) else past

    def _clocked(self, words: Words, day: dt.date, kind: str) -> Time:
        if words.hour is None:
            return at(*units_of(day), kind=kind)
        if words.first is not None:
            return Time((*units_of(day), words.first), (*units_of(day), words.hour), "interval")
        if words.minute is None:
            return at(*units_of(day), words.hour, kind="hour")
        return at(*units_of(day), words.hour, words.minute, kind="minute")

    def _clock(self, words: Words) -> Time | None:
        day = self.day or self.today
        last = self.last.last if self.last else ()
        bare = self.text[words.start] in DIGITS + HAN
        if bare and words.hour and len(last) > 3 and words.hour < 12 <= last[3] <= words.hour + 12:
            words = replace(words, hour=words.hour + 12)  # 下午3时…4时10分
        return None if day is None else self._clocked(words, day, "hour")

    def _week(self, words: Words) -> Time | None:
        if self.today is None:
            return None
        monday = 7 * (words.week or 0) - self.today.weekday()
        ahead = monday + (words.weekday or 0)
        if words.level == "week":
            first, last = days_later(self.today, ahead), days_later(self.today, monday + 6)
            return Time(units_of(first), units_of(last), "week") if first and last else None
        future = self._is_future(words)
        if words.week is None:
            ahead += 7 * (bool(future) and ahead < 0) - 7 * (not future and ahead > 0)
        day = days_later(self.today, ahead)
        return None if day is None else self._clocked(words, day, "day")

    def _in_year(self, words: Words, year: int) -> Time | None:
        if words.first is not None:
            return Time((words.first,), (year,), "interval")
        if words.part is None or not 1 <= year <= 9999:
            said_before = words.year is not None and words.year.base == "last"
            return at(year, kind="anaphoric" if said_before else "year")
        if (
            words.rule == "season"
            and words.part == ("season", 4)
            and words.year == Ref("issue", 0)
            and self._is_winter()
        ):
            year -= 1  # 今冬 in January has begun in the year before
        if words.part[0] == "from-this-quarter" and self.today:
            year, month = add_months(year, self.today.month, 3 * words.part[1])
            return part_of_year(("quarter", (month + 2) // 3), year)
        return part_of_year(words.part, year)

    def _is_winter(self) -> bool:
        return self.today is not None and self.today.month <= 2

    def _in_month(self, words: Words, year: int, month: int) -> Time | None:
        if words.first is not None:
            return Time((year, words.first), (year, month), "interval")
        if words.part and words.part[0] == "ten-days":
            first = 10 * words.part[1] + 1
            last = last_day(year, month).day if first == 21 else first + 9
            return Time((year, month, first), (year, month, last), "interval")
        said_before = words.month is not None and words.month.base == "last"
        return at(year, month, kind="anaphoric" if said_before else "month")

    # ---- what has a name or a count

    def _named(self, words: Words) -> Time | None:
        assert words.named is not None
        kind, name, numbers = words.named
        if kind == "short":
            return self._short_year(words, numbers[0])
        if kind == "century" or kind == "decade":
            return self._century(name, numbers)
        if kind == "festival":
            year = self._festival_year(words, name)
            day = None if year is None else festival_day(name, year)
            return None if day is None else at(*units_of(day), kind="festival")
        if kind == "plan":
            first, last = plan_period(numbers[0])
            return Time((first,), (last,), "interval")
        if kind == "same-period":
            return self._same_period(words)
        if kind == "lunar":
            return self._lunar(words, numbers)
        return self._counted(kind, name, numbers)

    def _same_period(self, words: Words) -> Time | None:
        """去年同期 is the months just told of, a year before, or else all of that year."""
        year = self._year(words)
        if year is None:
            return None
        last = self.last
        whole = last is None or len(last.first) != 2 or last.first[0] != last.last[0]
        if last is None or whole or not self._same_sentence(words):
            return at(year, kind="year")
        return Time((year, last.first[1]), (year, last.last[1]), "anaphoric")

    def _short_year(self, words: Words, short: int) -> Time | None:
        """五八年 is the latest year with those figures that is not still to come."""
        if self.today is None:
            return None
        year = self.today.year - (self.today.year - short) % 100
        return self._dated(replace(words, year=Ref("number", year), named=None))

    def _century(self, name: str, numbers: tuple[int, ...]) -> Time | None:
        century = numbers[0]
        if name != "number" and (len(numbers) < 2 or numbers[1] < 100):
            if self.today is None:
                return None
            century += (self.today.year - 1) // 100 + 1
        if len(numbers) < 2:
            return Time((100 * century - 99,), (100 * century,), "century")
        first = numbers[1] if numbers[1] >= 100 else 100 * (century - 1) + numbers[1]
        if name == "bare" and self.today and first > self.today.year:
            first -= 100
        return Time((first - (numbers[2] if len(numbers) > 2 else 0),), (first + 9,), "decade")

    def _festival_year(self, words: Words, name: str) -> int | None:
        if words.year:
            return self._year(words)
        if self.told and self._same_sentence(words):
            return self.told[0]
        return self._year_near(name)

    def _year_near(self, name: str) -> int | None:
        """This year, but in December 春节 is the one to come and in January 国庆 the one past."""
        if self.today is None:
            return None
        year = self.today.year
        days = {y: festival_day(name, y) for y in (year, year - 1, year + 1)}
        here = days[year]
        if here is not None and abs((here - self.today).days) > 270:
            for other in (year - 1, year + 1):
                day = days[other]
                if day is not None and abs((day - self.today).days) <= 90:
                    return other
        return year

    def _lunar(self, words: Words, numbers: tuple[int, ...]) -> Time | None:
        """A day or month of the farmers' calendar that falls into the year told, or this one."""
        year = self._festival_year(words, "春节")
        if year is None:
            return None
        for named_year in (year - 1, year):
            first = lunar_day(named_year, numbers[0], numbers[1] if len(numbers) > 1 else 1)
            if first is not None and first.year == year:
                if len(numbers) > 1:
                    return at(*units_of(first), kind="lunar")
                last = lunar_day(named_year, numbers[0], 30) or first + dt.timedelta(28)
                return Time(units_of(first), units_of(last), "lunar")
        return None

    def _counted(self, kind: NamedKind, unit: str, numbers: tuple[int, ...]) -> Time | None:
        """4年前, 三天后, 近三年, 近日, 目前."""
        now = self.issue or self.today
        if now is None:
            return None
        if kind == "now":
            return Time((), units_of(now), "now") if numbers[0] else at(*units_of(now), kind="now")
        if kind == "vague":
            past = days_later(now, -numbers[0]) if numbers[0] else None
            return Time(units_of(past), units_of(now), "vague") if past else None
        if not numbers:
            return None
        if kind == "ago" and self.today:
            return moved(self.today, unit, -numbers[0])
        if kind == "later":
            return self._later(unit, numbers[0])
        other = moved(now, unit, -numbers[0] if kind == "since" else numbers[0])
        if other is None:
            return None
        if kind == "since":
            return Time(other.first, units_of(now), "interval")
        return Time(units_of(now), other.last, "interval")

    def _later(self, unit: str, count: int) -> Time | None:
        """三天后 counts from the last day told, 两年后 from the last year told in the passage."""
        if unit in ("天", "周"):
            return None if self.day is None else moved(self.day, unit, count, "anaphoric")
        if len(self.told) < (1 if unit == "年" else 2):
            return None
        told = dt.date(self.told[0], self.told[1] if unit == "月" else 1, 1)
        return moved(told, unit, count, "anaphoric")
