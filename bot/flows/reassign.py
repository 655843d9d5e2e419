"""/pindah: a leader has households of one list shared out among others. Each receiver takes the share or not."""

from __future__ import annotations

from collections.abc import Sequence

from bot.flows.kit import Choice, Option, Script, ask_text, choose, do, look, say, then
from core.people.person import Caller
from core.problems import Problem
from core.typed.numbers import read_numbers
from core.words import words
from core.workload.reassigning import (
    ConfirmProposal,
    DropProposal,
    Hand,
    HandsBelow,
    Heap,
    OpenOf,
    Proposal,
    ProposalOf,
    ProposalsBelow,
    Propose,
    ShareStatus,
)
from wording.reassigned import confirmed_words, proposal_line, proposal_words, standing_words

OFFERED = 12
SHOWN = 40
"""People and SLS offered as buttons, and characters repeated of what was typed."""
LONGEST_NUMBER = 15
ALL = Choice("all", words("reassign.button_all"), ("semua", "semuanya", "seluruhnya", "all", "everything"))
CONFIRM = Choice("confirm", words("reassign.button_confirm"), ("setuju", "setujui", "ya", "oke", "ok", "yes", "agree"))
CHANGE = Choice("change", words("reassign.button_change"), ("ubah", "ganti", "change"))
DROP = Choice("drop", words("reassign.button_drop"), ("tarik", "tarik usul", "hapus", "withdraw", "drop"))
AGAIN = Choice("again", words("reassign.button_again"), ("usulkan lagi", "ulang", "lagi", "again"))


def reassign(me: Caller, typed: str = "") -> Script[None]:
    """Whose households, and which; or, by its number, a proposal that is there."""
    number = int(typed) if typed.isdecimal() and len(typed) <= LONGEST_NUMBER else 0
    proposal = (yield from look(ProposalOf(me.officer or "", number))) if number else None
    if proposal is not None:
        yield from _open(me, proposal)
        return
    if number:
        yield from say(words("reassign.no_such", typed=typed[:SHOWN]))
    giver = yield from _whose(me, "" if number else typed)
    if giver is None:
        return
    heaps = yield from look(OpenOf(me.officer or "", giver.officer))
    if not heaps:
        yield from say(words("reassign.nothing", name=giver.name))
        return
    households = yield from _which(giver, heaps)
    number = yield from do(Propose(me, giver.officer, households))
    yield from then("pindah", str(number))


def _whose(me: Caller, typed: str) -> Script[Hand | None]:
    """From whose list."""
    hands = yield from look(HandsBelow(me.officer or "", me.today))
    hands = [hand for hand in hands if hand.left]
    if not hands:
        yield from say(words("reassign.nobody"))
        return None
    found = _named(hands, typed) if typed else []
    if len(found) == 1:
        return found[0]
    if typed and not found:
        yield from say(words("problem.no_such_enumerator", typed=typed[:SHOWN]))
    untaken = yield from look(ProposalsBelow(me.officer or ""))
    asked = words("reassign.whose")
    if untaken:
        lines = [proposal_line(proposal, me) for proposal in untaken[:OFFERED]]
        asked = words("reassign.whose_untaken", lines=lines, asked=asked)
    choices = [_button(hand) for hand in (found or hands)[:OFFERED]]
    answer = yield from ask_text("giver", asked, choices)
    found = _named(hands, answer)
    if not found:
        raise Problem("no_such_enumerator", typed=answer[:SHOWN])
    if len(found) == 1:
        return found[0]
    several = words("decide.several", typed=answer[:SHOWN])
    return (yield from choose("which", several, [Option(_button(each), each) for each in found[:OFFERED]]))


def _which(giver: Hand, heaps: Sequence[Heap]) -> Script[tuple[int, ...]]:
    """Which households (ids): everything, a whole SLS, or some numbers."""
    choices = [
        Choice(heap.spot.area, words("reassign.heap", place=heap.place, n=len(heap.households))) for heap in heaps
    ]
    total = sum(len(heap.households) for heap in heaps)
    asked = words("reassign.what", name=giver.name, households=words("households", n=total))
    answer = yield from ask_text("what", asked, [ALL, *choices[:OFFERED]])
    if answer == ALL.id:
        return tuple(each.household for heap in heaps for each in heap.households)
    for heap in heaps:
        if answer.casefold() in (heap.spot.area, heap.place.casefold(), heap.place.split(",")[0].casefold()):
            return tuple(each.household for each in heap.households)
    read = read_numbers(answer)
    meant = {each.no: each.household for heap in heaps for each in heap.households}
    missing = [str(number) for number in read.numbers if number not in meant]
    if missing or read.unread or not read.numbers:
        raise Problem("not_open_there", typed=", ".join(missing)[:SHOWN] or answer[:SHOWN], whose=giver.name)
    return tuple(meant[number] for number in read.numbers)


