"""What archives cost: ``python benchmarks/archive.py [growth workers plain queries kills]``.

The pages are invented: stories shuffled from the sentences of the seed page and the test pages, in
which one noun or verb in four was changed for another of jieba's dictionary, of the same length and
kind, frequent words more often; about 20 KB and ten stories a page, over thirty years.

Every figure of a build is that of whole processes, from the start of the interpreter to its end:
the processor time of it and all that it started, as the system tells it afterwards, and the peak
memory of the largest of these processes. Growth goes into ``benchmarks/archive.csv``; the rows of
100,000 and a million pages are calculated from those of 1,000 and 20,000, and say so. Needs Linux,
``banmian[archive,cluster,fast]``, about 2 GB below TMPDIR, and half an hour of two idle cores.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import os
import random
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

import jieba.posseg  # type: ignore[import-untyped]  # it ships no types

ROOT: Final = Path(__file__).resolve().parent.parent
TABLE: Final = ROOT / "benchmarks" / "archive.csv"
SMALL: Final = 1_000
LARGE: Final = 20_000
ROUNDS: Final = 3
KILLS: Final = 10

STORIES: Final = 10
LETTERS: Final = 620
"""Characters of a story: ten of them are 20 KB of UTF-8."""

COLUMNS: Final = (
    "pages", "megabytes", "cpu_seconds", "pages_per_cpu_second", "peak_megabytes",
    "archive_megabytes", "how",
)  # fmt: skip

START: Final = """
import sys
if __name__ == "__main__":
    pages, out, workers = sys.argv[1:]
"""
BUILD: Final = """
    from banmian.archive import build
    template = "{paper}/{year}/{month}/{day}/{page}.txt"
    build(pages, out, executor=int(workers), template=template, progress=False)
"""
DASK: Final = """
    from dask.distributed import Client, LocalCluster
    from banmian.archive import build
    template = "{paper}/{year}/{month}/{day}/{page}.txt"
    options = {"n_workers": int(workers), "threads_per_worker": 1, "dashboard_address": None}
    with LocalCluster(**options) as cluster, Client(cluster) as client:
        build(pages, out, executor=client.get_executor(), template=template, progress=False)
"""
EACH: Final = """
    from pathlib import Path
    texts = (path.read_text("utf-8") for path in sorted(Path(pages).rglob("*.txt")))
"""
PLAIN: Final = (
    EACH
    + """
    import jieba
    from collections import Counter
    jieba.setLogLevel(60)
    counts = Counter()
    for text in texts:
        counts += Counter(jieba.lcut(text))
    print(*sorted((word, n) for word, n in counts.items() if any(map(str.isalnum, word))))
"""
)
COUNT: Final = (
    EACH
    + """
    import banmian as bm
    from collections import Counter
    table = bm.count_words(texts)
    print(*sorted(zip(table["token"], table["count"].tolist())))
