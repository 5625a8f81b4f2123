"""Exports: what is written comes back, opens in Excel as text, and says what it is."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import banmian as bm
from banmian import exports, measures, tables
from banmian.exports import export, read_export
from banmian.exports.codebook import kind_of, meaning_of
from banmian.exports.guarding import guarded, unguarded
from banmian.page import BanmianError, FormatError, TableError
from banmian.tables.pages import page_digest, source_digest
from banmian.tables.stability import STABILITY_COLUMNS

PAGE = bm.parse_page(
    "新桥通车\n\n本报讯 (记者王小明)新桥昨日通车,困难职工由200户减为50户。", name="a.txt"
)
EXACT = [".json", ".parquet", ".csv"]
ALL = [*EXACT, ".xlsx"]

PYTHON = pd.StringDtype("python", na_value=float("nan"))
"""The str dtype where pyarrow is not installed; pyarrow's refuses surrogates by itself."""

HARD = ["NA", "null", "nan", "None", "", None, "N/A", "#N/A", "inf", "True", " 职工 ", '"', "a,b"]
NUMBERS = ["007", "1-2", "3/4", "1E5", "2020-11-03", "0x10", "１０"]
LIVE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "＋1",
    "－1",
    "＠a",
    "'=1",
    "''",
]
DULL = ["'90年代", "a=b", "第-1", "—", "职工", "'"]
ODD = ["a\r\nb", "a\x00b", "\ufeff", "\U00020000", "_x0041_", "\u2028", "<b>&", "\\N"]


def frame(**columns: Any) -> pd.DataFrame:
    table = pd.DataFrame(columns)
    table.attrs = {"segmenter": "jieba 0.42.1", "hmm": True, "lexicon": None, "warnings": ["a"]}
    return table


def texts(cells: list[str | None]) -> pd.DataFrame:
    return frame(token=pd.Series(cells, dtype="str"), n=pd.Series(range(len(cells)), dtype="int64"))


TABLES = [
    ("tokens", bm.tokens(PAGE)),
    ("blocks", bm.blocks(PAGE)),
    ("claims", bm.claims(PAGE)),
    ("no rows", bm.tokens([])),
    ("words that are names of nothing", texts(HARD)),
    ("text like numbers", texts(NUMBERS)),
    ("formulas", texts(LIVE)),
    ("odd characters", texts(ODD)),
    (
        "every dtype",
        frame(
            whole=pd.Series([2**53 + 1, -5], dtype="int64"),
            maybe=pd.Series([None, 2**62 + 1], dtype="Int64"),
            rate=pd.Series([0.1 + 0.2, None], dtype="float64"),
            endless=pd.Series([float("inf"), float("-inf")], dtype="float64"),
            tiny=pd.Series([5e-324, -0.0], dtype="float64"),
            sure=pd.Series([True, False], dtype="bool"),
            unsure=pd.Series([None, True], dtype="boolean"),
            small=pd.Series([1, 2], dtype="int8"),
            text=pd.Series(["a", None], dtype="string"),
        ),
    ),
    ("one column with nothing in it", frame(a=pd.Series([None, "", None], dtype="str"))),
    ("a named index", frame(count=[3, 1]).set_axis(pd.Index(["职工", "会"], name="token"))),
    (
        "two levels of index",
        bm.tokens(PAGE).groupby(["role", "form"]).size().to_frame("count").head(4),
    ),
]


@pytest.mark.parametrize("ending", EXACT)
@pytest.mark.parametrize("table", [row[1] for row in TABLES], ids=[row[0] for row in TABLES])
def test_a_table_comes_back_as_it_was(table: pd.DataFrame, ending: str, tmp_path: Path) -> None:
    path = export(table, tmp_path / f"t{ending}")[0]
    back = read_export(path)
    pd.testing.assert_frame_equal(back, table, check_exact=True)
    assert back.attrs == table.attrs


