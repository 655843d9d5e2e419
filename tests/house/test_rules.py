"""Rules that keep the parts apart: who commits, who knows the time, what is described, what stays out of the files."""

import ast
import re
from collections.abc import Iterator

from tests.house.source import PACKAGES, calls, complain, is_migration, modules, texts, tree

DESCRIBED = tuple(each for each in PACKAGES if each != "cli")
CLOCKS = {
    *("datetime.now", "datetime.utcnow", "datetime.today", "date.today"),
    *("datetime.datetime.now", "datetime.datetime.utcnow", "datetime.date.today"),
    *("time.time", "time.time_ns", "time.monotonic", "time.perf_counter"),
}
# Written apart, so that this file keeps its own rules.
HOMES = "|".join(("ho" "me", "wo" "rk", "Us" "ers"))
MACHINE_PATH = re.compile(rf"(?<![\w.~$}}\])-])/(?:(?:{HOMES})/[\w.-]|ro" r"ot\b)")
REGISTRIES = ("py" "pi.org", "pytho" "nhosted.org", "registry.np" "mjs.org", "registry.ya" "rnpkg.com")


def undescribed(name: str) -> Iterator[str]:
    """The public classes and functions of a module, and the public methods of its public classes, without docstring."""
    yield from _undescribed_in(name, tree(name))


def _undescribed_in(name: str, parent: ast.Module | ast.ClassDef) -> Iterator[str]:
    for node in parent.body:
        if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if node.name.startswith("_") or _is_overload(node):
            continue
        if not ast.get_docstring(node) and not isinstance(parent, ast.ClassDef):
            yield f"{name}:{node.lineno} {node.name}"
        if isinstance(node, ast.ClassDef):
            yield from _undescribed_in(name, node)


def _is_overload(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(ast.unparse(decorator).endswith("overload") for decorator in node.decorator_list)


def test_public_names_are_described() -> None:
    complain(
        "A public class or function has a docstring with its meaning, units, errors and the source of its rule:",
        [breach for name in modules(*DESCRIBED) if not is_migration(name) for breach in undescribed(name)],
    )


def test_the_domain_and_the_talks_know_no_clock() -> None:
    complain(
        "core, wording and bot/flows get `now` as an argument and never ask a clock:",
        [
            f"{name}:{line} calls {called}"
            for name in modules("core", "wording", "bot/flows")
            for line, called in calls(name)
            if called in CLOCKS
        ],
    )


def test_one_file_commits() -> None:
    complain(
        "A transaction has one owner: only db/engine/work.py commits:",
        [
            f"{name}:{line} calls {called}"
            for name in modules()
            if name != "db/engine/work.py"
            for line, called in calls(name)
            if called.split(".")[-1] == "commit"
        ],
    )


def test_no_file_knows_a_machine() -> None:
    complain(
        "A file of the project names no folder of somebody's machine:",
        [
            f"{name}:{line} {found}"
            for name, text in texts().items()
            for line, found in lines_with(MACHINE_PATH, text)
        ],
    )


def test_no_file_names_a_package_registry() -> None:
    pattern = re.compile("|".join(map(re.escape, REGISTRIES)))
    complain(
        "Where packages come from is the machine's setting, not the project's:",
        [f"{name}:{line} {found}" for name, text in texts().items() for line, found in lines_with(pattern, text)],
    )


def lines_with(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, str]]:
    """Number and content of the lines in which the pattern is found."""
    for match in pattern.finditer(text):
        start = text.rfind("\n", 0, match.start()) + 1
        yield text.count("\n", 0, match.start()) + 1, text[start:].split("\n", 1)[0].strip()[:100]


ONE_OF_MANY = {"Problem", "Unsure", "SettingsError", "Refused", "NoCopy", "PhoneRefusal"}
"""Errors that stand for many things that can be wrong."""


def bare(name: str) -> Iterator[str]:
    """Where a test expects such an error and looks at nothing of it."""
    for node in ast.walk(tree(name)):
        for item in node.items if isinstance(node, ast.With | ast.AsyncWith) else ():
            call = item.context_expr
            if not isinstance(call, ast.Call) or ast.unparse(call.func) != "pytest.raises" or item.optional_vars:
                continue
            if ast.unparse(call.args[0]) in ONE_OF_MANY and not any(each.arg == "match" for each in call.keywords):
                yield f"{name}:{call.lineno}"


def test_a_test_names_the_problem_that_it_expects() -> None:
    complain(
        "Any problem would pass: say which one (match=...), or look at what was raised (as refused):",
        [breach for name in texts() if name.startswith("tests/") and name.endswith(".py") for breach in bare(name)],
    )
