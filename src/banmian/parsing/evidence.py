"""Evidence for the role of each line: what a sub-editor would point at.

Every piece of evidence has a name; `grammar` weighs the names. Most of it is the line's own
shape, some is its neighbours' shape, some is cohesion: a subhead's text goes on about the same
things as the text above it, a new headline's does not. Furniture has been taken out before.

The evidence of a page is a table, lines down and kinds of evidence across: for each line, which
of the names of a kind holds, or none. So a whole page is weighed at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import product
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from banmian.parsing.cohesion import GRADES, compare
from banmian.parsing.formulas import TAILS
from banmian.parsing.lines import FIRSTS, LASTS, closing_first
from banmian.parsing.names import NAMED
from banmian.parsing.pairs import Numbers, Pairs
from banmian.parsing.shapes import HEAD_LIMIT, KINDS, SIGNS, Shape
from banmian.parsing.wording import (
    BRIEF_OPENING,
    NO_TITLE_END,
    NOTE,
    NUMBER,
    ONLY_DATE,
    PHOTO_DATE,
    PHOTO_DATE_BEGINS,
    RUNNING,
    SIDEBAR,
    SPEECH,
    STOPS_AT_ONCE,
    TABLE,
    TAIL_OF_TITLE,
    is_label,
    speaks_of_picture,
)

_SIZES: Final = (2, 4, 6, 9, 13, 19, 27, 36, 50, 80)
"""Upper bounds of the size classes of a line, in characters."""
_BESIDE: Final = (*KINDS, "page edge")
_SIGNED: Final = (*SIGNS, "none")
_DISTANCES: Final = ("next", "near", "far")
_SEAMS: Final = ("neighbour", "earlier text", "the line below")

_FLAGS: Final = (
    "stop inside",
    "opening of a report",
    "mark left open",
    "stops at once",
    "editor's note",
    "speaks of a picture",
    "opens with a day",
    "opens like a brief",
    "opens like running text",
    "all in brackets",
    "comma",
    "commas",
    "listing comma",
    "asks",
    "calls",
    "colon inside",
    "blank inside",
    "label word",
    "box word",
    "picture credit",
    "speaker",
    "only a date",
    "row of figures",
    "ends in a function word",
    "ends in a headline verb",
    "no letter",
    "dash and few words",
    "dash inside",
    "opens with reporter",
    "above is cut",
    "earlier text is cut",
)
"""Evidence that is there or not."""


def _pairs_of(form: str, one: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    return tuple(form.format(a, b) for a, b in product(one, other))


def _each(form: str, words: Sequence[str]) -> tuple[str, ...]:
    return tuple(form.format(word) for word in words)


EVIDENCE: Final[Mapping[str, tuple[str, ...]]] = {
    "always": ("always",),
    "size": (*_each("size<={}", [str(size) for size in _SIZES]), "size>80"),
    "end": _each("ends:{}", LASTS),
    "opening": _each("opens:{}", FIRSTS),
    "gap": ("wide gap above", "no gap above"),
    "indent": ("not indented", "indented"),
    "whole line": _each("whole line {}", TAILS),
    "tail": _each("ends with {}", TAILS),
    "reporter": ("reporter word", "reporter formula"),
    "names": _each("only names: {}", NAMED),
    **{flag: (flag,) for flag in _FLAGS},
    "above": _each("above: {}", _BESIDE),
    "below": _each("below: {}", _BESIDE),
    "two below": _pairs_of("below: {}, {}", _BESIDE, _BESIDE),
    "step down": _pairs_of("{} > {}", _BESIDE, KINDS),
    "step up": _pairs_of("{} > {}", KINDS, _BESIDE),
    "tail above": _each("above ends with {}", TAILS),
    "sign above": _each("last sign above: {}", _SIGNED),
    "sign near": _pairs_of("last sign above: {}, {}", _SIGNED, _DISTANCES),
    "signs": _pairs_of("signs: {} ~ {}", _SIGNED, _SIGNED),
    **{
        f"marks, {who}": (f"closes the mark of {who}", f"broken start under {who}")
        for who in _SEAMS
    },
    **{
        f"seam, {who}": (
            f"comma before the seam with {who}",
            f"nothing over the seam with {who}",
            f"two characters stand elsewhere over the seam with {who}",
            f"three characters stand elsewhere over the seam with {who}",
        )
        for who in _SEAMS
    },
    "cut above": _each("above is cut, this is {}", KINDS),
    "cut earlier": _each("earlier text is cut, this is {}", KINDS),
    "between": ("earlier text is cut, above open", "earlier text is cut, above closed"),
    "numbering": ("goes on a numbering", "begins a numbering", "numbered out of turn"),
    "measure": ("above falls short of the measure", "above fills the measure"),
    "run": ("among short lines", "among many short lines"),
    "goes on": _each("text goes on as above: {}", GRADES),
    "spoken of below": _each("text below speaks of it: {}", GRADES),
    "spoken of above": _each("text above speaks of it: {}", GRADES),
}
"""The kinds of evidence, and the names of what each may say of a line."""
NAMES: Final = tuple(dict.fromkeys(name for names in EVIDENCE.values() for name in names))
"""All evidence there is. Two kinds may share a name: a step down is the next line's step up."""

