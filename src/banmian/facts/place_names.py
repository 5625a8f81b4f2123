"""Names of places in a text, before it is decided which place each means; used by `places`.

Two kinds of name are told apart: those that speak for themselves (永州, 海珠区) and those that are
words or parts of words as well and count only with evidence (平安 after 海东, or after 赴).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from banmian.facts import localities as grammar
from banmian.facts.gazetteer import LAST_YEAR, RANK, Form, Level, Unit, gazetteer
from banmian.page import Span


@dataclass(slots=True)
class Found:
    """A name and all units it may still mean.

    ``tail`` are the names of what the grammar alone knows (village, street), largest first, and
    ``level`` the level of the last of them; a name that is nothing but tail has no units.
    """

    start: int
    end: int
    units: list[Unit]
    rule: str
    tail: tuple[str, ...] = ()
    level: Level | None = None


def find_names(
    plain: str,
    masked: Sequence[Span],
    context: Mapping[str | None, str | None],
    year: int | None,
    openings: Collection[int] = (),
) -> list[Found]:
    """All names of places in a text of simplified characters, by start.

    ``masked`` spans hold no place; ``context`` gives the codes of places known from elsewhere, each
    with its province (abroad its state): evidence for short forms. ``openings`` are where the
    names of organisations begin.
    """
    strong, weak = _scan(plain, masked)
    found = _chains(strong, year)
    known = [f.units[0] for f in found if len(f.units) == 1]
    codes = {*context, *(unit.adcode for unit in known)}
    provinces = {*context.values(), *(unit.path[0] for unit in known)}
    found = _with_weak(found, weak, _Surroundings(plain, codes, provinces, {}, {}, year, openings))
    limits = [*(f.start for f in found[1:]), len(plain)]
    for one, limit in zip(found, limits, strict=False):
        _extend(plain, one, limit)
    found = _joined_streets(found)
    found += _unlisted(plain, [*masked, *(Span(f.start, f.end) for f in found)])
    return sorted(found, key=lambda f: f.start)


_Match = tuple[int, int, list[Form]]


def _scan(plain: str, masked: Sequence[Span]) -> tuple[list[_Match], list[_Match]]:
    """Forms that speak for themselves, and those that need evidence, each by start."""
    known = gazetteer()
    lengths = known.lengths
    covered = _cover(len(plain), masked)
    strong: list[_Match] = []
    weak: list[_Match] = []
    free = 0
    for start in known.heads_in(plain):
        if start < free:
            continue
        for length in lengths.get(plain[start : start + 2], ()):
            end = start + length
            form = plain[start:end]
            if form not in known.forms and form not in known.towns:
                continue
            if end > len(plain) or any(covered[start:end]) or _is_accident(plain, start, end):
                continue
            forms = known.places(form)
            if all(form.weak for form in forms):
                weak.append((start, end, forms))
                continue
            if _is_crossed(plain, start, end, forms):
                break
            strong.append((start, end, forms))
            free = end
            break
    taken = _cover(len(plain), (Span(start, end) for start, end, _ in strong))
    return strong, [m for m in weak if not any(taken[m[0] : m[1]])]


def _is_accident(plain: str, start: int, end: int) -> bool:
    """Whether the characters of a name belong to other words: 长治|久安, 南京|市民."""
    if grammar.WRONG_TAIL.match(plain, end):
        return True
    words = grammar.FALSE_FRIENDS.get(plain[start:end])
    around = words.finditer(plain, max(0, start - 3), end + 4) if words else ()
    return any(match.start() <= start and end <= match.end() for match in around)


def _is_crossed(plain: str, start: int, end: int, forms: Sequence[Form]) -> bool:
    """Whether a larger unit's name begins inside a name of two characters: 台北|京市."""
    if end - start > 2:
        return False
    crossing = gazetteer().forms.get(plain[start + 1 : end + 1], ())
    rank = min(RANK[form.unit.level] for form in forms if not form.weak)
    return any(RANK[form.unit.level] < rank for form in crossing if not form.weak)


def _living(forms: Iterable[Form], year: int | None) -> list[Unit]:
    """What a form may mean: units of the year before others, then those it suffices for."""
    living = [form for form in forms if form.unit.lived(year)] or list(forms)
    return [form.unit for form in living if not form.weak] or [form.unit for form in living]


