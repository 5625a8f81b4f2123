"""Pages to tidy tables: `blocks`, `articles`, `tokens`, a row a thing.

Each table's columns are declared once, in `COLUMNS`, with dtype and meaning; empty tables have
them too. All offsets are characters of the page's `text`, all numbers of blocks, articles and
paragraphs count from 0, and an unknown value is missing (NA), never 0 or an empty string.
Counting is left to `measures`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import accumulate, pairwise
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from banmian.page import Article, FormatError, Page, Span
from banmian.words import Granularity, Lexicon, LexiconSource, Segmenter, segmenter


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its pandas dtype, and what it holds, with the unit."""

    dtype: str
    meaning: str


COLUMNS: Final[Mapping[str, Mapping[str, Column]]] = {
    "blocks": {
        "page": Column("str", "name of the page, see page_names"),
        "block": Column("int64", "number of the block on its page"),
        "article": Column("Int64", "number of its story on the page; missing for furniture"),
        "role": Column("str", "role of the block, one of page.ROLES"),
        "start": Column("int64", "offset of its first character"),
        "end": Column("int64", "offset after its last character"),
        "characters": Column("int64", "characters that are not white space"),
        "rule": Column("str", "evidence that decided the role"),
        "confidence": Column("float64", "how sure the parser is of role and story, 0 to 1"),
        "continues": Column("Int64", "number of the block whose cut sentence goes on here"),
        "text": Column("str", "text of the block"),
    },
    "articles": {
        "page": Column("str", "name of the page, see page_names"),
        "article": Column("int64", "number of the story on its page"),
        "kind": Column("str", "news, photo or brief"),
        "label": Column("str", "column or genre label; missing if none, as in all texts here"),
        "kicker": Column("str", "lines that lead into the headline, joined by ' / '"),
        "headline": Column("str", "main title, its lines joined by a blank"),
        "deck": Column("str", "lines that complete the headline, joined by ' / '"),
        "byline": Column("str", "names of the writers, joined by 、"),
        "agency": Column("str", "paper or agency of the dateline, as printed"),
        "place": Column("str", "place of the dateline, as printed"),
        "date": Column("str", "date of the dateline, as printed"),
        "paragraphs": Column("int64", "paragraphs of the body, rejoined"),
        "rejoined": Column("int64", "those of them that the page had cut"),
        "characters": Column("int64", "characters of all its blocks that are not white space"),
        "start": Column("int64", "offset of the story's first character"),
        "end": Column("int64", "offset after its last; other stories may stand between"),
        "confidence": Column("float64", "lowest confidence of its blocks, 0 to 1"),
    },
    "tokens": {
        "page": Column("str", "name of the page, see page_names"),
        "article": Column("int64", "number of the story on its page"),
        "role": Column("str", "role of the passage, one of page.ROLES without furniture"),
        "paragraph": Column("int64", "number of the passage in its story, in source order"),
        "start": Column("int64", "offset of the token's first character"),
        "end": Column("int64", "offset after its last, or after its last before a cut"),
        "token": Column("str", "word, mark or blank"),
        "pos": Column("str", "part of speech by jieba's tags; missing if not asked for"),
        "start2": Column("Int64", "offset where a word goes on that the page had cut in two"),
        "end2": Column("Int64", "offset after its last character there"),
        "word": Column("bool", "whether it has a letter, Han character or digit"),
    },
}


def page_names(pages: Page | Iterable[Page]) -> list[str]:
    """The name under which each page stands in every table; no two are the same.

    A page without a name is called by its place among the pages, from ``page-0001``. Where a
    name has been given before, ``(2)``, ``(3)`` … is put behind it.

    >>> page_names([Page("", (), ()), Page("", (), (), name="a.txt"), Page("", (), ())])
    ['page-0001', 'a.txt', 'page-0003']
    """
    return [name for name, _ in _named(pages)]


def _named(pages: Page | Iterable[Page]) -> Iterator[tuple[str, Page]]:
    taken: set[str] = set()
    for number, page in enumerate([pages] if isinstance(pages, Page) else pages, 1):
        if not isinstance(page, Page):
            raise FormatError(
                f"expected a Page or pages, got {type(page).__name__} {str(page)[:40]!r}; "
                "read_page and parse_page make pages"
            )
        name = wanted = f"page-{number:04}" if page.name is None else page.name
        repeat = 1
        while name in taken:
            repeat += 1
            name = f"{wanted} ({repeat})"
        taken.add(name)
        yield name, page


