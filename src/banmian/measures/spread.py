"""Dispersion: whether a word is spread over the stories as the text is, or sits in a few.

All measures are for parts of unequal size. Stories are short and unequal, so a word of
few occurrences looks clumped whatever it is: compare words of like frequency.

Each formula takes a `Distribution` and gives a number for each of its words, shape (words,). In
the formulas v is a word's count in a part, f its count in all, s the part's share of all words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from banmian.measures.counting import STORY, Codes, Numbers, as_table, sort_rows, story_counts
from banmian.page import FormatError

COLUMNS: Final = {
    "token": "str",
    "count": "int64",
    "total": "int64",
    "articles": "int64",
    "of_articles": "int64",
    "dp": "float64",
    "dp_norm": "float64",
    "juilland_d": "float64",
    "carroll_d2": "float64",
    "rosengren_s": "float64",
    "kl_divergence": "float64",
    "burch_da": "float64",
}


@dataclass(frozen=True, eq=False)
class Distribution:
    """How often each of some words stands in each of some parts, noughts left out.

    ``word``, ``part`` and ``count`` have an item for each word and part that has it; ``word``
    runs from 0 to below ``words``, ``part`` is an index of ``sizes`` (all words of each part).

    >>> two = Distribution.of([[2, 0, 2], [0, 1, 0]], [10, 20, 10])
    >>> two.frequency, two.share, two.proportion
    (array([4., 1.]), array([0.25, 0.25, 0.5 ]), array([0.5, 0.5, 1. ]))
    >>> two.total(two.count**2)
    array([8., 1.])
    """

    word: Codes
    part: Codes
    count: Numbers
    sizes: Numbers
    words: int

    @classmethod
    def of(cls, counts: npt.ArrayLike, sizes: npt.ArrayLike) -> Distribution:
        """From ``counts``, shape (parts,) or (words, parts), and ``sizes``, shape (parts,).

        Raises:
            FormatError: The shapes do not match, or a part has no size.
        """
        dense = np.atleast_2d(np.asarray(counts, dtype=np.float64))
        whole = np.asarray(sizes, dtype=np.float64)
        if whole.ndim != 1 or dense.shape[1:] != whole.shape or not (whole > 0).all():
            raise FormatError(
                f"counts have the shape {dense.shape} and sizes {whole.shape}, expected "
                "(words, parts) and (parts,), and every size above 0"
            )
        word, part = np.nonzero(dense)
        return cls(
            word.astype(np.int64), part.astype(np.int64), dense[word, part], whole, len(dense)
        )

    @property
    def share(self) -> Numbers:
        """Size of each item's part as a share of all parts, s."""
        share: Numbers = (self.sizes / self.sizes.sum())[self.part]
        return share

    @property
    def proportion(self) -> Numbers:
        """Each item's count as a share of its word's, v / f."""
        return self.count / self.frequency[self.word]

    @property
    def frequency(self) -> Numbers:
        """Occurrences of each word, f, shape (words,)."""
        return self.total(self.count)

    def total(self, values: Numbers) -> Numbers:
        """The sum of ``values``, one an item, over the parts of each word, shape (words,)."""
        totals: Numbers = np.bincount(self.word, values, self.words).astype(np.float64)
        return totals


def deviation_of_proportions(distribution: Distribution) -> Numbers:
    """DP = 1/2 sum |v_i / f - s_i|, from 0 (as the parts' sizes) towards 1 (Gries 2008).

    >>> deviation_of_proportions(Distribution.of([2, 2, 2, 2, 2], [9, 10, 10, 10, 11])).round(2)
    array([0.02])
    """
    share = distribution.share
    # A part without the word adds its share; all shares are 1.
    off = distribution.total(np.abs(distribution.proportion - share) - share) + 1
    deviation: Numbers = np.maximum(off / 2, 0.0)
    return deviation