def _chains(matches: Iterable[_Match], year: int | None) -> list[Found]:
    """Join names that follow each other from the larger to the smaller."""
    found: list[Found] = []
    for start, end, forms in matches:
        before = found[-1] if found and found[-1].end == start else None
        if before and (inner := _inside(before, forms, year)):
            before.end, before.units, before.rule = end, inner, "path"
        elif before and _is_unlisted_town(before, forms):
            name = forms[0].unit.name
            before.end, before.tail, before.level, before.rule = end, (name,), "town", "town"
        else:
            units = _living(forms, year)
            found.append(Found(start, end, units, _rule(units, end - start)))
    return found


def _inside(before: Found, forms: Iterable[Form], year: int | None) -> list[Unit]:
    """What a name may mean as a part of the place directly before it.

    A province's name is not read as that of a county: 天津河北等地 names two provinces.
    """
    inner = [f for f in forms if any(_lies_in(f, outer) for outer in before.units)]
    province = any(f.unit.level == "province" and not f.weak for f in forms)
    if province and all(f.unit.level == "county" for f in inner):
        return []
    return _living(inner, year) if inner else []


def _lies_in(form: Form, outer: Unit) -> bool:
    """Whether a unit lies in another, or may have lain in a prefecture that is gone: 温江专区郫县.

    The source gives each county the prefecture of its last record only.
    """
    gone = outer.level == "prefecture" and outer.until < LAST_YEAR
    once = gone and not form.word and form.unit.level == "county"
    return form.unit.within(outer) or (once and form.unit.path[0] == outer.path[0])


def _is_unlisted_town(before: Found, forms: Iterable[Form]) -> bool:
    """Whether a town follows its county although the list has no town of that name there."""
    return (
        not before.tail
        and all(f.unit.level == "town" for f in forms)
        and any(unit.level == "county" for unit in before.units)
    )


