"""Run the notebooks in order over a folder of pages: ``make run``.

Without options the notebooks run over ``seeds/`` and are stored back with their outputs, their
figures in ``figures/``. With ``--out`` nothing in the repository is written: executed copies
and a folder ``figures`` go to OUT, made from the pages in ``--seeds``, with ``report.html``, all
of them in one file. ``06_archive`` is left out then: it makes up the archive that it shows, of
shuffled sentences, and what is made up has no place among figures of a reader's own pages.

The pages are read once before anything runs, so that a page or a fix that cannot be read is told
in one sentence and not by the traceback of a notebook.

A notebook learns its folders from two environment variables, read with a default:

    SEEDS = Path(os.environ.get("BANMIAN_SEEDS", "../seeds"))
    FIGURES = Path(os.environ.get("BANMIAN_FIGURES", "../figures"))

Its figures go to a scratch folder at first, and no file appears before all its cells have run;
each then replaces the old one whole. Stored notebooks carry no times, versions or machine names,
so that a second run writes the same bytes. Left alone: cell ids, sources and tags; and what a
cell prints, which is the notebook's own duty to keep the same.
"""

from __future__ import annotations

import argparse
import copy
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import nbformat
from jupyter_client.kernelspec import NATIVE_KERNEL_NAME, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbformat import NotebookNode

import banmian as bm
from report import write_report

ROOT: Final = Path(__file__).resolve().parent.parent

METADATA: Final[dict[str, Any]] = {
    "kernelspec": {
        "display_name": "Python 3",
        "language": "python",
        "name": NATIVE_KERNEL_NAME,
    },
    "language_info": {"name": "python"},
}
"""What every stored notebook says of its kernel: no version, no path."""

_MADE_UP: Final = "06_archive.ipynb"
"""The notebook that shows what it made up, not what the pages say."""

_FOREIGN: Final = (
    "BANMIAN_FIGURES",
    "BANMIAN_SEEDS",
    "MATPLOTLIBRC",
    "MPLBACKEND",  # set to Agg, as on many servers, it makes every figure vanish from the outputs
    "PYTHONSTARTUP",  # an IPython kernel runs it
    "PYTHONWARNINGS",
)
"""Settings of the caller's shell that would change what the notebooks show."""

_WIDGET: Final = "application/vnd.jupyter.widget-view+json"

_ANSI: Final = re.compile(r"\x1b\[[0-9;]*m")


class RunError(Exception):
    """The run cannot start, or a cell failed; the message is meant for the reader."""


def kernel_environment(scratch: Path) -> dict[str, str]:
    """The environment for kernels: the caller's, with all settings and caches under ``scratch``.

    Builds matplotlib's font cache there at once: where that takes more than five seconds,
    matplotlib would otherwise say so in the outputs of the first cell that imports it.
    """
    environment = {key: value for key, value in os.environ.items() if key not in _FOREIGN}
    for variable in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "MPLCONFIGDIR"):
        folder = scratch / variable.lower()
        folder.mkdir()
        environment[variable] = str(folder)
    command = [sys.executable, "-c", "import matplotlib.font_manager"]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return environment


def execute(path: Path, folder: Path, environment: Mapping[str, str]) -> NotebookNode:
    """The notebook at ``path``, run from top to bottom in ``folder``, in its stored form.

    The kernel is the running interpreter, whatever kernels are installed elsewhere.
    Raises `RunError` at the first cell that fails.
    """
    notebook = nbformat.read(path, as_version=4)
    manager = AsyncKernelManager(
        kernel_name=NATIVE_KERNEL_NAME,
        kernel_spec_manager=KernelSpecManager(kernel_dirs=[]),
        connection_file=str(Path(environment["JUPYTER_RUNTIME_DIR"], "kernel.json")),
        transport_encryption="auto",  # else the kernel warns on every start that it talks in clear
    )
    client = NotebookClient(notebook, km=manager, record_timing=False, store_widget_state=False)
    with client.setup_kernel(cwd=str(folder), env=dict(environment), cleanup_kc=True):
        for index, cell in enumerate(notebook.cells):
            try:
                client.execute_cell(cell, index, execution_count=client.code_cells_executed + 1)
            except (CellExecutionError, DeadKernelError) as error:
                message = f"{path.name}: {_describe_failure(notebook, index, error)}"
                raise RunError(message) from error
    return normalise(notebook)


def normalise(notebook: NotebookNode) -> NotebookNode:
    """A copy without traces of the run: times, versions, widgets, and the pieces of a stream."""
    notebook = copy.deepcopy(notebook)
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.outputs = without_widgets(merge_streams(cell.outputs))
    return notebook


def merge_streams(outputs: Iterable[NotebookNode]) -> list[NotebookNode]:
    """Copies of ``outputs``, neighbouring pieces of one stream joined.

    A kernel sends what a cell prints in pieces that depend on timing. Pieces with something
    shown between them stay apart: their order is part of the output.
    """
    merged: list[NotebookNode] = []
    for output in outputs:
        last = merged[-1] if merged else None
        if last and output.output_type == last.output_type == "stream" and output.name == last.name:
            last.text += output.text
        else:
            merged.append(copy.deepcopy(output))
    return merged


