"""Where expressions of time stand: an atom (2020年, 去年, 周三 …) and the finer ones behind it.

Every rule is tried only where its first character stands, and no pattern repeats without bound, so
the time grows with the text alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from banmian.facts.calendar import ERAS, FESTIVALS
from banmian.facts.dates.days import (
    read_clock,
    read_day,
    read_in_month,
    read_month,
    read_month_end,
    read_numeric,
    read_of_day,
    read_said_day,
    read_said_month,
    read_week,
)
from banmian.facts.dates.named import (
    read_counted,
    read_festival,
    read_lunar,
    read_now,
    read_plan,
    read_since_count,
    read_span_count,
    read_vague,
)
from banmian.facts.dates.terms import DIGITS, HAN, HAN_NUMBERS, LIST, Level, Rule, Words
from banmian.facts.dates.years import (
    read_century,
    read_decade,
    read_edge,
    read_era_year,
    read_part,
    read_said_year,
    read_season,
    read_year,
    read_year_end,
)

_ATOMS: Final[tuple[tuple[str, Rule], ...]] = (
    ("12", read_numeric),
    (DIGITS + HAN_NUMBERS, read_year),
    ("公中" + "".join(era[0] for era in ERAS), read_era_year),
    ("今去前明后本上当同全次翌大", read_said_year),
    (DIGITS + "上本下公" + HAN, read_century),
    (DIGITS + "二三四五六七八九一", read_decade),
    (DIGITS + "几数多半两百千" + HAN, read_counted),
    (DIGITS + "几数两近最" + HAN, read_since_count),
    ("近最过未今此", read_span_count),
    ("上下本前头首第1234一二三四", read_part),
    ("今去明", read_season),
    ("年", read_year_end),
    ("月", read_month_end),
    ("本这上下当同次", read_said_month),
    ("今昨前明后大当同是次翌隔第", read_said_day),
    ('“"‘「『三五六七八十' + "".join({name[0] for name in FESTIVALS}), read_festival),
    ('“"‘「『第', read_plan),
    ("农阴旧夏正腊冬大八", read_lunar),
    (DIGITS + "元" + HAN, read_month),
    (DIGITS + HAN, read_day),
    ("凌清早晨上中正午下傍晚夜深子0123456789" + HAN, read_clock),
    ("上下本这周星礼", read_week),
    ("截至迄直到目当现如眼时而", read_now),
    ("近这连日不最前多年", read_vague),
)
_BY_HEAD: Final[dict[str, tuple[Rule, ...]]] = {
    head: tuple(rule for heads, rule in _ATOMS if head in heads)
    for head in sorted({head for heads, _ in _ATOMS for head in heads})
}
# A head is tried only where what follows it can go on. On 21 pages 6,400 are; 1,075 of them
# begin an expression.
_NARROW: Final[dict[str, str]] = {
    "中": "华午秋旬", "国": "庆", "民": "国", "光": "绪", "道": "光", "重": "阳", "平": "安",
    "记": "者", "是": "日夜", "时": "至下", "到": "目现今", "直": "到", "目": "前", "现": "在今",
    "年": "初底末", "月": "初底末", "而": "今", "如": "今", "截": "至止", "同": "治年月日天晚期",
    "过": "去", "全": "年", "此": "后", "当": "年月天日晚夜前下",
}  # fmt: skip
"""Heads of common words, with all that their rules know to follow."""
_COUNTING: Final = DIGITS + HAN_NUMBERS
_NUMERAL: Final = _COUNTING + "两百千几数多余来半 "
_BEHIND_NUMERAL: Final = "年月日号时点天周星礼个季世前后以之间来-~至到—、和./:夕学财" + (
    '国建劳妇青儿节期假长小黄当”"’」』'  # 五一国际劳动节, “五四”青年节
)
_SECOND: Final = (
    "年月日号时点天周星礼个季世度半旬纪今前后以之间来内近期初底末早晚晨夜午上中下多余几百"
    " 至到-~—、,:./春夏秋冬在目现不止者里拜旦"
    + _COUNTING
    + "国历".join(era[1] for era in ERAS)
    + "".join(name[1] for name in FESTIVALS)
    + "元久段些去大未两过数这而头首千正腊"
)


def _head_pattern() -> str:
    narrow = "|".join(f"{head}(?=[{seconds}])" for head, seconds in _NARROW.items())
    others = "".join(sorted(_BY_HEAD.keys() - _NARROW.keys() - {*_COUNTING}))
    return (
        f"[{_COUNTING}](?=[{_NUMERAL}]{{0,12}}[{re.escape(_BEHIND_NUMERAL)}])"
        f"|[{re.escape(others)}](?=[{re.escape(_SECOND)}])|(?=[{''.join(_NARROW)}])(?:{narrow})"
    )


_HEAD = re.compile(_head_pattern())
_FINER: Final[dict[Level, tuple[Rule, ...]]] = {
    "century": (),
    "decade": (),
    "year": (read_month, read_part, read_edge, read_festival),
    "part": (),
    "month": (read_in_month, read_day),
    "week": (),
    "day": (read_of_day,),
    "time": (),
}


def find_words(folded: str) -> Iterator[Words]:
    """The expressions of time in a text whose width was folded (`FOLD`), in order, apart.

    >>> [(w.start, w.end, w.rule) for w in find_words("去年8月动工,今年10月29日上午通车。")]
    [(0, 4, 'said-year-month'), (7, 17, 'said-year-month-day')]
    """
    free = again = 0
    for head in _HEAD.finditer(folded):
        at = head.start()
        if at < free:
            continue
        for rule in _BY_HEAD[head.group()[0]]:
            if found := rule(folded, at):
                words = _read_on(folded, found)
                if _comes_again(folded, words) or _goes_on_again(folded, again, words):
                    free = again = words.end
                elif _is_date(folded, words):
                    free = words.end
                    yield words
                break


def _read_on(text: str, words: Words) -> Words:
    """The expression with the finer units that follow it at once, or behind one blank."""
    while words.first is None and words.end < len(text) and not _is_whole(words):
        at = words.end + (text[words.end] == " ")
        found = (rule(text, at) for rule in _FINER[words.level])
        finer = next(filter(None, found), None)
        if finer is None:
            break
        words = _join(words, finer)
    return words


def _is_whole(words: Words) -> bool:
    """Whether nothing finer belongs to it: 一年后, 春节; but 五八年三月."""
    return words.named is not None and words.named.kind != "short"


def _join(coarse: Words, fine: Words) -> Words:
    told = {
        name: value
        for name in ("month", "day", "first", "part", "hour", "minute", "named")
        if (value := getattr(fine, name)) is not None
    }
    rule = coarse.rule if fine.rule == "day" == coarse.level else f"{coarse.rule}-{fine.rule}"
    return replace(coarse, end=fine.end, level=fine.level, rule=rule, **told)


_AGAIN = re.compile(r"(?:每逢?|逢|每年的?|每月|每周|每天|历年|每个|年年|[工作周]期)$")


def _comes_again(text: str, words: Words) -> bool:
    """Whether it is told of every year, month or week: 每年10月, 每周三."""
    return _AGAIN.search(text, max(0, words.start - 3), words.start) is not None


def _goes_on_again(text: str, again: int, words: Words) -> bool:
    """Whether it is the end of what comes again: 每周一至周五, 每周二、周四."""
    return bool(again) and _GOES_ON.fullmatch(text, again, words.start) is not None


_GOES_ON = re.compile(LIST)
_HOW_LONG_BEFORE = re.compile(
    r"(?:历时|为期|连续|长达|至少|不到|时隔|[近约共达满每数几又整限仅只后前头逾足超用费花]|经过|经|休息|奋战)$"
)
_SPENT = re.compile(r"(?:经过|历经|历时|耗时|用时|长达|持续|花了|用了|花费|耗费)$")
"""After these 近三年 is how long, a quantity, and not when."""
_HOW_LONG_BEHIND = re.compile(
    r"之?[内久]|以[内上下]|[游龄多元圆餐假]|左右|的?时间|的?行程|千里|三餐|工期|无|夫妻|之计|之功|复一"
)
_DAY_BEFORE = re.compile(r"(?:^|[^一-鿿]|[在于至从到由社者据自定日])$")
_DAY_BEHIND = re.compile(
    r"消息|[,电讯在至到乘晚起将与向对为以从]|举行|召开|抵达|离开|到达|访问|发表|获悉|报道|表示|宣布|[致会接]|开幕|闭幕"
)
_NUMBERED_DAY = re.compile(r"[这那当][天日晚]|起(?![降重])")
_WEEKDAY_BEFORE = re.compile(r"[每逢一二三四五六七八九十两几数半\d个环着]$")
_WEEKDAY_BEHIND = re.compile(
    r"[^一-鿿]|[在说称将对的起前开和与向以]|表示|宣布|[发公]布|获悉|举行|召开|报道|凌晨|上午|下午|晚|早|抵达|会见|$"
)


def _is_date(text: str, words: Words) -> bool:
    """Whether an expression that may also be how long, or a number, is a date here."""
    if words.rule == "clock":
        return _is_clock(text[words.start : words.end], words)
    counted = words.rule == "span-count" and words.named and words.named.numbers
    if counted and text[words.start] == "近":
        return not _SPENT.search(text, max(0, words.start - 2), words.start)
    if words.rule == "month":
        return not _HOW_LONG_BEFORE.search(text, max(0, words.start - 2), words.start)
    if words.rule == "weekday" and words.week is None:
        return not _WEEKDAY_BEFORE.search(text, max(0, words.start - 1), words.start) and (
            words.hour is not None or bool(_WEEKDAY_BEHIND.match(text, words.end))
        )
    return words.rule not in ("day", "day-clock") or _is_day(text, words)


def _is_clock(said: str, words: Words) -> bool:
    """Whether an hour without its day is one: 上午9时, 9时30分, 9时; not 3:15 (a score), 一点."""
    if said[0] not in DIGITS + HAN_NUMBERS + "两":
        return True
    if ":" in said:
        return False
    return words.minute is not None or (said[0] in DIGITS and ("时" in said or "点钟" in said))


def _is_day(text: str, words: Words) -> bool:
    """Whether a day without its month is one: 记者10日获悉, not 3日内, 3号楼, 十日."""
    said = text[words.start : words.end]
    if said[-1] not in "日号":
        return True
    if said[-1] == "号":
        return bool(_NUMBERED_DAY.match(text, words.end))
    if _HOW_LONG_BEHIND.match(text, words.end):
        return False
    if _HOW_LONG_BEFORE.search(text, max(0, words.start - 2), words.start):
        return False
    if said[0].isdecimal():
        return True
    before = _DAY_BEFORE.search(text, max(0, words.start - 1), words.start)
    behind = _DAY_BEHIND.match(text, words.end)
    return bool(behind) if said == "一日" else bool(before or behind)
