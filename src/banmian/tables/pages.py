"""Pages and their stories as tables: `page_names`, `blocks`, `articles`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

from banmian.page import Article, FormatError, Page
from banmian.tables.columns import frame_of_rows


def page_names(pages: Page | Iterable[Page]) -> list[str]:
    """The name under which each page stands in every table; no two are the same.

    A page without a name is called by its place among the pages, from ``page-0001``. Where a
    name has been given before, ``(2)``, ``(3)`` … is put behind it.

    >>> page_names([Page("", (), ()), Page("", (), (), name="a.txt"), Page("", (), ())])
    ['page-0001', 'a.txt', 'page-0003']
    """
    return [name for name, _ in named_pages(pages)]


def named_pages(pages: Page | Iterable[Page]) -> Iterator[tuple[str, Page]]:
    """Each page with its name of `page_names`, one after the other."""
    taken: set[str] = set()
    for number, page in enumerate([pages] if isinstance(pages, Page) else pages, 1):
        if not isinstance(page, Page):
            raise FormatError(
                f"expected a Page or pages, got {type(page).__name__} {str(page)[:40]!r}; "
                "read_page and parse_page make pages"
            )
        name = wanted = f"page-{number:04}" if page.name is None else page.name
        repeat = 1
        while name in taken:
            repeat += 1
            name = f"{wanted} ({repeat})"
        taken.add(name)
        yield name, page


def blocks(pages: Page | Iterable[Page]) -> pd.DataFrame:
    r"""The blocks of pages, furniture included, in source order.

    Args:
        pages: One page or many.

    Returns:
        One row a block, with the columns of ``COLUMNS["blocks"]``.

    Raises:
        FormatError: Something given is no `Page`.

    >>> import banmian as bm
    >>> page = bm.parse_page("新桥通车\n\n本报讯 (记者王小明)新桥昨日通车。", name="a.txt")
    >>> bm.blocks(page)[["page", "role", "start", "end", "characters"]].values.tolist()
    [['a.txt', 'headline', 0, 4, 4], ['a.txt', 'paragraph', 6, 24, 17]]
    """
    rows = [
        (
            name,
            block.index,
            block.article,
            block.role,
            block.start,
            block.end,
            _characters(block.text),
            block.rule,
            block.confidence,
            block.continues,
            block.text,
        )
        for name, page in named_pages(pages)
        for block in page.blocks
    ]
    return frame_of_rows("blocks", rows)


def articles(pages: Page | Iterable[Page]) -> pd.DataFrame:
    r"""The stories of pages, in the order of the page.

    Args:
        pages: One page or many.

    Returns:
        One row a story, with the columns of ``COLUMNS["articles"]``.

    Raises:
        FormatError: Something given is no `Page`.

    >>> import banmian as bm
    >>> page = bm.parse_page("新桥通车\n\n本报讯 (记者王小明)新桥昨日通车。", name="a.txt")
    >>> bm.articles(page)[["headline", "byline", "agency", "paragraphs"]].values.tolist()
    [['新桥通车', '王小明', '本报', 1]]
    """
    rows = [
        (name, *_article_row(article))
        for name, page in named_pages(pages)
        for article in page.articles
    ]
    return frame_of_rows("articles", rows)


def _article_row(article: Article) -> tuple[Any, ...]:
    dateline = article.dateline
    return (
        article.index,
        article.kind,
        article.label,
        " / ".join(article.kickers) or None,
        article.headline,
        " / ".join(article.decks) or None,
        "、".join(person.name for person in article.byline) or None,
        dateline.agency if dateline else None,
        dateline.place if dateline else None,
        dateline.date if dateline else None,
        len(article.paragraphs),
        sum(len(paragraph.spans) > 1 for paragraph in article.paragraphs),
        sum(_characters(block.text) for block in article.blocks),
        article.start,
        article.end,
        min(block.confidence for block in article.blocks),
    )


def _characters(text: str) -> int:
    return len("".join(text.split()))
