"""Measure the tables of facts on texts whose facts were written down by hand.

    python tools/evaluate_facts.py GOLD [--texts FOLDER] [--errors]

GOLD is a JSON file or a folder of them, a text each: ``text`` (or ``source``, the name of a file
of FOLDER), ``issue_date``, and the lists ``quantities``, ``traps``, ``changes``, ``dates``,
``persons``, ``places`` and ``organisations``. What `banmian.tables` finds in the text is compared
row by row; the counts of all texts are summed before anything is divided, and printed as JSON.

A fact is right where its span and what is read from it (`READ`) are those of the gold. ``also``
holds other answers that are as good: a row with some of its fields replaced. A row with
``required`` false neither helps nor hurts, nor does anything found across it. ``traps`` are
spans that must not be taken for quantities. A role in brackets only describes: any will do.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from functools import reduce
from operator import add
from pathlib import Path
from typing import Any, Final, NamedTuple

import pandas as pd

import banmian as bm
from banmian import tables
from banmian.page import FormatError, Page, PageNotFound
from banmian.reading import read_text
from evaluate import Retrieval, Share

Row = Mapping[str, Any]
Rows = Sequence[Row]
Scores = dict[str, Retrieval | Share]

READ: Final[Mapping[str, tuple[str, ...]]] = {
    "quantities": ("value", "value_to", "unit", "bound"),
    "dates": ("iso",),
    "places": ("adcode",),
    "organisations": (),
}
"""What must be read rightly of a span, besides its place."""

ASIDE: Final[Mapping[str, tuple[str, ...]]] = {
    "quantities": ("kind",),
    "dates": ("relation",),
    "places": ("country", "in_org"),
    "organisations": ("norm",),
}
"""What is judged apart, of the rows that are right and where the gold has it."""

FINDERS: Final[Mapping[str, Callable[[Page], pd.DataFrame]]] = {
    "quantities": tables.quantities,
    "dates": tables.dates,
    "people": tables.people,
    "places": tables.places,
    "organisations": tables.organisations,
    "claims": tables.claims,
}


class Comparison(NamedTuple):
    """Rows of the gold with the rows found for them, those missed, and what was found wrongly."""

    right: list[tuple[Row, Row]]
    missed: list[Row]
    wrong: list[Row]

    @property
    def retrieval(self) -> Retrieval:
        """The three as numbers."""
        return Retrieval(len(self.right), len(self.wrong), len(self.missed))


def compare(gold: Rows, found: Rows, keys: Sequence[str], neutral: Rows = ()) -> Comparison:
    """Match the rows of one kind, one to one.

    Args:
        gold: Rows of the gold, required or not.
        found: Rows found, each with ``start`` and ``end``.
        keys: What must agree besides the span.
        neutral: More rows across which anything may be found.

    >>> gold = [{"start": 0, "end": 2, "iso": "2020"}, {"start": 5, "end": 7, "iso": None}]
    >>> compare(gold, [{"start": 0, "end": 2, "iso": "2019"}], ["iso"]).retrieval
    Retrieval(found=0, wrong=1, missed=2)
    """
    left = list(found)
    right, missed = [], []
    optional = [row for row in gold if not row.get("required", True)]
    required = [row for row in gold if row.get("required", True)]
    for row in [*required, *optional]:
        match = next((x for x in left if any(_agree(a, x, keys) for a in answers(row))), None)
        if match is not None:
            left.remove(match)
        if row.get("required", True):
            if match is None:
                missed.append(row)
            else:
                right.append((row, match))
    free = [a for row in [*optional, *neutral] for a in answers(row)]
    wrong = [x for x in left if _across(x, required) or not _across(x, free)]
    return Comparison(right, missed, wrong)


def answers(row: Row) -> list[Row]:
    """A row of the gold and the other answers that are as good."""
    return [row, *({**row, **other} for other in row.get("also", ()))]


def _agree(gold: Row, found: Row, keys: Iterable[str]) -> bool:
    return all(_same(gold.get(key), found.get(key)) for key in ("start", "end", *keys))


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=1e-6)
    return bool(one == other)


def _across(row: Row, others: Rows) -> bool:
    return any(row["start"] < x["end"] and x["start"] < row["end"] for x in others)


def compare_people(gold: Rows, found: Rows) -> tuple[Comparison, Comparison, Comparison]:
    """People by name and role, by name alone, and the spans of their mentions.

    A person is right where one of its mentions has the role, with or without the organisation
    before it.
    """
    roles: dict[str, set[str]] = {}
    for row in found:
        roles.setdefault(row["name"], set()).update([row["role"]] if row["role"] else [])
    names = {row["name"] for row in gold}
    named = Comparison(
        [(row, {"roles": roles[row["name"]]}) for row in gold if row["name"] in roles],
        [row for row in gold if row["name"] not in roles],
        [{"name": name, "roles": sorted(roles[name])} for name in roles if name not in names],
    )
    right = [pair for pair in named.right if _has_role(pair[0]["role"], pair[1]["roles"])]
    astray = [pair for pair in named.right if pair not in right]
    whole = Comparison(
        right,
        [*named.missed, *(row for row, _ in astray)],
        [*named.wrong, *({"name": row["name"], **x} for row, x in astray)],
    )
    mentions = [
        {**m, "required": row.get("required", True)} for row in gold for m in row["mentions"]
    ]
    return whole, named, compare(mentions, found, ())


def _has_role(wanted: str, given: Iterable[str]) -> bool:
    return wanted.startswith("(") or any(
        wanted.endswith(role) or role.endswith(wanted) for role in given
    )


def score(gold: Mapping[str, Any], found: Mapping[str, Rows]) -> tuple[Scores, list[str]]:
    """Compare what was found in a text with its gold.

    Args:
        gold: A text's gold, as the module's docstring says.
        found: The rows of each table by the names of `FINDERS`.

    Returns:
        The scores by name, and a line for every error.
    """
    people, names, mentions = compare_people(gold["persons"], found["people"])
    compared = {
        kind: compare(gold[kind], found[kind], keys, _neutral(kind, gold))
        for kind, keys in READ.items()
    } | {"people": people, "people_names": names, "mentions": mentions}
    compared["changes"] = compare(_changes(gold), _found_changes(found["claims"]), ("from", "to"))
    scores: Scores = {kind: c.retrieval for kind, c in compared.items()}
    for kind, keys in ASIDE.items():
        for key in keys:
            pairs = [(g, x) for g, x in compared[kind].right if key in g]
            scores[f"{kind}_{key}"] = Share(
                sum(_same(g[key], x[key]) for g, x in pairs), len(pairs)
            )
    taken = sum(_across(trap, found["quantities"]) for trap in gold["traps"])
    scores["traps_taken"] = Share(taken, len(gold["traps"]))
    return scores, [line for kind, c in compared.items() for line in _errors(kind, c)]


def _neutral(kind: str, gold: Mapping[str, Any]) -> Rows:
    """What need not be a date may be a quantity, and the other way round: 三年来."""
    other = {"quantities": "dates", "dates": "quantities"}.get(kind)
    return [row for row in gold[other] if not row["required"]] if other else []


def _changes(gold: Mapping[str, Any]) -> Rows:
    """Changes as rows from the first to the last character of their two quantities."""
    pairs = [
        (gold["quantities"][change["from"]], gold["quantities"][change["to"]])
        for change in gold["changes"]
    ]
    return [
        {"start": a["start"], "end": b["end"], "from": a["value"], "to": b["value"]}
        for a, b in pairs
    ]


def _found_changes(claims: Rows) -> Rows:
    return [
        {
            "start": row["from_start"],
            "end": row["to_end"],
            "from": row["from_value"],
            "to": row["to_value"],
        }
        for row in claims
        if row["from_start"] is not None and row["to_start"] is not None
    ]


def _errors(kind: str, compared: Comparison) -> list[str]:
    dropped = {"note", "also", "article", "line", "required", "mentions", "page", "paragraph"}
    return [
        f"{kind} {what}: "
        + json.dumps(
            {k: v for k, v in row.items() if k not in dropped}, ensure_ascii=False, default=sorted
        )
        for what, rows in (("missed", compared.missed), ("wrong", compared.wrong))
        for row in rows
    ]


def find(page: Page) -> dict[str, Rows]:
    """The rows of every table of facts of a page; what is missing in a table is None."""
    return {kind: _rows(finder(page)) for kind, finder in FINDERS.items()}


def _rows(table: pd.DataFrame) -> Rows:
    return [
        {str(k): None if v is None or v is pd.NA or v != v else v for k, v in row.items()}
        for row in table.to_dict("records")
    ]


def load(path: Path, texts: Path) -> tuple[dict[str, Any], Page]:
    """A gold file and the page of its text; `FormatError` says what the file lacks."""
    try:
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = gold["text"] if "text" in gold else read_text(texts / gold["source"]).text
        page = bm.parse_page(text, name=path.name, issue_date=gold["issue_date"])
    except (ValueError, KeyError, TypeError) as error:
        raise FormatError(
            f"{path} is no gold of facts: {type(error).__name__} {error}; expected text or source, "
            "issue_date and the lists of facts"
        ) from error
    return gold, page


def evaluate(path: Path, texts: Path) -> tuple[Scores, list[str]]:
    """The scores of a gold file, or of all in a folder together, and the errors by text.

    Raises:
        PageNotFound: There is no gold.
        FormatError: A gold is not in the form.
    """
    paths = sorted(path.glob("*.json")) if path.is_dir() else [path]
    if not paths or not paths[0].is_file():
        raise PageNotFound(f"no gold of facts at {path}; expected a JSON file or a folder of them")
    scored = [(p.stem, *score(gold, find(page))) for p in paths for gold, page in [load(p, texts)]]
    errors = [f"{name}: {line}" for name, _, lines in scored for line in lines]
    return reduce(_sum, (scores for _, scores, _ in scored)), errors


def _sum(one: Scores, other: Scores) -> Scores:
    return {name: add(one[name], other[name]) for name in one}


def measures(scores: Scores) -> dict[str, float | None]:
    """Every score as numbers from 0 to 1; None where there was nothing to measure."""
    values: dict[str, float | None] = {}
    for name, value in scores.items():
        if isinstance(value, Share):
            values[name] = value.value
        else:
            values |= {f"{name}_{p}": getattr(value, p) for p in ("precision", "recall", "f1")}
    return values


def main() -> None:
    """Print the scores of the gold named on the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("gold", type=Path, help="a JSON file of gold, or a folder of them")
    parser.add_argument("--texts", type=Path, default=Path("seeds"), help="where sources lie")
    parser.add_argument("--errors", action="store_true", help="print every error before")
    options = parser.parse_args()
    scores, errors = evaluate(options.gold, options.texts)
    if options.errors:
        print("\n".join(errors))
    counts = {name: asdict(value) for name, value in scores.items()}
    numbers = {k: None if v is None else round(v, 4) for k, v in measures(scores).items()}
    print(json.dumps({"measures": numbers, "counts": counts}, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
