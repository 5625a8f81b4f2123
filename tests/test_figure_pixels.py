"""Every chart looks as it did: drawn from a table made by hand, compared pixel by pixel.

    python tests/test_figure_pixels.py

draws the pictures of ``tests/figures`` anew; look at each before it is committed.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from banmian import figures
from charts_by_hand import CHARTS, Chart, Tables, terms_table

FOLDER = Path(__file__).parent / "figures"
ROWS = 9
DPI = 36
LEVELS = 24
SHARE = 0.0005
"""Equal are pictures of which at most five pixels in ten thousand differ by more than 24 of 255.

Those of one version of matplotlib come out the same to the last bit. One bar of 20 that is longer
by a tenth changes twenty in ten thousand.
"""


def picture(fig: Figure) -> npt.NDArray[np.uint8]:
    """The figure in levels of grey."""
    fig.set_dpi(DPI)
    canvas = FigureCanvasAgg(fig)
    canvas.draw()
    return np.asarray(Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("L"))


def share_changed(one: npt.NDArray[np.uint8], other: npt.NDArray[np.uint8]) -> float:
    """The share of pixels that differ; all of them where the sizes do."""
    if one.shape != other.shape:
        return 1.0
    return float((np.abs(one.astype(int) - other.astype(int)) > LEVELS).mean())


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("chart", "table", "name"), [(*chart.values[:2], chart.id) for chart in CHARTS]
)
def test_a_chart_looks_as_it_was_approved(
    chart: Chart, table: Tables, name: str, theme: str
) -> None:
    drawn = picture(chart(table(ROWS), source="Source: a.txt", theme=theme))
    with Image.open(FOLDER / f"{name}_{theme}.png") as approved:
        assert share_changed(drawn, np.asarray(approved)) <= SHARE


def test_one_bar_a_tenth_longer_is_noticed() -> None:
    table = terms_table(20)
    changed = table.assign(per_thousand=table["per_thousand"].where(table.index != 5, 8.25))
    assert changed.loc[5, "per_thousand"] == pytest.approx(1.1 * table.loc[5, "per_thousand"])
    one, other = (picture(figures.term_frequency(t)) for t in (table, changed))
    assert share_changed(one, other) > SHARE
    assert share_changed(one, one) == 0


def draw_all() -> None:
    """Write the pictures that the charts are compared with."""
    FOLDER.mkdir(exist_ok=True)
    for chart in CHARTS:
        draw, table, _ = chart.values
        for theme in ("light", "dark"):
            drawn = picture(draw(table(ROWS), source="Source: a.txt", theme=theme))
            Image.fromarray(drawn).save(FOLDER / f"{chart.id}_{theme}.png", optimize=True)


if __name__ == "__main__":
    draw_all()
