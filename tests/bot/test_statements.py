"""How many statements a message costs: printed, and bounded. On PostgreSQL each is a round trip."""

from datetime import timedelta

import pytest

from bot.event import event_of
from bot.hear import hear
from db.engine.work import Database
from tests import updates
from tests.people import BOT, CAMPAIGN, CHATS
from tests.statements import statements
from tests.town import Town

TWENTY = "; ".join(f"{number} S {1 + number % 7}" for number in range(1, 21))
LISTS = "; ".join(f"{number} T" for number in range(1, 11))
MESSAGES: list[tuple[str, str, tuple[str, ...], str, int]] = [
    ("a question that nothing is kept for", "Ani", (), "/bantuan", 5),
    ("the target", "Ani", (), "/target", 9),
    ("a report in one line", "Ani", (), "1 S 4", 15),
    ("the last answer of a report", "Ani", ("/lapor 1",), "4", 16),
    ("twenty reports in one message", "Ani", (), TWENTY, 10 + 5 * 20),
    ("ten revisits in one message", "Ani", (), LISTS, 10 + 7 * 10),
    ("a correction", "Ani", ("1 S 4", "/koreksi 1", "orang"), "5", 18),
    ("the team", "Budi", ("1 S 4",), "/ringkasan", 19),
    ("a receipt code", "Citra", (), "/cek 7KQ2MDXR5", 10),
]


@pytest.mark.parametrize(("label", "who", "before", "text", "most"), MESSAGES, ids=[each[0] for each in MESSAGES])
def test_the_statements_of_a_message(
    database: Database, label: str, who: str, before: tuple[str, ...], text: str, most: int
) -> None:
    town = Town(database)
    for earlier in before:
        town.writes("Ani", earlier)
    told = event_of(BOT, updates.message(900, CHATS[who], who, town.now, text=text), town.now, timedelta(0))
    assert told is not None
    with statements(database) as seen, database.work() as work:
        assert hear(work, told, CAMPAIGN, town.now) is not None
    print(f"{label}: {len(seen)} statements")  # noqa: T201  a figure to look at
    assert len(seen) <= most
