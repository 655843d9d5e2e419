"""Makes a sample of wrong changes, runs the tests that are near each, and tells which were noticed.

    make mutants                                    40 of each layer; writes docs/mutants.md
    make mutants ARGS="--sample 10 --layer db --seed 7 --print"

Near a change are the tests that call the function around it, the most particular first; near one outside of functions,
or in one that is called at start only, those that call a function in which its name stands. What each test calls is
noted when it is not known yet (`--near` notes it anew), in the short form and on SQLite. Tests that start processes are
left out: a change that only they notice counts as unnoticed.
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
from multiprocessing import get_context
from typing import Any, NamedTuple

from tests.mutants.changes import FUNCTION, NAMED, Place, nodes, places, with_change
from tests.mutants.loading import FOLDER, LAYERS, ROOT, load_changed

MOST_TESTS, MOST_SECONDS = 120, 25.0
"""How many tests are tried, and how long they take together when nothing else runs."""
LEFT_OUT = ("db/migrations/", "cli/simulate.py")
"""Tried from release to release, and by playing a campaign."""
NOT_NEAR = ("house", "sandbox", "deploy", "bench", "hostile", "e2e", "faults", "fieldwork", "simulation")
"""Folders of tests that read the files, start processes, or play at length."""
PAGE = ROOT / "docs" / "mutants.md"


class Verdict(NamedTuple):
    """What came of a change. by: the first test that failed, empty when none did; tried: how many there were."""

    place: Place
    by: str
    tried: int


class First:
    """A plugin of pytest: the first test that fails."""

    name = ""

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
    """The functions in which a name stands; also through other names of its module."""
    found, stands = set[str](), re.compile(rf"\b{re.escape(name)}\b")
    for path in [path for path, text in sources().items() if name and stands.search(text)]:
        functions = ((node, each) for node, each in nodes(tree_of(path)) if isinstance(node, FUNCTION))
        found |= {f"{path}:{each}" for node, each in functions if stands.search(ast.unparse(node))}
    for node in tree_of(module).body if deep else ():
        if isinstance(node, ast.Assign) and stands.search(ast.unparse(node.value)):
            found |= functions_naming(getattr(node.targets[0], "id", ""), module, deep - 1)
    return found


def tests_near(place: Place, seen: dict[str, Any]) -> list[str]:
    """The tests to be tried, the most particular first."""
    around = next(node for node in tree_of(place.module).body if node.lineno <= place.line <= (node.end_lineno or 0))
    names = [getattr(each, "id", "") for each in getattr(around, "targets", [getattr(around, "target", None)])]
    names = [around.name] if isinstance(around, NAMED) else names
    functions = {f"{place.module}:{place.function}"}
    if not any(functions & set(each["called"]) for each in seen.values()):
        functions = set().union(*(functions_naming(name, place.module) for name in names))
    calling = [test for test, each in seen.items() if functions.intersection(each["called"])]
    chosen, seconds = list[str](), 0.0
    for test in sorted(calling, key=lambda test: (len(seen[test]["called"]), test)):
        seconds += seen[test]["seconds"]
        if len(chosen) < MOST_TESTS and seconds < MOST_SECONDS:
            chosen.append(test)
    return chosen


def try_one(task: tuple[Place, list[str]]) -> Verdict:
    """Load the program with a change, in this process, and run the tests."""
    place, tests = task
    changed = with_change(tree_of(place.module), place)  # as it was when the sample was made
    load_changed(lambda path, tree: changed if path == place.module else tree)
    import pytest

    nowhere, first = os.open(os.devnull, os.O_WRONLY), First()
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    answer = pytest.main(["-x", "-q", "-p", "no:cacheprovider", "--timeout", "60", *tests], [first]) if tests else 0
    if answer == pytest.ExitCode.USAGE_ERROR:
        raise LookupError("a test is not there any more: note anew what each calls (make mutants ARGS=--near)")
    return Verdict(place, "" if answer in (0, 5) else first.name or "it does not load", len(tests))


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
    for layer in how.layer or LAYERS:
        ours = (path for path in sources() if path.startswith(f"{layer}/"))
        found = [each for path in ours for each in places(path, sources()[path])]
        chosen = random.Random(how.seed).sample(found, min(how.sample, len(found)))
        tasks += [(place, tests_near(place, seen)) for place in chosen]
    verdicts = list[Verdict]()
    with get_context("fork").Pool(2, maxtasksperchild=1) as pool:
        for verdict in pool.imap_unordered(try_one, tasks, chunksize=1):
            place, by, tried = verdict
            print(f"{place.module}:{place.line} {place.kind}: {by or f'NOT NOTICED by {tried}'}", flush=True)
            verdicts.append(verdict)
    page = told(sorted(verdicts), how.seed, time.monotonic() - began)
    print(page) if how.print else PAGE.write_text(page)


def told(verdicts: list[Verdict], seed: int, seconds: float) -> str:
    """The page: the shares, and each change with what noticed it."""
    layers = Counter(each.place.module.partition("/")[0] for each in verdicts)
    noticed = Counter(each.place.module.partition("/")[0] for each in verdicts if each.by)
    lines = ["# Wrong changes, and what notices them", "", "Made by `make mutants`: see `tests/mutants/`.", ""]
    lines += ["| layer | changes | noticed | share |", "|---|---|---|---|"]
    lines += [f"| {layer} | {n} | {noticed[layer]} | {noticed[layer] / n:.0%} |" for layer, n in layers.items()]
    lines += ["", f"{len(verdicts)} changes (seed {seed}) in {seconds / 60:.0f} minutes.", ""]
    lines += ["| where | what stands there | the change | noticed by |", "|---|---|---|---|"]
    for place, by, tried in verdicts:
        cells = f"{place.module}:{place.line}", f"`{place.told.replace('`', ' ')}`", place.kind
        noticing = f"`{by.removeprefix('tests/')}`" if by else f"**nothing** ({tried} tests)"
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in (*cells, noticing)) + " |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