"""
)


class Cost(NamedTuple):
    """Of a process and all that it started: seconds, MB of the largest one, and what it printed."""

    cpu: float
    wall: float
    peak: float
    printed: str


def write_pages(folder: Path, number: int, seed: int = 1) -> Path:
    """Write so many pages, the same each time, in folders of thirty years."""
    dice = random.Random(seed)
    heads, sentences = _vary(dice)
    names = _names(dice)
    first = dt.date(1991, 1, 1).toordinal()
    last = dt.date(2020, 12, 31).toordinal()
    of_day: dict[int, int] = defaultdict(int)
    for page in range(number):
        day = first + page * (last - first) // max(number - 1, 1)
        of_day[day] += 1
        date = dt.date.fromordinal(day).strftime("%Y/%m/%d")
        path = folder / f"ribao/{date}/{of_day[day]:02}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        stories = [_story(dice, heads, sentences, names) for _ in range(STORIES)]
        path.write_text("\n\n\n\n".join(stories) + "\n", "utf-8")
    return folder


def _story(
    dice: random.Random, heads: Sequence[str], sentences: Sequence[str], names: Sequence[str]
) -> str:
    """A headline and paragraphs; one in six is cut in two, as printed pages are."""
    lines = [dice.choice(heads)]
    text = f"本报讯 (记者{dice.choice(names)})"
    letters = 0
    while letters < LETTERS:
        text += "".join(dice.choices(sentences, k=dice.randrange(2, 6)))
        letters += len(text)
        if dice.random() < 1 / 6:
            at = dice.randrange(len(text) // 3, len(text) - 2)
            lines += [text[:at], text[at:]]
        else:
            lines.append(text)
        text = ""
    return "\n\n".join(lines)


def _vary(dice: random.Random) -> tuple[list[str], list[str]]:
    """Headlines and sentences with many more words than the pages that they are from."""
    import banmian as bm

    sources = [*sorted((ROOT / "seeds").glob("*.txt")), *sorted((ROOT / "tests/pages").glob("*"))]
    pages = [bm.parse_page(p.read_text("utf-8")) for p in sources if p.suffix == ".txt"]
    passages = [one for page in pages for story in page.articles for one in story.passages]
    heads = [p.text.replace("\n", " ") for role, p in passages if role == "headline"]
    text = "\n".join(p.text for role, p in passages if role == "paragraph")
    sentences = sorted(set(re.findall("[^。！？\n]{8,90}[。！？]", text)))
    others = _dictionary()
    # jieba cuts wide figures one by one, banmian as narrow ones: the only difference in counts
    wide = re.compile("[０-９Ａ-Ｚａ-ｚ．％]+")
    cut = {
        line: jieba.posseg.lcut(wide.sub(lambda figures: bm.words.fold(figures.group()), line))
        for line in sorted({*heads, *sentences})
    }

    def varied(line: str) -> str:
        words = [
            other(dice) if (other := others.get((w.flag, len(w.word)))) and dice.random() < 0.25
            else w.word
            for w in cut[line]
        ]  # fmt: skip
        return re.sub("[0-9]", lambda _: str(dice.randrange(1, 10)), "".join(words))

    return (
        [varied(dice.choice(heads)) for _ in range(20_000)],
        [varied(dice.choice(sentences)) for _ in range(100_000)],
    )


def _dictionary() -> dict[tuple[str, int], Callable[[random.Random], str]]:
    """For kind and length of a word a way to draw another, by frequency."""
    groups: dict[tuple[str, int], tuple[list[str], list[int]]] = defaultdict(lambda: ([], []))
    with jieba.get_dict_file() as file:
        for line in file:
            word, frequency, kind = line.decode().split()
            words, weights = groups[kind, len(word)]
            words.append(word)
            weights.append(weights[-1] + int(frequency) if weights else int(frequency))

    def draw(words: list[str], weights: list[int]) -> Callable[[random.Random], str]:
        return lambda dice: dice.choices(words, cum_weights=weights)[0]

    return {
        key: draw(*group)
        for key, group in groups.items()
        if key[0][0] in "nv" and 2 <= key[1] <= 4 and len(group[0]) > 20
    }


def _names(dice: random.Random) -> list[str]:
    given = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰春梅建国"
    return [
        dice.choice("王李张刘陈杨赵黄周吴") + "".join(dice.choices(given, k=2))
        for _ in range(3_000)
    ]


def run(program: str, pages: Path, out: Path, workers: int = 0) -> Cost:
    """Run a program as a process of its own, and wait for it and all that it starts."""
    command = [sys.executable, "-c", START + program, str(pages), str(out), str(workers)]
    with tempfile.TemporaryFile() as printed:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=printed)
        peaks: dict[int, int] = {}
        while True:
            peaks |= {p: kb for p in tree(process.pid) if (kb := _peak(p))}
            done, status, usage = os.wait4(process.pid, os.WNOHANG)
            if done:
                break
            time.sleep(0.05)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(f"{command} ended with {process.returncode}")
        printed.seek(0)
        # usage.ru_maxrss is no use: a process begins with that of the one that started it
        peak = max(peaks.values()) / 1024
        return Cost(usage.ru_utime + usage.ru_stime, wall, peak, printed.read().decode())


def tree(process: int) -> Iterator[int]:
    """A process and all that descend from it."""
    yield process
    for file in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = file.read_text().split()
        except OSError:  # it has ended meanwhile
            continue
        for child in children:
            yield from tree(int(child))


def _peak(process: int) -> int:
    """The most memory that a process has had, in KB; 0 if it has ended."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    found = re.search(r"VmHWM:\s+(\d+)", status)
    return int(found[1]) if found else 0


