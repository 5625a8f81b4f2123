"""New words: the evidence is counted as defined, and the words of a page come to the top."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import banmian as bm
from banmian.page import FormatError, TableError
from banmian.words import Lexicon, new_words, runs
from banmian.words.discovery import NEW_WORD_COLUMNS

ROOT = Path(__file__).resolve().parent.parent


@cache
def seed_page() -> bm.Page:
    return bm.read_page(ROOT / "seeds" / "000_36eec756fec64adf.txt")


def table_of(*passages: Sequence[str], role: str = "paragraph") -> pd.DataFrame:
    """A table of tokens, each passage a story of its own."""
    rows = [
        {"page": "p", "article": number, "role": role, "paragraph": 0, "token": token}
        for number, passage in enumerate(passages)
        for token in passage
    ]
    return pd.DataFrame(rows, columns=["page", "article", "role", "paragraph", "token"])


# --- the seed page ---

WANTED = {
    *("扶贫车间", "爱心接力站", "劳动竞赛", "困难职工", "灵活就业", "职工大学堂", "总工会"),
    *("洋泾街道", "送教上门", "关爱套餐", "解困脱困", "社会组织", "精准识别", "幸福课堂"),
    *("职工创新", "专项基本保障"),
}
"""Compounds of the page; 劳动竞赛, 困难职工 and 总工会 are in jieba's dictionary."""


@pytest.mark.parametrize("kind", ["page", "tokens"])
def test_twelve_wanted_words_are_among_the_first_sixty_of_the_seed_page(kind: str) -> None:
    source = seed_page() if kind == "page" else bm.tokens(seed_page())
    assert len(WANTED & set(new_words(source)["word"].head(60))) >= 12


def test_what_is_accepted_into_a_lexicon_is_proposed_no_more() -> None:
    found = new_words(seed_page())
    lexicon = Lexicon.of(found["word"].head(20))
    assert set(found["word"].head(20)).isdisjoint(new_words(seed_page(), lexicon=lexicon)["word"])


def test_the_names_of_bylines_are_proposed_even_where_they_stand_once() -> None:
    found = new_words(seed_page()).set_index("word")
    assert found.loc["卢雅纳", ["count", "named"]].tolist() == [1, 1]
    assert found.loc["方大丰", "cohesion"] != found.loc["方大丰", "cohesion"]  # 大丰 is a word
    assert "张泽平" not in found.index  # named in the text alone, and once
    assert "张泽平" in new_words(seed_page(), names=["张泽平"])["word"].tolist()


def test_a_phrase_names_the_longest_word_inside_and_a_word_does_not() -> None:
    found = new_words(seed_page()).set_index("word")["embeds"]
    phrases = ["灵活就业群体", "洋泾街道总工会", "习近平总书记", "困难职工解困脱困"]
    assert found[phrases].tolist() == ["灵活就业", "洋泾街道", "习近平", "解困脱困"]
    assert found[["灵活就业", "洋泾街道", "爱心接力站", "社会组织"]].isna().all()


# --- definitions, against counting by hand ---

KNOWN = ["工会", "组织", "职工", "大学", "车间", "学习", "服务"]
STOPS = ["的", "和", "，", "。", " "]


def naive_runs(passages: Sequence[Sequence[str]]) -> Iterator[list[str]]:
    for passage in passages:
        run: list[str] = []
        for token in [*passage, "。"]:
            if token in STOPS:
                yield run
                run = []
            else:
                run.append(token)


def naive_counts(passages: Sequence[Sequence[str]]) -> tuple[Counter[tuple[str, ...]], int]:
    counts: Counter[tuple[str, ...]] = Counter()
    total = 0
    for run in naive_runs(passages):
        total += len(run)
        counts.update(tuple(run[a:b]) for a in range(len(run)) for b in range(a + 1, len(run) + 1))
    return counts, total


def naive_cohesion(run: tuple[str, ...], counts: Counter[tuple[str, ...]], total: int) -> float:
    share = {part: count / total for part, count in counts.items()}
    return min(
        math.log2(share[run] / (share[run[:cut]] * share[run[cut:]])) for cut in range(1, len(run))
    )


def naive_entropy(run: tuple[str, ...], passages: Sequence[Sequence[str]], side: int) -> float:
    neighbours: Counter[object] = Counter()
    for number, whole in enumerate(naive_runs(passages)):
        for start in range(len(whole) - len(run) + 1):
            if tuple(whole[start : start + len(run)]) == run:
                place = start - 1 if side < 0 else start + len(run)
                inside = 0 <= place < len(whole)
                neighbours[whole[place] if inside else (number, start)] += 1
    total = neighbours.total()
    return -sum(n / total * math.log2(n / total) for n in neighbours.values())


