"""The town: people with phones who write to the bot in-process, through real updates and real transactions."""

import json
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import bindparam, or_, select
from sqlmodel import col

from bot.event import event_of
from bot.hear import hear
from channels.telegram.render import call_of
from core.campaign import Campaign
from core.outgoing import Message, read
from db.engine.work import Database
from db.outbox.claims import mark_all_sent
from db.tables import Chat, Detail, Household, Outbox, Visit
from delivery.files import upload
from sandbox.html import parse_html, units
from sandbox.keyboards import read_markup
from tests import updates
from tests.people import BOT, CAMPAIGN, CHATS, MORNING

LEFT = (
    select(Outbox.__table__, col(Chat.language))  # type: ignore[attr-defined]
    .outerjoin(Chat, (col(Chat.bot) == col(Outbox.bot)) & (col(Chat.chat) == col(Outbox.chat)))
    .where(or_(col(Outbox.id) > bindparam("after"), col(Outbox.id).in_(bindparam("held", expanding=True))))
    .order_by(col(Outbox.lane), col(Outbox.id))
)
OFFICERS = select(col(Chat.chat)).where(col(Chat.officer).is_not(None))
MAY_LEAVE = select(col(Outbox.id)).where(
    col(Outbox.status) == "waiting",
    col(Outbox.chat).in_(OFFICERS),
    or_(col(Outbox.not_before).is_(None), col(Outbox.not_before) <= bindparam("now")),
)
TALK = select(col(Chat.talk)).where(col(Chat.bot) == BOT, col(Chat.chat) == bindparam("chat"))
HOUSEHOLD = select(Household.__table__).where(col(Household.id) == bindparam("id"))  # type: ignore[attr-defined]
HOUSEHOLDS = select(Household.__table__).order_by(col(Household.id))  # type: ignore[attr-defined]
DETAILS = (
    select(Detail.__table__)  # type: ignore[attr-defined]
    .join(Visit, col(Visit.id) == col(Detail.visit))
    .where(col(Visit.household) == bindparam("household"))
    .order_by(col(Detail.id))
)
VISITS = select(Visit.__table__).order_by(col(Visit.id))  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Button:
    """A button under a message."""

    text: str
    data: str


@dataclass(frozen=True)
class Said:
    """A message of the bot as a phone shows it. rows: the buttons under it; menu: the keyboard below. number: which
    message of the chat it is. edit: it has taken the place of what that message said before.
    """

    chat: int
    text: str
    rows: list[list[Button]] = field(default_factory=list)
    menu: list[str] = field(default_factory=list)
    number: int = 0
    edit: bool = False

    @property
    def buttons(self) -> list[Button]:
        """All buttons under the message."""
        return [button for row in self.rows for button in row]

    def button(self, text: str) -> Button | None:
        """The button with this text; the beginning is enough when it is the beginning of just one."""
        found = [b for b in self.buttons if b.text == text] or [b for b in self.buttons if b.text.startswith(text)]
        return found[0] if len(found) == 1 else None


