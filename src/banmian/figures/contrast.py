"""Keyness as a diverging chart: words that one set of stories has more of than another."""

from __future__ import annotations

import math
from typing import Any, Final

import pandas as pd
from matplotlib.figure import Figure

from .axis import Axis
from .checks import check_top, counted, once_each, require_columns
from .glyphs import check_glyphs
from .sheet import Heads, Own, Sheet, columns_of_values, empty_sheet, house_style, row_sheet
from .theme import TEXT, Size, Theme, form_of
from .typeset import plain, shorten, width

COLUMNS: Final = (
    "token", "count", "total", "reference_count", "reference_total",
    "log_likelihood", "log_ratio", "log_ratio_low", "log_ratio_high", "caution",
)  # fmt: skip
"""What `keyness` reads of a table made by `measures.keyness`."""

_STEP: Final = 17.0
_HEAD: Final = 50.0
_TICKED: Final = 32.0  # from tick to tick at least, so that 1/1,024 has room


def keyness(
    table: pd.DataFrame,
    *,
    title: str | None = None,
    subtitle: str | None = None,
    source: str | None = None,
    top: int = 20,
    theme: Theme = "light",
    size: Size = "screen",
) -> Figure:
    """Draw how many times as frequent words are as in the reference, with their intervals.

    The words with the strongest evidence are chosen, and stand in the order of their ratio on a
    scale of doublings. A line is the interval of 95 %. A ring in place of a dot is a word with a
    ``caution``: one side lacks it or has too few to tell, so that its place is hardly known.

    Args:
        table: A word a row, with the columns `COLUMNS`.
        title: The finding; by default the word with the strongest evidence.
        subtitle: n and unit; by default the numbers of words, and what the marks mean.
        source: The line at the foot; by default none.
        top: How many words to show at most.
        theme: ``"light"`` or ``"dark"``.
        size: ``"screen"``, ``"slide"``, ``"a4"`` or ``"column"``.

    Returns:
        A figure with one row a word.

    Raises:
        TableError: A column is missing, or a word comes twice.
        MissingGlyph: A word has a character that the font lacks.

    >>> import pandas as pd
    >>> table = pd.DataFrame({
    ...     "token": ["职工", "企业"], "count": [16, 2], "total": 1000, "reference_count": [4, 4],
    ...     "reference_total": 1000, "log_likelihood": [7.7, 0.7], "log_ratio": [2.0, -1.0],
    ...     "log_ratio_low": [0.4, -3.4], "log_ratio_high": [3.6, 1.4], "caution": [None, "rare"]})
    >>> keyness(table).axes[0].texts[0].get_text()
    '职工 is 4.0 times as frequent as in the reference (95 %: 1.3 to 12.1)'
    """
    require_columns(table, COLUMNS, "keyness")
    check_top(top)
    form, own = form_of(theme, size), Own(title, subtitle, source)
    known = table.dropna(subset=["log_ratio"])
    if known.empty:
        return empty_sheet("There are no words to compare", form, own)
    once_each(table, ["token"], "keyness", "give the words of one comparison")
    ranked = known.sort_values("log_likelihood", ascending=False, kind="stable").head(top)
    rows: list[dict[Any, Any]] = ranked.to_dict("records")

    def heads(shown: int) -> Heads:
        measure = _measure(rows[:shown], len(known))
        return own.heads("Diverging chart of keyness", _finding(rows[0]), measure)

    with house_style():
        sheet, first, shown = row_sheet(form, len(rows), _STEP, 44, heads)
        _draw(sheet, sorted(rows[:shown], key=lambda row: -row["log_ratio"]), first + 26)
        check_glyphs(sheet)
    return sheet


