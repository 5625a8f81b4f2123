"""docs/measures.md: its formulas are those of the code, its examples run, nothing is left out."""

from __future__ import annotations

import inspect
import math
import re
from collections import deque
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy.stats import entropy
from scipy.stats.contingency import expected_freq

from banmian import measures
from banmian.words import discovery
from documents import ROOT, run_python, spans, text_of

MEASURES = ROOT / "docs" / "measures.md"


def test_the_examples_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    run_python(MEASURES)


def formulas() -> list[tuple[str, str, str]]:
    """Function, formula and source of each row of the tables of docs/measures.md."""
    rows = []
    for line in re.findall(r"^\| .*\|$", text_of(MEASURES), re.M):
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        called = next((c for c in cells[:2][::-1] if re.match(r"`\w+`", c)), "")
        function = called.split("`")[1] if called else ""
        if function in measures.__all__ and len(cells) >= 3:
            formula = cells[2] if cells[1].startswith("`") and len(cells) > 3 else cells[1]
            rows += [(function, f, cells[-1]) for f in re.findall(r"`([^`]+)`", formula)]
    return [(name, formula.replace(r"\|", "|"), source) for name, formula, source in rows]


def said_by(function: str) -> str:
    return " ".join(str(inspect.getdoc(getattr(measures, function))).replace("``", "").split())


@pytest.mark.parametrize("row", formulas(), ids=lambda row: f"{row[0]}: {row[1]}")
def test_a_formula_and_its_source_stand_in_the_docstring(row: tuple[str, str, str]) -> None:
    function, formula, source = row
    if formula in {c for table in measures.COLUMNS.values() for c in table}:
        return  # a column beside the formula
    assert formula in said_by(function)
    year = re.search(r"\d{4}", source)
    assert not year or (year[0] in said_by(function) and source.split()[0] in said_by(function))


def value_of(formula: str, given: dict[str, Any]) -> Any:
    """What a formula comes to: products need no sign, and sum takes all that is multiplied."""
    tokens = deque(re.findall(r"[A-Za-z_]\w*|\d+|[-+/^()|]", formula))

    def added() -> Any:
        total = multiplied()
        while tokens and tokens[0] in "+-":
            total = total + (multiplied() if tokens.popleft() == "+" else -multiplied())
        return total

    def multiplied() -> Any:
        product = raised()
        while tokens and tokens[0] not in "+-)|":
            divided = tokens[0] == "/" and tokens.popleft()
            product = product / raised() if divided else product * raised()
        return product

    def raised() -> Any:
        base = one()
        return base ** one() if tokens and tokens[0] == "^" and tokens.popleft() else base

    def one() -> Any:
        token = tokens.popleft()
        if token in "(|":
            inside = added()
            return np.abs(inside) if tokens.popleft() == "|" else inside
        if token == "-":
            return -one()
        if token == "sum":
            return np.sum(multiplied())
        if token in FUNCTIONS:
            return FUNCTIONS[token](one())
        return float(token) if token.isdigit() else given[token]

    return added()


FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "erfc": math.erfc, "ln": np.log, "log": np.log, "log2": np.log2, "mean": np.mean,
    "min": np.min, "sqrt": np.sqrt,
}  # fmt: skip

RATES = {"a": 43, "b": 68, "c": 34_590, "d": 978_889}
EXPECTED = expected_freq(np.array([[43, 68], [34_547, 978_821]]))
PAIRS = {"O11": 30, "O12": 112, "O21": 70, "O22": 9788}
CELLS = np.array(list(PAIRS.values()), dtype=float).reshape(2, 2)
PARTS, SIZES = np.array([1, 2, 0, 4, 3]), np.array([9, 10, 10, 10, 11])
SPREAD = measures.Distribution.of(PARTS, SIZES)
RATE = PARTS / SIZES
HERE = PARTS > 0  # what a part without the word adds to an entropy is 0, its limit
FIRST, SECOND = np.triu_indices(5, 1)
TYPES = np.array([11, 9, 4, 4, 2, 1, 1])

