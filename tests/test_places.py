"""Places of a text: which names are places, where they lie, and which words only look like one."""

from __future__ import annotations

import gzip
import importlib.util
import re
import sys
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import banmian as bm
from banmian.facts.folding import replacing
from banmian.facts.gazetteer import LAST_YEAR, RANK, Unit, gazetteer
from banmian.facts.places import CONFIDENCE, PlaceMention, find_places, places_of
from banmian.page import Span

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "src" / "banmian" / "data"


def found(text: str, **options: object) -> list[tuple[str, str | None]]:
    """Text and code of each mention, in today's paper unless a year is given."""
    return [(m.text, m.adcode) for m in find_places(text, **({"year": 2020} | options))]  # type: ignore[arg-type]


NAMED = [
    (
        "one mention from the province down",
        "在湖南永州江华瑶族自治县的",
        [("湖南永州江华瑶族自治县", "431129")],
    ),
    ("short form of an autonomous county", "助力江华县脱贫", [("江华县", "431129")]),
    ("short form of an autonomous prefecture", "凉山州德昌县", [("凉山州德昌县", "513424")]),
    ("province skipped to county", "四川德昌今日", [("四川德昌", "513424")]),
    ("city in a dateline", "本报南京11月2日电", [("南京", "320100")]),
    ("doubtful county in a dateline", "新华社平安11月2日电", [("平安", "630203")]),
    ("doubtful county behind a reporter", "本报记者 平安11月2日电", [("平安", "630203")]),
    ("but not behind any reporter", "记者 平安11月2日电", []),
    ("doubtful county after its province", "来自青海平安的", [("青海平安", "630203")]),
    ("doubtful county after a word of motion", "一行赴江华考察", [("江华", "431129")]),
    (
        "short districts after their city",
        "广州海珠、天河等区",
        [("广州海珠", "440105"), ("天河", "440106")],
    ),
    (
        "municipality has no prefecture",
        "上海浦东新区洋泾街道",
        [("上海浦东新区洋泾街道", "310115")],
    ),
    ("municipal 市 before 民政", "南京市民政局", [("南京市", "320100")]),
    ("city of the same name as its province", "吉林省吉林市", [("吉林省吉林市", "220200")]),
    ("county of two characters after a mark", "昨日，沙县发布", [("沙县", "350427")]),
    (
        "traditional characters",
        "臺灣省臺北市、廣東省廣州市",
        [("臺灣省臺北市", "710000"), ("廣東省廣州市", "440100")],
    ),
    ("village by its grammar", "保康县马良镇西坪村的", [("保康县马良镇西坪村", "420626")]),
    ("village alone", "保康县通了路。来到西坪村,", [("保康县", "420626"), ("西坪村", "420626")]),
    ("street named after another city", "上海市南京西路", [("上海市南京西路", "310000")]),
    ("development zone has its city's code", "苏州工业园区", [("苏州工业园区", "320500")]),
    ("state-level new area alone", "雄安新区的建设者", [("雄安新区", "130000")]),
    ("special administrative regions", "香港、澳门", [("香港", "810000"), ("澳门", "820000")]),
    ("reached", "广州至上海的高铁抵达上海", [("广州", "440100"), *[("上海", "310000")] * 2]),
    ("county of a prefecture that is gone", "保山地区腾冲县", [("保山地区腾冲县", "530522")]),
    ("county of another city", "永州市长沙县", [("永州市", "431100"), ("长沙县", "430121")]),
    ("county beside it", "保山地区、腾冲县", [("保山地区", "533000"), ("腾冲县", "530522")]),
    ("two provinces are two places", "天津河北等地", [("天津", "120000"), ("河北", "130000")]),
    ("a larger name inside a smaller", "去台北京市", [("北京市", "110000")]),
    ("the smaller by itself", "在台北市", [("台北市", "710000")]),
    ("village at the very beginning", "西坪村修了路", [("西坪村", None)]),
    ("settlement at the very beginning", "张家宅在山上", [("张家宅", None)]),
    ("settlement at the very end", "走在张家宅", [("张家宅", None)]),
    ("two settlements", "王家庄。李家庄", [("王家庄", None), ("李家庄", None)]),
    ("village in a province", "湖南西坪村", [("湖南西坪村", "430000")]),
    ("no street in a province", "湖南省人民路", [("湖南省", "430000")]),
    ("street in a municipality", "上海人民路", [("上海人民路", "310000")]),
    ("no town in a city", "永州市石头镇", [("永州市", "431100"), ("石头镇", None)]),
    ("town that no list has", "保康县石头镇西坪村", [("保康县石头镇西坪村", "420626")]),
    ("town after a river's name", "江华河路口镇", [("江华河路口镇", "431129")]),
    ("bank of a river named so", "永州江华河边", [("永州", "431100")]),
    ("hill of that name", "长沙岳麓山下", [("长沙", "430100")]),
    ("a county in full by a river", "平安县河边", [("平安县", "630221")]),
    ("doubtful state beside one", "法国、马里", [("法国", None), ("马里", None)]),
    ("doubtful state before one", "马里、法国", [("马里", None), ("法国", None)]),
    ("doubtful state beside a city", "墨尔本、马里", [("墨尔本", None), ("马里", None)]),
    ("doubtful state, no list", "马里和法国", [("法国", None)]),
    ("doubtful state beside a place at home", "南京、马里", [("南京", "320100")]),
    ("where people work", "在安康打工", [("安康", "610900")]),
    ("in health", "在安康", []),
    ("wherefrom people come", "来自安康的", [("安康", "610900")]),
    ("the land around", "安康一带", [("安康", "610900")]),
    ("zone of a district", "苏州市吴中经济技术开发区", [("苏州市吴中经济技术开发区", "320506")]),
    ("no zone of that name", "苏州的开发区", [("苏州", "320500")]),
    ("a city and a county of one name: the larger", "乌鲁木齐降雪", [("乌鲁木齐", "650100")]),
]


