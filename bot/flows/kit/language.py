"""The question which language is to be spoken, asked by /bahasa and by /setelan."""

from __future__ import annotations

from bot.flows.kit.questions import Option, choose
from bot.flows.kit.script import Choice, Script, do, say
from core.people.citizens import LANGUAGES, SetLanguage
from core.people.person import Caller
from core.words import words


def choose_language(me: Caller, typed: str = "") -> Script[None]:
    """Switch the language of this chat."""
    code = typed.casefold()
    if code not in LANGUAGES:
        code = yield from choose(
            "language", words("language.which"), [Option(Choice(code, name), code) for code, name in LANGUAGES.items()]
        )
    yield from do(SetLanguage(me, code))
    yield from say(words("language.set"))
