"""Text to words (分词): tokens with their offsets, parts of speech, a lexicon, stop words.

`segmenting` cuts: jieba 0.42.1 defines the words, `engines` carries the cut out (by rjieba where
it is installed, eleven times as fast with the same words), `fine` is the finer granularity,
`width` folds full-width forms. `discovery` proposes words for a lexicon, `linter` says what its
entries do. No segmenter is loaded before the first cut.

What is left alone: jieba cuts at line ends and knows no traditional forms as such. It knows no
Han characters beyond U+9FD5, nor U+3007: each is a token of its own. Time grows with the square
of an unbroken run of characters that form no dictionary words (jieba: 0.06 s for 3,000, 3 s for
30,000).
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from banmian.words.engines import ENGINES, EngineName
from banmian.words.lexicon import Entry, Lexicon, LexiconSource, as_lexicon
from banmian.words.segmenting import (
    GRANULARITIES,
    Granularity,
    Segmenter,
    Token,
    segment,
    segmenter,
)
from banmian.words.stopwords import stop_word_reasons, stop_words
from banmian.words.width import fold

if TYPE_CHECKING:
    from banmian.words.discovery import new_words
    from banmian.words.linter import lint_lexicon

__all__ = [
    "ENGINES",
    "GRANULARITIES",
    "EngineName",
    "Entry",
    "Granularity",
    "Lexicon",
    "LexiconSource",
    "Segmenter",
    "Token",
    "as_lexicon",
    "fold",
    "lint_lexicon",
    "new_words",
    "segment",
    "segmenter",
    "stop_word_reasons",
    "stop_words",
]

_TABLES = {"lint_lexicon": "linter", "new_words": "discovery"}


def __getattr__(name: str) -> Any:
    # both give tables, and pandas takes longer to load than a first sentence to cut
    if name in _TABLES:
        return getattr(importlib.import_module(f"banmian.words.{_TABLES[name]}"), name)
    raise AttributeError(f"module 'banmian.words' has no attribute {name!r}")
