"""Which characters a font draws: `check_glyphs` refuses the others, `mark_missing` marks them."""

from __future__ import annotations

from functools import cache

import pandas as pd
from matplotlib import font_manager
from matplotlib.figure import Figure
from matplotlib.text import Text

from banmian.page import MissingGlyph

from .typeset import FONT, plain


def check_glyphs(fig: Figure) -> None:
    """Raise `MissingGlyph` where a text of the figure needs a character its font lacks.

    The error names every such character and the text it stands in. It comes before anything
    is drawn, since a warning during drawing is swallowed by a notebook's display.
    """
    lacking = {
        text: missing
        for artist in fig.findobj(Text)
        if isinstance(artist, Text)
        and artist.get_visible()
        and (text := artist.get_text())
        and (missing := _lacking(text, artist.get_fontproperties()))
    }
    if lacking:
        where = "; ".join(
            f"{', '.join(f'{c!r} (U+{ord(c):04X})' for c in missing)} in {text!r}"
            for text, missing in lacking.items()
        )
        raise MissingGlyph(
            f"nothing was drawn: the font has no glyph for {where}. "
            "Replace these characters in the table (or title) given to the figure"
        )


def mark_missing(table: pd.DataFrame) -> pd.DataFrame:
    """The table with 〓, the printer's mark of a missing sort (缺字), for what the font lacks.

    A figure refuses such characters rather than draw boxes; a reader who would rather see the
    page with a mark in the place of a rare character or an emoji passes the table through here.

    Args:
        table: Any table; only its text is looked at, and it is not changed.

    Returns:
        A copy of the table, with one 〓 for each character that cannot be drawn.

    Example:
        >>> import pandas as pd
        >>> mark_missing(pd.DataFrame({"headline": ["新桥通车😀"]}))["headline"].tolist()
        ['新桥通车〓']
    """
    drawable = _characters(str(FONT))

    def marked(value: object) -> object:
        if not isinstance(value, str):
            return value
        lacking = {c for c in set(value) - drawable if plain(c)}
        return "".join("〓" if c in lacking else c for c in value) if lacking else value

    texts = table.select_dtypes(include=["object", "string"])
    return table.assign(**{str(name): texts[name].map(marked) for name in texts.columns})


def _lacking(text: str, font: font_manager.FontProperties) -> list[str]:
    """The characters that a text in this font cannot show; a font list falls back in turn."""
    missing = set(text) - {"\n"}
    for family in font.get_family():
        one = font.copy()
        one.set_family(family)
        try:
            path = font_manager.findfont(one, fallback_to_default=False)
        except ValueError:
            path = font_manager.findfont(font)
        missing -= _characters(str(path))
    return sorted(missing)


@cache
def _characters(path: str) -> frozenset[str]:
    return frozenset(map(chr, font_manager.get_font(path).get_charmap()))
