"""How closing is told: what would become of which households, what is left out, and what became of a leader's word."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from core.cases.closing import Closed, Closing, OpenOne
from core.people.person import Caller
from core.visits.outcomes import RULES, Outcome
from core.words import Words, words
from wording.giving import ago_words
from wording.source import source_words

CODES = (Outcome.REFUSED_FOR_GOOD, Outcome.NEVER_MET)
"""What an open household may become, in the order in which it is told."""
NAMED = 12
"""People, or households that changed meanwhile, told by name."""


def early_words(closing: Closing) -> Words:
    """That it has not begun, and when it will."""
    return words("closing.early", day=closing.begins_at.date(), hour=closing.begins_at.time())


def whose_words(closing: Closing) -> Words:
    """The question whose households are to be closed."""
    total = sum(n for _, _, n in closing.below)
    return words("closing.whose", households=words("households", n=total), left=left_words(closing))


def proposal_words(closing: Closing, ones: Sequence[OpenOne], me: Caller) -> Words:
    """The households of one list by what they would become, and what is left out."""
    lines, before = [], None
    for one in ones:
        if one.becomes is not before and one.becomes is not None:
            before = one.becomes
            number = sum(each.becomes is before for each in ones)
            lines.append(_becomes_words("closing.become", before, number))
        lines.append(_line(one, me))
    return words(
        "closing.proposal",
        n=len(ones),
        of=words("closing.of", number=len(closing.closes)) if len(closing.closes) > len(ones) else None,
        lines=lines,
        left=left_words(closing),
    )


def left_words(closing: Closing) -> list[Words]:
    """What is not closed, and why not; that nobody was there is told loudly."""
    found = []
    if closing.to_come:
        found.append(words("closing.to_come", n=len(closing.to_come)))
    if closing.kept:
        found.append(words("closing.kept", n=len(closing.kept)))
    if closing.above:
        found.append(words("closing.above", n=closing.above))
    if closing.not_visited:
        names = ", ".join(f"{name} {number}" for name, number in closing.not_visited[:NAMED])
        more = " …" if len(closing.not_visited) > NAMED else ""
        found.append(words("closing.not_visited", n=closing.unvisited, names=names + more))
    return found


def nothing_words(closing: Closing) -> Words:
    """That nothing is to be closed now."""
    return words("closing.nothing", left=left_words(closing))


def waiting_words(closing: Closing, now: datetime) -> list[Words]:
    """What a leader's summary says from the beginning of closing on: how many wait to be closed, and since when."""
    found = []
    if closing.closes:
        n, ago = len(closing.closes), ago_words(closing.begins_at, now)
        found.append(words("closing.waiting", n=n, ago=ago))
    if closing.not_visited:
        found.append(words("closing.unvisited", n=closing.unvisited))
    return found


def asked_words(closing: Closing, mine: Sequence[OpenOne], names: Sequence[str]) -> Words:
    """The proposal to a leader, in short. names: of those who were asked before, and have not answered."""
    outcomes = sorted({one.becomes for one in mine if one.becomes is not None}, key=CODES.index)
    lines = [
        _becomes_words("closing.would_become", each, sum(one.becomes is each for one in mine)) for each in outcomes
    ]
    key = "closing.passed_on" if names else "closing.asked"
    return words(
        key,
        households=words("households", n=len(mine)),
        names=", ".join(names[:NAMED]),
        lines=lines,
        left=left_words(closing),
    )


def closed_words(closed: Closed, me: Caller) -> Words:
    """To the leader who closed: how many became what, and what had changed meanwhile."""
    outcomes = sorted({one.becomes for one in closed.done if one.becomes is not None}, key=CODES.index)
    lines = [
        _becomes_words("closing.would_become", each, sum(one.becomes is each for one in closed.done))
        for each in outcomes
    ]
    if closed.gone:
        lines.append(words("closing.gone", n=len(closed.gone), names=_names(closed.gone)))
    if closed.untold:
        lines.append(words("decide.untold", names=", ".join(closed.untold)))
    return words("closing.done" if closed.done else "closing.done_nothing", n=len(closed.done), lines=lines)


def kept_words(kept: Closed) -> Words:
    """To the leader who keeps some open."""
    lines = [words("closing.gone", n=len(kept.gone), names=_names(kept.gone))] if kept.gone else []
    if kept.untold:
        lines.append(words("decide.untold", names=", ".join(kept.untold)))
    return words("closing.stays", n=len(kept.done), names=_names(kept.done), lines=lines)


def told_words(ones: Sequence[OpenOne], by: str) -> Words:
    """To the enumerator whose households were closed."""
    lines = [
        words("closing.told_line", no=one.no, head=one.head, outcome=words(f"outcome.{one.becomes}")) for one in ones
    ]
    return words("closing.told", by=by, n=len(ones), lines=lines)


def stays_words(ones: Sequence[OpenOne], why: str, by: str) -> Words:
    """To the enumerator whose households stay open."""
    lines = [words("closing.told_stays_line", no=one.no, head=one.head) for one in ones]
    return words("closing.told_stays", by=by, why=why, lines=lines)


def household_words(one: OpenOne) -> Words:
    """Which household, on whose list."""
    if one.no is None:
        return words("case.nobodys_household", head=one.head)
    return words("case.team_household", no=one.no, head=one.head, name=one.name)


def _becomes_words(key: str, outcome: Outcome, number: int) -> Words:
    return words(key, outcome=words(f"outcome.{outcome}"), code=RULES[outcome].r205, number=number)


def _line(one: OpenOne, me: Caller) -> Words:
    return words(
        "closing.line",
        household=household_words(one),
        tries=one.visits,
        at=one.at.astimezone(one.zone) if one.at else None,
        last=words(f"outcome.{one.status}"),
        source=source_words("closing.source", one.source),
        command=words("case.link", about=f"K{one.household}"),
    )


def _names(ones: Sequence[OpenOne]) -> list[Words]:
    return [words("closing.name", household=household_words(one)) for one in ones[:NAMED]]
