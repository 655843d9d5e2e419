"""A citizen who writes too much in a minute gets one calm answer, then silence; an officer never does."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.flooding import MOST, Flooding, Heed
from channels.telegram.reception import Reception
from core.outgoing import NEW
from core.words import words
from db.engine.work import Database
from db.tables import Inbox
from running.office import Office
from tests.bot.conftest import FakeBot, reception_of
from tests.bot.test_sender import rows
from tests.leaving import text_of
from tests.people import ANI, CITRA, MORNING
from tests.updates import blocking, message
from wording.texts import sentence

CALM = sentence(words("problem.too_many_messages"), "id")
SECOND = timedelta(seconds=1)


def filled(officer: bool = False) -> Flooding:
    """Somebody has sent as many messages as are worked on, one in each second."""
    flooding = Flooding()
    for number in range(1, MOST + 1):
        flooding.worked(CITRA, number, MORNING + number * SECOND, officer=officer)
    return flooding


HEEDED: list[tuple[str, int, datetime, Heed]] = [
    ("one more", 900, MORNING + 40 * SECOND, Heed.CALM),
    ("one of before, delivered again", 5, MORNING + 40 * SECOND, Heed.WORK),
    ("after the minute", 900, MORNING + 61 * SECOND, Heed.WORK),
    ("when the clock was set back", 900, MORNING - 60 * SECOND, Heed.WORK),
]


@pytest.mark.parametrize(("label", "update", "at", "heed"), HEEDED, ids=[row[0] for row in HEEDED])
def test_heed(label: str, update: int, at: datetime, heed: Heed) -> None:
    assert filled().heed(CITRA, update, at) is heed


def test_one_calm_answer_then_silence_then_a_new_minute() -> None:
    flooding, now = filled(), MORNING + 40 * SECOND
    assert [flooding.heed(CITRA, number, now) for number in (900, 901, 900, 902)] == [
        Heed.CALM,
        Heed.SILENT,
        Heed.CALM,
        Heed.SILENT,
    ]
    assert flooding.heed(ANI, 903, now) is Heed.WORK
    assert flooding.heed(CITRA, 904, MORNING + 61 * SECOND) is Heed.WORK
    assert flooding.heed(CITRA, 905, now) is Heed.WORK, "the minute is forgotten"


def test_an_officers_messages_do_not_count() -> None:
    assert filled(officer=True).heed(CITRA, 900, MORNING + 40 * SECOND) is Heed.WORK


def test_who_becomes_an_officer_is_heard() -> None:
    flooding = filled()
    flooding.worked(CITRA, 899, MORNING + 39 * SECOND, officer=True)
    assert flooding.heed(CITRA, 900, MORNING + 40 * SECOND) is Heed.WORK


def test_minutes_of_long_ago_are_forgotten() -> None:
    flooding = Flooding()
    for chat in range(12_000):
        flooding.worked(chat, chat, MORNING + chat / 10 * SECOND, officer=False)
    assert len(flooding.minutes) < 6_000


@pytest.fixture
async def reception(office: Office, bot: FakeBot) -> AsyncIterator[Reception]:
    yield reception_of(bot, office)


def said(database: Database, chat: int) -> list[str]:
    return [text_of(row) for row in rows(database).values() if row.chat == chat and row.method == NEW]


def taken(database: Database) -> int:
    with database.read() as work:
        return int(work.value(select(func.count()).select_from(Inbox)))


async def test_a_flood_costs_one_calm_answer(database: Database, reception: Reception) -> None:
    for number in range(MOST + 20):
        await reception.receive(message(number + 1, CITRA, "Citra", MORNING, text="halo"))
    calm = [text for text in said(database, CITRA) if text.endswith(CALM)]
    assert len(calm) == 1 and said(database, CITRA)[-1] == calm[0]
    assert taken(database) == MOST + 1, "the others do not reach the database"
    await reception.receive(blocking(900, CITRA, "Citra", MORNING, blocks=True))
    assert taken(database) == MOST + 2, "that the bot was blocked is no message"


async def test_an_officer_is_always_answered(database: Database, reception: Reception) -> None:
    for number in range(MOST + 20):
        await reception.receive(message(number + 1, ANI, "Ani", MORNING, text="/bantuan"))
    assert len(said(database, ANI)) == MOST + 20
    assert not any(CALM in text for text in said(database, ANI))


async def test_citizens_do_not_count_together(database: Database, reception: Reception) -> None:
    for number in range(MOST + 20):
        await reception.receive(message(number + 1, CITRA + 100 + number, "Citra", MORNING, text="halo"))
    assert not any(CALM in text_of(row) for row in rows(database).values())
