"""How many small changes to the code the tests notice: a random sample of mutants.

``python tools/mutate.py --package measures --sample 150 --seed 1`` works on a copy of the
repository. cosmic-ray makes the mutants: a comparison, an operator of arithmetic or logic, a
condition, a number or a loop is replaced. Places are drawn at random, one change each. Each mutant
meets the tests that run its function, the fastest first, until one fails; outside of functions,
or in one that at most one test runs (it may fill a cache for the others), it meets all tests.

Left alone, for no test could or should tell them: annotations, decorators (caches, frozen
dataclasses), the arguments of ``raise`` (wording), ``is`` for ``==`` and back. cosmic-ray has no
mutants of texts and regular expressions: the figure says nothing about them. A test that takes
long counts as failed; the processor's seconds decide, so that a busy machine changes no figure.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import math
import multiprocessing
import os
import random
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import wait
from pathlib import Path
from types import FrameType
from typing import Any, Final

import hypothesis
import pytest

ROOT: Final = Path(__file__).resolve().parent.parent

TESTS: Final[Mapping[str, tuple[str, ...]]] = {
    "parsing": ("floors", "furniture", "names", "page", "parsing", "parsing_edges"),
    "measures": (
        "association", "dispersion", "diversity", "families", "keyness", "kwic", "measures",
        "ngrams",
    ),
    "facts": (
        "claims", "dates", "fact_tables", "floors", "issue", "organisations", "people", "places",
        "quantities",
    ),
}  # fmt: skip
"""The files of tests of each package; its doctests are run with them."""

SAME: Final = re.compile(r"_(Eq|NotEq|Lt|LtE|Gt|GtE)_Is|_Is(Not)?_(?!Is)|RemoveDecorator")
"""Operators whose mutants are not made, by their names in cosmic-ray."""

IMPORT_LIMIT: Final = 60
"""Seconds of the processor until the first test; it takes 4."""

MEMORY_LIMIT: Final = 8 * 2**30
"""Bytes of address space of one mutant."""

Limits = dict[str, float]
"""Seconds of the processor that each test may take, in the order to run them."""


@dataclass(frozen=True)
class Mutant:
    """One change at one place: what cosmic-ray needs to make it, and where it is."""

    file: Path
    operator: str
    occurrence: int
    start: tuple[int, int]
    function: tuple[int, int] | None
    """First and last line of the function whose body holds the place; None outside of any."""


# ---------------------------------------------------------------- the mutants


def is_exempt(node: Any) -> bool:
    """Whether a node is in an annotation, a decorator or a raised error."""
    annotation = {"annassign": 1, "tfpdef": 2}
    inner, outer = node, node.parent
    while outer is not None:
        if outer.type in ("decorator", "raise_stmt"):
            return True
        if outer.type in annotation and inner is outer.children[annotation[outer.type]]:
            return True
        if outer.type == "funcdef" and inner is outer.annotation:
            return True
        inner, outer = outer, outer.parent
    return False


def function_around(node: Any) -> tuple[int, int] | None:
    """The lines of the outermost function whose body holds a node, or None."""
    found = None
    inner, outer = node, node.parent
    while outer is not None:
        if outer.type == "funcdef" and inner is outer.children[-1]:
            whole = outer.parent if outer.parent.type == "decorated" else outer
            found = (whole.start_pos[0], whole.end_pos[0])
        inner, outer = outer, outer.parent
    return found


def mutants_of(file: Path) -> Iterator[Mutant]:
    """All mutants of a file, without those that are left alone."""
    tree = importlib.import_module("cosmic_ray.ast")
    plugins = importlib.import_module("cosmic_ray.plugins")
    kinds = {name: plugins.get_operator(name) for name in plugins.operator_names()}
    operators = {
        name: kind()
        for name, kind in kinds.items()
        if not kind.arguments() and not SAME.search(name)
    }
    counts: dict[str, int] = defaultdict(int)
    for node in tree.ast_nodes(tree.get_ast(file.read_text("utf-8"))):
        for name, operator in operators.items():
            for start, _ in operator.mutation_positions(node):
                occurrence, counts[name] = counts[name], counts[name] + 1
                if not is_exempt(node):
                    yield Mutant(file, name, occurrence, start, function_around(node))


def draw(files: Iterable[Path], seed: int) -> Iterator[tuple[Mutant, str]]:
    """Mutants at places in random order, one a place, and the code that each makes."""
    get_operator = importlib.import_module("cosmic_ray.plugins").get_operator
    mutate_code = importlib.import_module("cosmic_ray.mutating").mutate_code
    places: dict[tuple[Path, tuple[int, int]], list[Mutant]] = defaultdict(list)
    for file in files:
        for mutant in mutants_of(file):
            places[mutant.file, mutant.start].append(mutant)
    chance = random.Random(seed)
    for place in chance.sample(sorted(places), len(places)):
        mutant = chance.choice(places[place])
        operator = get_operator(mutant.operator)()
        code = mutate_code(mutant.file.read_text("utf-8"), operator, mutant.occurrence)
        try:
            compile(code, mutant.file, "exec")
        except SyntaxError:
            continue
        yield mutant, code


# ---------------------------------------------------------------- the tests


class Selection:
    """A plugin of pytest: some tests in some order, each with its limit; or all, measured."""

    def __init__(self, limits: Limits | None = None, watched: str = "") -> None:
        """Run the tests of ``limits`` and no others; or all, and note what they run of a folder."""
        self.limits = limits
        self.watched = watched
        self.costs: Limits = {}
        self.functions: dict[str, list[tuple[str, int]]] = {}

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        """Keep what is to be run."""
        if self.limits is not None:
            by_name = {item.nodeid: item for item in items}
            items[:] = [by_name[name] for name in self.limits if name in by_name]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: Any) -> Iterator[None]:
        """Run one test with its limit, or measure it."""
        seen: set[tuple[str, int]] = set()

        def note(frame: FrameType, _event: str, _argument: object) -> None:
            if frame.f_code.co_filename.startswith(self.watched):
                seen.add((frame.f_code.co_filename, frame.f_code.co_firstlineno))

        if self.limits is not None:
            signal.setitimer(signal.ITIMER_PROF, self.limits[item.nodeid])
        else:
            sys.settrace(note)
        before = time.process_time()
        result = yield
        self.costs[item.nodeid] = time.process_time() - before
        sys.settrace(None)
        self.functions[item.nodeid] = sorted(seen)
        return result


def run_tests(tree: Path, package: str, selection: Selection) -> int:
    """Run tests of a package on a copy of the repository; pytest's exit code."""
    os.chdir(tree)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    sys.path.insert(0, str(tree / "src"))
    phases = [hypothesis.Phase.explicit, hypothesis.Phase.generate]  # no smaller example is sought
    hypothesis.settings.register_profile("mutants", database=None, phases=phases)
    hypothesis.settings.load_profile("mutants")
    files = [f"tests/test_{name}.py" for name in TESTS[package]] + [f"src/banmian/{package}"]
    options = ["-x", "-q", "-o", "addopts=", "--doctest-modules", "-p", "no:cacheprovider"]
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    return int(pytest.main([*options, *files], plugins=[selection]))


