"""The gazetteer (地名录): which places there are, under which names, and where they belong.

China comes with the codes of GB/T 2260 and with every name a province, prefecture or county bore
since 1980 (and some older ones); towns come by county; the world is a table of states and cities.
Sources, dates and licences are in ``data/README.md``. Read at the first look-up, not on import.
Finding names in a text is left to `places`.
"""

from __future__ import annotations

import gzip
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Final, Literal, NamedTuple, cast

import numpy as np
import numpy.typing as npt

from banmian.facts.folding import replacing

Level = Literal[
    "country",
    "region",  # a part of a foreign country
    "city",  # a foreign city
    "province",  # 省
    "prefecture",  # 地级市、地区、自治州、盟
    "county",  # 县、区、县级市、旗
    "town",  # 乡、镇、街道
    "village",
    "zone",  # 新区、开发区: no administrative unit
    "road",
    "hamlet",  # 张家宅
]
RANK: Final[Mapping[Level, int]] = {
    "country": 0, "province": 1, "region": 1, "prefecture": 2, "city": 2, "zone": 3, "county": 3,
    "town": 4, "village": 5, "road": 5, "hamlet": 5,
}  # fmt: skip
"""How far down a level is; a place can only lie in one of a lower number."""

FIRST_YEAR: Final = 1980
LAST_YEAR: Final = 2024
"""What the source of the Chinese units covers; a unit of the first year may be older."""


COMMON_TOWNS: Final = (
    "城镇",
    "村镇",
    "集镇",
    "小镇",
    "市镇",
    "下乡",
    "家乡",
    "故乡",
    "回乡",
    "返乡",
    "村乡",
)
"""Ends of names of towns that are common words too: 石城镇, but also 小城镇, 南村镇."""


class Unit(NamedTuple):
    """A place under one of its names.

    ``path`` is the province, prefecture and county (None where there is none), then the town;
    abroad the country, then the region or city. ``adcode`` is the code of the enclosing county
    for a town, None abroad. ``since`` and ``until`` are the years of the name.
    """

    name: str
    level: Level
    path: tuple[str | None, ...]
    adcode: str | None
    country: str
    since: int
    until: int

    def lived(self, year: int | None) -> bool:
        """Whether the name was in use in a year; for None or a year before the source, today."""
        if year is None or year < FIRST_YEAR:
            return self.until >= LAST_YEAR
        return self.since <= year and min(year, LAST_YEAR) <= self.until

    def within(self, other: Unit) -> bool:
        """Whether it lies inside another place; abroad, whether it is smaller and of one state."""
        if self.country != other.country or RANK[self.level] <= RANK[other.level]:
            return False
        steps = {step for step in other.path if step}
        return self.country != "CN" or steps <= set(self.path[: len(other.path)])


class Form(NamedTuple):
    """A unit under a printed form.

    ``weak`` means that the form alone is no evidence, ``word`` that it is above all a common noun
    or another word (then it is weak too).
    """

    unit: Unit
    weak: bool
    word: bool = False


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Printed forms to places.

    ``lengths`` gives, for the first two characters of a form, the lengths of the forms that begin
    so, longest first. ``heads`` tells of a pair of characters, by its slot, whether some form may
    begin so. ``towns`` gives the counties that have a town of that name.
    """

    forms: Mapping[str, Sequence[Form]]
    towns: Mapping[str, Sequence[Unit]]
    lengths: Mapping[str, Sequence[int]]
    heads: npt.NDArray[np.bool_]

    def heads_in(self, text: str) -> list[int]:
        """Where two characters of a text may begin a form; fewer than one place in 30 by chance."""
        codes = _codes(text)
        return np.flatnonzero(self.heads[_slots(codes[:-1], codes[1:])]).tolist() if text else []

    def places(self, form: str) -> list[Form]:
        """All that a printed form may mean."""
        towns = [
            Form(_town(form, county), form.endswith(COMMON_TOWNS))
            for county in self.towns.get(form, ())
        ]
        return [*self.forms.get(form, ()), *towns]


def _town(name: str, county: Unit) -> Unit:
    path = (*county.path, name)
    return county._replace(name=name, level="town", path=path, since=FIRST_YEAR)


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The gazetteer, read once for each process (0.15 s)."""
    forms: dict[str, list[Form]] = defaultdict(list)
    parents: dict[str, Unit] = {}
    for row in _rows("gazetteer.tsv") + _rows("gazetteer_old.tsv"):
        unit, short, weak, words = _unit(row[:7]), *map(str.split, row[7:10])
        for form in dict.fromkeys([unit.name, *short, *weak, *words]):
            forms[form].append(Form(unit, form in weak or form in words, form in words))
        if unit.until >= LAST_YEAR and row[0]:
            parents.setdefault(row[0], unit)
    for found, name in _foreign():
        forms[name].append(found)
    towns: dict[str, list[Unit]] = defaultdict(list)
    for code, names in _rows("gazetteer_towns.tsv.gz"):
        for name in names.split(" "):
            towns[name].append(parents[code])
    lengths = _lengths([*forms, *towns])
    codes = _codes("".join(head.ljust(2) for head in lengths))
    heads = np.zeros(_SLOTS, dtype=np.bool_)
    heads[_slots(codes[::2], codes[1::2])] = True
    return Gazetteer(forms, towns, lengths, heads)


_SLOTS: Final = 1 << 20
"""24,158 pairs of characters begin a form; with so many slots a chance hit is one in 43."""


def _codes(text: str) -> npt.NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _slots(first: npt.NDArray[np.uint32], second: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """A number below `_SLOTS` for each pair of characters."""
    return (first * np.uint32(40503) ^ second * np.uint32(2654435)) % np.uint32(_SLOTS)


@lru_cache(maxsize=1)
def simplified() -> Mapping[int, int]:
    """Traditional characters that occur in names of places, for `str.translate`."""
    ((traditional, plain),) = _rows("gazetteer_traditional.tsv")
    return str.maketrans(traditional, plain)


def simplify(text: str) -> str:
    """A text with the traditional characters of names of places in their simplified form."""
    return _simplifier()(text)


@lru_cache(maxsize=1)
def _simplifier() -> Callable[[str], str]:
    return replacing(simplified())


def _unit(cells: Sequence[str]) -> Unit:
    adcode, name, level, province, prefecture, since, until = cells
    path = {
        "province": (name, None, None),
        "prefecture": (province, name, None),
        "county": (province, prefecture or None, name),
        "zone": (province, prefecture or None, None),
    }[level]
    return Unit(name, cast(Level, level), path, adcode or None, "CN", int(since), int(until))


def _foreign() -> Iterator[tuple[Form, str]]:
    rows = _rows("gazetteer_world.tsv")
    countries = {code: name for _, code, level, name, _ in reversed(rows) if level == "country"}
    for form, code, level, name, weak in rows:
        country = countries[code]
        path = (country,) if level == "country" else (country, name)
        unit = Unit(name, cast(Level, level), path, None, code, 0, LAST_YEAR)
        yield Form(unit, weak == "weak"), form


def _rows(name: str) -> list[list[str]]:
    """The cells of a table without its heading."""
    raw = (resources.files("banmian") / "data" / name).read_bytes()
    lines = (gzip.decompress(raw) if name.endswith(".gz") else raw).decode("utf-8").splitlines()
    return [line.split("\t") for line in lines[1:]]


def _lengths(forms: Iterable[str]) -> dict[str, list[int]]:
    lengths: dict[str, set[int]] = defaultdict(set)
    for form in forms:
        lengths[form[:2]].add(len(form))
    return {head: sorted(found, reverse=True) for head, found in lengths.items()}
