"""Organisations (机构): bodies, firms, schools, papers, teams, by their names in a text.

A name is found by its last word, from the closed classes of ``data/organisations.tsv`` (总工会,
有限公司, 大学, 队 …), and followed to the left over nouns to where it begins: at a place, a
proper name or a word of level (全国, 省). A name without such a beginning (当地政府, 扶贫队) is a
kind of body, not a body, and is left alone; so are bare places and events. Bodies that are known
by name (国务院, 欧盟) and abbreviations need no ending.

Short forms are linked where the story gives the full name: 云南省总 and 省总 to 云南省总工会,
大学堂 by its （简称大学堂）, 职工大学堂 as the tail of the full name.

Left alone: the parts of an enumeration that share an ending (人社、民政等部门), firms named by
their brand alone unless the table knows them or the story has the full name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from banmian.facts.gazetteer import gazetteer
from banmian.facts.organisation_names import Found, by_form, without_overlaps
from banmian.facts.organisation_words import (
    LEVELS,
    cut_clause,
    is_part,
    place_prefix,
    places_only,
    word_lists,
)
from banmian.facts.wordbook import fold, fold_width, occurrences
from banmian.page import Article


@dataclass(frozen=True, slots=True)
class OrganisationMention:
    """An organisation named in a text.

    ``norm`` is its full name as far as the story gives it (one that is only pieced together is in
    simplified characters); ``short`` says that the text has a shorter one. ``generic`` marks a
    kind of body with a place (云南省各级工会), not one body.
    ``rule`` is ``known-name``, ``suffix-place``, ``suffix-level``, ``suffix-proper``,
    ``federation``, ``short-form``, ``tail``, ``each`` or ``byline``.
    """

    start: int
    end: int
    text: str
    norm: str
    rule: str
    confidence: float
    short: bool = False
    generic: bool = False


def find_organisations(text: str, *, known: Collection[str] = ()) -> list[OrganisationMention]:
    """The organisations named in a text.

    Args:
        text: Any text, in any width, simplified or traditional.
        known: Full names from elsewhere in the story, for short forms to be linked to.

    Returns:
        Mentions in order, none overlapping; ``text[m.start : m.end] == m.text``.

    >>> [m.text for m in find_organisations("记者从云南省总工会了解到，省总已拨款。")]
    ['云南省总工会', '省总']
    >>> find_organisations("当地政府和有关部门十分重视。")
    []
    """
    folded = fold(text)
    return _linked(text, folded, by_form(folded), known)


def _linked(
    text: str, folded: str, found: Sequence[Found], known: Iterable[str]
) -> list[OrganisationMention]:
    """The names found by their form, and the short forms of all names known."""
    names = tuple(dict.fromkeys([*known, *(f.norm for f in found)]))
    found = without_overlaps([*found, *_by_link(folded, names, found)])
    return [_mention(text, folded, f, _full(f.norm, names)) for f in found]


def organisations_of(article: Article) -> list[tuple[int, OrganisationMention]]:
    """The organisations of a story, with the agencies of its bylines and credits.

    Args:
        article: A story.

    Returns:
        Pairs of the index of the passage in ``article.passages`` and the mention, whose offsets
        are those of the passage's text.
    """
    texts = [passage.text for _, passage in article.passages]
    folded = [fold(text) for text in texts]
    forms = [by_form(text) for text in folded]
    known = list(dict.fromkeys(f.norm for found in forms for f in found))
    found = [
        (number, mention)
        for number, parts in enumerate(zip(texts, folded, forms, strict=True))
        for mention in _linked(*parts, known)
    ]
    taken = {(number, mention.start) for number, mention in found}
    agencies = [(n, m) for n, m in _agencies(article) if (n, m.start) not in taken]
    return sorted([*found, *agencies], key=lambda pair: (pair[0], pair[1].start))


def _agencies(article: Article) -> Iterator[tuple[int, OrganisationMention]]:
    """胡晓川 摄/东方IC: what a credit or byline gives as a person's house, as printed there."""
    for number, (_, passage) in enumerate(article.passages):
        here = [p for p in article.byline if passage.start <= p.start < passage.end]
        for name in dict.fromkeys(p.affiliation for p in here if p.affiliation):
            start = passage.text.find(name)
            if start >= 0 and name not in _OWN and not places_only(fold(name)):
                end = start + len(name)
                yield number, OrganisationMention(start, end, name, name, "byline", 0.9)


_OWN: Final = frozenset(("本报", "本刊", "本台", "本网", "本社", "本市", "本報"))
_CALLED: Final = re.compile(
    r"\s?\((?:以下|下)?(?:简称|统称|又称|亦称)(?:为|:)?[“\"]?([^“”\"()、,;。]{2,10})[”\"]?\)"
)
_TOTAL: Final = re.compile(
    r"(?:[一-鿿]{2,7})?[省市区县州]总(?!工会|[一-鿿]?[量值额体数计面产]|人|共|理|经|书|监|裁|部|统|是|要|会|有|成|长)"
)


