"""Personal names by their shape: surname, given name, and what stands beside them.

A Chinese name in running text is a surname and one or two characters more; nearly every surname
is an ordinary character too (高峰期, 金融, 马上). So each place where a surname stands is weighed:
the characters as parts of a name, the characters and words on both sides, and whether ordinary
words run through it or over its edges. The weights are in ``data/names.tsv``; they are summed,
and above `SURE` it is a name. Foreign names are read by the characters that write foreign sounds.

On the last third of a month of a newspaper, weights learned from the other two thirds found
90 % of the Chinese names, and 97 % of what they took was one, each sentence read alone.

Left alone: names without a surname (nicknames, artists' names, Tibetan and Mongolian names
written without ·), because nothing in their shape tells them from words.
"""

from __future__ import annotations

import csv
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from typing import Final, NamedTuple

from banmian.facts.gazetteer import gazetteer, simplified
from banmian.words.engines import Vocabulary, dictionary, tagger_of

SURE: Final = 0.0
"""Log-odds (nats) above which a run of characters is taken for a name."""

_TITLED: Final = -2.0
"""Log-odds that suffice behind a title."""

_HOPELESS: Final = -10.5
"""Below this the characters alone rule a name out: all else weighs at most 13, 10.6 in 99 %.

Of the names found in a month of a newspaper 0.4 % weigh less, of all candidates nine in ten do.
"""

_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    ord(char): ord(plain)
    for plain, chars in {
        "“": "『「﹃﹁〝",
        "”": "』」﹄﹂〞",
        "·": "•‧∙・▪．",
        "。": "｡",
        "、": "､",
        " ": "\u3000\xa0\t",
        "《": "〈",
        "》": "〉",
        ":": "︰∶",
    }.items()
    for char in chars
}


_BY_COMPANY: Final = 5.6
"""What titles on both sides and the dictionary's tag can weigh at most."""
_BY_WORDS: Final = 3.0
"""What the words inside a name weigh at most, in all but 0.2 % of the names found."""

_GIVEN: Final = re.compile("[㐀-鿿]{1,2}")
_WORDS: Final = (
    "given_is_word", "opens_word", "is_word", "is_word2", "opens_word3", "word_precedes",
    "word_follows", "word_over_left", "word_over_left2", "word_over_right", "word_over_right2",
)  # fmt: skip


class Name(NamedTuple):
    """A name in a text, and its log-odds (nats) of being one."""

    start: int
    end: int
    score: float


class _Evidence(NamedTuple):
    """The weights (nats) of ``names.tsv``, and the titles before and after a name.

    ``opens`` are the first characters of those after, ``closes`` the last of those before.
    ``words`` has for each kind of evidence from words the weight of each rank of `_ranks`.
    """

    of: Mapping[str, Mapping[str, float]]
    words: Mapping[str, tuple[float, ...]]
    surname_at: re.Pattern[str]
    before: frozenset[str]
    after: frozenset[str]
    opens: frozenset[str]
    closes: frozenset[str]
    longest: int


def read_table(name: str) -> list[dict[str, str]]:
    """The rows of a packaged table of tab-parted cells."""
    text = (resources.files("banmian") / "data" / name).read_text(encoding="utf-8")
    reader = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return list(reader)


@lru_cache(maxsize=1)
def _folding() -> dict[int, int]:
    return {**simplified(), **_WIDTH}


def fold(text: str) -> str:
    """The text in half-width signs and simplified characters, each offset kept.

    >>> fold("（記者張偉）")
    '(记者张伟)'
    """
    return text.translate(_folding())


@lru_cache(maxsize=1)
def _ranks() -> Mapping[str, int]:
    """How common each word of two or three characters is: 1 to 5 by powers of ten."""
    return {
        word: min(5, 1 + int(math.log10(count)))
        for word, count in dictionary()[0].items()
        if 1 < len(word) < 4 and count
    }


@lru_cache(maxsize=1)
def _evidence() -> _Evidence:
    of: dict[str, dict[str, float]] = defaultdict(dict)
    for row in read_table("names.tsv"):
        of[row["evidence"]][row["key"]] = float(row["weight"])
    surnames = sorted((s for s in of["surname"] if s != "other"), key=lambda s: (-len(s), s))
    singles = "".join(s for s in surnames if len(s) == 1)
    doubles = "|".join(s for s in surnames if len(s) == 2)
    titles = read_table("titles.tsv")
    before = frozenset(row["title"] for row in titles if row["before"] == "1")
    after = frozenset(row["title"] for row in titles if row["after"] == "1")
    return _Evidence(
        of={kind: weights for kind, weights in of.items() if kind not in _WORDS},
        words={kind: tuple(of[kind].get(str(rank), 0.0) for rank in range(6)) for kind in _WORDS},
        surname_at=re.compile(rf"(?=({doubles})?)[{singles}{doubles.replace('|', '')}]"),
        before=before,
        after=after,
        opens=frozenset(title[0] for title in after),
        closes=frozenset(title[-1] for title in before),
        longest=max(len(row["title"]) for row in titles),
    )


