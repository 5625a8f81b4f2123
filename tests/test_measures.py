"""Measures: published values to their printed digits, small corpora, and laws."""

from __future__ import annotations

import copy
import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banmian import measures as m
from banmian import tables
from banmian.page import FormatError, TableError
from pages_by_hand import Line, page_of

# The corpus of Gries: 50 tokens in five parts of 9, 10, 10, 10 and 11.
GRIES = (
    "b a m n i b e u p | b a s a t b e w q n | b c a g a b e s t a | "
    "b a g h a b e a a t | b a h a a b e a x a t"
)
MARKS = {",", ".", " "}


def toy(text: str, page: str = "a", role: str = "paragraph") -> pd.DataFrame:
    """A token table: words parted by blanks, paragraphs by /, stories by |; , and . are marks."""
    rows: list[tuple[str, int, str, int, int, int, str, bool]] = []
    start = 0
    for article, story in enumerate(text.split("|")):
        for paragraph, passage in enumerate(story.split("/")):
            for token in passage.split():
                end = start + len(token)
                rows.append((page, article, role, paragraph, start, end, token, token not in MARKS))
                start = end
            start += 2
    columns = ["page", "article", "role", "paragraph", "start", "end", "token", "word"]
    frame = pd.DataFrame(rows, columns=columns)
    frame.attrs = {"segmenter": "toy", "lexicon": None}
    return frame


def listed(frame: pd.DataFrame, *columns: str, digits: int = 6) -> list[list[Any]]:
    """The rows of these columns, floats rounded."""
    return frame[list(columns)].round(digits).to_numpy(dtype=object).tolist()


# --- term frequency ---

TWO = toy("a b a , c | a . b")


def test_a_count_stands_beside_the_words_of_its_story() -> None:
    frame = m.term_frequency(TWO)
    columns = ["article", "token", "count", "total", "per_thousand", "articles", "of_articles"]
    assert listed(frame, *columns) == [
        [0, "a", 2, 4, 500.0, 2, 2],
        [0, "b", 1, 4, 250.0, 2, 2],
        [0, "c", 1, 4, 250.0, 1, 2],
        [1, "a", 1, 2, 500.0, 2, 2],
        [1, "b", 1, 2, 500.0, 2, 2],
    ]


PARTS = [
    ("corpus", [], [["a", 3, 6], ["b", 2, 6], ["c", 1, 6]]),
    ("page", ["page"], [["a", "a", 3, 6], ["a", "b", 2, 6], ["a", "c", 1, 6]]),
    (
        "role",
        ["role"],
        [["paragraph", "a", 3, 6], ["paragraph", "b", 2, 6], ["paragraph", "c", 1, 6]],
    ),
]


@pytest.mark.parametrize(("by", "keys", "expected"), PARTS, ids=[p[0] for p in PARTS])
def test_words_are_counted_by_the_part_asked_for(by, keys, expected) -> None:
    frame = m.term_frequency(TWO, by=by)
    assert listed(frame, *keys, "token", "count", "total") == expected
    assert list(frame.columns[: len(keys)]) == keys


def test_equal_article_numbers_on_two_pages_are_two_stories() -> None:
    both = pd.concat([toy("a", page="p"), toy("a b", page="q")])
    frame = m.term_frequency(both, by="corpus")
    assert listed(frame, "token", "count", "articles", "of_articles") == [
        ["a", 2, 2, 2],
        ["b", 1, 1, 2],
    ]
    assert len(m.term_frequency(both)) == 3


def test_stop_words_leave_the_result_but_not_the_total() -> None:
    frame = m.term_frequency(TWO, by="corpus", stop_words={"a"})
    assert listed(frame, "token", "count", "total") == [["b", 2, 6], ["c", 1, 6]]


def test_rare_words_leave_the_result_but_not_the_total() -> None:
    frame = m.term_frequency(TWO, by="corpus", min_count=2)
    assert listed(frame, "token", "count", "total") == [["a", 3, 6], ["b", 2, 6]]


