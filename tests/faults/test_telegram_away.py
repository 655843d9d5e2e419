"""Telegram away, failing, hanging, or doing what it was asked and then not saying so."""

import time
from typing import Any

import pytest

from core.outgoing import Call
from db.outbox.messages import Lane, OutboxMessage, post
from tests.e2e.phones import until
from tests.faults.city import ENUMERATORS, MAIN_BOT
from tests.faults.conftest import SOAK, Note
from tests.faults.deployment import Deployment
from tests.faults.reporters import Reporter
from tests.faults.street import Street
from tests.faults.toll import toll_of

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]

AWAY_SECONDS = 600 if SOAK else 4
MANY = 1_000_000
SENDING = ["sendMessage", "editMessageText"]
TROUBLES: dict[str, tuple[dict[str, Any], int]] = {
    "away": ({"away": True}, 0),
    "answers 500": ({"server_error": MANY}, 0),
    "hangs": ({"hang": MANY, "hang_seconds": 3.0, "methods": SENDING}, 0),
    "takes it, then times out": ({"apply_then_time_out": 5, "time_out_seconds": 1.0, "methods": SENDING}, 5),
}
"""What is switched on, and how many messages may come twice for it."""
IN_SHORT = {"sqlite": ("away", "takes it, then times out"), "postgresql": ("answers 500", "hangs")}
"""The short form shares them out."""


def test_replies_come_afterwards_in_order(
    deployment: Deployment, street: Street, reporters: list[Reporter], backend: str, note: Note
) -> None:
    """People go on where they were; the order on each phone is the order of the database."""
    deployment.start("serve")
    at_work = [street.live(reporter.work()) for reporter in reporters]
    may_repeat = 0
    for trouble in TROUBLES if SOAK else IN_SHORT[backend]:
        faults, repeats = TROUBLES[trouble]
        begun = {reporter.officer: len(reporter.book) for reporter in reporters}
        until(lambda begun=begun: all(len(r.book) > begun[r.officer] for r in reporters), "everybody at work")
        street.outside.misbehave(**faults)
        time.sleep(AWAY_SECONDS if trouble == "away" else min(AWAY_SECONDS, 30))
        street.outside.behave()
        well, may_repeat = time.monotonic(), may_repeat + repeats
        begun = {reporter.officer: len(reporter.book) for reporter in reporters}
        until(lambda begun=begun: all(len(r.book) > begun[r.officer] for r in reporters), "everybody again", 120)
        note(f"Telegram {trouble}", backend, "replies came afterwards", recovery=time.monotonic() - well)
    for reporter in reporters:
        reporter.stop()
    for person in at_work:
        person.result(60)
    until(deployment.all_is_sent, "everything to be sent")
    toll = toll_of(deployment.database, reporters)
    note(
        "these together",
        backend,
        f"{may_repeat} messages were taken without an answer",
        lost=len(toll.lost),
        doubled=len(toll.doubled),
        repeated=len(toll.repeated),
    )
    toll.none_but_repeats(at_most=may_repeat)
    assert bool(toll.repeated) == bool(may_repeat), "what was taken without an answer is sent again"


def test_broadcasts_are_not_repeated(deployment: Deployment, street: Street, backend: str, note: Note) -> None:
    """One that may have arrived is left to a person: killed in the middle, or taken without an answer."""
    chats = list(ENUMERATORS.values())
    phones = [street.outside.phone(officer.lower()) for officer in ENUMERATORS]
    for officer in ENUMERATORS:
        street.telegram.chat(officer.lower(), None).opened = True
    with deployment.database.work() as work:
        for chat in chats:
            params = {"chat_id": chat, "text": f"Pengumuman untuk {chat}"}
            post(
                work,
                OutboxMessage(MAIN_BOT.id, chat, Lane.BROADCAST, f"news:{chat}", Call("sendMessage", params)),
                deployment.now(),
            )
    street.outside.misbehave(apply_then_time_out=3, time_out_seconds=600.0, methods=SENDING)
    deployment.start("serve")
    until(lambda: all(phone.told("Pengumuman") for phone in phones), "everybody to read the news")
    deployment.kill()
    street.outside.behave()
    deployment.start("serve")
    open_letters = "select count(*) from outbox where status in ('waiting', 'sending')"
    until(lambda: deployment.number(open_letters) == 0, "no letter to wait")
    assert [len(phone.told("Pengumuman")) for phone in phones] == [1] * len(phones)
    uncertain = deployment.number("select count(*) from outbox where status = 'dead' and error like 'uncertain%'")
    assert uncertain >= 3
    assert deployment.catat("status").count("uncertain") == uncertain
    note("killed amid broadcasts", backend, f"{uncertain} wait for a person", lost=0, doubled=0, repeated=0)
