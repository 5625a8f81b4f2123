"""Bytes to text: which encoding a page file is in, and its text exactly as it stands.

The only module that opens page files. `read_text` reads one file, `decode` decides on bytes that
are already in memory, `find_pages` lists the pages of a folder. The order of evidence is: a
byte order mark, strict UTF-8, and then which of GB18030 (hence GBK and GB2312), Big5 and
UTF-16 turns the bytes into the likeliest newspaper Chinese. A few bad bytes are read over: U+FFFD
stands for them, and `Source` keeps the bytes and their places. More of them are an error that
names them; nothing is dropped, and nothing is changed without a note (`Source.notes`).

Left alone, on purpose:

* The text. Newlines (CR, LF, CRLF), control and private-use characters and full-width forms
  stay; only the byte order mark goes, for it belongs to the encoding.
* Mojibake. Where it can be told it is named, with the mistake that made it; the text stays.
* A lost or changed byte whose neighbours still make characters: the bytes decode, so they are
  believed. In Big5 that is the rule, and one to four characters are wrong without a word.
* Other languages in their own encodings. A page of them is refused, but a line of Japanese or
  a paragraph of Korean can pass for Chinese.
* Seven-bit encodings (HZ, ISO-2022-CN, UTF-7): their bytes are ASCII and come back as ASCII
  unless ``encoding=`` names them.
* UTF-32 without a byte order mark, which no editor writes: it is refused for its NUL bytes.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Final

from banmian.page import BanmianError, FixError, FormatError, PageNotFound, PageTooLarge
from banmian.reading.damage import BadBytes
from banmian.reading.decoding import Errors, decode, decode_file, quoted
from banmian.reading.mojibake import Mojibake, find_mojibake
from banmian.reading.source import Source

__all__ = [
    "DEFAULT_LIMIT",
    "BadBytes",
    "Errors",
    "Mojibake",
    "Source",
    "decode",
    "find_mojibake",
    "find_pages",
    "find_sidecar",
    "read_text",
]

DEFAULT_LIMIT: Final = 32 * 2**20
"""Most bytes of one page file: 32 MiB.

