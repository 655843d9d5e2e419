"""What becomes of a letter after each kind of failure."""

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from channels.telegram.failures import LONGEST_WAIT, Fate, judge
from db.outbox.messages import Lane

pytestmark = pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")

CASES: list[tuple[str, TelegramError, Lane, Fate, float]] = [
    ("slow down", RetryAfter(7), Lane.REPLY, Fate.AGAIN, 7.0),
    ("slow down for long", RetryAfter(3600), Lane.BROADCAST, Fate.AGAIN, 3600.0),
    ("blocked", Forbidden("Forbidden: bot was blocked by the user"), Lane.REPLY, Fate.UNREACHABLE, 0.0),
    ("account gone", Forbidden("Forbidden: user is deactivated"), Lane.DIGEST, Fate.UNREACHABLE, 0.0),
    ("never started", BadRequest("Chat not found"), Lane.REMINDER, Fate.UNREACHABLE, 0.0),
    ("bad markup", BadRequest("Can't parse entities: ..."), Lane.REPLY, Fate.DEAD, 0.0),
    ("too long", BadRequest("Message is too long"), Lane.REPLY, Fate.DEAD, 0.0),
    ("said already", BadRequest("Message is not modified: ..."), Lane.REPLY, Fate.SENT, 0.0),
    ("token refused", InvalidToken("no"), Lane.REPLY, Fate.BOT_REFUSED, LONGEST_WAIT),
    ("no answer in time", TimedOut(), Lane.REPLY, Fate.AGAIN, 1.0),
    ("no answer to a reminder", TimedOut(), Lane.REMINDER, Fate.AGAIN, 1.0),
    ("no answer to a broadcast: a person decides", TimedOut(), Lane.BROADCAST, Fate.DEAD, 0.0),
    ("no connection", NetworkError("no route"), Lane.REPLY, Fate.AGAIN, 1.0),
    ("no connection for a broadcast", NetworkError("no route"), Lane.BROADCAST, Fate.AGAIN, 1.0),
    ("Telegram is broken", NetworkError("Bad Gateway"), Lane.REPLY, Fate.AGAIN, 1.0),
    ("group became supergroup", ChatMigrated(-100), Lane.REPLY, Fate.DEAD, 0.0),
    ("something new", Conflict("what?"), Lane.REPLY, Fate.DEAD, 0.0),
]


@pytest.mark.parametrize(("label", "error", "lane", "fate", "wait"), CASES, ids=[case[0] for case in CASES])
def test_verdict(label: str, error: TelegramError, lane: Lane, fate: Fate, wait: float) -> None:
    verdict = judge(error, lane, attempts=1)
    assert (verdict.fate, verdict.wait) == (fate, wait)
    assert verdict.paced is isinstance(error, RetryAfter)
    assert verdict.why or fate is Fate.SENT


def test_the_wait_grows_and_has_an_end() -> None:
    waits = [judge(NetworkError("x"), Lane.REPLY, attempts).wait for attempts in range(1, 40)]
    assert waits == sorted(waits)
    assert 0 < waits[0] <= 2
    assert 20 <= waits[-1] <= LONGEST_WAIT


def test_the_reason_is_short() -> None:
    assert len(judge(BadRequest("x" * 5000), Lane.REPLY, 1).why) <= 200