def _by_link(text: str, names: tuple[str, ...], found: Sequence[Found]) -> Iterator[Found]:
    """Short forms of the names of the story."""
    short: dict[str, str] = {}
    for f in found:
        called = _CALLED.match(text, f.end)
        if called:
            short[called.group(1)] = f.norm
    for start, form in occurrences(text, tuple(short)):
        yield Found(start, start + len(form), "short-form", short[form])
    if "总" in text and ("工会" in text or any("工会" in name for name in names)):
        yield from _federations(text, names)
    tails = _tails_of(names)
    for start, tail in occurrences(text, tuple(tails)):
        yield Found(start, start + len(tail), "tail", tails[tail])


def _federations(text: str, names: Sequence[str]) -> Iterator[Found]:
    """云南省总, 省总: the federation of trade unions of a place (总工会)."""
    for match in _TOTAL.finditer(text):
        form = match.group()
        place = form[:-1]
        for cut in range(len(place)):
            if place[cut:] in gazetteer().forms:
                yield Found(match.start() + cut, match.end(), "federation", place[cut:] + "总工会")
                break
        else:
            level = place[-1]
            full = next((n for n in names if n.endswith(f"{level}总工会")), None)
            if full:
                yield Found(match.end() - 2, match.end(), "federation", full)


@lru_cache(maxsize=16)
def _tails_of(names: tuple[str, ...]) -> Mapping[str, str]:
    return {tail: name for name in names for tail in _tails(name)}


@lru_cache(maxsize=4096)
def _tails(name: str) -> tuple[str, ...]:
    """What may be left of a long name at its next mentions: its last words, two or more."""
    tokens = cut_clause(name)
    tails = [name[token.start :] for token in tokens[1:-1]]
    return tuple(t for t in tails if len(t) > 3 and t not in word_lists().suffix and is_part(t[:2]))


_CONFIDENCE: Final = {
    "known-name": 0.95, "suffix-place": 0.9, "suffix-level": 0.85, "suffix-proper": 0.7,
    "federation": 0.95, "short-form": 0.9, "tail": 0.8, "each": 0.6,
}  # fmt: skip


def _mention(text: str, folded: str, found: Found, norm: str) -> OrganisationMention:
    whole = norm == folded[found.start : found.end]
    return OrganisationMention(
        start=found.start,
        end=found.end,
        text=text[found.start : found.end],
        norm=fold_width(text)[found.start : found.end] if whole else norm,
        rule=found.rule,
        confidence=_CONFIDENCE[found.rule],
        short=found.rule in ("federation", "short-form", "tail") or not whole,
        generic=found.rule == "each",
    )


@lru_cache(maxsize=4096)
def _full(name: str, names: tuple[str, ...]) -> str:
    """The fullest form of a name that the story gives, abbreviations written out."""
    alike = _by_end(names).get(name[-2:], ()) if name in names else ()
    longer = [n for n in alike if n.endswith(name) and places_only(n[: -len(name)])]
    name = _placed(max([name, *longer], key=len), names)
    for short, full in word_lists().expand.items():
        if name.endswith(short) and len(short) > 1:
            name = name[: -len(short)] + full
    return _without_province(name)


@lru_cache(maxsize=16)
def _by_end(names: tuple[str, ...]) -> Mapping[str, Sequence[str]]:
    """The names of a story by their last two characters."""
    by_end: dict[str, list[str]] = defaultdict(list)
    for name in names:
        by_end[name[-2:]].append(name)
    return by_end


def _placed(name: str, names: Sequence[str]) -> str:
    """市发改委, 自治区党委: the level filled in from the first name of the story that has one."""
    level = next((level for level in ("自治区", *LEVELS) if name.startswith(level)), None)
    if level is None:
        return name
    for other in names:
        place = place_prefix(other)
        if place.endswith(level) and len(place) > len(level):
            rest = name[len(level) :]
            if rest in ("委", "党委"):
                return f"中共{place}委员会"
            return place + ("人民政府" if rest == "政府" else rest)
    return name


def _without_province(name: str) -> str:
    """山东省烟台市总工会: a city's or county's body bears no province in its name."""
    for size in (2, 3):
        for form in gazetteer().forms.get(name[:size], ()):
            full = form.unit.name
            rest = name[len(full) if name.startswith(full) else size :]
            city = place_prefix(rest).endswith(("市", "县", "州"))
            if form.unit.level == "province" and city:
                return rest
    return name
