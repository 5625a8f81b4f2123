"""From the reading of a page to its stories: who belongs to whom, and what was rejoined."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from banmian.page import (
    Article,
    Block,
    Dateline,
    Kind,
    Paragraph,
    Person,
    Role,
    Sidebar,
    Span,
    maker,
)
from banmian.parsing.grammar import OPENING
from banmian.parsing.heads import name_head_lines
from banmian.parsing.names import Name, read_people
from banmian.parsing.shapes import Shape
from banmian.parsing.wording import CORRECTION, close_up, is_jump, is_label, says_something

ROLE_OF: Final[Mapping[str, Role]] = {
    "label": "label",
    "head": "headline",
    "more head": "headline",
    "byline": "byline",
    "brief": "paragraph",
    "paragraph": "paragraph",
    "cut": "paragraph",
    "resume": "paragraph",
    "subhead": "subhead",
    "caption": "caption",
    "credit": "credit",
    "signature": "signature",
    "box label": "sidebar_label",
    "box": "sidebar",
}


RUNNING: Final[frozenset[Role]] = frozenset({"paragraph"})
"""Roles whose lines are running text: the paragraphs of a story, opened by its dateline."""

_make_article, _make_paragraph = maker(Article), maker(Paragraph)


@dataclass(slots=True)
class Draft:
    """A block while its story is put together."""

    index: int
    shape: Shape
    role: Role
    rule: str
    confidence: float
    fixed: bool = False
    article: int = -1
    continues: int | None = None


def gather(drafts: Sequence[Draft], states: Sequence[str]) -> list[list[Draft]]:
    """The stories of a page from the states of its lines, furniture left out.

    Sets each draft's ``article``, and ``continues`` where its state goes on a text.
    """
    stories: list[list[Draft]] = []
    current, outer = 0, -1
    for draft, state in zip(drafts, states, strict=True):
        base = state.removeprefix("inserted ")
        inserted = state != base
        if inserted and outer < 0:
            outer = current
        if state in OPENING:
            stories.append([])
            current = len(stories) - 1
        elif state == "resume" or (inserted and base in ("box label", "box")):
            current = outer
        if not inserted:
            outer = -1
        draft.article = current
        if state in ("cut", "resume"):
            draft.continues = _last_text(stories[current], draft.shape.first)
        stories[current].append(draft)
    return stories


def _last_text(story: Sequence[Draft], begins: str) -> int | None:
    """The text of the story that a cut line goes on: the last one that stands open.

    A text that ends in a full stop is gone on only by a line that cannot begin one.
    """
    gone_on = {draft.continues for draft in story[-_REACH:]}
    texts = [
        draft for draft in story[-_REACH:] if draft.role in RUNNING and draft.index not in gone_on
    ]
    for draft in reversed(texts):
        if draft.shape.last != "stop" and draft.shape.tail is None:
            return draft.index
    return texts[-1].index if texts and begins == "broken" else None


_REACH: Final = 10
"""Blocks of a story that are looked back over for the open text."""


def name_heads(story: Sequence[Draft], weights: Mapping[str, float]) -> None:
    """Tell headline, kicker and deck apart among a story's head lines, but for fixed ones."""
    if story[0].role == "label" and not story[0].fixed:
        if not _is_headed(story):
            story[0].role = "headline"
            story[0].rule = "headline: a label without a heading below it"
        elif says_something(story[0].shape.line.folded):
            story[0].role = "headline"
    heads = [d for d in story if d.role == "headline" and not d.fixed]
    fixed = [d.index for d in story if d.role == "headline" and d.fixed]
    roles = name_head_lines([d.shape.line.folded for d in heads], weights)
    for draft, (role, rule) in zip(heads, roles, strict=True):
        if role == "headline" and fixed:
            role = "kicker" if draft.index < fixed[0] else "deck"
            rule = "another line is the headline by a fix"
        draft.role = role
        if len(heads) + len(fixed) > 1:
            draft.rule = f"{role}: {rule}"


def _is_headed(story: Sequence[Draft]) -> bool:
    """Whether a label need not serve as headline: there is one, or it is 简讯 or (上接第一版)."""
    if any(draft.role in ("kicker", "headline", "deck") for draft in story):
        return True
    folded = story[0].shape.line.folded
    correction = CORRECTION.fullmatch(close_up(folded))
    return not correction and (folded[0] in "([" or is_label(folded) or is_jump(folded))


