"""A household that stands on a list twice: of which other one it is the duplicate."""

from __future__ import annotations

from bot.flows.kit.household import pick_household
from bot.flows.kit.script import Choice, Script, look
from core.people.person import Caller
from core.problems import Problem
from core.visits.families import FamiliesLike, Like, twin_note
from core.visits.outcomes import Outcome
from core.words import Words, words
from core.workload.households import Household


def ask_twin(me: Caller, household: Household) -> Script[str]:
    """The other one, as the note that the form wants. What is like it is offered, from all lists of the same SLS.

    Problem when the other one is the same, or a duplicate itself: one of the two must stay to be counted.
    """
    query = FamiliesLike(me.officer or "", household.head, household.address, but=household.id)
    like = yield from look(query)
    others = {f"h{each.household.id}": each for each in like if not each.mine}
    offered = [each.household for each in like if each.mine]
    more = [Choice(key, like_words(each)) for key, each in others.items()]
    prompt = words("twin.of_which", no=household.no, head=household.head, address=household.address)
    chosen = yield from pick_household(me, more=more, offered=offered, prompt=prompt)
    original = Like(chosen, mine=True) if isinstance(chosen, Household) else others[chosen]
    if original.household.id == household.id:
        raise Problem("twin_of_itself", no=household.no)
    if original.household.status is Outcome.DUPLICATE:
        raise Problem("twin_of_twin", head=original.household.head)
    return twin_note(original)


def like_words(like: Like) -> Words:
    """A family on a list: with its number when it is on the caller's own."""
    household = like.household
    if not like.mine:
        return words("new.line_of_another", head=household.head, address=household.address)
    return words("household.line", no=household.no, head=household.head, address=household.address)
