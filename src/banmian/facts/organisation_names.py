"""Names of organisations by their form: an ending, and where the name begins on its left.

The ending comes from the closed classes of ``data/organisations.tsv``; the name is followed to the
left over nouns to a place, a proper name or a word of level. Short forms, and which story they
belong to, are left to `organisations`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, takewhile
from typing import Final, NamedTuple

from banmian.facts.gazetteer import gazetteer
from banmian.facts.organisation_words import (
    CLAUSE,
    LEVELS,
    Token,
    cut_clause,
    is_part,
    is_place,
    is_proper,
    places_only,
    tag_of,
    text_between,
    word_lists,
)

_FIRM_BRACKET: Final = re.compile(
    r"\(([一-鿿]{2,3})\)(?=(?:股份|集团|控股)?(?:有限|责任|总)?(?:公司|责任公司))"
)


class Found(NamedTuple):
    """A name in a folded text, the rule that found it, and its full form."""

    start: int
    end: int
    rule: str
    norm: str


def by_form(text: str) -> list[Found]:
    """Names by their ending, and names known whole."""
    # 上海汽车工业(集团)总公司: these brackets belong to the name
    if "(" in text:
        text = _FIRM_BRACKET.sub(r"‹\1›", text)
    wholes = [match.span() for match in word_lists().name_at.finditer(text)]
    endings = [match.span() for match in word_lists().suffix_at.finditer(text)]
    hits = sorted(start for start, _ in (*wholes, *endings))
    found: list[Found] = []
    at = 0
    for clause in CLAUSE.finditer(text) if hits else ():
        start, end = clause.span()
        while at < len(hits) and hits[at] < start:
            at += 1
        if at == len(hits):
            break
        if hits[at] < end:
            found += _in_clause(
                clause.group(),
                start,
                _within(wholes, start, end),
                _within(endings, start, end),
            )
    return without_overlaps([*found, *_of_each(text)])


def _within(spans: Sequence[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    """The spans inside a clause, counted from its start; ``spans`` are in order."""
    first = bisect_left(spans, (start, 0))
    inside = takewhile(lambda span: span[0] < end, islice(spans, first, None))
    return [(a - start, b - start) for a, b in inside if b <= end]


def _in_clause(
    words: str,
    origin: int,
    wholes: Sequence[tuple[int, int]],
    endings: Sequence[tuple[int, int]],
) -> Iterator[Found]:
    tokens = cut_clause(words)
    edges = {token.start for token in tokens} | {len(words)}
    whole_to = {end: start for start, end in wholes if start in edges and end in edges}
    for end, at in whole_to.items():
        start = _over_parent(words, _over_places(tokens, at))
        norm = words[start:end] if start < at else word_lists().name[words[at:end]]
        yield Found(origin + start, origin + end, "known-name", norm)
    for at, end in endings:
        if end not in edges or (words[at:end] in _PARTY and _HOLDER.match(words, end)):
            continue  # 党组书记: the office, in the body before it
        begun = _from_ending(tokens, at, end)
        # 民主党 is a name by itself, and the ending of longer ones
        whole = None if words[at:end] in word_lists().name else whole_to.get(end)
        if begun and (whole is None or _only_places(tokens, begun[0], whole)):
            start, rule = _over_parent(words, begun[0]), begun[1]
            name = words[start:end].translate(_UNMARK)
            yield Found(origin + start, origin + end, rule, name)


_UNMARK: Final = str.maketrans("‹›", "()")
_PARTY: Final = frozenset(("党组", "党委", "党总支", "党支部", "支部", "纪委", "团委"))
_HOLDER: Final = re.compile("副?书记|成员|委员|常委")


def _only_places(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether nothing but places and words of level stands there: 烟台|市|发改委."""
    lexicon = word_lists()
    words = [token.text for token in tokens if start <= token.start < end]
    return all(is_place(word) or word in lexicon.level for word in words)


