"""Write the codebook of all tables, ``docs/codebook.md``, from what the package declares.

    python tools/build_codebook.py

Dtypes come from the modules that make the tables, what a table is from the docstring of its
function, what a column means (and whose formula it is) from `banmian.tables.COLUMNS` and
`banmian.exports.codebook`. Only units are said here. A test fails where the file is not current.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import banmian as bm
from banmian import measures
from banmian.archive import counting, layout, reprints
from banmian.exports.codebook import meaning_of
from banmian.tables import COLUMNS
from banmian.tables.stability import STABILITY_COLUMNS
from banmian.words.discovery import NEW_WORD_COLUMNS
from banmian.words.linter import LINT_COLUMNS

CODEBOOK: Final = Path(__file__).parents[1] / "docs" / "codebook.md"

_HEAD: Final = """\
# Codebook: every table, every column

Made by `python tools/build_codebook.py` from the declarations in the package; a test fails where
it is not current. `bm.export` writes the same meanings into every file.

- **dtype** is that of pandas: `str`, `bool`, `int64`, `float64`, and `Int64` for whole numbers
  that may be missing. What is unknown is missing, never 0 or an empty text, unless a meaning says
  otherwise.
- **offset**: characters (code points) of `page.text` before it, so that `page.text[start:end]` is
  what is meant.
