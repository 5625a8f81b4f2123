"""Text of a page → `Page`: blocks, roles, stories, rejoined paragraphs (版面解析).

Read in this order: `lines` cuts the text and reads the shape of one line, `names` the formulas
of bylines, `furniture` takes out what belongs to no story, `evidence` says what speaks for which
role, `grammar` finds the best reading of the whole page, `heads` tells the lines of a heading
apart, `stories` puts the stories together. Bytes and files are left to `reading`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

import numpy as np

from banmian.page import Article, Block, Page, as_date
from banmian.parsing.evidence import Shape, collect, read_shape
from banmian.parsing.furniture import mark_furniture
from banmian.parsing.grammar import OPENING, STATES, TIED, Grammar, Reading, load_grammar, read
from banmian.parsing.lines import cut_lines
from banmian.parsing.stories import ROLE_OF, build_article, gather

__all__ = ["parse_page"]


def parse_page(
    text: str,
    *,
    name: str | None = None,
    paper: str | None = None,
    issue_date: dt.date | str | None = None,
) -> Page:
    r"""Take a page in plain text apart.

    Args:
        text: the page, a line a paragraph, heading line, byline …; kept unchanged in
            ``Page.text``, to which all offsets refer. Any text is a page, the empty one too.
        name: what to call the page, usually its file name.
        paper: the newspaper, if known.
        issue_date: the day of the issue, a date or an ISO string, if known.

    Returns:
        The page; its blocks tile the text but for the white space between them.

    Raises:
        FormatError: ``issue_date`` is neither a date nor an ISO date string.

    Example:
        >>> import banmian as bm
        >>> page = bm.parse_page("新桥通车\n\n本报讯 (记者王小明)新桥昨日通车。")
        >>> page.articles[0].headline, page.articles[0].byline[0].name
        ('新桥通车', '王小明')
    """
    lines = cut_lines(text)
    marks = mark_furniture(lines)
    blocks: dict[int, Block] = {}
    for i, (line, mark) in enumerate(zip(lines, marks, strict=True)):
        if mark is not None:
            rule, sure = mark
            cut = text[line.start : line.end]
            blocks[i] = Block(i, line.start, line.end, "furniture", None, rule, sure, cut)
    kept = [i for i, mark in enumerate(marks) if mark is None]
    articles = _read_stories(text, kept, [read_shape(lines[i]) for i in kept], blocks)
    return Page(
        text=text,
        blocks=tuple(blocks[i] for i in range(len(lines))),
        articles=articles,
        name=name,
        paper=paper,
        issue_date=as_date(issue_date),
    )


def _read_stories(
    text: str, kept: Sequence[int], shapes: Sequence[Shape], blocks: dict[int, Block]
) -> tuple[Article, ...]:
    """The stories of the lines ``kept``; their blocks are added to ``blocks``."""
    if not shapes:
        return ()
    grammar = load_grammar()
    found = collect(shapes)
    reading = read(grammar, grammar.score(found))
    stories = gather(
        shapes, kept, reading.states, _rules(found, reading, grammar), _confidences(reading)
    )
    for number, story in enumerate(stories):
        for draft in story:
            start, end = draft.shape.line.start, draft.shape.line.end
            blocks[draft.index] = Block(
                draft.index,
                start,
                end,
                draft.role,
                number,
                draft.rule,
                draft.confidence,
                text[start:end],
                draft.continues,
            )
    return tuple(build_article(n, story, text, blocks) for n, story in enumerate(stories))


_CLASS_OF: Final = tuple(
    (
        ROLE_OF[state.removeprefix("inserted ")],
        state in OPENING,
        "cut" in state or "resume" in state,
    )
    for state in STATES
)
_SAME_CLASS: Final = np.array([[a == b for b in _CLASS_OF] for a in _CLASS_OF], dtype=float)
_INDEX: Final = {state: i for i, state in enumerate(STATES)}


def _confidences(reading: Reading) -> list[float]:
    """How sure each line's role, and whether it begins or goes on something, is."""
    chosen = [_INDEX[state] for state in reading.states]
    sure = (reading.certainty * _SAME_CLASS[chosen]).sum(axis=1)
    return [round(float(p), 3) for p in sure.clip(0.0, 1.0)]


def _rules(found: Sequence[Sequence[str]], reading: Reading, grammar: Grammar) -> list[str]:
    """For each line the evidence that spoke most for its state against the runner-up."""
    rules = []
    order = np.argsort(-reading.certainty, axis=1, kind="stable")
    for i, state in enumerate(reading.states):
        chosen = TIED[_INDEX[state]]
        rival = next(TIED[s] for s in order[i] if TIED[s] != chosen)
        names = [name for name in found[i] if name in grammar.rows and name != "always"]
        rows = [grammar.rows[name] for name in names]
        lead = grammar.evidence[rows, chosen] - grammar.evidence[rows, rival]
        rules.append(f"{state}: {names[int(lead.argmax())]}")
    return rules
