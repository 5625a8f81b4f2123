"""People are found with their roles, and words that begin with a surname are not people."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import banmian as bm
from banmian.facts.foreign_names import find_foreign
from banmian.facts.names import name_score, observe, tag_class
from banmian.facts.people import find_people, people_of
from banmian.facts.speech import find_speech
from banmian.facts.titles import has_title, title_after, title_before, title_edge
from banmian.facts.wordbook import any_of, fold, occurrences, read_table, word_rank

FOUND = [
    ("title before", "县长陈立国昨日到村里。", [("陈立国", "县长")]),
    ("two characters before a word", "队长董红导演的话剧", [("董红", "队长")]),
    ("two characters before an adverb", "副主席秦伟经常到车间", [("秦伟", "副主席")]),
    (
        "body and two offices",
        "永州市总工会党组书记、副主席邓可旺说",
        [("邓可旺", "永州市总工会党组书记、副主席")],
    ),
    (
        "honour before office",
        "全国劳模、远山公交公司车队书记赵延昌等",
        [("赵延昌", "全国劳模、远山公交公司车队书记")],
    ),
    ("title behind", "周恩来总理会见了外宾", [("周恩来", "总理")]),
    ("comrade", "会上，刘少奇同志讲了话", [("刘少奇", "同志")]),
    ("surname and title", "王教授在课上提到", [("王教授", "教授")]),
    ("neighbour", "今年62岁的李大妈说", [("李大妈", "大妈")]),
    ("nickname", "小许，快来", [("小许", None)]),
    ("court", "被告人王某某与张某甲", [("王某某", "被告人"), ("张某甲", "被告人")]),
    ("age and calling", "52岁的农民张有田种了十亩", [("张有田", "农民")]),
    ("no title", "年纪大的黄丙花为了照顾孙女", [("黄丙花", None)]),
    (
        "list",
        "作家刘心文、苏晓梅、陈忠良出席",
        [("刘心文", "作家"), ("苏晓梅", "作家"), ("陈忠良", "作家")],
    ),
    ("double surname", "演员欧阳文静谢幕", [("欧阳文静", "演员")]),
    ("press", "本报记者 叶小钟 通讯员 卢雅纳", [("叶小钟", "本报记者"), ("卢雅纳", "通讯员")]),
    ("editor", "责任编辑：徐新星", [("徐新星", "责任编辑")]),
    ("president abroad", "美国总统克林顿今天抵达", [("克林顿", "美国总统")]),
    ("dotted", "会见了比尔·盖茨一行", [("比尔·盖茨", None)]),
    ("dotted with title", "俄罗斯总统弗拉基米尔·普京说", [("弗拉基米尔·普京", "俄罗斯总统")]),
    ("part of a dotted name", "比尔·盖茨说。盖茨还说", [("比尔·盖茨", None), ("比尔·盖茨", None)]),
    ("Uyghur", "副主席司马义·艾买提，", [("司马义·艾买提", "副主席")]),
    ("Tibetan", "村民扎西次仁说", [("扎西次仁", "村民")]),
    ("child", "刘女士的儿子小明睡了", [("刘女士", "女士"), ("小明", "儿子")]),
    ("two offices held", "董事长兼总经理陈大川", [("陈大川", "董事长兼总经理")]),
    ("calling that no list has", "首席统计师董莉娟解读", [("董莉娟", "首席统计师")]),
    ("two surnames", "行政长官林郑月娥昨日", [("林郑月娥", "行政长官")]),
    ("two surnames at the end", "行政长官林郑月", [("林郑月", "行政长官")]),
    ("a verb behind", "市长苏辉率团来访", [("苏辉", "市长")]),
    ("Japanese", "日本首相田中角荣访华", [("田中角荣", "日本首相")]),
    ("traditional", "記者張偉報導", [("張偉", "記者")]),
    ("a name that is a word", "(记者高峰 通讯员马上)", [("高峰", "记者"), ("马上", "通讯员")]),
    ("reporter who reports", "记者文华报道：大桥通车。", [("文华", "记者")]),
    ("any characters between title and dot", "所长宝木尔·巴图说", [("宝木尔·巴图", "所长")]),
    ("a word behind two surnames", "选手江孔明以两秒领先", [("江孔明", "选手")]),
    ("years behind a court's name", "被告人史某某两年间", [("史某某", "被告人")]),
    ("Jean", "大使让·雅克·莫里斯致词", [("让·雅克·莫里斯", "大使")]),
    ("address behind a dotted name", "莫尼卡·莱文女士到场", [("莫尼卡·莱文", "女士")]),
    ("others with a dotted name", "会见了尼尔·弗斯特等人", [("尼尔·弗斯特", None)]),
    ("foreign player", "外援卡洛斯传球", [("卡洛斯", "外援")]),
    ("general secretary", "学习习近平总书记重要讲话", [("习近平", "总书记")]),
    ("a rare name in a list", "作家刘心文、乐钟。", [("刘心文", "作家"), ("乐钟", "作家")]),
    ("a thing in a list", "作家刘心文、白糖。", [("刘心文", "作家")]),
    ("address behind a particle", "的董奶奶来了", [("董奶奶", "奶奶")]),
    ("address behind a picture sign", "😀王教授来", [("王教授", "教授")]),
    ("foreign speaker", "卡洛普斯说", [("卡洛普斯", None)]),
    ("address of one character", "王大明总说", [("王大明", None)]),
    ("two offices, 兼", "局长兼书记王大川", [("王大川", "局长兼书记")]),
    ("address at the very beginning", "董奶奶来了", [("董奶奶", "奶奶")]),
    ("a nickname behind a verb", "找老刘", [("老刘", None)]),
    ("a nickname that speaks", "老刘说", [("老刘", None)]),
    ("a daughter", "女儿小红，", [("小红", "女儿")]),
    ("surname alone", "王某说", [("王某", None)]),
    ("surname alone at the end", "李某", [("李某", None)]),
    ("reporter at the end", "记者高峰", [("高峰", "记者")]),
    ("reporter who pictures", "记者文华摄", [("文华", "记者")]),
    ("others in a list", "作家刘心文、乐钟等", [("刘心文", "作家"), ("乐钟", "作家")]),
    ("list with and", "作家刘心文和乐钟。", [("刘心文", "作家"), ("乐钟", "作家")]),
    (
        "three in a list",
        "作家刘心文、乐钟、乐明。",
        [(n, "作家") for n in ("刘心文", "乐钟", "乐明")],
    ),
    ("a comma is no list", "作家刘心文,乐钟。", [("刘心文", "作家")]),
    ("a doctrine is not the man", "作家陈大川来。陈大川主义", [("陈大川", "作家")]),
    ("title at the very beginning", "市长陈大川", [("陈大川", "市长")]),
    ("a blank before the name", "市长 陈大川", [("陈大川", "市长")]),
    ("a colon before the name", "市长:陈大川", [("陈大川", "市长")]),
    ("two persons, one title", "市长陈大川与刘心文", [("陈大川", "市长"), ("刘心文", "市长")]),
    (
        "the title is not of who stands farther",
        "市长陈大川见刘心文",
        [("陈大川", "市长"), ("刘心文", None)],
    ),
    ("days before a dotted name ends", "比尔·盖茨日前说", [("比尔·盖茨", None)]),
    ("a verb that could be a given name", "市长徐丽率团来访", [("徐丽", "市长")]),
]

NOT_FOUND = [
    (
        "words that begin with surnames",
        "高峰期、王牌、金融、马上、白天、方面、成为、温暖、和平、时代、安全",
    ),
    ("places", "张家界、黄河、江苏、石家庄、徐州、安徽、黄山、金沙江、马鞍山"),
    ("days and seasons", "周一、周末、夏天、时候、常年、明年、全年"),
    ("institutions", "党中央、文化部、商会、高校、华侨、施工队"),
    ("verbs", "应当、连续、解决、计划、支持、包括、向前、谢谢、毕业、严重影响"),
    ("trades", "车间主任、农民工、万元户、钢铁工人、毛衣、石油、金属"),
    ("fauna", "熊猫、牛羊、马匹、黄牛、鱼虾、龙虾"),
    ("idioms", "安居乐业、胡作非为、马到成功、方兴未艾、成千上万"),
    ("company's word", "王府井百货大楼、李宁公司"),
    ("province with a certain firm", "江苏某电缆企业"),
    ("adverbial pattern", "边学边赚钱，边走边看"),
    ("where a family settled", "沈家弄、李家庄、王家埭"),
    ("a ship or prize of a person's name", "“卡尔·文森”号抵达，阿芙乐尔·康德号返航"),
    ("what reporters do", "记者手记、记者获悉、记者招待会"),
    ("a certain year", "江边某年某月某地"),
    ("book of a dotted title", "读书会“湘悦读·工力量”开幕"),
    ("a sound behind a title that ends in one", "总理当晚抵达"),
    ("a title of a book", "《董奶奶》"),
    ("a title of a book behind a verb", "读《董奶奶》"),
    ("delegates and members", "王代表来，李委员说"),
    ("a word over the surname", "一些王教授来"),
    ("a character that comes again", "县长李木李说"),
    ("an old table, an hour", "老桌说，小时说"),
    ("an old board, a primary school", "老板说，小学说"),
    ("a pupil", "读小明书"),
    ("months and years of some", "王某两年"),
    ("nobody", "某某说"),
]


@pytest.mark.parametrize(("text", "expected"), [r[1:] for r in FOUND], ids=[r[0] for r in FOUND])
def test_names_and_roles(text: str, expected: list[tuple[str, str | None]]) -> None:
    people = find_people(text)
    assert [(m.name, m.role) for m in people] == expected
    assert all(0 < m.confidence <= 1 for m in people)


@pytest.mark.parametrize("text", [r[1] for r in NOT_FOUND], ids=[r[0] for r in NOT_FOUND])
def test_what_names_nobody_is_left_alone(text: str) -> None:
    assert find_people(text) == []


FOREIGN = [
    # label, text, names and their rules
    ("who speaks, at the start", "卡洛普斯说", [("卡洛普斯", "foreign-speaker")]),
    ("who speaks, behind a mark", "，卡洛普斯说", [("卡洛普斯", "foreign-speaker")]),
    ("who does not speak", "卡洛普斯来", []),
    ("not at the start of the clause", "他卡洛普斯说", []),
    ("title before", "教练卡洛普斯来", [("卡洛普斯", "foreign-title")]),
    ("title behind", "卡洛普斯教练", [("卡洛普斯", "foreign-title")]),
    ("address of one character behind", "卡洛普斯总来", []),
    ("whose delegate", "卡洛普斯代表", []),
    ("kin behind", "卡洛普斯妈妈", []),
    ("a state before", "法国卡洛普斯教练", [("卡洛普斯", "foreign-title")]),
    ("two characters behind a title", "总统卡洛来", [("卡洛", "foreign-title")]),
    ("two characters that speak", "卡洛说", []),
    ("title that ends in a sound", "总理内塔尼来", [("内塔尼", "foreign-title")]),
    ("day of a month before", "5日克林顿来", [("克林顿", "foreign-known")]),
    ("known by itself", "克林顿来", [("克林顿", "foreign-known")]),
    ("a law of that name", "克林顿法", []),
    ("a people", "塔吉克族", []),
    ("a word first", "本尼迪克说", []),
    ("a common word of two characters", "总统福利来", []),
    ("a common word and more", "依法克斯说", []),
    ("a state", "总统莱索托说", []),
    ("a state behind a mark", "，莱索托克说", []),
    ("a state in a longer run", "伊拉克斯说", []),
    ("dotted, behind a verb", "会见了比尔·盖茨", [("比尔·盖茨", "foreign")]),
    ("dotted, behind a particle", "见了比尔·盖茨", [("比尔·盖茨", "foreign")]),
    ("dotted, behind a word", "会见比尔·盖茨", [("比尔·盖茨", "foreign")]),
    ("dotted three times", "J·K·罗琳说", [("J·K·罗琳", "foreign")]),
    ("dotted behind a title", "副所长宝木尔·巴图说", [("宝木尔·巴图", "foreign")]),
    ("dotted, then a day", "比尔·盖茨于5日", [("比尔·盖茨", "foreign")]),
    ("dotted, then a word", "比尔·盖茨日前说", [("比尔·盖茨", "foreign")]),
    ("dotted, then others", "尼尔·弗斯特等人", [("尼尔·弗斯特", "foreign")]),
    ("half sounds", "比尔·大大", [("比尔·大大", "foreign")]),
    ("less than half sounds", "大大大·比尔", []),
    ("a ship", "卡尔·文森号", []),
    ("a ship in quotation marks", "“卡尔·文森”号", []),
    ("Japanese with two characters", "首相安倍晋三会见", [("安倍晋三", "foreign-title")]),
    ("Japanese with three", "首相小泉纯一郎说", [("小泉纯一郎", "foreign-title")]),
    ("Japanese at the end", "首相鸠山由纪夫", [("鸠山由纪夫", "foreign-title")]),
    ("Japanese before a particle", "首相安倍晋三的他", [("安倍晋三", "foreign-title")]),
    ("Japanese without a title", "田中角荣访华", []),
    ("Japanese surname before a verb", "首相小泉说", [("小泉", "foreign-title")]),
    ("Tibetan", "扎西次仁说", [("扎西次仁", "foreign-known")]),
]


@pytest.mark.parametrize(
    ("text", "expected"), [r[1:] for r in FOREIGN], ids=[r[0] for r in FOREIGN]
)
def test_a_foreign_name_is_told_by_its_dot_or_by_what_stands_beside_it(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert [(text[f.start : f.end], f.rule) for f in find_foreign(text)] == expected


TITLES = [
    # label, text before a name, its title, where the title ends, whether it counts as one
    ("an office", "总工会主席", "主席", 5, True),
    ("a calling of three characters", "统计师", "统计师", 3, True),
    ("a calling that no list has, behind a word", "首席统计师", "统计师", 5, True),
    ("a calling of two characters", "技师", "技师", 2, True),
    ("one character", "员", "", 1, False),
    ("nothing", "", "", 0, False),
    ("a blank between", "书记 ", "", 2, True),
    ("three blanks between", "书记   ", "", 2, True),
    ("four blanks between", "书记    ", "", 6, False),
    ("a colon between", "书记:", "", 2, True),
    ("a blank, but no title", "的 ", "", 2, False),
]


@pytest.mark.parametrize(
    ("text", "title", "edge", "counts"), [r[1:] for r in TITLES], ids=[r[0] for r in TITLES]
)
def test_a_title_stands_right_before_a_name_or_up_to_three_blanks_off(
    text: str, title: str, edge: int, counts: bool
) -> None:
    assert title_before(text, len(text)) == title
    assert title_edge(text, len(text)) == edge
    assert has_title(text, len(text)) == counts


def test_the_longest_address_is_taken_and_none_where_the_text_ends() -> None:
    assert title_after("王副教授来", 1) == "副教授"
    assert title_after("王教", 1) == title_after("王", 1) == ""


def test_every_title_before_a_name_has_two_characters() -> None:
    titles = [row["title"] for row in read_table("titles.tsv") if row["before"] == "1"]
    assert titles
    assert min(map(len, titles)) == 2


BESIDE = [
    ("title before", "市长陈立国来", 2, {"title_before"}),
    ("title behind", "陈立国总理来", 0, {"title_after"}),
    ("address of one character behind", "陈立国总来", 0, {"short_title_after"}),
    ("neither", "的陈立国来", 1, set()),
]


@pytest.mark.parametrize(
    ("text", "start", "seen"), [r[1:] for r in BESIDE], ids=[r[0] for r in BESIDE]
)
def test_a_title_beside_a_name_speaks_for_it(text: str, start: int, seen: set[str]) -> None:
    observed = {key for _, key in observe(text, start, start + 3, 1)}
    assert observed & {"title_before", "title_after", "short_title_after"} == seen


def test_no_word_runs_from_a_title_into_a_name() -> None:
    inside, after = observe("说长江丙坤", 2, 5, 1), observe("董事长江丙坤", 3, 6, 1)
    assert ("word_over_left", "0") not in inside
    assert ("word_over_left", "0") in after


RULES = [
    ("shape", "刘心文来了", "shape"),
    ("title before", "市长刘心文来了", "title-before"),
    ("list", "作家刘心文、乐钟。", "list"),
    ("repeated", "王明说，王明", "repeated"),
    ("surname and title", "王教授来", "surname-title"),
    ("nickname", "找老刘", "nickname"),
    ("court", "王某某来", "anonymous"),
    ("dotted", "比尔·盖茨来", "foreign"),
]


@pytest.mark.parametrize(("text", "rule"), [r[1:] for r in RULES], ids=[r[0] for r in RULES])
def test_a_mention_says_which_rule_found_it(text: str, rule: str) -> None:
    assert find_people(text)[-1].rule == rule


@pytest.mark.parametrize("filler", [(), ("甲乙",) * 21], ids=["few", "many"])
def test_names_of_one_character_are_looked_for_nowhere(filler: tuple[str, ...]) -> None:
    found = occurrences("刘波说刘波来", ("刘", "刘波", *filler))
    assert sorted(found) == [(0, "刘波"), (3, "刘波")]


KINDS = [("本报记者王小明报道", "press"), ("市长王小明说", "official"), ("工人王小明说", "subject")]


@pytest.mark.parametrize(("text", "kind"), KINDS, ids=[r[1] for r in KINDS])
def test_the_kind_follows_the_title(text: str, kind: str) -> None:
    assert [m.kind for m in find_people(text)] == [kind]


def test_the_body_of_an_office_is_its_organisation() -> None:
    (person,) = find_people("云南省总工会法律和维权工作部部长张泽平介绍")
    assert person.org == "云南省总工会法律和维权工作部"


STORY = (
    "读书分享会\n\n本报讯 (记者方大川 通讯员罗毅林)当晚，永州市总工会副主席邓可旺出席分享会。\n\n"
    "“很有意义。”邓可旺说，工会还要开到乡里。\n\n记者方大川问邓副主席，明年是否再办。"
)


def test_a_story_knows_a_person_again() -> None:
    (article,) = bm.parse_page(STORY).articles
    found = [(m.text, m.name, m.role) for _, m in people_of(article)]
    title = "永州市总工会副主席"
    assert found == [
        ("方大川", "方大川", "记者"),
        ("罗毅林", "罗毅林", "通讯员"),
        ("邓可旺", "邓可旺", title),
        ("邓可旺", "邓可旺", title),
        ("方大川", "方大川", "记者"),
        ("邓副主席", "邓可旺", title),
    ]


def test_a_reporter_writes_for_the_agency_of_the_dateline_and_a_correspondent_does_not() -> None:
    page = bm.parse_page(
        "读书分享会\n\n新华社长沙11月2日电 (记者方大川 通讯员罗毅林)当晚，分享会举行。"
    )
    (article,) = page.articles
    assert [(m.name, m.org) for _, m in people_of(article)] == [
        ("方大川", "新华社"),
        ("罗毅林", None),
    ]


@pytest.mark.parametrize(
    ("role", "house"), [("记者", "新华社"), ("评论员", None), ("读者", None), ("编译", None)]
)
def test_of_those_who_sign_a_dispatch_only_the_reporter_is_of_its_agency(
    role: str, house: str | None
) -> None:
    page = bm.parse_page(f"读书分享会\n\n新华社长沙11月2日电 ({role}方大川)当晚，分享会举行。")
    assert [(m.role, m.org) for a in page.articles for _, m in people_of(a)] == [(role, house)]


def test_offsets_of_a_story_are_those_of_its_passages() -> None:
    (article,) = bm.parse_page(STORY).articles
    passages = [passage.text for _, passage in article.passages]
    assert all(passages[n][m.start : m.end] == m.text for n, m in people_of(article))


def test_a_photographer_keeps_the_printed_profession() -> None:
    page = bm.parse_page(
        "大赛竞技艺\n\n10月30日，大赛在县体育场举行。图为比赛。\n\n本报通讯员 杨楠 摄"
    )
    assert [(m.name, m.role) for a in page.articles for _, m in people_of(a)] == [
        ("杨楠", "通讯员")
    ]


def test_who_took_part_keeps_that_role() -> None:
    page = bm.parse_page(
        "新桥通车\n\n本报记者 李明 王红参与采写\n\n三镇居民昨日起出行不再绕道,新桥通车。"
    )
    found = [(m.name, m.role, m.kind) for a in page.articles for _, m in people_of(a)]
    assert found == [("李明", "记者", "press"), ("王红", "参与采写", "press")]


def test_a_team_that_the_story_names_is_the_one_of_its_leader() -> None:
    page = bm.parse_page(
        "扶贫队进村\n\n湖南广电扶贫队昨日进村,三镇居民出行不再绕道。扶贫队队长王大川说好。"
    )
    found = [(m.role, m.org) for a in page.articles for _, m in people_of(a)]
    assert found == [("湖南广电扶贫队队长", "湖南广电扶贫队")]


def test_of_two_titles_as_long_the_first_is_kept_and_of_others_the_longest() -> None:
    page = bm.parse_page(
        "新桥通车\n\n市长陈大川到场。县长陈大川说,新桥通车。\n\n农民刘心文说,好。作家协会副主席刘心文也来了。"
    )
    found = {(m.name, m.role, m.kind) for a in page.articles for _, m in people_of(a)}
    assert {(n, r[-3:], k) for n, r, k in found if r} == {
        ("陈大川", "市长", "official"),
        ("刘心文", "副主席", "official"),
    }


KNOWN = [
    # label, text, names of the story, who is meant
    ("who bears the surname", "王副教授来", ["王大川"], "王大川"),
    ("two who bear it", "王副教授来", ["王大川", "王小川"], "王副教授"),
    ("surname and title are no name", "王副教授来", ["王教授"], "王副教授"),
    ("name that is read too far", "刘波读初中时，母亲病了。", ["刘波"], "刘波"),
]


@pytest.mark.parametrize(
    ("text", "known", "name"), [r[1:] for r in KNOWN], ids=[r[0] for r in KNOWN]
)
def test_the_names_of_the_story_tell_who_is_meant(text: str, known: list[str], name: str) -> None:
    assert find_people(text, known=known)[-1].name == name


def test_a_known_name_of_two_characters_needs_evidence_and_a_longer_one_none() -> None:
    assert find_people("高峰期已过。", known=["高峰"]) == []
    assert [m.name for m in find_people("买买提明来了", known=["买买提明"])] == ["买买提明"]


def test_a_surname_of_two_characters_speaks_for_a_name() -> None:
    assert ("shape", "compound_surname") in observe("欧阳文静来", 0, 4, 2)
    assert ("shape", "compound_surname") not in observe("欧文静来", 0, 3, 1)


CLASSES = [
    ("毛泽东", "name"),
    ("北京", "place"),
    ("联合国", "thing"),
    ("人民日报", "thing"),
    ("安全", "word"),
    ("陈立国", "none"),
]


@pytest.mark.parametrize(("word", "kind"), CLASSES)
def test_a_word_is_a_name_a_place_a_thing_or_another_word(word: str, kind: str) -> None:
    assert tag_class(word) == kind


def test_a_name_that_fits_better_is_surer() -> None:
    best, good, fair = (
        find_people(text)[0].confidence for text in ("县长陈立国", "的乐钟来", "陈立国来")
    )
    assert 1 > best > good > fair > 0


PHRASES = [
    # label, text, where the name would stand, whether it is in a phrase of four characters
    ("begins with it", "安居乐业", (0, 3), True),
    ("ends with it", "方安居乐业", (2, 5), True),
    ("is in it", "方安居乐业", (2, 4), True),
    ("reaches into it", "王安居乐业", (0, 2), False),
    ("reaches out of it", "安居乐业王", (3, 5), False),
]


@pytest.mark.parametrize(
    ("text", "place", "inside"), [r[1:] for r in PHRASES], ids=[r[0] for r in PHRASES]
)
def test_a_phrase_is_seen_only_where_it_holds_the_whole_name(
    text: str, place: tuple[int, int], inside: bool
) -> None:
    assert (("shape", "in_phrase") in observe(text, *place, 1)) == inside


def test_a_woman_of_the_same_surname_is_not_the_reporter() -> None:
    page = bm.parse_page("网购遇难题\n\n本报讯 (记者赵大兵)广东的赵女士投诉说，货未收到。")
    found = [m.name for a in page.articles for _, m in people_of(a)]
    assert found == ["赵大兵", "赵女士"]


def test_a_name_read_too_far_is_cut_where_the_story_has_it_shorter() -> None:
    page = bm.parse_page("求学记\n\n班长刘波来了。刘波说，家里困难。\n\n刘波读初中时，母亲病了。")
    assert {m.name for a in page.articles for _, m in people_of(a)} == {"刘波"}


def test_a_surname_is_needed_for_a_score() -> None:
    assert name_score("的人们说", 0, 3) is None
    assert name_score("王建国说", 0, 3) is not None


SPEECHES = [
    ("quote behind", "县长陈立国说：“要修路。”", [("陈立国", "说", "要修路。", True)]),
    ("quote before", "“要修路。”县长陈立国说。", [("陈立国", "说", "要修路。", True)]),
    (
        "told the reporter",
        "陈立国告诉记者，今年要修路。",
        [("陈立国", "告诉记者", "今年要修路。", False)],
    ),
    (
        "manner between",
        "县长陈立国高兴地表示，今年要修路。",
        [("陈立国", "表示", "今年要修路。", False)],
    ),
    (
        "on both sides",
        "“要修路。”陈立国说，“还要架桥。”",
        [("陈立国", "说", "要修路。", True), ("陈立国", "说", "还要架桥。", True)],
    ),
    (
        "a clause between quotation and speaker",
        "“要修路。”会上很静，陈立国说要架桥了。",
        [("陈立国", "说", "要架桥了。", False)],
    ),
    ("two characters said", "“好。”陈立国说。", [("陈立国", "说", "好。", True)]),
    ("nothing said", "“。”陈立国说。", []),
    ("a quotation without its stop", "“修路”陈立国说。", []),
    ("a question", "“修路？”陈立国问。", [("陈立国", "问", "修路？", True)]),
    (
        "more said, no quotation",
        "“要修路。”陈立国说今年架桥。",
        [("陈立国", "说", "要修路。", True)],
    ),
    (
        "more said behind a colon",
        "“要修路。”陈立国说:今年架桥。",
        [("陈立国", "说", "要修路。", True), ("陈立国", "说", "今年架桥。", False)],
    ),
    ("too little without quotation marks", "陈立国说今年好。", []),
    (
        "a word in quotation marks inside",
        "陈立国说要“修路”和架桥。",
        [("陈立国", "说", "要“修路”和架桥。", False)],
    ),
    (
        "fourteen characters between",
        f"陈立国{'甲' * 14}说要修路了。",
        [("陈立国", "说", "要修路了。", False)],
    ),
    ("fifteen characters between", f"陈立国{'甲' * 15}说要修路了。", []),
    ("a clause between", "陈立国接受采访时，说要修路了。", []),
    ("to speak unclearly", "陈立国道不清这件事。", []),
    ("a word in quotes is no speech", "陈立国等人学习“金句”。", []),
    ("a speech made is not said", "学习陈立国讲话精神，提高认识。", []),
    ("no verb", "陈立国来到“职工之家”。", []),
]


@pytest.mark.parametrize(
    ("text", "expected"), [r[1:] for r in SPEECHES], ids=[r[0] for r in SPEECHES]
)
def test_who_says_what(text: str, expected: list[tuple[str, str, str, bool]]) -> None:
    found = find_speech(text)
    assert [
        (s.speaker, s.verb, text[s.quote_start : s.quote_end], s.direct) for s in found
    ] == expected


@pytest.mark.parametrize(("length", "direct"), [(40, [True]), (41, [])])
def test_between_quotation_and_speaker_is_a_title_of_up_to_forty_characters(
    length: int, direct: list[bool]
) -> None:
    title = "甲" * (length - 2) + "县长"
    assert [s.direct for s in find_speech(f"“要修路。”{title}陈立国说。")] == direct


@pytest.mark.parametrize(("length", "direct"), [(1999, [True]), (2000, [])])
def test_a_quotation_before_its_speaker_has_up_to_1999_characters(
    length: int, direct: list[bool]
) -> None:
    said = "修" * (length - 1) + "。"
    assert [s.direct for s in find_speech(f"“{said}”陈立国说。")] == direct


_PIECES = st.sampled_from(
    [
        "县长",
        "陈立国",
        "王",
        "说",
        "，",
        "“",
        "”",
        "某",
        "·",
        "克林顿",
        "　",
        "１",
        "教授",
        "、",
        "\n",
        "老",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_PIECES, max_size=14).map("".join))
def test_mentions_slice_back_in_order_without_overlap(text: str) -> None:
    found = find_people(text)
    assert all(text[m.start : m.end] == m.text and m.name for m in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(0 <= s.quote_start < s.quote_end <= len(text) for s in find_speech(text))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=30))
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    ("word", "rank"),
    # counts in jieba's dictionary: 41, 1071 (three characters), 129470; 6278 and 92091 are of words
    # of four characters and of one
    [("石景山", 2), ("董事长", 4), ("中国", 5), ("有限公司", 0), ("会", 0), ("陈立国", 0)],
)
def test_a_word_of_two_or_three_characters_ranks_by_the_digits_of_its_count(
    word: str, rank: int
) -> None:
    assert word_rank(word) == rank


def test_signs_of_full_width_are_folded_from_the_first_to_the_last_and_no_others() -> None:
    assert fold("\uff01\uff10\uff21\uff5e") == "!0A~"
    assert fold("\uff00\uff5f\uff60") == "\uff00\uff5f\uff60"


def test_of_two_words_that_begin_alike_the_longer_is_matched() -> None:
    pattern = any_of(["市", "北京", "北京市", "北"])
    assert pattern.findall("北京市北京北") == ["北京市", "北京", "北"]
