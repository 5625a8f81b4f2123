"""The report holds all that the notebooks show, by itself, and nothing that runs."""

from __future__ import annotations

import base64
import io
import re
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from fontTools.ttLib import TTFont
from nbformat import NotebookNode, v4

import report as tool
from report import ReportError, font_subset, main, report, write_report

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()


def markdown(text: str) -> NotebookNode:
    return v4.new_markdown_cell(text)


def code(source: str, *outputs: NotebookNode) -> NotebookNode:
    return v4.new_code_cell(source, outputs=list(outputs), execution_count=1)


def shown(metadata: dict[str, object] | None = None, **data: str) -> NotebookNode:
    named = {key.replace("_", "/"): value for key, value in data.items()}
    return v4.new_output("display_data", data=named, metadata=metadata or {})


def said(text: str) -> NotebookNode:
    return v4.new_output("stream", name="stdout", text=text)


def notebook(*cells: NotebookNode) -> NotebookNode:
    return v4.new_notebook(cells=list(cells))


class Reader(HTMLParser):
    """Elements with their attributes, and the text outside of style."""

    def __init__(self, html: str) -> None:
        """Read a whole report."""
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.styling = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that opens."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self.styling = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        """Note the end of a style."""
        self.styling = self.styling and tag != "style"

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.text += "" if self.styling else data

    def all(self, tag: str) -> list[dict[str, str]]:
        """The attributes of all elements of a name."""
        return [values for name, values in self.elements if name == tag]


BOOK = notebook(
    markdown(
        "# 版面\n\nWhat is **here**?\n\n## The *raw* text\n\n"
        "| role | 中文 |\n|---|---|\n| deck | 副题 |"
    ),
    code("page.text", said("\x1b[31m新桥通车\x1b[0m\n<b>")),
    code(
        "table", shown(text_html="<table><tr><td>困难职工</td></tr></table>", text_plain="as text")
    ),
    code(
        "fig",
        shown({"image/png": {"alt": 'Bars: 3 "words"', "width": 8, "height": 6}}, image_png=PNG),
    ),
    code("Markdown(x)", shown(text_markdown="## Found\n\nAll<br>of it.")),
    code("value", shown(text_plain="42 < 43")),
)


def test_everything_that_the_notebook_shows_is_in_the_report() -> None:
    html = report([("01_book", BOOK)])
    read = Reader(html)
    for text in ("What is ", "新桥通车\n<b>", "困难职工", "副题", "page.text", "42 < 43", "of it."):
        assert text in read.text, text
    assert "\x1b" not in html
    assert "as text" not in read.text
    assert read.all("img") == [
        {
            "src": f"data:image/png;base64,{PNG}",
            "alt": 'Bars: 3 "words"',
            "width": "8",
            "height": "6",
        }
    ]
    assert "1 notebook, 1 figure." in read.text
    assert "All<br>of it" in html


def test_the_contents_list_names_every_heading_and_leads_to_it() -> None:
    html = report([("01_a", BOOK), ("02_b", BOOK), ("03 c", notebook(markdown("No title.")))])
    links = re.findall(r'<a href="#([^"]+)">([^<]+)</a>', html)
    assert [words for _, words in links] == [*["版面", "The raw text", "Found"] * 2, "03 c"]
    ids = re.findall(r' id="([^"]+)"', html)
    assert {anchor for anchor, _ in links} <= set(ids)
    assert len(ids) == len(set(ids))


def test_a_figure_without_words_falls_back_to_what_it_prints() -> None:
    html = report([("a", notebook(code("fig", shown(image_png=PNG, text_plain="<Figure>"))))])
    assert [values["alt"] for values in Reader(html).all("img")] == ["<Figure>"]


def test_the_same_notebooks_give_the_same_bytes() -> None:
    assert report([("a", BOOK)]) == report([("a", BOOK)])


HOSTILE = [
    (
        "markdown",
        markdown("<script>alert(1)</script>\n\nx <img src=x onerror=alert(1)> <br onclick=x>"),
    ),
    ("a link", markdown("[新桥](javascript:alert(1)) <a href='javascript:alert(1)'>x</a>")),
    ("source", code("</pre><script>alert(1)</script>")),
    ("printed", code("x", said("</pre><script>alert(1)</script>"))),
    ("shown as Markdown", code("x", shown(text_markdown="# <script>alert(1)</script>"))),
    ("shown as text", code("x", shown(text_plain="<script>alert(1)</script>"))),
    ("words of a figure", code("x", shown({"image/png": {"alt": '"><script>'}}, image_png=PNG))),
    ("a figure", code("x", shown(image_png='"><script>alert(1)</script>'))),
]


@pytest.mark.parametrize("cell", [row[1] for row in HOSTILE], ids=[row[0] for row in HOSTILE])
def test_what_a_page_says_becomes_no_element_that_runs(cell: NotebookNode) -> None:
    read = Reader(report([("a", notebook(cell))]))
    assert not read.all("script")
    for _, values in read.elements:
        assert not [name for name in values if name.startswith("on")]
        assert not values.get("href", "").startswith("javascript:")


def test_the_policy_allows_no_script_and_no_request() -> None:
    policy = Reader(report([("a", BOOK)])).all("meta")[1]
    assert policy["http-equiv"] == "Content-Security-Policy"
    rules = dict(rule.split(" ", 1) for rule in policy["content"].split("; "))
    assert rules.pop("default-src") == "'none'"
    assert set(rules.values()) == {"data:", "'unsafe-inline'", "'none'"}
    assert "script-src" not in rules


def test_the_embedded_font_draws_every_chinese_character_of_the_report() -> None:
    html = report([("a", BOOK)])
    data = re.findall(r"data:font/woff;base64,([A-Za-z0-9+/=]+)", html)
    assert len(data) == 1
    with TTFont(io.BytesIO(base64.b64decode(data[0]))) as font:
        drawn = set(map(chr, font.getBestCmap()))
    assert set("版面新桥通车困难职工副题中文") <= drawn
    assert "城" not in drawn


def test_a_font_of_few_characters_is_small_and_one_it_lacks_is_left_out() -> None:
    assert len(font_subset("新桥")) < 5_000 < tool.FONT.stat().st_size
    assert len(font_subset("新桥\U0001f600")) == len(font_subset("新桥"))


def test_the_report_is_written_beside_the_notebooks_in_their_order(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("02_b", "01_a"):
        nbformat.write(notebook(markdown(f"# {name}")), tmp_path / f"{name}.ipynb")
    assert main([str(tmp_path)]) == 0
    assert capsys.readouterr().out == f"Report: {tmp_path / 'report.html'}\n"
    html = (tmp_path / "report.html").read_text("utf-8")
    assert re.findall(r"<h2[^>]*>([^<]+)", html) == ["01_a", "02_b"]


def test_no_notebook_and_a_broken_one_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path)]) == 1
    assert "none was given" in capsys.readouterr().err
    broken = tmp_path / "a.ipynb"
    broken.write_text("{", "utf-8")
    with pytest.raises(ReportError, match=r"a\.ipynb cannot be read as a notebook"):
        write_report([broken], tmp_path / "report.html")
    assert not (tmp_path / "report.html").exists()
