"""The evaluation: gold as prediction is perfect, and a planted error hurts what it should."""
# full-width marks are what a Chinese text is made of

from __future__ import annotations

import copy
import doctest
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import banmian as bm
import evaluate as ev
from banmian.page import ROLES, Page, Person
from pages_by_hand import Line, page_of

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = (ROOT / "docs" / "gold.md").read_text("utf-8")

LINES = (
    Line("furniture", None, "临江晚报"),
    Line("headline", 0, "老桥开始大修"),
    Line("byline", 0, "本报记者　周小禾"),
    Line("paragraph", 0, "昨天上午，老桥开始大修。每天有两万多辆车从"),
    Line("headline", 1, "江边看灯"),
    Line("caption", 1, "昨晚，市民在江边看灯。"),
    Line("credit", 1, "林一舟　摄"),
    Line("paragraph", 0, "桥上经过。", continues=3),
    Line("paragraph", 2, "▲城北小学昨日复课。"),
    Line("furniture", None, "责任编辑：何平"),
)
"""Three stories: one cut by a picture, the picture, a brief. Five boundaries, one seam."""

PEOPLE = {0: {"周小禾": "记者"}, 1: {"林一舟": "摄影"}}
People = Mapping[int, Mapping[str, str]]


def gold_of(lines: Sequence[Line], people: People) -> ev.Gold:
    """Gold that says what ``lines`` say; stories are called by their number."""
    numbers = sorted({line.article for line in lines if line.article is not None})
    stories = [
        ev.GoldStory(
            id=str(number),
            headlines=headline_of(lines, number),
            people=dict(people.get(number, {})),
            optional=frozenset(),
        )
        for number in numbers
    ]
    blocks = [
        ev.GoldBlock(x.text, x.role, None if x.article is None else str(x.article), x.continues)
        for x in lines
    ]
    return ev.Gold(Path("a.gold.json"), Path("a.txt"), tuple(blocks), tuple(stories))


def headline_of(lines: Sequence[Line], number: int) -> tuple[str, ...]:
    """The headline of a story, if it has one."""
    parts = [x.text for x in lines if (x.article, x.role) == (number, "headline")]
    return (ev.normal("".join(parts)),) if parts else ()


def page_like(lines: Sequence[Line], people: People) -> Page:
    """The page as a parser would give it that reads what ``lines`` say."""
    bylines = {
        number: [Person(name, role, None, 0, 0) for name, role in names.items()]
        for number, names in people.items()
    }
    return page_of(*lines, bylines=bylines)


PERFECT: dict[str, float | None] = {
    "boundary_precision": 1,
    "boundary_recall": 1,
    "boundary_f1": 1,
    "article_exact": 1,
    "headline_exact": 1,
    "headline_null": 1,
    "person_precision": 1,
    "person_recall": 1,
    "person_f1": 1,
    "person_role": 1,
    "join_precision": 1,
    "join_recall": 1,
    "join_f1": 1,
    "furniture_leak": 0,
    "coverage": 1,
    "block_role": 1,
    "calibration_error": 0,
}

