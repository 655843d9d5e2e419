"""A person's day in one line, or that of everybody below: in the summary, in the digest and in /tim."""

from __future__ import annotations

from core.words import Words, words
from core.workload.targets import Status
from core.workload.team import TeamRow
from wording.pace import status_words


def figures_words(row: TeamRow) -> Words:
    """Today and in all, then what is not as it should be: a row is to fit a small phone."""
    figures = words("summary.figures", today=row.done_today, target=row.target, done=row.done, total=row.total)
    for more in (*_standing(row), *_troubles(row)):
        figures = words("summary.and", figures=figures, more=more)
    return figures


def _standing(row: TeamRow) -> list[Words]:
    """The status of one enumerator; of several, how many stand badly, or the word that is true of all."""
    listed = sum(row.standing(status) for status in Status)
    if listed == 1 or row.finished == listed > 0:
        return [status_words(next(status for status in Status if row.standing(status)))]
    bad = [status for status in (Status.NOT_STARTED, Status.AT_RISK) if row.standing(status)]
    return [words("summary.standing", n=row.standing(each), status=status_words(each)) for each in bad] or [
        status_words(Status.SAFE) for _ in range(min(1, listed))
    ]


def _troubles(row: TeamRow) -> list[Words]:
    told = (
        (row.visits if row.visits != row.done_today else 0, words("summary.visits", number=row.visits)),
        (row.refusals, words("summary.refusals", number=row.refusals)),
        (row.overdue, words("summary.overdue", number=row.overdue)),
    )
    return [each for number, each in told if number]
