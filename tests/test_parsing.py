"""Parsing: laws for any text at all, the seed page by hand, and one small page a construct."""
# full-width marks are what a Chinese text is made of

from __future__ import annotations

import itertools
import json
import warnings
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banmian import Article, Fix, FixError, FormatError, Page, parse_page, read_page
from banmian.page import KINDS, ROLES, Role
from banmian.parsing import read_sidecar
from banmian.parsing.evidence import collect
from banmian.parsing.grammar import (
    BASE_STATES,
    OPENING,
    STATES,
    TIED,
    Array,
    Grammar,
    allowed_moves,
    best_path,
    certainties,
    from_json,
    load_grammar,
    read_states,
)
from banmian.parsing.lines import (
    FOLD,
    closing_first,
    cut_lines,
    first_mark,
    fold,
    last_mark,
    open_marks,
)
from banmian.parsing.pairs import Pairs
from banmian.parsing.shapes import read_shape
from banmian.parsing.sheet import NAMES, Found
from strategies import BREAKS, anything, labelled, pages

SEED = Path(__file__).parents[1] / "seeds" / "000_36eec756fec64adf.txt"

LAWS = settings(max_examples=150, deadline=None, derandomize=True)
texts = st.one_of(anything, pages(), pages())

EXTREMES = [
    ("nothing", ""),
    ("one blank", " "),
    ("only ends of lines", "\n\r\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"),
    ("ideographic blanks", "\u3000\u3000\n\u3000"),
    ("NUL", "\0"),
    ("NUL between lines", "新桥\0通车\n\0\n本报讯\0新桥昨日通车。"),
    ("mark of byte order in the middle", "新桥通车\n\ufeff\n本报讯 新桥昨日通车。"),
    ("every end of line", "".join(f"新桥通车{end}" for end in BREAKS)),
    ("control characters", "".join(map(chr, [*range(32), *range(127, 160)]))),
    ("unassigned and private", "\u0378\ufdd0\uffff\ue000\U000e0001\U000323b0\U0010ffff"),
    ("combining marks first", "\u0301新桥\n\u200d通车"),
    ("right to left", "\u202e新桥通车\u202c\n本报讯 新桥昨日通车。"),
    ("one closing bracket", ")"),
    ("brackets never closed", "((((“《〔【" * 50),
    ("a megabyte in one line", "新桥昨日通车,三镇居民出行不再绕道。" * 19_420),
    ("a megabyte of one character", "王" * 349_525 + "摄"),
    ("a megabyte of digits and blanks", "1 2020年1月1日 " * 60_000),
    ("a megabyte of opening brackets", "(记者" * 150_000),
    ("20,000 short lines", "短行\n" * 20_000),
    ("a thousand folios", "2020年11月3日 星期二 第3版\n" * 1_000),
]  # fmt: skip


def test_the_megabyte_texts_have_a_megabyte() -> None:
    sizes = [len(text.encode()) for label, text in EXTREMES if "megabyte" in label]
    assert len(sizes) == 4
    assert min(sizes) > 1_000_000


# ---------------------------------------------------------------- laws of the page


def check_blocks(page: Page) -> None:
    """The blocks tile the text but for white space, and say what they are."""
    at = 0
    for index, block in enumerate(page.blocks):
        assert block.index == index
        assert at <= block.start < block.end
        assert not page.text[at : block.start].strip()
        assert block.text == page.text[block.start : block.end] == block.text.strip()
        assert block.role in ROLES
        assert 0 <= block.confidence <= 1
        assert block.rule
        at = block.end
    assert not page.text[at:].strip()


def check_stories(page: Page) -> None:
    """Every block but furniture is in one story, and every paragraph slices back."""
    assert all((b.role == "furniture") == (b.article is None) for b in page.blocks)
    for index, article in enumerate(page.articles):
        assert article.index == index
        assert article.kind in KINDS
        assert article.blocks
        assert article.blocks == tuple(b for b in page.blocks if b.article == index)
        assert (article.kind == "brief") <= (article.headline is None)
        held = [i for _, passage in article.passages for i in passage.blocks]
        assert sorted(held) == [block.index for block in article.blocks]
        for role, passage in article.passages:
            assert passage.text == "".join(page.text[s.start : s.end] for s in passage.spans)
            assert [page.blocks[i].span for i in passage.blocks] == list(passage.spans)
            assert {page.blocks[i].role for i in passage.blocks} == {role}
    starts = [article.start for article in page.articles]
    assert starts == sorted(starts)
    numbers = {b.article for b in page.blocks} - {None}
    assert numbers == set(range(len(page.articles)))


def check_joins(page: Page) -> None:
    """What goes on goes on a paragraph above it in its story, and is joined to it."""
    joined = {
        (one, other)
        for article in page.articles
        for paragraph in article.paragraphs
        for one, other in itertools.pairwise(paragraph.blocks)
    }
    goes_on = {(b.continues, b.index) for b in page.blocks if b.continues is not None}
    assert joined == goes_on
    for above, below in goes_on:
        one, other = page.blocks[above], page.blocks[below]
        assert above < below
        assert one.role == other.role == "paragraph"
        assert one.article == other.article


def check_people(page: Page) -> None:
    """Every name stands in a block of its story; names hold no blanks and come once."""
    for article in page.articles:
        for person in article.byline:
            assert person.name
            assert person.role
            printed = "".join(page.text[person.start : person.end].split())
            assert printed == person.name
            assert any(b.start <= person.start < person.end <= b.end for b in article.blocks)
        assert len({person.name for person in article.byline}) == len(article.byline)
        if article.dateline is not None:
            line = article.dateline
            assert page.text[line.start : line.end] == line.text
            assert any(b.start <= line.start < line.end <= b.end for b in article.blocks)


def check_all(text: str) -> Page:
    page = parse_page(text)
    assert page.text == text
    check_blocks(page)
    check_stories(page)
    check_joins(page)
    check_people(page)
    for article in page.articles:
        heads = {block.role for block in article.blocks} & {"kicker", "headline", "deck"}
        assert not heads or "headline" in heads
    return page


@LAWS
@given(texts)
def test_any_text_is_a_page_that_accounts_for_every_character(text: str) -> None:
    check_all(text)


@pytest.mark.parametrize("text", labelled(EXTREMES))
def test_extreme_texts_are_pages_too(text: str) -> None:
    check_all(text)


@LAWS
@given(texts)
def test_a_page_comes_back_from_json_and_a_second_parse_is_equal(text: str) -> None:
    page = parse_page(text, name="a.txt", paper="工人日报", issue_date="2020-11-03")
    assert Page.from_dict(page.to_dict()) == page
    assert Page.from_dict(json.loads(json.dumps(page.to_dict()))) == page
    assert parse_page(text, name="a.txt", paper="工人日报", issue_date="2020-11-03") == page


def outline(page: Page) -> list[tuple[Any, ...]]:
    """What each block is, without where it stands in the text."""
    return [(b.role, b.article, b.continues, b.rule, b.confidence) for b in page.blocks]


def contents(page: Page) -> list[tuple[Any, ...]]:
    """What each story holds, without where it stands in the text."""
    return [
        (
            article.kind,
            article.headline,
            article.text,
            article.signatures,
            [(p.name, p.role, p.affiliation) for p in article.byline],
            article.dateline and article.dateline.text,
        )
        for article in page.articles
    ]


HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}
FULL = {ord(char): ord(char) + 0xFEE0 for char in "0123456789,:;()!?%/"}


@LAWS
@given(texts)
def test_width_of_digits_letters_and_marks_changes_no_role_and_no_story(text: str) -> None:
    page = parse_page(text)
    for table in (HALF, FULL):
        other = parse_page(text.translate(table))
        assert outline(other) == outline(page)
        assert [a.kind for a in other.articles] == [a.kind for a in page.articles]
        assert [[(p.start, p.end, p.role) for p in a.byline] for a in other.articles] == [
            [(p.start, p.end, p.role) for p in a.byline] for a in page.articles
        ]