@lru_cache(maxsize=512)
def find_names(text: str) -> tuple[Name, ...]:
    """The Chinese names in a folded text (see `fold`), by their shape; none overlap.

    >>> text = "县长陈立国昨日表示，高峰期已过。"
    >>> [text[name.start : name.end] for name in find_names(fold(text))]
    ['陈立国']
    """
    found = [
        name
        for name in _candidates(text)
        if name.score >= SURE or (name.score >= _TITLED and _has_title(text, name.start))
    ]
    chosen: list[Name] = []
    taken: set[int] = set()
    for name in sorted(found, key=lambda name: (-name.score, name.start, name.end)):
        places = range(name.start, name.end)
        if taken.isdisjoint(places):
            chosen.append(name)
            taken.update(places)
    return tuple(sorted(chosen))


def _candidates(text: str) -> Iterator[Name]:
    """Every run of a surname and one or two Han characters that is not hopeless, weighed."""
    for start, end, width in _runs(text):
        score = _weigh_characters(text, start, end, width)
        if score > _HOPELESS:
            score += _weigh_sides(text, start, end)
            if score > _TITLED - _BY_COMPANY:
                yield Name(start, end, score + _weigh_company(text, start, end))


def _runs(text: str) -> Iterator[tuple[int, int, int]]:
    """Start, end and width of the surname, where the weights of the characters leave a chance.

    Written out in one loop: a surname's character stands at every fifth place of a text, and
    nine in ten of them fall here, before any word is looked up.
    """
    of = _evidence().of
    surnames, single, first, second = of["surname"], of["single"], of["first"], of["second"]
    one = _HOPELESS - _BY_WORDS - of["shape"]["any"] - of["shape"]["one_given"]
    two = _HOPELESS - _BY_WORDS - of["shape"]["any"] - of["shape"]["two_given"]
    unlike_single, unlike_first = single["other"], first["other"]
    unlike_second = second["other"]
    size = len(text)
    for match in _evidence().surname_at.finditer(text):
        start = match.start()
        if match.group(1):
            yield from ((start, end, 2) for end in (start + 3, start + 4) if end <= size)
        weight = surnames.get(text[start])
        if weight is None or start + 1 >= size or not "㐀" <= text[start + 1] <= "鿿":
            continue
        given = text[start + 1]
        if weight + single.get(given, unlike_single) > one:
            yield start, start + 2, 1
        weight += first.get(given, unlike_first)
        third = text[start + 2 : start + 3]
        if "㐀" <= third <= "鿿" and weight + second.get(third, unlike_second) > two:
            yield start, start + 3, 1


def name_score(text: str, start: int, end: int) -> float | None:
    """The log-odds that a run of a folded text is a Chinese name; None without a surname."""
    surnames = _evidence().of["surname"]
    for width in (2, 1):
        given = text[start + width : end]
        if text[start : start + width] in surnames and _GIVEN.fullmatch(given):
            score = _weigh_characters(text, start, end, width) + _weigh_sides(text, start, end)
            return score + _weigh_company(text, start, end)
    return None


def _weigh_characters(text: str, start: int, end: int, width: int) -> float:
    """The characters as surname and given name, and the words that they form."""
    of, words, rank = _evidence().of, _evidence().words, _ranks().get
    score = of["shape"]["any"] + of["surname"][text[start : start + width]]
    if width == 2:
        score += of["shape"]["compound_surname"]
    given = text[start + width : end]
    if len(given) == 1:
        score += of["shape"]["one_given"] + of["single"].get(given, of["single"]["other"])
        score += words["is_word2"][rank(text[start:end], 0)]
        return score + words["opens_word3"][rank(text[start : end + 1], 0)]
    score += of["shape"]["two_given"] + of["first"].get(given[0], of["first"]["other"])
    score += of["second"].get(given[1], of["second"]["other"])
    score += words["given_is_word"][rank(given, 0)]
    score += words["opens_word"][rank(text[start : start + 2], 0)]
    return score + words["is_word"][rank(text[start:end], 0)]


