"""What rows of the outbox are when they leave by Telegram."""

from typing import Any

from channels.telegram.render import call_of
from core.outgoing import Call, read


def call(row: Any, language: str = "id") -> Call:
    """The call of a row, in its language or the one that is given."""
    return call_of(read(row.method, row.params), row.chat, language)


def text_of(row: Any, language: str = "id") -> str:
    """The text or the caption of a message."""
    params = call(row, language).params
    return str(params["text"] if "text" in params else params["caption"])