@pytest.mark.parametrize(("text", "expected"), [r[1:] for r in NAMED], ids=[r[0] for r in NAMED])
def test_a_place_is_found_with_its_code(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


NOT_NAMED = [
    ("peace and order", "长治久安"),
    ("marble", "大理石"),
    ("suit", "中山装"),
    ("paper of the day", "今日本报"),
    ("date and paper", "11月2日本报讯"),
    ("end of becoming", "完成都市规划"),
    ("so done", "造成都江水患"),
    ("bank of a lake", "太湖南岸"),
    ("bank of a river", "黄河北岸"),
    ("slope", "太行山西麓"),
    ("ocean", "印度洋"),
    ("adjective", "他很大方"),
    ("wealth", "共同富裕"),
    ("peace", "世界和平"),
    ("market of the day", "今日市场"),
    ("safety", "平安归来"),
    ("together with", "会同有关部门"),
    ("sunshine", "日照充足"),
    ("guests", "来宾致辞"),
    ("campaign", "上山下乡"),
    ("developed county", "发达县市"),
    ("resettlement", "搬迁安置"),
    ("north-south", "经济南北差异"),
    ("villages in general", "贫困村和山村"),
    ("towns in general", "小城镇建设"),
    ("motorway", "高速公路"),
    ("in one go", "一路走来"),
    ("nationality", "蒙古族"),
    ("language", "西班牙语"),
    ("home country", "中国与全国各地"),
    ("letters for provinces", "京津冀协同发展"),
    ("region of states", "东南亚、欧洲"),
    ("head of the village", "以700票当选村主任"),
    ("above the sea", "千米以上海拔"),
    ("a rich town in general", "经济强镇"),
    ("the county just named", "该县干部"),
    ("law of the state", "违法国家规定"),
    ("tax", "增加纳税额"),
]


@pytest.mark.parametrize("text", [r[1] for r in NOT_NAMED], ids=[r[0] for r in NOT_NAMED])
def test_a_word_that_only_looks_like_a_place_is_none(text: str) -> None:
    assert found(text) == []


PARAGRAPHS = [
    (
        "weather",
        2018,
        "[新疆|650000]北部、[内蒙古|150000]西部有大风;[西藏|540000]东南部有雨,[墨脱|540423]局地暴雨。"
        "[河南|410000]、[山东|370000]部分地区有扬沙。",
    ),
    (
        "court",
        2015,
        "[南通市|320600]中级人民法院开庭。被告人系[如东县|320623]人,2013年从[启东|320681]逃往"
        "[广西|450000],在[北海市银海区|450503]被抓获。",
    ),
    (
        "abroad",
        2009,
        "联合国秘书长三日抵达[约旦|JO]首都[安曼|JO],随后前往[以色列|IL]。他将在[耶路撒冷|IL]会见总理,"
        "月底从[俄罗斯海参崴|RU]回国。",
    ),
    (
        "short names beside and in lists",
        2023,
        "[浙江省丽水市景宁畲族自治县|331127]的茶开采,茶园在[鹤溪街道|331127]。[景宁|331127]还与"
        "[青田|331121]、[云和|331125]联合办节。",
    ),
    (
        "districts named by the end of the list",
        2014,
        "[北京市|110000]将新增学位两千个,[东城|110101]、[西城|110102]两区优先。",
    ),
    (
        "sport",
        2017,
        "[广东|440000]宏远队客场挑战[辽宁|210000]队,赛后去[浙江义乌|330782]集训,"
        "再赴[澳大利亚墨尔本|AU]热身。",
    ),
    (
        "1950s",
        1956,
        "[河北省通县专区|]的社员说,合作社从[天津|120000]买来了步犁,[察哈尔省|]的老区也有人来参观。",
    ),
    (
        "a word and a county of one name",
        2016,
        "[湖南省凤凰县|433123]古城上榜,从[长沙|430100]坐大巴到[凤凰|433123]要五个小时,门票上印着凤凰。",
    ),
]


@pytest.mark.parametrize(
    ("year", "marked"), [r[1:] for r in PARAGRAPHS], ids=[r[0] for r in PARAGRAPHS]
)
def test_every_place_of_a_paragraph_is_found_and_nothing_else(year: int, marked: str) -> None:
    """Marked by hand: [name|code], abroad the code of the state; nothing where there is none."""
    named = re.findall(r"\[([^|]*)\|([^\]]*)\]", marked)
    text = re.sub(r"\[([^|]*)\|[^\]]*\]", r"\1", marked)
    mentions = find_places(text, year=year)
    codes = [m.adcode or (m.country if m.country != "CN" else "") for m in mentions]
    assert list(zip([m.text for m in mentions], codes, strict=True)) == named


CUT = [
    ("citizens of the city", "南京市民", "南京"),
    ("market", "上海市场", "上海"),
    ("capital of the province", "湖南省会", "湖南"),
    ("area of the district", "海珠区域", None),
    ("people of the village", "保康县马良镇西坪村村民", "保康县马良镇西坪村"),
    ("district of the city centre", "广州市区", "广州"),
    ("a kind of town", "广东经济强镇", "广东"),
    ("a kind of village", "浙江美丽乡村", "浙江"),
    ("a kind of road", "云南特色路子", "云南"),
]


@pytest.mark.parametrize(("text", "name"), [r[1:] for r in CUT], ids=[r[0] for r in CUT])
def test_a_name_ends_where_the_next_word_begins(text: str, name: str | None) -> None:
    assert [m[0] for m in found(text)] == ([name] if name else [])


PATHS = [
    (
        "湖南永州江华瑶族自治县大圩镇东冲河村",
        ("湖南省", "永州市", "江华瑶族自治县", "大圩镇", "东冲河村"),
    ),
    ("江苏鼓楼区", ("江苏省", None, "鼓楼区")),
    ("永州市人民路", ("湖南省", "永州市", None, "人民路")),
    ("上海市南京西路", ("上海市", None, None, "南京西路")),
    ("上海浦东新区洋泾街道", ("上海市", None, "浦东新区", "洋泾街道")),
    ("南京江北新区", ("江苏省", "南京市", None)),
    ("新疆", ("新疆维吾尔自治区", None, None)),
    ("海南省琼中县", ("海南省", None, "琼中黎族苗族自治县")),
    ("美国纽约", ("美国", "纽约")),
    ("法国", ("法国",)),
]


@pytest.mark.parametrize(("text", "path"), PATHS, ids=[r[0] for r in PATHS])
def test_the_path_has_every_level(text: str, path: tuple[str | None, ...]) -> None:
    (mention,) = find_places(text, year=2020)
    assert (mention.text, mention.path) == (text, path)


YEARS = [
    ("a county that became a district", "川沙县", 1985, "310224"),
    ("a city renamed since", "襄樊市", 1998, "420600"),
    ("the county of a name, then the city", "襄阳", 1998, "420621"),
    ("the city of the same name, now", "襄阳", 2020, "420600"),
    ("a city of another province then", "重庆市", 1990, "510200"),
    ("a municipality now", "重庆市", 2020, "500000"),
    ("a county under several codes has one", "江华瑶族自治县", 1985, "431129"),
    ("a former name before the source begins", "北平市", 1948, "110000"),
    ("a special district", "江苏省南通专区", 1956, "322500"),
    ("a province that is gone has no code", "绥远省", 1952, None),
]


@pytest.mark.parametrize(
    ("text", "year", "code"), [r[1:] for r in YEARS], ids=[r[0] for r in YEARS]
)
def test_the_year_decides_what_a_name_means(text: str, year: int, code: str | None) -> None:
    assert found(text, year=year) == [(text, code)]


ABROAD = [
    ("capital in a dateline", "新华社华盛顿1月1日电", "US"),
    ("state that is gone", "苏联", "SU"),
    ("part of a state", "美国加州洛杉矶", "US"),
    ("short form", "印尼", "ID"),
    ("doubtful name with an office", "马里总统", "ML"),
    ("former name", "列宁格勒", "RU"),
]


@pytest.mark.parametrize(("text", "country"), [r[1:] for r in ABROAD], ids=[r[0] for r in ABROAD])
def test_a_place_abroad_has_a_country_and_no_code(text: str, country: str) -> None:
    assert [(m.country, m.adcode) for m in find_places(text)] == [(country, None)]


def test_a_district_of_many_cities_is_told_by_the_story() -> None:
    assert found("徐州降雨。鼓楼区积水")[1] == ("鼓楼区", "320302")
    assert found("鼓楼区积水。福州降雨")[0] == ("鼓楼区", "350102")


@pytest.mark.parametrize(("city", "code"), [("北京", "110105"), ("长春", "220104")])
def test_a_district_is_that_of_the_municipality_or_city_the_story_has(city: str, code: str) -> None:
    assert found(f"{city}降雨。朝阳区积水")[1] == ("朝阳区", code)


HOMES = [
    # label, text, the place without more in it, the code of what it lies in
    ("street in a city", "上海通车。人民路堵了", "人民路", "310000"),
    ("street before its city", "人民路堵了。上海通车", "人民路", "310000"),
    ("street in a district", "上海市黄浦区通车。人民路堵了", "人民路", "310101"),
    ("village before its county", "西坪村修路。江华县通车", "西坪村", "431129"),
    ("village behind its county", "江华县通车。西坪村修路", "西坪村", "431129"),
    ("village behind the second county", "江华县通车。保康县通车。西坪村修路", "西坪村", "420626"),
    ("village of nowhere", "西坪村修路", "西坪村", None),
]


@pytest.mark.parametrize(
    ("text", "name", "code"), [r[1:] for r in HOMES], ids=[r[0] for r in HOMES]
)
def test_a_street_or_village_lies_in_what_the_story_named(
    text: str, name: str, code: str | None
) -> None:
    assert (name, code) in found(text)


def test_a_street_of_nowhere_is_no_place() -> None:
    assert found("人民路堵了。3人民路堵了") == []


RULES = [
    ("湖南省", "full-name"),
    ("湖南", "short-form"),
    ("江华县", "short-form"),
    ("江华瑶族自治县", "full-name"),
    ("永州市江华县", "path"),
    ("保康县马良镇", "path"),
    ("洋泾街道", "town"),
    ("保康县石头镇", "town"),
    ("纽约", "world"),
    ("赴安康", "evidence"),
    ("苏州高新区", "zone"),
    ("西坪村修路", "village"),
    ("上海人民路", "road"),
    ("张家宅在山上", "hamlet"),
    ("朝阳区", "ambiguous"),
]


@pytest.mark.parametrize(("text", "rule"), RULES)
def test_a_mention_says_by_which_rule_it_was_found(text: str, rule: str) -> None:
    assert [m.rule for m in find_places(text, year=2020)] == [rule]


def test_a_district_of_many_cities_alone_has_no_code() -> None:
    (mention,) = find_places("鼓楼区积水", year=2020)
    assert (mention.adcode, mention.path, mention.rule) == (
        None,
        (None, None, "鼓楼区"),
        "ambiguous",
    )


def test_a_street_of_two_districts_is_that_of_the_district_the_story_has() -> None:
    streets = [found(f"北京市{name}区降雨。八里庄街道积水")[1] for name in ("海淀", "朝阳")]
    assert streets == [("八里庄街道", "110108"), ("八里庄街道", "110105")]


def test_context_decides_where_the_text_does_not() -> None:
    context = find_places("江苏徐州", year=2020)
    assert found("鼓楼区积水", context=context) == [("鼓楼区", "320302")]


def test_a_short_form_counts_where_the_full_name_stands() -> None:
    assert found("江华的路通了") == []
    assert found("江华的路通了。江华县通车")[0] == ("江华", "431129")


def test_a_word_that_is_also_a_city_counts_only_where_a_name_can_begin() -> None:
    text = "安康市下雨。祝大家安康。在安康，人们"
    assert found(text) == [("安康市", "610900"), ("安康", "610900")]
    assert find_places(text)[1].start == 13


def test_a_hill_is_not_the_district_named_after_it() -> None:
    assert found("长沙市岳麓区的岳麓山") == [("长沙市岳麓区", "430104")]


def test_a_masked_name_is_no_place() -> None:
    text = "记者徐昆山报道"
    assert found(text) == [("昆山", "320583")]
    assert found(text, masked=[Span(2, 5)]) == []


def test_a_place_inside_an_organisation_is_flagged() -> None:
    inside, outside = find_places("永州市总工会在永州", organisations=[Span(0, 6)], year=2020)
    assert (inside.in_org, outside.in_org) == (True, False)


def test_a_word_named_before_in_full_is_a_place_where_a_body_is_named_after_it() -> None:
    text = "山东寿光丰收。寿光粮食集团收购。寿光普照。"
    spans = [Span(7, 13)]
    assert [(p.start, p.text) for p in find_places(text, year=2020)] == [(0, "山东寿光")]
    assert [p.start for p in find_places(text, organisations=spans, year=2020)] == [0, 7]


def test_the_places_of_a_story_are_numbered_by_passage() -> None:
    page = bm.parse_page("海珠区办夜校\n\n本报讯 (记者王小明)广州市海珠区昨日开办夜校。")
    pairs = places_of(page.articles[0], organisations={1: [Span(0, 30)]}, year=2020)
    assert [(i, m.text, m.adcode, m.in_org) for i, m in pairs] == [
        (0, "海珠区", "440105", False),
        (1, "广州市海珠区", "440105", True),
    ]
    texts = [passage.text for _, passage in page.articles[0].passages]
    assert all(texts[i][m.start : m.end] == m.text for i, m in pairs)


def test_the_places_of_the_seed_story_of_a_county_are_all_in_it() -> None:
    """The first story of the seed page names its county in full once; the towns follow it."""
    page = bm.read_page(ROOT / "seeds" / "000_36eec756fec64adf.txt", issue_date="2020-11-03")
    story = next(a for a in page.articles if any("江华县" in b.text for b in a.blocks))
    codes = {m.text: m.adcode for _, m in places_of(story, year=2020)}
    assert {codes[name] for name in ("江华县", "大圩镇", "大圩镇东冲河村")} == {"431129"}


PIECES = st.sampled_from(
    re.split(
        r"\|", "湖南|永州|江华瑶族自治县|江华|鼓楼区|南京|路|市民|的|在|、|。|新城区|张家宅|·|县|\n"
    )
)
TEXTS = st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=20)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_mentions_slice_back_and_never_overlap(text: str) -> None:
    mentions = find_places(text, year=2020)
    assert all(text[m.start : m.end] == m.text != "" for m in mentions)
    assert all(a.end <= b.start for a, b in pairwise(mentions))
    assert all(m.confidence == CONFIDENCE[m.rule] for m in mentions)


