"""Shapes: what one line shows by itself, its neighbours unseen.

Ends and openings, formulas of the trade and names are read once here, into a `Shape`; what a
line and its neighbours say together is `evidence`.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from banmian.parsing.formulas import Lead, Tail, is_credit, read_lead, read_tail
from banmian.parsing.lines import Line, first_mark, last_mark, open_marks
from banmian.parsing.names import find_role, name_line
from banmian.parsing.wording import is_label

HEAD_LIMIT: Final = 46
"""A line of more characters is no headline; the longest of 670 lines of headlines has 44."""


KINDS: Final = (
    "report",
    "open report",
    "text",
    "open text",
    "credit",
    "names",
    "source",
    "byline",
    "short sentence",
    "number",
    "comma line",
    "head",
)
"""What a neighbour sees of a line at a glance."""
SIGNS: Final = ("report", "closed report", "end", "names")
"""What a line may say of a story's beginning or end."""


class Shape(NamedTuple):
    """What one line shows by itself."""

    line: Line
    last: str
    first: str
    lead: Lead | None
    tail: Tail | None
    opened: str
    inner: bool  # a full stop before its end
    text: bool  # reads like running text
    head: bool  # could be set as a heading
    names: str | None  # how it consists of names only
    reporter: int  # where a reporter's title stands, or -1
    credit: bool  # credits a picture
    kind: str  # one of KINDS
    sign: str  # one of SIGNS, or empty


def read_shape(line: Line) -> Shape:
    """The shape of one line."""
    folded = line.folded
    last, first = last_mark(folded), first_mark(folded)
    inner = "。" in folded[:-1] or "!" in folded[:-2] or "?" in folded[:-2]
    short = line.size <= HEAD_LIMIT
    # a kicker may run on, but then it ends in —— and holds no sentence
    leads_in = last == "dash" and not inner and line.size <= 70
    lead, tail = read_lead(folded), read_tail(folded)
    text = not leads_in and (_reads_on(line, last, inner, tail) or lead is not None)
    title = find_role(folded) if short else None
    names = name_line(folded) if short else None
    if (names or title) and is_label(folded):
        names = title = None  # 读者来信 and 简　讯 name nobody
    credit = short and is_credit(folded)
    ends: str | bool = tail.kind if tail and tail.start <= 2 else tail is not None
    head = (leads_in or short) and not inner and _may_head(folded, last)
    reporter = title.start() if title else -1
    kind = _kind(folded, last, first, lead is not None, text, ends, names, title, credit)
    sign = _sign(line, lead, tail, names)
    # by place, in the order of the class: naming fourteen fields takes more than twice as long
    return Shape(
        line, last, first, lead, tail, open_marks(folded), inner,
        text, head, names, reporter, credit, kind, sign,
    )  # fmt: skip


def _reads_on(line: Line, last: str, inner: bool, tail: Tail | None) -> bool:
    """Whether a line is running text by its length and punctuation."""
    if line.size > HEAD_LIMIT:
        return True
    if last == "stop":
        # a call, a question or a quotation of a few words may be a heading, a sentence may not
        called = line.folded[-1] in "!?…”"
        return line.size > (8 if not called else 12 if inner else 26)
    pauses = last in ("break", "semicolon") or inner
    return line.size > 12 and (pauses or (tail is not None and line.size > 26))


def _may_head(folded: str, last: str) -> bool:
    return last not in ("break", "semicolon") and not (last == "stop" and folded[-1] == "。")


def _sign(line: Line, lead: Lead | None, tail: Tail | None, names: str | None) -> str:
    if lead:
        return "closed report" if tail else "report"
    if tail:
        return "end"
    return "names" if names and line.size <= 30 else ""


def _kind(
    folded: str,
    last: str,
    first: str,
    lead: bool,
    text: bool,
    tail: str | bool,
    names: str | None,
    title: re.Match[str] | None,
    credit: bool,
) -> str:
    if lead:
        return "report" if last == "stop" or tail else "open report"
    if text:
        return "text" if last == "stop" or tail else "open text"
    if isinstance(tail, str):
        return tail
    if credit:
        return "credit"
    if names:
        return "byline" if title else "names"
    if last == "stop":
        return "short sentence"
    if first in ("number", "bullet"):
        return "number"
    return "comma line" if "," in folded else "head"
