"""Evidence for the role of each line: what a sub-editor would point at.

Every piece of evidence has a name; `grammar` weighs the names. Most of it is the line's own
shape, some is its neighbours' shape, some is cohesion: a subhead's text goes on about the same
things as the text above it, a new headline's does not. Furniture has been taken out before.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect
from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from banmian.parsing.formulas import Lead, Tail, is_credit, read_lead, read_tail
from banmian.parsing.lines import Line, closing_first, first_mark, last_mark, open_marks
from banmian.parsing.names import ROLE, name_line

_SIZES: Final = (2, 4, 6, 9, 13, 19, 27, 36, 50, 80)
"""Upper bounds of the size classes of a line, in characters."""

HEAD_LIMIT: Final = 46
"""A line of more characters is no headline; the longest of 670 lines of headlines has 44."""

_LABEL = re.compile(
    r"^\W*(?:.{0,8}(?:特写|时评|快评|短评|锐评|社评|短讯|简讯|快讯|要闻|速览|新闻|专栏|论坛|漫笔|随笔|杂谈|札记|手记|来信|来论|"
    r"观察|聚焦|关注|视点|视线|视角|访谈|对话|专访|调查|追踪|反馈|图片新闻|导读|副刊|专题|专版|连载|书讯|影讯|"
    r"征文|之[一二三四五六七八九十]|追踪报道|系列报道|连续报道|纪实|信箱|热线|窗口|广角|纵横|天地|园地|大家谈|"
    r"特稿|通讯|消息|公告|启事|声明|更正|讣告|广告|简报|新聞|時評|社論|社论|評論|专递|集锦|动态|点击|直击|人物|故事|建议))"
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
# 息。冬季…: what is left of a word that the page cut, and of its sentence.
_STOPS_AT_ONCE = re.compile(r"[一-鿿]{1,2}[。,、;!?]")
_NOTE = re.compile("编者按|编者的话|编后")
_BRIEF_OPENING = re.compile(
    r"^(?:由|据|近日|日前|最近|昨日|昨天|今天|新年伊始|[一-鿿]{2,12}(?:日前|近日|最近|\d{1,2}日|[一二三四五六七八九十]{1,3}日))"
)


class Shape(NamedTuple):
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
    names: str | None  # how it consists of names only
    reporter: int  # where a reporter's title stands, or -1
    credit: bool  # credits a picture
    kind: str  # what a neighbour sees at a glance
    sign: str  # what it says of a story's beginning or end


def read_shape(line: Line) -> Shape:
    """The shape of one line."""
    folded = line.folded
    last, first = last_mark(folded), first_mark(folded)
    inner = "。" in folded[:-1] or "!" in folded[:-2] or "?" in folded[:-2]
    short = line.size <= HEAD_LIMIT
    # a kicker may run on, but then it ends in —— and holds no sentence
    leads_in = last == "dash" and not inner and line.size <= 70
    lead, tail = read_lead(folded), read_tail(folded)
    text = not leads_in and (_reads_on(line, last, inner, tail) or lead is not None)
    title = ROLE.search(folded) if short else None
    names = name_line(folded) if short else None
    credit = short and is_credit(folded)
    ends: str | bool = tail.kind if tail and tail.start <= 2 else tail is not None
    return Shape(
        line=line,
        last=last,
        first=first,
        lead=lead,
        tail=tail,
        opened=open_marks(folded),
        inner=inner,
        text=text,
        head=(leads_in or short) and not inner and _may_head(folded, last),
        names=names,
        reporter=title.start() if title else -1,
        credit=credit,
        kind=_kind(folded, last, first, lead is not None, text, ends, names, title, credit),
        sign=_sign(line, lead, tail, names),
    )


def _reads_on(line: Line, last: str, inner: bool, tail: Tail | None) -> bool:
    """Whether a line is running text by its length and punctuation."""
    if line.size > HEAD_LIMIT:
        return True
    if last == "stop":
        # a call, a question or a quotation of a few words may be a heading, a sentence may not
        called = line.folded[-1] in "!?…”"
        return line.size > (8 if not called else 12 if inner else 26)
    pauses = last in ("break", "semicolon") or inner
    return line.size > 12 and (pauses or (tail is not None and line.size > 26))


def _may_head(folded: str, last: str) -> bool:
    return last not in ("break", "semicolon") and not (last == "stop" and folded[-1] == "。")


def _sign(line: Line, lead: Lead | None, tail: Tail | None, names: str | None) -> str:
    if lead:
        return "closed report" if tail else "report"
    if tail:
        return "end"
    return "names" if names and line.size <= 30 else ""


def _kind(
    folded: str,
    last: str,
    first: str,
    lead: bool,
    text: bool,
    tail: str | bool,
    names: str | None,
    title: re.Match[str] | None,
    credit: bool,
) -> str:
    if lead:
        return "report" if last == "stop" or tail else "open report"
    if text:
        return "text" if last == "stop" or tail else "open text"
    if isinstance(tail, str):
        return tail
    if credit:
        return "credit"
    if names:
        return "byline" if title else "names"
    if last == "stop":
        return "short sentence"
    if first in ("number", "bullet"):
        return "number"
    return "comma line" if "," in folded else "head"


def collect(shapes: Sequence[Shape]) -> list[list[str]]:
    """The names of all evidence, line by line."""
    usual = _usual_gap(shapes)
    indented = sum(s.line.indent > 0 for s in shapes) * 5 > len(shapes)
    cohesion = _Cohesion(shapes)
    openings = _open_texts(shapes)
    numbers = _numbering(shapes)
    runs = _short_runs(shapes)
    signs = _nearest_signs(shapes)
    seams = _Seams(shapes)
    measure = _measure(shapes)
    found: list[list[str]] = []
    for i, shape in enumerate(shapes):
        names = _own(shape, usual, indented)
        _neighbours(names, shapes, i)
        names += signs[i]
        _joins(names, shapes, i, openings[i], seams)
        if numbers[i]:
            names.append(numbers[i])
        if measure and i:
            fills = abs(shapes[i - 1].line.size - measure) <= 2
            names.append(f"above {'fills' if fills else 'falls short of'} the measure")
        if runs[i] >= 3:
            names.append("among short lines" if runs[i] < 6 else "among many short lines")
        if shape.head or (i and shape.text and not shape.lead):
            names += cohesion.weigh(i)
        found.append(names)
    return found


def _usual_gap(shapes: Sequence[Shape]) -> int:
    if len(shapes) < 2:
        return 0
    return Counter(s.line.gap for s in shapes[1:]).most_common(1)[0][0]


def _own(shape: Shape, usual: int, indented: bool) -> list[str]:
    """What a line shows by itself, in a page of such gaps and indents."""
    line, folded = shape.line, shape.line.folded
    size = _SIZES[bisect(_SIZES, line.size - 1)] if line.size <= _SIZES[-1] else 0
    names = [
        "always",
        f"size<={size}" if size else "size>80",
        f"ends:{shape.last}",
        f"opens:{shape.first}",
    ]
    if line.gap != usual:
        names.append("wide gap above" if line.gap > usual else "no gap above")
    if indented:
        names.append("indented" if line.indent else "not indented")
    if shape.tail:
        whole = shape.tail.start <= 2
        names.append(f"{'whole line' if whole else 'ends with'} {shape.tail.kind}")
    ends = folded if line.size <= 100 else f"{folded[:60]} {folded[-40:]}"
    checks = (
        ("stop inside", shape.inner),
        ("opening of a report", shape.lead),
        ("mark left open", shape.opened),
        ("stops at once", line.size > 6 and _STOPS_AT_ONCE.match(folded)),
        ("editor's note", line.size > HEAD_LIMIT and _NOTE.match(folded)),
        ("speaks of a picture", _CAPTION.search(ends)),
        ("opens with a day", _PHOTO_DATE.match(folded)),
        ("opens like a brief", shape.text and _BRIEF_OPENING.match(folded)),
        ("opens like running text", _RUNNING.match(folded)),
        ("all in brackets", folded[0] in "([" and folded[-1] in ")]"),
    )
    names += [name for name, there in checks if there]
    return names + _own_short(shape) if line.size <= HEAD_LIMIT else names


def is_label(folded: str) -> bool:
    """Whether a line is worded as columns and genres are: 新闻特写, 简讯, 人民时评."""
    return len(folded) <= 14 and _LABEL.match(folded) is not None


def _own_short(shape: Shape) -> list[str]:
    """What only a line that may be a heading, a byline or the like can show."""
    folded, size = shape.line.folded, shape.line.size
    commas = folded.count(",") + folded.count(";")
    checks = (
        ("comma", commas == 1),
        ("commas", commas > 1),
        ("listing comma", "、" in folded),
        ("asks", folded[-1] == "?"),
        ("calls", folded[-1] == "!"),
        ("colon inside", ":" in folded[:-1]),
        ("blank inside", " " in folded),
        ("label word", is_label(folded)),
        ("box word", _SIDEBAR.match(folded)),
        ("picture credit", shape.credit),
        ("speaker", _SPEECH.match(folded)),
        ("only a date", _ONLY_DATE.match(folded)),
        ("row of figures", _TABLE.match(folded)),
        ("ends in a function word", _NO_TITLE_END.search(folded)),
        ("ends in a headline verb", _TAIL_OF_TITLE.search(folded)),
        ("no letter", not any(char.isalnum() for char in folded)),
        ("dash and few words", folded[0] == "—" and size <= 12),
        ("dash inside", "——" in folded[1:]),
    )
    return _own_names(shape) + [name for name, there in checks if there]


def _own_names(shape: Shape) -> list[str]:
    folded = shape.line.folded
    if shape.reporter < 0:
        return [f"only names: {shape.names}"] if shape.names else []
    names = ["reporter formula" if shape.names else "reporter word"]
    if shape.reporter == 0 or folded.startswith(("本报", "新华社")):
        names.append("opens with reporter")
    return names


def _neighbours(names: list[str], shapes: Sequence[Shape], i: int) -> None:
    count = len(shapes)
    here = shapes[i].kind
    before = shapes[i - 1].kind if i else "page edge"
    after = shapes[i + 1].kind if i + 1 < count else "page edge"
    later = shapes[i + 2].kind if i + 2 < count else "page edge"
    names += (
        f"above: {before}",
        f"below: {after}",
        f"below: {after}, {later}",
        f"{before} > {here}",
        f"{here} > {after}",
    )
    if i and (tail := shapes[i - 1].tail):
        names.append(f"above ends with {tail.kind}")


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


def _joins(names: list[str], shapes: Sequence[Shape], i: int, opening: int, seams: _Seams) -> None:
    """Whether this line goes on a sentence that stands cut above it."""
    shape = shapes[i]
    if i:
        above = shapes[i - 1]
        names += [f"{fit} neighbour" for fit in seams.with_above[i]]
        if _is_open(above):
            names.append("above is cut")
            names.append(f"above is cut, this is {shape.kind}")
    if opening >= 0 and opening != i - 1:
        names += [f"{fit} earlier text" for fit in seams.fit(shapes[opening], shape, i)]
        names.append("earlier text is cut")
        closed = shapes[i - 1].last == "stop" or shapes[i - 1].tail is not None
        names.append(f"earlier text is cut, this is {shape.kind}")
        names.append(f"earlier text is cut, above {'closed' if closed else 'open'}")
    if i + 1 < len(shapes) and shape.last == "word":
        names += [f"{fit} the line below" for fit in seams.with_above[i + 1]]


class _Seams:
    """How well two lines fit end to end: marks left open, words the page has elsewhere.

    Elsewhere is within `WINDOW` characters on either side, more than a page of any paper has,
    so that the cost of a file grows with its length and no faster.
    """

    WINDOW: Final = 20_000

    def __init__(self, shapes: Sequence[Shape]) -> None:
        self.page = "\n".join(s.line.folded for s in shapes)
        sizes = [len(s.line.folded) + 1 for s in shapes]
        self.starts = list(itertools.accumulate(sizes, initial=0))
        self.with_above: list[tuple[str, ...]] = [()]
        for i, (above, shape) in enumerate(itertools.pairwise(shapes), 1):
            open_end = above.last != "stop" and above.tail is None
            self.with_above.append(self.fit(above, shape, i) if open_end else ())

    def fit(self, above: Shape, shape: Shape, i: int) -> tuple[str, ...]:
        """What joins or parts the end of ``above`` and the beginning of ``shape``, line ``i``."""
        one, other = above.line.folded, shape.line.folded
        if above.opened and closing_first(other, above.opened):
            marks: tuple[str, ...] = ("closes the mark of",)
        elif not above.opened and shape.first == "broken":
            marks = ("broken start under",)
        else:
            marks = ()
        if above.last == "break":
            return (*marks, "comma before the seam with")
        if above.last != "word" or other[0] <= "㐀":
            return marks
        if not self._stands(one[-1] + other[0], i):
            return (*marks, "nothing over the seam with")
        if self._stands(one[-2:] + other[0], i) or self._stands(one[-1] + other[:2], i):
            return (*marks, "three characters stand elsewhere over the seam with")
        return (*marks, "two characters stand elsewhere over the seam with")

    def _stands(self, characters: str, i: int) -> bool:
        at = self.starts[i]
        return self.page.find(characters, max(0, at - self.WINDOW), at + self.WINDOW) >= 0


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


def _nearest_signs(shapes: Sequence[Shape]) -> list[tuple[str, ...]]:
    """The nearest sign of a story's beginning or end on either side, within 25 lines."""
    count = len(shapes)
    below = ["none"] * count
    at = count + 99
    for i in range(count - 1, -1, -1):
        if at - i <= 25:
            below[i] = shapes[at].sign
        if shapes[i].sign:
            at = i
    names: list[tuple[str, ...]] = []
    at = -99
    for i in range(count):
        above, near = "none", "far"
        if i - at <= 25:
            above = shapes[at].sign
            near = "next" if at == i - 1 else "near" if i - at <= 4 else "far"
        names.append(
            (
                f"last sign above: {above}",
                f"last sign above: {above}, {near}",
                f"signs: {above} ~ {below[i]}",
            )
        )
        if shapes[i].sign:
            at = i
    return names


