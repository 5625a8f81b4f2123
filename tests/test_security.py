"""What SECURITY.md promises: data stays data, whoever wrote it."""

from __future__ import annotations

import ast
import contextlib
import json
import os
import re
import subprocess
import sys
import textwrap
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

import banmian as bm
from banmian import display, figures
from banmian.archive import build
from banmian.exports import export, read_export
from banmian.page import BanmianError
from banmian.provenance import explain
from charts_by_hand import texts_of
from report import report

ROOT = Path(__file__).resolve().parent.parent
CODE = sorted(
    path for folder in ("src", "tools", "benchmarks") for path in (ROOT / folder).rglob("*.py")
)

# ---------------------------------------------------------------- code from data

RUNNING_MODULES = {"pickle", "cPickle", "marshal", "shelve", "dill", "cloudpickle", "joblib"}
RUNNING_CALLS = {
    "eval", "exec", "compile", "__import__", "os.system", "os.popen", "yaml.load", "pickle.load",
    "pickle.loads", "pd.read_pickle", "pandas.read_pickle",
}  # fmt: skip
SENDING = {"src/banmian/archive/running.py"}
"""Where tasks are pickled to see whether a worker could have them; nothing is unpickled there."""


def dangers(source: str) -> set[str]:
    """What in a source could run data: modules that unpickle, calls that run text."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names} & RUNNING_MODULES
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module or ""} & RUNNING_MODULES
        elif isinstance(node, ast.Call):
            found |= {ast.unparse(node.func)} & RUNNING_CALLS
            keywords = {k.arg: k.value for k in node.keywords}
            for keyword in ("shell", "allow_pickle"):
                value = keywords.get(keyword)
                if value is not None and getattr(value, "value", None) is not False:
                    found.add(keyword)
    return found


DANGEROUS = [
    ("a pickle", "import pickle", {"pickle"}),
    ("a pickle from afar", "from pickle import loads", {"pickle"}),
    ("a table's pickle", "pd.read_pickle(x)", {"pd.read_pickle"}),
    ("numpy's pickle", "np.load(x, allow_pickle=True)", {"allow_pickle"}),
    ("no pickle of numpy", "np.load(x, allow_pickle=False)", set()),
    ("text that runs", "eval(x)", {"eval"}),
    ("a pattern", "re.compile(x)", set()),
    ("a shell", "subprocess.run(x, shell=True)", {"shell"}),
    ("a program", "subprocess.run([x])", set()),
    ("YAML that makes objects", "yaml.load(x)", {"yaml.load"}),
    ("YAML that does not", "yaml.safe_load(x)", set()),
    ("JSON", "json.load(x)", set()),
]


@pytest.mark.parametrize(
    ("source", "found"), [row[1:] for row in DANGEROUS], ids=[row[0] for row in DANGEROUS]
)
def test_a_way_to_run_data_is_seen(source: str, found: set[str]) -> None:
    assert dangers(source) == found


def test_no_source_file_can_run_data() -> None:
    found = {path.relative_to(ROOT).as_posix(): dangers(path.read_text("utf-8")) for path in CODE}
    assert found.pop("tools/mutate.py") == {"compile"}  # mutants of this repository's own code
    assert {name for name, ways in found.items() if ways} <= SENDING
    assert all(found.get(name, {"pickle"}) == {"pickle"} for name in SENDING)


WATCHED = textwrap.dedent(
    """
    import logging, os, sys
    out = os.path.realpath(sys.argv[1])
    REFUSED = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn",
               "urllib.", "http.", "smtplib.", "ftplib.", "pty.", "webbrowser.")
    bad = []
    def watch(event, args):
        if event.startswith(REFUSED):
            bad.append(event)
        elif event == "open" and isinstance(args[0], str):
            path, mode, flags = args
            writes = (flags or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            if writes and not os.path.realpath(path).startswith(out) and path != os.devnull:
                bad.append(f"writes {path}")
            if "jieba.cache" in path or path.endswith((".pickle", ".pkl", ".p")):
                bad.append(f"reads {path}")
    sys.dont_write_bytecode = True
    logging.getLogger("matplotlib.font_manager").setLevel("ERROR")  # warns after five seconds
    import matplotlib.font_manager  # asks fc-list for fonts where it has no cache of its own
    sys.addaudithook(watch)
    import banmian as bm
    from banmian.exports import export, read_export
    from banmian.provenance import explain
    page = bm.read_page(sys.argv[2])
    bm.tokens(page, engine="jieba", lexicon=bm.Lexicon.packaged(), pos=True)
    bm.tokens(page)
    claims = bm.claims(page)
    bm.display.page_html(page, facts=[bm.people(page), bm.places(page)])
    bm.figures.save(bm.figures.page_map(bm.blocks(page)), f"{out}/map", data=bm.blocks(page))
    str(explain(claims.iloc[0], page))
    for ending in ("csv", "json", "parquet", "xlsx"):
        path = export(claims, f"{out}/claims.{ending}", pages=page)[0]
        if ending != "xlsx":
            read_export(path)
    print(*bad, sep="\\n")
    """
)


def test_reading_counting_drawing_and_exporting_touch_nothing_but_their_files(
    tmp_path: Path,
) -> None:
    """No connection, no program, no file outside; jieba's cache, planted here, is not read."""
    out, temporary = tmp_path / "out", tmp_path / "tmp"
    out.mkdir()
    temporary.mkdir()
    planted = temporary / "jieba.cache"
    planted.write_bytes(b"not what marshal expects")
    page = ROOT / "seeds" / "000_36eec756fec64adf.txt"
    environment = {**os.environ, "TMPDIR": str(temporary), "MPLCONFIGDIR": str(out / "mpl")}
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, str(out), str(page)],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "", "")
    assert [path.name for path in temporary.iterdir()] == ["jieba.cache"]
    assert planted.read_bytes() == b"not what marshal expects"


