"""No document says what is not so: links, paths, commands, names and numbers are looked up."""

from __future__ import annotations

import ast
import contextlib
import csv
import gzip
import hashlib
import importlib
import inspect
import io
import itertools
import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

import banmian as bm
from banmian.page import DOUBTFUL, ROLES
from banmian.parsing import grammar
from documents import (
    DOCUMENTS,
    NOTEBOOKS,
    ROOT,
    anchors,
    code,
    name_of,
    printed_blocks,
    prose,
    python_blocks,
    run_python,
    spans,
    table_rows,
    text_of,
)

DATA = ROOT / "src" / "banmian" / "data"
ENGLISH, CHINESE = ROOT / "README.md", ROOT / "README.zh.md"
COMMANDS = ROOT / "CONTRIBUTING.md"

# --- what can be wrong with one ---


def links(text: str, path: Path) -> Iterator[str]:
    """Links to a file or heading that is not there."""
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`", "", prose(text))):
        if re.match(r"https?:|mailto:", target):
            continue
        file, _, anchor = target.partition("#")
        goal = (path.parent / file).resolve()
        there = goal.exists() and goal.is_relative_to(ROOT)
        if not there or (anchor and anchor not in anchors(text_of(goal) if file else text)):
            yield target


TOP = "benchmarks|docs|figures|notebooks|seeds|src|tests|tools|[.]github|[.]ci"
INSIDE = "archive|data|display|exports|facts|figures|measures|parsing|provenance|reading|tables"
OURS = r"[\w-]+\.(?:py|ipynb|lock|yml|cff)|(?:LICENSE|Makefile|noxfile|environment)\S*"


def paths(text: str, path: Path) -> Iterator[str]:
    """Paths of this repository that lead nowhere."""
    for name in re.findall(rf"(?<![\w/.~<-])((?:{TOP})/[\w./*-]*)", text):
        if not list(ROOT.glob(name.rstrip("./"))):
            yield name
    for span in spans(text):
        if re.fullmatch(rf"(?:{INSIDE}|words)/[\w./-]+", span):
            found = any((top / span).exists() for top in (ROOT, ROOT / "src" / "banmian"))
        elif re.fullmatch(OURS, span):
            found = any(file.name == span for file in _files()) or (path.parent / span).exists()
        else:
            continue
        if not found:
            yield span


@cache
def _files() -> list[Path]:
    ours = ("*", "*/*", "src/**/*", "tests/**/*", "tools/**/*", ".github/**/*")
    return [path for place in ours for path in ROOT.glob(place)]


MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
TARGETS = set(re.findall(r"^([a-z][a-z-]*):", MAKEFILE, re.M))
VARIABLES = set(re.findall(r"^([A-Z]+) *\??=", MAKEFILE, re.M))


def commands(text: str, _path: Path) -> Iterator[str]:
    """`make` with a target or variable that it has not; options that a tool does not know."""
    for line in re.findall(
        r"\bmake((?: [A-Z]+=\S+)*(?: [a-z][a-z-]*)?(?: [A-Z]+=\S+)*)", code(text)
    ):
        for word in line.split():
            known = VARIABLES if "=" in word else TARGETS
            if word.partition("=")[0] not in known:
                yield f"make {word}"
    for tool, rest in re.findall(r"((?:tools|benchmarks)/\w+\.py)([^\n|;]*)", code(text)):
        source = (ROOT / tool).read_text("utf-8") if (ROOT / tool).exists() else ""
        for option in re.findall(r"(?<![\w-])--[a-z][a-z-]*", rest):
            if f'"{option}"' not in source:
                yield f"{tool} {option}"


SUBJECTS = {
    "Page": "banmian.Page", "page": "banmian.Page", "Block": "banmian.Block",
    "Article": "banmian.Article", "Paragraph": "banmian.Paragraph", "Lexicon": "banmian.Lexicon",
    "Source": "banmian.reading.Source", "Archive": "banmian.archive.Archive",
    "Distribution": "banmian.measures.Distribution", "figures": "banmian.figures",
    "display": "banmian.display", "grammar": "banmian.parsing.grammar",
}  # fmt: skip
"""What a name before a dot stands for where documents leave out the package."""


def names(text: str, _path: Path) -> Iterator[str]:
    """Names of the package that it has not, and functions that nobody defines."""
    for name in re.findall(r"\b(?:bm|banmian)((?:\.[A-Za-z_]\w*)+)", text):
        if not _resolves(f"banmian{name}"):
            yield f"bm{name}"
    for span in spans(text):
        keywords = re.findall(r"(?:^|[(,] ?)([a-z_]\w*)=", span)
        yield from (f"{word}=" for word in keywords if word not in _parameters())
        subject = re.fullmatch(r"(\w+)\.([A-Za-z_]\w*)(?:\(.*)?", span, re.S)
        called = re.match(r"([a-z_]\w\w+)\(", span)
        if subject and subject[1] in SUBJECTS and subject[2] not in SUFFIXES:
            if not _resolves(f"{SUBJECTS[subject[1]]}.{subject[2]}"):
                yield span
        elif subject and subject[1] == "archive":
            if not any(
                _resolves(f"banmian.{a}.{subject[2]}") for a in ("archive", "archive.Archive")
            ):
                yield span
        elif called and called[1] not in _functions() | MATHS:
            yield span


MATHS = {"erfc", "log", "log2", "min", "sqrt"}
SUFFIXES = {"txt", "zip", "jsonl", "fix", "parquet", "md", "json", "py", "svg", "png", "csv"}


def _resolves(name: str) -> bool:
    found: object = bm
    dotted = "banmian"
    for part in name.split(".")[1:]:
        dotted += f".{part}"
        if isinstance(found, ModuleType) and not hasattr(found, part):
            try:
                found = importlib.import_module(dotted)
                continue
            except ModuleNotFoundError:
                return False
        if not hasattr(found, part) and part not in getattr(found, "__annotations__", {}):
            return False
        found = getattr(found, part, None)
    return True


@cache
def _definitions() -> list[ast.FunctionDef]:
    files = [*(ROOT / "src").rglob("*.py"), *(ROOT / "tools").glob("*.py")]
    nodes = (node for path in files for node in ast.walk(ast.parse(path.read_text("utf-8"))))
    return [node for node in nodes if isinstance(node, ast.FunctionDef)]


@cache
def _functions() -> set[str]:
    return {node.name for node in _definitions()}


@cache
def _parameters() -> set[str]:
    taken = (node.args for node in _definitions())
    ours = {arg.arg for args in taken for arg in [*args.posonlyargs, *args.args, *args.kwonlyargs]}
    return ours | {"escape"}  # of pandas' Styler, SECURITY.md


Check = Callable[[str, Path], Iterator[str]]
CHECKS: list[Check] = [links, paths, commands, names]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("path", [*DOCUMENTS, *NOTEBOOKS], ids=name_of)
def test_a_document_names_only_what_there_is(path: Path, check: Check) -> None:
    assert not list(check(text_of(path), path))


PLANTED: list[tuple[str, Check, str, list[str]]] = [
    ("a link to no file", links, "[a](docs/gone.md)", ["docs/gone.md"]),
    ("a link out of the repository", links, "[a](../elsewhere.md)", ["../elsewhere.md"]),
    ("a picture that is not there", links, "![a](figures/99_no.png)", ["figures/99_no.png"]),
    ("a link to no heading", links, "[a](docs/gold.md#gone)", ["docs/gold.md#gone"]),
    ("a link to a heading", links, "[a](docs/gold.md#making-one)", []),
    ("a link to a heading of its own", links, "# 一、读 `bm`\n\n[a](#一读-bm)", []),
    ("the second of two equal headings", links, "# A\n\n# A\n\n[a](#a-1) [a](#a-2)", ["#a-2"]),
    ("a link in code", links, "`[a](gone.md)`", []),
    ("the web", links, "[a](https://nbval.readthedocs.io)", []),
    ("a path to nothing", paths, "`tests/gone.py`", ["tests/gone.py"]),
    ("a path in a command", paths, "    python tools/gone.py", ["tools/gone.py"]),
    ("a path of somebody's own", paths, "    make run OUT=~/out/figures/", []),
    ("a module", paths, "`parsing/evidence.py`, `parsing/gone.py`", ["parsing/gone.py"]),
    ("a file by its name", paths, "`gone.lock`, `requirements.lock`", ["gone.lock"]),
    ("a folder", paths, "`tests/pages/`, `src/banmian/`", []),
    ("no target", commands, "`make fast`", ["make fast"]),
    ("no target, in a block", commands, "a\n\n    make fast SEEDS=x  # b\n", ["make fast"]),
    ("no variable", commands, "`make run INTO=x`", ["make INTO=x"]),
    ("a target", commands, "`make PYTHON=python3.13 test`", []),
    ("make is a verb", commands, "We make fast parsers.", []),
    ("no option", commands, "    python tools/evaluate.py x --all", ["tools/evaluate.py --all"]),
    ("an option", commands, "`python tools/evaluate.py x --per-page`", []),
    ("no function", names, "`bm.read_book(path)`", ["bm.read_book"]),
    ("no attribute", names, "`Page.doubt`", ["Page.doubt"]),
    ("no method", names, "`Archive.frequencies`", ["Archive.frequencies"]),
    ("no chart", names, "bm.figures.pie is drawn", ["bm.figures.pie"]),
    ("no module", names, "`banmian.reader`", ["bm.reader"]),
    ("nobody's function", names, "`read_book(x)`", ["read_book(x)"]),
    (
        "no argument",
        names,
        "`limitation=`, `read_page(path, codepage=…)`",
        ["limitation=", "codepage="],
    ),
    ("an argument", names, "`limit=`, `bm.read_page(path, encoding=…)`", []),
    ("a field", names, "`page.notes`, `Block.rule`, `Source.bad`, `bm.Page.doubts`", []),
    ("a name in a page", names, "`page.fix.toml` beside `page.txt`", []),
]


@pytest.mark.parametrize(
    ("check", "text", "faults"), [row[1:] for row in PLANTED], ids=[row[0] for row in PLANTED]
)
def test_a_planted_error_is_found(check: Check, text: str, faults: list[str]) -> None:
    assert list(check(text, ROOT / "X.md")) == faults


# --- the two READMEs ---


def shape(text: str) -> dict[str, object]:
    """What two versions of one document in two languages have in common."""
    shell = [re.sub(r" +#.*", "", line) for line in re.findall(r"^ {4}\S.*$", text, re.M)]
    targets = Counter(re.findall(r"\]\(([^)\s]+)\)", text))
    targets.pop("README.md", None)
    targets.pop("README.zh.md", None)
    return {
        "headings": [len(marks) for marks in re.findall(r"^(#+) ", prose(text), re.M)],
        "python": python_blocks(text),
        "outputs": printed_blocks(text),
        "commands": shell,
        "links": targets,
        "rows": len(re.findall(r"^\|", text, re.M)),
        "items": len(re.findall(r"^\d+\. ", text, re.M)),
    }


@pytest.mark.parametrize(
    "part", ["headings", "python", "outputs", "commands", "links", "rows", "items"]
)
def test_the_chinese_readme_has_what_the_english_one_has(part: str) -> None:
    assert shape(text_of(CHINESE))[part] == shape(text_of(ENGLISH))[part]


DIFFERENT = [
    ("python", 'by="year"', 'by="month"'),
    ("outputs", "2644", "2645"),
    ("commands", "make test ", "make check "),
    ("links", "docs/gold.md", "docs/parser.md"),
    ("headings", "## Two commands", "### Two commands"),
    ("rows", "| `figures/` |", "`figures/`"),
    ("items", "4. every number", "every number"),
]


@pytest.mark.parametrize(("part", "old", "new"), DIFFERENT, ids=[row[0] for row in DIFFERENT])
def test_a_readme_that_differs_in_one_thing_is_found(part: str, old: str, new: str) -> None:
    changed = text_of(ENGLISH).replace(old, new)
    assert {
        name for name, value in shape(changed).items() if value != shape(text_of(ENGLISH))[name]
    } == {part}


def test_the_chinese_readme_uses_chinese_marks() -> None:
    """No half-width comma, colon, bracket or stop stands beside a Chinese character."""
    text = re.sub(r"`[^`]*`|\]\([^)]*\)", "", prose(text_of(CHINESE)))
    assert not re.findall(r".[一-鿿][,;:!?()].|.[,;:!?()][一-鿿].", text)


