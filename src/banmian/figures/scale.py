"""Quantities on a scale of powers of ten, a row for each unit."""

from __future__ import annotations

import math
from typing import Any, Final

import pandas as pd
from matplotlib.figure import Figure

from .axis import Axis, chinese_number, in_lanes
from .checks import check_top, counted, origin_of, require_columns
from .glyphs import check_glyphs
from .sheet import Heads, Own, Sheet, columns_of_values, empty_sheet, house_style, row_sheet
from .theme import TEXT, Size, Theme, form_of
from .typeset import plain, shorten, width

COLUMNS: Final = ("page", "article", "text", "value", "value_to", "unit", "bound")
"""What `quantity_scale` reads of a table made by `tables.quantities`."""

_STEP: Final = 26.0
_DOT: Final = 2.2
_LANES: Final = (0.0, -5.5, 5.5)  # a mark that would lie on another gives way up or down
_ARROW: Final = 8.5
_TICKED: Final = 30.0
_ABOVE: Final = frozenset({"gt", "ge"})
_BELOW: Final = frozenset({"lt", "le", "near_below"})


def quantity_scale(
    quantities: pd.DataFrame,
    *,
    title: str | None = None,
    subtitle: str | None = None,
    source: str | None = None,
    top: int = 14,
    theme: Theme = "light",
    size: Size = "screen",
) -> Figure:
    """Draw every number of the text where it stands between 1 and a 亿, a row for each unit.

    A dot is a number as printed, a ring one that is about right; an arrow leads up from 多 (more
    than) and 以上 (at least), down from 近 (nearly) and 以下 (at most); a bar is a range.
    Each row has a scale of its own unit, though all share the powers of ten: 3 households and
    3 per cent stand under one another and are not the same. Numbers of 0 and below have no
    place on such a scale; they are left out and counted. Title and n are of what is drawn.

    Args:
        quantities: A quantity a row, with the columns `COLUMNS`.
        title: The finding; by default the smallest number and the largest.
        subtitle: n and unit; by default the numbers of quantities drawn and left out.
        source: The line at the foot; by default the pages' names.
        top: How many units to show at most, the most frequent first.
        theme: ``"light"`` or ``"dark"``.
        size: ``"screen"``, ``"slide"``, ``"a4"`` or ``"column"``.

    Returns:
        A figure with one row a unit.

    Raises:
        TableError: A column is missing.
        MissingGlyph: A text has a character that the font lacks.

    >>> import pandas as pd
    >>> quantities = pd.DataFrame({
    ...     "page": "a.txt", "article": [0, 0], "text": ["7.1万户", "40多人"],
    ...     "value": [71000.0, 40.0], "value_to": None, "unit": ["户", "人"],
    ...     "bound": ["exact", "gt"]})
    >>> quantity_scale(quantities).axes[0].texts[0].get_text()
    'The numbers run from 40多人 to 7.1万户'
    """
    require_columns(quantities, COLUMNS, "quantity_scale")
    check_top(top)
    form, own = form_of(theme, size), Own(title, subtitle, source)
    placed = quantities[quantities["value"] > 0]
    if placed.empty:
        return empty_sheet("There are no quantities above 0", form, own)
    units = pd.Series([_unit(unit) for unit in placed["unit"]], index=placed.index)
    order = units.value_counts(sort=False).sort_values(ascending=False, kind="stable")

    lost = len(quantities) - len(placed)

    def heads(shown: int) -> Heads:
        drawn = placed[units.isin(list(order.index[:shown]))]
        measure = _measure(shown, len(order), drawn, lost)
        return own.heads("Scale of quantities", _finding(drawn), measure, origin_of(quantities))

    with house_style():
        sheet, first, shown = row_sheet(form, min(top, len(order)), _STEP, 32, heads)
        names = list(order.index[:shown])
        groups = {name: placed[units == name].to_dict("records") for name in names}
        _draw(sheet, groups, first + 18)
        check_glyphs(sheet)
    return sheet


def _unit(unit: Any) -> str:
    return "none 无" if pd.isna(unit) else plain(unit)


def _finding(placed: pd.DataFrame) -> str:
    order = placed.sort_values("value", kind="stable")
    low, high = (shorten(plain(order["text"].iloc[end]), TEXT, 130) for end in (0, -1))
    return f"The only number is {high}" if low == high else f"The numbers run from {low} to {high}"


