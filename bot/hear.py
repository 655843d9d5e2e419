"""One message, one transaction: what a person sent is worked on once, and the reply goes into the outbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from actions.unreachable import tell_leader
from bot.event import Event
from bot.flows.kit.script import Turn
from bot.guard import delete_message, guarded
from bot.listen import Listener
from bot.router import wish_of
from bot.together import USUAL, Way
from core.campaign import Campaign
from core.words import words
from db.engine.work import Work
from db.outbox.messages import Claimed
from db.outbox.turn import begin_turn
from db.people.chats import mark_blocked, mark_reachable


@dataclass(frozen=True)
class Done:
    """What came of an officer's or citizen's event. reply: one that is to leave at once; else it waits, or is none.
    spent: the number of a message that stays without its buttons.
    """

    reply: Claimed | None = None
    officer: bool = False
    spent: int = 0


def hear(work: Work, event: Event, campaign: Campaign, now: datetime, way: Way = USUAL) -> Done | None:
    """Work on one event; None when it was worked on before, and nothing is done."""
    event = guarded(work, event)
    row = begin_turn(work, event.bot, event.chat, event.update_id, now)
    if row is None:
        return None
    officer = row.officer is not None
    if event.kind == "blocked":
        if mark_blocked(work, event.bot, event.chat, now):
            tell_leader(work, (event.bot, event.chat), now)
        return Done(officer=officer)
    if row.blocked_at is not None:
        mark_reachable(work, event.bot, event.chat)
    if event.kind == "unblocked":
        return Done(officer=officer)
    talk = Listener(work, event, campaign, now, row)
    talk.way = way
    if way.calmly and not officer:
        talk.reply(Turn([words("problem.too_many_messages")]))
    else:
        talk.respond(wish_of(event))
    if event.masked:
        delete_message(work, event, now)
    return Done(talk.replied, officer, talk.spent)