GIVEN: dict[str, dict[str, Any]] = {
    "contrast": {
        **RATES, "E1": EXPECTED[0, 0], "E2": EXPECTED[0, 1], "n": 1,
        "target": 43 / 34_590 * 10**6, "reference": 68 / 978_889 * 10**6,
    },
    "cells": {
        **PAIRS, "N": CELLS.sum(), "E11": expected_freq(CELLS)[0, 0], "k": 3,
        "PMI": float(measures.pmi(*PAIRS.values())), "O": CELLS, "E": expected_freq(CELLS),
        **dict(zip(("R1", "R2"), CELLS.sum(axis=1), strict=True)),
        **dict(zip(("C1", "C2"), CELLS.sum(axis=0), strict=True)),
    },
    "spread": {
        "v_i": PARTS, "f": PARTS.sum(), "s_i": SIZES / SIZES.sum(), "k": 5, "r": RATE,
        "DP": measures.deviation_of_proportions(SPREAD)[0], "V": np.std(RATE) / np.mean(RATE),
        "H": entropy(RATE), "r_i": RATE[FIRST], "r_j": RATE[SECOND],
    },
    "there": {"v_i": PARTS[HERE], "f": PARTS.sum(), "s_i": (SIZES / SIZES.sum())[HERE]},
    "types": {
        "f": TYPES, "N": TYPES.sum(), "p": TYPES / TYPES.sum(), "S": len(TYPES),
        "alpha": measures.fisher_alpha(len(TYPES), TYPES.sum()),
    },
    "documents": {"N": 806_791, "df": 18_165},
    "test": {"x": 6.5},
}  # fmt: skip

SAME: list[tuple[str, str, Any]] = [
    ("E1 = ", "contrast", EXPECTED[0, 0]),
    ("E2 = ", "contrast", EXPECTED[0, 1]),
    ("LL = ", "contrast", measures.log_likelihood(*RATES.values())),
    ("log2((a", "contrast", measures.log_ratio(*RATES.values())),
    ("%DIFF = ", "contrast", measures.percent_difference(*RATES.values())),
    ("(target", "contrast", measures.simple_maths(*RATES.values())),
    ("(a / c - b / d) / (a", "contrast", measures.difference_coefficient(*RATES.values())),
    ("G2 = ", "cells", measures.g2(*PAIRS.values())),
    ("log2(O11 / E11)", "cells", measures.pmi(*PAIRS.values())),
    ("E11 = ", "cells", expected_freq(CELLS)[0, 0]),
    ("PMI / ", "cells", measures.npmi(*PAIRS.values())),
    ("MI^k = ", "cells", measures.mi_k(*PAIRS.values())),
    ("O11 log2", "cells", measures.local_mi(*PAIRS.values())),
    ("(O11 - E11)", "cells", measures.t_score(*PAIRS.values())),
    ("X2 = ", "cells", measures.chi_square(*PAIRS.values())),
    ("2 O11 / ", "cells", measures.dice(*PAIRS.values())),
    ("14 + log2", "cells", measures.log_dice(*PAIRS.values())),
    ("Delta P = ", "cells", measures.delta_p(*PAIRS.values())),
    ("DP = ", "spread", measures.deviation_of_proportions(SPREAD)),
    ("DPnorm = ", "spread", measures.deviation_of_proportions_norm(SPREAD)),
    ("D = 1 - V", "spread", measures.juilland_d(SPREAD)),
    ("D2 = ", "spread", measures.carroll_d2(SPREAD)),
    ("S = (sum", "spread", measures.rosengren_s(SPREAD)),
    ("KLD = ", "there", measures.kl_divergence(SPREAD)),
    ("DA = ", "spread", measures.burch_da(SPREAD)),
    ("K = ", "types", measures.yule_k(TYPES)),
    ("D = sum f", "types", measures.simpson(TYPES)),
    ("H = ", "types", measures.entropy(TYPES)),
    ("p = ", "types", TYPES / TYPES.sum()),
    ("S = alpha", "types", len(TYPES)),
    ("log(N / df)", "documents", measures.inverse_document_frequency(18_165, 806_791, base=math.e)),
    (
        "log((1 + N)",
        "documents",
        measures.inverse_document_frequency(18_165, 806_791, base=math.e, variant="smooth"),
    ),
    ("erfc", "test", measures.p_value(6.5)),
]
"""How a formula of the page begins, what its letters stand for, and what the code makes of them."""

