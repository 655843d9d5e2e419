"""Albums: photos that were sent together come one by one, and only the first has the words. Where it goes, all go.

The first is answered; the others follow it without a word.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from bot.flows.kit.details import detail_of
from bot.talk import Talk
from core.problems import Problem
from core.visits.details import AddDetails, write_detail
from core.words import words
from db.people.chats import keep_album, save_talk


def follow(talk: Talk) -> bool:
    """Put a photo where the first of its album went; False when it is the first, or none of an album."""
    event, known = talk.event, talk.row.album or {}
    if not event.album or known.get("id") != event.album:
        return False
    detail = detail_of(talk.heard("", text=""))
    if detail is None or "to" not in known:
        return True
    if known["to"] == "visit":
        try:
            talk.carrier.do(AddDetails(talk.me, known["number"], (detail,)))
        except Problem as problem:
            talk.aside(problem.words)
    elif talk.waiting is not None and talk.number == known["number"]:
        more = replace(talk.waiting, details=(*talk.waiting.details, write_detail(detail)))
        save_talk(talk.work, event.bot, event.chat, more.written(), talk.number)
    else:
        talk.aside(words("detail.not_kept"))
    return True


def remember(talk: Talk) -> None:
    """Keep where the first photo of an album went: to a report, into the talk that waits, or nowhere."""
    event = talk.event
    if not event.album:
        return
    went: dict[str, Any] = {"id": event.album}
    added = [command for command in talk.carrier.done if isinstance(command, AddDetails)]
    kept = talk.kept[0] if talk.kept else None
    if added:
        went |= {"to": "visit", "number": added[-1].visit}
    elif kept is not None and event.file and event.file in json.dumps(kept.written()):
        went |= {"to": "talk", "number": talk.number}
    keep_album(talk.work, event.bot, event.chat, went)
