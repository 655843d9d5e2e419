"""The picture of an enumerator's course: its letter, which says all that it is drawn from."""

from __future__ import annotations

from datetime import date
from typing import Any

from actions.actor import Actor
from core.outgoing import File, Message
from core.words import words
from core.workload.households import DrawCourse
from core.workload.targets import Course, Period
from db.outbox.messages import Lane
from wording.pace import status_words
from wording.training import marked


def send_course(actor: Actor, command: DrawCourse) -> None:
    """Post the picture, in the lane behind the replies: with a bad signal the words are there long before."""
    caller, course = command.caller, command.course
    progress = course.by(caller.today)
    status = status_words(progress.status)
    caption = words("course.caption", day=caller.today, done=progress.done, total=progress.total, status=status)
    picture = File(
        "photo", name="capaian.png", make="course", of=described(course, caller.today, caller.language)
    )
    actor.post("course", Message(tuple(marked(caller, caption)), file=picture), Lane.ALERT)


def described(course: Course, today: date, language: str) -> dict[str, Any]:
    """A course and the day it is looked at, as JSON."""
    period = course.period
    return {
        "language": language,
        "today": today.isoformat(),
        "period": [period.start.isoformat(), period.end.isoformat()],
        "off": sorted(day.isoformat() for day in period.off),
        "total": course.total,
        "visited": course.visited,
        "settled": {day.isoformat(): number for day, number in sorted(course.settled.items())},
    }


def read(of: dict[str, Any]) -> tuple[Course, date, str]:
    """The course, the day and the language that were described."""
    start, end = map(date.fromisoformat, of["period"])
    period = Period(start, end, frozenset(map(date.fromisoformat, of["off"])))
    settled = {date.fromisoformat(day): number for day, number in of["settled"].items()}
    return Course(period, of["total"], of["visited"], settled), date.fromisoformat(of["today"]), of["language"]
