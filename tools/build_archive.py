"""Build an archive of many pages, or bring one up to date: ``make archive SEEDS=dir OUT=dir``.

    python tools/build_archive.py --seeds FOLDER --out FOLDER [--template T] [--paper P]
                                  [--workers N] [--facts] [--encoding E]

Called again after whatever stopped it, it goes on where it was. What an archive answers is left to
`banmian.archive.Archive`.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from banmian.archive import Archive, build
from banmian.display.plain import counted
from banmian.page import BanmianError

_SHOWN: Final = 20


def summary(archive: Archive, seconds: float) -> Iterator[str]:
    """What an archive holds and which pages it left out, a line each."""
    counts = archive.sql("SELECT count(*), sum(articles), sum(words) FROM pages").iloc[0]
    pages, stories, words = (0 if count != count else int(count) for count in counts)
    held = [counted(pages, "page", "pages"), counted(stories, "story", "stories")]
    yield f"{', '.join(held)}, {counted(words, 'word', 'words')} in {seconds:.0f} s"
    failed = archive.failed
    if len(failed):
        reasons = Counter(failed["error"]).most_common()
        told = ", ".join(f"{n} {name}" for name, n in reasons)
        yield f"{counted(len(failed), 'page', 'pages')} failed: {told}"
    for page, error, message in failed.head(_SHOWN).itertuples(index=False):
        yield f"  {page}: {error}: {message}"
    if len(failed) > _SHOWN:
        yield "  … (all of them are in Archive.failed)"


def main(arguments: Sequence[str] | None = None) -> None:
    """Build what the command line asks for, and print what came of it."""
    parser = argparse.ArgumentParser(description="Build an archive of newspaper pages.")
    parser.add_argument("--seeds", required=True, help="folder, zip, .jsonl or .parquet of pages")
    parser.add_argument("--out", required=True, help="folder or URL of the archive")
    parser.add_argument("--template", help="what names tell: '{paper}/{year}/{month}/{day}/*.txt'")
    parser.add_argument("--paper", help="the newspaper, where nothing else tells it")
    parser.add_argument("--workers", type=int, help="processes; 0: this one; else as many as cores")
    parser.add_argument("--facts", action="store_true", help="people, places, dates … too (slow)")
    parser.add_argument("--encoding", help="that of all text files")
    options = parser.parse_args(arguments)
    if not (options.seeds and options.out):
        parser.error("name both folders: make archive SEEDS=~/pages OUT=~/archive")
    start = time.monotonic()
    try:
        archive = build(
            options.seeds,
            options.out,
            executor=options.workers,
            template=options.template,
            paper=options.paper,
            encoding=options.encoding,
            facts=options.facts,
        )
    except BanmianError as error:
        raise SystemExit(str(error)) from error
    print(*summary(archive, time.monotonic() - start), sep="\n")
    print(f"ask it in Python: bm.archive.Archive({options.out!r})")


if __name__ == "__main__":
    main()
