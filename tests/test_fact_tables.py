"""Tables of facts: declared columns, places in the source, one thing under one id."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import banmian as bm
from banmian import tables
from banmian.page import FormatError, Page, Span, TableError
from banmian.tables import COLUMNS
from banmian.tables.mentions import place_in_source
from pages_by_hand import Line, page_of
from strategies import LINES

ROOT = Path(__file__).resolve().parent.parent
SEED = bm.read_page(ROOT / "seeds" / "000_36eec756fec64adf.txt", issue_date="2020-11-03")

CUT = page_of(
    Line("headline", 0, "永州市总工会帮扶职工"),
    Line("paragraph", 0, "永州市总工会副主席邓可旺说,去年10"),
    Line("caption", 1, "图为南京新桥。"),
    Line("paragraph", 0, "月全市困难职工由7.1万户减为2513户。", continues=1),
    Line("furniture", None, "责任编辑:徐新星"),
    Line("furniture", None, "2020年11月3日"),
    name="cut.txt",
)
"""A date lies on the cut of a paragraph, with another story between its parts."""

MAKE: list[tuple[str, Callable[[Page | list[Page]], pd.DataFrame]]] = [
    ("quantities", tables.quantities),
    ("dates", tables.dates),
    ("people", tables.people),
    ("places", tables.places),
    ("organisations", tables.organisations),
    ("speeches", tables.speeches),
    ("claims", tables.claims),
    ("comparisons", tables.comparisons),
    ("initiatives", tables.initiatives),
]
MENTIONS = MAKE[:-1]


def sliced(page: Page, row: Mapping[Any, Any]) -> str:
    """The source under a row, both parts of it."""
    text = page.text[row["start"] : row["end"]]
    return text + ("" if pd.isna(row["start2"]) else page.text[row["start2"] : row["end2"]])


@pytest.mark.parametrize(("name", "make"), MAKE)
@pytest.mark.parametrize(
    "pages", [[], page_of(), CUT, [CUT, SEED]], ids=["none", "empty", "one", "two"]
)
def test_every_table_has_its_declared_columns_and_dtypes_even_when_empty(
    name: str, make: Callable[..., pd.DataFrame], pages: Page | list[Page]
) -> None:
    table = make(pages)
    assert {column: str(dtype) for column, dtype in table.dtypes.items()} == {
        column: declared.dtype for column, declared in COLUMNS[name].items()
    }
    assert list(table.index) == list(range(len(table)))


@pytest.mark.parametrize(("name", "make"), MENTIONS)
@pytest.mark.parametrize("page", [CUT, SEED], ids=["cut", "seed"])
def test_every_mention_slices_back_to_the_source(
    name: str, make: Callable[..., pd.DataFrame], page: Page
) -> None:
    for row in make(page).to_dict("records"):
        assert sliced(page, row) == row["text"], name
        assert 0 <= row.get("confidence", 0) <= 1


@given(st.lists(st.sampled_from(LINES), max_size=8))
@settings(max_examples=25, deadline=None)
def test_mentions_of_any_page_slice_back_and_lie_in_their_story(lines: list[str]) -> None:
    page = bm.parse_page("\n\n".join(lines), issue_date="2020-11-03")
    for table in tables.find_facts(page):
        for row in table.to_dict("records"):
            assert sliced(page, row) == row["text"]
            block = next(b for b in page.blocks if b.start <= row["start"] < b.end)
            assert block.article == (None if pd.isna(row["article"]) else row["article"])


def test_what_lies_on_a_cut_has_both_its_places() -> None:
    """The date 去年10|月 is told against the issue's day, which the folio gives."""
    table = tables.dates(CUT)
    row = table[table["text"] == "去年10月"].to_dict("records")[0]
    assert row["iso"] == "2019-10"
    assert (row["end"] - row["start"], row["end2"] - row["start2"]) == (4, 1)


PIECES: list[tuple[str, int, int, tuple[int, int, int | None, int | None] | None]] = [
    ("in the first piece", 1, 4, (11, 14, None, None)),
    ("up to the cut", 3, 5, (13, 15, None, None)),
    ("over the cut", 3, 7, (13, 15, 20, 22)),
    ("in the second piece", 5, 8, (20, 23, None, None)),
    ("over two cuts", 4, 9, None),
]


