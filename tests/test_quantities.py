"""Quantities: every kind and bound, and the numerals that count nothing beside them.

A text carries its gold: ``{近500人|near_below 500 人}`` is a quantity with bound (none: exact),
value and unit; ``3..5`` is a range, ``3:1`` a score. What is not marked must not be found.
"""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banmian.facts.bounds import bound_after, bound_before, sign_before
from banmian.facts.numerals import fold, read_numeral
from banmian.facts.quantities import Quantity, find_quantities

SEED = Path(__file__).resolve().parent.parent / "seeds" / "000_36eec756fec64adf.txt"
_MARK = re.compile(r"\{([^|]+)\|(?:([a-z_]+) )?([^ }]+)(?: ([^}]+))?\}")

Gold = tuple[str, str, float, float | None, str | None]


def read_marked(marked: str) -> tuple[str, list[Gold]]:
    """The plain text, and its quantities as (text, bound, value, value_to, unit)."""
    gold: list[Gold] = []
    for text, bound, numbers, unit in _MARK.findall(marked):
        low, *rest = re.split(r"\.\.|:", numbers)
        top = float(rest[0]) if rest else None
        code = bound or ("range" if ".." in numbers else "exact")
        above, _, below = low.partition("/")
        gold.append((text, code, float(above) / float(below or 1), top, unit or None))
    return _MARK.sub(lambda mark: mark[1], marked), gold


def as_gold(quantity: Quantity) -> Gold:
    q = quantity
    return q.text, q.bound, q.value, q.value_to, q.unit


def check(marked: str) -> None:
    text, gold = read_marked(marked)
    quantities = find_quantities(text)
    assert all(0 < q.confidence <= 1 for q in quantities)
    found = [as_gold(q) for q in quantities]
    assert [(t, b, top, u) for t, b, _, top, u in found] == [
        (t, b, top, u) for t, b, _, top, u in gold
    ]
    assert [v for _, _, v, _, _ in found] == pytest.approx([v for _, _, v, _, _ in gold])


