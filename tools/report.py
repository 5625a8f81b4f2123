"""Write one HTML file that holds executed notebooks with their figures: ``report.html``.

    python tools/report.py ~/out

It opens anywhere: figures and the font lie inside, and a content security policy forbids it to
run a script or to fetch anything, whatever stands on the pages that the notebooks read. Code is
folded away, because a reader of the report wants what was found. Nothing is run here, and no
cell is left out. What a notebook shows as HTML goes in as it is, under that policy; its Markdown
goes in without the HTML that Markdown allows, because it may quote a page.
"""

from __future__ import annotations

import argparse
import base64
import html
import io
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import mistune
import nbformat
from fontTools import subset  # type: ignore[import-untyped]  # it ships no types
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # it ships no types
from nbformat import NotebookNode

FONT: Final = Path(__file__).resolve().parents[1] / "src/banmian/data/BanmianSans-Regular.ttf"

_ANSI: Final = re.compile(r"\x1b\[[0-9;]*m")
_POLICY: Final = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:; "
    "form-action 'none'"
)
_STYLE: Final = """
:root{color-scheme:light dark;--paper:#FBF9F4;--shade:#F1ECE0;--hair:#D9D4C8;--ink:#17171A;
 --soft:#5C5B59;--head:#A93220;--link:#253F73}
@media (prefers-color-scheme:dark){:root{--paper:#1B1B1D;--shade:#262628;--hair:#45443F;
 --ink:#E9E5DC;--soft:#ABA79E;--head:#F29B87;--link:#A9BFF0}}
*{box-sizing:border-box}
html{scroll-padding-top:1em}
body{margin:0;background:var(--paper);color:var(--ink);line-height:1.65;
 font-family:system-ui,"Helvetica Neue",Arial,Banmian,sans-serif;font-size:16px;
 display:grid;grid-template-columns:17em minmax(0,1fr)}
a{color:var(--link)}
a:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:2px solid var(--link);
 outline-offset:2px}
nav{position:sticky;top:0;height:100vh;overflow:auto;padding:2em 1.2em 3em 1.6em;font-size:14px;
 line-height:1.45;border-right:1px solid var(--hair)}
nav ol{list-style:none;margin:0;padding:0}
nav ol ol{margin:.3em 0 1.2em;padding-left:.9em;border-left:1px solid var(--hair)}
nav li{margin:.35em 0}
nav a{color:inherit;text-decoration:none}
nav a:hover{color:var(--link);text-decoration:underline}
nav .one>a{font-weight:600}
nav ol ol a{color:var(--soft)}
main{padding:2em 3em 6em;max-width:64em;min-width:0}
main>header{border-bottom:3px double var(--ink);margin-bottom:1em;padding-bottom:.4em}
main>header p{color:var(--soft);margin:.2em 0 .8em}
h1{font-size:32px;line-height:1.2;margin:0}
h2{font-size:27px;line-height:1.25;margin:2.6em 0 .6em;padding-top:.5em;
 border-top:1px solid var(--ink)}
section:first-of-type h2{margin-top:.4em;border-top:0}
h3{font-size:20px;line-height:1.3;margin:2em 0 .5em;color:var(--head)}
h4,h5,h6{font-size:16px;margin:1.4em 0 .4em}
p,ul,ol,blockquote{max-width:42em}
code{font:.88em ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,Banmian,monospace;
 overflow-wrap:anywhere}
pre{font:13px/1.55 ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,Banmian,monospace;margin:.8em 0;
 padding:.7em 1em;background:var(--shade);overflow:auto}
pre code{font-size:1em}
pre.said{white-space:pre-wrap;overflow-wrap:anywhere}
details.code{margin:.7em 0;font-size:13px}
details.code>summary{cursor:pointer;color:var(--soft);width:fit-content;overflow-wrap:anywhere}
figure{margin:1.6em 0}
figure img{max-width:100%;height:auto;display:block;border:1px solid var(--hair)}
.wide{overflow:auto;margin:1em 0}
.wide>div>table,table.dataframe,.words table{border-collapse:collapse;font-size:14px;border:0;
 font-variant-numeric:tabular-nums}
table.dataframe :is(td,th),.words :is(td,th){border:0;border-bottom:1px solid var(--hair);
 padding:.3em .8em;text-align:left;vertical-align:top;min-width:3.6em}
table.dataframe th{white-space:nowrap}
table.dataframe tbody tr th:nth-child(n){vertical-align:top}
table.dataframe thead :is(th),.words thead th{color:var(--soft);font-weight:600;
 border-bottom:1px solid var(--ink)}
@media (max-width:60em){body{display:block}nav{position:static;height:auto;max-height:16em;
 border-right:0;border-bottom:1px solid var(--hair)}main{padding:1.5em 1.2em 4em}}
@media print{nav,details.code{display:none}body{display:block}figure{break-inside:avoid}}
"""


