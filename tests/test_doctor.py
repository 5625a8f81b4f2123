"""``python -m banmian doctor`` says what a bug report needs, and fails where one is broken."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest

from banmian import __main__ as doctor
from banmian.figures import typeset
from banmian.words import engines

ROOT = Path(__file__).resolve().parent.parent


def told(check: str) -> list[tuple[str, str]]:
    return [(found.name, found.state) for found in getattr(doctor, check)()]


def test_a_sound_installation_passes_and_the_report_is_plain_text(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    assert doctor.main(["doctor"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert out.endswith("all checks passed\n")
    assert f"banmian              {metadata.version('banmian')} in " in out
    assert "draws 桥" in out
    assert "1 .txt, writable" in out
    assert "\x1b" not in out


def test_where_chinese_cannot_be_printed_the_report_still_comes_out_and_says_so() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "banmian", "doctor"],
        capture_output=True,
        encoding="ascii",
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        check=False,
    )
    assert (run.returncode, run.stderr) == (1, "")
    assert "BAD  encoding of output   ascii, which has no \\u6865; set PYTHONUTF8=1" in run.stdout


def test_without_a_command_the_usage_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        doctor.main([])
    assert left.value.code == 2
    assert "doctor" in capsys.readouterr().err


REQUIREMENTS = [
    ("the package itself", "pandas<4,>=3.0", ("pandas", "ok")),
    ("too old", "pandas<9,>=8", ("pandas", "BAD")),
    ("not installed", "no-such-package==1", ("no-such-package", "BAD")),
    ("an extra", 'pyarrow<27,>=26; extra == "archive"', ("pyarrow [archive]", "ok")),
    ("an extra too old", "pyarrow>=99; extra == 'archive'", ("pyarrow [archive]", "BAD")),
    ("an extra not there", 'no-such-package; extra == "s3"', ("no-such-package [s3]", "--")),
]


@pytest.mark.parametrize(
    ("requirement", "expected"),
    [row[1:] for row in REQUIREMENTS],
    ids=[row[0] for row in REQUIREMENTS],
)
def test_a_requirement_is_found_missing_or_of_another_version(
    requirement: str, expected: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = 'banmian[archive]; extra == "cluster"'
    monkeypatch.setattr(doctor.metadata, "requires", lambda _: [bundle, requirement])
    assert told("versions")[2:] == [expected]


BOUNDS = [
    ("0.42.1", "==0.42.1", True),
    ("0.42", "==0.42.1", False),
    ("3", "==3.0", True),
    ("2026.10", ">=2026.7", True),
    ("3.0.0rc1", ">=3.0", True),
    ("4.0", "<4,>=3", False),
    ("unknown", ">=3", False),
    ("1", "", True),
]


@pytest.mark.parametrize(("version", "wanted", "expected"), BOUNDS)
def test_a_version_is_within_its_bounds(version: str, wanted: str, expected: bool) -> None:
    assert doctor.fits(version, wanted) is expected


def test_an_engine_that_cuts_otherwise_is_bad(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ("cut as jieba's", "ok") in told("engine")
    monkeypatch.setattr(doctor, "_SENTENCE", "八八八+立陶#&#轭重山尚+连凤姐煤矿工拍场黔阳1加尔")
    assert ("cut as jieba's", "BAD") in told("engine")


def test_without_the_fast_engine_its_reason_is_told_and_nothing_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(engines, "_doubt", lambda: "rjieba is not installed")
    found = {one.name: one for one in doctor.engine()}
    assert found["fast word engine"].told == "rjieba is not installed"
    assert {one.state for one in found.values()} == {"ok", "--"}


def test_a_font_that_lacks_the_character_is_bad(monkeypatch: pytest.MonkeyPatch) -> None:
    from matplotlib import get_data_path

    monkeypatch.setattr(typeset, "FONT", Path(get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf")
    with pytest.warns(UserWarning, match="missing from font"):
        assert told("font") == [("font", "BAD")]


def test_a_check_that_breaks_is_a_finding_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(typeset, "FONT", Path("no such font.ttf"))

    def other() -> Iterator[doctor.Finding]:
        yield doctor.Finding("other", "there")

    found = list(doctor.findings([doctor.font, other]))
    assert [(one.name, one.state) for one in found] == [("font", "BAD"), ("other", "ok")]
    assert found[0].told.startswith("FileNotFoundError")


def test_a_folder_in_which_nothing_can_be_written_is_bad(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert told("folders") == [("this folder", "ok"), ("temporary files", "ok"), ("seeds", "--")]
    (tmp_path / "seeds").mkdir()
    monkeypatch.setattr(doctor, "_is_writable", lambda _: False)
    assert told("folders") == [("this folder", "BAD"), ("temporary files", "BAD"), ("seeds", "ok")]
    monkeypatch.undo()
    assert not doctor._is_writable(tmp_path / "none")


def test_nobody_is_named_by_a_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert doctor.shown(tmp_path / "pages") == str(Path("~/pages"))
    assert doctor.shown(tmp_path) == "~"
    assert doctor.shown(Path(f"{tmp_path}2")) == f"{tmp_path}2"
    monkeypatch.setattr(Path, "home", lambda: Path("/"))
    assert doctor.shown(Path("/tmp")) == "/tmp"
