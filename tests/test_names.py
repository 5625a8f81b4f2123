"""Names: every formula of the trade names its people, and what only looks like one names nobody."""
# full-width marks are what a Chinese text is made of

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banmian.parsing.formulas import is_credit, read_lead, read_tail
from banmian.parsing.lines import FOLD
from banmian.parsing.names import Name, name_line, read_people
from banmian.parsing.surnames import COMPOUND_SURNAMES, SURNAMES, has_surname, split_names
from strategies import anything, labelled

LAWS = settings(max_examples=100, deadline=None, derandomize=True)

People = list[tuple[str, str, str | None]]


def people(names: Sequence[Name]) -> People:
    return [(name.name, name.role, name.affiliation) for name in names]


# ---------------------------------------------------------------- lines of names

BYLINES: list[tuple[str, str, People]] = [
    ("paper and reporter", "本报记者 叶小钟", [("叶小钟", "记者", "本报")]),
    ("no blank", "本报记者叶小钟", [("叶小钟", "记者", "本报")]),
    ("agency and two reporters", "新华社记者 王攀 叶前",
     [("王攀", "记者", "新华社"), ("叶前", "记者", "新华社")]),
    ("another paper", "人民日报记者 王明", [("王明", "记者", "人民日报")]),
    ("listing commas", "本报记者王明、李红、张大山",
     [("王明", "记者", "本报"), ("李红", "记者", "本报"), ("张大山", "记者", "本报")]),
    ("two titles, two papers", "本报记者 钱培坚 本报通讯员 李轶捷",
     [("钱培坚", "记者", "本报"), ("李轶捷", "通讯员", "本报")]),
    ("the second title without a paper", "本报记者 钱培坚 通讯员 李轶捷",
     [("钱培坚", "记者", "本报"), ("李轶捷", "通讯员", None)]),
    ("title right after a name", "记者王明通讯员李红",
     [("王明", "记者", None), ("李红", "通讯员", None)]),
    ("two names after a title", "记者方大丰 通讯员罗毅 唐新辉",
     [("方大丰", "记者", None), ("罗毅", "通讯员", None), ("唐新辉", "通讯员", None)]),
    ("special reporter", "本报特约记者 刘明", [("刘明", "特约记者", "本报")]),
    ("apprentice reporter", "见习记者 周洁", [("周洁", "见习记者", None)]),
    ("trainee reporter", "本报实习记者 周洁", [("周洁", "实习记者", "本报")]),
    ("student", "本报记者 王小明 实习生 林晓",
     [("王小明", "记者", "本报"), ("林晓", "实习生", None)]),
    ("commentator", "本报评论员 李文", [("李文", "评论员", "本报")]),
    ("special contributor", "特约撰稿人 李文", [("李文", "特约撰稿人", None)]),
    ("author", "作者 李文", [("李文", "作者", None)]),
    ("reader", "读者 李文", [("李文", "读者", None)]),
    ("compiler", "编译 刘芳", [("刘芳", "编译", None)]),
    ("translator after the name", "刘芳 译", [("刘芳", "编译", None)]),
    ("translator run together", "刘小芳译", [("刘小芳", "编译", None)]),
    ("translator after a slash", "刘芳/编译", [("刘芳", "编译", None)]),
    ("posted reporter", "本报驻京记者 张旭", [("张旭", "记者", "本报")]),
    ("first reporter", "本报首席记者 李明", [("李明", "记者", "本报")]),
    ("special correspondent", "本报特约通讯员 王军", [("王军", "通讯员", "本报")]),
    ("where it was written", "本报记者 李明 发自北京", [("李明", "记者", "本报")]),
    ("where it was reported", "本报记者 李明 北京报道", [("李明", "记者", "本报")]),
    ("bare name", "叶小钟", [("叶小钟", "作者", None)]),
    ("bare names", "杨洪柯 张起河", [("杨洪柯", "作者", None), ("张起河", "作者", None)]),
    ("wrote and pictured, before", "撰文/张三 摄影/李四",
     [("张三", "作者", None), ("李四", "摄影", None)]),
    ("wrote and pictured, after", "王强 文 李丽 摄",
     [("王强", "作者", None), ("李丽", "摄影", None)]),
    ("wrote and pictured, slash after", "王强/文 李丽/图",
     [("王强", "作者", None), ("李丽", "摄影", None)]),
    ("wrote and pictured, slash before", "文/王强 图/李丽",
     [("王强", "作者", None), ("李丽", "摄影", None)]),
    ("wrote and pictured, colons", "文:王强 图:李丽",
     [("王强", "作者", None), ("李丽", "摄影", None)]),
    ("wrote and pictured, titles", "本报记者 李明/文 通讯员 王强/摄",
     [("李明", "记者", "本报"), ("王强", "摄影", None)]),
    ("two wrote and one pictured", "记者 李明 实习生 王强 文 王红 摄",
     [("李明", "记者", None), ("王强", "实习生", None), ("王红", "摄影", None)]),
    ("both by two", "记者 李明 通讯员 王强 文/图",
     [("李明", "记者", None), ("王强", "通讯员", None)]),
    ("told and written down", "口述:王明 整理:李红",
     [("王明", "作者", None), ("李红", "作者", None)]),
    ("both by one", "本报记者 陈明 文/图", [("陈明", "记者", "本报")]),
    ("both by one, before", "文/图 本报记者 赵明", [("赵明", "记者", "本报")]),
    ("took part", "本报记者 李明 王红参与采写",
     [("李明", "记者", "本报"), ("王红", "参与采写", None)]),
    ("both by one, without slash", "本报记者 陈明 图文", [("陈明", "记者", "本报")]),
    ("picture by reporters", "本报记者 王明 李红 摄",
     [("王明", "摄影", "本报"), ("李红", "摄影", "本报")]),
    ("picture run together", "新华社记者李明摄", [("李明", "摄影", "新华社")]),
    ("picture by correspondent", "本报通讯员 杨楠 摄", [("杨楠", "摄影", "本报")]),
    ("drawing", "张东 画", [("张东", "绘画", None)]),
    ("traditional", "本報記者陳大文", [("陳大文", "记者", "本報")]),
    ("blank inside a name", "本报记者 刘  赫", [("刘赫", "记者", "本报")]),
    ("ideographic blank inside names", "本报记者 刘　赫 王　伟",
     [("刘赫", "记者", "本报"), ("王伟", "记者", "本报")]),
    ("blank inside a name beside a full one", "本报记者 王 伟 张大山",
     [("王伟", "记者", "本报"), ("张大山", "记者", "本报")]),
    ("compound surnames", "本报记者 欧阳文 司马南方",
     [("欧阳文", "记者", "本报"), ("司马南方", "记者", "本报")]),
    ("run together, three and three", "通讯员宋佳洁鲍明凌",
     [("宋佳洁", "通讯员", None), ("鲍明凌", "通讯员", None)]),
    ("run together, two and three", "通讯员罗毅唐新辉",
     [("罗毅", "通讯员", None), ("唐新辉", "通讯员", None)]),
    ("run together, two and two", "记者罗毅唐辉",
     [("罗毅", "记者", None), ("唐辉", "记者", None)]),
    ("name of a minority", "记者阿不都热合曼·买买提",
     [("阿不都热合曼·买买提", "记者", None)]),
    ("name of a minority beside a Han name", "本报记者 古丽•艾力 通讯员 王明",
     [("古丽·艾力", "记者", "本报"), ("王明", "通讯员", None)]),
    ("office before the title", "县委宣传部通讯员 王明", [("王明", "通讯员", "县委宣传部")]),
    ("full-width slash", "王强／文　李丽／摄",
     [("王强", "作者", None), ("李丽", "摄影", None)]),
    ("bullet before the formula", "■本报记者 李明", [("李明", "记者", "本报")]),
    ("white square and a blank", "□ 本报记者 李明", [("李明", "记者", "本报")]),
    ("white square and a name", "□李明", [("李明", "作者", None)]),
]  # fmt: skip
BYLINES_WRONG = {
    "where it was written": "发自北京 passes for a name",
    "where it was reported": "北京 passes for a name",
    "wrote and pictured, before": "a second mark before a name goes to the group before it",
    "wrote and pictured, slash before": "a second mark before a name goes to the group before it",
    "wrote and pictured, colons": "a second mark before a name goes to the group before it",
}


