"""Charts of one bar a row: how long the stories are, which terms are frequent."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
from matplotlib.figure import Figure

from banmian.page import TableError

from .checks import check_top, counted, once_each, origin_of, require_columns
from .glyphs import check_glyphs
from .sheet import (
    Heads,
    Own,
    Sheet,
    columns_of_values,
    empty_sheet,
    house_style,
    row_sheet,
)
from .theme import SMALL, TEXT, TITLE, Size, Theme, form_of
from .typeset import plain, shorten, width

_STEP: Final = 17.0  # from row to row
_BAR: Final = 9.0
_BASE: Final = 3.0  # from the middle of a row down to the baseline of its type
_STRIP: Final = 34.0  # width of a share drawn beside a value

# Kinds differ in lightness as well as in hue, and all but news are named beside the value.
_KINDS: Final = {
    "news": ("indigo", ""),
    "photo": ("ochre", "photo 图片"),
    "brief": ("grey", "brief 简讯"),
}


def article_lengths(
    articles: pd.DataFrame,
    *,
    title: str | None = None,
    subtitle: str | None = None,
    source: str | None = None,
    top: int = 40,
    theme: Theme = "light",
    size: Size = "screen",
) -> Figure:
    """Draw how long each story is, the longest first.

    Args:
        articles: A story a row, with the columns ``page``, ``article``, ``kind`` (news, photo,
            brief), ``headline`` (NA where it has none) and ``characters``.
        title: The finding; by default the longest story and its share.
        subtitle: n and unit; by default the numbers of stories and characters.
        source: The line at the foot; by default the pages' names.
        top: How many stories to show at most; the subtitle says how many there are.
        theme: ``"light"`` or ``"dark"``.
        size: ``"screen"``, ``"slide"``, ``"a4"`` or ``"column"``.

    Returns:
        A figure with one bar a story, labelled with its number, headline and length.

    Raises:
        TableError: A column is missing, or a kind is unknown.
        MissingGlyph: A headline has a character that the font lacks.

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
    form, own = form_of(theme, size), Own(title, subtitle, source)
    if articles.empty:
        return empty_sheet("There are no stories", form, own)
    unknown = sorted(set(articles["kind"].astype(str)) - set(_KINDS))
    if unknown:
        raise TableError(
            f"article_lengths: unknown kind {', '.join(unknown)}; known: {', '.join(_KINDS)}"
        )
    ranked = articles.sort_values("characters", ascending=False, kind="stable").head(top)
    rows = ranked.to_dict("records")
    total = int(articles["characters"].sum())

    def heads(shown: int) -> Heads:
        finding = _longest(rows[0], len(articles), total)
        measure = _stories_shown(shown, len(articles), total)
        return own.heads(
            "Bar chart of the length of stories", finding, measure, origin_of(articles)
        )

    with house_style():
        sheet, first, shown = row_sheet(form, len(rows), _STEP, 8, heads)
        _draw_lengths(sheet, rows[:shown], first + 8)
        check_glyphs(sheet)
    return sheet


