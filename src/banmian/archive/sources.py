"""Where the pages of an archive come from: folders of text, zip files, JSON lines, Parquet.

`find_sources` lists the pages below a path without reading their texts, `read_source` reads one
of them and takes it apart. What a file system is, is left to `storage`, what names tell to
`templates`, the inside of zip files to `zips` and records to `records`.

What was found but cannot be a page (a link out of the folder, a damaged zip file, a line that is
no JSON, a day that is none of the calendar) is a source too, with a ``fault``: reading it raises,
so that a build names it among its failures and goes on with the rest.

Left alone, on purpose: hidden files and folders, ``README*`` and ``__MACOSX``, files of other
endings, sidecars inside zip files.
"""

from __future__ import annotations

import hashlib
import os
import posixpath
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import attrgetter

from banmian.archive.records import Line, Row, list_lines, list_rows, read_record
from banmian.archive.storage import (
    SUFFIXES,
    File,
    Member,
    Part,
    as_text,
    fetch,
    join,
    list_files,
    sidecar_of,
)
from banmian.archive.templates import NOTHING, Template
from banmian.archive.zips import list_members
from banmian.page import FixError, FormatError, Page, PageNotFound, PageTooLarge
from banmian.parsing import Sidecar, parse_page, read_sidecar
from banmian.reading import DEFAULT_LIMIT


@dataclass(frozen=True, slots=True)
class Source:
    """One page of an archive, not read yet: small, and the same in another process.

    ``page`` is its name in the archive: the path below the folder that was given, with ``/`` and
    in Unicode's composed form (NFC). ``root`` and ``path`` say where the file lies, ``size`` is
    its bytes (of a zip member, of a record: its own). ``paper``, ``issue_date`` (ISO) and
    ``number`` are what the template or the record tells; the page that `read_source` gives has
    the last word on paper and day, for a sidecar may correct them. ``fault`` says why it cannot
    be read.

    >>> [source] = find_sources("seeds")
    >>> source.page, source.url.endswith("/seeds/000_36eec756fec64adf.txt"), source.read_sidecar()
    ('000_36eec756fec64adf.txt', True, None)
    >>> source.read(limit=100_000).decode().split()[0][:4], len(source.digest())
    ('演绎扶贫', 32)
    """

    page: str
    root: str
    path: str
    size: int
    paper: str | None = None
    issue_date: str | None = None
    number: int | None = None
    member: Member | None = None
    sidecar: bool = False
    fault: str | None = None

    @property
    def url(self) -> str:
        """Local path or fsspec URL of the file that holds it."""
        return join(self.root, self.path)

    def read(self, limit: int = DEFAULT_LIMIT) -> bytes:
        """The bytes of the page, undecoded.

        Raises:
            PageNotFound: The file is gone.
            PageTooLarge: There are more than ``limit`` of them.
            FormatError: The source has a ``fault``.
            BanmianError: It cannot be read; the cause is kept.
        """
        if self.fault is not None:
            raise FormatError(f"{self.page!r}: {self.fault}")
        known = 0 if isinstance(self.member, Row) else self.size  # of a row it is a mean
        data = self._fetch(limit) if known <= limit else b""
        size = max(known, len(data))
        if size > limit:
            raise PageTooLarge(
                f"{self.page!r} has {size:,} bytes or more, the limit for one page is {limit:,}; "
                "split it into pages, or raise limit="
            )
        return data

    def _fetch(self, limit: int) -> bytes:
        if self.member is None:
            return fetch(self.url, 0, limit + 1)
        return self.member.read(self.url, limit)

    def read_sidecar(self) -> bytes | None:
        """The corrections beside the page, undecoded; None if there are none.

        Raises:
            BanmianError: They cannot be read; the cause is kept.
        """
        if not self.sidecar:
            return None
        return fetch(join(self.root, sidecar_of(self.path)), 0, DEFAULT_LIMIT)

    def digest(self, limit: int = DEFAULT_LIMIT) -> str:
        """32 hex digits that change when anything changes that the page is made from.

        BLAKE2b of the bytes, the sidecar's, and what the template tells. Raises what `read` raises
        for ``limit``.
        """
        told = repr((self.paper, self.issue_date, self.number)).encode()
        made = hashlib.blake2b(digest_size=16)
        for part in (told, self.read_sidecar(), self.read(limit)):
            made.update(b"-" if part is None else b"%d:" % len(part))
            made.update(part or b"")
        return made.hexdigest()


