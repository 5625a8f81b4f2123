"""What an export says of itself: which table it is, by which version, from which text, how.

Whoever finds the file in five years has nothing but the file. So it carries a codebook of its
columns, the settings that the table was made with (its ``attrs``) and digests of the pages.
There is no date in it: the same table gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from typing import Any, Final

import pandas as pd

from banmian.exports.codebook import kind_of, meaning_of
from banmian.page import Page, TableError
from banmian.tables.pages import named_pages, page_digest, source_digest

FORMAT: Final = 1
"""Version of what is written about a table."""


def about(
    table: pd.DataFrame,
    columns: Sequence[str],
    dtypes: Sequence[str],
    index: Sequence[str | None],
    pages: Iterable[Page] | None,
) -> dict[str, Any]:
    """What is to be told of a table, as JSON values.

    ``columns`` are those written, with their ``dtypes``; the first of them are the index, whose
    own names are ``index``.

    Raises:
        TableError: The settings are no JSON values, or the table is of other pages.
    """
    kind = kind_of(table.columns)
    return {
        "banmian_export": FORMAT,
        "banmian": version("banmian"),
        "table": kind,
        "rows": len(table),
        "index": list(index),
        "columns": [
            {"name": name, "dtype": dtype, "meaning": meaning_of(name, kind)}
            for name, dtype in zip(columns, dtypes, strict=True)
        ],
        "settings": _settings(table.attrs),
        "source": _source(table, pages),
    }


def _settings(attrs: Mapping[Any, Any]) -> dict[str, Any]:
    try:
        settings: dict[str, Any] = json.loads(json.dumps(attrs, allow_nan=False))
    except (TypeError, ValueError) as error:
        raise TableError(
            f"the table's attrs cannot be written: {error}; expected text, whole numbers, true, "
            "false and None, in lists and dictionaries"
        ) from error
    return settings


def _source(table: pd.DataFrame, pages: Iterable[Page] | None) -> dict[str, Any]:
    told = table.attrs.get("source")
    if pages is None:
        return {"sha256": told, "pages": None}
    given = list(named_pages(pages))
    digest = source_digest(page for _, page in given)
    if told is not None and told != digest:
        raise TableError(
            f"the table was made from pages with the digest {told}, those given have {digest}; "
            "give the pages that the table was made from, all of them and no others"
        )
    _check_names(table, [name for name, _ in given])
    return {"sha256": digest, "pages": [_described(name, page) for name, page in given]}


def _check_names(table: pd.DataFrame, names: Sequence[str]) -> None:
    if "page" in table.columns:
        unknown = sorted(set(table["page"].dropna().astype(str)) - set(names))
        if unknown:
            raise TableError(
                f"the table names the page {unknown[0]!r}, and the pages given are "
                f"{', '.join(map(repr, names[:5])) or 'none'}; give those it was made from"
            )


def _described(name: str, page: Page) -> dict[str, Any]:
    return {
        "page": name,
        "sha256": page_digest(page),
        "characters": len(page.text),
        "paper": page.paper,
        "issue_date": None if page.issue_date is None else page.issue_date.isoformat(),
        "encoding": page.encoding,
        "corrections": len(page.fixes),
    }
