"""The page at a glance: a drawing of the whole page, block by block, in newspaper columns.

The text of a page has no geometry, so the drawing invents none: blocks run in source order down
columns of one measure. What is to scale is length: a line of strokes is `MEASURE` characters,
and the gaps in it are the text's own punctuation. Headlines and the lines around
them are set in type, at most three lines each, and so are not to scale.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import inf
from typing import Final, Literal

import pandas as pd
from matplotlib.figure import Figure

from banmian.page import DOUBTFUL, TableError

from .checks import counted, one_page, require_columns
from .glyphs import check_glyphs
from .makeup import (
    CELL,
    COLUMN,
    GUTTER,
    LOOK_OF,
    LOOKS,
    MEASURE,
    PITCH,
    SCREEN,
    Block,
    Look,
    Makeup,
    Placed,
    Shape,
    make_up,
)
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
from .theme import LEADING, SMALL, Form, Size, Theme, form_of
from .typeset import plain, width

COLUMNS: Final = (
    "page", "block", "article", "role", "characters", "confidence", "continues", "text",
)  # fmt: skip
"""What `page_map` reads of a table of blocks."""

_INSET: Final = 12.0  # from the double rule to the columns
_KEY_LEADING: Final = 13.0
_LANES: Final = 15.0  # the least margin: what leads from a cut runs beside the last column
_WIDE_MARGIN: Final = 30.0
_SAMPLE: Final = 22.0  # width of what a key entry shows
# Of the columns alone: beside them a sheet holds title, key and source.
_SHAPES: Final = {
    "screen": SCREEN,
    "slide": Shape(0.4, 3, 14),
    "a4": Shape(1.3, 3, 8),
    "column": Shape(2.6, 2, 3),
}


def page_map(
    blocks: pd.DataFrame,
    *,
    title: str | None = None,
    subtitle: str | None = None,
    source: str | None = None,
    doubt_below: float = DOUBTFUL,
    theme: Theme = "light",
    size: Size = "screen",
) -> Figure:
    """Draw one page at a glance: its stories in order, block by block, lengths to scale.

    Headlines, the lines around them and subheads are set in type; everything else is a band
    of strokes, a line of `MEASURE` characters each, coloured by role. A story opens with a
    rule, its number (the ``article`` of the table; 续 where it goes on after something else)
    and its characters. A red line leads from a cut sentence to the block where it goes on; a
    red bar with ? marks a decision whose confidence is below ``doubt_below`` or unknown.

    Args:
        blocks: the blocks of one page, in source order, with the columns `COLUMNS`:
            ``article`` is NA for furniture, ``continues`` the ``block`` whose sentence goes
            on here, or NA.
        title: what the page shows; by default the numbers of stories, cuts and doubts.
        subtitle: n and unit; by default blocks, characters and how to read a line.
        source: the line at the foot; by default the page's name.
        doubt_below: the confidence (0 to 1) below which a block is marked.
        theme: ``"light"`` or ``"dark"``.
        size: ``"screen"``, ``"slide"``, ``"a4"`` or ``"column"``. The drawing is made smaller,
            type and all, until it fits the last three: a long page is read in print only
            as a pattern.

    Returns:
        A figure as wide as its columns (three to eight) and as high as the page needs, or one
        that fits the size.

    Raises:
        TableError: a column is missing, a role is unknown, the blocks are of several pages,
            or ``continues`` names a block that is not there.
        MissingGlyph: a text to be set in type has a character that the font lacks.

    >>> import pandas as pd
    >>> blocks = pd.DataFrame({
    ...     "page": "a.txt", "block": [0, 1], "article": [0, 0], "role": ["headline", "paragraph"],
    ...     "characters": [4, 10], "confidence": [0.9, 0.9], "continues": [None, None],
    ...     "text": ["新桥通车", "本报讯 新桥昨日通车"]})
    >>> page_map(blocks).axes[0].texts[0].get_text()
    '1 story on the page: no sentence cut, no decision in doubt'
    """
    require_columns(blocks, COLUMNS, "page_map")
    name = one_page(blocks, "page_map")
    form, own = form_of(theme, size), Own(title, subtitle, source)
    if blocks.empty:
        return empty_sheet("The page holds no blocks", form, own)
    read = _read(blocks, doubt_below)
    heads = own.heads("Map of a newspaper page", _finding(read), _measure(read), f"Source: {name}")
    with house_style():
        made = make_up(read, _SHAPES[size])
        key = _key(read, made.wide, doubt_below)
        body = _INSET + made.high + 14 + _KEY_LEADING * len(key)
        sheet, top = new_sheet(_fitted(form, made.wide, body, heads), body, heads)
        _draw(sheet, made, read, top)
        _draw_key(sheet, key, top + _INSET + made.high + 14)
        check_glyphs(sheet)
    return sheet


def _fitted(form: Form, wide: float, body: float, heads: Heads) -> Form:
    """The form of a sheet for so wide and high a body: scaled to fit, if the form has an end.

    On a slide, whose width is given too, the margins grow until the body stands in the middle.
    """
    margin = _WIDE_MARGIN if form.exact else max(form.margin, _LANES)
    own = replace(form, wide=wide + 2 * margin, margin=margin, most=inf, exact=False)
    if form.most == inf:
        return own
    high = sum(head_and_foot_heights(own, heads)) + body
    shrunk = min(form.wide / own.wide, form.most / high)
    own = replace(own, scale=form.scale * shrunk)
    if not form.exact:
        return own
    all_wide = form.wide / shrunk
    margin = (all_wide - wide) / 2
    return replace(own, wide=all_wide, margin=margin, most=form.most / shrunk, exact=True)


def _read(table: pd.DataFrame, doubt_below: float) -> list[Block]:
    """The table's rows as values; unknown roles and broken references are refused."""
    unknown = sorted(set(table["role"].astype(str)) - set(LOOK_OF))
    if unknown:
        raise TableError(
            f"page_map: unknown role {', '.join(unknown)}; known: {', '.join(LOOK_OF)}"
        )
    lost = set(table["continues"].dropna()) - set(table["block"])
    if lost:
        raise TableError(
            f"page_map: continues names the blocks {sorted(map(int, lost))}, which are not in the "
            "table; give the page's whole table of blocks"
        )
    lengths = table.groupby("article")["characters"].sum().to_dict()
    return [
        Block(
            index=int(row["block"]),
            article=None if pd.isna(row["article"]) else int(row["article"]),
            role=row["role"],
            text=plain(row["text"]),
            characters=int(row["characters"]),
            story=int(lengths.get(row["article"], 0)),
            doubtful=pd.isna(row["confidence"]) or row["confidence"] < doubt_below,
            continues=None if pd.isna(row["continues"]) else int(row["continues"]),
        )
        for row in table[list(COLUMNS)].to_dict("records")
    ]


