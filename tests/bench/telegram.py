"""A light stand-in for Telegram: several bots, updates by long polling or by webhook, and what people see."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from tests.bench.limits import Limits
from tests.bench.wire import Params, Poster, Requests, Respond

BATCH = 100
"""Updates handed out at once, as Telegram does."""
AGAIN_SECONDS = 0.5

See = Callable[[int, str, Params], None]
"""Takes what a bot showed: the chat, the text, and the keyboard."""


@dataclass
class StandInBot:
    """One bot as Telegram knows it: what waits for it, and where its messages are seen.

    addresses: processes behind the webhook (none: the address set). As a balancer does it, the next update goes to the
    one that has the fewest without an answer.
    """

    id: int
    see: See = lambda chat, text, markup: None
    limits: Limits | None = None
    queue: deque[Params] = field(default_factory=deque)
    asking: Respond | None = None
    webhooks: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    secret: str = ""
    sent: int = 0
    numbers: Any = field(default_factory=lambda: itertools.count(1))
    messages: Any = field(default_factory=lambda: itertools.count(1))
    presses: set[str] = field(default_factory=set)
    latest: dict[int, Params] = field(default_factory=dict)
    delivering: set[asyncio.Task[None]] = field(default_factory=set)
    unanswered: Counter[str] = field(default_factory=Counter)


class StandIn:
    """Telegram for all bots of a run."""

    def __init__(self) -> None:
        self.bots: dict[str, StandInBot] = {}
        self.poster = Poster()
        self.server: asyncio.Server | None = None
        self.url = ""

    async def start(self) -> None:
        """Listen on a free port."""
        loop = asyncio.get_running_loop()
        self.server = await loop.create_server(lambda: Requests(self.handle), "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self.server.sockets[0].getsockname()[1]}"

    def stop(self) -> None:
        """Listen no more."""
        self.poster.close()
        if self.server is not None:
            self.server.close()

    def add(self, token: str) -> StandInBot:
        """Make a bot known under its token."""
        return self.bots.setdefault(token, StandInBot(int(token.partition(":")[0])))

    def handle(self, path: str, params: Params, respond: Respond) -> None:
        """One call of the Bot API."""
        token, _, method = path.removeprefix("/bot").partition("/")
        bot = self.bots.get(token)
        if bot is None:
            respond(401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
            return
        METHODS.get(method, _agree)(bot, params, respond)

    def deliver(self, bot: StandInBot, update: Params) -> None:
        """Hand an update to its bot, or keep it until it is asked for."""
        update["update_id"] = next(bot.numbers)
        if bot.webhooks:
            url = min(bot.webhooks, key=lambda address: bot.unanswered[address])
            bot.unanswered[url] += 1
            task = asyncio.create_task(self._post(bot, update, url))
            bot.delivering.add(task)
            task.add_done_callback(bot.delivering.discard)
            return
        bot.queue.append(update)
        if bot.asking is not None:
            # Whoever is ready in this turn of the loop comes along.
            respond, bot.asking = bot.asking, None
            asyncio.get_running_loop().call_soon(_hand_out, bot, respond)

    async def _post(self, bot: StandInBot, update: Params, url: str) -> None:
        """Deliver to a webhook, again until it is taken."""
        while True:
            try:
                headers = {"X-Telegram-Bot-Api-Secret-Token": bot.secret}
                if await self.poster.post(url, update, headers) == 200:
                    bot.unanswered[url] -= 1
                    return
            except (OSError, asyncio.IncompleteReadError):
                pass
            await asyncio.sleep(AGAIN_SECONDS)

    def writes(self, bot: StandInBot, chat: int, text: str) -> None:
        """Somebody types."""
        message = {**_message(next(bot.messages), chat), "from": _person(chat), "text": text}
        if text.startswith("/"):
            length = len(text.split()[0])
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        self.deliver(bot, {"message": message})

    def presses(self, bot: StandInBot, chat: int, data: str) -> None:
        """Somebody presses a button of the bot's latest message."""
        number = next(bot.messages)
        query = {"id": f"{bot.id}{number}", "from": _person(chat), "chat_instance": str(chat), "data": data}
        sender = {"id": bot.id, "is_bot": True, "first_name": "Catat"}
        shown = {**bot.latest[chat], "from": sender}
        bot.presses.add(str(query["id"]))
        self.deliver(bot, {"callback_query": {**query, "message": shown}})


def _person(chat: int) -> Params:
    return {"id": chat, "is_bot": False, "first_name": "Ani", "last_name": "Rahmawati", "language_code": "id"}


