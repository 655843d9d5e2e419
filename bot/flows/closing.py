"""/tutup: at the end of the fieldwork a leader closes what is still open, keeps single households open, or waits.

What is typed behind the command says where the talk is:

| typed | means |
|---|---|
| nothing | whose households? asked of a coordinator and the office only |
| `PML-001`, `all`, a name | of this person directly below and of everybody below that person, or of all |
| `all 4-9f3a12b0,7-00c4d1e2` | these households as they were shown: their ids, and the seals of how they stood |

So a leader's word is about what the leader saw, whatever happens between the list and the word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.flows.kit import Choice, Option, Script, ask_text, choose, do, look, say, then
from core.cases.closing import STILL_TODAY, CloseAll, Closing, ClosingBelow, KeepOpen, OpenOne, OpenOnes, Shown
from core.people.person import Caller, Role
from core.problems import Problem
from core.typed.numbers import read_numbers
from core.words import words
from wording.closing import (
    closed_words,
    early_words,
    household_words,
    kept_words,
    nothing_words,
    proposal_words,
    whose_words,
)

PAGE = 20
"""Households closed by one word: their lines fill a phone three times, and a message holds them."""
ALL = "all"
SHOWN = re.compile(r"(?P<whose>\S+) (?P<ones>\d{1,15}-[0-9a-f]{8}(?:,\d{1,15}-[0-9a-f]{8})*)")
SAID = 40
EVERYBODY = Choice(ALL, words("closing.button_everybody"), ("semua", "semuanya", "all", "everybody"))
KEEP = Choice("keep", words("closing.button_keep"), ("biarkan", "sisakan", "tetap dibuka", "keep", "keep some open"))
NOTHING = Choice("-", words("closing.button_nothing"), ("tidak", "tidak ada", "ya", "lanjut", "no", "none", "nothing"))
TODAY = Choice("today", words("closing.button_today"), ("hari ini", "masih dikunjungi", "today"))


def close_open(me: Caller, typed: str = "") -> Script[None]:
    """Close what is open; the table above says where the talk is."""
    found = SHOWN.fullmatch(typed)
    if found is not None:
        pairs = [one.split("-") for one in found["ones"].split(",")]
        yield from _confirm(me, found["whose"], tuple(Shown(int(household), seal) for household, seal in pairs))
        return
    closing = yield from look(ClosingBelow(me))
    if me.at < closing.begins_at:
        yield from say(early_words(closing))
        return
    whose = yield from _whose(me, closing, typed)
    if whose is None:
        return
    if whose != ALL:
        closing = yield from look(ClosingBelow(me, whose))
    if not closing.closes:
        yield from say(nothing_words(closing))
        return
    yield from then("tutup", f"{whose} {_written(closing.closes[:PAGE])}")


def _written(ones: Sequence[OpenOne]) -> str:
    return ",".join(f"{one.household}-{one.seal}" for one in ones)


def _whose(me: Caller, closing: Closing, typed: str) -> Script[str | None]:
    """Whose households, by the id of somebody directly below; ALL for all, None when nobody is meant."""
    asked = not typed
    if asked:
        if me.role is Role.PML or len(closing.below) < 2:
            return ALL
        named = [Choice(each, words("closing.button_of", name=name, n=n)) for each, name, n in closing.below]
        typed = yield from ask_text("whose", whose_words(closing), [*named[:PAGE], EVERYBODY])
    if typed == ALL or typed.casefold() in EVERYBODY.also:
        return ALL
    wanted = typed.casefold()
    people = [each for each, _, _ in closing.below if each.casefold() == wanted]
    people = people or [each for each, name, _ in closing.below if name.casefold().startswith(wanted)]
    if len(people) == 1:
        return people[0]
    if asked:
        raise Problem("choose_one")
    yield from say(words("closing.nothing_of", typed=typed[:SAID]))
    return None


def _confirm(me: Caller, whose: str, shown: tuple[Shown, ...]) -> Script[None]:
    """The leader's word on some households: close them, or keep some of them open."""
    closing = yield from look(ClosingBelow(me, "" if whose == ALL else whose))
    seals = {each.household: each.seal for each in shown}
    ones = yield from look(OpenOnes(me, tuple(seals)))
    ones = [one for one in _in_order(ones) if one.seal == seals[one.household]]
    if not ones:
        yield from say(words("closing.all_changed"))
        yield from then("tutup", whose)
        return
    close = Choice("close", words("closing.button_close", n=len(ones)), ("tutup", "tutup semua", "ya", "close", "yes"))
    word = yield from choose("word", proposal_words(closing, ones, me), [Option(close, True), Option(KEEP, False)])
    if not word:
        yield from _keep(me, whose, ones)
        return
    added = yield from ask_text("added", words("closing.add"), [NOTHING], limit=160)
    closed = yield from do(CloseAll(me, shown, "" if added == NOTHING.id else added))
    yield from say(closed_words(closed, me))
    if len(closing.closes) > len(shown):
        yield from then("tutup", whose)


def _in_order(ones: Sequence[OpenOne]) -> list[OpenOne]:
    """As a list shows them: by what they become, then by whose they are."""
    return sorted(ones, key=lambda one: (one.becomes != "refused_for_good", one.name, one.no or 0, one.household))


def _keep(me: Caller, whose: str, ones: Sequence[OpenOne]) -> Script[None]:
    """Which are kept open, and why; then the list without them."""
    choices = [Choice(f"K{one.household}", household_words(one)) for one in ones]
    typed = yield from ask_text("which", words("closing.which_stay"), choices)
    meant = _meant(typed, ones)
    why = yield from ask_text("why", words("closing.why_open"), [TODAY], limit=200)
    shown = tuple(Shown(one.household, one.seal) for one in meant)
    kept = yield from do(KeepOpen(me, shown, STILL_TODAY if why == TODAY.id else why))
    yield from say(kept_words(kept))
    yield from then("tutup", whose)


def _meant(typed: str, ones: Sequence[OpenOne]) -> list[OpenOne]:
    """The households that were pressed or typed: `K4`, or their numbers on the lists when each means but one."""
    by_id = re.fullmatch(r"K(\d{1,15})", typed)
    if by_id is not None:
        found = [one for one in ones if one.household == int(by_id[1])]
    else:
        read = read_numbers(typed)
        found = [one for one in ones if one.no in read.numbers]
        if read.unread or len(found) != len(read.numbers):
            raise Problem("choose_one")
    if not found:
        raise Problem("choice_gone")
    return found
