"""What stands behind a numeral: its unit, half, 多, smaller units and rate (单位的读法)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from banmian.facts.bounds import Bound
from banmian.facts.numerals import BLANK, RUN, read_numeral
from banmian.facts.units import NOUN_UNITS, UNIT_LENGTHS, UNITS, Kind, Unit


@dataclass(frozen=True, slots=True)
class Reading:
    """A quantity in folded text, before its bounding words and noun are known."""

    start: int
    end: int
    kind: Kind
    value: Decimal
    unit: str | None
    rule: str
    confidence: float
    value_to: Decimal | None = None
    per: str | None = None
    bound: Bound | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A unit behind a numeral, where it stands, and 多 or 半 in front of it (十多个, 个半月)."""

    unit: Unit
    start: int
    end: int
    more: bool
    half: bool = False


_BLANKS: Final = frozenset(BLANK[1:-1])
_TIMES: Final = re.compile("[(](?:次[)]|[^()]{1,6}[)]次)")
_LATIN: Final = re.compile("[A-Za-z0-9]")
_GE: Final = re.compile(
    "个([多余来半])(?=小时|月|钟头|星期|世纪|礼拜|周|学期|百分点|工作日|回合|工)"
)


def unit_at(folded: str, start: int, place: int, *, ranged: bool = False) -> Found | None:
    """The longest unit at a place, past a blank and 多, 余, 来 or 几."""
    begin = place
    while begin < place + 2 and folded[begin : begin + 1] in _BLANKS:
        begin += 1
    more = folded[begin : begin + 1] in ("多", "余", "来") or (
        folded[begin : begin + 1] in ("几", "数") and folded[place - 1] in "十0"
    )
    if more:
        begin += 1 + (folded[begin + 1 : begin + 2] in (" ", "\u3000"))
    if folded[begin : begin + 1] not in _FIRST_SIGNS:
        return None
    if middle := _GE.match(folded, begin):
        found = _longest("个" + folded[middle.end() : middle.end() + 3], 0)
        if found:
            end = middle.end() + found[1] - 1
            return Found(found[0], begin, end, middle[1] != "半", middle[1] == "半")
    unit = _longest(folded, begin)
    if unit is None:
        unit = _noun_unit(folded, start, place, begin, more) or _in_context(
            folded, start, begin, ranged=ranged
        )
    if unit is None:
        return None
    if unit[0].kind == "count" and (times := _TIMES.match(folded, unit[1])):
        return Found(replace(unit[0], form=unit[0].form + "次"), begin, times.end(), more)
    return Found(unit[0], begin, unit[1], more)


def _longest(folded: str, begin: int) -> tuple[Unit, int] | None:
    for length in UNIT_LENGTHS.get(folded[begin : begin + 1], ()):
        name = folded[begin : begin + length]
        unit = UNITS.get(name)
        if unit is None or len(name) < length:
            continue
        end = begin + length
        latin = name[-1].isascii() and name[-1].isalpha() and _LATIN.match(folded, end)
        if not latin and not folded.startswith(unit.never_before, end):
            return unit, end
    return None


def _noun_unit(
    folded: str, start: int, place: int, begin: int, more: bool
) -> tuple[Unit, int] | None:
    """国, 省, 市 … count by themselves after Arabic digits (17国), seldom after 一 to 九."""
    unit = NOUN_UNITS.get(folded[begin : begin + 1])
    if unit is None or folded.startswith(unit.never_before, begin + 1):
        return None
    run = folded[start:place]
    if not (run.isdigit() and run.isascii() and 1 < int(run[:4]) < 100) and not more:
        return None
    return unit, begin + 1


_COMMA: Final = "[、,，]?"
_NEXT_RESULT: Final = f"{_COMMA}(?:{RUN.pattern})"
_CONTEXTS: Final[tuple[tuple[str, str, str, Unit], ...]] = (
    (
        "级",
        "(?:震级|风力|里氏|阵风|[东南西北]风|烈度|海浪|浪高)(?:可?达到?|为|是|在|最高|最大|增至|加大到|约|将达)?$",
        "左右|[大强阵台海]?风|地震|强震|余震|大浪|烈度|偏"
        "|[至到~～—–-]{1,2}[0-9一二三四五六七八九十]+级",
        Unit("measure", "级"),
    ),
    ("分", "(?!)", f"半钟|(?:{RUN.pattern})秒", Unit("duration", "分钟")),
    (
        "分",
        "[得获拿砍献负超后先均积总满差以取罚胜输赢][到了下]?$",
        "优势|险胜|之差|的成绩|和?[0-9]+个?篮板|领先|落后",
        Unit("count", "分"),
    ),
    (
        "点",
        "(?!)",
        "建议|意见|要求|希望|体会|启示|看法|原因|理由|共识|感受|不同|内容|措施|主张",
        Unit("count", "点"),
    ),
    ("日", "(?!)", "[之以]?内(?![部外容地])", Unit("duration", "日")),
    ("届", "(?:连续|举办|蝉联|担任|了|过)$", "(?!)", Unit("count", "届")),
    ("金", "(?!)", f"(?:{RUN.pattern})银", Unit("count", "金")),
    ("银", "金$", "(?!)", Unit("count", "银")),
    ("铜", "银$", "(?!)", Unit("count", "铜")),
    ("点", "(?:收于|收报|报|[涨跌升挫低高]了?)$", "(?!)", Unit("measure", "点")),
    ("胜", "战$", f"{_NEXT_RESULT}[平负]|$", Unit("count", "胜")),
    ("平", f"[胜战]{_COMMA}$", f"{_NEXT_RESULT}负", Unit("count", "平")),
    ("负", f"[胜平]{_COMMA}$", "(?!)", Unit("count", "负")),
)
_IN_CONTEXT: Final = tuple(
    (sign, re.compile(before), re.compile(after), unit) for sign, before, after, unit in _CONTEXTS
)
"""Units that are mostly something else (9时30分, 下午3点, 二级), and what must stand by them."""


