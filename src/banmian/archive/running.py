"""Tasks through an executor, few at a time, past workers that die.

A worker that dies (out of memory, a fault in a library, a signal) takes the tasks of its pool with
it. They are suspects: the pool is made anew and they run one at a time, so that the one that kills
is found, and in it, page by page, the pages that do. These are refused, and all the rest is built.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from dataclasses import replace
from itertools import count
from typing import Any, Final

from banmian.archive.manifest import Failure
from banmian.archive.settings import check_worker
from banmian.archive.shards import Done, Task, build_shard, try_page
from banmian.archive.sources import Source
from banmian.page import BanmianError

_STARTS: Final = 2
"""How often a pool is started: what kills a worker once may have nothing to do with it."""

_GUARD: Final = (
    'a script that builds with a pool of processes must do so below `if __name__ == "__main__":`, '
    "for each worker runs the script's other lines first; or build in this process with executor=0"
)


def run_here(tasks: Iterable[Task]) -> Generator[Done]:
    """Every task, one after the other, in this process; nothing outlives a page that kills it."""
    for task in tasks:
        yield build_shard(task)


def run_with(tasks: Iterable[Task], executor: Executor | int) -> Generator[Done]:
    """Every task, as they are done, by an executor or by so many processes of a pool made here.

    Raises:
        BanmianError: The workers cannot start or cannot take part, or a file cannot be written.
    """
    pool = _Pool(executor)
    try:
        yield from _run(iter(tasks), pool)
    except BaseException:
        pool.stop()
        raise
    pool.close()


class _Pool:
    """An executor, replaced by a pool of processes of our own when it is broken."""

    def __init__(self, executor: Executor | int) -> None:
        self._given = None if isinstance(executor, int) else executor
        self._own: ProcessPoolExecutor | None = None
        self._futures: set[Future[Any]] = set()
        self._attempts = count(1)
        self.workers = executor if isinstance(executor, int) else _workers_of(executor)

    def submit(self, work: Callable[[Task], Any], task: Task) -> Future[Any] | None:
        """The future of ``work``; None where a worker had died before it could be taken on."""
        numbered = replace(task, attempt=next(self._attempts))
        executor = self._given or self._own
        if executor is None:
            executor = self._own = _start_pool(self.workers, task)
        try:
            future: Future[Any] = executor.submit(work, numbered)
        except BrokenExecutor:
            self._remake()
            return None
        self._futures.add(future)
        future.add_done_callback(self._futures.discard)
        return future

    def has_died(self, future: Future[Any]) -> bool:
        """Wait for its end: whether that was its worker's, and not a result or an error."""
        error = future.exception()
        if isinstance(error, BrokenExecutor):
            self._remake()
            return True
        # Dask gives a task up when it has killed several workers, and goes on by itself.
        return type(error).__name__ == "KilledWorker"

    def _remake(self) -> None:
        """Give a broken executor up; the next task starts a new pool."""
        self.close()
        self._given = self._own = None

    def close(self) -> None:
        """Wait for the workers that were started here."""
        if self._own is not None:
            self._own.shutdown()

    def stop(self) -> None:
        """Drop what is not done; end the workers that were started here at once.

        A worker may be ended at any moment: no file has its name before it is whole.
        """
        for future in list(self._futures):
            future.cancel()
        if self._own is not None:
            workers = list((self._own._processes or {}).values())  # public from Python 3.14 on
            self._own.shutdown(wait=False, cancel_futures=True)
            for worker in workers:
                worker.terminate()
            for worker in workers:
                worker.join()


def _workers_of(executor: Executor) -> int:
    """How many tasks an executor runs at once: of the standard library, of Dask; else a guess."""
    client: Any = getattr(executor, "_client", None)
    if client is not None:
        return max(1, sum(map(int, client.nthreads().values())))
    told = getattr(executor, "_max_workers", None) or getattr(executor, "num_workers", None)
    return told if isinstance(told, int) else os.cpu_count() or 1


