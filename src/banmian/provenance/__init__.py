"""From a number back to the printed line: `explain`.

Every row of a table of this package says where it comes from, by its offsets or by what it counts.
`explain` walks back: to the places in the source, with file, line, the text as printed, the story
and the rules that made it one. On the way it makes the row anew from the pages and says
where they do not agree, because the table is of other pages, of another version, or was altered.

Left alone: families of words and tables of archives, whose rows count what is not in a row
(`kwic` shows the places of each form); and figures whose table is not at hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import Any, Final

import numpy as np
import pandas as pd

from banmian import tables
from banmian.exports.codebook import kind_of
from banmian.page import Page, TableError
from banmian.provenance.explanation import Check, Explanation, Place
from banmian.provenance.places import (
    NamedPage,
    Row,
    places_of_row,
    places_of_words,
    source_of,
    text_at,
)
from banmian.provenance.recounting import checks_of, known, measured, tabled, words_behind
from banmian.tables.pages import named_pages, source_digest
from banmian.words import Lexicon, LexiconSource, fold, segmenter

__all__ = ["Check", "Explanation", "Place", "explain"]

_NAMES: Final = ("ngram", "token", "text", "name", "headline", "role")
_ENTITIES: Final = {"person": "people", "organisation": "organisations", "place": "places"}
_SEGMENTED: Final = ("segmenter", "granularity", "hmm", "lexicon")


def explain(
    x: Any,
    pages: Page | Iterable[Page],
    *,
    at: str | Mapping[str, Any] | None = None,
    tokens: pd.DataFrame | None = None,
    lexicon: Lexicon | LexiconSource | None = None,
    **options: Any,
) -> Explanation:
    r"""Where a number comes from: the source lines behind a row, a figure's bar or a claim.

    The row is made anew from the pages, cut as its table says (``attrs``), and compared cell
    by cell; what differs is said, not raised.

    Args:
        x: A row of a table (``table.iloc[0]``), or a table or figure together with ``at``; or
            several rows of mentions, as a bar of a chart may count. A figure is explained by the
            table it keeps (``fig.table``).
        pages: The pages that the table was made from, all of them.
        at: Which row or mentions: the word, name or headline, or columns with their values.
        tokens: The table of tokens that was counted. Give it where only some stories, roles or
            parts of speech were; without it all pages are cut again.
        lexicon: The lexicon that the pages were cut with; not needed for banmian's own.
        options: What else the measure was given: ``window=3``, ``roles=[…]``, ``idf="smooth"``,
            for `keyness` ``reference=`` its table of tokens.

    Returns:
        The places, checks and settings; ``print`` it, or show it in Jupyter.

    Raises:
        TableError: There is no such row, or several that are no mentions; it is of another page;
            its lexicon is another than the one given; or nothing in it leads to a place.

    >>> import banmian as bm
    >>> page = bm.parse_page("新桥通车\n\n本报讯 (记者王小明)新桥昨日通车。", name="a.txt")
    >>> table = bm.term_frequency(bm.tokens(page), by="corpus")
    >>> told = explain(table, page, at="新桥")
    >>> told.agrees, [(place.line, place.start, place.end) for place in told.places]
    (True, [(1, 0, 2), (3, 17, 19)])
    >>> table.loc[table.token == "新桥", "count"] = 9
    >>> explain(table, page, at="新桥").agrees
    False
    """
    rows, attrs = _rows_of(x, at)
    sources = {name: NamedPage(name, page) for name, page in named_pages(pages)}
    made: dict[Any, pd.DataFrame] = {}
    told = [
        _explain(_Question(row, attrs, sources, tokens, lexicon, options, made)) for row in rows
    ]
    return told[0] if len(told) == 1 else _together(told, at)


def _explain(asked: _Question) -> Explanation:
    row = asked.row
    if asked.kind == "entities":
        places, checks = _thing(asked)
    elif "start" in row and asked.kind != "articles":
        places, checks = _mention(asked)
    elif row.keys() & {"token", "ngram"}:
        places, checks = _count(asked)
    elif asked.kind in {"articles", "initiatives", "diversity"}:
        places, checks = _part(asked)
    else:
        raise TableError(
            f"a row with the columns {', '.join(row)} leads to no place; expected start and end, a "
            "token, or a row of a table of banmian; of families, explain what kwic gives of a form"
        )
    return Explanation(
        name=next((str(row[column]) for column in _NAMES if row.get(column)), "the whole"),
        table=asked.kind,
        row={name: cell for name, cell in row.items() if cell is not None},
        places=tuple(places),
        checks=(*_source_checks(asked), *checks),
        settings=_settings(asked),
        notes=tuple(_notes(asked)),
    )


def _together(told: Sequence[Explanation], at: str | Mapping[str, Any] | None) -> Explanation:
    """One explanation of several mentions: how many agree, and what in the others does not."""
    right = sum(one.agrees for one in told)
    return Explanation(
        name=at if isinstance(at, str) else f"{len(told):,} mentions",
        table=told[0].table,
        row={"rows": len(told)},
        places=tuple(place for one in told for place in one.places),
        checks=(
            Check("rows", len(told), right, len(told) == right),
            *(check for one in told for check in one.checks if not check.agrees),
        ),
        settings=told[0].settings,
        notes=tuple(dict.fromkeys(note for one in told for note in one.notes)),
    )


@dataclass(frozen=True)
class _Question:
    """A row, and all that it takes to make it anew."""

    row: Row
    attrs: Mapping[str, Any]
    sources: Mapping[str, NamedPage]
    given: pd.DataFrame | None
    lexicon: Lexicon | LexiconSource | None
    options: Mapping[str, Any]
    made: dict[Any, pd.DataFrame]

    @property
    def kind(self) -> str | None:
        return kind_of(self.row)

    @property
    def own(self) -> NamedPage:
        """The page that the row is of."""
        return source_of(self.sources, self.row["page"])

    def pages(self, sources: Iterable[NamedPage] | None = None) -> list[Page]:
        """The pages under the names that the table has for them."""
        chosen = self.sources.values() if sources is None else sources
        return [replace(source.page, name=source.name) for source in chosen]

    def table(self, kind: str, *, alone: bool = False) -> pd.DataFrame:
        """The table of the pages made anew, or that of the row's page ``alone``; once for all."""
        chosen = [self.own] if alone else None
        key = kind, self.row["page"] if alone else None
        if key not in self.made:
            self.made[key] = tabled(kind, self.pages(chosen))
        return self.made[key]

    @property
    def cut(self) -> pd.DataFrame | None:
        """The pages cut as the table says, if that was needed; of a row's own page only."""
        return self.made.get(("cut", self.row["page"] if "start" in self.row else None))

    @property
    def tokens(self) -> pd.DataFrame:
        """The tokens given, or the pages cut anew."""
        if self.given is not None:
            return self.given
        alone = "start" in self.row
        key = "cut", self.row["page"] if alone else None
        if key not in self.made:
            self.made[key] = tables.tokens(
                self.pages([self.own] if alone else None),
                lexicon=_lexicon(self.attrs.get("lexicon"), self.lexicon),
                granularity=self.attrs.get("granularity", "jieba"),
                hmm=self.attrs.get("hmm", True),
                pos=self.row.get("pos") is not None,
            )
        return self.made[key]


