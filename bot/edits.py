"""An edited message: Telegram changes the text, and what was recorded stays until the person says that it was wrong."""

from __future__ import annotations

from bot.commands import BY_NAME
from bot.talk import Talk
from core.people.person import Role
from core.typed.batch import lines_of, surely_typed
from core.typed.head import number_at
from core.visits.corrections import Listed, ReportsOf
from core.words import words

CHANGING = "ubah"
"""The talk that asks whether a report is to become what a line says."""
MOST_NAMED = 10


def heard_edit(talk: Talk) -> None:
    """Offer the correction that an edit is; say how to correct when it is none, or when another talk waits."""
    listed, no = _reported_since(talk), _household_of(talk)
    said = [one for one in listed if one.visit.visited_at == talk.event.edits]
    said = said or [one for one in listed if one.household.no == no]
    free = talk.waiting is None or talk.waiting.flow == CHANGING
    if free and any(one.household.no == no for one in said):
        talk.begin(BY_NAME[CHANGING], talk.event.text)
    elif said:
        numbers = [*dict.fromkeys(one.household.no for one in said)][:MOST_NAMED]
        talk.aside(words("problem.edit_reported", which=[words("edit.correct", no=number) for number in numbers]))
    else:
        talk.aside(words("problem.edit_not_read"))


def _reported_since(talk: Talk) -> list[Listed]:
    """The enumerator's reports that came in since the message was first sent."""
    if talk.me.role is not Role.PPL or talk.event.edits is None:
        return []
    listed: list[Listed] = talk.carrier.look(ReportsOf(talk.me.officer or "", talk.event.edits))
    return listed


def _household_of(talk: Talk) -> int:
    """The household of the one report that the text is now; 0 when it is none, or several."""
    lines = lines_of(talk.event.text)
    one = len(lines) == 1 and surely_typed(talk.event.text, talk.me.local)
    return number_at(lines[0])[0] if one else 0