_NUMBER_OF: Final = {name: number for number, name in enumerate(NAMES)}
_COLUMN: Final = {kind: column for column, kind in enumerate(EVIDENCE)}
_CODES: Final = {
    # the last entry is for a code of -1: none of the names
    kind: np.array([*(_NUMBER_OF[name] for name in names), -1])
    for kind, names in EVIDENCE.items()
}

_FLAG: Final = {kind: row for row, kind in enumerate(_FLAGS)}
_FLAG_COLUMNS: Final = [_COLUMN[kind] for kind in _FLAGS]
_FLAG_NUMBERS: Final = np.array([_NUMBER_OF[kind] for kind in _FLAGS])
_COHESION: Final = ("goes on", "spoken of below", "spoken of above")
_STOP, _BREAK, _WORD = map(LASTS.index, ("stop", "break", "word"))
_BROKEN: Final = FIRSTS.index("broken")

Found = npt.NDArray[np.int64]
"""Evidence of a page, lines down and kinds across: numbers of `NAMES`, -1 for none."""


def collect(shapes: Sequence[Shape]) -> Found:
    """All evidence of a page's lines.

    >>> from banmian.parsing.lines import cut_lines
    >>> from banmian.parsing.shapes import read_shape
    >>> found = collect([read_shape(line) for line in cut_lines("新桥通车")])
    >>> [NAMES[number] for number in found[0] if number >= 0][:4]
    ['always', 'size<=4', 'ends:word', 'opens:word']
    """
    sheet = _Sheet(shapes)
    _own(sheet)
    _own_short(sheet)
    _neighbours(sheet)
    _signs(sheet)
    pairs = Pairs(sheet.texts)
    _joins(sheet, pairs)
    for kind, grades in zip(_COHESION, compare(shapes, pairs), strict=True):
        sheet.put(kind, grades)
    sheet.put("numbering", _numbering(shapes))
    sheet.put("run", _short_runs(shapes))
    if width := _measure(shapes):
        sheet.put("measure", np.concatenate([[-1], abs(sheet.sizes[:-1] - width) <= 2]))
    return sheet.finished()


