"""Every parser of what people type, by the name under which a reader finds it."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, timedelta
from typing import Any

from bot.edge import entered, kept_of
from bot.event import Event, event_of
from bot.flows.kit.questions import pick, plain, read_number, read_text
from bot.flows.kit.script import Choice, Heard
from bot.flows.letter import NUMBER, _addressee_typed
from bot.router import spoken_command, wish_of
from core.cases.letters import shown_address
from core.identity import SEPARATORS
from core.likeness import fits, nearness, number_of, parts, same_family
from core.masking import masked, masked_values
from core.people.messages import Reader, addressed, read_message, read_ready
from core.people.person import Role
from core.people.training import A_WORD
from core.problems import Problem
from core.typed import batch, when
from core.typed.counts import read_people
from core.typed.lines import clean
from core.typed.numbers import read_numbers
from core.typed.past import read_past
from core.visits.receipts import is_receipt, looks_like_receipt
from core.visits.source import read_source
from db.audit import BY_ID, LISTED, PLACED
from db.cases.casework import NUMBERED
from db.cases.letters import OWN_NUMBERS
from db.visits.search import NAMED_NUMBER
from tests.people import ANI, MORNING
from tests.updates import message

NOW = MORNING.astimezone(UTC)
CHOICES = [Choice(name, f"Keluarga {name}", (name,)) for name in ("abu", "budi", "citra")]
READERS = [Reader(f"PPL-{number}", f"Ani {number}") for number in range(5)]


def heard(text: str) -> Heard:
    """The text as an answer."""
    return Heard("text", lambda title: [str(title)], text)


def event(text: str) -> Event:
    """The text as a message."""
    return Event(1, 1, ANI, "text", NOW, text)


PARSERS: dict[str, Callable[[str], Any]] = {
    "edge.entered": entered,
    "edge.kept_of": lambda text: kept_of({"update_id": 1, "message": {"text": text}}),
    "event.event_of": lambda text: event_of(1, message(1, ANI, "x", NOW, text=text), NOW, timedelta(0)),
    "router.wish_of": lambda text: wish_of(event(text)),
    "router.wish_of /": lambda text: wish_of(event(f"/{text}")),
    "router.wish_of /cuti": lambda text: wish_of(event(f"/cuti {text}")),
    "router.press": lambda text: wish_of(Event(1, 1, ANI, "press", NOW, data=f"{text}:a:b")),
    "router.spoken_command": lambda text: spoken_command(text, Role.PPL, NOW),
    "questions.plain": plain,
    "questions.pick": lambda text: pick(heard(text), CHOICES),
    "questions.read_number": lambda text: read_number(heard(text), 1, 9),
    "questions.read_text": lambda text: read_text(heard(text)),
    "letter.addressee": _addressee_typed,
    "letter.NUMBER": NUMBER.fullmatch,
    "lines.clean": clean,
    "masking.masked": masked,
    "masking.masked_values": lambda text: masked_values({"text": text}),
    "likeness.number_of": number_of,
    "likeness.parts": parts.__wrapped__,
    "likeness.fits": lambda text: fits(parts.__wrapped__(text), ("siti", "jl", "mangga", "12")),
    "likeness.nearness": lambda text: nearness(parts.__wrapped__(text), ("siti", "jl", "mangga", "12")),
    "likeness.same_family": lambda text: same_family(text[:120], text[:200], "Siti", "Jl. Mangga 12"),
    "counts.read_people": read_people,
    "numbers.read_numbers": read_numbers,
    "past.read_past": lambda text: read_past(text, NOW),
    "receipts.is_receipt": is_receipt,
    "receipts.looks_like": looks_like_receipt,
    "source.read_source": read_source,
    "letters.shown_address": lambda text: shown_address(text, "Siti Aminah"),
    "letters.shown_address head": lambda text: shown_address("Jl. Mangga 12", text[:120]),
    "messages.read_message": read_message,
    "messages.read_ready": read_ready,
    "messages.addressed": lambda text: addressed(text, READERS),
    "identity.SEPARATORS": lambda text: SEPARATORS.sub("", text),
    "training.A_WORD": A_WORD.search,
    "search.NAMED_NUMBER": NAMED_NUMBER.findall,
    "letters.OWN_NUMBERS": OWN_NUMBERS.findall,
    "casework.NUMBERED": NUMBERED.fullmatch,
    "audit.BY_ID": BY_ID.fullmatch,
    "audit.PLACED": PLACED.fullmatch,
    "audit.LISTED": LISTED.fullmatch,
}
TYPED: dict[str, Callable[[str], Any]] = {
    "batch.lines_of": batch.lines_of,
    "batch.read_line": lambda text: batch.read_line(text, NOW),
    "batch.surely_typed": lambda text: batch.surely_typed(text, NOW),
    "batch.any_typed": batch.any_typed,
    "batch.any_begun": batch.any_begun,
    "when.read_when": lambda text: when.read_when(text, NOW),
    "when.read_days": lambda text: when.read_days(text, NOW.date()),
    "when.read_hours": when.read_hours,
}
"""The grammar of typed reports and of hours."""


def parse(parser: Callable[[str], Any], text: str) -> None:
    """Read a text; what is not understood is said by a Problem, or by a ValueError of a receipt code."""
    with suppress(Problem):
        parser(text)
