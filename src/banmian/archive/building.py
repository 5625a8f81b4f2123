"""Build an archive: find the pages, share the shards out, let the manifest stand at the end."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import replace
from importlib.metadata import version
from typing import Final, cast

from tqdm import tqdm  # type: ignore[import-untyped]  # it ships no types

from banmian.archive.folders import TEMPORARY, Folder, open_folder
from banmian.archive.layout import SCHEMAS, tables_of
from banmian.archive.manifest import NAME, Manifest, check_settings, read_manifest
from banmian.archive.queries import Archive
from banmian.archive.running import refuse_in_worker, run_here, run_with
from banmian.archive.settings import Settings
from banmian.archive.shards import Done, Task, cut_sources
from banmian.archive.sources import as_paths, find_sources
from banmian.archive.storage import is_remote
from banmian.page import BanmianError, FormatError
from banmian.reading import DEFAULT_LIMIT
from banmian.words import EngineName, Granularity, Lexicon, LexiconSource, Segmenter, segmenter

_SMALL: Final = 4 * 2**20
_SMALL_WITH_FACTS: Final = 2**20
"""Bytes that one process is done with before others have started: two or three seconds' work."""


def build(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    out: str | os.PathLike[str],
    *,
    executor: Executor | int | None = None,
    resume: bool = True,
    template: str | None = None,
    paper: str | None = None,
    encoding: str | None = None,
    limit: int = DEFAULT_LIMIT,
    facts: bool = False,
    lexicon: Lexicon | LexiconSource | None = None,
    granularity: Granularity = "jieba",
    hmm: bool = True,
    engine: EngineName | None = None,
    progress: bool | None = None,
) -> Archive:
    """Build an archive of many pages, or bring one up to date.

    Pages are read, taken apart and counted in shards of about 200; a shard's tables are written
    as Parquet files, and ``manifest.json``, written last, says which files are of the archive. A
    build that was stopped, by whatever, goes on where it was when it is called again. A page that
    has changed is done anew, alone: the rows of its neighbours are copied.

    A page that cannot be read is left out, told of in the archive (``failed``) and tried again by
    the next build. So is a page that kills the worker that reads it; in this process
    (``executor=0``) it kills the build.

    Args:
        paths: Folders of ``.txt`` pages, zip files, JSON lines or Parquet files, as local paths or
            fsspec URLs, see `find_sources`.
        out: The archive's folder, a local path or an fsspec URL (``s3://bucket/archive``). Two
            builds in one local folder at once are refused; behind a URL the second is refused
            only where the first ends in between.
        executor: Where the work is done. None: in this process if it is little, else in a pool of
            as many new processes as there are cores. A number: so many processes, 0 for this one.
            Or anything with the ``submit`` of `concurrent.futures.Executor`, which stays open:
            ``Client("tcp://...").get_executor()`` of Dask, where ``out`` must be a folder that all
            workers have.
        resume: Whether to keep what is there. False makes every shard anew; the old archive
            stands until the new one does.
        template: What the pages' names tell, as ``"{paper}/{year}/{month}/{day}/{page}.txt"``.
        paper: The newspaper, where nothing else tells it.
        encoding: That of all text files, if it is known.
        limit: Most bytes of one page.
        facts: Whether to find people, places, dates … too, which takes longer than all the rest.
        lexicon: Words to know besides the dictionary, see `banmian.segment`.
        granularity: How finely to cut, see `banmian.segment`.
        hmm: Whether the model may guess words, see `banmian.segment`.
        engine: What cuts; None takes the fastest that is there.
        progress: Whether to show on stderr how far it is; None: on a terminal or in a notebook.

    Returns:
        The archive, open. The bytes of its files tell of pages and settings alone.

    Raises:
        PageNotFound: ``paths`` names nothing that can hold a page.
        FormatError: The archive there was made with other settings, or an argument is wrong.
        BanmianError: Another build is at work, a file cannot be written, or workers cannot start.

    >>> archive = build("seeds", getfixture("tmp_path") / "archive")
    >>> archive.sql("SELECT page, articles FROM pages").values.tolist()
    [['000_36eec756fec64adf.txt', 9]]
    """
    refuse_in_worker()
    _check_executor(executor)
    tasks = plan(
        paths, out, template=template, paper=paper, encoding=encoding, limit=limit, facts=facts,
        lexicon=lexicon, granularity=granularity, hmm=hmm, engine=engine,
    )  # fmt: skip
    settings = tasks[0].settings
    folder = open_folder(out)
    with folder.locked():
        before = folder.get(NAME)
        old = read_manifest(folder) if resume else None
        if old is not None:
            check_settings(old.settings, settings.description, folder.path)
        _sweep(folder)
        done = _run(_with_known(tasks, old, anew=not resume), executor, progress)
        made = _manifest(settings, done)
        if folder.get(NAME) != before:
            raise BanmianError(
                f"another build into {folder.path!r} has ended since this one began; build again "
                "to bring the archive up to date"
            )
        folder.put(NAME, made.to_bytes())
        _sweep(folder, made)
    return Archive(folder.path)