def _finding(row: dict[Any, Any]) -> str:
    name = shorten(plain(row["token"]), TEXT, 120)
    if not row["reference_count"]:
        return f"{name} comes up {counted(row['count'], 'time')}, and never in the reference"
    if not row["count"]:
        times = counted(row["reference_count"], "time")
        return f"{name} never comes up, but {times} in the reference"
    ratio, low, high = row["log_ratio"], row["log_ratio_low"], row["log_ratio_high"]
    where = "as in the reference"
    if ratio < 0:
        ratio, low, high, where = -ratio, -high, -low, "in the reference as here"
    said = f"{name} is {2**ratio:,.1f} times as frequent {where}"
    return said if pd.isna(low) else f"{said} (95 %: {2**low:,.1f} to {2**high:,.1f})"


def _measure(rows: list[dict[Any, Any]], there: int) -> str:
    words = counted(there, "word")
    chosen = f"The {len(rows):,} of {words} with the strongest evidence"
    marks = ["line: interval of 95 %"]
    if not all(pd.isna(row["caution"]) for row in rows):
        marks.append("ring: absent on one side, or rare")
    n = f"n = {rows[0]['total']:,} words (词) against {rows[0]['reference_total']:,}"
    return "; ".join([chosen if len(rows) < there else words, n, *marks])


def _draw(sheet: Sheet, rows: list[dict[Any, Any]], top: float) -> None:
    names = [shorten(plain(row["token"]), TEXT, 0.22 * sheet.form.room) for row in rows]
    columns = [
        ("here 本", [f"{row['count']:,}" for row in rows]),
        ("there 参照", [f"{row['reference_count']:,}" for row in rows]),
    ]
    right = columns_of_values(sheet, top, _STEP, columns)
    left = sheet.left + 14 + max(width(name, TEXT) for name in names)
    ends = [
        row[name]
        for row in rows
        for name in ("log_ratio", "log_ratio_low", "log_ratio_high")
        if not pd.isna(row[name]) and math.isfinite(row[name])
    ]
    low, high = min(-1.0, *ends), max(1.0, *ends)
    # Room for the head of a side that has little or nothing.
    share = _HEAD / (right - left)
    low, high = min(low, -share * high / (1 - share)), max(high, -share * low / (1 - share))
    axis = Axis(low, high, left, right - 4)
    _draw_axis(sheet, axis, top, top + _STEP * len(rows))
    for number, (row, name) in enumerate(zip(rows, names, strict=True)):
        middle = top + _STEP * (number + 0.5)
        sheet.write(sheet.left, middle + 3, name)
        _draw_mark(sheet, axis, row, middle)


def _draw_axis(sheet: Sheet, axis: Axis, top: float, bottom: float) -> None:
    most = max(3, int((axis.end - axis.start) / _TICKED))
    step = max(1, math.ceil((axis.high - axis.low) / most))
    ticks = [step * n for n in range(math.ceil(axis.low / step), int(axis.high // step) + 1)]
    lines = [[(axis.at(tick), top), (axis.at(tick), bottom)] for tick in ticks]
    sheet.stroke(lines, sheet.palette.hair, 0.6)
    sheet.stroke([[(axis.at(0), top), (axis.at(0), bottom)]], sheet.palette.ink, 0.6)
    for tick in ticks:
        sheet.note(axis.at(tick), bottom + 11, _times(tick), "center")
    sheet.note(axis.at(0) - 7, top - 6, "← fewer 少", "right")
    sheet.note(axis.at(0) + 7, top - 6, "more 多 →")


def _times(doublings: float) -> str:
    """A ratio in words for an axis: 4×, or 1/4 below one."""
    if doublings == 0:
        return "1×"
    return f"{2**doublings:,.0f}×" if doublings > 0 else f"1/{2**-doublings:,.0f}"


def _draw_mark(sheet: Sheet, axis: Axis, row: dict[Any, Any], middle: float) -> None:
    color = sheet.palette.indigo if row["log_ratio"] >= 0 else sheet.palette.ochre
    low, high = row["log_ratio_low"], row["log_ratio_high"]
    if not (pd.isna(low) or pd.isna(high)):
        sheet.stroke([[(axis.at(low), middle), (axis.at(high), middle)]], color, 1.1)
    hollow = not pd.isna(row["caution"])
    sheet.dot(axis.at(row["log_ratio"]), middle, 2.8, color, hollow=hollow)
