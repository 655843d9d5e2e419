"""/detail: add a note, a photo or the place to a report, after it was saved."""

from __future__ import annotations

from bot.flows.kit import Choice, Script, do, look, say, then
from bot.flows.kit.details import ask_detail, ask_detail_or, doubt_words
from bot.flows.kit.household import pick_household
from bot.flows.kit.sure import is_sure
from core.likeness import number_of, numbers_named
from core.people.person import Caller
from core.problems import Problem
from core.visits.details import AddDetails, Detail, DetailKind, DistanceOf, LastReportOn, Reported, ReportsLately
from core.words import Words, words
from core.workload.households import FindHouseholds, Household

ANOTHER = Choice("another", words("detail.button_another"))
LONGEST_NOTE = 300
SURE = "place"
"""How the question begins that asks whether a place is the household's; the number of the report stands behind it."""


def add_detail(me: Caller, typed: str = "") -> Script[None]:
    """Add to the report just made, or to another one. typed: a household's number, or the note itself.

    A photo whose words name another household's number is asked about.
    """
    lately = yield from look(ReportsLately(me))
    report = next((each for each in lately[:1] if each.fresh), None)
    sure = number_of(typed) is not None
    if sure:
        report, typed = (yield from _pick_report(me, lately, typed)), ""
    detail: Detail | None
    if typed:
        detail = _note(typed)
    elif report is None:
        detail = yield from ask_detail("detail", words("detail.which"))
    else:
        detail = yield from ask_detail_or("detail", _which(report), ANOTHER)
    if detail is None:
        report, sure = (yield from _pick_report(me, lately)), True
        detail = yield from ask_detail("detail_of_another", _which(report))
    named = [] if sure or detail.kind is not DetailKind.PHOTO else numbers_named(detail.text)
    if named and (report is None or named != [report.household.no]):
        household = yield from _pick_named(me, named, lately)
        report = yield from look(LastReportOn(me, household.id))
        if report is None:
            yield from say(words("detail.kept_photo"))
            yield from then("lapor", str(household.no), detail)
            return
    if report is None:
        report = yield from _pick_report(me, lately)
    if detail.kind is DetailKind.PLACE and not (yield from _is_there(report, detail)):
        return
    yield from do(AddDetails(me, report.visit, (detail,)))
    yield from say(words(f"detail.added_{detail.kind}", no=report.household.no, head=report.household.head))


def _pick_named(me: Caller, named: list[int], lately: list[Reported]) -> Script[Household]:
    """Which household is meant by the words under a photo: those they name, and the one reported last."""
    found: list[Household] = []
    for number in named:
        found += yield from look(FindHouseholds(me.officer or "", str(number)))
    offered = dict.fromkeys([*found, *(report.household for report in lately[:1])])
    household = yield from pick_household(me, offered=list(offered), prompt=words("detail.household_named"))
    if not isinstance(household, Household):
        raise Problem("no_such_household", typed=household)
    return household


def _is_there(report: Reported, place: Detail) -> Script[bool]:
    """Whether a place is the household's: one from a map, or far from its neighbours, is asked about."""
    at = DistanceOf(report.household.id, place.lat or 0.0, place.lon or 0.0)
    why = doubt_words(place, (yield from look(at)))
    if why is None:
        return True
    asked = words("detail.sure_place", why=why, no=report.household.no, head=report.household.head)
    return (yield from is_sure(asked, f"{SURE}{report.visit}"))


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
