"""Replies in Telegram's sense: a report without a number, written as the reply to a message about one household."""

from __future__ import annotations

import re

from bot.talk import Talk
from bot.waiting import Waiting
from core.workload.households import FindHouseholds, Household, HouseholdsNumbered

NUMBER = re.compile(r"(?<!\w)(\d{1,5})(?=[^\w\n]{1,4}[^\W\d])")
"""A number before a word, as households are written: No. 7 · Yohanes."""
MOST_NUMBERS = 12
"""More numbers than that stand in lists only."""


def household_answered(talk: Talk) -> Household | None:
    """The one household that the bot's message is about to which this is a reply; None when it is none or several.

    It is about those of the enumerator's list whose number and name stand there, so it does not matter which message it
    is: a receipt, a reminder, a question.
    """
    text = talk.event.answers
    numbers = [*dict.fromkeys(NUMBER.findall(text))]
    if not numbers or len(numbers) > MOST_NUMBERS:
        return None
    found = talk.carrier.look(HouseholdsNumbered(talk.me.officer or "", tuple(map(int, numbers))))
    talk.carrier.looked.pop()
    named = [each for each in found if _is_named(each, text)]
    return named[0] if len(named) == 1 else None


def household_asked(talk: Talk, waiting: Waiting) -> Household | None:
    """The household that a waiting talk has found; None when it has none yet, or makes a new one."""
    looked = len(talk.carrier.looked)
    talk.replay(waiting, None)
    found = [answer for query, answer in talk.carrier.looked[looked:] if isinstance(query, FindHouseholds)]
    del talk.carrier.looked[looked:]
    return found[-1][0] if found and len(found[-1]) == 1 else None


def _is_named(household: Household, text: str) -> bool:
    return re.search(rf"(?<!\w){household.no}\W{{1,4}}{re.escape(household.head)}", text) is not None
