"""Reading: every encoding is told from the bytes, and what cannot be read whole says so."""
# full-width marks are what a Chinese text is made of

from __future__ import annotations

import codecs
import gzip
import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from banmian import reading
from banmian.page import (
    BanmianError,
    EncodingError,
    FormatError,
    NotTextError,
    PageNotFound,
    PageTooLarge,
)
from banmian.reading import BadBytes, Source, decode, find_pages, read_text
from encoded_samples import SEED, SIMPLIFIED, TRADITIONAL, encode, samples

PAGES = list(samples((210, 700, 3_000, 20_000)))
SHORT = list(samples((10, 12, 15, 20, 30, 60)))

READ_AS = {
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "cp950": "big5",
    "big5hkscs": "big5",
    "utf-16-le+mark": "utf-16-le",
    "utf-16-be+mark": "utf-16-be",
}
"""What an encoding is called once it is read, where the samples hold nothing special to it."""


def test_the_samples_are_many_and_span_from_two_hundred_bytes_to_twenty_thousand_characters():
    assert len(PAGES) >= 300
    assert min(len(sample.data) for sample in PAGES) >= 200
    assert {len(sample.text) for sample in PAGES} == {210, 700, 3_000, 20_000}


@pytest.mark.parametrize("sample", PAGES, ids=lambda sample: sample.label)
def test_text_of_two_hundred_bytes_or_more_is_read_exactly_and_without_doubt(sample):
    source = decode(sample.data)
    assert source.text == sample.text
    assert source.encoding == READ_AS.get(sample.saved_as, sample.saved_as)
    assert source.alternatives == ()
    assert source.confidence > 0.999999


def test_text_of_ten_characters_or_more_is_never_misread_without_naming_the_right_encoding():
    for sample in SHORT:
        source = decode(sample.data)
        readings = [source.text, *(sample.data.decode(name) for name in source.alternatives)]
        assert sample.text in readings, sample.label


def test_text_of_ten_characters_or_more_is_read_exactly_in_99_of_100_samples():
    wrong = [sample.label for sample in SHORT if decode(sample.data).text != sample.text]
    assert len(SHORT) >= 450
    assert len(wrong) <= len(SHORT) / 100, wrong


NAMES = (
    "王小明李秀兰陈建国赵敏周丽孙芳吴桂英郑海涛冯雪梅褚卫东蒋思远"
    "沈佩瑜韩冬生杨柳青朱文斌秦岚尤勇许志强何晴吕晓燕"
)
FINE_POINTS = [
    ("big5: the dot in a foreign name", "cp950", "喬治‧桑的故居，", "cp950"),
    ("big5: the tilde of Windows", "cp950", "每週三～五開放，", "cp950"),
    ("big5: the slash as iconv and Python write it", "big5", "記者林志明／台北報導，", "big5"),
    ("big5: the slash as Windows writes it", "cp950", "記者林志明／台北報導，", "big5"),
    ("big5: a hanzi that only Windows has", "cp950", "圍墻粉刷一新，", "cp950"),
    ("big5: the zero of dates", "big5hkscs", "民國一〇九年開工，", "big5hkscs"),
    ("big5: the zero beside the dot", "big5hkscs", "喬治•桑一九〇四年的故居，", "big5hkscs"),
    ("big5: hanzi of Hong Kong", "big5hkscs", "佢哋喺度等咗好耐，", "big5hkscs"),
    ("gb18030: a hanzi of four bytes", "gb18030", "村民𠮷某、㐀某到会，", "gb18030"),
    ("gb18030: a private-use character is kept", "gb18030", "会标\ue5e5焕然一新，", "gb18030"),
    ("gb18030: a list of names", "gb18030", NAMES, "gb18030"),
    ("utf-16: a list of names", "utf-16-le", NAMES, "utf-16-le"),
    ("utf-16: ASCII", "utf-16-be", "Opening hours: 9-22\r\n", "utf-16-be"),
    ("rare hanzi in a headline", "gb18030", "谌贻琴出席并讲话", "gb18030"),
]


