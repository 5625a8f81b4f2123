"""Rows counted anew: the same table made again from the pages, and compared cell by cell."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from banmian import measures, tables
from banmian.measures.concordance import in_passages
from banmian.measures.counting import by_form
from banmian.measures.frequency import PARTS
from banmian.page import TableError
from banmian.provenance.explanation import Check
from banmian.provenance.places import Row

_SAME: Final = 1e-9
"""Relative difference below which two numbers are one: sums in another order differ by 1e-15."""

_KEYS: Final = ("page", "article", "role", "block", "token", "ngram", "collocate", "id")
"""The columns that name a row without a place; ``kind`` too beside ``id``."""


def part_of(tokens: pd.DataFrame, row: Row) -> pd.DataFrame:
    """The tokens of the part that a row counts: its page, story or role, or all."""
    for column in ("page", "article", "role"):
        if row.get(column) is not None:
            tokens = tokens[tokens[column] == row[column]]
    return tokens


Groups = Sequence[tuple[int, ...]]


def words_behind(
    tokens: pd.DataFrame, row: Row, options: Mapping[str, Any]
) -> tuple[pd.DataFrame, Groups]:
    """What a row counts: rows of tokens, and which of them make up each occurrence.

    An occurrence is a word, a run of words (column ``ngram``) or a pair (``collocate``).
    """
    rows, passage = in_passages(by_form(part_of(tokens, row)), options.get("within", "paragraph"))
    is_word = rows["word"].to_numpy()
    marks = ~is_word & ~rows["token"].str.isspace().to_numpy(dtype=bool)
    breath = passage + np.cumsum(marks)
    if options.get("roles") is not None:
        is_word = is_word & rows["role"].isin(options["roles"]).to_numpy()
    words, passage, breath = rows[is_word], passage[is_word], breath[is_word]
    form = words["token"].to_numpy(dtype=object)
    if "ngram" in row:
        return words, _runs(form, breath, row["ngram"].split(" "))
    first = np.flatnonzero(form == row["token"]).tolist()
    if "collocate" not in row:
        return words, [(number,) for number in first]
    second = np.flatnonzero(form == row["collocate"]).tolist()
    window = options.get("window", 5)
    return words, [
        (one, other)
        for one in first
        for other in second[bisect_right(second, one) : bisect_right(second, one + window)]
        if passage[one] == passage[other]
    ]


def _runs(form: Any, breath: Any, run: Sequence[str]) -> Groups:
    last = len(run) - 1
    return [
        tuple(range(number, number + len(run)))
        for number in np.flatnonzero(form[: len(form) - last] == run[0]).tolist()
        if breath[number] == breath[number + last]
        and list(form[number : number + len(run)]) == list(run)
    ]


def checks_of(kind: str, row: Row, fresh: pd.DataFrame) -> Iterator[Check]:
    """The cells of a row, each beside that of the same row of the table made anew."""
    found = _same_row(row, fresh)
    if found is None and row.get("count") == 0:
        yield Check("count", 0, 0, agrees=True)  # of keyness: only the reference has the word
        return
    if found is None:
        yield Check("row", "is there", "no such row", agrees=False)
        return
    loose = {"left", "right"} if kind == "kwic" else set()  # how wide they are shown is a choice
    for column in fresh.columns:
        if column in row and column not in loose:
            value = found[column]
            yield Check(column, row[column], value, agrees=_same(row[column], value))


def _same_row(row: Row, fresh: pd.DataFrame) -> dict[str, Any] | None:
    keys = ["page", "start", "end"] if "start" in row else [*_KEYS, *(["kind"] * ("id" in row))]
    for key in keys:
        if key in row and key in fresh.columns:
            same = fresh[key].isna() if row[key] is None else fresh[key] == row[key]
            fresh = fresh[same.fillna(False).astype(bool)]
    found = [known(record) for record in fresh.to_dict("records")]
    # Two facts may stand at one place: the row is the one that is most like it.
    alike = [sum(_same(row.get(name), cell) for name, cell in one.items()) for one in found]
    return found[alike.index(max(alike))] if found else None


def _same(stated: Any, value: Any) -> bool:
    numbers = isinstance(stated, int | float) and isinstance(value, int | float)
    if numbers and not isinstance(stated, bool):
        return math.isclose(stated, value, rel_tol=_SAME, abs_tol=1e-12)
    return bool(stated == value)


def known(record: Mapping[Any, Any]) -> dict[str, Any]:
    """The cells of a row as plain values: None where missing, whole numbers as int."""
    cells = {}
    for name, cell in record.items():
        value = None if pd.api.types.is_scalar(cell) and pd.isna(cell) else cell
        value = value.item() if isinstance(value, np.generic) else value
        cells[str(name)] = value
    return cells


def measured(
    kind: str, row: Row, tokens: pd.DataFrame, options: Mapping[str, Any]
) -> pd.DataFrame | None:
    """The measure's table made anew of these tokens; None if that takes more than tokens.

    Raises:
        TableError: An option is none of the measure's.
    """
    options = dict(options)
    by = next(
        by for by in ("article", "page", "role", "corpus") if all(key in row for key in PARTS[by])
    )
    made: pd.DataFrame | None = None
    try:
        match kind:
            case "term_frequency" | "diversity":
                made = getattr(measures, kind)(tokens, **{"by": by, **options})
            case "tf_idf" | "dispersion" | "collocations":
                made = getattr(measures, kind)(tokens, **options)
            case "ngrams":
                made = measures.ngrams(tokens, row["n"], **options)
            case "kwic":
                made = measures.kwic(tokens, row["token"], **options)
            case "keyness" if "reference" in options:
                made = measures.keyness(tokens, options.pop("reference"), **options)
            case "keyness" | "counts" | "stability" | "reference_list":
                made = measures.term_frequency(tokens, by="corpus", **options)
    except TypeError as error:
        raise TableError(f"the options do not fit banmian.{kind}: {error}") from error
    return made


def tabled(kind: str, pages: Any) -> pd.DataFrame:
    """The table of pages made anew, by the name of the function that makes it."""
    if kind == "entities":
        found = tables.find_facts(pages)
        return tables.entities(found.people, found.organisations, found.places)
    made: pd.DataFrame = getattr(tables, kind)(pages)
    return made
