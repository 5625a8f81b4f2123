"""What Chinese numerals count with: coins, units of measure and of time, classifiers (量词).

Closed classes of the language: classifiers as in Chao, *A Grammar of Spoken Chinese* (1968), 7.9,
and Lü Shuxiang, 现代汉语八百词 (1980, appendix); the legal units of 1984 (国务院关于在我国统一实行
法定计量单位的命令) with those of before (市亩, 华里, 公尺); coins. Some nouns count without a
classifier (8部门, 500人). An entry may say before which characters it begins another word instead:
in 10万家庭 there is no classifier 家. Reading them off a text is left to `unit_patterns`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal[
    "count",  # 486个
    "money",  # 9亿多元
    "money_rate",  # 300元/人
    "percent",  # 20%, 两成, 3个百分点
    "ratio",  # 三分之一, 一半, 8折
    "multiple",  # 3倍, 翻两番
    "measure",  # 6平方米, 零下5摄氏度
    "duration",  # 3个月
    "age",  # 3岁
    "score",  # 3比1
]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit and what may not follow it.

    ``form`` is what tables show: the unit as printed, without 个 and in simplified characters;
    块钱 and 毛钱 are 元 and 角.
    """

    kind: Kind
    form: str
    never_before: tuple[str, ...] = ()


_MONEY: Final = """
元:里|桥|区|坊|件|素|老|宵|旦|月|气|首|帅|年|代|化 元钱=元 圆=元 圆整=元 块钱=元 元券
角:度|落|逐|色 角钱=角 毛钱=角 分钱 美元 美金 欧元 英镑 日元 日圆 港元 港币 澳门元 新台币 台币
韩元 卢布 卢比 马克:思 法郎 瑞士法郎 先令 里拉 比塞塔 澳元 加元 澳大利亚元 加拿大元 新西兰元
新加坡元 新元 泰铢 铢 比索 雷亚尔 里亚尔 第纳尔 兰特 克朗 林吉特 谢克尔 福林 兹罗提 越南盾 印尼盾
图格里克 坚戈 美分 便士 银元 块银元=银元 大洋=银元:洲 块大洋=银元
"""

_CURRENCY_CODES: Final = """
元=CNY 角=CNY 分钱=CNY 美元=USD 美金=USD 美分=USD 欧元=EUR 英镑=GBP 日元=JPY 日圆=JPY 港元=HKD
港币=HKD 新台币=TWD 台币=TWD 韩元=KRW 卢布=RUB 马克=DEM 法郎=FRF 瑞士法郎=CHF 澳元=AUD
澳大利亚元=AUD 加元=CAD 加拿大元=CAD 新加坡元=SGD 新元=SGD 泰铢=THB 铢=THB
"""
CURRENCY: Final = dict(pair.split("=") for pair in _CURRENCY_CODES.split())
"""ISO 4217 codes of the coins that mean one currency; 卢比 or 比索 may be of several countries."""

_DURATION: Final = """
年 个年头=年 个月=月 周:年|岁|边|刊|报|末|日|一|二|三|四|五|六|围|期|转 个周=周
星期:一|二|三|四|五|六|日|天 个星期=星期 礼拜 个礼拜=礼拜
天:津|然|文|气|下|空|安|水|上|地|山|坛|桥|河|涯|台|主|线|花|才|府 个工作日=工作日 工作日
个交易日=交易日 小时 个小时=小时 钟头 个钟头=钟头 分钟 秒 秒钟=秒 毫秒 微秒 纳秒 刻钟 昼夜
个世纪=世纪 个季度=季度 个学期=学期 个学年=学年 个赛季=赛季 个春秋=年
载:体|人|重|货|客|荷|誉|歌 个昼夜=昼夜
"""

