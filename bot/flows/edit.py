"""/ubah: a report becomes what a line says, after one question; it is asked when a message was edited."""

from __future__ import annotations

from dataclasses import replace

from bot.flows.batch import report_of
from bot.flows.kit import Script, do, look, say
from bot.flows.kit.report import say_progress
from bot.flows.kit.sure import is_sure
from core.people.person import Caller
from core.problems import Problem
from core.typed.batch import any_begun, lines_of, read_line
from core.visits.corrections import Correct, Reports, ReportsOn
from core.visits.corrections import report_of as reported
from core.visits.report import Report
from core.visits.standing import Seen
from core.words import words
from core.workload.households import CurrentPeriod, FindHouseholds
from wording.corrections import corrected_words, report_words


def change_report(me: Caller, typed: str = "") -> Script[None]:
    """Show how the latest report on a household stands and what the line says, and change it when that is right."""
    if not any_begun(typed):
        yield from say(words("edit.how"))
        return
    reports, visit, instead = yield from _meant(me, lines_of(typed)[0])
    household, old = reports.household, reported(visit)
    if instead == old:
        yield from say(words("correct.same", no=household.no, report=report_words(visit, me)))
        return
    now, then = report_words(visit, me), report_words(_seen(visit, instead), me)
    asked = words("edit.sure", no=household.no, head=household.head, now=now, then=then)
    key = f"sure{visit.id}" + (f"{instead.revisit_at:%m%d%H%M}" if instead.revisit_at else "")
    if not (yield from is_sure(asked, key)):
        return
    corrected = yield from do(Correct(me, household.id, (visit.id or 0,), instead))
    yield from say(corrected_words(corrected, instead, me))
    yield from say_progress(me)


def _meant(me: Caller, line: str) -> Script[tuple[Reports, Seen, Report]]:
    """The reports on the line's household, the latest of them, and what the line says instead. The hour of the visit
    and that of the next one stay when the line names none.
    """
    typed = read_line(line, me.local)
    found = yield from look(FindHouseholds(me.officer or "", str(typed.no)))
    reports = (yield from look(ReportsOn(me.officer or "", found[0].id))) if found else None
    if reports is None:
        raise Problem("no_such_household", typed=str(typed.no))
    if not reports.mine:
        raise Problem("no_report", no=reports.household.no)
    visit, period = reports.mine[0], (yield from look(CurrentPeriod()))
    if typed.visited_at is None:
        typed = replace(typed, visited_at=visit.visited_at.astimezone(me.zone))
    new = yield from report_of(typed, reports.household, me, period)
    if typed.revisit_at is None and new.outcome is visit.outcome:
        new = replace(new, revisit_at=visit.revisit_at)
    return reports, visit, replace(new, families=new.enumerated, confirmed=visit.confirmed)


def _seen(visit: Seen, report: Report) -> Seen:
    """A report as a visit that was seen, to be shown beside the one that it replaces."""
    names = ("outcome", "visited_at", "persons", "note", "reason", "revisit_at", "families", "source")
    return replace(visit, **{name: getattr(report, name) for name in names})
