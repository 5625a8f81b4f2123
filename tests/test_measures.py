"""Frequency, tf-idf, and what holds for every measure."""

from __future__ import annotations

import copy
import math
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banmian import measures as m
from banmian.page import FormatError, TableError
from toy_tables import GRIES, TEXT, TWO, listed, toy

# --- term frequency ---


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


def test_stories_come_by_page_then_by_number_not_as_they_stand_in_the_table() -> None:
    table = pd.concat([toy("a | b", page="q"), toy("b a | a", page="p")], ignore_index=True)
    expected = [["p", 0, "b"], ["p", 0, "a"], ["p", 1, "a"], ["q", 0, "a"], ["q", 1, "b"]]
    assert listed(m.tf_idf(table), "page", "article", "token") == expected  # b is rarer than a
    expected[:2] = expected[1::-1]
    assert listed(m.term_frequency(table), "page", "article", "token") == expected


def test_the_only_word_is_a_thousand_of_a_thousand() -> None:
    assert m.reference_list(toy("a"))["per_thousand"].tolist() == [1000.0]
    assert m.term_frequency(toy("a"))["per_thousand"].tolist() == [1000.0]


def test_a_story_without_weight_stays_without_weight_at_unit_length() -> None:
    frame = m.tf_idf(toy("a | a"), unit_length=True)
    assert frame["tf_idf"].tolist() == [0.0, 0.0]


@pytest.mark.parametrize("options", [{"tf": "raw"}, {"idf": "bm25"}])
def test_tf_idf_refuses_a_variant_that_does_not_exist(options: dict[str, Any]) -> None:
    with pytest.raises(FormatError, match="expected one of"):
        m.tf_idf(TWO, **options)


# --- what holds for all ---

KIN = pd.DataFrame({"family": ["k", "l"], "form": ["a", "ab"], "part_of": ["", "k"]})
FUNCTIONS = [
    ("term_frequency", m.term_frequency),
    ("tf_idf", m.tf_idf),
    ("ngrams", m.ngrams),
    ("family_frequency", lambda tokens: m.family_frequency(tokens, KIN)),
    ("kwic", lambda tokens: m.kwic(tokens, "a")),
    ("dispersion", m.dispersion),
    ("diversity", m.diversity),
    ("keyness", lambda tokens: m.keyness(tokens, tokens)),
    ("reference_list", m.reference_list),
    ("collocations", m.collocations),
]
EACH = pytest.mark.parametrize(("name", "function"), FUNCTIONS, ids=[f[0] for f in FUNCTIONS])


@EACH
def test_the_columns_are_those_declared_even_of_an_empty_table(name: str, function: Any) -> None:
    """Or of a single word; what `by` leaves out is left out of the declared columns too."""
    unasked = {"diversity": "role", "family_frequency": "form"}.get(name)
    expected = {column: dtype for column, dtype in m.COLUMNS[name].items() if column != unasked}
    made = [function(TWO), function(TWO.iloc[:1])]
    if name != "keyness":  # it refuses a table without words
        made += [function(TWO.iloc[:0]), function(toy(", ."))]
    for frame in made:
        assert {column: str(dtype) for column, dtype in frame.dtypes.items()} == expected
        assert list(frame.index) == list(range(len(frame)))


def test_every_function_declares_its_columns() -> None:
    assert m.COLUMNS.keys() == {name for name, _ in FUNCTIONS}


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
    with pytest.raises(TableError, match=rf"{name} got list(, |; )expected a table of tokens"):
        function(["a", "b"])


@EACH
def test_a_word_column_that_is_not_true_or_false_is_refused(name: str, function: Any) -> None:
    if name == "kwic":  # it shows marks too
        return
    with pytest.raises(TableError, match="needs true or false in the column word, got int64"):
        function(TWO.assign(word=1))


@EACH
def test_full_width_and_half_width_forms_are_one_word(name: str, function: Any) -> None:
    narrow, wide = toy("a b a , c | a . b"), toy("ａ b a , c | a . b")
    wide["form"] = narrow["token"]
    expected, found = function(narrow), function(wide)
    if name == "kwic":  # it shows what is printed
        assert found["token"].tolist() == ["ａ", "a", "a"]
        expected, found = expected[["start", "end"]], found[["start", "end"]]
    pd.testing.assert_frame_equal(found, expected)


@EACH
def test_the_table_given_is_unchanged_and_its_attrs_are_passed_on(name, function) -> None:
    table = toy(GRIES)
    before = copy.deepcopy(table)
    frame = function(table)
    pd.testing.assert_frame_equal(table, before)
    own = {"warnings"} if name == "keyness" else set()
    assert table.attrs == before.attrs
    assert {key: frame.attrs[key] for key in frame.attrs.keys() - own} == table.attrs
    frame.attrs["segmenter"] = "another"
    assert table.attrs["segmenter"] == "toy"


ORDERLESS = {"term_frequency", "tf_idf", "dispersion", "keyness", "reference_list"}
COUNTING = [f for f in FUNCTIONS if f[0] in ORDERLESS]


@given(TEXT)
@settings(max_examples=30, deadline=None)
def test_counts_sum_to_their_totals(text: str) -> None:
    table = toy(text)
    for by, keys in (("corpus", []), ("article", ["page", "article"])):
        frame = m.term_frequency(table, by=by)
        sums = frame.groupby(keys)["count"].transform("sum") if keys else frame["count"].sum()
        assert (sums == frame["total"]).all()
        assert frame["count"].sum() == table["word"].sum()


@pytest.mark.parametrize(("name", "function"), COUNTING, ids=[f[0] for f in COUNTING])
@given(text=TEXT, random=st.randoms(use_true_random=False))
@settings(max_examples=15, deadline=None)
def test_the_order_of_rows_changes_nothing(
    name: str, function: Any, text: str, random: Any
) -> None:
    table = toy(f"a | {text}")
    order = list(range(len(table)))
    random.shuffle(order)
    pd.testing.assert_frame_equal(function(table.iloc[order]), function(table), obj=name)


@EACH
@given(text=TEXT, random=st.randoms(use_true_random=False))
@settings(max_examples=10, deadline=None)
def test_the_order_of_stories_changes_nothing(
    name: str, function: Any, text: str, random: Any
) -> None:
    table = toy(f"a b | {text}")
    stories = [story for _, story in table.groupby("article")]
    random.shuffle(stories)
    shuffled = pd.concat(stories)
    shuffled.attrs = table.attrs
    pd.testing.assert_frame_equal(function(shuffled), function(table), obj=name)


@given(TEXT)
@settings(max_examples=15, deadline=None)
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
