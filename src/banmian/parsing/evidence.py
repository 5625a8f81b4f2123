"""Evidence for the role of each line: what a sub-editor would point at.

Every piece of evidence has a name; `grammar` weighs the names. Most of it is the line's own
shape, some is its neighbours' shape, some is cohesion: a subhead's text goes on about the same
things as the text above it, a new headline's does not. Furniture has been taken out before.

The evidence of a page is a table, lines down and kinds of evidence across: for each line, which
of the names of a kind holds, or none. So a whole page is weighed at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    NUMBER_BEGINS,
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

_SIZES: Final = np.array([2, 4, 6, 9, 13, 19, 27, 36, 50, 80])
"""Upper bounds of the size classes of a line, in characters."""
_BESIDE: Final = (*KINDS, "page edge")
_SIGNED: Final = (*SIGNS, "none")
_DISTANCES: Final = ("next", "near", "far")
_NEXT_NEAR: Final = np.array([1, 4])
"""A sign on the line above is next, up to four lines above it is near."""
_SEEN: Final = 25
"""From how many lines away a sign is seen."""
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
_ROW: Final = {kind: row for row, kind in enumerate(EVIDENCE)}
_NUMBERS: Final = np.array(
    [number for names in EVIDENCE.values() for number in (-1, *(_NUMBER_OF[n] for n in names))]
)
"""The numbers of the names of each kind in turn, -1 before them for a code of -1."""
_BEGINS: Final = np.cumsum([1, *(len(names) + 1 for names in EVIDENCE.values())])[:-1, None]
"""Where the names of each kind begin there, a row a kind."""

_COHESION: Final = ("goes on", "spoken of below", "spoken of above")
_PLACE: Final[Mapping[tuple[str, ...], Mapping[str, int]]] = {
    words: {word: code for code, word in enumerate(words)}
    for words in (KINDS, TAILS, LASTS, FIRSTS, NAMED, SIGNS)
}
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
    if width := _measure(sheet.sizes):
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
        self._codes: Numbers = np.full((len(EVIDENCE), len(shapes)), -1, dtype=np.int64)
        self._flags: list[int] = []
        self._flagged: list[int] = []

    def put(self, kind: str, codes: Any, lines: Any = slice(None)) -> None:
        """Enter which name of ``kind`` holds for each line, -1 for none."""
        self._codes[_ROW[kind], lines] = codes

    def flag(self, kind: str, lines: list[int]) -> None:
        """Enter that ``kind`` is there on these lines."""
        self._flags += [_ROW[kind]] * len(lines)
        self._flagged += lines

    def finished(self) -> Found:
        """The table in numbers of names."""
        self._codes[self._flags, self._flagged] = 0
        return np.ascontiguousarray(_NUMBERS[self._codes + _BEGINS].T)


def _codes(words: tuple[str, ...], values: Sequence[str | None]) -> Numbers:
    """The place of each value among ``words``, -1 for None."""
    place = _PLACE[words]
    return np.array([-1 if value is None else place[value] for value in values], dtype=np.int64)


def _own(sheet: _Sheet) -> None:
    """What a line shows by itself, in a page of such gaps and indents."""
    shapes = sheet.shapes
    sheet.put("always", 0)
    sheet.put("size", _SIZES.searchsorted(sheet.sizes))
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
    flag, texts = sheet.flag, list(enumerate(sheet.texts))
    flag("stop inside", [i for i, s in enumerate(shapes) if s.inner])
    flag("opening of a report", [i for i, s in enumerate(shapes) if s.lead])
    flag("mark left open", [i for i, s in enumerate(shapes) if s.opened])
    flag("stops at once", [i for i, t in texts if len(t) > 6 and STOPS_AT_ONCE.match(t)])
    notes = [i for i, t in texts if t[0] == "编" and len(t) > HEAD_LIMIT and NOTE.match(t)]
    flag("editor's note", notes)
    flag("speaks of a picture", [i for i, t in texts if speaks_of_picture(t)])
    dated = [i for i, t in texts if t[0] in PHOTO_DATE_BEGINS and PHOTO_DATE.match(t)]
    flag("opens with a day", dated)
    flag("opens like a brief", [i for i, t in texts if shapes[i].text and BRIEF_OPENING.match(t)])
    flag("opens like running text", [i for i, t in texts if RUNNING.match(t)])
    flag("all in brackets", [i for i, t in texts if t[0] in "([" and t[-1] in ")]"])


def _own_short(sheet: _Sheet) -> None:
    """What only a line that may be a heading, a byline or the like can show."""
    short = np.flatnonzero(sheet.sizes <= HEAD_LIMIT)
    lines = short.tolist()
    shapes = [(i, sheet.shapes[i]) for i in lines]
    texts = [(i, sheet.texts[i]) for i in lines]
    titled = [-1 if s.reporter < 0 else int(s.names is not None) for _, s in shapes]
    sheet.put("reporter", titled, short)
    names = _codes(NAMED, [s.names if s.reporter < 0 else None for _, s in shapes])
    sheet.put("names", names, short)
    flag = sheet.flag
    flag("opens with reporter", [i for i, s in shapes if _opens_with_reporter(s)])
    commas = [(i, t.count(",") + t.count(";")) for i, t in texts]
    flag("comma", [i for i, n in commas if n == 1])
    flag("commas", [i for i, n in commas if n > 1])
    flag("listing comma", [i for i, t in texts if "、" in t])
    flag("asks", [i for i, t in texts if t[-1] == "?"])
    flag("calls", [i for i, t in texts if t[-1] == "!"])
    flag("colon inside", [i for i, t in texts if ":" in t[:-1]])
    flag("blank inside", [i for i, t in texts if " " in t])
    flag("label word", [i for i, t in texts if is_label(t)])
    flag("box word", [i for i, t in texts if SIDEBAR.match(t)])
    flag("picture credit", [i for i, s in shapes if s.credit])
    flag("speaker", [i for i, t in texts if ":" in t and SPEECH.match(t)])
    flag("only a date", [i for i, t in texts if "年" in t and ONLY_DATE.match(t)])
    flag("row of figures", [i for i, t in texts if not t[-1].isalpha() and TABLE.match(t)])
    flag("ends in a function word", [i for i, t in texts if NO_TITLE_END.search(t[-2:])])
    flag("ends in a headline verb", [i for i, t in texts if TAIL_OF_TITLE.match(t[-2:])])
    no_letter = [i for i, t in texts if not (t[0].isalnum() or any(map(str.isalnum, t)))]
    flag("no letter", no_letter)
    few_words = [i for i, s in shapes if s.line.folded[0] == "—" and s.line.size <= 12]
    flag("dash and few words", few_words)
    flag("dash inside", [i for i, t in texts if t.find("——", 1) > 0])


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
    """The nearest sign of a story's beginning or end on either side."""
    signs = _codes(SIGNS, [s.sign or None for s in sheet.shapes]).tolist()
    above, distance = _last_signs(signs)
    below = _last_signs(signs[::-1])[0][::-1]
    sheet.put("sign above", above)
    sheet.put("sign near", above * len(_DISTANCES) + _NEXT_NEAR.searchsorted(distance))
    sheet.put("signs", above * len(_SIGNED) + below)


