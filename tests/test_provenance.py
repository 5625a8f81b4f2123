"""Provenance: every number leads back to printed lines, and a false one is found out."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings

import banmian as bm
from banmian import figures
from banmian.page import TableError
from banmian.provenance import Explanation, explain
from banmian.provenance.recounting import words_behind
from pages_by_hand import Line, page_of
from strategies import pages

ROOT = Path(__file__).resolve().parent.parent
SEED = bm.read_page(ROOT / "seeds" / "000_36eec756fec64adf.txt", issue_date="2020-11-03")

CUT = page_of(
    Line("headline", 0, "职工入会"),
    Line("paragraph", 0, "工会看望青年职工,青年职"),
    Line("caption", 1, "图为职工。"),
    Line("paragraph", 0, "工由200户减为50户。", continues=1),
    name="cut.txt",
)
"""青年职工 stands twice, the second time cut by another story: lines 1, 3, 5 and 7."""

TOKENS = bm.tokens(CUT)
CORPUS = bm.term_frequency(TOKENS, by="corpus")


def where(told: Explanation) -> list[tuple[int, str, str]]:
    return [(place.line, place.text, place.part) for place in told.places]


def row_of(table: pd.DataFrame, **cells: Any) -> pd.Series:
    for column, cell in cells.items():
        table = table[table[column] == cell]
    assert len(table) == 1
    return table.iloc[0]


def test_a_count_leads_to_each_place_even_over_a_cut() -> None:
    told = explain(row_of(CORPUS, token="职工"), CUT)
    assert told.agrees
    # 职工 of line 3 is cut into 职 and 工 of line 7
    assert where(told) == [
        (1, "职工", ""), (3, "职工", ""), (3, "职", ""), (7, "工", "goes on"), (5, "职工", ""),
    ]  # fmt: skip
    assert told.row["count"] == 4


def test_a_place_names_file_line_story_rule_and_what_is_printed_around() -> None:
    place = explain(row_of(CORPUS, token="看望"), CUT).places[0]
    assert (place.page, place.line, place.start, place.end) == ("cut.txt", 3, 8, 10)
    assert (place.before, place.text, place.after) == ("工会", "看望", "青年职工,青年职")
    assert (place.role, place.rule, place.confidence) == ("paragraph", "by hand", 1.0)
    assert (place.article, place.headline) == (0, "职工入会")


BY = ["corpus", "page", "article", "role"]
MEASURES: list[tuple[str, Callable[[pd.DataFrame], pd.DataFrame], dict[str, Any]]] = [
    *(
        (f"term_frequency by {by}", lambda t, by=by: bm.term_frequency(t, by=by), {})
        for by in BY
    ),
    ("only paragraphs", lambda t: bm.term_frequency(t, by="corpus", roles=["paragraph"]),
     {"roles": ["paragraph"]}),
    ("tf_idf", bm.tf_idf, {}),
    ("tf_idf, smooth", lambda t: bm.tf_idf(t, idf="smooth"), {"idf": "smooth"}),
    ("dispersion", bm.dispersion, {}),
    ("ngrams", bm.ngrams, {}),
    ("ngrams of three", lambda t: bm.ngrams(t, 3), {}),
    ("collocations", bm.collocations, {}),
    ("near collocations", lambda t: bm.collocations(t, window=1), {"window": 1}),
    ("kwic", lambda t: bm.kwic(t, "职工"), {}),
    ("diversity", lambda t: bm.diversity(t, by="article"), {}),
    ("reference_list", bm.reference_list, {}),
]  # fmt: skip


@pytest.mark.parametrize("page", [CUT, SEED], ids=["cut", "seed"])
@pytest.mark.parametrize(
    ("measure", "options"), [row[1:] for row in MEASURES], ids=[row[0] for row in MEASURES]
)
def test_every_measure_is_counted_again_and_agrees(
    measure: Callable[..., pd.DataFrame], options: dict[str, Any], page: bm.Page
) -> None:
    table = measure(bm.tokens(page))
    assert len(table)
    for number in (0, len(table) // 2, len(table) - 1):
        told = explain(table.iloc[number], page, **options)
        assert told.agrees, told.checks
        assert told.places
        if "count" in told.row and "kwic" not in str(told.table):
            begun = [place for place in told.places if place.part != "goes on"]
            assert len(begun) >= told.row["count"]


def test_a_run_of_words_is_one_place_unless_it_is_cut() -> None:
    table = bm.ngrams(TOKENS)
    assert where(explain(row_of(table, ngram="青年 职工"), CUT)) == [
        (3, "青年职工", ""), (3, "青年职", ""), (7, "工", "goes on"),
    ]  # fmt: skip
    # a comma stands between these two, so that they are no run
    assert not len(table[table["ngram"] == "职工 青年"])


def test_a_pair_leads_to_both_words_of_each_occurrence() -> None:
    told = explain(row_of(bm.collocations(TOKENS), token="看望", collocate="职工"), CUT)
    assert told.agrees
    assert told.row["count"] == 2
    assert [text for _, text, _ in where(told)] == ["看望", "职工", "看望", "职", "工"]


NOWHERE = [
    ("a run over a comma", {"ngram": "职工 青年"}, {}),
    ("a run over two passages", {"ngram": "入会 工会"}, {}),
    ("a pair over two passages", {"token": "入会", "collocate": "工会"}, {}),
    ("a pair too far apart", {"token": "看望", "collocate": "职工"}, {"window": 1}),
    ("a pair the other way round", {"token": "看望", "collocate": "工会"}, {}),
]


@pytest.mark.parametrize(
    ("row", "options"), [row[1:] for row in NOWHERE], ids=[row[0] for row in NOWHERE]
)
def test_what_no_measure_counts_has_no_place(row: dict[str, Any], options: dict[str, Any]) -> None:
    assert words_behind(TOKENS, row, options)[1] == []


def test_there_are_as_many_places_as_the_count() -> None:
    for table in (bm.ngrams(TOKENS), bm.ngrams(TOKENS, 3), bm.collocations(TOKENS, window=2)):
        for row in table.to_dict("records"):
            assert len(words_behind(TOKENS, row, {"window": 2})[1]) == row["count"]


TABLES = [
    "blocks", "articles", "tokens", "quantities", "dates", "people", "places", "organisations",
    "speeches", "claims", "comparisons", "initiatives",
]  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_every_table_of_pages_leads_to_its_lines_and_agrees(name: str) -> None:
    table = getattr(bm, name)(SEED)
    for number in sorted({0, len(table) // 2, len(table) - 1}):
        told = explain(table.iloc[number], SEED)
        assert told.agrees, told.checks
        assert told.table == name
        for place in told.places:
            assert SEED.text[place.start : place.end] == place.text
            assert place.text in SEED.text.splitlines()[place.line - 1]


def test_a_claim_leads_to_its_two_numbers() -> None:
    told = explain(bm.claims(CUT).iloc[0], CUT)
    assert told.agrees
    assert where(told)[-2:] == [(7, "200户", "from"), (7, "50户", "to")]
    assert told.row["rule"] == bm.claims(CUT).iloc[0]["rule"]


def test_a_mention_over_a_cut_has_both_its_lines() -> None:
    row = row_of(TOKENS, token="职工", start2=CUT.text.rindex("工由"))
    assert where(explain(row, CUT)) == [(3, "职", ""), (7, "工", "goes on")]


def test_a_date_says_which_day_of_issue_it_was_reckoned_from() -> None:
    other = replace(SEED, name="other.txt")
    table = bm.dates([SEED, other])
    told = explain(table.iloc[0], [SEED, other])
    assert told.settings["issue"] == table.attrs["issues"][SEED.name]


def test_a_thing_leads_to_its_mentions() -> None:
    things = bm.entities(bm.people(SEED), bm.organisations(SEED), bm.places(SEED))
    for kind in ("person", "organisation", "place"):
        row = things[things["kind"] == kind].iloc[0]
        told = explain(row, SEED)
        assert told.agrees
        assert len([p for p in told.places if p.part == ""]) == row["mentions"]


def test_keyness_is_counted_again_on_both_sides() -> None:
    target, rest = TOKENS[TOKENS["article"] == 0], TOKENS[TOKENS["article"] != 0]
    table = bm.keyness(target, rest)
    told = explain(row_of(table, token="职工"), CUT, tokens=target, reference=rest)
    assert told.agrees
    assert {check.column for check in told.checks} >= {"log_ratio", "reference_count"}
    half = explain(row_of(table, token="职工"), CUT, tokens=target)
    assert half.agrees
    assert "reference was not counted again" in half.notes[0]
    absent = row_of(table, token="图为")
    assert (absent["count"], explain(absent, CUT, tokens=target).places) == (0, ())


def test_keyness_of_some_stories_does_not_agree_with_all_of_them() -> None:
    target, rest = TOKENS[TOKENS["article"] == 0], TOKENS[TOKENS["article"] != 0]
    told = explain(row_of(bm.keyness(target, rest), token="职工"), CUT)
    assert "count: the table says 3, the pages give 4" in str(told)


TAMPERED: list[tuple[str, pd.DataFrame, str, Any]] = [
    ("a count", CORPUS, "count", 5),
    ("a total", CORPUS, "total", 99),
    ("a rate", CORPUS, "per_thousand", 1.5),
    ("stories", CORPUS, "articles", 1),
    ("a weight", bm.tf_idf(TOKENS), "tf_idf", 0.5),
    ("a claim's number", bm.claims(CUT), "to_value", 51.0),
    ("a claim's text", bm.claims(CUT), "text", "由200户减为5户"),
    ("a claim's rule", bm.claims(CUT), "rule", "guess"),
    ("a role", bm.blocks(CUT), "confidence", 0.5),
    ("a story's length", bm.articles(CUT), "characters", 1),
    ("a token's place", TOKENS, "end", 3),
    ("a known value made missing", bm.quantities(CUT), "unit", None),
]


@pytest.mark.parametrize(
    ("table", "column", "cell"), [row[1:] for row in TAMPERED], ids=[row[0] for row in TAMPERED]
)
def test_a_cell_that_was_altered_does_not_agree(
    table: pd.DataFrame, column: str, cell: Any
) -> None:
    assert explain(table.iloc[0], CUT).agrees
    row = table.iloc[0].copy()
    row[column] = cell
    told = explain(row, CUT)
    assert not told.agrees
    assert "DOES NOT AGREE with the pages" in str(told)


def test_a_table_of_an_older_page_does_not_agree() -> None:
    newer = page_of(Line("headline", 0, "职工入会"), name="cut.txt")
    told = explain(row_of(CORPUS, token="职工"), newer)
    assert [(c.stated, c.recounted) for c in told.checks if c.column == "count"] == [(4, 1)]
    gone = explain(row_of(CORPUS, token="看望"), newer)
    assert [(c.column, c.agrees) for c in gone.checks] == [("source", False), ("row", False)]


def test_a_table_that_knows_its_source_finds_another_page_out() -> None:
    changed = replace(CUT, text=CUT.text + " ")
    wrong = [check for check in explain(CORPUS.iloc[0], changed).checks if not check.agrees]
    assert [check.column for check in wrong] == ["source"]


def test_a_mention_of_many_pages_is_explained_by_its_own_page() -> None:
    table = bm.claims([SEED, CUT])
    assert explain(table.iloc[-1], CUT).agrees
    counted = bm.term_frequency(bm.tokens([SEED, CUT]), by="page")
    told = explain(counted, CUT, at={"page": "cut.txt", "token": "职工"})
    assert "source" in [check.column for check in told.checks if not check.agrees]


def test_tokens_of_another_text_are_found_out() -> None:
    moved = TOKENS.assign(start=TOKENS["start"] - 1, end=TOKENS["end"] - 1).query("start >= 0")
    table = bm.term_frequency(moved, by="corpus")
    told = explain(row_of(table, token="看望"), CUT, tokens=moved)
    assert [(c.stated, c.recounted) for c in told.checks if not c.agrees] == [("看望", "会看")]


def test_only_the_stories_of_the_tokens_given_are_counted() -> None:
    one = TOKENS[TOKENS["article"] == 1]
    table = bm.term_frequency(one, by="corpus")
    told = explain(row_of(table, token="职工"), CUT, tokens=one)
    assert told.agrees
    assert where(told) == [(5, "职工", "")]


def test_the_pages_are_cut_as_the_table_was() -> None:
    own = bm.Lexicon.of(["青年职工"])
    table = bm.term_frequency(bm.tokens(CUT, lexicon=own, hmm=False), by="corpus")
    row = row_of(table, token="青年职工")
    assert explain(row, CUT, lexicon=own).agrees
    with pytest.raises(TableError, match=r"cut with the lexicon .* none was given"):
        explain(row, CUT)
    with pytest.raises(TableError, match="another was given"):
        explain(row, CUT, lexicon=["职工"])


def test_the_lexicon_that_comes_with_banmian_need_not_be_given() -> None:
    table = bm.term_frequency(bm.tokens(SEED, lexicon=bm.Lexicon.packaged()))
    assert explain(table.iloc[0], SEED).agrees


def test_full_width_forms_are_places_of_the_half_width_word() -> None:
    page = page_of(Line("headline", 0, "１０人和10人"), name="a")
    told = explain(bm.term_frequency(bm.tokens(page), by="corpus"), page, at="10")
    assert [text for _, text, _ in where(told)] == ["１０", "10"]


def test_a_row_is_chosen_by_its_word_or_by_cells() -> None:
    by_story = bm.term_frequency(TOKENS)
    assert explain(CORPUS, CUT, at="看望").row["token"] == "看望"
    assert explain(by_story, CUT, at={"token": "职工", "article": 1}).row["count"] == 1
    assert explain(by_story.tail(1), CUT).agrees


def test_a_bar_is_explained_by_the_table_that_its_figure_keeps() -> None:
    for fig in (figures.term_frequency(CORPUS), figures.term_frequency(title="", table=CORPUS)):
        assert explain(fig, CUT, at="看望").agrees
    people = bm.people(SEED)
    told = explain(figures.byline_roles(people), SEED, at=people["name"].iloc[0])
    assert told.agrees
    assert told.places


def test_a_figure_keeps_its_table_as_it_was_drawn() -> None:
    table = CORPUS.copy()
    fig = figures.term_frequency(table)
    table.loc[0, "count"] = 99
    assert explain(fig, CUT, at=table.loc[0, "token"]).agrees


def test_a_bar_of_several_mentions_leads_to_all_of_them() -> None:
    people = bm.people(SEED)
    name = people["name"].value_counts().index[0]
    told = explain(people, SEED, at=name)
    assert told.agrees
    assert told.row == {"rows": (people["name"] == name).sum()} != {"rows": 1}
    assert {"".join(place.text.split()) for place in told.places} == {name}
    rows = people[people["name"] == name]
    wrong = explain(rows.assign(confidence=[0.1, *rows["confidence"].iloc[1:]]), SEED)
    assert [c.column for c in wrong.checks if not c.agrees] == ["rows", "confidence"]


def test_pages_of_one_name_or_none_are_told_apart_as_in_their_tables() -> None:
    pages = [CUT, CUT, replace(CUT, name=None)]
    table = bm.term_frequency(bm.tokens(pages), by="page")
    names = ["cut.txt", "cut.txt (2)", "page-0003"]
    for name in names:
        told = explain(table, pages, at={"token": "看望", "page": name})
        assert told.agrees
        assert [place.page for place in told.places] == [name]
    assert explain(bm.blocks(pages).iloc[-1], pages).places[0].page == "page-0003"


def test_lines_are_counted_as_editors_do() -> None:
    page = bm.parse_page(
        "新桥通车\r\n\r\r本报讯 (记者王小明)新桥昨日\u2028通车,职工来了。\n", name="a"
    )
    told = explain(bm.term_frequency(bm.tokens(page), by="corpus"), page, at="职工")
    assert [place.line for place in told.places] == [4]


@settings(max_examples=15, deadline=None)
@given(pages())
def test_every_count_of_any_page_agrees_and_slices_back(text: str) -> None:
    page = bm.parse_page(text, name="a")
    table = bm.term_frequency(bm.tokens(page), by="corpus")
    for number in range(min(len(table), 3)):
        told = explain(table.iloc[number], page)
        assert told.agrees
        assert [page.text[p.start : p.end] for p in told.places] == [p.text for p in told.places]
        begun = sum(place.part == "" for place in told.places)
        assert begun == table["count"].iloc[number]


REFUSED: list[tuple[str, Any, dict[str, Any], str]] = [
    ("a table without at", CORPUS, {}, r"\d+ rows are meant, expected one, or mentions"),
    ("a word of two stories", bm.term_frequency(TOKENS), {"at": "职工"}, "2 rows are meant by"),
    ("a word that is not there", CORPUS, {"at": "桥"}, "no row is meant by '桥'"),
    ("a column that is not there", CORPUS, {"at": {"word": 1}}, "names the column 'word'"),
    ("no row at all", [1], {}, "takes a row.*got list"),
    ("a row that leads nowhere", pd.Series({"a": 1}), {}, "leads to no place"),
    ("another page", bm.blocks(replace(CUT, name="b")).iloc[0], {}, "of the page 'b'.*'cut.txt'"),
    ("a story that is not there", bm.articles(CUT).iloc[0].replace({0: 7}), {}, "names story 7"),
    ("a place behind the end", pd.Series({"page": "cut.txt", "start": 0, "end": 999}), {},
     "stands at 0 to 999"),
    ("an option of nothing", CORPUS.iloc[0], {"colour": 1}, "do not fit banmian.term_frequency"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("x", "arguments", "message"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_what_cannot_be_explained_is_refused(
    x: Any, arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises(TableError, match=message):
        explain(x, CUT, **arguments)


def test_a_row_of_two_columns_is_checked_as_far_as_it_goes() -> None:
    told = explain(CORPUS[["token", "count"]], CUT, at="职工")
    assert [(c.column, c.agrees) for c in told.checks] == [("source", True), ("count", True)]
    assert "only its own place or count was checked" in told.notes[-1]
    wrong = explain(pd.Series({"token": "职工", "count": 3}), CUT)
    assert not wrong.agrees
    assert "does not say how it was cut" in wrong.notes[0]


def test_text_shows_the_number_the_verdict_the_settings_and_the_marked_line() -> None:
    text = str(explain(CORPUS, CUT, at="看望"))
    for line in (
        "看望 · a row of banmian.term_frequency",
        "agrees with the pages, made anew: "
        "source, token, count, total, per_thousand, articles, of_articles",
        "1 place in the source",
        "  cut.txt, story 0 职工入会",
        "    line 3, 8–10, paragraph: by hand (1.00)",
        "      工会⟦看望⟧青年职工,青年职",
    ):
        assert line in text.splitlines()
    assert "granularity jieba" in text


def test_of_many_places_some_are_shown_and_all_are_kept() -> None:
    page = page_of(Line("headline", 0, "职工，" * 300), name="a")
    told = explain(bm.term_frequency(bm.tokens(page)), page, at="职工")
    assert len(told.places) == 300
    assert str(told).count("⟦") == 20
    assert "… 280 more in .places" in str(told)
    assert told._repr_html_().count("<mark>") == 200
    assert "100 more in .places" in told._repr_html_()


def test_hostile_text_is_only_text_in_both_views() -> None:
    evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>\x1b[2J\u202e职工'
    page = page_of(Line("headline", 0, evil), name='<b onload="x">.txt')
    table = bm.term_frequency(bm.tokens(page))
    table.attrs["<i>"] = "<svg onload=alert(1)>"
    told = explain(table, page, at="职工")
    view = told._repr_html_()
    assert set(re.findall(r"<(\w+)", view)) == {"div", "style", "p", "b", "span", "br", "mark"}
    assert set(re.findall(r' (\w+)="', view)) == {"class", "lang", "title"}
    assert "&lt;svg onload=alert(1)&gt;" in view
    assert not {"\x1b", "\u202e"} & (set(str(told)) | set(told._repr_html_()))


def test_nothing_given_is_changed() -> None:
    table, page, tokens = CORPUS.copy(), copy.deepcopy(CUT), TOKENS.copy()
    explain(table, page, at="职工", tokens=tokens)
    pd.testing.assert_frame_equal(table, CORPUS)
    pd.testing.assert_frame_equal(tokens, TOKENS)
    assert page == CUT
    assert table.attrs == CORPUS.attrs
