"""The issue a page belongs to (期): its day and its paper, with the words that give them away.

The day is looked for where a librarian would: what the reader said, the masthead or folio (see
`page.printed_day`), the file's name, and last the datelines of its stories, which were sent the
day before. What none of them tells stays None. Left alone: the city or edition of a paper.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass

from banmian.facts.calendar import real_date
from banmian.facts.dates import DateMention, find_dates
from banmian.page import Page, printed_day


@dataclass(frozen=True, slots=True)
class Issue:
    """Day and paper of an issue, and how they were found.

    ``rule`` says where the day was found: given, masthead (also if the same was given),
    file-name, datelines or unknown.
    ``evidence`` are the words that tell it, ``start`` and ``end`` their place in the page's text;
    they are None for what was given, and the place also for a file name. ``confidence``, 0 to 1,
    is that of the day; ``paper`` is None where no masthead names it.
    """

    date: dt.date | None
    paper: str | None
    rule: str
    evidence: str | None
    confidence: float
    start: int | None
    end: int | None


def infer_issue(page: Page) -> Issue:
    r"""The issue of a page, from the best evidence there is.

    Args:
        page: the page; its ``issue_date`` and ``paper`` hold where they are given.

    Returns:
        The issue; ``date`` is None, with confidence 0, where nothing tells it.

    Example:
        >>> import banmian as bm
        >>> issue = infer_issue(bm.parse_page("2020年11月3日 星期二 第3版\n新桥通车"))
        >>> issue.date, issue.rule, issue.evidence
        (datetime.date(2020, 11, 3), 'masthead', '2020年11月3日 星期二')
    """
    paper = page.paper if page.paper is not None else _paper(page)
    printed = _from_masthead(page, paper)
    if page.issue_date is not None and (printed is None or printed.date != page.issue_date):
        return Issue(page.issue_date, paper, "given", None, 1.0, None, None)
    if found := printed or _from_name(page, paper) or _from_datelines(page, paper):
        return found
    return Issue(None, paper, "unknown", None, 0.0, None, None)


_MASTHEAD = "furniture: masthead"
_EDITION = re.compile(r"\s*(?:数字报纸?|电子版|社|网)$")


def _paper(page: Page) -> str | None:
    """The paper that a masthead names, without what follows its name (数字报)."""
    for block in page.furniture:
        if block.rule.startswith(_MASTHEAD):
            return _EDITION.sub("", block.text)
    return None


def _from_masthead(page: Page, paper: str | None) -> Issue | None:
    """The day that the furniture prints."""
    day = printed_day(page.blocks)
    if day is None:
        return None
    evidence = page.text[day.start : day.end]
    confidence = 0.99 if day.confirmed else 0.95
    return Issue(day.date, paper, "masthead", evidence, confidence, day.start, day.end)


def _full_day(mention: DateMention) -> dt.date | None:
    """The day of a mention that tells it with month and year."""
    return dt.date.fromisoformat(mention.iso) if mention.type == "day" and mention.iso else None


_DAY_IN_NAME = re.compile(
    r"(?<!\d)(?P<year>(?:18|19|20)\d\d)(?P<mark>[-_.年]?)(?P<month>\d\d?)(?:(?P=mark)|月)(?P<day>\d\d?)(?!\d)"
)


def _from_name(page: Page, paper: str | None) -> Issue | None:
    """The day in a file's name: 2020-11-03_03.txt, rmrb19980105.txt, 20201103-01.txt."""
    for match in _DAY_IN_NAME.finditer(page.name or ""):
        run_on = not match["mark"] and len(match["month"] + match["day"]) != 4
        day = real_date(int(match["year"]), int(match["month"]), int(match["day"]))
        if day is not None and not run_on:
            return Issue(day, paper, "file-name", match.group(), 0.9, None, None)
    return None


def _from_datelines(page: Page, paper: str | None) -> Issue | None:
    """The day after the latest dateline; one without a year is of the year the stories tell."""
    year = _year_told(page)
    sent = [
        (day, article.dateline.start + mention.start, mention.text)
        for article in page.articles
        if article.dateline is not None
        for mention in find_dates(
            article.dateline.text, issue_date=None if year is None else dt.date(year, 12, 31)
        )
        if (day := _full_day(mention))
    ]
    if not sent or (max(sent)[0] - min(sent)[0]).days > _LONGEST_WAIT:
        return None
    last, start, words = max(sent)
    if "年" not in words and last.month < 3:  # the stories of January tell of the year before
        return None
    return Issue(
        date=last + dt.timedelta(1),
        paper=paper,
        rule="datelines",
        evidence=words,
        confidence=0.8 if "年" in words else 0.5,
        start=start,
        end=start + len(words),
    )


_LONGEST_WAIT = 60
"""Datelines of one page lie so many days apart at most; if not, the turn of a year is between."""

_TO_COME = re.compile(r"(?:[到至将]|规划|目标|计划|预计|力争)[^,。;，；]{0,4}$")


def _year_told(page: Page) -> int | None:
    """The latest year that the stories name, or None where they name few years close to it.

    A single year may be that of a plan or a jubilee. Where the year before is named more often,
    it is that: a year still to come is named too.
    """
    told = Counter(
        int(mention.iso[:4])
        for mention in find_dates(page.text)
        if mention.iso
        and mention.type in ("year", "month", "day")
        and not _TO_COME.search(page.text, max(0, mention.start - 6), mention.start)
    )
    latest = max(told, default=0)
    if told[latest - 1] > told[latest]:
        latest -= 1
    return latest if sum(told[latest - past] for past in range(_YEARS)) >= _ENOUGH else None


_YEARS, _ENOUGH = 5, 3
"""So many mentions within so many years: the one page read wrongly without had two in eight."""
