"""People (人物): who is named in a story, and in what role.

Names come from bylines and credits, as the parser read them, and from running text by their shape
(`names`), by the title beside them (县长陈立国, 王教授), by standing in a list with another name,
and by having been found elsewhere in the story: 邓可旺 and 邓副主席 are then one person. The role
is the title as printed, with its body (永州市总工会党组书记、副主席); a person without a title in
the text has no role.

Left alone: nicknames and artists' names without a title, groups (代表们), what a pronoun
stands for, and who says what (`speech`). Two people of one name in one story are taken for one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Literal

from banmian.facts.naming import Found, find_named, may_name
from banmian.facts.organisation_words import phrase_start
from banmian.facts.organisations import OrganisationMention, find_organisations, organisations_of
from banmian.facts.titles import title_after, title_before, title_edge, title_kinds
from banmian.facts.wordbook import fold, fold_width
from banmian.page import Article, Paragraph, Person

Kind = Literal["press", "official", "subject"]


@dataclass(frozen=True, slots=True)
class PersonMention:
    """A person named in a text.

    ``name`` is the name without blanks inside, and the full one where the text has only surname
    and title (邓副主席) but the story the name. ``role`` is the title as printed; ``org`` the body
    it is held in. ``kind`` is ``press`` (who made the story), ``official`` (holds an office) or
    ``subject``. ``rule`` is ``byline``, ``title-before``, ``shape``, ``list``, ``repeated``,
    ``surname-title``, ``nickname``, ``anonymous``, ``foreign``, ``foreign-title``,
    ``foreign-known`` or ``foreign-speaker``.
    """

    start: int
    end: int
    text: str
    name: str
    role: str | None
    kind: Kind
    org: str | None
    rule: str
    confidence: float


def find_people(
    text: str,
    *,
    organisations: Sequence[OrganisationMention] | None = None,
    known: Collection[str] = (),
    signed: Collection[str] = (),
) -> list[PersonMention]:
    """The people named in a text.

    Args:
        text: Any text, in any width, simplified or traditional.
        organisations: The organisations of the text, found here if not given.
        known: Names from elsewhere in the story.
        signed: Those of them who made the story; 赵女士 is none of them.

    Returns:
        Mentions in order, none overlapping; ``text[m.start : m.end] == m.text``.

    >>> [(m.name, m.role) for m in find_people("永州市总工会副主席邓可旺说，高峰期已过。")]
    [('邓可旺', '永州市总工会副主席')]
    """
    if organisations is None:
        organisations = find_organisations(text)
    printed = _by_fold(tuple(known))
    found = find_named(fold(text), organisations, tuple(printed))
    return _described(text, found, organisations, printed, signed) if found else []


@lru_cache(maxsize=16)
def _by_fold(names: tuple[str, ...]) -> Mapping[str, str]:
    """Names as printed, by what they are in folded text."""
    return {fold(name): name for name in names}


def people_of(
    article: Article, *, organisations: Sequence[tuple[int, OrganisationMention]] | None = None
) -> list[tuple[int, PersonMention]]:
    """The people of a story, those of its bylines and credits included.

    Args:
        article: A story.
        organisations: What `organisations_of` gives for it; found here if not given.

    Returns:
        Pairs of the index of the passage in ``article.passages`` and the mention, whose offsets
        are those of the passage's text.
    """
    if organisations is None:
        organisations = organisations_of(article)
    passages = [passage for _, passage in article.passages]
    bodies: list[list[OrganisationMention]] = [[] for _ in passages]
    for number, body in organisations:
        bodies[number].append(body)
    press: list[list[PersonMention]] = [[] for _ in passages]
    for number, person in _signed(article, passages):
        press[number].append(person)
    signed = tuple(p.name for here in press for p in here)
    alone = [find_named(fold(p.text), of, ()) for p, of in zip(passages, bodies, strict=True)]
    known = signed + _names_of_story([p.text for p in passages], alone)
    introduced = tuple(_by_fold(known))
    people = []
    for number, passage in enumerate(passages):
        found = []
        if alone[number] or may_name(fold(passage.text), introduced):
            found = find_people(
                passage.text, organisations=bodies[number], known=known, signed=signed
            )
        found = [m for m in found if not _over(m, press[number])]
        both = sorted([*press[number], *found], key=lambda m: m.start)
        people += [(number, m) for m in both]
    return _with_roles_shared(people, [m.norm for _, m in organisations])


def _over(mention: PersonMention, others: Iterable[PersonMention]) -> bool:
    return any(mention.start < m.end and m.start < mention.end for m in others)


def _names_of_story(texts: Sequence[str], found: Sequence[Sequence[Found]]) -> tuple[str, ...]:
    """The names that the passages of a story agree on.

    A name of three characters found once, whose first two are a name elsewhere in the story, was
    read one character too far (刘波读初中).
    """
    pairs = zip(texts, found, strict=True)
    names = [fold_width(text)[f.start : f.end] for text, of in pairs for f in of]
    counts = Counter(names)
    return tuple(dict.fromkeys(name for name in names if not _is_too_long(name, counts)))


def _is_too_long(name: str, counts: Counter[str]) -> bool:
    return len(name) == 3 and counts[name] == 1 and counts[name[:2]] > 0


def _described(
    text: str,
    found: Sequence[Found],
    organisations: Sequence[OrganisationMention],
    known: Mapping[str, str],
    signed: Collection[str],
) -> list[PersonMention]:
    """The mentions with their names, roles and bodies."""
    people: list[PersonMention] = []
    folded, shown = fold(text), fold_width(text)
    names = {**known, **{folded[f.start : f.end]: shown[f.start : f.end] for f in found}}
    full = _full_names(tuple(name for name in names if names[name] not in signed))
    starts = [m.start for m in organisations]
    for f in found:
        printed = folded[f.start : f.end]
        near = bisect_left(starts, f.start - _LONGEST_TITLE), bisect_left(starts, f.start)
        role, org = _role(folded, shown, f, organisations[slice(*near)])
        if role is None and people and folded[people[-1].end : f.start] in ("、", "和", " ", "与"):
            role, org = people[-1].role, people[-1].org
        fitting = full.get(printed[0] if f.rule == "surname-title" else "·" + printed, ())
        name = fitting[0] if len(fitting) == 1 else printed
        people.append(
            PersonMention(
                start=f.start,
                end=f.end,
                text=text[f.start : f.end],
                name="".join(names[name].split()),
                role=role,
                kind=_kind(role),
                org=org,
                rule=f.rule,
                confidence=f.confidence,
            )
        )
    return people


_LONGEST_TITLE: Final = 100
"""Characters before a name among which the bodies of its title are looked for."""


@lru_cache(maxsize=16)
def _full_names(names: tuple[str, ...]) -> Mapping[str, Sequence[str]]:
    """The names that 邓 of 邓副主席, and ·盖茨, may stand for."""
    full: dict[str, list[str]] = defaultdict(list)
    for name in names:
        _, dot, last = name.rpartition("·")
        if dot:
            full[dot + last].append(name)
        elif 1 < len(name) < 4 and not title_after(name, 1):
            full[name[0]].append(name)
    return full


_MODIFIED: Final = re.compile(
    r"(?:副|常务副|常务|原|前|代|首席|高级|执行|名誉|特级|资深|助理|专职|第一|候补|临时|新任|时任|现任|"
    r"特约|见习|实习|本报|党组|党委|支部|常委|国家|中央)+$"
)


def _role(
    text: str, shown: str, found: Found, organisations: Sequence[OrganisationMention]
) -> tuple[str | None, str | None]:
    """The title of a person as it is shown, and the body it is held in."""
    if found.rule == "surname-title":
        return shown[found.start + 1 : found.end], None
    end = title_edge(text, found.start)
    title = title_before(text, end)
    if not title:
        after = len(title_after(text, found.end))
        return (shown[found.end : found.end + after], None) if after > 1 else (None, None)
    start = _title_start(text, end - len(title), organisations)
    held = [m for m in organisations if start <= m.start and m.end <= end]
    return shown[start:end], max(held, key=lambda m: m.end - m.start).norm if held else None


def _title_start(text: str, start: int, organisations: Sequence[OrganisationMention]) -> int:
    """Where the title begins whose last word is at ``start``: its body, and titles before 、."""
    modifier = _MODIFIED.search(text, max(0, start - 8), start)
    if modifier:
        start = modifier.start()
    body = next((m for m in organisations if m.end == start), None)
    start = body.start if body else phrase_start(text, start)
    body = next((m for m in organisations if m.start < start < m.end), None)
    start = body.start if body else start
    if text[start - 1 : start] in ("、", "兼"):
        title = title_before(text, start - 1)
        if title:
            return _title_start(text, start - 1 - len(title), organisations)
    return start


def _kind(role: str | None) -> Kind:
    role = fold(role or "")
    title = title_before(role, len(role)) or role
    kind = title_kinds().get(title, "")
    return "press" if kind == "press" else "official" if kind == "official" else "subject"


_PRINTED_ROLE: Final = re.compile(r"记者|通讯员")


def _signed(article: Article, passages: Sequence[Paragraph]) -> Iterator[tuple[int, PersonMention]]:
    """The people of bylines and credits, with offsets into the passage that prints them."""
    for person in article.byline:
        for number, passage in enumerate(passages):
            before = 0
            for span in passage.spans:
                if span.start <= person.start and person.end <= span.end:
                    start = before + person.start - span.start
                    yield number, _signature(person, passage.text, start, article)
                before += span.end - span.start


def _signature(person: Person, text: str, start: int, article: Article) -> PersonMention:
    end = start + person.end - person.start
    # 本报通讯员 杨楠 摄: the printed profession, not what was done this time
    printed = list(_PRINTED_ROLE.finditer(fold(text[:start])))
    role = printed[-1].group() if printed and person.role == "摄影" else person.role
    org = person.affiliation
    if role == "通讯员":
        org = None
    elif org is None and article.dateline and role == "记者":
        org = article.dateline.agency
    return PersonMention(
        start, end, text[start:end], person.name, role, "press", org, "byline", 0.98
    )


def _with_roles_shared(
    people: Sequence[tuple[int, PersonMention]], bodies: Sequence[str]
) -> list[tuple[int, PersonMention]]:
    """Each mention with the fullest title that the story gives the person."""
    best: dict[str, PersonMention] = {}
    for _, person in people:
        known = best.get(person.name)
        if person.role and (known is None or len(person.role) > len(known.role or "")):
            best[person.name] = person
    shared = []
    bodies = list(dict.fromkeys(bodies))
    for number, person in people:
        source = best.get(person.name, person)
        role, org = _with_body(source.role, source.org, bodies)
        kind = "press" if person.kind == "press" else source.kind
        if (role, org, kind) != (person.role, person.org, person.kind):
            person = replace(person, role=role, org=org, kind=kind)
        shared.append((number, person))
    return shared


def _with_body(
    role: str | None, org: str | None, bodies: Sequence[str]
) -> tuple[str | None, str | None]:
    """扶贫队队长: the team is the one that the story names (湖南广电扶贫队)."""
    if role is None or org is not None:
        return role, org
    title = title_before(fold(role), len(role))
    part = role[: len(role) - len(title)]
    full = next((body for body in bodies if len(part) > 1 and body.endswith(part)), None)
    return (full + role[len(part) :], full) if full else (role, org)
