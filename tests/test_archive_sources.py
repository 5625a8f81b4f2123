"""Sources: whatever a folder, a zip file or a table holds becomes pages, or says what is wrong."""

from __future__ import annotations

import contextlib
import datetime as dt
import gzip
import json
import os
import pickle
import random
import stat
import struct
import sys
import tempfile
import tracemalloc
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banmian.archive import build, records, sources
from banmian.archive.sources import Source, find_sources, read_source
from banmian.archive.templates import Template, Told
from banmian.page import (
    BanmianError,
    EncodingError,
    FixError,
    FormatError,
    NotTextError,
    PageNotFound,
    PageTooLarge,
)
from strategies import labelled

PAGE = "新桥通车\n\n本报讯 (记者王小明)新桥昨日通车，两岸居民出行不再绕道。\n"
RECORD = {"date": "1998-01-05", "page": 3, "title": "新桥通车", "text": "新桥昨日通车。"}


def put(path: Path, content: str | bytes = PAGE) -> Path:
    """A file with its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def zipped(path: Path, *members: tuple[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members:
            file.writestr(name, content)
    return path


def lines(path: Path, *rows: Any) -> Path:
    """A file of JSON lines; a row that is a string or bytes is written as it is."""
    made = [
        row
        if isinstance(row, bytes)
        else (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False)).encode()
        for row in rows
    ]
    return put(path, b"".join(line + b"\n" for line in made))


def names(found: list[Source]) -> list[str]:
    return [source.page for source in found]


def faults(found: list[Source]) -> dict[str, str]:
    return {source.page: source.fault for source in found if source.fault}


# Names ----------------------------------------------------------------------------------------

TEMPLATES = [
    (
        "folders",
        "{paper}/{year}/{month}/{day}/{page}.txt",
        "rmrb/1998/01/05/01.txt",
        Told("rmrb", "1998-01-05", 1),
    ),
    ("one name", "{date}_{page}.txt", "2020-11-03_03.txt", Told(None, "2020-11-03", 3)),
    ("date without marks", "{date}{page}.txt", "2020110304.txt", Told(None, "2020-11-03", 4)),
    (
        "date in Chinese",
        "{date}第{page}版.txt",
        "2020年11月3日第4版.txt",
        Told(None, "2020-11-03", 4),
    ),
    ("date with dots", "{date}/{page}.txt", "2020.11.3/4.txt", Told(None, "2020-11-03", 4)),
    (
        "the day twice",
        "{year}/{date}_{page}.txt",
        "2020/20201103_4.txt",
        Told(None, "2020-11-03", 4),
    ),
    (
        "the year twice",
        "{year}/{year}{month}{day}.txt",
        "2020/20201103.txt",
        Told(None, "2020-11-03"),
    ),
    ("folders in front", "{date}_{page}.txt", "a/b/2020-11-03_03.txt", Told(None, "2020-11-03", 3)),
    (
        "a folder that says nothing",
        "{paper}/*/{date}.txt",
        "rmrb/scan 2/2020-11-03.txt",
        Told("rmrb", "2020-11-03"),
    ),
    (
        "within a zip file",
        "{year}.zip/{month}/{day}/{page}.txt",
        "1998.zip/01/05/02.txt",
        Told(None, "1998-01-05", 2),
    ),
    ("ending in capitals", "{date}.txt", "2020-11-03.TXT", Told(None, "2020-11-03")),
    (
        "a lettered page has no number",
        "{date}_{page}.txt",
        "2020-11-03_A03.txt",
        Told(None, "2020-11-03"),
    ),
    (
        "paper in Chinese",
        "{paper}/{date}.txt",
        "江城晚报/2020-11-03.txt",
        Told("江城晚报", "2020-11-03"),
    ),
    ("leap day", "{date}.txt", "2020-02-29.txt", Told(None, "2020-02-29")),
    ("no page at all", "{date}_{page}.txt", "2020-11-03.txt", None),
    ("another ending", "{date}.txt", "2020-11-03.txt.bak", None),
    ("a dot is a dot", "{date}.txt", "2020-11-03xtxt", None),
    ("* stays in its folder", "*/{date}.txt", "2020-11-03.txt", None),
    ("* is of one folder", "{paper}/x*/{date}.txt", "rmrb/x/b/2020-11-03.txt", None),
    ("two-digit year", "{year}/{month}/{day}.txt", "98/01/05.txt", None),
    ("not within a folder's name", "{date}.txt", "x2020-11-03.txt", None),
    (
        "years that differ where one is meant",
        "{year}/{year}{month}{day}.txt",
        "2019/20201103.txt",
        None,
    ),
]


@pytest.mark.parametrize(("template", "name", "told"), labelled(TEMPLATES))
def test_a_template_reads_what_a_name_tells(template: str, name: str, told: Told | None) -> None:
    assert Template(template).read(name) == told


IMPOSSIBLE = [
    ("30 February", "{date}.txt", "1998-02-30.txt"),
    ("29 February of no leap year", "{year}/{month}/{day}.txt", "1900/02/29.txt"),
    ("month 13", "{year}/{month}/{day}.txt", "1998/13/01.txt"),
    ("day 0", "{date}.txt", "19980100.txt"),
    ("year 0", "{date}.txt", "00000101.txt"),
    ("folder and file disagree on the year", "{year}/{date}.txt", "1999/1998-01-05.txt"),
    (
        "folder and file disagree on the day",
        "{year}/{month}/{day}/{date}.txt",
        "1998/01/06/1998-01-05.txt",
    ),
]


@pytest.mark.parametrize(("template", "name"), labelled(IMPOSSIBLE))
def test_an_impossible_day_is_an_error_that_names_the_file(template: str, name: str) -> None:
    with pytest.raises(FormatError, match=name):
        Template(template).read(name)


MALFORMED = [
    ("unknown field", "{jahr}/{page}.txt", r"\{jahr\}"),
    ("an open brace", "{year/{page}.txt", "brace|field"),
    ("a lone closing brace", "year}/{page}.txt", "single brace"),
    ("a year without a day", "{year}/{page}.txt", "no whole day"),
    ("empty braces", "{}/{page}.txt", r"\{\}"),
]


@pytest.mark.parametrize(("template", "message"), labelled(MALFORMED))
def test_a_malformed_template_is_refused(template: str, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        Template(template)


# Folders --------------------------------------------------------------------------------------


def test_a_tree_of_any_depth_gives_its_pages_sorted_by_name(tmp_path: Path) -> None:
    for name in ("b.txt", "a/2.TXT", "a/10.txt", "a/b/c/d/1.txt", "报/1.txt"):
        put(tmp_path / name)
    assert names(find_sources(tmp_path)) == [
        "a/10.txt",
        "a/2.TXT",
        "a/b/c/d/1.txt",
        "b.txt",
        "报/1.txt",
    ]


def test_what_is_hidden_a_readme_or_of_another_ending_is_no_page(tmp_path: Path) -> None:
    put(tmp_path / "page.txt")
    for name in (
        ".a.txt",
        ".git/a.txt",
        "__MACOSX/a.txt",
        "README.txt",
        "readme_2.txt",
        "a.pdf",
        "a.txt~",
        "a.fix.toml",
    ):
        put(tmp_path / name)
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "folder.txt").mkdir()
    assert names(find_sources(tmp_path)) == ["page.txt"]


def test_a_template_fills_paper_day_and_number_and_leaves_what_does_not_match(
    tmp_path: Path,
) -> None:
    put(tmp_path / "rmrb/1998/01/05/01.txt")
    put(tmp_path / "rmrb/1998/01/05/cover.txt")
    found = find_sources(tmp_path, template="{paper}/{year}/{month}/{day}/{page}.txt", paper="旧报")
    told = [(source.paper, source.issue_date, source.number) for source in found]
    assert told == [("rmrb", "1998-01-05", 1), ("旧报", None, None)]
    page = read_source(found[0])
    assert (page.name, page.paper, page.issue_date) == (
        "rmrb/1998/01/05/01.txt",
        "rmrb",
        dt.date(1998, 1, 5),
    )


def test_a_template_that_matches_nothing_is_an_error_with_the_first_names(tmp_path: Path) -> None:
    for number in range(5):
        put(tmp_path / f"page{number}.txt")
    with pytest.raises(FormatError, match=r"none of 5 names; first 'page0.txt', 'page1.txt'"):
        find_sources(tmp_path, template="{date}.txt")


def test_a_name_with_an_impossible_day_fails_by_itself(tmp_path: Path) -> None:
    put(tmp_path / "1998-02-30.txt")
    put(tmp_path / "1998-03-01.txt")
    found = find_sources(tmp_path, template="{date}.txt")
    assert [source.issue_date for source in found] == [None, "1998-03-01"]
    for use in (read_source, Source.digest, Source.read):
        with pytest.raises(FormatError, match=r"1998-02-30\.txt.*no day of the calendar"):
            use(found[0])
    (tmp_path / "1998-03-01.txt").unlink()
    with pytest.raises(FormatError, match="none can be read"):
        find_sources(tmp_path, template="{date}.txt")


def test_one_file_is_a_page_whatever_its_ending(tmp_path: Path) -> None:
    path = put(tmp_path / "page.text")
    assert names(find_sources(path)) == ["page.text"]
    assert read_source(find_sources(path)[0]).text == PAGE


def test_of_several_paths_the_folder_stands_in_front(tmp_path: Path) -> None:
    put(tmp_path / "rmrb/1.txt")
    put(tmp_path / "grrb/1.txt")
    put(tmp_path / "else/2.txt")
    paths = [tmp_path / "rmrb", str(tmp_path / "grrb"), tmp_path / "else/2.txt"]
    assert names(find_sources(paths)) == ["else/2.txt", "grrb/1.txt", "rmrb/1.txt"]


def test_one_file_reached_by_two_paths_is_refused(tmp_path: Path) -> None:
    put(tmp_path / "a/rmrb/1.txt")
    put(tmp_path / "b/rmrb/1.txt")
    for paths, message in (
        ([tmp_path / "a/rmrb", tmp_path / "b/rmrb"], "would both be page 'rmrb/1.txt'"),
        ([tmp_path / "a", tmp_path / "a/rmrb"], "twice"),
    ):
        with pytest.raises(FormatError, match=message):
            find_sources(paths)


NOTHING = [
    ("no such folder", "nowhere", PageNotFound, "there is no"),
    ("an empty folder", "empty", PageNotFound, "holds no page"),
    ("a folder of other files", "other", PageNotFound, r"expected files that end in \.txt"),
    ("a file below a file", "other/a.pdf/b.txt", PageNotFound, "there is no"),
    ("NUL in a path", "a\0b", BanmianError, "cannot be read"),
    ("no file system of that name", "nosuch://x/y", BanmianError, "nosuch"),
    ("chained file systems", "zip://a.txt::file://b.zip", FormatError, "chains"),
]


@pytest.mark.parametrize(("place", "error", "message"), labelled(NOTHING))
def test_a_path_without_pages_is_an_error(
    place: str, error: type[BanmianError], message: str, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    put(tmp_path / "other/a.pdf")
    with pytest.raises(error, match=message):
        find_sources(place if "://" in place else f"{tmp_path}/{place}")


def test_no_path_and_an_empty_one_are_errors() -> None:
    with pytest.raises(PageNotFound, match="no path"):
        find_sources([])
    with pytest.raises(FormatError, match=r"a path is empty"):
        find_sources("")


def test_a_link_out_of_the_folder_is_named_and_not_followed(tmp_path: Path) -> None:
    put(tmp_path / "outside/secret.txt")
    put(tmp_path / "root/inside/1.txt")
    root = tmp_path / "root"
    (root / "out.txt").symlink_to(tmp_path / "outside/secret.txt")
    (root / "folder").symlink_to(tmp_path / "outside")
    (root / "gone.txt").symlink_to(root / "nothing.txt")
    (root / "loop").symlink_to(root)
    (root / "same.txt").symlink_to("inside/1.txt")
    (root / "out.pdf").symlink_to(tmp_path / "outside/secret.txt")
    found = find_sources(root)
    assert names(found) == ["folder", "gone.txt", "inside/1.txt", "out.txt", "same.txt"]
    assert list(faults(found)) == ["folder", "gone.txt", "out.txt"]
    assert read_source(found[-1]).text == PAGE
    with pytest.raises(FormatError, match="link out of the folder"):
        read_source(found[3])


def test_a_folder_given_by_a_link_is_read(tmp_path: Path) -> None:
    put(tmp_path / "real/1.txt")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert names(find_sources(tmp_path / "link")) == ["1.txt"]


def test_names_are_composed_and_decoded_and_open_the_right_file(tmp_path: Path) -> None:
    put(tmp_path / "e\u0301.txt", "第一")
    raw = os.fsencode(tmp_path) + b"/" + "新桥".encode("gbk") + b".txt"
    Path(os.fsdecode(raw)).write_text("第二", "utf-8")
    found = find_sources(tmp_path)
    assert [(s.page, read_source(s).text) for s in found] == [
        ("\xe9.txt", "第一"),
        ("新桥.txt", "第二"),
    ]


def test_names_that_differ_only_in_composition_are_refused(tmp_path: Path) -> None:
    put(tmp_path / "e\u0301.txt")
    put(tmp_path / "\xe9.txt")
    with pytest.raises(FormatError, match="would both be page"):
        find_sources(tmp_path)


UNREADABLE = [
    ("binary", b"\x89PNG\r\n\x1a\n....", NotTextError),
    ("bad bytes", bytes(range(128, 256)) * 4, EncodingError),
    ("too large", b"a" * 2000, PageTooLarge),
]


@pytest.mark.parametrize(("content", "error"), labelled(UNREADABLE))
def test_an_unreadable_file_is_an_error_that_names_the_page(
    content: bytes, error: type[BanmianError], tmp_path: Path
) -> None:
    put(tmp_path / "a/1.txt", content)
    [source] = find_sources(tmp_path)
    with pytest.raises(error, match=r"a/1\.txt"):
        read_source(source, limit=1000)


def test_a_file_may_go_or_grow_between_finding_and_reading(tmp_path: Path) -> None:
    path = put(tmp_path / "1.txt", "a" * 1000)
    [source] = find_sources(tmp_path)
    assert len(source.read(1000)) == 1000
    put(path, "a" * 1001)
    with pytest.raises(PageTooLarge):
        source.read(1000)
    path.unlink()
    with pytest.raises(PageNotFound):
        source.read()


def test_the_encoding_is_decided_from_the_bytes_or_given(tmp_path: Path) -> None:
    put(tmp_path / "1.txt", PAGE.encode("gbk"))
    [source] = find_sources(tmp_path)
    page = read_source(source)
    assert (page.text, page.encoding) == (PAGE, "gb18030")
    assert read_source(source, encoding="cp936").encoding == "gbk"


def test_a_folder_that_may_not_be_listed_is_named(tmp_path: Path) -> None:
    put(tmp_path / "1.txt")
    put(tmp_path / "closed/2.txt")
    real = os.scandir

    def scandir(path: str) -> Any:
        if path.rstrip("/").endswith("closed"):
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "scandir", scandir)
        found = find_sources(tmp_path)
    assert list(faults(found)) == ["closed"]
    assert "Permission denied" in faults(found)["closed"]


# Sidecars and digests -------------------------------------------------------------------------


def test_a_sidecar_corrects_the_page_and_has_the_last_word_on_paper_and_day(tmp_path: Path) -> None:
    put(tmp_path / "2020-11-03.txt")
    put(
        tmp_path / "2020-11-03.fix.toml",
        'paper = "工人日报"\nissue_date = 2020-11-04\n'
        '[[fix]]\nline = 1\ntext = "新桥"\nrole = "label"',
    )
    [source] = find_sources(tmp_path, template="{date}.txt", paper="旧报")
    page = read_source(source)
    assert page.articles[0].label == "新桥通车"
    assert (page.paper, page.issue_date) == ("工人日报", dt.date(2020, 11, 4))


FOLIO = "2020年11月3日 星期二 第3版"
DATELINE = "新桥通车\n\n本报南京2020年11月2日电 新桥通车。"

DAYS = [
    ("name alone", "2020-11-04.txt", PAGE, None, "2020-11-04", "source", False),
    ("name and masthead alike", "2020-11-03.txt", FOLIO, None, "2020-11-03", "source", False),
    ("name and masthead differ", "2020-11-04.txt", FOLIO, None, "2020-11-04", "source", True),
    ("masthead alone", "cover.txt", FOLIO, None, "2020-11-03", "masthead", False),
    ("sidecar alone", "cover.txt", PAGE, "2020-11-05", "2020-11-05", "sidecar", False),
    ("sidecar and masthead", "cover.txt", FOLIO, "2020-11-05", "2020-11-05", "sidecar", True),
    ("sidecar over the name", "2020-11-04.txt", PAGE, "2020-11-05", "2020-11-05", "sidecar", False),
    ("a dateline", "cover.txt", DATELINE, None, None, None, False),
    ("nothing", "cover.txt", PAGE, None, None, None, False),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "side", "day", "tells", "noted"), labelled(DAYS))
def test_sidecar_then_name_then_masthead_tell_the_day_and_the_archive_says_which(
    name: str,
    text: str,
    side: str | None,
    day: str | None,
    tells: str | None,
    noted: bool,
    tmp_path: Path,
) -> None:
    """A masthead that is overruled stands in the notes."""
    put(tmp_path / "pages" / name, f"{text}\n\n{PAGE}")
    put(tmp_path / "pages" / "1998-01-05.txt")
    if side is not None:
        put((tmp_path / "pages" / name).with_suffix(".fix.toml"), f"issue_date = {side}")
    archive = build(tmp_path / "pages", tmp_path / "archive", template="{date}.txt", executor=0)
    page = archive.pages().set_index("page").loc[name].replace({float("nan"): None})
    note = f"the issue date given is {day}, the page prints 2020年11月3日 星期二"
    assert (page["issue_date"], page["issue_date_from"]) == (day, tells)
    assert page["notes"] == (note if noted else None)
    assert archive.page(name).notes == ((note,) if noted else ())
    assert set(archive.where(f"page = '{name}'").articles()["issue_date"].dropna()) == {day} - {
        None
    }


BAD_SIDECARS = [
    ("no TOML", "1.fix.toml", "[[fix", r"1\.fix\.toml is not valid TOML"),
    ("does not fit", "1.fix.toml", '[[fix]]\nline = 9\ntext = "x"\nrole = "label"', r"'1\.txt'"),
    ("under the wrong name", "1.txt.fix.toml", "", r"call it 1\.fix\.toml"),
]


@pytest.mark.parametrize(("name", "content", "message"), labelled(BAD_SIDECARS))
def test_a_bad_sidecar_is_its_pages_error(
    name: str, content: str, message: str, tmp_path: Path
) -> None:
    put(tmp_path / "1.txt")
    put(tmp_path / "2.txt")
    put(tmp_path / name, content)
    one, other = find_sources(tmp_path)
    with pytest.raises((FixError, FormatError), match=message):
        read_source(one)
    assert read_source(other).text == PAGE


def test_the_digest_changes_with_all_that_the_page_is_made_from(tmp_path: Path) -> None:
    def digest(**options: Any) -> str:
        [source] = find_sources(tmp_path, **options)
        return source.digest()

    put(tmp_path / "2020-11-03.txt", "新桥")
    seen = [digest(), digest(paper="工人日报"), digest(template="{date}.txt")]
    put(tmp_path / "2020-11-03.fix.toml", "")
    seen.append(digest())
    put(tmp_path / "2020-11-03.fix.toml", 'paper = "晚报"')
    seen.append(digest())
    put(tmp_path / "2020-11-03.txt", "旧桥")
    seen.append(digest())
    assert len(set(seen)) == len(seen)
    assert all(len(digest) == 32 for digest in seen)


def test_the_digest_is_the_same_wherever_the_folder_lies(tmp_path: Path) -> None:
    for folder in ("a", "b/c"):
        put(tmp_path / folder / "1/2.txt")
    [one], [other] = find_sources(tmp_path / "a"), find_sources(tmp_path / "b/c")
    assert (one.page, one.digest()) == (other.page, other.digest())


def test_bytes_cannot_move_between_page_and_sidecar_unseen(tmp_path: Path) -> None:
    put(tmp_path / "a/1.txt", "ab")
    put(tmp_path / "a/1.fix.toml", "")
    put(tmp_path / "b/1.txt", "b")
    put(tmp_path / "b/1.fix.toml", "a")
    [one], [other] = find_sources(tmp_path / "a"), find_sources(tmp_path / "b")
    assert one.digest() != other.digest()


# Zip files ------------------------------------------------------------------------------------


def test_the_pages_of_a_zip_file_are_named_behind_it(tmp_path: Path) -> None:
    zipped(
        tmp_path / "1998.zip",
        ("01/05/01.txt", PAGE),
        ("01/05/", ""),
        ("README.txt", "x"),
        ("__MACOSX/01/05/._01.txt", "x"),
        ("01/05/scan.jpg", "x"),
        ("./01//06.txt", PAGE),
    )
    put(tmp_path / "loose/1998-01-07_01.txt")
    found = find_sources(tmp_path, template="{year}.zip/{month}/{day}/{page}.txt")
    assert names(found) == [
        "1998.zip/01/05/01.txt",
        "1998.zip/01/06.txt",
        "loose/1998-01-07_01.txt",
    ]
    assert [source.issue_date for source in found] == ["1998-01-05", None, None]
    assert [read_source(source).text for source in found] == [PAGE] * 3
    assert not faults(found)


def test_a_zip_file_reads_as_the_folder_it_unpacks_to(tmp_path: Path) -> None:
    texts = {f"{number:02}.txt": f"{PAGE}{number}" * number for number in range(1, 20)}
    for name, text in texts.items():
        put(tmp_path / "folder" / name, text)
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as file:
        for number, (name, text) in enumerate(texts.items()):
            file.writestr(name, text, zipfile.ZIP_STORED if number % 2 else zipfile.ZIP_DEFLATED)
    loose, packed = find_sources(tmp_path / "folder"), find_sources(tmp_path / "all.zip")
    assert names(packed) == [f"all.zip/{name}" for name in names(loose)]
    assert [source.digest() for source in packed] == [source.digest() for source in loose]
    assert [source.size for source in packed] == [source.size for source in loose]


ZIP_NAMES = [
    ("up and out", "../x.txt", "leads out"),
    ("up and out further down", "a/../../x.txt", "leads out"),
    ("absolute", "/etc/x.txt", "absolute"),
    ("a drive", "C:/x.txt", "absolute"),
    ("a drive with backslashes", "C:\\x.txt", "absolute"),
    ("out with backslashes", "..\\x.txt", "leads out"),
    ("a share", "\\\\server\\x.txt", "absolute"),
    ("a zip file", "deep/inner.zip", "unpack that first"),
    ("a table", "deep/inner.jsonl", "unpack that first"),
]


@pytest.mark.parametrize(("name", "fault"), labelled(ZIP_NAMES))
def test_a_member_with_a_name_that_is_refused_is_told_and_the_rest_is_read(
    name: str, fault: str, tmp_path: Path
) -> None:
    zipped(tmp_path / "a.zip", ("1.txt", PAGE), (name, PAGE))
    found = find_sources(tmp_path)
    assert len(found) == 2
    [(page, told)] = faults(found).items()
    assert fault in told
    assert ".." not in page
    assert [read_source(source).text for source in found if not source.fault] == [PAGE]


def test_backslashes_between_harmless_folders_are_slashes(tmp_path: Path) -> None:
    zipped(tmp_path / "a.zip", ("1998\\01\\05.txt", PAGE))
    assert names(find_sources(tmp_path)) == ["a.zip/1998/01/05.txt"]


def patched(path: Path, *changes: tuple[bytes, bytes]) -> Path:
    """The file with bytes replaced by as many others, everywhere."""
    data = path.read_bytes()
    for old, new in changes:
        assert len(old) == len(new)
        assert old in data
        data = data.replace(old, new)
    path.write_bytes(data)
    return path


def test_nul_in_a_members_name_is_refused(tmp_path: Path) -> None:
    zipped(tmp_path / "a.zip", ("1.txt", PAGE), ("good.txt_bad.txt", PAGE))
    patched(tmp_path / "a.zip", (b"good.txt_bad", b"good.txt\0bad"))
    assert [*faults(find_sources(tmp_path)).values()] == [
        "the member's name 'good.txt\\x00bad.txt' has a NUL in it"
    ]


def test_a_second_member_of_one_name_is_refused(tmp_path: Path) -> None:
    zipped(tmp_path / "a.zip", ("1.txt", "第一"), ("2.txt", "第二"))
    patched(tmp_path / "a.zip", (b"2.txt", b"1.txt"))
    found = find_sources(tmp_path)
    assert [*faults(found).values()] == ["the zip file has another member '1.txt'"]
    assert [read_source(source).text for source in found if not source.fault] == ["第一"]


MEMBERS: list[tuple[str, Callable[[Path], Any], str]] = [
    ("encrypted", lambda path: flags(zipped(path, ("1.txt", PAGE)), 1), "is encrypted"),
    ("bzip2", lambda path: packed_by(path, zipfile.ZIP_BZIP2), r"method 12 \(bzip2\)"),
    ("lzma", lambda path: packed_by(path, zipfile.ZIP_LZMA), r"method 14 \(lzma\)"),
    ("a symbolic link", lambda path: link(path), "symbolic link"),
    ("a bomb that says so", lambda path: zipped(path, ("1.txt", b"a" * 2**22)), "as no text does"),
    ("bytes of two members", lambda path: overlap(path), "made to deceive"),
]


def flags(path: Path, bits: int) -> Path:
    """The zip file with flags set in all headers."""
    data = bytearray(path.read_bytes())
    for mark, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        place = data.find(mark)
        while place >= 0:
            data[place + at] |= bits
            place = data.find(mark, place + 4)
    path.write_bytes(data)
    return path


def packed_by(path: Path, method: int) -> None:
    with zipfile.ZipFile(path, "w", method) as file:
        file.writestr("1.txt", PAGE)


def link(path: Path) -> None:
    info = zipfile.ZipInfo("1.txt")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    zipped(path, ("2.txt", ""))
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(info, "/etc/passwd")


def overlap(path: Path) -> None:
    """One member's bytes go on over the next header, as in a bomb without recursion."""
    zipped(path, ("1.txt", PAGE), ("3.txt", PAGE))
    data = bytearray(path.read_bytes())
    entry = data.find(b"PK\1\2")
    data[entry + 20 : entry + 24] = struct.pack("<I", 200)
    path.write_bytes(data)


