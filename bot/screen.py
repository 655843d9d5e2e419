"""The screen: the message in which the waiting question stands. A press of one of its buttons is answered in its place.

docs/adr/0010-one-screen-a-report.md tells when that is so, and what happens to an edit that is refused or comes late.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.carry import REPLY
from bot.router import ONCE
from core.visits.report import RecordVisit
from db.outbox.screen import is_lowest

if TYPE_CHECKING:
    from bot.talk import Talk


def settle(talk: Talk, *, aside: bool) -> int:
    """The number of the message whose place the reply takes; 0: it is a message of its own. Where the next question
    stands is kept with the talk. aside: the reply tells what does not belong to the talk.
    """
    place = _place_of(talk)
    talk.spent = _spent_by(talk, place)
    if talk.kept and talk.kept[0] is not None:
        talk.kept = {**talk.kept[0], "screen": _screen_after(talk, place, aside=aside)}, talk.number
    return place


def on_the_spot(talk: Talk) -> bool:
    """Whether a button was pressed in the very message that shows the next question by now."""
    screen = _screen_of(talk.waiting)
    return bool(screen and talk.event.message and screen["at"] == talk.event.message)


def _place_of(talk: Talk) -> int:
    """The number of the message whose place the reply takes; 0: it is a message of its own.

    It takes the place of the question that a press has answered, unless that message tells more than the question,
    something newer stands below it, or the reply brings another keyboard.
    """
    screen, pressed = _screen_of(talk.waiting_before), talk.event.message
    if not talk.accepted or not pressed or not screen or talk.carrier.changed_caller:
        return 0
    if screen["told"] or pressed <= screen["above"]:
        return 0
    return pressed if is_lowest(talk.work, f"{screen['by']}:{REPLY}", talk.carrier.actor.now) else 0


def _spent_by(talk: Talk, place: int) -> int:
    """The number of the message whose buttons have done their work, though it stays; 0: there is none."""
    once = talk.started and talk.event.data.startswith(f"{ONCE}:")
    return talk.event.message if once or (talk.accepted and not place) else 0


def _screen_after(talk: Talk, place: int, *, aside: bool) -> dict[str, Any]:
    """Where the question stands that the reply puts, as it is kept with the talk.

    by: the event whose reply puts it. at: the number of its message, 0 while only Telegram knows it. above: the newest
    message of the person that stands above it. told: the message tells more than the question, and so has to stay.
    """
    above = (_screen_of(talk.waiting_before) or {"above": 0})["above"]
    if not place:
        above = max(above, talk.event.message)
    told = aside or any(isinstance(command, RecordVisit) for command in talk.carrier.done)
    return {"by": talk.event.name, "at": place, "above": above, "told": told}


def _screen_of(talk: dict[str, Any] | None) -> dict[str, Any] | None:
    """None for a talk that an earlier release has kept."""
    return talk.get("screen") if talk else None