def _open(me: Caller, proposal: Proposal) -> Script[None]:
    """A proposal: confirm or change it, or see how it stands and propose the rest again."""
    if proposal.status is ShareStatus.PROPOSED and proposal.households:
        yield from _confirm(me, proposal)
    elif proposal.status is ShareStatus.CONFIRMED and proposal.untaken:
        options = [Option(AGAIN, True), Option(DROP, False)]
        if (yield from choose("untaken", standing_words(proposal, me), options)):
            yield from _again(me, proposal)
        else:
            yield from do(DropProposal(me, proposal.number))
            yield from say(words("reassign.dropped", number=proposal.number, name=proposal.name))
    elif proposal.status is ShareStatus.PROPOSED:
        yield from say(words("reassign.nothing_left"))
    else:
        yield from say(standing_words(proposal, me))


def _confirm(me: Caller, proposal: Proposal) -> Script[None]:
    options = [Option(CONFIRM, True), Option(CHANGE, False)]
    if (yield from choose("proposal", proposal_words(proposal, me), options, columns=2)):
        confirmed = yield from do(ConfirmProposal(me, proposal.number))
        if confirmed is not None:
            yield from say(confirmed_words(confirmed))
            return
        now = yield from look(ProposalOf(me.officer or "", proposal.number))
        yield from say(standing_words(now or proposal, me))
        return
    receivers = yield from _receivers(me, proposal)
    households = tuple(each.household for each in proposal.households)
    number = yield from do(Propose(me, proposal.giver, households, receivers, proposal.number))
    yield from then("pindah", str(number))


def _receivers(me: Caller, proposal: Proposal) -> Script[tuple[str, ...]]:
    """Who is to get something: one by a button, several by their names."""
    hands = [hand for hand in (yield from _able(me)) if hand.officer != proposal.giver]
    if not hands:
        raise Problem("nobody_to_receive")
    answer = yield from ask_text("receivers", words("reassign.to_whom"), [_button(hand) for hand in hands[:OFFERED]])
    chosen: list[str] = []
    for name in filter(None, (part.strip() for part in answer.replace(";", ",").split(","))):
        found = _named(hands, name)
        if len(found) != 1:
            raise Problem("several_enumerators" if found else "cannot_receive", typed=name[:SHOWN])
        chosen.append(found[0].officer)
    return tuple(dict.fromkeys(chosen))


def _again(me: Caller, proposal: Proposal) -> Script[None]:
    """Share out once more what was refused or not answered, among others."""
    asked = {share.receiver for share in proposal.untaken} | {proposal.giver}
    giver = next((hand for hand in (yield from _hands(me)) if hand.officer == proposal.giver), None)
    others = [hand for hand in (yield from _able(me)) if hand.officer not in asked]
    team = [hand for hand in others if giver is not None and hand.leader == giver.leader]
    if not others:
        raise Problem("nobody_to_receive")
    households = tuple(each.household for share in proposal.untaken for each in share.households)
    receivers = tuple(hand.officer for hand in team or others)
    number = yield from do(Propose(me, proposal.giver, households, receivers, proposal.number))
    yield from then("pindah", str(number))


def _hands(me: Caller) -> Script[list[Hand]]:
    return (yield from look(HandsBelow(me.officer or "", me.today)))


def _able(me: Caller) -> Script[list[Hand]]:
    """Who can get something, who has least first."""
    able = [hand for hand in (yield from _hands(me)) if hand.reachable and not hand.absent]
    return sorted(able, key=lambda hand: (hand.left + hand.coming, hand.name))


def _named(hands: Sequence[Hand], typed: str) -> list[Hand]:
    """Who is meant by an id, a name, or a part of one."""
    said = typed.strip().casefold()
    exact = [hand for hand in hands if said in (hand.officer.casefold(), hand.name.casefold())]
    return exact or [hand for hand in hands if said in hand.name.casefold()]


def _button(hand: Hand) -> Choice:
    key = "decide.receiver_absent" if hand.absent else "decide.receiver"
    return Choice(hand.officer, words(key, name=hand.name, left=hand.left + hand.coming))
