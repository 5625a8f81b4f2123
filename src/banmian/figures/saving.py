"""Writing a figure to files: pictures and the data they show, the same bytes on every run."""

from __future__ import annotations

import io
import os
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

import pandas as pd
from matplotlib.figure import Figure

from banmian.exports.guarding import guarded
from banmian.page import TableError

from .glyphs import check_glyphs
from .sheet import Sheet, house_style

# What would differ from run to run, or name a version, is left out of the files.
_METADATA: Final[dict[str, dict[str, Any]]] = {
    "png": {"Software": None},
    "svg": {"Creator": None, "Date": None},
}
_DPI: Final = 200  # a page of 80 blocks is then 1,850 pixels wide and 380 kB


def save(
    fig: Figure,
    stem: str | os.PathLike[str],
    *,
    data: pd.DataFrame,
    formats: Sequence[str] = ("png", "svg"),
) -> list[Path]:
    """Write ``stem``.png, ``stem``.svg and ``stem``.csv, each whole, and return their paths.

    A second run writes the same bytes: no date, no random names, type drawn as outlines. The CSV
    is UTF-8 with a byte order mark (without it Excel misreads Chinese), LF line ends and at
    most ten significant digits; text that a spreadsheet would run (``=1+1``) has an apostrophe
    before it. An index is written only where it has a name or is not made of integers. A chart's
    alternative text goes into the picture: ``<title>`` and ``<desc>`` of the SVG, ``Title`` and
    ``Description`` of the PNG. Existing files are replaced; the folder is made where it is missing.

    Args:
        fig: A chart of this package, or any other matplotlib figure; its text is checked (again).
        stem: Folder and name of the files, without an ending.
        data: The table that the figure shows.
        formats: ``"png"``, ``"svg"`` or both.

    Returns:
        The paths written, pictures first, the CSV last.

    Raises:
        MissingGlyph: A text has a character that its font lacks; nothing is written.
        TableError: ``data`` is no DataFrame, or holds text that is not valid Unicode.
        ValueError: A format is unknown.

    >>> import tempfile
    >>> import pandas as pd
    >>> data = pd.DataFrame({"token": ["职工"], "count": [3]})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     paths = save(Figure(), f"{folder}/figures/01_terms", data=data)
    >>> [path.name for path in paths]
    ['01_terms.png', '01_terms.svg', '01_terms.csv']
    """
    unknown = [name for name in formats if name not in _METADATA]
    if unknown:
        raise ValueError(f"formats has {unknown}, expected a choice of {list(_METADATA)}")
    _check(fig)
    path = Path(stem).expanduser()
    files = {path.with_name(f"{path.name}.{name}"): _picture(fig, name) for name in formats}
    files[path.with_name(f"{path.name}.csv")] = _csv(data)
    path.parent.mkdir(parents=True, exist_ok=True)
    _write_all(files)
    return list(files)


def _check(fig: Figure) -> None:
    """Check the text of any figure, also the labels that matplotlib makes while drawing."""
    with house_style(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", r"Glyph \d+ ", UserWarning)
        fig.draw_without_rendering()
    check_glyphs(fig)


def _picture(fig: Figure, name: str) -> bytes:
    words = {}
    if isinstance(fig, Sheet) and fig.alt:
        words = {"Title": fig.heading, "Description": fig.alt}
    with house_style(), io.BytesIO() as file:
        fig.savefig(file, format=name, dpi=_DPI, metadata=_METADATA[name] | words)
        picture = file.getvalue()
    return _described(picture, words["Description"]) if words and name == "svg" else picture


def _described(svg: bytes, alt: str) -> bytes:
    """The SVG as a picture with a text to read aloud; matplotlib writes only its <title>."""
    role = svg.replace(b"<svg ", b'<svg role="img" ', 1)
    before, _, after = role.partition(b"</title>")
    return b"%b</title>\n <desc>%b</desc>%b" % (before, escape(alt).encode(), after)


def _csv(data: pd.DataFrame) -> bytes:
    if not isinstance(data, pd.DataFrame):
        raise TableError(f"save takes the figure's data as a DataFrame, got {type(data).__name__}")
    named = any(name is not None for name in data.index.names)
    index = named or not pd.api.types.is_integer_dtype(data.index.dtype)
    try:
        safe = _guarded(data)
        text = safe.to_csv(index=index, lineterminator="\n", float_format="%.10g")
        return text.encode("utf-8-sig")
    except UnicodeEncodeError as error:
        raise TableError(f"the data cannot be written as UTF-8: {error}") from error


def _guarded(data: pd.DataFrame) -> pd.DataFrame:
    """The data with an apostrophe before text that a spreadsheet would run."""
    safe: pd.DataFrame = data.apply(
        lambda column: column.map(_guarded_cell) if _is_text(column) else column
    )
    return safe


def _is_text(column: pd.Series) -> bool:
    return not (pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column))


def _guarded_cell(cell: Any) -> Any:
    return guarded(cell) if isinstance(cell, str) else cell


def _write_all(files: dict[Path, bytes]) -> None:
    """Write every file beside its place first, then put all in place."""
    waiting = {path.with_name(f".{path.name}.{os.getpid()}.part"): path for path in files}
    try:
        for part, path in waiting.items():
            part.write_bytes(files[path])
        for part, path in waiting.items():
            part.replace(path)
    finally:
        for part in waiting:
            part.unlink(missing_ok=True)
