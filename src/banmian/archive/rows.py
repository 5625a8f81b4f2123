"""Pages to the tables of an archive, as pyarrow holds them.

Cells are those of `banmian.tables`: blocks, stories and facts come from its functions. Words are
counted by story and role without a table of tokens, cut by what cuts those.
"""

from __future__ import annotations

import json
from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types

from banmian import tables  # its facts, of which find_facts is one, are slow to load
from banmian.archive.layout import SCHEMAS
from banmian.archive.settings import Settings
from banmian.archive.sources import Source
from banmian.page import Page, Span, printed_day
from banmian.tables.cutting import cut_passage
from banmian.words import Segmenter, fold


class Read(NamedTuple):
    """A page that has been read, where it came from, and the digest of that."""

    source: Source
    digest: str
    page: Page


class _Passage(NamedTuple):
    """A passage and where it stands: `Article.passages` is costly enough to be asked once."""

    page: str
    article: int
    role: str
    paragraph: int
    spans: tuple[Span, ...]
    text: str


def make_tables(read: Sequence[Read], settings: Settings) -> dict[str, Any]:
    """Every table of the archive over these pages, which are in the order of their names."""
    pages = [one.page for one in read]
    passages = [
        _Passage(source.page, article.index, role, number, passage.spans, passage.text)
        for source, _, page in read
        for article in page.articles
        for number, (role, passage) in enumerate(article.passages)
    ]
    words = _count_words(passages, settings.segmenter)
    frames = {"blocks": tables.blocks(pages), "articles": tables.articles(pages)}
    stories = frames["articles"]
    stories["words"] = [
        words.of_story[story] for story in zip(stories["page"], stories["article"], strict=True)
    ]
    if settings.facts:
        frames |= tables.find_facts(pages)._asdict()
    return {
        "pages": _page_table(read, frames["blocks"], words.of_page),
        "passages": _passage_table(passages),
        "words": words.table,
        **{table: _from_frame(table, frame) for table, frame in frames.items()},
    }


def _from_frame(table: str, frame: pd.DataFrame) -> Any:
    schema = SCHEMAS[table]
    columns = [
        pa.array(frame[name], of) for name, of in zip(schema.names, schema.types, strict=True)
    ]
    return pa.table(columns, schema=schema)


def _page_table(read: Sequence[Read], blocks: pd.DataFrame, words: Counter[str]) -> Any:
    characters = blocks.groupby("page")["characters"].sum().to_dict()
    rows = [
        (
            source.page,
            digest,
            source.size,
            page.encoding,
            page.paper,
            page.issue_date and page.issue_date.isoformat(),
            _issue_date_from(source, page),
            source.number,
            characters.get(source.page, 0),
            len(page.articles),
            words[source.page],
            "\n".join(page.notes) or None,
            page.text,
            _fixes(page),
        )
        for source, digest, page in read
    ]
    return _from_rows("pages", rows)


def _issue_date_from(source: Source, page: Page) -> str | None:
    """What tells the day; where source or masthead say what the sidecar says, they do."""
    if page.issue_date is None:
        return None
    if source.issue_date is not None:
        return "source" if source.issue_date == page.issue_date.isoformat() else "sidecar"
    printed = printed_day(page.blocks)
    return "masthead" if printed and printed.date == page.issue_date else "sidecar"


def _from_rows(table: str, rows: Sequence[tuple[Any, ...]]) -> Any:
    schema = SCHEMAS[table]
    columns = zip(*rows, strict=True) if rows else ((),) * len(schema)
    return pa.table(
        [pa.array(c, of) for c, of in zip(columns, schema.types, strict=True)], schema=schema
    )


def _fixes(page: Page) -> str | None:
    return json.dumps(page.to_dict()["fixes"], ensure_ascii=False) if page.fixes else None


