"""`make run` stores whole, clean runs, tells where it failed, and leaves the rest alone."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

import banmian as bm
import run_notebooks
from run_notebooks import main, merge_streams

SETUP = """\
import os
import sys
from pathlib import Path

SEEDS = Path(os.environ.get("BANMIAN_SEEDS", "../seeds"))
FIGURES = Path(os.environ.get("BANMIAN_FIGURES", "../figures"))"""

READ = """\
for path in sorted(SEEDS.iterdir()):
    print(path.name, path.read_text("utf-8"), flush=True)"""

DRAW = '_ = (FIGURES / "pages.csv").write_text(str(len(list(SEEDS.iterdir()))))'


def write_notebook(path: Path, *sources: str) -> None:
    """A notebook that never ran: a title, the cells, an end."""
    cells = [new_code_cell(source, id=f"code-{i}") for i, source in enumerate(sources)]
    ends = [new_markdown_cell("# Title", id="title"), new_markdown_cell("End.", id="end")]
    nbformat.write(new_notebook(cells=[ends[0], *cells, ends[1]]), path)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file under a folder, hidden ones too."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def printed(path: Path) -> str:
    """All that the stored cells of a notebook printed."""
    cells = nbformat.read(path, as_version=4).cells
    return "".join(out.get("text", "") for cell in cells for out in cell.get("outputs", []))


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small repository, in a folder whose name has a blank and Chinese characters."""
    root = tmp_path / "我的 仓库"
    for name in ("notebooks", "seeds", "figures"):
        (root / name).mkdir(parents=True)
    (root / "seeds" / "a.txt").write_text("新桥通车", "utf-8")
    monkeypatch.setattr(run_notebooks, "ROOT", root)
    return root


