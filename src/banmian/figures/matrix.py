"""Who signs the stories, and as what: a matrix of names and roles."""

from __future__ import annotations

import math
from typing import Final

import pandas as pd
from matplotlib.figure import Figure

from .checks import (
    check_top,
    counted,
    headlines_of,
    origin_of,
    require_columns,
    stories_in,
    story_name,
)
from .glyphs import check_glyphs
from .sheet import Heads, Own, Sheet, empty_sheet, house_style, row_sheet
from .theme import SMALL, TEXT, Size, Theme, form_of
from .typeset import plain, shorten, width

_STEP: Final = 17.0
_ROLES: Final = 6  # columns at most; the rest stand together in one more
_RADIUS: Final = 6.0
_CELL: Final = 62.0
_BESIDE: Final = 40.0  # for the number of stories, between roles and stories
_TOLD: Final = 60.0  # the least room that long names of stories have
_LEAST: Final = 4  # stories of the largest dot, so that a single one is never large
_UNKNOWN: Final = "not told 不明"
_OTHERS: Final = "others 其他"


def byline_roles(
    people: pd.DataFrame,
    *,
    articles: pd.DataFrame | None = None,
    title: str | None = None,
    subtitle: str | None = None,
    source: str | None = None,
    top: int = 25,
    theme: Theme = "light",
    size: Size = "screen",
) -> Figure:
    """Draw in how many stories each writer or photographer is named, by role.

    The area of a dot is the number of stories, which stands beside it; at the right stand the
    stories themselves, as many as find room. Only people of the kind
    ``press`` are counted, each once a story and role, by name: two of one name are one row here.

    Args:
        people: A mention a row, with the columns ``page``, ``article``, ``name``, ``role`` (NA
            where it is not told) and ``kind``, as `tables.people` makes it.
        articles: A story a row with the columns ``page``, ``article`` and ``headline``; where
            given, stories are named by their headlines in place of numbers.
        title: The finding; by default who is named in the most stories.
        subtitle: n and unit; by default the numbers of people and stories.
        source: The line at the foot; by default the pages' names.
        top: How many people to show at most, those of the most stories first.
        theme: ``"light"`` or ``"dark"``.
        size: ``"screen"``, ``"slide"``, ``"a4"`` or ``"column"``.

    Returns:
        A figure with one row a person and one column a role.

    Raises:
        TableError: A column is missing.
        MissingGlyph: A name or role has a character that the font lacks.

    >>> import pandas as pd
    >>> people = pd.DataFrame({
    ...     "page": "a.txt", "article": [0, 1, 1], "name": ["王小明", "王小明", "李大力"],
    ...     "role": ["记者", "记者", "通讯员"], "kind": "press"})
    >>> byline_roles(people).axes[0].texts[0].get_text()
    '王小明 signs 2 of 2 stories, more than anyone else'
    """
    require_columns(people, ("page", "article", "name", "role", "kind"), "byline_roles")
    check_top(top)
    headlines = headlines_of(articles, "byline_roles")
    form, own = form_of(theme, size), Own(title, subtitle, source)
    press = people[people["kind"] == "press"].dropna(subset=["article"])
    if press.empty:
        return empty_sheet("There are no bylines", form, own)
    stories = stories_in(press)
    signed = press[["page", "article", "name"]].drop_duplicates()["name"]
    order = signed.value_counts(sort=False).sort_values(ascending=False, kind="stable")
    table, signed_by = _counted(press), _stories(press, headlines)

    def heads(shown: int) -> Heads:
        finding, measure = _finding(order, stories), _measure(shown, len(order), stories)
        return own.heads("Matrix of names and roles", finding, measure, origin_of(people))

    with house_style():
        sheet, first, shown = row_sheet(form, min(top, len(order)), _STEP, 22, heads)
        _draw(sheet, order.head(shown), table, signed_by, first + 22)
        check_glyphs(sheet)
    return sheet


def _stories(
    press: pd.DataFrame, headlines: dict[tuple[object, object], str]
) -> dict[object, list[str]]:
    """The stories of each person, named, in the order of the table."""
    pages = press["page"].nunique()
    signed = press[["name", "page", "article"]].drop_duplicates()
    named: dict[object, list[str]] = {}
    for name, *key in signed.itertuples(index=False, name=None):
        named.setdefault(name, []).append(story_name((key[0], key[1]), headlines, pages))
    return named