def _measure(shown: int, units: int, drawn: pd.DataFrame, lost: int) -> str:
    which = counted(units, "unit")
    which = f"The {shown:,} most frequent of {which}" if shown < units else which
    n = f"n = {counted(len(drawn), 'quantity', 'quantities')} (数量)"
    left = f", {lost:,} not above 0 left out" if lost else ""
    bounds = set(drawn["bound"])
    marks = [
        said
        for said, of in (
            ("ring: about", {"about"}),
            ("arrow: more or less than", _ABOVE | _BELOW),
            ("bar: range", {"range"}),
        )
        if bounds & of
    ]
    return "; ".join([f"{which}; {n}{left}", *marks])


def _draw(sheet: Sheet, groups: dict[str, list[dict[Any, Any]]], top: float) -> None:
    room = sheet.form.room
    rows = list(groups.values())
    largest = [max(row, key=lambda one: float(one["value"])) for row in rows]
    columns = [
        ("n", [f"{len(row):,}" for row in rows]),
        ("largest 最大", [shorten(plain(one["text"]), TEXT, 0.2 * room) for one in largest]),
    ]
    right = columns_of_values(sheet, top, _STEP, columns)
    names = [shorten(name, TEXT, 0.18 * room) for name in groups]
    left = sheet.left + 14 + max(width(name, TEXT) for name in names)
    ends = [math.log10(end) for row in rows for one in row for end in _ends(one)]
    first = math.floor(min(ends))
    axis = Axis(first, max(first + 1, max(ends)), left, right - _ARROW - 5)
    _draw_axis(sheet, axis, top, len(rows))
    for number, (name, row) in enumerate(zip(names, rows, strict=True)):
        middle = top + _STEP * (number + 0.5)
        sheet.write(sheet.left, middle + 3, name)
        marks = sorted(row, key=lambda one: _reach(one, axis))
        lanes = in_lanes([_reach(one, axis) for one in marks], len(_LANES))
        for one, lane in zip(marks, lanes, strict=True):
            _draw_mark(sheet, axis, one, middle + _LANES[lane])


def _ends(row: dict[Any, Any]) -> tuple[float, ...]:
    """The number, and where it is a range its other end."""
    if row["bound"] == "range" and not pd.isna(row["value_to"]) and row["value_to"] > 0:
        return float(row["value"]), float(row["value_to"])
    return (float(row["value"]),)


def _draw_axis(sheet: Sheet, axis: Axis, top: float, rows: int) -> None:
    most = max(2, int((axis.end - axis.start) / _TICKED))
    step = max(1, math.ceil((axis.high - axis.low) / most))
    ticks = range(math.ceil(axis.low), math.floor(axis.high) + 1, step)
    bottom = top + _STEP * rows
    lines = [[(axis.at(tick), top), (axis.at(tick), bottom)] for tick in ticks]
    across = [
        [(sheet.left, top + _STEP * n), (axis.end + _ARROW + 3, top + _STEP * n)]
        for n in range(rows)
    ]
    sheet.stroke([*lines, *across], sheet.palette.hair, 0.6, zorder=1)
    for tick in ticks:
        sheet.note(axis.at(tick), bottom + 11, chinese_number(10.0**tick), "center")


def _reach(row: dict[Any, Any], axis: Axis) -> tuple[float, float]:
    """From where to where a mark reaches, with its arrow and a little air."""
    xs = [axis.at(math.log10(end)) for end in _ends(row)]
    before = 7 if row["bound"] in _BELOW else 0
    after = 7 if row["bound"] in _ABOVE else 0
    return min(xs) - before - _DOT, max(xs) + after + _DOT + 1


def _draw_mark(sheet: Sheet, axis: Axis, row: dict[Any, Any], y: float) -> None:
    xs = [axis.at(math.log10(end)) for end in _ends(row)]
    color = sheet.palette.indigo
    if len(xs) == 2:
        sheet.stroke([[(xs[0], y), (xs[1], y)]], color, 3.0)
        return
    forward = 1 if row["bound"] in _ABOVE else -1 if row["bound"] in _BELOW else 0
    if forward:
        tip = xs[0] + forward * _ARROW
        sheet.stroke([[(xs[0], y), (tip, y)]], sheet.palette.ochre, 1.1)
        sheet.arrow((tip, y), -forward * 2.6, sheet.palette.ochre, 1.1)
    sheet.dot(xs[0], y, _DOT, color, hollow=row["bound"] == "about")