@settings(max_examples=100, deadline=None)
@given(TEXTS, TEXTS)
def test_a_masked_text_has_no_places(left: str, right: str) -> None:
    text = left + right
    assert not [m for m in find_places(text, masked=[Span(0, len(text))]) if m.start < len(left)]


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_the_same_text_gives_the_same_places(text: str) -> None:
    first: list[PlaceMention] = find_places(text)
    assert first == find_places(text)


def test_every_form_is_looked_for_where_it_stands() -> None:
    """The quick search for the first two characters passes over no form of the gazetteer."""
    known = gazetteer()
    heads = [head for head in known.lengths if len(head) == 2]
    assert set(range(0, 2 * len(heads), 2)) <= set(known.heads_in("".join(heads)))


def test_hardly_a_pair_of_characters_may_begin_a_form_by_chance() -> None:
    chance = "".join(chr(0x4E00 + 7 * n) + chr(0x9FA5 - 2 * n) for n in range(2_900))
    assert len(gazetteer().heads_in(chance)) < len(chance) / 30


LIVES = [
    # label, first and last year of a name, year of the paper, whether it was in use
    ("today", 1985, LAST_YEAR, None, True),
    ("gone today", 1985, LAST_YEAR - 1, None, False),
    ("older than the source", 1985, LAST_YEAR, 1979, True),
    ("older than the source, gone since", 1980, 1997, 1979, False),
    ("its first year", 1985, 1997, 1985, True),
    ("before it", 1985, 1997, 1984, False),
    ("its last year", 1985, 1997, 1997, True),
    ("after it", 1985, 1997, 1998, False),
    ("after the source", 1985, LAST_YEAR, LAST_YEAR + 1, True),
]


