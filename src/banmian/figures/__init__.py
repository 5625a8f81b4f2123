"""Figures: one function a chart, each taking a tidy table and returning a matplotlib Figure.

    blocks = bm.blocks([page])
    fig = bm.figures.page_map(blocks)
    bm.figures.save(fig, "figures/page", data=blocks)

All are drawn in one house style with the packaged font (`FONT`), never with a font of the system:
``theme="light"`` or ``"dark"``, and ``size="screen"``, ``"slide"`` (16:9), ``"a4"`` (the type area
of a page) or ``"column"`` (half of that, 85 mm). Each tells in words what it shows (``fig.alt``)
and keeps the table that it was drawn from (``fig.table``), by which `banmian.explain` finds what
stands behind a bar.
A character that the font lacks raises `MissingGlyph` before anything is drawn;
`mark_missing` sets 〓 for such characters in a table.
No function here changes its table, pyplot or matplotlib's settings.
"""

from . import (
    bars,
    broadsheet,
    cloud,
    contrast,
    days,
    dispersion,
    issues,
    matrix,
    network,
    scale,
    slopes,
    stories,
    tiles,
)
from .checks import origin_of
from .glyphs import mark_missing
from .saving import save
from .sheet import keeping_table
from .theme import DARK, LIGHT, Palette
from .typeset import FONT

# A chart keeps its table, so that a bar can be explained.
article_lengths = keeping_table(bars.article_lengths)
byline_roles = keeping_table(matrix.byline_roles)
claims_slope = keeping_table(slopes.claims_slope)
collocation_network = keeping_table(network.collocation_network)
keyness = keeping_table(contrast.keyness)
lexical_dispersion = keeping_table(dispersion.lexical_dispersion)
page_map = keeping_table(broadsheet.page_map)
province_tiles = keeping_table(tiles.province_tiles)
quantity_scale = keeping_table(scale.quantity_scale)
term_frequency = keeping_table(bars.term_frequency)
tf_idf = keeping_table(stories.tf_idf)
timeline = keeping_table(days.timeline)
trend = keeping_table(issues.trend)
word_cloud = keeping_table(cloud.word_cloud)

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
