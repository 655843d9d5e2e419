"""The composition root: puts the parts together into one running process of the service."""

from __future__ import annotations

import asyncio
import os
import secrets
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import structlog
from sqlalchemy.exc import DBAPIError
from telegram.error import InvalidToken, TelegramError

from api.app import add_webhook, create_app
from api.metrics import add_metrics
from api.pages import add_pages
from bot.parking import Parking
from channels.telegram.running_bots import Duties, RunningBots
from channels.telegram.transport import TelegramBot
from cli.alive import is_alive
from cli.campaign import note_days
from cli.in_step import digests
from cli.keys import seal_of
from cli.listening import serving
from cli.main_bot import MAIN, WEBHOOK_PATH, keep_main_bot, others_at_work, wanted_main_bot, webhook_address
from cli.opening import campaign_in
from cli.settings import Settings, SettingsError
from cli.texts import speak_office_texts
from db.bots import bots
from db.engine import schema
from db.engine.deployment import RESTORED, fact
from db.engine.leases import Holder, bury, let_go
from db.engine.work import Database
from db.outbox.inbox import to_try_again
from running.at_work import left_behind
from running.clock import Clock
from running.office import Office
from running.sealing import id_of
from running.threads import Threads
from running.watch import ANSWER_SECONDS, exposition
from running.watchdog import Watchdog
from scheduler.clockwork import Clockwork

log = structlog.get_logger()
SAME_SECONDS = 3.0
"""How often a process looks whether the database is still the one it began with."""
PAUSE_SECONDS = 2.0
"""How long a Telegram that did not answer is left alone."""
FIRST_SECONDS = 5.0
"""How long a Telegram that hangs is waited for before the process begins without having heard of a new main bot."""

KINDS = {"serve": {"web", "sender", "scheduler"}, "web": {"web"}, "sender": {"sender"}, "scheduler": {"scheduler"}}
"""What each command runs."""


