"""What the name of a page file tells: newspaper, day of issue, number of the page (报、日期、版次).

A template is written like the name, with fields in braces: ``{date}_{page}.txt`` or
``{paper}/{year}/{month}/{day}/{page}.txt``; ``*`` stands for what says nothing. Names in which a
field is of another shape (a two-digit year, a month in letters) are left alone: they do not match.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from banmian.page import FormatError

_FIELDS: Final = {
    "paper": r"[^/]+?",
    "year": r"[0-9]{4}",
    "month": r"[0-9]{1,2}",
    "day": r"[0-9]{1,2}",
    # 2020-11-03, 2020.11.3, 2020_11_03, 20201103, 2020年11月3日
    "date": r"[0-9]{4}(?:[-._][0-9]{1,2}[-._][0-9]{1,2}|[0-9]{4}|年[0-9]{1,2}月[0-9]{1,2}日)",
    "page": r"[A-Za-z]?[0-9]{1,4}",  # A03 is a page too, of the paper's first part
}
_DAY: Final = {"year", "month", "day"}


@dataclass(frozen=True, slots=True)
class Told:
    """What a name or a record tells of its page; None where it tells nothing."""

    paper: str | None = None
    issue_date: str | None = None
    number: int | None = None


NOTHING: Final = Told()


@dataclass(frozen=True)
class Template:
    """A path pattern and what it reads out of the names that match.

    Fields: ``{paper}``, ``{year}`` (four digits), ``{month}``, ``{day}``, ``{date}``
    (2020-11-03, 20201103 …) and ``{page}`` (03 or A03; only a plain number becomes the page's
    number). A field that stands twice must read the same twice. ``*`` is anything within one
    folder's or file's name. The template is compared with the end of a name, from the start of a
    folder on, in any case of letters: folders in front of it say nothing.

    Raises:
        FormatError: A field is unknown, or some of year, month and day are there and some are not.

    >>> Template("{paper}/{year}/{month}/{day}/{page}.txt").read("rmrb/1998/01/05/01.txt")
    Told(paper='rmrb', issue_date='1998-01-05', number=1)
    >>> Template("{date}_{page}.txt").read("2020-11-03_03.txt").issue_date
    '2020-11-03'
    """

    pattern: str

    def __post_init__(self) -> None:
        """Refuse what cannot be read."""
        parts = set(re.findall(r"\{(.*?)\}", self.pattern))
        unknown = sorted(parts - _FIELDS.keys())
        if unknown or re.search(r"[{}]", re.sub(r"\{.*?\}", "", self.pattern)):
            found = f"{{{unknown[0]}}}" if unknown else "a single brace"
            raise FormatError(
                f"the template {self.pattern!r} has {found}; the fields of a template are "
                + ", ".join(f"{{{name}}}" for name in _FIELDS)
            )
        if "date" not in parts and 0 < len(parts & _DAY) < 3:
            raise FormatError(
                f"the template {self.pattern!r} names no whole day; write {{date}}, or {{year}}, "
                "{month} and {day}, or * in place of what is no whole day"
            )

    @cached_property
    def _regex(self) -> re.Pattern[str]:
        seen: set[str] = set()
        made = ""
        for part in re.split(r"(\{.*?\}|\*)", self.pattern):
            name = part[1:-1]
            if part == "*":
                made += "[^/]*?"
            elif not part.startswith("{"):
                made += re.escape(part)
            else:
                made += f"(?P={name})" if name in seen else f"(?P<{name}>{_FIELDS[name]})"
                seen.add(name)
        return re.compile(f"(?:.*/)?{made}", re.IGNORECASE | re.DOTALL)

    def read(self, name: str) -> Told | None:
        """What ``name`` (with ``/`` between folders) tells; None if it does not match.

        The day is an ISO string; a field that the template does not have is None.

        Raises:
            FormatError: It matches, but its day is none of the calendar, or it names two days.
        """
        match = self._regex.fullmatch(name)
        if match is None:
            return None
        fields = match.groupdict()
        number = fields.get("page") or ""
        return Told(
            paper=fields.get("paper"),
            issue_date=_issue_date(fields, name),
            number=int(number) if number.isdecimal() else None,
        )


def _issue_date(fields: dict[str, str], name: str) -> str | None:
    """The ISO date of the fields, None if there are none of a day."""
    days = [_iso(fields["date"])] if "date" in fields else []
    if fields.keys() >= _DAY:
        days.append(_iso("-".join(fields[key] for key in ("year", "month", "day"))))
    elif days and "year" in fields and days[0] and not days[0].startswith(fields["year"]):
        days.append(None)
    if None in days or len(set(days)) > 1:
        raise FormatError(
            f"the name {name!r} tells no day of the calendar, or two: by the template it has "
            + ", ".join(f"{key} {value}" for key, value in sorted(fields.items()))
        )
    return days[0] if days else None


@lru_cache(maxsize=64)  # the pages of a day stand together, and share the string
def _iso(day: str) -> str | None:
    numbers = re.findall("[0-9]+", day)
    if len(numbers) == 1:
        numbers = [day[:4], day[4:6], day[6:]]
    try:
        return dt.date(*map(int, numbers)).isoformat()
    except ValueError:
        return None
