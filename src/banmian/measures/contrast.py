"""How two rates differ: the formulas of keyness, for arrays of counts.

All take the same four numbers, or arrays of one shape: ``a`` occurrences of a word in the target
and ``b`` in the reference, ``c`` and ``d`` all words of the two; and give a number for each word
in that shape. Evidence that the rates differ
(`log_likelihood`) and the size of the difference (the rest) are two things: the first grows
with the texts, the second does not.
"""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from banmian.measures.counting import Numbers
from banmian.page import FormatError

_Counts = tuple[Numbers, Numbers, Numbers, Numbers]


def _as_counts(*values: npt.ArrayLike) -> _Counts:
    a, b, c, d = (np.asarray(value, dtype=np.float64) for value in values)
    return a, b, c, d


def _with_halves(counts: _Counts) -> _Counts:
    """The counts with half an occurrence for none, as Hardie (2014) takes it."""
    a, b, c, d = counts
    return np.where(a == 0, 0.5, a), np.where(b == 0, 0.5, b), c, d


def expected_counts(
    a: npt.ArrayLike, b: npt.ArrayLike, c: npt.ArrayLike, d: npt.ArrayLike
) -> tuple[Numbers, Numbers]:
    """E1 = c (a + b) / (c + d) and E2 = d (a + b) / (c + d), the counts at one common rate.

    Args:
        a: Occurrences of the word in the target; any shape.
        b: Occurrences in the reference.
        c: All words of the target.
        d: All words of the reference.

    >>> [x.item() for x in expected_counts(10, 20, 1_000, 2_000)]
    [10.0, 20.0]
    """
    target, reference, size, other = _as_counts(a, b, c, d)
    rate = (target + reference) / (size + other)
    return size * rate, other * rate


def log_likelihood(
    a: npt.ArrayLike, b: npt.ArrayLike, c: npt.ArrayLike, d: npt.ArrayLike
) -> Numbers:
    """LL = 2 (a ln(a / E1) + b ln(b / E2)), for E1 and E2 see `expected_counts`.

    The evidence that the word's rate differs, 0 for equal rates; it grows with the counts, so it
    says nothing of how much. The form of two terms, of Rayson and Garside (2000); the four
    cells of Dunning (1993), which are nearly the same for rare words, are `association.g2`.
    Arguments as in `expected_counts`.

    >>> log_likelihood(52, 57, 50_000, 75_000).round(2).item()
    2.65
    """
    target, reference, _, _ = _as_counts(a, b, c, d)
    ours, theirs = expected_counts(a, b, c, d)
    likelihood: Numbers = 2 * (_times_log(target, ours) + _times_log(reference, theirs))
    # Rounding can leave a hair below 0 where the rates are equal.
    return np.maximum(likelihood, 0.0)


