"""Contact rates by hour: how often somebody is met in an area, counted from time to time and kept.

Each visit is counted once, for its SLS, its village and everywhere. A question reads a few rows by their key, however
many visits there are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, bindparam, exists, func, select, update
from sqlalchemy.orm import aliased
from sqlmodel import col

from core.cases.best_hour import HoursTaken, KnownHours, KnownHoursOf, Rate, counted
from core.cases.day_parts import Part
from core.face import Face
from core.people.training import LIST
from core.visits.outcomes import AT_THE_DOOR, FINAL, Outcome
from db.engine.inserting import insert_if_new
from db.engine.work import ReadWork, Work
from db.tables import Area, Bookmark, ContactHour, Correction, Household, Visit
from db.workload.progress import hours_taken

VILLAGE_DIGITS = 10
EVERYWHERE = ""
ENOUGH = 40
"""Visits counted in an area from which it speaks for itself; below, the area around it does."""
A_PAGE = 2_000
ON_ITS_WAY = timedelta(minutes=2)
"""Visits younger than this may still be joined by others with smaller ids."""
JOB = "hours"

HOUSEHOLD = (
    select(col(Household.area), col(Household.zone), func.max(col(Area.name)).label("name"))
    .outerjoin(Area, (col(Area.code) == col(Household.area)) & (col(Area.scheme) == "bps"))
    .where(col(Household.id) == bindparam("household"))
    .group_by(col(Household.area), col(Household.zone))
)
IN_VAIN = (
    select(col(Visit.visited_at))
    .outerjoin(Correction, col(Correction.visit) == col(Visit.id))
    .where(
        col(Visit.household) == bindparam("household"),
        col(Correction.visit).is_(None),
        col(Visit.outcome).in_(sorted(set(AT_THE_DOOR) - FINAL - {Outcome.APPOINTMENT})),
    )
    .order_by(col(Visit.visited_at))
)
RATES = select(ContactHour.__table__).where(  # type: ignore[attr-defined]
    col(ContactHour.area).in_(bindparam("areas", expanding=True))
)
VILLAGE_NAME = select(col(Area.name)).where(col(Area.code) == bindparam("code"), col(Area.scheme) == "bps")
FIRST_READ = insert_if_new(Bookmark, "job")
LAST_READ = select(col(Bookmark.last)).where(col(Bookmark.job) == JOB).with_for_update()
READ_UP_TO = update(Bookmark).where(col(Bookmark.job) == JOB).values(last=bindparam("upto"))
Other = aliased(Visit)
_TYPED_TOGETHER = and_(
    col(Visit.face) == Face.LINE,
    exists().where(
        col(Other.officer) == col(Visit.officer),
        col(Other.day) == col(Visit.day),
        col(Other.visited_at) == col(Visit.visited_at),
        col(Other.face) == Face.LINE,
        col(Other.id) != col(Visit.id),
    ),
)
"""Typed in one message without hours: it tells when somebody typed, and not when anybody was at home."""
NEW_VISITS = (
    select(
        col(Visit.id),
        col(Visit.outcome),
        col(Visit.visited_at),
        col(Household.area),
        col(Household.zone),
        _TYPED_TOGETHER.label("typed_together"),
    )
    .join(Household, col(Household.id) == col(Visit.household))
    .where(
        col(Visit.id) > bindparam("after"),
        col(Visit.arrived_at) <= bindparam("before"),
        col(Visit.officer).not_like(f"%{LIST}"),
    )
    .order_by(col(Visit.id))
    .limit(A_PAGE)
)
COUNT = (
    update(ContactHour)
    .where(
        col(ContactHour.area) == bindparam("a"),
        col(ContactHour.weekend) == bindparam("w"),
        col(ContactHour.part) == bindparam("p"),
    )
    .values(tried=col(ContactHour.tried) + bindparam("more"), met=col(ContactHour.met) + bindparam("met_too"))
)
NEW_COUNT = insert_if_new(ContactHour, "area", "weekend", "part")


def known_hours(work: ReadWork, query: KnownHoursOf) -> KnownHours:
    """What is known of a household's hours: its own visits in vain, the rates of the smallest area with enough, and the
    hours that its enumerator has given away.
    """
    taken = hours_taken(work, HoursTaken(query.officer, query.household))
    row = work.row(HOUSEHOLD, household=query.household)
    if row is None:
        return KnownHours(rates=_rates(work, [EVERYWHERE])[EVERYWHERE], taken=taken)
    zone, village = ZoneInfo(row.zone), row.area[:VILLAGE_DIGITS]
    vain = tuple(at.astimezone(zone) for (at,) in work.rows(IN_VAIN, household=query.household))
    rates = _rates(work, [row.area, village, EVERYWHERE])
    for area in (row.area, village):
        if sum(rate.tried for rate in rates[area].values()) >= ENOUGH:
            name = row.name if area == row.area else work.value(VILLAGE_NAME, code=area)
            return KnownHours(vain, rates[area], name or area, taken)
    return KnownHours(vain, rates[EVERYWHERE], taken=taken)


def count_hours(work: Work, now: datetime) -> int:
    """Count one page of the visits that were not counted yet; how many, 0 when there is nothing left."""
    work.change(FIRST_READ, job=JOB, last=0)
    visits = work.rows(NEW_VISITS, after=work.value(LAST_READ), before=now - ON_ITS_WAY)
    if not visits:
        return 0
    for (area, (weekend, part)), rate in _counted(visits).items():
        values: dict[str, Any] = {"a": area, "w": weekend, "p": part, "more": rate.tried, "met_too": rate.met}
        if work.change(COUNT, **values) == 0:
            work.change(NEW_COUNT, area=area, weekend=weekend, part=part, tried=rate.tried, met=rate.met)
    work.change(READ_UP_TO, upto=visits[-1].id)
    return len(visits)


def _counted(visits: Sequence[Any]) -> dict[tuple[str, tuple[bool, Part]], Rate]:
    """Visits added up for every area that they lie in."""
    by_area = defaultdict(list)
    for row in visits:
        if row.typed_together:
            continue
        for area in {row.area, row.area[:VILLAGE_DIGITS], EVERYWHERE}:
            by_area[area].append((Outcome(row.outcome), row.visited_at.astimezone(ZoneInfo(row.zone))))
    found: dict[tuple[str, tuple[bool, Part]], Rate] = {}
    for area, some in sorted(by_area.items()):
        totals: Counter[tuple[bool, Part]] = Counter()
        met: Counter[tuple[bool, Part]] = Counter()
        for (kind, was_met), number in counted(some).items():
            totals[kind] += number
            met[kind] += number * was_met
        found |= {(area, kind): Rate(total, met[kind]) for kind, total in totals.items()}
    return found


def _rates(work: ReadWork, areas: Sequence[str]) -> dict[str, dict[tuple[bool, Part], Rate]]:
    found: dict[str, dict[tuple[bool, Part], Rate]] = {area: {} for area in areas}
    for row in work.rows(RATES, areas=areas):
        found[row.area][bool(row.weekend), Part(row.part)] = Rate(row.tried, row.met)
    return found
