"""Pages and their stories as tables: `page_names`, `blocks`, `articles`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from typing import Any

import pandas as pd

from banmian.page import Article, FormatError, Page, name_of
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
    yield from Sources().named(pages)


class Sources:
    """Pages as they go by: the name of each in tables, and one digest for all."""

    def __init__(self) -> None:
        """No page has gone by."""
        self._taken: set[str] = set()
        self._digests: list[tuple[str, str]] = []
        self._whole = True

    def named(self, pages: Page | Iterable[Page]) -> Iterator[tuple[str, Page]]:
        """Each page with its name of `page_names`, one after the other."""
        for page in [pages] if isinstance(pages, Page) else pages:
            yield self.name(page), page

    def name(self, page: Page) -> str:
        """The name of the next page."""
        if not isinstance(page, Page):
            raise FormatError(
                f"expected a Page or pages, got {type(page).__name__} {str(page)[:40]!r}; "
                "read_page and parse_page make pages"
            )
        name = name_of(page, len(self._digests) + 1, self._taken)
        self._taken.add(name)
        self._digests.append((name, page_digest(page)))
        return name

    def noted(self, texts: Page | str | Iterable[Page | str]) -> Iterator[Page | str]:
        """Pages or strings, one after the other; of strings no digest is known."""
        for text in [texts] if isinstance(texts, (Page, str)) else texts:
            if isinstance(text, Page):
                self.name(text)
            else:
                self._whole = False
            yield text

    @property
    def attrs(self) -> dict[str, str | None]:
        """What every table of pages says of itself: the version, and ``source``, the digest."""
        lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(self._digests))
        digest = hashlib.sha256(lines.encode("utf-8", "surrogatepass")).hexdigest()
        return {"banmian": version("banmian"), "source": digest if self._whole else None}


def page_digest(page: Page) -> str:
    """SHA-256 of the page's text in UTF-8.

    Of a UTF-8 file without a byte order mark, that is what ``sha256sum`` says of the file.
    """
    return hashlib.sha256(page.text.encode("utf-8", "surrogatepass")).hexdigest()


def source_digest(pages: Page | Iterable[Page]) -> str:
    """One SHA-256 for all pages, whatever their order: that of ``sha256sum *.txt | sha256sum``.

    Tables of pages have it in their ``attrs`` as ``source``.

    >>> source_digest(Page("新桥通车", (), (), name="a.txt"))[:16]
    'c8c35d94036ebacf'
    """
    sources = Sources()
    for page in [pages] if isinstance(pages, Page) else pages:
        sources.name(page)
    return str(sources.attrs["source"])


def blocks(pages: Page | Iterable[Page]) -> pd.DataFrame:
    r"""The blocks of pages, furniture included, in source order.

    Args:
        pages: One page or many.

    Returns:
        One row a block, with the columns of ``COLUMNS["blocks"]``; ``attrs`` as of all tables of
        pages: the version of banmian, and the digest of the pages (`source_digest`).

    Raises:
        FormatError: Something given is no `Page`.

    >>> import banmian as bm
    >>> page = bm.parse_page("新桥通车\n\n本报讯 (记者王小明)新桥昨日通车。", name="a.txt")
    >>> bm.blocks(page)[["page", "role", "start", "end", "characters"]].values.tolist()
    [['a.txt', 'headline', 0, 4, 4], ['a.txt', 'paragraph', 6, 24, 17]]
    """
    sources = Sources()
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
        for name, page in sources.named(pages)
        for block in page.blocks
    ]
    table = frame_of_rows("blocks", rows)
    table.attrs.update(sources.attrs)
    return table


def articles(pages: Page | Iterable[Page]) -> pd.DataFrame:
    r"""The stories of pages, in the order of the page.

    Args:
        pages: One page or many.

    Returns:
        One row a story, with the columns of ``COLUMNS["articles"]``; ``attrs`` as in `blocks`.

    Raises:
        FormatError: Something given is no `Page`.

    >>> import banmian as bm
    >>> page = bm.parse_page("新桥通车\n\n本报讯 (记者王小明)新桥昨日通车。", name="a.txt")
    >>> bm.articles(page)[["headline", "byline", "agency", "paragraphs"]].values.tolist()
    [['新桥通车', '王小明', '本报', 1]]
    """
    sources = Sources()
    rows = [
        (name, *_article_row(article, page))
        for name, page in sources.named(pages)
        for article in page.articles
    ]
    table = frame_of_rows("articles", rows)
    table.attrs.update(sources.attrs)
    return table


def _article_row(article: Article, page: Page) -> tuple[Any, ...]:
    dateline = article.dateline
    return (
        article.index,
        page.paper,
        page.issue_date and page.issue_date.isoformat(),
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
