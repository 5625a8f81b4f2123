"""From offsets to lines: the places of a row in the pages."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import pandas as pd

from banmian.page import Block, Page, Span, TableError
from banmian.provenance.explanation import Place

Row = Mapping[str, Any]

_AROUND: Final = 24
"""Characters of the line that are shown on each side."""
_ENDS: Final = re.compile("\r\n|\r|\n")


@dataclass(frozen=True)
class NamedPage:
    """A page under the name that it has in tables."""

    name: str
    page: Page

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(match.end() for match in _ENDS.finditer(self.page.text))]

    @cached_property
    def _starts(self) -> list[int]:
        return [block.start for block in self.page.blocks]

    def places(self, spans: Iterable[Span], part: str = "") -> Iterator[Place]:
        """A place for each line that the spans stand on; the second and later ones go on."""
        for span in spans:
            first = max(bisect_right(self._starts, span.start) - 1, 0)
            inside = False
            for block in self.page.blocks[first:]:
                if block.start >= span.end:
                    break
                start, end = max(span.start, block.start), min(span.end, block.end)
                if start < end:
                    yield self._place(start, end, block, part)
                    inside, part = True, part or "goes on"
            if not inside:
                yield self._place(span.start, span.end, None, part)
                part = part or "goes on"

    def _place(self, start: int, end: int, block: Block | None, part: str) -> Place:
        text = self.page.text
        low, high = (start, end) if block is None else (block.start, block.end)
        article = None if block is None else block.article
        return Place(
            page=self.name,
            line=bisect_right(self._lines, start),
            start=start,
            end=end,
            before=_shortened(text[low:start], -_AROUND),
            text=text[start:end],
            after=_shortened(text[end:high], _AROUND),
            part=part,
            role=None if block is None else block.role,
            rule=None if block is None else block.rule,
            confidence=None if block is None else block.confidence,
            article=article,
            headline=None if article is None else self.page.articles[article].headline,
        )

    def story(self, article: int) -> Iterator[Place]:
        """A place for each block of a story.

        Raises:
            TableError: There is no such story.
        """
        if not 0 <= article < len(self.page.articles):
            raise TableError(
                f"the row names story {article} of {self.name!r}, which has "
                f"{len(self.page.articles)} stories; give the pages that the table was made from"
            )
        for block in self.page.articles[article].blocks:
            yield from self.places([block.span])


def places_of_row(source: NamedPage, row: Row) -> list[Place]:
    """The places that a row with offsets names: its own, and those of other columns in pairs.

    ``start`` and ``end`` are the row's own, ``start2`` and ``end2`` where it goes on behind a cut,
    ``from_start`` and ``from_end`` another stretch, called by its name.

    Raises:
        TableError: An offset is none of the page.
    """
    own = Span(row["start"], row["end"])
    pieces = [own]
    if row.get("start2") is not None:
        pieces.append(Span(row["start2"], row["end2"]))
    else:
        pieces = list(_pieces(source, row, own))
    found = list(source.places(_checked(source, pieces)))
    for column in row:
        part = column.removesuffix("_start")
        if column != part and row[column] is not None and row.get(f"{part}_end") is not None:
            other = Span(row[column], row[f"{part}_end"])
            found += source.places(_checked(source, _pieces(source, row, other)), part)
    return found


def text_at(places: Iterable[Place]) -> str:
    """What is printed at the row's own places, one after the other."""
    return "".join(place.text for place in places if place.part in ("", "goes on"))


def _pieces(source: NamedPage, row: Row, whole: Span) -> Iterator[Span]:
    """The parts of a stretch that are in the row's passage: over a cut, other text lies between."""
    article, paragraph = row.get("article"), row.get("paragraph")
    stories = source.page.articles
    if article is None or paragraph is None or not 0 <= article < len(stories):
        yield whole
        return
    passages = stories[article].passages
    spans = passages[paragraph][1].spans if 0 <= paragraph < len(passages) else ()
    cut = [Span(max(s.start, whole.start), min(s.end, whole.end)) for s in spans]
    inside = [span for span in cut if span.start < span.end]
    yield from inside or [whole]


def _checked(source: NamedPage, spans: Iterable[Span]) -> list[Span]:
    checked = list(spans)
    for span in checked:
        if not 0 <= span.start < span.end <= len(source.page.text):
            raise TableError(
                f"the row stands at {span.start} to {span.end} of {source.name!r}, which has "
                f"{len(source.page.text)} characters; give the pages that the table was made from"
            )
    return checked


def places_of_words(
    sources: Mapping[str, NamedPage], words: pd.DataFrame, groups: Sequence[tuple[int, ...]]
) -> list[Place]:
    """The places of rows of tokens, by their numbers; those of a group that touch are one.

    Raises:
        TableError: A row names a page that is not there, or a place that is not on it.
    """
    places = ["page", "start", "end", *(n for n in ("start2", "end2") if n in words.columns)]
    cells = words[places].astype(object).where(words[places].notna(), None)
    rows = list(cells.itertuples(index=False, name=None))
    found: list[Place] = []
    for group in groups:
        source = source_of(sources, str(rows[group[0]][0]))
        spans: list[Span] = []
        for number in group:
            offsets = rows[number][1:]
            for start, end in zip(offsets[::2], offsets[1::2], strict=True):
                if start is not None:
                    if spans and spans[-1].end == start:
                        start = spans.pop().start
                    spans.append(Span(int(start), int(end)))
        found += source.places(_checked(source, spans))
    return found


def source_of(sources: Mapping[str, NamedPage], name: str) -> NamedPage:
    """The page of that name.

    Raises:
        TableError: There is none.
    """
    if name not in sources:
        raise TableError(
            f"the row is of the page {name!r}, and the pages given are "
            f"{', '.join(map(repr, [*sources][:5])) or 'none'}; give that page too"
        )
    return sources[name]


def _shortened(text: str, size: int) -> str:
    if len(text) <= abs(size):
        return text
    return f"{text[:size]}…" if size > 0 else f"…{text[size:]}"
