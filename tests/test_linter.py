"""The linter of lexicons says of each entry what the segmenter will really do with it."""

from __future__ import annotations

from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import banmian as bm
from banmian.page import FormatError
from banmian.words import Entry, Lexicon, engines, lint_lexicon, segmenter
from banmian.words.linter import LINT_COLUMNS


def words_of(text: str, added: dict[str, int]) -> list[tuple[int, int]]:
    """Places of jieba's words in a text, its dictionary changed by ``added``; no model."""
    frequency, total = engines.dictionary()
    tokenizer = engines.jieba_module().Tokenizer()
    tokenizer.FREQ = frequency.copy()
    for word in added:
        for end in range(1, len(word)):
            tokenizer.FREQ.setdefault(word[:end], 0)
    tokenizer.FREQ.update(added)
    tokenizer.total, tokenizer.initialized = total, True
    return list(pairwise(accumulate(map(len, tokenizer.cut(text, HMM=False)), initial=0)))


def row_of(entries: Any, text: Any = None) -> dict[str, Any]:
    return dict(lint_lexicon(entries, text).iloc[0])


# --- the least frequency ---

ALONE = ["月经", "扶贫车间", "职工大学堂", "的话", "中国制造", "大学", "副主席", "新技术", "5G网络"]


@pytest.mark.parametrize("word", ALONE)
def test_the_needed_frequency_wins_alone_and_one_less_does_not(word: str) -> None:
    needed = int(row_of([word])["needed"])
    assert words_of(word, {word: needed}) == [(0, len(word))]
    assert needed == 1 or words_of(word, {word: needed - 1}) != [(0, len(word))]


THERE = [
    ("a common word reaches over its edge", "月经", "本月经济回升"),
    ("a longer word has its head", "人社", "横向联络人社、民政"),
    ("a longer word has its tail", "劳动监察", "所在地的劳动监察部门"),
    ("beside digits", "年内", "2020年内部通报"),
]


@pytest.mark.parametrize(("word", "text"), [r[1:] for r in THERE], ids=[r[0] for r in THERE])
def test_the_needed_frequency_wins_in_its_context_and_one_less_does_not(
    word: str, text: str
) -> None:
    row = row_of([word], text)
    place = (text.find(word), text.find(word) + len(word))
    needed = int(row["needed_there"])
    assert f"【{word}】" in row["missed"]
    assert place in words_of(text, {word: needed})
    assert place not in words_of(text, {word: needed - 1})


DICTIONARY_WORDS = st.sampled_from(
    [
        "工会",
        "组织",
        "职工",
        "大学",
        "经济",
        "月",
        "经",
        "中国",
        "国内",
        "的",
        "服务",
        "工人",
        "会议",
    ]
)


@given(st.lists(DICTIONARY_WORDS, min_size=2, max_size=4).map("".join))
@settings(max_examples=10, deadline=None)
def test_the_needed_frequency_is_the_least_for_any_join_of_words(word: str) -> None:
    needed = row_of([word])["needed"]
    assert words_of(word, {word: int(needed)}) == [(0, len(word))]
    assert needed == 1 or words_of(word, {word: int(needed) - 1}) != [(0, len(word))]


# --- what an entry breaks ---

TEARING = [
    ("月经", 20000, {"经过 (月经过)", "经受 (月经受)", "月经带 (月经带)"}),
    ("的话", 90000, {"目的 (目的话)", "真的 (真的话)", "似的 (似的话)"}),
    ("总工", 40000, {"工人 (总工人)", "工具 (总工具)", "工厂 (总工厂)"}),
]


@pytest.mark.parametrize(("word", "freq", "broken"), TEARING, ids=[row[0] for row in TEARING])
def test_a_word_said_to_be_torn_is_a_token_without_the_entry_and_none_with_it(
    word: str, freq: int, broken: set[str]
) -> None:
    row = row_of([(word, freq)])
    assert (row["status"], set(row["broken"].split("、"))) == ("contested", broken)
    with_entry, without = segmenter(lexicon=[(word, freq)]), segmenter()
    for torn in broken:
        other, string = torn.removesuffix(")").split(" (")
        assert other in without.cut(string)
        assert other not in with_entry.cut(string)
        assert word in with_entry.cut(string)


@pytest.mark.parametrize("word", ["月经", "的话", "总工", "中国制造", "党务公开"])
def test_at_its_least_frequency_a_word_tears_nothing(word: str) -> None:
    assert row_of([word])["breaks"] == 0


# --- what becomes of it ---

STATUS = [
    ("a new word", "扶贫车间", None, "works", None),
    (
        "a word of the dictionary",
        "工会",
        None,
        "known",
        "the dictionary has it with 981, and 6 is enough",
    ),
    ("jieba's own trap: too low", "月经", 5, "known", "the 5 given is not used"),
    ("raised above the dictionary", "月经", 800, "works", None),
    ("raised far too high", "月经", 20000, "contested", "it tears dictionary words: 经过"),
    ("one character", "堂", None, "error", "a single character is a token"),
    ("a blank at its edge", "职工 ", None, "error", "blank at its edge"),
    ("a line break inside", "职\n工", None, "error", "line break inside"),
    ("no frequency", "职工", 0, "error", "frequency 0, expected a whole number from 1"),
    ("a mark inside", "阿依·古丽", None, "works", None),
]


