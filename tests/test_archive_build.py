"""An archive holds what the one-page functions give, whoever builds it and in what order."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import termios
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import banmian as bm
import build_archive
from archive_by_hand import contents, page_text, set_sizes, write_pages
from banmian.archive import (
    build,
    build_shard,
    find_sources,
    layout,
    plan,
    read_source,
    rows,
    shards,
)
from banmian.archive.settings import Settings
from banmian.archive.sources import Source
from banmian.words import Granularity, Lexicon, Segmenter
from pages_by_hand import Line, page_of
from strategies import pages as page_texts


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    return write_pages(tmp_path / "pages", range(12))


@pytest.fixture
def small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    set_sizes(monkeypatch, 2, 3)


def table(archive: Path, name: str) -> pd.DataFrame:
    """A table of all shards in the order of the manifest."""
    manifest = json.loads((archive / "manifest.json").read_text("utf-8"))
    files = [archive / name / f"{shard['name']}.parquet" for shard in manifest["shards"]]
    frames = [pq.read_table(file).to_pandas(types_mapper=_dtypes) for file in files]
    return pd.concat(frames, ignore_index=True)


def _dtypes(of: Any) -> Any:
    return {"int64": pd.Int64Dtype(), "string": pd.StringDtype(na_value=float("nan"))}.get(str(of))


def as_declared(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    dtypes = {c: of.dtype for c, of in bm.tables.COLUMNS[name].items() if c in frame}
    return frame.astype(dtypes)[list(dtypes)]


def read_all(folder: Path) -> list[bm.Page]:
    return [read_source(source) for source in find_sources(folder)]


@pytest.fixture(scope="module")
def with_facts(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[bm.Page]]:
    """An archive of six pages in shards of two or three, with facts; and the pages."""
    folder = tmp_path_factory.mktemp("facts")
    pages = write_pages(folder / "pages", range(6))
    with pytest.MonkeyPatch.context() as patch:
        set_sizes(patch, 2, 3)
        build(pages, folder / "out", facts=True, executor=0)
    return folder / "out", read_all(pages)


@pytest.mark.parametrize("name", ["articles", "blocks", *layout.FACTS])
def test_tables_are_those_of_the_one_page_functions(
    name: str, with_facts: tuple[Path, list[bm.Page]]
) -> None:
    archive, pages = with_facts
    expected = getattr(bm, name)(pages)
    found = as_declared(table(archive, name), name)
    assert len(expected)
    pd.testing.assert_frame_equal(found, expected[list(found)], check_exact=True)


@pytest.mark.usefixtures("small_shards")
def test_words_and_passages_are_those_of_the_table_of_tokens(pages: Path, tmp_path: Path) -> None:
    build(pages, tmp_path / "out", executor=0, lexicon=["扶贫车间"])
    tokens = bm.tokens(read_all(pages), lexicon=["扶贫车间"])
    story = ["page", "article", "role"]
    words = tokens[tokens["word"]].groupby(["form", *story])["start"].size().reset_index()
    found = table(tmp_path / "out", "words").sort_values(["token", *story])
    assert found.to_numpy().tolist() == words.to_numpy().tolist()
    assert "扶贫车间" in set(found["token"])
    passages = table(tmp_path / "out", "passages")
    joined = tokens.groupby([*story, "paragraph"], sort=False)["token"].agg("".join)
    assert passages["text"].tolist() == joined.tolist()
    assert max(map(len, passages["spans"])) == 4  # a paragraph that was cut is among them


def check_words(pages: list[bm.Page], granularity: Granularity = "jieba") -> None:
    """Counts by story and role are those of the table of tokens."""
    words = Segmenter(Lexicon.of(["新桥 通车", "三镇居民"]), granularity)
    read = [rows.Read(Source(str(page.name), "", "", 0), "", page) for page in pages]
    found = rows.make_tables(read, Settings(words, False, 1, None, ""))
    tokens = bm.tokens(pages, lexicon=words.lexicon, granularity=granularity)
    keys = tokens.loc[tokens["word"], ["form", "page", "article", "role"]]
    expected = sorted((*key, n) for key, n in Counter(keys.itertuples(index=False)).items())
    assert [tuple(row.values()) for row in found["words"].to_pylist()] == expected
    assert sum(found["pages"]["words"].to_pylist()) == len(keys)
    assert sum(found["articles"]["words"].to_pylist()) == len(keys)


@pytest.mark.parametrize("granularity", ["jieba", "fine"])
@given(texts=st.lists(page_texts(), min_size=1, max_size=3))
@settings(max_examples=25, deadline=None)
def test_words_are_those_of_the_table_of_tokens_on_any_pages(
    granularity: Granularity, texts: list[str]
) -> None:
    check_words([bm.parse_page(text, name=f"{i}") for i, text in enumerate(texts)], granularity)


def test_a_word_in_three_pieces_is_counted_as_the_table_of_tokens_has_it() -> None:
    page = page_of(
        Line("headline", 0, "新桥通车"),
        Line("paragraph", 0, "江边的困"),
        Line("paragraph", 0, "难", continues=1),
        Line("paragraph", 0, "职工大学", continues=2),
        Line("paragraph", 0, "新桥昨日通车。"),
        name="a",
    )
    assert len(page.articles[0].paragraphs[0].spans) == 3
    check_words([page])


@pytest.mark.usefixtures("small_shards")
def test_sums_agree_with_each_other(pages: Path, tmp_path: Path) -> None:
    build(pages, tmp_path / "out", executor=0, paper="江边晚报")
    words, terms = table(tmp_path / "out", "words"), table(tmp_path / "out", "terms")
    of_pages, stories = table(tmp_path / "out", "pages"), table(tmp_path / "out", "articles")
    assert of_pages["words"].sum() == stories["words"].sum() == words["count"].sum()
    assert of_pages["articles"].sum() == len(stories) == 36
    by_token = words.groupby("token")
    assert terms.groupby("token")["count"].sum().equals(by_token["count"].sum())
    having = words.drop_duplicates(["token", "page", "article"]).groupby("token").size()
    assert (terms.groupby("token")["articles"].sum() == having).all()
    assert set(terms["paper"]) == {"江边晚报"}


class Backwards(ThreadPoolExecutor):
    """Waits for four tasks, then does what it was given last first."""

    def __init__(self) -> None:
        """Begin with no task, and two workers."""
        super().__init__(2)
        self.pending: list[tuple[Future[Any], Callable[..., Any], tuple[Any, ...]]] = []
        self.four = threading.Event()
        self.most = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **_: Any) -> Future[Any]:
        """Put a task on the pile."""
        future: Future[Any] = Future()
        self.pending.append((future, fn, args))
        self.most = max(self.most, len(self.pending))
        if len(self.pending) == 4:
            self.four.set()
        super().submit(self.work)
        return future

    def work(self) -> None:
        """Do the task on top of the pile."""
        assert self.four.wait(60)
        future, fn, args = self.pending.pop()
        future.set_result(fn(*args))


@pytest.mark.usefixtures("small_shards")
def test_files_are_the_same_whatever_the_order_of_arrival(pages: Path, tmp_path: Path) -> None:
    """And no more than two tasks a worker are given out at a time."""
    build(pages, tmp_path / "here", executor=0)
    with Backwards() as backwards:
        build(pages, tmp_path / "backwards", executor=backwards)
    assert backwards.most == 4
    assert contents(tmp_path / "backwards") == contents(tmp_path / "here")


@pytest.mark.usefixtures("small_shards")
def test_files_are_the_same_from_a_pool_of_processes(pages: Path, tmp_path: Path) -> None:
    build(pages, tmp_path / "here", executor=0)
    build(pages, tmp_path / "pool", executor=2)
    assert contents(tmp_path / "pool") == contents(tmp_path / "here")


@pytest.mark.usefixtures("small_shards")
def test_shards_made_by_another_engine_are_found_there(pages: Path, tmp_path: Path) -> None:
    """Whatever maps the shard function, `build` has only the manifest to write."""
    tasks = plan(pages, tmp_path / "out")
    done = {build_shard(task).shard.name for task in reversed(tasks)}
    files = contents(tmp_path / "out")
    assert {Path(name).stem for name in files} == done
    build(pages, tmp_path / "out", executor=0)
    assert contents(tmp_path / "out").keys() - files.keys() == {"manifest.json"}


@pytest.mark.parametrize("executor", [-1, "two"])
def test_what_is_no_executor_is_told(executor: Any, pages: Path, tmp_path: Path) -> None:
    with pytest.raises(bm.FormatError, match="expected None, a number of processes from 0 on"):
        build(pages, tmp_path / "out", executor=executor)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the pages that are read from now on, in this process."""
    names: list[str] = []

    def read_and_tell(source: Source, **options: Any) -> bm.Page:
        names.append(source.page)
        return read_source(source, **options)

    monkeypatch.setattr(shards, "read_source", read_and_tell)
    return names


