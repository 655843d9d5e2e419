"""/start, /bantuan, /bahasa: joining with an invitation, what this bot is for, and which language it speaks."""

from __future__ import annotations

from bot.flows.kit import Choice, Option, Script, choose, do, say
from core.citizens import LANGUAGES, SetLanguage
from core.joining import Join
from core.people import Caller
from core.words import words


def start(me: Caller, typed: str = "") -> Script[None]:
    """Welcome; with an invitation's code, link this chat to its officer."""
    if not typed:
        yield from show_help(me)
        return
    joined = yield from do(Join(me, typed))
    role = words(f"role.{joined.role}")
    yield from say(words("start.joined", name=joined.name, role=role, officer=joined.officer))
    yield from say(words(f"help.{joined.role}"))


def show_help(me: Caller, typed: str = "") -> Script[None]:
    """What the caller can do here."""
    if me.officer:
        yield from say(words("start.hello", name=me.name, role=words(f"role.{me.role}")))
    yield from say(words(f"help.{me.role}"))


def choose_language(me: Caller, typed: str = "") -> Script[None]:
    """Switch the language of this chat."""
    code = typed.casefold()
    if code not in LANGUAGES:
        code = yield from choose(
            "language", words("language.which"), [Option(Choice(code, name), code) for code, name in LANGUAGES.items()]
        )
    yield from do(SetLanguage(me, code))
    yield from say(words("language.set"))
