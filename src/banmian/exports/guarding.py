"""Text that a spreadsheet would take for a formula, made plain text and back again.

Excel, LibreOffice and Google Sheets run a cell of a CSV file as a formula where it opens with
``=``, ``+``, ``-`` or ``@``, in half or full width, or with a tab or a line end that hides one
of these (OWASP, "CSV Injection"). OWASP's remedy, an apostrophe before it, changes the data, so
here it is put in such a way that it can be taken off again without a doubt.

Left alone: text that Excel would read as a number or a date (007, 1-2, 1E5) is the same text in
the file, and Excel turns it when it opens a CSV; only XLSX says of a cell that it is text.
"""

from __future__ import annotations

import re
from typing import Final

_LIVE: Final = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]")


def is_live(text: str) -> bool:
    """Whether a spreadsheet could run the text, or an apostrophe stands before such text."""
    return _LIVE.match(text) is not None


def guarded(text: str) -> str:
    """The text, with an apostrophe before it where `is_live`.

    >>> guarded("=1+1"), guarded("'=1+1"), guarded("'90s"), guarded("职工")
    ("'=1+1", "''=1+1", "'90s", '职工')
    """
    return f"'{text}" if is_live(text) else text


def unguarded(text: str) -> str:
    """What `guarded` made the text of.

    >>> unguarded("'=1+1"), unguarded("''=1+1"), unguarded("'90s")
    ('=1+1', "'=1+1", "'90s")
    """
    return text[1:] if text.startswith("'") and is_live(text) else text
