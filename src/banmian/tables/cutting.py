"""The words of every story as a table: `tokens`."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from banmian.page import Page, Span
from banmian.tables.columns import frame
from banmian.tables.pages import Sources
from banmian.words import (
    EngineName,
    Granularity,
    Lexicon,
    LexiconSource,
    Segmenter,
    fold,
    segmenter,
)


def tokens(
    pages: Page | Iterable[Page],
    *,
    lexicon: Lexicon | LexiconSource | None = None,
    granularity: Granularity = "jieba",
    hmm: bool = True,
    engine: EngineName | None = None,
    pos: bool = False,
) -> pd.DataFrame:
    r"""The words, marks and blanks of every story, each with its place in the source.

    Each passage of a story (headline, byline, rejoined paragraph …) is cut by itself; furniture
    is left out. The tokens of a passage, in the order of the table, rejoin to its text. A word
    that the page had cut in two has both places: ``token`` is then the source from ``start`` to
    ``end`` with that from ``start2`` to ``end2``. A word over three pieces of the source is
    itself split at the second cut. ``form`` is the token in half-width forms: １０ and 10 are one
    word to whoever counts forms.

    Args:
        pages: One page or many; an iterator is read once, page by page.
        lexicon: Words to know besides the dictionary, see `segment`.
        granularity: How finely to cut, see `segment`.
        hmm: Whether jieba's model may guess words that no dictionary has, see `segment`.
        engine: What cuts; None takes the fastest that is there, see `segment`.
        pos: Whether to tag parts of speech (slow, by jieba alone).

    Returns:
        One row a token, with the columns of ``COLUMNS["tokens"]``. ``attrs`` says which
        segmenter, engine, options, lexicon (its digest) and version of banmian made it, and has
        the digest of the pages (`pages.source_digest`).

    Raises:
        FormatError: Something given is no `Page`, or an option is wrong (see `segment`).

    >>> import banmian as bm
    >>> page = bm.parse_page("新桥通车\n\n本报讯 (记者王小明)新桥昨日通车。", name="a.txt")
    >>> bm.tokens(page).head(2)[["role", "start", "end", "token"]].values.tolist()
    [['headline', 0, 2, '新桥'], ['headline', 2, 4, '通车']]
    """
    cutter = segmenter(lexicon=lexicon, granularity=granularity, hmm=hmm, engine=engine)
    sources = Sources()
    table = tokens_of(_passages_of(sources.named(pages)), cutter, pos=pos)
    table.attrs.update(cutter.description, **sources.attrs)
    return table


Uncut = tuple[str, int, str, int, Sequence[Span], str]
"""A passage that waits: page, article, role, paragraph (as in the table), spans, text."""


def tokens_of(passages: Iterable[Uncut], cutter: Segmenter, *, pos: bool = False) -> pd.DataFrame:
    """The table of `tokens`, without ``attrs``, of passages that are at hand without pages."""
    return frame("tokens", _token_columns(_cut_passages(passages, cutter, pos=pos)))


def _passages_of(named: Iterable[tuple[str, Page]]) -> Iterator[Uncut]:
    for name, page in named:
        for article in page.articles:
            for number, (role, passage) in enumerate(article.passages):
                yield name, article.index, role, number, passage.spans, passage.text


class _Passage(NamedTuple):
    """A passage that has been cut into ``size`` tokens."""

    page: str
    article: int
    role: str
    paragraph: int
    spans: Sequence[Span]
    size: int


class _Types(dict[str, int]):
    """The different values of a column, numbered as they come."""

    def __missing__(self, value: str) -> int:
        self[value] = number = len(self)
        return number


@dataclass(frozen=True, slots=True)
class _Cut:
    """Passages that have been cut: their tokens and tags, by number of the type.

    Four bytes a token: for 20 MB of text the peak of `tokens` is 1.4 times the table's size.
    """

    passages: list[_Passage] = field(default_factory=list)
    words: _Types = field(default_factory=_Types)
    word_codes: array[int] = field(default_factory=lambda: array("i"))
    tags: _Types = field(default_factory=_Types)
    tag_codes: array[int] = field(default_factory=lambda: array("i"))


def _cut_passages(passages: Iterable[Uncut], cutter: Segmenter, *, pos: bool) -> _Cut:
    found = _Cut()
    for page, article, role, paragraph, spans, text in passages:
        words, tags = cut_passage(text, spans, cutter, pos=pos)
        found.word_codes.extend(map(found.words.__getitem__, words))
        found.tag_codes.extend(map(found.tags.__getitem__, tags))
        found.passages.append(_Passage(page, article, role, paragraph, spans, len(words)))
    return found


def cut_passage(
    text: str, spans: Sequence[Span], cutter: Segmenter, *, pos: bool
) -> tuple[list[str], list[str]]:
    """The tokens of a passage and, if asked for, their tags; no token lies in three spans."""
    pairs = cutter.tag(text) if pos else []
    words, marks = [word for word, _ in pairs], [tag for _, tag in pairs]
    words = words if pos else cutter.cut(text)
    middles = [span.end - span.start for span in spans[1:-1]]
    if not middles or max(map(len, words)) < min(middles) + 2:  # no word lies in three spans
        return words, marks
    pairs = pairs or [(word, "") for word in words]
    pairs = _split_at_second_cuts(pairs, list(accumulate(s.end - s.start for s in spans)))
    return [word for word, _ in pairs], [tag for _, tag in pairs] if pos else []


def _split_at_second_cuts(
    pairs: Iterable[tuple[str, str]], cuts: Sequence[int]
) -> list[tuple[str, str]]:
    split = []
    start = 0
    for word, tag in pairs:
        end = start + len(word)
        inside = [cut for cut in cuts if start < cut < end]
        edges = [start, *inside[1::2], end]
        split += [(word[a - start : b - start], tag) for a, b in pairwise(edges)]
        start = end
    return split


_Numbers = npt.NDArray[np.int64]


def _token_columns(found: _Cut) -> dict[str, Any]:
    """The columns, each made of its different values: a third of the time of a value a row."""
    passages, types = found.passages, found.words
    codes = np.frombuffer(found.word_codes, dtype=np.intc)
    sizes = np.array([p.size for p in passages], dtype=np.int64)
    lengths = np.fromiter(map(len, types), dtype=np.int64, count=len(types))[codes]
    start, end, start2, end2, cut = _places(passages, sizes, lengths)
    of_passage = np.repeat(np.arange(len(passages)), sizes)
    words = np.array([any(map(str.isalnum, token)) for token in types], dtype=bool)
    if found.tags:
        pos = _strings(found.tags).take(np.frombuffer(found.tag_codes, dtype=np.intc))
    else:
        pos = _strings([None]).take(np.zeros_like(codes))
    data = {
        "page": _strings([p.page for p in passages]).take(of_passage),
        "article": np.array([p.article for p in passages], dtype=np.int64)[of_passage],
        "role": _strings([p.role for p in passages]).take(of_passage),
        "paragraph": np.array([p.paragraph for p in passages], dtype=np.int64)[of_passage],
        "start": start,
        "end": end,
        "token": _strings(types).take(codes),
        "form": _strings(map(fold, types)).take(codes),
        "pos": pos,
        "start2": pd.arrays.IntegerArray(start2, ~cut),
        "end2": pd.arrays.IntegerArray(end2, ~cut),
        "word": words[codes],
    }
    return {name: pd.Series(values, copy=False) for name, values in data.items()}


def _strings(values: Iterable[str | None]) -> Any:
    return pd.array(list(values), dtype="str")


def _places(
    passages: Sequence[_Passage], sizes: _Numbers, lengths: _Numbers
) -> tuple[_Numbers, _Numbers, _Numbers, _Numbers, npt.NDArray[np.bool_]]:
    """Where each token stands: start, end, start2, end2, and whether the last two are used."""
    firsts = np.concatenate([[0], np.cumsum(sizes)])
    before = np.concatenate([[0], np.cumsum(lengths)])
    origins = np.array([p.spans[0].start for p in passages], dtype=np.int64)
    start = before[:-1] + np.repeat(origins - before[firsts[:-1]], sizes)
    end = start + lengths
    start2, end2 = np.zeros(len(start), np.int64), np.zeros(len(start), np.int64)
    cut = np.zeros(len(lengths), dtype=bool)
    for passage, first, size in zip(passages, firsts, sizes, strict=False):
        if len(passage.spans) > 1:
            rows = slice(first, first + size)
            local = start[rows] - passage.spans[0].start
            start[rows], end[rows], start2[rows], end2[rows], cut[rows] = _places_in_spans(
                local, lengths[rows], passage.spans
            )
    return start, end, start2, end2, cut


def _places_in_spans(
    local: _Numbers, lengths: _Numbers, spans: Sequence[Span]
) -> tuple[_Numbers, _Numbers, _Numbers, _Numbers, npt.NDArray[np.bool_]]:
    """`_places` for the tokens of one cut passage, from their offsets in its text."""
    starts = np.array([span.start for span in spans], dtype=np.int64)
    ends = np.array([span.end for span in spans], dtype=np.int64)
    until = np.cumsum(ends - starts)
    shift = starts - (until - (ends - starts))
    first = np.searchsorted(until, local, side="right")
    last = np.searchsorted(until, local + lengths - 1, side="right")
    cut = last > first
    end2 = local + lengths + shift[last]
    return local + shift[first], np.where(cut, ends[first], end2), starts[last], end2, cut
