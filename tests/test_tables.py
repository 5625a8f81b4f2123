"""Tables: declared columns, offsets that slice back, words the page had cut in two."""
# full-width marks are what a Chinese text is made of

from __future__ import annotations

import copy
import datetime as dt
import hashlib
from dataclasses import replace
from importlib.metadata import version

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banmian import tables, words
from banmian.page import ROLES, Dateline, FormatError, Page, Person, Role
from banmian.tables import COLUMNS, cutting
from banmian.tables.pages import source_digest
from pages_by_hand import Line, page_of

EMPTY = page_of()
GRID = page_of(
    Line("furniture", None, "工人日报"),
    Line("label", 0, "新闻特写"),
    Line("kicker", 0, "设立根据地"),
    Line("kicker", 0, "提供保障"),
    Line("headline", 0, "工会送来 “关爱套餐”"),
    Line("deck", 0, "服务到家"),
    Line("byline", 0, "本报记者 王小明"),
    Line("paragraph", 0, "本报上海11月2日电 为每个微网", confidence=0.6),
    Line("sidebar", 0, "阅读提示。"),
    Line("paragraph", 0, "格落实社工。", continues=7, confidence=0.9),
    Line("subhead", 0, "入会"),
    Line("paragraph", 0, "职工入会。"),
    Line("caption", 1, "车间里的课堂。"),
    name="grid.txt",
    bylines={0: [Person("王小明", "记者", "本报", 49, 52), Person("李四", "记者", "本报", 0, 0)]},
    datelines={0: Dateline("本报上海11月2日电", "本报", "上海", "11月2日", 54, 64)},
)


def rows(frame: pd.DataFrame) -> list[dict[str, object]]:
    """The rows as dictionaries without their missing values."""
    return [
        {key: value for key, value in row.items() if not pd.isna(value)}
        for row in frame.to_dict("records")
    ]


def source(page: Page, row: dict[str, object]) -> str:
    """The source under a row of the token table."""
    text = page.text[row["start"] : row["end"]]  # type: ignore[misc]
    return text + (page.text[row["start2"] : row["end2"]] if "start2" in row else "")  # type: ignore[misc]


TABLES = [
    ("blocks", tables.blocks),
    ("articles", tables.articles),
    ("tokens", tables.tokens),
    ("tokens", lambda pages: tables.tokens(pages, pos=True)),
]


@pytest.mark.parametrize(("name", "make"), TABLES)
@pytest.mark.parametrize(
    "pages", [[], EMPTY, GRID, [GRID, EMPTY, GRID]], ids=["none", "empty", "one", "three"]
)
def test_every_table_has_its_declared_columns_and_dtypes_even_when_empty(name, make, pages) -> None:
    frame = make(pages)
    assert {column: str(dtype) for column, dtype in frame.dtypes.items()} == {
        column: declared.dtype for column, declared in COLUMNS[name].items()
    }
    assert list(frame.index) == list(range(len(frame)))


def test_every_column_says_what_it_holds() -> None:
    for columns in COLUMNS.values():
        meanings = [column.meaning for column in columns.values()]
        assert all(meanings)
        assert len(set(meanings)) == len(meanings)


def test_a_table_does_not_change_its_pages() -> None:
    before = copy.deepcopy(GRID)
    for _, make in TABLES:
        make([GRID])
    assert before == GRID


NAMES = [
    ("no pages", [], []),
    ("named", ["a.txt", "b.txt"], ["a.txt", "b.txt"]),
    ("unnamed, by their place", [None, "a.txt", None], ["page-0001", "a.txt", "page-0003"]),
    ("a name given twice", ["a.txt", "a.txt", "a.txt"], ["a.txt", "a.txt (2)", "a.txt (3)"]),
    ("a repeat that is taken", ["a (2)", "a", "a"], ["a (2)", "a", "a (3)"]),
    ("a page called like an unnamed one", ["page-0002", None], ["page-0002", "page-0002 (2)"]),
]


