"""Reports of somebody who counts as ill or on leave: it is said below the reply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.absences import absent_words
from core.visits.report import RecordVisit
from core.words import Words

if TYPE_CHECKING:
    from bot.talk import Talk


def still_absent(talk: Talk) -> list[Words]:
    """What somebody is told who reports while ill or on leave."""
    reported = any(isinstance(command, RecordVisit) for command in talk.carrier.done)
    said = absent_words(talk.work, talk.me) if reported and talk.row.ever_absent else None
    return [said] if said else []
