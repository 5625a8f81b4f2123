"""Scales: where a value stands between two edges, and which values are marked on the way."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Axis:
    """A linear scale from ``low`` at ``start`` to ``high`` at ``end``; the ends differ."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Where a value stands.

        >>> Axis(0, 10, 100, 200).at(5)
        150.0
        """
        return self.start + (self.end - self.start) * (value - self.low) / (self.high - self.low)


def even_ticks(low: float, high: float, most: int) -> list[float]:
    """At most ``most`` whole multiples of 1, 2 or 5 times a power of ten, from low to high.

    >>> even_ticks(2014, 2021, 5)
    [2014.0, 2016.0, 2018.0, 2020.0]
    >>> even_ticks(0, 0.9, 4)
    [0.0, 0.5]
    """
    unit = 10.0 ** math.floor(math.log10((high - low) / most))
    for step in (unit * times for times in (1, 2, 5, 10, 20)):
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        if last - first < most:
            break
    return [round(n * step, 10) for n in range(first, last + 1)]


def in_lanes(spans: Sequence[tuple[float, float]], lanes: int) -> list[int]:
    """For spans sorted by their beginnings the first lane that is free; lane 0 where none is.

    >>> in_lanes([(0, 5), (3, 8), (4, 9), (6, 7)], 2)
    [0, 1, 0, 0]
    """
    free = [-math.inf] * lanes
    chosen: list[int] = []
    for start, end in spans:
        lane = next((number for number, edge in enumerate(free) if start >= edge), 0)
        free[lane] = max(free[lane], end)
        chosen.append(lane)
    return chosen


def apart(wanted: Sequence[float], step: float, first: float, last: float) -> list[float]:
    """Places near those wanted (in order), each ``step`` or more after the one before.

    They stand between ``first`` and ``last`` where so many find room.

    >>> apart([10, 12, 40], 10, 5, 45)
    [10, 20, 40]
    >>> apart([38, 40, 40], 10, 5, 45)
    [25, 35, 45]
    """
    places: list[float] = []
    for place in wanted:
        places.append(max(place, places[-1] + step if places else first))
    limit = last
    for number in reversed(range(len(places))):
        places[number] = limit = min(places[number], limit)
        limit -= step
    return places


def chinese_number(value: float) -> str:
    """A number as newspapers print it, in 万 and 亿 from ten thousand on.

    >>> [chinese_number(n) for n in (0.5, 3, 2513, 71000, 4e8, 3.2e12)]
    ['0.5', '3', '2,513', '7.1万', '4亿', '3.2万亿']
    """
    for unit, name in ((1e12, "万亿"), (1e8, "亿"), (1e4, "万")):
        if abs(value) >= unit:
            return f"{value / unit:,.4g}{name}"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
