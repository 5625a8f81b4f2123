"""The stored notebooks are one clean run, and the strict nbval of their conftest cannot be fooled.

What can be said of a notebook without running it is checked here. That running it gives what is
stored is nbval's part; here defects are planted to prove that nbval then fails.
"""

from __future__ import annotations

import base64
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image

from run_notebooks import execute, kernel_environment, normalise, to_text

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MARKED = re.compile(
    "nbval|raises-exception|skip-execution|PYTEST_VALIDATE_IGNORE_OUTPUT", re.IGNORECASE
)
ABSOLUTE = re.compile(r"(?<![\w.<])/(home|root|tmp|Users|var)/|[A-Z]:\\")
# In Markdown "1. words" at the start of a line begins a numbered list, also inside a paragraph.
LISTED = re.compile(r"^\s*\d+[.)](?=\s|$)", re.MULTILINE)
PRINTED_AND_STOPPED = re.compile(r"^\s*\{[^{}]*\}[.)](?=\s|$)", re.MULTILINE)
WIDGET = "application/vnd.jupyter.widget-view+json"
WEAKENING = ("nbval-lax", "nbval-skip", "nbval-ignore-output", "nbval-sanitize", "no:nbval")


def notebook_problems(text: str) -> Iterator[str]:
    """What keeps the text of a notebook file from being one clean, complete run."""
    notebook = nbformat.reads(text, as_version=4)
    cells = notebook.cells
    code = [cell for cell in cells if cell.cell_type == "code"]
    if to_text(normalise(notebook)) != text:
        yield "not in the form that `make run` stores"
    if len({cell.get("id") for cell in json.loads(text)["cells"]} - {None}) < len(cells):
        yield "cell ids are missing or doubled"
    if cells[0].cell_type != "markdown" or not cells[0].source.startswith("# "):
        yield "the first cell is not a title"
    if cells[-1].cell_type != "markdown":
        yield "the last cell is not text"
    if [cell.execution_count for cell in code] != list(range(1, len(code) + 1)):
        yield "execution counts do not run from 1 in order"
    for number, cell in enumerate(cells, start=1):
        yield from (f"cell {number}: {problem}" for problem in cell_problems(cell))
    yield from parameter_problems([line for cell in code for line in cell.source.splitlines()])


def cell_problems(cell: NotebookNode) -> Iterator[str]:
    """What is wrong with one cell."""
    if not cell.source.strip():
        yield "is empty"
    if MARKED.search(f"{cell.metadata.get('tags')}\n{cell.source}"):
        yield "a marker or tag exempts it from comparison"
    if "Markdown(" in cell.source and PRINTED_AND_STOPPED.search(cell.source):
        yield "a printed value and a full stop open a line: a number there begins a list"
    for output in cell.get("outputs", []):
        if LISTED.search(output.get("data", {}).get("text/markdown", "")):
            yield "its Markdown has a line that begins like a numbered list"
        if output.output_type == "error":
            yield "an error is stored"
        if output.get("name") == "stderr":
            yield "stderr output is stored"
        shown = [output.get("text", ""), *output.get("data", {}).values()]
        texts = [text for text in shown if not is_picture(text)]
        if any(
            re.search(r"(?<![\w.<])/(home|root|tmp|Users|var)/|[A-Z]:\\", str(t)) for t in texts
        ):
            yield "an absolute path is stored"


def is_picture(text: Any) -> bool:
    """Whether an output's content is base64, where any letters may follow each other."""
    return isinstance(text, str) and re.fullmatch(r"[A-Za-z0-9+/=\s]{400,}", text) is not None


def parameter_problems(lines: list[str]) -> Iterator[str]:
    """Folders that a notebook does not take from the environment."""
    if not any("BANMIAN_SEEDS" in line for line in lines):
        yield "the folder of pages is not read from BANMIAN_SEEDS"
    for line in lines:
        if re.search(r"""["']\.\./""", line) and "BANMIAN_" not in line:
            yield f"a folder is fixed in {line.strip()!r}"


