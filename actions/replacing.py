"""Telling that an officer was replaced: the old one, the new one, the people below, and the leader above."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from actions.notify import tell
from core.outgoing import Commands, Message
from core.people.person import Role
from core.words import Words, words
from db.engine.work import Work
from db.outbox.messages import Lane, OutboxMessage, post
from db.people.replacing import Replaced


def tell_replaced(work: Work, replaced: Replaced, now: datetime) -> list[str]:
    """Post to everybody whom it concerns and who can be reached; the ids of those who were told."""
    old, new = replaced.old, replaced.new
    key = f"replaced:{old.id}:{new.id}:{now:%Y-%m-%dT%H:%M:%SZ}"
    names = {"old": old.name, "name": new.name, "officer": new.id}
    notices: dict[str, Words] = {person: words("alert.replaced_leader", **names) for person in replaced.people}
    if old.supervisor:
        notices[old.supervisor] = words("alert.replaced_below", **names)
    figures = {
        "households": replaced.moved["household.enumerator"],
        "people": replaced.moved["officer.supervisor"],
        "cases": replaced.moved["pursuit.owner"],
    }
    notices[new.id] = words("alert.replaced_new", old=old.name, **figures)
    told = [each for each, said in notices.items() if tell(work, each, [said], f"{key}:{each}", now)]
    if replaced.left is not None:
        tell_old(work, replaced.left, words("alert.replaced_old", name=new.name, officer=new.id), key, now)
        told.append(old.id)
    return told


def tell_old(work: Work, left: Any, said: Words, key: str, now: datetime) -> None:
    """Tell a chat that it is a citizen's from now on: its words, its keyboard, its menu. left: bot and chat."""
    message = Message((said,), menu=Role.CITIZEN)
    post(work, OutboxMessage(left.bot, left.chat, Lane.ALERT, f"{key}:old", message), now)
    post(work, OutboxMessage(left.bot, left.chat, Lane.ALERT, f"{key}:menu", Commands(Role.CITIZEN)), now)