@LAWS
@given(
    pages(("\n",)).map(lambda text: text.replace("\r", " ")),
    st.sampled_from(["\r\n", "\r", "\u2028", " \n", "\u3000\u3000\n", "\t\r\n"]),
)
def test_the_kind_of_line_end_and_blanks_before_it_change_nothing(text: str, end: str) -> None:
    page, other = parse_page(text), parse_page(text.replace("\n", end) + end)
    assert outline(other) == outline(page)
    assert contents(other) == contents(page)


@LAWS
@given(texts, st.text(st.sampled_from("\n\r\u3000 \t"), max_size=6))
def test_blank_lines_after_the_page_change_nothing(text: str, blanks: str) -> None:
    page, other = parse_page(text), parse_page(text + "\n" + blanks)
    assert (other.blocks, other.articles) == (page.blocks, page.articles)


# ---------------------------------------------------------------- the seed page


class Story(NamedTuple):
    """What a reader of the seed page sees of one story."""

    kind: str
    headline: str
    paragraphs: int
    byline: list[tuple[str, str, str | None]]
    dateline: tuple[str, str, str | None, str | None] | None = None
    kickers: tuple[str, ...] = ()
    decks: tuple[str, ...] = ()
    label: str | None = None
    subheads: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()


REPORT = ("本报讯", "本报", None, None)
SEED_STORIES = [
    Story(
        "news",
        "永州职工读书分享会 10 万人线上线下联动",
        8,
        [("方大丰", "记者", None), ("罗毅", "通讯员", None), ("唐新辉", "通讯员", None)],
        REPORT,
        kickers=("演绎扶贫路上的人文关怀,分享“知识的力量”",),
        decks=("产业扶贫吸纳和带动 1.3 万名贫困群众家门口就业,助力江华县脱贫摘帽",),
    ),
    Story(
        "photo",
        "工厂里的“幸福课堂”",
        0,
        [("胡晓川", "摄影", "东方IC")],
        credits=("胡晓川 摄/东方IC",),
    ),
    Story(
        "news",
        "云南省总多管齐下帮扶困难职工",
        5,
        [("陈昌云", "记者", None)],
        REPORT,
        decks=("全省困难职工由4年前的7.1万户骤减为2513户",),
    ),
    Story(
        "news",
        "职工大学堂“送教上门”",
        6,
        [("叶小钟", "记者", "本报"), ("卢雅纳", "通讯员", "本报")],
        label="新闻特写",
    ),
    Story(
        "news",
        "工会送来“关爱套餐”",
        13,
        [("钱培坚", "记者", "本报"), ("李轶捷", "通讯员", "本报")],
        kickers=(
            "上海浦东新区洋泾街道总工会设立专属“根据地”、提供专属保障,"
            "将工会组织的触角延伸至灵活就业职工的身边——",
        ),
        subheads=("“拉网式”吸纳入会", "设立专属“根据地”", "提供专项基本保障"),
    ),
    Story(
        "news",
        "更好地联系引导社会组织为职工提供专业化服务",
        5,
        [("王伟", "记者", None)],
        ("本报南京11月2日电", "本报", "南京", "11月2日"),
        kickers=("全国工会联系引导社会组织服务职工工作会议提出",),
    ),
    Story("news", "新疆召开劳模座谈会", 2, [("吴锋思", "记者", None)], REPORT),
    Story(
        "news",
        "烟台市总深化劳动竞赛促发展",
        4,
        [("杨明清", "记者", None), ("宋洁", "通讯员", None), ("鲍明凌", "通讯员", None)],
        REPORT,
        kickers=("组织引领、平台建设、机制保障",),
    ),
    Story(
        "photo",
        "职业技能大赛竞技艺",
        0,
        [("杨楠", "摄影", "本报")],
        credits=("本报通讯员 杨楠 摄",),
    ),
]
SEAMS = [
    (0, "高新区,当地", "政府的“母亲式服务”"),
    (0, "给孩子们送书、送", "洗脸盆,帮无力承担"),
    (2, "全省各级", "工会利用现有的"),
    (2, "“1”是指", "《云南省总工会等8部门"),
    (4, "为每个微网", "格落实职业化社工"),
    (4, "率先在沿街店", "面建起了一个"),
]
"""Where the page is cut inside a sentence: the story, the end above and the beginning below."""


@pytest.fixture(scope="module")
def seed() -> Page:
    return read_page(SEED)


def story(article: Article) -> Story:
    line = article.dateline
    return Story(
        article.kind,
        article.headline or "",
        len(article.paragraphs),
        [(p.name, p.role, p.affiliation) for p in article.byline],
        line and (line.text, line.agency or "", line.place, line.date),
        article.kickers,
        article.decks,
        article.label,
        article.subheads,
        article.credits,
    )


def test_the_seed_page_has_seven_news_stories_and_two_pictures(seed: Page) -> None:
    kinds = [article.kind for article in seed.articles]
    assert (kinds.count("news"), kinds.count("photo"), len(kinds)) == (7, 2, 9)


@pytest.mark.parametrize("index", range(len(SEED_STORIES)))
def test_a_story_of_the_seed_page_is_what_a_reader_sees(seed: Page, index: int) -> None:
    assert story(seed.articles[index]) == SEED_STORIES[index]


def test_the_seed_page_obeys_the_laws(seed: Page) -> None:
    check_all(seed.text)
    assert len(seed.blocks) == sum(1 for line in seed.text.split("\n") if line.strip())


@pytest.mark.parametrize(("index", "above", "below"), SEAMS)
def test_a_cut_paragraph_of_the_seed_page_is_whole_again(
    seed: Page, index: int, above: str, below: str
) -> None:
    assert seed.text.count(above) == seed.text.count(below) == 1
    assert above + below not in seed.text
    whole = [p for p in seed.articles[index].paragraphs if above + below in p.text]
    assert len(whole) == 1
    assert len(whole[0].spans) == 2


def test_nothing_else_on_the_seed_page_is_joined(seed: Page) -> None:
    assert sum(block.continues is not None for block in seed.blocks) == len(SEAMS)


def test_the_box_of_the_seed_page_is_lifted_out_of_the_sentence_it_interrupts(seed: Page) -> None:
    article = seed.articles[4]
    assert [box.label for box in article.sidebars] == ["阅读提示"]
    (box,) = article.sidebars[0].paragraphs
    assert box.text.startswith("为了将流动性大、组织性弱的灵活就业群体引进“家”")
    assert box.text.endswith("提供专属保障。")
    (whole,) = [p for p in article.paragraphs if "微网格落实" in p.text]
    first, second = whole.spans
    assert first.end < box.start < box.end < second.start
    assert "阅读提示" not in article.text
    assert box.text not in article.text


def test_the_furniture_of_the_seed_page_is_in_no_story(seed: Page) -> None:
    assert [b.text for b in seed.furniture] == [
        "责任编辑:徐新星",
        "E-mail:grtthghxw@126.com",
        "工人日报",
    ]
    told = "\n".join(b.text for article in seed.articles for b in article.blocks)
    assert not any(word in told for word in ("责任编辑", "E-mail", "工人日报"))


def test_the_captions_of_the_seed_page_are_whole(seed: Page) -> None:
    captions = [c.text for article in seed.articles for c in article.captions]
    assert [(c[:6], c[-6:]) for c in captions] == [
        ("10月30日", "近500人脱盲。"[-6:]),
        ("10月30日", "行砌筑比赛。"),
    ]


@pytest.mark.parametrize("change", ["\r\n", "\r", " \n", "\u2029"])
def test_the_seed_page_reads_the_same_with_other_line_ends(seed: Page, change: str) -> None:
    other = parse_page(seed.text.replace("\n", change))
    assert outline(other) == outline(seed)
    assert contents(other) == contents(seed)


# ---------------------------------------------------------------- one small page a construct

Row = tuple[Role, int | None, str] | tuple[Role, int | None, str, int]

