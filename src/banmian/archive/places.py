"""Keyword in context over an archive: by its index of words, or by search in its text.

The index says which stories can have a term; their passages are cut again, as they were when they
were counted, and looked through as `measures.kwic` does it. The search looks at every passage.
Both go through the shards in the order of their pages and stop when they have enough.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any, Final, Literal, get_args

import pandas as pd

from banmian.archive.database import literal
from banmian.archive.views import STORY_COLUMNS, View
from banmian.measures.concordance import COLUMNS, Sort, check_kwic, in_order
from banmian.measures.counting import as_table, as_words, check_choice
from banmian.page import FormatError, Span
from banmian.tables.cutting import Uncut, cut_passage
from banmian.words import Segmenter, fold

Mode = Literal["token", "text"]

NOTES: Final[Mapping[Mode, str]] = {
    "token": "places where the term is one word or several whole words in a row; inside longer "
    "words it is not found (mode='text' does)",
    "text": "places where the text reads the term, also inside longer words and across their "
    "borders, overlapping ones each; mode='token' finds whole words alone, as frequency counts",
}

_WIDE: Final = "".join(chr(0xFF01 + i) for i in range(94)) + "\u3000"
_NARROW: Final = "".join(map(fold, _WIDE))

_MOST_SHARDS: Final = 32
"""Shards that are asked at once, at most; what they find is held until it is looked through."""
_FEW: Final = 16
"""Pages a shard up to which they alone are read, which skips parts of a file.

