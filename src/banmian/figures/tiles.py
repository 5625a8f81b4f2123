"""Where the text looks: a grid of one tile for each of the 34 provinces, with no borders drawn."""

from __future__ import annotations

from typing import Final

import pandas as pd
from matplotlib.figure import Figure

from banmian.page import TableError

from .checks import counted, origin_of, require_columns, stories_in
from .glyphs import check_glyphs
from .sheet import Own, Sheet, empty_sheet, head_and_foot_heights, house_style, new_sheet
from .theme import SMALL, TEXT, Palette, Size, Theme, form_of, mix, readable_on

# First two digits of the code of GB/T 2260: short name, column and row. A tile stands about where
# the province lies; the order of neighbours is kept as far as a grid lets it.
_TILES: Final[dict[str, tuple[str, int, int]]] = {
    "23": ("黑龙江", 8, 0),
    "15": ("内蒙古", 4, 1), "11": ("北京", 5, 1), "21": ("辽宁", 7, 1), "22": ("吉林", 8, 1),
    "65": ("新疆", 1, 2), "64": ("宁夏", 3, 2), "14": ("山西", 4, 2), "13": ("河北", 5, 2),
    "12": ("天津", 6, 2),
    "63": ("青海", 1, 3), "62": ("甘肃", 2, 3), "61": ("陕西", 3, 3), "41": ("河南", 4, 3),
    "37": ("山东", 5, 3),
    "54": ("西藏", 1, 4), "51": ("四川", 2, 4), "50": ("重庆", 3, 4), "42": ("湖北", 4, 4),
    "34": ("安徽", 5, 4), "32": ("江苏", 6, 4), "31": ("上海", 7, 4),
    "53": ("云南", 2, 5), "52": ("贵州", 3, 5), "43": ("湖南", 4, 5), "36": ("江西", 5, 5),
    "33": ("浙江", 6, 5),
    "45": ("广西", 3, 6), "44": ("广东", 4, 6), "35": ("福建", 5, 6), "71": ("台湾", 7, 6),
    "46": ("海南", 3, 7), "82": ("澳门", 4, 7), "81": ("香港", 5, 7),
}  # fmt: skip
_ACROSS, _DOWN = 9, 8
_GAP: Final = 3.0
_MOST: Final = 54.0  # of a tile's edge
_ROOMY: Final = 40.0  # a tile of so wide an edge has three lines of type
_CLASSES: Final = 4


def province_tiles(
    places: pd.DataFrame,
    *,
    title: str | None = None,
    subtitle: str | None = None,
    source: str | None = None,
    theme: Theme = "light",
    size: Size = "screen",
) -> Figure:
    """Draw how often places of each province are mentioned; all 34 have a tile of one size.

    The grid shows neither area nor borders, so that 上海 counts as much as 新疆. The darker the
    tile (in the dark theme: the lighter), the more mentions; their number stands on it.
    Under it stands in how many stories: one that names its town in each paragraph colours a
    province by itself. Places without a code (abroad, or not identified) are left out and
    counted. Whoever prints the page is named often on it: a tile is no measure of how much
    happens there.

    Args:
        places: A mention a row, with the columns ``page``, ``article`` and ``adcode`` (GB/T 2260,
            NA where there is none), as `tables.places` makes it.
        title: The finding; by default the province most often mentioned.
        subtitle: n and unit; by default the numbers of mentions with a code and without.
        source: The line at the foot; by default the pages' names.
        theme: ``"light"`` or ``"dark"``.
        size: ``"screen"``, ``"slide"``, ``"a4"`` or ``"column"``.

    Returns:
        A figure of 34 tiles.

    Raises:
        TableError: A column is missing, or a code is of no province.

    >>> import pandas as pd
    >>> places = pd.DataFrame({
    ...     "page": "a.txt", "article": 0, "adcode": ["431100", "430000", "530000", None]})
    >>> province_tiles(places).axes[0].texts[0].get_text()
    '湖南 is named most: 2 of 3 times, in 1 story; 2 of 34 provinces are named'
    """
    require_columns(places, ("page", "article", "adcode"), "province_tiles")
    form, own = form_of(theme, size), Own(title, subtitle, source)
    codes = _codes(places)
    counts = {code: int((codes == code).sum()) for code in sorted(_TILES)}
    stories = {code: stories_in(places[codes == code]) for code in _TILES}
    if not sum(counts.values()):
        return empty_sheet("There are no places with a code", form, own)
    heads = own.heads(
        "Tile grid of provinces",
        _finding(counts, stories),
        _measure(sum(counts.values()), stories_in(places[codes.notna()]), len(places)),
        origin_of(places),
    )
    with house_style():
        room = form.most - sum(head_and_foot_heights(form, heads))
        edge = min(_MOST, form.room / _ACROSS, room / _DOWN)
        sheet, first = new_sheet(form, edge * _DOWN, heads)
        _draw(sheet, counts, stories, first, edge)
        check_glyphs(sheet)
    return sheet


