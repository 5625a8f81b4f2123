"""Numerals of Chinese text (数字): from the printed form to a value, whatever the writing.

Arabic and full-width digits with thousands commas, Chinese numerals (also 廿, 卅, 〇, ○ and the
financial forms 壹贰叁), both mixed (3万5千, 1.4亿, 60多万), two neighbours as a range (七八十) and
the open ones (数十, 十几, 百余). What stands around a numeral, its unit and whether it counts
anything at all, is left to `quantities`. Left unread, because they have no one value: 几 and 数
alone, digits without a place (一二三四, 二〇〇八), 百十, 亿万.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from banmian.facts.folding import replacing

BLANK: Final = "[ \u3000\u00a0\t]"
"""Blanks that may stand inside a quantity; a line end may not."""

_DIGITS: Final = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SMALL: Final = {"十": 10, "百": 100, "千": 1000}
_LARGE: Final = {"兆": 10**12, "亿": 10**8, "万": 10**4}
_LONGEST: Final = 30
"""Longer runs are no numerals: 九千九百九十九万亿… written out has 15 signs below 亿."""

_FINANCIAL: Final = str.maketrans(
    "壹贰貳叁參肆伍陆陸柒捌玖拾佰仟", "一二二三三四五六六七八九十百千"
)
_FINANCIAL_SIGN: Final = re.compile("[壹贰貳叁參肆伍陆陸柒捌玖拾佰仟]")
_FINANCIAL_RUN: Final = re.compile(
    "(?<![队隊入退落行大登内收捡])(?:"
    "[壹贰貳叁參肆伍陆陸柒捌玖拾][拾佰仟][壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬万億亿零]*"
    "|[壹贰貳叁參肆伍陆陸柒捌玖][萬万億亿]?(?=[元圆圓角]))"
)
"""陆, 伍, 拾 are also words (大陆, 队伍, 收拾): a place sign or a coin must stand by."""

_WIDE: Final = str.maketrans(
    "０１２３４５６７８９．％＄￥：－／（）○ＡＢＣａｂｃｋｍｇｔＭＧＫＷｈ"
    "萬億兩幾數餘個隻條張輛臺檯戶間棟層級項種類樣雙對組隊場齣盤輪顆塊頁冊節課門畝頃噸錢裏擔"
    "歲週鐘時點圓鎊盧蘭約過達將來從與環團營連縣國區鄉鎮廠員後內車馬頭筆號樓線電釐參戰戲詞韓"
    "貫發槍師黨長際單處羣畫艦機滿開許雙帶萊領滬傢僅壓馬倆賬厘華",
    "0123456789.%$¥:-/()〇ABCabckmgtMGKWh"
    "万亿两几数余个只条张辆台台户间栋层级项种类样双对组队场出盘轮颗块页册节课门亩顷吨钱里担"
    "岁周钟时点圆镑卢兰约过达将来从与环团营连县国区乡镇厂员后内车马头笔号楼线电厘参战戏词韩"
    "贯发枪师党长际单处群画舰机满开许双带莱领沪家仅压马俩账厘华",
)
_WIDE_COMMA: Final = re.compile("(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")
_narrow: Final = replacing(_WIDE)
_POINT: Final = re.compile("[·・•]")
_WIDE_POINT: Final = re.compile("(?<=[0-9])[·・•](?=[0-9])")

ARABIC: Final = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
_CHINESE: Final = "零〇一二三四五六七八九两廿卅十百千万亿兆"
_SIGN: Final = (
    "(?:[零〇一二三四五六七八九两廿卅十万亿]|百(?!帕)|兆(?![瓦赫帕字比欧])"
    "|千(?!瓦|克(?!服)|伏|赫|卡|焦|帕|(?<=[0-9万亿]千)米))"
)
"""A Chinese sign, but not the 千 of 千瓦 and the like (三千米: 3000 metres, 3千米: three km)."""
RUN: Final = re.compile(
    rf"(?:{ARABIC}|{_SIGN}|[数几](?=[十百千万亿]))"
    rf"(?:{_SIGN}|(?<=[{_CHINESE}]){ARABIC}|(?<=[0-9]){BLANK}{{1,2}}(?=[百千万亿])"
    rf"|[多余来几]{BLANK}?(?=[十百千万亿]))*"
    rf"(?:(?<=[{_CHINESE}])点[零〇一二三四五六七八九]+[万亿]*)?"
)
"""The longest run of signs that can form a numeral, in folded text; linear in its length."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """What a numeral says: ``value``, or from ``value`` to ``value_to`` (七八十).

    ``open`` is true where more than ``value`` is meant (60多万, 数十, 十几万); ``bare`` where it is
    a place sign without a digit before it (百, 千万), which is often part of a word.
    """

    value: Decimal
    value_to: Decimal | None = None
    open: bool = False
    bare: bool = False


def fold(text: str) -> str:
    """A text of the same length with one form for each sign that numerals and units use.

    Full-width digits and signs become half-width, traditional characters simplified (only those
    of the numerals and units), financial numerals plain. Offsets stay valid.

    >>> fold("共１，３００萬元，壹仟貳佰元")
    '共1,300万元，一千二百元'
    """
    if "，" in text:
        text = _WIDE_COMMA.sub(",", text)
    if _FINANCIAL_SIGN.search(text):
        text = _FINANCIAL_RUN.sub(lambda run: run[0].translate(_FINANCIAL), text)
    text = _narrow(text)
    return _WIDE_POINT.sub(".", text) if _POINT.search(text) else text


def unfolded(signs: re.Pattern[str]) -> list[str]:
    """The signs that `fold` turns into one that a pattern matches."""
    others = "".join(map(chr, _WIDE)) + "".join(map(chr, _FINANCIAL))
    return [sign for sign in others if signs.match(sign.translate(_FINANCIAL).translate(_WIDE))]


@lru_cache(maxsize=4096)
def read_numeral(run: str) -> Numeral | None:
    """What a run of folded text says (see `RUN`), or None if it is no numeral.

    >>> read_numeral("60多万").value, read_numeral("六七十").value_to
    (Decimal('600000'), Decimal('70'))
    """
    plain = _GAP.sub("", run).replace(",", "")
    if len(plain) > _LONGEST or plain.startswith(("亿万", "百十")):
        return None
    if plain.isascii():
        return Numeral(Decimal(plain)) if _DECIMAL.fullmatch(plain) else None
    opened = _OPENED.sub("", plain)
    several = _SEVERAL.sub("一", opened)
    low, high = _neighbours(several)
    value, value_to = _evaluate(low), _evaluate(high) if high else None
    if value is None or (high and (value_to is None or value_to <= value)):
        return None
    return Numeral(value, value_to, several != plain, plain[0] in _PLACES and plain[0] != "十")


_GAP: Final = re.compile(BLANK)
_DECIMAL: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_PLACES: Final = "十百千万亿兆"
_OPENED: Final = re.compile(
    "(?<=[0-9十百千万亿零〇一二三四五六七八九两])[多余来几](?=[十百千万亿])"
)
_SEVERAL: Final = re.compile("[数几](?=[十百千万亿])")
_PAIR: Final = re.compile(
    "([一二两三四五六七八])([二两三四五六七八九])(?![一二两三四五六七八九〇零])"
)


def _neighbours(run: str) -> tuple[str, str | None]:
    """七八十 as 七十 and 八十, 三五百 as 三百 and 五百; a run without such a pair alone."""
    pair = _PAIR.search(run)
    if pair is None:
        return run, None
    first, second = _DIGITS[pair[1]], _DIGITS[pair[2]]
    if pair.start() and run[pair.start() - 1] not in _PLACES:
        return run, None
    if second - first != 1 and pair[0] not in ("三五", "三两"):
        return run, None
    head, tail = run[: pair.start()], run[pair.end() :]
    one, other = sorted((pair[1], pair[2]), key=_DIGITS.__getitem__)
    return head + one + tail, head + other + tail


_BELOW: Final = re.compile(
    r"零?(?:(?P<k>[0-9.]+|[一二两三四五六七八九])?(?P<K>千))?零?"
    r"(?:(?P<h>[0-9.]+|[一二两三四五六七八九])?(?P<H>百))?零?"
    r"(?:(?P<t>[0-9.]+|[一二两三四五六七八九廿卅])?(?P<T>十)|(?P<T2>[廿卅]))?"
    r"[零〇]?(?P<u>[0-9.]+|[一二两三四五六七八九〇零])?"
)


def _evaluate(run: str) -> Decimal | None:
    """The value of a run without blanks, commas, pairs and open signs."""
    whole, point, decimals = run.partition("点")
    if point:
        return _with_decimals(whole, decimals)
    for sign, factor in _LARGE.items():
        left, found, right = run.rpartition(sign)
        if found:
            return _around(left, right, factor)
    return _below_ten_thousand(run)


def _with_decimals(whole: str, decimals: str) -> Decimal | None:
    digits = decimals.rstrip("万亿")
    value = _evaluate(whole)
    places = _positional(digits)
    if value is None or places is None:
        return None
    value += places.scaleb(-len(digits))
    for sign in decimals[len(digits) :]:
        value *= _LARGE[sign]
    return value


def _around(left: str, right: str, factor: int) -> Decimal | None:
    """Left times the factor plus right; a lone digit on the right is tenths (三万五)."""
    high = _evaluate(left) if left else Decimal(1)
    if len(right) == 1 and right in _DIGITS:
        low: Decimal | None = Decimal(_DIGITS[right] * factor // 10)
    else:
        low = _evaluate(right) if right else Decimal(0)
    return None if high is None or low is None or low >= factor else high * factor + low


def _below_ten_thousand(run: str) -> Decimal | None:
    match = _BELOW.fullmatch(run)
    if match is None or not run:
        return None
    total, last = Decimal(0), 1
    for digit, place in (("k", "K"), ("h", "H"), ("t", "T")):
        if match[place]:
            last = _SMALL[match[place]]
            total += last * (_number(match[digit]) if match[digit] else 1)
    if match["T2"]:
        last = 10
        total += _number(match["T2"]) * 10
    if match["u"]:
        lone = last if last > 10 and run[-2] in "百千" and match["u"] in _DIGITS else 10
        total += _number(match["u"]) * lone / 10
    return total


def _number(text: str) -> Decimal:
    if text in _DIGITS:
        return Decimal(_DIGITS[text])
    return Decimal({"廿": 2, "卅": 3}[text]) if text in "廿卅" else Decimal(text)


def _positional(run: str) -> Decimal | None:
    """Digits without a place, as behind a point (一四 as 14); None where a sign is none."""
    if not run or any(sign not in _DIGITS for sign in run):
        return None
    return Decimal("".join(str(_DIGITS[sign]) for sign in run))
