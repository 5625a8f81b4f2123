"""The data model of a newspaper page (版面): what `parsing` makes and everything else reads.

A `Page` keeps the decoded source unchanged in `text`; its blocks (版块), in source order and
with the white space between them, give that text back. Everything cut from the page keeps its
character offsets, so that ``page.text[x.start:x.end]`` is the thing itself. All values are
frozen. How a role or a story is decided is left to `parsing`; tables are left to `tables`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from banmian.page.checks import as_date, check_text
from banmian.page.errors import (
    BanmianError,
    EncodingError,
    FixError,
    FormatError,
    MissingGlyph,
    NotTextError,
    PageNotFound,
    PageTooLarge,
    TableError,
)
from banmian.page.parts import (
    KINDS,
    ROLES,
    Block,
    Dateline,
    Fix,
    Kind,
    Paragraph,
    Person,
    Role,
    Sidebar,
    Span,
    join_spans,
    maker,
)
from banmian.page.printed import PrintedDay, printed_day
from banmian.page.stories import Article, article_from_dict

__all__ = [
    "DOUBTFUL",
    "FORMAT",
    "KINDS",
    "ROLES",
    "Article",
    "BanmianError",
    "Block",
    "Dateline",
    "EncodingError",
    "Fix",
    "FixError",
    "FormatError",
    "Kind",
    "MissingGlyph",
    "NotTextError",
    "Page",
    "PageNotFound",
    "PageTooLarge",
    "Paragraph",
    "Person",
    "PrintedDay",
    "Role",
    "Sidebar",
    "Span",
    "TableError",
    "as_date",
    "check_text",
    "join_spans",
    "maker",
    "name_of",
    "printed_day",
]

FORMAT: Final = 1
"""Version of the JSON form written by `Page.to_dict`."""

DOUBTFUL: Final = 0.7
"""Below this confidence a block is one to look at (`Page.doubts`).