class ReportError(Exception):
    """The report cannot be made; the message is meant for the reader."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of the contents list: its level in the report, what it links to, and its words."""

    level: int
    anchor: str
    words: str


class _Markdown(mistune.HTMLRenderer):
    """Markdown as HTML without its raw HTML; headings go one level down and are noted."""

    def __init__(self, prefix: str) -> None:
        """A renderer for one notebook; ``prefix`` tells its anchors from those of others."""
        super().__init__(escape=True)
        self.prefix = prefix
        self.headings: list[Heading] = []

    def inline_html(self, html: str) -> str:
        """Only a line break passes: notebooks set one between sentences that are printed."""
        return "<br>" if re.fullmatch(r"<br\s*/?>", html) else super().inline_html(html)

    def heading(self, text: str, level: int, **_: Any) -> str:
        """A heading one level down: the report's own title is the first."""
        words = html.unescape(re.sub(r"<[^>]+>", "", text))
        anchor = f"{self.prefix}-{len(self.headings)}"
        below = min(level + 1, 6)
        self.headings.append(Heading(below, anchor, words))
        return f'<h{below} id="{anchor}">{text}</h{below}>\n'


def write_report(notebooks: Sequence[Path], path: Path) -> Path:
    """Write the report of executed notebooks, in the order given, and return its path.

    The same notebooks give the same bytes. A file that is there is replaced.

    Raises `ReportError` where there is no notebook, or a file is none.
    """
    if not notebooks:
        raise ReportError("a report needs executed notebooks, and none was given")
    page = report([(file.stem, _read(file)) for file in notebooks])
    path.write_text(page, "utf-8")
    return path


def report(notebooks: Sequence[tuple[str, NotebookNode]]) -> str:
    """The report of notebooks, each with a name to link by, as one HTML document."""
    sections, contents, figures = [], [], 0
    for name, notebook in notebooks:
        prefix = re.sub(r"\W", "-", name)
        section, headings = _section(prefix, notebook)
        figures += section.count("<figure>")
        sections.append(section)
        contents.append(_contents(name, prefix, headings))
    counts = f"{_counted(len(sections), 'notebook')}, {_counted(figures, 'figure')}"
    body = (
        f'<nav aria-label="Contents"><ol>{"".join(contents)}</ol></nav><main><header>'
        f"<h1>版面 · What the pages say</h1><p>{counts}. Code is folded; the figures’ data lie "
        f"beside the notebooks as CSV.</p></header>{''.join(sections)}</main>"
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width"><title>版面 · Report</title>'
        f"<style>{_font_face(body)}{_STYLE}</style></head>\n<body>{body}</body></html>\n"
    )


def font_subset(text: str) -> bytes:
    """The packaged font with the characters of ``text`` alone, as a WOFF file.

    A report of the seed page uses about a tenth of the font's 8 MB. Ligatures and kerning
    are left out: text is read here, and set in figures.
    """
    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True)
    with TTFont(FONT, recalcTimestamp=False) as font, io.BytesIO() as file:
        cutter = subset.Subsetter(options)
        cutter.populate(text=text)
        cutter.subset(font)
        font.flavor = "woff"
        font.save(file, reorderTables=None)
        return file.getvalue()