def _codes(places: pd.DataFrame) -> pd.Series[str]:
    """The province of each mention, by the first two digits of its code; missing without one."""
    codes = pd.Series(
        [None if pd.isna(code) else str(code)[:2] for code in places["adcode"]],
        index=places.index,
        dtype=object,
    )
    unknown = sorted(set(codes.dropna()) - set(_TILES))
    if unknown:
        raise TableError(
            f"province_tiles: adcode begins with {', '.join(unknown)}, which is no province; "
            "expected codes of GB/T 2260 such as 430000"
        )
    return codes


def _finding(counts: dict[str, int], stories: dict[str, int]) -> str:
    most = max(counts, key=lambda code: counts[code])
    named = sum(count > 0 for count in counts.values())
    are = "is" if named == 1 else "are"
    held = f", in {counted(stories[most], 'story', 'stories')}" if stories[most] else ""
    return (
        f"{_TILES[most][0]} is named most: {counts[most]:,} of "
        f"{counted(sum(counts.values()), 'time')}{held}; {named} of 34 provinces {are} named"
    )


def _measure(coded: int, stories: int, there: int) -> str:
    left = f"; {there - coded:,} more abroad or without a code" if there > coded else ""
    n = f"n = {counted(coded, 'mention')} of places (地名)"
    held = f" in {counted(stories, 'story', 'stories')}" if stories else ""
    return f"{n}{held}{left}; not drawn to area, no borders"


def _draw(
    sheet: Sheet, counts: dict[str, int], stories: dict[str, int], top: float, edge: float
) -> None:
    shift = sheet.left + max(0.0, (sheet.form.room - edge * _ACROSS) / 2)
    limits = _limits(max(counts.values()))
    for code, (name, column, row) in _TILES.items():
        x, y = shift + edge * column, top + edge * row
        ground = _ground(counts[code], limits, sheet.palette)
        sheet.fill(x, y, edge - _GAP, edge - _GAP, ground)
        ink = readable_on(ground, sheet.palette) if counts[code] else sheet.palette.soft
        size = TEXT if edge > _ROOMY else SMALL
        lines = [(name, size)]
        if counts[code]:
            lines.append((f"{counts[code]:,}", size))
            if stories[code] and edge > _ROOMY:
                lines.append((f"in {stories[code]:,} 篇", SMALL))
        base = y + (edge - _GAP) / 2 + 3 - (size + 2) / 2 * (len(lines) - 1)
        for text, high in lines:
            sheet.write(x + (edge - _GAP) / 2, base, text, high, color=ink, align="center")
            base += size + 2
    _draw_key(sheet, limits, sheet.left, top)


def _limits(most: int) -> list[int]:
    """The highest count of each class, each about the same number of times the one before."""
    limits = [max(1, round(most ** ((n + 1) / _CLASSES))) for n in range(_CLASSES)]
    return sorted(set(limits))


def _ground(count: int, limits: list[int], palette: Palette) -> str:
    """The tile's colour: the paper's shade for none, then in even steps up to indigo.

    Few classes have the upper of the steps. Thirds would have one on which neither ink nor paper
    is read well: a contrast of 4.2 to 1, where those of the quarters are 5.0 at least.
    """
    if not count:
        return palette.shade
    above = sum(limit >= count for limit in limits) - 1
    return mix(palette.shade, palette.indigo, 1 - above / _CLASSES)


def _draw_key(sheet: Sheet, limits: list[int], x: float, top: float) -> None:
    """The classes, in the corner where the grid has no tiles."""
    sheet.note(x, top + 6, "mentions 次")
    lowest = [0, 1, *(limit + 1 for limit in limits)]
    for number, (low, high) in enumerate(zip(lowest, [0, *limits], strict=False)):
        y = top + 11 + 9.5 * number
        sheet.fill(x, y, 14, 7.5, _ground(high, limits, sheet.palette))
        sheet.note(x + 19, y + 6, f"{low:,}" if low == high else f"{low:,}–{high:,}")
