"""The rights of each role: one table of roles, and the rule that everybody asks for oneself.

How far a request reaches is decided by its query in db/: it finds what is on the own list, or in the subtree below.
"""

from __future__ import annotations

from typing import Any

from core.cases.best_hour import HoursTaken, KnownHoursOf
from core.cases.casework import ActOnCase, CaseFileOf, CasesBelow, CasesOf, FindCases
from core.cases.closing import CloseAll, ClosingBelow, KeepOpen, OpenOnes
from core.cases.letters import AnswerLetter, FindConcerned, InVain, SendLetters, UnansweredLetters
from core.people.absences import CancelLeave, ComeBack, FallIll, TakeLeave
from core.people.citizens import CheckReceipt, SetLanguage
from core.people.help import ContactsOf
from core.people.joining import InvitedBy, Join
from core.people.messages import AnswerMessage, MessagesOf, ReadersBelow, SendMessage, UnansweredBy
from core.people.person import LEADERS, OFFICER_ROLES, Caller, Role
from core.people.privacy import AboutMe, AboutMyChat, ForgetMe, SendCopy
from core.people.quiet import SetQuiet
from core.people.settings import SettingsOf
from core.people.training import LeaveTraining, RestartTraining, StartTraining, StepsDone
from core.problems import Problem
from core.requests import Command, Query
from core.review.submitted import ReportsToCheck, ReportToCheck, ReturnedTo, Review, ReviewBelow
from core.visits.corrections import Correct, ReportsOf, ReportsOn
from core.visits.details import AddDetails, DistanceOf, LastReportOn, ReportsLately, ShowPhotos
from core.visits.families import FamiliesLike
from core.visits.report import RecordVisit
from core.words import words
from core.workload.area_changes import NoteChange, PlacesOf
from core.workload.crew import CrewOf
from core.workload.giving_back import (
    Decide,
    GiveBack,
    NumbersOf,
    OwnWishes,
    ReceiversOf,
    TakeBack,
    WaitingBelow,
    WishesBelow,
    WishOf,
)
from core.workload.households import (
    CourseOf,
    CurrentPeriod,
    DrawCourse,
    FindHouseholds,
    HouseholdsNumbered,
    NearHouseholds,
    NextHouseholds,
    ProgressOf,
    RevisitsOf,
)
from core.workload.reassigning import (
    AnswerOffer,
    ConfirmProposal,
    DropProposal,
    HandsBelow,
    OffersTo,
    OpenOf,
    ProposalOf,
    ProposalsBelow,
    Propose,
)
from core.workload.team import SummaryOf

ENUMERATORS, CITIZENS, ALL = (Role.PPL,), (Role.CITIZEN,), tuple(Role)


def allow(me: Caller, request: Query[Any] | Command[Any]) -> None:
    """Problem `not_for_role` when the role may not ask for this, `not_yours` when it is asked in another name."""
    if me.role not in RIGHTS[type(request)]:
        raise Problem("not_for_role", role=words(f"role.{me.role}"))
    if not _is_own(me, request):
        raise Problem("not_yours")


def _is_own(me: Caller, request: Any) -> bool:
    """Return whether a request names its asker: as the caller, else as the leader, else as the officer."""
    if (caller := getattr(request, "caller", None)) is not None:
        return (caller.person, caller.role) == (me.person, me.role)
    named = getattr(request, "leader", None) or getattr(request, "officer", None)
    return named in (None, "", me.officer, me.person)


# fmt: off
RIGHTS: dict[type, tuple[Role, ...]] = {
    **dict.fromkeys(
        (
            ProgressOf, CourseOf, NextHouseholds, FindHouseholds, NearHouseholds, RevisitsOf, ReportsOf,
            ReportsOn, PlacesOf, FamiliesLike, ReportsLately, DistanceOf, LastReportOn, KnownHoursOf,
            HoursTaken, HouseholdsNumbered, StepsDone,
            NumbersOf, OwnWishes, ReturnedTo, OffersTo, RecordVisit, AddDetails, NoteChange, Correct,
            DrawCourse, GiveBack, TakeBack, AnswerOffer, StartTraining, LeaveTraining, RestartTraining,
        ),
        ENUMERATORS,
    ),
    **dict.fromkeys(
        (
            SummaryOf, CasesBelow, WishesBelow, WishOf, WaitingBelow, ReceiversOf, ReviewBelow, ReportsToCheck,
            ReportToCheck, ClosingBelow, OpenOnes, ReadersBelow, MessagesOf, UnansweredBy, HandsBelow, OpenOf,
            ProposalOf, ProposalsBelow, CrewOf, CloseAll, KeepOpen, Decide, Review, Propose, DropProposal,
            ConfirmProposal, SendMessage,
        ),
        LEADERS,
    ),
    **dict.fromkeys(
        (
            CasesOf, FindCases, CaseFileOf, InVain, FindConcerned, UnansweredLetters, SettingsOf, AboutMe,
            ActOnCase, ShowPhotos, FallIll, TakeLeave, ComeBack, CancelLeave, SendCopy, SetQuiet, SendLetters,
            AnswerLetter, AnswerMessage,
        ),
        OFFICER_ROLES,
    ),
    **dict.fromkeys(
        (
            AboutMyChat, ForgetMe,
        ),
        CITIZENS,
    ),
    **dict.fromkeys(
        (
            CurrentPeriod, InvitedBy, ContactsOf, Join, SetLanguage, CheckReceipt,
        ),
        ALL,
    ),
}
"""The roles that may ask for it, by kind of query and of command."""
# fmt: on
