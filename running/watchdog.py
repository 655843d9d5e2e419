"""The watchdog: a thread of its own that stops an update over its budget, and ends a process that gets on no more.

What ends the process, so that its supervisor starts it anew: an update that cannot be stopped, an event loop that does
not turn, a writer that comes to no end, and code that keeps Python's lock, so that not even this thread runs: for that
the kernel counts the process's time, and faulthandler writes down where the threads are, before it ends.
"""

from __future__ import annotations

import asyncio
import faulthandler
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress

import structlog

from running.threads import Threads

log = structlog.get_logger()
LOOK_SECONDS = 0.25
LOCKED_SECONDS = 10.0
"""Of the processor, used while this thread could not run."""
LOOP_SECONDS = 30.0
WRITER_SECONDS = 300.0
"""A job for a whole region is one transaction, too."""
PAUSED_SECONDS = 5.0
"""When this thread did not run for so long the whole process stood still: what it measured means nothing."""
STATUS = 70
"""The exit code of a process that ends itself (EX_SOFTWARE of sysexits.h)."""


def end_process(why: str) -> None:
    """End at once: nothing is asked to finish, for it would not."""
    log.critical("process_ended", why=why)
    os._exit(STATUS)


class Watchdog:
    """Watches the writers and the event loop of one process."""

    def __init__(self, threads: Threads, end: Callable[[str], None] = end_process) -> None:
        self.threads, self.end = threads, end
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._run, name="watchdog", daemon=True)

    def start(self) -> None:
        """Begin to watch; called on the event loop."""
        self.loop, self.asked_at, self.turned = asyncio.get_running_loop(), time.monotonic(), True
        if (file := self.threads.at_work.file) is not None:
            faulthandler.register(signal.SIGVTALRM, file=file, all_threads=True, chain=True)
        signal.setitimer(signal.ITIMER_VIRTUAL, LOCKED_SECONDS)  # the first update may come before the first look
        self.thread.start()

    def stop(self) -> None:
        """Leave off."""
        self.over.set()
        self.thread.join()
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        faulthandler.unregister(signal.SIGVTALRM)

    def _run(self) -> None:
        looked_at = time.monotonic()
        while not self.over.wait(LOOK_SECONDS):
            signal.setitimer(signal.ITIMER_VIRTUAL, LOCKED_SECONDS)
            now = time.monotonic()
            if now - looked_at > PAUSED_SECONDS:
                self.asked_at = now
                self.threads.writers.begin_anew(now)
            looked_at = now
            if why := self.trouble(now):
                self.end(why)
            else:
                notify("WATCHDOG=1")

    def trouble(self, now: float) -> str:
        """Why the process has to end; empty when all is well."""
        for meter in self.threads.writers.meters:
            if about := meter.check():
                self.threads.at_work.blame(about)
                return f"update {about.rpartition(':')[0]} does not stop"
        if self.threads.writers.busy(now) > WRITER_SECONDS:
            return f"a writer is busy for {WRITER_SECONDS:.0f} s"
        if self.turned:
            self.turned, self.asked_at = False, now
            with suppress(RuntimeError):  # the loop is closed: the process ends anyway
                self.loop.call_soon_threadsafe(self._turn)
        elif now - self.asked_at > LOOP_SECONDS:
            return f"the event loop does not turn for {LOOP_SECONDS:.0f} s"
        return ""

    def _turn(self) -> None:
        self.turned = True


def notify(state: str) -> None:
    """Tell systemd, if it listens (https://www.freedesktop.org/software/systemd/man/sd_notify.html)."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as way:
        way.connect("\0" + address[1:] if address.startswith("@") else address)
        way.send(state.encode())
