"""What a page is made of below the story: runs of the source, blocks, names, paragraphs, boxes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, make_dataclass
from typing import Any, Final, Literal, ParamSpec, TypeVar, get_args

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


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A run of the source: characters ``start`` up to, not including, ``end``.

    >>> span = Span(2, 4)
    >>> "新桥通车"[span.start : span.end]
    '通车'
    """

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    r"""One line of the page without its outer white space, and what it was taken to be.

    ``index`` is its place in `Page.blocks`; ``article`` is the index of its story in
    `Page.articles`, or None for furniture. ``continues`` is the index
    of the block whose cut sentence goes on here, or None. ``rule`` names the evidence that
    decided, ``confidence`` (0 to 1) how sure the parser is of role and story together.

    >>> import banmian as bm
    >>> first, last = bm.parse_page("新桥通车\n\n本报讯 新桥昨日通车。").blocks
    >>> first.role, first.text, last.index, last.span
    ('headline', '新桥通车', 1, Span(start=6, end=17))
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
    r"""A name in a byline, credit or signature (署名).

    ``name`` is as printed, less any blank set inside it (刘  赫 gives 刘赫); ``start`` and
    ``end`` are the offsets of the printed form. ``role`` is the trade's word: 记者, 通讯员,
    摄影, 作者 …; ``affiliation`` is the paper, agency or office (本报, 新华社), or None.

    >>> import banmian as bm
    >>> page = bm.parse_page("新桥通车\n\n本报讯 (记者王小明)新桥昨日通车。")
    >>> page.articles[0].byline
    (Person(name='王小明', role='记者', affiliation=None, start=13, end=16),)
    """

    name: str
    role: str
    affiliation: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Dateline:
    r"""The opening of a report (电头). Parts not printed are None.

    >>> import banmian as bm
    >>> page = bm.parse_page("新桥通车\n\n本报南京11月2日电 新桥昨日通车。")
    >>> line = page.articles[0].dateline
    >>> line.text, line.agency, line.place, line.date
    ('本报南京11月2日电', '本报', '南京', '11月2日')
    """

    text: str
    agency: str | None
    place: str | None
    date: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    r"""Running text, rejoined where the page had cut it.

    ``text`` is the source under ``spans``, one after the other, nothing added or left out.
    ``blocks`` are the indices of the blocks it was cut into (one block: it was never cut).

    >>> import banmian as bm
    >>> page = bm.read_page("seeds/000_36eec756fec64adf.txt")
    >>> cut = [p for story in page.articles for p in story.paragraphs if len(p.blocks) > 1]
    >>> cut[0].blocks, cut[0].text[15:21], page.text[cut[0].start : cut[0].end][15:23]
    ((7, 8), '当地政府的“', '当地\n\n政府的“')
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
    """A box beside a story (提示框) with its label, if it has one.

    >>> import banmian as bm
    >>> page = bm.read_page("seeds/000_36eec756fec64adf.txt")
    >>> boxes = [box for story in page.articles for box in story.sidebars]
    >>> [(box.label, len(box.paragraphs), box.text[:4]) for box in boxes]
    [('阅读提示', 1, '为了将流')]
    """

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

    >>> import banmian as bm
    >>> bm.parse_page("新桥通车", fixes=[Fix("新桥", line=1, role="label")]).blocks[0].role
    'label'
    """

    text: str
    line: int | None = None
    start: int | None = None
    role: Role | None = None
    story: Literal["new", "same"] | None = None
    continues: int | Literal[False] | None = None


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


def join_spans(text: str, blocks: Iterable[tuple[int, Span]]) -> Paragraph:
    """A `Paragraph` over (block index, span) pairs of ``text``, in reading order.

    >>> join_spans("新桥图为通车", [(0, Span(0, 2)), (2, Span(4, 6))]).text
    '新桥通车'
    """
    pairs = list(blocks)
    return Paragraph(
        spans=tuple([span for _, span in pairs]),
        text="".join([text[span.start : span.end] for _, span in pairs]),
        blocks=tuple([index for index, _ in pairs]),
    )


def paragraph_to_dict(paragraph: Paragraph) -> dict[str, Any]:
    """A paragraph as JSON values; `paragraph_from_dict` reads it back."""
    return {
        "text": paragraph.text,
        "spans": [[s.start, s.end] for s in paragraph.spans],
        "blocks": list(paragraph.blocks),
    }


def paragraph_from_dict(data: Mapping[str, Any], text: str) -> Paragraph:
    """Read back what `paragraph_to_dict` wrote, out of the page's text."""
    spans = [Span(start, end) for start, end in data["spans"]]
    return join_spans(text, zip(data["blocks"], spans, strict=True))