@pytest.mark.parametrize(("names", "expected"), [r[1:] for r in NAMES], ids=[r[0] for r in NAMES])
def test_each_page_stands_under_a_name_of_its_own(
    names: list[str | None], expected: list[str]
) -> None:
    pages = [page_of(Line("headline", 0, "工会"), name=name) for name in names]
    assert tables.page_names(pages) == expected
    for _, make in TABLES:
        assert list(make(pages)["page"].unique()) == expected


def test_what_is_no_page_is_refused_with_how_to_make_one() -> None:
    with pytest.raises(FormatError, match="got str '工'; read_page and parse_page make pages"):
        tables.tokens("工会")  # type: ignore[arg-type]


# --- blocks and articles ---


def test_a_row_of_blocks_is_a_block() -> None:
    frame = tables.blocks(GRID)
    assert len(frame) == 13
    assert rows(frame)[0] == {
        "page": "grid.txt",
        "block": 0,
        "role": "furniture",
        "start": 0,
        "end": 4,
        "characters": 4,
        "rule": "by hand",
        "confidence": 1.0,
        "text": "工人日报",
    }
    assert rows(frame)[9]["continues"] == 7
    assert list(frame["text"]) == [
        GRID.text[s:e] for s, e in zip(frame["start"], frame["end"], strict=True)
    ]


def test_characters_are_those_that_are_not_white_space() -> None:
    frame = tables.blocks(page_of(Line("headline", 0, "工 会\u3000送\t来")))
    assert list(frame["characters"]) == [4]


def test_a_row_of_articles_is_a_story() -> None:
    news, photo = rows(tables.articles(GRID))
    assert news == {
        "page": "grid.txt",
        "article": 0,
        "kind": "news",
        "label": "新闻特写",
        "kicker": "设立根据地 / 提供保障",
        "headline": "工会送来 “关爱套餐”",
        "deck": "服务到家",
        "byline": "王小明、李四",
        "agency": "本报",
        "dateline_place": "上海",
        "dateline_date": "11月2日",
        "paragraphs": 2,
        "rejoined": 1,
        "characters": 67,
        "start": 6,
        "end": 96,
        "confidence": 0.6,
    }
    assert (photo["article"], photo["paragraphs"], photo["characters"]) == (1, 0, 7)
    assert not {"label", "kicker", "headline", "deck", "byline", "agency"} & set(photo)


def test_a_story_has_paper_and_day_of_its_page_whatever_its_dateline_says() -> None:
    page = replace(GRID, paper="工人日报", issue_date=dt.date(2020, 11, 3))
    frame = tables.articles([page, GRID])
    told = frame[["paper", "issue_date", "dateline_date"]].fillna("—").to_numpy().tolist()
    assert told == [
        ["工人日报", "2020-11-03", "11月2日"],
        ["工人日报", "2020-11-03", "—"],
        ["—", "—", "11月2日"],
        ["—", "—", "—"],
    ]


# --- tokens ---


def test_a_word_the_page_had_cut_in_two_counts_once_and_has_both_places() -> None:
    frame = tables.tokens(GRID, lexicon=["微网格"])
    found = [row for row in rows(frame) if row["token"] == "微网格"]
    assert len(found) == 1
    assert source(GRID, found[0]) == "微网格"
    assert GRID.text[found[0]["start"] : found[0]["end"]] == "微网"
    assert frame["start2"].notna().sum() == 1


def test_furniture_has_no_tokens_and_every_other_role_has() -> None:
    frame = tables.tokens(GRID)
    assert set(frame["role"]) == {b.role for b in GRID.blocks} - {"furniture"}
    assert "日报" not in set(frame["token"])