BRIDGE = (
    "本报讯 (记者王小明)11月2日,新桥建成通车。从今天起,三镇居民过江不再绕道,"
    "从江南到江北只要十分钟,比过去少走了二十公里。"
)
LENGTH = (
    "据市交通局介绍,新桥全长1.2公里,总投资3.4亿元,2018年3月开工,历时两年零八个月建成,"
    "设双向六车道,设计时速60公里。"
)
RETIRED = (
    "家住江南的退休工人李大海说,过去到江北看病要坐一个多小时的车,现在出门就能上桥,一家人都很高兴。"
)
LIBRARY = (
    "本报讯 市图书馆日前延长开放时间,每周六、周日晚上开放到九点,并为上夜班的工人设了"
    "自习室和热水间。"
)
SCHOOL = (
    "本报讯 (通讯员李红)东街小学的操场近日铺上了新跑道,全校八百多名学生告别了晴天一身土、"
    "雨天一身泥的日子。"
)
FIRST_FAMILY = (
    "11月2日清晨,江南的天刚刚亮,桥头已经站满了人。六十二岁的李大海牵着小孙女,"
    "手里提着刚出锅的米糕,等着第一个走过新桥。"
)
STEPS = "“我数过了,从这头到那头一千六百步。”李大海说,他在江边住了一辈子,还是头一回走着过江。"
CHILDREN = "桥那头是东街小学。过去,江南的孩子上学要赶早班船,遇到大雾天,船不开,课也就耽误了。"

CUT = "据市交通局介绍,新桥全长1.2公里,总投资3.4亿元,2018年3月开工,历时两年零八个月建"
REST = "成,设双向六车道,设计时速60公里,预计每天有两万辆汽车从桥上通过。"

CONSTRUCTS: list[tuple[str, list[Row]]] = [
    ("kicker, headline and deck", [
        ("kicker", 0, "三镇居民出行不再绕道——"),
        ("headline", 0, "新桥昨日建成通车"),
        ("deck", 0, "全长1.2公里,总投资3.4亿元"),
        ("paragraph", 0, BRIDGE),
        ("paragraph", 0, LENGTH),
        ("headline", 1, "东街小学有了新操场"),
        ("paragraph", 1, SCHOOL),
    ]),
    ("label and byline", [
        ("headline", 0, "东街小学有了新操场"),
        ("paragraph", 0, SCHOOL),
        ("label", 1, "新闻特写"),
        ("headline", 1, "桥上走来第一家人"),
        ("byline", 1, "本报记者 王小明"),
        ("paragraph", 1, FIRST_FAMILY),
        ("paragraph", 1, STEPS),
        ("paragraph", 1, CHILDREN),
    ]),
    ("brief after a signature", [
        ("headline", 0, "新桥昨日建成通车"),
        ("paragraph", 0, BRIDGE),
        ("paragraph", 0, RETIRED + "(周平)"),
        ("paragraph", 1, LIBRARY + "(李红)"),
        ("paragraph", 2, SCHOOL),
    ]),
    ("subheads in a signed feature", [
        ("headline", 0, "一座桥和三个镇"),
        ("byline", 0, "本报记者 王小明 通讯员 李红"),
        ("paragraph", 0, FIRST_FAMILY),
        ("subhead", 0, "走着过江"),
        ("paragraph", 0, STEPS),
        ("paragraph", 0, RETIRED),
        ("subhead", 0, "上学的路"),
        ("paragraph", 0, CHILDREN),
        ("paragraph", 0, "如今,孩子们背着书包走上新桥,十分钟就到了校门口,再也没有人迟到。"),
    ]),
    ("photo story", [
        ("headline", 0, "新桥昨日建成通车"),
        ("paragraph", 0, BRIDGE),
        ("paragraph", 0, LENGTH),
        ("headline", 1, "桥上的婚礼"),
        ("caption", 1, "11月2日,六对新人在刚刚通车的新桥上举行集体婚礼。图为新人走过新桥。"),
        ("credit", 1, "本报记者 孙明 摄"),
        ("headline", 2, "东街小学有了新操场"),
        ("paragraph", 2, SCHOOL),
    ]),
    ("box inside a sentence", [
        ("headline", 0, "一座桥和三个镇"),
        ("byline", 0, "本报记者 王小明"),
        ("paragraph", 0, FIRST_FAMILY),
        ("paragraph", 0, "据市交通局介绍,新桥建成以后,三镇之间的车程由一个多小时缩短到十分"),
        ("sidebar_label", 0, "阅读提示"),
        ("sidebar", 0, "三镇隔江相望,过去只有一座建于1958年的旧桥。"
         "新桥的建成改变了三镇居民的生活。"),
        ("paragraph", 0, "钟,沿江的三个工业园连成了一片,每天有两万多名工人走过新桥去上班。", 3),
        ("paragraph", 0, RETIRED),
    ]),
    ("story cut around a picture", [
        ("headline", 0, "新桥昨日建成通车"),
        ("paragraph", 0, BRIDGE),
        ("paragraph", 0, CUT),
        ("headline", 1, "桥上的婚礼"),
        ("caption", 1, "11月2日,六对新人在刚刚通车的新桥上举行集体婚礼。图为新人走过新桥。"),
        ("credit", 1, "孙明 摄"),
        ("paragraph", 0, REST, 2),
        ("paragraph", 0, RETIRED),
    ]),
    ("folio inside a cut", [
        ("headline", 0, "新桥昨日建成通车"),
        ("paragraph", 0, BRIDGE),
        ("paragraph", 0, CUT),
        ("furniture", None, "2020年11月3日 星期二 第3版"),
        ("furniture", None, "工人日报"),
        ("paragraph", 0, REST, 2),
        ("paragraph", 0, RETIRED),
    ]),
    ("cut at the next line", [
        ("headline", 0, "新桥昨日建成通车"),
        ("paragraph", 0, BRIDGE),
        ("paragraph", 0, CUT),
        ("paragraph", 0, REST, 2),
        ("headline", 1, "东街小学有了新操场"),
        ("paragraph", 1, SCHOOL),
    ]),
    ("three pieces of one sentence", [
        ("headline", 0, "新桥昨日建成通车"),
        ("paragraph", 0, BRIDGE),
        ("paragraph", 0, CUT),
        ("paragraph", 0, "成,设双向六车道,设计时速60公里,"
         "预计每天有两万辆汽车从桥上通过,沿江的三个工业", 2),
        ("paragraph", 0, "园因此连成一片,每天有两万多名工人走过新桥去上班。", 3),
        ("headline", 1, "东街小学有了新操场"),
        ("paragraph", 1, SCHOOL),
    ]),
    ("cut after a stop and a noun", [
        ("headline", 0, "全国工会工作会议在京召开"),
        ("paragraph", 0, "本报讯 (记者王小明)11月2日,工会工作会议在京召开,"
         "会议总结了今年的工作。全国"),
        ("paragraph", 0, "各级工会的代表参加会议,对明年的工作提出了建议,"
         "并听取了三个城市工会的经验介绍,"
         "会后代表们还参观了新桥工地和工地上的职工书屋、夫妻房。", 1),
        ("paragraph", 0, "会议要求,各地工会要把职工的安危冷暖放在心上,多办看得见、摸得着的实事。"),
        ("headline", 1, "东街小学有了新操场"),
        ("paragraph", 1, SCHOOL),
    ]),
    ("questions and answers", [
        ("headline", 0, "东街小学有了新操场"),
        ("paragraph", 0, SCHOOL),
        ("headline", 1, "新桥建成后为什么不收费"),
        ("deck", 1, "——访市交通局总工程师赵大海"),
        ("byline", 1, "本报记者 王小明"),
        ("paragraph", 1, "11月2日,新桥建成通车。"
         "记者就读者关心的几个问题采访了市交通局总工程师赵大海。"),
        ("paragraph", 1, "记者:新桥为什么要修六车道?"),
        ("paragraph", 1, "赵大海:我们做过调查,三镇每天过江的汽车有两万辆,四车道到2025年就会堵。"),
        ("paragraph", 1, "记者:桥上为什么不收费?"),
        ("paragraph", 1, "赵大海:这座桥是三镇人民自己集资修的,钱已经付过了,不能再收第二次。"),
    ]),
    ("verse", [
        ("headline", 0, "东街小学有了新操场"),
        ("paragraph", 0, SCHOOL),
        ("headline", 1, "新桥的灯(外一首)"),
        ("byline", 1, "李大海"),
        ("paragraph", 1, "江水流过旧桥"),
        ("paragraph", 1, "桥上有人回头"),
        ("paragraph", 1, "他把一生的路"),
        ("paragraph", 1, "都走成了渡口"),
        ("paragraph", 1, "今夜新桥的灯"),
        ("paragraph", 1, "一盏一盏亮起"),
        ("paragraph", 1, "像母亲的手"),
        ("paragraph", 1, "牵着江南江北"),
    ]),
    ("numbered list", [
        ("headline", 0, "新桥通行有四条规定"),
        ("paragraph", 0, "本报讯 市交通局昨日公布了新桥通行规定,从11月2日起施行。规定共有四条:"),
        ("paragraph", 0, "一、行人和自行车走两侧的人行道,不得进入车行道;"),
        ("paragraph", 0, "二、汽车时速不得超过60公里,大雾天不得超过30公里;"),
        ("paragraph", 0, "三、载重30吨以上的货车走下游的货运桥;"),
        ("paragraph", 0, "四、违反规定的由交通警察按有关法规处理。"),
        ("headline", 1, "东街小学有了新操场"),
        ("paragraph", 1, SCHOOL),
    ]),
    ("list of prize winners", [
        ("headline", 0, "全市先进生产者名单公布"),
        ("paragraph", 0, "本报讯 市总工会昨日公布了今年的全市先进生产者名单,"
         "共有九人获奖,名单如下:"),
        ("paragraph", 0, "第一机械厂 王小明 李大海"),
        ("paragraph", 0, "第二纺织厂 赵春花 孙桂兰"),
        ("paragraph", 0, "新桥工程处 周平 吴建国 冯玉山"),
        ("paragraph", 0, "市公交公司 郑和平 钱多"),
        ("headline", 1, "东街小学有了新操场"),
        ("paragraph", 1, SCHOOL),
    ]),
    ("contents list under the masthead", [
        ("furniture", None, "工人日报"),
        ("furniture", None, "2020年11月3日 星期二 第1版"),
        ("furniture", None, "今日导读"),
        ("furniture", None, "旧桥下月起停用检修 2版"),
        ("furniture", None, "三镇工业园招工两千人 3版"),
        ("headline", 0, "新桥昨日建成通车"),
        ("paragraph", 0, BRIDGE),
        ("paragraph", 0, LENGTH),
        ("headline", 1, "东街小学有了新操场"),
        ("paragraph", 1, SCHOOL),
    ]),
    ("box after its story", [
        ("headline", 0, "新桥昨日建成通车"),
        ("paragraph", 0, BRIDGE),
        ("paragraph", 0, LENGTH),
        ("sidebar_label", 0, "相关链接"),
        ("sidebar", 0, "旧桥建于1958年,全长1.1公里,是三镇之间的第一座桥,设计时速40公里。"),
        ("headline", 1, "东街小学有了新操场"),
        ("paragraph", 1, SCHOOL),
    ]),
    ("letter to the editor", [
        ("headline", 0, "新桥上能不能装几把椅子"),
        ("paragraph", 0, "编辑同志:"),
        ("paragraph", 0, "新桥通车以后,我每天带着小孙女走过江去上学。"
         "桥长一千六百步,老人走一趟要歇两回,可是桥上一把椅子也没有。希望有关部门管一管。"),
        ("signature", 0, "退休工人 李大海"),
        ("headline", 1, "东街小学有了新操场"),
        ("paragraph", 1, SCHOOL),
    ]),
    ("notice with its date", [
        ("headline", 0, "新桥昨日建成通车"),
        ("paragraph", 0, BRIDGE),
        ("headline", 1, "关于旧桥停用的公告"),
        ("paragraph", 1, "因旧桥需要检修,从2020年12月1日起停止通行,行人和车辆请走新桥。特此公告。"),
        ("signature", 1, "三镇市交通局"),
        ("signature", 1, "2020年11月2日"),
        ("headline", 2, "东街小学有了新操场"),
        ("paragraph", 2, SCHOOL),
    ]),
    ("traditional page", [
        ("headline", 0, "新橋昨天通車"),
        ("paragraph", 0, "【本報訊】三鎮新橋昨天通車。從今天起,"
         "三鎮居民過江不必再繞道,從江南到江北只要十分鐘。"),
        ("headline", 1, "東街國小有了新操場"),
        ("paragraph", 1, "〔記者陳大文台北報導〕東街國小的操場最近鋪上新跑道,"
         "全校八百多名學生昨天舉行了第一次運動會。"),
    ]),
    ("kicker that is a sentence", [
        ("headline", 0, "东街小学有了新操场"),
        ("paragraph", 0, SCHOOL),
        ("kicker", 1, "市总工会昨日表彰一百名先进生产者"),
        ("headline", 1, "新桥建设者走上领奖台"),
        ("deck", 1, "——全市劳动竞赛表彰会侧记"),
        ("byline", 1, "本报记者 王小明 文/图"),
        ("paragraph", 1, FIRST_FAMILY),
        ("paragraph", 1, STEPS),
    ]),
]  # fmt: skip
CONSTRUCTS_WRONG = {
    "story cut around a picture": "the caption of an inserted picture passes for text",
    "verse": "the title and the poet over short lines pass for lines of the poem",
    "list of prize winners": "rows of works and names pass for signatures",
    "letter to the editor": "the reader's trade and name pass for a kicker of the next story",
    "notice with its date": "a notice passes for a part of the story above it",
}


