"""What leaves Catat, as every channel is given it: in no language and in no channel's form.

A message is made by whoever has something to tell, waits in the outbox as JSON, and is written down by the channel when
it is sent, in the language that the recipient speaks then.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any, TypeAlias

from core.people.person import Role
from core.words import Share, Value, Words

Json: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class Offer:
    """A button that starts a talk, whatever waits: a command's name, what is typed behind it, and what it says. beside:
    it stands in the row of the one before. once: its message's buttons go when the talk has begun.
    """

    command: str
    typed: str
    title: Words | str
    beside: bool = False
    once: bool = False


@dataclass(frozen=True)
class Choices:
    """The answers on offer to the question of a talk: the number of the talk, the key of the question, and of each
    answer its id and what it says. first_rows: how many stand in the first rows; the others have `columns`.
    """

    talk: int
    question: str
    answers: tuple[tuple[str, Words | str], ...] = ()
    columns: int = 1
    first_rows: tuple[int, ...] = ()


@dataclass(frozen=True)
class File:
    """A file that comes with a message. kind: photo or document.

    Either known, its name at the channel that has it already, or described: `name` is what the person sees, and its
    ending tells the kind; `make` is who makes it right before it is sent (delivery/files.py), and `of` what that one is
    given: JSON, and complete, for a maker reads no database and no clock.
    """

    kind: str
    known: str = ""
    name: str = ""
    make: str = ""
    of: Json | None = None


@dataclass(frozen=True)
class Message:
    """Something told, each part a paragraph, with what can be answered or begun below it.

    menu: the role whose keyboard comes along, where there are no choices. place: the number of the message whose place
    it takes in its chat; 0: it is a message of its own. language: the one it is told in, where nothing is known of its
    chat any more; empty: the one that its chat speaks.
    """

    said: tuple[Words, ...]
    choices: Choices | None = None
    offers: tuple[Offer, ...] = ()
    menu: Role | None = None
    file: File | None = None
    place: int = 0
    language: str = ""

    def on_its_own(self) -> Message:
        """The same as a message of its own."""
        return replace(self, place=0)


@dataclass(frozen=True)
class Commands:
    """The commands of a role are what the channel lists from now on; None: those of everybody."""

    role: Role | None


@dataclass(frozen=True)
class Delete:
    """A message of this number goes out of the chat."""

    message: int


@dataclass(frozen=True)
class Pin:
    """A message of this number stays in sight, without a sound; or, not `on`, does so no longer."""

    message: int
    on: bool = True


@dataclass(frozen=True)
class Call:
    """A call of the channel's own interface, as an earlier release has put it into the outbox."""

    method: str
    params: Json


Outgoing: TypeAlias = Message | Commands | Delete | Pin | Call

NEW, CHANGED, FILE = "message", "change", "file"
"""Kinds of messages in the outbox: one of its own, one that takes the place of another, one that brings a file."""
COMMANDS, DELETE, PIN = "commands", "delete", "pin"


def written(what: Outgoing) -> tuple[str, Json]:
    """The kind of what leaves, and its content as JSON."""
    match what:
        case Message():
            return kind_of(what), _message(what)
        case Commands(role):
            return kind_of(what), {"role": role}
        case Delete(message):
            return kind_of(what), {"message": message}
        case Pin(message, on):
            return kind_of(what), {"message": message, "on": on}
        case Call(method, params):
            return method, params


def kind_of(what: Outgoing) -> str:
    """The kind of what leaves, as it stands in the outbox."""
    match what:
        case Message():
            return FILE if what.file else CHANGED if what.place else NEW
        case Commands():
            return COMMANDS
        case Delete():
            return DELETE
        case Pin():
            return PIN
        case Call(method, _):
            return method


def read(kind: str, content: Json) -> Outgoing:
    """Return the outgoing call that was stored with this kind and content."""
    match kind:
        case "message" | "change" | "file":
            return _read_message(content)
        case "commands":
            return Commands(Role(content["role"]) if content["role"] else None)
        case "delete":
            return Delete(content["message"])
        case "pin":
            return Pin(content["message"], content["on"])
    return Call(kind, content)


def _message(message: Message) -> Json:
    content: Json = {"said": [_words(each) for each in message.said]}
    if message.choices:
        asked = message.choices
        content["choices"] = {
            "talk": asked.talk,
            "question": asked.question,
            "answers": [[answer, _value(title)] for answer, title in asked.answers],
            "columns": asked.columns,
            "first_rows": list(asked.first_rows),
        }
    if message.offers:
        content["offers"] = [
            [each.command, each.typed, _value(each.title), each.beside, each.once] for each in message.offers
        ]
    if message.menu:
        content["menu"] = message.menu
    if message.file:
        file = message.file
        named = {"kind": file.kind, "known": file.known, "name": file.name, "make": file.make, "of": file.of}
        content["file"] = {name: value for name, value in named.items() if value}
    if message.place:
        content["place"] = message.place
    if message.language:
        content["language"] = message.language
    return content


def _read_message(content: Json) -> Message:
    asked, file = content.get("choices"), content.get("file")
    return Message(
        tuple(_read_words(each) for each in content["said"]),
        Choices(
            asked["talk"],
            asked["question"],
            tuple((answer, _read_title(title)) for answer, title in asked["answers"]),
            asked["columns"],
            tuple(asked["first_rows"]),
        )
        if asked
        else None,
        tuple(
            Offer(command, typed, _read_title(title), beside, once)
            for command, typed, title, beside, once in content.get("offers", ())
        ),
        Role(content["menu"]) if "menu" in content else None,
        File(**file) if file else None,
        content.get("place", 0),
        content.get("language", ""),
    )


def _words(said: Words) -> Json:
    if not said.values:
        return {"key": said.key}
    return {"key": said.key, "values": {name: _value(value) for name, value in said.values.items()}}


def _read_words(said: Json) -> Words:
    return Words(said["key"], {name: _read_value(value) for name, value in said.get("values", {}).items()})


def _read_title(title: Any) -> Words | str:
    return title if isinstance(title, str) else _read_words(title)


def _value(value: Value) -> Any:
    """A value of a text as JSON. What JSON does not know is an object that names its kind."""
    match value:
        case bool():
            raise TypeError("a yes or no needs its own words")
        case None | str() | int():
            return value
        case Words():
            return _words(value)
        case datetime():
            return {"instant": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
        case time():
            return {"hour": value.isoformat()}
        case Share(done, total):
            return {"share": [done, total]}
        case list() | tuple():
            return [_words(each) for each in value]
    raise TypeError(f"no value of a text: {type(value).__name__}")


def _read_value(value: Any) -> Value:
    match value:
        case {"key": _}:
            return _read_words(value)
        case {"instant": at}:
            return datetime.fromisoformat(at)
        case {"day": day}:
            return date.fromisoformat(day)
        case {"hour": hour}:
            return time.fromisoformat(hour)
        case {"share": [done, total]}:
            return Share(done, total)
        case list():
            return [_read_words(each) for each in value]
    return value  # type: ignore[no-any-return]
