"""Organisations are found whole, and nothing that only ends like one is taken."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import banmian as bm
from banmian.facts.organisation_words import phrase_start, place_prefix, places_only
from banmian.facts.organisations import find_organisations, organisations_of

FOUND = [
    ("trade union of a city", "昨日，永州市总工会举行分享会。", ["永州市总工会"]),
    ("left edge at a preposition", "记者从山东省教育厅获悉", ["山东省教育厅"]),
    ("left edge at a verb", "实地观摩南京市职工服务中心", ["南京市职工服务中心"]),
    ("with a department", "云南省总工会法律和维权工作部部长", ["云南省总工会法律和维权工作部"]),
    ("two bodies", "工业和信息化部和国家统计局联合发布", ["工业和信息化部", "国家统计局"]),
    ("company", "广州市虎头电池集团有限公司里，", ["广州市虎头电池集团有限公司"]),
    (
        "the company's name ends its mention",
        "某天，浙江远山汽车有限公司市场部",
        ["浙江远山汽车有限公司"],
    ),
    (
        "a branch keeps its company",
        "中国工商银行股份有限公司广东省分行",
        ["中国工商银行股份有限公司广东省分行"],
    ),
    ("court", "上海市静安区人民法院一审判决", ["上海市静安区人民法院"]),
    ("numbered court", "北京市第一中级人民法院开庭审理", ["北京市第一中级人民法院"]),
    ("school of a university", "复旦大学附属华山医院的医生", ["复旦大学附属华山医院"]),
    ("committee of the party", "据中共河南省委组织部消息", ["中共河南省委组织部"]),
    ("committee of a level", "省委、省政府高度重视", ["省委", "省政府"]),
    ("office in a title", "县委书记到村里调研", ["县委"]),
    ("party group of an office", "永州市总工会党组书记说", ["永州市总工会"]),
    ("known abroad", "欧盟和北约没有回应", ["欧盟", "北约"]),
    ("foreign ministry", "俄罗斯外交部发言人", ["俄罗斯外交部"]),
    ("government of a state", "法国政府与美国国会", ["法国政府", "美国国会"]),
    ("1950s council", "苏联部长会议决定", ["苏联部长会议"]),
    ("1950s cooperative", "红星农业生产合作社今年增产", ["红星农业生产合作社"]),
    ("commune", "东风人民公社社员", ["东风人民公社"]),
    ("team", "广东宏远队客场迎战辽宁队", ["广东宏远队", "辽宁队"]),
    ("women's team", "中国女排三比零取胜", ["中国女排"]),
    ("full-width letters", "ＴＣＬ集团宣布", ["ＴＣＬ集团"]),
    ("traditional characters", "臺灣大學附設醫院；國務院", ["臺灣大學附設醫院", "國務院"]),
    ("any word as a firm's name", "北京大成律师事务所律师说", ["北京大成律师事务所"]),
    ("bracket in a firm's name", "上海远山(集团)有限公司称", ["上海远山(集团)有限公司"]),
    ("two bodies of a level", "市委市政府要求", ["市委", "市政府"]),
    ("newspaper", "《工人日报》刊登", ["工人日报"]),
    ("special region", "香港特区政府公布", ["香港特区政府"]),
    ("development commission", "国家发展和改革委员会印发", ["国家发展和改革委员会"]),
    ("party committee of a county", "中共绩溪县委召开会议", ["中共绩溪县委"]),
    ("ministry of the 1950s", "中央人民政府纺织工业部通知", ["中央人民政府纺织工业部"]),
    ("firm of ordinary words", "清风家居股份有限公司公布年报", ["清风家居股份有限公司"]),
    ("party, and one with a longer name", "左翼民主党与工党", ["左翼民主党", "工党"]),
    ("a state's own national body", "阿尔及利亚全国人民议会", ["阿尔及利亚全国人民议会"]),
    ("group of states", "二十国集团峰会", ["二十国集团"]),
    ("nothing before all the country", "铁路工人同全国海员工会谈判", ["全国海员工会"]),
    ("neighbourhood office", "海淀区中关村街道办事处", ["海淀区中关村街道办事处"]),
    ("customs of a city", "上海海关说", ["上海海关"]),
    ("a place behind 和", "国家发展和南京委员会", ["南京委员会"]),
    ("firm of the second of two words", "物流和仓储有限公司开业", ["仓储有限公司"]),
    ("firm of two words in a city", "永州市物流和仓储有限公司", ["永州市物流和仓储有限公司"]),
    ("house with a number", "上海第3医院,上海第三医院", ["上海第3医院", "上海第三医院"]),
    ("union of a trade in a city", "昆明海员工会", ["昆明海员工会"]),
    ("factory of a trade in a city", "苏州电子工厂", ["苏州电子工厂"]),
    ("centre for children", "南京市儿童中心", ["南京市儿童中心"]),
    ("branch with its place", "远山公司广东分公司", ["远山公司广东分公司"]),
    ("department of a committee", "县委宣传部印发", ["县委宣传部"]),
    ("committee of a university", "复旦大学党委,复旦大学党委会", ["复旦大学党委", "复旦大学"]),
    ("secretary of a school's committee", "复旦大学党委书记说", ["复旦大学"]),
    ("secretary of a level", "省委书记说", ["省委"]),
    ("union of each county", "云南各县工会", ["云南各县工会"]),
    ("members of unions", "昆明市各区工会会员", []),
    ("brackets in a firm's name without its form", "上海(远山)公司", ["上海(远山)公司"]),
    ("level that is cut from its place", "扬州地区劳动部通知", ["扬州地区劳动部"]),
]

NOT_FOUND = [
    ("kinds of body", "当地政府和有关部门、各级工会、知名企业"),
    ("no proper name", "扶贫队队长来到派出所和医院"),
    ("unions in general", "云南省工会困难职工、全国工会会议"),
    ("directions and parts", "中国东部和西北部、全部、干部、俱乐部活动"),
    ("words that end like bodies", "布局、格局、结局、出院、住院、带队、排队、到处、好处"),
    ("a meeting", "全国工会联系引导社会组织服务职工工作会议"),
    ("indefinite", "一家美妆电商公司、某公司、两家银行"),
    ("a centre that is a part of town", "南京市中心的广场"),
    ("team of a cup", "上海市复兴杯足球队"),
    ("middle of town", "到市中心买书"),
    ("kinds of houses", "保健医院和养老服务中心"),
    ("a committee and its department", "党委宣传部印发"),
    ("three large houses", "上海3大医院"),
    ("a certain firm of full form", "某有限公司"),
    ("a firm of one character", "山有限公司"),
    ("two words without a place", "法律和维权工作部，发展和改革委员会"),
    ("a place is no trade", "南京和改革委员会"),
    ("firm of lawyers without its place", "大成律师事务所律师"),
    ("committees of a certain school", "某大学党委书记"),
    ("coalition", "联合政府和新政府"),
    ("a factory of a county", "德昌县一工厂开工"),
    ("sound characters", "俄罗斯高手蒂维亚科夫执黑"),
    ("a factory somewhere", "公司苏州工厂复工，越南新厂推迟"),
    ("a kind of firm", "一家股份有限公司和某有限公司"),
    ("counted, not named", "共6处，分3队"),
    ("word of the future", "社会、机会、学会、不会"),
]


@pytest.mark.parametrize(("text", "expected"), [r[1:] for r in FOUND], ids=[r[0] for r in FOUND])
def test_the_name_is_found_whole(text: str, expected: list[str]) -> None:
    assert [m.text for m in find_organisations(text)] == expected


@pytest.mark.parametrize("text", [r[1] for r in NOT_FOUND], ids=[r[0] for r in NOT_FOUND])
def test_what_names_no_body_is_left_alone(text: str) -> None:
    assert find_organisations(text) == []


LINKS = [
    (
        "federation with its place",
        "云南省总工会开会。云南省总决定拨款。",
        "云南省总",
        "云南省总工会",
    ),
    ("federation of the level", "云南省总工会开会。在省总的重视下", "省总", "云南省总工会"),
    ("national federation", "全总要求各地", "全总", "中华全国总工会"),
    (
        "called in brackets",
        "海珠区总工会职工大学堂(简称大学堂)。大学堂开课",
        "大学堂",
        "海珠区总工会职工大学堂",
    ),
    (
        "called in quotes",
        "远山科技股份有限公司（以下简称“远山科技”）。远山科技称",
        "远山科技",
        "远山科技股份有限公司",
    ),
    (
        "tail of the name",
        "海珠区总工会职工大学堂开课。走进职工大学堂",
        "职工大学堂",
        "海珠区总工会职工大学堂",
    ),
    (
        "committee of the level",
        "烟台市总工会开会，与市发改委联合",
        "市发改委",
        "烟台市发展和改革委员会",
    ),
    (
        "party committee",
        "新疆维吾尔自治区总工会传达自治区党委精神",
        "自治区党委",
        "中共新疆维吾尔自治区委员会",
    ),
    (
        "committee of a county of fifteen characters",
        "双江拉祜族佤族布朗族傣族自治县总工会说，县委说",
        "县委",
        "中共双江拉祜族佤族布朗族傣族自治县委员会",
    ),
    (
        "place written before",
        "上海浦东新区洋泾街道总工会；洋泾街道总工会又设",
        "洋泾街道总工会",
        "上海浦东新区洋泾街道总工会",
    ),
]


@pytest.mark.parametrize(
    ("text", "short", "norm"), [r[1:] for r in LINKS], ids=[r[0] for r in LINKS]
)
def test_a_short_form_is_linked_to_the_full_name(text: str, short: str, norm: str) -> None:
    last = [m for m in find_organisations(text) if m.text == short][-1]
    assert (last.norm, last.short) == (norm, True)


def test_bodies_of_two_places_are_two_though_one_is_written_longer() -> None:
    found = find_organisations("永州市教育局和湖南省长沙市教育局开会。")
    assert [m.norm for m in found] == ["永州市教育局", "长沙市教育局"]


def test_a_body_is_that_of_the_longer_name_only_if_nothing_but_places_is_before_it() -> None:
    found = find_organisations("湖南省永州市教育局开会。永州市教育局说。")
    assert [m.norm for m in found] == ["永州市教育局", "永州市教育局"]


RULES = [
    # text, rule, whether it is a short form, whether a kind of body
    ("欧盟", "known-name", True, False),
    ("国务院", "known-name", False, False),
    ("永州市总工会", "suffix-place", False, False),
    ("省政府", "suffix-level", False, False),
    ("全国海员工会", "suffix-level", False, False),
    ("远山有限公司", "suffix-place", False, False),
    ("中国女排", "suffix-proper", False, False),
    ("清风家居股份有限公司", "suffix-proper", False, False),
    ("云南省各级工会", "each", False, True),
    ("工会说，云南省总", "federation", True, False),
    ("海珠区总工会职工大学堂。职工大学堂", "tail", True, False),
    ("远山科技股份有限公司（简称远山科技）", "short-form", True, False),
]


@pytest.mark.parametrize(("text", "rule", "short", "generic"), RULES)
def test_a_mention_says_which_rule_found_it(
    text: str, rule: str, short: bool, generic: bool
) -> None:
    last = find_organisations(text)[-1]
    assert (last.rule, last.short, last.generic) == (rule, short, generic)


PREFIXES = [
    # label, a name, the places it begins with, whether it is nothing else
    ("place and body", "永州市总工会", "永州市", False),
    ("three places", "湖南省永州市江华县", "湖南省永州市江华县", True),
    ("short forms", "湖南永州", "湖南永州", True),
    ("a long name", "双江拉祜族佤族布朗族傣族自治县县委", "双江拉祜族佤族布朗族傣族自治县", False),
    ("a character more", "永州市永", "永州市", False),
    ("no place", "总工会", "", False),
    ("nothing", "", "", False),
]


@pytest.mark.parametrize(
    ("name", "places", "only"), [r[1:] for r in PREFIXES], ids=[r[0] for r in PREFIXES]
)
def test_the_places_that_a_name_begins_with(name: str, places: str, only: bool) -> None:
    assert place_prefix(name) == places
    assert places_only(name) == only


PHRASES = [
    ("behind a preposition", "据永州市总工会法律部", "永州市总工会法律部"),
    ("from the very beginning", "ABC公司", "ABC公司"),
    ("Latin letters and digits", "说ABC公司", "ABC公司"),
    ("behind a mark", "永州，总工会", "总工会"),
    ("behind a particle", "了总工会", "总工会"),
    ("a particle at the end", "总工会的", ""),
    ("a mark at the end", "总工会，", ""),
    ("nothing", "", ""),
]


@pytest.mark.parametrize(("text", "phrase"), [r[1:] for r in PHRASES], ids=[r[0] for r in PHRASES])
def test_a_run_of_nouns_is_followed_to_the_left(text: str, phrase: str) -> None:
    assert text[phrase_start(text, len(text)) :] == phrase


ALONE = [
    ("no city of the story", "永州总工会开会。市教育局说", "市教育局"),
    ("a county is no city", "永州市总工会开会。县教育局说", "县教育局"),
    ("the ending alone", "海珠区总工会职工大学堂开课。永州市工人医院开门", "永州市工人医院"),
]


@pytest.mark.parametrize(("text", "name"), [r[1:] for r in ALONE], ids=[r[0] for r in ALONE])
def test_a_name_that_the_story_does_not_complete_stays_as_it_is(text: str, name: str) -> None:
    last = [m for m in find_organisations(text) if m.text == name][-1]
    assert (last.norm, last.short) == (name, False)


PROVINCES = [
    ("山东省烟台市总工会", "烟台市总工会"),
    ("山东烟台市总工会", "烟台市总工会"),
    ("黑龙江哈尔滨市总工会", "哈尔滨市总工会"),
    ("黑龙江省哈尔滨市总工会", "哈尔滨市总工会"),
    ("内蒙古自治区呼和浩特市总工会", "呼和浩特市总工会"),
    ("山东省总工会", "山东省总工会"),
    ("内蒙古总工会", "内蒙古总工会"),
    ("烟台市总工会", "烟台市总工会"),
]


@pytest.mark.parametrize(("text", "norm"), PROVINCES)
def test_a_city_s_body_bears_no_province_in_its_name(text: str, norm: str) -> None:
    assert [m.norm for m in find_organisations(text)] == [norm]


def test_a_federation_that_no_name_of_the_story_completes_is_none() -> None:
    found = [m.text for m in find_organisations("云南省总工会说。市总说，省总说")]
    assert found == ["云南省总工会", "省总"]


def test_a_short_form_has_two_characters_at_least() -> None:
    found = find_organisations("远山科技股份有限公司（简称山）。山称")
    assert [m.text for m in found] == ["远山科技股份有限公司"]


def test_the_paper_itself_is_no_house_of_a_byline() -> None:
    page = bm.parse_page("新桥通车\n\n本报记者 王大明\n\n三镇居民昨日起出行不再绕道,新桥通车。")
    assert [m for article in page.articles for m in organisations_of(article)] == []


def test_a_total_is_no_federation() -> None:
    assert find_organisations("全省总产值和全市总面积，工会统计") == []


def test_a_federation_is_one_only_where_trade_unions_are_spoken_of() -> None:
    assert find_organisations("云南省总决定拨款") == []
    assert [m.text for m in find_organisations("工会说,云南省总决定拨款")] == ["云南省总"]


def test_unions_of_each_level_are_marked_as_generic() -> None:
    (mention,) = find_organisations("云南省各级工会共投入资金")
    assert (mention.text, mention.generic) == ("云南省各级工会", True)


def test_a_story_gives_its_agency_and_links_its_headline() -> None:
    page = bm.parse_page(
        "市总送清凉\n\n本报讯 (记者王小明)烟台市总工会昨日慰问工人。\n\n李大川 摄/远山社"
    )
    found = [(m.text, m.norm) for article in page.articles for _, m in organisations_of(article)]
    assert ("市总", "烟台市总工会") in found
    assert ("远山社", "远山社") in found


def test_a_house_that_opens_a_byline_is_given_once_and_one_not_printed_there_is_not() -> None:
    page = bm.parse_page("新桥通车\n\n远山社记者 王大明\n\n三镇居民昨日起出行不再绕道,新桥通车。")
    (article,) = page.articles
    found = [(m.text, m.start, m.rule) for _, m in organisations_of(article)]
    assert found == [("远山社", 0, "byline")]


_PIECES = st.sampled_from(
    [
        "永州市",
        "总工会",
        "（",
        "简称",
        "省总",
        "公司",
        "大学",
        "和",
        "的",
        "　",
        "A",
        "１",
        "局",
        "\n",
        "各级",
        "工会",
        "。",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_PIECES, max_size=14).map("".join))
def test_mentions_slice_back_in_order_without_overlap(text: str) -> None:
    found = find_organisations(text)
    assert all(text[m.start : m.end] == m.text and m.text for m in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(0 < m.confidence <= 1 for m in found)
