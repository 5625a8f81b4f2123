"""Bytes to text: which encoding bytes are in, decided from the bytes alone.

`decode` is the way in; files are left to `reading` itself.
"""

from __future__ import annotations

import codecs
import math
import re
import sys
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Final

from banmian.page import BanmianError, EncodingError, FormatError, NotTextError

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

# The 500 most frequent hanzi of 40 newspaper pages of 1998 and 2025, most frequent first (79 % of
# the hanzi there), the traditional forms of those that have one, and the particles of Cantonese,
# without which a page of Hong Kong can be refused.
_FREQUENT: Final = (
    "的国一在是中大了和业人有不年为发会行要经工作上部这地个实以出生市新民进到成来产全本家对日"
    "长展主建时体动多我重高政开机公们方化企理力济学现加社关用同能报制月于电合区场事务者分自他"
    "等前文面资设过法金就农总提员定通而下从明后与好利万度得强品记军也种当增问目内外科将其说导"
    "心元之各位可改北三平表天基子领入党些省管委技结调期组解量所系并育团水题小起代活使局立战西"
    "集十求里点计正交联应还收最性两取次第队东持程特华京道南此意都任门融司干去决美向教义院项广"
    "比名已保着规因放统如世海术步数认质及共形革今间路物办村价信相营型众构议习先费由际群职安无"
    "界治更达运书但据然把看近指支式银件府处情受户效观话二推果江视商拉争困变整优手风想单别查只"
    "张难研少传格深至台服五势投思山必周反做示首医级条证标模样益李续口施节接精德车该没造给消贫"
    "线协百原织走选央城积举识率转极斯神县副亚款低真完几字气常见流供赛专论具参很亿克策需较志确"
    "范四那林素游布头根被老易州快又息图究己回客英么纪宣再严助它货批知须打准身历功许网典感监灾"
    "女落光创色采象财速带每况俄列乡普致权环段直尔族连住便米红影告备乐防讯责容律版引劳境河阿清"
    "才稳继占约切础考显马币坚警断突始"
    "國業為發會經這個實進來產對長時動開們濟學現關報電區場務資設過農總員從強記軍當問內將說導領"
    "結調組團題戰點計聯應還兩隊東華門決義項廣著規統術數認質間辦營眾議習費際職無達運書銀處戶觀"
    "話視爭變風單別張難傳勢醫級條證標樣續節車該沒給貧線協織選積舉識轉縣見賽專論參億較頭圖紀嚴"
    "貨歷須許監災創財帶況鄉權環爾連紅備樂訊責勞穩繼約礎顯馬幣堅斷後裡製萬與臺體幾黨幹機據極種"
    "網價於"
    "嘅咗啲嚟喺嘢哋唔嗰咁"
)
_PUNCTUATION: Final = "\u3000，。、；：？！“”‘’（）《》〈〉「」『』【】〔〕—…·‧％～／－．"  # meant

# A page as a bag of characters: the share of each class on those 40 pages (255,487 characters).
# Punctuation has 0.05 where commas are half-width and 0.09 where they are full-width.
_FREQUENT_SHARE: Final = 0.69
_ORDINARY_SHARE: Final = 0.18
_PUNCTUATION_SHARE: Final = 0.06
# Natural logarithm of the probability of any character outside the classes: the other hanzi
# (0.1 % of a page, some 20,000 of them), kana, private use, and U+FFFD for a bad byte.
_RARE_LOG: Final = -17.0
# The same for an ASCII character (0.08 of a page, 96 of them, and no evidence either way).
_ASCII_LOG: Final = -4.7
# The same for a byte outside ASCII in data that is no Chinese text. Read as what they are,
# paragraphs have -3.8 for such a byte (the worst -4.3), names set solid -4.6 (the worst 60 in
# a row -4.9); Korean read as GB18030 has -5.0, Japanese as Big5 -5.7.
_NO_TEXT_BYTE_LOG: Final = -4.95
# And for a file to be no Chinese text at all, so that a rare name alone is not refused. At -12
# the headline 谌贻琴出席并讲话 was.
_NO_TEXT_LOG: Final = -30.0
_NO_TEXT: Final = "no text"
_NOT_ASCII: Final = bytes(range(0x80, 0x100))

