"""The project's own files, as the architecture tests see them.

The files are found without git, since a release may come without its history: everything in the folder that
.gitignore does not name.
"""

import ast
import functools
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = (
    *("core", "wording", "db", "actions", "running", "bot", "delivery", "channels"),
    *("api", "scheduler", "sandbox", "simulation", "cli"),
)
NEVER_OURS = (".git", "node_modules")

Function = ast.FunctionDef | ast.AsyncFunctionDef


@functools.cache
def files() -> list[Path]:
    """All files of the project, without those that .gitignore names."""
    ignored = [line.strip() for line in (ROOT / ".gitignore").read_text().splitlines() if line.strip()]
    return sorted(_walk(ROOT, [pattern.strip("/") for pattern in ignored] + list(NEVER_OURS)))


def _walk(folder: Path, ignored: list[str]) -> Iterator[Path]:
    for entry in folder.iterdir():
        if any(fnmatch(entry.name, pattern) for pattern in ignored):
            continue
        if entry.is_dir():
            yield from _walk(entry, ignored)
        elif not entry.is_symlink():
            yield entry


@functools.cache
def texts() -> dict[str, str]:
    """The content of every text file, by its path in the project."""
    found = {}
    for path in files():
        try:
            found[name_of(path)] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
    return found


def name_of(path: Path) -> str:
    """The path as one writes it from the project's folder."""
    return path.relative_to(ROOT).as_posix()


def modules(*packages: str) -> dict[str, str]:
    """The Python files below some packages (all when none is named), with their text."""
    folders = tuple(f"{package}/" for package in packages or PACKAGES)
    return {name: text for name, text in texts().items() if name.endswith(".py") and name.startswith(folders)}


def is_migration(name: str) -> bool:
    """Whether a module is one step of the database's history: a list of tables, written by a tool."""
    return "/migrations/versions/" in name


@functools.cache
def tree(name: str) -> ast.Module:
    """The parsed module."""
    return ast.parse(texts()[name], name)


def functions(name: str) -> list[Function]:
    """Every function of a module, methods and inner ones included."""
    return [node for node in ast.walk(tree(name)) if isinstance(node, Function)]


def calls(name: str) -> Iterator[tuple[int, str]]:
    """Line and dotted name of every call in a module, such as (12, "datetime.now")."""
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func)


def complain(rule: str, breaches: list[str]) -> None:
    """Fail with the rule in one sentence and a line for every breach."""
    if breaches:
        pytest.fail("\n".join([rule, *(f"  {breach}" for breach in sorted(breaches))]), pytrace=False)
