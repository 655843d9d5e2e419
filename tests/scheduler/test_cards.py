"""The card of the day: pinned once it has arrived, edited instead of sent anew, a new one each morning."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import bindparam, select
from sqlmodel import col

from channels.telegram.channel import number_of
from core.outgoing import CHANGED, NEW, PIN, Message
from db.engine.work import Database
from db.outbox.cards import A_WHILE, begin_card, card_sent
from db.outbox.messages import Claimed, Lane
from db.tables import Card, Outbox
from delivery.channel import Fate, Verdict
from delivery.settled import Settled, mark_all
from sandbox.html import parse_html
from scheduler.cards import show_cards
from scheduler.jobs import due_runs, perform
from tests.leaving import call, text_of
from tests.people import ANI, BOT, CAMPAIGN, MORNING
from tests.town import Town

LETTERS = (
    select(Outbox.__table__)  # type: ignore[attr-defined]
    .where(col(Outbox.chat) == bindparam("chat"), col(Outbox.method) == bindparam("method"))
    .order_by(col(Outbox.id))
)
ANIS_CARD = select(Card.__table__).where(col(Card.chat) == ANI)  # type: ignore[attr-defined]
DAY = timedelta(days=1)


@pytest.fixture
def town(database: Database) -> Town:
    town = Town(database, now=MORNING - timedelta(hours=2))
    morning(town, 71)
    return town


def morning(town: Town, number: int) -> None:
    """It is seven: Ani gets her list, and Telegram tells which number it has in the chat."""
    with town.database.read() as work:
        due = [run for run in due_runs(work, town.now) if run.job == "morning"]
    for run in due:
        perform(town.database.write, run, town.campaign, town.now)
    row = letters(town, NEW)[-1]
    assert row.key.startswith("morning:")
    arrives(town, row, number)


def arrives(town: Town, row: Any, number: int | None) -> None:
    letter = Claimed(row.id, row.bot, row.chat, Lane(row.lane), Message(()), 1, row.key)
    with town.database.work() as work:
        mark_all(work, [Settled(letter, Verdict(Fate.SENT), town.now, number)])


def letters(town: Town, method: str) -> list[Any]:
    with town.database.read() as work:
        return list(work.rows(LETTERS, chat=ANI, method=method))


def after(town: Town, **ahead: float) -> int:
    """Some time later, a tick; how many edits were posted."""
    town.now += timedelta(**ahead)
    return show_cards(town.database.write, CAMPAIGN, town.now)["posted"]


def read(row: Any) -> str:
    return parse_html(text_of(row))[0]


def pinned(town: Town, *, on: bool = True) -> list[Any]:
    """The rows that pin a message, or end that."""
    return [row for row in letters(town, PIN) if row.params["on"] is on]


def test_the_morning_list_is_pinned_silently(town: Town) -> None:
    (pin,) = pinned(town)
    assert call(pin).params == {"chat_id": ANI, "message_id": 71, "disable_notification": True}
    assert pin.lane == Lane.CARD
    assert not pinned(town, on=False)
    assert "keyboard" not in call(letters(town, NEW)[0]).params.get("reply_markup", {}), "else it cannot be edited"


def test_a_report_is_shown_on_the_card(town: Town) -> None:
    town.now += timedelta(hours=1)
    town.writes("Ani", "1 S 4; 2 J 16:00; 3 M sibuk")
    assert after(town, seconds=1) == 0, "more may come"
    assert after(town, seconds=A_WHILE.seconds) == 1
    assert after(town, minutes=5) == 0, "nothing has changed since"
    (edit,) = letters(town, CHANGED)
    assert (edit.chat, edit.params["place"], edit.lane) == (ANI, 71, Lane.CARD)
    said = read(edit)
    assert "Target hari ini: 1 dari" in said
    assert said.index("2 · Siti Aminah") < said.index("3 · Andi Tenri"), "by their hours"
    assert "Keadaan pukul 08.00" in said
    assert "1 · Slamet" not in said


def test_many_reports_are_one_edit(town: Town) -> None:
    for no in range(1, 9):
        town.writes("Ani", f"{no} S 4")
        after(town, seconds=0.2)
    assert after(town, seconds=A_WHILE.seconds) == 1
    assert len(letters(town, CHANGED)) == 1


def test_a_newer_version_takes_the_place_of_one_that_waits(town: Town) -> None:
    for no in range(1, 9):  # Ani's phone has no signal, and nothing leaves
        town.writes("Ani", f"{no} S 4")
        after(town, minutes=2)
    (edit,) = letters(town, CHANGED)
    assert "8 dari" in read(edit)


def test_a_new_morning_has_a_new_card(town: Town) -> None:
    town.now += DAY
    morning(town, 93)
    assert [row.params["message"] for row in pinned(town)] == [71, 93]
    assert [row.params["message"] for row in pinned(town, on=False)] == [71]


def test_a_card_that_never_arrived_leaves_the_one_before_until_the_next(town: Town) -> None:
    town.now += DAY
    morning_without_a_number(town)
    assert not pinned(town, on=False)
    town.writes("Ani", "1 S 4")
    assert after(town, minutes=1) == 0, "nobody knows which message it is"
    town.now += DAY
    morning(town, 120)
    assert [row.params["message"] for row in pinned(town, on=False)] == [71]


def morning_without_a_number(town: Town) -> None:
    with town.database.work() as work:
        begin_card(work, BOT, ANI, town.now.date())


def test_yesterdays_card_stays_as_it_was(town: Town) -> None:
    town.now += timedelta(hours=15)
    town.writes("Ani", "1 S 4")
    assert after(town, hours=3) == 0
    assert not letters(town, CHANGED)


def test_an_answer_that_comes_twice_or_late_changes_nothing(town: Town) -> None:
    row = letters(town, NEW)[0]
    arrives(town, row, 71)
    assert len(pinned(town)) == 1
    town.now += DAY
    morning(town, 93)
    arrives(town, row, 71)
    with town.database.read() as work:
        card = work.row(ANIS_CARD)
    assert (card.message, card.before) == (93, None)


def test_other_letters_are_no_cards(town: Town) -> None:
    with town.database.work() as work:
        card_sent(work, f"{BOT}:12:reply", BOT, ANI, 500, town.now)
        card_sent(work, f"morning:PPL-0001:{town.now.date() - DAY}", BOT, ANI, 500, town.now)
    assert [row.params["message"] for row in pinned(town)] == [71]


def test_looking_changes_no_card(town: Town) -> None:
    for text in ("/target", "/kunjungan", "1 S", "apa ya"):
        town.writes("Ani", text)
    assert after(town, minutes=5) == 0


def test_what_is_reported_in_training_is_not_shown(town: Town) -> None:
    town.writes("Ani", "/latihan")
    town.writes("Ani", "1 S 4")
    town.writes("Ani", "2 S 4")
    after(town, minutes=5)
    assert all("0 dari" in read(row) for row in letters(town, CHANGED))


def test_two_clocks_post_one_edit(town: Town) -> None:
    town.writes("Ani", "1 S 4")
    town.now += timedelta(minutes=1)
    done = [show_cards(town.database.write, CAMPAIGN, town.now)["posted"] for _ in range(2)]
    assert done == [1, 0]


@pytest.mark.parametrize(
    ("answer", "number"), [({"message_id": 7}, 7), (True, None), ({}, None), ({"message_id": "7"}, None), (None, None)]
)
def test_the_number_that_telegram_answers_with(answer: Any, number: int | None) -> None:
    assert number_of(answer) == number