@pytest.mark.parametrize("between", ["\n", "\n\n"], ids=["lines", "blank lines"])
@pytest.mark.parametrize("rows", labelled(CONSTRUCTS, CONSTRUCTS_WRONG))
def test_a_construct_of_the_page_is_read_as_the_trade_means_it(
    rows: Sequence[Row], between: str
) -> None:
    page = check_all(between.join(row[2] for row in rows))
    found = [(b.role, b.article, b.text, b.continues) for b in page.blocks]
    assert found == [(*row[:3], row[3] if len(row) > 3 else None) for row in rows]


# ---------------------------------------------------------------- lines


def test_folding_keeps_every_offset() -> None:
    assert all(isinstance(to, int) or len(to) == 1 for to in FOLD.values())
    assert not {"\n", "\r", "\u2028"} & {chr(code) for code in FOLD}
    assert "「新桥」︰１：２（图）".translate(FOLD) == "“新桥”:1:2(图)"


def test_lines_know_their_place_their_size_and_the_blank_lines_above() -> None:
    text = "\n\n\u3000\u3000新桥 通车 \r\n昨日\n\n \n\t图 为\u3000桥"
    found = [
        (text[line.start : line.end], line.folded, line.size, line.gap, line.indent)
        for line in cut_lines(text)
    ]
    assert found == [
        ("新桥 通车", "新桥 通车", 4, 2, 2),
        ("昨日", "昨日", 2, 0, 0),
        ("图 为\u3000桥", "图 为 桥", 3, 2, 1),
    ]


LAST = [
    ("full stop", "新桥通车。", "stop"),
    ("exclamation", "新桥通车!", "stop"),
    ("question", "新桥通车?", "stop"),
    ("dots", "新桥通车……", "stop"),
    ("half-width full stop", "新桥通车｡", "stop"),
    ("stop in a quotation", "他说:“新桥通车了。”", "stop"),
    ("stop in brackets", "(新桥通车。)", "stop"),
    ("quotation", "他走过“新桥”", "quote"),
    ("book", "他写了《新桥》", "quote"),
    ("brackets", "新桥通车(见图)", "bracket"),
    ("square brackets", "新桥通车〔图〕", "bracket"),
    ("brackets only", ")", "bracket"),
    ("comma", "新桥通车,", "break"),
    ("full-width comma", "新桥通车，", "break"),
    ("listing comma", "新桥、", "break"),
    ("semicolon", "新桥通车;", "semicolon"),
    ("colon", "名单如下:", "colon"),
    ("dash", "不再绕道——", "dash"),
    ("box-drawing dash", "不再绕道──", "dash"),
    ("hyphen", "不再绕道-", "dash"),
    ("character", "新桥通车", "word"),
    ("digit", "新桥3", "word"),
    ("full stop of the Latin script", "新桥通车.", "word"),
]


