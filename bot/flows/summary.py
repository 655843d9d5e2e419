"""/ringkasan: a leader's team today. The evening digest says the same."""

from __future__ import annotations

from datetime import date

from bot.flows.kit import Script, look, say
from core.people import Caller
from core.team import Summary, SummaryOf, TeamRow
from core.words import Bar, Words, words

LISTED = 25
"""Rows shown one by one; a leader of more people sees the rest as one row, so that the total still adds up."""


def show_summary(me: Caller, typed: str = "") -> Script[None]:
    """The team's figures as they stand now."""
    summary = yield from look(SummaryOf(me.officer or "", me.today, me.at))
    yield from say(summary_words("summary.now", summary, me.today))


def summary_words(key: str, summary: Summary, day: date) -> Words:
    """The figures of one day, for the chat and for the digest."""
    if not summary.rows:
        return words("summary.empty")
    shown, rest = summary.rows[:LISTED], summary.rows[LISTED:]
    rows = [_row(row) for row in shown]
    if rest:
        others = TeamRow("")
        for row in rest:
            others = others.plus(row)
        rows.append(words("summary.others", n=len(rest), figures=_figures(others)))
    silent = [words("summary.silent_name", name=name) for name in summary.silent[:LISTED]]
    if len(summary.silent) > LISTED:
        silent.append(words("summary.silent_more", n=len(summary.silent) - LISTED))
    return words(
        key,
        day=day,
        rows=rows,
        bar=Bar(summary.total.done, summary.total.total),
        figures=_figures(summary.total),
        days=words("days", n=summary.days_left),
        silent=words("summary.silent", n=len(summary.silent), names=silent)
        if silent
        else words("summary.all_reported"),
    )


def _row(row: TeamRow) -> Words:
    return words("summary.row", name=row.name, figures=_figures(row))


def _figures(row: TeamRow) -> Words:
    return words(
        "summary.figures",
        today=row.done_today,
        target=row.target,
        done=row.done,
        total=row.total,
        refusals=row.refusals,
        overdue=row.overdue,
    )
