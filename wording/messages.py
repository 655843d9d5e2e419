"""How messages are told: to their readers, to their sender before and after, and how they stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from core.people.messages import Addressed, Circle, Message, Reader, Sent, State, Waiting
from core.people.person import Caller
from core.words import Value, Words, words
from wording.giving import ago_words

QUOTED = 60
"""Characters that are repeated of a message."""
NAMED = 12
"""People named one by one."""


def letter_words(me: Caller, number: int, text: str) -> Words:
    """A message as its reader sees it."""
    return words("message.letter", name=me.name, role=words(f"role.{me.role}"), text=text, number=number)


def preview_words(circle: Circle, text: str, me: Caller) -> Words:
    """A message before it is sent: to whom, and who will not have it at once."""
    told = sum(reader.can_be_told for reader in circle)
    lines = [*_untold_lines(circle), *_held_lines(circle, me)]
    return words("message.preview", to=_to(circle), text=text, lines=[*lines, words("message.sure", n=told)])


def sent_words(sent: Sent, me: Caller) -> Words:
    """A message that was sent."""
    to = [reader for reader in sent.to if reader.can_be_told]
    lines = [words("message.sent", to=_to(to), number=sent.number)]
    return words("decide.done", lines=[*lines, *_untold_lines(sent.to), *_held_lines(sent.to, me)])


def line_words(message: Message, me: Caller) -> Words:
    """A message in a few lines: how many have answered, who has not, who cannot."""
    lines = [words("message.line", **_figures(message, me))]
    if behind := message.names(State.DELIVERED, State.WAITS, State.HELD):
        lines.append(words("message.behind", names=names_words(behind)))
    if lost := message.names(State.ABSENT, State.UNREACHABLE):
        lines.append(words("message.lost", names=names_words(lost)))
    return words("decide.done", lines=lines)


def whole_words(message: Message, me: Caller) -> Words:
    """Everything about a message: each receiver by how it stands."""
    lines = []
    for state in State:
        if some := [each for each in message.to if each.state is state]:
            lines.append(words(f"message.is_{state}", names=names_words([each.name for each in some])))
            lines += [words("message.until", at=at) for at in _untils(some, me)]
    at = message.at.astimezone(me.zone)
    return words("message.whole", **_figures(message, me), at=at, lines=lines)


def all_ready_words(message: Message) -> Words:
    """To the sender: everybody who could has answered."""
    text = quote(message.text)
    if len(message.to) == 1:
        return words("message.one_ready", name=message.to[0].name, text=text)
    lost = message.names(State.ABSENT, State.UNREACHABLE)
    ready = words("message.all_ready", ready=message.ready, text=text, number=message.number)
    return words("message.all_ready_but", ready=ready, names=names_words(lost)) if lost else ready


def waiting_words(waiting: Waiting, me: Caller) -> Words:
    """A message that waits for an answer, in one line."""
    ago = ago_words(waiting.at, me.at)
    return words("message.waits", by=waiting.by, text=quote(waiting.text), ago=ago, number=waiting.number)


def names_words(names: Sequence[str]) -> Value:
    """Names in a row; of many the first ones, and how many more."""
    if len(names) <= NAMED:
        return ", ".join(names)
    return words("message.names", names=", ".join(names[:NAMED]), n=len(names) - NAMED)


def quote(text: str) -> str:
    """The beginning of a message, in one line."""
    line = " ".join(text.split())
    return line if len(line) <= QUOTED else f"{line[: QUOTED - 1].rstrip()}…"


def _figures(message: Message, me: Caller) -> dict[str, Value]:
    return {
        "number": message.number,
        "ago": ago_words(message.at, me.at),
        "text": quote(message.text),
        "to": message.to[0].name if len(message.to) == 1 else len(message.to),
        "delivered": message.delivered,
        "ready": message.ready,
    }


def _to(circle: Sequence[Reader]) -> Value:
    return circle[0].name if len(circle) == 1 else words("message.people", n=len(circle))


def _untold_lines(circle: Circle) -> list[Words]:
    """Who will not get it, and why."""
    lost = [reader.name for reader in circle if not reader.reachable]
    absent = [reader.name for reader in circle if reader.absent and reader.reachable]
    lines = [words("message.is_absent", names=names_words(absent))] if absent else []
    return [*lines, *([words("message.is_unreachable", names=names_words(lost))] if lost else [])]


def _held_lines(circle: Circle, me: Caller) -> list[Words]:
    """Who gets it later, and when."""
    held: dict[datetime, list[str]] = defaultdict(list)
    for reader in circle:
        if reader.can_be_told and reader.held_until is not None:
            held[reader.held_until].append(reader.name)
    return [
        words("message.held", names=names_words(names), at=until.astimezone(me.zone))
        for until, names in sorted(held.items())
    ]


def _untils(some: Sequence[Addressed], me: Caller) -> list[datetime]:
    """Until when those are held who are."""
    return sorted({each.until.astimezone(me.zone) for each in some if each.until is not None})
