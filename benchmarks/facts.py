"""Speed of the facts, kind by kind and all together: ``python benchmarks/facts.py [FOLDER]``.

Reads the seed page and the invented pages of the repository, or the pages of a folder, and finds
in every story organisations, people, places, dates and quantities, each after what it needs
(people need organisations, places both). Prints MB of UTF-8 per second of processor time: of the
first reading, in which the words are not yet known, and the best of five. The data are loaded
before.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import banmian as bm
from banmian.facts.issue import infer_issue
from banmian.page import Page
from banmian.tables.mentions import stories_of

ROOT: Final = Path(__file__).resolve().parent.parent
FOLDERS: Final = (ROOT / "seeds", ROOT / "tests/pages")
KINDS: Final = ("organisations", "people", "places", "dates", "quantities")
ROUNDS: Final = 5


def seconds(pages: Iterable[Page]) -> list[float]:
    """Processor time of finding each kind in all stories."""
    taken = [0.0] * len(KINDS)
    for page in pages:
        for story in stories_of("", page, infer_issue(page)):
            for number, kind in enumerate(KINDS):
                started = time.process_time()
                getattr(story, kind)
                taken[number] += time.process_time() - started
    return taken


def report(name: str, megabytes: float, rounds: Sequence[float]) -> None:
    """Print a line of the table."""
    first, best = megabytes / rounds[0], megabytes / min(rounds)
    print(f"{name}: first {first:.2f} MB/s, best {best:.2f} MB/s")


def main() -> None:
    """Print the table."""
    folders = [Path(argument) for argument in sys.argv[1:]] or FOLDERS
    pages = [page for folder in folders for page in bm.read_pages(folder)]
    megabytes = sum(len(page.text.encode()) for page in pages) / 1e6
    print(f"{len(pages)} pages, {megabytes:.2f} MB")
    seconds([bm.parse_page("新桥通车\n\n本报讯 (记者王小明)南京市总工会昨日捐款3万元。")])
    rounds = [seconds(pages) for _ in range(ROUNDS)]
    for number, kind in enumerate(KINDS):
        report(kind, megabytes, [taken[number] for taken in rounds])
    report("all together", megabytes, [sum(taken) for taken in rounds])


if __name__ == "__main__":
    main()
