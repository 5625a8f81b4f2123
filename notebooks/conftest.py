"""Make nbval strict: what nbval 0.11 lets pass in silence fails here.

nbval runs each cell again and compares its outputs with the stored ones, except: PNG and JPEG
images, the metadata, kind and order of outputs, cells that were stored unrun, the numbers and
so the order of cells, and whatever a marker or tag exempts. The hooks below compare all of it:
pictures by their pixels, everything else exactly. They also keep the run away from the work
tree: figures go to a scratch folder, where each must equal the committed one.

Left to ``tests/test_notebooks.py``: what can be said of a notebook without running it.
"""

from __future__ import annotations

import base64
import io
import os
import shutil
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import nbval.plugin
import pytest
from nbformat import NotebookNode
from nbval.plugin import IPyNbCell, NbCellError
from PIL import Image, ImageChops

from run_notebooks import kernel_environment, merge_streams, without_widgets

# The same lock gives the same pixels: no difference was seen between runs, between Python 3.11,
# 3.12 and 3.13, nor with numpy's AVX2 code switched off. The tolerance is for other processors,
# whose last bits antialiasing may turn into a level or two. In a chart of 364 x 274 pixels, one
# bar of three longer by a hundredth moves its edge one row: 81 pixels differ, by 224 levels.
LEVELS = 8  # of 255, that a channel of a pixel may differ by
SHARE = 0.001  # of the pixels that may differ at all

_scratch = pytest.StashKey[Path]()
_seen = pytest.StashKey[dict[Path, int]]()


def pytest_configure(config: pytest.Config) -> None:
    """Refuse what would weaken the comparison; run kernels with the interpreter of the tests.

    What only the notebooks reach counts as not covered: a stored output asserts little.
    """
    if config.option.nbval_lax or config.option.nbval_sanitize_with:
        raise pytest.UsageError(
            "the notebooks are compared as they are: leave out --nbval-lax and "
            "--nbval-sanitize-with, and make the output the same on every run instead"
        )
    config.option.nbval_current_env = True
    config.option.cov_source = None  # pytest-cov has read it by now; nbval reads it later


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before the first kernel starts, point its environment at a scratch folder."""
    config = item.config
    if not isinstance(item, IPyNbCell) or _scratch in config.stash:
        return
    scratch = Path(tempfile.mkdtemp(prefix="banmian-"))
    config.add_cleanup(lambda: shutil.rmtree(scratch, ignore_errors=True))
    config.stash[_scratch], config.stash[_seen] = scratch / "figures", {}
    config.stash[_scratch].mkdir()
    environment = kernel_environment(scratch) | {"BANMIAN_FIGURES": str(config.stash[_scratch])}
    patch = pytest.MonkeyPatch()
    config.add_cleanup(patch.undo)
    for key in os.environ.keys() - environment.keys():
        patch.delenv(key)
    for key, value in environment.items():
        patch.setenv(key, value)
    # nbval joins what a cell printed before a figure with what it printed after it.
    patch.setattr(nbval.plugin, "coalesce_streams", merge_streams)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, Any]:
    """Around nbval's own check of a cell, the checks that it lacks."""
    if not isinstance(item, IPyNbCell):
        return (yield)
    _fail_if(item, marker_problems(item))
    before = _work_tree(item.path.parent.parent)
    result = yield
    problems = list(output_problems(item.cell.outputs, item.test_outputs))
    problems += _changed_files(before, _work_tree(item.path.parent.parent))
    problems += _figure_problems(item)
    _fail_if(item, problems)
    return result


def marker_problems(item: IPyNbCell) -> list[str]:
    """What exempts the cell from comparison, or shows that it was not stored by a clean run."""
    problems = []
    if dict(item.options) != {"check": True}:
        problems.append("a marker or tag changes how nbval treats this cell; take it out")
    if item.cell.execution_count != item.cell_num + 1:
        problems.append(
            f"stored as In [{item.cell.execution_count}], but this is code cell "
            f"{item.cell_num + 1}: not one clean run from top to bottom; `make run` stores one"
        )
    return problems