_Answer = tuple[Iterable[Place], Iterable[Check]]


def _thing(asked: _Question) -> _Answer:
    """A person, organisation or place: the mentions that mean it."""
    column = {"person": "person_id", "organisation": "org_id", "place": "adcode"}
    kind, name = asked.row["kind"], asked.row["id"]
    if kind not in column:
        raise TableError(f"the row is of the kind {kind!r}, expected one of {', '.join(column)}")
    mentions = asked.table(_ENTITIES[kind])
    same = mentions[column[kind]] == name
    if kind == "place":
        same = same.fillna(False) | (mentions["path"] == name) & mentions["adcode"].isna()
    meant = np.flatnonzero(same.fillna(False).to_numpy(dtype=bool)).tolist()
    places = places_of_words(asked.sources, mentions, [(number,) for number in meant])
    return places, checks_of("entities", asked.row, asked.table("entities"))


def _mention(asked: _Question) -> _Answer:
    """A row with a place of its own."""
    row, kind = asked.row, asked.kind
    places = places_of_row(asked.own, row)
    printed = next((row[name] for name in ("text", "token") if row.get(name) is not None), None)
    found = text_at(places)
    checks = [] if printed is None else [Check("text", printed, found, printed == found)]
    if kind == "tokens":
        checks += checks_of(kind, row, asked.tokens)
    elif kind == "kwic":
        made = measured(kind, row, asked.tokens, asked.options)
        checks += [] if made is None else checks_of(kind, row, made)
    elif kind is not None:
        checks += checks_of(kind, row, asked.table(kind, alone=True))
    return places, checks


def _count(asked: _Question) -> _Answer:
    """A count of words, runs of words or pairs: every place behind it."""
    row = asked.row
    words, groups = words_behind(asked.tokens, row, asked.options)
    places = places_of_words(asked.sources, words, groups)
    made = None
    if asked.kind is not None:
        made = measured(asked.kind, row, asked.tokens, asked.options)
    checks = [] if made is None else [*checks_of(asked.kind or "", row, made)]
    if made is None and "count" in row:
        checks.append(Check("count", row["count"], len(groups), row["count"] == len(groups)))
    if asked.given is not None:  # tokens that somebody gave may be of another text
        forms = words["token"].tolist()
        stated = "".join(forms[number] for group in groups for number in group)
        printed = fold("".join(place.text for place in places))
        checks.append(Check("text", stated, printed, stated == printed))
    return places, checks