@pytest.mark.parametrize(
    ("since", "until", "year", "lived"), [r[1:] for r in LIVES], ids=[r[0] for r in LIVES]
)
def test_a_name_was_in_use_from_its_first_year_to_its_last(
    since: int, until: int, year: int | None, lived: bool
) -> None:
    path = ("湖南省", "永州市", "江华县")
    assert Unit("江华县", "county", path, "431129", "CN", since, until).lived(year) == lived


WITHIN = [
    # label, a place, what it may lie in, whether it does
    ("county and prefecture", "江华瑶族自治县", "永州市", True),
    ("county and province", "江华瑶族自治县", "湖南省", True),
    ("prefecture and its county", "永州市", "江华瑶族自治县", False),
    ("county and another prefecture", "江华瑶族自治县", "长沙市", False),
    ("two counties", "江华瑶族自治县", "保康县", False),
    ("itself", "永州市", "永州市", False),
    ("city and state", "纽约", "美国", True),
    ("city and another state", "纽约", "法国", False),
    ("state and city", "美国", "纽约", False),
    ("city abroad and province", "纽约", "湖南省", False),
]


@pytest.mark.parametrize(
    ("place", "other", "inside"), [r[1:] for r in WITHIN], ids=[r[0] for r in WITHIN]
)
def test_a_place_lies_in_a_larger_one_of_its_path(place: str, other: str, inside: bool) -> None:
    one, larger = (gazetteer().places(name)[0].unit for name in (place, other))
    assert one.within(larger) == inside


