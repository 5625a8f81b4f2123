r"""CSV text that gives every cell back: missing and empty are told apart, and no formula is live.

A missing cell is empty, empty text is ``""``; the words NA and null are text like any other.
Text that a spreadsheet could run has an apostrophe before it (see `guarding`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from banmian.exports.cells import Cell
from banmian.exports.guarding import guarded, unguarded
from banmian.page import FormatError

_QUOTED: Final = re.compile(r'[",\r\n]|^$|^\s|\s$')
_FIELD: Final = re.compile(r'(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n]*))(,|\n|\Z)')


def csv_of(names: Sequence[str], columns: Sequence[Sequence[Cell]]) -> str:
    r"""The lines of a CSV file, the names first.

    >>> csv_of(["token", "n"], [["=1", "NA", "", None], [1, 2, 3, None]]).splitlines()
    ['token,n', "'=1,1", 'NA,2', '"",3', ',']
    """
    rows: Iterable[Iterable[Cell]] = [names, *zip(*columns, strict=True)]
    return "".join(f"{','.join(map(_spelled, row))}\n" for row in rows)


def rows_of(text: str) -> Iterator[list[str | None]]:
    r"""The rows of a file that `csv_of` wrote, the names first; numbers are still text.

    Raises:
        FormatError: It is no such text.

    >>> list(rows_of("token,n\n'=1,1\n\"\",\n"))
    [['token', 'n'], ['=1', '1'], ['', None]]
    """
    row: list[str | None] = []
    at = 0
    while at < len(text):
        field = _FIELD.match(text, at)
        if field is None:
            raise FormatError(f"the CSV breaks off at character {at}: {text[at : at + 20]!r}")
        quoted, bare, stop = field.groups()
        cell = bare or None if quoted is None else quoted.replace('""', '"')
        row.append(None if cell is None else unguarded(cell))
        at = field.end()
        if stop != ",":
            yield row
            row = []


def _spelled(cell: Cell) -> str:
    if cell is None:
        return ""
    if not isinstance(cell, str):
        text = str(cell)
        return guarded(text) if text.endswith("inf") else text  # -inf is a formula to Excel
    text = guarded(cell)
    return '"{}"'.format(text.replace('"', '""')) if _QUOTED.search(text) else text
