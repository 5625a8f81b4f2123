"""Association: words that stand near each other oftener than their own frequencies explain.

Each formula takes the four cells of a pair of words as numbers or arrays of one shape, and gives
a number for each pair in that shape.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Final, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from banmian.measures.concordance import PASSAGE, Within, in_passages
from banmian.measures.counting import (
    Codes,
    Numbers,
    as_table,
    as_words,
    by_form,
    check_choice,
    check_columns,
    sort_rows,
)
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
    "mi3": "float64",
    "local_mi": "float64",
    "t_score": "float64",
    "log_likelihood": "float64",
    "chi_square": "float64",
    "dice": "float64",
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


def mi_k(
    o11: npt.ArrayLike,
    o12: npt.ArrayLike,
    o21: npt.ArrayLike,
    o22: npt.ArrayLike,
    *,
    k: float = 3.0,
) -> Numbers:
    """MI^k = log2(O11^k / E11), PMI that favours rare pairs less (Daille 1994).

    k = 1 is `pmi`, k = 3 the usual choice. Cells as in `pmi`. -inf for a pair never seen.

    Args:
        o11: See `pmi`, like ``o12``, ``o21`` and ``o22``.
        o12: See ``o11``.
        o21: See ``o11``.
        o22: See ``o11``.
        k: The power of the count.

    >>> mi_k(20, 22, 0, 14_307_626).round(2).item()  # 18.38 + 2 log2(20)
    27.02
    """
    cells = _as_cells(o11, o12, o21, o22)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(k * np.log2(cells[0]) - np.log2(_expected(cells)))


def local_mi(
    o11: npt.ArrayLike, o12: npt.ArrayLike, o21: npt.ArrayLike, o22: npt.ArrayLike
) -> Numbers:
    """O11 log2(O11 / E11), the bits that all pairs of the two words carry (Evert 2005).

    Arguments as in `pmi`. 0 for a pair never seen (its limit).

    >>> local_mi(20, 22, 0, 14_307_626).round(1).item()
    367.6
    """
    cells = _as_cells(o11, o12, o21, o22)
    with np.errstate(invalid="ignore"):
        return np.where(cells[0] == 0, 0.0, cells[0] * pmi(*cells))


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


def chi_square(
    o11: npt.ArrayLike, o12: npt.ArrayLike, o21: npt.ArrayLike, o22: npt.ArrayLike
) -> Numbers:
    """X2 = N (O11 O22 - O12 O21)^2 / (R1 R2 C1 C2), R and C the sums of rows and columns.

    Pearson's chi-square of four cells, without Yates's correction (Manning and Schuetze 1999,
    5.7). Too large for rare pairs, where `g2` is the safer evidence. NaN where a row or column
    is empty. Arguments as in `pmi`.

    >>> chi_square(8, 15_820, 4_667, 14_287_173).round(2).item()
    1.55
    """
    c11, c12, c21, c22 = _as_cells(o11, o12, o21, o22)
    whole = c11 + c12 + c21 + c22
    # Shares first: the product of four counts of a large corpus would lose its last digits.
    rows, columns = (c11 + c12) / whole, (c11 + c21) / whole
    with np.errstate(divide="ignore", invalid="ignore"):
        off = c11 / whole - rows * columns
        return np.asarray(whole * off**2 / (rows * (1 - rows) * columns * (1 - columns)))


def dice(o11: npt.ArrayLike, o12: npt.ArrayLike, o21: npt.ArrayLike, o22: npt.ArrayLike) -> Numbers:
    """2 O11 / (2 O11 + O12 + O21), from 0 to 1 (Dice 1945; Smadja et al. 1996).

    Independent of the size of the corpus (``o22`` is not used). Arguments as in `pmi`.

    >>> dice(130, 2_991, 13, 10**6).round(2).item()
    0.08
    """
    c11, c12, c21, _ = _as_cells(o11, o12, o21, o22)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(2 * c11 / (2 * c11 + c12 + c21))


def log_dice(
    o11: npt.ArrayLike, o12: npt.ArrayLike, o21: npt.ArrayLike, o22: npt.ArrayLike
) -> Numbers:
    """14 + log2(2 O11 / (2 O11 + O12 + O21)): at most 14 (Rychly 2008).

    Independent of the size of the corpus (``o22`` is not used). Arguments as in `pmi`.

    >>> log_dice([5, 1], [0, 16_383], [0, 16_383], [100, 100]).tolist()
    [14.0, 0.0]
    """
    with np.errstate(divide="ignore"):
        return np.asarray(14 + np.log2(dice(o11, o12, o21, o22)))


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
    within: Within = "paragraph",
    stop_words: Collection[str] = (),
    min_count: int = 1,
) -> pd.DataFrame:
    """How strongly words are bound to the words that follow them.

    What is counted is pairs: a word, and a word that stands after it in the same passage, at
    most ``window`` words on (1: next to each other). Marks and blanks are passed over, and no pair
    reaches across the end of a paragraph. Every frequency in the formulas is a number of such
    pairs, so that the four cells add up. The order is kept: 服务 after 职工 and 职工 after 服务
    are two rows.

    Args:
        tokens: A table made by `tables.tokens`, the rows of each passage in their order; page,
            article, paragraph, token and word are used.
        window: How many words on the second may stand, from 1 (its span).
        within: What no pair may cross: the end of a ``paragraph``, or of a ``sentence`` too, at
            one of the stops 。！？ of GB/T 15834, also in their half-width forms ! and ?.
        stop_words: Leave out pairs that have one of these; they are counted all the same.
        min_count: Leave out pairs seen fewer times. A text of a million words has some millions
            of pairs seen once.

    Returns:
        One row a pair, strongest evidence first, then by code point: ``token``, ``collocate``
        (stands after it), ``count`` (O11), ``token_pairs`` (O11 + O12, pairs that begin with the
        token), ``collocate_pairs`` (O11 + O21, pairs that end with the collocate), ``pairs`` (all,
        N), ``pmi``, ``npmi``, ``mi3`` (`mi_k`), ``local_mi``, ``t_score``, ``log_likelihood``
        (`g2`), ``chi_square``, ``dice``, ``log_dice``, ``delta_p`` and ``delta_p_back`` (collocate
        to token); see the functions of these names.

    Raises:
        TableError: The table lacks a column.
        FormatError: The window is below 1, ``within`` is neither, or ``stop_words`` is a single
            string.

    >>> tokens = pd.DataFrame({"page": "a", "article": 0, "paragraph": [0, 0, 1, 1, 2, 2],
    ...                        "token": ["困难", "职工", "困难", "职工", "新", "桥"], "word": True})
    >>> collocations(tokens)[["token", "collocate", "count", "pmi"]].round(2).values.tolist()
    [['困难', '职工', 2, 0.58], ['新', '桥', 1, 1.58]]
    """
    if not isinstance(window, int) or window < 1:
        raise FormatError(f"window is {window!r}, expected a whole number of words from 1")
    check_choice(within, get_args(Within), "within")
    dropped = as_words(stop_words, "stop_words")
    check_columns(tokens, [*PASSAGE, "token", "word"], "collocations")
    rows, passage = in_passages(by_form(tokens), within)
    is_word = rows["word"].to_numpy()
    code, words = pd.factorize(rows.loc[is_word, "token"])
    first, second, count = _count_pairs(code.astype(np.int64), passage[is_word], window, len(words))
    after = np.bincount(first, weights=count, minlength=len(words)).astype(np.int64)
    before = np.bincount(second, weights=count, minlength=len(words)).astype(np.int64)
    stopped = words.isin(dropped)
    kept = (count >= min_count) & ~stopped[first] & ~stopped[second]
    first, second, together = first[kept], second[kept], count[kept]
    data = {
        "token": words[first],
        "collocate": words[second],
        "count": together,
        "token_pairs": after[first],
        "collocate_pairs": before[second],
        "pairs": np.full(len(together), count.sum()),
    }
    table = as_table(COLUMNS, {**data, **_measures(data)}, tokens)
    return sort_rows(table, {"log_likelihood": False, "token": True, "collocate": True})


def _measures(pairs: Mapping[str, Codes]) -> dict[str, Numbers]:
    """Every measure of the cells of these pairs."""
    together = pairs["count"]
    o12, o21 = pairs["token_pairs"] - together, pairs["collocate_pairs"] - together
    cells = (together, o12, o21, pairs["pairs"] - together - o12 - o21)
    functions: dict[str, Callable[..., Numbers]] = {
        "pmi": pmi,
        "npmi": npmi,
        "mi3": mi_k,
        "local_mi": local_mi,
        "t_score": t_score,
        "log_likelihood": g2,
        "chi_square": chi_square,
        "dice": dice,
        "log_dice": log_dice,
        "delta_p": delta_p,
    }
    measures = {name: function(*cells) for name, function in functions.items()}
    return {**measures, "delta_p_back": delta_p(together, o21, o12, cells[3])}


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