@pytest.mark.parametrize(
    ("start", "end", "expected"), [row[1:] for row in PIECES], ids=[row[0] for row in PIECES]
)
def test_a_place_in_a_passage_is_found_in_the_source(
    start: int, end: int, expected: tuple[int, int, int | None, int | None] | None
) -> None:
    assert place_in_source([Span(10, 15), Span(20, 23), Span(30, 34)], start, end) == expected


def test_furniture_gives_people_but_no_quantities_dates_or_places() -> None:
    found = tables.find_facts(CUT)
    editor = found.people[found.people["article"].isna()]
    assert editor["name"].tolist() == ["徐新星"]
    assert editor["passage"].tolist() == ["furniture"]
    for table in (found.quantities, found.dates, found.places):
        assert table["article"].notna().all()


def test_names_of_people_hold_no_place() -> None:
    page = bm.parse_page("新桥通车\n\n本报讯 (记者王南京)昨日,新桥在合肥通车。")
    assert tables.places(page)["text"].tolist() == ["合肥"]


def test_all_tables_at_once_are_those_made_one_by_one() -> None:
    found = tables.find_facts([SEED, CUT])
    for name, make in MENTIONS:
        pd.testing.assert_frame_equal(getattr(found, name), make([SEED, CUT]))


def test_dates_say_which_day_was_taken_and_why() -> None:
    kept = tables.dates([CUT, page_of(Line("headline", 0, "昨日通车"))]).attrs["issues"]
    assert kept["cut.txt"]["date"] == "2020-11-03"
    assert kept["cut.txt"]["rule"] == "masthead"
    assert kept["page-0002"]["date"] is None


def test_without_a_day_of_issue_relative_dates_are_missing() -> None:
    page = page_of(Line("paragraph", 0, "昨日,新桥通车。1998年3月5日开工。"))
    assert tables.dates(page)["iso"].fillna("unknown").tolist() == ["unknown", "1998-03-05"]


def test_a_table_does_not_change_its_pages() -> None:
    before = copy.deepcopy(CUT)
    tables.find_facts([CUT])
    assert before == CUT


def test_what_is_no_page_is_refused() -> None:
    with pytest.raises(FormatError, match="read_page and parse_page make pages"):
        tables.people("邓可旺")  # type: ignore[arg-type]


# --- one thing, one id ---


def story(*paragraphs: str) -> Page:
    """A page of one story."""
    return page_of(*(Line("paragraph", 0, text) for text in paragraphs))


def test_a_person_keeps_id_and_office_through_a_story() -> None:
    page = story("永州市总工会副主席邓可旺说,职工读书好。", "邓可旺还说,要多读书。")
    people = tables.people(page)
    assert people["name"].tolist() == ["邓可旺", "邓可旺"]
    assert people["person_id"].tolist() == ["邓可旺@永州市总工会"] * 2
    assert people["org"].tolist() == ["永州市总工会", "永州市总工会"]


def test_one_name_in_two_bodies_is_two_people() -> None:
    pages = [
        story("永州市总工会副主席陈志明说,职工读书好。"),
        story("南京市教育局局长陈志明说,学生读书好。"),
        story("永州市总工会副主席陈志明又说,职工读书好。"),
    ]
    ids = tables.people(pages)["person_id"].tolist()
    assert ids[0] == ids[2] != ids[1]


def test_short_and_full_form_of_a_body_have_one_id() -> None:
    page = story("云南省总工会昨日开会。", "云南省总还出台文件。")
    bodies = tables.organisations(page)
    assert bodies["text"].tolist() == ["云南省总工会", "云南省总"]
    assert bodies["org_id"].tolist() == ["云南省总工会", "云南省总工会"]


def test_entities_count_things_and_not_mentions() -> None:
    pages = [
        story("云南省总工会昨日在昆明市开会。", "云南省总还在昆明市开课。"),
        story("云南省总工会又开会。"),
    ]
    found = tables.find_facts(pages)
    things = tables.entities(found.people, found.organisations, found.places)
    body = things[things["kind"] == "organisation"].to_dict("records")
    assert [(row["id"], row["mentions"], row["articles"], row["pages"]) for row in body] == [
        ("云南省总工会", 3, 2, 2)
    ]
    places = things[things["kind"] == "place"].set_index("name")
    assert places.loc["云南省/昆明市", "mentions"] == 2
    assert (places["of_mentions"] == len(found.places)).all()


