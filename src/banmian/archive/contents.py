"""What an archive holds, read back as it was before it was stored: its pages and tables."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, cast

import pandas as pd

from banmian.archive.layout import SCHEMAS
from banmian.archive.manifest import Manifest
from banmian.archive.views import View
from banmian.measures.counting import check_choice
from banmian.page import Fix, FormatError, Page, PageNotFound
from banmian.parsing import parse_page
from banmian.tables.columns import COLUMNS
from banmian.words import Granularity, Lexicon, Segmenter

_OF_PAGES: Final = [name for name in SCHEMAS["pages"].names if name not in ("text", "fixes")]
_DTYPES: Final = {"string": "str", "int64": "int64"}


def summary(view: View) -> str:
    """How much a choice of stories is: pages, stories, words, years."""
    pages, first, last = view.rows(
        "SELECT count(DISTINCT page), min(year), max(year) FROM stories"
    )[0]
    stories, words = view.rows("SELECT count(*), coalesce(sum(words), 0) FROM articles")[0]
    years = "no dates" if first is None else first if first == last else f"{first} to {last}"
    return f"{pages:,} pages, {stories:,} stories, {words:,} words, {years}"


def failed(manifest: Manifest) -> pd.DataFrame:
    """`Archive.failed`."""
    names = ("page", "error", "message")
    rows = [[getattr(one, name) for name in names] for one in manifest.failed]
    return pd.DataFrame(rows, columns=list(names), dtype="str")


def table(view: View, name: str) -> pd.DataFrame:
    """`Archive.table`."""
    tables = [table for table in view.database.tables if table in COLUMNS]
    check_choice(name, tables, "the table")
    return _read(view, name, {c: column.dtype for c, column in COLUMNS[name].items()})


def pages(view: View) -> pd.DataFrame:
    """`Archive.pages`."""
    dtypes = {name: _DTYPES[str(SCHEMAS["pages"].field(name).type)] for name in _OF_PAGES}
    return _read(view, "pages", {**dtypes, "number": "Int64"})


def _read(view: View, name: str, dtypes: dict[str, str]) -> pd.DataFrame:
    return view.frame(view.in_order(name, list(dtypes))).astype(dtypes)


def page(view: View, name: str) -> Page:
    """`Archive.page`: the stored text parsed anew, and its blocks compared with those stored."""
    database = view.database
    if name not in database.shard_of:
        raise PageNotFound(f"the archive has no page {name!r}; pages() has their names")
    shard = [database.shard_of[name]]
    text, paper, issue_date, encoding, notes, fixes = view.rows(
        "SELECT text, paper, issue_date, encoding, notes, fixes "
        f"FROM {database.files('pages', shard)} WHERE page = ?",
        [name],
    )[0]
    corrections = tuple(Fix(**fix) for fix in json.loads(fixes or "[]"))
    read = parse_page(text, name=name, paper=paper, issue_date=issue_date, fixes=corrections)
    blocks = view.rows(
        f'SELECT "start", "end", role, article FROM {database.files("blocks", shard)} '
        "WHERE page = ? ORDER BY block",
        [name],
    )
    if blocks != [(b.start, b.end, b.role, b.article) for b in read.blocks]:
        raise FormatError(
            f"{name} was read otherwise by banmian {database.manifest.settings['banmian']}, which "
            "built the archive; build it anew with resume=False"
        )
    return replace(read, encoding=encoding, notes=tuple((notes or "").splitlines()))


def cutter(settings: Mapping[str, Any]) -> Segmenter:
    """What cuts as the archive of these settings was cut; which engine does it changes no token.

    Raises:
        FormatError: It was cut with another segmenter, or another lexicon, than is here.
    """
    made: dict[str, Any] = settings["segmenter"]
    entries = settings["lexicon"]
    lexicon = None if entries is None else Lexicon.of(tuple(entry) for entry in entries)
    found = Segmenter(lexicon, cast("Granularity", made["granularity"]), made["hmm"])
    here = found.description
    for key in ("segmenter", "lexicon"):
        if here[key] != made[key]:
            raise FormatError(
                f"the archive was cut with {key} {made[key]!r}, here it is {here[key]!r}; "
                "install the version of then, or build the archive anew"
            )
    return found