def test_roles_narrow_counts_totals_and_stories_alike() -> None:
    both = pd.concat([toy("a | b", role="headline"), toy("a a b", role="paragraph")])
    frame = m.term_frequency(both, by="corpus", roles=["paragraph"])
    assert listed(frame, "token", "count", "total", "articles", "of_articles") == [
        ["a", 2, 3, 1, 1],
        ["b", 1, 3, 1, 1],
    ]
    by_role = m.term_frequency(both, by="role")
    assert listed(by_role, "role", "token", "count", "total") == [
        ["headline", "a", 1, 2],
        ["headline", "b", 1, 2],
        ["paragraph", "a", 2, 3],
        ["paragraph", "b", 1, 3],
    ]


WRONG = [
    ("a part that does not exist", {"by": "story"}, "by is 'story', expected one of corpus, page"),
    ("stop words as one string", {"stop_words": "的"}, "stop_words is the string"),
    ("roles as one string", {"roles": "headline"}, r"expected a list of them: \['headline'\]"),
]


@pytest.mark.parametrize(("options", "message"), [r[1:] for r in WRONG], ids=[r[0] for r in WRONG])
def test_term_frequency_refuses(options: dict[str, Any], message: str) -> None:
    with pytest.raises(FormatError, match=message):
        m.term_frequency(TWO, **options)


# --- tf-idf ---

BOOK_DF = [
    ("car", 18_165, 1.65),
    ("auto", 6_723, 2.08),
    ("insurance", 19_241, 1.62),
    ("best", 25_235, 1.5),
]


@pytest.mark.parametrize(("word", "df", "idf"), BOOK_DF, ids=[r[0] for r in BOOK_DF])
def test_idf_of_manning_raghavan_schuetze_example_6_10(word: str, df: int, idf: float) -> None:
    """N = 806,791 Reuters documents, common logarithm."""
    assert word
    assert m.inverse_document_frequency(df, 806_791).round(2) == idf


def test_tf_idf_of_manning_raghavan_schuetze_exercise_6_10() -> None:
    """Counts 27, 3, 0, 14 in Doc1, times the rounded idf: 44.55, 6.24, 0, 21."""
    idf = m.inverse_document_frequency([r[1] for r in BOOK_DF], 806_791).round(2)
    assert (idf * [27, 3, 0, 14]).round(2).tolist() == [44.55, 6.24, 0.0, 21.0]


def test_tf_idf_of_the_example_of_wikipedia() -> None:
    """Document 2: example 3 of 7 words, in 1 of 2 documents: 0.429 x 0.301 = 0.129; this: 0."""
    frame = m.tf_idf(toy("this is a a sample | this is another another example example example"))
    rows = frame[frame["article"] == 1].set_index("token")
    assert rows.loc["example", ["tf", "idf", "tf_idf"]].astype(float).round(3).tolist() == [
        0.429,
        0.301,
        0.129,
    ]
    assert rows.loc["this", "tf_idf"] == 0


SKLEARN = "x x x z | x x | x x x | x x x x | x x x y y | x x x z z"


@pytest.mark.parametrize(
    ("idf", "story", "expected"),
    [
        ("plus_one", 0, [0.81940995, 0.57320793]),
        ("plus_one", 4, [0.47330339, 0.88089948]),
        ("plus_one", 5, [0.58149261, 0.81355169]),
        ("smooth", 0, [0.85151335, 0.52433293]),
    ],
)
def test_tf_idf_of_scikit_learn_user_guide(idf: Any, story: int, expected: list[float]) -> None:
    """Counts [[3,0,1],[2,0,0],[3,0,0],[4,0,0],[3,2,0],[3,0,2]], norm l2."""
    frame = m.tf_idf(toy(SKLEARN), tf="count", idf=idf, base=math.e, unit_length=True)
    weights = frame[frame["article"] == story].sort_values("token")["tf_idf"]
    assert weights.round(8).tolist() == expected


def test_idf_to_base_two_of_three_newspaper_titles() -> None:
    """New york times / new york post / los angeles times: 0.58496 (2 of 3), 1.58496 (1 of 3)."""
    frame = m.tf_idf(toy("new york times | new york post | los angeles times"), base=2)
    idf = frame.drop_duplicates("token").set_index("token")["idf"].round(5)
    assert idf.to_dict() == {
        "new": 0.58496,
        "york": 0.58496,
        "times": 0.58496,
        "post": 1.58496,
        "los": 1.58496,
        "angeles": 1.58496,
    }


