"""Small token tables whose counts fit in the head."""

from __future__ import annotations

from typing import Any

import pandas as pd
from hypothesis import strategies as st

# The corpus of Gries: 50 tokens in five parts of 9, 10, 10, 10 and 11.
GRIES = (
    "b a m n i b e u p | b a s a t b e w q n | b c a g a b e s t a | "
    "b a g h a b e a a t | b a h a a b e a x a t"
)
MARKS = {",", ".", "。", " "}


def toy(text: str, page: str = "a", role: str = "paragraph") -> pd.DataFrame:
    """A token table: words parted by blanks, paragraphs by /, stories by |.

    The tokens , . and 。 are marks, _ is a blank.
    """
    rows: list[tuple[str, int, str, int, int, int, str, bool]] = []
    start = 0
    for article, story in enumerate(text.split("|")):
        for paragraph, passage in enumerate(story.split("/")):
            for token in passage.split():
                end = start + len(token)
                text = token.replace("_", " ")
                rows.append((page, article, role, paragraph, start, end, text, text not in MARKS))
                start = end
            start += 2
    columns = ["page", "article", "role", "paragraph", "start", "end", "token", "word"]
    frame = pd.DataFrame(rows, columns=columns)
    frame.attrs = {"segmenter": "toy", "lexicon": None}
    return frame


TWO = toy("a b a , c | a . b")


def listed(frame: pd.DataFrame, *columns: str, digits: int = 6) -> list[list[Any]]:
    """The rows of these columns, floats rounded."""
    return frame[list(columns)].round(digits).to_numpy(dtype=object).tolist()


TEXT = st.lists(
    st.lists(st.sampled_from(["a", "b", "c", "d", ","]), min_size=1, max_size=12),
    min_size=1,
    max_size=5,
).map(lambda stories: " | ".join(" ".join(story) for story in stories))
"""Texts for `toy`, of one to five stories."""
