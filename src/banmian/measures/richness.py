"""Diversity: how many different words a text has, and how evenly they are used.

Most measures grow or fall with the length of the text, the plain ratio of types to tokens
most of all: compare texts of like length, or read ``mattr``, Yule's K and Simpson's D, which
depend on it least (Tweedie and Baayen 1998; Covington and McFall 2010).
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from banmian.measures.concordance import PASSAGE, in_passages
from banmian.measures.counting import (
    STORY,
    Codes,
    as_table,
    by_form,
    check_choice,
    check_columns,
)
from banmian.measures.frequency import KEYS, PARTS, By
from banmian.page import FormatError

COLUMNS: Final = {
    "page": "str",
    "article": "int64",
    "role": "str",
    "words": "int64",
    "types": "int64",
    "hapaxes": "int64",
    "ttr": "float64",
    "mattr": "float64",
    "windows": "int64",
    "yule_k": "float64",
    "simpson": "float64",
    "entropy": "float64",
    "fisher_alpha": "float64",
}


def yule_k(counts: npt.ArrayLike) -> float:
    """K = 10^4 (sum f^2 - N) / N^2, from 0 (no word twice) up (Yule 1944).

    Args:
        counts: How often each type stands, f, shape (types,); N is their sum.

    >>> yule_k([20] * 5)
    1900.0
    """
    f = np.asarray(counts, dtype=np.float64)
    return _ratio(1e4 * ((f**2).sum() - f.sum()), f.sum() ** 2)


def simpson(counts: npt.ArrayLike) -> float:
    """D = sum f (f - 1) / (N (N - 1)), the chance that two words drawn are the same (Simpson 1949).

    NaN for a single word. Arguments as in `yule_k`.

    >>> round(simpson([20] * 5), 4)
    0.1919
    """
    f = np.asarray(counts, dtype=np.float64)
    return _ratio((f * (f - 1)).sum(), f.sum() * (f.sum() - 1))


def entropy(counts: npt.ArrayLike) -> float:
    """H = -sum p log2 p with p = f / N, in bits a word (Shannon 1948).

    Arguments as in `yule_k`.

    >>> entropy([20] * 4)
    2.0
    """
    f = np.asarray(counts, dtype=np.float64)
    p = f[f > 0] / f.sum()
    # No bits are 0, not -0.
    return float(abs(-(p * np.log2(p)).sum())) if len(p) else float("nan")


def fisher_alpha(types: float, words: float) -> float:
    """The alpha that solves S = alpha ln(1 + N / alpha) (Fisher, Corbet and Williams 1943).

    Newton's method from S^2 / N, which lies below the root (ln(1 + x) <= sqrt(x)); the function
    is concave, so that every step stays below it too and comes nearer.

    Args:
        types: Different words, S.
        words: All words, N. Infinite where no word stands twice, NaN without words.

    >>> round(fisher_alpha(240, 15_609), 3)
    40.247
    """
    if types >= words:
        return float("inf") if words else float("nan")
    alpha = types**2 / words
    for _ in range(200):  # 10 suffice for common texts, 40 where all words but one differ
        ratio = words / alpha
        off = types - alpha * np.log1p(ratio)
        alpha += off / (np.log1p(ratio) - ratio / (1 + ratio))
        if abs(off) < 1e-12 * types:
            break
    return float(alpha)


def diversity(tokens: pd.DataFrame, *, by: By = "article", window: int = 50) -> pd.DataFrame:
    """How many different words each part has, and how evenly it uses them.

    Args:
        tokens: A table made by `tables.tokens`, the rows of each passage in their order; page,
            article, role, paragraph, token and word are used.
        by: The parts: the whole ``corpus``, each ``page``, each ``article`` or each ``role``.
        window: Words of a window of ``mattr``, from 1; 50 because many stories are short.

    Returns:
        One row a part, sorted by it: the part's columns (page and article, page, role, or none),
        ``words`` (N), ``types`` (different ones), ``hapaxes`` (types that stand once), ``ttr``
        (types / words), ``mattr`` (mean share of types in every window of that many words of one
        story in a row; missing where no story is so long; Covington and McFall 2010), ``windows``
        (how many), ``yule_k``, ``simpson``, ``entropy`` and ``fisher_alpha`` (see the functions
        of these names).

    Raises:
        TableError: The table lacks a column.
        FormatError: ``by`` is none of the four, or the window is below 1.

    >>> tokens = pd.DataFrame({"page": "a", "article": 0, "role": "paragraph", "paragraph": 0,
    ...                        "token": ["工会", "职工", "工会", "入会"], "word": True})
    >>> diversity(tokens, window=3)[["words", "types", "hapaxes", "mattr"]].round(3).values.tolist()
    [[4.0, 3.0, 2.0, 0.833]]
    """
    check_choice(by, PARTS, "by")
    if not isinstance(window, int) or window < 1:
        raise FormatError(f"window is {window!r}, expected a whole number of words from 1")
    check_columns(tokens, [*PASSAGE, "role", "token", "word"], "diversity")
    rows, _ = in_passages(by_form(tokens))
    rows = rows[rows["word"]]
    keys = PARTS[by]
    groups = rows.groupby(keys or "word", observed=True)  # all rows are words: one part
    part = groups.ngroup().to_numpy().astype(np.int64)
    word = pd.factorize(rows["token"])[0].astype(np.int64)
    story = rows.groupby(STORY, observed=True).ngroup().to_numpy().astype(np.int64)
    in_windows, windows = _types_in_windows(part, story, word, window)
    table = pd.DataFrame([_of_counts(counts) for counts in _counts(part, word)])
    table = table.assign(mattr=in_windows / window / np.where(windows, windows, np.nan))
    table["windows"] = windows
    names = groups[keys].first() if keys else pd.DataFrame(index=range(len(table)))
    columns = {name: t for name, t in COLUMNS.items() if name in keys or name not in KEYS}
    table = table.reindex(columns=[name for name in columns if name not in keys])
    return as_table(columns, names.reset_index(drop=True).join(table), tokens)


def _counts(part: Codes, word: Codes) -> list[Codes]:
    """How often each type of a part stands there, an array a part."""
    pairs, counts = np.unique(np.stack([part, word]), axis=1, return_counts=True)
    return np.split(counts, np.flatnonzero(np.diff(pairs[0])) + 1) if len(part) else []


def _of_counts(counts: Codes) -> dict[str, float]:
    words, types = int(counts.sum()), len(counts)
    return {
        "words": words,
        "types": types,
        "hapaxes": int((counts == 1).sum()),
        "ttr": types / words,
        "yule_k": yule_k(counts),
        "simpson": simpson(counts),
        "entropy": entropy(counts),
        "fisher_alpha": fisher_alpha(types, words),
    }


def _types_in_windows(part: Codes, story: Codes, word: Codes, window: int) -> tuple[Codes, Codes]:
    """For each part, the types of every window within a story, summed, and how many windows.

    A word is a new type of all windows that begin after its last occurrence before and hold it.
    """
    unit = part * (story.max(initial=0) + 1) + story
    order = np.argsort(unit, kind="stable")
    part, word, place = part[order], word[order], np.arange(len(order))
    _, first, number, size = np.unique(
        unit[order], return_index=True, return_inverse=True, return_counts=True
    )
    opening, closing = first[number], (first + size)[number]
    before = pd.Series(place).groupby([number, word]).shift(fill_value=-1).to_numpy()
    earliest = np.maximum.reduce([before + 1, place - window + 1, opening])
    latest = np.minimum(place, closing - window)
    types = np.bincount(part, np.maximum(latest - earliest + 1, 0))
    windows = np.bincount(part[first], np.maximum(size - window + 1, 0))
    return types.astype(np.int64), windows.astype(np.int64)


def _ratio(part: float, whole: float) -> float:
    return float(part) / float(whole) if whole else float("nan")
