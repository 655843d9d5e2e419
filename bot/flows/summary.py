"""/ringkasan: a leader's team today. The evening digest says the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.flows.kit import Script, look, say
from bot.flows.kit.cases import overview_words as case_words
from bot.flows.kit.closing import waiting_words as closing_words
from bot.flows.kit.figures import figures_words
from bot.flows.kit.giving import waiting_words
from bot.flows.kit.letters import overdue_words
from bot.flows.kit.reviewed import overview_words
from core.absences import Why
from core.casework import CasesBelow
from core.closing import ClosingBelow
from core.giving_back import WaitingBelow
from core.letters import UnansweredLetters
from core.people import Caller
from core.submitted import ReviewBelow
from core.targets import Period
from core.team import Summary, SummaryOf, TeamRow
from core.training import Trained
from core.words import Bar, Words, words

LISTED = 25
"""Rows shown one by one; a leader of more people sees the rest as one row, so that the total still adds up."""

NAMED = 5
"""Names of those who have not passed the training."""


def show_summary(me: Caller, typed: str = "") -> Script[None]:
    """The team's figures as they stand now."""
    summary = yield from look(SummaryOf(me.officer or "", me.today, me.at))
    waiting = yield from look(WaitingBelow(me.officer or "", me.at))
    review = yield from look(ReviewBelow(me.officer or ""))
    letters = yield from look(UnansweredLetters(me.officer or ""))
    cases = case_words((yield from look(CasesBelow(me.officer or ""))), me.at)
    late = overdue_words(letters, me.role, me.at)
    closing = closing_words((yield from look(ClosingBelow(me))), me.at)
    notes = [*closing, *cases, *overview_words(review, me.at), *waiting_words(waiting, me.at), *late]
    yield from say(summary_words("summary.now", summary, me.today, notes))


def summary_words(key: str, summary: Summary, day: date, notes: Sequence[Words] = ()) -> Words:
    """The figures of one day, for the chat and for the digest; notes: what else the leader should know."""
    if not summary.rows:
        return words("summary.empty")
    shown, rest = summary.rows[:LISTED], summary.rows[LISTED:]
    rows = [_row(row) for row in shown]
    if rest:
        others = TeamRow("")
        for row in rest:
            others = others.plus(row)
        rows.append(words("summary.others", n=len(rest), figures=figures_words(others)))
    silent = [words("summary.silent_name", name=name) for name in summary.silent[:LISTED]]
    if len(summary.silent) > LISTED:
        silent.append(words("summary.silent_more", n=len(summary.silent) - LISTED))
    return words(
        key,
        day=day,
        rows=rows,
        bar=Bar(summary.total.done, summary.total.total),
        figures=figures_words(summary.total),
        left=_left(summary.period, day),
        silent=[
            _silent(summary, day, silent),
            *([_absent(summary.absent)] if summary.absent else []),
            *([_corrections(summary.corrections)] if summary.corrections else []),
            *([_training(summary.trained)] if summary.trained else []),
            *notes,
        ],
    )


def _left(period: Period, day: date) -> Words:
    if period.is_over(day):
        return words("summary.over", day=period.end, year=f"{period.end:%Y}")
    return words("summary.left", days=words("days", n=period.days_left(day)))


def _silent(summary: Summary, day: date, names: list[Words]) -> Words:
    """Who was to report and has not; on days on which nobody is to, that it is such a day."""
    period = summary.period
    if names:
        return words("summary.silent", n=len(summary.silent), names=names)
    if period.is_worked(day):
        return words("summary.all_reported")
    if period.is_off(day):
        return words("summary.day_off")
    return words("summary.before", day=period.start) if day < period.start else words("summary.late_reports")


def _absent(absent: Sequence[tuple[str, Why]]) -> Words:
    """Who is ill or on leave, by name."""
    names = [words("summary.absent_name", name=name, why=words(f"absence.why_{why}")) for name, why in absent[:LISTED]]
    if len(absent) > LISTED:
        names.append(words("summary.silent_more", n=len(absent) - LISTED))
    return words("summary.absent", n=len(absent), names=names)


def _corrections(corrections: Sequence[tuple[str, int]]) -> Words:
    """How many reports were corrected today, and by whom."""
    names = ", ".join(f"{name} {number}" for name, number in corrections[:LISTED])
    more = " …" if len(corrections) > LISTED else ""
    return words("summary.corrections", n=sum(number for _, number in corrections), names=names + more)


def _training(trained: Trained) -> Words:
    """How many have passed the training, and the names of some who have not."""
    more = len(trained.missing) - NAMED
    return words(
        "summary.training",
        passed=trained.passed,
        total=trained.total,
        names=", ".join(trained.missing[:NAMED]),
        more=words("summary.training_more", n=more) if more > 0 else None,
    )


def _row(row: TeamRow) -> Words:
    return words("summary.row", name=row.name, figures=figures_words(row))
