"""Places (地名) of a text, each with its administrative path and code.

Names come from the `gazetteer`, in full (江华瑶族自治县) or short (江华县, 永州), and from the
grammar of names (`localities`: villages, streets, settlements). A run of names from the larger to
the smaller is one mention: 湖南永州江华瑶族自治县. What a name alone does not tell is told by the
story: 鼓楼区 in a story of 徐州 is 徐州's. Path and code are those of the unit's last record (2024,
or the last year of its name), so one county is one thing in papers of all years; the year of the
paper decides which of two units a name meant.

Short forms that are words or parts of words (平安, 会同, 日照) count only with evidence: after the
place they lie in, in a dateline, after 赴 or 来自, beside a place of the same province, or where
the story has the full name.

Left alone on purpose: 中国, 我国, 全国 (the frame of the paper, not a place in it), letters that
stand for provinces and states (京津冀, 中美), continents and regions of many states, rivers,
mountains, buildings, and words that point back (该县, 当地).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, zip_longest
from operator import attrgetter
from typing import Final

from banmian.facts.gazetteer import RANK, Level, Unit, simplify
from banmian.facts.place_names import Found, find_names
from banmian.page import Article, Span


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named in a text; ``text`` stands at ``start`` up to ``end``.

    ``path`` has province, prefecture and county, None where there is none, then town, village or
    street; abroad the country, then the region or city. ``adcode`` is the code of GB/T 2260 of the
    unit, or of the county (or city) that a smaller place lies in; None abroad and where it cannot
    be told. ``country`` is the code of ISO 3166-1 (SU, YU, CS, DD for states that are gone).
    ``in_org`` means that the name is part of an organisation's.
    """

    start: int
    end: int
    text: str
    path: tuple[str | None, ...]
    adcode: str | None
    level: Level
    country: str
    in_org: bool
    rule: str
    confidence: float


CONFIDENCE: Final[Mapping[str, float]] = {
    "full-name": 0.97,
    "path": 0.97,
    "short-form": 0.92,
    "world": 0.92,
    "town": 0.9,
    "zone": 0.9,
    "evidence": 0.85,
    "village": 0.8,
    "road": 0.75,
    "hamlet": 0.75,
    "ambiguous": 0.5,
}
"""How sure each rule is: a judgement. Of 194 mentions on the seed page and in 25 invented
paragraphs, which the rules were written with, one was wrong (a town of a county that is gone)."""


def find_places(
    text: str,
    *,
    masked: Sequence[Span] = (),
    organisations: Sequence[Span] = (),
    context: Sequence[PlaceMention] = (),
    year: int | None = None,
) -> list[PlaceMention]:
    """Find the places that a text names.

    Args:
        text: Any text; a line end parts two names.
        masked: Spans that hold no place, such as the names of persons.
        organisations: Spans of organisations; places inside are flagged ``in_org``.
        context: Places of the same story or page, to tell places of one name apart.
        year: Year of the paper; None stands for today's names, older ones where there is none.

    Returns:
        Mentions by ``start``; they do not overlap.

    >>> [(p.text, p.adcode) for p in find_places("湖南永州江华瑶族自治县的职工到南京学习")]
    [('湖南永州江华瑶族自治县', '431129'), ('南京', '320100')]
    >>> find_places("江苏徐州发布消息，鼓楼区今日降雨")[1].path
    ('江苏省', '徐州市', '鼓楼区')
    """
    known = {mention.adcode: mention.path[0] for mention in context}
    found = find_names(simplify(text), masked, known, year, {span.start for span in organisations})
    return list(_resolve(text, found, context, organisations))


def places_of(
    article: Article,
    *,
    masked: Mapping[int, Sequence[Span]] | None = None,
    organisations: Mapping[int, Sequence[Span]] | None = None,
    context: Sequence[PlaceMention] = (),
    year: int | None = None,
) -> list[tuple[int, PlaceMention]]:
    r"""Find the places of a story; each name is understood in the light of the others.

    Args:
        article: The story.
        masked: For the index of a passage, spans of it that hold no place.
        organisations: For the index of a passage, spans of organisations in it.
        context: Places of other stories of the page, for what the story alone leaves open.
        year: Year of the paper, see `find_places`.

    Returns:
        Pairs of the index of a passage in ``article.passages`` and a mention, whose offsets are
        those of the passage's text.

    >>> import banmian as bm
    >>> page = bm.parse_page("海珠区办夜校\n\n本报讯 (记者王小明)广州市海珠区昨日开办夜校。")
    >>> [(i, p.text, p.adcode) for i, p in places_of(page.articles[0])]
    [(0, '海珠区', '440105'), (1, '广州市海珠区', '440105')]
    """
    texts = [passage.text for _, passage in article.passages]
    starts = [0, *accumulate(len(text) + 1 for text in texts)]
    mentions = find_places(
        "\n".join(texts),
        masked=_shifted(masked or {}, starts),
        organisations=_shifted(organisations or {}, starts),
        context=context,
        year=year,
    )
    pairs = []
    for mention in mentions:
        index = bisect_right(starts, mention.start) - 1
        moved = replace(
            mention, start=mention.start - starts[index], end=mention.end - starts[index]
        )
        pairs.append((index, moved))
    return pairs


