"""Organisations (机构): bodies, firms, schools, papers, teams, by their names in a text.

A name is found by its last word, from the closed classes of ``data/organisations.tsv`` (总工会,
有限公司, 大学, 队 …), and followed to the left over nouns to where it begins: at a place, a
proper name or a word of level (全国, 省). A name without such a beginning (当地政府, 扶贫队) is a
kind of body, not a body, and is left alone; so are bare places and events. Bodies that are known
by name (国务院, 欧盟) and abbreviations need no ending.

Short forms are linked where the story gives the full name: 云南省总 and 省总 to 云南省总工会,
大学堂 by its （简称大学堂）, 职工大学堂 as the tail of the full name.

Left alone: the parts of an enumeration that share an ending (人社、民政等部门), firms named by
their brand alone unless the table knows them or the story has the full name.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, takewhile
from typing import Final, NamedTuple

from banmian.facts.gazetteer import gazetteer
from banmian.facts.names import fold, occurrences, read_table, word_tags
from banmian.page import Article
from banmian.words import Segmenter, segmenter


@dataclass(frozen=True, slots=True)
class OrganisationMention:
    """An organisation named in a text.

    ``norm`` is its full name as far as the story gives it; ``short`` says that the text has a
    shorter one. ``generic`` marks a kind of body with a place (云南省各级工会), not one body.
    ``rule`` is ``known-name``, ``suffix-place``, ``suffix-level``, ``suffix-proper``,
    ``committee``, ``federation``, ``short-form``, ``tail``, ``each`` or ``byline``.
    """

    start: int
    end: int
    text: str
    norm: str
    rule: str
    confidence: float
    short: bool = False
    generic: bool = False


class _Lexicon(NamedTuple):
    suffix: Mapping[str, str]
    suffix_at: re.Pattern[str]
    name: Mapping[str, str]
    name_at: re.Pattern[str]
    level: frozenset[str]
    inside: frozenset[str]
    stop: frozenset[str]
    no_suffix: frozenset[str]
    expand: Mapping[str, str]


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    rows = [(row["word"], row["use"], row["norm"]) for row in read_table("organisations.tsv")]
    classes = ("office", "house", "school", "union", "press", "team")
    titles = {
        row["title"]
        for row in read_table("titles.tsv")
        if row["kind"] == "official" and row["before"] == "1"
    }

    def of(use: str) -> frozenset[str]:
        return frozenset(word for word, kind, _ in rows if kind == use)

    suffix = {word: kind for word, kind, _ in rows if kind in classes}
    name = {word: norm or word for word, kind, norm in rows if kind == "name"}
    return _Lexicon(
        suffix=suffix,
        suffix_at=_any_of(suffix),
        name=name,
        name_at=_any_of(name),
        level=of("level"),
        inside=of("inside"),
        stop=of("stop") | titles,
        no_suffix=of("not"),
        expand={word: norm for word, kind, norm in rows if kind == "expand"},
    )


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern for the longest of many words; grouped by first character, which is faster."""
    heads: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        # 改革委 is no ending where 改革委员会 stands
        heads.setdefault(word[0], []).append(
            re.escape(word[1:]) + ("(?!员)" if word.endswith("委") else "")
        )
    return re.compile("|".join(f"{head}(?:{'|'.join(rest)})" for head, rest in heads.items()))


# Eighty characters bound the work on a run without punctuation; no name comes near that.
_CLAUSE: Final = re.compile(r"[^\s,，。;；:：!！?？、“”\"'‘’()（）《》<>〔〕\[\]【】…—]{1,80}")
_FIRM_BRACKET: Final = re.compile(
    r"\(([一-鿿]{2,3})\)(?=(?:股份|集团|控股)?(?:有限|责任|总)?(?:公司|责任公司))"
)


class _Found(NamedTuple):
    start: int
    end: int
    rule: str
    norm: str


