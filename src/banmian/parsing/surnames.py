"""Surnames (姓), to split names that are set without a blank between them.

They are needed for that alone: a name is recognised by its place in a formula, see `names`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

# Single surnames in use, simplified and traditional, roughly the commonest first.
_SINGLE = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任"
    "卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔"
    "向常汤康易乔赖文牛樊葛邢安齐庞伍庄施倪岳殷翟申耿焦关祝左柳欧甘颜骆阎章包鲁涂路季尚柯裴阮费霍温童"
    "詹管辛宁符纪翁舒游蒲古穆尤单解缪麦屈凌欧谷聂成梅蓝应冉晏苗兰盛景桂窦柏洪柴宫瞿房喻靳原冀时闻党元"
    "卓褚臧米娄代牟祁沙宗项祖鲍边燕池连郁明郎华冷全佘滕鞠敖师楚商仇宣卫谌车竺匡巩闵查席邬仲佟岑蔺储解"
    "卞战巴晋焉栗毕雍简饶蒙辜隋植苟麻来宓濮桑艾容隆封阚鹿班衣扈邰昌敬虞束荆郗仝权阳丰"
    "贡劳丛蓟寿戚伏嵇亓郜幸尧鄢尉郄支计慕满山蒋海纳那佐冶逯云干诺才井苍厉暴茅印宿怀从鄂咸籍慎甄越夔沃利曲羊佴佐酆澹濯"
    "張劉陳楊黃趙吳孫馬鄭許韓鄧馮蕭葉程蘇呂盧鐘鍾薑譚陸範賈夏鄒熊賀顧龔邵萬錢戴嚴湯賴龐莊倪齊歐顏駱費"
    "溫紀單聶蘭應項魯連衛諶車鞏閔鄔儲饒遲岡龍盧竇喬郟羅華國葛關簡藍閻麥畢婁繆寧滿勞權叢厲藺薊師堯闞鄺"
)
SURNAMES: Final[Mapping[str, int]] = {
    name: rank for rank, name in reversed(list(enumerate(_SINGLE)))
}
"""Each surname with its rank in that list."""
COMPOUND_SURNAMES: Final = frozenset(
    (
        "欧阳", "歐陽", "司马", "司馬", "上官", "诸葛", "諸葛", "夏侯", "皇甫", "尉迟", "公孙",
        "慕容", "令狐", "长孙", "宇文", "司徒", "端木", "独孤", "南宫", "东方", "闻人", "申屠",
        "太史", "轩辕", "钟离", "呼延", "拓跋", "淳于", "单于", "鲜于", "东郭", "西门",
    )
)  # fmt: skip


def has_surname(name: str) -> bool:
    """Whether a Han name begins as Han names do."""
    return name[:1] in SURNAMES or name[:2] in COMPOUND_SURNAMES


def _name_cost(name: str) -> float:
    """How unlike a name a run of 2 to 4 characters is; 0 is the common form."""
    size = len(name)
    if size == 4:
        return 0.2 if name[:2] in COMPOUND_SURNAMES else 4.5
    if name[0] in SURNAMES:
        # 赵凤章李茜: between 李 and 章 the commoner surname decides
        return (0.0 if size == 3 else 0.5) + SURNAMES[name[0]] / 2000
    return 2.5 if size == 2 else 4.0


@lru_cache(maxsize=4096)
def split_names(run: str, pen: bool = False) -> tuple[str, ...]:
    """Han names set without blanks, taken apart by surnames and length; () if it cannot be.

    Two or three characters are one name, and so are four that are not two with surnames
    (尕玛多吉); where pen names are usual (``pen``), one of the two with a surname will do.

    >>> split_names("陆熙沈建波")
    ('陆熙', '沈建波')
    >>> split_names("若愚肖荻", pen=True)
    ('若愚', '肖荻')
    """
    size = len(run)
    if size < 2 or size > 14:
        return ()
    if size <= 3 or (size == 4 and _surnames(run[0], run[2]) < (1 if pen else 2)):
        return (run,)
    best: list[tuple[float, tuple[str, ...]] | None] = [None] * (size + 1)
    best[0] = (0.0, ())
    for end in range(2, size + 1):
        for width in (3, 2, 4):
            before = best[end - width] if end >= width else None
            if before is None:
                continue
            part = run[end - width : end]
            cost = before[0] + _name_cost(part) + 0.1
            current = best[end]
            if current is None or cost < current[0]:
                best[end] = (cost, (*before[1], part))
    found = best[size]
    if found is None or found[0] > (4.8 if size <= 6 else 2.5):
        return ()
    return found[1]


def _surnames(*characters: str) -> int:
    return sum(char in SURNAMES for char in characters)
