"""Words counted without a table of tokens: `count_words`, for archives larger than memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from banmian.page import FormatError, Page
from banmian.tables.columns import frame
from banmian.tables.cutting import cut_passage
from banmian.tables.pages import Sources
from banmian.words import (
    EngineName,
    Granularity,
    Lexicon,
    LexiconSource,
    Segmenter,
    fold,
    segmenter,
)


def count_words(
    texts: Page | str | Iterable[Page | str],
    *,
    lexicon: Lexicon | LexiconSource | None = None,
    granularity: Granularity = "jieba",
    hmm: bool = True,
    engine: EngineName | None = None,
) -> pd.DataFrame:
    r"""How often each word stands in pages or plain texts, read once and forgotten.

    Of a page, its stories are counted and the furniture left out: the counts are those of
    `term_frequency` of its `tokens` by corpus. Of a string, all of it is counted, so an open
    file will do: its lines are strings. Memory grows with the number of different words only.

    Args:
        texts: A page, a string, or any number of them.
        lexicon: Words to know besides the dictionary, see `segment`.
        granularity: How finely to cut, see `segment`.
        hmm: Whether jieba's model may guess words that no dictionary has, see `segment`.
        engine: What cuts; None takes the fastest that is there, see `segment`.

    Returns:
        One row a word in half-width forms, most frequent first, then by code point, with the
        columns of ``COLUMNS["counts"]``; ``attrs`` as `tokens` has them, but no
        digest where a string was counted.

    Raises:
        FormatError: Something given is no `Page` or str, or an option is wrong (see `segment`).

    >>> count_words(["工会组织", "工会，１０人", "10人"]).head(2).values.tolist()
    [['10', 2, 6, 333.3333333333333], ['人', 2, 6, 333.3333333333333]]
    """
    cutter = segmenter(lexicon=lexicon, granularity=granularity, hmm=hmm, engine=engine)
    sources = Sources()
    words = sorted(
        word_counts(sources.noted(texts), cutter).items(), key=lambda word: (-word[1], word[0])
    )
    count = np.array([count for _, count in words], dtype=np.int64)
    total = np.full_like(count, count.sum())
    table = frame(
        "counts",
        {
            "token": [word for word, _ in words],
            "count": count,
            "total": total,
            "per_thousand": count / total * 1000,
        },
    )
    table.attrs.update(cutter.description, **sources.attrs)
    return table


def word_counts(texts: Page | str | Iterable[Page | str], cutter: Segmenter) -> Counter[str]:
    """How often each word, in half-width forms, stands in pages or plain texts."""
    split: Counter[str] = Counter()
    found = cutter.count(_whole_texts(texts, cutter, split))
    for token, count in split.items():
        found[fold(token)] += count
    return Counter({t: count for t, count in found.items() if any(map(str.isalnum, t))})


def _whole_texts(
    texts: Page | str | Iterable[Page | str], cutter: Segmenter, split: Counter[str]
) -> Iterator[str]:
    """The texts and passages that are cut as they stand; the tokens of others go into ``split``.

    The others are passages in three pieces or more, in which a word may be split once more.
    """
    for text in [texts] if isinstance(texts, (Page, str)) else texts:
        if isinstance(text, str):
            yield text
        elif isinstance(text, Page):
            for _, passage in (p for article in text.articles for p in article.passages):
                if len(passage.spans) < 3:
                    yield passage.text
                else:
                    split.update(cut_passage(passage.text, passage.spans, cutter, pos=False)[0])
        else:
            raise FormatError(
                f"expected pages or strings, got {type(text).__name__} {str(text)[:40]!r}; "
                "read_page and parse_page make pages"
            )
