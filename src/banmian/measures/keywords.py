"""Keyness: the words that one set of stories has more of, or fewer of, than another."""

from __future__ import annotations

from typing import Any, Final, Literal

import numpy as np
import pandas as pd

from banmian.measures.association import g2
from banmian.measures.contrast import (
    difference_coefficient,
    expected_counts,
    log_likelihood,
    log_ratio,
    log_ratio_interval,
    percent_difference,
    simple_maths,
)
from banmian.measures.counting import Numbers, as_table, number_of_stories, sort_rows, story_counts
from banmian.measures.reference import is_reference, reference_list
from banmian.measures.significance import false_discovery_rate, p_value
from banmian.page import FormatError, TableError

COLUMNS: Final = {
    "token": "str",
    "count": "int64",
    "total": "int64",
    "per_thousand": "float64",
    "articles": "int64",
    "of_articles": "int64",
    "reference_count": "int64",
    "reference_total": "int64",
    "reference_per_thousand": "float64",
    "reference_articles": "Int64",
    "reference_of_articles": "Int64",
    "log_likelihood": "float64",
    "g2": "float64",
    "p_value": "float64",
    "q_value": "float64",
    "log_ratio": "float64",
    "log_ratio_low": "float64",
    "log_ratio_high": "float64",
    "percent_difference": "float64",
    "simple_maths": "float64",
    "difference_coefficient": "float64",
    "min_expected": "float64",
    "caution": "str",
}

TIMES: Final = 5
"""A reference of fewer times the target's words gets a warning.

Berber Sardinha (2000) finds that fewer words come out as key against smaller references, and
hardly more against larger ones.
"""

EXPECTED: Final = 5
"""Below so many expected occurrences the chi-square tail is a poor one (Cochran 1954)."""


def keyness(
    target: pd.DataFrame,
    reference: pd.DataFrame,
    *,
    min_articles: int = 1,
    smoothing: float = 1.0,
) -> pd.DataFrame:
    """How the rates of words differ between two sets of stories.

    Stories in both sets are counted in both, which draws the rates together: give the rest of
    the stories as reference, not all. A word of one story can be as key as one of fifty:
    ``articles`` tells them apart, or ``min_articles``.

    Nothing is printed or warned. What a reader should doubt stands in the result: ``caution``
    for a word, and ``attrs["warnings"]``, a list of sentences, for the whole (a reference
    smaller than five times the target, one of a single story, a list that does not have every
    word counted; words that such a list does not have are left out).

    Args:
        target: A table made by `tables.tokens`; page, article, token and word are used.
        reference: Another, cut in the same way, or a table made by `reference_list`.
        min_articles: Leave out words that stand in fewer stories of the side that has more of
            them; words commoner in a list that does not say in how many stories are kept. No
            other number changes: q-values take every word of either side as looked at.
        smoothing: See `contrast.simple_maths`.

    Returns:
        One row a word of either, strongest evidence first, then by code point: ``token``,
        ``count``, ``total`` (all words), ``per_thousand``, ``articles`` (stories of the target that
        have it), ``of_articles`` (all), the same for the reference (stories missing for a list that
        does not know them), ``log_likelihood`` (two terms), ``g2`` (four cells), ``p_value`` of g2,
        ``q_value`` (false discovery rate), ``log_ratio`` (above 0: more in the target) with
        ``log_ratio_low`` and ``log_ratio_high`` (interval of 95 %), ``percent_difference``,
        ``simple_maths``, ``difference_coefficient`` (see `contrast` and `significance`),
        ``min_expected`` (the smaller expected count) and ``caution``: ``absent`` (one side lacks
        the word, so that its log ratio rests on half an invented occurrence), ``rare`` (fewer than
        5 expected, so that the p-value is rough), or missing.

    Raises:
        TableError: A table lacks a column or has no words, or the two were cut differently
            (other segmenter, granularity, model or lexicon in their ``attrs``).
        FormatError: ``min_articles`` is below 1, or the smoothing not above 0.

    >>> rows = {"page": "a", "article": 0, "word": True}
    >>> key = keyness(pd.DataFrame({**rows, "token": ["会", "会", "会", "新"]}),
    ...               pd.DataFrame({**rows, "token": ["会", "旧"]}))
    >>> key[["token", "count", "reference_count", "log_ratio"]].round(2).values.tolist()
    [['旧', 0, 1, -2.0], ['新', 1, 0, 0.0], ['会', 3, 1, 0.58]]
    >>> key.attrs["warnings"][0]
    'the reference has 2 words and the target 4: fewer than 5 times as many find fewer key words'
    """
    check_cut_alike(target, reference)
    sides = (_by_word(target, "target"), _by_word(reference, "reference"))
    return compare(*sides, target, min_articles=min_articles, smoothing=smoothing)


def compare(
    ours: pd.DataFrame,
    theirs: pd.DataFrame,
    source: pd.DataFrame,
    *,
    min_articles: int,
    smoothing: float,
) -> pd.DataFrame:
    """The table of `keyness` from two tables of counts by word, as `word_list` gives them."""
    if not isinstance(min_articles, int) or min_articles < 1:
        raise FormatError(f"min_articles is {min_articles!r}, expected a number of stories from 1")
    both = _side_by_side(ours, theirs)
    both = both.assign(**_measures(both, smoothing))
    more = both["log_ratio"] >= 0
    stories = both["articles"].where(more, both["reference_articles"])
    # A list of which the stories are unknown cannot say that a word stands in too few.
    both = both[(stories >= min_articles).fillna(True).astype(bool)]
    both = as_table(COLUMNS, sort_rows(both, {"log_likelihood": False, "token": True}), source)
    doubts = [*source.attrs.get("warnings", []), *_doubts(ours, theirs)]
    both.attrs = {**both.attrs, "warnings": doubts}
    return both


