"""Households shared out: who may, what moves and what stays, what is kept, and several people at once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, text
from sqlmodel import col

from core.people.person import Caller, Role
from core.problems import Problem
from core.visits.outcomes import Outcome
from core.workload.assigning import SLACK
from core.workload.reassigning import (
    AnswerOffer,
    ConfirmProposal,
    DropProposal,
    HandsBelow,
    Moved,
    OffersTo,
    OpenOf,
    ProposalOf,
    ProposalsBelow,
    Propose,
    ShareStatus,
)
from db.engine.work import Database, Work
from db.tables import Absence, Chat, Household, Officer, Reassignment, Visit
from db.workload.hands import HANDS, hands_below, unanswered_below
from db.workload.offers import OFFERS, OPEN, UNDER_WAY, offers_to, open_of, proposal_of, proposals_below
from db.workload.reassigning import answer, confirm, drop, propose
from tests.db.test_deciding import at_once
from tests.db.wishes import LATER, TODAY, accept, add_other_teams, ask, visit
from tests.people import MORNING, WITA, chat_row, household_row, officer_row
from tests.town import HOUSEHOLD

HISTORY = select(Reassignment.__table__).order_by(col(Reassignment.id))  # type: ignore[attr-defined]
MORE = [("PPL-0004", "Joko", "ppl", "PML-001"), ("PPL-0005", "Kiki", "ppl", "PML-001")]


@pytest.fixture(autouse=True)
def bigger_team(request: pytest.FixtureRequest) -> None:
    """Joko and Kiki in Budi's team, and other teams."""
    if "database" in request.fixturenames:
        database: Database = request.getfixturevalue("database")
        add_other_teams(database)
        with database.work() as work:
            work.change_many(insert(Officer), [officer_row(*row) for row in MORE])
            work.change_many(insert(Chat), [chat_row(2004, "PPL-0004"), chat_row(2005, "PPL-0005")])


def leader(officer: str = "PML-001") -> Caller:
    return Caller(Role.PML, "id", MORNING, WITA, officer, "Budi")


def enumerator(officer: str = "PPL-0002") -> Caller:
    return Caller(Role.PPL, "id", LATER, WITA, officer, "Dian")


def proposed(work: Work, *households: int, to: tuple[str, ...] = ("PPL-0002",), by: str = "PML-001") -> int:
    return propose(work, Propose(leader(by), "PPL-0001", households, to), now=MORNING)


def confirmed(work: Work, *households: int, to: tuple[str, ...] = ("PPL-0002",), by: str = "PML-001") -> int:
    number = proposed(work, *households, to=to, by=by)
    assert confirm(work, ConfirmProposal(leader(by), number), now=MORNING)
    return number


def take(work: Work, number: int, who: str = "PPL-0002") -> Moved | None:
    return answer(work, AnswerOffer(enumerator(who), number, True), now=LATER)


def refuse(work: Work, number: int, who: str = "PPL-0002") -> Moved | None:
    return answer(work, AnswerOffer(enumerator(who), number, False, "sakit"), now=LATER)


def owners(work: Work, *households: int) -> list[str]:
    return [work.row(HOUSEHOLD, id=each).enumerator for each in households]


def test_everything_of_somebody_who_stopped_is_shared_out_evenly(database: Database) -> None:
    with database.work() as work:
        number = confirmed(work, *range(1, 61), to=())
        proposal = proposal_of(work, ProposalOf("PML-001", number))
        assert proposal is not None
        assert {share.name for share in proposal.shares} == {"Dian", "Joko", "Kiki"}
        then = [share.left + len(share.households) for share in proposal.shares]
        assert max(then) - min(then) <= 2 * SLACK
        assert abs(then[1] - then[2]) <= 1, "two with empty lists"
        for share in proposal.shares:
            moved = take(work, number, share.receiver)
            assert moved is not None
            assert [each.household for each in moved.moved] == [each.household for each in share.households]
        assert {hand.officer: hand.left for hand in hands_below(work, HandsBelow("PML-001", TODAY))}["PPL-0001"] == 0
        assert sorted(row.household for row in work.rows(HISTORY)) == list(range(1, 61))


