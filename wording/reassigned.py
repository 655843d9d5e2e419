"""How a proposal to share households out is told: to the leader, to the receivers, to the giver."""

from __future__ import annotations

from core.people.person import Caller
from core.typed.numbers import spans
from core.words import Value, Words, words
from core.workload.reassigning import Confirmed, Moved, Offer, Proposal, Share, ShareStatus
from wording.giving import PLACES, ago_words, numbers_text

KILOMETRE = 1000
HUNDRED = 100


def proposal_words(proposal: Proposal, me: Caller) -> Words:
    """A proposal that is not confirmed yet: who would get how much, and what is left then."""
    lines = [_share_words(share, me) for share in proposal.shares]
    return words("reassign.proposal", **_values(proposal), after=_left_after(proposal), shares=lines)


def standing_words(proposal: Proposal, me: Caller) -> Words:
    """A confirmed proposal: what became of each share. A dropped one says that it is."""
    if proposal.status is ShareStatus.DROPPED:
        return words("reassign.dropped", number=proposal.number, name=proposal.name)
    lines = [_share_words(share, me) for share in proposal.shares]
    return words("reassign.standing", **_values(proposal), by=proposal.by, at=_here(proposal, me), shares=lines)


def proposal_line(proposal: Proposal, me: Caller) -> Words:
    """A proposal in which something is not taken, with the command that opens it."""
    untaken = sum(len(share.households) for share in proposal.untaken)
    return words(
        "reassign.line",
        name=proposal.name,
        households=words("households", n=untaken),
        names=", ".join(share.name for share in proposal.untaken),
        ago=ago_words(proposal.at, me.at),
        number=proposal.number,
    )


def confirmed_words(confirmed: Confirmed) -> Words:
    """To the leader who confirmed."""
    waiting = [share.name for share in confirmed.proposal.with_status(ShareStatus.WAITS) if share.households]
    names, number = ", ".join(waiting), confirmed.proposal.number
    lines = [words("reassign.confirmed", names=names, number=number) if names else words("reassign.nothing_left")]
    if confirmed.untold:
        lines.append(words("decide.untold", names=", ".join(confirmed.untold)))
    return words("decide.done", lines=lines)


def offer_words(key: str, offer: Offer) -> Words:
    """A share as its receiver is asked: how many, where, how far."""
    places = [
        words("giving.place_without_numbers", place=heap.place, households=words("households", n=len(heap.households)))
        for heap in offer.heaps[:PLACES]
    ]
    if rest := sum(len(heap.households) for heap in offer.heaps[PLACES:]):
        places.append(words("giving.more_places", households=words("households", n=rest)))
    if offer.metres is not None:
        places.append(words("reassign.way_from_you", way=way_words(offer.metres)))
    households = words("households", n=len(offer.households))
    return words(key, by=offer.by, households=households, name=offer.name, places=places, number=offer.number)


def withdrawn_words(proposal: Proposal) -> Words:
    """To a receiver who was asked and need not answer any more."""
    return words("accept.withdrawn", by=proposal.by, name=proposal.name)


def giver_words(moved: Moved, receiver: str) -> Words:
    """To the enumerator whose list is shorter now."""
    households = words("households", n=len(moved.moved))
    return words(
        "reassign.given", by=moved.offer.by, households=households, name=receiver, numbers=numbers_text(moved.moved)
    )


def leader_words(moved: Moved, receiver: str) -> Words:
    """To the leaders of both, and to who proposed."""
    values: dict[str, Value] = {"name": moved.offer.name, "receiver": receiver, "number": moved.offer.number}
    if not moved.accepted:
        households = words("households", n=len(moved.offer.households))
        return words("reassign.was_refused", **values, households=households, reason=moved.reason)
    numbers, new = numbers_text(moved.moved), spans(each.no for each in moved.new)
    return words(
        "reassign.was_accepted", **values, households=words("households", n=len(moved.moved)), numbers=numbers, new=new
    )


def way_words(metres: int) -> Words:
    """About how far; from a kilometre on in whole kilometres."""
    if not metres:
        return words("reassign.same_sls")
    if metres >= KILOMETRE:
        return words("reassign.km", km=round(metres / KILOMETRE))
    return words("reassign.metres", metres=max(HUNDRED, round(metres / HUNDRED) * HUNDRED))


def _values(proposal: Proposal) -> dict[str, Value]:
    households = words("households", n=len(proposal.households))
    return {"number": proposal.number, "name": proposal.name, "households": households, "left": proposal.giver_left}


def _left_after(proposal: Proposal) -> int:
    return proposal.giver_left - len(proposal.households)


def _here(proposal: Proposal, me: Caller) -> Value:
    return proposal.at.astimezone(me.zone)


def _share_words(share: Share, me: Caller) -> Words:
    """One receiver's line, as the share stands."""
    return words(
        f"reassign.share_{share.status}",
        name=share.name,
        households=words("households", n=len(share.households)),
        number=len(share.households),
        then=share.left + len(share.households),
        numbers=numbers_text(share.households),
        way=words("reassign.way", way=way_words(share.metres)) if share.metres is not None else None,
        at=share.decided_at.astimezone(me.zone) if share.decided_at else None,
    )
