"""Many messages of one citizen, one answer: where replies have to wait, the last one brings the earlier ones along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.metrics import SUPERSEDED
from bot.render import TEXT_LIMIT, length_of
from bot.texts import sentence
from core.words import words
from db.waiting import supersede
from db.work import Work

BETWEEN = "\n\n"


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


def answered_together(work: Work, bot: int, params: dict[str, Any], language: str) -> dict[str, Any]:
    """The parameters of a citizen's reply, with what the replies say that still wait for that chat: they do not leave.

    It says so. The same words are said once; the oldest are left out when all would be too long for a message.
    """
    waiting = supersede(work, bot, params["chat_id"])
    if not waiting:
        return params
    SUPERSEDED.labels(str(bot)).inc(len(waiting))
    notice = sentence(words("reply.together"), language)
    newest = params["text"]
    kept, room = [newest], TEXT_LIMIT - length_of(notice + BETWEEN + newest)
    if room < 0:
        return params
    for earlier in reversed(waiting):
        text = earlier["text"].removeprefix(notice + BETWEEN).removesuffix(BETWEEN + newest)
        if text in kept:
            continue
        room -= length_of(BETWEEN + text)
        if room < 0:
            break
        kept.insert(0, text)
    return {**params, "text": BETWEEN.join([notice, *kept])}
