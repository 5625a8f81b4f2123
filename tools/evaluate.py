"""Measure the parser on a folder of gold pages; docs/gold.md says how such pages are made.

    python tools/evaluate.py FOLDER [--per-page] [--worst N] [--json OUT]

Every ``<id>.gold.json`` of FOLDER names a text; what banmian makes of it, without the corrections
of a sidecar, is compared with the gold. Blocks are lines in both, so nothing has to be searched
for: gold whose blocks are not the lines of its text is an error. Counts are summed over the pages
before anything is divided (micro-average). Unlike sets of pages are best measured apart.

Left alone: datelines, affiliations, and the words of decks and kickers, which are judged only
by the role of their blocks; how far a wrong headline is from the right one.
"""

from __future__ import annotations

import argparse
import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import asdict, dataclass, fields
from functools import reduce
from itertools import pairwise
from operator import add
from pathlib import Path
from typing import Any, Final, NamedTuple

import banmian as bm
from banmian.page import ROLES, Article, Block, FormatError, Page, PageNotFound, Role
from banmian.parsing import Grammar, load_grammar
from banmian.reading import read_text

SUFFIX: Final = ".gold.json"
GOLD_ROLES: Final[Mapping[str, Role]] = {"body" if r == "paragraph" else r: r for r in ROLES}
"""Role in a gold file -> role of a block: running text is called body there."""

CORE: Final[Set[Role]] = {
    "headline", "paragraph", "subhead", "caption", "sidebar_label", "sidebar",
}  # fmt: skip
"""What makes a story this story; lines about its making (byline, credit) may go astray."""

LOOSE_SHARE: Final = 0.01
LOOSE_CHARACTERS: Final = 2
"""How much of a story may be missing or foreign, the larger of both, and it is still exact.

So a numeral may go astray, and a subhead of a long story: of the 737 core lines in tests/pages
ten have no more than two characters, and the longest story, of 2053, may lose 20.
"""

BINS: Final = 10
"""Of 987 blocks in tests/pages most are surer than 0.9; finer bins lower down would be empty."""


@dataclass(frozen=True, slots=True)
class GoldBlock:
    """A line of a gold page: its text, its role, its story (None: furniture).

    ``continues`` is the index of the block whose cut paragraph goes on here, or None.
    """

    text: str
    role: Role
    story: str | None
    continues: int | None


@dataclass(frozen=True, slots=True)
class GoldStory:
    """A story of a gold page: the headlines that count as right, and who signed it.

    ``headlines`` is empty where none is printed. ``people`` maps names to roles (None: not
    judged); ``optional`` are names that may be read or not.
    """

    id: str
    headlines: tuple[str, ...]
    people: Mapping[str, str | None]
    optional: frozenset[str]


@dataclass(frozen=True, slots=True)
class Gold:
    """A gold page: the file it was read from, the file of its text, its blocks and stories."""

    path: Path
    text_path: Path
    blocks: tuple[GoldBlock, ...]
    stories: tuple[GoldStory, ...]

    @property
    def name(self) -> str:
        """The file's name without ``.gold.json``."""
        return self.path.name.removesuffix(SUFFIX)


@dataclass(frozen=True, slots=True)
class Share:
    """``part`` of ``whole``."""

    part: int = 0
    whole: int = 0

    @property
    def value(self) -> float | None:
        """The share from 0 to 1, or None of nothing.

        >>> Share(3, 4).value, Share(0, 0).value
        (0.75, None)
        """
        return self.part / self.whole if self.whole else None

    def __add__(self, other: Share) -> Share:
        """The share of both together."""
        return Share(self.part + other.part, self.whole + other.whole)


