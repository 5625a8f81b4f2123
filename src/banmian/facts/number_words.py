"""Numerals that count nothing: names, ordinals, idioms and dates (非数量的数字), to pass over.

Closed lists of the language and the calendar; names of one paper, person or page do not belong
here. `quantities` asks before it reads a numeral, and again when it knows the unit.
"""

from __future__ import annotations

import re
from typing import Final

from banmian.facts.bounds import bound_after, bound_before, sign_before
from banmian.facts.numerals import BLANK, RUN, Numeral
from banmian.facts.unit_patterns import Found

_IDIOMS: Final = """
一波三折 十字 十里八乡 十里长街 三番五次 三番两次 三头六臂 三天两头 三年五载 三年两载 十年树木
百年树人 两面三刀 两条腿走路 三百六十行 七十二变 五十步笑百步 四两拨千斤 半斤八两 九牛一毛
九牛二虎 三长两短 三言两语 三令五申 五湖四海 四面八方 七嘴八舌 千家万户 千山万水 千军万马 千方百计
千言万语 千头万绪 千里之行 千里迢迢 万里长征 万里长城 二万五千里长征 八年抗战 八年抗日 十年动乱
十年磨一剑 十年浩劫 十年内乱 十年文革 三年自然灾害 三年困难时期 三年解放战争 三句话不离本行 一日三餐
三个臭皮匠 三五成群 百家争鸣 百家讲坛 百家姓 千人一面 三点一线 十万八千里 十万火急 十万个为什么
三分球 三分天下 三分之计 十分 五花八门 四周 三角 五角场 五角星 五角大楼 六角 八角 三里屯 七里河
百里挑一 百里洲 千里马 千里眼 万人空巷 百人团 千人计划 万人计划 百万富翁 百万雄师 百万庄 千万富翁
亿万富翁 亿万 万元户 百日咳 百日维新 五四 五一 六一 七一 八一 八小时工作制 八小时之外 八小时以外
两口子 一国两制 两会 两岸 两弹 二重唱 三人行 三级跳 三步走 两步走 四人帮 二人转 二人台 二人世界
八股 三八 九一八 一二九 万一 万事 万物 万岁 万里无云 千万别 千万不 千万要 一年一度 一年四季
一天到晚 八成是 十月怀胎 三十而立 四十不惑 五十知天命 六神无主 三下五除二 三句半 十八般武艺
十八罗汉 二十八宿 三十六计 七十二家房客 百团大战 三座大山 两手
"""
_WORDS: Final[dict[str, tuple[str, ...]]] = {
    first: tuple(sorted({w for w in _IDIOMS.split() if w[0] == first}, key=len, reverse=True))
    for first in {word[0] for word in _IDIOMS.split()}
}

_ORDINAL: Final = re.compile(rf"第{BLANK}?(?:{RUN.pattern})(?:[、,至到—~-]第?(?:{RUN.pattern}))*")
_PLACE: Final = re.compile(
    "[一二三四五六七八九十百千万两](?:[台门里家道棵盘枝眼间角股步关桥重]"
    "[山沟河县峡湾屯庄堡镇乡店松渠洲铺坡岭塘街坞]|门峡|台河|盘水|家渠|门市部)"
)
"""Place names of a numeral, a word that is also a classifier, and what such a place is called."""

_AFTER_YEAR: Final = (
    *"代级底初末终度报检审轻龄夜货夏春秋冬制",
    *("规划", "计划", "行动", "大计", "期规划", "攻坚", "纲要", "方案", "战略", "滚动"),
    *("抗战", "动乱", "浩劫", "内乱"),
)
_BY_A_DATE: Final = (
    *("以前", "之前", "以后", "之后", "以来", "前", "后", "来", "间", "之间", "中", "里", "起"),
    *("多来", "多前", "多后", "余来", "多以来", "多间", "多以前", "之交", "之际"),
)
_CLOCK_UNITS: Final = ("小时", "钟头", "分钟", "秒", "秒钟")
_DURING: Final = ("里", "中", "间")
"""三个小时里 is how long; two 年里 or 天里 name the time itself."""
_NOT_AFTER: Final = re.compile(
    "(?:前往|前来|前去|后备|来自|来到|中国|中央|间接|里程|中共|前期|中期|后期)"
)
_TIME_BEFORE: Final = re.compile(
    "(?:最近|过去|未来|今后|此后|之后|之前|接下来|随后|再过|以往|往后|这|那|头|(?<!提)前|(?<![落延推滞])后"
    "|(?<!以)[上下]|近|当|首|"
    "末|又)(?:的)?$"
)
_SPENT: Final = re.compile(
    "(?:[用花经费耗历差达为过续需等待住短长早晚迟]了?|历时|时间|时长|年期|长达|持续|用时)(?:近|前)?$"
)
"""What tells a length of time (用了近三年) from a time (近三年)."""