Changes = Mapping[int, Mapping[str, Any]]
ERRORS: list[tuple[str, Changes, People, dict[str, float | None]]] = [
    ("no error", {}, PEOPLE, {}),
    (
        "two stories merged: a boundary less, both inexact, the brief without a partner",
        {8: {"article": 0}},
        PEOPLE,
        {
            "boundary_recall": 4 / 5,
            "boundary_f1": 8 / 9,
            "article_exact": 1 / 3,
            "headline_null": 0,
            "calibration_error": 1 / 10,
        },
    ),
    (
        "a story split at the seam: of its core only the larger part is in its partner",
        {7: {"article": 2, "continues": None}, 8: {"article": 3}},
        PEOPLE,
        {
            "article_exact": 2 / 3,
            "join_precision": None,
            "join_recall": 0,
            "join_f1": 0,
            "calibration_error": 1 / 10,
        },
    ),
    (
        "a story split: a boundary more",
        {3: {"article": 3}, 7: {"article": 3}},
        PEOPLE,
        {
            "boundary_precision": 5 / 6,
            "boundary_f1": 10 / 11,
            "article_exact": 2 / 3,
            "headline_exact": 1 / 2,
            "person_precision": 1 / 2,
            "person_recall": 1 / 2,
            "person_f1": 1 / 2,
            "calibration_error": 1 / 10,
        },
    ),
    (
        "a rejoin dropped",
        {7: {"continues": None}},
        PEOPLE,
        {"join_precision": None, "join_recall": 0, "join_f1": 0},
    ),
    (
        "a rejoin invented",
        {8: {"article": 0, "continues": 7}},
        PEOPLE,
        {
            "boundary_recall": 4 / 5,
            "boundary_f1": 8 / 9,
            "article_exact": 1 / 3,
            "headline_null": 0,
            "join_precision": 1 / 2,
            "join_f1": 2 / 3,
            "calibration_error": 1 / 10,
        },
    ),
    (
        "a headline taken for a deck",
        {1: {"role": "deck"}},
        PEOPLE,
        {"headline_exact": 1 / 2, "block_role": 9 / 10, "calibration_error": 1 / 10},
    ),
    (
        "headline and byline swapped",
        {1: {"role": "byline"}, 2: {"role": "headline"}},
        PEOPLE,
        {"headline_exact": 1 / 2, "block_role": 8 / 10, "calibration_error": 2 / 10},
    ),
    (
        "a brief given a headline",
        {8: {"role": "headline"}},
        PEOPLE,
        {"headline_null": 0, "block_role": 9 / 10, "calibration_error": 1 / 10},
    ),
    (
        "furniture of 7 characters, of 11, added to the brief",
        {9: {"article": 2, "role": "signature"}},
        PEOPLE,
        {
            "boundary_recall": 4 / 5,
            "boundary_f1": 8 / 9,
            "article_exact": 2 / 3,
            "furniture_leak": 7 / 11,
            "block_role": 9 / 10,
            "calibration_error": 1 / 10,
        },
    ),
    (
        "the credit of 4 characters, of 68, taken for furniture: no core, but boundaries",
        {6: {"article": None, "role": "furniture"}},
        PEOPLE,
        {
            "boundary_precision": 5 / 6,
            "boundary_f1": 10 / 11,
            "coverage": 64 / 68,
            "block_role": 9 / 10,
            "calibration_error": 1 / 10,
        },
    ),
    (
        "a wrong person",
        {},
        {0: {"周小木": "记者"}, 1: {"林一舟": "摄影"}},
        {"person_precision": 1 / 2, "person_recall": 1 / 2, "person_f1": 1 / 2},
    ),
    (
        "a person too many",
        {},
        {0: {"周小禾": "记者"}, 1: {"林一舟": "摄影"}, 2: {"城北": "作者"}},
        {"person_precision": 2 / 3, "person_f1": 4 / 5},
    ),
    (
        "the people of two stories swapped",
        {},
        {0: {"林一舟": "摄影"}, 1: {"周小禾": "记者"}},
        {"person_precision": 0, "person_recall": 0, "person_f1": 0, "person_role": None},
    ),
    (
        "a person in a wrong role",
        {},
        {0: {"周小禾": "通讯员"}, 1: {"林一舟": "摄影"}},
        {"person_role": 1 / 2},
    ),
]


@pytest.mark.parametrize(
    ("changes", "people", "expected"), [row[1:] for row in ERRORS], ids=[row[0] for row in ERRORS]
)
def test_an_error_hurts_what_it_should_and_nothing_else(
    changes: Changes, people: People, expected: dict[str, float | None]
) -> None:
    lines = [line._replace(**changes.get(i, {})) for i, line in enumerate(LINES)]
    scores = ev.score_page(gold_of(LINES, PEOPLE), page_like(lines, people))
    assert scores.measures() == pytest.approx(PERFECT | expected)


LOOSE = [
    ("2 of 30 characters loose", 30, 2, True),
    ("3 of 30 characters loose", 30, 3, False),
    ("5 of 500 characters loose", 500, 5, True),
    ("6 of 500 characters loose", 500, 6, False),
]


