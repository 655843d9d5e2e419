"""The counters of a working Catat, for Prometheus. No label holds a person, a chat or a text.

Counters live in the process. What is true of the whole service (the outbox, the leases) is read from the database when
somebody asks: see `running/watch.py`.
"""

from __future__ import annotations

from collections.abc import Iterable

from prometheus_client import Counter, Histogram

from core.people.citizens import Answer, Check
from core.problems import PROBLEMS
from core.words import Words
from db.outbox.messages import Lane

LATENCIES = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

UPDATES = Counter("catat_updates", "Updates worked on, by bot, kind and result.", ["bot", "kind", "result"])
"""result: done, duplicate, failed (Telegram delivers it again), parked, silenced (a citizen who writes too much)."""
UPDATE_SECONDS = Histogram(
    "catat_update_seconds", "Seconds from an update's arrival to its commit.", ["kind"], buckets=LATENCIES
)
SENDS = Counter(
    "catat_sends", "Calls to Telegram from the outbox, by bot, method and result.", ["bot", "method", "result"]
)
"""result: the fate of the outbox message: sent, again, dead, unreachable, bot_refused."""
SEND_SECONDS = Histogram("catat_send_seconds", "Seconds a call to Telegram took.", ["method"], buckets=LATENCIES)
REFUSED = Counter("catat_refused_calls", "Calls refused as too fast (429), by what Telegram meant.", ["bot", "of"])
"""of: chat, or bot when calls to several chats were refused."""
HELD_BACK = Counter("catat_held_back", "Replies and answers to presses that could not leave at once.", ["bot", "what"])
"""what: officer, citizen (the reply queues); press (its answer is left out, and only the spinner suffers)."""
SUPERSEDED = Counter("catat_superseded", "Citizens' replies that a later one brought along.", ["bot"])
DUE_RUNS = Counter("catat_due_runs", "Due runs, by the job that they are of, and result.", ["run", "result"])
"""run: the job; Prometheus has a label called job of its own. result: done, skipped (too late), failed; a tick that
failed is run "tick", and the next tick finds what it left.
"""
ERRORS = Counter("catat_errors", "Problems shown to people, by the code of core/problems.py.", ["code"])

CHECKS = Counter("catat_checks", "Receipt codes that were looked up, by answer.", ["answer"])
for answer in Answer:
    CHECKS.labels(answer)


def count_check(check: Check) -> Check:
    """Count a receipt code that was looked up."""
    CHECKS.labels(check.answer).inc()
    return check


def count_problems(said: Iterable[Words | None]) -> None:
    """Count the problems among what is said to a person."""
    for each in said:
        if each is not None and each.key.startswith("problem."):
            code = PROBLEMS.get(each.key.removeprefix("problem."))
            if code:
                ERRORS.labels(code).inc()


def count_update(bot: int, kind: str, result: str, seconds: float) -> None:
    """Count an update that was worked on for so long."""
    UPDATES.labels(str(bot), kind, result).inc()
    UPDATE_SECONDS.labels(kind).observe(seconds)


def count_send(bot: int, method: str, result: str, seconds: float) -> None:
    """Count a call to Telegram that took so long."""
    SENDS.labels(str(bot), method, result).inc()
    SEND_SECONDS.labels(method).observe(seconds)


def count_refused(bot_id: int, *, bot: bool) -> None:
    """Count a call that was refused as too fast; bot: Telegram meant the whole bot."""
    REFUSED.labels(str(bot_id), "bot" if bot else "chat").inc()


def count_held_back(bot_id: int, lane: Lane) -> None:
    """Count a reply for which there was no room at once."""
    HELD_BACK.labels(str(bot_id), "officer" if lane is Lane.REPLY else "citizen").inc()


def expect_runs(jobs: Iterable[str]) -> None:
    """Let each job's counters begin at 0: a counter that begins at 1 has never increased, for Prometheus."""
    for job in jobs:
        for result in ("done", "skipped", "failed"):
            DUE_RUNS.labels(job, result)


def count_run(job: str, counts: dict[str, int]) -> None:
    """Count a due run by what it says it did."""
    result = next((odd for odd in ("failed", "skipped") if counts.get(odd)), "done")
    DUE_RUNS.labels(job, result).inc()
