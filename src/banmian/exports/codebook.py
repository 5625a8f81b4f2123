"""The codebook: which of the package's tables a table is, and what its columns mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from banmian import measures
from banmian.tables.columns import COLUMNS, Column
from banmian.tables.stability import STABILITY_COLUMNS

_TABLES: Final[Mapping[str, Mapping[str, Column]]] = {**COLUMNS, "stability": STABILITY_COLUMNS}

_OPTIONAL: Final = frozenset({"page", "article", "role", "own", "form"})
"""Columns of a measure's table that depend on its argument ``by``."""

_REQUIRED: Final[Mapping[str, frozenset[str]]] = {
    **{kind: frozenset(columns) - _OPTIONAL for kind, columns in measures.COLUMNS.items()},
    **{kind: frozenset(columns) for kind, columns in _TABLES.items()},
    "kwic": frozenset(measures.COLUMNS["kwic"]),
}

_MEANINGS: Final[Mapping[str, str]] = {
    "token": "word, in half-width forms",
    "ngram": "words in a row, joined by blanks",
    "n": "how many words in a row",
    "collocate": "word that stands after the token in the same passage",
    "family": "name of a group of words that stand for one thing",
    "form": "one of the words of the group",
    "part_of": "the group that this one is a part of",
    "count": "occurrences counted in this row",
    "found": "places of the forms, those under other forms included",
    "overlaps": "places not counted, because another form lies over them",
    "own": "occurrences of the group's own forms, without those of its parts",
    "shared": "occurrences that another whole counts too",
    "total": "all words that the count is out of",
    "per_thousand": "count in a thousand words",
    "articles": "stories that have the word",
    "of_articles": "all stories counted",
    "tf": "frequency in the story, by default count / total",
    "idf": "rarity among stories, by default log10(of_articles / articles)",
    "tf_idf": "tf x idf",
    "reference_count": "occurrences in the reference",
    "reference_total": "all words of the reference",
    "reference_per_thousand": "occurrences in a thousand words of the reference",
    "reference_articles": "stories of the reference that have the word; missing if unknown",
    "reference_of_articles": "all stories of the reference; missing if unknown",
    "log_likelihood": "evidence of a difference or a bond, G2 (Dunning 1993; Rayson 2000)",
    "g2": "G2 over all four cells (Dunning 1993)",
    "p_value": "chance of so large a G2 where nothing differs",
    "q_value": "false discovery rate (Benjamini and Hochberg 1995)",
    "log_ratio": "binary logarithm of the ratio of the two rates (Hardie 2014)",
    "log_ratio_low": "lower end of its interval of 95 %",
    "log_ratio_high": "upper end of its interval of 95 %",
    "percent_difference": "difference of the rates in per cent of the reference's",
    "simple_maths": "ratio of the smoothed rates (Kilgarriff 2009)",
    "difference_coefficient": "difference of the rates by their sum (Hofland and Johansson 1982)",
    "min_expected": "the smaller of the two expected counts",
    "caution": "absent: one side lacks the word; rare: fewer than 5 expected; else missing",
    "dp": "deviation of proportions, 0 even to 1 (Gries 2008)",
    "dp_norm": "the same, normed (Lijffijt and Gries 2012)",
    "juilland_d": "Juilland's D, 1 even to 0",
    "carroll_d2": "Carroll's D2, 1 even to 0",
    "rosengren_s": "Rosengren's S, 1 even",
    "kl_divergence": "Kullback-Leibler divergence from an even spread, in bits",
    "burch_da": "DA, 1 even to 0 (Burch, Egbert and Biber 2017)",
    "token_pairs": "pairs that begin with the token",
    "collocate_pairs": "pairs that end with the collocate",
    "pairs": "all pairs of words",
    "pmi": "pointwise mutual information, in bits (Church and Hanks 1990)",
    "npmi": "the same, from -1 to 1 (Bouma 2009)",
    "mi3": "MI with the cube of the count (Daille 1994)",
    "local_mi": "count x PMI (Evert 2005)",
    "t_score": "t score (Church et al. 1991)",
    "chi_square": "Pearson's chi-square",
    "dice": "Dice's coefficient, 0 to 1",
    "log_dice": "14 + log2 of Dice's coefficient (Rychly 2008)",
    "delta_p": "how much the token raises the chance of the collocate (Gries 2013)",
    "delta_p_back": "how much the collocate raises the chance of the token",
    "words": "all words of the part",
    "types": "different words",
    "hapaxes": "words that stand once",
    "ttr": "types / words",
    "mattr": "the same over a moving window (Covington and McFall 2010)",
    "windows": "how many windows",
    "yule_k": "Yule's K",
    "simpson": "Simpson's D",
    "entropy": "Shannon entropy, in bits",
    "fisher_alpha": "Fisher's alpha",
    "left": "tokens before the place",
    "right": "tokens after the place",
}
"""What the columns of measures mean; the functions' docstrings have the formulas."""


def kind_of(columns: Iterable[object]) -> str | None:
    """The table that has these columns, by the name of the function that makes it, or None.

    Where a table has all columns of several, it is the one with the most; further columns
    are passed over.

    >>> kind_of(["token", "count", "total", "per_thousand", "articles", "of_articles"])
    'term_frequency'
    """
    there = frozenset(columns)
    fitting = [kind for kind, required in _REQUIRED.items() if required <= there]
    return max(fitting, key=lambda kind: len(_REQUIRED[kind]), default=None)


def meaning_of(column: str, kind: str | None) -> str | None:
    """What a column of a table of this kind holds, or None if it is not the package's."""
    if kind is None:
        return None
    if kind in _TABLES:
        declared = _TABLES[kind].get(column)
        return None if declared is None else declared.meaning
    if column not in measures.COLUMNS[kind]:
        return None
    shared = COLUMNS["tokens"].get(column)
    return _MEANINGS.get(column) or (shared.meaning if shared else None)
