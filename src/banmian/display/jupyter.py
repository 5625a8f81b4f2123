"""Pages, stories and blocks show themselves as the last expression of a cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from banmian.display.plain import article_text, block_text, page_text
from banmian.display.views import article_html, block_html, page_html
from banmian.page import Article, Block, Page

_VIEWS: Final[Mapping[type, tuple[Callable[[Any], str], Callable[[Any], str]]]] = {
    Page: (page_html, page_text),
    Article: (article_html, article_text),
    Block: (block_html, block_text),
}


def show_in_jupyter(shell: Any) -> None:
    """Let an IPython shell show pages, stories and blocks by their views.

    The data model itself stays free of HTML: the views are told to the shell, which then prefers
    them to ``repr``. A second call changes nothing.

    Args:
        shell: An ``InteractiveShell``, which ``IPython.get_ipython()`` returns.

    >>> from IPython.core.interactiveshell import InteractiveShell
    >>> import banmian as bm
    >>> shell = InteractiveShell()
    >>> show_in_jupyter(shell)
    >>> data, _ = shell.display_formatter.format(bm.parse_page("新桥通车"))
    >>> sorted(data), data["text/plain"].splitlines()[0]
    (['text/html', 'text/plain'], 'page without a name')
    """
    formatters = shell.display_formatter.formatters
    for kind, (to_html, to_text) in _VIEWS.items():
        formatters["text/html"].for_type(kind, to_html)
        formatters["text/plain"].for_type(kind, _printing(to_text))


def _printing(to_text: Callable[[Any], str]) -> Callable[[Any, Any, bool], None]:
    def show(value: Any, printer: Any, cycle: bool) -> None:  # noqa: ARG001  IPython's signature
        printer.text(to_text(value))

    return show
