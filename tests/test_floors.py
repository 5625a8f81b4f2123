"""Parser and facts are never worse than tests/floors.toml says, and the floors keep up with them.

A floor is raised by hand, together with the change that earned it.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from functools import cache, reduce
from operator import add
from pathlib import Path
from typing import Any

import pytest

import evaluate_facts
from banmian import tables
from evaluate import Scores, score_pages

ROOT = Path(__file__).resolve().parent.parent
FLOORS: dict[str, Any] = tomllib.loads((ROOT / "tests" / "floors.toml").read_text("utf-8"))
FACTS: dict[str, dict[str, Any]] = FLOORS.pop("facts")
SETS: dict[str, dict[str, Any]] = FLOORS

SLACK = 0.02
"""How far a measure may outgrow its floor; one story more of the 179 invented ones is 0.006."""

LOWER_IS_BETTER = {"furniture_leak", "calibration_error", "traps_taken"}

Measures = Mapping[str, float | None]


@cache
def scores_in(folder: str) -> dict[str, Scores]:
    """The scores of the pages of a folder of the repository."""
    return score_pages(ROOT / folder)


def measures_of(page_set: Mapping[str, Any]) -> Measures:
    """The measures of a set, without the halves of an F1."""
    pages = scores_in(page_set["folder"])
    assert pages.keys() >= set(page_set["without"])
    total = reduce(add, (s for name, s in pages.items() if name not in page_set["without"]))
    halves = ("_precision", "_recall")
    return {name: v for name, v in total.measures().items() if not name.endswith(halves)}


def problems(measures: Measures, pinned: Mapping[str, float]) -> list[str]:
    """What to do about every measure that is worse than pinned, or better by more than SLACK."""
    found = [f"{name}: pinned, but nothing to measure" for name in pinned.keys() - measures.keys()]
    for name, value in measures.items():
        limit = pinned.get(name)
        if value is None or limit is None:
            if value is not limit:
                found.append(f"{name}: {value}, pinned at {limit}; pin what can be measured")
            continue
        sign = -1 if name in LOWER_IS_BETTER else 1
        if sign * value < sign * limit:
            found.append(f"{name}: {value:.4f} is worse than {limit}")
        elif abs(value - limit) > SLACK + 1e-9:
            # floors are rounded down, what is to stay low is rounded up
            better = sign * math.floor(sign * value * 100 + 1e-9) / 100
            found.append(f"{name}: {value:.4f} is better than {limit}; pin it at {better}")
    return found


@pytest.mark.parametrize("name", SETS)
def test_the_parser_keeps_its_floors_and_they_keep_up(name: str) -> None:
    assert problems(measures_of(SETS[name]), SETS[name]["pinned"]) == []


def measures_of_facts(folder: Path) -> Measures:
    """The measures of a folder of gold facts, without the means of their halves."""
    scores, _ = evaluate_facts.evaluate(folder, folder)
    return {n: v for n, v in evaluate_facts.measures(scores).items() if not n.endswith("_f1")}


@pytest.mark.parametrize("name", FACTS)
def test_the_facts_keep_their_floors_and_they_keep_up(name: str) -> None:
    assert problems(measures_of_facts(ROOT / FACTS[name]["folder"]), FACTS[name]["pinned"]) == []


def test_facts_that_are_lost_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the first quantity of a text, and without its dates, the floors do not hold."""
    lost = {
        "quantities": lambda page: tables.quantities(page).iloc[1:],
        "dates": lambda page: tables.dates(page).iloc[:0],
    }
    monkeypatch.setattr(evaluate_facts, "FINDERS", {**evaluate_facts.FINDERS, **lost})
    blind = FACTS["blind"]
    found = problems(measures_of_facts(ROOT / blind["folder"]), blind["pinned"])
    named = {problem.partition(":")[0] for problem in found}
    assert named >= {"quantities_recall", "dates_recall"}
    assert "places_recall" not in named


CASES: list[tuple[str, Measures, dict[str, float], list[str]]] = [
    ("at the floor", {"join_f1": 0.9}, {"join_f1": 0.9}, []),
    ("a little better", {"join_f1": 0.92}, {"join_f1": 0.9}, []),
    ("worse", {"join_f1": 0.8999}, {"join_f1": 0.9}, ["join_f1: 0.8999 is worse than 0.9"]),
    (
        "much better",
        {"join_f1": 0.9279},
        {"join_f1": 0.9},
        ["join_f1: 0.9279 is better than 0.9; pin it at 0.92"],
    ),
    ("a leak as pinned", {"furniture_leak": 0.1}, {"furniture_leak": 0.1}, []),
    (
        "a larger leak",
        {"furniture_leak": 0.11},
        {"furniture_leak": 0.1},
        ["furniture_leak: 0.1100 is worse than 0.1"],
    ),
    (
        "a leak nearly stopped",
        {"furniture_leak": 0.011},
        {"furniture_leak": 0.1},
        ["furniture_leak: 0.0110 is better than 0.1; pin it at 0.02"],
    ),
    ("nothing there, nothing pinned", {"headline_null": None}, {}, []),
    (
        "nothing left to measure",
        {"headline_null": None},
        {"headline_null": 0.5},
        ["headline_null: None, pinned at 0.5; pin what can be measured"],
    ),
    (
        "not pinned",
        {"join_f1": 0.5},
        {},
        ["join_f1: 0.5, pinned at None; pin what can be measured"],
    ),
    ("a typo", {}, {"join": 0.5}, ["join: pinned, but nothing to measure"]),
]


@pytest.mark.parametrize(
    ("measures", "pinned", "expected"), [row[1:] for row in CASES], ids=[row[0] for row in CASES]
)
def test_a_floor_too_high_or_too_low_is_named(
    measures: Measures, pinned: dict[str, float], expected: list[str]
) -> None:
    assert problems(measures, pinned) == expected
