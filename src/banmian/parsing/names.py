"""Who signed it: the names in bylines, credits and signatures (署名).

Works on folded text (see `lines.FOLD`) and gives offsets into it. A name is recognised by its
place in a formula of the trade (记者…, (…摄), a line of nothing but names under a headline),
never by a list of people. Where in a text such formulas stand is left to `formulas`, people
inside running text to `facts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from banmian.parsing.surnames import SURNAMES, has_surname, split_names

AGENCY = (
    r"(?:本[报報刊台网網社市]|[一-鿿]{1,7}?(?:通讯社|通訊社|[日晚早时時][报報]|"
    r"社|报|報|网|網|电台|電台|电视台))"
)
ROLE = re.compile(
    r"(?P<role>(?:特约|特約|见习|見習|实习|實習)?(?:记者|記者)(?!站|协会|招待会|们)"
    r"|特约评论员|评论员|評論員|(?:特约|特約)?(?:通讯员|通訊員)|报道员|实习生|實習生|特约撰稿人?|撰稿人?"
    r"|编译|編譯|摄影师|读者|作者|特派員)"
)
_ROLE_HINT = re.compile("[者员員生稿译譯师]")
_AFFILIATION_TAIL = re.compile(rf"(?:{AGENCY})(?:驻[一-鿿]{{1,8}})?(?:首席|特派|摄影|攝影)?$")
# Words that say what a person did, set before or after the names: 摄, 文/图, 摄影报道.
_WROTE = frozenset(
    (
        "文", "撰文", "撰稿", "整理", "采写", "報導", "报导", "报道", "口述", "综合", "辑", "供稿",
        "解答", "点评",
    )
)  # fmt: skip
_PICTURED = frozenset(
    (
        "摄", "攝", "摄影", "攝影", "图", "圖", "供图", "供圖", "照片", "影", "摄制", "图片",
        "题照", "压题照片",
    )
)  # fmt: skip
_DREW = frozenset(
    ["画", "畫", "作", "绘", "繪", "漫画", "绘画", "插图", "制图", "製圖", "绘图", "题图", "图表"]
)
_TRANSLATED = frozenset(["译", "編譯", "编译", "翻译", "編译"])
_BOTH = frozenset(["图文", "文图", "摄影报道", "摄影报导", "攝影報導", "图/文"])
_MARKS = _WROTE | _PICTURED | _DREW | _TRANSLATED | _BOTH
_SUFFIXES = (
    "摄影报道", "供图", "摄影", "摄", "攝", "文", "图", "作", "画", "绘", "译", "报道",
)  # fmt: skip
_TAIL_MARK = re.compile(
    "(?:" + "|".join(sorted(_MARKS | {"参与采写", "发"}, key=lambda w: (-len(w), w))) + ")$"
)
ELEMENT = re.compile(r"[^\s、,;/:()\[\]&|□■◎●▲△☆★◇◆]+")
HAN = re.compile(r"[㐀-鿿豈-﫿𠀀-𱍏]+")
FOREIGN = re.compile(r"[㐀-鿿]{1,7}(?:·[㐀-鿿]{1,9}){1,3}")
# An element that ends so is an office or a house, not a person.
_OFFICE = re.compile(
    r"(?:社|报|報|网|網|台|部|局|厅|院|校|厂|司|县|市|省|区|乡|镇|村|州|学|中心|委|会|所|处|科|队|组|团|"
    r"书记|主任|长|主席|研究员|教授|"
    r"稿|电|讯|者|版|日|月)$"
)
_PLAIN_ROLE = {
    "記者": "记者", "通訊員": "通讯员", "實習生": "实习生", "評論員": "评论员", "編譯": "编译",
    "特約記者": "特约记者", "見習記者": "见习记者", "實習記者": "实习记者",
    "特派員": "记者", "特约通讯员": "通讯员", "特約通訊員": "通讯员", "摄影师": "摄影",
    "撰稿人": "作者", "撰稿": "作者", "报道员": "通讯员",
}  # fmt: skip


_PROVINCE = (
    r"(?:北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|"
    r"四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门)"
)
# A reader signs with a place before the name: 河北唐山 侯占山, 江苏南京市  刘国华, 里商乡 徐美仙.
_READER = re.compile(
    rf"^(?P<place>(?:{_PROVINCE}[一-鿿]{{0,12}}|[一-鿿]{{1,9}}[省市州县区乡镇村旗盟])\s+)"
    r"(?:[一-鿿]{2,4}|[一-鿿]\s+[一-鿿])$"
)


# Where a paper posted its reporter, or his rank; the affiliation is the paper.
_POST = re.compile(r"(?:驻[一-鿿]{1,8}|首席|特派|摄影|攝影)+$")


def find_role(text: str) -> re.Match[str] | None:
    """The first title of the trade in a text; most lines have not one character of any."""
    return ROLE.search(text) if _ROLE_HINT.search(text) else None


class Name(NamedTuple):
    """A name found in a piece of text, with offsets into that text."""

    name: str
    role: str
    affiliation: str | None
    start: int
    end: int


class _Group:
    """Names that share a role while a formula is read from left to right."""

    def __init__(self, role: str, affiliation: str | None) -> None:
        self.role = role
        self.affiliation = affiliation
        self.marks: set[str] = set()
        self.names: list[tuple[str, int, int]] = []

    def close(self) -> Iterator[Name]:
        role = self.role
        if self.marks and not self.marks & (_WROTE - {"报道", "报导", "報導"}):
            if self.marks & _DREW:
                role = "绘画"
            elif self.marks & _TRANSLATED:
                role = "编译"
            elif self.marks & _PICTURED or "摄影报道" in self.marks:
                role = "摄影"
        for name, start, end in self.names:
            yield Name(name, role, self.affiliation, start, end)


def read_people(formula: str, *, role: str = "作者") -> list[Name]:
    """The people a formula names: 本报记者 叶小钟; 方大丰 通讯员罗毅 唐新辉; 胡晓川 摄/东方IC.

    ``formula`` is folded text that holds nothing but a byline, credit or signature;
    ``role`` goes to names that no word of the formula gives one.

    >>> [(n.name, n.role) for n in read_people("记者方大丰 通讯员罗毅 唐新辉")]
    [('方大丰', '记者'), ('罗毅', '通讯员'), ('唐新辉', '通讯员')]
    >>> [(n.name, n.role) for n in read_people("本报记者 刘  赫摄")]
    [('刘赫', '摄影')]
    """
    return list(_read_people(formula, role))


# A line of names is read when its shape is seen, and again when its story is put together.
@lru_cache(maxsize=1024)
def _read_people(formula: str, role: str) -> tuple[Name, ...]:
    place = _READER.match(formula) if role == "作者" else None
    if place and not find_role(formula):
        return _read_reader(formula, place.end("place"))
    groups = [_Group(role, None)]
    single: tuple[str, int] | None = None
    for match in ELEMENT.finditer(formula):
        element, at = match.group(), match.start()
        if single and _is_second_half(element) and formula[single[1] + 1 : at].isspace():
            # 刘  赫, and 刘  赫摄, where the mark sits on the half name
            groups[-1].names.append((single[0] + element[0], single[1], at + 1))
            single = None
            if len(element) == 2:
                _mark(element[1], groups)
        elif len(element) == 1 and element not in _MARKS and HAN.fullmatch(element):
            single = (element, at)
        else:
            single = _read_element(element, at, groups)
    _share_credit([group for group in groups if group.names])
    return tuple([name for group in groups for name in group.close()])


def _is_second_half(element: str) -> bool:
    half = len(element) == 1 or (len(element) == 2 and element[1] in "摄攝")
    return half and element not in _MARKS and HAN.fullmatch(element) is not None


def _read_reader(formula: str, end: int) -> tuple[Name, ...]:
    """河北唐山 侯占山: a place that ends at ``end``, and who wrote from there."""
    place = formula[:end].strip()
    return tuple(
        name._replace(affiliation=place, start=name.start + end, end=name.end + end)
        for name in _read_people(formula[end:], "读者")
    )


def _read_element(element: str, at: int, groups: list[_Group]) -> tuple[str, int] | None:
    """Read one element into ``groups``; gives back a single character left over, if any."""
    if element in _TRANSLATED and groups[-1].names:
        groups[-1].marks.add(element)
        return None
    element, at = _read_titles(element, at, groups)
    if element in _MARKS:
        _mark(element, groups)
        return None
    core = element
    tail = _TAIL_MARK.search(core)
    if tail and tail.start() >= _least_name(tail.group(), groups[0].role):
        core = core[: tail.start()]
        if tail.group() == "参与采写":
            groups.append(_Group("参与采写", None))
    if core and len(core) == 1:
        return (core, at)
    if core and groups[-1].names and groups[-1].marks & _PICTURED:
        # 喻子涵 摄/视觉中国: after a credit comes the agency
        groups[-1].affiliation = groups[-1].affiliation or core
    elif core:
        _add_names(core, at, groups[-1])
    for mark in _marks_in(element[len(core) :]):
        _mark(mark, groups)
    return None


def _read_titles(element: str, at: int, groups: list[_Group]) -> tuple[str, int]:
    """Open a group for each title in an element (本报记者…通讯员…); what is left, and where."""
    while found := find_role(element):
        before = element[: found.start()]
        if found.group() in _TRANSLATED and found.end() == len(element) and len(before) in (2, 3):
            break  # 韩流编译: said after the name
        affiliation: str | None = before or None
        tail = _AFFILIATION_TAIL.search(before)
        if tail and tail.start():
            affiliation = tail.group()
            _add_names(before[: tail.start()], at, groups[-1])
        elif before and not tail and groups[-1].role != groups[0].role and _is_run(before):
            affiliation = None
            _add_names(before, at, groups[-1])
        if affiliation:
            affiliation = _POST.sub("", affiliation) or None
        printed = found.group("role")
        group = _Group(_PLAIN_ROLE.get(printed, printed), affiliation)
        if not groups[-1].names:
            group.marks = set(groups[-1].marks)
            group.affiliation = group.affiliation or groups[-1].affiliation
        groups.append(group)
        at += found.end()
        element = element[found.end() :]
    return element, at


def _least_name(mark: str, role: str) -> int:
    """Characters that must stand before a mark set solid: 张东文 and 李国画 are names whole."""
    if len(mark) > 1 or mark in "摄攝":
        return 2
    return 2 if role == "摄影" and mark in "作画绘" else 3


def _marks_in(tail: str) -> list[str]:
    if tail in _MARKS:
        return [tail]
    return [mark for mark in _SUFFIXES if mark in tail][:1]


def _mark(mark: str, groups: list[_Group]) -> None:
    """A mark belongs to the names before it, or, where there are none yet, to those after."""
    leading = not groups[0].names and bool(groups[0].marks)
    if leading and groups[-1].names:
        groups.append(_Group(groups[0].role, None))  # 文/王强 图/李丽
    groups[-1].marks.add(mark)
    if not leading and groups[-1].names and mark in _WROTE:
        groups.append(_Group(groups[0].role, None))


def _share_credit(groups: list[_Group]) -> None:
    """本报记者 甲 本报通讯员 乙 摄: one mark for the whole line, unless somebody wrote."""
    marked = [group for group in groups if group.marks]
    if len(marked) == 1 and marked[0] is groups[-1] and groups[-1].marks <= _PICTURED:
        for group in groups:
            group.marks = set(groups[-1].marks)


def _is_run(run: str) -> bool:
    return bool(HAN.fullmatch(run)) and not _OFFICE.search(run)


def is_office(element: str) -> bool:
    """An office or a house; 倪登科 and 李文院 are people for all their last character."""
    named = len(element) != 4 and all(p[0] in SURNAMES for p in split_names(element) or "?")
    return len(element) > 2 and not named and _OFFICE.search(element) is not None


def _add_names(core: str, at: int, group: _Group) -> None:
    if FOREIGN.fullmatch(core):
        group.names.append((core, at, at + len(core)))
        return
    if not HAN.fullmatch(core) or is_office(core) or core in _HOUSES:
        if not group.names or group.affiliation is None:
            group.affiliation = core
        return
    parts = split_names(core, group.role == "作者")
    if not parts:
        if group.affiliation is None:
            group.affiliation = core
        return
    for part in parts:
        group.names.append((part, at, at + len(part)))
        at += len(part)


_HOUSES = frozenset(
    (
        "本报", "本刊", "本台", "本网", "本社", "新华", "资料", "图为", "来源", "整理",
        "综合", "编者", "编后", "化名", "均据", "同启", "敬启", "谨启", "市民", "网友",
        "村民", "居民", "读者",
    )
)  # fmt: skip


NOT_NAMES = re.compile(r"[。,;:!?“”《》0-9A-Za-z]")


def all_names(text: str) -> bool:
    """Whether every element of ``text`` can be a name and one begins with a surname."""
    if NOT_NAMES.search(text):
        return False
    elements = ELEMENT.findall(text)
    if not elements or len(elements) > 5:
        return False
    joined = [e for e in elements if HAN.fullmatch(e) or FOREIGN.fullmatch(e)]
    if len(joined) != len(elements):
        return False
    if is_office(elements[-1]):
        return False
    parts = [p for e in elements for p in (split_names(e) or (e,) if HAN.fullmatch(e) else (e,))]
    return bool(parts)


NAMED: Final = ("plain", "titled", "pen")


def name_line(folded: str) -> str | None:
    """How a short line consists of names only: ``plain``, ``titled`` or ``pen`` name; or None.

    >>> name_line("杨洪柯 张起河"), name_line("农业部部长 刘江"), name_line("今哲")
    ('plain', 'titled', 'pen')
    """
    text = folded.strip("()[] ")
    if len(text) > 40 or NOT_NAMES.search(text.replace("(", "").replace(")", "")):
        return None
    if find_role(text):
        people = read_people(text)
        left = len(_BLANK.sub("", text)) - sum(len(p.name) for p in people)
        return "plain" if left <= 14 else None
    elements = ELEMENT.findall(text)
    if not elements or len(elements) > 6:
        return None
    if len(elements) == 1 and _is_no_name(elements[0]):
        return None
    people = read_people(text)
    if not people or people[-1].end < len(text.rstrip()):
        return None
    rest = len(_BLANK.sub("", text)) - sum(len(p.name) for p in people)
    rest -= sum(text.count(mark) for mark in "、,/")
    surnames = sum(has_surname(p.name) for p in people)
    if rest <= 0:
        if surnames == len(people):
            return "plain"
        return "pen" if len(people) == 1 and len(people[0].name) <= 3 else None
    return "titled" if len(people) <= 2 and surnames == len(people) and rest >= 2 else None


def is_signed(folded: str) -> bool:
    """Whether a line is a title of the trade and, apart from it, names, and nothing else.

    >>> is_signed("■记者 王小明"), is_signed("记者 节日见闻"), is_signed("记者走进车间")
    (True, False, False)
    """
    text = folded.strip(_EDGES)
    title = find_role(text)
    if title is None:
        return False
    before, names = text[: title.start()], text[title.end() :]
    house = before.strip() == "" or _AFFILIATION_TAIL.fullmatch(before.strip()) is not None
    if not house or names[:1] not in (" ", ":"):
        return False
    people = read_people(names)
    printed = ELEMENT.findall(ROLE.sub(" ", names))
    return bool(people) and (
        all(has_surname(person.name) for person in people)
        and sum(map(len, printed)) == sum(len(person.name) for person in people)
    )


_EDGES: Final = " ()[]■□●◆◎○☆★▲·:"


def _is_no_name(element: str) -> bool:
    """Whether a line of one element is plainly no name: most headlines are."""
    return not (split_names(element, True) or _TAIL_MARK.search(element) or "·" in element)


_BLANK = re.compile(r"\s+")