def word_at(folded: str, place: int) -> int:
    """Where the ordinal, idiom or name that begins here ends; ``place`` itself if there is none.

    >>> word_at("第三卷", 0), word_at("三五成群", 0), word_at("三门峡市", 0), word_at("三个", 0)
    (2, 4, 3, 0)
    """
    for word in _WORDS.get(folded[place], ()):
        if folded.startswith(word, place) and not folded.startswith("之", place + len(word)):
            return place + len(word)
    match = (_ORDINAL if folded[place] == "第" else _PLACE).match(folded, place)
    return match.end() if match else place


def is_time(folded: str, start: int, end: int, unit: str) -> bool:
    """Whether a length of time there names a time: 4年前, 近三年, 前8个月, 五年计划, 30天后.

    ``end`` is where its unit ends. The times themselves are for `dates`.
    """
    if unit == "年" and folded.startswith(_AFTER_YEAR, end):
        return True
    if folded.startswith(_BY_A_DATE, end) and not _NOT_AFTER.match(folded, end):
        return unit not in _CLOCK_UNITS or not folded.startswith(_DURING, end)
    before = _TIME_BEFORE.search(folded, max(0, start - 4), start)
    within = folded.startswith(("内", "以内", "之内"), end)
    if before is None or (within and before[0] == "后"):
        return False  # 报警后3分钟内 is a length, 今后三年内 a time
    if before[0] == "近":
        return unit in ("年", "月", "天", "周") and not (
            _SPENT.search(folded, max(0, start - 4), start)
            or folded.startswith(("时间", "的时间", "历史"), end)
        )
    return True


# Where a numeral with a unit counts nothing after all.

_ARABIC_ONLY: Final = ("伏", "环", "段", "期", "方", "角", "步", "课", "节", "局", "平方")
"""三环, 八段, 四局: a road, a rank, a bureau; 两 before them counts (两期), but for 节, 方, 角."""
_ONE_OF: Final = (
    "公里",
    "公斤",
    "斤",
    "吨",
    "亩",
    "公顷",
    "平方米",
    "米",
    "立方米",
    "元",
    "美元",
    "小时",
    "分钟",
    "月",
    "世纪",
)
_HURT: Final = re.compile("(?:死亡|受伤|遇难|失踪|轻伤|重伤|死|伤|身亡|获救)")
_CONTRASTED: Final = re.compile(
    "(?:仅|只有|共有?|缓刑|徒刑|拘役|死|伤|亡|历时|为期|长达|管制|剥夺政治权利)$"
)
_BARE_FINE: Final = ("名", "位", "项", "所", "座", "辆", "台", "件", "亩", "公里", "公斤", "斤")
_FLAGS: Final = ("旗", "锦旗", "红旗", "国旗", "镜", "墙", "鼓", "奖牌", "金牌", "五星", "党旗")
_HERDS: Final = tuple("牛猪羊马驴骡鹿象熊狮虎豹鲸蒜奶种肉小大老毛耕")
_SLOGAN: Final = re.compile(
    "(?:[一二两三四五六七八九十][^一二两三四五六七八九十百千个”]|"
    '(?:[一二两三四五六七八九十][^一二两三四五六七八九十百千个”]{1,2}){2,4})[”"’」』]'
)
"""“三包”, “五包一奖”: a numeral and one character in quotation marks, or some such pairs, are a
name; “三个工程” and “十件实事” may be names as well, but count."""
_EACH: Final = re.compile(
    "[\u4e00-\u9fff]{0,2}?(?:顶|抵得?上?|[要需用收产卖花赚打值])[了到得出上过约近掉]{0,2}"
    f"(?:{RUN.pattern})(?![^，。；、,;]{{0,2}}?[折成])"
)
"""一亩顶两亩, 一斤卖三元: 一 with a measure is each there, the other numeral counts."""
_MONTH_FOLLOWS: Final = re.compile(f"{BLANK}?(?:{RUN.pattern}){BLANK}?(?:月|日)(?!均|产)")


