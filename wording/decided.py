"""What a decision on work given back is told: to the leader, to the giver, and to the receiver."""

from __future__ import annotations

from collections.abc import Sequence

from core.people.person import Caller
from core.typed.numbers import spans
from core.words import Value, Words, words
from core.workload.giving_back import Decide, Decision, NewOnList, Standing, Wish
from wording.giving import numbers_text

LISTED = 20
"""New households named one by one to their receiver."""


def done_words(decision: Decision, command: Decide) -> Words:
    """To the leader who decided."""
    wish = decision.wish
    values: dict[str, Value] = {"name": wish.name, "households": words("households", n=len(decision.moved))}
    if not command.accepted:
        lines = [words("decide.refused", name=wish.name)]
    elif not decision.moved:
        lines = [words("decide.nothing_moved", name=wish.name)]
    elif decision.receiver is None:
        lines = [words("decide.moved_to_nobody", **values)]
    else:
        numbers = spans(each.no for each in decision.new)
        lines = [words("decide.moved", **values, receiver=decision.receiver, numbers=numbers)]
    if command.accepted:
        lines += kept_words(decision)
    if decision.untold:
        lines.append(words("decide.untold", names=", ".join(decision.untold)))
    return words("decide.done", lines=lines)


def giver_words(decision: Decision, command: Decide) -> Words:
    """To the enumerator who asked."""
    by = command.caller.name
    if not command.accepted:
        numbers = numbers_text(decision.kept)
        return words("giving.refused", by=by, numbers=numbers, answer=command.answer)
    lines = kept_words(decision)
    if decision.moved:
        numbers = numbers_text(decision.moved)
        who = words("giving.now_with", name=decision.receiver) if decision.receiver else words("giving.now_nobodys")
        lines.insert(0, words("giving.accepted", by=by, numbers=numbers, who=who))
    else:
        lines.insert(0, words("giving.nothing_moved", by=by))
    return words("decide.done", lines=lines)


def receiver_words(decision: Decision) -> Words:
    """To the enumerator who gets the households."""
    return received_words(decision.new, decision.wish.name)


def received_words(new: Sequence[NewOnList], giver: str) -> Words:
    """New households of a list, and whose they were."""
    lines = [_new(each) for each in new[:LISTED]]
    if len(new) > LISTED:
        rest = new[LISTED:]
        lines.append(words("giving.more_new", n=len(rest), numbers=spans(each.no for each in rest)))
    return words("giving.received", households=words("households", n=len(new)), name=giver, lines=lines)


def kept_words(decision: Decision) -> list[Words]:
    """Why some households stay where they are."""
    found = []
    for standing in (Standing.SETTLED, Standing.ELSEWHERE):
        some = [each for each in decision.kept if each.standing is standing]
        if some:
            found.append(words(f"kept.{standing}", numbers=numbers_text(some)))
    return found


def decided_words(wish: Wish, me: Caller) -> Words:
    """To somebody who comes too late: who decided, and when."""
    at = wish.decided_at.astimezone(me.zone) if wish.decided_at else None
    if wish.taken_back:
        return words("decide.taken_back", name=wish.name, at=at)
    return words("decide.decided", name=wish.name, by=wish.decided_by, at=at)


def _new(household: NewOnList) -> Words:
    line = words("household.line", no=household.no, head=household.head, address=household.address)
    return line if household.revisit_at is None else words("household.line_revisit", line=line, at=household.revisit_at)