Of 27 shards of 150 pages, all of them took 0.30 s; 2 pages of each 0.06 s, 8 took 0.15, 15 took
0.23, 29 took 0.32, 53 took 0.44 (CPU time).
"""
_STORIES: Final = 32
"""Stories of a shard that are read at first: they hold a hundred places of a common word."""

_Lines = dict[str, list[Any]]
_SIDES: Final = ("left_side", "right_side")


def kwic(
    view: View,
    source: pd.DataFrame,
    cutter: Segmenter | None,
    term: str,
    *,
    mode: Mode,
    width: int,
    sort: Sort,
    limit: int | None,
    columns: Collection[str],
) -> pd.DataFrame:
    """`Archive.kwic`; ``source`` has the ``attrs``, ``cutter`` is needed by mode ``token``."""
    check_kwic(term, width, sort)
    check_choice(mode, get_args(Mode), "mode")
    if limit is not None and limit < 0:
        raise FormatError(f"limit is {limit!r}, expected a number of places from 0, or None")
    more = _check_columns(columns)
    if cutter is None:
        portions = _text_lines(view, term, width)
    else:
        portions = _token_lines(view, cutter, term, width, all_places=limit is None)
    found = _gather(portions, limit)
    order = in_order(found["left_side"], found["right_side"], sort)
    table = as_table(COLUMNS, found, source).iloc[order].reset_index(drop=True)
    if more:
        stories = view.stories_of(sorted(set(found["page"])), more)
        table = table.merge(stories, how="left", on=["page", "article"])
    table.attrs = {**source.attrs, "mode": mode, "note": NOTES[mode]}
    return table


def _check_columns(columns: Collection[str]) -> list[str]:
    listed = as_words(columns, "columns")
    possible = [name for name in STORY_COLUMNS if name not in COLUMNS]
    for name in listed:
        check_choice(name, possible, "a column of kwic")
    return listed


def _gather(portions: Iterator[_Lines], limit: int | None) -> _Lines:
    """The lines of portions up to the limit; no portion is asked for beyond it."""
    found: _Lines = {name: [] for name in (*COLUMNS, *_SIDES)}
    while limit is None or len(found["start"]) < limit:
        portion = next(portions, None)
        if portion is None:
            break
        for name, values in found.items():
            values.extend(portion[name])
    return {name: values[:limit] for name, values in found.items()}


def _batches(shards: Sequence[str]) -> Iterator[Sequence[str]]:
    """Shards in order, one first, then two, four …: the first places come soon."""
    at, size = 0, 1
    while at < len(shards):
        yield shards[at : at + size]
        at, size = at + size, min(size * 2, _MOST_SHARDS)


def _token_lines(
    view: View, cutter: Segmenter, term: str, width: int, *, all_places: bool
) -> Iterator[_Lines]:
    for passage in _passages_with(view, term, all_places=all_places):
        spans, text = passage[-2:]
        words, _ = cut_passage(text, spans, cutter, pos=False)
        at = {start: number for number, start in enumerate(accumulate(map(len, words), initial=0))}
        found = [start for start in _starts(text, term) if {start, start + len(term)} <= at.keys()]
        places = [(at[start], at[start + len(term)]) for start in found]
        left = [words[max(first - width, 0) : first] for first, _ in places]
        right = [words[end : end + width] for _, end in places]
        yield _lines(passage, found, len(term), left, right)


def _passages_with(view: View, term: str, *, all_places: bool) -> Iterator[Uncut]:
    """The passages that read the term, of the stories that can have it, in order."""
    for by_shard in _stories_with(view, term):
        if all_places and by_shard:
            together = [story for stories in by_shard.values() for story in stories]
            yield from _passages(view, list(by_shard), together, term)
            continue
        for shard, stories in by_shard.items():
            for first, last in pairwise(_steps(_STORIES, len(stories))):
                yield from _passages(view, [shard], stories[first:last], term)


def _steps(size: int, end: int) -> list[int]:
    """Where portions of so many stories, of twice as many, four times as many … begin and end."""
    steps = [0]
    while steps[-1] < end:
        steps.append(steps[-1] + size)
        size *= 2
    return steps


def _stories_with(view: View, term: str) -> Iterator[dict[str, list[tuple[str, int]]]]:
    """The stories whose words can be put together to the term, by shard, some shards at a time."""
    folded = fold(term)
    pieces = _pieces(folded)
    for shards in _batches(view.shards):
        by_shard: dict[str, list[tuple[str, int]]] = {}
        made: dict[frozenset[str], bool] = {}
        for page, article, words in _words_of_stories(view, shards, folded, pieces):
            known = frozenset(words)
            if known not in made:
                made[known] = _can_make(folded, known)
            if made[known]:
                by_shard.setdefault(view.database.shard_of[page], []).append((page, article))
        yield by_shard


def _pieces(term: str) -> list[str]:
    """All words that can stand in a term."""
    places = range(len(term) + 1)
    every = {term[start:end] for start in places for end in places[start + 1 :]}
    return sorted(filter(_is_word, every))


def _words_of_stories(
    view: View, shards: Sequence[str], term: str, pieces: Sequence[str]
) -> list[tuple[Any, ...]]:
    """Page, article and words of the stories of some shards that may have the term.

    Those are of its pieces; a story that has but one of them is not even fetched, unless that one
    is enough.
    """
    order = "ORDER BY page, article"
    if not pieces:  # marks and blanks alone: any story may have them
        return view.rows(f"SELECT page, article, [] FROM {view.source('articles', shards)} {order}")
    enough = [piece for piece in pieces if _can_make(term, {piece})] or ["\n"]  # no word at all
    return view.rows(
        f"SELECT page, article, list(DISTINCT token) FROM {view.source('words', shards)} "
        f"WHERE token IN ({_marks(pieces)}) GROUP BY page, article "
        f"HAVING count(DISTINCT token) > 1 OR bool_or(token IN ({_marks(enough)})) {order}",
        [*pieces, *enough],
    )


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))


def _is_word(text: str) -> bool:
    return any(map(str.isalnum, text))


def _can_make(term: str, words: Collection[str]) -> bool:
    """Whether the term is these words in a row, with any marks and blanks between them.

    Marks and blanks are in no index: each is supposed to be there.
    """
    reached = {0}
    for start in range(len(term)):
        if start in reached:
            reached |= {start + len(word) for word in words if term.startswith(word, start)}
            if not term[start].isalnum():
                reached.add(start + 1)
    return len(term) in reached


def _passages(
    view: View, shards: Sequence[str], stories: Sequence[tuple[str, int]], term: str
) -> list[Uncut]:
    """The passages of these stories of some shards that read the term."""
    wanted = set(stories)
    pages = sorted({page for page, _ in stories})
    if len(pages) > _FEW * len(shards):
        pages = []
    among = f"page IN ({_marks(pages)}) AND" if pages else ""
    rows = view.rows(
        f"{_PASSAGES} FROM {view.source('passages', shards)} "
        f"WHERE {among} {_reads(term)} {_IN_ORDER}",
        [*pages, term],
    )
    return [_uncut(*row) for row in rows if row[:2] in wanted]


_PASSAGES: Final = "SELECT page, article, role, paragraph, spans, text"
_IN_ORDER: Final = "ORDER BY page, article, paragraph"


def _uncut(
    page: str, article: int, role: str, paragraph: int, spans: Sequence[int], text: str
) -> Uncut:
    pairs = zip(spans[::2], spans[1::2], strict=True)
    return page, article, role, paragraph, [Span(*pair) for pair in pairs], text


def _reads(term: str) -> str:
    """SQL, with one parameter, for a text that has the term as printed or in half-width forms."""
    if any(mark in _NARROW for mark in term) and fold(term) == term:
        return f"contains(translate(text, {literal(_WIDE)}, {literal(_NARROW)}), ?)"
    return "contains(text, ?)"


def all_passages(view: View) -> Iterator[Uncut]:
    """Every passage, in the order of pages."""
    for shard in view.shards:
        rows = view.rows(f"{_PASSAGES} FROM {view.source('passages', [shard])} {_IN_ORDER}")
        yield from (_uncut(*row) for row in rows)


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """The paragraphs of an archive, a table a shard; each time anew."""

    view: View

    def __iter__(self) -> Iterator[pd.DataFrame]:
        """Their page, article, role and text, in the order of pages."""
        for shard in self.view.shards:
            yield self.view.frame(
                f"SELECT page, article, role, text FROM {self.view.source('passages', [shard])} "
                f"WHERE role = 'paragraph' {_IN_ORDER}"
            )


def _text_lines(view: View, term: str, width: int) -> Iterator[_Lines]:
    for shards in _batches(view.shards):
        rows = view.rows(
            f"{_PASSAGES} FROM {view.source('passages', shards)} WHERE {_reads(term)} {_IN_ORDER}",
            [term],
        )
        for passage in (_uncut(*row) for row in rows):
            text = passage[-1]
            found = _starts(text, term)
            left = [list(text[max(start - width, 0) : start]) for start in found]
            ends = [start + len(term) for start in found]
            right = [list(text[end : end + width]) for end in ends]
            yield _lines(passage, found, len(term), left, right)


def _starts(text: str, term: str) -> list[int]:
    """Where the text reads the term, as printed or in half-width forms, overlapping or not."""
    found = set()
    for form in (text, fold(text)):
        start = form.find(term)
        while start >= 0:
            found.add(start)
            start = form.find(term, start + 1)
    return sorted(found)


def _lines(
    passage: Uncut,
    starts: Sequence[int],
    length: int,
    left: Sequence[list[str]],
    right: Sequence[list[str]],
) -> _Lines:
    """The columns of `measures.kwic` for places in the text of a passage, and their sides."""
    page, article, role, paragraph, spans, text = passage
    same = {"page": page, "article": article, "role": role, "paragraph": paragraph}
    return {
        **{name: [value] * len(starts) for name, value in same.items()},
        "start": [_in_source(spans, start) for start in starts],
        "end": [_in_source(spans, start + length - 1) + 1 for start in starts],
        "left": ["".join(side) for side in left],
        "token": [text[start : start + length] for start in starts],
        "right": ["".join(side) for side in right],
        "left_side": list(left),
        "right_side": list(right),
    }


def _in_source(spans: Sequence[Span], at: int) -> int:
    """The place on the page of a character of the rejoined text."""
    ends = list(accumulate(span.end - span.start for span in spans))
    number = bisect_right(ends, at)
    return spans[number].end - (ends[number] - at)
