"""A report that came back: why, before it is given once more."""

from __future__ import annotations

from bot.flows.kit.script import Script, look, say
from core.people.person import Caller
from core.review.submitted import ReturnedTo
from core.visits.outcomes import FINAL
from core.words import words
from core.workload.households import Household
from wording.reviewed import reason_words


def tell_returned(me: Caller, household: Household) -> Script[None]:
    """Say why the report on a household came back, when it did."""
    if household.status in FINAL:
        returned = yield from look(ReturnedTo(me.officer or ""))
        for one in returned:
            if one.household.id == household.id:
                yield from say(words("review.because", by=one.by, reason=reason_words(one.reason)))
