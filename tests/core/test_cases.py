"""Cases: each ladder step by step, and the same case however visits and acts are shuffled and repeated."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.cases.case import Act, ActKind, Case, case_of, owner_of
from core.cases.day_parts import FIRST_HOUR, LAST_HOUR
from core.cases.deadlines import Ground, end_of
from core.cases.ladder import LadderName, Ladders, Step, StepName
from core.people.person import Role
from core.visits.outcomes import AT_THE_DOOR as OUTCOMES
from core.visits.outcomes import RULES, Outcome
from core.visits.standing import Seen, State, standing_of
from tests.people import WITA

ANI, DIAN, BUDI, DEWI, EKO = "PPL-0001", "PPL-0002", "PML-001", "KSK-01", "BPS-6471"
LEADERS = [(BUDI, Role.PML), (DEWI, Role.KOSEKA), (EKO, Role.BPS)]
GROUND = Ground(Ladders(), end_of(date(2022, 11, 14), "Asia/Makassar"), ANI)
OUT, NO, NEVER, LATER, DONE = (
    Outcome.NOBODY_HOME, Outcome.REFUSED, Outcome.REFUSED_HARD, Outcome.APPOINTMENT, Outcome.COMPLETE,
)  # fmt: skip


def on(day: int, hour: float = 9, month: int = 10) -> datetime:
    """An hour in Balikpapan."""
    return datetime(2022, month, day, int(hour), int(hour % 1 * 60), tzinfo=WITA)


def seen(outcome: Outcome, at: datetime, again: datetime | None = None, officer: str = ANI) -> Seen:
    """A visit; the next one is said to be a day later."""
    revisit = (again or at + timedelta(days=1)) if RULES[outcome].revisit else None
    note = "note" if RULES[outcome].note else ""
    return Seen(outcome, at, at.date(), int(RULES[outcome].counts), 0, note, revisit_at=revisit, officer=officer)


def done(step: StepName, at: datetime, ladder: LadderName = LadderName.REFUSAL) -> Act:
    return Act(ActKind.DONE, ladder, step, ANI, at, "The RT chair came along")


def handed(step: StepName, at: datetime, to: str) -> Act:
    return Act(ActKind.HANDED, LadderName.REFUSAL, step, BUDI, at, receiver=to)


def told(case: Case | None) -> str:
    """A case in one line: ladder, step, visits in vain on it, owner, deadline."""
    if case is None:
        return "none"
    owner = owner_of(case, ANI, LEADERS) or ANI
    return f"{case.ladder} {case.step.name} {case.tries} {owner} {case.due_at.astimezone(WITA):%d/%m %H:%M}"


def days(*outcomes: Outcome, first: int = 15) -> list[Seen]:
    """A visit a day."""
    return [seen(outcome, on(first + n)) for n, outcome in enumerate(outcomes)]


CASES: dict[str, tuple[list[Seen], list[Act], str]] = {
    "no visit": ([], [], "none"),
    "settled at once": (days(DONE), [], "none"),
    # the refusal ladder
    "refused": (days(NO), [], f"refusal visit 0 {ANI} 16/10 09:00"),
    "refused, one visit in vain": (days(NO, NO), [], f"refusal visit 1 {ANI} 17/10 09:00"),
    "two visits in vain": (days(NO, NO, NO), [], f"refusal visit 2 {ANI} 18/10 09:00"),
    "three visits in vain": (days(NO, NO, NO, NO), [], f"refusal rt 0 {ANI} 19/10 09:00"),
    "refused with the RT chair": (days(NO, NO, NO, NO, NO), [], f"refusal leader 0 {BUDI} 22/10 09:00"),
    "the RT chair came along, in vain": (
        days(NO, NO, NO, NO),
        [done(StepName.RT, on(19, 15))],
        f"refusal leader 0 {BUDI} 22/10 15:00",
    ),
    "the camat came along, in vain": (
        days(NO, NO, NO, NO),
        [done(StepName.RT, on(19)), done(StepName.LEADER, on(21))],
        f"refusal office 0 {EKO} 24/10 09:00",
    ),
    "the office did what it could": (
        days(NO, NO, NO, NO),
        [done(StepName.RT, on(19)), done(StepName.LEADER, on(21)), done(StepName.OFFICE, on(23))],
        f"refusal final 0 {EKO} 26/10 09:00",
    ),
    "there is no step after the last": (
        days(NO, NO, NO, NO),
        [done(each, on(19 + n)) for n, each in enumerate(("rt", "leader", "office", "final"))],
        f"refusal final 0 {EKO} 25/10 09:00",
    ),
    "a settling visit ends it on any step": (days(NO, NO, NO, NO, DONE), [done(StepName.RT, on(18, 15))], "none"),
    "given up": ([*days(NO), seen(Outcome.REFUSED_FOR_GOOD, on(20), officer=EKO)], [], "none"),
    "refused, then nobody home": (days(NO, OUT), [], f"refusal visit 1 {ANI} 17/10 09:00"),
    "twice in one morning is one visit": (
        [*days(NO, NO), seen(NO, on(16, 10.5))],
        [],
        f"refusal visit 1 {ANI} 17/10 10:30",
    ),
    "morning and evening are two": ([*days(NO, NO), seen(NO, on(16, 19))], [], f"refusal visit 2 {ANI} 17/10 19:00"),
    "the next visit is at the hour that was said": (
        [seen(NO, on(15), again=on(20, 19))],
        [],
        f"refusal visit 0 {ANI} 20/10 19:00",
    ),
    # hard refusals
    "refused firmly": ([seen(NEVER, on(15), again=on(18, 16))], [], f"refusal visit 0 {BUDI} 18/10 16:00"),
    "refused firmly, and nobody respects the pause": (
        [seen(NEVER, on(15), again=on(16))],
        [],
        f"refusal visit 0 {BUDI} 18/10 08:00",
    ),
    "handed back to the same enumerator": (
        [seen(NEVER, on(15), again=on(18, 16))],
        [handed(StepName.VISIT, on(16), ANI)],
        f"refusal visit 0 {ANI} 18/10 16:00",
    ),
    "handed back, and refused firmly once more": (
        [seen(NEVER, on(15), again=on(18, 16)), seen(NEVER, on(18, 16), again=on(22, 8))],
        [handed(StepName.VISIT, on(16), ANI)],
        f"refusal visit 1 {BUDI} 22/10 08:00",
    ),
    "refused firmly on somebody else's list": (
        [seen(NEVER, on(15), again=on(18, 16), officer=DIAN)],
        [],
        f"refusal visit 0 {ANI} 18/10 16:00",
    ),
    "the supervisor's step handed down, and a visit in vain: it goes back": (
        days(NO, NO, NO, NO, NO, NO),
        [handed(StepName.LEADER, on(19, 12), ANI)],
        f"refusal office 0 {EKO} 23/10 09:00",
    ),
    "the supervisor went, in vain": (
        [seen(NEVER, on(15), again=on(18, 16))],
        [done(StepName.VISIT, on(18, 17))],
        f"refusal rt 0 {BUDI} 20/10 17:00",
    ),
    # nobody home
    "nobody home": (days(OUT), [], f"nobody_home visit 0 {ANI} 16/10 09:00"),
    "nobody home four times": (days(OUT, OUT, OUT, OUT), [], f"nobody_home neighbours 0 {ANI} 19/10 09:00"),
    "the neighbours know nothing": (
        days(OUT, OUT, OUT, OUT),
        [done(StepName.NEIGHBOURS, on(19, 10), LadderName.NOBODY_HOME)],
        f"nobody_home supervisor 0 {BUDI} 22/10 10:00",
    ),
    "somebody is home, and refuses": (days(OUT, OUT, NO), [], f"refusal visit 0 {ANI} 18/10 09:00"),
    # appointments
    "an appointment": ([seen(LATER, on(15), again=on(17, 19))], [], f"appointment hour 0 {ANI} 17/10 19:00"),
    "an appointment at night, as the family asked": (
        [seen(LATER, on(15), again=on(16, 22))],
        [],
        f"appointment hour 0 {ANI} 16/10 22:00",
    ),
    "nobody there at the hour": (days(LATER, OUT), [], f"appointment visit 0 {ANI} 17/10 09:00"),
    "nor at the next": (days(LATER, OUT, OUT), [], f"appointment supervisor 0 {BUDI} 19/10 09:00"),
    "put off to another hour": (days(LATER, LATER), [], f"appointment hour 0 {ANI} 17/10 09:00"),
    "put off twice, then nobody there": (
        days(LATER, LATER, LATER, OUT),
        [],
        f"appointment supervisor 1 {BUDI} 20/10 09:00",
    ),
    "refused, agreed to an hour, refused again": (days(NO, NO, LATER, NO), [], f"refusal visit 2 {ANI} 19/10 09:00"),
    # acts
    "moved to another hour": (
        days(NO),
        [Act(ActKind.MOVED, LadderName.REFUSAL, "visit", ANI, on(15, 12), "pasar", due_at=on(20, 19))],
        f"refusal visit 0 {ANI} 20/10 19:00",
    ),
    "moved, and then visited": (
        days(NO, NO),
        [Act(ActKind.MOVED, LadderName.REFUSAL, "visit", ANI, on(15, 12), "pasar", due_at=on(20, 19))],
        f"refusal visit 1 {ANI} 17/10 09:00",
    ),
    "moved beyond the end": (
        days(NO),
        [Act(ActKind.MOVED, LadderName.REFUSAL, "visit", ANI, on(15, 12), due_at=on(20, 9, month=11))],
        f"refusal visit 0 {ANI} 14/11 21:00",
    ),
    "handed to the next in line": (
        days(NO),
        [handed(StepName.VISIT, on(15, 12), BUDI)],
        f"refusal visit 0 {BUDI} 16/10 09:00",
    ),
    "handed over after its hour": (
        days(NO),
        [handed(StepName.VISIT, on(20), DEWI)],
        f"refusal visit 0 {DEWI} 21/10 09:00",
    ),
    "handed to somebody who is not above any more": (
        days(NO),
        [handed(StepName.VISIT, on(15, 12), "PML-999")],
        f"refusal visit 0 {ANI} 16/10 09:00",
    ),
    "an act on a step that has passed": (
        days(NO, NO, NO, NO),
        [done(StepName.RT, on(19)), handed(StepName.RT, on(20), DEWI)],
        f"refusal leader 0 {BUDI} 22/10 09:00",
    ),
    "what was done stays done when fewer visits count": (
        days(NO),
        [done(StepName.RT, on(19))],
        f"refusal leader 0 {BUDI} 22/10 09:00",
    ),
    "settled and opened again: a new case": (
        [*days(NO, NO, NO, NO, DONE), replace(seen(NO, on(25)), confirmed=True)],
        [done(StepName.RT, on(18, 15))],
        f"refusal visit 0 {ANI} 26/10 09:00",
    ),
    # the last days
    "few days are left: fewer visits": (
        [seen(NO, on(11, month=11)), seen(NO, on(12, month=11), again=on(12, 19, month=11))],
        [],
        f"refusal rt 0 {ANI} 12/11 19:00",
    ),
    "few days are left: shorter steps": (
        [seen(NO, on(11, month=11))],
        [done(StepName.RT, on(12, 9, month=11))],
        f"refusal leader 0 {BUDI} 13/11 08:00",
    ),
    "no hour is left before the end": (
        [seen(NO, on(14, 16, month=11))],
        [],
        f"refusal final 0 {EKO} 14/11 21:00",
    ),
    "an appointment after the end stays the enumerator's": (
        [seen(LATER, on(14, 20.5, month=11))],
        [],
        f"appointment hour 0 {ANI} 15/11 20:30",
    ),
    "a visit after the end": ([seen(NO, on(16, month=11))], [], f"refusal final 0 {EKO} 17/11 09:00"),
}


@pytest.mark.parametrize(("visits", "acts", "expected"), CASES.values(), ids=CASES.keys())
def test_a_case(visits: list[Seen], acts: list[Act], expected: str) -> None:
    assert told(case_of(visits, acts, GROUND)) == expected


OWNERS = [
    ("all there are", LEADERS, [ANI, BUDI, BUDI, EKO]),
    ("no supervisor", [(DEWI, Role.KOSEKA), (EKO, Role.BPS)], [ANI, DEWI, DEWI, EKO]),
    ("no office", [(BUDI, Role.PML)], [ANI, BUDI, BUDI, BUDI]),
    ("nobody above, as in training", [], [ANI, ANI, ANI, ANI]),
]


@pytest.mark.parametrize(("leaders", "owners"), [c[1:] for c in OWNERS], ids=[c[0] for c in OWNERS])
def test_who_owns_a_case(leaders: list[tuple[str, Role]], owners: list[str]) -> None:
    cases = [
        case_of(days(NO), [], GROUND),
        case_of(days(NEVER), [], GROUND),
        case_of(days(NO), [done(StepName.RT, on(19))], GROUND),
        case_of(days(NO), [done(StepName.LEADER, on(19))], GROUND),
    ]
    assert [owner_of(case, ANI, leaders) or ANI for case in cases if case] == owners


def test_a_case_that_is_on_nobodys_list_is_its_leaders() -> None:
    case = case_of(days(NO), [], replace(GROUND, enumerator=None))
    assert case and owner_of(case, None, LEADERS) == BUDI


def test_other_ladders() -> None:
    """A campaign in which one visit is enough, and the office comes at once."""
    short = (Step(StepName.VISIT, Role.PPL), Step(StepName.OFFICE, Role.BPS, closes=True))
    case = case_of(days(NO, NO), [], replace(GROUND, ladders=Ladders(refusal=short)))
    assert told(case) == f"refusal office 0 {EKO} 18/10 09:00"


INSTANTS = st.integers(0, 31 * 96 - 1).map(lambda n: on(15, 0) + timedelta(minutes=15 * n))
PEOPLE = st.sampled_from([ANI, DIAN, BUDI, EKO])
SEEN = st.builds(seen, st.sampled_from([*OUTCOMES, NO, NO, OUT, NEVER]), INSTANTS, officer=st.sampled_from([ANI, DIAN]))
ACTS = st.builds(
    Act,
    st.sampled_from(ActKind),
    st.sampled_from(LadderName),
    st.sampled_from(StepName),
    PEOPLE,
    INSTANTS,
    receiver=PEOPLE,
    due_at=st.none() | INSTANTS,
)


@given(st.lists(SEEN, max_size=8), st.lists(ACTS, max_size=5), st.randoms(use_true_random=False))
def test_any_order_and_any_repetition_end_in_the_same_case(visits: list[Seen], acts: list[Act], random: object) -> None:
    once = case_of(visits, acts, GROUND)
    again, acted = visits + visits[:3], acts + acts[:2]
    random.shuffle(again)  # type: ignore[attr-defined]
    random.shuffle(acted)  # type: ignore[attr-defined]
    assert case_of(again, acted, GROUND) == once


def test_all_orders_of_a_whole_story() -> None:
    visits = days(NO, NO, NO, NO)
    cases = {told(case_of(some, [done(StepName.RT, on(19))], GROUND)) for some in permutations(visits)}
    assert cases == {f"refusal leader 0 {BUDI} 22/10 09:00"}


@given(st.lists(SEEN, max_size=8), st.lists(ACTS, max_size=5))
def test_whatever_is_open_has_an_owner_a_step_and_an_hour(visits: list[Seen], acts: list[Act]) -> None:
    case = case_of(visits, acts, GROUND)
    assert (case is None) is (standing_of(visits).state is not State.OPEN)
    if case is None:
        return
    assert case.begun_at <= case.since
    assert owner_of(case, None, LEADERS) is not None or case.receiver is None
    last = GROUND.end.date()
    over = GROUND.is_over(case.since) or case.ladder is LadderName.APPOINTMENT
    assert case.due_at.astimezone(WITA).date() <= last or case.last or over
    if not case.step.at_the_door and case.step.owner is not Role.PPL and not acts:
        assert FIRST_HOUR <= case.due_at.astimezone(WITA).time() <= LAST_HOUR


@given(st.lists(SEEN, min_size=1, max_size=8), st.lists(ACTS, max_size=5))
def test_a_settling_visit_ends_every_case(visits: list[Seen], acts: list[Act]) -> None:
    last = replace(seen(DONE, on(15, 0) + timedelta(days=40)), confirmed=True)
    assert case_of([*visits, last], acts, GROUND) is None