# Of the characters of those pages in GB18030, 0.15 are by themselves a UTF-8 character of two
# bytes (in Big5 0.006), so eight in a row pass for UTF-8 in one of four million places.
_CERTAIN_UTF8: Final = 8

# Bytes that decide, from the first that is not ASCII on. A page lies within; of a longer file
# the rest is asked only where these leave doubt.
_SAMPLE: Final = 2**20
# An encoding with less belief than this is no alternative, and no doubt.
_DOUBT: Final = 0.01
# Bad places that are counted before an error says "or more"; each costs a pass over the rest.
_MOST_PLACES: Final = 100


@dataclass(frozen=True, slots=True)
class Source:
    """A decoded page file.

    ``text`` is the file's text unchanged, without the byte order mark. ``encoding`` is what it
    was decoded from, as Python names it: ``utf-8``, ``utf-8-sig`` (with a mark), ``utf-16-le``,
    ``gb18030`` (also for GBK and GB2312), ``big5``, ``cp950`` or ``big5hkscs``. ``name`` is the
    file's name without folder, or None.

    ``confidence`` (0 to 1) is the belief in that choice: 1.0 for what a mark or the caller
    declared. ``alternatives`` are the other encodings with at least 1 % of the belief that read
    the bytes without error as a different text, likeliest first. Of 10,478 pieces of ten
    characters that were cut from pages, two have any.
    """

    text: str
    encoding: str
    name: str | None = None
    confidence: float = 1.0
    alternatives: tuple[str, ...] = ()


def decode(data: bytes, *, encoding: str | None = None) -> Source:
    """Decode the bytes of a page, deciding their encoding from the bytes themselves.

    A byte order mark decides; without one, bytes that are strict UTF-8 are UTF-8. Otherwise
    each of GB18030, Big5 (plain, Windows and Hong Kong) and UTF-16 reads the bytes, and the
    reading that is the likeliest newspaper Chinese wins; UTF-8 takes part, so that a damaged
    UTF-8 page is not read as mojibake. Only a reading without a single bad byte is returned.

    Strict UTF-8 is believed even where a few characters are all there is: 目前为止 alone in
    GB18030 comes back as four letters of UTF-8, with ``confidence`` 0 and ``gb18030`` among
    the ``alternatives``. A NUL byte means binary data or UTF-16; in other text it is accepted
    only behind a byte order mark or with ``encoding``, which switches off every check.

    Args:
        data: The bytes of one page file.
        encoding: Any text encoding that Python knows; None decides from the bytes.

    Returns:
        The text and its encoding, with the doubt that is left; ``name`` is None.

    Raises:
        EncodingError: Bad bytes (the message says where), an encoding Python does not know, or
            bytes that are likely Chinese text in none of the encodings.
        NotTextError: The bytes are a PDF, an image, an archive or other binary data.
        FormatError: ``data`` is not bytes.

    >>> source = decode("新橋昨日通車。".encode("big5"))
    >>> source.text, source.encoding, source.alternatives
    ('新橋昨日通車。', 'big5', ())
    """
    if not isinstance(data, bytes):
        raise FormatError(
            f"got {type(data).__name__}, expected the bytes of a page; text needs no decoding"
        )
    return decode_file(data, encoding, "")


def quoted(path: str) -> str:
    """What an error calls a file; data without a file is "the page"."""
    return repr(path) if path else "the page"


def decode_file(data: bytes, encoding: str | None, path: str) -> Source:
    """`decode` for the contents of the file ``path``, which its errors name."""
    if encoding is not None:
        return _decode_as(data, encoding, path)
    mark = _mark(data)
    if mark is not None:
        return _decode_marked(data, mark, path)
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise NotTextError(
                f"{quoted(path)} is {kind}, expected plain text; extract its text first"
            )
    text = None if b"\0" in data else _try(data, "utf-8")
    return _likeliest(data, path) if text is None else _valid_utf8(data, text)