def find_sources(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    template: str | None = None,
    paper: str | None = None,
) -> list[Source]:
    """The pages below one or several paths, sorted by name in code-point order.

    Args:
        paths: Folders or files, local or as fsspec URLs (``s3://bucket/prefix``). Of one folder,
            pages are named by their path below it; of several, the folder's own name stands in
            front.
        template: What the names tell, see `Template`.
        paper: The newspaper, where neither name nor record tells it.

    Returns:
        At least one source that can be read. Where a name does not match the template, paper, day
        and number stay None.

    Raises:
        PageNotFound: A path names nothing, or nothing that can hold a page.
        FormatError: The template is malformed or matches no name at all; two pages have one name,
            or one file is reached by two paths; or everything found has a fault.
        BanmianError: A folder cannot be listed; the cause is kept.

    >>> [source.page for source in find_sources("seeds")]
    ['000_36eec756fec64adf.txt']
    """
    pattern = None if template is None else Template(template)
    places = as_paths(paths)
    files = [file for place in places for file in list_files(place)]
    for one, other in pairwise(sorted(file.url for file in files)):
        if one == other:
            raise FormatError(f"{one!r} is found twice; of two paths leave out the inner one")
    several = len(places) > 1
    found = [source for file in files for source in _sources_of(file, several, pattern, paper)]
    found.sort(key=attrgetter("page"))
    _check(found, places, pattern)
    return found


def as_paths(paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]]) -> list[str]:
    """One path or several, as a list of strings.

    >>> as_paths("seeds"), as_paths(["1997.zip", "1998.zip"])
    (['seeds'], ['1997.zip', '1998.zip'])
    """
    listed = [paths] if isinstance(paths, str | os.PathLike) else paths
    return [os.path.expanduser(os.fspath(path)) for path in listed]


def read_source(source: Source, *, limit: int = DEFAULT_LIMIT, encoding: str | None = None) -> Page:
    """Read one page and take it apart.

    Args:
        source: What `find_sources` gave.
        limit: Most bytes to read.
        encoding: Overrides what `reading` decides from the bytes.

    Returns:
        The page, named ``source.page``, with what is wrong with it in ``notes``. Paper and issue
        date are what the sidecar says, else what the template or record tells, and the date else
        what the masthead prints; the sidecar's corrections are applied.

    Raises:
        PageNotFound: The file is gone.
        PageTooLarge: The page has more than ``limit`` bytes.
        NotTextError: It is not plain text.
        EncodingError: Its bytes cannot be decoded.
        FixError: The sidecar is malformed, or does not fit the page.
        FormatError: The source has a ``fault``.

    >>> page = read_source(find_sources("seeds")[0])
    >>> page.name, len(page.articles)
    ('000_36eec756fec64adf.txt', 9)
    """
    text, encoding, notes = _decode(source, limit, encoding)
    side = _sidecar(source)
    try:
        page = parse_page(
            text,
            name=source.page,
            paper=source.paper if side.paper is None else side.paper,
            issue_date=source.issue_date if side.issue_date is None else side.issue_date,
            fixes=side.fixes,
        )
    except FixError as error:
        raise FixError(f"{source.page!r}: {error}") from error
    return replace(page, encoding=encoding, notes=(*notes, *page.notes))