def find_organisations(text: str, *, known: Collection[str] = ()) -> list[OrganisationMention]:
    """The organisations named in a text.

    Args:
        text: Any text, in any width, simplified or traditional.
        known: Full names from elsewhere in the story, for short forms to be linked to.

    Returns:
        Mentions in order, none overlapping; ``text[m.start : m.end] == m.text``.

    >>> [m.text for m in find_organisations("记者从云南省总工会了解到，省总已拨款。")]
    ['云南省总工会', '省总']
    >>> find_organisations("当地政府和有关部门十分重视。")
    []
    """
    folded = fold(text)
    return _linked(text, folded, _by_form(folded), known)


def _linked(
    text: str, folded: str, found: Sequence[_Found], known: Iterable[str]
) -> list[OrganisationMention]:
    """The names found by their form, and the short forms of all names known."""
    names = list(dict.fromkeys([*known, *(f.norm for f in found)]))
    by_end: dict[str, list[str]] = defaultdict(list)
    for name in names:
        by_end[name[-2:]].append(name)
    full = {name: _full(name, by_end[name[-2:]], names) for name in names}
    found = _without_overlaps([*found, *_by_link(folded, names, found)])
    return [_mention(text, f, full.get(f.norm) or _full(f.norm, (), names)) for f in found]


def organisations_of(article: Article) -> list[tuple[int, OrganisationMention]]:
    """The organisations of a story, with the agencies of its bylines and credits.

    Args:
        article: A story.

    Returns:
        Pairs of the index of the passage in ``article.passages`` and the mention, whose offsets
        are those of the passage's text.
    """
    texts = [passage.text for _, passage in article.passages]
    folded = [fold(text) for text in texts]
    forms = [_by_form(text) for text in folded]
    known = list(dict.fromkeys(f.norm for found in forms for f in found))
    found = [
        (number, mention)
        for number, parts in enumerate(zip(texts, folded, forms, strict=True))
        for mention in _linked(*parts, known)
    ]
    taken = {(number, mention.start) for number, mention in found}
    agencies = [(n, m) for n, m in _agencies(article) if (n, m.start) not in taken]
    return sorted([*found, *agencies], key=lambda pair: (pair[0], pair[1].start))


def _agencies(article: Article) -> Iterator[tuple[int, OrganisationMention]]:
    """胡晓川 摄/东方IC: what a credit or byline gives as a person's house, as printed there."""
    for number, (_, passage) in enumerate(article.passages):
        here = [p for p in article.byline if passage.start <= p.start < passage.end]
        for name in dict.fromkeys(p.affiliation for p in here if p.affiliation):
            start = passage.text.find(name)
            if start >= 0 and name not in _OWN and not _places_only(fold(name)):
                end = start + len(name)
                yield number, OrganisationMention(start, end, name, name, "byline", 0.9)


_OWN: Final = frozenset(("本报", "本刊", "本台", "本网", "本社", "本市", "本報"))


def _by_form(text: str) -> list[_Found]:
    """Names by their ending, and names known whole."""
    # 上海汽车工业(集团)总公司: these brackets belong to the name
    text = _FIRM_BRACKET.sub(r"‹\1›", text)
    wholes = [match.span() for match in _lexicon().name_at.finditer(text)]
    endings = [match.span() for match in _lexicon().suffix_at.finditer(text)]
    hits = sorted(start for start, _ in (*wholes, *endings))
    found: list[_Found] = []
    at = 0
    for clause in _CLAUSE.finditer(text):
        start, end = clause.span()
        while at < len(hits) and hits[at] < start:
            at += 1
        if at < len(hits) and hits[at] < end:
            found += _in_clause(
                clause.group(),
                start,
                _within(wholes, start, end),
                _within(endings, start, end),
            )
    return _without_overlaps([*found, *_of_each(text)])


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
) -> Iterator[_Found]:
    tokens = _tokens(words)
    edges = {token.start for token in tokens} | {len(words)}
    whole_to = {end: start for start, end in wholes if start in edges and end in edges}
    for end, at in whole_to.items():
        start = _over_places(tokens, at)
        norm = words[start:end] if start < at else _lexicon().name[words[at:end]]
        yield _Found(origin + start, origin + end, "known-name", norm)
    for at, end in endings:
        if end not in edges or (words[at:end] in _PARTY and _HOLDER.match(words, end)):
            continue  # 党组书记: the office, in the body before it
        begun = _from_ending(tokens, at, end)
        if begun and (end not in whole_to or _only_places(tokens, begun[0], whole_to[end])):
            start, rule = begun
            name = words[start:end].translate(_UNMARK)
            yield _Found(origin + start, origin + end, rule, name)


