"""/putuskan: a leader decides on work that enumerators ask to give back, and who gets it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.flows.kit import Choice, Option, Script, ask_text, choose, do, look, say
from core.people.person import Caller
from core.problems import Problem
from core.words import Words, words
from core.workload.giving_back import Decide, Decision, Receiver, ReceiversOf, Standing, Wish, WishesBelow, WishOf
from wording.decided import decided_words, done_words, kept_words
from wording.giving import ago_words, wish_words

OFFERED = 12
SHOWN = 40
"""Wishes and people offered as buttons, and characters repeated of what was typed."""
LONGEST_NUMBER = 15
ACCEPT = Choice(
    "accept", words("decide.button_accept"), ("terima", "setuju", "ya", "boleh", "accept", "yes", "ok", "oke")
)
REFUSE = Choice("refuse", words("decide.button_refuse"), ("tolak", "menolak", "tidak", "refuse", "no"))
NOBODY = Choice("-", words("decide.button_nobody"), ("belum ada", "belum", "nanti", "nobody", "nobody yet", "later"))


def decide(me: Caller, typed: str = "") -> Script[None]:
    """One wish: accept it and say who gets the households, or refuse it and say why."""
    wish = yield from _pick(me, typed)
    if wish is None:
        return
    if not wish.waits and not wish.ownerless:
        yield from say(decided_words(wish, me))
        return
    accepted, to, answer = True, None, ""
    if wish.standing(Standing.OPEN):
        accepted = yield from _accepted(wish, me)
    if not accepted:
        answer = yield from ask_text("answer", words("decide.why_not", name=wish.name), limit=200)
    elif wish.standing(Standing.OPEN, Standing.NOBODYS):
        to = yield from _to_whom(wish, me)
    command = Decide(me, wish, accepted, to, answer)
    decision = yield from do(command)
    if decision is None:
        now = yield from look(WishOf(me.officer or "", wish.number))
        yield from say(decided_words(now or wish, me))
        return
    yield from say(done_words(decision, command))


def _pick(me: Caller, typed: str) -> Script[Wish | None]:
    """The wish that is meant by its number, or one of those that wait."""
    wishes = yield from look(WishesBelow(me.officer or ""))
    if typed:
        wish = yield from _meant(typed, wishes, me)
        if wish is not None:
            return wish
        yield from say(words("decide.no_such_wish", typed=typed[:SHOWN]))
    if not wishes:
        yield from say(words("decide.none"))
        return None
    choices = [Choice(str(wish.number), _button(wish, me)) for wish in wishes[:OFFERED]]
    asked = words("decide.which", wishes=[_line(wish, me) for wish in wishes[:OFFERED]])
    if len(wishes) > OFFERED:
        asked = words("decide.which_of_many", asked=asked, n=len(wishes) - OFFERED)
    answer = yield from ask_text("wish", asked, choices)
    chosen = yield from _meant(answer, wishes, me)
    if chosen is None:
        raise Problem("choose_one")
    return chosen


def _meant(typed: str, wishes: Sequence[Wish], me: Caller) -> Script[Wish | None]:
    """The wish of this number, decided or not; or the only one that waits of somebody of this name."""
    if typed.isdecimal() and len(typed) <= LONGEST_NUMBER:
        return (yield from look(WishOf(me.officer or "", int(typed))))
    named = [wish for wish in wishes if wish.name.casefold().startswith(typed.casefold())]
    return named[0] if len(named) == 1 else None


def _accepted(wish: Wish, me: Caller) -> Script[bool]:
    """Whether the wish is accepted; households that would stay where they are anyway are named."""
    asked = wish_words("decide.wish", wish.of(Standing.OPEN), me.local)
    stays = kept_words(Decision(wish, kept=wish.standing(Standing.SETTLED, Standing.ELSEWHERE)))
    if stays:
        asked = words("decide.wish_without", wish=asked, stays=stays)
    return (yield from choose("decision", asked, [Option(ACCEPT, True), Option(REFUSE, False)], columns=2))


def _to_whom(wish: Wish, me: Caller) -> Script[str | None]:
    """The enumerator who gets the households; None: nobody yet. Anybody below can be typed by name or id."""
    leader = me.officer or ""
    receivers = yield from look(ReceiversOf(leader, wish, me.today, limit=OFFERED))
    moving = len(wish.standing(Standing.OPEN, Standing.NOBODYS))
    choices = [_receiver(each) for each in receivers]
    prompt = words("decide.to_whom", households=words("households", n=moving))
    if wish.ownerless:
        prompt = wish_words("decide.nobodys", wish.of(Standing.NOBODYS), me.local)
    answer = yield from ask_text("receiver", prompt, [*choices, NOBODY])
    if answer == NOBODY.id:
        return None
    found = yield from look(ReceiversOf(leader, wish, me.today, answer, OFFERED))
    if not found:
        raise Problem("no_such_enumerator", typed=answer[:SHOWN])
    if len(found) == 1:
        return found[0].officer
    several = words("decide.several", typed=answer[:SHOWN])
    return (yield from choose("which", several, [Option(_receiver(each), each.officer) for each in found]))


def _button(wish: Wish, me: Caller) -> Words:
    """A wish on a button: who, how many, since when."""
    open_ones = len(wish.standing(Standing.OPEN, Standing.NOBODYS))
    return words("decide.button", name=wish.name, n=open_ones, ago=ago_words(wish.asked_at, me.at))


def _line(wish: Wish, me: Caller) -> Words:
    """A wish in the list, with the command that opens it."""
    shown = wish.of(Standing.OPEN, Standing.NOBODYS) if wish.ownerless or wish.standing(Standing.OPEN) else wish
    return wish_words("decide.line_nobodys" if wish.ownerless else "decide.line", shown, me.local)


def _receiver(receiver: Receiver) -> Choice:
    key = "decide.receiver_absent" if receiver.absent else "decide.receiver"
    return Choice(receiver.officer, words(key, name=receiver.name, left=receiver.left))
