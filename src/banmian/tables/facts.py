"""The facts of stories as tables: who, where, when, how many, and what is claimed.

A row is a mention, with its place in the source, the rule that took it and how sure that is.
Furniture is left out, except for the people and organisations it names (责任编辑, the paper):
these rows have no article. A mention over three pieces of the source is left out too. What a
mention looks like is left to `banmian.facts`; what is the same thing mentioned again is told by
``person_id``, ``org_id`` and ``adcode``, see `entities`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import pandas as pd

from banmian.facts.issue import Issue, infer_issue
from banmian.page import Page
from banmian.tables.columns import frame_of_rows
from banmian.tables.mentions import stories_of
from banmian.tables.pages import Sources
from banmian.tables.rows import ROWS, Row


class Facts(NamedTuple):
    """The tables of facts of some pages, each as the function of its name makes it.

    >>> Facts._fields[:3]
    ('quantities', 'dates', 'people')
    """

    quantities: pd.DataFrame
    dates: pd.DataFrame
    people: pd.DataFrame
    places: pd.DataFrame
    organisations: pd.DataFrame
    speeches: pd.DataFrame
    claims: pd.DataFrame
    comparisons: pd.DataFrame


def find_facts(pages: Page | Iterable[Page]) -> Facts:
    r"""All tables of facts at once, each kind found once.

    Args:
        pages: One page or many; an iterator is read once, page by page.

    Returns:
        The tables by name.

    Raises:
        FormatError: Something given is no `Page`.

    >>> import banmian as bm
    >>> page = bm.parse_page("新桥通车\n\n本报讯 (记者王小明)南京新桥昨日通车。", name="a.txt")
    >>> found = find_facts(page)
    >>> len(found.dates), len(found.people), len(found.places), len(found.claims)
    (1, 1, 1, 0)
    """
    return Facts(*_tables(pages, Facts._fields))


def quantities(pages: Page | Iterable[Page]) -> pd.DataFrame:
    r"""How many and how much: the quantities of every story.

    Args:
        pages: One page or many.

    Returns:
        One row a quantity, with the columns of ``COLUMNS["quantities"]``.

    Raises:
        FormatError: Something given is no `Page`.

    >>> import banmian as bm
    >>> page = bm.parse_page("新桥通车\n\n本报讯 (记者王小明)新桥昨日通车,耗资近3亿元。")
    >>> quantities(page)[["text", "value", "unit", "bound"]].values.tolist()
    [['近3亿元', 300000000.0, '元', 'near_below']]
    """
    return _tables(pages, ["quantities"])[0]


def dates(pages: Page | Iterable[Page]) -> pd.DataFrame:
    r"""When: the expressions of time of every story, resolved against the day of the issue.

    That day is the page's ``issue_date``, or what the page itself tells of it (masthead, file
    name, datelines). Where it is not known, dates that depend on it are missing.

    Args:
        pages: One page or many.

    Returns:
        One row an expression, with the columns of ``COLUMNS["dates"]``. ``attrs["issues"]`` says
        for every page which day was taken, on what evidence, and how sure it is.

    Raises:
        FormatError: Something given is no `Page`.

    >>> import banmian as bm
    >>> text = "新桥通车\n\n本报讯 (记者王小明)新桥昨日通车。"
    >>> dates(bm.parse_page(text, issue_date="2020-11-03"))[["text", "iso"]].values.tolist()
    [['昨日', '2020-11-02']]
    """
    return _tables(pages, ["dates"])[0]


def people(pages: Page | Iterable[Page]) -> pd.DataFrame:
    r"""Who: the people that stories and furniture name, writers and photographers among them.

    What a story tells once of a person (office, organisation) goes for all mentions in it.
    ``person_id`` is the name, with the organisation where one is told: two stories that give
    both alike mean one person, and so do two that give the name alone, which for a common name
    may be wrong.

    Args:
        pages: One page or many.

    Returns:
        One row a mention, with the columns of ``COLUMNS["people"]``.

    Raises:
        FormatError: Something given is no `Page`.

    >>> import banmian as bm
    >>> page = bm.parse_page("新桥通车\n\n本报讯 (记者王小明)新桥昨日通车。", paper="江边晚报")
    >>> people(page)[["name", "role", "person_id"]].values.tolist()
    [['王小明', '记者', '王小明@江边晚报']]
    """
    return _tables(pages, ["people"])[0]


def places(pages: Page | Iterable[Page]) -> pd.DataFrame:
    r"""Where: the places that stories name, with administrative path and code.

    The names of people hold no place. A place inside an organisation's name is a row too,
    with ``in_org``.

    Args:
        pages: One page or many.

    Returns:
        One row a mention, with the columns of ``COLUMNS["places"]``.

    Raises:
        FormatError: Something given is no `Page`.

    >>> import banmian as bm
    >>> page = bm.parse_page("新桥通车\n\n本报讯 (记者王小明)湖南永州新桥昨日通车。")
    >>> places(page)[["text", "path", "adcode"]].values.tolist()
    [['湖南永州', '湖南省/永州市/', '431100']]
    """
    return _tables(pages, ["places"])[0]


def organisations(pages: Page | Iterable[Page]) -> pd.DataFrame:
    r"""Which bodies: the organisations that stories and furniture name.

    Args:
        pages: One page or many.

    Returns:
        One row a mention, with the columns of ``COLUMNS["organisations"]``.

    Raises:
        FormatError: Something given is no `Page`.

    >>> import banmian as bm
    >>> page = bm.parse_page("新桥通车\n\n本报讯 (记者王小明)永州市总工会昨日开会。")
    >>> organisations(page)[["text", "org_id"]].values.tolist()
    [['永州市总工会', '永州市总工会']]
    """
    return _tables(pages, ["organisations"])[0]


def speeches(pages: Page | Iterable[Page]) -> pd.DataFrame:
    r"""Who says what: the words said by the people of every story, quoted or reported.

    Args:
        pages: One page or many.

    Returns:
        One row a piece of speech, with the columns of ``COLUMNS["speeches"]``; its place is that
        of the words.

    Raises:
        FormatError: Something given is no `Page`.

    >>> import banmian as bm
    >>> page = bm.parse_page("新桥通车\n\n永州市总工会副主席邓可旺说:“新桥好走。”")
    >>> speeches(page)[["speaker", "verb", "text"]].values.tolist()
    [['邓可旺', '说', '新桥好走。']]
    """
    return _tables(pages, ["speeches"])[0]


def claims(pages: Page | Iterable[Page]) -> pd.DataFrame:
    r"""The changes that stories state: from what, to what, by how much, between when.

    Where a story states the same change twice, ``status`` says whether the tellings agree, one
    is the other rounded, or they contradict; ``differs`` names in what, ``other_start`` and
    ``other_end`` where the other telling stands (of several, the one that agrees least).
    Whether a claim is true is left to the reader.

    Args:
        pages: One page or many.

    Returns:
        One row a change, with the columns of ``COLUMNS["claims"]``.

    Raises:
        FormatError: Something given is no `Page`.

    >>> import banmian as bm
    >>> page = bm.parse_page("新桥通车\n\n本报讯 (记者王小明)困难职工由200户减为50户。")
    >>> claims(page)[["from_value", "to_value", "pct"]].values.tolist()
    [[200.0, 50.0, -75.0]]
    """
    return _tables(pages, ["claims"])[0]


def comparisons(pages: Page | Iterable[Page]) -> pd.DataFrame:
    r"""What a story says twice, change or count, and whether the two tellings agree.

    Args:
        pages: One page or many.

    Returns:
        One row a pair of tellings, with the columns of ``COLUMNS["comparisons"]``; its place is
        that of the first.

    Raises:
        FormatError: Something given is no `Page`.

    >>> import banmian as bm
    >>> text = "1.3万名学生返校\n\n本报讯 (记者王小明)全市1.3万名学生昨日返校。"
    >>> comparisons(bm.parse_page(text))[["text", "other_text", "status"]].values.tolist()
    [['1.3万名', '1.3万名', 'agrees']]
    """
    return _tables(pages, ["comparisons"])[0]


def _tables(pages: Page | Iterable[Page], names: Sequence[str]) -> list[pd.DataFrame]:
    rows: dict[str, list[Row]] = {name: [] for name in names}
    issues: dict[str, dict[str, Any]] = {}
    sources = Sources()
    for page_name, page in sources.named(pages):
        issue = infer_issue(page)
        issues[page_name] = _describe(issue)
        for story in stories_of(page_name, page, issue):
            for name in names:
                rows[name].extend(ROWS[name](story))
    tables = [frame_of_rows(name, rows[name]) for name in names]
    for table in tables:
        table.attrs.update(sources.attrs, issues=issues)
    return tables


def _describe(issue: Issue) -> dict[str, Any]:
    return {
        "date": issue.date.isoformat() if issue.date else None,
        "paper": issue.paper,
        "rule": issue.rule,
        "evidence": issue.evidence,
        "confidence": issue.confidence,
    }
