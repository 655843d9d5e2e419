"""No module imports one that imports it back, by whatever way, not even for types alone."""

import grimp

from tests.house.source import PACKAGES, complain


def test_imports_run_in_no_circle() -> None:
    graph = grimp.build_graph(*PACKAGES, cache_dir=None)
    left = {module: set(graph.find_modules_directly_imported_by(module)) for module in graph.modules}
    while free := {module for module, imported in left.items() if not imported & left.keys()}:
        left = {module: imported for module, imported in left.items() if module not in free}
    complain("Modules that import each other in a circle, and those that need them:", sorted(left))
