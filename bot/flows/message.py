"""/pesan: a leader writes to the own people and sees who has answered; /siap: the answer, by button or typed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from bot.flows.kit import Choice, Option, Script, ask_text, choose, do, look, say
from bot.flows.kit.script import Ask, Heard, ask
from core.people.messages import (
    LONGEST,
    TEAM,
    TREE,
    AnswerMessage,
    Circle,
    MessagesOf,
    Reader,
    ReadersBelow,
    SendMessage,
    addressed,
    circles_of,
    read_message,
)
from core.people.person import Caller
from core.problems import Problem
from core.words import words
from wording.messages import line_words, preview_words, quote, sent_words, waiting_words, whole_words

OFFERED = 12
SHOWN = 40
"""People offered as buttons, and characters repeated of what was typed."""
LONGEST_NUMBER = 15
SEND = Choice("send", words("message.button_send"), ("kirim", "ya", "ok", "oke", "send", "yes"))
CHANGE = Choice("change", words("message.button_change"), ("ubah", "ganti", "change"))


def write_message(me: Caller, typed: str = "") -> Script[None]:
    """To whom, what, and are you sure; or, by its number, how a message stands."""
    number = _number(typed)
    if number:
        found = yield from look(MessagesOf(me.officer or "", number=number))
        yield from say(whole_words(found[0], me) if found else words("message.no_such", number=number))
        return
    readers = yield from look(ReadersBelow(me.officer or "", me.today))
    if not readers:
        yield from say(words("message.nobody"))
        return
    circles, text = addressed(typed, readers)
    if not circles and len(text.split()) == 1:
        yield from say(Problem("no_such_person", typed=text[:SHOWN]).words)
        text = ""
    circle, text = yield from _whom(me, readers, circles, text)
    if not any(reader.can_be_told for reader in circle):
        raise Problem("cannot_be_told", names=", ".join(reader.name for reader in circle[:OFFERED]))
    text = yield from _what(me, circle, text)
    sent = yield from do(SendMessage(me, text, tuple(reader.officer for reader in circle)))
    yield from say(sent_words(sent, me))


def answer_message(me: Caller, typed: str = "") -> Script[None]:
    """Read and understood: the message of this number, or the newest. Asks nothing, so the talk that waits goes on."""
    number = _number(typed)
    answered = yield from do(AnswerMessage(me, number))
    if answered is None:
        yield from say(words("message.none_such", number=number) if number else words("message.none_waits"))
        return
    message, before = answered.message, answered.before
    if before is None:
        yield from say(words("message.answered", by=message.by, text=quote(message.text)))
    else:
        at = before.astimezone(me.zone)
        yield from say(words("message.answered_before", by=message.by, text=quote(message.text), at=at))
    if answered.others:
        yield from say(words("message.others", lines=[waiting_words(each, me) for each in answered.others[:OFFERED]]))


def _whom(me: Caller, readers: list[Reader], circles: list[Circle], text: str) -> Script[tuple[Circle, str]]:
    """Who gets it, and the text as far as it is known: asked, unless the command has named somebody."""
    if not circles:
        sent = [] if text else (yield from look(MessagesOf(me.officer or "")))
        asked = words("message.whom_known") if text else words("message.whom")
        if sent:
            asked = words("message.whom_after", lines=[line_words(each, me) for each in sent], asked=asked)
        people = [(reader,) for reader in readers if reader.direct][:OFFERED]
        offered = [_choice(circle, readers) for circle in (*circles_of(readers), *people)]
        answer = yield from ask_text("to", asked, offered, limit=LONGEST)
        circles, rest = addressed(answer, readers)
        if not circles:
            raise Problem("no_such_person", typed=answer[:SHOWN])
        text = text or rest
    if len(circles) == 1:
        return circles[0], text
    options = [Option(_choice(circle, readers), circle) for circle in circles[:OFFERED]]
    return (yield from choose("which", words("message.which"), options)), text


def _what(me: Caller, circle: Circle, text: str) -> Script[str]:
    """The text, shown with who gets it until the sender agrees."""
    if text:
        try:
            text = read_message(text)
        except Problem as problem:
            yield from say(problem.words)
            text = ""
    for turn in count(1):
        text = text or (yield from _ask_message(f"text{turn}", circle))
        asked = preview_words(circle, text, me)
        if (yield from choose(f"send{turn}", asked, [Option(SEND, True), Option(CHANGE, False)], columns=2)):
            break
        text = ""
    return text


def _ask_message(key: str, circle: Circle) -> Script[str]:
    """The text, with its lines as they were typed."""

    def read(heard: Heard) -> str:
        if heard.kind != "text":
            raise Problem("text_wanted")
        return read_message(heard.text)

    to = circle[0].name if len(circle) == 1 else words("message.people", n=len(circle))
    return (yield from ask(Ask(key, words("message.what", to=to), read, str, any_words=True)))


def _choice(circle: Circle, readers: Sequence[Reader]) -> Choice:
    """The button of one person or of a group."""
    if len(circle) == 1:
        (reader,) = circle
        key = "message.button_person" if reader.can_be_told else "message.button_untold"
        return Choice(reader.officer, words(key, name=reader.name))
    if len(circle) < len(readers):
        return Choice(TEAM, words("message.button_team", n=len(circle)))
    if len(circles_of(readers)) > 1:
        return Choice(TREE, words("message.button_tree", n=len(circle)))
    return Choice(TREE, words("message.button_all", n=len(circle)), ("semua", "all", "everybody"))


def _number(typed: str) -> int:
    return int(typed) if typed.isdecimal() and len(typed) <= LONGEST_NUMBER else 0