def test_there_are_at_least_three_notebooks_numbered_in_order() -> None:
    assert len(NOTEBOOKS) >= 3
    assert [path.name[:3] for path in NOTEBOOKS] == [
        f"{number:02d}_" for number in range(1, len(NOTEBOOKS) + 1)
    ]


def test_each_notebook_is_one_clean_run() -> None:
    problems = {path.name: [*notebook_problems(path.read_text("utf-8"))] for path in NOTEBOOKS}
    assert not {name: found for name, found in problems.items() if found}


def test_every_committed_figure_is_whole_and_written_by_a_notebook() -> None:
    """A figure is a PNG, an SVG and a CSV file, and some notebook names its stem."""
    files = [path for path in (ROOT / "figures").iterdir() if path.suffix in {".png", ".svg"}]
    sources = "".join(path.read_text("utf-8") for path in NOTEBOOKS)
    assert files
    for stem in {path.stem for path in files}:
        assert stem in sources
        for suffix in (".png", ".svg", ".csv"):
            assert (ROOT / "figures" / f"{stem}{suffix}").is_file()


def test_nothing_weakens_the_comparison() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["pytest"]
    assert "--nbval" in settings["ini_options"]["addopts"]
    assert "notebooks" in settings["ini_options"]["testpaths"]
    for name in ("Makefile", ".ci/run", "pyproject.toml"):
        text = (ROOT / name).read_text("utf-8")
        assert not [word for word in WEAKENING if word in text]


# Defects that show without running anything.


def sound_notebook() -> NotebookNode:
    """A notebook with nothing wrong, as if run."""
    printed = new_output("stream", name="stdout", text="42\n")
    cells = [
        new_markdown_cell("# Title", id="title"),
        new_code_cell(
            'SEEDS = Path(os.environ.get("BANMIAN_SEEDS", "../seeds"))', id="a", execution_count=1
        ),
        new_code_cell("print(42)", id="b", execution_count=2, outputs=[printed]),
        new_markdown_cell("Found: 42.", id="end"),
    ]
    return normalise(new_notebook(cells=cells))


def _at(number: int, **changes: Any) -> Callable[[NotebookNode], object]:
    return lambda notebook: notebook.cells[number].update(changes)


def _prints(text: str, name: str = "stdout") -> Callable[[NotebookNode], object]:
    return _at(2, outputs=[new_output("stream", name=name, text=text)])


def _says(markdown: str) -> Callable[[NotebookNode], object]:
    data = {"text/markdown": markdown, "text/plain": "<Markdown>"}
    return _at(2, outputs=[new_output("display_data", data=data)])


STATIC_DEFECTS: list[tuple[str, Callable[[NotebookNode], object], str]] = [
    ("a run time", _at(1, metadata={"execution": {"iopub.status.busy": "now"}}), "not in the form"),
    ("a version", lambda n: n.metadata.language_info.update(version="3.11.7"), "not in the form"),
    ("no title", lambda n: n.cells.pop(0), "not a title"),
    ("a lower heading first", _at(0, source="## Title"), "not a title"),
    ("code at the end", lambda n: n.cells.pop(), "last cell is not text"),
    ("cells swapped", lambda n: n.cells.insert(1, n.cells.pop(2)), "do not run from 1"),
    ("a cell left out", lambda n: n.cells.pop(1), "do not run from 1"),
    ("a cell run twice", _at(2, execution_count=3), "do not run from 1"),
    ("a cleared cell", _at(2, execution_count=None, outputs=[]), "do not run from 1"),
    ("an empty code cell", _at(2, source=" \n"), "cell 3: is empty"),
    ("an empty text cell", _at(3, source=""), "cell 4: is empty"),
    ("a skip tag", _at(2, metadata={"tags": ["nbval-skip"]}), "cell 3: a marker"),
    ("an error tag", _at(2, metadata={"tags": ["raises-exception"]}), "cell 3: a marker"),
    ("a marker", _at(2, source="# NBVAL_IGNORE_OUTPUT\nprint(42)"), "cell 3: a marker"),
    ("a warning", _prints("FutureWarning", "stderr"), "cell 3: stderr"),
    ("a home", _prints("read /home/li/pages"), "cell 3: an absolute path"),
    ("a drive", _prints("read C:\\pages"), "cell 3: an absolute path"),
    (
        "an error",
        _at(2, outputs=[new_output("error", ename="E", evalue="", traceback=[])]),
        "cell 3: an error",
    ),
    (
        "a widget of a kernel that is gone",
        _at(2, outputs=[new_output("display_data", data={WIDGET: {"model_id": "a"}})]),
        "not in the form",
    ),
    ("a list by accident", _says("copied:\n1. A build goes on"), "cell 3: its Markdown has a line"),
    ("a number on a line of its own", _says("in all:\n9."), "cell 3: its Markdown has a line"),
    (
        "a list on other pages",
        _at(2, source='Markdown(f"""\nCopied:\n{n:,}. A build\n""")'),
        "cell 3: a printed value and a full stop",
    ),
    ("no parameter", _at(1, source="SEEDS = 1"), "not read from BANMIAN_SEEDS"),
    ("a fixed folder", _at(2, source='read("../seeds/a.txt")'), "a folder is fixed"),
]