def _last_signs(signs: Sequence[int]) -> tuple[Numbers, Numbers]:
    """For each line the last sign above it, of those near enough, and how far above it is."""
    none = len(SIGNS)
    found: list[int] = []
    distances: list[int] = []
    sign, distance = none, _SEEN + 1
    for here in signs:
        found.append(sign if distance <= _SEEN else none)
        distances.append(distance)
        sign, distance = (here, 1) if here >= 0 else (sign, distance + 1)
    return np.array(found), np.array(distances)


def _joins(sheet: _Sheet, pairs: Pairs) -> None:
    """Whether a line goes on a sentence that stands cut above it."""
    is_open = np.array([_is_open(s) for s in sheet.shapes])
    cut = np.concatenate([[False], is_open[:-1]])
    sheet.flag("above is cut", cut.nonzero()[0].tolist())
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
    sheet.flag("earlier text is cut", later.tolist())
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


def _usual_gap(gaps: list[int]) -> int:
    below = gaps[1:]
    return max(dict.fromkeys(below), key=below.count, default=0)


def _numbering(shapes: Sequence[Shape]) -> list[int]:
    """Whether a numbered line goes on a numbering, begins one, or neither."""
    codes: list[int] = []
    reached: dict[bool, int] = {}
    for shape in shapes:
        folded = shape.line.folded
        match = NUMBER.match(folded) if folded[0] in NUMBER_BEGINS else None
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


def _measure(sizes: Numbers) -> int:
    """The width of a page whose every line was broken at one measure, or 0.

    A third of the lines within two characters of the commonest size, and few longer.
    """
    counts = np.bincount(sizes[sizes >= 12], minlength=3)
    three = np.convolve(counts, [1, 1, 1], "same") * (counts > 0)
    width = len(counts) - 1 - int(three[::-1].argmax())  # the widest of equals
    near = counts[max(0, width - 2) : width + 3].sum()
    longer = counts[width + 3 :].sum()
    return width if near * 3 >= len(sizes) and near > 4 * longer else 0


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
