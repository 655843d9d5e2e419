"""Letters for help in the database: whom one may write about, what is kept, and what a place's letter counts."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, text

from core.cases.letters import (
    Addressee,
    AnswerLetter,
    FindConcerned,
    HelpLetter,
    InVain,
    LetterAnswer,
    SendLetters,
    UnansweredLetters,
)
from core.people.person import Caller, Role
from core.problems import Problem
from core.visits.outcomes import Outcome
from db.cases.letter_facts import place
from db.cases.letters import answer_letter, find_concerned, in_vain, send_letters, unanswered_letters
from db.engine.work import Database, Work
from db.tables import Act, Household
from db.tables import HelpLetter as Row
from tests.db.wishes import add_other_teams, visit
from tests.people import CAMPAIGN, MORNING, RT1, WITA, ani, household_row

LAST = CAMPAIGN.period.end
LETTERS = select(Row.__table__)  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def other_teams(database: Database) -> None:
    """More teams than Budi's."""
    add_other_teams(database)


def budi() -> Caller:
    return Caller(Role.PML, "id", MORNING, WITA, "PML-001", "Budi")


def send(work: Work, *households: int, to: Addressee = Addressee.RT, hours: int = 0) -> list[HelpLetter]:
    now = MORNING + timedelta(hours=hours)
    return send_letters(work, SendLetters(ani(), households, to), now=now, last=LAST)


def test_a_letter_is_kept_for_each_household(database: Database) -> None:
    with database.work() as work:
        (letter,) = send(work, 3, 12)
        rows = work.rows(LETTERS)
    assert [(row.household, row.officer, row.addressee, row.sent_at) for row in rows] == [
        (3, "PPL-0001", "rt", MORNING),
        (12, "PPL-0001", "rt", MORNING),
    ]
    assert letter.due_at == MORNING + timedelta(days=3)
    assert letter.place == "RT 001"
    assert letter.number == rows[0].id


SEVERAL = [
    ("two RTs are two letters", Addressee.RT, ["RT 001", "RT 002"]),
    ("of one village", Addressee.VILLAGE, ["Gunung Bahagia"]),
    ("of one sub-district, whose name nobody knows", Addressee.SUBDISTRICT, ["6471010"]),
]


@pytest.mark.parametrize(("to", "places"), [case[1:] for case in SEVERAL], ids=[case[0] for case in SEVERAL])
def test_one_letter_goes_to_one_place(database: Database, to: Addressee, places: list[str]) -> None:
    with database.work() as work:
        assert [letter.place for letter in send(work, 3, 40, to=to)] == places


def test_what_waits_is_not_kept_twice(database: Database) -> None:
    with database.work() as work:
        (first,) = send(work, 3)
        again, new = send(work, 3, 12, hours=2)
        assert again == first
        assert [each.household for each in new.households] == [12]
        assert len(send(work, 3, to=Addressee.VILLAGE, hours=3)) == 1
        assert len(work.rows(LETTERS)) == 3


def test_an_answer_is_written_once_and_by_its_sender(database: Database) -> None:
    with database.work() as work:
        visit(work, 3, Outcome.REFUSED)
        (letter,) = send(work, 3, hours=1)
        assert not answer_letter(work, AnswerLetter(budi(), letter, LetterAnswer.CAME), now=MORNING)
        later = MORNING + timedelta(hours=2)
        assert answer_letter(work, AnswerLetter(ani(), letter, LetterAnswer.REFUSED), now=later)
        assert not answer_letter(work, AnswerLetter(ani(), letter, LetterAnswer.CAME), now=later)
        (row,) = work.rows(LETTERS)
        assert (row.answer, row.answered_at) == ("refused", later)
        assert unanswered_letters(work, UnansweredLetters("PPL-0001")) == []
        noted = work.rows(select(Act.__table__))  # type: ignore[attr-defined]
        assert [(act.kind, act.note) for act in noted] == [("letter", "rt"), ("letter", "rt:refused")]
        assert len(send(work, 3, hours=3)) == 1, "after an answer one may ask anew"