def test_tf_idf_lists_each_story_from_its_highest_weight() -> None:
    frame = m.tf_idf(toy("a b b c c | a d"), tf="log", base=10)
    columns = ["article", "token", "count", "total", "tf", "articles", "of_articles", "tf_idf"]
    log2, both = math.log10(2), 1 + math.log10(2)
    assert listed(frame, *columns) == [
        [0, "b", 2, 5, round(both, 6), 1, 2, round(both * log2, 6)],
        [0, "c", 2, 5, round(both, 6), 1, 2, round(both * log2, 6)],
        [0, "a", 1, 5, 1.0, 2, 2, 0.0],
        [1, "d", 1, 2, 1.0, 1, 2, round(log2, 6)],
        [1, "a", 1, 2, 1.0, 2, 2, 0.0],
    ]


def test_a_story_without_weight_stays_without_weight_at_unit_length() -> None:
    frame = m.tf_idf(toy("a | a"), unit_length=True)
    assert frame["tf_idf"].tolist() == [0.0, 0.0]


@pytest.mark.parametrize("options", [{"tf": "raw"}, {"idf": "bm25"}])
def test_tf_idf_refuses_a_variant_that_does_not_exist(options: dict[str, Any]) -> None:
    with pytest.raises(FormatError, match="expected one of"):
        m.tf_idf(TWO, **options)


# --- dispersion ---

# Bold in Gries's table (asserted in scattertext's tests too); row a and D2 recomputed from it.
GRIES_ROWS = [
    ("a", 15, 5, 0.18, 0.220, 0.785, 0.938, 0.950, 0.137),
    ("b", 10, 5, 0.02, 0.024, 0.968, 0.999, 0.999, 0.003),
    ("i", 1, 1, 0.82, 1.0, 0.0, 0.0, 0.18, 2.474),
    ("q", 1, 1, 0.80, 0.976, 0.0, 0.0, 0.20, 2.322),
    ("x", 1, 1, 0.78, 0.951, 0.0, 0.0, 0.22, 2.184),
]
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
    """Real parts of unequal size: D, D2, S, 1 - DP and 1 / (1 + KLD)."""
    found = [
        m.juilland_d(LYNE),
        m.carroll_d2(LYNE),
        m.rosengren_s(LYNE),
        1 - m.deviation_of_proportions(LYNE),
        1 / (1 + m.kl_divergence(LYNE)),
    ]
    expected = [0.6038797, 0.6521444, 0.4763652, 0.5009295, 0.4665078]
    assert np.concatenate(found).round(7).tolist() == expected


def test_dispersion_of_many_words_at_once_is_that_of_each() -> None:
    sizes = [9, 10, 10, 10, 11]
    counts = [[1, 2, 3, 4, 5], [2, 2, 2, 2, 2], [0, 0, 0, 0, 1]]
    together = m.Distribution.of(counts, sizes)
    for function in (m.deviation_of_proportions, m.juilland_d, m.carroll_d2, m.kl_divergence):
        apart = [function(m.Distribution.of(row, sizes))[0] for row in counts]
        assert function(together).tolist() == pytest.approx(apart)


def test_dispersion_of_a_single_story_is_unknown_where_it_has_no_meaning() -> None:
    frame = m.dispersion(toy("a b a"))
    assert frame[["dp_norm", "juilland_d", "carroll_d2"]].isna().all(axis=None)
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


# --- keyness ---

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
    with pytest.raises(TableError, match="keyness got a table without words"):
        m.keyness(toy(", ."), toy("a"))


# --- association ---

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
    expected = [f(*cells) for f in (m.pmi, m.npmi, m.t_score, m.g2, m.log_dice, m.delta_p)]
    columns = ["pmi", "npmi", "t_score", "log_likelihood", "log_dice", "delta_p"]
    assert row[columns].tolist() == pytest.approx([float(e) for e in expected])
    assert row["delta_p_back"] == pytest.approx(2 / 3 - 1 / 4)


def test_collocations_leave_out_rare_pairs_and_stop_words_but_count_them() -> None:
    frame = m.collocations(toy("a b a b c"), window=1, min_count=2)
    assert listed(frame, "token", "collocate", "count", "pairs") == [["a", "b", 2, 4]]
    frame = m.collocations(toy("a b a b c"), window=1, stop_words=["a"])
    assert listed(frame, "token", "collocate", "count", "pairs") == [["b", "c", 1, 4]]


