"""A Telegram inside the process: phones at one end, the bot's own talk at the other, and no network between them.

What a person writes or presses becomes an event, each event is one transaction as in service, and the letters that the
bot puts into its outbox are shown on the phones. This is the only file that knows how the bot is called.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random
from typing import Any, TypeVar

from sqlalchemy import bindparam, delete, select, update
from sqlmodel import col

from bot.event import Event
from bot.hear import hear
from bot.router import NO_TALK
from channels.telegram.render import call_of
from core.campaign import Campaign
from core.outgoing import Message, read
from db.engine.work import Database, Work
from db.tables import Chat, Inbox, Outbox
from scheduler.jobs import due_runs, perform
from scheduler.reminders import remind

T = TypeVar("T")
BOT = 7_000_000_001
TWICE = 0.005
"""The share of updates that Telegram delivers a second time."""

LEFT = (
    select(col(Outbox.id), col(Outbox.chat), col(Outbox.method), col(Outbox.params), col(Chat.language))
    .outerjoin(Chat, (col(Chat.bot) == col(Outbox.bot)) & (col(Chat.chat) == col(Outbox.chat)))
    .where(col(Outbox.id) > bindparam("after"))
    .order_by(col(Outbox.id))
)
SENT = (
    update(Outbox)
    .where(col(Outbox.bot) == BOT, col(Outbox.status) == "waiting", col(Outbox.id) <= bindparam("last"))
    .values(status="sent", sent_at=bindparam("at"))
)
FORGET_LETTERS = delete(Outbox).where(col(Outbox.id) < bindparam("last"))  # the last one stays: SQLite counts from it
FORGET_UPDATES = delete(Inbox).where(col(Inbox.bot) == BOT, col(Inbox.update_id) <= bindparam("last"))


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message."""

    text: str
    data: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A message of the bot on somebody's phone; text is Telegram's HTML. number: which message of the chat it is."""

    chat: int
    text: str
    buttons: tuple[Button, ...] = ()
    number: int = 0

    @property
    def question(self) -> tuple[Button, ...]:
        """The buttons that answer a question; the others do what a command does."""
        return tuple(button for button in self.buttons if not button.data.startswith(f"{NO_TALK}:"))


class Phone:
    """One person's chat with the bot. Without a signal, what is written waits in the phone with its hour."""

    def __init__(self, chat: int, telegram: Telegram) -> None:
        self.chat, self.telegram = chat, telegram
        self.last = Shown(chat, "")
        self.asked = self.older = self.last

    def write(self, text: str, now: datetime, sent_at: datetime | None = None) -> Shown:
        """Send words (sent_at: when they were typed, if that was earlier); the bot's answer."""
        return self.telegram.take(self, Event(BOT, 0, self.chat, "text", sent_at or now, text=text), now)

    def send(self, kind: str, now: datetime) -> Shown:
        """Send something that is not words: a photo, a place, a sticker."""
        return self.telegram.take(self, Event(BOT, 0, self.chat, kind, now), now)

    def press(self, button: Button, now: datetime) -> Shown:
        """Press a button; the bot's answer."""
        shown = next((each for each in (self.last, self.asked, self.older) if button in each.buttons), self.last)
        event = Event(BOT, 0, self.chat, "press", now, press="p", data=button.data, message=shown.number)
        return self.telegram.take(self, event, now)

    def show(self, shown: Shown) -> None:
        """The bot's answer appears. The question before it stays above, for fingers that slip."""
        self.last = shown
        if shown.question:
            self.older, self.asked = self.asked, shown


class Telegram:
    """Carries updates to the bot and letters to the phones.

    count: told what was carried. problem: told when the bot does what it must not.
    """

    def __init__(self, database: Database, campaign: Campaign, seed: int) -> None:
        self.database, self.campaign = database, campaign
        self.count: Callable[[str], None] = lambda what: None
        self.problem: Callable[[str, str], None] = lambda what, detail: None
        self.random = Random(f"telegram {seed}")
        self.phones: dict[int, Phone] = {}
        self.updates = self.letters = self.messages = 0
        self.yesterday = (0, 0)
        self.pushed: list[Shown] = []

    def phone(self, chat: int) -> Phone:
        """A new phone with this chat."""
        self.phones[chat] = Phone(chat, self)
        return self.phones[chat]

    def drop(self, phone: Phone) -> None:
        """Somebody is done with the bot for good."""
        del self.phones[phone.chat]

    def take(self, phone: Phone, told: Event, now: datetime) -> Shown:
        """Deliver an update, now and then twice; the bot's answer, or an empty one when it failed."""
        self.updates += 1
        self.count("messages")
        number = told.message if told.kind == "press" else self._next()
        event = replace(told, update_id=self.updates, message=number)
        phone.last = Shown(phone.chat, "")
        self._hear(event, now, first=True)
        if self.random.random() < TWICE:
            self.count("delivered twice")
            self._hear(event, now, first=False)
        return phone.last

    def _next(self) -> int:
        self.messages += 1
        return self.messages

    def tick(self, now: datetime) -> list[Shown]:
        """Let the clock's jobs do what is due, as they divide it; what came unasked."""
        self._write(lambda work: work.change(SENT, last=self.letters, at=now))
        for run in self._write(lambda work: due_runs(work, now)):
            perform(self._write, run, self.campaign, now)
        remind(self._write, self.campaign, now)
        pushed, self.pushed = self.pushed, []
        return pushed

    def tidy(self) -> None:
        """Forget the letters and updates of the day before yesterday's midnight, so that the file stays small."""
        letters, updates = self.yesterday
        with self.database.work() as work:
            work.change(FORGET_LETTERS, last=letters)
            work.change(FORGET_UPDATES, last=updates)
        self.yesterday = (self.letters, self.updates)

    def _write(self, function: Callable[[Work], T], /) -> T:
        with self.database.work() as work:
            result = function(work)
            self._deliver(work, None)
        return result

    def _hear(self, event: Event, now: datetime, *, first: bool) -> None:
        before = self.letters
        try:
            with self.database.work() as work:
                heard = hear(work, event, self.campaign, now)
                letters = self._deliver(work, event.chat)
        except Exception as error:  # the bot failed: that is what is looked for
            self.letters = before
            self.problem(
                "the bot failed", f"{type(error).__name__}: {error} at {event.kind} {event.text or event.data}"
            )
            return
        if (heard is not None) is not first or (letters and not first):
            self.problem("an update was heard twice", f"update {event.update_id}")

    def _deliver(self, work: Work, answered: int | None) -> int:
        """Show the new letters: an answer to its own chat on the screen, all else among the pushed; how many."""
        delivered = 0
        for number, chat, kind, content, language in work.rows(LEFT, after=self.letters):
            self.letters = number
            what = read(kind, content)
            if not isinstance(what, Message) or what.file:
                continue
            if what.place:
                self.count("edits")
            params = call_of(what, chat, language or self.campaign.language).params
            shown = Shown(chat, params["text"], _buttons(params), what.place or self._next())
            delivered += 1
            self.count("letters")
            if chat == answered:
                self.phones[chat].show(shown)
            else:
                self.pushed.append(shown)
        return delivered


def _buttons(params: dict[str, Any]) -> tuple[Button, ...]:
    rows = params.get("reply_markup", {}).get("inline_keyboard", ())
    return tuple(Button(button["text"], button["callback_data"]) for row in rows for button in row)
