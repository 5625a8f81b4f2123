"""What a story says of its quantities (数量的说法): changes, and the same thing counted twice.

``find_changes`` (from `changes`) reads what became of a number; ``compare_changes`` and
``compare_quantities`` set side by side what one story says in two places: it agrees, one number is
the other rounded, or they contradict. Whether a claim is true is left to the reader, and so is
every comparison beyond one story.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, TypeVar

from banmian.facts.changes import Change, Time, find_changes, same_unit
from banmian.facts.quantities import Quantity

__all__ = ["Change", "Comparison", "Time", "compare_changes", "compare_quantities", "find_changes"]

Status = Literal["agrees", "rounded", "contradicts"]
Item = TypeVar("Item")

_REACH: Final = 40
"""A telling is compared with the forty before it that may mean the same.

No story of the development pages has more than 19; it keeps the time of a list of ten thousand
numbers in proportion to its length.
"""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two claims, by their places in what was compared, and how they stand to each other.

    ``differs`` names the fields that contradict (from_time, after, value …).
    """

    first: int
    second: int
    status: Status
    differs: tuple[str, ...]
    confidence: float


def compare_changes(changes: Sequence[Change]) -> list[Comparison]:
    """The changes of one story that are told twice, and whether the two tellings agree.

    Two changes are the same if both of their quantities agree, rounding granted; they
    contradict each other where both date the beginning or the end and the dates differ (2016 and
    2016-05 do not).

    Args:
        changes: Those of one story, headline and body together.

    Returns:
        One comparison for each pair of tellings; ``first`` and ``second`` are indices of
        ``changes``.

    >>> head, = find_changes("由4年前的7.1万户骤减为2513户", times=[Time(1, 4, "2016")])
    >>> body, = find_changes("从2017年的7.1万户减为2513户", times=[Time(1, 6, "2017")])
    >>> [(c.status, c.differs) for c in compare_changes([head, body])]
    [('contradicts', ('from_time',))]
    """
    comparisons = []
    for (i, one), (j, other) in _pairs(list(enumerate(changes))):
        if not (one.before and one.after and other.before and other.after):
            continue
        begun, ended = _status(one.before, other.before), _status(one.after, other.after)
        if "contradicts" in (begun, ended) or not same_unit(one.after, other.after):
            continue
        differs = tuple(
            name
            for name in ("from_time", "to_time")
            if _dates_differ(getattr(one, name), getattr(other, name))
        )
        rounded: Status = "agrees" if begun == ended == "agrees" else "rounded"
        comparisons.append(Comparison(i, j, "contradicts" if differs else rounded, differs, 0.9))
    return comparisons


def _pairs(items: Sequence[Item]) -> Iterator[tuple[Item, Item]]:
    """Every item with those up to `_REACH` after it."""
    for index, item in enumerate(items):
        for other in items[index + 1 : index + 1 + _REACH]:
            yield item, other


def _dates_differ(one: str | None, other: str | None) -> bool:
    if not one or not other:
        return False
    return not (one.startswith(other) or other.startswith(one))


def compare_quantities(
    passages: Sequence[Sequence[Quantity]], *, displays: Collection[int] = ()
) -> list[Comparison]:
    """The things that a story counts in two passages, and whether the two counts agree.

    Args:
        passages: The quantities of each passage of one story, headline and body.
        displays: Which of the passages are display lines (headline, kicker, deck). They repeat
            the body, so a count there may contradict it; two passages of the body mostly count
            different things.

    Returns:
        One comparison for each pair of quantities in different passages that count the
        same; ``first`` and ``second`` count the quantities through all passages in order. A
        contradiction needs the same unit and noun, and that the display line agrees with no
        other count.

    >>> from banmian.facts.quantities import find_quantities
    >>> head, body = find_quantities("10万名职工参赛"), find_quantities("近9.8万名职工参赛")
    >>> [(c.status, c.confidence) for c in compare_quantities([head, body])]
    [('rounded', 0.8)]
    """
    flat = [(place, q) for place, passage in enumerate(passages) for q in passage]
    shared: dict[object, list[int]] = {}
    for index, (_, quantity) in enumerate(flat):
        for key in {quantity.value, *_ends(quantity.noun)}:
            shared.setdefault(key, []).append(index)
    pairs = {pair for group in shared.values() for pair in _pairs(group)}
    compared = [
        comparison
        for i, j in sorted(pairs)
        if flat[i][0] != flat[j][0]
        and (comparison := _compare(i, j, flat[i][1], flat[j][1])) is not None
    ]
    settled = {k for c in compared if c.status != "contradicts" for k in (c.first, c.second)}
    return [
        c
        for c in compared
        if c.status != "contradicts"
        or (
            not {c.first, c.second} & settled
            and (flat[c.first][0] in displays) != (flat[c.second][0] in displays)
        )
    ]


def _ends(noun: str | None) -> tuple[str, ...]:
    """First and last two characters of a noun: two that are alike share one of them."""
    return (noun[:2], noun[-2:]) if noun else ()


def _compare(i: int, j: int, one: Quantity, other: Quantity) -> Comparison | None:
    if one.kind != other.kind or not same_unit(one, other):
        return None
    status = _status(one, other)
    alike = _nouns_alike(one.noun, other.noun)
    if status == "agrees" and (alike or _distinctive(one)):
        return Comparison(i, j, status, (), 0.95 if alike else 0.8)
    if status == "rounded" and alike:
        return Comparison(i, j, status, (), 0.8)
    if status == "contradicts" and one.noun and one.noun == other.noun:
        return Comparison(i, j, status, ("value",), 0.5)
    return None


def _distinctive(quantity: Quantity) -> bool:
    """Whether a value is not met twice by chance: three digits that count (2513, but not 500)."""
    return len(Decimal(repr(quantity.value)).normalize().as_tuple().digits) >= 3


def _nouns_alike(one: str | None, other: str | None) -> bool:
    if not one or not other:
        return False
    shorter, longer = sorted((one, other), key=len)
    return longer.startswith(shorter) or (len(shorter) > 1 and longer.endswith(shorter[-2:]))


def _status(one: Quantity, other: Quantity) -> Status:
    """Whether two counts of the same thing can both be right."""
    if (one.value, one.value_to) == (other.value, other.value_to):
        return "agrees"
    return "rounded" if _covers(one, other) or _covers(other, one) else "contradicts"


def _covers(rough: Quantity, fine: Quantity) -> bool:
    """Whether the bound or the rounding of ``rough`` lets ``fine`` be the exact count."""
    low, high = _limits(rough)
    return fine.value_to is None and low <= fine.value <= high and rough.value != 0


def _limits(quantity: Quantity) -> tuple[float, float]:
    """What an exact count may be, given the bound and the digits printed.

    近 and 约 are taken as a tenth, 多 as up to one more in the first place (60多万: below 70万).
    """
    value = Decimal(repr(quantity.value))
    if quantity.value_to is not None:
        return quantity.value, quantity.value_to
    first = float(Decimal(10) ** value.adjusted())
    sign, digits, exponent = value.normalize().as_tuple()
    last = 10.0 ** (exponent if isinstance(exponent, int) and not sign and digits else 0)
    return {
        "near_below": (quantity.value * 0.9, quantity.value),
        "about": (quantity.value * 0.9, quantity.value * 1.1),
        "gt": (quantity.value, quantity.value + first),
        "ge": (quantity.value, float("inf")),
        "lt": (0.0, quantity.value),
        "le": (0.0, quantity.value),
    }.get(quantity.bound, (quantity.value - last / 2, quantity.value + last / 2))
