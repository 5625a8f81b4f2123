"""Dispersion: published values to their printed digits, and laws."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banmian import measures as m
from banmian.page import FormatError
from toy_tables import GRIES, TEXT, listed, toy

# Bold in Gries's table (asserted in scattertext's tests too); row a and D2 recomputed from it.
GRIES_ROWS = [
    ("a", 15, 5, 0.18, 0.220, 0.785, 0.938, 0.950, 0.137),
    ("b", 10, 5, 0.02, 0.024, 0.968, 0.999, 0.999, 0.003),
    ("i", 1, 1, 0.82, 1.0, 0.0, 0.0, 0.18, 2.474),
    ("q", 1, 1, 0.80, 0.976, 0.0, 0.0, 0.20, 2.322),
    ("x", 1, 1, 0.78, 0.951, 0.0, 0.0, 0.22, 2.184),
]
ADJUSTED = [
    ("U, Juilland, of 0 4 3 2 1", [0, 4, 3, 2, 1], "u", 2, 6.46),
    ("U, Juilland, of 4 2 1 1 0", [4, 2, 1, 1, 0], "u", 3, 4.609),
    ("Um, Carroll 1970, of 2 1 1 1 0", [2, 1, 1, 1, 0], "um", 2, 4.31),
    ("Um, Carroll, of 4 2 1 1 0", [4, 2, 1, 1, 0], "um", 3, 6.424),
    ("Kf, Rosengren, of 4 2 1 1 0", [4, 2, 1, 1, 0], "kf", 3, 5.863),
]


@pytest.mark.parametrize(
    ("counts", "which", "digits", "expected"),
    [r[1:] for r in ADJUSTED],
    ids=[r[0] for r in ADJUSTED],
)
def test_adjusted_frequencies_follow_from_dispersion(counts, which, digits, expected) -> None:
    """As printed with the measures: U = f D, Um = f D2 + (1 - D2) f / k, Kf = f S."""
    parts, f = m.Distribution.of(counts, [10] * len(counts)), sum(counts)
    d, d2, s = (x(parts)[0] for x in (m.juilland_d, m.carroll_d2, m.rosengren_s))
    adjusted = {"u": f * d, "um": f * d2 + (1 - d2) * f / len(counts), "kf": f * s}
    assert adjusted[which].round(digits) == expected


SPREADS = ["dp", "dp_norm", "juilland_d", "carroll_d2", "rosengren_s", "kl_divergence"]


@pytest.mark.parametrize("row", GRIES_ROWS, ids=[r[0] for r in GRIES_ROWS])
def test_dispersion_of_gries_corpus_of_fifty_tokens(row: tuple[Any, ...]) -> None:
    word, count, articles, *expected = row
    found = m.dispersion(toy(GRIES)).set_index("token").loc[word]
    assert [found["count"], found["articles"]] == [count, articles]
    assert [found["total"], found["of_articles"]] == [50, 5]
    assert found[SPREADS].astype(float).round(3).abs().tolist() == expected


EQUAL_PARTS = [
    ("Juilland D, Juilland and Chang-Rodriguez", m.juilland_d, [0, 4, 3, 2, 1], 4, 0.6464),
    ("Carroll D2, Carroll 1970", m.carroll_d2, [2, 1, 1, 1, 0], 4, 0.8277),
    ("Rosengren S, Engwall 1974", m.rosengren_s, [1, 2, 3, 4, 5], 3, 0.937),
    ("DP, Lijffijt and Gries 2012", m.deviation_of_proportions, [2, 1, 0], 3, 0.333),
    ("DPnorm, Lijffijt and Gries 2012", m.deviation_of_proportions_norm, [2, 1, 0], 3, 0.5),
]


@pytest.mark.parametrize(
    ("function", "counts", "digits", "expected"),
    [r[1:] for r in EQUAL_PARTS],
    ids=[r[0] for r in EQUAL_PARTS],
)
def test_dispersion_of_equal_parts(function, counts, digits, expected) -> None:
    found = function(m.Distribution.of(counts, [10] * len(counts)))
    assert found.round(digits).tolist() == [expected]


LYNE = m.Distribution.of(
    [2, 0, 1, 1, 3, 0, 3, 0, 0, 0],
    [8143, 8058, 8271, 8125, 7959, 7941, 8146, 8001, 8003, 7930],
)


def test_dispersion_of_lyne_s_allemand_as_in_tlda() -> None:
    """Real parts of unequal size: D, D2, S, 1 - DP, 1 / (1 + KLD), DA and 1 - DPnorm."""
    found = [
        m.juilland_d(LYNE),
        m.carroll_d2(LYNE),
        m.rosengren_s(LYNE),
        1 - m.deviation_of_proportions(LYNE),
        1 / (1 + m.kl_divergence(LYNE)),
        m.burch_da(LYNE),
        1 - m.deviation_of_proportions_norm(LYNE),
    ]
    expected = [0.6038797, 0.6521444, 0.4763652, 0.5009295, 0.4665078, 0.3081640, 0.4464520]
    assert np.concatenate(found).round(7).tolist() == expected


def test_dispersion_of_many_words_at_once_is_that_of_each() -> None:
    sizes = [9, 10, 10, 10, 11]
    counts = [[1, 2, 3, 4, 5], [2, 2, 2, 2, 2], [0, 0, 0, 0, 1]]
    together = m.Distribution.of(counts, sizes)
    for function in (m.deviation_of_proportions, m.juilland_d, m.carroll_d2, m.burch_da):
        apart = [function(m.Distribution.of(row, sizes))[0] for row in counts]
        assert function(together).tolist() == pytest.approx(apart)


def test_dispersion_of_a_single_story_is_unknown_where_it_has_no_meaning() -> None:
    frame = m.dispersion(toy("a b a"))
    assert frame[["dp_norm", "juilland_d", "carroll_d2", "burch_da"]].isna().all(axis=None)
    assert listed(frame, "dp", "rosengren_s", "kl_divergence") == [[0.0, 1.0, 0.0]] * 2


def test_dispersion_lists_frequent_words_first_and_can_leave_out_rare_ones() -> None:
    frame = m.dispersion(toy("c a b a | b a"), min_count=2)
    assert listed(frame, "token", "count", "total") == [["a", 3, 6], ["b", 2, 6]]


@pytest.mark.parametrize(
    ("counts", "sizes"),
    [([1, 2], [1, 2, 3]), ([1, 2], [1, 0]), ([1, 2], [[1, 2]])],
    ids=["other length", "a part of no size", "sizes of two dimensions"],
)
def test_a_distribution_refuses(counts: list[int], sizes: list[Any]) -> None:
    with pytest.raises(FormatError, match="expected"):
        m.Distribution.of(counts, sizes)


@given(TEXT, TEXT)
@settings(max_examples=40, deadline=None)
def test_dispersion_stays_within_its_bounds(one: str, other: str) -> None:
    frame = m.dispersion(toy(f"{one} | {other}")).dropna()
    hair = 1e-9
    for column in ("dp", "dp_norm", "juilland_d", "carroll_d2", "rosengren_s", "burch_da"):
        assert frame[column].between(-hair, 1 + hair).all(), column
    assert (frame["kl_divergence"] >= -hair).all()


PARTS = st.lists(st.tuples(st.integers(0, 9), st.integers(10, 99)), min_size=2, max_size=7).filter(
    lambda parts: any(count for count, _ in parts)
)


@given(PARTS)
@settings(max_examples=60, deadline=None)
def test_da_is_the_mean_difference_of_all_pairs_of_parts(parts: list[tuple[int, int]]) -> None:
    """Burch, Egbert and Biber 2017, pair by pair."""
    rates = [count / size for count, size in parts]
    pairs = [abs(one - two) for i, one in enumerate(rates) for two in rates[:i]]
    expected = 1 - (sum(pairs) / len(pairs)) / (2 * sum(rates) / len(rates))
    found = m.burch_da(m.Distribution.of(*np.array(parts).T))
    assert found.tolist() == pytest.approx([expected])


@given(TEXT)
@settings(max_examples=25, deadline=None)
def test_taking_two_stories_for_one_never_widens_the_range(text: str) -> None:
    apart = toy(f"a b | {text}")
    joined = apart.assign(article=apart["article"].replace(1, 0))
    ranges = (m.dispersion(t).set_index("token")["articles"] for t in (apart, joined))
    before, after = ranges
    assert (after <= before.reindex(after.index)).all()
    assert after["b"] == before["b"] - ("b" in text.split("|")[0].split())