@pytest.mark.parametrize(("text", "mark"), labelled(LAST))
def test_the_last_mark_of_a_line_is_seen_through_brackets_and_quotes(text: str, mark: str) -> None:
    assert last_mark(text.translate(FOLD)) == mark


FIRST = [
    ("character", "新桥通车", "word"),
    ("letter", "GDP增长", "word"),
    ("number with listing comma", "一、修桥", "number"),
    ("number with a dot", "1.修桥", "number"),
    ("number in brackets", "(二)修路", "number"),
    ("ordinal", "第三,修渠", "number"),
    ("circled", "①修桥", "number"),
    ("decimal", "1.5万人过桥", "word"),
    ("time", "9:30通车", "word"),
    ("bullet", "●三镇", "bullet"),
    ("asterisk", "*三镇", "bullet"),
    ("quotation", "“拉网式”入会", "quote"),
    ("corner bracket", "「拉網式」入會", "quote"),
    ("brackets", "(见图)", "bracket"),
    ("black lens brackets", "【本報訊】", "bracket"),
    ("dash", "——访赵大海", "dash"),
    ("comma", ",设双向六车道", "broken"),
    ("closing quotation", "”他说", "broken"),
    ("closing bracket", ")设六车道", "broken"),
    ("dots", "……", "broken"),
    ("per cent", "%的职工", "broken"),
]


@pytest.mark.parametrize(("text", "mark"), labelled(FIRST))
def test_the_first_mark_of_a_line_says_how_it_opens(text: str, mark: str) -> None:
    assert first_mark(text.translate(FOLD)) == mark


@pytest.mark.parametrize(
    ("text", "opened"),
    [
        ("新桥通车", ""),
        ("他说:“今年(第一次", "“("),
        ("他说:“今年(第一次)", "“"),
        ("《云南省总工会", "《"),
        ("〔图", "["),
        ("今年)第一次”", ""),
        ("「今年", "“"),
    ],
)
def test_marks_left_open_are_those_opened_more_often_than_closed(text: str, opened: str) -> None:
    assert open_marks(text.translate(FOLD)) == opened


@pytest.mark.parametrize(
    ("text", "opened", "closes"),
    [
        ("我们自己修桥。”", "“", True),
        ("我们“自己”修桥。”", "“", False),
        ("第一次)修桥", "“(", True),
        ("修桥", "“", False),
        ("修桥。”", "", False),
        ("桥》和《路》", "《", True),
    ],
)
def test_a_line_closes_a_mark_of_another_where_it_does_not_open_its_own_first(
    text: str, opened: str, closes: bool
) -> None:
    assert closing_first(text, opened) is closes


@pytest.mark.parametrize(
    ("lines", "goes_on"),
    [
        (["一、修桥", "二、修路", "三、修渠"], [False, True, True]),
        (["九、修桥", "十、修路", "十一、修渠", "十二、种树"], [False, True, True, True]),
        (["十九、修桥", "二十、修路", "三十、修渠"], [False, True, False]),
        (["1.修桥", "2.修路", "4.修渠"], [False, True, False]),
        (["一、修桥", "1.修路", "2.修渠", "二、种树"], [False, False, True, True]),
        (["修桥", "修路"], [False, False]),
    ],
)
def test_a_number_goes_on_the_numbering_of_its_kind(lines: list[str], goes_on: list[bool]) -> None:
    assert ["goes on a numbering" in names for names in evidence_of("\n".join(lines))] == goes_on


# What is evidence, a line that has it, and one that nearly has.
TRAITS = [
    ("ends in a headline verb", "新桥昨日建成开通", "新桥开通了"),
    ("ends in a function word", "新桥昨日建成的", "新桥昨日建成"),
    ("dash and few words", "——" + "桥" * 10, "——" + "桥" * 11),
    ("dash inside", "新桥——通车", "——新桥通车"),
    ("no letter", "★★★", "★★新"),
    ("asks", "新桥通车了吗？", "新桥？通车"),
    ("calls", "新桥通车了！", "新桥！通车"),
    ("listing comma", "新桥、新路", "新桥，新路"),
    ("comma", "新桥，新路", "新桥，新路，新渠"),
    ("commas", "新桥，新路，新渠", "新桥，新路"),
    ("colon inside", "县长：新桥通车", "新桥通车："),
    ("blank inside", "新桥 通车", "新桥通车"),
    ("only a date", "2020年11月3日", "2020年11月3日通车"),
    ("all in brackets", "(新桥通车)", "(新桥)通车"),
    ("mark left open", "“新桥通车", "“新桥”通车"),
    ("stop inside", "新桥通车。新路", "新桥通车新路。"),
    ("opening of a report", "本报讯 新桥通车。", "新桥通车，本报讯。"),
]


@pytest.mark.parametrize(("name", "has", "lacks"), TRAITS, ids=[row[0] for row in TRAITS])
def test_a_line_shows_what_it_has_and_not_what_it_nearly_has(
    name: str, has: str, lacks: str
) -> None:
    assert [name in evidence_of(text)[0] for text in (has, lacks)] == [True, False]


def evidence_of(text: str) -> list[list[str]]:
    """The names of all evidence of a page, line by line."""
    found: Found = collect([read_shape(line) for line in cut_lines(text)])
    return [[NAMES[number] for number in line if number >= 0] for line in found.tolist()]


@LAWS
@given(texts)
def test_folding_keeps_every_offset_and_is_what_the_table_says(text: str) -> None:
    assert fold(text) == text.translate(FOLD)


@pytest.mark.parametrize(
    ("lines", "elsewhere"),
    [
        (["修了新", "桥也通车", "过新桥", "桥"], 2),  # 新桥, neither 了新桥 nor 新桥也
        (["修了新", "桥也通车", "也有了新桥", "桥"], 3),  # 了新桥
        (["修了新", "桥也通车", "新桥也好", "桥"], 3),  # 新桥也
        (["修了新", "桥也通车", "新的桥", "桥"], 0),
        (["修了新", "桥也通车", "新", "桥"], 0),  # not over the end of a line
        (["新", "桥也通车", "过新桥", "桥"], 3),  # a line of one character has none before it
        (["修了新", "桥也通车", *["路"] * 10_001, "过新桥"], 0),  # farther than the window
    ],
)
def test_what_stands_over_a_seam_is_looked_for_elsewhere_on_the_page(
    lines: list[str], elsewhere: int
) -> None:
    assert Pairs(lines).over_seams(np.array([0]), np.array([1])).tolist() == [elsewhere]


def test_rare_pairs_are_those_that_two_to_eight_lines_have() -> None:
    lines = [f"新桥{'通车' * (i < 8)}{'很好' * (i < 2)}{'收费' * 2 * (i == 3)}" for i in range(9)]
    numbers, places = Pairs(lines).rare()
    spread = {
        number: sorted(places[numbers == number].tolist()) for number in set(numbers.tolist())
    }
    # 新桥 is in nine lines and 收费 in one; 桥通 and 通车 are in eight, 车很 and 很好 in two
    assert sorted(spread.values()) == [[0, 1], [0, 1], list(range(8)), list(range(8))]


@pytest.mark.parametrize(("before", "places"), [(238, [0, 1, 2]), (239, [])])
def test_only_the_first_240_characters_of_a_line_tell_what_it_speaks_of(
    before: int, places: list[int]
) -> None:
    others = [chr(0x5000 + number) for number in range(600)]  # each stands once
    first, last = "".join(others[:before]), "".join(others[300 : 300 + before])
    found = Pairs([f"{first}竞赛好", "竞赛", f"{last}竞赛坏"]).rare()
    assert found[1].tolist() == places


# ---------------------------------------------------------------- headings

