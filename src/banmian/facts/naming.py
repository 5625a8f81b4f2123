"""Where a text names people: every source of a name in one list without overlaps.

A name is found as a foreign one (`foreign_names`), by its shape (`names`), as a surname with a
form of address (王教授, 老刘), as a surname alone (王某), behind 记者, in a list beside another
name, or because the story names the person elsewhere. Who is meant, and in what role, is left to
`people`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from banmian.facts.foreign_names import STRONG, find_foreign
from banmian.facts.names import SURE, find_names, name_score, surnames
from banmian.facts.organisations import OrganisationMention
from banmian.facts.titles import has_title, title_after, title_before, title_kinds
from banmian.facts.wordbook import any_of, occurrences, read_table, word_rank, word_tags


class Found(NamedTuple):
    """A name in a text, the rule that found it, and how sure that is."""

    start: int
    end: int
    rule: str
    confidence: float


_LISTED: Final = -4.0
"""Log-odds that suffice beside another name in a list (宋洁、鲍明凌)."""


def may_name(text: str, known: tuple[str, ...]) -> bool:
    """Whether a text without a name by its shape may name one that its story knows."""
    return bool(_addresses(text)) or any(occurrences(text, known))


def find_named(
    text: str, organisations: Sequence[OrganisationMention], known: tuple[str, ...]
) -> list[Found]:
    """Names in a folded text; earlier sources win where two overlap."""
    inside = {place for m in organisations for place in range(m.start, m.end)}
    found: list[Found] = []
    taken: set[int] = set()

    def add(more: Iterable[Found], *, in_body: bool = False) -> None:
        for f in more:
            places = range(f.start, f.end)
            if taken.isdisjoint(places) and (in_body or inside.isdisjoint(places)):
                found.append(f)
                taken.update(range(f.start, f.end))

    add(_foreign(text))
    add(_anonymous(text))
    add(_addressed(text, known))
    add(_shaped(text, known))
    add(_reporters(text))
    add(_repeated(text, known), in_body=True)
    if found:
        add(_listed(text, found))
        add(_repeated(text, _parts(text, found)))
    return sorted(found)


def _shaped(text: str, known: Collection[str]) -> Iterator[Found]:
    for name in find_names(text):
        start, end, score = name
        if known and text[start:end] not in known and text[start : start + 2] in known:
            end = start + 2
        end = _right_end(text, start, end)
        if _SETTLEMENT.fullmatch(text, start, end):
            continue
        if text[start] == text[end - 1] or title_after(text, start + 1) == text[start + 1 : end]:
            continue  # 边学边, 《董奶奶…》: no given name
        rule = "title-before" if has_title(text, start) else "shape"
        yield Found(start, end, rule, _sureness(score))


# 沈家弄, 李家庄: where the family of that name settled.
_SETTLEMENT: Final = re.compile("[一-鿿]家[弄宅村庄屯沟湾坝寨坪店铺洼峪窑圩埭浜堡营嘴]")


def _right_end(text: str, start: int, end: int) -> int:
    """苏辉|率团: a verb is no given name; 林郑月娥: a married woman with two surnames."""
    if end - start == 3 and text[end - 1] in _VERBS:
        shorter = name_score(text, start, end - 1)
        return end - 1 if shorter is not None and shorter > _LISTED else end
    two = end - start == 3 and end < len(text) and text[end] not in _AFTER_NAME
    if two and {text[start], text[start + 1]} <= _surnames() and title_before(text, start):
        own = name_score(text, start + 1, end + 1)
        return end + 1 if own is not None and own > _LISTED else end
    return end


# (记者施展 通讯员…), 记者苏和报道: nothing but a name stands there, though it be a word.
_REPORTER: Final = re.compile(
    r"(?:记者|通讯员|特派员) ?([一-鿿]{2,3}?)(?=[ 、)]|报道|摄|通讯员|记者|$)"
)


def _reporters(text: str) -> Iterator[Found]:
    if "记者" not in text and "员" not in text:
        return
    for match in _REPORTER.finditer(text):
        if match.group(1)[0] in _surnames(_RARE):
            yield Found(*match.span(1), "title-before", 0.9)


_VERBS: Final = frozenset("率说称赴访让把被给向带")
_AFTER_NAME: Final = frozenset("以和与同在对向从将被把给为是的了等说称到于及也就还")


def _sureness(score: float) -> float:
    return 0.97 if score > 4 else 0.9 if score > 2 else 0.75


def _repeated(text: str, names: tuple[str, ...]) -> list[Found]:
    """Names found elsewhere in the story, longest first; two characters only with some evidence."""
    found = []
    for start, name in occurrences(text, names):
        end = start + len(name)
        if _DOCTRINE.match(text, end):
            continue
        score = name_score(text, start, end) if len(name) == 2 else None
        if score is None or score > _REPEATED:
            found.append(Found(start, end, "repeated", 0.8))
    return sorted(found, key=lambda f: (f.start - f.end, f.start))


_REPEATED: Final = -6.0
_DOCTRINE: Final = re.compile("理论|思想|主义|国家|[族式号]")  # 马克思|主义, 阿拉伯|国家


def _parts(text: str, found: Sequence[Found]) -> tuple[str, ...]:
    """What is left of the names of a text when they come again: all of it, or after the dot."""
    names = [text[f.start : f.end] for f in found]
    last = [name.rpartition("·")[2] for name in names if "·" in name]
    return tuple(sorted({*names, *last}))


_FOREIGN_SURENESS: Final = {
    "foreign": 0.8, "foreign-known": 0.85, "foreign-title": 0.8, "foreign-speaker": 0.5,
}  # fmt: skip


@lru_cache(maxsize=512)
def _foreign(text: str) -> tuple[Found, ...]:
    return tuple(_judged_foreign(text))


def _judged_foreign(text: str) -> Iterator[Found]:
    for name in find_foreign(text):
        score = name_score(text, name.start, name.end)
        strong = sum(char in STRONG for char in text[name.start : name.end])
        if name.rule == "foreign" or score is None or (score < SURE and strong > 1):
            confidence = _FOREIGN_SURENESS[name.rule]
            yield Found(name.start, name.end, name.rule, confidence)


_RARE: Final = -2.0
"""A surname that weighs less stands for other words far more often than for a person."""
_ANONYMOUS: Final = re.compile(
    r"([一-鿿])某(?:某|[甲乙丙丁]|[一-鿿](?=某)|(?![一两几]?[年月日天种些个]))"
)


def _anonymous(text: str) -> Iterator[Found]:
    """王某, 李某某, 张某甲: courts and police give the surname only."""
    if "某" not in text:
        return
    for match in _ANONYMOUS.finditer(text):
        before = text[max(0, match.start() - 1) : match.start() + 1]
        if match.group(1) in _surnames(_RARE) and word_rank(before) < 3:
            yield Found(match.start(), match.end(), "anonymous", 0.95)


@lru_cache(maxsize=2)
def _surnames(least: float = 0.0) -> frozenset[str]:
    """Surnames of at least this weight: those above 0 are seldom words by themselves."""
    return frozenset(name for name, weight in surnames().items() if weight >= least)


_LINK: Final = re.compile(r"[、,和与及 ]{1,3}")


def _listed(text: str, found: Sequence[Found]) -> list[Found]:
    """Names that stand in a list beside a name: 通讯员宋洁 鲍明凌."""
    listed: list[Found] = []
    queue = sorted(f.end for f in found)
    taken = {place for f in found for place in range(f.start, f.end)}
    for end in queue:
        link = _LINK.match(text, end)
        if not link or link.group() == ",":
            continue
        start = link.end()
        after = next(
            (e for e in (start + 3, start + 2, start + 4) if _is_listed(text, start, e)), 0
        )
        if after and taken.isdisjoint(range(start, after)):
            listed.append(Found(start, after, "list", 0.8))
            queue.append(after)
    return listed


def _is_listed(text: str, start: int, end: int) -> bool:
    if end < len(text) and text[end] not in "、,。;和与及等 )(":
        return False
    if end > len(text) or _is_word(text[start:end]):
        return False
    score = name_score(text, start, end)
    return score is not None and score > _LISTED


_CHILD: Final = re.compile(r"小[一-鿿](?![一-鿿]?[学家组时员])")  # 儿子小明


def _is_word(word: str) -> bool:
    return word_tags().get(word, "nr")[:2] != "nr" and word_rank(word) > 2


_NICKNAME: Final = re.compile(
    r"(?:(?<![一-鿿])|(?<=[的是和与对向为找给请了叫把让]))[老小][一-鿿](?=[说的、,。在是和就也把告对又还家这没]|$)"
)


def _addressed(text: str, known: tuple[str, ...]) -> Iterator[Found]:
    """王教授, 邓副主席, 李大妈, 老刘: a surname with a title or form of address."""
    yield from _nicknamed(text)
    introduced = _initials(known)
    for start, end in _addresses(text):
        before = text[start - 1 : start]
        # where no other word can reach over the surname; elsewhere the story must have its bearer
        free = before in _BEFORE_SURNAME or not "一" <= before <= "鿿"
        if text[start] in (_surnames() if free else introduced):
            yield Found(start, end, "surname-title", 0.85)


@lru_cache(maxsize=512)
def _nicknamed(text: str) -> tuple[Found, ...]:
    """儿子小明, 老刘."""
    if "小" not in text and "老" not in text:
        return ()
    spans = [
        match.span()
        for match in _CHILD.finditer(text)
        if title_kinds().get(title_before(text, match.start())) == "kin"
    ]
    spans += [
        match.span()
        for match in _NICKNAME.finditer(text)
        if match.group()[1] in _surnames(_RARE) and not _is_word(match.group())
    ]
    return tuple(Found(start, end, "nickname", 0.7) for start, end in spans)


@lru_cache(maxsize=512)
def _addresses(text: str) -> tuple[tuple[int, int], ...]:
    """A character before a title or form of address, with it."""
    return tuple(
        (match.start() - 1, match.end())
        for match in _address().finditer(text)
        if match.start()
        and text[max(0, match.start() - 2) : match.start() - 1] != "《"
        and match.group() not in ("代表", "委员")
    )


@lru_cache(maxsize=16)
def _initials(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(name[0] for name in names if 1 < len(name) < 4)


@lru_cache(maxsize=1)
def _address() -> re.Pattern[str]:
    titles = [row["title"] for row in read_table("titles.tsv") if row["after"] == "1"]
    return any_of(title for title in titles if len(title) > 1)


_BEFORE_SURNAME: Final = frozenset("的是和与对向为找给请了叫把让问见")
