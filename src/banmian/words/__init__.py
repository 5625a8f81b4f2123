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

__all__ = [
    "GRANULARITIES",
    "Entry",
    "Granularity",
    "Lexicon",
    "LexiconSource",
    "Segmenter",
    "Token",
    "as_lexicon",
    "segment",
    "segmenter",
    "stop_word_reasons",
    "stop_words",
]
