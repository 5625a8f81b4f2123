"""Text to tokens with their offsets and parts of speech."""

from __future__ import annotations

import re
from collections import ChainMap, Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from typing import Any, Final, Literal, get_args

from banmian.page import FormatError
from banmian.words import fine
from banmian.words.engines import (
    ENGINES,
    Cutter,
    Engine,
    EngineName,
    Vocabulary,
    cutter,
    engine_for,
    slices,
    tagger_of,
)
from banmian.words.lexicon import Entry, Lexicon, LexiconSource, as_lexicon
from banmian.words.width import fold

Granularity = Literal["jieba", "fine"]
GRANULARITIES: Final[tuple[Granularity, ...]] = get_args(Granularity)

_FORMABLE: Final = re.compile(r"[\u4E00-\u9FD5a-zA-Z0-9+#&._%\-]+")
"""Characters between which jieba looks for words; at any other it cuts (its re_han_default)."""

_WIDE: Final = re.compile("[０-９Ａ-Ｚａ-ｚ＃％＆＋－．＿]+")
"""The full-width forms of those characters: the only ones that can change a cut."""

_LINE: Final = re.compile(r"[^\n]+")
_BLOCK: Final = 1 << 15
"""Characters cut at a time when counting."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word, mark or blank of a text: ``text`` stands at ``start`` up to ``end``.

    ``pos`` is jieba's part-of-speech tag (n noun, v verb, ns place …), or None if not asked for.

    >>> token = Token(2, 7, "１０．５％")
    >>> token.form
    '10.5%'
    """

    start: int
    end: int
    text: str
    pos: str | None = None

    @property
    def form(self) -> str:
        """The text in half-width forms, under which １０ and 10 are counted as one word."""
        return fold(self.text)


@dataclass(frozen=True)
class Segmenter:
    """One way to cut text: the engine's, with one lexicon, at one granularity.

    ``hmm`` is whether the model guesses words that no dictionary has. ``engine`` is None for the
    fastest that is installed; which one changes no token (see `engines`).

    Raises:
        FormatError: A granularity or an engine does not exist, or is not installed.

    >>> cutter = Segmenter(Lexicon.of(["扶贫车间"]))
    >>> cutter.cut("扶贫车间开工")
    ['扶贫车间', '开工']
    >>> cutter.count(["扶贫车间开工", "车间开工"]).most_common(1)
    [('开工', 2)]
    >>> cutter.tag("新建了两座工厂")[-1]
    ('工厂', 'n')
    >>> cutter.description["segmenter"], cutter.description["granularity"]
    ('jieba 0.42.1', 'jieba')
    """

    lexicon: Lexicon | None = None
    granularity: Granularity = "jieba"
    hmm: bool = True
    engine: EngineName | None = None

    def __post_init__(self) -> None:
        """Refuse a granularity or an engine that does not exist."""
        if self.granularity not in GRANULARITIES:
            raise FormatError(
                f"granularity is {self.granularity!r}, expected one of {', '.join(GRANULARITIES)}"
            )
        if self.engine not in (None, *ENGINES):
            raise FormatError(
                f"engine is {self.engine!r}, expected None or one of {', '.join(ENGINES)}"
            )

    @property
    def description(self) -> dict[str, str | bool | None]:
        """What made a table, for its ``attrs``.

        ``segmenter`` is the definition of the cut and its version, ``engine`` what carried it
        out, ``engine_note`` why that was not the fast one; ``lexicon`` is its digest.
        """
        engine = self._engine
        return {
            "segmenter": f"jieba {version('jieba')}",
            "engine": f"{engine.name} {engine.version}",
            "engine_note": engine.note,
            "granularity": self.granularity,
            "hmm": self.hmm,
            "lexicon": None if self.lexicon is None else self.lexicon.digest,
        }

    def cut(self, text: str) -> list[str]:
        """The tokens of ``text``, white space and marks included; joined they are the text."""
        folded = self._fold(text)
        words = self._cut_folded(folded)
        return words if folded == text else slices(text, words)

    def count(self, texts: Iterable[str]) -> Counter[str]:
        """How often each token of `cut`, in half-width forms, stands in the lines of ``texts``.

        Line ends are not counted. No token is kept for its place, so that this is faster, and
        memory grows with the number of different tokens only.
        """
        folded = map(self._fold, _blocks(texts))
        if self._whole is None:
            found = self._cutter.count(folded)
        else:
            found = Counter()
            for text in folded:
                found.update(self._cut_folded(text))
        counts: Counter[str] = Counter()
        for token, count in found.items():
            if token.strip("\r\n"):
                counts[fold(token)] += count
        return counts

    def tag(self, text: str) -> list[tuple[str, str]]:
        """The tokens of ``text`` as `cut` gives them, each with its part of speech.

        Asking for tags changes no count.

        Tags are those of ``jieba.posseg``, which cuts a little differently (1.7 % of the tokens
        of 61 newspaper pages: 这是, 50%, 万人). Where its cut differs, a word of a dictionary
        takes its tag there, and any other token that of the piece which covers most of it.
        """
        tagger = tagger_of(Vocabulary(self._added))
        marked = {fold(entry.word): entry.tag or "x" for entry in self._marked}
        words = self.cut(text)
        pieces = _spans((pair.word, pair.flag) for pair in tagger.cut(fold(text)))
        forms = _spans((fold(word), None) for word in words)
        tags = _tags_by_overlap(list(forms), list(pieces), ChainMap(marked, tagger.word_tag_tab))
        return list(zip(words, tags, strict=True))

    def __reduce__(self) -> tuple[Any, ...]:
        """Another process gets the options and makes its own engine of them."""
        return Segmenter, (self.lexicon, self.granularity, self.hmm, self.engine)

    @cached_property
    def _engine(self) -> Engine:
        return engine_for(self.engine)

    @cached_property
    def _added(self) -> tuple[Entry, ...]:
        """The entries that jieba can form."""
        entries = () if self.lexicon is None else self.lexicon.entries
        return tuple(entry for entry in entries if _FORMABLE.fullmatch(fold(entry.word)))

    @cached_property
    def _marked(self) -> tuple[Entry, ...]:
        """The entries that it cannot, for a blank or a mark (阿依·古丽) inside."""
        entries = () if self.lexicon is None else self.lexicon.entries
        return tuple(entry for entry in entries if not _FORMABLE.fullmatch(fold(entry.word)))

    @cached_property
    def _whole(self) -> re.Pattern[str] | None:
        """What is cut out of a folded text as it stands, before jieba sees the rest."""
        words = [fold(entry.word) for entry in self._marked]
        if self.granularity == "fine":
            words += [w for w in (fold(e.word) for e in self._added) if fine.WHOLE.search(w)]
        patterns = [_as_pattern(word) for word in sorted(words, key=len, reverse=True)]
        if self.granularity == "fine":
            patterns.append(fine.WHOLE.pattern)
        return re.compile("|".join(patterns)) if patterns else None

    @cached_property
    def _cutter(self) -> Cutter:
        words = Vocabulary(self._added, fine=self.granularity == "fine")
        return cutter(self._engine.name, words, hmm=self.hmm)

    def _fold(self, text: str) -> str:
        """The text in half-width forms, as far as that can change its cut."""
        if self._whole is not None:
            return fold(text)
        return _WIDE.sub(lambda match: fold(match.group()), text)

    def _cut_folded(self, text: str) -> list[str]:
        if self._whole is None:
            return self._cutter.cut(text)
        words: list[str] = []
        start = 0
        for match in self._whole.finditer(text):
            if match.start() > start:
                words += self._cutter.cut(text[start : match.start()])
            words.append(match.group())
            start = match.end()
        return words + self._cutter.cut(text[start:]) if start < len(text) else words