@dataclass(frozen=True, slots=True)
class Retrieval:
    """Things ``found``, things ``wrong`` (given, not in the gold), things ``missed``."""

    found: int = 0
    wrong: int = 0
    missed: int = 0

    @classmethod
    def of(cls, wanted: Set[Any], given: Set[Any]) -> Retrieval:
        """Compare two sets.

        >>> Retrieval.of({1, 2, 3}, {3, 4})
        Retrieval(found=1, wrong=1, missed=2)
        """
        return cls(len(wanted & given), len(given - wanted), len(wanted - given))

    @property
    def precision(self) -> float | None:
        """Share of the given that is right."""
        return Share(self.found, self.found + self.wrong).value

    @property
    def recall(self) -> float | None:
        """Share of the wanted that was given."""
        return Share(self.found, self.found + self.missed).value

    @property
    def f1(self) -> float | None:
        """Harmonic mean of both; 0 where things were wanted and none given, or vice versa."""
        return Share(2 * self.found, 2 * self.found + self.wrong + self.missed).value

    def __add__(self, other: Retrieval) -> Retrieval:
        """The counts of both together."""
        return Retrieval(
            self.found + other.found, self.wrong + other.wrong, self.missed + other.missed
        )


class Bin(NamedTuple):
    """Blocks of about the same confidence: how many, their mean confidence, the share right."""

    n: int
    confidence: float | None
    right: float | None


@dataclass(frozen=True)
class Scores:
    """How one page, or several together, came out; docs/gold.md defines every measure.

    ``stories`` and ``predicted`` are numbers of stories, in the gold and in the prediction.
    ``confusion`` counts blocks by (gold role, predicted role), ``judged`` holds for every
    block its confidence and whether it was right, ``not_exact`` the stories that missed
    `article_exact` as ``page/story``.
    """

    pages: int
    stories: int
    predicted: int
    boundary: Retrieval
    article_exact: Share
    headline_exact: Share
    headline_null: Share
    person: Retrieval
    person_role: Share
    join: Retrieval
    furniture_leak: Share
    coverage: Share
    block_role: Share
    confusion: Counter[tuple[Role, Role]]
    judged: tuple[tuple[float, bool], ...]
    not_exact: tuple[str, ...]

    def __add__(self, other: Scores) -> Scores:
        """The scores of both together: a page weighs by what it holds."""
        names = [f.name for f in fields(self)]
        return Scores(**{name: getattr(self, name) + getattr(other, name) for name in names})

    def reliability(self) -> list[Bin]:
        """Whether `Block.confidence` keeps its word: equal bins from 0 to 1, 1 in the last."""
        bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
        for sure, right in self.judged:
            bins[min(int(sure * BINS), BINS - 1)].append((sure, right))
        return [
            Bin(n, sum(sure for sure, _ in b) / n, sum(right for _, right in b) / n)
            if (n := len(b))
            else Bin(0, None, None)
            for b in bins
        ]

    def calibration_error(self) -> float | None:
        """Mean of abs(mean confidence - share right) over the bins, weighted by their blocks."""
        gaps = [b.n * abs((b.confidence or 0.0) - (b.right or 0.0)) for b in self.reliability()]
        return sum(gaps) / len(self.judged) if self.judged else None

    def measures(self) -> dict[str, float | None]:
        """Every measure by name, from 0 to 1; None where there was nothing to measure."""
        values: dict[str, float | None] = {}
        for name, value in vars(self).items():
            if isinstance(value, Share):
                values[name] = value.value
            elif isinstance(value, Retrieval):
                for part in ("precision", "recall", "f1"):
                    values[f"{name}_{part}"] = getattr(value, part)
        return values | {"calibration_error": self.calibration_error()}

    def to_dict(self) -> dict[str, Any]:
        """The measures and the counts they come from, as JSON values."""
        counts = {"pages": self.pages, "stories": self.stories, "predicted": self.predicted}
        parts = {n: asdict(v) for n, v in vars(self).items() if isinstance(v, Share | Retrieval)}
        return {
            "measures": self.measures(),
            "counts": counts | parts,
            "confusion": [[*roles, n] for roles, n in sorted(self.confusion.items())],
            "reliability": [b._asdict() for b in self.reliability()],
            "not_exact": list(self.not_exact),
        }


