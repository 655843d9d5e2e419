"""Carrying out a leader's word on reports, and writing to everybody whom a return concerns, in the same transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.flows.kit.reviewed import reopened_alert, returned_alert
from core.submitted import Review, Reviewed
from db.leaders import leaders_above
from db.reviewed import review

if TYPE_CHECKING:
    from bot.carry import Carrier


def review_reports(carrier: Carrier, command: Review) -> Reviewed:
    """Approve or return reports. Who is to mend one is told at once, and so are the leaders between."""
    done, gone = review(carrier.work, command, now=carrier.now)
    untold = []
    for report in () if command.approve else done:
        if not carrier.tell(report.officer, f"returned{report.id}", returned_alert(report, command)):
            untold.append(report.name)
        between = []
        for leader in leaders_above(carrier.work, report.officer):
            if leader.id == command.caller.officer:
                break
            between.append(leader)
        for leader in between[:1]:
            if not carrier.tell(leader.id, f"reopened{report.id}", reopened_alert(report, command)):
                untold.append(leader.name)
    return Reviewed(done, gone, tuple(untold))
