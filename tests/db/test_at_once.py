"""Several who look first and insert afterwards, all at once: one of them inserts, and nobody ends with an error."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event, text

from core.areas import Scheme
from core.face import By, Face
from core.identity import kk_key
from core.imports.files import read_areas, read_households, read_officers
from core.people.joining import Join, invite_hash
from core.people.person import Caller, Role
from db.bots import BotRow, bots, keep_bot
from db.engine.deployment import fact, first_fact
from db.engine.work import Database
from db.imports.areas import import_areas
from db.imports.households import import_households
from db.imports.officers import import_officers
from db.people.chats import chat_of, lock_chat
from db.people.invites import join, make_invite
from tests.people import BOT, RT1

AT_ONCE = 4
AT = datetime(2022, 10, 20, 1, tzinfo=UTC)
HERE = By("office", AT, Face.IMPORT, "new.csv")


def at_once(database: Database, each: Callable[[int], object], held: str = "INSERT") -> list[object]:
    """Do something several times at once. Before the first statement of each that is held, all have had time to look.

    It waits a moment for the others: for all of them, or, where they wait for their turn, in vain.
    """
    barrier, waited = Barrier(AT_ONCE), set()

    def wait(*told: object) -> None:
        statement, connection = str(told[2]), id(told[0])
        if statement.startswith(held) and connection not in waited:
            waited.add(connection)
            try:
                barrier.wait(0.3)
            except Exception:
                barrier.abort()

    event.listen(database.engine, "before_cursor_execute", wait)
    try:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            return list(pool.map(each, range(AT_ONCE)))
    finally:
        event.remove(database.engine, "before_cursor_execute", wait)


BOTS = {"the same bot": lambda n: 4711, "other bots of the same name": lambda n: 4711 + n}


@pytest.mark.parametrize("number_of", BOTS.values(), ids=list(BOTS))
def test_a_bot(database: Database, number_of: Callable[[int], int]) -> None:
    row = BotRow(4711, "main", "", "token", "secret", (), "active")
    at_once(database, lambda n: database.write(lambda work: keep_bot(work, replace(row, id=number_of(n)))))
    with database.read() as work:
        assert [each.name for each in bots(work) if each.status == "active"] == ["main"]


def test_a_fact_of_the_deployment(database: Database) -> None:
    told = at_once(database, lambda n: database.write(lambda work: first_fact(work, "secret_key", f"key {n}")))
    with database.read() as work:
        assert set(told) == {fact(work, "secret_key")}


IMPORTS: dict[str, tuple[str, Callable[[Database, bytes], object]]] = {
    "areas": (
        "code,name\n6472,Samarinda\n",
        lambda database, data: import_areas(database, read_areas(data, Scheme.BPS), Scheme.BPS),
    ),
    "officers": (
        "id,name,role,area\nPPL-9,Fajar,ppl,6471\n",
        lambda database, data: import_officers(database, read_officers(data), HERE),
    ),
    "households": (
        f"area,number,head,address,enumerator\n{RT1},9001,Wati,Jl. Ulin,PPL-0001\n",
        lambda database, data: import_households(database, read_households(data), kk_key("k" * 16), HERE),
    ),
}


@pytest.mark.parametrize("kind", IMPORTS)
def test_an_import(database: Database, kind: str) -> None:
    data, bring_in = IMPORTS[kind]
    done = at_once(database, lambda _: bring_in(database, data.encode()))
    assert sorted(each.added for each in done) == [0] * (AT_ONCE - 1) + [1]  # type: ignore[attr-defined]


def test_an_officer_joins_from_several_phones(database: Database) -> None:
    with database.work() as work:
        for n in range(AT_ONCE):
            make_invite(work, "PPL-0001", f"code-{n}", AT)
            lock_chat(work, BOT, 7000 + n)
        work.connection.execute(text("update chat set officer = null where officer = 'PPL-0001'"))

    def open_link(n: int) -> None:
        caller = Caller(Role.CITIZEN, "id", AT, ZoneInfo("Asia/Makassar"))
        database.write(lambda work: join(work, Join(caller, invite_hash(f"code-{n}")), (BOT, 7000 + n)))

    at_once(database, open_link, "UPDATE chat")
    with database.read() as work:
        chat = chat_of(work, "PPL-0001")
    assert chat is not None
    assert chat.chat in range(7000, 7000 + AT_ONCE)
