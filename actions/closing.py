"""Closing what is open, or keeping it open, and telling the enumerators on whose lists it is, one message each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from actions.actor import Actor
from core.cases.closing import CloseAll, Closed, ClosingBelow, KeepOpen, OpenOne, OpenOnes
from core.words import Words
from db.cases.closing import close_all, closing_below, keep_open, open_ones
from wording.closing import stays_words, told_words


def close(actor: Actor, command: CloseAll) -> Closed:
    """Close households as they were shown."""
    campaign, by = actor.campaign, command.caller.name
    key, fieldwork = campaign.receipt_key, campaign.fieldwork
    closed = close_all(actor.work, command, arrived_at=actor.now, fieldwork=fieldwork, key=key)
    return _told(actor, closed, "closed", lambda ones: told_words(ones, by))


def keep(actor: Actor, command: KeepOpen) -> Closed:
    """Keep households open for today."""
    by, kept = command.caller.name, keep_open(actor.work, command, fieldwork=actor.campaign.fieldwork)
    return _told(actor, kept, "kept", lambda ones: stays_words(ones, command.why, by))


def _told(actor: Actor, closed: Closed, part: str, said: Callable[[Sequence[OpenOne]], Words]) -> Closed:
    """Tell each enumerator of the own households; what was done, with the names of those who cannot be told."""
    lists: dict[str, list[OpenOne]] = defaultdict(list)
    for one in closed.done:
        if one.enumerator is not None:
            lists[one.enumerator].append(one)
    untold = [ones[0].name for officer, ones in lists.items() if not actor.tell(officer, part, said(ones))]
    return replace(closed, untold=tuple(untold))


LOOKS: dict[type, Callable[[Actor, Any], Any]] = {
    ClosingBelow: lambda actor, query: closing_below(actor.work, query, actor.campaign.fieldwork),
    OpenOnes: lambda actor, query: open_ones(actor.work, query, actor.campaign.fieldwork),
}
DOES: dict[type, Callable[[Actor, Any], Any]] = {CloseAll: close, KeepOpen: keep}