_MEASURE: Final = """
公里 千米 里:程|面|边|外|斯|约|拉|约|根|德|昂 华里 市里 海里 英里 米:兰|粉|价|饭|老|汤 公尺 厘米
公分 毫米 微米 纳米 分米 丈:夫|量 尺:度|寸|码 市尺 英尺 寸 英寸 平方公里 平方千米 平方米 平米 平方
平方厘米 平方毫米 平方尺 平方英里 平方英尺 公顷 亩:产|均 市亩 公亩 顷 英亩 垧 晌 亩次 立方米 立方
立方厘米 立方公里 立方英尺 升:级|至|为|到|值|学|旗|任|降|高|起|温|格|入 公升 毫升 微升 加仑 桶:装
蒲式耳 吨:位 公吨 千克 公斤 市斤 斤 克:服|隆|里|扎
两:会|岸|国|地|年|个|位|名|项|种|次|天|周|人|家|手|军 毫克 微克 纳克 市担 担:任|保|心|当|忧
石:油|头|家|化|材|刻|灰|榴|膏|窟|景 斗:争|志|门 磅 盎司 克拉:斯 载重吨 总吨 标准箱 标箱 吨公里
吨标准煤 吨标煤 摄氏度 华氏度 度:假|过|日|量 ℃ °C 千瓦时 千瓦小时 度电=千瓦时 兆瓦时 千瓦 兆瓦
吉瓦 瓦:解|房|斯 伏:击|尔 千伏 安培 伏特 赫兹 兆赫 千赫 马力 匹马力=马力 百帕 兆帕 千帕 大气压
焦耳 千焦 大卡 千卡 分贝 流明 比特:币 字节 兆字节 毫安 毫安时 毫西弗 微西弗 贝克勒尔 毫摩尔
毫米汞柱 个大气压=大气压 光年 km m cm mm μm nm km² m² ㎡ m³ ㎥ kg g mg μg t mL ml kW KW MW GW
kWh KWh MWh kV KV hPa kPa MPa Hz kHz MHz GHz dB MB GB TB Mbps Gbps kcal mAh mmHg TEU km/h m/s
"""

