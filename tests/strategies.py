"""Texts to try laws on, anything at all and pages put together; and rows of labelled cases."""
# full-width marks are what a Chinese text is made of

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pytest
from hypothesis import strategies as st

BREAKS = ("\n", "\r\n", "\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029")
"""Every way `str.splitlines` knows to end a line."""

ODD = "\0\x01\x1f\x7f\ufeff\u200b\u200d\ufffd\ufffe\U000e0001\U000323b0\U0010ffff\u0378e\u0301🈶𠮷"
"""Control characters, a mark in the middle, noncharacters, unassigned and combining ones."""

LINES = (
    "新闻特写",
    "阅读提示",
    "编者按",
    "新桥昨日通车",
    "三镇居民出行不再绕道——",
    "全长 1.2 公里,总投资 3.4 亿元",
    "本报记者 王小明 通讯员 欧阳文",
    "本报讯 (记者王小明 通讯员李芳)新桥昨日通车。",
    "新华社北京１月２日电（记者赵大海、司马南）今天，会议在北京召开。",
    "〔記者陳大文台北報導〕市府昨天宣布，新橋今天通車。",
    "晚报讯 昨日,记者从市交通局获悉,新桥通车后车流量增加了三成,预计到年底",
    "将达到每日两万辆。",
    "他说:“今年(第一次",
    "我们自己修桥。”",
    "一、先修桥",
    "二、再修路",
    "问:桥什么时候修好?",
    "图为昨日通车的新桥。(李国摄)",
    "孙明 摄/东方IC",
    "●三镇",
    "江水流过旧桥",
    "桥上有人回头",
    "新桥通车后,三镇的孩子上学只要十分钟。(周平 吴建国)",
    "工人日报",
    "2020年11月3日 星期二 第3版",
    "责任编辑:徐新",
    "E-mail:news@example.com",
    "3:2",
    "》",
    "。",
    "——",
    "THE DAILY NEWS",
    "(下转第四版)",
    "(周平)",
    "十二、旧桥停用检修的",
    "编者按:新桥通车了,三镇居民几代人的心愿实现了,本报从今天起刊登一组报道,"
    "讲述修桥人和过桥人的故事,欢迎读者来信。",
)
"""What pages are made of, one of each kind."""

anything = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from(ODD + "".join(BREAKS) + " \u3000。,“”()《》——:：１摄讯"),
    ),
    max_size=120,
)
"""Any text without lone surrogates; ends of lines and odd characters come often."""

lines = st.one_of(st.sampled_from(LINES), st.sampled_from(LINES), anything)


def pages(breaks: tuple[str, ...] = BREAKS) -> st.SearchStrategy[str]:
    """Pages of up to 24 lines, with nothing, a blank line or an indent between them."""
    between = st.tuples(
        st.sampled_from(breaks),
        st.sampled_from(("", "", "\n", "\n\n", " \n", "\u3000\u3000", "\t")),
    ).map("".join)
    return st.lists(st.tuples(lines, between), max_size=24).map(
        lambda rows: "".join(line + after for line, after in rows)
    )


def labelled(rows: Iterable[tuple[Any, ...]], wrong: Mapping[str, str] | None = None) -> list[Any]:
    """Rows of (label, value …) as parameters.

    ``wrong`` gives the labels of the rows that are known to be misread, and why: they must fail.
    """
    reasons = dict(wrong or {})
    cases = []
    for label, *values in rows:
        reason = reasons.pop(label, None)
        marks = [] if reason is None else [pytest.mark.xfail(reason=reason, strict=True)]
        cases.append(pytest.param(*values, id=label, marks=marks))
    assert not reasons, f"no row has the label {sorted(reasons)}"
    return cases
