"""Quantities of a text (数量): how many or how much of what, with unit, rate and bound.

``find_quantities`` reads a numeral with its unit (`number_patterns`), adds the words that bound it
(近, 超过, 多, 以上, 左右) and says what is counted. Left alone, because they count nothing or not
exactly: ordinals (第三卷, 九届), dates and clock times (they are for `dates`), numbers of
telephones, documents, rooms and routes, names with a numeral (长三角, 五年规划), idioms, the
article 一 (一个, 一批, 一场), 几个, and small numerals without unit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from banmian.facts.bounds import Bound, bound_after, bound_before, sign_before
from banmian.facts.number_patterns import read_quantity
from banmian.facts.numerals import BLANK, fold, unfolded
from banmian.facts.unit_patterns import Reading
from banmian.facts.units import CURRENCY, Kind


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity: ``text`` stands at ``start`` up to ``end``, its bounding words included.

    ``value`` is in ``unit`` (9亿多元 is 900000000.0 元), ``value_to`` the upper end of a range or
    the second side of a score. ``per`` is what a rate is reckoned by (300元/人: 人), ``currency``
    the ISO 4217 code of a coin. ``bound`` is exact, about (约), gt (多, 超过), ge (以上),
    near_below (近), lt (不足), le (以内) or range. ``noun`` is what is counted, as printed, as far
    as the characters around it tell. ``rule`` names the pattern. ``confidence``: of some 1,300
    quantities read on newspaper pages of 1998 and 2025 about one in a hundred was wrong; patterns
    that are often something else (a number without unit, a score, 俩) were given less by judgement.
    """

    start: int
    end: int
    text: str
    kind: Kind
    value: float
    value_to: float | None
    unit: str | None
    per: str | None
    currency: str | None
    bound: Bound
    noun: str | None
    rule: str
    confidence: float


def find_quantities(text: str) -> list[Quantity]:
    """The quantities of a text, in order, none overlapping.

    Args:
        text: Any text; offsets count its characters.

    Returns:
        The quantities found. Percentages are in %, 百分之五十 and 五成 too; 三分之一 is a ratio
        of 1/3 and 翻两番 a multiple of 2 番; 百余 and 数十 are more than their place (100, 10).

    >>> [(q.text, q.value, q.unit, q.bound) for q in find_quantities("近500人投入9亿多元，第三次")]
    [('近500人', 500.0, '人', 'near_below'), ('9亿多元', 900000000.0, '元', 'gt')]
    """
    found: list[Quantity] = []
    if not _MAY_START.search(text):
        return found
    folded = fold(text)
    place = 0
    while numeral := _START.search(folded, place):
        reading, place = read_quantity(folded, numeral.start())
        if reading is not None:
            quantity = _quantity(text, folded, reading, found[-1].end if found else 0)
            found.append(quantity)
            place = max(place, quantity.end)
    return found


_STARTS: Final = "0-9第零〇一二三四五六七八九十百千万亿两廿卅俩仨数几半翻"
_START: Final = re.compile(f"[{_STARTS}]")
_MAY_START: Final = re.compile(f"[{_STARTS}{''.join(unfolded(_START))}]")
"""The first sign of a numeral before the text is folded; short lines mostly have none."""


def _quantity(text: str, folded: str, reading: Reading, floor: int) -> Quantity:
    """The reading with the words that bound it; it begins nowhere before ``floor``."""
    start, sign, before = _opening(folded, reading, floor)
    after = bound_after(folded, reading.end, duration=reading.kind == "duration")
    end = after[1] if after else reading.end
    return Quantity(
        start=start,
        end=end,
        text=text[start:end],
        kind=reading.kind,
        value=float(sign * reading.value),
        value_to=None if reading.value_to is None else float(reading.value_to),
        unit=reading.unit,
        per=reading.per or _rate(folded, start, reading.kind),
        currency=CURRENCY.get((reading.unit or "").partition("/")[0]),
        bound=reading.bound or before or (after[0] if after else "exact"),
        noun=_noun(text, floor, start, end, reading),
        rule=reading.rule,
        confidence=reading.confidence,
    )


