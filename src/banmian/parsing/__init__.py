"""Text of a page → `Page`: blocks, roles, stories, rejoined paragraphs (版面解析).

Read in this order: `lines` cuts the text, `names` and `formulas` read bylines and the openings
and ends of reports, `furniture` takes out what belongs to no story, `shapes` says what a line
shows by itself, `evidence` what speaks for which role (with `wording`, `pairs`, `cohesion` and
`sheet`), `grammar` finds the best reading of the whole page, `heads` tells the lines of a heading
apart, `stories` puts the stories together, `fixes` binds all that to a reader's corrections. Bytes
and files are left to `reading`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from banmian.page import (
    Article,
    Block,
    Fix,
    FixError,
    Page,
    PrintedDay,
    as_date,
    check_text,
    maker,
    printed_day,
)
from banmian.parsing.evidence import collect
from banmian.parsing.fixes import Bound, Sidecar, bind, check, constrain, read_sidecar
from banmian.parsing.furniture import mark_furniture
from banmian.parsing.grammar import (
    FORBIDDEN,
    OPENING,
    STATES,
    TIED,
    Grammar,
    Reading,
    Weighed,
    load_grammar,
    read_states,
)
from banmian.parsing.lines import Line, cut_lines
from banmian.parsing.settled import Settled, outweigh, settle
from banmian.parsing.shapes import Shape
from banmian.parsing.stories import ROLE_OF, RUNNING, Draft, build_article, gather, name_heads
from banmian.parsing.tabular import read_shapes

__all__ = ["Grammar", "Sidecar", "load_grammar", "parse_page", "read_sidecar"]


_make_block = maker(Block)


def parse_page(
    text: str,
    *,
    name: str | None = None,
    paper: str | None = None,
    issue_date: dt.date | str | None = None,
    fixes: Sequence[Fix] = (),
    grammar: Grammar | None = None,
) -> Page:
    r"""Take a page in plain text apart.

    Args:
        text: the page, a line a paragraph, heading line, byline …; kept unchanged in
            ``Page.text``, to which all offsets refer. Any text is a page, the empty one too.
        name: what to call the page, usually its file name.
        paper: the newspaper, if known.
        issue_date: the day of the issue, a date or an ISO string; None takes the day that the
            masthead or folio prints. Where it prints another than is given, ``notes`` say so.
        fixes: a reader's corrections; `fixes` says how they are written down.
        grammar: weights of your own (`load_grammar`), in place of the packaged ones.

    Returns:
        The page; its blocks tile the text but for the white space between them.

    Raises:
        FormatError: ``text`` is no str, or ``issue_date`` neither a date nor an ISO string.
        NotTextError: ``text`` has half a surrogate pair (see `page.check_text`).
        FixError: a fix does not fit the page.

    Example:
        >>> import banmian as bm
        >>> page = bm.parse_page("新桥通车\n\n本报讯 (记者王小明)新桥昨日通车。")
        >>> page.articles[0].headline, page.articles[0].byline[0].name
        ('新桥通车', '王小明')
        >>> fix = bm.Fix("新桥通车", line=1, role="label")
        >>> bm.parse_page(page.text, fixes=[fix]).articles[0].label
        '新桥通车'
    """
    check_text(text)
    lines = cut_lines(text)
    bound = bind(fixes, lines, text)
    marks = _furniture(lines, bound)
    blocks = {
        i: Block(i, line.start, line.end, "furniture", None, *mark, text[line.start : line.end])
        for i, (line, mark) in enumerate(zip(lines, marks, strict=True))
        if mark is not None
    }
    kept = [i for i, mark in enumerate(marks) if mark is None]
    articles = _read_stories(text, kept, lines, bound, blocks, grammar or load_grammar())
    printed = printed_day(blocks.values())
    given = printed.date if issue_date is None and printed else as_date(issue_date)
    return Page(
        text=text,
        blocks=tuple(blocks[i] for i in range(len(lines))),
        articles=articles,
        name=name,
        paper=paper,
        issue_date=given,
        fixes=tuple(fixes),
        notes=_day_notes(given, printed, text),
    )


def _day_notes(given: dt.date | None, printed: PrintedDay | None, text: str) -> tuple[str, ...]:
    if printed is None or printed.date == given:
        return ()
    words = " ".join(text[printed.start : printed.end].split())
    return (f"the issue date given is {given}, the page prints {words}",)


def _furniture(lines: Sequence[Line], bound: Mapping[int, Bound]) -> list[tuple[str, float] | None]:
    marks = mark_furniture(lines)
    for index, fix in bound.items():
        marks[index] = ("fix", 1.0) if fix.fix.role == "furniture" else None
    return marks


def _read_stories(
    text: str,
    kept: Sequence[int],
    lines: Sequence[Line],
    bound: Mapping[int, Bound],
    blocks: dict[int, Block],
    grammar: Grammar,
) -> tuple[Article, ...]:
    """The stories of the lines ``kept``; their blocks are added to ``blocks``."""
    if not kept:
        return ()
    shapes, rows = read_shapes([lines[i] for i in kept])
    settled = settle(shapes, rows)
    weighed = grammar.weigh(collect(shapes))
    scores = constrain(outweigh(weighed.scores, settled), kept, bound)
    reading = read_states(grammar, scores)
    if lonely := lonely_subheads(reading.states):
        scores = scores.copy()
        scores[lonely, _INDEX["subhead"]] -= LONELY
        reading = read_states(grammar, scores)
    if bound:
        check(reading.states, kept, bound)
    rules = _rules(weighed, reading, grammar, settled)
    drafts = _drafts(kept, shapes, reading, rules, bound)
    stories = gather(drafts, reading.states)
    if bound:
        _move_continued(drafts, stories, bound)
        stories = [story for story in stories if story]
    for number, story in enumerate(stories):
        name_heads(story, grammar.heading)
        for d in story:
            start, end = d.shape.line.start, d.shape.line.end
            blocks[d.index] = _make_block(
                d.index,
                start,
                end,
                d.role,
                number,
                d.rule,
                d.confidence,
                text[start:end],
                d.continues,
            )
    return tuple(build_article(n, story, text, blocks) for n, story in enumerate(stories))


def _drafts(
    kept: Sequence[int],
    shapes: Sequence[Shape],
    reading: Reading,
    rules: Sequence[str],
    bound: Mapping[int, Bound],
) -> list[Draft]:
    drafts = []
    confidences = _confidences(reading)
    for index, shape, state, rule, sure in zip(
        kept, shapes, reading.states, rules, confidences, strict=True
    ):
        if fix := bound.get(index):
            named, role = fix.fix.role is not None, fix.fix.role or _ROLE_OF[state]
            drafts.append(Draft(index, shape, role, "fix", 1.0, fixed=named))
        else:
            drafts.append(Draft(index, shape, _ROLE_OF[state], rule, sure))
    return drafts


def _move_continued(
    drafts: Sequence[Draft], stories: list[list[Draft]], bound: Mapping[int, Bound]
) -> None:
    """Put a line that a fix joins to another story's text into that story."""
    by_index = {draft.index: draft for draft in drafts}
    for index, fix in sorted(bound.items()):
        if fix.continues is None or fix.continues is False:
            continue
        draft, target = by_index[index], by_index.get(fix.continues)
        if target is None or target.role not in RUNNING:
            raise FixError(
                f"the fix for {fix.fix.text!r} continues line {fix.fix.continues}, which was not "
                "read as running text; fix that line's role too"
            )
        for rival in drafts:
            if rival.continues == target.index and rival is not draft:
                rival.continues = None  # a paragraph goes on in one place only
        draft.continues = target.index
        if target.article != draft.article:
            stories[draft.article].remove(draft)
            draft.article = target.article
            stories[target.article].append(draft)
            stories[target.article].sort(key=lambda d: d.index)


