"""The fleet: the bots of this deployment, each started, restarted and stopped as its row in the database says."""

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
    """What this process does for its bots. webhook: the address of a bot's webhook by its name; None: polling."""

    receives: bool = True
    sends: bool = True
    webhook: Callable[[str], str] | None = None


@dataclass
class Ship:
    """One bot at work in this process."""

    row: BotRow
    bot: TelegramBot
    reception: Reception
    sender: Sender
    secret: str
    tasks: list[asyncio.Task[None]] = field(default_factory=list)


class Fleet:
    """All active bots. New rows are taken in, changed ones restarted, others stopped."""

    def __init__(self, office: Office, duties: Duties) -> None:
        self.office, self.duties = office, duties
        self.ships: dict[str, Ship] = {}
        self.bell = Bell(office.threads, self.wake_senders)

    async def run(self) -> None:
        """Keep the fleet as the database says, until cancelled."""
        ringing = asyncio.create_task(self.bell.run(hears=self.duties.sends))
        try:
            while True:
                try:
                    await self.muster(await self.office.threads.read(bots))
                except Exception as error:
                    log.warning("bots_unreadable", error=type(error).__name__)
                await asyncio.sleep(LOOK_SECONDS)
        finally:
            ringing.cancel()
            await asyncio.gather(*(self._stop(name) for name in list(self.ships)))

    async def muster(self, rows: list[BotRow]) -> None:
        """Start, restart and stop."""
        wanted = {row.name: row for row in rows if row.status == "active"}
        for name, ship in list(self.ships.items()):
            row = wanted.get(name)
            if row is None or (row.id, row.token_sealed) != (ship.row.id, ship.row.token_sealed):
                await self._stop(name)
        for name, row in wanted.items():
            if name not in self.ships:
                try:
                    self._start(row)
                except SealBroken:
                    log.error("bot_sealed_with_another_key", bot=name)

    def wake(self) -> None:
        """There may be something to send, for any bot, here or in another process."""
        self.wake_senders()
        if not all(ship.sender.at_work for ship in self.ships.values()):
            self.bell.pull()

    def wake_senders(self) -> None:
        """The same, for this process alone."""
        for ship in self.ships.values():
            ship.sender.wake()

    def reception(self, name: str, secret: str) -> Reception | None:
        """Where a bot's updates go; None unless the secret is the bot's own."""
        ship = self.ships.get(name)
        expected = ship.secret if ship else ""
        known = hmac.compare_digest(secret.encode(), expected.encode())
        return ship.reception if ship and expected and known else None

    def _start(self, row: BotRow) -> None:
        office = self.office
        bot = TelegramBot(office.seal.open(row.token_sealed), office.telegram_url)
        channel = Telegram(bot, office.per_second)
        sender = Sender(channel, office)
        reception = Reception(channel, office, sender, self.wake)
        ship = Ship(row, bot, reception, sender, office.seal.open(row.secret_sealed))
        if self.duties.receives:
            ship.tasks.append(asyncio.create_task(self._watch(ship, partial(self._receive, ship))))
        if self.duties.sends:
            work = partial(office.alone, sender.lease, sender.run)
            ship.tasks.append(asyncio.create_task(self._watch(ship, work)))
        self.ships[row.name] = ship

    async def _receive(self, ship: Ship) -> None:
        """Present the bot, then take updates: by webhook, or by asking, which one process at a time does."""
        await self._present(ship)
        if self.duties.webhook is None:
            await self.office.alone(f"polling:{ship.row.id}", partial(poll, ship.bot, ship.reception))
        else:
            await inquire(ship.bot, ship.row.id)

    async def _present(self, ship: Ship) -> None:
        """Tell Telegram the menu of citizens in each language, and where to send updates; again until it is told."""
        pause = 1.0
        while True:
            try:
                await ship.bot.initialize()
                await self.office.threads.write(partial(set_username, bot=ship.row.id, username=ship.bot.username))
                for code in ("", *LANGUAGES):
                    listed = command_menu(None, Role.CITIZEN, code or self.office.campaign.language)
                    await ship.bot.call("setMyCommands", {**listed, "language_code": code} if code else listed)
                if self.duties.webhook is not None:
                    url = self.duties.webhook(ship.row.name)
                    await ship.bot.set_webhook(url, secret_token=ship.secret, allowed_updates=ALLOWED)
                log.info("bot_ready", bot=ship.bot.username, by="webhook" if self.duties.webhook else "polling")
                return
            except InvalidToken:
                raise
            except TelegramError as error:
                if isinstance(error, RetryAfter):
                    pause = max(pause, seconds_of(error))
                log.warning("telegram_away", bot=ship.row.name, error=type(error).__name__, pause=pause)
                await asyncio.sleep(pause)
                pause = min(LONGEST_PAUSE, pause * 2)

    async def _watch(self, ship: Ship, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Do a bot's work; a bot that Telegram refuses stops alone, and any other failure is tried again."""
        while True:
            try:
                await work()
                return
            except (InvalidToken, BotRefused):
                log.error("bot_refused", bot=ship.row.name)
                now = self.office.clock.now()
                stop = partial(stop_refused, bot=ship.row, now=now)
                await self.office.threads.write(stop)
                return
            except Exception as error:
                log.exception("bot_failed", bot=ship.row.name, error=type(error).__name__)
                await asyncio.sleep(LOOK_SECONDS)

    async def _stop(self, name: str) -> None:
        ship = self.ships.pop(name)
        for task in ship.tasks:
            task.cancel()
        await asyncio.gather(*ship.tasks, return_exceptions=True)
        await ship.bot.shutdown()
        log.info("bot_stopped", bot=name)