@pytest.mark.parametrize("window", [0, -1, 1.5])
def test_collocations_refuse_a_window_without_words(window: Any) -> None:
    with pytest.raises(FormatError, match="expected a whole number of words from 1"):
        m.collocations(TWO, window=window)


# --- keyword in context ---


def test_kwic_shows_the_tokens_around_a_word_in_its_passage() -> None:
    frame = m.kwic(toy("a b , c b / b d"), "b", width=2)
    columns = ["article", "paragraph", "start", "end", "left", "token", "right"]
    assert listed(frame, *columns) == [
        [0, 0, 1, 2, "a", "b", ",c"],
        [0, 0, 4, 5, ",c", "b", ""],
        [0, 1, 7, 8, "", "b", "d"],
    ]


PHRASES = [
    ("several tokens", "a b c | a b", "abc", [("", "")]),
    ("a phrase with a mark", "a , b", "a,b", [("", "")]),
    ("twice, overlapping", "aa aa aa", "aaaa", [("", "aa"), ("aa", "")]),
    ("not across passages", "a / b | b", "ab", []),
    ("not inside a token", "abc", "b", []),
    ("not with a token that goes on", "a bc", "ab", []),
    ("a beginning that breaks off", "a x b", "ab", []),
    ("at the end of the table", "x a", "ab", []),
    ("nowhere", "a b", "z", []),
    ("in an empty table", "", "z", []),
]


@pytest.mark.parametrize(
    ("text", "term", "sides"), [r[1:] for r in PHRASES], ids=[r[0] for r in PHRASES]
)
def test_kwic_finds_whole_tokens_in_a_row(text, term, sides) -> None:
    frame = m.kwic(toy(text), term)
    assert list(zip(frame["left"], frame["right"], strict=True)) == sides
    assert (frame["token"] == term).all()


def test_kwic_follows_a_word_over_the_cut_of_the_page() -> None:
    page = page_of(Line("paragraph", 0, "每个微网"), Line("paragraph", 0, "格落实", continues=0))
    frame = m.kwic(tables.tokens(page, lexicon=["微网格"]), "微网格")
    assert listed(frame, "start", "end", "left", "token", "right") == [
        [2, 7, "每个", "微网格", "落实"]
    ]
    assert page.text[2:7] == "微网\n\n格"


def test_kwic_has_as_many_places_as_term_frequency_counts() -> None:
    table = toy(GRIES)
    counts = m.term_frequency(table, by="corpus").set_index("token")["count"]
    assert {word: len(m.kwic(table, word)) for word in counts.index} == counts.to_dict()


def test_kwic_lists_passages_in_order_however_their_stories_lie() -> None:
    table = toy("a x | a y | a z")
    mixed = pd.concat([table[table["article"] == n] for n in (2, 0, 1)])
    pd.testing.assert_frame_equal(m.kwic(mixed, "a"), m.kwic(table, "a"))


@pytest.mark.parametrize(("term", "width"), [("", 3), (None, 3), ("a", -1)])
def test_kwic_refuses_an_empty_term_and_a_negative_width(term: Any, width: int) -> None:
    with pytest.raises(FormatError, match="expected a word and 0 or more"):
        m.kwic(TWO, term, width=width)


# --- what holds for all ---

FUNCTIONS = [
    ("term_frequency", m.term_frequency),
    ("tf_idf", m.tf_idf),
    ("dispersion", m.dispersion),
    ("keyness", lambda tokens: m.keyness(tokens, tokens)),
    ("collocations", m.collocations),
    ("kwic", lambda tokens: m.kwic(tokens, "a")),
]
EACH = pytest.mark.parametrize(("name", "function"), FUNCTIONS, ids=[f[0] for f in FUNCTIONS])


@EACH
def test_the_columns_are_those_declared_even_of_an_empty_table(name: str, function: Any) -> None:
    expected = m.COLUMNS[name]
    made = [function(TWO)]
    if name != "keyness":  # it refuses a table without words
        made.append(function(TWO.iloc[:0]))
    for frame in made:
        assert {column: str(dtype) for column, dtype in frame.dtypes.items()} == expected
        assert list(frame.index) == list(range(len(frame)))


