"""Dates: what is said of time is found whole, is the right day, and what is no date is left."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import banmian as bm
from banmian.facts import calendar
from banmian.facts.dates import CONFIDENCE, DateMention, dates_of, find_dates
from banmian.facts.dates import reading as date_reading
from banmian.facts.dates.terms import FOLD, Words
from strategies import labelled

ISSUE = dt.date(2020, 11, 3)  # a Tuesday


def told(text: str, issue: dt.date | None = ISSUE) -> list[tuple[str, str | None]]:
    """What is found in a text of an issue: the words and the ISO form."""
    return [(mention.text, mention.iso) for mention in find_dates(text, issue_date=issue)]


FORMS = [
    ("month and day", "10月30日", "2020-10-30"),
    ("with blanks", "2020 年 10 月 30 日", "2020-10-30"),
    ("full-width", "２０１９年１２月３１日", "2019-12-31"),
    ("Han numerals", "一九五八年三月十二日", "1958-03-12"),
    ("round zero", "二○二○年五月一日", "2020-05-01"),
    ("廿 and 卅", "一九五八年五月廿三日", "1958-05-23"),
    ("year digit by digit", "五八年", "1958"),
    ("year of the Republic", "民国三十八年", "1949"),
    ("traditional, to the day", "民國七十六年十一月九日", "1987-11-09"),
    ("era of the Qing", "光绪二十四年", "1898"),
    ("before our era", "公元前221年", "-0220"),
    ("hyphens", "2020-10-30", "2020-10-30"),
    ("year", "2019年", "2019"),
    ("fiscal year", "2019年度", "2019"),
    ("last year", "去年", "2019"),
    ("the year before", "前年", "2018"),
    ("month of this year", "今年8月", "2020-08"),
    ("month of last year", "去年8月份", "2019-08"),
    ("this month", "本月", "2020-11"),
    ("end of last month", "上月底", "2020-10"),
    ("ten days of a month", "10月下旬", "2020-10-21/2020-10-31"),
    ("end of a year", "2019年底", "2019-12"),
    ("end of last year", "去年年底", "2019-12"),
    ("beginning of this year", "年初", "2020-01"),
    ("half", "上半年", "2020-01/2020-06"),
    ("half of a year", "2019年下半年", "2019-07/2019-12"),
    ("quarter", "三季度", "2020-07/2020-09"),
    ("first quarter with 第", "今年第一季度", "2020-01/2020-03"),
    ("three quarters", "前三季度", "2020-01/2020-09"),
    ("first months", "前8个月", "2020-01/2020-08"),
    ("this quarter", "本季度", "2020-10/2020-12"),
    ("months in a list", "9、10月", "2020-09/2020-10"),
    ("winter of last year", "去冬", "2019-12/2020-02"),
    ("season", "1965年冬", "1965-12/1966-02"),
    ("months with a dash", "1—9月", "2020-01/2020-09"),
    ("months of a year", "2020年1月至9月", "2020-01/2020-09"),
    ("days", "10月3日至5日", "2020-10-03/2020-10-05"),
    ("over the end of a month", "10月30日至11月2日", "2020-10-30/2020-11-02"),
    ("years with a dash", "2016—2019年", "2016/2019"),
    ("years in full", "2016年到2019年", "2016/2019"),
    ("until now", "2017年6月至今", "2017-06/2020-11-03"),
    ("decade of a century", "20世纪80年代", "1980/1989"),
    ("decade of the last century", "上世纪90年代初", "1990/1999"),
    ("two decades", "上世纪五六十年代", "1950/1969"),
    ("decade alone", "90年代", "1990/1999"),
    ("century", "19世纪", "1801/1900"),
    ("century before our era", "公元前3世纪", "-0299/-0200"),
    ("last century before our era", "公元前1世纪末", "-0099/0000"),
    ("decade before our era, 289 to 280", "公元前3世纪80年代", "-0288/-0279"),
    ("two decades before our era, 269 to 250", "公元前3世纪五六十年代", "-0268/-0249"),
    ("today", "今天", "2020-11-03"),
    ("yesterday evening at eight", "昨晚8时", "2020-11-02T20"),
    ("the day after tomorrow", "后天", "2020-11-05"),
    ("minute", "10月29日9时30分", "2020-10-29T09:30"),
    ("hour in the afternoon", "10月29日下午3时许", "2020-10-29T15"),
    ("midnight", "昨夜十二时", "2020-11-02T24"),
    ("hours of a day", "2月10日0—24时", "2020-02-10T00/2020-02-10T24"),
    ("part of a day", "10月29日上午", "2020-10-29"),
    ("zero hours", "10月1日零时", "2020-10-01T00"),
    ("hours of a morning", "11月3日上午9时至11时", "2020-11-03T09/2020-11-03T11"),
    ("one at noon", "中午1时", "2020-11-03T13"),
    ("eleven at noon", "中午11时", "2020-11-03T11"),
    ("one at this noon", "今午1时", "2020-11-03T13"),
    ("one after noon", "午后1时", "2020-11-03T13"),
    ("twelve in the afternoon", "下午12时", "2020-11-03T12"),
    ("twelve in the evening", "晚上12时", "2020-11-03T24"),
    ("twelve at midnight", "午夜12时", "2020-11-03T24"),
    ("one at midnight", "午夜1时", "2020-11-03T01"),
    ("late at night", "深夜11时", "2020-11-03T23"),
    ("four at night", "深夜4时", "2020-11-03T04"),
    ("five of the night before", "夜5时", "2020-11-03T17"),
    ("before dawn", "凌晨5时", "2020-11-03T05"),
    ("half past", "昨晚8点半", "2020-11-02T20:30"),
    ("on the hour", "昨天9时整", "2020-11-02T09"),
    ("last minute of an hour", "昨天9时59分", "2020-11-02T09:59"),
    ("end of a day", "昨天24时", "2020-11-02T24"),
    ("hour on the clock", "3点钟", "2020-11-03T03"),
    ("hours of today", "9时—11时", "2020-11-03T09/2020-11-03T11"),
    ("first month", "元月", "2020-01"),
    ("first year of a reign", "光绪元年", "1875"),
    ("first year of the Republic", "民国元年", "1912"),
    ("weekday in brackets", "10月30日(星期五)上午9:00", "2020-10-30T09:00"),
    ("this week", "本周", "2020-11-02/2020-11-08"),
    ("Friday of last week", "上周五", "2020-10-30"),
    ("weekday", "记者周一获悉", "2020-11-02"),
    ("years ago", "4年前", "2016"),
    ("months ago", "两个月前", "2020-09"),
    ("half a year ago", "半年前", "2020-05"),
    ("days ago", "三天前", "2020-10-31"),
    ("some years ago", "几年前", None),
    ("more than a month ago", "一个多月前", None),
    ("a year and a half ago", "一年半前", None),
    ("last three years", "近三年", "2017/2020-11-03"),
    ("years since", "五年来", "2015/2020-11-03"),
    ("coming years", "未来三年", "2020-11-03/2023"),
    ("end of a month, by itself", "月底前", "/2020-11-30"),
    ("days from the first", "10月1至3日", "2020-10-01/2020-10-03"),
    ("twelfth month of the farmers", "农历腊月廿三", "2020-01-17"),
    ("three days ahead", "大后天", "2020-11-06"),
    ("from the second quarter", "二至四季度", "2020-04/2020-12"),
    ("the third quarter and the next", "三、四季度", "2020-07/2020-12"),
    ("two quarters in a list", "一、二季度", "2020-01/2020-06"),
    ("first two quarters", "前两季度", "2020-01/2020-06"),
    ("from quarter to quarter", "一季度至三季度", "2020-01/2020-09"),
    ("decades backwards", "60、50年代", "1950/1959"),
    ("years backwards", "2019年至2016年", None),
    ("from a festival on", "春节至今", "2020-01-25/2020-11-03"),
    ("from festival to festival", "春节至国庆", "2020-01-25/2020-10-01"),
    ("a festival is not that of next year", "国庆至春节", None),
    ("a weekday is not that of next year", "今天至周五", None),
    ("no such month", "2020-13-30", None),
    ("slashes", "2020/10/30", "2020-10-30"),
    ("no thirteenth month of the farmers", "农历十三月", None),
    ("last year until now", "去年至今", "2019/2020-11-03"),
    ("this autumn", "今秋", "2020-09/2020-11"),
    ("next summer", "明夏", "2021-06/2021-08"),
    ("three years ago", "大前年", "2017"),
    ("the year after next", "后年", "2022"),
    ("next month", "下月", "2020-12"),
    ("three days back", "大前天", "2020-10-31"),
    ("tomorrow evening", "明晚", "2020-11-04"),
    ("first season", "首季度", "2020-01/2020-03"),
    ("two quarters", "一至二季度", "2020-01/2020-06"),
    ("weeks ago", "两周前", "2020-10-20"),
    ("last ten days", "近10天", "2020-10-24/2020-11-03"),
    ("new year's eve", "大年三十", "2020-01-24"),
    ("month of the farmers", "农历正月", "2020-01-25/2020-02-22"),
    ("spring festival", "春节", "2020-01-25"),
    ("days around it", "春节期间", "2020-01-25"),
    ("spring festival of a year", "2012年春节", "2012-01-23"),
    ("mid-autumn", "中秋节", "2020-10-01"),
    ("labour day in short", "五一假期", "2020-05-01"),
    ("farmers' calendar", "农历八月十五", "2020-10-01"),
    ("without saying so", "八月十五", "2020-10-01"),
    ("first month, fifth day", "正月初五", "2020-01-29"),
    ("eleventh month", "农历冬月初一", "2020-12-15"),
    ("five-year plan", "“十四五”时期", "2021/2025"),
    ("first plan", "第一个五年计划期间", "1953/1957"),
    ("since a year", "2016年以来", "2016/2020-11-03"),
    ("since this year", "今年以来", "2020/2020-11-03"),
    ("until the end of a month", "2月底以前", "/2020-02-29"),
    ("before the end of the year", "年底前", "/2020-12-31"),
    ("after a year", "1949年以后", "1949/"),
    ("now", "目前", "2020-11-03"),
    ("up to now", "截至目前", "/2020-11-03"),
    ("these days", "近日", "2020-10-27/2020-11-03"),
    ("first ten days of a month", "10月上旬", "2020-10-01/2020-10-10"),
    ("middle of a month", "10月中旬", "2020-10-11/2020-10-20"),
    ("last days of a short month", "2月下旬", "2020-02-21/2020-02-29"),
    ("all the months", "前12个月", "2020-01/2020-12"),
    ("more months than a year has", "前13个月", None),
    ("one month ahead is no stretch of a year", "前1个月", None),
    ("weekend", "周末", "2020-11-07/2020-11-08"),
    ("last weekend", "上周末", "2020-10-31/2020-11-01"),
    ("next week", "下周", "2020-11-09/2020-11-15"),
    ("Wednesday of next week", "下周三", "2020-11-11"),
    ("Friday of the week before last", "上上周五", "2020-10-23"),
    ("last weeks", "近两周", "2020-10-20/2020-11-03"),
    ("last months", "近三个月", "2020-08/2020-11-03"),
    ("coming weeks", "未来两周", "2020-11-03/2020-11-17"),
    ("a hundred years ago", "百年前", "1920"),
    ("before there was a year 1", "3000年前", None),
    ("half a month ago", "半个月前", None),
    ("the first year of our era", "公元1年", "0001"),
    ("year digit by digit, this one", "二〇年", "2020"),
    ("year digit by digit, not to come", "二一年", "1921"),
    ("decade that has begun", "20年代", "2020/2029"),
    ("decade still to come", "30年代", "1930/1939"),
    ("two decades in digits", "40、50年代", "1940/1959"),
    ("decade with its year", "1990年代", "1990/1999"),
    ("month of thirty days", "农历二月", "2020-02-23/2020-03-23"),
    ("month of the farmers that begins in no day of this year", "农历腊月", None),
    ("since a year to come", "2021年以来", "2021/"),
    ("since this month", "2020年11月以来", "2020-11/2020-11-03"),
    ("until the beginning of a month", "2月初以前", "/2020-02"),
    ("these years", "近年来", None),
]


@pytest.mark.parametrize(("said", "iso"), labelled(FORMS))
def test_an_expression_is_one_mention_and_that_time(said: str, iso: str | None) -> None:
    words = said.removeprefix("记者").removesuffix("获悉")
    assert told(said) == [(words, iso)]
    assert told(f"据了解,{said},新桥通车。") == [(words, iso)]


NO_DATES = [
    ("age", "3月龄小牛"),
    ("revolution", "十月革命一声炮响"),
    ("movement", "五四运动"),
    ("party", "九三学社成员"),
    ("street", "五四大街、五一路"),
    ("prize", "五一劳动奖章"),
    ("house", "3号楼、10号院"),
    ("line", "乘5号线"),
    ("generation", "90后青年"),
    ("writer", "二月河的小说"),
    ("team", "八一队"),
    ("school form", "三年级"),
    ("plan's own title", "“十四五”规划纲要"),
    ("duration in years", "学制三年"),
    ("duration in days", "为期3日的会议"),
    ("within days", "15日内可上诉"),
    ("tour", "10日游"),
    ("age of a town", "1500年历史"),
    ("about so many years", "七八年没回家"),
    ("every week", "每周三开会"),
    ("every year", "每年10月"),
    ("from Monday to Friday, weekly", "每周一至周五开放"),
    ("five days a week", "一周五天"),
    ("around", "四周三面环山"),
    ("score", "3:15落后"),
    ("yen", "100日元"),
    ("Japan behind 当", "当日本队进球"),
    ("young people behind 如今", "当今年轻人"),
    ("proof of age", "证明年龄"),
    ("inborn", "后天努力"),
    ("items ahead", "项目前期"),
    ("earlier by months", "提前3个月"),
    ("a bit", "走快一点"),
    ("title of a work", "散文集《今天》"),
    ("title with yesterday", "图片展《昨天和今天》"),
    ("man called 国庆", "李国庆说"),
    ("gala", "春节联欢晚会"),
    ("title of a work that begins with a festival", "演奏《春节序曲》"),
    ("duration in old prose", "经过十日苦战"),
    ("day and night", "一日千里"),
    ("no such month", "13月"),
    ("no such day", "32日"),
    ("every Tuesday and Thursday", "每周二、周四有课"),
    ("winter clothes", "脱去冬装"),
    ("a place that ends in 头", "汕头1个月"),
    ("Japan behind 是", "这是日本队"),
    ("year after year since", "解放后年年增产"),
    ("a century that no paper tells of", "22世纪"),
    ("no century", "公元前0世纪"),
    ("a little, then a name", "体味一下周总理的话"),
    ("nearest", "离最近的车站"),
    ("today in general", "科技发达的今天"),
    ("festival of the farmers", "三月三歌圩"),
    ("racing time", "成绩为2时15分30秒"),
    ("no year", "公元0年"),
    ("winter month without a day", "冬月里"),
    ("no number of a month", "农历十廿月"),
    ("two marks", "2020-10/30"),
    ("a longer number", "12020-10-30"),
    ("a number with a point behind", "2020-10-30.5"),
    ("one day", "于一日完成"),
    ("a longer number of years", "12020年"),
    ("an ordinal", "第3日"),
    ("points", "两点,三点,3点"),
    ("no such hour", "25时"),
    ("no such minute", "9时60分"),
    ("the end of each year", "每年底,历年底"),
    ("months that it took", "共用3月,历时3月"),
    ("titles of two works", "《昨天》、《今天》"),
    ("how long it took", "经过近20年,历时近三年"),
]


@pytest.mark.parametrize("text", labelled(NO_DATES))
def test_what_only_looks_like_a_date_is_left(text: str) -> None:
    assert told(text) == []
    assert told(f"据了解,{text}。") == []


IN_CONTEXT = [
    (
        "a bare month goes on in the year of its paragraph",
        "2015年,他毕业。3月,他到北京,次年回乡。同年8月,公司成立。",
        ["2015", "2015-03", "2016", "2016-08"],
    ),
    (
        "a fresh day leaves the year told before",
        "2017年,工程开工。10月30日,记者来到工地。",
        ["2017", "2020-10-30"],
    ),
    (
        "but not in the same sentence",
        "2017年开工,10月30日完工。",
        ["2017", "2017-10-30"],
    ),
    (
        "the year of a document is not told in",
        "公司公布2018年年报。受疫情影响,二季度停产。《2017年统计公报》说,9月好转。",
        ["2018", "2020-04/2020-06", "2017", "2020-09"],
    ),
    (
        "the year of a thing that is no document is",
        "2018年年初,公司停产,二季度复产。",
        ["2018-01", "2018-04/2018-06"],
    ),
    (
        "a year to come is not told in",
        "到2035年基本建成。截至9月底,完成投资3亿元。",
        ["2035", "2020-09-30"],
    ),
    (
        "nor is a year compared with",
        "比2018年增长一成,8月当月增长两成。",
        ["2018", "2020-08", "2020-08"],
    ),
    (
        "a bare day is in the month told",
        "10月26日开幕,28日闭幕。",
        ["2020-10-26", "2020-10-28"],
    ),
    (
        "or the last one of its number",
        "记者30日获悉",
        ["2020-10-30"],
    ),
    (
        "or to come where the clause says so",
        "会议将于10日举行",
        ["2020-11-10"],
    ),
    (
        "the same evening is that of the last day told",
        "10月26日,代表报到。当晚举行预备会,次日开幕。",
        ["2020-10-26", "2020-10-26", "2020-10-27"],
    ),
    (
        "years after the year told",
        "2015年毕业。三年后,他创业。",
        ["2015", "2018"],
    ),
    (
        "the same period is that of the months told",
        "今年1—9月,产值比去年同期增长5%",
        ["2020-01/2020-09", "2019-01/2019-09"],
    ),
    (
        "an hour goes on in the afternoon",
        "昨日下午3时起火,4时10分扑灭",
        ["2020-11-02T15", "2020-11-02T16:10"],
    ),
    (
        "a dateline says which day is today",
        "本报南京11月2日电 (记者王伟)今天,会议召开。昨天报到。",
        ["2020-11-02", "2020-11-02", "2020-11-01"],
    ),
    (
        "days in a list are told one by one",
        "10月28日、29日和30日",
        ["2020-10-28", "2020-10-29", "2020-10-30"],
    ),
    (
        "the morning is not the afternoon told before",
        "昨日下午3时闭幕,上午9时表决",
        ["2020-11-02T15", "2020-11-02T09"],
    ),
    (
        "a day of this year does not hold the next one",
        "这是1月22日以来首次停电。11月2日下了雨,全市1日复电。市长2日到场。",
        ["2020-01-22/2020-11-03", "2020-11-02", "2020-11-01", "2020-11-02"],
    ),
    (
        "nor a day of months ago that of this week",
        "这是1月22日以来首次停电。市长2日到场。",
        ["2020-01-22/2020-11-03", "2020-11-02"],
    ),
    (
        "an old story goes on in its month",
        "1995年2月26日,银行倒闭。27日,股市急挫。",
        ["1995-02-26", "1995-02-27"],
    ),
    (
        "a day in Han numerals needs a word beside it",
        "代表团三十日到达北京,三十一日离开",
        ["2020-10-30", "2020-10-31"],
    ),
    (
        "a bare day is in the month of its sentence, however long ago",
        "2015年8月3日动工,20日完工。",
        ["2015-08-03", "2015-08-20"],
    ),
    (
        "a day of this week is not in a month told of before, nobody reporting",
        "这是1月22日以来首次停水。市长2日到场。",
        ["2020-01-22/2020-11-03", "2020-11-02"],
    ),
    (
        "a story may be told in the year to come",
        "2021年动工,3月建成。",
        ["2021", "2021-03"],
    ),
    (
        "a bare day is not in a month of another sentence that told no day",
        "2020年3月,工程开工。记者30日获悉,主体完工。",
        ["2020-03", "2020-10-30"],
    ),
    (
        "a day of this month that is past is not to come",
        "会议将于2日举行",
        ["2020-12-02"],
    ),
    (
        "over the end of a month",
        "10月30日开工,2日停工",
        ["2020-10-30", "2020-11-02"],
    ),
    (
        "days later count from the day told",
        "10月26日开幕,三天后闭幕",
        ["2020-10-26", "2020-10-29"],
    ),
    (
        "an hour is of the day told",
        "10月26日,代表报到。9时30分,会议开始。",
        ["2020-10-26", "2020-10-26T09:30"],
    ),
    (
        "all the year is this one",
        "全年任务已经完成",
        ["2020"],
    ),
    (
        "the same period without months is all the year",
        "比去年同期增长",
        ["2019"],
    ),
    (
        "a story is not told in the year after next",
        "2022年建成,5月动工",
        ["2022", "2020-05"],
    ),
    (
        "a year behind the title of a document is told in",
        "《公报》2017年发表。9月好转。",
        ["2017", "2017-09"],
    ),
    ("a day of 45 days ago is fresh", "2017年动工。9月19日竣工。", ["2017", "2020-09-19"]),
    ("one of 46 days ago is of the year told", "2017年动工。9月18日竣工。", ["2017", "2017-09-18"]),
    ("a day 20 days ahead is fresh", "2017年动工。11月23日竣工。", ["2017", "2020-11-23"]),
    ("one 21 days ahead is not", "2017年动工。11月24日竣工。", ["2017", "2017-11-24"]),
    ("a month said to come is to come", "2017年动工。将于12月竣工。", ["2017", "2020-12"]),
    ("and else of the year told", "2017年动工。12月竣工。", ["2017", "2017-12"]),
    ("that month is not known", "2017年开工,当月3日停工", ["2017", None]),
    ("that month is known", "2017年3月开工,当月8日停工", ["2017-03", "2017-03-08"]),
    ("a month after it", "2017年12月开工,次月停工", ["2017-12", "2018-01"]),
    ("fifteen days back is the same month", "10月16日开工,1日停", ["2020-10-16", "2020-10-01"]),
    ("sixteen is the next one", "10月17日开工,1日停工", ["2020-10-17", "2020-11-01"]),
    ("a bare day of twenty days ago", "记者14日获悉", ["2020-10-14"]),
    ("one of 21 days ago is to come", "记者13日获悉", ["2020-11-13"]),
    ("today is not to come", "将于3日举行", ["2020-11-03"]),
    ("a day of this week", "1995年8月6日倒闭。市长27日到场。", ["1995-08-06", "1995-08-27"]),
    (
        "a day of this week in a story of less than a year ago",
        "2019年11月26日倒闭。市长2日到场。",
        ["2019-11-26", "2020-11-02"],
    ),
    (
        "and in one of more than a year ago",
        "2019年10月26日倒闭。市长2日到场。",
        ["2019-10-26", "2019-11-02"],
    ),
    (
        "unless a reporter has it",
        "2019年10月26日倒闭。记者就此2日到场。",
        ["2019-10-26", "2020-11-02"],
    ),
    (
        "a reporter farther off does not",
        "2019年10月26日倒闭。记者们就此2日到场。",
        ["2019-10-26", "2019-11-02"],
    ),
    (
        "so is today",
        "2019年11月26日倒闭。市长3日到场。",
        ["2019-11-26", "2020-11-03"],
    ),
    (
        "but no day to come",
        "2020年9月6日倒闭。市长13日到场。",
        ["2020-09-06", "2020-09-13"],
    ),
    (
        "seven days back is this week",
        "2020年9月6日倒闭。市长27日到场。",
        ["2020-09-06", "2020-10-27"],
    ),
    ("eight are not", "2020年9月6日倒闭。市长26日到场。", ["2020-09-06", "2020-09-26"]),
    ("Monday past", "记者周一获悉", ["2020-11-02"]),
    ("Monday to come", "将于周一举行", ["2020-11-09"]),
    ("Wednesday past", "记者周三获悉", ["2020-10-28"]),
    ("Wednesday to come", "将于周三举行", ["2020-11-04"]),
    ("today's weekday", "记者周二获悉", ["2020-11-03"]),
    ("today's weekday is not next week's", "将于周二举行", ["2020-11-03"]),
    (
        "an hour past twelve hours goes back",
        "昨日下午4时起火,3时30分扑灭",
        ["2020-11-02T16", "2020-11-02T03:30"],
    ),
    (
        "the same hour goes on",
        "昨日下午3时起火,3时30分扑灭",
        ["2020-11-02T15", "2020-11-02T15:30"],
    ),
    ("one follows noon", "昨日中午12时开工,1时停工", ["2020-11-02T12", "2020-11-02T13"]),
    ("noon stays", "昨日下午3时起火,12时扑灭", ["2020-11-02T15", "2020-11-02T12"]),
    (
        "the same period of days is all the year",
        "10月3日到5日下雨,比去年同期多",
        ["2020-10-03/2020-10-05", "2019"],
    ),
    (
        "so is that of months in two years",
        "去冬下雪,比去年同期多",
        ["2019-12/2020-02", "2019"],
    ),
    (
        "and that of months in another sentence",
        "今年1—9月完工。比去年同期多",
        ["2020-01/2020-09", "2019"],
    ),
    ("a festival is of the year told", "2012年动工,春节停工", ["2012", "2012-01-23"]),
    ("but not in another sentence", "2012年动工。春节停工", ["2012", "2020-01-25"]),
    ("months after a year alone", "2015年毕业。两个月后创业。", ["2015", None]),
    ("months after a month", "2015年3月毕业。两个月后创业。", ["2015-03", "2015-05"]),
    ("years after a month", "2015年3月毕业。两年后创业。", ["2015-03", "2017"]),
    ("half a year after it", "2015年3月毕业。半年后创业。", ["2015-03", "2015-09"]),
    ("weeks after a day", "10月26日开幕,两周后闭幕", ["2020-10-26", "2020-11-09"]),
    (
        "a word behind one expression does not open a range",
        "2020年以前10月至11月",
        ["/2020", "2020-11"],
    ),
    (
        "from hour to hour of one day",
        "12月25日9时至12月25日10时",
        ["2020-12-25T09/2020-12-25T10"],
    ),
    ("today behind a title", "《今天》今天", ["2020-11-03"]),
    ("a title left open before", "今天》", ["2020-11-03"]),
    ("what lasts is no stretch to now", "经过未来三年", ["2020-11-03/2023"]),
    ("years backwards are the last year", "2019-2016年", ["2016"]),
    ("quarters backwards are the last one", "二、一季度", ["2020-01/2020-03"]),
    ("the next day in another line", "10月26日报到。\n次日开幕", ["2020-10-26", "2020-10-27"]),
    ("a month in another line", "2017年开工。\n3月停工", ["2017", "2020-03"]),
    ("years from to are not told in", "2016—2019年建成,3月验收", ["2016/2019", "2020-03"]),
    ("nor is a fiscal year", "2018年度增长,3月好转", ["2018", "2020-03"]),
    ("months from to are", "2017年1—3月动工,5月建成", ["2017-01/2017-03", "2017-05"]),
    ("from no day", "10月0至3日", ["2020-10", "2020-10-03"]),
    ("days backwards are one day", "10月5至3日", ["2020-10", "2020-10-03"]),
    ("hours backwards are the last hour", "11时—9时", ["2020-11-03T09"]),
    ("a bare day behind its month", "1995年2月,27日", ["1995-02", "1995-02-27"]),
    (
        "festivals side by side",
        "国庆、中秋假期",
        ["2020-10-01", "2020-10-01"],
    ),
]


@pytest.mark.parametrize(("text", "isos"), labelled(IN_CONTEXT))
def test_what_was_told_before_decides(text: str, isos: list[str]) -> None:
    assert [iso for _, iso in told(text)] == isos


END_OF_2009 = dt.date(2009, 12, 28)
YEARS_END = [
    ("in January last year's December", dt.date(1998, 1, 13), "12月8日", "1997-12-08"),
    ("in January this year's March, if to come", dt.date(1998, 1, 13), "将于3月", "1998-03"),
    ("in January this winter has begun", dt.date(1998, 1, 13), "今冬", "1997-12/1998-02"),
    ("in December next year's January, from then on", END_OF_2009, "1月1日起", "2010-01-01"),
    ("in December this year's January", END_OF_2009, "1月1日", "2009-01-01"),
    ("over the turn of the year", END_OF_2009, "12月25日至1月5日", "2009-12-25/2010-01-05"),
    ("in December the spring festival to come", END_OF_2009, "春节", "2010-02-14"),
    ("in January six months ahead are past", dt.date(1998, 1, 13), "7月", "1997-07"),
    ("in January five months ahead are not", dt.date(1998, 1, 13), "6月", "1998-06"),
    ("nor are six, if to come", dt.date(1998, 1, 13), "将于7月", "1998-07"),
    ("in December nine months back are to come, if said so", END_OF_2009, "将于3月", "2010-03"),
    ("in December eight are not", END_OF_2009, "将于4月", "2009-04"),
    ("in December this quarter", END_OF_2009, "本季度", "2009-10/2009-12"),
    ("in December the next quarter", END_OF_2009, "下季度", "2010-01/2010-03"),
    ("in January the last quarter", dt.date(1998, 1, 13), "上季度", "1997-10/1997-12"),
    ("in March too", dt.date(1998, 3, 31), "上季度", "1997-10/1997-12"),
    ("in April not", dt.date(1998, 4, 1), "上季度", "1998-01/1998-03"),
    ("in February this winter has begun", dt.date(2020, 2, 29), "今冬", "2019-12/2020-02"),
    ("in March it is to come", dt.date(2020, 3, 1), "今冬", "2020-12/2021-02"),
    ("in February spring is of this year", dt.date(2020, 2, 1), "今春", "2020-03/2020-05"),
    ("a winter with its year", dt.date(2020, 2, 1), "2019年冬", "2019-12/2020-02"),
    ("in March the 31st of a month that has it", dt.date(2020, 3, 5), "记者31日获悉", "2020-03-31"),
    ("in February the 31st of January", dt.date(2020, 2, 5), "记者31日获悉", "2020-01-31"),
    ("in 2000 the last century", dt.date(2000, 5, 1), "上世纪", "1801/1900"),
    ("in 2001 the last century", dt.date(2001, 5, 1), "上世纪", "1901/2000"),
    ("in 2001 the next century", dt.date(2001, 5, 1), "下世纪", "2101/2200"),
    ("in March Christmas is to come", dt.date(2020, 3, 31), "圣诞", "2020-12-25"),
    ("in October New Year is near", dt.date(2020, 10, 5), "元旦", "2021-01-01"),
    ("ninety days ahead it is", dt.date(2020, 10, 3), "元旦", "2021-01-01"),
    ("ninety-one days ahead it is not", dt.date(2020, 10, 2), "元旦", "2020-01-01"),
    ("in September it is not", dt.date(2020, 9, 5), "元旦", "2020-01-01"),
    ("in the last year of all no winter ends", dt.date(9999, 11, 3), "今冬", None),
    ("nor do three months to come", dt.date(9999, 11, 3), "未来三个月", None),
    ("one month does", dt.date(9999, 11, 3), "未来一个月", "9999-11-03/9999-12"),
    ("in the last year", dt.date(9999, 11, 3), "今年", "9999"),
    ("the last year is one year ahead", dt.date(9998, 11, 3), "未来一年", "9998-11-03/9999"),
    ("the first year is one year back", dt.date(2, 11, 3), "一年前", "0001"),
    ("in January Christmas is past", dt.date(1998, 1, 5), "圣诞", "1997-12-25"),
]  # fmt: skip


@pytest.mark.parametrize(("issue", "text", "iso"), labelled(YEARS_END))
def test_at_the_turn_of_the_year_the_nearest_is_meant(
    issue: dt.date, text: str, iso: str | None
) -> None:
    assert [found for _, found in told(text, issue)] == [iso]


RELATIONS = [
    ("until", "截至今年8月", ("今年8月", "until")),
    ("until, at a clause's start", "到2025年,建成", ("2025年", "until")),
    ("since, with 自", "自2017年以来", ("2017年", "since")),
    ("since, at a distance", "自2014年开展课堂以来", ("2014年", "since")),
    ("since, without 自", "2016年以来", ("2016年以来", "since")),
    ("from then on", "从10月1日起施行", ("10月1日", "since")),
    ("from, not since", "从2017年的7.1万户骤减", ("2017年", None)),
    ("to have come there is no until", "他来到2019年的现场", ("2019年", None)),
    ("about", "1949年前后", ("1949年", "about")),
    ("within", "年内,2020年内", ("2020年内", "within")),
    ("place and day open a report", "莫斯科九月十三日电", ("九月十三日", "dateline")),
    ("a day before 电 in mid-sentence", "他说10月3日电力中断", ("10月3日", None)),
    ("a day alone opens no report", "11月3日电", ("11月3日", None)),
    ("about, in front", "大概2017年", ("2017年", "about")),
    ("from a day on", "自2017年起", ("2017年", "since")),
    ("from a year on, with 从", "从2017年开始", ("2017年", "since")),
    ("rising and landing", "10月1日起降", ("10月1日", None)),
    ("dateline behind a story", f"{'甲' * 50}(本报武汉11月1日电)", ("11月1日", "dateline")),
    ("in the middle of one", f"{'甲' * 50}(本报武汉11月1日电){'乙' * 9}", ("11月1日", None)),
    ("dateline", "新华社北京11月2日电", ("11月2日", "dateline")),
]


@pytest.mark.parametrize(("text", "expected"), labelled(RELATIONS))
def test_the_words_around_tell_the_relation(text: str, expected: tuple[str, str | None]) -> None:
    mention = find_dates(text, issue_date=ISSUE)[-1]
    assert (mention.text, mention.relation) == expected


SURENESS = [
    ("full date", "2020年3月1日", "sure"),
    ("month and day", "3月1日", "sure"),
    ("year", "2019年", "sure"),
    ("day counted from today", "昨天", "sure"),
    ("weekday", "周五", "sure"),
    ("span", "近三年", "sure"),
    ("now", "目前", "sure"),
    ("month alone", "3月", "carried"),
    ("day alone", "30日", "carried"),
    ("year told before", "2015年毕业,同年", "carried"),
    ("not to be told", "当晚", "unresolved"),
]


@pytest.mark.parametrize(("text", "how"), labelled(SURENESS))
def test_a_date_is_as_sure_as_what_it_leans_on(text: str, how: str) -> None:
    assert find_dates(text, issue_date=ISSUE)[-1].confidence == CONFIDENCE[how]


DATELINES = [
    # label, text, day of the issue, day of the report, ISO form
    ("today is the report's", "今天", ISSUE, dt.date(2020, 10, 1), "2020-10-01"),
    ("years are counted from it", "4年前", ISSUE, dt.date(2019, 12, 1), "2015"),
    ("now is the issue's", "目前", ISSUE, dt.date(2020, 10, 1), "2020-11-03"),
    ("and the report's without it", "目前", None, dt.date(2020, 10, 1), "2020-10-01"),
    (
        "a stretch up to now is the issue's",
        "近三年",
        ISSUE,
        dt.date(2019, 12, 1),
        "2017/2020-11-03",
    ),
    ("or the report's", "近三年", None, dt.date(2019, 12, 1), "2016/2019-12-01"),
]


@pytest.mark.parametrize(("text", "issue", "dateline", "iso"), labelled(DATELINES))
def test_the_day_of_the_report_is_today_and_that_of_the_issue_now(
    text: str, issue: dt.date | None, dateline: dt.date, iso: str
) -> None:
    assert [m.iso for m in find_dates(text, issue_date=issue, dateline=dateline)] == [iso]


TYPES = [
    # label, text, type of its last expression with an issue, and without one
    ("a year told before", "2015年毕业,同年", "anaphoric", "anaphoric"),
    ("a month told before", "2017年3月开工,当月", "anaphoric", "anaphoric"),
    ("a day told before", "10月26日报到,当晚", "anaphoric", "anaphoric"),
    ("a day of a month told before", "2017年3月开工,当月8日", "day", "day"),
    ("days after it", "10月26日开幕,三天后", "anaphoric", "day"),
    ("the same period", "今年9月,去年同期", "anaphoric", "year"),
    ("the same period of nothing", "去年同期", "year", "year"),
    ("year", "去年", "year", "year"),
    ("month", "8月", "month", "month"),
    ("day", "昨天", "day", "day"),
    ("weekday", "周五", "day", "day"),
    ("hour", "昨晚8时", "hour", "hour"),
    ("hour alone", "9时", "hour", "hour"),
    ("minute", "昨天8时30分", "minute", "hour"),
    ("week", "本周", "week", "week"),
    ("ten days", "10月下旬", "interval", "week"),
    ("half", "上半年", "half", "interval"),
    ("quarter", "三季度", "quarter", "interval"),
    ("season", "去冬", "season", "interval"),
    ("decade", "90年代", "decade", "decade"),
    ("century", "上世纪", "century", "century"),
    ("festival", "春节", "festival", "festival"),
    ("farmers' day", "正月初五", "lunar", "lunar"),
    ("plan", "“十四五”时期", "interval", "interval"),
    ("days ago", "三天前", "day", "day"),
    ("up to now", "近三年", "interval", "interval"),
    ("now", "目前", "now", "now"),
    ("these days", "近日", "vague", "vague"),
    ("since a year", "2016年以来", "interval", "interval"),
]


@pytest.mark.parametrize(("text", "known", "unknown"), labelled(TYPES))
def test_a_mention_says_how_its_time_is_told(text: str, known: str, unknown: str) -> None:
    assert find_dates(text, issue_date=ISSUE)[-1].type == known
    assert find_dates(text)[-1].type == unknown


UNRESOLVED = [
    "三天后",
    "两年后",
    "当晚",
    "同年",
    "下午3时",
    "去年同期",
    "正月初五",
    "五八年",
    "本世纪",
    "去年",
    "今天",
    "10月30日",
    "近三年",
    "上半年",
    "春节",
    "90年代",
    "目前",
    "周一上午",
]


@pytest.mark.parametrize("said", UNRESOLVED)
def test_without_an_issue_what_is_counted_from_it_is_found_and_stays_unknown(said: str) -> None:
    assert told(said, None) == [(said, None)]


def test_without_an_issue_full_dates_are_known() -> None:
    text = "2019年5月1日,2018年,2017年3月至5月,2016年以来,“十三五”期间"
    assert [iso for _, iso in told(text, None)] == [
        "2019-05-01",
        "2018",
        "2017-03/2017-05",
        "2016/",
        "2016/2020",
    ]


def test_a_year_that_stays_unknown_is_not_replaced_by_one_told_before() -> None:
    assert told("成立于2003年,今年招工,10月30日举行招聘会", None)[1:] == [
        ("今年", None),
        ("10月30日", None),
    ]


SEED = [
    ("10月26日", "2020-10-26", None),
    ("当晚", "2020-10-26", None),
    ("去年", "2019", None),
    ("2月底以前", "/2020-02-29", "until"),
    ("2014年", "2014", "since"),
    ("4年前", "2016", None),
    ("2016年以来", "2016/2020-11-03", "since"),
    ("10月29日9时30分", "2020-10-29T09:30", None),
    ("今年8月", "2020-08", "until"),
    ("11月2日", "2020-11-02", "dateline"),
    ("今天", "2020-11-02", None),
    ("“十四五”时期", "2021/2025", None),
    ("今年以来", "2020/2020-11-03", "since"),
]


def test_the_dates_of_the_seed_page() -> None:
    """The rows were read off the page by hand."""
    page = bm.read_page("seeds/000_36eec756fec64adf.txt", issue_date=ISSUE)
    found = {
        (mention.text, mention.iso, mention.relation)
        for article in page.articles
        for _, mention in dates_of(article, issue_date=page.issue_date)
    }
    assert set(SEED) <= found


def test_offsets_are_those_of_the_passage() -> None:
    page = bm.parse_page("新桥去年开工\n\n本报南京11月2日电 (记者王明)新桥今天通车。\n\n当晚放行。")
    article = page.articles[0]
    found = dates_of(article, issue_date=ISSUE)
    assert [(m.text, m.iso) for _, m in found] == [
        ("去年", "2019"),
        ("11月2日", "2020-11-02"),
        ("今天", "2020-11-02"),
        ("当晚", "2020-11-02"),
    ]
    for number, mention in found:
        text = article.passages[number][1].text
        assert text[mention.start : mention.end] == mention.text


def test_a_dateline_behind_the_story_says_which_day_was_today() -> None:
    page = bm.parse_page(
        "洪水消退\n\n记者今天从现场看到,洪水已经消退。\n\n道路恢复通行。(本报武汉11月1日电)"
    )
    found = dates_of(page.articles[0], issue_date=ISSUE)
    assert [m.iso for _, m in found] == ["2020-11-01", "2020-11-01"]


# ------------------------------------------------------------------ laws

PIECES = st.sampled_from(
    [row[1] for row in FORMS]
    + [row[1] for row in NO_DATES]
    + list("年月日号时初底前后来至到—、,。:“”《》一十1 ")
)
TEXTS = st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=40)
DAYS = st.none() | st.dates() | st.just(ISSUE)
ISO = re.compile(r"-?\d{4}(?:-\d\d(?:-\d\d(?:T\d\d(?::\d\d)?)?)?)?")


@given(text=TEXTS, issue=DAYS, dateline=DAYS)
@settings(max_examples=150, deadline=None)
def test_mentions_slice_back_stand_apart_and_have_an_iso_form(
    text: str, issue: dt.date | None, dateline: dt.date | None
) -> None:
    end = 0
    for mention in find_dates(text, issue_date=issue, dateline=dateline):
        assert mention.text == text[mention.start : mention.end] != ""
        assert mention.start >= end
        end = mention.end
        assert 0 < mention.confidence < 1
        _check_iso(mention)


def _check_iso(mention: DateMention) -> None:
    if mention.iso is not None:
        ends = mention.iso.split("/")
        assert any(ends)
        assert all(ISO.fullmatch(part) for part in ends if part)
        assert len(ends) == 1 or not all(ends) or _sorted(*ends)


def _sorted(first: str, last: str) -> bool:
    return first.startswith("-") or first[: len(last)] <= last[: len(first)]


@given(text=TEXTS)
@settings(max_examples=60, deadline=None)
def test_width_does_not_matter(text: str) -> None:
    wide = text.translate({ord("0") + n: chr(0xFF10 + n) for n in range(10)})
    narrow = [(m.start, m.end, m.iso) for m in find_dates(text, issue_date=ISSUE)]
    assert [(m.start, m.end, m.iso) for m in find_dates(wide, issue_date=ISSUE)] == narrow


WORDS_OF_TIME = """
今早 明晚 昨夜 今晨 今午 前日 后天 大前天 大前年 翌晨 次日 隔日 是夜 同晚 当夜
当下 次月 同月 当月 礼拜三 星期天 这周五 上上周 下个星期 周末 本月 这个月 上旬 今春
去冬 年底 月初 首季 头三个月 凌晨3时 清晨 早晨6点 早上8时 晨7时 中午 正午 午间
午后 傍晚 晚间 夜里10时 夜间 深夜 午夜 子夜 2019财年 2019学年 19年3月
五八年 三、四月 10、11日 1—9月 2016—2019年 50、60年代 上世纪 本世纪
20世纪 公元前221年 民国三年 中华民国三年 光绪三年 同治三年 道光三年 宣统三年
到目前为止 到现在为止 到今为止 直到目前为止 迄今 迄今为止 时至今日 时下 眼下 现今 现在
如今 而今 截至目前 截止今日 近日 近几年 近年来 这几年 连日来 不久前 前不久 前些年
前几天 前段时间 最近 多年来 半年前 半个月前 几天前 数日后 两周后 百年前 两千年前
三个星期前 一个多月前 60多年前 两个礼拜前 过去三年 未来5年 今后十天 此后两年 最近三天
五年来 近两年来 几年间来 次年 翌年 全年 同年 明年 后年 农历正月 阴历八月 旧历腊月
正月初五 腊月廿三 冬月 大年三十 大年初一 八月十五 七夕 中秋节 重阳节 国庆 元旦 元宵节
平安夜 记者节 护士节 “五一”国际劳动节 “三八”节 五一小长假 十一黄金周 六一前夕
八一建军节 五四青年节 七一建党节 五一来临 “十四五”时期 第一个五年计划期间 第三季度
一季度 上半年 本季度
"""


@pytest.mark.parametrize("text", WORDS_OF_TIME.split())
def test_no_word_of_time_is_passed_over(text: str) -> None:
    assert everywhere(text) == list(date_reading.find_words(text.translate(FOLD)))


@given(text=TEXTS)
@settings(max_examples=60, deadline=None)
def test_looking_only_at_likely_places_loses_nothing(text: str) -> None:
    """`find_words` skips places where no rule can go on."""
    assert everywhere(text) == list(date_reading.find_words(text.translate(FOLD)))


def test_no_word_of_time_of_the_seed_page_is_passed_over() -> None:
    text = bm.read_page("seeds/000_36eec756fec64adf.txt").text
    assert everywhere(text) == list(date_reading.find_words(text.translate(FOLD)))


def everywhere(text: str) -> list[Words]:
    """What `find_words` finds if every first character of a rule is tried."""
    heads = re.compile("|".join(map(re.escape, date_reading._BY_HEAD)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(date_reading, "_HEAD", heads)
        return list(date_reading.find_words(text.translate(FOLD)))


# ------------------------------------------------------------------ calendars

KNOWN_DAYS = [
    ("春节", 1976, dt.date(1976, 1, 31)),
    ("春节", 1985, dt.date(1985, 2, 20)),
    ("春节", 2000, dt.date(2000, 2, 5)),
    ("端午", 2023, dt.date(2023, 6, 22)),
    ("除夕", 2024, dt.date(2024, 2, 9)),
    ("重阳", 2013, dt.date(2013, 10, 13)),
    ("中秋", 2020, dt.date(2020, 10, 1)),
    ("七夕", 2006, dt.date(2006, 7, 31)),
    ("腊八", 2021, dt.date(2021, 1, 20)),
    ("清明", 1960, dt.date(1960, 4, 5)),
    ("清明", 1901, dt.date(1901, 4, 5)),
    ("清明", 1999, dt.date(1999, 4, 5)),
    ("清明", 2000, dt.date(2000, 4, 4)),
    ("清明", 2021, dt.date(2021, 4, 4)),
    ("元宵", 2020, dt.date(2020, 2, 8)),
    ("元旦", 2020, dt.date(2020, 1, 1)),
    ("情人节", 2020, dt.date(2020, 2, 14)),
    ("妇女节", 2020, dt.date(2020, 3, 8)),
    ("植树节", 2020, dt.date(2020, 3, 12)),
    ("劳动节", 2020, dt.date(2020, 5, 1)),
    ("青年节", 2020, dt.date(2020, 5, 4)),
    ("护士节", 2020, dt.date(2020, 5, 12)),
    ("儿童节", 2020, dt.date(2020, 6, 1)),
    ("建党节", 2020, dt.date(2020, 7, 1)),
    ("建军节", 2020, dt.date(2020, 8, 1)),
    ("教师节", 2020, dt.date(2020, 9, 10)),
    ("国庆", 2020, dt.date(2020, 10, 1)),
    ("记者节", 2020, dt.date(2020, 11, 8)),
    ("平安夜", 2020, dt.date(2020, 12, 24)),
    ("圣诞", 2020, dt.date(2020, 12, 25)),
]


def test_no_festival_is_without_a_known_day() -> None:
    assert {name for name, _, _ in KNOWN_DAYS} == calendar.FESTIVALS.keys()


@pytest.mark.parametrize(("name", "year", "day"), KNOWN_DAYS)
def test_festivals_fall_on_the_days_known(name: str, year: int, day: dt.date) -> None:
    assert calendar.festival_day(name, year) == day


FARMERS_DAYS = [
    # 2020 has its fourth month twice, 2017 its sixth
    ((2020, 4, 1), dt.date(2020, 4, 23)),
    ((2020, 5, 1), dt.date(2020, 6, 21)),
    ((2017, 7, 7), dt.date(2017, 8, 28)),
    ((1900, 1, 1), dt.date(1900, 1, 31)),
    ((1899, 12, 1), None),
    ((2061, 1, 1), None),
    ((2020, 0, 1), None),
    ((2020, 13, 1), None),
    ((2020, 1, 0), None),
    ((2020, 12, 30), dt.date(2021, 2, 11)),
    ((2020, 12, 31), None),
    ((2020, 1, 30), None),  # the month has 29 days: 2020-02-23 is the first of the second
    ((2020, 2, 1), dt.date(2020, 2, 23)),
]


@pytest.mark.parametrize(("day", "expected"), FARMERS_DAYS)
def test_a_day_of_the_farmers_year_is_that_of_the_almanac(
    day: tuple[int, int, int], expected: dt.date | None
) -> None:
    assert calendar.lunar_day(*day) == expected


# The year of an event or the last of a reign, as every history has it.
REIGNS = [
    ("顺治十八年", "1661"),
    ("康熙六十一年", "1722"),
    ("雍正十三年", "1735"),
    ("乾隆六十年", "1795"),
    ("嘉庆四年", "1799"),  # 和珅's death
    ("道光二十年", "1840"),  # the Opium War
    ("咸丰十年", "1860"),  # the Summer Palace burnt
    ("同治十三年", "1874"),
    ("光绪二十四年", "1898"),  # the Hundred Days
    ("宣统三年", "1911"),
    ("民国三十八年", "1949"),
]


@pytest.mark.parametrize(("words", "year"), REIGNS)
def test_a_year_of_an_era_is_that_of_history(words: str, year: str) -> None:
    assert told(words) == [(words, year)]


def test_no_era_is_without_a_known_year() -> None:
    assert {words[:2] for words, _ in REIGNS} == calendar.ERAS.keys()


def test_no_day_lies_before_the_year_1_or_after_9999() -> None:
    assert calendar.days_later(dt.date.max, 1) is None
    assert calendar.days_later(dt.date.min, -1) is None
    assert calendar.days_later(dt.date.max, 0) == dt.date.max


def test_outside_the_known_years_a_farmers_day_is_unknown() -> None:
    assert calendar.festival_day("春节", 1899) is None
    assert calendar.festival_day("春节", 2061) is None
    assert calendar.festival_day("清明", 1900) is None
    assert calendar.festival_day("清明", 2100) is None
    assert calendar.festival_day("国庆", 1899) == dt.date(1899, 10, 1)


@given(st.integers(1901, 2059))
@settings(max_examples=40, deadline=None)
def test_a_farmers_year_has_twelve_or_thirteen_moons(year: int) -> None:
    first, following = calendar.lunar_day(year, 1, 1), calendar.lunar_day(year + 1, 1, 1)
    assert first is not None
    assert following is not None
    assert (following - first).days in (353, 354, 355, 383, 384, 385)
    assert dt.date(year, 1, 21) <= first <= dt.date(year, 2, 21)


def test_three_years_belong_to_no_plan() -> None:
    planned: set[int] = set()
    for number in range(1, 16):
        first, last = calendar.plan_period(number)
        planned.update(range(first, last + 1))
    assert set(range(1953, 2031)) - planned == {1963, 1964, 1965}
