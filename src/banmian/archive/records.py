"""Pages in tables: records of date, page, title and text, as JSON lines or in Parquet.

A record has ``text``, and may have ``date`` (an ISO date, with a time or without), ``page`` (its
number), ``paper`` and ``title``; other keys say nothing. Its page is the title, an empty line and
the text; a title that the text begins with already is not set twice. Offsets are those of the
text so composed. Each record is a page of its own, named by its number, also where several have
the same date and page: such files hold a story a record, and which stories stood side by side
is for ``issue_date`` and ``number`` to tell.

Left alone, on purpose: other names of the columns, and JSON that is not UTF-8.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
import math
import os
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import IO, Any, Final, cast

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from banmian.archive.storage import Part, fetch, is_remote, open_file, storage_errors
from banmian.archive.templates import Told
from banmian.page import BanmianError, FormatError
from banmian.reading import DEFAULT_LIMIT

_COLUMNS: Final = {"date", "page", "paper", "title", "text"}
_BATCH: Final = 4 * 2**20
"""Bytes of Parquet rows that are unpacked together."""

_KEPT: Final = 16 * 2**20
"""Bytes of records that are kept: those of a shard, which are digested first and then read."""

_lock = threading.Lock()
"""Held while a file that threads share is moved to a record and read."""


@dataclass(frozen=True, slots=True)
class Line:
    """Where the line of a record lies; in a ``.gz`` file, in what it unpacks to."""

    offset: int
    length: int

    def read(self, url: str, limit: int) -> bytes:
        """The line, but no more than ``limit`` + 1 bytes of it.

        In a ``.gz`` file all lines between it and the one read last in this process are unpacked
        too, or all from the beginning to go back: read such a file in order.
        """
        length = min(self.length, limit + 1)
        if not url.lower().endswith(".gz"):
            return fetch(url, self.offset, length)
        with _lock, storage_errors(url):
            version = _version(url)
            return _recent.get((version, self, length), partial(_read_line, version, self, length))


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a Parquet file: number of its group, and within the group, from 0."""

    group: int
    row: int

    def read(self, url: str, limit: int) -> bytes:
        """The row as JSON, as a line would have it.

        The rows between it and the one read last in this process are unpacked too, or all from
        the beginning of the group to go back.
        """
        with _lock, storage_errors(url):
            version = _version(url)
            data = _recent.get((version, self), partial(_read_row, version, self))
        return data[: limit + 1]


@dataclass(frozen=True, slots=True)
class Record:
    """The text of a record's page, and what the record tells of it."""

    text: str
    told: Told


def list_lines(url: str) -> Iterator[Part]:
    """The records of a file of JSON lines, numbered by their lines from 1; empty lines are none.

    A line that is no record is a fault, and the lines behind it go on. A line longer than
    `DEFAULT_LIMIT` is not looked into, so that paper, day and number of its page stay unknown.
    """
    number = 0
    try:
        with storage_errors(url), _open_lines(url) as file:
            for number, (line, data) in enumerate(_lines(file), 1):
                if data is None:
                    yield Part(_name(number), line.length, line)
                elif not data.isspace():
                    yield _part(number, line.length, line, partial(_told_by_line, data))
    except BanmianError as error:
        yield Part(_name(number + 1), 0, fault=f"it cannot be read on from here: {error.__cause__}")


def list_rows(url: str) -> Iterator[Part]:
    """The records of a Parquet file, numbered by their rows from 1.

    A row's size is the mean of its group, for the texts are not read.
    """
    number = 0
    try:
        with storage_errors(url), _open_parquet(url) as file:
            names = sorted(_columns(file) - {"title", "text"})
            for group in range(file.num_row_groups):
                size = _row_size(file, group)
                for row, record in enumerate(_records(file, group, names)):
                    number += 1
                    yield _part(number, size, Row(group, row), partial(_told, record))
    except BanmianError as error:
        yield Part(
            _name(number + 1),
            0,
            fault=f"it cannot be read on from here: {error.__cause__ or error}",
        )


