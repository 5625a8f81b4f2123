"""What each story is about in one row: who does what, where, for whom: `initiatives`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final

import pandas as pd

from banmian.facts.issue import infer_issue
from banmian.facts.organisations import OrganisationMention
from banmian.page import Page
from banmian.tables.columns import frame_of_rows
from banmian.tables.mentions import DISPLAY, Story, stories_of
from banmian.tables.pages import Sources


def initiatives(pages: Page | Iterable[Page]) -> pd.DataFrame:
    r"""Each story's organiser, place, target group, measures and figures, as far as it names them.

    The organiser is the organisation that the headings name first, or else the one most often
    followed by a verb of undertaking (召开, 开展, 出台 …); the place is the one most often
    mentioned, those inside names of organisations included. Both are told with their mentions
    out of all. Measures are the names in quotation or title marks that stand in a heading or
    behind such a verb; the target group is the people that are counted, and figures are the other
    counts and sums, each with what is counted in brackets, as far as `quantities` can tell.
    Whether an organiser did what the story praises is not in the text.

    Args:
        pages: One page or many.

    Returns:
        One row a story, with the columns of ``COLUMNS["initiatives"]``.

    Raises:
        FormatError: Something given is no `Page`.

    >>> import banmian as bm
    >>> text = "工会送来“关爱套餐”\n\n本报讯 (记者王小明)永州市总工会召开座谈会,看望300名职工。"
    >>> found = initiatives(bm.parse_page(text))
    >>> found[["organiser", "place", "target_group", "measures"]].values.tolist()
    [['永州市总工会', '湖南省/永州市', '300名(职工)', '关爱套餐']]
    """
    sources = Sources()
    table = frame_of_rows("initiatives", [*_rows(sources.named(pages))])
    table.attrs.update(sources.attrs)
    return table


def _rows(named: Iterable[tuple[str, Page]]) -> Iterator[tuple[Any, ...]]:
    for name, page in named:
        for story in stories_of(name, page, infer_issue(page)):
            if story.article is None:
                continue
            groups, figures = _counted(story)
            yield (
                name,
                story.article.index,
                story.article.headline,
                *_organiser(story),
                *_place(story),
                _joined(groups),
                _joined(_measures(story)),
                _joined(figures),
            )


def _joined(parts: Iterable[str]) -> str | None:
    return "、".join(dict.fromkeys(parts)) or None


# Without 组织, which is a noun as often (群团组织, 社会组织).
_VERBS: Final = (
    "召开|开展|举办|举行|启动|推出|推行|设立|建立|打造|出台|制定|印发|发布|创办|创建|实施|开设|构建|发起"
    "|布局|评选|成立"
)
_UNDERTAKES: Final = re.compile(f"[^。，；！？,;!?“”《》的]{{0,10}}(?:{_VERBS})")
_SIGNED: Final = frozenset({"byline", "credit", "signature"})


def _organiser(story: Story) -> tuple[str | None, int, int]:
    """The organisation, its mentions, and the mentions of all."""
    bodies = [(n, body) for n, body in story.organisations if _may_organise(n, body, story)]
    heads = [body.norm for number, body in bodies if story.passages[number][0] in DISPLAY]
    acting = Counter(
        body.norm
        for number, body in bodies
        if _UNDERTAKES.match(story.passages[number][1].text, body.end)
    )
    chosen = next(iter([*heads, *(norm for norm, _ in acting.most_common(1))]), None)
    return chosen, sum(body.norm == chosen for _, body in bodies), len(bodies)


def _may_organise(number: int, body: OrganisationMention, story: Story) -> bool:
    """Whether it is one body, and neither the paper nor who signed the story."""
    signed = story.passages[number][0] in _SIGNED
    return not (signed or body.generic or body.norm == story.issue.paper)


def _place(story: Story) -> tuple[str | None, str | None, int, int]:
    """Path, code and mentions of the place, and the mentions of all with a code."""
    coded = [mention for _, mention in story.places if mention.adcode]
    counts = Counter(mention.adcode for mention in coded)
    if not counts:
        return None, None, 0, 0
    code, count = counts.most_common(1)[0]
    path = next(mention.path for mention in coded if mention.adcode == code)
    return "/".join(filter(None, path[:3])), code, count, counts.total()


_PEOPLE: Final = frozenset({"人", "名", "位", "户", "人次", "户次", "口"})
_FIGURES: Final = frozenset({"count", "money", "money_rate", "percent", "measure", "multiple"})


def _counted(story: Story) -> tuple[list[str], list[str]]:
    """Counts of people, and the other figures, each with what is counted."""
    groups, figures = [], []
    for _, quantity in story.quantities:
        noun = f"({quantity.noun})" if quantity.noun else ""
        words = "".join(f"{quantity.text}{noun}".split())
        if quantity.kind == "count" and quantity.unit in _PEOPLE:
            groups.append(words)
        elif quantity.kind in _FIGURES:
            figures.append(words)
    return groups, figures


_QUOTED: Final = r"(?:“[^”。，！？,!?]{2,20}”|《[^》]{2,40}》)"
_NAMED: Final = re.compile(_QUOTED)
_UNDERTAKEN: Final = re.compile(f"(?:{_VERBS})了?[^。，；！？,;!?“”《》]{{0,6}}((?:{_QUOTED}、?)+)")


def _measures(story: Story) -> Iterator[str]:
    for role, passage in story.passages:
        if role in DISPLAY or role == "subhead":
            yield from (name[1:-1] for name in _NAMED.findall(passage.text))
        for undertaken in _UNDERTAKEN.findall(passage.text):
            yield from (name[1:-1] for name in _NAMED.findall(undertaken))