_UNMARK: Final = str.maketrans("‹›", "()")
_PARTY: Final = frozenset(("党组", "党委", "党总支", "党支部", "支部", "纪委", "团委"))
_HOLDER: Final = re.compile("副?书记|成员|委员|常委")


def _only_places(tokens: Sequence[_Token], start: int, end: int) -> bool:
    """Whether nothing but places and words of level stands there: 烟台|市|发改委."""
    lexicon = _lexicon()
    words = [token.text for token in tokens if start <= token.start < end]
    return all(_is_place(word) or word in lexicon.level for word in words)


class _Token(NamedTuple):
    start: int
    end: int
    text: str


@lru_cache(maxsize=1)
def _segmenter() -> Segmenter:
    return segmenter()


@lru_cache(maxsize=1024)
def _tokens(words: str) -> tuple[_Token, ...]:
    """The words of a clause, titles cut off from the body."""
    tokens = []
    start = 0
    for word in _split_titles(_segmenter().cut(words)):
        tokens.append(_Token(start, start + len(word), word))
        start += len(word)
    return tuple(tokens)


def _split_titles(words: Iterable[str]) -> Iterator[str]:
    """县委书记 is two words: whoever holds the office, and the body."""
    for word in words:
        body, title = word[:-2], word[-2:]
        if title in _OFFICES and (
            body == "事务所" or (body[:1] in _LEVELS and body[1:] in _lexicon().suffix)
        ):
            yield from (body, title)
        else:
            yield word


_OFFICES: Final = frozenset(
    ("律师", "书记", "常委", "主任", "部长", "主席", "委员", "局长", "院长", "校长")
)


def _tag(word: str) -> str:
    """The part of speech of a word; ``x`` for one that the dictionary does not have."""
    return word_tags().get(word, "x")


@lru_cache(maxsize=1 << 15)
def _is_proper(word: str) -> bool:
    """Whether a name may begin with the word: a place, a word of level, a name."""
    lexicon = _lexicon()
    if word in lexicon.level or _is_place(word):
        return True
    if word in lexicon.inside or word in lexicon.suffix or word in lexicon.stop:
        return False
    if word[0] in _LEVELS and word[1:] in lexicon.suffix:
        return True
    return _tag(word) in _PROPER or word in lexicon.name


def _is_place(word: str) -> bool:
    """Whether the gazetteer knows the word as a place without more evidence."""
    return any(not form.weak for form in gazetteer().forms.get(word, ()))


# What the segmenter joins though no dictionary has it: 这是, 九届, 两胜.
_JOIN: Final = re.compile(
    r"^[这那是在被把将让为对与由从向到了和的给等及一二三四五六七八九十两几百千万]|[是在为了的着过]$"
)
_LEVELS: Final = "省市县区州镇乡"
_PROPER: Final = frozenset(("ns", "nz", "nt", "nr", "nrt", "nrfg", "x", "eng"))
_NOMINAL: Final = frozenset(("vn", "an", "b", "j", "l", "i", "s", "g", "ng", "vg", "ag", "zg"))


@lru_cache(maxsize=1 << 15)
def _is_part(word: str) -> bool:
    """Whether the word may stand inside a name."""
    lexicon = _lexicon()
    if word in lexicon.stop or word[-1] == "杯":
        return False
    if _tag(word) == "x" and (_JOIN.search(word) or word[0] in "已也都又还就才仅只即"):
        return False
    if word in lexicon.inside or _is_proper(word) or word in lexicon.suffix:
        return True
    tag = _tag(word)
    return tag[0] == "n" or tag in _NOMINAL or (tag == "m" and word[0] == "第")


