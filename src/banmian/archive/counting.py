"""Words of an archive counted: the numbers of the functions for pages at hand, from its shards.

Word counts by story are summed in DuckDB, portion by portion of the words where there are many;
the formulas are those of `measures`. Nothing here depends on how the stories lie in shards.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, Literal

import numpy as np
import pandas as pd

from banmian.archive.views import View
from banmian.measures import frequency as one_page
from banmian.measures.counting import as_table, as_words, check_choice, sort_rows
from banmian.measures.frequency import FREQUENCY_COLUMNS, Idf, Tf, weigh
from banmian.measures.keywords import check_cut_alike, compare, word_list
from banmian.measures.spread import COLUMNS as SPREAD_COLUMNS
from banmian.measures.spread import Distribution, spread_of
from banmian.page import FormatError
from banmian.words import fold

By = Literal["corpus", "page", "article", "role", "year", "month", "paper"]
Period = Literal["year", "month"]

PARTS: Final[Mapping[str, list[str]]] = {
    **one_page.PARTS,
    "year": ["year"],
    "month": ["month"],
    "paper": ["paper"],
}
KEYS: Final = {**one_page.KEYS, "year": "str", "month": "str", "paper": "str"}
_OF_ISSUES: Final = ("year", "month", "paper")

TREND_COLUMNS: Final = {
    "token": "str",
    "period": "str",
    "count": "int64",
    "total": "int64",
    "per_thousand": "float64",
    "articles": "int64",
    "of_articles": "int64",
    "pages": "int64",
    "thin": "bool",
}

_THIN: Final = 5
"""Stories with a word that a period should have by the word's share of all stories.