@pytest.mark.parametrize("foreign", [False, True], ids=["missing", "foreign"])
@pytest.mark.parametrize(
    ("size", "loose", "exact"), [row[1:] for row in LOOSE], ids=[row[0] for row in LOOSE]
)
def test_a_story_is_exact_within_two_characters_or_one_per_cent(
    size: int, loose: int, exact: bool, foreign: bool
) -> None:
    """The loose line lies in the story and should not, or should and does not."""
    own = size if foreign else size - loose
    with_it = [Line("paragraph", 0, "长" * own), Line("paragraph", 0, "短" * loose)]
    without = [with_it[0], Line("furniture", None, "短" * loose)]
    wanted, read = (without, with_it) if foreign else (with_it, without)
    scores = ev.score_page(gold_of(wanted, {}), page_like(read, {}))
    assert scores.article_exact == ev.Share(int(exact), 1)


SAYINGS: list[tuple[str, dict[str, Any], dict[str, float | None]]] = [
    ("another headline", {"headlines": ("老桥大修",)}, {"headline_exact": 1 / 2}),
    ("an alternative", {"headlines": ("老桥大修", "老桥开始大修")}, {}),
    ("no headline", {"headlines": ()}, {"headline_exact": 1, "headline_null": 1 / 2}),
    (
        "the name optional",
        {"people": {}, "optional": frozenset({"周小禾"})},
        {"person_f1": 1, "person_role": 1},
    ),
    (
        "one more, optional",
        {"optional": frozenset({"何平"})},
        {"person_f1": 1},
    ),
    (
        "one more, not optional",
        {"people": {"周小禾": "记者", "何平": "记者"}},
        {"person_recall": 2 / 3, "person_f1": 4 / 5},
    ),
    ("the role not judged", {"people": {"周小禾": None}}, {"person_role": 1}),
]


@pytest.mark.parametrize(
    ("saying", "expected"), [row[1:] for row in SAYINGS], ids=[row[0] for row in SAYINGS]
)
def test_the_same_page_against_gold_that_says_of_its_first_story(
    saying: Mapping[str, Any], expected: dict[str, float | None]
) -> None:
    gold = gold_of(LINES, PEOPLE)
    gold = replace(gold, stories=(replace(gold.stories[0], **saying), *gold.stories[1:]))
    scores = ev.score_page(gold, page_like(LINES, PEOPLE))
    assert scores.measures() == pytest.approx(PERFECT | expected)


PLACES: list[tuple[str, list[int | None], list[int | None], list[bool]]] = [
    ("all right", [0, 0, 1, 1], [0, 0, 1, 1], [True] * 4),
    ("numbered otherwise", [1, 1, 0, 0], [0, 0, 1, 1], [True] * 4),
    ("a boundary missed", [0, 0, 1, 1], [0, 0, 0, 0], [True, True, False, True]),
    ("a boundary invented", [0, 0, 0, 0], [0, 0, 1, 1], [True, True, False, True]),
    ("an insertion swallowed", [0, 1, 1, 0], [0, 0, 0, 0], [True, False, True, True]),
    ("not found back", [0, 1, 1, 0], [0, 1, 1, 1], [True, True, True, False]),
    ("furniture swallowed", [0, None, 0], [0, 0, 0], [True, False, True]),
    ("taken for furniture", [0, 0, 0], [0, 0, None], [True, True, False]),
]


@pytest.mark.parametrize(
    ("wanted", "read", "right"), [row[1:] for row in PLACES], ids=[row[0] for row in PLACES]
)
def test_a_wrong_boundary_is_the_fault_of_one_line(
    wanted: list[int | None], read: list[int | None], right: list[bool]
) -> None:
    assert ev.placed_right(pairs_of(wanted, read)) == right


def pairs_of(wanted: Sequence[int | None], read: Sequence[int | None]) -> tuple[ev.Pair, ...]:
    """Lines of ten characters in these stories, as gold and as prediction."""
    both = [[Line(role_in(n), n, "字" * 10) for n in numbers] for numbers in (wanted, read)]
    return ev.align(gold_of(both[0], {}), page_like(both[1], {}))


def role_in(article: int | None) -> Any:
    """Furniture outside of stories, paragraph inside."""
    return "furniture" if article is None else "paragraph"


