"""Every command through its action as a page would: no chat, no talk; what others must hear is in the outbox."""

from collections.abc import Iterator
from datetime import time, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlmodel import col

from actions.actor import Actor
from actions.rights import RIGHTS
from actions.table import DOES, LOOKS, do, look
from core.cases.case import Act, ActKind
from core.cases.casework import ActOnCase, CaseFileOf
from core.cases.closing import CloseAll, ClosingBelow, KeepOpen, Shown
from core.cases.letters import Addressee, AnswerLetter, LetterAnswer, SendLetters
from core.people.absences import CancelLeave, ComeBack, FallIll, TakeLeave
from core.people.citizens import CheckReceipt, SetLanguage
from core.people.joining import Join
from core.people.messages import AnswerMessage, SendMessage
from core.people.person import Caller, Role
from core.people.privacy import ForgetMe, SendCopy
from core.people.quiet import Quiet, SetQuiet
from core.people.training import LeaveTraining, RestartTraining, StartTraining
from core.problems import Problem
from core.requests import Command
from core.review.submitted import ReportsToCheck, Review
from core.visits.corrections import Correct
from core.visits.details import AddDetails, Detail, DetailKind, Photo, ShowPhotos
from core.visits.outcomes import Outcome
from core.visits.report import RecordVisit, Report
from core.words import words
from core.workload.area_changes import Change, NoteChange, PlacesOf
from core.workload.giving_back import Decide, GiveBack, TakeBack, WishesBelow
from core.workload.households import CourseOf, DrawCourse, ProgressOf
from core.workload.reassigning import AnswerOffer, ConfirmProposal, DropProposal, Propose
from db.engine.work import Database
from db.tables import Chat, Outbox
from tests.people import ANI, BUDI, CAMPAIGN, DIAN, MORNING, WITA

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WHO = {
    "Ani": ("PPL-0001", Role.PPL),
    "Dian": ("PPL-0002", Role.PPL),
    "Budi": ("PML-001", Role.PML),
    "Dewi": ("KSK-01", Role.KOSEKA),
    "Citra": (None, Role.CITIZEN),
}


class Page:
    """A page on which people act. walked: the kinds of commands that were carried out."""

    def __init__(self, database: Database) -> None:
        self.database, self.now, self.numbers = database, MORNING, count(1)
        self.walked: set[type] = set()

    def me(self, name: str) -> Caller:
        officer, role = WHO[name]
        return Caller(role, "id", self.now, WITA, officer, name if officer else "")

    def do(self, name: str, command: Any) -> Any:
        """Somebody sends a form. command: its kind, called with the person."""
        self.now += timedelta(minutes=1)
        me = self.me(name)
        with self.database.work() as work:
            made: Command[Any] = command(me)
            self.walked.add(type(made))
            return do(Actor(work, CAMPAIGN, me, self.now, f"page:{next(self.numbers)}"), made)

    def look(self, name: str, query: Any) -> Any:
        with self.database.work() as work:
            return look(Actor(work, CAMPAIGN, self.me(name), self.now, "page:0"), query(self.me(name)))

    def heard(self) -> list[int]:
        """The chats for which something was posted since the last look."""
        with self.database.work() as work:
            chats = [row.chat for row in work.rows(select(col(Outbox.chat)).order_by(col(Outbox.id)))]
            work.change(delete(Outbox))
        return chats


@pytest.fixture
def page(database: Database) -> Iterator[Page]:
    return Page(database)


def report(outcome: Outcome, at: Any, **more: Any) -> Report:
    return Report(outcome, at, more.pop("persons", 0), **more)


def test_every_command_is_carried_out_without_a_chat(page: Page) -> None:
    reports(page)
    cases(page)
    workload(page)
    words_to_each_other(page)
    oneself(page)
    closing(page)
    missing = {kind.__name__ for kind in set(DOES) - page.walked}
    assert missing == {"Join", "SetLanguage", "CheckReceipt", "ForgetMe"}, "these are about a chat itself; see below"


