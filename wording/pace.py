"""How a list stands, in words: the same in /target, in the morning message and in /capaian."""

from __future__ import annotations

from core.words import Words, words
from core.workload.targets import Progress, Status


def status_words(status: Status) -> Words:
    """The word of the local dashboards: Aman, Berisiko, Belum Bergerak, Selesai."""
    return words(f"status.{status}")


def left_words(progress: Progress) -> Words:
    """The days that are left, and the pace they ask for."""
    if not progress.days_left:
        return words("pace.no_day_left")
    return words("pace.days_left", days=words("days", n=progress.days_left), pace=progress.pace)


def standing_words(progress: Progress) -> Words:
    """How far the list is, what is left, and its status."""
    return words(
        "pace.standing",
        done=progress.done,
        total=progress.total,
        remaining=progress.remaining,
        left=left_words(progress),
        status=status_words(progress.status),
        expected=progress.expected,
    )
