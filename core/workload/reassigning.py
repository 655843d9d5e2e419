"""Reassigning: a leader has households of one list shared out among others, and each receiver takes a share or not.

| step | by | what changes |
|---|---|---|
| proposed | a leader above the giver | nothing; one sees who would get how much |
| confirmed | the same leader, or another one above | each receiver is asked |
| accepted | the receiver | the share's households move, with their visits, cases and revisits |
| refused, with a reason | the receiver | nothing; the leader may propose again |
| dropped | a newer proposal instead | nothing |

A household that was settled, or given to somebody else, before its receiver accepts stays where it is. While a share
waits, its households are in no other proposal.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from core.people.person import Caller
from core.requests import Command, Query
from core.workload.assigning import Spot
from core.workload.giving_back import NewOnList, Wished


class ShareStatus(StrEnum):
    """How a share stands; a proposal as a whole is PROPOSED, CONFIRMED or DROPPED."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    WAITS = "waits"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Hand:
    """An enumerator who may give or get work.

    leader: whose team; area: where. left: open households; coming: those of shares that wait for the answer.
    absent: ill or on leave today; reachable: by the bot.
    """

    officer: str
    name: str
    leader: str | None
    area: str
    left: int
    coming: int = 0
    absent: bool = False
    reachable: bool = True


@dataclass(frozen=True)
class HandsBelow(Query[list[Hand]]):
    """All enumerators below a leader: who is absent first, then who has most left."""

    leader: str
    today: date


@dataclass(frozen=True)
class Heap:
    """Households of one SLS on a list, in their order, and the middle of them."""

    spot: Spot
    households: tuple[Wished, ...]

    @property
    def place(self) -> str:
        """The name of the SLS, and its village."""
        return self.households[0].place

    def of(self, households: Collection[int]) -> Heap:
        """The heap with those households alone."""
        return Heap(self.spot, tuple(each for each in self.households if each.household in households))


@dataclass(frozen=True)
class OpenOf(Query[list[Heap]]):
    """The open households of an enumerator below this leader, by SLS, without those whose share waits for an answer.

    instead_of: a proposal whose shares do not count, for it is to be dropped.
    """

    leader: str
    giver: str
    instead_of: int = 0


@dataclass(frozen=True)
class Share:
    """What one receiver would get. households: those that would move now, or have moved when it is accepted.

    left: the receiver's open households now; metres: the way to the share in the mean, when it is known.
    """

    receiver: str
    name: str
    left: int
    status: ShareStatus
    households: tuple[Wished, ...] = ()
    metres: int | None = None
    decided_at: datetime | None = None


@dataclass(frozen=True)
class Proposal:
    """A proposal as it stands now. number: what a leader types (/pindah_7). giver_left: the giver's open households."""

    number: int
    giver: str
    name: str
    giver_left: int
    status: ShareStatus
    by: str
    at: datetime
    shares: tuple[Share, ...]

    @property
    def households(self) -> tuple[Wished, ...]:
        """All households that would still move."""
        return tuple(each for share in self.shares for each in share.households)

    def with_status(self, status: ShareStatus) -> tuple[Share, ...]:
        """Its shares that stand so."""
        return tuple(share for share in self.shares if share.status is status)

    @property
    def untaken(self) -> tuple[Share, ...]:
        """Shares that are refused or not answered, and still hold something that could move."""
        open_ones = (ShareStatus.WAITS, ShareStatus.REFUSED)
        return tuple(share for share in self.shares if share.status in open_ones and share.households)


@dataclass(frozen=True)
class ProposalOf(Query[Proposal | None]):
    """A proposal by its number; None when its giver is not below this leader."""

    leader: str
    number: int


@dataclass(frozen=True)
class ProposalsBelow(Query[list[Proposal]]):
    """Confirmed proposals in which something is refused or unanswered, the oldest first."""

    leader: str


@dataclass(frozen=True)
class Propose(Command[int]):
    """Have households (ids) of a giver shared out; the proposal's number.

    receivers: their ids; none: the giver's own team, or all below when nobody of it can, without who is absent or
    unreachable. instead_of: a proposal that is dropped, as far as it is not accepted. Problem `nothing_to_move`,
    `nobody_to_receive`.
    """

    caller: Caller
    giver: str
    households: tuple[int, ...]
    receivers: tuple[str, ...] = ()
    instead_of: int = 0


@dataclass(frozen=True)
class Confirmed:
    """A proposal that was confirmed. untold: names of receivers whom the bot cannot reach."""

    proposal: Proposal
    untold: tuple[str, ...] = ()


@dataclass(frozen=True)
class ConfirmProposal(Command[Confirmed | None]):
    """Ask the receivers; None when somebody has confirmed or dropped the proposal meanwhile."""

    caller: Caller
    number: int


@dataclass(frozen=True)
class Offer:
    """A share as its receiver sees it. number: of the proposal; name: the giver's; by: who proposed."""

    number: int
    receiver: str
    giver: str
    name: str
    by: str
    at: datetime
    status: ShareStatus
    heaps: tuple[Heap, ...] = ()
    metres: int | None = None

    @property
    def households(self) -> tuple[Wished, ...]:
        """All households that would move."""
        return tuple(each for heap in self.heaps for each in heap.households)


@dataclass(frozen=True)
class OffersTo(Query[list[Offer]]):
    """The shares that wait for this enumerator's answer, the oldest first."""

    officer: str


@dataclass(frozen=True)
class Moved:
    """What became of an offer. moved: with the numbers they had; new: as they stand on the receiver's list.

    reason: why it was refused. leader: the id of who proposed it.
    """

    offer: Offer
    accepted: bool
    leader: str
    moved: tuple[Wished, ...] = ()
    new: tuple[NewOnList, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class AnswerOffer(Command[Moved | None]):
    """A receiver's answer; None when nothing waits any more. reason: why it is refused."""

    caller: Caller
    number: int
    accepted: bool
    reason: str = ""


@dataclass(frozen=True)
class DropProposal(Command[bool]):
    """Put a proposal away; what was accepted stays where it is. False when it is put away already."""

    caller: Caller
    number: int
