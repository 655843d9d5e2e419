"""History is only ever added: the database refuses everything else, by hand as well, on both databases."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from db.engine.work import Database, Work
from db.tables import AreaChange
from tests.audit.test_story import Days, a_life
from tests.people import MORNING
from tests.town import Town

STAYS = ("visit", "correction", "detail", "review", "reassignment", "area_change", "change", "pursuit_act")
CHANGES = {
    "absence": "who comes back earlier shortens or drops it",
    "giving_back": "a decision is written beside the wish",
    "help_letter": "an answer is written beside the letter",
    "message": "it goes over to who takes the sender's place",
    "message_addressee": "an answer is written beside it",
    "proposal": "it is confirmed or dropped",
    "proposal_share": "it is answered",
    "training_step": "done anew with the training list",
}
"""Tables of what people did whose rows do change, and why."""
REFUSED = "history stays as it is"


def by_hand(database: Database, statement: str) -> None:
    with database.work() as work:
        work.connection.execute(text(statement))


@pytest.mark.parametrize("table", STAYS)
def test_a_change_by_hand_is_refused(database: Database, table: str) -> None:
    a_life(Days(database))
    column = next(each.name for each in SQLModel.metadata.tables[table].columns if each.name in ("at", "visited_at"))
    change = f'UPDATE "{table}" SET {column} = {column}'  # noqa: S608
    delete = f'DELETE FROM "{table}"'  # noqa: S608
    for statement in (change, delete):
        with pytest.raises(DBAPIError, match=REFUSED) as refused:
            by_hand(database, statement)
        assert f"rows of {table} " in str(refused.value)
    if not database.sqlite:
        with pytest.raises(DBAPIError, match=REFUSED):
            by_hand(database, f'TRUNCATE "{table}" CASCADE')


def test_who_a_case_was_handed_to_goes_over(database: Database) -> None:
    a_life(Days(database))
    by_hand(database, "UPDATE pursuit_act SET receiver = 'PML-009'")
    with pytest.raises(DBAPIError, match=REFUSED):
        by_hand(database, "UPDATE pursuit_act SET receiver = 'PML-009', note = 'x'")


def test_who_says_so_stays(database: Database) -> None:
    a_life(Days(database))
    for table in ("visit", "pursuit_act"):
        with pytest.raises(DBAPIError, match=REFUSED):
            by_hand(database, f"UPDATE {table} SET source = 'rt'")  # noqa: S608


def test_training_is_made_anew_with_its_history(database: Database) -> None:
    town = Town(database)
    for words in (
        "/latihan",
        "1 S 4",
        "2 M sibuk besok 16:00",
        "/detail 1",
        "Pagar hijau",
        "/koreksi 1",
        "tarik kembali",
    ):
        town.writes("Ani", words)
        town.now += timedelta(minutes=1)
    town.writes("Ani", "ya")
    assert len(town.visits()) == 2
    by_list = {"kind": "split", "area": "64", "part": "x", "officer": "PPL-0001~latihan", "at": MORNING}
    database.write(lambda work: work.change(insert(AreaChange), **by_list))
    for words in ("/latihan ulang", "ya"):
        town.writes("Ani", words)
    assert town.visits() == []


def triggers(work: Work) -> set[str]:
    """The tables whose rows cannot be changed or deleted."""
    if work.postgres:
        found = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%_stays' OR tgname LIKE '%_kept'"
    else:
        found = "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger'"
    names: list[Any] = list(work.connection.execute(text(found)).scalars())
    assert all(names.count(name) == 2 for name in names), "one refuses changes, the other deletion"
    return {name.strip('"') for name in names}


def test_every_table_of_history_is_guarded_after_all_migrations(database: Database) -> None:
    """A migration that makes such a table anew on SQLite has to make its triggers anew as well."""
    with database.read() as work:
        assert triggers(work) == set(STAYS)  # type: ignore[arg-type]
    named = {
        table.name
        for table in SQLModel.metadata.tables.values()
        if any(key.column.table.name == "officer" for key in table.foreign_keys)
    }
    people = {"chat", "household", "invite", "officer", "pursuit"}
    assert named == set(STAYS) - {"detail"} | set(CHANGES) | people


def test_what_was_kept_of_an_import(database: Database) -> None:
    a_life(Days(database))
    with database.read() as work:
        rows = work.connection.execute(text("SELECT before, after, who, face, note FROM change WHERE what = 'import'"))
        before, after, *rest = rows.one()
    before, after = (json.loads(each) if isinstance(each, str) else each for each in (before, after))
    assert (before["address"], after["address"]) == ("Jl. Mangga No. 12", "Jl. Mangga No. 12a")
    assert rest == ["office", "import", "prelist.csv"]
