"""Whatever goes wrong, an archive is whole or as it was, and building again finishes it."""

from __future__ import annotations

import errno
import multiprocessing
import os
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

import banmian as bm
from archive_by_hand import Fatal, children, contents, set_sizes, write_pages
from banmian.archive import build, building
from banmian.archive.folders import open_folder
from banmian.archive.manifest import read_manifest

TESTS = str(Path(__file__).parent)
SCRIPT = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # what a shell starts with & ignores it
sys.path.insert(0, {tests!r})
from archive_by_hand import shards
from banmian.archive import build
{guard}
    shards.LEAST_PAGES, shards.MOST_PAGES = 2, 3
    build({pages!r}, {out!r}, executor=2)
"""


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    return write_pages(tmp_path / "pages", range(16))


@pytest.fixture(autouse=True, scope="module")
def small_shards() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        set_sizes(patch, 2, 3)
        yield


@pytest.fixture(scope="module")
def whole(small_shards: None, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:  # noqa: ARG001  # comes first
    """The contents of an archive of these pages that was built undisturbed."""
    folder = tmp_path_factory.mktemp("undisturbed")
    build(write_pages(folder / "pages", range(16)), folder / "out", executor=0)
    return contents(folder / "out")


def failures(archive: Path) -> dict[str, str]:
    """The pages left out, and the class of the error."""
    manifest = read_manifest(open_folder(archive))
    assert manifest is not None
    return {failure.page: failure.error for failure in manifest.failed}


def script(tmp_path: Path, pages: Path, *, guard: str = 'if __name__ == "__main__":') -> Path:
    """A script that builds into ``out`` with two workers."""
    path = tmp_path / "script.py"
    path.write_text(
        SCRIPT.format(tests=TESTS, guard=guard, pages=str(pages), out=str(tmp_path / "out")),
        "utf-8",
    )
    return path


TRIES = 20
"""On a busy machine a build may have ended before it is killed: then it is built once more."""


def wait_until(condition: Callable[[], object]) -> None:
    """Look again and again; a minute is far more than anything here takes."""
    for _ in range(6000):
        if condition():
            return
        time.sleep(0.01)
    raise AssertionError("it never came to that")


def files(archive: Path) -> int:
    return len(list(archive.rglob("*.parquet"))) if archive.exists() else 0


UNREADABLE = [
    ("no text", b"%PDF-1.7 \x00\x01", "NotTextError"),
    ("damaged", b"\xff\xff\xfe\xd8" * 9, "EncodingError"),
    ("too large", "新桥通车。".encode() * 20_000, "PageTooLarge"),
]


@pytest.mark.parametrize(
    ("data", "error"), [row[1:] for row in UNREADABLE], ids=[row[0] for row in UNREADABLE]
)
def test_a_page_that_cannot_be_read_is_left_out_and_tried_again(
    data: bytes, error: str, pages: Path, tmp_path: Path, whole: dict[str, str]
) -> None:
    bad = pages / "1998/02/0015.txt"
    good = bad.read_bytes()
    bad.write_bytes(data)
    build(pages, tmp_path / "out", executor=0, limit=100_000)
    assert failures(tmp_path / "out") == {"1998/02/0015.txt": error}
    build(pages, tmp_path / "out", executor=0, limit=100_000)
    assert failures(tmp_path / "out") == {"1998/02/0015.txt": error}
    bad.write_bytes(good)
    build(pages, tmp_path / "out", executor=0)
    assert contents(tmp_path / "out") == whole


def test_a_page_that_can_be_read_the_second_time_comes_in_without_a_change(
    pages: Path, tmp_path: Path, whole: dict[str, str]
) -> None:
    build(pages, tmp_path / "out", executor=0, limit=800)
    assert failures(tmp_path / "out")
    build(pages, tmp_path / "out", executor=0)
    assert contents(tmp_path / "out") == whole


def test_pages_that_are_all_unreadable_make_an_empty_archive(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages/a.txt").write_bytes(b"%PDF-1.7 \x00")
    build(tmp_path / "pages", tmp_path / "out", executor=0)
    assert failures(tmp_path / "out") == {"a.txt": "NotTextError"}


@pytest.mark.parametrize("at", [0, 7, 18], ids="the {}. file".format)
def test_a_full_disk_is_an_error_that_leaves_nothing_half_written(
    at: int, pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At whatever file; the archive of before still stands, and building again finishes."""
    build(pages, tmp_path / "out", executor=0)
    before = contents(tmp_path / "out")
    write_pages(pages, range(40, 46))
    left = at

    def write(number: int, sync: Callable[[int], None] = os.fsync) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        sync(number)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", write)
        with pytest.raises(bm.BanmianError, match=r"No space left on device.*build again"):
            build(pages, tmp_path / "out", executor=0)
    after = contents(tmp_path / "out")
    assert before.items() <= after.items()
    assert not [name for name in after if name.endswith(".tmp")]
    build(pages, tmp_path / "out", executor=0)
    build(pages, tmp_path / "anew", executor=0)
    assert contents(tmp_path / "out") == contents(tmp_path / "anew")