def _shifted(spans: Mapping[int, Sequence[Span]], starts: Sequence[int]) -> list[Span]:
    return [
        Span(span.start + starts[index], span.end + starts[index])
        for index, found in spans.items()
        for span in found
    ]


_Votes = Counter[tuple[str | None, ...]]


def _resolve(
    text: str,
    found: Sequence[Found],
    context: Sequence[PlaceMention],
    organisations: Sequence[Span],
) -> Iterator[PlaceMention]:
    """Decide among the meanings of each name by the places around it."""
    votes: _Votes = Counter()
    certain = [f.units[0].path for f in found if len(f.units) == 1]
    for path in [*certain, *(mention.path for mention in context if mention.adcode)]:
        votes.update(path[:n] for n in (1, 2, 3) if path[n - 1 : n] != (None,))
    meanings = [_likeliest(one.units, votes) for one in found]
    homes = [next((u for u in _decided(meanings) if can_hold(u)), None) for can_hold in _HOMES]
    bodies = sorted(organisations, key=attrgetter("start"))
    starts = [body.start for body in bodies]
    reach = list(accumulate((body.end for body in bodies), max, initial=-1))
    for one, units in zip(found, meanings, strict=True):
        for number, can_hold in enumerate(_HOMES):
            homes[number] = next(filter(can_hold, _decided([units])), homes[number])
        home = next(filter(None, homes), None)
        if units or home or one.rule != "road":
            inside = reach[bisect_right(starts, one.start)] >= one.end
            yield _mention(text, one, units or [home or _SOMEWHERE], in_org=inside)


def _decided(meanings: Iterable[Sequence[Unit]]) -> Iterator[Unit]:
    return (units[0] for units in meanings if len(units) == 1 and units[0].country == "CN")


# What a street or village without more lies in: the last county or town; without one, the city.
_HOMES: Final[Sequence[Callable[[Unit], bool]]] = (
    lambda unit: RANK[unit.level] >= RANK["county"],
    lambda unit: unit.level == "prefecture" or unit.name.endswith("市"),
)
_SOMEWHERE: Final = Unit("", "county", (None, None, None), None, "CN", 0, 0)


def _likeliest(units: Sequence[Unit], votes: _Votes) -> list[Unit]:
    """The meaning that the story supports best; several if it cannot be told."""
    scores = [_support(unit, votes) for unit in units]
    return [unit for unit, score in zip(units, scores, strict=True) if score == max(scores)]


def _support(unit: Unit, votes: _Votes) -> tuple[bool, bool, bool, int, int]:
    """Whether the story has its county, prefecture, province; else the larger, the later unit."""
    province, prefecture, county = (votes[unit.path[:n]] > 0 for n in (1, 2, 3))
    if len(unit.path) > 1 and unit.path[1] is None:
        prefecture = province
    return (county and len(unit.path) > 2, prefecture, province, -RANK[unit.level], unit.until)


def _mention(text: str, one: Found, units: Sequence[Unit], *, in_org: bool) -> PlaceMention:
    unit = units[0]
    path, adcode, rule = unit.path, unit.adcode, one.rule
    if len(units) > 1:
        path = _shared(units)
        adcode, rule = None, "ambiguous"
    return PlaceMention(
        start=one.start,
        end=one.end,
        text=text[one.start : one.end],
        path=(*path, *one.tail),
        adcode=adcode,
        level=one.level or unit.level,
        country=unit.country,
        in_org=in_org,
        rule=rule,
        confidence=CONFIDENCE[rule],
    )


def _shared(units: Sequence[Unit]) -> tuple[str | None, ...]:
    """The steps that all meanings have in common."""
    steps = zip_longest(*(unit.path for unit in units))
    return tuple(step[0] if len(set(step)) == 1 else None for step in steps)
