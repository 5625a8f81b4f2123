"""Keyness: published values, other people's functions, and what the table says."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from banmian import measures as m
from banmian.page import FormatError, TableError
from toy_tables import listed, toy

RAYSON = [
    ("Lancaster course, Corpus 2", (52, 57, 50_000, 75_000), 5, 2.65171),
    ("Rayson 2002, keep", (348, 99, 10**6, 10**6), 3, 146.953),
    ("Rayson 2002, keeps", (15, 14, 10**6, 10**6), 3, 0.034),
    ("Rayson 2002, keeping", (9, 32, 10**6, 10**6), 3, 13.682),
    ("Rayson 2002, kept", (21, 25, 10**6, 10**6), 3, 0.348),
    ("Rayson 2002, lemma KEEP", (392, 170, 10**6, 10**6), 3, 90.130),
    ("Gries 2026, two terms", (43, 68, 34_590, 978_889), 3, 146.995),
    ("nothing in either", (0, 0, 10, 10), 3, 0.0),
    ("equal rates", (3, 6, 700, 1_400), 3, 0.0),
]


@pytest.mark.parametrize(
    ("cells", "digits", "expected"), [r[1:] for r in RAYSON], ids=[r[0] for r in RAYSON]
)
def test_log_likelihood_of_rayson(cells: tuple[int, ...], digits: int, expected: float) -> None:
    assert m.log_likelihood(*cells).round(digits) == expected


RATIOS = [
    ("Hardie 2014, three times the rate", m.log_ratio, (6, 2, 10_000, 10_000), 5, 1.58496),
    ("Gries 2026", m.log_ratio, (43, 68, 34_590, 978_889), 5, 4.16152),
    ("nothing is taken as a half", m.log_ratio, (0, 1, 100, 100), 5, -1.0),
    ("Hofland and Johansson 1982, p. 471", m.difference_coefficient, (18, 35, 1, 1), 2, -0.32),
    ("of an absent word", m.difference_coefficient, (0, 5, 100, 100), 2, -1.0),
    ("Kilgarriff 2009, N = 1", m.simple_maths, (35, 263, 112_289_776, 1_559_716_979), 4, 1.1224),
    ("Wordless, %DIFF", m.percent_difference, (206_523, 178_174, 959_641, 1_562_358), 4, 88.7104),
    ("%DIFF of an absent word", m.percent_difference, (0, 5, 100, 100), 1, -100.0),
    ("%DIFF of a word the reference lacks", m.percent_difference, (5, 0, 100, 100), 1, math.inf),
]


@pytest.mark.parametrize(
    ("function", "cells", "digits", "expected"), [r[1:] for r in RATIOS], ids=[r[0] for r in RATIOS]
)
def test_effect_sizes_of_keyness(function, cells, digits, expected) -> None:
    assert function(*cells).round(digits) == expected


def test_keyness_counts_each_word_of_either_side_with_its_stories() -> None:
    frame = m.keyness(toy("a a b | a , c"), toy("a b b d"))
    columns = ["token", "count", "total", "articles"]
    columns += ["reference_count", "reference_total", "reference_articles"]
    by_token = sorted(listed(frame, *columns))
    assert by_token == [
        ["a", 3, 5, 2, 1, 4, 1],
        ["b", 1, 5, 1, 2, 4, 1],
        ["c", 1, 5, 1, 0, 4, 0],
        ["d", 0, 5, 0, 1, 4, 1],
    ]
    a = frame.set_index("token").loc["a"]
    assert (a["per_thousand"], a["reference_per_thousand"]) == (600.0, 250.0)
    assert a["log_likelihood"] == m.log_likelihood(3, 1, 5, 4)
    assert frame["log_likelihood"].is_monotonic_decreasing


def test_keyness_the_other_way_round_turns_the_sign_and_keeps_the_evidence() -> None:
    one, two = toy("a a b | a c"), toy("a b b d")
    there = m.keyness(one, two).set_index("token").sort_index()
    back = m.keyness(two, one).set_index("token").sort_index()
    assert there["log_ratio"].tolist() == pytest.approx((-back["log_ratio"]).tolist())
    assert there["log_likelihood"].tolist() == pytest.approx(back["log_likelihood"].tolist())


def test_keyness_refuses_tables_cut_differently_or_empty() -> None:
    other = toy("a")
    other.attrs["lexicon"] = "abc"
    with pytest.raises(
        TableError, match="the lexicon of the target is None and of the reference 'abc'"
    ):
        m.keyness(toy("a"), other)
    with pytest.raises(TableError, match="keyness got a target without words"):
        m.keyness(toy(", ."), toy("a"))
    with pytest.raises(TableError, match="keyness got a reference without words"):
        m.keyness(toy("a"), toy(", ."))


COUNTS = st.tuples(
    st.integers(0, 60), st.integers(0, 60), st.integers(100, 9_999), st.integers(100, 9_999)
).filter(lambda cells: cells[0] + cells[1] > 0)


@given(COUNTS)
@settings(max_examples=60, deadline=None)
def test_evidence_is_that_of_scipy(cells: tuple[int, int, int, int]) -> None:
    """Two terms against the expected counts, four cells of the table, and the tail of either."""
    a, b, c, d = cells
    expected = [float(x) for x in m.expected_counts(*cells)]
    two = stats.power_divergence([a, b], expected, ddof=0, lambda_="log-likelihood").statistic
    assert m.log_likelihood(*cells) == pytest.approx(two, abs=1e-9)
    table = [[a, b], [c - a, d - b]]
    four = stats.chi2_contingency(table, correction=False, lambda_="log-likelihood")
    assert m.g2(a, b, c - a, d - b) == pytest.approx(four.statistic, abs=1e-9)
    assert m.p_value(m.g2(a, b, c - a, d - b)) == pytest.approx(four.pvalue, abs=1e-12)


@given(COUNTS.filter(lambda cells: cells[0] * cells[1] > 0), st.sampled_from([0.8, 0.95, 0.99]))
@settings(max_examples=40, deadline=None)
def test_the_interval_is_that_of_katz_in_scipy(
    cells: tuple[int, int, int, int], confidence: float
) -> None:
    a, b, c, d = cells
    ratio = stats.contingency.relative_risk(a, c, b, d).confidence_interval(confidence)
    found = np.array(m.log_ratio_interval(*cells, confidence=confidence))
    assert found.tolist() == pytest.approx([math.log2(ratio.low), math.log2(ratio.high)])
    assert found[0] <= m.log_ratio(*cells) <= found[1]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
@settings(max_examples=40, deadline=None)
def test_q_values_are_those_of_scipy(values: list[float]) -> None:
    expected = stats.false_discovery_control(values, method="bh")
    assert m.false_discovery_rate(values).tolist() == pytest.approx(expected.tolist())


def test_q_values_of_benjamini_and_hochberg_1995() -> None:
    """Their fifteen p-values, section 4.1: at 0.05 the four smallest are found, no more."""
    values = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240]
    values += [0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    assert (m.false_discovery_rate(values) <= 0.05).tolist() == [True] * 4 + [False] * 11


@pytest.mark.parametrize(
    "values",
    [[0.5, 1.5], [-0.1], [float("nan")], [[0.5]]],
    ids=["above 1", "below 0", "nan", "2-d"],
)
def test_q_values_are_refused_for_what_is_no_p_value(values: Any) -> None:
    with pytest.raises(FormatError, match="numbers from 0 to 1"):
        m.false_discovery_rate(values)


@given(COUNTS, st.integers(2, 9))
@settings(max_examples=25, deadline=None)
def test_texts_n_times_as_long_give_n_times_the_evidence_and_the_same_sizes(cells, n) -> None:
    longer = tuple(n * x for x in cells)
    assert m.log_likelihood(*longer) == pytest.approx(n * m.log_likelihood(*cells), abs=1e-9)
    for size in (m.percent_difference, m.difference_coefficient, m.simple_maths):
        assert size(*longer) == pytest.approx(size(*cells))
    if cells[0] and cells[1]:
        assert m.log_ratio(*longer) == pytest.approx(m.log_ratio(*cells))


def test_a_larger_smoothing_draws_rare_words_towards_one() -> None:
    """Kilgarriff 2009: 1 of a million against none is 2 at n = 1, and 1.01 at n = 100."""
    rare = [m.simple_maths(1, 0, 10**6, 10**6, smoothing=n).round(3).item() for n in (1, 100)]
    assert rare == [2.0, 1.01]


REFUSED = [
    ("smoothing of nothing", {"smoothing": 0}, "smoothing is 0, expected occurrences"),
    ("stories below one", {"min_articles": 0}, "min_articles is 0, expected a number of stories"),
    ("half a story", {"min_articles": 1.5}, r"min_articles is 1\.5"),
]


@pytest.mark.parametrize(
    ("options", "message"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED]
)
def test_keyness_refuses_an_option(options: dict[str, Any], message: str) -> None:
    with pytest.raises(FormatError, match=message):
        m.keyness(toy("a b"), toy("a"), **options)


@pytest.mark.parametrize("confidence", [0, 1, 95])
def test_an_interval_refuses_a_confidence_that_is_no_share(confidence: float) -> None:
    with pytest.raises(FormatError, match="expected a number between 0 and 1"):
        m.log_ratio_interval(1, 1, 10, 10, confidence=confidence)


def test_keyness_says_of_each_word_what_to_doubt() -> None:
    """c: 40 and 20 times; a: only in the target; b: 3 of 103 against 1 of 31, 0.9 expected."""
    target, reference = toy("a " * 60 + "b " * 3 + "c " * 40), toy("b " + "c " * 30)
    cautions = m.keyness(target, reference).set_index("token")["caution"]
    assert cautions.fillna("none").to_dict() == {"a": "absent", "b": "rare", "c": "none"}


def test_keyness_leaves_out_words_of_few_stories_on_the_side_that_has_more_of_them() -> None:
    """a: two stories of the target; b: one; c: one of the reference, with more of it there."""
    target, reference = toy("a b b b c | a"), toy("b c c c a | d d d d | d d d")
    whole = m.keyness(target, reference).set_index("token")
    kept = m.keyness(target, reference, min_articles=2).set_index("token")
    assert sorted(kept.index) == ["a", "d"]
    pd.testing.assert_frame_equal(kept, whole.loc[kept.index])


WARNINGS = [
    ("none", "a b", "a b a b a | b a b a b", []),
    ("a small reference", "a b", "a b a | b", ["the reference has 4 words and the target 2"]),
    ("one story", "a", "a b a b a b", ["a single story"]),
    ("both", "a b", "a", ["the reference has 1 words", "a single story"]),
]


@pytest.mark.parametrize(
    ("target", "reference", "expected"), [r[1:] for r in WARNINGS], ids=[r[0] for r in WARNINGS]
)
def test_keyness_warns_of_a_reference_that_decides_the_result(target, reference, expected) -> None:
    found = m.keyness(toy(target), toy(reference)).attrs["warnings"]
    assert len(found) == len(expected)
    assert all(part in sentence for part, sentence in zip(expected, found, strict=True))


def test_keyness_keeps_the_warnings_that_came_with_the_target() -> None:
    target = toy("a")
    target.attrs["warnings"] = ["cut in a hurry"]
    assert m.keyness(target, toy("a a a | a a")).attrs["warnings"] == ["cut in a hurry"]
    assert target.attrs["warnings"] == ["cut in a hurry"]


# --- a list as the reference ---


def test_a_list_of_pages_gives_the_keyness_of_the_pages() -> None:
    target, reference = toy("a a b | a , c"), toy("a b b d | d")
    expected = m.keyness(target, reference)
    for made in (m.reference_list(reference), m.term_frequency(reference, by="corpus")):
        pd.testing.assert_frame_equal(m.keyness(target, made), expected)


def test_a_series_is_a_list_whose_stories_are_unknown() -> None:
    frame = m.reference_list(pd.Series({"b": 1, "a": 3}))
    assert listed(frame, "token", "count", "total", "per_thousand") == [
        ["a", 3, 4, 750.0],
        ["b", 1, 4, 250.0],
    ]
    assert frame[["articles", "of_articles"]].isna().all(axis=None)
    key = m.keyness(toy("a b"), frame, min_articles=2).set_index("token")
    assert list(key.index) == ["a"]  # b is commoner in the target, and in one story of it


def test_a_word_that_a_cut_off_list_lacks_is_unknown_and_left_out() -> None:
    frame = m.reference_list(pd.Series({"a": 30, "b": 10}), total=100)
    key = m.keyness(toy("a b c c"), frame)
    assert sorted(key["token"]) == ["a", "b"]
    assert set(key["total"]) == {4}
    assert set(key["reference_total"]) == {100}
    assert "40 of its 100 words: 1 words of the target" in key.attrs["warnings"][-1]


def test_a_list_is_read_from_a_file_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "list.tsv"
    expected = m.reference_list(toy("null NA b | NA"))
    expected.to_csv(path, sep="\t", index=False)
    pd.testing.assert_frame_equal(m.reference_list(path), expected)
    path.write_text('token\tcount\n# a remark\n"会\t3\n\n', encoding="utf-8")
    assert listed(m.reference_list(path), "token", "count", "total") == [['"会', 3, 3]]


FILES = [
    ("no such file", None, "cannot be read"),
    ("empty", "", "cannot be read"),
    ("no name for the counts", "token\tn\nb\t1\n", "lacks the column count; its first line"),
    ("a first row too long", "token\tcount\nb\t1\t2\n", "cannot be read"),
    ("a later row too long", "token\tcount\na\t1\nb\t1\t2\n", "cannot be read"),
    ("not UTF-8", b"token\tcount\n\xb9\xa4\t1\n", "cannot be read"),
]


@pytest.mark.parametrize(("content", "message"), [r[1:] for r in FILES], ids=[r[0] for r in FILES])
def test_a_file_that_is_no_list_is_refused_by_name(
    tmp_path: Path, content: str | bytes | None, message: str
) -> None:
    path = tmp_path / "list.tsv"
    if content is not None:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(FormatError, match=rf"list\.tsv'.*{message}"):
        m.reference_list(path)


LISTS: list[tuple[str, Any, str]] = [
    ("no table", 3, "got int; expected a table of tokens"),
    ("other columns", pd.DataFrame({"word_": [1]}), "a table with the columns word_"),
    ("a word twice", pd.Series([1, 2], ["a", "a"]), "lists 'a' twice"),
    ("half a word", pd.Series({"a": 1.5}), "the column count of the reference holds"),
    ("no number", pd.Series({"a": "many"}), "the column count of the reference holds"),
    ("below nothing", pd.Series({"a": -1}), "holds -1; expected whole numbers from 0"),
    ("unknown", pd.Series({"a": None}), "expected whole numbers from 0"),
    (
        "counts by story",
        pd.DataFrame({"token": ["a", "b"], "count": 1, "total": [3, 4]}),
        "total of the reference has 2 values",
    ),
    (
        "more than all",
        pd.DataFrame({"token": ["a", "b"], "count": 2, "total": 3}),
        "counts of 4 words in all, more than its total of 3",
    ),
]


@pytest.mark.parametrize(("source", "message"), [r[1:] for r in LISTS], ids=[r[0] for r in LISTS])
def test_a_source_that_is_no_list_is_refused(source: Any, message: str) -> None:
    with pytest.raises(TableError, match=message):
        m.reference_list(source)