A newspaper page is 20 to 100 KB of text, a whole issue a few MB; what is larger is another kind
of file. Decoding 32 MiB of GB18030 takes about 80 MB of memory beside the data.
"""
_SIDECAR: Final = ".fix.toml"


def read_text(
    path_or_file: str | os.PathLike[str] | BinaryIO,
    *,
    encoding: str | None = None,
    errors: Errors = "replace",
    limit: int = DEFAULT_LIMIT,
) -> Source:
    """Read one page file and decode it.

    Args:
        path_or_file: Path, or a file object open for reading bytes; it is read from where it
            stands and left open.
        encoding: The encoding, if it is known; None decides from the bytes (see `decode`).
        errors: "replace" for U+FFFD in the place of bad bytes, which ``bad`` and ``notes`` of the
            source tell; "strict" to refuse them.
        limit: Most bytes to read, at least 1.

    Returns:
        The text, its encoding and the file's name (None for a file object without one).

    Raises:
        PageNotFound: The path names no file.
        PageTooLarge: The file has more than ``limit`` bytes.
        NotTextError: It is a PDF, an image, an archive or other binary data.
        EncodingError: Its bytes cannot be decoded, or fit no encoding of Chinese.
        FormatError: ``path_or_file`` is neither a path nor a binary file; ``limit`` is below 1.
        BanmianError: The system does not let it be read; the cause is kept.

    >>> import io
    >>> source = read_text(io.BytesIO("新桥昨日通车。".encode("gbk")))
    >>> source.text, source.encoding, source.name
    ('新桥昨日通车。', 'gb18030', None)
    """
    if limit < 1:
        raise FormatError(f"limit is {limit}, expected a number of bytes, at least 1")
    if isinstance(path_or_file, (str, os.PathLike)):
        path = os.path.expanduser(os.fsdecode(path_or_file))
        data = _read_path(path, limit)
    else:
        name = getattr(path_or_file, "name", None)
        path = name if isinstance(name, str) else ""  # an int for a file without a path
        data = _read_file(path_or_file, limit, path)
    source = decode_file(data, encoding, errors, path)
    return replace(source, name=os.path.basename(path) or None)


def find_pages(folder: str | os.PathLike[str]) -> list[Path]:
    """The page files directly in a folder, sorted by name in code-point order.

    Page files end in ``.txt`` in any case of letters. Hidden files, ``README*`` and the
    folders inside are left out.

    Args:
        folder: Path of the folder; the path of a file gives that file alone, whatever its name.

    Returns:
        At least one path.

    Raises:
        PageNotFound: Nothing is there, or a folder without a page file.
        FixError: A file of corrections there belongs to no page.
        BanmianError: The system does not let the folder be listed; the cause is kept.

    >>> [path.name for path in find_pages("seeds")]
    ['000_36eec756fec64adf.txt']
    """
    path = Path(folder).expanduser()
    with _file_errors(str(path)):
        if path.is_file():
            return [path]
        entries = sorted(path.iterdir(), key=lambda entry: entry.name)
        pages = [entry for entry in entries if _is_page(entry)]
    if not pages:
        raise PageNotFound(
            f"the folder {str(path)!r} holds no page: expected files that end in .txt (hidden "
            f"files and README* do not count), found {_listing(entries)}"
        )
    _check_sidecars(entries, {page.stem for page in pages} | {page.name for page in pages})
    return pages


def _check_sidecars(entries: list[Path], pages: set[str]) -> None:
    """Raise if a file of corrections goes with none of the pages, by their names or stems."""
    for entry in entries:
        page = entry.name.removesuffix(_SIDECAR)
        if page not in {entry.name, "", *pages}:
            raise FixError(
                f"{entry.name} corrects no page: there is no {page}.txt in {str(entry.parent)!r}; "
                "rename it or take it away"
            )


def find_sidecar(path: str | os.PathLike[str]) -> Path | None:
    """The file of corrections beside a page: ``page.fix.toml`` for ``page.txt``, if there is one.

    Args:
        path: That of the page.

    Raises:
        FixError: It is there under the likely wrong name ``page.txt.fix.toml``.

    Example:
        >>> find_sidecar("seeds/000_36eec756fec64adf.txt") is None
        True
    """
    page = Path(path).expanduser()
    sidecar = page.with_suffix(_SIDECAR)
    misnamed = page.with_name(page.name + _SIDECAR)
    if misnamed.is_file():
        raise FixError(f"{misnamed.name} is not read; call it {sidecar.name}")
    return sidecar if sidecar.is_file() else None


def _is_page(path: Path) -> bool:
    name = path.name.lower()
    return name.endswith(".txt") and not name.startswith((".", "readme")) and path.is_file()


def _listing(entries: list[Path]) -> str:
    names = ", ".join(repr(entry.name) for entry in entries[:5])
    more = f" and {len(entries) - 5} more" if len(entries) > 5 else ""
    return names + more if entries else "nothing"


@contextmanager
def _file_errors(path: str) -> Iterator[None]:
    """Turn what the system or a file object raises into the package's own errors."""
    try:
        yield
    except IsADirectoryError as error:
        raise PageNotFound(
            f"{path!r} is a folder, expected one page file; find_pages lists its pages"
        ) from error
    except (FileNotFoundError, NotADirectoryError) as error:
        raise PageNotFound(
            f"there is no {os.path.abspath(path)!r}; check the path and the working directory"
        ) from error
    except (OSError, EOFError, ValueError) as error:  # ValueError: NUL in a path, a closed file
        raise BanmianError(f"{quoted(path)} cannot be read: {error}") from error


def _read_path(path: str, limit: int) -> bytes:
    with _file_errors(path), open(path, "rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size > limit:
            raise _too_large(path, f"{size:,}", limit)
        return _read_file(file, limit, path)


def _read_file(file: BinaryIO, limit: int, path: str) -> bytes:
    """All bytes of the file, asking for no more than ``limit`` + 1 of them."""
    if isinstance(file, io.TextIOBase) or not callable(getattr(file, "read", None)):
        raise FormatError(
            f"got {type(file).__name__}, expected a path or a file opened with mode 'rb'"
        )
    data = bytearray()
    while len(data) <= limit:
        with _file_errors(path):
            part = file.read(limit + 1 - len(data))
        if not isinstance(part, bytes):
            raise FormatError(
                f"reading {quoted(path)} gave {type(part).__name__}, expected bytes; open the "
                "file with mode 'rb', and so that it waits for its data"
            )
        if not part:
            return bytes(data)
        data += part
    raise _too_large(path, f"more than {limit:,}", limit)


def _too_large(path: str, size: str, limit: int) -> PageTooLarge:
    return PageTooLarge(
        f"{quoted(path)} has {size} bytes, the limit for one page is {limit:,}; "
        "split it into pages, or raise limit="
    )
