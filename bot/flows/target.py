"""/target: how many today, how far, and whom to visit next; the morning message and the evening's nudge as well."""

from __future__ import annotations

from bot.flows.kit import Script, look, say
from core.people.person import Caller
from core.review.submitted import ReturnedTo
from core.workload.households import NextHouseholds, ProgressOf
from wording.reviewed import returned_words
from wording.target import LISTED, end_of_day, target_doors, target_words


def show_target(me: Caller, typed: str = "") -> Script[None]:
    """Today's target and list."""
    officer = me.officer or ""
    progress = yield from look(ProgressOf(officer, me.today))
    upcoming = yield from look(NextHouseholds(officer, end_of_day(me.local), LISTED))
    returned = yield from look(ReturnedTo(officer))
    if returned:
        yield from say(returned_words(returned, me.at))
    yield from say(target_words(progress, upcoming, me.local), target_doors(progress, upcoming))
