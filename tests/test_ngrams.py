"""N-grams: counted out of all runs, never over a mark or the end of a paragraph."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from banmian import measures as m
from banmian.page import FormatError
from toy_tables import GRIES, TEXT, listed, toy


def test_a_run_stands_beside_all_runs_and_its_stories() -> None:
    frame = m.ngrams(toy("a b a b | a b / c"))
    columns = ["ngram", "n", "count", "total", "per_thousand", "articles", "of_articles"]
    assert listed(frame, *columns) == [
        ["a b", 2, 3, 4, 750.0, 2, 2],
        ["b a", 2, 1, 4, 250.0, 1, 2],
    ]


def test_the_only_run_is_a_thousand_of_a_thousand() -> None:
    assert listed(m.ngrams(toy("a b")), "ngram", "total", "per_thousand") == [["a b", 1, 1000.0]]


RUNS = [
    ("over a mark", "a , b", 2, []),
    ("over a full stop", "a . b", 2, []),
    ("over a blank", "a _ b", 2, ["a b"]),
    ("over a blank and a mark", "a _ , b", 2, []),
    ("over paragraphs", "a / b", 2, []),
    ("over stories", "a | b", 2, []),
    ("a mark at the edge", ", a b .", 2, ["a b"]),
    ("overlapping", "a a a", 2, ["a a"]),
    ("three words", "a b c d", 3, ["a b c", "b c d"]),
    ("one word", "a , b", 1, ["a", "b"]),
    ("longer than the text", "a b", 3, []),
    ("long tokens", "ab c | a bc", 2, ["a bc", "ab c"]),
]


@pytest.mark.parametrize(("text", "n", "expected"), [r[1:] for r in RUNS], ids=[r[0] for r in RUNS])
def test_a_run_is_words_of_one_breath(text: str, n: int, expected: list[str]) -> None:
    assert sorted(m.ngrams(toy(text), n)["ngram"]) == expected


def test_stop_words_at_an_edge_and_rare_runs_leave_the_result_but_not_the_total() -> None:
    table = toy("a s b a s b s a")
    frame = m.ngrams(table, 3, stop_words=["s"])
    assert listed(frame, "ngram", "count", "total") == [["a s b", 2, 6], ["b s a", 1, 6]]
    frame = m.ngrams(table, 3, min_count=2)
    assert listed(frame, "ngram", "count", "total") == [["a s b", 2, 6]]


REFUSED = [
    ("no words", {"n": 0}, "n is 0, expected a whole number of words from 1"),
    ("half a word", {"n": 1.5}, r"n is 1\.5"),
    ("stop words as one string", {"stop_words": "的"}, "stop_words is the string"),
]


@pytest.mark.parametrize(
    ("options", "message"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED]
)
def test_ngrams_refuse(options: dict[str, Any], message: str) -> None:
    with pytest.raises(FormatError, match=message):
        m.ngrams(toy("a b"), **options)


def test_runs_of_one_word_are_the_words() -> None:
    words = m.term_frequency(toy(GRIES), by="corpus")
    runs = m.ngrams(toy(GRIES), 1).rename(columns={"ngram": "token"})
    assert runs[list(words.columns)].equals(words)


@given(TEXT)
@settings(max_examples=40, deadline=None)
def test_runs_are_those_found_by_walking_the_text(text: str) -> None:
    table = toy(text)
    for n in (2, 3):
        clauses = [part.split() for part in text.replace("|", ",").split(",")]
        found = [" ".join(c[i : i + n]) for c in clauses for i in range(len(c) - n + 1)]
        frame = m.ngrams(table, n)
        counts = dict(zip(frame["ngram"], frame["count"], strict=True))
        assert counts == {run: found.count(run) for run in found}
        assert (frame["total"] == len(found)).all()


@given(TEXT)
@settings(max_examples=25, deadline=None)
def test_a_run_has_as_many_places_in_kwic(text: str) -> None:
    """Here, where every token has one letter, a run joined can be no other run."""
    table = toy(text)
    for run in m.ngrams(table, 2).head(3).itertuples():
        assert len(m.kwic(table, run.ngram.replace(" ", ""))) == run.count
