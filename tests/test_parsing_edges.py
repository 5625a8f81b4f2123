"""Edges of the parser: the limits of what a line may be, and the last case of a rule."""

from __future__ import annotations

import pytest

from banmian.page import Role
from banmian.parsing import evidence
from banmian.parsing.furniture import mark_furniture
from banmian.parsing.grammar import load_grammar
from banmian.parsing.heads import name_head_lines
from banmian.parsing.lines import cut_lines
from banmian.parsing.names import read_people
from banmian.parsing.shapes import read_shape
from strategies import labelled

MAY_HEAD = [
    ("words", "新桥通车", True),
    ("a call", "新桥通车了！", True),
    ("a question", "新桥通车了吗？", True),
    ("a full stop", "新桥通车。", False),
    ("a comma", "新桥通车，", False),
    ("a semicolon", "新桥通车；", False),
]


@pytest.mark.parametrize(("text", "may"), labelled(MAY_HEAD))
def test_a_heading_may_call_or_ask_but_is_no_sentence_and_does_not_break_off(
    text: str, may: bool
) -> None:
    (line,) = cut_lines(text)
    assert read_shape(line).head is may


SIGNED = [
    ("two titles of one name", "本报记者、通讯员 王明", ("王明", "通讯员", "本报")),
    ("a blank in the name behind its title", "记者王 伟", ("王伟", "记者", None)),
    ("a house behind the name", "记者 王明 新华社", ("王明", "记者", "新华社")),
    ("a second house", "本报记者 王明 新华社", ("王明", "记者", "本报")),
]


@pytest.mark.parametrize(("formula", "person"), labelled(SIGNED))
def test_a_name_has_the_title_right_before_it_and_the_first_house(
    formula: str, person: tuple[str, str, str | None]
) -> None:
    assert [(n.name, n.role, n.affiliation) for n in read_people(formula)] == [person]


@pytest.mark.parametrize(
    ("size", "roles"),
    [(4, ["headline", "headline"]), (9, ["headline", "headline"]), (10, ["headline", "deck"])],
)
def test_two_lines_of_four_to_nine_characters_run_parallel(size: int, roles: list[Role]) -> None:
    weights = {**load_grammar().heading, "first of 2": 100.0}
    found = name_head_lines(["甲" * size, "乙" * size], weights)
    assert [role for role, _ in found] == roles


def test_a_single_entry_below_its_title_is_a_table_of_contents() -> None:
    lines = cut_lines("导读\n三镇居民出行不再绕道说了些什么(详情三版)\n新桥通车\n新桥昨日通车。")
    assert [mark is not None for mark in mark_furniture(lines)] == [True, True, False, False]


@pytest.mark.parametrize(("gaps", "usual"), [([3], 0), ([0, 1, 1, 0, 1], 1), ([5, 0, 0], 0)])
def test_the_usual_gap_is_the_commonest_between_two_lines_and_none_on_a_page_of_one(
    gaps: list[int], usual: int
) -> None:
    assert evidence._usual_gap(gaps) == usual