def test_passages_are_numbered_in_source_order_within_the_story() -> None:
    frame = tables.tokens(GRID)
    first = frame.drop_duplicates(["article", "paragraph"])
    assert list(zip(first["article"], first["paragraph"], first["role"], strict=True)) == [
        (0, 0, "label"),
        (0, 1, "kicker"),
        (0, 2, "kicker"),
        (0, 3, "headline"),
        (0, 4, "deck"),
        (0, 5, "byline"),
        (0, 6, "paragraph"),
        (0, 7, "sidebar"),
        (0, 8, "subhead"),
        (0, 9, "paragraph"),
        (1, 0, "caption"),
    ]


WORD_FLAGS = [
    ("工会", True),
    ("GDP", True),
    ("1.3", True),
    ("é", True),
    ("㎡", False),
    ("，", False),
    (" ", False),
    ("……", False),
]


@pytest.mark.parametrize(("text", "word"), WORD_FLAGS)
def test_a_token_is_a_word_if_it_has_a_letter_han_character_or_digit(text: str, word: bool) -> None:
    frame = tables.tokens(page_of(Line("headline", 0, f"好{text}好")))
    assert all(frame[~frame["token"].str.contains("好")]["word"] == word)
    assert frame["word"].dtype == bool


def test_the_table_says_what_made_it() -> None:
    lexicon = words.Lexicon.of(["微网格"])
    cutter = words.segmenter(lexicon=lexicon)
    attrs = tables.tokens(GRID, lexicon=lexicon).attrs
    made = {"banmian": version("banmian"), "source": source_digest(GRID)}
    assert attrs == {**made, **cutter.description}
    assert attrs["lexicon"] == lexicon.digest
    kept = tables.tokens(GRID).attrs
    assert kept["lexicon"] is None
    assert tables.tokens(GRID).query("word").attrs == kept
    assert tables.blocks(GRID).attrs == tables.articles(GRID).attrs == made


def test_a_table_knows_its_pages_whatever_their_order() -> None:
    """The digest is that of the lines that sha256sum writes for files with these texts."""
    pages = [page_of(Line("headline", 0, text), name=text) for text in ("新", "旧")]
    files = [f"{hashlib.sha256(name.encode()).hexdigest()}  {name}\n" for name in ("新", "旧")]
    digest = hashlib.sha256("".join(sorted(files, key=lambda f: f[-2])).encode()).hexdigest()
    for order in (pages, pages[::-1], iter(pages)):
        assert tables.tokens(order).attrs["source"] == digest
    assert tables.count_words(pages).attrs["source"] == digest
    assert tables.stability(pages).attrs["source"] == digest
    assert tables.initiatives(pages).attrs["source"] == digest
    assert {table.attrs["source"] for table in tables.find_facts(pages)} == {digest}
    assert tables.tokens(pages[:1]).attrs["source"] != digest


def test_of_counted_strings_no_source_is_known() -> None:
    page = page_of(Line("headline", 0, "新桥"))
    assert tables.count_words(["新桥"]).attrs["source"] is None
    assert tables.count_words([page, "新桥"]).attrs["source"] is None


def test_things_know_their_source_if_all_three_tables_have_one() -> None:
    one, other = page_of(Line("headline", 0, "新桥")), page_of(Line("headline", 0, "旧桥"))
    found, another = tables.find_facts(one), tables.find_facts(other)
    made = tables.entities(found.people, found.organisations, found.places)
    assert made.attrs["source"] == source_digest(one)
    assert "source" not in tables.entities(found.people, another.organisations, found.places).attrs


def test_parts_of_speech_come_only_when_asked_for() -> None:
    assert tables.tokens(GRID)["pos"].isna().all()
    tagged = tables.tokens(GRID, pos=True)
    assert tagged["pos"].notna().all()
    assert tagged.drop(columns="pos").equals(tables.tokens(GRID).drop(columns="pos"))