def _from_ending(tokens: Sequence[Token], start: int, end: int) -> tuple[int, str] | None:
    """Where the name begins whose ending stands at ``start``, and by which rule."""
    last = next(i for i, token in enumerate(tokens) if token.end == end)
    inner = next(i for i, token in enumerate(tokens) if token.end > start)
    if tokens[inner].start < start and not _is_ending(tokens[inner].text):
        return None
    ending = tokens[inner].text
    if inner and tokens[inner - 1].text.isdigit() and ending in _COUNTED:
        return None
    if ending in _CENTRES:
        return None
    if ending[0] in LEVELS and ending[1:] in word_lists().suffix:
        # 市委|市政府, and 绩溪|县委, where 绩溪 alone would not be a place
        placed = inner and tokens[inner - 1].text + ending[0] in gazetteer().forms
        return _over_places(tokens, tokens[inner - bool(placed)].start), "suffix-level"
    first = inner
    firm = word_lists().suffix.get(text_between(tokens, inner, last + 1)) == "house"
    while first and inner - first < _LONGEST and _goes_on(tokens, first - 1, inner, firm=firm):
        first -= 1
    if first and _INDEFINITE.search(tokens[first - 1].text):
        return None
    begun = _beginning(tokens, first, inner, last)
    legal = text_between(tokens, inner, last + 1).endswith(_LEGAL)
    if begun is None and legal and tokens[inner].start - tokens[first].start > 1:
        return tokens[first].start, "suffix-proper"  # 远山家居股份有限公司
    return begun


_LONGEST: Final = 16
"""Words before an ending that are looked at; no name has so many, and a run of endings does."""
_LEGAL: Final = ("有限公司", "有限责任公司")
"""Whoever prints the legal form prints the whole name, be it of ordinary words."""


def _beginning(
    tokens: Sequence[Token], first: int, inner: int, last: int
) -> tuple[int, str] | None:
    """Of the words from ``first`` to ``last``, the first one that a name may begin with.

    It stands before the ending, whose first word is ``inner``, or is a name by itself.
    """
    for i in range(first, last + 1):
        word = tokens[i].text
        if i >= inner and not (i == inner and _is_body(word)):
            return None
        named = i < inner and tokens[i + 1].text in _NAMED and tag_of(word)[0] == "n"
        if is_proper(word) or (named and word not in word_lists().inside):
            name = text_between(tokens, i, last + 1)
            all_there_are = word == "全国" and not name.endswith(_NATIONAL)
            return None if all_there_are or _is_kind(name) else (tokens[i].start, _rule(word))
    return None


_NATIONAL: Final = ("会", "联", "协", "组", "办", "办公室", "队", "总社")
_GOVERNED: Final = frozenset(
    ("中央", "中国", "联邦", "省", "市", "县", "区", "州", "镇", "乡", "特区")
)
_NAMED: Final = frozenset(("人民公社", "公社", "农场", "林场", "油田"))
"""Bodies that an ordinary noun names (东风人民公社), not the trade that they follow."""
_CENTRES: Final = ("市中心", "区中心", "县中心")
"""The middle of a town."""
_COUNTED: Final = frozenset("处队部所科室局院社站")
_UNION: Final = re.compile(r"(.*[^总])工会$")
_GOVERNMENT: Final = re.compile(r"(.+?)(?:人民)?(?:政府|警方|检方)$")


def _is_kind(name: str) -> bool:
    """Not a body: 全国工会, 云南省工会 (all the unions there), 联合政府, 市中心."""
    union, government = _UNION.match(name), _GOVERNMENT.match(name)
    lexicon = word_lists()
    if name.endswith(_CENTRES):
        return True
    if name.endswith(("工厂", "新厂", "老厂")):  # 苏州工厂: the one there of a firm
        return places_only(name[:-2])
    if union:
        return union.group(1) in lexicon.level or places_only(union.group(1))
    if government:
        place = government.group(1).removesuffix("特区").removesuffix("特别行政区")
        return not (places_only(place) or place in _GOVERNED)
    return False


_INDEFINITE: Final = re.compile(r"^(?:某|[一两几数]?[家所支个名间]|[一两几多数][家所支个名间])$")


def _is_body(word: str) -> bool:
    """Whether one word is a name with its ending: 省委, and what the dictionary knows (nt)."""
    if word[0] in LEVELS and is_proper(word):
        return True
    known = len(word) > 2 and (tag_of(word) in ("nt", "nz", "x") or word.endswith("海关"))
    return known and any(is_proper(word[:size]) for size in (2, 3, 4) if size < len(word))


