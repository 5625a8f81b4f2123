"""What every measure does first: check the table, take its words, count them by story."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from banmian.page import FormatError, TableError

STORY: Final = ["page", "article"]

Numbers = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]


def check_columns(table: pd.DataFrame, columns: Collection[str], function: str) -> None:
    """Raise `TableError` unless the table has these columns, and words that can be told apart."""
    if not isinstance(table, pd.DataFrame):
        raise TableError(
            f"{function} got {type(table).__name__}, expected a table of tokens; "
            "bm.tokens(pages) makes one"
        )
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise TableError(
            f"{function} needs the columns {', '.join(columns)}; the table lacks "
            f"{', '.join(missing)} and has {', '.join(map(str, table.columns)) or 'none'}; "
            "bm.tokens(pages) makes a table with all of them"
        )
    if "word" in columns and table["word"].dtype != bool:
        raise TableError(
            f"{function} needs true or false in the column word, got {table['word'].dtype}; "
            "bm.tokens(pages) makes such a table"
        )


def word_rows(tokens: pd.DataFrame, columns: Collection[str], function: str) -> pd.DataFrame:
    """These columns of the rows that are words, after `check_columns`."""
    check_columns(tokens, [*columns, "word"], function)
    return by_form(tokens).loc[tokens["word"], list(columns)]


def by_form(tokens: pd.DataFrame) -> pd.DataFrame:
    """The table with the half-width forms as its tokens, if it has them (column form)."""
    return tokens.assign(token=tokens["form"]) if "form" in tokens.columns else tokens


def story_counts(tokens: pd.DataFrame, function: str) -> pd.DataFrame:
    """Words counted by story: page, article, token, count, in that order of rows."""
    rows = word_rows(tokens, [*STORY, "token"], function)
    counts = rows.groupby([*STORY, "token"], observed=True).size()
    return counts.rename("count").reset_index()


def number_of_stories(rows: pd.DataFrame) -> int:
    """How many stories the rows come from."""
    return len(rows[STORY].drop_duplicates())


def check_choice(value: object, choices: Collection[str], what: str) -> None:
    """Raise `FormatError` unless the value is one of the choices."""
    if value not in choices:
        raise FormatError(f"{what} is {value!r}, expected one of {', '.join(choices)}")


def as_words(words: Collection[str], what: str) -> list[str]:
    """A list of words; a single string is refused, because its characters would be taken."""
    if isinstance(words, str):
        raise FormatError(f"{what} is the string {words!r}, expected a list of them: [{words!r}]")
    return list(words)


def as_table(
    columns: Mapping[str, str], data: Mapping[str, Any] | pd.DataFrame, source: pd.DataFrame
) -> pd.DataFrame:
    """A table with the declared columns and dtypes, and the ``attrs`` of its source."""
    table = pd.DataFrame({name: pd.Series(data[name], dtype=t) for name, t in columns.items()})
    table.attrs = dict(source.attrs)
    return table


def sort_rows(table: pd.DataFrame, by: Mapping[str, bool]) -> pd.DataFrame:
    """The rows sorted by these columns (true: ascending), numbered from 0."""
    return table.sort_values(
        list(by), ascending=list(by.values()), kind="stable", ignore_index=True
    )
