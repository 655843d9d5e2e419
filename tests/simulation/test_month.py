"""A month in which many families refuse: each refusal ends, step by step, and somebody has it at every moment."""

import sys
from collections import Counter
from datetime import datetime
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import bindparam, exists, func, or_, select
from sqlmodel import col

from core.cases.reminders import NIGHT
from db.engine.work import Database, ReadWork
from db.tables import Chat, Correction, Household, Officer, Outbox, Pursuit, Visit
from simulation.cases import Case
from simulation.ladders import BEGUN_BY, LADDERS
from simulation.play import simulate
from simulation.played import played
from simulation.pursuits import Told, told
from simulation.stage import ZONE, Plan, Stage
from simulation.tables import ladder_table
from tests.leaving import text_of
from tests.simulation.test_campaign import agrees

MONTH = Plan(households=1000, enumerators=6, days=31, seed=5, refusing=0.12)
STEPS = [rung.name for rung in LADDERS["refusal"]]
WHO = ("officer", "language", "quiet_from", "quiet_until")
LOST = (
    select(func.count())
    .select_from(Household)
    .outerjoin(Pursuit, col(Pursuit.household) == col(Household.id))
    .outerjoin(Officer, col(Officer.id) == func.coalesce(col(Pursuit.owner), col(Household.enumerator)))
    .where(
        col(Household.status).is_not(None),
        col(Household.settled_on).is_(None),
        or_(col(Pursuit.household).is_(None), col(Officer.id).is_(None)),
    )
)
"""Households that are open after a visit, and nobody is after them."""
OPEN = select(func.count()).select_from(Pursuit)
STILL_REFUSED = select(func.count()).where(col(Household.status).in_(["refused", "refused_hard"]))
REFUSED = (
    select(func.count(col(Visit.household).distinct()))
    .join(Household, col(Household.id) == col(Visit.household))
    .where(
        col(Visit.outcome).in_(["refused", "refused_hard"]),
        ~exists().where(col(Correction.visit) == col(Visit.id)),
    )
)
LETTERS = (
    select(
        *(col(getattr(Outbox, name)) for name in ("id", "chat", "method", "params")),
        *(col(getattr(Chat, name)) for name in WHO),
    )
    .join(Chat, col(Chat.chat) == col(Outbox.chat))
    .where(col(Outbox.key).like("cases:%"), col(Outbox.id) > bindparam("after"))
    .order_by(col(Outbox.id))
)
HELD = select(col(Pursuit.household), col(Pursuit.owner), col(Pursuit.due_at))
MEANT = (
    select(col(Pursuit.household), col(Pursuit.step))
    .join(Household, col(Household.id) == col(Pursuit.household))
    .join(Officer, col(Officer.id) == col(Household.enumerator))
    .where(
        col(Household.no) == bindparam("no"),
        col(Household.head) == bindparam("head"),
        or_(col(Officer.id) == bindparam("officer"), col(Officer.name) == bindparam("name")),
    )
)


class Watcher:
    """Looks at the field after every tick of the clock. held: whose each household is and until when; times: how many
    owners and hours it has had; said: what was said to whom of one of these.
    """

    def __init__(self) -> None:
        self.seen = 0
        self.held: dict[int, tuple[object, ...]] = {}
        self.times: Counter[int] = Counter()
        self.said: set[tuple[object, ...]] = set()

    def __call__(self, stage: Stage) -> None:
        with stage.database.read() as work:
            assert work.value(LOST) == 0, f"nobody is after a household at {stage.local}"
            held = {household: tuple(whose) for household, *whose in work.rows(HELD)}
            self.times.update(each for each in held if held[each] != self.held.get(each))
            self.held = held
            for letter in work.rows(LETTERS, after=self.seen):
                self.seen = letter.id
                for each in told(text_of(letter, letter.language or "id"), letter.language or "id"):
                    if each.no:  # else it is one that a long list only counts
                        self._reminded(work, stage.local, letter, each)
        if (stage.local.hour, stage.local.minute) == (23, 55):
            sys.stderr.write(f"{stage.local:%d %b}: {stage.telegram.updates:,} messages\n")

    def _reminded(self, work: ReadWork, local: datetime, letter: Any, each: Told) -> None:
        whose = {"officer": letter.officer, "name": each.name}
        ((household, step),) = work.rows(MEANT, no=each.no, head=each.head, **whose)
        hour = (letter.officer, each.say, household, self.times[household], *self.held[household])
        assert hour not in self.said, f"{hour} is said twice"
        self.said.add(hour)
        assert each.say == "hour" or not NIGHT.holds(local.time()), f"{hour} is said at night"
        quiet = letter.quiet_from is not None and letter.quiet_from <= local.time() < letter.quiet_until
        assert not quiet or (each.say, step) == ("hour", "hour"), f"{hour} is said in quiet hours"


def refusals(stage: Stage) -> list[Case]:
    """The households that were ever refused."""
    cases = [case for sheet in stage.books.sheets.values() for case in sheet.cases.values()]
    return [case for case in cases if any(BEGUN_BY.get(one.outcome) == "refusal" for one in case.told)]


def climbs_step_by_step(stage: Stage, case: Case) -> None:
    """No step was left out: each next one follows a visit in vain, or somebody's word that the step was done. Only the
    end of the fieldwork cuts it short: then the last step is all there is.
    """
    climbed = [stand for stand in case.climbed if stand.ladder == "refusal"]
    moments = {one.at for one in case.told} | {deed.at for deed in case.deeds}
    for before, after in pairwise(climbed):
        assert after.since in moments, "somebody did something"
        steps = STEPS.index(after.step) - STEPS.index(before.step)
        late = after.since.astimezone(ZONE).date() >= stage.period.end
        assert steps in (0, 1) or (late and after.step == STEPS[-1]), (before, after)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_every_refusal_ends(sqlite_ground: Database) -> None:
    watcher = Watcher()
    stage = simulate(Stage(sqlite_ground, MONTH), watcher)
    agrees(stage)
    with sqlite_ground.read() as work:
        assert work.value(OPEN) == 0, "nothing is open at the end"
        assert work.value(REFUSED) == len(refusals(stage)) > 0.08 * MONTH.households
        assert work.value(STILL_REFUSED) == 0, "every refusal has an end"
    for case in refusals(stage):
        climbs_step_by_step(stage, case)
        if case.stands and case.stands.by:
            closed = case.stands.at.astimezone(ZONE).date()
            assert case.climbed[-1].step in ("office", "final", "supervisor") or closed > stage.period.end
    header, rows = ladder_table(played(stage))
    ends = {str(row[0]): dict(zip(header[1:], row[1:], strict=True)) for row in rows}
    assert sum(int(each) for row in rows for each in row[1:]) == len(refusals(stage))
    assert ends["final"]["given up"] and ends["visit"]["settled at the door"] and ends["rt"]["settled at the door"]
    assert len(watcher.said) > 300
    for what in ("acts", "case files", "closings told", "letters for help", "answers to letters", "quiet hours"):
        assert stage.compared[what], what
