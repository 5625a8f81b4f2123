"""The shard function: some pages in, one file of each table out.

It is pure: the same pages and settings give the same files, whatever ran before, wherever it runs.
A shard is named by what is in it, so that a file that is there already need not be made again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types

from banmian.archive.folders import Folder, open_folder
from banmian.archive.layout import (
    file_name,
    from_parquet,
    merge,
    rows_of_pages,
    tables_of,
    to_parquet,
)
from banmian.archive.manifest import FORMAT, Failure, Shard
from banmian.archive.rows import Read, count_terms, make_tables
from banmian.archive.settings import Settings, check_worker
from banmian.archive.sources import Source, read_source
from banmian.page import BanmianError

LEAST_PAGES = 120
MOST_PAGES = 280
LEAST_BYTES = 2 * 2**20
MOST_BYTES = 9 * 2**19
_ONE_IN: Final = 80


def cut_sources(sources: Iterable[Source]) -> Iterable[list[Source]]:
    """Sources in order, in shards of about 200 pages or 4 MB.

    A shard of at least 120 pages or 2 MB ends before a page whose name has a certain hash, as one
    name in eighty has; at 280 pages or 4.5 MB, for which a worker needs 330 MB of memory, it
    ends anyway. So a page that is put in between moves no cut but those next to it.
    """
    shard: list[Source] = []
    size = 0
    for source in sources:
        enough = len(shard) >= LEAST_PAGES or size >= LEAST_BYTES
        full = len(shard) >= MOST_PAGES or size + source.size > MOST_BYTES
        if shard and (full or (enough and _may_begin(source.page))):
            yield shard
            shard, size = [], 0
        shard.append(source)
        size += source.size
    if shard:
        yield shard


def _may_begin(page: str) -> bool:
    return int(_hash(page)[:8], 16) % _ONE_IN == 0


def _hash(text: str) -> str:
    data = text.encode("utf-8", "surrogatepass")  # file names that are no text have surrogates
    return hashlib.blake2b(data, digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Task:
    """A shard to be made: small, and the same in another process.

    ``known`` says of pages in the archive as it stands which shard has them, and their digest.
    ``refused`` are pages not to be read. ``anew``: nothing that is there is taken over.
    ``attempt`` tells a second call from a first to executors that remember results.
    """

    number: int
    sources: tuple[Source, ...]
    settings: Settings
    out: str
    known: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    refused: tuple[Failure, ...] = ()
    anew: bool = False
    attempt: int = 0


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a task: the shard, the pages left out, and how many sources it had."""

    number: int
    shard: Shard
    failed: tuple[Failure, ...]
    pages: int


def build_shard(task: Task) -> Done:
    """Make the files of a shard, unless they are there; pages that cannot be read are left out.

    Rows of pages that have not changed are copied from the shard that has them.

    Args:
        task: One of those that `plan` gives.

    Returns:
        The shard with its pages, and those left out; few bytes, whatever the pages have.

    Raises:
        BanmianError: This process must not take part (`check_worker`), or a file cannot be
            written.

    >>> from banmian.archive import plan
    >>> [task] = plan("seeds", getfixture("tmp_path") / "archive")
    >>> done = build_shard(task)
    >>> list(done.shard.pages), done.failed
    (['000_36eec756fec64adf.txt'], ())
    """
    check_worker(task.settings)
    folder = open_folder(task.out)
    found, failed = _digest_sources(task)
    if not failed and _is_there(folder, task, found):
        return _done(task, found, failed)
    old = {page for page, digest in found.items() if task.known.get(page, ("",))[-1] == digest}
    read, unread = _read_sources(task, found.keys() - old, found)
    _take_out(unread, found)
    failed += unread
    if unread and _is_there(folder, task, found):
        return _done(task, found, failed)
    tables, broken = _make_sound_tables(read, task.settings)
    _take_out(broken, found)
    failed += broken
    try:
        parts = [tables, *_copied(folder, task, old)]
    except (pa.ArrowException, ValueError, KeyError, BanmianError):  # damaged, or older
        return build_shard(replace(task, known={}, anew=True))
    _write(folder, _shard_name(task.settings, found), parts, facts=task.settings.facts)
    return _done(task, found, failed)


