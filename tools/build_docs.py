"""Write the API reference, ``build/docs/index.html``, from the docstrings of the public names.

    python tools/build_docs.py

pdoc lays it out; what is public is said by ``__all__`` of the package and of the modules that it
lists. What stands in single backticks is a name: it must exist as seen from where it stands, and
becomes a link if it is public. What stands in double backticks is text (a value, a column, an
argument) and is neither looked up nor linked. The names under ``Args`` must be the parameters, and
every link must lead to a place that is there. What is wrong is listed, and the exit code is 1.
"""

from __future__ import annotations

import builtins
import importlib
import re
import sys
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any, Final
from urllib.parse import unquote

import pdoc
from pdoc import doc, doc_ast, extract, render
from pdoc.render_helpers import relative_link

import banmian as bm

FOLDER: Final = Path(__file__).parents[1] / "build" / "docs"

_TEXT: Final = "\ue000"
"""A private character that keeps pdoc from linking what follows; taken out of what it writes."""

_ESCAPED: Final = "\\ue000"
"""The same in JavaScript."""

_STYLE: Final = """
.pdoc .multiline .param, .pdoc pre { white-space: pre-wrap; overflow-wrap: anywhere; }
.pdoc .docstring h6 { font-weight: bold; }
"""


def load() -> dict[str, doc.Module]:
    """The public modules as pdoc sees them, with the docstrings of constants from elsewhere.

    pdoc looks only into a module's own dictionary and source: what is loaded when first used is
    put there first, and the docstring of a constant is fetched from the module that defines it.
    """
    for name in bm.__all__:
        setattr(bm, name, getattr(bm, name))
    modules = {name: doc.Module.from_name(name) for name in extract.walk_specs(["banmian"])}
    for module in modules.values():
        for constant in module.variables:
            constant.docstring = constant.docstring or _said(constant)
            if isinstance(constant.default_value, Path):
                constant.default_value_str = ""  # it would tell the folders of whoever builds
    return modules


def _said(constant: doc.Variable) -> str:
    """The docstring of a constant in the module of the package that defines it."""
    for name, module in sorted(sys.modules.items()):
        if name.startswith("banmian."):
            text = doc_ast.walk_tree(module).var_docstrings.get(constant.name)
            if text and getattr(module, constant.name) is constant.default_value:
                return text
    return ""


def public(place: doc.Doc[Any]) -> Iterator[doc.Doc[Any]]:
    """A module or class, and all within it that the reference tells about."""
    yield place
    if isinstance(place, doc.Namespace):
        for name, member in place.members.items():
            if not isinstance(member, doc.Module) and (name == "__init__" or name[0] != "_"):
                yield from public(member)


def places(modules: Mapping[str, doc.Module]) -> dict[int, doc.Doc[Any]]:
    """Where the reference tells about a function, class or module, by its identity."""
    kinds = FunctionType | ModuleType | type
    told = [place for module in modules.values() for place in public(module)]
    return {id(place.obj): place for place in told if isinstance(place.obj, kinds)}


def find(name: str, at: doc.Doc[Any], told: Mapping[int, doc.Doc[Any]]) -> doc.Doc[Any] | None:
    """Where the reference tells about a name in the docstring of ``at``; None if it does not.

    It is looked for as Python would, from the class over the module and the packages around it to
    the modules that can be imported; ``bm`` is banmian.

    Raises:
        LookupError: There is nothing of this name.
    """
    parts = re.sub(r"^bm\b", "banmian", name.removesuffix("()")).split(".")
    for scope in _scopes(at):
        try:
            return _walk(scope, parts, told)
        except (AttributeError, ModuleNotFoundError, ValueError):
            continue
    raise LookupError(name)


def _scopes(at: doc.Doc[Any]) -> Iterator[object]:
    module, qualname = at.taken_from
    holder = getattr(sys.modules[module], qualname.split(".")[0], None)
    if isinstance(holder, type):
        yield holder
    while module:
        yield sys.modules[module]
        module = module.rpartition(".")[0]
    yield builtins
    yield None


def _walk(scope: object, parts: list[str], told: Mapping[int, doc.Doc[Any]]) -> doc.Doc[Any] | None:
    place: doc.Doc[Any] | None = None
    for part in parts:
        found = _member(scope, part)
        owner = told.get(id(scope))
        inside = owner.get(part) if isinstance(owner, doc.Namespace) else None
        place = told.get(id(found), inside)
        scope = found
    return place


