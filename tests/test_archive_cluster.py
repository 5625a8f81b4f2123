"""A cluster that is already there builds the same archive, byte for byte.

Dask's LocalCluster stands for one: two worker processes and a scheduler that is reached over TCP.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive_by_hand import Fatal, contents, set_sizes, write_pages
from banmian.archive import build
from banmian.archive.folders import open_folder
from banmian.archive.manifest import read_manifest

dask = pytest.importorskip("dask")
distributed = pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the scheduler listens."""
    with (
        pytest.MonkeyPatch.context() as patch,
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),  # it takes long to restart
        distributed.LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            protocol="tcp",
            host="127.0.0.1",
            dashboard_address=None,
            silence_logs=50,
        ) as cluster,
    ):
        set_sizes(patch, 2, 3)
        yield cluster.scheduler_address


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    return write_pages(tmp_path / "pages", range(12))


def test_a_cluster_writes_the_same_files(address: str, pages: Path, tmp_path: Path) -> None:
    assert address.startswith("tcp://")
    build(pages, tmp_path / "here", executor=0)
    with distributed.Client(address) as client:
        assert len(client.nthreads()) == 2
        build(pages, tmp_path / "cluster", executor=client.get_executor())
    assert contents(tmp_path / "cluster") == contents(tmp_path / "here")


def test_a_page_that_kills_workers_of_a_cluster_is_set_aside(
    address: str, pages: Path, tmp_path: Path
) -> None:
    """Dask starts them again, and gives a task up that has killed some."""
    with distributed.Client(address) as client:
        build(pages, tmp_path / "out", executor=client.get_executor(), lexicon=Fatal.of(["0005"]))
        assert client.submit(sum, [1, 2]).result() == 3  # it is still at work
    manifest = read_manifest(open_folder(tmp_path / "out"))
    assert manifest is not None
    assert [failure.page for failure in manifest.failed] == ["1998/01/0005.txt"]
    assert sum(len(shard.pages) for shard in manifest.shards) == 11