@pytest.mark.parametrize(("formula", "expected"), labelled(BYLINES, BYLINES_WRONG))
def test_a_byline_names_its_people_with_role_and_affiliation(formula, expected) -> None:
    assert people(read_people(formula.translate(FOLD))) == expected


NOBODY = [
    ("commentator of the paper", "本报评论员"),
    ("reporters of the paper", "本报记者"),
    ("agency", "新华社记者"),
    ("the paper itself", "本报"),
    ("picture from the files", "资料图片"),
    ("nothing", ""),
    ("marks only", "、/ "),
    ("one character", "王"),
    ("Latin letters", "ABC"),
    ("halves of a name parted by a bracket", "王 (明"),
]


@pytest.mark.parametrize("formula", labelled(NOBODY))
def test_a_formula_without_a_name_names_nobody(formula) -> None:
    assert read_people(formula) == []


CREDITS: list[tuple[str, str, People]] = [
    ("agency after a slash", "胡晓川 摄/东方IC", [("胡晓川", "摄影", "东方IC")]),
    ("agency in brackets", "苗秋闹摄(新华社发)", [("苗秋闹", "摄影", None)]),
    ("several", "李明 王红 摄", [("李明", "摄影", None), ("王红", "摄影", None)]),
    ("before the name", "摄影:李明", [("李明", "摄影", None)]),
    ("reporter", "本报记者 李明 摄", [("李明", "摄影", "本报")]),
    ("traditional", "記者陳大明攝", [("陳大明", "摄影", None)]),
    ("a name that ends like a mark", "記者陳大文攝", [("陳大文", "摄影", None)]),
    ("gave the picture", "李明 供图", [("李明", "摄影", None)]),
]


