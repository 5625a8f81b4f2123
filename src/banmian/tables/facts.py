"""The facts of stories as tables: quantities, dates, people, places, organisations.

A row is a mention, with its place in the source, the rule that took it and how sure that is.
Furniture is left out, except for the people and organisations it names (责任编辑, the paper):
these rows have no article. A mention over three pieces of the source is left out too. What a
mention looks like is left to `banmian.facts`; what is the same thing mentioned again is told by
``person_id``, ``org_id`` and ``adcode``, see `entities`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from importlib.metadata import version
from typing import Any, Final, TypeVar

import pandas as pd

from banmian.facts.dates import DateMention, dates_of
from banmian.facts.issue import Issue, infer_issue
from banmian.facts.places import PlaceMention, places_of
from banmian.facts.quantities import Quantity, find_quantities
from banmian.page import Article, Page, Paragraph, Role, Span
from banmian.tables.columns import COLUMNS, frame_of_rows
from banmian.tables.pages import named_pages

_Mention = TypeVar("_Mention")
_Placed = Sequence[tuple[int, _Mention]]
_Row = tuple[Any, ...]


def quantities(pages: Page | Iterable[Page]) -> pd.DataFrame:
    r"""How many and how much: the quantities of every story.

    Args:
        pages: One page or many.

    Returns:
        One row a quantity, with the columns of ``COLUMNS["quantities"]``.

    Raises:
        FormatError: Something given is no `Page`.

    >>> import banmian as bm
    >>> page = bm.parse_page("新桥通车\n\n本报讯 (记者王小明)新桥昨日通车,耗资近3亿元。")
    >>> quantities(page)[["text", "value", "unit", "bound"]].values.tolist()
    [['近3亿元', 300000000.0, '元', 'near_below']]
    """
    return _tables(pages, ["quantities"])[0]


def dates(pages: Page | Iterable[Page]) -> pd.DataFrame:
    r"""When: the expressions of time of every story, resolved against the day of the issue.

    That day is the page's ``issue_date``, or what the page itself tells of it (masthead, file
    name, datelines). Where it is not known, dates that depend on it are missing.

    Args:
        pages: One page or many.

    Returns:
        One row an expression, with the columns of ``COLUMNS["dates"]``. ``attrs["issues"]`` says
        for every page which day was taken, on what evidence, and how sure it is.

    Raises:
        FormatError: Something given is no `Page`.

    >>> import banmian as bm
    >>> text = "新桥通车\n\n本报讯 (记者王小明)新桥昨日通车。"
    >>> dates(bm.parse_page(text, issue_date="2020-11-03"))[["text", "iso"]].values.tolist()
    [['昨日', '2020-11-02']]
    """
    return _tables(pages, ["dates"])[0]


def places(pages: Page | Iterable[Page]) -> pd.DataFrame:
    r"""Where: the places that stories name, with administrative path and code.

    The names of people hold no place. A place inside an organisation's name is a row too,
    with ``in_org``.

    Args:
        pages: One page or many.

    Returns:
        One row a mention, with the columns of ``COLUMNS["places"]``.

    Raises:
        FormatError: Something given is no `Page`.

    >>> import banmian as bm
    >>> page = bm.parse_page("新桥通车\n\n本报讯 (记者王小明)湖南永州新桥昨日通车。")
    >>> places(page)[["text", "path", "adcode"]].values.tolist()
    [['湖南永州', '湖南省/永州市/', '431100']]
    """
    return _tables(pages, ["places"])[0]


class _Story:
    """The passages of a story, or the furniture of a page, with what is found in them."""

    def __init__(
        self, page: str, article: Article | None, issue: Issue, passages: _Passages
    ) -> None:
        self.page = page
        self.article = article
        self.issue = issue
        self.passages = passages

    @cached_property
    def quantities(self) -> _Placed[Quantity]:
        return self._each(find_quantities) if self.article else ()

    @cached_property
    def dates(self) -> _Placed[DateMention]:
        return dates_of(self.article, issue_date=self.issue.date) if self.article else ()

    @cached_property
    def places(self) -> _Placed[PlaceMention]:
        if self.article is None:
            return ()
        return places_of(
            self.article,
            year=self.issue.date.year if self.issue.date else None,
        )

    def _each(self, find: Callable[[str], Iterable[_Mention]]) -> _Placed[_Mention]:
        texts = enumerate(passage.text for _, passage in self.passages)
        return [(number, mention) for number, text in texts for mention in find(text)]


_Passages = Sequence[tuple[Role, Paragraph]]


def _stories(name: str, page: Page, issue: Issue) -> Iterator[_Story]:
    for article in page.articles:
        yield _Story(name, article, issue, article.passages)
    furniture = [(b.role, Paragraph((b.span,), b.text, (b.index,))) for b in page.furniture]
    yield _Story(name, None, issue, furniture)


def _tables(pages: Page | Iterable[Page], names: Sequence[str]) -> list[pd.DataFrame]:
    rows: dict[str, list[_Row]] = {name: [] for name in names}
    issues: dict[str, dict[str, Any]] = {}
    for page_name, page in named_pages(pages):
        issue = infer_issue(page)
        issues[page_name] = _describe(issue)
        for story in _stories(page_name, page, issue):
            for name in names:
                rows[name].extend(_ROWS[name](story))
    tables = [frame_of_rows(name, rows[name]) for name in names]
    for table in tables:
        table.attrs.update(banmian=version("banmian"), issues=issues)
    return tables


def _describe(issue: Issue) -> dict[str, Any]:
    return {
        "date": issue.date.isoformat() if issue.date else None,
        "evidence": issue.evidence,
        "confidence": issue.confidence,
    }


def _rows(
    table: str, story: _Story, mentions: _Placed[Any], more: _More | None = None
) -> Iterator[_Row]:
    """The rows of a story: place, the mention's own fields, what ``more`` says of it."""
    for number, mention in mentions:
        role, passage = story.passages[number]
        place = place_in_source(passage.spans, mention.start, mention.end)
        if place is None:
            continue
        article = story.article and story.article.index
        paragraph = None if story.article is None else number
        values = dict(zip(_HEAD, (story.page, article, role, paragraph, *place), strict=True))
        values |= more(mention) if more else {}
        yield tuple(
            values[column] if column in values else getattr(mention, column)
            for column in COLUMNS[table]
        )


