"""Laws of every table and measure: nothing given is changed, order and repetition do not count."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import banmian as bm
from strategies import labelled
from strategies import pages as page_texts

TABLES: list[tuple[str, Callable[[list[bm.Page]], pd.DataFrame]]] = [
    ("blocks", bm.blocks), ("articles", bm.articles), ("tokens", bm.tokens),
    ("count_words", bm.count_words), ("people", bm.people), ("organisations", bm.organisations),
    ("places", bm.places), ("dates", bm.dates), ("quantities", bm.quantities),
    ("claims", bm.claims), ("comparisons", bm.comparisons), ("speeches", bm.speeches),
    ("initiatives", bm.initiatives), ("stability", bm.stability),
]  # fmt: skip

MEASURES: list[tuple[str, Callable[[pd.DataFrame], pd.DataFrame]]] = [
    ("term_frequency", bm.term_frequency), ("tf_idf", bm.tf_idf), ("dispersion", bm.dispersion),
    ("collocations", bm.collocations), ("diversity", bm.diversity), ("ngrams", bm.ngrams),
    ("kwic", lambda words: bm.kwic(words, "桥")), ("new_words", bm.new_words),
    ("keyness", lambda words: bm.keyness(words, words)),
]  # fmt: skip

corpora = st.lists(page_texts(("\n",)), min_size=1, max_size=3).map(
    lambda texts: [bm.parse_page(text, name=f"{i}.txt") for i, text in enumerate(texts)]
)


def with_words(words: pd.DataFrame) -> bool:
    return bool(words["word"].any())


@pytest.mark.parametrize("table", labelled(TABLES))
@settings(max_examples=5, deadline=None)
@given(pages=corpora)
def test_a_table_changes_no_page_and_comes_out_the_same_again(table: Any, pages: Any) -> None:
    before = copy.deepcopy(pages)
    found = table(pages)
    assert pages == before
    pd.testing.assert_frame_equal(table(pages), found)


@pytest.mark.parametrize("measure", labelled(MEASURES))
@settings(max_examples=5, deadline=None)
@given(pages=corpora)
def test_a_measure_changes_no_table_and_comes_out_the_same_again(measure: Any, pages: Any) -> None:
    words = bm.tokens(pages)
    if not with_words(words):
        return
    before = words.copy()
    attrs = dict(words.attrs)
    found = measure(words)
    pd.testing.assert_frame_equal(words, before)
    assert words.attrs == attrs
    pd.testing.assert_frame_equal(measure(words), found)


ROWS = [(name, table) for name, table in TABLES if name not in {"count_words", "stability"}]


@pytest.mark.parametrize("table", labelled(ROWS))
@settings(max_examples=5, deadline=None)
@given(pages=corpora)
def test_turning_the_pages_round_turns_the_rows_round(table: Any, pages: Any) -> None:
    turned = [row for page in reversed(pages) for row in rows_of(table([page]))]
    assert rows_of(table(pages[::-1])) == turned
    assert sorted(map(repr, rows_of(table(pages)))) == sorted(map(repr, turned))


def rows_of(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows, missing values as None; the numbers that a run gives people and bodies left out."""
    numbers = [c for c in table.columns if c in {"person_id", "org_id", "speaker_id"}]
    plain = table.drop(columns=numbers).astype(object)
    return plain.where(plain.notna(), None).to_dict("records")


@settings(max_examples=15, deadline=None)
@given(pages=corpora)
def test_twice_the_corpus_has_twice_the_counts_and_the_same_ranks(pages: list[bm.Page]) -> None:
    again = [bm.parse_page(page.text, name=f"again-{page.name}") for page in pages]
    once, twice = bm.tokens(pages), bm.tokens([*pages, *again])
    if not with_words(once):
        return
    counts, doubled = (bm.term_frequency(words, by="corpus") for words in (once, twice))
    assert doubled["token"].tolist() == counts["token"].tolist()
    for column in ("count", "total", "articles", "of_articles"):
        assert (doubled[column] == 2 * counts[column]).all()
    assert (doubled["per_thousand"] == counts["per_thousand"]).all()
    weights, later = (bm.tf_idf(words) for words in (once, twice))
    later = later[~later["page"].str.startswith("again-")].reset_index(drop=True)
    pd.testing.assert_frame_equal(
        later.drop(columns=["articles", "of_articles"]),
        weights.drop(columns=["articles", "of_articles"]),
    )


@settings(max_examples=15, deadline=None)
@given(pages=corpora)
def test_the_order_of_the_rows_changes_no_count(pages: list[bm.Page]) -> None:
    words = bm.tokens(pages)
    if not with_words(words):
        return
    shuffled = words.iloc[::-1].reset_index(drop=True)
    for measure in (bm.term_frequency, bm.tf_idf, bm.dispersion):
        pd.testing.assert_frame_equal(measure(shuffled), measure(words))


@settings(max_examples=15, deadline=None)
@given(pages=corpora)
def test_a_page_survives_a_worker_process(pages: list[bm.Page]) -> None:
    assert pickle.loads(pickle.dumps(pages)) == pages
