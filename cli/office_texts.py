"""Texts of the office: .po files whose entries stand in the place of ours, each checked before it may be said.

An entry with a fault is left out, and ours is said; the fault names the file, the key and what to mend.
"""

from __future__ import annotations

import difflib
import io
import re
import string
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po

from bot.commands import BACK, CANCEL
from bot.flows.kit.questions import plain
from core.people.citizens import LANGUAGES
from delivery.letter_text import NAMES as LETTERS
from wording.texts import TAG, plain_title, read_ours

LONGEST = 2000
"""Characters of one text; a message of Telegram has 4096, and several texts may stand in one."""
LONGEST_COMMAND = 256
LINE = re.compile(r'\s*(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)\s*)?"(?:[^"\\]|\\.)*"\s*')
KEY = re.compile(r'^\s*msgid\s*"([^"]+)"\s*$', re.MULTILINE)
PLAIN_TAGS = frozenset({"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code", "pre", "blockquote"})
LINK = re.compile(r'<a href="(?:https?|tg)://[^"{}]+">')
REFERENCE = re.compile(r"&(?!(?:lt|gt|amp|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});)")
CHOICES = re.compile(r"(outcome\.|reason\.|kind\.|menu\.|[a-z.]+\breason_|.*\.button_)")
"""The beginnings of keys that are choices: no two of one beginning may be typed alike."""


@dataclass(frozen=True)
class Fault:
    """Something to mend. key: of the text; empty when it is the file as a whole."""

    file: str
    key: str
    why: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.key, self.why) if part)


def read_office_texts(folder: Path) -> tuple[dict[str, Catalog], list[Fault]]:
    """Our texts with the office's in their place, by language, and what is wrong with the others."""
    changed: dict[str, Catalog] = {}
    faults = [
        Fault(path.name, "", f"is not read: call it {' or '.join(f'{language}.po' for language in LANGUAGES)}")
        for path in sorted(folder.iterdir())
        if path.suffix.lower() in (".po", ".pot", ".mo", ".txt") and path.name not in (*_names(), *LETTERS)
    ]
    spelled = _Spelled()
    for name, language in _names().items():
        if (folder / name).exists():
            try:
                theirs = _read(folder / name, language)
            except ValueError as broken:
                faults.append(Fault(name, "", str(broken)))
                continue
            changed[language], found = _put(read_ours(language), theirs, spelled)
            faults += [Fault(name, key, why) for key, why in found]
    return changed, faults


def _names() -> dict[str, str]:
    return {f"{language}.po": language for language in LANGUAGES}