def test_a_sound_notebook_has_no_problem() -> None:
    assert [*notebook_problems(to_text(sound_notebook()))] == []


@pytest.mark.parametrize(
    "markdown", ["in 2020, 9. of them", "copied: 1.\nA build", "9.5 of 1,000 words", "## 1 · A map"]
)
def test_a_number_that_begins_no_list_is_no_problem(markdown: str) -> None:
    notebook = sound_notebook()
    _says(markdown)(notebook)
    assert [*notebook_problems(to_text(notebook))] == []


@pytest.mark.parametrize(
    ("plant", "expected"),
    [row[1:] for row in STATIC_DEFECTS],
    ids=[row[0] for row in STATIC_DEFECTS],
)
def test_a_planted_defect_is_named(plant: Callable[[NotebookNode], object], expected: str) -> None:
    notebook = sound_notebook()
    plant(notebook)
    text = to_text(notebook)
    assert any(expected in problem for problem in notebook_problems(text))


def test_one_cell_id_twice_is_named() -> None:
    text = to_text(sound_notebook()).replace('"id": "b"', '"id": "a"')
    with pytest.warns(match="Non-unique cell id"):
        assert "cell ids are missing or doubled" in notebook_problems(text)


# Defects that show only when the notebook runs again, one a cell.


class Defect(NamedTuple):
    """A cell's source, what spoils the stored cell, and what the failure must say."""

    label: str
    source: str
    plant: Callable[[NotebookNode], object]
    says: str


def _leave(cell: NotebookNode) -> None:
    """The defect is planted elsewhere: see `_plant_all`."""


def _set(*path: str | int, to: Any) -> Callable[[NotebookNode], None]:
    def plant(cell: NotebookNode) -> None:
        node: Any = cell
        for step in path[:-1]:
            node = node[step]
        node[path[-1]] = to

    return plant


def _replace(kind: str, old: str, new: str) -> Callable[[NotebookNode], None]:
    def plant(cell: NotebookNode) -> None:
        data = cell.outputs[0].data
        assert old in data[kind]
        data[kind] = data[kind].replace(old, new)

    return plant


def _repaint(paint: Callable[[Image.Image], Image.Image]) -> Callable[[NotebookNode], None]:
    """Draw on the stored picture."""

    def plant(cell: NotebookNode) -> None:
        data = cell.outputs[0].data
        picture = Image.open(io.BytesIO(base64.b64decode(data["image/png"])))
        buffer = io.BytesIO()
        paint(picture).save(buffer, format="PNG")
        data["image/png"] = base64.b64encode(buffer.getvalue()).decode()

    return plant


def _append(output: NotebookNode) -> Callable[[NotebookNode], None]:
    return lambda cell: cell.outputs.append(output)