def measure(tree: Path, package: str, result: Path) -> None:
    """Write pytest's code, what every test costs, and the functions of the package that it runs."""
    selection = Selection(watched=str(tree / "src" / "banmian" / package))
    code = run_tests(tree, package, selection)
    result.write_text(json.dumps([code, selection.costs, selection.functions]))


def try_mutant(tree: Path, package: str, file: Path, code: str, limits: Limits) -> None:
    """Exit with pytest's code for the tests of a mutant; a signal ends what takes too long."""
    signal.setitimer(signal.ITIMER_PROF, IMPORT_LIMIT)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    sys.dont_write_bytecode = True
    Path(importlib.util.cache_from_source(str(file))).unlink(missing_ok=True)
    file.write_text(code, "utf-8")
    os._exit(run_tests(tree, package, Selection(limits)))


def limits_for(
    mutant: Mutant, costs: Limits, functions: Mapping[str, Sequence[tuple[str, int]]]
) -> Limits:
    """The tests that run the function of a mutant, or all; the cheapest first."""
    names: Collection[str] = ()
    if mutant.function is not None:
        first, last = mutant.function
        names = {
            name
            for name, run in functions.items()
            if any(file == str(mutant.file) and first <= line <= last for file, line in run)
        }
    if len(names) < 2:
        names = costs
    return {name: 10 + 5 * costs[name] for name in sorted(names, key=lambda n: (costs[n], n))}


# ---------------------------------------------------------------- the sample


