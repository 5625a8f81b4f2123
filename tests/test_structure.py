"""The package keeps its shape: imports point one way, and each edge has one owner."""

from __future__ import annotations

import ast
import doctest
import inspect
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import banmian as bm
from banmian import archive
from banmian.tables import Facts

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "banmian"
FILES = sorted(PACKAGE.rglob("*.py"))

MAY_IMPORT: dict[str, set[str]] = {
    "page": set(),
    "reading": {"page"},
    "parsing": {"page"},
    "words": {"page"},
    "measures": {"page"},
    "facts": {"page", "words"},
    "tables": {"page", "words", "facts"},
    "figures": {"page", "exports"},
    "display": {"page", "facts"},
    "exports": {"page", "measures", "tables"},
    "provenance": {"page", "words", "tables", "measures", "display", "exports"},
    "__main__": {"words", "parsing", "figures"},
    "archive": {"page", "reading", "parsing", "words", "measures", "facts", "tables"},
}
"""What each module may import of the others; the package itself re-exports them all."""

MAY_OPEN = {"reading", "parsing", "words", "measures", "facts", "figures", "exports", "archive"}
"""Modules that open files: pages in reading, else packaged data, word lists, figures, shards."""


def module_of(path: Path) -> str:
    """The module of the table that a file belongs to; a folder counts as one module."""
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imports(tree: ast.AST, package: tuple[str, ...]) -> Iterator[str]:
    """Dotted names of all that a file imports, functions' insides included.

    ``package`` is the dotted name of the file's folder, for relative imports.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) + 1 - node.level] if node.level else ()
            start = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{start}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and _called(node) in {"import_module", "__import__"}:
            yield from (str(part.value) for part in node.args if isinstance(part, ast.Constant))


def _called(node: ast.Call) -> str:
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def upward_imports(source: str, path: Path) -> list[str]:
    """Imports of a file that its module may not make."""
    module = module_of(path)
    package = ("banmian", *path.relative_to(PACKAGE).parts[:-1])
    allowed = MAY_IMPORT[module] | {module}
    found = imports(ast.parse(source), package)
    own = [name.split(".") for name in found if name.split(".")[0] == "banmian"]
    return [".".join(name) for name in own if len(name) < 2 or name[1] not in allowed]


def calls(path: Path) -> set[str]:
    """Names of all functions and methods that a file calls."""
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    return {_called(node) for node in nodes if isinstance(node, ast.Call)}


MODULE_FILES = [path for path in FILES if path != PACKAGE / "__init__.py"]


def test_every_module_is_in_the_table() -> None:
    assert {module_of(path) for path in MODULE_FILES} <= MAY_IMPORT.keys()


def test_imports_point_one_way() -> None:
    wrong = {
        str(path.relative_to(PACKAGE)): upward_imports(path.read_text("utf-8"), path)
        for path in MODULE_FILES
    }
    assert not {name: found for name, found in wrong.items() if found}


IMPORTS = [
    ("another module", "from banmian.tables import tokens", ["banmian.tables.tokens"]),
    ("by name", "import banmian.figures", ["banmian.figures"]),
    ("from the package", "from banmian import tables", ["banmian.tables"]),
    ("the package itself", "import banmian", ["banmian"]),
    ("relative", "from .tables import tokens", ["banmian.tables.tokens"]),
    ("inside a function", "def f():\n    from banmian import tables", ["banmian.tables"]),
    ("by a string", "import_module('banmian.tables')", ["banmian.tables"]),
    ("allowed", "from banmian.page import Page", []),
    ("somebody else's", "from pandas import tables", []),
]


@pytest.mark.parametrize(
    ("source", "expected"), [row[1:] for row in IMPORTS], ids=[row[0] for row in IMPORTS]
)
def test_an_import_out_of_order_is_named(source: str, expected: list[str]) -> None:
    assert upward_imports(source, PACKAGE / "words.py") == expected


def test_a_relative_import_is_resolved_from_its_folder() -> None:
    path = PACKAGE / "parsing" / "lines.py"
    assert upward_imports("from ..tables import tokens", path) == ["banmian.tables.tokens"]
    assert upward_imports("from .grammar import read\nfrom ..page import Page", path) == []


def import_graph(files: dict[str, str]) -> dict[str, set[str]]:
    """Which of these files, by dotted name, import which: at the top, in functions, for types.

    That a file's folder is loaded before it is no edge: each folder's face imports its files.
    """
    return {
        name: {_file_of(found, files) for found in _imports_of(name, source, files)} - {name, ""}
        for name, source in files.items()
    }


def _imports_of(name: str, source: str, files: dict[str, str]) -> Iterator[str]:
    is_folder = any(other.startswith(f"{name}.") for other in files)
    package = name.split(".") if is_folder else name.split(".")[:-1]
    return imports(ast.parse(source), tuple(package))


def _file_of(name: str, files: dict[str, str]) -> str:
    """The file that has a name: a module, or the one a function of it comes from."""
    while name and name not in files:
        name = name.rpartition(".")[0]
    return name


def cycle_in(files: dict[str, str]) -> list[str]:
    """Files that import each other in a ring; none if there is no ring."""
    try:
        TopologicalSorter(import_graph(files)).prepare()
    except CycleError as error:
        ring: list[str] = error.args[1]
        return ring
    return []


def dotted(path: Path) -> str:
    """The name by which a file is imported."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def test_no_files_import_each_other_in_a_ring() -> None:
    assert cycle_in({dotted(path): path.read_text("utf-8") for path in FILES}) == []


