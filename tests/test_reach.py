"""How far rights reach, as a table: who may do what about work of the own subtree, and that of another office never."""

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from core.cases.case import Act, ActKind
from core.cases.casework import ActOnCase, CaseFileOf
from core.cases.ladder import LadderName
from core.cases.letters import Addressee, SendLetters
from core.people.person import Caller, Role
from core.problems import Problem
from core.review.submitted import ReportToCheck, Review
from core.workload.giving_back import Decide, WishOf
from core.workload.reassigning import Propose
from core.workload.team import SummaryOf
from db.cases.case_acts import act_on_case
from db.cases.casework import case_file
from db.cases.letters import send_letters
from db.engine.work import Database, Work
from db.review.decide import review
from db.review.queue import report_to_check
from db.workload.decide import decide
from db.workload.giving_back import wish_of
from db.workload.reassigning import propose
from db.workload.team import summary_of
from tests.people import CAMPAIGN, MORNING, WITA
from tests.test_rights import busy_town

LATER = MORNING + timedelta(hours=1)
COMPLETE, REFUSED = 1, 2
"""Ani's households: one that she has recorded, one that refused her."""
OWN = {"ppl": "PPL-0001", "pml": "PML-001", "koseka": "KSK-01", "bps": "BPS-6471"}
FOREIGN = {"ppl": "PPL-0003", "pml": "PML-002", "koseka": "KSK-02", "bps": "BPS-6472"}
"""Ani and those above her; the people of another office."""


class Undone(Exception):
    """Raised to leave the database as it was."""


def sees_a_case(work: Work, me: Caller) -> bool:
    return case_file(work, CaseFileOf(me, REFUSED), CAMPAIGN.fieldwork) is not None


def moves_a_case(work: Work, me: Caller) -> bool:
    due = LATER + timedelta(days=1)
    act = Act(ActKind.MOVED, LadderName.REFUSAL, "visit", me.officer or "", me.at, "later", due_at=due)
    key, fieldwork = CAMPAIGN.receipt_key, CAMPAIGN.fieldwork
    after = act_on_case(work, ActOnCase(me, REFUSED, act), arrived_at=LATER, fieldwork=fieldwork, key=key)
    return after.next is not None and after.next.case.due_at == due


def writes_a_letter(work: Work, me: Caller) -> bool:
    return bool(send_letters(work, SendLetters(me, (REFUSED,), Addressee.RT), now=LATER, last=CAMPAIGN.period.end))


def checks_a_report(work: Work, me: Caller) -> bool:
    seen = report_to_check(work, ReportToCheck("PML-001", 1))
    assert seen is not None
    done, _ = review(work, Review(me, (seen,), True, ""), now=LATER)
    return bool(done)


def decides_a_wish(work: Work, me: Caller) -> bool:
    wish = wish_of(work, WishOf("PML-001", 1))
    assert wish is not None and wish.waits
    return decide(work, Decide(me, wish, False, answer="no"), now=LATER) is not None


def shares_households_out(work: Work, me: Caller) -> bool:
    return propose(work, Propose(me, "PPL-0001", (REFUSED,)), now=LATER) > 0


def sees_the_figures(work: Work, me: Caller) -> bool:
    summary = summary_of(work, SummaryOf(me.officer or "", me.today, LATER), CAMPAIGN.period)
    return summary.total.done > 0


EVERYBODY, LEADERS = ("ppl", "pml", "koseka", "bps"), ("pml", "koseka", "bps")
TABLE: list[tuple[Callable[[Work, Caller], bool], tuple[str, ...], tuple[str, ...]]] = [
    # the action              in the own subtree   in another one
    (sees_a_case,             EVERYBODY,           ()),
    (moves_a_case,            EVERYBODY,           ()),
    (writes_a_letter,         EVERYBODY,           ()),
    (checks_a_report,         LEADERS,             ()),
    (decides_a_wish,          LEADERS,             ()),
    (shares_households_out,   LEADERS,             ()),
    (sees_the_figures,        LEADERS,             ()),
]  # fmt: skip
CASES = [
    pytest.param(action, role, people[role], role in able, id=f"{role} {action.__name__} {where}")
    for action, own, foreign in TABLE
    for where, people, able in (("own", OWN, own), ("foreign", FOREIGN, foreign))
    for role in EVERYBODY
]


@pytest.fixture(scope="module")
def busy(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Two offices; Ani of one of them has reported, was refused, and asks to give work back."""
    path = tmp_path_factory.mktemp("reach") / "catat.db"
    shutil.copy(sqlite_template, path)
    made = Database(f"sqlite:///{path}")
    busy_town(made)
    yield made
    made.close()


@pytest.mark.parametrize(("action", "role", "officer", "may"), CASES)
def test_who_may_do_what_and_where(
    busy: Database, action: Callable[[Work, Caller], bool], role: str, officer: str, may: bool
) -> None:
    me, done = Caller(Role(role), "id", LATER, WITA, officer, officer), False
    with pytest.raises(Undone), busy.work() as work:
        try:
            done = action(work, me)
        except Problem:
            done = False
        raise Undone
    assert done is may
