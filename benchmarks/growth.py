"""How the time grows on pages that repeat one thing: ``python benchmarks/growth.py [LABEL …]``.

Each stage takes pages of 39 KB, 78 KB … up to 10 MB of UTF-8 that a careless rule would go over
again and again (`HUGE` in tests/nasty.py), until one takes more than a second and there is a ratio.
Printed is, for each page and stage, the longest page taken, its processor time, and the greatest
ratio of the time for twice the length: 2 is linear, 4 quadratic. Times below 0.1 s are too short
for a ratio; where one is above 2.5, both times are taken seven times more, and the smallest of each
counts: what other work takes away is only ever added. Ends with 1 if one remains.
"""

from __future__ import annotations

import gc
import importlib
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import banmian as bm
from banmian.display import page_html
from banmian.reading import decode
from banmian.tables import find_facts

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

FIRST: Final = 39_000
LAST: Final = 10_000_000
ENOUGH: Final = 1.0
SHORT: Final = 0.1
LINEAR: Final = 2.5
DAY: Final = "2020-11-03"  # that dates are counted from


def read_damaged(text: str) -> None:
    """Decode the page in GB18030 with a bad byte every 200 characters: read over, or refused."""
    pieces = (text[at : at + 200].encode("gb18030") for at in range(0, len(text), 200))
    with suppress(bm.BanmianError):
        decode(b"\xff".join(pieces))


STAGES: Final[Mapping[str, tuple[bool, Callable[[Any], Any]]]] = {
    "decode": (False, read_damaged),
    "parse_page": (False, bm.parse_page),
    "to_dict, from_dict": (True, lambda page: bm.Page.from_dict(page.to_dict())),
    "count_words": (True, bm.count_words),
    "tokens": (True, bm.tokens),
    "facts": (True, find_facts),
    "page_html": (True, page_html),
}
"""What is timed: whether it takes a page that has been parsed, and what it does."""


def seconds(stage: str, page: bm.Page) -> float:
    """Processor time of one stage."""
    parsed, call = STAGES[stage]
    started = time.process_time()
    call(page if parsed else page.text)
    return time.process_time() - started


def lengths(make: Callable[[int], str]) -> Iterator[str]:
    """One kind of page, each time twice as long."""
    characters = FIRST // len(make(8)[:1].encode())
    while len((text := make(characters)).encode()) <= LAST:
        yield text
        characters *= 2


def ratio(stage: str, before: float, took: float, half: bm.Page, page: bm.Page) -> float:
    """The time over that for half the length; if it is too great, of the smallest of eight."""
    if took <= LINEAR * before:
        return took / before
    for _ in range(7):
        before = min(before, seconds(stage, half))
        took = min(took, seconds(stage, page))
    return took / before


def growth(make: Callable[[int], str]) -> Iterator[tuple[str, float, str]]:
    """The greatest ratio of each stage on one kind of page, and a line that tells it."""
    last = dict.fromkeys(STAGES, (0.0, 0))  # seconds and bytes
    worst = dict.fromkeys(STAGES, (0.0, 0))  # ratio and characters
    half, going = bm.parse_page(""), list(STAGES)
    for text in lengths(make):
        parsed = any(STAGES[stage][0] for stage in going)
        page = bm.parse_page(text, issue_date=DAY) if parsed else bm.Page(text, (), ())
        for stage in going:
            before, took = last[stage][0], seconds(stage, page)
            if before >= SHORT:
                here = ratio(stage, before, took, half, page)
                worst[stage] = max(worst[stage], (here, len(text)))
            last[stage] = took, len(text.encode())
        going = [s for s in going if last[s][0] <= ENOUGH or not worst[s][0]]
        if not going:
            break
        half = page
        gc.collect()
    for stage, (found, at) in worst.items():
        took, size = last[stage]
        told = f"{found:.2f} at {at:,} characters" if found else "too short"
        yield stage, found, f"{size / 1e6:6.2f} MB {took:6.2f} s  x2: {told}"


def main() -> None:
    """Print the table."""
    nasty = importlib.import_module("nasty")
    story = bm.parse_page(nasty.STORY, issue_date=DAY)
    for stage in STAGES:
        seconds(stage, story)  # tables and dictionaries are loaded once
    # The collector goes over all that lives, at some lengths and not at others: to_dict of "a line
    # a character" took 0.8 s for 170,000 characters without it, 1.3 or 1.5 s with it.
    gc.disable()
    failed = 0
    for label in sys.argv[1:] or nasty.HUGE:
        for stage, worst, line in growth(nasty.HUGE[label]):
            failed += worst > LINEAR
            print(f"{label:20} {stage:20} {line}", flush=True)
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