HEADS: list[tuple[str, list[str], list[Role]]] = [
    ("one line", ["新桥通车"], ["headline"]),
    ("one line that leads in", ["三镇居民出行不再绕道——"], ["headline"]),
    ("dash leads in", ["三镇居民出行不再绕道——", "新桥昨日建成通车"], ["kicker", "headline"]),
    ("listing leads in", ["组织引领、平台建设、机制保障", "烟台市总深化劳动竞赛促发展"],
     ["kicker", "headline"]),
    ("set below, read first", ["更好地联系引导社会组织为职工服务", "全国工会工作会议提出"],
     ["headline", "kicker"]),
    ("numbers complete",
     ["云南省总多管齐下帮扶困难职工", "全省困难职工由4年前的7.1万户骤减为2513户"],
     ["headline", "deck"]),
    ("dash completes", ["新桥为什么不收费", "——访市交通局总工程师赵大海"], ["headline", "deck"]),
    ("all three", ["三镇居民出行不再绕道——", "新桥昨日建成通车", "全长1.2公里,总投资3.4亿元"],
     ["kicker", "headline", "deck"]),
    ("the one who spoke, above", ["赵大海在全市交通工作会议上强调", "把群众的路修到家门口"],
     ["kicker", "headline"]),
    ("two decks",
     ["新桥昨日建成通车", "全长1.2公里,总投资3.4亿元", "三镇居民过江不再绕道,今起免费通行"],
     ["headline", "deck", "deck"]),
    ("headline over two lines",
     ["中共中央关于制定国民经济和社会发展", "第十四个五年规划和远景目标的建议"],
     ["headline", "headline"]),
    ("full-width blanks", ["新桥　昨日　通车", "——三镇居民过江不再绕道"], ["headline", "deck"]),
]  # fmt: skip
HEADS_WRONG = {
    "listing leads in": "a listing above the headline passes for text of the story above",
    "two decks": "the middle one of three lines passes for the headline, whatever it says",
    "headline over two lines": "of lines this long only one is the headline",
}


@pytest.mark.parametrize(("lines", "roles"), labelled(HEADS, HEADS_WRONG))
def test_the_lines_of_a_heading_are_told_apart(lines: list[str], roles: list[Role]) -> None:
    page = check_all("\n".join(["东街小学有了新操场", SCHOOL, *lines, BRIDGE]))
    assert [block.role for block in page.articles[-1].blocks] == [*roles, "paragraph"]


# ---------------------------------------------------------------- the grammar

LIMIT = -5_000.0
"""Moves below it are forbidden ones."""


def random_grammar(seed: int, lines: int) -> tuple[Grammar, Array]:
    """Weights and scores of lines drawn from a seed; moves are forbidden as ever."""
    rng = np.random.default_rng(seed)
    moves, first, last = (part + rng.normal(0, 2, part.shape) for part in allowed_moves())
    scores = rng.normal(0, 3, (lines, len(BASE_STATES)))[:, TIED]
    return replace(load_grammar(), moves=moves, first=first, last=last), scores


def every_path(grammar: Grammar, scores: Array) -> Array:
    """The score of every sequence of states, an axis a line."""
    lines = len(scores)
    total = np.zeros((len(STATES),) * lines)
    for i in range(lines):
        shape = [1] * lines
        shape[i] = len(STATES)
        total = total + scores[i].reshape(shape)
        if i:
            shape[i - 1] = len(STATES)
            total = total + grammar.moves.reshape(shape)
    total = total + grammar.first.reshape((-1,) + (1,) * (lines - 1))
    return total + grammar.last


GRIDS = [pytest.param(seed, lines, id=f"{lines} lines, {seed}") for seed, lines in
         [(0, 1), (1, 1), (2, 2), (3, 2), (4, 3), (5, 3), (6, 3), (7, 4), (8, 4)]]  # fmt: skip


@pytest.mark.parametrize(("seed", "lines"), GRIDS)
def test_the_best_reading_is_the_best_of_all_paths(seed: int, lines: int) -> None:
    grammar, scores = random_grammar(seed, lines)
    total = every_path(grammar, scores)
    best = np.unravel_index(total.argmax(), total.shape)
    everything = np.ones((lines, len(STATES)))  # so that no state is left out as rare
    assert best_path(grammar, scores, everything) == [int(i) for i in best]


@pytest.mark.parametrize(("seed", "lines"), GRIDS)
def test_certainties_are_the_shares_of_all_paths(seed: int, lines: int) -> None:
    grammar, scores = random_grammar(seed, lines)
    total = every_path(grammar, scores)
    weights = np.exp(total - total.max())
    certainty, log_sum = certainties(grammar, scores)
    assert certainty.sum(axis=1) == pytest.approx(np.ones(lines), abs=1e-9)
    for i in range(lines):
        others = tuple(j for j in range(lines) if j != i)
        assert certainty[i] == pytest.approx(weights.sum(axis=others) / weights.sum(), abs=1e-9)
    assert log_sum == pytest.approx(float(np.log(weights.sum()) + total.max()), abs=1e-6)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.integers(0, 2**32 - 1), st.integers(1, 40))
def test_a_forbidden_move_is_never_taken(seed: int, lines: int) -> None:
    grammar, scores = random_grammar(seed, lines)
    reading = read_states(grammar, scores * 20)
    path = [STATES.index(state) for state in reading.states]
    assert grammar.first[path[0]] > LIMIT
    assert grammar.last[path[-1]] > LIMIT
    assert all(grammar.moves[a, b] > LIMIT for a, b in itertools.pairwise(path))
    assert reading.certainty.shape == (lines, len(STATES))
    assert np.isfinite(reading.certainty).all()


@LAWS
@given(texts)
def test_no_page_is_read_by_a_forbidden_move(text: str) -> None:
    shapes = [read_shape(line) for line in cut_lines(text)]
    if shapes:
        grammar = load_grammar()
        scores = grammar.weigh(collect(shapes)).scores
        reading = read_states(grammar, scores)
        path = [STATES.index(state) for state in reading.states]
        assert grammar.first[path[0]] > LIMIT
        assert all(grammar.moves[a, b] > LIMIT for a, b in itertools.pairwise(path))
        # what is left out as rare is never part of the best reading
        assert path == best_path(grammar, scores, np.ones_like(scores))


def test_ten_thousand_lines_neither_overflow_nor_vanish() -> None:
    grammar, scores = random_grammar(0, 10_000)
    certainty, log_sum = certainties(grammar, scores * 50)
    assert np.isfinite(log_sum)
    assert certainty.sum(axis=1) == pytest.approx(np.ones(10_000), abs=1e-6)


def test_what_is_inserted_comes_after_something_and_ends_before_the_page_does() -> None:
    moves, first, last = allowed_moves()
    for state, row in zip(STATES, moves, strict=True):
        followers = {STATES[i] for i in np.flatnonzero(row > LIMIT)}
        if state.startswith("inserted "):
            assert first[STATES.index(state)] < LIMIT
            assert last[STATES.index(state)] < LIMIT
            assert {f for f in followers if not f.startswith("inserted ")} <= {"resume"}
        else:
            assert "resume" not in followers
    openers = {STATES[i] for i in np.flatnonzero(first > LIMIT)}
    assert openers == {state for state in OPENING if not state.startswith("inserted ")}


def test_weights_come_from_json_by_name_and_forbidden_moves_stay_forbidden() -> None:
    data = {
        "evidence": {"always": {"head": 1.5, "paragraph": -2.0}, "ends:stop": {"paragraph": 3.0}},
        "moves": {"start": {"head": 0.25}, "head": {"paragraph": 0.5, "resume": 9.0}},
    }
    grammar = from_json(json.loads(json.dumps(data)))
    assert grammar.rows == {"always": 0, "ends:stop": 1}
    head, paragraph = BASE_STATES.index("head"), BASE_STATES.index("paragraph")
    assert grammar.evidence.shape == (2, len(BASE_STATES))
    assert grammar.evidence[0, head] == 1.5
    assert grammar.evidence[:, paragraph].tolist() == [-2.0, 3.0]
    assert np.count_nonzero(grammar.evidence) == 3
    index = {state: i for i, state in enumerate(STATES)}
    assert grammar.first[index["head"]] == 0.25
    assert grammar.moves[index["head"], index["paragraph"]] == 0.5
    assert grammar.moves[index["head"], index["resume"]] < LIMIT


