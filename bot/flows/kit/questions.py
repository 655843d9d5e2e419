"""The kinds of question: choose, number, text, when. Every button can also be typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from bot.flows.kit.script import Ask, Choice, Heard, Raw, Script, ask
from core.cases.day_parts import in_visiting_hours
from core.people.person import Caller
from core.problems import Problem, Unsure
from core.typed.lines import LONGEST_TYPED
from core.typed.past import read_past
from core.typed.schedule import is_night
from core.typed.when import understand_when
from core.words import Words, words

T = TypeVar("T")
MARKS = re.compile(r"[\W_]+")
SHORTEST_BEGINNING = 3
UNSURE = "?"
"""Stored before the instants that may be meant by what was typed."""
BUTTON = "%Y%m%dT%H%M"
"""An hour as its button carries it: on the family's clock."""


def plain(text: str) -> str:
    """Text as it is compared: no case, no accents of width, no punctuation, no emoji."""
    return MARKS.sub(" ", unicodedata.normalize("NFKC", text)).casefold().strip()


def pick(heard: Heard, choices: Sequence[Choice]) -> Choice | None:
    """The choice that was pressed or typed: by id, word, title, or the beginning of just one title. A title that two
    choices share says neither.

    What is written under a photo makes no choice.
    """
    if heard.kind == "press":
        return next((choice for choice in choices if choice.id == heard.choice), None)
    typed = plain(heard.text) if len(heard.text) <= LONGEST_TYPED else ""
    if not typed or heard.kind != "text":
        return None
    spelled = [(choice, {plain(s) for s in heard.spell(choice.title)}) for choice in choices]
    named = [choice for choice, titles in spelled if typed in titles and typed != plain(choice.id)]
    if len(named) > 1:
        return None
    for choice, titles in spelled:
        if typed == plain(choice.id) or typed in titles or typed in map(plain, choice.also):
            return choice
    if len(typed) < SHORTEST_BEGINNING:
        return None
    begun = [choice for choice, titles in spelled if any(title.startswith(typed) for title in titles)]
    return begun[0] if len(begun) == 1 else None


@dataclass(frozen=True)
class Option(Generic[T]):
    """A choice together with what it stands for."""

    choice: Choice
    value: T


def choose(
    key: str, prompt: Words, options: Iterable[Option[T]], columns: int = 1, *, changed: str = ""
) -> Script[T]:
    """One of the options. changed: the problem that is told when the answer was given to another key."""
    offered = {option.choice.id: option for option in options}
    choices = tuple(option.choice for option in offered.values())

    def read(heard: Heard) -> Raw:
        picked = pick(heard, choices)
        if picked is None:
            raise Problem("button_outdated" if heard.kind == "press" else "choose_one")
        return picked.id

    def value(raw: Raw) -> T:
        if raw not in offered:
            raise Problem("choice_gone")
        return offered[str(raw)].value

    return (yield from ask(Ask(key, prompt, read, value, choices, columns, changed)))


def ask_number(key: str, prompt: Words, low: int, high: int, buttons: Sequence[int] = ()) -> Script[int]:
    """A whole number between low and high, both included; digits of any script are read."""
    choices = tuple(Choice(str(n), str(n)) for n in buttons)

    def read(heard: Heard) -> Raw:
        return read_number(heard, low, high)

    return (yield from ask(Ask(key, prompt, read, lambda raw: int(str(raw)), choices, columns=4)))


def read_number(heard: Heard, low: int, high: int) -> int:
    """The number that was pressed or typed, maybe with a word behind it ("4 orang")."""
    typed = heard.choice if heard.kind == "press" else _short(heard)
    digits = re.fullmatch(r"\W*(\d{1,6})(\s+[^\W\d]+)?\W*", unicodedata.normalize("NFKC", typed))
    if digits is None:
        raise Problem("not_a_number", low=low, high=high)
    number = int(digits[1])
    if not low <= number <= high or typed.strip().startswith("-"):
        raise Problem("number_range", low=low, high=high)
    return number


def ask_text(
    key: str, prompt: Words, choices: Sequence[Choice] = (), *, limit: int = 300, columns: int = 1
) -> Script[str]:
    """Free text of at most `limit` characters, or the id of one of the choices.

    A button that was on offer a moment ago still means what it said, although the offer has changed since.
    """

    def read(heard: Heard) -> Raw:
        return read_text_or_choice(heard, choices, limit)

    return (yield from ask(Ask(key, prompt, read, str, choices, columns, any_words=True)))


