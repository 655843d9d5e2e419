"""An invitation links a chat to its officer; the chat that the officer had before is told that it is a citizen's."""

from __future__ import annotations

from actions.actor import Actor
from actions.replacing import tell_old
from core.outgoing import Commands
from core.people.citizens import SetLanguage
from core.people.joining import Join, Joined
from core.words import words
from db.outbox.waiting import hurry
from db.people.chats import speak
from db.people.invites import join


def join_chat(actor: Actor, command: Join) -> Joined:
    """Link the own chat. Problem as db/invites.join raises it."""
    joined, left = join(actor.work, command, actor.own_chat)
    actor.post("menu", Commands(joined.role))
    hurry(actor.work, *actor.own_chat)
    if left is not None:
        tell_old(actor.work, left, words("start.moved_away"), f"{actor.key}:left", actor.now)
    return joined


def speak_language(actor: Actor, command: SetLanguage) -> None:
    """Speak another language to the own chat, and list its commands in it."""
    speak(actor.work, *actor.own_chat, command.language)
    actor.post("menu", Commands(command.caller.role))
