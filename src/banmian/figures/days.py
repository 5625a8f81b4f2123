"""The timeline: which days, months and years the stories speak of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd
from matplotlib.figure import Figure

from .axis import Axis, even_ticks, in_lanes
from .checks import check_top, counted, headlines_of, origin_of, require_columns, story_name
from .glyphs import check_glyphs
from .sheet import Heads, Own, Sheet, columns_of_values, empty_sheet, house_style, row_sheet
from .theme import TEXT, Size, Theme, form_of
from .typeset import plain, shorten, width

_STEP: Final = 26.0
_DOT: Final = 2.2
_LANES: Final = (-4.5, -9.5, 0.5)  # of days, from the middle of a row
_TRACKS: Final = (6.0, 10.0)  # of what is longer: below the days, so that none hides behind them
_BAR: Final = 3.0
_ARROW: Final = 14.0
_DATE: Final = re.compile(r"(-?\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T.*)?")
_DAY: Final = 1 / 372  # of a year: months are drawn as 31 days, so that no calendar is needed
_TICKED: Final = 44.0


@dataclass(frozen=True, slots=True)
class _Time:
    """First and last moment in years, None where the end is open."""

    first: float | None
    last: float | None

    @property
    def open(self) -> bool:
        """Whether one of its ends is not told."""
        return self.first is None or self.last is None

    @property
    def year(self) -> int | None:
        """The year that it lies in, None where it is open or reaches over several."""
        if self.first is None or self.last is None:
            return None
        first, last = int(self.first // 1), int((self.last - _DAY / 2) // 1)
        return first if first == last else None

    @property
    def day(self) -> float | None:
        """The middle of a single day, None for anything longer."""
        if self.first is None or self.last is None or self.last - self.first > 1.5 * _DAY:
            return None
        return (self.first + self.last) / 2


def timeline(
    dates: pd.DataFrame,
    *,
    articles: pd.DataFrame | None = None,
    title: str | None = None,
    subtitle: str | None = None,
    source: str | None = None,
    top: int = 20,
    theme: Theme = "light",
    size: Size = "screen",
) -> Figure:
    """Draw the dates of each story along time: a dot is a day, a bar a month, a year or longer.

    Bars run below the days. An arrow is an end left open (since 2016, until now). Dates whose
    ``iso`` is missing, and those outside stories, have no place here; they are left out and
    counted. Title and n are of the stories drawn. One date of long ago stretches the scale for all.

    Args:
        dates: A date a row, with the columns ``page``, ``article`` and ``iso`` (ISO 8601, a day,
            month or year, or an interval first/last), as `tables.dates` makes it.
        articles: A story a row with the columns ``page``, ``article`` and ``headline``; where
            given, headlines stand beside the rows in place of numbers.
        title: The finding; by default the year with the most dates.
        subtitle: n and unit; by default the numbers of dates drawn and left out.
        source: The line at the foot; by default the pages' names.
        top: How many stories to show at most, in the order of the table.
        theme: ``"light"`` or ``"dark"``.
        size: ``"screen"``, ``"slide"``, ``"a4"`` or ``"column"``.

    Returns:
        A figure with one row a story.

    Raises:
        TableError: A column is missing.
        MissingGlyph: A headline has a character that the font lacks.

    >>> import pandas as pd
    >>> dates = pd.DataFrame({
    ...     "page": "a.txt", "article": [0, 0, 1],
    ...     "iso": ["2020-10-26", "2019", "2020-02/2020-03"]})
    >>> timeline(dates).axes[0].texts[0].get_text()
    '2 of 3 dates lie in 2020'
    """
    require_columns(dates, ("page", "article", "iso"), "timeline")
    check_top(top)
    headlines = headlines_of(articles, "timeline")
    form, own = form_of(theme, size), Own(title, subtitle, source)
    stories: dict[tuple[object, object], list[_Time]] = {}
    for row in dates.dropna(subset=["article", "iso"]).to_dict("records"):
        if (time := _read(row["iso"])) is not None:
            stories.setdefault((row["page"], int(row["article"])), []).append(time)
    if not stories:
        return empty_sheet("There are no dates that can be placed", form, own)
    keys = list(stories)[:top]
    lost = len(dates) - sum(map(len, stories.values()))
    pages = len({page for page, _ in stories})

    def heads(shown: int) -> Heads:
        drawn = [time for key in keys[:shown] for time in stories[key]]
        measure = _measure(shown, len(stories), drawn, lost)
        return own.heads("Timeline of dates", _finding(drawn), measure, origin_of(dates))

    with house_style():
        sheet, first, shown = row_sheet(form, len(keys), _STEP, 32, heads)
        rows = [(story_name(key, headlines, pages), stories[key]) for key in keys[:shown]]
        _draw(sheet, rows, first + 18)
        check_glyphs(sheet)
    return sheet


def _read(iso: str) -> _Time | None:
    """The time that an ISO form means; None for one that is no date or has no end at all."""
    first, slash, last = str(iso).partition("/")
    ends = [_DATE.fullmatch(end) for end in (first, last if slash else first)]
    if not any(ends):
        return None
    return _Time(
        None if ends[0] is None else _moment(ends[0], after=False),
        None if ends[1] is None else _moment(ends[1], after=True),
    )


def _moment(date: re.Match[str], *, after: bool) -> float:
    """The beginning of a day, month or year in years, or the end of it."""
    year, month, day = (int(part) if part else None for part in date.groups())
    assert year is not None  # the pattern has a year
    if month is None:
        return float(year + after)
    if day is None:
        return year + (month - 1 + after) / 12
    return year + (month - 1) / 12 + (day - 1 + after) * _DAY


def _finding(placed: Sequence[_Time]) -> str:
    years = [time.year for time in placed if time.year is not None]
    if not years:
        return "No date lies in a single year"
    most = max(sorted(set(years)), key=years.count)
    if len(placed) == 1:
        return f"The only date lies in {most}"
    lie = "lies" if years.count(most) == 1 else "lie"
    return f"{years.count(most):,} of {len(placed):,} dates {lie} in {most}"


def _measure(shown: int, stories: int, drawn: Sequence[_Time], lost: int) -> str:
    which = counted(stories, "story", "stories")
    which = f"The first {shown:,} of {which}" if shown < stories else which
    left = f", {lost:,} more cannot be placed" if lost else ""
    marks = ["dot: day"]
    if any(time.day is None and not time.open for time in drawn):
        marks.append("bar: longer (gold: less than a year)")
    if any(time.open for time in drawn):
        marks.append("arrow: open end")
    return "; ".join([f"{which}; n = {counted(len(drawn), 'date')} (日期){left}", *marks])


def _draw(sheet: Sheet, rows: Sequence[tuple[str, list[_Time]]], top: float) -> None:
    right = columns_of_values(sheet, top, _STEP, [("n", [f"{len(times)}" for _, times in rows])])
    names = [shorten(plain(name), TEXT, 0.32 * sheet.form.room) for name, _ in rows]
    left = sheet.left + 20 + max(width(name, TEXT) for name in names)
    axis = _axis([time for _, times in rows for time in times], left, right - 4)
    _draw_axis(sheet, axis, top, len(rows))
    for number, (name, (_, times)) in enumerate(zip(names, rows, strict=True)):
        middle = top + _STEP * (number + 0.5)
        sheet.write(sheet.left, middle + 3, name)
        _draw_spans(sheet, axis, [time for time in times if time.day is None], middle)
        days = sorted(axis.at(day) for time in times if (day := time.day) is not None)
        lanes = in_lanes([(x, x + 2 * _DOT + 1) for x in days], len(_LANES))
        for x, lane in zip(days, lanes, strict=True):
            sheet.dot(x, middle + _LANES[lane], _DOT, sheet.palette.indigo)


def _axis(times: Sequence[_Time], left: float, right: float) -> Axis:
    """A scale of years that holds all times, and the arrows at its ends."""
    ends = [end for time in times for end in (time.first, time.last) if end is not None]
    low, high = min(ends), max(ends)
    beside = 1 + _ARROW if any(time.open for time in times) else _DOT
    share = max(0.05, beside / (right - left - 2 * beside))
    spare = max(share * (high - low), 0.02)
    return Axis(low - spare, high + spare, left, right)


def _draw_axis(sheet: Sheet, axis: Axis, top: float, rows: int) -> None:
    bottom = top + _STEP * rows
    most = max(2, int((axis.end - axis.start) / _TICKED))
    ticks = even_ticks(axis.low, axis.high, most)
    labels = {tick: f"{tick:.0f}" for tick in ticks if tick == round(tick)}
    if len(labels) < 2:
        months = even_ticks(axis.low * 12, axis.high * 12, most)
        whole = [int(month) for month in months if month == round(month)]
        labels = {month / 12: f"{month // 12}-{month % 12 + 1:02}" for month in whole}
    lines = [[(axis.at(tick), top), (axis.at(tick), bottom)] for tick in labels]
    across = [[(sheet.left, top + _STEP * n), (axis.end, top + _STEP * n)] for n in range(rows)]
    sheet.stroke([*lines, *across], sheet.palette.hair, 0.6, zorder=1)
    for tick, label in labels.items():
        sheet.note(axis.at(tick), bottom + 11, label, "center")


def _draw_spans(sheet: Sheet, axis: Axis, times: Sequence[_Time], middle: float) -> None:
    """Bars for what is longer than a day and arrows from known ends, below the days of a row.

    They have two tracks; where these do not do, a shorter one lies on a longer.
    """
    marks = sorted(((_reach(time, axis), time) for time in times), key=lambda mark: mark[0])
    lanes = in_lanes([reach for reach, _ in marks], len(_TRACKS))
    placed = [(*mark, lane) for mark, lane in zip(marks, lanes, strict=True)]
    for reach, time, lane in sorted(placed, key=lambda mark: mark[0][0] - mark[0][1]):
        _draw_span(sheet, time, reach, middle + _TRACKS[lane])


def _reach(time: _Time, axis: Axis) -> tuple[float, float]:
    """From where to where a bar or an arrow leads."""
    if time.first is not None and time.last is not None:
        start = axis.at(time.first)
        return start, max(start + 2.0, axis.at(time.last))
    if time.last is None:
        return axis.at(time.first or 0.0), axis.at(time.first or 0.0) + _ARROW
    return axis.at(time.last) - _ARROW, axis.at(time.last)


def _draw_span(sheet: Sheet, time: _Time, reach: tuple[float, float], y: float) -> None:
    color = sheet.palette
    if time.first is not None and time.last is not None:
        tint = color.grey if time.last - time.first > 0.99 else color.ochre
        sheet.fill(reach[0], y - _BAR / 2, reach[1] - reach[0], _BAR, tint)
        return
    start, tip = reach if time.last is None else reach[::-1]
    sheet.stroke([[(start, y), (tip, y)]], color.soft, 1.1)
    sheet.arrow((tip, y), -2.2 if time.last is None else 2.2, color.soft, 1.1)
