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
from .cloud import word_cloud
from .contrast import keyness
from .days import timeline
from .dispersion import lexical_dispersion
from .glyphs import mark_missing
from .issues import trend
from .matrix import byline_roles
from .network import collocation_network
from .saving import save
from .scale import quantity_scale
from .slopes import claims_slope
from .stories import tf_idf
from .theme import DARK, LIGHT, Palette
from .tiles import province_tiles
from .typeset import FONT

__all__ = [
    "DARK",
    "FONT",
    "LIGHT",
    "Palette",
    "article_lengths",
    "byline_roles",
    "claims_slope",
    "collocation_network",
    "keyness",
    "lexical_dispersion",
    "mark_missing",
    "origin_of",
    "page_map",
    "province_tiles",
    "quantity_scale",
    "save",
    "term_frequency",
    "tf_idf",
    "timeline",
    "trend",
    "word_cloud",
]
