"""The morning's messages to everybody while some people talk, against a Telegram that enforces its limits."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from core.areas import WITA, zone
from db.engine.work import Database, Work
from db.tables import Chat
from tests.bench.city import CATAT, Enumerator, environment, import_city, write_city
from tests.bench.limits import PER_SECOND, Limits
from tests.bench.people import Person
from tests.bench.rounds import quantile
from tests.bench.sheets import Sheet
from tests.bench.systems import System, catat_serve, catat_settings, watched
from tests.bench.telegram import StandIn
from tests.bench.texts import MORNING
from tests.bench.throughput import DURABLE, say
from tests.postgres import Server

DAWN = datetime(2022, 10, 20, 5, tzinfo=zone(WITA))
DUE = "2022-10-20T07:00+0800"
TALKERS_LIST, LIST = 60, 2
"""Households of somebody who talks, and of somebody who only gets the message."""
FIRST_CHAT = 1_000_000
THINK_SECONDS = 30.0
WARM_UP = 3.0
ANYWAY = 200
SLACK = 3.0
"""How many times as long as permitted we wait for the last message."""


@dataclass(frozen=True)
class Bulk:
    """How much is sent. anyway: every so many messages one is refused without reason (0: none)."""

    name: str
    letters: int
    talkers: int
    postgres: bool
    anyway: int = 0


@dataclass
class Seen:
    """What came of it. letters: how many each chat got; times: when they came (seconds)."""

    bulk: Bulk
    letters: Counter[int] = field(default_factory=Counter)
    times: list[float] = field(default_factory=list)
    limits: Limits = field(default_factory=Limits)
    complete: asyncio.Event = field(default_factory=asyncio.Event)
    posted_in: float = 0.0
    sent: int = 0
    replies: list[float] = field(default_factory=list)
    faults: int = 0
    complaints: list[str] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """From the first to the last message."""
        return max(1.0, self.times[-1] - self.times[0]) if self.times else 1.0

    @property
    def twice(self) -> int:
        """Messages that somebody got again."""
        return sum(self.letters.values()) - len(self.letters)


async def send_bulk(bulk: Bulk, folder: Path) -> Seen:
    """One run, from an empty database to the last message."""
    say(f"{bulk.name}: {bulk.letters} people, {bulk.talkers} of them talk")
    lists = [TALKERS_LIST] * bulk.talkers + [LIST] * (bulk.letters - bulk.talkers)
    enumerators = write_city(folder, lists)
    with Server(*DURABLE, on_disk=True) as server:
        url = server.create() if bulk.postgres else f"sqlite:///{folder / 'catat.db'}"
        import_city(folder, url)
        telegram = StandIn()
        await telegram.start()
        settings = catat_settings(url, "7000000001:not-a-secret-of-anybody", telegram, DAWN)
        system = catat_serve(bulk.name, telegram, settings)
        everybody_has_joined(url, system, enumerators)
        try:
            await system.start(folder)
            return await run(bulk, system, enumerators[: bulk.talkers])
        finally:
            system.stop()
            telegram.stop()


def everybody_has_joined(url: str, system: System, enumerators: list[Enumerator]) -> None:
    """A chat for each, as if each had opened an invitation."""
    rows = [
        {"bot": system.bot.id, "chat": chat, "officer": each.id, "talk_no": 0, "checks": 0}
        for chat, each in enumerate(enumerators, FIRST_CHAT)
    ]

    def fill(work: Work) -> None:
        work.change_many(insert(Chat), rows)

    database = Database(url)
    with database.work() as work:
        fill(work)
    database.close()


async def run(bulk: Bulk, system: System, talkers: list[Enumerator]) -> Seen:
    """Let people talk, post the morning's messages, and wait until everybody has theirs."""
    seen = Seen(bulk, limits=Limits(anyway=bulk.anyway))
    for chat, each in enumerate(talkers, FIRST_CHAT):
        system.people[chat] = Person(system.telegram, system.bot, chat, each.families, system.crowd)
    watch(system, seen)
    system.bot.limits = seen.limits
    people = list(system.people.values())
    async with watched(people):
        talking = [asyncio.create_task(talk(person)) for person in people]
        await asyncio.sleep(WARM_UP)
        system.crowd.replies.clear()
        posted = time.monotonic()
        await post_morning(system)
        seen.posted_in = time.monotonic() - posted
        say(f"posted in {seen.posted_in:.1f} s")
        patience = 20 + SLACK * bulk.letters / PER_SECOND
        with suppress(TimeoutError):
            await asyncio.wait_for(seen.complete.wait(), patience)
        seen.sent = system.bot.sent
        await asyncio.sleep(WARM_UP)
        for task in talking:
            task.cancel()
        await asyncio.gather(*talking, return_exceptions=True)
    crowd = system.crowd
    seen.replies = sorted(took for _, took in crowd.replies)
    seen.faults = crowd.faults + seen.twice + bulk.letters - len(seen.letters)
    seen.complaints = crowd.complaints
    return seen


