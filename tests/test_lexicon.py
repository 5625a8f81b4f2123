"""The packaged lexicon takes effect and harms nothing; lexicons are joined, written, measured."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import banmian as bm
from banmian.page import FormatError
from banmian.words import Entry, Granularity, Lexicon, engines, lint_lexicon, new_words, segmenter
from evaluate_words import ACCEPTED, EXPECTED, SEED, read_stretches, ways, wrong_stretches

PACKAGED = resources.files("banmian") / "data" / "lexicon.tsv"


@cache
def seed_page() -> bm.Page:
    return bm.read_page(SEED)


# --- the packaged lexicon ---


def test_every_row_has_a_word_a_tag_and_a_note() -> None:
    header, *lines = PACKAGED.read_text("utf-8").splitlines()
    rows = [dict(zip(header.split("\t"), line.split("\t"), strict=True)) for line in lines]
    assert header == "word\tfreq\ttag\tnote"
    assert [row["word"] for row in rows if not row["note"]] == []
    assert {row["tag"] for row in rows} <= {
        "n",
        "v",
        "j",
        "l",
        "t",
        "nt",
        "ns",
        "nz",
        "vn",
        "b",
        "a",
    }
    assert len(rows) == len({row["word"] for row in rows}) == len(Lexicon.packaged().entries)


def test_no_word_of_it_is_common_in_the_dictionary() -> None:
    frequency = engines.dictionary()[0]
    assert [e.word for e in Lexicon.packaged().entries if frequency.get(e.word, 0) > 3] == []


@pytest.mark.parametrize("word", ["职工大学堂", "洋泾街道", "爱心接力站", "幸福课堂", "关爱套餐"])
def test_it_has_no_word_that_only_the_seed_page_has(word: str) -> None:
    assert word not in {entry.word for entry in Lexicon.packaged().entries}


@pytest.mark.parametrize("granularity", ["jieba", "fine"])
def test_every_entry_of_it_works_and_tears_no_dictionary_word(granularity: Granularity) -> None:
    """Under "jieba" 133 entries are in the dictionary already; "fine" takes them out of it."""
    table = lint_lexicon(Lexicon.packaged(), granularity=granularity)
    assert set(table["status"]) == ({"works", "known"} if granularity == "jieba" else {"works"})
    assert table["breaks"].max() == 0


def test_on_the_seed_page_it_crosses_one_word_which_is_wrong_there() -> None:
    """横向联络人社、民政、住建 is to liaise with 人社, not 联络人."""
    table = lint_lexicon(Lexicon.packaged(), seed_page())
    crossing = table.loc[table["crossed"] > 0, ["word", "crossing"]].values.tolist()
    assert crossing == [["人社", "困工作,横向联络【人社】、民政、住建、教"]]


# --- joined and written ---


def test_a_users_entry_takes_the_place_of_that_for_the_same_word() -> None:
    ours = Lexicon.of([("扶贫车间", 5, "n"), "大学堂"])
    assert ours.extend([("扶贫车间", 9, "nz")]).entries == (
        Entry("大学堂"),
        Entry("扶贫车间", 9, "nz"),
    )


def test_an_extension_by_nothing_is_the_lexicon_itself() -> None:
    assert Lexicon.packaged().extend([]) == Lexicon.packaged()


ENTRIES = st.lists(
    st.builds(
        Entry,
        st.text("困难职工大学堂aB2%·- ", min_size=2, max_size=6).filter(lambda w: w == w.strip()),
        st.none() | st.integers(1, 10**9),
        st.none() | st.sampled_from(["n", "nr", "vn"]),
    ),
    unique_by=lambda entry: entry.word,
    max_size=8,
)


@given(ENTRIES)
@settings(max_examples=60, deadline=None)
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, entries: list[Entry]
) -> None:
    path = tmp_path_factory.mktemp("lexicon") / "words.tsv"
    lexicon = Lexicon.of(entries)
    lexicon.write(path)
    assert Lexicon.read(path) == lexicon
    assert b"\r" not in path.read_bytes()


@given(ENTRIES, ENTRIES)
@settings(max_examples=60, deadline=None)
def test_a_union_has_all_of_the_second_and_the_words_of_both(
    first: list[Entry], second: list[Entry]
) -> None:
    union = Lexicon.of(first).extend(second).entries
    assert {e.word for e in union} == {e.word for e in (*first, *second)}
    assert set(second) <= set(union)


def test_a_word_that_would_be_read_as_a_remark_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="'#职工' cannot be written"):
        Lexicon.of(["#职工"]).write(tmp_path / "words.tsv")
    assert not (tmp_path / "words.tsv").exists()


def test_remarks_may_stand_above_the_names_of_columns(tmp_path: Path) -> None:
    path = tmp_path / "words.tsv"
    path.write_text("# mine\n\nnote\tword\na place\t洋泾街道\n", "utf-8")
    assert Lexicon.read(path).entries == (Entry("洋泾街道"),)


FAULTS = [
    ("a blank before it", " 职工", "blank at its edge"),
    ("an ideographic blank behind it", "职工\u3000", "blank at its edge"),
    ("a line break inside", "困难\n职工", "line break inside"),
    ("a line separator inside", "困难\u2028职工", "line break inside"),
    ("a tab inside", "困难\t职工", "tab or a line break"),
    ("one character", "堂", "a single character is a token"),
]


@pytest.mark.parametrize(("word", "reason"), [r[1:] for r in FAULTS], ids=[r[0] for r in FAULTS])
def test_an_entry_that_can_never_form_is_an_error_with_its_reason(word: str, reason: str) -> None:
    with pytest.raises(FormatError, match=f"can never form: .*{reason}"):
        Lexicon.of([word])


@pytest.mark.parametrize("word", ["阿依·古丽", "E-mail", "20 大", "ＧＤＰ", "5G网络"])
def test_an_entry_with_a_mark_a_blank_or_latin_letters_forms(word: str) -> None:
    cut = segmenter(lexicon=[word]).cut(f"他说{word}好。")
    assert word in cut


# --- the reader's cut of the seed page ---


def test_every_expected_stretch_stands_where_it_says_and_its_cuts_rejoin_to_it() -> None:
    page = seed_page()
    passages = [passage for article in page.articles for _, passage in article.passages]
    for stretch in read_stretches(EXPECTED):
        assert {"".join(cut) for cut in stretch.cuts} == {stretch.text}
        assert page.text[stretch.start] == stretch.text[0]
        assert any(stretch.text in passage.text for passage in passages)


def test_no_two_expected_stretches_overlap() -> None:
    stretches = sorted(read_stretches(EXPECTED))
    ends = [stretch.start + len(stretch.text) for stretch in stretches]
    assert len(stretches) >= 150
    assert all(end <= after.start for end, after in zip(ends, stretches[1:], strict=False))


RIGHT = {
    "jieba": 290,
    "fine": 286,
    "jieba + lexicon": 312,
    "fine + lexicon": 320,
    "jieba + lexicon + accepted candidates": 327,
    "fine + lexicon + accepted candidates": 335,  # 97.4 % of 344
}


def test_the_seed_page_is_cut_no_worse_than_before() -> None:
    """Floors, raised by hand: how many of the 344 stretches are right."""
    page, stretches = seed_page(), read_stretches(EXPECTED)
    right = {
        name: len(stretches) - len(list(wrong_stretches(page, stretches, cutter)))
        for name, cutter in ways(page)
    }
    assert {name: right[name] for name in RIGHT if right[name] < RIGHT[name]} == {}
    assert RIGHT["fine + lexicon + accepted candidates"] >= 0.97 * len(stretches)


def test_a_wrong_cut_is_found_at_either_edge_and_inside() -> None:
    page = bm.parse_page("新桥通车\n\n本报讯 (记者王小明)新桥昨日通车。")
    row = read_stretches(EXPECTED)[0]
    stretches = [
        row._replace(start=0, text=text, cuts=frozenset({tuple(cut.split(" "))}))
        for text, cut in [("新桥", "新桥"), ("新桥", "新 桥"), ("新", "新"), ("新桥通", "新桥 通")]
    ]
    wrong = list(wrong_stretches(page, stretches, segmenter()))
    assert [cover for _, cover in wrong] == [("新桥",), ("新桥",), ("新桥", "通车")]


def test_the_accepted_words_are_proposed_those_named_in_the_text_once_told_of() -> None:
    """Names that stand once in running text are no evidence by themselves; the facts know them."""
    accepted = {entry.word for entry in Lexicon.read(ACCEPTED).entries}
    alone = new_words(seed_page(), lexicon=Lexicon.packaged())["word"]
    named = {"张泽平", "秦伟", "赵延昌", "马建新", "黄丙花", "江华县"}
    assert accepted - set(alone) == named
    assert accepted <= set(new_words(seed_page(), lexicon=Lexicon.packaged(), names=named)["word"])
