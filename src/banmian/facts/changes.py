"""Changes that a text states of its quantities (变化): from what to what, by how much, when.

由7.1万户骤减为2513户, 增长12.5%, 增加了两倍 (three times as much), 增加到两倍 (twice as much),
翻两番 (four times). Left alone: verbs that only tell a level (达到), and changes told over two
sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from banmian.facts.quantities import Quantity, find_quantities, noun_before

Direction = Literal["up", "down"]


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression of the text and its ISO form, or None where it was not resolved."""

    start: int
    end: int
    iso: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """A change that a text states: ``text`` stands at ``start`` up to ``end``.

    ``before`` and ``after`` are the two quantities, ``by`` the difference, each None where it is
    not printed. ``ratio`` is after to before and ``pct`` the change in per cent (two decimals),
    None where they do not follow. ``from_time`` and ``to_time`` are ISO forms, the texts what
    is printed. ``noun`` is what changes, as printed before it. ``direction`` is None where the
    verb has none (改为) and the quantities do not tell.
    """

    start: int
    end: int
    text: str
    before: Quantity | None
    after: Quantity | None
    by: Quantity | None
    noun: str | None
    verb: str
    direction: Direction | None
    ratio: float | None
    pct: float | None
    from_time_text: str | None
    from_time: str | None
    to_time_text: str | None
    to_time: str | None
    rule: str
    confidence: float


_UP: Final = (
    "增长|增加|增产|增收|增高|增|上升|上涨|上调|提高|提升|升高|升|扩大|扩展|扩充|扩建|涨|攀升|跃升|回升|壮大|延长|多"
    "|超额|加快"
)
_DOWN: Final = (
    "减少|骤减|锐减|减产|减亏|减员|减低|减|下降|下跌|下滑|下调|降低|跌|降|缩小|缩减|缩短|压缩|回落|精减|精简|少|萎缩|裁减"
    "|削减"
)
_HOW: Final = (
    "(?:大幅度?|迅速|快速|逐步|逐年|逐渐|进一步|已经?|又|猛|骤|锐|激|剧|急剧|陡|平均|分别|累计|共|将"
    "|仅|只|净){0,3}"
)
_TO: Final = re.compile(
    f"{_HOW}(?:(?P<up>{_UP})|(?P<down>{_DOWN})|变|改|调整|发展|扩)(?:到|至|为|成)了?"
)
_BY: Final = re.compile(f"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:了|幅度?(?:为|达到?))?(?:近|约)?$")
_BECAME: Final = re.compile(f"{_HOW}(?:(?P<up>{_UP}|发展)|(?P<down>{_DOWN}))(?:到|至|为)了?$")
_TIMES_OF: Final = re.compile("(?:是|为|相当于|达到?)[^，。；、,;]{1,12}的$")
_FROM: Final = re.compile("(?:由|从|自)([^，。；！？,;!?\\n]{0,14})$")
_TIME: Final = re.compile(
    "(?:[12][0-9]{3}|[一二][〇零一二三四五六七八九]{3}|[0-9]{1,2}|[一二三四五六七八九十]{1,3})年"
    "(?:[0-9]{1,2}月)?(?:底|初|末|前|春|秋)?"
    "|(?:去年|上年|前年|今年|当年|本年)(?:同期|初|底|末|[0-9]{1,2}月)?"
    "|年初|[0-9]{1,2}月(?:末|底|初|份)?|目前|现在|如今"
)
_REACH: Final = 14
"""Characters between two quantities of one change (骤减为目前的 has 6, 增加到二〇二〇年的 9)."""


def find_changes(
    text: str,
    *,
    quantities: Sequence[Quantity] | None = None,
    times: Iterable[Time] = (),
    now: str | None = None,
) -> list[Change]:
    """The changes that a text states, in the order of their text.

    Args:
        text: Any text.
        quantities: Those of the text, if they have been found already.
        times: Its time expressions with their ISO forms, if they are known.
        now: ISO date that stands for the end of a change whose end is not dated.

    Returns:
        The changes. A quantity belongs to one change at most.

    >>> [(c.verb, c.ratio, c.pct) for c in find_changes("由200户减为50户，产量增加了两倍")]
    [('减为', 0.25, -75.0), ('增加', 3.0, 200.0)]
    """
    found = find_quantities(text) if quantities is None else list(quantities)
    known = tuple(times)
    changes = []
    used = -1
    for index, quantity in enumerate(found):
        follower = found[index + 1] if index + 1 < len(found) else None
        change = None
        if index > used and follower:
            change = _between(text, quantity, follower, known, now)
        if change:
            used = index + 1
        elif index > used:
            change = _of_one(text, quantity, found[index - 1].end if index else 0)
        if change:
            changes.append(change)
    return changes


