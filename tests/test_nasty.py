"""Nothing is lost, nothing hangs and nothing but a BanmianError is raised, whatever comes."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import pandas as pd
import pytest

import banmian as bm
import fuzz
from banmian.display import article_html, block_html, kwic_html, page_html, page_text
from banmian.tables import find_facts
from nasty import FILES, HUGE, TEXTS
from strategies import labelled

SMALL = {f"huge: {label}": make(3_000) for label, make in HUGE.items()}
ALL = {**TEXTS, **SMALL}
MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE)


@lru_cache(maxsize=1)
def page_of(label: str) -> bm.Page:
    return bm.parse_page(ALL[label], name=f"{label}.txt", issue_date="2020-11-03")


def test_the_corpus_has_more_than_sixty_inputs() -> None:
    assert len(TEXTS) >= 60
    assert len(FILES) >= 30


@pytest.mark.parametrize("label", ALL)
def test_the_blocks_of_a_strange_page_tile_it(label: str) -> None:
    fuzz.parse(ALL[label].encode())


@pytest.mark.parametrize("label", ALL)
def test_the_words_of_a_strange_page_slice_back(label: str) -> None:
    page = page_of(label)
    words = bm.tokens(page)
    for row in words[["start", "end", "start2", "end2", "token"]].itertuples(index=False):
        more = "" if row.start2 is pd.NA else page.text[int(row.start2) : int(row.end2)]
        assert page.text[row.start : row.end] + more == row.token
    passages = [p.text for article in page.articles for _, p in article.passages]
    assert "".join(words["token"]) == "".join(passages)
    counted = bm.count_words(page)
    assert counted["count"].sum() == words["word"].sum()
    by_corpus = bm.term_frequency(words, by="corpus")
    pd.testing.assert_frame_equal(counted, by_corpus[list(counted.columns)], check_exact=True)


@pytest.mark.parametrize("label", ALL)
def test_the_facts_of_a_strange_page_slice_back(label: str) -> None:
    fuzz.find(ALL[label].encode())


@pytest.mark.parametrize("label", TEXTS)
def test_things_are_counted_out_of_all_mentions(label: str) -> None:
    facts = find_facts(page_of(label))
    known = bm.entities(facts.people, facts.organisations, facts.places)
    assert (known["mentions"] <= known["of_mentions"]).all()


MEASURES: list[Callable[[pd.DataFrame], Any]] = [
    bm.tf_idf,
    bm.dispersion,
    bm.collocations,
    bm.diversity,
    bm.ngrams,
    bm.new_words,
]


@pytest.mark.parametrize("label", TEXTS)
def test_the_measures_of_a_strange_page_are_tables(label: str) -> None:
    page = page_of(label)
    words = bm.tokens(page)
    if words["word"].any():
        assert (bm.keyness(words, words)["log_ratio"] == 0).all()
    else:
        with pytest.raises(bm.TableError, match="without words"):
            bm.keyness(words, words)
    found = words["token"].str.contains("桥", regex=False) & words["word"]
    for measure in MEASURES:
        table = measure(words)
        assert "count" not in table or (table["count"] > 0).all()
    assert len(bm.kwic(words, "桥")) <= found.sum()
    assert len(bm.initiatives(page)) <= len(page.articles)


@pytest.mark.parametrize("label", ALL)
def test_a_strange_page_is_shown_escaped(label: str) -> None:
    page = page_of(label)
    html = page_html(page, facts=[bm.quantities(page)])
    for tag in ("<script", "<img", "<b onclick", "]]>"):
        assert tag not in html
    assert page_text(page)
    for article in page.articles[:3]:
        assert article_html(article)
    for block in page.blocks[:3]:
        assert block_html(block)
    assert kwic_html(bm.kwic(bm.tokens(page), "桥").head(5), page)


READABLE = (
    "empty", "UTF-8", "UTF-8 with a mark", "only a mark", "two marks", "GB18030",
    "GB18030 of four bytes", "GB18030 private use", "Big5", "Big5-HKSCS",
    "UTF-16 LE with a mark", "UTF-16 BE with a mark", "UTF-16 LE", "UTF-32 LE with a mark", "HTML",
)  # fmt: skip
"""The files that are text from the first byte to the last."""


@pytest.mark.parametrize("label", READABLE)
def test_a_strange_file_of_text_is_read_whole(label: str) -> None:
    page = bm.read_page(io.BytesIO(FILES[label]))
    assert page.encoding is not None
    written = page.text.encode(page.encoding)
    assert FILES[label].endswith(written)
    assert FILES[label].removesuffix(written) in (b"", *MARKS)
    assert not page.notes


DAMAGED = [label for label in FILES if label not in READABLE]
KOREAN = {"EUC-KR": "a paragraph of Korean passes for Chinese, as the docstring of reading says"}


@pytest.mark.parametrize("label", labelled([(label, label) for label in DAMAGED], KOREAN))
def test_a_strange_file_is_refused_with_a_reason_or_its_damage_told(label: str) -> None:
    try:
        notes = bm.read_page(io.BytesIO(FILES[label])).notes
    except bm.BanmianError as error:
        notes = (str(error),)
    assert notes
    assert min(map(len, notes)) > 20


@pytest.mark.parametrize("label", labelled([(label, label) for label in DAMAGED], KOREAN))
def test_a_strange_file_is_refused_where_no_damage_is_allowed(label: str) -> None:
    with pytest.raises(bm.BanmianError, match=r".{20}"):
        bm.read_page(io.BytesIO(FILES[label]), errors="strict")
