"""Buttons that lead on: from a receipt to the next door, and from a list to each of its households."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from bot.flows.kit.script import Script, look
from core.outgoing import Offer
from core.people.person import Caller
from core.words import words
from core.workload.households import NextHouseholds

SOON = timedelta(hours=1)


def next_door(me: Caller, reported: Iterable[int]) -> Script[list[Offer]]:
    """The buttons of a receipt: the household to visit next, and the list. reported: ids that were just reported.

    Which one is next: a revisit that is due within the hour, the earliest first; else the nearest to where the
    enumerator was last, as db/visits/walking.py finds it by places, or by the numbers of the list where places are not
    known.
    """
    done = set(reported)
    soon = yield from look(NextHouseholds(me.officer or "", me.at + SOON, 1 + len(done)))
    following = [each for each in soon if each.id not in done]
    if not following:
        return []
    first = following[0]
    onward = Offer("lapor", str(first.no), words("household.button_next", no=first.no, head=first.head), once=True)
    return [onward, Offer("target", "", words("household.button_list"), beside=True)]
