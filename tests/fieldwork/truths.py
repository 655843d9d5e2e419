"""What is true of every household at every moment, however the field got there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import col

from core.cases.case import Case, case_of
from core.cases.casework import CaseFileOf, CasesOf
from core.cases.day_parts import in_visiting_hours
from core.cases.deadlines import end_of, polite
from core.cases.ladder import DAY
from core.cases.reminders import NIGHT
from core.people.absences import is_absent
from core.people.person import OFFICER_ROLES
from core.visits.standing import State, standing_of
from core.workload.giving_back import WishesBelow
from db.cases.casework import case_file, cases_of
from db.cases.follow import acts_of, catch_up, ground_of
from db.engine.work import ReadWork
from db.people.absences import absences_of
from db.people.settings import quiet_end
from db.tables import Chat, GivingBack, Household, Officer, Outbox, Pursuit
from db.visits.standing import visits_of
from db.workload.giving_back import wishes_below
from simulation.pursuits import Told, told
from tests.fieldwork.field import HOUSEHOLDS, PERIOD, ROLES, TREE, WITA, Field
from tests.leaving import text_of

HOUSEHOLD = select(Household.__table__).where(col(Household.id) == bindparam("household"))  # type: ignore[attr-defined]
CASE = select(Pursuit.__table__).where(col(Pursuit.household) == bindparam("household"))  # type: ignore[attr-defined]
GIVERS = select(col(GivingBack.officer)).where(
    col(GivingBack.household) == bindparam("household"),
    col(GivingBack.accepted).is_(True),
    col(GivingBack.given_to).is_(None),
)
LETTERS = (
    select(Outbox.__table__)  # type: ignore[attr-defined]
    .where(col(Outbox.id) > bindparam("after"), col(Outbox.key).like("cases:%"))
    .order_by(col(Outbox.id))
)
QUIET = (
    select(col(Chat.quiet_from), col(Chat.quiet_until), col(Officer.zone))
    .join(Officer, col(Officer.id) == col(Chat.officer))
    .where(col(Chat.officer) == bindparam("officer"))
)
END = end_of(PERIOD.end, "Asia/Makassar")
MOST = 100


@dataclass
class Truths:
    """holds: of each case whose it is and until when; held: how many such there were before it.

    reminded: who was told what, of which household, while it was held so; seen: the last letter that was looked at.
    """

    field: Field
    holds: dict[int, tuple[str, datetime]] = field(default_factory=dict)
    held: Counter[int] = field(default_factory=Counter)
    reminded: set[tuple[str, str, int, int]] = field(default_factory=set)
    seen: int = 0

    def hold(self) -> None:
        """Every open household has its case and its owner; nothing is left to be mended."""
        if not self.field.touched:
            return
        self.field.touched = False
        with self.field.database.work() as work:
            tree: dict[str, str | None] = dict(work.rows(TREE))
            for household in HOUSEHOLDS:
                self._household(work, household, tree)
            assert catch_up(work, self.field.campaign.fieldwork, 0, self.field.now) == []

    def reminders(self) -> None:
        """What was just said of cases: to the right person, once, at an hour at which it may be said."""
        with self.field.database.read() as work:
            for letter in work.rows(LETTERS, after=self.seen):
                self.seen = letter.id
                assert letter.not_before is None, "it leaves at once"
                for each in told(text_of(letter), "id"):
                    self._reminded(work, letter.key.split(":")[1], each)

    def _household(self, work: ReadWork, household: int, tree: Mapping[str, str | None]) -> None:
        row, kept = work.row(HOUSEHOLD, household=household), work.row(CASE, household=household)
        visits, acts = visits_of(work, household), acts_of(work, household)
        standing = standing_of(visits)
        assert row is not None
        assert (row.status, row.settled_on) == (standing.status, standing.settled_on)
        path = path_of(work, row, tree)
        assert path, "there is always somebody to decide"
        if row.enumerator is None:
            decided = [each.household for wish in wishes_below(work, WishesBelow(path[0])) for each in wish.households]
            assert household in decided, "what nobody has is on a leader's list"
        if standing.state is not State.OPEN:
            assert kept is None, "settled, and still after it"
            self.holds.pop(household, None)
            return
        assert kept is not None, "visited in vain, and nobody is after it"
        case = case_of(visits, acts, ground_of(row, self.field.campaign.fieldwork))
        assert case is not None
        is_kept_as(kept, case)
        is_in_time(case, self.field.now)
        assert row.revisit_at == kept.due_at, "the list says another hour"
        whose = kept.owner or row.enumerator
        assert whose is not None, "nobody has it"
        self._has(work, (household, whose), path, case)
        if self.holds.get(household) != (whose, kept.due_at):
            self.holds[household] = whose, kept.due_at
            self.held[household] += 1

    def _has(self, work: ReadWork, what: tuple[int, str], path: list[str], case: Case) -> None:
        """Somebody on the way up has it, finds it, and can do something; the highest above sees it as well."""
        household, whose = what
        assert whose in path, "its owner has nothing to do with it"
        if case.receiver is None:
            enough = OFFICER_ROLES.index(ROLES[whose]) >= OFFICER_ROLES.index(case.owner)
            assert enough or whose == path[-1], "its owner is of too low a role"
        listed = cases_of(work, CasesOf(whose, ROLES[whose], self.field.now, MOST))
        assert [each.household for each in listed.cases if each.mine].count(household) == 1
        for officer in {whose, path[-1]}:
            file = case_file(work, CaseFileOf(self.field.caller(officer), household), self.field.campaign.fieldwork)
            assert file is not None, f"{officer} does not see it"
            assert file.line.mine is (officer == whose)
            assert file.may or officer != whose, "its owner can do nothing about it"

    def _reminded(self, work: ReadWork, officer: str, each: Told) -> None:
        row = next(row for row in (work.row(HOUSEHOLD, household=n) for n in HOUSEHOLDS) if row.head == each.head)
        kept, now = work.row(CASE, household=row.id), self.field.now
        tree: dict[str, str | None] = dict(work.rows(TREE))
        assert kept is not None
        assert officer in path_of(work, row, tree)
        assert officer == self.holds[row.id][0] or each.say in ("new", "overdue", "line"), "an hour is its owner's"
        said = (officer, each.say, row.id, self.held[row.id])
        assert said not in self.reminded, "said twice"
        self.reminded.add(said)
        assert not is_absent(absences_of(work, officer), now.astimezone(WITA).date())
        assert each.say == "hour" or not NIGHT.holds(now.astimezone(WITA).time()), "said at night"
        in_quiet = quiet_end(work.row(QUIET, officer=officer), now) is not None
        assert not in_quiet or kept.step == "hour", "said in quiet hours"


def path_of(work: ReadWork, row: Any, tree: Mapping[str, str | None]) -> list[str]:
    """Who may have a household: its enumerator and those above; of nobody's household those above who gave it back."""
    if row.enumerator is not None:
        return [row.enumerator, *above(row.enumerator, tree)]
    givers = [giver for (giver,) in work.rows(GIVERS, household=row.id)]
    return max((above(giver, tree) for giver in givers), key=len, default=[])


def above(officer: str, tree: Mapping[str, str | None]) -> list[str]:
    """Those above an officer, the nearest first."""
    leader = tree[officer]
    return [leader, *above(leader, tree)] if leader else []


def is_kept_as(kept: Any, case: Case) -> None:
    """The row is what visits and acts say."""
    stands = (case.ladder, case.step.name, case.tries, case.begun_at, case.since, case.due_at)
    assert (kept.ladder, kept.step, kept.tries, kept.begun_at, kept.since, kept.due_at) == stands


def is_in_time(case: Case, now: datetime) -> None:
    """The deadline lies in the fieldwork, or in the day after it was set, and at an hour of visiting. What a family has
    agreed on is the family's hour; after the fieldwork it is not later than the next day.
    """
    due, since = case.due_at.astimezone(WITA), case.since.astimezone(WITA)
    if case.step.name == "hour":
        assert due.date() <= max(END.date(), now.astimezone(WITA).date() + DAY), case
        return
    assert in_visiting_hours(due), case
    assert due <= max(END, polite(since + DAY)), case
