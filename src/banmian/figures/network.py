"""The network of collocations: which words are bound to which, in a layout that never moves.

Words that hang together stand in one list, in an order that goes along the strongest bonds, and
arcs join them (an arc diagram). No label lies on another, and no chance decides: the same table
gives the same picture, and distance on the paper means nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
from matplotlib.figure import Figure

from .checks import check_top, counted, once_each, require_columns
from .glyphs import check_glyphs
from .sheet import (
    Heads,
    Own,
    Point,
    Sheet,
    empty_sheet,
    head_and_foot_heights,
    house_style,
    new_sheet,
)
from .theme import TEXT, Form, Size, Theme, form_of
from .typeset import plain, shorten, width

_STEP: Final = 16.0
_NARROWEST: Final = 125.0  # of a column
_LABEL: Final = 58.0  # of a word; in a wide column two fifths of it
_BENDS: Final = 24  # straight pieces of a drawn arc
# logDice has a ceiling of 14, and one more is twice as strong (Rychlý 2008).
_CEILING: Final = 14.0


def collocation_network(
    table: pd.DataFrame,
    *,
    title: str | None = None,
    subtitle: str | None = None,
    source: str | None = None,
    top: int = 30,
    theme: Theme = "light",
    size: Size = "screen",
) -> Figure:
    """Draw the pairs with the strongest evidence: an arrow leads from a word to what follows it.

    The thicker the arrow, the stronger the bond (logDice); the pair with the strongest evidence
    is red. Pairs that are not shown may bind the same words: a missing arrow is no finding.

    Args:
        table: A pair a row, with the columns ``token``, ``collocate`` (which stands after it),
            ``count``, ``log_likelihood`` and ``log_dice``, as `measures.collocations` makes it.
        title: The finding; by default the pair with the strongest evidence.
        subtitle: n and unit; by default the numbers of pairs shown and there.
        source: The line at the foot; by default none.
        top: How many pairs to show at most; fewer where the sheet ends.
        theme: ``"light"`` or ``"dark"``.
        size: ``"screen"``, ``"slide"``, ``"a4"`` or ``"column"``.

    Returns:
        A figure with one label a word.

    Raises:
        TableError: A column is missing, or a pair comes twice.
        MissingGlyph: A word has a character that the font lacks.

    >>> import pandas as pd
    >>> table = pd.DataFrame({
    ...     "token": ["困难", "灵活"], "collocate": ["职工", "就业"], "count": [9, 5],
    ...     "log_likelihood": [40.0, 20.0], "log_dice": [12.5, 11.0]})
    >>> collocation_network(table).axes[0].texts[0].get_text()
    '困难 is followed by 职工 9 times, the strongest evidence of 2 pairs'
    """
    wanted = ("token", "collocate", "count", "log_likelihood", "log_dice")
    require_columns(table, wanted, "collocation_network")
    check_top(top)
    form, own = form_of(theme, size), Own(title, subtitle, source)
    if table.empty:
        return empty_sheet("There are no pairs of words", form, own)
    once_each(table, ["token", "collocate"], "collocation_network", "give one table of pairs")
    ranked = table.sort_values("log_likelihood", ascending=False, kind="stable").head(top)
    pairs: list[dict[Any, Any]] = ranked.to_dict("records")

    def heads(shown: int) -> Heads:
        words = sum(map(len, _clusters(pairs[:shown])))
        measure = _measure(shown, len(table), words)
        return own.heads("Network of collocations", _finding(pairs[0], len(table)), measure)

    with house_style():
        made = _columns(pairs, form.room)
        while len(pairs) > 1 and made.rows * _STEP > _room(form, heads(len(pairs))):
            pairs.pop()
            made = _columns(pairs, form.room)
        sheet, first = new_sheet(form, _STEP * made.rows, heads(len(pairs)))
        _draw(sheet, pairs, made, first)
        check_glyphs(sheet)
    return sheet


def _room(form: Form, heads: Heads) -> float:
    return form.most - sum(head_and_foot_heights(form, heads))


def _finding(pair: dict[Any, Any], there: int) -> str:
    one, other = (shorten(plain(pair[name]), TEXT, 120) for name in ("token", "collocate"))
    said = f"{one} is followed by {other} {counted(pair['count'], 'time')}"
    return f"{said}, the strongest evidence of {there:,} pairs" if there > 1 else said


def _measure(shown: int, there: int, words: int) -> str:
    pairs = counted(there, "pair")
    which = f"The {shown:,} of {pairs} with the strongest evidence" if shown < there else pairs
    return f"{which}; n = {counted(words, 'word')} (词); the thicker, the closer bound (logDice)"


def _clusters(pairs: Iterable[dict[Any, Any]]) -> list[list[str]]:
    """The words of the pairs, those that hang together in one list, strongest pair first.

    Within a list a word stands after one that it is bound to, the strongest bonds first.
    """
    bonds: dict[str, list[str]] = {}
    for pair in pairs:
        bonds.setdefault(pair["token"], []).append(pair["collocate"])
        bonds.setdefault(pair["collocate"], []).append(pair["token"])
    seen: set[str] = set()
    clusters: list[list[str]] = []
    for first in bonds:
        cluster: list[str] = []
        waiting = [first]
        while waiting:
            word = waiting.pop()
            if word not in seen:
                seen.add(word)
                cluster.append(word)
                waiting += reversed(bonds[word])
        if cluster:
            clusters.append(cluster)
    return clusters


@dataclass(frozen=True, slots=True)
class _Columns:
    """How many columns and rows there are, and the column and row of each word."""

    columns: int
    rows: int
    places: dict[str, tuple[int, int]]


def _columns(pairs: Sequence[dict[Any, Any]], room: float) -> _Columns:
    """The clusters in columns of one height, the least at which none is parted."""
    clusters = _clusters(pairs)
    columns = min(len(clusters), max(1, int(room // _NARROWEST)))
    rows = max(map(len, clusters))
    while (last := max(column for column, _ in _tops(clusters, rows))) >= columns:
        rows += 1
    places = {
        word: (column, top + number)
        for cluster, (column, top) in zip(clusters, _tops(clusters, rows), strict=True)
        for number, word in enumerate(cluster)
    }
    return _Columns(last + 1, max(row for _, row in places.values()) + 1, places)


def _tops(clusters: Iterable[list[str]], rows: int) -> list[tuple[int, int]]:
    """The column and first row of each cluster; a row stays empty between two."""
    column, row = 0, 0
    tops: list[tuple[int, int]] = []
    for cluster in clusters:
        if row and row + len(cluster) > rows:
            column, row = column + 1, 0
        tops.append((column, row))
        row += len(cluster) + 1
    return tops


def _draw(sheet: Sheet, pairs: Sequence[dict[Any, Any]], made: _Columns, top: float) -> None:
    column = sheet.form.room / made.columns
    labels = {word: shorten(plain(word), TEXT, max(_LABEL, 0.4 * column)) for word in made.places}
    beside = [0.0] * made.columns
    for word, (place, _) in made.places.items():
        beside[place] = max(beside[place], width(labels[word], TEXT))
    points = {
        word: (sheet.left + column * place + beside[place] + 9, top + _STEP * (row + 0.5))
        for word, (place, row) in made.places.items()
    }
    room = column - max(beside) - 24
    spans = [abs(points[p["token"]][1] - points[p["collocate"]][1]) for p in pairs]
    bulge = min(1.0, room / max(1.0, *spans))
    for number, pair in reversed(list(enumerate(pairs))):
        color = sheet.palette.indigo if number else sheet.palette.cinnabar
        start, end = points[pair["token"]], points[pair["collocate"]]
        reach = 5 + bulge * _span(start[1], end[1])
        _draw_bond(sheet, start, end, reach, color, 0.6 + 1.8 * _strength(pair["log_dice"]))
    for word, (x, y) in points.items():
        sheet.dot(x, y, 1.8, sheet.palette.ink)
        sheet.write(x - 7, y + 3, labels[word], align="right")


def _span(start: float, end: float) -> float:
    """From word to word; upwards a little less, so that two that lead there and back differ."""
    return end - start if end >= start else 0.8 * (start - end)


def _strength(log_dice: float) -> float:
    """From 0 to 1: each step of logDice below its ceiling thins the line by a third."""
    return 0.0 if pd.isna(log_dice) else float(min(1.0, 1.5 ** (log_dice - _CEILING)))


def _draw_bond(
    sheet: Sheet, start: Point, end: Point, reach: float, color: str, weight: float
) -> None:
    """Half an ellipse at the right of the list, with an arrow head at its end."""
    x, (y, last) = start[0] + 3, (start[1], end[1])
    if start == end:  # a word that follows itself: a loop
        y, last = y - 3, last + 3
    turns = [math.pi * n / _BENDS for n in range(_BENDS + 1)]
    middle, half = (y + last) / 2, (last - y) / 2
    arc = [(x + reach * math.sin(t), middle - half * math.cos(t)) for t in turns]
    # A thick line ends inside its head, which grows with it: else the tip is as blunt as the line.
    arc[-1] = (x + 0.8 * weight, last)
    sheet.stroke([arc], color, weight)
    sheet.arrow((x, last), 3.4 + weight, color, 0.7 + 0.4 * weight)
