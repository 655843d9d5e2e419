"""Casework: who sees a case, who may do what about it, and that nothing is done twice or by somebody else."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert, select
from sqlmodel import col

from core.cases.case import Act, ActKind
from core.cases.casework import ActOnCase, CaseFile, CaseFileOf, CasesBelow, CasesOf, FindCases
from core.cases.ladder import LadderName, StepName
from core.people.person import Caller, Role
from core.problems import Problem
from db.cases.case_acts import act_on_case
from db.cases.casework import case_file, cases_of, find_cases, overview_below
from db.cases.follow import add_act, follow_again
from db.engine.work import Database
from db.tables import Household, Officer, Reassignment
from tests.people import CAMPAIGN, MORNING, WITA, household_row, officer_row
from tests.town import Town

HANDED_OVER = select(col(Reassignment.giver), col(Reassignment.receiver), col(Reassignment.officer))
PEOPLE = {
    "Ani": (Role.PPL, "PPL-0001"),
    "Dian": (Role.PPL, "PPL-0002"),
    "Budi": (Role.PML, "PML-001"),
    "Dewi": (Role.KOSEKA, "KSK-01"),
    "Eko": (Role.BPS, "BPS-6471"),
    "Fajar": (Role.PML, "PML-002"),
}
"""Fajar supervises another team."""


def caller(name: str, at: datetime = MORNING) -> Caller:
    role, officer = PEOPLE[name]
    return Caller(role, "id", at, WITA, officer, name)


def file_of(database: Database, name: str, household: int = 3, at: datetime = MORNING) -> CaseFile | None:
    with database.read() as work:
        return case_file(work, CaseFileOf(caller(name, at), household), CAMPAIGN.fieldwork)


def act(database: Database, name: str, kind: ActKind, step: str, receiver: str | None = None) -> str:
    """What comes of an act: the next step and its owner, or the problem."""
    done = Act(kind, LadderName.REFUSAL, step, PEOPLE[name][1], MORNING, "a note", receiver=receiver)
    command = ActOnCase(caller(name), 3, done)
    key, fieldwork = CAMPAIGN.receipt_key, CAMPAIGN.fieldwork
    try:
        with database.work() as work:
            after = act_on_case(work, command, arrived_at=MORNING, fieldwork=fieldwork, key=key)
    except Problem as problem:
        return problem.words.key
    return f"{after.next.case.step.name} {after.next.name or 'enumerator'}" if after.next else "closed"


def refused(database: Database) -> Town:
    """Household 3 of Ani's list refuses; Fajar is there as well."""
    town = Town(database)
    with database.work() as work:
        work.change(insert(Officer), **officer_row("PML-002", "Fajar", "pml", "KSK-01"))
    town.writes("Ani", "3 M sibuk besok 16:00")
    return town


DONE, MOVED, HANDED, CLOSED = ActKind.DONE, ActKind.MOVED, ActKind.HANDED, ActKind.CLOSED
RIGHTS: list[tuple[str, list[str], dict[str, str]]] = [
    ("a visit of Ani's", [], {"Ani": "mh", "Budi": "mh", "Dewi": "mh", "Eko": "mh", "Dian": "-", "Fajar": "-"}),
    ("with the RT chair", ["rt"], {"Ani": "dmh", "Budi": "dmh", "Eko": "dmh", "Dian": "-", "Fajar": "-"}),
    ("lurah or camat", ["rt", "leader"], {"Ani": "", "Budi": "dmh", "Dewi": "dmh", "Eko": "dmh", "Fajar": "-"}),
    ("the office", ["rt", "leader", "office"], {"Ani": "", "Budi": "", "Dewi": "", "Eko": "dmhc"}),
    ("the last word", ["rt", "leader", "office", "final"], {"Ani": "", "Budi": "", "Eko": "mhc"}),
]


def stand_on(database: Database, steps: list[str]) -> None:
    """Walk the case of household 3 to the last of these steps."""
    refused(database)
    with database.work() as work:
        for step in ["visit", *steps][: len(steps)]:
            add_act(work, 3, Act(DONE, LadderName.REFUSAL, step, "PML-001", MORNING))
        follow_again(work, 3, CAMPAIGN.fieldwork)


LETTERS = {"d": DONE, "m": MOVED, "h": HANDED, "c": CLOSED}


