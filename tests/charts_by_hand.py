"""Tables made by hand for every chart, and how to read a drawn figure back."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.text import Text

from banmian import figures
from banmian.figures.sheet import house_style

LIGHT = figures.LIGHT
BODY = "新桥昨日通车，市民步行过江。大桥全长1200米，工期三年；建设者说，这是全市职工的喜事。"


# --- tables made by hand -------------------------------------------------------------------


def blocks_table(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Blocks of one page from what matters in a test; everything else is unremarkable."""
    table = pd.DataFrame(
        [
            {
                "page": "a.txt",
                "block": n,
                "article": 0,
                "role": "paragraph",
                "start": 100 * n,
                "end": 100 * n + 60,
                "rule": "shape",
                "confidence": 0.9,
                "continues": None,
                "text": BODY,
            }
            | row
            for n, row in enumerate(rows)
        ],
        columns=["page", "block", "article", "role", "start", "end", "rule", "confidence",
                 "continues", "text"],
    )  # fmt: skip
    table["characters"] = table["text"].str.len().astype("int64")
    return table.astype({"article": "Int64", "continues": "Int64"})


STORY: list[dict[str, Any]] = [
    {"role": "label", "text": "新闻特写"},
    {"role": "kicker", "text": "历时三年，江上添一道彩虹"},
    {"role": "headline", "text": "新桥昨日通车"},
    {"role": "deck", "text": "全市职工步行过江——首日客流十万人次"},
    {"role": "byline", "text": "本报记者 王小明 通讯员 李大力"},
    {"role": "paragraph", "text": BODY * 3},
    {"role": "paragraph", "text": BODY[:17]},
    {"role": "sidebar_label", "text": "阅读提示"},
    {"role": "sidebar", "text": BODY},
    {"role": "paragraph", "text": BODY[17:]},
    {"role": "subhead", "text": "“桥通了，路近了”"},
    {"role": "paragraph", "text": BODY * 2, "confidence": 0.4},
    {"role": "caption", "text": BODY},
    {"role": "credit", "text": "本报记者 王小明 摄"},
    {"role": "signature", "text": "（作者单位：市总工会）"},
    {"role": "furniture", "text": "责任编辑：张三", "article": None},
]


def page_blocks(count: int) -> pd.DataFrame:
    """A page of ``count`` blocks: the story above again and again, one sentence of each cut."""
    rows: list[dict[str, Any]] = []
    for n in range(count):
        story, place = divmod(n, len(STORY))
        row = {"article": story} | STORY[place]
        if place == 9:
            row["continues"] = n - 3
        rows.append(row)
    return blocks_table(rows)


def articles_table(count: int) -> pd.DataFrame:
    kinds = ["news", "photo", "brief"]
    return pd.DataFrame(
        {
            "page": "a.txt",
            "article": range(count),
            "kind": [kinds[n % 3] for n in range(count)],
            "headline": [None if n % 3 == 2 else f"第{n}座新桥昨日通车" for n in range(count)],
            "characters": [50 + 37 * n % 1500 for n in range(count)],
        }
    )


def terms_table(count: int) -> pd.DataFrame:
    counts = [count - n for n in range(count)]
    return pd.DataFrame(
        {
            "token": [f"职工{n}" for n in range(count)],
            "count": counts,
            "total": 2000,
            "per_thousand": [c / 2 for c in counts],
            "articles": [1 + n % 9 for n in range(count)],
            "of_articles": 9,
        }
    )


def hits_table(count: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "token": [("职工", "工会", "新桥")[n % 3] for n in range(count)],
            "page": ["a.txt" if n % 2 == 0 else "b.txt" for n in range(count)],
            "article": pd.array([n % 4 or None for n in range(count)], dtype="Int64"),
            "offset": [7 * n % 4000 for n in range(count)],
            "length": [4000 if n % 2 == 0 else 5000 for n in range(count)],
        }
    )


