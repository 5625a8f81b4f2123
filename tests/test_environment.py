"""pyproject.toml, the lock files and environment.yml name the same dependencies.

Not checked, for want of conda: that conda-forge has these names and versions and solves them.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PROJECT = (ROOT / "pyproject.toml").read_text("utf-8")
CONDA = (ROOT / "environment.yml").read_text("utf-8")

CONDA_NAMES = {
    "duckdb": "python-duckdb",
    "jupyter-client": "jupyter_client",
    "matplotlib": "matplotlib-base",
}
"""Names that conda-forge spells otherwise; matplotlib-base is matplotlib without Qt."""

PYPI_ONLY = {"atheris", "cosmic-ray", "rjieba"}
"""What pip installs: the extra `fast`, and what `make fuzz` and `make mutation` alone need."""

LOCKS = sorted(path.name for path in ROOT.glob("requirements*.lock"))

IMPORT_NAMES = {"PIL": "pillow", "fontTools": "fonttools", "yaml": "pyyaml"}
"""Modules named otherwise than the package that brings them."""


def declared(project: Mapping[str, Any]) -> dict[str, SpecifierSet]:
    """Every dependency of pyproject.toml with its range, by canonical name."""
    lines = [
        *project["build-system"]["requires"],
        *project["project"]["dependencies"],
        *(line for extra in project["project"]["optional-dependencies"].values() for line in extra),
        *(line for group in project["dependency-groups"].values() for line in group),
    ]
    requirements = [Requirement(line) for line in lines if isinstance(line, str)]
    ranges: dict[str, SpecifierSet] = {}
    for requirement in requirements:
        name = canonicalize_name(requirement.name)
        if name == "banmian":  # an extra that includes another
            continue
        assert ranges.setdefault(name, requirement.specifier) == requirement.specifier, name
    return ranges


def conda_problems(conda: str, project: str) -> Iterator[str]:
    """Where environment.yml says other than pyproject.toml."""
    settings = tomllib.loads(project)
    listed = yaml.safe_load(conda)
    lines = [line for line in listed["dependencies"] if isinstance(line, str)]
    found = {name: SpecifierSet(text) for name, _, text in (line.partition(" ") for line in lines)}
    expected = {CONDA_NAMES.get(name, name): text for name, text in declared(settings).items()}
    expected = {name: text for name, text in expected.items() if name not in PYPI_ONLY}
    expected |= {"pip": SpecifierSet(), "python": python_range(settings)}
    if len(found) < len(lines):
        yield "a name stands twice"
    for name in sorted(found.keys() | expected.keys()):
        if found.get(name) != expected.get(name):
            yield f"{name}: {found.get(name)} there, {expected.get(name)} in pyproject.toml"
    if [line for line in listed["dependencies"] if not isinstance(line, str)] != [
        {"pip": ["-e .[fast]"]}
    ]:
        yield "pip installs something else than the package itself"
    if listed["channels"] != ["conda-forge", "nodefaults"]:
        yield "the channels are others"


def python_range(project: Mapping[str, Any]) -> SpecifierSet:
    """From requires-python up to the last Python that the classifiers name."""
    named = re.findall(r"Python :: 3\.(\d+)", " ".join(project["project"]["classifiers"]))
    return SpecifierSet(
        f"{project['project']['requires-python']},<3.{int(max(named, key=int)) + 1}"
    )


def locked(name: str) -> dict[str, list[tuple[str, list[str]]]]:
    """The entries of a lock file by package: version and hashes; several where markers differ."""
    entries: dict[str, list[tuple[str, list[str]]]] = {}
    text = (ROOT / name).read_text("utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        if not line.startswith("#"):
            package, version = line.split()[0].split("==")
            hashes = re.findall(r"--hash=sha256:[0-9a-f]{64}(?= |$)", line)
            entries.setdefault(canonicalize_name(package), []).append((version, hashes))
    return entries


def imported(paths: Iterable[Path]) -> set[str]:
    """The packages that Python files import, by canonical name, less the standard library."""
    modules = set()
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                modules.add(str(node.module).split(".")[0])
    own = {"banmian", *(path.stem for path in paths)}
    return {
        canonicalize_name(IMPORT_NAMES.get(module, module))
        for module in modules - own - sys.stdlib_module_names
    }


def test_environment_yml_agrees_with_pyproject() -> None:
    assert [*conda_problems(CONDA, PROJECT)] == []


CONDA_DEFECTS = [
    ("a typo", "pandas-stubs", "pandas-stub", "pandas-stubs: None there"),
    ("PyPI's name", "matplotlib-base", "matplotlib", "matplotlib: "),
    ("a package left out", "  - pillow >=12,<14\n", "", "pillow: None there"),
    ("a package more", "  - pip\n", "  - pip\n  - dask\n", "dask:  there, None"),
    ("a lower floor", "pandas >=3.0,<4", "pandas >=2.0,<4", "pandas: "),
    ("no ceiling", "pytest >=9,<10", "pytest >=9", "pytest: "),
    ("no range", "jieba ==0.42.1", "jieba", "jieba: "),
    ("another pin", "nbval ==0.11.0", "nbval ==0.10.0", "nbval: "),
    ("an older Python", "python >=3.11,<3.14", "python >=3.10,<3.14", "python: "),
    ("any Python", "python >=3.11,<3.14", "python", "python: "),
    ("a name twice", "  - pip\n", "  - pip\n  - pip\n", "a name stands twice"),
    ("more from pip", "- -e .[fast]", "- dask\n      - -e .[fast]", "pip installs something else"),
    (
        "nothing from pip",
        "  - pip:\n      - -e .[fast] # rjieba is on PyPI only\n",
        "",
        "pip installs something else",
    ),
    ("another channel", "nodefaults", "defaults", "the channels are others"),
]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [row[1:] for row in CONDA_DEFECTS],
    ids=[row[0] for row in CONDA_DEFECTS],
)
def test_a_defect_in_environment_yml_is_named(old: str, new: str, expected: str) -> None:
    assert CONDA.count(old) == 1
    problems = [*conda_problems(CONDA.replace(old, new), PROJECT)]
    assert any(expected in problem for problem in problems), problems


def test_every_declared_dependency_says_what_it_is_for() -> None:
    sections = re.split(r"^\[", PROJECT, flags=re.MULTILINE)
    wanted = ("build-system", "project]", "project.optional", "dependency-groups")
    lines = [line for s in sections if s.startswith(wanted) for line in s.splitlines()]
    entries = [line for line in lines if re.search(r'"[A-Za-z0-9-]+(\[\w+\])?[=<>]=', line)]
    assert len(entries) >= len(declared(tomllib.loads(PROJECT)))
    assert not [line for line in entries if not re.search(r"# \w+", line)]


def test_what_the_package_imports_is_declared() -> None:
    """Archives and exports may need their extras; the rest runs with what every install has."""
    project = tomllib.loads(PROJECT)["project"]
    extras = {"archive": ["archive"], "exports": ["archive", "excel"]}
    for path in (ROOT / "src" / "banmian").rglob("*.py"):
        part = path.relative_to(ROOT / "src" / "banmian").parts[0]
        more = [project["optional-dependencies"][extra] for extra in extras.get(part, [])]
        lines = [line for lines in (project["dependencies"], *more) for line in lines]
        allowed = {canonicalize_name(Requirement(line).name) for line in lines}
        assert imported([path]) <= allowed, path


def test_what_tests_and_tools_import_is_declared() -> None:
    folders = ("tests", "tools", "notebooks")
    paths = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    assert imported(paths) <= declared(tomllib.loads(PROJECT)).keys()


def test_the_locks_pin_every_declared_dependency_in_its_range() -> None:
    pins = {name: pin for lock in LOCKS for name, pin in locked(lock).items()}
    for name, allowed in declared(tomllib.loads(PROJECT)).items():
        assert name in pins
        assert all(version in allowed for version, _ in pins[name]), name


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_has_hashes_and_names_no_address_or_path(name: str) -> None:
    assert all(hashes for versions in locked(name).values() for _, hashes in versions)
    text = (ROOT / name).read_text("utf-8")
    assert not re.search(r"://|--(extra-)?index-url|--find-links|file:|^[./]", text, re.MULTILINE)
