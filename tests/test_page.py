"""The data model: what is frozen, what slices back, and what a wrong dictionary is told."""

from __future__ import annotations

import copy
import dataclasses
import datetime as dt
import json
import re
from typing import Any, get_args

import pytest

import banmian as bm
from banmian import page as model
from banmian.page import (
    DOUBTFUL,
    FORMAT,
    KINDS,
    ROLES,
    BanmianError,
    Block,
    Dateline,
    Fix,
    FormatError,
    NotTextError,
    Page,
    Person,
    Span,
    as_date,
    join_spans,
)
from banmian.parsing import parse_page
from pages_by_hand import Line, page_of
from strategies import labelled


def with_box_label(page: Page, label: str) -> Page:
    """The page with a label on the box of its first story."""
    story, *others = page.articles
    boxes = tuple(dataclasses.replace(box, label=label) for box in story.sidebars)
    return dataclasses.replace(page, articles=(dataclasses.replace(story, sidebars=boxes), *others))


BOX = with_box_label(page_of(
    Line("furniture", None, "工人日报"),
    Line("label", 0, "新闻特写"),
    Line("label", 0, "劳动者"),
    Line("kicker", 0, "三镇居民出行不再绕道——"),
    Line("headline", 0, "新桥通车"),
    Line("headline", 0, "旧桥停用"),
    Line("deck", 0, "全长1.2公里"),
    Line("byline", 0, "本报记者 王小明"),
    Line("paragraph", 0, "本报上海11月2日电 新桥在上"),
    Line("sidebar_label", 0, "阅读提示"),
    Line("sidebar", 0, "新桥是第三座桥。"),
    Line("sidebar", 0, "旧桥建于1958年。"),
    Line("paragraph", 0, "海通车。", continues=8),
    Line("subhead", 0, "先修路"),
    Line("paragraph", 0, "路先修好了。"),
    Line("signature", 0, "李四"),
    Line("headline", 1, "桥上"),
    Line("caption", 1, "图为新桥。"),
    Line("credit", 1, "张三 摄"),
    Line("paragraph", 2, "旧桥昨日停用。"),
    name="box.txt",
    bylines={0: [Person("王小明", "记者", "本报", 57, 60)]},
    datelines={0: Dateline("本报上海11月2日电", "本报", "上海", "11月2日", 62, 72)},
), "阅读提示")  # fmt: skip


def test_the_texts_of_a_story_are_its_blocks_by_role() -> None:
    story, photo, brief = BOX.articles
    assert story.label == "新闻特写 劳动者"
    assert story.kickers == ("三镇居民出行不再绕道——",)
    assert story.headline == "新桥通车 旧桥停用"
    assert story.decks == ("全长1.2公里",)
    assert story.subheads == ("先修路",)
    assert story.signatures == ("李四",)
    assert (photo.headline, photo.credits, photo.label) == ("桥上", ("张三 摄",), None)
    assert brief.headline is None
    assert [b.text for b in BOX.furniture] == ["工人日报"]


def test_a_story_reads_its_paragraphs_subheads_and_captions_in_order_without_its_box() -> None:
    story, photo, _ = BOX.articles
    assert story.text == "本报上海11月2日电 新桥在上海通车。\n先修路\n路先修好了。"
    assert photo.text == "图为新桥。"
    assert [box.text for box in story.sidebars] == ["新桥是第三座桥。\n旧桥建于1958年。"]


def test_passages_hold_every_block_once_and_the_cut_paragraph_where_it_begins() -> None:
    story = BOX.articles[0]
    assert [role for role, _ in story.passages] == [
        "label", "label", "kicker", "headline", "headline", "deck", "byline", "paragraph",
        "sidebar_label", "sidebar", "sidebar", "subhead", "paragraph", "signature",
    ]  # fmt: skip
    assert [i for _, p in story.passages for i in p.blocks] == [
        1, 2, 3, 4, 5, 6, 7, 8, 12, 9, 10, 11, 13, 14, 15,
    ]  # fmt: skip


def test_a_story_begins_and_ends_with_its_blocks_and_a_paragraph_with_its_spans() -> None:
    story = BOX.articles[0]
    assert BOX.text[story.start :].startswith("新闻特写")
    assert BOX.text[: story.end].endswith("李四")
    cut = story.paragraphs[0]
    assert (cut.start, cut.end) == (cut.spans[0].start, cut.spans[1].end)
    assert BOX.text[cut.end - 4 : cut.end] == "海通车。"


def test_a_block_knows_its_span() -> None:
    block = BOX.blocks[1]
    assert block.span == Span(block.start, block.end)
    assert BOX.text[block.span.start : block.span.end] == "新闻特写"


