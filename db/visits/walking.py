"""Whom to visit next: revisits that are due, then the order in which a street is walked.

Walking order is by distance from where the enumerator was last: the latest place they sent or household they reported
in the last days. Where nothing is known of that, it is by SLS and number.

When only some have coordinates: the numbers of a list follow the street, so in the SLS where the enumerator is, a
household without coordinates is taken to stand some steps behind the last one known before it (the first ones: as many
steps as they are from the first one known). A few coordinates are enough for a street. Nobody is sent across the town
for a guess: in other SLS, whoever is not known to be near comes last, by SLS and number.
"""

from __future__ import annotations

from datetime import timedelta
from math import cos, radians
from typing import Any

from sqlalchemy import and_, bindparam, case, func, literal, or_, select, union_all
from sqlmodel import col

from core.workload.households import Household, NextHouseholds
from db.engine.work import ReadWork
from db.tables import Detail, Visit
from db.tables import Household as Row
from db.workload.progress import COLUMNS, OPEN, household, in_other_hands

LATELY = timedelta(days=3)
"""A visit longer ago than this does not tell where the officer is now."""

STEP = 0.0001
"""From one number to the next: about eleven metres, in degrees of latitude."""

DUE = or_(col(Row.revisit_at).is_(None), and_(col(Row.revisit_at) <= bindparam("until"), ~in_other_hands(col(Row.id))))
FIRST = (col(Row.revisit_at).is_(None), col(Row.revisit_at))
NEXT_ON_THE_LIST = OPEN.where(DUE).order_by(*FIRST, col(Row.area), col(Row.no)).limit(bindparam("limit"))

LAST_SEEN = (
    select(
        func.coalesce(col(Detail.lat), col(Row.lat)).label("lat"),
        func.coalesce(col(Detail.lon), col(Row.lon)).label("lon"),
        col(Row.area),
        col(Row.no),
    )
    .select_from(Visit)
    .join(Row, col(Row.id) == col(Visit.household))
    .outerjoin(Detail, (col(Detail.visit) == col(Visit.id)) & (col(Detail.kind) == "place"))
    .where(col(Visit.officer) == bindparam("officer"), col(Visit.day) >= bindparam("since"))
    .order_by(func.coalesce(col(Detail.at), col(Visit.visited_at)).desc(), col(Visit.id).desc())
    .limit(1)
)
BESIDE = (
    select(col(Row.lat), col(Row.lon))
    .where(col(Row.enumerator) == bindparam("officer"), col(Row.area) == bindparam("area"), col(Row.lat).is_not(None))
    .order_by(func.abs(col(Row.no) - bindparam("no")), col(Row.no))
    .limit(1)
)

_KEYS: Any = (col(Row.id), col(Row.no), col(Row.area), col(Row.settled_on), col(Row.revisit_at))
_list = (
    select(*_KEYS, col(Row.lat), col(Row.lon), func.count(col(Row.lat)).over(order_by=col(Row.no)).label("stretch"))
    .where(col(Row.enumerator) == bindparam("officer"), col(Row.area) == bindparam("here"))
    .subquery("list")
)
"""The list of the SLS in stretches: each but the first begins with a household whose place is known."""


def _placed(coordinate: Any) -> Any:
    """A household's own coordinate, or that of its stretch, or the second stretch's for the first."""
    stretch = func.max(coordinate).over(partition_by=_list.c.stretch)
    second = func.max(case((_list.c.stretch == 1, coordinate))).over()
    return func.coalesce(coordinate, stretch, second)


def _steps() -> Any:
    """Return how many numbers a household is away from the one by which it is placed."""
    behind = func.row_number().over(partition_by=_list.c.stretch, order_by=_list.c.no) - 1
    return case((_list.c.stretch == 0, func.count().over(partition_by=_list.c.stretch)), else_=behind)


_here = select(
    *(column for column in _list.c if column.name not in ("lat", "lon", "stretch")),
    _placed(_list.c.lat).label("y"), _placed(_list.c.lon).label("x"), (_steps() * STEP).label("behind"),
)  # fmt: skip
_elsewhere: Any = select(*_KEYS, col(Row.lat).label("y"), col(Row.lon).label("x"), literal(0.0).label("behind")).where(
    col(Row.enumerator) == bindparam("officer"), col(Row.area) != bindparam("here"), col(Row.settled_on).is_(None)
)
_street = union_all(_here, _elsewhere).subquery("street")
"""Only where the enumerator is are households placed by those beside them: a whole list takes four times as long."""
_north = _street.c.y - bindparam("lat")
_east = (_street.c.x - bindparam("lon")) * bindparam("shrink")
_DISTANCE = _north * _north + _east * _east + _street.c.behind * _street.c.behind
_near = (
    select(_street.c.id, (_street.c.y.is_(None)).label("unknown"), _DISTANCE.label("distance"))
    .where(
        _street.c.settled_on.is_(None),
        or_(
            _street.c.revisit_at.is_(None),
            and_(_street.c.revisit_at <= bindparam("until"), ~in_other_hands(_street.c.id)),
        ),
    )
    .order_by(_street.c.revisit_at.is_(None), _street.c.revisit_at, "unknown", "distance", _street.c.area, _street.c.no)
    .limit(bindparam("limit"))
    .subquery("near")
)
NEXT_ON_FOOT = (
    select(*COLUMNS)
    .join(_near, _near.c.id == col(Row.id))
    .order_by(*FIRST, _near.c.unknown, _near.c.distance, col(Row.area), col(Row.no))
)
"""By distance on a plane, which is near enough for a walk: a degree of longitude shrinks with the latitude's cosine."""


def next_households(work: ReadWork, query: NextHouseholds) -> list[Household]:
    """Return the households to visit next."""
    asked = {"officer": query.officer, "until": query.until, "limit": query.limit}
    seen = work.row(LAST_SEEN, officer=query.officer, since=(query.until - LATELY).date())
    beside = seen
    if seen is not None and seen.lat is None:
        beside = work.row(BESIDE, officer=query.officer, area=seen.area, no=seen.no)
    if seen is None or beside is None:
        rows = work.rows(NEXT_ON_THE_LIST, **asked)
    else:
        here = {"here": seen.area, "lat": beside.lat, "lon": beside.lon, "shrink": cos(radians(beside.lat))}
        rows = work.rows(NEXT_ON_FOOT, **asked, **here)
    return [household(row) for row in rows]
