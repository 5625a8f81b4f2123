"""Frequency, dispersion, keyness, association: pure functions of tidy tables.

A table made by `tables.tokens` goes in, a table comes out; nothing is changed in place, and no
result depends on the order of stories. Only rows with ``word`` true are words, and only words
are counted. A **story** is a page and an article number together, so that equal numbers on two
pages are two stories. Every count stands beside the total it was counted out of.

The formulas are functions of their own (`log_likelihood`, `juilland_d` …), for arrays, each
with its source. A result's ``attrs`` are those of the table it was made from.

Left alone: nothing here says whether a difference is significant; the tables give sizes of
effects and the evidence for them, and stories are no random sample of anything.
"""

from collections.abc import Mapping
from typing import Final

from banmian.measures import association, concordance, frequency, keywords, spread
from banmian.measures.association import (
    collocations,
    delta_p,
    g2,
    log_dice,
    npmi,
    pmi,
    t_score,
)
from banmian.measures.concordance import kwic
from banmian.measures.frequency import inverse_document_frequency, term_frequency, tf_idf
from banmian.measures.keywords import keyness, log_likelihood, log_ratio, percent_difference
from banmian.measures.spread import (
    Distribution,
    carroll_d2,
    deviation_of_proportions,
    deviation_of_proportions_norm,
    dispersion,
    juilland_d,
    kl_divergence,
    rosengren_s,
)

COLUMNS: Final[Mapping[str, Mapping[str, str]]] = {
    "term_frequency": frequency.FREQUENCY_COLUMNS,
    "tf_idf": frequency.TF_IDF_COLUMNS,
    "kwic": concordance.COLUMNS,
    "dispersion": spread.COLUMNS,
    "keyness": keywords.COLUMNS,
    "collocations": association.COLUMNS,
}
"""The columns of each function's table, name to dtype; ``term_frequency`` has those of ``by``."""

__all__ = [
    "COLUMNS",
    "Distribution",
    "carroll_d2",
    "collocations",
    "delta_p",
    "deviation_of_proportions",
    "deviation_of_proportions_norm",
    "dispersion",
    "g2",
    "inverse_document_frequency",
    "juilland_d",
    "keyness",
    "kl_divergence",
    "kwic",
    "log_dice",
    "log_likelihood",
    "log_ratio",
    "npmi",
    "percent_difference",
    "pmi",
    "rosengren_s",
    "t_score",
    "term_frequency",
    "tf_idf",
]
