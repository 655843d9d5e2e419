"""Cases in the database: the row of an open household follows its visits and acts, in the transaction of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, case, delete, insert, or_, select, update
from sqlmodel import col

from core.cases.case import Act, ActKind, Case, case_of, owner_of
from core.cases.deadlines import Ground, end_of
from core.cases.ladder import Fieldwork, LadderName, StepName
from core.cases.reminders import Said, remind_at
from core.face import By, Face
from core.people.person import Role
from core.visits.outcomes import FINAL
from core.visits.source import Source
from core.visits.standing import Seen, Standing, State, standing_of
from db.changes import keep_changes
from db.engine.types import Instant
from db.engine.work import ReadWork, Work
from db.people.leaders import leaders_above
from db.tables import Act as ActRow
from db.tables import GivingBack, Pursuit
from db.tables import Household as Row
from db.visits.standing import visits_of

SAYS = ("kind", "ladder", "step", "officer", "at", "note", "file", "receiver", "due_at", "source")
STANDS = ("ladder", "step", "tries", "owner", "begun_at", "since", "due_at")

ACTS = select(*(col(getattr(ActRow, name)) for name in SAYS), col(ActRow.id)).where(
    col(ActRow.household) == bindparam("household")
)
ADD_ACT = insert(ActRow)
DROP = delete(Pursuit).where(col(Pursuit.household) == bindparam("household"))
BEGIN = insert(Pursuit)
_AS_BEFORE = and_(
    col(Pursuit.due_at) == bindparam("due_at"), col(Pursuit.owner).is_not_distinct_from(bindparam("owner"))
)
GO_ON = (
    update(Pursuit)
    .where(col(Pursuit.household) == bindparam("h"))
    .values(
        **{name: bindparam(name) for name in STANDS},
        said=case((_AS_BEFORE, col(Pursuit.said)), else_=bindparam("said")),
        next_at=case((_AS_BEFORE, col(Pursuit.next_at)), else_=bindparam("next_at", type_=Instant())),
    )
)
"""What was said about this owner and this hour stays said."""
PLAN = update(Row).where(col(Row.id) == bindparam("household")).values(revisit_at=bindparam("due_at"))
GIVER = (
    select(col(GivingBack.officer))
    .where(
        col(GivingBack.household) == bindparam("household"),
        col(GivingBack.accepted).is_(True),
        col(GivingBack.given_to).is_(None),
    )
    .order_by(col(GivingBack.decided_at).desc(), col(GivingBack.id).desc())
    .limit(1)
)
"""Who gave back a household that is on nobody's list, or took that one's place."""
LOCKED = select(Row.__table__).where(col(Row.id) == bindparam("household")).with_for_update()  # type: ignore[attr-defined]
WITHOUT_CASE = (
    select(col(Row.id))
    .outerjoin(Pursuit, col(Pursuit.household) == col(Row.id))
    .where(
        col(Row.id) > bindparam("after"),
        col(Row.revisit_at).is_not(None),
        col(Row.settled_on).is_(None),
        col(Pursuit.household).is_(None),
    )
    .order_by(col(Row.id))
    .limit(bindparam("limit"))
)
ASTRAY = (
    select(col(Pursuit.household))
    .join(Row, col(Row.id) == col(Pursuit.household))
    .where(
        col(Pursuit.household) > bindparam("after"),
        col(Pursuit.ladder) == bindparam("ladder"),
        or_(
            col(Pursuit.step).not_in(bindparam("steps", expanding=True)),
            and_(col(Pursuit.owner).is_(None), col(Row.enumerator).is_(None)),
        ),
    )
    .order_by(col(Pursuit.household))
    .limit(bindparam("limit"))
)


CASE_NOW = select(col(Pursuit.ladder), col(Pursuit.step), col(Pursuit.owner)).where(
    col(Pursuit.household) == bindparam("household")
)


@dataclass(frozen=True)
class Kept:
    """A case as it is kept. name: of the owner, when that is not the enumerator."""

    case: Case
    owner: str | None = None
    name: str = ""


def follow(work: Work, row: Any, visits: Sequence[Seen], standing: Standing, fieldwork: Fieldwork) -> Kept | None:
    """Let the case of a household follow its visits; None when nothing is open (any more).

    row: the household as it was before, locked; standing: what its visits say. A first visit that settles is free.
    """
    if standing.state is not State.OPEN:
        if row.status is not None and row.status not in FINAL:
            work.change(DROP, household=row.id)
        return None
    acts = acts_of(work, row.id) if row.status is not None else []
    found = case_of(visits, acts, ground_of(row, fieldwork))
    if found is None:
        return None
    kept = _owned(work, row, visits, found)
    _keep(work, row, kept)
    if found.due_at != standing.revisit_at:
        work.change(PLAN, household=row.id, due_at=found.due_at)
    return kept


def follow_again(work: Work, household: int, fieldwork: Fieldwork) -> Kept | None:
    """The same for a household whose list, ladders or acts have changed."""
    row, visits = work.row(LOCKED, household=household), visits_of(work, household)
    kept = follow(work, row, visits, standing_of(visits), fieldwork) if row else None
    if row and kept and kept.case.due_at != row.revisit_at:
        work.change(PLAN, household=household, due_at=kept.case.due_at)
    return kept


def add_act(work: Work, household: int, act: Act) -> None:
    """Keep something that was done about a household."""
    work.change(ADD_ACT, household=household, **{name: getattr(act, name) for name in SAYS})


def acts_of(work: ReadWork, household: int) -> list[Act]:
    """All that was done about a household, in no order; what no ladder knows any more is left out."""
    told = [{name: getattr(row, name) for name in (*SAYS, "id")} for row in work.rows(ACTS, household=household)]
    read = {"kind": ActKind, "ladder": LadderName, "step": StepName, "source": Source}
    return [Act(**each | {name: of(each[name]) for name, of in read.items()}) for each in told]


def ground_of(row: Any, fieldwork: Fieldwork) -> Ground:
    """What the case of a household stands on."""
    return Ground(fieldwork.ladders, end_of(fieldwork.period.end, row.zone), row.enumerator)


def catch_up(work: Work, fieldwork: Fieldwork, after: int, now: datetime, most: int = 200) -> list[int]:
    """Mend the cases of some households whose ids come after one; which they were, none when all is well.

    That of an open household that has none, as after an upgrade; one on a step that its ladder has not (any more); one
    that nobody owns.
    """
    found = {household for (household,) in work.rows(WITHOUT_CASE, after=after, limit=most)}
    for name in LadderName:
        steps = [step.name for step in fieldwork.ladders.steps(name)]
        found |= {row.household for row in work.rows(ASTRAY, ladder=name, steps=steps, after=after, limit=most)}
    mended = sorted(found)[:most]
    for household in mended:
        before = work.row(CASE_NOW, household=household)
        follow_again(work, household, fieldwork)
        change = {"before": _said(before), "after": _said(work.row(CASE_NOW, household=household))}
        keep_changes(work, "mended", [{"household": household, **change}], By("", now, Face.CLOCK))
    return mended


def _said(case: Any | None) -> dict[str, Any]:
    return dict(case._asdict()) if case else {}


def home_of(work: ReadWork, row: Any, visits: Sequence[Seen]) -> str:
    """Below whose leaders a household is: whose list it is on; on nobody's, who gave it back, or was there last."""
    given: str | None = row.enumerator or work.value(GIVER, household=row.id)
    return given or max(visits, key=lambda seen: seen.place).officer


def _owned(work: Work, row: Any, visits: Sequence[Seen], found: Case) -> Kept:
    """Whose case it is."""
    if row.enumerator is not None and found.owner is Role.PPL and found.receiver is None:
        return Kept(found)
    leaders = leaders_above(work, home_of(work, row, visits))
    owner = owner_of(found, row.enumerator, [(each.id, Role(each.role)) for each in leaders])
    return Kept(found, owner, next((each.name for each in leaders if each.id == owner), ""))


def _keep(work: Work, row: Any, kept: Kept) -> None:
    """Write the case down; nobody is told about what they did themselves."""
    found, whose = kept.case, kept.owner or row.enumerator
    values = {name: getattr(found, name) for name in ("ladder", "tries", "begun_at", "since", "due_at")}
    said = Said.NEW if whose == found.by else Said.NOTHING
    values |= {
        "step": found.step.name,
        "owner": kept.owner,
        "said": said,
        "next_at": remind_at(found.step.name, found.since, found.due_at) if said else found.since,
    }
    if row.status is None or work.change(GO_ON, h=row.id, **values) == 0:
        work.change(BEGIN, household=row.id, **values)
