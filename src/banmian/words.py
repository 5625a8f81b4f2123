"""Text to words (分词): tokens with their offsets, parts of speech, a lexicon, stop words.

The only module that imports a segmenter. The segmenter is jieba 0.42.1 with its hidden Markov
model on (jieba's own default), which also guesses words that are not in its dictionary.
jieba is imported at the first cut, not with the package.

What is kept away from jieba's defaults:

* its log lines and warnings (it compiles with invalid escape sequences and asks for
  ``pkg_resources``);
* its cache, a marshalled file of a fixed name in the shared temporary folder, which any
  user of the machine could have put there. The dictionary is read from the installed package
  each time a process starts, nothing is written, and ``jieba.dt`` is never touched.

What is left alone: full-width and half-width forms, traditional characters and line ends
reach jieba as they are, so a year in full-width digits falls into four tokens and one in ASCII
digits is one. jieba knows no Han characters beyond U+9FD5, nor U+3007: each is a token of its
own. Time grows with the square of an unbroken run of characters that form no dictionary words
(0.06 s for 3,000, 3 s for 30,000).
"""

from __future__ import annotations

import hashlib
import os
import re
import threading
import warnings
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, Final, Literal, get_args

from banmian.page import FormatError

Granularity = Literal["jieba"]
GRANULARITIES: Final[tuple[Granularity, ...]] = get_args(Granularity)

_FORMABLE: Final = re.compile(r"[\u4E00-\u9FD5a-zA-Z0-9+#&._%\-]{2,}")
"""Words jieba can form: two or more of the characters it never cuts at (its re_han_default)."""

_loading: Final = threading.RLock()


@dataclass(frozen=True, slots=True)
class Token:
    """A word, mark or blank of a text: ``text`` stands at ``start`` up to ``end``.

    ``pos`` is jieba's part-of-speech tag (n noun, v verb, ns place …), or None if not asked for.
    """

    start: int
    end: int
    text: str
    pos: str | None = None


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


@dataclass(frozen=True, slots=True)
class Segmenter:
    """One way to cut text: the engine's, with one lexicon, at one granularity."""

    lexicon: Lexicon | None = None
    granularity: Granularity = "jieba"

    def __post_init__(self) -> None:
        """Refuse a granularity that does not exist."""
        if self.granularity not in GRANULARITIES:
            raise FormatError(
                f"granularity is {self.granularity!r}, expected one of {', '.join(GRANULARITIES)}"
            )

    @property
    def description(self) -> dict[str, str | None]:
        """What made a table: engine and version, granularity, digest of the lexicon."""
        return {
            "segmenter": f"jieba {_jieba().__version__}",
            "granularity": self.granularity,
            "lexicon": None if self.lexicon is None else self.lexicon.digest,
        }

    def cut(self, text: str) -> list[str]:
        """The tokens of a text, white space and marks included; joined they are the text."""
        words: list[str] = _tokenizer(self.lexicon).lcut(text)
        return words

    def tag(self, text: str) -> list[tuple[str, str]]:
        """The tokens of `cut`, each with its part of speech: asking for tags changes no count.

        Tags are those of ``jieba.posseg``, which cuts a little differently (1.7 % of the tokens
        of 61 newspaper pages: 这是, 50%, 万人). Where its cut differs, a dictionary word takes its
        dictionary tag, and any other token that of the piece which covers most of it.
        """
        tagger = _tagger(self.lexicon)
        pieces = _spans((pair.word, pair.flag) for pair in tagger.cut(text))
        words = ((word, None) for word in self.cut(text))
        return _tags_by_overlap(list(_spans(words)), list(pieces), tagger.word_tag_tab)


def segmenter(
    *, lexicon: Lexicon | LexiconSource | None = None, granularity: Granularity = "jieba"
) -> Segmenter:
    """The `Segmenter` for these options, for many texts in a row; see `segment`."""
    return Segmenter(as_lexicon(lexicon), granularity)


def segment(
    text: str,
    *,
    lexicon: Lexicon | LexiconSource | None = None,
    granularity: Granularity = "jieba",
    pos: bool = False,
) -> list[Token]:
    """Cut a text into words, marks and blanks with their offsets.

    Args:
        text: Any string.
        lexicon: Words to know besides the dictionary: a `Lexicon`, the path of a file (see
            `Lexicon.read`), or words or (word, freq, tag) tuples.
        granularity: ``"jieba"``, the words as jieba's default mode gives them (HMM on).
        pos: Whether to tag parts of speech (five to six times slower; see `Segmenter.tag`).

    Returns:
        Tokens in order: joined they give ``text``, and ``text[t.start:t.end] == t.text``.

    Raises:
        FormatError: The granularity does not exist, the lexicon has an entry that cannot
            work, or ``text`` is no string.

    >>> [t.text for t in segment("扶贫车间开工")]
    ['扶贫', '车间', '开工']
    >>> segment("扶贫车间开工", lexicon=["扶贫车间"])[0]
    Token(start=0, end=4, text='扶贫车间', pos=None)
    """
    if not isinstance(text, str):
        raise FormatError(f"segment got {type(text).__name__}, expected a str")
    cutter = segmenter(lexicon=lexicon, granularity=granularity)
    tagged = cutter.tag(text) if pos else ((word, None) for word in cutter.cut(text))
    return [Token(start, end, word, tag) for start, end, word, tag in _spans(tagged)]


