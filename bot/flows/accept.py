"""/terima: an enumerator takes households that a leader wants to move to the own list, or says why not."""

from __future__ import annotations

from bot.flows.kit import Choice, Option, Script, ask_text, choose, do, look, say
from core.people.person import Caller
from core.words import words
from core.workload.reassigning import AnswerOffer, Offer, OffersTo
from wording.decided import received_words
from wording.reassigned import offer_words

ACCEPT = Choice("accept", words("decide.button_accept"), ("terima", "setuju", "ya", "boleh", "accept", "yes", "ok"))
REFUSE = Choice("refuse", words("decide.button_refuse"), ("tolak", "menolak", "tidak", "refuse", "no"))


def accept(me: Caller, typed: str = "") -> Script[None]:
    """One offer: take it, or refuse it with a reason."""
    offer = yield from _pick(me, typed)
    if offer is None:
        return
    asked = offer_words("accept.offer", offer)
    accepted = yield from choose("answer", asked, [Option(ACCEPT, True), Option(REFUSE, False)], columns=2)
    reason = "" if accepted else (yield from ask_text("reason", words("accept.why_not", by=offer.by), limit=200))
    moved = yield from do(AnswerOffer(me, offer.number, accepted, reason))
    if moved is None:
        yield from say(words("accept.gone"))
    elif not accepted:
        yield from say(words("accept.refused", by=offer.by))
    elif moved.new:
        yield from say(received_words(moved.new, offer.name))
    else:
        yield from say(words("reassign.nothing_left"))


def _pick(me: Caller, typed: str) -> Script[Offer | None]:
    """The offer of this number, or the one that waits, or one of several."""
    offers = [offer for offer in (yield from look(OffersTo(me.officer or ""))) if offer.households]
    named = [offer for offer in offers if str(offer.number) == typed]
    if named or len(offers) == 1:
        return (named or offers)[0]
    if not offers:
        yield from say(words("accept.gone" if typed else "accept.none"))
        return None
    options = [
        Option(Choice(str(offer.number), words("accept.button", name=offer.name, n=len(offer.households))), offer)
        for offer in offers
    ]
    return (yield from choose("offer", words("accept.which"), options))
