"""The changes that `make mutants` makes: each kind is one, and the rest of the module stays as it is."""

import ast

import pytest

from tests.mutants.changes import places, with_change

MADE = {
    "a < b": ["a <= b"],
    "a in b": ["a not in b"],
    "a and b": ["a or b"],
    "not a": ["a"],
    "x = 1 if a else b": ["x = 2 if a else b", "x = 1 if not a else b"],
    "x = True": ["x = False"],
    "def f():\n    return a": ["def f():\n    return None"],
    "f(a)": ["pass"],
    "raise a": ["pass"],
    "x = min(a)": ["x = max(a)"],
    "x = q.where(a, b)": ["x = q.where(a)"],
    "x = a.desc()": ["x = a"],
    "x: 'int' = 'text'": [],
    "log.info('word')": [],
    "import a\n'a docstring'": [],
    "PAUSE_SECONDS = 2": [],
    "if TYPE_CHECKING: import a": [],
    "x = open(a, timeout=3)": [],
    "x = time.monotonic() > a + 5": [],
    "database.close()": [],
}


@pytest.mark.parametrize("source", MADE)
def test_every_change_of_a_piece_of_code(source: str) -> None:
    made = [ast.unparse(with_change(ast.parse(source), place)) for place in places("x.py", source)]
    assert sorted(made) == sorted(MADE[source])


def test_a_place_is_told_with_its_line_and_the_function_around_it() -> None:
    (place,) = places("x.py", "a = b\n\ndef f(c):\n    def g():\n        return c\n    g = c")
    assert (place.line, place.function, place.kind, place.told) == (5, "f.g", "return None", "return c")
