"""What is published installs and runs: source archive, wheel, citation, container, hooks.

Not checked: that Docker builds the image (its commands are compared with the Makefile's), and that
the dependencies install, which needs a network.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LEFT_OUT = (
    ".venv",
    ".nox",
    ".git",
    ".*_cache",
    ".hypothesis",
    "__pycache__",
    "*.egg-info",
    "build",
    "dist",
)


def build(kind: str, source: Path, out: Path) -> Path:
    """Call the build backend as pip would; it needs no network, but a setuptools of the lock."""
    pytest.importorskip("setuptools", minversion="77")
    code = f"import sys; from setuptools import build_meta as b; b.build_{kind}(sys.argv[1])"
    command = [sys.executable, "-c", code, str(out)]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    return next(out.iterdir())


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked source archive of this repository."""
    tmp = tmp_path_factory.mktemp("sdist")
    shutil.copytree(ROOT, tmp / "source", ignore=shutil.ignore_patterns(*LEFT_OUT))
    (tmp / "out").mkdir()
    with tarfile.open(build("sdist", tmp / "source", tmp / "out")) as archive:
        archive.extractall(tmp, filter="data")
    return tmp / f"banmian-{PROJECT['version']}"


@pytest.fixture(scope="module")
def wheel(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that the source archive makes."""
    return build("wheel", sdist, tmp_path_factory.mktemp("wheel"))


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="only a clone knows its files")
def test_the_source_archive_is_the_whole_repository(sdist: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    here = {name for name in listed if name and (ROOT / name).exists()}
    there = {path.relative_to(sdist).as_posix() for path in sdist.rglob("*") if path.is_file()}
    assert {"notebooks/01_exploration.ipynb", "tests/test_package.py", ".ci/run"} <= here
    assert here - there == set()


def test_a_wheel_that_is_unpacked_elsewhere_reads_counts_finds_and_draws(
    wheel: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    code = """if True:
        import sys
        import banmian as bm
        page = bm.read_page(sys.argv[1], issue_date="2020-11-03")
        words = bm.tokens(page, lexicon=bm.Lexicon.packaged())
        terms = bm.term_frequency(words, by="corpus", stop_words=bm.stop_words())
        figure = bm.figures.term_frequency(terms)
        assert len(bm.places(page)) and len(bm.people(page)) and len(bm.organisations(page))
        print(bm.__file__, len(page.articles), bool(figure.alt), sep="\\n")
    """
    seed = next((ROOT / "seeds").glob("*.txt"))
    run = subprocess.run(
        [sys.executable, "-c", code, str(seed)],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path / "site"), "PYTHONUTF8": "1", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    installed = tmp_path / "site" / "banmian" / "__init__.py"
    assert run.stdout.splitlines() == [str(installed), "9", "True"]


def test_a_wheel_has_every_file_of_the_package_and_no_test(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    package = {
        path.relative_to(ROOT / "src").as_posix()
        for path in (ROOT / "src" / "banmian").rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert {name for name in names if ".data/" not in name} == package


def test_the_citation_is_of_this_version() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert citation["version"] == PROJECT["version"]
    assert citation["license"] == PROJECT["license"]
    assert citation["title"].startswith(PROJECT["name"])
    assert {"cff-version", "message", "title", "authors"} <= citation.keys()


def pip_arguments(text: str) -> list[str]:
    """What follows ``pip install`` in a Makefile, a Dockerfile or a shell, with its lock files."""
    found = re.findall(r"(?:pip install|\$\(PIP\)) (--[^\n]*?)(?: \\)?$", text, re.MULTILINE)
    return [
        arguments for arguments in found if "fuzz" not in arguments and "quiet" not in arguments
    ]


def test_the_container_is_set_up_by_the_commands_of_the_makefile() -> None:
    """All but what `make fuzz` and `make mutation` alone need."""
    made = [
        line
        for line in pip_arguments((ROOT / "Makefile").read_text("utf-8"))
        if "fuzz" not in line and "mutation" not in line
    ]
    assert pip_arguments((ROOT / "Dockerfile").read_text("utf-8")) == made
    assert len(made) == 3


def test_the_container_gives_nobody_the_rights_of_root() -> None:
    lines = (ROOT / "Dockerfile").read_text("utf-8").splitlines()
    assert lines.index("USER reader") < next(
        number for number, line in enumerate(lines) if line.startswith("CMD")
    )
    assert not [line for line in lines if "--allow-root" in line]


def workflow() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text("utf-8"))
    return loaded


def test_hosted_runs_are_the_commands_of_home_under_every_python_promised() -> None:
    job = workflow()["jobs"]["run"]
    assert {"run": ".ci/run"} in job["steps"]
    promised = [name.rpartition(" ")[2] for name in PROJECT["classifiers"]]
    assert job["strategy"]["matrix"]["python"] == promised
    assert workflow()["permissions"] == {"contents": "read"}


def test_hooks_before_a_commit_run_tools_of_the_environment_and_nothing_else() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    assert [repo["repo"] for repo in config["repos"]] == ["local"]
    for hook in config["repos"][0]["hooks"]:
        assert hook["language"] == "system"
        assert hook["entry"].startswith(".venv/bin/python -m ")


def test_the_hook_for_notebooks_runs_tests_that_are_there() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    entry = next(h["entry"] for h in config["repos"][0]["hooks"] if h["id"] == "notebooks")
    named = re.findall(r"tests/test_notebooks\.py::(\w+)", entry)
    tests = (ROOT / "tests" / "test_notebooks.py").read_text("utf-8")
    assert len(named) == 2
    assert [name for name in named if f"def {name}(" not in tests] == []


def test_a_wheel_brings_the_notebooks_and_their_page(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name.partition(".data/data/")[2] for name in archive.namelist()}
    wanted = [*(ROOT / "notebooks").glob("*.ipynb"), *(ROOT / "seeds").glob("*.txt")]
    there = {f"share/banmian/{path.relative_to(ROOT).as_posix()}" for path in wanted}
    assert len(there) > 6
    assert there <= names
