"""Hours to come back at: what enumerators and families agree on, and how they type it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random

from simulation.books import Visit

USUAL = (time(8, 30), time(9), time(10, 15), time(13), time(16), time(17, 30), time(19), time(19, 30), time(20))
ODD = (time(6, 30), time(21, 45))
"""Hours at which a family is only visited when it asked to be."""

WEEKDAYS = {
    "id": ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu"),
    "en": ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
}
NEAR = {"id": ("hari ini", "besok", "lusa"), "en": ("today", "tomorrow")}


def hour_to_come(visit: Visit, local: datetime, end: date, random: Random) -> datetime:
    """An hour for the next visit, not after the fieldwork; after a hard refusal some days later."""
    last = max(end, local.date() + timedelta(days=1))
    asked_for = visit.outcome == "appointment" and random.random() < 0.05
    days = [local.date() + timedelta(days=n) for n in range(5)]
    hours = [datetime.combine(day, hour, local.tzinfo) for day in days for hour in (ODD if asked_for else USUAL)]
    possible = [at for at in hours if at > local + timedelta(minutes=20) and at.date() <= last]
    if visit.outcome == "refused_hard":
        possible = [at for at in possible if at > local + timedelta(days=3)] or possible[-3:]
    return random.choice(possible[:14]).astimezone(UTC)


def spelled(at: datetime, local: datetime, language: str, random: Random) -> str:
    """An hour as people type it: "besok 19:00", "sabtu 16.00", "25/10 08:30"."""
    there = at.astimezone(local.tzinfo)
    ahead = (there.date() - local.date()).days
    names = [f"{there.day}/{there.month}"]
    if ahead < len(NEAR[language]):
        names.append(NEAR[language][ahead])
    elif ahead < 7:
        names.append(WEEKDAYS[language][there.weekday()])
    hour = f"{there:%H}{random.choice(':.')}{there:%M}"
    return f"{random.choice(names)} {random.choice(['', 'jam ', 'pukul ']) if language == 'id' else ''}{hour}"
