"""Makes a sample of wrong changes, runs the tests that are near each, and tells which were noticed.

    make mutants                                    40 of each layer; writes docs/mutants.md
    make mutants ARGS="--sample 10 --layer db --seed 7 --print"

Near a change are the tests that call the function around it, the most particular first, and conversations; near one
outside of functions, or in one that is called at start only, those that call a function in which its name stands. What
each test calls is noted when it is not known yet (`--near` notes it anew), in the short form and on SQLite. Tests that
start processes are left out: a change that only they notice counts as unnoticed. What no other test reaches, since it
is for PostgreSQL or for a process of its own, is not drawn; the page tells how much that is.
"""

import argparse
import ast
import json
import os
import random
import re
import subprocess
import sys
import time
from collections import Counter
from functools import cache
from importlib import import_module
from itertools import accumulate
from multiprocessing import get_context
from typing import Any, NamedTuple

from tests.mutants.changes import FUNCTION, NAMED, Place, nodes, places, with_change
from tests.mutants.loading import FOLDER, LAYERS, ROOT, START, load_changed

MOST_SECONDS = 15.0
"""How long the tests that are tried take together when nothing else runs; twice that where conversations are near."""
STRICT = "tests/test_conversations.py"
"""Tests that compare every word: these are tried, too, though they call much else."""
TWINS = 12
"""How many tests of a change in db/ are tried on PostgreSQL, too, where they have a case for it."""
LEFT_OUT = ("db/migrations/", "db/tables/", "cli/simulate.py")
"""Tried from release to release, compared with these by `alembic check`, and tried by playing a campaign."""
NOT_NEAR = ("house", "sandbox", "deploy", "bench", "hostile", "e2e", "faults", "fieldwork", "simulation")
"""Folders of tests that read the files, start processes, or play at length."""
HOW = ("-x", "-q", "-p", "no:cacheprovider", "--timeout", "60")
PAGE = ROOT / "docs" / "mutants.md"
NOT_REACHED = (
    "Places not reached lie in functions that no quick test on SQLite calls, for they are for PostgreSQL or for a"
    " process of their own (tests/e2e, tests/faults, tests/backup): they are not drawn."
)


class Verdict(NamedTuple):
    """What came of a change. by: the first test that failed, empty when none did; tried: how many were to be run."""

    place: Place
    by: str
    tried: int


class First:
    """A plugin of pytest: runs these tests in this order, and keeps the first that fails. run: how many there were."""

    def __init__(self, tests: list[str]) -> None:
        self.rank = {test: at for at, test in enumerate(tests)}
        self.name, self.run = "", 0

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        """Of the functions that were named only the wanted cases; one that is not there any more is not counted."""
        items[:] = sorted((each for each in items if each.nodeid in self.rank), key=lambda one: self.rank[one.nodeid])
        self.run = len(items)

    def pytest_runtest_logreport(self, report: Any) -> None:
        """A part of a test has ended."""
        self.name = self.name or (report.nodeid if report.failed else "")


@cache
def sources() -> dict[str, str]:
    """The modules that are changed, by path."""
    paths = (path.relative_to(ROOT).as_posix() for layer in LAYERS for path in sorted((ROOT / layer).rglob("*.py")))
    return {path: (ROOT / path).read_text() for path in paths if not path.startswith(LEFT_OUT)}


@cache
def tree_of(path: str) -> ast.Module:
    """A module, parsed."""
    return ast.parse(sources()[path])


@cache
def functions_naming(name: str, module: str, deep: int = 3) -> set[str]:
    """The functions in which a name of a module stands; also through other names that are made of it."""
    found, stands = set[str](), re.compile(rf"\b{re.escape(name)}\b")
    for path in [path for path in sources() if name and (path == module or _takes(path, name, module))]:
        functions = ((node, each) for node, each in nodes(tree_of(path)) if isinstance(node, FUNCTION))
        found |= {f"{path}:{each}" for node, each in functions if stands.search(ast.unparse(node))}
        for node in tree_of(path).body if deep else ():
            if isinstance(node, ast.Assign | ast.AnnAssign | ast.ClassDef) and stands.search(ast.unparse(node)):
                others = [each for each in names_of(node) if each != name]
                found |= set().union(*(functions_naming(each, path, deep - 1) for each in others))
    return found