def test_nothing_moves_before_it_is_accepted(database: Database) -> None:
    with database.work() as work:
        number = proposed(work, 3, 4)
        assert offers_to(work, OffersTo("PPL-0002")) == []
        assert take(work, number) is None
        assert confirm(work, ConfirmProposal(leader(), number), now=MORNING)
        assert owners(work, 3, 4) == ["PPL-0001"] * 2
        (offer,) = offers_to(work, OffersTo("PPL-0002"))
        assert (offer.name, offer.by, [each.no for each in offer.households]) == ("Ani", "Budi", [3, 4])
        moved = take(work, number)
        assert moved is not None
        assert [each.no for each in moved.new] == [5, 6]
        assert owners(work, 3, 4) == ["PPL-0002"] * 2
        assert take(work, number) is None
        assert not confirm(work, ConfirmProposal(leader(), number), now=MORNING)
        assert [(row.household, row.giver, row.receiver, row.officer) for row in work.rows(HISTORY)] == [
            (3, "PPL-0001", "PPL-0002", "PML-001"),
            (4, "PPL-0001", "PPL-0002", "PML-001"),
        ]


def test_visits_and_a_planned_revisit_go_along(database: Database) -> None:
    with database.work() as work:
        visit(work, 3, Outcome.APPOINTMENT)
        before = work.row(HOUSEHOLD, id=3)
        moved = take(work, confirmed(work, 3))
        after = work.row(HOUSEHOLD, id=3)
        visits = work.rows(select(col(Visit.officer)).where(col(Visit.household) == 3))
    assert moved is not None
    assert moved.new[0].revisit_at == before.revisit_at == after.revisit_at
    assert (after.status, after.visits, [row.officer for row in visits]) == (before.status, 1, ["PPL-0001"])


STAYS: dict[str, tuple[Callable[[Work], Any], str]] = {
    "settled by a visit": (lambda work: visit(work, 3, Outcome.COMPLETE), "PPL-0001"),
    "given by the office": (
        lambda work: work.change(text("UPDATE household SET enumerator = 'PPL-0004', no = 77 WHERE id = 3")),
        "PPL-0004",
    ),
    "given back and decided": (lambda work: accept(work, ask(work, 3), "PPL-0004"), "PPL-0004"),
}


@pytest.mark.parametrize("early", [True, False], ids=["before it is confirmed", "before it is accepted"])
@pytest.mark.parametrize(("happens", "owner"), STAYS.values(), ids=STAYS.keys())
def test_what_changed_meanwhile_stays(
    database: Database, happens: Callable[[Work], Any], owner: str, early: bool
) -> None:
    with database.work() as work:
        number = proposed(work, 3, 4)
        if early:
            happens(work)
        confirm(work, ConfirmProposal(leader(), number), now=MORNING)
        if not early:
            happens(work)
        moved = take(work, number)
        assert moved is not None
        assert [each.household for each in moved.moved] == [4]
        assert owners(work, 3, 4) == [owner, "PPL-0002"]


def test_a_refusal_changes_nothing_and_the_rest_can_be_proposed_again(database: Database) -> None:
    with database.work() as work:
        number = confirmed(work, 3, 4)
        assert proposals_below(work, ProposalsBelow("PML-001")) != []
        moved = refuse(work, number)
        assert moved is not None
        assert (moved.accepted, moved.reason, moved.leader) == (False, "sakit", "PML-001")
        assert owners(work, 3, 4) == ["PPL-0001"] * 2
        assert work.rows(HISTORY) == []
        again = propose(work, Propose(leader(), "PPL-0001", (3, 4), ("PPL-0004",), number), now=LATER)
        assert confirm(work, ConfirmProposal(leader(), again), now=MORNING)
        old = proposal_of(work, ProposalOf("PML-001", number))
        assert old is not None
        assert old.status is ShareStatus.DROPPED
        assert take(work, number) is None
        assert take(work, again, "PPL-0004") is not None
        assert proposals_below(work, ProposalsBelow("PML-001")) == []


