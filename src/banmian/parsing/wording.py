"""Wording: the words by which a label, a caption, a box or running text is known.

Genres, formulas and openings of the trade, simplified and traditional; each pattern is one piece
of `evidence`. No name of a paper, a person or a place is among them.
"""

from __future__ import annotations

import re
from typing import Final

_GENRES: Final = (
    "特写|时评|快评|短评|锐评|社评|短讯|简讯|快讯|要闻|速览|新闻|专栏|论坛|漫笔|随笔|杂谈|札记|手记|来信|来论|"
    "观察|聚焦|关注|视点|视线|视角|访谈|对话|专访|调查|追踪|反馈|图片新闻|导读|副刊|专题|专版|连载|书讯|影讯|"
    "征文|追踪报道|系列报道|连续报道|纪实|信箱|热线|窗口|广角|纵横|天地|园地|大家谈|"
    "特稿|通讯|消息|公告|启事|声明|更正|讣告|广告|简报|专递|集锦|动态|点击|直击|人物|故事|建议|短波|点滴|"
    "新聞|時評|社論|社论|評論|特寫|快評|短評|短訊|簡訊|快訊|要聞|專欄|論壇|漫筆|隨筆|雜談|札記|手記|來信|來論|投書|"
    "觀察|關注|視點|訪談|對話|專訪|調查|追蹤|連載|書訊|園地|公告|啟事|聲明|訃告|廣告|簡報|動態|點滴"
)
LABEL = re.compile(rf"^\W*.{{0,8}}(?:{_GENRES}|之[一二三四五六七八九十])\W*$")
_LABEL_ENDS: Final = frozenset(word[-1] for word in _GENRES.split("|")) | set(
    "一二三四五六七八九十"
)
"""With what a label ends: two short lines of three end otherwise, and need not be searched."""
BRIEFS = re.compile(
    r"\W*(?:[一-鿿]{0,4}(?:简讯|短讯|快讯|短波|点滴|短新闻|简明新闻|簡訊|短訊|快訊|點滴|簡明新聞)|一句话新闻|一句話新聞)\W*"
)
"""简讯, 企业短波: what heads a row of briefs and nothing else."""
CORRECTION = re.compile(
    r"\W*(?:(?:更正|订正|訂正|勘误|勘誤)(?:启事|啟事|声明|聲明|说明|說明|与致歉|與致歉)?)\W*"
)
EDITOR = re.compile(r"[—(]+本?[刊报報]?[编編]者\)?")
"""——编　者, (编者): below an editor's note."""
_PAGE_NUMBER = (
    r"第?\s?(?:[A-Z]\s?\d{1,3}\s?[版頁页]?|[A-Z]?\s?[\d一二三四五六七八九十]{1,3}\s?[版頁页])"
)
_JUMP_TO = re.compile(rf"\W*(?:文?[紧緊]?[下文]?[转轉]|下接){_PAGE_NUMBER}\W*", re.IGNORECASE)
_JUMP_FROM = re.compile(rf"\W*[上文紧緊]?接{_PAGE_NUMBER}\W*", re.IGNORECASE)
JUMP_SIZE: Final = 16
"""No line that only names another page has more characters."""
SIDEBAR = re.compile(
    r"^\W*(?:阅读提示|核心阅读|内容提要|核心提示|编者按|编者的话|编后|编后语|编余|记者手记|采访手记|相关链接|相关新闻|新闻链接|链接|延伸阅读|"
    r"新闻背景|背景资料|背景|资料链接|小资料|知识链接|小贴士|温馨提示|提示|名词解释|新闻提示|专家点评|点评|短评|微评|"
    r"新闻延伸|延伸|声音|数说|数读|图解|相关报道|记者观察|閱讀提示|編按|編者按|小檔案|小档案|词条|档案)\W*$"
)
CAPTION = re.compile(
    r"^\W{0,2}(?:[上下左右前后]?[图圖](?:为|為|是|中|[①-⑩\d一二三四五])|[上下左右][图圖]|[图圖]片|[图圖][::]|这是|這是|照片)|"
    r"(?:[见見][上下左右]?[图圖]|图为|圖為|左[图圖]|右[图圖]|如[图圖])"
)
PHOTO_DATE = re.compile(
    r"^(?:近日|日前|昨日|昨天|今天|\d{1,2}月\d{1,2}日|\d{1,2}日|[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日|连日来|[左右][一二三]?|入[春夏秋冬])"
)
PHOTO_DATE_BEGINS: Final = "近日昨今连左右入一二三四五六七八九十0123456789"
SPEECH = re.compile(r"^(?:问|問|答|記者|记者|主持人|[一-鿿]{1,5})\s?[::]")
TABLE = re.compile(r"^[^。!?]*\d+(?:\.\d+)?(?:[\s%]+|[^。!?]{0,6})\d[\d.\s%/:\-—]*$")
NO_TITLE_END = re.compile(
    r"(?:[的和与及在对将把被向从为以于或等其该这那并而但又还也都就很更最與對將從為於該這並還]|不仅|以及|由于|因为|通过|关于|根据|不僅|由於|因為|通過|關於|根據)$"
)
TAIL_OF_TITLE = re.compile(
    r"(?:举行|召开|开幕|闭幕|启动|揭晓|发布|公布|成立|提出|强调|指出|要求|表示|会见|访问|当选|完成|突破|增长|开通|竣工|落成|获奖|舉行|開幕|閉幕|啟動|揭曉|發布|成立|強調|會見|訪問|當選|增長|開通|獲獎)$"
)
RUNNING = re.compile(
    r"^(?:[该該其这這那他她它此本][^,。]|[据據]|又如|例如|比如|如今|如果|[为為][了此]|因此|所以|因[为為]|由[于於]|但是?|然而|而且?|同时|此外|另外|其中|目前|"
    r"近年来|近几年|近日|日前|最近|[随隨][着著]|[当當][^地]|在[^线]|[从從][^严嚴]|[对對](?:[于於]|此)?|关于此|截至|去年|今年|前年|\d{4}年|[一二三四五六七八九〇]{4}年|[现現]在|"
    r"[过過]去|[后後][来來]|[于於]是|接[着著]|不[过過]|[总總]之|首先|其次|再次|最后|一方面|另一方面|不仅|不但|尽管|虽然|即使|我[们們]?|你[们們]?|[记記]者|[笔筆]者|[谁誰]知|"
    r"有的|有人|有一|[还還]有|说起|谈到|提起|走进|每[天年到当]|一天|那天|[当當][天时時]|[这這]天|[一-鿿]{2,4}(?:[说說]|告[诉訴]|表示|[认認][为為]|介[绍紹]|指出))"
)
ONLY_DATE = re.compile(
    r"^\(?[\d〇○零一二三四五六七八九十]{2,4}年[\d一二三四五六七八九十]{1,3}月(?:[\d一二三四五六七八九十]{1,3}日)?\)?$"
)
NUMBER_BEGINS: Final = "([一二三四五六七八九十0123456789"
NUMBER = re.compile(r"^[(\[]?([一二三四五六七八九十]{1,2}|\d{1,2})[)\]、.·:]")
# 息。冬季…: what is left of a word that the page cut, and of its sentence.
STOPS_AT_ONCE = re.compile(r"[一-鿿]{1,2}[。,、;!?]")
NOTE = re.compile("编者按|编者的话|编后")
BRIEF_OPENING = re.compile(
    r"^(?:由|据|據|近日|日前|最近|昨日|昨天|今天|新年伊始|[一-鿿]{2,12}(?:日前|近日|最近|\d{1,2}日|[一二三四五六七八九十]{1,3}日))"
)


