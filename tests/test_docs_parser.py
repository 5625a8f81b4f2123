"""docs/parser.md: what it shows of the seed page is what the parser does with it."""

from __future__ import annotations

import re
from operator import itemgetter

import pytest

import banmian as bm
from banmian.page import Block
from banmian.parsing.evidence import collect
from banmian.parsing.furniture import mark_furniture
from banmian.parsing.grammar import BASE_STATES, load_grammar
from banmian.parsing.lines import cut_lines
from banmian.parsing.shapes import read_shape
from documents import ROOT, run_python, table_rows, text_of

DOCUMENT = ROOT / "docs" / "parser.md"
PAGE = bm.read_page(ROOT / "seeds" / "000_36eec756fec64adf.txt")
LINES = {PAGE.text.count("\n", 0, block.start) + 1: block for block in PAGE.blocks}


def cells_of(block: Block, printed: str) -> list[str]:
    """A row of the table, with as much of the text as is printed there."""
    shown = printed.strip("…")
    held = shown if shown in block.text else block.text
    whole = f"{'…' * printed.startswith('…')}{held}{'…' * printed.endswith('…')}"
    story = "" if block.article is None else str(block.article)
    return [whole, block.role, story, f"`{block.rule}`", f"{block.confidence:.2f}"]


ROWS = table_rows(text_of(DOCUMENT), "| line | text |")


def test_the_seed_page_is_shown_from_its_first_line_to_its_last_story() -> None:
    stories = {row[3] for row in ROWS}
    assert len(ROWS) >= 20
    assert {"", "0", str(len(PAGE.articles) - 1)} <= stories


@pytest.mark.parametrize("row", ROWS, ids=[f"line {row[0]}" for row in ROWS])
def test_a_line_of_the_worked_example_is_read_as_it_says(row: list[str]) -> None:
    assert row[1:] == cells_of(LINES[int(row[0])], row[1])


def leads(line: int, state: str, rival: str) -> list[tuple[str, float]]:
    """By how much each piece of evidence of a line speaks more for one state than for another.

    A piece may come twice: `text > text` is said of the line with the one above and the one below.
    """
    lines = cut_lines(PAGE.text)
    kept = [i for i, mark in enumerate(mark_furniture(lines)) if mark is None]
    grammar = load_grammar()
    weighed = grammar.weigh(collect([read_shape(lines[i]) for i in kept]))
    rows = weighed.flat[weighed.owner == kept.index(LINES[line].index)]
    one, other = (grammar.evidence[rows, BASE_STATES.index(name)] for name in (state, rival))
    return list(zip([grammar.names[row] for row in rows], one - other, strict=True))


def test_the_evidence_for_the_line_that_takes_up_a_cut_word_weighs_what_it_says() -> None:
    found = leads(94, "resume", "paragraph")
    *shown, last = table_rows(text_of(DOCUMENT), "| evidence | weight |")
    for name, weight in shown:
        stated = float(weight.replace("−", "-"))
        assert stated == pytest.approx(dict(found)[name.split("`")[1]], abs=0.005), name
    assert re.fullmatch(r"all (\d+)", last[0])
    assert int(last[0].split()[1]) == len(found)
    assert float(last[1]) == pytest.approx(sum(weight for _, weight in found), abs=0.005)
    assert LINES[94].rule == f"resume: {max(found, key=itemgetter(1))[0]}"


def test_the_python_about_the_parser_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    run_python(DOCUMENT)
