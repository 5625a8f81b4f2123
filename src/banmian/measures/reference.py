"""A word list as the reference of keyness: of one's own pages, or a frequency vector.

What serves as reference decides what comes out as key. Pages of the same paper show what is
special to the story; a list of general language shows what is special to newspapers first.
"""

from __future__ import annotations

import os
from typing import Any, Final

import pandas as pd

from banmian.measures.counting import STORY, as_table, check_columns, sort_rows
from banmian.measures.frequency import term_frequency
from banmian.measures.lists import read_list
from banmian.page import TableError

COLUMNS: Final = {
    "token": "str",
    "count": "int64",
    "total": "int64",
    "per_thousand": "float64",
    "articles": "Int64",
    "of_articles": "Int64",
}


def reference_list(
    source: pd.DataFrame | pd.Series | str | os.PathLike[str], *, total: int | None = None
) -> pd.DataFrame:
    """A frequency list for `keyness` to compare with.

    Use it to keep the counts of many pages without their tokens, or to bring counts from
    elsewhere. They must be of words cut in the same way: against a list that knows 困难职工 as
    two words, the one word is key whatever the story says. A list carries its makers'
    ``attrs``, so that `keyness` can refuse where it knows.

    jieba's own dictionary (``dict.txt``: word, frequency, tag) can be made into a list, and should
    not be taken for one of the language: the frequencies are weights for cutting, counted in
    texts that its README names only in part, with words added and weights set by hand to make cuts
    come out right; 57 % of its 349,046 words have the frequency 2 or 3, which says that the word
    is there and little else. It serves to see which words of a story are no common words
    at all. It cannot serve for effect sizes, intervals or p-values.

    Args:
        source: A table made by `tables.tokens`; a table with the columns token and count, such as
            `term_frequency` by corpus gives; a Series of counts, its index the words; or the path
            of a UTF-8 file with the columns token and count parted by tabs. Columns total,
            articles and of_articles are used if there.
        total: All words that were counted, if the source does not say and lists only some of them
            (a list cut off below, without its rare words); None takes the sum of the counts.

    Returns:
        One row a word, most frequent first, then by code point: ``token``, ``count``, ``total``,
        ``per_thousand``, ``articles`` (stories that have it; missing if unknown), ``of_articles``.

    Raises:
        TableError: The source has other columns, a count that is no whole number from 0, a word
            twice, or a total that is smaller than its counts.
        FormatError: The file cannot be read.

    >>> reference_list(pd.Series({"会": 30, "新": 10}), total=100)[["token", "per_thousand"]]
      token  per_thousand
    0     会         300.0
    1     新         100.0
    """
    if isinstance(source, (str, os.PathLike)):
        source = read_list(source, ["token", "count"])
    if isinstance(source, pd.Series):
        source = source.rename("count").rename_axis("token").reset_index()
    if isinstance(source, pd.DataFrame) and "word" in source.columns:
        check_columns(source, [*STORY, "role", "token", "word"], "reference_list")
        return as_table(COLUMNS, term_frequency(source, by="corpus"), source)
    if not is_reference(source):
        raise TableError(
            f"reference_list got {_what(source)}; expected a table of tokens, a table with the "
            "columns token and count, a Series of counts, or the path of a file of them"
        )
    return _list_of(source, total)


def is_reference(table: Any) -> bool:
    """Whether a table lists words with counts, and is no table of tokens."""
    if not isinstance(table, pd.DataFrame):
        return False
    return {"token", "count"} <= set(table.columns) and "word" not in table.columns


def _what(source: object) -> str:
    if isinstance(source, pd.DataFrame):
        return f"a table with the columns {', '.join(map(str, source.columns)) or 'none'}"
    return type(source).__name__


def _list_of(source: pd.DataFrame, total: int | None) -> pd.DataFrame:
    count = _whole_numbers(source["count"])
    repeated = source.loc[source["token"].duplicated(), "token"]
    if len(repeated):
        raise TableError(f"the reference lists {repeated.iloc[0]!r} twice; add its counts up")
    unknown = pd.Series(pd.NA, source.index, dtype="Int64")
    stories = {name: source.get(name, unknown) for name in ("articles", "of_articles")}
    words = _total_of(source, count) if total is None else total
    if count.sum() > words:
        raise TableError(
            f"the reference has counts of {count.sum():,} words in all, more than its total of "
            f"{words:,}; give all words that were counted"
        )
    table = pd.DataFrame({"token": source["token"], "count": count, "total": words})
    table = table.assign(**{name: _whole_numbers(known) for name, known in stories.items()})
    table["per_thousand"] = table["count"] / max(words, 1) * 1000
    return as_table(COLUMNS, sort_rows(table, {"count": False, "token": True}), source)


def _total_of(source: pd.DataFrame, count: pd.Series) -> int:
    """The one value of the column total, else the sum of the counts."""
    if "total" not in source.columns or not len(source):
        return int(count.sum())
    totals = _whole_numbers(source["total"]).unique()
    if len(totals) != 1:
        raise TableError(
            f"the column total of the reference has {len(totals)} values, expected one: "
            "the words of all that was counted; a count by page or story is no reference"
        )
    return int(totals[0])


def _whole_numbers(values: pd.Series) -> pd.Series:
    """The values as Int64, from numbers or from the cells of a file."""
    try:
        numbers = pd.to_numeric(values.replace("", pd.NA)).astype("Int64")
    except (ValueError, TypeError) as error:
        raise TableError(
            f"the column {values.name} of the reference holds {error}; expected whole numbers"
        ) from error
    wrong = numbers < 0
    if values.name == "count":
        wrong = wrong.fillna(True)
    if wrong.any():
        raise TableError(
            f"the column {values.name} of the reference holds "
            f"{values[wrong.fillna(False)].iloc[0]}; expected whole numbers from 0"
        )
    return numbers