@pytest.mark.parametrize(("steps", "rights"), [c[1:] for c in RIGHTS], ids=[c[0] for c in RIGHTS])
def test_who_may_do_what(database: Database, steps: list[str], rights: dict[str, str]) -> None:
    """-: does not see it; d, m, h, c: may say that it is done, move it, hand it over, close it."""
    stand_on(database, steps)
    for name, letters in rights.items():
        found = file_of(database, name)
        assert (found is None) is (letters == "-"), name
        if found is not None:
            assert found.may == {LETTERS[letter] for letter in letters}, name


def test_after_the_fieldwork_a_leader_may_close_at_any_step(database: Database) -> None:
    refused(database)
    later = MORNING + timedelta(days=40)
    budi, ani = file_of(database, "Budi", at=later), file_of(database, "Ani", at=later)
    assert budi and CLOSED in budi.may
    assert ani and CLOSED not in ani.may


def test_what_nobody_may_do_is_refused(database: Database) -> None:
    refused(database)
    assert act(database, "Ani", DONE, "visit") == "problem.case_gone", "a visit is reported"
    assert act(database, "Ani", CLOSED, "visit") == "problem.case_gone"
    assert act(database, "Dian", HANDED, "visit", "PML-001") == "problem.case_gone", "not her list"
    assert act(database, "Fajar", HANDED, "visit", "PML-002") == "problem.case_gone", "another team"
    assert act(database, "Ani", HANDED, "visit", "PPL-0002") == "problem.case_gone", "sideways"
    assert act(database, "Ani", HANDED, "rt", "PML-001") == "problem.case_gone", "another step"
    assert act(database, "Budi", HANDED, "visit", "PML-002") == "problem.case_gone"
    assert act(database, "Ani", HANDED, "visit", "PML-001") == "visit Budi"
    assert act(database, "Ani", HANDED, "visit", "PML-001") == "problem.case_gone", "Budi has it now"
    assert act(database, "Budi", HANDED, "visit", "KSK-01") == "visit Dewi"
    assert act(database, "Budi", HANDED, "visit", "PPL-0001") == "problem.case_gone", "Dewi has it now"
    assert act(database, "Eko", HANDED, "visit", "BPS-6471") == "visit Eko"


def test_a_household_that_is_handed_to_another_list(database: Database) -> None:
    town = refused(database)
    assert act(database, "Budi", HANDED, "visit", "PPL-0002") == "visit enumerator"
    row = town.household(3)
    assert (row.enumerator, row.no) == ("PPL-0002", 5)
    assert file_of(database, "Ani") is None
    with database.read() as work:
        assert [(each.giver, each.receiver, each.officer) for each in work.rows(HANDED_OVER)] == [
            ("PPL-0001", "PPL-0002", "PML-001")
        ]
    dian = file_of(database, "Dian")
    assert dian and dian.line.mine
    assert [each.name for each in dian.tried] == ["Ani"]
    assert town.writes("Dian", "5 S 3")[-1].text.count("✅ 5") == 1


def test_of_two_who_act_at_once_one_finds_it_done(database: Database) -> None:
    refused(database)
    doing: list[Callable[[], str]] = [
        lambda: act(database, "Ani", HANDED, "visit", "PML-001"),
        lambda: act(database, "Ani", HANDED, "visit", "PML-001"),
        lambda: act(database, "Budi", HANDED, "visit", "PPL-0002"),
    ]
    with ThreadPoolExecutor(3) as pool:
        results = [each.result(timeout=60) for each in [pool.submit(one) for one in doing]]
    assert "problem.case_gone" in results
    found = [file_of(database, name) for name in ("Budi", "Dian")]
    assert any(each and each.line.owner in ("Budi", "") for each in found)


def test_a_case_on_nobodys_list_is_counted_above(database: Database) -> None:
    town = refused(database)
    for name, said in (("Ani", ("/kembalikan 3", "jauh", "ya")), ("Budi", ("/putuskan", "1", "terima", "belum ada"))):
        for words in said:
            town.writes(name, words)
    late = MORNING + timedelta(days=3)
    for leader, role in (("PML-001", Role.PML), ("KSK-01", Role.KOSEKA), ("BPS-6471", Role.BPS)):
        with database.read() as work:
            listed = cases_of(work, CasesOf(leader, role, late))
            assert [each.household for each in listed.cases] == [3], leader
            assert sum(overview_below(work, CasesBelow(leader)).steps.values()) == 1
            assert [each.household for each in find_cases(work, FindCases(leader, role, "K3"))] == [3]


