"""Changes of quantities, and whether a story that counts twice counts alike."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banmian.facts.changes import Change, Time, find_changes
from banmian.facts.claims import compare_changes, compare_quantities
from banmian.facts.quantities import find_quantities

SEED = Path(__file__).resolve().parent.parent / "seeds" / "000_36eec756fec64adf.txt"

CHANGES = [
    # label, text, span, verb, direction, ratio, pct
    ("from to", "由200户骤减为50户", "由200户骤减为50户", "骤减为", "down", 0.25, -75.0),
    ("a rate of two words", "人均年收入由2元增到4元", "由2元增到4元", "增到", "up", 2.0, 100.0),
    ("from to with 从", "从3%升至6%", "从3%升至6%", "升至", "up", 2.0, 100.0),
    ("without 从", "7.1万户减少到2840户", "7.1万户减少到2840户", "减少到", "down", 0.04, -96.0),
    ("dated", "由1978年的100元增加到2800元", None, "增加到", "up", 28.0, 2700.0),
    ("a comma between", "从2亿元,猛增至5亿元", None, "猛增至", "up", 2.5, 150.0),
    ("no direction", "由5个调整为4个", None, "调整为", "down", 0.8, -20.0),
    ("per cent", "同比增长12.5%", "增长12.5%", "增长", "up", 1.125, 12.5),
    ("fall by per cent", "下降了20%", "下降了20%", "下降", "down", 0.8, -20.0),
    ("parts", "减少了三分之一", "减少了三分之一", "减少", "down", 2 / 3, -33.33),
    ("half", "缩短了一半", "缩短了一半", "缩短", "down", 0.5, -50.0),
    ("tenths", "增产三成", "增产三成", "增产", "up", 1.3, 30.0),
    ("by times", "增加了两倍", "增加了两倍", "增加", "up", 3.0, 200.0),
    ("to times", "增加到两倍", "增加到两倍", "增加到", "up", 2.0, 100.0),
    ("times of", "产量是去年的两倍", "是去年的两倍", "是去年的", "up", 2.0, 100.0),
    ("doubling twice", "产值翻两番", "翻两番", "翻", "up", 4.0, 300.0),
    ("doubling", "产量翻番", "翻番", "翻", "up", 2.0, 100.0),
    ("an amount has no ratio", "增加了30个", "增加了30个", "增加", "up", None, None),
    ("points have no ratio", "回落0.9个百分点", "回落0.9个百分点", "回落", "down", None, None),
    ("a range has no ratio", "下跌了60%到70%", "下跌了60%到70%", "下跌", "down", None, None),
    ("a level reached", "增至23人", "增至23人", "增至", "up", None, None),
    ("to nothing", "由5个减少到0个", None, "减少到", "down", 0.0, -100.0),
    ("from one", "由1个增加到5个", None, "增加到", "up", 5.0, 400.0),
    ("to below zero", "由5℃降至零下1℃", None, "降至", "down", None, None),
    ("from nothing", "由0个增加到5个", None, "增加到", "up", None, None),
    ("as many as before", "由3个改为3个", None, "改为", None, 1.0, 0.0),
    ("no direction, upwards", "由3个变成6个", None, "变成", "up", 2.0, 100.0),
    ("to a range", "由3个增加到5至6个", None, "增加到", "up", None, None),
    ("from a range", "由3至4个增加到5个", None, "增加到", "up", None, None),
    ("per mille", "减少3‰", None, "减少", "down", 0.997, -0.3),
    ("fewer by times is no ratio", "减少两倍", None, "减少", "down", None, None),
    ("nearly", "增加了近30%", None, "增加", "up", 1.3, 30.0),
    ("fourteen characters between", f"由3个{'甲' * 12}增至5个", None, "增至", "up", 5 / 3, 66.67),
    ("classifiers of one thing", "10台增加到20辆", None, "增加到", "up", 2.0, 100.0),
    ("from below zero", "由零下5℃升至5℃", None, "升至", "up", None, None),
]


@pytest.mark.parametrize(
    ("text", "span", "verb", "direction", "ratio", "pct"),
    [row[1:] for row in CHANGES],
    ids=[row[0] for row in CHANGES],
)
def test_a_change_is_read_with_its_verb_and_ratio(
    text: str,
    span: str | None,
    verb: str,
    direction: str,
    ratio: float | None,
    pct: float | None,
) -> None:
    (change,) = find_changes(text)
    assert change.text == text[change.start : change.end] == (span or text)
    assert (change.verb, change.direction, change.pct) == (verb, direction, pct)
    assert change.ratio == (None if ratio is None else pytest.approx(ratio))
    assert 0 < change.confidence <= 1


NO_CHANGES = [
    ("a level", "达到300人"),
    ("two units", "由3个村增加到500人"),
    ("two sentences", "原有200户。减少到的50户"),
    ("a verb without quantity", "收入增长很快"),
    ("a quantity without verb", "参加者有300人"),
    ("development of something", "发展了3200多名党员"),
]


@pytest.mark.parametrize("text", [row[1] for row in NO_CHANGES], ids=[row[0] for row in NO_CHANGES])
def test_what_is_no_change_from_one_quantity_to_another_is_not_read_as_one(text: str) -> None:
    assert [c.text for c in find_changes(text) if c.before or c.rule != "to"] == []


def test_a_change_keeps_what_changes_and_both_quantities() -> None:
    (change,) = find_changes("全省困难职工由4年前的7.1万户骤减为2513户")
    assert change.before
    assert change.after
    assert (change.noun, change.before.value, change.after.value) == ("全省困难职工", 71_000, 2_513)
    assert (change.ratio, change.pct) == (2513 / 71000, -96.46)


PARTS = [
    # label, text, quantities before, after and by, rule
    ("from to", "由3个增加到5个", ("3个", "5个", None), "from-to"),
    ("to", "增加到5个", (None, "5个", None), "to"),
    ("by", "增加了5个", (None, None, "5个"), "by"),
    ("times", "是去年的两倍", (None, None, "两倍"), "times-of"),
    ("doubling", "翻两番", (None, None, "翻两番"), "doubling"),
    ("fifteen characters between", f"由3个{'甲' * 13}增至5个", (None, "5个", None), "to"),
    ("other units", "10人增加到20台", (None, "20台", None), "to"),
    ("other rates", "10元/人增加到20元/户", (None, "20元/户", None), "to"),
]


@pytest.mark.parametrize(
    ("text", "parts", "rule"), [row[1:] for row in PARTS], ids=[row[0] for row in PARTS]
)
def test_a_change_has_the_quantities_that_are_printed(
    text: str, parts: tuple[str | None, ...], rule: str
) -> None:
    (change,) = find_changes(text)
    found = (change.before, change.after, change.by)
    assert tuple(q and q.text for q in found) == parts
    assert change.rule == rule


def test_a_quantity_belongs_to_one_change() -> None:
    found = find_changes("3个增加到5个增加到7个,增长30%,增加2倍")
    assert [c.text for c in found] == ["3个增加到5个", "增加到7个", "增长30%", "增加2倍"]


def test_a_verb_of_change_is_no_noun() -> None:
    assert [c.noun for c in find_changes("由3个改为5个,由3人变成5人,由3元调整到5元")] == [None] * 3


def test_a_change_that_says_from_what_is_surer() -> None:
    said, not_said = find_changes("由200户减为50户。200户减为50户")
    assert said.confidence > not_said.confidence


def test_a_long_name_of_what_changes_is_kept_whole() -> None:
    noun = "十四个城市困难职工家庭月收入"
    assert [c.noun for c in find_changes(f"{noun}由200元增加到400元")] == [noun]


def test_the_seed_page_dates_one_change_in_two_ways() -> None:
    headline, body = find_changes(SEED.read_text("utf-8"))
    assert (headline.from_time_text, body.from_time_text) == ("4年前", "2017年")
    assert headline.ratio == body.ratio
    (comparison,) = compare_changes([headline, body])
    assert comparison.status == "agrees"  # without ISO dates nothing speaks against it


def test_without_dates_the_times_are_printed_but_not_resolved() -> None:
    (change,) = find_changes("从2017年的7.1万户骤减为目前的2513户")
    assert (change.from_time_text, change.from_time) == ("2017年", None)
    assert (change.to_time_text, change.to_time) == ("目前", None)


def test_given_dates_date_the_change_and_now_its_undated_end() -> None:
    text = "由4年前的7.1万户骤减为2513户"
    (change,) = find_changes(text, times=[Time(1, 4, "2016")], now="2020-11-03")
    assert (change.from_time_text, change.from_time) == ("4年前", "2016")
    assert (change.to_time_text, change.to_time) == (None, "2020-11-03")


def test_a_date_may_stand_right_before_its_quantity() -> None:
    (change,) = find_changes("由2017年3户减为2户", times=[Time(1, 6, "2017")])
    assert (change.from_time_text, change.from_time) == ("2017年", "2017")


def _told(text: str, year: str | None) -> Change:
    time = text.index("年") + 1
    (change,) = find_changes(text, times=[Time(1, time, year)])
    return change


HEAD = "由4年的7.1万户骤减为2513户"
TELLINGS = [
    # label, the second telling, its date, status, differs
    ("same", "从2016年的7.1万户减为2513户", "2016", "agrees", ()),
    ("finer date", "从2016年的7.1万户减为2513户", "2016-05", "agrees", ()),
    ("no date", "从2016年的7.1万户减为2513户", None, "agrees", ()),
    ("other date", "从2017年的7.1万户减为2513户", "2017", "contradicts", ("from_time",)),
    ("rounded", "从2016年的7.1万户减为2500户", "2016", "rounded", ()),
]


@pytest.mark.parametrize(
    ("text", "date", "status", "differs"),
    [row[1:] for row in TELLINGS],
    ids=[row[0] for row in TELLINGS],
)
def test_two_tellings_of_a_change_are_set_side_by_side(
    text: str, date: str | None, status: str, differs: tuple[str, ...]
) -> None:
    (comparison,) = compare_changes([_told(HEAD, "2016"), _told(text, date)])
    assert (comparison.status, comparison.differs) == (status, differs)


def test_changes_of_other_numbers_are_not_compared() -> None:
    other = _told("从2017年的300人增加到900人", "2017")
    assert compare_changes([_told(HEAD, "2016"), other]) == []


def test_a_telling_is_compared_with_the_forty_before_it() -> None:
    tellings = find_changes("由7.1万户骤减为2513户。" * 42)
    pairs = {(c.first, c.second) for c in compare_changes(tellings)}
    assert len(tellings) == 42
    assert (0, 40) in pairs
    assert (1, 41) in pairs
    assert (0, 41) not in pairs


COUNTS = [
    # label, headline, body, statuses
    ("width and blank", "吸纳1.3 万名群众", "吸纳1.3万名群众", ["agrees"]),
    ("a noun with and without its attribute", "10万名职工", "10万名困难职工", ["agrees"]),
    ("other classifier", "10万人参赛", "共有10万名职工参赛", ["agrees"]),
    ("no classifier", "10万职工参赛", "共有10万名职工参赛", ["agrees"]),
    ("nearly", "近10万名职工参赛", "共有9.8万名职工参赛", ["rounded"]),
    ("more than", "60多万名职工", "64.3万名职工", ["rounded"]),
    ("more than by too much", "60多万名职工", "94.3万名职工", ["contradicts"]),
    ("more than by over one in the first place", "60多万名职工", "75万名职工", ["contradicts"]),
    ("nearly, but more", "近10万名职工", "10.1万名职工", ["contradicts"]),
    ("nearly, but a tenth is wanting", "近10万名职工", "8.9万名职工", ["contradicts"]),
    ("about a tenth more", "约100名职工", "110名职工", ["rounded"]),
    ("more than a tenth more", "约100名职工", "112名职工", ["contradicts"]),
    ("about a tenth less", "约100名职工", "90名职工", ["rounded"]),
    ("more than a tenth less", "约100名职工", "88名职工", ["contradicts"]),
    ("at least", "至少300名职工", "9000名职工", ["rounded"]),
    ("not even at least", "至少300名职工", "299名职工", ["contradicts"]),
    ("below", "不到300名职工", "12名职工", ["rounded"]),
    ("nothing is below", "不到300名职工", "0名职工", ["rounded"]),
    ("nothing is at most so many", "最多300名职工", "0名职工", ["rounded"]),
    ("not below", "不到300名职工", "301名职工", ["contradicts"]),
    ("at most", "最多300名职工", "12名职工", ["rounded"]),
    ("more than at most", "最多300名职工", "301名职工", ["contradicts"]),
    ("at the end of a range", "300到500名职工", "500名职工", ["rounded"]),
    ("past the end of a range", "300到500名职工", "501名职工", ["contradicts"]),
    ("rounded to the last digit printed", "1.3万名职工", "13500名职工", ["rounded"]),
    ("just past it", "1.3万名职工", "13501名职工", ["contradicts"]),
    ("just before it", "1.3万名职工", "12499名职工", ["contradicts"]),
    ("nothing rounds to one", "0名职工", "1名职工", ["contradicts"]),
    ("rounded off", "1.3万名职工", "13024名职工", ["rounded"]),
    ("rounded wrongly", "1.3万名职工", "14024名职工", ["contradicts"]),
    ("a distinct value needs no noun", "2513户脱贫", "还有2513户", ["agrees"]),
    ("a common value does", "3个车间", "3个村", []),
    ("other kinds", "30元", "30岁", []),
    ("other nouns", "300名教师", "500名学生", []),
    ("same rate", "每人300元补贴", "每人300元补贴", ["agrees"]),
    ("a rate and none", "每人2513元补贴", "2513元补贴", ["agrees"]),
    ("other units", "2513户", "2513辆", []),
    ("a longer noun, rounded", "近10万名教师", "9.8万名教师队伍", ["rounded"]),
    ("other rate", "每人300元补贴", "每户300元补贴", []),
    ("contradiction", "300名教师", "500名教师", ["contradicts"]),
    ("one count of the body agrees", "300名教师", "300名教师和500名教师", ["agrees"]),
]


@pytest.mark.parametrize(
    ("head", "body", "statuses"), [row[1:] for row in COUNTS], ids=[row[0] for row in COUNTS]
)
def test_a_headline_and_its_body_agree_round_or_contradict(
    head: str, body: str, statuses: list[str]
) -> None:
    passages = [find_quantities(head), find_quantities(body)]
    assert [c.status for c in compare_quantities(passages, displays=[0])] == statuses


PAIRS = [
    # label, two passages, display lines, status and which of two sureties
    ("display and body", ("300名教师", "500名教师"), [0], "contradicts"),
    ("body and display", ("300名教师", "500名教师"), [1], "contradicts"),
    ("two display lines", ("300名教师", "500名教师"), [0, 1], None),
    ("three digits that count", ("251名", "251名"), [], "agrees"),
    ("three digits behind the point", ("0.123米", "0.123米"), [], "agrees"),
    ("two digits that count", ("250名", "250名"), [], None),
    ("one noun ends the other", ("10名教师", "10名学校教师"), [], "agrees"),
    ("one noun begins the other", ("10名教师", "10名教师队伍"), [], "agrees"),
    ("a noun of one character ends no other", ("10个村", "10个山村"), [], None),
    ("no noun but nothing", ("3个", "4个"), [0], None),
    ("a fall that is rounded", ("-5%增速", "-5.2%增速"), [0], "rounded"),
]


@pytest.mark.parametrize(
    ("texts", "displays", "status"), [row[1:] for row in PAIRS], ids=[row[0] for row in PAIRS]
)
def test_two_counts_are_compared_if_they_count_one_thing(
    texts: tuple[str, str], displays: list[int], status: str | None
) -> None:
    found = compare_quantities([find_quantities(text) for text in texts], displays=displays)
    assert [c.status for c in found] == ([status] if status else [])


def test_counts_with_one_noun_are_surer_and_a_contradiction_is_the_least_sure() -> None:
    passages = [find_quantities(text) for text in ("300名教师", "300名教师", "2513户", "2513户")]
    passages += [find_quantities("500名学生")]
    found = compare_quantities([*passages, find_quantities("700名学生")], displays=[5])
    noun, none, contradiction = [c.confidence for c in found]
    assert 1 > noun > none > contradiction > 0


def test_two_passages_of_the_body_never_contradict_each_other() -> None:
    passages = [find_quantities("300名教师"), find_quantities("500名教师")]
    assert compare_quantities(passages) == []


def test_counts_of_one_passage_are_not_compared() -> None:
    assert compare_quantities([find_quantities("2513户、2513户")]) == []


@given(st.text(st.sampled_from("从由增减少加长到至为了三3万5%倍户翻番,。是的"), max_size=40))
@settings(max_examples=200, deadline=None)
def test_changes_slice_back_and_hold_their_quantities(text: str) -> None:
    for change in find_changes(text):
        assert text[change.start : change.end] == change.text
        inside = [q for q in (change.before, change.after, change.by) if q]
        assert inside
        assert all(change.start <= q.start and q.end <= change.end for q in inside)
