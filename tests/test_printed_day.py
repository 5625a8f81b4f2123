"""The day that masthead or folio prints is the page's, where nobody gives another."""

from __future__ import annotations

import datetime as dt

import pytest

import banmian as bm
from banmian.page import Block, Page, printed_day
from strategies import labelled

STORY = "新桥昨日通车\n\n本报讯 (记者王小明)新桥昨日通车,三镇居民出行不再绕道。"
DAY = dt.date(2020, 11, 3)  # a Tuesday


def furniture(*lines: str) -> list[Block]:
    """Blocks of no story, one below the other."""
    starts = [sum(len(line) + 1 for line in lines[:i]) for i in range(len(lines))]
    return [
        Block(i, start, start + len(line), "furniture", None, "by hand", 1.0, line)
        for i, (start, line) in enumerate(zip(starts, lines, strict=True))
    ]


LINES = [
    ("day and weekday", ["2020年11月3日 星期二"], DAY),
    ("blanks inside", ["2020 年 11 月 3 日 第三版"], DAY),
    ("full-width dots", ["Ａ１２ 要闻 ２０２０．１１．０３ 星期二"], DAY),
    ("hyphens", ["2020-11-3"], DAY),
    ("Han digits by place", ["二○二〇年十一月三日 禮拜二"], DAY),
    ("tens written 廿", ["一九九四年六月廿八日"], dt.date(1994, 6, 28)),
    ("a year of the Republic", ["中華民國七十六年十一月九日 星期一"], dt.date(1987, 11, 9)),
    ("the same in digits", ["民國109年11月3日"], DAY),
    ("the same, a hundred and more", ["民国一百零九年十一月三日"], DAY),
    ("weekday in front", ["星期二 2020年11月3日"], DAY),
    ("weekday of a weekly", ["周三刊 2020年11月3日"], DAY),
    ("told twice", ["2020年11月3日", "2020.11.3 星期二"], DAY),
    ("with its weekday before one without", ["2019年1月1日", "2020年11月3日 星期二"], DAY),
    ("a day before the founding", ["2020年11月3日 1949年6月15日创刊"], DAY),
    ("another weekday", ["2020年11月3日 星期五"], None),
    ("two days that differ", ["2020年11月3日", "2020年11月4日"], None),
    ("no year", ["11月3日 星期二"], None),
    ("a month", ["2020年11月号"], None),
    ("no such day", ["2020年11月31日"], None),
    ("two days of a weekly", ["2020年11月3日-9日"], None),
    ("two days over a month's end", ["2020年10月30日—11月5日"], None),
    ("the day of its founding", ["1949年6月15日创刊"], None),
    ("founded on", ["创刊于1949年6月15日"], None),
    ("a telephone number", ["0571-11-30"], None),
    ("longer numbers", ["2020-11-301"], None),
    ("two marks", ["2020.11-3"], None),
    ("Han signs that are no number", ["二〇二〇年十十月三日"], None),
    ("English", ["Nov. 3, 2020 Tuesday"], None),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "day"), labelled(LINES))
def test_furniture_tells_a_day_or_none(lines: list[str], day: dt.date | None) -> None:
    found = printed_day(furniture(*lines))
    assert (found and found.date) == day


def test_the_place_of_a_printed_day_holds_its_weekday() -> None:
    lines = ["江边晚报", "星期二 2020年11月3日 第3版"]
    found = printed_day(furniture(*lines))
    assert found is not None
    assert "\n".join(lines)[found.start : found.end] == "星期二 2020年11月3日"


def test_a_page_has_the_day_that_its_masthead_prints() -> None:
    page = bm.parse_page(f"江边晚报\n2020年11月3日 星期二 第3版\n\n{STORY}")
    assert (page.issue_date, page.notes) == (DAY, ())
    assert bm.Page.from_dict(page.to_dict()) == page
    assert list(bm.dates(page)["iso"]) == ["2020-11-02", "2020-11-02"]


def test_a_day_in_a_story_is_not_the_page_s() -> None:
    text = "新桥通车\n\n本报南京2020年11月2日电 (记者王小明)2020年11月3日,新桥通车。"
    assert bm.parse_page(text).issue_date is None


GIVEN = [
    ("the same as printed", "2020-11-03", ()),
    (
        "another",
        "2020-11-04",
        ("the issue date given is 2020-11-04, the page prints 2020年11月3日 星期二",),
    ),
]


@pytest.mark.parametrize(("given", "notes"), labelled(GIVEN))
def test_a_day_that_is_given_holds_and_a_page_notes_that_it_prints_another(
    given: str, notes: tuple[str, ...]
) -> None:
    page: Page = bm.parse_page(f"2020年11月3日\u3000星期二 第3版\n\n{STORY}", issue_date=given)
    assert (str(page.issue_date), page.notes) == (given, notes)
