"""The conversation of one bot with one phone: what both sides have said, and what the phone shows."""

import asyncio
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

from sandbox.accounts import Phone
from sandbox.refusals import bad

Json = dict[str, Any]

_DELETABLE_SECONDS = 48 * 3600


class Other(Protocol):
    """What a chat knows of its bot (sandbox/bots.py)."""

    account: Any
    profile: Any
    inbox: Any
    events: Any
    shelf: Any

    def user(self) -> dict[str, Any]:
        """Return Telegram's User."""

    def shown(self, language: str) -> dict[str, Any]:
        """Return what a phone shows of the bot."""

    def next_message_id(self) -> int:
        """Return the number of the next message."""

    def press(self, chat: Any, message: dict[str, Any], data: str) -> asyncio.Future[dict[str, Any]]:
        """Press a button under a message."""

    def program_now(self) -> datetime | None:
        """Return the clock of the program that speaks for the bot; None when it has said nothing yet."""


@dataclass
class Entry:
    """One message, with what Telegram knows about it beyond the message itself. states: what it said at first
    and after each edit of the bot, and when.
    """

    message: Json
    from_bot: bool
    shown_at: str
    markup: Json | None = None
    reaction: str = ""
    states: list[tuple[str, str]] = field(default_factory=list)

    @property
    def edits(self) -> int:
        """How often the bot has changed it."""
        return len(self.states) - 1

    @property
    def id(self) -> int:
        """The message id."""
        return int(self.message["message_id"])

    def shown(self) -> Json:
        """As the page and the transcript see it."""
        shown = {"message": self.message, "from_bot": self.from_bot, "shown_at": self.shown_at, "edits": self.edits}
        return shown | ({"reaction": self.reaction} if self.reaction else {})


