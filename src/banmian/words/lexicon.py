"""Lexicons (用户词典): words that the segmenter shall know besides its dictionary."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from banmian.page import FormatError

_FORMABLE: Final = re.compile(r"[\u4E00-\u9FD5a-zA-Z0-9+#&._%\-]{2,}")
"""Words jieba can form: two or more of the characters it never cuts at (its re_han_default)."""


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """A word of a lexicon; ``freq`` (occurrences in jieba's corpus) and ``tag`` may be None."""

    word: str
    freq: int | None = None
    tag: str | None = None


LexiconSource = str | os.PathLike[str] | Iterable[str | tuple[Any, ...] | Entry]


@dataclass(frozen=True)
class Lexicon:
    """Words that the segmenter shall know besides its dictionary.

    Entries are kept short words first, then by code point, so that two lexicons of the same
    entries are equal and cut alike. Each word gets at least the frequency that lets it win over
    the cut of itself (jieba's ``suggest_freq``); a given ``freq`` can raise it, never lower it.
    A word wins when it stands alone; beside other characters a stronger word may still
    reach across its edge.

    Raises:
        FormatError: A word that jieba can never form (one character, a blank, a mark such as
            ·), a frequency below 1, or two entries for one word that differ.
    """

    entries: tuple[Entry, ...]

    def __post_init__(self) -> None:
        """Check the entries and put them into their one order."""
        seen: dict[str, Entry] = {}
        for entry in self.entries:
            _check_entry(entry)
            other = seen.setdefault(entry.word, entry)
            if other != entry:
                raise FormatError(
                    f"the lexicon has two entries for {entry.word!r} that differ: "
                    f"{other} and {entry}; keep one"
                )
        ordered = sorted(seen.values(), key=lambda entry: (len(entry.word), entry.word))
        object.__setattr__(self, "entries", tuple(ordered))

    @classmethod
    def of(cls, words: Iterable[str | tuple[Any, ...] | Entry]) -> Lexicon:
        """A lexicon of words, or of (word, freq) or (word, freq, tag) tuples.

        >>> Lexicon.of(["职工大学堂", ("困难职工", 50, "n")]).entries[0]
        Entry(word='困难职工', freq=50, tag='n')
        """
        return cls(tuple(_as_entry(word) for word in words))

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Lexicon:
        r"""A lexicon from a UTF-8 file: one entry a line, cells parted by tabs.

        The cells are word, freq, tag; the last two may be empty or missing. If the first line
        has a cell ``word``, it names the columns, and columns other than these three (a note, say)
        are passed over. Blank lines and lines that begin with ``#`` are passed over too.

        Raises:
            FormatError: The file is missing, not UTF-8, or a line is no entry.
        """
        try:
            lines = Path(path).read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise FormatError(
                f"the lexicon file {str(path)!r} cannot be read as UTF-8 text ({error}); "
                "to give words instead of a file, pass a list of them"
            ) from error
        return cls(tuple(_entries_of_lines(lines, str(path))))

    @property
    def digest(self) -> str:
        """Sixteen hexadecimal digits that stand for the entries, for labels of tables."""
        lines = "\n".join(f"{e.word}\t{e.freq or ''}\t{e.tag or ''}" for e in self.entries)
        return hashlib.sha256(lines.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def as_lexicon(lexicon: Lexicon | LexiconSource | None) -> Lexicon | None:
    """A `Lexicon` from whatever names one; None, also for a lexicon without entries.

    A str or path names a file (see `Lexicon.read`); any other iterable gives the words.
    """
    if lexicon is None:
        return None
    if isinstance(lexicon, (str, os.PathLike)):
        lexicon = Lexicon.read(lexicon)
    elif not isinstance(lexicon, Lexicon):
        lexicon = Lexicon.of(lexicon)
    return lexicon if lexicon.entries else None


def _check_entry(entry: Entry) -> None:
    if not isinstance(entry.word, str) or not _FORMABLE.fullmatch(entry.word):
        raise FormatError(
            f"the lexicon entry {entry.word!r} can never form: jieba joins two or more Han "
            "characters (U+4E00 to U+9FD5), ASCII letters, digits and +#&._%- ; "
            "enter its parts, or leave it out"
        )
    if entry.freq is not None and (not isinstance(entry.freq, int) or entry.freq < 1):
        raise FormatError(
            f"the lexicon gives {entry.word!r} the frequency {entry.freq!r}, expected a whole "
            "number from 1; leave it out to have one worked out"
        )


def _as_entry(word: str | tuple[Any, ...] | Entry) -> Entry:
    if isinstance(word, Entry):
        return word
    cells = (word,) if isinstance(word, str) else word
    if not isinstance(cells, tuple) or not 1 <= len(cells) <= 3:
        raise FormatError(
            f"{word!r} is no lexicon entry, expected a word, (word, freq) or (word, freq, tag)"
        )
    return Entry(*cells)


def _entries_of_lines(lines: list[str], path: str) -> Iterator[Entry]:
    names = ["word", "freq", "tag"]
    for number, line in enumerate(lines, 1):
        cells = [cell.strip() for cell in line.split("\t")]
        if not line.strip() or line.startswith("#"):
            continue
        if number == 1 and "word" in cells:
            names = cells
            continue
        row = dict(zip(names, cells, strict=False))
        freq = row.get("freq") or None
        try:
            entry = Entry(row["word"], None if freq is None else int(freq), row.get("tag") or None)
            _check_entry(entry)
        except (ValueError, KeyError, FormatError) as error:
            raise FormatError(
                f"{path}, line {number}: {line!r} is no lexicon entry ({error}); "
                "expected word, freq (a whole number) and tag, parted by tabs"
            ) from error
        yield entry
