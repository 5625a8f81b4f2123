"""Driving Chromium: a browser with fonts of its own, tabs that listen, and what to ask of them.

The browser sees the fonts that are given to it and none of the machine's, whose Chinese font
would hide a missing one.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest

ROOT = Path(__file__).resolve().parents[2]
SEED = ROOT / "seeds" / "000_36eec756fec64adf.txt"
FONT = ROOT / "src" / "banmian" / "data" / "BanmianSans-Regular.ttf"
LATIN = Path(mpl.get_data_path(), "fonts", "ttf")

# Headless, as root in a container, and with none of Chromium's own calls to the network.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def absent(what: str) -> None:
    """Skip for want of a tool, or fail where the tools are required."""
    if os.environ.get("BANMIAN_BROWSER") == "required":
        pytest.fail(f"{what}, and BANMIAN_BROWSER=required forbids to skip")
    pytest.skip(what)


@dataclass
class Tab:
    """A page of the browser, and what went on in it: messages, errors, requests to others."""

    page: Any
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen from the start."""
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.errors.append("dialog"), dialog.dismiss()))
        self.page.on("request", lambda request: self.requests.append(request.url))

    def _heard(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.errors.append(message.text)

    def outside(self) -> list[str]:
        """Requests for anything but the opened file and what lies inside it."""
        return [url for url in self.requests[1:] if not url.startswith("data:")]


Open = Callable[..., Tab]


@contextmanager
def launched(folder: Path, fonts: list[Path]) -> Iterator[Any]:
    """A browser that sees these folders of fonts or font files only."""
    sync_api = pytest.importorskip("playwright.sync_api")
    given = folder / "fonts"
    given.mkdir()
    for path in fonts:
        (given / path.name).symlink_to(path)
    config = folder / "fonts.conf"
    config.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{given}</dir><cachedir>{folder}/cache</cachedir></fontconfig>",
        "utf-8",
    )
    environment = os.environ | {"FONTCONFIG_FILE": str(config), "HOME": str(folder)}
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=ARGUMENTS, env=environment
        )
        yield browser
        browser.close()


def chromium() -> str:
    """The path of Debian's Chromium."""
    path = shutil.which("chromium")
    if path is None:
        absent("there is no chromium (Debian: apt-get install chromium)")
    return str(path)


def violations(tab: Tab, axe: str) -> list[str]:
    """What axe finds serious or critical: the rule, and the first element that breaks it."""
    # the report's own policy forbids scripts, so axe comes in by the debugger
    tab.page.evaluate(axe)
    found = tab.page.evaluate("() => axe.run(document)")
    assert len(found["passes"]) > 5, "axe has looked at next to nothing"
    return [
        f"{rule['id']}: {rule['nodes'][0]['html'][:200]}"
        for rule in found["violations"]
        if rule["impact"] in {"serious", "critical"}
    ]


def boxes(tab: Tab, selector: str) -> str:
    """The Chinese characters under ``selector`` that are drawn like one that no font has.

    Each is drawn on a canvas in the element's font, and its pixels are compared with those of
    a character of a plane for private use.
    """
    return str(tab.page.evaluate(_BOXES, selector))


_BOXES = """async selector => {
  const element = document.querySelector(selector);
  const font = '24px ' + getComputedStyle(element).fontFamily;
  const chars = [...new Set(element.innerText)].filter(c => c >= '\\u4e00' && c <= '\\u9fff');
  if (!chars.length) throw new Error('no Chinese character under ' + selector);
  await document.fonts.load(font, chars.join(''));
  const canvas = Object.assign(document.createElement('canvas'), {width: 40, height: 40});
  const pen = canvas.getContext('2d', {willReadFrequently: true});
  const draw = char => {
    pen.clearRect(0, 0, 40, 40);
    pen.font = font;
    pen.fillText(char, 4, 30);
    return pen.getImageData(0, 0, 40, 40).data.join();
  };
  const missing = draw('\\u{10fffd}');
  return chars.filter(char => draw(char) === missing).join('');
}"""
