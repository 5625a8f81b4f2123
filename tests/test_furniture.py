"""Furniture: mastheads, folios and editors are the page's; a line that only names them is not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from banmian.parsing.furniture import mark_furniture
from banmian.parsing.lines import cut_lines
from strategies import labelled, pages

TEXT = "新桥昨日通车,三镇居民出行不再绕道,车流量比去年同期增加了三成。"


def furniture(*lines: str) -> list[bool]:
    """For each line of a page whether it is furniture."""
    return [mark is not None for mark in mark_furniture(cut_lines("\n".join(lines)))]


def inside(line: str) -> bool:
    """Whether a line in the middle of a page is furniture, text on both sides."""
    return furniture("新桥通车", TEXT, line, TEXT, "旧桥停用", TEXT)[2]


FURNITURE = [
    ("masthead", "工人日报"),
    ("evening paper", "北京晚报"),
    ("city paper", "南方都市报"),
    ("trade paper", "中国电力报"),
    ("traditional masthead", "中國時報"),
    ("masthead with its digital edition", "工人日报 数字报"),
    ("English masthead", "China Daily"),
    ("English masthead in capitals", "THE DAILY NEWS"),
    ("edition", "第3版"),
    ("edition in Han numerals", "第三版"),
    ("edition without 第", "3版"),
    ("edition with a letter", "A03版"),
    ("letter and number", "A03"),
    ("letter, number and section", "A03 要闻"),
    ("section and edition", "综合新闻 第3版"),
    ("edition and section", "第4版:副刊"),
    ("page number between dots", "·3·"),
    ("page number between dashes", "— 3 —"),
    ("page number alone", "03"),
    ("date, weekday, edition", "2020年11月3日 星期二 第3版"),
    ("full-width digits", "２０２０年１１月３日　星期二　第３版"),
    ("section first", "要闻 2 2019年7月18日 星期四"),
    ("slashes in the date", "2003/09/30 星期二 第3版 综合新闻"),
    ("date and weekday", "2020年11月3日 星期二"),
    ("Han numerals", "一九五四年七月十六日 星期五 第二版"),
    ("years of the Republic", "中華民國七十六年十一月九日 星期一"),
    ("farmers' calendar", "1999年4月19日 农历己卯年三月初四 星期一"),
    ("issue number", "第12345期"),
    ("total number and pages", "总第1234期 今日8版"),
    ("serial number and price", "国内统一刊号CN11-0012 邮发代号1-2 零售价1元"),
    ("price", "零售每份0.50元"),
    ("English folio", "Tuesday, March 27, 2012"),
    ("English page", "Page 3"),
    ("English volume", "VOL. 12 NO. 345"),
    ("editor", "责任编辑:徐新星"),
    ("editor, short", "责编 王明"),
    ("editor, set wide", "责 任 编 辑 : 王明"),
    ("editor, slash", "编辑/王明"),
    ("editor of this page", "本版编辑 王明 校对 李红"),
    ("editor, designer, proofreader", "责任编辑:王明 美编:李红 校对:张三"),
    ("editor on duty", "值班主任 王明"),
    ("reader's telephone", "新闻热线:12345678"),
    ("letter box", "投稿邮箱:letters@example.com"),
    ("address", "社址:新桥路1号"),
    ("two things said of itself, no number", "欢迎拨打本报读者热线和广告热线"),
    ("folio and editor in one line", "2014年12月5日 星期五 责任编辑:王明 版式:李红 校对:张三"),
]


@pytest.mark.parametrize("line", labelled(FURNITURE))
def test_a_line_of_the_page_is_furniture_wherever_it_stands(line: str) -> None:
    assert inside(line)
    assert furniture(line, "新桥通车", TEXT)[0]
    assert furniture("新桥通车", TEXT, line)[2]


NEAR = [
    ("headline that names a paper", "《人民日报》发表社论"),
    ("headline that begins with a paper", "人民日报记者节座谈会召开"),
    ("headline with an edition of a book", "第一版《毛泽东选集》出版"),
    ("headline with a school's term", "第12期党校学习班开学"),
    ("sentence with a date", "2020年11月3日,会议在京召开。"),
    ("sentence with a weekday", "会议于星期二在京召开。"),
    ("dateline", "新华社北京11月2日电 会议昨天召开。"),
    ("score", "3:2"),
    ("score of a match", "上海 3:2 北京"),
    ("price", "白菜 1.20 1.50"),
    ("rank", "第3名"),
    ("age", "60岁"),
    ("letter to the editor", "编辑同志:"),
    ("speaker", "主编:你怎么看?"),
    ("a sentence about the editor", "编辑:我们收到了来信。"),
    ("number of a section", "(3)"),
    ("Han number of a section", "一"),
    ("essay of a weekday", "星期天的下午"),
    ("weekday and what happens", "周三停水"),
    ("headline with an edition of a textbook", "第三版教材发行"),
    ("subhead with blanks", "统筹 城乡 发展"),
    ("communiqué", "联合公报"),
    ("good tidings", "捷报"),
    ("e-mail address", "letters@example.com"),
    ("telephone", "电话:12345678"),
    ("web address", "www.example.com"),
    ("date alone", "1997年12月23日"),
    ("date alone in Han numerals", "一九九七年十二月二十三日"),
    ("date in brackets", "(1997年12月23日)"),
    ("full stop", "。"),
    ("long line with every atom", "2020年11月3日 星期二 第3版 " * 8),
    ("English headline", "New bridge opens"),
    ("day of a diary", "2月17日 星期日 阴"),
    ("two places", "江南 江北"),
    ("row of a league table", "1 上海申花"),
    ("row of a result list", "上海队 12"),
    ("headline about a permit", "我市发出首张网约车许可证"),
    ("headline about a code", "二维码走进菜市场"),
    ("headline about a telephone", "读者热线接到表扬电话三百个"),
]
NEAR_WRONG = {
    "subhead with blanks": "统筹 (coordination) before a blank passes for an editors' line",
}


@pytest.mark.parametrize("line", labelled(NEAR, NEAR_WRONG))
def test_a_line_that_only_looks_like_furniture_stays_in_its_story(line: str) -> None:
    assert not inside(line)


def test_an_address_inside_an_appeal_for_letters_stays_in_the_story() -> None:
    appeal = "欢迎读者来信谈谈对新桥的看法,来信请寄本报群工部,或发电子邮件到 letters@example.com。"
    page = ("新桥通车", TEXT, appeal, "letters@example.com", TEXT)
    assert not any(furniture(*page))


BESIDE = [
    ("e-mail under an editor", ["责任编辑:徐新星", "E-mail:news@example.com"]),
    ("e-mail above an editor", ["E-mail:news@example.com", "责任编辑:徐新星"]),
    ("two contacts under an editor", ["责任编辑:徐新", "电话:12345678", "www.example.com"]),
    ("two contacts above an editor", ["电话:12345678", "www.example.com", "责任编辑:徐新"]),
    ("date under a masthead", ["工人日报", "2020年11月3日"]),
    ("date above a masthead", ["2020年11月3日", "工人日报"]),
    ("masthead set wide", ["工 人 日 报", "2020年11月3日 星期二"]),
    ("traditional masthead", ["中華民國七十六年十一月九日 星期一", "大公報"]),
    ("another traditional masthead", ["聯合報", "第三版"]),
    ("weather under a folio", ["2020年11月3日 星期二", "今日天气 多云 8℃到15℃ 北风3级"]),
    ("address under an editor", ["责任编辑:徐新", "地址:三镇市新桥路1号"]),
    ("English date under a masthead", ["CHINA DAILY", "March 27, 2012"]),
]  # fmt: skip


@pytest.mark.parametrize("lines", labelled(BESIDE))
def test_contacts_and_dates_beside_furniture_are_furniture(lines: list[str]) -> None:
    found = furniture("新桥通车", TEXT, *lines, "旧桥停用", TEXT)
    assert found == [False, False, *(True for _ in lines), False, False]


def test_a_table_of_contents_is_furniture_and_the_headline_below_it_is_not() -> None:
    page = ("今日导读", "旧桥下月起停用检修 第2版", "三镇工业园招工两千人 A03", "新桥通车", TEXT)
    assert furniture(*page) == [True, True, True, False, False]
    jump = ("新桥通车", TEXT, "(下转第2版)", "旧桥停用", TEXT)
    assert furniture(*jump) == [False, False, True, False, False]


def test_a_date_at_the_edge_of_the_page_is_furniture_and_an_address_there_is_not() -> None:
    assert furniture("2020年11月3日", "新桥通车", TEXT) == [True, False, False]
    assert furniture("新桥通车", TEXT, "2020年11月3日") == [False, False, True]
    assert not any(furniture("新桥通车", TEXT, "letters@example.com"))


@settings(max_examples=100, deadline=None, derandomize=True)
@given(pages())
def test_every_line_has_a_mark_of_rule_and_confidence_or_none(text: str) -> None:
    lines = cut_lines(text)
    marks = mark_furniture(lines)
    assert len(marks) == len(lines)
    for mark in marks:
        assert mark is None or (mark[0].startswith("furniture:") and 0 < mark[1] <= 1)
