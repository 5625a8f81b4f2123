"""A reader's corrections to the parser (人工更正), kept beside the page and never in it.

A page ``name.txt`` may have a sidecar ``name.fix.toml``::

    paper = "工人日报"
    issue_date = 2020-11-03

    [[fix]]
    line = 36                    # counted from 1 as editors do; or: start = 2310, an offset
    text = "职工大学堂"            # how the line begins; a fix that no longer fits is an error
    role = "headline"            # optional: any role of `page.ROLES`
    story = "new"                # optional: "new" begins a story here; "same" (with a role) goes
                                 # on the story it stands in
    continues = 20               # optional: the line whose sentence goes on here, or false

A fix is not painted over the result: it binds the reading, so that the lines around it are read
anew in its light. What it cannot bind to is an error that says why.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

import numpy as np

from banmian.page import ROLES, Fix, FixError, FormatError, as_date
from banmian.parsing.grammar import FORBIDDEN, OPENING, STATES, Array
from banmian.parsing.lines import Line
from banmian.parsing.stories import ROLE_OF

_HEADING: Final = ("label", "head", "more head")
"""A label may turn out to be a headline (`stories.name_heads`), and a fix may make it one."""
_STATES_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "label": _HEADING,
    "kicker": _HEADING,
    "headline": _HEADING,
    "deck": _HEADING,
    **{
        role: tuple(state for state, made in ROLE_OF.items() if made == role)
        for role in ROLES
        if role not in ("label", "kicker", "headline", "deck", "furniture")
    },
}
Place = Literal["new", "same"]
_KEYS: Final = {"line", "start", "text", "role", "story", "continues"}


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What a sidecar says: the page's paper and day, if it does, and its fixes."""

    paper: str | None = None
    issue_date: dt.date | None = None
    fixes: tuple[Fix, ...] = ()


def read_sidecar(toml: str, name: str) -> Sidecar:
    r"""The contents of a sidecar; ``name`` is what to call it in an error.

    Raises:
        FixError: it is no TOML, or has a key or value that means nothing here.

    Example:
        >>> side = read_sidecar('[[fix]]\nline = 3\ntext = "短讯"\nrole = "label"', "a.fix.toml")
        >>> side.fixes[0].line, side.fixes[0].role
        (3, 'label')
    """
    try:
        data = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise FixError(
            f"{name} is not valid TOML: {error}; a date is written 2031-03-18, a text in quotes"
        ) from error
    unknown = sorted(data.keys() - {"paper", "issue_date", "fix"})
    if unknown:
        raise FixError(f"{name} has the key {unknown[0]!r}; expected paper, issue_date or [[fix]]")
    paper = data.get("paper")
    if not isinstance(paper, str | None):
        raise FixError(f"{name}: paper is {paper!r}, expected a string")
    rows = data.get("fix", [])
    if not isinstance(rows, list):
        raise FixError(f"{name}: write [[fix]] with two brackets, one for each correction")
    fixes = tuple(_read_fix(row, f"{name}, fix {n}") for n, row in enumerate(rows, 1))
    try:
        issue_date = as_date(data.get("issue_date"))
    except FormatError as error:
        raise FixError(f"{name}: {error}") from error
    return Sidecar(paper, issue_date, fixes)


def _read_fix(row: Any, where: str) -> Fix:
    if not isinstance(row, Mapping):
        raise FixError(
            f"{where} is {row!r}; write [[fix]] and below it line, text and what to change"
        )
    unknown = sorted(row.keys() - _KEYS)
    if unknown:
        raise FixError(f"{where} has the key {unknown[0]!r}; expected {', '.join(sorted(_KEYS))}")
    if ("line" in row) == ("start" in row):
        raise FixError(f"{where} needs either line = … or start = …, to say where it belongs")
    if not isinstance(row.get("text"), str) or not row["text"].strip():
        raise FixError(f'{where} needs text = "…", how the line begins, so that it is found again')
    for key in ("line", "start"):
        if key in row and type(row[key]) is not int:
            raise FixError(f"{where}: {key} is {row[key]!r}, expected a whole number")
    if "role" in row and row["role"] not in ROLES:
        raise FixError(f"{where}: role is {row['role']!r}, expected one of {', '.join(ROLES)}")
    if "story" in row and row["story"] not in get_args(Place):
        raise FixError(f'{where}: story is {row["story"]!r}, expected "new" or "same"')
    goes_on = row.get("continues")
    if goes_on is True or not isinstance(goes_on, int | None):
        raise FixError(f"{where}: continues is {goes_on!r}, expected a line number or false")
    if row.get("story") == "same" and not row.keys() & {"role", "continues"}:
        raise FixError(f'{where}: story = "same" needs role too, to say what the line is there')
    if not row.keys() & {"role", "story", "continues"}:
        raise FixError(f"{where} changes nothing: give it role, story or continues")
    return Fix(**row)