def test_a_line_scores_the_sum_of_its_known_evidence_and_an_inserted_state_the_same() -> None:
    grammar = from_json(
        {"evidence": {"asks": {"head": 1.0}, "calls": {"head": 2.0, "box": 4.0}}, "moves": {}}
    )
    asks, calls, always, comma = map(NAMES.index, ("asks", "calls", "always", "comma"))
    found = [[always, asks, calls, comma], [always, asks, -1, -1], [calls, always, -1, calls]]
    scores = grammar.weigh(np.array(found)).scores
    head, box = STATES.index("head"), STATES.index("box")
    assert scores[:, head].tolist() == [3.0, 1.0, 4.0]
    assert scores[:, box].tolist() == [4.0, 0.0, 8.0]
    assert (scores[:, STATES.index("inserted head")] == scores[:, head]).all()
    assert scores.shape == (3, len(STATES))


def test_the_packaged_grammar_has_finite_weights_for_evidence_that_pages_give() -> None:
    grammar = load_grammar()
    assert np.isfinite(grammar.evidence).all()
    names = {name for line in evidence_of(SEED.read_text(encoding="utf-8")) for name in line}
    assert len(names & grammar.rows.keys()) > len(names) / 2
    assert load_grammar() is grammar


# ---------------------------------------------------------------- a reader's corrections

CORRECTED = "\n".join(["新桥昨日建成通车", BRIDGE, RETIRED, "东街小学有了新操场", SCHOOL])


def fixed(*fixes: Fix) -> list[tuple[Role, int | None, int | None]]:
    """Role, story and what it goes on, of each line of the corrected page."""
    page = parse_page(CORRECTED, fixes=fixes)
    assert page.fixes == fixes
    check_blocks(page)
    check_stories(page)
    check_joins(page)
    named = {fix.line for fix in fixes}
    assert all(b.rule.startswith("fix") == (b.index + 1 in named) for b in page.blocks)
    assert all(b.confidence == 1 for b in page.blocks if b.index + 1 in named)
    return [(b.role, b.article, b.continues) for b in page.blocks]