def _part(asked: _Question) -> _Answer:
    """A row of a story, or of a page or all of them, which have no one place."""
    row, kind = asked.row, asked.kind or ""
    story = row.get("page") is not None and row.get("article") is not None
    places = asked.own.story(row["article"]) if story else ()
    if kind == "diversity":
        made = measured(kind, row, asked.tokens, asked.options)
    else:
        made = asked.table(kind, alone=True)
    return places, [] if made is None else checks_of(kind, row, made)


def _source_checks(asked: _Question) -> Iterator[Check]:
    """Whether a count is of these pages; a mention is checked on its own page alone."""
    told = asked.attrs.get("source")
    if told is not None and "start" not in asked.row:
        digest = source_digest(asked.pages())
        yield Check("source", told, digest, told == digest)


def _settings(asked: _Question) -> dict[str, Any]:
    """The table's attrs; of the issues, that of the row's page alone."""
    settings = dict(asked.attrs)
    issues = settings.pop("issues", None)
    if issues is not None and asked.row.get("page") in issues:
        settings["issue"] = issues[asked.row["page"]]
    return {**settings, **{n: v for n, v in asked.options.items() if n != "reference"}}


def _notes(asked: _Question) -> Iterator[str]:
    attrs = asked.attrs
    if "banmian" in attrs and attrs["banmian"] != version("banmian"):
        yield f"the table was made by banmian {attrs['banmian']}, this is {version('banmian')}"
    if asked.cut is not None:
        if "segmenter" not in attrs:
            yield "the table does not say how it was cut; the pages were cut in the default way"
        for name in _SEGMENTED:
            if name in attrs and attrs[name] != asked.cut.attrs[name]:
                yield f"{name} was {attrs[name]} for the table, and is {asked.cut.attrs[name]}"
    if asked.kind == "keyness" and "reference" not in asked.options:
        yield "the reference was not counted again; give its tokens as reference="
    if asked.kind == "stability":
        yield "the other ways of cutting were not tried again"
    if asked.kind is None:
        yield "the row lacks columns of banmian's tables; only its own place or count was checked"


def _lexicon(
    digest: str | None, given: Lexicon | LexiconSource | None
) -> Lexicon | LexiconSource | None:
    """The lexicon with that digest: the one given, or banmian's own."""
    if given is None and digest in (None, Lexicon.packaged().digest):
        return None if digest is None else Lexicon.packaged()
    if given is not None:
        lexicon = segmenter(lexicon=given).lexicon
        if lexicon is not None and digest in (None, lexicon.digest):
            return lexicon
    raise TableError(
        f"the table was cut with the lexicon {digest}, {'another' if given else 'none'} was given; "
        "give that lexicon as lexicon=, or the tokens that were counted as tokens="
    )


def _rows_of(x: Any, at: str | Mapping[str, Any] | None) -> tuple[Sequence[Row], Mapping[str, Any]]:
    """The cells of the row, or of several mentions, and what their table says of itself."""
    if isinstance(x, pd.Series) and at is None:
        return [known(x.to_dict())], _named(x.attrs)
    table = x if isinstance(x, pd.DataFrame) else getattr(x, "table", None)
    if not isinstance(table, pd.DataFrame):
        raise TableError(
            f"explain takes a row, or a table or figure and at=, got {type(x).__name__}; of a "
            "figure that keeps no table, explain the row that it draws"
        )
    found = table if at is None else _rows_at(table, at)
    mentions = {"page", "start", "end"} <= set(table.columns) and kind_of(table) != "articles"
    if not len(found):
        raise TableError(
            f"no row is meant{_by(at)}: the table has none such; a word that is a stop word, or "
            "stands nowhere as one word, has no row (bm.kwic shows where a text reads it)"
        )
    if len(found) > 1 and not mentions:
        raise TableError(
            f"{len(found)} rows are meant{_by(at)}, expected one, or "
            'mentions; choose: table.iloc[0], or at={"token": "职工", "article": 0}'
        )
    return [known(record) for record in found.to_dict("records")], _named(table.attrs)


def _by(at: object) -> str:
    return "" if at is None else f" by {at!r}"


def _named(attrs: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(name): value for name, value in attrs.items()}


def _rows_at(table: pd.DataFrame, at: str | Mapping[str, Any]) -> pd.DataFrame:
    if isinstance(at, Mapping):
        unknown = [name for name in at if name not in table.columns]
        if unknown:
            raise TableError(
                f"at names the column {unknown[0]!r}; the table has {', '.join(table.columns)}"
            )
        for name, cell in at.items():
            table = table[(table[name] == cell).fillna(False).astype(bool)]
        return table
    for name in _NAMES:
        if name in table.columns:
            return table[(table[name] == at).fillna(False).astype(bool)]
    return table.iloc[:0]
