"""/koreksi: a report of one's own was wrong. It is withdrawn or changed; or of two that contradict, one is right."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, time

from bot.flows.kit import Choice, Option, Script, about, ask_text, choose, do, look, say, then
from bot.flows.kit.household import pick_household
from bot.flows.kit.outcome import outcomes
from bot.flows.kit.people import count_people
from bot.flows.kit.questions import ask_past
from bot.flows.kit.report import follow_up, say_progress
from bot.flows.kit.returned import tell_returned
from bot.flows.kit.source import ask_source
from bot.flows.kit.sure import is_sure
from core.people.person import Caller
from core.problems import Problem
from core.typed.batch import PHRASES, any_begun
from core.visits.corrections import Correct, Reports, ReportsOf, ReportsOn, report_of
from core.visits.outcomes import RULES
from core.visits.report import Report
from core.visits.source import ASKED, is_asked, source_of
from core.visits.standing import Seen
from core.words import Words, words
from core.workload.households import CurrentPeriod, Household
from wording.corrections import corrected_words, decided_words, listed_words, report_words
from wording.receipts import standing_words

LISTED = 20
"""Reports that are listed, each with its button; the number of any household can be typed."""
OF_A_REPORT = re.compile(r"v(\d{1,15})-(\d{1,15})")
"""The button of a report: its household and its visit."""
WITHDRAW, OUTCOME, PEOPLE, HOUR, NOTE, OTHER = "withdraw", "outcome", "people", "hour", "note", "other"
SOURCE = "source"
ALSO = {
    WITHDRAW: ("tarik", "hapus", "withdraw", "delete"),
    OUTCOME: ("hasil", "outcome"),
    PEOPLE: ("orang", "jumlah", "persons", "people"),
    HOUR: ("jam", "waktu", "hour", "time"),
    NOTE: ("catatan", "note"),
    SOURCE: ("siapa", "sumber", "who", "source"),
    OTHER: ("lain", "other"),
}
"""What may be typed instead of a button."""


def correct_report(me: Caller, typed: str = "") -> Script[None]:
    """Correct a report: which one, what was wrong with it, and what is right; or the right line behind the command."""
    if any_begun(typed):
        yield from then("ubah", typed)
        return
    picked = yield from pick_report(me, typed)
    if picked is None:
        yield from say(words("correct.none"))
        return
    reports, visit = picked
    if reports.waiting and (yield from decide(me, reports)):
        return
    yield from tell_returned(me, reports.household)
    what = yield from ask_what(me, reports, visit, more=len(reports.mine) > 1)
    if what == OTHER:
        visit = yield from pick_other(me, reports, visit)
        what = yield from ask_what(me, reports, visit, more=False)
    if what == WITHDRAW and not (yield from is_sure(_withdraw_words(reports.household, visit, me), f"sure{visit.id}")):
        return
    instead = None if what == WITHDRAW else (yield from ask_change(me, reports.household, visit, what))
    if instead == report_of(visit):
        yield from say(words("correct.same", no=reports.household.no, report=report_words(visit, me)))
        return
    corrected = yield from do(Correct(me, reports.household.id, (visit.id or 0,), instead))
    yield from say(corrected_words(corrected, instead, me))
    yield from say_progress(me)


def _withdraw_words(household: Household, visit: Seen, me: Caller) -> Words:
    return words("correct.sure", no=household.no, head=household.head, report=report_words(visit, me))


def pick_report(me: Caller, typed: str) -> Script[tuple[Reports, Seen] | None]:
    """The report that is meant: one of today's, or the latest of a household; None when there is none today."""
    if not typed:
        listed = yield from look(ReportsOf(me.officer or "", datetime.combine(me.today, time(0), me.zone)))
        if not listed:
            return None
        buttons = [
            Choice(
                f"v{one.household.id}-{one.visit.id}",
                words("correct.button", no=one.household.no, saying=_saying(one.visit, me)),
                (str(one.household.no),),
            )
            for one in listed[:LISTED]
        ]
        typed = yield from ask_text("report", listed_words(listed, LISTED, me), buttons)
        if found := OF_A_REPORT.fullmatch(typed):
            return (yield from _reports(me, int(found[1]), int(found[2])))
    household = yield from pick_household(me, typed, offered=())
    if isinstance(household, str):
        raise Problem("choice_gone")
    return (yield from _reports(me, household.id))