def build_article(
    number: int, drafts: Sequence[Draft], text: str, blocks: dict[int, Block]
) -> Article:
    """The finished story; ``blocks`` are the page's blocks by index."""
    of_role: dict[Role, list[Draft]] = {}
    for draft in drafts:
        of_role.setdefault(draft.role, []).append(draft)
    return _make_article(
        index=number,
        kind=_kind(of_role),
        blocks=tuple([blocks[d.index] for d in drafts]),
        byline=_people(drafts, text),
        dateline=_dateline(drafts, text),
        paragraphs=_paragraphs([d for d in drafts if d.role in RUNNING], blocks),
        sidebars=_sidebars(drafts, blocks),
        captions=_paragraphs(of_role.get("caption", ()), blocks),
    )


def _paragraphs(drafts: Sequence[Draft], blocks: Mapping[int, Block]) -> tuple[Paragraph, ...]:
    chains: list[list[Block]] = []
    chain_of: dict[int, list[Block]] = {}
    for draft in drafts:
        chain = chain_of.get(draft.continues) if draft.continues is not None else None
        if chain is None:
            chain = []
            chains.append(chain)
        chain.append(blocks[draft.index])
        chain_of[draft.index] = chain
    return tuple([_join(chain) for chain in chains])


def _join(chain: Sequence[Block]) -> Paragraph:
    if len(chain) == 1:  # most paragraphs were never cut: they share their block's text
        block = chain[0]
        return _make_paragraph((Span(block.start, block.end),), block.text, (block.index,))
    spans = tuple([block.span for block in chain])
    text = "".join([block.text for block in chain])
    return _make_paragraph(spans, text, tuple([block.index for block in chain]))


def _sidebars(drafts: Sequence[Draft], blocks: Mapping[int, Block]) -> tuple[Sidebar, ...]:
    boxes: list[tuple[str | None, list[Draft]]] = []
    for draft in drafts:
        if draft.role == "sidebar_label":
            boxes.append((blocks[draft.index].text, []))
        elif draft.role == "sidebar":
            if not boxes:
                boxes.append((None, []))
            boxes[-1][1].append(draft)
    return tuple(Sidebar(label, _paragraphs(group, blocks)) for label, group in boxes)


def _kind(roles: Collection[Role]) -> Kind:
    if RUNNING.isdisjoint(roles) and ("caption" in roles or "credit" in roles):
        return "photo"
    return "news" if "headline" in roles else "brief"


def _people(drafts: Sequence[Draft], text: str) -> tuple[Person, ...]:
    """Everybody who signed, in source order but bylines first; a name counts once."""
    cut = {d.continues for d in drafts if d.continues is not None}
    found: list[Person] = []
    for draft in sorted(drafts, key=lambda d: d.role != "byline"):
        shape, role = draft.shape, draft.role
        lead = shape.lead.people if shape.lead else ()
        tail = shape.tail.people if shape.tail and draft.index not in cut else ()
        names: Sequence[Name] = ()
        if role == "byline":
            names = read_people(shape.line.folded)
        elif role in RUNNING or role in ("caption", "sidebar"):
            names = lead + tail
        elif role == "credit":
            names = tail or read_people(shape.line.folded, role="摄影")
        elif role == "signature" and not _NO_SIGNATURE.search(shape.line.folded):
            names = tail or read_people(shape.line.folded)
        if names:
            found += _persons(text, draft, names)
    unique: dict[str, Person] = {}
    for person in found:
        unique.setdefault(person.name, person)
    return tuple(unique.values())


# An address or a number after a story names nobody.
_NO_SIGNATURE = re.compile(r"[:@\d]")


def _persons(text: str, draft: Draft, names: Sequence[Name]) -> list[Person]:
    people = []
    for name in names:
        start, end = name.start + draft.shape.line.start, name.end + draft.shape.line.start
        printed = "".join(text[start:end].split())
        people.append(Person(printed, name.role, name.affiliation, start, end))
    return people


def _dateline(drafts: Sequence[Draft], text: str) -> Dateline | None:
    for draft in drafts:
        if draft.role in RUNNING or draft.role == "caption":
            lead = draft.shape.lead
            if lead is None or lead.agency is None:
                return None
            at = draft.shape.line.start
            start, end = lead.start + at, lead.end + at
            return Dateline(text[start:end], lead.agency, lead.place, lead.date, start, end)
    return None
