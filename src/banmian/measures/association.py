"""Association: words that stand near each other oftener than their own frequencies explain."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from banmian.measures.concordance import PASSAGE, in_passages
from banmian.measures.counting import Codes, Numbers, as_table, as_words, sort_rows, word_rows
from banmian.page import FormatError

COLUMNS: Final = {
    "token": "str",
    "collocate": "str",
    "count": "int64",
    "token_pairs": "int64",
    "collocate_pairs": "int64",
    "pairs": "int64",
    "pmi": "float64",
    "npmi": "float64",
    "t_score": "float64",
    "log_likelihood": "float64",
    "log_dice": "float64",
    "delta_p": "float64",
    "delta_p_back": "float64",
}

_Cells = tuple[Numbers, Numbers, Numbers, Numbers]


def _as_cells(*cells: npt.ArrayLike) -> _Cells:
    o11, o12, o21, o22 = (np.asarray(cell, dtype=np.float64) for cell in cells)
    return o11, o12, o21, o22


def _expected(cells: _Cells) -> Numbers:
    """E11, the pairs expected if the two words had nothing to do with each other."""
    o11, o12, o21, _ = cells
    expected: Numbers = (o11 + o12) * (o11 + o21) / sum(cells)
    return expected


def pmi(o11: npt.ArrayLike, o12: npt.ArrayLike, o21: npt.ArrayLike, o22: npt.ArrayLike) -> Numbers:
    """Pointwise mutual information, log2(O11 / E11) (Church and Hanks 1990).

    E11 = (O11 + O12)(O11 + O21) / N, N the sum of the cells. Highest for the rarest words:
    read it beside the count. -inf for a pair never seen.

    Args:
        o11: Pairs of the two words; any shape.
        o12: Pairs of the first word with another second.
        o21: Pairs of another first word with the second.
        o22: Pairs of neither.

    >>> pmi(20, 22, 0, 14_307_626).round(2).item()
    18.38
    """
    cells = _as_cells(o11, o12, o21, o22)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.log2(cells[0] / _expected(cells)))


def npmi(o11: npt.ArrayLike, o12: npt.ArrayLike, o21: npt.ArrayLike, o22: npt.ArrayLike) -> Numbers:
    """PMI / -log2(O11 / N): 1 always together, 0 independent, -1 never (Bouma 2009).

    Arguments as in `pmi`. NaN where every pair is this pair.

    >>> npmi([10, 1, 0], [0, 1, 5], [0, 1, 5], [90, 1, 90]).tolist()
    [1.0, 0.0, -1.0]
    """
    cells = _as_cells(o11, o12, o21, o22)
    with np.errstate(divide="ignore", invalid="ignore"):
        together = np.log2(cells[0] / _expected(cells)) / -np.log2(cells[0] / sum(cells))
    return np.where(cells[0] == 0, -1.0, together)


def t_score(
    o11: npt.ArrayLike, o12: npt.ArrayLike, o21: npt.ArrayLike, o22: npt.ArrayLike
) -> Numbers:
    """(O11 - E11) / sqrt(O11) (Church et al. 1991); highest for frequent pairs.

    Arguments as in `pmi`. -inf for a pair never seen.

    >>> t_score(8, 15_820, 4_667, 14_287_173).round(4).item()
    0.9999
    """
    cells = _as_cells(o11, o12, o21, o22)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((cells[0] - _expected(cells)) / np.sqrt(cells[0]))


def g2(o11: npt.ArrayLike, o12: npt.ArrayLike, o21: npt.ArrayLike, o22: npt.ArrayLike) -> Numbers:
    """G2 = 2 sum O ln(O / E) over the four cells (Dunning 1993).

    The evidence against independence; it is as high for pairs that avoid each other (see the
    sign of `pmi`). Arguments as in `pmi`.

    >>> g2(110, 2_442, 111, 29_114).round(2).item()
    270.72
    """
    cells = _as_cells(o11, o12, o21, o22)
    c11, c12, c21, c22 = cells
    whole = sum(cells)
    rows, columns = (c11 + c12, c21 + c22), (c11 + c21, c12 + c22)
    expected = [row * column / whole for row in rows for column in columns]
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = [
            np.where(cell > 0, cell * np.log(cell / e), 0.0)
            for cell, e in zip(cells, expected, strict=True)
        ]
    # Rounding can leave a hair below 0 where the words are independent.
    total: Numbers = np.maximum(2 * np.sum(terms, axis=0), 0.0)
    return total


def log_dice(
    o11: npt.ArrayLike, o12: npt.ArrayLike, o21: npt.ArrayLike, o22: npt.ArrayLike
) -> Numbers:
    """14 + log2(2 O11 / (2 O11 + O12 + O21)): at most 14 (Rychly 2008).

    Independent of the size of the corpus (``o22`` is not used). Arguments as in `pmi`.

    >>> log_dice([5, 1], [0, 16_383], [0, 16_383], [100, 100]).tolist()
    [14.0, 0.0]
    """
    c11, c12, c21, _ = _as_cells(o11, o12, o21, o22)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(14 + np.log2(2 * c11 / (2 * c11 + c12 + c21)))


def delta_p(
    o11: npt.ArrayLike, o12: npt.ArrayLike, o21: npt.ArrayLike, o22: npt.ArrayLike
) -> Numbers:
    """Delta P = O11 / (O11 + O12) - O21 / (O21 + O22), from -1 to 1 (Gries 2013).

    How much the first word raises the chance of the second. The other way round is
    ``delta_p(o11, o21, o12, o22)``. Arguments as in `pmi`.

    >>> delta_p(5_610, 168_938, 2_257, 10_233_063).round(3).item()
    0.032
    """
    c11, c12, c21, c22 = _as_cells(o11, o12, o21, o22)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(c11 / (c11 + c12) - c21 / (c21 + c22))


def collocations(
    tokens: pd.DataFrame,
    *,
    window: int = 5,
    stop_words: Collection[str] = (),
    min_count: int = 1,
) -> pd.DataFrame:
    """How strongly words are bound to the words that follow them.

    What is counted is pairs: a word, and a word that stands after it in the same passage, at
    most ``window`` words on (1: next to each other). Marks and blanks are passed over, so
    pairs reach across the ends of sentences, not of paragraphs. Every frequency in the
    formulas is a number of such pairs, so that the four cells add up.

    Args:
        tokens: A table made by `tables.tokens`, the rows of each passage in their order; page,
            article, paragraph, token and word are used.
        window: How many words on the second may stand, from 1.
        stop_words: Leave out pairs that have one of these; they are counted all the same.
        min_count: Leave out pairs seen fewer times. A text of a million words has some millions
            of pairs seen once.

    Returns:
        One row a pair, strongest evidence first, then by code point: ``token``, ``collocate``
        (stands after it), ``count`` (O11), ``token_pairs`` (O11 + O12, pairs that begin with the
        token), ``collocate_pairs`` (O11 + O21, pairs that end with the collocate), ``pairs`` (all,
        N), ``pmi``, ``npmi``, ``t_score``, ``log_likelihood`` (`g2`), ``log_dice``, ``delta_p``
        and ``delta_p_back`` (collocate to token); see the functions of these names.

    Raises:
        TableError: The table lacks a column.
        FormatError: The window is below 1, or ``stop_words`` is a single string.

    >>> tokens = pd.DataFrame({"page": "a", "article": 0, "paragraph": [0, 0, 1, 1, 2, 2],
    ...                        "token": ["困难", "职工", "困难", "职工", "新", "桥"], "word": True})
    >>> collocations(tokens)[["token", "collocate", "count", "pmi"]].round(2).values.tolist()
    [['困难', '职工', 2, 0.58], ['新', '桥', 1, 1.58]]
    """
    if not isinstance(window, int) or window < 1:
        raise FormatError(f"window is {window!r}, expected a whole number of words from 1")
    dropped = as_words(stop_words, "stop_words")
    rows, passage = in_passages(word_rows(tokens, [*PASSAGE, "token"], "collocations"))
    code, words = pd.factorize(rows["token"])
    first, second, count = _count_pairs(code.astype(np.int64), passage, window, len(words))
    after = np.bincount(first, weights=count, minlength=len(words)).astype(np.int64)
    before = np.bincount(second, weights=count, minlength=len(words)).astype(np.int64)
    stopped = words.isin(dropped)
    kept = (count >= min_count) & ~stopped[first] & ~stopped[second]
    first, second, together = first[kept], second[kept], count[kept]
    o12, o21 = after[first] - together, before[second] - together
    cells = (together, o12, o21, count.sum() - together - o12 - o21)
    data = {
        "token": words[first],
        "collocate": words[second],
        "count": together,
        "token_pairs": after[first],
        "collocate_pairs": before[second],
        "pairs": np.full(len(together), count.sum()),
        "pmi": pmi(*cells),
        "npmi": npmi(*cells),
        "t_score": t_score(*cells),
        "log_likelihood": g2(*cells),
        "log_dice": log_dice(*cells),
        "delta_p": delta_p(*cells),
        "delta_p_back": delta_p(together, o21, o12, cells[3]),
    }
    table = as_table(COLUMNS, data, tokens)
    return sort_rows(table, {"log_likelihood": False, "token": True, "collocate": True})


def _count_pairs(
    code: Codes, passage: Codes, window: int, words: int
) -> tuple[Codes, Codes, Codes]:
    """First word, second word and number of each pair within the window and a passage."""
    pairs = [np.empty(0, dtype=np.int64)]
    for distance in range(1, min(window, len(code) - 1) + 1):
        near = passage[distance:] == passage[:-distance]
        pairs.append((code[:-distance] * words + code[distance:])[near])
    pair, count = np.unique(np.concatenate(pairs), return_counts=True)
    return pair // max(words, 1), pair % max(words, 1), count.astype(np.int64)
