"""Years, and what is longer than a year or a part of one: centuries, decades, quarters, seasons."""

from __future__ import annotations

import re
from typing import Final

from banmian.facts.calendar import ERAS
from banmian.facts.dates.terms import (
    HAN,
    LIST,
    NUMBER,
    TO,
    YEAR,
    Named,
    Ref,
    Words,
    inside_number,
    number,
)

_YEAR = re.compile(
    rf"(?:(?P<first>{YEAR})\s?{TO}\s?)?(?P<year>{YEAR})\s?(?:(?P<fiscal>学年|财年|年度)|年(?!代))"
    # 1500年历史 is how long, not when
    r"(?!的?(?:悠久|灿烂|文明|建城|建校|办学|发展)?的?历史(?![性上学新最]))(?![之以]?久)"
)
_ERA_YEAR = re.compile(
    rf"(?:中华)?(?P<era>{'|'.join(ERAS)})\s?(?P<year>{NUMBER}|元)\s?年|公元(?P<bc>前)?\s?(?P<ad>\d{{1,4}})\s?年"
)
# 五八年 is 1958: said digit by digit, as no number is; but 三五年 and 七八年 are about so many.
_SHORT_YEAR = re.compile(
    rf"(?P<year>\d\d|[〇二三四五六七八九][〇一二三四五六七八九])\s?年"
    rf"(?:(?=\s?{NUMBER}\s?月)|(?<=[〇-鿿]年)(?![代级前后来多半]))"
)
_ABOUT = frozenset(("二三", "三四", "四五", "五六", "六七", "七八", "八九", "三五"))
_SAID_YEARS: Final[dict[str, Ref]] = {
    "今年": Ref("issue", 0),
    "本年度": Ref("issue", 0),
    "本年": Ref("issue", 0),
    "去年": Ref("issue", -1),
    "上年": Ref("issue", -1),
    "前年": Ref("issue", -2),
    "大前年": Ref("issue", -3),
    "明年": Ref("issue", 1),
    "后年": Ref("issue", 2),
    "当年": Ref("last", 0),
    "同年": Ref("last", 0),
    "全年": Ref("last", 0),
    "次年": Ref("last", 1),
    "翌年": Ref("last", 1),
}
_SAID_YEAR = re.compile(
    r"大前年|今年(?!轻)|(?<!日)本年度?|(?<!过)去年(?![轻代])(?:同期)?|(?<!以)上年(?!纪)(?:同期)?|"
    r"(?<![之以年月日天目大])前年(?!年)|(?<![证表说])明年(?![轻龄])|(?<![先之以然年月日天])后年(?!年)|"
    r"当年|同年(?![级龄])|(?<![完健安])全年(?!龄)|次年|翌年"
)


def read_year(text: str, at: int) -> Words | None:
    """2020年, 二〇二〇年, 2016—2019年, 2020年度; 五八年 if said digit by digit."""
    match = _YEAR.match(text, at)
    if match is None:
        return _short_year(text, at)
    year, first = number(match["year"]), number(match["first"])
    if year is None or inside_number(text, at) or (first is not None and first >= year):
        return None
    rule = "fiscal-year" if match["fiscal"] else "year"
    return Words(at, match.end(), "year", rule, Ref("number", year), first=first)


def _short_year(text: str, at: int) -> Words | None:
    match = _SHORT_YEAR.match(text, at)
    if match is None or match["year"] in _ABOUT or inside_number(text, at):
        return None
    short = number(match["year"])
    if short is None:
        return None
    return Words(at, match.end(), "year", "short-year", named=Named("short", "", (short,)))


def read_era_year(text: str, at: int) -> Words | None:
    """民国三十八年, 公元前221年."""
    match = _ERA_YEAR.match(text, at)
    if match is None:
        return None
    if match["era"]:
        count = 1 if match["year"] == "元" else number(match["year"])
        year = None if count is None else ERAS[match["era"]] + count - 1
    else:
        year = 1 - int(match["ad"]) if match["bc"] else int(match["ad"]) or None
    return None if year is None else Words(at, match.end(), "year", "era-year", Ref("number", year))


def read_said_year(text: str, at: int) -> Words | None:
    """去年, 当年, 去年同期."""
    match = _SAID_YEAR.match(text, at)
    if match is None:
        return None
    said = match.group()
    named = Named("same-period", "", ()) if said.endswith("同期") else None
    return Words(
        at,
        match.end(),
        "year",
        "said-year",
        _SAID_YEARS[said[-4:].removesuffix("同期")],
        named=named,
    )


_TENS = (
    r"(?:(?P<from_ten>\d0)[、—-]{1,2}|(?P<from_one>[一二三四五六七八])(?=[二三四五六七八九]十))?"
    r"(?P<decade>\d0|[一二三四五六七八九]十)"
)
_CENTURY = re.compile(
    rf"(?:公元(?P<bc>前)?)?(?:(?P<number>{NUMBER})|(?P<said>[上本下]一?个?))世纪(?!之?交)"
    rf"(?:{_TENS}年代)?(?P<edge>初期?|末期?|中叶|中期|中后期|前期|后期|前半叶|后半叶)?"
)
_DECADE = re.compile(
    rf"(?:(?P<decade_year>{YEAR})|{_TENS})年代(?P<edge>初期?|末期?|中期|中后期|前期|后期)?"
)