def watch(system: System, seen: Seen) -> None:
    """Count the morning's messages; the rest is for who talks."""
    show = system.bot.see

    def see(chat: int, text: str, markup: dict[str, Any]) -> None:
        if text.startswith(MORNING):
            seen.letters[chat] += 1
            seen.times.append(time.monotonic())
            if len(seen.times) == 1:
                system.bot.sent = 1
            if len(seen.letters) == seen.bulk.letters:
                seen.complete.set()
        show(chat, text, markup)

    system.bot.see = see


async def talk(person: Person, think: float = THINK_SECONDS) -> None:
    """Report visit after visit, thinking in between for so long at most; everybody starts at another moment."""
    person.pause = think
    while True:
        await person.report()


async def post_morning(system: System) -> None:
    """Let the office's command post the messages."""
    start = system.starts[0]
    command = [str(CATAT), "job", "morning", "--at", DUE]
    folder = system.logs[0].parent
    process = await asyncio.create_subprocess_exec(
        *command, cwd=folder, env=environment(**start.settings), stdout=asyncio.subprocess.PIPE, stderr=None
    )
    told, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"catat job morning failed: {told.decode()}")


async def bulk(letters: int, talkers: int, folder: Path, *, short: bool = False) -> tuple[Sheet, int]:
    """All runs as a table; 1 when something was lost, doubled or wrong. short: SQLite only where it is told to wait."""
    runs = [
        Bulk("SQLite", letters, talkers, postgres=False),
        Bulk("PostgreSQL", letters, talkers, postgres=True),
        Bulk("SQLite, told to wait", min(letters, 1000), talkers, postgres=False, anyway=ANYWAY),
    ]
    done = []
    for number, each in enumerate(runs[1:] if short else runs):
        place = folder / f"bulk-{number}"
        place.mkdir()
        done.append(await send_bulk(each, place))
    return sheet_of(done, talkers), int(any(seen.faults for seen in done))


def sheet_of(done: list[Seen], talkers: int) -> Sheet:
    """What came of the runs."""
    columns = ("", "messages", "posted in s", "sent in s", "all sends/s", "of permitted", "refused", "refused anyway")
    sheet = Sheet(
        f"The morning's messages while {talkers} people talk", (*columns, "replies", "p50 ms", "p99 ms", "faults")
    )
    for seen in done:
        rate, limits = seen.sent / seen.seconds, seen.limits
        anyway = limits.asked // limits.anyway if limits.anyway else 0
        numbers = (sum(seen.letters.values()), f"{seen.posted_in:.1f}", f"{seen.seconds:.1f}", f"{rate:.1f}")
        share = f"{rate / PER_SECOND:.1%}"
        ends = (f"{1000 * quantile(seen.replies, share):.0f}" for share in (0.5, 0.99))
        row = (*numbers, share, limits.refused, anyway, len(seen.replies), *ends, seen.faults)
        sheet.rows.append([seen.bulk.name, *map(str, row)])
        sheet.notes += [f"{seen.bulk.name}: {complaint}" for complaint in seen.complaints]
    sheet.notes.append(
        f"The stand-in permits {PER_SECOND} messages in any second and one a second in a chat, replies included, and"
        f" refuses the rest with 429. In the last row it also refuses one in {ANYWAY} for no reason and asks for"
        " two seconds: bulk rests so long, replies go on."
    )
    return sheet