def _takes(path: str, name: str, module: str) -> bool:
    """Whether a module imports a name of another, maybe through its package, or imports that one whole."""
    dotted = module.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    for node in tree_of(path).body:
        names = {each.name for each in node.names} if isinstance(node, ast.ImportFrom) else set()
        of_it = isinstance(node, ast.ImportFrom) and f"{dotted}.".startswith(f"{node.module}.")
        if of_it and (name in names or dotted.rpartition(".")[2] in names):
            return True
    return False


def names_of(node: ast.AST) -> list[str]:
    """The names that a piece of a module gives."""
    if isinstance(node, NAMED):
        return [node.name]
    return [getattr(each, "id", "") for each in getattr(node, "targets", [getattr(node, "target", None)])]


def tests_near(place: Place, seen: dict[str, Any]) -> list[str]:
    """The tests to be tried, the most particular first."""
    around = next(node for node in tree_of(place.module).body if node.lineno <= place.line <= (node.end_lineno or 0))
    functions = {f"{place.module}:{place.function}"}
    if not any(functions & set(each["called"]) for test, each in seen.items() if test != START):
        functions = set().union(*(functions_naming(name, place.module) for name in names_of(around)))
    calling = [test for test, each in seen.items() if test != START and functions.intersection(each["called"])]
    nearest = sorted(calling, key=lambda test: (len(seen[test]["called"]), test))
    chosen = _within_time(nearest, seen)
    strict = _within_time([test for test in nearest if test.startswith(STRICT) and test not in chosen], seen)
    both = [test for test in nearest if "[sqlite" in test][:TWINS] if place.module.startswith("db/") else []
    return [*chosen, *strict, *(test.replace("[sqlite", "[postgresql") for test in both)]


@cache
def functions_of(module: str) -> set[str]:
    """The functions of a module, each with what stands around it."""
    return {each for node, each in nodes(tree_of(module)) if isinstance(node, FUNCTION)}


def is_reached(place: Place, reached: set[str]) -> bool:
    """Whether a place lies outside of functions, or in one that some test calls."""
    return place.function not in functions_of(place.module) or f"{place.module}:{place.function}" in reached


def _within_time(tests: list[str], seen: dict[str, Any]) -> list[str]:
    ends = accumulate(seen[test]["seconds"] for test in tests)
    return [test for test, end in zip(tests, ends, strict=True) if end < MOST_SECONDS]


def try_one(task: tuple[Place, list[str]]) -> Verdict:
    """Load the program with a change, in this process, and run the tests."""
    place, tests = task
    changed = with_change(tree_of(place.module), place)  # as it was when the sample was made
    load_changed(lambda path, tree: changed if path == place.module else tree)
    import pytest

    try:
        import_module(place.module.removesuffix(".py").removesuffix("/__init__").replace("/", "."))
        import_module("tests.conftest")
    except Exception as error:
        return Verdict(place, f"it does not load ({type(error).__name__})", len(tests))
    nowhere, first = os.open(os.devnull, os.O_WRONLY), First(tests)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    functions = [each for each in dict.fromkeys(test.partition("[")[0] for test in tests) if is_there(each)]
    answer = pytest.main([*HOW, *functions], [first]) if functions else 0
    if answer == pytest.ExitCode.USAGE_ERROR:
        raise LookupError("a test is not there any more: note anew what each calls (make mutants ARGS=--near)")
    return Verdict(place, "" if answer in (0, 5) else first.name or "it does not load", first.run)