ROWS = [
    # label, text with its quantities marked
    ("money with a place sign", "全年实现利润{1.4亿元|140000000 元}"),
    ("percent", "比上年增长{12.5%|12.5 %}"),
    ("open numeral and no classifier", "累计{超过60多万|gt 600000}职工参加"),
    ("numeral of mixed writing", "安置{3万5千户|35000 户}"),
    ("Chinese numeral", "亩产{六百斤以上|ge 600 斤}"),
    ("tenths", "增产{三成|30 %}"),
    ("two tenths as a range", "{六七成|60..70 %}的住户"),
    ("fraction", "占总数的{三分之一|1/3}"),
    ("small fraction", "误差{不到万分之一|lt 0.0001}"),
    ("parts of a hundred", "{百分之五十以上|ge 50 %}的农户"),
    ("range of parts", "{百分之三十至四十|30..40 %}"),
    ("per mille", "{5‰|5 ‰}的费率"),
    ("doubling", "产值{翻了两番|2 番}"),
    ("doubling once", "产量{翻番|1 番}"),
    ("half", "{近一半|near_below 0.5}的人"),
    ("multiple and a half", "增加了{一倍半|1.5 倍}"),
    ("years and months", "有期徒刑{三年零六个月|3.5 年}"),
    ("classifier and a half", "{一个半小时|1.5 小时}的车程"),
    ("half a unit", "等了{半年|0.5 年}"),
    ("more than some months", "用了{两个多月|gt 2 月}"),
    ("yuan and jiao", "卖到{3元5角|3.5 元}"),
    ("metres and decimals", "身高{一米八|1.8 米}"),
    ("minutes, seconds, hundredths", "以{1分52秒34|112.34/60 分钟}的成绩"),
    ("speed", "时速{350公里|350 公里}"),
    ("below zero", "最低气温{零下5摄氏度|-5 摄氏度}"),
    ("below zero to below zero", "{零下10℃至零下5℃|-10..-5 ℃}"),
    ("a bound below zero, later", "气温为{零下近30摄氏度|near_below -30 摄氏度}"),
    ("a bound below zero", "{零下近30摄氏度|near_below -30 摄氏度}"),
    ("minus sign", "增速为{-2.5%|-2.5 %}"),
    ("force of wind", "风力{5至8级|5..8 级}"),
    ("score", "主队以{3比1|3:1}获胜"),
    ("score with a colon", "以{3:1|3:1}战胜对手"),
    ("range that shares its place", "{3至5万元|30000..50000 元}的奖金"),
    ("range that does not share it", "{5000元至1万元|5000..10000 元}"),
    ("range without a unit", "有{20万至30万|200000..300000}。"),
    ("range with a dash", "增幅在{20%—30%|20..30 %}之间"),
    ("neighbours as a range", "来了{七八十人|70..80 人}"),
    ("neighbours with a comma", "{五、六个|5..6 个}人"),
    ("tens and more", "{数十名|gt 10 名}群众"),
    ("ten and more", "{十几个|gt 10 个}国家"),
    ("bare place with 余", "{百余家|gt 100 家}企业"),
    ("bare place with a bound", "{不足百人|lt 100 人}的小村"),
    ("bare place with 上", "{上千名|ge 1000 名}工人"),
    ("bare place with 过", "产值{过亿元|gt 100000000 元}"),
    ("about", "投资{约300万美元|about 3000000 美元}"),
    ("about on both sides", "重{约50公斤左右|about 50 公斤}"),
    ("about behind", "{30岁上下|about 30 岁}的男子"),
    ("nearly", "{近3万名|near_below 30000 名}"),
    ("at most", "{最多20人|le 20 人}"),
    ("not over", "{不超过8小时|le 8 小时}"),
    ("within", "{三天内|le 3 天}完成"),
    ("reached is exact", "高达{486个|486 个}"),
    ("rate behind a slash", "给予{300元/人|300 元/人}的补贴"),
    ("rate in the clause", "每人补贴{300元|300 元}"),
    ("full width with comma", "{１，３００吨|1300 吨}钢材"),
    ("full width point", "{１．２亿千瓦时|120000000 千瓦时}"),
    ("middle dot as a point", "{7·61亿元|761000000 元}"),
    ("blank inside", "{1.3 万名|13000 名}群众"),
    ("ideographic blank", "{500　人|500 人}"),
    ("financial numeral", "{壹仟貳佰元|1200 元}"),
    ("twenty and thirty", "{廿五担|25 担}谷子、{卅亩|30 亩}水田"),
    ("traditional characters", "{三萬餘畝|gt 30000 亩}"),
    ("hundred million in the old way", "{四万万|400000000}同胞"),
    ("foreign units", "跑了{10km|10 km},重{5kg|5 kg}"),
    ("coin sign", "售价{$1.5万|15000 美元}"),
    ("person-times in brackets", "{30多万户(次)|gt 300000 户次}"),
    ("noun that counts", "{8部门|8 部门}联合出台,{17国|17 国}参加"),
    ("weight in liang", "{八两|8 两}酒"),
    ("age by decades is left", "八旬老人"),
    ("fine of the law", "处{三年以上|ge 3 年}{十年以下|le 10 年}有期徒刑"),
    ("terms in a row", "连续{三届|3 届}当选"),
    ("heats of steel", "炼出{三十七炉|37 炉}钢"),
    ("within minutes after", "报警后{3分钟内|le 3 分钟}赶到"),
    ("within days of the law", "{30日内|le 30 日}支付"),
    ("mao", "卖{八毛钱|8 角}"),
    ("medals", "共获{5金|5 金}{4银|4 银}{7铜|7 铜}"),
    ("record of a season", "{12胜|12 胜}{7平|7 平}{3负|3 负},{三战|3 战}{两胜|2 胜}{一负|1 负}"),
    ("height of an index", "重返{3300点|3300 点}整数关口,失守{20000点|20000 点}"),
    ("lanes", "把{四车道|4 车道}改为{八车道|8 车道}"),
    ("bare place with 以上", "{千人以上|ge 1000 人}的大村"),
    ("windmills", "装了{40台|40 台}风机"),
    ("hours in which", "{两个小时|2 小时}里卖光"),
    ("part in Arabic digits", "占全省的{1/5|1/5},{1/3以上|ge 1/3}的学生"),
    ("days of labour", "每亩用{三个半工|3.5 工},共{20个工|20 工}"),
    ("one of each", "一斤卖{三元|3 元},一亩地收{八百斤|800 斤},一吨顶{两吨|2 吨}"),
    ("one that counts", "买{一斤|1 斤}糖,走了{一公里|1 公里}"),
    ("things to do in quotation marks", "为民办“{八件|8 件}实事”"),
    ("length under way", "建设历时{近10年|near_below 10 年}"),
    ("fused numeral", "{俩|2}孩子"),
    ("one with a bound", "{不到一个|lt 1 个}"),
    ("one that is hurt", "致{一人|1 人}死亡"),
    ("parts of a thousand", "{千分之三|3 ‰}"),
    ("a tenth is no idiom", "占总数的{十分之一|1/10}"),
    ("years below seventy are no year", "建校{69年|69 年}"),
    ("eleven months more", "{三年十一个月|47/12 年},{1小时59分|119/60 小时}"),
    ("as much as the larger unit", "{三年|3 年}{零十二个月|12 月},{3元|3 元}{10角|10 角}"),
    ("hours of a day", "{3天5小时|77/24 天},{3天|3 天}{24小时|24 小时}"),
    ("seconds of an hour", "{1小时20秒|3620/3600 小时},{1小时|1 小时}3600秒"),
    ("fen", "{3元5角2分|3.52 元},{5角2分|5.2 角},{3元5分|3.05 元}"),
    ("old lengths", "{三丈九尺九寸|3.99 丈},{3尺5寸|3.5 尺}"),
    ("a time with too many digits", "{1分52秒|112/60 分钟}345"),
    ("two decimals", "{一米八六|1.86 米},{一米86|1.86 米},{3秒5|3.5 秒}"),
    ("metres and things", "{一米|1 米}{八个|8 个}"),
    ("half and more", "{两年半多|gt 2.5 年},{三个半月|3.5 月},{三个来月|gt 3 月}"),
    ("more in the middle", "{10几个|gt 10 个},{20几个|gt 20 个},{二十几个|gt 20 个}"),
    ("two blanks", "{10  个|10 个}"),
    ("force and grade", "{4级|4 级}地震,风力{5级|5 级},{5级|5 级}大风"),
    ("minutes and a half", "{9分半钟|9.5 分钟},{9分钟|9 分钟}"),
    ("points of proposals", "{3点|3 点}建议,涨{3点|3 点}"),
    ("the least index", "升至{100点|100 点}"),
    ("record that begins", "{2胜|2 胜}{1平|1 平}{1负|1 负}"),
    ("states and markets", "{2国|2 国},{99国|99 国},{17多国|gt 17 国},{30市|30 市}"),
    ("three in one sign", "{仨|3}人"),
    ("a hundred thousand", "{十万|100000}学生"),
    ("half at the very beginning", "{一半|0.5}的人,有{一半|0.5}"),
    ("half a year at the very beginning", "{半年|0.5 年}过去"),
    ("more than a place sign tells", "{60多万|gt 600000}职工,{百余|gt 100}学生"),
    ("more than twenty things", "{二十余|gt 20}旧房"),
    ("a third and more", "占{1/3强|gt 1/3}的人"),
    ("a small part in digits", "占{1/1000|1/1000}"),
    ("one or two", "{一两个|1..2 个}人,{三两天|2..3 天}"),
    ("a hundred liang", "{一百两|100 两}银子"),
    ("letters that are no code", "RMB{5万元|50000 元},版A,{5个|5 个}"),
    ("a coin behind letters", "US{$5万|50000 美元}"),
    ("other coins", "{¥300|300 元},{€2万|20000 欧元},{£3|3 英镑}"),
    ("tenths and a half", "{三成半|35 %},{三成五|35 %}"),
    ("parts, but none more", "{百分之三十|30 %}到三十"),
    ("parts and more", "{百分之三十多|gt 30 %},{百分之三十强|gt 30 %}"),
    ("an open number of parts", "{百分之数十|gt 10 %}"),
    ("per mille as a range", "{千分之三至五|3..5 ‰}"),
    ("thirty million persons", "{千万|10000000}学生,{百万|1000000}学生"),
    ("ten persons without a classifier", "{10|10}学生"),
    ("before and after the years of a paper", "{1899|1899}学生,{2100|2100}学生"),
    ("so many pairs are no year", "{1899对|1899 对},{2100对|2100 对},{2008套|2008 套}"),
    ("range with its place on both sides", "{3万至5万元|30000..50000 元}"),
    ("range that begins with more than the second digit", "{30至5万元|30..50000 元}"),
    ("range with a point", "{3至5.5万元|30000..55000 元}"),
    ("two lengths from here to there", "从{5公里|5 公里}到{10公里|10 公里}"),
    ("two units are no range", "{5公里|5 公里}到{10米|10 米}"),
    ("below zero to above", "{零下5至3摄氏度|-5..3 摄氏度}"),
    ("colder than it began", "零下5至{零下10摄氏度|-10 摄氏度}"),
    ("neighbours of tens", "{二十、三十个|20..30 个},{八、九十个|80..90 个}"),
    ("a list of numbers is no range", "3、{5个|5 个},9、{10个|10 个}"),
    ("no range backwards", "{30万|300000}至{20万|200000}"),
    ("a place sign on one side only", "{20万|200000}到{30人|30 人}"),
    ("behind the first three", "后{三名|3 名}"),
    ("groups, but no village's", "县{3组|3 组}"),
    ("cattle", "{两头|2 头}牛,{三头|3 头}忙"),
    ("flags", "{三面|3 面}锦旗"),
    ("meetings", "{十次|10 次}会"),
    ("二 that counts", "{二人|2 人},{二斤|2 斤}"),
    ("two issues, fifteen degrees", "{两期|2 期},{15度|15 度},{五度电|5 千瓦时}"),
    ("freezing point with its unit", "{零摄氏度|0 摄氏度}"),
    ("years of a history", "{98年|98 年}历史,{1998年|1998 年}的历史"),
    ("a hundred years", "{100年|100 年},{五六年|5..6 年}"),
    ("years before a day's mean", "{3年|3 年}5日均"),
    ("minutes without an hour", "{9分30秒|9.5 分钟}"),
    ("one and more", "{一公里多|gt 1 公里},{一年多|gt 1 年},{一年以上|ge 1 年}"),
    ("one that is contrasted", "仅{一人|1 人},缓刑{一年|1 年},为期{一天|1 天}"),
    ("one at the very beginning", "{一人|1 人}受伤"),
    ("hours in which, not days", "{三小时|3 小时}里,{三分钟|3 分钟}里"),
    ("years before a word", "{三年|3 年}前往,{三年|3 年}来自"),
    ("near in hours", "{近三小时|near_below 3 小时}"),
    ("how long it took", "用了{近三年|near_below 3 年},{近三年|near_below 3 年}的时间"),
    ("earlier and later by years", "提前{三年|3 年},落后{三年|3 年},以上{三年|3 年}"),
    ("points of a game are no index", "得{120分|120 分}"),
    ("ten million things", "{千万个|10000000 个}家庭"),
    ("a blank behind 多", "{10多 个|gt 10 个}"),
    ("open numeral before a thing", "拆除{300多|gt 300}旧房"),
]

