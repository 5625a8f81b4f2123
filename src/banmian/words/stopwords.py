"""Stop words (停用词): words that say nothing of what a story is about, each with a reason."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from importlib import resources

from banmian.page import FormatError


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
