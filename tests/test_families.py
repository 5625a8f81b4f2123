"""Families: forms found as in kwic, nothing counted twice, parts that sum to their whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banmian import measures as m
from banmian.page import FormatError, TableError
from toy_tables import TEXT, listed, toy


def kin(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Families from (family, form, part_of) rows."""
    return pd.DataFrame(rows, columns=["family", "form", "part_of"])


NEEDY = kin(
    ("needy", "ab", ""),
    ("needy", "abc", ""),
    ("needy", "ac", ""),
)


def test_a_family_counts_its_forms_and_says_which_lay_over_each_other() -> None:
    """In a b c the form ab lies under abc; the b of x b is no form, nor is a b over a mark."""
    table = toy("a b c x b a c | a , b | a b")
    frame = m.family_frequency(table, NEEDY)
    columns = ["family", "found", "overlaps", "count", "own", "shared", "total", "articles"]
    assert listed(frame, *columns) == [["needy", 4, 1, 3, 3, 0, 11, 2]]
    assert listed(frame, "per_thousand", "of_articles", digits=2) == [[272.73, 3]]
    assert frame["part_of"].isna().all()
    by_form = m.family_frequency(table, NEEDY, by="form")
    columns = ["form", "found", "overlaps", "count", "articles"]
    assert listed(by_form, *columns) == [
        ["ab", 2, 1, 1, 1],
        ["abc", 1, 0, 1, 1],
        ["ac", 1, 0, 1, 1],
    ]


OVERLAPS = [
    ("the longest of those that begin together", "a b c", ["ab", "abc"], [0, 1]),
    ("the first of those that cross", "a b c", ["ab", "bc"], [1, 0]),
    ("the first even if shorter", "a b c d", ["ab", "bcd"], [1, 0]),
    ("both if they only touch", "a b c d", ["ab", "cd"], [1, 1]),
    ("again after a crossing", "a b c a b", ["ab", "bc"], [2, 0]),
    ("one form over itself", "aa aa aa", ["aaaa"], [1]),
    ("inside a longer token", "abc", ["ab", "c"], [0, 0]),
    ("over the end of a paragraph", "a / b", ["ab"], [0]),
    ("one token that is the form", "ab | a b", ["ab"], [2]),
]


@pytest.mark.parametrize(
    ("text", "forms", "expected"), [r[1:] for r in OVERLAPS], ids=[r[0] for r in OVERLAPS]
)
def test_of_forms_that_overlap_one_counts(text: str, forms: list[str], expected: Any) -> None:
    families = kin(*[("k", form, "") for form in forms])
    assert m.family_frequency(toy(text), families, by="form")["count"].tolist() == expected


TREE = kin(
    ("poor", "a", "aid"),
    ("ill", "b", "aid"),
    ("ill", "ab", "aid"),
    ("aid", "c", ""),
    ("other", "bc", ""),
)


def test_a_whole_is_its_parts_and_its_own_forms() -> None:
    """The text a b c a c: ab and c, then a and c; other counts bc over the b of ab and the c."""
    frame = m.family_frequency(toy("a b c a c"), TREE)
    columns = ["family", "part_of", "found", "overlaps", "count", "own", "shared"]
    assert listed(frame.fillna({"part_of": ""}), *columns) == [
        ["poor", "aid", 2, 1, 1, 1, 0],
        ["ill", "aid", 2, 1, 1, 1, 1],
        ["aid", "", 6, 2, 4, 2, 2],
        ["other", "", 1, 0, 1, 1, 1],
    ]


def test_a_whole_without_forms_of_its_own_stands_last() -> None:
    frame = m.family_frequency(toy("a b a"), kin(("x", "a", "w"), ("y", "b", "w"), ("w", "z", "v")))
    assert listed(frame, "family", "count", "own") == [
        ["x", 2, 2],
        ["y", 1, 1],
        ["w", 3, 0],
        ["v", 3, 0],
    ]


