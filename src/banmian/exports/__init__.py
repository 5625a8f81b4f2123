"""Tables to files that say what they are, and back: `export`, `read_export`.

Four formats, chosen by the ending of the path:

* ``.parquet`` and ``.json`` give the table back as it was: dtypes, missing values, index, settings.
* ``.csv`` does too, through its companion ``.csv.meta.json``. It opens in Excel with Chinese right.
* ``.xlsx`` is for people: text is text, whatever it looks like. It is not read back here, because
  Excel keeps 15 digits of a number.

Each says which table it is, what its columns mean, the version of banmian, the settings, and the
digest of the source: in the JSON's first line, the Parquet file's metadata (``banmian``), the
workbook's second sheet, the CSV's companion. No file is ever seen half-written. Nothing is
pickled, and nothing read is run.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import math
import os
import threading
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import pandas as pd

from banmian.exports.about import FORMAT, about
from banmian.exports.cells import Cell, Flat, column_of, flatten, unflatten
from banmian.exports.spelling import csv_of, rows_of
from banmian.exports.workbook import workbook
from banmian.page import BanmianError, FormatError, Page

__all__ = ["export", "read_export"]

_KEY: Final = b"banmian"
_Told = dict[str, Any]


def export(
    table: pd.DataFrame,
    path: str | os.PathLike[str],
    *,
    pages: Page | Iterable[Page] | None = None,
) -> list[Path]:
    r"""Write a table to a file that says what it is; an existing file is replaced in one step.

    Args:
        table: A table of this package or one made of it, with columns of text, whole numbers,
            numbers or true and false.
        path: A file that ends in ``.csv``, ``.json``, ``.parquet`` or ``.xlsx``; its folder is made
            where it is missing.
        pages: The pages that the table was made from. The file then names each with the digest of
            its text; without them it has the digest that the table itself knows, if any.

    Returns:
        The paths written: one, or for CSV two, the companion last.

    Raises:
        FormatError: The ending is none of these.
        TableError: A column has another dtype, a text no file can hold, or more than the format
            takes (Excel: 1,048,575 rows, 32,767 characters a cell); or the pages are not those of
            the table.
        BanmianError: What writes the format is not installed.
        OSError: The file cannot be written; an older one is then left as it was.

    A cell of CSV that a spreadsheet could run (it opens with = + - @ or a tab) has an apostrophe
    before it, which `read_export` takes off; other readers see it. In XLSX it needs none. Text like
    007 or 1-2 is kept as it is, but Excel takes it for a number or a date where it opens a CSV.
    CSV is parted by commas: an Excel set to semicolons puts a whole row into one cell, and
    could find a formula behind a semicolon in a text. Give such readers XLSX.

    >>> import tempfile
    >>> import banmian as bm
    >>> page = bm.parse_page("新桥通车\n\n本报讯 (记者王小明)新桥昨日通车。", name="a.txt")
    >>> words = bm.tokens(page)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     paths = export(words, f"{folder}/words.csv", pages=page)
    ...     read_export(paths[0]).equals(words), [path.name for path in paths]
    (True, ['words.csv', 'words.csv.meta.json'])
    """
    path = Path(path).expanduser()
    write = _choose(_WRITERS, path)
    flat = flatten(table, numbers=path.suffix.lower() in {".json", ".parquet"})
    given = [pages] if isinstance(pages, Page) else pages
    files = write(path, flat, about(table, flat.names, flat.dtypes, flat.index, given))
    path.parent.mkdir(parents=True, exist_ok=True)
    _write_all(files)
    return list(files)


def read_export(path: str | os.PathLike[str]) -> pd.DataFrame:
    r"""Read a table that `export` wrote as ``.csv``, ``.json`` or ``.parquet``.

    Args:
        path: The file; a CSV needs its companion beside it.

    Returns:
        The table as it was exported, with its dtypes, missing values, index and ``attrs``. A
        CSV has no row numbers: its rows count from 0.

    Raises:
        FormatError: The file is no export, or was changed since.
        BanmianError: What reads the format is not installed.
        OSError: The file cannot be read.

    >>> import banmian as bm
    >>> page = bm.parse_page("新桥通车\n\n本报讯 新桥昨日通车。", name="a.txt")
    >>> path = getfixture("tmp_path") / "articles.csv"
    >>> _ = export(bm.articles(page), path)
    >>> read_export(path).equals(bm.articles(page))
    True
    """
    path = Path(path).expanduser()
    read = _choose(_READERS, path)
    try:
        told, columns = read(path)
        if told["banmian_export"] != FORMAT:
            raise FormatError(
                f"{path} is an export of the form {told['banmian_export']!r}, expected {FORMAT}; "
                f"read it with banmian {told['banmian']}, which wrote it"
            )
        frame = pd.DataFrame(
            {
                column["name"]: column_of(cells, column["dtype"], column["name"])
                for column, cells in zip(told["columns"], columns, strict=True)
            },
            index=pd.RangeIndex(told["rows"]),
        )
        table: pd.DataFrame = unflatten(frame, told["index"], told["settings"])
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
        raise FormatError(
            f"{path} is no table that banmian.export wrote, or was changed since: {error}"
        ) from error
    return table


def _choose(by_ending: Mapping[str, Any], path: Path) -> Any:
    if path.suffix.lower() not in by_ending:
        hint = "; pandas.read_excel(path, keep_default_na=False) reads .xlsx"
        raise FormatError(
            f"the path {os.fspath(path)!r} ends in {path.suffix!r}, expected one of "
            f"{', '.join(by_ending)}{hint if path.suffix.lower() == '.xlsx' else ''}"
        )
    return by_ending[path.suffix.lower()]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _companion(path: Path) -> Path:
    return path.with_name(f"{path.name}.meta.json")


def _csv_files(path: Path, flat: Flat, told: _Told) -> dict[Path, bytes]:
    """The table with the byte order mark that Excel needs, and what is told of it."""
    data = csv_of(flat.names, flat.columns).encode("utf-8-sig")
    digest = hashlib.sha256(data).hexdigest()
    told = {"file": path.name, "file_sha256": digest, **told}
    lines = json.dumps(told, ensure_ascii=False, indent=1)
    return {path: data, _companion(path): f"{lines}\n".encode()}


def _read_csv(path: Path) -> tuple[_Told, list[list[Any]]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        text = file.read()
    try:
        with _companion(path).open(encoding="utf-8") as file:
            told: _Told = json.load(file)
    except FileNotFoundError as error:
        raise FormatError(
            f"{path} has no companion {_companion(path).name} beside it, so nothing says what its "
            "columns are; read it with pandas.read_csv(path, keep_default_na=False)"
        ) from error
    if hashlib.sha256(text.encode("utf-8-sig")).hexdigest() != told["file_sha256"]:
        raise FormatError(
            f"{path} was changed since it was exported (another program saved it); export it "
            "again, or read it with pandas.read_csv(path, keep_default_na=False)"
        )
    _, *rows = rows_of(text)
    columns = [list(cells) for cells in zip(*rows, strict=True)] or [[] for _ in told["columns"]]
    kinds = [str(column["dtype"]).lower().rstrip("0123456789") for column in told["columns"]]
    return told, [
        [None if cell is None else _PARSED.get(kind, str)(cell) for cell in cells]
        for kind, cells in zip(kinds, columns, strict=True)
    ]


_PARSED: Final[Mapping[str, Callable[[str], Any]]] = {
    "int": int,
    "uint": int,
    "float": float,
    "bool": {"True": True, "False": False}.__getitem__,
    "boolean": {"True": True, "False": False}.__getitem__,
}


def _json_files(path: Path, flat: Flat, told: _Told) -> dict[Path, bytes]:
    """One object: what is told of the table in the first line, then a line a row."""
    rows = zip(*([_in_json(cell) for cell in column] for column in flat.columns), strict=True)
    lines = ",\n".join(_json(dict(zip(flat.names, row, strict=True))) for row in rows)
    return {path: f'{{"about":{_json(told)},\n"rows":[\n{lines}\n]}}\n'.encode()}


def _in_json(cell: Cell) -> Cell:
    """The cell, but text for the two numbers that JSON has no words for."""
    if isinstance(cell, float) and math.isinf(cell):
        return "Infinity" if cell > 0 else "-Infinity"
    return cell


def _read_json(path: Path) -> tuple[_Told, list[list[Any]]]:
    with path.open(encoding="utf-8") as file:
        whole = json.load(file)
    told, rows = whole["about"], whole["rows"]
    return told, [
        [
            float(cell) if str(column["dtype"]).startswith(("f", "F")) and cell else cell
            for cell in (row[column["name"]] for row in rows)
        ]
        for column in told["columns"]
    ]


def _pyarrow(part: str) -> Any:
    try:
        return importlib.import_module(part)
    except ImportError as error:
        raise BanmianError(
            'to write or read .parquet, install pyarrow: pip install "banmian[archive]"'
        ) from error


def _parquet_files(path: Path, flat: Flat, told: _Told) -> dict[Path, bytes]:
    pa, parquet = _pyarrow("pyarrow"), _pyarrow("pyarrow.parquet")
    table = pa.Table.from_pandas(flat.frame, preserve_index=False)
    # What pandas notes stays, so that pandas.read_parquet gives the dtypes too.
    noted = {**(table.schema.metadata or {}), _KEY: _json(told).encode()}
    sink = pa.BufferOutputStream()
    parquet.write_table(table.replace_schema_metadata(noted), sink, compression="zstd")
    return {path: sink.getvalue().to_pybytes()}


def _read_parquet(path: Path) -> tuple[_Told, list[Any]]:
    pa, parquet = _pyarrow("pyarrow"), _pyarrow("pyarrow.parquet")
    try:
        table = parquet.read_table(path)
    except pa.ArrowInvalid as error:
        raise FormatError(f"{path} is no Parquet file: {error}") from error
    told: _Told = json.loads((table.schema.metadata or {})[_KEY])
    # Without what pandas noted: only what is told here decides what is made of the columns.
    frame = table.replace_schema_metadata(None).to_pandas(types_mapper=_masked(pa).get)
    return told, [column for _, column in frame.items()]


def _masked(pa: Any) -> dict[Any, Any]:
    """Arrow's types whose missing cells would else make floats of whole numbers."""
    sizes = (8, 16, 32, 64)
    whole = {getattr(pa, f"int{size}")(): getattr(pd, f"Int{size}Dtype")() for size in sizes}
    counts = {getattr(pa, f"uint{size}")(): getattr(pd, f"UInt{size}Dtype")() for size in sizes}
    return {**whole, **counts, pa.bool_(): pd.BooleanDtype()}


def _xlsx_files(path: Path, flat: Flat, told: _Told) -> dict[Path, bytes]:
    return {path: workbook(flat, told)}


_WRITERS: Final[Mapping[str, Callable[[Path, Flat, _Told], dict[Path, bytes]]]] = {
    ".csv": _csv_files,
    ".json": _json_files,
    ".parquet": _parquet_files,
    ".xlsx": _xlsx_files,
}
_READERS: Final[Mapping[str, Callable[[Path], tuple[_Told, list[Any]]]]] = {
    ".csv": _read_csv,
    ".json": _read_json,
    ".parquet": _read_parquet,
}


def _write_all(files: Mapping[Path, bytes]) -> None:
    """Write every file beside its place first, to the disk, then put all in place."""
    own = f"{os.getpid()}-{threading.get_ident()}"
    waiting = {path.with_name(f".{path.name}.{own}.part"): path for path in files}
    try:
        for part, path in waiting.items():
            part.unlink(missing_ok=True)
            with part.open("xb") as file:  # never through a link that somebody put there
                file.write(files[path])
                file.flush()
                os.fsync(file.fileno())
        for part, path in waiting.items():
            part.replace(path)
    finally:
        for part in waiting:
            part.unlink(missing_ok=True)
