"""The engines behind the words: the only module that imports a segmenter.

jieba 0.42.1 is the definition of a correct cut. rjieba 0.2.2, the same program written in Rust,
is taken where it is installed (``banmian[fast]``) and passes `_doubt`; its tokens are mended so
that they equal jieba's. What differs between the two, by measurement:

* Mixed runs of letters and digits (``1.3nm``, ``SG-210``, ``2007-06-11``) stay whole in rjieba
  and are split by jieba's rule here (`_run_parts`). All 11,110 strings of up to four of the
  characters ``aB1.%-+#&_`` then agree.
* rjieba takes the Han characters of Unicode's extensions for letters, jieba for marks. They are
  hidden from rjieba, like lone surrogates, which it refuses.
* rjieba rounds the logarithms of the hidden Markov model to six decimals. Where two readings are
  equal to the fifth, it may take the other: about two in a million strings of random Han
  characters. So it may where two readings are exactly as probable (等等/等, 等/等等), where jieba
  itself goes by the rounding of all that follows: in 446 of 30,000 random strings that begin so.
  Neither is mended. In 6.5 MB of newspaper text every token was the same.

Nothing of either is configured or shared: ``jieba.dt`` and rjieba's own default are never
touched, jieba's log, warnings and cache file are kept away.
"""

from __future__ import annotations

import hashlib
import re
import threading
import warnings
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache, partial
from importlib import machinery, util
from importlib.metadata import PackageNotFoundError, version
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, Final, Literal, get_args

from banmian.page import FormatError
from banmian.words import fine
from banmian.words.lexicon import Entry
from banmian.words.width import fold

EngineName = Literal["jieba", "rjieba"]
ENGINES: Final[tuple[EngineName, ...]] = get_args(EngineName)

_FAST_VERSION: Final = "0.2.2"  # 0.2.1 had another rule for runs of letters and digits
_DICTIONARY_DIGEST: Final = "7197c3211ddd98962b036cdf40324d1ea2bfaa12bd028e68faa70111a88e12a8"
"""SHA-256 of jieba 0.42.1's dict.txt, of which rjieba 0.2.2 has a copy inside (7 ms to check)."""

_SENTINEL: Final = "董红还在杭研大厦学习扶贫政策"
_SENTINEL_CUT: Final = "董红/还/在/杭研/大厦/学习/扶贫/政策"
"""Two words of the model (董红, 杭研) among words of the dictionary, cut by jieba 0.42.1."""

_HIDDEN: Final = re.compile(
    "[\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\ud800-\udfff]"
)
_MIXED: Final = re.compile(
    r"[a-zA-Z0-9](?:[_\-][a-zA-Z0-9]|\.(?:[a-zA-Z]|\d+[a-zA-Z._\-]))", re.ASCII
)
"""Where a text has a run that jieba splits; decimals are whole in both."""

_RUN: Final = re.compile(r"[a-zA-Z0-9+#&._%\-]{2,}")
_RUN_PARTS: Final = re.compile(r"([a-zA-Z0-9]+(?:\.\d+)?%?)")  # re_skip of jieba.finalseg

_loading: Final = threading.RLock()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words an engine knows: jieba's dictionary or its fine part, and entries added to it."""

    added: tuple[Entry, ...] = ()
    fine: bool = False


@dataclass(frozen=True, slots=True)
class Engine:
    """What cuts: its name and version; ``note`` says why it is not the fast one, or is None."""

    name: EngineName
    version: str
    note: str | None = None


def engine_for(wanted: EngineName | None) -> Engine:
    """The engine of that name; for None the fast one, or jieba with the reason in ``note``.

    Raises:
        FormatError: The engine rjieba is asked for and cannot be used.
    """
    if wanted == "jieba":
        return Engine("jieba", version("jieba"))
    doubt = _doubt()
    if doubt is None:
        return Engine("rjieba", _FAST_VERSION)
    if wanted == "rjieba":
        raise FormatError(f"the engine rjieba cannot be used: {doubt}")
    return Engine("jieba", version("jieba"), doubt)


@lru_cache(maxsize=1)
def _doubt() -> str | None:
    """Why rjieba cannot stand for jieba here, or None if it can."""
    try:
        found = version("rjieba")
    except PackageNotFoundError:
        return "rjieba is not installed; banmian[fast] brings it"
    if found != _FAST_VERSION:
        return f"rjieba {found} is installed, {_FAST_VERSION} was proven equal to jieba"
    with _dictionary_path().open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != _DICTIONARY_DIGEST:
        return "jieba's dict.txt is not that of jieba 0.42.1, of which rjieba has a copy"
    try:
        words = _fast(Vocabulary()).cut(_SENTINEL)
    except ImportError as error:
        return f"rjieba cannot be loaded ({error})"
    if words != _SENTINEL_CUT.split("/"):
        return f"rjieba cuts {_SENTINEL} into {'/'.join(words)}, jieba into {_SENTINEL_CUT}"
    return None


@dataclass(frozen=True, slots=True)
class Cutter:
    """What cuts texts with one engine and vocabulary, as jieba would.

    ``raw`` gives tokens; ``parts`` what a token is split into afterwards, whatever stands beside
    it; ``splits`` whether that can change any token of a text.
    """

    raw: Callable[[str], list[str]]
    parts: Callable[[str], Iterable[str]]
    splits: Callable[[str], bool]

    def cut(self, text: str) -> list[str]:
        """The tokens of a text."""
        words = self.raw(text)
        return [p for word in words for p in self.parts(word)] if self.splits(text) else words

    def count(self, texts: Iterable[str]) -> Counter[str]:
        """The tokens of texts counted; each token is split once, however often it stands there."""
        found: Counter[str] = Counter()
        for text in texts:
            found.update(self.raw(text))
        counts: Counter[str] = Counter()
        for word, count in found.items():
            for part in self.parts(word):
                counts[part] += count
        return counts


