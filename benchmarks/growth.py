"""How the time grows on pages that repeat one thing: ``python benchmarks/growth.py [LABEL …]``.

Each stage reads pages of 16 KB, 32 KB … up to 10 MB of UTF-8 that a careless rule would go over
again and again (`HUGE` in tests/nasty.py), until one takes more than two seconds. Printed is, for
each page and stage, the longest page read, its processor time, and the greatest ratio of the
time for twice the length: 2 is linear, 4 quadratic. Times below 0.2 s are too short for a ratio;
a ratio above 2.5 is measured once more, and the smaller one counts. Ends with 1 if one remains.
"""

from __future__ import annotations

import importlib
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import banmian as bm
from banmian.display import page_html
from banmian.tables import find_facts

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

FIRST: Final = 16_000
LAST: Final = 10_000_000
ENOUGH: Final = 2.0
SHORT: Final = 0.2
LINEAR: Final = 2.5


STAGES: Final[Mapping[str, tuple[bool, Callable[[Any], Any]]]] = {
    "parse_page": (False, bm.parse_page),
    "to_dict, from_dict": (True, lambda page: bm.Page.from_dict(page.to_dict())),
    "count_words": (True, bm.count_words),
    "tokens": (True, bm.tokens),
    "facts": (True, find_facts),
    "page_html": (True, page_html),
}
"""What is timed: whether it takes a page that has been parsed, and what it does."""


def seconds(call: Callable[[Any], Any], given: Any) -> float:
    """Processor time of one call."""
    started = time.process_time()
    call(given)
    return time.process_time() - started


def growth(make: Callable[[int], str], parsed: bool, call: Callable[[Any], Any]) -> str:
    """How the time of a stage grows on one kind of page: a line of the table without its names."""
    characters, before, worst, at = FIRST // len(make(8)[:1].encode()), 0.0, 0.0, 0
    while True:
        text = make(characters)
        given = bm.parse_page(text, issue_date="2020-11-03") if parsed else text
        took = seconds(call, given)
        if before >= SHORT and took / before > LINEAR:
            took = min(took, seconds(call, given))
        if before >= SHORT and took / before > worst:
            worst, at = took / before, characters
        size = len(text.encode())
        if took > ENOUGH or 2 * size > LAST:
            ratio = f"{worst:.2f} at {at:,} characters" if worst else "too short"
            return f"{size / 1e6:6.2f} MB {took:6.2f} s  x2: {ratio}"
        before, characters = took, 2 * characters


def main() -> None:
    """Print the table."""
    pages = importlib.import_module("nasty").HUGE
    find_facts(bm.parse_page("新桥昨日通车。"))  # tables and dictionaries are loaded once
    page_html(bm.parse_page("新桥"))
    failed = 0
    for label in sys.argv[1:] or pages:
        for stage, (parsed, call) in STAGES.items():
            line = growth(pages[label], parsed, call)
            ratio = line.split("x2: ")[1].split()[0]
            failed += ratio != "too" and float(ratio) > LINEAR
            print(f"{label:20} {stage:20} {line}", flush=True)
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
