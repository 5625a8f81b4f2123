"""Stability: one thing changed at a time, and the count that each cut would give."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from banmian import measures, tables
from banmian.page import FormatError
from banmian.tables.stability import STABILITY_COLUMNS, stability
from banmian.words import Lexicon
from pages_by_hand import Line, page_of

# Banmian's lexicon has 扶贫车间; jieba's dictionary has 扶贫, 车间, 开工 and 共和国.
PAGE = page_of(
    Line("headline", 0, "扶贫车间开工"),
    Line("paragraph", 0, "扶贫车间在共和国开工，扶贫１０次，又扶贫10次。"),
)


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return stability(PAGE).set_index("token")


def test_the_columns_are_those_declared_even_without_a_word() -> None:
    for made in (stability(PAGE), stability([]), stability(page_of())):
        found = {name: str(dtype) for name, dtype in made.dtypes.items()}
        assert found == {name: column.dtype for name, column in STABILITY_COLUMNS.items()}


def test_the_count_is_that_of_term_frequency(frame: pd.DataFrame) -> None:
    counts = measures.term_frequency(tables.tokens(PAGE), by="corpus").set_index("token")
    there = frame[frame["count"] > 0]
    columns = ["count", "total"]
    pd.testing.assert_frame_equal(there[columns], counts[columns])


def test_plain_texts_are_counted_as_pages_are() -> None:
    whole = "扶贫车间开工。扶贫10次"
    one, many = stability(whole), stability(iter(["扶贫车间开工。", "扶贫10次"]))
    pd.testing.assert_frame_equal(one, many)


CHANGED = [
    ("without a lexicon the parts, with the packaged one the whole", "扶贫车间", 0, 2),
    ("what the whole takes from its part", "扶贫", 4, 2),
    ("a word that no cut changes", "开工", 2, 2),
]


@pytest.mark.parametrize(
    ("word", "count", "with_lexicon"), [r[1:] for r in CHANGED], ids=[r[0] for r in CHANGED]
)
def test_a_count_stands_beside_what_it_would_be(frame, word, count, with_lexicon) -> None:
    assert frame.loc[word, ["count", "other_lexicon"]].tolist() == [count, with_lexicon]
    assert frame.loc[word, "stable"] == (count == with_lexicon)


def test_the_other_lexicon_of_a_lexicon_is_none() -> None:
    frame = stability(PAGE, lexicon=["扶贫车间"]).set_index("token")
    assert frame.loc["扶贫车间", ["count", "other_lexicon"]].tolist() == [2, 0]
    assert frame.attrs["lexicon"] == Lexicon.of(["扶贫车间"]).digest
    assert frame.attrs["settings"]["other_lexicon"]["lexicon"] is None


def test_full_width_and_half_width_forms_are_one_word(frame: pd.DataFrame) -> None:
    assert frame.loc["10", "count"] == 2
    assert "１０" not in frame.index


def test_the_model_alone_forms_a_word_that_no_dictionary_has() -> None:
    page = page_of(Line("paragraph", 0, "他来到了网易杭研大厦"))
    frame = stability(page).set_index("token")
    assert frame.loc["杭研", ["count", "no_guesses", "stable"]].tolist() == [1, 0, False]


def test_lowest_and_highest_are_over_all_cuts_that_were_made(frame: pd.DataFrame) -> None:
    cuts = ["count", "no_guesses", "other_lexicon", "other_granularity", "other_engine"]
    made = frame[cuts].dropna(axis=1)
    assert (frame["lowest"] == made.min(axis=1)).all()
    assert (frame["highest"] == made.max(axis=1)).all()
    assert (frame["stable"] == (frame["lowest"] == frame["highest"])).all()


def test_the_other_engine_counts_alike_or_is_missing(frame: pd.DataFrame) -> None:
    other = frame["other_engine"]
    assert other.isna().all() or (other == frame["count"]).all()
    assert (frame.attrs["settings"]["other_engine"] is None) == bool(other.isna().all())


def test_without_a_second_engine_its_count_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("banmian.words.engines._doubt", lambda: "it is not installed")
    frame = stability(PAGE)
    assert frame["other_engine"].isna().all()
    assert frame.attrs["settings"]["other_engine"] is None
    assert frame.query("token == '开工'")["stable"].item()


def test_every_cut_says_what_made_it_and_its_words(frame: pd.DataFrame) -> None:
    settings = frame.attrs["settings"]
    assert settings["no_guesses"]["hmm"] is False
    assert settings["other_granularity"]["granularity"] == "fine"
    assert settings["other_lexicon"]["lexicon"] == Lexicon.packaged().digest
    for name, setting in settings.items():
        if setting is not None:
            assert frame[name].sum() == setting["total"]


def test_from_the_fine_granularity_the_other_is_that_of_jieba() -> None:
    frame = stability(PAGE, granularity="fine")
    assert frame.attrs["settings"]["other_granularity"]["granularity"] == "jieba"


def test_words_that_no_cut_finds_often_enough_are_left_out(frame: pd.DataFrame) -> None:
    often = stability(PAGE, min_count=2).set_index("token")
    assert set(often.index) == set(frame.index[frame["highest"] >= 2])
    assert "扶贫车间" in often.index
    assert "共和国" not in often.index


WRONG: list[tuple[str, Any, dict[str, Any], str]] = [
    ("no page", [3], {}, "expected pages or strings, got int"),
    ("no granularity", PAGE, {"granularity": "coarse"}, "granularity is 'coarse'"),
]


@pytest.mark.parametrize(("pages", "options", "message"), [r[1:] for r in WRONG])
def test_stability_refuses(pages: Any, options: dict[str, Any], message: str) -> None:
    with pytest.raises(FormatError, match=message):
        stability(pages, **options)