def _rule(units: Sequence[Unit], length: int) -> str:
    unit = units[0]
    if unit.country != "CN":
        return "world"
    if unit.level == "town":
        return "town"
    return "full-name" if any(len(u.name) == length for u in units) else "short-form"


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What gives evidence for a doubtful form: the text, codes known, the names found so far."""

    plain: str
    codes: set[str | None]
    provinces: Collection[str | None]
    ends: dict[int, Found]
    begins: dict[int, Found]
    year: int | None
    openings: Collection[int]

    def add(self, one: Found) -> None:
        self.ends[one.end] = self.begins[one.start] = one

    def before(self, start: int) -> str:
        """As much as the patterns of evidence look at: 本报记者 and a blank."""
        return self.plain[max(0, start - 5) : start]


def _with_weak(found: list[Found], weak: Iterable[_Match], around: _Surroundings) -> list[Found]:
    """Add the forms that need evidence and have it."""
    for one in found:
        around.add(one)
    more: list[Found] = []
    free = 0
    for start, end, forms in weak:
        if start < free or _is_landmark(around, end):
            continue
        before, after = around.ends.get(start), around.begins.get(end)
        inner = _inside(before, forms, around.year) if before else []
        if before and inner:
            before.end, before.units, before.rule = end, inner, "path"
            around.add(before)
            around.codes.update(unit.adcode for unit in inner)
        elif after and (outer := _around(after, forms)):
            after.start, after.rule = start, "path"
            after.units = [u for u in after.units if any(u.within(o) for o in outer)]
            around.add(after)
        elif units := _evident(start, end, forms, around):
            more.append(Found(start, end, units, "evidence"))
            around.add(more[-1])
        else:
            continue
        free = end
    return sorted([*found, *more], key=lambda f: f.start)


def _is_landmark(around: _Surroundings, end: int) -> bool:
    """Whether a doubtful form goes on to the name of a hill or a river: 长沙岳麓山."""
    follows = around.plain[end : end + 1] in grammar.LANDMARKS and end not in around.begins
    return follows and around.plain[end - 1] != "县"


def _around(after: Found, forms: Iterable[Form]) -> list[Unit]:
    return [f.unit for f in forms if any(unit.within(f.unit) for unit in after.units)]


def _evident(start: int, end: int, forms: Sequence[Form], around: _Surroundings) -> list[Unit]:
    """The units that a doubtful form means here, or none; the surest evidence first."""
    plain, year, before = around.plain, around.year, around.before(start)
    if grammar.DATELINE_BEFORE.search(before) and grammar.DATELINE_AFTER.match(plain, end):
        return _living(forms, year)
    towards, begins = grammar.TOWARDS.search(before), grammar.BEFORE_PLACE.search(before)
    known = [f for f in forms if f.unit.adcode and f.unit.adcode in around.codes]
    opens = towards or start in around.openings
    if named := [f.unit for f in known if not f.word or opens or (begins and _is_city(f))]:
        return named
    near = [f for f in forms if f.unit.path[0] in around.provinces]
    if begins and near and grammar.LISTED.match(plain, end):
        return _living(near, year)
    forms = [form for form in forms if not form.word or _is_city(form)]
    if beside := _siblings(start, end, forms, around):
        return beside
    if begins and (near := [form for form in near if not form.word]):
        return _living(near, year)
    leads = (
        (grammar.ARRIVAL.search(before) and grammar.AFTER_ARRIVAL.match(plain, end))
        or (grammar.LOCATION.search(before) and grammar.AFTER_LOCATION.match(plain, end))
        or (begins and plain[end - 1] == "县")
        or grammar.TERRITORY.match(plain, end)
    )
    return _living(forms, year) if leads else []


def _is_city(form: Form) -> bool:
    return form.unit.level == "prefecture"


def _siblings(start: int, end: int, forms: Sequence[Form], around: _Surroundings) -> list[Unit]:
    """Meanings in the province of a place beside it, parted by 、 (or abroad, as that is)."""
    beside = [around.ends.get(start - 1), around.begins.get(end + 1)]
    marks = (around.plain[start - 1 : start], around.plain[end : end + 1])
    others = [
        unit
        for one, mark in zip(beside, marks, strict=True)
        if one and mark == "、"
        for unit in one.units
    ]
    home = {unit.path[0] for unit in others if unit.country == "CN"}
    abroad = any(unit.country != "CN" for unit in others)
    near = [f for f in forms if f.unit.path[0] in home or (abroad and f.unit.country != "CN")]
    return _living(near, around.year)


def _extend(plain: str, one: Found, limit: int) -> None:
    """Take in what follows a name by its grammar: a zone, a town, a village or a street."""
    if one.units[0].country != "CN":
        return
    if one.rule == "short-form" and (street := grammar.STREET.match(plain, one.end, limit)):
        one.tail, one.level, one.rule = (plain[one.start : street.end()],), "road", "road"
        one.end, one.units = street.end(), []
        return
    if zone := grammar.ZONE.match(plain, one.end, limit):
        one.end, one.level, one.rule = zone.end(), "zone", "zone"
        return
    level = max((unit.level for unit in one.units), key=RANK.__getitem__)
    if level == "province" and one.units[0].name.endswith("市"):
        level = "prefecture"
    for step, (pattern, least) in grammar.PARTS.items():
        match = pattern.match(plain, one.end, limit)
        fits = RANK[step] > RANK[level] >= RANK[least]
        if match and fits and not grammar.GENERIC.search(match[0]):
            one.tail += (_name(match),)
            one.end, one.level, one.rule, level = match.end(), step, step, step


def _joined_streets(found: Iterable[Found]) -> list[Found]:
    """A street named after a place belongs to the place before it: 上海市南京西路."""
    joined: list[Found] = []
    for one in found:
        before = joined[-1] if joined else None
        if before and not one.units and before.units and before.end == one.start:
            before.tail += one.tail
            before.end, before.level, before.rule = one.end, "road", "road"
        else:
            joined.append(one)
    return joined


def _unlisted(plain: str, taken: Sequence[Span]) -> list[Found]:
    """Villages, streets and settlements that stand by themselves where a name can begin."""
    covered = _cover(len(plain), taken)
    more: list[Found] = []
    for hit in grammar.UNLISTED_ENDS.finditer(plain):
        one = _unlisted_at(plain, hit.start())
        if one and not any(covered[one.start : one.end]):
            covered[one.start : one.end] = b"\1" * (one.end - one.start)
            more.append(one)
    return more


def _unlisted_at(plain: str, last: int) -> Found | None:
    """The longest name by its grammar whose last word begins at ``last``."""
    for start in range(max(0, last - grammar.UNLISTED_REACH), last):
        for level, pattern in grammar.UNLISTED.items():
            match = pattern.match(plain, start)
            if match and match.end() > last and not grammar.GENERIC.search(match[0]):
                return Found(start, match.end(), [], level, (_name(match),), level)
    return None


def _name(match: re.Match[str]) -> str:
    """The street of a place named by it: 南京路新世界商圈 lies in 南京路."""
    return match.groupdict().get("name") or match[0]


def _cover(length: int, spans: Iterable[Span]) -> bytearray:
    covered = bytearray(length)
    for span in spans:
        covered[span.start : span.end] = b"\1" * (span.end - span.start)
    return covered
