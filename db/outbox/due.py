"""Due runs: whoever inserts (job, instant, region) first runs it; the key refuses everybody else."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, exists, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from core.people.person import LEADERS, Role
from db.engine.inserting import insert_if_new
from db.engine.work import ReadWork, Work
from db.tables import Absence, Chat, DueRun, Household, Officer, Visit

CLAIM = insert_if_new(DueRun, "job", "due_at", "region")
TAKE_UP = (
    update(DueRun)
    .where(
        col(DueRun.job) == bindparam("j"),
        col(DueRun.due_at) == bindparam("at"),
        col(DueRun.region) == bindparam("r"),
        col(DueRun.outcome) == "started",
        col(DueRun.started_at) < bindparam("stale"),
    )
    .values(started_at=bindparam("now"))
)
FINISH = (
    update(DueRun)
    .where(
        col(DueRun.job) == bindparam("j"), col(DueRun.due_at) == bindparam("at"), col(DueRun.region) == bindparam("r")
    )
    .values(outcome=bindparam("outcome"), counts=bindparam("counts"))
)
_FAILED = insert(DueRun)
FAILED = _FAILED.on_conflict_do_update(
    index_elements=["job", "due_at", "region"],
    set_={"counts": _FAILED.excluded.counts},
    where=col(DueRun.outcome) == "started",
)
MENDED = update(DueRun).where(col(DueRun.job) == bindparam("j"), col(DueRun.outcome) == "started")
MENDED = MENDED.values(outcome="done")
BROKEN_OFF = timedelta(minutes=2)
"""After this long a run that was started and not finished is taken up by somebody else."""

REGIONS = (
    select(col(Officer.region), col(Officer.zone))
    .where(col(Officer.trains).is_(None))
    .distinct()
    .order_by(col(Officer.region), col(Officer.zone))
)
DONE = select(col(DueRun.job), col(DueRun.due_at), col(DueRun.region)).where(
    col(DueRun.due_at) >= bindparam("since"), col(DueRun.outcome) == "done"
)
_ABSENT = exists().where(
    col(Absence.officer) == col(Officer.id),
    col(Absence.start) <= bindparam("day"),
    or_(col(Absence.until).is_(None), col(Absence.until) >= bindparam("day")),
)
_REACHABLE = (
    select(
        col(Officer.id),
        col(Officer.name),
        col(Officer.role),
        col(Officer.zone),
        col(Chat.bot),
        col(Chat.chat),
        col(Chat.language),
        col(Chat.quiet_from),
        col(Chat.quiet_until),
        col(Chat.training),
        col(Chat.joined_at),
    )
    .join(Chat, col(Chat.officer) == col(Officer.id))
    .where(
        ~_ABSENT,
        col(Officer.region) == bindparam("region"),
        col(Officer.zone) == bindparam("zone"),
        col(Chat.blocked_at).is_(None),
        or_(
            col(Chat.joined_at).is_(None),
            col(Chat.joined_at) <= bindparam("due_at"),
            col(Chat.joined_at) > bindparam("now"),
        ),
    )
    .order_by(col(Officer.id))
)
ENUMERATORS = _REACHABLE.where(col(Officer.role) == Role.PPL)
UNHEARD = ENUMERATORS.where(
    exists().where(col(Household.enumerator) == col(Officer.id), col(Household.settled_on).is_(None)),
    ~exists().where(col(Visit.officer) == col(Officer.id), col(Visit.day) == bindparam("day")),
)
TEAM_LEADERS = _REACHABLE.where(col(Officer.role).in_(LEADERS))


def claim_run(work: Work, job: str, due_at: datetime, region: str, now: datetime) -> bool:
    """Return whether this run is ours; False when somebody has or had it. One that broke off is taken up again."""
    values = {"job": job, "due_at": due_at, "region": region, "started_at": now}
    if work.change(CLAIM, **values, outcome="started", counts={}) == 1:
        return True
    return work.change(TAKE_UP, j=job, at=due_at, r=region, stale=now - BROKEN_OFF, now=now) == 1


def finish_run(work: Work, job: str, due_at: datetime, region: str, counts: dict[str, int]) -> None:
    """Record what a run did."""
    work.change(FINISH, j=job, at=due_at, r=region, outcome="done", counts=counts)


def fail_run(work: Work, job: str, due_at: datetime, region: str, now: datetime, error: str) -> None:  # noqa: PLR0913
    """Record that a run failed, and where: it stays unfinished, is tried again, and `catat status` shows it."""
    values = {"job": job, "due_at": due_at, "region": region, "started_at": now}
    work.change(FAILED, **values, outcome="started", counts={"error": error})


def mend_runs(work: Work, job: str) -> None:
    """Record that a job works again: whatever of it failed before is done by now."""
    work.change(MENDED, j=job)


def regions(work: ReadWork) -> list[Any]:
    """The regions with officers, each with the zone of its clock."""
    return list(work.rows(REGIONS))


def done_since(work: ReadWork, since: datetime) -> set[tuple[str, datetime, str]]:
    """The runs due since an instant that are done."""
    return {(job, due_at, region) for job, due_at, region in work.rows(DONE, since=since)}


def enumerators(work: ReadWork, **run: Any) -> list[Any]:
    """The enumerators of a region who can be written to and work on the day of the run.

    Who joined after the run was due is not told belatedly. run: region, zone, due_at, now.
    """
    return list(work.rows(ENUMERATORS, **run, day=_day_of(run)))


def unheard(work: ReadWork, **run: Any) -> list[Any]:
    """Those of them who have open households and have reported no visit of the day."""
    return list(work.rows(UNHEARD, **run, day=_day_of(run)))


def leaders(work: ReadWork, **run: Any) -> list[Any]:
    """The leaders of a region, likewise."""
    return list(work.rows(TEAM_LEADERS, **run, day=_day_of(run)))


def _day_of(run: dict[str, Any]) -> date:
    day: date = run["due_at"].astimezone(ZoneInfo(run["zone"])).date()
    return day
