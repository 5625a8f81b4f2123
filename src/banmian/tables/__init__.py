"""Pages to tidy tables: blocks, articles, tokens, and the facts of stories, a row a thing.

Each table's columns are declared once, in `COLUMNS`, with dtype and meaning; empty tables have
them too. All offsets are characters of the page's `text`, all numbers of blocks, articles and
paragraphs count from 0, and an unknown value is missing (NA), never 0 or an empty string.
Counting is left to `measures`. The tables of facts are loaded when first used.
"""

import importlib
from typing import TYPE_CHECKING, Any

from banmian.tables.columns import COLUMNS, Column
from banmian.tables.counting import count_words
from banmian.tables.cutting import tokens
from banmian.tables.pages import articles, blocks, page_names
from banmian.tables.stability import stability

if TYPE_CHECKING:
    from banmian.tables.facts import (
        Facts,
        claims,
        comparisons,
        dates,
        find_facts,
        organisations,
        people,
        places,
        quantities,
        speeches,
    )
    from banmian.tables.things import entities
    from banmian.tables.undertakings import initiatives

__all__ = [
    "COLUMNS",
    "Column",
    "Facts",
    "articles",
    "blocks",
    "claims",
    "comparisons",
    "count_words",
    "dates",
    "entities",
    "find_facts",
    "initiatives",
    "organisations",
    "page_names",
    "people",
    "places",
    "quantities",
    "speeches",
    "stability",
    "tokens",
]


def __getattr__(name: str) -> Any:
    # The rules of facts take 0.24 s to load, as long as all the rest without pandas: only who
    # asks for facts should wait for them.
    if name in __all__:
        module = {"entities": "things", "initiatives": "undertakings"}.get(name, "facts")
        return getattr(importlib.import_module(f"banmian.tables.{module}"), name)
    raise AttributeError(f"module 'banmian.tables' has no attribute {name!r}")
