"""Letters that describe a file: made right before the call, made again for another try, dead when nobody can."""

import threading
from typing import Any

import pytest
from telegram.error import NetworkError

from channels.telegram import failures as delivery
from core.outgoing import Call
from db.engine.work import Database
from db.outbox.messages import Lane, OutboxMessage, post
from delivery.files import MAKERS, Unmade, Upload, upload, with_file
from running.office import Office
from tests.bot.conftest import FakeBot, until
from tests.bot.test_sender import put, rows, sending, status
from tests.people import ANI, BOT, BUDI, MORNING

LETTER = {"file": "data-saya.json", "make": "text", "of": {"text": '{"nama": "Åsa"}'}}
MADE = Upload("data-saya.json", "application/json", '{"nama": "Åsa"}'.encode())


def put_file(database: Database, described: dict[str, Any], key: str = "file", chat: int = ANI) -> None:
    params = {"chat_id": chat, "document": described, "text": key}
    with database.work() as work:
        assert post(work, OutboxMessage(BOT, chat, Lane.REPLY, key, Call("sendDocument", params)), MORNING)


KINDS = [
    ("a letter without a file", "sendMessage", {"text": "x"}, {"text": "x"}),
    ("a message that only looks like it", "sendMessage", {"document": LETTER}, {"document": LETTER}),
    ("a file that Telegram has", "sendPhoto", {"photo": "AgAC"}, {"photo": "AgAC"}),
    ("a file to be made", "sendDocument", {"chat_id": 1, "document": LETTER}, {"chat_id": 1, "document": MADE}),
]


@pytest.mark.parametrize(("method", "params", "sent"), [c[1:] for c in KINDS], ids=[c[0] for c in KINDS])
async def test_what_is_described_is_made(method: str, params: dict[str, Any], sent: dict[str, Any]) -> None:
    before = dict(params)
    assert await with_file(method, params) == sent
    assert params == before


NOT_MADE = [
    ("an unknown maker", {"file": "a", "make": "magic", "of": {}}, "nobody makes 'magic'"),
    ("no maker at all", {"file": "a"}, "nobody makes None"),
    ("a thing left out", {"file": "a", "make": "text", "of": {"no": "rahasia"}}, "'text' could not be made: KeyError"),
    ("nothing to make it of", {"file": "a", "make": "text"}, "'text' could not be made: KeyError"),
]  # fmt: skip


@pytest.mark.parametrize(("described", "why"), [c[1:] for c in NOT_MADE], ids=[c[0] for c in NOT_MADE])
async def test_what_cannot_be_made_is_dead_and_the_chat_goes_on(
    database: Database, office: Office, bot: FakeBot, described: dict[str, Any], why: str
) -> None:
    with pytest.raises(Unmade, match=why):
        upload(described)
    put_file(database, described)
    put(database, ANI, "next")
    async with sending(office, bot):
        await until(lambda: status(database) == {"file": "dead", "next": "sent"})
    assert rows(database)["file"].error == why
    assert bot.tried[ANI] == 1


async def test_another_try_makes_the_file_again(
    database: Database, office: Office, bot: FakeBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Any] = []
    monkeypatch.setitem(MAKERS, "counted", lambda of: b"%d" % (made.append(of) or len(made)))  # type: ignore[func-returns-value]
    monkeypatch.setattr(delivery, "LONGEST_WAIT", 0.05)
    bot.trouble[ANI] = [NetworkError("no route"), NetworkError("no route")]
    put_file(database, {"file": "a.txt", "make": "counted", "of": {"n": 1}})
    async with sending(office, bot):
        await until(lambda: status(database) == {"file": "sent"})
    assert made == [{"n": 1}] * 3
    assert rows(database)["file"].attempts == 3


async def test_letters_pass_by_while_files_are_made(
    database: Database, office: Office, bot: FakeBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when more files wait than letters may be under way."""
    go = threading.Event()
    monkeypatch.setitem(MAKERS, "slow", lambda of: b"x" if go.wait(10) else b"")
    for number in range(30):
        put_file(database, {"file": "a.txt", "make": "slow", "of": {}}, f"file {number}", 5000 + number)
    put(database, BUDI, "reply")
    try:
        async with sending(office, bot):
            await until(lambda: bot.sent == [(BUDI, "reply")])
            go.set()
            await until(lambda: set(status(database).values()) == {"sent"})
    finally:
        go.set()
    assert len(bot.sent) == 31