def _times_log(observed: Numbers, expected: Numbers) -> Numbers:
    """Observed times ln(observed / expected), 0 where nothing was observed (its limit)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(observed > 0, observed * np.log(observed / expected), 0.0)


def log_ratio(a: npt.ArrayLike, b: npt.ArrayLike, c: npt.ArrayLike, d: npt.ArrayLike) -> Numbers:
    """log2((a / c) / (b / d)): 1 is twice the rate of the reference, -1 half of it (Hardie 2014).

    A count of 0 is taken as half an occurrence, as Hardie does. Arguments as in
    `expected_counts`.

    >>> log_ratio(6, 2, 10_000, 10_000).round(3).item()
    1.585
    """
    target, reference, size, other = _with_halves(_as_counts(a, b, c, d))
    ratio: Numbers = np.log2((target / size) / (reference / other))
    return ratio


def log_ratio_interval(
    a: npt.ArrayLike,
    b: npt.ArrayLike,
    c: npt.ArrayLike,
    d: npt.ArrayLike,
    *,
    confidence: float = 0.95,
) -> tuple[Numbers, Numbers]:
    """The interval around `log_ratio`, low and high, of Katz et al. (1978).

    log2 ratio -/+ z sqrt(1/a - 1/c + 1/b - 1/d) / ln 2, z the normal quantile; a count of 0 is
    half an occurrence here too. It holds for words that fall independently of each other. Words
    of a story do not (one that stands once is likely to stand again), so that the true
    uncertainty is larger; see in how many stories the word stands.

    Args:
        a: As in `expected_counts`, like ``b``, ``c`` and ``d``.
        b: See ``a``.
        c: See ``a``.
        d: See ``a``.
        confidence: How often such an interval shall hold the true ratio, between 0 and 1.

    Raises:
        FormatError: The confidence is not between 0 and 1.

    >>> [x.round(2).item() for x in log_ratio_interval(60, 20, 100_000, 100_000)]
    [0.85, 2.31]
    """
    if not 0 < confidence < 1:
        raise FormatError(
            f"confidence is {confidence!r}, expected a number between 0 and 1, such as 0.95"
        )
    target, reference, size, other = _with_halves(_as_counts(a, b, c, d))
    middle = log_ratio(a, b, c, d)
    # Where every word is this word there is nothing left to vary; a hair below 0 is rounding.
    variance = np.maximum(1 / target - 1 / size + 1 / reference - 1 / other, 0.0)
    reach = NormalDist().inv_cdf((1 + confidence) / 2) * np.sqrt(variance) / np.log(2)
    return middle - reach, middle + reach


def percent_difference(
    a: npt.ArrayLike, b: npt.ArrayLike, c: npt.ArrayLike, d: npt.ArrayLike
) -> Numbers:
    """%DIFF = (a / c - b / d) / (b / d) x 100 (Gabrielatos and Marchi 2011).

    Infinite where the reference lacks the word (the authors put a very small number for 0,
    which makes a very large one of no meaning). Arguments as in `expected_counts`.

    >>> percent_difference(206_523, 178_174, 959_641, 1_562_358).round(1).item()
    88.7
    """
    target, reference, size, other = _as_counts(a, b, c, d)
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = reference / other
        difference: Numbers = (target / size - rate) / rate * 100
    return difference


def simple_maths(
    a: npt.ArrayLike,
    b: npt.ArrayLike,
    c: npt.ArrayLike,
    d: npt.ArrayLike,
    *,
    smoothing: float = 1.0,
) -> Numbers:
    """(target per million + n) / (reference per million + n) (Kilgarriff 2009).

    Args:
        a: As in `expected_counts`, like ``b``, ``c`` and ``d``.
        b: See ``a``.
        c: See ``a``.
        d: See ``a``.
        smoothing: n, in occurrences per million words, above 0: a small one brings rare words to
            the top, a large one (1000) common words. In a text of a few thousand words a single
            occurrence is some hundred per million, and n = 1 smooths nothing.

    Raises:
        FormatError: The smoothing is not above 0.

    >>> simple_maths(35, 263, 112_289_776, 1_559_716_979).round(4).item()
    1.1224
    """
    if not smoothing > 0:
        raise FormatError(
            f"smoothing is {smoothing!r}, expected occurrences per million words above 0"
        )
    target, reference, size, other = _as_counts(a, b, c, d)
    ratio: Numbers = (target / size * 1e6 + smoothing) / (reference / other * 1e6 + smoothing)
    return ratio


def difference_coefficient(
    a: npt.ArrayLike, b: npt.ArrayLike, c: npt.ArrayLike, d: npt.ArrayLike
) -> Numbers:
    """(a / c - b / d) / (a / c + b / d), from -1 (only reference) to 1 (only target).

    Hofland and Johansson (1982), who call it the difference coefficient; NaN where neither has
    the word. Arguments as in `expected_counts`.

    >>> difference_coefficient(18, 35, 10**6, 10**6).round(2).item()
    -0.32
    """
    target, reference, size, other = _as_counts(a, b, c, d)
    ours, theirs = target / size, reference / other
    with np.errstate(invalid="ignore"):
        coefficient: Numbers = (ours - theirs) / (ours + theirs)
    return coefficient
