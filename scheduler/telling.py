"""Telling an officer something unasked, outside of quiet hours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar

import structlog

from actions.notify import notify
from core.outgoing import Offer
from core.words import Words, words
from db.engine.passing import passes
from db.engine.work import Work
from db.outbox.messages import Lane
from running.traces import place_of

log = structlog.get_logger()
T = TypeVar("T")
Counts = dict[str, int]
A_FEW = 25
"""People told in one transaction."""


class Write(Protocol):
    """Runs a function in one transaction and hands back its result."""

    def __call__(self, function: Callable[[Work], T], /) -> T:
        """Commit, or raise."""
        ...


def tell(  # noqa: PLR0913
    work: Work,
    person: Any,
    said: Words | Sequence[Words],
    how: tuple[Lane, str],
    now: datetime,
    doors: Sequence[Offer] | None = None,
) -> int:
    """Post something to an officer; 1 when it is new, 0 when it was posted before.

    how, doors: as actions/notify.py has `how` and `offers`. Who trains is told that this is about the real list.
    """
    warned = [words("training.still_on")] if person.training else []
    told = [said] if isinstance(said, Words) else list(said)
    return int(notify(work, person, [*told, *warned], how, now, offers=doors))


def tell_each(write: Write, tell_some: Callable[[Work, Sequence[T]], int], people: Sequence[T], job: str) -> Counts:
    """Tell people, a few a transaction; how many messages were posted.

    When it fails for a few, they are told one by one: who cannot be told is counted as failed and logged, and keeps
    nobody else from being told. A database that is away ends it; the next tick tries again.
    """
    counts = {"posted": 0}
    for at in range(0, len(people), A_FEW):
        some = people[at : at + A_FEW]
        try:
            counts["posted"] += _told(write, tell_some, some)
        except Exception as error:
            if passes(error):
                raise
            for one in some:
                try:
                    counts["posted"] += _told(write, tell_some, [one])
                except Exception as error:
                    if passes(error):
                        raise
                    counts["failed"] = counts.get("failed", 0) + 1
                    log.error("not_told", job=job, error=type(error).__name__, where=place_of(error))
    return counts


def _told(write: Write, tell_some: Callable[[Work, Sequence[T]], int], some: Sequence[T]) -> int:
    return write(lambda work: tell_some(work, some))
