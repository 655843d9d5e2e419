"""A talk that waits for its answer, as it is kept: whether it comes back, what it would cost to lose it, and how often
in a row its question was missed.
"""

from __future__ import annotations

from typing import Any

from bot.flows.kit.script import Heard, Turn
from core.people.person import Role
from core.words import Words, words

FORMS = frozenset({"lapor", "baru", "koreksi", "detail", "surat", "pesan", "lepas"})
"""Talks that make something: what is typed behind their command is the first answer."""
LONG = 10
"""Characters that nobody likes to type twice."""
ONWARD = frozenset({"lapor", "target"})
"""Commands of buttons that lead on from a receipt: not while a question waits."""
MISSES = 2
"""Answers in a row that did not fit their question, after which the way out is offered."""


def comes_back(talk: dict[str, Any] | None) -> bool:
    """Whether the question of a talk that waits is put once more after another command: a form that is half filled
    comes back, a list that was only looked at does not.
    """
    return talk is not None and bool(talk["answers"] or (talk["typed"] and talk["flow"] in FORMS))


def is_draft(talk: dict[str, Any]) -> bool:
    """Whether somebody has typed words into a talk, or sent a photo: that is not typed again in a second."""
    typed = (raw for _, raw in talk["answers"] if isinstance(raw, str))
    return bool(talk.get("details")) or any(len(raw) >= LONG and " " in raw.strip() for raw in typed)


def after(talk: dict[str, Any], heard: Heard | None, turn: Turn) -> dict[str, Any]:
    """The talk after what was heard: one more miss, or none any more."""
    told = any(said.key.startswith("problem.") for said in turn.says)  # a household that is not on the list
    if heard is not None and turn.question is not None and (turn.problem or told):
        return missed(talk)
    return {key: value for key, value in talk.items() if key != "misses"}


def missed(talk: dict[str, Any]) -> dict[str, Any]:
    """The talk after one more answer that did not fit."""
    return {**talk, "misses": talk.get("misses", 0) + 1}


def way_out(talk: dict[str, Any], role: Role) -> list[Words]:
    """How to leave the talk, for somebody who has missed its question some times in a row."""
    if talk.get("misses", 0) < MISSES:
        return []
    return [words("talk.way_out_reports" if role is Role.PPL else "talk.way_out")]
