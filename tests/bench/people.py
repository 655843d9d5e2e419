"""People who report visits, each waiting for the reply to the last message, and who check every reply."""

from __future__ import annotations

import asyncio
import itertools
import random
import time
from dataclasses import dataclass, field
from typing import Any

from tests.bench.telegram import StandIn, StandInBot
from tests.bench.texts import COMPLETE, HOW_MANY, LAPOR, MANY, MORNING, WELCOME, WHICH, first_line, said

Params = dict[str, Any]
PATIENCE = 20.0
"""Seconds after which a reply counts as lost."""


class LostError(Exception):
    """No reply came."""


class WrongError(Exception):
    """The reply is not the one that had to come."""


@dataclass(frozen=True)
class Family:
    """One household of an enumerator's list."""

    no: int
    head: str
    address: str


@dataclass
class Crowd:
    """What a group of people saw. replies: when each came, and how long it took (seconds)."""

    replies: list[tuple[float, float]] = field(default_factory=list)
    lost: int = 0
    doubled: int = 0
    wrong: int = 0
    reports: int = 0
    letters: int = 0
    complaints: list[str] = field(default_factory=list)

    def complain(self, what: str) -> None:
        """Keep the first few, for the reader."""
        if len(self.complaints) < 5:
            self.complaints.append(what)

    @property
    def faults(self) -> int:
        """Whatever went wrong."""
        return self.lost + self.doubled + self.wrong


class Person:
    """One chat. pause: the longest time to think before the next message, in seconds (0: a closed loop)."""

    def __init__(self, telegram: StandIn, bot: StandInBot, chat: int, families: list[Family], crowd: Crowd) -> None:
        self.telegram, self.bot, self.chat, self.crowd = telegram, bot, chat, crowd
        self.families = itertools.cycle(families)
        self.pause = 0.0
        self.kinds = itertools.cycle([self.report_typed, self.report_pressed, self.report_from_menu])
        self.asked_at = 0.0
        self.reply: asyncio.Future[tuple[str, Params]] | None = None

    def see(self, text: str, markup: Params) -> None:
        """A message of the bot appears in the chat."""
        if text.startswith(MORNING):
            self.crowd.letters += 1
        elif self.reply is None or self.reply.done():
            self.crowd.doubled += 1
            self.crowd.complain(f"unasked: {text[:60]!r}")
        else:
            now = time.perf_counter()
            self.crowd.replies.append((now, now - self.asked_at))
            self.reply.set_result((text, markup))

    def look(self) -> None:
        """Notice that a reply does not come."""
        if self.reply and not self.reply.done() and time.perf_counter() - self.asked_at > PATIENCE:
            self.reply.set_exception(LostError())

    async def _answer(self, *expected: str) -> Params:
        assert self.reply is not None
        text, markup = await self.reply
        if not any(form in text for form in expected):
            raise WrongError(f"expected {expected[0]!r}, saw {text[:160]!r}")
        return markup

    async def type(self, text: str, *expected: str) -> Params:
        """Type something; the keyboard of the reply, whose text has to have one of these parts."""
        await self._ask()
        self.telegram.writes(self.bot, self.chat, text)
        return await self._answer(*expected)

    async def press(self, shown: Params, title: str, *expected: str) -> Params:
        """Press a button of a reply; the keyboard of the next reply."""
        data = next((b["callback_data"] for b in buttons(shown) if b["text"] == title), None)
        if data is None:
            raise WrongError(f"no button {title!r}")
        await self._ask()
        self.telegram.presses(self.bot, self.chat, data)
        return await self._answer(*expected)

    async def _ask(self) -> None:
        if self.pause:
            await asyncio.sleep(random.uniform(self.pause / 3, self.pause))
        self.asked_at = time.perf_counter()
        self.reply = asyncio.get_running_loop().create_future()

    async def join(self, code: str) -> None:
        """Open the invitation; LostError or WrongError when no welcome comes."""
        await self.type(f"/start {code}", WELCOME)

    async def report(self) -> None:
        """Report one visit, in turn typed, pressed, or begun from the menu; faults are counted, not raised."""
        try:
            await next(self.kinds)()
            self.crowd.reports += 1
        except LostError:
            self.crowd.lost += 1
            self.crowd.complain("no reply")
        except WrongError as wrong:
            self.crowd.wrong += 1
            self.crowd.complain(str(wrong))

    async def report_typed(self) -> None:
        """Everything is typed."""
        family = next(self.families)
        await self.type(f"/lapor {family.no}", asked(family))
        await self.type(COMPLETE.lower(), HOW_MANY)
        await self.type("4", *saved(family, 4))

    async def report_pressed(self) -> None:
        """A command, then buttons."""
        family = next(self.families)
        shown = await self.type(f"/lapor {family.no}", asked(family))
        shown = await self.press(shown, MANY, HOW_MANY)
        await self.press(shown, "9", *saved(family, 9))

    async def report_from_menu(self) -> None:
        """The menu's button, the first household on offer, and a typed number at the end."""
        shown = await self.type(LAPOR, WHICH)
        title = buttons(shown)[0]["text"]
        no, _, head = title.partition(" · ")
        family = Family(int(no), head.removesuffix("…"), "")
        shown = await self.press(shown, title, first_line("visit.what_happened", no=no, head=family.head))
        await self.press(shown, MANY, HOW_MANY)
        await self.type("3", *saved(family, 3))


def asked(family: Family) -> str:
    """The question for the outcome of a visit."""
    return said("visit.what_happened", no=family.no, head=family.head, address=family.address)


def saved(family: Family, persons: int) -> tuple[str, str]:
    """The two receipts that are right: of a first report, and of one that changes the household's last."""
    known = {"no": family.no, "head": family.head, "outcome": COMPLETE}
    first = first_line("visit.saved", **known) + "\n" + said("visit.saved_persons", n=persons)
    changed = first_line("visit.changed", **known, now=said("visit.persons", n=persons), was="")
    return first, changed.partition(" (")[0]


def buttons(markup: Params) -> list[dict[str, str]]:
    """All buttons under a message."""
    return [button for row in markup.get("inline_keyboard", []) for button in row]
