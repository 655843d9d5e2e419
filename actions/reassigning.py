"""Carrying out proposals to share households out, and writing to everybody whom they concern, in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from actions.actor import Actor
from actions.cases import follow_lists
from core.people.person import Caller
from core.workload.crew import CrewOf
from core.workload.reassigning import (
    AnswerOffer,
    Confirmed,
    ConfirmProposal,
    DropProposal,
    HandsBelow,
    Moved,
    OffersTo,
    OpenOf,
    Proposal,
    ProposalOf,
    ProposalsBelow,
    Propose,
    ShareStatus,
)
from db.people.leaders import reachable_leader
from db.workload.crew import crew_of
from db.workload.hands import hands_below
from db.workload.offers import offer_of, offers_to, open_of, proposal_of, proposals_below
from db.workload.reassigning import answer, confirm, drop, propose
from wording.reassigned import giver_words, leader_words, offer_words, withdrawn_words


def propose_moves(actor: Actor, command: Propose) -> int:
    """Keep a proposal; who was asked in the one it replaces need not answer any more."""
    waiting = _waiting(actor, command.caller, command.instead_of)
    number = propose(actor.work, command, now=actor.now)
    _withdraw(actor, waiting)
    return number


def drop_proposal(actor: Actor, command: DropProposal) -> bool:
    """Put a proposal away; who was asked need not answer any more."""
    waiting = _waiting(actor, command.caller, command.number)
    dropped = drop(actor.work, command, now=actor.now)
    if dropped:
        _withdraw(actor, waiting)
    return dropped


def confirm_proposal(actor: Actor, command: ConfirmProposal) -> Confirmed | None:
    """Ask each receiver; None when the proposal is not open any more."""
    if not confirm(actor.work, command, now=actor.now):
        return None
    proposal = proposal_of(actor.work, ProposalOf(command.caller.officer or "", command.number))
    if proposal is None:
        return None
    untold = []
    for share in proposal.shares:
        found = offer_of(actor.work, command.number, share.receiver)
        if found is None or not found[0].households:
            continue
        if not actor.tell(share.receiver, "offer", offer_words("accept.asked", found[0])):
            untold.append(share.name)
    return Confirmed(proposal, tuple(untold))


def answer_offer(actor: Actor, command: AnswerOffer) -> Moved | None:
    """A receiver's answer. Accepted, giver and leaders of both are told, each once; refused, who proposed."""
    moved = answer(actor.work, command, now=actor.now)
    if moved is None:
        return None
    follow_lists(actor, (each.household for each in moved.moved))
    receiver, told = command.caller.officer or "", leader_words(moved, command.caller.name)
    above = [reachable_leader(actor.work, who) for who in (moved.offer.giver, receiver)]
    leaders = dict.fromkeys([moved.leader, *(row.id for row in above if row is not None)])
    if not moved.accepted:
        for leader in leaders:
            if actor.tell(leader, "refused", told):
                break
    elif moved.moved:
        actor.tell(moved.offer.giver, "giver", giver_words(moved, command.caller.name))
        for leader in leaders:
            actor.tell(leader, "leader", told)
    return moved


def _waiting(actor: Actor, caller: Caller, number: int) -> Proposal | None:
    """A proposal as it stands before it is put away."""
    return proposal_of(actor.work, ProposalOf(caller.officer or "", number)) if number else None


def _withdraw(actor: Actor, before: Proposal | None) -> None:
    if before is None:
        return
    for share in before.with_status(ShareStatus.WAITS):
        actor.tell(share.receiver, "withdrawn", withdrawn_words(before))


LOOKS: dict[type, Callable[[Actor, Any], Any]] = {
    HandsBelow: lambda actor, query: hands_below(actor.work, query),
    OpenOf: lambda actor, query: open_of(actor.work, query),
    ProposalOf: lambda actor, query: proposal_of(actor.work, query),
    ProposalsBelow: lambda actor, query: proposals_below(actor.work, query),
    CrewOf: lambda actor, query: crew_of(actor.work, query, actor.campaign.period),
    OffersTo: lambda actor, query: offers_to(actor.work, query),
}
DOES: dict[type, Callable[[Actor, Any], Any]] = {
    Propose: propose_moves,
    DropProposal: drop_proposal,
    ConfirmProposal: confirm_proposal,
    AnswerOffer: answer_offer,
}
