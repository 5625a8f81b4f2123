"""The data model of a newspaper page (版面): what `parsing` makes and everything else reads.

A `Page` keeps the decoded source unchanged in `text`; its blocks (版块), in source order and
with the white space between them, give that text back. Everything cut from the page keeps its
character offsets, so that ``page.text[x.start:x.end]`` is the thing itself. All values are
frozen. How a role or a story is decided is left to `parsing`; tables are left to `tables`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, fields, make_dataclass
from typing import Any, Final, Literal, ParamSpec, TypeVar, get_args

FORMAT: Final = 1
"""Version of the JSON form written by `Page.to_dict`."""

DOUBTFUL: Final = 0.7
"""Below this confidence a block is one to look at (`Page.doubts`).

Over four folds of the gold pages, each read by weights learned without it, 10 % of the blocks
were below it, and they held 59 % of those read wrongly.
"""

Role = Literal[
    "label",  # 栏目
    "kicker",  # 引题、肩题
    "headline",  # 主题
    "deck",  # 副题
    "byline",  # 署名
    "paragraph",  # 正文
    "subhead",  # 小标题
    "sidebar_label",  # 提示框的题
    "sidebar",  # 提示框
    "caption",  # 图片说明
    "credit",  # 摄影署名
    "signature",  # 文末署名
    "furniture",  # 报头、版次、责编
]
ROLES: Final[tuple[Role, ...]] = get_args(Role)

Kind = Literal["news", "photo", "brief"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)


class BanmianError(Exception):
    """Base of every error that banmian raises on purpose."""


class EncodingError(BanmianError):
    """The bytes of a page cannot be decoded, or their encoding cannot be told."""


class NotTextError(BanmianError):
    """The file is not plain text (a PDF, an image, an archive …)."""


class PageTooLarge(BanmianError):
    """The file is larger than the limit for one page."""


class PageNotFound(BanmianError):
    """The path names no page: it is missing, or a folder without pages."""


class FormatError(BanmianError):
    """A dictionary or argument does not describe a page."""


class FixError(BanmianError):
    """A reader's correction is malformed, no longer fits its page, or fits no reading of it."""


class TableError(BanmianError):
    """A table lacks a column that the function needs, or holds a wrong kind of row."""


class MissingGlyph(BanmianError):
    """The font has no drawing for a character of a figure."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A run of the source: characters ``start`` up to, not including, ``end``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """One line of the page without its outer white space, and what it was taken to be.

    ``index`` is its place in `Page.blocks`; ``article`` is the index of its story in
    `Page.articles`, or None for furniture. ``continues`` is the index
    of the block whose cut sentence goes on here, or None. ``rule`` names the evidence that
    decided, ``confidence`` (0 to 1) how sure the parser is of role and story together.
    """

    index: int
    start: int
    end: int
    role: Role
    article: int | None
    rule: str
    confidence: float
    text: str
    continues: int | None = None

    @property
    def span(self) -> Span:
        """The block's place in the source."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Person:
    """A name in a byline, credit or signature (署名).

    ``name`` is as printed, less any blank set inside it (刘  赫 gives 刘赫); ``start`` and
    ``end`` are the offsets of the printed form. ``role`` is the trade's word: 记者, 通讯员,
    摄影, 作者 …; ``affiliation`` is the paper, agency or office (本报, 新华社), or None.
    """

    name: str
    role: str
    affiliation: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Dateline:
    """The opening of a report (电头): 本报南京11月2日电. Parts not printed are None."""

    text: str
    agency: str | None
    place: str | None
    date: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text, rejoined where the page had cut it.

    ``text`` is the source under ``spans``, one after the other, nothing added or left out.
    ``blocks`` are the indices of the blocks it was cut into (one block: it was never cut).
    """

    spans: tuple[Span, ...]
    text: str
    blocks: tuple[int, ...]

    @property
    def start(self) -> int:
        """Offset of its first character."""
        return self.spans[0].start

    @property
    def end(self) -> int:
        """Offset after its last character."""
        return self.spans[-1].end


@dataclass(frozen=True, slots=True)
class Sidebar:
    """A box beside a story (提示框) with its label, if it has one."""

    label: str | None
    paragraphs: tuple[Paragraph, ...]

    @property
    def text(self) -> str:
        """The box's text without the label, a line a paragraph."""
        return "\n".join(p.text for p in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Fix:
    """A reader's correction of one line (人工更正), as a sidecar gives it.

    The line is named by ``line`` (counted from 1) or by ``start`` (an offset), and must begin
    with ``text``. ``role``, ``story`` ("new" or "same") and ``continues`` (the line whose
    sentence goes on here, or False) are what the reader demands; None leaves it to the parser.
    """

    text: str
    line: int | None = None
    start: int | None = None
    role: Role | None = None
    story: Literal["new", "same"] | None = None
    continues: int | Literal[False] | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A story (稿件): its blocks in source order, and what was read out of them.

    ``kind`` is ``news``, ``photo`` (a picture with its caption) or ``brief`` (no headline).
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
        """The story's blocks of one role, in source order."""
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
                {"label": s.label, "paragraphs": [_paragraph_to_dict(p) for p in s.paragraphs]}
                for s in self.sidebars
            ],
            "captions": [_paragraph_to_dict(p) for p in self.captions],
            "credits": list(self.credits),
            "signatures": list(self.signatures),
            "paragraphs": [_paragraph_to_dict(p) for p in self.paragraphs],
        }


