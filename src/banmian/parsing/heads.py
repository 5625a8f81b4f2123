"""Which line of a heading is the headline (主题), which lead in (引题), which complete it (副题).

Lines of one heading come in the order of the file, which may be the order of size and not of
reading. Each line is judged by what the three are for: a headline says in one go who did what; a
kicker leads in (it ends in ——, a colon, 提出, 表示, or lists without a verb); a deck adds the
numbers and circumstances.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from banmian.page import Role

_LEADS_IN = re.compile(
    r"(?:——|[:,]|提出|提出要|强调|強調|指出|要求|表示|认为|認為|说|发布|透露|显示|表明|宣布|呼吁|"
    r"通过|之[一二三四五六七八九十]|[会議议]上|[时時]|中|下|系列报道.{0,4}|"
    r"\([一二三四五六七八九十\d]+\))$"
)
_COMPLETES = re.compile(r"^(?:——|[●■◆▲△○◎★·]|\(|据|记)")


def name_head_lines(texts: Sequence[str]) -> list[tuple[Role, str]]:
    """A role and a rule for each line of a heading, in the order given.

    >>> lines = ["组织引领、平台建设、机制保障", "烟台市总深化劳动竞赛促发展"]
    >>> [role for role, _ in name_head_lines(lines)]
    ['kicker', 'headline']
    >>> lines = ["更好地联系引导社会组织为职工服务", "全国会议提出"]
    >>> [role for role, _ in name_head_lines(lines)]
    ['headline', 'kicker']
    """
    if not texts:
        return []
    title = max(range(len(texts)), key=lambda i: (_titleness(texts, i), -i))
    roles: list[tuple[Role, str]] = []
    for i, text in enumerate(texts):
        if i == title:
            roles.append(
                ("headline", "the line that says who did what" if len(texts) > 1 else "only line")
            )
        elif i < title:
            roles.append(("kicker", "line above the headline"))
        elif _LEADS_IN.search(text) and not _COMPLETES.match(text):
            roles.append(("kicker", "leads into the headline, set below it"))
        else:
            roles.append(("deck", "line below the headline"))
    return roles


def _titleness(texts: Sequence[str], i: int) -> float:
    """How much a line is the title among the others; only the order of the values counts."""
    text = texts[i]
    size = len(text.replace(" ", ""))
    score = 0.0
    if _LEADS_IN.search(text):
        score -= 3.0
    if _COMPLETES.match(text):
        score -= 4.0
    score -= 0.9 * (text.count(",") + text.count(";"))
    if text.count("、") >= 2 and i + 1 < len(texts):
        score -= 1.5
    if size < 5:
        score -= 1.5
    # a title is short: of two lines the one of 20 characters rather than the one of 34
    score -= max(0, size - 22) * 0.08
    if i == 0:
        score += 0.6
    if len(texts) >= 3 and i == 1:
        score += 1.0
    if i >= 3:
        score -= 2.0
    return score
