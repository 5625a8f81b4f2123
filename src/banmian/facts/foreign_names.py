"""Foreign names (译名): by the dot between their parts, or by sound characters beside a title.

Foreign sounds are written with some three hundred characters (斯 尔 克 巴 …). A run of them is a
name where a · joins it to another (弗拉基米尔·普京), where a title stands beside it (总统克林顿) or
a verb of saying behind it, or where the segmenter's dictionary has it as a name. A Japanese name
is read by its surname, from a list of the common ones, behind a title; a Tibetan one (扎西次仁) by
its two halves, from a list as well.

Left alone: a run without dot or title, which may be a place, a firm or a thing as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from banmian.facts.gazetteer import gazetteer
from banmian.facts.titles import title_after, title_before, title_kinds
from banmian.facts.wordbook import word_rank, word_tags

_SOUNDS: Final = (
    "阿埃艾爱安昂奥澳巴芭白拜班邦保鲍贝本比毕彼碧宾冰波伯勃博卜布蔡曹策查茨达戴丹当道"
    "德登邓狄迪蒂丁东杜敦顿多厄恩尔法凡范菲费芬冯弗佛夫福富伽盖甘冈高戈哥格葛根贡古圭"
    "哈海汉翰豪赫亨洪胡华怀惠霍基吉加贾简姜杰金津喀卡凯坎康考柯科可克肯孔库夸奎昆拉腊"
    "莱赖兰朗劳勒雷黎里理利莉丽连列林琳隆龙娄卢鲁路伦罗洛吕玛马迈麦曼芒梅门蒙孟米密缅"
    "敏明摩莫墨默姆穆拿娜纳乃南内尼妮涅宁纽努诺女欧帕派潘庞佩蓬彭皮珀平珀蒲普朴奇齐契"
    "恰乔切钦琼丘曲热仁日荣茹儒瑞若撒萨塞赛桑瑟森沙莎山珊尚绍舍圣施什史士舒朔斯丝思司"
    "松苏孙索所塔泰坦汤唐陶特滕提田铁廷图托陀瓦万旺威韦维魏温文翁沃乌武伍西希锡夏香肖"
    "歇谢辛欣休许雪雅亚延扬耶叶伊依因英尤约泽曾扎詹占章珍芝朱兹孜佐祖卓娅薇黛蕾珂伽诃"
    "谟京力汀逊内岑廉伏坚捷季柳绥"
)
_RUN: Final = re.compile(rf"[{_SOUNDS}]{{2,9}}")
_DOTTED: Final = re.compile(
    rf"(?:(?<![一-鿿])[一-鿿]{{1,8}}|让(?=·)|[{_SOUNDS}]{{1,8}}|[A-Z][A-Za-z.]{{0,11}})"
    rf"(?:·(?:[一-鿿]{{1,9}}?(?=·)|[A-Z]))*·(?:[一-鿿]{{1,7}}(?![一-鿿])|[{_SOUNDS}]{{1,8}})"
)
_JAPANESE: Final = (
    "安倍|麻生|鸠山|村山|桥本|小泉|小渊|福田|野田|岸田|石破|高市|"
    "石原|海部|中曾根|竹下|宫泽|羽田|细川|河野|池田|佐藤|铃木|高桥|"
    "田中|渡边|伊藤|山本|中村|小林|加藤|吉田|山田|佐佐木|山口|松本|"
    "井上|木村|清水|斋藤|山崎|中岛|森田|阿部|石川|前田|藤田|小川|"
    "后藤|冈田|长谷川|村上|近藤|石井|坂本|远藤|青木|藤井|西村|太田|"
    "三浦|藤原|冈本|松田|中川|中野|原田|小野|田村|竹内|金子|和田|"
    "中山|石田|上田|森本|大平|东条|岸信|土井|大江|宫崎|黑泽|羽生|"
    "本田|福原|丹羽|水谷|谷口|菅直|二阶|茂木|林芳"
)
_JAPANESE_NAME: Final = re.compile(rf"(?:{_JAPANESE})()[一-鿿]{{1,3}}")


_TIBETAN: Final = (
    "扎西|次仁|泽仁|卓玛|尼玛|达瓦|洛桑|罗桑|旦增|丹增|登增|平措|"
    "央金|拉姆|拉毛|多吉|多杰|格桑|索朗|索南|巴桑|普布|仁青|仁增|"
    "德吉|白玛|才让|才旦|才仁|顿珠|曲珍|洛绒|益西|曲措|边巴|米玛|"
    "强巴|加措|嘉措|旺堆|旺久|旺姆|贡布|桑吉|桑珠|罗布|阿旺|晋美|"
    "江村|坚赞|坚参|土登|群培|措姆|卓嘎|欧珠|班觉|朗杰|南杰|昂旺|"
    "更登|更桑|久美|曲扎|吉美|云丹|赤列|江白"
)
_TIBETAN_NAME: Final = re.compile(rf"(?:{_TIBETAN})(?:{_TIBETAN})")
_SPEAKS: Final = re.compile(
    r"(?:还|也|则|随后|当天|今天|昨天)?(?:说|表示|指出|认为|强调|宣布|称|透露)"
)
_HOLDERS: Final = frozenset(
    (
        "作家", "诗人", "导演", "演员", "歌手", "画家", "球星", "选手", "运动员", "球员", "前锋",
        "后卫", "门将", "中锋", "名将", "小将", "老将", "新秀", "外援", "射手", "科学家", "学者",
        "专家", "记者", "主教练", "教练", "冠军", "得主", "妻子", "丈夫", "儿子", "女儿",
    )
)  # fmt: skip


STRONG: Final = frozenset("克尔斯特纳普茨姆弗奥尼布蒂塞莱伊巴贝亚扎伦迪卡拉因诺")
"""Sound characters that hardly occur in Chinese given names."""


class Foreign(NamedTuple):
    """A foreign name in a text, and the rule that found it."""

    start: int
    end: int
    rule: str


@lru_cache(maxsize=512)
def find_foreign(text: str) -> tuple[Foreign, ...]:
    """The foreign names in a folded text, dotted ones first; they may overlap.

    >>> text = "总统克林顿会见了比尔·盖茨"
    >>> [text[name.start : name.end] for name in find_foreign(text)]
    ['比尔·盖茨', '克林顿']
    """
    return tuple(_foreign(text))


def _foreign(text: str) -> Iterator[Foreign]:
    if "·" in text:
        yield from _dotted(text)
    for match in _RUN.finditer(text):
        found = _run(text, match.start(), match.end())
        if found:
            yield found
    for match in _TIBETAN_NAME.finditer(text):
        yield Foreign(match.start(), match.end(), "foreign-known")
    for match in _JAPANESE_NAME.finditer(text):
        start = match.start()
        if _is_holder(title_before(text, start)):
            yield Foreign(start, _japanese_end(text, match.start(1), match.end()), "foreign-title")


def _dotted(text: str) -> Iterator[Foreign]:
    for match in _DOTTED.finditer(text):
        start, end = match.span()
        first = text.index("·", start)
        for at in range(first - 1, start, -1):  # 总统弗拉基米尔·普京: the title is not the name
            if title_before(text, at):
                start = at
                break
        start = _after_title(text, _dotted_start(text, start, first))
        end = _dotted_end(text, start, end)
        if text[end - 1] in "号奖杯" or _NAMED_AFTER.match(text, end):
            continue
        if sum(
            char in _SOUNDS or char in "·." or char.isascii() for char in text[start:end]
        ) * 2 > (end - start):
            yield Foreign(start, end, "foreign")


_NAMED_AFTER: Final = re.compile('[”"]?[号奖杯]')  # “卡尔·文森”号


def _after_title(text: str, start: int) -> int:
    """所长|阿木尔·巴图: the name begins behind a title, with whatever characters."""
    for at in range(start, max(0, start - 4), -1):
        if at < start and (text[at] in _FOLLOWS or not "一" <= text[at] <= "鿿"):
            break
        if title_before(text, at):
            return at
    return start


def _dotted_start(text: str, start: int, dot: int) -> int:
    """Sound characters before the dot, and others unless they are words (会见了|比尔)."""
    sounds = _SOUNDS_LAST.search(text, start, dot)
    rest = text[start : sounds.start()] if sounds else ""
    words = any(word_rank(rest[at : at + 2]) > 2 for at in range(len(rest)))
    return sounds.start() if sounds and rest and (words or rest[-1] in _FOLLOWS) else start


def _dotted_end(text: str, start: int, end: int) -> int:
    """Sound characters to the end, and others unless a word begins there (鲁滨逊|后表示)."""
    last = text.rindex("·", start, end) + 1
    sounds = _SOUND.match(text, last, end)
    if sounds is None:
        return end
    edge = _name_end(text, last, sounds.end())
    if edge < sounds.end():
        return edge  # 比尔·盖茨|日前
    ends = (
        at
        for at in range(sounds.end(), end)
        if text[at] in _FOLLOWS or text[at] == "于" or word_rank(text[at : at + 2])
    )
    end = next(ends, end)
    addressed = (at for at in range(last + 2, end) if len(title_after(text, at)) > 1)
    return _name_end(text, start, next(addressed, end))  # 莱温斯基|女士


_SOUND: Final = re.compile(rf"[{_SOUNDS}]+")
_SOUNDS_LAST: Final = re.compile(rf"[{_SOUNDS}]+$")
_FOLLOWS: Final = "了等后在和与说先将今昨曾是的为对向从也还则就把被一以及"


def _name_end(text: str, start: int, end: int) -> int:
    """The end less what makes a common word with the text that follows (穆迪奥诺|日前)."""
    if text[end : end + 1] in ("等", "和", "与", "的", "在"):  # 弗斯特|等人, not 特等
        return end
    while end - start > 2 and word_rank(text[end - 1 : end + 1]) > 2:
        end -= 1
    return end


def _japanese_end(text: str, given: int, end: int) -> int:
    """Two characters of given name, or as many as a word leaves that begins behind them."""
    if text[given + 1 : given + 3] in ("太郎", "一郎", "二郎", "次郎", "三郎", "四郎"):
        return given + 3
    if text[given] in "说的了等在也":
        return given
    for stop in (given + 2, given + 1, given + 3):
        after = text[stop : stop + 1]
        if stop <= end and (
            not "一" <= after <= "鿿" or after in _FOLLOWS or word_rank(text[stop : stop + 2]) > 1
        ):
            return stop
    return given


def _is_holder(title: str) -> bool:
    return title_kinds().get(title) == "official" or title in _HOLDERS


def _run(text: str, start: int, end: int) -> Foreign | None:
    """A name in a run of sound characters: known, beside a title, or before a verb of saying."""
    if start and text[start] == "日" and text[start - 1].isdigit():
        start += 1
    # 总理|内塔尼亚胡: a title can end in a sound character
    ends = (at for at in range(start, min(start + 3, end)) if _is_holder(title_before(text, at)))
    start = next(ends, start)
    end = _name_end(text, start, end)
    if end - start < 2 or text[start] in "本可所":
        return None
    if end - start == 2 and not _is_holder(title_before(text, start)):
        return None
    if _is_word(text, start, end):
        return None
    if word_tags().get(text[start:end], "")[:2] == "nr" and end - start > 2:
        return None if text[end : end + 1] in _NOT_PEOPLE else Foreign(start, end, "foreign-known")
    if _is_holder(title_before(text, start)):
        return Foreign(start, end, "foreign-title")
    if end - start < 3:
        return None
    address = title_after(text, end)
    if len(address) > 1 and address != "代表" and title_kinds()[address] != "kin":
        return Foreign(start, end, "foreign-title")
    clause_start = not start or not "一" <= text[start - 1] <= "鿿"
    if clause_start and _SPEAKS.match(text, end):
        return Foreign(start, end, "foreign-speaker")
    return None


# 塔吉克族, 阿拉伯国家, 厄尔尼诺现象: what a name that is known as a person's also names.
_NOT_PEOPLE: Final = frozenset("族国法条式杯奖数字现斯公集牌号山河湖岛城州省市县")


def _is_word(text: str, start: int, end: int) -> bool:
    """Whether a run is a place or begins with an ordinary word (依法, 福利基金)."""
    common = word_rank(text[start : start + 2])
    if common > 3 or (common > 2 and end - start == 2):
        return True
    forms = gazetteer().forms
    return any(
        text[at:stop] in forms
        for at in range(max(0, start - 3), start + 1)
        for stop in range(max(start, at) + 2, end + 1)
    )
