"""A press is answered in the place of its question, over real HTTP; where that cannot be, by a message of its own."""

from typing import Any

import pytest

from tests.e2e.conftest import Join
from tests.e2e.office import WAYS, Office
from tests.e2e.phones import Phone, Telegram, until

pytestmark = pytest.mark.slow

NOON = "2022-10-20T12:00+08:00"
MANY = 1_000
EDITS = ["editMessageText"]
WAITING = "select count(*) from outbox where method = 'message' and status = 'waiting'"
UNSENT = "select count(*) from outbox where status not in ('sent', 'superseded')"


def by_the_bot(phone: Phone) -> list[dict[str, Any]]:
    """The messages of the bot since the welcome."""
    return [message for message in phone.messages() if message["from_bot"]][1:]


def everything_is_sent(office: Office) -> None:
    until(lambda: office.number(UNSENT) == 0, "everything to be sent")


@pytest.mark.parametrize("way", WAYS)
def test_a_report_is_one_message(office: Office, join: Join) -> None:
    office.start(NOON)
    ani = join("ani")["ani"]
    ani.say("📝 Lapor", "Keluarga yang mana")
    ani.press("2 ·", "Siapa yang ditemui")
    ani.press("Menolak", "Mengapa menolak")
    ani.press("Sedang sibuk", "Kapan dicoba lagi")
    ani.press("Jum 21 Okt 16.00", "Tersimpan: No. 2 ·")
    (message,) = by_the_bot(ani)
    assert message["edits"] == 4
    left = [button["callback_data"] for row in message["reply_markup"]["inline_keyboard"] for button in row]
    assert left == ["00:lapor:1", "0:target:"], "no spent button is left"
    ani.press("➡️", "Siapa yang ditemui")
    receipt, question = by_the_bot(ani)
    assert (receipt["message_id"], receipt["text"]) == (message["message_id"], message["text"]), "the receipt stays"
    assert question["edits"] == 0
    until(lambda: "reply_markup" not in by_the_bot(ani)[0], "the receipt without its buttons")


def test_an_edit_that_telegram_refuses_is_a_message(office: Office, join: Join, telegram: Telegram) -> None:
    office.start(NOON)
    ani = join("ani")["ani"]
    ani.say("/lapor 2", "Siapa yang ditemui")
    telegram.misbehave(refuse_edits=1)
    ani.press("Menolak", "Mengapa menolak")
    ani.press("Sedang sibuk", "Kapan dicoba lagi")
    everything_is_sent(office)
    assert [message["edits"] for message in by_the_bot(ani)] == [0, 1]
    assert len(ani.told("Mengapa menolak")) == 0, "it has become the next question"
    assert len(ani.told("Kapan dicoba lagi")) == 1


def test_an_edit_that_comes_late_is_a_message_below_what_was_typed(
    office: Office, join: Join, telegram: Telegram
) -> None:
    office.start(NOON)
    ani = join("ani")["ani"]
    ani.say("/lapor 2", "Siapa yang ditemui")
    telegram.misbehave(server_error=MANY, methods=EDITS)
    ani.tap("Menolak")
    until(lambda: telegram.calls("editMessageText"), "an edit that fails")
    ani.type("sibuk")
    until(lambda: office.number(WAITING) == 1, "the answer to what was typed")
    telegram.behave()
    ani.hear("Kapan dicoba lagi")
    everything_is_sent(office)
    shown = [message["text"] for message in ani.messages()[-4:]]
    parts = ("Siapa yang ditemui", "sibuk", "Mengapa menolak", "Kapan dicoba lagi")
    assert [part in text for part, text in zip(parts, shown, strict=True)] == [True] * 4, shown
    assert [message["edits"] for message in by_the_bot(ani)] == [0, 0, 0]


def test_a_kill_between_an_edit_and_its_note(office: Office, join: Join, telegram: Telegram) -> None:
    """It is made once more, and Telegram says that it stands there already."""
    office.start(NOON)
    ani = join("ani")["ani"]
    ani.say("/lapor 2", "Siapa yang ditemui")
    telegram.misbehave(apply_then_time_out=1, time_out_seconds=60, methods=EDITS)
    ani.tap("4", wait=0)
    ani.hear("Tersimpan: No. 2 ·")
    office.kill()
    telegram.behave()
    office.start()
    everything_is_sent(office)
    (message,) = by_the_bot(ani)
    assert message["edits"] == 1
    assert [call["status"] for call in telegram.calls("editMessageText")] == [200, 400]
    assert office.number("select count(*) from visit") == 1
