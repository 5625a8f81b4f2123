"""An archive answers as the functions for pages at hand do, cell for cell, however it was built."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from unittest import mock

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import banmian as bm
from banmian.archive import build, counting, find_sources, read_source, views
from banmian.archive import shards as shards_module
from banmian.archive.queries import Archive
from banmian.figures import trend as draw_trend
from banmian.page import BanmianError, FormatError, PageNotFound, TableError
from strategies import LINES, anything, labelled

TEMPLATE = "{date}_{page}.txt"

WORDS = [
    "新桥通车",
    "工会",
    "困难职工",
    "１０",
    "10",
    "GDP",
    "三镇",
    "的",
    "，",
    "。",
    "“",
    "”",
    "\u3000",
]
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map("".join)
TEXTS = st.lists(st.one_of(SENTENCES, SENTENCES, st.sampled_from(LINES), anything), max_size=12)
NAMES = st.sampled_from(
    [f"{day}_{n}.txt" for day in ("1998-01-05", "1998-02-01", "2001-12-31") for n in (1, 2)]
    + ["b.txt", "c.txt"]
)


def write(folder: Path, texts: dict[str, str]) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode("utf-8"))


def built(folder: Path, out: Path, *, size: int = 200, **options: Any) -> Archive:
    """The archive of a folder, so many pages to a shard."""
    options = {"template": TEMPLATE, "executor": 0, "progress": False, **options}
    with mock.patch.multiple(shards_module, LEAST_PAGES=size, MOST_PAGES=size):
        build(folder, out, **options)
    return Archive(out, threads=1)


def pages_of(folder: Path) -> list[bm.Page]:
    """The pages that can be read, as they are read for an archive."""
    pages = []
    for source in find_sources(folder, template=TEMPLATE):
        try:
            pages.append(read_source(source))
        except BanmianError:
            continue
    return pages


def same(ours: pd.DataFrame, theirs: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(ours, theirs, check_exact=True)
    # an archive has the digests of files, not of texts, and its tables of pages say nothing
    may_lack = {"source", "banmian"} - ours.attrs.keys()
    told = {name: value for name, value in theirs.attrs.items() if name not in may_lack}
    assert {**ours.attrs, **told} == ours.attrs


TERMS = ("工会", "10", "１０", "困难职工", "职工", "，", "10，工会", "新桥通车")


def check_same(archive: Archive, pages: Sequence[bm.Page]) -> None:
    """All measures of an archive are those of the pages."""
    tokens = bm.tokens(pages)
    same(archive.tokens(), tokens)
    same(archive.articles(), bm.articles(pages))
    same(archive.table("blocks"), bm.blocks(pages))
    for by in ("corpus", "page", "article", "role"):
        same(archive.frequency(by=by), bm.term_frequency(tokens, by=by))
        same(
            archive.frequency(by=by, roles=["paragraph"], stop_words=["10"], min_count=2),
            bm.term_frequency(tokens, by=by, roles=["paragraph"], stop_words=["10"], min_count=2),
        )
    same(archive.dispersion(), bm.dispersion(tokens))
    same(archive.dispersion(min_count=3), bm.dispersion(tokens, min_count=3))
    same(archive.tf_idf(unit_length=True), bm.tf_idf(tokens, unit_length=True))
    for term in TERMS:
        same(archive.kwic(term, sort="left"), bm.kwic(tokens, term, sort="left"))
        same(archive.kwic(term, limit=3, width=2), bm.kwic(tokens, term, width=2).head(3))
    for page in pages:
        assert archive.page(page.name or "") == page


ALWAYS = {"1997-12-31_1.txt": "工会\n\n本报讯 (记者王小明)困难职工的工会，10，工会。"}


@settings(max_examples=8, deadline=None)
@given(
    texts=st.dictionaries(NAMES, TEXTS.map("\n\n".join), max_size=6),
    first=st.sets(NAMES),
    size=st.integers(1, 3),
)
def test_no_answer_depends_on_the_size_of_shards_or_the_order_of_arrival(
    texts: dict[str, str], first: set[str], size: int
) -> None:
    """Some pages come first, and the rest are built in."""
    with tempfile.TemporaryDirectory() as place:
        folder, out = Path(place) / "pages", Path(place) / "archive"
        write(folder, {**ALWAYS, **{name: text for name, text in texts.items() if name in first}})
        built(folder, out, size=size)
        write(folder, texts)
        check_same(built(folder, out, size=size), pages_of(folder))


NEWS = {
    "1998-01-05_1.txt": (
        "新桥通车\n\n本报讯 (记者王小明)新桥昨日通车。困难职工有２００户，职工工会关心职工。\n\n"
        "工会助困\n\n本报讯 (记者李芳)工会工会工会送来GDP。他们预计到年底\n\n将有10人受益。"
    ),
    "1998-02-01_1.txt": (
        "工会学习\n\n本报讯 (记者王小明)工会今天学习。10人参加，会议说“职工之家”好。"
    ),
    "1999-12-31_1.txt": "责任编辑:徐新",
    "2001-03-01_1.txt": "三镇过桥\n\n本报讯 (记者周平)新桥通车后，三镇职工过桥。哈哈哈哈。",
    "b.txt": "旧桥停用\n\n本报讯 (记者孙明)旧桥停用，工会搬家。",
}
"""Three years and an undated page; one page is furniture alone."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("news") / "pages"
    write(place, NEWS)
    return place


