"""What a bot says about itself: its name, its descriptions, its command menu, by language and scope."""

import re
from typing import Any

from sandbox.refusals import bad

Json = dict[str, Any]
Scope = tuple[str, int]

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"(?:[a-z]{2})?")
_MOST_COMMANDS = 100
_LONGEST = {"name": 64, "description": 512, "short_description": 120}


class Profile:
    """One bot's texts and commands. A language is two letters, or empty for everybody else."""

    def __init__(self, name: str) -> None:
        self._texts: dict[tuple[str, str], str] = {("name", ""): name}
        self._commands: dict[tuple[Scope, str], list[Json]] = {}

    def set_text(self, what: str, value: str, language: str) -> None:
        """Set name, description or short_description; an empty one falls back to the default language."""
        if len(value) > _LONGEST[what]:
            raise bad(f"bot {what.replace('_', ' ')} is too long")
        check_language(language)
        if not value and what == "name" and not language:
            raise bad("bot name must be non-empty")
        self._texts[what, language] = value

    def text(self, what: str, language: str = "") -> str:
        """The text in this language, or the default one."""
        return self._texts.get((what, language)) or self._texts.get((what, ""), "")

    def set_commands(self, scope: Scope, language: str, commands: object) -> None:
        """Replace the commands of this scope and language. Raises Refusal when one is malformed."""
        check_language(language)
        if not isinstance(commands, list) or not all(isinstance(c, dict) for c in commands):
            raise bad("can't parse commands: expected an Array of BotCommand")
        if len(commands) > _MOST_COMMANDS:
            raise bad("BOT_COMMANDS_TOO_MUCH")
        kept = []
        for command in commands:
            name, description = command.get("command"), command.get("description")
            if set(command) - {"command", "description"}:
                raise bad("can't parse BotCommand: unknown field")
            if not isinstance(name, str) or not _COMMAND.fullmatch(name.removeprefix("/")):
                raise bad("BOT_COMMAND_INVALID")
            if not isinstance(description, str) or not 1 <= len(description) <= 256:
                raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
            kept.append({"command": name.removeprefix("/"), "description": description})
        self._commands[scope, language] = kept

    def commands(self, scope: Scope, language: str) -> list[Json]:
        """The commands set for exactly this scope and language."""
        return self._commands.get((scope, language), [])

    def delete_commands(self, scope: Scope, language: str) -> None:
        """Forget them, so that the wider scope holds again."""
        self._commands.pop((scope, language), None)

    def commands_for(self, user_id: int, language: str) -> list[Json]:
        """What this person's menu shows: the narrowest scope that has commands, their language first."""
        for scope in (("chat", user_id), ("all_private_chats", 0), ("default", 0)):
            for tongue in (language, ""):
                found = self.commands(scope, tongue)
                if found:
                    return found
        return []


def read_scope(raw: object) -> Scope:
    """A BotCommandScope; none means the default one. Only scopes that exist in private chats are known here."""
    if raw is None:
        return ("default", 0)
    if not isinstance(raw, dict):
        raise bad("can't parse BotCommandScope JSON object")
    kind = raw.get("type")
    if kind in ("default", "all_private_chats"):
        return (str(kind), 0)
    if kind != "chat":
        raise bad("unsupported BotCommandScope type specified")
    try:
        return ("chat", int(raw["chat_id"]))
    except (KeyError, TypeError, ValueError) as error:
        raise bad("chat not found") from error


def check_language(code: str) -> None:
    """Raises Refusal unless the code is empty or two small letters."""
    if not _LANGUAGE.fullmatch(code):
        raise bad("LANG_CODE_INVALID")
