"""A talk that waits for its answer, as it is kept between two messages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.commands import BY_NAME
from bot.flows.kit.script import Heard, Raw, Turn
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


@dataclass(frozen=True)
class Screen:
    """Where the waiting question stands in its chat.

    by: the event whose reply puts it. at: the number of its message, 0 while only the channel knows it. above: the
    newest message of the person that stands above it. told: the message tells more than the question, and has to stay.
    """

    by: str
    at: int
    above: int
    told: bool


@dataclass(frozen=True)
class Waiting:
    """A talk that waits for the answer to a question.

    flow: the name of its command. typed: the words behind the command. answers: so far, by the keys of their questions.
    asked: the key of the question. free: any words answer it. warned: the command that would drop what was typed, once
    the person was told so. misses: answers in a row that did not fit. details: photos and the like that belong to the
    report it makes, as core/visits/details.py writes them.
    """

    flow: str
    typed: str
    answers: tuple[tuple[str, Raw], ...] = ()
    asked: str = ""
    free: bool = False
    warned: str = ""
    misses: int = 0
    details: tuple[str, ...] = ()
    screen: Screen | None = None

    @classmethod
    def read(cls, kept: Mapping[str, Any] | None) -> Waiting | None:
        """Return the talk of a chat's row; None when none waits, or one that this release does not know."""
        if not kept or kept.get("flow") not in BY_NAME:
            return None
        screen = kept.get("screen")
        return cls(
            **{
                **{name: value for name, value in kept.items() if name in cls.__dataclass_fields__},
                "answers": tuple((key, raw) for key, raw in kept["answers"]),
                "details": tuple(kept.get("details", ())),
                "screen": Screen(**screen) if screen else None,
            }
        )

    def written(self) -> dict[str, Any]:
        """Return the talk as it is kept, as JSON."""
        always = {"flow": self.flow, "typed": self.typed, "answers": [list(pair) for pair in self.answers]}
        some = {"free": self.free, "warned": self.warned, "misses": self.misses, "details": list(self.details)}
        screen = {"screen": vars(self.screen)} if self.screen else {}
        return {**always, "asked": self.asked, **{name: value for name, value in some.items() if value}, **screen}

    @property
    def comes_back(self) -> bool:
        """Whether the question is put once more after another command: a form that is half filled comes back, a list
        that was only looked at does not.
        """
        return bool(self.answers or (self.typed and self.flow in FORMS))

    @property
    def is_draft(self) -> bool:
        """Whether somebody has typed words into it, or sent a photo: that is not typed again in a second."""
        typed = (raw for _, raw in self.answers if isinstance(raw, str))
        return bool(self.details) or any(len(raw) >= LONG and " " in raw.strip() for raw in typed)

    def after(self, heard: Heard | None, turn: Turn) -> Waiting:
        """Return the talk after what was heard: with one more miss, or with none any more."""
        told = any(said.key.startswith("problem.") for said in turn.says)  # a household that is not on the list
        missed = heard is not None and turn.question is not None and bool(turn.problem or told)
        return self.missed() if missed else replace(self, misses=0)

    def missed(self) -> Waiting:
        """Return the talk after one more answer that did not fit."""
        return replace(self, misses=self.misses + 1)

    def way_out(self, role: Role) -> list[Words]:
        """Return how to leave the talk, for somebody who has missed its question some times in a row."""
        if self.misses < MISSES:
            return []
        return [words("talk.way_out_reports" if role is Role.PPL else "talk.way_out")]