NEAR_MISSES = {
    "names with a numeral": (
        "长三角 二十国集团 20国集团 一带一路 四川 九江 三峡 七里河 三元里 五台山 九寨沟县 "
        "三门峡市 万州区 六盘水 千岛湖 三亚 百色 八一制片厂 三里屯 五角大楼 五粮液 京九铁路"
    ),
    "plans, bodies, periods": (
        "五年规划 三年行动计划 十四五 十九届五中全会 九届十次全会 召开九届全国人大 四出招商 "
        "三中全会 90年代 五十年代 三年级 老三届"
    ),
    "ordinals": ("第三卷 第3、4次 第十二个 第二十三条 前三名 首次 其一 之一"),
    "labels": (
        "“1+10” “1” 11车队 301医院 3号楼 5号线 107国道 626室 二期工程 三期工程 二等奖 一级 "
        "二线城市 三环 四局 村3组 沙乡2村 T3航站楼 K123次列车 C919 H7N9 4S店 5A级景区 5G PM2.5 "
        "G20"
    ),
    "telephone, post, documents": (
        "电话010-65368114 邮编100026 拨打12345热线 126.com 国发〔2016〕12号"
    ),
    "dates and clock times": (
        "1998年 二〇〇八年 98年3月 10月26日 3月15日内 9时30分 晚8点20分 上午10点 3月份 1—8月 "
        "星期三 周五 9时20多分到达 4年前 三年来 近三年 前8个月 5年后 未来三天 今后三年内 过去十年 "
        "上半年 2019年度"
    ),
    "days with a name": ("五一 六一 八一 三八妇女节 五四青年节 双十一 九一八"),
    "idioms": (
        "三五成群 一心一意 四面八方 五花八门 千方百计 一举两得 三番五次 一劳永逸 三天两头 "
        "十年磨一剑 半斤八两 一刀两断 一分为二 百里挑一 十全十美 一波三折 十里八乡 红十字会"
    ),
    "lexical words": (
        "万一 千万别 一些 一定 一般 老百姓 百货 万岁 十分重要 统一 唯一 第三方 半岛 四周 三农 "
        "三产 四化 十佳 两岸 两会 两头 千瓦 多半 数字 多数 一次性 一条龙 一把手 一方面 万元户 "
        "二手 百分制"
    ),
    "more than some years after": ("三年多后 十余年前 两个多月后 三年多之后"),
    "a grade, a point, a term, a medal": (
        "三级 3级 5至6级别 3点 99点 3届 5金 4银 1负 3胜利 9分篮板"
    ),
    "a number that goes on": ("15几个"),
    "states that are names": ("1国 100国 十国 30市场"),
    "slogans in quotation marks": ("“四包”责任制 “三保” “三改一拆” “两减三增”"),
    "matches, dates, labels with a stroke": ("挺进1/4决赛 5/12 3/8版 2019/2020赛季"),
    "sport, but no record": ("胜负 两平台 三胜利"),
    "clock times and clicks, not an index": ("晚9点 12点 5000点击 5000点赞 120分 百点"),
    "typhoons": ("第8号台风"),
    "days and years in which": ("三天里 五年里 三小时后"),
    "one as an article": (
        "一个也不能少 一个场景 一批群体 一份套餐 一句话 一条路子 一场货 一工厂 一头连着 每一位 "
        "另一半"
    ),
    "numbers of a list, a network, an ordinal": ("№3个 A-5个 @5个 RMB500 第三届5人"),
    "parts that are none": (
        "占3/3的人 占0/3 占4/3 占1/12345 占1.5/3 零分之一 数百分之一 10成 0成 百成"
    ),
    "other halves": ("另一半 上半年 提前半年 半年后开工"),
    "doublings without a number": ("翻几番"),
    "persons without a plain number": ("9学生 百学生 2008学生 1900学生 2099学生 十余旧房"),
    "ranges without a unit": ("3至5 2000至3000 百万至千万"),
    "a large number before a letter": ("100万A"),
    "teams and groups of a village": ("村3组 社3队 队3组 前三强 两头忙 三面环山 十次列车"),
    "pairs and parts of a year": ("2008对 2008部 2008本"),
    "二 as a label": ("二个 二元"),
    "labels of one digit": ("三环 三节 两节 两方 两角 三期 五度"),
    "nothing": ("零个 零度 零元 百个 千个"),
    "years": ("70年 99年 07年 八九年 四五年 六七年 3年5月 3年15日"),
    "one as each or as an article": (
        "每一公里 这一公里 一公里也没有 每一倍 同一倍 一年 仅有一名 新一公里 下一公里"
    ),
    "times in which and after which": (
        "三小时后 三天之后 三个月间 近三年 近三月 后三年 最近三年 头三年 首三年 当三年 过去的三年"
    ),
    "words that end in a bound": ("节约 最近 附近 纽约"),
    "nothing to count": (
        "几个 几十分之一 千万吨级 (万台) 百十家 数字 零距离 百年 三人行 他们俩 夫妇俩 零成见"
    ),
}

