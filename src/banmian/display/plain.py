"""Plain-text forms of a page, a story and a block, for terminals."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final

from banmian.page import DOUBTFUL, Article, Block, Page

_WIDTH: Final = 80  # columns of a terminal; a Chinese character takes two
_GUTTER: Final = 14  # the longest role, sidebar_label, a blank behind it


def page_text(page: Page) -> str:
    r"""A page in a few lines: what it holds, and a line for each story.

    Args:
        page: A page taken apart.

    Returns:
        Lines of at most 80 columns, a Chinese character taking two; headlines are cut with an
        ellipsis, which is all that is left out of them.

    >>> import banmian as bm
    >>> page = bm.parse_page("新桥通车\n\n本报讯 (记者王小明)新桥昨日通车。", name="a.txt")
    >>> print(page_text(page))
    a.txt
    1 story · 2 blocks · 21 字 · no doubts
     0 news      21 字  新桥通车
    """
    lines = [_cut(_joined(page_imprint(page)), _WIDTH), _joined(page_contents(page))]
    for article in page.articles:
        length = f"{characters(article.blocks):,} 字"
        front = f"{article.index:>2} {article.kind:<5}{length:>9}  "
        flag = doubt_note(article.blocks)
        room = _WIDTH - _columns(front) - (len(flag) + 2 if flag else 0)
        lines.append(front + _cut(title_of(article), room) + (f"  {flag}" if flag else ""))
    return "\n".join(lines)


def article_text(article: Article) -> str:
    r"""A story with a role before each passage; cut paragraphs come rejoined.

    Args:
        article: A story of a page.

    Returns:
        Lines of at most 80 columns; a ``?`` behind a role says that it is in doubt. Lines are
        broken at the margin only, without the rules of Chinese line breaking.

    >>> import banmian as bm
    >>> page = bm.parse_page("新桥通车\n\n本报讯 (记者王小明)新桥昨日通车。")
    >>> print(article_text(page.articles[0]))
    headline      新桥通车
    paragraph     本报讯 (记者王小明)新桥昨日通车。
    """
    doubtful = {block.index for block in article.blocks if block.confidence < DOUBTFUL}
    lines = []
    for role, passage in article.passages:
        name = role + "?" * bool(doubtful.intersection(passage.blocks))
        for line in _fold(passage.text, _WIDTH - _GUTTER):
            lines.append(f"{name:<{_GUTTER}}{line}")
            name = ""
    return "\n".join(lines)


def block_text(block: Block) -> str:
    """A block in one line: what it was taken to be, why, and how it begins.

    >>> block_text(Block(0, 5, 9, "headline", 0, "short line", 0.9, "新桥通车"))
    'block 0, 5–9, headline of story 0 (0.90, short line): 新桥通车'
    """
    story = "of no story" if block.article is None else f"of story {block.article}"
    doubt = "in doubt, " if block.confidence < DOUBTFUL else ""
    return (
        f"block {block.index}, {block.start}–{block.end}, {block.role} {story} "
        f"({doubt}{block.confidence:.2f}, {block.rule}): {_cut(block.text, _WIDTH // 2)}"
    )


def page_imprint(page: Page) -> list[str]:
    """The page's name, paper and date, as far as they are known."""
    date = page.issue_date.isoformat() if page.issue_date else None
    return [page.name or "page without a name", *(part for part in (page.paper, date) if part)]


def page_contents(page: Page) -> list[str]:
    """What a page holds, in numbers."""
    return [
        counted(len(page.articles), "story", "stories"),
        counted(len(page.blocks), "block", "blocks"),
        f"{characters(page.blocks):,} 字",
        doubt_note(page.blocks) or "no doubts",
    ]


def title_of(article: Article) -> str:
    """The headline, or the opening of a story that has none."""
    return article.headline or next((b.text for b in article.blocks), "")


def characters(blocks: Iterable[Block]) -> int:
    """Characters of the blocks that are not white space."""
    return sum(len("".join(block.text.split())) for block in blocks)


def doubt_note(blocks: Iterable[Block]) -> str:
    """How many of the blocks are in doubt; empty if none is."""
    doubts = sum(block.confidence < DOUBTFUL for block in blocks)
    return f"{doubts} in doubt" if doubts else ""


def counted(count: int, one: str, many: str) -> str:
    """A number with its noun."""
    return f"{count:,} {one if count == 1 else many}"


def _joined(parts: list[str]) -> str:
    return " · ".join(parts)


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _cut(text: str, room: int) -> str:
    line = " ".join(text.split())
    if _columns(line) <= room:
        return line
    return _fold(line, room - 1)[0] + "…"


def _fold(text: str, room: int) -> list[str]:
    """The text in lines of at most ``room`` columns; Latin words are not kept whole."""
    lines, line, used = [], "", 0
    for char in text:
        wide = _columns(char)
        if used + wide > room:
            lines.append(line)
            line, used = "", 0
        line += char
        used += wide
    return [*lines, line]
