"""Does a lexicon do what its writer wanted? A row an entry, with the reason where it does not.

A word wins the cut where the likeliest path through the characters around it goes through it
(`likelihood`). So the least frequency that lets a word win, and the dictionary words that it tears
apart, are worked out without cutting; what becomes of it in a text is seen by cutting that.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, Final, NamedTuple

import pandas as pd

from banmian.page import FormatError, Page
from banmian.words.lexicon import Entry, Lexicon, LexiconSource, rows
from banmian.words.likelihood import Model
from banmian.words.segmenting import Granularity, Segmenter, segmenter
from banmian.words.width import fold

LINT_COLUMNS: Final[Mapping[str, str]] = {
    "word": "str",
    "tag": "str",
    "freq": "Int64",
    "status": "str",
    "reason": "str",
    "known": "Int64",
    "needed": "Int64",
    "overlaps": "str",
    "breaks": "Int64",
    "broken": "str",
    "found": "Int64",
    "formed": "Int64",
    "inside": "Int64",
    "missed": "str",
    "needed_there": "Int64",
    "crossed": "Int64",
    "crossing": "str",
}
"""Columns and dtypes of `lint_lexicon`, which says what they hold."""

_RUN: Final = re.compile(r"[\u4E00-\u9FD5a-zA-Z0-9+#&._%\-]+")
"""What jieba cuts as one piece (its re_han_default)."""

_RARE: Final = 3
"""Dictionary words up to this frequency are no loss.

