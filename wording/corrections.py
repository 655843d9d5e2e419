"""How reports, and what was corrected of them, are told to those who made them and to their leaders."""

from __future__ import annotations

from collections.abc import Sequence

from core.people.person import Caller
from core.visits.corrections import Corrected, Listed
from core.visits.report import Report
from core.visits.standing import Seen
from core.words import Words, words
from wording.next_visit import next_words
from wording.receipts import contradiction_words, standing_words
from wording.source import source_words


def report_words(said: Seen | Report, me: Caller, *, note: bool = True) -> Words:
    """A report in one line: outcome, people, note unless it is left out, who says so, and the hour of the visit."""
    return words(
        "correct.report",
        outcome=words(f"outcome.{said.outcome}"),
        people=_people_words(said),
        note=words("correct.note", note=said.note) if note and said.note else None,
        source=source_words("correct.source", said.source),
        at=said.visited_at.astimezone(me.zone),
    )


def listed_words(listed: Sequence[Listed], shown: int, me: Caller) -> Words:
    """The reports of a day, those that wait for a decision marked."""
    lines = [
        words(
            "correct.line_waits" if one.waits else "correct.line",
            no=one.household.no,
            head=one.household.head,
            report=report_words(one.visit, me),
        )
        for one in listed[:shown]
    ]
    if len(listed) > shown:
        lines.append(words("correct.more", n=len(listed) - shown))
    return words("correct.which", reports=lines)


def corrected_words(corrected: Corrected, instead: Report | None, me: Caller) -> Words:
    """What was said before, and what counts now."""
    household, before = corrected.after, [report_words(one, me) for one in corrected.wrong]
    if instead is None:
        done = words("correct.withdrawn", no=household.no, head=household.head, reports=before)
    else:
        after = report_words(instead, me)
        done = words("correct.replaced", no=household.no, head=household.head, before=before, after=after)
    return words("correct.done", what=done, now=_now(corrected, me))


def decided_words(corrected: Corrected, me: Caller) -> Words:
    """Which of two reports was right."""
    household = corrected.after
    done = words("correct.decided", no=household.no, head=household.head)
    return words("correct.done", what=done, now=_now(corrected, me))


def _now(corrected: Corrected, me: Caller) -> list[Words]:
    """How the household stands after a correction."""
    household = corrected.after
    lines = [words("correct.now", stands=standing_words(household, me))]
    coming = next_words(corrected.next, household.no, me)
    if coming:
        lines.append(coming)
    if corrected.code:
        lines.append(words("visit.saved_code", code=corrected.code))
    if corrected.asks:
        lines.append(contradiction_words(household, corrected.asks[0], me))
    return lines


def _people_words(said: Seen | Report) -> Words | None:
    """How many were counted; families only when there are several."""
    if said.families > 1:
        return words("batch.families", n=said.persons, families=said.families)
    return words("batch.persons", n=said.persons) if said.persons else None
