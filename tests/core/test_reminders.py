"""What is said next about a case, and when it is looked at again."""

from datetime import datetime, timedelta

import pytest

from core.cases.ladder import StepName
from core.cases.reminders import Reminder, Said, next_reminder, remind_at
from tests.people import WITA


def at(hour: float, day: int = 20) -> datetime:
    return datetime(2022, 10, day, tzinfo=WITA) + timedelta(hours=hour)


FIRST = [
    ("a visit", StepName.VISIT, at(9), at(16), at(16)),
    ("an appointment", StepName.HOUR, at(9), at(16), at(15.5)),
    ("an appointment made half an hour before", StepName.HOUR, at(15.5), at(16), at(16)),
    ("an appointment made ten minutes before", StepName.HOUR, at(15.8), at(16), at(16)),
    ("an appointment after midnight", StepName.HOUR, at(9), at(0.25, 21), at(23.75)),
]


@pytest.mark.parametrize(("step", "since", "due", "first"), [c[1:] for c in FIRST], ids=[c[0] for c in FIRST])
def test_when_an_hour_is_reminded_of(step: StepName, since: datetime, due: datetime, first: datetime) -> None:
    assert remind_at(step, since, due) == first


NEXT = [
    ("somebody got a case", Said.NOTHING, at(10), Reminder(Said.NEW, at(16))),
    ("somebody got a case whose hour has passed", Said.NOTHING, at(17), Reminder(Said.NEW, at(17))),
    ("the hour", Said.NEW, at(16), Reminder(Said.HOUR, at(18))),
    ("an hour late", Said.NEW, at(17), Reminder(Said.HOUR, at(18))),
    ("two hours late", Said.HOUR, at(18), Reminder(Said.OVERDUE, at(16, 21))),
    ("the hour was missed", Said.NEW, at(18), Reminder(Said.OVERDUE, at(16, 21))),
    ("everything stood still for a day", Said.NEW, at(20, 21), Reminder(Said.OVERDUE, at(8, 22))),
    ("it stood still after the hour", Said.HOUR, at(20, 21), Reminder(Said.OVERDUE, at(8, 22))),
    ("a day later", Said.OVERDUE, at(16, 21), Reminder(Said.LINE, None)),
]


@pytest.mark.parametrize(("said", "now", "follows"), [c[1:] for c in NEXT], ids=[c[0] for c in NEXT])
def test_what_follows(said: Said, now: datetime, follows: Reminder) -> None:
    assert next_reminder(said, at(16), at(16), now) == follows
