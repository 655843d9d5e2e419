"""A family that is not on the list: who and where. What is like it on a list is shown before anything new is made."""

from __future__ import annotations

from bot.flows.kit.place import pick_place, places_of
from bot.flows.kit.questions import Option, ask_text, choose
from bot.flows.kit.report import report_household
from bot.flows.kit.script import Choice, Script, look, say
from bot.flows.kit.twin import like_words
from core.people.person import Caller
from core.visits.families import FamiliesLike, Like
from core.visits.outcomes import KIND_WORDS, SPECIAL, Kind
from core.words import words
from core.workload.area_changes import Place
from core.workload.households import Household, NewHousehold

NOT_THESE = Option[Like | None](Choice("none", words("new.button_none_of_these")), None)


def report_family(me: Caller, kind: Kind) -> Script[None]:
    """Describe a family and report its first visit; it is put on the list by that report, not before."""
    new = yield from describe_family(me, kind)
    like = yield from look(FamiliesLike(me.officer or "", new.head, new.address, new.area))
    known = (yield from _ask_which(new, like)) if like else None
    if known is None:
        yield from report_household(me, Household(0, 0, new.head, new.address), new)
    elif known.mine:
        yield from report_household(me, known.household)
    else:
        yield from say(words("new.on_another_list", head=known.household.head, address=known.household.address))


def describe_family(me: Caller, kind: Kind) -> Script[NewHousehold]:
    """Who lives where, and in which SLS."""
    head = yield from ask_text("head", words(f"new.whose_{kind}"), limit=120)
    address = yield from ask_text("address", words(f"new.where_{kind}"), limit=200)
    places = yield from places_of(me)
    own = [place for place in places if place.mine]
    place = own[0] if len(own) == 1 else (yield from pick_place("area", words("new.which_area"), places))
    return NewHousehold(kind, head, _address_in(place, address), place.code)


def pick_special() -> Script[Kind]:
    """Which kind of special family."""
    options = [Option(Choice(kind, words(f"kind.{kind}"), KIND_WORDS[kind]), kind) for kind in SPECIAL]
    return (yield from choose("kind", words("new.which_kind"), options))


def _ask_which(new: NewHousehold, like: list[Like]) -> Script[Like | None]:
    options: list[Option[Like | None]] = [Option(_choice(each), each) for each in like]
    asked = words("new.like_these", head=new.head, address=new.address)
    return (yield from choose("like", asked, [*options, NOT_THESE]))


def _choice(like: Like) -> Choice:
    """A family on a button; one on the caller's own list can be typed by its number, too."""
    household = like.household
    return Choice(f"h{household.id}", like_words(like), also=(str(household.no),) if like.mine else ())


def _address_in(place: Place, address: str) -> str:
    """A part that split off has no code yet, so its name goes with the address."""
    return f"{place.name}, {address}" if place.parent else address
