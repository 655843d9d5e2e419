"""Message texts as Telegram keeps them: trimmed, measured, with their entities found."""

import json
import re
from typing import Any

from sandbox.html import parse_html, units
from sandbox.refusals import bad

_FOUND = re.compile(
    r"(?P<url>(?:https?://|\bt\.me/)[^\s<>\"]+[^\s<>\".,;:!?)\]])"
    r"|(?<![\w/<>])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@\w+)?)"
    r"|(?<!\w)(?P<hashtag>#\w*[A-Za-z_]\w*)"
    r"|(?<!\w)(?P<mention>@[A-Za-z]\w{4,31})\b"
)


def detected(text: str, taken: list[dict[str, Any]] | None = None) -> list[dict[str, Any]]:
    """The entities that Telegram finds by itself: links, commands, hashtags, mentions; `taken` ranges keep theirs."""
    entities = list(taken or [])
    for found in _FOUND.finditer(text):
        start, size = units(text[: found.start()]), units(found.group())
        fixed = [e for e in entities if e["type"] in ("code", "pre", "text_link")]
        if not any(e["offset"] < start + size and start < e["offset"] + e["length"] for e in fixed):
            entities.append({"type": found.lastgroup, "offset": start, "length": size})
    return sorted(entities, key=lambda e: (e["offset"], -e["length"]))


def trimmed(text: str, entities: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    """Without blanks at both ends; entities move along and are cut, empty ones vanish."""
    left = units(text) - units(text.lstrip())
    text = text.strip()
    end, kept = units(text), []
    for entity in entities:
        start = max(0, entity["offset"] - left)
        stop = min(end, entity["offset"] + entity["length"] - left)
        if stop > start:
            kept.append({**entity, "offset": start, "length": stop - start})
    return text, kept


def formatted(
    source: str, parse_mode: str | None, given: object, longest: int, too_long: str
) -> tuple[str, list[dict[str, Any]]]:
    """The text and entities that a bot's call means. `longest` is in UTF-16 units, after entities.

    Raises Refusal 400 when the markup is broken, the parse mode is not HTML, or the text is too long.
    """
    entities: list[dict[str, Any]] = []
    text = source
    if parse_mode:
        if parse_mode.lower() != "html":
            raise bad("unsupported parse_mode")
        text, entities = parse_html(source)
    elif given:
        entities = _given(given, units(source))
    text, entities = trimmed(text, entities)
    if units(text) > longest:
        raise bad(too_long)
    return text, detected(text, entities)


def _given(given: object, length: int) -> list[dict[str, Any]]:
    if isinstance(given, str):
        try:
            given = json.loads(given)
        except ValueError as error:
            raise bad("can't parse entities JSON object") from error
    if not isinstance(given, list) or not all(isinstance(e, dict) for e in given):
        raise bad("can't parse entities: expected an Array of MessageEntity")
    for entity in given:
        start, size = entity.get("offset"), entity.get("length")
        if not isinstance(entity.get("type"), str) or not isinstance(start, int) or not isinstance(size, int):
            raise bad("can't parse MessageEntity: type, offset and length are required")
        if start < 0 or size <= 0 or start + size > length:
            raise bad("can't parse entities: entity lies outside of the text")
    return given
