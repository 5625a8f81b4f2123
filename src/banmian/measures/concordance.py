"""Keyword in context: the passages behind a count."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from banmian.measures.counting import Codes, as_table, check_columns
from banmian.page import FormatError

PASSAGE: Final = ["page", "article", "paragraph"]

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


def kwic(tokens: pd.DataFrame, term: str, *, width: int = 10) -> pd.DataFrame:
    """Every place of a term, with the tokens around it.

    The term is found as one token, or as several in a row that join to it exactly. This is an
    index of tokens, not a search for a string: 职工 is not found inside the token 困难职工, and
    a count of `term_frequency` has just as many rows here if the term is one token.

    Args:
        tokens: A table made by `tables.tokens`, the rows of each passage in their order; page,
            article, role, paragraph, start, end and token are used, and end2 if there.
        term: The word or phrase, as it stands in the text.
        width: Tokens of the same passage to show on each side, marks and blanks among them.

    Returns:
        One row a place, by passage, in reading order: ``page``, ``article``, ``role``,
        ``paragraph``, ``start`` and ``end`` (offsets of its first character and after its last;
        where the page had cut it, other text stands between), ``left``, ``token`` (the term),
        ``right``.

    Raises:
        TableError: The table lacks a column.
        FormatError: The term is empty, or the width below 0.

    >>> tokens = pd.DataFrame({"page": "a", "article": 0, "role": "paragraph", "paragraph": 0,
    ...                        "start": [0, 2, 4], "end": [2, 4, 6],
    ...                        "token": ["困难", "职工", "入会"]})
    >>> kwic(tokens, "困难职工")[["start", "end", "left", "token", "right"]].values.tolist()
    [[0, 4, '', '困难职工', '入会']]
    """
    check_columns(tokens, [*PASSAGE, "role", "start", "end", "token"], "kwic")
    if not isinstance(term, str) or not term or width < 0:
        raise FormatError(
            f"kwic got the term {term!r} and the width {width!r}, expected a word and 0 or more"
        )
    rows, passage = in_passages(tokens)
    words = rows["token"].to_numpy(dtype=object)
    hits = _places(rows["token"], words, passage, term)
    first, last = hits[:, 0], hits[:, 1]
    begin = np.searchsorted(passage, passage[first], side="left")
    stop = np.searchsorted(passage, passage[first], side="right")
    data: dict[str, Any] = {
        name: rows[name].to_numpy()[first] for name in [*PASSAGE, "role", "start"]
    }
    data["end"] = _ends(rows).to_numpy()[last]
    data["left"] = [
        "".join(words[max(b, f - width) : f]) for b, f in zip(begin, first, strict=True)
    ]
    data["token"] = [term] * len(hits)
    data["right"] = [
        "".join(words[k + 1 : min(s, k + 1 + width)]) for s, k in zip(stop, last, strict=True)
    ]
    return as_table(COLUMNS, data, tokens)


def in_passages(tokens: pd.DataFrame) -> tuple[pd.DataFrame, Codes]:
    """The rows gathered by passage, their order within kept, and the number of each's passage."""
    passage = tokens.groupby(PASSAGE, observed=True).ngroup().to_numpy().astype(np.int64)
    if (np.diff(passage) < 0).any():
        order = np.argsort(passage, kind="stable")
        return tokens.iloc[order], passage[order]
    return tokens, passage


def _places(tokens: pd.Series, words: npt.NDArray[np.object_], passage: Codes, term: str) -> Codes:
    """First and last row of each place, shape (places, 2)."""
    openings = [word for word in tokens.unique() if term.startswith(word)]
    places = []
    for first in np.flatnonzero(tokens.isin(openings)):
        last = first
        joined = words[first]
        while (
            len(joined) < len(term)
            and last + 1 < len(words)
            and passage[last + 1] == passage[first]
            and term.startswith(joined)
        ):
            last += 1
            joined += words[last]
        if joined == term:
            places.append((first, last))
    return np.array(places, dtype=np.int64).reshape(-1, 2)


def _ends(rows: pd.DataFrame) -> pd.Series:
    """Offset after the last character of each token, behind the cut if it has one."""
    if "end2" not in rows.columns:
        return rows["end"]
    return rows["end2"].fillna(rows["end"]).astype("int64")