def is_there(test: str) -> bool:
    """Whether a test has still the name under which it was noted what it calls."""
    file, *_, name = test.split("::")
    return (ROOT / file).exists() and f"def {name}(" in (ROOT / file).read_text()


def what_tests_call() -> dict[str, Any]:
    """The functions that each test calls, and its seconds; empty when it is not known yet."""
    return {test: seen for path in FOLDER.glob("near.*.json") for test, seen in json.loads(path.read_text()).items()}


def note_near() -> None:
    """Run the fast tests once, and note what each calls."""
    for old in FOLDER.glob("near.*.json"):
        old.unlink()
    folders = [each for each in sorted((ROOT / "tests").iterdir()) if each.name not in NOT_NEAR]
    tests = [str(each) for each in folders if each.is_dir() or each.name.startswith("test_")]
    how = ["-p", "tests.mutants.near", "-n", "2", "--dist", "worksteal", "-q", "-m", "not slow", "-k", "not postgresql"]
    subprocess.run([sys.executable, "-m", "pytest", *how, *tests], cwd=ROOT, check=False)


def main() -> None:
    """Sample, try, tell."""
    asked = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    asked.add_argument("--sample", type=int, default=40, help="changes of each layer")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--layer", choices=LAYERS, action="append")
    asked.add_argument("--near", action="store_true", help="note anew what each test calls")
    asked.add_argument("--print", action="store_true", help="do not write docs/mutants.md")
    how = asked.parse_args()
    if how.near or not what_tests_call():
        note_near()
    began, seen, tasks = time.monotonic(), what_tests_call(), list[tuple[Place, list[str]]]()
    reached, unreached = set[str]().union(*(each["called"] for each in seen.values())), Counter[str]()
    for layer in how.layer or LAYERS:
        ours = (path for path in sources() if path.startswith(f"{layer}/"))
        found = [each for path in ours for each in places(path, sources()[path])]
        there = [each for each in found if is_reached(each, reached)]
        unreached[layer] = len(found) - len(there)
        chosen = random.Random(how.seed).sample(there, min(how.sample, len(there)))
        tasks += [(place, tests_near(place, seen)) for place in chosen]
    verdicts = list[Verdict]()
    with get_context("fork").Pool(2, maxtasksperchild=1) as pool:
        for verdict in pool.imap_unordered(try_one, tasks, chunksize=1):
            place, by, tried = verdict
            print(f"{place.module}:{place.line} {place.kind}: {by or f'NOT NOTICED by {tried}'}", flush=True)
            verdicts.append(verdict)
    page = told(sorted(verdicts), unreached, f"seed {how.seed}, {(time.monotonic() - began) / 60:.0f} minutes")
    print(page) if how.print else PAGE.write_text(page)


def told(verdicts: list[Verdict], unreached: Counter[str], how: str) -> str:
    """The page: the shares, and each change with what noticed it. unreached: the places that were not drawn."""
    layers = Counter(each.place.module.partition("/")[0] for each in verdicts)
    noticed = Counter(each.place.module.partition("/")[0] for each in verdicts if each.by)
    lines = ["# Wrong changes, and what notices them", "", "Made by `make mutants`: see `tests/mutants/`.", ""]
    lines += ["| layer | changes | noticed | share | places not reached |", "|---|---|---|---|---|"]
    for layer, n in layers.items():
        lines.append(f"| {layer} | {n} | {noticed[layer]} | {noticed[layer] / n:.0%} | {unreached[layer]} |")
    lines += ["", f"{len(verdicts)} changes ({how}). {NOT_REACHED}", ""]
    lines += ["| where | what stands there | the change | noticed by |", "|---|---|---|---|"]
    for place, by, tried in verdicts:
        cells = f"{place.module}:{place.line}", f"`{place.told.replace('`', ' ')}`", place.kind
        noticing = f"`{by.removeprefix('tests/')}`" if by else f"**nothing** ({tried} tests)"
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in (*cells, noticing)) + " |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
