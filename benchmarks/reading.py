"""Which encoding a page is in, beside other programs: ``python benchmarks/reading.py [FOLDER]``.

The text is what the reader was never tuned on: the invented pages of ``tests/pages``, sentences
drawn by lot from the packaged lexicon and gazetteer, and the ``.txt`` files (UTF-8) under FOLDER.
Big5 gets the traditional pages, and simplified text turned into traditional character by character.
Every sample is a random passage, encoded and damaged in one place. A reading is right
if the encoding is (GBK counts as GB18030, every Big5 as Big5) or the text comes out the same;
the text is recovered if every character but the damaged one is there and in order. The others
are given the best of it: their bytes are decoded as they say, with U+FFFD for what is bad.
"""

from __future__ import annotations

import csv
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

import cchardet
import chardet
import charset_normalizer

from banmian.page import BanmianError
from banmian.reading import decode, find_mojibake
from banmian.reading.mojibake import MISTAKES

ROOT: Final = Path(__file__).resolve().parent.parent
DATA: Final = ROOT / "src" / "banmian" / "data"

LENGTHS: Final = {10: 4, 20: 4, 40: 4, 80: 4, 150: 4, 400: 4, 1_000: 3, 5_000: 2, 34_000: 1}
"""Characters of a sample, and how many there are for every encoding, damage and source."""
CLASSES: Final = {"under 200 bytes": 200, "under 2 KB": 2_000, "under 20 KB": 20_000, "more": 2**30}
DAMAGES: Final = ("none", "tail cut", "byte changed", "byte lost", "byte added")
MARKED: Final = {
    "utf-8+mark": "utf-8",
    "utf-16-le+mark": "utf-16-le",
    "utf-16-be+mark": "utf-16-be",
}
TRADITIONAL: Final = ("big5", "cp950", "big5hkscs")
ENCODINGS: Final = (
    "utf-8", *MARKED, "utf-16-le", "utf-16-be", "gb18030", "gb18030 rare", *TRADITIONAL,
)  # fmt: skip
FAMILIES: Final = {
    "gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "hz": "gb18030",
    "cp950": "big5", "big5hkscs": "big5", "utf-8-sig": "utf-8",
}  # fmt: skip
CANTONESE: Final = (
    "佢哋喺橋頭等咗好耐，",
    "乜嘢事都冇人話畀街坊聽。",
    "嗰啲唔見咗嘅單車已經搵返嚟，",
    "啱啱落雨，凍到佢攰晒。",
)
RARE: Final = "㐀㑇㘎䂮䢺䲟𠮷𡋤𣲗\ue5e5\ue000"
"""Hanzi of four bytes in GB18030, and private use."""


class Sample(NamedTuple):
    """Bytes as a program saved them, then damaged; the text before and behind the damage."""

    encoding: str
    damage: str
    source: str
    text: str
    data: bytes
    before: str
    behind: str

    @property
    def family(self) -> str:
        """The encoding that a right reading names."""
        name = MARKED.get(self.encoding, self.encoding.removesuffix(" rare"))
        return FAMILIES.get(name, name)

    @property
    def length(self) -> str:
        """The length class of its bytes."""
        return next(name for name, end in CLASSES.items() if len(self.data) < end)

    def recovered_by(self, text: str) -> bool:
        """Whether all but the damaged character is in the text."""
        rest = len(text) - len(self.before) - len(self.behind)
        room = 0 if self.damage == "none" else 4
        whole = text.startswith(self.before) and text.endswith(self.behind)
        return whole and 0 <= rest <= room


# Text


def lines_of_pages(folder: Path) -> list[str]:
    """The lines of every page under the folder."""
    texts = [path.read_text("utf-8") for path in sorted(folder.rglob("*.txt"))]
    return [line.strip() for text in texts for line in text.splitlines() if line.strip()]


def lines_by_lot(dice: random.Random, number: int = 400) -> list[str]:
    """Sentences without sense: words and places of the packaged data, and what joins them."""
    with (DATA / "lexicon.tsv").open(encoding="utf-8") as file:
        words = [row["word"] for row in csv.DictReader(file, delimiter="\t")]
    with (DATA / "gazetteer.tsv").open(encoding="utf-8") as file:
        words += [row["name"] for row in csv.DictReader(file, delimiter="\t")]
    small = [*"的了在和是有不也就都到说与为把被", "我们", "昨日", "记者", "12", "3.5", "GDP"]

    def sentence() -> str:
        parts = dice.choices(words, k=dice.randrange(2, 5)) + dice.choices(small, k=4)
        dice.shuffle(parts)
        return "".join(parts) + dice.choice("，，，。。；：！？,")

    return ["".join(sentence() for _ in range(dice.randrange(1, 6))) for _ in range(number)]


def is_traditional(line: str) -> bool:
    """Whether more than a twentieth of a line is beyond GB2312."""
    return len(line.encode("gb2312", "ignore").decode("gb2312")) < 0.95 * len(line)