200,000 of the dictionary's 349,000 words have 2 or 3, many of them mere phrases (各县区, 湖南永州).
"""

_AROUND: Final = 8
"""Characters of context to each side of an example."""


def lint_lexicon(
    lexicon: Lexicon | LexiconSource,
    text: str | Page | Iterable[Page] | None = None,
    *,
    granularity: Granularity = "jieba",
) -> pd.DataFrame:
    """For each entry of a lexicon: does it take effect, where not, and what does it break?

    Args:
        lexicon: A `Lexicon`, the path of a lexicon file, or words; entries that cannot work
            are told here, where `Lexicon` would raise at the first.
        text: A text or pages in which to look for the words; None judges by the dictionary alone.
        granularity: That at which the lexicon will be used, see `segment`.

    Returns:
        One row an entry, in the order given. ``status`` is ``error`` (it cannot work),
        ``known`` (the dictionary has it with a frequency that wins: it changes no cut),
        ``contested`` (it works alone, but is not formed somewhere in the text, or breaks
        words) or ``works``; ``reason`` says why in a sentence, missing for ``works``.

        ``known`` is its frequency in jieba's dictionary, ``needed`` the least frequency at which it
        wins when it stands alone; a lower ``freq`` in the lexicon is raised to it.
        ``overlaps`` are entries of the lexicon that contain it or share characters at an edge.
        ``breaks`` is the number of dictionary words of frequency above 3 that it tears in a
        string where both overlap, of those strings that jieba's model, reading them with the
        dictionary word, expects at least once in its 60 million words; ``broken`` are the three
        commonest words, each with that string.

        In the text: ``found`` is how often its characters occur, ``formed`` how often as the word,
        ``inside`` how often within a longer word; ``missed`` shows the first other place,
        marked by 【】, and ``needed_there`` is the least frequency that would win it (missing if
        none would). ``crossed`` is how often it was formed across the edge of a dictionary word
        that the cut without the lexicon had, and ``crossing`` shows the first. These six are
        missing if no text was given.

    Raises:
        FormatError: The lexicon file cannot be read, or something given as a page is none.

    >>> table = lint_lexicon(["扶贫车间", ("月经", 20000), "堂"], "扶贫车间开工，本月经济回升")
    >>> table["status"].tolist(), table["broken"][1]
    (['works', 'contested', 'error'], '经过 (月经过)、经受 (月经受)、月经带 (月经带)')
    >>> table["missed"][1], int(table["needed_there"][1])
    ('扶贫车间开工，本【月经】济回升', 51274595)
    """
    given = list(rows(lexicon.entries if isinstance(lexicon, Lexicon) else lexicon))
    entries, errors = _sort_out(given)
    cutter = segmenter(lexicon=Lexicon(tuple(entries.values())), granularity=granularity)
    model = Model.of(entries.values(), granularity)
    torn = _torn_words(model, entries)
    overlaps = _overlaps(entries)
    used = _uses(entries, _texts(text), cutter, model)
    table = [
        {"word": word, "status": "error", "reason": errors[number]}
        if number in errors
        else _row(entries[word], model, cutter, overlaps[word], torn[word], used.get(word))
        for number, (word, _) in enumerate(given)
    ]
    return pd.DataFrame(
        {
            name: pd.Series([row.get(name) for row in table], dtype=dtype)
            for name, dtype in LINT_COLUMNS.items()
        }
    )


def _sort_out(
    given: Sequence[tuple[str, Entry | FormatError]],
) -> tuple[dict[str, Entry], dict[int, str]]:
    """The entries that can work, by word, and why the rows with these numbers cannot."""
    entries: dict[str, Entry] = {}
    errors = {}
    for number, (word, found) in enumerate(given):
        if isinstance(found, FormatError):
            errors[number] = str(found)
        elif entries.setdefault(word, found) != found:
            errors[number] = f"an entry above has {word!r} with another frequency or tag"
    return entries, errors


def _torn_words(model: Model, entries: Mapping[str, Entry]) -> dict[str, list[str]]:
    """For each entry the dictionary words it tears, commonest first, as 'word (string)'."""
    heads, tails = defaultdict(list), defaultdict(list)
    for word in entries:
        for cut in range(1, len(word)):
            heads[word[:cut]].append(word)
            tails[word[cut:]].append(word)
    letters = frozenset("".join(entries))  # most dictionary words share none with a short lexicon
    torn: dict[str, list[tuple[int, str, str]]] = {word: [] for word in entries}
    for other, frequency in model.base.items():
        if frequency > _RARE and not letters.isdisjoint(other) and other not in entries:
            for word, string in _torn_by(model, other, heads, tails, entries):
                torn[word].append((-frequency, other, string))
    return {
        word: [f"{other} ({string})" for _, other, string in sorted(found)]
        for word, found in torn.items()
    }


def _torn_by(
    model: Model,
    other: str,
    heads: Mapping[str, list[str]],
    tails: Mapping[str, list[str]],
    entries: Mapping[str, Entry],
) -> Iterator[tuple[str, str]]:
    """The entries that tear a dictionary word, each with the string that shows it."""
    whole = model.weight(other)
    for cut in range(1, len(other)):
        before, after = other[:cut], other[cut:]
        for word in heads.get(after, ()):
            rest = whole + model.score(word[len(after) :])
            if rest > model.rare and model.score(before) + model.weight(word) > rest:
                yield word, before + word
        for word in tails.get(before, ()):
            rest = whole + model.score(word[: -len(before)])
            if rest > model.rare and model.weight(word) + model.score(after) > rest:
                yield word, word + after
    for start in range(len(other)):
        for end in range(start + 2, len(other) + 1):
            word = other[start:end]
            if word in entries:
                parts = model.score(other[:start]) + model.score(other[end:])
                if parts + model.weight(word) > whole:
                    yield word, other


def _overlaps(entries: Mapping[str, Entry]) -> dict[str, list[str]]:
    """For each entry the others that contain it, or begin as it ends, or end as it begins."""
    heads = defaultdict(set)
    for word in entries:
        for cut in range(1, len(word)):
            heads[word[:cut]].add(word)
    found: dict[str, set[str]] = {word: set() for word in entries}
    for word in entries:
        for start in range(len(word)):
            for end in range(start + 2, len(word) + 1):
                if word[start:end] in found:
                    found[word[start:end]].add(word)
            for other in heads.get(word[start:], ()) if start else ():
                found[word].add(other)
                found[other].add(word)
    return {word: sorted(others - {word}) for word, others in found.items()}


def _texts(text: str | Page | Iterable[Page] | None) -> list[str] | None:
    if text is None or isinstance(text, str):
        return None if text is None else [text]
    texts = []
    for page in [text] if isinstance(text, Page) else text:
        if not isinstance(page, Page):
            raise FormatError(
                f"expected a text, a Page or pages, got {type(page).__name__} {str(page)[:40]!r}"
            )
        texts += [passage.text for article in page.articles for _, passage in article.passages]
    return texts


@dataclass(slots=True)
class _Use:
    """How an entry fared in the text: counts, and the first example of each failure."""

    counts: Counter[str] = field(default_factory=Counter)
    missed: str | None = None
    needed_there: int | None = None
    crossing: str | None = None


def _uses(
    entries: Iterable[str], texts: Iterable[str] | None, cutter: Segmenter, model: Model
) -> dict[str, _Use]:
    """How each entry fared; nothing where there is no text."""
    if texts is None:
        return {}
    uses = {word: _Use() for word in entries}
    plain = segmenter(granularity=cutter.granularity)
    for text in texts:
        folded = fold(text)
        present = [word for word in uses if fold(word) in folded]
        if present:
            cut = _Cut(text, folded, _edges(cutter.cut(text)), _edges(plain.cut(text)))
            for word in present:
                for start in _places(folded, fold(word)):
                    _note(uses[word], cut, start, start + len(word), model)
    return uses


class _Cut(NamedTuple):
    """A text, its half-width form, and the edges of its tokens with the lexicon and without."""

    text: str
    folded: str
    edges: list[int]
    before: list[int]


def _edges(words: Iterable[str]) -> list[int]:
    return list(accumulate(map(len, words), initial=0))


def _places(text: str, word: str) -> Iterator[int]:
    start = text.find(word)
    while start >= 0:
        yield start
        start = text.find(word, start + 1)


def _note(use: _Use, cut: _Cut, start: int, end: int, model: Model) -> None:
    """Count one occurrence."""
    use.counts["found"] += 1
    first, last = _token_at(cut.edges, start), _token_at(cut.edges, end - 1)
    if first == last == (start, end):
        use.counts["formed"] += 1
        sides = {_token_at(cut.before, start), _token_at(cut.before, end - 1)}
        torn = [cut.folded[a:b] for a, b in sides if a < start or b > end]
        if any(model.base.get(token, 0) > _RARE for token in torn):
            use.counts["crossed"] += 1
            use.crossing = use.crossing or example(cut.text, start, end)
    elif first == last:
        use.counts["inside"] += 1
    elif use.missed is None:
        use.missed = example(cut.text, start, end)
        for run in _RUN.finditer(cut.folded):
            if run.start() <= start and end <= run.end():
                offset = run.start()
                use.needed_there = model.least(run.group(), start - offset, end - offset)


def _token_at(edges: list[int], place: int) -> tuple[int, int]:
    after = bisect_right(edges, place)
    return edges[after - 1], edges[after]


def example(text: str, start: int, end: int) -> str:
    """A stretch of a text marked by 【】, with some characters to each side.

    >>> example("永州市总工会在这里举行职工读书分享会", 3, 6)
    '永州市【总工会】在这里举行职工读'
    """
    left, right = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    return " ".join(f"{left}【{text[start:end]}】{right}".split())


def _row(
    entry: Entry,
    model: Model,
    cutter: Segmenter,
    overlaps: Sequence[str],
    torn: Sequence[str],
    use: _Use | None,
) -> dict[str, Any]:
    word = fold(entry.word)
    known = model.base.get(word, 0)
    row: dict[str, Any] = {
        "word": entry.word,
        "tag": entry.tag,
        "freq": entry.freq,
        "known": known or None,
        "needed": model.needed[word] if _RUN.fullmatch(word) else None,
        "overlaps": "、".join(overlaps) or None,
        "breaks": len(torn),
        "broken": "、".join(torn[:3]) or None,
    }
    if use is not None:
        row |= {name: use.counts[name] for name in ("found", "formed", "inside", "crossed")}
        row |= {"missed": use.missed, "needed_there": use.needed_there, "crossing": use.crossing}
    row["status"], row["reason"] = _judge(entry, row, cutter)
    return row


def _judge(entry: Entry, row: Mapping[str, Any], cutter: Segmenter) -> tuple[str, str | None]:
    cut = cutter.cut(entry.word)
    if cut != [entry.word]:
        return "error", f"even alone it is cut {'/'.join(cut)}"
    known, needed = row["known"] or 0, row["needed"] or 0
    if known >= max(needed, entry.freq or 1):
        unused = f"; the {entry.freq} given is not used" if entry.freq not in (None, known) else ""
        return "known", f"the dictionary has it with {known}, and {needed} is enough{unused}"
    faults = []
    if row["breaks"]:
        faults.append(f"it tears dictionary words: {row['broken']}")
    if row.get("missed"):
        need = "no frequency would" if row["needed_there"] is None else f"{row['needed_there']}"
        faults.append(f"not formed in {row['missed']} (needed there: {need})")
    if row.get("crossing"):
        faults.append(f"formed across a dictionary word in {row['crossing']}")
    return ("contested", "; ".join(faults)) if faults else ("works", None)