@pytest.mark.parametrize(
    ("saved_as", "text", "encoding"),
    [row[1:] for row in FINE_POINTS],
    ids=[r[0] for r in FINE_POINTS],
)
def test_the_fine_points_of_an_encoding_survive(saved_as, text, encoding):
    source = decode((text * 3).encode(saved_as))
    assert (source.text, source.encoding) == (text * 3, encoding)


def test_chinese_behind_a_megabyte_of_ascii_still_decides():
    text = "x" * 2**20 + "\n" + TRADITIONAL
    assert decode(text.encode("big5")).text == text


def test_a_doubtful_first_megabyte_leaves_the_decision_to_the_rest():
    text = "港" + "x" * 2**20 + "\n" + TRADITIONAL
    data = text.encode("big5")
    assert decode(data[:1000]).alternatives == ("big5",)
    assert decode(data) == Source(text, "big5", None, pytest.approx(1.0), ())


@pytest.mark.parametrize(
    ("variant", "late"), [("cp950", "三～五"), ("big5hkscs", "咗")], ids=["Windows", "Hong Kong"]
)
def test_what_only_a_variant_of_big5_has_is_read_behind_the_first_megabyte_too(variant, late):
    text = TRADITIONAL * 1200 + late
    data = text.encode(variant)
    assert len(data) > 2**20
    assert (decode(data).text, decode(data).encoding) == (text, variant)


WHITE = ["", "\n", " \r\n\u3000\t\n", "\ufeff"]


@pytest.mark.parametrize("text", WHITE, ids=["empty", "newline", "blanks", "only a mark"])
def test_empty_and_white_files_are_utf_8_as_they_are(text):
    source = decode(text.encode())
    assert source.text == text.removeprefix("\ufeff")
    assert source.encoding.startswith("utf-8")
    assert source.confidence > 0.999999


def test_a_few_characters_that_pass_for_utf_8_are_utf_8_with_the_doubt_told():
    source = decode("目前为止".encode("gb18030"))
    assert source.encoding == "utf-8"
    assert source.alternatives[0] == "gb18030"
    assert source.confidence < 0.01


def test_eight_characters_of_utf_8_leave_no_doubt():
    assert decode("áéíóúýñç".encode()) == Source("áéíóúýñç", "utf-8")


# Byte order marks and what the caller declares


def test_a_second_mark_belongs_to_the_text():
    for saved_as in ("utf-8-sig", "utf-16-le+mark", "utf-16-be+mark"):
        assert decode(encode("\ufeff新桥", saved_as)).text == "\ufeff新桥"


@pytest.mark.parametrize("encoding", ["utf-32-le", "utf-32-be"])
def test_utf_32_is_read_behind_its_mark_and_refused_without_it(encoding):
    assert decode(("\ufeff" + SIMPLIFIED).encode(encoding)) == Source(SIMPLIFIED, encoding)
    with pytest.raises(NotTextError, match="NUL"):
        decode(SIMPLIFIED.encode(encoding))


def test_utf_16_that_starts_with_nul_is_not_taken_for_utf_32():
    assert decode("\ufeff\0新桥".encode("utf-16-le")) == Source("\0新桥", "utf-16-le")


DECLARED = [
    ("gbk overrides big5", "新橋通車".encode("big5"), "gbk", None, "gbk"),
    ("an alias", "新桥".encode("gb2312"), "euc-cn", "新桥", "gb2312"),
    ("a mark of the same family is no text", codecs.BOM_UTF8 + b"a", "utf8", "a", "utf-8-sig"),
    ("a mark that is not there", b"a", "utf-8-sig", "a", "utf-8"),
    ("a mark settles the byte order", codecs.BOM_UTF16_BE + b"\0a", "utf-16", "a", "utf-16-be"),
    ("NUL in declared text", b"a\0b", "utf-8", "a\0b", "utf-8"),
    ("what looks like a PDF", b"%PDF-1.7", "ascii", "%PDF-1.7", "ascii"),
    ("another language", "図書館".encode("shift_jis"), "shift_jis", "図書館", "shift_jis"),
    ("seven bits", "新桥".encode("hz"), "hz", "新桥", "hz"),
]