def test_make_help_lists_the_targets() -> None:
    """The one command of the README without side effects; the others are only looked up."""
    run = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    listed = set(re.findall(r"^ *make ([a-z-]+)", run.stdout, re.M))
    assert listed == TARGETS
    assert set(re.findall(r"^\| `make ([a-z-]+)", text_of(COMMANDS), re.M)) == TARGETS - {"help"}


@pytest.mark.parametrize("path", [ENGLISH, CHINESE, COMMANDS], ids=name_of)
def test_make_knows_what_to_do_for_every_command(path: Path) -> None:
    """Each is planned, not done: they set up environments, write figures, take an hour."""
    lines = re.findall(r"\bmake(?: [A-Z]+=\S+| [a-z][a-z-]*)+", code(text_of(path)))
    assert lines
    for line in lines:
        subprocess.run(
            ["make", "--dry-run", *line.split()[1:]], cwd=ROOT, check=True, capture_output=True
        )


def test_facts_are_measured_by_the_command_of_the_readme(tmp_path: Path) -> None:
    """On one of the paragraphs; all of them are measured by the floors."""
    command = re.search(r"`python (tools/evaluate_facts\.py) (\S+)`", text_of(ENGLISH))
    assert command
    paragraph = min((ROOT / command[2]).glob("*.json"))
    shutil.copy(paragraph, tmp_path)
    run = subprocess.run(
        [sys.executable, command[1], tmp_path], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "quantities_f1" in json.loads(run.stdout)["measures"]


@pytest.mark.parametrize("name", ["encodings", "python"])
def test_the_python_of_a_document_runs(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a folder that holds the seed page and takes what is written."""
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    monkeypatch.chdir(tmp_path)
    run_python(ROOT / "docs" / f"{name}.md")


def test_what_the_readme_prints_is_what_its_python_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = printed_blocks(text_of(ENGLISH))
    assert shown
    monkeypatch.chdir(ROOT)
    for block, output in shown:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(block, "README.md", "exec"), {})
        assert printed.getvalue() == output


# --- what the READMEs say was measured ---


NUMBER = re.compile(r"(?<![\w.])(?:\d[\d,]*(?:[.]\d+)?|[.]\d+)(?![.]?\d)")
"""1,613, 0.55 and .916, but no version as 4.1.2 and nothing of F1."""


def numbers_of(text: str) -> set[str]:
    """Numbers outside code and links, without the commas of thousands."""
    text = re.sub(r"`[^`]*`|\]\([^)]*\)", " ", text)
    return {number.replace(",", "") for number in NUMBER.findall(text)}


def is_stated(number: str, source: str) -> bool:
    """Whether a source has the number, or one with more digits that rounds to it."""
    places = len(number.partition(".")[2])
    known = [float(n.replace(",", "")) for n in NUMBER.findall(source)]
    return any((round(n, places) if places else n) == float(number) for n in known)


def unsourced(row: list[str]) -> list[str]:
    """Numbers of what a row says was measured that none of the documents it links states."""
    sources = " ".join(text_of(ROOT / link) for link in re.findall(r"\]\(([^)]+)\)", row[1]))
    return sorted(n for n in numbers_of(row[1]) if not is_stated(n, sources))


MEASURED = table_rows(text_of(ENGLISH), "| it can | measured | command |")


@pytest.mark.parametrize("row", MEASURED, ids=[row[0] for row in MEASURED])
def test_what_the_readme_says_was_measured_stands_in_the_document_it_links(row: list[str]) -> None:
    assert re.search(r"\d", row[1]), "no figure"
    assert unsourced(row) == []


UNSOURCED = [
    ("no such number", "F1 .961 of [parser](docs/parser.md)", [".961"]),
    ("a number of another document", "1,613 of [parser](docs/parser.md)", ["1613"]),
    ("no document", "F1 .916", [".916"]),
    ("a number of two documents", ".886 and 1,613 ([a](docs/parser.md), [b](docs/trust.md))", []),
    ("a rounded number", "F1 .96 at [first](tests/facts/first_run.json)", []),
    ("no number rounds to it", "F1 .45 at [first](tests/facts/first_run.json)", [".45"]),
    ("a whole number is not rounded", "1 of [parser](docs/parser.md), 917 of it", ["917"]),
]


@pytest.mark.parametrize(
    ("cell", "missing"), [row[1:] for row in UNSOURCED], ids=[row[0] for row in UNSOURCED]
)
def test_a_figure_without_a_source_is_found(cell: str, missing: list[str]) -> None:
    assert unsourced(["", cell, ""]) == missing


FACTS = ["quantities", "dates", "places", "organisations", "people"]


@pytest.mark.parametrize("kind", FACTS)
def test_the_first_run_of_the_facts_gave_what_the_readme_says(kind: str) -> None:
    first = json.loads(text_of(ROOT / "tests" / "facts" / "first_run.json"))["measures"]
    row = next(row for row in MEASURED if "first_run.json" in row[1])
    stated = re.search(rf"{kind}(?: F1)? ([.]\d+)", row[1])
    assert stated
    assert float(stated[1]) == round(first[f"{kind}_f1"], 2)


@pytest.mark.parametrize("at", range(len(MEASURED)), ids=[row[0] for row in MEASURED])
def test_the_chinese_readme_states_the_same_figures_and_the_command_of_each(at: int) -> None:
    english, chinese = MEASURED[at], table_rows(text_of(CHINESE), "| 能做的事 | 实测 | 命令 |")[at]
    assert numbers_of(english[1]) == numbers_of(chinese[1])
    assert spans(english[2]) == spans(chinese[2])
    assert spans(english[2]) or english[2] == "the same"


# --- numbers ---


def gold(folder: str) -> list[Path]:
    return sorted((ROOT / folder).glob("*.gold.json"))


def rows_of(name: str) -> list[dict[str, str]]:
    packed = (DATA / name).read_bytes()
    text = (gzip.decompress(packed) if name.endswith(".gz") else packed).decode("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


NUMERALS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@cache
def numbers() -> dict[str, object]:
    """What the documents state and the code or a file knows."""
    seed = (ROOT / "seeds" / "000_36eec756fec64adf.txt").read_bytes()
    page = bm.read_page(ROOT / "seeds" / "000_36eec756fec64adf.txt")
    levels = Counter(row["level"] for row in rows_of("gazetteer.tsv"))
    world = Counter(row["level"] for row in rows_of("gazetteer_world.tsv"))
    conftest = (ROOT / "notebooks" / "conftest.py").read_text("utf-8")
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return {
        "invented pages": len(gold("tests/pages")),
        "pages learned from": len(gold("tests/pages")) + len(gold("tools/gold")),
        "paragraphs": len(list((ROOT / "tests" / "facts" / "blind").glob("*.json"))),
        "terms": len(rows_of("lexicon.tsv")),
        "stories": NUMERALS[len(page.articles)],
        "cuts": NUMERALS[sum(len(p.spans) - 1 for a in page.articles for p in a.paragraphs)],
        "lines": len(seed.splitlines()),
        "bytes": len(seed),
        "digest": hashlib.sha256(seed).hexdigest(),
        "provinces": levels["province"],
        "prefectures": levels["prefecture"],
        "counties": levels["county"],
        "towns": sum(len(row["towns"].split()) for row in rows_of("gazetteer_towns.tsv.gz")),
        "old": len(rows_of("gazetteer_old.tsv")),
        "world": world.total(),
        "states": world["country"],
        "limit": bm.DEFAULT_LIMIT // 2**20,
        "covered": settings["tool"]["coverage"]["report"]["fail_under"],
        "levels": re.findall(r"^LEVELS = (\d+)", conftest, re.M)[0],
        "temperature": grammar.TEMPERATURE,
        "doubtful": DOUBTFUL,
        "jieba": next(d for d in settings["project"]["dependencies"] if "jieba" in d)[7:],
    }


STATED = [
    ("README.md", r"reads it: (\w+) stories", "stories"),
    ("README.md", r"four columns, (\w+) cut sentences", "cuts"),
    ("README.md", r"jieba ([\d.]+\d) says", "jieba"),
    ("README.md", r"(\d+) invented paragraphs", "paragraphs"),
    ("README.md", r"(\d+) odd ones, invented", "invented pages"),
    ("README.zh.md", r"jieba ([\d.]+\d)", "jieba"),
    ("README.zh.md", r"(\d+) 段虚构", "paragraphs"),
    ("README.zh.md", r"(\d+) 个虚构的怪版面", "invented pages"),
    ("docs/python.md", r"jieba ([\d.]+\d) says", "jieba"),
    ("docs/python.md", r"confidence of ([\d.]+\d)", "doubtful"),
    ("CHANGELOG.md", r"measures the facts on gold, (\d+) invented paragraphs", "paragraphs"),
    ("CHANGELOG.md", r"`Lexicon.packaged\(\)`: (\d+) terms", "terms"),
    ("CHANGELOG.md", r"jieba ([\d.]+\d) defines", "jieba"),
    ("CONTRIBUTING.md", r"covered to (\d+) %", "covered"),
    ("CONTRIBUTING.md", r"\((\d+) of 255 levels", "levels"),
    ("SECURITY.md", r"`limit=`, (\d+) MB", "limit"),
    ("docs/encodings.md", r"(\d+) invented pages \(`tests/pages`\)", "invented pages"),
    ("docs/parser.md", r"`tests/pages`, (\d+) odd layouts \| \d+, \d+ \|", "invented pages"),
    ("docs/parser.md", r"the (\d+) invented pages", "pages learned from"),
    ("docs/parser.md", r"divided by ([\d.]+), which\s+`grammar.TEMPERATURE`", "temperature"),
    ("docs/parser.md", r"blocks below ([\d.]+\d), most", "doubtful"),
    ("seeds/README.md", r"(\w+) paragraphs are cut", "cuts"),
    ("seeds/README.md", r"LF, (\d+) lines", "lines"),
    ("seeds/README.md", r"([\d ]+) bytes", "bytes"),
    ("seeds/README.md", r"`([0-9a-f]{64})`", "digest"),
    ("src/banmian/data/README.md", r"row a word, (\d+) rows", "terms"),
    ("src/banmian/data/README.md", r"(\d+) provinces, \d", "provinces"),
    ("src/banmian/data/README.md", r"(\d+) prefectures and", "prefectures"),
    ("src/banmian/data/README.md", r"([\d,]+) counties of China", "counties"),
    ("src/banmian/data/README.md", r"([\d,]+) towns of 2023", "towns"),
    ("src/banmian/data/README.md", r"(\d+) provinces, cities", "old"),
    ("src/banmian/data/README.md", r"(\d+) names of the world", "world"),
    ("src/banmian/data/README.md", r"(\d+) of states now and formerly", "states"),
    (
        "src/banmian/data/README.md",
        r"learned from \| (\d+) invented",
        "pages learned from",
    ),
    ("src/banmian/data/README.md", r"jieba ([\d.]+\d) forms it", "jieba"),
    ("tests/pages/README.md", r"all (\d+) \|", "invented pages"),
    ("tests/facts/README.md", r"holds (\d+) paragraphs", "paragraphs"),
]


def misstated(text: str, pattern: str, key: str) -> list[str]:
    """Numbers of a text that are not those known; the pattern itself where it finds none."""
    found = ["".join(one) for one in re.findall(pattern, text)]
    known = str(numbers()[key])
    return (
        [one for one in found if re.sub("[ ,]", "", one).lower() != known] if found else [pattern]
    )


@pytest.mark.parametrize("row", STATED, ids=lambda row: f"{row[0]}: {row[2]}")
def test_a_number_in_a_document_is_the_one_that_the_code_knows(row: tuple[str, str, str]) -> None:
    name, pattern, key = row
    assert not misstated(text_of(ROOT / name), pattern, key)


def test_a_number_that_is_not_so_is_found() -> None:
    assert misstated("covered to 96 % here", r"covered to (\d+) %", "covered") == ["96"]
    assert misstated("4,255 counties; 4 256 counties", r"(\d[\d ,]+) counties", "counties") == [
        "4 256"
    ]
    assert misstated("no number", r"(\d+) terms", "terms") == [r"(\d+) terms"]


@pytest.mark.parametrize("folder", ["tests/pages", "tests/pages/unseen", "tools/gold"])
def test_the_table_of_invented_pages_counts_what_is_in_the_gold(folder: str) -> None:
    """Characters, stories, blocks and cuts of each page, and their sums."""
    counted = {}
    for path in gold(folder):
        page = json.loads(path.read_text("utf-8"))
        text = (path.parent / page["text_file"]).read_bytes().decode("utf-8-sig")
        cuts = sum(bool(block.get("cont")) for block in page["blocks"])
        people = sum(not p.get("optional") for a in page["articles"] for p in a["byline"])
        size = len("".join(text.split()))
        counted[path.name.split(".")[0]] = [
            size, len(page["articles"]), len(page["blocks"]), cuts, people,
        ]  # fmt: skip
    lines = [line.split("|")[1:-1] for line in text_of(ROOT / folder / "README.md").splitlines()]
    table = {
        line[0].strip(" `"): [int(cell.strip(" *")) for cell in line[-5:]]
        for line in lines
        if len(line) > 6 and line[-1].strip(" *").isdigit()
    }
    assert table.pop(f"all {len(counted)}") == [sum(c) for c in zip(*counted.values(), strict=True)]
    assert table == counted


def test_the_roles_of_gold_are_those_of_the_package() -> None:
    section = text_of(ROOT / "docs" / "gold.md").split("| role | Chinese |")[1].split("\n\n")[0]
    roles = {role for row in section.splitlines() for role in spans(row.split("|")[1])}
    assert roles - {"body"} | {"paragraph"} == set(ROLES)


@pytest.mark.parametrize("path", [ENGLISH, CHINESE], ids=name_of)
def test_the_readme_leads_to_every_document(path: Path) -> None:
    led_to = set(re.findall(r"\((docs/\w+\.md)\)", text_of(path)))
    assert led_to >= {name_of(document) for document in (ROOT / "docs").glob("*.md")}


@pytest.mark.parametrize("path", [ENGLISH, CHINESE], ids=name_of)
def test_the_readme_names_every_notebook_and_module(path: Path) -> None:
    text = text_of(path)
    assert set(re.findall(r"\((notebooks/\w+\.ipynb)\)", text)) == set(map(name_of, NOTEBOOKS))
    row = next(line for line in text.splitlines() if line.startswith("| `src/banmian/`"))
    folders = {p.parent.name for p in (ROOT / "src" / "banmian").glob("*/__init__.py")}
    assert set(re.findall(r"`(\w+)`", row)) == folders


def test_the_masthead_of_the_seed_page_stands_in_the_line_that_its_readme_names() -> None:
    lines = (ROOT / "seeds" / "000_36eec756fec64adf.txt").read_text("utf-8").splitlines()
    stated = re.search(r"in line (\d+) of the file", text_of(ROOT / "seeds" / "README.md"))
    assert stated
    assert "工人日报" in lines[int(stated[1]) - 1]


def test_the_cuts_that_the_readme_of_the_seed_page_lists_are_those_of_the_page() -> None:
    page = bm.read_page(ROOT / "seeds" / "000_36eec756fec64adf.txt")
    joined = [paragraph for article in page.articles for paragraph in article.paragraphs]
    cuts = [
        (page.text[: left.end], page.text[right.start :])
        for paragraph in joined
        for left, right in itertools.pairwise(paragraph.spans)
    ]
    listed = re.search(r"column break \((.+?)\)", text_of(ROOT / "seeds" / "README.md"), re.S)
    assert listed
    told = [pair.strip(" …").split("|") for pair in re.split(r",\s+", listed[1])]
    assert len(told) == len(cuts)
    for (before, after), (end, begin) in zip(cuts, told, strict=True):
        assert before.endswith(end)
        assert after.startswith(begin)


def test_every_chart_takes_the_theme_and_size_of_the_readme() -> None:
    public = {name: getattr(bm.figures, name) for name in bm.figures.__all__}
    charts = [name for name, value in public.items() if inspect.isfunction(value)]
    helpers = {"mark_missing", "origin_of", "save"}
    without = [
        n for n in charts if not {"theme", "size"} <= set(inspect.signature(public[n]).parameters)
    ]
    assert set(without) == helpers
