"""/detail: add a note, a photo or the place to a report, after it was saved."""

from __future__ import annotations

from bot.flows.kit import Choice, Script, do, look, say
from bot.flows.kit.details import ask_detail, ask_detail_or
from bot.flows.kit.household import pick_household
from core.details import AddDetails, Detail, DetailKind, LastReportOn, Reported, ReportsLately
from core.likeness import number_of
from core.people import Caller
from core.problems import Problem
from core.words import Words, words
from core.workload import Household

ANOTHER = Choice("another", words("detail.button_another"))
LONGEST_NOTE = 300


def add_detail(me: Caller, typed: str = "") -> Script[None]:
    """Add to the report just made, or to another one. typed: a household's number, or the note itself."""
    lately = yield from look(ReportsLately(me))
    report = next((each for each in lately[:1] if each.fresh), None)
    if number_of(typed) is not None:
        report, typed = (yield from _pick_report(me, lately, typed)), ""
    detail: Detail | None
    if typed:
        detail = _note(typed)
    elif report is None:
        detail = yield from ask_detail("detail", words("detail.which"))
    else:
        detail = yield from ask_detail_or("detail", _which(report), ANOTHER)
    if detail is None:
        report = yield from _pick_report(me, lately)
        detail = yield from ask_detail("detail_of_another", _which(report))
    if report is None:
        report = yield from _pick_report(me, lately)
    yield from do(AddDetails(me, report.visit, (detail,)))
    yield from say(words(f"detail.added_{detail.kind}", no=report.household.no, head=report.household.head))


def _note(typed: str) -> Detail:
    if len(typed) > LONGEST_NOTE:
        raise Problem("text_too_long", limit=LONGEST_NOTE, length=len(typed))
    return Detail(DetailKind.NOTE, " ".join(typed.split()))


def _which(report: Reported) -> Words:
    return words("detail.which_about", no=report.household.no, head=report.household.head)


def _pick_report(me: Caller, lately: list[Reported], typed: str = "") -> Script[Reported]:
    """The caller's last report on a household of the list."""
    offered = [report.household for report in lately]
    household = yield from pick_household(me, typed, offered=offered, prompt=words("detail.household"))
    if not isinstance(household, Household):
        raise Problem("no_such_household", typed=household)
    report = yield from look(LastReportOn(me, household.id))
    if report is None:
        raise Problem("not_reported", no=household.no, head=household.head)
    return report
