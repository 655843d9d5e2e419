"""Proposals and their shares as they stand now, for the leader who made them and for the receivers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from core.workload.assigning import Spot
from core.workload.giving_back import Standing, Wished
from core.workload.reassigning import (
    Heap,
    Offer,
    OffersTo,
    OpenOf,
    Proposal,
    ProposalOf,
    ProposalsBelow,
    Share,
    ShareStatus,
)
from db.engine.work import ReadWork
from db.tables import Household, Officer
from db.tables import Proposal as Row
from db.tables import Share as ShareRow
from db.workload.giving_back import IN_VILLAGE, PLACE, PLACED, Sls, Village
from db.workload.hands import LEFT
from db.workload.team import BELOW

Giver, By = aliased(Officer), aliased(Officer)
_PLACED = (
    select(
        col(Household.id), col(Household.no), col(Household.area), col(Household.lat), col(Household.lon),
        col(Household.enumerator), col(Household.settled_on), *PLACE,
    )
    .outerjoin(Sls, PLACED)
    .outerjoin(Village, IN_VILLAGE)
    .order_by(col(Household.area), col(Household.no), col(Household.id))
)  # fmt: skip
OPEN = _PLACED.where(
    col(Household.enumerator) == bindparam("giver"),
    col(Household.enumerator).in_(BELOW),
    col(Household.settled_on).is_(None),
)
SOME = _PLACED.where(col(Household.id).in_(bindparam("ids", expanding=True)))
UNDER_WAY = (
    select(col(ShareRow.households))
    .join(Row, col(Row.id) == col(ShareRow.proposal))
    .where(
        col(Row.giver) == bindparam("giver"),
        col(ShareRow.status) == ShareStatus.WAITS,
        col(Row.id) != bindparam("but"),
    )
)
_GIVER_LEFT = select(LEFT.label("left")).select_from(Officer).where(col(Officer.id) == col(Row.giver)).scalar_subquery()
_PROPOSALS = (
    select(
        col(Row.id), col(Row.giver), col(Row.status), col(Row.at),
        col(Giver.name), col(By.name).label("by"), _GIVER_LEFT.label("left"),
    )
    .join(Giver, col(Giver.id) == col(Row.giver))
    .join(By, col(By.id) == col(Row.officer))
    .where(col(Row.giver).in_(BELOW))
    .order_by(col(Row.id))
)  # fmt: skip
PROPOSAL = _PROPOSALS.where(col(Row.id) == bindparam("number"))
UNTAKEN = _PROPOSALS.where(
    col(Row.status) == ShareStatus.CONFIRMED,
    select(col(ShareRow.proposal))
    .where(col(ShareRow.proposal) == col(Row.id), col(ShareRow.status).in_([ShareStatus.WAITS, ShareStatus.REFUSED]))
    .exists(),
)
SHARES = (
    select(
        col(ShareRow.receiver), col(ShareRow.households), col(ShareRow.metres), col(ShareRow.status),
        col(ShareRow.decided_at), col(Officer.name), LEFT.label("left"),
    )
    .join(Officer, col(Officer.id) == col(ShareRow.receiver))
    .where(col(ShareRow.proposal) == bindparam("number"))
    .order_by(col(Officer.name), col(Officer.id))
)  # fmt: skip
_OFFERS: Any = (
    select(
        col(ShareRow.proposal), col(ShareRow.receiver), col(ShareRow.households), col(ShareRow.metres),
        col(ShareRow.status), col(Row.giver), col(Row.officer), col(Row.at), col(Giver.name), col(By.name).label("by"),
    )
    .join(Row, col(Row.id) == col(ShareRow.proposal))
    .join(Giver, col(Giver.id) == col(Row.giver))
    .join(By, col(By.id) == col(Row.officer))
    .where(col(ShareRow.receiver) == bindparam("officer"))
    .order_by(col(ShareRow.proposal))
)  # fmt: skip
OFFERS = _OFFERS.where(col(ShareRow.status) == ShareStatus.WAITS)
OFFER = _OFFERS.where(col(ShareRow.proposal) == bindparam("number"))


def open_of(work: ReadWork, query: OpenOf) -> list[Heap]:
    """What of a list could be given to others."""
    under_way = {each for (some,) in work.rows(UNDER_WAY, giver=query.giver, but=query.instead_of) for each in some}
    rows = work.rows(OPEN, giver=query.giver, leader=query.leader)
    return _heaps(row for row in rows if row.id not in under_way)


def proposal_of(work: ReadWork, query: ProposalOf) -> Proposal | None:
    """One proposal by its number."""
    row = work.row(PROPOSAL, number=query.number, leader=query.leader)
    return _proposal(work, row) if row else None


def proposals_below(work: ReadWork, query: ProposalsBelow) -> list[Proposal]:
    """Those in which something is not taken yet, and could still be."""
    found = [_proposal(work, row) for row in work.rows(UNTAKEN, leader=query.leader)]
    return [proposal for proposal in found if proposal.untaken]


def offers_to(work: ReadWork, query: OffersTo) -> list[Offer]:
    """What waits for an enumerator's answer."""
    return [_offer(work, row) for row in work.rows(OFFERS, officer=query.officer)]


def offer_of(work: ReadWork, number: int, officer: str) -> tuple[Offer, str] | None:
    """A share of one receiver, and the id of the leader who proposed it; None when there is none."""
    row = work.row(OFFER, number=number, officer=officer)
    return (_offer(work, row), row.officer) if row else None


def _proposal(work: ReadWork, row: Any) -> Proposal:
    shares = work.rows(SHARES, number=row.id)
    known = {each.id: each for each in work.rows(SOME, ids=[one for share in shares for one in share.households])}
    return Proposal(
        row.id,
        row.giver,
        row.name,
        row.left,
        ShareStatus(row.status),
        row.by,
        row.at,
        tuple(_share(share, row.giver, known) for share in shares),
    )


def _share(share: Any, giver: str, known: dict[int, Any]) -> Share:
    """A share with what would still move, or has."""
    rows = [known[each] for each in share.households if each in known]
    if share.status != ShareStatus.ACCEPTED:
        rows = [row for row in rows if _moves(row, giver)]
    households = tuple(_wished(row) for row in rows)
    status = ShareStatus(share.status)
    return Share(share.receiver, share.name, share.left, status, households, share.metres, share.decided_at)


def _offer(work: ReadWork, row: Any) -> Offer:
    heaps = _heaps(each for each in work.rows(SOME, ids=row.households) if _moves(each, row.giver))
    status = ShareStatus(row.status)
    return Offer(row.proposal, row.receiver, row.giver, row.name, row.by, row.at, status, tuple(heaps), row.metres)


def _moves(row: Any, giver: str) -> bool:
    return row.enumerator == giver and row.settled_on is None


def _heaps(rows: Iterable[Any]) -> list[Heap]:
    by_area: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        by_area[row.area].append(row)
    return [Heap(_middle(area, some), tuple(_wished(row) for row in some)) for area, some in sorted(by_area.items())]


def _middle(area: str, rows: list[Any]) -> Spot:
    """The middle of the households whose place is known."""
    known = [(row.lat, row.lon) for row in rows if row.lat is not None and row.lon is not None]
    if not known:
        return Spot(area)
    return Spot(area, sum(lat for lat, _ in known) / len(known), sum(lon for _, lon in known) / len(known))


def _wished(row: Any) -> Wished:
    place = f"{row.sls}, {row.village}" if row.village else str(row.sls)
    return Wished(row.id, row.no, place, Standing.SETTLED if row.settled_on else Standing.OPEN)
