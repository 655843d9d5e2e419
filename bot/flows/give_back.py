"""/lepas: ask to give households back, with a reason. The supervisor is asked; nothing changes until then."""

from __future__ import annotations

from collections.abc import Sequence

from bot.flows.kit import Choice, Option, Script, ask_text, choose, do, look, say
from bot.flows.kit.several import Chosen, pick_several
from core.people.help import ContactsOf
from core.people.person import Caller
from core.problems import Problem
from core.typed.numbers import read_numbers
from core.words import Value, Words, words
from core.workload.giving_back import GIVING_WORDS, Asked, GiveBack, GivingReason, OwnWishes, TakeBack, Wish, Wished
from wording.contacts import contact_lines
from wording.giving import ago_words, numbers_text, reason_words

LISTED = 5
"""So many households are named one by one before they are asked for; of more the numbers have to do."""
TAKE_BACK = Choice("take", words("giving.button_take_back"), ("ambil", "ambil kembali", "tarik", "take back"))
MORE = Choice("more", words("giving.button_more"), ("tambah", "more", "add"))
YES = Choice("yes", words("giving.button_yes"), ("ya", "y", "iya", "ok", "oke", "yes", "benar", "betul"))
NO = Choice("no", words("giving.button_no"), ("tidak", "jangan", "no", "n"))


def give_back(me: Caller, typed: str = "") -> Script[None]:
    """Which households, why, and are you sure; or take back what was asked and is not decided yet."""
    waiting = yield from look(OwnWishes(me.officer or ""))
    if waiting and not typed:
        yield from say(words("giving.waiting", wishes=[_own_words(wish, me) for wish in waiting]))
    chosen, reason, turn = Chosen(), MORE.id, 0
    while reason == MORE.id:
        turn += 1
        taken = {each.household for each in chosen.households} | {each.household for each in _all(waiting)}
        buttons = [TAKE_BACK] if waiting and turn == 1 else []
        more = yield from pick_several(me, typed if turn == 1 else "", turn, buttons, taken)
        chosen = chosen if isinstance(more, str) else chosen.plus(more)
        if isinstance(more, str) or (waiting and not chosen.households):
            yield from _take_back(me, waiting)
            return
        if not chosen.households:
            yield from say(words("giving.nothing"))
            return
        reason = more.reason or (yield from _why(chosen, turn))
    if reason == GivingReason.OTHER:
        reason = yield from ask_text("words", words("giving.which_reason"), limit=200)
    if not (yield from choose("sure", _sure_words(chosen, reason), [Option(YES, True), Option(NO, False)], columns=2)):
        yield from say(words("talk.cancelled"))
        return
    asked = yield from do(GiveBack(me, tuple(each.household for each in chosen.households), reason))
    yield from _say_asked(me, asked)


def _why(chosen: Chosen, turn: int) -> Script[str]:
    """The reason, or that more households are to be added."""
    options = [Option(Choice(r, words(f"giving.reason_{r}"), GIVING_WORDS[r]), str(r)) for r in GivingReason]
    asked = words("giving.why", households=words("households", n=len(chosen.households)), numbers=chosen.numbers)
    key = f"reason{turn}" if turn > 1 else "reason"
    return (yield from choose(key, asked, [*options, Option(MORE, MORE.id)]))


def _sure_words(chosen: Chosen, reason: str) -> Words:
    lines = [words("giving.line", no=each.no, head=each.head) for each in chosen.households]
    if len(lines) > LISTED:
        lines = [words("giving.numbers", numbers=chosen.numbers)]
    households = words("households", n=len(chosen.households))
    return words("giving.sure", households=households, lines=lines, reason=reason_words(reason))


def _say_asked(me: Caller, asked: Asked) -> Script[None]:
    """What was asked, and who decides; or who to call when nobody can be asked by the bot."""
    wish = asked.wish
    told: dict[str, Value] = {
        "households": words("households", n=len(wish.households)),
        "numbers": numbers_text(wish.households),
    }
    if me.training:
        yield from say(words("giving.asked_in_training", **told))
        return
    if asked.leader is not None:
        name, role = asked.leader
        yield from say(words("giving.asked", **told, name=name, role=words(f"role.{role}")))
        return
    contacts = yield from look(ContactsOf(me.officer))
    yield from say(words("giving.asked_nobody", **told, contacts=contact_lines(contacts)))


def _take_back(me: Caller, waiting: Sequence[Wish]) -> Script[None]:
    """Take households out of one's own wishes: a whole wish by its button, or some by their numbers."""
    buttons = {f"wish{wish.number}": wish for wish in waiting}
    choices = [Choice(key, words("giving.numbers", numbers=numbers_text(w.households))) for key, w in buttons.items()]
    answer = yield from ask_text("back", words("giving.take_which"), choices, limit=1000)
    if answer in buttons:
        meant = list(buttons[answer].households)
    else:
        numbers = read_numbers(answer).numbers
        meant = [each for each in _all(waiting) if each.no in numbers]
    if not meant:
        raise Problem("nothing_waits_there", typed=answer[:40])
    taken = yield from do(TakeBack(me, tuple(each.household for each in meant)))
    if not taken:
        yield from say(words("giving.taken_too_late"))
        return
    yield from say(words("giving.taken", numbers=numbers_text(taken), households=words("households", n=len(taken))))


def _own_words(wish: Wish, me: Caller) -> Words:
    numbers, reason = numbers_text(wish.households), reason_words(wish.reason)
    return words("giving.own", numbers=numbers, reason=reason, ago=ago_words(wish.asked_at, me.at))


def _all(waiting: Sequence[Wish]) -> list[Wished]:
    return [each for wish in waiting for each in wish.households]
