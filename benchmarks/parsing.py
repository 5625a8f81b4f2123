"""Speed of the parser on whole pages, and how it grows: ``python benchmarks/parsing.py``.

Reads the invented pages of the repository, first one by one, then set end to end into single
pages of up to 10 MB. Prints MB of UTF-8 per second of processor time, the best of three.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import banmian as bm

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("tests/pages", "tools/gold")


def speed(texts: Sequence[str], rounds: int = 3) -> float:
    """MB of UTF-8 read per second of processor time, the best of ``rounds``."""
    best = float("inf")
    for _ in range(rounds):
        started = time.process_time()
        for text in texts:
            bm.parse_page(text)
        best = min(best, time.process_time() - started)
    return sum(len(text.encode()) for text in texts) / 1e6 / best


def main() -> None:
    """Print the table."""
    paths = sorted(path for folder in FOLDERS for path in (ROOT / folder).glob("*.txt"))
    texts = [bm.read_page(path).text for path in paths]
    together = "\n\n".join(texts)
    print(f"{len(texts)} pages one by one: {speed(texts):.2f} MB/s")
    size = len(together.encode()) / 1e6
    for target in (1, 2, 5, 10):
        page = "\n\n".join([together] * max(1, round(target / size)))
        megabytes = len(page.encode()) / 1e6
        print(f"one page of {megabytes:.1f} MB: {speed([page], 1):.2f} MB/s")


if __name__ == "__main__":
    main()
