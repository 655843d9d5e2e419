"""The screen: the message in which the waiting question stands. A press of one of its buttons is answered in its place.

docs/adr/0010-one-screen-a-report.md tells when that is so, and what happens to an edit that is refused or comes late.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from bot.carry import REPLY, Carrier
from bot.event import Event
from bot.router import ONCE
from bot.waiting import Screen, Waiting
from core.visits.report import RecordVisit
from db.engine.work import Work
from db.outbox.screen import is_lowest


class Side(Protocol):
    """What has to be known of a talk (bot/talk.py)."""

    work: Work
    event: Event
    carrier: Carrier
    number: int
    waiting: Waiting | None
    waiting_before: Waiting | None
    kept: tuple[Waiting | None, int] | None
    accepted: bool
    started: bool
    spent: int


def settle(talk: Side, *, aside: bool) -> int:
    """The number of the message whose place the reply takes; 0: it is a message of its own. Where the next question
    stands is kept with the talk. aside: the reply tells what does not belong to the talk.
    """
    place = _place_of(talk)
    talk.spent = _spent_by(talk, place)
    if talk.kept and talk.kept[0] is not None:
        talk.kept = replace(talk.kept[0], screen=_screen_after(talk, place, aside=aside)), talk.number
    return place


def on_the_spot(talk: Side) -> bool:
    """Whether a button was pressed in the very message that shows the next question by now."""
    screen = talk.waiting.screen if talk.waiting else None
    return bool(screen and talk.event.message and screen.at == talk.event.message)


def _place_of(talk: Side) -> int:
    """The number of the message whose place the reply takes; 0: it is a message of its own.

    It takes the place of the question that a press has answered, unless that message tells more than the question,
    something newer stands below it, or the reply brings another keyboard.
    """
    screen = talk.waiting_before.screen if talk.waiting_before else None
    pressed = talk.event.message
    if not talk.accepted or not pressed or not screen or talk.carrier.changed_caller:
        return 0
    if screen.told or pressed <= screen.above:
        return 0
    return pressed if is_lowest(talk.work, f"{screen.by}:{REPLY}", talk.carrier.actor.now) else 0


def _spent_by(talk: Side, place: int) -> int:
    """The number of the message whose buttons have done their work, though it stays; 0: there is none."""
    once = talk.started and talk.event.data.startswith(f"{ONCE}:")
    return talk.event.message if once or (talk.accepted and not place) else 0


def _screen_after(talk: Side, place: int, *, aside: bool) -> Screen:
    """Where the question stands that the reply puts, as it is kept with the talk."""
    before = talk.waiting_before.screen if talk.waiting_before else None
    above = before.above if before else 0
    if not place:
        above = max(above, talk.event.message)
    told = aside or any(isinstance(command, RecordVisit) for command in talk.carrier.done)
    return Screen(talk.event.name, place, above, told)
