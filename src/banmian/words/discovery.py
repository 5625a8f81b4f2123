"""New words (新词): what a text uses as a word and the dictionary does not know.

Candidates are the parts of the runs of pieces that `runs` counts. Evidence is of three kinds: how
firmly the pieces hold together (cohesion, pointwise mutual information: Church and Hanks 1990,
"Word Association Norms, Mutual Information, and Lexicography"), how freely they stand among others
(the entropy of their neighbours: Chien 1997, "PAT-Tree-Based Keyword Extraction for Chinese
Information Retrieval"), and where the page shows them: in quotation marks, as an item of a list
(沈家弄、南包家宅), at the edge of a heading, as a name.

Left alone: words with a stop word inside (知识的力量), words that a dictionary word always reaches
into, and whether a candidate is worth counting as one: most are names and terms, some are only
frequent phrases, and the reader decides.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby
from math import log2
from operator import itemgetter
from typing import Any, Final

import pandas as pd

from banmian.page import Article, FormatError, Page, TableError
from banmian.words.lexicon import Lexicon, LexiconSource, as_lexicon
from banmian.words.runs import MOST_CHARACTERS, MOST_PIECES, Counts, Story
from banmian.words.segmenting import Segmenter, segmenter

NEW_WORD_COLUMNS: Final = {
    "word": "str",
    "score": "float64",
    "cut": "str",
    "embeds": "str",
    "count": "int64",
    "pieces": "int64",
    "stories": "int64",
    "of_stories": "int64",
    "formed": "int64",
    "cohesion": "float64",
    "left": "float64",
    "right": "float64",
    "quoted": "int64",
    "headed": "int64",
    "listed": "int64",
    "named": "int64",
    "context": "str",
}
"""Columns and dtypes of `new_words`, which says what they hold."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_OPENERS: Final = _words("""
提供 设立 召开 实施 加强 推动 举行 开展 建立 举办 成立 进行 深化 提高 增强 打造 构建 落实 贯彻 坚持
完善 健全 吸纳 带动 包括 传达 印发 出台 制定 扩大 凝聚 围绕 做好 努力 拓展 优化 形成 成为 组成 带领
解决 延伸 纳入 注入 利用 发挥 掌握 助力 助推 继续 获得 增加 减少 保持 采取 取得 接受 受到 引起 造成
达到 引领 引导 使 让 把 给 将 抓 占 送
""")
"""Verbs whose object follows: what they begin is a phrase (设立专属), hardly ever a compound."""

_CLOSERS: Final = _words("""
提供 实施 要求 强调 指出 认为 显示 介绍 提出 举行 召开 开展 加强 推动 延伸
大 小 多 少 高 低 强 弱 好 快 慢
""")
"""Verbs and adjectives that say something of what stands before them (流动性大, 会议要求)."""


def new_words(
    source: pd.DataFrame | Page | Iterable[Page],
    *,
    lexicon: Lexicon | LexiconSource | None = None,
    names: Iterable[str] = (),
    min_count: int = 2,
) -> pd.DataFrame:
    """Words that the dictionary does not know, with the evidence for each, best first.

    Args:
        source: A table of `tokens`, or pages. Pages are read once, story by story, so that an
            archive may come as an iterator; only they tell which names the parser read in
            bylines, credits and signatures.
        lexicon: Words that are known besides the dictionary's: they are no candidates, but
            may be part of some. For a table, that with which it was made.
        names: Other names to look for in every story, those of `people` and `places`, say.
        min_count: The least occurrences of a candidate that is not quoted, listed or a name.

    Returns:
        One row a candidate, with the columns of `NEW_WORD_COLUMNS`. ``cut`` shows its pieces,
        ``embeds`` the longest part of three characters or more that is a candidate or known
        itself: what has one is more often a phrase (灵活就业群体) than a word (职工大学堂).
        ``count`` how often they stand side by side, of ``pieces`` in all; ``stories`` is in how
        many stories, of ``of_stories``; ``formed`` how often the cut had it as one token.
        ``cohesion`` is the pointwise mutual information of its weakest split, in bits:
        the least log2(c(ab) N / (c(a) c(b))) over its parts a and b, where N is ``pieces``.
        ``left`` and ``right`` are the entropies of its neighbouring pieces, in bits; a mark, a
        stop word or an edge is a neighbour unlike any other. ``quoted`` is how often quotation
        marks enclose it, ``headed`` how often it stands at the edge of a heading, or of a part of
        one, ``listed`` how often it is an item between enumeration commas, and ``named`` how
        often it is printed where it is a name. A name that is no run of pieces has its printings
        as ``count``, and no cohesion or entropies. ``context`` shows one place, the word marked
        by 【】.

        ``score`` is min(left, right, 3) + 2 cohesion / log2(N / count) + log2(count) / 2, and 1 if
        quoted, 1 if a name, 3/4 if headed, less 1/4 a character beyond the fifth. Take what
        you accept with `Lexicon.extend`. By hand is better than by score: with the packaged
        lexicon, jieba cuts 90.7 % of the seed page's test words right, with the candidates of
        score 3 that embed no other 90.1 %, with those that a reader chose 95.1 %.

        A list tells only of items of two to four characters with a single character among their
        pieces, as names have; items of known words (专项攻坚) need the same count as others.

        A candidate that always has the same neighbour, and is bound to it more firmly than its
        own parts are, is left out; so is one that begins or ends as a phrase does (unless
        quoted). A word cut in several ways stands once, by its commonest cut. If there are more
        than a million different runs, the rarest are dropped on the way: ``attrs["undercount"]`` is
        by how much a count may be too low, otherwise 0.

    Raises:
        TableError: The table lacks a column of `tokens`.
        FormatError: Something given as a page is none, or the lexicon is wrong.

    >>> import banmian as bm
    >>> page = bm.read_page("seeds/000_36eec756fec64adf.txt")
    >>> new_words(page).head(2)[["word", "cut", "count"]].values.tolist()
    [['社会组织', '社会/组织', 19], ['灵活就业', '灵活/就业', 25]]
    """
    words = as_lexicon(lexicon)
    known = frozenset() if words is None else frozenset(entry.word for entry in words.entries)
    counts = Counts(known, min_count)
    if isinstance(source, pd.DataFrame):
        made_by: dict[Any, Any] = source.attrs
        stories = _of_table(source)
    else:
        cutter = segmenter(lexicon=words)
        made_by = dict(cutter.description)
        stories = _of_pages(source, cutter)
    given = frozenset(names)
    for story in stories:
        counts.add(story._replace(names=story.names | given))
    table = _ranked(counts)
    table.attrs = {**made_by, "undercount": counts.undercount}
    return table


def _of_pages(source: Page | Iterable[Page], cutter: Segmenter) -> Iterator[Story]:
    for page in [source] if isinstance(source, Page) else source:
        if not isinstance(page, Page):
            raise FormatError(
                f"expected a table of tokens, a Page or pages, got {type(page).__name__} "
                f"{str(page)[:40]!r}; read_page and parse_page make pages"
            )
        for article in page.articles:
            passages = [(role, cutter.cut(passage.text)) for role, passage in article.passages]
            yield Story(passages, _names(article))


def _names(article: Article) -> frozenset[str]:
    names = {person.name for person in article.byline}
    names |= {person.affiliation for person in article.byline if person.affiliation}
    return frozenset(name for name in names if 2 <= len(name) <= MOST_CHARACTERS)


def _of_table(tokens: pd.DataFrame) -> Iterator[Story]:
    columns = ["page", "article", "paragraph", "role", "token"]
    missing = [name for name in columns if name not in tokens]
    if missing:
        raise TableError(f"the table lacks {', '.join(missing)}; expected a table of bm.tokens")
    rows = zip(*(tokens[name].tolist() for name in columns), strict=True)
    for _, story in groupby(rows, key=itemgetter(0, 1)):
        yield Story(
            [
                (role, [row[4] for row in passage])
                for (_, role), passage in groupby(story, key=itemgetter(2, 3))
            ]
        )


def _ranked(counts: Counts) -> pd.DataFrame:
    candidates = {run: count for run, count in counts.runs.items() if _may_be_word(run, counts)}
    before, after = _neighbours(candidates, counts.runs)
    rows: dict[str, dict[str, Any]] = {}
    for run in sorted(candidates, key=lambda run: (-candidates[run], run)):
        row = _evidence(run, before[run], after[run], counts)
        if row is not None:
            rows.setdefault(row["word"], row)
    for name in sorted(counts.named):
        if name not in rows and not counts.knows(name):
            rows[name] = _name_row(name, counts)
    for row in rows.values():
        row["embeds"] = _embedded(row["word"], rows, counts)
    ordered = sorted(rows.values(), key=lambda row: (-row["score"], -row["count"], row["word"]))
    return pd.DataFrame(
        {
            name: pd.Series([row[name] for row in ordered], dtype=dtype)
            for name, dtype in NEW_WORD_COLUMNS.items()
        }
    )


def _embedded(word: str, rows: Collection[str], counts: Counts) -> str | None:
    for size in range(len(word) - 1, 2, -1):
        for start in range(len(word) - size + 1):
            part = word[start : start + size]
            if part in rows or counts.knows(part):
                return part
    return None


def _may_be_word(run: str, counts: Counts) -> bool:
    pieces = run.split(" ")
    word = "".join(pieces)
    if not 2 <= len(pieces) <= MOST_PIECES or len(word) > MOST_CHARACTERS or counts.knows(word):
        return False
    if counts.quoted[word]:
        return True
    edges = (pieces[0], pieces[-1])
    listed = counts.listed[word] > 0 and 1 in map(len, pieces)
    return (
        (counts.runs[run] >= counts.min_count or counts.named[word] > 0 or listed)
        and counts.stops.isdisjoint(edges)
        and pieces[0] not in _OPENERS
        and pieces[-1] not in _CLOSERS
    )


_Neighbours = dict[str, list[tuple[str, int]]]


def _neighbours(candidates: dict[str, int], runs: Counter[str]) -> tuple[_Neighbours, _Neighbours]:
    """For each candidate the pieces before it and after it, with their counts."""
    before: _Neighbours = defaultdict(list)
    after: _Neighbours = defaultdict(list)
    for run, count in runs.items():
        first, _, rest = run.partition(" ")
        if rest in candidates:
            before[rest].append((first, count))
        rest, _, last = run.rpartition(" ")
        if rest in candidates:
            after[rest].append((last, count))
    return before, after


def _evidence(
    run: str,
    before: Sequence[tuple[str, int]],
    after: Sequence[tuple[str, int]],
    counts: Counts,
) -> dict[str, Any] | None:
    """The row of a candidate; None where it is bound to a neighbour more than to itself."""
    pieces = run.split(" ")
    word, count = "".join(pieces), counts.runs[run]
    cohesion = min(
        _information(run, " ".join(pieces[:cut]), " ".join(pieces[cut:]), counts)
        for cut in range(1, len(pieces))
    )
    left, right = (_entropy(count, [n for _, n in side]) for side in (before, after))
    if count > 1 and not counts.quoted[word] and not counts.named[word]:
        for entropy, side in ((left, before), (right, after)):
            # one neighbour always: c(ab) = c(a), so that their information is log2(N / c(b))
            if side and not entropy and log2(counts.pieces / counts.runs[side[0][0]]) >= cohesion:
                return None
    bound = 2 * cohesion / log2(counts.pieces / count) if count < counts.pieces else 2.0
    return _row(word, count, counts, freedom=min(left, right, 3), bound=bound) | {
        "cut": "/".join(pieces),
        "stories": counts.stories[run],
        "cohesion": cohesion,
        "left": left,
        "right": right,
    }


def _information(run: str, left: str, right: str, counts: Counts) -> float:
    runs = counts.runs
    return log2(runs[run] * counts.pieces / (runs[left] * runs[right]))


def _entropy(count: int, neighbours: Iterable[int]) -> float:
    """Entropy in bits of a candidate's neighbours; those that are no pieces are all different."""
    shares = [n / count for n in neighbours]
    alone = max(0.0, 1 - sum(shares))
    return -sum(share * log2(share) for share in shares) + alone * log2(count)


def _name_row(name: str, counts: Counts) -> dict[str, Any]:
    """The row of a name that the cut does not have as a run of pieces."""
    nothing = dict.fromkeys(("cohesion", "left", "right"))
    stories = {"cut": name, "stories": counts.name_stories[name]}
    return _row(name, counts.named[name], counts, freedom=0, bound=0) | stories | nothing


def _row(word: str, count: int, counts: Counts, *, freedom: float, bound: float) -> dict[str, Any]:
    quoted, headed, named = counts.quoted[word], counts.headed[word], counts.named[word]
    # The weights were set by reading the first hundred of the seed page and of 40 other pages.
    score = freedom + bound + log2(count) / 2 + bool(quoted) + 0.75 * bool(headed) + bool(named)
    return {
        "word": word,
        "score": score - 0.25 * max(0, len(word) - 5),
        "count": count,
        "pieces": counts.pieces,
        "of_stories": counts.of_stories,
        "formed": counts.formed[word],
        "quoted": quoted,
        "headed": headed,
        "listed": counts.listed[word],
        "named": named,
        "context": counts.contexts.get(word),
    }