def deviation_of_proportions_norm(distribution: Distribution) -> Numbers:
    """DPnorm = DP / (1 - min s_i), from 0 to 1 (Lijffijt and Gries 2012); NaN for one part.

    >>> deviation_of_proportions_norm(Distribution.of([2, 1, 0], [1, 1, 1])).round(3)
    array([0.5])
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        smallest = distribution.sizes.min(initial=np.inf) / distribution.sizes.sum()
        normed: Numbers = deviation_of_proportions(distribution) / (1 - smallest)
    return normed


def juilland_d(distribution: Distribution) -> Numbers:
    """D = 1 - V / sqrt(k - 1), from 0 to 1 (Juilland and Chang-Rodriguez 1964).

    V is the coefficient of variation (population standard deviation by mean) of the word's
    relative frequencies in the k parts; relative, so that parts may be unequal. NaN for one part.

    >>> juilland_d(Distribution.of([0, 4, 3, 2, 1], [10] * 5)).round(4)
    array([0.6464])
    """
    parts = len(distribution.sizes)
    rate = distribution.count / distribution.sizes[distribution.part]
    mean = distribution.total(rate) / parts
    # A part without the word is the mean away from it.
    without = parts - distribution.total(np.ones_like(rate))
    squares = distribution.total((rate - mean[distribution.word]) ** 2) + without * mean**2
    with np.errstate(divide="ignore", invalid="ignore"):
        variation = np.sqrt(squares / parts) / mean
        evenness: Numbers = 1 - variation / np.sqrt(np.float64(parts - 1))
    return evenness


def carroll_d2(distribution: Distribution) -> Numbers:
    """D2 = H / log k, from 0 to 1 (Carroll 1970); NaN for one part.

    H is the entropy of the word's relative frequencies in the k parts, divided by their sum.

    >>> carroll_d2(Distribution.of([2, 1, 1, 1, 0], [10] * 5)).round(4)
    array([0.8277])
    """
    rate = distribution.count / distribution.sizes[distribution.part]
    weight = rate / distribution.total(rate)[distribution.word]
    entropy = -distribution.total(weight * np.log(weight))
    with np.errstate(divide="ignore", invalid="ignore"):
        evenness: Numbers = entropy / np.log(np.float64(len(distribution.sizes)))
    return evenness


def rosengren_s(distribution: Distribution) -> Numbers:
    """S = (sum sqrt(s_i v_i))^2 / f, from min s to 1 (Rosengren 1971).

    >>> rosengren_s(Distribution.of([1, 2, 3, 4, 5], [10] * 5)).round(3)
    array([0.937])
    """
    roots = distribution.total(np.sqrt(distribution.share * distribution.count))
    return roots**2 / distribution.frequency


def kl_divergence(distribution: Distribution) -> Numbers:
    """KLD = sum v_i / f log2((v_i / f) / s_i), in bits, from 0 (even) up (Gries 2020).

    >>> kl_divergence(Distribution.of([1, 0, 0, 0, 0], [9, 10, 10, 10, 11])).round(3)
    array([2.474])
    """
    proportion = distribution.proportion
    return distribution.total(proportion * np.log2(proportion / distribution.share))


def burch_da(distribution: Distribution) -> Numbers:
    """DA = 1 - mean |r_i - r_j| / (2 mean r), from 0 to 1 (Burch, Egbert and Biber 2017).

    r are the word's relative frequencies in the k parts, the first mean is over all pairs of
    parts. Sorted, r_(1) <= … <= r_(k), the differences of all pairs sum to
    sum (2 i - k - 1) r_(i). NaN for one part.

    >>> burch_da(Distribution.of([2, 1, 0], [10, 10, 10])).round(3)
    array([0.333])
    """
    parts = len(distribution.sizes)
    rate = distribution.count / distribution.sizes[distribution.part]
    order = np.lexsort((rate, distribution.word))
    word, rate = distribution.word[order], rate[order]
    # Parts without the word stand before all others and add nothing.
    number = np.bincount(word, minlength=distribution.words)
    rank = np.arange(len(word)) - (np.cumsum(number) - number)[word]
    place = parts - number[word] + rank + 1
    weighted = np.bincount(word, (2 * place - parts - 1) * rate, distribution.words)
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = weighted / np.bincount(word, rate, distribution.words)
        evenness: Numbers = 1 - apart / np.float64(parts - 1)
    return evenness


def dispersion(tokens: pd.DataFrame, *, min_count: int = 1) -> pd.DataFrame:
    """How evenly each word is spread over the stories.

    Args:
        tokens: A table made by `tables.tokens`; page, article, token and word are used.
        min_count: Leave out words that stand fewer times in all.

    Returns:
        One row a word, most frequent first, then by code point: ``token``, ``count``, ``total``
        (all words), ``articles`` (stories that have it, its range), ``of_articles`` (all), and
        ``dp``, ``dp_norm``, ``juilland_d``, ``carroll_d2``, ``rosengren_s``, ``kl_divergence`` and
        ``burch_da`` (see the functions of these names). For a single story, dp_norm, juilland_d,
        carroll_d2 and burch_da are missing.

    Raises:
        TableError: The table lacks a column.

    >>> tokens = pd.DataFrame({"page": "a", "article": [0, 0, 1, 1], "word": True,
    ...                        "token": ["会", "新", "会", "会"]})
    >>> dispersion(tokens)[["token", "count", "articles", "dp"]].round(3).values.tolist()
    [['会', 3, 2, 0.167], ['新', 1, 1, 0.5]]
    """
    counts = story_counts(tokens, "dispersion")
    part = np.asarray(counts.groupby(STORY, observed=True).ngroup(), dtype=np.int64)
    codes, names = pd.factorize(counts["token"])
    word = np.asarray(codes, dtype=np.int64)
    count = counts["count"].to_numpy(dtype=np.float64)
    sizes = np.bincount(part, count).astype(np.float64)
    table = spread_of(names, Distribution(word, part, count, sizes, len(names)), tokens)
    kept = table[table["count"] >= min_count]
    return sort_rows(kept, {"count": False, "token": True})


def spread_of(
    names: Sequence[str] | pd.Index, spread: Distribution, source: pd.DataFrame
) -> pd.DataFrame:
    """The table of `dispersion` for these words, in their order, from their counts by story.

    No number of a word depends on the other words, so that many can be taken in portions.
    """
    words, sizes = len(names), spread.sizes
    data = {
        "token": names,
        "count": spread.frequency.astype(np.int64),
        "total": np.full(words, int(sizes.sum())),
        "articles": np.bincount(spread.word, minlength=words),
        "of_articles": np.full(words, len(sizes)),
        "dp": deviation_of_proportions(spread),
        "dp_norm": deviation_of_proportions_norm(spread),
        "juilland_d": juilland_d(spread),
        "carroll_d2": carroll_d2(spread),
        "rosengren_s": rosengren_s(spread),
        "kl_divergence": kl_divergence(spread),
        "burch_da": burch_da(spread),
    }
    return as_table(COLUMNS, data, source)