_SIGNS: Final = frozenset(sign for sign, *_ in _CONTEXTS)
_FIRST_SIGNS: Final = _SIGNS | UNIT_LENGTHS.keys() | NOUN_UNITS.keys()


def _in_context(folded: str, start: int, begin: int, *, ranged: bool) -> tuple[Unit, int] | None:
    sign = folded[begin : begin + 1]
    if sign not in _SIGNS:
        return None
    if sign == "级" and ranged and not folded.startswith(("别", "以", "甲", "医"), begin + 1):
        return Unit("measure", "级"), begin + 1
    if sign == "点" and _is_no_clock(folded, start, begin):
        return Unit("measure", "点"), begin + 1
    for needed, before, after, unit in _IN_CONTEXT:
        if sign == needed and (
            after.match(folded, begin + 1) or before.search(folded, max(0, start - 6), start)
        ):
            return unit, begin + 1
    return None


_NO_CLOCK: Final = 100
"""So many 点 are no time of the day and no list of points, but an index (站上4000点)."""


def _is_no_clock(folded: str, start: int, begin: int) -> bool:
    numeral = read_numeral(folded[start:begin].rstrip("多余来"))
    no_word = not folded.startswith(("击", "赞", "评", "子", "名"), begin + 1)
    return no_word and numeral is not None and not numeral.bare and numeral.value >= _NO_CLOCK


_MORE_AFTER: Final = re.compile(
    "(?:有余|开外|出头|余(?!粮|下|热|款|地|波)"
    "|多(?!次|名|个|种|家|位|地|项|边|功|云|雨|彩|元|样|层|方|级|国|民|部|年))"
)
_HALF_AFTER: Final = re.compile("半(?:钟|(?!天|年|数|个|月|岛|导|球|场|决|程|价|小|夜|路|径|成))")
_PER: Final = re.compile(
    "(?:/|每)(人|天|年|月|日|小时|时|亩|公斤|千克|斤|吨|平方米|平米|立方米|户|次|升|秒|公里|公顷|平方公里|股|桶|盎司|千瓦时|度"
    "|件|人次|听|瓶|袋|箱|包|支|片|分钟|m²|㎡|kg|h|s|t|台|辆|张|个|盒|克)(?![A-Za-z0-9])"
)
_SMALLER: Final[dict[str, tuple[tuple[re.Pattern[str], int], ...]]] = {
    unit: tuple((re.compile(f"[零又]{{0,2}}({RUN.pattern}){name}"), share) for name, share in parts)
    for unit, parts in {
        "元": (("(?:角|毛)", 10), ("分(?!之|钟|期|别)", 100)),
        "角": (("分(?!之|钟|期|别)", 10),),
        "年": (("个月", 12),),
        "天": (("个?小时", 24),),
        "小时": (("分钟?(?!之)", 60), ("秒钟?", 3600)),
        "分钟": (("秒钟?([0-9]{2}(?![0-9]))?", 60),),
        "丈": (("尺", 10), ("寸", 100)),
        "尺": (("寸", 10),),
    }.items()
}
"""Smaller units that complete a larger one (三年六个月, 1小时20分, 3元5角), as parts of it."""
_DIGIT: Final = "零一二三四五六七八九"
_DECIMALS: Final = re.compile(
    "([0-9]{1,2}|[一二三四五六七八九]{1,2})(?![0-9.%十百千万个名位条米年月元号厘公])"
)


def measured(
    folded: str, start: int, found: Found, value: Decimal, rule: str, confidence: float
) -> Reading:
    """A value with a unit and all that still belongs to it: rate, half, smaller units, 多."""
    unit, place = found.unit, found.end
    value += Decimal("0.5") if found.half else 0
    more = found.more
    form, kind, per = unit.form, unit.kind, None
    if kind in ("money", "measure", "count") and (rate := _PER.match(folded, place)):
        per, place = rate[1], rate.end()
        form, kind = f"{form}/{per}", "money_rate" if kind == "money" else kind
    elif kind not in ("count", "percent"):
        if half := _HALF_AFTER.match(folded, place):
            value, place = value + Decimal("0.5"), half.end()
        value, place = _with_smaller(folded, place, form, value)
        if after := _MORE_AFTER.match(folded, place):
            more, place = True, after.end()
    return Reading(
        start, place, kind, value, form, rule, confidence, per=per, bound="gt" if more else None
    )


def _with_smaller(folded: str, place: int, form: str, value: Decimal) -> tuple[Decimal, int]:
    for pattern, share in _SMALLER.get(form, ()):
        match = pattern.match(folded, place)
        part = read_numeral(match[1]) if match else None
        if match and part and part.value_to is None and part.value < share:
            hundredths = (match[2] or 0) if match.lastindex == 2 else 0
            value += (part.value + Decimal(hundredths) / 100) / share
            place = match.end()
    if form in ("米", "秒") and (match := _DECIMALS.match(folded, place)):
        digits = "".join(str(_DIGIT.index(sign)) if sign in _DIGIT else sign for sign in match[1])
        value, place = value + Decimal(f"0.{digits}"), match.end()
    return value, place
