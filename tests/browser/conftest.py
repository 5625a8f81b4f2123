"""Fixtures of the browser tests: a browser, its tabs, and axe-core.

Where Playwright or Chromium is missing the tests are skipped, unless ``BANMIAN_BROWSER`` is set
to ``required``: then they fail, so that no check is lost in silence. ``BANMIAN_AXE`` names the
file ``axe.min.js`` of npm's axe-core.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tabs import LATIN, Open, Tab, absent, chromium, launched


@pytest.fixture(scope="session", autouse=True)
def _tools() -> None:
    """See at once whether the tools are here."""
    if importlib.util.find_spec("playwright") is None:
        absent("there is no playwright (pip install playwright)")
    chromium()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A browser with Latin fonts only: Chinese shows if a file brings its own font.

    It ends with its file: Playwright drives no two in one process, and another file has its own.
    """
    with launched(tmp_path_factory.mktemp("latin"), [LATIN]) as latin:
        yield latin


@pytest.fixture
def open_tab(browser: Any) -> Iterator[Open]:
    """Open a file or text of HTML; further arguments are Playwright's, color_scheme say."""
    contexts = []

    def open_one(source: Path | str, **options: Any) -> Tab:
        context = browser.new_context(**{"viewport": {"width": 1000, "height": 700}} | options)
        context.set_default_timeout(15_000)
        context.route("http://evil.test/**", lambda route: route.abort())
        contexts.append(context)
        tab = Tab(context.new_page())
        if isinstance(source, Path):
            tab.page.goto(source.as_uri())
        else:
            tab.page.route(
                "http://view.test/",
                lambda route: route.fulfill(body=source, content_type="text/html; charset=utf-8"),
            )
            tab.page.goto("http://view.test/")
        return tab

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The program of axe-core."""
    path = os.environ.get("BANMIAN_AXE", "")
    if not Path(path).is_file():
        absent(f"BANMIAN_AXE is {path!r}, expected the path of axe.min.js (npm pack axe-core)")
    return Path(path).read_text("utf-8")
