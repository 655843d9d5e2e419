"""Thousands of citizens write within a minute beside officers at work, against a Telegram that enforces its limits."""

from __future__ import annotations

import asyncio
import random
import time
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.bulk import FIRST_CHAT, TALKERS_LIST, everybody_has_joined, talk
from tests.bench.city import import_city, write_city
from tests.bench.limits import PER_SECOND, Limits
from tests.bench.people import Person
from tests.bench.rounds import quantile
from tests.bench.sheets import Sheet
from tests.bench.systems import System, catat_by_webhook, catat_serve, catat_settings, watched
from tests.bench.telegram import StandIn
from tests.bench.throughput import DURABLE, NOON, say
from tests.postgres import Server

CITIZENS_FROM = 5_000_000
IMPATIENT = 4
"""Every so many citizens one does not wait for the answer and writes twice more."""
IMPATIENT_SECONDS = 1.0
SHORTEST_THINKING = 4.0
"""Seconds that an officer thinks at most, and a third of it at least: a chat takes one message a second."""
GOAL_SECONDS = 1.0
GOAL_REFUSED = 1 / 1000
SLACK = 2.0
"""How many times as long as permitted we wait for the last citizen's answer."""


@dataclass(frozen=True)
class Flood:
    """Who writes, within how many seconds, and to what."""

    citizens: int
    officers: int
    seconds: float
    postgres: bool
    webhook: bool

    @property
    def name(self) -> str:
        """What the row is called."""
        return f"{'PostgreSQL' if self.postgres else 'SQLite'} by {'webhook' if self.webhook else 'polling'}"


@dataclass
class Citizen:
    """What one citizen wrote and got: when the last message was written, how many answers came, when the last did."""

    wrote: float = 0.0
    messages: int = 0
    answers: int = 0
    answered: float = 0.0

    @property
    def waits(self) -> bool:
        """Whether the last message has had no answer yet."""
        return self.answered < self.wrote or not self.answers


@dataclass
class Seen:
    """What came of it. late: seconds from the end of the flood to the last citizen's answer."""

    flood: Flood
    citizens: dict[int, Citizen] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    replies: list[float] = field(default_factory=list)
    late: float = 0.0
    faults: int = 0
    complaints: list[str] = field(default_factory=list)

    @property
    def waits(self) -> list[float]:
        """Seconds that citizens waited for the answer to their last message."""
        return sorted(each.answered - each.wrote for each in self.citizens.values() if not each.waits)

    @property
    def refused(self) -> float:
        """The share of the calls that was refused."""
        return self.limits.refused / max(1, self.limits.asked)


async def send_flood(flood: Flood, folder: Path) -> Seen:
    """One run, from an empty database to the last answer."""
    say(f"{flood.name}: {flood.citizens} citizens in {flood.seconds:.0f} s, {flood.officers} officers")
    enumerators = write_city(folder, [TALKERS_LIST] * flood.officers)
    with Server(*DURABLE) if flood.postgres else nullcontext() as server:
        url = server.create() if server else f"sqlite:///{folder / 'catat.db'}"
        import_city(folder, url)
        telegram = StandIn()
        await telegram.start()
        settings = catat_settings(url, "7000000001:not-a-secret-of-anybody", telegram, NOON)
        if flood.webhook:
            system = catat_by_webhook(flood.name, telegram, settings, ["serve"])
        else:
            system = catat_serve(flood.name, telegram, settings)
        everybody_has_joined(url, system, enumerators)
        for chat, each in enumerate(enumerators, FIRST_CHAT):
            system.people[chat] = Person(telegram, system.bot, chat, each.families, system.crowd)
        try:
            await system.start(folder)
            return await run(flood, system)
        finally:
            system.stop()
            telegram.stop()


