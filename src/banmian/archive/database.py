"""The tables of an archive as DuckDB sees them: its files, read-only, and no other file.

A `Database` lives in memory beside the files and has one schema for every choice of stories
(`View`), each with the same views: pages, blocks, articles, passages, words, terms, stories, and
the tables of facts. A name in a query therefore means the rows of that choice. What is asked is
left to `counting` and `places`.
"""

from __future__ import annotations

import glob
import os
import secrets
import shutil
import tempfile
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final

import duckdb
import fsspec
import pandas as pd
import pyarrow as pa

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

_PERIOD: Final = {"year": 4, "month": 7}
"""Characters of an ISO date that name the year, and the month."""

_OF_STORIES: Final = (
    *("kind", "label", "kicker", "headline", "deck", "byline", "agency", "place", "date"),
    *("paragraphs", "rejoined", "characters", "start", "end", "confidence", "words"),
)


_HELD: Final = 256
"""Most shards of which the terms are held in memory, in the order of words.

Of 111 shards (199,153 stories) that took 1 s and 81 MB once, and a trend 2 ms after that instead of
58 ms (CPU time).
"""

STORY_COLUMNS: Final = ("paper", "issue_date", "number", *_PERIOD, *_OF_STORIES)
"""What the view ``stories`` says of a story, beside its page and article."""

_STORIES: Final = (
    "SELECT pages.page, article, paper, issue_date, number, "
    + ", ".join(f"issue_date[1:{length}] AS {name}" for name, length in _PERIOD.items())
    + ", "
    + ", ".join(f'articles."{column}"' for column in _OF_STORIES)
    + " FROM pages LEFT JOIN articles USING (page)"
)
"""One row a story with what is known of its page, and one for a page without stories."""


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
        options = {**_SETTINGS, "memory_limit": memory, "temp_directory": spill}
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
            empty = [f"NULL::{sql_type(of)} AS {_quoted(of.name)}" for of in SCHEMAS[table]]
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


