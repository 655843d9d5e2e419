"""The whole sandbox in memory: bots by token, phones by id, the log of calls."""

import re
import time
from collections import deque
from collections.abc import Sequence
from typing import Any

from sandbox import phones
from sandbox.accounts import BotAccount, Phone, PhoneSpec
from sandbox.bots import Bot, World
from sandbox.chats import Chat
from sandbox.refusals import PhoneRefusal, Refusal

_TOKEN = re.compile(r"\d{1,16}:[A-Za-z0-9_-]{3,}")
_FIRST_USER_ID = 700_000_001
_MOST_CALLS = 20_000


class Telegram:
    """`bots` None means that any well-formed token makes a bot of its own."""

    def __init__(self, bots: Sequence[BotAccount] | None, specs: Sequence[PhoneSpec], world: World) -> None:
        self.world = world
        self.bots: dict[str, Bot] = {}
        self.phones: dict[str, Phone] = {}
        self.calls: deque[dict[str, Any]] = deque(maxlen=_MOST_CALLS)
        self._any_token = bots is None
        self._calls_made = 0
        for account in bots or ():
            self.bots[account.token] = Bot(account, world)
        for spec in specs:
            self.add_phone(spec)

    def bot_of(self, token: str) -> Bot:
        """The bot of this token. Raises Refusal: 404 when the token is malformed, 401 when it is unknown."""
        if token not in self.bots:
            if not _TOKEN.fullmatch(token):
                raise Refusal(404)
            if not self._any_token:
                raise Refusal(401)
            self.bots[token] = Bot(BotAccount(token, f"sandbox_{token.partition(':')[0]}_bot"), self.world)
            self.world.events.publish("bot")
        return self.bots[token]

    def bot_named(self, username: str | None) -> Bot:
        """The bot of this username, or the first one."""
        for bot in self.bots.values():
            if not username or bot.account.username.lower() == username.lower():
                return bot
        raise PhoneRefusal(f"no such bot: {username or 'none has called yet'}", 404)

    def add_phone(self, spec: PhoneSpec) -> Phone:
        """A new phone; raises PhoneRefusal when its id or user id is taken."""
        base = re.sub(r"[^a-z0-9]+", "-", (spec.id or spec.name).lower()).strip("-") or "phone"
        taken = {phone.user_id for phone in self.phones.values()}
        user_id = spec.user_id or next(i for i in range(_FIRST_USER_ID, 2 * _FIRST_USER_ID) if i not in taken)
        if user_id in taken or (spec.id and spec.id in self.phones):
            raise PhoneRefusal("a phone with this id is there already")
        name, number = spec.id or base, 2
        while name in self.phones:
            name, number = f"{base}-{number}", number + 1
        digits = spec.phone_number or f"62812{user_id % 10**8:08d}"
        phone = Phone(name, spec.name, user_id, digits, spec.language_code, spec.caption, spec.suggestions)
        self.phones[name] = phone
        self.world.events.publish("phone", phone=phone.shown())
        return phone

    def chat(self, phone_id: str, username: str | None) -> Chat:
        """The chat of this phone with this bot. Raises PhoneRefusal 404 when one of them is not there."""
        if phone_id not in self.phones:
            raise PhoneRefusal(f"no such phone: {phone_id}", 404)
        return self.bot_named(username).chat_with(self.phones[phone_id])

    def set_online(self, phone_id: str, online: bool) -> None:
        """Take the signal away or give it back, for all chats of the phone."""
        if phone_id not in self.phones:
            raise PhoneRefusal(f"no such phone: {phone_id}", 404)
        phone = self.phones[phone_id]
        if phone.online == online:
            return
        phone.online = online
        for bot in self.bots.values():
            chat = bot.chat_with(phone)
            if online:
                phones.come_online(chat)
            else:
                phones.go_offline(chat)
        self.world.events.publish("reload", phone=phone_id)

    def log(self, entry: dict[str, Any]) -> None:
        """Keep one Bot API call for the tests; the oldest go when there are too many."""
        self._calls_made += 1
        self.calls.append({"n": self._calls_made, "at": time.time(), **entry})

    def close(self) -> None:
        """End streams and deliveries."""
        self.world.events.close()
        for bot in self.bots.values():
            bot.inbox.close()
