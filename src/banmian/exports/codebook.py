"""The codebook: which of the package's tables a table is, and what its columns mean.

The tables of `banmian.tables` are declared with their meanings. Those of the other modules are
declared with dtypes alone, and what their columns mean stands here, formulas with their source.
``docs/codebook.md`` is made of both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from banmian import measures
from banmian.tables.columns import COLUMNS, Column
from banmian.tables.stability import STABILITY_COLUMNS

_TABLES: Final[Mapping[str, Mapping[str, Column]]] = {**COLUMNS, "stability": STABILITY_COLUMNS}

_OPTIONAL: Final = frozenset({"page", "article", "role", "own", "form"})
"""Columns of a measure's table that depend on its argument ``by``."""

_MEANINGS: Final[Mapping[str, str]] = {
    "token": "word, in half-width forms",
    "ngram": "words in a row, joined by blanks",
    "n": "how many words in a row",
    "collocate": "word that stands after the token in the same passage",
    "family": "name of a group of words that stand for one thing",
    "form": "one of the words of the group",
    "part_of": "the group that this one is a part of",
    "count": "occurrences counted in this row",
    "found": "places of the forms, those under other forms included",
    "overlaps": "places not counted, because another form lies over them",
    "own": "occurrences of the group's own forms, without those of its parts",
    "shared": "occurrences that another whole counts too",
    "total": "all words that the count is out of",
    "per_thousand": "count in a thousand words",
    "articles": "stories that have the word",
    "of_articles": "all stories counted",
    "tf": "frequency in the story, by default count / total",
    "idf": "rarity, by default log10(of_articles / articles) (Spärck Jones 1972)",
    "tf_idf": "tf x idf (Manning, Raghavan and Schütze 2008)",
    "reference_count": "occurrences in the reference",
    "reference_total": "all words of the reference",
    "reference_per_thousand": "occurrences in a thousand words of the reference",
    "reference_articles": "stories of the reference that have the word; missing if unknown",
    "reference_of_articles": "all stories of the reference; missing if unknown",
    "log_likelihood": "evidence of a difference or a bond, G2 (Dunning 1993; Rayson 2000)",
    "g2": "G2 over all four cells (Dunning 1993)",
    "p_value": "chance of so large a G2 where nothing differs",
    "q_value": "false discovery rate (Benjamini and Hochberg 1995)",
    "log_ratio": "binary logarithm of the ratio of the two rates (Hardie 2014)",
    "log_ratio_low": "lower end of its interval of 95 % (Katz et al. 1978)",
    "log_ratio_high": "upper end of its interval of 95 % (Katz et al. 1978)",
    "percent_difference": "rate above the reference's, in % (Gabrielatos and Marchi 2011)",
    "simple_maths": "ratio of the smoothed rates (Kilgarriff 2009)",
    "difference_coefficient": "difference of the rates by their sum (Hofland and Johansson 1982)",
    "min_expected": "the smaller of the two expected counts",
    "caution": "absent on one side, or rare: fewer than 5 expected (Cochran 1954); else missing",
    "dp": "deviation of proportions, 0 even to 1 (Gries 2008)",
    "dp_norm": "the same, normed (Lijffijt and Gries 2012)",
    "juilland_d": "D, 1 even to 0 (Juilland and Chang-Rodriguez 1964)",
    "carroll_d2": "D2, 1 even to 0 (Carroll 1970)",
    "rosengren_s": "S, 1 even (Rosengren 1971)",
    "kl_divergence": "Kullback-Leibler divergence from an even spread, in bits (Gries 2020)",
    "burch_da": "DA, 1 even to 0 (Burch, Egbert and Biber 2017)",
    "token_pairs": "pairs that begin with the token",
    "collocate_pairs": "pairs that end with the collocate",
    "pairs": "all pairs of words",
    "pmi": "pointwise mutual information, in bits (Church and Hanks 1990)",
    "npmi": "the same, from -1 to 1 (Bouma 2009)",
    "mi3": "MI with the cube of the count (Daille 1994)",
    "local_mi": "count x PMI (Evert 2005)",
    "t_score": "t score (Church et al. 1991)",
    "chi_square": "Pearson's chi-square (Manning and Schuetze 1999)",
    "dice": "Dice's coefficient, 0 to 1 (Dice 1945)",
    "log_dice": "14 + log2 of Dice's coefficient (Rychly 2008)",
    "delta_p": "how much the token raises the chance of the collocate (Gries 2013)",
    "delta_p_back": "how much the collocate raises the chance of the token (Gries 2013)",
    "words": "all words of the part",
    "types": "different words",
    "hapaxes": "words that stand once",
    "ttr": "types / words",
    "mattr": "the same over a moving window (Covington and McFall 2010)",
    "windows": "how many windows",
    "yule_k": "K, 0 if no word stands twice (Yule 1944)",
    "simpson": "D, chance that two words drawn are the same (Simpson 1949)",
    "entropy": "entropy, in bits (Shannon 1948)",
    "fisher_alpha": "alpha (Fisher, Corbet and Williams 1943)",
    "left": "tokens before the place",
    "right": "tokens after the place",
}
"""What the columns of measures mean; the functions' docstrings have the formulas."""