IN_WORDS = {"log_ratio_interval", "false_discovery_rate"}


@pytest.mark.parametrize("row", SAME, ids=lambda row: row[0])
def test_a_formula_comes_to_what_the_code_makes(row: tuple[str, str, Any]) -> None:
    opening, given, expected = row
    formula = next(text for _, text, _ in formulas() if text.startswith(opening))
    right = re.sub(r"^[^()]* = ", "", formula).replace(" per million", "").replace(" x 100", " 100")
    assert value_of(right, GIVEN[given]) == pytest.approx(np.squeeze(expected), rel=1e-9)


RECKONED = [
    ("what stands together is multiplied", "2 (3 + 4) / 7 a", 86.0),
    ("a power before a product", "2 3^2 - 1", 17.0),
    ("a sum of a product", "sum v v - 1", 4.0),
    ("a sum in a product", "(sum v)^2 / 3", 3.0),
    ("a function of what follows", "log2 8 a", 129.0),
    ("distances", "1/2 sum |v - 1|", 1.0),
    ("less than nothing", "1 / -2", -0.5),
]


@pytest.mark.parametrize(
    ("formula", "expected"), [r[1:] for r in RECKONED], ids=[r[0] for r in RECKONED]
)
def test_a_formula_is_reckoned_as_it_is_read(formula: str, expected: float) -> None:
    assert value_of(formula, {"a": 43, "v": np.array([1, 2, 0])}) == pytest.approx(expected)


MISTAKEN = [
    ("no factor", "a ln(a / E1) + b ln(b / E2)", "contrast", "LL = "),
    ("rates the other way round", "log2((b / d) / (a / c))", "contrast", "log2((a"),
    ("a wrong divisor", "(O11 - E11) / sqrt(E11)", "cells", "(O11 - E11)"),
    ("sizes not taken off", "1/2 sum |v_i / f|", "spread", "DP = "),
    ("a sum of other squares", "10^4 (sum f^2 + N) / N^2", "types", "K = "),
]


@pytest.mark.parametrize("row", MISTAKEN, ids=[row[0] for row in MISTAKEN])
def test_a_mistaken_formula_comes_to_something_else(row: tuple[str, str, str, str]) -> None:
    _, formula, given, opening = row
    expected = next(np.squeeze(value) for name, _, value in SAME if name == opening)
    assert value_of(formula, GIVEN[given]) != pytest.approx(expected, rel=1e-3)


def test_every_formula_is_reckoned_or_in_words() -> None:
    columns = {name for table in measures.COLUMNS.values() for name in table}
    left = [
        (function, formula)
        for function, formula, _ in formulas()
        if not any(formula.startswith(row[0]) for row in SAME) and formula not in columns
    ]
    assert {function for function, _ in left} == IN_WORDS


def test_the_formulas_of_new_words_stand_in_its_docstring() -> None:
    said = " ".join(str(inspect.getdoc(discovery.new_words)).split())
    score = [s for s in spans(text_of(MEASURES)) if "cohesion /" in s or "c(ab)" in s]
    assert len(score) == 2
    assert all(formula in said for formula in score)


def test_every_measure_and_column_has_its_place() -> None:
    there = {word for span in spans(text_of(MEASURES)) for word in re.findall(r"\w+", span)}
    there |= set(re.findall(r"m\.(\w+)", text_of(MEASURES)))
    functions = set(measures.__all__) - {"COLUMNS"}
    assert functions <= there
    special = ("dispersion", "keyness", "collocations", "diversity")
    columns = {name for table in special for name in measures.COLUMNS[table]}
    places = {"page", "article", "role", "token", "collocate", "words"}
    told_of_both = {name for name in columns if name.startswith("reference_")}
    assert columns - places - told_of_both <= there
