"""The issue of a page: its day is found where a librarian would look, or stays unknown."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

import banmian as bm
from banmian.facts.issue import infer_issue
from strategies import labelled

STORY = "新桥昨日通车\n\n本报讯 (记者王小明)新桥昨日通车,三镇居民出行不再绕道。"
DAY = dt.date(2020, 11, 3)  # a Tuesday

MASTHEADS = [
    ("day and weekday", "2020年11月3日 星期二 第3版", "2020年11月3日 星期二"),
    ("full-width", "２０２０年１１月３日　星期二", "２０２０年１１月３日　星期二"),
    ("Han numerals", "二〇二〇年十一月三日 星期二", "二〇二〇年十一月三日 星期二"),
    ("section first", "要闻 2 2020年11月3日 星期二", "2020年11月3日 星期二"),
    ("slashes", "2020/11/03 星期二 第3版", "2020/11/03 星期二"),
    ("without its weekday", "2020年11月3日 第3版", "2020年11月3日"),
]


@pytest.mark.parametrize(("line", "evidence"), labelled(MASTHEADS))
def test_a_folio_tells_the_day_with_its_place(line: str, evidence: str) -> None:
    page = bm.parse_page(f"{STORY}\n\n{line}")
    issue = infer_issue(page)
    assert (issue.date, issue.rule, issue.evidence) == (DAY, "masthead", evidence)
    assert page.text[issue.start : issue.end] == evidence


def test_a_weekday_that_agrees_makes_it_surer() -> None:
    with_it, without = (
        infer_issue(bm.parse_page(f"{line}\n\n{STORY}"))
        for line in ("2020年11月3日 星期二 第3版", "2020年11月3日 第3版")
    )
    assert with_it.confidence > without.confidence


def test_a_weekday_that_does_not_agree_denies_the_day() -> None:
    assert infer_issue(bm.parse_page(f"2020年11月3日 星期五 第3版\n\n{STORY}")).date is None


def test_a_folio_without_a_year_tells_no_day() -> None:
    assert infer_issue(bm.parse_page(f"11月3日 星期二 第3版\n\n{STORY}")).date is None


NAMES = [
    ("hyphens and page", "2020-11-03_03.txt", DAY),
    ("letters before", "rmrb20201103.txt", DAY),
    ("digits and page", "20201103-01.txt", DAY),
    ("between underscores", "nd.gmrb_20201103_1-01.txt", DAY),
    ("dots", "2020.11.3.txt", DAY),
    ("written out", "工人日报2020年11月3日.txt", DAY),
    ("no such day", "20201345.txt", None),
    ("longer number", "1202011035.txt", None),
    ("year and month only", "202011.txt", None),
    ("serial number", "000_36eec756fec64adf.txt", None),
]


@pytest.mark.parametrize(("name", "day"), labelled(NAMES))
def test_a_file_name_tells_the_day(name: str, day: dt.date | None) -> None:
    issue = infer_issue(bm.parse_page(STORY, name=name))
    assert issue.date == day
    assert (issue.start, issue.end) == (None, None)
    assert issue.rule == ("file-name" if day else "unknown")


def test_a_folio_is_believed_before_the_file_name() -> None:
    page = bm.parse_page(f"2020年11月3日 星期二 第3版\n\n{STORY}", name="20201105.txt")
    assert infer_issue(page).date == DAY


def test_what_the_reader_gave_holds() -> None:
    page = bm.parse_page(
        f"工人日报\n2020年11月3日 星期二\n\n{STORY}", paper="南方日报", issue_date="2020-11-04"
    )
    issue = infer_issue(page)
    assert (issue.date, issue.paper) == (dt.date(2020, 11, 4), "南方日报")
    assert (issue.rule, issue.confidence, issue.evidence) == ("given", 1.0, None)


def test_a_masthead_names_the_paper() -> None:
    assert infer_issue(bm.parse_page(f"工人日报 数字报\n第3版\n\n{STORY}")).paper == "工人日报"
    assert infer_issue(bm.parse_page(STORY)).paper is None


def test_the_seed_was_printed_the_day_after_its_dateline() -> None:
    """No line of it says so: 11月2日 is of 2020, the latest of six years that it names."""
    page = bm.read_page("seeds/000_36eec756fec64adf.txt")
    issue = infer_issue(page)
    assert (issue.date, issue.paper, issue.rule) == (DAY, "工人日报", "datelines")
    assert page.text[issue.start : issue.end] == issue.evidence == "11月2日"
    assert issue.confidence < 0.7


def dated(dateline: str, *years: str) -> dt.date | None:
    """The day inferred from a page with a dateline and years told in its story."""
    told = "".join(f"{year},桥上修路。" for year in years)
    text = f"新桥通车\n\n本报南京{dateline}电 (记者王小明)新桥今天通车。{told}"
    return infer_issue(replace(bm.parse_page(text), name=None)).date


def test_a_dateline_with_its_year_needs_no_other() -> None:
    assert dated("2020年11月2日") == DAY


def test_the_year_of_a_dateline_is_the_latest_of_several_close_ones() -> None:
    assert dated("11月2日", "2018年", "2019年", "2020年") == DAY
    assert dated("11月2日", "2019年", "2020年", "2020年", "2021年") == DAY
    assert dated("11月2日", "2018年", "2019年", "2020年", "到2025年") == DAY


def test_a_single_year_or_january_leaves_it_unknown() -> None:
    assert dated("11月2日") is None
    assert dated("11月2日", "2021年") is None
    assert dated("11月2日", "2016年", "2016年", "2020年") == DAY
    assert dated("11月2日", "2015年", "2015年", "2020年") is None  # five years hold no more
    assert dated("1月2日", "2018年", "2019年", "2020年") is None
    assert dated("2月28日", "2018年", "2019年", "2020年") is None
    assert dated("3月1日", "2018年", "2019年", "2020年") == dt.date(2020, 3, 2)


@pytest.mark.parametrize(
    ("first", "day"), [("9月3日", DAY), ("9月2日", None)], ids=["sixty days", "sixty-one"]
)
def test_datelines_that_lie_too_far_apart_tell_no_day(first: str, day: dt.date | None) -> None:
    stories = [
        f"{head}\n\n本报南京2020年{sent}电 (记者王小明)新桥今天通车,三镇居民出行不再绕道。"
        for head, sent in (("新桥通车", first), ("旧桥封闭", "11月2日"))
    ]
    assert infer_issue(bm.parse_page("\n\n".join(stories))).date == day


def test_a_dateline_with_its_year_is_surer_than_one_without() -> None:
    text = "新桥通车\n\n本报南京{}电 (记者王小明)新桥今天通车。2018年,2019年,2020年,桥上修路。"
    with_it, without = (
        infer_issue(bm.parse_page(text.format(sent))) for sent in ("2020年11月2日", "11月2日")
    )
    assert with_it.date == without.date == DAY
    assert 1 > with_it.confidence > without.confidence > 0