@pytest.mark.parametrize(("formula", "expected"), labelled(CREDITS))
def test_a_picture_credit_names_its_photographers(formula, expected) -> None:
    assert is_credit(formula)
    found = people(read_people(formula, role="摄影"))
    assert [row[:2] for row in found] == [row[:2] for row in expected]
    if expected[0][2]:
        assert found == expected


@pytest.mark.parametrize(
    "text",
    ["新疆召开劳模座谈会", "本报记者 叶小钟", "王明拍摄的照片在北京展出", "全国摄影展昨日开幕", ""],
)
def test_a_line_without_a_credit_is_not_one(text: str) -> None:
    assert not is_credit(text)


# ---------------------------------------------------------------- splitting and shape

RUNS: list[tuple[str, str, tuple[str, ...]]] = [
    ("two characters", "陆熙", ("陆熙",)),
    ("three characters", "沈建波", ("沈建波",)),
    ("two and three", "陆熙沈建波", ("陆熙", "沈建波")),
    ("three and three", "孟西安王鸣媛", ("孟西安", "王鸣媛")),
    ("two and two", "周平吴刚", ("周平", "吴刚")),
    ("three and two", "周小平吴刚", ("周小平", "吴刚")),
    ("three names", "王小明李大海张学友", ("王小明", "李大海", "张学友")),
    ("compound surname alone", "欧阳文英", ("欧阳文英",)),
    ("compound surname in a run", "欧阳文英王小明", ("欧阳文英", "王小明")),
    ("pen name without a surname", "听雨", ("听雨",)),
    ("none, then one of the 200 commonest", "听雨轩牟明", ("听雨轩", "牟明")),
    ("none, then a rarer surname", "听雨轩祁明", ()),
    ("one character is no name", "王", ()),
    ("empty", "", ()),
    ("too long", "王小明" * 5, ()),
    ("no surname anywhere", "的的的的的的的的的的的", ()),
]


@pytest.mark.parametrize(("formula", "expected"), labelled(RUNS))
def test_names_run_together_are_split_by_surname_and_length(formula, expected) -> None:
    assert split_names(formula) == expected


NAME_LINES: list[tuple[str, str, str | None]] = [
    ("names", "杨洪柯 张起河", "plain"),
    ("one name", "叶小钟", "plain"),
    ("names with listing comma", "杨洪柯、张起河", "plain"),
    ("in brackets", "(杨洪柯)", "plain"),
    ("blank inside", "刘  赫", "plain"),
    ("byline", "本报记者 叶小钟", "plain"),
    ("pen name", "今哲", "pen"),
    ("office and name", "农业部部长 刘江", "titled"),
    ("a title of a story", "新疆召开劳模座谈会", None),
    ("a sentence", "记者从会上获悉,新桥昨日通车。", None),
    ("figures", "王明3", None),
    ("Latin letters", "WANG MING", None),
    ("long", "王明 " * 20, None),
    ("blanks", "  ", None),
    ("a long clause with a title in it", "记者节表彰大会昨天下午在人民大会堂隆重召开", None),
]