async def run(flood: Flood, system: System) -> Seen:
    """Let officers work and citizens write, until each citizen has the answer to the last message."""
    seen = Seen(flood)
    seen.citizens = {CITIZENS_FROM + number: Citizen() for number in range(flood.citizens)}
    watch(system, seen)
    system.bot.limits = seen.limits
    people, think = list(system.people.values()), max(flood.seconds / 2, SHORTEST_THINKING)
    async with watched(people):
        talking = [asyncio.create_task(talk(person, think)) for person in people]
        writing = [asyncio.create_task(write(system, chat, seen)) for chat in seen.citizens]
        await asyncio.gather(*writing)
        ended = time.monotonic()
        patience = 10 + SLACK * 2 * flood.citizens / PER_SECOND
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await everybody_is_answered(seen)
        seen.late = time.monotonic() - ended
        for task in talking:
            task.cancel()
        await asyncio.gather(*talking, return_exceptions=True)
    crowd = system.crowd
    seen.replies = sorted(took for _, took in crowd.replies)
    without = sum(each.waits for each in seen.citizens.values())
    seen.faults = crowd.faults + without + int(seen.refused > GOAL_REFUSED)
    seen.complaints = crowd.complaints + ([f"{without} citizens without an answer"] if without else [])
    return seen


async def everybody_is_answered(seen: Seen) -> None:
    """Wait until each citizen has the answer to the last message."""
    waiting = list(seen.citizens.values())
    while waiting:
        await asyncio.sleep(0.1)
        waiting = [each for each in waiting if each.waits]


async def write(system: System, chat: int, seen: Seen) -> None:
    """One citizen writes at some moment of the flood; the impatient write again."""
    await asyncio.sleep(random.uniform(0, seen.flood.seconds))
    me = seen.citizens[chat]
    for again in range(3 if chat % IMPATIENT == 0 else 1):
        if again:
            await asyncio.sleep(IMPATIENT_SECONDS)
        me.wrote, me.messages = time.monotonic(), me.messages + 1
        system.telegram.writes(system.bot, chat, "halo")


def watch(system: System, seen: Seen) -> None:
    """Count the citizens' answers; the rest is for who works."""
    show = system.bot.see

    def see(chat: int, text: str, markup: dict[str, Any]) -> None:
        if (citizen := seen.citizens.get(chat)) is not None:
            citizen.answers, citizen.answered = citizen.answers + 1, time.monotonic()
        show(chat, text, markup)

    system.bot.see = see


async def flood(runs: list[Flood], folder: Path) -> tuple[Sheet, int]:
    """All runs as a table; 1 when somebody got no answer, or too many calls were refused."""
    done = []
    for number, each in enumerate(runs):
        place = folder / f"flood-{number}"
        place.mkdir()
        done.append(await send_flood(each, place))
    return sheet_of(done), int(any(seen.faults for seen in done))


def sheet_of(done: list[Seen]) -> Sheet:
    """What came of the runs."""
    flood = done[0].flood
    columns = ("", "officers' replies", "p50 ms", "p99 ms", "longest ms", "goal", "citizens' messages", "answers")
    sheet = Sheet(
        f"{flood.citizens} citizens within {flood.seconds:.0f} s beside {flood.officers} officers at work",
        (*columns, "p50 s", "longest s", "last after s", "calls", "refused", "in a pause", "faults"),
    )
    for seen in done:
        p50, p99, most = (quantile(seen.replies, share) for share in (0.5, 0.99, 1.0))
        reached = "reached" if p99 < GOAL_SECONDS and seen.refused <= GOAL_REFUSED else "missed"
        citizens, waits = seen.citizens.values(), seen.waits
        row = (len(seen.replies), *(f"{1000 * each:.0f}" for each in (p50, p99, most)), reached)
        row += (sum(each.messages for each in citizens), sum(each.answers for each in citizens))
        row += (f"{quantile(waits, 0.5):.1f}", f"{quantile(waits, 1.0):.1f}", f"{seen.late:.1f}")
        row += (seen.limits.asked, seen.limits.refused, seen.limits.hasty, seen.faults)
        sheet.rows.append([seen.flood.name, *map(str, row)])
        sheet.notes += [f"{seen.flood.name}: {complaint}" for complaint in seen.complaints]
    sheet.notes.append(
        f"Every fourth citizen writes three times, a second apart. The stand-in permits {PER_SECOND} calls in any"
        " second, answers to presses included, and refuses the rest with 429. The goals are a p99 of officers below a"
        " second and one refused call in a thousand. A citizen waits as long as all calls together take; those who"
        " wrote again get one answer for what still waited."
    )
    return sheet
