"""The composition root: puts the parts together into one running service."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import signal
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any
from urllib.parse import urlsplit

import structlog
import uvicorn
from fastapi import FastAPI
from telegram.error import InvalidToken, TelegramError

from api.app import add_webhook, create_app
from bot.campaign import Campaign
from bot.clock import Clock
from bot.polling import ALLOWED, poll
from bot.reception import Reception
from bot.render import command_menu
from bot.sender import Sender
from bot.threads import Threads
from bot.transport import TelegramBot
from cli.settings import Settings, SettingsError
from core.citizens import LANGUAGES
from core.people import Role
from db import schema
from db.work import Database
from scheduler.clockwork import Clockwork

log = structlog.get_logger()
WEBHOOK_PATH = "/telegram"


def derived_key(settings: Settings, purpose: str) -> bytes:
    """A key of its own for each purpose, made from the one secret."""
    secret = (settings.secret_key or "").encode()
    return hmac.new(secret, purpose.encode(), hashlib.sha256).digest()


def open_database(settings: Settings) -> Database:
    """The database, brought up to date."""
    database = Database(settings.database_url)
    schema.upgrade(database)
    return database


def campaign_of(settings: Settings) -> Campaign:
    """What the talks need to know."""
    return Campaign(settings.fieldwork(), settings.language, derived_key(settings, "receipt"))


class Service:
    """Everything in one process: web, bot, sender, clock."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self.settings, self.clock = settings, clock
        self.database = open_database(settings)
        self.threads = Threads(self.database)
        self.bot = TelegramBot(settings.bot_token or "", settings.telegram_url)
        campaign = campaign_of(settings)
        self.sender = Sender(self.bot, self.threads, clock, campaign)
        self.reception = Reception(self.bot, self.threads, clock, campaign, self.sender.wake)
        self.clockwork = Clockwork(self.threads, clock, campaign, self.sender.wake)

    async def run(self, stop: asyncio.Event) -> None:
        """Run until stopped. SettingsError when a setting turns out wrong; a Telegram that is away is waited for."""
        app = create_app(self.check)
        path = urlsplit(self.settings.webhook_url or "").path or WEBHOOK_PATH
        if self.settings.webhook_url:
            add_webhook(app, path, self.settings.webhook_secret or "", self.reception.receive)
        async with serving(app, self.settings.http_host, self.settings.http_port):
            self.clockwork.start()
            jobs: list[asyncio.Task[Any]] = [
                asyncio.create_task(self.sender.run()),
                asyncio.create_task(self.meet_telegram(path)),
            ]
            jobs.append(asyncio.create_task(stop.wait()))
            try:
                finished, _ = await asyncio.wait(jobs, return_when=asyncio.FIRST_COMPLETED)
            finally:
                await self.close(jobs)
            for job in finished:
                job.result()

    async def meet_telegram(self, path: str) -> None:
        """Present the bot to Telegram, then receive for ever: by webhook, or by asking."""
        try:
            await self.introduce(path)
            log.info("serving", bot=self.bot.username, by="webhook" if self.settings.webhook_url else "polling")
            if self.settings.webhook_url:
                await asyncio.Event().wait()
            await poll(self.bot, self.reception)
        except InvalidToken:
            raise SettingsError("CATAT_BOT_TOKEN is refused by Telegram: ask @BotFather for the right one") from None

    async def introduce(self, path: str) -> None:
        """Tell Telegram the menu of citizens in each language, and where to send updates; again until it is told."""
        pause = 1.0
        while True:
            try:
                await self.bot.initialize()
                for code in ("", *LANGUAGES):
                    menu = command_menu(None, Role.CITIZEN, code or self.settings.language)
                    await self.bot.call("setMyCommands", {**menu, "language_code": code} if code else menu)
                if self.settings.webhook_url:
                    url = self.settings.webhook_url
                    url += "" if urlsplit(url).path else path
                    await self.bot.set_webhook(url, secret_token=self.settings.webhook_secret, allowed_updates=ALLOWED)
                return
            except InvalidToken:
                raise
            except TelegramError as error:
                log.warning("telegram_away", error=type(error).__name__, pause=pause)
                await asyncio.sleep(pause)
                pause = min(30.0, pause * 2)

    async def close(self, jobs: list[asyncio.Task[Any]]) -> None:
        """Stop everything; what is being written is finished first."""
        self.clockwork.stop()
        for job in jobs:
            job.cancel()
        await asyncio.gather(*jobs, *self.sender.under_way, return_exceptions=True)
        await self.bot.shutdown()
        self.threads.close()
        self.database.close()

    async def check(self) -> dict[str, str]:
        """What is wrong with each part, for /health/ready."""
        try:
            revision = await self.threads.read(schema.revision_of)
        except Exception as error:  # the answer is what is wrong
            return {"database": type(error).__name__}
        return {"database": "ok" if revision == schema.newest() else f"is at revision {revision}"}


class Web(uvicorn.Server):
    """uvicorn, leaving signals to us."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Catch nothing."""
        yield


@asynccontextmanager
async def serving(app: FastAPI, host: str, port: int) -> AsyncIterator[int]:
    """The web application on its port, which is handed back; SettingsError when the port cannot be had."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise SettingsError(
            f"{host}:{port} cannot be used ({error.strerror}): set CATAT_HTTP_PORT to another"
        ) from None
    server = Web(uvicorn.Config(app, log_config=None, access_log=False, lifespan="off"))
    task = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield listener.getsockname()[1]
    finally:
        server.should_exit = True
        await task
        listener.close()


def stop_on_signals() -> asyncio.Event:
    """An event that SIGINT and SIGTERM set."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop
