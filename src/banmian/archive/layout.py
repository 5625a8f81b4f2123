"""The tables of an archive as Parquet: columns, order of rows, and bytes that tell nothing else."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any, Final

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pyarrow.parquet as pq  # type: ignore[import-untyped]  # as above

from banmian.tables.columns import COLUMNS

_TYPES: Final = {
    "str": pa.string(),
    "int64": pa.int64(),
    "Int64": pa.int64(),
    "float64": pa.float64(),
    "bool": pa.bool_(),
}

FACTS: Final = (
    "quantities", "dates", "people", "places", "organisations", "speeches", "claims", "comparisons",
)  # fmt: skip
"""The tables that are made if facts are asked for."""


def _declared(table: str) -> dict[str, Any]:
    return {name: _TYPES[column.dtype] for name, column in COLUMNS[table].items()}


_STORY: Final = {"page": pa.string(), "article": pa.int64(), "role": pa.string()}

SCHEMAS: Final[Mapping[str, Any]] = {
    table: pa.schema(columns)
    for table, columns in {
        "pages": {
            "page": pa.string(),
            "digest": pa.string(),
            "bytes": pa.int64(),
            "encoding": pa.string(),
            "paper": pa.string(),
            "issue_date": pa.string(),
            "issue_date_from": pa.string(),
            "number": pa.int64(),
            "characters": pa.int64(),
            "articles": pa.int64(),
            "words": pa.int64(),
            "notes": pa.string(),
            "text": pa.string(),
            "fixes": pa.string(),
        },
        "blocks": {name: of for name, of in _declared("blocks").items() if name != "text"},
        "articles": {**_declared("articles"), "words": pa.int64()},
        "passages": {
            **_STORY,
            "paragraph": pa.int64(),
            "spans": pa.list_(pa.int64()),
            "text": pa.string(),
        },
        "words": {"token": pa.string(), **_STORY, "count": pa.int64()},
        "terms": {
            "token": pa.string(),
            "paper": pa.string(),
            "month": pa.string(),
            "count": pa.int64(),
            "articles": pa.int64(),
        },
        **{table: _declared(table) for table in FACTS},
    }.items()
}
"""Columns and types of every table; nothing is dictionary-encoded to who reads them."""

_ORDER: Final = {"words": ("token", "page", "article", "role")}
"""The order of rows where it is not that of the pages."""

_ROWS: Final = {
    "words": 8192, "terms": 2048, "passages": 500, "pages": 100, "articles": 1000, "blocks": 4096,
}  # fmt: skip
"""Rows that are read together, at least: so many give the shortest look-up of a word and a story
in 111 shards with 57 million rows of words."""

_FACT_ROWS: Final = 4096

_LONG: Final = ("text", "spans", "notes", "fixes")
"""Columns whose values are mostly different from each other, and which nobody sorts by."""


def tables_of(*, facts: bool) -> tuple[str, ...]:
    """The tables of an archive; pages is the last to be written, and tells that all are there."""
    return ("blocks", "articles", "passages", "words", "terms", *(FACTS if facts else ()), "pages")


def file_name(table: str, shard: str) -> str:
    """Where a table of a shard lies below the archive's folder."""
    return f"{table}/{shard}.parquet"


def merge(table: str, parts: Sequence[Any]) -> Any:
    """One table of several that hold different pages, in the table's order."""
    if len(parts) == 1:
        return parts[0]
    order = [(column, "ascending") for column in _ORDER.get(table, ("page",))]
    return pa.concat_tables(parts).sort_by(order)  # a stable sort: pages keep their rows' order


def rows_of_pages(table: Any, pages: Sequence[str]) -> Any:
    """The rows of these pages."""
    return table.filter(pa.compute.is_in(table["page"], value_set=pa.array(pages, pa.string())))


def to_parquet(table: str, rows: Any) -> bytes:
    """The bytes of a file; the same rows give the same bytes."""
    file = io.BytesIO()
    short = [name for name in rows.schema.names if name not in _LONG]
    pq.write_table(
        rows.combine_chunks(),
        file,
        row_group_size=_ROWS.get(table, _FACT_ROWS),
        compression="zstd",
        use_dictionary=short,
        write_statistics=short,
    )
    return file.getvalue()


def from_parquet(table: str, data: bytes) -> Any:
    """The table of a file.

    Raises:
        pyarrow.ArrowException: The file is damaged, or of another schema.
    """
    return pq.read_table(io.BytesIO(data)).cast(SCHEMAS[table])
