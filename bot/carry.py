"""Who answers what: each query and each command of a talk with the function of db/ behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot import (
    absent,
    area_changes,
    cases,
    closing,
    corrected,
    giving,
    letters,
    messages,
    privacy,
    reassigning,
    reviewed,
)
from bot.campaign import Campaign
from bot.commands import commands_of
from bot.course import send_course
from bot.flows.kit.script import World
from bot.metrics import count_check
from bot.photos import show_photos
from bot.replaced import tell_old
from bot.telling import tell
from bot.together import Way, answered_together
from core.absences import CancelLeave, ComeBack, FallIll, TakeLeave
from core.area_changes import NoteChange, PlacesOf
from core.best_hour import HoursTaken, KnownHoursOf
from core.casework import ActOnCase, CaseFileOf, CasesBelow, CasesOf, FindCases
from core.citizens import CheckReceipt, SetLanguage
from core.corrections import Correct, ReportsOf, ReportsOn
from core.details import AddDetails, Detail, DistanceOf, LastReportOn, ReportsLately, ShowPhotos
from core.face import Face
from core.families import FamiliesLike
from core.giving_back import (
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
from core.help import CommandsOf, ContactsOf
from core.joining import InvitedBy, Join, Joined
from core.outgoing import Commands, Message, Outgoing
from core.people import Caller, Role
from core.privacy import AboutMe, AboutMyChat, ForgetMe, SendCopy
from core.quiet import SetQuiet
from core.requests import Command, Query
from core.settings import SettingsOf
from core.submitted import ReportsToCheck, ReportToCheck, ReturnedTo, Review, ReviewBelow
from core.team import SummaryOf
from core.training import LeaveTraining, RestartTraining, StartTraining, StepsDone
from core.visits import RecordVisit
from core.words import Words, words
from core.workload import (
    AreasOf,
    CourseOf,
    CurrentPeriod,
    DrawCourse,
    FindHouseholds,
    NearHouseholds,
    NextHouseholds,
    ProgressOf,
    RevisitsOf,
)
from db.area_changes import places_of
from db.casework import case_file, cases_of, find_cases, overview_below
from db.chats import speak
from db.citizens import check_receipt
from db.contact_hours import known_hours
from db.corrections import reports_of, reports_on
from db.decide import receivers_of
from db.details import add_details, distance_of, last_report_on, reports_lately
from db.families import families_like
from db.giving_back import numbers_of, own_wishes, waiting_below, wish_of, wishes_below
from db.invites import invited_by, join
from db.leaders import contacts_of
from db.outbox import Claimed, Lane, OutboxMessage, post, reply_lane
from db.privacy import about_citizen, about_officer
from db.review import overview_of, report_to_check, reports_to_check, returned_to
from db.search import find_households, near_households
from db.settings import set_quiet, settings_of
from db.team import summary_of
from db.training import leave_training, restart_training, start_training, steps_done
from db.turn import KeptTalk, end_turn
from db.visits import record_visit
from db.waiting import hurry
from db.walking import next_households
from db.work import Work
from db.workload import areas_of, course_of, hours_taken, progress_of, revisits_of

REPLY = "reply"
"""The part of an event's key that its reply has in the outbox."""
CHANGING = (Join, SetLanguage, StartTraining, LeaveTraining, RestartTraining)
"""Commands after which the caller is another one."""


