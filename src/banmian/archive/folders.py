"""Where an archive is written: files put whole or not at all, and one builder at a time.

On a disk a file gets its name when all of it is safe there: it is written under another name,
flushed (fsync) and renamed. A lock of the operating system keeps a second build out; it ends with
its process, however that ends, so that none is left behind. What fsspec reaches (``s3://`` …) has
neither: an object is put whole by one request, and two builds at once are only noticed when the
second puts its manifest (`building`).
"""

from __future__ import annotations

import contextlib
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, cast

import fsspec  # type: ignore[import-untyped]  # it ships no types

from banmian.archive.storage import is_remote
from banmian.page import BanmianError

TEMPORARY: Final = ".tmp"
LOCK: Final = ".lock"


@dataclass(frozen=True, slots=True)
class LocalFolder:
    """A folder on a disk."""

    path: str

    def put(self, name: str, data: bytes) -> None:
        """Write a file below the folder, whole or not at all; one of that name is replaced."""
        path = os.path.join(self.path, name)
        temporary = f"{path}.{secrets.token_hex(8)}{TEMPORARY}"
        try:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(temporary, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
            _sync_folder(os.path.dirname(path))
        except OSError as error:
            raise _unwritten(path, error) from error
        finally:
            with contextlib.suppress(OSError):
                os.unlink(temporary)

    def get(self, name: str) -> bytes | None:
        """The bytes of a file below the folder, None if there is none."""
        path = os.path.join(self.path, name)
        try:
            with open(path, "rb") as file:
                return file.read()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _unread(path, error) from error

    def has(self, name: str) -> bool:
        """Whether there is such a file."""
        return os.path.isfile(os.path.join(self.path, name))

    def names(self, part: str) -> list[str]:
        """The names of the files in one folder of it, none if that is missing."""
        try:
            return sorted(os.listdir(os.path.join(self.path, part)))
        except FileNotFoundError:
            return []
        except OSError as error:
            raise _unread(self.path, error) from error

    def remove(self, name: str) -> None:
        """Take a file away; a file that is gone already is no error."""
        with contextlib.suppress(FileNotFoundError):
            os.unlink(os.path.join(self.path, name))

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other builds out while this lasts.

        Raises:
            BanmianError: Another build is at work here, or the folder cannot be made.
        """
        try:
            os.makedirs(self.path, exist_ok=True)
            number = os.open(os.path.join(self.path, LOCK), os.O_RDWR | os.O_CREAT)
        except OSError as error:
            raise _unwritten(self.path, error) from error
        try:
            if not _lock(number):
                raise BanmianError(
                    f"another build is at work in {self.path!r}; wait for its end, or give this "
                    "one another folder"
                )
            yield
        finally:
            os.close(number)  # which gives the lock up


@dataclass(frozen=True, slots=True)
class RemoteFolder:
    """A folder that fsspec reaches by its URL."""

    path: str

    def put(self, name: str, data: bytes) -> None:
        """Put an object by one request; one of that name is replaced."""
        url = self._url(name)
        try:
            fs, path = fsspec.core.url_to_fs(url)
            fs.pipe_file(path, data)
        except Exception as error:  # behind fsspec stand libraries with errors of their own
            raise _unwritten(url, error) from error

    def get(self, name: str) -> bytes | None:
        """The bytes of an object, None if there is none."""
        url = self._url(name)
        try:
            fs, path = fsspec.core.url_to_fs(url)
            return cast("bytes", fs.cat_file(path))
        except FileNotFoundError:
            return None
        except Exception as error:  # as in put
            raise BanmianError(
                f"{url!r} cannot be read: {type(error).__name__}: {error}"
            ) from error

    def has(self, name: str) -> bool:
        """Whether there is such an object."""
        return name.rpartition("/")[2] in self.names(name.rpartition("/")[0])

    def names(self, part: str) -> list[str]:
        """The names of the objects in one folder of it."""
        url = self._url(part)
        try:
            fs, path = fsspec.core.url_to_fs(url)
            fs.invalidate_cache()  # fsspec remembers listings, and other processes put objects
            return sorted(found.rpartition("/")[2] for found in fs.ls(path, detail=False))
        except FileNotFoundError:
            return []
        except Exception as error:  # as in put
            raise BanmianError(
                f"{url!r} cannot be listed: {type(error).__name__}: {error}"
            ) from error

    def remove(self, name: str) -> None:
        """Take an object away."""
        fs, path = fsspec.core.url_to_fs(self._url(name))
        with contextlib.suppress(FileNotFoundError):
            fs.rm_file(path)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Nothing: there are no locks here."""
        yield

    def _url(self, name: str) -> str:
        return f"{self.path}/{name}"


Folder = LocalFolder | RemoteFolder


def open_folder(path: str | os.PathLike[str]) -> Folder:
    """The folder that a local path or an fsspec URL names."""
    place = os.path.expanduser(os.fspath(path))
    if is_remote(place):
        return RemoteFolder(place.rstrip("/"))
    return LocalFolder(os.path.abspath(place))


def _unwritten(path: str, error: Exception) -> BanmianError:
    return BanmianError(
        f"{path!r} cannot be written: {error or type(error).__name__}; put that right (is the disk "
        "full?) and build again: what was finished is kept"
    )


def _unread(path: str, error: Exception) -> BanmianError:
    return BanmianError(f"{path!r} cannot be read: {type(error).__name__}: {error}")


def _sync_folder(path: str) -> None:
    """Make a new name in a folder last through a loss of power; Windows has no way to ask that."""
    if sys.platform != "win32":
        number = os.open(path, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


if sys.platform == "win32":
    import msvcrt

    def _lock(number: int) -> bool:
        try:
            msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(number: int) -> bool:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            raise BanmianError(
                f"the file system of the archive knows no locks ({error}); build on another one "
                "and copy the archive there"
            ) from error
        return True