def _between(
    text: str, before: Quantity, after: Quantity, times: Sequence[Time], now: str | None
) -> Change | None:
    """从 X 增加到 Y, or X 增至 Y: two quantities of one unit around a verb of change."""
    gap = text[before.end : after.start]
    verb = _TO.search(gap) if len(gap) <= _REACH and "。" not in gap else None
    if verb is None or not (before.unit == after.unit or same_unit(before, after)):
        return None  # 人均年收入由200元增加到400元 is one rate, wherever its words are read
    start = before.start
    if opening := _FROM.search(text, max(0, before.start - 16), before.start):
        start = opening.start()
    ratio = None
    if before.value > 0 and after.value >= 0 and after.value_to is before.value_to is None:
        ratio = after.value / before.value
    direction = _direction(verb)
    if direction is None and ratio is not None and ratio != 1:
        direction = "up" if ratio > 1 else "down"
    from_text, from_time = _time_in(text, start, before.start, times)
    to_text, to_time = _time_in(text, before.end, after.start, times)
    return Change(
        start=start,
        end=after.end,
        text=text[start : after.end],
        before=before,
        after=after,
        by=None,
        noun=noun_before(text, max(0, start - 14), start) or before.noun,
        verb=verb[0],
        direction=direction,
        ratio=ratio,
        pct=None if ratio is None else round((ratio - 1) * 100, 2),
        from_time_text=from_text,
        from_time=from_time,
        to_time_text=to_text,
        to_time=to_time if to_text else now,
        rule="from-to",
        confidence=0.95 if opening else 0.85,
    )


def _of_one(text: str, quantity: Quantity, floor: int) -> Change | None:
    """增长12.5%, 增加到三倍, 翻两番, 是去年的两倍: a change by or to the one quantity printed."""
    begin = max(floor, quantity.start - _REACH)
    verb = _BECAME.search(text, begin, quantity.start)
    rule = "to"
    if verb is None:
        verb = _BY.search(text, begin, quantity.start)
        rule = "by"
    if verb is None and quantity.unit == "倍":
        verb = _TIMES_OF.search(text, begin, quantity.start)
        rule = "times-of"
    if verb is None and quantity.unit != "番":
        return None
    direction = _direction(verb) if verb and rule != "times-of" else "up"
    ratio = _ratio_of_one(quantity, rule, direction)
    start = verb.start() if verb else quantity.start
    return Change(
        start=start,
        end=quantity.end,
        text=text[start : quantity.end],
        before=None,
        after=quantity if rule == "to" else None,
        by=None if rule == "to" else quantity,
        noun=noun_before(text, begin, start),
        verb=_stem(verb[0]) if verb else "翻",
        direction=direction,
        ratio=ratio,
        pct=None if ratio is None else round((ratio - 1) * 100, 2),
        from_time_text=None,
        from_time=None,
        to_time_text=None,
        to_time=None,
        rule=rule if verb else "doubling",
        confidence=0.9,
    )


def _stem(verb: str) -> str:
    return verb.removesuffix("近").removesuffix("约").removesuffix("了")


def _ratio_of_one(quantity: Quantity, rule: str, direction: Direction | None) -> float | None:
    """New to old: 增加两倍 is 3, 增加到两倍 2, 翻两番 4, 减少20% 0.8; None for an amount."""
    if quantity.value_to is not None:
        return None
    if quantity.unit == "番":
        return float(2**quantity.value)
    if quantity.unit == "倍":
        grown = rule == "by" and direction == "up"
        return None if direction == "down" else quantity.value + grown
    if rule == "by" and (quantity.unit in ("%", "‰") or quantity.kind == "ratio"):
        share = Decimal(repr(quantity.value)) / {"%": 100, "‰": 1000}.get(quantity.unit or "", 1)
        return float(1 + share if direction == "up" else 1 - share)
    return None


def _direction(verb: re.Match[str]) -> Direction | None:
    groups = verb.groupdict()
    return "up" if groups["up"] else "down" if groups["down"] else None


def _time_in(
    text: str, start: int, end: int, times: Sequence[Time]
) -> tuple[str | None, str | None]:
    """The last time expression between two places: its text and, if it was given, its ISO form."""
    given = [time for time in times if start <= time.start and time.end <= end]
    if given:
        last = max(given, key=lambda time: time.end)
        return text[last.start : last.end], last.iso
    printed = None
    for match in _TIME.finditer(text, start, end):
        printed = match[0]
    return printed, None


_ALIKE: Final = (
    frozenset({"人", "名", "位", "口", None}),
    frozenset({"家", "户", "所", None}),
    frozenset({"台", "辆", "部", "架"}),
    frozenset({"人次", "人"}),
)
"""Classifiers that one thing may be counted with in two places (10万人, 10万名)."""


def same_unit(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities can be set side by side: one unit, or classifiers of one thing."""
    if one.per and other.per and one.per != other.per:
        return False
    return one.unit == other.unit or any({one.unit, other.unit} <= alike for alike in _ALIKE)
