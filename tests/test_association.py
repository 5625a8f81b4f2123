"""Association: published values, other people's functions, and pairs in a window."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from banmian import measures as m
from banmian.page import FormatError
from toy_tables import TEXT, TWO, listed, toy

DUNNING = [
    ("the swiss, Dunning 1993", (110, 2_442, 111, 29_114), 2, 270.72),
    ("can be, Dunning 1993", (29, 13, 123, 31_612), 2, 263.90),
    ("previous year, Dunning 1993", (31, 23, 139, 31_584), 2, 256.84),
    ("mineral water, Dunning 1993", (10, 0, 3, 31_764), 2, 167.23),
    ("nltk's doctest", (8, 5, 24, 31_740), 2, 95.29),
    ("four cells, Gries 2026", (43, 68, 34_547, 978_821), 4, 147.0412),
]


@pytest.mark.parametrize(
    ("cells", "digits", "expected"), [r[1:] for r in DUNNING], ids=[r[0] for r in DUNNING]
)
def test_g2_of_dunning(cells: tuple[int, ...], digits: int, expected: float) -> None:
    assert m.g2(*cells).round(digits) == expected


def cells_of(together: int, first: int, second: int, whole: int) -> tuple[int, int, int, int]:
    """The four cells from f, f1, f2 and N."""
    return together, first - together, second - together, whole - first - second + together


MANNING = [
    (
        "t, Manning and Schuetze, new companies",
        m.t_score,
        (8, 15_828, 4_675, 14_307_668),
        6,
        0.999932,
    ),
    ("t, Manning and Schuetze, Ayatollah Ruhollah", m.t_score, (20, 42, 20, 14_307_668), 4, 4.4721),
    ("PMI, Manning and Schuetze, Ayatollah Ruhollah", m.pmi, (20, 42, 20, 14_307_668), 2, 18.38),
    ("PMI, Manning and Schuetze, last", m.pmi, (20, 15_019, 15_629, 14_307_668), 2, 0.29),
    ("PMI, Church and Hanks 1990", m.pmi, (8, 1_105, 44, 15_000_000), 2, 11.27),
    (
        "chi2, Manning and Schuetze, new companies",
        m.chi_square,
        (8, 15_828, 4_675, 14_307_668),
        2,
        1.55,
    ),
    ("chi2, Manning and Schuetze, vache, cow", m.chi_square, (59, 67, 65, 571_007), -2, 456_400),
    ("Dice, Smadja 1996", m.dice, (130, 3_121, 143, 10**6), 2, 0.08),
    ("MI^3 is PMI and twice the log of the count", m.mi_k, (20, 42, 20, 14_307_668), 2, 27.02),
    ("local MI of a pair never seen", m.local_mi, (0, 10, 20, 100), 2, 0.0),
    ("NPMI, Bouma 2009, perfect", m.npmi, (7, 7, 7, 100), 9, 1.0),
    ("NPMI, Bouma 2009, independent", m.npmi, (2, 10, 20, 100), 9, 0.0),
    ("NPMI, Bouma 2009, never", m.npmi, (0, 10, 20, 100), 9, -1.0),
    ("logDice, Rychly 2008, always together", m.log_dice, (5, 5, 5, 100), 9, 14.0),
    ("logDice, Rychly 2008, once in 16,384", m.log_dice, (1, 16_384, 16_384, 10**6), 9, 0.0),
]


@pytest.mark.parametrize(
    ("function", "counts", "digits", "expected"),
    [r[1:] for r in MANNING],
    ids=[r[0] for r in MANNING],
)
def test_association_published(function, counts, digits, expected) -> None:
    assert function(*cells_of(*counts)).round(digits) == expected


def test_phi_squared_of_church_and_gale_1991_is_chi_square_by_pairs() -> None:
    cells = (31_950, 12_004, 4_793, 848_330)
    assert (m.chi_square(*cells) / sum(cells)).round(2) == 0.62


def test_evidence_of_the_toy_of_quanteda() -> None:
    """d1 = b x 7, a x 3; d2 = a x 7, b x 2: chi2 4.337160, G2 4.534939, both uncorrected."""
    cells = (7, 2, 3, 7)
    assert m.chi_square(*cells).round(6) == 4.337160
    assert m.g2(*cells).round(6) == 4.534939


CELLS = st.tuples(*[st.integers(1, 5_000)] * 4)


@given(CELLS)
@settings(max_examples=60, deadline=None)
def test_evidence_is_that_of_scipy(cells: tuple[int, int, int, int]) -> None:
    table = np.reshape(cells, (2, 2))
    for function, kind in ((m.chi_square, "pearson"), (m.g2, "log-likelihood")):
        expected = stats.chi2_contingency(table, correction=False, lambda_=kind).statistic
        assert function(*cells) == pytest.approx(expected, abs=1e-8)


@given(CELLS)
@settings(max_examples=40, deadline=None)
def test_measures_of_one_pair_agree_where_they_are_bound_to(cells: tuple[int, ...]) -> None:
    """The definitions: PMI is MI^1, local MI its product with the count; X2 = N dP dP'."""
    o11, o12, o21, o22 = cells
    assert m.mi_k(*cells, k=1) == pytest.approx(m.pmi(*cells), abs=1e-9)
    assert m.local_mi(*cells) == pytest.approx(o11 * m.pmi(*cells), abs=1e-6)
    assert m.log_dice(*cells) == pytest.approx(14 + np.log2(m.dice(*cells)))
    there, back = m.delta_p(*cells), m.delta_p(o11, o21, o12, o22)
    assert m.chi_square(*cells) == pytest.approx(sum(cells) * there * back, abs=1e-8)