def read_century(text: str, at: int) -> Words | None:
    """20世纪, 上世纪90年代初, 公元前3世纪: that is the century -2, its years ending with -200."""
    match = _CENTURY.match(text, at)
    if match is None or inside_number(text, at) or text.endswith("公元前", 0, at):
        return None
    said, before = match["said"], match["bc"] is not None
    base: int | None = {"上": -1, "本": 0, "下": 1}[said[0]] if said else number(match["number"])
    if base is None or not (said or 2 - before <= base <= 21):
        return None
    base = 1 - base if before else base
    name = "said" if said else "number"
    if not match["decade"]:
        return Words(at, match.end(), "century", "century", named=Named("century", name, (base,)))
    decade, back = _tens(match)
    if before:  # 80年代 are the years 289 to 280, of which the first is -288
        decade = 92 - decade + back
    named = Named("decade", name, (base, decade, back))
    return Words(at, match.end(), "decade", "decade", named=named)


def _tens(match: re.Match[str]) -> tuple[int, int]:
    """The last decade of a match and how many years before it the first one begins (五六十年代)."""
    decade = number(match["decade"]) or 0
    one = number(match["from_one"])
    first = 10 * one if one else number(match["from_ten"])
    return decade, max(0, decade - first) if first else 0


def read_decade(text: str, at: int) -> Words | None:
    """90年代, 1990年代."""
    match = _DECADE.match(text, at)
    if match is None or inside_number(text, at):
        return None
    year = number(match["decade_year"])
    named = Named("decade", "bare", (0, year, 0) if year else (0, *_tens(match)))
    return Words(at, match.end(), "decade", "decade", named=named)


_PART = re.compile(
    r"(?P<half>[上下])半年"
    rf"|第?(?P<quarter>[一二三四1-4])(?:{LIST}(?P<quarter2>[一二三四1-4]))?季度"
    r"|(?:(?<!提)前|头)(?P<quarters>[一二三两123])个?季度?"
    rf"|(?:(?<![提目以之])前|(?:(?<![一-鿿])|(?<=年))头(?=.{{1,3}}个月))(?P<months>\d{{1,2}}|[{HAN}两]{{1,2}})个?月(?!前|后)"
    r"|首(?P<first>季)度?|(?P<this>[本上下])季度"
)
_YEAR_END = re.compile(r"年(?P<edge>初|底|末)(?![一二三次中步级])")
_EDGE = re.compile(
    r"(?P<edge>初|底|末)(?![一二三次中步级心春夏秋冬日代端])|年?(?P<edge2>[初底末])(?![一二三次中步级心])"
    r"|(?P<season>[春夏秋冬])(?:[天季])?(?![节运耕晚种播招收奥粮令闲训泳残])|年?(?P<within>内)(?![部外在地蒙容])"
)
_SEASON = re.compile(
    r"(?<![脱失褪])(?P<year>[今去明])(?P<season>[春夏秋冬])(?![节装衣]|[一-鿿]{0,2}届)"
)
_HALVES = {"上": 1, "下": 2}
_SEASONS = {"春": 1, "夏": 2, "秋": 3, "冬": 4}


def read_part(text: str, at: int) -> Words | None:
    """上半年, 三季度, 前8个月."""
    match = _PART.match(text, at)
    if match is None or (text[at] not in "第前头首上下本" and inside_number(text, at)):
        return None
    if match["half"]:
        part = ("half", _HALVES[match["half"]])
    elif match["quarter"]:
        one, two = number(match["quarter"]) or 0, number(match["quarter2"])
        if two is not None and two <= one:
            return None
        part = ("quarter", one) if two is None else ("quarters", 10 * one + two)
    elif match["first"]:
        part = ("quarter", 1)
    elif match["this"]:
        part = ("from-this-quarter", "上本下".index(match["this"]) - 1)
    elif match["quarters"]:
        part = ("quarters", 10 + (number(match["quarters"]) or 0))
    else:
        part = ("months", number(match["months"]) or 0)
    return Words(at, match.end(), "part", "part-of-year", part=part)


def read_year_end(text: str, at: int) -> Words | None:
    """年底 by itself, of the year told of."""
    match = _YEAR_END.match(text, at)
    if match is None or text[at - 1 : at] in ("每", "历") or inside_number(text, at):
        return None
    return Words(
        at, match.end(), "part", "edge-of-year", part=("edge", "初底末".index(match["edge"]))
    )


def read_edge(text: str, at: int) -> Words | None:
    """What may stand behind a year only: 初, 年底, 春."""
    match = _EDGE.match(text, at)
    if match is None:
        return None
    if match["season"]:
        return Words(at, match.end(), "part", "season", part=("season", _SEASONS[match["season"]]))
    if match["within"]:
        return Words(at, match.end(), "part", "within-year", part=("within", 0))
    edge = match["edge"] or match["edge2"]
    return Words(at, match.end(), "part", "edge-of-year", part=("edge", "初底末".index(edge)))


def read_season(text: str, at: int) -> Words | None:
    """今春, 去冬."""
    match = _SEASON.match(text, at)
    if match is None:
        return None
    year = _SAID_YEARS[match["year"] + "年"]
    part = ("season", _SEASONS[match["season"]])
    return Words(at, match.end(), "part", "season", year, part=part)