LONELY: Final = 3.0
"""What it costs a subhead to be the only one of its story: 3 of the 53 stories with subheads in
the gold pages have one, and exp(-3) is one in twenty."""


def lonely_subheads(states: Sequence[str]) -> list[int]:
    """The lines read as subheads that are the only one between two beginnings of stories."""
    lonely: list[int] = []
    group: list[int] = []
    for i, state in enumerate([*states, "head"]):
        if state in OPENING and not state.startswith("inserted "):
            if len(group) == 1:
                lonely += group
            group = []
        elif state == "subhead":
            group.append(i)
    return lonely


_ROLE_OF: Final = {state: ROLE_OF[state.removeprefix("inserted ")] for state in STATES}
_CLASS_OF: Final = tuple(
    (
        _ROLE_OF[state],
        state in OPENING,
        "cut" in state or "resume" in state,
    )
    for state in STATES
)
_SAME_CLASS: Final = np.array([[a == b for b in _CLASS_OF] for a in _CLASS_OF], dtype=float)
_INDEX: Final = {state: i for i, state in enumerate(STATES)}


def _confidences(reading: Reading) -> list[float]:
    """How sure each line's role, and whether it begins or goes on something, is."""
    sure = np.vecdot(reading.certainty, _SAME_CLASS[reading.path])
    rounded: list[float] = sure.clip(0.0, 1.0).round(3).tolist()
    return rounded


_BASE_OF: Final = np.array(TIED)
_TO_BASE: Final = np.eye(_BASE_OF.max() + 1)[_BASE_OF]


def _rules(
    weighed: Weighed, reading: Reading, grammar: Grammar, settled: Mapping[int, Settled]
) -> list[str]:
    """For each line the evidence that spoke most for its state against the runner-up.

    Where a usage of the trade settled it, the usage.
    """
    lines = np.arange(len(reading.path))
    chosen = _BASE_OF[reading.path]
    rivals = reading.certainty @ _TO_BASE
    rivals[lines, chosen] = -1.0
    rival = rivals.argmax(axis=1)
    flat, owner = weighed.flat, weighed.owner
    lead = grammar.evidence[flat, chosen[owner]]
    lead -= grammar.evidence[flat, rival[owner]]
    # "always" says nothing of the line: it is a rule only where nothing else has a weight
    lead[flat == grammar.rows["always"]] = FORBIDDEN
    strongest = np.flatnonzero(lead == np.maximum.reduceat(lead, weighed.begins)[owner])
    first = owner[strongest].searchsorted(lines)
    rows = flat[strongest[first]].tolist()
    whys = [grammar.names[row] for row in rows]
    for line, found in settled.items():
        whys[line] = found.usage
    return [f"{state}: {why}" for state, why in zip(reading.states, whys, strict=True)]