class _Sheet:
    """The table while it is filled in, a kind of evidence after the other."""

    def __init__(self, shapes: Sequence[Shape]) -> None:
        self.shapes = shapes
        self.texts = [s.line.folded for s in shapes]
        self.sizes = np.array([s.line.size for s in shapes])
        self.kinds = _codes(KINDS, [s.kind for s in shapes])
        self.tails = _codes(TAILS, [s.tail.kind if s.tail else None for s in shapes])
        self.last = _codes(LASTS, [s.last for s in shapes])
        self.first = _codes(FIRSTS, [s.first for s in shapes])
        self._found: Found = np.full((len(shapes), len(EVIDENCE)), -1)
        self._flags = np.zeros((len(_FLAGS), len(shapes)), dtype=bool)

    def put(self, kind: str, codes: Any, lines: Any = slice(None)) -> None:
        """Enter which name of ``kind`` holds for each line, -1 for none."""
        self._found[lines, _COLUMN[kind]] = _CODES[kind][codes]

    def flag(self, kind: str, there: Collection[object], lines: Any = slice(None)) -> None:
        """Enter for each line whether ``kind`` is there: anything that is true."""
        self._flags[_FLAG[kind], lines] = np.fromiter(map(bool, there), bool, len(there))

    def finished(self) -> Found:
        """The table with its flags."""
        self._found[:, _FLAG_COLUMNS] = np.where(self._flags.T, _FLAG_NUMBERS, -1)
        return self._found


def _codes(words: Sequence[str], values: Sequence[str | None]) -> Numbers:
    """The place of each value among ``words``, -1 for None."""
    place: dict[str | None, int] = {word: i for i, word in enumerate(words)}
    place[None] = -1
    return np.array([place[value] for value in values], dtype=np.int64)


def _own(sheet: _Sheet) -> None:
    """What a line shows by itself, in a page of such gaps and indents."""
    shapes, texts = sheet.shapes, sheet.texts
    sheet.put("always", 0)
    sheet.put("size", np.searchsorted(_SIZES, sheet.sizes - 1, side="right"))
    sheet.put("end", sheet.last)
    sheet.put("opening", sheet.first)
    gaps = [s.line.gap for s in shapes]
    usual = _usual_gap(gaps)
    sheet.put("gap", [-1 if gap == usual else int(gap < usual) for gap in gaps])
    indented = [int(s.line.indent > 0) for s in shapes]
    if sum(indented) * 5 > len(shapes):
        sheet.put("indent", indented)
    whole = np.array([s.tail is not None and s.tail.start <= 2 for s in shapes])
    sheet.put("whole line", np.where(whole, sheet.tails, -1))
    sheet.put("tail", np.where(whole, -1, sheet.tails))
    sheet.flag("stop inside", [s.inner for s in shapes])
    sheet.flag("opening of a report", [s.lead for s in shapes])
    sheet.flag("mark left open", [s.opened for s in shapes])
    sheet.flag("stops at once", [len(t) > 6 and STOPS_AT_ONCE.match(t) for t in texts])
    sheet.flag(
        "editor's note", [t[0] == "编" and len(t) > HEAD_LIMIT and NOTE.match(t) for t in texts]
    )
    sheet.flag("speaks of a picture", [speaks_of_picture(t) for t in texts])
    sheet.flag(
        "opens with a day", [t[0] in PHOTO_DATE_BEGINS and PHOTO_DATE.match(t) for t in texts]
    )
    sheet.flag(
        "opens like a brief", [s.text and BRIEF_OPENING.match(s.line.folded) for s in shapes]
    )
    sheet.flag("opens like running text", [RUNNING.match(t) for t in texts])
    sheet.flag("all in brackets", [t[0] in "([" and t[-1] in ")]" for t in texts])


