"""Closing, written down a second time: what a leader is asked to close, when, and what a summary says of it."""

from __future__ import annotations

from datetime import datetime, time

from simulation.ladders import AT_THE_DOOR
from simulation.reading import find, number, read
from simulation.reminders import Watched
from simulation.stage import ZONE, Stage

BEGINS = time(8)
LINES = ("closing.waiting", "closing.unvisited")


def to_close(stage: Stage, leader: str) -> list[Watched]:
    """What a leader may close now: from the last day's morning on, in no higher hands, and no visit is to come."""
    last, now = stage.books.last, stage.now
    if now < datetime.combine(last, BEGINS, ZONE):
        return []
    above = stage.books.reminders.leaders[leader]
    mine = [each for each in stage.books.open_cases(leader) if each.owner not in above]
    return [each for each in mine if not _is_to_come(each, stage)]


def _is_to_come(each: Watched, stage: Stage) -> bool:
    due = each.stand.due
    return each.stand.step in AT_THE_DOOR and stage.now < due and due.astimezone(ZONE).date() <= stage.books.last


def proposed(stage: Stage, leader: str, text: str, language: str) -> bool:
    """Compare a proposal with the books; False when the message is something else."""
    said = next(filter(None, (find(text, f"closing.{each}", language) for each in ("asked", "passed_on"))), None)
    if said is None:
        return False
    books, turn = stage.books, (stage.today - stage.books.last).days
    of_leader = {id(each) for each in to_close(stage, leader)}
    expected = 0
    for (officer, _), each in books.reminders.watched.items():
        line = [*([each.owner] if each.owner else []), *books.reminders.leaders[each.owner or officer]]
        expected += id(each) in of_leader and line[turn : turn + 1] == [leader]
    stage.compare("proposals to close", leader, number(said["households"]), expected)
    return True


def overview(stage: Stage, leader: str, said: str, language: str) -> str:
    """Compare what a summary says of closing; what is left of the text."""
    rest, told = [], dict.fromkeys(LINES, 0)
    for line in said.split("\n"):
        found = {key: _number(line, key, language) for key in LINES}
        if any(each is not None for each in found.values()):
            told |= {key: each for key, each in found.items() if each is not None}
        else:
            rest.append(line)
    begun = stage.now >= datetime.combine(stage.books.last, BEGINS, ZONE)
    sheets = [stage.books.sheets[each] for each in stage.books.enumerators(leader)]
    fresh = sum(len(sheet.fresh) for sheet in sheets) if begun else 0
    stage.compare("summaries of closing", leader, list(told.values()), [len(to_close(stage, leader)), fresh])
    return "\n".join(rest)


def _number(line: str, key: str, language: str) -> int | None:
    """How many a line tells of, if it is this text; of one it may be said in other words."""
    found = read(line, f"{key}+", language) or read(line, key, language)
    return number(found["n"]) if found else None