def _weigh_sides(text: str, start: int, end: int) -> float:
    """The characters and words beside it, and words that run over its edges."""
    of, words, rank = _evidence().of, _evidence().words, _ranks().get
    edge = title_edge(text, start)
    before, after = text[max(0, edge - 2) : edge], text[end : end + 2]
    score = of["left"].get(before[-1:] or "start", 0.0) + of["right"].get(after[:1] or "end", 0.0)
    score += of["left_word"].get(before, 0.0) + of["right_word"].get(after, 0.0)
    score += words["word_precedes"][rank(before, 0)] + words["word_follows"][rank(after, 0)]
    if start:
        over = rank(text[start - 1 : start + 1], 0)
        over2 = rank(text[max(0, start - 2) : start + 1], 0)
        if (over or over2) and len(title_before(text, start)) > 1:
            over = over2 = 0  # 董事长|江丙坤 holds no 长江
        score += words["word_over_left"][over] + words["word_over_left2"][over2]
    score += words["word_over_right"][rank(text[end - 1 : end + 1], 0)]
    return score + words["word_over_right2"][rank(text[end - 1 : end + 2], 0)]


def _weigh_company(text: str, start: int, end: int) -> float:
    """A title before or after, and whether the whole is a word, part of a phrase, or a place."""
    of, tags = _evidence().of, word_tags()
    shape = of["shape"]
    score = of["tag_of_two" if end - start == 2 else "tag_of_three"][_tag_class(text[start:end])]
    if any(text[at : at + 4] in tags for at in range(max(0, end - 4), start + 1)):
        score += shape["in_phrase"]
    if text[start:end] in gazetteer().forms:
        score += shape["is_place"]
    if len(title_before(text, title_edge(text, start))) > 1:
        score += shape["title_before"]
    address = len(title_after(text, end))
    if not address:
        return score
    return score + (shape["title_after"] if address > 1 else shape["short_title_after"])


@lru_cache(maxsize=1 << 14)
def _tag_class(word: str) -> str:
    tag = "n" if word in _evidence().of["ordinary"] else word_tags().get(word, "none")
    if tag == "none":
        return tag
    return {"nr": "name", "ns": "place", "nt": "place", "nz": "place"}.get(tag[:2], "word")


def occurrences(text: str, forms: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Where each of the forms stands in a text; those of two characters or more.

    One pass by pairs of characters: 5,000 names in a megabyte take a tenth of the time of a
    search for each of them.

    >>> list(occurrences("刘波说，刘波来", ["刘波", "马明"]))
    [(0, '刘波'), (4, '刘波')]
    """
    heads: dict[tuple[str, str], list[str]] = defaultdict(list)
    for form in forms:
        if len(form) > 1:
            heads[form[0], form[1]].append(form)
    if not heads:
        return
    for at, pair in enumerate(pairwise(text)):
        if pair in heads:
            for form in heads[pair]:
                if text.startswith(form, at):
                    yield at, form


def title_edge(text: str, start: int) -> int:
    """Where the title would end that stands before a name: before a blank or colon between."""
    edge = start
    while edge and start - edge < 3 and text[edge - 1] in " :":
        edge -= 1
    return edge if edge < start and title_before(text, edge) else start


def _has_title(text: str, start: int) -> bool:
    return len(title_before(text, title_edge(text, start))) > 1


def title_before(text: str, end: int) -> str:
    """The longest title of ``titles.tsv`` that ends there, or a word for a calling, or nothing."""
    evidence = _evidence()
    last = text[end - 1 : end]
    if last in evidence.closes:
        for start in range(max(0, end - evidence.longest), end):
            if text[start:end] in evidence.before:
                return text[start:end]
    if last in _CALLINGS:  # a calling that the table lacks: 统计师, 农技员
        for size in (4, 3):
            if end >= size and word_tags().get(text[end - size : end]) == "n":
                return text[end - size : end]
    return ""


_CALLINGS: Final = frozenset("师员家者手匠")


@lru_cache(maxsize=1)
def title_kinds() -> Mapping[str, str]:
    """The kind of each title: ``press``, ``official``, ``profession``, ``kin`` or ``address``."""
    return {row["title"]: row["kind"] for row in read_table("titles.tsv")}


@lru_cache(maxsize=1)
def word_tags() -> Mapping[str, str]:
    """The part of speech of each word of the segmenter's dictionary."""
    tags: Mapping[str, str] = tagger_of(Vocabulary()).word_tag_tab
    return tags


def word_rank(word: str) -> int:
    """How common a word of two or three characters is: 1 to 5 by powers of ten, 0 for no word."""
    return _ranks().get(word, 0)


def title_after(text: str, start: int) -> str:
    """The longest form of address or title that begins there, or nothing."""
    evidence = _evidence()
    if text[start : start + 1] not in evidence.opens:
        return ""
    for end in range(min(len(text), start + evidence.longest), start, -1):
        if text[start:end] in evidence.after:
            return text[start:end]
    return ""
