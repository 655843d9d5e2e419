"""All that is stored about one officer, part by part: what the copy of /privasi is made of.

Of a household only area and number are told: names, places, notes and photos are the family's own data.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, or_, select
from sqlmodel import col

from db.tables import (
    Absence,
    AreaChange,
    Change,
    Chat,
    Correction,
    Detail,
    GivingBack,
    Household,
    Invite,
    Officer,
    TrainingStep,
    Visit,
)
from db.tables.messages import Addressee, Message
from db.tables.pursuit import Act, HelpLetter, Proposal, Pursuit, Reassignment, Review, Share

OFFICER: Any = bindparam("officer")
WHICH = (col(Household.area), col(Household.number))


def _of(owner: Any, *columns: Any) -> Any:
    """Columns of an officer's rows; owner: the column that names the officer."""
    return select(*map(col, columns)).where(col(owner) == OFFICER).order_by(*map(col, columns))


def _of_household(owner: Any, household: Any, *columns: Any) -> Any:
    """The same of rows about a household, with which one it is."""
    return _of(owner, *columns).add_columns(*WHICH).join(Household, col(Household.id) == col(household))


def _of_visit(table: Any, *columns: Any) -> Any:
    """The same of rows about an officer's visits."""
    joined = select(*WHICH, *map(col, columns)).select_from(table).join(Visit, col(Visit.id) == col(table.visit))
    joined = joined.join(Household, col(Household.id) == col(Visit.household))
    return joined.where(col(Visit.officer) == OFFICER).order_by(*map(col, columns))


PERSON = _of(
    Officer.id,
    *(Officer.id, Officer.name, Officer.role, Officer.area, Officer.region, Officer.zone),
    *(Officer.supervisor, Officer.phone),
)
CHATS = _of(
    Chat.officer,
    *(Chat.bot, Chat.chat, Chat.joined_at, Chat.language, Chat.quiet_from, Chat.quiet_until, Chat.blocked_at),
    *(Chat.training, Chat.checks_on, Chat.checks),
)
REPORTS = (
    _of_household(Visit.officer, Visit.household, Visit.visited_at, Visit.arrived_at, Visit.outcome)
    .add_columns(col(Correction.at).label("corrected_at"))
    .outerjoin(Correction, col(Correction.visit) == col(Visit.id))
)
MOVED = select(*WHICH, col(Reassignment.at)).join(Household, col(Household.id) == col(Reassignment.household))
CHANGES = select(*WHICH, *map(col, (Change.at, Change.what, Change.face, Change.officer))).outerjoin(
    Household, col(Household.id) == col(Change.household)
)
PARTS: dict[str, Any] = {
    "chats": CHATS,
    "absences": _of(Absence.officer, Absence.start, Absence.until, Absence.why, Absence.at),
    "reports": REPORTS,
    "added_to_reports": _of_visit(Detail, Detail.at, Detail.kind),
    "reviews_of_reports": _of_visit(Review, Review.at, Review.state),
    "asked_to_give_back": _of_household(
        *(GivingBack.officer, GivingBack.household),
        *(GivingBack.asked_at, GivingBack.accepted, GivingBack.decided_at),
    ),
    "given_back_decided": _of_household(GivingBack.decided_by, GivingBack.household, GivingBack.decided_at),
    "given_back_received": _of_household(GivingBack.given_to, GivingBack.household, GivingBack.decided_at),
    "area_changes": _of(AreaChange.officer, AreaChange.at, AreaChange.kind, AreaChange.area),
    "training": _of(TrainingStep.officer, TrainingStep.at, TrainingStep.step),
    "invitations": _of(Invite.officer, Invite.expires_at, Invite.used_at),
    "cases": _of_household(Pursuit.owner, Pursuit.household, Pursuit.begun_at, Pursuit.step, Pursuit.due_at),
    "acts": _of_household(Act.officer, Act.household, Act.at, Act.kind, Act.step),
    "acts_for": _of_household(Act.receiver, Act.household, Act.at, Act.kind, Act.step),
    "letters_for_help": _of_household(HelpLetter.officer, HelpLetter.household, HelpLetter.sent_at),
    "messages": _of(Message.officer, Message.at, Message.text),
    "messages_received": _of(Addressee.officer, Addressee.ready_at)
    .add_columns(col(Message.at))
    .join(Message, col(Message.id) == col(Addressee.message)),
    "reviews": _of(Review.officer, Review.at, Review.state),
    "proposals": _of(Proposal.officer, Proposal.at, Proposal.status),
    "proposals_from": _of(Proposal.giver, Proposal.at, Proposal.status),
    "shares": _of(Share.receiver, Share.decided_at, Share.status),
    "changes": CHANGES.where(or_(col(Change.officer) == OFFICER, col(Change.who) == OFFICER)).order_by(
        col(Change.at), col(Change.id)
    ),
    "households_moved": MOVED.where(
        or_(*(col(who) == OFFICER for who in (Reassignment.officer, Reassignment.giver, Reassignment.receiver)))
    ).order_by(col(Reassignment.at), col(Reassignment.id)),
}
"""The parts of a copy, by the names that they have in it."""
