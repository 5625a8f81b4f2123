"""N-grams: runs of n words that stand next to each other, counted out of all such runs."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from banmian.measures.concordance import PASSAGE, in_passages
from banmian.measures.counting import (
    STORY,
    Codes,
    as_table,
    as_words,
    by_form,
    check_columns,
    sort_rows,
)
from banmian.page import FormatError

COLUMNS: Final = {
    "ngram": "str",
    "n": "int64",
    "count": "int64",
    "total": "int64",
    "per_thousand": "float64",
    "articles": "int64",
    "of_articles": "int64",
}


def ngrams(
    tokens: pd.DataFrame,
    n: int = 2,
    *,
    stop_words: Collection[str] = (),
    min_count: int = 1,
) -> pd.DataFrame:
    """How often runs of n words stand in the text.

    The words of a run stand in one paragraph with no mark between them, so that nothing is
    counted that nobody wrote in one breath. Blanks do not part words. `kwic` shows the places
    of a run that has no blank in the source: ``kwic(tokens, ngram.replace(" ", ""))``.

    Args:
        tokens: A table made by `tables.tokens`, the rows of each passage in their order; page,
            article, paragraph, token and word are used.
        n: Words of a run, from 1.
        stop_words: Leave out runs that begin or end with one of these; they are counted in
            ``total`` all the same.
        min_count: Leave out runs seen fewer times; totals do not change.

    Returns:
        One row a run, most frequent first, then by code point: ``ngram`` (its words, parted by
        a blank), ``n``, ``count``, ``total`` (all runs of n words), ``per_thousand``,
        ``articles`` (stories that have it), ``of_articles`` (all stories with a word).

    Raises:
        TableError: The table lacks a column.
        FormatError: n is below 1, or ``stop_words`` is a single string.

    >>> tokens = pd.DataFrame({"page": "a", "article": 0, "paragraph": 0,
    ...                        "token": ["困难", "职工", "，", "困难", "职工", "入会"],
    ...                        "word": [True, True, False, True, True, True]})
    >>> ngrams(tokens)[["ngram", "count", "total"]].values.tolist()
    [['困难 职工', 2, 3], ['职工 入会', 1, 3]]
    """
    if not isinstance(n, int) or n < 1:
        raise FormatError(f"n is {n!r}, expected a whole number of words from 1")
    dropped = as_words(stop_words, "stop_words")
    check_columns(tokens, [*PASSAGE, "token", "word"], "ngrams")
    rows, breath = _in_breaths(tokens)
    code, words = pd.factorize(rows["token"])
    first, run = _runs(code.astype(np.int64), breath, n)
    story = rows.groupby(STORY, observed=True).ngroup().to_numpy()[first]
    opening, count = np.unique(run, return_index=True, return_counts=True)[1:]
    pairs = np.unique(np.stack([run, story]), axis=1)[0]
    pieces = [words[code[first[opening] + step]] for step in range(n)]
    data = {
        "ngram": pd.Series([" ".join(run) for run in zip(*pieces, strict=True)], dtype="str"),
        "n": np.full(len(count), n),
        "count": count,
        "total": np.full(len(count), len(run)),
        "per_thousand": count / max(len(run), 1) * 1000,
        "articles": np.unique(pairs, return_counts=True)[1],
        "of_articles": np.full(len(count), len(rows[STORY].drop_duplicates())),
    }
    stopped = pieces[0].isin(dropped) | pieces[-1].isin(dropped)
    table = as_table(COLUMNS, data, tokens)[~stopped & (count >= min_count)]
    return sort_rows(table, {"count": False, "ngram": True})


def _in_breaths(tokens: pd.DataFrame) -> tuple[pd.DataFrame, npt.NDArray[np.int64]]:
    """The rows that are words, and a number for each that changes at marks and passages."""
    rows, passage = in_passages(by_form(tokens))
    is_word = rows["word"].to_numpy()
    is_mark = ~is_word & ~rows["token"].str.isspace().to_numpy(dtype=bool)
    return rows[is_word], (passage + np.cumsum(is_mark))[is_word]


def _runs(code: Codes, breath: Codes, n: int) -> tuple[Codes, Codes]:
    """First row of every run of n words, and a number that equal runs share."""
    places = max(len(code) - n + 1, 0)
    run = code[:places]
    for step in range(1, n):
        # Numbered anew at every step, so that the product stays below the square of the rows.
        joined = run * (code.max(initial=0) + 1) + code[step : step + places]
        run = np.unique(joined, return_inverse=True)[1].astype(np.int64)
    first = np.flatnonzero(breath[:places] == breath[n - 1 : n - 1 + places])
    return first, run[first]
