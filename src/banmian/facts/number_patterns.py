"""What a numeral forms with what follows it (数量结构): counts, measures, parts, scores, ranges.

`read_quantity` looks at one place of folded text. The bounding words around a quantity and its noun
are left to `quantities`, numerals that are words to `number_words`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Final

from banmian.facts.bounds import Bound, sign_before
from banmian.facts.number_words import counts_nothing, is_time, word_at
from banmian.facts.numerals import BLANK, RUN, Numeral, read_numeral
from banmian.facts.unit_patterns import Found, Reading, measured, unit_at
from banmian.facts.units import PERSONS, UNITS


def read_quantity(folded: str, start: int) -> tuple[Reading | None, int]:
    """The quantity whose numeral begins at ``start``, or None, and where to look next."""
    after_word = word_at(folded, start)
    if after_word > start:
        return None, after_word
    special = _half(folded, start) or _doubling(folded, start) or _fused(folded, start)
    if special:
        return special, special.end
    run = RUN.match(folded, start)
    if run is None:
        return None, start + 1
    end = run.end()
    if len(run[0]) > 1 and run[0][-1] == "两" and run[0] not in ("一两", "三两"):
        end -= 1  # 八两 is a weight: 二 is never written 两 at the end
    numeral = read_numeral(folded[start:end])
    if numeral is None or _in_a_code(folded, start, end):
        return None, run.end()
    reading = _part(folded, start, end, numeral)
    if reading is None:
        unit = unit_at(folded, start, end)
        reading = _range(folded, start, end, numeral, unit) or _counted(
            folded, start, end, numeral, unit
        )
    return (None, end) if reading is None else (reading, reading.end)


_PART_SIGNS: Final = frozenset("分/成比:∶- \u3000\u00a0\t")


def _part(folded: str, start: int, end: int, numeral: Numeral) -> Reading | None:
    """A part or a score: numerals that need no unit, told by the sign behind them."""
    if folded[end : end + 1] not in _PART_SIGNS:
        return None
    found = (read(folded, start, end, numeral) for read in (_parts, _fraction, _tenths, _score))
    return next(filter(None, found), None)


_CODE_BEFORE: Final = re.compile("[A-Za-z№#@_](?:[-.·])?$|[0-9][-/:∶.]$|[届]$")


def _in_a_code(folded: str, start: int, end: int) -> bool:
    """H7N9, C919, 010-12345678, 126.com: part of a longer sign; US$5 and RMB5 are not."""
    if folded.startswith((".com", ".cn", ".net", ".org"), end):
        return True
    coded = _CODE_BEFORE.search(folded, max(0, start - 2), start) is not None
    return coded and not folded.endswith("RMB", 0, start)


_HALF: Final = re.compile(
    "(?<![上下前后大小多一对参])半(?:个多?)?"
    "(年|月(?![谈刊板报])|小时|钟头|世纪|学期|公斤|斤|亩|公里|里|吨|米|升)(?!级|径)"
)


def _half(folded: str, start: int) -> Reading | None:
    """一半 as 0.5, 半年 and 半个世纪 as half of the unit."""
    if folded.startswith("一半", start) and folded[start - 1 : start] != "另":
        return Reading(start, start + 2, "ratio", Decimal("0.5"), None, "half", 0.9)
    match = _HALF.match(folded, start)
    if match is None or is_time(folded, start, match.end(), "月"):
        return None
    unit = UNITS.get(match[1]) or UNITS["个" + match[1]]
    return Reading(start, match.end(), unit.kind, Decimal("0.5"), unit.form, "half", 0.85)


_MOST_DOUBLINGS: Final = 30
"""翻三十番 would be a thousand million times as much; the press knows 翻两番 and 翻三番."""
_DOUBLING: Final = re.compile(f"翻了?({RUN.pattern})?(?:多)?番")


def _doubling(folded: str, start: int) -> Reading | None:
    """翻两番: doubled twice, a multiple of 2 番; 翻番 is one."""
    match = _DOUBLING.match(folded, start)
    numeral = read_numeral(match[1] or "一") if match else None
    if match is None or numeral is None or numeral.value > _MOST_DOUBLINGS:
        return None
    return Reading(start, match.end(), "multiple", numeral.value, "番", "doubling", 0.95)


_TWO_OF: Final = re.compile("[有了这那生养带仅的和]$|[^\u4e00-\u9fff]$|^$")
"""Before 俩 that counts; behind persons it sums them up (他们俩, 夫妇俩)."""


def _fused(folded: str, start: int) -> Reading | None:
    """俩 and 仨 hold numeral and 个 in one."""
    value = {"俩": 2, "仨": 3}.get(folded[start])
    if value is None or not _TWO_OF.search(folded[max(0, start - 1) : start]):
        return None
    return Reading(start, start + 1, "count", Decimal(value), None, "fused", 0.8)


_PARTS: Final = re.compile(f"分之{BLANK}?({RUN.pattern})([多余强])?")
_PARTS_TO: Final = re.compile(f"(?:至|到|[~～—–-]{{1,2}})(?:百分之|千分之)?({RUN.pattern})")


def _parts(folded: str, start: int, end: int, numeral: Numeral) -> Reading | None:
    """百分之五十, 千分之三, 三分之一, and ranges of them (百分之三十至四十)."""
    match = _PARTS.match(folded, end)
    above = read_numeral(match[1]) if match else None
    if match is None or above is None or numeral.value == 0 or numeral.open:
        return None
    unit = {100: "%", 1000: "‰"}.get(int(numeral.value))
    share = Decimal(1) if unit else numeral.value
    top, place = above.value_to, match.end()
    if unit and (further := _PARTS_TO.match(folded, place)):
        second = read_numeral(further[1])
        if second and second.value > above.value:
            top, place = second.value, further.end()
    bound: Bound | None = "range" if top else "gt" if above.open or match[2] else None
    return Reading(
        start,
        place,
        "percent" if unit else "ratio",
        above.value / share,
        unit,
        "parts",
        0.97,
        top / share if top else None,
        bound=bound,
    )


_SLASH: Final = re.compile("/([0-9]{1,4})(?![0-9/.:%年月日号版期])(?!半?决?赛)")
_SHARE_BEFORE: Final = re.compile("(?:[的占为是约近仅有足到过达少低降至剩用于])$")
_SHARE_AFTER: Final = re.compile("的|以[上下]|左右|[强弱多]")


def _fraction(folded: str, start: int, end: int, numeral: Numeral) -> Reading | None:
    """不足其1/10, 1/3以上: a part in Arabic digits, where the words beside it speak of parts."""
    match = _SLASH.match(folded, end)
    below = int(match[1]) if match else 0
    if match is None or not (folded[start:end].isdigit() and 0 < numeral.value < below):
        return None
    before = _SHARE_BEFORE.search(folded, max(0, start - 1), start)
    if not (before or _SHARE_AFTER.match(folded, match.end())):
        return None
    more = folded[match.end() : match.end() + 1] in tuple("多强")
    bound: Bound | None = "gt" if more else None
    place = match.end() + more
    return Reading(start, place, "ratio", numeral.value / below, None, "parts", 0.9, bound=bound)


_TENTHS: Final = re.compile(
    f"{BLANK}?成(?!群|为|功|立|果|员|了|绩|本|年|长|都|语|分|型|交|就|熟|品|份|套|千|不变|名|人|灾|效|因|才"
    "|对|片|天|堆|行|排|家|军|事|药|王)([一二三四五六七八九半])?"
)


def _tenths(folded: str, start: int, end: int, numeral: Numeral) -> Reading | None:
    """两成 is 20 %, 三成五 35 %, 六七成 60 to 70 %."""
    match = _TENTHS.match(folded, end)
    if match is None or numeral.value >= 10 or numeral.value == 0 or numeral.bare:
        return None
    rest = read_numeral(match[1].replace("半", "五")) if match[1] else None
    value = numeral.value * 10 + (rest.value if rest else 0)
    top = numeral.value_to * 10 if numeral.value_to else None
    bound: Bound | None = "range" if top else None
    return Reading(start, match.end(), "percent", value, "%", "tenths", 0.9, top, bound=bound)


_SCORE: Final = re.compile(
    "(比|[:∶-])([0-9]{1,3}(?!,?[0-9])|[零一二三四五六七八九十]{1,3})"
    "(?![.:∶年月日时%‰倍个名万亿点千百元]|分之)"
)
_SCORE_BEFORE: Final = re.compile("(?:以|比分|总分|又|战成|连续|局)$")
_SCORE_AFTER: Final = re.compile(
    "的?(?:总?比分|成绩|优势|战胜|击败|打败|胜|负|战平|平|不敌|领先|落后|险胜|大胜|力克|轻取|逆转|淘汰|告负|获胜"
    "|取胜|挫|完胜|横扫|输|败)"
)


def _score(folded: str, start: int, end: int, numeral: Numeral) -> Reading | None:
    """3比1, 3:1 (not 9:30), 3-1 only before the words of a match."""
    match = _SCORE.match(folded, end)
    other = read_numeral(match[2]) if match else None
    if match is None or other is None or numeral.value_to or numeral.bare or numeral.open:
        return None
    played = _SCORE_AFTER.match(folded, match.end())
    before = _SCORE_BEFORE.search(folded, max(0, start - 2), start)
    no_clock = len(match[2]) == 1 or numeral.value > 24 or other.value >= 60
    if match[1] != "比" and not played and (match[1] == "-" or not (before or no_clock)):
        return None
    return Reading(
        start, match.end(), "score", numeral.value, None, "score", 0.85, other.value, bound="exact"
    )


_TO: Final = re.compile(f"{BLANK}?(?:至|到|[~～—–―─-]{{1,2}}){BLANK}?(零下|负|-)?({RUN.pattern})")
_NEXT: Final = re.compile("、()([0-9](?![0-9.])|[二三四五六七八九][十百千万]{0,2})")
_FROM: Final = re.compile("(?:从|由|自)[^，。；、,;]{0,8}$")


def _range(
    folded: str, start: int, end: int, numeral: Numeral, first: Found | None
) -> Reading | None:
    """3至5万元, 20%—30%, 5公里到10公里, 零下5至3摄氏度, 五、六个."""
    match = _TO.match(folded, first.end if first else end) or _NEXT.match(folded, end)
    if match is None or (first and _FROM.search(folded, max(0, start - 10), start)):
        return None
    top, found = read_numeral(match[2]), unit_at(folded, start, match.end(), ranged=True)
    if top and not (first or found):
        return _bare_range(folded, start, end, numeral, match.end(), top)
    if top is None or found is None or (first and first.unit.form != found.unit.form):
        return None
    low = numeral.value * (1 if first else _shared_factor(numeral.value, match[2]))
    high = -top.value if match[1] else top.value_to or top.value
    neighbours = folded[match.start()] != "、" or high - low == Decimal(10) ** low.adjusted()
    if not neighbours or sign_before(folded, start)[1] * low >= high:
        return None
    if counts_nothing(folded, start, end, numeral, found, ranged=True):
        return None
    reading = measured(folded, start, found, low, "range", 0.92)
    return replace(reading, value_to=high, bound="range")


def _bare_range(
    folded: str, start: int, end: int, numeral: Numeral, stop: int, top: Numeral
) -> Reading | None:
    """20万至30万, where no unit follows: both ends must have their place sign."""
    placed = folded[end - 1] in "万亿" and folded[stop - 1] in "万亿"
    if not placed or numeral.bare or top.value <= numeral.value:
        return None
    low, high = numeral.value, top.value
    return Reading(start, stop, "count", low, None, "numeral-noun", 0.85, high, bound="range")


def _shared_factor(low: Decimal, run: str) -> Decimal:
    """What 3 in 3至5万 shares with the second numeral: its places, if 3 is below its digits."""
    digits = run.rstrip("十百千万亿兆 \u3000")
    places = read_numeral("一" + run[len(digits) :].strip()) if digits != run else None
    head = read_numeral(digits) if digits else None
    return places.value if places and head and low < head.value else Decimal(1)


def _counted(
    folded: str, start: int, end: int, numeral: Numeral, found: Found | None
) -> Reading | None:
    """A numeral with its unit: 486个, 9亿多元, 三天半, 1小时20分."""
    if found is None:
        return _uncounted(folded, start, end, numeral)
    if counts_nothing(folded, start, end, numeral, found):
        return None
    confidence = 0.97 if folded[start].isascii() else 0.93
    reading = measured(folded, start, found, numeral.value, "numeral-unit", confidence)
    if numeral.value_to:
        return replace(reading, value_to=numeral.value_to, bound="range")
    return replace(reading, bound="gt") if numeral.open else reading


_COINS: Final = {"$": "美元", "¥": "元", "€": "欧元", "£": "英镑"}
_BLANKS: Final = re.compile(f"{BLANK}{{0,2}}")
_NOUN_FOLLOWS: Final = re.compile(
    f"{BLANK}{{0,2}}(?:[\u4e00-\u9fff]|[,，。；;、！!？?)）”」…\n]|$)"
)


def _uncounted(folded: str, start: int, end: int, numeral: Numeral) -> Reading | None:
    """A large number without classifier: 60多万职工, 突破100万; 300学生 before persons only."""
    if coin := _COINS.get(folded[start - 1 : start]):
        return Reading(start - 1, end, "money", numeral.value, coin, "coin-sign", 0.95)
    end += folded[end : end + 1] in ("多", "余")
    opened = numeral.open or folded[end - 1] in "多余"
    run = folded[start:end]
    blank = _BLANKS.match(folded, end)
    persons = blank is not None and folded.startswith(PERSONS, blank.end())
    large = run.rstrip("多余")[-1] in "万亿" and (not numeral.bare or opened)
    year = run.isdigit() and 1900 <= numeral.value < 2100
    plain = (
        opened or run in ("百万", "千万") or (run.isascii() and numeral.value >= 10 and not year)
    )
    open_ended = (
        opened and numeral.value >= 20 and folded[end : end + 1] not in (*"年月日号时点分",)
    )
    if not (persons and plain) and not ((large or open_ended) and _NOUN_FOLLOWS.match(folded, end)):
        return None
    bound: Bound | None = "range" if numeral.value_to else "gt" if opened else None
    top = numeral.value_to
    return Reading(start, end, "count", numeral.value, None, "numeral-noun", 0.85, top, bound=bound)