def blocks(pages: Page | Iterable[Page]) -> pd.DataFrame:
    r"""The blocks of pages, furniture included, in source order.

    Args:
        pages: One page or many.

    Returns:
        One row a block, with the columns of ``COLUMNS["blocks"]``.

    Raises:
        FormatError: Something given is no `Page`.

    >>> import banmian as bm
    >>> page = bm.parse_page("新桥通车\n\n本报讯 (记者王小明)新桥昨日通车。", name="a.txt")
    >>> bm.blocks(page)[["page", "role", "start", "end", "characters"]].values.tolist()
    [['a.txt', 'headline', 0, 4, 4], ['a.txt', 'paragraph', 6, 24, 17]]
    """
    rows = [
        (
            name,
            block.index,
            block.article,
            block.role,
            block.start,
            block.end,
            _characters(block.text),
            block.rule,
            block.confidence,
            block.continues,
            block.text,
        )
        for name, page in _named(pages)
        for block in page.blocks
    ]
    return _frame_of_rows("blocks", rows)


def articles(pages: Page | Iterable[Page]) -> pd.DataFrame:
    r"""The stories of pages, in the order of the page.

    Args:
        pages: One page or many.

    Returns:
        One row a story, with the columns of ``COLUMNS["articles"]``.

    Raises:
        FormatError: Something given is no `Page`.

    >>> import banmian as bm
    >>> page = bm.parse_page("新桥通车\n\n本报讯 (记者王小明)新桥昨日通车。", name="a.txt")
    >>> bm.articles(page)[["headline", "byline", "agency", "paragraphs"]].values.tolist()
    [['新桥通车', '王小明', '本报', 1]]
    """
    rows = [
        (name, *_article_row(article)) for name, page in _named(pages) for article in page.articles
    ]
    return _frame_of_rows("articles", rows)


def _article_row(article: Article) -> tuple[Any, ...]:
    dateline = article.dateline
    return (
        article.index,
        article.kind,
        article.label,
        " / ".join(article.kickers) or None,
        article.headline,
        " / ".join(article.decks) or None,
        "、".join(person.name for person in article.byline) or None,
        dateline.agency if dateline else None,
        dateline.place if dateline else None,
        dateline.date if dateline else None,
        len(article.paragraphs),
        sum(len(paragraph.spans) > 1 for paragraph in article.paragraphs),
        sum(_characters(block.text) for block in article.blocks),
        article.start,
        article.end,
        min(block.confidence for block in article.blocks),
    )


def _characters(text: str) -> int:
    return len("".join(text.split()))


def tokens(
    pages: Page | Iterable[Page],
    *,
    lexicon: Lexicon | LexiconSource | None = None,
    granularity: Granularity = "jieba",
    pos: bool = False,
) -> pd.DataFrame:
    r"""The words, marks and blanks of every story, each with its place in the source.

    Each passage of a story (headline, byline, rejoined paragraph …) is cut by itself; furniture
    is left out. The tokens of a passage, in the order of the table, rejoin to its text. A word
    that the page had cut in two has both places: ``token`` is then the source from ``start`` to
    ``end`` with that from ``start2`` to ``end2``. A word over three pieces of the source is
    itself split at the second cut.

    Args:
        pages: One page or many; an iterator is read once, page by page.
        lexicon: Words to know besides the dictionary, see `segment`.
        granularity: How finely to cut, see `segment`.
        pos: Whether to tag parts of speech (five to six times slower).

    Returns:
        One row a token, with the columns of ``COLUMNS["tokens"]``. ``attrs`` says which
        segmenter, granularity, lexicon (its digest) and version of banmian made it.

    Raises:
        FormatError: Something given is no `Page`, or an option is wrong (see `segment`).

    >>> import banmian as bm
    >>> page = bm.parse_page("新桥通车\n\n本报讯 (记者王小明)新桥昨日通车。", name="a.txt")
    >>> bm.tokens(page).head(2)[["role", "start", "end", "token"]].values.tolist()
    [['headline', 0, 2, '新桥'], ['headline', 2, 4, '通车']]
    """
    cutter = segmenter(lexicon=lexicon, granularity=granularity)
    passages, found, tags = _cut_passages(_named(pages), cutter, pos=pos)
    frame = _frame("tokens", _token_columns(passages, found, tags))
    frame.attrs.update(cutter.description, banmian=version("banmian"))
    return frame


