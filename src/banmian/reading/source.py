"""What reading a page file gives: its text, and all there is to know about how it was read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from banmian.reading.damage import REPLACED, BadBytes
from banmian.reading.mojibake import Mojibake

# Of 4,880 passages of 10 to 34,000 characters, whole or damaged in one place, that were read with
# this confidence or more and without an alternative, one was read wrong (15 bytes of UTF-8).
_SURE: Final = 0.99


@dataclass(frozen=True, slots=True)
class Source:
    r"""A decoded page file.

    ``text`` is the file's text unchanged, without the byte order mark. ``encoding`` is what it
    was decoded from, as Python names it: ``utf-8``, ``utf-8-sig`` (with a mark), ``utf-16-le``,
    ``gb18030`` (also for GBK and GB2312), ``big5``, ``cp950`` or ``big5hkscs``. ``name`` is the
    file's name without folder, or None.

    ``confidence`` (0 to 1) is the belief in that choice: 1.0 for what a mark or the caller
    declared. ``alternatives`` are the other encodings with at least 1 % of the belief that read
    the bytes as a different text, likeliest first. Of 10,478 undamaged pieces of ten characters
    that were cut from pages, two have any.

    ``bad`` are the bytes that are no character, in order; a U+FFFD in the text stands for each
    run of them, and only these: one that the file itself holds is not among them. ``mojibake``
    is the mistake of reading that an earlier program made and saved, as far as it can be told.

    >>> import io
    >>> from banmian.reading import read_text
    >>> source = read_text(io.BytesIO("工人日报\n新桥昨日通车。".encode("gb18030")))
    >>> source.encoding, source.bad, source.notes
    ('gb18030', (), ())
    """

    text: str
    encoding: str
    name: str | None = None
    confidence: float = 1.0
    alternatives: tuple[str, ...] = ()
    bad: tuple[BadBytes, ...] = ()
    mojibake: Mojibake | None = None

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader of the page must know, a sentence each; empty if all is well."""
        notes = []
        if self.alternatives or self.confidence < _SURE:
            notes.append(self._doubt())
        if self.bad:
            notes.append(
                f"{_places(len(self.bad))} bytes that are no character in {self.encoding}; U+FFFD "
                f"stands there: {describe_bad(self.text, self.bad)}"
            )
        lost = self.text.count(REPLACED) - len(self.bad)
        if lost:
            notes.append(f"{_places(lost)} U+FFFD: what stood there was lost before this reading")
        if self.mojibake is not None:
            notes.append(self._mistake(self.mojibake))
        return tuple(notes)

    def _doubt(self) -> str:
        others = " or ".join(self.alternatives) or "none that is known"
        return (
            f"read as {self.encoding} with a confidence of {self.confidence:.2f}, the alternative "
            f"is {others}; to decide it, pass encoding="
        )

    def _mistake(self, mistake: Mojibake) -> str:
        return (
            f"{len(mistake.lines)} lines from line {mistake.lines[0]} on look like "
            f"{mistake.written} that was read as {mistake.read_as} and saved so; left as they are. "
            f"The first was perhaps {mistake.sample!r}"
        )


def _places(number: int) -> str:
    return "1 place has" if number == 1 else f"{number:,} places have"


def describe_bad(text: str, bad: tuple[BadBytes, ...]) -> str:
    r"""The first three places, and whether there are more.

    >>> describe_bad("新\n\ufffd桥", (BadBytes(4, b"\xff", 2),))
    '0xff at byte 4 (line 2)'
    """
    shown = []
    for one in bad[:3]:
        line = len(re.findall(r"\r\n|\r|\n", text[: one.start])) + 1
        shown.append(f"0x{one.data[:8].hex()} at byte {one.offset} (line {line})")
    at_end = bool(bad) and bad[-1].start == len(text) - 1
    more = " …" if len(bad) > 3 else ""
    return ", ".join(shown) + more + (", the end is cut off" if at_end else "")