@pytest.mark.parametrize("ending", [".json", ".parquet"])
def test_row_numbers_of_a_choice_of_rows_come_back(ending: str, tmp_path: Path) -> None:
    chosen = bm.tokens(PAGE).query("word").iloc[::2]
    pd.testing.assert_frame_equal(read_export(export(chosen, tmp_path / f"t{ending}")[0]), chosen)


def test_a_csv_counts_the_rows_of_a_choice_anew(tmp_path: Path) -> None:
    chosen = bm.tokens(PAGE).query("word")
    back = read_export(export(chosen, tmp_path / "t.csv")[0])
    pd.testing.assert_frame_equal(back, chosen.reset_index(drop=True))


CELLS = st.none() | st.sampled_from([*LIVE, *HARD]) | st.text("'=+-@\t\r\n\",职a＝ ", max_size=5)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_any_text_comes_back_from_csv(rows: list[tuple[str | None, str | None]]) -> None:
    names = ["=a", "b\n"]
    columns = [[row[0] for row in rows], [row[1] for row in rows]]
    text = exports.csv_of(names, columns)
    assert list(exports.rows_of(text)) == [names, *map(list, rows)]
    # another program's reader sees the same cells, but for missing ones and the apostrophes
    read = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert read[1:] == [["" if c is None else guarded(c) for c in row] for row in rows]
    assert not [
        cell for row in read for cell in row if cell.startswith(tuple("=+-@\t\r\n＝＋－＠"))
    ]


@given(st.text("'=+-@＝\t a", max_size=5))
def test_an_apostrophe_comes_off_where_it_was_put(text: str) -> None:
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", DULL)
def test_text_that_no_spreadsheet_runs_is_left_alone(text: str) -> None:
    assert guarded(text) == text


def cells_of(path: Path, sheet: str = "table") -> list[list[Any]]:
    book = openpyxl.load_workbook(path)
    return [list(row) for row in book[sheet].iter_rows()]


@pytest.mark.parametrize("text", [*LIVE, *NUMBERS, *filter(None, HARD), "https://a.cn", "_x0041_"])
def test_text_is_text_in_excel(text: str, tmp_path: Path) -> None:
    """To openpyxl, strings are s and formulas f, and 007 is not 7."""
    path = export(texts([text]), tmp_path / "t.xlsx")[0]
    cell = cells_of(path)[1][0]
    assert cell.data_type == "s"
    # XML has no carriage return of its own: openpyxl shows Excel's spelling of it
    assert cell.value.replace("_x000D_", "\r") == text
    assert cell.hyperlink is None
    assert cell.quotePrefix == bool(text.startswith(tuple("=+-@\t\r\n＝＋－＠")) or text == "'=1")


def test_excel_tells_missing_from_empty_text_and_from_words(tmp_path: Path) -> None:
    path = export(texts(["NA", "null", "", None]), tmp_path / "t.xlsx")[0]
    assert [row[0].value for row in cells_of(path)[1:]] == ["NA", "null", "", None]
    read = pd.read_excel(path, keep_default_na=False)
    assert read["token"].tolist() == ["NA", "null", "", ""]


def test_numbers_are_numbers_in_excel_unless_it_would_cut_them(tmp_path: Path) -> None:
    table = frame(n=[1, 10**15 - 1, 10**15], x=[0.5, -2.0, float("-inf")], yes=[True, False, True])
    rows = cells_of(export(table, tmp_path / "t.xlsx")[0])
    assert [cell.value for cell in rows[1]] == [1, 0.5, True]
    assert [cell.value for cell in rows[2]] == [10**15 - 1, -2, False]
    assert [cell.value for cell in rows[3]] == ["1000000000000000", "-inf", True]
    assert [cell.data_type for cell in rows[3]] == ["s", "s", "b"]


