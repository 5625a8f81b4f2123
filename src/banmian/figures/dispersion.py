"""Lexical dispersion: where on the page a term stands."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final

import pandas as pd
from matplotlib.figure import Figure

from banmian.page import TableError

from .checks import check_top, counted, origin_of, require_columns, stories_in
from .glyphs import check_glyphs
from .sheet import Heads, Own, Sheet, empty_sheet, house_style, row_sheet
from .theme import SMALL, TEXT, Size, Theme, form_of
from .typeset import plain, shorten, width

_STEP: Final = 24.0
_TICK: Final = 15.0


def lexical_dispersion(
    hits: pd.DataFrame,
    *,
    blocks: pd.DataFrame | None = None,
    title: str | None = None,
    subtitle: str | None = None,
    source: str | None = None,
    top: int = 20,
    theme: Theme = "light",
    size: Size = "screen",
) -> Figure:
    """Draw where each term stands: a tick an occurrence, along the text of the page.

    Several pages are laid end to end, in the order of the table. A source keeps the order of the
    file, which need not be the order a reader takes on the printed page.

    Args:
        hits: An occurrence a row, with the columns ``token``, ``page``, ``article`` (NA outside
            stories), ``offset`` (of its first character in the source, from 0) and
            ``length`` (characters of that page's source).
        blocks: A table of blocks with the columns ``page``, ``article``, ``start`` and ``end``;
            where given, every other run of a story's blocks is shaded and numbered.
        title: The finding; by default the most frequent term and its stories.
        subtitle: n and unit; by default the numbers of occurrences and characters.
        source: The line at the foot; by default the pages' names.
        top: How many terms to show at most, the most frequent first.
        theme: ``"light"`` or ``"dark"``.
        size: ``"screen"``, ``"slide"``, ``"a4"`` or ``"column"``.

    Returns:
        A figure with one row a term.

    Raises:
        TableError: A column is missing, an offset lies outside its page, or a page has two lengths.
        MissingGlyph: A term has a character that the font lacks.

    >>> import pandas as pd
    >>> hits = pd.DataFrame({
    ...     "token": ["职工", "职工", "工会"], "page": "a.txt", "article": [0, 1, 1],
    ...     "offset": [3, 60, 70], "length": 100})
    >>> [t.get_text() for t in lexical_dispersion(hits).axes[0].texts][0]
    '职工 comes up 2 times, in 2 stories'
    """
    require_columns(hits, ("token", "page", "article", "offset", "length"), "lexical_dispersion")
    if blocks is not None:
        require_columns(blocks, ("page", "article", "start", "end"), "lexical_dispersion (blocks)")
    check_top(top)
    form, own = form_of(theme, size), Own(title, subtitle, source)
    if hits.empty:
        return empty_sheet("There are no occurrences", form, own)
    starts, total = _ends(hits)
    counts = hits["token"].value_counts(sort=False).sort_values(ascending=False, kind="stable")
    terms = list(counts.index[:top])

    def heads(shown: int) -> Heads:
        measure = _measure(shown, len(counts), int(counts.iloc[:shown].sum()), total)
        return own.heads(
            "Lexical dispersion plot", _finding(hits, terms[0]), measure, origin_of(hits)
        )

    with house_style():
        sheet, first, shown = row_sheet(form, len(terms), _STEP, 30, heads)
        _Plot(sheet, first + 14, terms[:shown], starts, total).draw(hits, blocks)
        check_glyphs(sheet)
    return sheet


def _ends(hits: pd.DataFrame) -> tuple[dict[Any, int], int]:
    """Where each page starts when all are laid end to end, and the length of the whole."""
    outside = hits[(hits["offset"] < 0) | (hits["offset"] >= hits["length"])]
    if len(outside):
        row = outside.iloc[0]
        raise TableError(
            f"lexical_dispersion: offset {row['offset']} of {row['token']!r} lies outside page "
            f"{row['page']!r}, which has {row['length']} characters"
        )
    lengths = hits[["page", "length"]].drop_duplicates()
    if lengths["page"].duplicated().any():
        name = lengths.loc[lengths["page"].duplicated(), "page"].iloc[0]
        raise TableError(f"lexical_dispersion: page {name!r} comes with more than one length")
    starts: dict[Any, int] = {}
    total = 0
    for page, length in zip(lengths["page"], lengths["length"], strict=True):
        starts[page] = total
        total += int(length)
    return starts, total


def _finding(hits: pd.DataFrame, term: object) -> str:
    own = hits[hits["token"] == term]
    name, stories = shorten(plain(term), TEXT, 120), stories_in(own)
    where = f"in {counted(stories, 'story', 'stories')}" if stories else "outside of all stories"
    return f"{name} comes up {counted(len(own), 'time')}, {where}"


def _measure(shown: int, there: int, hits: int, characters: int) -> str:
    terms = counted(there, "term")
    which = f"The {shown:,} most frequent of {terms}" if shown < there else terms
    return (
        f"{which}; n = {counted(hits, 'occurrence')} in {counted(characters, 'character')} (字) "
        "of source, first to last"
    )


class _Plot:
    """The rows of ticks, between the labels at the left and the counts at the right."""

    def __init__(
        self, sheet: Sheet, top: float, terms: list[Any], starts: dict[Any, int], total: int
    ) -> None:
        self.sheet, self.top, self.terms = sheet, top, terms
        self.starts, self.total = starts, total
        longest = min(120, 0.25 * sheet.form.room)
        self.names = [shorten(plain(term), TEXT, longest) for term in terms]
        self.left = sheet.left + 10 + max(40.0, *(width(name, TEXT) for name in self.names))
        self.right = sheet.right - 34
        self.bottom = top + _STEP * len(terms)

    def x(self, page: object, offset: float) -> float:
        return self.left + (self.right - self.left) * (self.starts[page] + offset) / self.total

    def draw(self, hits: pd.DataFrame, blocks: pd.DataFrame | None) -> None:
        if blocks is not None:
            self._draw_stories(blocks)
        self._draw_pages()
        self.sheet.note(self.sheet.right, self.top - 4, "count 次", "right")
        for number, (term, name) in enumerate(zip(self.terms, self.names, strict=True)):
            own = hits[hits["token"] == term]
            middle = self.top + _STEP * (number + 0.5)
            lines = [
                [(x, middle - _TICK / 2), (x, middle + _TICK / 2)]
                for x in map(self.x, own["page"], own["offset"])
            ]
            self.sheet.stroke(lines, self.sheet.palette.indigo, 1.1)
            self.sheet.write(self.left - 10, middle + 3, name, align="right")
            self.sheet.write(self.sheet.right, middle + 3, f"{len(own):,}", align="right")

    def _draw_stories(self, blocks: pd.DataFrame) -> None:
        """Shade every other run of one story's blocks; number those that have room for it."""
        self.sheet.note(self.left - 10, self.top - 4, "story 篇", "right")
        known = blocks[blocks["page"].isin(list(self.starts))]
        for number, (page, article, start, end) in enumerate(_runs(known)):
            x, wide = self.x(page, start), self.x(page, end) - self.x(page, start)
            if number % 2 == 0:
                self.sheet.fill(x, self.top, wide, self.bottom - self.top, self.sheet.palette.shade)
            label = f"{article}"
            if width(label, SMALL) + 2 <= wide:
                self.sheet.note(x + wide / 2, self.top - 4, label, "center")

    def _draw_pages(self) -> None:
        edges = [self.x(page, 0) for page in self.starts] + [self.right]
        lines = [[(x, self.top), (x, self.bottom)] for x in edges]
        rows = [self.top + _STEP * n for n in range(len(self.terms) + 1)]
        self.sheet.stroke(
            [[(self.left, y), (self.right, y)] for y in rows], self.sheet.palette.hair, 0.6
        )
        self.sheet.stroke(lines, self.sheet.palette.soft, 0.6)
        base = self.bottom + 11
        if len(self.starts) == 1:
            self.sheet.note(self.left, base, "0")
            self.sheet.note(self.right, base, f"{self.total:,} 字", "right")
            return
        for page, x, end in zip(self.starts, edges, edges[1:], strict=False):
            if end - x > 40:
                name = shorten(plain(page), SMALL, end - x - 4)
                self.sheet.note(x, base, name)


def _runs(blocks: pd.DataFrame) -> Iterator[tuple[Any, int, int, int]]:
    """Page, article, start and end of each run of blocks of one story; furniture parts runs."""
    rows = blocks.sort_values(["page", "start"], kind="stable")[["page", "article", "start", "end"]]
    records = rows.astype({"article": "Int64"}).to_dict("records")
    for (page, article), group in groupby(records, lambda row: (row["page"], row["article"])):
        run = list(group)
        if not pd.isna(article):
            yield page, int(article), run[0]["start"], run[-1]["end"]
