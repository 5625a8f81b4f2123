"""Text to tokens with their offsets and parts of speech."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal, get_args

from banmian.page import FormatError
from banmian.words.engines import jieba_module, tagger_of, tokenizer_of
from banmian.words.lexicon import Lexicon, LexiconSource, as_lexicon

Granularity = Literal["jieba"]
GRANULARITIES: Final[tuple[Granularity, ...]] = get_args(Granularity)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, mark or blank of a text: ``text`` stands at ``start`` up to ``end``.

    ``pos`` is jieba's part-of-speech tag (n noun, v verb, ns place …), or None if not asked for.
    """

    start: int
    end: int
    text: str
    pos: str | None = None


@dataclass(frozen=True, slots=True)
class Segmenter:
    """One way to cut text: the engine's, with one lexicon, at one granularity."""

    lexicon: Lexicon | None = None
    granularity: Granularity = "jieba"

    def __post_init__(self) -> None:
        """Refuse a granularity that does not exist."""
        if self.granularity not in GRANULARITIES:
            raise FormatError(
                f"granularity is {self.granularity!r}, expected one of {', '.join(GRANULARITIES)}"
            )

    @property
    def description(self) -> dict[str, str | None]:
        """What made a table: engine and version, granularity, digest of the lexicon."""
        return {
            "segmenter": f"jieba {jieba_module().__version__}",
            "granularity": self.granularity,
            "lexicon": None if self.lexicon is None else self.lexicon.digest,
        }

    def cut(self, text: str) -> list[str]:
        """The tokens of a text, white space and marks included; joined they are the text."""
        words: list[str] = tokenizer_of(self.lexicon).lcut(text)
        return words

    def tag(self, text: str) -> list[tuple[str, str]]:
        """The tokens of `cut`, each with its part of speech: asking for tags changes no count.

        Tags are those of ``jieba.posseg``, which cuts a little differently (1.7 % of the tokens
        of 61 newspaper pages: 这是, 50%, 万人). Where its cut differs, a dictionary word takes its
        dictionary tag, and any other token that of the piece which covers most of it.
        """
        tagger = tagger_of(self.lexicon)
        pieces = _spans((pair.word, pair.flag) for pair in tagger.cut(text))
        words = ((word, None) for word in self.cut(text))
        return _tags_by_overlap(list(_spans(words)), list(pieces), tagger.word_tag_tab)


def segmenter(
    *, lexicon: Lexicon | LexiconSource | None = None, granularity: Granularity = "jieba"
) -> Segmenter:
    """The `Segmenter` for these options, for many texts in a row; see `segment`."""
    return Segmenter(as_lexicon(lexicon), granularity)


def segment(
    text: str,
    *,
    lexicon: Lexicon | LexiconSource | None = None,
    granularity: Granularity = "jieba",
    pos: bool = False,
) -> list[Token]:
    """Cut a text into words, marks and blanks with their offsets.

    Args:
        text: Any string.
        lexicon: Words to know besides the dictionary: a `Lexicon`, the path of a file (see
            `Lexicon.read`), or words or (word, freq, tag) tuples.
        granularity: ``"jieba"``, the words as jieba's default mode gives them (HMM on).
        pos: Whether to tag parts of speech (five to six times slower; see `Segmenter.tag`).

    Returns:
        Tokens in order: joined they give ``text``, and ``text[t.start:t.end] == t.text``.

    Raises:
        FormatError: The granularity does not exist, the lexicon has an entry that cannot
            work, or ``text`` is no string.

    >>> [t.text for t in segment("扶贫车间开工")]
    ['扶贫', '车间', '开工']
    >>> segment("扶贫车间开工", lexicon=["扶贫车间"])[0]
    Token(start=0, end=4, text='扶贫车间', pos=None)
    """
    if not isinstance(text, str):
        raise FormatError(f"segment got {type(text).__name__}, expected a str")
    cutter = segmenter(lexicon=lexicon, granularity=granularity)
    tagged = cutter.tag(text) if pos else ((word, None) for word in cutter.cut(text))
    return [Token(start, end, word, tag) for start, end, word, tag in _spans(tagged)]


def _spans(
    tagged: Iterable[tuple[str, str | None]],
) -> Iterator[tuple[int, int, str, str | None]]:
    start = 0
    for word, tag in tagged:
        end = start + len(word)
        yield start, end, word, tag
        start = end


def _tags_by_overlap(
    words: list[tuple[int, int, str, str | None]],
    pieces: list[tuple[int, int, str, str | None]],
    dictionary: dict[str, str],
) -> list[tuple[str, str]]:
    tagged = []
    first = 0
    for start, end, word, _ in words:
        while pieces[first][1] <= start:
            first += 1
        best, most = first, 0
        last = first
        while last < len(pieces) and pieces[last][0] < end:
            shared = min(end, pieces[last][1]) - max(start, pieces[last][0])
            if shared >= most:  # on a tie the later piece: Chinese compounds have their head last
                best, most = last, shared
            last += 1
        same = pieces[best][:2] == (start, end)
        tag = str(pieces[best][3])
        tagged.append((word, tag if same else dictionary.get(word, tag)))
    return tagged