def counts_nothing(
    folded: str, start: int, end: int, numeral: Numeral, found: Found, *, ranged: bool = False
) -> bool:
    """Whether numeral and unit are a label, a time, an article or part of a name."""
    run, form = folded[start:end], found.unit.form
    fine = numeral.open or found.more or form in _BARE_FINE or len(run) > 1
    if run == "零" and form not in ("度", "摄氏度"):
        return True
    attribute = folded[start - 1 : start] == "(" or folded.startswith("级", found.end)
    bounded = bound_before(folded, start) or bound_after(folded, found.end, duration=False)
    if numeral.bare and (attribute or not (fine or bounded)):
        return True
    if found.unit.kind == "duration":
        return _is_date(folded, start, end, numeral, found, ranged=ranged)
    if run == "一" and not ranged:
        return not _counts_one(folded, start, found)
    return not ranged and _is_label(folded, start, run, numeral, found)


def _is_label(folded: str, start: int, run: str, numeral: Numeral, found: Found) -> bool:
    """Whether the numeral names one thing: 二期, 三环, 前三名, 村3组, 十次全会, 2008对."""
    form, previous = found.unit.form, folded[start - 1 : start]
    if previous and previous in '“"‘「『' and _SLOGAN.match(folded, start):
        return True
    digit = not run[0].isascii() and numeral.value < 10
    if run == "二" and ((found.unit.kind == "count" and form != "人") or form == "元"):
        return True
    if digit and folded[found.start : found.end] in _ARABIC_ONLY:
        return run != "两" or form in ("节", "方", "角")
    if digit and form == "度":
        return sign_before(folded, start)[1] > 0 and not folded.startswith("电", found.end)
    return (
        (form in ("名", "位", "强") and previous == "前")
        or (form in ("组", "队") and previous in ("村", "社", "队"))
        or (form == "头" and run == "两" and not folded.startswith(_HERDS, found.end))
        or (form == "面" and not folded.startswith(_FLAGS, found.end))
        or (form == "次" and folded.startswith(("全会", "中央全会", "列车"), found.end))
        or (form in ("对", "部", "本") and run.isdigit() and 1900 <= numeral.value < 2100)
    )


def _is_date(
    folded: str, start: int, end: int, numeral: Numeral, found: Found, *, ranged: bool
) -> bool:
    """A year (1998年, 98年3月), a clock time's minutes, or a length of time that dates."""
    run, form = folded[start:end], found.unit.form
    clock = form in ("分钟", "秒") and folded[start - 1 : start] in ("时", "点", "分")
    if clock or (form == "日" and folded[start - 1 : start] == "月"):
        return True
    if form == "年" and not found.more:
        year = run.isdigit() and (len(run) == 4 or run[0] == "0" or 70 <= numeral.value < 100)
        spoken = numeral.value_to is not None and run in ("八九", "四五", "六七")
        month = run.isascii() and _MONTH_FOLLOWS.match(folded, found.end)
        if (
            (year and not folded.startswith(("历史", "的历史", "时间"), found.end))
            or spoken
            or month
        ):
            return True
    lone = run == "一" and not (ranged or found.more or found.half)
    if lone and not _counts_one(folded, start, found):
        return True
    after = found.end + (folded[found.end : found.end + 1] in ("多", "余"))
    return is_time(folded, start, after, form)


def _counts_one(folded: str, start: int, found: Found) -> bool:
    """Whether 一 counts: with a measure, a bound, or beside the hurt and the sentenced."""
    if folded.startswith(("也", "都"), found.end):
        return False
    if found.unit.kind in ("percent", "multiple") or found.unit.form in _ONE_OF or found.more:
        each = found.unit.kind == "measure" and _EACH.match(folded, found.end)
        return not each and folded[start - 1 : start] not in tuple("每这那下上同第新另")
    if found.unit.form in ("胜", "平", "负"):
        return True
    if bound_before(folded, start) or _CONTRASTED.search(folded, max(0, start - 6), start):
        return True
    if found.unit.kind == "duration":
        return folded.startswith(("半", "多", "以上"), found.end)
    return _HURT.match(folded, found.end) is not None