FIXES: list[tuple[str, list[Fix], list[tuple[Role, int | None, int | None]]]] = [
    ("none", [], [
        ("headline", 0, None), ("paragraph", 0, None), ("paragraph", 0, None),
        ("headline", 1, None), ("paragraph", 1, None),
    ]),
    ("furniture", [Fix("东街", line=4, role="furniture"), Fix("本报讯", line=5, story="new")], [
        ("headline", 0, None), ("paragraph", 0, None), ("paragraph", 0, None),
        ("furniture", None, None), ("paragraph", 1, None),
    ]),
    ("subhead", [Fix("东街小学", line=4, role="subhead")], [
        ("headline", 0, None), ("paragraph", 0, None), ("paragraph", 0, None),
        ("subhead", 0, None), ("paragraph", 0, None),
    ]),
    ("the same story", [Fix("东街小学", line=4, story="same", role="subhead")], [
        ("headline", 0, None), ("paragraph", 0, None), ("paragraph", 0, None),
        ("subhead", 0, None), ("paragraph", 0, None),
    ]),
    ("a story of its own", [Fix("家住江南", line=3, story="new", role="paragraph")], [
        ("headline", 0, None), ("paragraph", 0, None), ("paragraph", 1, None),
        ("headline", 2, None), ("paragraph", 2, None),
    ]),
    ("goes on the line above", [Fix("家住江南", line=3, continues=2)], [
        ("headline", 0, None), ("paragraph", 0, None), ("paragraph", 0, 1),
        ("headline", 1, None), ("paragraph", 1, None),
    ]),
    ("goes on nothing", [Fix("家住江南", line=3, continues=False)], [
        ("headline", 0, None), ("paragraph", 0, None), ("paragraph", 0, None),
        ("headline", 1, None), ("paragraph", 1, None),
    ]),
    ("kicker", [Fix("新桥昨日", line=1, role="kicker")], [
        ("kicker", 0, None), ("paragraph", 0, None), ("paragraph", 0, None),
        ("headline", 1, None), ("paragraph", 1, None),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("fixes", "expected"), labelled(FIXES))
def test_a_fix_binds_its_line_and_the_lines_around_it_are_read_in_its_light(
    fixes: list[Fix], expected: list[tuple[Role, int | None, int | None]]
) -> None:
    assert fixed(*fixes) == expected


def test_a_line_fixed_as_headline_makes_those_below_it_decks() -> None:
    text = "\n".join(
        ["三镇居民出行不再绕道——", "新桥昨日建成通车", "全长1.2公里,总投资3.4亿元", BRIDGE]
    )
    first = parse_page(text, fixes=[Fix("三镇", line=1, role="headline")])
    assert [b.role for b in first.blocks] == ["headline", "deck", "deck", "paragraph"]


def test_a_fix_may_name_its_line_by_offset_and_counts_lines_as_editors_do() -> None:
    start = CORRECTED.index("东街小学")
    by_offset = parse_page(CORRECTED, fixes=[Fix("东街小学", start=start, role="subhead")])
    for end in ("\n", "\r\n", "\r"):
        by_line = parse_page(
            CORRECTED.replace("\n", end), fixes=[Fix("东街小学", line=4, role="subhead")]
        )
        assert outline(by_line) == outline(by_offset)


@LAWS
@given(texts)
def test_fixing_every_line_to_what_it_was_read_as_changes_no_role_and_no_story(text: str) -> None:
    page = parse_page(text)
    firsts = {article.blocks[0].index for article in page.articles}
    fixes = [
        Fix(
            b.text,
            start=b.start,
            role=b.role,
            story=None if b.article is None else "new" if b.index in firsts else "same",
        )
        for b in page.blocks
    ]
    again = parse_page(text, fixes=fixes)
    assert [(b.role, b.article, b.continues) for b in again.blocks] == [
        (b.role, b.article, b.continues) for b in page.blocks
    ]
    assert Page.from_dict(json.loads(json.dumps(again.to_dict()))) == again


BAD_FIXES = [
    (
        "the first line of the page goes on a story",
        Fix("新桥", line=1, story="same"),
        r"story same.*fits no reading",
    ),
    ("furniture goes on a text", Fix("家住", line=3, role="furniture", continues=2), "家住"),
    ("no line and no start", Fix("新桥", role="label"), "either a line or a start"),
    ("no such line", Fix("新桥", line=99, role="label"), r"line 99.*names no line"),
    ("no such offset", Fix("新桥", start=1, role="label"), r"offset 1.*names no line"),
    ("another text", Fix("旧桥", line=1, role="label"), r"begins '旧桥'.*begins '新桥"),
    ("goes on a later line", Fix("新桥", line=1, continues=2), r"continues line 2"),
    ("goes on itself", Fix("本报讯", line=2, continues=2), r"continues line 2"),
    ("goes on no line", Fix("家住", line=3, continues=77), r"continues line 77"),
    ("the label of no box", Fix("东街", line=4, role="sidebar_label", story="new"),
     r"role sidebar_label.*fits no reading"),
]  # fmt: skip


def test_a_fix_that_fits_no_reading_is_told_without_a_warning() -> None:
    text = "新桥通车\n\n本报讯 (记者王小明)新桥昨日通车。\n\n张三\n"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(FixError, match="fits no reading"):
            parse_page(text, fixes=[Fix("新桥通车", line=1, role="byline")])


@pytest.mark.parametrize(("fix", "message"), labelled(BAD_FIXES))
@pytest.mark.filterwarnings("ignore:.*encountered in:RuntimeWarning")
def test_a_fix_that_does_not_fit_the_page_is_an_error_that_says_why(fix: Fix, message: str) -> None:
    with pytest.raises(FixError, match=message):
        parse_page(CORRECTED, fixes=[fix])


def test_a_line_fixed_as_furniture_is_no_text_to_go_on() -> None:
    fixes = [Fix("本报讯", line=2, role="furniture"), Fix("家住", line=3, continues=2)]
    with pytest.raises(FixError, match=r"line 2.*not\s+read as running text"):
        parse_page(CORRECTED, fixes=fixes)


def test_a_line_may_be_joined_to_a_paragraph_of_another_story() -> None:
    text = "\n".join(["新桥昨日建成通车", BRIDGE, CUT, "东街小学有了新操场", SCHOOL, REST])
    page = parse_page(text, fixes=[Fix("成,", line=6, continues=3)])
    assert [(b.role, b.article, b.continues) for b in page.blocks] == [
        ("headline", 0, None),
        ("paragraph", 0, None),
        ("paragraph", 0, None),
        ("headline", 1, None),
        ("paragraph", 1, None),
        ("paragraph", 0, 2),
    ]
    assert page.articles[0].paragraphs[1].text == CUT + REST
    check_stories(page)
    check_joins(page)


def test_two_fixes_of_one_line_are_refused() -> None:
    fixes = [Fix("新桥", line=1, role="label"), Fix("新桥", start=0, role="headline")]
    with pytest.raises(FixError, match="two fixes name"):
        parse_page(CORRECTED, fixes=fixes)


def test_a_sidecar_gives_paper_day_and_fixes() -> None:
    side = read_sidecar(
        'paper = "工人日报"\nissue_date = 2020-11-03\n'
        '[[fix]]\nline = 36\ntext = "职工"\nrole = "headline"\nstory = "new"\n'
        '[[fix]]\nstart = 2310\ntext = "洗脸盆"\ncontinues = 20\n'
        '[[fix]]\nline = 40\ntext = "格"\ncontinues = false\n',
        "a.fix.toml",
    )
    assert (side.paper, str(side.issue_date)) == ("工人日报", "2020-11-03")
    assert side.fixes == (
        Fix("职工", line=36, role="headline", story="new"),
        Fix("洗脸盆", start=2310, continues=20),
        Fix("格", line=40, continues=False),
    )
    empty = read_sidecar("", "a.fix.toml")
    assert (empty.paper, empty.issue_date, empty.fixes) == (None, None, ())


def test_a_fix_that_goes_on_a_paragraph_already_gone_on_makes_no_fork() -> None:
    text = "\n".join(["新桥昨日建成通车", CUT, REST, RETIRED])
    page = parse_page(text, fixes=[Fix("家住", line=4, continues=2)])
    check_joins(page)


BAD_SIDECARS = [
    ("same story, but as what", '[[fix]]\nline = 1\ntext = "x"\nstory = "same"', "needs role"),
    ("a fix is a number", "fix = [1]", "fix 1"),
    ("no date", 'issue_date = "x"', "issue_date"),
    ("no TOML", "fix =", "not valid TOML"),
    ("unknown key", 'author = "x"', "key 'author'"),
    ("paper is no text", "paper = 3", "paper is 3"),
    ("one bracket", '[fix]\nline = 1\ntext = "x"\nrole = "label"', "two brackets"),
    ("unknown key of a fix", '[[fix]]\nline = 1\ntext = "x"\nkind = "label"', "fix 1 has the key"),
    ("no place", '[[fix]]\ntext = "x"\nrole = "label"', "either line"),
    ("two places", '[[fix]]\nline = 1\nstart = 0\ntext = "x"\nrole = "label"', "either line"),
    ("no text", '[[fix]]\nline = 1\nrole = "label"', "needs text"),
    ("blank text", '[[fix]]\nline = 1\ntext = " "\nrole = "label"', "needs text"),
    ("line is text", '[[fix]]\nline = "1"\ntext = "x"\nrole = "label"', "line is '1'"),
    ("line is true", '[[fix]]\nline = true\ntext = "x"\nrole = "label"', "line is True"),
    ("unknown role", '[[fix]]\nline = 1\ntext = "x"\nrole = "title"', "role is 'title'"),
    ("unknown story", '[[fix]]\nline = 1\ntext = "x"\nstory = "old"', "story is 'old'"),
    ("goes on true", '[[fix]]\nline = 1\ntext = "x"\ncontinues = true', "continues is True"),
    ("changes nothing", '[[fix]]\nline = 1\ntext = "x"', "changes nothing"),
    ("the second is wrong", '[[fix]]\nline = 1\ntext = "x"\nrole = "label"\n[[fix]]\nline = 2',
     "fix 2 needs text"),
]  # fmt: skip


@pytest.mark.parametrize(("toml", "message"), labelled(BAD_SIDECARS))
def test_a_sidecar_that_means_nothing_is_refused_by_file_and_fix(toml: str, message: str) -> None:
    with pytest.raises(FixError, match=message) as caught:
        read_sidecar(toml, "a.fix.toml")
    assert str(caught.value).startswith("a.fix.toml")


def test_nothing_is_joined_to_a_paragraph_that_ends_in_a_full_stop() -> None:
    """Whatever the grammar says: half a sentence needs another half."""
    for text in (Path("seeds") / "000_36eec756fec64adf.txt",):
        page = parse_page((Path(__file__).parent.parent / text).read_text("utf-8"))
        for block in page.blocks:
            if block.continues is not None:
                assert page.blocks[block.continues].text[-1] not in "。！？!?"


def test_what_is_left_of_a_word_takes_up_the_sentence_over_a_box() -> None:
    page = parse_page(
        "\n\n".join(
            [
                "夜间公交线路本周起增加",
                "本报讯 (记者王明)市民可以在站牌上扫码查询实时到站信",
                "新闻链接",
                "夜1路从火车北站开往江边,末班车零点发出。",
                "息。冬季发车间隔不变。",
            ]
        )
    )
    assert page.blocks[4].continues == 1
    assert page.articles[0].paragraphs[0].text.endswith("到站信息。冬季发车间隔不变。")


def test_a_page_can_be_read_with_weights_of_ones_own(tmp_path: Path) -> None:
    """Without evidence every line but the first is whatever moves allow: no subhead is found."""
    text = "新桥通车\n本报讯 新桥昨日通车。"
    own = tmp_path / "own.json"
    own.write_text(
        json.dumps({"evidence": {"always": {"paragraph": 1.0}}, "moves": {}}), encoding="utf-8"
    )
    blind = parse_page(text, grammar=load_grammar(str(own)))
    assert [block.rule for block in blind.blocks][1].startswith("paragraph: ")
    assert parse_page(text, grammar=load_grammar()) == parse_page(text)
    own2 = tmp_path / "broken.json"
    own2.write_text('{"moves": {}}', encoding="utf-8")
    with pytest.raises(FormatError, match=r"broken\.json holds no grammar"):
        load_grammar(str(own2))


# Characters up to which a line may be a heading, and what is one more.
READING_ON = [
    ("no mark", "甲" * 46, "甲" * 47),
    ("a comma at its end", "甲" * 11 + "，", "甲" * 12 + "，"),
    ("a semicolon at its end", "甲" * 11 + "；", "甲" * 12 + "；"),
    ("a sentence", "甲" * 7 + "。", "甲" * 8 + "。"),
    ("a call", "甲" * 25 + "！", "甲" * 26 + "！"),
    (
        "a call behind a sentence",
        "甲甲甲甲甲。" + "甲" * 5 + "！",
        "甲甲甲甲甲。" + "甲" * 6 + "！",
    ),
    ("a word behind a sentence", "甲甲甲甲甲。" + "甲" * 6, "甲甲甲甲甲。" + "甲" * 7),
]


@pytest.mark.parametrize(
    ("short", "long"), [row[1:] for row in READING_ON], ids=[row[0] for row in READING_ON]
)
def test_a_line_is_running_text_from_a_length_that_its_marks_set(short: str, long: str) -> None:
    shapes = [read_shape(line) for text in (short, long) for line in cut_lines(text)]
    assert [shape.text for shape in shapes] == [False, True]