class Pair(NamedTuple):
    """A line of the page as the gold and as the parser see it."""

    gold: GoldBlock
    block: Block

    @property
    def size(self) -> int:
        """Characters without white space."""
        return len("".join(self.block.text.split()))


def evaluate(folder: str | Path, grammar: Grammar | None = None) -> Scores:
    r"""Read every gold page of a folder with banmian and score them together.

    Args:
        folder: holds ``<id>.gold.json`` files; the texts lie where these say.
        grammar: weights to read with, in place of the packaged ones.

    Returns:
        The scores, micro-averaged over the pages.

    Raises:
        PageNotFound: the folder has no gold page, or a gold page has no text.
        FormatError: a gold page is not in the form of docs/gold.md or not of its text.
        EncodingError, NotTextError, PageTooLarge: a text cannot be read as one.

    Example:
        >>> import tempfile
        >>> block = {"article": "1", "role": "body", "text": "新桥昨日通车。"}
        >>> story = {"id": "1", "headline": None, "byline": []}
        >>> gold = {"text_file": "a.txt", "blocks": [block], "articles": [story]}
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     _ = Path(folder, "a.txt").write_text("新桥昨日通车。\n", encoding="utf-8")
        ...     _ = Path(folder, "a.gold.json").write_text(json.dumps(gold), encoding="utf-8")
        ...     evaluate(folder).article_exact
        Share(part=1, whole=1)
    """
    return reduce(add, score_pages(folder, grammar).values())


def score_pages(folder: str | Path, grammar: Grammar | None = None) -> dict[str, Scores]:
    """The scores of every gold page of a folder by itself, by the page's name.

    Arguments and errors are those of `evaluate`.
    """
    paths = sorted(Path(folder).glob(f"*{SUFFIX}"))
    if not paths:
        raise PageNotFound(f"no *{SUFFIX} in {folder}; docs/gold.md says how gold pages are made")
    golds = [load_gold(path) for path in paths]
    texts = [read_text(gold.text_path).text for gold in golds]
    return {
        gold.name: score_page(gold, bm.parse_page(text, grammar=grammar))
        for gold, text in zip(golds, texts, strict=True)
    }


def score_page(gold: Gold, page: Page) -> Scores:
    """Score one page against its gold; `FormatError` where its blocks are other lines."""
    pairs = align(gold, page)
    matches = match_stories(pairs)
    stories = [(s, page.articles[matches[s.id]] if s.id in matches else None) for s in gold.stories]
    strays = [article for article in page.articles if article.index not in matches.values()]
    missed = [s.id for s in gold.stories if not _is_exact(s.id, matches.get(s.id), pairs)]
    right = [p.gold.role == p.block.role for p in pairs]
    placed = [role and place for role, place in zip(right, placed_right(pairs), strict=True)]
    return Scores(
        pages=1,
        stories=len(stories),
        predicted=len(page.articles),
        boundary=_boundaries(pairs),
        article_exact=Share(len(stories) - len(missed), len(stories)),
        headline_exact=_headlines(pair for pair in stories if pair[0].headlines),
        headline_null=_headlines(pair for pair in stories if not pair[0].headlines),
        person=_people(stories) + Retrieval(wrong=sum(len(_printed(a)) for a in strays)),
        person_role=_person_roles(stories),
        join=_joins(pairs),
        furniture_leak=_inside(p for p in pairs if p.gold.story is None),
        coverage=_inside(p for p in pairs if p.gold.story is not None),
        block_role=Share(sum(right), len(right)),
        confusion=Counter((p.gold.role, p.block.role) for p in pairs),
        judged=tuple((p.block.confidence, ok) for p, ok in zip(pairs, placed, strict=True)),
        not_exact=tuple(f"{gold.name}/{story}" for story in missed),
    )


