"""A leader's team: the figures of one day, for the chat and for the digest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from core.people.absences import Why
from core.people.training import Trained
from core.words import Share, Words, words
from core.workload.targets import Period
from core.workload.team import Summary, TeamRow
from wording.figures import figures_words

LISTED = 25
"""Rows shown one by one, those that need attention first; a leader of more people sees the rest as one row, so that
the total still adds up."""

NAMED = 5
"""Names of those who have not passed the training, or have not joined."""

CALLED = 3
"""Rows, from the top, that show the number to call."""


def summary_words(key: str, summary: Summary, day: date, notes: Sequence[Words] = ()) -> Words:
    """The figures of one day, for the chat and for the digest; notes: what else the leader should know."""
    if not summary.rows:
        return words("summary.empty")
    ordered = sorted(summary.rows, key=lambda row: row.urgency)
    shown, rest = ordered[:LISTED], ordered[LISTED:]
    rows = [_row(row, with_phone=at < CALLED) for at, row in enumerate(shown)]
    if rest:
        others = TeamRow("")
        for row in rest:
            others = others.plus(row)
        rows.append(words("summary.others", n=len(rest), figures=figures_words(others)))
    return words(
        key,
        day=day,
        rows=rows,
        share=Share(summary.total.done, summary.total.total),
        figures=figures_words(summary.total),
        left=_left(summary.period, day),
        silent=[
            *_reached(summary),
            _silent(summary, day),
            *([_unjoined(summary.unjoined)] if summary.unjoined else []),
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


def _reached(summary: Summary) -> list[Words]:
    """How many reached the day's target, and one of them by name."""
    if summary.best is None:
        return []
    name, number = summary.best
    return [words("summary.reached", reached=summary.reached, of=summary.total.enumerators, name=name, number=number)]


def _silent(summary: Summary, day: date) -> Words:
    """Who was to report and has not; on days on which nobody is to, that it is such a day."""
    period = summary.period
    if summary.silent:
        return words("summary.silent", n=summary.total.silent, names=_silent_names(summary))
    if period.is_worked(day):
        return words("summary.all_reported")
    if period.is_off(day):
        return words("summary.day_off")
    return words("summary.before", day=period.start) if day < period.start else words("summary.late_reports")


def _silent_names(summary: Summary) -> list[Words]:
    """The silent by name, those of other supervisors in one line; of very many only how many, by supervisor."""
    own = [name for above, names in summary.silent for name in names if not above]
    others = [(above, names) for above, names in summary.silent if above]
    lines = [words("summary.silent_name", name=name) for name in own[:LISTED]]
    if summary.total.silent <= LISTED:
        lines += [words("summary.silent_of", name=above, names=", ".join(names)) for above, names in others]
        return lines
    lines += [words("summary.silent_number", name=above, n=len(names)) for above, names in others[:LISTED]]
    more = max(0, len(own) - LISTED) + sum(len(names) for _, names in others[LISTED:])
    return [*lines, words("summary.silent_more", n=more)] if more else lines


def _unjoined(unjoined: Sequence[str]) -> Words:
    """Who has never opened the invitation."""
    names, more = ", ".join(unjoined[:NAMED]), len(unjoined) - NAMED
    rest = words("summary.training_more", n=more) if more > 0 else None
    return words("summary.unjoined", n=len(unjoined), names=names, more=rest)


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


def _row(row: TeamRow, *, with_phone: bool) -> Words:
    """A person's row; with the number to call when somebody should."""
    line = words("summary.row", name=row.name, figures=figures_words(row))
    called = with_phone and row.phone and row.needs_a_call
    return words("summary.row_phone", row=line, phone=row.phone) if called else line
