"""Which counts hang on how the text was cut: `stability`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

import pandas as pd

from banmian.page import Page
from banmian.tables.columns import Column
from banmian.tables.counting import word_counts
from banmian.tables.pages import Sources
from banmian.words import Granularity, Lexicon, LexiconSource, Segmenter, segmenter

STABILITY_COLUMNS: Final[Mapping[str, Column]] = {
    "token": Column("str", "word, in half-width forms"),
    "count": Column("int64", "occurrences in the stories, cut as asked for"),
    "total": Column("int64", "all words of the stories, cut as asked for"),
    "lowest": Column("int64", "lowest of the counts in this row"),
    "highest": Column("int64", "highest of the counts in this row"),
    "no_guesses": Column("Int64", "count without jieba's model, which guesses unknown words"),
    "other_lexicon": Column("Int64", "count without the lexicon; if none is given, with banmian's"),
    "other_granularity": Column("Int64", "count at the other granularity"),
    "other_engine": Column("Int64", "count by the other engine; missing if there is none"),
    "stable": Column("bool", "whether all counts in this row are the same"),
}


def stability(
    texts: Page | str | Iterable[Page | str],
    *,
    lexicon: Lexicon | LexiconSource | None = None,
    granularity: Granularity = "jieba",
    min_count: int = 1,
) -> pd.DataFrame:
    r"""Which counts would be others, had the text been cut in another way.

    The text is cut as asked for, and again with one thing changed at a time: without the hidden
    Markov model, with another lexicon, at the other granularity, by the other engine. A word
    whose count changes is not wrong; it says that a choice which nobody sees in the figure
    decided part of it. That a word is stable says only that these four choices do not matter.

    Args:
        texts: A page, a string, or any number of them, as in `count_words`.
        lexicon: Words to know besides the dictionary, see `segment`. What is tried instead is
            none; for None it is banmian's own, `Lexicon.packaged`.
        granularity: How finely to cut, see `segment`.
        min_count: Leave out words that no way of cutting finds so often.

    Returns:
        One row a word of any of the cuts, most frequent first, then by code point, with the columns
        of ``STABILITY_COLUMNS``; ``count`` is that of `count_words`, and pages' `term_frequency`.
        ``attrs["settings"]`` says of each of the other cuts what made it, and its ``total``; None
        stands for one that could not be made.

    Raises:
        FormatError: Something given is no `Page` or str, or an option is wrong (see `segment`).

    >>> import banmian as bm
    >>> page = bm.parse_page("新桥通车\n\n本报讯 扶贫车间开工。扶贫有新路。")
    >>> frame = stability(page, lexicon=["扶贫车间"]).set_index("token")
    >>> frame.loc[["扶贫车间", "扶贫", "开工"], ["count", "lowest", "highest"]].values.tolist()
    [[1, 0, 1], [1, 1, 2], [1, 1, 1]]
    """
    asked = segmenter(lexicon=lexicon, granularity=granularity)
    again = [texts] if isinstance(texts, (Page, str)) else list(texts)
    sources = Sources()
    count = word_counts(sources.noted(again), asked)
    ways = _other_ways(asked)
    others = {name: word_counts(again, way) for name, way in ways.items() if way is not None}
    made = pd.DataFrame({"count": count, **others}, dtype="Int64").fillna(0)
    table = made.assign(lowest=made.min(axis=1), highest=made.max(axis=1), total=count.total())
    table["stable"] = table["lowest"] == table["highest"]
    table = table.rename_axis("token").reset_index().reindex(columns=list(STABILITY_COLUMNS))
    table = table[table["highest"] >= min_count].astype(
        {name: column.dtype for name, column in STABILITY_COLUMNS.items()}
    )
    table = table.sort_values(["count", "token"], ascending=[False, True], ignore_index=True)
    settings = {
        name: None if way is None else way.description | {"total": others[name].total()}
        for name, way in ways.items()
    }
    table.attrs.update(asked.description, **sources.attrs, settings=settings)
    return table


def _other_ways(asked: Segmenter) -> dict[str, Segmenter | None]:
    """The cuts that differ in one thing, by column; None for an engine that is not there."""
    lexicon = Lexicon.packaged() if asked.lexicon is None else None
    granularity: Granularity = "fine" if asked.granularity == "jieba" else "jieba"
    fast = asked.description["engine"] != replace(asked, engine="jieba").description["engine"]
    return {
        "no_guesses": replace(asked, hmm=False),
        "other_lexicon": replace(asked, lexicon=lexicon),
        "other_granularity": replace(asked, granularity=granularity),
        "other_engine": replace(asked, engine="jieba") if fast else None,
    }