def _own_short(sheet: _Sheet) -> None:
    """What only a line that may be a heading, a byline or the like can show."""
    lines = np.flatnonzero(sheet.sizes <= HEAD_LIMIT)
    shapes = [sheet.shapes[i] for i in lines.tolist()]
    texts = [s.line.folded for s in shapes]
    titled = [-1 if s.reporter < 0 else int(s.names is not None) for s in shapes]
    sheet.put("reporter", titled, lines)
    sheet.put("names", _codes(NAMED, [s.names if s.reporter < 0 else None for s in shapes]), lines)

    def flag(kind: str, there: Collection[object]) -> None:
        sheet.flag(kind, there, lines)

    flag("opens with reporter", [_opens_with_reporter(s) for s in shapes])
    commas = [t.count(",") + t.count(";") for t in texts]
    flag("comma", [n == 1 for n in commas])
    flag("commas", [n > 1 for n in commas])
    flag("listing comma", ["、" in t for t in texts])
    flag("asks", [t[-1] == "?" for t in texts])
    flag("calls", [t[-1] == "!" for t in texts])
    flag("colon inside", [":" in t[:-1] for t in texts])
    flag("blank inside", [" " in t for t in texts])
    flag("label word", [is_label(t) for t in texts])
    flag("box word", [SIDEBAR.match(t) for t in texts])
    flag("picture credit", [s.credit for s in shapes])
    flag("speaker", [":" in t and SPEECH.match(t) for t in texts])
    flag("only a date", ["年" in t and ONLY_DATE.match(t) for t in texts])
    flag("row of figures", [not t[-1].isalpha() and TABLE.match(t) for t in texts])
    flag("ends in a function word", [NO_TITLE_END.search(t[-2:]) for t in texts])
    flag("ends in a headline verb", [TAIL_OF_TITLE.match(t[-2:]) for t in texts])
    flag("no letter", [not (t[0].isalnum() or any(map(str.isalnum, t))) for t in texts])
    flag(
        "dash and few words",
        [t[0] == "—" and s.line.size <= 12 for t, s in zip(texts, shapes, strict=True)],
    )
    flag("dash inside", [t.find("——", 1) > 0 for t in texts])


def _opens_with_reporter(shape: Shape) -> bool:
    at = shape.reporter
    return at == 0 or (at > 0 and shape.line.folded.startswith(("本报", "新华社")))


def _neighbours(sheet: _Sheet) -> None:
    edge, here = len(KINDS), sheet.kinds
    around = np.concatenate([[edge], here, [edge, edge]])
    before, after, later = around[:-3], around[2:-1], around[3:]
    sheet.put("above", before)
    sheet.put("below", after)
    sheet.put("two below", after * len(_BESIDE) + later)
    sheet.put("step down", before * len(KINDS) + here)
    sheet.put("step up", here * len(_BESIDE) + after)
    sheet.put("tail above", np.concatenate([[-1], sheet.tails[:-1]]))


def _signs(sheet: _Sheet) -> None:
    """The nearest sign of a story's beginning or end on either side, within 25 lines."""
    count, none = len(sheet.shapes), len(SIGNS)
    lines = np.arange(count)
    signs = _codes(SIGNS, [s.sign or None for s in sheet.shapes])
    before = np.maximum.accumulate(np.where(signs >= 0, lines, -99))
    after = np.minimum.accumulate(np.where(signs >= 0, lines, count + 99)[::-1])[::-1]
    before, after = np.concatenate([[-99], before[:-1]]), np.concatenate([after[1:], [count + 99]])
    padded = np.append(signs, none)
    above = padded[np.where(lines - before <= 25, before, count)]
    below = padded[np.where(after - lines <= 25, after, count)]
    distance = np.searchsorted((1, 4), lines - before)
    sheet.put("sign above", above)
    sheet.put("sign near", above * len(_DISTANCES) + distance)
    sheet.put("signs", above * len(_SIGNED) + below)


def _joins(sheet: _Sheet, pairs: Pairs) -> None:
    """Whether a line goes on a sentence that stands cut above it."""
    is_open = np.array([_is_open(s) for s in sheet.shapes])
    cut = np.concatenate([[False], is_open[:-1]])
    sheet.flag("above is cut", cut)
    sheet.put("cut above", np.where(cut, sheet.kinds, -1))
    closed = (sheet.last == _STOP) | (sheet.tails >= 0)
    beside = np.flatnonzero(~closed[:-1]) + 1
    opening = np.array(_open_texts(is_open.tolist()))
    later = np.flatnonzero(opening >= 0)
    above = np.concatenate([beside - 1, opening[later]])
    marks, seams = _fit(sheet, above, np.concatenate([beside, later]), pairs)
    count = len(beside)
    onward = np.flatnonzero(sheet.last[beside - 1] == _WORD)
    for who, rows, lines in (
        ("neighbour", slice(count), beside),
        ("the line below", onward, beside[onward] - 1),
        ("earlier text", slice(count, None), later),
    ):
        sheet.put(f"marks, {who}", marks[rows], lines)
        sheet.put(f"seam, {who}", seams[rows], lines)
    sheet.flag("earlier text is cut", opening >= 0)
    sheet.put("cut earlier", sheet.kinds[later], later)
    sheet.put("between", closed[later - 1].astype(int), later)