def test_a_leader_of_several_teams_hands_over_within_the_one_and_counts_only_their_own(database: Database) -> None:
    refused(database)
    with database.work() as work:
        work.change(insert(Officer), **officer_row("PPL-0009", "Gita", "ppl", "PML-002"))
        work.change(insert(Household), **{**household_row(1), "number": "901", "enumerator": "PPL-0009"})
    dewi = file_of(database, "Dewi")
    assert dewi and [each.name for each in dewi.below] == ["Dian"], "Ani has it, and Gita is of another team"
    counted = {"Budi": 1, "Dewi": 1, "Eko": 1, "Fajar": 0}
    with database.read() as work:
        for name, cases in counted.items():
            assert sum(overview_below(work, CasesBelow(PEOPLE[name][1])).steps.values()) == cases, name


def test_an_hour_that_moves_there_and_back_is_on_the_list(database: Database) -> None:
    town = refused(database)
    hours = []
    for hour in ("besok 19:00", "besok 16:00"):
        for words in ("/kasus 3", "ganti jam", hour, "di pasar"):
            town.writes("Ani", words)
        hours.append(town.household(3).revisit_at.astimezone(WITA).hour)
    assert hours == [19, 16]


def test_lists_are_sorted_by_urgency_and_reach_no_further_than_the_team(database: Database) -> None:
    town = refused(database)
    town.writes("Ani", "4 T besok 10:00; 5 J besok 08:00; 6 MK tidak mau senin 10:00")
    town.writes("Dian", "1 T besok 09:00")

    def listed(name: str, at: datetime = MORNING) -> tuple[list[int], int]:
        role, officer = PEOPLE[name]
        with database.read() as work:
            found = cases_of(work, CasesOf(officer, role, at))
        return [each.household for each in found.cases], found.others

    tomorrow = MORNING + timedelta(days=1, hours=1)
    assert listed("Ani") == ([5, 4, 3, 6], 0)
    assert listed("Budi") == ([6], 4)
    assert listed("Budi", tomorrow) == ([6, 5, 61, 4], 1)
    assert listed("Eko", tomorrow) == ([5, 61, 4], 2)
    assert listed("Fajar", tomorrow) == ([], 0)

    def found(name: str, typed: str) -> list[int]:
        role, officer = PEOPLE[name]
        with database.read() as work:
            return [each.household for each in find_cases(work, FindCases(officer, role, typed))]

    assert found("Ani", "4") == [4] and found("Ani", "no. 4") == [4] and found("Ani", "jefri") == [4]
    assert found("Ani", "K61") == [] and found("Budi", "K61") == [61] and found("Budi", "k 61") == [61]
    assert found("Budi", "1") == [61] and found("Budi", "slamet") == [61]
    assert found("Budi", "%") == [] and found("Fajar", "K61") == []
    assert found("Budi", "9" * 30) == [] and found("Budi", "K" + "9" * 30) == []


def test_the_file_tells_what_was_tried_since_the_case_began(database: Database) -> None:
    town = Town(database)
    town.writes("Ani", "3 S 4")
    town.now = MORNING + timedelta(hours=2)
    for words in ("/lapor 3", "menolak", "sibuk", "besok 16:00"):
        town.writes("Ani", words)
    found = file_of(database, "Ani", at=town.now)
    assert found and [each.outcome for each in found.tried] == ["refused"]
    assert found.case.step.name is StepName.VISIT


def test_a_case_goes_along_when_its_household_changes_lists(database: Database) -> None:
    """Given back to nobody it is the leader's, given to somebody it is theirs; whatever was done stays with it."""
    town = refused(database)
    for words in ("/kembalikan 3", "jauh", "ya"):
        town.writes("Ani", words)
    for words in ("/putuskan", "1", "terima", "belum ada"):
        town.writes("Budi", words)
    assert town.household(3).enumerator is None
    nobodys = file_of(database, "Budi")
    assert nobodys and nobodys.line.mine and nobodys.line.no is None
    assert nobodys.may == {DONE, MOVED, HANDED}
    assert [each.name for each in nobodys.below] == ["Ani", "Dian"]
    for above in ("Dewi", "Eko"):
        seen = file_of(database, above)
        assert seen and seen.line.owner == "Budi", "it is below them, though on nobody's list"
        assert seen.may == {DONE, MOVED, HANDED}
    for words in ("/putuskan", "1", "dian"):
        town.writes("Budi", words)
    dians = file_of(database, "Dian")
    assert dians and dians.line.mine and [each.name for each in dians.tried] == ["Ani"]
