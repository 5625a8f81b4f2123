"""Charts of one bar a row: how long the stories are, which terms are frequent."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
from matplotlib.figure import Figure

from banmian.page import TableError

from .house import (
    LIGHT,
    MARGIN,
    SMALL,
    TEXT,
    TITLE,
    Sheet,
    check_glyphs,
    check_top,
    counted,
    empty_sheet,
    head_and_foot,
    house_style,
    origin_of,
    require_columns,
)
from .typeset import plain, shorten, width

_WIDE: Final = 640.0
_STEP: Final = 17.0  # from row to row
_BAR: Final = 9.0
_BASE: Final = 3.0  # from the middle of a row down to the baseline of its type

# Kinds differ in lightness as well as in hue, and all but news are named beside the value.
_KINDS: Final = {
    "news": (LIGHT.indigo, ""),
    "photo": (LIGHT.ochre, "photo 图片"),
    "brief": (LIGHT.grey, "brief 简讯"),
}


def article_lengths(
    articles: pd.DataFrame,
    *,
    title: str | None = None,
    subtitle: str | None = None,
    source: str | None = None,
    top: int = 40,
) -> Figure:
    """Draw how long each story is, the longest first.

    Args:
        articles: a story a row, with the columns ``page``, ``article``, ``kind`` (news, photo,
            brief), ``headline`` (NA where it has none) and ``characters``.
        title: the finding; by default the longest story and its share.
        subtitle: n and unit; by default the numbers of stories and characters.
        source: the line at the foot; by default the pages' names.
        top: how many stories to show; the subtitle says how many there are.

    Returns:
        A figure with one bar a story, labelled with its number, headline and length.

    Raises:
        TableError: a column is missing, or a kind is unknown.
        MissingGlyph: a headline has a character that the font lacks.

    >>> import pandas as pd
    >>> articles = pd.DataFrame({
    ...     "page": "a.txt", "article": [0, 1], "kind": ["news", "photo"],
    ...     "headline": ["新桥通车", "桥上的人"], "characters": [900, 100]})
    >>> [t.get_text() for t in article_lengths(articles).axes[0].texts][0]
    '新桥通车 is the longest of 2 stories, 90 % of the text'
    """
    require_columns(
        articles, ("page", "article", "kind", "headline", "characters"), "article_lengths"
    )
    check_top(top)
    if articles.empty:
        return empty_sheet("There are no stories", title, subtitle, source)
    unknown = sorted(set(articles["kind"].astype(str)) - set(_KINDS))
    if unknown:
        raise TableError(
            f"article_lengths: unknown kind {', '.join(unknown)}; known: {', '.join(_KINDS)}"
        )
    rows = (
        articles.sort_values("characters", ascending=False, kind="stable")
        .head(top)
        .to_dict("records")
    )
    total = int(articles["characters"].sum())
    with house_style():
        sheet, first = head_and_foot(
            _WIDE,
            8 + _STEP * len(rows),
            _longest(rows[0], len(articles), total) if title is None else title,
            _stories_shown(len(rows), len(articles), total) if subtitle is None else subtitle,
            origin_of(articles) if source is None else source,
        )
        _draw_lengths(sheet, rows, first + 8)
        check_glyphs(sheet)
    return sheet


def term_frequency(
    table: pd.DataFrame,
    *,
    title: str | None = None,
    subtitle: str | None = None,
    source: str | None = None,
    top: int = 20,
) -> Figure:
    """Draw the most frequent terms, with their counts and in how many stories each stands.

    The bar shows occurrences per thousand words; beside it stand the count behind it and
    the stories, since a term can be frequent because one story repeats it.

    Args:
        table: a term a row, with the columns ``token``, ``count``, ``total`` (words counted),
            ``per_thousand``, ``articles`` (stories with the term) and ``of_articles``.
        title: the finding; by default the most frequent term.
        subtitle: n and unit; by default the numbers of words and terms.
        source: the line at the foot; by default none.
        top: how many terms to show, the most frequent first.

    Returns:
        A figure with one bar a term.

    Raises:
        TableError: a column is missing, or a term comes twice.
        MissingGlyph: a term has a character that the font lacks.

    >>> import pandas as pd
    >>> table = pd.DataFrame({
    ...     "token": ["职工", "工会"], "count": [12, 9], "total": 1000,
    ...     "per_thousand": [12.0, 9.0], "articles": [3, 1], "of_articles": 4})
    >>> [t.get_text() for t in term_frequency(table).axes[0].texts][0]
    '职工 is the most frequent term: 12.0 of 1,000 words, in 3 of 4 stories'
    """
    require_columns(
        table,
        ("token", "count", "total", "per_thousand", "articles", "of_articles"),
        "term_frequency",
    )
    check_top(top)
    if table.empty:
        return empty_sheet("There are no terms", title, subtitle, source)
    twice = sorted(set(table.loc[table["token"].duplicated(), "token"].astype(str)))
    if twice:
        raise TableError(
            f"term_frequency draws a term once, the table has {', '.join(twice[:5])} more than "
            "once; count over all stories together, or select one page or story"
        )
    rows = (
        table.sort_values("per_thousand", ascending=False, kind="stable")
        .head(top)
        .to_dict("records")
    )
    with house_style():
        sheet, first = head_and_foot(
            _WIDE,
            22 + _STEP * len(rows),
            _most_frequent(rows[0]) if title is None else title,
            _terms_shown(len(rows), len(table), int(table["total"].max()))
            if subtitle is None
            else subtitle,
            source,
        )
        _draw_terms(sheet, rows, first + 22)
        check_glyphs(sheet)
    return sheet


def _longest(row: dict[Any, Any], stories: int, total: int) -> str:
    share = f"{row['characters'] / total:.0%}".replace("%", " %") if total else "none"
    name = shorten(_headline(row), TITLE, 300)
    if stories == 1:
        return f"{name} is the only story"
    return f"{name} is the longest of {counted(stories, 'story', 'stories')}, {share} of the text"


def _most_frequent(row: dict[Any, Any]) -> str:
    name = shorten(plain(row["token"]), TEXT, 120)
    return (
        f"{name} is the most frequent term: {row['per_thousand']:.1f} of 1,000 words, "
        f"in {row['articles']:,} of {counted(int(row['of_articles']), 'story', 'stories')}"
    )


def _stories_shown(shown: int, there: int, characters: int) -> str:
    stories = counted(there, "story", "stories")
    which = f"The {shown:,} longest of {stories}" if shown < there else stories
    return f"{which}; n = {counted(characters, 'character')} (字)"


def _terms_shown(shown: int, there: int, words: int) -> str:
    terms = counted(there, "term")
    which = f"The {shown:,} most frequent of {terms}" if shown < there else terms
    return f"{which}; n = {counted(words, 'word')} (词)"


def _headline(row: dict[Any, Any]) -> str:
    text = "" if pd.isna(row["headline"]) else plain(row["headline"])
    return text or "no headline 无题"


def _draw_lengths(sheet: Sheet, rows: list[dict[Any, Any]], top: float) -> None:
    pages = _page_labels(rows)
    names = [shorten(_headline(row), TEXT, 250) for row in rows]
    left = MARGIN + 8 + max(width(f"{row['article']}", SMALL) for row in rows)
    start = left + 12 + max(width(name, TEXT) for name in names)
    room = _WIDE - MARGIN - start - 100 - max(width(page, SMALL) for page in pages)
    most = max(max(row["characters"] for row in rows), 1)
    for number, (row, name, page) in enumerate(zip(rows, names, pages, strict=True)):
        middle = top + _STEP * (number + 0.5)
        base = middle + _BASE
        color, kind = _KINDS[row["kind"]]
        end = start + room * row["characters"] / most
        sheet.write(MARGIN, base, f"{row['article']}", SMALL, color=LIGHT.soft)
        sheet.write(left, base, name)
        sheet.fill(start, middle - _BAR / 2, end - start, _BAR, color)
        value = f"{row['characters']:,} 字"
        sheet.write(end + 5, base, value)
        sheet.write(end + 12 + width(value, TEXT), base, kind, SMALL, color=LIGHT.soft)
        sheet.write(_WIDE - MARGIN, base, page, SMALL, color=LIGHT.soft, align="right")
    _draw_zero(sheet, start, top, len(rows))


def _page_labels(rows: list[dict[Any, Any]]) -> list[str]:
    """The page of each story, where there are several; article numbers start anew on each."""
    if len({row["page"] for row in rows}) == 1:
        return [""] * len(rows)
    return [shorten(plain(row["page"]), SMALL, 90) for row in rows]


def _draw_zero(sheet: Sheet, x: float, top: float, rows: int) -> None:
    sheet.stroke([[(x, top), (x, top + _STEP * rows)]], LIGHT.ink, 0.6)


def _draw_terms(sheet: Sheet, rows: list[dict[Any, Any]], top: float) -> None:
    right = _WIDE - MARGIN
    heads = ((right - 162, "count 次"), (right - 100, "per 1,000 词"), (right, "stories 篇"))
    for x, text in heads:
        sheet.write(x, top - 6, text, SMALL, color=LIGHT.soft, align="right")
    names = [shorten(plain(row["token"]), TEXT, 130) for row in rows]
    start = MARGIN + 8 + max(40.0, *(width(name, TEXT) for name in names))
    room = right - 162 - 40 - start
    most = max(row["per_thousand"] for row in rows) or 1
    for number, (name, row) in enumerate(zip(names, rows, strict=True)):
        middle = top + _STEP * (number + 0.5)
        sheet.write(start - 8, middle + _BASE, name, align="right")
        sheet.fill(start, middle - _BAR / 2, room * row["per_thousand"] / most, _BAR, LIGHT.indigo)
        values = (
            f"{row['count']:,}",
            f"{row['per_thousand']:.1f}",
            f"{row['articles']:,} of {row['of_articles']:,}",
        )
        for (x, _), value in zip(heads, values, strict=True):
            sheet.write(x, middle + _BASE, value, align="right")
        _draw_share(sheet, right - 88, middle, row["articles"] / (row["of_articles"] or 1))
    _draw_zero(sheet, start, top, len(rows))


def _draw_share(sheet: Sheet, x: float, y: float, share: float) -> None:
    """A strip of 36 points, filled by the share of stories that have the term."""
    sheet.fill(x, y - 2, 36, 4, LIGHT.hair)
    sheet.fill(x, y - 2, 36 * share, 4, LIGHT.ochre)
