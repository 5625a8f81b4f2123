"""The API reference tells about what there is: names, arguments and links are looked up."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("pdoc", reason="the reference is built where the group dev is installed")

from pdoc import doc

import build_docs
from build_docs import broken, linked, misnamed, places, public

MODULES = build_docs.load()
TOLD = places(MODULES)
DOCUMENTED = [place for module in MODULES.values() for place in public(module)]


def written(docstring: str, module: str = "banmian.measures.keywords") -> doc.Function:
    """A function of that module and its docstring."""

    def measure(tokens: object, *, top: int = 1) -> None: ...

    place = doc.Function("banmian", "measure", measure, (module, "measure"))
    place.docstring = docstring
    return place


def test_every_name_in_a_public_docstring_stands_for_something() -> None:
    assert {
        place.fullname: missing for place in DOCUMENTED if (missing := linked(place, TOLD)[1])
    } == {}


def test_every_docstring_lists_the_parameters_there_are() -> None:
    assert {place.fullname: wrong for place in DOCUMENTED if (wrong := misnamed(place))} == {}


def test_every_public_name_and_module_is_documented() -> None:
    assert list(MODULES) == ["banmian", "banmian.archive", "banmian.display", "banmian.figures"]
    for module in MODULES.values():
        told = module.members.keys() | {below.name for below in module.submodules}
        assert told == set(module.obj.__all__)
        assert [name for name, member in module.members.items() if not member.docstring] == []


NAMES = [
    ("a class of the package", "`Page`", "[`Page`](#Page)"),
    ("with bm before it", "`bm.keyness`", "[`bm.keyness`](#keyness)"),
    ("a field", "`Page.blocks`", "[`Page.blocks`](#Page.blocks)"),
    ("by the module that defines it", "`tables.tokens`", "[`tables.tokens`](#tokens)"),
    ("elsewhere", "`figures.trend`", "[`figures.trend`](banmian/figures.html#trend)"),
    ("called", "`figures.save()`", "[`figures.save()`](banmian/figures.html#save)"),
    ("not public, but there", "`contrast.simple_maths`", "`contrast.simple_maths`"),
    ("a module beside this one", "`significance`", "`significance`"),
    ("Python's own", "`concurrent.futures.Executor`", "`concurrent.futures.Executor`"),
    ("text that is a name elsewhere", "``Page``", "``Page``"),
    ("no name at all", '`theme="light"`', '`theme="light"`'),
    (
        "an error under Raises",
        "Raises:\n    TableError: why\n",
        "Raises:\n    [`TableError`](#TableError): why\n",
    ),
    ("a colon before code", "so::\n\n    x", "so:\n\n    x"),
    ("a doctest's folder", '>>> f(getfixture("tmp_path") / "a")', '>>> f("a")'),
]


@pytest.mark.parametrize(
    ("text", "shown"), [row[1:] for row in NAMES], ids=[row[0] for row in NAMES]
)
def test_a_name_becomes_a_link_if_it_is_public(text: str, shown: str) -> None:
    markdown, missing = linked(written(text), TOLD)
    assert (markdown.replace(build_docs._TEXT, ""), missing) == (shown, [])


NOTHING = [
    ("a name nobody has", "`keynes`", ["keynes"]),
    ("a method nobody has", "`Page.doubt`", ["Page.doubt"]),
    ("a module nobody has", "`bm.reader`", ["bm.reader"]),
    ("a class of another page", "`Archive.kwic`", ["Archive.kwic"]),
    ("an error that is none", "Raises:\n    NoTable: why\n", ["NoTable"]),
]


@pytest.mark.parametrize(
    ("text", "missing"), [row[1:] for row in NOTHING], ids=[row[0] for row in NOTHING]
)
def test_a_name_that_stands_for_nothing_is_told(text: str, missing: list[str]) -> None:
    assert linked(written(text), TOLD)[1] == missing


ARGUMENTS = [
    ("both", "Args:\n    tokens: a table.\n    top: how many;\n        more: no name\n", set()),
    ("one left out", "Args:\n    tokens: a table.\n", {"top"}),
    ("one misspelt", "Args:\n    tokens: a table.\n    tip: how many.\n", {"top", "tip"}),
    ("no section", "The arguments are those of `keyness`.\n", set()),
]


@pytest.mark.parametrize(
    ("text", "wrong"), [row[1:] for row in ARGUMENTS], ids=[row[0] for row in ARGUMENTS]
)
def test_arguments_that_are_no_parameters_are_told(text: str, wrong: set[str]) -> None:
    assert misnamed(written(text)) == wrong


def test_a_link_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "a.html").write_text(
        '<p id="here"><a href="#here"></a><a href="in/b.html#there"></a><a href="#gone"></a>'
        '<a href="in/c.html"></a><a href="https://example.org/#x"></a>',
        "utf-8",
    )
    (tmp_path / "in" / "b.html").write_text(
        '<p id="there"><a href="../a.html#here"></a><a href="../a.html#there"></a>', "utf-8"
    )
    assert broken(tmp_path) == [
        "a.html: #gone leads nowhere",
        "a.html: in/c.html leads nowhere",
        "in/b.html: ../a.html#there leads nowhere",
    ]
