"""Rows of tables (表格): short lines that are text, told by what stands above and below them.

Lines one below the other with as many cells, parted by blanks, and figures in them are a table.
Its rows are neither heads nor names, for all their shortness, and neither are its unit and its
notes in brackets. Where the blanks are lost, lines are that end in a string of figures. Left alone:
the heads of such tables, and lists of names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from banmian.parsing.lines import Line
from banmian.parsing.shapes import Shape, read_shape
from banmian.parsing.wording import is_jump

_ROWS: Final = 3
"""Two lines of as many cells are often a byline of two lines, or two heads."""
_ROW_SIZE: Final = 40
_FIGURE = re.compile(r"[\d〇○零一二三四五六七八九十↑↓→]")
_WIDE = re.compile(r" {2,}")
_SOLID = re.compile(r"[^\d。!?]{1,16}[\d.,%+:/-]{6,}")
"""上证指数917.02914.061510.18: a row without its blanks."""


def read_shapes(lines: Sequence[Line]) -> tuple[list[Shape], frozenset[int]]:
    r"""The shapes of a page's lines, and which of them are in a table.

    >>> from banmian.parsing.lines import cut_lines
    >>> page = "昨日菜价\n品种  东市  西市\n青椒  1.8  2.0\n番茄  1.2  1.1\n(单位:元)"
    >>> sorted(read_shapes(cut_lines(page))[1])
    [1, 2, 3, 4]
    """
    shapes = [read_shape(line) for line in lines]
    short = [i for i, line in enumerate(lines) if line.size <= _ROW_SIZE]
    tables = (*_tables(shapes, short), *_solid(shapes, short))
    rows = frozenset(row for table in tables for row in table)
    for row in rows:
        shapes[row] = _as_text(shapes[row])
    return shapes, rows


def _as_text(shape: Shape) -> Shape:
    """The shape of a row: text that is not cut."""
    return shape._replace(
        last="stop", lead=None, tail=None, opened="", inner=False, text=True, head=False,
        names=None, reporter=-1, credit=False, kind="text", sign="",
    )  # fmt: skip


def _tables(shapes: Sequence[Shape], short: Sequence[int]) -> Iterator[range]:
    """The lines of each table with its head and notes; ``short`` are those of a row's length."""
    for start, lines in _lines_with_blanks(shapes, short):
        narrow = [len(line.split()) for line in lines]
        wide = [len(_WIDE.split(line)) for line in lines]
        top = 0
        while top < len(lines):
            end = max(_run(narrow, top), _run(wide, top) if wide[top] > 1 else top)
            if end - top >= _ROWS and _have_figures(lines[top:end]):
                # over the first cell may stand nothing
                above = top > 0 and narrow[top - 1] == narrow[top] - 1
                yield _with_notes(shapes, start + top - above, start + end)
                top = end
            else:
                top += 1


def _lines_with_blanks(
    shapes: Sequence[Shape], short: Sequence[int]
) -> Iterator[tuple[int, list[str]]]:
    """Short lines one below the other that blanks part: the number of the first, and the texts."""
    found = [i for i in short if " " in shapes[i].line.folded and _may_be_row(shapes[i])]
    for run in together(found, _ROWS):
        yield run.start, [shapes[i].line.folded for i in run]


def _solid(shapes: Sequence[Shape], short: Sequence[int]) -> Iterator[range]:
    """The rows of each table that has lost its blanks."""
    ends = [i for i in short if shapes[i].line.folded[-1] in _ENDS]
    return together([i for i in ends if _SOLID.fullmatch(shapes[i].line.folded)], _ROWS)


_ENDS: Final = "0123456789%"


def together(lines: Sequence[int], least: int) -> Iterator[range]:
    """Where at least so many of the lines stand one below the other.

    >>> list(together([1, 4, 5, 6, 9, 10], 2))
    [range(4, 7), range(9, 11)]
    """
    start = 0
    for at in range(1, len(lines) + 1):
        if at == len(lines) or lines[at] != lines[at - 1] + 1:
            if at - start >= least:
                yield range(lines[start], lines[at - 1] + 1)
            start = at


def _may_be_row(shape: Shape) -> bool:
    plain = shape.lead is None and shape.tail is None and shape.reporter < 0
    return plain and shape.last not in ("stop", "break")


def _run(cells: Sequence[int], start: int) -> int:
    """After the last line from ``start`` on that has as many cells."""
    end = start + 1
    while end < len(cells) and cells[end] == cells[start]:
        end += 1
    return end


def _have_figures(rows: Sequence[str]) -> bool:
    """Whether every row but the head has figures behind its first cell."""
    return all(_FIGURE.search(row.split(" ", 1)[1]) for row in rows[1:])


def _with_notes(shapes: Sequence[Shape], top: int, end: int) -> range:
    """The lines of a table and, around it, its unit, its day or its source in brackets."""
    while top and _is_note(shapes[top - 1]):
        top -= 1
    while end < len(shapes) and _is_note(shapes[end]):
        end += 1
    return range(top, end)


def _is_note(shape: Shape) -> bool:
    folded = shape.line.folded
    bracketed = folded[0] in "([" and folded[-1] in ")]" and not is_jump(folded)
    return bracketed and shape.line.size <= _ROW_SIZE and not (shape.credit or shape.reporter >= 0)