SETUP = """\
import os
import sys
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
from IPython.display import display

FIGURES = Path(os.environ.get("BANMIAN_FIGURES", "../figures"))


def bars(*values):
    plt.figure(figsize=(4, 3))
    plt.bar(range(3), values)
    plt.show()"""

BARS = "bars(20, 10, 15)"
ANOTHER_BAR = "bars(20, 10, 15.15)"  # one bar of three longer by a hundredth
TABLE = 'pd.DataFrame({"n": [12, 7]})'
WIDGETS = """\
import ipywidgets

menu = ipywidgets.Dropdown(options=["a", "b"])
display(menu._repr_mimebundle_() | {"text/plain": "menu"}, raw=True)"""
KEEP = '_ = (FIGURES / "kept.csv").write_text("kept")'

DEFECTS = [
    Defect("printed number", "print(6 * 7)", _set("outputs", 0, "text", to="43\n"), "stdout"),
    Defect("table as HTML", TABLE, _replace("text/html", "12", "13"), "mismatch 'text/html'"),
    Defect("table as text", TABLE, _replace("text/plain", "12", "13"), "mismatch 'text/plain'"),
    Defect("one bar", ANOTHER_BAR, _leave, "pixels differ"),
    Defect("picture's size", BARS, _repaint(lambda p: p.resize((9, 9))), "the size was (9, 9)"),
    Defect("picture gone", BARS, lambda cell: cell.outputs[0].data.pop("image/png"), "kinds were"),
    Defect(
        "picture added", "1 + 1", _set("outputs", 0, "data", "image/png", to="AA=="), "kinds were"
    ),
    Defect(
        "another JPEG",
        'display({"image/jpeg": "AAAA"}, raw=True)',
        _set("outputs", 0, "data", "image/jpeg", to="BBBB"),
        "image/jpeg: the content differs",
    ),
    Defect(
        "cleared",
        "print(1)",
        lambda cell: cell.update(outputs=[], execution_count=None),
        "stored as In [None]",
    ),
    Defect("outputs cleared", "print(2)", _set("outputs", to=[]), "Unexpected output fields"),
    Defect(
        "one output more",
        "print(3)",
        _append(new_output("display_data", data={"image/png": "AA=="})),
        "2 outputs are stored, running the cell made 1",
    ),
    Defect(
        "order of outputs",
        f"print('before')\n{BARS}",
        lambda cell: cell.outputs.reverse(),
        "output_type was 'display_data', is 'stream'",
    ),
    Defect(
        "printed before, stored after",
        f"print('a')\n{BARS}\nprint('b')",
        lambda cell: cell.update(
            outputs=[new_output("stream", name="stdout", text="a\nb\n"), cell.outputs[1]]
        ),
        "dissimilar number of outputs",
    ),
    Defect("stream", "print(4)", _set("outputs", 0, "name", to="stderr"), "Missing output fields"),
    Defect("stderr gone", "print(5, file=sys.stderr)", _set("outputs", to=[]), "stderr"),
    Defect("words for a menu", WIDGETS, _replace("text/plain", "menu", "none"), "'text/plain'"),
    Defect(
        "stored widget",
        WIDGETS,
        _set("outputs", 0, "data", WIDGET, to={"model_id": "a"}),
        "kinds were",
    ),
    Defect("metadata", BARS, _set("outputs", 0, "metadata", to={"width": 1}), "metadata was"),
    Defect(
        "shown, not returned",
        "5 + 5",
        lambda cell: cell.outputs[0].update(output_type="display_data"),
        "output_type was 'display_data'",
    ),
    Defect("tag", "print(6)", _set("metadata", to={"tags": ["nbval-skip"]}), "marker or tag"),
    Defect(
        "marker", "print(7)", _set("source", to="# NBVAL_IGNORE_OUTPUT\nprint(7)"), "marker or tag"
    ),
    Defect("figure not committed", KEEP, _set("source", to=KEEP.replace(".c", "2.c")), "is not in"),
    Defect("figure stale", KEEP, _set("source", to=KEEP.replace('"kept"', '"new"')), "is stale"),
    Defect(
        "writes into the tree",
        KEEP,
        _set("source", to='_ = Path("../seeds/new.txt").write_text("x")'),
        "wrote seeds/new.txt in the work tree",
    ),
    Defect("first of a swapped pair", "print(8)", _leave, "stored as In"),
    Defect("second of a swapped pair", "print(9)", _leave, "stored as In"),
]


