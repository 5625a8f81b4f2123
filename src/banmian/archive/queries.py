"""`Archive`: many pages asked as a few are, with the same answers."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from functools import cached_property

import pandas as pd

from banmian.archive import contents, counting, places
from banmian.archive.counting import By, Period
from banmian.archive.database import Database
from banmian.archive.folders import open_folder
from banmian.archive.manifest import NAME, Manifest, read_manifest
from banmian.archive.places import Mode
from banmian.archive.reprints import reprints
from banmian.archive.views import View
from banmian.measures.concordance import Sort
from banmian.measures.frequency import Idf, Tf
from banmian.measures.reference import reference_list
from banmian.page import Page, PageNotFound
from banmian.tables.cutting import tokens_of
from banmian.words import Segmenter


class Archive:
    """An archive that `build` made: its tables, and the measures over all of it or a part.

    On the same pages every method gives what the function of its name gives for pages at hand,
    cell for cell. `where` makes an archive of some of the stories, on which all methods work.

    The files are only read. DuckDB works within ``memory`` and goes through the system's folder
    for temporary files where that is not enough; a result is a pandas table, and must fit beside
    it: ``frequency(by="article")``, `tf_idf` and `tokens` have a row for every word of every
    story. One object serves one thread.

    >>> from banmian.archive import build
    >>> archive = build("seeds", getfixture("tmp_path") / "archive", progress=False)
    >>> archive.frequency(by="corpus").head(1)[["token", "count", "total"]].values.tolist()
    [['的', 120, 2644]]
    >>> archive.kwic("困难职工", width=3, limit=1)["left"].tolist()
    ['总多管齐下帮扶']
    >>> archive.trend("困难职工").loc[0, ["count", "total", "pages"]].tolist()
    [14, 2644, 1]
    >>> len(archive.pages()), len(archive.failed), len(archive.manifest.shards)
    (1, 0, 1)
    >>> len(archive.articles()), len(archive.table("blocks")), len(archive.tokens())
    (9, 80, 3239)
    >>> len(archive.tf_idf()), len(archive.dispersion()), len(archive.reprints())
    (1587, 1202, 0)
    >>> archive.page("000_36eec756fec64adf.txt").articles[6].headline
    '新疆召开劳模座谈会'
    >>> archive.sql("SELECT kind, count(*) FROM stories GROUP BY ALL ORDER BY 1").values.tolist()
    [['news', 7], ['photo', 2]]
    >>> len(archive.without(archive.where("kind = 'photo'")).articles())
    7
    >>> archive.keyness("kind = 'photo'")[["token", "count", "reference_count"]].values.tolist()[0]
    ['幸福', 3, 0]
    """

    def __init__(
        self, path: str | os.PathLike[str], *, memory: str = "1GB", threads: int | None = None
    ) -> None:
        """Open an archive.

        Args:
            path: The folder that `build` wrote, a local path or an fsspec URL.
            memory: The most that DuckDB may take.
            threads: How many cores it may use; None takes all.

        Raises:
            PageNotFound: There is no archive.
            FormatError: It is one of another version, or an option is wrong.
        """
        folder = open_folder(path)
        manifest = read_manifest(folder)
        if manifest is None:
            raise PageNotFound(
                f"there is no archive in {folder.path!r}: it has no {NAME}; archive.build makes one"
            )
        self._view = View.of_all(Database(folder, manifest, memory=memory, threads=threads))

    @classmethod
    def _of(cls, view: View) -> Archive:
        archive = cls.__new__(cls)
        archive._view = view
        return archive

    def __repr__(self) -> str:
        """Where it is and how much: pages, stories, words, years, pages that failed."""
        path, failed = self._view.database.folder.path, len(self.manifest.failed)
        chosen = "".join(f" where {condition}" for condition in self._view.conditions)
        return f"<Archive {path!r}{chosen}: {contents.summary(self._view)}, {failed:,} failed>"

    @property
    def manifest(self) -> Manifest:
        """With what settings the archive was made, its shards with their pages, what failed."""
        return self._view.database.manifest

    @property
    def failed(self) -> pd.DataFrame:
        """The pages that could not be read: ``page``, ``error`` (its class) and ``message``."""
        return contents.failed(self.manifest)

    @cached_property
    def _source(self) -> pd.DataFrame:
        """An empty table with the ``attrs`` of every result."""
        settings = self.manifest.settings
        table = pd.DataFrame()
        table.attrs.update(settings["segmenter"], banmian=settings["banmian"])
        if not self._view.whole:
            table.attrs["where"] = list(self._view.conditions)
        return table

    @cached_property
    def _cutter(self) -> Segmenter:
        return contents.cutter(self.manifest.settings)

    def where(self, condition: str) -> Archive:
        """The archive of the stories that meet a condition; all methods work on it.

        Totals and numbers of stories are then those of these stories. What belongs to no story
        (furniture) goes with its page.

        Args:
            condition: An SQL condition on the columns of the view ``stories``: ``page``,
                ``article``, ``paper``, ``issue_date`` (ISO), ``year``, ``month`` (``'1998-05'``),
                ``number``, ``kind``, ``headline`` … ``words``: ``"issue_date >= '1990'"``,
                ``"paper = 'rmrb' AND headline LIKE '%工会%'"``. Where a column that it asks for is
                missing, as the date of an undated page, it is not met.

        Raises:
            FormatError: It is no SQL condition, or names a column that is not there.
        """
        return self._of(self._view.narrow(condition))

    def without(self, stories: Archive | pd.DataFrame) -> Archive:
        """The archive of the other stories.

        Args:
            stories: Those to leave out: an archive that `where` made of this one, or a table with
                the columns page and article, such as the rows of `reprints` that are no first.

        Raises:
            FormatError: The archive is of another object.
            TableError: The table lacks a column.
        """
        if isinstance(stories, Archive):
            return self._of(self._view.without(stories._view))
        return self._of(self._view.leave_out(stories))

    def sql(self, query: str, parameters: Sequence[object] = ()) -> pd.DataFrame:
        """What an SQL query (of DuckDB) finds in the archive's tables; it can change nothing.

        Args:
            query: One SELECT. There are ``stories`` (one row a story, and one a page without any,
                with what is known of both), ``pages``, ``blocks`` (with their text), ``articles``,
                ``passages`` (rejoined), ``words`` (counts by story and role) and the tables of
                facts. No other file can be read, and nothing be written.
            parameters: Values for the ``?`` in it.

        Returns:
            A table with dtypes str, int64 (Int64 where values are missing), float64 and bool.

        Raises:
            FormatError: It is no SELECT, or names what is not there.
            BanmianError: It needs more memory than it may take, or a file is gone.
        """
        return self._view.ask(query, parameters)

    def table(self, name: str) -> pd.DataFrame:
        """A table of the archive, as the function of its name makes it of pages.

        Args:
            name: ``blocks``, ``articles``, or, if the archive was built with facts, ``people``,
                ``places``, ``organisations``, ``dates``, ``quantities``, ``speeches``, ``claims``
                or ``comparisons``.

        Raises:
            FormatError: The archive has no such table.
        """
        return contents.table(self._view, name)

    def pages(self) -> pd.DataFrame:
        """One row a page: name, digest, bytes, encoding, paper, date, what it holds, notes."""
        return contents.pages(self._view)

    def articles(self) -> pd.DataFrame:
        """One row a story: `banmian.articles` of all pages."""
        return self.table("articles")

    def page(self, name: str) -> Page:
        """One page, taken apart as when the archive was built.

        Args:
            name: Its name in the archive (column ``page``).

        Raises:
            PageNotFound: The archive has no page of that name.
            FormatError: This version of banmian reads the page otherwise than the one that built
                the archive.
        """
        return contents.page(self._view, name)

    def tokens(self) -> pd.DataFrame:
        """`banmian.tokens` of all pages, for the measures that have no method here.

        Every token is a row: choose the stories first (`where`).
        """
        table = tokens_of(places.all_passages(self._view), self._cutter)
        table.attrs.update(self._source.attrs)
        return table

    def frequency(
        self,
        *,
        by: By = "article",
        roles: Collection[str] | None = None,
        stop_words: Collection[str] = (),
        min_count: int = 1,
    ) -> pd.DataFrame:
        """`banmian.term_frequency` of the archive's words, also by ``year``, ``month``, ``paper``.

        Args:
            by: The parts: ``corpus``, ``page``, ``article``, ``role``, or issues of one ``year``,
                ``month`` or ``paper``, missing for pages of which it is unknown.
            roles: See `banmian.term_frequency`, like ``stop_words`` and ``min_count``.
            stop_words: See ``roles``.
            min_count: See ``roles``.

        Raises:
            FormatError: ``by`` is none of these, or a list of words is a single string.
        """
        return counting.frequency(
            self._view,
            self._source,
            by=by,
            roles=roles,
            stop_words=stop_words,
            min_count=min_count,
        )

    def dispersion(self, *, min_count: int = 1) -> pd.DataFrame:
        """`banmian.dispersion` of the archive's words over its stories."""
        return counting.dispersion(self._view, self._source, min_count=min_count)

    def tf_idf(
        self,
        *,
        tf: Tf = "relative",
        idf: Idf = "plain",
        base: float = 10.0,
        unit_length: bool = False,
    ) -> pd.DataFrame:
        """`banmian.tf_idf` of the archive's stories; its arguments are the same."""
        return counting.tf_idf(
            self._view, self._source, tf=tf, idf=idf, base=base, unit_length=unit_length
        )

    def reprints(self, *, threshold: float = 0.7, min_letters: int = 100) -> pd.DataFrame:
        """The stories whose text is that of an earlier story, or nearly so.

        ``archive.without(reprints[~reprints["first"]])`` leaves them out of all counts.

        Args:
            threshold: Least similarity, see `archive.reprints`.
            min_letters: Letters below which a story is not looked at, see `archive.reprints`.

        Returns:
            A table of the stories in groups of two or more: ``group``, ``page``, ``article``,
            ``similarity`` (to the group's first) and ``first``.

        Raises:
            FormatError: An option is out of range.
        """
        frames = places.Paragraphs(self._view)
        return reprints(frames, threshold=threshold, min_letters=min_letters)

    def keyness(
        self,
        target: Archive | str,
        reference: Archive | str | pd.DataFrame | None = None,
        *,
        min_articles: int = 1,
        smoothing: float = 1.0,
    ) -> pd.DataFrame:
        """`banmian.keyness` of some of the stories against others.

        Args:
            target: The stories: a condition for `where`, or what it gave.
            reference: The same, or a table for `banmian.reference_list`; None takes all stories
                of this archive that are not in the target.
            min_articles: See `banmian.keyness`, like ``smoothing``.
            smoothing: See ``min_articles``.

        Raises:
            TableError: A side has no words, or the two were cut differently.
            FormatError: A condition is wrong, ``min_articles`` below 1, or the smoothing not
                above 0.
        """
        ours = self.where(target) if isinstance(target, str) else target
        words = ours._words()
        if reference is None:
            others = self._words_without(ours, words)
        elif isinstance(reference, pd.DataFrame):
            others = reference_list(reference)
        else:
            theirs = self.where(reference) if isinstance(reference, str) else reference
            others = theirs._words()
        return counting.keyness(words, others, min_articles=min_articles, smoothing=smoothing)

    def _words_without(self, part: Archive, words: pd.DataFrame) -> pd.DataFrame:
        """The words of the stories that are not in a part, of which the words are known."""
        if not self._view.whole or part._view.database is not self._view.database:
            return self.without(part)._words()
        return counting.subtract(self._words(), words)

    def _words(self) -> pd.DataFrame:
        return self.frequency(by="corpus").sort_values("token", ignore_index=True)

    def trend(self, terms: str | Collection[str], *, by: Period = "year") -> pd.DataFrame:
        """How often words stand in the issues of each year or month, with what that is out of.

        A period is ``thin`` for a word if fewer than 5 of its stories would have the word at the
        rate of all stories: out of so little a rate is off by a third or more as often as not.
        Stories are taken and not occurrences, because a word that stands in a story once often
        stands there again.

        Args:
            terms: A word or several, in any width of letters and digits. Each is looked for as
                one word of the cut; for a phrase, or a part of words, see `kwic`.
            by: ``year`` or ``month``.

        Returns:
            For each word a row for each period that has pages, in order: ``token``, ``period``
            (``1998``, ``1998-05``; the last row, missing, is of pages without a date, if there
            are any), ``count``, ``total`` (all words of the period), ``per_thousand`` (missing
            where there are no words), ``articles`` (stories with the word), ``of_articles`` (all
            that have words), ``pages`` (all of the period) and ``thin``. ``attrs["warnings"]``
            says in sentences if a term stands nowhere, pages have no date, or a period between
            has no page. `figures.trend` draws the table as it is.

        Raises:
            FormatError: There are no terms, or ``by`` is neither.
        """
        return counting.trend(self._view, self._source, terms, by=by)

    def kwic(
        self,
        term: str,
        *,
        mode: Mode = "token",
        width: int = 10,
        sort: Sort = "place",
        limit: int | None = None,
        columns: Collection[str] = (),
    ) -> pd.DataFrame:
        """Every place of a term, with what stands around it.

        ``mode="token"`` is `banmian.kwic`: the term is one word, or several whole words in a row,
        so that a word has as many places as `frequency` counts. 职工 is not found inside the word
        困难职工. ``mode="text"`` is a search: every place where the rejoined text reads the term,
        in longer words and across the borders of words too, overlapping places one by one (not
        what a regular expression with its context finds, which swallows the neighbours). It looks
        at every passage, which takes longer. ``attrs`` has the mode, and a note on what it means.

        Args:
            term: The word or phrase. In half-width forms it is found in either width.
            mode: ``token`` or ``text``.
            width: How much to show on each side: tokens, or characters in the mode ``text``.
            sort: ``place``, ``left`` or ``right``, see `banmian.kwic`.
            limit: Only so many places, the first in the order of reading; None for all.
            columns: What else to tell of the story: names of columns of ``stories`` (see `where`)
                such as ``["issue_date", "headline"]``.

        Returns:
            One row a place, with the columns of `banmian.kwic`; ``start`` and ``end`` are offsets
            of `page`'s text.

        Raises:
            FormatError: An argument is none of these, or the term is empty.
        """
        return places.kwic(
            self._view,
            self._source,
            self._cutter if mode == "token" else None,
            term,
            mode=mode,
            width=width,
            sort=sort,
            limit=limit,
            columns=columns,
        )
