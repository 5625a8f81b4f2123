"""The tables of an archive as DuckDB sees them: its files, read-only, and no other file.

A `Database` lives in memory beside the files and has a schema for every choice of stories. What
is in a schema is left to `views`, what is asked to `counting` and `places`.
"""

from __future__ import annotations

import contextlib
import glob
import os
import secrets
import shutil
import tempfile
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from typing import Any, Final

import duckdb
import fsspec  # type: ignore[import-untyped]  # it ships no types
import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped]  # nor does it

from banmian.archive.folders import Folder
from banmian.archive.layout import FACTS, SCHEMAS, file_name, tables_of
from banmian.archive.manifest import Manifest
from banmian.archive.storage import is_remote
from banmian.page import BanmianError, FormatError

Table = Any
"""A pyarrow.Table; pyarrow ships no types."""

_SETTINGS: Final = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "allow_persistent_secrets": False,
    "python_enable_replacements": False,  # a Python variable is no table
}

_SQL_TYPES: Final = {"string": "VARCHAR", "double": "DOUBLE", "bool": "BOOLEAN", "int64": "BIGINT"}


class Database:
    """DuckDB over the files that a manifest names."""

    def __init__(
        self, folder: Folder, manifest: Manifest, *, memory: str, threads: int | None
    ) -> None:
        """Open the files' tables, then shut every other file out.

        Args:
            folder: Where the archive is.
            manifest: What is in it.
            memory: The most that DuckDB may take, as ``"1GB"``; what needs more goes through
                the system's folder for temporary files.
            threads: How many cores may work; None takes all.

        Raises:
            FormatError: DuckDB does not take these options.
        """
        self.folder, self.manifest = folder, manifest
        self.tables = tables_of(facts=manifest.settings["facts"])
        self.shard_of = {page: s.name for s in manifest.shards for page in s.pages}
        self._numbers = count()
        spill = os.path.join(tempfile.gettempdir(), f"banmian-{secrets.token_hex(8)}")
        options: dict[str, Any] = {**_SETTINGS, "memory_limit": memory, "temp_directory": spill}
        if threads is not None:
            options["threads"] = threads
        try:
            self._connection = duckdb.connect(":memory:", config=options)
        except duckdb.Error as error:
            raise FormatError(
                f"an archive cannot be opened with memory={memory!r} and threads={threads!r} "
                f"({_first_line(error)}); expected a size such as '1GB', and 1 or more"
            ) from error
        weakref.finalize(self, shutil.rmtree, spill, ignore_errors=True)
        if is_remote(folder.path):
            self._connection.register_filesystem(fsspec.core.url_to_fs(folder.path)[0])
        self._connection.execute("SET parquet_metadata_cache = true")
        self._connection.execute("SET enable_progress_bar = false")  # notebooks turn it on
        self._connection.execute("SET allowed_paths = $1", [self._allowed()])
        self._connection.execute("SET enable_external_access = false")
        self._connection.execute("SET lock_configuration = true")

    def _allowed(self) -> list[str]:
        """The files of the manifest in every way of writing them that DuckDB looks for."""
        plain = [
            f"{self.folder.path}/{file_name(table, shard.name)}"
            for shard in self.manifest.shards
            for table in self.tables
        ]
        if not is_remote(self.folder.path):
            return [*plain, *map(glob.escape, plain)]
        fs = fsspec.core.url_to_fs(self.folder.path)[0]
        return [*plain, *(fs.unstrip_protocol(fs._strip_protocol(url)) for url in plain)]

    def files(self, table: str, shards: Iterable[str]) -> str:
        """SQL for the rows of a table in these shards, in the order of the files.

        There is a column ``file_row_number`` more.
        """
        paths = [f"{self.folder.path}/{file_name(table, shard)}" for shard in shards]
        if not paths:
            empty = [f"NULL::{sql_type(of)} AS {quoted(of.name)}" for of in SCHEMAS[table]]
            return f"(SELECT {', '.join(empty)}, 0 AS file_row_number WHERE false)"
        if not is_remote(self.folder.path):
            paths = list(map(glob.escape, paths))
        return f"read_parquet([{', '.join(map(literal, paths))}], file_row_number = true)"

    def new_schema(self) -> str:
        """A schema without tables."""
        name = f"choice_{next(self._numbers)}"
        with errors():
            self._connection.execute(f"CREATE SCHEMA {name}")
        return name

    def cursor(self, schema: str) -> duckdb.DuckDBPyConnection:
        """A connection for which names mean the tables of a schema."""
        cursor = self._connection.cursor()
        cursor.execute(f"USE {schema}")
        return cursor


