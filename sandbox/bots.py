"""A bot: everything that Telegram keeps for one token."""

import asyncio
import secrets
import time
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sandbox.accounts import BotAccount, Phone
from sandbox.chats import Chat
from sandbox.clock import ClockControl
from sandbox.events import Events
from sandbox.faults import Faults
from sandbox.files import Shelf
from sandbox.limits import Limits, Pace
from sandbox.profiles import Profile
from sandbox.refusals import Refusal, bad
from sandbox.updates import Inbox

_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@dataclass
class World:
    """What all bots share: faults, limits, the pages' events, the program's clock."""

    limits: Limits
    clock: ClockControl | None = None
    faults: Faults = field(default_factory=Faults)
    events: Events = field(default_factory=Events)


@dataclass
class Query:
    """A button press that waits for its answer; `answer` becomes text, show_alert and url."""

    made_at: float
    answer: asyncio.Future[dict[str, Any]]


class Bot:
    """One bot with its own chats, updates, files, commands and pace."""

    def __init__(self, account: BotAccount, world: World) -> None:
        self.account, self.world, self.events = account, world, world.events
        self.inbox = Inbox(world.faults, world.limits)
        self.profile = Profile(account.name or account.username)
        self.shelf = Shelf()
        self.chats: dict[int, Chat] = {}
        self.pace = Pace(world.limits)
        self._queries: dict[str, Query] = {}
        self._last_message_id = 0

    def next_message_id(self) -> int:
        """Message ids grow over all chats of the bot."""
        self._last_message_id += 1
        return self._last_message_id

    def user(self) -> dict[str, Any]:
        """Telegram's User for the bot itself."""
        name = self.profile.text("name")
        return {"id": self.account.id, "is_bot": True, "first_name": name, "username": self.account.username}

    def shown(self, language: str = "") -> dict[str, Any]:
        """The bot as the page introduces it."""
        return {
            "id": self.account.id,
            "username": self.account.username,
            "name": self.profile.text("name", language),
            "description": self.profile.text("description", language),
            "refused": self.pace.refused,
            "hasty": self.pace.hasty,
        }

    def program_now(self) -> datetime | None:
        """The program's time, None when no clock was lent."""
        return self.world.clock.now() if self.world.clock else None

    def chat_with(self, phone: Phone) -> Chat:
        """The chat as the phone sees it, made on first sight."""
        if phone.user_id not in self.chats:
            self.chats[phone.user_id] = Chat(self, phone)
            if not phone.online:
                self.chats[phone.user_id].frozen = []
        return self.chats[phone.user_id]

    def known_chat(self, chat_id: object) -> Chat:
        """The chat as the bot may use it. Raises Refusal: 400 when the person never wrote, 403 when they blocked it."""
        chat = self.chats.get(chat_id) if isinstance(chat_id, int) else None
        if chat is None or not chat.opened:
            raise bad("chat not found")
        if chat.blocked:
            raise Refusal(403, "bot was blocked by the user")
        return chat

    def spend(self, chat: Chat | None = None) -> None:
        """Count one call, a message if it is for a chat; raises Refusal 429 when it comes too fast."""
        self.pace.spend(chat.phone.user_id if chat else None, time.monotonic())

    def press(self, chat: Chat, message: dict[str, Any], data: str) -> asyncio.Future[dict[str, Any]]:
        """A person presses a button: an update for the bot, and a future answer for the phone."""
        query_id = str(secrets.randbelow(9 * 10**17) + 10**17)
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._forget_old_queries()
        self._queries[query_id] = Query(time.monotonic(), answer)
        body = {
            "id": query_id,
            "from": chat.phone.user(),
            "message": message,
            "chat_instance": str(self.account.id * 31 + chat.phone.user_id),
            "data": data,
        }
        self.inbox.add("callback_query", body, f"user {chat.phone.user_id}")
        return answer

    def answer(self, query_id: str, reply: dict[str, Any]) -> None:
        """The bot answers a press; a second answer changes nothing. Raises Refusal 400 when too old or unknown."""
        self._forget_old_queries()
        query = self._queries.get(query_id)
        if query is None:
            raise bad(_TOO_OLD)
        if not query.answer.done():
            query.answer.set_result(reply)

    def _forget_old_queries(self) -> None:
        oldest = time.monotonic() - self.world.limits.query_life
        while self._queries:
            first = next(iter(self._queries))
            if self._queries[first].made_at > oldest:
                break
            del self._queries[first]
