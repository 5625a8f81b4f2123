"""Bytes to text: which encoding bytes are in, decided from the bytes alone.

`decode` is the way in; files are left to `reading` itself.
"""

from __future__ import annotations

import codecs
import re
import sys
from typing import Final, Literal, get_args

from banmian.page import BanmianError, EncodingError, FormatError, NotTextError
from banmian.reading.damage import (
    REPLACED,
    STATELESS,
    BadBytes,
    is_whole,
    likelihood_mended,
    read_damaged,
)
from banmian.reading.likelihood import NO_TEXT, likelihood, rank
from banmian.reading.mojibake import find_mojibake
from banmian.reading.source import Source, describe_bad

Errors = Literal["replace", "strict"]

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins with the mark of UTF-16-LE, so it comes first
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_BIG5: Final = ("cp950", "big5", "big5hkscs")  # the commonest first, for files past the sample
_CANDIDATES: Final = ("utf-8", "gb18030", *_BIG5, "utf-16-le", "utf-16-be")

_MAGIC: Final = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive (DOCX, XLSX, EPUB and ODT are ZIP archives too)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a legacy Office file (DOC, XLS, PPT)"),
    (b"{\\rtf", "an RTF document"),
    (b"CAJ\0", "a CAJ document"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\0", "a TIFF image"),
    (b"\x1f\x8b\x08", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x7fELF", "an ELF program"),
)

# Of the characters of those pages in GB18030, 0.15 are by themselves a UTF-8 character of two
# bytes (in Big5 0.006), so eight in a row pass for UTF-8 in one of four million places.
_CERTAIN_UTF8: Final = 8

# Bytes that decide, from the first that is not ASCII on. A page lies within; of a longer file
# the rest is asked only where these leave doubt.
_SAMPLE: Final = 2**20
# Bytes that decide where the likeliest reading is damaged: every reading of them is mended first,
# which takes about 0.1 s.
_MENDED_SAMPLE: Final = 2**13
# An encoding with less belief than this is no alternative, and no doubt.
_DOUBT: Final = 0.01
# More bad places than two and this share of the characters are no damage, but another encoding.
_MOST_BAD: Final = 0.02


def decode(data: bytes, *, encoding: str | None = None, errors: Errors = "replace") -> Source:
    r"""Decode the bytes of a page, deciding their encoding from the bytes themselves.

    A byte order mark decides; without one, bytes that are strict UTF-8 are UTF-8. Otherwise
    each of GB18030, Big5 (plain, Windows and Hong Kong) and UTF-16 reads the bytes, and the
    reading that is the likeliest newspaper Chinese wins; UTF-8 takes part, so that a damaged
    UTF-8 page is not read as mojibake.

    A few bad bytes do not hinder that. U+FFFD stands for each run of them in the text, and the
    ``bad`` bytes themselves are kept with their places; nothing else is changed, and ``notes``
    tells it. More bad places than 2 and one for 50 characters are another encoding, not damage.

    Strict UTF-8 is believed even where a few characters are all there is: 目前为止 alone in
    GB18030 comes back as four letters of UTF-8, with ``confidence`` 0 and ``gb18030`` among
    the ``alternatives``. A NUL byte means binary data or UTF-16; in other text it is accepted
    only behind a byte order mark or with ``encoding``, which switches off every check.

    Args:
        data: The bytes of one page file.
        encoding: Any text encoding that Python knows; None decides from the bytes.
        errors: "replace", or "strict" to refuse a page with a bad byte.

    Returns:
        The text and its encoding, with the doubt that is left; ``name`` is None.

    Raises:
        EncodingError: Too many bad bytes, or any with "strict" or an encoding outside UTF-8,
            UTF-16, UTF-32, GB18030 and Big5 (the message says where); an encoding Python does
            not know; bytes that are likely Chinese text in none of the encodings.
        NotTextError: The bytes are a PDF, an image, an archive or other binary data.
        FormatError: ``data`` is not bytes, or ``errors`` is another word.

    >>> source = decode("新橋昨日通車。".encode("big5"))
    >>> source.text, source.encoding, source.alternatives
    ('新橋昨日通車。', 'big5', ())
    >>> bad = "青石镇的新桥昨日通车。".encode("gb18030").replace(b"\xc7\xc5", b"\xc5")
    >>> decode(bad).text
    '青石镇的新�昨日通车。'
    >>> decode(bad).bad
    (BadBytes(offset=10, data=b'\xc5', start=5),)
    """
    if not isinstance(data, bytes):
        raise FormatError(
            f"got {type(data).__name__}, expected the bytes of a page; text needs no decoding"
        )
    return decode_file(data, encoding, errors, "")


def quoted(path: str) -> str:
    """What an error calls a file; data without a file is "the page"."""
    return repr(path) if path else "the page"


def decode_file(data: bytes, encoding: str | None, errors: Errors, path: str) -> Source:
    """`decode` for the contents of the file ``path``, which its errors name."""
    if errors not in get_args(Errors):
        raise FormatError(f"errors is {errors!r}, expected one of {', '.join(get_args(Errors))}")
    if encoding is not None:
        return _decode_as(data, encoding, errors, path)
    mark = _mark(data)
    if mark is not None:
        return _decode_marked(data, mark, errors, path)
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise NotTextError(
                f"{quoted(path)} is {kind}, expected plain text; extract its text first"
            )
    text = None if b"\0" in data else _try(data, "utf-8")
    return _likeliest(data, errors, path) if text is None else _valid_utf8(data, text)


def _mark(data: bytes) -> tuple[bytes, str] | None:
    """The byte order mark in front and the encoding it declares, or None."""
    for mark, encoding in _MARKS:
        # FF FE 00 00 is a UTF-16 text that starts with NUL if no UTF-32 character can follow.
        utf16 = encoding == "utf-32-le" and int.from_bytes(data[4:8], "little") > sys.maxunicode
        if data.startswith(mark) and not utf16:
            return mark, encoding
    return None


def _decode_marked(data: bytes, mark: tuple[bytes, str], errors: Errors, path: str) -> Source:
    encoding = mark[1].removesuffix("-sig")
    text, bad = _read(data, encoding, errors, path, skip=len(mark[0]))
    return Source(text, mark[1], bad=bad, mojibake=find_mojibake(text))


def _decode_as(data: bytes, encoding: str, errors: Errors, path: str) -> Source:
    try:
        name = codecs.lookup(encoding).name.removesuffix("-sig")
        mark = _mark(data)
        if mark is not None and mark[1].startswith(name):
            return _decode_marked(data, mark, errors, path)
        text, bad = _read(data, name, errors, path)
    except (LookupError, ValueError) as error:
        raise EncodingError(
            f"encoding={encoding!r} for {quoted(path)} is no text encoding that Python knows; "
            f"those of Chinese pages are {', '.join(_CANDIDATES)}"
        ) from error
    return Source(text, name, bad=bad, mojibake=find_mojibake(text))


def _valid_utf8(data: bytes, text: str) -> Source:
    """UTF-8 it is; only a few characters may still be another encoding that passes for it."""
    if data.isascii() or len(data) - len(text) >= _CERTAIN_UTF8:
        return Source(text, "utf-8", mojibake=find_mojibake(text))
    ranked = _rank(_sample(data, _SAMPLE))
    belief = next(belief for belief, name in ranked if name == "utf-8")
    return Source(text, "utf-8", None, belief, _others(data, "utf-8", text, ranked))


def _likeliest(data: bytes, errors: Errors, path: str) -> Source:
    ranked = _rank(_sample(data, _SAMPLE))
    if len(data) > _SAMPLE and ranked[0][0] < 1 - _DOUBT:
        ranked = _rank(data)
    if not _is_settled(data, ranked[0][1]):
        ranked = _rank_mended(_sample(data, _MENDED_SAMPLE + len(data) % 2))
    confidence, encoding = ranked[0]
    if encoding == NO_TEXT:
        raise _no_text(data, path, closest=ranked[1][1])
    if encoding in _BIG5:
        encoding = _big5(data, encoding)
    text, bad = _read(data, encoding, errors, path)
    if "\0" in text:
        raise _no_text(data, path, closest=encoding)
    others = _others(data, encoding, text, ranked)
    return Source(text, encoding, None, confidence, others, bad, find_mojibake(text))


def _is_settled(data: bytes, encoding: str) -> bool:
    """Whether no mending can change the decision: nothing is bad, or it is far too little."""
    if encoding == NO_TEXT:
        return False
    if is_whole(data, encoding):
        return True
    odd = encoding.startswith("utf-16") and len(data) % 2 == 1
    text = data.decode(encoding, "replace")
    return not odd and len(data) > _MENDED_SAMPLE and not _is_too_bad(text.count(REPLACED), text)


def _is_too_bad(places: int, text: str) -> bool:
    return places > 2 + _MOST_BAD * len(text)


def _others(
    data: bytes, encoding: str, text: str, ranked: list[tuple[float, str]]
) -> tuple[str, ...]:
    """The encodings worth a belief that read the data as another text."""
    worthy = [name for belief, name in ranked if belief >= _DOUBT and name != NO_TEXT]
    different = [name for name in worthy if data.decode(name, "replace") != text]
    named = [_big5(data, name) if name in _BIG5 else name for name in different]
    return tuple(name for name in named if name != encoding)


def _sample(data: bytes, size: int) -> bytes:
    """The bytes from the first that is not ASCII; at an even offset, for the sake of UTF-16."""
    first = re.search(rb"[\x80-\xff]", data)
    start = first.start() & ~1 if first else 0
    return data[start : start + size]


def _rank(data: bytes) -> list[tuple[float, str]]:
    """Belief in each encoding; those that read the same count as the first."""
    readings: dict[str, str] = {}
    for name in _CANDIDATES:
        readings.setdefault(data.decode(name, "replace"), name)
    return rank(data, {name: likelihood(text) for text, name in readings.items()})


def _rank_mended(data: bytes) -> list[tuple[float, str]]:
    """`_rank`, with the bad bytes looked for where they likeliest are."""
    readings: dict[tuple[str, tuple[BadBytes, ...]], str] = {}
    for name in _CANDIDATES:
        readings.setdefault(read_damaged(data, name), name)
    return rank(data, {name: likelihood_mended(*reading) for reading, name in readings.items()})


def _big5(data: bytes, likeliest: str) -> str:
    """The variant with the fewest bad bytes, or else the likeliest; big5 if no different."""
    texts = {name: data.decode(name, "replace") for name in (likeliest, *_BIG5)}
    found = min(texts, key=lambda name: texts[name].count(REPLACED))
    return "big5" if texts[found] == texts["big5"] else found


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _read(
    data: bytes, encoding: str, errors: Errors, path: str, *, skip: int = 0
) -> tuple[str, tuple[BadBytes, ...]]:
    """The text, and the bad bytes that U+FFFD stands for, if ``errors`` and their number allow."""
    try:
        return data[skip:].decode(encoding), ()
    except UnicodeDecodeError as error:
        if encoding not in STATELESS:
            raise EncodingError(
                f"{quoted(path)} is not {encoding} throughout: {error.reason}, "
                f"0x{data[skip:][error.start : error.end].hex()} at byte {skip + error.start}; "
                "if the page is in another encoding, name it with encoding="
            ) from error
        text, bad = read_damaged(data, encoding, skip)
        if errors == "strict" or _is_too_bad(len(bad), text):
            raise EncodingError(_refusal(text, bad, encoding, errors, path)) from error
        return text, bad


def _refusal(text: str, bad: tuple[BadBytes, ...], encoding: str, errors: Errors, path: str) -> str:
    told = f"{describe_bad(text, bad)}, {len(bad):,} in all"
    if errors == "strict":
        advice = "errors='replace' reads the rest, with U+FFFD in their place"
    else:
        advice = (
            f"too many for {len(text):,} characters to be damage: if the page is in another "
            "encoding, name it with encoding=; if not, fetch it again"
        )
    return f"{quoted(path)} is {encoding} with bytes that are no character: {told}; {advice}"


def _no_text(data: bytes, path: str, closest: str) -> BanmianError:
    nul = data.find(0)
    if nul >= 0:
        return NotTextError(
            f"{quoted(path)} is binary: byte {nul} is NUL, and it is no UTF-16 of Chinese; "
            "expected plain text (if it is text all the same, name its encoding with encoding=)"
        )
    return EncodingError(
        f"{quoted(path)} is no likely Chinese text in UTF-8, UTF-16, GB18030 or Big5 (closest: "
        f"{closest}); if you know its encoding, name it with encoding=, e.g. 'shift_jis'"
    )
