"""JupyterLab, as a reader uses it: open a notebook, Run All Cells, look at what comes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from lab import Lab, serving, wait_for
from nbformat import NotebookNode, v4
from tabs import FONT, LATIN, ROOT, launched

from run_notebooks import METADATA

NOTEBOOKS = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """JupyterLab over a copy of the repository's pages, figures and notebooks, outputs cleared."""
    folder = tmp_path_factory.mktemp("repository")
    for name in ("seeds", "figures"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "notebooks").mkdir()
    for name in NOTEBOOKS:
        store(folder / "notebooks" / name, cleared(nbformat.read(ROOT / "notebooks" / name, 4)))
    with serving(folder, tmp_path_factory.mktemp("jupyter")) as lab:
        yield lab


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A window with Latin fonts and the packaged one; its tabs load JupyterLab's program once."""
    with launched(tmp_path_factory.mktemp("reader"), [LATIN, FONT]) as browser:
        window = browser.new_context(viewport={"width": 1300, "height": 900})
        window.set_default_timeout(60_000)
        yield window


def store(path: Path, notebook: NotebookNode) -> None:
    nbformat.write(notebook, path)


def cleared(notebook: NotebookNode) -> NotebookNode:
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook


def pictures(notebook: NotebookNode) -> int:
    outputs = [o for c in notebook.cells if c.cell_type == "code" for o in c.outputs]
    return sum("image/png" in output.get("data", {}) for output in outputs)


def run_all(
    lab: Lab, reader: Any, name: str, folder: str = "notebooks"
) -> tuple[Any, NotebookNode]:
    """Open a notebook, choose Run All Cells in the menu, and wait; the tab, and what was saved."""
    page = reader.new_page()
    page.goto(f"{lab.url}lab/tree/{folder}/{name}?reset")
    wait_for(lambda: lab.state(name) == "idle", f"a kernel for {name}")
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    saved = [v4.new_notebook()] * 2

    def done() -> bool:
        """All cells have run, and two notebooks saved one after the other are the same."""
        page.keyboard.press("Control+s")
        saved.append(read_saved(lab.folder / folder / name) or saved[-1])
        cells = [c for c in saved[-1].cells if c.cell_type == "code" and c.source]
        ran = all(cell.execution_count is not None for cell in cells)
        failed = any(o.output_type == "error" for cell in cells for o in cell.outputs)
        return lab.state(name) == "idle" and (ran or failed) and saved[-2] == saved[-1]

    wait_for(done, f"the run of {name}")
    return page, saved[-1]


def close(lab: Lab, page: Any, name: str) -> None:
    page.close()
    lab.end(name)


def read_saved(path: Path) -> NotebookNode | None:
    """The notebook, or None while the server is in the middle of writing it."""
    try:
        return nbformat.read(path, 4)
    except nbformat.reader.NotJSONError:
        return None


def complaints(page: Any, notebook: NotebookNode, figures: int) -> list[str]:
    """What is wrong with a run: errors, words on stderr, figures stored or shown too few."""
    found = []
    for number, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                found.append(f"cell {number}: {output.ename}: {output.evalue}")
            if output.get("name") == "stderr":
                found.append(f"cell {number} on stderr: {output.text}")
    if pictures(notebook) != figures:
        found.append(f"{pictures(notebook)} figures, expected {figures}")
    shown = page.evaluate(
        "() => [...document.querySelectorAll('.jp-OutputArea img')]"
        ".filter(image => image.complete && image.naturalWidth > 100).length"
    )
    if shown != figures:
        found.append(f"{shown} figures are drawn, expected {figures}")
    return found


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_run_all_leaves_no_error_no_stderr_and_every_figure(
    name: str, lab: Lab, reader: Any
) -> None:
    page, ran = run_all(lab, reader, name)
    expected = pictures(nbformat.read(ROOT / "notebooks" / name, 4))
    assert complaints(page, ran, expected) == []
    close(lab, page, name)


DEFECTS = [
    ("an error", "ZeroDivisionError"),
    ("words on stderr", "on stderr: 新桥"),
    ("a figure not stored", "0 figures, expected 1"),
    ("a figure not shown", "0 figures are drawn, expected 1"),
]


@pytest.fixture(scope="module")
def complained(lab: Lab, reader: Any) -> list[str]:
    """What is said of a run that does everything wrong; its last cell stops it."""
    cells = map(
        v4.new_code_cell, ("'before'", "import sys; print('新桥', file=sys.stderr)", "1 / 0")
    )
    notebook = v4.new_notebook(cells=list(cells), metadata=METADATA)
    store(lab.folder / "notebooks" / "spoilt.ipynb", notebook)
    page, ran = run_all(lab, reader, "spoilt.ipynb")
    found = complaints(page, ran, figures=1)
    close(lab, page, "spoilt.ipynb")
    return found


@pytest.mark.parametrize("complaint", [row[1] for row in DEFECTS], ids=[row[0] for row in DEFECTS])
def test_a_planted_defect_is_complained_of(complaint: str, complained: list[str]) -> None:
    assert any(complaint in line for line in complained), complained