@dataclass(frozen=True, slots=True)
class Bound:
    """A fix and the block it binds; ``continues`` is a block index, False or None."""

    fix: Fix
    index: int
    continues: int | bool | None


def bind(fixes: Sequence[Fix], lines: Sequence[Line], text: str) -> dict[int, Bound]:
    """The fixes by block index.

    Raises:
        FixError: a fix names no line of the page, another line than its ``text`` says, or a
            line that another fix names too.
    """
    if not fixes:
        return {}
    numbers = _line_numbers(lines, text)
    starts = {line.start: i for i, line in enumerate(lines)}
    bound: dict[int, Bound] = {}
    for fix in fixes:
        if (fix.line is None) == (fix.start is None):
            raise FixError(f"the fix for {fix.text!r} needs either a line or a start")
        if fix.role == "furniture" and (fix.story is not None or fix.continues):
            raise FixError(f"the fix for {fix.text!r} makes furniture of it; that is in no story")
        index = numbers.get(fix.line) if fix.line is not None else starts.get(fix.start or 0)
        where = f"line {fix.line}" if fix.line is not None else f"offset {fix.start}"
        if index is None:
            raise FixError(f"the fix for {where} ({fix.text!r}) names no line with text on it")
        found = text[lines[index].start : lines[index].end]
        if not found.startswith(fix.text):
            raise FixError(
                f"the fix for {where} expects a line that begins {fix.text!r}, but it begins "
                f"{found[: len(fix.text) + 8]!r}: the page has changed, or the number is wrong"
            )
        if index in bound:
            raise FixError(f"two fixes name {where}; make them one")
        goes_on: int | bool | None = fix.continues
        if goes_on is not None and goes_on is not False:
            goes_on = numbers.get(goes_on)
            if goes_on is None or goes_on >= index:
                raise FixError(
                    f"the fix for {where} continues line {fix.continues}, which is no text above it"
                )
        bound[index] = Bound(fix, index, goes_on)
    return bound


def constrain(scores: Array, kept: Sequence[int], bound: Mapping[int, Bound]) -> Array:
    """The scores with every state forbidden that a fix rules out."""
    if not bound:
        return scores
    scores = scores.copy()
    for row, index in enumerate(kept):
        if index in bound:
            # half of what a move costs that cannot be: a fix that fits no reading is broken,
            # and `check` sees it, before the grammar is
            scores[row, ~_allowed(bound[index])] += FORBIDDEN / 2
    return scores


def check(states: Sequence[str], kept: Sequence[int], bound: Mapping[int, Bound]) -> None:
    """Raise FixError where the best reading had to break a fix."""
    for state, index in zip(states, kept, strict=True):
        if index in bound and not _allowed(bound[index])[STATES.index(state)]:
            fix = bound[index].fix
            raise FixError(
                f"the fix for {fix.text!r} (role {fix.role}, story {fix.story}, continues "
                f"{fix.continues}) fits no reading of the page; a story can begin with a label, a "
                "heading or a text, and only a text can continue one"
            )


def _allowed(bound: Bound) -> np.typing.NDArray[np.bool_]:
    fix = bound.fix
    states = set(STATES)
    if fix.role is not None:
        made = _STATES_OF.get(fix.role, ())
        states &= {s for s in STATES if s.removeprefix("inserted ") in made}
    if fix.story is not None:
        states = states & OPENING if fix.story == "new" else states - OPENING
    if bound.continues is False:
        states -= {"cut", "resume"}
    elif bound.continues is not None:
        states &= {"cut", "resume"}
    return np.array([state in states for state in STATES])


def _line_numbers(lines: Sequence[Line], text: str) -> dict[int, int]:
    """Block index by the line number an editor shows: LF, CRLF and CR end a line.

    Of blocks that other marks part (a form feed, U+2028) the first has the number.
    """
    numbers: dict[int, int] = {}
    number, at = 1, 0
    for i, line in enumerate(lines):
        number += text.count("\n", at, line.start) + text.count("\r", at, line.start)
        number -= text.count("\r\n", at, line.start)
        at = line.start
        numbers.setdefault(number, i)
    return numbers