class _Cohesion:
    """Which pairs of Han characters the lines share, of those rare on the page.

    A pair that 2 to 8 lines have is about a subject; commoner ones are grammar. Only the first
    240 characters of a line count: enough to tell its subject, at the same cost for any line.
    """

    def __init__(self, shapes: Sequence[Shape]) -> None:
        self.shapes = shapes
        self.rare = _rare_pairs([s.line.folded[:240] for s in shapes])

    def weigh(self, i: int) -> list[str]:
        """Evidence from what line ``i`` and the texts above and below it speak of."""
        head = self.shapes[i].head
        below = self._texts(i + 1 if head else i, 1, 2)
        above = self._texts(i - 1, -1, 3)
        if not below or not above:
            return []
        names = [f"text goes on as above: {_grade(below, above)}"]
        if head:
            own = self.rare[i]
            names.append(f"text below speaks of it: {_grade(own, below)}")
            names.append(f"text above speaks of it: {_grade(own, above)}")
        return names

    def _texts(self, at: int, step: int, most: int) -> set[int]:
        pairs: set[int] = set()
        taken = 0
        for _ in range(most + 3):
            if not 0 <= at < len(self.shapes) or taken == most:
                break
            shape = self.shapes[at]
            if shape.text:
                pairs |= self.rare[at]
                taken += 1
            elif taken and shape.head and step > 0:
                break
            at += step
        return pairs