@pytest.mark.parametrize(("formula", "expected"), labelled(NAME_LINES))
def test_a_line_of_names_is_told_from_other_short_lines(formula, expected) -> None:
    assert name_line(formula) == expected


def test_surnames_are_single_or_compound_han_characters() -> None:
    assert {len(name) for name in SURNAMES} == {1}
    assert {len(name) for name in COMPOUND_SURNAMES} == {2}
    assert has_surname("欧阳文")
    assert has_surname("王明")
    assert not has_surname("的确")
    assert not has_surname("")


# ---------------------------------------------------------------- openings of reports

Lead = tuple[str, str | None, str | None, str | None]

LEADS: list[tuple[str, str, Lead, People]] = [
    ("own report", "本报讯 (记者王小明)新桥昨日通车。", ("本报讯", "本报", None, None),
     [("王小明", "记者", None)]),
    ("no blank", "本报讯(记者王小明 通讯员李芳)新桥昨日通车。", ("本报讯", "本报", None, None),
     [("王小明", "记者", None), ("李芳", "通讯员", None)]),
    ("full-width", "本报讯（记者王小明）新桥昨日通车。", ("本报讯", "本报", None, None),
     [("王小明", "记者", None)]),
    ("ideographic blank", "本报讯　新桥昨日通车。", ("本报讯", "本报", None, None), []),
    ("reporter before 报道", "本报讯 记者王小明报道:新桥昨日通车。",
     ("本报讯", "本报", None, None), [("王小明", "记者", None)]),
    ("reporters before 报道", "本报讯 记者王小明、李红报道 新桥昨日通车。",
     ("本报讯", "本报", None, None), [("王小明", "记者", None), ("李红", "记者", None)]),
    ("with names only before 报道", "本报讯 王小明 李红报道:新桥昨日通车。",
     ("本报讯", "本报", None, None), [("王小明", "记者", None), ("李红", "记者", None)]),
    ("place and date", "本报南京11月2日电 (记者王伟)今天,会议在南京召开。",
     ("本报南京11月2日电", "本报", "南京", "11月2日"), [("王伟", "记者", None)]),
    ("place and date, 讯", "本报北京11月2日讯 记者王伟报道:今天,会议在京召开。",
     ("本报北京11月2日讯", "本报", "北京", "11月2日"), [("王伟", "记者", None)]),
    ("agency", "新华社北京1月2日电(记者赵大海、司马南)今天,会议召开。",
     ("新华社北京1月2日电", "新华社", "北京", "1月2日"),
     [("赵大海", "记者", None), ("司马南", "记者", None)]),
    ("special wire", "新华社北京1月2日专电 (记者赵大海)今天,会议召开。",
     ("新华社北京1月2日专电", "新华社", "北京", "1月2日"), [("赵大海", "记者", None)]),
    ("day only, Han numerals", "新华社武汉十五日电 长江水位昨天下降。",
     ("新华社武汉十五日电", "新华社", "武汉", "十五日"), []),
    ("year in Han numerals", "新华社北京一九五四年七月十五日电 会议昨天召开。",
     ("新华社北京一九五四年七月十五日电", "新华社", "北京", "一九五四年七月十五日"), []),
    ("in brackets", "(新华社武汉十五日电)长江水位昨天下降。",
     ("新华社武汉十五日电", "新华社", "武汉", "十五日"), []),
    ("foreign place", "新华社华盛顿1月2日电 (记者赵大海)会议昨天召开。",
     ("新华社华盛顿1月2日电", "新华社", "华盛顿", "1月2日"), [("赵大海", "记者", None)]),
    ("foreign agency", "路透社伦敦2日电 会议昨天召开。",
     ("路透社伦敦2日电", "路透社", "伦敦", "2日"), []),
    ("second agency", "中新社香港5月1日电(记者 李明)会议昨天召开。",
     ("中新社香港5月1日电", "中新社", "香港", "5月1日"), [("李明", "记者", None)]),
    ("according to", "据新华社北京1月2日电 会议昨天召开。",
     ("据新华社北京1月2日电", "新华社", "北京", "1月2日"), []),
    ("according to, no place", "据新华社电 会议昨天召开。",
     ("据新华社电", "新华社", None, None), []),
    ("web", "人民网北京1月2日电 (记者李明)会议昨天召开。",
     ("人民网北京1月2日电", "人民网", "北京", "1月2日"), [("李明", "记者", None)]),
    ("evening paper", "晚报讯(见习记者 周洁)昨日,记者从市交通局获悉,新桥通车。",
     ("晚报讯", "晚报", None, None), [("周洁", "见习记者", None)]),
    ("morning paper", "晨报讯 昨日,新桥通车。", ("晨报讯", "晨报", None, None), []),
    ("traditional", "【本報訊】新橋昨天通車。", ("本報訊", "本報", None, None), []),
    ("traditional with reporter", "本報訊 (記者陳大文)新橋昨天通車。",
     ("本報訊", "本報", None, None), [("陳大文", "记者", None)]),
    ("traditional agency", "【中央社台北一日電】新橋昨天通車。",
     ("中央社台北一日電", "中央社", "台北", "一日"), []),
    ("reporter and place in brackets", "〔記者陳大文台北報導〕新橋昨天通車。",
     ("記者陳大文台北報導", None, None, None), [("陳大文", "记者", None)]),
    ("reporter, place after a slash", "【記者陳大文/台北報導】新橋昨天通車。",
     ("記者陳大文/台北報導", None, None, None), [("陳大文", "记者", None)]),
    ("reporter of two characters and place", "【記者王明台北報導】新橋昨天通車。",
     ("記者王明台北報導", None, None, None), [("王明", "记者", None)]),
    ("reporters in brackets, simplified", "[本报记者王小明、李红报道]新桥昨日通车。",
     ("本报记者王小明、李红报道", None, None, None),
     [("王小明", "记者", "本报"), ("李红", "记者", "本报")]),
    ("aside in brackets", "本报讯 (见图)新桥昨日通车。", ("本报讯", "本报", None, None), []),
    ("no names", "本报讯 昨日,新桥通车。", ("本报讯", "本报", None, None), []),
    ("somebody else reports", "本报讯 昨日,新桥通车,电视台作了报道。",
     ("本报讯", "本报", None, None), []),
    ("one student and one reporter", "本报讯(实习生 林晓 记者 王小明)新桥昨日通车。",
     ("本报讯", "本报", None, None), [("林晓", "实习生", None), ("王小明", "记者", None)]),
]  # fmt: skip
LEADS_WRONG = {
    "reporter of two characters and place": "three characters are cut off as the name",
}