@pytest.mark.parametrize(
    ("data", "encoding", "text", "name"),
    [row[1:] for row in DECLARED],
    ids=[r[0] for r in DECLARED],
)
def test_a_declared_encoding_is_believed(data, encoding, text, name):
    expected = data.decode(encoding) if text is None else text
    assert decode(data, encoding=encoding) == Source(expected, name)


@pytest.mark.parametrize("encoding", ["gb-18030x", "", "hex", "undefined", "新桥", "a\0b"])
def test_an_encoding_that_decodes_no_text_is_an_error_that_names_some_that_do(encoding):
    with pytest.raises(EncodingError, match=r"no text encoding.*gb18030.*big5") as caught:
        decode(b"abc", encoding=encoding)
    assert caught.value.__cause__ is not None


def test_declared_and_wrong_is_an_error_and_not_another_guess():
    with pytest.raises(EncodingError, match=r"is not ascii throughout: .* 0xe6 at byte 0;"):
        decode("新桥".encode(), encoding="ascii")
    with pytest.raises(EncodingError, match=r"is gb18030 .*too many for .* characters"):
        decode(SIMPLIFIED.encode(), encoding="gb18030")


# Damage


BAD = "\ufffd"


def at_line(text: str, line: int) -> str:
    """The text before the line's second character."""
    return "".join(text.splitlines(keepends=True)[: line - 1]) + text.splitlines()[line - 1][:1]


@pytest.mark.parametrize(
    ("saved_as", "text"),
    [
        ("utf-8", SIMPLIFIED),
        ("utf-8-sig", SIMPLIFIED),
        ("gb18030", SIMPLIFIED),
        ("gb18030", TRADITIONAL),
        ("big5", TRADITIONAL),
    ],
)
def test_one_bad_byte_is_refused_on_demand_with_its_byte_and_line(saved_as, text):
    good_text = at_line(text, 5)
    good = encode(good_text, saved_as)
    data = good + b"\xff" + encode(text, saved_as)[len(good) :]
    with pytest.raises(EncodingError) as caught:
        decode(data, errors="strict")
    message = str(caught.value)
    encoding = saved_as.removesuffix("-sig")
    assert f"is {encoding} with bytes that are no character: 0xff" in message
    assert f"at byte {len(good)} (line 5), 1 in all" in message
    assert "errors='replace'" in message
    assert isinstance(caught.value.__cause__, UnicodeDecodeError)
    source = decode(data)
    assert (source.encoding, source.text) == (saved_as, text.replace(good_text, good_text + BAD, 1))
    assert source.bad == (BadBytes(len(good), b"\xff", len(good_text)),)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_are_counted_with_any_newline(newline):
    text = SIMPLIFIED.replace("\n", newline)
    good = at_line(text, 4).encode()
    with pytest.raises(EncodingError, match=rf"0xff at byte {len(good)} \(line 4\)"):
        decode(good + b"\xff" + text.encode(), errors="strict")


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        (3, "0xff at byte 0 (line 1), 0xff at byte 4 (line 1), 0xff at byte 8 (line 1), 3 in all"),
        (4, "at byte 8 (line 1) …, 4 in all"),
        (500, "…, 500 in all"),
    ],
)
def test_an_error_counts_all_bad_bytes_and_shows_three(bad, told):
    with pytest.raises(EncodingError) as caught:
        decode("桥".encode().join([b"\xff"] * bad + [SIMPLIFIED.encode() * 20]), errors="strict")
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("saved_as", "text", "left"),
    [
        ("utf-8", SIMPLIFIED, 2),
        ("utf-8-sig", SIMPLIFIED, 1),
        ("gb18030", SIMPLIFIED, 1),
        ("big5", TRADITIONAL, 1),
        ("utf-16-le", SIMPLIFIED, 1),
        ("utf-16-be+mark", TRADITIONAL, 1),
    ],
)
def test_a_file_cut_inside_its_last_character_is_read_up_to_it_and_says_so(saved_as, text, left):
    whole = encode(text + "完", saved_as)
    start = len(encode(text, saved_as))
    source = decode(whole[: start + left])
    assert source.text == text + BAD
    assert source.bad == (BadBytes(start, whole[start : start + left], len(text)),)
    assert source.notes[0].endswith("the end is cut off")
    with pytest.raises(EncodingError, match="the end is cut off, 1 in all"):
        decode(whole[: start + left], errors="strict")