def size_of(folder: Path) -> float:
    """MB in the files of a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def digests(archive: Path) -> dict[str, str]:
    """Every file of an archive but its lock, with the digest of its bytes."""
    return {
        path.relative_to(archive).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in archive.rglob("*")
        if path.is_file() and path.name != ".lock"
    }


def measure_growth(folder: Path) -> None:
    """One process over more and more pages: is the cost of a page the same, and the memory?"""
    rows: list[list[float]] = []
    for number in (SMALL, 10_000, LARGE):
        pages = write_pages(folder / f"pages{number}", number)
        out = folder / f"archive{number}"
        costs = [run(BUILD, pages, fresh(out)) for _ in range(ROUNDS if number == SMALL else 1)]
        cpu = statistics.median(cost.cpu for cost in costs)
        peak = statistics.median(cost.peak for cost in costs)
        rows.append([number, size_of(pages), cpu, number / cpu, peak, size_of(out)])
        print(f"{number:,} pages: {cpu:.1f} CPU-s, {number / cpu:.1f} pages a CPU-s, "
              f"peak memory {peak:.0f} MB", flush=True)  # fmt: skip
        if number != LARGE:
            shutil.rmtree(pages)
    first, *_, last = rows
    for number in (100_000, 1_000_000):
        more = (number - last[0]) / (last[0] - first[0])
        text, cpu, memory, disk = (last[i] + (last[i] - first[i]) * more for i in (1, 2, 4, 5))
        rows.append([number, text, cpu, number / cpu, memory, disk])
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for row in rows:
            how = "measured" if row[0] <= LARGE else "calculated"
            writer.writerow([*(f"{cell:.0f}" for cell in row), how])
    print(TABLE.read_text("utf-8"), end="")


def measure_workers(folder: Path) -> None:
    """One worker, two, and two of Dask's."""
    pages = write_pages(folder / "pages", 4 * SMALL)
    out = folder / "archive"
    rows = []
    for _ in range(ROUNDS):
        one, two = (run(BUILD, pages, fresh(out), workers) for workers in (1, 2))
        dask = run(DASK, pages, fresh(out), 2)
        rows.append((one.wall / two.wall, two.cpu / one.cpu, dask.cpu / two.cpu))
        print(f"one worker {one.wall:.1f} s, two {two.wall:.1f} s, Dask {dask.wall:.1f} s; CPU-s "
              f"{one.cpu:.1f}, {two.cpu:.1f}, {dask.cpu:.1f}; peak MB {one.peak:.0f}, "
              f"{two.peak:.0f}, {dask.peak:.0f}; load {os.getloadavg()[0]:.1f}",
              flush=True)  # fmt: skip
    faster, more, dask_more = (statistics.median(column) for column in zip(*rows, strict=True))
    print(f"two workers {faster:.2f} times as fast as one, with {more:.2f} times its CPU time; "
          f"Dask {dask_more:.2f} times the CPU time of the pool")  # fmt: skip


def measure_plain(folder: Path) -> None:
    """All that a build does, and counting alone, beside a plain loop over the same files."""
    pages = write_pages(folder / "pages", SMALL)
    ratios = []
    for _ in range(ROUNDS):
        built, counted = run(BUILD, pages, fresh(folder / "archive")), run(COUNT, pages, folder)
        plain = run(PLAIN, pages, folder)
        same = "the same" if plain.printed == counted.printed else "OTHER"
        print(f"plain jieba {plain.cpu:.1f} CPU-s, build {built.cpu:.1f}, count_words "
              f"{counted.cpu:.1f} with {same} counts", flush=True)  # fmt: skip
        ratios.append((plain.cpu / built.cpu, plain.cpu / counted.cpu))
    build, count = (statistics.median(column) for column in zip(*ratios, strict=True))
    print(f"build {build:.1f} times as fast as plain jieba, count_words {count:.1f} times")


