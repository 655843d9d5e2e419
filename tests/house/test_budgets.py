"""Sizes that a reader can take in: the budgets of docs/design.md.

The fifth parameter being the last one is ruff's rule PLR0913, and checked with the style.
"""

import ast

from tests.house.source import Function, complain, functions, is_migration, modules, texts

FILE_LINES = 300
FUNCTION_LINES = 40
VAGUE_NAMES = {"service", "services", "manager", "managers", "utils", "util", "helpers", "helper", "common", "misc"}


def code_lines(function: Function) -> int:
    """The lines of a function without its decorators and its docstring."""
    docstring = function.body[0] if ast.get_docstring(function) else None
    described = docstring.end_lineno - docstring.lineno + 1 if docstring and docstring.end_lineno else 0
    return (function.end_lineno or function.lineno) - function.lineno + 1 - described


def test_files_stay_short() -> None:
    complain(
        f"A file has 250 lines, {FILE_LINES} at the very most. Split it along the field's words:",
        [
            f"{name} has {len(text.splitlines())}"
            for name, text in modules().items()
            if len(text.splitlines()) > FILE_LINES
        ],
    )


def test_functions_stay_short() -> None:
    complain(
        f"A function has {FUNCTION_LINES} lines at most, its docstring not counted. Name its parts:",
        [
            f"{name}:{function.lineno} {function.name} has {code_lines(function)}"
            for name in modules()
            if not is_migration(name)
            for function in functions(name)
            if code_lines(function) > FUNCTION_LINES
        ],
    )


def test_file_names_say_what_is_inside() -> None:
    complain(
        "A file is named after the field's words; these names say nothing:",
        [
            name
            for name in texts()
            if name.endswith(".py") and VAGUE_NAMES & set(name.removesuffix(".py").split("/"))
        ],
    )