PASSAGES = st.lists(
    st.lists(st.sampled_from(KNOWN + STOPS), min_size=1, max_size=25), min_size=1, max_size=4
)


@given(PASSAGES)
@settings(max_examples=80, deadline=None)
def test_cohesion_and_entropies_are_those_of_counting_by_hand(passages: list[list[str]]) -> None:
    counts, total = naive_counts(passages)
    found = new_words(table_of(*passages))
    for row in found.itertuples():
        run = tuple(row.cut.split("/"))
        assert (row.count, row.pieces, row.of_stories) == (counts[run], total, len(passages))
        assert row.stories == sum(naive_counts([p])[0][run] > 0 for p in passages)
        assert row.cohesion == pytest.approx(naive_cohesion(run, counts, total))
        assert row.left == pytest.approx(naive_entropy(run, passages, -1), abs=1e-9)
        assert row.right == pytest.approx(naive_entropy(run, passages, 1), abs=1e-9)


def test_a_worked_example() -> None:
    """Twelve pieces, 工会组织 four times of them.

    工会 and 组织 occur nowhere else: log2(4 * 12 / (4 * 4)) = log2 3. To the right stand 职工
    twice, 的 and an edge: 1.5 bits. To the left 学习, 服务 and two edges: four different, 2 bits.
    """
    passages = ["工会 组织 职工", "学习 工会 组织 职工", "服务 工会 组织 的", "工会 组织"]
    table = new_words(table_of(*(passage.split(" ") for passage in passages)))
    row = table.set_index("word").loc["工会组织"]
    assert row[["count", "pieces", "stories"]].tolist() == [4, 12, 4]
    assert row["cohesion"] == pytest.approx(math.log2(3))
    assert row["left"] == pytest.approx(2.0)
    assert row["right"] == pytest.approx(1.5)
    score = 1.5 + 2 * math.log2(3) / math.log2(3) + math.log2(4) / 2
    assert row["score"] == pytest.approx(score)


# --- what may be a word ---

CASES = [
    ("two words that stand together twice", "职工 车间 。 职工 车间", True),
    ("once is not enough", "职工 车间 。 工会 职工", False),
    ("once in quotation marks is", "“ 职工 车间 ”", True),
    ("once in corner brackets is", "「 职工 车间 」", True),
    ("a title is no quotation", "《 职工 车间 》", False),
    ("half a quotation is not", "“ 职工 车间 。", False),
    ("a mark parts", "职工 ， 车间 。 职工 ， 车间", False),
    ("a stop word parts", "职工 的 车间 。 职工 的 车间", False),
    ("a figure takes its measure along", "3 职工 车间 。 3 职工 车间", False),
    ("but not the word after it", "3 家 职工 车间 。 3 家 职工 车间", True),
    ("over a blank and a numeral too", "3 　 万 职工 车间 。 3 　 万 职工 车间", False),
]


@pytest.mark.parametrize(("tokens", "found"), [r[1:] for r in CASES], ids=[r[0] for r in CASES])
def test_it_is_a_candidate_or_not(tokens: str, found: bool) -> None:
    table = new_words(table_of(tokens.split(" ")))
    assert ("职工车间" in table["word"].tolist()) is found


PHRASES = [
    ("a verb with its object", "举行 会议", False),
    ("a compound of a verb", "学习 会议", True),
    ("what is said of a word", "流动性 大", False),
    ("a compound with an adjective first", "大 会议", True),
    ("a word of the dictionary", "工 会", False),
]


@pytest.mark.parametrize(("pair", "found"), [r[1:] for r in PHRASES], ids=[r[0] for r in PHRASES])
def test_a_phrase_is_no_candidate_unless_quoted(pair: str, found: bool) -> None:
    tokens = pair.split(" ")
    word = "".join(tokens)
    plain = new_words(table_of(tokens, tokens))
    quoted = new_words(table_of(["“", *tokens, "”"]))
    assert (word in plain["word"].tolist()) is found
    assert (word in quoted["word"].tolist()) is (found or word != "工会")


LISTS = [
    ("between two commas", "在 沈家 弄 、 南包 家宅 、 奚 家宅 有", "南包家宅", True),
    ("at the end of a list", "工会 、 奚 家宅 。", "奚家宅", True),
    ("at its beginning", "（ 奚 家宅 、 工会", "奚家宅", True),
    ("in no list", "在 奚 家宅 。", "奚家宅", False),
    ("of words that are all known", "工会 、 职工 车间 、 学习", "职工车间", False),
]


