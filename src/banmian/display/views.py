"""A page, a story and a block as HTML, for Jupyter and for reports.

The views only show: what a block is was decided by `parsing`, what stands in it by `facts`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import pandas as pd

from banmian.display.marks import Mark, marked, marks_of
from banmian.display.plain import characters, doubt_note, page_contents, page_imprint, title_of
from banmian.display.style import STYLE, escape
from banmian.page import DOUBTFUL, Article, Block, Page, Paragraph, Role

CHINESE: Final[Mapping[Role, str]] = {
    "label": "栏目",
    "kicker": "引题",
    "headline": "主题",
    "deck": "副题",
    "byline": "署名",
    "paragraph": "正文",
    "subhead": "小标题",
    "sidebar_label": "提示框的题",
    "sidebar": "提示框",
    "caption": "图片说明",
    "credit": "摄影署名",
    "signature": "文末署名",
    "furniture": "报头、版次、责编",
}
"""The trade's word for each role."""


def page_html(page: Page, *, facts: Iterable[pd.DataFrame] = (), key: str = "") -> str:
    r"""A page in two panes: its stories at the left, their text at the right.

    Every block of the page is shown once, a cut paragraph rejoined with a mark at its seam;
    furniture stands last. A role is told in words and in colour, and its rule and confidence when
    pointed at; a block in doubt is flagged. Stories can be closed, links at the left lead to them,
    and all of it is reached by keyboard. There is no script.

    Args:
        page: A page taken apart.
        facts: Tables of quantities, dates, people, places or organisations, made from this
            page or from pages with other names; their mentions are underlined, with the value on
            hover or focus. A page without a name stands in them as ``page-0001``.
        key: Any text; two views of one page in one document need different ones, or the links of
            the second lead into the first.

    Returns:
        One ``div`` with its own style, every text escaped. The same page gives the same bytes.

    Raises:
        TableError: A table is none of those, or its offsets fit another text.

    >>> import banmian as bm
    >>> page = bm.parse_page("新桥通车\n\n本报讯 (记者王小明)新桥昨日通车。")
    >>> page_html(page).count("<details")
    1
    """
    marks = marks_of(page, facts)
    anchor = anchor_of(page.name or "", page.text, key)
    stories = [_story(a, marks, f"{anchor}-{a.index}") for a in page.articles]
    loose = page.furniture
    if loose:
        rows = "".join(
            _row(b.role, Paragraph((b.span,), b.text, (b.index,)), [b], marks) for b in loose
        )
        note = f'<span class="bm-soft">{characters(loose):,} 字</span>{_flag(loose)}'
        stories.append(folding_html("Furniture", note, rows))
    name, *imprint = map(escape, page_imprint(page))
    summary = " · ".join([*imprint, *page_contents(page)])
    return (
        f'<div class="bm" lang="en">{STYLE}'
        f'<p class="bm-top"><b>{name}</b> <span class="bm-soft">{summary}</span></p>'
        f'<div class="bm-panes"><nav class="bm-list" aria-label="Stories of {name}" tabindex="0">'
        f"<ul>{''.join(_entry(a, anchor) for a in page.articles)}</ul></nav>"
        f'<div class="bm-text" role="region" aria-label="Text of {name}" tabindex="0">'
        f"{''.join(stories)}</div></div></div>"
    )


def article_html(article: Article) -> str:
    r"""A story with its roles, as `page_html` shows it; facts are shown on the page only.

    Args:
        article: A story of a page.

    Returns:
        One ``div`` with its own style, every text escaped.

    >>> import banmian as bm
    >>> page = bm.parse_page("新桥通车\n\n本报讯 (记者王小明)新桥昨日通车。")
    >>> "王小明" in article_html(page.articles[0])
    True
    """
    top = f'<span class="bm-soft">{_measure(article)}</span>'
    return (
        f'<div class="bm" lang="en">{STYLE}<p class="bm-top">'
        f'<b lang="zh">{escape(title_of(article))}</b> {top}{_flag(article.blocks)}</p>'
        f'<div class="bm-body">{passages_html(article)}</div></div>'
    )


