"""Carrying out a leader's word on reports, and writing to everybody whom a return concerns, in the same transaction."""

from __future__ import annotations

from actions.actor import Actor
from core.review.states import RETURNED
from core.review.submitted import Review, Reviewed, Submitted
from db.people.leaders import leaders_above
from db.review.decide import review
from wording.reviewed import reopened_alert, returned_alert, taken_back_alert


def review_reports(actor: Actor, command: Review) -> Reviewed:
    """Approve or return reports. Told at once: who is to mend one, or need not any more, and the leader between."""
    done, gone = review(actor.work, command, now=actor.now)
    untold: list[str] = []
    for report in done:
        if not command.approve:
            untold += _tell_of_return(actor, command, report)
        elif report.state in RETURNED:
            actor.tell(report.officer, f"kept{report.id}", taken_back_alert(report, command))
    return Reviewed(done, gone, tuple(untold))


def _tell_of_return(actor: Actor, command: Review, report: Submitted) -> list[str]:
    """Tell the enumerator, and the nearest leader when a higher one has returned it; names of those not reached."""
    untold = []
    if not actor.tell(report.officer, f"returned{report.id}", returned_alert(report, command)):
        untold.append(report.name)
    leader = next(iter(leaders_above(actor.work, report.officer)), None)
    if leader is None or leader.id == command.caller.officer:
        return untold
    if not actor.tell(leader.id, f"reopened{report.id}", reopened_alert(report, command)):
        untold.append(leader.name)
    return untold