def _message(number: int, chat: int) -> Params:
    talk = {"id": chat, "type": "private", "first_name": "Ani", "last_name": "Rahmawati"}
    return {"message_id": number, "date": int(time.time()), "chat": talk}


def _hand_out(bot: StandInBot, respond: Respond) -> None:
    # Kept until the bot asks for what comes after them: an update is never lost.
    respond(200, {"ok": True, "result": list(itertools.islice(bot.queue, BATCH))})


def _get_updates(bot: StandInBot, params: Params, respond: Respond) -> None:
    while bot.queue and bot.queue[0]["update_id"] < params.get("offset", 0):
        bot.queue.popleft()
    if bot.queue:
        _hand_out(bot, respond)
        return
    if bot.asking is not None:
        bot.asking(409, {"ok": False, "error_code": 409, "description": "Conflict: terminated by other getUpdates"})
    bot.asking = respond
    asyncio.get_running_loop().call_later(params.get("timeout", 0), _give_up, bot, respond)


def _give_up(bot: StandInBot, respond: Respond) -> None:
    if bot.asking is respond:
        bot.asking = None
        respond(200, {"ok": True, "result": []})


def _send_message(bot: StandInBot, params: Params, respond: Respond) -> None:
    chat = int(params["chat_id"])
    if _too_fast(bot, chat, respond):
        return
    bot.sent += 1
    markup = params.get("reply_markup") or {}
    bot.latest[chat] = {**_message(next(bot.messages), chat), "text": params["text"]}
    respond(200, {"ok": True, "result": bot.latest[chat]})
    bot.see(chat, params["text"], markup)


def _edit_message(bot: StandInBot, params: Params, respond: Respond) -> None:
    chat = int(params["chat_id"])
    if _too_fast(bot, chat, respond):
        return
    bot.sent += 1
    respond(200, {"ok": True, "result": {**_message(int(params["message_id"]), chat), "text": params["text"]}})
    bot.see(chat, params["text"], params.get("reply_markup") or {})


def _edit_buttons(bot: StandInBot, params: Params, respond: Respond) -> None:
    chat = int(params["chat_id"])
    if not _too_fast(bot, chat, respond):
        respond(200, {"ok": True, "result": _message(int(params["message_id"]), chat)})


def _too_fast(bot: StandInBot, chat: int | None, respond: Respond) -> bool:
    """Whether a call is refused, and so answered already; chat: whom a message is for."""
    wait = bot.limits.wait(chat, time.monotonic()) if bot.limits else 0
    if wait:
        told = f"Too Many Requests: retry after {wait}"
        body = {"ok": False, "error_code": 429, "description": told, "parameters": {"retry_after": wait}}
        respond(429, body)
    return wait > 0


def _set_commands(bot: StandInBot, params: Params, respond: Respond) -> None:
    if not _too_fast(bot, None, respond):
        _agree(bot, params, respond)


def _answer_press(bot: StandInBot, params: Params, respond: Respond) -> None:
    if _too_fast(bot, None, respond):
        return
    bot.presses.discard(str(params["callback_query_id"]))
    _agree(bot, params, respond)


def _get_me(bot: StandInBot, params: Params, respond: Respond) -> None:
    me = {"id": bot.id, "is_bot": True, "first_name": "Catat", "username": "CatatBenchBot"}
    can = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
    respond(200, {"ok": True, "result": {**me, **can}})


def _set_webhook(bot: StandInBot, params: Params, respond: Respond) -> None:
    path = urlsplit(params["url"]).path
    bot.webhooks = [address + path for address in bot.addresses] or [params["url"]]
    bot.secret = params.get("secret_token", "")
    _agree(bot, params, respond)


def _delete_webhook(bot: StandInBot, params: Params, respond: Respond) -> None:
    bot.webhooks.clear()
    _agree(bot, params, respond)


def _agree(bot: StandInBot, params: Params, respond: Respond) -> None:
    respond(200, {"ok": True, "result": True})


METHODS: dict[str, Callable[[StandInBot, Params, Respond], None]] = {
    "getUpdates": _get_updates,
    "sendMessage": _send_message,
    "editMessageText": _edit_message,
    "editMessageReplyMarkup": _edit_buttons,
    "answerCallbackQuery": _answer_press,
    "setMyCommands": _set_commands,
    "getMe": _get_me,
    "setWebhook": _set_webhook,
    "deleteWebhook": _delete_webhook,
}
