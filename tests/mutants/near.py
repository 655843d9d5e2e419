"""A plugin of pytest: which test calls which functions, and how long it takes. Each worker writes a file of its own."""

import ast
import builtins
import json
import os
import time
from collections.abc import Iterator
from typing import Any

import pytest

import tests.soak
from tests.mutants.changes import FUNCTION, nodes
from tests.mutants.loading import FOLDER, START, load_changed

SAVED_EACH = 50
CALLED: set[str] = set()
MARK = "__called__"


def marked(path: str, tree: ast.Module) -> ast.Module:
    """The module, whose functions note that they were called: by path and name."""
    for node, name in list(nodes(tree)):
        if isinstance(node, FUNCTION):
            note = ast.parse(f"{MARK}({f'{path}:{name}'!r})").body
            node.body[1 if ast.get_docstring(node) else 0 : 0] = note
    return tree


setattr(builtins, MARK, CALLED.add)
load_changed(marked)
tests.soak.examples = lambda full: 5  # a few examples show where a property goes


class Near:
    """Notes what each test calls. What a fixture for many tests calls counts for the first of them."""

    def __init__(self) -> None:
        self.seen: dict[str, Any] = {}
        self.at_start: set[str] = set()
        self.failed: set[str] = set()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """A test begins and ends."""
        self.at_start = self.at_start or set(CALLED)
        CALLED.clear()
        began = time.monotonic()
        try:
            return (yield)
        finally:
            if item.nodeid not in self.failed:
                self.seen[item.nodeid] = {"seconds": round(time.monotonic() - began, 3), "called": sorted(CALLED)}
            if len(self.seen) % SAVED_EACH == 0:
                self.save()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A part of a test has ended; one that fails without a change tells nothing of one."""
        if report.failed:
            self.failed.add(report.nodeid)

    def pytest_unconfigure(self) -> None:
        """The worker ends."""
        self.save()

    def save(self) -> None:
        """Keep what was seen."""
        FOLDER.mkdir(parents=True, exist_ok=True)
        self.seen[START] = {"seconds": 0, "called": sorted(self.at_start)}
        (FOLDER / f"near.{os.getpid()}.json").write_text(json.dumps(self.seen))


def pytest_configure(config: pytest.Config) -> None:
    """Only where tests are run: not in the process that hands them out."""
    if hasattr(config, "workerinput") or not getattr(config.option, "numprocesses", None):
        config.pluginmanager.register(Near())
