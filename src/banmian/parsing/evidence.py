"""Evidence for the role of each line: what a sub-editor would point at.

Every piece of evidence has a name; `grammar` weighs the names. Most of it is the line's own
shape, some is its neighbours' shape, some is cohesion: a subhead's text goes on about the same
things as the text above it, a new headline's does not. Furniture has been taken out before.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from banmian.parsing.lines import Line, closing_first, first_mark, last_mark, open_marks
from banmian.parsing.names import (
    ROLE,
    Lead,
    Tail,
    is_credit,
    name_line,
    read_lead,
    read_tail,
)

_SIZES: Final = (2, 4, 6, 9, 13, 19, 27, 36, 50, 80)
"""Upper bounds of the size classes of a line, in characters."""

HEAD_LIMIT: Final = 46
"""A line of more characters is no headline: 99.7 % of the development headlines are shorter."""

_LABEL = re.compile(
    r"^\W*(?:.{0,8}(?:特写|时评|快评|短评|锐评|社评|短讯|简讯|快讯|要闻|速览|新闻|专栏|论坛|漫笔|随笔|杂谈|札记|手记|来信|来论|"
    r"观察|聚焦|关注|视点|视线|视角|访谈|对话|专访|调查|追踪|反馈|图片新闻|导读|副刊|专题|专版|连载|书讯|影讯|"
    r"征文|之[一二三四五六七八九十]|追踪报道|系列报道|连续报道|纪实|信箱|热线|窗口|广角|纵横|天地|园地|大家谈|"
    r"特稿|通讯|消息|公告|启事|声明|更正|讣告|广告|简报|新聞|時評|社論|社论|評論|专递|集锦|动态|点击|直击|人物|故事|建议|身边事))"
    r"\W*$"
)
_SIDEBAR = re.compile(
    r"^\W*(?:阅读提示|核心阅读|内容提要|核心提示|编者按|编者的话|编后|编后语|编余|记者手记|采访手记|相关链接|相关新闻|新闻链接|链接|延伸阅读|"
    r"新闻背景|背景资料|背景|资料链接|小资料|知识链接|小贴士|温馨提示|提示|名词解释|新闻提示|专家点评|点评|短评|微评|"
    r"新闻延伸|延伸|声音|数说|数读|图解|相关报道|记者观察|閱讀提示|編按|編者按|小檔案|小档案|词条|档案)\W*$"
)
_CAPTION = re.compile(
    r"^\W{0,2}(?:[上下左右前后]?图(?:为|是|中|[①-⑩\d一二三四五])|[上下左右]图|图片|图[::]|这是|照片)|(?:见[上下左右]?图|图为|左图|右图|如图)"
)
_PHOTO_DATE = re.compile(
    r"^(?:近日|日前|昨日|昨天|今天|\d{1,2}月\d{1,2}日|\d{1,2}日|[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日|连日来|[左右][一二三]?|入[春夏秋冬])"
)
_SPEECH = re.compile(r"^(?:问|答|記者|记者|主持人|[一-鿿]{1,5})\s?[::]")
_TABLE = re.compile(r"^[^。!?]*\d+(?:\.\d+)?(?:[\s%]+|[^。!?]{0,6})\d[\d.\s%/:\-—]*$")
_NO_TITLE_END = re.compile(
    r"(?:[的和与及在对将把被向从为以于或等其该这那并而但又还也都就很更最]|不仅|以及|由于|因为|通过|关于|根据)$"
)
_TAIL_OF_TITLE = re.compile(
    r"(?:举行|召开|开幕|闭幕|启动|揭晓|发布|公布|成立|提出|强调|指出|要求|表示|会见|访问|当选|完成|突破|增长|开通|竣工|落成|获奖)$"
)
_RUNNING = re.compile(
    r"^(?:[该其这那他她它此本][^,。]|据|又如|例如|比如|如今|如果|为了|为此|因此|所以|因为|由于|但是?|然而|而且?|同时|此外|另外|其中|目前|"
    r"近年来|近几年|近日|日前|最近|随着|当[^地]|在[^线]|从[^严]|对于?|对此|关于此|截至|去年|今年|前年|\d{4}年|[一二三四五六七八九〇]{4}年|现在|"
    r"过去|后来|于是|接着|不过|总之|首先|其次|再次|最后|一方面|另一方面|不仅|不但|尽管|虽然|即使|我们?|你们?|记者|笔者|谁知|"
    r"有的|有人|有一|还有|说起|谈到|提起|走进|每[天年到当]|一天|那天|当天|当时|这天|[一-鿿]{2,4}(?:说|告诉|表示|认为|介绍))"
)
_ONLY_DATE = re.compile(
    r"^\(?[\d〇○零一二三四五六七八九十]{2,4}年[\d一二三四五六七八九十]{1,3}月(?:[\d一二三四五六七八九十]{1,3}日)?\)?$"
)
_NUMBER = re.compile(r"^[(\[]?([一二三四五六七八九十]{1,2}|\d{1,2})[)\]、.·:]")
_BRIEF_OPENING = re.compile(
    r"^(?:由|据|近日|日前|最近|昨日|昨天|今天|新年伊始|[一-鿿]{2,12}(?:日前|近日|最近|\d{1,2}日|[一二三四五六七八九十]{1,3}日))"
)


@dataclass(frozen=True, slots=True)
class Shape:
    """What one line shows by itself."""

    line: Line
    last: str
    first: str
    lead: Lead | None
    tail: Tail | None
    opened: str
    inner: bool  # a full stop before its end
    text: bool  # reads like running text
    head: bool  # could be set as a heading


def read_shape(line: Line) -> Shape:
    """The shape of one line."""
    folded = line.folded
    last, first = last_mark(folded), first_mark(folded)
    inner = "。" in folded[:-1] or "!" in folded[:-2] or "?" in folded[:-2]
    long = line.size > HEAD_LIMIT
    # a kicker may run on, but then it ends in —— and holds no sentence
    leads_in = last == "dash" and not inner and line.size <= 70
    text = not leads_in and (
        long
        or (last == "stop" and folded[-1] not in "!?…”" and line.size > 8)
        or (inner and line.size > 12)
        or (last == "stop" and line.size > 26)
        or (last in ("break", "semicolon") and line.size > 12)
    )
    tail = read_tail(folded)
    if tail is not None and line.size > 26:
        text = True
    head = (
        (leads_in or not long)
        and last not in ("break", "semicolon")
        and not inner
        and not (last == "stop" and folded[-1] == "。")
    )
    return Shape(
        line,
        last,
        first,
        read_lead(folded) if line.size > 3 else None,
        tail,
        open_marks(folded),
        inner,
        text,
        head,
    )


def collect(shapes: Sequence[Shape]) -> list[list[str]]:
    """The names of all evidence, line by line."""
    count = len(shapes)
    usual = _usual_gap(shapes)
    indented = sum(s.line.indent > 0 for s in shapes) * 5 > count
    own = [_own(s, usual, indented) for s in shapes]
    cohesion = _Cohesion(shapes)
    found: list[list[str]] = []
    openings = _open_texts(shapes)
    numbers = _numbering(shapes)
    runs = _short_runs(shapes)
    page = "\n".join(s.line.folded for s in shapes)
    measure = _measure(shapes)
    for i, shape in enumerate(shapes):
        names = list(own[i])
        _neighbours(names, shapes, i, count)
        _signs(names, shapes, i)
        _joins(names, shapes, i, openings[i], page)
        if numbers[i]:
            names.append(numbers[i])
        if measure:
            if i and abs(shapes[i - 1].line.size - measure) <= 2:
                names.append("above fills the measure")
            elif i:
                names.append("above falls short of the measure")
        if runs[i] >= 3:
            names.append("among short lines" if runs[i] < 6 else "among many short lines")
        if shape.head or (i and shape.text and not shape.lead):
            cohesion.weigh(names, shapes, i)
        found.append(names)
    return found


def _usual_gap(shapes: Sequence[Shape]) -> int:
    if len(shapes) < 2:
        return 0
    return Counter(s.line.gap for s in shapes[1:]).most_common(1)[0][0]


def _own(shape: Shape, usual: int, indented: bool) -> list[str]:
    line, folded = shape.line, shape.line.folded
    names = [
        "always",
        f"size<={_SIZES[bisect(_SIZES, line.size - 1)]}" if line.size <= _SIZES[-1] else "size>80",
        f"ends:{shape.last}",
        f"opens:{shape.first}",
    ]
    if shape.inner:
        names.append("stop inside")
    if line.gap > usual:
        names.append("wide gap above")
    elif line.gap < usual:
        names.append("no gap above")
    if indented:
        names.append("indented" if line.indent else "not indented")
    if shape.lead:
        names.append("opening of a report")
    if shape.tail:
        whole = shape.tail.start <= 2
        names.append(f"{'whole line' if whole else 'ends with'} {shape.tail.kind}")
    if line.size <= HEAD_LIMIT:
        _own_short(names, shape)
    elif folded.startswith(("编者按", "编者的话", "编后")):
        names.append("editor's note")
    if _CAPTION.search(folded[:60]) or _CAPTION.search(folded[-40:]):
        names.append("speaks of a picture")
    if _PHOTO_DATE.match(folded):
        names.append("opens with a day")
    if shape.text and _BRIEF_OPENING.match(folded):
        names.append("opens like a brief")
    if shape.opened:
        names.append("mark left open")
    if _RUNNING.match(folded):
        names.append("opens like running text")
    if folded[0] in "([" and folded[-1] in ")]":
        names.append("all in brackets")
    return names


def _own_short(names: list[str], shape: Shape) -> None:
    folded, size = shape.line.folded, shape.line.size
    commas = folded.count(",") + folded.count(";")
    if commas:
        names.append("comma" if commas == 1 else "commas")
    if "、" in folded:
        names.append("listing comma")
    if ":" in folded[:-1]:
        names.append("colon inside")
    if " " in folded:
        names.append("blank inside")
    if _LABEL.match(folded) and size <= 12:
        names.append("label word")
    if _SIDEBAR.match(folded):
        names.append("box word")
    if role := ROLE.search(folded):
        names.append("reporter formula" if name_line(folded) else "reporter word")
        if role.start() == 0 or folded.startswith(("本报", "新华社")):
            names.append("opens with reporter")
    elif kind := name_line(folded):
        names.append(f"only names: {kind}")
    if is_credit(folded):
        names.append("picture credit")
    if _SPEECH.match(folded):
        names.append("speaker")
    if _ONLY_DATE.match(folded):
        names.append("only a date")
    if _TABLE.match(folded):
        names.append("row of figures")
    if _NO_TITLE_END.search(folded):
        names.append("ends in a function word")
    elif _TAIL_OF_TITLE.search(folded):
        names.append("ends in a headline verb")
    if not any(char.isalnum() for char in folded):
        names.append("no letter")
    if folded[0] in "—" and size <= 12:
        names.append("dash and few words")
    if "——" in folded[1:]:
        names.append("dash inside")


def _kind(shape: Shape) -> str:
    """A neighbour at a glance."""
    if shape.lead:
        return "report"
    if shape.text:
        return "text" if shape.last == "stop" or shape.tail else "open text"
    if shape.tail and shape.tail.start <= 2:
        return shape.tail.kind
    if shape.line.size <= HEAD_LIMIT:
        folded = shape.line.folded
        if is_credit(folded):
            return "credit"
        if ROLE.search(folded) and name_line(folded):
            return "byline"
        kind = name_line(folded)
        if kind:
            return "names"
        if shape.last == "stop":
            return "short sentence"
        if shape.first in ("number", "bullet"):
            return "number"
        return "comma line" if "," in folded else "head"
    return "head"


def _neighbours(names: list[str], shapes: Sequence[Shape], i: int, count: int) -> None:
    before = _kind(shapes[i - 1]) if i else "page edge"
    after = _kind(shapes[i + 1]) if i + 1 < count else "page edge"
    later = _kind(shapes[i + 2]) if i + 2 < count else "page edge"
    names.append(f"above: {before}")
    names.append(f"below: {after}")
    names.append(f"below: {after}, {later}")
    if i and shapes[i - 1].tail:
        names.append(f"above ends with {shapes[i - 1].tail.kind}")  # type: ignore[union-attr]
    here = _kind(shapes[i])
    names.append(f"{before} > {here}")
    names.append(f"{here} > {after}")


def _open_texts(shapes: Sequence[Shape]) -> list[int]:
    """For each line the nearest open text above it that is not its neighbour, or -1.

    At most six lines above: a picture and its caption, or a short item, fit between.
    """
    found: list[int] = []
    last_open = -1
    for i in range(len(shapes)):
        found.append(last_open if 0 <= i - last_open <= 8 else -1)
        if i and _is_open(shapes[i - 1]):
            last_open = i - 1
    return found


def _is_open(shape: Shape) -> bool:
    return shape.text and shape.last not in ("stop", "colon", "semicolon") and not shape.tail


def _joins(names: list[str], shapes: Sequence[Shape], i: int, opening: int, page: str) -> None:
    """Whether this line goes on a sentence that stands cut above it."""
    shape = shapes[i]
    if i:
        above = shapes[i - 1]
        if above.last not in ("stop",) and not above.tail:
            _seam(names, above, shape, "neighbour", page)
        if _is_open(above):
            names.append("above is cut")
            names.append(f"above is cut, this is {_kind(shape)}")
    if opening >= 0 and opening != i - 1:
        _seam(names, shapes[opening], shape, "earlier", page)
        names.append("earlier text is cut")
        closed = shapes[i - 1].last == "stop" or shapes[i - 1].tail is not None
        names.append(f"earlier text is cut, this is {_kind(shape)}")
        names.append(f"earlier text is cut, above {'closed' if closed else 'open'}")
    if i + 1 < len(shapes) and shape.last == "word" and not shape.tail:
        _seam(names, shape, shapes[i + 1], "the line below", page)


def _seam(names: list[str], above: Shape, shape: Shape, where: str, page: str) -> None:
    """How well two lines fit end to end: marks left open, and words the page has elsewhere."""
    one, other = above.line.folded, shape.line.folded
    if above.opened and closing_first(other, above.opened):
        names.append(f"closes the mark of {where}")
    elif not above.opened and shape.first == "broken":
        names.append(f"broken start under {where}")
    if above.last not in ("word", "break") or other[0] <= "㐀":
        return
    if above.last == "break":
        names.append(f"comma before the seam with {where}")
    elif one[-2:] + other[:1] in page or one[-1:] + other[:2] in page:
        names.append(f"three characters over the seam with {where} stand elsewhere")
    elif one[-1:] + other[:1] in page:
        names.append(f"two characters over the seam with {where} stand elsewhere")
    else:
        names.append(f"nothing over the seam with {where}")


def _numbering(shapes: Sequence[Shape]) -> list[str]:
    """Whether a numbered line begins a numbering or goes on one."""
    names: list[str] = []
    reached: dict[bool, int] = {}
    for shape in shapes:
        match = _NUMBER.match(shape.line.folded)
        if match is None:
            names.append("")
            continue
        form = match.group(1)
        han = not form.isdigit()
        value = _han_number(form) if han else int(form)
        if value == reached.get(han, 0) + 1 and value > 1:
            names.append("goes on a numbering")
        else:
            names.append("begins a numbering" if value == 1 else "numbered out of turn")
        reached[han] = value
    return names


def _han_number(form: str) -> int:
    digits = "〇一二三四五六七八九十"
    values = [digits.index(char) for char in form]
    if values[0] == 10:
        return 10 + (values[1] if len(values) > 1 else 0)
    return values[0] * (10 if values[-1] == 10 and len(values) > 1 else 1)


def _measure(shapes: Sequence[Shape]) -> int:
    """The width of a page whose every line was broken at one measure, or 0.

    A third of the lines within two characters of the commonest size, and few longer.
    """
    sizes = Counter(s.line.size for s in shapes if s.line.size >= 12)
    if not sizes:
        return 0
    width = max(sizes, key=lambda size: (sizes[size - 1] + sizes[size] + sizes[size + 1], size))
    near = sum(sizes[width + d] for d in (-2, -1, 0, 1, 2))
    longer = sum(n for size, n in sizes.items() if size > width + 2)
    return width if near * 3 >= len(shapes) and near > 4 * longer else 0


def _short_runs(shapes: Sequence[Shape]) -> list[int]:
    """For each line how many lines of less than 21 characters stand together around it."""
    runs = [0] * len(shapes)
    start = 0
    for i in range(len(shapes) + 1):
        if i < len(shapes) and shapes[i].line.size <= 20:
            continue
        for j in range(start, i):
            runs[j] = i - start
        start = i + 1
    return runs


def _signs(names: list[str], shapes: Sequence[Shape], i: int) -> None:
    """The nearest sign of a story's beginning or end on either side, within 25 lines."""
    above, near = "none", "far"
    for j in range(i - 1, max(-1, i - 26), -1):
        if sign := _sign(shapes[j]):
            above, near = sign, "next" if j == i - 1 else "near" if i - j <= 4 else "far"
            break
    below = "none"
    for j in range(i + 1, min(len(shapes), i + 26)):
        if sign := _sign(shapes[j]):
            below = sign
            break
    names.append(f"last sign above: {above}")
    names.append(f"last sign above: {above}, {near}")
    names.append(f"signs: {above} ~ {below}")