def test_errors_is_one_of_two_words():
    with pytest.raises(FormatError, match="errors is 'ignore', expected one of replace, strict"):
        decode(b"abc", errors="ignore")  # type: ignore[arg-type]  # the mistake under test


# What is no text, and no Chinese text

OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
BINARY = [
    ("PDF", b"%PDF-1.4\n%\xe2\xe3\xcf\xd3", "a PDF"),
    ("DOCX", b"PK\x03\x04\x14\0\x06\0", "a ZIP archive (DOCX"),
    ("DOC", OLD_OFFICE + bytes(24), "legacy Office"),
    ("RTF", b"{\\rtf1\\ansi \\'d0\\'c2}", "RTF"),
    ("CAJ", b"CAJ\0\x01\0", "CAJ"),
    ("PNG", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a PNG image"),
    ("JPEG", b"\xff\xd8\xff\xe0\0\x10JFIF", "a JPEG image"),
    ("GIF", b"GIF89a\x01\0\x01\0", "a GIF image"),
    ("TIFF", b"II*\0\x08\0\0\0", "a TIFF image"),
    ("gzip", gzip.compress(b"page", mtime=0), "a gzip archive"),
    ("ELF", b"\x7fELF\x02\x01\x01", "an ELF program"),
    ("unknown, zeros", bytes(64), "byte 0 is NUL"),
    ("unknown, ASCII between NULs", b"hello\0world\0", "byte 5 is NUL"),
    ("UTF-8 with a NUL", SIMPLIFIED.encode() + b"\0", "is NUL"),
    ("GB18030 with a NUL", b"\xd0\xc2\0\xc7\xc5", "byte 2 is NUL"),
    ("every byte", bytes(range(256)) * 16, "byte 0 is NUL"),
]


@pytest.mark.parametrize(("data", "told"), [row[1:] for row in BINARY], ids=[r[0] for r in BINARY])
def test_binary_data_is_refused_by_what_it_looks_like(data, told):
    with pytest.raises(NotTextError) as caught:
        decode(data)
    assert told in str(caught.value)


JAPANESE = "市立図書館は先週の火曜日から夜十時まで開いている。市民は誰でも本を借りることができる。"
KOREAN = "시립도서관은 지난 화요일부터 밤 열 시까지 문을 연다고 밝혔다\n"
RUSSIAN = "Городская библиотека теперь открыта до десяти часов вечера"
FRENCH = "« La bibliothèque a été rénovée : l'été, où l'on étudie, créée à côté »\n"
FOREIGN = [
    ("Korean, a page", "euc-kr", KOREAN * 20),
    ("Japanese", "shift_jis", JAPANESE),
    ("Japanese of Unix", "euc-jp", JAPANESE),
    ("Russian", "cp1251", RUSSIAN),
    ("French", "cp1252", FRENCH * 3),
]


@pytest.mark.parametrize(
    ("encoding", "text"), [row[1:] for row in FOREIGN], ids=[row[0] for row in FOREIGN]
)
def test_a_page_of_another_language_is_refused_and_not_read_as_chinese(encoding, text):
    with pytest.raises(EncodingError, match=r"encoding="):
        decode(text.encode(encoding))
    assert decode(text.encode(encoding), encoding=encoding).text == text


def test_only_bytes_are_decoded():
    with pytest.raises(FormatError, match=r"got str, expected the bytes"):
        decode("新桥")  # type: ignore[arg-type]  # the mistake under test


# Laws

CHARACTERS = st.characters(exclude_categories=["Cs"])
TEXTS = st.text(CHARACTERS)


@given(TEXTS)
def test_any_text_behind_a_mark_comes_back(text):
    found = decode(encode(text, "utf-8-sig"))
    assert (found.text, found.encoding, found.bad) == (text, "utf-8-sig", ())
    for order in ("utf-16-le", "utf-16-be"):
        if not text.startswith("\0"):
            found = decode(encode(text, f"{order}+mark"))
            assert (found.text, found.encoding, found.bad) == (text, order, ())


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff")))
@example("ĿǰΪֹ")
def test_any_text_without_nul_or_mark_comes_back_from_utf_8(text):
    source = decode(text.encode())
    assert (source.text, source.encoding) == (text, "utf-8")


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=200)
    | st.lists(st.sampled_from(["新", "橋", "a", "\n"])).map(
        lambda chars: "".join(chars).encode("big5", "replace")[1:]
    )
)
def test_any_bytes_decode_to_what_they_say_or_raise_an_error_of_the_package(data):
    try:
        source = decode(data)
    except BanmianError:
        return
    again = decode(data, encoding=source.encoding)
    assert (again.text, again.bad) == (source.text, source.bad)
    assert 0 <= source.confidence <= 1
    assert source.encoding not in source.alternatives
    assert all(data.decode(name, "replace") != source.text for name in source.alternatives)


