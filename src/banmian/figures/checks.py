"""What every chart asks of its table, and how it counts in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from banmian.page import TableError


def require_columns(table: pd.DataFrame, columns: Iterable[str], chart: str) -> None:
    """Raise `TableError` where the chart's table lacks a column, naming what came instead."""
    if not isinstance(table, pd.DataFrame):
        raise TableError(f"{chart} takes a DataFrame, got {type(table).__name__}")
    wanted = list(columns)
    missing = [name for name in wanted if name not in table.columns]
    if missing:
        raise TableError(
            f"{chart} needs the columns {', '.join(wanted)}; the table lacks "
            f"{', '.join(missing)} (it has {', '.join(map(str, table.columns)) or 'none'})"
        )


def one_page(table: pd.DataFrame, chart: str) -> str:
    """The name of the only page in the table ("" for an empty table)."""
    names = list(dict.fromkeys(table["page"].dropna().astype(str)))
    if len(names) > 1:
        raise TableError(
            f"{chart} draws one page, the table has {len(names)}: {', '.join(names[:5])}; "
            f"select one: table[table.page == {names[0]!r}]"
        )
    return names[0] if names else ""


def once_each(table: pd.DataFrame, columns: list[str], chart: str, cure: str) -> None:
    """Raise `TableError` where two rows have the same values of these columns."""
    twice = table.loc[table.duplicated(columns), columns]
    if len(twice):
        named = sorted({" ".join(map(str, row)) for row in twice.itertuples(index=False)})
        raise TableError(
            f"{chart} draws a row once, the table has {', '.join(named[:5])} more than once; {cure}"
        )


def check_top(top: int) -> None:
    """Refuse a number of rows to show that shows nothing."""
    if top < 1:
        raise ValueError(f"top is {top}, expected 1 or more rows to show")


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun.

    >>> counted(1, "story", "stories"), counted(1200, "block"), counted(0, "cut")
    ('1 story', '1,200 blocks', 'no cuts')
    """
    noun = one if number == 1 else many or f"{one}s"
    return f"{number:,} {noun}" if number else f"no {noun}"


def stories_in(table: pd.DataFrame) -> int:
    """How many stories the rows of a table stand in; rows outside stories are passed over."""
    return len(table.dropna(subset=["article"])[["page", "article"]].drop_duplicates())


def headlines_of(articles: pd.DataFrame | None, chart: str) -> dict[tuple[object, object], str]:
    """The headlines of a table of stories by page and number; stories without one are left out."""
    if articles is None:
        return {}
    require_columns(articles, ("page", "article", "headline"), f"{chart} (articles)")
    known = articles.dropna(subset=["headline"])
    keys = zip(known["page"], known["article"], strict=True)
    return dict(zip(keys, known["headline"].astype(str), strict=True))


def story_name(
    key: tuple[object, object], headlines: Mapping[tuple[object, object], str], pages: int
) -> str:
    """A story by its headline, or where that is not known by the number on its page.

    >>> story_name(("a.txt", 3), {}, 1), story_name(("a.txt", 3), {}, 2)
    ('story 3', 'story 3 of a.txt')
    """
    number = f"story {key[1]}"
    return headlines.get(key) or (f"{number} of {key[0]}" if pages > 1 else number)


def origin_of(table: pd.DataFrame) -> str:
    """The source line of a table with a column ``page``: its pages by name, or their number.

    Example:
        >>> import pandas as pd
        >>> origin_of(pd.DataFrame({"page": ["a.txt", "a.txt", "b.txt"]}))
        'Source: a.txt, b.txt'
    """
    names = list(dict.fromkeys(table["page"].dropna().astype(str)))
    if len(names) > 3:
        return f"Source: {len(names):,} pages, {names[0]} to {names[-1]}"
    return f"Source: {', '.join(names)}" if names else ""