def copy_repository(tree: Path) -> None:
    """Copy what the tests need of the repository."""
    for part in ("src", "tests", "tools", "seeds"):
        shutil.copytree(ROOT / part, tree / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tree)


def try_all(
    package: str, tasks: Iterable[tuple[Mutant, str, Limits]], source: Path, free: list[Path]
) -> Iterator[tuple[Mutant, str, int]]:
    """Each mutant, its code and pytest's exit code for it; at a time as many as trees are free."""
    fork = multiprocessing.get_context("fork")
    running: dict[Any, tuple[Any, Path, Path, Mutant, str]] = {}

    def finished() -> Iterator[tuple[Mutant, str, int]]:
        for sentinel in wait(list(running)):
            process, tree, file, mutant, code = running.pop(sentinel)
            process.join()
            shutil.copy(mutant.file, file)
            free.append(tree)
            yield mutant, code, process.exitcode

    for mutant, code, limits in tasks:
        if not free:
            yield from finished()
        tree = free.pop()
        file = tree / mutant.file.relative_to(source)
        process = fork.Process(target=try_mutant, args=(tree, package, file, code, limits))
        process.start()
        running[process.sentinel] = process, tree, file, mutant, code
    while running:
        yield from finished()


def interval(hits: int, count: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927)."""
    z = 1.959964
    middle = (hits + z * z / 2) / (count + z * z)
    half = z / (count + z * z) * math.sqrt(hits * (count - hits) / count + z * z / 4)
    return middle - half, middle + half


def changed_line(mutant: Mutant, code: str, source: Path) -> str:
    """The place of a mutant, the line as it is and as it became."""
    before = mutant.file.read_text("utf-8").split("\n")
    old, new = next(
        pair for pair in zip(before, code.split("\n"), strict=False) if len(set(pair)) > 1
    )
    place = f"{mutant.file.relative_to(source)}:{mutant.start[0]}"
    return f"{place}\n    - {old.strip()}\n    + {new.strip()}"


def run(package: str, sample: int, seed: int, jobs: int, folder: Path) -> int:
    """Try a sample, print what survived and the share that was killed; 0 if all could be tried."""
    source = folder / "source"
    copy_repository(source)
    result = folder / "measured.json"
    for module in ("numpy", "pandas", "scipy.stats", "jieba"):  # once for all mutants
        importlib.import_module(module)
    process = multiprocessing.get_context("fork").Process(
        target=measure, args=(source, package, result)
    )
    process.start()
    process.join()
    code, costs, functions = json.loads(result.read_text())
    if code:
        print("The tests fail without any mutant; run them by pytest first.")
        return 1
    print(f"{len(costs)} tests in {sum(costs.values()):.0f} s of the processor", flush=True)
    trees = [shutil.copytree(source, folder / str(number)) for number in range(jobs)]
    drawn = draw(sorted((source / "src/banmian" / package).rglob("*.py")), seed)
    chosen = [next(drawn) for _ in range(sample)]
    tasks = ((mutant, code, limits_for(mutant, costs, functions)) for mutant, code in chosen)
    killed = 0
    for tried, (mutant, code, verdict) in enumerate(try_all(package, tasks, source, trees), 1):
        if verdict in (pytest.ExitCode.USAGE_ERROR, pytest.ExitCode.NO_TESTS_COLLECTED):
            print(f"pytest ran nothing for {mutant}")
            return 1
        killed += bool(verdict)
        if not verdict:
            print(f"{tried - killed} of {tried}: {changed_line(mutant, code, source)}", flush=True)
    low, high = interval(killed, sample)
    print(
        f"{package}: {killed} of {sample} mutants killed, {killed / sample:.1%} "
        f"(95 % interval {low:.1%} to {high:.1%}; seed {seed})"
    )
    return 0


def main() -> None:
    """Read the arguments."""
    parser = argparse.ArgumentParser(description="Try a random sample of mutants of a package.")
    parser.add_argument("--package", choices=TESTS, required=True)
    parser.add_argument("--sample", type=int, default=150, help="how many mutants")
    parser.add_argument("--seed", type=int, default=1, help="another seed is another sample")
    parser.add_argument("--jobs", type=int, default=2, help="mutants at a time")
    options = parser.parse_args()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.nice(10)
    with tempfile.TemporaryDirectory(prefix="banmian-mutants-") as folder:
        sys.exit(run(options.package, options.sample, options.seed, options.jobs, Path(folder)))


if __name__ == "__main__":
    main()
