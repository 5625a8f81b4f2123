"""A JupyterLab of its own for the tests: it serves a folder, and answers questions by its API."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from run_notebooks import kernel_environment

# Opening and running the slowest notebook took 22 s on a machine shared by eight.
PATIENCE = 120.0


@dataclass(frozen=True)
class Lab:
    """A running server: where it answers, and the folder that it serves."""

    url: str
    folder: Path

    def api(self, path: str) -> Any:
        """What the server's API says under this path."""
        with urllib.request.urlopen(f"{self.url}api/{path}", timeout=30) as answer:
            return json.load(answer)

    def state(self, notebook: str) -> str:
        """State of the notebook's kernel; "none" until one is attached, which Lab calls idle."""
        for session in self.api("sessions"):
            if session["path"].endswith(notebook) and session["kernel"]:
                return str(session["kernel"]["execution_state"])
        return "none"

    def end(self, notebook: str) -> None:
        """Stop the notebook's kernel, so that those of others have the machine to themselves."""
        for session in self.api("sessions"):
            if session["path"].endswith(notebook):
                url = f"{self.url}api/sessions/{session['id']}"
                with urllib.request.urlopen(
                    urllib.request.Request(url, method="DELETE"), timeout=60
                ):
                    pass


def wait_for(met: Callable[[], bool], what: str) -> None:
    """Look twice a second until a condition is met; an error after `PATIENCE` seconds."""
    end = time.monotonic() + PATIENCE
    while not met():
        assert time.monotonic() < end, f"waited {PATIENCE:.0f} s in vain for {what}"
        time.sleep(0.5)


@contextmanager
def serving(folder: Path, scratch: Path) -> Iterator[Lab]:
    """JupyterLab over ``folder``, with settings and runtime files under ``scratch`` only."""
    environment = kernel_environment(scratch)
    settings = scratch / "settings" / "@jupyterlab" / "notebook-extension"
    settings.mkdir(parents=True)
    # all cells are in the document, also those out of sight, so that pictures can be counted
    (settings / "tracker.jupyterlab-settings").write_text('{"windowingMode": "none"}', "utf-8")
    environment["JUPYTER_DATA_DIR"] = str(scratch / "data")
    environment["JUPYTERLAB_SETTINGS_DIR"] = str(scratch / "settings")
    environment["JUPYTERLAB_WORKSPACES_DIR"] = str(scratch / "workspaces")
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ServerApp.port=0"),
        *("--IdentityProvider.token=", f"--ServerApp.root_dir={folder}"),
        *("--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate", "--LabApp.news_url="),
        "--ServerApp.disable_check_xsrf=True",
    ]
    log = (scratch / "log").open("wb")
    process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=folder)
    try:
        runtime = Path(environment["JUPYTER_RUNTIME_DIR"])
        wait_for(lambda: bool(list(runtime.glob("jpserver-*.json"))), "the server of JupyterLab")
        told = json.loads(next(runtime.glob("jpserver-*.json")).read_text("utf-8"))
        yield Lab(f"http://127.0.0.1:{told['port']}/", folder)
    finally:
        process.terminate()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:  # a busy machine; the tests are over all the same
            process.kill()
            process.wait()
        log.close()
