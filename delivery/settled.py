"""The results of outbox messages that were tried, written into their rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from actions.unreachable import tell_leader
from db.engine.leases import NEVER
from db.engine.work import Work
from db.outbox.cards import card_sent
from db.outbox.claims import mark_again, mark_all_sent, mark_dead
from db.outbox.messages import Claimed, drop_waiting
from db.people.chats import mark_blocked
from delivery.channel import Fate, Verdict

OF_AN_UPDATE = re.compile(r"(\d+:\d+):")


@dataclass(frozen=True)
class Settled:
    """An outbox message that was tried, its result, and the instant. message: its number in the chat."""

    letter: Claimed
    verdict: Verdict
    at: datetime
    message: int | None = None


def mark_all(work: Work, settled: Sequence[Settled]) -> None:
    """Mark outbox messages: all that were sent in one statement, every other one by its fate."""
    sent = [each for each in settled if each.verdict.fate is Fate.SENT]
    mark_all_sent(work, [each.letter.id for each in sent], max((each.at for each in sent), default=NEVER))
    for each in sent:
        if each.message is not None:
            card_sent(work, each.letter.key, each.letter.bot, each.letter.chat, each.message, each.at)
    for each in settled:
        _mark(work, each)


def _mark(work: Work, settled: Settled) -> None:
    letter, verdict, now = settled.letter, settled.verdict, settled.at
    match verdict.fate:
        case Fate.BOT_REFUSED:  # with a new token it goes at once
            mark_again(work, letter.id, now, verdict.why)
        case Fate.AGAIN:
            mark_again(work, letter.id, now + timedelta(seconds=verdict.wait), verdict.why)
        case Fate.DEAD:
            mark_dead(work, letter.id, verdict.why)
        case Fate.UNREACHABLE:
            mark_dead(work, letter.id, verdict.why)
            drop_waiting(work, letter.bot, letter.chat, verdict.why)
            if mark_blocked(work, letter.bot, letter.chat, now):
                tell_leader(work, (letter.bot, letter.chat), now)


def update_of(key: str) -> str:
    """Return the name of the event that posted a message with this key; empty when none did."""
    found = OF_AN_UPDATE.match(key)
    return found[1] if found else ""
