"""The copy of what is stored about an officer, as a file; and forgetting a citizen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson

from bot.event import person_of
from bot.texts import title
from bot.turns import marked
from core.outgoing import Commands, File, Message
from core.privacy import ForgetMe, Forgotten, SendCopy
from core.words import words
from db.privacy import copy_of, forget, forget_parked, parked_updates

if TYPE_CHECKING:
    from bot.carry import Carrier


def send_copy(carrier: Carrier, command: SendCopy) -> None:
    """Post the copy as a document. Its letter holds it until Telegram has it, and not longer (db/outbox.py)."""
    caller = command.caller
    officer, language = caller.person or "", caller.language
    copy = {
        "about": title(words("privacy.copy"), language),
        "made_at": carrier.now.astimezone(caller.zone),
        **copy_of(carrier.work, officer, caller.zone),
    }
    text = orjson.dumps(copy, option=orjson.OPT_INDENT_2).decode()
    file = File("document", name=f"catat-{officer}.json", make="text", of={"text": text})
    carrier.post("copy", Message(tuple(marked(caller, words("privacy.caption"))), file=file))


def forget_citizen(carrier: Carrier, command: ForgetMe) -> Forgotten:
    """Delete what is stored about a citizen's chat, also what could not be worked on, and the menu in its language."""
    left = forget(carrier.work, command, carrier.bot, carrier.now)
    parked = parked_updates(carrier.work, carrier.bot)
    mine = [row.update_id for row in parked if person_of(row.update or {}) == carrier.chat]
    forget_parked(carrier.work, carrier.bot, mine)
    carrier.post("menu", Commands(None))
    return left
