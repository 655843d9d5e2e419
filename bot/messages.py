"""Messages of leaders leave, each with a button to answer it; the sender is told once, when everybody has answered.

They go in the lane of reminders: behind all replies and alerts, evenly, however many there are, and not in quiet hours.
Sent twice after a crash they do no harm, for the answer counts once; lost, they would.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from bot.flows.kit.messages import all_ready_words, letter_words
from core.messages import Answered, AnswerMessage, MessagesOf, Reader, ReadersBelow, SendMessage, Sent, UnansweredBy
from core.outgoing import Message, Offer
from core.people import Role
from core.words import Words, words
from db.messages import (
    add_message,
    answer_message,
    held_until,
    messages_of,
    person,
    readers_below,
    sender_if_all_ready,
    unanswered_by,
)
from db.outbox import Lane, OutboxMessage, post

if TYPE_CHECKING:
    from bot.carry import Carrier


def send(carrier: Carrier, command: SendMessage) -> Sent:
    """Keep a message, and write to everybody whom it is for and who can be told."""
    me, meant = command.caller, set(command.officers)
    below = readers_below(carrier.work, ReadersBelow(me.officer or "", me.today), carrier.now)
    to = [(reader, row) for reader, row in below if reader.officer in meant]
    letters = {reader: _key(carrier, reader) if reader.can_be_told else None for reader, _ in to}
    number = add_message(carrier.work, me.officer or "", command.text, carrier.now, letters)
    said = letter_words(me, number, command.text)
    for reader, row in to:
        if reader.can_be_told:
            _post(carrier, row, said, _key(carrier, reader), number)
    return Sent(number, tuple(reader for reader, _ in to))


def answer(carrier: Carrier, command: AnswerMessage) -> Answered | None:
    """Keep an answer; with the last one the sender is told."""
    answered = answer_message(carrier.work, command)
    if answered is None or answered.before is not None:
        return answered
    number = answered.message.number
    sender = sender_if_all_ready(carrier.work, number)
    row = person(carrier.work, sender) if sender else None
    if row is not None and row.chat is not None and row.blocked_at is None:
        (whole,) = messages_of(carrier.work, MessagesOf(row.id, number=number), carrier.now)
        _post(carrier, row, all_ready_words(whole), f"message:{number}:ready")
    return answered


def _key(carrier: Carrier, reader: Reader) -> str:
    return f"{carrier.key}:to:{reader.officer}"


def _post(carrier: Carrier, to: Any, said: Words, key: str, asks: int = 0) -> None:
    """Write to somebody outside of quiet hours. asks: the message to be answered; else the role's keyboard is below."""
    if asks:
        message = Message((said,), offers=(Offer("siap", str(asks), words("message.ready")),))
    else:
        message = Message((said,), menu=Role(to.role))
    to_leave = OutboxMessage(to.bot, to.chat, Lane.REMINDER, key, message)
    post(carrier.work, to_leave, carrier.now, not_before=held_until(to, carrier.now))


LOOKS: dict[type, Callable[[Carrier, Any], Any]] = {
    ReadersBelow: lambda carrier, query: [reader for reader, _ in readers_below(carrier.work, query, carrier.now)],
    MessagesOf: lambda carrier, query: messages_of(carrier.work, query, carrier.now),
    UnansweredBy: lambda carrier, query: unanswered_by(carrier.work, query),
}
DOES: dict[type, Callable[[Carrier, Any], Any]] = {SendMessage: send, AnswerMessage: answer}
