"""The columns of every table, declared once with dtype and meaning, and frames made to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its pandas dtype, and what it holds, with the unit.

    >>> COLUMNS["tokens"]["word"].dtype
    'bool'
    """

    dtype: str
    meaning: str


_PLACE: Final[Mapping[str, Column]] = {
    "page": Column("str", "name of the page, see page_names"),
    "article": Column("Int64", "number of the story on its page; missing for furniture"),
    "role": Column("str", "role of the passage, one of page.ROLES"),
    "paragraph": Column("Int64", "number of the passage in its story; missing for furniture"),
    "start": Column("int64", "offset of its first character"),
    "end": Column("int64", "offset after its last, or after its last before a cut"),
    "start2": Column("Int64", "offset where it goes on, if the page had cut it in two"),
    "end2": Column("Int64", "offset after its last character there"),
    "text": Column("str", "what is printed, both parts together"),
}
"""Where a fact stands: the first columns of every table of facts."""

_TRUST: Final[Mapping[str, Column]] = {
    "rule": Column("str", "evidence that decided"),
    "confidence": Column("float64", "how sure the rule is, 0 to 1"),
}
"""Why a fact was taken: the last columns of every table of facts."""

COLUMNS: Final[Mapping[str, Mapping[str, Column]]] = {
    "blocks": {
        "page": Column("str", "name of the page, see page_names"),
        "block": Column("int64", "number of the block on its page"),
        "article": Column("Int64", "number of its story on the page; missing for furniture"),
        "role": Column("str", "role of the block, one of page.ROLES"),
        "start": Column("int64", "offset of its first character"),
        "end": Column("int64", "offset after its last character"),
        "characters": Column("int64", "characters that are not white space"),
        "rule": Column("str", "evidence that decided the role"),
        "confidence": Column("float64", "how sure the parser is of role and story, 0 to 1"),
        "continues": Column("Int64", "number of the block whose cut sentence goes on here"),
        "text": Column("str", "text of the block"),
    },
    "articles": {
        "page": Column("str", "name of the page, see page_names"),
        "article": Column("int64", "number of the story on its page"),
        "paper": Column("str", "newspaper of the page; missing if not told"),
        "issue_date": Column("str", "day of the page's issue in ISO 8601; missing if unknown"),
        "kind": Column("str", "news, photo or brief"),
        "label": Column("str", "column or genre label; missing if none, as in all texts here"),
        "kicker": Column("str", "lines that lead into the headline, joined by ' / '"),
        "headline": Column("str", "main title, its lines joined by a blank"),
        "deck": Column("str", "lines that complete the headline, joined by ' / '"),
        "byline": Column("str", "names of the writers, joined by 、"),
        "agency": Column("str", "paper or agency of the dateline, as printed"),
        "dateline_place": Column("str", "place of the dateline, as printed"),
        "dateline_date": Column("str", "date of the dateline, as printed"),
        "paragraphs": Column("int64", "paragraphs of the body, rejoined"),
        "rejoined": Column("int64", "those of them that the page had cut"),
        "characters": Column("int64", "characters of all its blocks that are not white space"),
        "start": Column("int64", "offset of the story's first character"),
        "end": Column("int64", "offset after its last; other stories may stand between"),
        "confidence": Column("float64", "lowest confidence of its blocks, 0 to 1"),
    },
    "tokens": {
        "page": Column("str", "name of the page, see page_names"),
        "article": Column("int64", "number of the story on its page"),
        "role": Column("str", "role of the passage, one of page.ROLES without furniture"),
        "paragraph": Column("int64", "number of the passage in its story, in source order"),
        "start": Column("int64", "offset of the token's first character"),
        "end": Column("int64", "offset after its last, or after its last before a cut"),
        "token": Column("str", "word, mark or blank"),
        "form": Column("str", "the token in half-width forms: １０ and 10 are one word"),
        "pos": Column("str", "part of speech by jieba's tags; missing if not asked for"),
        "start2": Column("Int64", "offset where a word goes on that the page had cut in two"),
        "end2": Column("Int64", "offset after its last character there"),
        "word": Column("bool", "whether it has a letter, Han character or digit"),
    },
    "counts": {
        "token": Column("str", "word in half-width forms"),
        "count": Column("int64", "how often it stands in the texts"),
        "total": Column("int64", "all words of the texts, marks and blanks left out"),
        "per_thousand": Column("float64", "count in a thousand of all words"),
    },
    "quantities": {
        **_PLACE,
        "kind": Column("str", "count, money, percent, ratio, measure, duration, age …"),
        "value": Column("float64", "the number, 9亿多元 being 900000000"),
        "value_to": Column("float64", "upper end of a range, or the other side of a score"),
        "unit": Column("str", "unit or classifier; missing where the noun stands alone"),
        "per": Column("str", "what a rate is reckoned by: 人 of 300元/人"),
        "currency": Column("str", "ISO 4217 code of a sum of money"),
        "bound": Column("str", "exact, about, gt, ge, near_below, lt, le or range"),
        "noun": Column("str", "what is counted, as printed"),
        **_TRUST,
    },
    "dates": {
        **_PLACE,
        "iso": Column("str", "ISO 8601 date or interval first/last; missing if not known"),
        "type": Column("str", "how it is said: day, month, year, quarter, now, vague …"),
        "relation": Column("str", "since, until, about, dateline …; missing for a plain date"),
        **_TRUST,
    },
    "people": {
        **{"passage" if name == "role" else name: column for name, column in _PLACE.items()},
        "person_id": Column("str", "the person: name, and organisation if one is told"),
        "name": Column("str", "name without blanks inside"),
        "role": Column(
            "str",
            "office or part as told here or in the story, in its words: 记者, 記者 and 本报记者 "
            "are three; all reporters are role.str.endswith(('记者', '記者'))",
        ),
        "kind": Column("str", "press, official or subject"),
        "org": Column("str", "organisation as told here, or in the story"),
        **_TRUST,
    },
    "places": {
        **_PLACE,
        "path": Column("str", "province/prefecture/county/finer, empty where there is none"),
        "adcode": Column("str", "code of GB/T 2260 of the place or its county; missing abroad"),
        "level": Column("str", "province, prefecture, county, town, village, road … or country"),
        "country": Column("str", "code of ISO 3166-1"),
        "in_org": Column("bool", "whether it is part of an organisation's name"),
        **_TRUST,
    },
    "organisations": {
        **_PLACE,
        "org_id": Column("str", "the organisation: norm without differences of width"),
        "norm": Column("str", "full form, as far as the story tells it"),
        "short": Column("bool", "whether it is printed in a shorter form"),
        "generic": Column("bool", "whether it names a kind and no single one: 各级工会"),
        **_TRUST,
    },
    "speeches": {
        **_PLACE,
        "speaker": Column("str", "name of who says it"),
        "person_id": Column("str", "the speaker's id in the table of people"),
        "verb": Column("str", "verb of saying"),
        "direct": Column("bool", "whether the words stand in quotation marks"),
        "speaker_start": Column("int64", "offset of the speaker's mention"),
        "speaker_end": Column("int64", "offset after the speaker's mention"),
    },
    "claims": {
        **_PLACE,
        "from_start": Column("Int64", "offset of the quantity before; missing if not printed"),
        "from_end": Column("Int64", "offset after it"),
        "from_value": Column("float64", "its number"),
        "to_start": Column("Int64", "offset of the quantity after; missing if not printed"),
        "to_end": Column("Int64", "offset after that"),
        "to_value": Column("float64", "the number after the change"),
        "by_value": Column("float64", "the difference, if that is printed: 增长12.5%"),
        "unit": Column("str", "unit of these numbers"),
        "verb": Column("str", "verb of the change"),
        "direction": Column("str", "up or down; missing where neither is told"),
        "ratio": Column("float64", "after to before"),
        "pct": Column("float64", "change in per cent"),
        "from_time_text": Column("str", "time before, as printed"),
        "from_time": Column("str", "time before in ISO 8601"),
        "to_time_text": Column("str", "time after, as printed"),
        "to_time": Column("str", "time after in ISO 8601; the issue's day if none is printed"),
        "status": Column("str", "agrees, rounded or contradicts; missing if told once"),
        "differs": Column("str", "what contradicts, joined by 、"),
        "other_start": Column("Int64", "offset of the other telling"),
        "other_end": Column("Int64", "offset after the other telling"),
        **_TRUST,
    },
    "comparisons": {
        **_PLACE,
        "kind": Column("str", "change or quantity"),
        "status": Column("str", "agrees, rounded or contradicts"),
        "differs": Column("str", "what contradicts, joined by 、"),
        "other_start": Column("int64", "offset of the second telling"),
        "other_end": Column("int64", "offset after the second telling"),
        "other_text": Column("str", "the second telling"),
        "confidence": Column("float64", "how sure it is that both tell the same, 0 to 1"),
    },
    "initiatives": {
        "page": Column("str", "name of the page, see page_names"),
        "article": Column("int64", "number of the story on its page"),
        "headline": Column("str", "main title, its lines joined by a blank"),
        "organiser": Column("str", "organisation in its full form"),
        "organiser_mentions": Column("int64", "mentions of the organiser in the story"),
        "of_organisations": Column("int64", "mentions of single organisations in the story"),
        "place": Column("str", "path of the place down to the county"),
        "adcode": Column("str", "code of GB/T 2260 of the place"),
        "place_mentions": Column("int64", "mentions of places with this code in the story"),
        "of_places": Column("int64", "mentions of places with a code in the story"),
        "target_group": Column("str", "counts of people, joined by 、"),
        "measures": Column("str", "names of what is undertaken, joined by 、"),
        "figures": Column("str", "the other counts, sums and shares, joined by 、"),
    },
    "entities": {
        "kind": Column("str", "person, organisation or place"),
        "id": Column("str", "its person_id, org_id or adcode; abroad the path of the place"),
        "name": Column("str", "name of the person, full form, or path down to the county"),
        "mentions": Column("int64", "rows of the table that mean it"),
        "of_mentions": Column("int64", "rows of the table that mean anything of its kind"),
        "articles": Column("int64", "stories that mention it"),
        "pages": Column("int64", "pages that mention it"),
    },
}


def frame_of_rows(table: str, rows: Sequence[tuple[Any, ...]]) -> pd.DataFrame:
    """A frame of a declared table from its rows, each in the order of the columns."""
    columns = zip(*rows, strict=True) if rows else ((),) * len(COLUMNS[table])
    return frame(table, dict(zip(COLUMNS[table], columns, strict=True)))


def frame(table: str, data: Mapping[str, Any]) -> pd.DataFrame:
    """A frame with the declared columns and dtypes of a table."""
    return pd.DataFrame(
        {
            name: pd.Series(data[name], dtype=column.dtype)
            for name, column in COLUMNS[table].items()
        },
        copy=False,
    )
