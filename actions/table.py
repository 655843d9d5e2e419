"""Every query and every command with the action behind it: the one way in, for every face."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from actions import (
    absences,
    area_changes,
    cases,
    closing,
    corrections,
    course,
    giving_back,
    joining,
    letters,
    messages,
    photos,
    privacy,
    reassigning,
    review,
)
from actions.actor import Actor
from actions.rights import allow
from actions.visits import record
from core.cases.best_hour import HoursTaken, KnownHoursOf
from core.cases.casework import ActOnCase, CaseFileOf, CasesBelow, CasesOf, FindCases
from core.people.absences import CancelLeave, ComeBack, FallIll, TakeLeave
from core.people.citizens import CheckReceipt, SetLanguage
from core.people.help import ContactsOf
from core.people.joining import InvitedBy, Join
from core.people.privacy import AboutMe, AboutMyChat, ForgetMe, SendCopy
from core.people.quiet import SetQuiet
from core.people.settings import SettingsOf
from core.people.training import LeaveTraining, RestartTraining, StartTraining, StepsDone
from core.requests import Command, Query
from core.review.submitted import ReportsToCheck, ReportToCheck, ReturnedTo, Review, ReviewBelow
from core.visits.corrections import Correct, ReportsOf, ReportsOn
from core.visits.details import AddDetails, DistanceOf, LastReportOn, ReportsLately, ShowPhotos
from core.visits.families import FamiliesLike
from core.visits.report import RecordVisit
from core.workload.area_changes import NoteChange, PlacesOf
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
from core.workload.team import SummaryOf
from db.cases.casework import case_file, cases_of, find_cases, overview_below
from db.cases.contact_hours import known_hours
from db.people.citizens import check_receipt
from db.people.invites import invited_by
from db.people.leaders import contacts_of
from db.people.privacy import about_citizen, about_officer
from db.people.settings import set_quiet, settings_of
from db.people.training import leave_training, restart_training, start_training, steps_done
from db.review.queue import overview_of, report_to_check, reports_to_check, returned_to
from db.visits.corrections import reports_of, reports_on
from db.visits.details import add_details, distance_of, last_report_on, reports_lately
from db.visits.families import families_like
from db.visits.search import find_households, households_numbered, near_households
from db.visits.walking import next_households
from db.workload.area_changes import places_of
from db.workload.decide import receivers_of
from db.workload.giving_back import numbers_of, own_wishes, waiting_below, wish_of, wishes_below
from db.workload.progress import course_of, hours_taken, progress_of, revisits_of
from db.workload.team import summary_of


def look(actor: Actor, query: Query[Any]) -> Any:
    """The answer to a query. Problem `not_for_role` or `not_yours` where the actor has no right to it."""
    allow(actor.me, query)
    return LOOKS[type(query)](actor, query)


def do(actor: Actor, command: Command[Any]) -> Any:
    """Carry a command out, and tell whom it concerns; its answer. Problem as `look`, and as the command's own."""
    allow(actor.me, command)
    return DOES[type(command)](actor, command)