def block_html(block: Block) -> str:
    """A block with its role, rule and confidence in words.

    Args:
        block: A block of a page.

    Returns:
        One ``div`` with its own style, every text escaped.

    >>> html = block_html(Block(0, 5, 9, "headline", 0, "short line", 0.9, "新桥通车"))
    >>> "headline 主题 · short line · confidence 0.90" in html
    True
    """
    passage = Paragraph((block.span,), block.text, (block.index,))
    story = "of no story" if block.article is None else f"of story {block.article}"
    place = escape(f"{story} · {block.start}–{block.end} · {_why(block)}")
    doubt = ' <span class="bm-flag">in doubt</span>' if block.confidence < DOUBTFUL else ""
    row = _row(block.role, passage, [block])
    return (
        f'<div class="bm" lang="en">{STYLE}<p class="bm-top"><b>Block {block.index}</b>'
        f'<span class="bm-soft">{place}</span>{doubt}</p><div class="bm-body">{row}</div></div>'
    )


def passages_html(
    article: Article, marks: Sequence[Mark] = (), hits: Mapping[int, str] | None = None
) -> str:
    """All passages of a story, a row each; ``hits`` replaces the text of some by ready HTML."""
    by_index = {block.index: block for block in article.blocks}
    ready = hits or {}
    return "".join(
        _row(role, passage, [by_index[i] for i in passage.blocks], marks, ready.get(number))
        for number, (role, passage) in enumerate(article.passages)
    )


def passage_html(passage: Paragraph, blocks: Sequence[Block], marks: Sequence[Mark]) -> str:
    """A passage with its marks, and a sign at each seam where the page had cut it."""
    pieces, offset = [], 0
    for number, (span, block) in enumerate(zip(passage.spans, blocks, strict=True)):
        if number:
            why = escape(f"the page had cut the sentence here: {block.rule}")
            pieces.append(f'<span class="bm-seam" title="{why}"></span>')
        length = span.end - span.start
        pieces.append(marked(passage.text[offset : offset + length], span.start, marks))
        offset += length
    return "".join(pieces)


def folding_html(title: str, note: str, rows: str, *, anchor: str = "", opened: bool = True) -> str:
    """Rows under a heading that opens and closes them; title, note and rows are ready HTML."""
    return (
        f"<details{f' id={chr(34)}{anchor}{chr(34)}' if anchor else ''}{' open' * opened}>"
        f'<summary><b lang="zh">{title}</b> {note}</summary>'
        f'<div class="bm-body">{rows}</div></details>'
    )


def anchor_of(*parts: str) -> str:
    """A name for links, made of what is shown, so that other views have other names."""
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass"))
    return f"bm-{digest.hexdigest()[:12]}"


def _story(article: Article, marks: Sequence[Mark], anchor: str) -> str:
    note = f'<span class="bm-soft">{_measure(article)}</span>{_flag(article.blocks)}'
    title = f"{article.index} · {escape(title_of(article))}"
    return folding_html(title, note, passages_html(article, marks), anchor=anchor)


def _entry(article: Article, anchor: str) -> str:
    return (
        f'<li><a href="#{anchor}-{article.index}"><span class="bm-no">{article.index}</span> '
        f'<span lang="zh">{escape(_shortened(title_of(article)))}</span> '
        f'<span class="bm-soft">{_measure(article)}{_flag(article.blocks)}</span></a></li>'
    )


def _row(
    role: Role,
    passage: Paragraph,
    blocks: Sequence[Block],
    marks: Sequence[Mark] = (),
    ready: str | None = None,
) -> str:
    doubt = " bm-doubt" if any(block.confidence < DOUBTFUL for block in blocks) else ""
    why = escape("\n".join(_why(block) for block in blocks))
    text = passage_html(passage, blocks, marks) if ready is None else ready
    return (
        f'<div class="bm-row bm-{escape(role)}{doubt}"><small class="bm-role" title="{why}">'
        f'{escape(role.replace("_", " "))}</small> <span class="bm-t" lang="zh">{text}</span></div>'
    )


def _why(block: Block) -> str:
    # a page read back from JSON may have a role that this version does not know
    role = f"{block.role} {CHINESE.get(block.role, '')}".strip()
    return f"{role} · {block.rule} · confidence {block.confidence:.2f}"


def _measure(article: Article) -> str:
    return f"{escape(article.kind)} · {characters(article.blocks):,} 字"


def _flag(blocks: Sequence[Block]) -> str:
    note = doubt_note(blocks)
    return f' <span class="bm-flag">{note}</span>' if note else ""


def _shortened(title: str) -> str:
    # four lines of the left pane; the whole headline stands at the right
    return title if len(title) <= 48 else f"{title[:47]}…"
