"""Reports made and checked as the talks do it."""

from datetime import timedelta

from core.people.person import Caller, Role
from core.review.submitted import ReportToCheck, Review, Submitted
from core.visits.outcomes import RULES, Outcome
from core.visits.report import RecordVisit, Report
from core.visits.source import Source
from db.engine.work import Work
from db.review.decide import review
from db.review.queue import report_to_check
from db.visits.record import record_visit
from tests.people import CAMPAIGN, MORNING, WITA, ani

LATER = MORNING + timedelta(hours=5)
ROLES = {"PML": Role.PML, "KSK": Role.KOSEKA, "BPS": Role.BPS, "PPL": Role.PPL}


def leader(officer: str = "PML-001") -> Caller:
    """A leader at two o'clock."""
    return Caller(ROLES.get(officer[:3], Role.CITIZEN), "id", LATER, WITA, officer, officer)


def submit(
    work: Work,
    household: int,
    outcome: Outcome = Outcome.COMPLETE,
    minutes: float = 0,
    persons: int = 4,
    source: Source = Source.SELF,
) -> int:
    """Ani reports; the visit."""
    at = MORNING + timedelta(minutes=minutes)
    revisit = at + timedelta(hours=9) if RULES[outcome].revisit else None
    counted = persons if RULES[outcome].counts else 0
    report = Report(outcome, at, counted, revisit_at=revisit, confirmed=True, source=source)
    command = RecordVisit(ani(at), report, household)
    return record_visit(work, command, arrived_at=at, fieldwork=CAMPAIGN.fieldwork, key=CAMPAIGN.receipt_key).visit


def see(work: Work, visit: int, by: str = "PML-001") -> Submitted:
    """A report as a leader sees it."""
    report = report_to_check(work, ReportToCheck(by, visit))
    assert report is not None
    return report


def check(work: Work, *reports: Submitted, approve: bool = True, by: str = "PML-001") -> list[int]:
    """A leader's word on reports; the visits on which it was carried out."""
    reason = "" if approve else "persons"
    done, gone = review(work, Review(leader(by), reports, approve, reason), now=LATER)
    assert set(done) | set(gone) == set(reports)
    return [one.id for one in done]