@pytest.mark.parametrize(
    ("tokens", "word", "found"), [r[1:] for r in LISTS], ids=[r[0] for r in LISTS]
)
def test_an_item_of_a_list_with_a_single_character_is_a_candidate(
    tokens: str, word: str, found: bool
) -> None:
    assert (word in new_words(table_of(tokens.split(" ")))["word"].tolist()) is found


def test_a_part_that_never_stands_alone_is_left_out_and_the_whole_is_not() -> None:
    """学习 has more to do with 服务, always beside it, than 车间 has, which occurs elsewhere."""
    text = "车间 学习 服务 。 车间 学习 服务 。 车间 。 车间 。 职工"
    words = new_words(table_of(text.split(" ")))["word"].tolist()
    assert "车间学习服务" in words
    assert "学习服务" in words
    assert "车间学习" not in words


def test_a_guessed_token_is_taken_apart_and_counted_as_formed() -> None:
    table = new_words(table_of(["洋泾", "街道"], ["洋", "泾街", "道"], ["洋泾", "街道"]))
    row = table.set_index("word").loc["洋泾街道"]
    assert row[["cut", "count", "formed"]].tolist() == ["洋/泾/街道", 2, 0]
    found = new_words(table_of(["洋泾"], ["洋泾", "街道"])).set_index("word")
    assert found.loc["洋泾", ["count", "formed"]].tolist() == [2, 2]


@pytest.mark.parametrize(
    ("tokens", "headed"), [("职工 车间 学习", 1), ("学习 职工 车间", 1), ("学习 职工 车间 服务", 0)]
)
def test_headed_is_at_the_edge_of_a_heading(tokens: str, headed: int) -> None:
    heading = table_of(tokens.split(" "), role="subhead")
    text = table_of(["职工", "车间"], ["职工", "车间"]).assign(page="q")
    row = new_words(pd.concat([heading, text])).set_index("word").loc["职工车间"]
    assert row[["count", "headed"]].tolist() == [3, headed]


def test_the_context_shows_the_word_where_it_first_stands_often_enough() -> None:
    table = new_words(table_of(["职工", "车间"], ["学习", "职工", "车间", "。"]))
    assert table["context"].tolist() == ["学习【职工车间】。"]


# --- tables, pages, bounds ---


def test_pages_may_come_as_an_iterator_and_give_the_same_table() -> None:
    one, many, stream = seed_page(), [seed_page()], iter([seed_page()])
    tables = [new_words(source) for source in (one, many, stream)]
    pd.testing.assert_frame_equal(tables[0], tables[1])
    pd.testing.assert_frame_equal(tables[0], tables[2])


def test_a_table_of_tokens_is_left_as_it_was_and_gives_its_attrs_on() -> None:
    tokens = bm.tokens(seed_page())
    before = tokens.copy(deep=True)
    found = new_words(tokens)
    pd.testing.assert_frame_equal(tokens, before)
    assert found.attrs == {**before.attrs, "undercount": 0}


def test_an_empty_source_gives_an_empty_table_with_all_columns() -> None:
    for source in ([], table_of(), table_of(["。"])):
        table = new_words(source)
        assert len(table) == 0
        assert table.dtypes.astype(str).to_dict() == NEW_WORD_COLUMNS


def test_a_lexicons_word_is_a_piece_and_no_candidate() -> None:
    tokens = table_of(["洋泾", "街道"], ["洋泾", "街道"])
    assert new_words(tokens, lexicon=["洋泾"])["cut"].tolist() == ["洋泾/街道"]


@pytest.mark.parametrize("most", [20, 60])
def test_with_little_room_a_count_is_too_low_by_no_more_than_is_said(
    monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    passages = [[KNOWN[(number * step) % 7] for step in range(1, 9)] for number in range(1, 40)] + [
        ["扶贫", "车间"]
    ] * 30
    true = {row.word: row.count for row in new_words(table_of(*passages)).itertuples()}
    monkeypatch.setattr(runs, "MOST_RUNS", most)
    found = new_words(table_of(*passages))
    under = found.attrs["undercount"]
    assert under > 0
    assert "扶贫车间" in found["word"].tolist()
    for row in found.itertuples():
        assert true[row.word] - under <= row.count <= true[row.word]


def test_a_table_without_its_columns_is_refused() -> None:
    with pytest.raises(TableError, match=r"lacks paragraph, role; expected a table of bm\.tokens"):
        new_words(table_of(["工会"]).drop(columns=["paragraph", "role"]))


def test_what_is_no_page_is_refused() -> None:
    with pytest.raises(FormatError, match="expected a table of tokens, a Page or pages, got str"):
        new_words(["职工大学堂"])  # type: ignore[list-item]
