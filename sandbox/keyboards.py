"""Reply markups: read strictly, in Telegram's four kinds."""

import json
from typing import Any

from sandbox.refusals import Refusal, bad

Markup = dict[str, Any]

_INLINE_ACTIONS = ("callback_data", "url", "copy_text")
_INLINE_FIELDS = {"text", "style", "icon_custom_emoji_id", *_INLINE_ACTIONS}
_REPLY_FIELDS = {"text", "style", "icon_custom_emoji_id", "request_contact", "request_location"}
_MARKUP_FIELDS = {
    "inline_keyboard": {"inline_keyboard"},
    "keyboard": {
        "keyboard", "is_persistent", "resize_keyboard", "one_time_keyboard", "input_field_placeholder", "selective",
    },
    "remove_keyboard": {"remove_keyboard", "selective"},
    "force_reply": {"force_reply", "input_field_placeholder", "selective"},
}  # fmt: skip
_MOST_INLINE_BUTTONS = 100
_MOST_REPLY_BUTTONS = 300
_LONGEST_PLACEHOLDER = 64


def read_markup(raw: object) -> Markup | None:
    """The markup of a send call, or None when there is none. Raises Refusal 400 when it is malformed or empty."""
    markup = _object(raw)
    if markup is None:
        return None
    kinds = [kind for kind in _MARKUP_FIELDS if kind in markup]
    if len(kinds) != 1:
        raise bad("reply markup must be exactly one of inline_keyboard, keyboard, remove_keyboard, force_reply")
    kind = kinds[0]
    for name in markup:
        if name not in _MARKUP_FIELDS[kind]:
            raise bad(f'can\'t parse reply markup: unknown field "{name}"')
    if kind == "inline_keyboard":
        _rows(markup[kind], kind, _inline_button, _MOST_INLINE_BUTTONS)
    elif kind == "keyboard":
        _rows(markup[kind], kind, _reply_button, _MOST_REPLY_BUTTONS)
    elif markup[kind] is not True:
        raise bad(f'can\'t parse reply markup: field "{kind}" must be true')
    if len(str(markup.get("input_field_placeholder", ""))) > _LONGEST_PLACEHOLDER:
        raise bad("input field placeholder is too long")
    return markup


def read_inline_markup(raw: object) -> Markup | None:
    """The markup of an edit: only inline keyboards; an empty one, like none, takes the buttons away."""
    markup = _object(raw)
    if markup is None or markup == {"inline_keyboard": []}:
        return None
    if "inline_keyboard" not in markup:
        raise bad("inline keyboard expected")
    return read_markup(markup)


def has_button(markup: Markup | None, data: str) -> bool:
    """Whether a press with this callback data is possible on these buttons."""
    rows = (markup or {}).get("inline_keyboard", [])
    return any(button.get("callback_data") == data for row in rows for button in row)


def _object(raw: object) -> Markup | None:
    if raw is None or raw == "":
        return None
    if isinstance(raw, str):
        try:
            raw = json.loads(raw)
        except ValueError as error:
            raise bad("can't parse reply keyboard markup JSON object") from error
    if not isinstance(raw, dict):
        raise bad("object expected as reply markup")
    return raw or None


def _rows(rows: object, field: str, check: Any, most: int) -> None:
    if not isinstance(rows, list):
        raise bad(f'field "{field}" of the reply markup must be an Array')
    if not rows:
        raise bad("reply markup has no buttons")
    for row in rows:
        if not isinstance(row, list):
            raise bad(f'field "{field}" of the reply markup must be an Array of Arrays')
        if not row:
            raise bad("reply markup has an empty row")
        for button in row:
            check(button)
    if sum(map(len, rows)) > most:
        raise bad("REPLY_MARKUP_TOO_LONG")


def _fault(kind: str, words: str) -> Refusal:
    return bad(f"can't parse {kind}: {words}")


def _button_text(button: Markup, kind: str, fields: set[str]) -> None:
    text = button.get("text")
    if not isinstance(text, str):
        raise _fault(kind, 'Field "text" must be of type String')
    if not text.strip():
        raise _fault(kind, "button text must be non-empty")
    for name in button:
        if name not in fields:
            raise _fault(kind, f'unknown field "{name}"')


def _inline_button(button: object) -> None:
    kind = "inline keyboard button"
    if not isinstance(button, dict):
        raise _fault(kind, "expected an Object")
    _button_text(button, kind, _INLINE_FIELDS)
    actions = [name for name in _INLINE_ACTIONS if name in button]
    if not actions:
        raise _fault(kind, "Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise _fault(kind, "exactly one action is allowed")
    data = button.get("callback_data")
    if "callback_data" in button and (not isinstance(data, str) or not 1 <= len(data.encode()) <= 64):
        raise bad("BUTTON_DATA_INVALID")
    url = button.get("url")
    if "url" in button and (not isinstance(url, str) or not url.startswith(("http://", "https://", "tg://"))):
        raise bad("BUTTON_URL_INVALID")
    copied = button.get("copy_text")
    if "copy_text" in button and (not isinstance(copied, dict) or not 1 <= len(str(copied.get("text", ""))) <= 256):
        raise bad("BUTTON_COPY_TEXT_INVALID")


def _reply_button(button: object) -> None:
    kind = "keyboard button"
    if isinstance(button, str):
        button = {"text": button}
    if not isinstance(button, dict):
        raise _fault(kind, "expected an Object or a String")
    _button_text(button, kind, _REPLY_FIELDS)
    if button.get("request_contact") and button.get("request_location"):
        raise _fault(kind, "exactly one request is allowed")