def _take_out(failures: Iterable[Failure], found: dict[str, str]) -> None:
    for failure in failures:
        del found[failure.page]


def _write(folder: Folder, name: str, parts: Sequence[dict[str, Any]], *, facts: bool) -> None:
    whole = {table: merge(table, [part[table] for part in parts]) for table in parts[0]}
    whole["terms"] = count_terms(whole["words"], whole["pages"])
    for table in tables_of(facts=facts):
        folder.put(file_name(table, name), to_parquet(table, whole[table]))


def try_page(task: Task) -> None:
    """Read a task's pages and make their tables, only to see whether that can be done."""
    found, _ = _digest_sources(task)
    read, _ = _read_sources(task, set(found), found)
    _make_sound_tables(read, task.settings)


def _done(task: Task, found: Mapping[str, str], failed: Iterable[Failure]) -> Done:
    left_out = sorted([*task.refused, *failed], key=lambda failure: failure.page)
    shard = Shard(_shard_name(task.settings, found), found)
    return Done(task.number, shard, tuple(left_out), len(task.sources))


def _shard_name(settings: Settings, found: Mapping[str, str]) -> str:
    made = {**settings.description, "format": FORMAT}
    made["segmenter"] = {k: v for k, v in made["segmenter"].items() if k != "engine_note"}
    del made["lexicon"]  # its digest is in the segmenter's description
    return _hash(json.dumps([made, list(found.items())]))


def _is_there(folder: Folder, task: Task, found: Mapping[str, str]) -> bool:
    name = _shard_name(task.settings, found)
    tables = reversed(tables_of(facts=task.settings.facts))
    return not task.anew and all(folder.has(file_name(table, name)) for table in tables)


def _digest_sources(task: Task) -> tuple[dict[str, str], list[Failure]]:
    """The digest of each source that can be read, by page."""
    refused = {failure.page for failure in task.refused}
    settings = task.settings
    found: dict[str, str] = {}
    failed = []
    for source in task.sources:
        if source.page not in refused:
            try:
                digest = source.digest(settings.limit)
            except Exception as error:  # whatever is wrong with a page, the others go on
                failed.append(_failure(source, error))
            else:
                named = settings.encoding and f"{digest} {settings.encoding}"
                found[source.page] = _hash(named) if named else digest
    return found, failed


def _read_sources(
    task: Task, wanted: set[str], digests: Mapping[str, str]
) -> tuple[list[Read], list[Failure]]:
    read, failed = [], []
    for source in task.sources:
        if source.page in wanted:
            try:
                page = read_source(
                    source, limit=task.settings.limit, encoding=task.settings.encoding
                )
            except Exception as error:  # as in _digest_sources
                failed.append(_failure(source, error))
            else:
                read.append(Read(source, digests[source.page], page))
    return read, failed


def _failure(source: Source, error: Exception) -> Failure:
    return Failure(source.page, type(error).__name__, str(error))


def _make_sound_tables(
    read: Sequence[Read], settings: Settings
) -> tuple[dict[str, Any], list[Failure]]:
    """The tables of the pages that have them; one page's trouble is not the others'."""
    try:
        return make_tables(read, settings), []
    except Exception:
        sound, failed = [], []
        for one in read:
            try:
                make_tables([one], settings)
            except Exception as error:  # as in _digest_sources
                failed.append(_failure(one.source, error))
            else:
                sound.append(one)
        return make_tables(sound, settings), failed


def _copied(folder: Folder, task: Task, old: Iterable[str]) -> Iterable[dict[str, Any]]:
    """For each shard that has some of the ``old`` pages, its tables' rows of them."""
    of_shard: dict[str, list[str]] = {}
    for page in old:
        of_shard.setdefault(task.known[page][0], []).append(page)
    for shard, pages in of_shard.items():
        yield {
            table: rows_of_pages(_stored(folder, table, shard), pages)
            for table in tables_of(facts=task.settings.facts)
            if table != "terms"  # it does not say which rows are of which page
        }


def _stored(folder: Folder, table: str, shard: str) -> Any:
    data = folder.get(file_name(table, shard))
    if data is None:
        raise KeyError(file_name(table, shard))
    return from_parquet(table, data)
