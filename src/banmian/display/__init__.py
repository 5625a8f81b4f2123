"""Views of pages, stories, blocks and concordances: HTML for Jupyter, plain text for terminals.

A view is a string made of what is given and of nothing else: no script, no network, no state.
Charts are left to `figures`. `show_in_jupyter` makes IPython use the views by itself.
"""

from banmian.display.chooser import View, explore
from banmian.display.concordance import kwic_html
from banmian.display.jupyter import show_in_jupyter
from banmian.display.plain import article_text, block_text, page_text
from banmian.display.views import article_html, block_html, page_html

__all__ = [
    "View",
    "article_html",
    "article_text",
    "block_html",
    "block_text",
    "explore",
    "kwic_html",
    "page_html",
    "page_text",
    "show_in_jupyter",
]