_COUNT: Final = """
个:人大|别|性|体|股|头儿
人:帮|民|口|均|才|工|类|物|力|员|大代|大常|家|事|数|心|权|格|文|际|士|间|选|制|称|造|社|防|气
名:字|义|单|额|列|牌|优|称|目|望|声|著|为|叫|曰|利 位:一体|于|置|列|移|次|居
户:口|籍|外|主|型|均|县 家:庭|长|属|禽|具|电|乡|畜|政|园|族|用|务 部门 单位
只:要|有|是|能|好|会|见|为|需|得|占|在|想|可 口:子|儿|之家|径|述|岸|号|感|语|粮|味|罩|腔|碑|袋
头:部|版|目|领|发|脑|顶|脸|像|绪|盔|等|条|痛 匹:配 条:件|例|约|款|幅|纹|理 尾:矿|气|声|数|款|随|部
峰:会|值 枚:举 颗 粒:子|度 株:洲|连 棵 朵 根:据|本|源|治|基|除|河
支:持|出|部|行|付|援|撑|农|教|书|配|局|流|柱|委 把:握|关|持|手|控 块 张:家|望|力|扬|掖|北|贴
片:区|面|酬|段 面:积|临|对|向|粉|前|世|试|貌|议|条|包 幅:度|员|射 座:谈|落|位|标|右 栋 幢
间:接|隔|距|歇|断|作 所:有|以|谓|得|属|在|长|需|作|致|说|做|见|用|能|占|含|述|指|学|获|产|提|涉
处:理|于|长|罚|分|置|境|在|级|死|女 套:用|路|利|现|取|期 层:次|面|级|出 扇 孔:子|雀|庙 艘 辆
列:车|入|出|为|席|举|强|支|宁 架:构|设
台:湾|北|阶|州|账|胞|商|资|海|词|儿|庄|前|后|独|联|南|中|山|历
部:分|队|长|委|署|落|级|属|位|下|里|内|族|件|省|优|颁 挺:进|拔|立
门:峡|口|户|类|外|前|槛|市|票|诊|卫|店|窗|县
本:报|市|省|县|村|届|人|地|土|身|来|该|科|钱|金|行|质|领|级|色|校|社|轮|刊|国|公司|息|版 册:封
卷:入|烟|宗|土 页:岩|面 篇:章|幅 首:先|都|次|届|脑|席|要|相|创|批|府|任|钢|发|选|映 幕:后|府|布|墙
期:工程|项目|间|待|望|货|限|刊|末|权|盼|许 句:号 段:落|位 则:是|由|有|为|要|不|会|被|将 项:目
桩:基 件:套 起:来|到|步|飞|草|诉|点|源|因|初|跑|码|伏|床|重|降|用|征|义|家|锚|至|执|施|实|见|价
例:如|外|会|行|证|子|假 宗:教|旨|族|派|师 道:路|德|理|歉|教|县|具|里|义|口|明
场:所|地|馆|面|合|景|内|上|下|边|均|外 轮:船|流|换|值|胎|训|椅|岗|廓|休|渡
局:长|部|面|级|域|势|党|限 盘:点|活|山|查|县|旋|踞|锦
回:来|去|到|国|家|收|升|落|暖|报|应|归|答|复|忆|顾|族|避|购|民|乡|馈|迁|流
记:者|录|忆|得|住|载|号|述|事 响:应|亮|起|声|彻 个回合=回合 回合 趟 遍:布|及 顿:时
次:序|要|日|生|贷|级|长|性 笔:试|记|者|画|下|录|名|会|直|迹 批:准|评|发|示|判|复|捕|阅|改
组:织|成|建|合|长|委|图|阁|团|装 队:伍|员|长|列|友|医|形 伙:伴|食 群:众|体|岛|落
车道 个工=工:人|作|程|序|厂|业|会|区|地|具|商|种|友|伤|资|期|艺|读|团|信|贸|夫|头|匠|兵|农|学|棚
工日 工分 双:方|边|重|休|语|向|赢|拥|学|创|城|百|高|减|选|打|职|季|鸭|江|辽|轨
对:于|此|外|比|方|手|象|话|接|照|应|策|待|付|抗|立|口|面|岸|内|华|我|他|她|其|这|该|一|二|各|所|农|有|国|在|本|不|个|来|自|全|中|美|日|俄|英|法|韩
副:主|总|书|部|局|省|市|县|处|教|院|会|检|业|食|刊|校 桌:面 席:卷|间|地 票:价|据|房|选|务
环:境|保|节|绕|比|卫|球|路|线|城|评|海|岛|视|形 剂:量 剂次 帖:子 稿:件|子|费
战:略|争|士|斗|役|胜|友|线|场|国|术|后|前|时 盏 顶:级|多|端|层|部|天|住|上|尖|着 堵:塞|车|住
滴:灌|水 缕 具:有|体|备|象 尊:重|敬|严|贵|称 味:道 壶 盆:地|景 缸 眼:睛|前|下|看|泉|中|里|光 瓶:颈
杯:子 碗 盒:子 箱:子 袋:子 罐:头|车 筐 篮:球 捆:绑 束:缚 串:联|通 桶:装
排:名|列|放|水|除|查|练|球|斥 包:括|含|头|装|容|干|围|公|销|庇|抓|裹|扎 样:板|本|品|子|式|机
种:植|子|地|粮|田|群|养|苗|业|菜|族|树|草 类:似|别|型|推 份:额|子
股:文|风|东|票|份|市|民|权|价|指|息|本 声:明|音|称|势|誉|援|讨|学 发:炮|子弹 针:对|灸
步:伐|骤|行|入|兵|枪|走 字:样 字符 帧 款:项|待|物 集:团|体|中|合|资|市|结|装|约|镇|训|成|聚|贸
节:约|能|目|日|省|水|点|电|假|奏|气|庆|余 节课 堂课 课:题|程|堂|本|时|后|税|外|余 方面:军 环节
方:面|案|便|式|法|针|向|阵|位 小组 支部 席位 床位 张床位=床位 代人 人次 人份 户次 车次 列次 架次
班次 航班 艘次 件次 例次 场次 台次 批次 辆次 趟次 课时 学分 学时 轮次 省区市 省份 省市 县区 区县
县市 市县 县市区 乡镇:企 村镇 城市 国家 民族 炉:火|具|灶|膛|台
球:员|队|迷|场|赛|星|类|门|技|权|形|童|籍 餐:厅|饮|馆|具|桌|车|费 档:案|次|期 窝:头|点|藏|囊
池:塘|州 窑 锅:炉 篓:子 碟 管:理|道|辖|制|线 丸 撮 圈:子 曲:折|艺|线|调|目|阜|靖|江|周
挂:牌|钩|职|靠|号|帅|彩|历 筒:子
"""