@pytest.mark.parametrize(("make", "fault"), labelled(MEMBERS))
def test_a_member_that_is_refused_is_told(
    make: Callable[[Path], Any], fault: str, tmp_path: Path
) -> None:
    make(tmp_path / "a.zip")
    put(tmp_path / "other.txt")
    found = find_sources(tmp_path)
    assert found[-1].fault is None
    with pytest.raises(FormatError, match=fault):
        read_source(found[0])


def test_a_member_larger_than_it_says_is_read_no_further_than_the_limit(tmp_path: Path) -> None:
    zipped(tmp_path / "a.zip", ("1.txt", random.Random(1).randbytes(3000).hex()))
    patched(tmp_path / "a.zip", (struct.pack("<I", 6000), struct.pack("<I", 10)))
    [source] = find_sources(tmp_path)
    assert source.size == 10
    with pytest.raises(PageTooLarge):
        source.read(5999)
    assert len(source.read(6000)) == 6000


def test_a_bomb_that_lies_about_its_size_is_not_unpacked(tmp_path: Path) -> None:
    zipped(tmp_path / "a.zip", ("1.txt", b"a" * 2**24))
    patched(tmp_path / "a.zip", (struct.pack("<I", 2**24), struct.pack("<I", 10)))
    [source] = find_sources(tmp_path)
    tracemalloc.start()
    try:
        with pytest.raises(PageTooLarge):
            source.read(1000)
        assert tracemalloc.get_traced_memory()[1] < 2**20
    finally:
        tracemalloc.stop()