def load_gold(path: Path) -> Gold:
    """Read a ``<id>.gold.json``; `FormatError` says which block or story is not in the form."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        stories = tuple(_gold_story(story) for story in data["articles"])
        text_path = path.parent / data["text_file"]
        lines = [(b["article"], b["role"], b.get("cont", False), b["text"]) for b in data["blocks"]]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise FormatError(
            f"{path} is not a gold page: {type(error).__name__} {error}; expected the keys "
            "text_file, blocks (article, role, text) and articles (id, headline, byline)"
        ) from error
    listed = [story.id for story in stories]
    used = {story for story, *_ in lines if story is not None}
    if sorted(used) != sorted(listed):
        odd = sorted((used ^ set(listed)) | {i for i in listed if listed.count(i) > 1})
        raise FormatError(
            f"{path}: stories {', '.join(odd)} have no block, no entry in articles or two; "
            "expected every story of the blocks once in articles"
        )
    return Gold(path, text_path, _gold_blocks(path, lines), stories)


def _gold_story(data: Mapping[str, Any]) -> GoldStory:
    headlines = (data["headline"], *data.get("headline_alternatives", ()))
    people = [(normal(p["name"]), p.get("role"), p.get("optional")) for p in data["byline"]]
    return GoldStory(
        id=data["id"],
        headlines=tuple(map(normal, headlines)) if data["headline"] else (),
        people={name: role for name, role, optional in people if not optional},
        optional=frozenset(name for name, _, optional in people if optional),
    )


def _gold_blocks(
    path: Path, lines: Iterable[tuple[str | None, str, bool, str]]
) -> tuple[GoldBlock, ...]:
    blocks: list[GoldBlock] = []
    last: dict[tuple[str | None, str], int] = {}
    for i, (story, role, cont, text) in enumerate(lines):
        where = f"{path}: block {i} ({_short(text)})"
        if role not in GOLD_ROLES:
            raise FormatError(f"{where} has role {role!r}, expected one of {', '.join(GOLD_ROLES)}")
        if (story is None) != (role == "furniture"):
            raise FormatError(
                f"{where} has article {story!r} and role {role!r}; expected article null for "
                "furniture and for nothing else"
            )
        if cont and (story, role) not in last:
            raise FormatError(
                f"{where} goes on a cut paragraph, but story {story} has no {role} before it; "
                "expected one, or cont false"
            )
        before = last[story, role] if cont else None
        blocks.append(GoldBlock(text, GOLD_ROLES[role], story, before))
        last[story, role] = i
    return tuple(blocks)


def align(gold: Gold, page: Page) -> tuple[Pair, ...]:
    """Pair the gold's blocks with the page's; `FormatError` names the first line that differs."""
    lines = [b.text for b in page.blocks]
    wanted = [b.text for b in gold.blocks]
    if lines == wanted:
        return tuple(map(Pair, gold.blocks, page.blocks))
    same = [a == b for a, b in zip(lines, wanted, strict=False)]
    at = same.index(False) if False in same else len(same)
    start = page.blocks[at].start if at < len(lines) else len(page.text)
    raise FormatError(
        f"{gold.path}: line {len((page.text[:start] + '|').splitlines())} of "
        f"{gold.text_path.name} is {_short(*lines[at : at + 1])}, block {at} of the gold is "
        f"{_short(*wanted[at : at + 1])}; expected one block for each line that is not empty, "
        "in order, without the blanks at either end"
    )


def match_stories(pairs: Sequence[Pair]) -> dict[str, int]:
    """Gold story -> predicted story that is taken for it, one to one; some have none.

    Pairs that share most core characters come first. A pair must hold half of the core of
    one of the two: a story scattered over others is not to be matched to a stranger.
    """
    shared: Counter[tuple[str, int]] = Counter()
    of_gold: Counter[str] = Counter()
    of_page: Counter[int] = Counter()
    for pair in core(pairs):
        story, article = pair.gold.story, pair.block.article
        assert story is not None  # the core of a story has no furniture
        of_gold[story] += pair.size
        if article is not None:
            of_page[article] += pair.size
            shared[story, article] += pair.size
    matches: dict[str, int] = {}
    for (story, article), size in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        most = 2 * size >= min(of_gold[story], of_page[article])
        if most and story not in matches and article not in matches.values():
            matches[story] = article
    return matches


def core(pairs: Sequence[Pair]) -> list[Pair]:
    """The lines that make each story this story; where there are none, all its lines."""
    has_core = {p.gold.story for p in pairs if p.gold.role in CORE}
    inside = [p for p in pairs if p.gold.story is not None]
    return [p for p in inside if p.gold.role in CORE or p.gold.story not in has_core]


def _is_exact(story: str, match: int | None, pairs: Sequence[Pair]) -> bool:
    own = [p for p in core(pairs) if p.gold.story == story]
    missing = sum(p.size for p in own if p.block.article != match)
    foreign = sum(p.size for p in pairs if p.block.article == match and p.gold.story != story)
    loose = max(LOOSE_CHARACTERS, LOOSE_SHARE * sum(p.size for p in own))
    return match is not None and missing <= loose and foreign <= loose


def _boundaries(pairs: Sequence[Pair]) -> Retrieval:
    neighbours = list(enumerate(pairwise(pairs)))
    return Retrieval.of(
        {i for i, (a, b) in neighbours if a.gold.story != b.gold.story},
        {i for i, (a, b) in neighbours if a.block.article != b.block.article},
    )


Matched = Iterable[tuple[GoldStory, Article | None]]


def _headlines(stories: Matched) -> Share:
    """A headline is right if it is one of the gold's, or if neither has one."""
    right = [
        article is not None and normal(article.headline or "") in (story.headlines or ("",))
        for story, article in stories
    ]
    return Share(sum(right), len(right))


