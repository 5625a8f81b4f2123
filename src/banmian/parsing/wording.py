"""Wording: the words by which a label, a caption, a box or running text is known.

Genres, formulas and openings of the trade, simplified and traditional; each pattern is one piece
of `evidence`. No name of a paper, a person or a place is among them.
"""

from __future__ import annotations

import re
from typing import Final

LABEL = re.compile(
    r"^\W*(?:.{0,8}(?:特写|时评|快评|短评|锐评|社评|短讯|简讯|快讯|要闻|速览|新闻|专栏|论坛|漫笔|随笔|杂谈|札记|手记|来信|来论|"
    r"观察|聚焦|关注|视点|视线|视角|访谈|对话|专访|调查|追踪|反馈|图片新闻|导读|副刊|专题|专版|连载|书讯|影讯|"
    r"征文|之[一二三四五六七八九十]|追踪报道|系列报道|连续报道|纪实|信箱|热线|窗口|广角|纵横|天地|园地|大家谈|"
    r"特稿|通讯|消息|公告|启事|声明|更正|讣告|广告|简报|新聞|時評|社論|社论|評論|专递|集锦|动态|点击|直击|人物|故事|建议))"
    r"\W*$"
)
SIDEBAR = re.compile(
    r"^\W*(?:阅读提示|核心阅读|内容提要|核心提示|编者按|编者的话|编后|编后语|编余|记者手记|采访手记|相关链接|相关新闻|新闻链接|链接|延伸阅读|"
    r"新闻背景|背景资料|背景|资料链接|小资料|知识链接|小贴士|温馨提示|提示|名词解释|新闻提示|专家点评|点评|短评|微评|"
    r"新闻延伸|延伸|声音|数说|数读|图解|相关报道|记者观察|閱讀提示|編按|編者按|小檔案|小档案|词条|档案)\W*$"
)
CAPTION = re.compile(
    r"^\W{0,2}(?:[上下左右前后]?图(?:为|是|中|[①-⑩\d一二三四五])|[上下左右]图|图片|图[::]|这是|照片)|(?:见[上下左右]?图|图为|左图|右图|如图)"
)
PHOTO_DATE = re.compile(
    r"^(?:近日|日前|昨日|昨天|今天|\d{1,2}月\d{1,2}日|\d{1,2}日|[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日|连日来|[左右][一二三]?|入[春夏秋冬])"
)
PHOTO_DATE_BEGINS: Final = "近日昨今连左右入一二三四五六七八九十0123456789"
SPEECH = re.compile(r"^(?:问|答|記者|记者|主持人|[一-鿿]{1,5})\s?[::]")
TABLE = re.compile(r"^[^。!?]*\d+(?:\.\d+)?(?:[\s%]+|[^。!?]{0,6})\d[\d.\s%/:\-—]*$")
NO_TITLE_END = re.compile(
    r"(?:[的和与及在对将把被向从为以于或等其该这那并而但又还也都就很更最]|不仅|以及|由于|因为|通过|关于|根据)$"
)
TAIL_OF_TITLE = re.compile(
    r"(?:举行|召开|开幕|闭幕|启动|揭晓|发布|公布|成立|提出|强调|指出|要求|表示|会见|访问|当选|完成|突破|增长|开通|竣工|落成|获奖)$"
)
RUNNING = re.compile(
    r"^(?:[该其这那他她它此本][^,。]|据|又如|例如|比如|如今|如果|为了|为此|因此|所以|因为|由于|但是?|然而|而且?|同时|此外|另外|其中|目前|"
    r"近年来|近几年|近日|日前|最近|随着|当[^地]|在[^线]|从[^严]|对于?|对此|关于此|截至|去年|今年|前年|\d{4}年|[一二三四五六七八九〇]{4}年|现在|"
    r"过去|后来|于是|接着|不过|总之|首先|其次|再次|最后|一方面|另一方面|不仅|不但|尽管|虽然|即使|我们?|你们?|记者|笔者|谁知|"
    r"有的|有人|有一|还有|说起|谈到|提起|走进|每[天年到当]|一天|那天|当天|当时|这天|[一-鿿]{2,4}(?:说|告诉|表示|认为|介绍))"
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
    r"^(?:由|据|近日|日前|最近|昨日|昨天|今天|新年伊始|[一-鿿]{2,12}(?:日前|近日|最近|\d{1,2}日|[一二三四五六七八九十]{1,3}日))"
)


def speaks_of_picture(text: str) -> bool:
    """Whether a line's beginning or end speaks of a picture: 图为…, 这是…, (见下图)."""
    if not ("图" in text or "这是" in text[:4] or "照片" in text[:4]):
        return False
    ends = text if len(text) <= 100 else f"{text[:60]} {text[-40:]}"
    look = CAPTION.search if "图" in ends else CAPTION.match
    return look(ends) is not None


def is_label(folded: str) -> bool:
    """Whether a line is worded as columns and genres are: 新闻特写, 简讯, 人民时评."""
    return len(folded) <= 14 and LABEL.match(folded) is not None
