"""Folders of invented pages to build archives of, and ways to disturb that."""

from __future__ import annotations

import hashlib
import os
import signal
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from banmian.archive import shards
from banmian.words import Lexicon

NEWS = (
    "新桥昨日通车，三镇居民出行不再绕道。全长1.2公里，总投资３．４亿元。",
    "永州市总工会副主席邓可旺说：“困难职工由200户减为50户。”扶贫车间上月开工。",
    "会议昨天在北京召开，来自12个省的代表参加。职工大学堂今年办了30期。",
)
"""Invented paragraphs, with words cut by the model, wide digits, people and quantities."""


def page_text(number: int) -> str:
    """The page of that number: three stories, one of them with a paragraph that was cut."""
    heads = (f"第{number}座新桥通车", "工会助困有实招", "代表热议职工教育")
    stories = [
        f"{head}\n\n本报讯 (记者王小明){NEWS[(number + i) % 3]}\n\n{NEWS[number % 3]}他们预计到年底"
        "\n\n将有{number}人受益。"
        for i, head in enumerate(heads)
    ]
    return "\n\n".join([*stories, "责任编辑:徐新", ""])


def write_pages(folder: Path, numbers: Iterable[int]) -> Path:
    """Pages ``1998/01/0001.txt`` …, ten to a folder."""
    for number in numbers:
        path = folder / f"1998/{number // 10 + 1:02}/{number:04}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page_text(number), "utf-8")
    return folder


def contents(archive: Path) -> dict[str, str]:
    """Every file of an archive but its lock, with the digest of its bytes."""
    return {
        path.relative_to(archive).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(archive.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


class Fatal(Lexicon):
    """A lexicon that, once it is in another process, makes some pages kill it.

    Nothing else reaches into a worker that the package starts.
    """

    def __reduce__(self) -> tuple[Any, ...]:
        """Arm the process that gets it, unless it is this one."""
        return _arm, (self.entries, os.getpid())


def _arm(entries: Any, home: int) -> Fatal:
    if os.getpid() == home:  # a scheduler in this process looks at what it passes on
        return Fatal(entries)
    read_source: Callable[..., Any] = getattr(shards.read_source, "unarmed", shards.read_source)

    def read_or_die(source: Any, **options: Any) -> Any:
        if any(entry.word in source.page for entry in entries):
            os.kill(os.getpid(), signal.SIGKILL)
        return read_source(source, **options)

    read_or_die.unarmed = read_source  # type: ignore[attr-defined]  # a mark on a function
    shards.read_source = read_or_die
    return Fatal(entries)


def set_sizes(monkeypatch: Any, least: int, most: int) -> None:
    """Shards of so few pages."""
    monkeypatch.setattr(shards, "LEAST_PAGES", least)
    monkeypatch.setattr(shards, "MOST_PAGES", most)


def children(process: int) -> Mapping[int, str]:
    """The processes that a process has started and that are alive, with their command lines."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
                command = (entry / "cmdline").read_text().replace("\0", " ")
            except OSError:  # it has ended meanwhile
                continue
            if int(parent) == process and state != "Z":
                found[int(entry.name)] = command
    return found
