"""The running bots of this process. Each is started, restarted and stopped as its row in the database says."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import structlog
from telegram.error import InvalidToken, RetryAfter, TelegramError

from actions.refused_bot import stop_refused
from channels.telegram.channel import Telegram
from channels.telegram.failures import seconds_of
from channels.telegram.inquiry import inquire
from channels.telegram.polling import ALLOWED, poll
from channels.telegram.reception import Reception
from channels.telegram.render import command_menu
from channels.telegram.transport import TelegramBot
from core.people.citizens import LANGUAGES
from core.people.person import Role
from db.bots import BotRow, bots, set_username
from delivery.channel import BotRefused
from delivery.sender import Sender
from running.bell import Bell
from running.office import Office
from running.sealing import SealBroken

log = structlog.get_logger()
LOOK_SECONDS = 2.0
LONGEST_PAUSE = 30.0


@dataclass(frozen=True)
class Duties:
    """The duties of this process for its bots. webhook: returns a bot's webhook address by its name; None: polling."""

    receives: bool = True
    sends: bool = True
    webhook: Callable[[str], str] | None = None


@dataclass
class RunningBot:
    """One running bot: its row, its connection to Telegram, its webhook secret and its tasks."""

    row: BotRow
    bot: TelegramBot
    reception: Reception
    sender: Sender
    secret: str
    tasks: list[asyncio.Task[None]] = field(default_factory=list)


class RunningBots:
    """All active bots. A bot with a new row is started, with a changed row restarted, without an active row stopped."""

    def __init__(self, office: Office, duties: Duties) -> None:
        self.office, self.duties = office, duties
        self.running: dict[str, RunningBot] = {}
        self.bell = Bell(office.threads, self.wake_senders)

    async def run(self) -> None:
        """Keep the running bots as the database says, until cancelled."""
        ringing = asyncio.create_task(self.bell.run(hears=self.duties.sends))
        try:
            while True:
                try:
                    await self.match(await self.office.threads.read(bots))
                except Exception as error:
                    log.warning("bots_unreadable", error=type(error).__name__)
                await asyncio.sleep(LOOK_SECONDS)
        finally:
            ringing.cancel()
            await asyncio.gather(*(self._stop(name) for name in list(self.running)))

    async def match(self, rows: list[BotRow]) -> None:
        """Start, restart and stop bots, so that the running bots are the active rows."""
        wanted = {row.name: row for row in rows if row.status == "active"}
        for name, running in list(self.running.items()):
            row = wanted.get(name)
            if row is None or (row.id, row.token_sealed) != (running.row.id, running.row.token_sealed):
                await self._stop(name)
        for name, row in wanted.items():
            if name not in self.running:
                try:
                    self._start(row)
                except SealBroken:
                    log.error("bot_sealed_with_another_key", bot=name)

    def wake(self) -> None:
        """Wake the senders here. Unless all of them work in this process, wake those of other processes as well."""
        self.wake_senders()
        if not all(running.sender.at_work for running in self.running.values()):
            self.bell.pull()

    def wake_senders(self) -> None:
        """Wake the senders of this process only."""
        for running in self.running.values():
            running.sender.wake()

    def reception(self, name: str, secret: str) -> Reception | None:
        """Return what takes the updates of a bot; None unless the secret is the bot's own."""
        running = self.running.get(name)
        expected = running.secret if running else ""
        known = hmac.compare_digest(secret.encode(), expected.encode())
        return running.reception if running and expected and known else None

    def _start(self, row: BotRow) -> None:
        office = self.office
        bot = TelegramBot(office.seal.open(row.token_sealed), office.telegram_url)
        channel = Telegram(bot, office.per_second)
        sender = Sender(channel, office)
        reception = Reception(channel, office, sender, self.wake)
        running = RunningBot(row, bot, reception, sender, office.seal.open(row.secret_sealed))
        if self.duties.receives:
            running.tasks.append(asyncio.create_task(self._watch(running, partial(self._receive, running))))
        if self.duties.sends:
            work = partial(office.alone, sender.lease, sender.run)
            running.tasks.append(asyncio.create_task(self._watch(running, work)))
        self.running[row.name] = running

    async def _receive(self, running: RunningBot) -> None:
        """Present the bot, then take updates by webhook or by polling. Only one process at a time polls."""
        await self._present(running)
        if self.duties.webhook is None:
            await self.office.alone(f"polling:{running.row.id}", partial(poll, running.bot, running.reception))
        else:
            await inquire(running.bot, running.row.id)

    async def _present(self, running: RunningBot) -> None:
        """Tell Telegram the menu of citizens in each language, and where to send updates; again until it is told."""
        pause = 1.0
        while True:
            try:
                await running.bot.initialize()
                named = partial(set_username, bot=running.row.id, username=running.bot.username)
                await self.office.threads.write(named)
                for code in ("", *LANGUAGES):
                    listed = command_menu(None, Role.CITIZEN, code or self.office.campaign.language)
                    await running.bot.call("setMyCommands", {**listed, "language_code": code} if code else listed)
                if self.duties.webhook is not None:
                    url = self.duties.webhook(running.row.name)
                    await running.bot.set_webhook(url, secret_token=running.secret, allowed_updates=ALLOWED)
                log.info("bot_ready", bot=running.bot.username, by="webhook" if self.duties.webhook else "polling")
                return
            except InvalidToken:
                raise
            except TelegramError as error:
                if isinstance(error, RetryAfter):
                    pause = max(pause, seconds_of(error))
                log.warning("telegram_away", bot=running.row.name, error=type(error).__name__, pause=pause)
                await asyncio.sleep(pause)
                pause = min(LONGEST_PAUSE, pause * 2)

    async def _watch(self, running: RunningBot, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Do a bot's work; a bot that Telegram refuses stops alone, and any other failure is tried again."""
        while True:
            try:
                await work()
                return
            except (InvalidToken, BotRefused):
                log.error("bot_refused", bot=running.row.name)
                now = self.office.clock.now()
                stop = partial(stop_refused, bot=running.row, now=now)
                await self.office.threads.write(stop)
                return
            except Exception as error:
                log.exception("bot_failed", bot=running.row.name, error=type(error).__name__)
                await asyncio.sleep(LOOK_SECONDS)

    async def _stop(self, name: str) -> None:
        running = self.running.pop(name)
        for task in running.tasks:
            task.cancel()
        await asyncio.gather(*running.tasks, return_exceptions=True)
        await running.bot.shutdown()
        log.info("bot_stopped", bot=name)
