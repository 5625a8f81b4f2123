"""How often words stand in stories, pages or the whole: `term_frequency`, `tf_idf`."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from banmian.measures.counting import (
    STORY,
    Numbers,
    as_table,
    as_words,
    check_choice,
    number_of_stories,
    sort_rows,
    story_counts,
    word_rows,
)

By = Literal["corpus", "page", "article", "role"]
Tf = Literal["relative", "count", "log"]
Idf = Literal["plain", "plus_one", "smooth"]

PARTS: Final[dict[str, list[str]]] = {
    "corpus": [],
    "page": ["page"],
    "article": STORY,
    "role": ["role"],
}
KEYS: Final = {"page": "str", "article": "int64", "role": "str"}

FREQUENCY_COLUMNS: Final = {
    "page": "str",
    "article": "int64",
    "token": "str",
    "count": "int64",
    "total": "int64",
    "per_thousand": "float64",
    "articles": "int64",
    "of_articles": "int64",
}
TF_IDF_COLUMNS: Final = {
    "page": "str",
    "article": "int64",
    "token": "str",
    "count": "int64",
    "total": "int64",
    "tf": "float64",
    "articles": "int64",
    "of_articles": "int64",
    "idf": "float64",
    "tf_idf": "float64",
}


def term_frequency(
    tokens: pd.DataFrame,
    *,
    by: By = "article",
    roles: Collection[str] | None = None,
    stop_words: Collection[str] = (),
    min_count: int = 1,
) -> pd.DataFrame:
    """How often each word stands in each part, with what it was counted out of.

    Args:
        tokens: A table made by `tables.tokens`; page, article, role, token and word are used.
        by: The parts: the whole ``corpus``, each ``page``, each ``article`` or each ``role``.
        roles: Count only passages of these roles (``["paragraph"]``: body text only). Totals
            and stories are counted within them too.
        stop_words: Words to leave out of the result. They are counted in ``total`` all the same.
        min_count: Leave out words that a part has fewer times; totals do not change.

    Returns:
        One row a word of a part, sorted by part, then most frequent first, then by code point:
        the part's columns (page and article, page, role, or none), ``token``, ``count``
        (occurrences in the part), ``total`` (all words of the part), ``per_thousand``
        (count / total x 1000), ``articles`` (stories, of all given, that have the word),
        ``of_articles`` (all stories given that have any word).

    Raises:
        TableError: The table lacks a column.
        FormatError: ``by`` is none of the four, or a list of words is a single string.

    >>> tokens = pd.DataFrame({"page": "a", "article": [0, 0, 1], "role": "paragraph",
    ...                        "token": ["工会", "工会", "职工"], "word": True})
    >>> term_frequency(tokens, by="corpus")[["token", "count", "total", "articles"]].values.tolist()
    [['工会', 2, 3, 1], ['职工', 1, 3, 1]]
    """
    check_choice(by, PARTS, "by")
    dropped = as_words(stop_words, "stop_words")
    rows = word_rows(tokens, [*STORY, "role", "token"], "term_frequency")
    if roles is not None:
        rows = rows[rows["role"].isin(as_words(roles, "roles"))]
    keys = PARTS[by]
    counts = rows.groupby([*keys, "token"], observed=True).size().rename("count").reset_index()
    words = counts["count"]
    totals = [counts[key] for key in keys]
    counts["total"] = words.groupby(totals).transform("sum") if keys else words.sum()
    counts["per_thousand"] = counts["count"] / counts["total"] * 1000
    with_word = rows.drop_duplicates([*STORY, "token"])["token"].value_counts()
    counts["articles"] = counts["token"].map(with_word)
    counts["of_articles"] = number_of_stories(rows)
    kept = counts[~counts["token"].isin(dropped) & (counts["count"] >= min_count)]
    kept = sort_rows(kept, {**dict.fromkeys(keys, True), "count": False, "token": True})
    measures = {name: t for name, t in FREQUENCY_COLUMNS.items() if name not in STORY}
    return as_table({**{key: KEYS[key] for key in keys}, **measures}, kept, tokens)


def inverse_document_frequency(
    documents_with: npt.ArrayLike,
    documents: npt.ArrayLike,
    *,
    variant: Idf = "plain",
    base: float = 10.0,
) -> Numbers:
    """How rare a word is among documents.

    Args:
        documents_with: Documents that have the word, df; any shape, above 0 unless smoothed.
        documents: All documents, N; a number or of the same shape.
        variant: ``plain``, log(N / df) (Spärck Jones 1972); ``plus_one``, log(N / df) + 1, and
            ``smooth``, log((1 + N) / (1 + df)) + 1 (scikit-learn, ``smooth_idf`` false and true).
        base: Base of the logarithm (scikit-learn: e).

    Raises:
        FormatError: The variant is none of the three.

    >>> inverse_document_frequency([18165, 6723], 806791).round(2).tolist()
    [1.65, 2.08]
    """
    check_choice(variant, ("plain", "plus_one", "smooth"), "idf")
    df = np.asarray(documents_with, dtype=np.float64)
    n = np.asarray(documents, dtype=np.float64)
    if variant == "smooth":
        df, n = df + 1, n + 1
    rarity: Numbers = np.log(n / df) / np.log(base) + (variant != "plain")
    return rarity


def tf_idf(
    tokens: pd.DataFrame,
    *,
    tf: Tf = "relative",
    idf: Idf = "plain",
    base: float = 10.0,
    unit_length: bool = False,
) -> pd.DataFrame:
    """The words that mark a story out among all stories given.

    A word of every story weighs 0 with ``plain`` idf, and with few stories idf takes few values:
    compare words of one table, not of two.

    Args:
        tokens: A table made by `tables.tokens`; page, article, token and word are used.
        tf: ``relative``, count / words of the story; ``count``; or ``log``, 1 + log(count)
            (Manning, Raghavan and Schütze 2008, section 6.4).
        idf: See `inverse_document_frequency`.
        base: Base of all logarithms.
        unit_length: Whether to divide each story's weights by their Euclidean length (which
            scikit-learn does).

    Returns:
        One row a word of a story, sorted by story, then highest weight first, then by code
        point: ``page``, ``article``, ``token``, ``count``, ``total`` (words of the story),
        ``tf``, ``articles`` (stories with the word), ``of_articles`` (all), ``idf``, ``tf_idf``
        (tf x idf).

    Raises:
        TableError: The table lacks a column.
        FormatError: A variant does not exist.

    >>> tokens = pd.DataFrame({"page": "a", "article": [0, 0, 1], "token": ["会", "新", "会"],
    ...                        "word": True})
    >>> tf_idf(tokens)[["token", "tf_idf"]].round(3).values.tolist()
    [['新', 0.151], ['会', 0.0], ['会', 0.0]]
    """
    counts = story_counts(tokens, "tf_idf")
    return weigh(counts, tokens, tf=tf, idf=idf, base=base, unit_length=unit_length)


def weigh(
    counts: pd.DataFrame, source: pd.DataFrame, *, tf: Tf, idf: Idf, base: float, unit_length: bool
) -> pd.DataFrame:
    """The table of `tf_idf` from words counted by story, as `story_counts` gives them."""
    check_choice(tf, ("relative", "count", "log"), "tf")
    table = counts.copy()
    stories = table.groupby(STORY, observed=True)
    table["total"] = stories["count"].transform("sum")
    table["articles"] = table.groupby("token", observed=True)["count"].transform("size")
    table["of_articles"] = stories.ngroups
    count = table["count"].to_numpy(dtype=np.float64)
    scale = {
        "relative": count / table["total"],
        "count": count,
        "log": 1 + np.log(count) / np.log(base),
    }
    table["tf"] = scale[tf]
    table["idf"] = inverse_document_frequency(
        table["articles"], table["of_articles"], variant=idf, base=base
    )
    table["tf_idf"] = table["tf"] * table["idf"]
    if unit_length:
        squares = (table["tf_idf"] ** 2).groupby([table["page"], table["article"]]).transform("sum")
        table["tf_idf"] = (table["tf_idf"] / np.sqrt(squares)).fillna(0.0)
    table = sort_rows(table, {"page": True, "article": True, "tf_idf": False, "token": True})
    return as_table(TF_IDF_COLUMNS, table, source)
