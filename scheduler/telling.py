"""Telling an officer something unasked, in the officer's language and outside of quiet hours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar

from bot.campaign import Campaign
from bot.telling import letter_to
from core.words import Words, words
from db.outbox import Lane, post
from db.settings import quiet_end
from db.work import Work

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
    work: Work, person: Any, said: Words | Sequence[Words], how: tuple[Lane, str], campaign: Campaign, now: datetime
) -> int:
    """Post something to an officer, in the officer's language; 1 when it is new, 0 when it was posted before.

    how: the lane, and the key that keeps it from being posted twice. Whatever is no reply and no alert leaves after the
    person's quiet hours.
    """
    warned = [words("training.still_on")] if person.training else []
    told = [said] if isinstance(said, Words) else list(said)
    lane, key = how
    held = quiet_end(person, now) if lane > Lane.ALERT else None
    return int(post(work, letter_to(person, [*told, *warned], key, campaign, lane), now, not_before=held))


def few(people: list[T]) -> list[list[T]]:
    """People, a few at a time."""
    return [people[at : at + A_FEW] for at in range(0, len(people), A_FEW)]
