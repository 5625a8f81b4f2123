"""Damage and doubt: a few bad bytes do not stop a page, and what is wrong with it is told."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banmian.page import EncodingError
from banmian.reading import BadBytes, Source, damage, decode, find_mojibake
from encoded_samples import MARKED, SEED, SIMPLIFIED, TRADITIONAL, encode, piece, samples

PAGES = sorted((Path(__file__).resolve().parent / "pages").glob("*.txt"))
BAD = "\ufffd"
FAMILIES = {
    "utf-8-sig": "utf-8",
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "cp950": "big5",
    "big5hkscs": "big5",
}


def family(encoding: str) -> str:
    """GBK is GB18030 here, every Big5 is Big5, and a mark makes no difference."""
    name = MARKED.get(encoding, encoding)
    return FAMILIES.get(name, name)


# Damage


def hurt(data: bytes, kind: str, dice: random.Random) -> bytes:
    """The data with one byte from its second third on changed, lost or added, or its end cut."""
    place = dice.randrange(len(data) // 3, len(data) - 4)
    other = dice.randrange(1, 256)
    return {
        "changed": data[:place] + bytes([other]) + data[place + 1 :],
        "lost": data[:place] + data[place + 1 :],
        "added": data[:place] + bytes([other]) + data[place:],
        "cut": data[:-1],
    }[kind]


@pytest.mark.parametrize("kind", ["changed", "lost", "added", "cut"])
def test_one_damaged_place_does_not_change_the_decision_above_two_hundred_bytes(kind):
    dice = random.Random(5)
    for sample in samples((210,)):
        source = decode(hurt(sample.data, kind, dice))
        assert family(source.encoding) == family(sample.saved_as), sample.label


LINES = "新桥昨日通车，两岸居民从此不用再绕行。\n村民说：等了二十年。\n"
LINES_TW = "新橋昨日通車，兩岸居民從此不用再繞行。\n村民說：等了二十年。\n"
LOST = [
    ("UTF-8, the first byte", "utf-8", LINES, 4, 0, 1),
    ("UTF-8, the last byte", "utf-8", LINES, 4, 2, 1),
    ("GB18030, the first byte", "gb18030", LINES, 4, 0, 0),
    ("GB18030, the last byte", "gb18030", LINES, 4, 1, 1),
    ("UTF-16, the first byte", "utf-16-le", LINES, 4, 0, 1),
    ("UTF-16, the last byte", "utf-16-be", LINES, 4, 1, 1),
    ("UTF-16, half a newline", "utf-16-le", LINES, 19, 0, 1),
    ("UTF-16 behind a mark", "utf-16-be+mark", LINES, 11, 1, 1),
]


# A byte behind a first byte of Big5 may be a letter, so the characters soon fall in step again.
SILENT = pytest.param(
    "big5",
    LINES_TW,
    11,
    1,
    1,
    id="Big5",
    marks=pytest.mark.xfail(strict=True, reason="every byte is of a character: nothing to see"),
)


@pytest.mark.parametrize(
    ("saved_as", "text", "place", "byte", "beside"),
    [*(pytest.param(*row[1:], id=row[0]) for row in LOST), SILENT],
)
def test_a_lost_byte_costs_its_character_and_at_most_the_one_beside_it(
    saved_as, text, place, byte, beside
):
    text = text * 5
    at = len(encode(text[:place], saved_as)) + byte
    data = encode(text, saved_as)
    source = decode(data[:at] + data[at + 1 :])
    assert family(source.encoding) == family(saved_as)
    assert source.text.startswith(text[: place - beside])
    assert source.text.endswith(text[place + 1 + beside :])
    assert len(source.text) == len(text)
    assert [abs(bad.start - place) <= beside for bad in source.bad] == [True]


def test_without_the_search_for_the_loss_the_rest_of_the_line_would_be_nonsense():
    data = LINES.encode("gb18030")
    lost = data[:8] + data[9:]
    assert "两岸居民" not in lost.decode("gb18030", "replace")
    assert "两岸居民从此不用再绕行。\n" in decode(lost).text


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["utf-8", "utf-16-le+mark", "gb18030", "big5", "utf-16-be"]),
    st.lists(st.tuples(st.integers(10, 1300), st.binary(max_size=2)), min_size=1, max_size=3),
)
def test_nothing_is_dropped_each_byte_is_in_a_character_or_in_a_bad_place(saved_as, hits):
    text = TRADITIONAL[:700]
    data = encode(text, saved_as)
    for place, other in hits:
        data = data[:place] + other + data[place + 1 :]
    source = decode(data, encoding=saved_as.removesuffix("+mark"))
    codec = MARKED.get(saved_as, saved_as)
    byte, char = len(encode("", saved_as)), 0
    for bad in source.bad:
        assert data[byte : bad.offset].decode(codec) == source.text[char : bad.start]
        assert data[bad.offset : bad.offset + len(bad.data)] == bad.data
        assert source.text[bad.start] == BAD
        byte, char = bad.offset + len(bad.data), bad.start + 1
    assert data[byte:].decode(codec) == source.text[char:]


def test_bad_bytes_that_touch_are_one_place():
    data = "新桥".encode() + b"\xff\xfe\xff" + "通车。".encode() * 9
    assert decode(data).bad == (BadBytes(6, b"\xff\xfe\xff", 2),)


def test_a_replacement_character_of_the_file_itself_is_text_and_told_as_a_loss_before():
    source = decode(f"新{BAD}桥昨日通车。".encode())
    assert source.bad == ()
    assert source.notes == ("1 place has U+FFFD: what stood there was lost before this reading",)


@pytest.mark.parametrize(("every", "is_read"), [(60, True), (20, False)])
def test_too_many_bad_places_are_no_damage(every, is_read):
    text = piece(SIMPLIFIED.splitlines(), 0, 6000, "\n")
    parts = [text[i : i + every].encode() for i in range(0, len(text), every)]
    data = b"\xff".join(parts)
    if is_read:
        assert len(decode(data).bad) == 99
    else:
        with pytest.raises(EncodingError, match=r"299 in all; too many for 6,299 characters"):
            decode(data)


def test_the_search_for_lost_bytes_looks_at_each_part_of_a_long_line_once(monkeypatch):
    """Counted are the bytes that are searched; twice the line must not be four times the work."""
    searched = []
    search = damage._likeliest_bad

    def counted(
        data: bytes, encoding: str, start: int, stop: int, *, is_open: bool
    ) -> tuple[list[int], int]:
        searched.append(stop - start)
        return search(data, encoding, start, stop, is_open=is_open)

    monkeypatch.setattr(damage, "_likeliest_bad", counted)
    line = "".join(char for char in SIMPLIFIED if not char.isascii())
    hole = line.encode("gb18030") + b"\xff"
    counts = []
    for times in (40, 80):
        searched.clear()
        text, bad = damage.read_damaged(hole * times, "gb18030")
        assert (text, len(bad)) == ((line + BAD) * times, times)
        counts.append(sum(searched))
    assert counts[1] <= 2.1 * counts[0]
    assert counts[1] <= 1.1 * len(hole * 80)


# Mojibake

MISREAD = [
    ("utf-8", "gb18030", SIMPLIFIED),
    ("utf-8", "gbk", SIMPLIFIED),
    ("utf-8", "latin-1", SIMPLIFIED),
    ("utf-8", "cp1252", TRADITIONAL),
    ("gb18030", "latin-1", SIMPLIFIED),
    ("gb18030", "cp950", SIMPLIFIED),
    ("big5", "gbk", TRADITIONAL),
    ("big5", "latin-1", TRADITIONAL),
]
CALLED = {"gbk": "gb18030", "latin-1": "cp1252"}


@pytest.mark.parametrize(
    ("written", "read_as", "text"), MISREAD, ids=[f"{row[0]} read as {row[1]}" for row in MISREAD]
)
@pytest.mark.parametrize("length", [100, 700])
def test_text_read_wrong_and_saved_so_is_named_and_left_as_it_is(written, read_as, text, length):
    wrong = text[:length].encode(written).decode(read_as, "replace")
    source = decode(wrong.encode())
    assert source.text == wrong
    assert source.mojibake is not None
    assert (source.mojibake.written, source.mojibake.read_as) == (
        written,
        CALLED.get(read_as, read_as),
    )
    told = f"look like {written} that was read as"
    assert any(told in note for note in source.notes)


def test_the_sample_shows_what_was_printed():
    wrong = TRADITIONAL.encode("big5").decode("latin-1")
    found = find_mojibake(wrong)
    assert found is not None
    assert found.sample == "青石鎮新橋昨日通車"
    assert found.lines[:2] == (1, 2)


def test_one_line_of_mojibake_in_a_clean_page_is_found():
    lines = SIMPLIFIED.splitlines()
    lines[7] = lines[7].encode().decode("gbk", "replace")
    found = find_mojibake("\r\n".join(lines))
    assert found is not None
    assert found.lines == (8,)


@pytest.mark.parametrize("path", [*PAGES, SEED], ids=lambda path: path.name)
def test_no_page_as_it_was_printed_is_called_mojibake(path):
    assert decode(path.read_bytes()).notes == ()


NO_MOJIBAKE = [
    (
        "Japanese",
        "市立図書館は先週の火曜日から夜十時まで開いている。誰でも本を借りることができる。" * 3,
    ),
    ("Korean", "시립도서관은 지난 화요일부터 밤 열 시까지 문을 연다고 밝혔다. " * 4),
    ("Russian", "Городская библиотека теперь открыта до десяти часов вечера. " * 4),
    ("Greek", "Η δημοτική βιβλιοθήκη είναι ανοιχτή μέχρι τις δέκα το βράδυ. " * 4),
    ("French", "« La bibliothèque a été rénovée : l'été, où l'on étudie, créée à côté » " * 4),
    ("Vietnamese", "Thư viện thành phố mở cửa đến mười giờ tối, mọi người đều mượn sách. " * 4),
    ("pinyin", "xīn qiáo zuó rì tōng chē, liǎng àn jū mín bù zài rào xíng, " * 4),
    ("bopomofo", "ㄒㄧㄣㄑㄧㄠˊㄗㄨㄛˊㄖˋ" * 8),
    ("a table of lines", "┌──┬──┐│　│　│└──┴──┘" * 9),
    ("rare names", "谌喆昉旻旸珺赟翀翾頔淼鑫垚焱骉犇羴猋麤" * 4),
    ("rare hanzi of four bytes", "㐀㑇㘎䂮䢺䲟𠮷𡋤𣲗" * 8),
    ("full-width forms", "ＧＤＰ１２３．５％，" * 12),
    ("private use", "\ue5e5\ue000" * 60),
    ("emoji", "😀😂🎉👍🏻🚀" * 20),
    ("lost characters", f"{BAD}{BAD}新{BAD}" * 60),
    ("the word for it", "网页上满是“锟斤拷”，读者看不懂。"),
]


@pytest.mark.parametrize(
    "text", [row[1] for row in NO_MOJIBAKE], ids=[row[0] for row in NO_MOJIBAKE]
)
def test_what_is_only_strange_is_not_called_mojibake(text):
    assert find_mojibake(text) is None


def test_replacement_characters_read_as_gbk_are_named():
    wrong = "新桥昨日通车。\n村民" + (BAD * 6).encode().decode("gb18030") + "说"
    found = find_mojibake(wrong)
    assert found is not None
    assert (found.written, found.read_as, found.lines) == ("utf-8", "gb18030", (2,))
    assert BAD * 6 in found.sample


def test_a_wrong_encoding_that_decodes_everything_is_seen_in_what_it_makes():
    source = decode(SIMPLIFIED.encode(), encoding="latin-1")
    assert source.text == SIMPLIFIED.encode().decode("latin-1")
    assert source.mojibake is not None
    assert source.mojibake.sample == "青石镇新桥昨日通车"


# Notes


def test_a_page_without_fault_has_no_notes():
    assert Source("新桥", "gb18030").notes == ()


def test_a_doubtful_encoding_is_noted_with_the_alternative():
    (note,) = decode("目前为止".encode("gb18030")).notes
    assert note == (
        "read as utf-8 with a confidence of 0.00, the alternative is gb18030; "
        "to decide it, pass encoding="
    )


def test_bad_bytes_are_noted_with_their_number_and_the_first_places():
    data = SIMPLIFIED.encode() + b"\xff\n\xff\n\xff\n\xff\n"
    (note,) = decode(data).notes
    size, line = len(SIMPLIFIED.encode()), SIMPLIFIED.count("\n") + 1
    assert note == (
        "4 places have bytes that are no character in utf-8; U+FFFD stands there: "
        f"0xff at byte {size} (line {line}), 0xff at byte {size + 2} (line {line + 1}), "
        f"0xff at byte {size + 4} (line {line + 2}) …"
    )