def cutter(engine: EngineName, words: Vocabulary, *, hmm: bool) -> Cutter:
    """The `Cutter` of one engine with these words, with the model's guesses or without."""
    if engine == "jieba":
        plain = Cutter(partial(tokenizer_of(words).lcut, HMM=hmm), lambda word: (word,), _never)
    else:
        fast = _fast(words)
        parts = partial(_run_parts, fast.has_word)
        plain = Cutter(partial(_cut_unhidden, fast, hmm), parts, _has_mixed if hmm else _never)
    if not (words.fine and hmm):
        return plain
    known = tokenizer_of(words).FREQ.get

    def fine_parts(word: str) -> Iterable[str]:
        return word if fine.is_refused(word) and not known(word) else plain.parts(word)

    return Cutter(plain.raw, fine_parts, lambda _: True)


def _never(_: str) -> bool:
    return False


def _has_mixed(text: str) -> bool:
    return _MIXED.search(text) is not None


def _cut_unhidden(fast: Any, hmm: bool, text: str) -> list[str]:
    if _HIDDEN.search(text):
        return slices(text, fast.cut(_HIDDEN.sub("\ufffd", text), hmm))
    words: list[str] = fast.cut(text, hmm)
    return words


def _run_parts(known: Callable[[str], bool], word: str) -> Iterable[str]:
    """A run of letters, digits and marks as jieba splits it; a word of the dictionary is whole."""
    if not word.isascii() or not _RUN.fullmatch(word) or known(word):
        return (word,)
    return filter(None, _RUN_PARTS.split(word))


def slices(text: str, words: Iterable[str]) -> list[str]:
    """The pieces of a text under words that are as long as these."""
    return [text[a:b] for a, b in pairwise(accumulate(map(len, words), initial=0))]


@lru_cache(maxsize=4)
def _fast(words: Vocabulary) -> Any:
    """An rjieba of its own that has the words of a jieba tokenizer, with their frequencies."""
    if words == Vocabulary():
        return _rjieba().Jieba()
    told = tokenizer_of(words)
    fast = _rjieba().Jieba.empty() if words.fine else _rjieba().Jieba()
    base, total = ({}, 0) if words.fine else dictionary()
    for word in told.FREQ if words.fine else dict.fromkeys(fold(e.word) for e in words.added):
        freq = told.FREQ[word]
        if freq:
            fast.add_word(word, freq, None)
            total += freq - base.get(word, 0)
    if told.total > total:
        # jieba adds the frequency of a word it knows to its total once more, rjieba does not.
        # Two characters of private use stand for the difference: no text is searched for them.
        fast.add_word("\ue000\ue001", told.total - total, None)
    return fast


@lru_cache(maxsize=1)
def _rjieba() -> Any:
    """The extension module of rjieba, without the package around it.

    The package makes a segmenter of its own as it is imported, which takes 32 MB and 0.1 s.
    """
    package = util.find_spec("rjieba")
    places = [] if package is None else list(package.submodule_search_locations or [])
    spec = machinery.PathFinder.find_spec("rjieba", places)
    if spec is None or spec.loader is None:
        raise ImportError(f"there is no extension module in {places}")
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@lru_cache(maxsize=2)
def jieba_module(part: str = "jieba") -> Any:
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


def _dictionary_path() -> Path:
    spec = util.find_spec("jieba")
    if spec is None or spec.origin is None:
        raise ImportError("jieba is not installed; banmian depends on jieba 0.42.1")
    return Path(spec.origin).with_name("dict.txt")


@lru_cache(maxsize=1)
def dictionary() -> tuple[dict[str, int], int]:
    """What ``jieba.Tokenizer.gen_pfdict`` makes of jieba's dictionary, in half the time.

    Word to frequency, with every prefix of a word that is no word itself at 0, and the sum of
    frequencies. Median of 7 on CPU time: gen_pfdict 1.0 s, reading jieba's marshalled cache
    0.85 s, this 0.39 s; so there is nothing for a cache to gain.
    """
    cells = _dictionary_path().read_text(encoding="utf-8").split()
    counts = list(map(int, cells[1::3]))
    frequency = dict(zip(cells[::3], counts, strict=True))
    for word in cells[::3]:
        prefix = word[:-1]
        while prefix and prefix not in frequency:
            frequency[prefix] = 0
            prefix = prefix[:-1]
    return frequency, sum(counts)


# Each vocabulary holds a copy of the dictionary's hash table, 15 MB; the strings are shared.
@lru_cache(maxsize=4)
def tokenizer_of(words: Vocabulary) -> Any:
    """A jieba tokenizer of its own, initialised without jieba's cache, with these words."""
    with _loading:
        frequency, total = dictionary()
        if words.fine:
            left_out = [word for word, freq in frequency.items() if fine.is_left_out(word, freq)]
            frequency = frequency | dict.fromkeys(left_out, 0)
            total = sum(frequency.values())
        tokenizer = jieba_module().Tokenizer()
        tokenizer.FREQ = frequency.copy() if words.added else frequency
        tokenizer.total = total
        tokenizer.initialized = True
        for entry in words.added:
            word = fold(entry.word)
            tokenizer.add_word(word, max(tokenizer.suggest_freq(word), entry.freq or 1), entry.tag)
        return tokenizer


@lru_cache(maxsize=4)
def tagger_of(words: Vocabulary) -> Any:
    """The posseg tagger over `tokenizer_of` these words."""
    with _loading, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return jieba_module("jieba.posseg").POSTokenizer(tokenizer_of(words))
