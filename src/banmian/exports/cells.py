"""Tables as columns of plain Python values, and back: what all formats have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from banmian.page import FormatError, TableError

Cell = str | int | float | bool | None

_KINDS: Final[Mapping[str, str]] = {"O": "text", "b": "bool", "i": "int", "u": "int", "f": "float"}


@dataclass(frozen=True, slots=True)
class Flat:
    """A table whose index stands in its first columns; ``index`` are the index's own names.

    ``kinds`` says of each column whether it holds ``text``, ``int``, ``float`` or ``bool``.
    """

    frame: pd.DataFrame
    index: tuple[str | None, ...]
    kinds: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        """The columns' names."""
        return list(self.frame.columns)

    @property
    def dtypes(self) -> list[str]:
        """The columns' dtypes as pandas writes them."""
        return [str(dtype) for dtype in self.frame.dtypes]

    @property
    def columns(self) -> list[list[Cell]]:
        """The cells column by column; what is missing is None."""
        return [
            [None if gone else cell for cell, gone in zip(c.tolist(), c.isna(), strict=True)]
            for _, c in self.frame.items()
        ]


def flatten(table: pd.DataFrame, *, numbers: bool) -> Flat:
    """The table with its index as columns; ``numbers``: also row numbers that are not 0, 1, 2 ….

    Raises:
        TableError: It is no table, or has a name, dtype or text that no file can hold.
    """
    if not isinstance(table, pd.DataFrame):
        raise TableError(f"export takes a DataFrame, got {type(table).__name__}")
    index = table.index
    unnamed = index.nlevels == 1 and index.name is None and index.dtype.kind == "i"
    frame = table
    names: tuple[str | None, ...] = ()
    if not unnamed or (numbers and not index.equals(pd.RangeIndex(len(table)))):
        names = tuple(None if name is None else str(name) for name in index.names)
        labels = index.to_frame(index=False)
        labels.columns = pd.Index([name or f"index_{n}" for n, name in enumerate(names)])
        frame = pd.concat([labels, table.reset_index(drop=True)], axis=1)
    _check_names(frame)
    kinds = tuple(_kind(str(name), column) for name, column in frame.items())
    return Flat(frame, names, kinds)


def unflatten(
    frame: pd.DataFrame, index: Sequence[str | None], attrs: Mapping[str, Any]
) -> pd.DataFrame:
    """The table that `flatten` took, with its ``attrs``."""
    if index:
        frame = frame.set_index(list(frame.columns[: len(index)])).rename_axis(list(index))
    frame.attrs.update(attrs)
    return frame


def column_of(cells: Sequence[Cell] | pd.Series, dtype: str, name: str) -> pd.Series:
    """A column of that dtype from its cells.

    Raises:
        FormatError: A cell does not fit.
    """
    try:
        return pd.Series(cells, dtype=dtype, name=name)
    except (ValueError, TypeError, OverflowError) as error:
        raise FormatError(f"the column {name!r} is no {dtype}: {error}") from error


def _check_names(frame: pd.DataFrame) -> None:
    names = list(frame.columns)
    wrong = [name for name in names if not isinstance(name, str)]
    if wrong or frame.columns.nlevels > 1:
        raise TableError(
            f"a column is called {(wrong or names)[0]!r}, expected text; rename the columns: "
            "table.rename(columns=str)"
        )
    twice = frame.columns[frame.columns.duplicated()]
    if len(twice):
        raise TableError(f"two columns are called {twice[0]!r}; rename one")


def _kind(name: str, column: pd.Series) -> str:
    dtype = column.dtype
    kind = "text" if isinstance(dtype, pd.StringDtype) else _KINDS.get(dtype.kind)
    if kind is None or (kind == "text" and not isinstance(dtype, pd.StringDtype)):
        raise TableError(
            f"the column {name!r} has the dtype {dtype}, expected text, whole numbers, numbers or "
            f"true and false; turn it into text: table.astype({{{name!r}: 'str'}})"
        )
    if kind == "text":
        _check_text(name, column)
    return kind


def _check_text(name: str, column: pd.Series) -> None:
    """Refuse lone surrogates, which no encoding has."""
    for row, cell in enumerate(column.fillna("").tolist()):
        try:
            cell.encode()
        except UnicodeEncodeError as error:
            raise TableError(
                f"row {row} of {name!r} has half of a character at {error.start} "
                f"({cell[error.start]!r}), which no file can hold; read the page with "
                "banmian.read_page, which never makes one"
            ) from error
