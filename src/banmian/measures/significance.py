"""From evidence to error rates: p-values, and the share of false findings in a list of words.

Left alone: whether the question has a meaning. A p-value supposes that words fall independently
of each other and that the texts are a sample of something. Stories are neither, so these
numbers put words in order and set aside what chance alone would make; they prove nothing.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from banmian.measures.counting import Numbers
from banmian.page import FormatError


def p_value(statistic: npt.ArrayLike) -> Numbers:
    """The chance of so large a G2, log-likelihood or chi-square at one degree of freedom.

    The upper tail of the chi-square distribution, erfc(sqrt(x / 2)); 3.84 gives 0.05. It is an
    approximation: below 5 expected occurrences in either text (Cochran 1954) it is poor. Below
    1e-308 it is 0.

    Args:
        statistic: From 0 up; any shape.

    >>> p_value([3.841459, 15.136705]).round(6).tolist()
    [0.05, 0.0001]
    """
    values = np.asarray(statistic, dtype=np.float64)
    tails = np.fromiter(map(math.erfc, np.sqrt(values.ravel() / 2)), np.float64, values.size)
    return tails.reshape(values.shape)


def false_discovery_rate(p_values: npt.ArrayLike) -> Numbers:
    """The q-value of each p-value: the false share among all that are no larger, at most.

    q_(i) = min over j >= i of p_(j) m / j, for the m p-values in rising order (Benjamini and
    Hochberg 1995, in the adjusted form). The words with q <= 0.05 are a list of which one in
    twenty is expected to be there by chance.

    Args:
        p_values: One for each word that was looked at, shape (m,).

    Raises:
        FormatError: They are not numbers from 0 to 1 in one dimension.

    >>> false_discovery_rate([0.01, 0.04, 0.03, 0.9]).round(4).tolist()
    [0.04, 0.0533, 0.0533, 0.9]
    """
    values = np.asarray(p_values, dtype=np.float64)
    if values.ndim != 1 or not ((values >= 0) & (values <= 1)).all():
        raise FormatError(
            f"p_values have the shape {values.shape} and the smallest and largest are "
            f"{values.min(initial=np.inf)} and {values.max(initial=-np.inf)}; expected one "
            "dimension and numbers from 0 to 1"
        )
    order = np.argsort(values, kind="stable")
    scaled = values[order] * len(values) / np.arange(1, len(values) + 1)
    rates = np.empty_like(values)
    rates[order] = np.minimum.accumulate(scaled[::-1])[::-1]
    return rates