def test_families_need_no_column_part_of_and_may_have_a_note() -> None:
    families = pd.DataFrame({"family": "k", "form": ["a"], "note": "n"}, index=[7])
    assert listed(m.family_frequency(toy("a b"), families), "family", "count") == [["k", 1]]


def test_families_are_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "families.tsv"
    path.write_text("family\tform\tpart_of\n# 注\nk\ta\tw\nk\tb\tw\nnull\tc\n", encoding="utf-8")
    frame = m.family_frequency(toy("a b c c"), path)
    assert listed(frame, "family", "count") == [["k", 2], ["null", 2], ["w", 2]]


REFUSED: list[tuple[str, Any, type[Exception], str]] = [
    ("no table", ["a"], TableError, "got list as families, expected a table"),
    ("no forms", pd.DataFrame({"family": ["k"]}), TableError, "columns family and form"),
    ("an empty form", kin(("k", "a", ""), ("k", "", "")), TableError, "row 1 of the families is"),
    ("a missing family", kin(("k", "a", ""), (None, "b", "")), TableError, "row 1 of the"),
    ("a number for a form", kin(("k", 3, "")), TableError, "row 0 of the families is 'k', 3"),
    ("a row twice", kin(("k", "a", ""), ("k", "a", "")), FormatError, "'a' stands twice within"),
    (
        "a form in two parts of a whole",
        kin(("k", "a", "w"), ("l", "a", "w")),
        FormatError,
        r"'a' stands twice within 'w' \(in 'k' and 'l'\)",
    ),
    (
        "a form in a part and its whole",
        kin(("k", "a", "w"), ("w", "a", "")),
        FormatError,
        "could not sum to it",
    ),
    (
        "two wholes",
        kin(("k", "a", "w"), ("k", "b", "v")),
        FormatError,
        "part of w in one row and of v in another",
    ),
    (
        "a whole in one row only",
        kin(("k", "a", "w"), ("k", "b", "")),
        FormatError,
        "part of w in one row and of nothing in another",
    ),
    ("a part of itself", kin(("k", "a", "k")), FormatError, "'k' is a part of itself"),
    (
        "a ring",
        kin(("k", "a", "l"), ("l", "b", "k")),
        FormatError,
        r"part of itself \(k < l < k\)",
    ),
]


@pytest.mark.parametrize(
    ("families", "error", "message"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED]
)
def test_families_that_cannot_be_counted_are_refused(families, error, message) -> None:
    with pytest.raises(error, match=message):
        m.family_frequency(toy("a b"), families)


def test_a_form_may_stand_in_two_families_that_have_no_whole_in_common() -> None:
    frame = m.family_frequency(toy("a b a"), kin(("k", "a", ""), ("l", "a", "w")))
    assert listed(frame, "family", "count", "shared") == [["k", 2, 2], ["l", 2, 2], ["w", 2, 2]]


FORMS = st.lists(
    st.sampled_from(["a", "b", "ab", "bc", "abc", "ca", "cab", "dd"]), min_size=1, unique=True
)


@given(TEXT, FORMS, st.randoms(use_true_random=False))
@settings(max_examples=20, deadline=None)
def test_parts_always_sum_to_the_whole(text: str, forms: list[str], random: Any) -> None:
    families = kin(*[(random.choice("xyz"), form, "w") for form in forms])
    table = toy(text)
    frame = m.family_frequency(table, families).set_index("family")
    parts = frame.drop(index="w")
    for column in ("found", "overlaps", "count"):
        assert frame.loc["w", column] == parts[column].sum()
    assert frame.loc["w", "own"] == 0
    by_form = m.family_frequency(table, families, by="form")
    assert by_form["count"].sum() == frame.loc["w", "count"]
    assert dict(zip(by_form["form"], by_form["found"], strict=True)) == {
        form: len(m.kwic(table, form)) for form in forms
    }