def _finding(blocks: Sequence[Block]) -> str:
    stories = len({b.article for b in blocks if b.article is not None})
    cuts = sum(b.continues is not None for b in blocks)
    doubts = sum(b.doubtful for b in blocks)
    rejoined = f"{counted(cuts, 'cut sentence')} rejoined" if cuts else "no sentence cut"
    doubtful = f"{counted(doubts, 'decision') if doubts else 'no decision'} in doubt"
    return f"{counted(stories, 'story', 'stories')} on the page: {rejoined}, {doubtful}"


def _measure(blocks: Sequence[Block]) -> str:
    characters = sum(b.characters for b in blocks)
    return (
        f"{counted(len(blocks), 'block')}, {counted(characters, 'character')} (字). "
        f"A full line of strokes is {MEASURE} characters; its gaps are punctuation."
    )


def _draw(sheet: Sheet, made: Makeup, blocks: Sequence[Block], top: float) -> None:
    placed = list(made.rows(sheet.left, top + _INSET))
    _draw_rules(sheet, made, top)
    _draw_grounds(sheet, placed)
    _draw_rows(sheet, placed)
    _draw_doubts(sheet, placed)
    _draw_cuts(sheet, placed, blocks, top + 8)


def _color(sheet: Sheet, look: Look) -> str:
    return str(getattr(sheet.palette, look.color))


def _draw_rules(sheet: Sheet, made: Makeup, top: float) -> None:
    """The double rule above (文武线), the thin one below, and the rules between columns."""
    left, right = sheet.left, sheet.left + made.wide
    bottom = top + _INSET + made.high
    sheet.stroke([[(left, top), (right, top)]], sheet.palette.ink, 2.4)
    sheet.stroke([[(left, y), (right, y)] for y in (top + 3.6, bottom + 6)], sheet.palette.ink, 0.6)
    between = [left + n * (COLUMN + GUTTER) - GUTTER / 2 for n in range(1, made.used)]
    sheet.stroke([[(x, top + _INSET), (x, bottom)] for x in between], sheet.palette.hair, 0.6)