def _by_word(table: pd.DataFrame, side: str) -> pd.DataFrame:
    if side == "reference" and is_reference(table):
        listed = reference_list(table)
    else:
        counts = story_counts(table, "keyness")
        words = counts.groupby("token", observed=True)["count"]
        listed = pd.DataFrame({"count": words.sum(), "articles": words.size()}).reset_index()
        listed["total"] = counts["count"].sum()
        listed["of_articles"] = number_of_stories(counts)
    return word_list(listed, side)


def word_list(listed: pd.DataFrame, side: str) -> pd.DataFrame:
    """Occurrences of each word, and stories that have it, each with its denominator.

    Args:
        listed: A row a word: token, count, total, articles and of_articles.
        side: What to call it in an error: target or reference.
    """
    if not len(listed):
        raise TableError(
            f"keyness got a {side} without words (no row with word true); "
            "check the condition that chose its rows"
        )
    listed = listed.set_index("token")[["count", "total", "articles", "of_articles"]]
    return listed.astype({"articles": "Int64"})


def _side_by_side(ours: pd.DataFrame, theirs: pd.DataFrame) -> pd.DataFrame:
    # A word that a list cut off below does not have may stand in its text: unknown is not 0.
    how: Literal["outer", "right"] = "outer" if _lists_all(theirs) else "right"
    both = ours.join(theirs.add_prefix("reference_"), how=how)
    known = {"articles": ours, "reference_articles": theirs}
    for name, side in known.items():
        if side["articles"].notna().any():
            both[name] = both[name].fillna(0)
    for prefix, side in (("", ours), ("reference_", theirs)):
        both[f"{prefix}count"] = both[f"{prefix}count"].fillna(0).astype("int64")
        both[f"{prefix}total"] = int(side["total"].iloc[0])
        both[f"{prefix}of_articles"] = side["of_articles"].iloc[0]
        both[f"{prefix}per_thousand"] = both[f"{prefix}count"] / both[f"{prefix}total"] * 1000
    return both.rename_axis("token").reset_index()


def _measures(both: pd.DataFrame, smoothing: float) -> dict[str, Any]:
    names = ("count", "reference_count", "total", "reference_total")
    a, b, c, d = cells = [both[name].to_numpy(dtype=np.float64) for name in names]
    evidence = g2(a, b, c - a, d - b)
    chance = p_value(evidence)
    low, high = log_ratio_interval(*cells)
    rarest = np.minimum(*expected_counts(*cells))
    return {
        "log_likelihood": log_likelihood(*cells),
        "g2": evidence,
        "p_value": chance,
        "q_value": false_discovery_rate(chance),
        "log_ratio": log_ratio(*cells),
        "log_ratio_low": low,
        "log_ratio_high": high,
        "percent_difference": percent_difference(*cells),
        "simple_maths": simple_maths(*cells, smoothing=smoothing),
        "difference_coefficient": difference_coefficient(*cells),
        "min_expected": rarest,
        "caution": _cautions(np.minimum(a, b), rarest),
    }


def _cautions(fewest: Numbers, expected: Numbers) -> pd.Series:
    cautions = pd.Series(None, range(len(fewest)), dtype="str")
    return cautions.mask(expected < EXPECTED, "rare").mask(fewest == 0, "absent")


def _doubts(ours: pd.DataFrame, theirs: pd.DataFrame) -> list[str]:
    """What is wrong with the reference as a whole, a sentence each."""
    words, size = int(theirs["total"].iloc[0]), int(ours["total"].iloc[0])
    doubts = []
    if words < TIMES * size:
        doubts.append(
            f"the reference has {words:,} words and the target {size:,}: "
            f"fewer than {TIMES} times as many find fewer key words"
        )
    if theirs["of_articles"].iloc[:1].eq(1).fillna(False).any():
        doubts.append("the reference is a single story: its subject decides what is key")
    if not _lists_all(theirs):
        doubts.append(
            f"the reference lists {int(theirs['count'].sum()):,} of its {words:,} words: "
            f"{len(ours.index.difference(theirs.index)):,} words of the target that it does not "
            "list are left out, because they may stand among the others"
        )
    return doubts


def _lists_all(theirs: pd.DataFrame) -> bool:
    return bool(theirs["count"].sum() == theirs["total"].iloc[0])


def check_cut_alike(target: pd.DataFrame, reference: pd.DataFrame) -> None:
    """Raise `TableError` if the ``attrs`` of two tables say that they were cut differently."""
    for key in ("segmenter", "granularity", "hmm", "lexicon"):
        ours, theirs = (getattr(table, "attrs", {}) for table in (target, reference))
        if key in ours and key in theirs and ours[key] != theirs[key]:
            raise TableError(
                f"keyness compares words cut alike, but the {key} of the target is {ours[key]!r} "
                f"and of the reference {theirs[key]!r}; make both with the same options"
            )