def test_a_workbook_has_no_formula_link_or_macro(tmp_path: Path) -> None:
    attrs = {"=cmd|' /C calc'!A0": "=1+1"}
    table = texts(LIVE).rename(columns={"token": "=HYPERLINK(1)"})
    table.attrs = attrs
    path = export(table, tmp_path / "t.xlsx", pages=replace(PAGE, name="=1.txt"))[0]
    with zipfile.ZipFile(path) as book:
        sheets = [book.read(name) for name in book.namelist() if "sheet" in name]
        assert not [part for part in sheets if b"<f>" in part or b"<f " in part]
        assert not [n for n in book.namelist() if "vba" in n or "external" in n.lower()]
    assert {c.data_type for row in cells_of(path, "about") for c in row} <= {"s", "n"}
    assert not [c for row in cells_of(path, "about") for c in row if c.data_type == "n" and c.value]


def test_chinese_is_right_in_a_csv_that_excel_opens(tmp_path: Path) -> None:
    data = export(texts(["职工"]), tmp_path / "t.csv")[0].read_bytes()
    assert data == "\ufefftoken,n\n职工,0\n".encode()


LIMITS = [
    ("too many rows", pd.DataFrame({"n": range(1_048_576)}), "1,048,576 rows"),
    ("too many columns", pd.DataFrame({f"c{i}": [1] for i in range(16_385)}), "16,385 columns"),
    ("too long a text", pd.DataFrame({"t": ["a", "职" * 32_768]}), "row 1 of 't' has 32,768"),
    ("too long in UTF-16", pd.DataFrame({"t": ["\U00020000" * 16_384]}), "row 0 of 't'"),
]


@pytest.mark.parametrize(
    ("table", "message"), [row[1:] for row in LIMITS], ids=[row[0] for row in LIMITS]
)
def test_what_excel_cannot_hold_is_refused(
    table: pd.DataFrame, message: str, tmp_path: Path
) -> None:
    with pytest.raises(TableError, match=message):
        export(table, tmp_path / "t.xlsx")
    assert not list(tmp_path.iterdir())


def test_the_longest_text_that_excel_holds_is_written_whole(tmp_path: Path) -> None:
    path = export(texts(["职" * 32_767, "\U00020000" * 16_383]), tmp_path / "t.xlsx")[0]
    assert [len(row[0].value) for row in cells_of(path)[1:]] == [32_767, 16_383]


WRONG = [
    ("no table", [1], "takes a DataFrame, got list"),
    ("dates", frame(d=pd.to_datetime(["2020-11-03"])), "dtype datetime64.*astype"),
    ("objects", frame(d=pd.Series(["a", 1], dtype="object")), "dtype object"),
    ("categories", frame(d=pd.Categorical(["a"])), "dtype category"),
    ("columns that are numbers", frame(a=[1]).rename(columns={"a": 7}), "called 7, expected text"),
    ("two levels of columns", pd.concat({"a": frame(b=[1])}, axis=1), "expected text"),
    ("a column twice", pd.DataFrame([[1, 2]], columns=["a", "a"]), "two columns are called 'a'"),
    (
        "half a character",
        frame(token=pd.Series(["好\ud800"], dtype=PYTHON)),
        r"row 0 of 'token' has half of a character at 1",
    ),
]


@pytest.mark.parametrize("ending", ALL)
@pytest.mark.parametrize(
    ("table", "message"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG]
)
def test_what_no_file_can_hold_is_refused_and_nothing_written(
    table: Any, message: str, ending: str, tmp_path: Path
) -> None:
    with pytest.raises(TableError, match=message):
        export(table, tmp_path / f"t{ending}")
    assert not list(tmp_path.iterdir())


def test_settings_that_are_no_json_are_refused(tmp_path: Path) -> None:
    table = texts(["a"])
    table.attrs["by"] = {1, 2}
    with pytest.raises(TableError, match="attrs cannot be written"):
        export(table, tmp_path / "t.json")


@pytest.mark.parametrize("path", ["t", "t.txt", "t.pickle", "t.xls", ".csv"])
def test_an_ending_without_a_format_is_refused(path: str, tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"expected one of \.csv, \.json, \.parquet, \.xlsx"):
        export(texts(["a"]), tmp_path / path)


