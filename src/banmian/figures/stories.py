"""Tf-idf by story: the words that mark each story out, side by side."""

from __future__ import annotations

import math
from typing import Any, Final

import pandas as pd
from matplotlib.figure import Figure

from .checks import check_top, counted, headlines_of, origin_of, require_columns, story_name
from .glyphs import check_glyphs
from .sheet import Heads, Own, Sheet, empty_sheet, house_style, row_sheet
from .theme import TEXT, TITLE, Size, Theme, form_of
from .typeset import plain, shorten, width

_WORDS: Final = 5
_STEP: Final = 13.0  # from word to word
_HEAD, _FOOT = 22.0, 16.0  # of a panel, above and below its words
_NARROWEST: Final = 150.0
_GAP: Final = 22.0
_BAR: Final = 7.0


def tf_idf(
    table: pd.DataFrame,
    *,
    articles: pd.DataFrame | None = None,
    title: str | None = None,
    subtitle: str | None = None,
    source: str | None = None,
    top: int = 12,
    theme: Theme = "light",
    size: Size = "screen",
) -> Figure:
    """Draw the five words of each story with the highest tf-idf, all bars to one scale.

    Title and scale are those of the stories drawn. A word of every story has no weight and is
    not shown; of words of equal weight the one that
    comes first in the table is. With few stories the weights take few values.

    Args:
        table: A word of a story a row, with the columns ``page``, ``article``, ``token``, ``count``
            and ``tf_idf``, as `measures.tf_idf` makes it.
        articles: A story a row with the columns ``page``, ``article`` and ``headline``; where
            given, headlines stand over the stories in place of numbers.
        title: The finding; by default the word with the highest weight.
        subtitle: n and unit; by default the numbers of stories and words.
        source: The line at the foot; by default the pages' names.
        top: How many stories to show at most, in the order of the table.
        theme: ``"light"`` or ``"dark"``.
        size: ``"screen"``, ``"slide"``, ``"a4"`` or ``"column"``.

    Returns:
        A figure with one small bar chart a story.

    Raises:
        TableError: A column is missing.
        MissingGlyph: A word or headline has a character that the font lacks.

    >>> import pandas as pd
    >>> table = pd.DataFrame({
    ...     "page": "a.txt", "article": [0, 0, 1], "token": ["新桥", "通车", "工会"],
    ...     "count": [3, 1, 2], "tf_idf": [0.09, 0.03, 0.06]})
    >>> tf_idf(table).axes[0].texts[0].get_text()
    '新桥 marks its story out most: story 0'
    """
    require_columns(table, ("page", "article", "token", "count", "tf_idf"), "tf_idf")
    check_top(top)
    headlines = headlines_of(articles, "tf_idf")
    form, own = form_of(theme, size), Own(title, subtitle, source)
    weighty = table[table["tf_idf"] > 0]
    if weighty.empty:
        return empty_sheet("There are no words that mark a story out", form, own)
    stories = weighty[["page", "article"]].drop_duplicates()
    pages = stories["page"].nunique()
    keys = list(stories.head(top).itertuples(index=False, name=None))
    panels = [(story_name(key, headlines, pages), _best_words(weighty, key)) for key in keys]
    across = max(1, int((form.room + _GAP) // (_NARROWEST + _GAP)))

    def heads(shown: int) -> Heads:
        drawn = panels[: shown * across]
        measure = _measure(len(drawn), len(stories), len(table))
        leaders = [(name, row) for name, rows in drawn for row in rows]
        return own.heads(
            "Bar charts of tf-idf by story", _finding(leaders), measure, origin_of(table)
        )

    high = _HEAD + _STEP * max(len(rows) for _, rows in panels) + _FOOT
    with house_style():
        sheet, first, shown = row_sheet(form, math.ceil(len(panels) / across), high, -_FOOT, heads)
        _draw_panels(sheet, (first, high), panels[: shown * across], across)
        check_glyphs(sheet)
    return sheet


def _best_words(weighty: pd.DataFrame, key: tuple[Any, ...]) -> list[dict[Any, Any]]:
    rows = weighty[(weighty["page"] == key[0]) & (weighty["article"] == key[1])]
    ranked = rows.sort_values("tf_idf", ascending=False, kind="stable")
    best: list[dict[Any, Any]] = ranked.head(_WORDS).to_dict("records")
    return best


def _finding(leaders: list[tuple[str, dict[Any, Any]]]) -> str:
    """The word of the longest bar, and how many bars are as long."""
    most = max(row["tf_idf"] for _, row in leaders)
    level = [one for one in leaders if math.isclose(one[1]["tf_idf"], most)]
    words = [shorten(plain(row["token"]), TEXT, 120) for _, row in level]
    story = shorten(plain(level[0][0]), TITLE, 300)
    others = words[1] if len(words) == 2 else f"{len(words) - 1} other words"
    level_with = f", level with {others}" if len(words) > 1 else ""
    return f"{words[0]} marks its story out most{level_with}: {story}"


def _measure(shown: int, there: int, words: int) -> str:
    stories = counted(there, "story", "stories")
    which = f"The first {shown:,} of {stories}" if shown < there else stories
    n = f"n = {counted(words, 'word')} (词), each once a story"
    return f"{which}; {n}; bar: tf-idf; number: occurrences (次)"


def _draw_panels(
    sheet: Sheet,
    place: tuple[float, float],
    panels: list[tuple[str, list[dict[Any, Any]]]],
    across: int,
) -> None:
    """The panels side by side; ``place`` is where the first row begins, and its height."""
    top, high = place
    room = (sheet.form.room - _GAP * (across - 1)) / across
    most = max(rows[0]["tf_idf"] for _, rows in panels)
    for number, (name, rows) in enumerate(panels):
        x = sheet.left + (room + _GAP) * (number % across)
        y = top + high * (number // across)
        _draw_story(sheet, x, y, room, name, rows, most)


def _draw_story(
    sheet: Sheet,
    x: float,
    y: float,
    room: float,
    name: str,
    rows: list[dict[Any, Any]],
    most: float,
) -> None:
    sheet.stroke([[(x, y), (x + room, y)]], sheet.palette.ink, 0.7)
    sheet.write(x, y + 13, shorten(plain(name), TEXT, room))
    words = [shorten(plain(row["token"]), TEXT, 0.38 * room) for row in rows]
    start = x + 0.4 * room + 4
    for number, (word, row) in enumerate(zip(words, rows, strict=True)):
        middle = y + _HEAD + _STEP * (number + 0.5)
        count = f"{row['count']:,}"
        end = start + (room - (start - x) - width(count, TEXT) - 6) * row["tf_idf"] / most
        sheet.write(start - 6, middle + 3, word, color=sheet.palette.soft, align="right")
        sheet.fill(start, middle - _BAR / 2, end - start, _BAR, sheet.palette.indigo)
        sheet.note(end + 4, middle + 2.6, count)