def _counted(press: pd.DataFrame) -> pd.DataFrame:
    """Stories by name and role, the commonest roles first."""
    roles = pd.Series(
        [_UNKNOWN if pd.isna(role) else str(role) for role in press["role"]], index=press.index
    )
    once = press.assign(role=roles)[["page", "article", "name", "role"]].drop_duplicates()
    common = once["role"].value_counts(sort=False).sort_values(ascending=False, kind="stable")
    kept = list(common.index[:_ROLES])
    once = once.assign(role=once["role"].where(once["role"].isin(kept), _OTHERS))
    once = once.drop_duplicates()
    table = pd.crosstab(once["name"], once["role"])
    return table[[role for role in [*kept, _OTHERS] if role in table.columns]]


def _finding(order: pd.Series[int], stories: int) -> str:
    most, first = int(order.iloc[0]), shorten(plain(order.index[0]), TEXT, 120)
    level = int((order == most).sum())
    of = f"{most:,} of {counted(stories, 'story', 'stories')}"
    if level == 1:
        return f"{first} signs {of}" + (", more than anyone else" if len(order) > 1 else "")
    return f"{level:,} people sign {of} each, none signs more"


def _measure(shown: int, people: int, stories: int) -> str:
    which = counted(people, "person", "people")
    which = f"The first {shown:,} of {which} by stories" if shown < people else which
    return f"{which}; n = {counted(stories, 'story', 'stories')} with a byline (署名); dot: stories"


def _draw(
    sheet: Sheet,
    order: pd.Series[int],
    table: pd.DataFrame,
    stories: dict[object, list[str]],
    top: float,
) -> None:
    names = [shorten(plain(name), TEXT, 0.25 * sheet.form.room) for name in order.index]
    left = sheet.left + 16 + max(width(name, TEXT) for name in names)
    roles = [plain(role) for role in table.columns]
    told = ["；".join(map(plain, stories[name])) for name in order.index]
    longest = min(0.5 * sheet.form.room, max(width(text, SMALL) for text in told))
    # A role has room for its name, or for a dot and its number, before stories have any.
    wanted = max(_CELL, *(width(role, SMALL) + 10 for role in roles))
    spare = (sheet.right - longest - _BESIDE - left) / len(roles)
    cell = min(max(wanted, min(spare, 2 * _CELL)), (sheet.right - 26 - left) / len(roles))
    right = left + cell * len(roles) + 22
    room, least = sheet.right - right - 16, min(_TOLD, longest)
    sheet.note(right, top - 6, "all 篇", "right")
    sheet.note(sheet.right - room, top - 6, "stories 稿件" if room >= max(least, 40) else "")
    for number, role in enumerate(roles):
        sheet.note(left + cell * number, top - 6, _head(role, cell - 4))
    rows = [(sheet.left, top + _STEP * n) for n in range(len(names))]
    sheet.stroke([[(x, y), (sheet.right, y)] for x, y in rows], sheet.palette.hair, 0.6, zorder=1)
    for row, (name, count) in enumerate(zip(order.index, order, strict=True)):
        middle = top + _STEP * (row + 0.5)
        sheet.write(sheet.left, middle + 3, names[row])
        sheet.write(right, middle + 3, f"{count:,}", align="right")
        _draw_dots(sheet, table, str(name), left, cell, middle)
        if room >= least:
            said = shorten(told[row], SMALL, room)
            sheet.note(sheet.right - room, middle + 2.6, said)


def _head(role: str, room: float) -> str:
    """The name of a role; where a gloss does not fit beside it, its Chinese alone."""
    name = role if width(role, SMALL) <= room else role.rsplit(" ", 1)[-1]
    return shorten(name, SMALL, room)


def _draw_dots(
    sheet: Sheet, table: pd.DataFrame, name: str, left: float, cell: float, middle: float
) -> None:
    most = max(_LEAST, int(table.to_numpy().max()))
    for column, count in enumerate(table.loc[name]):
        if count:
            x = left + cell * column + _RADIUS
            sheet.dot(x, middle, _RADIUS * math.sqrt(count / most), sheet.palette.indigo)
            sheet.note(x + _RADIUS + 3, middle + 2.6, f"{count:,}")
