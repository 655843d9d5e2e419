"""Where replies wait, a citizen gets one answer for all of them, which says so; an officer gets each."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import together
from channels.telegram.render import TEXT_LIMIT
from core.outgoing import COMMANDS, NEW, Message
from core.words import words
from db.engine.work import Database
from db.status import outbox
from running.office import Office
from sandbox.html import units
from tests.bot.conftest import FakeBot, reception_of
from tests.bot.test_sender import rows
from tests.leaving import call, text_of
from tests.people import ANI, BOT, CITRA, MORNING
from tests.updates import message
from wording.texts import sentence

NOTICE = sentence(words("reply.together"), "id")


class Counter:
    """A reception whose replies wait: nobody sends."""

    def __init__(self, office: Office, bot: FakeBot) -> None:
        self.reception = reception_of(bot, office)
        self.number = 0

    async def hears(self, chat: int, *texts: str) -> None:
        for text in texts:
            self.number += 1
            await self.reception.receive(message(self.number, chat, "Citra", MORNING, text=text))


@pytest.fixture
async def counter(office: Office, bot: FakeBot) -> Counter:
    return Counter(office, bot)


def by_status(database: Database, status: str) -> list[Any]:
    return [row for row in rows(database).values() if row.status == status and row.method == NEW]


async def test_a_lone_reply_says_nothing_of_others(database: Database, counter: Counter) -> None:
    await counter.hears(CITRA, "/bantuan")
    (reply,) = by_status(database, "waiting")
    assert NOTICE not in text_of(reply)


async def test_a_citizen_gets_one_answer_for_all(database: Database, counter: Counter) -> None:
    await counter.hears(CITRA, "/cek", "AAA-AAA-AAA", "/bantuan")
    question, wrong, helped = rows(database).values()
    assert [row.status for row in (question, wrong, helped)] == ["superseded", "superseded", "waiting"]
    text = text_of(helped)
    assert text.count(NOTICE) == 1 and text.startswith(NOTICE)
    assert text_of(question) in text, "what was said before is not lost"
    assert call(helped).params["reply_markup"]
    with database.read() as work:
        assert ("superseded", 2) in [(row.status, row[3]) for row in outbox(work)], "`catat status` shows it"


async def test_the_same_words_are_said_once(database: Database, counter: Counter) -> None:
    await counter.hears(CITRA, "halo", "halo?", "halo!!")
    (reply,) = by_status(database, "waiting")
    first = text_of(rows(database)[f"{reply.bot}:1:reply"])
    assert text_of(reply) == f"{NOTICE}\n\n{first}"


async def test_an_officer_gets_each_reply(database: Database, counter: Counter) -> None:
    await counter.hears(ANI, "/bantuan", "/target", "/bantuan")
    assert len(by_status(database, "waiting")) == 3
    assert by_status(database, "superseded") == []


async def test_other_citizens_are_left_alone(database: Database, counter: Counter) -> None:
    await counter.hears(CITRA, "halo")
    await counter.hears(CITRA + 100, "halo")
    assert len(by_status(database, "waiting")) == 2


async def test_what_is_no_message_stays(database: Database, counter: Counter) -> None:
    await counter.hears(CITRA, "/bahasa en", "/bahasa id")
    left = [row.method for row in rows(database).values() if row.status == "waiting"]
    assert sorted(left) == [COMMANDS, COMMANDS, NEW]


@given(st.lists(st.text(min_size=1, max_size=3000), min_size=1, max_size=6), st.text(min_size=1, max_size=4096))
def test_it_is_never_too_long_and_ends_with_the_newest(earlier: list[str], newest: str) -> None:
    newest = newest[: TEXT_LIMIT // 2]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(together, "supersede", lambda *_: [said(text) for text in earlier])
        message = together.answered_together(None, (BOT, CITRA), said(newest), "id")  # type: ignore[arg-type]
    text = "\n\n".join(sentence(each, "id") for each in message.said)
    assert units(text) <= TEXT_LIMIT
    assert text.endswith(sentence(said(newest).said[0], "id"))


def said(text: str) -> Message:
    return Message((words("problem.no_such_household", typed=text),))