def test_no_form_means_two_units_of_one_path_that_ended_in_one_year() -> None:
    """Or a name would be called ambiguous though it is not."""
    known = gazetteer()
    for form in known.forms:
        units = [found.unit for found in known.places(form)]
        assert len({(u.path, RANK[u.level], u.until) for u in units}) == len(units), form


def test_every_rule_has_a_sureness_between_none_and_full() -> None:
    assert all(0 < sure <= 1 for sure in CONFIDENCE.values())


@settings(max_examples=60, deadline=None)
@given(text=st.text(alphabet="萬億兩幾１２，。 \U00020000a", max_size=20))
def test_a_form_replaces_its_sign_as_translate_does(text: str) -> None:
    forms = {ord("萬"): ord("万"), ord("１"): "1", 0x20000: "b"}
    assert replacing(forms)(text) == text.translate(forms)


def test_every_row_of_the_gazetteer_is_whole() -> None:
    lines = (DATA / "gazetteer.tsv").read_text("utf-8").splitlines()
    lines += (DATA / "gazetteer_old.tsv").read_text("utf-8").splitlines()[1:]
    rows = [line.split("\t") for line in lines[1:]]
    assert {len(row) for row in rows} == {10}
    assert {row[2] for row in rows} <= RANK.keys()
    assert all(row[0].isdecimal() or not row[0] for row in rows)
    assert all(int(row[5]) <= int(row[6]) <= LAST_YEAR for row in rows)
    assert len({tuple(row[:7]) for row in rows}) == len(rows)


