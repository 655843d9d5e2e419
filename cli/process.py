"""The composition root: puts the parts together into one running process of the service."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import os
import secrets
import signal
import socket
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
import structlog
from alembic.util import CommandError
from sqlalchemy.exc import ArgumentError, DBAPIError
from telegram.error import InvalidToken, TelegramError

from api.app import add_webhook, create_app
from api.metrics import add_metrics
from api.pages import add_pages
from bot.campaign import Campaign
from bot.clock import Clock
from bot.fleet import Duties, Fleet
from bot.office import Office
from bot.sealing import Seal, SealBroken
from bot.threads import Threads
from bot.transport import TelegramBot, id_of
from bot.watch import exposition
from cli.ladders import ladders_of
from cli.listening import serving
from cli.settings import Settings, SettingsError
from cli.texts import speak_office_texts
from core.review import read_rule
from db import schema
from db.bots import BotRow, bots, keep_bot
from db.clocks import begin_clock, begun
from db.leases import Holder, bury, let_go
from db.work import Database, ReadWork, Work
from scheduler.clockwork import Clockwork

log = structlog.get_logger()
WEBHOOK_PATH = "/telegram"
MAIN = "main"
"""The name of the bot whose token stands in the settings."""

KINDS = {"serve": {"web", "sender", "scheduler"}, "web": {"web"}, "sender": {"sender"}, "scheduler": {"scheduler"}}
"""What each command runs."""


def derived_key(settings: Settings, purpose: str) -> bytes:
    """A key of its own for each purpose, made from the one secret."""
    secret = (settings.secret_key or "").encode()
    return hmac.new(secret, purpose.encode(), hashlib.sha256).digest()


def seal_of(settings: Settings) -> Seal:
    """What tokens are sealed with."""
    return Seal(derived_key(settings, "tokens"))


def open_database(settings: Settings) -> Database:
    """The database, brought up to date; SettingsError when it cannot be had."""
    try:
        database = Database(settings.database_url)
        schema.upgrade(database)
    except (ArgumentError, ValueError):
        raise SettingsError("CATAT_DATABASE_URL is not the address of a database") from None
    except OSError as error:
        raise SettingsError(f"CATAT_DATABASE_URL cannot be used ({error})") from None
    except DBAPIError as error:
        why = " ".join(str(error.orig).split())
        raise SettingsError(f"CATAT_DATABASE_URL: the database cannot be used ({why})") from None
    except CommandError as error:
        raise SettingsError(f"CATAT_DATABASE_URL: a newer Catat has worked on this database ({error})") from None
    return database


def clock_of(settings: Settings, database: Database) -> Clock:
    """The program's clock as the running processes have it."""
    setting = settings.clock
    if setting is None:
        return Clock()
    with database.read() as work:
        return Clock(setting, begun(work, setting.isoformat()))


def start_clock(settings: Settings, database: Database) -> Clock:
    """The program's clock for a process that runs on: with a setting used before, it goes on where it is."""
    setting = settings.clock
    if setting is None:
        return Clock()
    return Clock(setting, database.write(partial(begin_clock, setting=setting.isoformat(), real=Clock().real())))


def campaign_of(settings: Settings) -> Campaign:
    """What the talks need to know."""
    key, percent = derived_key(settings, "receipt"), read_rule(settings.review)
    ladders = ladders_of(settings)
    return Campaign(settings.fieldwork(), settings.language, key, settings.contact, ladders, percent)


def keep_main_bot(work: Work, settings: Settings) -> None:
    """Let the bot of the settings be the bot called main; SettingsError when there is no bot at all."""
    known = {row.name: row for row in bots(work)}
    if settings.bot_token is None:
        if not any(row.status == "active" for row in known.values()):
            raise SettingsError("CATAT_BOT_TOKEN is not set, and there is no other bot: see `catat bot add`")
        return
    seal, main = seal_of(settings), known.get(MAIN)
    secret = settings.webhook_secret or ""
    status = "active"
    if main is not None and main.id == id_of(settings.bot_token):
        status = "disabled" if main.status == "disabled" else "active"
        with suppress(SealBroken):  # another CATAT_SECRET_KEY: sealed anew below
            kept = seal.open(main.secret_sealed)
            secret = secret or kept  # a process that receives nothing need not know the secret
            if (seal.open(main.token_sealed), kept) == (settings.bot_token, secret) and main.status == status:
                return
    sealed = seal.close(settings.bot_token), seal.close(secret)
    keep_bot(work, BotRow(id_of(settings.bot_token), MAIN, "", *sealed, (), status))