def _reports(me: Caller, household: int, visit: int | None = None) -> Script[tuple[Reports, Seen]]:
    """The reports of a household, and one of them: this one, or the latest."""
    reports = yield from look(ReportsOn(me.officer or "", household))
    if reports is None:
        raise Problem("choice_gone")
    if visit is None and not reports.mine:
        raise Problem("no_report", no=reports.household.no)
    found = [one for one in reports.mine if visit in (None, one.id)]
    if not found:
        raise Problem("report_corrected")
    return reports, found[0]


def decide(me: Caller, reports: Reports) -> Script[bool]:
    """Ask which of the contradicting reports is right, and make it so; False when it is something else."""
    household, waiting, stands = reports.household, reports.waiting, reports.standing.decider
    said = [one for one in (stands, *waiting) if one is not None]
    options: list[Option[Seen | None]] = [
        Option(Choice(f"v{one.id}", _saying(one, me), _spellings(one)), one) for one in said
    ]
    neither: Option[Seen | None] = Option(Choice("neither", words("correct.button_neither")), None)
    asked = words(
        "correct.which_is_right",
        no=household.no,
        head=household.head,
        reports=[words("correct.one", report=report_words(one, me)) for one in said],
    )
    right = yield from choose(f"right{stands.id if stands else 0}", asked, [*options, neither])
    if right is None:
        return False
    wrong, instead = tuple(one.id or 0 for one in waiting), None
    if right != stands:
        wrong, instead = (right.id or 0,), replace(report_of(right), confirmed=True)
    corrected = yield from do(Correct(me, household.id, wrong, instead))
    yield from say(decided_words(corrected, me))
    yield from say_progress(me)
    return True


def ask_what(me: Caller, reports: Reports, visit: Seen, *, more: bool) -> Script[str]:
    """What was wrong. The question belongs to this very report: should another one take its place, it is put again."""
    household = reports.household
    changes = [WITHDRAW, OUTCOME, *([PEOPLE] if RULES[visit.outcome].counts else []), HOUR, NOTE]
    changes += [SOURCE] if visit.outcome in ASKED else []
    options = [
        Option(Choice(each, words(f"correct.button_{each}"), ALSO[each]), each)
        for each in (*changes, *([OTHER] if more else []))
    ]
    decides = visit == reports.standing.decider
    but = [] if decides else [words("correct.but", stands=standing_words(household, me))]
    asked = words(
        "correct.what",
        no=household.no,
        head=household.head,
        report=[report_words(visit, me), *but],
    )
    return (yield from choose(f"what{visit.id}", asked, options, columns=2))


def pick_other(me: Caller, reports: Reports, visit: Seen) -> Script[Seen]:
    """Another report of the same household."""
    others = [one for one in reports.mine if one.id != visit.id][:LISTED]
    options = [Option(Choice(f"v{one.id}", _saying(one, me), _spellings(one)), one) for one in others]
    asked = words("correct.which_other", no=reports.household.no, head=reports.household.head)
    return (yield from choose("other", asked, options))


def ask_change(me: Caller, household: Household, visit: Seen, what: str) -> Script[Report]:
    """What is right instead; the hour of the visit stays, unless it was the hour that was wrong."""
    old, outcome_now = report_of(visit), words(f"outcome.{visit.outcome}")
    yield from about(words("visit.about", no=household.no, head=household.head, outcome=outcome_now))
    if what == OUTCOME:
        outcome = yield from choose("outcome", words("correct.which_outcome"), outcomes(), columns=2)
        people = (yield from count_people()) if RULES[outcome].counts else (0, 0)
        new = yield from follow_up(me, household, outcome, people)
        return replace(new, visited_at=old.visited_at, families=new.enumerated, confirmed=old.confirmed)
    if what == PEOPLE:
        persons, families = yield from count_people()
        return replace(old, persons=persons, families=families or 1)
    if what == HOUR:
        period = yield from look(CurrentPeriod())
        first = min(period.start, visit.day, me.today)

        def check(at: datetime) -> None:
            if at.date() < first:
                raise Problem("hour_before_period", at=at, start=first)

        at = yield from ask_past("hour", words("correct.which_hour"), me, check)
        return replace(old, visited_at=at)
    if what == SOURCE:
        return replace(old, source=(yield from ask_source()))
    note = yield from ask_text("note", words("correct.which_note"))
    source = (yield from ask_source()) if is_asked(old.outcome, note) else source_of(old.outcome, note)
    return replace(old, note=note, source=source)


def _saying(visit: Seen, me: Caller) -> Words:
    """A report on a button."""
    outcome = words(f"outcome.{visit.outcome}")
    return words("correct.saying", outcome=outcome, at=visit.visited_at.astimezone(me.zone))


def _spellings(visit: Seen) -> tuple[str, ...]:
    return (RULES[visit.outcome].code, *PHRASES[visit.outcome])