PARAGRAPHS = [
    (
        "economy: growth",
        "国家统计局昨日公布,一季度国内生产总值{27.02万亿元|27020000000000 元},同比增长{4.8%|4"
        ".8 %}。其中第一产业增加值{1.09万亿元|1090000000000 元},增长{6%|6 %};全国居民消费价格"
        "上涨{1.1%|1.1 %},涨幅比上年同期回落{0.9个百分点|0.9 百分点}。",
    ),
    (
        "economy: bank",
        "截至6月末,该行共有网点{1.2万个|12000 个},从业人员{逾二十万人|gt 200000 人},不良贷款"
        "率降至{1.5%以下|le 1.5 %},较年初下降{二十个基点|20 基点}。",
    ),
    (
        "economy: market",
        "昨日沪指收于{3215.8点|3215.8 点},涨{0.6%|0.6 %};两市成交额{超过9000亿元|gt 900000000"
        "000 元},{近七成|near_below 70 %}个股上涨。",
    ),
    (
        "sport: basketball",
        "第三节还剩{2分钟|2 分钟},客队凭借{两记|2 记}三分球把比分追成{78比80|78:80}。王强全场"
        "得到{31分|31 分}、{12个|12 个}篮板,率队以{96:91|96:91}逆转取胜,豪取6连胜。",
    ),
    (
        "sport: track",
        "女子{100米|100 米}栏决赛,{18岁|18 岁}小将以{12秒87|12.87 秒}夺冠,把全国纪录提高了{0."
        "05秒|0.05 秒}。",
    ),
    (
        "weather: forecast",
        "预计未来三天,江南大部降雨{50至80毫米|50..80 毫米},局部{超过100毫米|gt 100 毫米};北方"
        "气温下降{6~8℃|6..8 ℃},阵风可达{7级|7 级},最低气温{零下十二度|-12 度}。",
    ),
    (
        "courts: sentences",
        "法院一审以受贿罪判处被告人有期徒刑{十一年|11 年},剥夺政治权利{两年|2 年},并处罚金{一"
        "百二十万元|1200000 元};其妻获刑{三年|3 年},缓刑{五年|5 年}。{二人|2 人}共退赃{九百余"
        "万元|gt 9000000 元}。",
    ),
    (
        "1950s: harvest",
        "红星社{三百二十七户|327 户}社员苦战{四十昼夜|40 昼夜},修渠{十八华里|18 华里},挖土方{一"
        "万二千方|12000 方},扩大水田{九百四十亩|940 亩},预计亩产可达{八百斤|800 斤},比去年增"
        "产{一倍以上|ge 1 倍}。",
    ),
    (
        "1950s: traditional characters",
        "該廠工人提前{七天|7 天}完成全年計劃,共生產鋼材{五萬六千噸|56000 吨},節約資金{十二億"
        "元以上|ge 1200000000 元},超過計劃{百分之八點五|8.5 %}。",
    ),
    (
        "abroad: earthquake",
        "据法新社报道,当地时间3日凌晨发生里氏{6.4级|6.4 级}地震,{至少45人|ge 45 人}死亡,{一百"
        "多人|gt 100 人}受伤,{约两千间|about 2000 间}房屋倒塌,经济损失估计达{3亿至5亿美元|300"
        "000000..500000000 美元}。",
    ),
    (
        "abroad: aid",
        "联合国说,该国有{1200万人|12000000 人}需要救助,其中{三分之二|2/3}是儿童;欧盟追加援助{"
        "1.5亿欧元|150000000 欧元},是去年的{两倍多|gt 2 倍}。",
    ),
    (
        "traffic: motorway",
        "这条高速公路全长{128公里|128 公里},双向{六车道|6 车道},设计时速{120公里|120 公里},总投资"
        "{约97.6亿元|about 9760000000 元},比原计划工期缩短了{近半年|near_below 0.5 年}。",
    ),
    (
        "energy: power station",
        "电站装机容量{60万千瓦|600000 千瓦},年发电量可达{20亿千瓦时|2000000000 千瓦时},每年可"
        "节约标准煤{65万吨|650000 吨},减排二氧化碳{170多万吨|gt 1700000 吨}。",
    ),
    (
        "society: taxi driver",
        "今年{57岁|57 岁}的老李开了{三十多年|gt 30 年}出租车,每天工作{十来个小时|gt 10 小时},"
        "月收入{不到6000元|lt 6000 元},一家{五口|5 口}挤在{70平方米|70 平方米}的房子里。",
    ),
    (
        "education: school",
        "全校师生{两千三百余人|gt 2300 人}、家长代表{150名|150 名}参加了校庆。图书馆藏书{12万"
        "册|120000 册},人均{50册|50 册},{3栋|3 栋}教学楼共{90个|90 个}班级。",
    ),
    (
        "health: hospital",
        "这所医院日均门诊量{逾8000人次|gt 8000 人次},三年间减少患者等候时间{40分钟|40 分钟},"
        "药费下降{两成五|25 %}。",
    ),
    (
        "markets: prices",
        "鸡蛋每斤{4.8元|4.8 元},猪肉每公斤从{26元|26 元}涨到{31元5角|31.5 元},一把青菜卖到{3"
        "块钱|3 元}。",
    ),
    (
        "politics: vote",
        "会议应到代表{298人|298 人},实到{291人|291 人},以{286票|286 票}赞成、{2票|2 票}反对、"
        "{3票|3 票}弃权通过了决议。",
    ),
    (
        "accident: labels of roads",
        "{两名|2 名}男子驾车行至107国道K123公里处,与一辆货车相撞,致3死5伤,伤者被送往301医院。",
    ),
    (
        "services: hotline",
        "市民可拨打12345热线或登录网站办理,办结时限由{15个工作日|15 工作日}压缩至{5个工作日|5"
        " 工作日}。",
    ),
    (
        "fair: exhibitors",
        "第14届博览会设{5个|5 个}展区,{1500多家|gt 1500 家}参展商来自{67个|67 个}国家和地区,"
        "观众{突破30万人次|gt 300000 人次},意向成交额同比增长{1.2倍|1.2 倍}。",
    ),
    (
        "space: satellite",
        "卫星重{3.2吨|3.2 吨},运行在距地面{约500公里|about 500 公里}的轨道上,设计寿命{8年|8 "
        "年},分辨率优于{0.5米|0.5 米}。",
    ),
    (
        "culture: folk songs",
        "他们俩花了整整{3个月|3 月},跑遍全县{27个|27 个}乡镇,行程{五千余公里|gt 5000 公里},收"
        "集民歌{四百来首|gt 400 首}。",
    ),
    (
        "economy: per hundred",
        "每百元营业收入中的成本为{84.5元|84.5 元},每百户居民拥有汽车{43辆|43 辆}。",
    ),
    (
        "goals: doubling",
        "到2020年,城乡居民收入比2010年{翻一番|1 番},贫困发生率由{10.2%|10.2 %}降至{0.6%|0.6 %"
        "},减少贫困人口{9000多万|gt 90000000}。",
    ),
    (
        "parade: height",
        "仪仗队由三军组成,队员平均身高{一米八六|1.86 米},鸣礼炮{21响|21 响}。",
    ),
    (
        "1950s: waterworks",
        "全省去冬今春共出动民工{四百八十万人次|4800000 人次},完成土石方{六亿三千万立方米|6300"
        "00000 立方米},新增灌溉面积{二百一十余万亩|gt 2100000 亩},相当于前五年总和的{百分之七"
        "十|70 %}。",
    ),
    (
        "1950s: battle",
        "我军在{三天|3 天}激战中击落敌机{七架|7 架},击毁坦克{十二辆|12 辆},毙伤俘敌{一千三百"
        "余名|gt 1300 名},缴获步枪{二百多支|gt 200 支}。",
    ),
    (
        "markets: oil",
        "国际油价周一大涨,纽约市场原油期货每桶上涨{2.31美元|2.31 美元},收于{78.62美元|78.62 "
        "美元},涨幅为{3.03%|3.03 %};伦敦布伦特原油突破每桶{80美元|80 美元}。",
    ),
    (
        "politics: proposals",
        "大会共收到提案{5357件|5357 件},其中委员提案{4966件|4966 件},占{92.7%|92.7 %}。已立案"
        "{4668件|4668 件},办复率达{99%以上|ge 99 %}。",
    ),
    (
        "sport: badminton",
        "决赛中,张华以{21比15|21:15}、{19比21|19:21}和{21比17|21:17}击败对手,全场比赛历时{1小"
        "时18分钟|1.3 小时},拿到个人第5个冠军和{10万美元|100000 美元}奖金。",
    ),
    (
        "weather: typhoon",
        "受台风影响,沿海出现{4~6米|4..6 米}的大浪,{12个|12 个}县市的{38.6万人|386000 人}紧急"
        "转移,直接经济损失{约12亿元|about 1200000000 元},所幸无人员伤亡。",
    ),
    (
        "economy: county",
        "该县农民人均纯收入由1978年的{133元|133 元}增加到{2800元|2800 元},增长{20倍|20 倍};粮"
        "食总产量{超过3亿公斤|gt 300000000 公斤},人均占有粮食{不足400公斤|lt 400 公斤}。",
    ),
    (
        "courts: bribes",
        "被告人利用职务便利,先后{19次|19 次}收受他人钱物共计折合人民币{648万余元|gt 6480000 "
        "元},另有港币{50万元|500000 元}。二审维持原判,决定执行无期徒刑。",
    ),
    (
        "science: walking",
        "研究人员对{1.8万名|18000 名}{40岁以上|ge 40 岁}的成年人随访了平均{8.6年|8.6 年},发现"
        "每天步行{七八千步|7000..8000 步}者死亡风险降低{约50%|about 50 %}。",
    ),
    (
        "culture: series",
        "这部{30集|30 集}电视剧首播收视率达{2.1%|2.1 %},网络播放量{突破10亿次|gt 1000000000 "
        "次}。导演说,拍摄用了{5个多月|gt 5 月},剧本改了{二十几稿|gt 20 稿}。",
    ),
    (
        "traffic: flights",
        "新航线每周一、三、五各飞一班,单程票价{1180元|1180 元}起,飞行时间{约4小时50分|about 2"
        "90/60 小时}。",
    ),
    (
        "health: cases",
        "截至昨日24时,全市累计报告病例{326例|326 例},治愈出院{298例|298 例},尚有{28人|28 人}"
        "在院治疗,其中重症{3人|3 人}。",
    ),
    (
        "labour: migrants",
        "全国{2.8亿多|gt 280000000}农民工中,{50岁以上|ge 50 岁}的占{四分之一强|gt 0.25};制造"
        "业月均工资{4096元|4096 元},比上年多出{232元|232 元}。",
    ),
    (
        "society: orchard",
        "他家承包了{三十几亩|gt 30 亩}果园,养了{两头|2 头}牛、{六十来只|gt 60 只}鸡,一年能挣{"
        "上万元|ge 10000 元},还清欠了{十年|10 年}的{八千块钱|8000 元}债。",
    ),
    (
        "sport: league",
        "第三轮比赛,主队{2:0|2:0}完胜,积{7分|7 分}升至积分榜第二位;客队{两战|2 战}皆负,净胜球"
        "为-{4个|4 个}。",
    ),
    (
        "1950s: wells",
        "全村老少齐上阵,{不到半个月|lt 0.5 月}就打井一眼、修桥{两座|2 座},每户平均出工{十五个"
        "|15 个}。",
    ),
    (
        "markets: rouble",
        "卢布汇率跌至{1美元|1 美元}兑{96卢布|96 卢布},央行将基准利率上调{350个基点|350 基点}"
        "至{12%|12 %}。",
    ),
    (
        "traffic: metro",
        "列车由{12节|12 节}车厢编组,满载可运{1500人|1500 人},最小间隔{2分半钟|2.5 分钟},比地"
        "面交通快{一倍|1 倍}。",
    ),
    (
        "education: college",
        "学校现有专任教师{386人|386 人},其中教授、副教授占{45%|45 %},生师比为{16∶1|16:1},校园"
        "占地{1200余亩|gt 1200 亩}。",
    ),
    (
        "society: volunteers",
        "首批{24名|24 名}志愿者平均年龄{26岁|26 岁},最小的只有{19岁|19 岁},他们将在当地服务{"
        "一年至三年|1..3 年}。",
    ),
]