def sql_type(column: Any) -> str:
    """DuckDB's name for the type of a column of Parquet."""
    of = column.type
    return "BIGINT[]" if pa.types.is_list(of) else _SQL_TYPES[str(of)]


def literal(text: str) -> str:
    """A string as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def quoted(name: str) -> str:
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def to_frame(table: Table) -> pd.DataFrame:
    """An Arrow table as pandas has it: str, int64 or with gaps Int64, float64, bool or boolean.

    Whatever else SQL can make (dates, lists, numbers beyond int64) is as pandas takes it.
    """
    return pd.DataFrame(
        {
            name: _series(column)
            for name, column in zip(_unique(table.column_names), table.columns, strict=True)
        },
        index=range(len(table)),
    )


def _unique(names: Sequence[str]) -> list[str]:
    """The names, with ``_1``, ``_2`` … behind those that come again, as DuckDB does it."""
    seen: dict[str, int] = {}
    unique = []
    for name in names:
        again = seen.get(name, 0)
        seen[name] = again + 1
        unique.append(f"{name}_{again}" if again else name)
    return unique


def _series(column: Any) -> pd.Series:
    of = column.type
    if pa.types.is_decimal(of) and of.scale == 0:  # what sum() makes of whole numbers
        with contextlib.suppress(pa.ArrowInvalid):  # one too large for int64 stays what it is
            column = column.cast(pa.int64())
        of = column.type
    gaps = column.null_count > 0
    if pa.types.is_string(of) or pa.types.is_large_string(of) or pa.types.is_null(of):
        return pd.Series(column.to_pandas(), dtype="str")
    if pa.types.is_integer(of) and of != pa.uint64():  # what hash() gives
        kept = {pa.int64(): pd.Int64Dtype()}.get
        numbers: pd.Series = column.cast(pa.int64()).to_pandas(types_mapper=kept)
        return numbers if gaps else numbers.astype("int64")
    if pa.types.is_boolean(of):
        return pd.Series(column.to_pandas(), dtype="boolean" if gaps else "bool")
    other: pd.Series = column.to_pandas()
    return other


@contextmanager
def errors(what: str = "this") -> Iterator[None]:
    """Turn DuckDB's errors into ours, with what can be done.

    Raises:
        FormatError: ``what`` is no SQL, or names what is not there.
        BanmianError: Anything else.
    """
    try:
        yield
    except (
        duckdb.ParserException,
        duckdb.BinderException,
        duckdb.CatalogException,
        duckdb.ConversionException,
        duckdb.InvalidInputException,
        duckdb.OutOfRangeException,
        duckdb.PermissionException,
    ) as error:
        if ".parquet/**" in str(error):  # a file that is gone is taken for a folder of files
            raise BanmianError(_gone(what, error)) from error
        views = ", ".join(("stories", "pages", "blocks", "articles", "passages", "words"))
        raise FormatError(
            f"{what} does not work: {_first_line(error)}; there are {views}, with facts "
            f"{', '.join(FACTS)}, and no other table or file"
        ) from error
    except duckdb.OutOfMemoryException as error:
        raise BanmianError(
            f"{what} needs more memory than it may take ({_first_line(error)}); narrow it, or "
            "open the archive with more, as Archive(path, memory='4GB')"
        ) from error
    except (duckdb.Error, OSError) as error:
        raise BanmianError(_gone(what, error)) from error


def _gone(what: str, error: Exception) -> str:
    return (
        f"{what} cannot be answered: {_first_line(error)}; if the archive was built anew since it "
        "was opened, open it again"
    )


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