@EACH
def test_a_missing_column_is_named_with_those_present_and_the_remedy(name, function) -> None:
    table = TWO.drop(columns=["article", "start"])
    message = (
        rf"{name} needs the columns .*lacks article.* and has page, role, .*bm\.tokens\(pages\)"
    )
    with pytest.raises(TableError, match=message):
        function(table)


@EACH
def test_what_is_no_table_is_refused(name: str, function: Any) -> None:
    with pytest.raises(TableError, match=f"{name} got list, expected a table of tokens"):
        function(["a", "b"])


@EACH
def test_a_word_column_that_is_not_true_or_false_is_refused(name: str, function: Any) -> None:
    if name == "kwic":  # it shows marks too
        return
    with pytest.raises(TableError, match="needs true or false in the column word, got int64"):
        function(TWO.assign(word=1))


@EACH
def test_the_table_given_is_unchanged_and_its_attrs_are_passed_on(name, function) -> None:
    table = toy(GRIES)
    before = copy.deepcopy(table)
    frame = function(table)
    pd.testing.assert_frame_equal(table, before)
    assert frame.attrs == table.attrs == before.attrs, name
    frame.attrs["segmenter"] = "another"
    assert table.attrs["segmenter"] == "toy"


TEXT = st.lists(
    st.lists(st.sampled_from(["a", "b", "c", "d", ","]), min_size=1, max_size=12),
    min_size=1,
    max_size=5,
).map(lambda stories: " | ".join(" ".join(story) for story in stories))
COUNTING = [f for f in FUNCTIONS if f[0] in ("term_frequency", "tf_idf", "dispersion")]


@given(TEXT)
@settings(max_examples=60, deadline=None)
def test_counts_sum_to_their_totals(text: str) -> None:
    table = toy(text)
    for by, keys in (("corpus", []), ("article", ["page", "article"])):
        frame = m.term_frequency(table, by=by)
        sums = frame.groupby(keys)["count"].transform("sum") if keys else frame["count"].sum()
        assert (sums == frame["total"]).all()
        assert frame["count"].sum() == table["word"].sum()


@pytest.mark.parametrize(("name", "function"), COUNTING, ids=[f[0] for f in COUNTING])
@given(text=TEXT, random=st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_the_order_of_rows_changes_nothing(
    name: str, function: Any, text: str, random: Any
) -> None:
    table = toy(text)
    order = list(range(len(table)))
    random.shuffle(order)
    pd.testing.assert_frame_equal(function(table.iloc[order]), function(table), obj=name)


@given(TEXT)
@settings(max_examples=25, deadline=None)
def test_two_copies_of_the_corpus_double_counts_and_keep_rates_and_dispersion(text: str) -> None:
    once = toy(text)
    twice = pd.concat([once, once])
    for function in (lambda t: m.term_frequency(t, by="corpus"), m.dispersion):
        one, two = function(once), function(twice)
        assert (two["token"] == one["token"]).all()
        assert (two["count"] == 2 * one["count"]).all()
        assert (two["articles"] == one["articles"]).all()
        rates = [c for c in one.columns if one[c].dtype == float]
        pd.testing.assert_frame_equal(one[rates], two[rates])


@given(TEXT, TEXT)
@settings(max_examples=40, deadline=None)
def test_dispersion_stays_within_its_bounds(one: str, other: str) -> None:
    frame = m.dispersion(toy(f"{one} | {other}")).dropna()
    hair = 1e-9
    for column in ("dp", "dp_norm", "juilland_d", "carroll_d2", "rosengren_s"):
        assert frame[column].between(-hair, 1 + hair).all(), column
    assert (frame["kl_divergence"] >= -hair).all()


@given(TEXT)
@settings(max_examples=40, deadline=None)
def test_the_cells_of_collocations_add_up(text: str) -> None:
    frame = m.collocations(toy(text), window=3)
    assert (frame["count"].sum() == frame["pairs"]).all()
    firsts = frame.groupby("token")["count"].transform("sum")
    seconds = frame.groupby("collocate")["count"].transform("sum")
    assert (firsts == frame["token_pairs"]).all()
    assert (seconds == frame["collocate_pairs"]).all()