@dataclass(frozen=True, slots=True)
class Page:
    """A newspaper page taken apart.

    ``text`` is the decoded source, unchanged. ``name`` is the file's name without folder,
    ``encoding`` how it was decoded; both are None for text that came from no file.
    ``paper`` and ``issue_date`` are None where unknown. ``fixes`` are the reader's corrections
    that were applied. ``notes`` say what reading found wrong with the file: bad bytes, a doubtful
    encoding, mojibake; there are none if nothing is.
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

        Raises `FormatError` where the dictionary is of another format or lacks a part, or where
        its blocks do not account for its text.
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
            text = data["text"]
            blocks = tuple(
                Block(
                    index=i,
                    start=b["start"],
                    end=b["end"],
                    role=b["role"],
                    article=b["article"],
                    rule=b["rule"],
                    confidence=b["confidence"],
                    text=text[b["start"] : b["end"]],
                    continues=b["continues"],
                )
                for i, b in enumerate(data["blocks"])
            )
            of_article: dict[int | None, list[Block]] = {}
            for block in blocks:
                of_article.setdefault(block.article, []).append(block)
            articles = tuple(
                _article_from_dict(a, text, of_article.get(a["index"], ()))
                for a in data["articles"]
            )
            check_text(text)
            _check_places(text, blocks, articles)
            return cls(
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
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise FormatError(
                f"the dictionary of the page lacks or misspells {error}; "
                "expected the keys that Page.to_dict writes"
            ) from error


_Fields = ParamSpec("_Fields")
_Value = TypeVar("_Value")


def maker(kind: Callable[_Fields, _Value]) -> Callable[_Fields, _Value]:
    """A constructor of one of these frozen classes that takes a third of the time.

    For what a page has by the hundred: a frozen class sets each field through
    ``object.__setattr__``, which was a twentieth of the time it takes to read a page. Here an open
    twin with the same slots is filled and then becomes one of ``kind``. No field may be left out.

    >>> maker(Span)(3, 7)
    Span(start=3, end=7)
    """
    assert isinstance(kind, type)
    twin = make_dataclass(kind.__name__, [field.name for field in fields(kind)], slots=True)

    def make(*args: _Fields.args, **kwargs: _Fields.kwargs) -> _Value:
        value: _Value = twin(*args, **kwargs)
        value.__class__ = kind
        return value

    return make


def check_text(text: str) -> None:
    r"""Raise unless this is text that can be stored: a str without half a surrogate pair.

    Halves come from JSON (``"\ud83d"``) and from ``errors="surrogateescape"``. No file in UTF-8,
    no table and no segmenter takes them, and whoever drops them moves all offsets.

    Raises:
        FormatError: It is no str.
        NotTextError: It has half a pair; the message says where.

    >>> check_text("新桥通车")
    """
    if not isinstance(text, str):
        raise FormatError(
            f"got {type(text).__name__}, expected the text of a page as a str; "
            "read_page reads files and decodes bytes"
        )
    try:
        text.encode()
    except UnicodeEncodeError as error:
        at = error.start
        raise NotTextError(
            f"character {at} (line {text.count(chr(10), 0, at) + 1}) is U+{ord(text[at]):04X}, "
            "half of a surrogate pair and no character; read the file's bytes with read_page, "
            "or put U+FFFD in its place"
        ) from error


def as_date(value: dt.date | str | None) -> dt.date | None:
    """An issue date from a date or an ISO string such as ``"2020-11-03"``; None stays None.

    >>> as_date("2020-11-03")
    datetime.date(2020, 11, 3)
    """
    if value is None:
        return None
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value)
    except (ValueError, TypeError) as error:
        raise FormatError(
            f"issue_date is {value!r}, expected a date or an ISO string like '2020-11-03'"
        ) from error


def join_spans(text: str, blocks: Iterable[tuple[int, Span]]) -> Paragraph:
    """A `Paragraph` over (block index, span) pairs of ``text``, in reading order."""
    pairs = list(blocks)
    return Paragraph(
        spans=tuple([span for _, span in pairs]),
        text="".join([text[span.start : span.end] for _, span in pairs]),
        blocks=tuple([index for index, _ in pairs]),
    )


def _paragraph_to_dict(paragraph: Paragraph) -> dict[str, Any]:
    return {
        "text": paragraph.text,
        "spans": [[s.start, s.end] for s in paragraph.spans],
        "blocks": list(paragraph.blocks),
    }


def _paragraph_from_dict(data: Mapping[str, Any], text: str) -> Paragraph:
    spans = [Span(start, end) for start, end in data["spans"]]
    return join_spans(text, zip(data["blocks"], spans, strict=True))


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


def _article_from_dict(data: Mapping[str, Any], text: str, blocks: Iterable[Block]) -> Article:
    dateline = data["dateline"]
    return Article(
        index=data["index"],
        kind=data["kind"],
        blocks=tuple(blocks),
        byline=tuple(Person(**p) for p in data["byline"]),
        dateline=None if dateline is None else Dateline(**dateline),
        paragraphs=tuple(_paragraph_from_dict(p, text) for p in data["paragraphs"]),
        sidebars=tuple(
            Sidebar(s["label"], tuple(_paragraph_from_dict(p, text) for p in s["paragraphs"]))
            for s in data["sidebars"]
        ),
        captions=tuple(_paragraph_from_dict(p, text) for p in data["captions"]),
    )