@pytest.mark.parametrize("marked", [row[1] for row in ROWS], ids=[row[0] for row in ROWS])
def test_a_quantity_is_read_with_its_bound_value_and_unit(marked: str) -> None:
    check(marked)


@pytest.mark.parametrize(
    "marked", [row[1] for row in PARAGRAPHS], ids=[row[0] for row in PARAGRAPHS]
)
def test_a_paragraph_of_news_gives_its_quantities_and_nothing_else(marked: str) -> None:
    check(marked)


@pytest.mark.parametrize("label", NEAR_MISSES)
def test_a_numeral_that_counts_nothing_is_no_quantity(label: str) -> None:
    found = {text: find_quantities(text) for text in NEAR_MISSES[label].split()}
    assert {text: [q.text for q in qs] for text, qs in found.items() if qs} == {}


RATES = [
    ("slash", "给予300元/人的补贴", "money_rate", "人", "CNY"),
    ("each, the first of two", "每人每月补贴300元", "money", "人", "CNY"),
    ("average", "户均收入2万元", "money", "户", "CNY"),
    ("yield", "亩产达800斤", "measure", "亩", None),
    ("a month", "一个月收入有2400元", "money", "月", "CNY"),
    ("each, behind", "300元每人", "money_rate", "人", "CNY"),
    ("a count by the year", "3次/年", "count", "年", None),
    ("per cent have no slash", "20%/年", "percent", None, None),
    ("wage", "月薪3000元", "money", "月", "CNY"),
    ("speed", "时速350公里", "measure", "小时", None),
    ("not the first month", "头一个月3000元", "money", None, "CNY"),
    ("an age has no rate", "每人3岁", "age", None, None),
    ("eight characters between", f"每人{'甲' * 8}300元", "money", "人", "CNY"),
    ("nine characters between", f"每人{'甲' * 9}300元", "money", None, "CNY"),
    ("another clause", "每人,300元", "money", None, "CNY"),
    ("no rate", "投入300万美元", "money", None, "USD"),
]


