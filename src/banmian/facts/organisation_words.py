"""Words as parts of the names of organisations: endings, places, what may stand between.

A clause is cut into words once, and each word is classed by ``data/organisations.tsv``, the
gazetteer and the dictionary's parts of speech. Which words make a name is left to
`organisation_names`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from banmian.facts.gazetteer import gazetteer
from banmian.facts.wordbook import read_table, word_tags
from banmian.words import Segmenter, segmenter


class _WordLists(NamedTuple):
    suffix: Mapping[str, str]
    suffix_at: re.Pattern[str]
    name: Mapping[str, str]
    name_at: re.Pattern[str]
    level: frozenset[str]
    inside: frozenset[str]
    stop: frozenset[str]
    no_suffix: frozenset[str]
    expand: Mapping[str, str]


@lru_cache(maxsize=1)
def word_lists() -> _WordLists:
    """The lists of ``organisations.tsv``, and the titles, at which a name stops."""
    rows = [(row["word"], row["use"], row["norm"]) for row in read_table("organisations.tsv")]
    classes = ("office", "house", "school", "union", "press", "team")
    titles = {
        row["title"]
        for row in read_table("titles.tsv")
        if row["kind"] == "official" and row["before"] == "1"
    }

    def of(use: str) -> frozenset[str]:
        return frozenset(word for word, kind, _ in rows if kind == use)

    suffix = {word: kind for word, kind, _ in rows if kind in classes}
    name = {word: norm or word for word, kind, norm in rows if kind == "name"}
    return _WordLists(
        suffix=suffix,
        suffix_at=_any_of(suffix),
        name=name,
        name_at=_any_of(name),
        level=of("level"),
        inside=of("inside"),
        stop=of("stop") | titles,
        no_suffix=of("not"),
        expand={word: norm for word, kind, norm in rows if kind == "expand"},
    )


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern for the longest of many words; grouped by first character, which is faster."""
    heads: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        # 改革委 is no ending where 改革委员会 stands
        heads.setdefault(word[0], []).append(
            re.escape(word[1:]) + ("(?!员)" if word.endswith("委") else "")
        )
    return re.compile("|".join(f"{head}(?:{'|'.join(rest)})" for head, rest in heads.items()))


# Eighty characters bound the work on a run without punctuation; no name comes near that.
CLAUSE: Final = re.compile(r"[^\s,，。;；:：!！?？、“”\"'‘’()（）《》<>〔〕\[\]【】…—]{1,80}")


class Token(NamedTuple):
    """A word of a clause, with offsets into it."""

    start: int
    end: int
    text: str


@lru_cache(maxsize=1)
def _segmenter() -> Segmenter:
    return segmenter()


@lru_cache(maxsize=1024)
def cut_clause(words: str) -> tuple[Token, ...]:
    """The words of a clause, titles cut off from the body."""
    tokens = []
    start = 0
    cut = _segmenter().cut(words)
    for word in _split_titles(cut) if _OFFICE.search(words) else cut:
        tokens.append(Token(start, start + len(word), word))
        start += len(word)
    return tuple(tokens)


def _split_titles(words: Iterable[str]) -> Iterator[str]:
    """县委书记 is two words: whoever holds the office, and the body."""
    for word in words:
        body, title = word[:-2], word[-2:]
        if _OFFICE.fullmatch(title) and (
            body == "事务所" or (body[:1] in LEVELS and body[1:] in word_lists().suffix)
        ):
            yield from (body, title)
        else:
            yield word


_OFFICE: Final = re.compile("律师|书记|常委|主任|部长|主席|委员|局长|院长|校长")


def tag_of(word: str) -> str:
    """The part of speech of a word; ``x`` for one that the dictionary does not have."""
    return word_tags().get(word, "x")


@lru_cache(maxsize=1 << 15)
def is_proper(word: str) -> bool:
    """Whether a name may begin with the word: a place, a word of level, a name."""
    lexicon = word_lists()
    if word in lexicon.level or is_place(word):
        return True
    if word in lexicon.inside or word in lexicon.suffix or word in lexicon.stop:
        return False
    if word[0] in LEVELS and word[1:] in lexicon.suffix:
        return True
    return tag_of(word) in _PROPER or word in lexicon.name


@lru_cache(maxsize=1 << 15)
def is_place(word: str) -> bool:
    """Whether the gazetteer knows the word as a place without more evidence."""
    return any(not form.weak for form in gazetteer().forms.get(word, ()))


# What the segmenter joins though no dictionary has it: 这是, 九届, 两胜.
_JOIN: Final = re.compile(
    r"^[这那是在被把将让为对与由从向到了和的给等及一二三四五六七八九十两几百千万]|[是在为了的着过]$"
)
LEVELS: Final = "省市县区州镇乡"
_PROPER: Final = frozenset(("ns", "nz", "nt", "nr", "nrt", "nrfg", "x", "eng"))
_NOMINAL: Final = frozenset(("vn", "an", "b", "j", "l", "i", "s", "g", "ng", "vg", "ag", "zg"))


@lru_cache(maxsize=1 << 15)
def is_part(word: str) -> bool:
    """Whether the word may stand inside a name."""
    lexicon = word_lists()
    if word in lexicon.stop or word[-1] == "杯":
        return False
    if tag_of(word) == "x" and (_JOIN.search(word) or word[0] in "已也都又还就才仅只即"):
        return False
    if word in lexicon.inside or is_proper(word) or word in lexicon.suffix:
        return True
    tag = tag_of(word)
    return tag[0] == "n" or tag in _NOMINAL or (tag == "m" and word[0] == "第")


def text_between(tokens: Sequence[Token], first: int, last: int) -> str:
    """The words from ``first`` up to ``last``, joined."""
    return "".join(token.text for token in tokens[first:last])


def phrase_start(text: str, end: int) -> int:
    """Where the run of nouns begins that ends at ``end`` in a folded text.

    >>> text = "据永州市总工会法律部"
    >>> text[phrase_start(text, len(text)) :]
    '永州市总工会法律部'
    """
    clause = next((c for c in CLAUSE.finditer(text, max(0, end - 40), end) if c.end() == end), None)
    if clause is None:
        return end
    start = end
    for token in reversed(cut_clause(clause.group())):
        if not (is_part(token.text) or (token.text.isalnum() and token.text.isascii())):
            break
        start = clause.start() + token.start
    return start


def place_prefix(name: str) -> str:
    """The places that a name begins with.

    >>> place_prefix("湖南省永州市总工会")
    '湖南省永州市'
    """
    known = gazetteer()
    at = 0
    while True:
        sizes = known.lengths.get(name[at : at + 2], ())
        size = next((size for size in sizes if name[at : at + size] in known.forms), 0)
        if not size:
            return name[:at]
        at += size


def places_only(words: str) -> bool:
    """Whether it is one place after another, and nothing else."""
    return bool(words) and place_prefix(words) == words