def _grade(one: set[int], other: set[int]) -> str:
    """How much of ``one`` is in ``other``; the four added keep a short line from "most"."""
    share = len(one & other) / (len(one) + 4)
    return ("none", "little", "some", "much", "most")[bisect((0.06, 0.16, 0.3, 0.5), share)]


def _rare_pairs(texts: Sequence[str]) -> list[set[int]]:
    """For each text its pairs of neighbouring Han characters that 2 to 8 texts have."""
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype="<u4")
    lines = np.repeat(np.arange(len(texts)), [len(t) for t in texts])
    if len(codes) < 2:
        return [set() for _ in texts]
    han = (codes >= 0x3400) & (codes < 0xFF00)
    valid = han[:-1] & han[1:] & (lines[:-1] == lines[1:])
    pairs = (codes[:-1].astype(np.int64)[valid] << 16) ^ codes[1:].astype(np.int64)[valid]
    places = lines[:-1][valid]
    # one sort of pair and place in one number; each pair then counts once a text
    keys = np.sort(pairs * len(texts) + places)
    fresh = np.concatenate(([True], keys[1:] != keys[:-1]))[: len(keys)]
    pairs, places = np.divmod(keys[fresh], len(texts))
    begins = np.flatnonzero(np.concatenate(([True], pairs[1:] != pairs[:-1])))[: len(pairs)]
    spread = np.diff(np.append(begins, len(pairs)))
    keep = np.repeat((spread >= 2) & (spread <= 8), spread)
    pairs, places = pairs[keep], places[keep]
    back = np.argsort(places, kind="stable")
    ends = np.searchsorted(places[back], np.arange(len(texts) + 1)).tolist()
    kept = pairs[back].tolist()
    return [set(kept[a:b]) for a, b in itertools.pairwise(ends)]
