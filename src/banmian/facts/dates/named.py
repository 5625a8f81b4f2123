"""Times that have a name or a count instead of a date: festivals, plans, 4年前, 近三年, 目前."""

from __future__ import annotations

import re
from typing import Final

from banmian.facts.dates.terms import HAN, Level, Named, NamedKind, Words, inside_number, number

_FESTIVAL = re.compile(
    r"(?P<name>春节|元旦|除夕|国庆(?!镇|村|街|路|寺)|平安夜|圣诞)(?:佳?节)?"
    r"|(?P<name2>清明|端午|中秋|重阳|元宵|七夕|腊八)(?:佳?节|(?=期间|假期|小长假|前后|前夕|当[天日晚]|[、,。和]))"
    r"|(?P<name3>教师节|儿童节|妇女节|劳动节|建军节|青年节|建党节|植树节|护士节|记者节|情人节)"
    r"|[“\"]?(?P<name4>三八|五一|五四|六一|七一|八一|十一)[”\"]?(?:国际|建[党军])?(?:劳动)?(?:妇女|青年|儿童)?"
    r"(?:节|(?=期间|假期|长假|小长假|黄金周|前夕|前后|当天|到来|来临))"
)
_FESTIVAL_TAIL = re.compile(
    r"(?:黄金周|小?长假|假期|假日)?(?:期间)?(?!联欢|晚会|团拜|文艺|档|快乐|之夜|阅兵|奖|大街|公园|树|老人|卡)"
)
_SHORT_FESTIVALS: Final = {
    "三八": "妇女节", "五一": "劳动节", "五四": "青年节", "六一": "儿童节",
    "七一": "建党节", "八一": "建军节", "十一": "国庆",
}  # fmt: skip
_SURNAMES_BEFORE: Final = frozenset(
    "李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
)
_PLAN = re.compile(
    r"[“\"‘「『](?P<plan>十?[一二三四五六七八九十])五[”\"’」』](?P<tail>时期|期间|(?=末|初|以来|前|后|收官|开局))?"
    r"(?!规划|计划|纲要|建议)|第(?P<nth>十?[一二三四五六七八九十])个五年(?:计划|规划)(?:时期|期间|期内)"
)
_AGO = re.compile(
    rf"(?P<count>\d{{1,4}}|[{HAN}两百千半]{{1,4}}|几|数|多)(?P<odd>[多余几来])?\s?"
    r"(?P<unit>年|个[半多]?月|个?星期|个?礼拜|周|天|(?<!\d)日|日(?=[之以]?后))(?P<odd2>[多半])?(?P<way>以前|之前|前(?![后往期夕进途来景沿列身])|"
    r"以后|之后|后(?![期续半卫备勤来者]))"
)
_SINCE_COUNT = re.compile(
    rf"(?P<near>近|最近)?(?P<count>\d{{1,3}}|[{HAN}两百]{{1,3}}|几|数|多|些)(?P<odd>[多余几])?\s?"
    r"(?P<unit>年|个月|天|日)(?P<odd2>多)?(?:以来|间?来(?![自到华访说看临宾源电信往京沪此这了的]))"
)
_SPAN_COUNT = re.compile(
    rf"(?P<way>最近|(?<![附邻接靠将远])近|过去的?|未来|今后|此后)\s?(?P<count>\d{{1,3}}|[{HAN}两]{{1,3}}|几|数|些)(?P<odd>[多余几])?\s?"
    r"(?P<unit>年|个月|个?星期|个?礼拜|周(?!岁|年)|天|日)(?!的?历史|级|轮|前|后)(?:以?来)?"
)
_NOW = re.compile(
    r"时至今日|截[至止]到?(?:目前|现在|今日|今天|当前|发稿(?:时|前)?)(?:为止)?|(?:直?到|迄)(?:目前|现在|今)为止"
    r"|(?:至今|迄今)(?!年|天|日|晚|后|夏|春|秋|冬)(?:为止)?|(?<![题节项面科栏条数名])目前|(?<![适便])当前(?!锋|卫)|(?<![体呈发])现在|如今(?!年)|眼下|现今|当下|时下|而今"
)
_VAGUE = re.compile(
    r"近几?年来?|近些年来?|这几年|近期|(?<![将接附])近日(?!本|元)|连日来|连日|"
    r"(?<![\d一二三四五六七八九十今昨当明生])日前|不久前|最近(?!的|邻|距)|近来|前不久|前几[年天]|前些[年天]|多年来|前段时间"
)
_LUNAR = re.compile(
    rf"(?:农历|阴历|旧历|夏历)\s?(?P<said>[今去明]年)?(?P<month>正|腊|冬|[{HAN}]{{1,2}})月(?:初?(?P<day>[{HAN}]{{1,3}}))?日?"
    r"|(?P<moon>八月十五)(?!日|号)"
    rf"|(?P<month2>正|腊|冬)月(?:初?(?P<day2>[{HAN}]{{1,3}})日?)?|大年(?:初(?P<day3>[一二三四五六七])|(?P<eve>三十))"
)


