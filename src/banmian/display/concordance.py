"""A concordance as HTML: every place of a word, aligned on it, with links into its story."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from banmian.display.plain import counted, title_of
from banmian.display.style import STYLE, escape
from banmian.display.views import anchor_of, folding_html, passages_html
from banmian.page import Article, Page, Paragraph, TableError, name_of

COLUMNS: Final = ("page", "article", "paragraph", "start", "end", "left", "token", "right")
"""The columns of `measures.kwic` that are shown or followed."""

# JupyterLab sets all cells to the right, and keeps this where it takes the style element out.
_LEFT: Final = 'style="text-align:left"'


@dataclass(frozen=True, slots=True)
class _Hit:
    """A row of the table: where it stands and what is shown of it; ``number`` counts from 1."""

    number: int
    page: str
    article: int
    paragraph: int
    start: int
    end: int
    left: str
    token: str
    right: str


def kwic_html(table: pd.DataFrame, pages: Page | Iterable[Page]) -> str:
    r"""A table of `banmian.kwic`, aligned on the word; each word leads to its place in the story.

    The stories that have a hit stand below the table, closed until a link or the reader opens
    them, with all their hits marked. The order of rows is that of the table.

    Args:
        table: Made by ``kwic``, or some rows of it.
        pages: The pages that its tokens came from; others may be among them. Of pages of one name
            the second is called ``(2)`` as in the table: give all, in the order of the tokens.

    Returns:
        One ``div`` with its own style, every text escaped.

    Raises:
        TableError: A column is missing, or a row names a page, story or place that is not there.

    >>> import banmian as bm
    >>> page = bm.parse_page("新桥通车\n\n本报讯 (记者王小明)新桥昨日通车。", name="a.txt")
    >>> html = kwic_html(bm.kwic(bm.tokens(page), "通车"), page)
    >>> html.count("<mark"), html.count("<details")
    (2, 1)
    """
    missing = [name for name in COLUMNS if name not in table.columns]
    if missing:
        raise TableError(f"kwic_html needs the columns {missing} too; banmian.kwic makes the table")
    by_name = _named(pages)
    records = table[list(COLUMNS)].to_dict("records")
    hits = [
        _Hit(number, **{str(name): value for name, value in row.items()})
        for number, row in enumerate(records, 1)
    ]
    key = "\n".join(f"{hit.page}\t{hit.start}\t{hit.token}" for hit in hits)
    anchor = anchor_of("kwic", key)
    stories: dict[tuple[str, int], list[_Hit]] = {}
    for hit in hits:
        stories.setdefault((hit.page, hit.article), []).append(hit)
    folded = [_story(_article(by_name, found[0]), found, anchor) for found in stories.values()]
    titles = {place: title_of(_article(by_name, found[0])) for place, found in stories.items()}
    rows = "".join(_row(hit, titles[hit.page, hit.article], anchor) for hit in hits)
    return (
        f'<div class="bm" lang="en">{STYLE}'
        f'<p class="bm-top"><b>Concordance</b> <span class="bm-soft">'
        f"{counted(len(hits), 'place', 'places')} in "
        f"{counted(len(stories), 'story', 'stories')}</span></p>"
        '<div class="bm-wide" role="region" aria-label="Concordance" tabindex="0">'
        '<table class="bm-kwic"><thead><tr><th class="bm-left" scope="col">left</th>'
        f'<th class="bm-word" scope="col">word</th><th class="bm-right" {_LEFT} scope="col">right'
        f'</th><th {_LEFT} scope="col">story</th></tr></thead><tbody lang="zh">{rows}</tbody>'
        "</table></div>"
        f"{''.join(folded)}</div>"
    )


def _named(pages: Page | Iterable[Page]) -> dict[str, Page]:
    by_name: dict[str, Page] = {}
    for number, page in enumerate([pages] if isinstance(pages, Page) else pages, 1):
        by_name[name_of(page, number, by_name)] = page
    return by_name


def _article(by_name: Mapping[str, Page], hit: _Hit) -> Article:
    page = by_name.get(hit.page)
    if page is None:
        raise TableError(
            f"row {hit.number} names the page {hit.page!r}; those given are {list(by_name)[:5]}"
        )
    if not 0 <= hit.article < len(page.articles):
        raise TableError(
            f"row {hit.number} names story {hit.article} of {hit.page!r}, "
            f"which has {len(page.articles)} stories"
        )
    return page.articles[hit.article]


def _row(hit: _Hit, title: str, anchor: str) -> str:
    return (
        f'<tr><td class="bm-left">{escape(hit.left)}</td><td class="bm-word">'
        f'<a href="#{anchor}-{hit.number}">{escape(hit.token)}</a></td>'
        f'<td class="bm-right" {_LEFT}>{escape(hit.right)}</td><td class="bm-soft" {_LEFT} '
        f'title="{escape(hit.page)}">{hit.article} · {escape(title)}</td></tr>'
    )


def _story(article: Article, hits: list[_Hit], anchor: str) -> str:
    in_passage: dict[int, list[_Hit]] = {}
    for hit in sorted(hits, key=lambda hit: hit.start):
        in_passage.setdefault(hit.paragraph, []).append(hit)
    passages = article.passages
    ready = {}
    for number, found in in_passage.items():
        if not 0 <= number < len(passages):
            raise TableError(
                f"row {found[0].number} names passage {number} of story {article.index} of "
                f"{found[0].page!r}, which has {len(passages)} passages"
            )
        ready[number] = _passage(passages[number][1], found, anchor)
    title = f"{article.index} · {escape(title_of(article))}"
    note = (
        f'<span class="bm-soft">{escape(hits[0].page)} · '
        f"{counted(len(hits), 'place', 'places')}</span>"
    )
    return folding_html(title, note, passages_html(article, hits=ready), opened=False)


def _passage(passage: Paragraph, hits: list[_Hit], anchor: str) -> str:
    """The text of a passage with its hits marked; a hit may lie over a seam."""
    pieces, done = [], 0
    for hit in hits:
        first, last = _within(passage, hit.start), _within(passage, hit.end - 1) + 1
        if first < done or passage.text[first:last] != hit.token:
            raise TableError(
                f"row {hit.number} says {hit.token!r} stands at {hit.start} of {hit.page!r}, but "
                "something else does, or another row's word; give the pages of these tokens"
            )
        pieces.append(escape(passage.text[done:first]))
        pieces.append(f'<mark id="{anchor}-{hit.number}">{escape(hit.token)}</mark>')
        done = last
    return "".join([*pieces, escape(passage.text[done:])])


def _within(passage: Paragraph, offset: int) -> int:
    """Where a place of the source stands in the text of a passage, -1 if it does not."""
    before = 0
    for span in passage.spans:
        if span.start <= offset < span.end:
            return before + offset - span.start
        before += span.end - span.start
    return -1
