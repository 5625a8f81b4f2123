"""Names of places by their grammar: what follows or precedes a name, and what no list can hold.

Villages, streets, settlements and development zones are recognised by their last word (村, 路,
家宅, 新区) and by where a name can begin; a list would have millions of rows. Kept here too are the
words that only look like places (长治久安 is not 长治) and the evidence that a short form which is
also a word stands for the place. Left alone: squares, parks, buildings, rivers and mountains.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from banmian.facts.gazetteer import Level

_BANK = "[岸侧边畔端缘段]|部(?![分队门署委长])"
_RIVERS = "长|珠|松花|嘉陵|湘|赣|汉|钱塘|黑龙|鸭绿|丽|富春|岷|金沙|藏布|浔|闽"
_HILLS = "行|泰|别|梁|燕|天|仑|连|秦|香|夷|衡|黄|华"

FALSE_FRIENDS: Final[Mapping[str, re.Pattern[str]]] = {
    form: re.compile(words)
    for form, words in {
        "长治": "长治久安",
        "大理": "大理[石寺]|[重远博]大理",
        "大同": "[世天]界?下?大同|大同[小社]",
        "玉树": "玉树临风",
        "成都": "[变建形造构完达促组换合]成都(?!市[委政民人中])",
        "成都市": "[变建形造构完达促组换合]成都市(?![委政民人中])",
        "济南": "[经救接]济南",
        "上海": "[海登攀水]上海|以上海(?!为|市|话|、)|上海[拔域洋]",
        "海南": "南海南|[黄渤东黑红里]海南[部岸]|上海南站|出海南下",
        "中山": "中山[装陵舰狼]|孙中山",
        "开封": "开封[前后时检]",
        "日本": "[0-9０-９一二三四五六七八九十今昨当近翌前次每同即元节假生]日本(?!国|队|人)"
        "|日本(?:[报報刊社台](?![道纸业告])|海)",
        "印度": "印度(?:洋|支那)",
        "波斯": "波斯[湾菊猫]",
        "墨西哥": "墨西哥湾",
        "孟加拉": "孟加拉湾",
        "几内亚": "几内亚湾",
        "菲律宾": "菲律宾海",
        "荷兰": "荷兰[猪豆]",
        "蒙古": "蒙古[族语包袍马]",
        "法国": "[立司执守普合违无不民刑宪]法国(?:家|际|有)",
        "美国": "[亚欧中完优]美国际",
        "哥伦比亚": "哥伦比亚(?:影片|大学|特区|广播)",
        "加纳": "加纳[税入粹]|[增参添追施外附]加纳",
        "巴林": "巴林(?:银行|[左右]旗)",
        "果阿": "如果阿",
        "京都": "京都议定书",
        "万象": "包罗万象|万象更新",
        "江西": f"(?:{_RIVERS})江西(?!省)",
        "河南": f"河南(?:{_BANK})",
        "河北": f"河北(?:{_BANK})",
        "湖南": "湖南(?:[岸侧边畔端缘段])",
        "湖北": "湖北(?:[岸侧边畔端缘段])",
        "山东": f"(?:{_HILLS})山东(?:[麓侧坡边脚段面])",
        "山西": f"(?:{_HILLS})山西(?:[麓侧坡边脚段面])",
        "阿里": "阿里(?:巴巴|云|健康|山)",
        "迁安": "搬?迁安置",
        "达县": "发达县",
        "达县市": "发达县市",
        "佛山": "千佛山",
        "河源": "河源[头地]",
        "海口": "[出入]海口",
        "花莲": "[百荷]花莲",
        "厦门": "[商大广]厦门(?!市)",
        "台中": "[呼视电讲平舞柜站吧前后]台中(?!市)",
        "台北": "[呼视电讲平舞柜站吧前后]台北(?!市)",
        "台南": "[呼视电讲平舞柜站吧前后]台南(?!市)",
        "北京": "北京时间",
        "朝鲜": "朝鲜(?:族|半岛)",
        "巴西": "巴西藏",
        "俄罗斯": "俄罗斯族",
    }.items()
}
"""For a place the words and phrases in which it stands by accident, or for something else."""

# The last character of a name and the next of the text form a word: 南京|市民, not 南京市|民.
WRONG_TAIL: Final = re.compile(
    r"(?<=市)(?:场|民(?![政族主兵间办航革盟建警进委俗营])|值|面|区(?![委政总])|郊|井|斤|尺)"
    r"|(?<=区)(?:域|间|别|块)|(?<=省)(?:会|份|级|际|城)|(?<=县)(?:域|际)"
    r"|(?<=镇)[静压定守痛]|(?<=乡)[村亲镇愁间土]|(?<=街道)路|(?<=旗)[帜舰袍]|(?<=[国牙鲜度萄兰利亚])语(?!言)|(?<=国)(?:际|家(?![庭具长人电]))"
    r"|(?<=[一-鿿])[·•・]"
)

# A short form before these is the name of a street: 南京路, 北京东路.
STREET: Final = re.compile(
    r"[东西南北中]?[一二三四五六]?(?:路|大道|大街|街|巷|胡同)(?![道头上人线程段桥面边口况政网径通])"
)

DATELINE_BEFORE: Final = re.compile(r"(?:本[报報台网]|新华社|中新社|[社报報]|本[报報]记者)\s?$")
DATELINE_AFTER: Final = re.compile(
    r"\s?(?:(?:[0-9０-９一二三四五六七八九十元]{1,3}月\s?)?[0-9０-９一二三四五六七八九十]{1,3}日\s?[电電讯訊]"
    r"|[电電](?:[（(\s]|讯))"
)
ARRIVAL: Final = re.compile(
    r"(?:赴|前往|抵达?|来自|位于|地处|途经|路过|飞往|返回|落户|驻|来到|走进|开往|籍贯)$"
)
LOCATION: Final = re.compile(r"[在从到于]$")
LANDMARKS: Final = frozenset("山湖河江岭沟溪潭泉寺庙塔桥峡")
"""After a doubtful form these make another name: 岳麓山 is not 岳麓."""
TOWARDS: Final = re.compile(r"[在到从赴去往回进驻]$")
AFTER_ARRIVAL: Final = re.compile(
    r"[\s，。、；：,.;:）)》”]|$|的|记者|[一-鿿]{0,2}(?:考察|调研|视察|参观|访问)"
)
AFTER_LOCATION: Final = re.compile(
    r"召开|举行|举办|考察|调研|视察|参观|访问|打工|务工|成立|开工|落户|开幕|闭幕|开业|一带|境内|等地|城区|"
    r"当地|登陆|发生|建成|投产|设立|出发|投资|落成|会见|会谈|逝世|病逝|揭晓|结束|签署|签订|发现"
)
# 东城、西城两区, 江华、祁阳等县: what is listed is said at the end of the list.
LISTED: Final = re.compile(
    r"(?=[、和与及等两三四五六七八九十\d])(?:[、和与及][一-鿿]{2,3}){0,7}?等?(?:[两三四五六七八九十\d]{1,2}个?)?[县区市旗](?![级域委长民场政内])"
)
# Where a name can begin that could be part of words.
BEFORE_PLACE: Final = re.compile(r"(?:^|[^一-鿿“‘「『《〈]|[在到从赴去往进回驻于由经与和及同])$")
TERRITORY: Final = re.compile(
    r"境内|一带|等地|城区|城乡|县城|县委|县政府|市委|市政府|区委|区政府|老区|火车站|机场|籍(?![贯])|"
    r"总统|政府|首都|总理|外长|国王|议会"
)

_STOP = "的了在和与及或是等从对为将被把向以到由于各全本该有这那其每某个多几们所之被给让使而则即"
_NAME = rf"[^\W\d_a-zA-Z{_STOP}]"

ZONE: Final = re.compile(
    rf"(?!建|设|兴|办|开创|推|搞|这|所|新|等|高质)(?:{_NAME}{{2,3}}?)?(?:经济技术|高新技术产业?|经济|高新|综合)?"
    r"(?:(?<=[一-鿿])新区|开发区|高新区|经开区|工业园区|自贸区|保税区|自由贸易试验区)"
)
TOWN: Final = re.compile(rf"{_NAME}{{2,4}}?(?:街道|镇|乡|苏木)(?![静压定守亲村镇愁间土路乡])")
VILLAGE: Final = re.compile(
    rf"{_NAME}{{1,4}}?(?:村(?![民庄镇官干支两务级通集]|村通)|嘎查|社区(?![工服卫医居建治矫])|屯(?![兵田粮积垦]))"
)
ROAD: Final = re.compile(
    rf"(?P<name>{_NAME}{{2,3}}?(?:[东西南北中]路|路|大道|大街|胡同|巷))(?![上人线程段桥面边况政网径透过途易灯牌费障基警局])"
    rf"(?:{_NAME}{{0,3}}?(?:商圈|商业街|步行街|路口|小区|地铁站))?"
)
# Common nouns, not names: 贫困村, 小城镇, 高速公路.
GENERIC: Final = re.compile(
    r"(?:电商|文化|度假|民俗|奥运|世博|淘宝|养老|智慧|国际|地球|运动员|媒体|新闻|经济强|贫困|行政|自然|示范|文明|先进|重点|明星|特色|小康|城中|边远|偏远|中心|试点|样板|小城|乡|城|集|农|山|渔|"
    r"新农|空心|后进|富裕|整个|周边|附近|民族|少数民族|城关|工业|旅游|古|名|千|百|万|亿元|[一二三四五六七八九十0-9]"
    r"|移民|专业|相关|基层|一些|沿线|沿海|边境|革命|高原|老|帮扶|挂钩|村|社区)(?:村|镇|乡|街道|社区|新村)$"
    r"|街头|小巷|街两巷|(?:道|公|铁|思|出|线|一|马|网|走|之|新|老|小|半|沿|航|水|陆|让|修|筑|养|铺|门|财|活|死|后|退|弯|岔|开|"
    r"绿|电|回|短|套|血|丝|来|去|正|高|环|通|支|干|土|引|领|顺|销|探|盘山|乡村|柏油|水泥|石子|泥泞|致富|"
    r"小康|特色|高速|上山|下山|林荫|十字|改革|发展|创新|城市|主干|景观|迎宾|康庄|阳光|旅游)(?:路|大道|大街|巷)"
)
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任"
    "卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔"
    "包奚尤施倪岳殷申耿焦柳欧甘颜骆章鲁涂裴阮费霍温童詹宁翁舒穆单屈凌欧谷梅蓝晏苗盛桂窦柏洪柴"
)
# 张家宅, 南包家宅, 李家庄: direction, surname, 家, and a word for a settlement.
HAMLET: Final = re.compile(
    rf"[东西南北上下前后大小]?[{_SURNAMES}]家"
    r"(?:宅|弄|庄|屯|沟|湾|坪|村|店|营|寨|堡|集|圩|埠|渡|浜|塘|巷|岭|坡|坝|畈|洼|峪|洲|咀|嘴|窑|岗|垸|冲|院子)"
)

PARTS: Final[Mapping[Level, tuple[re.Pattern[str], Level]]] = {
    "town": (TOWN, "county"),
    "village": (VILLAGE, "province"),
    "road": (ROAD, "prefecture"),
}
"""What may follow a larger place, in this order, and how small that must be at least."""

# Where a name can begin: after a mark, or after a word that leads to a place; after a digit stands
# a classifier (得700票当选村委会主任).
_BEGINS = r"(?:(?<![一-鿿0-9０-９])|(?<=[在到从至于沿赴进经]))"
UNLISTED: Final[Mapping[Level, re.Pattern[str]]] = {
    "hamlet": re.compile(rf"{_BEGINS}{HAMLET.pattern}(?=[^一-鿿]|[的是位在人村等]|$)"),
    "village": re.compile(
        rf"{_BEGINS}(?![沿至于经进住])(?={_NAME}{{2}})(?!{_NAME}村){VILLAGE.pattern}(?<![进驻包入下回出离帮扶走]村)"
    ),
    "road": re.compile(rf"(?:{_BEGINS}|(?<=中的))(?![沿至于经进住]){ROAD.pattern}"),
}
"""What is a place by its grammar alone, where its name can begin."""
UNLISTED_ENDS: Final = re.compile("[家村屯路巷街道同寨]|嘎查|社区")
UNLISTED_REACH: Final = 4
"""A character that every such name has, and how far behind its beginning the first of them is."""