def without_widgets(outputs: Iterable[NotebookNode]) -> list[NotebookNode]:
    """Copies of ``outputs`` without views of widgets; what is shown in their stead stays.

    A view names a part of the kernel that made it, by a random number: the kernel is gone when
    a reader opens the notebook, and the number is another on every run.
    """
    kept = [copy.deepcopy(output) for output in outputs]
    for output in kept:
        output.get("data", {}).pop(_WIDGET, None)
    return kept


def to_text(notebook: NotebookNode) -> str:
    """The notebook as the text of its file."""
    return f"{nbformat.writes(notebook, version=4)}\n"


def run(notebooks: Sequence[Path], seeds: Path | None, out: Path | None) -> None:
    """Run ``notebooks`` in order and store them, one line of progress each.

    ``seeds`` None stands for the repository's pages, ``out`` None for storing in place.
    Raises `RunError` at the first cell that fails; what ran before it stays stored.
    """
    with tempfile.TemporaryDirectory(prefix="banmian-") as name:
        scratch = Path(name)
        drawn = scratch / "figures"
        drawn.mkdir()
        environment = kernel_environment(scratch) | {"BANMIAN_FIGURES": str(drawn)}
        if seeds:
            environment["BANMIAN_SEEDS"] = str(seeds)
        for path in notebooks:
            print(f"{path.name} ...", end=" ", flush=True)
            started = time.perf_counter()
            folder = out or path.parent
            executed = execute(path, folder, environment)
            _store_figures(drawn, out / "figures" if out else path.parent.parent / "figures")
            _replace(folder / path.name, to_text(executed).encode())
            print(f"{time.perf_counter() - started:.1f} s", flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line and run; 0 when every notebook ran, 1 at an error."""
    parser = argparse.ArgumentParser(description="Run the notebooks over a folder of pages.")
    parser.add_argument("--seeds", metavar="DIR", default="", help="your pages (default: seeds/)")
    parser.add_argument(
        "--out", metavar="DIR", default="", help="write here and leave the repository as it is"
    )
    options = parser.parse_args(arguments)
    try:
        seeds, out = _folders(options.seeds, options.out)
        notebooks = sorted((ROOT / "notebooks").glob("*.ipynb"))
        if not notebooks:
            raise RunError(f"there is no notebook in {ROOT / 'notebooks'}")
        if out:
            notebooks = [path for path in notebooks if path.name != _MADE_UP]
        bm.read_pages(seeds or ROOT / "seeds")
        run(notebooks, seeds, out)
        base = out or ROOT
        print(f"Notebooks: {out or ROOT / 'notebooks'}\nFigures: {base / 'figures'}")
        if out:
            copies = [out / path.name for path in notebooks]
            print(f"Report: {write_report(copies, out / 'report.html')}")
            print(
                f"Left out: {_MADE_UP}, whose archive is made up; `make archive` makes a real one"
            )
    except bm.BanmianError as error:
        print(error, file=sys.stderr)
        return 1
    except RunError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    return 0


def _folders(seeds: str, out: str) -> tuple[Path | None, Path | None]:
    """Both folders as absolute paths, OUT made; an empty string stands for the default."""
    if not out:
        if seeds:
            raise RunError(
                f"SEEDS is {seeds!r} but OUT is not given: the notebooks and figures made from "
                "these pages would replace the repository's own. Name a folder for them: OUT=~/out"
            )
        return None, None
    pages = Path(seeds).expanduser().resolve() if seeds else ROOT / "seeds"
    if not pages.is_dir():
        what = "is a file" if pages.exists() else "does not exist"
        raise RunError(f"SEEDS is {seeds!r}, but {pages} {what}; name a folder of pages")
    target = Path(out).expanduser().resolve()
    kept = [pages, *(ROOT / name for name in ("notebooks", "figures", "seeds"))]
    if target == ROOT or any(target.is_relative_to(folder) for folder in kept):
        raise RunError(
            f"OUT is {target}: a run would write among the repository's own files or your "
            "pages. Name a folder outside of them"
        )
    if target.exists() and not target.is_dir():
        raise RunError(f"OUT is {out!r}, and {target} is a file; name a folder")
    target.mkdir(parents=True, exist_ok=True)
    return pages, target


def _describe_failure(notebook: NotebookNode, index: int, error: Exception) -> str:
    cell = notebook.cells[index]
    place = sum(other.cell_type == "code" for other in notebook.cells[: index + 1])
    errors = [output for output in cell.outputs if output.output_type == "error"]
    if errors:
        reason = f"{errors[-1].ename}: {errors[-1].evalue}"
        trace = _ANSI.sub("", "\n".join(errors[-1].traceback))
    else:
        reason, trace = f"{type(error).__name__}: {error}", ""
    source = "\n".join(f"    {line}" for line in cell.source.splitlines())
    return (
        f"cell {index + 1} of {len(notebook.cells)} (code cell {place}) failed: {reason}\n\n"
        f"{source}\n\n{trace}\n\nNothing of this notebook was stored."
    )


def _store_figures(drawn: Path, figures: Path) -> None:
    for file in sorted(drawn.rglob("*")):
        if file.is_file():
            _replace(figures / file.relative_to(drawn), file.read_bytes())


def _replace(path: Path, data: bytes) -> None:
    """Put ``data`` at ``path`` in one step; a file that holds them already stays untouched."""
    if path.is_file() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.partial")
    try:
        partial.write_bytes(data)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main())
