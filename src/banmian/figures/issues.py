"""The trend of terms over issues or years, with the words of each under it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import pandas as pd
from matplotlib.figure import Figure

from .axis import Axis, apart, chinese_number, even_ticks
from .checks import check_top, counted, once_each, origin_of, require_columns
from .glyphs import check_glyphs
from .sheet import Own, Point, Sheet, empty_sheet, head_and_foot_heights, house_style, new_sheet
from .theme import SMALL, TEXT, Size, Theme, form_of
from .typeset import plain, shorten, width

_COLORS: Final = ("indigo", "ochre", "cinnabar", "grey")
_HIGH: Final = 190.0  # of the lines
_WORDS: Final = 34.0  # of the bars below them
_BARS: Final = "words 词"
_FEET: Final = 30.0  # space between the two, and the names of issues
_TICKED: Final = 44.0  # from year to year at the foot, at least
_FIRM, _LOOSE = 1.5, 0.6  # weights of a line, and of one that leads to or from a thin period


def trend(
    table: pd.DataFrame,
    *,
    title: str | None = None,
    subtitle: str | None = None,
    source: str | None = None,
    top: int = 4,
    theme: Theme = "light",
    size: Size = "screen",
) -> Figure:
    """Draw how often terms come up in each issue or year, and under that how many words it has.

    Where all names are years (1978) or months (1978-12) they stand where they lie in time: what is
    not in the table is shaded, and no line leads over it. Other names stand in their
    order, one step each, whatever time lies between. An issue without a row for a term has none of
    it: give the issue's row for some other term, or it is not there.

    Rates of little text jump about. What the table calls thin is a ring on a thin line, is passed
    over by the title and does not stretch the scale: where it lies beyond it, an arrow leads up.
    Where a rate is missing there is no point.

    Args:
        table: A term of an issue a row, with the columns ``page`` (the issue) or ``period``,
            ``token``, ``count``, ``total`` (words of the issue) and ``per_thousand``, as
            `measures.term_frequency` makes it with ``by="page"``. Where it has them, ``thin`` (True
            where there is too little text for the term) is drawn and ``pages`` (of the period) are
            counted, as in `archive.Archive.trend`. Rows without a period are left out and their
            words counted.
        title: The finding; by default where the most frequent term stands highest.
        subtitle: n and unit; by default the numbers of issues and words.
        source: The line at the foot; by default the pages' names, or how many they are.
        top: How many terms to show, 1 to 4, those of the most occurrences first.
        theme: ``"light"`` or ``"dark"``.
        size: ``"screen"``, ``"slide"``, ``"a4"`` or ``"column"``.

    Returns:
        A figure with one line a term.

    Raises:
        TableError: A column is missing, a term comes twice in an issue, or an issue has two totals.
        ValueError: ``top`` is not 1 to 4.
        MissingGlyph: A term or issue has a character that the font lacks.

    >>> import pandas as pd
    >>> table = pd.DataFrame({
    ...     "period": ["1978", "1980"], "token": "改革", "count": [2, 9], "total": [1000, 1500],
    ...     "per_thousand": [2.0, 6.0]})
    >>> trend(table).axes[0].texts[0].get_text()
    '改革 is most frequent in 1980: 6.0 of 1,000 words, 4.4 over all years'
    """
    key = "period" if isinstance(table, pd.DataFrame) and "period" in table else "page"
    require_columns(table, (key, "token", "count", "total", "per_thousand"), "trend")
    check_top(top)
    if top > len(_COLORS):
        raise ValueError(f"top is {top}, expected at most {len(_COLORS)} lines that can be told")
    form, own = form_of(theme, size), Own(title, subtitle, source)
    dated = table.dropna(subset=[key])
    if dated.empty:
        return empty_sheet("There are no issues", form, own)
    once_each(dated, [key, "token"], "trend", f"count by {key}")
    issues = _read(dated, key)
    sums = dated.groupby("token", sort=False)["count"].sum()
    terms = list(sums.sort_values(ascending=False, kind="stable").index[:top])
    lines = [_line(dated[dated["token"] == term], key, issues) for term in terms]
    undated = int(table.loc[table[key].isna(), "total"].max()) if len(dated) < len(table) else 0
    heads = own.heads(
        f"Line chart of terms over {issues.noun}s",
        _finding(lines[0], int(sums[terms[0]]), issues),
        _measure(lines, len(sums), issues, undated),
        _origin(dated, key, issues),
    )
    with house_style():
        room = form.most - sum(head_and_foot_heights(form, heads))
        body = min(room, _HIGH + _WORDS + _FEET)
        sheet, first = new_sheet(form, body, heads)
        _Plot(sheet, issues, lines, first + 10, first + body - _WORDS - _FEET).draw()
        check_glyphs(sheet)
    return sheet


@dataclass(frozen=True, slots=True)
class _Issues:
    """Issues or periods in their order; ``places`` are steps from the first, in time where known.

    ``year`` is that of the first place and ``steps`` how many steps a year has, 0 without time.
    """

    keys: list[Any]
    names: list[str]
    totals: list[int]
    places: list[int]
    noun: str
    year: float = 0.0
    steps: int = 0

    @property
    def gaps(self) -> list[tuple[int, int]]:
        """The first place that is not there, and the next that is, for each gap."""
        return [(a + 1, b) for a, b in pairwise(self.places) if b - a > 1]


@dataclass(frozen=True, slots=True)
class _Line:
    """A term by issue: its rates, NaN where there is none, and which of them are thin."""

    name: str
    rates: list[float]
    thin: list[bool]

    @property
    def known(self) -> list[int]:
        """The numbers of issues with a rate."""
        return [number for number, rate in enumerate(self.rates) if not math.isnan(rate)]

    @property
    def firm(self) -> list[int]:
        """The numbers of those with enough text; of all with a rate where none has."""
        return [number for number in self.known if not self.thin[number]] or self.known


def _read(table: pd.DataFrame, key: str) -> _Issues:
    rows = table[[key, "total"]].drop_duplicates().sort_values(key, kind="stable")
    once_each(rows, [key], "trend", "an issue has one total of words")
    names = [plain(name) for name in rows[key]]
    own = list(rows[key]), names, [int(total) for total in rows["total"]]
    for pattern, noun, steps in ((r"\d{4}", "year", 1), (r"\d{4}-(0[1-9]|1[012])", "month", 12)):
        if all(re.fullmatch(pattern, name) for name in names):
            moments = [_moment(name, steps) for name in names]
            places = [moment - moments[0] for moment in moments]
            return _Issues(*own, places, noun, moments[0] / steps, steps)
    return _Issues(*own, list(range(len(names))), "issue" if key == "page" else "period")


def _moment(name: str, steps: int) -> int:
    """Years or months from the year 0."""
    year, _, month = name.partition("-")
    return steps * int(year) + (int(month) - 1 if month else 0)


def _line(rows: pd.DataFrame, key: str, issues: _Issues) -> _Line:
    values = rows["per_thousand"].astype("Float64").to_numpy(dtype=float, na_value=math.nan)
    rates = dict(zip(rows[key], values, strict=True))
    thin = (
        rows["thin"].astype("boolean").fillna(False)
        if "thin" in rows
        else pd.Series(False, rows.index)
    )
    thinned = set(rows.loc[thin.astype(bool), key])
    return _Line(
        plain(rows["token"].iloc[0]),
        [float(rates.get(name, 0.0)) for name in issues.keys],
        [name in thinned for name in issues.keys],
    )


def _rate(value: float) -> str:
    return f"{value:.1f}" if value >= 1 else f"{value:.2g}"


def _finding(line: _Line, count: int, issues: _Issues) -> str:
    name = shorten(line.name, TEXT, 120)
    mean = _rate(1000 * count / (sum(issues.totals) or 1))
    if not count or not line.known:
        return f"{name} stands nowhere as one word in {counted(len(line.rates), issues.noun)}"
    if len(line.rates) == 1:
        return f"{name} makes up {mean} of 1,000 words of the only {issues.noun}"
    highest = max(line.firm, key=lambda number: line.rates[number])
    where = shorten(issues.names[highest], TEXT, 150)
    said = f"{name} is most frequent in {where}: {_rate(line.rates[highest])} of 1,000 words"
    return f"{said}, {mean} over all {issues.noun}s"


def _measure(lines: Sequence[_Line], there: int, issues: _Issues, undated: int) -> str:
    terms = counted(there, "term")
    which = f"The {len(lines):,} most frequent of {terms}" if len(lines) < there else terms
    glosses = {"year": "年", "month": "月", "issue": "期", "period": "时段"}
    noun = counted(len(issues.names), issues.noun)
    words = counted(sum(issues.totals), "word")
    left = f", {undated:,} more without a date left out" if undated else ""
    said = [
        f"{which}; n = {noun} ({glosses[issues.noun]}), {words} (词){left}",
        "lines: per 1,000 words",
        f"bars: words of the {issues.noun}",
    ]
    if issues.gaps:
        said.append("shaded: no pages")
    thin = sum(map(any, zip(*(line.thin for line in lines), strict=True)))
    if thin:
        said.append(f"ring: too little text ({counted(thin, issues.noun)})")
    return "; ".join(said)


def _origin(table: pd.DataFrame, key: str, issues: _Issues) -> str:
    if key == "page" and not issues.steps:
        return origin_of(table)
    span = issues.names[0] if len(issues.names) == 1 else f"{issues.names[0]} to {issues.names[-1]}"
    if "pages" in table:
        pages = int(table.drop_duplicates(key)["pages"].sum())
        return f"Source: {counted(pages, 'page')}, {span}"
    return f"Source: pages of {span}"


class _Plot:
    """The lines between ``top`` and ``bottom``, and the bars and names of issues below."""

    def __init__(
        self,
        sheet: Sheet,
        issues: _Issues,
        lines: Sequence[_Line],
        top: float,
        bottom: float,
    ) -> None:
        self.sheet, self.issues, self.lines = sheet, issues, lines
        self.top, self.bottom = top, bottom
        self.names = [shorten(line.name, TEXT, 0.2 * sheet.form.room) for line in lines]
        self.left = sheet.left + 30
        longest = max(width(name, TEXT) for name in self.names)
        self.right = sheet.right - 12 - max(longest, width(_BARS, SMALL))
        self.step = (self.right - self.left) / (issues.places[-1] + 1)
        most = max((line.rates[number] for line in lines for number in line.firm), default=0) or 1.0
        self.axis = Axis(0, most * 1.04, bottom, top)

    def x(self, place: float) -> float:
        return self.left + self.step * (place + 0.5)

    def draw(self) -> None:
        self._draw_gaps()
        self._draw_axis()
        for color, line in reversed(list(zip(_COLORS, self.lines, strict=False))):
            self._draw_line(getattr(self.sheet.palette, color), line)
        self._draw_names()
        self._draw_words()
        self._draw_places()

    def _draw_gaps(self) -> None:
        high = self.bottom + 10 + _WORDS - self.top
        for first, end in self.issues.gaps:
            x = self.x(first - 0.5)
            self.sheet.fill(x, self.top, self.x(end - 0.5) - x, high, self.sheet.palette.shade)

    def _draw_axis(self) -> None:
        for tick in even_ticks(0, self.axis.high, 5):
            y = self.axis.at(tick)
            color = self.sheet.palette.hair if tick else self.sheet.palette.ink
            self.sheet.stroke([[(self.left, y), (self.right, y)]], color, 0.6, zorder=1)
            self.sheet.note(self.left - 5, y + 2.5, f"{tick:g}", "right")

    def _draw_line(self, color: str, line: _Line) -> None:
        points = {
            number: (self.x(self.issues.places[number]), self._height(line.rates[number]))
            for number in line.known
        }
        alone = set(points)
        for firm, numbers in self._runs(line):
            self.sheet.stroke([[points[n] for n in numbers]], color, _FIRM if firm else _LOOSE)
            alone -= set(numbers) if firm else set()
        for number, point in points.items():
            thin = line.thin[number]
            if thin or self.step > 9 or number in alone:
                self._draw_dot(point, color, thin, line.rates[number] > self.axis.high)

    def _height(self, rate: float) -> float:
        return max(self.top, self.axis.at(rate))

    def _draw_dot(self, point: Point, color: str, thin: bool, beyond: bool) -> None:
        radius = min(2.0, max(1.3, 0.3 * self.step))
        self.sheet.dot(*point, radius, color, hollow=thin)
        if beyond:
            x, tip = point[0], point[1] - 9
            self.sheet.stroke([[(x, point[1] - 2), (x, tip)]], color, 0.9)
            self.sheet.stroke([[(x - 1.9, tip + 2.6), (x, tip), (x + 1.9, tip + 2.6)]], color, 0.9)

    def _runs(self, line: _Line) -> Iterator[tuple[bool, list[int]]]:
        """Numbers that one line leads through, and whether all of them have enough text."""
        run: list[int] = []
        firm = True
        for one, other in pairwise(line.known):
            both = not (line.thin[one] or line.thin[other])
            near = self.issues.places[other] - self.issues.places[one] == 1
            if run and not (near and both == firm):
                yield firm, run
                run = []
            if near:
                run, firm = [*(run or [one]), other], both
        if run:
            yield firm, run

    def _draw_names(self) -> None:
        """The terms at the ends of their lines, moved apart where the lines end together."""
        ends = sorted(
            (self._height(line.rates[line.known[-1]]) if line.known else self.bottom, number)
            for number, line in enumerate(self.lines)
        )
        heights = apart([end for end, _ in ends], 11, self.top, self.bottom + 3)
        for y, (_, number) in zip(heights, ends, strict=True):
            color = getattr(self.sheet.palette, _COLORS[number])
            self.sheet.fill(self.right + 2, y - 1, 5, 2, color)
            self.sheet.write(self.right + 10, y + 3, self.names[number])

    def _draw_words(self) -> None:
        top = self.bottom + 14
        most = max(1, *self.issues.totals)
        high = _WORDS - 4
        wide = min(48.0, max(0.5, self.step * 0.5))
        for place, total in zip(self.issues.places, self.issues.totals, strict=True):
            bar = high * total / most
            x = self.x(place) - wide / 2
            self.sheet.fill(x, top + high - bar, wide, bar, self.sheet.palette.grey)
        self.sheet.note(self.right + 10, top + high, _BARS)
        said = f"{most:,}" if most < 1e5 else chinese_number(most)
        self.sheet.note(self.left - 5, top + 6, said, "right")

    def _draw_places(self) -> None:
        base = self.bottom + 14 + _WORDS + 7
        if self.issues.steps and self.issues.places[-1] >= 3 * self.issues.steps:
            last = self.issues.year + (self.issues.places[-1] + 0.5) / self.issues.steps
            most = max(2, int((self.right - self.left) / _TICKED))
            for year in even_ticks(self.issues.year, last, most):
                if year == round(year):
                    place = (year - self.issues.year) * self.issues.steps
                    self.sheet.note(self.x(place), base, f"{year:.0f}", "center")
            return
        each = 1 + int((24 + 0.1 * self.sheet.form.room) // self.step)
        for number, name in list(enumerate(self.issues.names))[::each]:
            said = shorten(name, SMALL, self.step * each - 4)
            self.sheet.note(self.x(self.issues.places[number]), base, said, "center")