def _mark(data: bytes) -> tuple[bytes, str] | None:
    """The byte order mark in front and the encoding it declares, or None."""
    for mark, encoding in _MARKS:
        # FF FE 00 00 is a UTF-16 text that starts with NUL if no UTF-32 character can follow.
        utf16 = encoding == "utf-32-le" and int.from_bytes(data[4:8], "little") > sys.maxunicode
        if data.startswith(mark) and not utf16:
            return mark, encoding
    return None


def _decode_marked(data: bytes, mark: tuple[bytes, str], path: str) -> Source:
    text = _strict(data, mark[1].removesuffix("-sig"), path, skip=len(mark[0]))
    return Source(text, mark[1])


def _decode_as(data: bytes, encoding: str, path: str) -> Source:
    try:
        name = codecs.lookup(encoding).name.removesuffix("-sig")
        mark = _mark(data)
        if mark is not None and mark[1].startswith(name):
            return _decode_marked(data, mark, path)
        return Source(_strict(data, name, path), name)
    except (LookupError, ValueError) as error:
        raise EncodingError(
            f"encoding={encoding!r} for {quoted(path)} is no text encoding that Python knows; "
            f"those of Chinese pages are {', '.join(_CANDIDATES)}"
        ) from error


def _valid_utf8(data: bytes, text: str) -> Source:
    """UTF-8 it is; only a few characters may still be another encoding that passes for it."""
    if data.isascii() or len(data) - len(text) >= _CERTAIN_UTF8:
        return Source(text, "utf-8")
    ranked = _rank(_sample(data))
    belief = next(belief for belief, name in ranked if name == "utf-8")
    return Source(text, "utf-8", None, belief, _others(data, text, ranked))


def _likeliest(data: bytes, path: str) -> Source:
    ranked = _rank(_sample(data))
    if len(data) > _SAMPLE and ranked[0][0] < 1 - _DOUBT:
        ranked = _rank(data)
    confidence, encoding = ranked[0]
    if encoding == _NO_TEXT:
        raise _no_text(data, path, closest=ranked[1][1])
    if encoding in _BIG5:
        encoding = _big5(data, encoding)
    text = _strict(data, encoding, path)
    if "\0" in text:
        raise _no_text(data, path, closest=encoding)
    return Source(text, encoding, None, confidence, _others(data, text, ranked))


def _others(data: bytes, text: str, ranked: list[tuple[float, str]]) -> tuple[str, ...]:
    """The encodings worth a belief that read all of the data as another text."""
    worthy = [name for belief, name in ranked if belief >= _DOUBT and name != _NO_TEXT]
    others = [name for name in worthy if _try(data, name) not in (None, text)]
    return tuple(_big5(data, name) if name in _BIG5 else name for name in others)


def _sample(data: bytes) -> bytes:
    """The bytes from the first that is not ASCII; at an even offset, for the sake of UTF-16."""
    first = re.search(rb"[\x80-\xff]", data)
    start = first.start() & ~1 if first else 0
    return data[start : start + _SAMPLE]


def _rank(data: bytes) -> list[tuple[float, str]]:
    """Belief (0 to 1, sum 1) in each encoding and in `_NO_TEXT`, highest first.

    Bayes' rule with equal chances for the encodings. Those that read the same count as the first.
    """
    readings: dict[str, str] = {}
    for encoding in _CANDIDATES:
        readings.setdefault(data.decode(encoding, "replace"), encoding)
    likelihood = {encoding: _likelihood(text) for text, encoding in readings.items()}
    ascii_bytes = len(data.translate(None, _NOT_ASCII))
    other_bytes = len(data) - ascii_bytes
    likelihood[_NO_TEXT] = _NO_TEXT_LOG + _ASCII_LOG * ascii_bytes + _NO_TEXT_BYTE_LOG * other_bytes
    best = max(likelihood.values())
    weights = {encoding: math.exp(log - best) for encoding, log in likelihood.items()}
    total = sum(weights.values())
    ranked = [(weight / total, encoding) for encoding, weight in weights.items()]
    return sorted(ranked, key=lambda pair: -pair[0])


