"""The formulas that open and close a story: datelines (电头), signatures, picture credits.

本报南京11月2日电 (记者王伟) opens a report, (穆道俊) or 胡晓川 摄/东方IC closes one. All
works on folded text (see `lines.FOLD`) and gives offsets into it; the names inside are read by
`names`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from banmian.parsing.names import AGENCY, ROLE, Name, all_names, read_people
from banmian.parsing.surnames import COMPOUND_SURNAMES, has_surname

_HAN_DIGIT = "〇○零一二三四五六七八九"
_DATE = (
    rf"(?:(?:\d{{4}}|[{_HAN_DIGIT}]{{4}})年)?(?:(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})月)?"
    r"(?:\d{1,2}|[一二三四五六七八九十廿]{1,3})日"
)
# A place has none of the words that make a sentence: 中央电视台近日播出的电… opens no report.
_PLACE = r"(?:(?!近日|日前|记者|記者|[的了在是播出向与和有对将把被为])[一-鿿·]){0,12}?"
_LEAD = re.compile(
    rf"^[\[(]?\s?(?P<lead>(?:据|另据|又据|综合|據)?(?P<agency>{AGENCY})"
    rf"(?P<place>{_PLACE})(?P<date>{_DATE})?(?:凌晨|上午|下午|晚|午)?(?:综合)?[专專急]?"
    r"(?:电|電|讯|訊|消息))[\])]?(?=[\s(\[:,记記]|$|[一-鿿“《\d])"
)
_LEAD_REPORTER = re.compile(
    r"^[\[(](?P<formula>[^)\]。]{0,12}(?:记者|記者)[^)\]。]{1,30}?(?:报道|报导|報導|電|电))[\])]"
)
_AFTER_LEAD = re.compile(
    r"^\s*(?:[(\[](?P<bracket>[^)\]]{2,60})[)\]]"
    r"|(?P<open>[^,。;!?“]{0,40}?(?:记者|記者|通讯员)[^,。;!?“”:()]{1,40}?)"
    r"(?:报道|报导|報導|从|從|摄影报道)[:,\s]?"
    r"|(?P<plain>[一-鿿]{2,4}(?:[\s、][一-鿿]{2,4}){0,3})(?:报道|报导|報導)[:\s])"
)


# No opening of a report is without one of these near its start; most paragraphs are.
_LEAD_HINT = re.compile("[电電讯訊息导導道]")


class Lead(NamedTuple):
    """The opening formula of a report; offsets are into the text it was read from."""

    text: str
    agency: str | None
    place: str | None
    date: str | None
    start: int
    end: int
    people: tuple[Name, ...]


def read_lead(folded: str) -> Lead | None:
    """The opening of a report (电头) with its people, or None.

    >>> read_lead("本报南京11月2日电 (记者王伟)今天,会议召开。")[:4]
    ('本报南京11月2日电', '本报', '南京', '11月2日')
    """
    if not _LEAD_HINT.search(folded, 0, 44):
        return None
    head = folded[:120]
    if (match := _LEAD.match(head)) and _opens(match, head):
        people = _people_after(head, match.end())
        return Lead(
            match.group("lead"),
            match.group("agency"),
            match.group("place") or None,
            match.group("date"),
            match.start("lead"),
            match.end("lead"),
            people,
        )
    if match := _LEAD_REPORTER.match(head):
        start = match.start("formula")
        text = match.group("formula")
        people = tuple(_shift(read_people(_cut_place(text)), start))
        return Lead(text, None, None, None, start, match.end("formula"), people)
    return None


_AGENCIES = re.compile(
    r"^(?:本[报報刊台网網社]|新华社|中新社|中央社|[路美法塔韩德]\w{0,3}社|[一-鿿]{2,6}[日晚早时時][报報])$"
)


def _opens(match: re.Match[str], head: str) -> bool:
    """Whether a lead is one: 互联网电商 and 该社区电话 only begin like it.

    Han characters may follow at once (本报讯昨日…) only behind a date or a known agency.
    """
    after = head[match.end() : match.end() + 1]
    if not "㐀" <= after <= "鿿" or after in "记記":
        return True
    if after in "息号話话商台视視子费費器力影脑腦网網报報":
        return False
    return bool(match.group("date") or _AGENCIES.match(match.group("agency")))


def _cut_place(formula: str) -> str:
    """記者王小明台北報導: the place between name and verb is not part of the name."""
    body = re.sub(r"(?:报道|报导|報導|電|电)$", "", formula).split("/")[0]
    match = re.search(r"(?:记者|記者)\s*([一-鿿]+)$", body)
    if match and len(match.group(1)) >= 4:
        run = match.group(1)
        keep = 4 if run[:2] in COMPOUND_SURNAMES else 3
        return body[: match.start(1) + keep]
    return body


def _people_after(head: str, at: int) -> tuple[Name, ...]:
    match = _AFTER_LEAD.match(head[at:])
    if not match:
        return ()
    for part in ("bracket", "open", "plain"):
        formula = match.group(part)
        if formula and not _ASIDE.search(formula):
            people = read_people(formula, role="记者" if part == "plain" else "作者")
            return tuple(_shift(people, at + match.start(part)))
    return ()


def _shift(people: list[Name], by: int) -> Iterator[Name]:
    for name in people:
        yield Name(name.name, name.role, name.affiliation, name.start + by, name.end + by)


# ---------------------------------------------------------------- the end of a story

_TAIL_BRACKET = re.compile(r"[(\[]([^()\[\]]{2,40})[)\]]\s*$")
_TAIL_BARE = re.compile(
    r"(?<=[。!?”])\s*(?P<names>[一-鿿]{2,3}(?:\s[一-鿿]{2,3}){0,2}|"
    r"(?:记者|通讯员)[一-鿿、\s]{2,16})$"
)
# A credit after the last stop without brackets: …6个百分点。 邱水旺 摄
_TAIL_CREDIT = re.compile(
    r"(?<=[。!?”])\s*(?P<names>(?:本报)?(?:记者|通讯员)?\s?[一-鿿]{1,4}(?:\s[一-鿿]{1,4}){0,4}\s?[摄攝]|"
    r"(?:文/图|图/文|图文)[\s:]?[一-鿿]{2,4})$"
)
_SENTENCE = re.compile(r"[,。;!?“”]|^[〇零一二三四五六七八九十百]+$")
_CREDIT_WORD = re.compile(
    r"摄|攝|供图|供圖|(?:图片|照片|图表):|(?:图片|照片)$|绘|漫画|[^工写合制当称看叫作动]作$|画$"
)
_SOURCE = re.compile(
    r"^(?:均?据|均|原载|摘自|转自|来源|选自|新华社|本报|中新社|綜合|综合)?.{0,18}"
    r"(?:电|讯|新华社|日报|晚报|照片|供稿|稿件|发|报道|供本报专稿|消息|文章)$"
)


# What stands in brackets and looks like a name: notes to the reader, not people.
_ASIDE = re.compile(
    r"简称|以下|见图|如图|[上下左右附]图|^图(?!片?:)|^[左右上中下前后][一二三四五]?(?:排.*)?$|全书|散文|小说|^诗|广告|同$|节录|作者|单位|未完|待续|[上下]接|[上下]转|笑声|掌声|鼓掌|试行|暂行|摘要|节选|连载|"
    r"资料|^略|^完|续$|^续|^[上下中]$|题目|标题|编者|本版|有删节|化名|音译|括号|详见|参见|记录|全文|草案"
)


_STOP = re.compile("[。!?”]")


TAILS: Final = ("credit", "names", "source")


class Tail(NamedTuple):
    """What closes a paragraph in brackets or after its last stop: its kind and its people."""

    kind: str  # one of TAILS
    start: int
    people: tuple[Name, ...]


def read_tail(folded: str) -> Tail | None:
    """The signature, picture credit or source that ends a paragraph, or None.

    >>> read_tail("累计交易额近10亿元。(穆道俊)").people[0].name
    '穆道俊'
    >>> read_tail("记者从会上获悉(见图)。") is None
    True
    """
    last = folded[-1]
    if last not in ")]" and not ("㐀" <= last <= "鿿" and _STOP.search(folded[-22:])):
        return None
    tail = folded[-64:]
    base = len(folded) - len(tail)
    match = _TAIL_BRACKET.search(tail)
    if match is None:
        return _read_bare_tail(tail, base)
    inside = match.group(1)
    start = base + match.start(1)
    if _ASIDE.search(inside):
        return None
    if _CREDIT_WORD.search(inside):
        skip = _preface(inside)
        agency = inside.endswith(("图片", "照片"))
        people = [] if agency else read_people(inside[skip:], role="摄影")
        return Tail("credit", start, tuple(_shift(people, start + skip)))
    if _SENTENCE.search(inside):
        return None
    closed = match.start() == 0 or tail[: match.start()].rstrip()[-1:] in "。!?…”)"
    if ROLE.search(inside) or (closed and all_names(inside) and not _SOURCE.match(inside)):
        people = read_people(inside)
        if people:
            return Tail("names", start, tuple(_shift(people, start)))
    return Tail("source", start, ()) if _SOURCE.match(inside) else None


# Words that begin with a surname and stand behind a stop where a page was cut: 。全国|…
_COMMON_WORDS = frozenset(
    (
        "方面", "方向", "方法", "方式", "全国", "全省", "全市", "全县", "全年",
        "全体", "全面", "应该", "应当", "时间", "时候", "时代", "党员", "党委",
        "党的", "党中央", "金融", "高度", "高级", "马上", "万元", "安全", "安排",
        "和平", "文化", "文明", "成为", "成立", "成绩", "经济", "经过", "明年",
        "明天", "明确", "向前", "向来", "程度", "常常", "尚未", "平均", "谢谢",
        "许多", "干部", "温度", "温暖",
        "路上", "石油", "关于", "关系", "双方",
    )
)  # fmt: skip


def _signs_bare(part: str) -> bool:
    spoken = part[-1] in "说道问答称的是在"
    return has_surname(part) and part not in _COMMON_WORDS and not spoken


def _read_bare_tail(tail: str, base: int) -> Tail | None:
    if credit := _TAIL_CREDIT.search(tail):
        start = base + credit.start("names")
        people = tuple(_shift(read_people(credit.group("names"), role="摄影"), start))
        return Tail("credit", start, people) if people else None
    if bare := _TAIL_BARE.search(tail):
        text, start = bare.group("names"), base + bare.start("names")
        if ROLE.search(text) or all(_signs_bare(part) for part in text.split()):
            people = tuple(_shift(read_people(text), start))
            return Tail("names", start, people) if people else None
    return None


def _preface(inside: str) -> int:
    """Length of what stands before the names of a credit: 照片:, 图为."""
    return inside.find(":") + 1 if ":" in inside else (2 if inside.startswith("图为") else 0)


def is_credit(folded: str) -> bool:
    """Whether a short line credits a picture: 胡晓川 摄/东方IC, 苗秋闹摄(新华社发).

    >>> is_credit("本报通讯员 杨楠 摄"), is_credit("新疆召开劳模座谈会")
    (True, False)
    """
    hinted = len(folded) <= 40 and _CREDIT_HINT.search(folded)
    return bool(hinted and _CREDIT_LINE.search(folded))


_CREDIT_HINT = re.compile("[摄攝图圖画发照]")
_CREDIT_LINE = re.compile(
    r"(?:[一-鿿]{1,4}|\s)(?:摄|攝)(?:影报道|影报导|影報導|影)?(?:[\s/(].{0,12})?$|"
    r"^(?:摄影|攝影|图片?|圖|摄|制图|漫画|绘图)\s?[/::]|(?:供图|供圖|文/图|图/文|图文|新华社发|中新社发)\)?$|"
    r"^\(?(?:图片|照片|图表).{0,14}(?:提供|制作|供图)\)?$"
)
