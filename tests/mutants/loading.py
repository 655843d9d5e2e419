"""Modules of the program are changed while they are loaded: nothing is written, and each process has its own change."""

import ast
import sys
from collections.abc import Callable, Sequence
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType

ROOT = Path(__file__).resolve().parents[2]
LAYERS = ("core", "wording", "db", "actions", "bot", "delivery", "channels", "cli")
FOLDER = ROOT / "var" / "mutants"
"""Where it is kept what each test calls."""
START = "before the first test"
"""The name under which is kept what is called while the modules are loaded."""
Change = Callable[[str, ast.Module], ast.Module]
"""What is made of a module: its path in the project, and its tree."""


class Changed(SourceFileLoader):
    """Loads a module as something else than what stands in its file."""

    change: Change

    def get_code(self, fullname: str) -> CodeType:
        """The changed module, compiled; what was compiled before is not looked at."""
        path = Path(self.path)
        tree = self.change(path.relative_to(ROOT).as_posix(), ast.parse(path.read_bytes()))
        return compile(ast.fix_missing_locations(tree), self.path, "exec", dont_inherit=True)


class Finder:
    """Finds the modules of the layers."""

    def __init__(self, change: Change) -> None:
        self.change = change

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Where a module is, to be changed; None for all others."""
        if fullname.partition(".")[0] not in LAYERS:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.origin and isinstance(spec.loader, SourceFileLoader):
            spec.loader = Changed(fullname, spec.origin)
            spec.loader.change = self.change
        return spec


def load_changed(change: Change) -> None:
    """From now on modules are loaded changed; none of them may be loaded yet."""
    assert not set(LAYERS) & set(sys.modules)
    sys.meta_path.insert(0, Finder(change))
