"""What each chart of words and facts draws, where, and what it says of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch

from banmian import figures
from banmian.figures.theme import luminance, mix, readable_on
from banmian.page import TableError
from charts_by_hand import (
    LIGHT,
    articles_table,
    claims_table,
    dates_table,
    faults_of,
    fills_of,
    issues_table,
    keyness_table,
    pairs_table,
    people_table,
    places_table,
    quantities_table,
    strokes_of,
    terms_table,
    texts_of,
    tf_idf_table,
    words_of,
)


def dots_of(fig: Figure, color: str) -> list[tuple[float, float, bool]]:
    """The middle of each disc of a colour, from left to right, and whether it is a ring."""
    found = []
    for patch in fig.axes[0].patches:
        if isinstance(patch, PathPatch) and to_hex(patch.get_edgecolor()) == color.lower():
            if not patch.get_fill():
                continue
            box = patch.get_path().get_extents()
            hollow = to_hex(patch.get_facecolor()) != color.lower()
            found.append((float(box.x0 + box.x1) / 2, float(box.y0 + box.y1) / 2, hollow))
    return sorted(found)


def place_of(fig: Figure, text: str) -> tuple[float, float]:
    """Where a text stands that is drawn once."""
    (place,) = (t.get_position() for t in texts_of(fig) if t.get_text() == text)
    return float(place[0]), float(place[1])


# --- frequency -----------------------------------------------------------------------------


def test_a_deviation_of_proportions_stands_on_its_strip_from_0_to_1() -> None:
    table = terms_table(3).assign(dp_norm=[0.0, 1.0, None])
    fig = figures.term_frequency(table)
    (even, _, _), (clumped, _, _) = dots_of(fig, LIGHT.ochre)
    strip = strokes_of(fig, LIGHT.hair)[0]
    assert (even, clumped) == pytest.approx(tuple(strip[:, 0]))
    assert "deviation of proportions" in words_of(fig)[1]


# --- keyness -------------------------------------------------------------------------------


def test_a_ratio_stands_on_a_scale_of_doublings_within_its_interval() -> None:
    table = keyness_table(3).assign(
        token=["甲", "乙", "丙"],
        log_ratio=[2.0, -1.0, 1.0],
        log_ratio_low=[1.0, -4.0, 0.0],
        log_ratio_high=[4.0, 1.0, 2.0],
        caution=[None, None, "rare"],
    )
    fig = figures.keyness(table)
    ((less, _, _),) = dots_of(fig, LIGHT.ochre)
    (rare, low, ring), (more, high, disc) = dots_of(fig, LIGHT.indigo)
    assert (ring, disc) == (True, False)
    assert high < low  # 甲 stands above 丙, the higher ratio first
    doubling = more - rare
    zero = rare - doubling
    assert zero - less == pytest.approx(doubling)
    whiskers = [line[:, 0] for line in strokes_of(fig, LIGHT.indigo)]
    assert any(np.allclose(w, [zero + doubling, zero + 4 * doubling]) for w in whiskers)


@pytest.mark.parametrize(
    ("remark", "row", "title"),
    [
        (
            "more",
            {"log_ratio": 2.0, "log_ratio_low": 1.0, "log_ratio_high": 3.0},
            "甲 is 4.0 times as frequent as in the reference (95 %: 2.0 to 8.0)",
        ),
        (
            "fewer, told the other way round",
            {"log_ratio": -2.0, "log_ratio_low": -3.0, "log_ratio_high": -1.0},
            "甲 is 4.0 times as frequent in the reference as here (95 %: 2.0 to 8.0)",
        ),
        (
            "absent there",
            {"reference_count": 0},
            "甲 comes up 20 times, and never in the reference",
        ),
        ("only there", {"count": 0}, "甲 never comes up, but 4 times in the reference"),
        (
            "no interval",
            {"log_ratio": 1.0, "log_ratio_low": None, "log_ratio_high": None},
            "甲 is 2.0 times as frequent as in the reference",
        ),
    ],
)
def test_the_title_tells_the_ratio_as_it_is_read(
    remark: str, row: dict[str, Any], title: str
) -> None:
    fig = figures.keyness(keyness_table(1).assign(token="甲", **row))
    assert words_of(fig)[0] == title, remark


def test_the_strongest_evidence_is_shown_and_the_rest_counted() -> None:
    words = words_of(figures.keyness(keyness_table(30), top=5))
    assert words[1].startswith("The 5 of 30 words with the strongest evidence; n = 3,000 words")
    assert {f"职工{n}" for n in range(5)} <= set(words)
    assert "职工5" not in words


def test_a_side_without_words_gets_room_for_its_head_and_no_more() -> None:
    table = keyness_table(6).assign(log_ratio=6.0, log_ratio_low=4.0, log_ratio_high=9.0)
    fig = figures.keyness(table)
    equal, head = place_of(fig, "1×")[0], place_of(fig, "← fewer 少")[0]
    assert head - 45 > place_of(fig, "职工0")[0]
    assert equal < 200
    assert faults_of(fig) == []


@pytest.mark.parametrize(("caution", "told"), [(None, False), ("absent", True)])
def test_rings_are_explained_where_there_are_any(caution: str | None, told: bool) -> None:
    words = words_of(figures.keyness(keyness_table(3).assign(caution=caution)))
    assert ("ring: absent on one side, or rare" in words[1]) is told


# --- tf-idf --------------------------------------------------------------------------------


def test_five_words_a_story_are_drawn_to_one_scale_under_its_headline() -> None:
    table = pd.concat([tf_idf_table(8), tf_idf_table(8).assign(article=1, tf_idf=0.02)])
    articles = articles_table(2).assign(headline=["大桥通车", None])
    fig = figures.tf_idf(table, articles=articles)
    bars = [bar.get_width() for bar in fills_of(fig, LIGHT.indigo)]
    assert len(bars) == 10
    assert bars[1] / bars[0] == pytest.approx(8 / 9, abs=0.02)
    assert bars[5] / bars[0] == pytest.approx(0.2, abs=0.02)
    assert words_of(fig)[0] == "新桥0 marks its story out most: 大桥通车"
    assert {"大桥通车", "story 1"} <= set(words_of(fig))


@pytest.mark.parametrize(
    ("heaviest", "said"),
    [
        ([0.9, 0.4, 0.4], "新桥0 marks its story out most: story 0"),
        ([0.9, 0.9, 0.4], "新桥0 marks its story out most, level with 新桥1: story 0"),
        ([0.9, 0.9, 0.9], "新桥0 marks its story out most, level with 2 other words: story 0"),
    ],
    ids=["one word", "two words", "three words"],
)
def test_no_word_is_said_to_lead_alone_where_bars_are_as_long(
    heaviest: list[float], said: str
) -> None:
    fig = figures.tf_idf(tf_idf_table(3).assign(tf_idf=heaviest))
    assert words_of(fig)[0] == said


def test_stories_of_few_words_leave_no_room_for_more() -> None:
    one, five, eight = (figures.tf_idf(tf_idf_table(n)).get_figheight() for n in (1, 5, 8))
    assert one < five == eight  # no more than five of a story are drawn


def test_words_of_every_story_mark_none_out() -> None:
    fig = figures.tf_idf(tf_idf_table(8).assign(tf_idf=0.0))
    assert words_of(fig)[0] == "There are no words that mark a story out"


def test_title_and_scale_of_tf_idf_are_those_of_the_stories_drawn() -> None:
    """The heaviest word stands in a story that is not drawn."""
    table = pd.concat([tf_idf_table(2), tf_idf_table(1).assign(article=1, tf_idf=0.9)])
    fig = figures.tf_idf(table, top=1)
    assert words_of(fig)[0] == "新桥0 marks its story out most: story 0"
    alone = figures.tf_idf(tf_idf_table(2))
    assert [b.get_width() for b in fills_of(fig, LIGHT.indigo)] == pytest.approx(
        [b.get_width() for b in fills_of(alone, LIGHT.indigo)]
    )


@pytest.mark.parametrize(
    ("remark", "page", "name"),
    [("one page", "a.txt", "story 1"), ("two pages", "b.txt", "story 1 of b.txt")],
)
def test_a_story_without_a_headline_is_named_with_its_page_where_there_are_several(
    remark: str, page: str, name: str
) -> None:
    weights = pd.concat([tf_idf_table(2), tf_idf_table(2).assign(article=1, page=page)])
    dates = dates_table(2).assign(article=[0, 1], page=["a.txt", page], iso="2020")
    people = people_table(2).assign(article=[0, 1], page=["a.txt", page], name=["甲", "乙"])
    for fig in (figures.tf_idf(weights), figures.timeline(dates), figures.byline_roles(people)):
        assert name in words_of(fig), remark
        assert faults_of(fig) == []


# --- collocations --------------------------------------------------------------------------


def test_an_arc_leads_from_each_word_to_what_follows_it() -> None:
    table = pairs_table(2).assign(token=["困难", "职工"], collocate=["职工", "困难"])
    fig = figures.collocation_network(table)
    one, other = place_of(fig, "困难"), place_of(fig, "职工")
    (first,) = (line for line in strokes_of(fig, LIGHT.cinnabar) if len(line) > 3)
    (back,) = (line for line in strokes_of(fig, LIGHT.indigo) if len(line) > 3)
    assert first[0, 1] == pytest.approx(one[1] - 3)
    assert first[-1, 1] == pytest.approx(other[1] - 3)
    assert back[0, 1] == pytest.approx(first[-1, 1])
    assert first[:, 0].max() > back[:, 0].max() + 1  # so that the two can be told
    heads = [line for line in strokes_of(fig, LIGHT.cinnabar) if len(line) == 3]
    assert heads[0][1, 1] == pytest.approx(first[-1, 1])


def test_words_that_hang_together_stand_together() -> None:
    pairs = [("甲", "乙"), ("丙", "丁"), ("乙", "戊"), ("丁", "丁")]
    table = pairs_table(4).assign(token=[a for a, _ in pairs], collocate=[b for _, b in pairs])
    fig = figures.collocation_network(table, size="column")
    places = {word: place_of(fig, word) for word in "甲乙丙丁戊"}
    assert sorted("甲乙戊", key=lambda word: places[word][1]) == ["甲", "乙", "戊"]
    assert {places[word][0] for word in "甲乙戊"} != {places[word][0] for word in "丙丁"}
    assert faults_of(fig) == []


def test_a_long_word_is_cut_only_where_its_column_is_narrow() -> None:
    word = "中华全国总工会关于进一步加强和改进"
    wide, narrow = (
        words_of(figures.collocation_network(pairs_table(1).assign(token=word), size=size))
        for size in ("screen", "column")
    )
    assert word in wide
    assert word not in narrow


def test_the_order_of_the_rows_does_not_move_the_network() -> None:
    table = pairs_table(40)
    turned = table.iloc[::-1]
    one, other = (figures.collocation_network(t) for t in (table, turned))
    assert [(t.get_text(), t.get_position()) for t in texts_of(one)] == [
        (t.get_text(), t.get_position()) for t in texts_of(other)
    ]


def test_pairs_that_a_slide_has_no_room_for_are_left_out_and_counted() -> None:
    fig = figures.collocation_network(pairs_table(200), top=150, size="slide")
    shown = int(words_of(fig)[1].split()[1])
    assert words_of(fig)[1].startswith(f"The {shown} of 200 pairs with the strongest evidence")
    arcs = [line for color in (LIGHT.indigo, LIGHT.cinnabar) for line in strokes_of(fig, color)]
    assert sum(len(line) > 3 for line in arcs) == shown < 150
    assert faults_of(fig) == []


def test_a_pair_that_comes_twice_is_refused() -> None:
    table = pairs_table(2).assign(token="困难", collocate="职工")
    with pytest.raises(TableError, match="困难 职工 more than once"):
        figures.collocation_network(table)


# --- claims --------------------------------------------------------------------------------


def test_slopes_of_doubling_and_halving_are_alike_and_end_apart() -> None:
    table = claims_table(2).assign(ratio=[2.0, 0.5], to_value=[200.0, 50.0], status=None)
    fig = figures.claims_slope(table)
    ((_, start, _),) = dots_of(fig, LIGHT.ink)
    ((_, up, _),) = dots_of(fig, LIGHT.indigo)
    ((_, down, _),) = dots_of(fig, LIGHT.ochre)
    assert start - up == pytest.approx(down - start)
    assert up < down
    assert {"100户 → 200户, 2 times as much", "100户 → 50户, −50 %"} <= set(words_of(fig))


def test_claims_without_a_ratio_are_left_out_and_counted() -> None:
    table = claims_table(4).assign(ratio=[4.0, None, 0.0, None], to_value=[400.0, None, 0.0, None])
    words = words_of(figures.claims_slope(table))
    assert words[0] == "The only change is from 100户 to 400户, 4 times as much"
    assert words[1].startswith("1 claim (变化); 3 more have no ratio")


def test_a_claim_that_contradicts_another_is_red_and_says_so() -> None:
    fig = figures.claims_slope(claims_table(1).assign(status="contradicts"))
    assert len(dots_of(fig, LIGHT.cinnabar)) == 1
    assert "contradicts 前后不一" in words_of(fig)


@pytest.mark.parametrize(
    ("remark", "ratios", "status", "said"),
    [
        ("growth alone needs no colour told", [2.0, 4.0], [None, None], ""),
        ("growth and decline", [2.0, 0.5], [None, None], "; blue: growth; gold: decline"),
        (
            "a contradiction and growth",
            [2.0, 4.0],
            ["contradicts", None],
            "; red: told in two ways that contradict; blue: growth",
        ),
    ],
)
def test_the_subtitle_explains_the_colours_that_are_there(
    remark: str, ratios: list[float], status: list[str | None], said: str
) -> None:
    table = claims_table(2).assign(ratio=ratios, status=status)
    assert words_of(figures.claims_slope(table))[1].partition("(此前)")[2] == said, remark


def test_slopes_take_the_width_that_their_words_leave() -> None:
    short, long = (claims_table(2).assign(text=text, status=None) for text in ("增", "增" * 60))
    ends = [place_of(figures.claims_slope(table), "after 后")[0] for table in (short, long)]
    assert ends[0] > 400 > ends[1]


def test_in_a_narrow_chart_the_numbers_of_a_claim_go_before_its_warning() -> None:
    table = claims_table(1).assign(status="contradicts")
    words = words_of(figures.claims_slope(table, size="column"))
    assert "100户 → 200户, 2 times as much" in words
    assert "contradicts 前后不一" not in words


def test_a_claim_that_prints_only_the_difference_tells_it() -> None:
    table = claims_table(1).assign(
        from_value=None, to_value=None, by_value=12.5, unit="%", ratio=1.125
    )
    assert words_of(figures.claims_slope(table))[0] == "The only change is by 12.5%, +12.5 %"


def test_a_claim_that_prints_neither_end_nor_difference_is_told_as_a_ratio() -> None:
    table = claims_table(1).assign(from_value=None, to_value=None, ratio=2.0)
    title = words_of(figures.claims_slope(table))[0]
    assert title == "The only change is told as a ratio, 2 times as much"


# --- quantities ----------------------------------------------------------------------------


def test_a_tenfold_number_stands_one_step_on_and_its_bound_points_the_way() -> None:
    table = quantities_table(4).assign(
        value=[10.0, 100.0, 1000.0, 10000.0],
        unit="户",
        bound=["gt", "exact", "about", "lt"],
        text=["10多户", "100户", "约1000户", "不足1万户"],
    )
    fig = figures.quantity_scale(table)
    dots = dots_of(fig, LIGHT.indigo)
    assert [hollow for _, _, hollow in dots] == [False, False, True, False]
    steps = np.diff([x for x, _, _ in dots])
    assert steps == pytest.approx([steps[0]] * 3)
    shafts = [line[:, 0] for line in strokes_of(fig, LIGHT.ochre) if len(line) == 2]
    ways = sorted((round(float(a)), np.sign(b - a)) for a, b in shafts)
    assert ways == [(round(dots[0][0]), 1), (round(dots[3][0]), -1)]
    assert {"10", "100", "1,000", "1万"} <= set(words_of(fig))


def test_a_range_is_a_bar_between_its_ends() -> None:
    table = quantities_table(2).assign(
        value=[1.0, 10.0], value_to=[100.0, None], unit="户", bound=["range", "exact"]
    )
    fig = figures.quantity_scale(table)
    ((x, _, _),) = dots_of(fig, LIGHT.indigo)
    (bar,) = (line for line in strokes_of(fig, LIGHT.indigo) if len(line) == 2)
    assert (bar[0, 0] + bar[1, 0]) / 2 == pytest.approx(x)


@pytest.mark.parametrize("size", ["screen", "column"])
def test_the_arrow_of_the_largest_number_stays_on_the_grid(size: Any) -> None:
    table = quantities_table(2).assign(value=[3.0, 9e8], unit="户", bound=["exact", "gt"])
    fig = figures.quantity_scale(table, size=size)
    (shaft,) = (line for line in strokes_of(fig, LIGHT.ochre) if len(line) == 2)
    assert shaft[1, 0] < max(line[:, 0].max() for line in strokes_of(fig, LIGHT.hair))


def test_the_title_of_quantities_tells_what_is_drawn() -> None:
    """The largest number is of a unit that is not drawn."""
    table = quantities_table(3).assign(
        value=[3.0, 5.0, 9e8], unit=["户", "户", "元"], text=["3户", "5户", "9亿元"]
    )
    words = words_of(figures.quantity_scale(table, top=1))
    assert words[0] == "The numbers run from 3户 to 5户"
    assert words[1].startswith("The 1 most frequent of 2 units; n = 2 quantities")


def test_equal_numbers_stand_above_one_another() -> None:
    table = quantities_table(3).assign(value=50.0, unit="户", bound="exact")
    dots = dots_of(figures.quantity_scale(table), LIGHT.indigo)
    assert len({round(x, 3) for x, _, _ in dots}) == 1
    assert len({y for _, y, _ in dots}) == 3


def test_numbers_not_above_nought_are_left_out_and_counted() -> None:
    table = quantities_table(3).assign(value=[3.0, 0.0, -2.0], text=["3户", "0户", "-2户"])
    words = words_of(figures.quantity_scale(table))
    assert words[0] == "The only number is 3户"
    assert "n = 1 quantity (数量), 2 not above 0 left out" in words[1]


# --- dates ---------------------------------------------------------------------------------


def test_days_months_and_years_stand_where_they_lie() -> None:
    isos = ["2020-01-01", "2022-01-01", "2021", "2021-07"]
    fig = figures.timeline(dates_table(4).assign(iso=isos, article=0))
    (early, _, _), (late, _, _) = dots_of(fig, LIGHT.indigo)
    year = (late - early) / 2
    (whole,), (month,) = fills_of(fig, LIGHT.grey), fills_of(fig, LIGHT.ochre)
    assert whole.get_x() == pytest.approx(early + year, abs=1)
    assert whole.get_width() == pytest.approx(year)
    assert month.get_x() == pytest.approx(early + 1.5 * year, abs=1)
    assert month.get_width() == pytest.approx(year / 12)
    assert words_of(fig)[0] == "2 of 4 dates lie in 2021"


@pytest.mark.parametrize(("iso", "way"), [("2016/", 1), ("/2020-02-29", -1)])
def test_an_open_end_is_an_arrow_that_points_into_the_open(iso: str, way: int) -> None:
    fig = figures.timeline(dates_table(2).assign(iso=[iso, "2018"], article=0))
    (shaft,) = (line for line in strokes_of(fig, LIGHT.soft) if len(line) == 2)
    assert np.sign(shaft[1, 0] - shaft[0, 0]) == way


def test_no_bar_hides_behind_a_day_or_another_bar() -> None:
    isos = ["2020-07-15", "2020-07", "2020-07/2020-08", "2010", "2030"]
    fig = figures.timeline(dates_table(5).assign(iso=isos, article=0))
    ((_, day, _),) = dots_of(fig, LIGHT.indigo)
    bars = sorted(fills_of(fig, LIGHT.ochre), key=lambda bar: bar.get_y())
    assert len(bars) == 2
    assert bars[0].get_y() > day + 2.2
    assert bars[1].get_y() >= bars[0].get_y() + bars[0].get_height()


def test_the_title_of_a_timeline_tells_the_stories_drawn() -> None:
    dates = dates_table(4).assign(article=[0, 1, 1, 1], iso=["2019", "2020", "2020", "2020"])
    words = words_of(figures.timeline(dates, top=1))
    assert words[0] == "The only date lies in 2019"
    assert words[1].startswith("The first 1 of 2 stories; n = 1 date (日期); dot: day")


@pytest.mark.parametrize("size", ["screen", "column"])
def test_arrows_at_the_ends_of_time_stay_on_the_grid(size: Any) -> None:
    dates = dates_table(2).assign(iso=["/2010", "2020/"], article=0)
    fig = figures.timeline(dates, size=size)
    shafts = [line[:, 0] for line in strokes_of(fig, LIGHT.soft) if len(line) == 2]
    right = max(line[:, 0].max() for line in strokes_of(fig, LIGHT.hair))
    left = place_of(fig, "story 0")[0] + 30
    assert len(shafts) == 2
    assert all(left < x < right for shaft in shafts for x in shaft)


@pytest.mark.parametrize(
    "iso", [None, "", "近日", "/", "2020-1-1", "20201026"], ids=lambda iso: str(iso)
)
def test_what_is_no_date_is_left_out_and_counted(iso: str | None) -> None:
    dates = pd.DataFrame({"page": "a.txt", "article": [0, 0], "iso": ["2020", iso]})
    words = words_of(figures.timeline(dates))
    assert "n = 1 date (日期), 1 more cannot be placed" in words[1]


@pytest.mark.parametrize(
    ("remark", "iso", "label"),
    [
        ("within days", ["2020-10-26", "2020-10-30"], "2020-11"),
        ("before our era", ["-0220", "0100"], "0"),
        ("a minute", ["2020-10-29T09:30", "2023"], "2021"),
    ],
)
def test_the_scale_has_marks_for_any_stretch_of_time(
    remark: str, iso: list[str], label: str
) -> None:
    fig = figures.timeline(pd.DataFrame({"page": "a.txt", "article": 0, "iso": iso}))
    assert label in words_of(fig), remark
    assert faults_of(fig) == []


# --- places --------------------------------------------------------------------------------


def test_all_34_provinces_have_a_tile_of_one_size_and_none_lies_on_another() -> None:
    fig = figures.province_tiles(places_table(5))
    tiles = [r for r in fig.axes[0].patches if r.get_width() > 20]
    assert len(tiles) == 34
    assert len({(round(r.get_width(), 6), round(r.get_height(), 6)) for r in tiles}) == 1
    assert len({(round(r.get_x()), round(r.get_y())) for r in tiles}) == 34
    assert {"台湾", "香港", "澳门", "新疆", "黑龙江"} <= set(words_of(fig))
    edges = [patch for patch in fig.findobj(PathPatch) if patch.get_edgecolor()[3]]
    assert edges == []  # nothing but tiles: no border


def test_a_tile_tells_the_mentions_of_its_province_and_of_all_within_it() -> None:
    codes = ["431100", "430000", "431129", "810000", None]
    places = pd.DataFrame({"page": "a.txt", "article": [0, 0, 1, 2, 2], "adcode": codes})
    fig = figures.province_tiles(places)
    title = "湖南 is named most: 3 of 4 times, in 2 stories; 2 of 34 provinces are named"
    assert words_of(fig)[0] == title
    assert words_of(fig)[1].startswith("n = 4 mentions of places (地名) in 3 stories")
    assert "1 more abroad or without a code" in words_of(fig)[1]
    x, y = place_of(fig, "湖南")
    below = [
        t.get_text() for t in texts_of(fig)
        if t.get_position()[0] == x and 0 < t.get_position()[1] - y < 25
    ]  # fmt: skip
    assert below == ["3", "in 2 篇"]
    (dark,) = (r for r in fills_of(fig, LIGHT.indigo) if r.get_width() > 20)
    assert dark.get_x() < x < dark.get_x() + dark.get_width()


def test_a_code_of_no_province_is_refused() -> None:
    with pytest.raises(TableError, match="begins with 99, which is no province"):
        figures.province_tiles(places_table(1).assign(adcode="990000"))


@pytest.mark.parametrize("palette", [LIGHT, figures.DARK], ids=["light", "dark"])
def test_type_on_every_tile_is_readable(palette: figures.Palette) -> None:
    for step in range(5):
        ground = mix(palette.shade, palette.indigo, step / 4)
        light, dark = sorted(
            (luminance(c) + 0.05 for c in (ground, readable_on(ground, palette))), reverse=True
        )
        assert light / dark >= 4.5


# --- bylines -------------------------------------------------------------------------------


def test_a_writer_counts_once_a_story_and_role_and_only_press_counts() -> None:
    people = pd.DataFrame(
        {
            "page": "a.txt",
            "article": pd.array([0, 0, 1, 1, 2, None], dtype="Int64"),
            "name": ["王小明", "王小明", "王小明", "李大力", "张三", "王小明"],
            "role": ["记者", "记者", "摄影", None, "局长", "记者"],
            "kind": ["press", "press", "press", "press", "official", "press"],
        }
    )
    fig = figures.byline_roles(people)
    words = words_of(fig)
    assert words[0] == "王小明 signs 2 of 2 stories, more than anyone else"
    assert {"记者", "摄影", "not told 不明", "李大力"} <= set(words)
    assert not {"张三", "局长"} & set(words)
    assert len(dots_of(fig, LIGHT.indigo)) == 3


def test_beside_each_writer_stand_the_stories_by_headline_or_number() -> None:
    people = pd.DataFrame(
        {"page": "a.txt", "article": [0, 1, 1], "name": ["王小明", "王小明", "李大力"],
         "role": "记者", "kind": "press"}
    )  # fmt: skip
    articles = articles_table(2).assign(headline=["大桥通车", None])
    words = words_of(figures.byline_roles(people, articles=articles))
    assert {"大桥通车；story 1", "story 1", "stories 稿件"} <= set(words)
    assert "stories 稿件" not in words_of(figures.byline_roles(people_table(60), size="column"))


def test_a_role_without_room_for_its_gloss_keeps_the_chinese() -> None:
    assert "其他" in words_of(figures.byline_roles(people_table(60), size="column"))


def test_rare_roles_stand_together_in_one_column() -> None:
    words = words_of(figures.byline_roles(people_table(60)))
    assert "others 其他" in words
    assert sum(word in {"记者", "通讯员", "摄影", "实习生", "特约记者"} for word in words) == 5


def test_where_all_sign_alike_nobody_is_singled_out() -> None:
    words = words_of(figures.byline_roles(people_table(4)))
    assert words[0] == "4 people sign 1 of 2 stories each, none signs more"


# --- issues --------------------------------------------------------------------------------


def test_a_line_goes_through_the_rates_and_bars_show_the_words() -> None:
    table = issues_table(2).assign(
        page=["1.txt", "2.txt"], token="职工", count=[2, 8], total=[1000, 2000],
        per_thousand=[2.0, 4.0],
    )  # fmt: skip
    fig = figures.trend(table)
    (line,) = (s for s in strokes_of(fig, LIGHT.indigo) if len(s) == 2)
    zero = strokes_of(fig, LIGHT.ink)[0][0, 1]
    assert (zero - line[1, 1]) / (zero - line[0, 1]) == pytest.approx(2)
    first, second = fills_of(fig, LIGHT.grey)
    assert second.get_height() == pytest.approx(2 * first.get_height())
    title = "职工 is most frequent in 2.txt: 4.0 of 1,000 words, 3.3 over all issues"
    assert words_of(fig)[0] == title


def test_a_term_without_a_row_in_an_issue_has_none_of_it() -> None:
    table = pd.DataFrame(
        {
            "page": ["1.txt", "2.txt", "3.txt", "1.txt", "3.txt"],
            "token": ["工会", "工会", "工会", "职工", "职工"],
            "count": [1, 1, 1, 5, 5],
            "total": 1000,
            "per_thousand": [1.0, 1.0, 1.0, 5.0, 5.0],
        }
    )
    fig = figures.trend(table)
    (line,) = (s for s in strokes_of(fig, LIGHT.indigo) if len(s) == 3)
    zero = strokes_of(fig, LIGHT.ink)[0][0, 1]
    assert line[1, 1] == pytest.approx(zero)


@pytest.mark.parametrize(
    ("remark", "change", "message"),
    [
        ("a term twice in an issue", {"token": "职工", "page": "1.txt"}, "more than once"),
        ("two totals of an issue", {"page": "1.txt", "total": [1, 2]}, "one total of words"),
    ],
)
def test_a_trend_that_cannot_be_read_is_refused(
    remark: str, change: dict[str, Any], message: str
) -> None:
    with pytest.raises(TableError, match=message):
        figures.trend(issues_table(2).assign(**change))
    assert remark


def test_more_lines_than_colours_are_refused() -> None:
    with pytest.raises(ValueError, match="top is 5, expected at most 4"):
        figures.trend(issues_table(9), top=5)


def years_table(years: dict[str, float], **columns: Any) -> pd.DataFrame:
    """One term by year: its rate, in 10,000 words each."""
    return pd.DataFrame(
        {
            "period": list(years),
            "token": "改革",
            "count": [round(10 * rate) for rate in years.values()],
            "total": 10_000,
            "per_thousand": list(years.values()),
        }
    ).assign(**columns)


def test_years_stand_where_they_lie_and_no_line_leads_over_a_gap() -> None:
    fig = figures.trend(
        years_table({"1965": 1.0, "1966": 2.0, "1970": 4.0, "1971": 3.0}, pages=[5, 5, 6, 6])
    )
    lines = [line for line in strokes_of(fig, LIGHT.indigo) if len(line) == 2]
    assert len(lines) == 2
    step = lines[0][1, 0] - lines[0][0, 0]
    assert lines[1][0, 0] - lines[0][1, 0] == pytest.approx(4 * step)
    (gap,) = fills_of(fig, LIGHT.shade)
    assert gap.get_width() == pytest.approx(3 * step)
    assert gap.get_x() == pytest.approx(lines[0][1, 0] + step / 2)
    words = words_of(fig)
    assert words[0] == "改革 is most frequent in 1970: 4.0 of 1,000 words, 2.5 over all years"
    assert "n = 4 years (年), 40,000 words (词)" in words[1]
    assert "shaded: no pages" in words[1]
    assert "Source: 22 pages, 1965 to 1971" in words


def test_a_thin_year_is_a_ring_that_neither_title_nor_scale_follows() -> None:
    rates = {"1948": 50.0, "1949": 1.0, "1950": 2.0, "1951": 0.5}
    thin = years_table(rates, thin=[True, False, False, False])
    fig = figures.trend(thin)
    assert words_of(fig)[0].startswith("改革 is most frequent in 1950: 2.0 of 1,000 words")
    assert "ring: too little text (1 year)" in words_of(fig)[1]
    dots = dots_of(fig, LIGHT.indigo)
    assert [ring for _, _, ring in dots] == [True, False, False, False]
    firm = figures.trend(years_table({"1949": 1.0, "1950": 2.0, "1951": 0.5}))
    assert [y for _, y, _ in dots[1:]] == pytest.approx(
        [y for _, y, _ in dots_of(firm, LIGHT.indigo)]
    )
    heads = [
        line for line in strokes_of(fig, LIGHT.indigo) if len(line) == 3 and line[1, 1] < line[0, 1]
    ]
    assert any(head[1, 0] == pytest.approx(dots[0][0]) for head in heads)


def test_a_year_may_be_thin_for_one_term_and_not_for_another() -> None:
    common = years_table({"1949": 5.0, "1950": 6.0, "1951": 6.0}, thin=False)
    rare = years_table({"1949": 1.0, "1950": 1.0, "1951": 2.0}, token="包产到户")
    fig = figures.trend(pd.concat([common, rare.assign(thin=[True, None, False])]))
    assert [ring for _, _, ring in dots_of(fig, LIGHT.indigo)] == [False] * 3
    assert [ring for _, _, ring in dots_of(fig, LIGHT.ochre)] == [True, False, False]
    assert "ring: too little text (1 year)" in words_of(fig)[1]


def test_where_a_year_has_no_words_there_is_no_point() -> None:
    table = years_table({"1949": 1.0, "1950": 2.0, "1951": 3.0, "1952": 3.0, "1953": 1.0})
    rates = pd.array([1.0, 2.0, None, 3.0, 1.0], dtype="Float64")
    fig = figures.trend(table.assign(per_thousand=rates, total=[10_000, 10_000, 0, 10_000, 10_000]))
    assert len(dots_of(fig, LIGHT.indigo)) == 4
    assert [len(line) for line in strokes_of(fig, LIGHT.indigo) if len(line) < 9] == [2, 2]


@pytest.mark.parametrize("size", ["screen", "slide", "a4", "column"])
@pytest.mark.parametrize("years", [1, 30, 80])
def test_eighty_years_of_one_term_are_drawn_at_every_size(years: int, size: Any) -> None:
    table = years_table({str(1920 + n): n % 7 / 50 for n in range(years)})
    table = table.assign(thin=[n % 9 == 0 for n in range(years)])
    fig = figures.trend(table, size=size)
    assert faults_of(fig) == []
    assert len(fills_of(fig, LIGHT.grey)) == years
    marks = [word for word in words_of(fig) if word.isdigit() and len(word) == 4]
    assert all(int(mark) % 5 == 0 for mark in marks)
    assert len(marks) >= (3 if years > 1 else 1)


def test_months_are_placed_and_rows_without_a_period_are_counted() -> None:
    table = years_table({"1958-11": 1.0, "1958-12": 2.0, "1959-02": 3.0})
    undated = years_table({"": 4.0}, period=None, total=700)
    fig = figures.trend(pd.concat([table, undated]))
    words = words_of(fig)
    assert "n = 3 months (月), 30,000 words (词), 700 more without a date left out" in words[1]
    xs = [x for x, _, _ in dots_of(fig, LIGHT.indigo)]
    assert xs[2] - xs[1] == pytest.approx(2 * (xs[1] - xs[0]))


def test_a_year_of_firm_text_between_thin_ones_has_a_dot() -> None:
    table = years_table({str(1900 + n): 1.0 for n in range(80)})
    fig = figures.trend(table.assign(thin=[n in (3, 5) for n in range(80)]))
    assert [ring for _, _, ring in dots_of(fig, LIGHT.indigo)] == [True, False, True]


@pytest.mark.parametrize(
    ("remark", "rate", "title"),
    [
        ("a rare term keeps a figure", 0.01, "改革 is most frequent in 1950: 0.02 of 1,000 words"),
        ("a term that is not there", 0.0, "改革 stands nowhere as one word in 2 years"),
    ],
)
def test_the_title_of_a_rare_term_does_not_round_it_away(
    remark: str, rate: float, title: str
) -> None:
    table = years_table({"1949": rate, "1950": 2 * rate}).assign(count=[0, round(1000 * rate)])
    assert words_of(figures.trend(table))[0].startswith(title), remark


def test_names_that_are_no_years_stand_one_step_apart() -> None:
    fig = figures.trend(years_table({"1950": 1.0, "1952": 2.0, "undated": 3.0}))
    xs = [x for x, _, _ in dots_of(fig, LIGHT.indigo)]
    assert np.diff(xs) == pytest.approx([xs[1] - xs[0]] * 2)
    assert "n = 3 periods (时段)" in words_of(fig)[1]


# --- the cloud -----------------------------------------------------------------------------


def test_a_character_is_as_large_as_the_root_of_the_count() -> None:
    table = terms_table(3).assign(token=["职工", "工会", "新桥"], count=[16, 4, 1])
    sizes = {t.get_text(): t.get_fontsize() for t in texts_of(figures.word_cloud(table))}
    assert sizes["职工"] == pytest.approx(2 * sizes["工会"]) == pytest.approx(4 * sizes["新桥"])


def test_terms_without_room_are_missing_and_the_number_shown_is_told() -> None:
    table = terms_table(50).assign(count=[1000, *[1] * 49])
    words = words_of(figures.word_cloud(table))
    assert words[0] == "职工0 is the most frequent term: 1,000 times, 500.0 of 1,000 words"
    assert words[1].startswith("1 of 50 terms; n = 2,000 words")
    assert not {f"职工{n}" for n in range(1, 50)} & set(words)


def test_the_ink_of_no_two_words_of_a_cloud_meets() -> None:
    """As drawn: the picture of all words has as much ink as those of each word together."""
    sheet = figures.word_cloud(terms_table(12), title="", subtitle="")

    def ink() -> np.ndarray:
        canvas = FigureCanvasAgg(sheet)
        canvas.draw()
        levels = np.asarray(canvas.buffer_rgba())[:, :, :3].astype(int)
        return np.abs(levels - levels[0, 0]).max(axis=2) > 40

    words = texts_of(sheet)
    assert len(words) == 12
    alone = np.zeros_like(ink(), dtype=int)
    for word in words:
        for other in words:
            other.set_visible(other is word)
        alone += ink()
    assert alone.max() == 1
