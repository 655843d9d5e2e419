"""How wishes to give work back are told: which households, why, and for how long they have waited."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from core.typed.numbers import spans
from core.words import Words, words
from core.workload.giving_back import GivingReason, WaitingWork, Wish, Wished

MINUTE = timedelta(minutes=1)
PLACES = 15
"""Places told one by one; the rest is one line."""


def numbers_text(households: Sequence[Wished]) -> str:
    """The numbers of households: 12, 14–18."""
    return spans(each.no for each in households if each.no is not None)


def reason_words(reason: str) -> Words | str:
    """A reason in words: a known one, or what was typed."""
    return words(f"giving.reason_{reason}") if reason in set(GivingReason) else reason


def place_words(households: Sequence[Wished]) -> list[Words]:
    """A line for each place: its numbers, or how many when they stand on no list."""
    by_place: dict[str, list[Wished]] = defaultdict(list)
    for each in households:
        by_place[each.place].append(each)
    shown, rest = list(by_place.items())[:PLACES], list(by_place.items())[PLACES:]
    lines = [
        words("giving.place", place=place, numbers=numbers)
        if (numbers := numbers_text(some))
        else words("giving.place_without_numbers", place=place, households=words("households", n=len(some)))
        for place, some in shown
    ]
    if rest:
        number = sum(len(some) for _, some in rest)
        lines.append(words("giving.more_places", households=words("households", n=number)))
    return lines


def wish_words(key: str, wish: Wish, now: datetime) -> Words:
    """A wish under a text of the caller's: who, how many, where, why, since when, and who decided on it.

    now: an instant on the reader's own clock.
    """
    return words(
        key,
        name=wish.name,
        officer=wish.officer,
        households=words("households", n=len(wish.households)),
        places=place_words(wish.households),
        reason=reason_words(wish.reason),
        ago=ago_words(wish.asked_at, now),
        number=wish.number,
        by=wish.decided_by,
        at=wish.decided_at.astimezone(now.tzinfo) if wish.decided_at else None,
    )


def waiting_words(waiting: WaitingWork, now: datetime) -> list[Words]:
    """What a leader's summary says of work to be given back: what has waited for long, and what is nobody's."""
    found = []
    if waiting.oldest is not None:
        households = words("households", n=waiting.households)
        found.append(words("giving.still_waiting", households=households, ago=ago_words(waiting.oldest, now)))
    if waiting.nobodys:
        found.append(words("giving.still_nobodys", households=words("households", n=waiting.nobodys)))
    if waiting.unanswered:
        found.append(words("reassign.still_unanswered", households=words("households", n=waiting.unanswered)))
    return found


def ago_words(since: datetime, now: datetime) -> Words:
    """How long ago something was, in its largest unit."""
    age = now - since
    for key, unit in (("ago.days", timedelta(days=1)), ("ago.hours", timedelta(hours=1)), ("ago.minutes", MINUTE)):
        if age >= unit:
            return words(key, n=age // unit)
    return words("ago.now")
