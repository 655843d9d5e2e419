"""The guard: numbers of persons (NIK, KK, phones, tokens) in what somebody sends are masked before anything else is
done, so that no talk, table, reply or log meets them; the person is told, and the message is deleted from the chat.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.event import Event
from core.masking import Kind, Masked, Needed, mask, nothing
from core.outgoing import Delete
from core.words import Words, words
from db.engine.work import ReadWork, Work
from db.outbox.messages import Lane, OutboxMessage, post
from db.people.codes import is_code

MOST_ASKED = 20
"""Numbers of one message that are looked up; a list of more is none of codes."""


def guarded(work: ReadWork, event: Event) -> Event:
    """The event without numbers of persons; codes of areas and ids of officers stay, for they are answers, too."""
    return _masked(event, _known(work))


def holds_numbers(event: Event) -> bool:
    """Whether somebody sent numbers of persons, as far as can be seen without the database."""
    return bool(_masked(event, nothing).masked)


def masked_words(kinds: frozenset[Kind]) -> Sequence[Words]:
    """What the person is told."""
    said = [words("masked.number")] if kinds - {Kind.TOKEN} else []
    return [*said, words("masked.token")] if Kind.TOKEN in kinds else said


def delete_message(work: Work, event: Event, now: datetime) -> None:
    """Have the message taken out of the chat. Telegram does so for 48 hours; that it does not is no failure."""
    if event.message:
        gone = OutboxMessage(event.bot, event.chat, Lane.CITIZEN, f"{event.name}:delete", Delete(event.message))
        post(work, gone, now)


def _masked(event: Event, needed: Needed) -> Event:
    found: list[Masked] = [mask(each, needed) for each in (event.text, event.data)]
    kinds = frozenset[Kind]().union(*(each.kinds for each in found))
    if event.kind == "contact":
        kinds |= {Kind.PHONE}
    return replace(event, text=found[0].text, data=found[1].text, masked=kinds) if kinds else event


def _known(work: ReadWork) -> Callable[[str], bool]:
    asked: dict[str, bool] = {}

    def known(digits: str) -> bool:
        if digits not in asked:
            asked[digits] = len(asked) < MOST_ASKED and is_code(work, digits)
        return asked[digits]

    return known
