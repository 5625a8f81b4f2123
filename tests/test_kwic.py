"""Keyword in context: every place, nothing else, in the order asked for."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from banmian import measures as m
from banmian import tables
from banmian.page import FormatError
from pages_by_hand import Line, page_of
from toy_tables import GRIES, TWO, listed, toy


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


ORDERS = [
    ("place", ["xb", "yb", "xa", ""]),
    ("right", ["", "xa", "xb", "yb"]),
    ("left", ["xb", "xa", "yb", ""]),
]


@pytest.mark.parametrize(("sort", "expected"), ORDERS, ids=[r[0] for r in ORDERS])
def test_kwic_is_sorted_by_the_token_that_stands_nearest(sort: Any, expected: list[str]) -> None:
    """From the term outwards the left sides are p q, r q p, r p and z."""
    table = toy("q p k x b | p q r k y b | p r k x a | z k")
    frame = m.kwic(table, "k", sort=sort)
    assert frame["right"].tolist() == expected


WIDTHS = [
    ("half-width finds either", "k10", [0, 5]),
    ("full-width finds what is printed so", "k１０", [0]),
    ("full-width where none is printed", "ｋ10", []),
]


@pytest.mark.parametrize(("term", "starts"), [r[1:] for r in WIDTHS], ids=[r[0] for r in WIDTHS])
def test_kwic_finds_either_width_and_shows_what_is_printed(term: str, starts: list[int]) -> None:
    table = toy("k １０ / k 10")
    table["form"] = table["token"].replace("１０", "10")
    frame = m.kwic(table, term)
    assert frame["start"].tolist() == starts
    assert frame["token"].tolist() == ["k１０", "k10"][: len(starts)]


def test_kwic_refuses_an_order_that_does_not_exist() -> None:
    with pytest.raises(FormatError, match="sort is 'up', expected one of place, left, right"):
        m.kwic(TWO, "a", sort="up")