def _spans(
    tagged: Iterable[tuple[str, str | None]],
) -> Iterator[tuple[int, int, str, str | None]]:
    start = 0
    for word, tag in tagged:
        end = start + len(word)
        yield start, end, word, tag
        start = end


def _tags_by_overlap(
    words: list[tuple[int, int, str, str | None]],
    pieces: list[tuple[int, int, str, str | None]],
    dictionary: dict[str, str],
) -> list[tuple[str, str]]:
    tagged = []
    first = 0
    for start, end, word, _ in words:
        while pieces[first][1] <= start:
            first += 1
        best, most = first, 0
        last = first
        while last < len(pieces) and pieces[last][0] < end:
            shared = min(end, pieces[last][1]) - max(start, pieces[last][0])
            if shared >= most:  # on a tie the later piece: Chinese compounds have their head last
                best, most = last, shared
            last += 1
        same = pieces[best][:2] == (start, end)
        tag = str(pieces[best][3])
        tagged.append((word, tag if same else dictionary.get(word, tag)))
    return tagged


@lru_cache(maxsize=2)
def _jieba(part: str = "jieba") -> Any:
    """The module jieba, or its ``jieba.posseg``, imported without warnings.

    Under ``-W error`` a first import fails otherwise: compiling it warns of invalid escape
    sequences (DeprecationWarning to Python 3.11, SyntaxWarning from 3.12), and importing
    pkg_resources warns that it is deprecated (setuptools 67.5 to 81).
    """
    with _loading, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba  # type: ignore[import-untyped]  # it ships no types

        if part == "jieba.posseg":
            import jieba.posseg  # type: ignore[import-untyped]  # it ships no types

            return jieba.posseg
        return jieba


@lru_cache(maxsize=1)
def _dictionary() -> tuple[dict[str, int], int]:
    """What ``jieba.Tokenizer.gen_pfdict`` makes of jieba's dictionary, in half the time.

    Word to frequency, with every prefix of a word that is no word itself at 0, and the sum of
    frequencies. Median of 7 on CPU time: gen_pfdict 1.0 s, reading jieba's marshalled cache
    0.85 s, this 0.39 s; so there is nothing for a cache to gain.
    """
    path = Path(_jieba().__file__).with_name("dict.txt")
    cells = path.read_text(encoding="utf-8").split()
    counts = list(map(int, cells[1::3]))
    frequency = dict(zip(cells[::3], counts, strict=True))
    for word in cells[::3]:
        prefix = word[:-1]
        while prefix and prefix not in frequency:
            frequency[prefix] = 0
            prefix = prefix[:-1]
    return frequency, sum(counts)


# Each lexicon holds a copy of the dictionary's hash table, 15 MB; the strings are shared.
@lru_cache(maxsize=4)
def _tokenizer(lexicon: Lexicon | None) -> Any:
    """A jieba tokenizer of its own, initialised without jieba's cache, with the lexicon's words."""
    with _loading:
        frequency, total = _dictionary()
        tokenizer = _jieba().Tokenizer()
        tokenizer.FREQ = frequency if lexicon is None else frequency.copy()
        tokenizer.total = total
        tokenizer.initialized = True
        for entry in () if lexicon is None else lexicon.entries:
            enough = tokenizer.suggest_freq(entry.word)
            tokenizer.add_word(entry.word, max(enough, entry.freq or 1), entry.tag)
        return tokenizer


@lru_cache(maxsize=4)
def _tagger(lexicon: Lexicon | None) -> Any:
    with _loading, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _jieba("jieba.posseg").POSTokenizer(_tokenizer(lexicon))


@lru_cache(maxsize=1)
def _stop_word_rows() -> tuple[tuple[str, str], ...]:
    text = (resources.files("banmian") / "data" / "stop_words.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines()[1:]]
    return tuple((word, reason) for word, reason in rows)


def stop_word_reasons() -> tuple[str, ...]:
    """The reasons for which a word is on the stop list, in the list's order.

    >>> stop_word_reasons()[:3]
    ('particle', 'pronoun', 'preposition')
    """
    return tuple(dict.fromkeys(reason for _, reason in _stop_word_rows()))


def stop_words(reasons: Collection[str] | None = None) -> frozenset[str]:
    """Words that say nothing of what a Chinese newspaper story is about.

    The list is banmian's own, a judgement for each word, and each word has one reason (the
    reasons are described in data/README.md). Words that are merely frequent, such as 工作, 会议
    or 发展, are not on it; nor are numerals in figures, which no list can hold.

    Args:
        reasons: Take only words listed for these reasons; None takes all.

    Raises:
        FormatError: A reason is not one of `stop_word_reasons`.

    >>> "的" in stop_words() and "职工" not in stop_words()
    True
    >>> sorted(stop_words(["newsroom"]))[:3]
    ['下图', '下转', '专电']
    """
    known = stop_word_reasons()
    wanted = known if reasons is None else ((reasons,) if isinstance(reasons, str) else reasons)
    unknown = sorted(set(wanted) - set(known))
    if unknown:
        raise FormatError(
            f"no stop words are listed for {', '.join(unknown)}; the reasons are {', '.join(known)}"
        )
    return frozenset(word for word, reason in _stop_word_rows() if reason in wanted)