def _decode(source: Source, limit: int, encoding: str | None) -> tuple[str, str, tuple[str, ...]]:
    """The text of a page, its encoding and what is wrong with it; JSON is UTF-8, or refused."""
    data = source.read(limit)
    if not isinstance(source.member, Line | Row):
        decoded = as_text(data, source.page, encoding)
        return decoded.text, decoded.encoding, decoded.notes
    try:
        return read_record(data).text, "utf-8", ()
    except FormatError as error:
        raise FormatError(f"{source.page!r}: {error}") from error


def _sidecar(source: Source) -> Sidecar:
    data = source.read_sidecar()
    if data is None:
        return Sidecar()
    name = sidecar_of(source.page)
    return read_sidecar(as_text(data, name, errors="strict").text, name)


def _sources_of(
    file: File, several: bool, template: Template | None, paper: str | None
) -> Iterator[Source]:
    name = _page_name(file.path)
    if several:
        name = f"{_page_name(posixpath.basename(file.root.replace(os.sep, '/')))}/{name}"
    for part in _parts(file):
        page = name + part.name
        told, fault = NOTHING, file.fault or part.fault
        if template is not None and fault is None:
            try:
                told = template.read(_told_name(page, part.member)) or told
            except FormatError as error:
                fault = str(error)
        yield Source(
            page=page,
            root=file.root,
            path=file.path,
            size=part.size,
            paper=part.told.paper or told.paper or paper,
            issue_date=part.told.issue_date or told.issue_date,
            number=told.number if part.told.number is None else part.told.number,
            member=part.member,
            sidecar=file.sidecar,
            fault=fault,
        )


def _parts(file: File) -> Iterable[Part]:
    """The pages in a file; of a text or what was refused, the file itself."""
    suffix = file.path.lower()
    if file.fault is not None or suffix.endswith(".txt"):
        return [Part("", file.size)]
    if suffix.endswith(".zip"):
        return list_members(file.url)
    if suffix.endswith(".parquet"):
        return list_rows(file.url)
    if suffix.endswith(SUFFIXES):
        return list_lines(file.url)
    return [Part("", file.size)]  # a file that was named itself, whatever its name


def _told_name(page: str, member: Member | None) -> str:
    """The name that a template is compared with: a record's is its file's."""
    return page.rpartition("#")[0] if isinstance(member, Line | Row) else page


def _page_name(path: str) -> str:
    """A path as a page's name: composed, and decoded where the file system's bytes are no UTF-8."""
    if not path.isascii():
        raw = os.fsencode(path)
        for encoding in ("utf-8", "gb18030"):
            try:
                return unicodedata.normalize("NFC", str(raw, encoding))
            except UnicodeDecodeError:
                pass
        return str(raw, "ascii", "backslashreplace")
    return path


def _check(found: list[Source], places: list[str], template: Template | None) -> None:
    """Raise where nothing found can be read, the template tells nothing, or names are twice."""
    if not found:
        raise PageNotFound(
            f"{', '.join(map(repr, places)) or 'no path'} holds no page: expected files that end "
            f"in {', '.join(SUFFIXES)} (hidden files and README* do not count)"
        )
    faults = [source for source in found if source.fault is not None]
    if len(faults) == len(found):
        raise FormatError(
            f"of {len(found):,} found none can be read; first {found[0].page!r}: {found[0].fault}"
        )
    if template is not None and not any(_matches(template, source) for source in found):
        raise FormatError(
            f"the template {template.pattern!r} matches none of {len(found):,} names; first "
            + ", ".join(repr(source.page) for source in found[:3])
        )
    for one, other in pairwise(found):
        if one.page == other.page:
            raise FormatError(f"{one.url!r} and {other.url!r} would both be page {one.page!r}")


def _matches(template: Template, source: Source) -> bool:
    try:
        return template.read(_told_name(source.page, source.member)) is not None
    except FormatError:  # it matches, with an impossible day
        return True
