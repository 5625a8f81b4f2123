"""Figures: one function a chart, each taking a tidy table and returning a matplotlib Figure.

    blocks = bm.blocks([page])
    fig = bm.figures.page_map(blocks)
    bm.figures.save(fig, "figures/page", data=blocks)

All are drawn in one house style (`LIGHT`) with the packaged font (`FONT`), never with a
font of the system. A character that the font lacks raises `MissingGlyph` before anything is drawn;
`mark_missing` sets 〓 for such characters in a table.
No function here changes its table, pyplot or matplotlib's settings.
"""

from .bars import article_lengths, term_frequency
from .broadsheet import page_map
from .dispersion import lexical_dispersion
from .house import LIGHT, Palette, mark_missing, origin_of
from .saving import save
from .typeset import FONT

__all__ = [
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
