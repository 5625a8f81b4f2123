"""An object store is a folder: pages lie there, archives are built there and asked there."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pandas as pd
import pytest
from moto.server import ThreadedMotoServer

import banmian as bm
from archive_by_hand import contents, page_text, set_sizes
from banmian.archive.building import build
from banmian.archive.queries import Archive
from banmian.archive.sources import Source, find_sources, read_source
from banmian.page import BanmianError, PageNotFound

RECORDS = [{"date": f"1998-01-0{day}", "page": day, "text": page_text(day)} for day in (1, 2, 3)]


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("WARNING", logger="werkzeug")  # a line a request


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """An object store on this machine."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(scope="module")
def bucket(endpoint: str) -> Iterator[Any]:
    """The file system with a bucket ``news``, reached as a user would say it: by environment."""
    kind = fsspec.get_filesystem_class("s3")
    kind.clear_instance_cache()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "AWS_ENDPOINT_URL": endpoint,
            "AWS_ACCESS_KEY_ID": "invented",
            "AWS_SECRET_ACCESS_KEY": "invented",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_EC2_METADATA_DISABLED": "true",
        }.items():
            patch.setenv(name, value)
        fs = fsspec.filesystem("s3")
        fs.mkdir("news")
        yield fs
    kind.clear_instance_cache()


def zipped(names: dict[str, str]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in names.items():
            file.writestr(name, text)
    return data.getvalue()


def fill(root: Path) -> dict[str, bytes]:
    """What a bucket and a folder are filled with alike, by name."""
    lines = "\n".join(json.dumps(record) for record in RECORDS).encode()
    pd.DataFrame(RECORDS).to_parquet(root / "table")
    files = {f"rmrb/1998/01/0{n}/01.txt": page_text(n).encode() for n in range(1, 6)}
    files |= {
        "rmrb/1998/01/01/01.fix.toml": 'paper = "人民日报"'.encode(),
        "rmrb/1998/01/06/01.txt": page_text(6).encode("gbk"),
        "rmrb/1998/01/07/empty.txt": b"",
        "报/README.txt": b"no page",
        "报/.hidden/1.txt": b"no page",
        "报/packed.zip": zipped({"1998/01/08/01.txt": page_text(8), "../out.txt": "x"}),
        "报/lines.jsonl": lines,
        "报/lines.jsonl.gz": gzip.compress(lines, mtime=0),
        "报/table.parquet": (root / "table").read_bytes(),
    }
    (root / "table").unlink()
    return files


@pytest.fixture(scope="module")
def both(bucket: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose files are in the bucket ``news/in`` too."""
    root = tmp_path_factory.mktemp("in")
    for name, data in fill(root).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        bucket.pipe_file(f"news/in/{name}", data)
    return root


def told(source: Source) -> tuple[Any, ...]:
    """All that a source tells but where it lies."""
    return source.page, source.size, source.issue_date, source.number, source.paper, source.fault


def test_pages_of_a_bucket_are_those_of_the_same_folder(both: Path) -> None:
    template = "{paper}/{year}/{month}/{day}/{page}.txt"
    here, there = (find_sources(p, template=template) for p in (both, "s3://news/in"))
    assert len(here) == 18
    assert list(map(told, there)) == list(map(told, here))
    readable = [(a, b) for a, b in zip(here, there, strict=True) if a.fault is None]
    assert len(readable) == 17
    for one, other in readable:
        assert read_source(other) == read_source(one)
        assert other.digest() == one.digest()
    assert there[0].url == "s3://news/in/rmrb/1998/01/01/01.txt"


def test_one_object_is_a_source_with_its_sidecar(both: Path) -> None:
    [source] = find_sources("s3://news/in/rmrb/1998/01/01/01.txt")
    assert (source.page, source.sidecar) == ("01.txt", True)
    assert read_source(source).paper == "人民日报"
    found = find_sources(["s3://news/in/报/packed.zip", both / "rmrb/1998/01/02"])
    assert [s.page for s in found if not s.fault] == [
        "02/01.txt",
        "报/packed.zip/1998/01/08/01.txt",
    ]


MISSING = [
    "s3://news/no",
    "s3://news/there/2.txt",
    "s3://nobucket/x",
    "s3://news/th",
    "s3://news/other",
]


@pytest.mark.parametrize("url", MISSING)
def test_what_is_not_there_is_an_error(url: str, bucket: Any) -> None:
    bucket.pipe_file("news/there/1.txt", b"")
    bucket.pipe_file("news/other/a.pdf", b"")
    with pytest.raises(PageNotFound, match=r"there is no|holds no page"):
        find_sources(url)


def test_an_object_that_is_gone_is_an_error(bucket: Any) -> None:
    bucket.pipe_file("news/gone/1.txt", page_text(1).encode())
    [source] = find_sources("s3://news/gone")
    bucket.rm_file("news/gone/1.txt")
    with pytest.raises(PageNotFound, match=r"there is no 's3://news/gone/1\.txt'"):
        read_source(source)


def test_a_store_that_cannot_be_reached_is_an_error(bucket: Any) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
        patch.setenv("AWS_MAX_ATTEMPTS", "1")
        bucket.clear_instance_cache()
        with pytest.raises(BanmianError, match="s3://news/in"):
            find_sources("s3://news/in")
    bucket.clear_instance_cache()


def test_an_archive_in_a_bucket_is_that_of_a_folder(
    bucket: Any, both: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_sizes(monkeypatch, 9, 9)
    options: dict[str, Any] = {"executor": 0, "template": "{paper}/{year}/{month}/{day}/{page}.txt"}
    here = build(both, tmp_path / "out", **options)
    there = build("s3://news/in", "s3://news/out", **options)
    assert len(there.failed) == 1
    pd.testing.assert_frame_equal(there.failed, here.failed)
    bucket.get("news/out", str(tmp_path / "copy"), recursive=True)
    assert contents(tmp_path / "copy") == contents(tmp_path / "out")

    asked = Archive("s3://news/out")
    pd.testing.assert_frame_equal(asked.articles(), here.articles())
    pd.testing.assert_frame_equal(asked.frequency(by="corpus"), here.frequency(by="corpus"))
    pd.testing.assert_frame_equal(asked.kwic("新桥"), here.kwic("新桥"))
    pd.testing.assert_frame_equal(asked.reprints(min_letters=20), here.reprints(min_letters=20))
    assert len(asked.reprints(min_letters=20)) > 0
    assert asked.page("rmrb/1998/01/01/01.txt") == here.page("rmrb/1998/01/01/01.txt")


def test_a_build_in_a_bucket_goes_on_with_what_is_there(bucket: Any) -> None:
    for number in (1, 2):
        bucket.pipe_file(f"news/few/{number}.txt", page_text(number).encode())
    build("s3://news/few", "s3://news/grown", executor=0)
    bucket.pipe_file("news/few/3.txt", page_text(3).encode())
    archive = build("s3://news/few", "s3://news/grown", executor=0)
    pages = [bm.parse_page(page_text(n), name=f"{n}.txt") for n in (1, 2, 3)]
    pd.testing.assert_frame_equal(archive.articles()[list(bm.articles(pages))], bm.articles(pages))
    bucket.invalidate_cache()
    assert len(bucket.find("news/grown/words")) == 1


@pytest.mark.usefixtures("bucket")
def test_an_archive_that_is_not_there_is_an_error() -> None:
    with pytest.raises(BanmianError, match="s3://news/nothing"):
        Archive("s3://news/nothing")