def _sign(shape: Shape) -> str:
    if shape.lead:
        return "report" if not shape.tail else "closed report"
    if shape.tail:
        return "end"
    if shape.line.size <= 30 and name_line(shape.line.folded):
        return "names"
    return ""


class _Cohesion:
    """Which pairs of characters the lines share, weighted by how rare they are on the page."""

    def __init__(self, shapes: Sequence[Shape]) -> None:
        self.pairs = [_pairs(s.line.folded) for s in shapes]
        self.spread = Counter(pair for pairs in self.pairs for pair in pairs)

    def weigh(self, names: list[str], shapes: Sequence[Shape], i: int) -> None:
        below = self._texts(shapes, i + 1 if shapes[i].head else i, 1, 2)
        above = self._texts(shapes, i - 1, -1, 3)
        if not below or not above:
            return
        names.append(f"text goes on as above: {_grade(self._share(below, above))}")
        if shapes[i].head:
            own = self.pairs[i]
            names.append(f"text below speaks of it: {_grade(self._share(own, below) / 2)}")
            names.append(f"text above speaks of it: {_grade(self._share(own, above) / 2)}")

    def _texts(self, shapes: Sequence[Shape], at: int, step: int, most: int) -> set[str]:
        pairs: set[str] = set()
        taken = 0
        for _ in range(most + 3):
            if not 0 <= at < len(shapes) or taken == most:
                break
            if shapes[at].text:
                pairs |= self.pairs[at]
                taken += 1
            elif taken and shapes[at].head and step > 0:
                break
            at += step
        return pairs

    def _share(self, one: set[str], other: set[str]) -> float:
        """Share of the rare pairs of ``one`` that ``other`` has too."""
        rare = [pair for pair in one if 2 <= self.spread[pair] <= 8]
        if not rare:
            return 0.0
        return sum(pair in other for pair in rare) / (len(rare) + 4)


def _pairs(folded: str) -> set[str]:
    # 240 characters: enough to tell the subject, and the cost stays the same on a long line
    head = folded[:240]
    return {a + b for a, b in zip(head, head[1:], strict=False) if a > "㐀" and b > "㐀"}


def _grade(share: float) -> str:
    return ("none", "little", "some", "much", "most")[bisect((0.08, 0.2, 0.35, 0.55), share)]