Random samples of 792 stories (81 newspaper pages; 1,135 words of 20 stories or more) gave a rate
off by a third where 5 stories should have had the word (median; by a factor of 2 in 18 % of the
samples), by half where 2 should (42 %), by a fifth where 10 should (6 %).
"""

_PORTION: Final = 2_000_000
"""Counts of a word in a story that are taken at a time."""


def frequency(
    view: View,
    source: pd.DataFrame,
    *,
    by: By,
    roles: Collection[str] | None,
    stop_words: Collection[str],
    min_count: int,
) -> pd.DataFrame:
    """`Archive.frequency`; ``source`` has the ``attrs``."""
    check_choice(by, PARTS, "by")
    dropped = set(as_words(stop_words, "stop_words"))
    wanted = None if roles is None else as_words(roles, "roles")
    keys = PARTS[by]
    if view.whole and wanted is None and by in ("corpus", *_OF_ISSUES):
        counts = _from_terms(view, keys)
    else:
        counts = pd.concat(list(_from_words(view, keys, wanted, min_count)), ignore_index=True)
    counts = counts[~counts["token"].isin(dropped) & (counts["count"] >= min_count)]
    totals, stories = _totals(view, keys, wanted)
    how: Literal["left", "cross"] = "left" if keys else "cross"
    counts = counts.merge(totals, how=how, on=keys or None)
    counts = counts.assign(
        per_thousand=counts["count"] / counts["total"] * 1000, of_articles=stories
    )
    counts = sort_rows(counts, {**dict.fromkeys(keys, True), "count": False, "token": True})
    measures = {name: of for name, of in FREQUENCY_COLUMNS.items() if name not in KEYS}
    return as_table({**{key: KEYS[key] for key in keys}, **measures}, counts, source)


def _from_terms(view: View, keys: Sequence[str]) -> pd.DataFrame:
    """Counts by part of whole issues: each shard has them summed up already."""
    parts = "".join(f"{_of_issue(key)} AS {key}, " for key in keys)
    return view.frame(
        f"WITH counts AS (SELECT {parts} token, sum(count)::BIGINT AS count, "
        f"sum(articles)::BIGINT AS articles FROM {view.terms()} GROUP BY ALL) "
        f"SELECT {_listed(keys)} token, count, "
        "(sum(articles) OVER (PARTITION BY token))::BIGINT AS articles FROM counts"
    )


def _of_issue(key: str) -> str:
    return "month[1:4]" if key == "year" else key


def _listed(keys: Sequence[str]) -> str:
    return "".join(f"{key}, " for key in keys)


def _from_words(
    view: View, keys: Sequence[str], roles: Sequence[str] | None, min_count: int
) -> Iterator[pd.DataFrame]:
    """Counts by part from those by story, a portion of the words at a time."""
    within = [key for key in keys if key == "role"]
    # A story has a row for each of its words, unless it is counted by role.
    with_word = "count(DISTINCT (page, article))" if within else "count(*)"
    dates = f"JOIN ({_DATED}) USING (page)" if set(keys) & set(_OF_ISSUES) else ""
    story = (
        f"WITH story AS (SELECT token, page, article, {_listed(within)} sum(count) AS count "
        f"FROM words WHERE token BETWEEN ? AND ? {_among(roles)} GROUP BY ALL)"
    )
    query = (
        f"{story}, known AS (SELECT token, {with_word} AS articles FROM story GROUP BY token) "
        f"SELECT {_listed(keys)} token, sum(count)::BIGINT AS count, "
        f"any_value(articles) AS articles FROM story JOIN known USING (token) {dates} "
        f"GROUP BY {_listed(keys)} token HAVING sum(count) >= ?"
    )
    if not keys:
        query = (
            f"{story} SELECT token, sum(count)::BIGINT AS count, count(*) AS articles "
            "FROM story GROUP BY token HAVING sum(count) >= ?"
        )
    for first, last in _portions(view):
        yield view.frame(query, [first, last, *(roles or ()), min_count])


_DATED: Final = "SELECT page, paper, issue_date[1:4] AS year, issue_date[1:7] AS month FROM pages"


def _among(roles: Sequence[str] | None) -> str:
    if roles is None:
        return ""
    return f"AND role IN ({', '.join('?' * len(roles))})" if roles else "AND false"


def _portions(view: View) -> list[tuple[str, str]]:
    """First and last word of portions that have about as many counts by story each."""
    terms = view.arrow(
        f"SELECT token, sum(articles)::BIGINT AS articles FROM {view.files('terms')} "
        "GROUP BY token ORDER BY token"
    )
    if not len(terms):
        return [("", "")]
    number = np.cumsum(terms["articles"].to_numpy()) // _PORTION
    opens = np.flatnonzero(np.diff(number, prepend=-1))
    closes = [*(opens[1:] - 1), len(number) - 1]
    words = terms["token"]
    return [
        (words[int(first)].as_py(), words[int(last)].as_py())
        for first, last in zip(opens, closes, strict=True)
    ]


def _totals(
    view: View, keys: Sequence[str], roles: Sequence[str] | None
) -> tuple[pd.DataFrame, int]:
    """All words of each part, and the stories that have any."""
    if roles is None and "role" not in keys:
        rows = "(SELECT *, words AS count FROM stories WHERE words > 0)"
        given: Sequence[str] = ()
    else:
        rows = f"(SELECT * FROM words JOIN ({_DATED}) USING (page) WHERE true {_among(roles)})"
        given = roles or ()
    stories = view.rows(f"SELECT count(DISTINCT (page, article)) FROM {rows}", given)[0][0]
    grouped = f"GROUP BY {', '.join(keys)}" if keys else ""
    query = f"SELECT {_listed(keys)} sum(count)::BIGINT AS total FROM {rows} {grouped}"
    return view.frame(query, given), stories


def keyness(
    words: pd.DataFrame, reference: pd.DataFrame, *, min_articles: int, smoothing: float
) -> pd.DataFrame:
    """`Archive.keyness` of two tables of frequencies by corpus; the first has the ``attrs``."""
    check_cut_alike(words, reference)
    return compare(
        word_list(words, "target"),
        word_list(reference, "reference"),
        words,
        min_articles=min_articles,
        smoothing=smoothing,
    )


def subtract(whole: pd.DataFrame, part: pd.DataFrame) -> pd.DataFrame:
    """The frequencies by corpus of the stories of a whole that are not in a part of it.

    Over 199,153 stories, one year of thirty being the part, keyness takes 3 s of CPU time so; to
    count the rest would take about 35.
    """
    numbers = ["count", "total", "articles", "of_articles"]
    all_words, known = whole.set_index("token"), part.set_index("token")
    rest = all_words[numbers] - known[numbers].reindex(all_words.index, fill_value=0)
    for name in ("total", "of_articles"):
        rest[name] = whole[name].max() - (part[name].max() if len(part) else 0)
    rest.attrs = dict(whole.attrs)
    return rest[rest["count"] > 0].reset_index()


def dispersion(view: View, source: pd.DataFrame, *, min_count: int) -> pd.DataFrame:
    """`Archive.dispersion`."""
    view.keep(
        "numbered",
        "SELECT page, article, words, row_number() OVER (ORDER BY page, article) - 1 AS number "
        "FROM articles WHERE words > 0",
    )
    sizes = view.arrow("SELECT words::DOUBLE AS size FROM numbered ORDER BY number")
    query = (
        "SELECT token, number, sum(count)::DOUBLE AS count FROM words "
        "JOIN numbered USING (page, article) WHERE token BETWEEN ? AND ? "
        "GROUP BY token, number ORDER BY token, number"
    )
    tables = []
    for portion in _portions(view):
        found = view.arrow(query, portion)
        words = found["token"].combine_chunks().dictionary_encode()
        spread = Distribution(
            words.indices.to_numpy().astype(np.int64),
            found["number"].to_numpy(),
            found["count"].to_numpy(),
            sizes["size"].to_numpy(),
            len(words.dictionary),
        )
        table = spread_of(words.dictionary.to_pylist(), spread, source)
        tables.append(table[table["count"] >= min_count])
    whole = as_table(SPREAD_COLUMNS, pd.concat(tables), source)
    return sort_rows(whole, {"count": False, "token": True})


def tf_idf(
    view: View, source: pd.DataFrame, *, tf: Tf, idf: Idf, base: float, unit_length: bool
) -> pd.DataFrame:
    """`Archive.tf_idf`."""
    counts = view.frame(
        "SELECT page, article, token, sum(count)::BIGINT AS count FROM words "
        "GROUP BY ALL ORDER BY page, article, token"
    )
    return weigh(counts, source, tf=tf, idf=idf, base=base, unit_length=unit_length)


def trend(
    view: View, source: pd.DataFrame, terms: str | Collection[str], *, by: Period
) -> pd.DataFrame:
    """`Archive.trend`."""
    check_choice(by, ("year", "month"), "by")
    wanted = _as_terms(terms)
    periods = _periods(view, by)
    counts = _by_period(view, by, wanted).set_index(["token", "period"])
    rows = pd.MultiIndex.from_product([wanted, periods["period"]], names=["token", "period"])
    table = counts.reindex(rows, fill_value=0).reset_index()
    for name in ("total", "of_articles", "pages"):
        table[name] = np.tile(periods[name].to_numpy(), len(wanted))
    table["per_thousand"] = table["count"] / table["total"] * 1000
    with_it = table.groupby("token")["articles"].transform("sum")
    expected = table["of_articles"] * with_it / max(periods["of_articles"].sum(), 1)
    table["thin"] = expected < _THIN
    table = as_table(TREND_COLUMNS, table, source)
    table.attrs = {**table.attrs, "warnings": list(_trend_doubts(table, periods, by))}
    return table


def _as_terms(terms: str | Collection[str]) -> list[str]:
    listed = [terms] if isinstance(terms, str) else list(terms)
    if not listed or not all(isinstance(term, str) and term for term in listed):
        raise FormatError(f"trend got {terms!r}, expected a word or a list of words")
    return list(dict.fromkeys(map(fold, listed)))


def _periods(view: View, by: Period) -> pd.DataFrame:
    """What there is of each period, undated pages last under a missing name."""
    if by not in view.kept:
        view.kept[by] = view.frame(
            f"SELECT {by} AS period, coalesce(sum(words), 0)::BIGINT AS total, "
            "count(*) FILTER (words > 0) AS of_articles, count(DISTINCT page) AS pages "
            f"FROM stories GROUP BY {by} ORDER BY {by} NULLS LAST"
        )
    return view.kept[by]


def _by_period(view: View, by: Period, terms: Sequence[str]) -> pd.DataFrame:
    marks = ", ".join("?" * len(terms))
    if view.whole:
        period = "month[1:4]" if by == "year" else "month"
        rows, articles = view.terms(), "sum(articles)::BIGINT"
    else:
        period, articles = by, "count(DISTINCT (page, article))"
        rows = f"words JOIN ({_DATED}) USING (page)"
    return view.frame(
        f"SELECT token, {period} AS period, sum(count)::BIGINT AS count, {articles} AS articles "
        f"FROM {rows} WHERE token IN ({marks}) GROUP BY ALL",
        terms,
    )


def _trend_doubts(table: pd.DataFrame, periods: pd.DataFrame, by: Period) -> Iterator[str]:
    """What a reader of the trend should know, a sentence each."""
    for term, found in table.groupby("token", sort=False)["count"].sum().items():
        if not found:
            yield (
                f"{term} stands nowhere as one word; kwic({term!r}, mode='text') finds it inside "
                "words and over several"
            )
    undated = periods[periods["period"].isna()]
    if len(undated):
        yield f"pages without a date: {undated['pages'].iloc[0]:,}; their row has no period"
    missing = _missing(periods["period"].dropna(), by)
    if missing:
        more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
        yield f"there is no page of {', '.join(missing[:5])}{more}, and no row"


def _missing(periods: pd.Series, by: Period) -> list[str]:
    """The periods between the first and the last that are not there."""
    if not len(periods):
        return []
    span = pd.period_range(periods.iloc[0], periods.iloc[-1], freq="Y" if by == "year" else "M")
    there = set(periods)
    return [str(one) for one in span if str(one) not in there]
