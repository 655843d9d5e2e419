"""Too fast is refused: over all chats, and in one chat."""

import pytest

from sandbox.limits import Limits, Pace, TokenBucket
from sandbox.refusals import Refusal
from tests.sandbox.conftest import ANI, Bench


def test_a_bucket_refills() -> None:
    bucket = TokenBucket(rate=2, burst=2, now=0)
    for _ in range(2):
        assert bucket.wait(0) == 0
        bucket.take()
    assert bucket.wait(0) == pytest.approx(0.5)
    assert bucket.wait(0.5) == 0


def test_one_chat_may_send_a_few_at_once_then_one_a_second() -> None:
    pace = Pace(Limits())
    for _ in range(5):
        pace.spend(1, 0)
    with pytest.raises(Refusal) as refused:
        pace.spend(1, 0)
    assert (refused.value.code, refused.value.retry_after) == (429, 1)
    pace.spend(2, 0)
    pace.spend(1, 1)


def test_all_chats_together_are_limited_too() -> None:
    pace = Pace(Limits(per_second=30, burst=30))
    for chat in range(30):
        pace.spend(chat, 0)
    with pytest.raises(Refusal):
        pace.spend(31, 0)


def test_a_refused_message_costs_nothing() -> None:
    pace = Pace(Limits(chat_burst=1))
    pace.spend(1, 0)
    for _ in range(3):
        with pytest.raises(Refusal):
            pace.spend(1, 0.5)
    pace.spend(1, 1)


def test_no_limits() -> None:
    pace = Pace(Limits.off())
    for _ in range(1000):
        pace.spend(1, 0)


async def test_the_answer_says_how_long_to_wait(bench: Bench) -> None:
    answers = [await bench.call("sendMessage", chat_id=ANI, text=str(n)) for n in range(8)]
    refused = next(a for a in answers if not a["ok"])
    assert refused["error_code"] == 429
    assert refused["description"] == f"Too Many Requests: retry after {refused['parameters']['retry_after']}"
    assert all(a["ok"] for a in answers[:5])
