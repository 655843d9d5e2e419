"""What a turn of a talk tells, as one message: a chat takes about one a second."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.flows.kit.script import Ask, Turn
from core.outgoing import Choices, Message
from core.people.person import Caller
from core.words import Words
from wording.training import marked


def turn_message(me: Caller, turn: Turn, talk: int, below: Sequence[Words] = (), place: int = 0) -> Message:
    """What a turn says and asks, marked in training; without a question, the menu's keyboard comes along.

    below: what stands under it all. place: the number of the message whose place it takes.
    """
    problem = [turn.problem] if turn.problem else []
    asked = [turn.question.prompt] if turn.question else []
    about = [turn.about] if turn.about and turn.question and place else []
    said = marked(me, *problem, *(each for each in turn.says if each != turn.problem), *about, *asked, *below)
    choices = choices_of(turn.question, talk) if turn.question else None
    return Message(tuple(said), choices, tuple(turn.offers), None if choices else me.role, place=place)


def choices_of(question: Ask[Any], talk: int) -> Choices:
    """The answers on offer to a question."""
    answers = tuple((each.id, each.title) for each in question.choices)
    return Choices(talk, question.key, answers, question.columns, question.first_rows)
