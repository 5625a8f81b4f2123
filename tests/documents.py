"""The documents of the repository, and what they are made of: prose, code, headings."""

from __future__ import annotations

import doctest
import json
import re
from collections import Counter
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLACES = (
    "*.md",
    ".github/**/*.md",
    "docs/*.md",
    "seeds/*.md",
    "src/**/*.md",
    "tests/**/*.md",
    "tools/**/*.md",
)
DOCUMENTS = sorted(path for place in PLACES for path in ROOT.glob(place))
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@cache
def text_of(path: Path) -> str:
    """The document; of a notebook its prose."""
    if path.suffix != ".ipynb":
        return path.read_text("utf-8")
    cells = json.loads(path.read_text("utf-8"))["cells"]
    return "\n\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def prose(text: str) -> str:
    """The text without its blocks of code."""
    text = re.sub(r"^ *```.*?^ *```", "", text, flags=re.M | re.S)
    return re.sub(r"(?<=\n\n)(?: {4}\S.*\n)+", "", text)


def spans(text: str) -> list[str]:
    """What stands in backticks."""
    return re.findall(r"(?<!`)`([^`]+)`(?!`)", prose(text))


def code(text: str) -> str:
    """Blocks of code and what stands in backticks, without the prose."""
    fenced = re.findall(r"^ *```.*?\n(.*?)^ *```", text, re.M | re.S)
    return "\n".join([*fenced, *re.findall(r"^ {4}\S.*$", text, re.M), *spans(text)])


def printed_blocks(text: str) -> list[tuple[str, str]]:
    """The blocks of Python below which stands what they print."""
    return re.findall(r"^```python\n(.*?)^```\n\n```text\n(.*?)^```", text, re.M | re.S)


def python_blocks(text: str) -> list[str]:
    return re.findall(r"^```python\n(.*?)^```", text, re.M | re.S)


def table_rows(text: str, begins: str) -> list[list[str]]:
    """The cells of the table whose head begins so, without head and rule."""
    head = re.search(rf"^{re.escape(begins)}.*\n\|[-:| ]+\n((?:\|.*\n)+)", text, re.M)
    assert head, f"no table begins {begins!r}"
    return [[cell.strip() for cell in row.split("|")[1:-1]] for row in head[1].splitlines()]


def anchors(text: str) -> set[str]:
    """The anchors that GitHub gives to the headings."""
    seen: Counter[str] = Counter()
    found = set()
    for heading in re.findall(
        r"^#+ +(.+?) *$", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S), re.M
    ):
        slug = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        found.add(f"{slug}-{seen[slug]}" if seen[slug] else slug)
        seen[slug] += 1
    return found


def run_python(path: Path) -> None:
    """Run the blocks of a document in order, in one namespace; those with >>> are compared."""
    space: dict[str, object] = {}
    for block in python_blocks(text_of(path)):
        if ">>>" in block:
            test = doctest.DocTestParser().get_doctest(block, space, name_of(path), None, None)
            assert doctest.DocTestRunner().run(test, clear_globs=False).failed == 0
            space.update(test.globs)
        else:
            exec(compile(block, name_of(path), "exec"), space)