PAGES = {
    "1.txt": "新桥通车\n\n本报讯 (记者王小明)新桥昨日通车。新桥长3公里。",
    "2.txt": "老桥拆除\n\n本报讯 老桥昨日拆除。新桥还在。\n\n桥上的灯\n\n本报讯 灯昨日亮了。",
}


def test_the_views_of_05_follow_its_menus_by_keyboard_alone(lab: Lab, reader: Any) -> None:
    name, folder = "own.ipynb", "own/notebooks"
    for part in ("seeds", "notebooks"):
        (lab.folder / "own" / part).mkdir(parents=True)
    for file, text in PAGES.items():
        (lab.folder / "own" / "seeds" / file).write_text(text, "utf-8")
    explore = nbformat.read(ROOT / "notebooks" / "05_explore.ipynb", 4)
    path = lab.folder / folder / name
    store(path, cleared(explore))
    page, ran = run_all(lab, reader, name, folder)
    assert complaints(page, ran, figures=2) == []
    concordance = page.locator(".jp-OutputArea .bm-top")
    concordance.get_by_text("3 places in 1 story").wait_for()
    page.get_by_label("Term", exact=True).focus()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("桥上")
    page.keyboard.press("Enter")
    concordance.get_by_text("0 places in 0 stories").wait_for()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("2")  # the first letter of a name; JupyterLab takes arrows for itself
    concordance.get_by_text("1 place in 1 story").wait_for()
    assert page.locator(".bm-kwic .bm-word a").all_inner_texts() == ["桥上"]
    page.locator(".jp-InputPrompt").first.click()
    wait_for(lambda: "58.8 of 1,000 words of this page, 34.5 of all" in told(page, path), "a trend")
    assert "桥上 stands in 1 of 2 stories, most often in story 1: 1 of 1 times" in told(page, path)
    page.get_by_label("Term", exact=True).fill("😀")
    page.get_by_label("Term", exact=True).press("Enter")
    page.get_by_text("the font has no glyph for '😀'").first.wait_for()
    close(lab, page, name)


def told(page: Any, path: Path) -> str:
    """What the outputs of a notebook say in words, after it is saved."""
    page.keyboard.press("Control+s")
    saved = read_saved(path) or v4.new_notebook()
    outputs = [o for c in saved.cells if c.cell_type == "code" for o in c.outputs]
    return "\n".join(str(output.get("data", {}).get("text/plain")) for output in outputs)


VIEW = """
from IPython import get_ipython
import banmian as bm
from banmian import display
display.show_in_jupyter(get_ipython())
page = bm.read_page("../seeds/000_36eec756fec64adf.txt")
page
"""


def test_a_page_shows_itself_and_its_panes_work_by_mouse_and_keyboard(
    lab: Lab, reader: Any
) -> None:
    name, cells = "view.ipynb", [v4.new_code_cell(VIEW)]
    store(lab.folder / "notebooks" / name, v4.new_notebook(cells=cells, metadata=METADATA))
    page, ran = run_all(lab, reader, name)
    view = page.locator(".jp-OutputArea .bm")
    ground = view.evaluate("e => getComputedStyle(e).backgroundColor")
    assert ground == "rgb(251, 249, 244)"  # JupyterLab's own theme is light
    links = view.locator(".bm-list a")
    links.nth(4).click()
    assert at_the_top(page, 4)
    links.nth(2).focus()
    page.keyboard.press("Enter")
    assert at_the_top(page, 2)
    summary = view.locator("details").nth(2).locator("summary")
    summary.focus()
    page.keyboard.press("Enter")
    assert view.locator("details").nth(2).get_attribute("open") is None
    close(lab, page, name)
    assert_readable_without_trust(lab, reader, ran)


def assert_readable_without_trust(lab: Lab, reader: Any, ran: NotebookNode) -> None:
    """JupyterLab strips what it does not trust: text, roles and folding must be left."""
    stored = "".join(ran.cells[0].outputs[0].data["text/html"])
    ran.cells[0].outputs[0].data["text/html"] = f"{stored}<!-- changed: not trusted any more -->"
    store(lab.folder / "notebooks" / "untrusted.ipynb", ran)
    page = reader.new_page()
    page.goto(f"{lab.url}lab/tree/notebooks/untrusted.ipynb?reset")
    story = page.locator(".bm details").nth(6)
    story.wait_for()
    assert page.locator(".bm style").count() == 0
    assert "paragraph 本报讯" in " ".join(story.inner_text().split())
    story.locator("summary").click()
    assert story.get_attribute("open") is None
    close(lab, page, "untrusted.ipynb")


def at_the_top(page: Any, story: int) -> bool:
    """Whether a story begins where the text pane does."""
    page.wait_for_timeout(300)
    element = page.locator(".bm details").nth(story).bounding_box()
    pane = page.locator(".bm .bm-text").bounding_box()
    return abs(float(element["y"] - pane["y"])) < 3