@pytest.mark.parametrize(("text", "lead", "names"), labelled(LEADS, LEADS_WRONG))
def test_the_opening_of_a_report_gives_agency_place_date_and_people(text, lead, names) -> None:
    found = read_lead(text.translate(FOLD))
    assert found is not None
    assert (found.text, found.agency, found.place, found.date) == lead
    assert people(found.people) == names


NO_LEADS = [
    ("plain text", "昨日,新桥通车。"),
    ("a reporter in a sentence", "记者从会上获悉,新桥昨日通车。"),
    ("the agency in a sentence", "新华社的记者昨天来到新桥。"),
    ("headline that names a paper", "《人民日报》发表社论"),
    ("net and telephone", "通过网络电话,他每天同家里联系。"),
    ("the net's shops", "互联网电商发展迅速,去年交易额增长三成。"),
    ("the grid's power", "国家电网电费昨天下调。"),
    ("the quarter's telephone", "该社区电话昨日开通。"),
    ("society's shops", "我国社会电商发展迅速。"),
    ("information of the paper", "本报讯息系统昨日开通。"),
    ("empty", ""),
]


@pytest.mark.parametrize("formula", labelled(NO_LEADS))
def test_what_only_looks_like_the_opening_of_a_report_is_none(formula) -> None:
    assert read_lead(formula) is None


# ---------------------------------------------------------------- ends of stories

