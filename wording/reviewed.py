"""How reports are shown to those who check them, and what is told when one comes back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from core.people.person import Caller
from core.review.states import APPROVED
from core.review.submitted import Overview, Returned, ReturnReason, Review, Reviewed, Submitted
from core.visits.source import PROXY
from core.words import Value, Words, words
from wording.giving import ago_words

LISTED = 12
"""Enumerators, or returned reports, told one by one; the rest is one line."""


def overview_words(overview: Overview, now: datetime, *, named: bool = True) -> list[Words]:
    """What a leader's summary says: what waits to be checked, and what was returned and is not mended yet.

    named: with the command's name.
    """
    found = []
    if overview.oldest is not None:
        waiting = words("review.waiting", n=overview.number, ago=ago_words(overview.oldest, now))
        found.append(words("review.to_be_checked", waiting=waiting) if named else waiting)
    if overview.returned_oldest is not None:
        ago = ago_words(overview.returned_oldest, now)
        found.append(words("review.still_returned", n=overview.returned, ago=ago))
    return found


def who_words(overview: Overview, me: Caller) -> Words:
    """The question whose reports are to be checked: how many of whom wait, and for how long."""
    lines = [
        words("review.of", name=each.name, n=each.number, ago=ago_words(each.oldest, me.at))
        for each in overview.waiting[:LISTED]
    ]
    rest = overview.waiting[LISTED:]
    if rest:
        lines.append(words("review.of_others", n=len(rest), number=sum(each.number for each in rest)))
    return words(
        "review.whose", waiting=overview_words(overview, me.at, named=False) or words("review.none"), lines=lines
    )


def report_words(report: Submitted, me: Caller, left: int = 0) -> Words:
    """A report with all that is known of it. left: how many wait after it."""
    household, who = report.household, words(f"source.{report.source}") if report.source in PROXY else None
    lines = [words(f"review.hint_{hint}", n=report.close, persons=household.persons, who=who) for hint in report.hints]
    if report.photos:
        lines.insert(0, words("review.photos", n=len(report.photos)))
    if report.placed:
        lines.insert(0, words("review.placed"))
    if report.note:
        lines.insert(0, words("review.note", note=report.note))
    told = {"by": report.by, "reason": reason_words(report.reason), "ago": ago_words(report.since, me.at)}
    if report.again is not None:
        lines.append(words(f"review.again_{report.again}", **told))
    return words(
        "review.report",
        name=report.name,
        no=household.no,
        head=household.head,
        address=household.address,
        outcome=words(f"outcome.{household.status}"),
        people=_people(household.persons, report.families),
        at=report.visited_at,
        lines=lines,
        stands=words(f"review.is_{report.state}", **told),
        left=words("review.left", n=left) if left else None,
    )


def message_words(reports: Sequence[Submitted], most: int, me: Caller) -> Words:
    """Reports that came in one message, a line each. most: of more than that the others are counted."""
    first = reports[0]
    lines = [
        words(
            "review.line",
            no=one.household.no,
            head=one.household.head,
            outcome=words(f"outcome.{one.household.status}"),
            people=_people(one.household.persons, one.families),
        )
        for one in reports[:most]
    ]
    if len(reports) > most:
        lines.append(words("review.more", n=len(reports) - most))
    return words("review.message", name=first.name, n=len(reports), at=first.visited_at, lines=lines)


def reason_words(reason: str) -> Words | str:
    """A reason in words: a usual one, or what was typed."""
    return words(f"review.reason_{reason}") if reason in set(ReturnReason) else reason


def done_words(reviewed: Reviewed, command: Review) -> list[Words]:
    """To the leader who decided."""
    found = []
    if len(reviewed.done) > 1:
        found.append(words("review.approved_many", n=len(reviewed.done), name=reviewed.done[0].name))
    elif reviewed.done:
        one = reviewed.done[0]
        key = "review.approved" if command.approve else "review.returned"
        told: dict[str, Value] = {"name": one.name, "no": one.household.no, "head": one.household.head, "visit": one.id}
        found.append(words(key, **told, reason=reason_words(command.reason)))
    if reviewed.gone:
        found.append(words("review.gone", n=len(reviewed.gone)))
    if reviewed.untold:
        found.append(words("decide.untold", names=", ".join(reviewed.untold)))
    return found


def returned_alert(report: Submitted, command: Review) -> Words:
    """To the enumerator whose report comes back."""
    household = report.household
    return words(
        "alert.returned",
        by=command.caller.name,
        no=household.no,
        head=household.head,
        outcome=words(f"outcome.{household.status}"),
        people=_people(household.persons, report.families),
        reason=reason_words(command.reason),
    )


def taken_back_alert(report: Submitted, command: Review) -> Words:
    """To the enumerator whose report had come back, and is right after all."""
    household = report.household
    return words("alert.return_taken_back", by=command.caller.name, no=household.no, head=household.head)


def reopened_alert(report: Submitted, command: Review) -> Words:
    """To the supervisor of an enumerator whose report was returned by the second level."""
    household = report.household
    return words(
        "alert.reopened" if report.state in APPROVED else "alert.returned_above",
        by=command.caller.name,
        name=report.name,
        no=household.no,
        head=household.head,
        reason=reason_words(command.reason),
    )


def returned_words(returned: Sequence[Returned], now: datetime) -> Words:
    """An enumerator's reports that came back, above the list of the day."""
    lines = [
        words(
            "review.came_back",
            no=one.household.no,
            head=one.household.head,
            by=one.by,
            reason=reason_words(one.reason),
            ago=ago_words(one.at, now),
        )
        for one in returned[:LISTED]
    ]
    if len(returned) > LISTED:
        lines.append(words("review.came_back_more", n=len(returned) - LISTED))
    return words("review.came_back_list", n=len(returned), lines=lines)


def _people(persons: int, families: int) -> Words | None:
    """How many were counted; families only when there are several."""
    if families > 1:
        return words("batch.families", n=persons, families=families)
    return words("batch.persons", n=persons) if persons else None
