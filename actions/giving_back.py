"""Carrying out wishes to give work back, and writing to everybody whom they concern, in the same transaction."""

from __future__ import annotations

from dataclasses import replace

from actions.actor import Actor
from actions.cases import follow_lists
from core.people.person import Role
from core.words import words
from core.workload.giving_back import Asked, Decide, Decision, GiveBack, TakeBack, Wished
from db.people.leaders import reachable_leader
from db.workload.decide import decide
from db.workload.giving_back import give_back, take_back
from wording.decided import giver_words, receiver_words
from wording.giving import numbers_text, wish_words


def ask_leader(actor: Actor, command: GiveBack) -> Asked:
    """Write a wish down and ask the nearest leader above who can be reached."""
    wish = give_back(actor.work, command, asked_at=command.caller.at)
    leader = reachable_leader(actor.work, wish.officer)
    if leader is None:
        return Asked(wish, None)
    actor.tell(leader.id, "wish", wish_words("decide.asked", wish, command.caller.at))
    return Asked(wish, (leader.name, Role(leader.role)))


def take_wish_back(actor: Actor, command: TakeBack) -> tuple[Wished, ...]:
    """Take households out of wishes, and tell the leader that nothing is left to decide on them."""
    wishes = take_back(actor.work, command, now=actor.now)
    taken = tuple(each for wish in wishes for each in wish.households)
    leader = reachable_leader(actor.work, command.caller.officer or "")
    if taken and leader is not None:
        told = words("giving.taken_by", name=command.caller.name, numbers=numbers_text(taken))
        actor.tell(leader.id, "taken", told)
    return taken


def decide_wish(actor: Actor, command: Decide) -> Decision | None:
    """Carry a decision out, and tell giver and receiver; None when somebody was faster."""
    decision = decide(actor.work, command, now=actor.now)
    if decision is None:
        return None
    follow_lists(actor, (each.household for each in decision.moved))
    untold = []
    if not command.wish.ownerless and not actor.tell(command.wish.officer, "giver", giver_words(decision, command)):
        untold.append(command.wish.name)
    if decision.new and not actor.tell(command.to or "", "receiver", receiver_words(decision)):
        untold.append(decision.receiver or "")
    return replace(decision, untold=tuple(untold))
