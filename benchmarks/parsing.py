"""Speed of the parser on whole pages, and how it grows: ``python benchmarks/parsing.py [FOLDER]``.

Reads the seed page and the invented pages of the repository, or the pages of a folder: first one
by one, then set end to end into single pages of up to 10 MB. Prints MB of UTF-8 per second of
processor time: of the first reading, and the best of five. What a page costs goes with its
lines, so the bytes a line has on average are printed too.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

import banmian as bm

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = (ROOT / "seeds", ROOT / "tests/pages", ROOT / "tools/gold")
ROUNDS = 5


def seconds(texts: Sequence[str], rounds: int) -> list[float]:
    """Processor time of reading all texts, for each of ``rounds``."""
    taken = []
    for _ in range(rounds):
        started = time.process_time()
        for text in texts:
            bm.parse_page(text)
        taken.append(time.process_time() - started)
    return taken


def report(name: str, texts: Sequence[str], rounds: int = ROUNDS) -> None:
    """Print a line of the table."""
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    lines = sum(1 for text in texts for line in text.splitlines() if line.strip())
    taken = seconds(texts, rounds)
    print(
        f"{name}: {megabytes:.2f} MB, {megabytes * 1e6 / lines:.0f} bytes a line, "
        f"first {megabytes / taken[0]:.2f} MB/s, best {megabytes / min(taken):.2f} MB/s, "
        f"{min(taken) / lines * 1e6:.0f} µs a line"
    )


def main() -> None:
    """Print the table."""
    folders = [Path(argument) for argument in sys.argv[1:]] or FOLDERS
    together = []
    bm.parse_page("新桥通车")  # the weights are loaded once
    for folder in folders:
        texts = [bm.read_page(path).text for path in sorted(folder.glob("*.txt"))]
        report(f"{len(texts)} pages of {folder.name}, one by one", texts)
        together += texts
    whole = "\n\n".join(together)
    for target in (1, 2, 5, 10):
        page = "\n\n".join([whole] * max(1, round(target * 1e6 / len(whole.encode()))))
        report(f"one page of about {target} MB", [page], 1)


if __name__ == "__main__":
    main()