DAMAGE = [
    ("no zip file", lambda _: b"PK\3\4 nothing", "no zip file that can be read"),
    ("empty", lambda _: b"", "no zip file that can be read"),
    ("cut off", lambda data: data[:-30], "no zip file that can be read"),
    ("another text", lambda data: data.replace(b"plain", b"pl4in"), "damaged|checksum"),
    ("no header there", lambda data: data.replace(b"PK\3\4", b"PK\3\5"), "no member at byte 0"),
]


@pytest.mark.parametrize(("damage", "message"), labelled(DAMAGE))
def test_a_damaged_zip_file_is_an_error_that_is_named(
    damage: Callable[[bytes], bytes], message: str, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as file:
        file.writestr("1.txt", "plain text")
    (tmp_path / "a.zip").write_bytes(damage((tmp_path / "a.zip").read_bytes()))
    put(tmp_path / "other.txt")
    found = find_sources(tmp_path)
    with pytest.raises(FormatError, match=rf"a\.zip.*({message})"):
        read_source(found[0])
    assert read_source(found[1]).text == PAGE


def test_any_damage_to_a_packed_member_is_an_error_or_harmless(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("1.txt", PAGE))
    data = path.read_bytes()
    [source] = find_sources(path)
    refused = 0
    for at in range(source.member.packed):
        changed = bytearray(data)
        changed[35 + at] ^= 0x55
        path.write_bytes(changed)
        try:
            read = source.read()
        except FormatError:
            refused += 1
        else:
            assert read == PAGE.encode()  # in the bits behind the last code
    assert refused > 0.9 * source.member.packed


ZIP_ENCODINGS = [
    ("GBK", "人民日报/1998年/第一版.txt", "gbk", "人民日报/1998年/第一版.txt"),
    ("Big5", "聯合報/頭版新聞.txt", "big5", "聯合報/頭版新聞.txt"),
    ("UTF-8 without the flag", "人民日报/第一版.txt", "utf-8", "人民日报/第一版.txt"),
    ("Western letters stay", "Müller.txt", "cp437", "Müller.txt"),
    ("ASCII", "rmrb/01.txt", "ascii", "rmrb/01.txt"),
]


@pytest.mark.parametrize(("name", "encoding", "expected"), labelled(ZIP_ENCODINGS))
def test_names_without_the_utf8_flag_are_decoded_as_what_they_are(
    name: str, encoding: str, expected: str, tmp_path: Path
) -> None:
    raw = name.encode(encoding)
    zipped(tmp_path / "a.zip", ("x" * (len(raw) - 4) + ".txt", PAGE))
    patched(tmp_path / "a.zip", (b"x" * (len(raw) - 4) + b".txt", raw))
    assert names(find_sources(tmp_path)) == [f"a.zip/{expected}"]


def test_names_with_the_utf8_flag_are_believed(tmp_path: Path) -> None:
    zipped(tmp_path / "a.zip", ("一版/é.txt", PAGE))
    assert names(find_sources(tmp_path)) == ["a.zip/一版/é.txt"]


# Records --------------------------------------------------------------------------------------

COMPOSED = [
    ("title and text", RECORD, "新桥通车\n\n新桥昨日通车。"),
    ("no title", {"text": "新桥昨日通车。"}, "新桥昨日通车。"),
    ("a blank title", {"title": " \u3000", "text": "新桥。"}, "新桥。"),
    ("a title that is null", {"title": None, "text": "新桥。"}, "新桥。"),
    ("a title that is NaN", '{"title": NaN, "text": "新桥。"}', "新桥。"),
    (
        "the text has the title already",
        {"title": "新桥", "text": "新桥\n昨日通车。"},
        "新桥\n昨日通车。",
    ),
    (
        "with blanks around it",
        {"title": "新桥 ", "text": "\u3000新桥 \r\n通车。"},
        "\u3000新桥 \r\n通车。",
    ),
    ("a text that is the title", {"title": "新桥", "text": "新桥"}, "新桥"),
    (
        "the text begins with the title's words",
        {"title": "新桥", "text": "新桥昨日通车。"},
        "新桥\n\n新桥昨日通车。",
    ),
    ("an empty text", {"title": "新桥", "text": ""}, "新桥\n\n"),
    ("escapes", '{"text": "\\u65b0\\ud83c\\udf09"}', "新🌉"),
    ("a paired surrogate is a character", '{"text": "\\ud840\\udc00"}', "\U00020000"),
]


@pytest.mark.parametrize(("row", "text"), labelled(COMPOSED))
def test_a_records_page_is_title_empty_line_and_text(row: Any, text: str, tmp_path: Path) -> None:
    lines(tmp_path / "a.jsonl", row)
    [source] = find_sources(tmp_path)
    page = read_source(source)
    assert (page.name, page.text, page.encoding) == ("a.jsonl#0000001", text, "utf-8")


TOLD = [
    ("plain", {"date": "1998-01-05", "page": 3}, "1998-01-05", 3),
    ("as strings", {"date": "19980105", "page": "03"}, "1998-01-05", 3),
    ("as numbers", {"date": 19980105, "page": 3.0}, "1998-01-05", 3),
    ("a number from pandas", {"date": 19980105.0, "page": None}, "1998-01-05", None),
    ("with a time", {"date": "1998-01-05T00:00:00Z", "page": 1}, "1998-01-05", 1),
    ("with a time behind a blank", {"date": "1998-01-05 08:30:00", "page": 1}, "1998-01-05", 1),
    ("null", {"date": None, "page": None}, None, None),
    ("not there", {}, None, None),
    ("empty", {"date": "", "page": ""}, None, None),
    ("a lettered page has no number", {"date": "1998-01-05", "page": "A03"}, "1998-01-05", None),
    ("no number of a page", {"page": 3.5}, None, None),
    ("infinite", '{"page": Infinity, "text": "新桥。"}', None, None),
]


@pytest.mark.parametrize(("row", "day", "number"), labelled(TOLD))
def test_a_record_tells_day_and_number(
    row: Any, day: str | None, number: int | None, tmp_path: Path
) -> None:
    lines(tmp_path / "a.jsonl", row if isinstance(row, str) else {"text": "新桥。", **row})
    [source] = find_sources(tmp_path, paper="江城晚报")
    assert (source.issue_date, source.number, source.paper) == (day, number, "江城晚报")
    page = read_source(source)
    assert page.issue_date == (None if day is None else dt.date.fromisoformat(day))


BAD_LINES: list[tuple[str, str | bytes, str]] = [
    ("cut off", '{"text": "新桥', "no JSON"),
    ("no object", "[1, 2]", "a JSON list"),
    ("a string", '"新桥"', "a JSON str"),
    ("no text", '{"content": "新桥", "date": null}', "no 'text'; its keys are 'content', 'date'"),
    ("text is null", '{"text": null}', "text is None"),
    ("text is NaN", '{"text": NaN}', "text is nan"),
    ("text is a number", '{"text": 3}', "text is 3"),
    ("title is a list", '{"title": [], "text": "x"}', "title is"),
    ("half a surrogate pair", '{"text": "新\\ud800桥"}', "half a surrogate pair at character 1"),
    ("half a pair in the title", '{"title": "\\udfff", "text": "x"}', "half a surrogate pair"),
    ("not UTF-8", '{"text": "新桥通车"}'.encode("gbk"), "no JSON"),
    ("an impossible day", '{"text": "x", "date": "1998-02-30"}', "date is '1998-02-30'"),
    ("a day of another kind", '{"text": "x", "date": [1998]}', "date is"),
    ("nested without end", "[" * 100_000, "no JSON"),
    ("a number of 5,000 digits", '{"text": "x", "page": ' + "1" * 5000 + "}", "no JSON"),
]


@pytest.mark.parametrize(("line", "message"), labelled(BAD_LINES))
def test_a_line_that_is_no_record_is_named_and_the_others_go_on(
    line: str | bytes, message: str, tmp_path: Path
) -> None:
    lines(tmp_path / "a.jsonl", RECORD, "", line, RECORD)
    found = find_sources(tmp_path)
    assert names(found) == ["a.jsonl#0000001", "a.jsonl#0000003", "a.jsonl#0000004"]
    assert list(faults(found)) == ["a.jsonl#0000003"]
    with pytest.raises(FormatError, match=f"a.jsonl#0000003.*{message}"):
        read_source(found[1])
    assert read_source(found[2]).text == "新桥通车\n\n新桥昨日通车。"


def test_a_file_without_one_record_is_refused_at_once(tmp_path: Path) -> None:
    put(tmp_path / "a.jsonl", json.dumps([RECORD, RECORD], indent=1))
    with pytest.raises(
        FormatError, match=r"of \d+ found none can be read; first 'a.jsonl#0000001'"
    ):
        find_sources(tmp_path)


def test_records_of_one_date_and_page_are_pages_of_their_own(tmp_path: Path) -> None:
    lines(tmp_path / "a.jsonl", RECORD, RECORD)
    found = find_sources(tmp_path)
    assert len(set(names(found))) == 2
    assert {(source.issue_date, source.number) for source in found} == {("1998-01-05", 3)}


def test_a_byte_order_mark_ends_of_lines_and_a_last_line_without_one_are_no_matter(
    tmp_path: Path,
) -> None:
    line = json.dumps(RECORD).encode()
    put(tmp_path / "a.ndjson", b"\xef\xbb\xbf" + line + b"\r\n\r\n" + line)
    found = find_sources(tmp_path)
    assert names(found) == ["a.ndjson#0000001", "a.ndjson#0000003"]
    assert len({read_source(source).text for source in found}) == 1


def test_a_line_longer_than_any_page_is_passed_over_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "DEFAULT_LIMIT", 1000)
    long = {"text": "a" * 5000, "date": "1998-01-06"}
    lines(tmp_path / "a.jsonl", RECORD, long, RECORD)
    found = find_sources(tmp_path)
    assert [source.issue_date for source in found] == ["1998-01-05", None, "1998-01-05"]
    with pytest.raises(PageTooLarge, match=r"a\.jsonl#0000002"):
        read_source(found[1], limit=1000)
    assert read_source(found[1], limit=10_000).text == "a" * 5000