def test_entities_leave_out_kinds_of_bodies() -> None:
    found = tables.find_facts(story("云南省各级工会昨日开会。"))
    assert found.organisations["generic"].all()
    assert tables.entities(found.people, found.organisations, found.places)["kind"].tolist() == [
        "place"
    ]


def test_entities_of_nothing_keep_their_columns() -> None:
    found = tables.find_facts([])
    things = tables.entities(found.people, found.organisations, found.places)
    assert {c: str(d) for c, d in things.dtypes.items()} == {
        c: declared.dtype for c, declared in COLUMNS["entities"].items()
    }


def test_entities_name_the_table_that_lacks_a_column() -> None:
    found = tables.find_facts(CUT)
    with pytest.raises(TableError, match="places lacks adcode"):
        tables.entities(found.people, found.organisations, found.places.drop(columns="adcode"))


def test_words_said_have_their_speaker() -> None:
    page = story("永州市总工会副主席邓可旺说:“读书好。”", "“要多读书。”邓可旺又说。")
    said, people = tables.speeches(page), tables.people(page)
    assert said["text"].tolist() == ["读书好。", "要多读书。"]
    assert set(said["person_id"]) == set(people["person_id"])
    assert said["speaker_start"].tolist() == people["start"].tolist()


# --- claims ---


def test_a_change_has_both_its_sides_in_the_source() -> None:
    row = tables.claims(CUT).to_dict("records")[0]
    assert CUT.text[row["from_start"] : row["from_end"]] == "7.1万户"
    assert CUT.text[row["to_start"] : row["to_end"]] == "2513户"
    assert (row["from_value"], row["to_value"], row["unit"]) == (71000, 2513, "户")
    assert round(row["pct"], 2) == -96.46


def test_the_seed_contradicts_itself_by_a_year() -> None:
    """The deck says 4年前, which is 2016; the body says 2017年."""
    claims = tables.claims(SEED)
    told = claims[claims["from_value"] == 71000]
    assert told["from_time"].tolist() == ["2016", "2017"]
    assert told["status"].tolist() == ["contradicts", "contradicts"]
    assert told["differs"].tolist() == ["from_time", "from_time"]
    assert told["other_start"].tolist() == told["start"].tolist()[::-1]


def test_a_rounded_count_is_no_contradiction() -> None:
    page = page_of(
        Line("headline", 0, "1.3 万名学生返校"),
        Line("paragraph", 0, "昨日,全市1.3万名学生返校。"),
    )
    assert tables.comparisons(page)["status"].tolist() == ["agrees"]
    assert tables.claims(page).empty


# --- initiatives ---


def test_a_row_of_initiatives_is_a_story() -> None:
    page = page_of(
        Line("headline", 0, "永州市总工会送来“关爱套餐”"),
        Line("paragraph", 0, "昨日,永州市总工会开设“流动课堂”,为300名职工上课,投入2万元。"),
        Line("caption", 1, "图为新桥。"),
        name="a.txt",
    )
    first, second = tables.initiatives(page).to_dict("records")
    assert first["organiser"] == "永州市总工会"
    assert (first["organiser_mentions"], first["of_organisations"]) == (2, 2)
    assert (first["place"], first["adcode"]) == ("湖南省/永州市", "431100")
    assert first["measures"] == "关爱套餐、流动课堂"
    assert first["target_group"].startswith("300名")
    assert first["figures"].startswith("2万元")
    assert pd.isna([second[key] for key in ("organiser", "place", "measures", "figures")]).all()


ORGANISERS = [
    ("headings come first", ("夜校是南京市总工会的好事", "永州市总工会召开会议。"), "南京市总工会"),
    ("who undertakes", ("夜校开课", "永州市总工会说,南京市总工会举办夜校。"), "南京市总工会"),
    ("only spoken of", ("夜校开课", "夜校受到永州市总工会好评。"), None),
]


@pytest.mark.parametrize(
    ("texts", "organiser"), [row[1:] for row in ORGANISERS], ids=[row[0] for row in ORGANISERS]
)
def test_the_organiser_is_who_is_said_to_do_it(
    texts: tuple[str, str], organiser: str | None
) -> None:
    page = page_of(Line("headline", 0, texts[0]), Line("paragraph", 0, texts[1]))
    assert tables.initiatives(page)["organiser"].tolist() == [organiser] or (
        organiser is None and tables.initiatives(page)["organiser"].isna().all()
    )