@pytest.mark.parametrize(
    ("text", "kind", "per", "currency"), [r[1:] for r in RATES], ids=[r[0] for r in RATES]
)
def test_a_rate_says_by_what_it_is_reckoned(
    text: str, kind: str, per: str | None, currency: str | None
) -> None:
    (quantity,) = [q for q in find_quantities(text) if q.kind != "duration"]
    assert (quantity.kind, quantity.per, quantity.currency) == (kind, per, currency)


NOUNS = [
    ("behind", "吸纳1.3万名贫困群众在家门口就业", "贫困群众"),
    ("behind 的", "30多万户(次)的生活救助、", "生活救助"),
    ("before", "扶贫车间数量已达486个。", "扶贫车间数量"),
    ("not the verb of change", "困难职工由7.1万户骤减为2513户", "困难职工"),
    ("none", "3比1", None),
    ("not the auxiliary", "旅客可达1500万人次", "旅客"),
    ("not what it is compared with", "价格。比上月高0.2元", None),
    ("not one character before", "，米3吨", None),
    ("but two", "，大米3吨", "大米"),
    ("a match is no comparison", "比赛门票达300元", "比赛门票"),
    ("workers, 就业 is no verb there", "为30名就业人员，办证", "就业人员"),
]


@pytest.mark.parametrize(("text", "noun"), [r[1:] for r in NOUNS], ids=[r[0] for r in NOUNS])
def test_the_noun_is_what_stands_by_the_quantity(text: str, noun: str | None) -> None:
    assert find_quantities(text)[0].noun == noun