class Service:
    """One process: web, sender, scheduler, or all of them. watched: one without the web side tells how it is, too."""

    def __init__(
        self, settings: Settings, database: Database, clock: Clock, kind: str = "serve", *, watched: bool = False
    ) -> None:
        self.settings, self.does = settings, KINDS[kind]
        speak_office_texts(settings)
        self.listens = watched or "web" in self.does
        self.database = database
        with database.read() as work:
            self.copy = fact(work, RESTORED)
            wanted_main_bot(work, settings)
        note_days(database, settings)
        name, host = f"{kind}-{secrets.token_hex(4)}", socket.gethostname()
        holder = Holder(name, kind, host, os.getpid(), clock.real(), digests(settings))
        self.database.write(partial(bury, host=holder.host, alive=is_alive))
        self.database.bound_statements()
        campaign, notes = campaign_in(settings, database), Path(settings.state_dir)
        threads = Threads(self.database, notes)
        self.watchdog = Watchdog(threads)
        telegram, most = settings.telegram_url, settings.telegram_per_second
        self.office = Office(threads, clock, campaign, seal_of(settings), telegram, holder, notes, per_second=most)
        webhook = self.webhook_of if settings.webhook_url else None
        self.bots = RunningBots(self.office, Duties("web" in self.does, "sender" in self.does, webhook))
        self.clockwork = Clockwork(self.office, self.bots.wake)
        self.main_known = asyncio.Event()

    async def run(self, stop: asyncio.Event) -> None:
        """Run until stopped. SettingsError when a setting turns out wrong; a Telegram that is away is waited for."""
        await self.look_back()
        self.watchdog.start()
        parts = [self.office.be_seen(), self.check_token(), self.watch_copy(), stop.wait()]
        if self.does & {"web", "sender"}:
            parts.append(self.once_main_is_known(self.bots.run))
        if self.listens:
            parts.append(self.once_main_is_known(self.serve_web))
        tasks: list[asyncio.Task[Any]] = [asyncio.create_task(part) for part in parts]
        if "scheduler" in self.does:
            self.clockwork.start()
        try:
            finished, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await self.close(tasks)
        for task in finished:
            task.result()

    async def look_back(self) -> None:
        """Count the updates that were at work when a process of this folder ended without a word."""
        office = self.office
        parking = Parking(office.threads, office.clock, office.campaign)
        for ended in left_behind(Path(self.settings.state_dir)):
            if ended.where:
                log.warning("process_got_on_no_more", where=ended.where)
            for left in ended.left:
                if not await parking.note_left(left):
                    office.left.add(f"{left.bot}:{left.update_id}")
        office.left.update({f"{row.bot}:{row.update_id}" for row in await office.threads.write(to_try_again)})

    def webhook_of(self, bot: str) -> str:
        """The public address of a bot's webhook."""
        return webhook_address(self.settings, bot)

    async def serve_web(self) -> None:
        """The web side, until cancelled: all of it, or only what tells how the process is."""
        app = create_app(self.check)
        webhook = self.settings.webhook_url if "web" in self.does else None
        told, token = partial(exposition, self.office), self.settings.metrics_token
        add_metrics(app, told, token, proxied=webhook is not None)
        if "web" in self.does:
            add_pages(app, self.usernames, self.settings.language)
        if webhook is not None:
            path = urlsplit(webhook).path or WEBHOOK_PATH
            add_webhook(app, path, MAIN, self.bots.reception)
        host, proxies = self.settings.http_host, self.settings.trusted_proxies
        async with serving(app, host, self.settings.http_port, proxies) as port:
            log.info("serving", web=f"http://{host}:{port}")
            await asyncio.Event().wait()

    async def usernames(self) -> list[str]:
        """The names of the bots at work."""
        rows = await self.office.threads.read(bots)
        return [row.username for row in rows if row.status == "active" and row.username]

    async def once_main_is_known(self, part: Callable[[], Awaitable[None]]) -> None:
        """Run a part as soon as the main bot is known, or Telegram cannot tell of it now."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.main_known.wait(), FIRST_SECONDS)
        await part()

    async def check_token(self) -> None:
        """Ask Telegram for the bot of the settings, and only then keep what is new of it; afterwards wait for ever.

        SettingsError when Telegram refuses the token. When other bots work, RunningBots stops only
        the bot that was refused.
        """
        token, wanted = self.settings.bot_token, partial(wanted_main_bot, settings=self.settings)
        if token is None or await self.office.threads.read(wanted) is None:
            self.main_known.set()
        while token is not None and not await self.is_settled(token):
            log.debug("main_bot_asked_again")
        self.main_known.set()
        await asyncio.Event().wait()

    async def is_settled(self, token: str) -> bool:
        """Whether Telegram has told who the bot is, and the database knows it; False, after a pause: ask again."""
        bot, threads = TelegramBot(token, self.settings.telegram_url), self.office.threads
        try:
            await bot.initialize()
            await threads.write(partial(keep_main_bot, settings=self.settings, username=bot.username))
        except InvalidToken:
            if not await threads.read(partial(others_at_work, main=id_of(token))):
                raise SettingsError(
                    "CATAT_BOT_TOKEN is refused by Telegram: ask @BotFather for the right one"
                ) from None
            log.error("main_bot_refused")
        except (TelegramError, DBAPIError) as error:
            log.info("main_bot_unknown", error=type(error).__name__)
            self.main_known.set()  # the others need not wait
            await asyncio.sleep(PAUSE_SECONDS)
            return False
        finally:
            await bot.shutdown()
        return True

    async def watch_copy(self) -> None:
        """SettingsError when the database was restored meanwhile: what this process has in hand is of other data."""
        while True:
            await asyncio.sleep(SAME_SECONDS)
            try:
                copy = await self.office.threads.read(partial(fact, name=RESTORED))
            except Exception as error:
                log.warning("database_unreadable", error=type(error).__name__)
                continue
            if copy != self.copy:
                raise SettingsError("the database was restored from a backup while this process ran: start it again")

    async def close(self, tasks: list[asyncio.Task[Any]]) -> None:
        """Stop everything; what is being written is finished first."""
        if "scheduler" in self.does:
            self.clockwork.stop()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        try:
            await self.office.threads.write(partial(let_go, holder=self.office.holder))
        except Exception as error:  # the leases run out by themselves
            log.warning("leases_kept", error=type(error).__name__)
        self.watchdog.stop()
        self.office.threads.close()
        self.database.close()

    async def check(self) -> dict[str, str]:
        """What is wrong with each part, for /health/ready."""
        wrong = self.office.threads.pulse.wrong()
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                revision = await self.office.threads.read(schema.revision_of)
        except Exception as error:  # the answer is what is wrong
            return {"database": type(error).__name__, **wrong}
        return {"database": f"is at revision {revision}" if schema.is_behind(revision) else "ok", **wrong}