@dataclass(frozen=True)
class Carrier:
    """One message's transaction, and what is known about the message. key: begins the keys of what it posts; lane: of
    what it posts for its own chat.

    looked: the queries that were answered so far, with their answers; done: the commands that were carried out.
    details: what was sent during the talk and belongs to the report that it makes. pressed: the message is a press.
    """

    work: Work
    campaign: Campaign
    bot: int
    chat: int
    now: datetime
    key: str
    looked: list[tuple[Query[Any], Any]] = field(default_factory=list)
    done: list[Command[Any]] = field(default_factory=list)
    details: list[Detail] = field(default_factory=list)
    pressed: bool = False
    lane: Lane = Lane.REPLY

    @property
    def changed_caller(self) -> bool:
        """Whether the caller's role, list or language may be another one by now."""
        return any(isinstance(command, CHANGING) for command in self.done)

    @property
    def forgotten(self) -> bool:
        """Whether the caller's chat was forgotten, and with it the talk that waits."""
        return any(isinstance(command, ForgetMe) for command in self.done)

    def world(self) -> World:
        """What stands behind a script's requests."""
        return World(self.look, self.do)

    def look(self, query: Query[Any]) -> Any:
        """The answer to a query."""
        answer = LOOKS[type(query)](self, query)
        self.looked.append((query, answer))
        return answer

    def do(self, command: Command[Any]) -> Any:
        """Carry a command out; its answer."""
        self.done.append(command)
        return DOES[type(command)](self, command)

    def post(self, part: str, what: Outgoing, lane: Lane | None = None) -> None:
        """Put something for the own chat into the outbox, once for each message and part."""
        lane = self.lane if lane is None else lane
        post(self.work, OutboxMessage(self.bot, self.chat, lane, f"{self.key}:{part}", what), self.now)

    def reply(self, said: Message, kept: KeptTalk | None, me: Caller, way: Way) -> Claimed | None:
        """Put the reply into the outbox, and keep the talk; the reply as claimed, if it may leave at once."""
        lane = reply_lane(officer=me.role is not Role.CITIZEN)
        if way.together and lane is Lane.CITIZEN and not said.place:
            said = answered_together(self.work, (self.bot, self.chat), said, me.language)
        if self.forgotten:
            said = replace(said, language=me.language)
        reply = OutboxMessage(self.bot, self.chat, lane, f"{self.key}:{REPLY}", said)
        claimed = end_turn(self.work, reply, kept, self.now, at_once=way.at_once)
        return replace(claimed, language=me.language) if claimed else None

    def tell(self, officer: str, part: str, *said: Words) -> bool:
        """Write to another officer, in that officer's language; False when the bot cannot reach the officer.

        Each officer hears of each part once, so one part may be told to many.
        """
        return tell(self.work, officer, said, f"{self.key}:{part}:{officer}", self.now)


def _join(carrier: Carrier, command: Join) -> Joined:
    joined, left = join(carrier.work, command, carrier.bot)
    carrier.post("menu", Commands(joined.role))
    hurry(carrier.work, carrier.bot, carrier.chat)
    if left is not None:
        tell_old(carrier.work, left, words("start.moved_away"), f"{carrier.key}:left", carrier.now)
    return joined


def _speak(carrier: Carrier, command: SetLanguage) -> None:
    speak(carrier.work, carrier.bot, carrier.chat, command.language)
    carrier.post("menu", Commands(command.caller.role))


def _record(carrier: Carrier, command: RecordVisit) -> Any:
    campaign = carrier.campaign
    key, fieldwork = campaign.receipt_key, campaign.fieldwork
    if carrier.pressed and command.face is Face.GUIDED:
        command = replace(command, face=Face.BUTTON)
    receipt = record_visit(carrier.work, command, arrived_at=carrier.now, fieldwork=fieldwork, key=key)
    if carrier.details:
        _add_details(carrier, AddDetails(command.caller, receipt.visit, ()))
    return receipt


def _add_details(carrier: Carrier, command: AddDetails) -> None:
    """Keep the details of a report, and those that were sent during the talk."""
    add_details(carrier.work, replace(command, details=(*command.details, *carrier.details)))
    carrier.details.clear()


