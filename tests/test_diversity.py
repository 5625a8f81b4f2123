"""Diversity: published values, closed forms, and windows counted one by one."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize

from banmian import measures as m
from banmian.page import FormatError
from toy_tables import TEXT, listed, toy

# Goethe's Erlkönig as counted by Popescu (2009): 225 tokens, 124 types.
ERLKOENIG = [11, 9, 9, 7, 6, 6, 5, 5] + [4] * 7 + [3] * 6 + [2] * 18 + [1] * 85
EVEN = [20] * 5


def test_entropy_and_repeat_rate_of_popescu_s_erlkoenig() -> None:
    """As printed: entropy 6.5270; repeat rate 0.0153, which is K / 10^4 + 1 / N."""
    assert (sum(ERLKOENIG), len(ERLKOENIG)) == (225, 124)
    assert round(m.entropy(ERLKOENIG), 4) == 6.5270
    assert round(m.yule_k(ERLKOENIG) / 1e4 + 1 / 225, 4) == 0.0153


CLOSED = [
    ("Yule's K of 5 types x 20", m.yule_k, EVEN, 1900.0),
    ("Yule's K where no word stands twice", m.yule_k, [1] * 9, 0.0),
    ("Simpson's D of 5 types x 20", m.simpson, EVEN, 5 * 20 * 19 / (100 * 99)),
    ("Simpson's D of one type", m.simpson, [7], 1.0),
    ("entropy of 5 types x 20", m.entropy, EVEN, math.log2(5)),
    ("entropy of one type", m.entropy, [7], 0.0),
    ("entropy with a type that is not there", m.entropy, [2, 2, 0], 1.0),
]


@pytest.mark.parametrize(
    ("function", "counts", "expected"), [r[1:] for r in CLOSED], ids=[r[0] for r in CLOSED]
)
def test_diversity_in_closed_form(function: Any, counts: list[int], expected: float) -> None:
    assert function(counts) == pytest.approx(expected)
    assert math.copysign(1, function(counts)) == 1


@pytest.mark.parametrize("function", [m.yule_k, m.simpson, m.entropy])
def test_the_diversity_of_nothing_is_unknown(function: Any) -> None:
    assert math.isnan(function([]))


def test_fisher_s_alpha_of_the_published_moths() -> None:
    """240 species and 15,609 moths caught at Rothamsted (Fisher, Corbet and Williams 1943)."""
    assert round(m.fisher_alpha(240, 15_609), 3) == 40.247


@given(st.integers(2, 10**6), st.floats(0, 1))
@settings(max_examples=80, deadline=None)
def test_fisher_s_alpha_is_the_root_that_scipy_finds(words: int, share: float) -> None:
    types = max(1, min(words - 1, round(share * words)))

    def off(alpha: float) -> float:
        return alpha * math.log1p(words / alpha) - types

    expected = optimize.brentq(off, 1e-6, 1e15, xtol=1e-12, rtol=1e-12)
    assert m.fisher_alpha(types, words) == pytest.approx(expected, rel=1e-4)


def test_fisher_s_alpha_at_its_ends() -> None:
    assert m.fisher_alpha(5, 5) == math.inf
    assert math.isnan(m.fisher_alpha(0, 0))


def test_each_story_has_its_words_types_and_windows() -> None:
    frame = m.diversity(toy("a b a , c | a a"), window=3)
    assert listed(frame, "article", "words", "types", "hapaxes", "ttr", "windows") == [
        [0, 4, 3, 2, 0.75, 2],
        [1, 2, 1, 0, 0.5, 0],
    ]
    # The windows of the first story are a b a and b a c.
    assert frame["mattr"].tolist() == pytest.approx([5 / 6, math.nan], nan_ok=True)


PARTS = [
    ("corpus", [], [[6, 3, 2]]),
    ("page", ["page"], [["a", 6, 3, 2]]),
    ("role", ["role"], [["paragraph", 6, 3, 2]]),
]


@pytest.mark.parametrize(("by", "keys", "expected"), PARTS, ids=[p[0] for p in PARTS])
def test_windows_stay_within_a_story_whatever_the_part(by: Any, keys: Any, expected: Any) -> None:
    frame = m.diversity(toy("a b a , c | a a"), by=by, window=3)
    assert listed(frame, *keys, "words", "types", "windows") == expected


def test_diversity_refuses_a_part_and_a_window_that_do_not_exist() -> None:
    with pytest.raises(FormatError, match="by is 'story'"):
        m.diversity(toy("a"), by="story")
    with pytest.raises(FormatError, match="window is 0, expected a whole number of words from 1"):
        m.diversity(toy("a"), window=0)


@given(TEXT, st.integers(1, 6))
@settings(max_examples=60, deadline=None)
def test_mattr_is_the_mean_over_windows_cut_one_by_one(text: str, window: int) -> None:
    """Covington and McFall 2010; a mark is no word of a window."""
    table = toy(f"a | {text}")
    stories = [part.replace(",", " ").split() for part in text.split("|")] + [["a"]]
    shares = [
        len(set(words[i : i + window])) / window
        for words in stories
        for i in range(len(words) - window + 1)
    ]
    frame = m.diversity(table, by="corpus", window=window)
    assert frame["windows"].item() == len(shares)
    expected = np.mean(shares) if shares else math.nan
    assert frame["mattr"].item() == pytest.approx(expected, nan_ok=True)