def read_festival(text: str, at: int) -> Words | None:
    """春节, 国庆节, 五一假期; not 春节联欢晚会, 五一路."""
    match = _FESTIVAL.match(text, at)
    if match is None:
        return None
    name = match["name"] or match["name2"] or match["name3"] or _SHORT_FESTIVALS[match["name4"]]
    tail = _FESTIVAL_TAIL.match(text, match.end())
    person = name == "国庆" and text[at - 1 : at] in _SURNAMES_BEFORE and at > 0
    if tail is None or person or text[at - 1 : at] in ("龙", "《"):
        return None
    return Words(at, tail.end(), "day", "festival", named=Named("festival", name, ()))


def read_plan(text: str, at: int) -> Words | None:
    """“十四五”时期, 第一个五年计划期间; not a plan's own title (“十四五”规划)."""
    match = _PLAN.match(text, at)
    if match is None:
        return None
    count = number(match["plan"] or match["nth"])
    if count is None:
        return None
    return Words(at, match.end(), "part", "plan", named=Named("plan", "", (count,)))


def read_counted(text: str, at: int) -> Words | None:
    """4年前, 三天后."""
    match = _AGO.match(text, at)
    if match is None or inside_number(text, at):
        return None
    unit = "月" if match["count"] == "半" else _unit(match["unit"])
    way: NamedKind = "ago" if "前" in match["way"] else "later"
    return Words(at, match.end(), _LEVEL_OF[unit], way, named=Named(way, unit, _count(match)))


def _count(match: re.Match[str]) -> tuple[int, ...]:
    """The count of a match if it says one: nothing for 几年, 20多年."""
    count = number(match["count"])
    odd = match["odd"] or match.groupdict().get("odd2")
    if match["count"] == "半":
        return (6,) if match["unit"] == "年" else ()
    return () if count is None or odd or match["unit"][1:2] in ("半", "多") else (count,)


def _unit(written: str) -> str:
    for unit in ("年", "月", "天"):
        if unit in written or (unit == "天" and "日" in written):
            return unit
    return "周"


_LEVEL_OF: Final[dict[str, Level]] = {"年": "year", "月": "month", "周": "day", "天": "day"}


def read_since_count(text: str, at: int) -> Words | None:
    """五年来, 近三年来."""
    match = _SINCE_COUNT.match(text, at)
    if match is None or (not match["near"] and inside_number(text, at)):
        return None
    named = Named("since", _unit(match["unit"]), _count(match))
    return Words(at, match.end(), "part", "since-count", named=named)


def read_span_count(text: str, at: int) -> Words | None:
    """近三年, 过去10天, 未来五年."""
    match = _SPAN_COUNT.match(text, at)
    if match is None:
        return None
    way: NamedKind = "until" if match["way"] in ("未来", "今后", "此后") else "since"
    named = Named(way, _unit(match["unit"]), _count(match))
    return Words(at, match.end(), "part", "span-count", named=named)


def read_now(text: str, at: int) -> Words | None:
    """目前, 截至目前, 至今."""
    match = _NOW.match(text, at)
    if match is None:
        return None
    until = match.group()[0] in "截至迄到直时" and match.group() != "时下"
    return Words(at, match.end(), "day", "now", named=Named("now", "", (int(until),)))


def read_vague(text: str, at: int) -> Words | None:
    """近日, 日前, 近年来."""
    match = _VAGUE.match(text, at)
    if match is None:
        return None
    days = 7 if match.group() in ("近日", "日前", "连日来", "连日") else 0
    return Words(at, match.end(), "part", "vague", named=Named("vague", "", (days,)))


def read_lunar(text: str, at: int) -> Words | None:
    """农历八月十五, 正月初五, 大年三十."""
    match = _LUNAR.match(text, at)
    if match is None:
        return None
    if match["eve"]:
        return Words(at, match.end(), "day", "festival", named=Named("festival", "除夕", ()))
    if match["moon"]:
        return Words(at, match.end(), "day", "festival", named=Named("festival", "中秋", ()))
    written = match["month"] or match["month2"] or "正"
    month = {"正": 1, "冬": 11, "腊": 12}.get(written) or number(written)
    day = number(match["day"] or match["day2"] or match["day3"])
    if month is None or (day is None and match["month2"] == "冬"):
        return None
    if day is None:
        return Words(at, match.end(), "month", "lunar", named=Named("lunar", "", (month,)))
    return Words(at, match.end(), "day", "lunar", named=Named("lunar", "", (month, day)))