_NOUNS_THAT_COUNT: Final = """
国:家|道|际|集团|联|峰会|会|机|组|论坛|杯|财|领|外|内|有|务|防|民|企|资|债|产|营|歌|旗|王|足
省:道|级|委|长|政|会|内|外|总|直|略|亲|钱|力|时|人|厅|属
市:场|长|委|级|政|民|区|容|价|值|属|内|外|直|面|人|公|总|里|局 县:级|委|长|政|城|域|总|内|外|境|属
"""
"""Nouns that count by themselves after Arabic digits only: 五国 and 三省 are mostly names."""

_PERSONS: Final = """
职工 工人 农民 学生 师生 学子 干部 群众 党员 团员 青年 少年 官兵 战士 民兵 教师 医生 市民 村民 居民
牧民 渔民 游客 旅客 观众 选手 运动员 代表 志愿者 企业 农户 家庭 儿童 老人 妇女 人口 员工 会员 考生
孩子 单位 农民工 移民 同胞 人民 军民 大军 劳动力 用户 网民 粉丝 难民 灾民 贫困 读者 球迷 毕业生 民众
股民 患者
"""
PERSONS: Final = tuple(_PERSONS.split())
"""Nouns of persons and bodies that follow a large number without a classifier: 60多万职工."""


def _entries(table: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """The entries ``written=form:ending|ending`` of a table; form and endings may be missing."""
    for entry in table.split():
        name, _, endings = entry.partition(":")
        written, _, form = name.partition("=")
        yield written, form or written, tuple(filter(None, endings.split("|")))


_TABLES: Final[tuple[tuple[Kind, str], ...]] = (
    ("count", _COUNT),
    ("measure", _MEASURE),
    ("duration", _DURATION),
    ("money", _MONEY),
)
UNITS: Final[dict[str, Unit]] = {
    written: Unit(kind, form, endings)
    for kind, table in _TABLES
    for written, form, endings in _entries(table)
} | {
    "%": Unit("percent", "%"),
    "‰": Unit("percent", "‰"),
    "个百分点": Unit("percent", "百分点"),
    "百分点": Unit("percent", "百分点"),
    "个基点": Unit("percent", "基点"),
    "基点": Unit("percent", "基点"),
    "岁": Unit("age", "岁", ("月", "首", "末", "尾")),
    "周岁": Unit("age", "周岁"),
    "折": Unit("ratio", "折", tuple("叠射合旧算磨腾扣")),
    "倍": Unit("multiple", "倍", tuple("率增受感频加速")),
}
"""Every unit as it is written, in folded text."""

NOUN_UNITS: Final = {
    written: Unit("count", form, endings) for written, form, endings in _entries(_NOUNS_THAT_COUNT)
}
UNIT_LENGTHS: Final = {
    first: tuple(sorted({len(unit) for unit in UNITS if unit[0] == first}, reverse=True))
    for first in {unit[0] for unit in UNITS}
}
"""For the first sign of a unit, how long the units are that begin with it, longest first."""