def _draw_rows(sheet: Sheet, placed: Iterable[Placed]) -> None:
    strokes: dict[Look, list[list[Point]]] = {look: [] for look in LOOKS}
    for place in placed:
        row, look = place.row, place.block.look
        if row.kind == "slug":
            _draw_slug(sheet, place)
        elif row.kind == "type":
            sheet.write(place.x, place.y + row.size, row.text, row.size, color=_color(sheet, look))
        else:
            strokes[look] += _strokes(place)
    for look, lines in strokes.items():
        sheet.stroke(lines, _color(sheet, look), look.weight)


def _draw_grounds(sheet: Sheet, placed: Iterable[Placed]) -> None:
    """One tint or bar along all the lines of a box or caption that stand in a column."""
    for (_, look), group in groupby(placed, lambda p: (p.column, _strokes_of(p))):
        run = list(group)
        if look and look.ground:
            _draw_ground(sheet, run[0].x, run[0].y, COLUMN, run[-1].bottom - run[0].y, look)


def _strokes_of(place: Placed) -> Look | None:
    return place.block.look if place.row.kind == "strokes" else None


def _draw_slug(sheet: Sheet, place: Placed) -> None:
    sheet.stroke([[(place.x, place.y), (place.x + COLUMN, place.y)]], sheet.palette.ink, 0.7)
    base, right = place.y + 9, place.x + COLUMN
    sheet.write(place.x, base, f"{place.block.article}", SMALL)
    sheet.note(right, base, place.row.text, "right")


def _draw_ground(sheet: Sheet, x: float, y: float, wide: float, high: float, look: Look) -> None:
    """The tint behind the lines of a box, or the bar beside the lines of a caption."""
    if look.ground == "panel":
        sheet.fill(x - 3, y - 1.6, wide + 6, high + 3.2, sheet.palette.tint)
    elif look.ground == "bar":
        sheet.fill(x - 4, y, 1.6, high, _color(sheet, look))


def _strokes(place: Placed) -> list[list[Point]]:
    """One stroke for each run of letters and digits between punctuation."""
    y = place.y + PITCH / 2
    lines: list[list[Point]] = []
    start: int | None = None
    for end, char in enumerate(f"{place.row.text} "):
        solid = unicodedata.category(char)[0] in "LN"
        if solid and start is None:
            start = end
        elif not solid and start is not None:
            lines.append([(place.x + start * CELL + 0.4, y), (place.x + end * CELL - 0.4, y)])
            start = None
    return lines


_MARKS: Final = 12.5  # from a column's edge to the left of what marks a doubt: 6 + 1.6 + a ?


def _draw_doubts(sheet: Sheet, placed: Iterable[Placed]) -> None:
    """A bar along each doubtful block, with a ? at its head where there is room for one."""
    bars: list[list[Point]] = []
    column, free = 0, 0.0
    marked = [p for p in placed if p.row.kind != "slug" and p.block.doubtful]
    for _, group in groupby(marked, lambda p: (p.column, p.block.index)):
        run = list(group)
        x, y = run[0].x - 6, run[0].y
        bars.append([(x, y), (x, run[-1].bottom)])
        if run[0].column != column or y >= free:
            sheet.write(x - 1.6, y + 6, "?", SMALL, color=sheet.palette.cinnabar, align="right")
            column, free = run[0].column, y + SMALL * LEADING
    sheet.stroke(bars, sheet.palette.cinnabar, 1.2)


def _draw_cuts(sheet: Sheet, placed: Iterable[Placed], blocks: Iterable[Block], top: float) -> None:
    """A line from each cut to where the sentence goes on; neighbours keep to lanes of their own."""
    first: dict[int, Placed] = {}
    last: dict[int, Placed] = {}
    for place in placed:
        if place.row.kind != "slug":
            first.setdefault(place.block.index, place)
            last[place.block.index] = place
    pairs = [(b.continues, b.index) for b in blocks if b.continues in last and b.index in first]
    for number, (cut, resumed) in enumerate(pairs):
        route = _route(last[cut], first[resumed], 4 + 2.5 * (number % 3), top)
        sheet.stroke([route], sheet.palette.cinnabar, 0.9, zorder=4)
        _draw_ends(sheet, route)


