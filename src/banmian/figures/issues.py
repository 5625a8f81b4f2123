"""The trend of terms over issues, with the words of each issue under it."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
from matplotlib.figure import Figure

from .axis import Axis, even_ticks
from .checks import check_top, counted, once_each, origin_of, require_columns
from .glyphs import check_glyphs
from .sheet import Own, Sheet, empty_sheet, head_and_foot_heights, house_style, new_sheet
from .theme import SMALL, TEXT, Size, Theme, form_of
from .typeset import plain, shorten, width

_COLORS: Final = ("indigo", "ochre", "cinnabar", "grey")
_HIGH: Final = 190.0  # of the lines
_WORDS: Final = 34.0  # of the bars below them
_BARS: Final = "words 词"
_FEET: Final = 30.0  # space between the two, and the names of issues


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
    """Draw how often terms come up in each issue, and under that how many words the issue has.

    Rates of a short issue jump about, which the bars below explain. Issues stand in the order
    of their names, one step each, whatever time lies between. An issue without a row
    for a term has none of it: give the issue's row for some other term, or it is not there.

    Args:
        table: a term of an issue a row, with the columns ``page`` (the issue), ``token``,
            ``count``, ``total`` (words of the issue) and ``per_thousand``, as
            `measures.term_frequency` makes it with ``by="page"``.
        title: the finding; by default where the most frequent term stands highest.
        subtitle: n and unit; by default the numbers of issues and words.
        source: the line at the foot; by default the pages' names.
        top: how many terms to show, 1 to 4, those of the most occurrences first.
        theme: ``"light"`` or ``"dark"``.
        size: ``"screen"``, ``"slide"``, ``"a4"`` or ``"column"``.

    Returns:
        A figure with one line a term.

    Raises:
        TableError: a column is missing, a term comes twice in an issue, or an issue has two totals.
        ValueError: ``top`` is not 1 to 4.
        MissingGlyph: a term or issue has a character that the font lacks.

    >>> import pandas as pd
    >>> table = pd.DataFrame({
    ...     "page": ["1.txt", "2.txt"], "token": "职工", "count": [2, 9], "total": [1000, 1500],
    ...     "per_thousand": [2.0, 6.0]})
    >>> trend(table).axes[0].texts[0].get_text()
    '职工 is most frequent in 2.txt: 6.0 of 1,000 words, 4.4 over all issues'
    """
    require_columns(table, ("page", "token", "count", "total", "per_thousand"), "trend")
    check_top(top)
    if top > len(_COLORS):
        raise ValueError(f"top is {top}, expected at most {len(_COLORS)} lines that can be told")
    form, own = form_of(theme, size), Own(title, subtitle, source)
    if table.empty:
        return empty_sheet("There are no issues", form, own)
    once_each(table, ["page", "token"], "trend", "count by page")
    issues = table[["page", "total"]].drop_duplicates().sort_values("page", kind="stable")
    once_each(issues, ["page"], "trend", "an issue has one total of words")
    sums = table.groupby("token", sort=False)["count"].sum()
    terms = list(sums.sort_values(ascending=False, kind="stable").index[:top])
    rates = {term: _rates(table[table["token"] == term], issues) for term in terms}
    heads = own.heads(
        "Line chart of terms over issues",
        _finding(terms[0], rates[terms[0]], int(sums[terms[0]]), issues),
        _measure(len(terms), len(sums), issues),
        origin_of(issues),
    )
    with house_style():
        room = form.most - sum(head_and_foot_heights(form, heads))
        body = min(room, _HIGH + _WORDS + _FEET)
        sheet, first = new_sheet(form, body, heads)
        _Plot(sheet, issues, rates, first + 10, first + body - _WORDS - _FEET).draw()
        check_glyphs(sheet)
    return sheet


def _rates(rows: pd.DataFrame, issues: pd.DataFrame) -> list[float]:
    known = dict(zip(rows["page"], rows["per_thousand"], strict=True))
    return [float(known.get(page, 0.0)) for page in issues["page"]]


def _finding(term: Any, rates: list[float], count: int, issues: pd.DataFrame) -> str:
    name = shorten(plain(term), TEXT, 120)
    all_words = int(issues["total"].sum()) or 1
    mean = f"{1000 * count / all_words:.1f}"
    if len(rates) == 1:
        return f"{name} makes up {mean} of 1,000 words of the only issue"
    page = shorten(plain(issues["page"].iloc[rates.index(max(rates))]), TEXT, 150)
    said = f"{name} is most frequent in {page}: {max(rates):.1f} of 1,000 words"
    return f"{said}, {mean} over all issues"


def _measure(shown: int, there: int, issues: pd.DataFrame) -> str:
    terms = counted(there, "term")
    which = f"The {shown:,} most frequent of {terms}" if shown < there else terms
    words = counted(int(issues["total"].sum()), "word")
    n = f"n = {counted(len(issues), 'issue')} (期), {words} (词)"
    return f"{which}; {n}; lines: per 1,000 words; bars: words of the issue"


class _Plot:
    """The lines between ``top`` and ``bottom``, and the bars and names of issues below."""

    def __init__(
        self,
        sheet: Sheet,
        issues: pd.DataFrame,
        rates: dict[Any, list[float]],
        top: float,
        bottom: float,
    ) -> None:
        self.sheet, self.rates, self.top, self.bottom = sheet, rates, top, bottom
        self.pages = [plain(page) for page in issues["page"]]
        self.totals = [int(total) for total in issues["total"]]
        self.names = {term: shorten(plain(term), TEXT, 0.2 * sheet.form.room) for term in rates}
        self.left = sheet.left + 26
        longest = max(width(name, TEXT) for name in self.names.values())
        self.right = sheet.right - 12 - max(longest, width(_BARS, SMALL))
        self.step = (self.right - self.left) / len(self.pages)
        most = max(0.001, *(max(line) for line in rates.values()))
        self.axis = Axis(0, most * 1.04, bottom, top)

    def x(self, number: int) -> float:
        return self.left + self.step * (number + 0.5)

    def draw(self) -> None:
        self._draw_axis()
        for number, line in reversed(list(enumerate(self.rates.values()))):
            color = getattr(self.sheet.palette, _COLORS[number])
            points = [(self.x(n), self.axis.at(rate)) for n, rate in enumerate(line)]
            self.sheet.stroke([points], color, 1.5)
            for x, y in points if self.step > 9 or len(points) == 1 else []:
                self.sheet.dot(x, y, 2.0, color)
        self._draw_names()
        self._draw_words()
        self._draw_pages()

    def _draw_axis(self) -> None:
        for tick in even_ticks(0, self.axis.high, 5):
            y = self.axis.at(tick)
            color = self.sheet.palette.hair if tick else self.sheet.palette.ink
            self.sheet.stroke([[(self.left, y), (self.right, y)]], color, 0.6, zorder=1)
            self.sheet.note(self.left - 5, y + 2.5, f"{tick:g}", "right")

    def _draw_names(self) -> None:
        """The terms at the ends of their lines, moved apart where the lines end together."""
        ends = sorted((self.axis.at(line[-1]), term) for term, line in self.rates.items())
        y = self.top - 11.0
        places: list[tuple[float, Any]] = []
        for end, term in ends:
            y = max(end, y + 11)
            places.append((y, term))
        over = max(0.0, y - self.bottom - 3)
        order = list(self.rates)
        for y, term in places:
            color = getattr(self.sheet.palette, _COLORS[order.index(term)])
            self.sheet.fill(self.right + 2, y - over - 1, 5, 2, color)
            self.sheet.write(self.right + 10, y - over + 3, self.names[term])

    def _draw_words(self) -> None:
        top = self.bottom + 14
        most = max(1, *self.totals)
        high = _WORDS - 4
        wide = min(60.0, max(0.5, self.step * 0.7))
        for number, total in enumerate(self.totals):
            bar = high * total / most
            x = self.x(number) - wide / 2
            self.sheet.fill(x, top + high - bar, wide, bar, self.sheet.palette.pale)
        self.sheet.note(self.right + 10, top + high, _BARS)
        self.sheet.note(self.left - 5, top + 6, _short(most), "right")

    def _draw_pages(self) -> None:
        base = self.bottom + 14 + _WORDS + 7
        each = 1 + int((24 + 0.1 * self.sheet.form.room) // self.step)
        for number in range(0, len(self.pages), each):
            name = shorten(self.pages[number], SMALL, self.step * each - 4)
            self.sheet.note(self.x(number), base, name, "center")


def _short(number: int) -> str:
    return f"{number / 1000:.3g}k" if number >= 10_000 else f"{number:,}"