def term_frequency(
    table: pd.DataFrame,
    *,
    title: str | None = None,
    subtitle: str | None = None,
    source: str | None = None,
    top: int = 20,
    theme: Theme = "light",
    size: Size = "screen",
) -> Figure:
    """Draw the most frequent terms, with their counts and how they are dispersed beside them.

    The bar shows occurrences per thousand words; beside it stand the count behind it and
    the stories, since a term can be frequent because one story repeats it.

    Args:
        table: A term a row, with the columns ``token``, ``count``, ``total`` (words counted),
            ``per_thousand``, ``articles`` (stories with the term) and ``of_articles``. Where it
            has ``dp_norm`` too (Gries' deviation of proportions, from `measures.dispersion`),
            that is drawn on a scale from 0, as evenly spread as the text, to 1, in one story.
        title: The finding; by default the most frequent term.
        subtitle: n and unit; by default the numbers of words and terms.
        source: The line at the foot; by default none.
        top: How many terms to show at most, the most frequent first.
        theme: ``"light"`` or ``"dark"``.
        size: ``"screen"``, ``"slide"``, ``"a4"`` or ``"column"``.

    Returns:
        A figure with one bar a term.

    Raises:
        TableError: A column is missing, or a term comes twice.
        MissingGlyph: A term has a character that the font lacks.

    >>> import pandas as pd
    >>> table = pd.DataFrame({
    ...     "token": ["职工", "工会"], "count": [12, 9], "total": 1000,
    ...     "per_thousand": [12.0, 9.0], "articles": [3, 1], "of_articles": 4})
    >>> [t.get_text() for t in term_frequency(table).axes[0].texts][0]
    '职工 is the most frequent term: 12.0 of 1,000 words, in 3 of 4 stories'
    """
    wanted = ("token", "count", "total", "per_thousand", "articles", "of_articles")
    require_columns(table, wanted, "term_frequency")
    check_top(top)
    form, own = form_of(theme, size), Own(title, subtitle, source)
    if table.empty:
        return empty_sheet("There are no terms", form, own)
    cure = "count over all stories together, or select one page or story"
    once_each(table, ["token"], "term_frequency", cure)
    ranked = table.sort_values("per_thousand", ascending=False, kind="stable").head(top)
    rows = ranked.to_dict("records")

    def heads(shown: int) -> Heads:
        measure = _terms_shown(shown, len(table), int(table["total"].max()))
        if "dp_norm" in table:
            measure += (
                "; deviation of proportions (DP): at the left even, "
                "at the right all in the shortest story"
            )
        return own.heads("Bar chart of term frequency", _most_frequent(rows[0]), measure)

    with house_style():
        sheet, first, shown = row_sheet(form, len(rows), _STEP, 22, heads)
        _draw_terms(sheet, rows[:shown], first + 22)
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
    room = sheet.form.room
    pages = _page_labels(rows, min(90, 0.14 * room))
    values = [f"{row['characters']:,} 字" for row in rows]
    left = sheet.left + 8 + max(width(f"{row['article']}", SMALL) for row in rows)
    edge = sheet.right - max(width(page, SMALL) + 8 * bool(page) for page in pages)
    behind = [5 + width(v, TEXT) + _kind_width(r) for v, r in zip(values, rows, strict=True)]
    longest = min(250, edge - left - 12 - max(behind) - max(60, 0.15 * room))
    names = [shorten(_headline(row), TEXT, longest) for row in rows]
    start = left + 12 + max(width(name, TEXT) for name in names)
    # As large as the words behind the bars let it be, each behind its own.
    scale = min(
        (edge - beyond - start) / max(1, row["characters"])
        for beyond, row in zip(behind, rows, strict=True)
    )
    for number, (row, name, page) in enumerate(zip(rows, names, pages, strict=True)):
        middle = top + _STEP * (number + 0.5)
        base = middle + _BASE
        color, kind = _KINDS[row["kind"]]
        end = start + scale * row["characters"]
        sheet.note(sheet.left, base, f"{row['article']}")
        sheet.write(left, base, name)
        sheet.fill(start, middle - _BAR / 2, end - start, _BAR, getattr(sheet.palette, color))
        sheet.write(end + 5, base, values[number])
        sheet.note(end + 12 + width(values[number], TEXT), base, kind)
        sheet.note(sheet.right, base, page, "right")
    _draw_zero(sheet, start, top, len(rows))


def _kind_width(row: dict[Any, Any]) -> float:
    kind = _KINDS[row["kind"]][1]
    return width(kind, SMALL) + 7 if kind else 0.0


def _page_labels(rows: list[dict[Any, Any]], room: float) -> list[str]:
    """The page of each story, where there are several; article numbers start anew on each."""
    if len({row["page"] for row in rows}) == 1:
        return [""] * len(rows)
    return [shorten(plain(row["page"]), SMALL, room) for row in rows]


def _draw_zero(sheet: Sheet, x: float, top: float, rows: int) -> None:
    sheet.stroke([[(x, top), (x, top + _STEP * rows)]], sheet.palette.ink, 0.6)


def _draw_terms(sheet: Sheet, rows: list[dict[Any, Any]], top: float) -> None:
    color = sheet.palette
    names = [shorten(plain(row["token"]), TEXT, min(130, 0.25 * sheet.form.room)) for row in rows]
    start = sheet.left + 8 + max(26.0, *(width(name, TEXT) for name in names))
    strips = _draw_strips(sheet, rows, top)
    right = columns_of_values(
        sheet,
        top,
        _STEP,
        [
            ("count 次", [f"{row['count']:,}" for row in rows]),
            ("per 1,000 词", [f"{row['per_thousand']:.1f}" for row in rows]),
            ("stories 篇", [f"{row['articles']:,} of {row['of_articles']:,}" for row in rows]),
        ],
        right=strips,
    )
    scale = (right - start - 6) / (rows[0]["per_thousand"] or 1)
    for number, (name, row) in enumerate(zip(names, rows, strict=True)):
        middle = top + _STEP * (number + 0.5)
        sheet.write(start - 8, middle + _BASE, name, align="right")
        sheet.fill(start, middle - _BAR / 2, scale * row["per_thousand"], _BAR, color.indigo)
    _draw_zero(sheet, start, top, len(rows))


def _draw_strips(sheet: Sheet, rows: list[dict[Any, Any]], top: float) -> float:
    """At the right edge how the terms are dispersed; returns where the strips begin.

    A strip is filled by the share of stories that have the term, or where the deviation of
    proportions is known a dot stands at it.
    """
    left = sheet.right - _STRIP
    known = "dp_norm" in rows[0]
    sheet.note(sheet.right, top - 6, "DP 0–1" if known else "", "right")
    for number, row in enumerate(rows):
        middle = top + _STEP * (number + 0.5)
        if not known:
            share = row["articles"] / (row["of_articles"] or 1)
            sheet.fill(left, middle - 2, _STRIP, 4, sheet.palette.hair)
            sheet.fill(left, middle - 2, _STRIP * share, 4, sheet.palette.ochre)
        elif not pd.isna(row["dp_norm"]):
            sheet.stroke([[(left, middle), (sheet.right, middle)]], sheet.palette.hair, 0.8)
            sheet.dot(left + _STRIP * row["dp_norm"], middle, 2.2, sheet.palette.ochre)
    return left - 10