def _printed(article: Article | None) -> dict[str, str]:
    """Name -> role of the people of a predicted story."""
    return {} if article is None else {normal(p.name): p.role for p in article.byline}


def _people(stories: Matched) -> Retrieval:
    wanted: set[tuple[str, str]] = set()
    given: set[tuple[str, str]] = set()
    for story, article in stories:
        wanted |= {(story.id, name) for name in story.people}
        given |= {(story.id, name) for name in _printed(article).keys() - story.optional}
    return Retrieval.of(wanted, given)


def _person_roles(stories: Matched) -> Share:
    right = [
        story.people[name] == role
        for story, article in stories
        for name, role in _printed(article).items()
        if story.people.get(name) is not None
    ]
    return Share(sum(right), len(right))


def _joins(pairs: Sequence[Pair]) -> Retrieval:
    """A seam is told by the blocks on both sides, that is by an end and a start in the text."""
    return Retrieval.of(
        {(p.gold.continues, i) for i, p in enumerate(pairs) if p.gold.continues is not None},
        {(p.block.continues, i) for i, p in enumerate(pairs) if p.block.continues is not None},
    )


def _inside(pairs: Iterable[Pair]) -> Share:
    """Characters inside a predicted story."""
    sizes = [(p.size, p.block.article is not None) for p in pairs]
    return Share(sum(size for size, inside in sizes if inside), sum(size for size, _ in sizes))


def placed_right(pairs: Sequence[Pair]) -> list[bool]:
    """For each line whether the decision on its story was right.

    A line that begins a story must begin one; a line that goes on a story must stand in the
    same predicted story as the story's line before it; furniture must stand in none. So a
    wrong boundary is the fault of one line, not of all that follow it.
    """
    right: list[bool] = []
    last: dict[str, Block] = {}
    begun: set[int] = set()
    for gold, block in pairs:
        if gold.story is None or block.article is None:
            right.append(gold.story is None and block.article is None)
        elif gold.story in last:
            right.append(block.article == last[gold.story].article)
        else:
            right.append(block.article not in begun)
        if gold.story is not None:
            last[gold.story] = block
        if block.article is not None:
            begun.add(block.article)
    return right


