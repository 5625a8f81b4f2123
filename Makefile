# Every target sets up .venv by itself, so any of them may be the first command in a fresh clone.
PYTHON ?= python3

# Set by the command line only: an OUT left over in the shell must not redirect a run.
SEEDS =
OUT =
PAGES =
SECONDS =
PACKAGE =
TEMPLATE =
export SEEDS OUT PAGES TEMPLATE

# JupyterLab asks for this word where everything runs as root, as in a container.
ROOT := $(if $(filter 0,$(shell id -u)),--allow-root)
# Files of tests side by side; those of a file in order, for they share archives, servers, kernels.
# Each process collects all tests first, which takes 25 s of a core: more than four gain little.
CORES := --numprocesses logical --maxprocesses 4 --dist loadfile
PIP := .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input
# One version for every Python, so that everybody counts with the same numpy; no index, no paths.
LOCK := .venv/bin/python -m uv --quiet pip compile --universal --python-version 3.11 \
	--fork-strategy fewest --generate-hashes --no-emit-index-url --no-annotate \
	--custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help run test browser-test check docs lab eval facts archive fuzz mutation matrix lock clean

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1|/p' Makefile | while IFS='|' read -r target text; do \
		printf '%-19s  %s\n' "$$target" "$$text"; done

run: .venv/ready ## run the notebooks over seeds/; SEEDS=~/pages OUT=~/out: over yours, into OUT
	@.venv/bin/python tools/run_notebooks.py --seeds "$$SEEDS" --out "$$OUT"

test: .venv/ready ## unit tests, doctests, notebooks re-run and compared (strict nbval)
	@.venv/bin/python -m pytest $(CORES) --cov --ignore=tests/browser

browser-test: .venv/axe.min.js ## views, report and notebooks in Chromium (apt-get install chromium; npm)
	@BANMIAN_BROWSER=required BANMIAN_AXE=$(CURDIR)/$< .venv/bin/python -m pytest tests/browser

.venv/axe.min.js: .venv/ready
	@npm pack --silent --pack-destination .venv axe-core@4.14.1 > /dev/null
	@tar -xzf .venv/axe-core-4.14.1.tgz -C .venv --strip-components=1 package/axe.min.js
	@touch $@

check: .venv/ready ## format, lint (notebooks too) and strict types
	@failed=0; \
	.venv/bin/python -m ruff format --check . || failed=1; \
	.venv/bin/python -m ruff check . || failed=1; \
	.venv/bin/python -m mypy || failed=1; \
	exit $$failed

docs: .venv/ready ## write the API reference, build/docs/index.html; its names and links are checked
	@.venv/bin/python tools/build_docs.py

lab: .venv/ready ## open the notebooks in JupyterLab
	@.venv/bin/python -m jupyterlab --LabApp.default_url=/lab/tree/notebooks $(ROOT)

eval: .venv/ready ## measure the parser on gold pages: make eval PAGES=~/gold (docs/gold.md)
	@.venv/bin/python tools/evaluate.py "$${PAGES:-tests/pages}"

facts: .venv/ready ## measure the facts on gold paragraphs (tests/facts/README.md)
	@.venv/bin/python tools/evaluate_facts.py "$${PAGES:-tests/facts/blind}"

archive: .venv/ready ## put an archive into Parquet files: make archive SEEDS=~/pages OUT=~/archive
	@.venv/bin/python tools/build_archive.py --seeds "$$SEEDS" --out "$$OUT" $(if $(TEMPLATE),--template "$$TEMPLATE")

matrix: .venv/ready ## the suite under Python 3.11 to 3.13, lowest and newest dependencies (an hour)
	@.venv/bin/python -m nox

fuzz: .venv/atheris ## look for input that breaks a promise: make fuzz SECONDS=600 (Linux)
	@.venv/bin/python tools/fuzz.py --seconds $(or $(SECONDS),600)

mutation: .venv/mutation ## how many small changes to the code the tests notice: make mutation PACKAGE=facts
	@.venv/bin/python tools/mutate.py --package $(or $(PACKAGE),measures)

.venv/mutation: .venv/ready requirements-mutation.lock
	@$(PIP) --require-hashes --no-deps -r requirements-mutation.lock
	@touch $@

.venv/atheris: .venv/ready requirements-fuzz.lock
	@$(PIP) --require-hashes --no-deps -r requirements-fuzz.lock
	@touch $@

lock: .venv/ready ## pin all dependencies of pyproject.toml anew, keeping versions that still fit
	@$(LOCK) --group build --output-file requirements-build.lock > /dev/null
	@$(LOCK) --group mutation --output-file requirements-mutation.lock > /dev/null
	@$(LOCK) --group fuzz --output-file requirements-fuzz.lock > /dev/null
	@$(LOCK) pyproject.toml --extra notebooks --extra fast --extra archive --extra cluster --extra s3 --extra excel --group dev --output-file requirements.lock > /dev/null

clean: ## remove .venv and everything else that can be made again
	@rm -rf .venv build .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -prune -exec rm -rf {} +

# The build backend comes first and from its own lock: jieba has no wheel, and pip would otherwise
# fetch whatever backend is newest to build it. The locks are complete, so pip resolves nothing: it
# would stumble over pytest-cov's coverage[toml] as soon as a coverage newer than the lock's appears.
.venv/locked: requirements-build.lock requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo 'banmian needs Python 3.11 or newer; "$(PYTHON)" is missing or older.' >&2; \
		echo 'Name another one, for example: make PYTHON=python3.13 $(MAKECMDGOALS)' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || { \
		echo '"$(PYTHON)" cannot make virtual environments: install its venv module' >&2; \
		echo '(Debian and Ubuntu: apt install python3-venv) or name another Python.' >&2; exit 1; }
	@echo 'Setting up .venv from requirements.lock (a minute or two) ...'
	@$(PYTHON) -m venv --clear .venv
	@$(PIP) --require-hashes --no-deps -r requirements-build.lock
	@$(PIP) --require-hashes --no-deps --no-build-isolation --use-pep517 -r requirements.lock
	@touch $@

.venv/ready: .venv/locked pyproject.toml
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@