def keyness_table(count: int) -> pd.DataFrame:
    """Words of which every third is rarer than in the reference and every fifth is rare."""
    ratios = [(2.5 if n % 3 else -1.5) + n % 7 / 10 for n in range(count)]
    return pd.DataFrame(
        {
            "token": [f"职工{n}" for n in range(count)],
            "count": [20 + n % 9 for n in range(count)],
            "total": 3000,
            "reference_count": [4 + n % 5 for n in range(count)],
            "reference_total": 9000,
            "log_likelihood": [50 / (n + 1) for n in range(count)],
            "log_ratio": ratios,
            "log_ratio_low": [ratio - 1.2 for ratio in ratios],
            "log_ratio_high": [ratio + 1.2 for ratio in ratios],
            "caution": ["rare" if n % 5 == 4 else None for n in range(count)],
        }
    )


def tf_idf_table(count: int) -> pd.DataFrame:
    """Eight words a story."""
    return pd.DataFrame(
        {
            "page": "a.txt",
            "article": [n // 8 for n in range(count)],
            "token": [f"新桥{n}" for n in range(count)],
            "count": [9 - n % 8 for n in range(count)],
            "tf_idf": [(9 - n % 8) / 90 for n in range(count)],
        }
    )


def pairs_table(count: int) -> pd.DataFrame:
    """Pairs of seven words with others, all of which hang together."""
    return pd.DataFrame(
        {
            "token": [f"困难{n % 7}" for n in range(count)],
            "collocate": [f"职工{n // 7}" for n in range(count)],
            "count": [40 - n % 30 for n in range(count)],
            "log_likelihood": [90 / (n + 1) for n in range(count)],
            "log_dice": [13 - n % 9 for n in range(count)],
        }
    )


def claims_table(count: int) -> pd.DataFrame:
    """Changes up and down in turn; every fourth contradicts another telling."""
    ratios = [2.0 + n % 11 if n % 2 == 0 else 0.8 / (1 + n % 5) for n in range(count)]
    return pd.DataFrame(
        {
            "page": "a.txt",
            "article": range(count),
            "text": [f"由100户增至{n}户，比上年有所增长" for n in range(count)],
            "from_value": 100.0,
            "to_value": [100 * ratio for ratio in ratios],
            "by_value": None,
            "unit": "户",
            "ratio": ratios,
            "status": ["contradicts" if n % 4 == 3 else None for n in range(count)],
        }
    )


def quantities_table(count: int) -> pd.DataFrame:
    """The largest first, in nine units, with every bound."""
    bounds = ["exact", "about", "gt", "ge", "near_below", "lt", "le", "range"]
    units = ["户", "人", "名", None, "元", "家", "%", "公里", "次"]
    values = [9e8 / 3 ** (n % 19) for n in range(count)]
    return pd.DataFrame(
        {
            "page": "a.txt",
            "article": 0,
            "text": [f"{n}多万户" for n in range(count)],
            "value": values,
            "value_to": [2 * value for value in values],
            "unit": [units[n % 9] for n in range(count)],
            "bound": [bounds[n % 8] for n in range(count)],
        }
    )


def dates_table(count: int) -> pd.DataFrame:
    """Four dates a story: a day, a year, a month and an open interval."""
    forms = ["{}-05-{:02}", "{}", "{}-{:02}", "{}/"]
    return pd.DataFrame(
        {
            "page": "a.txt",
            "article": pd.array([n // 4 for n in range(count)], dtype="Int64"),
            "iso": [forms[n % 4].format(2010 + n % 11, 1 + n % 12) for n in range(count)],
        }
    )


def places_table(count: int) -> pd.DataFrame:
    codes = ["431100", "530000", "310115", "650000", "710000", "810000", "820000", "110000"]
    return pd.DataFrame(
        {"page": "a.txt", "article": 0, "adcode": [codes[n * n % 8] for n in range(count)]}
    )


def people_table(count: int) -> pd.DataFrame:
    """Writers who sign in turn, in eight roles and one that is not told."""
    roles = ["记者", "通讯员", "摄影", None, "实习生", "特约记者", "编辑", "制图", "评论员"]
    return pd.DataFrame(
        {
            "page": "a.txt",
            "article": pd.array([n // 2 for n in range(count)], dtype="Int64"),
            "name": [f"王小明{n % 60}" for n in range(count)],
            "role": [roles[n % 9] for n in range(count)],
            "kind": "press",
        }
    )


def issues_table(count: int) -> pd.DataFrame:
    """Three terms an issue."""
    return pd.DataFrame(
        {
            "page": [f"{n // 3:03}.txt" for n in range(count)],
            "token": [("职工", "工会", "新桥")[n % 3] for n in range(count)],
            "count": [900 if n == 0 else 7 * n % 23 for n in range(count)],
            "total": [1000 + n // 3 * 731 % 1500 for n in range(count)],
            "per_thousand": [9.0 if n == 0 else 7 * n % 23 / 4 for n in range(count)],
        }
    )


Chart = Callable[..., Figure]
Tables = Callable[[int], pd.DataFrame]

WITH_TEXT = [
    pytest.param(figures.page_map, page_blocks, "text", id="page_map"),
    pytest.param(figures.article_lengths, articles_table, "headline", id="article_lengths"),
    pytest.param(figures.term_frequency, terms_table, "token", id="term_frequency"),
    pytest.param(figures.lexical_dispersion, hits_table, "token", id="lexical_dispersion"),
    pytest.param(figures.keyness, keyness_table, "token", id="keyness"),
    pytest.param(figures.tf_idf, tf_idf_table, "token", id="tf_idf"),
    pytest.param(figures.collocation_network, pairs_table, "token", id="collocation_network"),
    pytest.param(figures.claims_slope, claims_table, "text", id="claims_slope"),
    pytest.param(figures.quantity_scale, quantities_table, "text", id="quantity_scale"),
    pytest.param(figures.byline_roles, people_table, "name", id="byline_roles"),
    pytest.param(figures.trend, issues_table, "token", id="trend"),
    pytest.param(figures.word_cloud, terms_table, "token", id="word_cloud"),
]
"""Charts, a table of so many rows for each, and the column whose text it draws."""

CHARTS = [
    *WITH_TEXT,
    pytest.param(figures.timeline, dates_table, "iso", id="timeline"),
    pytest.param(figures.province_tiles, places_table, "adcode", id="province_tiles"),
]
"""Those too that draw no text of their table."""


# --- reading a figure back -----------------------------------------------------------------


def texts_of(fig: Figure) -> list[Text]:
    return [t for t in fig.findobj(Text) if isinstance(t, Text) and t.get_text()]


def words_of(fig: Figure) -> list[str]:
    return [t.get_text() for t in texts_of(fig)]


def strokes_of(fig: Figure, color: str) -> list[np.ndarray]:
    """The lines of one colour, each as its points."""
    lines: list[np.ndarray] = []
    for patch in fig.findobj(PathPatch):
        if isinstance(patch, PathPatch) and to_hex(patch.get_edgecolor()).upper() == color.upper():
            path = patch.get_path()
            starts = np.flatnonzero(path.codes == path.MOVETO)
            lines += np.split(np.asarray(path.vertices), starts[1:])
    return lines


def fills_of(fig: Figure, color: str) -> list[Rectangle]:
    return [
        r
        for r in fig.axes[0].patches
        if isinstance(r, Rectangle) and to_hex(r.get_facecolor()).upper() == color.upper()
    ]


def faults_of(fig: Figure) -> list[str]:
    """Every text that leaves the figure or lies on another one, judged by its drawn extent."""
    renderer = FigureCanvasAgg(fig).get_renderer()
    with house_style():
        boxes = [(t.get_text(), t.get_window_extent(renderer)) for t in texts_of(fig)]
    wide, high = fig.bbox.width, fig.bbox.height
    faults = [
        f"clipped: {text}"
        for text, b in boxes
        if b.x0 < 0 or b.y0 < 0 or b.x1 > wide or b.y1 > high
    ]
    boxes.sort(key=lambda box: box[1].x0)
    for n, (text, a) in enumerate(boxes):
        for other, b in itertools.takewhile(lambda box, end=a.x1: box[1].x0 < end, boxes[n + 1 :]):
            lower, upper = max(a.y0, b.y0), min(a.y1, b.y1)
            # The box of a line holds its ascenders and descenders; 15 % of it is white.
            if upper - lower > 0.15 * min(a.height, b.height):
                faults.append(f"overlap: {text} / {other}")
    return faults