TAILS: list[tuple[str, str, str, People]] = [
    ("name in brackets", "累计交易额近10亿元。(穆道俊)", "names", [("穆道俊", "作者", None)]),
    ("names in brackets", "新桥昨日通车。(王明 李红)", "names",
     [("王明", "作者", None), ("李红", "作者", None)]),
    ("run together", "新桥昨日通车。(王小明李大海)", "names",
     [("王小明", "作者", None), ("李大海", "作者", None)]),
    ("blank inside", "新桥昨日通车。(刘　赫)", "names", [("刘赫", "作者", None)]),
    ("reporter in brackets", "新桥昨日通车。(记者王明)", "names", [("王明", "记者", None)]),
    ("paper and reporter", "新桥昨日通车。(本报记者 王明)", "names", [("王明", "记者", "本报")]),
    ("correspondents", "新桥昨日通车。(通讯员王明 李红)", "names",
     [("王明", "通讯员", None), ("李红", "通讯员", None)]),
    ("full-width brackets", "新桥昨日通车。（穆道俊）", "names", [("穆道俊", "作者", None)]),
    ("square brackets", "新桥昨日通车。〔穆道俊〕", "names", [("穆道俊", "作者", None)]),
    ("after a quotation", "他说:“新桥通车了。”(穆道俊)", "names", [("穆道俊", "作者", None)]),
    ("bare", "新桥昨日通车。 王明", "names", [("王明", "作者", None)]),
    ("bare, two", "新桥昨日通车。 王明 李红", "names",
     [("王明", "作者", None), ("李红", "作者", None)]),
    ("bare reporter", "新桥昨日通车。记者王明", "names", [("王明", "记者", None)]),
    ("picture", "图为昨日通车的新桥。(李明摄)", "credit", [("李明", "摄影", None)]),
    ("picture by reporter", "图为昨日通车的新桥。本报记者(新华社记者李明摄)", "credit",
     [("李明", "摄影", "新华社")]),
    ("picture with a colon", "图为昨日通车的新桥。(图片:李明摄)", "credit",
     [("李明", "摄影", None)]),
    ("picture given", "图为昨日通车的新桥。(李明供图)", "credit", [("李明", "摄影", None)]),
    ("picture of an agency", "图为昨日通车的新桥。(新华社发 李明摄)", "credit",
     [("李明", "摄影", "新华社")]),
    ("text and pictures", "新桥昨日通车。(王明/文 李红/图)", "names",
     [("王明", "作者", None), ("李红", "摄影", None)]),
    ("compiled", "新桥昨日通车。(李明编译)", "names", [("李明", "编译", None)]),
    ("put in order", "新桥昨日通车。(李明整理)", "names", [("李明", "作者", None)]),
    ("name of a minority", "新桥昨日通车。(阿卜杜拉·买买提)", "names",
     [("阿卜杜拉·买买提", "作者", None)]),
    ("reader and province", "希望有关部门管一管。(山东 王明)", "names", [("王明", "作者", None)]),
    ("and others", "新桥昨日通车。(李明等)", "names", [("李明", "作者", None)]),
    ("whole line", "(穆道俊)", "names", [("穆道俊", "作者", None)]),
    ("agency", "新桥昨日通车。(据新华社)", "source", []),
    ("agency, all", "新桥昨日通车。(均据新华社)", "source", []),
    ("agency, wire", "新桥昨日通车。(据新华社电)", "source", []),
    ("the agency alone", "新桥昨日通车。(新华社)", "source", []),
    ("another paper", "新桥昨日通车。(据北京晚报报道)", "source", []),
    ("reprinted", "新桥昨日通车。(原载北京晚报)", "source", []),
]  # fmt: skip
TAILS_WRONG = {
    "reader and province": "the province passes for a name",
    "and others": "等 passes for a part of the name",
}


@pytest.mark.parametrize(("text", "kind", "names"), labelled(TAILS, TAILS_WRONG))
def test_the_end_of_a_story_gives_its_kind_and_its_people(text, kind, names) -> None:
    found = read_tail(text.translate(FOLD))
    assert found is not None
    assert (found.kind, people(found.people)) == (kind, names)