def reports(page: Page) -> None:
    """Ani reports, adds, corrects; Budi checks."""
    receipt = page.do("Ani", lambda me: RecordVisit(me, report(Outcome.COMPLETE, me.at, persons=4), 1))
    page.do("Ani", lambda me: AddDetails(me, receipt.visit, (Detail(DetailKind.NOTE, "pagar biru"),)))
    page.do("Ani", lambda me: RecordVisit(me, report(Outcome.COMPLETE, me.at, persons=2), 2))
    assert page.heard() == [], "nobody else hears of a report"
    one, two = page.look("Budi", lambda me: ReportsToCheck(me.officer, "PPL-0001"))
    done = page.do("Budi", lambda me: Review(me, (one,), approve=True))
    assert [each.id for each in done.done] == [one.id]
    page.do("Budi", lambda me: Review(me, (two,), approve=False, reason="persons"))
    assert page.heard() == [ANI], "a report that comes back is told"
    page.do("Ani", lambda me: Correct(me, 2, (two.id,), report(Outcome.COMPLETE, me.at, persons=3)))
    page.do("Budi", lambda me: ShowPhotos(me, (Photo("PPL-0001", "AgAC"),), words("menu.target")))
    assert page.heard()[-1] == BUDI, "the photo comes to the own chat"


def nobody_home(me: Caller) -> Report:
    return report(Outcome.NOBODY_HOME, me.at, revisit_at=me.at + DAY)


def cases(page: Page) -> None:
    """Ani meets a refusal; Budi moves its hour, and asks the RT for help by a letter."""
    page.do(
        "Ani",
        lambda me: RecordVisit(
            me, report(Outcome.REFUSED_HARD, me.at, revisit_at=me.at + 3 * DAY, note="tidak mau"), 3
        ),
    )
    file = page.look("Budi", lambda me: CaseFileOf(me, 3))
    case = file.line
    page.do(
        "Budi",
        lambda me: ActOnCase(
            me, 3, Act(ActKind.MOVED, case.ladder, case.step, me.officer, me.at, "besok", due_at=page.now + DAY)
        ),
    )
    (letter,) = page.do("Budi", lambda me: SendLetters(me, (3,), Addressee.RT))
    assert page.heard()[-1] == BUDI, "the letter comes to the own chat as a file"
    assert page.do("Budi", lambda me: AnswerLetter(me, letter, LetterAnswer.AGREED))


def workload(page: Page) -> None:
    """Ani gives work back, and Budi shares it out."""
    page.do("Ani", lambda me: GiveBack(me, (10, 11), "far"))
    assert page.heard() == [BUDI]
    page.do("Ani", lambda me: TakeBack(me, (11,)))
    assert page.heard() == [BUDI]
    (wish,) = page.look("Budi", lambda me: WishesBelow(me.officer))
    decision = page.do("Budi", lambda me: Decide(me, wish, accepted=True, to="PPL-0002"))
    assert len(decision.moved) == 1
    assert sorted(page.heard()) == sorted([ANI, DIAN])
    dropped = page.do("Budi", lambda me: Propose(me, "PPL-0001", (12, 13)))
    assert page.do("Budi", lambda me: DropProposal(me, dropped))
    number = page.do("Budi", lambda me: Propose(me, "PPL-0001", (12, 13), ("PPL-0002",)))
    page.do("Budi", lambda me: ConfirmProposal(me, number))
    assert page.heard() == [DIAN]
    moved = page.do("Dian", lambda me: AnswerOffer(me, number, accepted=True))
    assert len(moved.moved) == 2
    assert sorted(page.heard()) == sorted([ANI, BUDI])


def words_to_each_other(page: Page) -> None:
    """Budi writes to his people; a place is split."""
    sent = page.do("Budi", lambda me: SendMessage(me, "Slamet menunggu", ("PPL-0001", "PPL-0002")))
    assert sorted(page.heard()) == sorted([ANI, DIAN])
    page.do("Ani", lambda me: AnswerMessage(me, sent.number))
    assert page.heard() == []
    page.do("Dian", lambda me: AnswerMessage(me, sent.number))
    assert page.heard() == [BUDI], "the last answer is told"
    place = page.look("Ani", lambda me: PlacesOf(me.officer))[0]
    page.do("Ani", lambda me: NoteChange(me, Change.SPLIT, place, place))
    assert page.heard() == [BUDI]


