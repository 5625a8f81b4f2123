"""Dates of a story: each expression of time with its place, its day in ISO 8601, its relation.

Days that are counted from the paper (昨天, 去年, 10月30日) need the day of the issue, or of the
report where its dateline (电头) gives one; without it their ``iso`` is None, never a guess. A
year or month told before is carried on inside a paragraph (2017年6月…8月). What a word of
time looks like is `reading`'s part; quantities of time (3年, 10天) are left to `quantities`.

How ``iso`` is written: a day ``2020-10-26``, a month ``2020-10``, a year ``2020``, an hour
``2020-10-29T09``, a minute ``2020-10-29T09:30``; anything longer or between them is an interval
``first/last`` whose ends have the precision that was told, both of them included
(``2020-07/2020-09``), with an open end left empty (``/2020-02-29``: until then).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, get_args

from banmian.facts.dates.reading import find_words
from banmian.facts.dates.relations import read_relation, related_iso
from banmian.facts.dates.resolving import Resolver
from banmian.facts.dates.terms import COUNTED, TO, Level, Words, fold
from banmian.facts.dates.times import Time, iso_form
from banmian.page import Article

CONFIDENCE: Final = {"sure": 0.95, "carried": 0.85, "unresolved": 0.9}
"""Shares right of what was read by eye on 38 pages of two papers (1998, 2025).

Sure (a year, a month with its day, 昨天, 近三年, 目前): 115 of 120. Carried (a month, a day or 当晚
that leans on what was told before): 51 of 60; most of the others meant no year, as 往常1月份.
Unresolved: 56 of 60 are times, though not which.
"""


@dataclass(frozen=True, slots=True)
class DateMention:
    """An expression of time in a text.

    ``text`` is the source from ``start`` to ``end``. ``iso`` is the day or interval (see the
    module), or None where it cannot be told. ``type`` is how it is said: day, month, year,
    minute, hour, interval, quarter, half, decade, century, week, season, festival, plan,
    anaphoric (当晚), vague (近日), now (目前). ``relation`` is since, until, after, about, within,
    dateline or None. ``rule`` names the words that were read, ``confidence`` is 0 to 1.
    """

    start: int
    end: int
    text: str
    iso: str | None
    type: str
    relation: str | None
    rule: str
    confidence: float


# ------------------------------------------------------------------ mentions

_GOES_ON = re.compile(rf"\s?{TO}\s?")


def find_dates(
    text: str, *, issue_date: dt.date | None = None, dateline: dt.date | None = None
) -> list[DateMention]:
    """The expressions of time in a text, resolved as far as what is known allows.

    Args:
        text: a passage, or several lines; nothing told in one line is carried to the next, but
            the last day is (当晚).
        issue_date: the day of the issue, against which years, months and 目前 are counted.
        dateline: the day on which the report was sent, against which 今天 is counted; the
            issue's day where it is None. A line that opens with a dateline (本报南京11月2日电)
            sets it for all that follows.

    Returns:
        Mentions in order of ``start``, none overlapping another.

    Example:
        >>> found = find_dates("去年8月至10月,当晚8时", issue_date=dt.date(2020, 11, 3))
        >>> [(m.text, m.iso) for m in found]
        [('去年8月至10月', '2019-08/2019-10'), ('当晚8时', None)]
    """
    resolver = Resolver(issue_date, dateline)
    found: list[DateMention] = []
    start = 0
    for line in text.split("\n"):
        mentions = _mentions(resolver, line)
        found += (
            replace(m, start=m.start + start, end=m.end + start) if start else m for m in mentions
        )
        start += len(line) + 1
    return found


def dates_of(
    article: Article, *, issue_date: dt.date | None = None
) -> list[tuple[int, DateMention]]:
    r"""The expressions of time of a story, in reading order.

    Args:
        article: the story; its dateline says which day 今天 is.
        issue_date: the day of the issue.

    Returns:
        Pairs of the number of the passage in ``article.passages`` and a mention, whose offsets
        are those of the passage's text.

    Example:
        >>> import banmian as bm
        >>> page = bm.parse_page("新桥通车\n\n本报南京11月2日电 (记者王小明)新桥今天通车。")
        >>> found = dates_of(page.articles[0], issue_date=dt.date(2020, 11, 3))
        >>> [(mention.text, mention.iso) for _, mention in found]
        [('11月2日', '2020-11-02'), ('今天', '2020-11-02')]
    """
    resolver = Resolver(issue_date, _dateline_day(article, issue_date))
    return [
        (number, mention)
        for number, (_, passage) in enumerate(article.passages)
        for mention in _mentions(resolver, passage.text)
    ]


_WIRED: Final = re.compile("[电電讯訊]")


def _dateline_day(article: Article, issue_date: dt.date | None) -> dt.date | None:
    """The day of the story's dateline, printed before it or behind it ((本报曼谷1月10日电))."""
    lines = [article.paragraphs[-1].text] if article.paragraphs else []
    if article.dateline is not None and article.dateline.date is not None:
        lines = [article.dateline.text]
    for line in filter(_WIRED.search, lines):
        for mention in find_dates(line, issue_date=issue_date):
            if mention.relation == "dateline" and mention.iso:
                return dt.date.fromisoformat(mention.iso[:10])
    return None


