"""The word cloud, because people expect one; `term_frequency` tells more in the same room.

The words are placed here and not by the library ``wordcloud``: that one (1.9.6) reserves a box at
the height of the ink and draws Han characters of this font 0.36 em below it, so that 3 % of the ink
of 20 words lay on other ink, and some left the picture.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.figure import Figure

from .checks import check_top, counted, once_each, require_columns
from .glyphs import check_glyphs
from .sheet import Own, Sheet, empty_sheet, head_and_foot_heights, house_style, new_sheet
from .theme import SMALL, TEXT, Size, Theme, form_of
from .typeset import HANGING, plain, shorten, width

_HIGH: Final = 0.5  # of the cloud, of its width
_LINE: Final = 1.2  # em from the top of a word's box to its bottom
_BASE: Final = 0.95  # em from the top of the box to the baseline
# Of the cloud's area that words may take: of the 60 most frequent terms of a page all find room
# up to 0.48, 55 at 0.55, 45 at 0.62.
_INK: Final = 0.42
_LARGEST: Final = 72.0
_STEPS: Final = 900  # along the spiral before a word is given up
_AIR: Final = 3.0  # between two words


def word_cloud(
    table: pd.DataFrame,
    *,
    title: str | None = None,
    subtitle: str | None = None,
    source: str | None = None,
    top: int = 60,
    theme: Theme = "light",
    size: Size = "screen",
) -> Figure:
    """Draw the most frequent terms, each character of an area that goes by the term's count.

    What it hides: a term of four characters covers twice the area of one of two that is as
    frequent; no count can be read off, nor whether one story has all of it; place means
    nothing; terms that find no room are missing (their number is told). Take `term_frequency` where
    anything hangs on it. The same table gives the same cloud; all words are set level.

    Args:
        table: A term a row, with the columns ``token``, ``count`` and ``total`` (words counted).
        title: The finding; by default the most frequent term.
        subtitle: n and unit; by default the numbers of terms and words.
        source: The line at the foot; by default none.
        top: How many terms to place at most, the most frequent first.
        theme: ``"light"`` or ``"dark"``.
        size: ``"screen"``, ``"slide"``, ``"a4"`` or ``"column"``.

    Returns:
        A figure with one word a term.

    Raises:
        TableError: A column is missing, or a term comes twice.
        MissingGlyph: A term has a character that the font lacks.

    >>> import pandas as pd
    >>> table = pd.DataFrame({"token": ["职工", "工会"], "count": [12, 3], "total": 1000})
    >>> sizes = [text.get_fontsize() for text in word_cloud(table).axes[0].texts[2:]]
    >>> [round(size / sizes[1], 2) for size in sizes]
    [2.0, 1.0]
    """
    require_columns(table, ("token", "count", "total"), "word_cloud")
    check_top(top)
    form, own = form_of(theme, size), Own(title, subtitle, source)
    used = table[table["count"] > 0]
    if used.empty:
        return empty_sheet("There are no terms", form, own)
    once_each(table, ["token"], "word_cloud", "count over all stories together")
    ranked = used.sort_values("count", ascending=False, kind="stable").head(top)
    rows: list[dict[Any, Any]] = ranked.to_dict("records")
    finding = _finding(rows[0])
    expected = own.heads("Word cloud", finding, _measure(len(rows), len(used), table))
    with house_style():
        room = form.most - sum(head_and_foot_heights(form, expected)) - TEXT
        high = min(room, _HIGH * form.room)
        placed = list(_place(rows, form.room, high))
        heads = own.heads("Word cloud", finding, _measure(len(placed), len(used), table))
        sheet, first = new_sheet(form, high, heads)
        _draw(sheet, placed, first)
        check_glyphs(sheet)
    return sheet


def _finding(row: dict[Any, Any]) -> str:
    rate = 1000 * row["count"] / (row["total"] or 1)
    name = shorten(plain(row["token"]), TEXT, 120)
    times = counted(row["count"], "time")
    return f"{name} is the most frequent term: {times}, {rate:.1f} of 1,000 words"


def _measure(shown: int, there: int, table: pd.DataFrame) -> str:
    terms = counted(there, "term")
    which = f"{shown:,} of {terms}" if shown < there else terms
    words = counted(int(table["total"].max()), "word")
    return f"{which}; n = {words} (词); area of a character: count; place and colour mean nothing"


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of ``size``, its box with the top left corner at (x, y) in the cloud."""

    text: str
    size: float
    x: float
    y: float


def _place(rows: Sequence[dict[Any, Any]], wide: float, high: float) -> Iterator[_Word]:
    """Put each word at the first free place along a spiral from the middle, the largest first."""
    texts = [shorten(plain(row["token"]), 1.0, 12.0) or "·" for row in rows]
    ratios = [math.sqrt(row["count"] / rows[0]["count"]) for row in rows]
    area = sum(width(t, r) * _LINE * r for t, r in zip(texts, ratios, strict=True))
    largest = min(
        _LARGEST,
        math.sqrt(_INK * wide * high / area),
        0.9 * wide / width(texts[0], 1.0),
        0.9 * high / _LINE,
    )
    taken = np.empty((0, 4))
    for text, ratio in zip(texts, ratios, strict=True):
        size = largest * ratio
        box = width(text, size) + _AIR, _LINE * size
        if size < SMALL or (corner := _free_corner(box, taken, wide, high)) is None:
            continue
        taken = np.vstack([taken, [*corner, corner[0] + box[0], corner[1] + box[1]]])
        yield _Word(text, size, corner[0] + _AIR / 2, corner[1])


def _free_corner(
    box: tuple[float, float], taken: npt.NDArray[np.float64], wide: float, high: float
) -> tuple[float, float] | None:
    """Where a box fits that lies on no other, nearest to the middle; None where it does not."""
    steps = np.arange(_STEPS)
    turn, out = 1.4 * np.sqrt(steps), np.sqrt(steps / _STEPS)
    x = wide / 2 + out * np.cos(turn) * wide / 2 - box[0] / 2
    y = high / 2 + out * np.sin(turn) * high / 2 - box[1] / 2
    free = (x >= 0) & (y >= 0) & (x + box[0] <= wide) & (y + box[1] <= high)
    for left, top, right, bottom in taken:
        free &= (x >= right) | (x + box[0] <= left) | (y >= bottom) | (y + box[1] <= top)
    found = np.flatnonzero(free)
    return (float(x[found[0]]), float(y[found[0]])) if len(found) else None


def _draw(sheet: Sheet, words: Sequence[_Word], top: float) -> None:
    """The most frequent in red, as the title names it; the rest blue and grey in turn."""
    colors = (sheet.palette.indigo, sheet.palette.soft)
    for number, word in enumerate(words):
        color = colors[number % 2] if number else sheet.palette.cinnabar
        x = sheet.left + word.x + (word.size / 2 if word.text[0] in HANGING else 0)
        sheet.write(x, top + word.y + _BASE * word.size, word.text, word.size, color=color)