MATCHES: list[tuple[str, list[int | None], list[int | None], dict[str, int]]] = [
    ("the larger share first", [0, 0, 0, 1, 1], [0, 1, 1, 1, 0], {"0": 1, "1": 0}),
    ("one to one", [0, 0, 1], [0, 0, 0], {"0": 0}),
    ("scattered over larger ones", [0, 1, 1, 0, 2, 2, 0], [0, 0, 0, 1, 1, 1, 2], {
        "1": 0, "2": 1, "0": 2,
    }),
    ("strangers are no partners", [0, 0, 0, 1, 1, 1, 2, 2, 2], [0, 1, 2, 0, 1, 2, 0, 1, 2], {}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "read", "expected"), [row[1:] for row in MATCHES], ids=[row[0] for row in MATCHES]
)
def test_stories_are_matched_by_shared_characters(
    wanted: list[int | None], read: list[int | None], expected: dict[str, int]
) -> None:
    assert ev.match_stories(pairs_of(wanted, read)) == expected


def test_reliability_compares_confidence_with_the_share_right() -> None:
    """0.5 and 0.55 (one right) are 0.025 too sure; 1.0 (right) is not; weighted 2 to 1."""
    lines = [
        Line("headline", 0, "老桥大修", confidence=0.5),
        Line("paragraph", 0, "昨日开工。", confidence=0.55),
        Line("paragraph", 0, "明年完工。", confidence=1.0),
    ]
    gold = gold_of([lines[0]._replace(role="kicker"), *lines[1:]], {})
    scores = ev.score_page(gold, page_like(lines, {}))
    bins = scores.reliability()
    assert bins[5] == pytest.approx((2, 0.525, 0.5))
    assert bins[9] == (1, 1.0, 1.0)
    assert {b.n for b in bins[:5] + bins[6:9]} == {0}
    assert scores.calibration_error() == pytest.approx(2 / 3 * 0.025)


PREDICTIONS = st.lists(
    st.tuples(st.integers(0, 4), st.sampled_from(ROLES), st.sampled_from(ROLES), st.integers(0, 4)),
    min_size=1,
    max_size=12,
)


def lines_of(rows: Sequence[tuple[int, str]]) -> list[Line]:
    """Lines of these stories and roles; stories are numbered as they come."""
    numbers: dict[int, int] = {}
    lines = []
    for i, (story, role) in enumerate(rows):
        number = None if role == "furniture" else numbers.setdefault(story, len(numbers))
        lines.append(Line(role, number, f"第{i}行"))  # type: ignore[arg-type]  # drawn from ROLES
    return lines


@given(PREDICTIONS)
def test_every_measure_lies_from_0_to_1_and_gold_as_prediction_is_perfect(
    rows: list[tuple[int, str, str, int]],
) -> None:
    wanted = lines_of([(story, role) for story, role, _, _ in rows])
    read = lines_of([(story, role) for _, _, role, story in rows])
    gold = gold_of(wanted, {})
    measures = ev.score_page(gold, page_like(read, {})).measures()
    assert all(value is None or 0 <= value <= 1 for value in measures.values())
    perfect = ev.score_page(gold, page_like(wanted, {}))
    assert all(value in (None, PERFECT[name]) for name, value in perfect.measures().items())
    assert perfect.article_exact.value in (None, 1)


@given(PREDICTIONS, PREDICTIONS)
def test_scores_of_two_pages_are_summed_before_they_are_divided(
    one: list[tuple[int, str, str, int]], other: list[tuple[int, str, str, int]]
) -> None:
    a, b = (
        ev.score_page(
            gold_of(lines_of([(story, role) for story, role, _, _ in rows]), {}),
            page_like(lines_of([(story, role) for _, _, role, story in rows]), {}),
        )
        for rows in (one, other)
    )
    both = a + b
    assert both.pages == 2
    assert both.block_role.whole == len(one) + len(other)
    assert both.boundary.found == a.boundary.found + b.boundary.found
    assert both.confusion == a.confusion + b.confusion
    assert both.not_exact == a.not_exact + b.not_exact
    assert sum(bin_.n for bin_ in both.reliability()) == len(one) + len(other)


@pytest.mark.parametrize("path", [ROOT / "tests" / "seed.gold.json",
                                  *sorted((ROOT / "tests" / "pages").glob("*.gold.json"))],
                         ids=lambda path: path.name.removesuffix(".gold.json"))  # fmt: skip