def test_a_template_tells_what_records_leave_out(tmp_path: Path) -> None:
    lines(tmp_path / "rmrb/1998-01-06.jsonl", {"text": "新桥。"}, RECORD)
    found = find_sources(tmp_path, template="{paper}/{date}.jsonl")
    told = [(source.paper, source.issue_date, source.number) for source in found]
    assert told == [("rmrb", "1998-01-06", None), ("rmrb", "1998-01-05", 3)]


def test_packed_lines_and_parquet_read_as_plain_lines_do(tmp_path: Path) -> None:
    rows = [
        {**RECORD, "text": f"新桥第{number}天通车。" * number, "page": number}
        for number in range(1, 60)
    ]
    lines(tmp_path / "a.jsonl", *rows)
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress((tmp_path / "a.jsonl").read_bytes()))
    pd.DataFrame(rows).to_parquet(tmp_path / "c.parquet", row_group_size=20)
    plain, packed, table = (
        find_sources(tmp_path / name) for name in ("a.jsonl", "b.jsonl.gz", "c.parquet")
    )
    assert len(plain) == len(packed) == len(table) == 59
    order = [*range(59), 58, 3, 40, 3, 0]
    for other in (packed, table):
        for at in order:
            assert read_source(other[at]).text == read_source(plain[at]).text
            assert (other[at].issue_date, other[at].number) == (
                plain[at].issue_date,
                plain[at].number,
            )
    assert [source.digest() for source in packed] == [source.digest() for source in plain]