def told(path: Path) -> dict[str, Any]:
    """What a file says of itself, found without banmian."""
    match path.suffix:
        case ".json":
            return json.loads(path.read_text("utf-8"))["about"]
        case ".csv":
            return json.loads(path.with_name(f"{path.name}.meta.json").read_text("utf-8"))
        case _:
            return json.loads(pq.read_schema(path).metadata[b"banmian"])


@pytest.mark.parametrize("ending", EXACT)
def test_an_export_says_version_source_settings_and_meanings(ending: str, tmp_path: Path) -> None:
    words = bm.tokens(PAGE)
    said = told(export(words, tmp_path / f"t{ending}", pages=PAGE)[0])
    assert said["banmian"] == bm.__version__
    assert said["table"] == "tokens"
    assert said["settings"] == words.attrs
    assert said["source"]["sha256"] == source_digest(PAGE)
    assert said["source"]["pages"][0]["sha256"] == hashlib.sha256(PAGE.text.encode()).hexdigest()
    meanings = {column["name"]: column["meaning"] for column in said["columns"]}
    assert meanings["start"] == "offset of the token's first character"


def test_the_second_sheet_of_a_workbook_says_it_too(tmp_path: Path) -> None:
    path = export(bm.tokens(PAGE), tmp_path / "t.xlsx", pages=PAGE)[0]
    rows = [[cell.value for cell in row if cell.value] for row in cells_of(path, "about")]
    assert ["made by", f"banmian {bm.__version__}"] in rows
    assert ["digest of the source (SHA-256)", source_digest(PAGE)] in rows
    assert ["setting", "granularity", '"jieba"'] in rows
    assert ["page", "a.txt", page_digest(PAGE)] in [row[:3] for row in rows]
    assert ["column", "start", "int64", "offset of the token's first character"] in rows


def test_a_digest_is_that_of_the_file() -> None:
    seed = Path(__file__).parent.parent / "seeds" / "000_36eec756fec64adf.txt"
    assert page_digest(bm.read_page(seed)) == hashlib.sha256(seed.read_bytes()).hexdigest()


def test_the_order_of_pages_does_not_change_their_digest() -> None:
    other = replace(PAGE, name="b.txt")
    assert source_digest([PAGE, other]) == source_digest([other, PAGE])
    assert source_digest([PAGE, other]) != source_digest([PAGE])
    assert source_digest(replace(PAGE, text=PAGE.text + " ")) != source_digest(PAGE)


def test_pages_that_the_table_does_not_come_from_are_refused(tmp_path: Path) -> None:
    table = bm.tokens(PAGE)
    table.attrs.clear()
    with pytest.raises(TableError, match=r"names the page 'a.txt', and the pages given are 'b"):
        export(table, tmp_path / "t.json", pages=replace(PAGE, name="b.txt"))


def test_a_table_that_knows_its_source_refuses_other_pages(tmp_path: Path) -> None:
    table = bm.tokens(PAGE)
    assert told(export(table, tmp_path / "t.json")[0])["source"]["sha256"] == source_digest(PAGE)
    with pytest.raises(TableError, match="was made from pages with the digest"):
        export(table, tmp_path / "t.json", pages=replace(PAGE, text=PAGE.text + " "))


@pytest.mark.parametrize("ending", ALL)
def test_the_same_table_gives_the_same_bytes(ending: str, tmp_path: Path) -> None:
    first = [path.read_bytes() for path in export(bm.tokens(PAGE), tmp_path / f"t{ending}")]
    again = export(bm.tokens(PAGE), tmp_path / "more" / f"t{ending}")
    assert [path.read_bytes() for path in again] == first