def test_a_write_that_the_system_cuts_short_is_an_error_too(pages: Path, tmp_path: Path) -> None:
    """The system's own limit for a file's size, not an imitation."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, hard))
    try:
        with pytest.raises(bm.BanmianError, match="cannot be written"):
            build(pages, tmp_path / "out", executor=0)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert not [name for name in contents(tmp_path / "out") if name.endswith(".tmp")]


def test_a_second_build_into_one_folder_is_refused(
    pages: Path, tmp_path: Path, whole: dict[str, str]
) -> None:
    with open_folder(tmp_path / "out").locked():
        with pytest.raises(bm.BanmianError, match="another build is at work"):
            build(pages, tmp_path / "out", executor=0)
        assert contents(tmp_path / "out") == {}
    build(pages, tmp_path / "out", executor=0)
    assert contents(tmp_path / "out") == whole


def test_a_build_that_ended_meanwhile_is_noticed_where_there_are_no_locks(
    pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = building._run

    def run_slowly(*args: object) -> object:
        done = run(*args)  # type: ignore[arg-type]  # whatever it was called with
        open_folder("memory://out").put("manifest.json", b"another's")
        return done

    monkeypatch.setattr(building, "_run", run_slowly)
    with pytest.raises(bm.BanmianError, match="another build"):
        build(pages, "memory://out", executor=0)


@pytest.fixture
def killing(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[None]:
    """Kill a worker of this process when so many files are there."""
    ours = set(multiprocessing.active_children())
    killed = []

    def workers() -> list[multiprocessing.Process]:
        return sorted(set(multiprocessing.active_children()) - ours, key=lambda child: child.name)

    def kill() -> None:
        wait_until(lambda: workers() and files(tmp_path / "out") >= request.param)
        killed.extend(workers()[:1])
        killed[0].kill()

    killer = threading.Thread(target=kill)
    killer.start()
    yield
    killer.join()
    assert killed


@pytest.mark.parametrize("killing", [0, 5, 13], indirect=True)
@pytest.mark.usefixtures("killing")
def test_a_worker_that_is_killed_changes_nothing(
    pages: Path, tmp_path: Path, whole: dict[str, str]
) -> None:
    build(pages, tmp_path / "out", executor=2)
    assert contents(tmp_path / "out") == whole


@pytest.mark.parametrize("moment", [1, 13, 30], ids="{} files".format)
def test_a_build_that_is_killed_is_finished_by_the_next(
    moment: int, pages: Path, tmp_path: Path, whole: dict[str, str]
) -> None:
    """And its workers end with it."""
    for _ in range(TRIES):
        build_it = subprocess.Popen([sys.executable, str(script(tmp_path, pages))])
        wait_until(lambda: files(tmp_path / "out") >= moment)
        workers = children(build_it.pid)
        build_it.kill()
        if build_it.wait() and len(workers) >= 2:
            break
        shutil.rmtree(tmp_path / "out")  # it had ended
    assert build_it.returncode == -signal.SIGKILL
    assert len(workers) >= 2
    wait_until(lambda: not [pid for pid in workers if Path(f"/proc/{pid}").exists()])
    build(pages, tmp_path / "out", executor=0)
    assert contents(tmp_path / "out") == whole


def test_ctrl_c_ends_the_build_and_its_workers(
    pages: Path, tmp_path: Path, whole: dict[str, str]
) -> None:
    for _ in range(TRIES):
        build_it = subprocess.Popen(
            [sys.executable, str(script(tmp_path, pages))],
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        wait_until(lambda: files(tmp_path / "out"))
        workers = children(build_it.pid)
        os.killpg(build_it.pid, signal.SIGINT)  # a terminal sends it to all of them
        _, errors = build_it.communicate(timeout=60)
        if build_it.returncode and errors:
            break
        shutil.rmtree(tmp_path / "out")  # it had ended, or Python was about to
    assert errors.splitlines()[-1] == "KeyboardInterrupt"
    wait_until(lambda: not [pid for pid in workers if Path(f"/proc/{pid}").exists()])
    build(pages, tmp_path / "out", executor=0)
    assert contents(tmp_path / "out") == whole


def test_a_page_that_kills_its_worker_is_set_aside_by_name(pages: Path, tmp_path: Path) -> None:
    """And no other, though the workers of a pool die with it; the next build tries it again."""
    build(pages, tmp_path / "out", executor=2, lexicon=Fatal.of(["0015"]))
    assert failures(tmp_path / "out") == {"1998/02/0015.txt": "WorkerDied"}
    build(pages, tmp_path / "out", executor=0, lexicon=["0015"])
    build(pages, tmp_path / "anew", executor=0, lexicon=["0015"])
    assert contents(tmp_path / "out") == contents(tmp_path / "anew")


class Broken(Executor):
    """A pool of one worker that has just died; what is submitted goes down with it."""

    _max_workers = 1

    def submit(self, *_: Any, **__: Any) -> Future[Any]:
        """Fail as a broken pool of processes does."""
        future: Future[Any] = Future()
        future.set_exception(BrokenProcessPool("a worker was terminated abruptly"))
        return future


def test_a_pool_that_was_given_and_breaks_is_replaced(
    pages: Path, tmp_path: Path, whole: dict[str, str]
) -> None:
    build(pages, tmp_path / "out", executor=Broken())
    assert contents(tmp_path / "out") == whole


def test_a_script_without_a_guard_is_told_so(pages: Path, tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, str(script(tmp_path, pages, guard="if True:"))],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 1
    assert 'must do so below `if __name__ == "__main__":`' in result.stderr.splitlines()[-1]
    assert files(tmp_path / "out") == 0


class Unsendable(str):
    """A word that cannot be sent to another process."""

    def __reduce__(self) -> str:
        """Refuse."""
        raise TypeError("it is bound to this process")


def test_what_cannot_be_sent_to_a_worker_is_told_before_any_starts(
    pages: Path, tmp_path: Path
) -> None:
    before = multiprocessing.active_children()
    with pytest.raises(bm.BanmianError, match=r"bound to this process.*executor=0"):
        build(pages, tmp_path / "out", executor=2, lexicon=[Unsendable("扶贫车间")])
    assert multiprocessing.active_children() == before
    build(pages, tmp_path / "out", executor=0, lexicon=[Unsendable("扶贫车间")])