KINDS = {
    "count": "486个",
    "money": "9亿多元",
    "money_rate": "300元/人",
    "percent": "两成",
    "ratio": "三分之一",
    "multiple": "3倍",
    "measure": "6平方米",
    "duration": "3个月",
    "age": "3岁",
    "score": "3比1",
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_its_name(kind: str) -> None:
    assert [q.kind for q in find_quantities(KINDS[kind])] == [kind]


SEED_QUANTITIES = [
    "10 万人=100000 人 exact",
    "1.3 万名=13000 名 exact",
    "3个月以上=3 月 ge",
    "300元/人=300 元/人 exact",
    "近500人=500 人 near_below",
    "7.1万户=71000 户 exact",
    "2513户=2513 户 exact",
    "9亿多元=900000000 元 gt",
    "30多万户(次)=300000 户次 gt",
    "超百家=100 家 gt",
    "超过6平方米=6 平方米 gt",
    "近400人次=400 人次 near_below",
    "42.12万元=421200 元 exact",
    "60多万=600000 None gt",
]
SEED_TRAPS = [
    "一头连着",
    "第三卷",
    "四川",
    "“1+10制度文件”",
    "九届十次",
    "11车队",
    "一条龙",
    "126.com",
]


def test_the_seed_page_gives_the_quantities_that_were_read_by_hand() -> None:
    found = {
        f"{q.text}={q.value:.0f} {q.unit} {q.bound}"
        for q in find_quantities(SEED.read_text("utf-8"))
    }
    assert set(SEED_QUANTITIES) <= found


def test_the_seed_page_gives_none_of_its_traps() -> None:
    text = SEED.read_text("utf-8")
    found = find_quantities(text)
    for trap in SEED_TRAPS:
        start = text.index(trap)
        assert not [q for q in found if q.start < start + len(trap) and start < q.end]


VALUES = [
    ("三万五", 35_000),
    ("三亿二", 320_000_000),
    ("１.３ 万", 13_000.0),
    ("三千五", 3_500.0),
    ("一百零五", 105.0),
    ("二百五", 250.0),
    ("二〇〇八", None),
    ("三点一四", 3.14),
    ("○", 0.0),
    ("廿五", 25.0),
    ("1亿2000万", 120_000_000.0),
    ("3.5万亿", 3_500_000_000_000.0),
    ("9007199254740992", 2.0**53),
    ("0.1万", 1_000.0),
    ("三点五亿", 350_000_000.0),
    ("几", None),
    ("1亿9999万", 199_990_000.0),
    ("1亿10000万", None),
    ("亿万", None),
    ("三月", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "value"), VALUES, ids=[row[0] or "empty" for row in VALUES])
def test_a_numeral_has_its_value_or_none(text: str, value: float | None) -> None:
    numeral = read_numeral(fold(text))
    assert (None if numeral is None else float(numeral.value)) == value


def test_two_neighbours_are_a_range_and_several_tens_are_open() -> None:
    pair, tens = read_numeral("七八十"), read_numeral("数十")
    assert pair is not None
    assert (pair.value, pair.value_to, pair.open) == (70, 80, False)
    assert tens is not None
    assert (tens.value, tens.value_to, tens.open) == (10, None, True)


def test_no_more_than_two_blanks_stand_before_a_unit() -> None:
    assert find_quantities("10   个") == []


def test_a_numeral_has_thirty_signs_at_most() -> None:
    assert read_numeral("1" * 30) is not None
    assert read_numeral("1" * 31) is None


def in_chinese(number: int) -> str:
    """A number below 10**8 as it is read aloud."""
    if number >= 10**4:
        high, low = divmod(number, 10**4)
        gap = "零" if 0 < low < 1000 else ""
        return in_chinese(high) + "万" + gap + (in_chinese(low) if low else "")
    text, gap = "", False
    for place, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, place)
        if digit:
            text += ("零" if gap and text else "") + "零一二三四五六七八九"[digit] + sign
        gap = not digit
    return text


@given(st.integers(1, 10**8 - 1))
@settings(max_examples=200, deadline=None)
def test_a_chinese_numeral_reads_as_the_number_it_was_written_from(number: int) -> None:
    numeral = read_numeral(in_chinese(number))
    assert numeral is not None
    assert (numeral.value, numeral.value_to) == (number, None)


@given(st.integers(1, 10**9), st.sampled_from(["人", "名", "元", "公里", "%"]))
@settings(max_examples=100, deadline=None)
def test_full_width_digits_and_commas_change_no_value(number: int, unit: str) -> None:
    wide = str.maketrans("0123456789,", "０１２３４５６７８９，")
    (plain,) = find_quantities(f"共{number}{unit}。")
    (commas,) = find_quantities(f"共{number:,}{unit}。")
    (full,) = find_quantities(f"共{number:,}{unit}。".translate(wide))
    assert plain.value == commas.value == full.value == number


SIGNS = (
    "0123456789０９零〇一二三十百千万亿两几数半多余近约超过不到第人个元年月日分之成比至"
    "—、%/ 　\n,.，。:的"
)