def _route(cut: Placed, resumed: Placed, lane: float, top: float) -> list[Point]:
    """From the end of the cut line along the gutter to the line where the sentence goes on.

    A line that comes from the left ends before the bar and ? of a doubtful block.
    """
    down = cut.x + COLUMN + lane
    start = [(cut.right + 2.5, cut.middle), (down, cut.middle)]
    if cut.column == resumed.column:
        return [*start, (down, resumed.middle), (resumed.right + 2, resumed.middle)]
    end = [(resumed.x - (_MARKS if resumed.block.doubtful else 2), resumed.middle)]
    if resumed.column == cut.column + 1:
        return [*start, (down, resumed.middle), *end]
    near = resumed.x - GUTTER + lane
    return [*start, (down, top), (near, top), (near, resumed.middle), *end]


def _draw_ends(sheet: Sheet, route: Sequence[Point]) -> None:
    """A dot where the sentence was cut, an arrow head where it goes on."""
    (x, y), (before, _) = route[-1], route[-2]
    back = 2.6 if before > x else -2.6
    sheet.stroke(
        [[(x + back, y - 1.9), (x, y), (x + back, y + 1.9)]], sheet.palette.cinnabar, 0.9, zorder=4
    )
    x, y = route[0]
    sheet.fill(x - 1.2, y - 1.2, 2.4, 2.4, sheet.palette.cinnabar, zorder=4)


@dataclass(frozen=True, slots=True)
class _Entry:
    sample: Look | Literal["cut", "doubt"]
    text: str
    x: float = 0.0


def _key(blocks: Sequence[Block], room: float, doubt_below: float) -> list[list[_Entry]]:
    """The key's entries in rows: only what the page shows."""
    roles = {b.role for b in blocks}
    entries: list[_Entry] = []
    for look in LOOKS:
        shown = [g for role, g in zip(look.roles, look.gloss, strict=True) if role in roles]
        if shown:
            entries.append(_Entry(look, " · ".join(shown)))
    if any(b.continues is not None for b in blocks):
        entries.append(_Entry("cut", "cut, goes on 断句接续"))
    if any(b.doubtful for b in blocks):
        entries.append(_Entry("doubt", f"doubtful 存疑, confidence below {doubt_below:g}"))
    return _in_rows(entries, room)


def _in_rows(entries: Iterable[_Entry], room: float) -> list[list[_Entry]]:
    rows: list[list[_Entry]] = [[]]
    x = 0.0
    for entry in entries:
        wide = _SAMPLE + 5 + width(entry.text, SMALL)
        if x and x + wide > room:
            rows.append([])
            x = 0.0
        rows[-1].append(_Entry(entry.sample, entry.text, x))
        x += wide + 16
    return rows


def _draw_key(sheet: Sheet, rows: Sequence[Sequence[_Entry]], top: float) -> None:
    for number, row in enumerate(rows):
        base = top + _KEY_LEADING * (number + 1)
        for entry in row:
            x = sheet.left + entry.x
            sheet.note(x + _SAMPLE + 5, base, entry.text)
            _draw_sample(sheet, entry.sample, x, base - 2.6)


def _draw_sample(sheet: Sheet, sample: Look | str, x: float, y: float) -> None:
    """A small piece of what the entry names, centred on the height ``y``."""
    if isinstance(sample, Look) and sample.size:
        text = "题目" if sample.size > SMALL else "题目二"
        sheet.write(x, y + 2.6, text, sample.size, color=_color(sheet, sample))
    elif isinstance(sample, Look):
        _draw_ground(sheet, x, y - PITCH, _SAMPLE, 2 * PITCH, sample)
        lines = [[(x, y + d), (x + _SAMPLE, y + d)] for d in (-PITCH / 2, PITCH / 2)]
        sheet.stroke(lines, _color(sheet, sample), sample.weight)
    elif sample == "cut":
        route = [(x, y - 3), (x + _SAMPLE - 4, y - 3), (x + _SAMPLE - 4, y + 2.5), (x + 3, y + 2.5)]
        sheet.stroke([route], sheet.palette.cinnabar, 0.9)
        _draw_ends(sheet, route)
    else:
        sheet.stroke([[(x + 18, y - 4), (x + 18, y + 4)]], sheet.palette.cinnabar, 1.2)
        sheet.write(x + 16.4, y + 2.6, "?", SMALL, color=sheet.palette.cinnabar, align="right")