def webhook_address(settings: Settings, bot: str) -> str:
    """The public address of a bot's webhook: the configured one, or below it for bots other than the main one."""
    url = settings.webhook_url or ""
    url += "" if urlsplit(url).path else WEBHOOK_PATH
    return url if bot == MAIN else f"{url}/{bot}"


def others_at_work(work: ReadWork, main: int) -> bool:
    """Whether any bot but the main one is active."""
    return any(row.status == "active" and row.id != main for row in bots(work))


def is_alive(pid: int) -> bool:
    """Whether a process of this host, other than this very one, still runs."""
    return pid != os.getpid() and psutil.pid_exists(pid)


class Service:
    """One process: web, sender, scheduler, or all of them. watched: one without the web side tells how it is, too."""

    def __init__(
        self, settings: Settings, database: Database, clock: Clock, kind: str = "serve", *, watched: bool = False
    ) -> None:
        self.settings, self.does = settings, KINDS[kind]
        speak_office_texts(settings)
        self.listens = watched or "web" in self.does
        self.database = database
        self.database.write(partial(keep_main_bot, settings=settings))
        holder = Holder(f"{kind}-{secrets.token_hex(4)}", kind, socket.gethostname(), os.getpid(), clock.real())
        self.database.write(partial(bury, host=holder.host, alive=is_alive))
        threads, campaign, notes = Threads(self.database), campaign_of(settings), Path(settings.state_dir)
        self.office = Office(threads, clock, campaign, seal_of(settings), settings.telegram_url, holder, notes)
        webhook = self.webhook_of if settings.webhook_url else None
        self.fleet = Fleet(self.office, Duties("web" in self.does, "sender" in self.does, webhook))
        self.clockwork = Clockwork(self.office, self.fleet.wake)

    async def run(self, stop: asyncio.Event) -> None:
        """Run until stopped. SettingsError when a setting turns out wrong; a Telegram that is away is waited for."""
        parts = [self.office.be_seen(), self.check_token(), stop.wait()]
        if self.does & {"web", "sender"}:
            parts.append(self.fleet.run())
        if self.listens:
            parts.append(self.serve_web())
        tasks: list[asyncio.Task[Any]] = [asyncio.create_task(part) for part in parts]
        if "scheduler" in self.does:
            self.clockwork.start()
        try:
            finished, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await self.close(tasks)
        for task in finished:
            task.result()

    def webhook_of(self, bot: str) -> str:
        """The public address of a bot's webhook."""
        return webhook_address(self.settings, bot)

    async def serve_web(self) -> None:
        """The web side, until cancelled: all of it, or only what tells how the process is."""
        app = create_app(self.check)
        add_metrics(app, partial(exposition, self.office), self.settings.metrics_token)
        if "web" in self.does:
            add_pages(app, self.usernames, self.settings.language)
        if "web" in self.does and self.settings.webhook_url:
            path = urlsplit(self.settings.webhook_url).path or WEBHOOK_PATH
            add_webhook(app, path, MAIN, self.fleet.reception)
        host, proxies = self.settings.http_host, self.settings.trusted_proxies
        async with serving(app, host, self.settings.http_port, proxies) as port:
            log.info("serving", web=f"http://{host}:{port}")
            await asyncio.Event().wait()

    async def usernames(self) -> list[str]:
        """The names of the bots at work."""
        rows = await self.office.threads.read(bots)
        return [row.username for row in rows if row.status == "active" and row.username]

    async def check_token(self) -> None:
        """SettingsError when Telegram refuses the token of the settings; otherwise wait for ever.

        With other bots at work the fleet deals with it: one bot's end is not the end of all.
        """
        token, checked = self.settings.bot_token, False
        while token is not None and not checked:
            bot = TelegramBot(token, self.settings.telegram_url)
            try:
                await bot.initialize()
                checked = True
            except InvalidToken:
                if not await self.office.threads.read(partial(others_at_work, main=id_of(token))):
                    raise SettingsError(
                        "CATAT_BOT_TOKEN is refused by Telegram: ask @BotFather for the right one"
                    ) from None
                checked = True
            except TelegramError:
                await asyncio.sleep(2)
            finally:
                await bot.shutdown()
        await asyncio.Event().wait()

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
        self.office.threads.close()
        self.database.close()

    async def check(self) -> dict[str, str]:
        """What is wrong with each part, for /health/ready."""
        try:
            revision = await self.office.threads.read(schema.revision_of)
        except Exception as error:  # the answer is what is wrong
            return {"database": type(error).__name__}
        return {"database": f"is at revision {revision}" if schema.is_behind(revision) else "ok"}


def stop_on_signals() -> asyncio.Event:
    """An event that SIGINT and SIGTERM set."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop
