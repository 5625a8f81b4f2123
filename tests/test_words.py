"""Words: tokens slice back, jieba stays silent and private, lexicon entries take effect."""
# full-width marks are what a Chinese text is made of

from __future__ import annotations

import io
import marshal
import os
import re
import subprocess
import sys
from importlib import resources
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import banmian as bm
from banmian import words
from banmian.page import FormatError
from banmian.tables.counting import count_words
from banmian.words import (
    Entry,
    Lexicon,
    Segmenter,
    engines,
    segment,
    segmenter,
    stop_words,
    stopwords,
)

HAN = "的一是在工会职困难扶贫车间大学堂洋泾街道服务组织，。、“”（）《》 \u3000\n12.5%aZ-·〇𠮷é"
TEXTS = st.text(max_size=60) | st.text(alphabet=HAN, max_size=120)
ENTRY_WORDS = st.text(alphabet="困难职工大学堂aB2%.-+#&_", min_size=2, max_size=6)

SENTENCES = [
    ("nothing", "", []),
    ("one character", "会", ["会"]),
    ("words of the dictionary", "全国劳动模范", ["全国", "劳动模范"]),
    ("marks and blanks are tokens", "入会， 好。", ["入会", "，", " ", "好", "。"]),
    ("a decimal number is whole", "补贴1.3万元", ["补贴", "1.3", "万元"]),
    ("each line end is a token", "工会\r\n\n", ["工会", "\r\n", "\n"]),
    ("the model guesses a name", "董红还", ["董红", "还"]),
    ("a lone surrogate passes through", "\ud800工会", ["\ud800", "工会"]),
]


@pytest.mark.parametrize(
    ("text", "expected"), [row[1:] for row in SENTENCES], ids=[row[0] for row in SENTENCES]
)
def test_a_text_is_cut_as_a_reader_of_jieba_expects(text: str, expected: list[str]) -> None:
    assert [token.text for token in segment(text)] == expected


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_tokens_rejoin_to_the_text_and_slice_back(text: str) -> None:
    tokens = segment(text)
    assert "".join(token.text for token in tokens) == text
    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert all(token.text and token.pos is None for token in tokens)


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_asking_for_parts_of_speech_changes_no_token(text: str) -> None:
    plain, tagged = segment(text), segment(text, pos=True)
    assert [(t.start, t.end, t.text) for t in tagged] == [(t.start, t.end, t.text) for t in plain]
    assert all(token.pos for token in tagged)


TAGGED = [
    ("dictionary words", "职工学习", [("职工", "n"), ("学习", "v")]),
    ("a place and a mark", "北京。", [("北京", "ns"), ("。", "x")]),
    ("a percentage, which posseg cuts in two, is a number", "50%", [("50%", "m")]),
    ("posseg cuts this into 这/r and 是/v; the later wins", "这是", [("这是", "v")]),
]


@pytest.mark.parametrize(("text", "expected"), [r[1:] for r in TAGGED], ids=[r[0] for r in TAGGED])
def test_a_tag_comes_from_posseg(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(token.text, token.pos) for token in segment(text, pos=True)] == expected


def test_where_the_cuts_agree_every_tag_is_that_of_posseg() -> None:
    text = "扶贫车间在追求效益的同时，兼顾人文关怀。工会组织服务职工。"
    pieces = list(engines.tagger_of(engines.Vocabulary()).cut(text))
    assert [(t.text, t.pos) for t in segment(text, pos=True)] == [tuple(p) for p in pieces]


def test_a_granularity_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(FormatError, match="'coarse', expected one of jieba, fine"):
        segment("工会", granularity="coarse")  # type: ignore[arg-type]


def test_bytes_are_refused() -> None:
    with pytest.raises(FormatError, match="got bytes, expected a str"):
        segment("工会".encode())  # type: ignore[arg-type]


# --- jieba, kept silent and private ---

