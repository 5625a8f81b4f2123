"""Frequency, dispersion, keyness, association, diversity: pure functions of tidy tables.

A table made by `tables.tokens` goes in, a table comes out; nothing is changed in place, and no
result depends on the order of stories. Only rows with ``word`` true are words, and only words
are counted, in half-width forms where the table has them (its column ``form``), so that １０ and
10 are one. A **story** is a page and an article number together, so that equal numbers on two
pages are two stories. Every count stands beside the total it was counted out of.

The formulas are functions of their own (`log_likelihood`, `juilland_d` …), for arrays, each
with its source. A result's ``attrs`` are those of the table it was made from.

Left alone: whether a difference means anything. There are intervals, p-values and false
discovery rates, but stories are no random sample, and their words no independent draws.
"""

from collections.abc import Mapping
from typing import Final

from banmian.measures import (
    association,
    concordance,
    families,
    frequency,
    keywords,
    reference,
    richness,
    runs,
    spread,
)
from banmian.measures.association import (
    chi_square,
    collocations,
    delta_p,
    dice,
    g2,
    local_mi,
    log_dice,
    mi_k,
    npmi,
    pmi,
    t_score,
)
from banmian.measures.concordance import kwic
from banmian.measures.contrast import (
    difference_coefficient,
    expected_counts,
    log_likelihood,
    log_ratio,
    log_ratio_interval,
    percent_difference,
    simple_maths,
)
from banmian.measures.families import family_frequency
from banmian.measures.frequency import inverse_document_frequency, term_frequency, tf_idf
from banmian.measures.keywords import keyness
from banmian.measures.reference import reference_list
from banmian.measures.richness import diversity, entropy, fisher_alpha, simpson, yule_k
from banmian.measures.runs import ngrams
from banmian.measures.significance import false_discovery_rate, p_value
from banmian.measures.spread import (
    Distribution,
    burch_da,
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
    "ngrams": runs.COLUMNS,
    "family_frequency": families.COLUMNS,
    "kwic": concordance.COLUMNS,
    "dispersion": spread.COLUMNS,
    "diversity": richness.COLUMNS,
    "keyness": keywords.COLUMNS,
    "reference_list": reference.COLUMNS,
    "collocations": association.COLUMNS,
}
"""The columns of each function's table, name to dtype.

Of the columns that name a part, ``term_frequency`` and ``diversity`` have those of ``by``;
``family_frequency`` has ``own`` by family, ``form`` by form.
"""

__all__ = [
    "COLUMNS",
    "Distribution",
    "burch_da",
    "carroll_d2",
    "chi_square",
    "collocations",
    "delta_p",
    "deviation_of_proportions",
    "deviation_of_proportions_norm",
    "dice",
    "difference_coefficient",
    "dispersion",
    "diversity",
    "entropy",
    "expected_counts",
    "false_discovery_rate",
    "family_frequency",
    "fisher_alpha",
    "g2",
    "inverse_document_frequency",
    "juilland_d",
    "keyness",
    "kl_divergence",
    "kwic",
    "local_mi",
    "log_dice",
    "log_likelihood",
    "log_ratio",
    "log_ratio_interval",
    "mi_k",
    "ngrams",
    "npmi",
    "p_value",
    "percent_difference",
    "pmi",
    "reference_list",
    "rosengren_s",
    "simple_maths",
    "simpson",
    "t_score",
    "term_frequency",
    "tf_idf",
    "yule_k",
]
