"""The segmenter behind the words; the only module that imports one."""

from __future__ import annotations

import threading
import warnings
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from banmian.words.lexicon import Lexicon

_loading: Final = threading.RLock()


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


@lru_cache(maxsize=1)
def dictionary() -> tuple[dict[str, int], int]:
    """What ``jieba.Tokenizer.gen_pfdict`` makes of jieba's dictionary, in half the time.

    Word to frequency, with every prefix of a word that is no word itself at 0, and the sum of
    frequencies. Median of 7 on CPU time: gen_pfdict 1.0 s, reading jieba's marshalled cache
    0.85 s, this 0.39 s; so there is nothing for a cache to gain.
    """
    path = Path(jieba_module().__file__).with_name("dict.txt")
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
def tokenizer_of(lexicon: Lexicon | None) -> Any:
    """A jieba tokenizer of its own, initialised without jieba's cache, with the lexicon's words."""
    with _loading:
        frequency, total = dictionary()
        tokenizer = jieba_module().Tokenizer()
        tokenizer.FREQ = frequency if lexicon is None else frequency.copy()
        tokenizer.total = total
        tokenizer.initialized = True
        for entry in () if lexicon is None else lexicon.entries:
            enough = tokenizer.suggest_freq(entry.word)
            tokenizer.add_word(entry.word, max(enough, entry.freq or 1), entry.tag)
        return tokenizer


@lru_cache(maxsize=4)
def tagger_of(lexicon: Lexicon | None) -> Any:
    """The posseg tagger over `tokenizer_of` the lexicon."""
    with _loading, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return jieba_module("jieba.posseg").POSTokenizer(tokenizer_of(lexicon))
