"""Reprints: copies and edited copies are found and put to their first; look-alikes are not."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import banmian as bm
from banmian.archive import reprints as module
from banmian.archive.reprints import COLUMNS, reprints
from banmian.page import FormatError, TableError
from strategies import labelled

STORY = (
    "本报讯 (记者王小明)新桥昨日通车，两岸居民出行不再绕道。记者在桥头看到，车流平稳，几位老人"
    "站在栏杆边说起往事：三十年前，过江要等轮渡，遇上大风就得在岸边住一夜。新桥全长1.2公里，"
    "总投资3.4亿元，工期比计划提前了两个月。市交通局负责人表示，下一步还要修好两头的道路，"
    "让镇上的孩子走到学校只要十分钟。"
)
OTHER = (
    "晚报讯 昨日，市图书馆新馆开门迎客，首日接待读者两千余人。新馆藏书八十万册，设少儿阅览区、"
    "地方文献室和自习室，开放到夜里十点。一位带孙女来的读者说，以前借书要坐一个小时的车，"
    "如今走路就到。馆长介绍，今年还将在各镇设立十二个分馆，图书可以就近借还，"
    "残疾读者可以电话预约送书上门。"
)
HANZI = [chr(point) for point in range(0x4E00, 0x4E00 + 3000)]


def table(*texts: str) -> pd.DataFrame:
    """A passage each, on pages of their own."""
    rows = [(f"p{number:05}", 0, "paragraph", text) for number, text in enumerate(texts)]
    return pd.DataFrame(rows, columns=["page", "article", "role", "text"])


def groups(found: pd.DataFrame) -> list[list[int]]:
    """The numbers of the stories of each group, its first in front."""
    return [[int(page[1:]) for page in group["page"]] for _, group in found.groupby("group")]


def invented(seed: int, letters: int = 300) -> str:
    """A text of random characters, like no other."""
    return "".join(random.Random(seed).choices(HANZI, k=letters))


def resemblance(one: str, other: str) -> float:
    """The definition, written down anew for texts of letters alone."""
    runs = [{text[at : at + 5] for at in range(len(text) - 4)} for text in (one, other)]
    return len(runs[0] & runs[1]) / len(runs[0] | runs[1])


SAME = [
    ("word for word", STORY),
    ("half-width punctuation", STORY.translate(str.maketrans("，。：", ",.:"))),
    ("full-width digits", STORY.replace("1.2", "１．２").replace("3.4", "３．４")),
    ("blanks and breaks", "\u3000\u3000" + STORY.replace("。", "。\r\n\u3000\u3000")),
    ("no punctuation at all", STORY.translate(dict.fromkeys(map(ord, "，。：.() ")))),
]


@pytest.mark.parametrize("copy", labelled(SAME))
def test_white_space_punctuation_and_width_make_no_difference(copy: str) -> None:
    found = reprints(table(STORY, OTHER, copy), threshold=1)
    assert groups(found) == [[0, 2]]
    assert found["similarity"].tolist() == [1.0, 1.0]
    assert found["first"].tolist() == [True, False]


NEAR = [
    ("another byline", STORY.replace("记者王小明", "通讯员李芳"), True),
    ("one number corrected", STORY.replace("1.2公里", "1.3公里"), True),
    ("the last words left out", STORY[: STORY.index("让镇上的孩子")], True),
    ("half of it left out", STORY[: len(STORY) // 2], False),
    ("another story", OTHER, False),
    ("the same words in another order", "".join(sorted(STORY)), False),
]


@pytest.mark.parametrize(("text", "reprinted"), labelled(NEAR))
def test_a_text_that_is_nearly_the_same_is_a_reprint(text: str, reprinted: bool) -> None:
    assert groups(reprints(table(STORY, text))) == ([[0, 1]] if reprinted else [])


def test_the_similarity_is_the_share_of_runs_of_five_letters() -> None:
    text = invented(1)
    copy = text[:200] + invented(2, 20) + text[200:]
    [[_, found]] = [reprints(table(text, copy))["similarity"].tolist()]
    # 296 runs, 316 with the 20 letters put in; 4 runs over the cut are lost
    assert found == 292 / (296 + 316 - 292) == resemblance(text, copy)


def test_the_threshold_is_reached_by_what_equals_it() -> None:
    text = invented(1)
    copy = text[:200] + invented(2, 20) + text[200:]
    assert len(reprints(table(text, copy), threshold=292 / 320)) == 2
    assert len(reprints(table(text, copy), threshold=293 / 320)) == 0


def test_short_look_alikes_are_left_out() -> None:
    forecasts = [
        f"今天白天晴，最高气温{degrees}℃，偏北风三到四级。明天多云，出门请带伞。"
        for degrees in range(20)
    ]
    assert len(reprints(table(*forecasts))) == 0
    assert reprints(table(*forecasts)).attrs["short"] == 20
    assert len(reprints(table(*forecasts), min_letters=10, threshold=0.5)) == 20
    letters = invented(3, 100)
    assert len(reprints(table(letters, letters))) == 2
    assert len(reprints(table(letters, letters), min_letters=101)) == 0


def test_only_paragraphs_are_compared_and_all_of_a_story_together() -> None:
    rows = [
        ("a", 0, "headline", "新桥通车"),
        ("a", 0, "paragraph", STORY[:80]),
        ("a", 1, "paragraph", OTHER),
        ("a", 0, "paragraph", STORY[80:]),
        ("b", 3, "headline", OTHER),
        ("b", 3, "paragraph", STORY),
        ("b", 4, "caption", OTHER),
        ("b", None, "furniture", OTHER),
    ]
    frame = pd.DataFrame(rows, columns=["page", "article", "role", "text"]).astype(
        {"article": "Int64"}
    )
    found = reprints(frame)
    assert list(zip(found["page"], found["article"], strict=True)) == [("a", 0), ("b", 3)]


def test_a_chain_of_neighbours_does_not_draw_in_what_is_unlike_the_first() -> None:
    text = invented(5, 1000)
    steps = [text[: 1000 - 120 * step] for step in range(6)]
    assert all(resemblance(a, b) > 0.7 for a, b in pairwise(steps))
    found = reprints(table(*steps))
    assert groups(found) == [[0, 1, 2], [3, 4]]  # 0.88 and 0.76 of the first; 0.64 begins anew
    assert (found["similarity"] >= 0.7).all()


def test_a_story_joins_the_likest_first() -> None:
    one, other = invented(1, 400), invented(2, 400)
    mixed = one[:300] + other[:100]
    found = reprints(table(other, one, mixed), threshold=0.1)
    assert groups(found) == [[1, 2]]


def test_groups_are_numbered_by_their_firsts_and_hold_stories_in_order() -> None:
    one, two = invented(1), invented(2)
    found = reprints(table(two, one, invented(3), one, two, one))
    assert groups(found) == [[0, 4], [1, 3, 5]]
    assert found["group"].tolist() == [0, 0, 1, 1, 1]
    assert dict(found.dtypes.astype(str)) == COLUMNS
    assert found.attrs == {"threshold": 0.7, "min_letters": 100, "stories": 6, "short": 0}


def test_nothing_found_keeps_columns_and_dtypes() -> None:
    for frame in (table(), table(STORY), table(STORY, OTHER), table("", "")):
        found = reprints(frame)
        assert len(found) == 0
        assert dict(found.dtypes.astype(str)) == COLUMNS


def test_blocks_of_pages_will_do_and_reprints_can_be_left_out_of_a_count() -> None:
    pages = [bm.parse_page(f"标题{name}\n\n{STORY}\n", name=name) for name in "abc"]
    found = reprints(bm.blocks(pages))
    assert found["page"].tolist() == ["a", "b", "c"]
    tokens = bm.tokens(pages)
    again = found[~found["first"]]
    counted = tokens[
        ~tokens.set_index(["page", "article"]).index.isin(
            again.set_index(["page", "article"]).index
        )
    ]
    assert counted["page"].unique().tolist() == ["a"]


class Batches:
    """Tables of a few rows, made anew whenever they are gone through."""

    def __init__(self, frame: pd.DataFrame, size: int) -> None:
        """``size`` rows at a time."""
        self.frame, self.size = frame, size

    def __iter__(self) -> Iterator[pd.DataFrame]:
        """Begins anew."""
        for start in range(0, len(self.frame), self.size):
            yield self.frame.iloc[start : start + self.size]


def edited(text: str, changes: int, generator: random.Random) -> str:
    letters = list(text)
    for _ in range(changes):
        letters[generator.randrange(len(letters))] = generator.choice(HANZI)
    return "".join(letters)


def corpus(seed: int, size: int) -> list[str]:
    """Stories of which every third is an edited copy of an earlier one."""
    generator = random.Random(seed)
    texts = [invented(seed * 1000 + number, generator.randrange(60, 600)) for number in range(size)]
    for number in range(2, size, 3):
        texts[number] = edited(
            texts[generator.randrange(number)], generator.randrange(12), generator
        )
    return texts


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 1000), st.integers(1, 9), st.sampled_from([0.5, 0.7, 0.9]))
def test_tables_in_any_batches_give_the_same_groups_and_each_is_like_its_first(
    seed: int, size: int, threshold: float
) -> None:
    texts = corpus(seed, 15)
    rows = [
        (f"p{number:05}", 0, "paragraph", text[at : at + 200])
        for number, text in enumerate(texts)
        for at in range(0, len(text), 200)
    ]
    frame = pd.DataFrame(rows, columns=["page", "article", "role", "text"])
    found = reprints(frame, threshold=threshold)
    pd.testing.assert_frame_equal(found, reprints(Batches(frame, size), threshold=threshold))
    for group in groups(found):
        shares = [resemblance(texts[group[0]], texts[other]) for other in group[1:]]
        assert all(share >= threshold for share in shares)
        assert group == sorted(group)


@pytest.mark.parametrize("seed", range(6))  # fixed, for a pair in 5,000 at 0.7 may be missed
def test_comparing_all_with_all_finds_no_pair_more(seed: int) -> None:
    """Brute force: by the same rule, but without min-wise hashing."""
    texts = corpus(seed, 45)
    firsts: list[int] = []
    joined: dict[int, int] = {}
    for number, text in enumerate(texts):
        if len(text) >= 100:
            likest = max(firsts, key=lambda at: resemblance(texts[at], text), default=None)
            if likest is not None and resemblance(texts[likest], text) >= 0.7:
                joined[number] = likest
            else:
                firsts.append(number)
    found = {other: group[0] for group in groups(reprints(table(*texts))) for other in group[1:]}
    assert found == joined


def test_a_thousand_look_alikes_are_not_compared_with_each_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Reports of one mould, half alike: the work grows with their number, not with its square."""
    mould = invented(1, 90)
    texts = [mould + invented(number, 50) for number in range(2, 1002)]
    compared = []
    monkeypatch.setattr(module, "_similarity", lambda *_: compared.append(1) or 0.0)
    assert len(reprints(table(*texts))) == 0
    assert 1000 < len(compared) <= 16 * 1000


