"""Files below a folder, and the bytes of one of them: a disk here, or what fsspec reaches.

A path without ``://`` is a local one and is read without fsspec. What is in the files is left to
`sources`, `zips` and `records`.
"""

from __future__ import annotations

import io
import os
import posixpath
from collections.abc import Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO, Final, Protocol, cast

import fsspec  # type: ignore[import-untyped]  # it has neither types nor stubs

from banmian.archive.templates import NOTHING, Told
from banmian.page import BanmianError, FormatError, PageNotFound
from banmian.reading import Errors, Source, read_text

SUFFIXES: Final = (".txt", ".zip", ".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz", ".parquet")
"""Endings, in any case of letters, of the files that hold pages."""


_BUFFER: Final = 2**20
"""Bytes that are read at once of a remote file; its own lines come one call a line."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that may hold pages: ``path`` below ``root``, its size, whether a sidecar lies by.

    ``fault`` says why it cannot be read, for what was refused when it was found.
    """

    root: str
    path: str
    size: int
    sidecar: bool = False
    fault: str | None = None

    @property
    def url(self) -> str:
        """Local path or fsspec URL."""
        return join(self.root, self.path)


class Member(Protocol):
    """A place within a file."""

    def read(self, url: str, limit: int) -> bytes:
        """The bytes there, but no more than ``limit`` + 1 of them."""


@dataclass(frozen=True, slots=True)
class Part:
    """A page within a file: what its name adds to the file's, its bytes, its place.

    ``told`` is what the part itself tells; ``fault`` says why it cannot be read.
    """

    name: str
    size: int
    member: Member | None = None
    told: Told = NOTHING
    fault: str | None = None


def join(root: str, path: str) -> str:
    """``path`` below ``root``."""
    return f"{root}/{path}" if root and not root.endswith("/") else root + path


def is_remote(path: str) -> bool:
    """Whether fsspec reaches it."""
    return "://" in path


def list_files(place: str) -> list[File]:
    """The files below ``place`` that may hold pages, or the file that it is; in no order.

    Hidden files and folders, ``README*`` and ``__MACOSX`` are left out. A symbolic link is
    followed to a file below ``place``; one to a folder there is left out, for its pages are found
    where they lie; one that leads elsewhere is a fault.

    Raises:
        PageNotFound: Nothing is there.
        FormatError: It is empty, or an URL that chains two file systems.
        BanmianError: It cannot be listed; the cause is kept.
    """
    if "::" in place and is_remote(place):
        raise FormatError(f"{place!r} chains two file systems; give the URL of files themselves")
    if not place:
        raise FormatError("a path is empty; for the working directory write '.'")
    with storage_errors(place):
        return _list_remote(place) if is_remote(place) else _list_local(os.path.abspath(place))


def fetch(url: str, start: int, length: int) -> bytes:
    """Up to ``length`` bytes from ``start`` on.

    Raises:
        PageNotFound: There is no such file.
        BanmianError: It cannot be read; the cause is kept.
    """
    with storage_errors(url):
        if is_remote(url):
            fs, path = fsspec.core.url_to_fs(url)
            try:
                return cast("bytes", fs.cat_file(path, start=start, end=start + length))
            except OSError:
                if fs.size(path) > start:
                    raise
                return b""  # S3 refuses a range of an empty object
        with open(url, "rb") as file:
            file.seek(start)
            return file.read(length)


def open_file(url: str) -> BinaryIO:
    """The file, open for reading and seeking; errors in reading it are not turned into ours."""
    with storage_errors(url):
        if not is_remote(url):
            return open(url, "rb")
        fs, path = fsspec.core.url_to_fs(url)
        return io.BufferedReader(fs.open(path, "rb"), _BUFFER)


class _Bytes(io.BytesIO):
    """Bytes of a file in memory, with its name, as `reading` asks for it."""

    def __init__(self, data: bytes, name: str) -> None:
        super().__init__(data)
        self.name = name


def as_text(
    data: bytes, name: str, encoding: str | None = None, *, errors: Errors = "replace"
) -> Source:
    """The text of bytes and how they were decoded; errors call them ``name``."""
    limit = max(1, len(data))
    return read_text(_Bytes(data, name), encoding=encoding, errors=errors, limit=limit)