def test_a_gold_page_of_ours_as_its_own_prediction_is_perfect(path: Path) -> None:
    """So the headlines it lists are the ones its blocks give, and its text is its blocks."""
    gold = ev.load_gold(path)
    numbers = {story.id: i for i, story in enumerate(gold.stories)}
    lines = [
        Line(b.role, None if b.story is None else numbers[b.story], b.text, b.continues)
        for b in gold.blocks
    ]
    people = {
        i: {name: role or "" for name, role in story.people.items()}
        for i, story in enumerate(gold.stories)
    }
    measures = ev.score_page(gold, page_like(lines, people)).measures()
    assert all(value in (None, PERFECT[name]) for name, value in measures.items())
    assert ev.align(gold, bm.read_page(gold.text_path))


def fence(kind: str) -> str:
    """The block of code of this kind in docs/gold.md."""
    (code,) = re.findall(rf"^```{kind}\n(.*?)^```", DOCUMENT, re.DOTALL | re.MULTILINE)
    return str(code)


@pytest.fixture
def documented(tmp_path: Path) -> Path:
    """A folder with the example of docs/gold.md."""
    (tmp_path / "bridge.txt").write_text(fence("text"), encoding="utf-8")
    (tmp_path / "bridge.gold.json").write_text(fence("json"), encoding="utf-8")
    return tmp_path


