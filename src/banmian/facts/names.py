"""Personal names by their shape: surname, given name, and what stands beside them.

A Chinese name in running text is a surname and one or two characters more; nearly every surname
is an ordinary character too (高峰期, 金融, 马上). So each place where a surname stands is weighed:
the characters as parts of a name, the characters and words on both sides, and whether ordinary
words run through it or over its edges. The weights are in ``data/names.tsv``, learned by
``tools/train_names.py``; they are summed, and above `SURE` it is a name.

On the last third of a month of a newspaper, weights learned from the other two thirds found
90 % of the Chinese names, and 97 % of what they took was one, each sentence read alone.

Left alone: names without a surname (nicknames, artists' names, Tibetan and Mongolian names
written without ·), because nothing in their shape tells them from words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import repeat
from typing import Final, NamedTuple

from banmian.facts.gazetteer import gazetteer
from banmian.facts.titles import has_title, title_after, title_before, title_edge
from banmian.facts.wordbook import any_of, read_table, word_ranks, word_tags

Observation = tuple[str, str]
"""A kind of evidence and what was seen: ``("surname", "王")``, ``("word_follows", "3")``."""

SURE: Final = 0.0
"""Log-odds (nats) above which a run of characters is taken for a name."""

_TITLED: Final = -2.0
"""Log-odds that suffice behind a title."""

_LEAST_OF_TWO: Final = -7.2
_HOPELESS: Final = -6.5
_HOPELESS_EDGES: Final = -4.0
_HOPELESS_SIDES: Final = -4.8
"""What a name weighs at least by its first two characters (if the given name has two), by all of
them, with the characters and words at its edges, and with all that stands beside it.

Of the names found in a month of a newspaper they cost 0.2, 0.4, 0.15 and 0.1 %.
"""

_GIVEN: Final = re.compile("[㐀-鿿]{1,2}")
_RANKS: Final = "012345"


class Name(NamedTuple):
    """A name in a text, and its log-odds (nats) of being one."""

    start: int
    end: int
    score: float


@lru_cache(maxsize=1)
def weights() -> Mapping[Observation, float]:
    """What each observation adds to the log-odds of a name (nats); one not listed adds nothing."""
    return {(row["evidence"], row["key"]): float(row["weight"]) for row in read_table("names.tsv")}


@lru_cache(maxsize=1)
def surnames() -> Mapping[str, float]:
    """The surnames and their weights; those above 0 are seldom words by themselves."""
    return {key: weight for (kind, key), weight in weights().items() if kind == "surname"}


def _weigh(observations: Iterable[Observation]) -> float:
    return sum(map(weights().get, observations, repeat(0.0)))


def surname_patterns(names: Collection[str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Where a surname of one character and one of two stand before a Han character."""
    singles = "".join(sorted(name for name in names if len(name) == 1))
    doubles = any_of(name for name in names if len(name) == 2)
    return re.compile(f"[{singles}](?=[㐀-鿿])"), re.compile(f"(?:{doubles.pattern})(?=[㐀-鿿])")


def surname_places(
    text: str, patterns: tuple[re.Pattern[str], re.Pattern[str]]
) -> Iterator[tuple[int, int]]:
    """Start and width of every surname of a text that a Han character follows."""
    for width, pattern in enumerate(patterns, start=1):
        for match in pattern.finditer(text):
            yield match.start(), width


@lru_cache(maxsize=1)
def _surname_at() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return surname_patterns(surnames())


@lru_cache(maxsize=512)
def find_names(text: str) -> tuple[Name, ...]:
    """The Chinese names in a folded text (see `fold`), by their shape; none overlap.

    >>> text = "县长陈立国昨日表示，高峰期已过。"
    >>> [text[name.start : name.end] for name in find_names(text)]
    ['陈立国']
    """
    found = [
        name
        for name in _candidates(text)
        if name.score >= SURE or (name.score >= _TITLED and has_title(text, name.start))
    ]
    chosen: list[Name] = []
    taken: set[int] = set()
    for name in sorted(found, key=lambda name: (-name.score, name.start, name.end)):
        places = range(name.start, name.end)
        if taken.isdisjoint(places):
            chosen.append(name)
            taken.update(places)
    return tuple(sorted(chosen))


def _candidates(text: str) -> Iterator[Name]:
    """Every run of a surname and one or two Han characters that is not hopeless, weighed."""
    for start, end, score in _runs(text):
        score += _weigh(_edges(text, start, end))
        if score > _HOPELESS_EDGES:
            score += _weigh(_neighbours(text, start, end))
            if score > _HOPELESS_SIDES:
                yield Name(start, end, score + _weigh(_company(text, start, end)))


def _runs(text: str) -> Iterator[Name]:
    """Runs of name characters, by the weight of these alone, where that leaves a chance.

    A surname's character stands at every fifth place of a text; for half of them the next
    character rules a name out, and that is looked up once for each two characters.
    """
    least_one, by_words = _by_third()
    get = weights().get
    for start, width in surname_places(text, _surname_at()):
        given = start + width
        one, two = _begun(text[start : given + 1], width)
        if one > least_one:
            one += _weigh(_ended(text, start, given + 1, width))
            if one > _HOPELESS:
                yield Name(start, given + 1, one)
        if two <= _LEAST_OF_TWO:
            continue
        third = text[given + 1 : given + 2]
        if "㐀" <= third <= "鿿" and two + get(("second", third), 0.0) > _HOPELESS - by_words:
            two += _weigh(_ended(text, start, given + 2, width))
            if two > _HOPELESS:
                yield Name(start, given + 2, two)


