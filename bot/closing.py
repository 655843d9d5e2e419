"""Closing what is open, or keeping it open, and telling the enumerators on whose lists it is, one message each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.flows.kit.closing import stays_words, told_words
from core.closing import CloseAll, Closed, ClosingBelow, KeepOpen, OpenOne, OpenOnes
from core.words import Words
from db.closing import close_all, closing_below, keep_open, open_ones

if TYPE_CHECKING:
    from bot.carry import Carrier


def close(carrier: Carrier, command: CloseAll) -> Closed:
    """Close households as they were shown."""
    campaign, by = carrier.campaign, command.caller.name
    key, fieldwork = campaign.receipt_key, campaign.fieldwork
    closed = close_all(carrier.work, command, arrived_at=carrier.now, fieldwork=fieldwork, key=key)
    return _told(carrier, closed, "closed", lambda ones: told_words(ones, by))


def keep(carrier: Carrier, command: KeepOpen) -> Closed:
    """Keep households open for today."""
    by, kept = command.caller.name, keep_open(carrier.work, command, fieldwork=carrier.campaign.fieldwork)
    return _told(carrier, kept, "kept", lambda ones: stays_words(ones, command.why, by))


def _told(carrier: Carrier, closed: Closed, part: str, said: Callable[[Sequence[OpenOne]], Words]) -> Closed:
    """Tell each enumerator of the own households; what was done, with the names of those who cannot be told."""
    lists: dict[str, list[OpenOne]] = defaultdict(list)
    for one in closed.done:
        if one.enumerator is not None:
            lists[one.enumerator].append(one)
    untold = [ones[0].name for officer, ones in lists.items() if not carrier.tell(officer, part, said(ones))]
    return replace(closed, untold=tuple(untold))


LOOKS: dict[type, Callable[[Carrier, Any], Any]] = {
    ClosingBelow: lambda carrier, query: closing_below(carrier.work, query, carrier.campaign.fieldwork),
    OpenOnes: lambda carrier, query: open_ones(carrier.work, query, carrier.campaign.fieldwork),
}
DOES: dict[type, Callable[[Carrier, Any], Any]] = {CloseAll: close, KeepOpen: keep}