def test_a_second_run_in_place_writes_the_same_bytes(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And no time, version or folder is stored: only the fixed kernel name."""
    notebook = repository / "notebooks" / "01_pages.ipynb"
    write_notebook(notebook, SETUP, READ, DRAW)
    assert main([]) == 0
    first = contents(repository)
    assert first["figures/pages.csv"] == b"1"
    assert printed(notebook) == "a.txt 新桥通车\n"
    stored = json.loads(first["notebooks/01_pages.ipynb"])
    assert stored["metadata"] == run_notebooks.METADATA
    assert [cell["metadata"] for cell in stored["cells"]] == [{}] * 5
    assert [cell["id"] for cell in stored["cells"]] == [
        "title",
        "code-0",
        "code-1",
        "code-2",
        "end",
    ]
    assert main([]) == 0
    assert contents(repository) == first
    told = [line.split(" ... ")[0] for line in capsys.readouterr().out.splitlines()]
    where = [f"Notebooks: {repository / 'notebooks'}", f"Figures: {repository / 'figures'}"]
    assert told == ["01_pages.ipynb", *where] * 2


def test_a_run_over_own_pages_writes_only_into_out(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also with a tilde, blanks and Chinese characters in both paths."""
    write_notebook(repository / "notebooks" / "01_pages.ipynb", SETUP, READ, DRAW)
    before = contents(repository)
    home = tmp_path / "home"
    (home / "我的 页面").mkdir(parents=True)
    for name in ("b.txt", "c.txt"):
        (home / "我的 页面" / name).write_text("别处", "utf-8")
    monkeypatch.setenv("HOME", str(home))
    assert main(["--seeds", "~/我的 页面", "--out", "~/结果 1/新"]) == 0
    out = home / "结果 1" / "新"
    assert contents(repository) == before
    assert contents(out).keys() == {"01_pages.ipynb", "figures/pages.csv", "report.html"}
    assert contents(out)["figures/pages.csv"] == b"2"
    assert printed(out / "01_pages.ipynb") == "b.txt 别处\nc.txt 别处\n"
    assert contents(home).keys() == {
        "我的 页面/b.txt",
        "我的 页面/c.txt",
        "结果 1/新/01_pages.ipynb",
        "结果 1/新/figures/pages.csv",
        "结果 1/新/report.html",
    }


def test_the_archive_that_is_made_up_is_shown_over_the_repositorys_pages_alone(
    repository: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A reader's report holds no figure of it; one with a name like it is his."""
    for name in ("05_archives", "06_archive"):
        draw = f'_ = (FIGURES / "{name}.csv").write_text("1")'
        write_notebook(repository / "notebooks" / f"{name}.ipynb", SETUP, draw)
    out = tmp_path / "out"
    assert main(["--seeds", str(repository / "seeds"), "--out", str(out)]) == 0
    assert contents(out).keys() == {"05_archives.ipynb", "figures/05_archives.csv", "report.html"}
    assert b"06_archive" not in contents(out)["report.html"]
    assert "Left out: 06_archive.ipynb" in capsys.readouterr().out
    assert main([]) == 0
    assert (repository / "figures" / "06_archive.csv").is_file()
    assert "Left out" not in capsys.readouterr().out


UNREADABLE: list[tuple[str, str, bytes, str]] = [
    (
        "a fix that fits no line",
        "a.fix.toml",
        b'[[fix]]\nline = 7\ntext = "x"\nrole = "label"',
        "7",
    ),
    ("a sidecar that is no TOML", "a.fix.toml", b"issue_date = today", "a.fix.toml"),
    ("a page that is no text", "b.txt", b"\x89PNG\r\n\x1a\n\0\0\0", "b.txt"),
]


@pytest.mark.parametrize("place", ["in place", "into OUT"])
@pytest.mark.parametrize(
    ("name", "data", "expected"), [row[1:] for row in UNREADABLE], ids=[r[0] for r in UNREADABLE]
)
def test_pages_that_cannot_be_read_are_told_in_one_sentence_before_anything_runs(
    repository: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    data: bytes,
    expected: str,
    place: str,
) -> None:
    """The sentence is banmian's own; no notebook starts, and nothing is stored."""
    write_notebook(repository / "notebooks" / "01_pages.ipynb", SETUP, DRAW)
    (repository / "seeds" / name).write_bytes(data)
    before = contents(tmp_path)
    with pytest.raises(bm.BanmianError, match=re.escape(expected)) as told:
        bm.read_pages(repository / "seeds")
    assert main(["--out", str(tmp_path / "out")] if place == "into OUT" else []) == 1
    assert capsys.readouterr() == ("", f"{told.value}\n")
    assert contents(tmp_path) == before


def test_a_failing_cell_is_named_and_nothing_of_its_notebook_is_stored(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The notebook before it stays stored; the one after it does not run."""
    folder = repository / "notebooks"
    write_notebook(folder / "01_good.ipynb", "print(1)")
    write_notebook(folder / "02_bad.ipynb", SETUP, DRAW, "rate = 0\n1 / rate", "print(2)")
    write_notebook(folder / "03_after.ipynb", "print(3)")
    before = contents(repository)
    assert main([]) == 1
    after = contents(repository)
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert changed == {"notebooks/01_good.ipynb"}
    error = capsys.readouterr().err
    assert "02_bad.ipynb: cell 4 of 6 (code cell 3) failed: ZeroDivisionError: division by" in error
    assert "    rate = 0\n    1 / rate\n" in error
    assert "\x1b" not in error


def test_a_kernel_that_dies_is_reported_with_its_cell(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_notebook(repository / "notebooks" / "01_dies.ipynb", "import os\n\nos._exit(9)")
    assert main([]) == 1
    assert "01_dies.ipynb: cell 2 of 3 (code cell 1) failed: DeadKernelError" in (
        capsys.readouterr().err
    )


def test_the_kernel_is_this_interpreter_whatever_the_shell_says(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither another kernel of the same name nor settings of the caller reach a notebook."""
    spec = tmp_path / "jupyter" / "kernels" / "python3"
    spec.mkdir(parents=True)
    (spec / "kernel.json").write_text('{"argv": ["false"], "display_name": "x", "language": "x"}')
    (tmp_path / "startup.py").write_text("print('startup')")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    monkeypatch.setenv("PYTHONSTARTUP", str(tmp_path / "startup.py"))
    monkeypatch.setenv("MPLBACKEND", "Agg")
    monkeypatch.setenv("BANMIAN_SEEDS", "/nowhere")
    notebook = repository / "notebooks" / "01_kernel.ipynb"
    write_notebook(
        notebook, SETUP, "print(sys.executable, SEEDS, 'inline' in os.environ['MPLBACKEND'])"
    )
    assert main([]) == 0
    assert printed(notebook) == f"{run_notebooks.sys.executable} ../seeds True\n"


REFUSED: list[tuple[str, Sequence[str], str]] = [
    ("pages without OUT", ["--seeds", "seeds"], "OUT is not given"),
    ("pages that are not there", ["--seeds", "nowhere", "--out", "out"], "does not exist"),
    ("the repository as OUT", ["--out", "."], "among the repository's own files"),
    ("notebooks/ as OUT", ["--out", "notebooks"], "among the repository's own files"),
    ("a folder in figures/ as OUT", ["--out", "figures/x"], "among the repository's own files"),
    ("the pages as OUT", ["--seeds", "pages", "--out", "pages"], "your pages"),
    ("a file as OUT", ["--out", "seeds.txt"], "is a file"),
    ("no notebook", [], "there is no notebook"),
]


@pytest.mark.parametrize(
    ("arguments", "expected"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_a_run_that_cannot_start_says_why_and_writes_nothing(
    repository: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: Sequence[str],
    expected: str,
) -> None:
    monkeypatch.chdir(repository)
    (repository / "pages").mkdir()
    (repository / "seeds.txt").touch()
    before = contents(repository)
    assert main(arguments) == 1
    assert expected in capsys.readouterr().err
    assert contents(repository) == before


def test_pieces_of_a_stream_are_joined_only_where_nothing_stands_between() -> None:
    pieces = [("stdout", "a"), ("stdout", "b"), ("stderr", "c"), ("stdout", "d")]
    outputs = [new_output("stream", name=name, text=text) for name, text in pieces]
    assert [out.text for out in merge_streams(outputs)] == ["ab", "c", "d"]
    assert [out.text for out in outputs] == ["a", "b", "c", "d"]


def test_a_widget_is_stored_as_the_words_beside_it() -> None:
    """A view names a part of the kernel by a random number; nothing else of an output is lost."""
    view = "application/vnd.jupyter.widget-view+json"
    shown = {view: {"model_id": "a"}, "text/plain": "Menus stand here."}
    outputs = [new_output("display_data", data=shown), new_output("stream", text="printed")]
    kept = run_notebooks.without_widgets(outputs)
    assert [out.get("data", out.get("text")) for out in kept] == [
        {"text/plain": "Menus stand here."},
        "printed",
    ]
    assert view in outputs[0].data
