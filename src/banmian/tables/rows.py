"""Rows of the tables of facts, from what is found in a story."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, repeat
from typing import Any, Final, NamedTuple

from banmian.facts.claims import Comparison, Status
from banmian.facts.quantities import Quantity
from banmian.tables.columns import COLUMNS
from banmian.tables.mentions import Mention, Placed, Story, place_in_source

Row = tuple[Any, ...]
_Values = Mapping[str, Any]


def _rows(
    table: str, story: Story, mentions: Placed[Any], more: Iterable[_Values] | None = None
) -> Iterator[Row]:
    """The rows of a story: where each mention stands, its own fields, and ``more`` of each."""
    article = None if story.article is None else story.article.index
    columns = [(column, _PLACE_OF.get(column)) for column in COLUMNS[table]]
    for (number, mention), further in zip(mentions, more or repeat({}), strict=False):
        role, passage = story.passages[number]
        place = place_in_source(passage.spans, mention.start, mention.end)
        if place is None:
            continue
        paragraph = None if article is None else number
        placed = (story.page, article, role, role, paragraph, *place)
        yield tuple(
            [
                further[column]
                if column in further
                else getattr(mention, column)
                if at is None
                else placed[at]
                for column, at in columns
            ]
        )


_PLACED: Final = (
    *("page", "article", "role", "passage", "paragraph"),
    *("start", "end", "start2", "end2"),
)
"""The columns that say where a mention stands."""
_PLACE_OF: Final = {column: at for at, column in enumerate(_PLACED)}


def _quantity_rows(story: Story) -> Iterator[Row]:
    return _rows("quantities", story, story.quantities)


def _date_rows(story: Story) -> Iterator[Row]:
    return _rows("dates", story, story.dates)


def _place_rows(story: Story) -> Iterator[Row]:
    paths = [{"path": "/".join(part or "" for part in m.path)} for _, m in story.places]
    return _rows("places", story, story.places, paths)


def _organisation_rows(story: Story) -> Iterator[Row]:
    ids = [{"org_id": _folded(mention.norm)} for _, mention in story.organisations]
    return _rows("organisations", story, story.organisations, ids)


def _person_rows(story: Story) -> Iterator[Row]:
    who = _who(story)
    more = [{**who[m.name], "role": m.role or who[m.name]["role"]} for _, m in story.people]
    return _rows("people", story, story.people, more)


def _who(story: Story) -> dict[str, dict[str, str | None]]:
    """For each name: role, organisation and id; what one mention tells goes for the others."""
    who: dict[str, dict[str, str | None]] = {}
    for _, mention in story.people:
        told = who.setdefault(mention.name, {"role": None, "org": None})
        employer = story.issue.paper if mention.org == "本报" else mention.org
        told["role"] = told["role"] or mention.role
        told["org"] = told["org"] or employer
    for name, told in who.items():
        told["person_id"] = "@".join(map(_folded, filter(None, (name, told["org"]))))
    return who


class _Words(NamedTuple):
    """The words of a speech as a mention."""

    start: int
    end: int
    text: str


def _speech_rows(story: Story) -> Iterator[Row]:
    who = _who(story)
    said, more = [], []
    for number, speech in story.speeches:
        text = story.passages[number][1].text[speech.quote_start : speech.quote_end]
        said.append((number, _Words(speech.quote_start, speech.quote_end, text)))
        start, end = _reach(story, number, speech)
        person_id = who[speech.speaker]["person_id"]
        more.append({"person_id": person_id, "speaker_start": start, "speaker_end": end})
        more[-1] |= {"speaker": speech.speaker, "verb": speech.verb, "direct": speech.direct}
    return _rows("speeches", story, said, more)


def _folded(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())


def _claim_rows(story: Story) -> Iterator[Row]:
    retold = _retold(story)
    more = [
        {
            **_side("from", story, number, change.before),
            **_side("to", story, number, change.after),
            "by_value": change.by and change.by.value,
            "unit": next(q.unit for q in (change.after, change.before, change.by) if q),
            **retold.get(index, dict.fromkeys(_RETOLD)),
        }
        for index, (number, change) in enumerate(story.changes)
    ]
    return _rows("claims", story, story.changes, more)


def _side(side: str, story: Story, number: int, quantity: Quantity | None) -> dict[str, Any]:
    start, end = (None, None) if quantity is None else _reach(story, number, quantity)
    value = None if quantity is None else quantity.value
    return {f"{side}_start": start, f"{side}_end": end, f"{side}_value": value}


def _reach(story: Story, number: int, mention: Mention) -> tuple[int | None, int | None]:
    """First offset and the one after the last, over a cut if there is one."""
    place = place_in_source(story.passages[number][1].spans, mention.start, mention.end)
    return (None, None) if place is None else (place[0], place[3] or place[1])


_RETOLD: Final = ("status", "differs", "other_start", "other_end")
_WORST: Final[tuple[Status, ...]] = ("contradicts", "rounded", "agrees")


def _retold(story: Story) -> dict[int, dict[str, Any]]:
    """For the changes that are told twice, by their number: how the tellings stand."""
    retold: dict[int, dict[str, Any]] = {}
    for found in sorted(story.compared_changes, key=lambda c: _WORST.index(c.status)):
        for one, other in ((found.first, found.second), (found.second, found.first)):
            if one not in retold:
                reach = _reach(story, *story.changes[other])
                values = (found.status, "、".join(found.differs) or None, *reach)
                retold[one] = dict(zip(_RETOLD, values, strict=True))
    return retold


def _comparison_rows(story: Story) -> Iterator[Row]:
    return chain(
        _pairs(story, "change", story.changes, story.compared_changes),
        _pairs(story, "quantity", story.quantities, story.compared_quantities),
    )


def _pairs(
    story: Story, kind: str, mentions: Placed[Any], compared: Sequence[Comparison]
) -> Iterator[Row]:
    more = []
    for pair in compared:
        number, other = mentions[pair.second]
        start, end = _reach(story, number, other)
        more.append(
            {
                "kind": kind,
                "status": pair.status,
                "differs": "、".join(pair.differs) or None,
                "other_start": start,
                "other_end": end,
                "other_text": other.text,
                "confidence": pair.confidence,
            }
        )
    return _rows("comparisons", story, [mentions[pair.first] for pair in compared], more)


ROWS: Final[Mapping[str, Callable[[Story], Iterator[Row]]]] = {
    "quantities": _quantity_rows,
    "dates": _date_rows,
    "people": _person_rows,
    "places": _place_rows,
    "organisations": _organisation_rows,
    "speeches": _speech_rows,
    "claims": _claim_rows,
    "comparisons": _comparison_rows,
}
"""For each table of facts, what makes its rows of a story."""