def test_the_documented_example_prints_what_the_document_shows(
    documented: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ev.main([str(documented)])
    assert capsys.readouterr().out.startswith(fence("console"))


def test_the_documented_python_runs(documented: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(documented)
    space: dict[str, Any] = {}
    codes = re.findall(r"^( *)```python\n(.*?)^\1```", DOCUMENT, re.DOTALL | re.MULTILINE)
    assert len(codes) == 2
    for indent, code in codes:
        exec(re.sub(f"^{indent}", "", code, flags=re.MULTILINE), space)
    drafted = [block["text"] for block in json.loads(space["draft"])["blocks"]]
    assert drafted == [block["text"] for block in json.loads(fence("json"))["blocks"]]
    assert space["scores"].pages == 1


def test_the_document_explains_every_role_and_every_measure() -> None:
    cells = set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\|[^|]*\|", DOCUMENT, re.MULTILINE))))
    scores = ev.score_page(gold_of(LINES, PEOPLE), page_like(LINES, PEOPLE))
    measures = {re.sub("_(precision|recall|f1)$", "", name) for name in scores.measures()}
    assert measures | ev.GOLD_ROLES.keys() <= cells


def test_the_examples_in_docstrings_hold() -> None:
    result = doctest.testmod(ev)
    assert (result.failed, result.attempted > 5) == (0, True)


def test_the_command_names_pages_and_missed_stories_and_writes_all_counts(
    documented: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = json.loads(fence("json"))
    for block in gold["blocks"]:
        block["article"] = block["article"] and "1"
    gold["articles"] = gold["articles"][:1]
    (documented / "worse.gold.json").write_text(json.dumps(gold), encoding="utf-8")
    out = documented / "out.json"
    ev.main([str(documented), "--per-page", "--worst", "1", "--json", str(out)])
    printed = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in printed[:2]] == ["bridge", "worse"]
    assert printed[4] == "worse/1"
    written = json.loads(out.read_text("utf-8"))
    assert written["pages"].keys() == {"bridge", "worse"}
    assert written["all"]["counts"]["article_exact"] == {"part": 2, "whole": 3}
    assert written["all"]["not_exact"] == ["worse/1"]


def test_a_paragraph_cut_twice_goes_on_its_nearest_part(documented: Path) -> None:
    gold = json.loads(fence("json"))
    gold["blocks"].append(gold["blocks"][7] | {"text": "完"})
    (documented / "bridge.gold.json").write_text(json.dumps(gold), encoding="utf-8")
    blocks = ev.load_gold(documented / "bridge.gold.json").blocks
    assert [b.continues for b in blocks] == [None] * 7 + [3, None, 7]


def test_the_report_lists_the_roles_that_were_mistaken_and_no_others() -> None:
    read = [LINES[0], LINES[1]._replace(role="deck"), *LINES[2:]]
    printed = ev.report(ev.score_page(gold_of(LINES, PEOPLE), page_like(read, PEOPLE)))
    _, mistaken, _ = printed.split("\n\n", 1)[1].split("\n\n")
    assert [line.split() for line in mistaken.splitlines()[1:]] == [["1", "headline", "deck"]]
    assert "taken for" not in ev.report(
        ev.score_page(gold_of(LINES, PEOPLE), page_like(LINES, PEOPLE))
    )


def test_corrections_beside_a_page_do_not_improve_its_scores(documented: Path) -> None:
    """A sidecar that spoils the reading stands for one that mends it."""
    fix = '[[fix]]\nline = 7\ntext = "昨天"\nstory = "new"\n'
    before = ev.evaluate(documented)
    (documented / "bridge.fix.toml").write_text(fix, encoding="utf-8")
    assert len(bm.read_page(documented / "bridge.txt").articles) == 3
    assert ev.evaluate(documented) == before


def test_a_folder_without_gold_pages_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(bm.PageNotFound, match=r"no \*\.gold\.json in "):
        ev.evaluate(tmp_path)
    with pytest.raises(SystemExit, match=r"no \*\.gold\.json in "):
        ev.main([str(tmp_path)])


def change(path: str, value: Any) -> Callable[[dict[str, Any]], None]:
    """A change of the documented gold: ``blocks/3/role`` becomes ``value``, None drops the key."""

    def apply(gold: dict[str, Any]) -> None:
        *way, last = path.split("/")
        place: Any = gold
        for step in way:
            place = place[int(step)] if step.isdigit() else place[step]
        if value is None:
            del place[int(last) if last.isdigit() else last]
        else:
            place[last] = value

    return apply


DEFECTS = [
    ("no text file", change("text_file", None), "KeyError 'text_file'"),
    ("no byline", change("articles/1/byline", None), "KeyError 'byline'"),
    ("blocks of text", change("blocks", ["临江晚报"]), "is not a gold page: TypeError"),
    ("an unknown role", change("blocks/3/role", "text"), r"block 3 .* has role 'text', expected"),
    ("banmian's word", change("blocks/3/role", "paragraph"), "expected one of .*body"),
    ("furniture of a story", change("blocks/0/article", "1"), r"block 0 .* role 'furniture'"),
    ("a story's furniture", change("blocks/1/role", "furniture"), r"block 1 .* article '1'"),
    ("nothing to go on", change("blocks/5/cont", True), "story 2 has no caption before it"),
    ("a story unlisted", change("articles/1", None), "stories 2 have no block"),
    ("a story without lines", change("articles/1/id", "3"), "stories 2, 3 have no block"),
    ("a story twice", change("articles/1/id", "1"), "stories 1, 2 have no block"),
    ("a text elsewhere", change("text_file", "bruecke.txt"), "bruecke.txt"),
    ("a line otherwise", change("blocks/4/text", "江边"), r"line 9 of bridge\.txt is '江边看灯', "),
    ("a line left out", change("blocks/8", None), r"line 17 of bridge\.txt .* gold is missing"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("defect", "message"), [row[1:] for row in DEFECTS], ids=[row[0] for row in DEFECTS]
)
def test_a_defect_of_gold_is_named(
    documented: Path, defect: Callable[[dict[str, Any]], None], message: str
) -> None:
    gold = copy.deepcopy(json.loads(fence("json")))
    defect(gold)
    (documented / "bridge.gold.json").write_text(json.dumps(gold), encoding="utf-8")
    with pytest.raises(bm.BanmianError, match=message) as error:
        ev.evaluate(documented)
    assert str(documented) in str(error.value)


def test_a_gold_block_beyond_the_text_is_named(documented: Path) -> None:
    text = fence("text").removesuffix("责任编辑：何平\n")
    (documented / "bridge.txt").write_text(text, encoding="utf-8")
    with pytest.raises(bm.FormatError, match="is missing, block 8 of the gold is '责任编辑：何平'"):
        ev.evaluate(documented)


def test_a_broken_file_is_named(documented: Path) -> None:
    (documented / "bridge.gold.json").write_text("{", encoding="utf-8")
    with pytest.raises(bm.FormatError, match=r"bridge\.gold\.json is not a gold page"):
        ev.evaluate(documented)
