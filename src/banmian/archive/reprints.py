"""Stories printed more than once (转载、重复刊登): the same text, or nearly so.

Two stories are compared by the runs of five letters (shingles) in their paragraphs: the share of
the different runs of both that both have (Broder's resemblance, 1997; the Jaccard coefficient).
White space, punctuation and full-width forms make no difference: only letters, Han characters and
digits are read. Headings, bylines and captions are not, for they are what a reprint changes.

Which stories to compare is told by min-wise hashing: of a story's runs the least hash in each of
64 bins is kept, and stories that agree in three bins of a row are compared run by run. No library
is asked, for none was faster: 20,000 invented stories of 570 characters, a tenth of them edited
copies, take 3 s with all that is done here; cutting and hashing their runs alone took 24 s with
datasketch 2.0 (which found 93 % of the copies at a similarity of 0.8) and 6 s with rensa 0.5
(99 %). Here all 1,553 copies with a similarity of 0.7 or more were found, and nothing else;
200,000 stories took 58 s and 80 MB beside their table.

Left alone, on purpose: a reprint so abridged or lengthened that it shares less than the threshold,
a retelling in other words, and a text that is once simplified and once traditional.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import compress, groupby, islice
from operator import itemgetter
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from banmian.page import FormatError, TableError

COLUMNS: Final = {
    "group": "int64",
    "page": "str",
    "article": "int64",
    "similarity": "float64",
    "first": "bool",
}

Frames = Iterable[pd.DataFrame]
Letters = npt.NDArray[np.uint32]
Hashes = npt.NDArray[np.uint64]
Indices = npt.NDArray[np.int64]

# Of the 72,390 pairs of 381 stories on 40 pages of 1998 and 2025, no two of them reprints, the
# likest share 0.21 of their runs of three letters, 0.14 of five, 0.09 of eight.
_RUN: Final = 5
# A pair is missed if no band agrees: 1 in 5,000 at a similarity of 0.7, 1 in 170 at 0.6.
_BINS: Final = 64
_BAND: Final = 3
_FACTOR: Final = np.uint64(0x9E3779B97F4A7C15)
_EMPTY: Final = np.uint64(2**64 - 1)
# Stories before it in its bucket that a story is held against, beside the bucket's first, and of
# all these how many are compared: what keeps a thousand look-alikes from a million comparisons.
_NEIGHBOURS: Final = 4
_COMPARED: Final = 16


def reprints(
    passages: pd.DataFrame | Frames, *, threshold: float = 0.7, min_letters: int = 100
) -> pd.DataFrame:
    """The stories whose text is that of an earlier story, or nearly so.

    Stories are taken in the order of the table. Each is compared with the first of every group
    that it may belong to, and joins the likest if that is like enough; so all of a group are like
    its first, and none is drawn in by a neighbour alone.

    Args:
        passages: A table with page, article, role and text, such as `bm.blocks` makes, of which
            the rows of role ``paragraph`` are read; or such tables one after the other, in which a
            story's rows stand together. They are gone through twice, so an iterator will not do.
        threshold: Least similarity to a group's first, above 0 and up to 1. One letter changed in
            a hundred leaves 0.9, one in thirty 0.73, a fifth cut off at the end 0.8.
        min_letters: Letters, Han characters and digits below which a story is not looked at:
            weather forecasts and corrections are alike without being reprints.

    Returns:
        A table of the stories in groups of two or more: group (from 0, in the order of their
        firsts), page, article, similarity (to the group's first; the shares are exact), first.
        Leave out of a count what is not first. ``attrs`` has the settings, and how many stories
        were looked at and how many were too short.

    Raises:
        TableError: A column is missing.
        FormatError: Threshold or min_letters is out of range, or the tables are an iterator.

    >>> import banmian as bm
    >>> text = "新桥昨日通车，两岸居民出行不再绕道。记者看到，桥上车流平稳，桥头的老人说起了往事。"
    >>> pages = [bm.parse_page(t, name=n) for n, t in (("a", text), ("b", text.replace("，", ",")))]
    >>> reprints(bm.blocks(pages), min_letters=30)
       group page  article  similarity  first
    0      0    a        0         1.0   True
    1      0    b        0         1.0  False
    """
    if not 0 < threshold <= 1:
        raise FormatError(f"threshold is {threshold}, expected a share above 0 and up to 1")
    if min_letters < _RUN:
        raise FormatError(f"min_letters is {min_letters}, expected at least {_RUN}")
    if isinstance(passages, Iterator):
        raise FormatError("passages is an iterator, expected tables that can be gone through twice")
    frames = [passages] if isinstance(passages, pd.DataFrame) else passages
    sketches = _sketch(frames, min_letters)
    table = _table(sketches.stories, *_group(frames, sketches, threshold))
    table.attrs |= {
        "threshold": threshold,
        "min_letters": min_letters,
        "stories": len(sketches.stories),
        "short": len(sketches.long) - len(sketches.stories),
    }
    return table


@dataclass(frozen=True, eq=False)
class _Sketches:
    """Which stories are long enough; of those, page and article, and the bands."""

    long: list[bool]
    stories: list[tuple[str, int]]
    bands: Hashes


@dataclass(frozen=True, eq=False)
class _Pairs:
    """Pairs of stories to compare, the later one first, by it and then the likeliest first."""

    later: Indices
    earlier: Indices


def _stories(frames: Frames) -> Iterator[tuple[tuple[str, int], str]]:
    """Every story with its text, in the order of the tables."""
    rows = (row for frame in frames for row in _rows(frame))
    for story, parts in groupby(rows, key=itemgetter(0, 1)):
        yield (story[0], int(story[1])), "".join(part[2] for part in parts)


def _rows(frame: pd.DataFrame) -> Iterator[tuple[str, int, str]]:
    lacking = [name for name in ("page", "article", "role", "text") if name not in frame]
    if lacking:
        raise TableError(
            f"reprints needs page, article, role and text; the table has no column "
            f"{', '.join(map(repr, lacking))}"
        )
    body = frame[frame["role"] == "paragraph"].dropna(subset=["page", "article", "text"])
    numbers = body.groupby(["page", "article"], sort=False).ngroup()  # on a page, stories interlace
    body = body.iloc[numbers.to_numpy().argsort(kind="stable")]
    return zip(body["page"], body["article"], body["text"], strict=True)


def _letters(text: str) -> Letters:
    """Code points of the letters, Han characters and digits, full-width ones as half-width."""
    points = np.frombuffer(text.encode("utf-32-le"), dtype="<u4")
    table = _folds()
    inside = points < len(table)
    folded: Letters = table[points if inside.all() else np.where(inside, points, 0)]
    folded = folded if inside.all() else np.where(inside, folded, points).astype(np.uint32)
    kept: Letters = folded[folded != 0]
    return kept


@cache
def _folds() -> Letters:
    """What each character of the basic plane is read as (NFKC, where that is one); 0 is nothing."""
    table = np.zeros(0x10000, dtype=np.uint32)
    for point in range(len(table)):
        char = chr(point)
        folded = unicodedata.normalize("NFKC", char)
        folded = folded if len(folded) == 1 else char
        table[point] = ord(folded) if folded.isalnum() else 0
    return table


def _hash_runs(letters: Letters) -> Hashes:
    """A hash of 64 bits of every run of five letters."""
    count = len(letters) - _RUN + 1
    hashes = np.zeros(count, dtype=np.uint64)
    for at in range(_RUN):
        hashes = hashes * _FACTOR + letters[at : at + count]
    return _mix(hashes)


def _mix(values: Hashes) -> Hashes:
    """Every bit of the values spread over all 64 (the finaliser of SplitMix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _sketch(frames: Frames, min_letters: int) -> _Sketches:
    long: list[bool] = []
    stories: list[tuple[str, int]] = []
    bands: list[Hashes] = []
    for story, text in _stories(frames):
        letters = _letters(text)
        long.append(len(letters) >= min_letters)
        if long[-1]:
            stories.append(story)
            bands.append(_bands(_hash_runs(letters)))
    shape = (len(stories), _BINS // _BAND)
    return _Sketches(long, stories, np.array(bands, dtype=np.uint64).reshape(shape))


def _bands(hashes: Hashes) -> Hashes:
    """One hash for every three bins of a row; that of three empty bins is `_EMPTY`."""
    least = np.full(_BINS, _EMPTY)
    np.minimum.at(least, (hashes >> np.uint64(58)).astype(np.int64), hashes)
    rows = least[: _BINS // _BAND * _BAND].reshape(-1, _BAND)
    bands = np.zeros(len(rows), dtype=np.uint64)
    for column in rows.T:
        bands = bands * _FACTOR + column
    bands[(rows == _EMPTY).all(axis=1)] = _EMPTY
    return bands


def _find_pairs(bands: Hashes) -> _Pairs:
    """The pairs that agree in a band: near each other among those that do, or with their first."""
    count = len(bands)
    codes = [np.zeros(0, dtype=np.int64)]
    for band in bands.T:
        order = np.argsort(band, kind="stable")
        order = order[: np.searchsorted(band[order], _EMPTY)]
        codes += [order[here] * count + order[there] for here, there in _neighbours(band[order])]
    pairs, agreeing = np.unique(np.concatenate(codes), return_counts=True)
    later, earlier = pairs // max(1, count), pairs % max(1, count)
    best = np.lexsort((earlier, -agreeing, later))
    return _Pairs(later[best], earlier[best])


def _neighbours(band: Hashes) -> Iterator[tuple[Indices, Indices]]:
    """Places of equal values in a sorted row: next to each other, and with the first of them."""
    places = np.arange(len(band))
    for distance in range(1, _NEIGHBOURS + 1):
        here = places[distance:][band[distance:] == band[:-distance]]
        yield here, here - distance
    begins = np.r_[True, band[1:] != band[:-1]][: len(band)]
    first = np.maximum.accumulate(np.where(begins, places, 0))
    here = places[places - first > _NEIGHBOURS]
    yield here, first[here]


def _group(frames: Frames, sketches: _Sketches, threshold: float) -> tuple[list[int], list[float]]:
    """Of every story the first of its group (itself, if it is alone), and the likeness to it.

    Only the runs of firsts that a later story may be like are kept.
    """
    pairs, count = _find_pairs(sketches.bands), len(sketches.stories)
    bounds = np.searchsorted(pairs.later, np.arange(count + 1))
    wanted = set(pairs.earlier.tolist())
    firsts, likeness = list(range(count)), [1.0] * count
    kept: dict[int, Hashes] = {}
    texts = compress((text for _, text in _stories(frames)), sketches.long)
    for index, text in enumerate(texts):
        partners = pairs.earlier[bounds[index] : bounds[index + 1]].tolist()
        if partners or index in wanted:
            runs = np.unique(_hash_runs(_letters(text)))
            rivals = dict.fromkeys(firsts[partner] for partner in partners)  # likeliest first
            scores = [(-_similarity(runs, kept[i]), i) for i in islice(rivals, _COMPARED)]
            score, first = min(scores, default=(0.0, index))
            if -score >= threshold:
                firsts[index], likeness[index] = first, -score
            elif index in wanted:
                kept[index] = runs
    return firsts, likeness


def _similarity(one: Hashes, other: Hashes) -> float:
    """The share of the different runs of both that both have."""
    common = len(np.intersect1d(one, other, assume_unique=True))
    return common / (len(one) + len(other) - common)


def _table(
    stories: list[tuple[str, int]], firsts: list[int], likeness: list[float]
) -> pd.DataFrame:
    members = [index for index, first in enumerate(firsts) if first != index]
    groups = {first: number for number, first in enumerate(sorted({firsts[i] for i in members}))}
    rows = sorted((groups[firsts[i]], i) for i in [*groups, *members])
    data = {
        "group": [group for group, _ in rows],
        "page": [stories[i][0] for _, i in rows],
        "article": [stories[i][1] for _, i in rows],
        "similarity": [likeness[i] for _, i in rows],
        "first": [firsts[i] == i for _, i in rows],
    }
    return pd.DataFrame({name: pd.Series(data[name], dtype=COLUMNS[name]) for name in COLUMNS})