def plan(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    out: str | os.PathLike[str],
    *,
    template: str | None = None,
    paper: str | None = None,
    encoding: str | None = None,
    limit: int = DEFAULT_LIMIT,
    facts: bool = False,
    lexicon: Lexicon | LexiconSource | None = None,
    granularity: Granularity = "jieba",
    hmm: bool = True,
    engine: EngineName | None = None,
) -> list[Task]:
    """The shards of an archive to be, as tasks for `build_shard`, in the order of the pages.

    For engines that are no `concurrent.futures.Executor`: when they have done the tasks, in
    whatever order, `build` with the same arguments finds the shards there and writes the manifest.
    One line does them on Ray or on Spark (neither is tested here)::

        ray.get([ray.remote(build_shard).remote(task) for task in tasks])
        sc.parallelize(tasks, len(tasks)).foreach(build_shard)

    The arguments ``paths`` to ``engine`` and the errors are those of `build`; nothing is written.

    >>> tasks = plan("seeds", "archive")
    >>> [source.page for source in tasks[0].sources]
    ['000_36eec756fec64adf.txt']
    """
    words = segmenter(lexicon=lexicon, granularity=granularity, hmm=hmm, engine=engine)
    settings = _settle(words, facts=facts, limit=limit, encoding=encoding)
    folder = open_folder(out)
    places = as_paths(paths)
    _keep_apart(places, folder)
    shards = cut_sources(find_sources(places, template=template, paper=paper))
    return [
        Task(number, tuple(shard), settings, folder.path) for number, shard in enumerate(shards)
    ]


def _check_executor(executor: object) -> None:
    count = executor if isinstance(executor, int) else 0
    known = executor is None or isinstance(executor, int) or hasattr(executor, "submit")
    if count < 0 or not known:
        raise FormatError(
            f"executor is {executor!r}, expected None, a number of processes from 0 on, or an "
            "executor as concurrent.futures has them"
        )


def _settle(words: Segmenter, *, facts: bool, limit: int, encoding: str | None) -> Settings:
    """The settings with an engine by name, so that all workers take the same."""
    if limit < 1:
        raise FormatError(f"limit is {limit}, expected a number of bytes, at least 1")
    name = str(words.description["engine"]).split()[0]
    named = replace(words, engine=cast("EngineName", name))
    return Settings(named, facts, limit, encoding, version("banmian"))


def _keep_apart(places: Iterable[str], folder: Folder) -> None:
    """Refuse an archive whose own files would be found as pages."""
    files = [_whole(folder.path), *(_whole(f"{folder.path}/{table}") for table in SCHEMAS)]
    for place in places:
        inside = _whole(place)
        if any(file.startswith(inside) for file in files) or inside.startswith(tuple(files[1:])):
            raise FormatError(
                f"the archive {folder.path!r} and the pages {place!r} lie in each other; give the "
                "archive a folder of its own"
            )


def _whole(path: str) -> str:
    """A path or URL by which places can be compared, with a slash at its end."""
    place = path if is_remote(path) else os.path.realpath(path).replace(os.sep, "/")
    return place.rstrip("/") + "/"


def _with_known(tasks: Iterable[Task], old: Manifest | None, *, anew: bool) -> list[Task]:
    """The tasks with what the archive as it stands has of their pages."""
    known = {
        page: (shard.name, digest)
        for shard in (old.shards if old else ())
        for page, digest in shard.pages.items()
    }
    return [
        replace(
            task,
            known={s.page: known[s.page] for s in task.sources if s.page in known},
            anew=anew,
        )
        for task in tasks
    ]


def _run(
    tasks: Sequence[Task], executor: Executor | int | None, progress: bool | None
) -> list[Done]:
    """What became of every task, in their order."""
    if executor is None:
        executor = _workers_for(tasks)
    running = run_with(tasks, executor) if executor != 0 else run_here(tasks)
    pages = sum(len(task.sources) for task in tasks)
    hidden = not (_is_watched() if progress is None else progress)
    with closing(running), tqdm(total=pages, unit=" pages", disable=hidden) as bar:
        done = []
        for one in running:
            done.append(one)
            bar.update(one.pages)
    return sorted(done, key=lambda one: one.number)


def _workers_for(tasks: Sequence[Task]) -> int:
    size = sum(source.size for task in tasks for source in task.sources)
    small = _SMALL_WITH_FACTS if tasks[0].settings.facts else _SMALL
    workers = min(os.cpu_count() or 1, len(tasks))
    return workers if workers > 1 and size > small else 0


def _is_watched() -> bool:
    """Whether stderr is a terminal or a notebook's."""
    stream = sys.stderr
    return stream is not None and (
        stream.isatty() or type(stream).__module__.startswith("ipykernel.")
    )


def _manifest(settings: Settings, done: Iterable[Done]) -> Manifest:
    done = list(done)
    failed = [failure for one in done for failure in one.failed]
    return Manifest(settings.description, [one.shard for one in done], failed)


_SHARD: Final = r"[0-9a-f]{32}\.parquet"
_HALF_WRITTEN: Final = re.compile(rf"({_SHARD}|{re.escape(NAME)})\.[0-9a-f]{{16}}{TEMPORARY}")


def _sweep(folder: Folder, manifest: Manifest | None = None) -> None:
    """Take away what killed builds left half-written, and with a manifest what is not of it."""
    shards = {f"{shard.name}.parquet" for shard in manifest.shards} if manifest else set()
    tables = tables_of(facts=manifest.settings["facts"]) if manifest else ()
    for part in ("", *SCHEMAS):
        for name in folder.names(part):
            wanted = manifest is None or (part in tables and name in shards)
            if _HALF_WRITTEN.fullmatch(name) or (re.fullmatch(_SHARD, name) and not wanted):
                folder.remove(f"{part}/{name}" if part else name)