LOOKS: dict[type, Callable[[Actor, Any], Any]] = {
    **closing.LOOKS,
    **letters.LOOKS,
    **messages.LOOKS,
    **reassigning.LOOKS,

    ProgressOf: lambda actor, query: progress_of(actor.work, query, actor.campaign.period),
    CourseOf: lambda actor, query: course_of(actor.work, query, actor.campaign.period),
    NextHouseholds: lambda actor, query: next_households(actor.work, query),
    FindHouseholds: lambda actor, query: find_households(actor.work, query),
    ReportsOf: lambda actor, query: reports_of(actor.work, query),
    ReportsOn: lambda actor, query: reports_on(actor.work, query),
    HouseholdsNumbered: lambda actor, query: households_numbered(actor.work, query),
    NearHouseholds: lambda actor, query: near_households(actor.work, query),
    PlacesOf: lambda actor, query: places_of(actor.work, query),
    FamiliesLike: lambda actor, query: families_like(actor.work, query),
    ReportsLately: lambda actor, query: reports_lately(actor.work, query),
    DistanceOf: lambda actor, query: distance_of(actor.work, query),
    LastReportOn: lambda actor, query: last_report_on(actor.work, query),
    RevisitsOf: lambda actor, query: revisits_of(actor.work, query),
    SummaryOf: lambda actor, query: summary_of(actor.work, query, actor.campaign.period),
    CurrentPeriod: lambda actor, query: actor.campaign.period,
    CasesBelow: lambda actor, query: overview_below(actor.work, query),
    CasesOf: lambda actor, query: cases_of(actor.work, query),
    FindCases: lambda actor, query: find_cases(actor.work, query),
    CaseFileOf: lambda actor, query: case_file(actor.work, query, actor.campaign.fieldwork),
    HoursTaken: lambda actor, query: hours_taken(actor.work, query),
    KnownHoursOf: lambda actor, query: known_hours(actor.work, query),
    StepsDone: lambda actor, query: steps_done(actor.work, query),
    AboutMe: lambda actor, query: about_officer(actor.work, query),
    AboutMyChat: lambda actor, query: about_citizen(actor.work, query, actor.own_chat, actor.now),
    SettingsOf: lambda actor, query: settings_of(actor.work, query),
    NumbersOf: lambda actor, query: numbers_of(actor.work, query),
    OwnWishes: lambda actor, query: own_wishes(actor.work, query),
    WishesBelow: lambda actor, query: wishes_below(actor.work, query),
    WishOf: lambda actor, query: wish_of(actor.work, query),
    WaitingBelow: lambda actor, query: waiting_below(actor.work, query),
    ReceiversOf: lambda actor, query: receivers_of(actor.work, query),
    ReviewBelow: lambda actor, query: overview_of(actor.work, query, actor.campaign.review),
    ReportsToCheck: lambda actor, query: reports_to_check(actor.work, query, actor.campaign.review),
    ReportToCheck: lambda actor, query: report_to_check(actor.work, query),
    ReturnedTo: lambda actor, query: returned_to(actor.work, query),
    InvitedBy: lambda actor, query: invited_by(actor.work, query, actor.own_chat),
    ContactsOf: lambda actor, query: contacts_of(actor.work, query, actor.campaign.contact),
}
DOES: dict[type, Callable[[Actor, Any], Any]] = {
    **closing.DOES,
    **letters.DOES,
    **messages.DOES,
    **reassigning.DOES,

    RecordVisit: record,
    ActOnCase: cases.act,
    AddDetails: lambda actor, command: add_details(actor.work, command),
    NoteChange: area_changes.note,
    Correct: corrections.correct_report,
    DrawCourse: course.send_course,
    ShowPhotos: photos.show_photos,
    FallIll: absences.pause,
    TakeLeave: absences.leave,
    ComeBack: absences.back,
    CancelLeave: absences.stay,
    SendCopy: privacy.send_copy,
    ForgetMe: privacy.forget_citizen,
    SetQuiet: lambda actor, command: set_quiet(actor.work, command, actor.own_chat, actor.now),
    Join: joining.join_chat,
    SetLanguage: joining.speak_language,
    GiveBack: giving_back.ask_leader,
    TakeBack: giving_back.take_wish_back,
    Decide: giving_back.decide_wish,
    Review: review.review_reports,
    CheckReceipt: lambda actor, command: check_receipt(
        actor.work, command, actor.own_chat, actor.now, actor.campaign.period.end
    ),
    StartTraining: lambda actor, command: start_training(actor.work, command, actor.own_chat),
    LeaveTraining: lambda actor, command: leave_training(actor.work, command, actor.own_chat),
    RestartTraining: lambda actor, command: restart_training(actor.work, command, actor.own_chat),
}