_PAGE: Final = "name of the page"
_STORY: Final = "number of the story on its page"
_OTHERS: Final[Mapping[str, Mapping[str, str]]] = {
    "new_words": {
        "word": "the candidate",
        "score": "how much speaks for it; the formula is in new_words",
        "cut": "its pieces as the text is cut, joined by blanks",
        "embeds": "longest part of it, three characters or more, that is a candidate or known",
        "count": "how often the pieces stand side by side",
        "pieces": "all pieces that the count is out of",
        "stories": "stories that have it",
        "of_stories": "all stories",
        "formed": "how often the cut had it as one token",
        "cohesion": "pointwise mutual information of its weakest split, in bits",
        "left": "entropy of the pieces before it, in bits",
        "right": "entropy of the pieces after it, in bits",
        "quoted": "how often quotation marks enclose it",
        "headed": "how often it stands at the edge of a heading, or of a part of one",
        "listed": "how often it is an item between enumeration commas",
        "named": "how often it is printed where it is a name",
        "context": "one place, the word marked by 【】",
    },
    "lint_lexicon": {
        "word": "word of the entry",
        "tag": "its part of speech",
        "freq": "its frequency as given; missing if none is",
        "status": "error, known, contested or works",
        "reason": "why, in a sentence; missing for works",
        "known": "its frequency in jieba's dictionary",
        "needed": "least frequency at which it wins when it stands alone",
        "overlaps": "entries that contain it or share characters at an edge",
        "breaks": "dictionary words that it tears where both overlap",
        "broken": "the three commonest of them, each with the string",
        "found": "how often its characters occur in the text; missing if no text is given",
        "formed": "how often as the word",
        "inside": "how often within a longer word",
        "missed": "first other place, marked by 【】",
        "needed_there": "least frequency that would win it; missing if none would",
        "crossed": "how often it was formed across the edge of a dictionary word",
        "crossing": "the first of these places",
    },
    "trend": {
        "token": "word, in half-width forms",
        "period": "year or month of the issues",
        "count": "occurrences in the period",
        "total": "all words of the period",
        "per_thousand": "count in a thousand words",
        "articles": "stories of the period that have the word",
        "of_articles": "all stories of the period",
        "pages": "pages of the period",
        "thin": "whether fewer than 5 stories of the period are expected to have the word",
    },
    "reprints": {
        "group": "number of the group of stories with nearly the same text",
        "page": _PAGE,
        "article": _STORY,
        "similarity": "share of the letters in a row that it and the group's first both have",
        "first": "whether it is the group's first",
    },
    "failed": {
        "page": "name of a page that could not be read",
        "error": "class of the error",
        "message": "what it says",
    },
    "pages": {
        "page": _PAGE,
        "digest": "32 hexadecimal digits, others where what the page is made from changes",
        "bytes": "size of the source",
        "encoding": "how its bytes were decoded; missing where it came as text",
        "paper": "the newspaper; missing if unknown",
        "issue_date": "day of the issue in ISO 8601; missing if unknown",
        "issue_date_from": "source (the name by the template, or the record), masthead or sidecar",
        "number": "number of the page in its issue; missing if unknown",
        "characters": "characters that are not white space",
        "articles": "its stories",
        "words": "words in its stories",
        "notes": "what is wrong with the page, a line each; missing if nothing is",
        "text": "the whole text, from which the page is taken apart anew",
        "fixes": "corrections that were applied, as JSON; missing if none were",
    },
    "passages": {
        "page": _PAGE,
        "article": _STORY,
        "role": "role of the passage, one of page.ROLES without furniture",
        "paragraph": "number of the passage in its story, in source order",
        "spans": "offsets of its parts: start and end, start and end …",
        "text": "what is printed, its parts rejoined",
    },
    "words": {
        "token": "word, in half-width forms",
        "page": _PAGE,
        "article": _STORY,
        "role": "role of the passages",
        "count": "occurrences in the story's passages of this role",
    },
    "terms": {
        "token": "word, in half-width forms",
        "paper": "the newspaper; missing if unknown",
        "month": "month of the issues, YYYY-MM; missing if unknown",
        "count": "occurrences in these issues",
        "articles": "stories of these issues that have the word",
    },
}
"""What the columns mean of the tables that words and archive make, by function or file.

They name all columns in their order, so that these modules need not be imported here.
"""

_REQUIRED: Final[Mapping[str, frozenset[str]]] = {
    **{kind: frozenset(columns) for kind, columns in _OTHERS.items()},
    **{kind: frozenset(columns) - _OPTIONAL for kind, columns in measures.COLUMNS.items()},
    **{kind: frozenset(columns) for kind, columns in _TABLES.items()},
    "kwic": frozenset(measures.COLUMNS["kwic"]),
    "pages": frozenset(_OTHERS["pages"]) - {"text", "fixes"},
}


def kind_of(columns: Iterable[object]) -> str | None:
    """The table that has these columns, by the name of the function that makes it, or None.

    Where a table has all columns of several, it is the one with the most; further columns
    are passed over.

    >>> kind_of(["token", "count", "total", "per_thousand", "articles", "of_articles"])
    'term_frequency'
    """
    there = frozenset(columns)
    fitting = [kind for kind, required in _REQUIRED.items() if required <= there]
    return max(fitting, key=lambda kind: len(_REQUIRED[kind]), default=None)


def meaning_of(column: str, kind: str | None) -> str | None:
    """What a column of a table of this kind holds, or None if it is not the package's."""
    if kind is None:
        return None
    if kind in _OTHERS:
        return _OTHERS[kind].get(column)
    if kind in _TABLES:
        declared = _TABLES[kind].get(column)
        return None if declared is None else declared.meaning
    if column not in measures.COLUMNS[kind]:
        return None
    shared = COLUMNS["tokens"].get(column)
    return _MEANINGS.get(column) or (shared.meaning if shared else None)