@dataclass(frozen=True, eq=False)
class View:
    """A choice of stories: the schema with its tables, the shards that hold it, its conditions.

    In all but the first choice, the schema's table ``chosen`` has a row for each story (page and
    article), and one (article null) for each page that has such a story, or that has none but
    meets the condition: what is of no story, such as furniture, goes with its page.
    """

    database: Database
    schema: str
    shards: tuple[str, ...]
    conditions: tuple[str, ...] = ()
    kept: dict[str, pd.DataFrame] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        """Whether nothing is left out."""
        return not self.conditions

    @classmethod
    def of_all(cls, database: Database) -> View:
        """All stories."""
        shards = tuple(shard.name for shard in database.manifest.shards)
        view = cls(database, database.new_schema(), shards)
        view._make_views()
        return view

    def narrow(self, condition: str) -> View:
        """The stories for which an SQL condition on the view ``stories`` is true.

        Raises:
            FormatError: It is no condition, or DuckDB cannot work it out.
        """
        with errors(f"the condition {condition!r}"):
            truth = str(duckdb.SQLExpression(condition))
        return self._choose(f"SELECT page, article FROM stories WHERE {truth}", condition)

    def without(self, other: View) -> View:
        """The stories that another choice of the same database does not have."""
        if other.database is not self.database:
            raise FormatError(
                "these stories are of another archive object; choose both from one Archive"
            )
        query = (
            f"SELECT page, article FROM stories WHERE article IS NOT NULL AND NOT EXISTS ("
            f"FROM {other.schema}.stories AS other WHERE other.page = stories.page "
            "AND other.article = stories.article)"
        )
        return self._choose(query, f"NOT ({' AND '.join(other.conditions) or 'true'})")

    def leave_out(self, stories: pd.DataFrame) -> View:
        """The stories that a table, by its columns page and article, does not name."""
        named = pa.table(
            {
                "page": pa.array(stories["page"].astype("str"), pa.string()),
                "article": pa.array(stories["article"].astype("Int64"), pa.int64()),
            }
        )
        schema = self.database.new_schema()
        cursor = self.database.cursor(schema)
        cursor.register("named", named)
        cursor.execute(f"CREATE TABLE {schema}.left_out AS FROM named")
        cursor.unregister("named")
        query = (
            "SELECT page, article FROM stories WHERE article IS NOT NULL AND NOT EXISTS ("
            f"FROM {schema}.left_out AS other WHERE other.page = stories.page "
            "AND other.article = stories.article)"
        )
        return self._choose(query, f"none of {len(stories):,} stories")

    def _choose(self, query: str, condition: str) -> View:
        database = self.database
        schema = database.new_schema()
        chosen = (
            f"CREATE TABLE {schema}.chosen AS WITH found AS MATERIALIZED ({query}) "
            "SELECT * FROM found WHERE article IS NOT NULL UNION ALL "
            "SELECT DISTINCT page, NULL FROM found"
        )
        with errors(f"the condition {condition!r}"):
            database.cursor(self.schema).execute(chosen)
        pages = self.rows(f"SELECT page FROM {schema}.chosen WHERE article IS NULL")
        held = {database.shard_of[page] for (page,) in pages}
        shards = tuple(shard for shard in self.shards if shard in held)
        view = View(database, schema, shards, (*self.conditions, condition))
        view._make_views()
        return view

    def _make_views(self) -> None:
        cursor = self.database.cursor(self.schema)
        with errors():
            for table in self.database.tables:
                if table == "terms":  # counts of whole shards, which no choice can narrow
                    continue
                columns = ", ".join(_quoted(column.name) for column in SCHEMAS[table])
                text = ", text" if table == "blocks" else ""
                cursor.execute(
                    f"CREATE VIEW {table} AS SELECT {columns}{text} FROM {self.source(table)}"
                )
            cursor.execute(f"CREATE VIEW stories AS {_STORIES}")

    def source(self, table: str, shards: Sequence[str] | None = None) -> str:
        """SQL for the rows of a table that are chosen, of some shards or of all."""
        rows = self.database.files(table, self.shards if shards is None else shards)
        if table == "blocks":
            texts = self.database.files("pages", self.shards if shards is None else shards)
            rows = (
                "(SELECT blocks.*, pages.text[blocks.start + 1 : blocks.end] AS text "
                f"FROM {rows} AS blocks JOIN {texts} AS pages USING (page))"
            )
        if self.whole:
            return rows
        article = "NULL" if table == "pages" else "rows.article"
        return (
            f"(SELECT rows.* FROM {rows} AS rows SEMI JOIN {self.schema}.chosen AS chosen ON "
            f"rows.page = chosen.page AND chosen.article IS NOT DISTINCT FROM {article})"
        )

    def files(self, table: str) -> str:
        """SQL for all rows of a table in the shards of this choice, also those not chosen."""
        return self.database.files(table, self.shards)

    def in_order(self, table: str, columns: Sequence[str]) -> str:
        """A query for these columns of a table, its rows as they lie in the files."""
        names = ", ".join(map(_quoted, columns))
        return f"SELECT {names} FROM {self.source(table)} ORDER BY page, file_row_number"

    def terms(self) -> str:
        """SQL for the table of terms of a whole archive, held in memory where that is possible."""
        if len(self.shards) > _HELD:
            return self.files("terms")
        self.keep("held_terms", f"FROM {self.files('terms')} ORDER BY token")
        return "held_terms"

    def keep(self, name: str, query: str) -> None:
        """Have what a query finds as a table of this schema, from the first call on."""
        with errors():
            self.database.cursor(self.schema).execute(
                f"CREATE TABLE IF NOT EXISTS {name} AS {query}"
            )

    def stories_of(self, pages: Sequence[str], columns: Sequence[str]) -> pd.DataFrame:
        """Page, article and these columns of the stories of some pages."""
        held = {self.database.shard_of[page] for page in pages}
        shards = [shard for shard in self.shards if shard in held]
        names = ", ".join(map(_quoted, columns))
        return self.frame(
            f"WITH pages AS (SELECT * FROM {self.source('pages', shards)}), "
            f"articles AS (SELECT * FROM {self.source('articles', shards)}) "
            f"SELECT page, article, {names} FROM ({_STORIES}) "
            "WHERE article IS NOT NULL AND page IN (SELECT unnest(?))",
            [list(pages)],
        )

    def rows(self, query: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """The rows that a query of ours finds."""
        with errors():
            return self.database.cursor(self.schema).execute(query, parameters).fetchall()

    def arrow(self, query: str, parameters: Sequence[object] = ()) -> Table:
        """The table that a query of ours finds."""
        with errors():
            found = self.database.cursor(self.schema).sql(query, params=parameters or None)
            return found.to_arrow_table()

    def frame(self, query: str, parameters: Sequence[object] = ()) -> pd.DataFrame:
        """The table that a query of ours finds, as pandas has it."""
        return to_frame(self.arrow(query, parameters))

    def ask(self, query: str, parameters: Sequence[object]) -> pd.DataFrame:
        """The table that somebody's query finds; nothing but a SELECT is run."""
        cursor = self.database.cursor(self.schema)
        with errors(f"the query {query!r}"):
            statements = cursor.extract_statements(query)
            if [s.type for s in statements] != [duckdb.StatementType.SELECT]:
                kinds = ", ".join(statement.type.name for statement in statements) or "nothing"
                raise FormatError(
                    f"sql got {kinds}, expected one SELECT; an archive is changed by build alone"
                )
            found = cursor.sql(query, params=list(parameters) or None)
            return to_frame(found.to_arrow_table())


def sql_type(column: Any) -> str:
    """DuckDB's name for the type of a column of Parquet."""
    of = column.type
    return "BIGINT[]" if pa.types.is_list(of) else _SQL_TYPES[str(of)]


def literal(text: str) -> str:
    """A string as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def to_frame(table: Table) -> pd.DataFrame:
    """An Arrow table as pandas has it: str, int64 or with gaps Int64, float64, bool or boolean.

    Whatever else SQL can make (dates, lists) is as pandas takes it.
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
        column = column.cast(pa.int64())
        of = column.type
    gaps = column.null_count > 0
    if pa.types.is_string(of) or pa.types.is_large_string(of) or pa.types.is_null(of):
        return pd.Series(column.to_pandas(), dtype="str")
    if pa.types.is_integer(of):
        numbers = column.cast(pa.int64()).to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get)
        return numbers if gaps else numbers.astype("int64")
    if pa.types.is_boolean(of):
        return pd.Series(column.to_pandas(), dtype="boolean" if gaps else "bool")
    return column.to_pandas()


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
    except duckdb.Error as error:
        raise BanmianError(
            f"{what} cannot be answered: {_first_line(error)}; if the archive was built anew, "
            "open it again"
        ) from error


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
