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
    assert change.ratio == pytest.approx(ratio) if ratio else change.ratio is None


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
