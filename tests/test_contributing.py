"""CONTRIBUTING's examples can be followed: places, names and tests are there, changes apply."""

from __future__ import annotations

import re
import subprocess

import pytest

from documents import ROOT, text_of

CONTRIBUTING = ROOT / "CONTRIBUTING.md"
RECIPES = re.split(r"^## ", text_of(CONTRIBUTING), flags=re.M)
HOW_TO = [part for part in RECIPES if part.startswith("How to add")]
STEPS = [
    [cell.strip() for cell in line.split("|")[1:-1]]
    for part in HOW_TO
    for line in re.findall(r"^\| \d+ \|.*\|$", part, re.M)
]
CHANGES = [
    (part.splitlines()[0], change)
    for part in HOW_TO
    for change in re.findall(r"^```diff\n(.*?)^```", part, re.M | re.S)
]


def test_there_is_an_example_with_its_steps_for_each_thing_to_add() -> None:
    assert [part.splitlines()[0] for part in HOW_TO] == [title for title, _ in CHANGES]
    assert [title.rpartition(" ")[2] for title, _ in CHANGES] == [
        "layout", "role", "measure", "kind",
    ]  # fmt: skip


def missing(step: list[str]) -> list[str]:
    """Files, tests and names of a step that are not there.

    A name in backticks must stand in a file that the step names.
    """
    _, file, what, fails = step
    said = re.findall(r"`([^`]+)`", f"{file} {what} {fails}")
    files = [name for name in said if "/" in name or name.endswith(".md")]
    wrong = [name for name in files if not (ROOT / name).exists()]
    named = [ROOT / name for name in files if (ROOT / name).is_file()]
    texts = [path.read_text("utf-8") for path in named]
    for name in said:
        if name.startswith("test_"):
            if not any(f"def {name}(" in path.read_text("utf-8") for path in TESTS):
                wrong.append(name)
        elif name not in files and not name.startswith(("make ", "bm.")):
            part = re.escape(name.rpartition(".")[2])
            if not any(re.search(rf"\b{part}\b", text) for text in texts):
                wrong.append(name)
    return wrong


TESTS = sorted((ROOT / "tests").glob("test_*.py"))


@pytest.mark.parametrize("step", STEPS, ids=lambda step: f"{step[0]} {step[1]}")
def test_a_step_names_only_what_is_there(step: list[str]) -> None:
    assert missing(step) == []


PLANTED = [
    ("no file", ["1", "`tests/test_gone.py`", "a row", ""], ["tests/test_gone.py"]),
    ("no name", ["1", "`tests/floors.toml`", "`ROWS`", ""], ["ROWS"]),
    ("a name", ["1", "`src/banmian/tables/rows.py`", "`ROWS`", ""], []),
    ("no test", ["1", "`tests/floors.toml`", "it", "`test_that_is_gone`"], ["test_that_is_gone"]),
]


@pytest.mark.parametrize(
    ("step", "wrong"), [row[1:] for row in PLANTED], ids=[row[0] for row in PLANTED]
)
def test_a_step_that_names_nothing_is_found(step: list[str], wrong: list[str]) -> None:
    assert missing(step) == wrong


def applies(change: str) -> bool:
    run = ["git", "apply", "--check", "-"]
    return subprocess.run(run, input=change.encode(), cwd=ROOT, check=False).returncode == 0


@pytest.mark.parametrize("change", [row[1] for row in CHANGES], ids=[row[0] for row in CHANGES])
def test_the_change_that_is_shown_applies(change: str) -> None:
    assert applies(change)


def test_a_change_of_what_is_not_there_does_not_apply() -> None:
    title, change = CHANGES[0]
    assert not applies(re.sub(r"^-(.)", r"-x\1", change, flags=re.M)), title