@given(st.text(st.sampled_from(SIGNS), max_size=60))
@settings(max_examples=300, deadline=None)
def test_quantities_slice_back_in_order_without_overlap(text: str) -> None:
    found = find_quantities(text)
    assert all(text[q.start : q.end] == q.text for q in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    "sign", ["一", "十", "9", "万", "9,", "1.", "第", "半", "零下", "3至", "、5"]
)
def test_a_long_run_of_one_sign_holds_no_quantity(sign: str) -> None:
    assert find_quantities(sign * (20_000 // len(sign))) == []


BOUNDS = [
    # label, text before a numeral, the numeral, bound, how many characters belong to it
    ("one character", "有近", "5人", "near_below", 1),
    ("two", "有将近", "5人", "near_below", 2),
    ("three", "有不超过", "5人", "le", 3),
    ("at the start of the text", "近", "5人", "near_below", 1),
    ("three at the start of the text", "不超过", "5人", "le", 3),
    ("a blank between", "有近 ", "5人", "near_below", 2),
    ("two blanks between", "有近  ", "5人", "near_below", 3),
    ("three blanks between", "有近   ", "5人", None, 0),
    ("nothing before", "", "5人", None, 0),
    ("no bound", "有", "5人", None, 0),
    ("part of another word", "节约", "5人", None, 0),
    ("part of another word of two", "想不到", "5人", None, 0),
    ("上 before a place", "有上", "百人", "ge", 1),
    ("上 before a digit", "有上", "5人", None, 0),
    ("过 before a place", "已过", "亿元", "gt", 1),
    ("过 before tenths", "有过", "七成", "gt", 1),
    ("上 before tenths", "有上", "七成", None, 0),
    ("过 before a count", "有过", "七个", None, 0),
]


@pytest.mark.parametrize(
    ("before", "numeral", "bound", "length"), [b[1:] for b in BOUNDS], ids=[b[0] for b in BOUNDS]
)
def test_a_bound_is_the_word_right_before_the_numeral(
    before: str, numeral: str, bound: str | None, length: int
) -> None:
    expected = bound and (bound, len(before) - length)
    assert bound_before(before + numeral, len(before)) == expected


SIGNS = [
    # label, text before a numeral, sign, how many characters belong to it
    ("below zero", "气温零下", -1, 2),
    ("minus", "为负", -1, 1),
    ("a minus alone", "-", -1, 1),
    ("below zero alone", "零下", -1, 2),
    ("none", "为", 1, 0),
    ("a hyphen between numbers", "3-", 1, 0),
    ("a hyphen between units", "3℃-", 1, 0),
    ("a victory and a defeat", "胜负", 1, 0),
]


@pytest.mark.parametrize(
    ("before", "sign", "length"), [s[1:] for s in SIGNS], ids=[s[0] for s in SIGNS]
)
def test_a_minus_is_no_hyphen(before: str, sign: int, length: int) -> None:
    assert sign_before(before + "5", len(before)) == (len(before) - length, sign)


def test_inside_bounds_a_duration_and_nothing_else() -> None:
    assert bound_after("5天内完成", 2, duration=True) == ("le", 3)
    assert bound_after("5人内", 2, duration=False) is None
    assert bound_after("5天内部", 2, duration=True) is None
    assert bound_after("5人 以上", 2, duration=False) == ("ge", 5)


SCORES = [
    # label, text, the score
    ("with 比", "主队3比1", [(3, 1)]),
    ("a hyphen before a word of matches", "主队3-1战胜客队", [(3, 1)]),
    ("a hyphen alone", "见图3-1", []),
    ("a hyphen behind 以 alone", "以3-1表示", []),
    ("a colon that a clock may have", "会议9:30开始", []),
    ("a clock's colon before a word of matches", "主队9:30落后", [(9, 30)]),
    ("a clock's colon behind 以", "以9:30结束", [(9, 30)]),
    ("more hours than a day has", "比分牌上25:23", [(25, 23)]),
    ("midnight", "比赛到24:00", []),
    ("more minutes than an hour has", "记分牌上10:60", [(10, 60)]),
    ("the last minute of an hour", "比赛到10:59", []),
    ("far more minutes", "记分牌上10:75", [(10, 75)]),
    ("one digit", "记分牌上10:9", [(10, 9)]),
]


@pytest.mark.parametrize(("text", "score"), [s[1:] for s in SCORES], ids=[s[0] for s in SCORES])
def test_a_score_is_no_clock_and_no_number_of_a_figure(
    text: str, score: list[tuple[int, int]]
) -> None:
    found = find_quantities(text)
    assert [(q.value, q.value_to) for q in found if q.kind == "score"] == score


NEIGHBOURS = [
    ("七八十", 70, 80),
    ("三五百", 300, 500),
    ("十七八", 17, 18),
    ("二十七八", 27, 28),
    ("百七八", 170, 180),
    ("八七百", None, None),
    ("三六百", None, None),
    ("二七八", None, None),
    ("一九七八", None, None),
]


@pytest.mark.parametrize(("run", "low", "high"), NEIGHBOURS)
def test_two_neighbours_are_a_range_where_one_digit_may_stand(
    run: str, low: int | None, high: int | None
) -> None:
    numeral = read_numeral(run)
    assert (numeral and numeral.value, numeral and numeral.value_to) == (low, high)


@pytest.mark.parametrize(
    ("text", "value"), [("翻三十番", 30), ("翻30番", 30), ("翻三十一番", None), ("翻31番", None)]
)
def test_nothing_doubles_more_than_thirty_times(text: str, value: int | None) -> None:
    found = [q.value for q in find_quantities(f"产值{text}") if q.unit == "番"]
    assert found == ([] if value is None else [value])


@pytest.mark.parametrize("before", ["占", "约占", "大约占"])
@pytest.mark.parametrize(
    ("fraction", "text", "bound"),
    [("1/3强", "1/3强", "gt"), ("1/3多", "1/3多", "gt"), ("1/3弱", "1/3", "exact")],
)
def test_a_little_more_than_a_fraction_is_read_wherever_it_stands(
    before: str, fraction: str, text: str, bound: str
) -> None:
    (quantity,) = find_quantities(before + fraction)
    assert (quantity.text, quantity.bound) == (text, bound)