def normal(text: str) -> str:
    """Text as names and headlines are compared: NFKC, without white space.

    >>> normal("刘\u3000赫"), normal("\uff11\uff10 万人")
    ('刘赫', '10万人')
    """
    return "".join(unicodedata.normalize("NFKC", text).split())


def _short(text: str = "") -> str:
    return (repr(text) if len(text) <= 20 else f"{text[:20]!r} …") if text else "missing"


def report(scores: Scores) -> str:
    """The scores as lines of text: measures with their counts, roles mistaken, reliability."""
    mistaken = list(_confusion_lines(scores))
    return "\n".join(
        [
            f"{scores.pages} pages, {scores.stories} stories, {scores.predicted} predicted",
            "",
            *_measure_lines(scores),
            *(["", "blocks  gold role      taken for"] if mistaken else []),
            *mistaken,
            "",
            "confidence  blocks   mean  right",
            *_reliability_lines(scores),
        ]
    )


def _measure_lines(scores: Scores) -> Iterable[str]:
    for name, value in vars(scores).items():
        if isinstance(value, Share):
            yield f"{name:<16}{_number(value.value)}  {value.part} of {value.whole}"
        elif isinstance(value, Retrieval):
            rates = f"P {_number(value.precision)}  R {_number(value.recall)}"
            counts = f"{value.found} found, {value.wrong} wrong, {value.missed} missed"
            yield f"{name:<16}{_number(value.f1)}  {rates}  {counts}"


def _confusion_lines(scores: Scores) -> Iterable[str]:
    for n, gold, given in sorted((-n, *roles) for roles, n in scores.confusion.items()):
        if gold != given:
            yield f"{-n:>6}  {gold:<14} {given}"


def _reliability_lines(scores: Scores) -> Iterable[str]:
    for i, (n, confidence, right) in enumerate(scores.reliability()):
        bounds = f"{i / BINS:.1f} to {(i + 1) / BINS:.1f}"
        yield f"{bounds:<10}{n:>8}  {_number(confidence)}  {_number(right)}"
    yield f"expected calibration error {_number(scores.calibration_error())}"


def _number(value: float | None) -> str:
    return "    -" if value is None else f"{value:.3f}"


def _page_line(name: str, scores: Scores) -> str:
    values = (
        ("boundary", scores.boundary.f1),
        ("exact", scores.article_exact.value),
        ("headline", scores.headline_exact.value),
        ("person", scores.person.f1),
        ("join", scores.join.f1),
    )
    return f"{name:<26}" + "  ".join(f"{label} {_number(value)}" for label, value in values)


def worst(pages: Mapping[str, Scores], count: int) -> list[str]:
    """The ``count`` pages with the smallest share of exact stories, the smallest first."""
    return sorted(pages, key=lambda name: (pages[name].article_exact.value or 0.0, name))[:count]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the scores of the folder on the command line."""
    parser = argparse.ArgumentParser(description="Measure the parser on a folder of gold pages.")
    parser.add_argument("folder", type=Path, help=f"folder of *{SUFFIX} (docs/gold.md)")
    parser.add_argument("--per-page", action="store_true", help="a line for every page")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="name the stories missed")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write all counts to this file")
    parser.add_argument("--grammar", metavar="FILE", help="weights of your own to read with")
    options = parser.parse_args(arguments)
    try:
        grammar = load_grammar(options.grammar) if options.grammar else None
        pages = score_pages(options.folder, grammar)
    except bm.BanmianError as error:
        raise SystemExit(str(error)) from error
    total = reduce(add, pages.values())
    if options.per_page:
        print(*(_page_line(name, scores) for name, scores in pages.items()), "", sep="\n")
    for name in worst(pages, options.worst):
        print(_page_line(name, pages[name]), *pages[name].not_exact, "", sep="\n")
    print(report(total))
    if options.json:
        result = {"all": total.to_dict(), "pages": {n: s.to_dict() for n, s in pages.items()}}
        text = json.dumps(result, ensure_ascii=False, indent=1)
        options.json.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
