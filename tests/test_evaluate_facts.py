"""The evaluation of facts: gold as finding is perfect, and a planted error hurts what it should."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import evaluate_facts as ef
from banmian.page import FormatError, PageNotFound
from evaluate import Retrieval, Share

TEXT = "本报讯 昨日,江宁县农具厂厂长周小禾说,产量由3万件增至近5万件,约两成出口,一定再努力。"


def at(text: str, **fields: Any) -> dict[str, Any]:
    """A row whose span is the first place of ``text``."""
    start = TEXT.index(text)
    return {"start": start, "end": start + len(text), "text": text, "required": True, **fields}


def gold() -> dict[str, Any]:
    """Gold of the text: two quantities that make a change, one that need not be taken."""
    return {
        "text": TEXT,
        "issue_date": "1986-03-06",
        "quantities": [
            at("3万件", value=30000, unit="件", bound="exact", kind="count"),
            at("近5万件", value=50000, unit="件", bound="near_below", kind="count"),
            at("约两成", value=20, unit="%", bound="about", required=False, kind="percent"),
        ],
        "traps": [at("一定")],
        "changes": [{"from": 0, "to": 1, "verb": "增至"}],
        "dates": [
            at("昨日", iso="1986-03-05", relation=None, also=[{"iso": "1986-03-05T12"}]),
        ],
        "persons": [
            {
                "name": "周小禾",
                "role": "江宁县农具厂厂长",
                "required": True,
                "mentions": [at("周小禾")],
            }
        ],
        "places": [at("江宁县", adcode="320121", in_org=True)],
        "organisations": [at("江宁县农具厂", norm="江宁县农具厂")],
    }


def found() -> dict[str, list[dict[str, Any]]]:
    """What a perfect finder gives for the gold."""
    right = copy.deepcopy(gold())
    low, high = right["quantities"][:2]
    change = {
        "from_start": low["start"],
        "to_start": high["start"],
        "to_end": high["end"],
        "from_value": 30000.0,
        "to_value": 50000.0,
    }
    return {
        "quantities": right["quantities"],
        "dates": right["dates"],
        "people": [at("周小禾", name="周小禾", role="厂长")],
        "places": right["places"],
        "organisations": right["organisations"],
        "claims": [change],
    }


def scored(change: Callable[[dict[str, Any]], object]) -> ef.Scores:
    """The scores after a change to what was found."""
    given = found()
    change(given)
    return ef.score(gold(), given)[0]


PERFECT: ef.Scores = {
    "quantities": Retrieval(2),
    "dates": Retrieval(1),
    "places": Retrieval(1),
    "organisations": Retrieval(1),
    "people": Retrieval(1),
    "people_names": Retrieval(1),
    "mentions": Retrieval(1),
    "changes": Retrieval(1),
    "quantities_kind": Share(2, 2),
    "dates_relation": Share(1, 1),
    "places_country": Share(0, 0),
    "places_in_org": Share(1, 1),
    "organisations_norm": Share(1, 1),
    "traps_taken": Share(0, 1),
}


def test_gold_given_back_is_perfect_and_makes_no_error() -> None:
    assert ef.score(gold(), found()) == (PERFECT, [])


Change = Callable[[dict[str, Any]], object]
PLANTED: list[tuple[str, Change, dict[str, Retrieval | Share]]] = [
    (
        "a wrong value",
        lambda f: f["quantities"][0].update(value=3),
        {"quantities": Retrieval(1, 1, 1), "quantities_kind": Share(1, 1)},
    ),
    (
        "a bound not seen",
        lambda f: f["quantities"][1].update(bound="exact"),
        {"quantities": Retrieval(1, 1, 1), "quantities_kind": Share(1, 1)},
    ),
    (
        "a range for one value",
        lambda f: f["quantities"][0].update(value_to=40000),
        {"quantities": Retrieval(1, 1, 1), "quantities_kind": Share(1, 1)},
    ),
    (
        "a span one character short",
        lambda f: f["organisations"][0].update(end=f["organisations"][0]["end"] - 1),
        {"organisations": Retrieval(0, 1, 1), "organisations_norm": Share(0, 0)},
    ),
    ("an optional row left out", lambda f: f["quantities"].pop(), {}),
    ("an optional row read otherwise", lambda f: f["quantities"][2].update(unit="成"), {}),
    (
        "the same quantity twice",
        lambda f: f["quantities"].append(f["quantities"][0]),
        {"quantities": Retrieval(2, 1, 0)},
    ),
    (
        "a trap taken",
        lambda f: f["quantities"].append(at("一定", value=1, unit=None, bound="exact")),
        {"quantities": Retrieval(2, 1, 0), "traps_taken": Share(1, 1)},
    ),
    ("another answer as good", lambda f: f["dates"][0].update(iso="1986-03-05T12"), {}),
    (
        "the wrong day",
        lambda f: f["dates"][0].update(iso="1986-03-06"),
        {"dates": Retrieval(0, 1, 1), "dates_relation": Share(0, 0)},
    ),
    (
        "a date that cannot be told",
        lambda f: f["dates"][0].update(iso=None),
        {"dates": Retrieval(0, 1, 1), "dates_relation": Share(0, 0)},
    ),
    (
        "a role that is not the person's",
        lambda f: f["people"][0].update(role="记者"),
        {"people": Retrieval(0, 1, 1)},
    ),
    (
        "somebody who is not there",
        lambda f: f["people"].append(at("农具", name="农具", role=None)),
        {
            "people": Retrieval(1, 1, 0),
            "people_names": Retrieval(1, 1, 0),
            "mentions": Retrieval(1, 1, 0),
        },
    ),
    (
        "nobody",
        lambda f: f["people"].clear(),
        {
            "people": Retrieval(0, 0, 1),
            "people_names": Retrieval(0, 0, 1),
            "mentions": Retrieval(0, 0, 1),
        },
    ),
    (
        "the code of another county",
        lambda f: f["places"][0].update(adcode="320115"),
        {"places": Retrieval(0, 1, 1), "places_in_org": Share(0, 0)},
    ),
    (
        "an organisation under another name",
        lambda f: f["organisations"][0].update(norm="农具厂"),
        {"organisations_norm": Share(0, 1)},
    ),
    (
        "a change from another value",
        lambda f: f["claims"][0].update(from_value=3.0),
        {"changes": Retrieval(0, 1, 1)},
    ),
    (
        "a change by an amount only",
        lambda f: f["claims"].append({"from_start": None, "to_start": 3}),
        {},
    ),
]


@pytest.mark.parametrize(
    ("change", "hurt"), [row[1:] for row in PLANTED], ids=[row[0] for row in PLANTED]
)
def test_a_planted_error_hurts_its_own_measure_and_no_other(
    change: Change, hurt: dict[str, Retrieval | Share]
) -> None:
    assert scored(change) == PERFECT | hurt


def test_every_error_is_named_with_its_kind_and_text() -> None:
    given = found()
    given["dates"].clear()
    _, errors = ef.score(gold(), given)
    assert [line.partition(": ")[0] for line in errors] == ["dates missed"]
    assert "昨日" in errors[0]


def test_a_role_in_brackets_is_not_judged() -> None:
    described = gold()
    described["persons"][0]["role"] = "(厂里的老人)"
    assert ef.score(described, found())[0]["people"] == Retrieval(1)


def test_measures_are_shares_and_none_where_there_is_nothing() -> None:
    values = ef.measures(PERFECT)
    assert values["quantities_f1"] == 1.0
    assert values["places_country"] is None
    assert values["traps_taken"] == 0.0


def test_gold_files_are_scored_together(tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text(json.dumps(gold()), encoding="utf-8")
    scores, _ = ef.evaluate(tmp_path, tmp_path)
    traps = scores["traps_taken"]
    assert isinstance(traps, Share)
    assert traps.whole == 2


def test_a_file_that_is_no_gold_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "odd.json").write_text('{"issue_date": "1986-03-06"}', encoding="utf-8")
    with pytest.raises(FormatError, match=r"odd\.json"):
        ef.evaluate(tmp_path, tmp_path)
    with pytest.raises(PageNotFound):
        ef.evaluate(tmp_path / "none", tmp_path)


def blind() -> list[Path]:
    """The invented paragraphs."""
    return sorted((Path(__file__).parent / "facts" / "blind").glob("*.json"))


def test_the_invented_paragraphs_slice_back() -> None:
    """Every row of their gold, other answers included, is the text at its offsets."""
    assert len(blind()) >= 30
    for path in blind():
        data = json.loads(path.read_text("utf-8"))
        lists = ("quantities", "traps", "dates", "places", "organisations")
        rows = [row for name in lists for row in data[name]]
        rows += [mention for person in data["persons"] for mention in person["mentions"]]
        for answer in [answer for row in rows for answer in ef.answers(row)]:
            sliced = data["text"][answer["start"] : answer["end"]]
            assert sliced == answer["text"], path.name