@contextmanager
def storage_errors(url: str) -> Iterator[None]:
    """Turn what a file system raises into the package's own errors.

    Every exception is turned: behind fsspec stand libraries with errors of their own (no
    credentials, no connection …).
    """
    try:
        yield
    except BanmianError:
        raise
    except (FileNotFoundError, NotADirectoryError) as error:
        raise PageNotFound(f"there is no {url!r}; check the path") from error
    except Exception as error:
        raise BanmianError(f"{url!r} cannot be read: {type(error).__name__}: {error}") from error


def _wanted(name: str) -> bool:
    lower = name.lower()
    return lower.endswith(SUFFIXES) and not lower.startswith((".", "readme"))


def _skipped(folder: str) -> bool:
    return folder.startswith(".") or folder == "__MACOSX"


def _list_local(place: str) -> list[File]:
    if not os.path.isdir(place):
        folder, name = os.path.split(place)
        sides = (sidecar_of(name), f"{name}.fix.toml")
        beside = {side for side in sides if os.path.isfile(join(folder, side))}
        return [_file(folder, name, os.stat(place).st_size, beside)]
    inside = os.path.realpath(place)
    found: list[File] = []
    waiting = [""]
    while waiting:
        prefix = waiting.pop()
        try:
            entries = list(os.scandir(join(place, prefix)))
        except OSError as error:
            if not prefix:
                raise
            found.append(File(place, prefix[:-1], 0, fault=f"it cannot be listed: {error}"))
            continue
        beside = {prefix + entry.name for entry in entries}
        for entry in entries:
            path = prefix + entry.name
            if entry.is_symlink():
                found += _linked(place, path, entry, inside, beside)
            elif entry.is_dir():
                waiting += [] if _skipped(entry.name) else [f"{path}/"]
            elif _wanted(entry.name) and entry.is_file():  # not what waits for a writer
                found.append(_file(place, path, entry.stat().st_size, beside))
    return found


def _linked(
    place: str, path: str, entry: os.DirEntry[str], inside: str, beside: set[str]
) -> list[File]:
    """The file behind a symbolic link, or the fault that it is."""
    folder = entry.is_dir()
    if _skipped(entry.name) or not (folder or _wanted(entry.name)):
        return []
    target = os.path.realpath(entry.path)
    if os.path.commonpath([inside, target]) != inside:
        fault = f"it is a symbolic link out of the folder, to {target!r}; give that path too"
        return [File(place, path, 0, fault=fault)]
    if folder:
        return []
    if not os.path.isfile(target):
        return [File(place, path, 0, fault=f"it is a symbolic link to {target!r}, no file")]
    return [_file(place, path, entry.stat().st_size, beside)]


def _list_remote(place: str) -> list[File]:
    fs, top = fsspec.core.url_to_fs(place)
    sizes: dict[str, int] = {path: info["size"] for path, info in fs.find(top, detail=True).items()}
    if not sizes:
        raise FileNotFoundError(place)
    if list(sizes) == [top]:
        folder, name = posixpath.split(top)
        skip = len(folder) + 1
        beside = {path[skip:] for path in fs.ls(folder, detail=False)}
        return [_file(fs.unstrip_protocol(folder), name, sizes[top], beside)]
    top = top.rstrip("/")
    names = {path[len(top) + 1 :]: size for path, size in sizes.items()}
    root = fs.unstrip_protocol(top)
    return [
        _file(root, name, size, names.keys())
        for name, size in names.items()
        if is_wanted_path(name)
    ]


def is_wanted_path(path: str) -> bool:
    """Whether a file may hold pages, by its name and those of its folders."""
    *folders, name = path.split("/")
    return _wanted(name) and not any(map(_skipped, folders))


def _file(root: str, path: str, size: int, beside: Set[str]) -> File:
    """A file with what lies ``beside`` it (paths below the root)."""
    if not path.lower().endswith(".txt"):
        return File(root, path, size)
    misnamed = f"{path}.fix.toml"
    if misnamed in beside:
        return File(root, path, size, fault=f"{misnamed} is not read; call it {sidecar_of(path)}")
    return File(root, path, size, sidecar_of(path) in beside)


def sidecar_of(path: str) -> str:
    """The name of the corrections beside ``path``: ``page.fix.toml`` for ``page.txt``."""
    return f"{path[:-4]}.fix.toml"