def test_going_back_in_a_packed_file_of_many_records_reads_the_right_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "_KEPT", 500)
    monkeypatch.setattr(records, "_BATCH", 300)
    rows = [{"date": "1998-01-05", "text": f"第{number}"} for number in range(100)]
    lines(tmp_path / "a.jsonl", *rows)
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress((tmp_path / "a.jsonl").read_bytes()))
    pd.DataFrame(rows).to_parquet(tmp_path / "b.parquet", row_group_size=30)
    for name in ("a.jsonl.gz", "b.parquet"):
        found = find_sources(tmp_path / name)
        for at in random.Random(7).choices(range(100), k=60):
            assert read_source(found[at]).text == f"第{at}"


def test_threads_may_read_one_packed_file_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "_KEPT", 0)
    rows = [json.dumps({"text": f"第{number}" * 50}) for number in range(400)]
    put(tmp_path / "a.jsonl.gz", gzip.compress("\n".join(rows).encode()))
    found = random.Random(1).sample(find_sources(tmp_path), 400)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as pool:
            read = list(pool.map(Source.read, found))
    finally:
        sys.setswitchinterval(interval)
    expected = [rows[int(source.page[-7:]) - 1] for source in found]
    assert [data.decode().rstrip() for data in read] == expected


def test_a_table_that_is_replaced_is_read_anew(tmp_path: Path) -> None:
    for text in ("第一", "第二篇"):
        pd.DataFrame([{"date": None, "text": text}]).to_parquet(tmp_path / "a.parquet")
        assert read_source(find_sources(tmp_path)[0]).text == text