def _from_ending(tokens: Sequence[_Token], start: int, end: int) -> tuple[int, str] | None:
    """Where the name begins whose ending stands at ``start``, and by which rule."""
    last = next(i for i, token in enumerate(tokens) if token.end == end)
    inner = next(i for i, token in enumerate(tokens) if token.end > start)
    if tokens[inner].start < start and not _is_ending(tokens[inner].text):
        return None
    ending = tokens[inner].text
    if inner and tokens[inner - 1].text.isdigit() and ending in _COUNTED:
        return None
    if ending[0] in _LEVELS and ending[1:] in _lexicon().suffix:
        return _over_places(tokens, tokens[inner].start), "suffix-level"  # 市委|市政府
    first = inner
    firm = _lexicon().suffix.get(_between(tokens, inner, last + 1)) == "house"
    while first and _goes_on(tokens, first - 1, inner, firm=firm):
        first -= 1
    if first and _INDEFINITE.search(tokens[first - 1].text):
        return None
    for i in range(first, last + 1):
        word = tokens[i].text
        if i >= inner and not (i == inner and _is_body(word)):
            return None
        named = i < inner and tokens[i + 1].text in _NAMED and _tag(word)[0] == "n"
        if _is_proper(word) or (named and word not in _lexicon().inside):
            name = _between(tokens, i, last + 1)
            if word == "全国" and not name.endswith(_NATIONAL):
                return None
            return None if _is_kind(name) else (tokens[i].start, _rule(word))
    return None


def _between(tokens: Sequence[_Token], first: int, last: int) -> str:
    return "".join(token.text for token in tokens[first:last])


_NATIONAL: Final = ("会", "联", "协", "组", "办", "办公室", "队", "总社")
_GOVERNED: Final = frozenset(
    ("中央", "中国", "联邦", "省", "市", "县", "区", "州", "镇", "乡", "特区")
)
_NAMED: Final = frozenset(("人民公社", "公社", "农场", "林场", "油田"))
"""Bodies that an ordinary noun names (东风人民公社), not the trade that they follow."""
_COUNTED: Final = frozenset("处队部所科室局院社站")
_UNION: Final = re.compile(r"(.*[^总])工会$")
_GOVERNMENT: Final = re.compile(r"(.+?)(?:人民)?(?:政府|警方|检方)$")


def phrase_start(text: str, end: int) -> int:
    """Where the run of nouns begins that ends at ``end`` in a folded text.

    >>> text = "据永州市总工会法律部"
    >>> text[phrase_start(text, len(text)) :]
    '永州市总工会法律部'
    """
    clause = next(
        (c for c in _CLAUSE.finditer(text, max(0, end - 40), end) if c.end() == end), None
    )
    if clause is None:
        return end
    start = end
    for token in reversed(_tokens(clause.group())):
        if not (_is_part(token.text) or (token.text.isalnum() and token.text.isascii())):
            break
        start = clause.start() + token.start
    return start


def _is_kind(name: str) -> bool:
    """Not a body: 全国工会, 云南省工会 (all the unions there), 联合政府, 市中心."""
    union, government = _UNION.match(name), _GOVERNMENT.match(name)
    lexicon = _lexicon()
    if name.endswith(("市中心", "区中心", "县中心")):
        return True
    if union:
        return union.group(1) in lexicon.level or _places_only(union.group(1))
    if government:
        place = government.group(1).removesuffix("特区").removesuffix("特别行政区")
        return not (_places_only(place) or place in _GOVERNED)
    return False


_INDEFINITE: Final = re.compile(r"^(?:某|[一两几数]?[家所支个名间]|[一两几多数][家所支个名间])$")


def _is_body(word: str) -> bool:
    """Whether one word is a name with its ending: 省委, and what the dictionary knows (nt)."""
    if word[0] in _LEVELS and _is_proper(word):
        return True
    known = len(word) > 2 and (_tag(word) in ("nt", "nz", "x") or word.endswith("海关"))
    return known and any(_is_proper(word[:size]) for size in (2, 3, 4) if size < len(word))


def _is_ending(word: str) -> bool:
    """Whether a word of the dictionary that ends with an ending names a body (教育局, not 格局)."""
    lexicon = _lexicon()
    if word.endswith("海关"):  # the dictionary has them as places
        return True
    if word in lexicon.no_suffix or word[-2:] in lexicon.no_suffix or _is_place(word):
        return False
    return word in lexicon.suffix or _tag(word)[0] in "njx"


