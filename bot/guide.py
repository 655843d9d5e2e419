"""The guide of the first day: what stands under each reply in training, and what happens when all steps are done."""

from __future__ import annotations

from bot.carry import Carrier
from core.people.person import Caller
from core.people.training import OF_THE_LIST, PASSED, Step, StepsDone, steps_in
from core.words import Words, words
from db.people.training import in_person, note_steps, steps_done, untouched

NAMED = 3
"""Households that a hint may name."""


def guide(carrier: Carrier, me: Caller) -> list[Words]:
    """Keep the steps that this message did; the praise for them, and the next step in one line."""
    officer = me.person or ""
    before = steps_done(carrier.actor.work, StepsDone(officer))
    new = [step for step in Step if step in steps_in(carrier.looked, carrier.done) - before]
    note_steps(carrier.actor.work, officer, new, me.at)
    left = [step for step in Step if step not in before and step not in new]
    if left:
        praise = [words("training.praise", number=number_of(step)) for step in new]
        return [words("training.guide", lines=[*praise, hint(carrier, officer, left[0])])]
    if not new:
        return [words("training.all_done")]
    if note_steps(carrier.actor.work, officer, [PASSED], me.at):
        tell_supervisor(carrier, officer)
    return [words("training.passed", name=me.name, officer=officer, total=len(Step), day=me.today)]


def hint(carrier: Carrier, officer: str, step: Step) -> Words:
    """The next step and how it is done, with households of the list that nobody has reported yet."""
    free = untouched(carrier.actor.work, officer, NAMED)
    how = words(f"training.how_{step}")
    if step in OF_THE_LIST and len(free) < NAMED:
        how = words("training.list_used_up")
    elif step in OF_THE_LIST:
        first, second, third = (household.no for household in free)
        name = free[0].head.split()[-1]
        how = words(f"training.how_{step}", no=first, second=second, third=third, name=name)
    return words("training.hint", number=number_of(step), total=len(Step), how=how)


def number_of(step: Step) -> int:
    """A step's place in the first day, from 1."""
    return list(Step).index(step) + 1


def tell_supervisor(carrier: Carrier, officer: str) -> None:
    """Post to the officer's supervisor that the training was passed, when there is a supervisor to be written to."""
    person = in_person(carrier.actor.work, officer)
    if person.supervisor:
        carrier.actor.tell(person.supervisor, "passed", words("alert.passed", name=person.name, officer=officer))