def _start_pool(workers: int, task: Task) -> ProcessPoolExecutor:
    """A pool of new processes (spawn: no thread or lock of this one is copied into them)."""
    try:
        pickle.dumps(task)
    except Exception as error:
        raise BanmianError(
            f"the work cannot be sent to another process: {error}; give lexicon and sources as "
            "plain strings, or build in this process with executor=0"
        ) from error
    for _ in range(_STARTS):
        context = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_begin_worker)
        try:
            pool.submit(check_worker, task.settings).result()
        except BrokenExecutor:
            pool.shutdown()
        except BaseException:
            pool.shutdown()
            raise
        else:
            return pool
    raise BanmianError(
        f"the workers die as they start, perhaps for want of memory; or else {_GUARD}"
    )


def refuse_in_worker() -> None:
    """Refuse to build while this process is being started by a pool, for it would start another.

    Raises:
        BanmianError: A script without a guard runs again in a worker.
    """
    if getattr(multiprocessing.current_process(), "_inheriting", False):
        raise BanmianError(_GUARD)


def _begin_worker() -> None:
    """Leave Ctrl-C to the parent, and do not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(parent: Any) -> None:
    # A killed parent cannot tell: its workers would wait for more tasks for ever.
    parent.join()
    os._exit(1)


def _run(tasks: Iterator[Task], pool: _Pool) -> Iterator[Done]:
    """Keep at most two tasks a worker in flight: one that runs and one that is ready."""
    running: dict[Future[Any], Task] = {}
    suspects: list[Task] = []
    while True:
        while not suspects and len(running) < 2 * pool.workers:
            task = next(tasks, None)
            if task is None:
                break
            future = pool.submit(build_shard, task)
            if future is None:
                suspects.append(task)
            else:
                running[future] = task
        if not running and not suspects:
            return
        if not suspects:
            wait(running, return_when=FIRST_COMPLETED)
            suspects += yield from _collect(running, pool)
        if suspects:  # the others of a dead pool fail too; those of a cluster come to their end
            wait(running)
            suspects += yield from _collect(running, pool)
            for task in suspects:
                yield _run_alone(task, pool)
            suspects = []


def _collect(running: dict[Future[Any], Task], pool: _Pool) -> Generator[Done, None, list[Task]]:
    """Take what has ended out of ``running``: results, and as suspects whose workers died."""
    suspects = []
    for future in [future for future in running if future.done()]:
        task = running.pop(future)
        if pool.has_died(future):
            suspects.append(task)
        else:
            yield future.result()
    return suspects


def _run_alone(task: Task, pool: _Pool) -> Done:
    """A suspect with nothing beside it; if its worker dies, without the pages that kill."""
    done = _attempt(task, pool)
    if done is None:
        done = _attempt(replace(task, refused=_killers(task, pool)), pool)
    if done is None:  # every page can be read, but not all of them in one process
        done = _attempt(replace(task, refused=_refuse(task.sources)), pool)
    if done is None:
        raise BanmianError(f"the workers die without a page to read: {_GUARD}")
    return done


def _attempt(task: Task, pool: _Pool) -> Done | None:
    """What became of a task, None if its worker died."""
    future = pool.submit(build_shard, task)
    if future is None or pool.has_died(future):
        return None
    done: Done = future.result()
    return done


def _killers(task: Task, pool: _Pool) -> tuple[Failure, ...]:
    """The pages of a task that kill a worker that reads them alone."""
    killers = []
    for source in task.sources:
        future = pool.submit(try_page, replace(task, sources=(source,)))
        if future is None or pool.has_died(future):
            killers.append(source)
    return _refuse(killers)


def _refuse(sources: Iterable[Source]) -> tuple[Failure, ...]:
    message = "the worker that read it died, perhaps for want of memory; the next build tries again"
    return tuple(Failure(source.page, "WorkerDied", message) for source in sources)
