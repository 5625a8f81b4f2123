"""Tables as Excel workbooks: text stays text, and a second sheet says what the first is."""

from __future__ import annotations

import datetime as dt
import io
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from banmian.exports.cells import Cell, Flat
from banmian.exports.guarding import is_live
from banmian.page import BanmianError, TableError

_ROWS: Final = 1_048_576
_COLUMNS: Final = 16_384
_CHARACTERS: Final = 32_767
"""Excel's limits: rows and columns of a sheet, UTF-16 units in a cell (Microsoft, "Excel
specifications and limits")."""
_DIGITS: Final = 10**15
"""Excel keeps 15 digits of a number; a longer whole number is written as text."""
_MADE: Final = dt.datetime(1980, 1, 31)  # as the entries of the zip, for the same bytes each time


def workbook(flat: Flat, told: Mapping[str, Any]) -> bytes:
    """The bytes of a workbook with a sheet ``table`` and a sheet ``about``.

    Raises:
        TableError: The table is larger than a sheet, or a text longer than a cell.
        BanmianError: The package xlsxwriter is not installed.
    """
    try:
        import xlsxwriter  # type: ignore[import-untyped]  # it ships no types
    except ImportError as error:
        raise BanmianError(
            'to write .xlsx, install xlsxwriter: pip install "banmian[excel]"'
        ) from error
    _check_size(flat)
    with io.BytesIO() as file:
        book = xlsxwriter.Workbook(file, {"in_memory": True})
        book.set_properties({"created": _MADE, "comments": f"banmian {told['banmian']}"})
        # Excel puts a formula into the cell when a reader steps into live text and out again.
        quoted = book.add_format({"quote_prefix": True})
        columns = flat.columns
        sheet = book.add_worksheet("table")
        for column, (name, cells) in enumerate(zip(flat.names, columns, strict=True)):
            for row, cell in enumerate([name, *cells]):
                _write(sheet, row, column, cell, quoted)
        _dress(sheet, len(flat.frame), columns)
        _fill_about(book.add_worksheet("about"), told, quoted)
        book.close()
        return file.getvalue()


def _check_size(flat: Flat) -> None:
    rows, columns = len(flat.frame) + 1, len(flat.names)
    if rows > _ROWS or columns > _COLUMNS:
        raise TableError(
            f"the table has {rows - 1:,} rows and {columns:,} columns, a sheet of Excel takes "
            f"{_ROWS - 1:,} and {_COLUMNS:,}; export it as .parquet, or in parts"
        )
    for name, kind in zip(flat.names, flat.kinds, strict=True):
        if kind == "text":
            for row, cell in enumerate(flat.frame[name].fillna("").tolist()):
                # No character takes more than two units; only long texts are encoded.
                if len(cell) * 2 > _CHARACTERS and len(cell.encode("utf-16-le")) > 2 * _CHARACTERS:
                    raise TableError(
                        f"row {row} of {name!r} has {len(cell):,} characters, a cell of Excel "
                        f"takes {_CHARACTERS:,}; export it as .csv, .json or .parquet"
                    )


def _write(sheet: Any, row: int, column: int, cell: Cell, quoted: Any) -> None:
    if cell is None:
        return
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, str) or not math.isfinite(cell) or _too_long(cell):
        text = str(cell)
        sheet.write_string(row, column, text, quoted if is_live(text) else None)
    else:
        sheet.write_number(row, column, cell)


def _too_long(number: int | float) -> bool:
    return isinstance(number, int) and abs(number) >= _DIGITS


def _dress(sheet: Any, rows: int, columns: Sequence[Sequence[Cell]]) -> None:
    """Names that stay in sight, a filter, widths by the text, no green corners on 007."""
    sheet.freeze_panes(1, 0)
    if columns:
        sheet.autofilter(0, 0, rows, len(columns) - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{rows + 1}"})
        sheet.autofit(max_width=400)


def _fill_about(sheet: Any, told: Mapping[str, Any], quoted: Any) -> None:
    for row, pair in enumerate(_lines(told)):
        for column, text in enumerate(pair):
            _write(sheet, row, column, text[:_CHARACTERS], quoted)
    sheet.autofit(max_width=600)


def _lines(told: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """The sheet ``about``, a line a thing."""
    yield "made by", f"banmian {told['banmian']}"
    yield "table", told["table"] or "none of banmian's own, or some columns of one"
    yield "rows", str(told["rows"])
    yield "digest of the source (SHA-256)", told["source"]["sha256"] or "not known"
    for page in told["source"]["pages"] or ():
        yield "page", page["page"], page["sha256"], json.dumps(page, ensure_ascii=False)
    for name, value in told["settings"].items():
        yield "setting", name, json.dumps(value, ensure_ascii=False)
    for column in told["columns"]:
        yield "column", column["name"], column["dtype"], column["meaning"] or ""
