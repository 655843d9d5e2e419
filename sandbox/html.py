"""Telegram's HTML: text with tags in, plain text and entities out; anything doubtful is refused."""

import html
import re
from dataclasses import dataclass, field
from typing import Any

from sandbox.refusals import Refusal, bad

_TAG = re.compile(r"<(/?)([A-Za-z0-9-]*)([^<>]*)>")
_ATTRIBUTE = re.compile(r"\s*([a-z-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});")
_PLAIN = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "code": "code", "pre": "pre",
}  # fmt: skip


def units(text: str) -> int:
    """Length as Telegram counts it: UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass
class _Open:
    tag: str
    entity: dict[str, Any] | None
    start: int


@dataclass
class _Reader:
    source: str
    text: list[str] = field(default_factory=list)
    length: int = 0
    stack: list[_Open] = field(default_factory=list)
    entities: list[dict[str, Any]] = field(default_factory=list)

    def refuse(self, words: str, at: int | None = None, tail: str = "") -> Refusal:
        where = "" if at is None else f" at byte offset {len(self.source[:at].encode())}"
        return bad(f"can't parse entities: {words}{where}{tail}")

    def add(self, piece: str) -> None:
        self.text.append(piece)
        self.length += units(piece)

    def read(self) -> None:
        at = 0
        while at < len(self.source):
            sign = self.source[at]
            if sign == "<":
                at = self._tag(at)
            elif sign == "&":
                found = _REFERENCE.match(self.source, at)
                if not found:
                    raise self.refuse('Unescaped character "&"', at)
                self.add(html.unescape(found.group()))
                at = found.end()
            else:
                end = min((i for i in (self.source.find(c, at) for c in "<&") if i >= 0), default=len(self.source))
                self.add(self.source[at:end])
                at = end
        if self.stack:
            raise self.refuse(f'Can\'t find end tag corresponding to start tag "{self.stack[-1].tag}"')

    def _tag(self, at: int) -> int:
        found = _TAG.match(self.source, at)
        if not found:
            raise self.refuse("Unclosed start tag", at)
        closing, name, rest = found.groups()
        name = name.lower()
        if closing:
            self._close(name, at)
        else:
            self.stack.append(_Open(name, self._entity(name, rest, at), self.length))
        return found.end()

    def _close(self, name: str, at: int) -> None:
        if not self.stack:
            raise self.refuse("Unexpected end tag", at)
        last = self.stack.pop()
        if name and name != last.tag:
            raise self.refuse("Unmatched end tag", at, f', expected "</{last.tag}>", found "</{name}>"')
        size = self.length - last.start
        if last.entity and size:
            self.entities.append({**last.entity, "offset": last.start, "length": size})

    def _entity(self, name: str, rest: str, at: int) -> dict[str, Any] | None:
        attributes = {
            m[1]: html.unescape(next((v for v in m.groups()[1:] if v is not None), ""))
            for m in _ATTRIBUTE.finditer(rest)
        }
        inside = self.stack[-1].tag if self.stack else ""
        if name == "code" and inside == "pre":
            language = attributes.get("class", "")
            if language.startswith("language-") and self.stack[-1].entity:
                self.stack[-1].entity["language"] = language.removeprefix("language-")
            return None
        entity = self._kind(name, attributes)
        if entity is None:
            raise self.refuse(f'Unsupported start tag "{name}"', at)
        in_code = any(o.tag in ("code", "pre") for o in self.stack)
        return None if in_code or entity["type"] == "" else entity

    def _kind(self, name: str, attributes: dict[str, str]) -> dict[str, Any] | None:
        if name in _PLAIN:
            return {"type": _PLAIN[name]}
        if name == "span" and attributes.get("class") == "tg-spoiler":
            return {"type": "spoiler"}
        if name == "blockquote":
            return {"type": "expandable_blockquote" if "expandable" in attributes else "blockquote"}
        if name == "a":
            url = attributes.get("href", "")
            return {"type": "text_link", "url": url} if _is_link(url) else {"type": ""}
        if name == "tg-emoji" and attributes.get("emoji-id"):
            return {"type": "custom_emoji", "custom_emoji_id": attributes["emoji-id"]}
        return None


def _is_link(url: str) -> bool:
    return bool(re.match(r"(?:https?://|tg://|mailto:|tel:)?[^\s/]+[.:@][^\s]*$|tg://\S+$", url))


def parse_html(source: str) -> tuple[str, list[dict[str, Any]]]:
    """Plain text and its entities (outer before inner). Raises Refusal 400 "can't parse entities" on broken markup."""
    reader = _Reader(source)
    reader.read()
    return "".join(reader.text), sorted(reader.entities, key=lambda e: (e["offset"], -e["length"]))