@lru_cache(maxsize=1)
def _by_third() -> tuple[float, float]:
    """What surname and next character must weigh for a given name of one; words of a longer one."""

    def most(kind: str) -> float:
        return max(weights().get((kind, rank), 0.0) for rank in _RANKS)

    return _HOPELESS - most("opens_word3"), most("given_is_word") + most("is_word")


@lru_cache(maxsize=1 << 16)
def _begun(begin: str, width: int) -> tuple[float, float]:
    """The weight of a surname and the character behind it, for one and for two given ones."""
    return _weigh(_opening(begin, width, 1)), _weigh(_opening(begin, width, 2))


@lru_cache(maxsize=1024)  # both readings of a story ask for the same places
def name_score(text: str, start: int, end: int) -> float | None:
    """The log-odds that a run of a folded text is a Chinese name; None without a surname."""
    for width in (2, 1):
        given = text[start + width : end]
        if text[start : start + width] in surnames() and _GIVEN.fullmatch(given):
            return _weigh(observe(text, start, end, width))
    return None


def observe(text: str, start: int, end: int, width: int) -> list[Observation]:
    """All that speaks for or against a name at a place of a folded text.

    Args:
        text: A folded text.
        start: Where its surname begins.
        end: Where its given name ends, of one or two characters.
        width: Characters of the surname, one or two.

    Returns:
        The observations, of which `weights` has those that count.

    >>> observe("王明说", 0, 2, 1)[:3]
    [('shape', 'any'), ('surname', '王'), ('shape', 'one_given')]
    """
    given = end - start - width
    return [
        *_opening(text[start : start + width + 1], width, given),
        *_ended(text, start, end, width),
        *_edges(text, start, end),
        *_neighbours(text, start, end),
        *_company(text, start, end),
    ]


@lru_cache(maxsize=1)
def _ranks() -> Mapping[str, str]:
    return {word: _RANKS[rank] for word, rank in word_ranks().items()}


def _rank(word: str) -> str:
    return _ranks().get(word, "0")


def _opening(begin: str, width: int, given: int) -> list[Observation]:
    """The surname and the character behind it, as parts of a name and of a word."""
    surname, first = begin[:width], begin[width]
    seen = [("shape", "any"), ("surname", surname)]
    if width == 2:
        seen.append(("shape", "compound_surname"))
    if given == 1:
        return [*seen, ("shape", "one_given"), ("single", first), ("is_word2", _rank(begin))]
    return [*seen, ("shape", "two_given"), ("first", first), ("opens_word", _rank(begin[:2]))]


def _ended(text: str, start: int, end: int, width: int) -> list[Observation]:
    """What its last character adds, and the words that are seen by then."""
    given = text[start + width : end]
    if len(given) == 1:
        return [("opens_word3", _rank(text[start : end + 1]))]
    return [
        ("second", given[1]),
        ("given_is_word", _rank(given)),
        ("is_word", _rank(text[start:end])),
    ]


def _edges(text: str, start: int, end: int) -> list[Observation]:
    """The characters beside it, and words that run over its edges."""
    rank = _ranks().get
    after = rank(text[end - 1 : end + 1], "0")
    seen = [("right", text[end : end + 1] or "end"), ("word_over_right", after)]
    if not start:
        return [*seen, ("left", "start")]
    over = rank(text[start - 1 : start + 1], "0")
    if over != "0" and title_before(text, start):
        over = "0"  # 董事长|江丙坤 holds no 长江
    edge = _edge(text, start)
    return [*seen, ("left", text[edge - 1 : edge] or "start"), ("word_over_left", over)]


def _edge(text: str, start: int) -> int:
    return title_edge(text, start) if text[start - 1 : start] in (" ", ":") else start


def _neighbours(text: str, start: int, end: int) -> list[Observation]:
    """The words beside it, and longer words that run over its edges."""
    rank = _ranks().get
    edge = _edge(text, start)
    before, after = text[max(0, edge - 2) : edge], text[end : end + 2]
    over = rank(text[max(0, start - 2) : start + 1], "0") if start else "0"
    if over != "0" and title_before(text, start):
        over = "0"
    return [
        ("left_word", before),
        ("right_word", after),
        ("word_precedes", rank(before, "0")),
        ("word_follows", rank(after, "0")),
        ("word_over_left2", over),
        ("word_over_right2", rank(text[end - 1 : end + 2], "0")),
    ]


def _company(text: str, start: int, end: int) -> list[Observation]:
    """A title before or after, and whether the whole is a word, part of a phrase, or a place."""
    tags, whole = word_tags(), text[start:end]
    kind = "tag_of_two" if len(whole) == 2 else "tag_of_three"
    seen = [(kind, tag_class(whole)), ("ordinary", whole)]
    if any(text[at : at + 4] in tags for at in range(max(0, end - 4), start + 1)):
        seen.append(("shape", "in_phrase"))
    if whole in gazetteer().forms:
        seen.append(("shape", "is_place"))
    if has_title(text, start):
        seen.append(("shape", "title_before"))
    address = len(title_after(text, end))
    if address:
        seen.append(("shape", "title_after" if address > 1 else "short_title_after"))
    return seen


def tag_class(word: str) -> str:
    """What the segmenter's dictionary takes a word for; a ``thing`` has a name and is no place."""
    tag = word_tags().get(word, "none")
    if tag == "none":
        return tag
    return {"nr": "name", "ns": "place", "nt": "thing", "nz": "thing"}.get(tag[:2], "word")
