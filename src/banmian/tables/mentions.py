"""What is found in a story, and where it stands in the source: the ground of `facts`' tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Any, Protocol, TypeVar

from banmian.facts.changes import Change, Time, find_changes
from banmian.facts.claims import Comparison, compare_changes, compare_quantities
from banmian.facts.dates import DateMention, dates_of
from banmian.facts.issue import Issue
from banmian.facts.organisations import OrganisationMention, find_organisations, organisations_of
from banmian.facts.people import PersonMention, find_people, people_of
from banmian.facts.places import PlaceMention, places_of
from banmian.facts.quantities import Quantity, find_quantities
from banmian.facts.speech import Speech, find_speech
from banmian.page import Article, Page, Paragraph, Role, Span


class Mention(Protocol):
    """A finding with its place in the text of a passage."""

    @property
    def start(self) -> int:
        """Offset of its first character in the passage's text."""

    @property
    def end(self) -> int:
        """Offset after its last character."""


M = TypeVar("M", bound=Mention)
Placed = Sequence[tuple[int, M]]
"""Mentions with the number of the passage that each stands in."""

DISPLAY: frozenset[Role] = frozenset({"kicker", "headline", "deck"})
"""Lines that say in short what the body says again."""


class Story:
    """The passages of a story, or the furniture of a page, with what is found in them.

    Each kind is found when first asked for: places need people and organisations, claims need
    quantities and dates. Furniture has people and organisations only (责任编辑, the paper).
    """

    def __init__(
        self,
        page: str,
        issue: Issue,
        passages: Sequence[tuple[Role, Paragraph]],
        article: Article | None,
    ) -> None:
        """Keep what the finders need; ``article`` is None for furniture."""
        self.page = page
        self.issue = issue
        self.passages = passages
        self.article = article

    @cached_property
    def quantities(self) -> Placed[Quantity]:
        """How many."""
        return self._each(find_quantities) if self.article else ()

    @cached_property
    def dates(self) -> Placed[DateMention]:
        """When."""
        return dates_of(self.article, issue_date=self.issue.date) if self.article else ()

    @cached_property
    def organisations(self) -> Placed[OrganisationMention]:
        """Which bodies."""
        return organisations_of(self.article) if self.article else self._each(find_organisations)

    @cached_property
    def people(self) -> Placed[PersonMention]:
        """Who."""
        if self.article is None:
            return self._each(find_people)
        return people_of(self.article, organisations=self.organisations)

    @cached_property
    def places(self) -> Placed[PlaceMention]:
        """Where; the names of people hold no place."""
        if self.article is None:
            return ()
        return places_of(
            self.article,
            masked=_spans(self.people),
            organisations=_spans(self.organisations),
            year=self.issue.date.year if self.issue.date else None,
        )

    @cached_property
    def speeches(self) -> Placed[Speech]:
        """Who says what."""
        people = _by_passage(self.people if self.article else ())
        return [
            (number, speech)
            for number, (_, passage) in enumerate(self.passages)
            for speech in find_speech(passage.text, people=people.get(number, []))
        ]

    @cached_property
    def changes(self) -> Placed[Change]:
        """What is said to have become more or less."""
        now = self.issue.date.isoformat() if self.issue.date else None
        quantities, dates = _by_passage(self.quantities), _by_passage(self.dates)
        return [
            (number, change)
            for number, (_, passage) in enumerate(self.passages)
            for change in find_changes(
                passage.text,
                quantities=quantities.get(number, []),
                times=[Time(d.start, d.end, d.iso) for d in dates.get(number, [])],
                now=now,
            )
        ]

    @cached_property
    def compared_changes(self) -> Sequence[Comparison]:
        """The changes that are told twice, by their places in ``changes``."""
        return compare_changes([change for _, change in self.changes])

    @cached_property
    def compared_quantities(self) -> Sequence[Comparison]:
        """The things that are counted twice, by their places in ``quantities``."""
        found = _by_passage(self.quantities)
        by_passage = [found.get(number, []) for number in range(len(self.passages))]
        heads = [i for i, (role, _) in enumerate(self.passages) if role in DISPLAY]
        return compare_quantities(by_passage, displays=heads)

    def _each(self, find: Callable[[str], Iterable[M]]) -> Placed[M]:
        texts = enumerate(passage.text for _, passage in self.passages)
        return [(number, mention) for number, text in texts for mention in find(text)]


def stories_of(name: str, page: Page, issue: Issue) -> Iterator[Story]:
    """The stories of a page, called ``name``, and last its furniture."""
    for article in page.articles:
        yield Story(name, issue, article.passages, article)
    furniture = [(b.role, Paragraph((b.span,), b.text, (b.index,))) for b in page.furniture]
    yield Story(name, issue, furniture, None)


def _by_passage(mentions: Placed[M]) -> dict[int, list[M]]:
    """The mentions of each passage that has any, by its number."""
    found: dict[int, list[M]] = {}
    for number, mention in mentions:
        found.setdefault(number, []).append(mention)
    return found


def _spans(mentions: Placed[Any]) -> dict[int, list[Span]]:
    return {
        number: [Span(mention.start, mention.end) for mention in found]
        for number, found in _by_passage(mentions).items()
    }


def place_in_source(
    spans: Sequence[Span], start: int, end: int
) -> tuple[int, int, int | None, int | None] | None:
    """Where a stretch of a passage's text stands in the source: start, end, start2, end2.

    The last two are None unless the page had cut it in two; None for more than two pieces.

    >>> place_in_source([Span(0, 5), Span(9, 12)], 3, 7)
    (3, 5, 9, 11)
    """
    if len(spans) == 1:
        return spans[0].start + start, spans[0].start + end, None, None
    ends = accumulate(span.end - span.start for span in spans)
    pieces = []
    for span, until in zip(spans, ends, strict=True):
        shift = span.end - until
        first, last = max(start + shift, span.start), min(end + shift, span.end)
        if first < last:
            pieces.append((first, last))
    if len(pieces) == 1:
        return (*pieces[0], None, None)
    return (*pieces[0], *pieces[1]) if len(pieces) == 2 else None
