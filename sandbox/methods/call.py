"""One call of the Bot API, with its parameters read and checked."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.bots import Bot
from sandbox.chats import Chat
from sandbox.files import Upload
from sandbox.refusals import bad

_KINDS = {
    "integer": "timeout limit offset max_connections message_id cache_time live_period heading"
    " proximity_alert_radius message_thread_id",
    "float": "latitude longitude horizontal_accuracy",
    "boolean": "drop_pending_updates disable_notification protect_content show_alert has_spoiler"
    " is_big show_caption_above_media disable_content_type_detection allow_paid_broadcast",
    "object": "reply_parameters link_preview_options scope",
    "array": "allowed_updates commands entities caption_entities reaction",
    "file": "photo document certificate thumbnail",
    "markup": "reply_markup",
    "chat": "chat_id",
}
_KIND_OF = {name: kind for kind, names in _KINDS.items() for name in names.split()}
_MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "action": "wrong parameter action in request",
    "file_id": "file_id not specified",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
}


@dataclass(frozen=True)
class Call:
    """A checked call: every parameter is known to the method and has its type."""

    bot: Bot
    params: Mapping[str, Any]

    def chat(self) -> Chat:
        """The chat that chat_id names; raises Refusal when the bot may not use it."""
        return self.bot.known_chat(self.params["chat_id"])

    def text(self, name: str) -> str:
        """A string parameter, empty when it was not given."""
        return str(self.params.get(name, ""))

    def get(self, name: str) -> Any:
        """A parameter, None when it was not given."""
        return self.params.get(name)


def read_params(raw: Mapping[str, Any], required: str, optional: str) -> dict[str, Any]:
    """Parameters with their types. Raises Refusal 400 for an unknown, a missing or a wrongly typed one."""
    known = f"{required} {optional}".split()
    files = {value for name, value in raw.items() if isinstance(value, str) and value.startswith("attach://")}
    for name in raw:
        if name not in known and f"attach://{name}" not in files:
            raise bad(f'unknown parameter "{name}"')
    params = {}
    for name in known:
        value = raw.get(name)
        if value is None or (value == "" and name in required.split()):
            if name in required.split():
                raise bad(_MISSING.get(name, f'parameter "{name}" is required'))
            continue
        params[name] = _typed(name, value, raw)
    return params


def _typed(name: str, value: Any, raw: Mapping[str, Any]) -> Any:
    kind = _KIND_OF.get(name, "string")
    if kind == "markup":
        return value
    if kind == "chat":
        return int(value) if str(value).lstrip("-").isdigit() else value
    if kind == "file":
        return _file(name, value, raw)
    value = _READERS[kind](value)
    wanted = {"object": dict, "array": list}.get(kind)
    if value is None or (wanted and not isinstance(value, wanted)):
        raise bad(f'parameter "{name}" must be of type {kind.capitalize()}')
    return value


def _file(name: str, value: Any, raw: Mapping[str, Any]) -> Any:
    if isinstance(value, str) and value.startswith("attach://"):
        value = raw.get(value.removeprefix("attach://"))
        if not isinstance(value, Upload):
            raise bad(f"file for parameter {name} is not attached")
    if not isinstance(value, str | Upload):
        raise bad(f'parameter "{name}" must be of type InputFile or String')
    return value


def _integer(value: Any) -> int | None:
    text = str(value)
    return int(text) if not isinstance(value, bool | float) and text.removeprefix("-").isdecimal() else None


def _float(value: Any) -> float | None:
    try:
        return None if isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        return None


def _boolean(value: Any) -> bool | None:
    return {"true": True, "1": True, "false": False, "0": False}.get(str(value).lower())


def _string(value: Any) -> str | None:
    return None if isinstance(value, Upload | dict | list | bool) else str(value)


def _json(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return None


_READERS: dict[str, Callable[[Any], Any]] = {
    "integer": _integer,
    "float": _float,
    "boolean": _boolean,
    "string": _string,
    "object": _json,
    "array": _json,
}
