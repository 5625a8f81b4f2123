"""``python -m banmian doctor``: what a bug report needs to say of an installation.

Prints a line a check, plain text to be pasted, and leaves with 1 if one of them fails. Nothing
is written or sent; folders below the home folder are named from ``~``.
"""

from __future__ import annotations

import argparse
import importlib
import io
import platform
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Final, Literal

State = Literal["ok", "--", "BAD"]

_SENTENCE: Final = "扶贫车间昨日开工，3家企业的120名困难职工领到了1.5万元补贴。"
"""Words of the dictionary, runs of digits, and words that only jieba's model finds."""

_REQUIREMENT: Final = re.compile(
    r"(?P<name>[\w.-]+)(?P<bundle>\[)?[^;<>=!~]*(?P<range>[^;]*)"
    r"(?:;.*extra == .(?P<extra>\w+).)?"
)
_BOUND: Final = re.compile(r"(?P<sign>==|>=|<)\s*(?P<release>\d+(?:\.\d+)*)")
"""The three kinds of bounds that pyproject.toml has."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found: ``--`` marks what is missing without harm."""

    name: str
    told: str
    state: State = "ok"

    def line(self) -> str:
        """The finding as a line of the report."""
        return f"{self.state:<3}  {self.name:<20} {self.told}"


def shown(path: Path) -> str:
    """A path with the home folder as ``~``: a report should not tell who wrote it."""
    home = Path.home()
    if home != Path(home.anchor) and path.is_relative_to(home):
        return str("~" / path.relative_to(home))
    return str(path)


def versions() -> Iterator[Finding]:
    """The package, the interpreter, and what the package needs."""
    yield Finding("banmian", f"{metadata.version('banmian')} in {shown(Path(__file__).parent)}")
    implementation = f"{platform.python_version()} ({platform.python_implementation()})"
    yield Finding("Python", f"{implementation} on {platform.platform()}")
    for requirement in metadata.requires("banmian") or []:
        found = _REQUIREMENT.match(requirement)
        if found and not found["bundle"]:  # banmian[archive] stands for others that are listed
            yield _version(found["name"], found["range"].strip(), found["extra"])


def _version(name: str, wanted: str, extra: str | None) -> Finding:
    label = f"{name} [{extra}]" if extra else name
    install = f'pip install "banmian[{extra}]"' if extra else "pip install banmian"
    try:
        found = metadata.version(name)
    except metadata.PackageNotFoundError:
        return Finding(label, f"not installed; {install} brings it", "--" if extra else "BAD")
    if fits(found, wanted):
        return Finding(label, found)
    return Finding(label, f"{found}, expected {wanted}; {install} brings that", "BAD")


def fits(version: str, wanted: str) -> bool:
    """Whether a version is within bounds such as ``<4,>=3.0``; of 3.0rc1 only 3.0 is looked at.

    >>> fits("3.1.1", "<4,>=3.0"), fits("2.3", "<4,>=3.0"), fits("3", "==3.0.0")
    (True, False, True)
    """
    found = _release(version)
    tests = {"==": found.__eq__, ">=": found.__ge__, "<": found.__lt__}
    return all(tests[b["sign"]](_release(b["release"])) for b in _BOUND.finditer(wanted))


def _release(version: str) -> tuple[int, ...]:
    numbers = re.match(r"\d+(?:\.\d+)*", version)
    release = [int(number) for number in numbers[0].split(".")] if numbers else []
    while release and not release[-1]:
        release.pop()  # 3.0 and 3 are the same release
    return tuple(release)


def engine() -> Iterator[Finding]:
    """What cuts words here, why it is not the fast one, and whether it cuts as jieba does."""
    words = importlib.import_module("banmian.words")
    used = words.segmenter()
    about = used.description
    yield Finding("word engine", f"{about['engine']}, for {about['segmenter']}")
    if about.get("engine_note"):
        yield Finding("fast word engine", str(about["engine_note"]), "--")
    found, expected = used.cut(_SENTENCE), words.segmenter(engine="jieba").cut(_SENTENCE)
    if found == expected:
        yield Finding("cut as jieba's", "the same on a sentence")
    else:
        yield Finding("cut as jieba's", f"{'/'.join(found)}; jieba: {'/'.join(expected)}", "BAD")


def page() -> Iterator[Finding]:
    """Whether the packaged grammar takes a small page apart."""
    parse_page = importlib.import_module("banmian.parsing").parse_page
    read = parse_page("新桥通车\n\n本报讯 (记者王小明)新桥昨日通车。\n")
    roles = [block.role for block in read.blocks]
    as_expected = roles == ["headline", "paragraph"]
    yield Finding("reading a page", ", ".join(roles), "ok" if as_expected else "BAD")


def font() -> Iterator[Finding]:
    """Whether the packaged font is there and draws 桥."""
    typeset = importlib.import_module("banmian.figures.typeset")
    face = typeset.FT2Font(typeset.FONT)
    face.set_size(12, 72)
    face.set_text("桥")
    face.draw_glyphs_to_bitmap()
    draws = face.get_char_index(ord("桥")) and face.get_image().any()
    told = "draws 桥" if draws else "does not draw 桥"
    yield Finding("font", f"{typeset.FONT.name} {told}", "ok" if draws else "BAD")


def folders() -> Iterator[Finding]:
    """Whether files can be written here and in the folder for temporary files; seeds if any."""
    yield _folder("this folder", Path.cwd())
    yield _folder("temporary files", Path(tempfile.gettempdir()))
    seeds = Path("seeds")
    if seeds.is_dir():
        pages = len(list(seeds.glob("*.txt")))
        told = "writable" if _is_writable(seeds) else "not writable, so no page.fix.toml goes there"
        yield Finding("seeds", f"{pages} .txt, {told}")
    else:
        yield Finding("seeds", "none here; name your own folder: read_pages(folder)", "--")


def _folder(name: str, path: Path) -> Finding:
    if _is_writable(path):
        return Finding(name, f"{shown(path)}, writable")
    return Finding(name, f"{shown(path)}, not writable", "BAD")


def _is_writable(folder: Path) -> bool:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def encoding() -> Iterator[Finding]:
    """Whether Chinese can be printed where this is printed."""
    name = sys.stdout.encoding or "unknown"
    try:
        "桥".encode(name)
    except (LookupError, UnicodeEncodeError):
        told = f"{name}, which has no 桥; set PYTHONUTF8=1"
        yield Finding("encoding of output", told, "BAD")
    else:
        yield Finding("encoding of output", f"{name}; of file names {sys.getfilesystemencoding()}")


CHECKS: Final = (versions, engine, page, font, folders, encoding)


def findings(checks: Sequence[Callable[[], Iterator[Finding]]] = CHECKS) -> Iterator[Finding]:
    """What all checks find; one that cannot be carried out is a finding too."""
    for check in checks:
        try:
            yield from check()
        except Exception as error:  # a broken installation may raise anything: that is the news
            yield Finding(check.__name__, f"{type(error).__name__}: {error}", "BAD")


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out what the command line asks for; 1 if a check failed."""
    parser = argparse.ArgumentParser(prog="python -m banmian", description="Tools of banmian.")
    parser.add_argument("command", choices=["doctor"], help="check this installation, and report")
    parser.parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # the report comes out in any encoding
    bad = 0
    for finding in findings():
        bad += finding.state == "BAD"
        print(finding.line())
    print(f"{bad} of the checks failed" if bad else "all checks passed")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