- **number**: blocks, stories and passages are numbered from 0.
- **none**: a number without unit.
- **source** is the publication of a formula; the function's docstring has the formula itself.
"""

_GROUPS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "The page and its words": (
        "Functions of pages, `banmian.<name>(pages)`.",
        ("blocks", "articles", "tokens", "counts", "stability", "new_words", "lint_lexicon"),
    ),
    "Facts": (
        "Functions of pages too; `entities` and `initiatives` sum the others up.",
        (
            "quantities", "dates", "people", "places", "organisations", "speeches", "claims",
            "comparisons", "initiatives", "entities",
        ),
    ),
    "Measures": (
        "Functions of a table of tokens, `banmian.<name>(tokens)`. Of the columns that name a\n"
        "part, `term_frequency` and `diversity` have those of `by`; `family_frequency` has `own`\n"
        "by family, `form` by form.",
        tuple(measures.COLUMNS),
    ),
    "Archives": (
        "Methods of `banmian.archive.Archive`. Its `blocks`, `articles` and tables of facts are\n"
        "those above, its measures too, by `year`, `month` or `paper` as well.",
        ("pages", "trend", "reprints", "failed"),
    ),
    "Files of an archive": (
        "Parquet files, `<table>/<shard>.parquet`, to be read by any program; `Archive.sql` knows\n"
        "them by these names, but for `terms`. Beside them stand `blocks` (without `text`),\n"
        "`articles` (with `words`, the words of the story) and, if asked for, the tables of facts.",
        ("pages (file)", "passages", "words", "terms"),
    ),
}  # fmt: skip

_SAID: Final[Mapping[str, str]] = {
    "counts": "How often each word stands in texts of any size: `banmian.count_words`.",
    "failed": "The pages that could not be read.",
    "pages (file)": "One row a page, with all that it takes to take it apart again.",
    "passages": "The text of the stories, each passage rejoined.",
    "words": "How often each word stands in each story.",
    "terms": "How often each word stands in a month of a newspaper.",
}
"""What a table is that no function is named after."""

_UNITS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("start", "end", "start2", "end2", "spans"), "offset"),
    **dict.fromkeys(("from_start", "from_end", "to_start", "to_end"), "offset"),
    **dict.fromkeys(("other_start", "other_end", "speaker_start", "speaker_end"), "offset"),
    **dict.fromkeys(("block", "article", "paragraph", "continues", "number", "group"), "number"),
    **dict.fromkeys(("count", "reference_count", "found", "own", "shared"), "occurrences"),
    **dict.fromkeys(("formed", "quoted", "headed", "listed", "named", "inside"), "occurrences"),
    **dict.fromkeys(("lowest", "highest", "no_guesses", "other_lexicon"), "occurrences"),
    **dict.fromkeys(("other_granularity", "other_engine", "crossed"), "occurrences"),
    "local_mi": "occurrences x bits",
    **dict.fromkeys(("total", "reference_total", "words", "n"), "words"),
    **dict.fromkeys(("per_thousand", "reference_per_thousand"), "per 1000 words"),
    **dict.fromkeys(("articles", "of_articles", "stories", "of_stories"), "stories"),
    **dict.fromkeys(("reference_articles", "reference_of_articles"), "stories"),
    **dict.fromkeys(("token_pairs", "collocate_pairs", "pairs"), "pairs of words"),
    **dict.fromkeys(("mentions", "of_mentions", "organiser_mentions"), "mentions"),
    **dict.fromkeys(("of_organisations", "place_mentions", "of_places"), "mentions"),
    **dict.fromkeys(("freq", "known", "needed", "needed_there"), "jieba's frequency"),
    **dict.fromkeys(
        ("pmi", "mi3", "kl_divergence", "cohesion", "left", "right", "entropy"), "bits"
    ),
    **dict.fromkeys(("log_ratio", "log_ratio_low", "log_ratio_high"), "log2"),
    **dict.fromkeys(("value", "value_to", "from_value", "to_value", "by_value"), "see `unit`"),
    **dict.fromkeys(("confidence", "p_value", "q_value", "dp", "dp_norm", "npmi"), "none"),
    **dict.fromkeys(("juilland_d", "carroll_d2", "rosengren_s", "burch_da"), "none"),
    **dict.fromkeys(("dice", "log_dice", "delta_p", "delta_p_back", "t_score"), "none"),
    **dict.fromkeys(("log_likelihood", "g2", "chi_square", "simple_maths"), "none"),
    **dict.fromkeys(("difference_coefficient", "ttr", "mattr", "yule_k", "simpson"), "none"),
    **dict.fromkeys(("fisher_alpha", "tf", "idf", "tf_idf", "ratio", "similarity"), "none"),
    "score": "none",
    "min_expected": "occurrences",
    "percent_difference": "per cent",
    "pct": "per cent",
    "characters": "characters",
    "paragraphs": "paragraphs",
    "rejoined": "paragraphs",
    "pages": "pages",
    "bytes": "bytes",
    "pieces": "pieces",
    "breaks": "words",
    "overlaps": "places",
    "types": "words",
    "hapaxes": "words",
    "windows": "windows",
}
"""The unit of every column of numbers; "none" is a number without one."""

_SOURCE: Final = re.compile(r" \((?P<source>[^()]*\b\d{4}[^()]*)\)(?=$|;)")
"""Author and year at the end of a meaning, or of its first part."""

_STORED: Final = {"string": "str", "int64": "int64", "list<item: int64>": "list of int64"}


def declarations() -> dict[str, dict[str, str]]:
    """Every table with its columns and their dtypes, as declared by the modules that make them."""
    declared = {**COLUMNS, "stability": STABILITY_COLUMNS}
    stored = {
        table: {name: _STORED[str(schema.field(name).type)] for name in schema.names}
        for table, schema in layout.SCHEMAS.items()
        if table not in COLUMNS
    }
    pages = {**stored.pop("pages"), "number": "Int64"}  # a null in Parquet needs no other type
    return {
        **{table: {n: c.dtype for n, c in columns.items()} for table, columns in declared.items()},
        **{table: dict(columns) for table, columns in measures.COLUMNS.items()},
        "new_words": dict(NEW_WORD_COLUMNS),
        "lint_lexicon": dict(LINT_COLUMNS),
        "trend": dict(counting.TREND_COLUMNS),
        "reprints": dict(reprints.COLUMNS),
        "failed": dict.fromkeys(("page", "error", "message"), "str"),
        "pages": {name: of for name, of in pages.items() if name not in ("text", "fixes")},
        "pages (file)": pages,
        **stored,
    }


def table_lines(table: str, columns: Mapping[str, str]) -> Iterator[str]:
    """The part of the codebook that is about one table."""
    kind = table.removesuffix(" (file)")
    yield from (f"### `{kind}`", "", _summary(table), "")
    yield from ("| column | dtype | unit | meaning | source |", "|---|---|---|---|---|")
    for name, dtype in columns.items():
        meaning = meaning_of(name, kind) or ""
        found = _SOURCE.search(meaning)
        source = found["source"] if found else ""
        unit = "" if dtype in ("str", "bool") else _UNITS[name]
        yield f"| `{name}` | {dtype} | {unit} | {_SOURCE.sub('', meaning)} | {source} |"
    yield ""


def _summary(table: str) -> str:
    if table in _SAID:
        return _SAID[table]
    places = (bm, bm.archive.Archive)
    made_by = next(getattr(place, table) for place in places if hasattr(place, table))
    first = (made_by.__doc__ or "").partition("\n\n")[0]
    return " ".join(first.replace("``", "`").split())


def codebook() -> str:
    """The whole codebook as Markdown."""
    tables = declarations()
    lines = [_HEAD]
    for title, (about, names) in _GROUPS.items():
        lines += [f"## {title}", "", about, ""]
        for name in names:
            lines += table_lines(name, tables[name])
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    CODEBOOK.write_text(codebook(), "utf-8", newline="\n")
