"""How an expression of time is tied into its sentence: since it, until it, a dateline.

A word behind it belongs to the mention where it stands alone (2016年以来, 2月底以前), and not
where a word before it opens the pair (自2016年以来): then the mention is the date itself.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from banmian.facts.calendar import last_day
from banmian.facts.dates.terms import COUNTED, Words
from banmian.facts.dates.times import Time, iso_form, units_of

_BEFORE = re.compile(
    r"(?P<since>自从?)$|(?P<start>从)$|(?P<about>大?约|大概)$"
    r"|(?P<until>截[至止]到?|[直续起][至到]|(?<![一-鿿])到|迄至?)$"
)
_BEHIND = re.compile(
    r"\s?(?:(?P<since>以来)|(?P<until>以前|之前|前(?![后往期夕来进途景沿列身任天年日半几数两一二三四五六七八九十\d]))"
    r"|(?P<after>以后|之后|后(?![期续备勤来者方半天年卫代果]))"
    r"|(?P<start>起(?![降重草飞点]))|(?P<about>左右|前后)|(?P<within>[以之]内))"
)
_FROM_ON = re.compile(r"[^,。;]{0,15}?(?:以来|起(?![降重草飞点来])|开始)")
_SINCE_ON = re.compile(r"[^,。;]{1,15}?以来")
# 本报南京11月2日电; a place alone only at the very beginning: 莫斯科九月十三日电
_LEAD_BEFORE = re.compile(r"(?:[报社台网刊][一-鿿·、]{0,12}|^\W{0,2}[一-鿿·]{1,8})\s?$")
_LEAD_BEHIND = re.compile(r"(?:凌晨|上午|下午|晚)?(?:综合|专|急)?[电讯](?![话视影子台气力商])")


class Relation(NamedTuple):
    """Name of a relation or None, where the mention ends, whether a word behind belongs to it."""

    name: str | None
    end: int
    closed: bool = False


def read_relation(text: str, words: Words) -> Relation:
    """The relation of an expression in a folded text: since, until, after, about, within, dateline.

    >>> from banmian.facts.dates.reading import find_words
    >>> [read_relation(said, *find_words(said)).name for said in ("2016年以来", "截至8月", "8月")]
    ['since', 'until', None]
    """
    if words.named and words.named.kind in COUNTED:
        until = words.named == ("now", "", (1,))
        since = words.named.kind == "since"
        return Relation("until" if until else "since" if since else None, words.end)
    if _opens_report(text, words):
        return Relation("dateline", words.end)
    before = _BEFORE.search(text, max(0, words.start - 3), words.start)
    behind = _BEHIND.match(text, words.end)
    led = before.lastgroup if before else None
    followed = behind.lastgroup if behind else None
    alone = followed == "since" and led not in ("since", "start")
    if behind and (alone or followed in ("until", "after")):
        return Relation(followed, behind.end(), closed=True)
    if words.part and words.part[0] == "within":
        return Relation("within", words.end)
    if led not in ("start", None):
        return Relation(led, words.end)
    if followed:
        return Relation("since" if followed == "start" else followed, words.end)
    goes_on = (_FROM_ON if led else _SINCE_ON).match(text, words.end)
    return Relation("since" if goes_on else None, words.end)


def _opens_report(text: str, words: Words) -> bool:
    return (
        words.level == "day"
        and (words.start < 40 or words.end + 8 > len(text))
        and words.day is not None
        and words.day.base == "number"
        and _LEAD_BEHIND.match(text, words.end) is not None
        and _LEAD_BEFORE.search(text, 0, words.start) is not None
    )


def related_iso(time: Time, words: Words, relation: Relation, issue: dt.date | None) -> str:
    """The ISO form of a time in its relation; since a time is until the day of the issue."""
    if not relation.closed:
        until_end = relation.name == "until" and _is_end(words)
        return iso_form(_closing(words, time.last)) if until_end else time.iso
    if relation.name == "until":
        return f"/{iso_form(_closing(words, time.last))}"
    if relation.name == "after":
        return f"{iso_form(time.last)}/"
    now = () if issue is None else units_of(issue)
    return f"{iso_form(time.first)}/{iso_form(now) if now >= time.first else ''}"


def _is_end(words: Words) -> bool:
    return words.part is not None and words.part[0] == "edge" and words.part[1] > 0


def _closing(words: Words, units: tuple[int, ...]) -> tuple[int, ...]:
    """Until 2月底 and until 年底 are until the last day; else the precision told."""
    return units_of(last_day(units[0], units[1])) if _is_end(words) and len(units) == 2 else units
