"""What must hold of a page's text and day before anything is read out of them."""

from __future__ import annotations

import datetime as dt

from banmian.page.errors import FormatError, NotTextError


def check_text(text: str) -> None:
    r"""Raise unless this is text that can be stored: a str without half a surrogate pair.

    Halves come from JSON (``"\ud83d"``) and from ``errors="surrogateescape"``. No file in UTF-8,
    no table and no segmenter takes them, and whoever drops them moves all offsets.

    Raises:
        FormatError: It is no str.
        NotTextError: It has half a pair; the message says where.

    >>> check_text("新桥通车")
    """
    if not isinstance(text, str):
        raise FormatError(
            f"got {type(text).__name__}, expected the text of a page as a str; "
            "read_page reads files and decodes bytes"
        )
    try:
        text.encode()
    except UnicodeEncodeError as error:
        at = error.start
        raise NotTextError(
            f"character {at} (line {text.count(chr(10), 0, at) + 1}) is U+{ord(text[at]):04X}, "
            "half of a surrogate pair and no character; read the file's bytes with read_page, "
            "or put U+FFFD in its place"
        ) from error


def as_date(value: dt.date | str | None) -> dt.date | None:
    """An issue date from a date or an ISO string such as ``"2020-11-03"``; None stays None.

    Raises:
        FormatError: It is neither.

    >>> as_date("2020-11-03")
    datetime.date(2020, 11, 3)
    """
    if value is None:
        return None
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value)
    except (ValueError, TypeError) as error:
        raise FormatError(
            f"issue_date is {value!r}, expected a date or an ISO string like '2020-11-03'"
        ) from error
