"""docs/codebook.md is what the declarations say, and they leave no column unexplained."""

from __future__ import annotations

import pytest

import banmian as bm
import build_codebook
from banmian.archive.layout import SCHEMAS
from banmian.exports import codebook
from banmian.exports.codebook import kind_of, meaning_of
from banmian.page import Page

DECLARED = build_codebook.declarations()
TABLES = sorted(DECLARED)


def kind(table: str) -> str:
    return table.removesuffix(" (file)")


def test_the_codebook_is_current() -> None:
    text = build_codebook.CODEBOOK.read_text("utf-8")
    assert text == build_codebook.codebook(), "run python tools/build_codebook.py"


def test_every_table_stands_in_the_codebook_once() -> None:
    told = [table for _, tables in build_codebook._GROUPS.values() for table in tables]
    assert sorted(told) == TABLES
    assert SCHEMAS.keys() <= {kind(table) for table in TABLES}


@pytest.mark.parametrize("table", TABLES)
def test_every_column_has_a_meaning_and_every_number_a_unit(table: str) -> None:
    rows = [
        [cell.strip() for cell in line.split("|")[1:-1]]
        for line in build_codebook.table_lines(table, DECLARED[table])
        if line.startswith("| `")
    ]
    assert [row[0].strip("`") for row in rows] == list(DECLARED[table])
    for name, dtype, unit, meaning, _ in rows:
        assert meaning, name
        assert bool(unit) == (dtype not in ("str", "bool")), name


@pytest.mark.parametrize(
    "table", ["new_words", "lint_lexicon", "trend", "reprints", "pages (file)"]
)
def test_a_table_that_the_codebook_may_not_import_is_known_by_its_columns(table: str) -> None:
    columns = DECLARED[table]
    assert kind_of(columns) == kind(table)
    assert kind_of(list(columns)[1:]) != kind(table)
    assert meaning_of("mine", kind(table)) is None


def test_the_codebook_explains_no_column_that_is_not_there() -> None:
    measured = {name for columns in codebook.measures.COLUMNS.values() for name in columns}
    assert codebook._MEANINGS.keys() <= measured
    for table, meanings in codebook._OTHERS.items():
        stored = f"{table} (file)" if table == "pages" else table
        assert list(meanings) == list(DECLARED[stored]), table


SOURCES = [
    ("at the end", "P (Bouma 2009)", "Bouma 2009"),
    ("two of them", "G2 (Dunning 1993; Rayson 2000)", "Dunning 1993; Rayson 2000"),
    ("before a further remark", "rare (Cochran 1954); else missing", "Cochran 1954"),
    ("a bracket without a year", "rarity, log10(of_articles / articles)", None),
    ("a year without a bracket", "stories of 1954", None),
]


@pytest.mark.parametrize(
    ("meaning", "source"), [row[1:] for row in SOURCES], ids=[row[0] for row in SOURCES]
)
def test_author_and_year_are_told_from_the_meaning(meaning: str, source: str | None) -> None:
    found = build_codebook._SOURCE.search(meaning)
    assert (found["source"] if found else None) == source


PAGE = bm.parse_page("新桥通车\n\n本报讯 (记者王小明)新桥昨日通车，扶贫车间开工。\n", name="a.txt")


def made(table: str, page: Page) -> list[str]:
    words = bm.tokens(page)
    return list(
        {
            "new_words": lambda: bm.new_words(page, min_count=1),
            "lint_lexicon": lambda: bm.lint_lexicon(["扶贫车间"], page),
            "keyness": lambda: bm.keyness(words, words),
            "collocations": lambda: bm.collocations(words, min_count=1),
            "dispersion": lambda: bm.dispersion(words),
            "quantities": lambda: bm.quantities(page),
        }[table]().columns
    )


@pytest.mark.parametrize(
    "table", ["new_words", "lint_lexicon", "keyness", "collocations", "dispersion", "quantities"]
)
def test_a_table_as_it_is_made_has_the_columns_of_the_codebook(table: str) -> None:
    assert made(table, PAGE) == list(DECLARED[table])
