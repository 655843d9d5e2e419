"""Messages of leaders leave, each with a button to answer it; the sender is told once, when everybody has answered.

They go in the lane of reminders: behind all replies and alerts, evenly, however many there are, and not in quiet hours.
Sent twice after a crash they do no harm, for the answer counts once; lost, they would.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from actions.actor import Actor
from actions.notify import notify
from core.outgoing import Offer
from core.people.messages import (
    Answered,
    AnswerMessage,
    MessagesOf,
    Reader,
    ReadersBelow,
    SendMessage,
    Sent,
    UnansweredBy,
)
from core.words import Words, words
from db.outbox.messages import Lane
from db.people.messages import (
    add_message,
    answer_message,
    held_until,
    messages_of,
    person,
    readers_below,
    sender_if_all_ready,
    unanswered_by,
)
from wording.messages import all_ready_words, letter_words


def send(actor: Actor, command: SendMessage) -> Sent:
    """Keep a message, and write to everybody whom it is for and who can be told."""
    me, meant = command.caller, set(command.officers)
    below = readers_below(actor.work, ReadersBelow(me.officer or "", me.today), actor.now)
    to = [(reader, row) for reader, row in below if reader.officer in meant]
    letters = {reader: _key(actor, reader) if reader.can_be_told else None for reader, _ in to}
    number = add_message(actor.work, me.officer or "", command.text, actor.now, letters)
    said = letter_words(me, number, command.text)
    for reader, row in to:
        if reader.can_be_told:
            _post(actor, row, said, _key(actor, reader), number)
    return Sent(number, tuple(reader for reader, _ in to))


def answer(actor: Actor, command: AnswerMessage) -> Answered | None:
    """Keep an answer; with the last one the sender is told."""
    answered = answer_message(actor.work, command)
    if answered is None or answered.before is not None:
        return answered
    number = answered.message.number
    sender = sender_if_all_ready(actor.work, number)
    row = person(actor.work, sender) if sender else None
    if row is not None and row.chat is not None and row.blocked_at is None:
        (whole,) = messages_of(actor.work, MessagesOf(row.id, number=number), actor.now)
        _post(actor, row, all_ready_words(whole), f"message:{number}:ready")
    return answered


def _key(actor: Actor, reader: Reader) -> str:
    return f"{actor.key}:to:{reader.officer}"


def _post(actor: Actor, to: Any, said: Words, key: str, asks: int = 0) -> None:
    """Write to somebody by day. asks: the message to be answered; else the role's keyboard is below."""
    ready = [Offer("siap", str(asks), words("message.ready"))] if asks else None
    how, until = (Lane.REMINDER, key), held_until(to, actor.now)
    notify(actor.work, to, [said], how, actor.now, offers=ready, until=until)


LOOKS: dict[type, Callable[[Actor, Any], Any]] = {
    ReadersBelow: lambda actor, query: [reader for reader, _ in readers_below(actor.work, query, actor.now)],
    MessagesOf: lambda actor, query: messages_of(actor.work, query, actor.now),
    UnansweredBy: lambda actor, query: unanswered_by(actor.work, query),
}
DOES: dict[type, Callable[[Actor, Any], Any]] = {SendMessage: send, AnswerMessage: answer}
