"""How letters for help are told: to whom, about which households, since when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from core.cases.letters import Concerned, HelpLetter
from core.people.person import Caller, Role
from core.typed.numbers import spans
from core.words import Words, words
from wording.giving import ago_words

NAMED = 3
"""Letters named in the one line about those that are overdue."""
LISTED = 12


def to_words(letter: HelpLetter) -> Words:
    """Whom a letter asks."""
    return words(f"letter.to_{letter.addressee}", place=letter.place)


def about_words(households: Sequence[Concerned], role: Role) -> Words | str:
    """Which households: the numbers of the own list; to a leader, and off every list, the addresses."""
    numbers = [each.no for each in households if each.no is not None]
    if role is Role.PPL and len(numbers) == len(households):
        return words("letter.numbers", numbers=spans(numbers))
    more = len(households) - 1
    first = households[0].address
    return words("letter.address_and", address=first, n=more) if more else first


def list_words(letters: Sequence[HelpLetter], me: Caller) -> Words:
    """Letters that wait for an answer, each with what opens it."""
    lines = [line_words(letter, me) for letter in letters[:LISTED]]
    if len(letters) > LISTED:
        lines.append(words("letter.more", n=len(letters) - LISTED))
    return words("letter.waiting", letters=lines)


def line_words(letter: HelpLetter, me: Caller) -> Words:
    """One letter that waits: to whom, about what, since when; whether its hour has passed."""
    return words(
        "letter.line_overdue" if letter.due_at <= me.at and letter.open_ones else "letter.line",
        to=to_words(letter),
        about=about_words(letter.households, me.role),
        ago=ago_words(letter.sent_at, me.at),
        number=letter.number,
    )


def short_words(letter: HelpLetter, me: Caller) -> Words:
    """A letter on a button."""
    return words(
        "letter.short", number=letter.number, to=to_words(letter), about=about_words(letter.households, me.role)
    )


def overdue_words(letters: Sequence[HelpLetter], role: Role, now: datetime) -> list[Words]:
    """One line on letters whose answer is overdue and still wanted; nothing when there are none."""
    late = [letter for letter in letters if letter.due_at <= now and letter.open_ones]
    if not late:
        return []
    named = [words("letter.named", to=to_words(one), about=about_words(one.open_ones, role)) for one in late[:NAMED]]
    joined: Words = named[0]
    for one in named[1:]:
        joined = words("letter.named_and", before=joined, named=one)
    if len(late) > NAMED:
        joined = words("letter.named_more", before=joined, n=len(late) - NAMED)
    return [words("letter.overdue", n=len(late), letters=joined)]


def noted_words(note: str) -> Words:
    """What a case's history says of a letter: whom it asked, and what came of it ("rt", "rt:came")."""
    addressee, _, answer = note.partition(":")
    to = words(f"letter.button_{addressee}")
    return words("letter.noted", to=to, answer=words(f"letter.answer_{answer}")) if answer else to