def _read(path: Path, language: str) -> Catalog:
    """The file; ValueError, with what to mend, when it cannot be read as a whole."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ValueError(f"cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise ValueError("is not UTF-8: save it as UTF-8") from None
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.lstrip().startswith("#") and not LINE.fullmatch(line):
            raise ValueError(f'line {number} cannot be read: it wants msgid "..." or msgstr "..."')
    twice = [key for key, times in Counter(KEY.findall(text)).items() if times > 1]
    if twice:
        raise ValueError(f"has {twice[0]} twice: leave one of them")
    try:
        return read_po(io.StringIO(text), locale=language, abort_invalid=True)
    except PoFileError as error:
        raise ValueError(f"cannot be read near line {error.lineno + 1}: {str(error).rpartition(' on ')[0]}") from None
    except (ValueError, LookupError, AttributeError, TypeError):
        raise ValueError("cannot be read: begin anew from a copy of ours") from None


def _put(catalog: Catalog, theirs: Catalog, spelled: _Spelled) -> tuple[Catalog, list[tuple[str, str]]]:
    """Our catalogue with those of their texts that will do, and key and fault of the others."""
    known = {_key(message): message for message in catalog if message.id}
    faults = []
    for message in theirs:
        if not message.id:
            continue
        key = _key(message)
        why = _wrong(message, known) or spelled.alike(key, _forms(message))
        if why:
            faults.append((key, why))
        elif _forms(message):
            known[key].string = _forms(message) if isinstance(known[key].id, tuple) else _forms(message)[0]
    return catalog, faults


def _wrong(message: Message, known: dict[str, Message]) -> str:
    """What has to be mended in an entry; empty when nothing has."""
    key, forms = _key(message), _forms(message)
    our = known.get(key)
    if our is None:
        near = difflib.get_close_matches(key, known, n=1)
        return "there is no such text" + (f": {near[0]}?" if near else "; locales/ has the list")
    if message.context:
        return "has a msgctxt: take it away"
    if message.fuzzy:
        return "is marked fuzzy: look at it, and take the mark away"
    if not forms:
        return ""
    if len(forms) != (wanted := len(_forms(our))):
        return "needs one msgstr" if wanted == 1 else f'needs msgid_plural "{key}+" and {wanted} msgstr'
    places = {name for form in _forms(our) for name in _places(form)}
    limit = LONGEST_COMMAND if key.startswith("command.") else LONGEST
    return next((why for form in forms for why in _faults(form, places, limit)), "")


def _faults(form: str, places: set[str], limit: int) -> Iterator[str]:
    """What is wrong with one form of a text."""
    try:
        used = _places(form)
    except ValueError:
        yield "has a { or } too many; write {{ and }} for the signs themselves"
        return
    if unknown := sorted(used - places):
        may = ", ".join(f"{{{name}}}" for name in sorted(places)) or "none"
        yield f"has {{{unknown[0]}}}, which nothing fills; there is {may}"
    if len(form) > limit:
        yield f"has {len(form):,} characters; {limit:,} are allowed"
    if not plain_title(form).strip():
        yield "has no words"
    for line in form.split("\n"):
        yield from _markup(line)


def _places(form: str) -> set[str]:
    """The names in braces; ValueError when they are not written as {name}."""
    found = set()
    for _, name, spec, conversion in string.Formatter().parse(form):
        if name is not None and (spec or conversion or not name.isidentifier()):
            raise ValueError(name)
        found |= {name} if name is not None else set()
    return found


def _markup(line: str) -> Iterator[str]:
    """What Telegram would refuse in one line: signs that are no markup, and tags that are not closed."""
    rest = TAG.sub("", line)
    open_tags: list[str] = []
    if "<" in rest or ">" in rest:
        yield "has a < or > alone: write &lt; and &gt;"
    if REFERENCE.search(rest):
        yield "has a & alone: write &amp;"
    for tag in TAG.findall(line):
        name = tag[1:-1].removeprefix("/").split(" ")[0]
        if tag.startswith("</"):
            if not open_tags or open_tags.pop() != name:
                yield f"has {tag} without its beginning on the same line"
        elif LINK.fullmatch(tag) or (name in PLAIN_TAGS and tag == f"<{name}>"):
            open_tags.append(name)
        else:
            yield f"has {tag}, which Telegram does not know here"
    if open_tags:
        yield f"has <{open_tags[-1]}> without </{open_tags[-1]}> on the same line"


class _Spelled:
    """How choices are typed, in every language, so that no two become one."""

    def __init__(self) -> None:
        self.keys: dict[tuple[str, str], str] = {}
        for language in LANGUAGES:
            for message in read_ours(language):
                if message.id:
                    self.alike(_key(message), _forms(message))

    def alike(self, key: str, forms: tuple[str, ...]) -> str:
        """What is wrong when another choice is typed alike; else the choice is noted."""
        family = CHOICES.match(key)
        if family is None or not forms:
            return ""
        spelled = plain(plain_title(forms[0]))
        if spelled in (*BACK, *CANCEL):
            return f"cannot be called {spelled!r}, which goes back or leaves"
        other = self.keys.setdefault((family[1], spelled), key)
        return "" if other == key else f"cannot be called as {other} is: people type these words"


def _key(message: Message) -> str:
    return str(message.id if isinstance(message.id, str) else message.id[0])


def _forms(message: Message) -> tuple[str, ...]:
    """The forms that are written: one, or one for each plural; none when the entry is empty."""
    forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    return tuple(str(form) for form in forms if form)
