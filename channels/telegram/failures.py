"""The meaning of a failed delivery: whether it is tried again, and who has to know."""

from __future__ import annotations

from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

from core.outgoing import Delete, Pin
from db.outbox.messages import Claimed, Lane
from delivery.channel import Fate, Verdict

LONGEST_WAIT = 60.0


BEYOND_HELP = (Fate.DEAD, Fate.BOT_REFUSED)
GONE = ("chat not found", "user is deactivated", "bot can't initiate conversation")


def let_be(letter: Claimed, verdict: Verdict) -> Verdict:
    """The same, unless Telegram refuses what nobody misses, since the message is gone or too old, or whoever stands for
    Telegram does not know the call: then nothing is left to do. Another message tells whether it is the bot that is
    refused.
    """
    harmless = isinstance(letter.what, Delete | Pin) or letter.lane is Lane.CARD
    return Verdict(Fate.SENT) if harmless and verdict.fate in BEYOND_HELP else verdict


def judge(error: TelegramError, lane: Lane, attempts: int) -> Verdict:
    """The verdict on an error. BadRequest and TimedOut are NetworkErrors, so they are asked for first."""
    why = f"{type(error).__name__}: {error.message}"[:200]
    match error:
        case RetryAfter():
            return Verdict(Fate.AGAIN, seconds_of(error), why, paced=True)
        case Forbidden():
            return Verdict(Fate.UNREACHABLE, why=why)
        case InvalidToken():
            return Verdict(Fate.BOT_REFUSED, LONGEST_WAIT, why)
        case BadRequest():
            text = error.message.lower()
            if "not modified" in text:
                return Verdict(Fate.SENT)
            return Verdict(Fate.UNREACHABLE if any(g in text for g in GONE) else Fate.DEAD, why=why)
        case TimedOut() if lane is Lane.BROADCAST:
            return Verdict(Fate.DEAD, why=f"uncertain: {why}")
        case TimedOut() | NetworkError():
            return Verdict(Fate.AGAIN, min(LONGEST_WAIT, 2.0 ** min(attempts, 6) / 2), why)
    return Verdict(Fate.DEAD, why=why)


def seconds_of(error: RetryAfter) -> float:
    """Return how many seconds Telegram asks to wait."""
    wait = error.retry_after
    return float(wait) if isinstance(wait, int | float) else wait.total_seconds()
