"""The budget of an update: how much of the processor one message may take before it is stopped and put aside.

It counts the seconds in which the writer's thread really ran, so that neither a slow disk, nor a busy machine, nor a
database that is away makes an update guilty. `docs/adr/0033-nothing-stops-the-service.md` tells why it is made so.
"""

from __future__ import annotations

import ctypes
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from db.engine.work import Work
from running.at_work import AtWork

T = TypeVar("T")
BUDGET_SECONDS = 2.0
"""Of the processor; an ordinary message takes some thousandths."""
LAST_SECONDS = 4 * BUDGET_SECONDS
"""When it has taken so much although it was stopped, the process has to end."""
_raise_in = ctypes.pythonapi.PyThreadState_SetAsyncExc


class OverBudget(Exception):
    """An update took more of the processor than it may."""


@dataclass
class Task:
    """What a writer is at. about: the update, `bot:update:chat`. Seconds: of the thread's processor time."""

    about: str
    began: float = field(default_factory=time.thread_time)
    stopped: bool = False


class Meter:
    """Watches what one writer does with an update, and can stop it."""

    def __init__(self, at_work: AtWork, writer: int) -> None:
        self.at_work, self.writer = at_work, writer
        self.lock = threading.Lock()
        self.task: Task | None = None
        self.thread = 0

    def limit(self, function: Callable[[Work], T], about: str) -> Callable[[Work], T]:
        """The function within the budget; once it has been stopped it is not begun again."""
        stopped: OverBudget | None = None

        def run(work: Work) -> T:
            nonlocal stopped
            if stopped is not None:
                raise stopped
            try:
                self._begin(about)
                try:
                    return function(work)
                finally:
                    self._end()
            except OverBudget as over:
                stopped = over
                self._end()  # it may have come on the way into the other one
                raise

        return run

    def _begin(self, about: str) -> None:
        self.thread = threading.get_ident()
        self.at_work.note(self.writer, about)
        self.task = Task(about)

    def _end(self) -> None:
        """From here on nothing stops this thread any more."""
        with self.lock:
            task, self.task = self.task, None
            if task is not None and task.stopped:
                _take_back(self.thread)
        self.at_work.note(self.writer, "")

    def check(self) -> str:
        """Stop an update that is over its budget; its name when that has not helped, else an empty text."""
        with self.lock:
            task = self.task
            if task is None:
                return ""
            spent = time.clock_gettime(time.pthread_getcpuclockid(self.thread)) - task.began
            if spent > BUDGET_SECONDS:
                task.stopped = True
                _raise_in(ctypes.c_ulong(self.thread), ctypes.py_object(OverBudget))
            return task.about if spent > LAST_SECONDS else ""


def _take_back(thread: int) -> None:
    """Let what may still be raised in this thread come here, where it does no harm.

    Python can be told to raise nothing instead, but until 3.12 it then looks for something to raise at every call as
    long as the process lives: all of it gets slower, and tracing it hangs.
    """
    try:
        _raise_in(ctypes.c_ulong(thread), ctypes.py_object(OverBudget))
        for _ in range(1_000):  # it comes when the loop turns
            pass
    except OverBudget:
        pass
