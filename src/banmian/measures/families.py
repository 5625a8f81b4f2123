"""Families: one concept in its many forms, counted as one."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Final, Literal, get_args

import numpy as np
import pandas as pd

from banmian.measures.concordance import PASSAGE, in_passages, places
from banmian.measures.counting import (
    STORY,
    Codes,
    as_table,
    check_choice,
    check_columns,
    number_of_stories,
)
from banmian.measures.lists import read_list
from banmian.page import FormatError, TableError

By = Literal["family", "form"]

COLUMNS: Final = {
    "family": "str",
    "form": "str",
    "part_of": "str",
    "found": "int64",
    "overlaps": "int64",
    "count": "int64",
    "own": "int64",
    "shared": "int64",
    "total": "int64",
    "per_thousand": "float64",
    "articles": "int64",
    "of_articles": "int64",
}


def family_frequency(
    tokens: pd.DataFrame,
    families: pd.DataFrame | str | os.PathLike[str],
    *,
    by: By = "family",
) -> pd.DataFrame:
    """How often each concept stands in the text, in whatever form.

    A form is found as `kwic` finds a term: as one token, or as several in a row that join to it
    exactly. So 职工 as a form is not found inside the token 困难职工, but 困难职工家庭 is found
    in whatever pieces the segmenter left it.

    Families may be parts of a whole, in as many steps as wanted. No character is counted twice
    for one whole: where forms of the same whole lie over each other, the first counts, of those
    that begin together the longest. Thereby a whole is the sum of its parts and its own forms.
    Two families that have no whole in common may count the same characters; ``shared`` says how
    often they do.

    Args:
        tokens: A table made by `tables.tokens`, the rows of each passage in their order; page,
            article, paragraph, token and word are used.
        families: A row a form, with the columns ``family``, ``form`` and, if wanted, ``part_of``
            (the family that this family is a part of, or empty); or the path of a UTF-8 file
            of them, parted by tabs. Other columns (a note) are passed over.
        by: A row a ``family``, or a row a ``form``.

    Returns:
        The rows in the order of the file, wholes that have no forms of their own last:
        ``family``, ``form`` (by form only), ``part_of`` (missing if none), ``found`` (places of its
        forms), ``overlaps`` (those not counted, because another form of the same whole
        lies over them), ``count`` (found less overlaps), ``own`` (by family only: count of its
        own forms, without those of its parts), ``shared`` (those counted that another whole counts
        too), ``total`` (all words of the text; a place of several words is one occurrence),
        ``per_thousand``, ``articles`` (stories with a counted place), ``of_articles``.

    Raises:
        TableError: A table lacks a column, or a row of families lacks its family or form.
        FormatError: A form stands twice within one whole, so that its parts could not sum
            to it; a family is part of two others, or of itself; the file cannot be read; ``by``
            is neither.

    >>> tokens = pd.DataFrame({"page": "a", "article": 0, "paragraph": 0, "word": True,
    ...                        "token": ["困难", "职工", "家庭", "和", "困难", "家庭"]})
    >>> families = pd.DataFrame({"family": "困难职工",
    ...                          "form": ["困难职工", "困难职工家庭", "困难家庭"]})
    >>> family_frequency(tokens, families)[["family", "found", "overlaps", "count"]].values.tolist()
    [['困难职工', 3, 1, 2]]
    """
    check_choice(by, get_args(By), "by")
    check_columns(tokens, [*PASSAGE, "token", "word"], "family_frequency")
    if isinstance(families, (str, os.PathLike)):
        families = read_list(families, ["family", "form"])
    forms, wholes = _checked(families)
    rows, passage = in_passages(tokens)
    found = _places_of(forms, wholes, rows, passage)
    names = forms
    if by == "family":
        names = pd.DataFrame({"family": list(wholes)}, dtype="str")
        found = _with_their_parts(found, wholes)
    table = _counts(found, names)
    words = rows[rows["word"]]
    table["part_of"] = table["family"].map(wholes)
    table["total"] = len(words)
    table["per_thousand"] = table["count"] / max(len(words), 1) * 1000
    table["of_articles"] = number_of_stories(words)
    other = "own" if by == "form" else "form"
    return as_table({name: t for name, t in COLUMNS.items() if name != other}, table, tokens)


def _checked(families: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, str | None]]:
    """The forms, and of every family in its order the whole that it is a part of."""
    if not isinstance(families, pd.DataFrame) or not {"family", "form"} <= set(families.columns):
        raise TableError(
            f"family_frequency got {type(families).__name__} as families, expected a table with "
            "the columns family and form, or the path of a file of them"
        )
    forms = families.reset_index(drop=True).reindex(columns=["family", "form", "part_of"])
    forms = forms.astype(object).where(forms.notna(), "")
    for number, row in enumerate(forms.to_numpy()):
        if not all(isinstance(cell, str) for cell in row) or not row[0] or not row[1]:
            raise TableError(
                f"row {number} of the families is {', '.join(map(repr, row))}; expected a family, "
                "one of its forms and, if it is a part of another family, that one's name"
            )
    wholes = _wholes(forms)
    _check_sums(forms, wholes)
    return forms[["family", "form"]].astype("str"), wholes


def _wholes(forms: pd.DataFrame) -> dict[str, str | None]:
    """Every family, those of the rows first, and what it is a part of."""
    wholes: dict[str, str | None] = {}
    for family, part_of in zip(forms["family"], forms["part_of"], strict=True):
        if wholes.setdefault(family, part_of or None) != (part_of or None):
            raise FormatError(
                f"the family {family!r} is a part of {wholes[family] or 'nothing'} in one row and "
                f"of {part_of or 'nothing'} in another; give all its rows the same part_of"
            )
    for whole in forms["part_of"]:
        if whole:
            wholes.setdefault(whole, None)
    return wholes


def _upwards(family: str, wholes: Mapping[str, str | None]) -> list[str]:
    """The family, what it is a part of, what that is a part of, and so on."""
    line = [family]
    while (whole := wholes[line[-1]]) is not None:
        if whole in line:
            raise FormatError(
                f"the family {whole!r} is a part of itself ({' < '.join([*line, whole])}); "
                "take out one part_of"
            )
        line.append(whole)
    return line


def _check_sums(forms: pd.DataFrame, wholes: Mapping[str, str | None]) -> None:
    """Refuse a form that two parts of one whole, or one family twice, would count."""
    owner: dict[tuple[str, str], str] = {}
    for family, form in zip(forms["family"], forms["form"], strict=True):
        whole = _upwards(family, wholes)[-1]
        if (whole, form) in owner:
            raise FormatError(
                f"the form {form!r} stands twice within {whole!r} (in {owner[whole, form]!r} and "
                f"{family!r}), so that its parts could not sum to it; keep one row"
            )
        owner[whole, form] = family


def _places_of(
    forms: pd.DataFrame, wholes: Mapping[str, str | None], rows: pd.DataFrame, passage: Codes
) -> pd.DataFrame:
    """Every place of every form: family, form, story, and whether it is counted and shared."""
    terms = forms["form"].unique().tolist()
    first, last, term = places(rows, passage, terms)
    story = rows.groupby(STORY, observed=True).ngroup().to_numpy()[first]
    found = pd.DataFrame({"form": term, "first": first, "last": last, "story": story})
    found["form"] = found["form"].map(dict(enumerate(terms))).astype("str")
    found = found.merge(forms, on="form")
    found["root"] = found["family"].map({name: _upwards(name, wholes)[-1] for name in wholes})
    found = found.sort_values(
        ["root", "first", "last"], ascending=[True, True, False], kind="stable", ignore_index=True
    )
    found["counted"] = np.fromiter(_first_and_longest(found), dtype=bool, count=len(found))
    found["shared"] = found["counted"] & _lies_under_two(found, len(rows))
    return found


def _first_and_longest(found: pd.DataFrame) -> Iterator[bool]:
    """Whether each place begins after the last one of its root that was counted."""
    whole, end = None, -1
    for root, first, last in zip(found["root"], found["first"], found["last"], strict=True):
        free = root != whole or first > end
        if free:
            whole, end = root, last
        yield free


def _lies_under_two(found: pd.DataFrame, rows: int) -> pd.Series:
    """Whether a row of each place is counted for two roots; those of one never overlap."""
    counted = found[found["counted"]]
    edges = np.zeros(rows + 1, dtype=np.int64)
    np.add.at(edges, counted["first"].to_numpy(), 1)
    np.add.at(edges, counted["last"].to_numpy() + 1, -1)
    before = np.concatenate([[0], np.cumsum(np.cumsum(edges) > 1)])
    return pd.Series(before[found["last"] + 1] > before[found["first"]], found.index)


def _with_their_parts(found: pd.DataFrame, wholes: Mapping[str, str | None]) -> pd.DataFrame:
    """Each place once for its family and once for every whole above it."""
    pairs = [(family, whole) for family in wholes for whole in _upwards(family, wholes)]
    lines = pd.DataFrame(pairs, columns=["family", "whole"], dtype="str")
    above = found.merge(lines, on="family")
    above["own"] = above["counted"] & (above["family"] == above["whole"])
    above["family"] = above["whole"]
    return above


def _counts(found: pd.DataFrame, names: pd.DataFrame) -> pd.DataFrame:
    """The names, with how often each was found and counted."""
    keys = list(names.columns)
    sums = [name for name in ("counted", "own", "shared") if name in found.columns]
    groups = found.groupby(keys)
    counts = groups[sums].sum().assign(found=groups.size())
    stories = found[found["counted"]].drop_duplicates([*keys, "story"]).groupby(keys).size()
    counts = counts.assign(articles=stories).rename(columns={"counted": "count"})
    table = names.merge(counts.reset_index(), how="left", on=keys)
    table[counts.columns] = table[counts.columns].fillna(0).astype("int64")
    table["overlaps"] = table["found"] - table["count"]
    return table
