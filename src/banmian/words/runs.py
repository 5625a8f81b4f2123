"""What stories show of words that no dictionary has: runs of pieces, counted as they pass.

A piece is a token that the dictionary or a lexicon knows, or one character of a token that the
segmenter only guessed. A run ends where a word cannot go on: at a mark, a blank, a figure with its
measure, a stop word, a passage's edge. What the counts say of a word is left to `discovery`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from banmian.words.engines import dictionary
from banmian.words.linter import example
from banmian.words.stopwords import stop_words

MOST_PIECES: Final = 4
MOST_CHARACTERS: Final = 8
"""Longer runs are sentences: 中华全国总工会 has seven characters, 社会主义核心价值观 nine."""

MOST_RUNS: Final = 1_000_000
"""Runs kept while counting; beyond it the rarest are dropped.

So 100 MB (11 million pieces in 1,500-character stories made of newspaper sentences and random
pairs of words) took 86 s of CPU time and 509 MB at most, and no count was too low by more than 2.
"""

_RARE: Final = 3
"""Dictionary words up to this frequency are candidates too; jieba's author counted them nowhere."""

_HAN: Final = re.compile(r"[\u3400-\u9FFF]+")
_QUOTED: Final = re.compile(r"[“‘「『]([\u3400-\u9FFF]{2,8})[”’」』]")
_LISTED: Final = re.compile(
    r"(?<=、)([\u3400-\u9FFF]{2,4})(?![\u3400-\u9FFF])|(?<![\u3400-\u9FFF])([\u3400-\u9FFF]{2,4})(?=、)"
)
"""A short item between two enumeration commas, or between one and another mark."""

_HEADINGS: Final = frozenset({"label", "kicker", "headline", "deck", "subhead", "sidebar_label"})


class Story(NamedTuple):
    """The passages of a story, each a role and its tokens, and the names in it."""

    passages: Sequence[tuple[str, list[str]]]
    names: frozenset[str] = frozenset()


@dataclass(slots=True)
class Counts:
    """What is counted on the way. A run of pieces is written with blanks between them."""

    known: frozenset[str]
    min_count: int
    runs: Counter[str] = field(default_factory=Counter)
    stories: Counter[str] = field(default_factory=Counter)
    formed: Counter[str] = field(default_factory=Counter)
    quoted: Counter[str] = field(default_factory=Counter)
    headed: Counter[str] = field(default_factory=Counter)
    listed: Counter[str] = field(default_factory=Counter)
    named: Counter[str] = field(default_factory=Counter)
    name_stories: Counter[str] = field(default_factory=Counter)
    contexts: dict[str, str] = field(default_factory=dict)
    pieces: int = 0
    of_stories: int = 0
    undercount: int = 0
    frequency: Mapping[str, int] = field(default_factory=lambda: dictionary()[0])
    stops: frozenset[str] = field(default_factory=stop_words)
    numerals: frozenset[str] = field(default_factory=lambda: stop_words(["numeral"]))

    def knows(self, word: str) -> bool:
        """Whether the dictionary, less its rare words, or the lexicon has a word."""
        return self.frequency.get(word, 0) > _RARE or word in self.known

    def add(self, story: Story) -> None:
        """Count a story."""
        found: Counter[str] = Counter()
        for role, tokens in story.passages:
            for run in self._runs(tokens):
                self.pieces += len(run)
                found.update(_parts(run))
                if role in _HEADINGS:
                    self.headed.update(_edges(run))
        texts = ["".join(tokens) for _, tokens in story.passages]
        self._note_marks(texts)
        self._note_names(texts, story.names)
        self.of_stories += 1
        self.runs.update(found)
        self.stories.update(found.keys())
        self._note_contexts(found, texts)
        if len(self.runs) > MOST_RUNS:
            self._drop_rare()

    def _runs(self, tokens: Iterable[str]) -> Iterator[list[str]]:
        run: list[str] = []
        after_figure = False
        for token in tokens:
            if _HAN.fullmatch(token) and token not in self.stops and not after_figure:
                if self.frequency.get(token, 0) or token in self.known:
                    run.append(token)
                else:
                    self.formed[token] += 1
                    run.extend(token)
            elif run:
                yield run
                run = []
            # 10 万人线上线下: the figure goes on over blanks and numerals
            goes_on = token.isspace() or token in self.numerals
            after_figure = token[-1:].isdecimal() or (after_figure and goes_on)
        if run:
            yield run

    def _note_marks(self, texts: Iterable[str]) -> None:
        for text in texts:
            for pattern, counter in ((_QUOTED, self.quoted), (_LISTED, self.listed)):
                for match in pattern.finditer(text):
                    start, end = match.span(match.lastindex or 0)
                    counter[text[start:end]] += 1
                    self.contexts.setdefault(text[start:end], example(text, start, end))

    def _note_names(self, texts: Sequence[str], names: Iterable[str]) -> None:
        for name in names:
            places = [(text, text.find(name)) for text in texts if name in text]
            if places:
                text, start = places[0]
                self.named[name] += sum(text.count(name) for text, _ in places)
                self.name_stories[name] += 1
                self.contexts.setdefault(name, example(text, start, start + len(name)))

    def _note_contexts(self, found: Iterable[str], texts: Sequence[str]) -> None:
        for run in found:
            word = run.replace(" ", "")
            if " " in run and self.runs[run] >= self.min_count and word not in self.contexts:
                text = next(text for text in texts if word in text)
                start = text.find(word)
                self.contexts[word] = example(text, start, start + len(word))

    def _drop_rare(self) -> None:
        """Halve the runs of several pieces; single pieces, which every split needs, stay."""
        sizes = Counter(count for run, count in self.runs.items() if " " in run)
        spare = sizes.total() - MOST_RUNS // 2
        floor = 0
        while spare > 0:
            floor += 1
            spare -= sizes[floor]
        self.runs = Counter({r: n for r, n in self.runs.items() if n > floor or " " not in r})
        self.stories = Counter({r: n for r, n in self.stories.items() if r in self.runs})
        kept = {run.replace(" ", "") for run in self.runs if " " in run} | self.named.keys()
        self.contexts = {w: context for w, context in self.contexts.items() if w in kept}
        for name in ("formed", "quoted", "headed", "listed"):
            counter = getattr(self, name)
            setattr(self, name, Counter({w: n for w, n in counter.items() if w in kept}))
        self.undercount += floor


def _parts(run: Sequence[str]) -> Iterator[str]:
    """Every part of a run that may be a candidate, or a candidate with one neighbour."""
    for start in range(len(run)):
        for end in range(start + 1, min(len(run), start + MOST_PIECES + 1) + 1):
            yield " ".join(run[start:end])


def _edges(run: Sequence[str]) -> set[str]:
    heads = {"".join(run[:end]) for end in range(1, len(run) + 1)}
    return heads | {"".join(run[start:]) for start in range(1, len(run))}
