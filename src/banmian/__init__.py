"""banmian (版面): take Chinese newspaper pages in plain text apart, and count them honestly.

A page goes in, a `Page` comes out: blocks with roles, stories, rejoined paragraphs, every
character accounted for. From pages come tidy tables, from tables measures and figures::

    import banmian as bm

    pages = bm.read_pages("seeds/")
    bm.term_frequency(bm.tokens(pages), by="corpus")

What makes tables and figures (`bm.tokens`, `bm.people`, `bm.figures` …) is loaded when first used.
"""

from __future__ import annotations

import datetime as dt
import importlib
import os
import sys
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from banmian.page import (
    Article,
    BanmianError,
    Block,
    Dateline,
    EncodingError,
    Fix,
    FixError,
    FormatError,
    MissingGlyph,
    NotTextError,
    Page,
    PageNotFound,
    PageTooLarge,
    Paragraph,
    Person,
    Sidebar,
    Span,
    TableError,
)
from banmian.parsing import Sidecar, parse_page, read_sidecar
from banmian.reading import DEFAULT_LIMIT, Errors, find_pages, find_sidecar, read_text
from banmian.words import Lexicon, Token, segment, stop_words

if TYPE_CHECKING:
    from banmian import archive, display, figures
    from banmian.exports import export, read_export
    from banmian.measures import (
        collocations,
        dispersion,
        diversity,
        family_frequency,
        keyness,
        kwic,
        ngrams,
        reference_list,
        term_frequency,
        tf_idf,
    )
    from banmian.provenance import explain
    from banmian.tables import (
        articles,
        blocks,
        claims,
        comparisons,
        count_words,
        dates,
        entities,
        initiatives,
        organisations,
        people,
        places,
        quantities,
        speeches,
        stability,
        tokens,
    )
    from banmian.words import lint_lexicon, new_words

__all__ = [
    "DEFAULT_LIMIT",
    "Article",
    "BanmianError",
    "Block",
    "Dateline",
    "EncodingError",
    "Fix",
    "FixError",
    "FormatError",
    "Lexicon",
    "MissingGlyph",
    "NotTextError",
    "Page",
    "PageNotFound",
    "PageTooLarge",
    "Paragraph",
    "Person",
    "Sidebar",
    "Span",
    "TableError",
    "Token",
    "archive",
    "articles",
    "blocks",
    "claims",
    "collocations",
    "comparisons",
    "count_words",
    "dates",
    "dispersion",
    "display",
    "diversity",
    "entities",
    "explain",
    "export",
    "family_frequency",
    "figures",
    "initiatives",
    "keyness",
    "kwic",
    "lint_lexicon",
    "new_words",
    "ngrams",
    "organisations",
    "parse_page",
    "people",
    "places",
    "quantities",
    "read_export",
    "read_page",
    "read_pages",
    "reference_list",
    "segment",
    "speeches",
    "stability",
    "stop_words",
    "term_frequency",
    "tf_idf",
    "tokens",
]

__version__ = version("banmian")