RINGS = [
    ("two files", {"p.a": "from p import b", "p.b": "import p.a"}, True),
    ("inside a function", {"p.a": "import p.b", "p.b": "def f():\n from p.a import g"}, True),
    ("relative", {"p": "", "p.a": "from .b import f", "p.b": "from . import a"}, True),
    ("a folder's face and its file", {"p": "from .a import f", "p.a": "from p import g"}, True),
    ("one way", {"p": "from .a import f", "p.a": "from .b import f", "p.b": "import os"}, False),
]


@pytest.mark.parametrize(
    ("files", "is_ring"), [row[1:] for row in RINGS], ids=[row[0] for row in RINGS]
)
def test_a_ring_of_imports_is_seen(files: dict[str, str], is_ring: bool) -> None:
    assert bool(cycle_in(files)) == is_ring


LONGEST_FILE = 400
LONG_FILES = {
    "facts/dates/resolving.py": "one rule for each kind of expression, read beside the others",
}
"""Files with more lines, and why."""

LONGEST_BODY = 30
LONG_BODIES = {
    "facts/changes.py:_between": "half of it is the 18 fields of the one change that it makes",
    "facts/changes.py:_of_one": "the same",
    "parsing/__init__.py:_read_stories": "the steps of the parser, in the order they are taken",
    "parsing/evidence.py:_own_short": "a list: one line for each piece of evidence",
    "parsing/fixes.py:bind": "each way in which a correction can miss its page, with its message",
}
"""Functions with longer bodies, and why."""


def long_bodies(source: str) -> list[str]:
    """Functions and methods with more lines than that below the docstring, inner ones included."""
    nodes = ast.walk(ast.parse(source))
    functions = [n for n in nodes if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [one.name for one in functions if _lines_of_body(one) > LONGEST_BODY]


def _lines_of_body(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = function.body[ast.get_docstring(function) is not None :]
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_only_the_files_listed_are_long() -> None:
    """A file that has been split leaves the list."""
    long = {
        str(path.relative_to(PACKAGE))
        for path in FILES
        if len(path.read_text("utf-8").splitlines()) > LONGEST_FILE
    }
    assert long == LONG_FILES.keys()


def test_only_the_functions_listed_are_long() -> None:
    """A function that has been split leaves the list."""
    long = {
        f"{path.relative_to(PACKAGE)}:{name}"
        for path in FILES
        for name in long_bodies(path.read_text("utf-8"))
    }
    assert long == LONG_BODIES.keys()


@pytest.mark.parametrize(
    ("statements", "found"),
    [(30, []), (31, ["f"])],
    ids=["as long as may be", "one line longer"],
)
def test_the_docstring_of_a_function_is_not_counted(statements: int, found: list[str]) -> None:
    body = '    """Many\n    lines."""\n' + "    x = 1\n" * statements
    assert long_bodies(f"def f():\n{body}") == found


def test_every_name_that_users_call_shows_itself_in_a_runnable_example() -> None:
    """Errors are left out: nobody makes one. The methods of a class may be shown by its own."""
    named = [(name, getattr(bm, name)) for name in bm.__all__]
    for module in (bm.figures, bm.archive, bm.display):
        named += [(f"{module.__name__}.{name}", getattr(module, name)) for name in module.__all__]
    silent = [
        name
        for name, one in named
        if (inspect.isfunction(one) or (inspect.isclass(one) and not issubclass(one, Exception)))
        and ">>> " not in (one.__doc__ or "")
    ]
    assert silent == []


def test_an_archive_stores_every_table_of_facts_in_their_order() -> None:
    assert Facts._fields == archive.layout.FACTS


def test_only_words_imports_the_segmenter() -> None:
    importing = {
        module_of(path)
        for path in FILES
        for name in imports(ast.parse(path.read_text("utf-8")), ("banmian",))
        if name.split(".")[0] == "jieba"
    }
    assert importing == {"words"}


def test_only_reading_opens_page_files() -> None:
    """Other modules open only what is theirs, and decode what they encoded or packed."""
    opening = {"open", "read_text", "read_bytes", "read_csv", "read_table"}
    assert {module_of(path) for path in MODULE_FILES if calls(path) & opening} <= MAY_OPEN
    decoding = {module_of(path) for path in MODULE_FILES if calls(path) & {"decode", "read_bytes"}}
    assert decoding <= {"reading", "facts", "figures", "parsing"}


def test_no_source_file_outgrows_24_kilobytes() -> None:
    assert not [path.name for path in FILES if path.stat().st_size > 24 * 1024]


def test_import_is_silent_with_warnings_as_errors() -> None:
    command = [sys.executable, "-W", "error", "-c", "import banmian"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_the_python_of_the_readme_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks run in order in one namespace, beside copies of seeds/ and figures/."""
    blocks = re.findall(
        r"^```python\n(.*?)^```", (ROOT / "README.md").read_text("utf-8"), re.M | re.S
    )
    assert blocks
    for folder in ("seeds", "figures"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in blocks:
        if ">>>" in block:
            test = doctest.DocTestParser().get_doctest(block, names, "README.md", None, None)
            assert doctest.DocTestRunner().run(test, clear_globs=False).failed == 0
            names.update(test.globs)
        else:
            exec(compile(block, "README.md", "exec"), names)