def read_text_or_choice(heard: Heard, choices: Sequence[Choice], limit: int = 300) -> str:
    """The id of what was pressed or picked in words, else what was typed; Problem as `read_text` raises it."""
    if heard.kind == "press":
        return heard.choice
    picked = pick(heard, choices)
    return picked.id if picked else read_text(heard, limit)


def read_text(heard: Heard, limit: int = 300) -> str:
    """What was typed, in one line; Problem when it is empty or longer than the limit."""
    typed = " ".join(_text(heard).split())
    if len(typed) > limit:
        raise Problem("text_too_long", limit=limit, length=len(typed))
    if not plain(typed):
        raise Problem("text_wanted")
    return typed


def ask_when(
    key: str,
    prompt: Words,
    me: Caller,
    suggestions: Sequence[datetime],
    check: Callable[[datetime], None] | None = None,
) -> Script[datetime]:
    """An hour to come, as an aware instant: a suggested one, or typed ("besok 19:00", "sabtu pagi"). What is understood
    in part is asked once more, with the guesses on buttons.

    check may raise Problem for an hour that will not do.
    """
    asked, offered, turn = prompt, suggestions, 0
    while True:
        raw = yield from _ask_when(f"{key}{turn or ''}", asked, me, offered, check)
        if not raw.startswith(UNSURE):
            return datetime.fromisoformat(raw)
        offered = [datetime.fromisoformat(each) for each in raw.removeprefix(UNSURE).split(",")]
        asked, turn = words("when.which"), turn + 1


def _ask_when(
    key: str, prompt: Words, me: Caller, offered: Sequence[datetime], check: Callable[[datetime], None] | None
) -> Script[str]:
    """An instant in ISO 8601, or several behind a mark when it is not certain which of them is meant."""
    choices = tuple(Choice(at.strftime(BUTTON), words("when.button", at=at.astimezone(me.zone))) for at in offered)
    known = dict(zip((choice.id for choice in choices), offered, strict=True))

    def checked(at: datetime) -> datetime:
        if at <= me.local:
            raise Problem("when_past", at=at)
        if check is not None:
            check(at)
        return at

    def read(heard: Heard) -> Raw:
        picked = pick(heard, choices)
        if picked is not None:
            return checked(known[picked.id]).isoformat()
        if heard.kind == "press":
            return checked(_pressed(heard.choice, me)).isoformat()
        try:
            moment = understand_when(_short(heard), me.local)
            if not is_night(moment._replace(at=checked(moment.at))):
                return moment.at.isoformat()
            guesses: Sequence[datetime] = [moment.at]
        except Unsure as unsure:
            guesses = [at for at in unsure.guesses if _will_do(at, checked)]
            if not guesses:
                raise
        return UNSURE + ",".join(at.isoformat() for at in guesses)

    return (yield from ask(Ask(key, prompt, read, str, choices, columns=2)))


def _will_do(at: datetime, checked: Callable[[datetime], datetime]) -> bool:
    try:
        checked(at)
    except Problem:
        return False
    return True


def ask_past(key: str, prompt: Words, me: Caller, check: Callable[[datetime], None] | None = None) -> Script[datetime]:
    """An hour that has been, as an aware instant; it is typed ("08:15", "kemarin 16.00"). check may raise Problem."""

    def read(heard: Heard) -> Raw:
        at = read_past(_short(heard), me.local)
        if check is not None:
            check(at)
        return at.isoformat()

    return (yield from ask(Ask(key, prompt, read, lambda raw: datetime.fromisoformat(str(raw)))))


def _pressed(choice: str, me: Caller) -> datetime:
    """The hour of a button that was on offer when the question was shown, though it may not be any more."""
    try:
        return datetime.strptime(choice, BUTTON).replace(tzinfo=me.zone)
    except ValueError:
        raise Problem("button_outdated") from None


def visiting_hours(at: datetime) -> None:
    """Refuse an hour at which no family is visited unasked."""
    if not in_visiting_hours(at):
        raise Problem("when_quiet", at=at)


def _text(heard: Heard) -> str:
    if heard.kind != "text":
        raise Problem("text_wanted")
    return heard.text


def _short(heard: Heard) -> str:
    """What was typed where a few words are wanted; nothing when it is longer than any of them."""
    typed = _text(heard)
    return typed if len(typed) <= LONGEST_TYPED else ""
