"""From mentions to things: `entities` counts people, organisations and places once each."""

from __future__ import annotations

import pandas as pd

from banmian.page import TableError
from banmian.tables.columns import COLUMNS, frame


def entities(
    people: pd.DataFrame, organisations: pd.DataFrame, places: pd.DataFrame
) -> pd.DataFrame:
    r"""The people, organisations and places of tables of mentions, one row a thing.

    A place is what has one ``adcode``, so a town counts as its county; a place abroad has no
    code and goes by its path. Left out: organisations that are a kind (各级工会) and places of
    China whose code is not known.

    Args:
        people: A table made by `tables.people`.
        organisations: A table made by `tables.organisations`.
        places: A table made by `tables.places`.

    Returns:
        The things with the columns of ``COLUMNS["entities"]``, the most mentioned of a kind
        first, in the order of the first mention where they are level.

    Raises:
        TableError: A table lacks a column.

    >>> import banmian as bm
    >>> page = bm.parse_page("新桥通车\n\n本报讯 (记者王小明)永州市总工会在永州市开会。")
    >>> from banmian.tables import find_facts
    >>> found = find_facts(page)
    >>> things = entities(found.people, found.organisations, found.places)
    >>> things[["kind", "name", "mentions"]].values.tolist()
    [['person', '王小明', 1], ['organisation', '永州市总工会', 1], ['place', '湖南省/永州市', 2]]
    """
    parts = [
        _things("person", _checked("people", people), "person_id", "name"),
        _things(
            "organisation", _single(_checked("organisations", organisations)), "org_id", "norm"
        ),
        _things("place", _coded(_checked("places", places)), "id", "name"),
    ]
    rows = pd.concat(parts)
    table = frame("entities", {name: rows[name].to_list() for name in COLUMNS["entities"]})
    told = [
        {k: given.attrs.get(k) for k in ("banmian", "source")}
        for given in (people, organisations, places)
    ]
    if told[0] == told[1] == told[2]:
        table.attrs.update(told[0])
    return table


def _checked(name: str, table: pd.DataFrame) -> pd.DataFrame:
    lacking = [column for column in COLUMNS[name] if column not in table]
    if lacking:
        raise TableError(
            f"the table of {name} lacks {', '.join(lacking)}; expected one made by tables.{name}"
        )
    return table


def _single(organisations: pd.DataFrame) -> pd.DataFrame:
    return organisations[~organisations["generic"]]


def _coded(places: pd.DataFrame) -> pd.DataFrame:
    """Places with an id, and a name: the path down to the county, or abroad the whole path."""
    paths = places["path"].str.split("/").map(lambda parts: "/".join(filter(None, parts[:3])))
    abroad = paths.where(places["country"] != "CN")
    coded = places.assign(id=places["adcode"].fillna(abroad), name=paths)
    return coded.dropna(subset="id")


def _things(kind: str, mentions: pd.DataFrame, key: str, name: str) -> pd.DataFrame:
    story = mentions["page"] + "\0" + mentions["article"].astype("str")
    things = (
        mentions.assign(story=story.where(mentions["article"].notna()))
        .groupby(key, sort=False)
        .agg(
            name=(name, "first"),
            mentions=(key, "size"),
            articles=("story", "nunique"),
            pages=("page", "nunique"),
        )
        .rename_axis("id")
        .reset_index()
    )
    things = things.assign(kind=kind, of_mentions=len(mentions))
    return things.sort_values("mentions", ascending=False, kind="stable")
