"""Pages in zip files: which members are pages, and the bytes of one of them.

The members are never written to a disk, so their names can do no harm there; they are judged all
the same, because they become names of pages. A member is found by its place in the file, without
reading the table of contents again, so that a worker needs neither that table nor its memory.

Left alone, on purpose: what other than plain and deflated members holds (bzip2, LZMA …), and
archives within the archive; both are faults that say so.
"""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from banmian.archive.storage import Part, as_text, fetch, is_wanted_path, open_file, storage_errors
from banmian.page import BanmianError, FormatError

_HEADER: Final = 30
"""Bytes of a member's header, before its name and extra field."""

_UTF8_NAME: Final = 0x800
_ENCRYPTED: Final = 0x1

# The packaged page deflates to 0.43 of its bytes, one sentence over and over to 0.003. What is
# larger than a mebibyte and smaller than 0.005 is made to fill a memory, not to be read.
_LEAST_BOMB: Final = 2**20
_MOST_RATIO: Final = 200


@dataclass(frozen=True, slots=True)
class Member:
    """Where a member lies in its zip file, how it is packed, and its checksum."""

    header: int
    packed: int
    method: int
    crc: int

    def read(self, url: str, limit: int) -> bytes:
        """The member's bytes, but no more than ``limit`` + 1 of them.

        Raises:
            FormatError: They are damaged, or the zip file is another one by now.
        """
        packed = min(self.packed, limit + limit // 1000 + 64)  # deflate adds less than that
        head = fetch(url, self.header, _HEADER)
        if len(head) < _HEADER or not head.startswith(b"PK\x03\x04"):
            raise FormatError(f"{url!r} has no member at byte {self.header}; has it changed?")
        names = int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
        data = fetch(url, self.header + _HEADER + names, packed)
        if self.method == zipfile.ZIP_DEFLATED:
            data = _inflate(data, url, limit)
        if len(data) <= limit and zlib.crc32(data) != self.crc:
            raise FormatError(f"a member of {url!r} is damaged: its checksum is another one")
        return data[: limit + 1]


def list_members(url: str) -> list[Part]:
    """The pages of a zip file, and what in it is refused, in the order of the file."""
    try:
        with storage_errors(url), open_file(url) as file, zipfile.ZipFile(file) as opened:
            infos = opened.infolist()
    except BanmianError as error:
        cause = error.__cause__
        return [Part("", 0, fault=f"it is no zip file that can be read: {cause or error}")]
    return list(_parts(infos))


def _inflate(data: bytes, url: str, limit: int) -> bytes:
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        return unpacker.decompress(data, limit + 1)
    except zlib.error as error:
        raise FormatError(f"a member of {url!r} is damaged: {error}") from error


def _parts(infos: Sequence[zipfile.ZipInfo]) -> Iterator[Part]:
    overlapping = _overlapping(infos)
    taken: set[str] = set()
    for number, (info, name) in enumerate(zip(infos, _names(infos), strict=True), 1):
        path = re.sub(r"/(\.?/)+", "/", name.replace("\\", "/")).removeprefix("./")
        fault = _name_fault(path)
        if fault is None and (path.endswith("/") or not is_wanted_path(path)):
            continue
        if fault is None:
            fault = _fault(info, path)
            if info.header_offset in overlapping:
                fault = "its bytes are another member's too; the zip file is made to deceive"
            if path in taken:
                fault = f"the zip file has another member {path!r}"
        usable = path not in taken and _name_fault(path) is None
        taken.add(path)
        member = Member(info.header_offset, info.compress_size, info.compress_type, info.CRC)
        yield Part(f"/{path}" if usable else f"#{number:07}", info.file_size, member, fault=fault)


def _name_fault(path: str) -> str | None:
    if "\0" in path:
        return f"the member's name {path!r} has a NUL in it"
    if path.startswith("/") or re.match("[A-Za-z]:", path):
        return f"the member's name {path!r} is absolute, expected one below the zip file"
    if ".." in path.split("/"):
        return f"the member's name {path!r} leads out of the zip file"
    return None


def _fault(info: zipfile.ZipInfo, path: str) -> str | None:
    if not path.lower().endswith(".txt"):
        return "it is packed within a zip file; unpack that first"
    if info.flag_bits & _ENCRYPTED:
        return "it is encrypted; unpack the zip file with its password first"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "it is a symbolic link in a zip file, which is not followed"
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        method = zipfile.compressor_names.get(info.compress_type, "unknown")  # type: ignore[attr-defined]  # undocumented
        return f"it is packed by method {info.compress_type} ({method}); expected deflate"
    if info.file_size > max(_LEAST_BOMB, info.compress_size * _MOST_RATIO):
        return (
            f"it would unpack from {info.compress_size:,} to {info.file_size:,} bytes, more than "
            f"{_MOST_RATIO} times as many, as no text does"
        )
    return None


def _overlapping(infos: Sequence[zipfile.ZipInfo]) -> set[int]:
    """Where members begin whose bytes run into the next one."""
    places = sorted((info.header_offset, info.compress_size) for info in infos)
    return {
        start for (start, size), (after, _) in pairwise(places) if start + _HEADER + size > after
    }


def _names(infos: Sequence[zipfile.ZipInfo]) -> list[str]:
    """The members' names, decoded anew where the zip file does not say that they are UTF-8.

    `zipfile` reads those as code page 437, which a zip file from a Chinese desktop is not.
    """
    names = [info.orig_filename for info in infos]
    undeclared = [
        at
        for at, info in enumerate(infos)
        if not info.flag_bits & _UTF8_NAME and not names[at].isascii()
    ]
    raw = [names[at].encode("cp437") for at in undeclared]
    encoding = _encoding_of_names(raw)
    for at, data in zip(undeclared, raw, strict=True):
        names[at] = str(data, encoding, "backslashreplace")
    return names


def _encoding_of_names(raw: list[bytes]) -> str:
    """What `reading` takes all the names together for; cp437 if that is no common Chinese."""
    try:
        decoded = as_text(b"\n".join(raw), "names")
    except BanmianError:
        return "cp437"
    foreign = [char for char in decoded.text if not char.isascii()]
    common = [char for char in foreign if _is_common(char)]
    return decoded.encoding if 2 * len(common) >= len(foreign) else "cp437"


def _is_common(char: str) -> bool:
    """Whether GB2312 or Big5 has the character.

    A Western name of code page 437 is also GB18030, of two-byte characters that neither has.
    """
    return any(char.encode(encoding, "ignore") for encoding in ("gb2312", "big5"))