# Files


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "要闻 01版.txt"
    path.write_bytes("新桥昨日通车。\r\n".encode("gbk"))
    return path


OPENED: list[tuple[str, Callable[[Path], object], bool]] = [
    ("a path", lambda path: path, True),
    ("a string", str, True),
    ("a buffered file", lambda path: path.open("rb"), True),
    ("a raw file", lambda path: path.open("rb", buffering=0), True),
    ("a descriptor", lambda path: os.fdopen(os.open(path, os.O_RDONLY), "rb"), False),
    ("bytes in memory", lambda path: io.BytesIO(path.read_bytes()), False),
]


@pytest.mark.parametrize(
    ("opened", "named"), [row[1:] for row in OPENED], ids=[row[0] for row in OPENED]
)
def test_a_page_is_the_same_however_it_is_opened(page, opened, named):
    file = opened(page)
    source = read_text(file)
    assert (source.text, source.encoding) == ("新桥昨日通车。\r\n", "gb18030")
    assert source.name == ("要闻 01版.txt" if named else None)
    if isinstance(file, io.IOBase):
        assert not file.closed
        file.close()


def test_the_seed_page_is_read_whole():
    source = read_text(SEED)
    assert source.text.encode() == SEED.read_bytes()
    assert (source.name, source.encoding) == (SEED.name, "utf-8")


def test_a_file_object_is_read_from_where_it_stands():
    file = io.BytesIO(b"page one\npage two\n")
    file.readline()
    assert read_text(file).text == "page two\n"


def test_a_declared_encoding_reaches_the_file(page):
    assert read_text(page, encoding="gbk") == Source("新桥昨日通车。\r\n", "gbk", page.name)


class Endless(io.RawIOBase):
    """Gives one byte at first, then all that is asked for, and remembers how much that was."""

    given = 0

    def readable(self) -> bool:
        """It is open for reading."""
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]  # narrower on purpose
        """Fill the buffer, the first time with one byte."""
        size = len(buffer) if self.given else 1
        buffer[:size] = b"x" * size
        self.given += size
        return size


def test_no_more_than_the_limit_and_one_byte_is_read():
    file = Endless()
    with pytest.raises(PageTooLarge, match=r"the page has more than 1,000 bytes.*limit="):
        read_text(file, limit=1000)
    assert file.given == 1001


def test_a_file_as_large_as_the_limit_is_read_and_one_byte_more_is_not(page):
    size = page.stat().st_size
    assert read_text(page, limit=size).text == "新桥昨日通车。\r\n"
    with pytest.raises(PageTooLarge, match=rf"01版.txt' has {size} bytes, .* is {size - 1};"):
        read_text(page, limit=size - 1)


def test_the_default_limit_lets_a_file_of_ten_megabytes_through():
    assert 10 * 2**20 < reading.DEFAULT_LIMIT <= 64 * 2**20


@pytest.mark.parametrize("limit", [0, -5])
def test_a_limit_below_one_byte_is_refused(page, limit):
    with pytest.raises(FormatError, match="limit is"):
        read_text(page, limit=limit)