# ---------------------------------------------------------------- paths from data


@pytest.mark.parametrize("name", ["../../evil", "/etc/evil", "C:\\evil", "a\0b", "..", "con"])
def test_the_name_of_a_page_is_never_a_path(name: str, tmp_path: Path) -> None:
    page = bm.parse_page("新桥通车\n\n本报讯 (记者王小明)新桥昨日通车。", name=name)
    folder = tmp_path / "deep" / "out"
    for ending in ("csv", "json", "parquet", "xlsx"):
        export(bm.tokens(page), folder / f"t.{ending}", pages=page)
    blocks = bm.blocks(page)
    figures.save(figures.page_map(blocks), folder / "map", data=blocks)
    written = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*")}
    tables = {"t.csv", "t.csv.meta.json", "t.json", "t.parquet", "t.xlsx"}
    assert written == {f"deep/out/{name}" for name in tables | {"map.png", "map.svg", "map.csv"}}


QUERIES = [
    ("a file of the system", "SELECT * FROM read_text('/etc/hostname')"),
    ("a file of the archive by its path", "SELECT * FROM read_text('{0}/manifest.json')"),
    ("an address", "SELECT * FROM 'https://example.com/x.parquet'"),
    ("a file to write", "COPY (SELECT 1) TO '{0}/x.csv'"),
    ("a database to make", "ATTACH '{0}/x.db'"),
    ("a setting", "SET enable_external_access = true"),
    ("an extension", "INSTALL httpfs"),
    ("two statements", "SELECT 1; SELECT * FROM read_text('/etc/hostname')"),
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return build(ROOT / "seeds", tmp_path_factory.mktemp("archive"))


def test_a_query_over_an_archive_is_answered(archive: Any) -> None:
    assert archive.sql("SELECT count(*) AS n FROM pages")["n"].tolist() == [1]


@pytest.mark.parametrize("query", [row[1] for row in QUERIES], ids=[row[0] for row in QUERIES])
def test_a_query_reaches_nothing_but_the_archive(archive: Any, query: str, tmp_path: Path) -> None:
    with pytest.raises(BanmianError, match=r"does not work: Permission|expected one SELECT"):
        archive.sql(query.format(tmp_path))
    assert not list(tmp_path.iterdir())


# ---------------------------------------------------------------- files of strangers

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["a", "", "int64", "object"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "dtype", "a"]), inner, max_size=3)
    ),
    max_leaves=8,
)
KEYS = ["banmian_export", "banmian", "rows", "index", "columns", "settings"]


@settings(max_examples=100, deadline=None)
@given(st.fixed_dictionaries({}, optional=dict.fromkeys(KEYS, JSON)), JSON, st.booleans())
def test_an_export_that_somebody_altered_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, changes: dict[str, Any], rows: Any, keep: bool
) -> None:
    path = tmp_path_factory.mktemp("e") / "t.json"
    export(pd.DataFrame({"a": [1, 2]}), path)
    whole = json.loads(path.read_text("utf-8"))
    whole["about"] |= changes
    whole["rows"] = whole["rows"] if keep else rows
    path.write_text(json.dumps(whole), "utf-8")
    with contextlib.suppress(BanmianError):
        read_export(path)


# ---------------------------------------------------------------- HTML