SILENT_RUN = """
import sys
import banmian as bm
from banmian import words
from banmian.words import engines, stopwords
assert "jieba" not in sys.modules, "jieba was imported with the package"
sys.pycache_prefix = {pycache!r}  # jieba is compiled anew, so its escapes would warn
out = [[t.text for t in words.segment("扶贫车间", lexicon=lexicon, pos=pos, engine=engine)]
       for lexicon in (None, ["扶贫车间"]) for pos in (False, True) for engine in words.ENGINES]
import jieba
assert not jieba.dt.initialized and not jieba.finalseg.Force_Split_Words
print(out == [["扶贫", "车间"]] * 4 + [["扶贫车间"]] * 4)
"""
SETUPTOOLS = [
    ("as installed", None),
    ("setuptools absent", "raise ImportError('no setuptools here')"),
    (
        "setuptools that warns of pkg_resources",
        "import os, sys, warnings\n"
        "warnings.warn('pkg_resources is deprecated as an API', UserWarning)\n"
        "warnings.warn('pkg_resources is deprecated as an API', DeprecationWarning)\n"
        "def resource_stream(package, name):\n"
        "    return open(os.path.join(os.path.dirname(sys.modules['jieba'].__file__), name), 'rb')",
    ),
]


def run_python(code: str, tmp_path: Path, *flags: str) -> subprocess.CompletedProcess[str]:
    home = tmp_path / "home"
    home.mkdir()
    environment = {
        **os.environ,
        "TMPDIR": str(tmp_path / "shared"),
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home),
        "PYTHONPATH": str(tmp_path / "modules"),
        "PYTHONIOENCODING": "utf-8",
    }
    return subprocess.run(
        [sys.executable, *flags, "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(
    "pkg_resources", [r[1] for r in SETUPTOOLS], ids=[r[0] for r in SETUPTOOLS]
)
def test_the_engines_warn_of_nothing_log_nothing_and_write_nothing(
    tmp_path: Path, pkg_resources: str | None
) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "modules").mkdir()
    if pkg_resources is not None:
        (tmp_path / "modules" / "pkg_resources.py").write_text(pkg_resources, encoding="utf-8")
    code = SILENT_RUN.format(pycache=str(tmp_path / "pycache"))
    run = run_python(code, tmp_path, "-W", "error")
    assert (run.returncode, run.stderr, run.stdout) == (0, "", "True\n")
    assert list((tmp_path / "shared").iterdir()) == []
    assert list((tmp_path / "home").iterdir()) == []


def test_a_poisoned_cache_in_the_shared_folder_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    poison = tmp_path / "shared" / "jieba.cache"
    poison.write_bytes(marshal.dumps(({"扶": 0, "扶贫": 0, "扶贫车": 9, "间": 9}, 18)))
    code = "from banmian.words import segment\nprint(len(segment('扶贫车间', engine='jieba')))"
    run = run_python(code, tmp_path)
    assert (run.stdout, run.stderr) == ("2\n", "")


def test_the_dictionary_is_the_one_jieba_would_build() -> None:
    jieba = engines.jieba_module()
    with open(Path(jieba.__file__).with_name("dict.txt"), "rb") as dictionary:
        assert engines.dictionary() == jieba.Tokenizer.gen_pfdict(dictionary)


def test_a_segmenter_says_what_it_is() -> None:
    assert Segmenter(engine="jieba").description == {
        "segmenter": "jieba 0.42.1",
        "engine": "jieba 0.42.1",
        "engine_note": None,
        "granularity": "jieba",
        "hmm": True,
        "lexicon": None,
    }
    lexicon = Lexicon.of(["扶贫车间"])
    fine = segmenter(lexicon=lexicon, granularity="fine", hmm=False).description
    assert (fine["lexicon"], fine["granularity"], fine["hmm"]) == (lexicon.digest, "fine", False)


# --- lexicon ---

LEXICONS = [
    ("nothing", None, ["扶贫", "车间"]),
    ("no words", [], ["扶贫", "车间"]),
    ("a word", ["扶贫车间"], ["扶贫车间"]),
    ("a generator", (word for word in ["扶贫车间"]), ["扶贫车间"]),
    ("a word and a frequency too low to win", [("扶贫车间", 1)], ["扶贫车间"]),
    ("a word, a frequency and a tag", [("扶贫车间", 99, "n")], ["扶贫车间"]),
    ("a lexicon", Lexicon.of(["扶贫车间"]), ["扶贫车间"]),
    ("a word of other text", ["大学堂"], ["扶贫", "车间"]),
]