@pytest.fixture(scope="module")
def archive(folder: Path) -> Archive:
    return built(folder, folder.parent / "archive [1] it's *", size=2, facts=True)


@pytest.fixture(scope="module")
def pages(folder: Path) -> list[bm.Page]:
    return pages_of(folder)


def test_an_archive_of_small_shards_equals_its_pages(
    archive: Archive, pages: list[bm.Page]
) -> None:
    assert len(archive.manifest.shards) > 1
    check_same(archive, pages)


FACTS = ("people", "places", "organisations", "dates", "quantities", "speeches", "claims")


@pytest.mark.parametrize("name", [*FACTS, "comparisons"])
def test_a_table_of_facts_is_the_one_of_the_pages(
    archive: Archive, pages: list[bm.Page], name: str
) -> None:
    expected = getattr(bm, name)(pages)
    pd.testing.assert_frame_equal(archive.table(name), expected, check_exact=True)


def test_words_taken_in_small_portions_are_counted_the_same(
    archive: Archive, pages: list[bm.Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "_PORTION", 3)
    assert len(counting._portions(archive._view)) > 3
    tokens = bm.tokens(pages)
    same(archive.dispersion(), bm.dispersion(tokens))
    same(archive.frequency(by="role"), bm.term_frequency(tokens, by="role"))


# ---- some of the stories


def of_stories(table: pd.DataFrame, stories: pd.DataFrame) -> pd.DataFrame:
    """The rows of a table that belong to these stories (page and article)."""
    wanted = set(zip(stories["page"], stories["article"], strict=True))
    return table[[key in wanted for key in zip(table["page"], table["article"], strict=True)]]


CONDITIONS: dict[str, Callable[[pd.DataFrame], pd.Series]] = {
    "issue_date >= '1998-02'": lambda t: t["page"].between("1998-02", "2002"),
    "year = '1998' AND article = 0": lambda t: t["page"].str[:4].eq("1998") & t["article"].eq(0),
    "headline LIKE '%桥%'": lambda t: t["headline"].str.contains("桥"),
    "issue_date IS NULL": lambda t: t["page"].eq("b.txt"),
    "false": lambda t: t["page"].eq("no page"),
}


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_choice_of_stories_is_counted_as_their_tokens_are(
    archive: Archive, pages: list[bm.Page], condition: str
) -> None:
    articles = bm.articles(pages)
    chosen = articles[CONDITIONS[condition](articles)]
    tokens = of_stories(bm.tokens(pages), chosen).reset_index(drop=True)
    some = archive.where(condition)
    assert some.tokens().attrs["where"] == [condition]
    same(some.tokens(), tokens)
    same(some.articles(), chosen.reset_index(drop=True))
    for by in ("corpus", "page", "article", "role"):
        same(some.frequency(by=by), bm.term_frequency(tokens, by=by))
    same(some.dispersion(), bm.dispersion(tokens))
    same(some.tf_idf(), bm.tf_idf(tokens))
    for term in TERMS:
        same(some.kwic(term), bm.kwic(tokens, term))


def test_what_is_of_no_story_goes_with_its_page(archive: Archive) -> None:
    some = archive.where("issue_date >= '1999'")
    assert some.pages()["page"].to_list() == ["1999-12-31_1.txt", "2001-03-01_1.txt"]
    assert "责任编辑:徐新" in some.table("blocks")["text"].to_list()
    assert archive.where("article = 1").pages()["page"].to_list() == ["1998-01-05_1.txt"]


def test_a_choice_can_be_narrowed_and_its_stories_left_out(archive: Archive) -> None:
    narrow = archive.where("year = '1998'").where("article = 1")
    assert narrow.articles()["headline"].to_list() == ["工会助困"]
    rest = archive.without(narrow).articles()["headline"].to_list()
    assert rest == ["新桥通车", "工会学习", "三镇过桥", "旧桥停用"]
    named = archive.without(pd.DataFrame({"page": ["b.txt", "no page"], "article": [0, 0]}))
    assert len(named.articles()) == 4


def test_keyness_takes_a_choice_against_the_rest(archive: Archive, pages: list[bm.Page]) -> None:
    tokens = bm.tokens(pages)
    ours = tokens["page"].str[:4].eq("1998")
    expected = bm.keyness(tokens[ours], tokens[~ours])
    same(archive.keyness("year = '1998'"), expected)
    same(archive.keyness(archive.where("year = '1998'")), expected)
    same(archive.where("true").keyness("year = '1998'"), expected)
    others = archive.where("year <> '1998' OR year IS NULL")
    same(archive.keyness("year = '1998'", others, min_articles=1), expected)
    listed = bm.reference_list(pd.Series({"工会": 30, "桥": 3}), total=100)
    same(archive.keyness("true", listed), bm.keyness(tokens, listed))


def test_keyness_refuses_an_archive_that_was_cut_otherwise(
    archive: Archive, folder: Path, tmp_path: Path
) -> None:
    other = built(folder, tmp_path / "fine", granularity="fine")
    with pytest.raises(TableError, match="granularity"):
        archive.keyness("true", other)
    with pytest.raises(FormatError, match="another archive"):
        archive.without(other)


# ---- by time


def rows(table: pd.DataFrame, *columns: str) -> list[list[Any]]:
    cells = table[list(columns)].astype(object)
    return cells.where(cells.notna(), None).to_numpy().tolist()


def test_frequency_by_year_keeps_undated_pages_under_a_missing_year(archive: Archive) -> None:
    table = archive.frequency(by="year")
    found = table[table["token"] == "工会"]
    # 1998: 职工工会, 工会助困, 工会工会工会, 工会学习, 工会今天; without a date: 工会搬家
    assert rows(found, "year", "count", "articles", "of_articles") == [
        ["1998", 7, 4, 5],
        [None, 1, 4, 5],
    ]
    total = archive.frequency(by="article").groupby("page")["count"].sum()
    assert set(table[table["year"] == "2001"]["total"]) == {total["2001-03-01_1.txt"]}


@pytest.mark.parametrize("by", ["corpus", "year", "month", "paper"])
def test_counts_of_issues_are_those_of_their_words(archive: Archive, by: Any) -> None:
    """The first are summed up in each shard when it is built, the second now."""
    pd.testing.assert_frame_equal(
        archive.frequency(by=by), archive.where("true").frequency(by=by), check_exact=True
    )


def test_a_trend_has_every_period_with_what_it_is_out_of(archive: Archive) -> None:
    table = archive.trend("工会")
    columns = ("period", "count", "articles", "of_articles", "pages")
    assert rows(table, *columns) == [
        ["1998", 7, 3, 3, 2],
        ["1999", 0, 0, 0, 1],
        ["2001", 0, 0, 1, 1],
        [None, 1, 1, 1, 1],
    ]
    words = archive.frequency(by="year").drop_duplicates("year").set_index("year")["total"]
    assert table["total"].to_list() == [words["1998"], 0, words["2001"], words.iloc[-1]]
    assert table["per_thousand"].isna().to_list() == [False, True, False, False]
    assert table["per_thousand"].iloc[0] == 7 / words["1998"] * 1000
    assert table.attrs["warnings"] == [
        "pages without a date: 1; their row has no period",
        "there is no page of 2000, and no row",
    ]


def test_a_trend_of_a_choice_counts_its_stories(archive: Archive) -> None:
    some = archive.where("article = 0 AND paper IS NULL")
    assert rows(some.trend("工会"), "period", "count", "articles", "of_articles")[0] == [
        "1998", 3, 2, 2,
    ]  # fmt: skip


@pytest.mark.parametrize("by", ["year", "month"])
def test_a_trend_does_not_depend_on_where_its_counts_lie(
    archive: Archive, by: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = archive.trend(["工会", "10", "新桥"], by=by)
    pd.testing.assert_frame_equal(archive.where("true").trend(["工会", "10", "新桥"], by=by), held)
    monkeypatch.setattr(views, "_HELD", 0)
    again = Archive(archive._view.database.folder.path)
    pd.testing.assert_frame_equal(again.trend(["工会", "１０", "新桥", "10"], by=by), held)


def test_a_term_that_is_no_word_of_the_archive_is_told(archive: Archive) -> None:
    assert archive.trend("职工之家").attrs["warnings"][0] == (
        "职工之家 stands nowhere as one word; kwic('职工之家', mode='text') finds it inside "
        "words and over several"
    )


def test_a_period_is_thin_if_too_few_of_its_stories_can_have_the_word(tmp_path: Path) -> None:
    """过桥 is in 12 of 24 stories, so that 10 stories of a year have it 5 times by that rate."""
    texts = {
        f"{year}-01-01_{n}.txt": f"标题说事\n\n本报讯 (记者王小明){'过桥' if n % 2 else '过江'}。"
        for year, many in (("1990", 10), ("1991", 10), ("1992", 4))
        for n in range(1, many + 1)
    }
    write(tmp_path / "pages", texts)
    table = built(tmp_path / "pages", tmp_path / "out").trend("过桥")
    assert rows(table, "period", "articles", "of_articles", "thin") == [
        ["1990", 5, 10, False],
        ["1991", 5, 10, False],
        ["1992", 2, 4, True],
    ]


def test_a_trend_can_be_drawn(archive: Archive) -> None:
    assert draw_trend(archive.trend(["工会", "新桥"])).axes


def test_reprints_can_be_left_out_of_counts(tmp_path: Path) -> None:
    text = "新桥昨日通车，两岸居民出行不再绕道。记者看到，桥上车流平稳，桥头的老人说起了往事。"
    texts = {
        "1990-01-01_1.txt": f"旧桥往事\n\n本报讯 (记者王小明){text}",
        "1991-01-01_1.txt": f"旧桥往事\n\n本报讯 (记者王小明){text.replace('，', ',')}",
        "1992-01-01_1.txt": "工会学习\n\n本报讯 (记者李芳)工会开会学习，代表们谈了体会，会后参观。",
    }
    write(tmp_path / "pages", texts)
    archive = built(tmp_path / "pages", tmp_path / "out", size=1)
    found = archive.reprints(min_letters=30)
    assert rows(found, "page", "first") == [["1990-01-01_1.txt", True], ["1991-01-01_1.txt", False]]
    rest = archive.without(found[~found["first"]])
    assert rest.trend("新桥")["count"].to_list() == [1, 0]


# ---- places


def test_a_search_finds_what_the_index_does_not(archive: Archive, pages: list[bm.Page]) -> None:
    """困难职工 and 职工之家 have 职工 inside; so has 职工工会, cut in two words."""
    texts = "".join(p.text for page in pages for a in page.articles for _, p in a.passages)
    found = archive.kwic("职工", mode="text")
    assert len(found) == texts.count("职工") == 5
    by_name = {page.name: page.text for page in pages}
    assert [by_name[row.page][row.start : row.end] for row in found.itertuples()] == ["职工"] * 5
    assert archive.kwic("工人", mode="text").empty
    assert found.attrs["mode"] == "text"
    assert "inside longer words" in found.attrs["note"]
    assert archive.kwic("职工").attrs["mode"] == "token"


def test_places_that_overlap_are_found_one_by_one(archive: Archive) -> None:
    found = archive.kwic("哈哈", mode="text", width=1)
    assert rows(found, "left", "token", "right") == [
        ["。", "哈哈", "哈"],
        ["哈", "哈哈", "哈"],
        ["哈", "哈哈", "。"],
    ]
    assert found["start"].diff().dropna().tolist() == [1, 1]
    assert len(archive.kwic("工会", mode="text")) == 8


def test_a_search_follows_the_text_over_a_cut_of_the_page(
    archive: Archive, pages: list[bm.Page]
) -> None:
    found = archive.kwic("年底将有", mode="text")
    assert len(found) == 1
    cut = pages[0].text[found["start"][0] : found["end"][0]]
    assert cut.replace("\n", "") == "年底将有"
    assert "\n" in cut


def test_a_search_in_half_width_finds_either_width(archive: Archive) -> None:
    assert archive.kwic("200户", mode="text")["token"].to_list() == ["２００户"]
    assert archive.kwic("２００", mode="text")["token"].to_list() == ["２００"]
    assert archive.kwic("１０", mode="text").empty


def test_a_limit_takes_the_first_places_before_they_are_sorted(archive: Archive) -> None:
    for mode in ("token", "text"):
        first = archive.kwic("工会", mode=mode).head(3)
        some = archive.kwic("工会", mode=mode, limit=3, sort="right")
        assert sorted(rows(some, "page", "start")) == rows(first, "page", "start")
    assert archive.kwic("工会", limit=0).empty
    assert archive.kwic("工会", limit=99).equals(archive.kwic("工会"))


def test_a_line_can_tell_more_of_its_story(archive: Archive) -> None:
    found = archive.kwic("工会", columns=["issue_date", "headline"])
    assert list(found.columns) == [*bm.measures.COLUMNS["kwic"], "issue_date", "headline"]
    assert rows(found.tail(2), "issue_date", "headline") == [
        ["1998-02-01", "工会学习"],
        [None, "旧桥停用"],
    ]
    assert archive.kwic("无此", columns=["headline"]).columns[-1] == "headline"


WRONG_KWIC = labelled(
    [
        ("an empty term", {"term": ""}, "term ''"),
        ("a width below 0", {"width": -1}, "-1"),
        ("another mode", {"mode": "regex"}, "mode is 'regex'"),
        ("another order", {"sort": "page"}, "sort is 'page'"),
        ("a limit below 0", {"limit": -1}, "limit is -1"),
        ("a column that is not there", {"columns": ["weather"]}, "weather"),
        ("a column as a string", {"columns": "headline"}, "headline"),
    ]
)


@pytest.mark.parametrize(("options", "message"), WRONG_KWIC)
def test_kwic_refuses(archive: Archive, options: dict[str, Any], message: str) -> None:
    with pytest.raises(FormatError, match=message):
        archive.kwic(**{"term": "工会", **options})


# ---- SQL


def test_sql_gives_tables_with_dtypes_of_pandas(archive: Archive) -> None:
    table = archive.sql(
        "SELECT page, number, year, sum(words) AS words, avg(words) AS mean, bool_and(article = 0) "
        "AS one FROM stories WHERE page > ? GROUP BY ALL ORDER BY page",
        ["2000"],
    )
    assert table.dtypes.astype(str).to_dict() == {
        "page": "str", "number": "Int64", "year": "str", "words": "int64", "mean": "float64",
        "one": "bool",
    }  # fmt: skip
    assert table["page"].to_list() == ["2001-03-01_1.txt", "b.txt"]
    assert archive.sql("SELECT hash('a') AS h")["h"].dtype == "uint64"
    huge = archive.sql("SELECT sum(4611686018427387904::HUGEINT) AS s FROM range(4)")
    assert int(huge["s"][0]) == 1 << 64
    assert archive.sql("SELECT page FROM pages WHERE false").dtypes.astype(str).to_list() == ["str"]


def test_sql_reads_the_chosen_stories_alone(archive: Archive) -> None:
    some = archive.where("year = '2001'")
    for view in ("pages", "articles", "passages", "words", "blocks", "stories", "people"):
        pages = some.sql(f"SELECT DISTINCT page FROM {view}")["page"].to_list()
        assert pages == ["2001-03-01_1.txt"]


def test_sql_gives_the_text_of_blocks(archive: Archive, pages: list[bm.Page]) -> None:
    table = archive.sql("SELECT * FROM blocks ORDER BY page, block")
    assert table["text"].to_list() == bm.blocks(pages)["text"].to_list()


REFUSED = labelled(
    [
        ("no query", "", "nothing"),
        ("two", "SELECT 1; SELECT 2", "SELECT, SELECT"),
        ("a change", "DELETE FROM pages", "DELETE"),
        ("a new table", "CREATE TABLE x AS SELECT 1", "CREATE"),
        ("a change behind a WITH", "WITH x AS (SELECT 1) INSERT INTO y FROM x", "INSERT"),
        ("a file to be written", "COPY (SELECT 1) TO 'x.csv'", "COPY"),
        ("a setting", "SET memory_limit = '9GB'", "SET"),
        ("another database", "ATTACH 'x.db'", "ATTACH"),
        ("an extension", "INSTALL httpfs", "got"),
        ("a file", "SELECT * FROM read_text('/etc/hostname')", "disabled"),
        ("a file as a table", "SELECT * FROM '/etc/hostname'", "no other table"),
        ("files of a folder", "SELECT * FROM glob('/*')", "disabled"),
        ("the network", "SELECT * FROM read_csv('http://127.0.0.1:9/x')", "disabled"),
        ("a Python variable", "SELECT * FROM secret", "secret"),
        ("a column that is not there", "SELECT weather FROM pages", "weather"),
        ("no SQL", "工会", "does not work"),
    ]
)


@pytest.mark.parametrize(("query", "message"), REFUSED)
def test_sql_refuses(archive: Archive, query: str, message: str) -> None:
    secret = pd.DataFrame({"a": [1]})  # noqa: F841  # DuckDB would find it by its name
    with pytest.raises(FormatError, match=message):
        archive.sql(query)


@pytest.mark.parametrize("condition", ["", "weather = 1", "true) OR (true", "true; DROP TABLE x"])
def test_where_refuses_what_is_no_condition(archive: Archive, condition: str) -> None:
    with pytest.raises(FormatError, match="the condition"):
        archive.where(condition)


def test_memory_that_is_not_enough_is_an_error_with_advice(archive: Archive) -> None:
    small = Archive(archive._view.database.folder.path, memory="30MB", threads=1)
    with pytest.raises(BanmianError, match="memory='4GB'"):
        small.sql("SELECT list(i) FROM range(30_000_000) AS t(i)")


# ---- opening


def test_a_page_comes_back_with_its_corrections(tmp_path: Path) -> None:
    write(tmp_path / "pages", {"1998-01-05_1.txt": NEWS["1998-02-01_1.txt"]})
    side = 'paper = "日报"\n[[fix]]\nline = 1\ntext = "工会学习"\nrole = "kicker"\n'
    (tmp_path / "pages" / "1998-01-05_1.fix.toml").write_text(side, "utf-8")
    (page,) = pages_of(tmp_path / "pages")
    assert page.fixes
    assert built(tmp_path / "pages", tmp_path / "out").page("1998-01-05_1.txt") == page


def test_an_archive_cut_with_a_lexicon_is_searched_with_it(
    folder: Path, pages: list[bm.Page], tmp_path: Path
) -> None:
    lexicon = ["助困", "#桥", "职工之家"]
    archive = built(folder, tmp_path / "out", lexicon=lexicon, hmm=False)
    tokens = bm.tokens(pages, lexicon=lexicon, hmm=False)
    assert len(archive.kwic("职工之家")) == 1
    same(archive.kwic("职工之家"), bm.kwic(tokens, "职工之家"))
    same(archive.tokens(), tokens)


def test_an_archive_says_what_it_is(archive: Archive) -> None:
    words = archive.frequency(by="corpus")["total"][0]
    path = archive._view.database.folder.path
    assert repr(archive) == (
        f"<Archive {path!r}: 5 pages, 5 stories, {words} words, 1998 to 2001, 0 failed>"
    )
    assert " where year = '2001': 1 pages, 1 stories," in repr(archive.where("year = '2001'"))


NO_TEXT = "%PDF-1.7\n"


def test_pages_that_failed_are_listed_and_the_rest_is_there(tmp_path: Path) -> None:
    write(tmp_path / "pages", {"1998-01-05_1.txt": NEWS["b.txt"], "1998-01-05_2.txt": NO_TEXT})
    archive = built(tmp_path / "pages", tmp_path / "out")
    assert rows(archive.failed, "page", "error") == [["1998-01-05_2.txt", "NotTextError"]]
    assert archive.pages()["page"].to_list() == ["1998-01-05_1.txt"]


def test_an_archive_without_pages_has_empty_tables(tmp_path: Path) -> None:
    write(tmp_path / "pages", {"1998-01-05_1.txt": NO_TEXT})
    archive = built(tmp_path / "pages", tmp_path / "out")
    check_same(archive, [])
    assert archive.trend("工会").empty
    assert "no dates" in repr(archive)


def test_an_archive_behind_a_url_answers_too(folder: Path, pages: list[bm.Page]) -> None:
    archive = built(folder, "memory://banmian/archive", size=2)  # type: ignore[arg-type]
    check_same(archive, pages)
    with pytest.raises(FormatError, match="disabled"):
        archive.sql("SELECT * FROM read_text('memory://banmian/archive/manifest.json')")


def test_there_is_no_archive_where_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(PageNotFound, match=r"manifest\.json"):
        Archive(tmp_path / "none")


def test_a_page_that_is_not_there_is_an_error(archive: Archive) -> None:
    with pytest.raises(PageNotFound, match="no page 'x'"):
        archive.page("x")
    with pytest.raises(FormatError, match="the table is 'weather'"):
        archive.table("weather")


def test_options_that_duckdb_does_not_take_are_told(archive: Archive) -> None:
    with pytest.raises(FormatError, match="memory='much'"):
        Archive(archive._view.database.folder.path, memory="much")


def changed(archive: Path, change: Callable[[dict[str, Any]], object]) -> Archive:
    """The archive after a change of its manifest."""
    path = archive / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    change(manifest)
    path.write_text(json.dumps(manifest), "utf-8")
    return Archive(archive)


def test_an_archive_of_another_segmenter_is_counted_and_not_cut(
    folder: Path, tmp_path: Path
) -> None:
    built(folder, tmp_path / "out")
    old = changed(tmp_path / "out", lambda m: m["segmenter"].update(segmenter="jieba 0.30"))
    assert len(old.frequency(by="corpus")) > 10
    assert len(old.kwic("工会", mode="text")) == 8
    with pytest.raises(FormatError, match=r"jieba 0\.30"):
        old.kwic("工会")


def test_a_page_that_is_read_otherwise_now_is_an_error(folder: Path, tmp_path: Path) -> None:
    archive = built(folder, tmp_path / "out")
    with (
        mock.patch("banmian.archive.contents.parse_page", return_value=bm.parse_page("一")),
        pytest.raises(FormatError, match="read otherwise"),
    ):
        archive.page("b.txt")


def test_an_archive_whose_files_are_gone_is_to_be_opened_again(
    folder: Path, tmp_path: Path
) -> None:
    archive = built(folder, tmp_path / "out")
    for file in (tmp_path / "out" / "words").iterdir():
        file.unlink()
    with pytest.raises(BanmianError, match="open it again"):
        archive.sql("SELECT count(*) FROM words WHERE token = 'x'")
