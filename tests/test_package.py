"""The package's face: what it offers, what it reads, and what it leaves unloaded."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

import pytest

import banmian as bm

ROOT = Path(__file__).parents[1]
SEED = ROOT / "seeds" / "000_36eec756fec64adf.txt"
TEXT = "新桥通车\r\n\r\n本报讯 (记者王小明)新桥昨日通车。\r\n"


def python(code: str) -> str:
    """What a fresh interpreter prints."""
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stderr == ""
    return result.stdout


def test_every_public_name_is_there_once() -> None:
    assert len(set(bm.__all__)) == len(bm.__all__)
    for name in bm.__all__:
        assert getattr(bm, name) is not None


def test_every_public_function_and_class_says_what_it_is() -> None:
    for name in bm.__all__:
        value = getattr(bm, name)
        if callable(value) or isinstance(value, ModuleType):
            assert (value.__doc__ or "").strip(), name


def test_the_version_is_the_one_installed() -> None:
    assert bm.__version__ == version("banmian")


def test_a_name_that_is_not_there_is_an_attribute_error_that_names_it() -> None:
    name = "colour"
    with pytest.raises(AttributeError, match=r"banmian.*has no attribute 'colour'"):
        getattr(bm, name)


def test_importing_the_package_loads_no_drawing_and_no_dictionary_of_words() -> None:
    code = (
        "import sys, banmian;"
        "print([m for m in ('matplotlib', 'jieba', 'banmian.figures') if m in sys.modules])"
    )
    assert python(code) == "[]\n"


def test_figures_are_loaded_when_first_used() -> None:
    code = (
        "import sys, banmian as bm; figures = bm.figures;"
        "print(figures.__name__, figures is sys.modules['banmian.figures'], bm.figures is figures)"
    )
    assert python(code) == "banmian.figures True True\n"


# ---------------------------------------------------------------- reading


def test_a_page_read_is_the_page_parsed_with_name_and_encoding(tmp_path: Path) -> None:
    path = tmp_path / "bridge.txt"
    path.write_bytes(TEXT.encode("utf-16"))
    page = bm.read_page(path)
    assert (page.name, page.text) == ("bridge.txt", TEXT)
    assert page.encoding is not None
    assert page.encoding.startswith("utf-16")
    assert dataclasses.replace(page, encoding=None) == bm.parse_page(TEXT, name="bridge.txt")


def test_path_string_and_open_file_give_the_same_page(tmp_path: Path) -> None:
    path = tmp_path / "bridge.txt"
    path.write_bytes(TEXT.encode())
    page = bm.read_page(path)
    assert bm.read_page(str(path)) == page
    with path.open("rb") as file:
        assert bm.read_page(file) == page


def test_a_page_from_memory_has_no_name() -> None:
    page = bm.read_page(io.BytesIO(TEXT.encode()))
    assert (page.name, page.encoding, page.text) == (None, "utf-8", TEXT)


def test_paper_and_date_are_kept_and_unknown_is_none() -> None:
    page = bm.read_page(SEED, paper="工人日报", issue_date="2020-11-03")
    assert (page.paper, page.issue_date) == ("工人日报", dt.date(2020, 11, 3))
    page = bm.read_page(SEED)
    assert (page.paper, page.issue_date) == (None, None)


def test_the_encoding_given_is_the_one_used(tmp_path: Path) -> None:
    path = tmp_path / "bridge.txt"
    path.write_bytes(TEXT.encode("gb18030"))
    page = bm.read_page(path, encoding="gb18030")
    assert (page.text, page.encoding) == (TEXT, "gb18030")


def test_a_page_over_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bridge.txt"
    path.write_bytes(TEXT.encode())
    with pytest.raises(bm.PageTooLarge):
        bm.read_page(path, limit=10)
    with pytest.raises(bm.PageTooLarge, match=r"bridge\.txt"):
        bm.read_pages(tmp_path, limit=10)


def test_a_folder_gives_its_pages_sorted_by_name_with_paper_and_date(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c.txt"):
        (tmp_path / name).write_bytes((name + TEXT).encode("gb18030"))
    pages = bm.read_pages(
        tmp_path, paper="工人日报", issue_date=dt.date(2020, 11, 3), encoding="gb18030"
    )
    assert [page.name for page in pages] == ["a.txt", "b.txt", "c.txt"]
    assert [page.text for page in pages] == [f"{page.name}{TEXT}" for page in pages]
    assert {page.paper for page in pages} == {"工人日报"}
    assert {page.issue_date for page in pages} == {dt.date(2020, 11, 3)}
    assert {page.encoding for page in pages} == {"gb18030"}


def test_pages_read_are_each_the_page_read_alone(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt"):
        (tmp_path / name).write_bytes((name + TEXT).encode())
    assert bm.read_pages(tmp_path) == [
        bm.read_page(tmp_path / "a.txt"),
        bm.read_page(tmp_path / "b.txt"),
    ]
    assert bm.read_pages(str(tmp_path / "a.txt")) == [bm.read_page(tmp_path / "a.txt")]


def test_a_bad_date_is_refused_before_a_page_is_made(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT.encode())
    with pytest.raises(bm.FormatError, match="2020-11-03"):
        bm.read_page(tmp_path / "a.txt", issue_date="yesterday")
    with pytest.raises(bm.FormatError, match="2020-11-03"):
        bm.read_pages(tmp_path, issue_date="yesterday")


def test_a_sidecar_of_no_page_is_told_and_a_path_may_begin_at_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "A05.txt").write_text("新桥通车", "utf-8")
    (tmp_path / "A05.fix.toml").write_text('paper = "江城日报"', "utf-8")
    assert [page.paper for page in bm.read_pages("~")] == ["江城日报"]
    assert bm.read_page("~/A05.txt").paper == "江城日报"
    (tmp_path / "A06.fix.toml").write_text('paper = "江城日报"', "utf-8")
    with pytest.raises(bm.FixError, match=r"A06\.fix\.toml corrects no page.*A06\.txt"):
        bm.read_pages(tmp_path)


def test_an_error_of_a_fix_names_the_page_and_a_misnamed_sidecar_is_told(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("新桥通车", encoding="utf-8")
    sidecar = tmp_path / "page.fix.toml"
    sidecar.write_text('[[fix]]\nline = 9\ntext = "新"\nrole = "label"', encoding="utf-8")
    with pytest.raises(bm.FixError, match=r"^page\.txt: .*line 9"):
        bm.read_page(page)
    sidecar.rename(tmp_path / "page.txt.fix.toml")
    with pytest.raises(bm.FixError, match=r"call it page\.fix\.toml"):
        bm.read_page(page)
