"""The copy of what is stored about an officer, as a file; and forgetting a citizen."""

from __future__ import annotations

import orjson

from actions.actor import Actor
from core.outgoing import Commands, File, Message
from core.people.privacy import ForgetMe, Forgotten, SendCopy
from core.words import words
from db.people.privacy import copy_of, forget
from wording.texts import title
from wording.training import marked


def send_copy(actor: Actor, command: SendCopy) -> None:
    """Post the copy as a document. Its row holds it until it has left, and not longer (db/outbox/claims.py)."""
    caller = command.caller
    officer, language = caller.person or "", caller.language
    copy = {
        "about": title(words("privacy.copy"), language),
        "made_at": actor.now.astimezone(caller.zone),
        **copy_of(actor.work, officer, caller.zone),
    }
    text = orjson.dumps(copy, option=orjson.OPT_INDENT_2).decode()
    file = File("document", name=f"catat-{officer}.json", make="text", of={"text": text})
    actor.post("copy", Message(tuple(marked(caller, words("privacy.caption"))), file=file))


def forget_citizen(actor: Actor, command: ForgetMe) -> Forgotten:
    """Delete what is stored about a citizen's chat, and the menu in its language."""
    left = forget(actor.work, command, actor.own_chat, actor.now)
    actor.post("menu", Commands(None))
    return left