SPLITS = [
    ("no cut", [("工会", "n")], [2], [("工会", "n")]),
    ("one cut inside", [("微网格", "n")], [2, 3], [("微网格", "n")]),
    ("cuts at the edges only", [("微网", "n"), ("格", "n")], [2, 3], [("微网", "n"), ("格", "n")]),
    ("two cuts inside", [("微网格", "n")], [1, 2, 3], [("微网", "n"), ("格", "n")]),
    (
        "four cuts inside",
        [("一二三四五", "m")],
        [1, 2, 3, 4, 5],
        [("一二", "m"), ("三四", "m"), ("五", "m")],
    ),
    (
        "after another token",
        [("好", "a"), ("微网格", "n")],
        [2, 3],
        [("好", "a"), ("微网", "n"), ("格", "n")],
    ),
]


@pytest.mark.parametrize(
    ("pairs", "cuts", "expected"), [r[1:] for r in SPLITS], ids=[r[0] for r in SPLITS]
)
def test_a_token_over_three_pieces_is_split_at_the_second_cut(pairs, cuts, expected) -> None:
    assert cutting._split_at_second_cuts(pairs, cuts) == expected


@pytest.mark.parametrize("pos", [False, True])
def test_a_word_over_three_pieces_of_the_page_is_two_tokens(pos: bool) -> None:
    page = page_of(
        Line("paragraph", 0, "职"),
        Line("paragraph", 0, "工", continues=0),
        Line("paragraph", 0, "大学堂", continues=1),
    )
    frame = tables.tokens(page, lexicon=["职工大学堂"], pos=pos)
    assert list(frame["token"]) == ["职工", "大学堂"]
    assert [source(page, row) for row in rows(frame)] == ["职工", "大学堂"]


TEXT = st.text(
    alphabet="扶贫车间微网格职工大学堂的在，。12a \u3000", min_size=1, max_size=12
).filter(lambda text: text == text.strip())
ROLE = st.sampled_from([role for role in ROLES if role != "furniture"])


@st.composite
def pages(draw: st.DrawFn) -> Page:
    """A page of up to two stories whose paragraphs may continue the paragraph before them."""
    lines: list[Line] = []
    for _ in range(draw(st.integers(0, 8))):
        role: Role = draw(st.just("paragraph") | ROLE)
        article = draw(st.integers(0, 1))
        before = [i for i, b in enumerate(lines) if (b.role, b.article) == (role, article)]
        goes_on = (
            bool(before) and role in ("paragraph", "caption", "sidebar") and draw(st.booleans())
        )
        lines.append(Line(role, article, draw(TEXT), before[-1] if goes_on else None))
    return page_of(*lines)


@given(pages(), st.booleans())
@settings(max_examples=80, deadline=None)
def test_tokens_rejoin_to_their_passage_and_slice_back_to_the_source(page: Page, pos: bool) -> None:
    frame = tables.tokens(page, lexicon=["微网格", "职工大学堂"], pos=pos)
    assert [source(page, row) for row in rows(frame)] == list(frame["token"])
    joined = frame.groupby(["article", "paragraph"], sort=False)["token"].agg("".join)
    assert list(joined) == [p.text for a in page.articles for _, p in a.passages]


@given(pages())
@settings(max_examples=30, deadline=None)
def test_every_character_of_a_story_is_in_one_token(page: Page) -> None:
    covered: list[int] = []
    for row in rows(tables.tokens(page)):
        covered += range(row["start"], row["end"])  # type: ignore[call-overload]
        if "start2" in row:
            covered += range(row["start2"], row["end2"])  # type: ignore[call-overload]
    owned = [i for b in page.blocks for i in range(b.start, b.end)]
    assert sorted(covered) == owned


def test_a_table_of_many_pages_is_the_tables_of_each_one_below_the_other() -> None:
    other = page_of(Line("headline", 0, "职工入会"), name="other.txt")
    for _, make in TABLES:
        apart = pd.concat([make(GRID), make(other)], ignore_index=True)
        pd.testing.assert_frame_equal(make(iter([GRID, other])), apart)