class _Passage(NamedTuple):
    """A passage that has been cut into ``size`` tokens."""

    page: str
    article: int
    role: str
    paragraph: int
    spans: tuple[Span, ...]
    size: int


def _cut_passages(
    pages: Iterable[tuple[str, Page]], cutter: Segmenter, *, pos: bool
) -> tuple[list[_Passage], list[str], list[str | None]]:
    passages: list[_Passage] = []
    found: list[str] = []
    tags: list[str | None] = []
    # One string object a type, not a token: for 5 MB of text the peak is 1.8 times the table's
    # size instead of 2.5 (20 MB, 3.9 million tokens: 1.9 times 310 MB).
    shared: dict[str, str] = {}
    for name, page in pages:
        for article in page.articles:
            for number, (role, passage) in enumerate(article.passages):
                words, marks = _cut(passage.text, passage.spans, cutter, pos=pos)
                found.extend(map(shared.setdefault, words, words))
                tags.extend(map(shared.setdefault, marks, marks))
                passages.append(
                    _Passage(name, article.index, role, number, passage.spans, len(words))
                )
    return passages, found, tags


def _cut(
    text: str, spans: Sequence[Span], cutter: Segmenter, *, pos: bool
) -> tuple[list[str], list[str]]:
    """The tokens of a passage and, if asked for, their tags; no token lies in three spans."""
    if not pos and len(spans) < 3:
        return cutter.cut(text), []
    pairs = cutter.tag(text) if pos else [(word, "") for word in cutter.cut(text)]
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


def _token_columns(
    passages: Sequence[_Passage], found: list[str], tags: list[str | None]
) -> dict[str, Any]:
    sizes = np.array([p.size for p in passages], dtype=np.int64)
    start, end, start2, end2, cut = _places(passages, sizes, found)
    has_word = {token: any(map(str.isalnum, token)) for token in set(found)}
    return {
        "page": np.repeat(np.array([p.page for p in passages], dtype=object), sizes),
        "article": np.repeat(np.array([p.article for p in passages], dtype=np.int64), sizes),
        "role": np.repeat(np.array([p.role for p in passages], dtype=object), sizes),
        "paragraph": np.repeat(np.array([p.paragraph for p in passages], dtype=np.int64), sizes),
        "start": start,
        "end": end,
        "token": found,
        "pos": tags or [None] * len(found),
        "start2": pd.arrays.IntegerArray(start2, ~cut),
        "end2": pd.arrays.IntegerArray(end2, ~cut),
        "word": np.fromiter(map(has_word.__getitem__, found), dtype=bool, count=len(found)),
    }


def _places(
    passages: Sequence[_Passage], sizes: _Numbers, found: list[str]
) -> tuple[_Numbers, _Numbers, _Numbers, _Numbers, npt.NDArray[np.bool_]]:
    """Where each token stands: start, end, start2, end2, and whether the last two are used."""
    lengths = np.fromiter(map(len, found), dtype=np.int64, count=len(found))
    firsts = np.concatenate([[0], np.cumsum(sizes)])
    before = np.concatenate([[0], np.cumsum(lengths)])
    origins = np.array([p.spans[0].start for p in passages], dtype=np.int64)
    start = before[:-1] + np.repeat(origins - before[firsts[:-1]], sizes)
    end = start + lengths
    start2, end2 = np.ones_like(start), np.ones_like(start)
    cut = np.zeros(len(found), dtype=bool)
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


def _frame_of_rows(table: str, rows: Sequence[tuple[Any, ...]]) -> pd.DataFrame:
    columns = zip(*rows, strict=True) if rows else ((),) * len(COLUMNS[table])
    return _frame(table, dict(zip(COLUMNS[table], columns, strict=True)))


def _frame(table: str, data: Mapping[str, Any]) -> pd.DataFrame:
    """A frame with the declared columns and dtypes of a table."""
    return pd.DataFrame(
        {
            name: pd.Series(data[name], dtype=column.dtype)
            for name, column in COLUMNS[table].items()
        },
        copy=False,
    )
