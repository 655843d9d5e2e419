"""What stands above whatever is said in training."""

from __future__ import annotations

from core.people.person import Caller
from core.words import Words, words


def marked(me: Caller, *said: Words) -> list[Words]:
    """What is said to somebody; in training it begins with the mark of training."""
    return [words("training.mark"), *said] if me.training else list(said)
