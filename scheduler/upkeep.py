"""The upkeep of cases, once an hour: one for every open household, and the contact rates by hour."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from core.campaign import Campaign
from db.cases.contact_hours import count_hours
from db.cases.follow import catch_up
from db.outbox.due import claim_run, finish_run
from scheduler.telling import Counts, Write
from scheduler.timetable import CASES


def keep_up(write: Write, campaign: Campaign, now: datetime) -> Counts | None:
    """Do it, a portion a transaction; None when somebody did it already in this hour."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    if not write(partial(claim_run, job=CASES, due_at=hour, region="all", now=now)):
        return None
    counts = {"posted": 0, "cases": 0, "visits": 0}
    after = 0
    while mended := write(partial(catch_up, fieldwork=campaign.fieldwork, after=after, now=now)):
        counts["cases"] += len(mended)
        after = mended[-1]
    while some := write(partial(count_hours, now=now)):
        counts["visits"] += some
    write(partial(finish_run, job=CASES, due_at=hour, region="all", counts=counts))
    return counts