def _is_ending(word: str) -> bool:
    """Whether a word of the dictionary that ends with an ending names a body (教育局, not 格局)."""
    lexicon = word_lists()
    if word.endswith("海关"):  # the dictionary has them as places
        return True
    if word in lexicon.no_suffix or word[-2:] in lexicon.no_suffix or is_place(word):
        return False
    return word in lexicon.suffix or tag_of(word)[0] in "njx"


def _goes_on(tokens: Sequence[Token], at: int, inner: int, *, firm: bool) -> bool:
    """Whether the word at ``at`` still belongs to the name on its right."""
    word = tokens[at].text
    if word in "‹›":
        return True
    if tokens[at + 1].text == "全国" and word != "中华" and not is_place(word):
        return False
    if word in ("和", "与"):
        return at > 0 and _joins(tokens, at)
    if word.isdigit():
        return at + 1 == inner
    if word.endswith("公司"):
        # a firm's name ends here; only its branches are named with it, with their place
        between = (token.text for token in tokens[at + 1 : inner])
        return tokens[inner].text in _BRANCHES and all(map(is_place, between))
    if is_part(word):
        return True
    # 北京大成律师事务所: any word can be a firm's name, between its place and its kind
    odd = firm and at > 0 and inner - at < 3 and tag_of(word)[0] in "va"
    return odd and word not in word_lists().stop and is_place(tokens[at - 1].text)


def _joins(tokens: Sequence[Token], at: int) -> bool:
    """发展和改革委员会, 法律和维权工作部: both words common, and a place or a body before them."""
    left, right = tokens[at - 1].text, tokens[at + 1].text
    if is_proper(left) or is_proper(right) or not (is_part(left) and is_part(right)):
        return False
    lexicon = word_lists()
    if left in lexicon.suffix or right in lexicon.suffix:
        return False
    before = tokens[at - 2].text if at > 1 else ""
    return left in _JOINED or (bool(before) and (is_proper(before) or before in lexicon.suffix))


def _rule(word: str) -> str:
    if is_place(word) or tag_of(word) == "ns":
        return "suffix-place"
    return "suffix-level" if word in word_lists().level or word[0] in LEVELS else "suffix-proper"


_BRANCHES: Final = frozenset(("分公司", "子公司", "支行", "分行", "分社", "分局"))
_JOINED: Final = frozenset(("发展", "住房", "卫生", "工业", "农业", "文化", "人力资源"))


_PARENT: Final = re.compile("(?:中共|中央人民政府)$")


def _over_parent(words: str, start: int) -> int:
    """中共|襄阳县委, 中央人民政府|重工业部: one name."""
    parent = _PARENT.search(words, max(0, start - 6), start)
    return parent.start() if parent else start


def _over_places(tokens: Sequence[Token], start: int) -> int:
    """The start of the places that stand right before a name known whole (美国|国务院)."""
    for token in reversed(tokens):
        if token.end == start and is_place(token.text) and is_part(token.text):
            start = token.start
    return start


_EACH: Final = re.compile(
    r"[一-鿿]{2,8}?各(?:级|地|县区|区县|县市区|市县|市州|县|区|市|州|乡镇|镇|乡)"
    r"(?:工会|总工会|党委|政府|人民政府|法院|检察院|党组织|团委|妇联|学校|医院)(?!会)"
)


def _of_each(text: str) -> Iterator[Found]:
    """云南省各级工会: a kind of body, of one place."""
    if "各" not in text:
        return
    for match in _EACH.finditer(text):
        words = match.group()
        place = words[: words.rindex("各")]
        for cut in range(len(place) - 1):
            if place[cut:] in gazetteer().forms:
                yield Found(match.start() + cut, match.end(), "each", words[cut:])
                break


def without_overlaps(found: Iterable[Found]) -> list[Found]:
    """Of mentions that overlap the longest, or the first of equals."""
    chosen: list[Found] = []
    taken: set[int] = set()
    for f in sorted(found, key=lambda f: (f.start - f.end, f.start)):
        if taken.isdisjoint(range(f.start, f.end)):
            chosen.append(f)
            taken.update(range(f.start, f.end))
    return sorted(chosen)
