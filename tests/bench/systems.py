"""What is measured: real processes that talk to the stand-in, and the people who talk to them."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psutil

from tests.bench.city import CATAT, Enumerator, environment
from tests.bench.people import Crowd, Person
from tests.bench.telegram import StandIn
from tests.postgres import free_port

START_SECONDS = 60.0
STOP_SECONDS = 20.0
PERIOD, LOOK = 0.03, 0.001
"""Seconds in which a process that is held back may use its share, and after which it is looked at again."""
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Start:
    """How one process is started: the command and its settings."""

    command: list[str]
    settings: dict[str, str]


class System:
    """One bot with its processes and its people. share: of a processor, what each process may use."""

    def __init__(self, name: str, telegram: StandIn, token: str, starts: Sequence[Start]) -> None:
        self.name, self.telegram, self.starts = name, telegram, starts
        self.bot = telegram.add(token)
        self.bot.see = self.see
        self.crowd = Crowd()
        self.people: dict[int, Person] = {}
        self.processes: list[subprocess.Popen[bytes]] = []
        self.logs: list[Path] = []
        self.share = 1.0

    def see(self, chat: int, text: str, markup: dict[str, Any]) -> None:
        """A message appears on somebody's phone."""
        if chat in self.people:
            self.people[chat].see(text, markup)

    async def start(self, folder: Path) -> None:
        """Start the processes, and wait until they ask for updates or have told where to deliver them."""
        for number, start in enumerate(self.starts):
            self._launch(start, folder / f"{self.bot.id}-{number}.log")
        deadline = time.monotonic() + START_SECONDS
        while self.bot.asking is None and not self.bot.webhooks:
            if time.monotonic() > deadline or any(process.poll() is not None for process in self.processes):
                raise RuntimeError(f"{self.name} does not start: {self.log()[-2000:]}")
            await asyncio.sleep(0.05)

    def _launch(self, start: Start, log: Path) -> None:
        self.logs.append(log)
        settings = environment(PYTHONPATH=str(ROOT), **start.settings)
        with log.open("wb") as out:
            command = start.command
            self.processes.append(subprocess.Popen(command, cwd=log.parent, env=settings, stdout=out, stderr=out))

    def log(self) -> str:
        """All that its processes have written."""
        return "\n".join(path.read_text(errors="replace") for path in self.logs)

    def cpu(self) -> float:
        """Processor seconds of its processes so far."""
        return sum(cpu_of(process.pid) for process in self.processes)

    def stop(self) -> None:
        """Ask the processes to end, and insist when they do not."""
        for process in self.processes:
            process.send_signal(signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.processes.clear()

    async def join(self, enumerators: Sequence[Enumerator], codes: Sequence[str]) -> None:
        """Everybody gets a phone and opens the invitation."""
        first = self.bot.id % 1000 * 100_000
        for chat, enumerator in enumerate(enumerators, first):
            self.people[chat] = Person(self.telegram, self.bot, chat, enumerator.families, self.crowd)
        async with watched(self.people.values()):
            for person, code in zip(self.people.values(), codes, strict=True):
                await person.join(code)
        self.crowd.replies.clear()


@contextlib.asynccontextmanager
async def watched(people: Collection[Person]) -> AsyncIterator[None]:
    """Meanwhile, replies that do not come are noticed."""

    async def look() -> None:
        while True:
            await asyncio.sleep(1)
            for person in people:
                person.look()

    task = asyncio.create_task(look())
    try:
        yield
    finally:
        task.cancel()


@contextlib.asynccontextmanager
async def held_back(system: System) -> AsyncIterator[None]:
    """Meanwhile, each process gets only its share of a processor: what it has used up, it waits for."""
    if system.share >= 1.0:
        yield
        return

    async def hold(process: subprocess.Popen[bytes]) -> None:
        allowed = processor_time(process.pid)
        while True:
            end = time.monotonic() + PERIOD
            allowed = max(allowed, processor_time(process.pid) - PERIOD) + PERIOD * system.share
            while (left := end - time.monotonic()) > 0:
                if processor_time(process.pid) < allowed:
                    await asyncio.sleep(min(left, LOOK))
                    continue
                process.send_signal(signal.SIGSTOP)
                await asyncio.sleep(left)
                process.send_signal(signal.SIGCONT)

    tasks = [asyncio.create_task(hold(process)) for process in system.processes]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for process in system.processes:
            process.send_signal(signal.SIGCONT)


def processor_time(pid: int) -> float:
    """Processor seconds of a process, to the microsecond, by Linux's clock of it."""
    return time.clock_gettime((~pid << 3) | 2)


def cpu_of(pid: int) -> float:
    """Processor seconds of a process and its children; 0 when it is gone."""
    total = 0.0
    with contextlib.suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        for each in (process, *process.children(recursive=True)):
            times = each.cpu_times()
            total += times.user + times.system
    return total


def plain_bot(name: str, telegram: StandIn, token: str, kept: str) -> System:
    """A plain bot that keeps nothing, or a row for each update in the database of this address."""
    command = [sys.executable, "-m", "tests.bench.plain", token, telegram.url, kept]
    return System(name, telegram, token, [Start(command, {})])


def catat_serve(name: str, telegram: StandIn, settings: dict[str, str], profile: str = "") -> System:
    """Catat, all in one process. profile: the file for what it spends its time on ("" for none)."""
    command = [sys.executable, "-m", "tests.bench.profiling", profile] if profile else [str(CATAT)]
    return System(name, telegram, settings["CATAT_BOT_TOKEN"], [Start([*command, "serve"], settings)])


def catat_by_webhook(name: str, telegram: StandIn, settings: dict[str, str], commands: Sequence[str]) -> System:
    """Catat behind a webhook, a process for each command; those that receive take turns."""
    ports = [str(free_port()) for _ in commands]
    url = f"http://127.0.0.1:{ports[0]}/telegram"
    webhook = {"CATAT_WEBHOOK_URL": url, "CATAT_WEBHOOK_SECRET": "only-telegram-knows"}
    starts = [
        Start([str(CATAT), command], {**settings, **webhook, "CATAT_HTTP_PORT": port})
        for command, port in zip(commands, ports, strict=True)
    ]
    system = System(name, telegram, settings["CATAT_BOT_TOKEN"], starts)
    receiving = (port for command, port in zip(commands, ports, strict=True) if command in ("serve", "web"))
    system.bot.addresses = [f"http://127.0.0.1:{port}" for port in receiving]
    return system


def catat_settings(url: str, token: str, telegram: StandIn, clock: datetime) -> dict[str, str]:
    """The settings of an installation of Catat."""
    return {
        "CATAT_BOT_TOKEN": token,
        "CATAT_TELEGRAM_URL": telegram.url,
        "CATAT_DATABASE_URL": url,
        "CATAT_CLOCK": clock.isoformat(),
        "CATAT_HTTP_PORT": str(free_port()),
    }