def to_traditional(line: str) -> str:
    """A simplified line in traditional characters, one for one, by the packaged table."""
    table = (DATA / "gazetteer_traditional.tsv").read_text("utf-8").splitlines()[1]
    traditional, simplified = table.split("\t")
    changes = str.maketrans((simplified + "“”‘’")[::-1], (traditional + "「」『』")[::-1])
    return line.translate(changes)


class Text:
    """Lines of one source, in simplified and traditional characters."""

    def __init__(self, name: str, lines: list[str]) -> None:
        """Part the lines by script, and make more traditional ones of the simplified."""
        self.name = name
        self.simplified = [line for line in lines if not is_traditional(line)]
        self.traditional = [line for line in lines if is_traditional(line)]
        self.traditional += [to_traditional(line) for line in self.simplified]

    def passage(self, dice: random.Random, encoding: str, length: int) -> str:
        """So many characters from the start of a random line on, all of them in the encoding."""
        only_big5 = encoding in TRADITIONAL
        lines = self.traditional if only_big5 or dice.random() < 1 / 3 else self.simplified
        newline = dice.choice(["\n", "\n", "\r\n"])
        parts, size = [], 0
        number = dice.randrange(len(lines))
        while size < length:
            line = lines[number]
            if encoding == "big5hkscs" and dice.random() < 0.3:
                line = dice.choice(CANTONESE) + line
            if encoding == "gb18030 rare":
                line = re.sub("的|一|不", lambda _: dice.choice(RARE), line, count=3)
            parts.append(line.encode(codec(encoding), "ignore").decode(codec(encoding)) + newline)
            size += len(parts[-1])
            number = dice.randrange(len(lines)) if dice.random() < 0.1 else number + 1
            number %= len(lines)
        return "".join(parts)[:length]


def codec(encoding: str) -> str:
    """What Python calls the encoding."""
    return MARKED.get(encoding, encoding.removesuffix(" rare"))


# Samples


def damaged(dice: random.Random, text: str, encoding: str, damage: str) -> tuple[bytes, str, str]:
    """The bytes, the text before the damaged character and the text behind it."""
    mark = b"" if encoding not in MARKED else "\ufeff".encode(codec(encoding))
    pieces = [char.encode(codec(encoding)) for char in text]
    wide = [i for i, piece in enumerate(pieces) if len(piece) > 1 and not text[i].isspace()]
    if damage == "none" or not wide:
        return mark + b"".join(pieces), text, ""
    hit = wide[-1] if damage == "tail cut" else dice.choice(wide)
    piece = pieces[hit]
    place = dice.randrange(len(piece))
    if damage == "tail cut":
        pieces, piece = pieces[: hit + 1], piece[: max(1, place)]
        behind = ""
    else:
        behind = text[hit + 1 :]
    if damage == "byte changed":
        other = dice.choice([b for b in range(1, 256) if b != piece[place]])
        piece = piece[:place] + bytes([other]) + piece[place + 1 :]
    elif damage == "byte lost":
        piece = piece[:place] + piece[place + 1 :]
    elif damage == "byte added":
        piece = piece[:place] + bytes([dice.randrange(1, 256)]) + piece[place:]
    pieces[hit] = piece
    return mark + b"".join(pieces), text[:hit], behind


def samples(texts: list[Text]) -> Iterator[Sample]:
    """All of them, the same each time."""
    for text in texts:
        for encoding in ENCODINGS:
            for damage in DAMAGES:
                dice = random.Random(f"{text.name} {encoding} {damage}")
                for length, number in LENGTHS.items():
                    for _ in range(number):
                        passage = text.passage(dice, encoding, length)
                        made = damaged(dice, passage, encoding, damage)
                        yield Sample(encoding, damage, text.name, passage, *made)


# Readers: bytes to an encoding's name and the text


def read_by_banmian(data: bytes) -> tuple[str, str]:
    """The reader of this package."""
    try:
        source = decode(data)
    except BanmianError as error:
        return type(error).__name__, ""
    return source.encoding, source.text


def read_by_normalizer(data: bytes) -> tuple[str, str]:
    """The library charset-normalizer."""
    best = charset_normalizer.from_bytes(data).best()
    return read_as(data, best.encoding if best else None)


def read_by_chardet(data: bytes) -> tuple[str, str]:
    """The library chardet."""
    return read_as(data, chardet.detect(data)["encoding"])


def read_by_cchardet(data: bytes) -> tuple[str, str]:
    """The library faust-cchardet."""
    return read_as(data, cchardet.detect(data)["encoding"])


def read_by_chain(data: bytes) -> tuple[str, str]:
    """The first of UTF-8, GB18030 and Big5 that decodes."""
    for encoding in ("utf-8", "gb18030", "big5"):
        try:
            return encoding, data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return "none", ""


def read_as(data: bytes, encoding: str | None) -> tuple[str, str]:
    """The data in the encoding that a program named, with U+FFFD for what is bad."""
    if encoding is None:
        return "none", ""
    name = encoding.lower().replace("_", "-")
    for mark, order in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark) and name.startswith("utf-16"):
            name = order
    try:
        return name, data.decode(name, "replace").removeprefix("\ufeff")
    except LookupError:  # an encoding that Python does not have
        return name, ""