def test_a_dropped_proposal_waits_for_nobody_and_its_households_are_free(database: Database) -> None:
    with database.work() as work:
        number = confirmed(work, *range(1, 61))
        assert open_of(work, OpenOf("PML-001", "PPL-0001")) == []
        with pytest.raises(Problem, match="nothing_to_move"):
            proposed(work, 3)
        assert not drop(work, DropProposal(leader("PML-002"), number), now=MORNING), "another team's"
        assert drop(work, DropProposal(leader(), number), now=MORNING)
        assert not drop(work, DropProposal(leader(), number), now=MORNING)
        assert take(work, number) is None
        assert len(open_of(work, OpenOf("PML-001", "PPL-0001"))) == 2


def test_what_waits_for_an_answer_counts_as_coming_and_is_told_after_a_day(database: Database) -> None:
    with database.work() as work:
        confirmed(work, 3, 4)
        hands = {hand.officer: hand for hand in hands_below(work, HandsBelow("PML-001", TODAY))}
        assert (hands["PPL-0002"].left, hands["PPL-0002"].coming) == (4, 2)
        a_day = MORNING + timedelta(days=1)
        early, late = a_day - timedelta(days=1, minutes=1), a_day - timedelta(days=1)
        assert unanswered_below(work, "PML-001", early) == 0
        assert unanswered_below(work, "PML-001", late) == 2
        assert unanswered_below(work, "PML-002", late) == 0
        visit(work, 3, Outcome.COMPLETE)
        assert unanswered_below(work, "BPS-6471", late) == 1


MAY = {
    "the supervisor": ("PML-001", True),
    "the coordinator": ("KSK-01", True),
    "the office": ("BPS-6471", True),
    "another supervisor": ("PML-002", False),
    "another coordinator": ("KSK-02", False),
    "a colleague": ("PPL-0002", False),
    "a stranger": ("", False),
}


@pytest.mark.parametrize(("officer", "may"), MAY.values(), ids=MAY.keys())
def test_who_may(database: Database, officer: str, may: bool) -> None:
    with database.work() as work:
        mine = proposed(work, 3)
        assert bool(open_of(work, OpenOf(officer, "PPL-0001"))) == may
        assert (proposal_of(work, ProposalOf(officer, mine)) is not None) == may
        if may:
            assert confirm(work, ConfirmProposal(leader(officer), proposed(work, 4, by=officer)), now=MORNING)
        else:
            with pytest.raises(Problem, match="choice_gone"):
                proposed(work, 4, by=officer)
            assert not confirm(work, ConfirmProposal(leader(officer), mine), now=MORNING)
        assert (offers_to(work, OffersTo("PPL-0002")) != []) == may
        assert take(work, mine, "PPL-0004") is None


RECEIVES = {
    "of the team": ("PML-001", "PPL-0004", True),
    "of another team, by the office": ("BPS-6471", "PPL-0003", True),
    "of another team": ("PML-001", "PPL-0003", False),
    "the giver": ("PML-001", "PPL-0001", False),
    "no enumerator": ("KSK-01", "PML-001", False),
    "ill": ("PML-001", "PPL-0005", False),
    "nobody": ("PML-001", "PPL-9999", False),
}


@pytest.mark.parametrize(("by", "to", "may"), RECEIVES.values(), ids=RECEIVES.keys())
def test_who_may_receive(database: Database, by: str, to: str, may: bool) -> None:
    with database.work() as work:
        work.change(insert(Absence), officer="PPL-0005", start=TODAY, until=None, why="ill", at=MORNING)
        work.change(insert(Chat), **chat_row(2003, "PPL-0003"))
        if may:
            assert take(work, confirmed(work, 3, to=(to,), by=by), to) is not None
        else:
            with pytest.raises(Problem) as refused:
                proposed(work, 3, to=(to,), by=by)
            assert refused.value.words.key == "problem.nobody_to_receive"


def test_who_has_not_joined_is_not_asked_and_another_team_helps_out(database: Database) -> None:
    with database.work() as work:
        work.change(insert(Chat), **chat_row(2003, "PPL-0003"))
        for officer in ("PPL-0002", "PPL-0004", "PPL-0005"):
            work.change(delete(Chat).where(col(Chat.officer) == officer))
        with pytest.raises(Problem, match="nobody_to_receive"):
            proposed(work, 3, to=())
        proposal = proposal_of(work, ProposalOf("BPS-6471", proposed(work, 3, to=(), by="BPS-6471")))
    assert proposal is not None
    assert [share.receiver for share in proposal.shares] == ["PPL-0003"]