def read_page(
    path_or_file: str | os.PathLike[str] | BinaryIO,
    *,
    paper: str | None = None,
    issue_date: dt.date | str | None = None,
    encoding: str | None = None,
    errors: Errors = "replace",
    limit: int = DEFAULT_LIMIT,
) -> Page:
    """Read a page from a file and take it apart.

    Args:
        path_or_file: A path, or a file open for reading bytes.
        paper: The newspaper, if known.
        issue_date: The day of the issue, a date or an ISO string; None takes the day that the
            masthead or folio prints.
        encoding: Overrides what `reading` decides from the bytes.
        errors: ``"replace"`` reads over a few bad bytes, with U+FFFD in their place and a note in
            ``notes``; ``"strict"`` refuses them.
        limit: The largest file to read, in bytes.

    Returns:
        The page; ``name`` is the file's name, ``encoding`` how it was decoded, ``notes`` what is
        wrong with the page: its bytes, or another day printed than was given.

    A sidecar ``page.fix.toml`` beside ``page.txt`` is read too: its corrections are applied, its
    paper and issue date hold where the arguments are None.

    Raises:
        PageNotFound: There is no such file.
        PageTooLarge: The file has more than ``limit`` bytes.
        NotTextError: The file is not plain text.
        EncodingError: The bytes cannot be decoded, or too many of them are bad.
        FixError: The sidecar is malformed, or does not fit the page.

    Example:
        >>> import banmian as bm
        >>> page = bm.read_page("seeds/000_36eec756fec64adf.txt", issue_date="2020-11-03")
        >>> len(page.articles), page.encoding
        (9, 'utf-8')
    """
    source = read_text(path_or_file, encoding=encoding, errors=errors, limit=limit)
    side = _sidecar_of(path_or_file)
    try:
        page = parse_page(
            source.text,
            name=source.name,
            paper=side.paper if paper is None else paper,
            issue_date=side.issue_date if issue_date is None else issue_date,
            fixes=side.fixes,
        )
    except FixError as error:
        raise FixError(f"{source.name}: {error}") from error
    return replace(page, encoding=source.encoding, notes=(*source.notes, *page.notes))


def _sidecar_of(path_or_file: str | os.PathLike[str] | BinaryIO) -> Sidecar:
    """The sidecar of a page named by its path; a file without a path has none."""
    if not isinstance(path_or_file, str | os.PathLike):
        return Sidecar()
    path = find_sidecar(path_or_file)
    return (
        Sidecar()
        if path is None
        else read_sidecar(read_text(path, errors="strict").text, path.name)
    )


def read_pages(
    folder: str | os.PathLike[str],
    *,
    paper: str | None = None,
    issue_date: dt.date | str | None = None,
    encoding: str | None = None,
    errors: Errors = "replace",
    limit: int = DEFAULT_LIMIT,
) -> list[Page]:
    """Read every ``.txt`` page of a folder (or the one page a path names), sorted by name.

    Args:
        folder: The folder, or the path of one page.
        paper: See `read_page`, like the other options; each goes for every page.
        issue_date: See ``paper``.
        encoding: See ``paper``.
        errors: See ``paper``.
        limit: See ``paper``.

    Returns:
        The pages, one at least.

    Raises:
        PageNotFound: There is no such folder, or no page in it.
        BanmianError: A page cannot be read, see `read_page`; the message names the file.

    Example:
        >>> import banmian as bm
        >>> [page.name for page in bm.read_pages("seeds")]
        ['000_36eec756fec64adf.txt']
    """
    return [
        read_page(
            path,
            paper=paper,
            issue_date=issue_date,
            encoding=encoding,
            errors=errors,
            limit=limit,
        )
        for path in find_pages(Path(folder))
    ]


_MODULES: Final = frozenset({"archive", "display", "figures"})
_LATER: Final = {
    name: module
    for module, names in {
        "exports": ("export", "read_export"),
        "provenance": ("explain",),
        "measures": (
            "collocations", "dispersion", "diversity", "family_frequency", "keyness", "kwic",
            "ngrams", "reference_list", "term_frequency", "tf_idf",
        ),
        "tables": (
            "articles", "blocks", "claims", "comparisons", "count_words", "dates", "entities",
            "initiatives", "organisations", "people", "places", "quantities", "speeches",
            "stability", "tokens",
        ),
        "words": ("lint_lexicon", "new_words"),
    }.items()
    for name in names
}  # fmt: skip
"""What makes tables, by its module. pandas takes longer to load than all the rest, matplotlib
longer still: who reads a page or cuts a sentence should not wait for them."""


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return importlib.import_module(f"banmian.{name}")
    if name in _LATER:
        return getattr(importlib.import_module(f"banmian.{_LATER[name]}"), name)
    raise AttributeError(f"module 'banmian' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def _tell_jupyter() -> None:
    """Let the IPython that imports this show pages by their views; elsewhere nothing happens."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is not None:
        importlib.import_module("banmian.display").show_in_jupyter(shell)


_tell_jupyter()
