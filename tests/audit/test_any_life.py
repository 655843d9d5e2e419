"""Whatever is done in whatever order: the story of a household ends where the household stands."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from actions.actor import Actor
from bot.carry import Carrier
from core.cases.case import Act, ActKind
from core.cases.casework import ActOnCase, CaseFileOf
from core.face import By, Face
from core.imports.files import read_households, read_officers
from core.people.person import Caller, Role
from core.problems import Problem
from core.review.submitted import ReportsToCheck, Review
from core.visits.corrections import Correct, ReportsOn
from core.visits.outcomes import RULES, Outcome
from core.visits.report import RecordVisit, Report
from core.visits.source import Source
from core.workload.giving_back import Decide, GiveBack, TakeBack, WishesBelow
from core.workload.reassigning import AnswerOffer, ConfirmProposal, DropProposal, OffersTo, Propose
from db.audit import households_meant, story
from db.cases.follow import catch_up
from db.engine.work import Database, Work
from db.imports.households import import_households
from db.imports.officers import import_officers
from db.people.replacing import replace_officer
from db.tables import Officer
from tests.people import BOT, CAMPAIGN, MORNING, NAMED, RT1, WITA, officer_row
from tests.soak import examples

HOUSEHOLDS = (3, 4, 61)
ENUMERATORS = ("PPL-0001", "PPL-0002")
LEADERS = {"PML-001": Role.PML, "KSK-01": Role.KOSEKA, "BPS-6471": Role.BPS}
OTHERS = [
    ("PML-009", "Fitri", "pml", None),
    ("PPL-0009", "Gita", "ppl", "PML-001"),
    ("KSK-09", "Hadi", "koseka", "BPS-6471"),
]
PAIRS = [("PML-001", "PML-009"), ("PML-009", "PML-001"), ("PPL-0001", "PPL-0009"), ("PPL-0009", "PPL-0002")]
OUTCOMES = [
    *(Outcome.COMPLETE, Outcome.NOBODY_HOME, Outcome.NOBODY_HOME, Outcome.REFUSED, Outcome.REFUSED_HARD),
    *(Outcome.APPOINTMENT, Outcome.MOVED),
]


class Undone(Exception):
    """Raised to leave the database as it was."""


class Moment:
    """One transaction in which everything happens, and what is chosen in it. n: any number."""

    def __init__(self, work: Work, at: datetime, who: str, household: int, n: int) -> None:
        self.work, self.at, self.who, self.household, self.n = work, at, who, household, n

    @contextmanager
    def joined(self) -> Iterator[Work]:
        """In place of a transaction of its own."""
        yield self.work

    @property
    def database(self) -> Database:
        """A database whose only transaction is this one."""
        one = type("One", (), {"work": lambda _: self.joined()})
        return cast(Database, one())

    def me(self, officer: str = "") -> Caller:
        who = officer or self.who
        return Caller(LEADERS.get(who, Role.PML if who[:3] == "PML" else Role.PPL), "id", self.at, WITA, who, who)

    def carrier(self, request: Any) -> Carrier:
        me = getattr(request, "caller", None) or self.me(getattr(request, "leader", None) or request.officer)
        return Carrier(Actor(self.work, CAMPAIGN, me, self.at, f"{self.at}", (BOT, 1)), pressed=self.n % 2 == 0)

    def do(self, command: Any) -> Any:
        return self.carrier(command).do(command)

    def look(self, query: Any) -> Any:
        return self.carrier(query).look(query)

    def leader(self) -> str:
        return list(LEADERS)[self.n % 3]


def report(now: Moment) -> Report:
    outcome, at = OUTCOMES[now.n % len(OUTCOMES)], now.at - timedelta(hours=now.n % 5)
    rule = RULES[outcome]
    again = at + timedelta(hours=7 + now.n % 40) if rule.revisit else None
    source = list(Source)[now.n % 3] if outcome is Outcome.MOVED else Source.SELF
    note, persons = "x" * rule.note, rule.counts * (1 + now.n % 5)
    return Report(outcome, at, persons, note, "", again, confirmed=now.n % 3 == 0, source=source)


def visits(now: Moment) -> None:
    now.do(RecordVisit(now.me(), report(now), now.household))


def corrects(now: Moment) -> None:
    found = now.look(ReportsOn(now.who, now.household))
    if found and found.mine:
        wrong = found.mine[now.n % len(found.mine)]
        now.do(Correct(now.me(), now.household, (wrong.id,), report(now) if now.n % 2 else None))


def acts(now: Moment) -> None:
    me = now.me(now.who if now.n % 2 else now.leader())
    found = now.look(CaseFileOf(me, now.household))
    kinds = sorted(found.may) if found else []
    if not kinds:
        return
    kind = kinds[now.n % len(kinds)]
    people = [*found.below, *([found.above] if found.above else [])]
    if kind is ActKind.HANDED and not people:
        return
    receiver = people[now.n % len(people)].officer if kind is ActKind.HANDED else None
    due = now.at + timedelta(hours=now.n) if kind is ActKind.MOVED else None
    case = found.case
    act = Act(kind, case.ladder, case.step.name, me.officer or "", now.at, "why", receiver=receiver, due_at=due)
    now.do(ActOnCase(me, now.household, act))


def asks(now: Moment) -> None:
    now.do((GiveBack if now.n % 3 else TakeBack)(now.me(), (now.household,), *(["far"] if now.n % 3 else [])))


def decides(now: Moment) -> None:
    leader = now.leader()
    wishes = now.look(WishesBelow(leader))
    if wishes:
        wish = wishes[now.n % len(wishes)]
        to = now.who if now.n % 2 and (now.who != wish.officer or wish.ownerless) else None
        now.do(Decide(now.me(leader), wish, now.n % 4 > 0, to, "no"))


def offers(now: Moment) -> None:
    leader = now.me(now.leader())
    number = now.do(Propose(leader, now.who, (now.household,), ()))
    if now.n % 5:
        now.do(ConfirmProposal(leader, number))
    if now.n % 7 == 0:
        now.do(DropProposal(leader, number))


def answers(now: Moment) -> None:
    for offer in now.look(OffersTo(now.who)):
        now.do(AnswerOffer(now.me(), offer.number, now.n % 3 > 0, "no"))


def checks(now: Moment) -> None:
    reports = now.look(ReportsToCheck(now.leader()))
    now.do(Review(now.me(now.leader()), tuple(reports[:1]), now.n % 2 == 0, "persons"))


def replaces(now: Moment) -> None:
    replace_officer(now.work, *PAIRS[now.n % len(PAIRS)], CAMPAIGN.fieldwork, By("office", now.at, Face.TERMINAL))


def imports(now: Moment) -> None:
    by = By("office", now.at, Face.IMPORT, "a file")
    if now.n % 2:
        no = now.household if now.household < 60 else 4
        rows = f"area,number,head,address,enumerator\n{RT1},{no},{NAMED[no - 1][0]},Jl. {now.n},{now.who}\n"
        import_households(now.database, read_households(rows.encode()), b"k" * 32, by)
    else:
        leader = ("PML-001", "PML-009", "")[now.n % 3]
        rows = f"id,name,role,supervisor,area\n{now.who},X,ppl,{leader},6471\n"
        import_officers(now.database, read_officers(rows.encode()), by)


def mends(now: Moment) -> None:
    catch_up(now.work, CAMPAIGN.fieldwork, 0, now.at)


KINDS = [visits, visits, visits, visits, corrects, acts, acts, acts, asks, decides, offers, answers, checks]
RARE = [replaces, imports, imports, mends]
DEEDS = st.lists(
    st.tuples(
        st.sampled_from([*KINDS, *RARE]),
        st.sampled_from([*ENUMERATORS, "PPL-0009"]),
        st.sampled_from(HOUSEHOLDS),
        st.integers(0, 59),
    ),
    min_size=5,
    max_size=30,
)
Deed = Callable[[Moment], None]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(deeds=DEEDS)
def test_the_story_ends_where_the_household_stands(database: Database, deeds: list[tuple[Deed, str, int, int]]) -> None:
    with pytest.raises(Undone), database.work() as work:
        work.change_many(insert(Officer), [officer_row(*row) for row in OTHERS])
        at = MORNING
        for deed, who, household, n in deeds:
            at += timedelta(hours=1 + n % 4)
            inside = work.connection.begin_nested()
            try:
                deed(Moment(work, at, who, household, n))
            except (Problem, ValueError):
                inside.rollback()
            else:
                inside.commit()
            for each in HOUSEHOLDS:
                found = story(work, households_meant(work, f"K{each}")[0], CAMPAIGN.fieldwork)
                told = [(event.deed.what, event.after) for event in found.events]
                assert found.untold == (), (each, found.stands, told)
        raise Undone
