"""Facts as marks on the text: which stretch of the source is underlined, and with what value."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from banmian.display.style import escape
from banmian.page import DOUBTFUL, Page, TableError, name_of


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the source with the fact that stands there, and its value in words."""

    start: int
    end: int
    kind: str
    value: str


def marks_of(page: Page, facts: Iterable[pd.DataFrame]) -> list[Mark]:
    """The facts of this page as marks in source order, none over another.

    Where facts overlap, the one that begins first is underlined, of two the longer, and the
    values of all stand with it. A fact that the page had cut makes two marks.

    Raises:
        TableError: A table is none of the known ones, or its offsets fit another text.
    """
    found = sorted(
        (mark for table in facts for mark in _marks_of_table(page, table)),
        key=lambda mark: (mark.start, -mark.end, mark.kind, mark.value),
    )
    marks: list[Mark] = []
    for mark in found:
        last = marks[-1] if marks else None
        if last is None or mark.start >= last.end:
            marks.append(mark)
        elif mark.value not in last.value.split("\n"):
            marks[-1] = Mark(last.start, last.end, last.kind, f"{last.value}\n{mark.value}")
    return marks


def marked(text: str, start: int, marks: Sequence[Mark]) -> str:
    """A stretch of the source that begins at ``start``, as HTML, its marks underlined."""
    pieces, done, end = [], start, start + len(text)
    for mark in marks[bisect_right(marks, start, key=lambda mark: mark.end) :]:
        if mark.start >= end:
            break
        first, last = max(mark.start, start), min(mark.end, end)
        pieces.append(escape(text[done - start : first - start]))
        pieces.append(
            f'<span class="bm-fact bm-{mark.kind}" tabindex="0" '
            f'data-value="{escape(mark.value)}">{escape(text[first - start : last - start])}</span>'
        )
        done = last
    return "".join([*pieces, escape(text[done - start :])])


def _marks_of_table(page: Page, table: pd.DataFrame) -> Iterator[Mark]:
    kind = _kind_of(table)
    name = name_of(page)
    own = table[table["page"] == name]
    facts: list[dict[Any, Any]] = own.astype(object).where(own.notna(), None).to_dict("records")
    for fact in facts:
        places = [(fact["start"], fact["end"])]
        if fact.get("start2") is not None:
            places.append((fact["start2"], fact["end2"]))
        printed = "".join(page.text[start:end] for start, end in places)
        if printed != fact["text"]:
            raise TableError(
                f"{kind}: the row at {fact['start']} of {name!r} says {fact['text']!r}, but "
                f"{printed!r} stands there; make the table from the page that is shown"
            )
        value = _SAYING[kind](fact)
        if fact["confidence"] is not None and fact["confidence"] < DOUBTFUL:
            value += f" · in doubt ({fact['confidence']:.2f})"
        yield from (Mark(start, end, kind, value) for start, end in places)


def _kind_of(table: pd.DataFrame) -> str:
    needed = {"page", "start", "end", "text", "confidence"}
    if isinstance(table, pd.DataFrame) and needed <= set(table.columns):
        for kind, column in _TELLING.items():
            if column in table.columns:
                return kind
    got = list(table.columns) if isinstance(table, pd.DataFrame) else type(table).__name__
    raise TableError(f"facts are tables of {', '.join(_TELLING)}, got {got}")


def _parts(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)


def _number(value: float) -> str:
    return f"{value:,}".removesuffix(".0")


def _quantity(fact: Mapping[str, Any]) -> str:
    unit = "".join(
        [
            fact["unit"] or "",
            f" {fact['currency']}" if fact["currency"] else "",
            f" / {fact['per']}" if fact["per"] else "",
        ]
    )
    numbers = [_number(fact[name]) for name in ("value", "value_to") if fact[name] is not None]
    joint = ":" if fact["kind"] in {"ratio", "score"} else "–"
    bound = None if fact["bound"] in {"exact", "range"} else fact["bound"]
    said = f"{fact['kind']}: {joint.join(numbers) or 'not known'}{f' {unit}' if unit else ''}"
    return _parts(said, bound, fact["noun"])


def _date(fact: Mapping[str, Any]) -> str:
    return _parts(f"{fact['type']}: {fact['iso'] or 'not known'}", fact["relation"])


def _person(fact: Mapping[str, Any]) -> str:
    return _parts(f"{fact['kind']}: {fact['name']}", fact["role"], fact["org"])


def _place(fact: Mapping[str, Any]) -> str:
    path = "/".join(part for part in (fact["path"] or "").split("/") if part)
    return _parts(f"{fact['level']}: {path or 'not known'}", fact["adcode"] or fact["country"])


def _organisation(fact: Mapping[str, Any]) -> str:
    return f"organisation: {fact['norm']}"


_TELLING: Final[Mapping[str, str]] = {
    "quantities": "value_to",
    "dates": "iso",
    "people": "person_id",
    "places": "adcode",
    "organisations": "org_id",
}
"""A column that each known table has and no other of them."""

_SAYING: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    "quantities": _quantity,
    "dates": _date,
    "people": _person,
    "places": _place,
    "organisations": _organisation,
}
