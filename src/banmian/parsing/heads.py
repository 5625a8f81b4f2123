"""Which line of a heading is the headline (主题), which lead in (引题), which complete it (副题).

Lines of one heading come in the order of the file, which may be the order of size and not of
reading. Each line is judged by what the three are for: a kicker says where and what, or leads in
(it ends in ——, a colon, 提出, 表示); a headline is short and says it with a point; a deck adds
numbers and circumstances. The weights of this evidence are in `data/grammar.json` too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from banmian.page import Role

_LEADS_IN = re.compile(
    r"(?:——|[:,]|提出|提出要|强调|強調|指出|要求|表示|认为|認為|说|发布|透露|显示|表明|宣布|呼吁|"
    r"通过|之[一二三四五六七八九十]|[会議议]上|[时時]|中|下|系列报道.{0,4}|"
    r"\([一二三四五六七八九十\d]+\))$"
)
# 比原计划提前21天 has no subject: it completes the line that has one.
_COMPLETES = re.compile(
    r"^(?:——|[●■◆▲△○◎★·]|\(|比[一-鿿]{1,6}(?:多|少|增|减|減|快|慢|高|低|早|晚|提前|推迟|推遲|上升|下降|翻))"
)
_REPORTS = re.compile(
    r"^(?:对话|专访|访|记|走近|探访|[本我]?[报刊]?记者)|(?:见闻|纪实|调查|侧记|观察|访谈)$"
)
_PLACED = re.compile(
    r"^.{0,10}(?:省|市|州|县|区|乡|镇|村|旗|盟|公司|集团|局|厅|厂|矿|校|学院|大学|医院|总工会|街道|社区|法院|银行)"
)


def heading_evidence(texts: Sequence[str]) -> list[list[str]]:
    """For each line of a heading what speaks for and against its being the headline."""
    count = len(texts)
    sizes = [len(text.replace(" ", "")) for text in texts]
    shortest = min(sizes, default=0)
    found = []
    for i, text in enumerate(texts):
        place = "first" if i == 0 else "last" if i == count - 1 else "middle"
        longer = sizes[i] - shortest
        names = [f"{place} of {min(count, 4)}"]
        names.append("shortest" if not longer else "a little longer" if longer <= 4 else "longer")
        checks = {
            "very short": sizes[i] < 5,
            "over 22 characters": sizes[i] > 22,
            "leads in": _LEADS_IN.search(text),
            "opens like a deck": _COMPLETES.match(text),
            "comma": "," in text,
            "list": text.count("、") >= 2,
            "quotation marks": "“" in text,
            "all in quotation marks": text[0] == "“" and text[-1] == "”",
            "asks or calls": text[-1] in "?!",
            "digits": re.search(r"\d", text),
            "digits and comma": "," in text and re.search(r"\d", text),
            "names its genre": _REPORTS.search(text),
            "names an office or place": _PLACED.match(text),
            "blank inside": " " in text,
        }
        found.append(names + [name for name, there in checks.items() if there])
    return found


def name_head_lines(texts: Sequence[str], weights: Mapping[str, float]) -> list[tuple[Role, str]]:
    """A role and a rule for each line of a heading, in the order given.

    Example:
        >>> from banmian.parsing.grammar import load_grammar
        >>> lines = ["更好地联系引导社会组织为职工服务", "全国会议提出"]
        >>> [role for role, _ in name_head_lines(lines, load_grammar().heading)]
        ['headline', 'kicker']
    """
    if not texts:
        return []
    if len(texts) == 1:
        return [("headline", "only line of the heading")]
    found = heading_evidence(texts)
    scores = [sum(weights.get(name, 0.0) for name in names) for names in found]
    title = scores.index(max(scores))
    best = max(found[title], key=lambda name: weights.get(name, 0.0))
    roles: list[tuple[Role, str]] = []
    for i, text in enumerate(texts):
        if i == title:
            roles.append(("headline", best))
        elif i < title:
            roles.append(("kicker", "above the headline"))
        elif _LEADS_IN.search(text) and not _COMPLETES.match(text):
            roles.append(("kicker", "leads into the headline, set below it"))
        else:
            roles.append(("deck", "below the headline"))
    if title + 1 < len(texts) and _are_parallel(texts[title], texts[title + 1]):
        roles[title + 1] = ("headline", "runs parallel to the line above")
    elif title + 1 < len(texts) and _are_one(texts[title], texts[title + 1]):
        roles[title + 1] = ("headline", "says what the line above does")
    elif title and _are_one(texts[title - 1], texts[title]):
        roles[title - 1] = ("headline", "needs the line below")
    return roles


_PREDICATE = re.compile(
    r"(?:今起|明起|[今明昨][日天晚]|将|將|已|均|皆|全部|全都|不再|不必|获|獲|遭|被|正式|仍|又|再|也|却|卻|才|都|无需|無需)"
)


def _are_one(upper: str, lower: str) -> bool:
    """Whether a line says of the one above it what it does: 老城区三条路, 今起单行.

    Only a few words: a deck of its own sentence may open with a time too.
    """
    few = len(upper) <= 12 and len(lower) <= 8
    return few and _PREDICATE.match(lower) is not None and not _LEADS_IN.search(upper)


def _are_parallel(one: str, other: str) -> bool:
    """Two short lines of one length that say the like: 有路没处停, 有位停不进."""
    if len(one) != len(other) or not 4 <= len(one) <= 9:
        return False
    return not any(_LEADS_IN.search(t) or _COMPLETES.match(t) or "、" in t for t in (one, other))
