"""Yes and no, under a question that is asked before something is changed."""

from __future__ import annotations

from bot.flows.kit.questions import Option, choose
from bot.flows.kit.script import Choice, Script, say
from core.words import Words, words

YES = Choice("yes", words("settings.yes"), ("ya", "y", "iya", "ok", "oke", "benar", "betul", "yes"))
NO = Choice("no", words("settings.no"), ("tidak", "bukan", "jangan", "belum", "no", "n"))


def is_sure(asked: Words, key: str = "sure") -> Script[bool]:
    """Whether the person agrees; whoever does not hears that nothing has changed."""
    sure = yield from choose(key, asked, [Option(YES, True), Option(NO, False)], columns=2)
    if not sure:
        yield from say(words("settings.unchanged"))
    return sure