def test_delta_p_of_course_of_gries_2013() -> None:
    o11, o12, o21, o22 = 5_610, 168_938, 2_257, 10_233_063
    assert m.delta_p(o11, o12, o21, o22).round(3) == 0.032
    assert m.delta_p(o11, o21, o12, o22).round(3) == 0.697


def test_log_dice_rises_by_one_when_the_pairs_double_and_ignores_the_corpus() -> None:
    """Rychly 2008: the properties that the measure was made for."""
    small, large = m.log_dice(*cells_of(3, 50, 60, 200)), m.log_dice(*cells_of(3, 50, 60, 10**7))
    assert small == large
    assert m.log_dice(*cells_of(6, 50, 60, 200)) == pytest.approx(small + 1)


def test_collocations_of_neighbours_are_bigrams_within_a_paragraph() -> None:
    frame = m.collocations(toy("a b , a b / c a | b"), window=1)
    columns = ["token", "collocate", "count", "token_pairs", "collocate_pairs", "pairs"]
    assert sorted(listed(frame, *columns)) == [
        ["a", "b", 2, 2, 2, 4],
        ["b", "a", 1, 1, 2, 4],
        ["c", "a", 1, 1, 2, 4],
    ]


def test_collocations_reach_as_far_as_the_window() -> None:
    frame = m.collocations(toy("a b c d"), window=2)
    pairs = sorted(listed(frame, "token", "collocate"))
    assert pairs == [["a", "b"], ["a", "c"], ["b", "c"], ["b", "d"], ["c", "d"]]
    assert len(m.collocations(toy("a b c d"))) == 6


def test_collocations_give_every_measure_of_their_cells() -> None:
    """The pairs are ab ba ab ba ac cd db: ab twice, a- once more, -b once more, three others."""
    frame = m.collocations(toy("a b a b a c d b"), window=1)
    row = frame.set_index(["token", "collocate"]).loc[("a", "b")]
    cells = (2, 1, 1, 3)
    functions = [m.pmi, m.npmi, m.mi_k, m.local_mi, m.t_score, m.g2, m.chi_square, m.dice]
    expected = [f(*cells) for f in [*functions, m.log_dice, m.delta_p]]
    columns = ["pmi", "npmi", "mi3", "local_mi", "t_score", "log_likelihood", "chi_square", "dice"]
    columns += ["log_dice", "delta_p"]
    assert row[columns].tolist() == pytest.approx([float(e) for e in expected])
    assert row["delta_p_back"] == pytest.approx(2 / 3 - 1 / 4)


def test_collocations_leave_out_rare_pairs_and_stop_words_but_count_them() -> None:
    frame = m.collocations(toy("a b a b c"), window=1, min_count=2)
    assert listed(frame, "token", "collocate", "count", "pairs") == [["a", "b", 2, 4]]
    frame = m.collocations(toy("a b a b c"), window=1, stop_words=["a"])
    assert listed(frame, "token", "collocate", "count", "pairs") == [["b", "c", 1, 4]]


BOUNDARIES = [
    ("paragraph", [["a", "b"], ["a", "c"], ["b", "c"]]),
    ("sentence", [["a", "b"]]),
]


@pytest.mark.parametrize(("within", "expected"), BOUNDARIES, ids=[r[0] for r in BOUNDARIES])
def test_pairs_reach_over_a_full_stop_only_if_they_may(within: Any, expected: Any) -> None:
    """Not over the end of a paragraph, and over a comma always."""
    frame = m.collocations(toy("a , b 。 c / d"), within=within)
    assert sorted(listed(frame, "token", "collocate")) == expected


def test_collocations_refuse_a_boundary_that_does_not_exist() -> None:
    with pytest.raises(FormatError, match="within is 'page', expected one of paragraph, sentence"):
        m.collocations(TWO, within="page")


@pytest.mark.parametrize("window", [0, -1, 1.5])
def test_collocations_refuse_a_window_without_words(window: Any) -> None:
    with pytest.raises(FormatError, match="expected a whole number of words from 1"):
        m.collocations(TWO, window=window)


@given(TEXT)
@settings(max_examples=40, deadline=None)
def test_the_cells_of_collocations_add_up(text: str) -> None:
    frame = m.collocations(toy(text), window=3)
    assert (frame["count"].sum() == frame["pairs"]).all()
    firsts = frame.groupby("token")["count"].transform("sum")
    seconds = frame.groupby("collocate")["count"].transform("sum")
    assert (firsts == frame["token_pairs"]).all()
    assert (seconds == frame["collocate_pairs"]).all()
