"""Carrying out proposals to share households out, and writing to everybody whom they concern, in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from bot.cases import follow_lists
from bot.flows.kit.reassigned import giver_words, leader_words, offer_words, withdrawn_words
from core.crew import CrewOf
from core.people import Caller
from core.reassigning import (
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
from db.crew import crew_of
from db.hands import hands_below
from db.leaders import reachable_leader
from db.offers import offer_of, offers_to, open_of, proposal_of, proposals_below
from db.reassigning import answer, confirm, drop, propose

if TYPE_CHECKING:
    from bot.carry import Carrier


def propose_moves(carrier: Carrier, command: Propose) -> int:
    """Keep a proposal; who was asked in the one it replaces need not answer any more."""
    waiting = _waiting(carrier, command.caller, command.instead_of)
    number = propose(carrier.work, command, now=carrier.now)
    _withdraw(carrier, waiting)
    return number


def drop_proposal(carrier: Carrier, command: DropProposal) -> bool:
    """Put a proposal away; who was asked need not answer any more."""
    waiting = _waiting(carrier, command.caller, command.number)
    dropped = drop(carrier.work, command, now=carrier.now)
    if dropped:
        _withdraw(carrier, waiting)
    return dropped


def confirm_proposal(carrier: Carrier, command: ConfirmProposal) -> Confirmed | None:
    """Ask each receiver; None when the proposal is not open any more."""
    if not confirm(carrier.work, command, now=carrier.now):
        return None
    proposal = proposal_of(carrier.work, ProposalOf(command.caller.officer or "", command.number))
    if proposal is None:
        return None
    untold = []
    for share in proposal.shares:
        found = offer_of(carrier.work, command.number, share.receiver)
        if found is None or not found[0].households:
            continue
        if not carrier.tell(share.receiver, "offer", offer_words("accept.asked", found[0])):
            untold.append(share.name)
    return Confirmed(proposal, tuple(untold))


def answer_offer(carrier: Carrier, command: AnswerOffer) -> Moved | None:
    """A receiver's answer. Accepted, giver and leaders of both are told, each once; refused, who proposed."""
    moved = answer(carrier.work, command, now=carrier.now)
    if moved is None:
        return None
    follow_lists(carrier, (each.household for each in moved.moved))
    receiver, told = command.caller.officer or "", leader_words(moved, command.caller.name)
    above = [reachable_leader(carrier.work, who) for who in (moved.offer.giver, receiver)]
    leaders = dict.fromkeys([moved.leader, *(row.id for row in above if row is not None)])
    if not moved.accepted:
        for leader in leaders:
            if carrier.tell(leader, "refused", told):
                break
    elif moved.moved:
        carrier.tell(moved.offer.giver, "giver", giver_words(moved, command.caller.name))
        for leader in leaders:
            carrier.tell(leader, "leader", told)
    return moved


def _waiting(carrier: Carrier, caller: Caller, number: int) -> Proposal | None:
    """A proposal as it stands before it is put away."""
    return proposal_of(carrier.work, ProposalOf(caller.officer or "", number)) if number else None


def _withdraw(carrier: Carrier, before: Proposal | None) -> None:
    if before is None:
        return
    for share in before.with_status(ShareStatus.WAITS):
        carrier.tell(share.receiver, "withdrawn", withdrawn_words(before))


LOOKS: dict[type, Callable[[Carrier, Any], Any]] = {
    HandsBelow: lambda carrier, query: hands_below(carrier.work, query),
    OpenOf: lambda carrier, query: open_of(carrier.work, query),
    ProposalOf: lambda carrier, query: proposal_of(carrier.work, query),
    ProposalsBelow: lambda carrier, query: proposals_below(carrier.work, query),
    CrewOf: lambda carrier, query: crew_of(carrier.work, query, carrier.campaign.period),
    OffersTo: lambda carrier, query: offers_to(carrier.work, query),
}
DOES: dict[type, Callable[[Carrier, Any], Any]] = {
    Propose: propose_moves,
    DropProposal: drop_proposal,
    ConfirmProposal: confirm_proposal,
    AnswerOffer: answer_offer,
}