def measure_queries(folder: Path) -> None:
    """Questions to an archive of 200,000 stories, each asked before."""
    import banmian as bm

    out = folder / f"archive{LARGE}"
    if not out.exists():
        run(BUILD, write_pages(folder / f"pages{LARGE}", LARGE), out, 2)
    archive = bm.archive.Archive(out)
    print(repr(archive).replace(str(out), out.name))
    words = archive.frequency(by="corpus")
    words = words[words["token"].str.fullmatch("[\u4e00-\u9fff]{2,}")]
    common, of_twenty = words["token"].iloc[0], list(words.query("count == 20")["token"])
    seldom = of_twenty[:: max(len(of_twenty) // 20, 1)][:20]
    rare = seldom[0]
    costs = sorted(_cost(partial(archive.kwic, word)) for word in seldom)
    for name, (wall, cpu) in (("median", costs[len(costs) // 2]), ("slowest", costs[-1])):
        print(f"kwic of a rare word, {name} of {len(seldom)} with 20 places each: "
              f"{1000 * wall:.0f} ms ({1000 * cpu:.0f} of CPU)", flush=True)  # fmt: skip
    questions: dict[str, Callable[[], Any]] = {
        f"first 100 of a common word ({common})": lambda: archive.kwic(common, limit=100),
        "trend over 30 years, a word": lambda: archive.trend(common),
        "trend over 30 years, ten words": lambda: archive.trend(list(words["token"][:10])),
        f"kwic of {rare}, mode text": lambda: archive.kwic(rare, mode="text"),
        "frequency of all words": lambda: archive.frequency(by="corpus"),
        "keyness of a year": lambda: archive.keyness("year = '2008'"),
    }
    for name, ask in questions.items():
        wall, cpu = _cost(ask)
        print(f"{name}: {1000 * wall:.0f} ms ({1000 * cpu:.0f} of CPU), {len(ask()):,} rows; "
              f"load {os.getloadavg()[0]:.1f}", flush=True)  # fmt: skip


def _cost(ask: Callable[[], Any]) -> tuple[float, float]:
    """Seconds and CPU seconds of a question that was asked before: medians of five."""
    ask()
    seconds = []
    for _ in range(5):
        started = time.perf_counter(), time.process_time()
        ask()
        seconds.append((time.perf_counter() - started[0], time.process_time() - started[1]))
    wall, cpu = (statistics.median(column) for column in zip(*seconds, strict=True))
    return wall, cpu


def measure_kills(folder: Path) -> None:
    """Kill a worker and the parent at random moments: does the next build mend everything?"""
    pages, out = write_pages(folder / "pages", SMALL), folder / "archive"
    whole = run(BUILD, pages, fresh(out), 2)
    expected = digests(out)
    dice = random.Random(1)
    for number in range(KILLS):
        at = dice.uniform(0.05, 1) * whole.wall
        for victim in ("worker", "parent"):
            ended, left = kill_once(pages, fresh(out), at, victim)
            run(BUILD, pages, out, 2)
            same = "equal" if digests(out) == expected else "DIFFERENT"
            print(f"{number + 1}: {victim} killed after {at:.1f} s: {ended}, {left} files; "
                  f"built again: {same}", flush=True)  # fmt: skip


def kill_once(pages: Path, out: Path, at: float, victim: str) -> tuple[str, int]:
    """Kill a build or one of its workers: how the build ended, and how many files there are."""
    command = [sys.executable, "-c", START + BUILD, str(pages), str(out), "2"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    time.sleep(at)
    workers = [p for p in tree(process.pid) if "spawn_main" in _command(p)]
    if victim == "parent":
        process.kill()
    elif workers:  # before there are any, and after the last, there is nothing to kill
        os.kill(workers[0], signal.SIGKILL)
    code = process.wait()
    while any(map(_command, workers)):  # they end when they see that their parent has
        time.sleep(0.05)
    return f"ended with {code}", len(digests(out))


def _command(process: int) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_text()
    except OSError:
        return ""


def fresh(folder: Path) -> Path:
    """The folder's path, with nothing there."""
    shutil.rmtree(folder, ignore_errors=True)
    return folder


SECTIONS: Final[dict[str, Callable[[Path], None]]] = {
    "growth": measure_growth,
    "queries": measure_queries,
    "workers": measure_workers,
    "plain": measure_plain,
    "kills": measure_kills,
}


def main() -> None:
    """Run the sections that are named, or all, and print every figure."""
    jieba.setLogLevel(60)
    with tempfile.TemporaryDirectory(prefix="banmian-") as name:
        for section in sys.argv[1:] or SECTIONS:
            SECTIONS[section](Path(name))


if __name__ == "__main__":
    main()