def test_doubts_are_the_least_sure_blocks_first_and_no_sure_ones() -> None:
    sure = [0.9, DOUBTFUL, 0.3, 0.69, 0.3, 1.0]
    page = page_of(*(Line("paragraph", 0, f"第{i}段。", confidence=c) for i, c in enumerate(sure)))
    assert [block.index for block in page.doubts] == [2, 4, 3]
    assert page_of().doubts == ()


def test_spans_join_without_adding_or_losing_a_character() -> None:
    joined = join_spans("甲乙丙丁", [(4, Span(0, 1)), (7, Span(2, 4))])
    assert (joined.text, joined.blocks, joined.spans) == (
        "甲丙丁",
        (4, 7),
        (Span(0, 1), Span(2, 4)),
    )


@pytest.mark.parametrize(
    "value",
    [
        BOX,
        BOX.blocks[0],
        BOX.articles[0],
        BOX.articles[0].paragraphs[0],
        BOX.articles[0].sidebars[0],
        BOX.articles[0].byline[0],
        BOX.articles[0].dateline,
        BOX.blocks[0].span,
    ],
    ids=lambda value: type(value).__name__,
)
def test_every_value_is_frozen(value: Any) -> None:
    name = dataclasses.fields(value)[0].name
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(value, name, None)


def test_roles_and_kinds_are_the_words_of_the_trade() -> None:
    assert get_args(model.Role) == ROLES
    assert get_args(model.Kind) == KINDS
    assert len(set(ROLES)) == 13
    assert KINDS == ("news", "photo", "brief")


# ---------------------------------------------------------------- as a dictionary


def test_a_page_comes_back_from_its_dictionary_and_from_json() -> None:
    dated = dataclasses.replace(
        BOX, paper="工人日报", issue_date=dt.date(2020, 11, 3), encoding="utf-8"
    )
    fixed = dataclasses.replace(
        BOX, fixes=(Fix("新闻", line=2, role="label"), Fix("海通", start=9, continues=False))
    )
    for page in (BOX, dated, fixed, page_of()):
        assert Page.from_dict(page.to_dict()) == page
        assert Page.from_dict(json.loads(json.dumps(page.to_dict()))) == page


def test_the_dictionary_is_json_with_the_format_and_the_source() -> None:
    data = BOX.to_dict()
    assert (data["format"], data["text"], data["name"]) == (FORMAT, BOX.text, "box.txt")
    assert data["articles"][0]["headline"] == "新桥通车 旧桥停用"
    assert data["articles"][0]["kickers"] == ["三镇居民出行不再绕道——"]
    assert data["articles"][0]["sidebars"][0]["label"] == "阅读提示"


def test_reading_a_dictionary_leaves_it_as_it_was() -> None:
    data = BOX.to_dict()
    before = copy.deepcopy(data)
    Page.from_dict(data)
    assert data == before


def without(path: str) -> dict[str, Any]:
    """The dictionary of the page less the key at the end of ``path``."""
    data = BOX.to_dict()
    *steps, last = path.split(".")
    part: Any = data
    for step in steps:
        part = part[int(step) if step.isdigit() else step]
    del part[last]
    return data


@pytest.mark.parametrize(
    "path",
    [
        "text",
        "blocks",
        "articles",
        "name",
        "paper",
        "issue_date",
        "encoding",
        "fixes",
        "blocks.0.start",
        "blocks.0.role",
        "blocks.3.continues",
        "articles.0.byline",
        "articles.0.byline.0.role",
        "articles.0.dateline",
        "articles.0.dateline.place",
        "articles.0.paragraphs.0.spans",
        "articles.0.sidebars.0.label",
        "articles.0.captions",
    ],
)
def test_a_dictionary_that_lacks_a_key_is_refused_by_the_name_of_the_key(path: str) -> None:
    with pytest.raises(
        FormatError, match=rf"lacks or misspells .*{path.rsplit('.')[-1]}"
    ) as caught:
        Page.from_dict(without(path))
    assert "to_dict" in str(caught.value)
    assert caught.value.__cause__ is not None


@pytest.mark.parametrize(
    ("label", "data"),
    [
        ("no format", {}),
        ("later format", {**BOX.to_dict(), "format": FORMAT + 1}),
        ("format as text", {**BOX.to_dict(), "format": str(FORMAT)}),
    ],
)
def test_another_format_is_refused_with_both_formats_and_a_way_out(label: str, data: Any) -> None:
    with pytest.raises(FormatError) as caught:
        Page.from_dict(data)
    message = str(caught.value)
    assert repr(data.get("format")) in message, label
    assert f"expected {FORMAT}" in message
    assert "parse the page again" in message


@pytest.mark.parametrize(
    ("key", "value"),
    [("blocks", None), ("articles", 3), ("text", None), ("blocks", ["新桥"])],
)
def test_a_part_of_another_kind_is_refused(key: str, value: Any) -> None:
    with pytest.raises(FormatError, match="to_dict"):
        Page.from_dict({**BOX.to_dict(), key: value})


