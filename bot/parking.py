"""Parking: an update that cannot be worked on is put aside for the office to see, and the person is told.

It is a small transaction of its own, and does not fail on what is in the update: what is kept of it is cleaned and cut
(bot/edge.py), and if even that cannot be stored, its number alone is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

import structlog

from bot.caller import caller_of
from bot.edge import kept_of
from bot.event import Event, person_of
from bot.flows.kit.script import Turn
from bot.guard import delete_message, holds_numbers
from bot.turns import turn_message
from core.campaign import Campaign
from core.problems import PROBLEMS
from core.words import words
from db.engine.passing import passes
from db.engine.work import Work
from db.outbox.inbox import first_time, forget_failure, note_failure, park, worked_on
from db.outbox.messages import OutboxMessage, post, reply_lane
from db.people.chats import lock_chat, save_talk
from db.people.privacy import forget_parked, parked_updates
from running.at_work import Left
from running.clock import Clock
from running.metrics import count_problems
from running.threads import Threads

log = structlog.get_logger()
ATTEMPTS = 3
"""The failure of an update that parks it."""


@dataclass(frozen=True)
class Fault:
    """What went wrong with an update. where: an error's kind and place in the code, never its data.

    problem: what the person is told, one of PROBLEMS. mends: whether it may go well when it is tried again.
    """

    where: str
    problem: str = "parked"
    mends: bool = True


class Parking:
    """Where the updates of one process are put aside."""

    def __init__(self, threads: Threads, clock: Clock, campaign: Campaign) -> None:
        self.threads, self.clock, self.campaign = threads, clock, campaign

    async def note(self, event: Event, update: dict[str, Any] | None, fault: Fault) -> bool:
        """Count the failure of an event (chat 0: nobody is told); whether the update is put aside now or was before.

        That is so at the third failure, or at the first when a repeat mends nothing. Raises only when the database
        does not take anything at the moment.
        """
        settle = partial(self._settle, event=event, fault=fault, now=self.clock.now())
        try:
            return await self.threads.write(partial(settle, update=kept_of(update) if update else None))
        except Exception as error:
            if passes(error):
                raise
            log.warning("parked_bare", update=event.name, error=type(error).__name__)
        return await self.threads.write(partial(settle, event=replace(event, chat=0), update=None))

    async def note_left(self, left: Left) -> bool:
        """Count that a process ended while it was at an update; whether no other try is needed: it is put aside, or was
        done, when the process ended after the transaction and before it noted so.
        """
        event = Event(left.bot, left.update_id, left.chat, "unreadable", self.clock.now())
        log.warning("update_left", update=event.name, to_blame=left.to_blame)
        return await self.note(event, None, Fault("the process ended", "too_heavy", mends=not left.to_blame))

    async def forget(self, event: Event) -> None:
        """The update was done after all, by this process."""
        await self.threads.write(partial(forget_failure, bot=event.bot, update_id=event.update_id))

    def _settle(self, work: Work, event: Event, fault: Fault, update: dict[str, Any] | None, now: datetime) -> bool:
        if worked_on(work, event.bot, event.update_id):
            return True
        attempts = note_failure(work, event.bot, event.update_id, fault.where, now)
        if fault.mends and attempts < ATTEMPTS:
            return False
        if first_time(work, event.bot, event.update_id, now):
            park(work, event.bot, event.update_id, update, now)
            if event.chat:
                self._apologize(work, event, fault, now)
        return True

    def _apologize(self, work: Work, event: Event, fault: Fault, now: datetime) -> None:
        """Tell the person; the talk that may be the cause ends, so that the chat goes on."""
        row = lock_chat(work, event.bot, event.chat)
        me = caller_of(row, self.campaign, event.at)
        save_talk(work, event.bot, event.chat, None, row.talk_no)
        sorry = words(f"problem.{fault.problem}", code=f"{PROBLEMS[fault.problem]}-{event.update_id}")
        count_problems([sorry])
        said = turn_message(me, Turn([sorry]), row.talk_no)
        key, lane = f"{event.name}:parked", reply_lane(officer=row.officer is not None)
        post(work, OutboxMessage(event.bot, event.chat, lane, key, said), now)
        if holds_numbers(event):
            delete_message(work, event, now)


def forget_parked_of(work: Work, bot: int, person: int) -> None:
    """Delete what a person sent and could not be worked on."""
    mine = [row.update_id for row in parked_updates(work, bot) if person_of(row.update or {}) == person]
    forget_parked(work, bot, mine)