READERS: Final[dict[str, Callable[[bytes], tuple[str, str]]]] = {
    "banmian": read_by_banmian,
    "chardet": read_by_chardet,
    "faust-cchardet": read_by_cchardet,
    "charset-normalizer": read_by_normalizer,
    "the chain": read_by_chain,
}


class Result(NamedTuple):
    """What one program made of one sample."""

    sample: Sample
    is_right: bool
    is_recovered: bool
    is_told: bool


def results(sample: Sample, read: Callable[[bytes], tuple[str, str]]) -> Result:
    """Read a sample and compare; a refusal tells that something is wrong, and so does a note."""
    encoding, text = read(sample.data)
    is_right = FAMILIES.get(encoding, encoding) == sample.family or text == sample.text
    is_told = not text
    if read is read_by_banmian and text:
        is_told = bool(decode(sample.data).notes)
    return Result(sample, is_right, sample.recovered_by(text), is_told)


# The tables

Group = Callable[[Sample], str]


def share(rows: list[Result], field: str) -> str:
    """So many of a hundred."""
    return f"{100 * sum(getattr(row, field) for row in rows) / len(rows):.1f}" if rows else "–"


def print_table(done: dict[str, list[Result]], group: Group, title: str, without: str) -> None:
    """A row for each group: its samples, then per program the share read right and recovered."""
    print(f"\n| {title} | n | {' | '.join(done)} |")
    print(f"|---|--:|{'--:|' * len(done)}")
    names = list(dict.fromkeys(group(row.sample) for row in done["banmian"]))
    for name in names:
        cells = []
        for rows in done.values():
            chosen = [
                row for row in rows if group(row.sample) == name and row.sample.length != without
            ]
            cells.append(f"{share(chosen, 'is_right')} / {share(chosen, 'is_recovered')}")
        print(f"| {name} | {len(chosen)} | {' | '.join(cells)} |")


def print_doubt(rows: list[Result]) -> None:
    """How many of the wrong and incomplete readings come without a word."""
    print(
        "\n| bytes | read wrong | of these without a word | incomplete | of these without a word |"
    )
    print("|---|--:|--:|--:|--:|")
    for name in CLASSES:
        of_class = [row for row in rows if row.sample.length == name]
        wrong = [row for row in of_class if not row.is_right]
        part = [row for row in of_class if row.is_right and not row.is_recovered]
        silent = [sum(not row.is_told for row in some) for some in (wrong, part)]
        counts = f"{len(wrong)} of {len(of_class)} | {silent[0]} | {len(part)} | {silent[1]}"
        print(f"| {name} | {counts} |")


def print_mojibake(texts: list[Text]) -> None:
    """How many passages that were read wrong are named so, and the false alarms on clean lines."""
    dice = random.Random(7)
    print("\n| written | read as | 100 characters | 400 characters |")
    print("|---|---|--:|--:|")
    for written, read_as in MISTAKES:
        cells = []
        for length in (100, 400):
            named = 0
            for number in range(100):
                text = texts[number % len(texts)].passage(dice, written, length)
                found = find_mojibake(misread(text.encode(written), read_as))
                named += found is not None and (found.written, found.read_as) == (written, read_as)
            cells.append(f"{named} of 100")
        print(f"| {written} | {read_as} | {' | '.join(cells)} |")
    lines = [line for text in texts for line in (*text.simplified, *text.traditional)]
    alarms = Counter(find_mojibake(line) is not None for line in lines)
    whole = [find_mojibake("\n".join(text.simplified)) for text in texts]
    print(f"\nClean lines called mojibake: {alarms[True]} of {len(lines):,}; ", end="")
    print(f"clean texts: {sum(found is not None for found in whole)} of {len(whole)}.")


def misread(data: bytes, read_as: str) -> str:
    """What a program makes of bytes in the wrong encoding; the web reads Latin-1 as cp1252."""
    if read_as == "cp1252":
        return "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in data)
    return data.decode(read_as, "replace")


def main() -> None:
    """Print every table."""
    texts = [
        Text("invented pages", lines_of_pages(ROOT / "tests" / "pages")),
        Text("sentences by lot", lines_by_lot(random.Random(1))),
    ]
    if len(sys.argv) > 1:
        texts.append(Text("the folder", lines_of_pages(Path(sys.argv[1]))))
    every = list(samples(texts))
    print(f"{len(every):,} samples of {', '.join(text.name for text in texts)}.")
    print("Encoding right / text recovered, in a hundred; the first table has all lengths,")
    print("the others what has 200 bytes or more.")
    done = {name: [results(s, read) for s in every] for name, read in READERS.items()}
    short = next(iter(CLASSES))
    print_table(done, lambda sample: sample.length, "bytes", without="")
    print_table(done, lambda sample: sample.encoding, "encoding", without=short)
    print_table(done, lambda sample: sample.damage, "damage", without=short)
    print_table(done, lambda sample: sample.source, "text", without=short)
    print_doubt(done["banmian"])
    print_mojibake(texts)


if __name__ == "__main__":
    main()
