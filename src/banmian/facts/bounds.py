"""Words that bound a quantity (约, 近, 超过, 以上, 左右) and the minus, in folded text."""

from __future__ import annotations

import re
from typing import Final, Literal

from banmian.facts.numerals import BLANK

Bound = Literal["exact", "about", "gt", "ge", "near_below", "lt", "le", "range"]

_WORDS: Final[tuple[tuple[Bound, str], ...]] = (
    ("near_below", "近 将近 接近 逼近"),
    ("about", "约 大约 约为 约合 约有 大概 大致 差不多"),
    ("gt", "超 超过 超出 逾 多于 高于 大于 突破 不止 过"),
    ("ge", "至少 最少 起码 不少于 不低于 不小于 不下 不下于 上"),
    ("le", "最多 至多 不超过 不高于 不多于 不大于"),
    ("lt", "不足 不到 不满 未满 未达 低于 少于 小于 未到"),
)
_BEFORE: Final = {word: bound for bound, words in _WORDS for word in words.split()}
_NOT_AFTER: Final = {
    "近": "最附靠邻临亲远贴新切相",
    "约": "节预签纽条契履违特邀续",
    "过": "超通经不路越度跨胜错渡穿飞吃看说做去来走",
    "超": "赶中英德意西法反高出",
    "上": "以网路马早晚天地海身手线之加赶跟比会",
    "不到": "想看得找见听收达做料买办遇受用等意感",
}
"""After which characters a bounding word is part of another (节约, 最近, 中超)."""


def bound_before(folded: str, start: int) -> tuple[Bound, int] | None:
    """The bounding word before the numeral at ``start``, as its code and where it begins.

    上 and 过 bound only a bare place (上百, 过亿) and tenths (过七成).
    """
    place = start
    while place and folded[place - 1] in " \u3000\u00a0" and start - place < 2:
        place -= 1
    for length in (3, 2, 1):
        word = folded[max(0, place - length) : place]
        bound = _BEFORE.get(word)
        if bound is None or len(word) < length:
            continue
        before = folded[place - length - 1 : place - length] if place > length else ""
        bare = folded[start] in "百千万亿"
        tenths = word == "过" and folded.startswith("成", start + 1)
        if word in "上过" and not (bare or tenths):
            return None
        if before and before in _NOT_AFTER.get(word, ""):
            return None
        return bound, place - length
    return None


_AFTER: Final[tuple[tuple[Bound, str], ...]] = (
    ("ge", "以上|之上|起步"),
    ("le", "以下|以内|之内"),
    ("about", "左右(?!手|为难|逢源|两|摇|侧|翼|分)"),
    ("about", "上下(?!一|同|级|游|班|学|联|左|齐|五|铺)"),
    ("about", "许(?=[的,，。;；、)]|$)"),
)
_BOUND_AFTER: Final = tuple((bound, re.compile(f"{BLANK}?(?:{words})")) for bound, words in _AFTER)
_WITHIN: Final = re.compile("内(?!部|外|容|地|蒙|陆|河|心|在|务|阁|战|需|科|政)")


def bound_after(folded: str, end: int, *, duration: bool) -> tuple[Bound, int] | None:
    """The bounding word behind a quantity, as its code and where it ends; 内 bounds durations."""
    if duration and _WITHIN.match(folded, end):
        return "le", end + 1
    for bound, words in _BOUND_AFTER:
        if match := words.match(folded, end):
            return bound, match.end()
    return None


def sign_before(folded: str, start: int) -> tuple[int, int]:
    """Where a minus (零下, 负, -) before a numeral begins and the sign -1; else ``start`` and 1."""
    if folded.endswith("零下", 0, start):
        return start - 2, -1
    if folded.endswith(("负", "-", "−"), 0, start) and not _NO_MINUS.search(
        folded, max(0, start - 2), start - 1
    ):
        return start - 1, -1
    return start, 1


_NO_MINUS: Final = re.compile("[0-9A-Za-z%℃度正胜减担人岁元万亿千百十-]$")