@pytest.mark.parametrize("ending", ALL)
def test_a_failed_write_leaves_the_older_file_whole(
    ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = export(texts(["a"]), tmp_path / f"t{ending}")[0]
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(exports.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        export(texts(["b"]), path)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_a_link_planted_where_the_part_is_written_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    victim = tmp_path / "victim"
    victim.write_text("kept")
    monkeypatch.setattr(exports.os, "getpid", lambda: 1)
    monkeypatch.setattr(exports.threading, "get_ident", lambda: 2)
    (tmp_path / ".t.json.1-2.part").symlink_to(victim)
    export(texts(["a"]), tmp_path / "t.json")
    assert victim.read_text() == "kept"


def test_a_table_given_is_left_as_it_was(tmp_path: Path) -> None:
    table, before = bm.tokens(PAGE), bm.tokens(PAGE)
    for ending in ALL:
        export(table, tmp_path / f"t{ending}", pages=PAGE)
    pd.testing.assert_frame_equal(table, before)
    assert table.attrs == before.attrs


BROKEN = [
    ("not JSON", "t.json", "{"),
    ("another JSON", "t.json", '{"a": 1}'),
    ("a list", "t.json", "[1]"),
    ("a later form", "t.json", '{"about": {"banmian_export": 9, "banmian": "9", "columns": []},'
     '"rows": []}'),
    ("nested without end", "t.json", "[" * 200_000),
    ("not Parquet", "t.parquet", "PAR1"),
    ("a CSV of somebody else", "t.csv", "a,b\n1,2\n"),
    ("a dtype that is none", "t.json", '{"about": {"banmian_export": 1, "rows": 1, "index": [], '
     '"settings": {}, "columns": [{"name": "a", "dtype": "nonsense"}]}, "rows": [{"a": 1}]}'),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN]
)
def test_a_file_that_is_no_export_is_refused(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(FormatError):
        read_export(tmp_path / name)


def test_a_parquet_file_of_somebody_else_is_refused(tmp_path: Path) -> None:
    texts(["a"]).to_parquet(tmp_path / "t.parquet")
    with pytest.raises(FormatError, match="no table that banmian"):
        read_export(tmp_path / "t.parquet")


def test_a_csv_that_was_saved_by_another_program_is_refused(tmp_path: Path) -> None:
    path = export(texts(["007"]), tmp_path / "t.csv")[0]
    path.write_text(path.read_text("utf-8").replace("007", "7"), "utf-8")
    with pytest.raises(FormatError, match="was changed since it was exported"):
        read_export(path)


def test_a_workbook_is_not_read_back(tmp_path: Path) -> None:
    path = export(texts(["a"]), tmp_path / "t.xlsx")[0]
    with pytest.raises(FormatError, match="read_excel"):
        read_export(path)


@pytest.mark.parametrize(("ending", "module"), [(".xlsx", "xlsxwriter"), (".parquet", "pyarrow")])
def test_a_format_whose_library_is_missing_says_what_to_install(
    ending: str, module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(BanmianError, match="pip install"):
        export(texts(["a"]), tmp_path / f"t{ending}")


def test_exports_load_neither_pyarrow_nor_xlsxwriter() -> None:
    code = "import sys, banmian.exports as e; assert not {'xlsxwriter'} & set(sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


KINDS = [
    *((name, set(columns)) for name, columns in tables.COLUMNS.items()),
    ("stability", set(STABILITY_COLUMNS)),
    *((name, set(columns)) for name, columns in measures.COLUMNS.items()),
]


@pytest.mark.parametrize(("kind", "columns"), KINDS, ids=[kind for kind, _ in KINDS])
def test_every_table_of_the_package_is_known_and_all_its_columns_explained(
    kind: str, columns: set[str]
) -> None:
    # a list of references has the columns of term_frequency by corpus
    assert kind_of(columns) == ("term_frequency" if kind == "reference_list" else kind)
    assert [name for name in columns if not meaning_of(name, kind)] == []


def test_a_table_of_somebody_else_is_not_explained() -> None:
    assert kind_of(["count"]) is None
    assert meaning_of("count", None) is None
    assert meaning_of("mine", "tokens") is None
