"""Coverage-guided fuzzing: ``make fuzz SECONDS=600``, or ``python tools/fuzz.py --seconds 600``.

Each target takes bytes that nobody chose and checks a promise: text is read whole or refused by
a BanmianError, blocks tile their page, facts slice back, views are escaped. The targets run one
after the other, each in a process of its own, and share the time. What breaks a promise or takes
more than 20 seconds is written to a folder that is named at the end, with the command that runs
it again. Needs atheris (Linux; ``make fuzz`` installs it).
"""

from __future__ import annotations

import argparse
import importlib
import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

WORDS: Final = (
    "本报讯", "新华社北京", "日电", "记者", "通讯员", "摄", "图为", "责任编辑", "版", "星期", "问:",
    "答:", "说", "表示", "县长", "从", "增至", "减少", "万", "亿", "元", "%", "分之", "约",
    "多", "至", "去年", "年", "月", "日", "同期", "省", "市", "总工会", "委员会",
    "·", "●", "▲", "□", "(", ")", "“", "”", "《", "》", "。", "——", "<script>",
    "&lt;", "$", "１", "\u200b", "\ufeff", "\n\n",
    "\u3000\u3000",
)  # fmt: skip
"""What rules look for, so that the fuzzer need not find it letter by letter."""


def read(data: bytes) -> None:
    """A file is read whole or refused."""
    import banmian as bm
    from banmian.reading import read_text

    try:
        source = read_text(io.BytesIO(data))
    except bm.BanmianError:
        return
    source.text.encode()
    assert isinstance(source.encoding, str)


def parse(data: bytes) -> None:
    """Blocks tile the page, and a page is its dictionary."""
    import banmian as bm

    page = bm.parse_page(data.decode("utf-8", "replace"))
    at = 0
    for block in page.blocks:
        assert not page.text[at : block.start].strip()
        assert page.text[block.start : block.end] == block.text
        at = block.end
    assert not page.text[at:].strip()
    assert bm.Page.from_dict(json.loads(json.dumps(page.to_dict()))) == page


def find(data: bytes) -> None:
    """Words and facts slice back."""
    import banmian as bm
    from banmian.tables import find_facts

    page = bm.parse_page(data.decode("utf-8", "replace"), issue_date="2020-11-03")
    passages = "".join(p.text for article in page.articles for _, p in article.passages)
    assert "".join(bm.tokens(page)["token"]) == passages
    for table in find_facts(page):
        places = table[["start", "end", "start2", "end2"]].astype("Int64").fillna(0)
        for (start, end, start2, end2), text in zip(places.values, table["text"], strict=True):
            assert page.text[start:end] + page.text[start2:end2] == text


def show(data: bytes) -> None:
    """What is shown has no tag of the page's."""
    import banmian as bm
    from banmian.display import page_html, page_text

    page = bm.parse_page(data.decode("utf-8", "replace"))
    html = page_html(page, facts=[bm.quantities(page)])
    assert "<script" not in html
    assert "\0" not in html
    assert page_text(page)


TARGETS: Final[Mapping[str, Callable[[bytes], None]]] = {
    "reading": read,
    "parsing": parse,
    "facts": find,
    "display": show,
}


def run_all(seconds: int, folder: Path) -> int:
    """Run every target in its own process for its share of the time; how many failed."""
    nasty = importlib.import_module("nasty")
    words = folder / "words.dict"
    escaped = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word in WORDS)
    words.write_text("".join(f'"{word}"\n' for word in escaped), "ascii")
    failed = 0
    for name in TARGETS:
        found = folder / name
        found.mkdir()
        inputs = (
            nasty.FILES.values() if name == "reading" else map(str.encode, nasty.TEXTS.values())
        )
        for number, data in enumerate(inputs):
            (found / f"{number:03}").write_bytes(data[:4_000])
        command = [
            sys.executable, __file__, "--target", name, str(found), f"-dict={words}",
            f"-max_total_time={seconds // len(TARGETS)}", "-timeout=20", "-max_len=4000",
            "-rss_limit_mb=4000", "-print_final_stats=1", f"-artifact_prefix={folder}/{name}-",
        ]  # fmt: skip
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        runs = [line for line in result.stderr.splitlines() if "number_of_executed_units" in line]
        count = runs[0].split()[-1] if runs else "no"
        print(f"{name}: {count} inputs, {'a promise broken' if result.returncode else 'held'}")
        if result.returncode:
            failed += 1
            print("\n".join(result.stderr.splitlines()[-30:]))
            print(f"again: {sys.executable} {__file__} --target {name} {folder}/{name}-crash-…")
    return failed


def run_one(name: str, arguments: list[str]) -> None:
    """Fuzz one target in this process; libFuzzer ends it."""
    import atheris

    with atheris.instrument_imports(include=["banmian"]):
        TARGETS[name]("新桥昨日通车\n\n本报讯 新桥3月6日通车。".encode() * 3)
    atheris.Setup([sys.argv[0], *arguments], TARGETS[name])
    atheris.Fuzz()


def main() -> None:
    """Run all targets, or the one that is named."""
    parser = argparse.ArgumentParser(description="Fuzz banmian, coverage-guided.")
    parser.add_argument("--seconds", type=int, default=600, help="for all targets together")
    parser.add_argument("--target", choices=TARGETS, help="run one in this process, for libFuzzer")
    options, rest = parser.parse_known_args()
    if options.target:
        run_one(options.target, rest)
        return
    folder = Path(tempfile.mkdtemp(prefix="banmian-fuzz-"))
    failed = run_all(options.seconds, folder)
    print(f"corpus and findings: {folder}")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
