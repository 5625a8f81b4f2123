"""Pages to tidy tables: blocks, articles, tokens, and the facts of stories, a row a thing.

Each table's columns are declared once, in `COLUMNS`, with dtype and meaning; empty tables have
them too. All offsets are characters of the page's `text`, all numbers of blocks, articles and
paragraphs count from 0, and an unknown value is missing (NA), never 0 or an empty string.
Counting is left to `measures`.
"""

from banmian.tables.columns import COLUMNS, Column
from banmian.tables.cutting import tokens
from banmian.tables.facts import dates, places, quantities
from banmian.tables.pages import articles, blocks, page_names

__all__ = [
    "COLUMNS",
    "Column",
    "articles",
    "blocks",
    "dates",
    "page_names",
    "places",
    "quantities",
    "tokens",
]
