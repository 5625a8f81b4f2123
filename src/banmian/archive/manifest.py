"""The manifest of an archive (manifest.json): what it was made with, and which files are of it.

It is written last, and in one step: until it stands, the archive is what it was before. Files that
it does not name belong to a build that has not ended, or are swept by the next.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from banmian.archive.folders import Folder
from banmian.page import FormatError

FORMAT: Final = 1
NAME: Final = "manifest.json"


@dataclass(frozen=True, slots=True)
class Shard:
    """Some pages that follow each other: the stem of their files, and page name to digest."""

    name: str
    pages: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Failure:
    """A page that is not in the archive: the class of the error and what it said."""

    page: str
    error: str
    message: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """Settings (`settings.Settings.description`), shards in page order, pages left out."""

    settings: Mapping[str, Any]
    shards: Sequence[Shard]
    failed: Sequence[Failure]

    def to_bytes(self) -> bytes:
        """The file's contents; `read_manifest` reads them back."""
        data = {
            "format": FORMAT,
            **self.settings,
            "shards": [asdict(shard) for shard in self.shards],
            "failed": [asdict(failure) for failure in self.failed],
        }
        # A file name that is no text has lone surrogates; escaped so they are JSON's own escapes.
        return json.dumps(data, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace")


def read_manifest(folder: Folder) -> Manifest | None:
    """The manifest of a folder, None if there is none.

    Raises:
        FormatError: It is none of this version's.
    """
    text = folder.get(NAME)
    if text is None:
        return None
    try:
        data = json.loads(text)
        if data.pop("format") != FORMAT:
            raise ValueError(f"its format is not {FORMAT}")
        shards = [Shard(**shard) for shard in data.pop("shards")]
        failed = [Failure(**failure) for failure in data.pop("failed")]
        if not all(re.fullmatch("[0-9a-f]{32}", shard.name) for shard in shards):
            raise ValueError("the name of a shard is no digest")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise FormatError(
            f"{NAME} in {folder.path!r} is no manifest of this version ({error}); build into "
            "another folder, or anew with resume=False"
        ) from error
    return Manifest(data, shards, failed)


def check_settings(old: Mapping[str, Any], new: Mapping[str, Any], path: str) -> None:
    """Refuse to go on with an archive that was made in another way.

    Raises:
        FormatError: A setting differs; the message says which.
    """
    differing = [
        f"{name} is {_short(before)} there and {_short(now)} here"
        for name, before, now in _pairs(old, new)
        if before != now
    ]
    if differing:
        raise FormatError(
            f"the archive in {path!r} was made otherwise: {'; '.join(differing)}. One archive is "
            "never mixed: build into another folder, or all of it anew with resume=False"
        )


def _pairs(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterable[tuple[str, Any, Any]]:
    for name in new:
        if name == "segmenter":
            before = old.get(name) or {}
            for part in new[name]:
                if part != "engine_note":  # why it is not another engine, which changes no count
                    yield part, before.get(part), new[name][part]
        elif name != "lexicon":  # the segmenter's description has its digest
            yield name, old.get(name), new[name]


def _short(value: object) -> str:
    return "missing" if value is None else str(value)