def _blocks(texts: Iterable[str]) -> Iterator[str]:
    """The lines of texts in blocks of some size; no token crosses a line end."""
    held: list[str] = []
    size = 0
    for text in texts:
        for line in _LINE.finditer(text):
            held.append(line.group())
            size += len(held[-1])
            if size >= _BLOCK:
                yield "\n".join(held)
                held, size = [], 0
    yield "\n".join(held)


def _as_pattern(word: str) -> str:
    """The word, not inside a longer run of Latin letters or digits."""
    before = "(?<![a-zA-Z0-9])" if re.match("[a-zA-Z0-9]", word) else ""
    after = "(?![a-zA-Z0-9])" if re.search("[a-zA-Z0-9]$", word) else ""
    return before + re.escape(word) + after


def segmenter(
    *,
    lexicon: Lexicon | LexiconSource | None = None,
    granularity: Granularity = "jieba",
    hmm: bool = True,
    engine: EngineName | None = None,
) -> Segmenter:
    """The `Segmenter` for these options, for many texts in a row; see `segment`.

    >>> segmenter(granularity="fine").cut("1998年新建了两座工厂")[:2]
    ['1998年', '新建']
    """
    return Segmenter(as_lexicon(lexicon), granularity, hmm, engine)


def segment(
    text: str,
    *,
    lexicon: Lexicon | LexiconSource | None = None,
    granularity: Granularity = "jieba",
    hmm: bool = True,
    engine: EngineName | None = None,
    pos: bool = False,
) -> list[Token]:
    """Cut a text into words, marks and blanks with their offsets.

    The cut is that of jieba 0.42.1 on the text in half-width forms (`fold`); tokens are slices
    of the text as it stands. A lexicon's word that jieba cannot form, for a blank or a mark in
    it (阿依·古丽), is cut out before jieba sees the rest; so are the dates, quantities and
    hyphenated runs of the fine granularity.

    Args:
        text: Any string.
        lexicon: Words to know besides the dictionary: a `Lexicon`, the path of a file (see
            `Lexicon.read`), or words or (word, freq, tag) tuples.
        granularity: ``"jieba"``, the words as jieba's default mode gives them, or ``"fine"``,
            the shorter ones of the standard test sets (what changes stands in `fine`).
        hmm: Whether jieba's hidden Markov model may guess words that no dictionary has.
        engine: ``"jieba"`` or ``"rjieba"``; None takes the faster that is there. No token
            changes with it (the limit is in `engines`).
        pos: Whether to tag parts of speech (slow, by jieba alone; see `Segmenter.tag`).

    Returns:
        Tokens in order: joined they give ``text``, and ``text[t.start:t.end] == t.text``.

    Raises:
        FormatError: An option does not exist, the lexicon has an entry that cannot work, the
            engine is not installed, or ``text`` is no string.

    >>> [t.text for t in segment("扶贫车间开工")]
    ['扶贫', '车间', '开工']
    >>> segment("扶贫车间开工", lexicon=["扶贫车间"])[0]
    Token(start=0, end=4, text='扶贫车间', pos=None)
    >>> [t.text for t in segment("1998年新建了两座工厂", granularity="fine")]
    ['1998年', '新建', '了', '两', '座', '工厂']
    """
    if not isinstance(text, str):
        raise FormatError(f"segment got {type(text).__name__}, expected a str")
    cutter = segmenter(lexicon=lexicon, granularity=granularity, hmm=hmm, engine=engine)
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
    dictionary: Mapping[str, str],
) -> list[str]:
    tags = []
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
        tags.append(tag if same else dictionary.get(word, tag))
    return tags