_HEAD: Final = ("page", "article", "role", "paragraph", "start", "end", "start2", "end2")
_More = Callable[[Any], dict[str, Any]]


def place_in_source(
    spans: Sequence[Span], start: int, end: int
) -> tuple[int, int, int | None, int | None] | None:
    """Where a stretch of a passage's text stands in the source: start, end, start2, end2.

    The last two are None unless the page had cut it in two; None for more than two pieces.

    >>> place_in_source([Span(0, 5), Span(9, 12)], 3, 7)
    (3, 5, 9, 11)
    """
    pieces = []
    before = 0
    for span in spans:
        size = span.end - span.start
        first, last = max(start - before, 0), min(end - before, size)
        if first < last:
            pieces.append((span.start + first, span.start + last))
        before += size
    if len(pieces) == 1:
        return (*pieces[0], None, None)
    return (*pieces[0], *pieces[1]) if len(pieces) == 2 else None


def _quantity_rows(story: _Story) -> Iterator[_Row]:
    return _rows("quantities", story, story.quantities)


def _date_rows(story: _Story) -> Iterator[_Row]:
    return _rows("dates", story, story.dates)


def _place_rows(story: _Story) -> Iterator[_Row]:
    return _rows(
        "places", story, story.places, lambda m: {"path": "/".join(part or "" for part in m.path)}
    )


_ROWS: Final[Mapping[str, Callable[[_Story], Iterator[_Row]]]] = {
    "quantities": _quantity_rows,
    "dates": _date_rows,
    "places": _place_rows,
}
