"""Lexicons (用户词典): words that the segmenter shall know besides its dictionary.

The packaged lexicon holds terms of labour, the press and administration; data/README.md is its
codebook. Whether an entry takes effect, and what it breaks, is left to `linter`; finding words
to enter is left to `discovery`.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from banmian.page import FormatError


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """A word of a lexicon; ``freq`` (occurrences in jieba's corpus) and ``tag`` may be None.

    >>> Entry("困难职工", tag="n")
    Entry(word='困难职工', freq=None, tag='n')
    """

    word: str
    freq: int | None = None
    tag: str | None = None


LexiconSource = str | os.PathLike[str] | Iterable[str | tuple[Any, ...] | Entry]


@dataclass(frozen=True)
class Lexicon:
    r"""Words that the segmenter shall know besides its dictionary.

    Entries are kept short words first, then by code point, so that two lexicons of the same
    entries are equal and cut alike. Each word gets at least the frequency that lets it win over
    the cut of itself (jieba's ``suggest_freq``); a given ``freq`` can raise it, never lower it.
    A word wins when it stands alone; beside other characters a stronger word may still
    reach across its edge.

    Raises:
        FormatError: A word that can never form (one character, a blank at its edge, a line
            break inside), a frequency below 1, or two entries for one word that differ.

    >>> path = getfixture("tmp_path") / "words.tsv"
    >>> Lexicon.of(["职工大学堂", ("困难职工", 50, "n")]).write(path)
    >>> path.read_text("utf-8")
    'word\tfreq\ttag\n困难职工\t50\tn\n职工大学堂\t\t\n'
    >>> len(Lexicon.read(path).digest)
    16
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
        return cls(tuple(_entries(words)))

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Lexicon:
        r"""A lexicon from a UTF-8 file at ``path``: one entry a line, cells parted by tabs.

        The cells are word, freq, tag; the last two may be empty or missing. Blank lines and lines
        that begin with ``#`` are passed over. If the first other line has a cell ``word``, it
        names the columns, and columns other than these three (a note, say) are passed over too.

        Raises:
            FormatError: The file is missing, not UTF-8, or a line is no entry.
        """
        return cls(tuple(_entries(os.fspath(path))))

    @staticmethod
    def packaged() -> Lexicon:
        """The lexicon that comes with banmian: terms of labour, the press and administration.

        No word of it is in jieba's dictionary with a frequency above 3.

        >>> from banmian.words import segmenter
        >>> cutter = segmenter(lexicon=Lexicon.packaged())
        >>> cutter.cut("扶贫车间的劳动者权益保障")
        ['扶贫车间', '的', '劳动者', '权益保障']
        """
        return _packaged()

    def extend(self, words: Lexicon | LexiconSource) -> Lexicon:
        """A lexicon of these entries and those of another lexicon, a file, or words.

        Where both have an entry for a word, the new one holds.

        >>> Lexicon.of(["大学堂"]).extend([("大学堂", 9), "职工大学堂"]).entries
        (Entry(word='大学堂', freq=9, tag=None), Entry(word='职工大学堂', freq=None, tag=None))
        """
        added = as_lexicon(words)
        if added is None:
            return self
        new = {entry.word for entry in added.entries}
        kept = tuple(entry for entry in self.entries if entry.word not in new)
        return Lexicon(kept + added.entries)

    def write(self, path: str | os.PathLike[str]) -> None:
        """Write the entries as a UTF-8 file that `read` reads back; one at ``path`` is replaced.

        Raises:
            FormatError: A word begins with ``#``; `read` would take its line for a remark.
        """
        remarks = [entry.word for entry in self.entries if entry.word.startswith("#")]
        if remarks:
            raise FormatError(
                f"the word {remarks[0]!r} cannot be written to {str(path)!r}: in a lexicon file "
                "a line that begins with # is a remark; leave the word out"
            )
        lines = (f"{e.word}\t{e.freq or ''}\t{e.tag or ''}\n" for e in self.entries)
        file = Path(path).expanduser()
        file.write_text("word\tfreq\ttag\n" + "".join(lines), "utf-8", newline="\n")

    @property
    def digest(self) -> str:
        """Sixteen hexadecimal digits that stand for the entries, for labels of tables."""
        lines = "\n".join(f"{e.word}\t{e.freq or ''}\t{e.tag or ''}" for e in self.entries)
        return hashlib.sha256(lines.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@lru_cache(maxsize=1)
def _packaged() -> Lexicon:
    with resources.as_file(resources.files("banmian") / "data" / "lexicon.tsv") as path:
        return Lexicon.read(path)


def as_lexicon(lexicon: Lexicon | LexiconSource | None) -> Lexicon | None:
    """A `Lexicon` from whatever names one; None, also for a lexicon without entries.

    A str or path names a file (see `Lexicon.read`); any other iterable gives the words.

    Raises:
        FormatError: The file or an entry is none.

    >>> as_lexicon(["困难职工"]), as_lexicon([])
    (Lexicon(entries=(Entry(word='困难职工', freq=None, tag=None),)), None)
    """
    if lexicon is None:
        return None
    if isinstance(lexicon, (str, os.PathLike)):
        lexicon = Lexicon.read(lexicon)
    elif not isinstance(lexicon, Lexicon):
        lexicon = Lexicon.of(lexicon)
    return lexicon if lexicon.entries else None


def _check_entry(entry: Entry) -> None:
    fault = _fault(entry.word)
    if fault is not None:
        raise FormatError(
            f"the lexicon entry {entry.word!r} can never form: {fault}; "
            "expected two or more characters on one line"
        )
    if entry.freq is not None and (not isinstance(entry.freq, int) or entry.freq < 1):
        raise FormatError(
            f"the lexicon gives {entry.word!r} the frequency {entry.freq!r}, expected a whole "
            "number from 1; leave it out to have one worked out"
        )


def _fault(word: object) -> str | None:
    """Why no cut can have a word as a token, or None."""
    if not isinstance(word, str):
        return "it is no text"
    if len(word) < 2:
        return "a single character is a token wherever no longer word has it"
    if word != word.strip():
        return "it has a blank at its edge, take the blank away"
    if "\t" in word or len(word.splitlines()) > 1:
        return "it has a tab or a line break inside, and a word is cut there"
    return None


def _as_entry(word: str | tuple[Any, ...] | Entry) -> Entry:
    if isinstance(word, Entry):
        return word
    cells = (word,) if isinstance(word, str) else word
    if not isinstance(cells, tuple) or not 1 <= len(cells) <= 3:
        raise FormatError(
            f"{word!r} is no lexicon entry, expected a word, (word, freq) or (word, freq, tag)"
        )
    return Entry(*cells)


def rows(source: LexiconSource) -> Iterator[tuple[str, Entry | FormatError]]:
    """What stands in a lexicon's source, row by row: the word, and its entry or its error.

    Raises:
        FormatError: The source is a file that cannot be read.
    """
    if isinstance(source, (str, os.PathLike)):
        yield from _rows_of_lines(_read_lines(source), str(source))
        return
    for given in source:
        try:
            entry = _as_entry(given)
            _check_entry(entry)
        except FormatError as error:
            yield str(given[0] if isinstance(given, tuple) and given else given), error
        else:
            yield entry.word, entry


def _read_lines(path: str | os.PathLike[str]) -> list[str]:
    try:
        return Path(path).expanduser().read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise FormatError(
            f"the lexicon file {str(path)!r} cannot be read as UTF-8 text ({error}); "
            "to give words instead of a file, pass a list of them"
        ) from error


def _rows_of_lines(lines: list[str], path: str) -> Iterator[tuple[str, Entry | FormatError]]:
    names = ["word", "freq", "tag"]
    entries = [
        (number, line, [cell.strip() for cell in line.split("\t")])
        for number, line in enumerate(lines, 1)
        if line.strip() and not line.startswith("#")
    ]
    if entries and "word" in entries[0][2]:
        names = entries.pop(0)[2]
    for number, line, cells in entries:
        row = dict(zip(names, cells, strict=False))
        freq = row.get("freq") or None
        try:
            entry = Entry(row["word"], None if freq is None else int(freq), row.get("tag") or None)
            _check_entry(entry)
        except (ValueError, KeyError, FormatError) as cause:
            error = FormatError(
                f"{path}, line {number}: {line!r} is no lexicon entry ({cause}); "
                "expected word, freq (a whole number) and tag, parted by tabs"
            )
            error.__cause__ = cause
            yield row.get("word", line), error
        else:
            yield entry.word, entry


def _entries(source: LexiconSource) -> Iterator[Entry]:
    """The entries of a source; the first error is raised."""
    for _, found in rows(source):
        if isinstance(found, FormatError):
            raise found
        yield found
