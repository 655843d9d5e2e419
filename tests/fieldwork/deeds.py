"""What is done about households, at the door and besides: each deed is a rule, and gives the bot's own commands."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from core.cases.case import Act, ActKind
from core.cases.casework import ActOnCase, CaseFile, CaseFileOf
from core.cases.deadlines import COOL_DOWN
from core.people.person import Caller, Role
from core.problems import Problem
from core.visits.corrections import Correct, ReportsOn
from core.visits.outcomes import AT_THE_DOOR, RULES, Outcome
from core.visits.report import RecordVisit, Report
from tests.fieldwork.field import HOUSEHOLDS, ROLES, Field
from tests.people import WITA

HOURS = st.sampled_from([time(8), time(10), time(16), time(19, 30), time(21)])
AHEAD = st.integers(0, 5)
LATE = st.sampled_from([0, 0, 0, 0.25, 5, 20, 40]).map(lambda hours: timedelta(hours=hours))
ONE = st.sampled_from(HOUSEHOLDS)
ANY = st.integers(0, 100)
KINDS = (ActKind.DONE, ActKind.DONE, ActKind.MOVED, ActKind.HANDED, ActKind.CLOSED)
"""What is chosen from; that a step is done twice as often."""
IN_VAIN = [outcome for outcome in AT_THE_DOOR if RULES[outcome].revisit]
OUTCOMES = st.sampled_from([*IN_VAIN, *IN_VAIN, *IN_VAIN, Outcome.COMPLETE, Outcome.VACANT])
BEFORE = st.tuples(st.sampled_from(IN_VAIN), st.integers(1, 5))
ODD = st.sampled_from([time(6, 30), time(21, 45)])


class Deeds(RuleBasedStateMachine):
    """Anything that anybody may do, at any time, in any order. told: the reports so far, which may come once more."""

    field: Field

    def __init__(self) -> None:
        super().__init__()
        self.told: list[RecordVisit] = []

    def pick(self, officers: list[str], which: int) -> str:
        return officers[which % len(officers)]

    def of_role(self, *roles: Role) -> list[str]:
        return [officer for officer in self.field.officers if ROLES[officer] in roles]

    def file(self, officer: str, household: int) -> CaseFile | None:
        found: CaseFile | None = self.field.look(officer, CaseFileOf(self.field.caller(officer), household))
        return found

    # at the door

    @initialize(before=st.lists(BEFORE, min_size=len(HOUSEHOLDS), max_size=len(HOUSEHOLDS)))
    def begins(self, before: list[tuple[Outcome, int]]) -> None:
        """Each household was visited in vain already, on one day or on several."""
        for household, (outcome, days) in zip(HOUSEHOLDS, before, strict=True):
            for ago in range(days, 0, -1):
                self._visit(household, outcome, timedelta(days=ago), self.field.hour(3, time(16)))

    @rule(household=ONE, outcome=OUTCOMES, late=LATE, days=AHEAD, hour=HOURS, said=st.booleans())
    def visits(self, household: int, outcome: Outcome, late: timedelta, days: int, hour: time, said: bool) -> None:
        cooled = None
        if outcome is Outcome.REFUSED_HARD:
            cooled = self.field.now.astimezone(WITA).date() + COOL_DOWN
        again = self.field.hour(days, hour, cooled) if said or outcome is Outcome.APPOINTMENT else None
        self._visit(household, outcome, late, again)

    @rule(household=ONE, outcomes=st.lists(st.sampled_from(IN_VAIN), min_size=2, max_size=4))
    def is_visited_day_after_day(self, household: int, outcomes: list[Outcome]) -> None:
        for outcome in outcomes:
            self.field.now += timedelta(days=1)
            self._visit(household, outcome, timedelta(0), self.field.hour(4, time(16)))

    @rule(household=ONE, days=AHEAD, hour=ODD)
    def agrees_on_an_odd_hour(self, household: int, days: int, hour: time) -> None:
        self._visit(household, Outcome.APPOINTMENT, timedelta(0), self.field.hour(days, hour))

    def _visit(self, household: int, outcome: Outcome, late: timedelta, again: datetime | None) -> None:
        officer = self.field.lists[household]
        if officer is not None:
            command = RecordVisit(self.field.caller(officer), self._report(outcome, late, again), household)
            self.told.append(command)
            self.field.do(command)

    def _report(self, outcome: Outcome, late: timedelta, again: datetime | None) -> Report:
        rule = RULES[outcome]
        note, reason = "a note" if rule.note else "", "busy" if rule.reason else ""
        revisit = again if rule.revisit else None
        confirmed = rule.final and self.field.now.minute % 2 == 0
        at = self.field.now - late
        return Report(outcome, at, 4 if rule.counts else 0, note, reason, revisit, confirmed=confirmed)

    @rule(which=ANY)
    def comes_once_more(self, which: int) -> None:
        if self.told:
            self.field.do(self.told[which % len(self.told)])

    @rule(household=ONE, which=ANY, outcome=OUTCOMES, withdrawn=st.booleans())
    def corrects(self, household: int, which: int, outcome: Outcome, withdrawn: bool) -> None:
        officer = self.field.lists[household]
        reports = self.field.look(officer, ReportsOn(officer, household)) if officer else None
        if officer and reports and reports.mine:
            wrong = reports.mine[which % len(reports.mine)]
            again = self.field.hour(1, time(16), self.field.now.astimezone(WITA).date() + COOL_DOWN)
            instead = None if withdrawn else self._report(outcome, self.field.now - wrong.visited_at, again)
            self.field.do(Correct(self.field.caller(officer), household, (wrong.id or 0,), instead))

    # cases

    @rule(household=ONE, choices=st.lists(ANY, min_size=1, max_size=4), late=LATE, days=AHEAD, hour=HOURS)
    def acts(self, household: int, choices: list[int], late: timedelta, days: int, hour: time) -> None:
        """Whoever may do something about a case does it, one thing after the other."""
        for which in choices:
            files = {each: self.file(each, household) for each in self.field.officers}
            able = [(each, file, kind) for each, file in files.items() if file for kind in KINDS if kind in file.may]
            if able:
                self._act(able[which % len(able)], late, self.field.hour(days, hour), which)
                self.field.now += timedelta(minutes=30)

    def _act(self, able: tuple[str, CaseFile, ActKind], late: timedelta, due: datetime, which: int) -> None:
        officer, file, kind = able
        people = [*(each.officer for each in file.below), *([file.above.officer] if file.above else [])]
        people += [] if file.line.mine else [officer]
        if kind is not ActKind.HANDED or people:
            to = self.pick(people, which) if people else None
            command = self._command(self.field.caller(officer, late), file, kind, to, due)
            assert not isinstance(self.field.do(command), Problem), "what is offered can be done"

    @rule(household=ONE, which=ANY, kind=st.sampled_from(list(ActKind)), to=st.sampled_from(list(ROLES)))
    def oversteps(self, household: int, which: int, kind: ActKind, to: str) -> None:
        """Whoever may not do it is refused."""
        officer = self.pick(self.field.officers, which)
        files = [self.file(each, household) for each in self.field.officers]
        own, file = self.file(officer, household), next((each for each in files if each), None)
        if file is not None and (own is None or kind not in own.may):
            command = self._command(self.field.caller(officer), file, kind, to, self.field.hour(1, time(16)))
            assert isinstance(self.field.do(command), Problem)

    def _command(
        self, caller: Caller, file: CaseFile, kind: ActKind, to: str | None, due: datetime | None
    ) -> ActOnCase:
        case = file.case
        at = (case.ladder, case.step.name, caller.officer or "", caller.at)
        receiver, due = (to if kind is ActKind.HANDED else None), (due if kind is ActKind.MOVED else None)
        return ActOnCase(caller, file.line.household, Act(kind, *at, "a note", None, receiver, due))
