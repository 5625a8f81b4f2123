"""Who says what (引语): a speaker, a verb of saying, and the words said.

Three orders are read: 邓可旺说，“…” and 邓可旺说：… with the words behind the verb; “…”邓可旺说
with the words before it, where nothing but the speaker's title stands between; and both, which is
two pieces of one speech and gives two rows. Without quotation marks the words reach to
the end of the sentence.

Left alone: speakers that are no person (会议要求, 记者了解到), speeches over several paragraphs,
and quotation marks that set off a word (“金句”): these follow no verb of saying.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from banmian.facts.people import PersonMention, find_people
from banmian.facts.wordbook import fold


@dataclass(frozen=True, slots=True)
class Speech:
    """What a person of a text says: ``text[quote_start:quote_end]``.

    ``start`` and ``end`` are the speaker's mention, ``speaker`` the person's name, ``verb`` the
    verb of saying; ``direct`` says whether the words stand in quotation marks.
    """

    start: int
    end: int
    speaker: str
    verb: str
    quote_start: int
    quote_end: int
    direct: bool


_VERB: Final = (
    r"(?P<verb>告诉记者|告诉本报记者|对记者说|对记者表示|向记者介绍|介绍说|解释说|回忆说|补充说|笑着说|分析认为|"
    r"表示|指出|认为|介绍|强调|透露|坦言|直言|回忆|解释|补充|呼吁|建议|感慨|感叹|宣布|写道|回答|反问|"
    r"说道|说|称|道|讲|问|答)"
)
# Between speaker and verb a few words may stand (高兴地, 昨天在接受采访时), but no other clause.
_AFTER: Final = re.compile(
    rf"[^,。;:!?“”、\s]{{0,14}}?{_VERB}"
    r"(?![明法服理中起题路书卷稿座课话述授究解席号赞]|不清|到底)[,: ]?"
)
_QUOTE: Final = re.compile(r"“(?P<said>[^“”]{2,2000})”")
_SENTENCE: Final = re.compile(r"(?:[^。!?“”\n]|“[^“”\n]{1,20}”){4,400}[。!?]?")
_TITLE_ONLY: Final = re.compile(r"[^,。;:!?“”\s]{0,40}")


def find_speech(text: str, *, people: Sequence[PersonMention] | None = None) -> list[Speech]:
    """Who says what in a text.

    Args:
        text: Any text.
        people: The people of the text, found here if not given.

    Returns:
        Speeches in the order of their words; those of one mention share its offsets.

    >>> text = "“产业扶贫并非一劳永逸。”县长陈立国说，“要兼顾人文关怀。”"
    >>> [(s.speaker, s.verb, text[s.quote_start : s.quote_end]) for s in find_speech(text)]
    [('陈立国', '说', '产业扶贫并非一劳永逸。'), ('陈立国', '说', '要兼顾人文关怀。')]
    """
    folded = fold(text)
    if people is None:
        people = find_people(text)
    speeches = [s for person in people for s in _said_by(folded, person)]
    return sorted(speeches, key=lambda s: (s.quote_start, s.start))


def _said_by(text: str, person: PersonMention) -> Iterator[Speech]:
    saying = _AFTER.match(text, person.end)
    if saying is None:
        return
    verb = saying.group("verb")
    before = _quote_before(text, person.start)
    if before:
        yield Speech(person.start, person.end, person.name, verb, *before, True)
    after = _QUOTE.match(text, saying.end())
    if after:
        start, end = after.span("said")
        yield Speech(person.start, person.end, person.name, verb, start, end, True)
    elif before is None or saying.group()[-1] in ",:":
        words = _SENTENCE.match(text, saying.end())
        if words:
            yield Speech(person.start, person.end, person.name, verb, *words.span(), False)


def _quote_before(text: str, start: int) -> tuple[int, int] | None:
    """The quotation that ends where the speaker, with title, begins."""
    close = text.rfind("”", max(0, start - 41), start)
    if close < 0 or not _TITLE_ONLY.fullmatch(text, close + 1, start):
        return None
    opened = text.rfind("“", max(0, close - 2000), close)
    if opened < 0 or close - opened < 3 or text[close - 1] not in "。!?,…":
        return None
    return opened + 1, close
