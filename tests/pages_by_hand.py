"""Pages built block by block, for tests that must not depend on the parser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from banmian.page import (
    Article,
    Block,
    Dateline,
    Page,
    Paragraph,
    Person,
    Role,
    Sidebar,
    join_spans,
)

JOINED: tuple[Role, ...] = ("paragraph", "caption", "sidebar")


class Line(NamedTuple):
    """A block to be: its role, its story (None: furniture), its text, the block it continues."""

    role: Role
    article: int | None
    text: str
    continues: int | None = None
    confidence: float = 1.0


def page_of(
    *lines: Line,
    name: str | None = None,
    bylines: Mapping[int, Sequence[Person]] | None = None,
    datelines: Mapping[int, Dateline] | None = None,
) -> Page:
    """A page of these blocks, an empty line between them."""
    blocks = []
    start = 0
    for index, line in enumerate(lines):
        end = start + len(line.text)
        blocks.append(
            Block(
                index=index,
                start=start,
                end=end,
                role=line.role,
                article=line.article,
                rule="by hand",
                confidence=line.confidence,
                text=line.text,
                continues=line.continues,
            )
        )
        start = end + 2
    numbers = sorted({b.article for b in blocks if b.article is not None})
    text = "\n\n".join(line.text for line in lines)
    articles = tuple(
        _article(n, text, blocks, (bylines or {}).get(n, ()), (datelines or {}).get(n))
        for n in numbers
    )
    return Page(text=text, blocks=tuple(blocks), articles=articles, name=name)


def _article(
    number: int,
    text: str,
    blocks: Sequence[Block],
    byline: Sequence[Person],
    dateline: Dateline | None,
) -> Article:
    own = tuple(block for block in blocks if block.article == number)
    paragraphs, captions, boxes = (_joined(role, text, own) for role in JOINED)
    return Article(
        index=number,
        kind="news",
        blocks=own,
        byline=tuple(byline),
        dateline=dateline,
        paragraphs=paragraphs,
        sidebars=(Sidebar(None, boxes),) if boxes else (),
        captions=captions,
    )


def _joined(role: Role, text: str, blocks: Sequence[Block]) -> tuple[Paragraph, ...]:
    chains: list[list[Block]] = []
    for block in blocks:
        if block.role != role:
            continue
        chain = next((c for c in chains if c[-1].index == block.continues), None)
        if chain is None:
            chains.append([block])
        else:
            chain.append(block)
    return tuple(join_spans(text, [(b.index, b.span) for b in chain]) for chain in chains)
