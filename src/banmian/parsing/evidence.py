"""Evidence for the role of each line: what a sub-editor would point at.

Every piece of evidence has a name; `grammar` weighs the names. Most of it is the line's own
shape, some is its neighbours' shape, some is cohesion: a subhead's text goes on about the same
things as the text above it, a new headline's does not. Furniture has been taken out before.

It is entered in a `sheet`, lines down and kinds of evidence across.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from banmian.parsing.cohesion import compare
from banmian.parsing.lines import FIRSTS, LASTS, closing_first
from banmian.parsing.names import NAMED
from banmian.parsing.pairs import Numbers, Pairs
from banmian.parsing.shapes import HEAD_LIMIT, KINDS, SIGNS, Shape
from banmian.parsing.sheet import BESIDE, DISTANCES, SIGNED, SIZES, Found, Sheet, codes
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

_NEXT_NEAR: Final = np.array([1, 4])
"""A sign on the line above is next, up to four lines above it is near."""
_SEEN: Final = 25
"""From how many lines away a sign is seen."""
_COHESION: Final = ("goes on", "spoken of below", "spoken of above")
_STOP, _BREAK, _WORD = map(LASTS.index, ("stop", "break", "word"))
_BROKEN: Final = FIRSTS.index("broken")


def collect(shapes: Sequence[Shape]) -> Found:
    """All evidence of a page's lines.

    >>> from banmian.parsing.lines import cut_lines
    >>> from banmian.parsing.shapes import read_shape
    >>> from banmian.parsing.sheet import NAMES
    >>> found = collect([read_shape(line) for line in cut_lines("新桥通车")])
    >>> [NAMES[number] for number in found[0] if number >= 0][:4]
    ['always', 'size<=4', 'ends:word', 'opens:word']
    """
    sheet = Sheet(shapes)
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


def _own(sheet: Sheet) -> None:
    """What a line shows by itself, in a page of such gaps and indents."""
    shapes = sheet.shapes
    sheet.put("always", 0)
    sheet.put("size", SIZES.searchsorted(sheet.sizes))
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


def _own_short(sheet: Sheet) -> None:
    """What only a line that may be a heading, a byline or the like can show."""
    short = np.flatnonzero(sheet.sizes <= HEAD_LIMIT)
    lines = short.tolist()
    shapes = [(i, sheet.shapes[i]) for i in lines]
    texts = [(i, sheet.texts[i]) for i in lines]
    titled = [-1 if s.reporter < 0 else int(s.names is not None) for _, s in shapes]
    sheet.put("reporter", titled, short)
    names = codes(NAMED, [s.names if s.reporter < 0 else None for _, s in shapes])
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
    return at == 0 or (at > 0 and shape.line.folded.startswith(("本报", "本報", "新华社")))


def _neighbours(sheet: Sheet) -> None:
    edge, here = len(KINDS), sheet.kinds
    around = np.concatenate([[edge], here, [edge, edge]])
    before, after, later = around[:-3], around[2:-1], around[3:]
    sheet.put("above", before)
    sheet.put("below", after)
    sheet.put("two below", after * len(BESIDE) + later)
    sheet.put("step down", before * len(KINDS) + here)
    sheet.put("step up", here * len(BESIDE) + after)
    sheet.put("tail above", np.concatenate([[-1], sheet.tails[:-1]]))


def _signs(sheet: Sheet) -> None:
    """The nearest sign of a story's beginning or end on either side."""
    signs = codes(SIGNS, [s.sign or None for s in sheet.shapes]).tolist()
    above, distance = _last_signs(signs)
    below = _last_signs(signs[::-1])[0][::-1]
    sheet.put("sign above", above)
    sheet.put("sign near", above * len(DISTANCES) + _NEXT_NEAR.searchsorted(distance))
    sheet.put("signs", above * len(SIGNED) + below)


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


def _joins(sheet: Sheet, pairs: Pairs) -> None:
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


def _fit(sheet: Sheet, above: Numbers, below: Numbers, pairs: Pairs) -> tuple[Numbers, Numbers]:
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
    turns: list[int] = []
    reached: dict[bool, int] = {}
    for shape in shapes:
        folded = shape.line.folded
        match = NUMBER.match(folded) if folded[0] in NUMBER_BEGINS else None
        if match is None:
            turns.append(-1)
            continue
        form = match.group(1)
        han = not form.isdigit()
        value = _han_number(form) if han else int(form)
        goes_on = value == reached.get(han, 0) + 1 and value > 1
        turns.append(0 if goes_on else 1 if value == 1 else 2)
        reached[han] = value
    return turns


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
    runs = [-1] * len(shapes)
    start = 0
    for i in range(len(shapes) + 1):
        if i < len(shapes) and shapes[i].line.size <= 20:
            continue
        if i - start >= 3:
            runs[start:i] = [0 if i - start < 6 else 1] * (i - start)
        start = i + 1
    return runs
