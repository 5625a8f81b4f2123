"""The likelihood by which jieba cuts: which path through some characters wins, and by how much.

jieba takes the path whose words have the largest product of frequency over the dictionary's sum
(`jieba.Tokenizer.calc`), a character without a word of its own counting as one of frequency 1. It
takes it on half-width forms here. The hidden Markov model is left alone: it joins only single
characters that no path has joined.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import exp, floor, inf, log

from banmian.words import fine
from banmian.words.engines import dictionary
from banmian.words.lexicon import Entry
from banmian.words.segmenting import Granularity
from banmian.words.width import fold


@dataclass(slots=True)
class Model:
    """jieba's model of a cut: frequencies of the dictionary and, over them, of a lexicon."""

    base: Mapping[str, int]
    log_total: float
    added: dict[str, int] = field(default_factory=dict)
    needed: dict[str, int] = field(default_factory=dict)
    _scores: dict[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Iterable[Entry], granularity: Granularity) -> Model:
        """The model with each entry at the frequency that the segmenter gives it."""
        base, total = dictionary()
        if granularity == "fine":
            base = {word: 0 if fine.is_left_out(word, n) else n for word, n in base.items()}
            total = sum(base.values())
        model = cls(base, log(total))
        for entry in sorted(entries, key=lambda entry: (len(entry.word), entry.word)):
            word = fold(entry.word)
            model.needed[word] = model.least(word, 0, len(word)) or 1
            model.added[word] = max(model.needed[word], entry.freq or 1, base.get(word, 0))
            for length in range(1, len(word)):
                if word[:length] not in base:
                    model.added.setdefault(word[:length], 0)
        return model

    @property
    def rare(self) -> float:
        """Weight of a path that the model expects once in the dictionary's 60 million words."""
        return -self.log_total

    def weight(self, word: str) -> float:
        """Logarithm of a word's share of all words; a character without one counts as 1."""
        return log(self.added.get(word, self.base.get(word, 0)) or 1) - self.log_total

    def score(self, run: str) -> float:
        """Weight of the best path through a run of characters."""
        if run not in self._scores:
            self._scores[run] = self._best(run, None)
        return self._scores[run]

    def least(self, run: str, start: int, end: int) -> int | None:
        """The least frequency at which the best path has ``run[start:end]`` as a word.

        None where no frequency up to the dictionary's sum would do.
        """
        rest = self._best(run[:start], None) + self._best(run[end:], None)
        limit = self._best(run, (start, end)) - rest
        return floor(exp(limit + self.log_total)) + 1 if limit < 0 else None

    def _best(self, run: str, banned: tuple[int, int] | None) -> float:
        best = [0.0] + [-inf] * len(run)
        for start in range(len(run)):
            for end in range(start + 1, len(run) + 1):
                word = run[start:end]
                frequency = self.added.get(word, self.base.get(word))
                if frequency is None and end > start + 1:
                    break
                if (frequency or end == start + 1) and (start, end) != banned:
                    best[end] = max(best[end], best[start] + self.weight(word))
        return best[-1]