def _opening(folded: str, reading: Reading, floor: int) -> tuple[int, int, Bound | None]:
    """Where the quantity begins with its minus and bounding word (约零下5度, 零下近5度)."""
    start, sign, bound = reading.start, 1, None
    signed = reading.kind in ("measure", "percent")
    if signed:
        start, sign = sign_before(folded, start)
    before = bound_before(folded, start)
    if before and before[1] >= floor and reading.kind != "score":
        bound, start = before
        if signed and sign > 0 and folded.endswith("零下", floor, start):
            start, sign = start - 2, -1
    return start, sign, bound


_RATE: Final = re.compile(
    "(?:每(?:一|1|个)?(人|户|亩|天|日|年|月|周|小时|分钟|秒|公斤|千克|斤|吨|公里|平方米|平米|立方米|平方公里|公顷"
    "|度|股|件|次|升|桶|克|名|位|家|只|头|张|台|辆|座|村|场|袋|瓶)|(人|户|亩|日|月|年)均|(亩|日|月|年)产"
    "|(月|年|周|时|日)薪|(月|年|日)收入|时(速)|(?<![头第前后某有这那同当另])一个?(月|年|天))[^,，。；、;：:！？!?\n]{0,8}$"
)
_CLAUSE: Final = 16
"""How far before a quantity its rate may stand (每人每月发放生活补助费 has 11 characters)."""


def _rate(folded: str, start: int, kind: Kind) -> str | None:
    """What the clause before a quantity reckons it by: 每人300元, 亩产600斤, 时速350公里.

    Of two (每人每月300元) the first is given.
    """
    if kind in ("percent", "ratio", "score", "multiple", "age"):
        return None
    match = _RATE.search(folded, max(0, start - _CLAUSE), start)
    per = match and next(filter(None, match.groups()))
    return {"速": "小时", "时": "小时", "日": "天"}.get(per, per) if per else None


_STOP: Final = (
    "在|为|被|把|将|与|由|从|向|给|以|是|有|已|都|也|就|还|又|并|而|则|等|的|了|着|及|和|或|到|至|于|共|其|这|那|该|来自"
    "|用于|参加|参与|组织|开展|实施|进行|提供|投入|就业(?!人员|职工|者|岗位|困难)|获|受|达|超|进入|加入|入会|开始|得到|完成|成为|建成|通过|联合|实现|表示|前往"
    "|前来|同时|分别|因|死亡|受伤|遇难"
)
_NOUN_AFTER: Final = re.compile(
    f"{BLANK}?的?{BLANK}?([\u4e00-\u9fff]{{1,12}}?)(?={_STOP}|[^\u4e00-\u9fff]|$)"
)
_COMPARED: Final = re.compile("[比较](?:上|去年|前|同期|第|原|往年|计划)")
"""比上月高 is no thing that is counted."""
_NOUN_BEFORE: Final = re.compile("[\u4e00-\u9fff]+$")
_LINKS: Final = re.compile(
    "(?:已经?|共计?|总计|合计|累计|达到?|高达|多达|增[至长加到]*|骤[减增降]|锐减|猛增|减[少至到]*|下降|降[低至到]*|上升|提高|扩大"
    "|上涨|下跌|回落|仅|只有|为|有|是|了|同比|环比|分别|只|约|由|从|投入|将|可|可达|均|均在|需|占|约占|跌破|突破|收于|收报|平均|最多|最高){1,4}$"
)


_CHANGES: Final = re.compile(
    "[猛骤锐激剧]?(?:增|减|降|升|涨|跌|缩|扩|提高|下降|上升|发展|改|变|调整)"
    "(?:[到至为成加少长了降高小大]|$)"
)


def _noun(text: str, floor: int, start: int, end: int, reading: Reading) -> str | None:
    """What is counted: the words behind a count or a 的, else those before the linking verb."""
    if reading.kind == "score":
        return None
    after = _NOUN_AFTER.match(text, end, end + 16)
    if after and _CHANGES.match(after[1]):
        after = None
    if after and (reading.kind == "count" or text[end] == "的"):
        return after[1]
    return noun_before(text, max(floor, start - 12), start) or (after[1] if after else None)


def noun_before(text: str, floor: int, end: int) -> str | None:
    """The Chinese words that end at a place, from ``floor`` on, without linking verbs.

    >>> noun_before("扶贫车间数量已达486个", 0, 8)
    '扶贫车间数量'
    """
    found = _NOUN_BEFORE.search(_LINKS.sub("", text[floor:end].rstrip()))
    noun = found[0].removesuffix("的") if found else ""
    return noun if len(noun) > 1 and not _COMPARED.match(noun) else None
