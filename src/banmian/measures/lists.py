"""Word lists that a user keeps in a file: columns with names, parted by tabs."""

from __future__ import annotations

import csv
import os
import warnings
from collections.abc import Sequence

import pandas as pd

from banmian.page import FormatError


def read_list(path: str | os.PathLike[str], columns: Sequence[str]) -> pd.DataFrame:
    """The rows of a UTF-8 file, every cell a str, an empty cell an empty one.

    The first line names the columns. Blank lines and lines that begin with ``#`` are passed over.
    A word such as NA or null is a word, and a quotation mark is a mark.

    Args:
        path: The file.
        columns: Columns that it must have; others are kept.

    Raises:
        FormatError: The file is missing, not UTF-8, has lines of unequal length, or lacks a column.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)  # it cuts long lines off
            table = pd.read_table(
                path,
                dtype=str,
                index_col=False,
                keep_default_na=False,
                quoting=csv.QUOTE_NONE,
                encoding="utf-8-sig",
            )
    except (OSError, ValueError, pd.errors.ParserWarning) as error:  # pandas' are ValueErrors
        raise FormatError(
            f"the list {str(path)!r} cannot be read as a UTF-8 table parted by tabs ({error})"
        ) from error
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise FormatError(
            f"the list {str(path)!r} lacks the column {', '.join(missing)}; its first line "
            f"names {', '.join(table.columns) or 'none'}, expected {', '.join(columns)}"
        )
    comment = table.iloc[:, 0].str.startswith("#")
    return table[~comment].reset_index(drop=True)
