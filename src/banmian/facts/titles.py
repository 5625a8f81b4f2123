"""Titles and forms of address (头衔、称呼): the words of ``data/titles.tsv`` beside a name.

Whether what stands beside the title is a name is left to `names`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from banmian.facts.wordbook import read_table, word_tags


class _Titles(NamedTuple):
    """The titles before and after a name, and their sizes by last and by first character."""

    before: frozenset[str]
    after: frozenset[str]
    sizes_before: Mapping[str, Sequence[int]]
    sizes_after: Mapping[str, Sequence[int]]


@lru_cache(maxsize=1)
def _titles() -> _Titles:
    rows = read_table("titles.tsv")
    before = frozenset(row["title"] for row in rows if row["before"] == "1")
    after = frozenset(row["title"] for row in rows if row["after"] == "1")
    return _Titles(before, after, _sizes(before, -1), _sizes(after, 0))


def _sizes(titles: Iterable[str], place: int) -> dict[str, list[int]]:
    """How long the titles are that have a character at ``place``, longest first."""
    sizes: dict[str, set[int]] = defaultdict(set)
    for title in titles:
        sizes[title[place]].add(len(title))
    return {char: sorted(of, reverse=True) for char, of in sizes.items()}


@lru_cache(maxsize=1)
def title_kinds() -> Mapping[str, str]:
    """The kind of each title: ``press``, ``official``, ``profession``, ``kin`` or ``address``."""
    return {row["title"]: row["kind"] for row in read_table("titles.tsv")}


def title_before(text: str, end: int) -> str:
    """The longest title of ``titles.tsv`` that ends there, or a word for a calling, or nothing.

    It has two characters or more, as every title of the table that stands before a name.

    >>> title_before("总工会主席邓可旺", 5)
    '主席'
    """
    titles = _titles()
    last = text[end - 1 : end]
    for size in titles.sizes_before.get(last, ()):
        if size <= end and text[end - size : end] in titles.before:
            return text[end - size : end]
    if last in _CALLINGS:  # a calling that the table lacks: 统计师, 农技员
        for size in (4, 3):
            if end >= size and word_tags().get(text[end - size : end]) == "n":
                return text[end - size : end]
    return ""


_CALLINGS: Final = frozenset("师员家者手匠")


def title_after(text: str, start: int) -> str:
    """The longest form of address or title that begins there, or nothing."""
    titles = _titles()
    for size in titles.sizes_after.get(text[start : start + 1], ()):
        if text[start : start + size] in titles.after:
            return text[start : start + size]
    return ""


def title_edge(text: str, start: int) -> int:
    """Where the title would end that stands before a name: before a blank or colon between."""
    edge = start
    while edge and start - edge < 3 and text[edge - 1] in " :":
        edge -= 1
    return edge if edge < start and title_before(text, edge) else start


def has_title(text: str, start: int) -> bool:
    """Whether a title stands before a name."""
    return bool(title_before(text, title_edge(text, start)))
