"""What `explain` answers: places in the source, checks, settings; as text and as HTML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from banmian.display.style import STYLE, escape

_IN_TEXT: Final = 20
_IN_HTML: Final = 200
"""How many places are shown; ``places`` has all of them."""
_NAMED: Final = 8
"""So many cells that agree are named."""

_PLACED: Final = frozenset({"page", "article", "paragraph", "start", "end", "start2", "end2"})

_TURNING: Final = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
_UNSHOWN: Final = dict.fromkeys((*range(32), *range(127, 160), *_TURNING), "\ufffd")
"""Controls, which could move a terminal's cursor, and marks that turn the direction of writing."""


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of one line of a page, ``text`` at ``start`` up to ``end``, and what it is.

    ``line`` counts from 1 as editors do; ``before`` and ``after`` are what is printed around it on
    the line. ``part`` says what the stretch is to the row (``from``, ``speaker``, ``goes on``
    behind a cut …), or is empty. ``role``, ``rule`` and ``confidence`` are those of the block;
    ``article`` and ``headline`` are its story's, None for furniture.

    >>> import banmian as bm
    >>> page = bm.parse_page("新桥昨日通车。", name="a.txt")
    >>> words = bm.tokens([page])
    >>> [place] = bm.explain(words.iloc[0], [page]).places
    >>> place.line, place.start, place.before, place.text, place.after
    (1, 0, '', '新桥', '昨日通车。')
    """

    page: str
    line: int
    start: int
    end: int
    before: str
    text: str
    after: str
    part: str
    role: str | None
    rule: str | None
    confidence: float | None
    article: int | None
    headline: str | None


@dataclass(frozen=True, slots=True)
class Check:
    """A cell of the row beside what the pages give for it now; None is a missing value.

    >>> import banmian as bm
    >>> page = bm.parse_page("新桥昨日通车。", name="a.txt")
    >>> told = bm.explain(bm.dates([page]).iloc[0], [page])
    >>> told.checks[0]
    Check(column='text', stated='昨日', recounted='昨日', agrees=True)
    """

    column: str
    stated: Any
    recounted: Any
    agrees: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """Where a row of a table comes from. ``str`` of it is text; Jupyter shows it as HTML.

    ``table`` is the function that makes such rows, or None; ``row`` the cells that are known;
    ``settings`` the table's ``attrs`` as far as they go for the row; ``notes`` what could not
    be checked.

    >>> import banmian as bm
    >>> page = bm.parse_page("新桥昨日通车。", name="a.txt")
    >>> told = bm.explain(bm.dates([page]).iloc[0], [page])
    >>> told.name, told.table, told.agrees
    ('昨日', 'dates', True)
    """

    name: str
    table: str | None
    row: Mapping[str, Any]
    places: tuple[Place, ...]
    checks: tuple[Check, ...]
    settings: Mapping[str, Any]
    notes: tuple[str, ...] = ()

    @property
    def agrees(self) -> bool:
        """Whether the pages give every cell that was checked."""
        return all(check.agrees for check in self.checks)

    def __str__(self) -> str:
        """The explanation in lines of text; what cannot be shown stands as U+FFFD."""
        return "\n".join(line.translate(_UNSHOWN) for line in _lines(self))

    def _repr_html_(self) -> str:
        """The explanation as one ``div`` with its own style, every text escaped."""
        return _html(self)


def _lines(told: Explanation) -> Iterator[str]:
    yield f"{told.name} · {_maker(told)}"
    yield f"  {_cells(told)}"
    yield _verdict(told)
    yield from (f"  note: {note}" for note in told.notes)
    if told.settings:
        yield f"settings: {_settings(told)}"
    yield _counted(told)
    for (page, _), places in groupby(told.places[:_IN_TEXT], lambda p: (p.page, p.article)):
        for number, place in enumerate(places):
            if not number:
                yield f"  {page}, {_story(place)}"
            yield f"    line {place.line}, {place.start}–{place.end}{_part(place)}, {_why(place)}"
            yield f"      {place.before}⟦{place.text}⟧{place.after}"
    if len(told.places) > _IN_TEXT:
        yield f"  … {len(told.places) - _IN_TEXT:,} more in .places"


def _html(told: Explanation) -> str:
    rows = []
    shown = told.places[:_IN_HTML]
    for (page, _), places in groupby(shown, lambda place: (place.page, place.article)):
        inner = []
        for place in places:
            where = f"{place.start}–{place.end}{_part(place)} · {_why(place)}"
            inner.append(
                f'<div class="bm-row"><span class="bm-role" title="{escape(where)}">line '
                f'{place.line}</span> <span class="bm-t"><span lang="zh">{escape(place.before)}'
                f"<mark>{escape(place.text)}</mark>{escape(place.after)}</span>"
                f' <span class="bm-soft">{escape(where)}</span></span></div>'
            )
        story = f"{page}, {_story(place)}"
        rows.append(f'<p class="bm-top"><span lang="zh">{escape(story)}</span></p>{"".join(inner)}')
    more = len(told.places) - len(shown)
    lines = [_cells(told), *told.notes, f"settings: {_settings(told)}", _counted(told)]
    lines += [f"{more:,} more in .places"] * bool(more)
    flag = "bm-soft" if told.agrees else "bm-flag"
    return (
        f'<div class="bm" lang="en">{STYLE}<p class="bm-top"><b lang="zh">{escape(told.name)}</b> '
        f'<span class="bm-soft">{escape(_maker(told))}</span> '
        f'<span class="{flag}">{escape(_verdict(told))}</span></p>'
        f'<p class="bm-top bm-soft">{"<br>".join(map(escape, lines))}</p>'
        f'<div class="bm-body">{"".join(rows)}</div></div>'
    )


def _maker(told: Explanation) -> str:
    return f"a row of banmian.{told.table}" if told.table else "a row"


def _cells(told: Explanation) -> str:
    placed = "start" in told.row  # the places say it better
    return " · ".join(
        f"{column} {_value(value)}"
        for column, value in told.row.items()
        if not (placed and (column in _PLACED or column.endswith(("_start", "_end"))))
    )


def _verdict(told: Explanation) -> str:
    wrong = [check for check in told.checks if not check.agrees]
    if wrong:
        said = "; ".join(
            f"{c.column}: the table says {_value(c.stated)}, the pages give {_value(c.recounted)}"
            for c in wrong
        )
        return f"DOES NOT AGREE with the pages: {said}"
    if not told.checks:
        return "not checked"
    names = list(dict.fromkeys(check.column for check in told.checks))
    said = ", ".join(names) if len(names) <= _NAMED else f"all {len(names)} cells"
    return f"agrees with the pages, made anew: {said}"


def _settings(told: Explanation) -> str:
    return ", ".join(f"{n} {_value(v)}" for n, v in told.settings.items()) or "none are told"


def _counted(told: Explanation) -> str:
    number = len(told.places)
    return f"{number:,} {'place' if number == 1 else 'places'} in the source"


def _story(place: Place) -> str:
    if place.article is None:
        return "no story"
    return f"story {place.article} {place.headline or 'without a headline'}"


def _part(place: Place) -> str:
    return f" ({place.part})" if place.part else ""


def _why(place: Place) -> str:
    if place.role is None:
        return "in no block"
    rule = place.rule or ""
    said = rule if rule.startswith(f"{place.role}:") else f"{place.role}: {rule}"
    return f"{said} ({place.confidence:.2f})"


def _value(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.6g}" if value % 1 or abs(value) >= 1e15 else f"{value:.0f}"
    return "none" if value is None else str(value)
