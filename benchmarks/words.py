"""Speed and memory of the words beside plain jieba: ``python benchmarks/words.py``.

The archive is made of the sentences of the invented pages and the seed page, shuffled. Every
figure is the median of several processes of its own, in processor time from the start of the
process to its result (imports and dictionaries included), on one core. jieba is given a tenth of
the archive, because it needs minutes for all of it, and its time less that of a first word is
multiplied; its dictionary cache is warm. Figures of rjieba need ``banmian[fast]``.
"""

from __future__ import annotations

import random
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
ROUNDS: Final = 5

START: Final = """
import resource, sys, time
path = sys.argv[1]
"""
END: Final = """
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(time.process_time(), peak, result)
"""
JIEBA: Final = "import jieba; jieba.setLogLevel(60)\n"
PAGES: Final = """
import banmian as bm
text = open(path, encoding="utf-8").read()
lines = text.split("\\n")
pages = [bm.parse_page("\\n\\n".join(lines[i : i + 40])) for i in range(0, 400, 40)]
size = sum(len(p.text.encode()) for p in pages)
pages *= round(len(text.encode()) / size)
passages = [p for page in pages for a in page.articles for _, p in a.passages]
started = time.process_time()
"""

PROGRAMS: Final = {
    "jieba, first word": JIEBA + "result = len(jieba.lcut('扶贫车间'))",
    "first word": "import banmian as bm\nresult = len(bm.segment('扶贫车间'))",
    "first word without rjieba": (
        "import banmian as bm\nresult = len(bm.segment('扶贫车间', engine='jieba'))"
    ),
    "jieba, words counted": (
        JIEBA + "from collections import Counter\n"
        "result = len(Counter(jieba.lcut(open(path, encoding='utf-8').read())))"
    ),
    "words counted": (
        "from banmian.tables.counting import count_words\n"
        "with open(path, encoding='utf-8') as file:\n    result = len(count_words(file))"
    ),
    "words counted without rjieba": (
        "from banmian.tables.counting import count_words\n"
        "with open(path, encoding='utf-8') as file:\n"
        "    result = len(count_words(file, engine='jieba'))"
    ),
    "jieba, table of tokens": (
        PAGES + JIEBA + "import pandas as pd\njieba.initialize()\nstarted = time.process_time()\n"
        "rows = [('page', 0, 'paragraph', number, p.start + a, p.start + b, word)\n"
        "        for number, p in enumerate(passages) for word, a, b in jieba.tokenize(p.text)]\n"
        "table = pd.DataFrame(rows, columns=list('ABCDEFG'))\n"
        "result = (time.process_time() - started) / sum(len(p.text.encode()) for p in passages)"
    ),
    "table of tokens": (
        PAGES + "bm.segment('扶贫车间'); started = time.process_time()\n"
        "table = bm.tokens(pages)\n"
        "result = (time.process_time() - started) / sum(len(p.text.encode()) for p in passages)"
    ),
    "memory of a table": (
        PAGES + "import tracemalloc\nbm.segment('扶贫车间'); tracemalloc.start()\n"
        "table = bm.tokens(pages)\n"
        "result = tracemalloc.get_traced_memory()[1] / table.memory_usage().sum()"
    ),
}
"""What each process runs; ``result`` is printed with its time and peak memory."""


def write_archive(path: Path, megabytes: float) -> None:
    """Write paragraphs of shuffled sentences, the same each time."""
    sources = [*sorted((ROOT / "tests" / "pages").glob("*.txt")), *(ROOT / "seeds").glob("*.txt")]
    text = "\n".join(source.read_text("utf-8") for source in sources)
    sentences = sorted(set(re.findall("[^。\n]{5,}。?", text)))
    dice = random.Random(1)
    with path.open("w", encoding="utf-8") as file:
        while file.tell() < megabytes * 1e6:
            file.write("".join(dice.choices(sentences, k=dice.randrange(2, 8))) + "\n")


def run(name: str, path: Path, rounds: int = ROUNDS) -> tuple[float, float, float]:
    """Median processor seconds, peak memory in MB and result of a program's processes."""
    rows = []
    for _ in range(rounds):
        done = subprocess.run(
            [sys.executable, "-c", START + PROGRAMS[name] + END, str(path)],
            capture_output=True,
            text=True,
            check=True,
        )
        if done.stderr:
            raise RuntimeError(f"{name} was not silent: {done.stderr[:200]}")
        rows.append([float(cell) for cell in done.stdout.split()])
    seconds, peak, result = (statistics.median(column) for column in zip(*rows, strict=True))
    return seconds, peak, result


def main() -> None:
    """Print every figure in one run."""
    with tempfile.TemporaryDirectory() as folder:
        small, middle, large = (Path(folder) / f"{size}.txt" for size in (2, 20, 100))
        for path in (small, middle, large):
            write_archive(path, float(path.stem))
        run("jieba, first word", small, 1)  # warms its cache
        first = run("jieba, first word", small)[0]
        for name in ("first word", "first word without rjieba"):
            seconds = run(name, small)[0]
            print(f"{name}: {seconds:.2f} s, jieba {first:.2f} s: {seconds / first:.2f} times")
        plain = run("jieba, words counted", small)[0]
        whole = first + (plain - first) * middle.stat().st_size / small.stat().st_size
        seconds = run("words counted", middle)[0]
        print(f"20 MB counted: {seconds:.2f} s, jieba {whole:.1f} s: {whole / seconds:.1f} times")
        seconds = run("words counted without rjieba", small)[0]
        print(f"2 MB counted without rjieba: {seconds:.2f} s, jieba {plain:.2f} s")
        seconds, peak, _ = run("words counted", large)
        print(f"100 MB counted: {seconds:.1f} s, peak memory {peak:.0f} MB")
        ours, plain = (run(n, middle)[2] for n in ("table of tokens", "memory of a table"))
        jieba = run("jieba, table of tokens", small)[2]
        print(f"table of tokens: {1e-6 / ours:.1f} MB/s, jieba's {1e-6 / jieba:.2f} MB/s: "
              f"{jieba / ours:.1f} times")  # fmt: skip
        print(f"peak memory of a table of tokens: {plain:.1f} times its size")


if __name__ == "__main__":
    main()
