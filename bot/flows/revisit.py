"""/kunjungan: the revisits that are due, overdue first."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.flows.kit import Script, look, say
from core.people.person import Caller
from core.words import Words, words
from core.workload.households import Household, RevisitsOf

AHEAD = timedelta(days=7)


def show_revisits(me: Caller, typed: str = "") -> Script[None]:
    """Revisits of the coming week and those whose hour has passed."""
    revisits = yield from look(RevisitsOf(me.officer or "", me.at + AHEAD))
    if not revisits:
        yield from say(words("revisit.none"))
        return
    overdue = [h for h in revisits if h.revisit_at and h.revisit_at <= me.at]
    today = [h for h in revisits if h not in overdue and h.revisit_at and _day_is_today(h, me)]
    later = [h for h in revisits if h not in overdue and h not in today]
    sections = (("revisit.overdue", overdue), ("revisit.today", today), ("revisit.later", later))
    lists = [words(key, list=[revisit_words(h, me.zone) for h in part]) for key, part in sections if part]
    yield from say(words("revisit.list", parts=lists))


def revisit_words(household: Household, zone: ZoneInfo) -> Words:
    """One line: when, which household, and what happened last time."""
    return words(
        "revisit.line",
        at=household.revisit_at.astimezone(zone) if household.revisit_at else None,
        no=household.no,
        head=household.head,
        address=household.address,
        outcome=words(f"outcome.{household.status}"),
    )


def _day_is_today(household: Household, me: Caller) -> bool:
    return household.revisit_at is not None and household.revisit_at.astimezone(me.zone).date() == me.today