def _font_face(body: str) -> str:
    """The embedded font; characters below U+2E80 are left to the reader's own.

    Among those are “ ” … —, which are wide in a Chinese font and narrow in English prose.
    """
    shown = re.sub(r'="data:[^"]*"', "", html.unescape(body))
    chinese = "".join(sorted({char for char in shown if ord(char) >= 0x2E80}))
    data = base64.b64encode(font_subset(chinese + "□")).decode("ascii")
    return (
        "@font-face{font-family:Banmian;font-display:block;"
        f"src:url(data:font/woff;base64,{data}) format('woff')}}"
    )


def _read(path: Path) -> NotebookNode:
    try:
        notebook: NotebookNode = nbformat.read(path, as_version=4)
    except (OSError, ValueError, nbformat.ValidationError) as error:
        raise ReportError(f"{path} cannot be read as a notebook: {error}") from error
    return notebook


def _section(prefix: str, notebook: NotebookNode) -> tuple[str, list[Heading]]:
    renderer = _Markdown(prefix)
    to_html = mistune.create_markdown(renderer=renderer, plugins=["table", "strikethrough"])
    pieces = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            pieces.append(f'<div class="words">{to_html(cell.source)}</div>')
        elif cell.cell_type == "code" and cell.source:
            pieces.append(_code(cell.source))
            pieces.extend(_output(output, to_html) for output in cell.outputs)
    return f'<section id="{prefix}">{"".join(pieces)}</section>', renderer.headings


def _code(source: str) -> str:
    first = next((line for line in source.splitlines() if line.strip()), "")
    first = first if len(first) <= 60 else f"{first[:59].rstrip()}…"
    label = f"Code, {_counted(len(source.splitlines()), 'line')}: "
    return (
        f'<details class="code"><summary>{label}<code>{html.escape(first)}</code></summary>'
        f'<pre tabindex="0"><code>{html.escape(source)}</code></pre></details>'
    )


def _output(output: NotebookNode, to_html: Any) -> str:
    if output.output_type == "stream":
        return _plain(output.text)
    if output.output_type == "error":
        return _plain("\n".join(output.traceback))
    data = output.data
    if "image/png" in data:
        return _figure(data, output.metadata.get("image/png", {}))
    if "text/html" in data:
        return f'<div class="wide" tabindex="0">{data["text/html"]}</div>'
    if "text/markdown" in data:
        return f'<div class="words">{to_html(data["text/markdown"])}</div>'
    return _plain(data.get("text/plain", ""))


def _figure(data: NotebookNode, metadata: NotebookNode) -> str:
    """A picture at the size it has in Jupyter, with the words that stand for it."""
    alt = metadata.get("alt") or data.get("text/plain", "figure")
    size = "".join(
        f' {name}="{int(metadata[name])}"' for name in ("width", "height") if name in metadata
    )
    source = "".join(data["image/png"].split())
    return (
        f'<figure><img src="data:image/png;base64,{html.escape(source)}" '
        f'alt="{html.escape(alt)}"{size}></figure>'
    )


def _plain(text: str) -> str:
    return f'<pre class="said">{html.escape(_ANSI.sub("", text))}</pre>'


def _contents(name: str, prefix: str, headings: Iterable[Heading]) -> str:
    noted = list(headings)
    title = next((h.words for h in noted if h.level == 2), name)
    inner = "".join(
        f'<li><a href="#{h.anchor}">{html.escape(h.words)}</a></li>' for h in noted if h.level == 3
    )
    below = f"<ol>{inner}</ol>" if inner else ""
    return f'<li class="one"><a href="#{prefix}">{html.escape(title)}</a>{below}</li>'


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line and write FOLDER/report.html; 0 when it is written, 1 at an error."""
    parser = argparse.ArgumentParser(description="Make one HTML file of executed notebooks.")
    parser.add_argument("folder", type=Path, help="the folder with the notebooks")
    folder = parser.parse_args(arguments).folder
    try:
        print(f"Report: {write_report(sorted(folder.glob('*.ipynb')), folder / 'report.html')}")
    except ReportError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
