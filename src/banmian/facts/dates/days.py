"""Months, weeks, days and hours."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from banmian.facts.dates.terms import HAN, NUMBER, TO, YEAR, Ref, Words, inside_number, number

# 1—9月, 1月至9月; 9、10月, but 9月、10月 are two.
_MONTH = re.compile(
    rf"(?:(?P<first>{NUMBER})(?:\s?月?份?\s?{TO}\s?|(?:\s?[、,]\s?{NUMBER}){{0,4}}\s?[、和]\s?))?"
    rf"(?P<month>{NUMBER}|元)\s?月份?"
    # no dates: 3月龄, 月薪, 十月革命; 三月三, 五月五 are of the farmers' calendar
    r"(?!龄|大的|嫂|供|球|饼|台|亮|薪|租|息|票|均|产|销|收入|革命|怀胎|流火|文学|杂志|街|河|花|桂"
    r"|天[,。、的]|[二三五七九][^十百千万余多月日号\d、至到—-])"
)
_SAID_MONTHS: Final = {
    "本月": Ref("issue", 0), "这个月": Ref("issue", 0), "上月": Ref("issue", -1),
    "上个月": Ref("issue", -1), "下月": Ref("issue", 1), "下个月": Ref("issue", 1),
    "当月": Ref("last", 0), "同月": Ref("last", 0), "次月": Ref("last", 1),
}  # fmt: skip
_SAID_MONTH = re.compile(
    r"(?<!日)本月(?!球)|这个月|(?<![以地天])上个?月(?!球|面)|(?<![天以])下个?月(?!球)|当月|同月|(?<![一二两几每\d])次月"
)
_TEN_DAYS = re.compile(r"(?P<which>[上中下])旬")
_MONTH_EDGE = re.compile(
    r"(?P<edge>初(?![一二三四五六七八九十步级次])|底|末)|月(?P<edge2>[初底末])"
)
_MONTH_END = re.compile(r"月(?P<edge>初|底|末)(?![一二三四五六七八九十次])")
_MONTH_BEFORE = re.compile(r"[\d一二三四五六七八九十正腊冬个每明满岁日新海水]")
_DAY = re.compile(
    rf"(?:(?P<first>{NUMBER})(?:\s?[日号]?\s?{TO}\s?|\s?[、和]\s?))?(?P<day>{NUMBER})\s?[日号]"
)
_SAID_DAYS: Final = {
    "今": 0, "昨": -1, "前": -2, "大前": -3, "明": 1, "后": 2, "大后": 3,
}  # fmt: skip
_SAID_DAY = re.compile(
    r"(?P<day>大前|大后|(?<![的至])今|昨|明|(?<![之以年月日天此然先随目午面提])前|(?<![之以年月日天此然先随最今明])后)"
    r"(?:天(?!气|性|努|[天然])|(?<![前后])日(?!本(?![报刊社台市省县区院])|元|报)"
    r"|(?<=[今昨明])(?P<tod>[晚夜晨早])(?![报宴餐年婚辈唐稻会场])上?|(?<=[今昨])午)"
    r"|(?P<last>当天|当日(?!本|元)|当晚|当夜|同日(?!本|元)|同天|同晚|(?<![一-鿿])是[日夜](?!本|元))|(?P<next>次日|翌日|翌晨|次晨|隔日)"
)
_NEXT_DAY = re.compile(r"第二天(?![的性])")
_TIME_OF_DAY = (
    r"(?:凌晨|清晨|早晨|早上|晨间|上午|中午|正午|午间|下午|傍晚|晚上|晚间|夜间|夜里|夜晚|深夜|午夜|午后|子夜|"
    r"[晚夜](?![报宴餐年婚辈唐稻会场期清景霞点校色总])|晨(?![报练跑光曦会星])|早(?![报餐市教已就期稻在年])|午(?![餐休饭]))"
)
_PART_OF_DAY = re.compile(_TIME_OF_DAY)
_CLOCK = re.compile(
    rf"(?P<tod>{_TIME_OF_DAY})?\s?(?:(?P<first>\d{{1,2}})\s?时?{TO}(?=\d{{1,2}}时))?"
    r"(?!\d{1,2}时\d{1,2}分\d{1,2}(?:\.\d+)?秒)"  # 2时15分30秒 is how long
    rf"(?P<hour>\d{{1,2}}|[〇{HAN}两]{{1,3}})\s?"
    r"(?:时(?![代期间刻候段空而常有不区差装速长事尚])|点(?![个评击赞名火燃缀的儿])钟?|:(?=[0-5]\d(?!\d)))"
    rf"(?:\s?(?P<minute>\d{{1,2}}|[〇{HAN}]{{1,3}})\s?分(?![之钟析别布成数])"
    r"|(?P<digits>(?<=:)[0-5]\d)|(?P<half>半)|整)?许?(?!\s?\d{1,2}\s?秒|:\d)"
)
_WEEKDAY_BRACKET = re.compile(r"\((?:星期|周|礼拜)[一二三四五六日天]\)")
_WEEKDAYS: Final = {name: place for place, name in enumerate("一二三四五六日")} | {"天": 6}
_WEEK = re.compile(
    r"(?P<week>本|(?<!以)上上?个?|(?<![以一])下下?个?|这个?|(?=[周星礼]))(?:周|星期|礼拜)"
    r"(?:(?P<day>[一二三四五六日天])(?![年次面个])|(?P<end>末)|(?![期边围长转岁刊报一二三]))"
)


def read_month(text: str, at: int) -> Words | None:
    """10月, 1—9月, 10月份."""
    match = _MONTH.match(text, at)
    if match is None or inside_number(text, at):
        return None
    month = 1 if match["month"] == "元" else number(match["month"])
    first = number(match["first"])
    if month is None or not 1 <= month <= 12 or (first is not None and not 1 <= first < month):
        return None
    return Words(at, match.end(), "month", "month", month=Ref("number", month), first=first)


def read_said_month(text: str, at: int) -> Words | None:
    """本月, 上个月, 当月."""
    match = _SAID_MONTH.match(text, at)
    if match is None:
        return None
    return Words(at, match.end(), "month", "said-month", month=_SAID_MONTHS[match.group()])


def read_in_month(text: str, at: int) -> Words | None:
    """What may stand behind a month only: 上旬, 底."""
    if match := _TEN_DAYS.match(text, at):
        part = ("ten-days", "上中下".index(match["which"]))
    elif match := _MONTH_EDGE.match(text, at):
        part = ("edge", "初底末".index(match["edge"] or match["edge2"]))
    else:
        return None
    return Words(at, match.end(), "week", "part-of-month", part=part)


def read_month_end(text: str, at: int) -> Words | None:
    """月底 by itself, of this month."""
    match = _MONTH_END.match(text, at)
    if match is None or _MONTH_BEFORE.search(text, max(0, at - 1), at):
        return None
    part = ("edge", "初底末".index(match["edge"]))
    return Words(at, match.end(), "week", "edge-of-month", month=Ref("issue", 0), part=part)


def read_day(text: str, at: int) -> Words | None:
    """30日, 3日至5日, 30号."""
    match = _DAY.match(text, at)
    if match is None or inside_number(text, at):
        return None
    day, first = number(match["day"]), number(match["first"])
    if day is None or not 1 <= day <= 31 or (first is not None and not 1 <= first < day):
        return None
    return Words(at, match.end(), "day", "day", day=Ref("number", day), first=first)


def read_said_day(text: str, at: int) -> Words | None:
    """今天, 昨晚, 当日, 次日."""
    match = _SAID_DAY.match(text, at) or _NEXT_DAY.match(text, at)
    if match is None:
        return None
    groups = match.groupdict()
    if groups.get("day"):
        day = Ref("issue", _SAID_DAYS[match["day"]])
    else:
        day = Ref("last", 0 if groups.get("last") else 1)
    return Words(at, match.end(), "day", "said-day", day=day)


def read_week(text: str, at: int) -> Words | None:
    """本周, 上周五, 周三."""
    match = _WEEK.match(text, at)
    if match is None:
        return None
    said = match["week"]
    week = said.count("下") - said.count("上") if said else None
    day = 5 if match["end"] else _WEEKDAYS.get(match["day"] or "")
    if week is None and day is None:
        return None
    return Words(
        at, match.end(), "week" if day is None or match["end"] else "day", "weekday",
        week=week, weekday=day,
    )  # fmt: skip


def read_of_day(text: str, at: int) -> Words | None:
    """What may stand behind a day: (星期二), 上午, 9时30分."""
    start = at
    if match := _WEEKDAY_BRACKET.match(text, at):
        at = match.end()
    if clock := read_clock(text, at):
        return replace(clock, start=start, hour=_hour_of_day(text[at - 1], clock.hour or 0))
    if match := _PART_OF_DAY.match(text, at):
        at = match.end()
    return Words(start, at, "day", "day") if at > start else None


def read_clock(text: str, at: int) -> Words | None:
    """9时30分, 晚8点, 14:30."""
    match = _CLOCK.match(text, at)
    if match is None or inside_number(text, match.start("first" if match["first"] else "hour")):
        return None
    hour = number(match["hour"])
    if hour is None or hour > 24:
        return None
    written = match["minute"] or match["digits"]
    minute = 30 if match["half"] else number(written) if written else None
    first = number(match["first"])
    if (minute is not None and minute > 59) or (first is not None and first >= hour):
        return None
    hour = _hour_of_day(match["tod"] or "", hour)
    return Words(at, match.end(), "time", "clock", first=first, hour=hour, minute=minute)


def _hour_of_day(part: str, hour: int) -> int:
    """The hour counted from midnight: 下午3时 is 15, 中午1时 13, 夜十二时 24, 深夜2时 2."""
    night = part[:1] in ("夜", "深", "子") or part == "午夜"
    if hour == 12:
        return 24 if night or part[:1] == "晚" else 12
    noon = part[:1] in ("中", "正", "午") and not night
    late = part[:1] in ("下", "傍", "晚") or part == "午后" or (noon if hour < 5 else night)
    return hour + 12 if late and 0 < hour < 12 else hour


_WORD_BEFORE = re.compile(r"[0-9A-Za-z./-]")
_NUMERIC = re.compile(
    rf"(?P<year>{YEAR})(?P<mark>[-./])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}})(?![\d.])"
)


def read_numeric(text: str, at: int) -> Words | None:
    """2020-11-03, 2020.11.3."""
    match = _NUMERIC.match(text, at)
    if match is None or _WORD_BEFORE.match(text, max(0, at - 1), at):
        return None
    year, month, day = (int(match[unit]) for unit in ("year", "month", "day"))
    return Words(
        at, match.end(), "day", "numeric",
        Ref("number", year), Ref("number", month), Ref("number", day),
    )  # fmt: skip