Over four folds of the gold pages, each read by weights learned without it, 10 % of the blocks
were below it, and they held 59 % of those read wrongly.
"""


@dataclass(frozen=True, slots=True)
class Page:
    r"""A newspaper page taken apart.

    ``text`` is the decoded source, unchanged. ``name`` is the file's name without folder,
    ``encoding`` how it was decoded; both are None for text that came from no file.
    ``paper`` is what was given, ``issue_date`` too or else the day that masthead or folio prints;
    None where unknown. ``fixes`` are the reader's corrections that were applied. ``notes`` say
    what is wrong: bad bytes, a doubtful encoding, mojibake, another day printed than was given;
    there are none if nothing is.

    >>> import banmian as bm
    >>> page = bm.parse_page("工人日报\n\n新桥通车\n\n本报讯 新桥昨日通车。")
    >>> [(block.role, block.article) for block in page.blocks]
    [('furniture', None), ('headline', 0), ('paragraph', 0)]
    >>> [block.text for block in page.furniture], len(page.articles), page.doubts
    (['工人日报'], 1, ())
    """

    text: str
    blocks: tuple[Block, ...]
    articles: tuple[Article, ...]
    name: str | None = None
    paper: str | None = None
    issue_date: dt.date | None = None
    encoding: str | None = None
    fixes: tuple[Fix, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def doubts(self) -> tuple[Block, ...]:
        """The blocks a person should look at, most doubtful first.

        Those with a confidence below `DOUBTFUL`; a fixed block is never among them.
        """
        doubtful = [b for b in self.blocks if b.confidence < DOUBTFUL]
        return tuple(sorted(doubtful, key=lambda b: (b.confidence, b.start)))

    @property
    def furniture(self) -> tuple[Block, ...]:
        """Masthead, folio, editor: the blocks that belong to no story."""
        return tuple(b for b in self.blocks if b.article is None)

    def to_dict(self) -> dict[str, Any]:
        r"""The page as JSON values, with the source text.

        >>> import banmian as bm
        >>> page = bm.parse_page("新桥通车\n\n本报讯 (记者王小明)新桥昨日通车。")
        >>> bm.Page.from_dict(page.to_dict()) == page
        True
        """
        return {
            "format": FORMAT,
            "name": self.name,
            "paper": self.paper,
            "issue_date": None if self.issue_date is None else self.issue_date.isoformat(),
            "encoding": self.encoding,
            "fixes": [asdict(fix) for fix in self.fixes],
            "notes": list(self.notes),
            "text": self.text,
            "blocks": [
                {
                    "start": b.start,
                    "end": b.end,
                    "role": b.role,
                    "article": b.article,
                    "continues": b.continues,
                    "rule": b.rule,
                    "confidence": b.confidence,
                }
                for b in self.blocks
            ],
            "articles": [a.to_dict() for a in self.articles],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Page:
        """Read back what `to_dict` wrote.

        Args:
            data: The dictionary, as `to_dict` gave it or as JSON gave it back.

        Returns:
            The same page.

        Raises:
            FormatError: It is of another format, lacks a part, or its blocks do not account for
                its text.
            NotTextError: Its text has half a surrogate pair.

        >>> import banmian as bm
        >>> bm.Page.from_dict(bm.parse_page("新桥通车").to_dict()).text
        '新桥通车'
        """
        if not isinstance(data, Mapping):
            raise FormatError(
                f"got {type(data).__name__}, expected the dictionary that Page.to_dict writes"
            )
        if data.get("format") != FORMAT:
            raise FormatError(
                f"this dictionary has format {data.get('format')!r}, expected {FORMAT}; "
                "it was not written by Page.to_dict of this version: parse the page again"
            )
        try:
            return _from_parts(data)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise FormatError(
                f"the dictionary of the page lacks or misspells {error}; "
                "expected the keys that Page.to_dict writes"
            ) from error


def name_of(page: Page, number: int = 1, taken: Container[str] = ()) -> str:
    """The name of a page; of one without a name, its place among the pages, counted from 1.

    Where that is ``taken`` by a page before, ``(2)``, ``(3)`` … is put behind it.

    >>> name_of(Page("", (), (), name="a.txt")), name_of(Page("", (), ()), 3)
    ('a.txt', 'page-0003')
    >>> name_of(Page("", (), (), name="a.txt"), 2, taken={"a.txt"})
    'a.txt (2)'
    """
    name = wanted = f"page-{number:04}" if page.name is None else page.name
    repeat = 1
    while name in taken:
        repeat += 1
        name = f"{wanted} ({repeat})"
    return name


def _from_parts(data: Mapping[str, Any]) -> Page:
    text = data["text"]
    blocks = tuple(_block_from_dict(i, b, text) for i, b in enumerate(data["blocks"]))
    of_article: dict[int | None, list[Block]] = {}
    for block in blocks:
        of_article.setdefault(block.article, []).append(block)
    articles = tuple(
        article_from_dict(a, text, of_article.get(a["index"], ())) for a in data["articles"]
    )
    check_text(text)
    _check_places(text, blocks, articles)
    return Page(
        text=text,
        blocks=blocks,
        articles=articles,
        name=data["name"],
        paper=data["paper"],
        issue_date=as_date(data["issue_date"]),
        encoding=data["encoding"],
        fixes=tuple(Fix(**fix) for fix in data["fixes"]),
        notes=tuple(data["notes"]),
    )


def _block_from_dict(index: int, data: Mapping[str, Any], text: str) -> Block:
    return Block(
        index=index,
        start=data["start"],
        end=data["end"],
        role=data["role"],
        article=data["article"],
        rule=data["rule"],
        confidence=data["confidence"],
        text=text[data["start"] : data["end"]],
        continues=data["continues"],
    )


def _check_places(text: str, blocks: Iterable[Block], articles: Iterable[Article]) -> None:
    """Raise unless the blocks tile the text and every part of a story lies within it."""
    at = 0
    for block in blocks:
        if not at <= block.start < block.end <= len(text) or text[at : block.start].strip():
            raise FormatError(
                f"block {block.index} of the dictionary is said to stand at {block.start} to "
                f"{block.end}, expected the next text after {at} of {len(text)} characters; "
                "it is damaged or not of this text: parse the page again"
            )
        at = block.end
    if text[at:].strip():
        raise FormatError(
            f"no block of the dictionary has the text from {at} on; parse the page again"
        )
    for article in articles:
        parts: list[Person | Dateline | Span] = [*article.byline]
        parts += [] if article.dateline is None else [article.dateline]
        parts += [span for _, passage in article.passages for span in passage.spans]
        for part in parts:
            if not 0 <= part.start < part.end <= len(text):
                raise FormatError(
                    f"story {article.index} of the dictionary has a part at {part.start} to "
                    f"{part.end}, expected 0 to {len(text)}; parse the page again"
                )