def test_every_town_lies_in_a_unit_of_today() -> None:
    with gzip.open(DATA / "gazetteer_towns.tsv.gz", "rt", encoding="utf-8") as file:
        codes = [line.split("\t")[0] for line in file][1:]
    units = [form.unit for forms in gazetteer().forms.values() for form in forms]
    assert set(codes) <= {unit.adcode for unit in units if unit.until == LAST_YEAR}


def test_each_of_the_34_provinces_is_known_by_its_short_name() -> None:
    names = (
        "北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 "
        "湖南 广东 广西 海南 重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 台湾 香港 澳门"
    )
    mentions = [find_places(name)[0] for name in names.split()]
    assert len({m.adcode for m in mentions}) == 34
    assert {m.level for m in mentions} == {"province"}


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    """tools/build_gazetteer.py, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("builder", ROOT / "tools" / "build_gazetteer.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["builder"] = module
    spec.loader.exec_module(module)
    return module


HEAD = "year,province_name,city_name,county_name,province_adcode,city_adcode,county_adcode"


def built(builder: ModuleType, folder: Path, *records: str) -> list[tuple[object, ...]]:
    """Code, name, first and last year of the units made from records of the source."""
    path = folder / "years.csv"
    path.write_text("\n".join([f"{HEAD},city_id,rank", *records]), "utf-8")
    units = sorted(builder.read_units(path), key=lambda u: (u.since, u.adcode))
    return [(u.adcode, u.name, u.prefecture, u.since, u.until) for u in units]


def test_a_county_with_a_new_code_and_parent_stays_one_unit(
    builder: ModuleType, tmp_path: Path
) -> None:
    old = "1994,湖南省,零陵地区,江华瑶族自治县,430000,432900,432926,432900,3"
    new = "1995,湖南省,永州市,江华瑶族自治县,430000,431100,431129,431100,3"
    assert built(builder, tmp_path, old, new) == [
        ("431129", "江华瑶族自治县", "永州市", 1994, 1995)
    ]


def test_two_districts_of_one_name_stay_two_units(builder: ModuleType, tmp_path: Path) -> None:
    nanjing = "1994,江苏省,南京市,鼓楼区,320000,320100,320106,320100,3"
    xuzhou = "1994,江苏省,徐州市,鼓楼区,320000,320300,320302,320300,3"
    assert [row[0] for row in built(builder, tmp_path, nanjing, xuzhou)] == ["320106", "320302"]


def test_a_new_name_is_a_new_unit(builder: ModuleType, tmp_path: Path) -> None:
    old = "1996,北京市,县,通县,110000,110200,110223,110200,3"
    new = "1997,北京市,市辖区,通州区,110000,110100,110112,110100,3"
    assert built(builder, tmp_path, old, new) == [
        ("110223", "通县", "", 1996, 1996),
        ("110112", "通州区", "", 1997, 1997),
    ]
