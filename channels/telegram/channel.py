"""Telegram as a channel: messages become calls of the Bot API, and what Telegram answers a verdict."""

from __future__ import annotations

from typing import Any

from telegram.error import TelegramError

from bot.edge import is_number
from channels.telegram.calls import Calls
from channels.telegram.failures import judge, let_be
from channels.telegram.pace import Pace
from channels.telegram.render import call_of
from channels.telegram.transport import TelegramBot
from core.outgoing import Call, Outgoing
from db.outbox.messages import Claimed
from delivery.channel import Undelivered
from delivery.files import FIELDS, with_file
from running.sealing import id_of


class Telegram:
    """One bot at Telegram. per_second: how many calls Telegram takes from it in a second (0: no limit)."""

    def __init__(self, bot: TelegramBot, per_second: int) -> None:
        self.bot, self.id = bot, id_of(bot.token)
        self.pace = Pace(per_second)
        self.calls = Calls(bot, self.pace)

    @property
    def in_line(self) -> int:
        """Return how many calls wait for their turn."""
        return self.calls.in_line

    def render(self, what: Outgoing, chat: int, language: str) -> Call:
        """The call of the Bot API."""
        return call_of(what, chat, language)

    def name_of(self, call: Call) -> str:
        """Return the method of the Bot API."""
        return call.method

    def needs_file(self, call: Call) -> bool:
        """Return whether the call describes a file."""
        return isinstance(call.params.get(FIELDS.get(call.method, "")), dict)

    async def with_file(self, call: Call) -> Call:
        """The call with the bytes of its file."""
        return Call(call.method, await with_file(call.method, call.params))

    async def bring(self, call: Call, message: Claimed) -> int | None:
        """Make the call when its turn has come."""
        try:
            return number_of(await self.calls.make(call.method, call.params, message.lane))
        except TelegramError as error:
            raise Undelivered(let_be(message, judge(error, message.lane, message.attempts))) from error


def number_of(answer: Any) -> int | None:
    """The number of the message that Telegram answers with; None when it is another answer."""
    number = answer.get("message_id") if isinstance(answer, dict) else None
    return number if is_number(number) else None