@pytest.mark.parametrize(
    ("lexicon", "expected"), [r[1:] for r in LEXICONS], ids=[r[0] for r in LEXICONS]
)
def test_a_lexicon_may_be(lexicon: words.LexiconSource | None, expected: list[str]) -> None:
    assert [token.text for token in segment("扶贫车间", lexicon=lexicon)] == expected


@given(st.lists(ENTRY_WORDS, min_size=1, max_size=5))
@settings(max_examples=25, deadline=None)
def test_every_word_of_a_lexicon_is_one_token_when_it_stands_alone(entries: list[str]) -> None:
    cutter = segmenter(lexicon=entries)
    assert [cutter.cut(word) for word in entries] == [[word] for word in entries]


def test_one_lexicon_leaves_no_trace_in_the_next() -> None:
    assert [t.text for t in segment("洋泾街道", lexicon=["洋泾街道"])] == ["洋泾街道"]
    assert [t.text for t in segment("洋泾街道")] == ["洋泾", "街道"]


def test_a_low_frequency_does_not_unmake_a_word_of_the_dictionary() -> None:
    """With jieba's own add_word("党员", 1) it is cut into 党 and 员."""
    assert [t.text for t in segment("党员", lexicon=[("党员", 1)])] == ["党员"]


def test_a_lexicon_gives_its_tag_and_x_where_it_has_none() -> None:
    tagged = segment("扶贫车间", lexicon=[("扶贫车间", None, "nt")], pos=True)
    untagged = segment("洋泾街道", lexicon=["洋泾街道"], pos=True)
    assert [tagged[0].pos, untagged[0].pos] == ["nt", "x"]


def test_lexicons_of_the_same_entries_are_equal_in_any_order() -> None:
    one = Lexicon.of(["扶贫车间", ("大学堂", 7), "扶贫车间"])
    two = Lexicon.of([("大学堂", 7), Entry("扶贫车间")])
    assert (one, hash(one), one.digest) == (two, hash(two), two.digest)
    assert one.digest != Lexicon.of([("大学堂", 8), "扶贫车间"]).digest


IMPOSSIBLE = [
    ("one character", ["困"], "can never form"),
    ("no word", [""], "can never form"),
    ("a number for a word", [(7,)], "can never form"),
    ("frequency nought", [("困难职工", 0)], "frequency 0, expected a whole number from 1"),
    ("frequency as text", [("困难职工", "5")], "frequency '5'"),
    ("four cells", [("困难职工", 1, "n", "note")], "is no lexicon entry"),
    ("a list for an entry", [["困难职工", 1]], "is no lexicon entry"),
    ("two frequencies for one word", [("困难职工", 1), ("困难职工", 2)], "two entries"),
]


@pytest.mark.parametrize(
    ("entries", "message"), [r[1:] for r in IMPOSSIBLE], ids=[r[0] for r in IMPOSSIBLE]
)
def test_an_entry_that_cannot_work_is_refused(entries: list[object], message: str) -> None:
    with pytest.raises(FormatError, match=message):
        segment("困难职工", lexicon=entries)  # type: ignore[arg-type]


FILES = [
    ("words only", "扶贫车间\n大学堂\n", [Entry("大学堂"), Entry("扶贫车间")]),
    ("three cells", "扶贫车间\t12\tn\n", [Entry("扶贫车间", 12, "n")]),
    ("an empty cell", "扶贫车间\t\tn\n", [Entry("扶贫车间", None, "n")]),
    (
        "named columns in another order, with a note",
        "note\ttag\tword\n工厂\tn\t扶贫车间\n",
        [Entry("扶贫车间", None, "n")],
    ),
    ("remarks, blanks and a BOM", "\ufeff# mine\n\n扶贫车间\n", [Entry("扶贫车间")]),
    ("nothing", "", []),
]


@pytest.mark.parametrize(("text", "entries"), [r[1:] for r in FILES], ids=[r[0] for r in FILES])
def test_a_lexicon_file_may_hold(tmp_path: Path, text: str, entries: list[Entry]) -> None:
    path = tmp_path / "lexicon.tsv"
    path.write_text(text, encoding="utf-8")
    assert list(Lexicon.read(path).entries) == entries
    assert segmenter(lexicon=str(path)) == segmenter(lexicon=entries)