def _goes_on(tokens: Sequence[_Token], at: int, inner: int, *, firm: bool) -> bool:
    """Whether the word at ``at`` still belongs to the name on its right."""
    word = tokens[at].text
    if word in "‹›":
        return True
    if word in ("和", "与"):
        return at > 0 and _joins(tokens, at)
    if word.isdigit():
        return at + 1 == inner
    if word.endswith("公司"):
        # a firm's name ends here; only its branches are named with it, with their place
        between = (token.text for token in tokens[at + 1 : inner])
        return tokens[inner].text in _BRANCHES and all(map(_is_place, between))
    if _is_part(word):
        return True
    # 北京大成律师事务所: any word can be a firm's name, between its place and its kind
    odd = firm and at > 0 and inner - at < 3 and _tag(word)[0] in "va"
    return odd and word not in _lexicon().stop and _is_place(tokens[at - 1].text)


def _joins(tokens: Sequence[_Token], at: int) -> bool:
    """发展和改革委员会, 法律和维权工作部: both words common, and a place or a body before them."""
    left, right = tokens[at - 1].text, tokens[at + 1].text
    if _is_proper(left) or _is_proper(right) or not (_is_part(left) and _is_part(right)):
        return False
    lexicon = _lexicon()
    if left in lexicon.suffix or right in lexicon.suffix:
        return False
    before = tokens[at - 2].text if at > 1 else ""
    return left in _JOINED or (bool(before) and (_is_proper(before) or before in lexicon.suffix))


def _rule(word: str) -> str:
    if _is_place(word) or _tag(word) == "ns":
        return "suffix-place"
    return "suffix-level" if word in _lexicon().level or word[0] in _LEVELS else "suffix-proper"


_BRANCHES: Final = frozenset(("分公司", "子公司", "支行", "分行", "分社", "分局"))
_JOINED: Final = frozenset(("发展", "住房", "卫生", "工业", "农业", "文化", "人力资源"))


def _over_places(tokens: Sequence[_Token], start: int) -> int:
    """The start of the places that stand right before a name known whole (美国|国务院)."""
    for token in reversed(tokens):
        if token.end == start and _is_place(token.text) and _is_part(token.text):
            start = token.start
    return start


_EACH: Final = re.compile(
    r"[一-鿿]{2,8}?各(?:级|地|县区|区县|县市区|市县|市州|县|区|市|州|乡镇|镇|乡)"
    r"(?:工会|总工会|党委|政府|人民政府|法院|检察院|党组织|团委|妇联|学校|医院)(?!会)"
)


def _of_each(text: str) -> Iterator[_Found]:
    """云南省各级工会: a kind of body, of one place."""
    for match in _EACH.finditer(text):
        words = match.group()
        place = words[: words.rindex("各")]
        for cut in range(len(place) - 1):
            if place[cut:] in gazetteer().forms:
                yield _Found(match.start() + cut, match.end(), "each", words[cut:])
                break


def _without_overlaps(found: Iterable[_Found]) -> list[_Found]:
    """Of mentions that overlap the longest, or the first of equals."""
    chosen: list[_Found] = []
    taken: set[int] = set()
    for f in sorted(found, key=lambda f: (f.start - f.end, f.start)):
        if taken.isdisjoint(range(f.start, f.end)):
            chosen.append(f)
            taken.update(range(f.start, f.end))
    return sorted(chosen)


_CALLED: Final = re.compile(
    r"\s?\((?:以下|下)?(?:简称|统称|又称|亦称)(?:为|:)?[“\"]?([^“”\"()、,;。]{2,10})[”\"]?\)"
)
_TOTAL: Final = re.compile(
    r"(?:[一-鿿]{2,7})?[省市区县州]总(?!工会|[一-鿿]?[量值额体数计面产]|人|共|理|经|书|监|裁|部|统|是|要|会|有|成|长)"
)
_COMMITTEE: Final = {
    "省": "省",
    "市": "市",
    "县": "县",
    "区": "区",
    "州": "自治州",
    "自治区": "自治区",
}


