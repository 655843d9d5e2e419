"""/latihan: train with a made-up list, see which steps of the first day are done, begin anew, and leave."""

from __future__ import annotations

from bot.flows.kit import Script, do, look, say
from core.people.person import Caller
from core.people.training import LeaveTraining, RestartTraining, StartTraining, Step, StepsDone
from core.problems import Problem
from core.typed.batch import plain_words
from core.words import Words, words

LEAVE = frozenset({"selesai", "keluar", "berhenti", "stop", "end", "leave", "done"})
ANEW = frozenset({"ulang", "ulangi", "again", "restart", "reset"})


def train(me: Caller, typed: str = "") -> Script[None]:
    """Start training; in training, show the steps. With a word behind it: leave, or begin anew."""
    wanted = set(plain_words(typed))
    if wanted & LEAVE:
        yield from leave(me)
        return
    if wanted & ANEW:
        dropped = yield from do(RestartTraining(me))
        yield from _dropped(dropped)
        yield from say(words("training.anew"))
    elif not me.training:
        dropped = yield from do(StartTraining(me))
        yield from _dropped(dropped)
        yield from say(words("training.welcome"))
    done = yield from look(StepsDone(me.person or ""))
    yield from say(steps_words(done))


def leave(me: Caller) -> Script[None]:
    """From now on reports count again."""
    if not me.training:
        raise Problem("not_in_training")
    done = yield from look(StepsDone(me.person or ""))
    dropped = yield from do(LeaveTraining(me))
    yield from _dropped(dropped)
    yield from say(words("training.left", done=len(done & set(Step)), total=len(Step)))


def steps_words(done: frozenset[str]) -> Words:
    """All steps, those done with a tick."""
    return words(
        "training.steps",
        done=len(done & set(Step)),
        total=len(Step),
        list=[
            words(
                "training.ticked" if step in done else "training.open",
                number=number,
                what=words(f"training.step_{step}"),
            )
            for number, step in enumerate(Step, start=1)
        ],
    )


def _dropped(dropped: bool) -> Script[None]:
    if dropped:
        yield from say(words("training.dropped"))