def _likelihood(text: str) -> float:
    """Logarithm of the probability of these characters on a page, in any order."""
    logs = _character_logs()
    return sum(count * logs.get(char, _RARE_LOG) for char, count in Counter(text).items())


@cache
def _character_logs() -> dict[str, float]:
    """Logarithm of the probability of each character that is not rare.

    The ordinary hanzi are level 1 of GB2312 (rows B0 to D7) and nearly all of level 1 of Big5
    (rows A4 to C5).
    """
    pairs = [bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF)]
    ordinary = set(b"".join(pairs).decode("gb18030"))
    cells = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    pairs = [bytes((row, cell)) for row in range(0xA4, 0xC6) for cell in cells]
    ordinary |= set(b"".join(pairs).decode("big5"))
    # NUL is no rarer than ASCII, so that UTF-16 is not the likelier reading of ASCII with NULs.
    logs = dict.fromkeys(["\0", "\t", "\n", "\r", *map(chr, range(0x20, 0x7F))], _ASCII_LOG)
    for chars, share in (
        (ordinary, _ORDINARY_SHARE),
        (set(_FREQUENT), _FREQUENT_SHARE),
        (set(_PUNCTUATION), _PUNCTUATION_SHARE),
    ):
        logs |= dict.fromkeys(chars, math.log(share / len(chars)))
    return logs


def _big5(data: bytes, likeliest: str) -> str:
    """The likeliest variant, or else one that decodes all of the data; big5 if no different."""
    whole = [name for name in (likeliest, *_BIG5) if _try(data, name) is not None]
    found = whole[0] if whole else likeliest
    same = data.decode(found, "replace") == data.decode("big5", "replace")
    return "big5" if same else found


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _strict(data: bytes, encoding: str, path: str, *, skip: int = 0) -> str:
    try:
        return data[skip:].decode(encoding)
    except UnicodeDecodeError as error:
        places = _bad_places(data, encoding, skip)
        raise EncodingError(_bad_bytes_message(data, encoding, path, skip, places)) from error


def _bad_places(data: bytes, encoding: str, skip: int) -> list[tuple[int, int]]:
    """Start and end of the runs of bytes that are no character, the first `_MOST_PLACES`."""
    view, start = memoryview(data), skip
    places: list[tuple[int, int]] = []
    while len(places) < _MOST_PLACES:
        try:
            codecs.decode(view[start:], encoding)
        except UnicodeDecodeError as error:
            places.append((start + error.start, start + error.end))
            start += error.end
        else:
            break
    return places


def _bad_bytes_message(
    data: bytes, encoding: str, path: str, skip: int, places: list[tuple[int, int]]
) -> str:
    shown = []
    for start, end in places[:3]:
        before = data[skip:start].decode(encoding, "replace")
        line = len(re.findall(r"\r\n|\r|\n", before)) + 1
        shown.append(f"0x{data[start:end].hex()} at byte {start} (line {line})")
    more = " or more" if len(places) == _MOST_PLACES else ""
    first = places[0][0]
    if len(data) - first < 4:
        advice = (
            "the file seems cut off inside its last character: fetch it again, or decode what "
            f"is whole, data[{skip}:{first}].decode({encoding!r})"
        )
    else:
        advice = (
            "if the page is in another encoding, name it with encoding=; if it is damaged, mark "
            f"the damage with U+FFFD, data[{skip}:].decode({encoding!r}, 'replace')"
        )
    return (
        f"{quoted(path)} is {encoding} with bytes that are no character: {', '.join(shown)}"
        f"{' …' if len(places) > 3 else ''}, {len(places)}{more} in all; {advice}"
    )


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
