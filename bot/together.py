"""Many messages of one citizen, one answer: where replies have to wait, the last one brings the earlier ones along."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.outgoing import Message
from core.words import Words, words
from db.engine.work import Work
from db.outbox.waiting import supersede
from running.metrics import SUPERSEDED
from wording.texts import sentence

LONGEST = 4096
"""UTF-16 units of a message that brings several replies along."""


@dataclass(frozen=True)
class Way:
    """How a reply may leave.

    at_once: the sender has reserved the chat, so that it need not wait to be claimed. together: it brings along what
    still waits for a citizen. calmly: a citizen writes too much, and is told so instead.
    """

    at_once: bool = False
    together: bool = False
    calmly: bool = False


USUAL = Way()


def answered_together(work: Work, chat: tuple[int, int], newest: Message, language: str) -> Message:
    """A citizen's reply, with what the replies say that still wait for that chat (bot, chat): they do not leave.

    It says so. The same words are said once; the oldest are left out when all would be too long for a message.
    """
    waiting = supersede(work, *chat)
    if not waiting:
        return newest
    SUPERSEDED.labels(str(chat[0])).inc(len(waiting))
    notice = words("reply.together")
    kept = list(newest.said)
    room = LONGEST - sum(_length(each, language) for each in (notice, *kept))
    if room < 0:
        return newest
    for earlier in reversed(waiting):
        said = [each for each in earlier.said if each not in (notice, *kept)]
        room -= sum(_length(each, language) for each in said)
        if room < 0:
            break
        kept = [*said, *kept]
    return replace(newest, said=(notice, *kept))


def _length(said: Words, language: str) -> int:
    """How long a paragraph is, in UTF-16 units, with the empty line before it."""
    return len(sentence(said, language).encode("utf-16-le")) // 2 + 2