def read_record(data: bytes) -> Record:
    r"""The page that the JSON of a record describes.

    Raises:
        FormatError: It is no JSON object with a text, or has a value of another kind.

    >>> read_record('{"title": "新桥通车", "text": "昨日通车。"}'.encode()).text
    '新桥通车\n\n昨日通车。'
    """
    try:
        record = json.loads(data)  # which passes over a byte order mark
    except (ValueError, RecursionError) as error:
        raise FormatError(f"it is no JSON that can be read: {error}") from error
    if not isinstance(record, dict):
        raise FormatError(f"it is a JSON {type(record).__name__}, expected an object with a text")
    if "text" not in record:
        keys = ", ".join(map(repr, list(record)[:8])) or "none"
        raise FormatError(f"the record has no 'text'; its keys are {keys}")
    text, title = _string(record, "text"), _string(record, "title")
    if text is None:
        raise FormatError(f"its text is {record['text']!r}, expected a string")
    return Record(f"{title}\n\n{text}" if _adds(title, text) else text, _told(record))


def _told(record: Mapping[str, Any]) -> Told:
    return Told(
        paper=_string(record, "paper"),
        issue_date=_date(record.get("date")),
        number=_number(record.get("page")),
    )


def _adds(title: str | None, text: str) -> bool:
    """Whether the title is one, and is not the first line of the text already."""
    title = (title or "").strip()
    rest = text.lstrip().removeprefix(title) if text.lstrip().startswith(title) else "…"
    return bool(title) and re.match(r"[^\S\r\n]*([\r\n]|$)", rest) is None


def _part(number: int, size: int, member: Line | Row, tell: Callable[[], Told]) -> Part:
    try:
        return Part(_name(number), size, member, tell())
    except FormatError as error:
        return Part(_name(number), size, member, fault=str(error))


def _told_by_line(data: bytes) -> Told:
    return read_record(data).told


class _Recent:
    """What was read last: to go back in a packed file is to unpack it from its beginning."""

    def __init__(self) -> None:
        self._kept: dict[object, bytes] = {}  # in the order of reading
        self._size = 0

    def get(self, key: object, read: Callable[[], bytes]) -> bytes:
        if key in self._kept:
            return self._kept[key]
        data = self._kept[key] = read()
        self._size += len(data)
        while self._size > _KEPT:
            self._size -= len(self._kept.pop(next(iter(self._kept))))
        return data


_recent: Final = _Recent()


def _read_line(version: tuple[str, object], line: Line, length: int) -> bytes:
    file = _unpacked(version)
    file.seek(line.offset)
    return file.read(length)


def _read_row(version: tuple[str, object], row: Row) -> bytes:
    return json.dumps(_rows(version).read(row), ensure_ascii=False, default=str).encode()


class _Rows:
    """A Parquet file that is read forward, a few rows at a time."""

    def __init__(self, url: str) -> None:
        self._file = _open_parquet(url)
        self._columns = sorted(_columns(self._file))
        self._group, self._first = -1, 0
        self._batches: Iterator[Any] = iter(())
        self._batch: Any = None

    def read(self, place: Row) -> dict[str, Any]:
        if place.group != self._group or place.row < self._first:
            self._rewind(place.group)
        while place.row >= self._first + self._batch.num_rows:
            self._first, self._batch = self._first + self._batch.num_rows, next(self._batches)
        return cast("dict[str, Any]", self._batch.slice(place.row - self._first, 1).to_pylist()[0])

    def _rewind(self, group: int) -> None:
        self._group = -1  # until its first rows are there
        self._batches = _batches(self._file, group, self._columns)
        self._batch = next(self._batches)
        self._group, self._first = group, 0


@lru_cache(maxsize=1)
def _rows(version: tuple[str, object]) -> _Rows:
    return _Rows(version[0])


