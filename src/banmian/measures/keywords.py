"""Keyness: the words that one set of stories has more of, or fewer of, than another."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from banmian.measures.counting import Numbers, as_table, sort_rows, story_counts
from banmian.page import TableError

COLUMNS: Final = {
    "token": "str",
    "count": "int64",
    "total": "int64",
    "per_thousand": "float64",
    "articles": "int64",
    "reference_count": "int64",
    "reference_total": "int64",
    "reference_per_thousand": "float64",
    "reference_articles": "int64",
    "log_likelihood": "float64",
    "log_ratio": "float64",
    "percent_difference": "float64",
}


def log_likelihood(
    a: npt.ArrayLike, b: npt.ArrayLike, c: npt.ArrayLike, d: npt.ArrayLike
) -> Numbers:
    """LL = 2 (a ln(a / E1) + b ln(b / E2)), E1 = c (a + b) / (c + d), E2 = d (a + b) / (c + d).

    The evidence that the word's rate differs, 0 for equal rates; it grows with the counts, so it
    says nothing of how much. The form of two terms, of Rayson and Garside (2000); the four
    cells of Dunning (1993), which are nearly the same for rare words, are `association.g2`.

    Args:
        a: Occurrences of the word in the target; any shape.
        b: Occurrences in the reference.
        c: All words of the target.
        d: All words of the reference.

    >>> log_likelihood(52, 57, 50_000, 75_000).round(2).item()
    2.65
    """
    target, reference, size, other = (np.asarray(x, dtype=np.float64) for x in (a, b, c, d))
    rate = (target + reference) / (size + other)
    likelihood: Numbers = 2 * (
        _times_log(target, size * rate) + _times_log(reference, other * rate)
    )
    # Rounding can leave a hair below 0 where the rates are equal.
    return np.maximum(likelihood, 0.0)


def _times_log(observed: Numbers, expected: Numbers) -> Numbers:
    """Observed times ln(observed / expected), 0 where nothing was observed (its limit)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(observed > 0, observed * np.log(observed / expected), 0.0)


def log_ratio(a: npt.ArrayLike, b: npt.ArrayLike, c: npt.ArrayLike, d: npt.ArrayLike) -> Numbers:
    """log2((a / c) / (b / d)): 1 is twice the rate of the reference, -1 half of it (Hardie 2014).

    A count of 0 is taken as half an occurrence, as Hardie does. Arguments as in `log_likelihood`.

    >>> log_ratio(6, 2, 10_000, 10_000).round(3).item()
    1.585
    """
    target, reference, size, other = (np.asarray(x, dtype=np.float64) for x in (a, b, c, d))
    target, reference = (np.where(x == 0, 0.5, x) for x in (target, reference))
    ratio: Numbers = np.log2((target / size) / (reference / other))
    return ratio


def percent_difference(
    a: npt.ArrayLike, b: npt.ArrayLike, c: npt.ArrayLike, d: npt.ArrayLike
) -> Numbers:
    """%DIFF = (a / c - b / d) / (b / d) x 100 (Gabrielatos and Marchi 2011).

    Infinite where the reference lacks the word (the authors put a very small number for 0,
    which makes a very large one of no meaning). Arguments as in `log_likelihood`.

    >>> percent_difference(206_523, 178_174, 959_641, 1_562_358).round(1).item()
    88.7
    """
    target, reference, size, other = (np.asarray(x, dtype=np.float64) for x in (a, b, c, d))
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = reference / other
        difference: Numbers = (target / size - rate) / rate * 100
    return difference


def keyness(target: pd.DataFrame, reference: pd.DataFrame) -> pd.DataFrame:
    """How the rates of words differ between two sets of stories.

    Stories in both sets are counted in both, which draws the rates together: give the rest of
    the stories as reference, not all. With a small reference, log ratios of rare words are noise.

    Args:
        target: A table made by `tables.tokens`; page, article, token and word are used.
        reference: Another, cut in the same way.

    Returns:
        One row a word of either, strongest evidence first, then by code point: ``token``,
        ``count``, ``total``, ``per_thousand``, ``articles`` (stories of the target that have it),
        the same for the reference, ``log_likelihood``, ``log_ratio`` (above 0: more in the
        target) and ``percent_difference`` (see the functions of these names).

    Raises:
        TableError: A table lacks a column or has no words, or the two were cut differently
            (other segmenter, granularity or lexicon in their ``attrs``).

    >>> rows = {"page": "a", "article": 0, "word": True}
    >>> key = keyness(pd.DataFrame({**rows, "token": ["会", "会", "会", "新"]}),
    ...               pd.DataFrame({**rows, "token": ["会", "旧"]}))
    >>> key[["token", "count", "reference_count", "log_ratio"]].round(2).values.tolist()
    [['旧', 0, 1, -2.0], ['新', 1, 0, 0.0], ['会', 3, 1, 0.58]]
    """
    _check_cut_alike(target, reference)
    ours, theirs = _by_word(target), _by_word(reference)
    both = ours.join(theirs.add_prefix("reference_"), how="outer").fillna(0).astype("int64")
    both["total"] = both["count"].sum()
    both["reference_total"] = both["reference_count"].sum()
    both["per_thousand"] = both["count"] / both["total"] * 1000
    both["reference_per_thousand"] = both["reference_count"] / both["reference_total"] * 1000
    cells = [both[name] for name in ("count", "reference_count", "total", "reference_total")]
    both["log_likelihood"] = log_likelihood(*cells)
    both["log_ratio"] = log_ratio(*cells)
    both["percent_difference"] = percent_difference(*cells)
    both = sort_rows(both.reset_index(), {"log_likelihood": False, "token": True})
    return as_table(COLUMNS, both, target)


def _by_word(tokens: pd.DataFrame) -> pd.DataFrame:
    """Occurrences of each word, and stories that have it."""
    counts = story_counts(tokens, "keyness").groupby("token", observed=True)["count"]
    if not len(counts):
        raise TableError(
            "keyness got a table without words (no row with word true); "
            "check the condition that chose its rows"
        )
    return pd.DataFrame({"count": counts.sum(), "articles": counts.size()})


def _check_cut_alike(target: pd.DataFrame, reference: pd.DataFrame) -> None:
    for key in ("segmenter", "granularity", "lexicon"):
        ours, theirs = (getattr(table, "attrs", {}) for table in (target, reference))
        if key in ours and key in theirs and ours[key] != theirs[key]:
            raise TableError(
                f"keyness compares words cut alike, but the {key} of the target is {ours[key]!r} "
                f"and of the reference {theirs[key]!r}; make both with the same options"
            )