BAD_FILES = [
    ("a frequency that is no number", "大学堂\n扶贫车间\tmany\n".encode(), "line 2: .*many"),
    ("a word that cannot form", "word\n堂\n".encode(), "line 2: .*can never form"),
    ("a line without the word's column", b"tag\tword\nn\n", "line 2: "),
    ("another encoding", "扶贫车间".encode("gb18030"), "cannot be read as UTF-8"),
]


@pytest.mark.parametrize(
    ("data", "message"), [r[1:] for r in BAD_FILES], ids=[r[0] for r in BAD_FILES]
)
def test_a_bad_lexicon_file_is_refused_with_its_line(
    tmp_path: Path, data: bytes, message: str
) -> None:
    path = tmp_path / "lexicon.tsv"
    path.write_bytes(data)
    with pytest.raises(FormatError, match=message):
        segment("扶贫车间", lexicon=path)


def test_a_word_given_as_a_path_says_how_to_give_words() -> None:
    with pytest.raises(FormatError, match="pass a list of them"):
        segment("扶贫车间", lexicon="扶贫车间")


# --- counting without a table ---

PAGE = "工会开会\n\n本报讯 (记者王小明)１０名职工开会。\n\n职工说：“10名！”"


def test_words_counted_in_pages_are_those_of_term_frequency() -> None:
    pages = [bm.parse_page(PAGE), *bm.read_pages("seeds")]
    frame = bm.tokens(pages)
    terms = bm.term_frequency(frame, by="corpus")
    counted = count_words(iter(pages))
    columns = ["token", "count", "total", "per_thousand"]
    pd.testing.assert_frame_equal(counted, terms[columns], check_exact=True)
    assert counted.attrs == frame.attrs


@pytest.mark.parametrize("text", [PAGE, PAGE.split("\n"), io.StringIO(PAGE)])
def test_words_are_counted_in_a_string_in_strings_and_in_an_open_file(text: Any) -> None:
    table = count_words(text)
    assert list(zip(table["token"], table["count"], strict=True))[:3] == [
        ("10", 2),
        ("名", 2),
        ("开会", 2),
    ]
    assert set(table["total"]) == {table["count"].sum()} == {13}


def test_no_texts_give_a_table_without_rows_but_with_columns() -> None:
    table = count_words([])
    assert [table[name].dtype for name in table] == ["str", "int64", "int64", "float64"]


def test_what_is_no_text_is_refused_by_count_words() -> None:
    with pytest.raises(FormatError, match="expected pages or strings, got bytes"):
        count_words([b"abc"])  # type: ignore[list-item]


# --- stop words ---


def test_no_stop_word_is_listed_twice() -> None:
    listed = [word for word, _ in stopwords._stop_word_rows()]
    assert len(listed) == len(set(listed)) == len(stop_words())


def test_every_stop_word_is_a_token_that_jieba_forms() -> None:
    cutter = segmenter()
    assert [word for word in stop_words() if cutter.cut(word) != [word]] == []


def test_the_readme_describes_every_reason_and_gives_its_number_of_words() -> None:
    readme = (resources.files("banmian") / "data" / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| .+ \| (\d+) \|", readme, flags=re.MULTILINE)
    assert {reason: int(number) for reason, number in rows} == {
        reason: len(stop_words([reason])) for reason in words.stop_word_reasons()
    }


@pytest.mark.parametrize("word", ["工作", "会议", "发展", "职工", "中国", "问题", "2020", "，"])
def test_a_word_that_is_only_frequent_is_no_stop_word(word: str) -> None:
    assert word not in stop_words()


def test_reasons_part_the_list() -> None:
    parts = [stop_words(reason) for reason in words.stop_word_reasons()]
    assert sum(map(len, parts)) == len(frozenset.union(*parts)) == len(stop_words())
    assert "记者" in stop_words(["newsroom"])
    assert "记者" not in stop_words(["particle", "time"])
    assert stop_words([]) == frozenset()


def test_an_unknown_reason_is_refused_with_the_known_ones() -> None:
    with pytest.raises(FormatError, match="no stop words are listed for verb; the reasons are"):
        stop_words(["particle", "verb"])
