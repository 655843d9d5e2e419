"""The timetable on the clocks of three zones."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.timetable import DAILY, DIGEST, MORNING, NUDGE, Daily

WIB, WITA, WIT = "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"

LATEST = [
    (NUDGE, "2022-10-20 09:29", WIB, "2022-10-19 09:30"),
    (NUDGE, "2022-10-20 08:30", WITA, "2022-10-20 08:30"),
    (NUDGE, "2022-10-20 07:30", WIT, "2022-10-20 07:30"),
    (DIGEST, "2022-10-20 10:59", WIB, "2022-10-19 11:00"),
    (DIGEST, "2022-10-20 11:00", WIB, "2022-10-20 11:00"),
    (DIGEST, "2022-10-20 09:59", WITA, "2022-10-19 10:00"),
    (DIGEST, "2022-10-20 10:00", WITA, "2022-10-20 10:00"),
    (DIGEST, "2022-10-20 08:59", WIT, "2022-10-19 09:00"),
    (DIGEST, "2022-10-20 09:00", WIT, "2022-10-20 09:00"),
    (MORNING, "2022-10-20 00:00", WIB, "2022-10-20 00:00"),
    (MORNING, "2022-10-19 23:00", WITA, "2022-10-19 23:00"),
    (MORNING, "2022-10-19 22:59", WITA, "2022-10-18 23:00"),
    (MORNING, "2022-10-19 22:00", WIT, "2022-10-19 22:00"),
]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(("job", "now", "zone", "due"), LATEST, ids=[f"{j.name} {z} {n}" for j, n, z, _ in LATEST])
def test_the_latest_run(job: Daily, now: str, zone: str, due: str) -> None:
    assert job.latest(utc(now), ZoneInfo(zone)) == utc(due)


@given(st.integers(0, 10 * 365 * 24 * 60), st.sampled_from([WIB, WITA, WIT]), st.sampled_from(DAILY))
def test_the_latest_run_was_within_a_day_at_its_hour(minutes: int, zone: str, job: Daily) -> None:
    now = utc("2022-01-01 00:00") + timedelta(minutes=minutes)
    due = job.latest(now, ZoneInfo(zone))
    assert timedelta(0) <= now - due < timedelta(days=1)
    assert due.astimezone(ZoneInfo(zone)).time() == job.hour


@pytest.mark.parametrize(
    ("job", "late", "too_late"),
    [
        (MORNING, timedelta(hours=5), False),
        (MORNING, timedelta(hours=5, seconds=1), True),
        (NUDGE, timedelta(hours=1), False),
        (NUDGE, timedelta(hours=1, seconds=1), True),
        (DIGEST, timedelta(hours=12), False),
        (DIGEST, timedelta(hours=12, seconds=1), True),
    ],
)
def test_patience(job: Daily, late: timedelta, too_late: bool) -> None:
    due = utc("2022-10-20 10:00")
    assert job.too_late(due, due + late) is too_late


def test_a_nudge_comes_before_the_digest() -> None:
    assert timedelta(hours=NUDGE.hour.hour, minutes=NUDGE.hour.minute) + NUDGE.patience < timedelta(
        hours=DIGEST.hour.hour
    )
