"""Figures: one function a chart, each taking a tidy table and returning a matplotlib Figure.

    blocks = bm.blocks([page])
    fig = bm.figures.page_map(blocks)
    bm.figures.save(fig, "figures/page", data=blocks)

All are drawn in one house style with the packaged font (`FONT`), never with a font of the system:
``theme="light"`` or ``"dark"``, and ``size="screen"``, ``"slide"`` (16:9), ``"a4"`` (the type area
of a page) or ``"column"`` (half of that, 85 mm). Each tells in words what it shows (``fig.alt``).
A character that the font lacks raises `MissingGlyph` before anything is drawn;
`mark_missing` sets 〓 for such characters in a table.
No function here changes its table, pyplot or matplotlib's settings.
"""

from .bars import article_lengths, term_frequency
from .broadsheet import page_map
from .checks import origin_of
from .dispersion import lexical_dispersion
from .glyphs import mark_missing
from .saving import save
from .theme import DARK, LIGHT, Palette
from .typeset import FONT

__all__ = [
    "DARK",
    "FONT",
    "LIGHT",
    "Palette",
    "article_lengths",
    "lexical_dispersion",
    "mark_missing",
    "origin_of",
    "page_map",
    "save",
    "term_frequency",
]
