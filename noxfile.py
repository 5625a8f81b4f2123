"""The suite under every Python with the lowest and the newest versions allowed: ``make matrix``.

Interpreters that are not there are passed over and named; none is downloaded. pyenv shows only
those it is told: ``PYENV_VERSION=3.11.7:3.12.1:3.13.0 make matrix``. One cell alone:
``.venv/bin/python -m nox -s "tests-3.13(versions='lowest')"``. The lowest are those of what the
package itself and its extras need; what tests need beside them is the newest that fits. Where
the lowest has no wheel for a Python, the lowest that has one is taken.
"""

import nox

nox.options.default_venv_backend = "uv"
nox.options.error_on_missing_interpreters = False
nox.options.download_python = "never"

EXTRAS = ("notebooks", "fast", "archive", "cluster", "s3", "excel")


@nox.session(python=["3.11", "3.12", "3.13"])
@nox.parametrize("versions", ["lowest", "newest"])
def tests(session: nox.Session, versions: str) -> None:
    """The whole suite but for the browser, in an environment of its own."""
    pins = f"{session.create_tmp()}/{versions}.txt"
    session.run(
        "uv", "--quiet", "pip", "compile", "pyproject.toml",
        *(f"--extra={extra}" for extra in EXTRAS),
        "--resolution", "lowest-direct" if versions == "lowest" else "highest",
        "--only-binary", ":all:", "--no-binary", "jieba", "--no-annotate",
        "--python-version", str(session.python), "--output-file", pins,
        silent=True,
    )  # fmt: skip
    session.install(
        "--constraint", pins, "--editable", f".[{','.join(EXTRAS)}]", "--group", "test"
    )  # fmt: skip
    session.run("uv", "pip", "list", silent=False)
    session.run("python", "-m", "pytest", "--ignore=tests/browser", *session.posargs)
