"""Keyword in context: the passages behind a count, and the places of words and phrases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Literal, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from banmian.measures.counting import Codes, as_table, check_choice, check_columns
from banmian.page import FormatError

PASSAGE: Final = ["page", "article", "paragraph"]

STOPS: Final = ("。", "！", "？", "!", "?")
"""Marks that end a sentence (句末点号, GB/T 15834); a half-width . is as often a decimal point."""

COLUMNS: Final = {
    "page": "str",
    "article": "int64",
    "role": "str",
    "paragraph": "int64",
    "start": "int64",
    "end": "int64",
    "left": "str",
    "token": "str",
    "right": "str",
}

Sort = Literal["place", "left", "right"]
Within = Literal["paragraph", "sentence"]


def kwic(tokens: pd.DataFrame, term: str, *, width: int = 10, sort: Sort = "place") -> pd.DataFrame:
    """Every place of a term, with the tokens around it.

    The term is found as one token, or as several in a row that join to it exactly. This is an
    index of tokens, not a search for a string: 职工 is not found inside the token 困难职工, and
    a count of `term_frequency` has just as many rows here if the term is one token.

    Args:
        tokens: A table made by `tables.tokens`, the rows of each passage in their order; page,
            article, role, paragraph, start, end and token are used, end2 and form if there.
        term: The word or phrase. In half-width forms it is found in either width, if the table
            has the column form; otherwise as it is printed.
        width: Tokens of the same passage to show on each side, marks and blanks among them.
        sort: The order of the rows: ``place``, as they are read; ``right``, by the first token
            after the term, then the second …; ``left``, by the last token before it, then the
            one before that …. Tokens are ordered by code point, and a shown side that is
            shorter stands first; equal sides keep the order of reading.

    Returns:
        One row a place: ``page``, ``article``, ``role``, ``paragraph``, ``start`` and ``end``
        (offsets of its first character and after its last; where the page had cut it, other text
        stands between), ``left``, ``token`` (the term as printed), ``right``.

    Raises:
        TableError: The table lacks a column.
        FormatError: The term is empty, the width below 0, or ``sort`` none of the three.

    >>> tokens = pd.DataFrame({"page": "a", "article": 0, "role": "paragraph", "paragraph": 0,
    ...                        "start": [0, 2, 4], "end": [2, 4, 6],
    ...                        "token": ["困难", "职工", "入会"]})
    >>> kwic(tokens, "困难职工")[["start", "end", "left", "token", "right"]].values.tolist()
    [[0, 4, '', '困难职工', '入会']]
    """
    check_columns(tokens, [*PASSAGE, "role", "start", "end", "token"], "kwic")
    check_kwic(term, width, sort)
    rows, passage = in_passages(tokens)
    first, last, _ = places(rows, passage, [term])
    words = rows["token"].to_numpy(dtype=object)
    left, right = _sides(words, passage, first, last, width)
    data: dict[str, Any] = {
        name: rows[name].to_numpy()[first] for name in [*PASSAGE, "role", "start"]
    }
    data["end"] = _ends(rows).to_numpy()[last]
    data["left"] = ["".join(side) for side in left]
    data["token"] = ["".join(words[f : k + 1]) for f, k in zip(first, last, strict=True)]
    data["right"] = ["".join(side) for side in right]
    return as_table(COLUMNS, data, tokens).iloc[in_order(left, right, sort)].reset_index(drop=True)


def check_kwic(term: str, width: int, sort: Sort) -> None:
    """Raise `FormatError` for what `kwic` cannot do."""
    if not isinstance(term, str) or not term or width < 0:
        raise FormatError(
            f"kwic got the term {term!r} and the width {width!r}, expected a word and 0 or more"
        )
    check_choice(sort, get_args(Sort), "sort")


def in_order(left: Sequence[list[str]], right: Sequence[list[str]], sort: Sort) -> list[int]:
    """The numbers of the lines with these sides in the order that ``sort`` asks for."""
    if sort == "place":
        return list(range(len(left)))
    keys = right if sort == "right" else [side[::-1] for side in left]
    return sorted(range(len(keys)), key=keys.__getitem__)


def _sides(
    words: npt.NDArray[np.object_], passage: Codes, first: Codes, last: Codes, width: int
) -> tuple[list[list[str]], list[list[str]]]:
    """The tokens before and after each place, at most ``width`` and of its passage."""
    begin = np.maximum(np.searchsorted(passage, passage[first], side="left"), first - width)
    stop = np.searchsorted(passage, passage[first], side="right")
    stop = np.minimum(stop, last + 1 + width)
    left = [list(words[b:f]) for b, f in zip(begin, first, strict=True)]
    right = [list(words[k + 1 : s]) for k, s in zip(last, stop, strict=True)]
    return left, right


def in_passages(tokens: pd.DataFrame, within: Within = "paragraph") -> tuple[pd.DataFrame, Codes]:
    """The rows gathered by passage, their order within kept, and the number of each's passage.

    Within ``sentence`` a new number begins after each of `STOPS` too.
    """
    passage = tokens.groupby(PASSAGE, observed=True).ngroup().to_numpy().astype(np.int64)
    if (np.diff(passage) < 0).any():
        order = np.argsort(passage, kind="stable")
        tokens, passage = tokens.iloc[order], passage[order]
    if within == "sentence":
        ends = tokens["token"].isin(STOPS).to_numpy()
        passage = passage + np.cumsum(ends) - ends
    return tokens, passage


def places(rows: pd.DataFrame, passage: Codes, terms: Sequence[str]) -> tuple[Codes, Codes, Codes]:
    """First row, last row and term (its index) of every place of the terms, in order of rows.

    A place is one token, or several in a row of one passage, that join to the term exactly, as
    printed or in half-width forms.
    """
    found = _places(rows["token"], passage, terms)
    if "form" in rows.columns and not rows["form"].equals(rows["token"]):
        found = np.concatenate([found, _places(rows["form"], passage, terms)])
    first, last, term = np.unique(found, axis=0).T
    return first, last, term


def _places(tokens: pd.Series, passage: Codes, terms: Sequence[str]) -> Codes:
    """The places in these words, shape (places, 3): all are walked along together, word by word."""
    codes, words = pd.factorize(tokens)
    steps = _steps(terms, words.tolist())
    opening = steps[steps["at"] == 0]
    row = np.flatnonzero(np.isin(codes, opening["code"]))
    begun = pd.DataFrame({"first": row, "last": row, "code": codes[row]}).merge(opening, on="code")
    done = []
    while len(begun):
        done.append(begun.loc[begun["whole"], ["first", "last", "term"]])
        begun = begun[~begun["whole"] & (begun["last"] + 1 < len(codes))]
        row = begun["last"].to_numpy() + 1
        begun = begun[["first", "term"]].assign(last=row, at=begun["to"], code=codes[row])
        begun = begun[passage[row] == passage[begun["first"]]]
        begun = begun.merge(steps, on=["term", "at", "code"])
    return np.concatenate([np.empty((0, 3), np.int64), *done]).astype(np.int64)


def _steps(terms: Sequence[str], words: Sequence[str]) -> pd.DataFrame:
    """Every word (its code) that can stand in a term: from character ``at`` up to ``to``."""
    codes = {word: code for code, word in enumerate(words)}
    longest = max(map(len, words), default=0)
    found = [
        (index, at, to, codes[piece], to == len(term))
        for index, term in enumerate(terms)
        for at in range(len(term))
        for to in range(at + 1, min(at + longest, len(term)) + 1)
        if (piece := term[at:to]) in codes
    ]
    steps = pd.DataFrame(found, columns=["term", "at", "to", "code", "whole"])
    return steps.astype({"term": int, "at": int, "to": int, "code": int, "whole": bool})


def _ends(rows: pd.DataFrame) -> pd.Series:
    """Offset after the last character of each token, behind the cut if it has one."""
    if "end2" not in rows.columns:
        return rows["end"]
    return rows["end2"].fillna(rows["end"]).astype("int64")
