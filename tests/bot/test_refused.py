"""Telegram refuses a bot: it stops, and the office is told once, by another bot."""

from sqlalchemy import select, update
from sqlmodel import col

from actions.refused_bot import stop_refused
from db.bots import BotRow, bots, keep_bot
from db.engine.work import Database
from db.tables import Chat, Outbox
from tests.people import BOT, EKO, MORNING

OLD = BotRow(8, "samarinda", "u", "the old token", "s", (), "active")
NEW = BotRow(8, "samarinda", "u", "the new token", "s", (), "active")
ALERTS = select(col(Outbox.bot), col(Outbox.chat)).where(col(Outbox.key).startswith("refused:"))


def test_it_stops_and_the_office_is_told_once(database: Database) -> None:
    with database.work() as work:
        keep_bot(work, OLD)
        for _ in range(2):  # who sends and who receives both find out
            stop_refused(work, OLD, MORNING)
        assert [row.status for row in bots(work)] == ["refused"]
        assert work.rows(ALERTS) == [(BOT, EKO)]


def test_one_with_a_new_token_by_now_goes_on(database: Database) -> None:
    with database.work() as work:
        keep_bot(work, NEW)
        stop_refused(work, OLD, MORNING)
        assert [row.status for row in bots(work)] == ["active"]
        assert work.rows(ALERTS) == []


def test_nobody_is_told_by_the_bot_that_was_refused(database: Database) -> None:
    with database.work() as work:
        work.change(update(Chat).where(col(Chat.chat) == EKO).values(bot=OLD.id))
        keep_bot(work, OLD)
        stop_refused(work, OLD, MORNING)
        assert work.rows(ALERTS) == []