@pytest.mark.parametrize(
    ("word", "freq", "status", "reason"), [r[1:] for r in STATUS], ids=[r[0] for r in STATUS]
)
def test_an_entry_gets_a_status_and_a_reason(
    word: str, freq: int | None, status: str, reason: str | None
) -> None:
    row = row_of([(word, freq)])
    assert (row["word"], row["status"]) == (word, status)
    assert reason in row["reason"] if reason else row["reason"] != row["reason"]


def test_errors_are_rows_among_the_others_and_stop_nothing(tmp_path: Path) -> None:
    path = tmp_path / "words.tsv"
    path.write_text(
        "word\tfreq\n扶贫车间\t\n堂\t\n大学堂\tmany\n扶贫车间\t7\n爱心接力站\t\n", "utf-8"
    )
    table = lint_lexicon(path)
    assert table["word"].tolist() == ["扶贫车间", "堂", "大学堂", "扶贫车间", "爱心接力站"]
    assert table["status"].tolist() == ["works", "error", "error", "error", "works"]
    reasons = table["reason"].tolist()
    assert "line 3" in reasons[1]
    assert "line 4" in reasons[2]
    assert "another frequency or tag" in reasons[3]


# --- in a text ---

TEXT = "扶贫车间开工。本月经济回升，经过扶贫车间主任同意；月经过了。\n扶贫车间扶贫车间"


def test_every_occurrence_is_formed_or_inside_a_longer_word_or_missed() -> None:
    table = lint_lexicon([("月经", 20000), "扶贫车", "扶贫车间", "车间主任"], TEXT).set_index(
        "word"
    )
    assert table.loc["月经", ["found", "formed", "inside"]].tolist() == [2, 1, 0]
    assert table.loc["月经", "missed"] == "扶贫车间开工。本【月经】济回升，经过扶贫"
    assert table.loc["月经", ["crossed", "crossing"]].tolist() == [
        1,
        "贫车间主任同意；【月经】过了。 扶贫车间",
    ]
    assert table.loc["扶贫车", ["found", "formed", "inside"]].tolist() == [4, 0, 4]
    assert table.loc["扶贫车间", ["found", "formed", "inside"]].tolist() == [4, 4, 0]
    assert table.loc["车间主任", ["found", "formed", "inside"]].tolist() == [1, 0, 0]
    assert table.loc["车间主任", "missed"] == "济回升，经过扶贫【车间主任】同意；月经过了。"


def test_full_width_and_half_width_forms_are_one_word() -> None:
    table = lint_lexicon(["ＧＤＰ增速", "5G网络"], "GDP增速和５Ｇ网络")
    assert table["found"].tolist() == table["formed"].tolist() == [1, 1]
    assert table["needed"].notna().all()


def test_entries_that_contain_or_overlap_each_other_are_named() -> None:
    table = lint_lexicon(["扶贫车", "扶贫车间", "车间主任", "工会"]).set_index("word")
    assert table["overlaps"].tolist()[:3] == [
        "扶贫车间、车间主任",
        "车间主任",
        "扶贫车、扶贫车间",
    ]
    assert table["overlaps"].isna().tolist() == [False, False, False, True]


def test_without_a_text_nothing_is_said_of_one() -> None:
    told = ["found", "formed", "inside", "missed", "needed_there", "crossed", "crossing"]
    assert lint_lexicon(["扶贫车间"])[told].isna().all(axis=None)
    assert lint_lexicon(["扶贫车间"], "")["found"].tolist() == [0]


def test_a_page_is_linted_by_its_stories() -> None:
    page = bm.read_page(Path(__file__).parent.parent / "seeds" / "000_36eec756fec64adf.txt")
    rows = [lint_lexicon(["扶贫车间", "微网格"], given) for given in (page, [page], iter([page]))]
    assert [row["found"].tolist() for row in rows] == [[6, 2]] * 3
    assert [row["formed"].tolist() for row in rows] == [[6, 2]] * 3


@pytest.mark.parametrize("text", [7, ["扶贫车间"], [None]])
def test_what_is_no_text_and_no_page_is_refused(text: object) -> None:
    with pytest.raises((FormatError, TypeError)):
        lint_lexicon(["扶贫车间"], text)  # type: ignore[arg-type]


def test_the_table_has_its_columns_and_dtypes_whatever_stands_in_it() -> None:
    for entries in ([], ["堂"], ["扶贫车间"]):
        table = lint_lexicon(entries)
        assert table.dtypes.astype(str).to_dict() == dict(LINT_COLUMNS)


# --- a law ---

LEXICONS = st.lists(
    st.builds(
        Entry,
        st.text("工会职月经济的话大学", min_size=2, max_size=4),
        st.none() | st.sampled_from([1, 50, 5000, 500000]),
    ),
    unique_by=lambda entry: entry.word,
    max_size=3,
)


@given(LEXICONS, st.text("工会职月经济的话大学，", max_size=30))
@settings(max_examples=12, deadline=None)
def test_formed_is_what_the_segmenter_forms(entries: list[Entry], text: str) -> None:
    lexicon = Lexicon.of(entries)
    cut = segmenter(lexicon=lexicon).cut(text)
    for row in lint_lexicon(lexicon, text).itertuples():
        if row.status != "error":
            assert row.formed == cut.count(row.word)
            assert (row.found > row.formed + row.inside) == (row.missed == row.missed)