@lru_cache(maxsize=1)
def _unpacked(version: tuple[str, object]) -> gzip.GzipFile:
    url = version[0]
    return gzip.GzipFile(fileobj=open_file(url)) if is_remote(url) else gzip.GzipFile(url)


def _version(url: str) -> tuple[str, object]:
    """The file, and what tells it from the one that had its name before (of a local one)."""
    if is_remote(url):
        return url, None
    about = os.stat(url)
    return url, (about.st_ino, about.st_size, about.st_mtime_ns)


@contextmanager
def _open_lines(url: str) -> Iterator[IO[bytes]]:
    with open_file(url) as file:
        if url.lower().endswith(".gz"):
            with gzip.GzipFile(fileobj=file) as unpacked:
                yield cast("IO[bytes]", unpacked)
        else:
            yield file


def _lines(file: IO[bytes]) -> Iterator[tuple[Line, bytes | None]]:
    """Place and bytes of every line; of one that is too long, only its place."""
    offset = 0
    while line := file.readline(DEFAULT_LIMIT + 1):
        length, data = len(line), line if len(line) <= DEFAULT_LIMIT else None
        while not line.endswith(b"\n") and (line := file.readline(2**20)):
            length += len(line)
        yield Line(offset, length), data
        offset += length


def _open_parquet(url: str) -> Any:
    """The file, read as it goes: else a group of rows is held whole.

    Over a group of 400,000 texts, 845 MB unpacked, 84 MB came on top instead of 870.
    """
    source = open_file(url) if is_remote(url) else url
    return pq.ParquetFile(source, pre_buffer=False, buffer_size=2**16)


def _columns(file: Any) -> set[str]:
    """The columns that tell something.

    Raises:
        FormatError: Those of text and date are not there, or the texts are no strings.
    """
    schema = file.schema_arrow
    lacking = [name for name in ("date", "text") if name not in schema.names]
    if lacking:
        raise FormatError(
            f"the table has no column {' and no column '.join(map(repr, lacking))}; it has "
            + ", ".join(map(repr, schema.names))
        )
    kind = schema.field("text").type
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
        raise FormatError(f"the column 'text' holds {kind}, expected strings")
    return set(schema.names) & _COLUMNS


def _row_size(file: Any, group: int) -> int:
    about = file.metadata.row_group(group)
    return int(about.total_byte_size // max(1, about.num_rows))


def _batches(file: Any, group: int, columns: list[str]) -> Iterator[Any]:
    rows = max(1, _BATCH // max(1, _row_size(file, group)))
    batches: Iterator[Any] = file.iter_batches(
        rows, row_groups=[group], columns=columns, use_threads=False
    )
    return batches


def _records(file: Any, group: int, columns: list[str]) -> Iterator[dict[str, Any]]:
    for batch in _batches(file, group, columns):
        yield from batch.to_pylist()


def _name(number: int) -> str:
    return f"#{number:07}"  # seven digits keep ten million records in order


def _is_missing(value: object) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))


def _string(record: Mapping[str, Any], key: str) -> str | None:
    value = record.get(key)
    if _is_missing(value):
        return None
    if not isinstance(value, str):
        raise FormatError(f"its {key} is {value!r:.40}, expected a string")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise FormatError(
            f"its {key} has half a surrogate pair at character {error.start}, which is no text"
        ) from error
    return value


def _date(value: object) -> str | None:
    """An ISO date of ``2020-11-03``, ``20201103`` (a number too) or these with a time behind."""
    if _is_missing(value) or value == "":
        return None
    value = int(value) if isinstance(value, float) and value.is_integer() else value
    day = str(value).strip()
    try:
        return dt.date.fromisoformat(re.split("[T ]", day, maxsplit=1)[0]).isoformat()
    except ValueError as error:
        raise FormatError(f"its date is {value!r:.40}, expected one like '2020-11-03'") from error


def _number(value: object) -> int | None:
    """The number of a page; None for what is no plain number, such as A03."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    digits = str(value).strip()
    return int(digits) if re.fullmatch("[0-9]{1,4}", digits) else None