def _by_link(text: str, names: Sequence[str], found: Sequence[_Found]) -> Iterator[_Found]:
    """Short forms of the names of the story."""
    short: dict[str, str] = {}
    for f in found:
        called = _CALLED.match(text, f.end)
        if called:
            short[called.group(1)] = f.norm
    for start, form in occurrences(text, short):
        yield _Found(start, start + len(form), "short-form", short[form])
    if any("工会" in name for name in names) or "工会" in text:
        yield from _federations(text, names)
    tails = {tail: name for name in names for tail in _tails(name)}
    for start, tail in occurrences(text, tails):
        yield _Found(start, start + len(tail), "tail", tails[tail])


def _federations(text: str, names: Sequence[str]) -> Iterator[_Found]:
    """云南省总, 省总: the federation of trade unions of a place (总工会)."""
    for match in _TOTAL.finditer(text):
        form = match.group()
        place = form[:-1]
        for cut in range(len(place)):
            if place[cut:] in gazetteer().forms:
                yield _Found(match.start() + cut, match.end(), "federation", place[cut:] + "总工会")
                break
        else:
            level = place[-1]
            full = next((n for n in names if n.endswith(f"{level}总工会")), None)
            if full:
                yield _Found(match.end() - 2, match.end(), "federation", full)


@lru_cache(maxsize=4096)
def _tails(name: str) -> tuple[str, ...]:
    """What may be left of a long name at its next mentions: its last words, two or more."""
    tokens = _tokens(name)
    tails = [name[token.start :] for token in tokens[1:-1]]
    return tuple(t for t in tails if len(t) > 3 and t not in _lexicon().suffix and _is_part(t[:2]))


_CONFIDENCE: Final = {
    "known-name": 0.95, "suffix-place": 0.9, "suffix-level": 0.85, "suffix-proper": 0.7,
    "federation": 0.95, "short-form": 0.9, "tail": 0.8, "each": 0.6,
}  # fmt: skip


def _mention(text: str, found: _Found, norm: str) -> OrganisationMention:
    printed = text[found.start : found.end]
    return OrganisationMention(
        start=found.start,
        end=found.end,
        text=printed,
        norm=norm,
        rule=found.rule,
        confidence=_CONFIDENCE[found.rule],
        short=found.rule in ("federation", "short-form", "tail") or norm != fold(printed),
        generic=found.rule == "each",
    )


def _full(name: str, alike: Sequence[str], names: Sequence[str]) -> str:
    """The fullest form of a name that the story gives, abbreviations written out.

    ``alike`` are those of the story's ``names`` that end with the same two characters.
    """
    longer = [n for n in alike if n.endswith(name) and _places_only(n[: -len(name)])]
    name = _placed(max([name, *longer], key=len), names)
    for short, full in _lexicon().expand.items():
        if name.endswith(short) and len(short) > 1:
            name = name[: -len(short)] + full
    return _without_province(name)


def _placed(name: str, names: Sequence[str]) -> str:
    """市发改委, 自治区党委: the level filled in from the first name of the story that has one."""
    level = next((level for level in ("自治区", *_LEVELS) if name.startswith(level)), None)
    if level is None:
        return name
    for other in names:
        place = _place_prefix(other)
        if place.endswith(level) and len(place) > len(level):
            rest = name[len(level) :]
            if rest in ("委", "党委"):
                return f"中共{place}委员会"
            return place + ("人民政府" if rest == "政府" else rest)
    return name


def _place_prefix(name: str) -> str:
    """The places that a name begins with."""
    at = 0
    while True:
        sizes = range(min(12, len(name) - at), 1, -1)
        size = next((size for size in sizes if name[at : at + size] in gazetteer().forms), 0)
        if not size:
            return name[:at]
        at += size


def _places_only(words: str) -> bool:
    return bool(words) and _place_prefix(words) == words


def _without_province(name: str) -> str:
    """山东省烟台市总工会: a city's or county's body bears no province in its name."""
    for form in gazetteer().forms.get(name[:2], ()) or gazetteer().forms.get(name[:3], ()):
        if form.unit.level == "province":
            rest = name[len(form.unit.name) :] if name.startswith(form.unit.name) else name[2:]
            place = _place_prefix(rest)
            if place.endswith(("市", "县", "州")):
                return rest
    return name
