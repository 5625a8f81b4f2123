"""The story (稿件): what its blocks say of it, and its form in JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from banmian.page.parts import (
    Block,
    Dateline,
    Kind,
    Paragraph,
    Person,
    Role,
    Sidebar,
    paragraph_from_dict,
    paragraph_to_dict,
)


@dataclass(frozen=True, slots=True)
class Article:
    """A story (稿件): its blocks in source order, and what was read out of them.

    ``kind`` is ``news``, ``photo`` (a picture with its caption) or ``brief`` (no headline).

    >>> import banmian as bm
    >>> story = bm.read_page("seeds/000_36eec756fec64adf.txt").articles[3]
    >>> story.kind, story.label, story.headline, story.decks
    ('news', '新闻特写', '职工大学堂“送教上门”', ())
    >>> [person.name for person in story.byline], len(story.paragraphs)
    (['叶小钟', '卢雅纳'], 6)
    >>> [(role, passage.text) for role, passage in story.passages][:2]
    [('label', '新闻特写'), ('headline', '职工大学堂“送教上门”')]
    """

    index: int
    kind: Kind
    blocks: tuple[Block, ...]
    byline: tuple[Person, ...]
    dateline: Dateline | None
    paragraphs: tuple[Paragraph, ...]
    sidebars: tuple[Sidebar, ...]
    captions: tuple[Paragraph, ...]

    def of_role(self, role: Role) -> tuple[Block, ...]:
        r"""The story's blocks of one role, in source order.

        >>> import banmian as bm
        >>> story = bm.parse_page("新桥通车\n\n本报讯 新桥昨日通车。").articles[0]
        >>> [block.text for block in story.of_role("headline")]
        ['新桥通车']
        """
        return tuple(b for b in self.blocks if b.role == role)

    def _texts(self, role: Role) -> tuple[str, ...]:
        return tuple(b.text for b in self.of_role(role))

    @property
    def label(self) -> str | None:
        """Column or genre label (栏目), or None; two labels are joined by a blank."""
        return " ".join(self._texts("label")) or None

    @property
    def kickers(self) -> tuple[str, ...]:
        """Lines that lead into the headline (引题)."""
        return self._texts("kicker")

    @property
    def headline(self) -> str | None:
        """The main title (主题), its lines joined by a blank, or None."""
        return " ".join(self._texts("headline")) or None

    @property
    def decks(self) -> tuple[str, ...]:
        """Lines that complete the headline (副题)."""
        return self._texts("deck")

    @property
    def subheads(self) -> tuple[str, ...]:
        """Headings inside the story (小标题)."""
        return self._texts("subhead")

    @property
    def credits(self) -> tuple[str, ...]:
        """Lines that credit a picture (摄影署名)."""
        return self._texts("credit")

    @property
    def signatures(self) -> tuple[str, ...]:
        """Lines after the text that sign it (文末署名)."""
        return self._texts("signature")

    @property
    def start(self) -> int:
        """Offset of the story's first character; other stories may stand before its last."""
        return self.blocks[0].start

    @property
    def end(self) -> int:
        """Offset after the story's last character."""
        return self.blocks[-1].end

    @property
    def text(self) -> str:
        """Paragraphs, subheads and captions in reading order, a line each."""
        heads = [(b.start, b.text) for b in self.of_role("subhead")]
        body = [(p.start, p.text) for p in self.paragraphs + self.captions]
        return "\n".join(text for _, text in sorted(heads + body))

    @property
    def passages(self) -> tuple[tuple[Role, Paragraph], ...]:
        """Every piece of the story's text in source order: (role, rejoined text).

        Headlines, subheads, bylines and the like are passages of one block; paragraphs,
        captions and boxes come rejoined. Together they hold each block of the story once.
        """
        joined = (
            self.paragraphs + self.captions + tuple(p for s in self.sidebars for p in s.paragraphs)
        )
        taken = {index for p in joined for index in p.blocks}
        role_at = {b.start: b.role for b in self.blocks}
        passages = [(role_at[p.start], p) for p in joined]
        passages += [
            (b.role, Paragraph((b.span,), b.text, (b.index,)))
            for b in self.blocks
            if b.index not in taken
        ]
        return tuple(sorted(passages, key=lambda passage: passage[1].start))

    def to_dict(self) -> dict[str, Any]:
        """The story as JSON values; `Page.from_dict` reads it back."""
        return {
            "index": self.index,
            "kind": self.kind,
            "label": self.label,
            "kickers": list(self.kickers),
            "headline": self.headline,
            "decks": list(self.decks),
            "byline": [asdict(p) for p in self.byline],
            "dateline": None if self.dateline is None else asdict(self.dateline),
            "subheads": list(self.subheads),
            "sidebars": [
                {"label": s.label, "paragraphs": [paragraph_to_dict(p) for p in s.paragraphs]}
                for s in self.sidebars
            ],
            "captions": [paragraph_to_dict(p) for p in self.captions],
            "credits": list(self.credits),
            "signatures": list(self.signatures),
            "paragraphs": [paragraph_to_dict(p) for p in self.paragraphs],
        }


def article_from_dict(data: Mapping[str, Any], text: str, blocks: Iterable[Block]) -> Article:
    """Read back what `Article.to_dict` wrote, out of the page's text and the story's blocks."""
    dateline = data["dateline"]
    return Article(
        index=data["index"],
        kind=data["kind"],
        blocks=tuple(blocks),
        byline=tuple(Person(**p) for p in data["byline"]),
        dateline=None if dateline is None else Dateline(**dateline),
        paragraphs=tuple(paragraph_from_dict(p, text) for p in data["paragraphs"]),
        sidebars=tuple(
            Sidebar(s["label"], tuple(paragraph_from_dict(p, text) for p in s["paragraphs"]))
            for s in data["sidebars"]
        ),
        captions=tuple(paragraph_from_dict(p, text) for p in data["captions"]),
    )