EVIL = (
    '</style></script><script>alert(1)</script><img src=x onerror="alert(1)">'
    '<svg/onload=alert(1)>" onmouseover="alert(1)" x=\'<a href=javascript:alert(1)>困难职工</a>'
)
PAGE = bm.parse_page(
    f"{EVIL}\n\n本报讯 (记者王小明)南京困难职工由200户减为50户{EVIL}。\n\n{EVIL}",
    name=f"{EVIL}.txt", paper=EVIL, issue_date="2020-11-03",
)  # fmt: skip
TAGS = {
    "a", "b", "br", "details", "div", "li", "mark", "nav", "p", "small", "span", "style",
    "summary", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip


def views() -> Iterator[tuple[str, str]]:
    words = bm.tokens(PAGE)
    rude = bm.quantities(PAGE).assign(noun=EVIL, unit=EVIL)
    table = bm.term_frequency(words, by="corpus")
    table.attrs[EVIL] = EVIL
    yield "page", display.page_html(PAGE, facts=[rude, bm.people(PAGE)])
    yield "story", display.article_html(PAGE.articles[0])
    yield "block", display.block_html(PAGE.blocks[0])
    yield "concordance", display.kwic_html(bm.kwic(words, "困难职工"), PAGE)
    yield "explanation", explain(table, PAGE, at="困难职工")._repr_html_()
    yield "explained claim", explain(bm.claims(PAGE).iloc[0], PAGE)._repr_html_()


@pytest.mark.parametrize(("name", "html"), list(views()), ids=[name for name, _ in views()])
def test_a_hostile_page_gives_a_view_of_known_elements_alone(name: str, html: str) -> None:
    assert "alert(1)" in html, name
    body = re.sub(r"<style>.*?</style>", "<style>", html, flags=re.DOTALL)
    tags = re.findall(r"<\s*/?\s*([^\s>/]+)([^>]*)", body)
    assert {tag.lower() for tag, _ in tags} <= TAGS
    inside = " ".join(re.sub(r'"[^"]*"', "", rest) for _, rest in tags)
    assert not re.findall(r"\bon\w+\s*=|javascript:|\bsrc\s*=", inside)


def test_a_hostile_notebook_gives_a_report_of_text() -> None:
    figure = {"image/png": "iVBORw0KGgo=", "text/plain": EVIL}
    cells = [
        new_markdown_cell(
            f"# {EVIL}\n\n{EVIL} [a](javascript:alert(1)) ![b](http://evil.cn/x.png)"
        ),
        new_code_cell(
            EVIL,
            outputs=[
                new_output("stream", text=EVIL),
                new_output("display_data", data=figure, metadata={"image/png": {"alt": EVIL}}),
                new_output("display_data", data={"text/markdown": EVIL}),
                new_output("error", ename="E", evalue=EVIL, traceback=[EVIL]),
            ],
        ),
    ]
    html = report([(EVIL, new_notebook(cells=cells))])
    assert "default-src 'none'" in html.split("<style>")[0]
    tags = re.findall(r"<\s*([a-zA-Z!][^\s>/]*)([^>]*)", html)
    assert not {tag.lower() for tag, _ in tags} & {"script", "svg", "iframe", "object", "base"}
    inside = " ".join(re.sub(r'"[^"]*"', "", rest) for _, rest in tags)
    assert not re.findall(r"\bon\w+\s*=", inside)
    assert not re.findall(r'href="\s*javascript:', html)


# ---------------------------------------------------------------- figures

TERMS = pd.DataFrame(
    {"token": ["$x^2$", r"$\frac{1}{0$", EVIL], "count": [3, 2, 1], "total": 10,
     "per_thousand": [300.0, 200.0, 100.0], "articles": 1, "of_articles": 1}
)  # fmt: skip


def test_dollars_are_never_mathematics_in_a_figure(tmp_path: Path) -> None:
    """A broken formula would raise while it is drawn, a good one would lose its dollars."""
    words = {"title": "$a_b$ and $c$", "subtitle": r"$\frac{$ $", "source": "$$"}
    fig = figures.term_frequency(TERMS, **words)
    assert {"$x^2$", r"$\frac{1}{0$", *words.values()} <= {
        text.get_text() for text in texts_of(fig)
    }
    assert not [text for text in texts_of(fig) if text.get_parse_math()]
    assert figures.save(fig, tmp_path / "f", data=TERMS)


def test_the_data_of_a_figure_have_no_live_formula(tmp_path: Path) -> None:
    table = TERMS.assign(token=["=1+1", "＋1", "职工"], per_thousand=[-1.0, 2.0, 3.0])
    path = figures.save(figures.term_frequency(TERMS), tmp_path / "f", data=table)[-1]
    rows = path.read_text("utf-8-sig").splitlines()[1:]
    assert [row.split(",")[0] for row in rows] == ["'=1+1", "'＋1", "职工"]
    assert rows[0].split(",")[3] == "-1"


def test_an_svg_has_no_element_that_its_words_bring(tmp_path: Path) -> None:
    fig = figures.term_frequency(TERMS, title=EVIL, source=EVIL)
    svg = figures.save(fig, tmp_path / "f", data=TERMS)[1].read_text("utf-8")
    elements = list(ET.fromstring(svg).iter())
    tags = {element.tag.rpartition("}")[2] for element in elements}
    assert not tags & {"script", "a", "image", "foreignObject", "img", "iframe"}
    names = {name.rpartition("}")[2] for element in elements for name in element.attrib}
    assert not [name for name in names if name.startswith("on")]
    links = [v for e in elements for n, v in e.attrib.items() if n.rpartition("}")[2] == "href"]
    assert all(link.startswith("#") for link in links)


# ---------------------------------------------------------------- the document


def test_every_path_that_the_document_names_is_there() -> None:
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    named = re.findall(r"`((?:tests|src|docs|tools)/[^`*…]+|requirements[^`*]*\.lock)`", text)
    assert named
    assert not [path for path in named if not (ROOT / path).exists()]
