"""The page at a glance: a drawing of the whole page, block by block, in newspaper columns.

The text of a page has no geometry, so the drawing invents none: blocks run in source order down
columns of one measure. What is to scale is length: a line of strokes is `MEASURE` characters,
and the gaps in it are the text's own punctuation. Headlines and the lines around
them are set in type, at most three lines each, and so are not to scale.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import Any, Final

import pandas as pd
from matplotlib.figure import Figure

from banmian.page import DOUBTFUL, TableError

from .checks import counted, one_page, require_columns
from .glyphs import check_glyphs
from .impression import KEY_LEADING, Entry, Pane, draw_key, draw_page, key_to
from .makeup import LARGEST, LOOK_OF, MEASURE, Block, Makeup, make_up, make_up_within
from .sheet import Heads, Own, Sheet, empty_sheet, head_and_foot_heights, house_style, new_sheet
from .theme import Form, Size, Theme, form_of
from .typeset import plain

COLUMNS: Final = (
    "page", "block", "article", "role", "characters", "confidence", "continues", "text",
)  # fmt: skip
"""What `page_map` reads of a table of blocks."""

_FOOT: Final = 14.0  # from the columns to the key
_LANES: Final = 15.0  # the least margin: what leads from a cut runs beside the last column
_WIDEST: Final = 764.0  # points of columns, five of them; heads over more are set larger


def page_map(
    blocks: pd.DataFrame,
    *,
    tokens: pd.DataFrame | None = None,
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
    rule, its number (the ``article`` of the table; 续 where it goes on after something else or in
    the next column) and its characters. A red line leads from a cut sentence to the block where
    it goes on; a red bar with ? marks a decision whose confidence is below ``doubt_below`` or
    unknown.

    Args:
        blocks: The blocks of one page, in source order, with the columns `COLUMNS`:
            ``article`` is NA for furniture, ``continues`` the ``block`` whose sentence goes
            on here, or NA. Where ``tokens`` are given ``start`` and ``end`` are read too.
        tokens: A word a row, with the columns ``page``, ``start`` and ``end``, as `tables.tokens`
            makes it; where given, lines of type break between words.
        title: What the page shows; by default the numbers of stories, cuts and doubts.
        subtitle: n and unit; by default blocks, characters and how to read a line.
        source: The line at the foot; by default the page's name.
        doubt_below: The confidence (0 to 1) below which a block is marked.
        theme: ``"light"`` or ``"dark"``.
        size: ``"screen"``, ``"slide"``, ``"a4"`` or ``"column"``. The columns are made smaller,
            type and all, until they fit the last three: a long page is read in print only as a
            pattern, though its title and key keep their size.

    Returns:
        A figure as wide as its columns (three to eight) and as high as the page needs, or one
        that fits the size.

    Raises:
        TableError: A column is missing, a role is unknown, the blocks are of several pages,
            or ``continues`` names a block that is not there.
        MissingGlyph: A text to be set in type has a character that the font lacks.

    >>> import pandas as pd
    >>> blocks = pd.DataFrame({
    ...     "page": "a.txt", "block": [0, 1], "article": [0, 0], "role": ["headline", "paragraph"],
    ...     "characters": [4, 10], "confidence": [0.9, 0.9], "continues": [None, None],
    ...     "text": ["新桥通车", "本报讯 新桥昨日通车"]})
    >>> page_map(blocks).axes[0].texts[0].get_text()
    '1 story on the page: no sentence cut, no decision in doubt'
    """
    require_columns(blocks, COLUMNS if tokens is None else (*COLUMNS, "start", "end"), "page_map")
    name = one_page(blocks, "page_map")
    form, own = form_of(theme, size), Own(title, subtitle, source)
    if blocks.empty:
        return empty_sheet("The page holds no blocks", form, own)
    read = _read(blocks, doubt_below, _words(tokens))
    heads = own.heads("Map of a newspaper page", _finding(read), _measure(read), f"Source: {name}")
    with house_style():
        laid = _lay_out(read, form, heads, doubt_below)
        sheet, top = new_sheet(laid.form, laid.body, heads)
        head = top + _inset(laid.scale)
        foot = head + laid.scale * laid.made.high
        _draw_rules(sheet, top, foot + 6)
        draw_page(Pane(sheet, sheet.left, head, laid.scale), laid.made, read)
        draw_key(sheet, laid.key, foot + _FOOT)
        check_glyphs(sheet)
    return sheet


@dataclass(frozen=True, slots=True)
class _Layout:
    """A made-up page, the form of its sheet, its size there, the key and their height together."""

    form: Form
    made: Makeup
    scale: float
    key: list[list[Entry]]

    @property
    def body(self) -> float:
        below = _FOOT + KEY_LEADING * len(self.key)
        return _inset(self.scale) + self.scale * self.made.high + below


def _inset(scale: float) -> float:
    """From the double rule to the columns: room for what leads over columns, and for a 续."""
    return 6 + 14 * scale


def _lay_out(blocks: Sequence[Block], form: Form, heads: Heads, doubt_below: float) -> _Layout:
    """The page as large as its sheet takes it, under heads in the type of every other chart.

    A sheet without an end is as wide as the columns are; where these are many, its heads grow.
    """
    form = replace(form, margin=max(form.margin, _LANES))
    if form.most == inf:
        made = make_up(blocks)
        grown = max(1.0, made.wide / _WIDEST)
        own = replace(form, wide=made.wide / grown + 2 * form.margin, scale=form.scale * grown)
        return _Layout(own, made, 1 / grown, key_to(blocks, own.room, doubt_below))
    key = key_to(blocks, form.room, doubt_below)
    around = sum(head_and_foot_heights(form, heads)) + _FOOT + KEY_LEADING * len(key)
    high = form.most - around - _inset(LARGEST)
    made, scale = make_up_within(blocks, form.room, high)
    return _Layout(form, made, scale, key)


def _read(table: pd.DataFrame, doubt_below: float, words: _Words) -> list[Block]:
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
            inside=_inside(row, words) if words and LOOK_OF[row["role"]].size else frozenset(),
        )
        for row in table.to_dict("records")
    ]


_Words = dict[object, list[tuple[int, int]]]
"""First character and end of the words of a page, in order."""


def _words(tokens: pd.DataFrame | None) -> _Words:
    if tokens is None:
        return {}
    require_columns(tokens, ("page", "start", "end"), "page_map (tokens)")
    return {
        page: sorted(zip(own["start"], own["end"], strict=True))
        for page, own in tokens.groupby("page")
    }


def _inside(row: dict[Any, Any], words: _Words) -> frozenset[int]:
    """The places of a block's text, as it is drawn, where a break would part a word."""
    own, text = words.get(row["page"], []), str(row["text"])
    first, end = int(row["start"]), int(row["end"])
    places = (
        place - first
        for start, stop in own[bisect_left(own, (first, 0)) : bisect_left(own, (end, 0))]
        for place in range(start + 1, min(stop, end))
    )
    return frozenset(len(plain(text[:place])) for place in places)


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


def _draw_rules(sheet: Sheet, top: float, bottom: float) -> None:
    """The double rule above (文武线) and the thin one below."""
    left, right, ink = sheet.left, sheet.right, sheet.palette.ink
    sheet.stroke([[(left, top), (right, top)]], ink, 2.4)
    sheet.stroke([[(left, y), (right, y)] for y in (top + 3.6, bottom)], ink, 0.6)