class Town:
    """A database, a clock, and phones. Every message is one transaction, as in service."""

    def __init__(self, database: Database, campaign: Campaign = CAMPAIGN, now: datetime = MORNING) -> None:
        self.database, self.campaign, self.now = database, campaign, now
        self.numbers, self.messages = count(1), count(1001)
        self.spent: set[int] = set()
        self.seen = 0
        self.held: list[int] = []
        self.history: list[Said] = []
        self.last: dict[str, Any] = {}
        self.written: dict[tuple[int, str], dict[str, Any]] = {}
        self.chats = dict(CHATS)

    def chat(self, name: str) -> int:
        """The chat of a person; somebody new gets a phone."""
        return self.chats.setdefault(name, 2000 + len(self.chats))

    def writes(self, name: str, text: str, at: datetime | None = None) -> list[Said]:
        """Somebody writes; at: when, if the phone had no signal until now."""
        return self.sends(name, at, text=text)

    def sends(self, name: str, at: datetime | None = None, **content: Any) -> list[Said]:
        """Somebody sends something."""
        update = updates.message(next(self.numbers), self.chat(name), name, at or self.now, **content)
        update["message"]["message_id"] = next(self.messages)
        self.written[self.chat(name), content.get("text") or content.get("caption") or ""] = update["message"]
        return self.deliver(update)

    def edits(self, name: str, old: str, **content: Any) -> list[Said]:
        """Somebody changes a message that was sent before, or one that this bot never got."""
        unknown = updates.message(next(self.numbers), self.chat(name), name, self.now, text=old)["message"]
        message = self.written.get((self.chat(name), old), unknown)
        return self.deliver(updates.edit(next(self.numbers), message, self.now, **content))

    def presses(self, name: str, text: str, *, old: bool = False) -> list[Said]:
        """Somebody presses a button of the latest message that has any; old: one that stood there before, or in an
        earlier message.
        """
        mine = [said for said in reversed(self.history) if said.chat == self.chat(name)]
        newest = {said.number: said for said in reversed(mine)}
        on_screen = [said for said in mine if newest[said.number] is said and said.number not in self.spent]
        latest = next((said for said in on_screen if said.buttons), None)
        looked_at = [said for said in mine if said.buttons and (said is latest) is not old]
        for said in looked_at:
            if button := said.button(text):
                shown = updates.shown(said.number, said.chat, name, self.now, said.text)
                return self.deliver(updates.press(next(self.numbers), said.chat, name, button.data, shown))
        there = [button.text for said in looked_at for button in said.buttons]
        raise LookupError(f"{name} sees no one button [{text}] among {there}")

    def deliver(self, update: dict[str, Any]) -> list[Said]:
        """Deliver an update through JSON, as Telegram does; what the bot says then, to anybody."""
        self.last = update
        event = event_of(BOT, json.loads(json.dumps(update)), self.now, timedelta(0))
        if event is not None:
            with self.database.work() as work:
                done = hear(work, event, self.campaign, self.now)
            if done and done.spent:
                self.spent.add(done.spent)
            self.check_talk(event.chat)
        return self.said()

    def check_talk(self, chat: int) -> None:
        """What is kept between two messages is plain JSON."""
        talk = self.talk(chat)
        assert talk == json.loads(json.dumps(talk))
        extra = {"screen", "details", "warned", "misses", "free"}
        assert talk is None or set(talk) - extra == {"flow", "typed", "answers", "asked"}

    def talk(self, chat: int) -> dict[str, Any] | None:
        """The talk that waits, as stored."""
        with self.database.read() as work:
            talk: dict[str, Any] | None = work.value(TALK, chat=chat)
            return talk

    def household(self, number: int) -> Any:
        """A household's row."""
        with self.database.read() as work:
            return work.row(HOUSEHOLD, id=number)

    def households(self) -> list[Any]:
        """All households."""
        with self.database.read() as work:
            return list(work.rows(HOUSEHOLDS))

    def visits(self) -> list[Any]:
        """All visits, in the order of arrival."""
        with self.database.read() as work:
            return list(work.rows(VISITS))

    def details(self, household: int) -> list[Any]:
        """What was added to the reports of a household, in the order of arrival."""
        with self.database.read() as work:
            return list(work.rows(DETAILS, household=household))

    def arrive(self) -> None:
        """Whatever may leave by now for an officer is sent and marked, as the sender does.

        A citizen's letters stay as they are: forgetting deletes sent ones, and SQLite gives their numbers once more.
        """
        with self.database.work() as work:
            mark_all_sent(work, [row.id for row in work.rows(MAY_LEAVE, now=self.now)], self.now)

    def said(self) -> list[Said]:
        """The messages that may leave since the last look, each of which Telegram would take."""
        with self.database.read() as work:
            rows = work.rows(LEFT, after=self.seen, held=self.held)
        new, self.held = [], []
        for letter in rows:
            self.seen = max(self.seen, letter.id)
            if letter.not_before is not None and letter.not_before > self.now:
                self.held.append(letter.id)
            elif isinstance(what := read(letter.method, letter.params), Message):
                call = call_of(what, letter.chat, letter.language or self.campaign.language)
                new.append(replace(shown(call.params), number=what.place or next(self.messages), edit=what.place > 0))
        self.history.extend(new)
        return new


def shown(params: dict[str, Any]) -> Said:
    """A message as the phone shows it; sandbox.refusals.Refusal when Telegram would refuse it."""
    file = params.get("photo") or params.get("document")
    written = params["caption"] if file else params["text"]
    text, _ = parse_html(written)
    assert 0 < units(written) <= (1024 if file else 4096)
    if isinstance(file, str):  # Telegram has it already
        text = f"📷 {file}\n{text}"
    elif file:
        assert upload(file).content
        text = f"📎 {file['file']}\n{text}"
    markup = params.get("reply_markup", {})
    read_markup(markup or None)
    rows = [
        [Button(button["text"], button["callback_data"]) for button in row] for row in markup.get("inline_keyboard", [])
    ]
    menu = [button["text"] for row in markup.get("keyboard", []) for button in row]
    return Said(params["chat_id"], text, rows, menu)