def speaks_of_picture(text: str) -> bool:
    """Whether a line's beginning or end speaks of a picture: 图为…, 这是…, (见下图)."""
    drawn = "图" in text or "圖" in text
    if not (drawn or "是" in text[:4] or "照片" in text[:4]):
        return False
    ends = text if len(text) <= 100 else f"{text[:60]} {text[-40:]}"
    look = CAPTION.search if "图" in ends or "圖" in ends else CAPTION.match
    return look(ends) is not None


def is_label(folded: str) -> bool:
    """Whether a line is worded as columns and genres are: 新闻特写, 简　讯, 人民时评."""
    if len(folded) > 14 or (folded[-1] not in _LABEL_ENDS and folded[-1].isalnum()):
        return False
    return LABEL.match(close_up(folded)) is not None


def is_jump(folded: str) -> bool:
    """Whether a line says where what stands below it began: (上接第一版), 接A1."""
    return len(folded) <= JUMP_SIZE and "接" in folded and bool(_JUMP_FROM.fullmatch(folded))


def leads_on(folded: str) -> bool:
    """Whether a line says where the story goes on: (下转第7版), 轉A6."""
    return ("转" in folded or "轉" in folded or "下接" in folded) and bool(
        _JUMP_TO.fullmatch(folded)
    )


def says_something(folded: str) -> bool:
    """Whether a line is too long for a label that has none of a label's words: 老城区三条路.

    Of 103 labels in the gold five have six characters or more and neither such a word nor a dot
    between the column and its part; one of them is in quotation marks.
    """
    size = len(folded.replace(" ", ""))
    return size > 5 and not (
        folded[0] in "([“" or "·" in folded or is_label(folded) or is_jump(folded)
    )


def close_up(folded: str) -> str:
    """A word of a few characters that is set wide, without its blanks: 简　讯, 点　　滴."""
    return folded.replace(" ", "") if " " in folded and _SET_WIDE.fullmatch(folded) else folded


_SET_WIDE = re.compile(r"\W*[一-鿿](?: +[一-鿿]){1,4}\W*")
