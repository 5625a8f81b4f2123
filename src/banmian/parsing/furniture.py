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

_CN = "〇○零一二三四五六七八九十廿卅百"
_DATE = (
    rf"(?:公元)?(?:\d{{4}}|[{_CN}]{{2,4}})\s?年\s?(?:\d{{1,2}}|[{_CN}]{{1,3}})\s?月\s?(?:\d{{1,2}}|[{_CN}]{{1,3}})\s?日"
    r"|\d{4}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{1,2}"
    rf"|(?:\d{{1,2}}|[{_CN}]{{1,3}})月(?:\d{{1,2}}|[{_CN}]{{1,3}})日"
)
_PAPER: Final = (
    r"[一-鿿·]{1,10}?(?:日报|日報|晚报|晚報|早报|早報|晨报|晨報|时报|時報|周报|週報|商报|商報|导报|導報|都市报|"
    r"青年报|工人报|农民报|邮报|文汇报|大公报|新报|快报|学报|教育报|人报|法制报|经济报|信报|公报|画报|体育报|"
    r"电力报|铁道报|交通报|卫生报|健康报|消息报|联合报|新闻报|工商报|军报|文摘报|周刊|月刊|报)"
)
_STRONG = re.compile(
    r"第\s?[\dA-Za-z〇一二三四五六七八九十百]{1,5}\s?[版页頁]|\b[A-Z]{0,2}\d{1,5}\s?版|版\s?[::次]\s?[A-Z]?\d+|"
    r"[今本]日\s?[\d〇一二三四五六七八九十]+\s?版|[共总總]\s?第?\s?\d+\s?[期版号號]|第\s?\d{2,6}\s?[期号號]|"
    r"(?:星期|周|週|礼拜|禮拜)[一二三四五六日天]|农历|農曆|夏历|国内统一(?:连续出版物)?(?:刊)?号|CN\s?\d\d-\d{4}|"
    r"邮发代号|郵發代號|零售价?|每份|登记证|刊号|数字报纸?|电子版|今日天气|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|VOL\.?|NO\.\s?\d+|PAGE\s?\d*|"
    r"^[·\-—\s]*[A-Z]?\d{1,3}[·\-—\s]*$|^[A-Z]\d{1,3}\b",
    re.IGNORECASE,
)
_ENGLISH_DATE = re.compile(
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?,?\s?\d{1,2}(?:st|nd|rd|th)?,?(?:\s?\d{4})?"
    r"|\d{1,2}\s(?:January|February|March|April|May|June|July|August|September|October|November|December),?\s\d{4}"
)
_ENGLISH_PAPER = re.compile(
    r"^(?:the\s)?[a-z'&.\s]{2,40}\b(?:daily|news|times|post|herald|journal|gazette|weekly|tribune|telegraph)$",
    re.IGNORECASE,
)
_EDITORS = re.compile(
    r"^(?:本[版期报刊]|今日|值班|责任|执行)?\s?(?:责任编辑|責任編輯|责\s?任\s?编\s?辑|责编|責編|编\s?辑|編輯|主编|主編|总编|值班主任|"
    r"值班编辑|版面编辑|视觉|版式|版式设计|版面设计|美\s?编|美术编辑|校\s?对|校\s?检|组\s?版|排\s?版|检\s?校|制\s?版|审\s?读|统筹|编审|"
    r"责校|签发|新闻热线|热线电话|读者热线|投稿邮箱|本版邮箱|社址|编辑部|广告部|发行部|订阅|印刷)(?:电话|热线)?(?:\s?[::/|]|\s)(?P<rest>.*)$"
)
_CONTACT = re.compile(
    r"[\w.+-]+@[\w-]+\.[\w.]+|(?:https?://|www\.)\S+|\b[\w-]+\.(?:com|cn|net|org)(?:\.cn)?\b|"
    r"(?:电\s?话|热线|传真|电邮|邮箱|邮编|网址|地址|E-?mail|Tel|Fax|微信|微博|QQ)(?:\([^)]{1,8}\))?\s?[::]?\s?[\d()\-—\s]*|"
    r"\b0\d{2,3}[-—\s]?\d{7,8}\b|\b1\d{10}\b|\b400[-\s]?\d{3,4}[-\s]?\d{3,4}\b",
    re.IGNORECASE,
)
_LOOSE = re.compile(r"[\s,.;:!?、。·|/\\—\-–*#()\[\]“”《》_=+~]+")
_MAX_SIZE = 90
"""Longer lines are text: the longest folio of the development pages has 46 characters."""


def mark_furniture(lines: Sequence[Line]) -> list[tuple[str, float] | None]:
    """For each line None, or the rule and confidence that make it furniture."""
    marks: list[tuple[str, float] | None] = [_by_itself(line) for line in lines]
    weak = [_weak(line) if mark is None else None for line, mark in zip(lines, marks, strict=True)]
    last = len(lines) - 1
    for order in (range(len(lines)), range(last, -1, -1)):
        for i in order:
            rule = weak[i]
            if rule is None or marks[i] is not None:
                continue
            edge = i in (0, last)
            if (i > 0 and marks[i - 1]) or (i < last and marks[i + 1]) or (edge and rule == "date"):
                marks[i] = (f"furniture:{rule}", 0.9)
    return marks


def _by_itself(line: Line) -> tuple[str, float] | None:
    text = line.folded
    if line.size > _MAX_SIZE:
        return None
    if editors := _EDITORS.match(text):
        if not re.search(r"[。!?]", editors.group("rest")):
            return ("furniture:editors", 0.97)
        return None
    if line.size <= 14 and re.fullmatch(rf"{_PAPER}(?:\s?(?:数字报纸?|电子版|社|网))?", text):
        return ("furniture:masthead", 0.95)
    if _ENGLISH_PAPER.match(text):
        return ("furniture:masthead", 0.9)
    strong = len(_STRONG.findall(text))
    if strong:
        rest = _residue(text)
        dated = bool(re.search(_DATE, text) or _ENGLISH_DATE.search(text))
        allowed = 8 if strong + dated > 1 else 4
        if len(rest) <= allowed and any(char.isalnum() for char in text):
            return ("furniture:folio", 0.97 if strong + dated > 1 else 0.85)
    return None


def _weak(line: Line) -> str | None:
    text = line.folded
    if line.size > _MAX_SIZE or text[0] in "([":
        return None
    if re.fullmatch(rf"(?:{_DATE})(?:出版)?", text) or (
        _ENGLISH_DATE.search(text) and len(_LOOSE.sub("", _ENGLISH_DATE.sub("", text))) <= 2
    ):
        return "date"
    if _CONTACT.search(text) and len(_residue(_CONTACT.sub("", text))) <= 6:
        return "contact"
    return None


def _residue(text: str) -> str:
    """What is left of a line when the atoms of a folio are taken away."""
    for atom in (_CONTACT, _ENGLISH_DATE):
        text = atom.sub(" ", text)
    text = re.sub(_DATE, " ", text)
    text = _STRONG.sub(" ", text)
    text = re.sub(rf"(?:{_PAPER})(?=\s|$)", " ", text)
    text = re.sub(
        r"[正腊冬一二三四五六七八九十闰初廿甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥年月日大小]{4,14}",
        " ",
        text,
    )
    return _LOOSE.sub("", text)