def _member(scope: object, name: str) -> object:
    """What a class, module or (None) all modules have under a name; a bare field is None."""
    if scope is None:
        return importlib.import_module(name)
    if isinstance(scope, ModuleType) and not hasattr(scope, name):
        return importlib.import_module(f"{scope.__name__}.{name}")
    if name in getattr(scope, "__annotations__", {}):
        return None
    return getattr(scope, name)


def linked(at: doc.Doc[Any], told: Mapping[int, doc.Doc[Any]]) -> tuple[str, list[str]]:
    """A docstring in Markdown with its names as links, and the names that stand for nothing.

    The scratch folder of a doctest is left out: a reader has folders.
    """
    missing = []

    def link(match: re.Match[str]) -> str:
        name = match[1]
        try:
            place = find(name, at, told)
        except LookupError:
            missing.append(name)
            place = None
        if place is None:
            return f"`{_plain(name)}`"
        anchor = f"#{_plain(place.qualname)}" if place.qualname else ""
        return f"[`{_plain(name)}`]({relative_link(at.modulename, place.modulename)}{anchor})"

    text = re.sub(r"::$", ":", at.docstring, flags=re.M).replace('getfixture("tmp_path") / ', "")
    text = re.sub(r"(?<!`)``([^`]+)``(?!`)", lambda match: f"``{_plain(match[1])}``", text)
    text = re.sub(r"^Raises:\n(?: .*\n?|\n)+", _raised, text, flags=re.M)
    return re.sub(r"(?<!`)`([A-Za-z_][\w.]*(?:\(\))?)`(?!`)", link, text), missing


def _plain(text: str) -> str:
    """The text as pdoc leaves it alone: it would take every word after a dot for a name."""
    return _TEXT + text.replace(".", f".{_TEXT}")


def _raised(section: re.Match[str]) -> str:
    return re.sub(r"^ {4}(\w+):", r"    `\1`:", section[0], flags=re.M)


def misnamed(at: doc.Doc[Any]) -> set[str]:
    """Parameters that ``Args`` leaves out, and what it lists that is none; without Args nothing."""
    section = re.search(r"^Args:\n((?: .*\n?|\n)+)", at.docstring, re.M)
    if section is None or not isinstance(at, doc.Function):
        return set()
    listed = re.findall(r"^ {4}\*{0,2}(\w+):", section[1], re.M)
    return set(listed) ^ (set(at.signature.parameters) - {"self", "cls"})


class _Links(HTMLParser):
    """The anchors and links of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids |= {given["id"]} if "id" in given else set()
        self.links += [given["href"]] if tag == "a" and "href" in given else []


def broken(folder: Path) -> list[str]:
    """Links of the HTML files in a folder that lead to no file or anchor of it."""
    pages = {path.resolve(): _Links(path.read_text("utf-8")) for path in folder.rglob("*.html")}
    wrong = []
    for path, page in sorted(pages.items()):
        for link in page.links:
            file, _, anchor = unquote(link).partition("#")
            goal = (path.parent / file).resolve() if file else path
            ids = pages[goal].ids if goal in pages else set()
            if not link.startswith("https://") and anchor not in ids | {
                "" if goal in pages else link
            }:
                wrong.append(f"{path.relative_to(folder.resolve())}: {link} leads nowhere")
    return wrong


def build(folder: Path) -> list[str]:
    """Write the reference into a folder, and tell what is wrong with it."""
    modules = load()
    told = places(modules)
    wrong = []
    for at in [place for module in modules.values() for place in public(module)]:
        wrong += [f"{at.fullname}: Args and parameters differ in {one}" for one in misnamed(at)]
        at.docstring, missing = linked(at, told)
        wrong += [f"{at.fullname}: there is no `{name}`" for name in missing]
    render.configure(docformat="google", show_source=False, footer_text=f"banmian {bm.__version__}")
    pdoc.pdoc("banmian", output_directory=folder)
    for path in [*folder.rglob("*.html"), *folder.rglob("*.js")]:
        text = path.read_text("utf-8").replace(_TEXT, "").replace(_ESCAPED, "")
        path.write_text(text.replace("</head>", f"<style>{_STYLE}</style></head>"), "utf-8")
    return wrong + broken(folder)


if __name__ == "__main__":
    problems = build(FOLDER)
    if problems:
        sys.exit("\n".join(problems))
    print(FOLDER / "index.html")