def output_problems(stored: list[NotebookNode], fresh: list[NotebookNode]) -> Iterator[str]:
    """Every difference between stored and fresh outputs, one sentence each.

    Fresh ones are taken as `make run` stores them: without the view of a widget, whose name is
    another on every run, and with the text that stands in its stead.
    """
    stored, fresh = merge_streams(stored), without_widgets(fresh)
    if len(stored) != len(fresh):
        yield f"{len(stored)} outputs are stored, running the cell made {len(fresh)}"
        return
    for number, (old, new) in enumerate(zip(stored, fresh, strict=True), start=1):
        where = f"output {number} of {len(stored)}"
        for key in ("output_type", "name", "text", "metadata"):
            if old.get(key) != new.get(key):
                yield f"{where}: {key} was {old.get(key)!r}, is {new.get(key)!r}"
        before, after = old.get("data", {}), new.get("data", {})
        if before.keys() != after.keys():
            yield f"{where}: kinds were {sorted(before)}, are {sorted(after)}"
        for kind in sorted(before.keys() & after.keys()):
            if kind == "image/png":
                pictures = (base64.b64decode(data[kind]) for data in (before, after))
                difference = picture_difference(*pictures)
            else:
                difference = "" if before[kind] == after[kind] else "the content differs"
            if difference:
                yield f"{where}, {kind}: {difference}"


def picture_difference(old: bytes, new: bytes) -> str:
    """How two PNG files differ as pictures, or an empty string."""
    before, after = (Image.open(io.BytesIO(data)).convert("RGBA") for data in (old, new))
    if before.size != after.size:
        return f"the size was {before.size}, is {after.size}"
    channels = ImageChops.difference(before, after).split()
    strongest = channels[0]
    for channel in channels[1:]:
        strongest = ImageChops.lighter(strongest, channel)
    counts = strongest.histogram()
    differing = sum(counts[1:])
    level = max(level for level, count in enumerate(counts) if count)
    if level > LEVELS or differing > SHARE * sum(counts):
        return f"{differing} of {sum(counts)} pixels differ, by up to {level} of 255 levels"
    return ""


def _figure_problems(item: IPyNbCell) -> Iterator[str]:
    """Compare the figure files that the cell wrote with the committed ones."""
    drawn, seen = item.config.stash[_scratch], item.config.stash[_seen]
    for file in sorted(file for file in drawn.rglob("*") if file.is_file()):
        written = file.stat().st_mtime_ns
        if seen.get(file) == written:
            continue
        seen[file] = written
        name = file.relative_to(drawn)
        committed = item.path.parent.parent / "figures" / name
        if not committed.is_file():
            yield f"the cell writes figures/{name}, which is not in the repository"
        elif file.suffix == ".png":
            difference = picture_difference(committed.read_bytes(), file.read_bytes())
            if difference:
                yield f"figures/{name} is stale: {difference}"
        elif committed.read_bytes() != file.read_bytes():
            yield f"figures/{name} is stale: running the cell writes other content"


def _work_tree(root: Path) -> dict[Path, tuple[int, int]]:
    """Time and size of every file that a notebook has no business to write."""
    stats = {
        path: path.stat()
        for folder in ("figures", "notebooks", "seeds")
        for path in (root / folder).rglob("*")
        if path.is_file() and not {"__pycache__", ".ipynb_checkpoints"} & set(path.parts)
    }
    return {path: (stat.st_mtime_ns, stat.st_size) for path, stat in stats.items()}


def _changed_files(
    before: dict[Path, tuple[int, int]], after: dict[Path, tuple[int, int]]
) -> list[str]:
    changed = sorted({path for path, _ in before.items() ^ after.items()})
    return [f"the cell wrote {path.parent.name}/{path.name} in the work tree" for path in changed]


def _fail_if(item: IPyNbCell, problems: list[str]) -> None:
    if problems:
        raise NbCellError(
            item.cell_num, "Strict comparison failed", item.cell.source, "\n".join(problems)
        )