def test_a_packed_file_that_is_cut_off_gives_what_came_before(tmp_path: Path) -> None:
    rows = [{"text": random.Random(number).randbytes(5000).hex()} for number in range(50)]
    lines(tmp_path / "a.jsonl", *rows)
    packed = gzip.compress((tmp_path / "a.jsonl").read_bytes())
    (tmp_path / "a.jsonl").unlink()
    put(tmp_path / "a.jsonl.gz", packed[: len(packed) // 2])
    found = find_sources(tmp_path)
    assert 10 < len(found) < 40
    assert list(faults(found)) == [found[-1].page]
    assert "cannot be read on from here" in faults(found)[found[-1].page]
    assert read_source(found[5]).text == rows[5]["text"]


PARQUET = [
    (
        "no text",
        {"date": ["1998-01-05"], "body": ["新桥"]},
        "no column 'text'; it has 'date', 'body'",
    ),
    ("neither", {"body": ["新桥"]}, "no column 'date' and no column 'text'; it has 'body'"),
    ("bytes", {"date": ["1998-01-05"], "text": [b"x"]}, "the column 'text' holds binary"),
    ("numbers", {"date": ["1998-01-05"], "text": [1.5]}, "the column 'text' holds double"),
]


@pytest.mark.parametrize(("columns", "message"), labelled(PARQUET))
def test_a_table_without_the_columns_says_which_it_has(
    columns: dict[str, list[Any]], message: str, tmp_path: Path
) -> None:
    pd.DataFrame(columns).to_parquet(tmp_path / "a.parquet")
    with pytest.raises(FormatError, match=message):
        find_sources(tmp_path)


DATES = [
    ("dates", [dt.date(1998, 1, 5)], "1998-01-05"),
    ("times", [pd.Timestamp("1998-01-05 08:00")], "1998-01-05"),
    ("numbers", [19980105], "1998-01-05"),
    ("a category", pd.Categorical(["1998-01-05"]), "1998-01-05"),
    ("nothing", [None], None),
]


@pytest.mark.parametrize(("values", "day"), labelled(DATES))
def test_a_table_may_have_dates_of_any_type(values: Any, day: str | None, tmp_path: Path) -> None:
    frame = pd.DataFrame({"date": values, "text": ["新桥。"], "page": pd.array([3], "Int64")})
    frame.to_parquet(tmp_path / "a.parquet")
    [source] = find_sources(tmp_path)
    assert (source.issue_date, source.number) == (day, 3)
    assert read_source(source).issue_date == (None if day is None else dt.date(1998, 1, 5))


def test_a_null_text_in_a_table_is_that_rows_error(tmp_path: Path) -> None:
    pd.DataFrame({"date": [None] * 3, "text": ["新桥。", None, "旧桥。"]}).to_parquet(
        tmp_path / "a.parquet"
    )
    found = find_sources(tmp_path)
    with pytest.raises(FormatError, match=r"a\.parquet#0000002.*text is None"):
        read_source(found[1])
    assert read_source(found[2]).text == "旧桥。"


def test_a_file_that_is_no_parquet_is_named(tmp_path: Path) -> None:
    put(tmp_path / "a.parquet", b"PAR1 nothing PAR1")
    put(tmp_path / "b.txt")
    assert list(faults(find_sources(tmp_path))) == ["a.parquet#0000001"]


# Laws -----------------------------------------------------------------------------------------

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
json_rows = st.fixed_dictionaries(
    {"text": texts},
    optional={
        "title": st.none() | texts,
        "date": st.none() | st.dates().map(str),
        "page": st.integers(0, 9999),
    },
)


@settings(max_examples=40, deadline=None)
@given(st.lists(json_rows, min_size=1, max_size=8), st.booleans())
def test_records_come_back_as_they_were_written(
    rows: list[dict[str, Any]], ascii_only: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = put(
            Path(folder) / "a.jsonl",
            "\n".join(json.dumps(row, ensure_ascii=ascii_only) for row in rows),
        )
        found = find_sources(path)
        assert [source.issue_date for source in found] == [row.get("date") for row in rows]
        assert [source.number for source in found] == [row.get("page") for row in rows]
        for source, row in zip(found, rows, strict=True):
            text = read_source(source).text
            assert text.endswith(row["text"])
            assert (row.get("title") or "").strip() in text


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["zip", "jsonl", "jsonl.gz", "parquet", "txt"]))
def test_any_bytes_at_all_are_read_or_refused_with_an_error_of_the_package(
    data: bytes, suffix: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        put(Path(folder) / f"a.{suffix}", data)
        put(Path(folder) / "b.txt")
        found = find_sources(folder)
        assert found[-1].page == "b.txt"
        for source in found:
            with contextlib.suppress(BanmianError):
                read_source(source)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_zip_file_with_any_byte_changed_is_read_or_refused(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = zipped(Path(folder) / "a.zip", ("一/1.txt", PAGE), ("2.txt", "新桥"))
        content = bytearray(path.read_bytes())
        for _ in range(data.draw(st.integers(1, 3))):
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
        path.write_bytes(content)
        put(Path(folder) / "b.txt")
        for source in find_sources(folder):
            with contextlib.suppress(BanmianError):
                assert source.member is None or read_source(source).text in (PAGE, "新桥")


def test_sources_are_small_values_that_another_process_reads_alike(tmp_path: Path) -> None:
    lines(tmp_path / "a.jsonl", RECORD)
    zipped(tmp_path / "b.zip", ("1.txt", PAGE))
    put(tmp_path / "c.txt")
    found = find_sources(tmp_path)
    assert pickle.loads(pickle.dumps(found)) == found
    assert all(len(pickle.dumps(source)) < 600 for source in found)
    assert sources.find_sources(str(tmp_path)) == found