def _mentions(resolver: Resolver, text: str) -> Iterator[DateMention]:
    folded = fold(text)
    resolver.begin(folded)
    end = 0
    for run in _runs(folded, find_words(folded)):
        # 前 belongs to 2020年以前 and not to 前10月 behind it
        if run[0].start >= end and not _in_title(folded, run[0]):
            mention = _mention(resolver, text, run)
            end = mention.end
            yield mention


def _runs(text: str, words: Iterable[Words]) -> Iterator[tuple[Words, ...]]:
    """Expressions of time, those from one to another (10月1日至3日, 2017年至今) in pairs."""
    held: Words | None = None
    for found in words:
        if held is None:
            held = found
        elif _goes_to(text, held, found):
            if not (held.rule == found.rule == "weekday"):
                yield held, found
            held = None
        else:
            yield (held,)
            held = found
    if held is not None:
        yield (held,)


def _goes_to(text: str, one: Words, other: Words) -> bool:
    if one.named and one.named.kind in COUNTED:
        return False
    if other.named and other.named.kind in COUNTED:
        so_far = text[one.end : other.start] in (("",) if other.named.numbers == (1,) else ("到",))
        return other.named.kind == "now" and so_far
    finer = _ORDER.index(other.level) >= _ORDER.index(one.level)
    return finer and _GOES_ON.fullmatch(text, one.end, other.start) is not None


_ORDER: Final = get_args(Level)
_DEICTIC = ("said", "now", "vague", "weekday", "span", "since")


def _in_title(text: str, words: Words) -> bool:
    """今天 inside the title of a work (《今天》) is not the day of the report."""
    opened = text.rfind("《", max(0, words.start - 40), words.start)
    return words.rule.startswith(_DEICTIC) and opened > text.rfind(
        "》", max(0, opened), words.start
    )


def _mention(resolver: Resolver, text: str, run: tuple[Words, ...]) -> DateMention:
    if len(run) == 2:
        return _ranged(resolver, text, *run)
    words = run[0]
    time = resolver.resolve(words)
    relation = read_relation(resolver.text, words)
    if relation.name == "dateline" and time:
        resolver.today = dt.date(*time.first[:3])
    iso = None if time is None else related_iso(time, words, relation, resolver.issue)
    how = time.type if time else _unresolved_type(words)
    if relation.name and iso and "/" in iso and how not in ("now", "vague"):
        how = "interval"
    said = text[words.start : relation.end]
    sure = _confidence(words, time)
    return DateMention(words.start, relation.end, said, iso, how, relation.name, words.rule, sure)


def _unresolved_type(words: Words) -> str:
    if words.named and words.named.kind in ("festival", "vague", "now", "plan", "lunar"):
        return words.named.kind
    if any(ref and ref.base == "last" for ref in (words.year, words.month, words.day)):
        return "anaphoric"
    return {"part": "interval", "time": "hour"}.get(words.level, words.level)


def _ranged(resolver: Resolver, text: str, one: Words, other: Words) -> DateMention:
    """From one expression to another: 10月30日至11月2日, 2017年6月至今."""
    first = resolver.resolve(one)
    last = resolver.resolve(other)
    now = other.named is not None and other.named.kind == "now"
    if first and last and other.month and not other.year and last.last < first.first[:3]:
        following = min(last.last[0] + 1, dt.MAXYEAR)
        last = last._replace(last=(following, *last.last[1:]))  # 12月25日至1月5日
    follows = first and last and last.last >= first.first[: len(last.last)]
    iso = f"{iso_form(first.first)}/{iso_form(last.last)}" if first and last and follows else None
    return DateMention(
        one.start,
        other.end,
        text[one.start : other.end],
        iso,
        "interval",
        "since" if now else None,
        f"{one.rule}-to-{other.rule}",
        min(_confidence(one, first), _confidence(other, last)),
    )


def _confidence(words: Words, time: Time | None) -> float:
    """How sure place and day are."""
    if time is None:
        return CONFIDENCE["unresolved"]
    if words.named or words.week is not None or words.weekday is not None:
        return CONFIDENCE["sure"]
    if any(ref and ref.base == "last" for ref in (words.year, words.month, words.day)):
        return CONFIDENCE["carried"]
    full = words.year or (words.month and words.day) or (words.day and words.day.base == "issue")
    return CONFIDENCE["sure" if full else "carried"]
