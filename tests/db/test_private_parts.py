"""What db/engine/quick.py and db/engine/drivers.py use of SQLAlchemy and psycopg without a promise that it stays:
here one sees which part a new release has changed. The bounds in pyproject.toml keep such a release away until
somebody has looked.
"""

import inspect
import tomllib
from collections.abc import Callable

import pytest
from packaging.requirements import Requirement
from psycopg import pq
from psycopg.adapt import Transformer
from psycopg.errors import error_from_result
from sqlalchemy import Connection, Select, select
from sqlalchemy.dialects.postgresql.asyncpg import dialect as numbered
from sqlalchemy.engine import default
from sqlmodel import col

from db.tables import Chat
from tests.house.source import ROOT

TAKES = {
    "_handle_dbapi_exception": (
        Connection._handle_dbapi_exception,
        ["self", "e", "statement", "parameters", "cursor", "context"],
    ),
    "error_from_result": (error_from_result, ["result", "encoding"]),
}
COMPILED = (
    *("string", "positiontup", "statement", "bind_names", "construct_params", "post_compile_params"),
    *("literal_execute_params", "insert_prefetch", "update_prefetch", "escaped_bind_names"),
)
LIBPQ = ("exec_", "exec_params", "prepare", "exec_prepared", "transaction_status", "status")
RESULT = ("status", "fname", "ftype", "nfields", "ntuples", "command_tuples", "get_error_message")
BOUNDS = {"sqlalchemy": ("2.1.99", "2.2"), "psycopg": ("3.3.99", "3.4")}


@pytest.mark.parametrize("name", TAKES)
def test_what_a_function_takes(name: str) -> None:
    function, names = TAKES[name]
    assert list(inspect.signature(function).parameters)[: len(names)] == names


@pytest.mark.parametrize("name", COMPILED)
def test_what_a_compiled_statement_tells(name: str) -> None:
    statement: Select[tuple[int]] = select(col(Chat.chat)).where(col(Chat.bot) == 1)
    assert hasattr(statement.compile(dialect=numbered()), name)  # type: ignore[no-untyped-call]


def test_what_types_do_with_values() -> None:
    kind = col(Chat.joined_at).type.dialect_impl(default.DefaultDialect())
    assert callable(kind.bind_processor) and callable(kind.result_processor)


@pytest.mark.parametrize("name", LIBPQ)
def test_what_libpq_does(name: str) -> None:
    assert hasattr(pq.PGconn, name)


@pytest.mark.parametrize("name", RESULT)
def test_what_a_result_tells(name: str) -> None:
    assert hasattr(pq.PGresult, name)


@pytest.mark.parametrize(
    ("function", "taken"),
    [
        (Transformer.dump_sequence, (None, [], [])),
        (Transformer.load_rows, (None, 0, 0, tuple)),
        (Transformer.set_pgresult, (None, None)),
    ],
    ids=lambda part: getattr(part, "__name__", ""),
)
def test_what_psycopg_makes_of_values(function: Callable[..., object], taken: tuple[object, ...]) -> None:
    assert callable(function)
    transformer = Transformer(None)
    if function is not Transformer.load_rows:  # that needs rows
        getattr(transformer, function.__name__)(*taken[1:])


@pytest.mark.parametrize("name", BOUNDS)
def test_a_release_that_may_change_them_is_not_taken_unseen(name: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    [wanted] = [each for each in map(Requirement, project["dependencies"]) if each.name == name]
    known, unseen = BOUNDS[name]
    assert known in wanted.specifier and unseen not in wanted.specifier