def test_copies_of_one_story_are_each_compared_with_its_first_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared = []
    real = module._similarity
    monkeypatch.setattr(
        module, "_similarity", lambda one, other: compared.append(1) or real(one, other)
    )
    assert len(reprints(table(*[STORY] * 500))) == 500
    assert len(compared) == 499


ODD = [
    ("one letter over and over", "桥" * 300, "桥" * 500),
    ("beyond the basic plane", "𠮷野家" * 5 + invented(1), "𠮷野家" * 5 + invented(1)),
    ("combining marks and controls", STORY, "\u0301\x00".join(STORY)),
]


@pytest.mark.parametrize(("one", "other"), labelled(ODD))
def test_odd_texts_are_compared_too(one: str, other: str) -> None:
    assert groups(reprints(table(one, other))) == [[0, 1]]


BAD = [
    ("threshold 0", {"threshold": 0}, FormatError, "threshold is 0"),
    ("threshold above 1", {"threshold": 70}, FormatError, "threshold is 70"),
    ("no number", {"threshold": float("nan")}, FormatError, "threshold is nan"),
    ("too few letters", {"min_letters": 4}, FormatError, "min_letters is 4"),
]


@pytest.mark.parametrize(("options", "error", "message"), labelled(BAD))
def test_settings_out_of_range_are_refused(
    options: dict[str, float], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        reprints(table(STORY), **options)


def test_a_table_without_its_columns_and_an_iterator_are_refused() -> None:
    with pytest.raises(TableError, match="no column 'role'"):
        reprints(table(STORY).drop(columns="role"))
    with pytest.raises(FormatError, match="gone through twice"):
        reprints(iter([table(STORY)]))


def test_the_table_given_is_not_changed() -> None:
    frame = table(STORY, OTHER, STORY)
    before = frame.copy(deep=True)
    reprints(frame)
    pd.testing.assert_frame_equal(frame, before)


def test_hashes_fill_their_bins_evenly() -> None:
    bins = module._hash_runs(module._letters(invented(1, 64_000))) >> np.uint64(58)
    assert np.bincount(bins.astype(int), minlength=64).min() > 850
