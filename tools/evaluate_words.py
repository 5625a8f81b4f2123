"""Measure the segmentation of the seed page against a reader's cut of it.

    python tools/evaluate_words.py

The reader's cut is tests/seed_words.tsv, the words accepted of the candidates of `new_words`
tests/seed_new_words.tsv; both say how they were made. A stretch is right if the tokens that
cover it are exactly the expected words, its edges included. The stretches of the sentences are
ordinary text; the compounds are hard on purpose, so that the shares of the two samples are
printed beside that of both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Final, NamedTuple

import banmian as bm
from banmian.page import Page
from banmian.words import Lexicon, Segmenter, segmenter
from banmian.words.discovery import new_words

ROOT: Final = Path(__file__).resolve().parent.parent
SEED: Final = ROOT / "seeds" / "000_36eec756fec64adf.txt"
EXPECTED: Final = ROOT / "tests" / "seed_words.tsv"
ACCEPTED: Final = ROOT / "tests" / "seed_new_words.tsv"

THRESHOLD: Final = 3.0
"""A word of two places scores 3.5 at most, for it is bound (2) and free (1) as far as they show."""


class Stretch(NamedTuple):
    """A stretch of the page: its offset, its text, the cuts that are right, its sample."""

    start: int
    text: str
    cuts: frozenset[tuple[str, ...]]
    sample: str


def read_stretches(path: Path) -> list[Stretch]:
    """The rows of a file of expected cuts."""
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    rows = [line.split("\t") for line in lines[1:]]
    return [
        Stretch(int(start), text, frozenset(tuple(c.split(" ")) for c in cut.split("|")), sample)
        for start, text, cut, sample in rows
    ]


def wrong_stretches(
    page: Page, stretches: Iterable[Stretch], cutter: Segmenter
) -> Iterator[tuple[Stretch, tuple[str, ...]]]:
    """The stretches that are cut otherwise than expected, each with the tokens that cover it."""
    found: dict[int, tuple[int, list[tuple[int, int, str]]]] = {}
    for article in page.articles:
        for _, passage in article.passages:
            places = [place for span in passage.spans for place in range(span.start, span.end)]
            tokens = _tokens(cutter.cut(passage.text))
            found |= {place: (number, tokens) for number, place in enumerate(places)}
    for stretch in stretches:
        start, tokens = found[stretch.start]
        end = start + len(stretch.text)
        cover = tuple(token for a, b, token in tokens if a < end and b > start)
        if cover not in stretch.cuts:
            yield stretch, cover


def _tokens(words: Sequence[str]) -> list[tuple[int, int, str]]:
    edges = accumulate(map(len, words), initial=0)
    return [(start, end, word) for (start, end), word in zip(pairwise(edges), words, strict=True)]


def ways(page: Page) -> Iterator[tuple[str, Segmenter]]:
    """The ways of cutting to compare, by name."""
    packaged = Lexicon.packaged()
    candidates = new_words(page, lexicon=packaged)
    single = candidates[candidates["embeds"].isna()]
    best = single.loc[single["score"] >= THRESHOLD, "word"].tolist()
    lexicons = {
        "": None,
        " + lexicon": packaged,
        f" + lexicon + single candidates of score {THRESHOLD:g} or more": packaged.extend(best),
        " + lexicon + accepted candidates": packaged.extend(Lexicon.read(ACCEPTED)),
    }
    for name, lexicon in lexicons.items():
        yield f"jieba{name}", segmenter(lexicon=lexicon)
        yield f"fine{name}", segmenter(lexicon=lexicon, granularity="fine")


def main() -> None:
    """Print the share of right stretches for each way, and what the last two get wrong."""
    page = bm.read_page(SEED)
    stretches = read_stretches(EXPECTED)
    of = Counter(stretch.sample for stretch in stretches)
    for name, cutter in ways(page):
        wrong = list(wrong_stretches(page, stretches, cutter))
        right = of - Counter(stretch.sample for stretch, _ in wrong)
        samples = ", ".join(f"{sample} {right[sample]} of {of[sample]}" for sample in of)
        share = right.total() / of.total()
        print(f"{share:6.1%}  {right.total()} of {of.total()} ({samples})  {name}")
    print("wrong in the last:", ", ".join("/".join(cover) for _, cover in wrong))


if __name__ == "__main__":
    main()