def _passage_table(passages: Sequence[_Passage]) -> Any:
    return _from_rows(
        "passages",
        [
            (*p[:4], [at for span in p.spans for at in (span.start, span.end)], p.text)
            for p in passages
        ],
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """The table of words, and how many there are by story and by page."""

    table: Any
    of_story: Counter[tuple[str, int]]
    of_page: Counter[str]


_NO_WORD: Final = -1
_END: Final = -2
"""What stands for a mark or blank, and for the end of a passage, among the numbers of forms."""


class _Forms(dict[str, int]):
    """The number of a token's half-width form."""

    def __init__(self) -> None:
        super().__init__({"\n": _END})
        self.numbers: dict[str, int] = {}

    def __missing__(self, token: str) -> int:
        is_word = any(map(str.isalnum, token))
        number = self.numbers.setdefault(fold(token), len(self.numbers)) if is_word else _NO_WORD
        self[token] = number
        return number


def _count_words(passages: Sequence[_Passage], cutter: Segmenter) -> _Words:
    """Words are kept as four bytes a token until they are counted, all at once.

    The passages of a story are cut together, for which a tenth less time is needed: they are lines,
    and no word crosses a line's end. Those in three pieces are not, see `cut_passage`.
    """
    forms = _Forms()
    codes = array("i")
    cut: list[_Passage] = []
    for _, story in groupby(passages, key=itemgetter(0, 1)):
        lines: list[_Passage] = []
        for passage in story:
            if len(passage.spans) < 3:
                lines.append(passage)
            else:
                words, _ = cut_passage(passage.text, passage.spans, cutter, pos=False)
                codes.extend(map(forms.__getitem__, [*words, "\n"]))
                cut.append(passage)
        words = cutter.cut("".join([f"{passage.text}\n" for passage in lines]))
        codes.extend(map(forms.__getitem__, words))
        cut += lines
    groups = [(passage.page, passage.article, passage.role) for passage in cut]
    return _table_of_words(list(forms.numbers), np.frombuffer(codes, dtype=np.intc), groups)


def _table_of_words(
    forms: Sequence[str], codes: npt.NDArray[np.intc], groups: Sequence[tuple[str, int, str]]
) -> _Words:
    """Count tokens, given by number of their form, passage by passage of these groups."""
    ordered = sorted(set(groups))  # page, article, role
    place = {group: number for number, group in enumerate(ordered)}
    words = codes >= 0
    passage = np.cumsum(codes == _END, dtype=np.intc)[words]
    names, ranks = np.unique(np.array(forms, dtype=object), return_inverse=True)
    keys = ranks[codes[words]] * len(ordered)
    keys += np.array([place[group] for group in groups], dtype=np.int64)[passage]
    keys, counts = np.unique(keys, return_counts=True)
    token, group = np.divmod(keys, max(len(ordered), 1))
    columns = [
        pa.array(names, pa.string()).take(pa.array(token)),
        *(
            pa.array([of[i] for of in ordered], SCHEMAS["words"].types[i + 1]).take(pa.array(group))
            for i in range(3)
        ),
        pa.array(counts, pa.int64()),
    ]
    of_story: Counter[tuple[str, int]] = Counter()
    of_page: Counter[str] = Counter()
    totals = np.bincount(group, weights=counts, minlength=len(ordered))
    for (page, story, _), total in zip(ordered, totals, strict=True):
        of_story[page, story] += int(total)
        of_page[page] += int(total)
    return _Words(pa.table(columns, schema=SCHEMAS["words"]), of_story, of_page)


def count_terms(words: Any, pages: Any) -> Any:
    """The table of terms: words by newspaper and month, from the tables of words and pages.

    ``articles`` are the stories that have the word: rows of ``words`` stand by token, page, story.
    """
    papers, days = pages["paper"].to_pylist(), pages["issue_date"].to_pylist()
    of_page = [(paper, day and day[:7]) for paper, day in zip(papers, days, strict=True)]
    periods = sorted(set(of_page), key=_nulls_last)
    place = {period: number for number, period in enumerate(periods)}
    page = pa.compute.index_in(words["page"], value_set=pages["page"]).to_numpy()
    tokens = words["token"].combine_chunks().dictionary_encode()
    token = tokens.indices.to_numpy().astype(np.int64)
    first = np.ones(len(token), dtype=bool)
    first[1:] = False
    for of_story in (token, page, words["article"].to_numpy()):
        first[1:] |= of_story[1:] != of_story[:-1]
    period = np.array([place[of] for of in of_page], dtype=np.int64)[page]
    keys, rows = np.unique(token * max(len(periods), 1) + period, return_inverse=True)
    token, period = np.divmod(keys, max(len(periods), 1))
    columns = [
        tokens.dictionary.take(pa.array(token)),
        *(pa.array([of[i] for of in periods], pa.string()).take(pa.array(period)) for i in (0, 1)),
        _sums(rows, words["count"].to_numpy(), len(keys)),
        _sums(rows, first, len(keys)),
    ]
    return pa.table(columns, schema=SCHEMAS["terms"])


def _nulls_last(period: tuple[str | None, str | None]) -> list[tuple[bool, str]]:
    return [(part is None, part or "") for part in period]


def _sums(rows: npt.NDArray[np.int64], values: npt.NDArray[Any], size: int) -> Any:
    return pa.array(np.bincount(rows, values, minlength=size), pa.int64(), safe=False)
