"""Claims of change as slopes: before and after, all drawn from one point."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

import pandas as pd
from matplotlib.figure import Figure

from .axis import Axis, apart, chinese_number, even_ticks
from .checks import check_top, counted, origin_of, require_columns
from .glyphs import check_glyphs
from .sheet import Heads, Own, Sheet, empty_sheet, house_style, row_sheet
from .theme import SMALL, TEXT, Size, Theme, form_of
from .typeset import plain, shorten, width

COLUMNS: Final = (
    "page", "article", "text", "from_value", "to_value", "by_value", "unit", "ratio", "status",
)  # fmt: skip
"""What `claims_slope` reads of a table made by `tables.claims`."""

_STEP: Final = 30.0
_DOUBT: Final = "contradicts 前后不一"
_LEAST: Final = 60.0  # beside the rows, so that a single slope can be seen to slope


def claims_slope(
    claims: pd.DataFrame,
    *,
    title: str | None = None,
    subtitle: str | None = None,
    source: str | None = None,
    top: int = 12,
    theme: Theme = "light",
    size: Size = "screen",
) -> Figure:
    """Draw what is said to have grown or shrunk, and how many times over.

    Every claim starts at 1, whatever its unit, and ends at its ratio on a scale where doubling and
    halving are the same distance; beside it stand the numbers and the printed words.
    A claim whose two tellings contradict one another is red. Claims without a ratio (one end
    is not printed) or with a ratio of 0 have no slope; they are left out and counted.

    Args:
        claims: A claim a row, with the columns `COLUMNS`.
        title: The finding; by default the largest change.
        subtitle: n and unit; by default the numbers of claims drawn and there.
        source: The line at the foot; by default the pages' names.
        top: How many claims to show at most, the largest changes first.
        theme: ``"light"`` or ``"dark"``.
        size: ``"screen"``, ``"slide"``, ``"a4"`` or ``"column"``.

    Returns:
        A figure with one slope a claim.

    Raises:
        TableError: A column is missing.
        MissingGlyph: A text has a character that the font lacks.

    >>> import pandas as pd
    >>> claims = pd.DataFrame({
    ...     "page": "a.txt", "article": [0], "text": ["由100户增至400户"], "from_value": [100.0],
    ...     "to_value": [400.0], "by_value": [None], "unit": ["户"], "ratio": [4.0],
    ...     "status": [None]})
    >>> claims_slope(claims).axes[0].texts[0].get_text()
    'The only change is from 100户 to 400户, 4 times as much'
    """
    require_columns(claims, COLUMNS, "claims_slope")
    check_top(top)
    form, own = form_of(theme, size), Own(title, subtitle, source)
    sloped = claims[claims["ratio"] > 0]
    if sloped.empty:
        return empty_sheet("There are no claims with a ratio", form, own)
    changes = sloped["ratio"].map(lambda ratio: -abs(math.log(ratio)))
    ranked = sloped.loc[changes.sort_values(kind="stable").index].head(top)
    rows: list[dict[Any, Any]] = ranked.to_dict("records")

    def heads(shown: int) -> Heads:
        measure = _measure(rows[:shown], len(sloped), len(claims))
        finding = _finding(rows[0], len(sloped))
        return own.heads("Slope chart of claims", finding, measure, origin_of(claims))

    with house_style():
        sheet, first, shown = row_sheet(form, len(rows), _STEP, 30 + _LEAST, heads)
        _draw(sheet, sorted(rows[:shown], key=lambda row: -row["ratio"]), first + 24)
        check_glyphs(sheet)
    return sheet


def _finding(row: dict[Any, Any], there: int) -> str:
    start = f"The largest of {there:,} changes is" if there > 1 else "The only change is"
    return f"{start} {_change(row, ' to ')}, {_times(row['ratio'])}"


def _measure(rows: Sequence[dict[Any, Any]], sloped: int, there: int) -> str:
    claims = counted(sloped, "claim")
    which = f"The {len(rows):,} largest of {claims}" if len(rows) < sloped else claims
    left = there - sloped
    without = f"; {counted(left, 'more has', 'more have')} no ratio" if left else ""
    colors = {
        "cinnabar": "red: told in two ways that contradict",
        "indigo": "blue: growth",
        "ochre": "gold: decline",
    }
    used = {_color(row) for row in rows}
    said = [text for color, text in colors.items() if color in used]
    # One colour alone tells nothing apart, unless it is a warning.
    told = said if len(used) > 1 or "cinnabar" in used else []
    return "; ".join([f"{which} (变化){without}; ×1: as before (此前)", *told])


def _change(row: dict[Any, Any], arrow: str) -> str:
    """The two ends, or where they are not printed the difference."""
    unit = "" if pd.isna(row["unit"]) else plain(row["unit"])
    ends = row["from_value"], row["to_value"]
    if not any(pd.isna(end) for end in ends):
        before, after = (f"{chinese_number(end)}{unit}" for end in ends)
        return f"from {before}{arrow}{after}" if arrow == " to " else f"{before}{arrow}{after}"
    if not pd.isna(row["by_value"]):
        return f"by {chinese_number(row['by_value'])}{unit}"
    return "told as a ratio"


def _times(ratio: float) -> str:
    if ratio >= 2:
        return f"{ratio:,.3g} times as much"
    return f"{100 * (ratio - 1):+.3g} %".replace("-", "−")


def _draw(sheet: Sheet, rows: Sequence[dict[Any, Any]], top: float) -> None:
    room = sheet.form.room
    wide = min(0.55 * room, 1 + max(_label_width(row) for row in rows))
    start, label = sheet.left + 34, sheet.right - wide
    end = label - 0.07 * room
    bottom = top + _STEP * len(rows) + _LEAST
    logs = [math.log(row["ratio"]) for row in rows]
    low, high = min(0, *logs), max(0, *logs)
    axis = Axis(low, max(high, low + math.log(2)), bottom - 6, top + 6)
    _draw_axis(sheet, axis, start, end)
    sheet.note(start, top - 8, "before 前", "center")
    sheet.note(end, top - 8, "after 后", "center")
    heights = apart([axis.at(log) for log in logs], _STEP, top + _STEP / 2, bottom - _STEP / 2)
    for row, log, middle in zip(rows, logs, heights, strict=True):
        y, color = axis.at(log), str(getattr(sheet.palette, _color(row)))
        sheet.stroke([[(start, axis.at(0)), (end, y)]], color, 1.4)
        sheet.stroke([[(end + 4, y), (label - 5, middle)]], sheet.palette.grey, 0.6)
        sheet.dot(end, y, 2.4, color)
        _draw_label(sheet, row, label, middle + 2)
    sheet.dot(start, axis.at(0), 2.4, sheet.palette.ink)


def _label_width(row: dict[Any, Any]) -> float:
    behind = 8 + width(_DOUBT, SMALL) if row["status"] == "contradicts" else 0
    return max(width(_said(row), TEXT) + behind, width(plain(row["text"]), SMALL))


def _said(row: dict[Any, Any]) -> str:
    return f"{_change(row, ' → ')}, {_times(row['ratio'])}"


def _color(row: dict[Any, Any]) -> str:
    if row["status"] == "contradicts":
        return "cinnabar"
    return "indigo" if row["ratio"] >= 1 else "ochre"


def _draw_axis(sheet: Sheet, axis: Axis, start: float, end: float) -> None:
    """Marks at whole powers, of ten where the changes are large and of two where they are not."""
    base = 10 if axis.high - axis.low > math.log(300) else 2
    powers = even_ticks(axis.low / math.log(base), axis.high / math.log(base), 5)
    for power in powers:
        if power == round(power):
            y = axis.at(power * math.log(base))
            sheet.stroke([[(start, y), (end, y)]], sheet.palette.hair, 0.6, zorder=1)
            times = f"×{base**power:,.0f}" if power >= 0 else f"1/{base**-power:,.0f}"
            sheet.note(start - 7, y + 2.5, times, "right")


def _draw_label(sheet: Sheet, row: dict[Any, Any], x: float, middle: float) -> None:
    room = sheet.right - x
    said = _said(row)
    # The numbers go before the warning, which the colour gives too.
    doubts = (_DOUBT, _DOUBT.split()[-1]) if row["status"] == "contradicts" else ()
    doubt = next((d for d in doubts if width(said, TEXT) + 8 + width(d, SMALL) <= room), "")
    sheet.write(x, middle - 1, shorten(said, TEXT, room))
    if doubt:
        after = x + width(said, TEXT) + 8
        sheet.write(after, middle - 1, doubt, SMALL, color=sheet.palette.cinnabar)
    sheet.note(x, middle + 9, shorten(plain(row["text"]), SMALL, room))
