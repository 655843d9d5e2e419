"""The calls of one bot: one after the other where Telegram answers quickly, and each counted by the pace."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import structlog
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from channels.telegram.failures import seconds_of
from channels.telegram.pace import PER_SECOND, Pace
from channels.telegram.render import EDIT, SEND
from channels.telegram.transport import TelegramBot
from db.outbox.messages import Lane
from running.metrics import HELD_BACK, count_refused
from running.sealing import id_of

log = structlog.get_logger()
AT_A_TIME = 20
"""How many calls of Telegram may be under way at once."""
A_TURN = 1 / PER_SECOND
"""For how long a call waits for the answer to the one before it: Telegram takes no more than thirty a second."""
LOOK_SECONDS = 0.05
LONG_SECONDS = 10.0
"""How long an outbox message waits for its turn. After that it goes back into the outbox."""
PRESS_SECONDS = 1.0
"""How long the answer to an officer's press waits for its turn; then it is left out: only the spinner suffers."""


class Calls:
    """The way out of one bot. in_line: how many calls wait for their turn; no more are claimed meanwhile."""

    def __init__(self, bot: TelegramBot, pace: Pace) -> None:
        self.bot, self.pace = bot, pace
        self.in_line = 0
        self.calling, self.places = asyncio.Lock(), asyncio.Semaphore(AT_A_TIME)

    async def make(self, method: str, params: dict[str, Any], lane: Lane) -> Any:
        """Return what Telegram answers to a call. The call is made when its turn has come.

        TelegramError when it fails, or when its turn does not come for long. An answer that Telegram will not put in
        the place of its question is sent as a message of its own.
        """
        try:
            return await self._make(method, params, lane)
        except BadRequest as error:
            if method != EDIT or lane > Lane.CITIZEN or "not modified" in error.message.lower():
                raise
            log.info("edit_refused", why=error.message)
            return await self._make(SEND, {name: each for name, each in params.items() if name != "message_id"}, lane)

    async def _make(self, method: str, params: dict[str, Any], lane: Lane) -> Any:
        if not await self._stand_in_line(lane, LONG_SECONDS):
            raise NetworkError("no room under the limit")
        async with self._counted(), self.places, self._in_turn():
            return await self.bot.call(method, params)

    @asynccontextmanager
    async def _counted(self) -> AsyncIterator[None]:
        """Tell the pace what became of a call that it has let through."""
        well = False
        try:
            yield
            well = True
        finally:
            self.pace.answered(time.monotonic(), well=well)

    @asynccontextmanager
    async def _in_turn(self) -> AsyncIterator[None]:
        """One call after the other, so that a crash leaves one message in doubt; slow answers hold nobody up."""
        try:
            async with asyncio.timeout(A_TURN):
                await self.calling.acquire()
        except TimeoutError:
            yield
            return
        try:
            yield
        finally:
            self.calling.release()

    async def _stand_in_line(self, lane: Lane, seconds: float) -> bool:
        """Wait until a call of this lane may leave, and let it; False when that took longer."""
        self.in_line += 1
        try:
            async with asyncio.timeout(seconds):
                while True:
                    wait = self.pace.wait(time.monotonic(), lane)
                    if wait <= 0:
                        break
                    await asyncio.sleep(min(wait, LOOK_SECONDS))
        except TimeoutError:
            return False
        finally:
            self.in_line -= 1
        self.pace.left(time.monotonic())
        return True

    async def answer_press(self, press: str, lane: Lane) -> bool:
        """Stop a button's spinner; False when there was no room. A citizen's is answered at once or not at all."""
        return await self._on_the_side("answerCallbackQuery", {"callback_query_id": press}, lane)

    async def take_buttons(self, chat: int, message: int, lane: Lane) -> bool:
        """Take the buttons of a message away; False when there was no room. They do no harm where they stay."""
        return await self._on_the_side("editMessageReplyMarkup", {"chat_id": chat, "message_id": message}, lane)

    async def _on_the_side(self, method: str, params: dict[str, Any], lane: Lane) -> bool:
        """A call that is not worth a row in the outbox: made once, or left out when there is no room for it soon."""
        if not await self._stand_in_line(lane, PRESS_SECONDS if lane is Lane.REPLY else 0):
            HELD_BACK.labels(str(id_of(self.bot.token)), "press").inc()
            return False
        try:
            async with self._counted():
                await self.bot.call(method, params)
        except TelegramError as error:
            log.info("press_not_answered", method=method, error=type(error).__name__)
            if isinstance(error, RetryAfter):  # no chat is written to: it is the bot that has to rest
                self.pace.rest(time.monotonic(), seconds_of(error))
                count_refused(id_of(self.bot.token), bot=True)
        return True
