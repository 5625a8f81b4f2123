"""Figures as files and in a notebook: pictures, data, alternative text."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import nbclient
import nbformat
import pandas as pd
import pytest
from matplotlib.figure import Figure
from PIL import Image

from banmian import figures
from banmian.figures.sheet import Sheet
from banmian.page import MissingGlyph, TableError
from charts_by_hand import page_blocks, terms_table

# --- saving --------------------------------------------------------------------------------


def test_save_writes_pictures_and_data_and_says_where(tmp_path: Path) -> None:
    table = terms_table(3)
    paths = figures.save(figures.term_frequency(table), tmp_path / "new" / "v1.2", data=table)
    assert [p.name for p in paths] == ["v1.2.png", "v1.2.svg", "v1.2.csv"]
    assert sorted(p.name for p in (tmp_path / "new").iterdir()) == sorted(p.name for p in paths)
    assert paths[0].read_bytes().startswith(b"\x89PNG")
    assert b"Software" not in paths[0].read_bytes()
    svg = paths[1].read_text(encoding="utf-8")
    assert "<text" not in svg
    assert "<dc:date>" not in svg


def test_pictures_carry_their_alternative_text(tmp_path: Path) -> None:
    table = terms_table(3).assign(token=["职<工>", "工会", "新桥"])
    fig = figures.term_frequency(table)
    png, svg, _ = figures.save(fig, tmp_path / "a", data=table)
    assert isinstance(fig, Sheet)
    with Image.open(png) as picture:
        assert (picture.info["Title"], picture.info["Description"]) == (fig.heading, fig.alt)
    root = ElementTree.parse(svg).getroot()
    space = "{http://www.w3.org/2000/svg}"
    assert root.get("role") == "img"
    assert [child.text for child in root[:2]] == [fig.heading, fig.alt]
    assert [child.tag for child in root[:2]] == [f"{space}title", f"{space}desc"]
    assert "职<工>" in fig.alt


def test_a_figure_of_matplotlib_is_saved_without_invented_words(tmp_path: Path) -> None:
    _, svg, _ = figures.save(Figure(), tmp_path / "a", data=terms_table(1))
    assert b"<title" not in svg.read_bytes()
    assert b"<desc" not in svg.read_bytes()


def test_data_are_written_for_excel_and_read_back_by_pandas(tmp_path: Path) -> None:
    table = pd.DataFrame({"token": ["职工", "工,会"], "rate": [0.1 + 0.2, 1 / 3], "n": [1, None]})
    *_, path = figures.save(Figure(), tmp_path / "a", data=table, formats=())
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbftoken,rate,n\n")
    assert b"\r" not in raw
    assert "职工,0.3,1\n" in raw.decode("utf-8-sig")
    back = pd.read_csv(path)
    pd.testing.assert_frame_equal(back, table, atol=1e-9)


@pytest.mark.parametrize(
    ("remark", "index", "header"),
    [
        ("row numbers are not data", pd.RangeIndex(2), "n"),
        ("nor what a selection left of them", pd.Index([3, 7]), "n"),
        ("names are", pd.Index(["甲", "乙"]), ",n"),
        ("a named index is", pd.Index([3, 7], name="article"), "article,n"),
    ],
)
def test_an_index_is_written_where_it_says_something(
    tmp_path: Path, remark: str, index: pd.Index, header: str
) -> None:
    table = pd.DataFrame({"n": [1, 2]}, index=index)
    (path,) = figures.save(Figure(), tmp_path / "a", data=table, formats=())
    assert path.read_text(encoding="utf-8-sig").splitlines()[0] == header, remark


SCRIPT = """
import sys
import pandas as pd
from banmian import figures
table = pd.read_pickle(sys.argv[1])
figures.save(figures.page_map(table), sys.argv[2], data=table)
assert "matplotlib.pyplot" not in sys.modules
"""


def test_two_processes_write_the_same_bytes_whatever_the_user_has_set(tmp_path: Path) -> None:
    page_blocks(40).to_pickle(tmp_path / "table.pkl")
    own = {"savefig.bbox": "tight", "path.sketch": (1, 100, 2), "text.antialiased": False}
    dark = f"import matplotlib; matplotlib.rcParams.update({own})\n"
    for name, seed, before in (("one", "1", ""), ("two", "2", dark)):
        subprocess.run(
            [sys.executable, "-W", "error", "-c", before + SCRIPT, tmp_path / "table.pkl",
             tmp_path / name / "page"],
            check=True,
            env=os.environ | {"PYTHONHASHSEED": seed},
        )  # fmt: skip
    for ending in ("png", "svg", "csv"):
        one, two = (tmp_path / name / f"page.{ending}" for name in ("one", "two"))
        assert one.read_bytes() == two.read_bytes()


def test_a_missing_glyph_leaves_no_file_and_no_folder(tmp_path: Path) -> None:
    fig = figures.term_frequency(terms_table(3))
    fig.axes[0].texts[0].set_text("题𠀀")
    with pytest.raises(MissingGlyph, match="U\\+20000"):
        figures.save(fig, tmp_path / "new" / "a", data=terms_table(3))
    assert list(tmp_path.iterdir()) == []


def test_chinese_labels_in_the_default_font_of_matplotlib_are_refused(tmp_path: Path) -> None:
    fig = Figure()
    ax = fig.add_subplot()
    ax.bar(["职工"], [1])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(MissingGlyph, match="'职'"):
            figures.save(fig, tmp_path / "a", data=terms_table(1))


def test_a_font_list_is_searched_in_turn(tmp_path: Path) -> None:
    fig = Figure()
    fig.text(0.5, 0.5, "plain", family=["No Such Family", "DejaVu Sans"])
    assert len(figures.save(fig, tmp_path / "a", data=terms_table(1))) == 3


@pytest.mark.parametrize(
    ("remark", "arguments", "error", "message"),
    [
        ("an unknown format", {"formats": ("png", "gif")}, ValueError, r"\['gif'\], expected"),
        ("one format as a string", {"formats": "png"}, ValueError, "expected a choice"),
        ("data that are no table", {"data": {"n": [1]}}, TableError, "DataFrame, got dict"),
        (
            "half a surrogate pair in the data",
            {"data": pd.DataFrame({"t": pd.Series(["\ud83d"], dtype=object)})},
            TableError,
            "cannot be written as UTF-8",
        ),
    ],
)
def test_save_refuses_and_writes_nothing(
    tmp_path: Path,
    remark: str,
    arguments: dict[str, Any],
    error: type[Exception],
    message: str,
) -> None:
    with pytest.raises(error, match=message):
        figures.save(Figure(), tmp_path / "a", **({"data": terms_table(1)} | arguments))
    assert list(tmp_path.iterdir()) == [], remark


def test_a_failed_write_leaves_no_part_behind(tmp_path: Path) -> None:
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(OSError, match=r"a\.csv"):
        figures.save(Figure(), tmp_path / "a", data=terms_table(1))
    assert not list(tmp_path.glob(".*"))


# --- in a notebook -------------------------------------------------------------------------


def test_a_figure_shows_itself_with_the_same_bytes_twice() -> None:
    fig = figures.term_frequency(terms_table(3))
    assert isinstance(fig, Sheet)
    (data, sizes), again = fig._repr_mimebundle_(), fig._repr_mimebundle_(include=None)
    assert (data, sizes) == again
    assert base64.b64decode(data["image/png"]).startswith(b"\x89PNG")


def test_a_figure_shows_itself_as_the_last_expression_of_a_cell() -> None:
    """In a fresh kernel, without pyplot; and one with a missing glyph is an error, not a box."""
    cells = [
        "import sys\nfrom banmian import figures\n"
        "fig = figures.term_frequency(__import__('pandas').DataFrame({'token': ['职工'], "
        "'count': [1], 'total': 9, 'per_thousand': 111.1, 'articles': 1, 'of_articles': 2}))\nfig",
        "assert 'matplotlib.pyplot' not in sys.modules",
        "fig.axes[0].texts[0].set_text('𠀀')\nfig",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
    nbclient.NotebookClient(
        notebook, timeout=60, allow_errors=True, kernel_name="python3"
    ).execute()
    shown, silent, refused = (cell.outputs for cell in notebook.cells)
    assert [output.output_type for output in shown] == ["execute_result"]
    assert shown[0].data["image/png"].startswith("iVBOR")
    assert shown[0].metadata["image/png"]["width"] == round(640 * 4 / 3)
    assert shown[0].metadata["image/png"]["alt"] == shown[0].data["text/plain"]
    assert "职工 is the most frequent term" in shown[0].data["text/plain"]
    assert silent == []
    assert "image/png" not in str(refused)
    assert any("MissingGlyph" in str(output) for output in refused)


def test_marks_stand_for_exactly_the_characters_that_the_font_lacks() -> None:
    table = pd.DataFrame({"text": ["新桥😀通车", "𠀀\u200b", "旧桥"], "characters": [5, 1, 2]})
    before = table.copy()
    marked = figures.mark_missing(table)
    assert marked["text"].tolist()[0] == "新桥〓通车"
    assert marked["text"].tolist()[2] == "旧桥"
    assert marked["characters"].tolist() == [5, 1, 2]
    assert [len(t) for t in marked["text"]] == [len(t) for t in table["text"]]
    pd.testing.assert_frame_equal(table, before)
