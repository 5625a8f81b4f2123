"""Furniture of a page (报头、版次、责编): lines that belong to the page and to no story.

A line is furniture when, the atoms of a folio taken away (date, weekday, edition, issue
number, paper, editors, web and mail addresses …), next to nothing is left of it. Contact lines
and bare dates are furniture only beside other furniture: a story may end with them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from banmian.parsing.lines import Line
from banmian.parsing.wording import JUMP_SIZE, leads_on

_CN = "〇○零一二三四五六七八九十廿卅百"
_YEAR_DATE = (
    rf"(?:公元|民国|民國|中华民国|中華民國)?(?:\d{{4}}|[{_CN}]{{2,4}})\s?年\s?(?:\d{{1,2}}|[{_CN}]{{1,3}})\s?月"
    rf"\s?(?:\d{{1,2}}|[{_CN}]{{1,3}})\s?日|\d{{4}}\s?[./-]\s?\d{{1,2}}\s?[./-]\s?\d{{1,2}}"
)
_DATE = rf"{_YEAR_DATE}|(?:\d{{1,2}}|[{_CN}]{{1,3}})月(?:\d{{1,2}}|[{_CN}]{{1,3}})日"
# A line that is only a paper's name, by the endings that hardly any headline has.
_PAPER: Final = (
    r"[一-鿿·]{1,10}?(?:[日晚早晨时時週周商导導邮新快][报報]|都市[报報]|青年[报報]|工人[报報]|农民[报報]|"
    r"文汇报|大公[报報]|教育[报報]|法制[报報]|经济[报報]|体育[报報]|电力报|铁道报|交通报|卫生报|健康报|"
    r"消息报|联合报|聯合報|文摘报|机关[报報])"
)
_NO_PAPER = re.compile(
    r"(?:预|預|战|戰|捷|喜|海|简|簡|快|情|通|(?<!大)公|电|電|(?<!文)汇|墙|板|回|申|填|谎|警|举)[报報]$"
)
# The same with any ending a paper may have: believed only beside other furniture.
_PAPER_LIKE = re.compile(r"[一-鿿]{1,8}(?:[报報刊]|新闻|新聞|周末|融媒|时讯|時訊)|今日[一-鿿]{2,3}")
_STRONG = re.compile(
    r"第\s?[\dA-Za-z〇一二三四五六七八九十百]{1,5}\s?[版页頁]|\b[A-Z]{0,2}\d{1,5}\s?版|版\s?[:次]\s?[A-Z]?\d+|"
    r"[今本]日\s?[\d〇一二三四五六七八九十]+\s?版|[共总總]\s?第?\s?\d+\s?[期版号號]|第\s?\d{2,6}\s?[期号號]|"
    r"(?:星期|周|週|礼拜|禮拜)[一二三四五六日天]|农历|農曆|夏历|国内统一(?:连续出版物)?(?:刊)?号|"
    r"CN\s?\d\d-\d{4}|邮发代号|郵發代號|代号\s?\d|刊号|数字报纸?|电子版|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|VOL\.?|NO\.\s?\d+|PAGE\s?\d*|"
    r"^[·\-—\s]*[A-Z]?\d{1,3}[·\-—\s]*$|^[A-Z]\d{1,3}\b",
    re.IGNORECASE,
)
# A section with its page number: 02 要闻, 工会天地 3, 聚焦两会 04-05.
_SECTION = re.compile(r"[A-Z]?\d{1,3}\s[一-鿿·]{2,8}|[一-鿿·]{2,8}\s[A-Z]?\d{1,2}(?:-\d{1,2})?")
_SECTION_NAME = re.compile(r"[一-鿿·]{2,8}")
_ENGLISH_DATE = re.compile(
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?,?\s?\d{1,2}(?:st|nd|rd|th)?,?"
    r"(?:\s?\d{4})?|\d{1,2}\s(?:January|February|March|April|May|June|July|August|September|"
    r"October|November|December),?\s\d{4}",
    re.IGNORECASE,
)
_ENGLISH_PAPER = re.compile(
    r"^(?:the\s)?[a-z'&.\s]{2,40}\b"
    r"(?:daily|news|times|post|herald|journal|gazette|weekly|tribune|telegraph)$",
    re.IGNORECASE,
)
_LATIN = re.compile(r"[A-Za-z'’.&\s]{6,60}")
_EDITOR_WORD = (
    r"(?:本[版期报刊]|今日|值班|责任|責任|執行|执行|版面|美术|责)?\s?"
    r"(?:编\s?辑|編\s?輯|责\s?编|責\s?編|主\s?编|主\s?編|编委|编审|总编|主任|视觉|版式(?:设计)?|版面设计|美\s?编|"
    r"校\s?对|校\s?检|组\s?版|排\s?版|检\s?校|制\s?版|审\s?读|统筹|签发|發行人|发行人)"
)
_EDITORS = re.compile(rf"^{_EDITOR_WORD}\s?[:/|](?P<rest>.*)$")
# Without a colon only names may follow, and only words that mean nothing else.
_EDITORS_NAMED = re.compile(
    r"^(?:本版|今日|值班)?(?:责任编辑|責任編輯|责编|責編|编辑|編輯|美术?编辑?|版式(?:设计)?|版面设计|校对|组版)"
    r"(?P<rest>(?:\s(?:[一-鿿]{2,4}|[一-鿿]\s[一-鿿])(?=\s|$)){1,6})$"
)
_WIDE = re.compile(r"[一-鿿]\s[一-鿿]\s")
_SET_WIDE = re.compile(r"(?<=[一-鿿])\s(?=[一-鿿:])")
_EDITOR_NAMED = re.compile(
    rf"{_EDITOR_WORD}(?:\s?[:/|]\s?|\s)(?:[一-鿿]{{2,4}}|[一-鿿]\s[一-鿿])(?=\s|$|[、,|])"
)
# What only the paper itself says of itself.
_IMPRINT = re.compile(
    r"(?:广告|廣告)(?:热线|熱線|专线|專線|部|经营|刊登|许可)|(?:发行|發行)(?:热线|熱線|投诉|部|处)|承印|印刷(?:厂|[::])|Printed\sin|"
    r"零售(?:价|每份)|每份零售|(?:新闻|读者|栏目|投稿|爆料|报料|采编|订报|订阅)(?:热线|电话)|社\s?址|館址|馆址|"
    r"(?:本[报報版刊]|投稿|来稿|电子|编辑部)(?:地址|館址|馆址|社址|邮箱|信箱|电子信箱|热线|微信|微博|网址)|投稿(?:信箱|邮箱)|"
    r"(?:来信|来稿|稿件|投稿)请?寄|许可证|登记证|扫码关注|二维码|QR\scode|your\scontributions|登[记記]证",
    re.IGNORECASE,
)
# Every alternative of it has one of these; as below, what has none need not be searched.
_IMPRINT_HINT = re.compile("[告行印售线话址箱微寄证扫维PpQqYy]")
_SENTENCE_END = re.compile("[。!?]")
_FOLLOW_US = re.compile(
    r"扫码关注|扫描?.{0,4}二维码.{0,8}关注|QR\scode|your\scontributions|^承印|Printed\sin",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"[\w.+-]+@[\w-]+\.[\w.]+|(?:https?://|www\.)\S+|\b[\w-]+\.(?:com|cn|net|org)(?:\.cn)?\b|"
    r"(?:电\s?话|电讯|热线|传真|电邮|邮箱|信箱|邮编|网址|地址|E-?mail|Tel|Fax|微信|微博|QQ)(?:\([^)]{1,8}\))?"
    r"\s?[::]?\s?[\d()\-—\s]*|\b0\d{2,3}[-—\s]?\d{7,8}\b|\b1\d{10}\b|\b400[-\s]?\d{3,4}[-\s]?\d{3,4}\b",
    re.IGNORECASE,
)
# A table of contents (导读): a title and the page it stands on.
_INDEX = re.compile(
    r"^(?!.*[。!?]).{4,34}?[\s(·—.…]*(?:第?\s?[\dA-Z一二三四五六七八九十]{1,4}\s?版|[A-Z]\d{2}\s?版?)\)?$"
)
_INDEX_SIZE: Final = 60
_INDEX_TITLE = re.compile(
    r"^\W*(?:今日|本期|内容|版面|要闻)?(?:导读|導讀|导览|看点|提要|要目|索引)\W*$"
)
_OTHER_PAGE = re.compile(r"[上下](?:接|转|轉)|紧接|详见|参见")
_WEATHER = re.compile(
    r"^(?:今[日天]|明[日天]|本[市地区县])?(?:天气|气温|氣象).*(?:℃|度|风|風)|^(?:多云|晴|阴|小雨).*℃"
)
# Nothing below finds anything in a line that has none of these.
_HINT = re.compile(
    r"[0-9A-Za-z@]|[版页頁期号號周週星礼禮农農夏刊今天明气度报報新末媒时時电電邮信热传网址地館馆社微承印零售扫维"
    r"编編辑輯责責校校视组组签审统主总检制行人读請请许记記月日年值广廣发發]"
)
_STRONG_HINT = re.compile(r"[A-Za-z版页頁期号號周週礼禮农農夏数]")
_ONLY_NUMBER = re.compile(r"[·\-—\s]*\d{1,3}[·\-—\s]*$")
_LOOSE = re.compile(r"[\s,.;:!?、。·|/\\—\-–*#()\[\]“”《》_=+~]+")
_MAX_SIZE = 90
"""Longer lines are text; the longest of 164 lines of furniture has 71 characters."""


def mark_furniture(lines: Sequence[Line]) -> list[tuple[str, float] | None]:
    """For each line None, or the rule and confidence that make it furniture."""
    marks: list[tuple[str, float] | None] = [_by_itself(line) for line in lines]
    _mark_index(lines, marks)
    last = len(lines) - 1
    weak: dict[int, str | None] = {}
    for order in (range(len(lines)), range(last, -1, -1)):
        for i in order:
            if marks[i] is not None:
                continue
            above = i > 0 and marks[i - 1] is not None
            below = i < last and marks[i + 1] is not None
            edge = i in (0, last)
            if not (above or below or edge):
                continue
            rule = weak[i] if i in weak else weak.setdefault(i, _weak(lines[i]))
            if rule is None:
                continue
            edge = edge and rule in ("date", "masthead")
            if (above and below) if rule == "section" else (above or below or edge):
                marks[i] = (f"furniture: {rule} beside furniture", 0.9)
    return marks


def _may_be(line: Line) -> bool:
    """Furniture is short and no sentence."""
    return line.size <= _MAX_SIZE and "。" not in line.folded


def _by_itself(line: Line) -> tuple[str, float] | None:
    text = line.folded
    if not _may_be(line) or not _HINT.search(text):
        return None
    if line.size <= JUMP_SIZE and leads_on(text):
        return ("furniture: where the story goes on", 0.97)
    if _OTHER_PAGE.search(text):
        return None
    close = _SET_WIDE.sub("", text) if " " in text and _WIDE.match(text) else text
    if editors := _EDITORS.match(close) or _EDITORS_NAMED.match(text):
        if not re.search(r"[。!?]", editors.group("rest")):
            return ("furniture: editors", 0.97)
        return None
    if _EDITOR_NAMED.match(text) and len(_residue(text)) <= 4:
        return ("furniture: editors", 0.9)
    if line.size <= 14 and ("报" in text or "報" in text) and _is_paper(text):
        return ("furniture: masthead", 0.95)
    if _ENGLISH_PAPER.match(text):
        return ("furniture: masthead", 0.9)
    if _is_imprint(text):
        return ("furniture: imprint", 0.9)
    return _folio(line)


def _is_imprint(text: str) -> bool:
    """What the paper says of itself, set as an imprint is: with a colon or a number, or twice."""
    said = _IMPRINT.findall(text) if _IMPRINT_HINT.search(text) else ()
    if not said or _SENTENCE_END.search(text):
        return False
    if len(said) > 1 or _FOLLOW_US.search(text) or _EDITOR_NAMED.match(text):
        return True
    return (
        bool(_IMPRINT.match(text) and re.search(r":|\d{3,}|\d\.\d|^\S{2,6}\s", text)) or ":" in text
    )


def _is_paper(text: str) -> bool:
    name = re.sub(r"\s?(?:数字报纸?|电子版|社|网)$", "", text)
    return re.fullmatch(_PAPER, name) is not None and not _NO_PAPER.search(name)


def _folio(line: Line) -> tuple[str, float] | None:
    text = line.folded
    if not (_STRONG_HINT.search(text) or _ONLY_NUMBER.match(text)):
        return None
    strong = len(_STRONG.findall(text))
    if not strong or not any(map(str.isalnum, text)):
        return None
    dated = bool(re.search(_YEAR_DATE, text) or _ENGLISH_DATE.search(text))
    rest = len(_residue(text))
    if rest and strong == 1 and not dated and (re.search(_DATE, text) or _grown_together(text)):
        return None  # 2月17日 星期日 阴 opens a page of a diary; 周三停水 is a headline
    if rest > (10 if strong + dated > 1 else 4):
        return None
    return ("furniture: folio", 0.97 if strong + dated > 1 else 0.85)


def _grown_together(text: str) -> bool:
    """Whether the one atom of a line stands in a word group: 第三版教材, 星期天的下午."""
    atom = _STRONG.search(text)
    assert atom is not None
    around = text[max(0, atom.start() - 1) : atom.start()] + text[atom.end() : atom.end() + 1]
    return any("㐀" <= char <= "鿿" for char in around)


def _mark_index(lines: Sequence[Line], marks: list[tuple[str, float] | None]) -> None:
    """A table of contents: a line that says 导读, or two entries in a row, and all that follow."""
    entries = [
        mark is None
        and len(line.folded) <= _INDEX_SIZE
        and (line.folded[-1] in "版)" or line.folded[-1].isdecimal())
        and bool(_INDEX.match(line.folded))
        and not _OTHER_PAGE.search(line.folded)
        for line, mark in zip(lines, marks, strict=True)
    ]
    mark = ("furniture: table of contents", 0.9)
    for i, entry in enumerate(entries):
        if not entry:
            continue
        titled = i > 0 and _INDEX_TITLE.match(lines[i - 1].folded) is not None
        if titled:
            marks[i - 1] = mark
        if titled or any(entries[i - 1 : i] + entries[i + 1 : i + 2]):
            marks[i] = mark


def _weak(line: Line) -> str | None:
    text = line.folded
    if not _may_be(line) or text[0] in "([":
        return None
    if not _HINT.search(text):
        return "section" if _SECTION_NAME.fullmatch(text) else None
    if re.fullmatch(rf"(?:{_DATE})(?:出版)?", text) or (
        _ENGLISH_DATE.search(text) and len(_LOOSE.sub("", _ENGLISH_DATE.sub("", text))) <= 2
    ):
        return "date"
    if _CONTACT.search(text) and len(_residue(_CONTACT.sub("", text))) <= 6:
        return "contact"
    close = re.sub(r"\s[A-Za-z\s]+$", "", text).replace(" ", "")
    if _PAPER_LIKE.fullmatch(close) and not _NO_PAPER.search(close):
        return "masthead"
    if _WEATHER.match(text) and line.size <= 40 and text[-1] != "。":
        return "weather"
    if re.search(r"地址|地\s址", text) and text[-1] not in "。!?":
        return "address"
    if _LATIN.fullmatch(text):
        return "Latin line"
    if _SECTION.fullmatch(text):
        return "section with its page"
    return "section" if _SECTION_NAME.fullmatch(text) else None


def _residue(text: str) -> str:
    """What is left of a line when the atoms of a folio are taken away."""
    text = _EDITOR_NAMED.sub(" ", text)
    for atom in (_CONTACT, _ENGLISH_DATE):
        text = atom.sub(" ", text)
    text = re.sub(_DATE, " ", text)
    text = _STRONG.sub(" ", text)
    text = re.sub(r"[一-鿿·]{2,9}[报報](?=\s|$)", " ", text)
    text = _LUNAR.sub(" ", text)
    return _LOOSE.sub("", text)


_LUNAR = re.compile(
    r"[正腊冬一二三四五六七八九十闰初廿甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥年月日大小]{4,14}"
)