LOOKS: dict[type, Callable[[Carrier, Any], Any]] = {
    **closing.LOOKS,
    **letters.LOOKS,
    **messages.LOOKS,
    **reassigning.LOOKS,
    ProgressOf: lambda carrier, query: progress_of(carrier.work, query, carrier.campaign.period),
    CourseOf: lambda carrier, query: course_of(carrier.work, query, carrier.campaign.period),
    NextHouseholds: lambda carrier, query: next_households(carrier.work, query),
    FindHouseholds: lambda carrier, query: find_households(carrier.work, query),
    ReportsOf: lambda carrier, query: reports_of(carrier.work, query),
    ReportsOn: lambda carrier, query: reports_on(carrier.work, query),
    NearHouseholds: lambda carrier, query: near_households(carrier.work, query),
    PlacesOf: lambda carrier, query: places_of(carrier.work, query),
    FamiliesLike: lambda carrier, query: families_like(carrier.work, query),
    ReportsLately: lambda carrier, query: reports_lately(carrier.work, query),
    DistanceOf: lambda carrier, query: distance_of(carrier.work, query),
    LastReportOn: lambda carrier, query: last_report_on(carrier.work, query),
    RevisitsOf: lambda carrier, query: revisits_of(carrier.work, query),
    AreasOf: lambda carrier, query: areas_of(carrier.work, query),
    SummaryOf: lambda carrier, query: summary_of(carrier.work, query, carrier.campaign.period),
    CurrentPeriod: lambda carrier, query: carrier.campaign.period,
    CasesBelow: lambda carrier, query: overview_below(carrier.work, query),
    CasesOf: lambda carrier, query: cases_of(carrier.work, query),
    FindCases: lambda carrier, query: find_cases(carrier.work, query),
    CaseFileOf: lambda carrier, query: case_file(carrier.work, query, carrier.campaign.fieldwork),
    HoursTaken: lambda carrier, query: hours_taken(carrier.work, query),
    KnownHoursOf: lambda carrier, query: known_hours(carrier.work, query),
    StepsDone: lambda carrier, query: steps_done(carrier.work, query),
    CommandsOf: lambda _, query: {each.name: each.called(query.language) for each in commands_of(query.role)},
    AboutMe: lambda carrier, query: about_officer(carrier.work, query),
    AboutMyChat: lambda carrier, query: about_citizen(carrier.work, query, carrier.bot, carrier.now),
    SettingsOf: lambda carrier, query: settings_of(carrier.work, query),
    NumbersOf: lambda carrier, query: numbers_of(carrier.work, query),
    OwnWishes: lambda carrier, query: own_wishes(carrier.work, query),
    WishesBelow: lambda carrier, query: wishes_below(carrier.work, query),
    WishOf: lambda carrier, query: wish_of(carrier.work, query),
    WaitingBelow: lambda carrier, query: waiting_below(carrier.work, query),
    ReceiversOf: lambda carrier, query: receivers_of(carrier.work, query),
    ReviewBelow: lambda carrier, query: overview_of(carrier.work, query, carrier.campaign.review),
    ReportsToCheck: lambda carrier, query: reports_to_check(carrier.work, query, carrier.campaign.review),
    ReportToCheck: lambda carrier, query: report_to_check(carrier.work, query),
    ReturnedTo: lambda carrier, query: returned_to(carrier.work, query),
    InvitedBy: lambda carrier, query: invited_by(carrier.work, query, carrier.bot),
    ContactsOf: lambda carrier, query: contacts_of(carrier.work, query, carrier.campaign.contact),
}
DOES: dict[type, Callable[[Carrier, Any], Any]] = {
    **closing.DOES,
    **letters.DOES,
    **messages.DOES,
    **reassigning.DOES,
    RecordVisit: _record,
    ActOnCase: cases.act,
    AddDetails: _add_details,
    NoteChange: area_changes.note,
    Correct: corrected.correct_report,
    DrawCourse: send_course,
    ShowPhotos: show_photos,
    FallIll: absent.pause,
    TakeLeave: absent.leave,
    ComeBack: absent.back,
    CancelLeave: absent.stay,
    SendCopy: privacy.send_copy,
    ForgetMe: privacy.forget_citizen,
    SetQuiet: lambda carrier, command: set_quiet(carrier.work, command, carrier.bot, carrier.now),
    Join: _join,
    SetLanguage: _speak,
    GiveBack: giving.ask_leader,
    TakeBack: giving.take_wish_back,
    Decide: giving.decide_wish,
    Review: reviewed.review_reports,
    CheckReceipt: lambda carrier, command: count_check(
        check_receipt(carrier.work, command, carrier.bot, carrier.now, carrier.campaign.period.end)
    ),
    StartTraining: lambda carrier, command: start_training(carrier.work, command, carrier.bot),
    LeaveTraining: lambda carrier, command: leave_training(carrier.work, command, carrier.bot),
    RestartTraining: lambda carrier, command: restart_training(carrier.work, command, carrier.bot),
}