@pytest.mark.parametrize(
    ("path", "value", "said"),
    labelled(
        [
            ("a block before its neighbour", "blocks.1.start", 0, "block 1 of the dictionary"),
            ("a block that leaves text out", "blocks.0.start", 2, "block 0 of the dictionary"),
            ("a block without text", "blocks.0.end", 0, "block 0 of the dictionary"),
            ("a block beyond the text", "blocks.-1.end", 10**6, "1000000, expected the next text"),
            ("a negative place", "blocks.0.start", -3, "said to stand at -3"),
            (
                "a name beyond the text",
                "articles.0.byline.0.end",
                10**6,
                "story 0 of the dictionary",
            ),
        ]
    ),
)
def test_places_that_do_not_account_for_the_text_are_refused(
    path: str, value: int, said: str
) -> None:
    data = copy.deepcopy(BOX.to_dict())
    *steps, last = path.split(".")
    part: Any = data
    for step in steps:
        part = part[int(step) if step.lstrip("-").isdigit() else step]
    part[last] = value
    with pytest.raises(FormatError, match=said):
        Page.from_dict(data)


def test_spans_that_are_no_pairs_and_data_that_are_no_dictionary_are_refused() -> None:
    data = copy.deepcopy(BOX.to_dict())
    data["articles"][0]["paragraphs"][0]["spans"] = [[1, 2, 3]]
    with pytest.raises(FormatError, match="to_dict"):
        Page.from_dict(data)
    with pytest.raises(FormatError, match="got list, expected the dictionary"):
        Page.from_dict([data])  # type: ignore[arg-type]


def test_a_dictionary_whose_last_block_is_gone_is_refused() -> None:
    data = BOX.to_dict()
    with pytest.raises(FormatError, match="no block of the dictionary has the text from"):
        Page.from_dict({**data, "blocks": data["blocks"][:-1]})


def test_a_person_with_a_key_too_many_is_refused() -> None:
    data = BOX.to_dict()
    data["articles"][0]["byline"][0]["age"] = 40
    with pytest.raises(FormatError, match="age"):
        Page.from_dict(data)


# ---------------------------------------------------------------- dates and errors


@pytest.mark.parametrize(
    ("value", "date"),
    [
        (None, None),
        ("2020-11-03", dt.date(2020, 11, 3)),
        (dt.date(2020, 11, 3), dt.date(2020, 11, 3)),
        (dt.datetime(2020, 11, 3, 6, 30), dt.date(2020, 11, 3)),
    ],
)
def test_an_issue_date_is_a_date_or_an_iso_string(value: Any, date: dt.date | None) -> None:
    found = as_date(value)
    assert found == date
    assert type(found) is type(date)


@pytest.mark.parametrize("value", ["2020年11月3日", "3.11.2020", "2020-13-01", "", 20201103, 1.5])
def test_another_date_is_refused_with_what_came_and_what_was_expected(value: Any) -> None:
    with pytest.raises(FormatError) as caught:
        as_date(value)
    assert repr(value) in str(caught.value)
    assert "2020-11-03" in str(caught.value)
    with pytest.raises(FormatError):
        bm.parse_page("新桥通车", issue_date=value)


def test_every_error_of_the_package_is_a_banmian_error() -> None:
    errors = [
        value
        for value in vars(model).values()
        if isinstance(value, type) and issubclass(value, Exception)
    ]
    assert len(errors) >= 9
    assert all(issubclass(error, BanmianError) for error in errors)
    assert all(error.__doc__ for error in errors)


def test_blocks_of_equal_content_are_equal_and_hashable() -> None:
    block = BOX.blocks[0]
    twin = Block(*(getattr(block, field.name) for field in dataclasses.fields(block)))
    assert (twin, hash(twin)) == (block, hash(block))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("新桥\n通\ud83d车", "character 4 (line 2) is U+D83D"),
        ("\udcff", "character 0 (line 1) is U+DCFF"),
    ],
    ids=["from JSON", "from surrogateescape"],
)
def test_half_a_surrogate_pair_is_refused_with_its_place(text: str, place: str) -> None:
    whole = parse_page("新桥通车").to_dict()
    for read in (parse_page, lambda text: Page.from_dict({**whole, "text": text})):
        with pytest.raises(NotTextError, match=re.escape(place)):
            read(text)


def test_a_whole_pair_and_a_private_character_are_text() -> None:
    assert parse_page("新桥😀\ue000").text == "新桥😀\ue000"


@pytest.mark.parametrize("text", [None, 7, "新桥".encode()], ids=["none", "number", "bytes"])
def test_what_is_no_text_is_refused_by_name(text: Any) -> None:
    with pytest.raises(FormatError, match=f"got {type(text).__name__}, expected the text"):
        parse_page(text)