NO_PEOPLE = [
    ("see picture", "新桥昨日通车。(见图)"),
    ("on trial", "市政府公布了办法。(试行)"),
    ("abbreviation", "新桥建设指挥部(以下简称指挥部)"),
    ("abbreviation after a stop", "新桥建设指挥部成立。(以下简称指挥部)"),
    ("left", "王明在桥上。(左)"),
    ("second from the left", "王明在桥上。(左二)"),
    ("picture above", "王明在桥上。(上图)"),
    ("date", "新桥昨日通车。(1997年12月23日)"),
    ("date in Han numerals", "新桥昨日通车。(一九九七年十二月二十三日)"),
    ("source", "新桥昨日通车。(均据新华社)"),
    ("source in book marks", "新桥昨日通车。(据《北京晚报》)"),
    ("to be continued", "他推开了门。(未完待续)"),
    ("continued on another page", "新桥昨日通车。(下转第四版)"),
    ("continued from another page", "(上接第一版)"),
    ("omitted", "他说了三点。(略)"),
    ("end of a book", "他推开了门。(全书完)"),
    ("laughter", "他说:我也是。(笑声)"),
    ("not the real name", "小丽回家了。(文中人物为化名)"),
    ("details elsewhere", "新桥昨日通车。(详见第三版)"),
    ("unit", "新桥昨日通车。(单位:万元)"),
    ("who the writer is", "新桥昨日通车。(作者为某大学教授)"),
    ("where the writer works", "新桥昨日通车。(作者单位:江华县人民医院)"),
    ("English", "新桥昨日通车。(GDP)"),
    ("inside a sentence", "记者从会上获悉(见图)。"),
    ("a word in brackets, no stop before", "这一办法(暂行"),
    ("no bracket", "新桥昨日通车。"),
    ("a word after a stop", "会议昨天结束。应该"),
    ("a noun after a stop", "会议昨天结束。方面"),
    ("the nation after a stop", "会议昨天结束。全国"),
    ("who spoke, after a quotation", "“新桥通车了。”王明说"),
    ("a word without a surname after a stop", "会议昨天结束。这些"),
    ("stars of a review", "新桥昨日通车。(★★★)"),
    ("kind of text", "他推开了门。(散文)"),
    ("advertisement", "欢迎订购。(广告)"),
    ("the same below", "平均每人3元。(下同)"),
    ("an extract", "他推开了门。(节录)"),
    ("Latin letters after a stop", "新桥昨日通车。OK"),
    ("a sentence that reports", "据北京晚报报道"),
]


@pytest.mark.parametrize("formula", labelled(NO_PEOPLE))
def test_a_note_to_the_reader_names_nobody(formula) -> None:
    found = read_tail(formula.translate(FOLD))
    assert found is None or found.people == ()


# ---------------------------------------------------------------- laws

FORMULAS = [case[1] for case in [*BYLINES, *CREDITS, *LEADS, *TAILS, *RUNS]]
formulas = (
    st.one_of(
        st.sampled_from(FORMULAS),
        anything,
        st.lists(
            st.sampled_from([*"王李摄文图/、 :()[]。·欧阳的", "记者", "本报", "通讯员", "报道"]),
            max_size=14,
        ).map("".join),
    )
    .map(lambda text: text.translate(FOLD).strip())
    .filter(bool)
)


@LAWS
@given(formulas)
def test_every_name_slices_back_to_its_printed_form_without_blanks(text: str) -> None:
    lead, tail = read_lead(text), read_tail(text)
    found = [*read_people(text), *read_people(text, role="摄影")]
    found += [*(lead.people if lead else ()), *(tail.people if tail else ())]
    for name in found:
        assert name.name == "".join(text[name.start : name.end].split())
        assert len(name.name) >= 2
        assert name.role
        assert name.affiliation != ""


@LAWS
@given(formulas)
def test_a_lead_slices_back(text: str) -> None:
    lead = read_lead(text)
    if lead is not None:
        assert text[lead.start : lead.end] == lead.text
        for part in (lead.agency, lead.place, lead.date):
            assert part is None or part in lead.text


@LAWS
@given(st.text(st.sampled_from("王李张陈欧阳司马文明大海的"), max_size=16))
def test_names_split_from_a_run_join_to_the_run(run: str) -> None:
    parts = split_names(run)
    assert not parts or "".join(parts) == run
    assert all(2 <= len(part) <= 4 for part in parts)