class Chat:
    """A private chat. `opened` once the person wrote first; `blocked` while the person does not want the bot."""

    def __init__(self, bot: Other, phone: Phone) -> None:
        self.bot, self.phone = bot, phone
        self.entries: dict[int, Entry] = {}
        self.opened = self.blocked = False
        self.keyboard: Json | None = None
        self.reply_to: int | None = None
        self.frozen: list[Json] | None = None
        self.waiting: list[tuple[str, Json]] = []
        self.pinned: list[int] = []

    def shape(self) -> Json:
        """Telegram's Chat."""
        return {"id": self.phone.user_id, "type": "private", "first_name": self.phone.name}

    def bot_says(self, content: Json, markup: Json | None, reply_to: Json | None) -> Json:
        """A message of the bot; returns it. Raises Refusal when it replies to a message that is not there."""
        extra: Json = {}
        if reply_to:
            target = self.entries.get(reply_to.get("message_id", 0))
            if target:
                extra["reply_to_message"] = target.message
            elif not reply_to.get("allow_sending_without_reply"):
                raise bad("message to be replied not found")
        if markup and "inline_keyboard" in markup:
            extra["reply_markup"] = markup
        entry = self._add({**content, **extra}, from_bot=True)
        entry.markup = markup
        if markup and "inline_keyboard" not in markup:
            self.keyboard = None if "remove_keyboard" in markup else markup
            self.reply_to = entry.id if "force_reply" in markup else None
        self._tell(entry)
        if markup and "inline_keyboard" not in markup:
            self.tell_state()
        return entry.message

    def person_says(self, kind: str, content: Json) -> Json:
        """A message of the person reaches Telegram: it is kept and becomes an update for the bot."""
        changed, self.opened = not self.opened, True
        if self.reply_to in self.entries:
            content = {**content, "reply_to_message": self.entries[self.reply_to].message}
        if self.reply_to is not None or (self.keyboard or {}).get("one_time_keyboard"):
            self.keyboard, self.reply_to, changed = None, None, True
        if changed:
            self.tell_state()
        entry = self._add(content, from_bot=False)
        self._tell(entry)
        self.bot.inbox.add("message", entry.message, f"chat {self.phone.user_id}")
        return entry.message

    def person_changes(self, message_id: int, message: Json) -> Json:
        """A message of the person reads otherwise from now on; the bot hears of it."""
        entry = self.entries[message_id]
        entry.message = {**message, "edit_date": int(time.time())}
        self._tell(entry)
        self.bot.inbox.add("edited_message", entry.message, f"chat {self.phone.user_id}")
        return entry.message

    def change(self, entry: Entry, content: Json, markup: Json | None) -> Json:
        """An edit by the bot; without markup the buttons go. Raises Refusal when nothing would change."""
        old = entry.message
        if all(old.get(k) == v for k, v in content.items()) and old.get("reply_markup") == markup:
            raise bad(
                "message is not modified: specified new message content and reply markup are exactly the same "
                "as a current content and reply markup of the message"
            )
        fresh = {**old, **content, "edit_date": int(time.time())}
        fresh.pop("reply_markup", None)
        if "text" in content and not content.get("entities"):
            fresh.pop("entities", None)
        entry.message = fresh | ({"reply_markup": markup} if markup else {})
        entry.markup = markup
        entry.states.append((str(entry.message.get("text", "")), self._now()))
        self._tell(entry)
        if self.pinned and self.pinned[-1] == entry.id:
            self.tell_state()
        return entry.message

    def editable(self, message_id: int) -> Entry:
        """The bot's own message to edit; raises Refusal as Telegram does."""
        entry = self.entries.get(message_id)
        if entry is None:
            raise bad("message to edit not found")
        if not entry.from_bot or (entry.markup and "inline_keyboard" not in entry.markup):
            raise bad("message can't be edited")
        return entry

    def delete(self, message_id: int) -> None:
        """Take a message away for both sides; in a private chat a bot may delete the person's messages too."""
        entry = self.entries.get(message_id)
        if entry is None:
            raise bad("message to delete not found")
        if time.time() - entry.message["date"] > _DELETABLE_SECONDS:
            raise bad("message can't be deleted for everyone")
        del self.entries[message_id]
        self.pinned = [each for each in self.pinned if each != message_id]
        self._publish("gone", message_id=message_id)

    def pin(self, message_id: int) -> None:
        """Let a message stand above the chat; the one that was pinned last is shown."""
        if message_id not in self.entries:
            raise bad("message to pin not found")
        self.pinned = [*(each for each in self.pinned if each != message_id), message_id]
        self.tell_state()

    def unpin(self, message_id: int | None) -> None:
        """Take a pinned message down, or the one that was pinned last."""
        if not self.pinned or (message_id is not None and message_id not in self.pinned):
            raise bad("message to unpin not found")
        self.pinned.remove(self.pinned[-1] if message_id is None else message_id)
        self.tell_state()

    def react(self, message_id: int, emoji: str) -> None:
        """The bot's reaction to a message; an empty one takes it back."""
        entry = self.entries.get(message_id)
        if entry is None:
            raise bad("message to react not found")
        entry.reaction = emoji
        self._tell(entry)

    def transcript(self) -> list[Json]:
        """What the phone shows, oldest first; a phone that is offline still shows what it had."""
        return self.frozen if self.frozen is not None else [e.shown() for e in self.entries.values()]

    def state(self) -> Json:
        """Everything about the chat but its messages."""
        return {
            "opened": self.opened,
            "blocked": self.blocked,
            "online": self.phone.online,
            "keyboard": self.keyboard,
            "pinned": self.entries[self.pinned[-1]].message if self.pinned else None,
            "waiting": [{"kind": kind, "content": content} for kind, content in self.waiting],
            "commands": self.bot.profile.commands_for(self.phone.user_id, self.phone.language_code),
            "bot": self.bot.shown(self.phone.language_code),
        }

    def tell_state(self) -> None:
        """Let the pages know the state."""
        self.bot.events.publish("state", phone=self.phone.id, bot=self.bot.account.username, state=self.state())

    def typing(self, action: str) -> None:
        """Let the pages show that the bot is busy."""
        self._publish("typing", action=action)

    def _add(self, content: Json, from_bot: bool) -> Entry:
        message = {
            "message_id": self.bot.next_message_id(),
            "from": self.bot.user() if from_bot else self.phone.user(),
            "chat": self.shape(),
            "date": int(time.time()),
            **content,
        }
        entry = Entry(message, from_bot, self._now())
        entry.states.append((str(message.get("text", "")), entry.shown_at))
        self.entries[entry.id] = entry
        return entry

    def _now(self) -> str:
        return (self.bot.program_now() or datetime.now(UTC)).isoformat()

    def _tell(self, entry: Entry) -> None:
        self._publish("entry", entry=entry.shown())

    def _publish(self, kind: str, **fields: Any) -> None:
        if self.frozen is None:
            self.bot.events.publish(kind, phone=self.phone.id, bot=self.bot.account.username, **fields)
