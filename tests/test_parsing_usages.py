"""Usages that leave a line no choice: jump lines, rows of briefs, tables, signatures."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

import train_grammar
from banmian import Fix, parse_page
from banmian.page import ROLES, Role
from banmian.parsing.fixes import _STATES_OF
from banmian.parsing.grammar import BASE_STATES, load_grammar
from banmian.parsing.heads import heading_evidence, name_head_lines
from banmian.parsing.lines import cut_lines, fold
from banmian.parsing.names import is_signed
from banmian.parsing.tabular import read_shapes
from banmian.parsing.wording import close_up, is_jump, is_label, leads_on, says_something
from evaluate import GOLD_ROLES
from strategies import labelled

JUMPS = [
    ("to a page", "（下转第7版）", "on"),
    ("to a page of a section", "下转A3版", "on"),
    ("section and number alone", "轉A6", "on"),
    ("in Han figures, traditional", "（下轉第八版）", "on"),
    ("with an arrow", "下转第4版▶", "on"),
    ("from a page", "（上接第一版）", "from"),
    ("from a page of a section", "上接A1版", "from"),
    ("short", "接A1", "from"),
    ("straight from the front page", "（紧接第一版）", "from"),
    ("a soldier goes over to another trade", "转业", None),
    ("a share of class A", "转A股", None),
    ("an underground line", "接1号线", None),
    ("a turn for the better, and a page", "转型见第7版", None),
    ("what goes on without a page", "（未完待续）", None),
]


@pytest.mark.parametrize(("text", "leads"), labelled(JUMPS))
def test_a_jump_line_names_another_page_and_says_nothing_else(text: str, leads: str | None) -> None:
    folded = fold(text)
    assert (leads_on(folded), is_jump(folded)) == (leads == "on", leads == "from")


WORDED = [
    ("set wide", "简　　讯", "简讯"),
    ("set wide, four characters", "读 者 来 信", "读者来信"),
    ("a name and a name", "王小明 李红", "王小明 李红"),
    ("set close", "简讯", "简讯"),
]


@pytest.mark.parametrize(("text", "close"), labelled(WORDED))
def test_a_word_set_wide_is_closed_up_and_words_are_not_run_together(text: str, close: str) -> None:
    assert close_up(fold(text)) == close


LABELS = [
    ("genre", "短波", True),
    ("genre set wide", "简　讯", True),
    ("genre, traditional", "簡訊", True),
    ("letters, traditional", "讀者投書", True),
    ("a headline of two words", "新桥通车", False),
    ("a name set wide", "王　平", False),
]


@pytest.mark.parametrize(("text", "label"), labelled(LABELS))
def test_a_label_is_known_by_its_words_in_either_script_and_at_any_width(
    text: str, label: bool
) -> None:
    assert is_label(fold(text)) is label


SAYS = [
    ("what stands somewhere", "老城区三条路", True),
    ("what happened", "二手塔机租金回升", True),
    ("a column of four characters", "边城散记", False),
    ("a column of five characters", "记者走基层", False),
    ("a column and its part", "走转改·一线见闻", False),
    ("a series", "城市更新系列报道", False),
    ("a column in quotation marks", "“十五五”怎么干", False),
    ("where it began", "（上接第一版）", False),
]


@pytest.mark.parametrize(("text", "says"), labelled(SAYS))
def test_a_line_of_six_characters_that_no_column_is_called_says_something(
    text: str, says: bool
) -> None:
    assert says_something(fold(text)) is says


SIGNED = [
    ("title and name", "記者　鍾明雄", True),
    ("house, title and name", "本报记者 王小明", True),
    ("behind a mark", "■记者　杜家俊", True),
    ("two of them", "本报记者 王小明 通讯员 李红", True),
    ("traditional surname", "本報記者　關詠儀", True),
    ("set solid", "本报记者王小明", False),
    ("what a reporter does", "记者走进车间", False),
    ("what a reporter sees", "记者 节日见闻", False),
    ("a photographer", "本报记者 王小明 摄", False),
    ("a village and its reporter", "东街 记者 王小明", False),
]


@pytest.mark.parametrize(("text", "signed"), labelled(SIGNED))
def test_a_title_and_names_sign_if_nothing_else_stands_with_them(text: str, signed: bool) -> None:
    assert is_signed(fold(text)) is signed


PRICES = ["品种　　东市　　西市", "青椒　　1.80　　2.00", "番茄　　1.20　　1.10"]
TABLES = [
    ("head and two rows", PRICES, [0, 1, 2]),
    ("two rows", PRICES[:2], []),
    ("with title and unit", ["昨日菜价", *PRICES, "（单位：元）"], [1, 2, 3, 4]),
    ("no figures", ["一厂　王明　李红", "二厂　赵平　孙兰", "三厂　周安　吴玉"], []),
    ("sentences", ["桥　长1.2公里。", "路　长3.4公里。", "街　长0.5公里。"], []),
    ("single blanks", ["上海 1.52 1.90", "南京 1.45 1.84", "武汉 1.30 1.66"], [0, 1, 2]),
    ("nothing over the first cell", ["　　一月　　二月", "电视　9台　8台", "冰箱　7台　6台",
     "录音机　5台　4台"], [0, 1, 2, 3]),
    ("name set wide", ["城　关　　四三○○　　三九五○", "石　桥　　三八六○　　二九九五",
     "新　塘　　五一二○　　三五八四"], [0, 1, 2]),
    ("where the text below began", [*PRICES, "（上接A1版）"], [0, 1, 2]),
    ("blanks lost", ["上证指数917.02914.06", "深证指数327.34326.33", "深证Ａ股341.81340.70"],
     [0, 1, 2]),
    ("words after the figures", ["上证指数917.02点", "深证指数327.34点", "深证Ａ股341.81点"], []),
    ("two rows without blanks", ["上证指数917.02914.06", "深证指数327.34326.33"], []),
    ("rows of bylines", ["记者　一鸣　二明", "记者　三平　四红", "记者　五安　六玉"], []),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "rows"), labelled(TABLES))
def test_a_table_is_three_lines_of_as_many_cells_with_figures(
    lines: Sequence[str], rows: Sequence[int]
) -> None:
    shapes, found = read_shapes(cut_lines("\n".join(lines)))
    assert sorted(found) == rows
    assert all(shapes[row].text and not shapes[row].head for row in rows)


HEADINGS: list[tuple[str, list[str], list[Role]]] = [
    ("what the line above does", ["老城区三条路", "今起单行"], ["headline", "headline"]),
    ("a deck that opens with a day", ["老城区三条路单行", "今天起早晚高峰公交车除外"],
     ["headline", "deck"]),
    ("nothing done", ["东港大桥通车", "两岸少绕十公里"], ["headline", "deck"]),
    ("compared with what", ["云岭线路全线贯通", "比原计划提前21天"], ["headline", "deck"]),
    ("the line above leads in", ["市交通局宣布：", "明起单行"], ["kicker", "headline"]),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "roles"), labelled(HEADINGS))
def test_a_line_that_says_what_the_one_above_does_is_headline_with_it(
    lines: list[str], roles: list[Role]
) -> None:
    found = name_head_lines([fold(line) for line in lines], load_grammar().heading)
    assert [role for role, _ in found] == roles


@pytest.mark.parametrize(
    ("text", "completes"),
    [("比原计划提前21天", True), ("比去年增长两成", True), ("比武大会昨日开幕", False)],
)
def test_a_comparison_without_a_subject_completes_the_line_that_has_one(
    text: str, completes: bool
) -> None:
    assert ("opens like a deck" in heading_evidence([text])[0]) is completes


Row = tuple[Role, int | None, str]

BRIDGE = "本报讯（记者王小明）11月2日，新桥建成通车。从今天起，三镇居民过江不再绕道。"
LENGTH = "据市交通局介绍，新桥全长1.2公里，总投资3.4亿元，历时两年零八个月建成，设计时速60公里。"
REST = (
    "第二批住房共有三百六十套，其中六十平方米左右的占了七成。申请人可以从下周起到街道办事处领表。"
)
LIBRARY = "市图书馆从本周起每周五、周六开放到晚上九点，暑期借书证一次可借八册。"
BUS = "因铺设煤气管道，二路公共汽车明天起改走江堤路，菜场口、老邮局两站暂停。"
RIVER = (
    "桥通车那天放了鞭炮，李大海却想起桥头那条三百公尺的路。下雨天它是一条河，出太阳它是一条沙漠。"
)

USAGES: list[tuple[str, list[Row]]] = [
    ("a story goes on elsewhere", [
        ("headline", 0, "新桥昨日建成通车"),
        ("paragraph", 0, BRIDGE),
        ("paragraph", 0, LENGTH),
        ("furniture", None, "（下转第7版）"),
        ("headline", 1, "图书馆夜间也开门"),
        ("paragraph", 1, "本报讯 " + LIBRARY),
    ]),
    ("the rest of a story", [
        ("headline", 0, "新桥昨日建成通车"),
        ("paragraph", 0, BRIDGE),
        ("label", 1, "（上接第1版）"),
        ("paragraph", 1, REST),
        ("paragraph", 1, LENGTH),
    ]),
    ("the same words in a headline", [
        ("headline", 0, "新桥昨日建成通车"),
        ("paragraph", 0, BRIDGE),
        ("headline", 1, "二路汽车上接一路下转三路"),
        ("paragraph", 1, "本报讯 " + BUS),
    ]),
    ("briefs with headlines", [
        ("label", 0, "短　波"),
        ("headline", 0, "图书馆夜间也开门"),
        ("paragraph", 0, LIBRARY),
        ("headline", 1, "二路改走江堤路"),
        ("paragraph", 1, BUS),
    ]),
    ("briefs with marks", [
        ("label", 0, "简讯"),
        ("paragraph", 0, "▲石桥乡四个农业社已积肥六万八千担。"),
        ("paragraph", 1, "▲县手工业联社赶制秧马五百张，月底送到各社。"),
        ("paragraph", 2, "▲新塘农业社一百二十亩早稻没有受害。"),
    ]),
    ("items of one story", [
        ("headline", 0, "新桥通行的规定公布"),
        ("paragraph", 0, BRIDGE),
        ("paragraph", 0, "▲行人和自行车走两侧的人行道，不得进入车行道。"),
        ("paragraph", 0, "▲汽车时速不得超过60公里，大雾天不得超过30公里。"),
        ("paragraph", 0, "▲载重30吨以上的货车走下游的货运桥。"),
    ]),
    ("a table", [
        ("headline", 0, "新桥昨日建成通车"),
        ("paragraph", 0, BRIDGE),
        ("paragraph", 0, LENGTH + "（李红）"),
        ("headline", 1, "昨日菜价"),
        ("paragraph", 1, "品种　　东市　　西市"),
        ("paragraph", 1, "青椒　　1.80　　2.00"),
        ("paragraph", 1, "番茄　　1.20　　1.10"),
        ("paragraph", 1, "（单位：元／500克）"),
        ("headline", 2, "图书馆夜间也开门"),
        ("paragraph", 2, "本报讯 " + LIBRARY),
    ]),
    ("a correction", [
        ("headline", 0, "新桥昨日建成通车"),
        ("paragraph", 0, BRIDGE),
        ("headline", 1, "更　正"),
        ("paragraph", 1, "昨日本报第二版《新桥今日通车》一文中，“1.2米”应为“1.2公里”，特此更正。"),
    ]),
    ("signed below the last text", [
        ("headline", 0, "大橋昨天通車"),
        ("paragraph", 0, "橋通車那天放了鞭炮，我卻想起橋頭那條三百公尺的路。下雨天它是一條河。"),
        ("paragraph", 0, "橋是給車走的，路是給人走的。官員剪的是橋的綵，走的是別的路。"),
        ("signature", 0, "記者　鍾明雄"),
        ("headline", 1, "南迴線列車時刻調整"),
        ("paragraph", 1, "【本報訊】南迴線列車從下週一起調整時刻，請旅客留意車站的公告。"),
    ]),
    ("signed above the text", [
        ("headline", 0, "桥通了，路还没通"),
        ("byline", 0, "记者　钟明雄"),
        ("paragraph", 0, RIVER),
        ("paragraph", 0, LENGTH),
    ]),
    ("an editor's note below the byline", [
        ("headline", 0, "桥通了，路还没通"),
        ("byline", 0, "本报记者 王小明"),
        ("paragraph", 0, "新桥通车以后，读者来信问桥头的路何时修好。本报记者到桥头走了一趟。"),
        ("signature", 0, "——编　者"),
        ("subhead", 0, "一条三百公尺的路"),
        ("paragraph", 0, RIVER),
        ("subhead", 0, "一座一公里的桥"),
        ("paragraph", 0, LENGTH),
    ]),
    ("a headline that needs its second line", [
        ("headline", 0, "老城区三条路"),
        ("headline", 0, "今起单行"),
        ("deck", 0, "早晚高峰公交车可以逆行"),
        ("byline", 0, "本报记者 王小明"),
        ("paragraph", 0, RIVER),
        ("paragraph", 0, LENGTH),
    ]),
]  # fmt: skip


@pytest.mark.parametrize("between", ["\n", "\n\n"], ids=["lines", "blank lines"])
@pytest.mark.parametrize("rows", labelled(USAGES))
def test_a_usage_of_the_trade_is_read_as_the_trade_means_it(
    rows: Sequence[Row], between: str
) -> None:
    page = parse_page(between.join(text for _, _, text in rows))
    assert [(b.role, b.article, b.text) for b in page.blocks] == list(rows)


def test_marked_items_below_the_head_of_a_box_begin_no_story() -> None:
    items = ["●行人走两侧的人行道。", "●汽车时速不得超过60公里。", "●载重货车走下游的货运桥。"]
    page = parse_page("\n".join(["新桥昨日建成通车", BRIDGE, LENGTH, "阅读提示", *items]))
    assert "●" not in {article.blocks[0].text[0] for article in page.articles}


def test_the_middle_of_many_short_lines_is_no_heading() -> None:
    verse = [
        *(
            "江水流过旧桥",
            "桥上有人回头",
            "他把一生的路",
            "都走成了渡口",
            "今夜新桥的灯",
            "一盏一盏亮起",
        ),
        *("像母亲的手", "牵着江南江北", "雪落在桥头", "雪落在渡口", "雪落在船上", "雪落在江心"),
    ]
    page = parse_page("\n".join([*verse, BRIDGE]))
    assert {"kicker", "headline", "deck"}.isdisjoint(b.role for b in page.blocks[5:8])


def test_a_line_settled_by_a_usage_says_so() -> None:
    rows = dict(USAGES)
    page = parse_page("\n".join(text for _, _, text in rows["a table"]))
    assert [b.rule for b in page.blocks][3:7] == [
        "head: above a table",
        *["paragraph: in a table"] * 3,
    ]
    page = parse_page("\n".join(text for _, _, text in rows["the rest of a story"]))
    assert page.blocks[2].rule == "label: says where its text comes from"


@pytest.mark.parametrize(
    ("usage", "line", "role"),
    [
        ("a table", 5, "headline"),
        ("a story goes on elsewhere", 4, "signature"),
        ("the rest of a story", 3, "headline"),
        ("briefs with headlines", 4, "subhead"),
        ("signed below the last text", 4, "byline"),
    ],
)
def test_a_fix_outweighs_a_usage(usage: str, line: int, role: Role) -> None:
    text = "\n".join(text for _, _, text in dict(USAGES)[usage])
    first = text.splitlines()[line - 1]
    page = parse_page(text, fixes=[Fix(first, line=line, role=role)])
    assert (page.blocks[line - 1].role, page.blocks[line - 1].rule) == (role, "fix")


BINDABLE: dict[Role, tuple[int, list[str]]] = {
    "label": (1, ["街谈巷议", "新桥昨日建成通车", BRIDGE]),
    "kicker": (1, ["三镇居民不再绕道", "新桥昨日建成通车", BRIDGE]),
    "headline": (1, ["新桥昨日建成通车", BRIDGE]),
    "deck": (2, ["新桥昨日建成通车", "三镇居民不再绕道", BRIDGE]),
    "byline": (2, ["新桥昨日建成通车", "今哲", LENGTH]),
    "paragraph": (2, ["新桥昨日建成通车", "江水流过旧桥", LENGTH]),
    "subhead": (3, ["新桥昨日建成通车", BRIDGE, "走着过江", LENGTH]),
    "sidebar_label": (3, ["新桥昨日建成通车", BRIDGE, "你知道吗", LENGTH]),
    "sidebar": (3, ["新桥昨日建成通车", BRIDGE, LENGTH]),
    "caption": (2, ["新桥昨日建成通车", LENGTH, BRIDGE]),
    "credit": (3, ["新桥昨日建成通车", LENGTH, "王小明", BRIDGE]),
    "signature": (3, ["新桥昨日建成通车", LENGTH, "三镇市交通局"]),
    "furniture": (1, ["新桥昨日建成通车", BRIDGE]),
}


def test_every_role_has_states_that_a_fix_may_bind_a_line_to() -> None:
    assert _STATES_OF.keys() == set(ROLES) - {"furniture"}
    assert {state for states in _STATES_OF.values() for state in states} == set(BASE_STATES)


@pytest.mark.parametrize("role", ROLES)
def test_a_fix_can_bind_a_line_to_every_role(role: Role) -> None:
    line, lines = BINDABLE[role]
    fix = Fix(lines[line - 1], line=line, role=role)
    block = parse_page("\n".join(lines), fixes=[fix]).blocks[line - 1]
    assert (block.role, block.rule) == (role, "fix")


@pytest.mark.parametrize("opens", [True, False], ids=["opens a story", "goes on"])
@pytest.mark.parametrize("role", sorted(GOLD_ROLES.keys() - {"furniture"}))
def test_training_knows_a_state_for_every_role_of_the_gold(role: str, opens: bool) -> None:
    assert train_grammar._state_of(role, opens) in BASE_STATES