def test_nothing_is_read_again_where_nothing_has_changed(
    pages: Path, tmp_path: Path, read: list[str]
) -> None:
    build(pages, tmp_path / "out", executor=0)
    before = contents(tmp_path / "out")
    assert len(read) == 12
    build(pages, tmp_path / "out", executor=0)
    assert len(read) == 12
    assert contents(tmp_path / "out") == before


CHANGES: list[tuple[str, Callable[[Path], object], list[str]]] = [
    (
        "changed",
        lambda folder: (folder / "1998/01/0003.txt").write_text(page_text(99), "utf-8"),
        ["1998/01/0003.txt"],
    ),
    ("added", lambda folder: write_pages(folder, [20]), ["1998/03/0020.txt"]),
    ("taken away", lambda folder: (folder / "1998/01/0003.txt").unlink(), []),
    (
        "corrected by a sidecar",
        lambda folder: (folder / "1998/01/0004.fix.toml").write_text('paper = "晚报"', "utf-8"),
        ["1998/01/0004.txt"],
    ),
]


@pytest.mark.parametrize(
    ("change", "expected"), [row[1:] for row in CHANGES], ids=[row[0] for row in CHANGES]
)
@pytest.mark.parametrize("sizes", [(2, 3), (100, 400)], ids=["many shards", "one shard"])
def test_a_changed_page_is_done_anew_alone(
    change: Callable[[Path], object],
    expected: list[str],
    sizes: tuple[int, int],
    pages: Path,
    tmp_path: Path,
    read: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The rest is copied, and the archive is that of a build from nothing, byte for byte."""
    set_sizes(monkeypatch, *sizes)
    build(pages, tmp_path / "out", executor=0)
    change(pages)
    read.clear()
    build(pages, tmp_path / "out", executor=0)
    assert read == expected
    build(pages, tmp_path / "anew", executor=0)
    assert contents(tmp_path / "out") == contents(tmp_path / "anew")


def _cut_short(file: Path) -> None:
    file.write_bytes(b"PAR1")


def _without_a_column(file: Path) -> None:
    pq.write_table(pq.read_table(file).drop_columns(["count"]), file)


@pytest.mark.parametrize("damage", [_cut_short, _without_a_column, Path.unlink])
def test_a_damaged_file_of_the_archive_is_not_copied_from(
    damage: Callable[[Path], object], pages: Path, tmp_path: Path
) -> None:
    build(pages, tmp_path / "out", executor=0)
    for file in (tmp_path / "out/words").iterdir():
        damage(file)
    write_pages(pages, [20])
    build(pages, tmp_path / "out", executor=0)
    build(pages, tmp_path / "anew", executor=0)
    assert contents(tmp_path / "out") == contents(tmp_path / "anew")


OTHER_SETTINGS: list[tuple[str, dict[str, Any]]] = [
    ("granularity is jieba there and fine here", {"granularity": "fine"}),
    ("hmm is True there and False here", {"hmm": False}),
    ("facts is False there and True here", {"facts": True}),
    ("lexicon is missing there and ", {"lexicon": ["扶贫车间"]}),
    ("engine is rjieba 0.2.2 there and jieba 0.42.1 here", {"engine": "jieba"}),
]


@pytest.mark.parametrize(
    ("message", "options"), OTHER_SETTINGS, ids=[next(iter(row[1])) for row in OTHER_SETTINGS]
)
def test_an_archive_is_never_mixed(
    message: str, options: dict[str, Any], pages: Path, tmp_path: Path
) -> None:
    build(pages, tmp_path / "out", executor=0, engine="rjieba")
    before = contents(tmp_path / "out")
    with pytest.raises(bm.FormatError, match=f"{message}.*resume=False"):
        build(pages, tmp_path / "out", executor=0, **{"engine": "rjieba", **options})
    assert contents(tmp_path / "out") == before
    build(pages, tmp_path / "out", executor=0, resume=False, **{"engine": "rjieba", **options})
    build(pages, tmp_path / "anew", executor=0, **{"engine": "rjieba", **options})
    assert contents(tmp_path / "out") == contents(tmp_path / "anew")


def test_an_archive_of_another_version_is_refused(pages: Path, tmp_path: Path) -> None:
    build(pages, tmp_path / "out", executor=0)
    manifest = tmp_path / "out/manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace(bm.__version__, "0.0.9", 1), "utf-8")
    with pytest.raises(bm.FormatError, match=r"banmian is 0\.0\.9 there"):
        build(pages, tmp_path / "out", executor=0)
    manifest.write_text("{}", "utf-8")
    with pytest.raises(bm.FormatError, match=r"no manifest of this version.*resume=False"):
        build(pages, tmp_path / "out", executor=0)


def test_an_engine_by_name_is_the_one_taken_by_itself(pages: Path, tmp_path: Path) -> None:
    build(pages, tmp_path / "out", executor=0)
    engine = json.loads((tmp_path / "out/manifest.json").read_text("utf-8"))["segmenter"]["engine"]
    build(pages, tmp_path / "out", executor=0, engine=engine.split()[0])


LYING = [
    ("in the pages", "pages", "pages/out"),
    ("in the pages' own folder", "pages", "pages"),
    ("around its tables", "pages/words", "pages"),
]


@pytest.mark.parametrize(
    ("where", "out"), [row[1:] for row in LYING], ids=[row[0] for row in LYING]
)
def test_an_archive_is_no_place_for_pages(where: str, out: str, tmp_path: Path) -> None:
    write_pages(tmp_path / where, [1])
    with pytest.raises(bm.FormatError, match="lie in each other"):
        build(tmp_path / where, tmp_path / out, executor=0)
    build(tmp_path / where, tmp_path / "elsewhere", executor=0)


def test_pages_may_lie_beside_the_tables_of_their_archive(tmp_path: Path) -> None:
    archive = build(write_pages(tmp_path / "texts", [1]), tmp_path, executor=0)
    assert archive.sql("SELECT count(*) FROM pages").iloc[0, 0] == 1


names = st.lists(st.text("0123456789abc/", min_size=1, max_size=8), unique=True, max_size=60)


@given(names, st.integers(1, 9), st.integers(0, 3000))
@settings(max_examples=50, deadline=None)
def test_shards_hold_every_page_once_in_order(names: list[str], most: int, size: int) -> None:
    sources = [Source(name, "", name, size) for name in sorted(names)]
    with pytest.MonkeyPatch.context() as patch:
        set_sizes(patch, 1, most)
        cut = list(shards.cut_sources(sources))
    assert [source for shard in cut for source in shard] == sources
    assert all(0 < len(shard) <= most for shard in cut)


def test_a_page_put_in_between_moves_few_cuts() -> None:
    sources = [Source(f"{number:05}.txt", "", "", 20_000) for number in range(5000)]
    more = sorted([*sources, Source("02500b.txt", "", "", 20_000)], key=lambda s: s.page)
    before, after = ({tuple(shard) for shard in shards.cut_sources(s)} for s in (sources, more))
    assert len(before) > 20
    assert len(before - after) <= 2


def test_a_shard_ends_before_it_outgrows_the_memory_of_a_worker() -> None:
    sources = [Source(f"{number}.txt", "", "", 3 * 2**20) for number in range(9)]
    assert {len(shard) for shard in shards.cut_sources(sources)} <= {1, 2}


def test_nothing_is_printed_unless_asked_for(
    pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build(pages, tmp_path / "out", executor=0)
    assert capsys.readouterr() == ("", "")
    build(pages, tmp_path / "out", executor=0, progress=True)
    assert "12/12" in capsys.readouterr().err


def test_progress_shows_on_a_terminal(pages: Path, tmp_path: Path) -> None:
    """And nowhere else: the same command with stderr in a pipe writes nothing."""
    code = (
        "import sys; from banmian.archive import build; build(sys.argv[1], sys.argv[2], executor=0)"
    )
    command = [sys.executable, "-c", code, str(pages), str(tmp_path / "out")]
    parent, child = os.openpty()
    termios.tcsetwinsize(child, (24, 80))
    subprocess.run(command, stderr=child, check=True)
    os.write(child, b"END")
    shown = b""
    while not shown.endswith(b"END"):
        shown += os.read(parent, 1000)
    os.close(parent)
    os.close(child)
    assert b"12/12" in shown
    assert subprocess.run(command, capture_output=True, check=True).stderr == b""


def test_the_tool_tells_what_came_of_it(
    pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (pages / "scan.txt").write_bytes(b"%PDF-1.7 \x00")
    build_archive.main(["--seeds", str(pages), "--out", str(tmp_path / "out"), "--workers", "0"])
    first, second, third, last = capsys.readouterr().out.splitlines()
    assert first.startswith("12 pages, 36 stories, ")
    assert second == "1 page failed: 1 NotTextError"
    assert third.startswith("  scan.txt: NotTextError: ")
    assert last == f"ask it in Python: bm.archive.Archive({str(tmp_path / 'out')!r})"


def test_without_its_libraries_the_archive_says_how_to_get_them() -> None:
    code = (
        "import sys; sys.modules['duckdb'] = None\n"
        "import banmian\n"
        "try: import banmian.archive\n"
        "except banmian.BanmianError as error: print(error)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == (
        'archives need duckdb; install them with: pip install "banmian[archive]"\n'
    )


WRONG_CALLS = [
    ("no folder to write to", ["--seeds", "seeds", "--out", ""], "make archive SEEDS=~/pages"),
    ("no pages", ["--seeds", "there/is/none", "--out", "there/is/no/other"], "there/is/none"),
]


@pytest.mark.parametrize(
    ("arguments", "message"), [row[1:] for row in WRONG_CALLS], ids=[row[0] for row in WRONG_CALLS]
)
def test_the_tool_says_what_is_wrong(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as raised:
        build_archive.main(arguments)
    assert message in f"{raised.value}{capsys.readouterr().err}"


def test_a_forged_manifest_reaches_no_file_outside_the_folder(tmp_path: Path) -> None:
    build("seeds", tmp_path / "archive", executor=0)
    manifest = tmp_path / "archive" / "manifest.json"
    data = json.loads(manifest.read_text("utf-8"))
    data["shards"][0]["name"] = "../../elsewhere"
    manifest.write_text(json.dumps(data), "utf-8")
    with pytest.raises(bm.FormatError, match="the name of a shard is no digest"):
        bm.archive.Archive(tmp_path / "archive")