def _plant_all(notebook: NotebookNode) -> None:
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for cell, defect in zip(code[1:], DEFECTS, strict=True):
        defect.plant(cell)
    by_source = {cell.source: cell for cell in notebook.cells}
    by_source[ANOTHER_BAR].source = BARS
    notebook.cells[-3], notebook.cells[-2] = notebook.cells[-2], notebook.cells[-3]


def _run_nbval(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--color=no", *options]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "tools"), "PYTEST_ADDOPTS": ""}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the real conftest, one sound notebook, and a copy of it full of defects."""
    root = tmp_path_factory.mktemp("repository")
    for name in ("notebooks", "figures", "seeds", "scratch"):
        (root / name).mkdir()
    shutil.copy(ROOT / "notebooks" / "conftest.py", root / "notebooks")
    cells = [new_code_cell(source) for source in (SETUP, *(defect.source for defect in DEFECTS))]
    sound = root / "notebooks" / "sound.ipynb"
    nbformat.write(new_notebook(cells=[*cells, new_markdown_cell("End.")]), sound)
    environment = kernel_environment(root / "scratch")
    notebook = execute(sound, sound.parent, environment)
    sound.write_text(to_text(notebook), "utf-8")
    _plant_all(notebook)
    (root / "notebooks" / "spoilt.ipynb").write_text(to_text(notebook), "utf-8")
    return root


@pytest.fixture(scope="module")
def failures(repository: Path) -> dict[tuple[str, int], str]:
    """What strict nbval says of each cell, by notebook and number; empty where it passes."""
    result = _run_nbval(repository, "--nbval", "--junitxml=report.xml", "notebooks")
    cases = ET.parse(repository / "report.xml").iter("testcase")
    said = {}
    for case in cases:
        notebook = "sound" if "sound" in f"{case.get('classname')}{case.get('name')}" else "spoilt"
        number = int(re.findall(r"Cell (\d+)", str(case.get("name")))[-1])
        said[notebook, number] = "".join(str(fault.text) for fault in case)
    assert len(said) == 2 * (len(DEFECTS) + 1), result.stdout + result.stderr
    return said


def test_an_untouched_notebook_passes(failures: dict[tuple[str, int], str]) -> None:
    assert not {key: text for key, text in failures.items() if text and key[0] == "sound"}


def test_a_cell_beside_defects_passes(failures: dict[tuple[str, int], str]) -> None:
    assert failures["spoilt", 0] == ""


@pytest.mark.parametrize(
    ("number", "defect"), [*enumerate(DEFECTS, start=1)], ids=[defect.label for defect in DEFECTS]
)
def test_strict_nbval_fails_on_a_planted_defect(
    failures: dict[tuple[str, int], str], number: int, defect: Defect
) -> None:
    assert defect.says in failures["spoilt", number]


def test_a_run_leaves_committed_figures_alone(
    repository: Path, failures: dict[tuple[str, int], str]
) -> None:
    """Cells wrote kept.csv, kept2.csv and other content; the folder holds the first run's file."""
    assert failures
    assert {path.name: path.read_text() for path in (repository / "figures").iterdir()} == {
        "kept.csv": "kept"
    }


@pytest.mark.parametrize("option", ["--nbval-lax", "--nbval-sanitize-with=a.cfg"])
def test_an_option_that_weakens_the_comparison_is_refused(repository: Path, option: str) -> None:
    result = _run_nbval(repository, option, "--collect-only", "notebooks")
    assert result.returncode == pytest.ExitCode.USAGE_ERROR
    assert "compared as they are" in result.stderr