def test_work_given_back_is_in_the_history(database: Database) -> None:
    with database.work() as work:
        wish = ask(work, 3)
        accept(work, wish, None)
        (found,) = work.rows(HISTORY)
    assert (found.household, found.giver, found.receiver, found.why) == (3, "PPL-0001", None, "too_far")


@pytest.mark.parametrize("turn", range(4))
def test_of_two_leaders_who_confirm_the_same_at_once_one_gets_the_household(database: Database, turn: int) -> None:
    with database.work() as work:
        one = proposed(work, 3, 4, to=("PPL-0002",))
        other = proposed(work, 3, 4, to=("PPL-0004",), by="KSK-01")
    at_once(
        database,
        lambda work: confirm(work, ConfirmProposal(leader(), one), now=MORNING),
        lambda work: confirm(work, ConfirmProposal(leader("KSK-01"), other), now=MORNING),
    )
    with database.read() as work:
        offers = [*offers_to(work, OffersTo("PPL-0002")), *offers_to(work, OffersTo("PPL-0004"))]
    assert sorted(len(offer.households) for offer in offers) == [0, 2]


@pytest.mark.parametrize("turn", range(8))
def test_a_yes_a_report_and_a_withdrawal_at_once_leave_one_truth(database: Database, turn: int) -> None:
    number = database.write(lambda work: confirmed(work, 3))
    taken, again, visited, dropped = at_once(
        database,
        lambda work: take(work, number),
        lambda work: take(work, number),
        lambda work: visit(work, 3, Outcome.COMPLETE),
        lambda work: drop(work, DropProposal(leader(), number), now=MORNING),
    )
    assert not isinstance(dropped, Problem)
    with database.read() as work:
        row, history = work.row(HOUSEHOLD, id=3), work.rows(HISTORY)
    assert len([one for one in (taken, again) if one is not None]) <= 1
    assert (row.enumerator == "PPL-0002") == (len(history) == 1)
    assert (row.status == "complete") == (row.enumerator == "PPL-0001" and not isinstance(visited, Problem))


@pytest.mark.parametrize("turn", range(3))
def test_lists_that_cross_move_without_a_jam(database: Database, turn: int) -> None:
    with database.work() as work:
        hers = confirmed(work, *range(1, 31))
        his = propose(work, Propose(leader(), "PPL-0002", (61, 62, 63, 64), ("PPL-0001",)), now=MORNING)
        confirm(work, ConfirmProposal(leader(), his), now=MORNING)
        wish = ask(work, *range(31, 41))
    at_once(
        database,
        lambda work: take(work, hers),
        lambda work: take(work, his, "PPL-0001"),
        lambda work: accept(work, wish, "PPL-0002", "KSK-01"),
    )
    with database.read() as work:
        assert owners(work, *range(1, 41), 61, 62, 63, 64) == ["PPL-0002"] * 40 + ["PPL-0001"] * 4
        assert len(work.rows(HISTORY)) == 44


def test_a_big_list_is_shared_out_at_once(database: Database) -> None:
    with database.work() as work:
        rows = [{**household_row(no), "number": f"x{no}", "no": no} for no in range(61, 251)]
        work.change_many(insert(Household), rows)
        number = confirmed(work, *[row.id for row in work.rows(select(col(Household.id)))], to=())
        proposal = proposal_of(work, ProposalOf("PML-001", number))
    assert proposal is not None
    assert len(proposal.households) == 250


STATEMENTS: dict[str, Any] = {"hands": HANDS, "open": OPEN, "under way": UNDER_WAY, "offers": OFFERS}


@pytest.mark.parametrize("name", STATEMENTS)
def test_nothing_reads_a_whole_list_of_households(sqlite_database: Database, name: str) -> None:
    query = STATEMENTS[name].compile(sqlite_database.engine, compile_kwargs={"render_postcompile": True})
    nothing = (None,) * len(query.positiontup)
    with sqlite_database.read() as work:
        plan = [row[3] for row in work.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", nothing)]
    assert plan
    assert not [step for step in plan if step.startswith(("SCAN household", "SCAN visit"))], plan