def _is_open(shape: Shape) -> bool:
    return shape.text and shape.last not in ("stop", "colon", "semicolon") and not shape.tail


def _open_texts(is_open: Sequence[bool]) -> list[int]:
    """For each line the nearest open text above it that is not its neighbour, or -1.

    At most eight lines above: a picture and its caption, or a short item, fit between.
    """
    found: list[int] = []
    last = -1
    for i in range(len(is_open)):
        found.append(last if i - last <= 8 else -1)
        if i and is_open[i - 1]:
            last = i - 1
    return found


def _fit(sheet: _Sheet, above: Numbers, below: Numbers, pairs: Pairs) -> tuple[Numbers, Numbers]:
    """What joins or parts the ends of lines ``above`` and the beginnings of lines ``below``.

    Codes of the marks left open, and of the characters over the seam.
    """
    opened = np.array([bool(s.opened) for s in sheet.shapes])[above]
    marks = np.where(~opened & (sheet.first[below] == _BROKEN), 1, -1)
    for k in np.flatnonzero(opened).tolist():
        if closing_first(sheet.texts[below[k]], sheet.shapes[above[k]].opened):
            marks[k] = 0
    last = sheet.last[above]
    seams = np.where(last == _BREAK, 0, -1)
    word = last == _WORD
    word[word] = [sheet.texts[i][0] > "㐀" for i in below[word].tolist()]
    known = pairs.over_seams(above[word], below[word])
    seams[word] = np.where(known == 0, 1, known)
    return marks, seams


def _usual_gap(gaps: Sequence[int]) -> int:
    return Counter(gaps[1:]).most_common(1)[0][0] if len(gaps) > 1 else 0


def _numbering(shapes: Sequence[Shape]) -> list[int]:
    """Whether a numbered line goes on a numbering, begins one, or neither."""
    codes: list[int] = []
    reached: dict[bool, int] = {}
    for shape in shapes:
        match = NUMBER.match(shape.line.folded)
        if match is None:
            codes.append(-1)
            continue
        form = match.group(1)
        han = not form.isdigit()
        value = _han_number(form) if han else int(form)
        goes_on = value == reached.get(han, 0) + 1 and value > 1
        codes.append(0 if goes_on else 1 if value == 1 else 2)
        reached[han] = value
    return codes


def _han_number(form: str) -> int:
    digits = "〇一二三四五六七八九十"
    values = [digits.index(char) for char in form]
    if values[0] == 10:
        return 10 + (values[1] if len(values) > 1 else 0)
    return values[0] * (10 if values[-1] == 10 and len(values) > 1 else 1)


def _measure(shapes: Sequence[Shape]) -> int:
    """The width of a page whose every line was broken at one measure, or 0.

    A third of the lines within two characters of the commonest size, and few longer.
    """
    sizes = Counter(s.line.size for s in shapes if s.line.size >= 12)
    if not sizes:
        return 0
    width = max(sizes, key=lambda size: (sizes[size - 1] + sizes[size] + sizes[size + 1], size))
    near = sum(sizes[width + d] for d in (-2, -1, 0, 1, 2))
    longer = sum(n for size, n in sizes.items() if size > width + 2)
    return width if near * 3 >= len(shapes) and near > 4 * longer else 0


def _short_runs(shapes: Sequence[Shape]) -> list[int]:
    """For each line whether three or more, or six or more, of under 21 characters stand by it."""
    codes = [-1] * len(shapes)
    start = 0
    for i in range(len(shapes) + 1):
        if i < len(shapes) and shapes[i].line.size <= 20:
            continue
        if i - start >= 3:
            codes[start:i] = [0 if i - start < 6 else 1] * (i - start)
        start = i + 1
    return codes