def test_settled_and_strange_households_get_no_letter(database: Database) -> None:
    with database.work() as work:
        visit(work, 3, Outcome.COMPLETE)
        (letter,) = send(work, 3, 12, 61)
        assert [each.household for each in letter.households] == [12]
        with pytest.raises(Problem, match="letter_gone"):
            send(work, 3, 61)


def test_a_household_that_is_settled_later_needs_no_answer(database: Database) -> None:
    with database.work() as work:
        send(work, 3, 12)
        visit(work, 3, Outcome.COMPLETE)
        (letter,) = unanswered_letters(work, UnansweredLetters("PPL-0001"))
    assert [each.household for each in letter.households] == [3, 12]
    assert [each.household for each in letter.open_ones] == [12]


FOUND = [
    ("Ani: her number", "PPL-0001", Role.PPL, "12", [12], [], ()),
    ("Ani: a range, with one that is not there", "PPL-0001", Role.PPL, "58-61", [58, 59, 60], [], (61,)),
    ("Ani: a name", "PPL-0001", Role.PPL, "tenri", [3], [], ()),
    ("Ani: a name that fits two", "PPL-0001", Role.PPL, "siti", [], [2, 5], ()),
    ("Ani: somebody else's, by its own number", "PPL-0001", Role.PPL, "K61", [], [], ()),
    ("Budi: a number on two lists", "PML-001", Role.PML, "1", [], [1, 61], ()),
    ("Budi: a number on one", "PML-001", Role.PML, "12", [12], [], ()),
    ("Budi: by its own number", "PML-001", Role.PML, "K61 K62", [61, 62], [], ()),
    ("Budi: a name where somebody was in vain", "PML-001", Role.PML, "rahmah", [5], [], ()),
    ("Budi: a name where nobody was yet", "PML-001", Role.PML, "tenri", [], [], ()),
    ("Budi: a sign of patterns", "PML-001", Role.PML, "%", [], [], ()),
    ("another team's leader: a number", "PML-002", Role.PML, "12", [], [], (12,)),
    ("another team's leader: by its own number", "PML-002", Role.PML, "K12", [], [], ()),
    ("another team's leader: a name", "PML-002", Role.PML, "rahmah", [], [], ()),
]


@pytest.mark.parametrize(
    ("officer", "role", "typed", "certain", "several", "unknown"), [c[1:] for c in FOUND], ids=[c[0] for c in FOUND]
)
def test_what_a_line_means(
    database: Database,
    officer: str,
    role: Role,
    typed: str,
    certain: list[int],
    several: list[int],
    unknown: tuple[int, ...],
) -> None:
    with database.work() as work:
        visit(work, 5, Outcome.REFUSED)
        found = find_concerned(work, FindConcerned(officer, role, typed))
    assert [each.household for each in found.certain] == certain
    assert [each.household for each in found.several] == several
    assert found.unknown == unknown


@pytest.mark.parametrize(
    ("officer", "role", "offered"),
    [("PPL-0001", Role.PPL, [5, 3]), ("PML-001", Role.PML, [5, 3]), ("PML-002", Role.PML, [])],
)
def test_refusals_are_offered_first(database: Database, officer: str, role: Role, offered: list[int]) -> None:
    with database.work() as work:
        visit(work, 3, Outcome.NOBODY_HOME)
        visit(work, 5, Outcome.REFUSED)
        visit(work, 7, Outcome.COMPLETE)
        assert [each.household for each in in_vain(work, InVain(officer, role))] == offered


COUNTED = [(RT1, 31, 2), ("6471010001", 65, 2), ("6471010", 66, 2), ("64710100010009", 0, 0)]


def test_a_place_counts_its_own_households(database: Database) -> None:
    with database.work() as work:
        work.change(text("DELETE FROM household WHERE id > 64"))
        work.change(insert(Household), **household_row(99) | {"area": "64710100020001", "no": 99})
        work.change(insert(Household), **household_row(98) | {"area": f"{RT1}01", "number": "7", "no": 98})
        visit(work, 3, Outcome.COMPLETE)
        visit(work, 4, Outcome.COMPLETE)
        counted = [(code, there.households, there.done) for code, *_ in COUNTED for there in [place(work, code, ())]]
    assert counted == COUNTED