def oneself(page: Page) -> None:
    """Quiet hours, absence, the own data and the own course."""
    page.do("Ani", lambda me: SetQuiet(me, Quiet(time(20), time(6))))
    page.do("Ani", SendCopy)
    course = page.look("Ani", lambda me: CourseOf(me.officer, me.today))
    page.do("Ani", lambda me: DrawCourse(me, course))
    assert page.heard() == [ANI, ANI]
    page.do("Ani", FallIll)
    page.do("Ani", ComeBack)
    leave = page.do("Ani", lambda me: TakeLeave(me, me.today + 2 * DAY, me.today + 3 * DAY))
    page.do("Ani", lambda me: CancelLeave(me, leave.absence.start))
    assert page.heard() == [BUDI] * 4
    page.do("Ani", StartTraining)
    page.do("Ani", RestartTraining)
    page.do("Ani", LeaveTraining)


def closing(page: Page) -> None:
    """After the last day Budi closes one household, and keeps another open."""
    for number in (20, 21):
        page.do("Ani", lambda me, number=number: RecordVisit(me, nobody_home(me), number))
    page.now = MORNING + 26 * DAY
    ones = page.look("Budi", ClosingBelow).closes
    first, second = (Shown(one.household, one.seal) for one in ones[:2])
    closed = page.do("Budi", lambda me: CloseAll(me, (first,)))
    kept = page.do("Budi", lambda me: KeepOpen(me, (second,), "besok datang"))
    assert (len(closed.done), len(kept.done)) == (1, 1)


ABOUT_A_CHAT: list[tuple[str, Any]] = [
    ("Citra", lambda me: CheckReceipt(me, "7KQ2MDXR5")),
    ("Citra", lambda me: SetLanguage(me, "en")),
    ("Citra", ForgetMe),
    ("Citra", lambda me: Join(me, "no such invitation")),
    ("Ani", StartTraining),
    ("Ani", LeaveTraining),
    ("Ani", RestartTraining),
]


@pytest.mark.parametrize(("who", "command"), ABOUT_A_CHAT, ids=[str(number) for number in range(len(ABOUT_A_CHAT))])
def test_what_is_about_a_chat_says_so(page: Page, who: str, command: Any) -> None:
    with page.database.work() as work:
        work.change(delete(Chat))
    with pytest.raises(Problem, match="only_in_chat"):
        page.do(who, command)


def test_who_has_never_joined_gets_no_file(page: Page) -> None:
    with page.database.work() as work:
        work.change(delete(Chat))
    with pytest.raises(Problem, match="only_in_chat"):
        page.do("Ani", SendCopy)


def test_every_request_has_an_action_and_its_roles() -> None:
    assert set(RIGHTS) == set(LOOKS) | set(DOES)


@pytest.mark.parametrize("kind", RIGHTS, ids=[kind.__name__ for kind in RIGHTS])
def test_a_role_without_the_right_is_refused(page: Page, kind: type) -> None:
    for name, (_, role) in WHO.items():
        if role in RIGHTS[kind]:
            continue
        request = kind.__new__(kind)  # it is refused before anybody looks at what it asks for
        with page.database.work() as work, pytest.raises(Problem, match="not_for_role"):
            (look if kind in LOOKS else do)(Actor(work, CAMPAIGN, page.me(name), page.now, "page:0"), request)


IN_ANOTHER_NAME: list[tuple[str, str, Any]] = [
    ("another's figures", "Ani", lambda page: ProgressOf("PPL-0002", page.now.date())),
    ("another's reports to check", "Budi", lambda page: ReportsToCheck("KSK-01")),
    ("a form signed by somebody else", "Ani", lambda page: GiveBack(page.me("Dian"), (61,), "far")),
    ("a form signed by oneself in another role", "Ani", lambda page: GiveBack(page.me("Budi"), (61,), "far")),
]


@pytest.mark.parametrize(("label", "who", "made"), IN_ANOTHER_NAME, ids=[case[0] for case in IN_ANOTHER_NAME])
def test_nobody_asks_in_another_name(page: Page, label: str, who: str, made: Any) -> None:
    request = made(page)
    with page.database.work() as work, pytest.raises(Problem, match="not_yours"):
        (look if type(request) in LOOKS else do)(Actor(work, CAMPAIGN, page.me(who), page.now, "page:0"), request)
