"""Scripts of the chat that the clock runs: what they tell is told to somebody who has not asked."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NoReturn

from actions.actor import Actor
from actions.table import look
from bot.flows.kit.script import Script, World, run
from core.requests import Command
from core.words import Words


def told_by(script: Callable[[], Script[None]], actor: Actor) -> list[Words]:
    """Return what a script says that asks nothing. RuntimeError when it wants to change something."""
    return run(script, [], None, World(partial(look, actor), _refuse)).says


def _refuse(command: Command[Any]) -> NoReturn:
    raise RuntimeError(f"the clock only looks: {type(command).__name__}")
