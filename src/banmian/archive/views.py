"""Choices of stories: for each a schema of the database in which names mean the rows chosen.

There are the views pages, blocks (with their text), articles, passages, words, stories, and the
tables of facts. `View` narrows, and runs what is asked of a choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import duckdb
import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types

from banmian.archive.database import Database, Table, errors, quoted, to_frame
from banmian.archive.layout import SCHEMAS
from banmian.page import FormatError, TableError

_PERIOD: Final = {"year": 4, "month": 7}
"""Characters of an ISO date that name the year, and the month."""

_OF_STORIES: Final = (
    *("kind", "label", "kicker", "headline", "deck", "byline"),
    *("agency", "dateline_place", "dateline_date", "paragraphs", "rejoined", "characters"),
    *("start", "end", "confidence", "words"),
)


_HELD: Final = 256
"""Most shards of which the terms are held in memory, in the order of words.

Of 111 shards (199,153 stories) that took 1 s and 81 MB once, and a trend 2 ms after that instead of
58 ms (CPU time).
"""

STORY_COLUMNS: Final = ("paper", "issue_date", "number", *_PERIOD, *_OF_STORIES)
"""What the view ``stories`` says of a story, beside its page and article."""

_STORIES: Final = (
    "SELECT pages.page, article, pages.paper, pages.issue_date, number, "
    + ", ".join(f"pages.issue_date[1:{length}] AS {name}" for name, length in _PERIOD.items())
    + ", "
    + ", ".join(f'articles."{column}"' for column in _OF_STORIES)
    + " FROM pages LEFT JOIN articles USING (page)"
)
"""One row a story with what is known of its page, and one for a page without stories."""


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
        """The stories that another choice of the same database does not have.

        Raises:
            FormatError: The other is of another database.
        """
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
        """The stories that a table, by its columns page and article, does not name.

        Raises:
            TableError: The table lacks a column.
        """
        lacking = [name for name in ("page", "article") if name not in stories.columns]
        if lacking:
            raise TableError(
                f"without got a table that lacks {', '.join(lacking)}; expected the columns page "
                "and article, which name stories"
            )
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
                columns = ", ".join(quoted(column.name) for column in SCHEMAS[table])
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
        names = ", ".join(map(quoted, columns))
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
        names = ", ".join(map(quoted, columns))
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