@pytest.mark.parametrize(
    ("name", "error", "told"),
    [
        ("missing.txt", PageNotFound, "there is no .*missing.txt"),
        ("要闻 01版.txt/inside.txt", PageNotFound, "there is no"),
        (".", PageNotFound, "is a folder.*find_pages"),
        ("loop.txt", BanmianError, "loop.txt' cannot be read"),
        ("a\0b.txt", BanmianError, "cannot be read: embedded null"),
    ],
)
def test_a_path_that_cannot_be_read_is_an_error_that_keeps_its_cause(page, name, error, told):
    (page.parent / "loop.txt").symlink_to("loop.txt")
    with pytest.raises(error, match=told) as caught:
        read_text(page.parent / name)
    assert isinstance(caught.value.__cause__, (OSError, ValueError))


def test_a_text_file_object_is_refused_with_the_mode_to_open_it_in(page):
    with page.open(encoding="gbk") as file, pytest.raises(FormatError, match="'rb'"):
        read_text(file)  # type: ignore[arg-type]  # the mistake under test


class NotReady:
    """A non-blocking stream with nothing to read yet."""

    def read(self, size: int) -> None:
        """Nothing yet."""


@pytest.mark.parametrize(
    ("wrong", "told"), [(NotReady(), "gave NoneType"), (b"bytes", "got bytes"), (7, "got int")]
)
def test_what_is_no_binary_file_is_refused(wrong, told):
    with pytest.raises(FormatError, match=told):
        read_text(wrong)


def test_a_closed_file_and_a_broken_archive_are_errors_of_the_package(tmp_path):
    closed = io.BytesIO(b"page")
    closed.close()
    with pytest.raises(BanmianError, match=r"the page cannot be read: .*closed"):
        read_text(closed)
    path = tmp_path / "page.txt.gz"
    path.write_bytes(gzip.compress(SIMPLIFIED.encode())[:-20])
    with (
        gzip.open(path) as file,
        pytest.raises(BanmianError, match=r"page\.txt\.gz' cannot be read"),
    ):
        read_text(file)


@pytest.mark.parametrize("data", [b"%PDF-1.4", b"\0\1\2", "新桥\n".encode() * 9 + b"\xff"])
def test_an_error_about_a_file_names_it(tmp_path, data):
    path = tmp_path / "page.txt"
    path.write_bytes(data)
    with pytest.raises(BanmianError, match=r"page\.txt'"):
        read_text(path, errors="strict")


# Folders


def test_a_folder_gives_its_pages_by_name_and_nothing_else(tmp_path):
    for name in ("b.txt", "a.TXT", "B.Txt", "一.txt", "10.txt", "9.txt"):
        (tmp_path / name).touch()
    for name in (".hidden.txt", "README.txt", "readme_first.txt", "notes.md", "page.txt.bak"):
        (tmp_path / name).touch()
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "folder.txt" / "inside.txt").touch()
    names = [path.name for path in find_pages(tmp_path)]
    assert names == ["10.txt", "9.txt", "B.Txt", "a.TXT", "b.txt", "一.txt"]
    assert find_pages(str(tmp_path)) == find_pages(tmp_path)


def test_a_link_to_a_page_is_a_page_and_a_dangling_one_is_not(tmp_path, page):
    folder = tmp_path / "issue"
    folder.mkdir()
    (folder / "link.txt").symlink_to(page)
    (folder / "nowhere.txt").symlink_to("missing")
    assert find_pages(folder) == [folder / "link.txt"]


def test_a_file_gives_itself_whatever_its_name(tmp_path):
    path = tmp_path / "README.md"
    path.touch()
    assert find_pages(path) == [path]


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ([], "found nothing"),
        (["b.pdf", "README.txt"], "found 'README.txt', 'b.pdf'$"),
        (list("abcdefg"), "found 'a', 'b', 'c', 'd', 'e' and 2 more"),
    ],
)
def test_a_folder_without_pages_is_an_error_that_lists_what_was_there(tmp_path, names, told):
    for name in names:
        (tmp_path / name).touch()
    with pytest.raises(PageNotFound, match=told):
        find_pages(tmp_path)


def test_a_missing_folder_is_an_error_with_its_full_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(PageNotFound, match=f"{tmp_path.name}/pages'"):
        find_pages("pages")
