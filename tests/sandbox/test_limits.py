"""Too fast is refused: over all chats, and in one chat."""

from contextlib import suppress

import pytest

from sandbox.limits import Limits, Pace, TokenBucket, Window
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
    pace = Pace(Limits())
    for chat in range(29):
        pace.spend(chat, chat / 100)
    pace.spend(None, 0.9)
    with pytest.raises(Refusal):
        pace.spend(31, 0.999)


def test_what_comes_within_an_announced_pause_is_refused_and_counted() -> None:
    pace = Pace(Limits())
    for chat in range(31):
        with suppress(Refusal):
            pace.spend(chat, 0)
    assert (pace.refused, pace.hasty) == (1, 0)
    for now in (0.5, 0.9):
        with pytest.raises(Refusal) as refused:
            pace.spend(40, now)
        assert refused.value.retry_after == 1
    assert (pace.refused, pace.hasty) == (3, 2)
    pace.spend(40, 2)


def test_the_pause_of_one_chat_is_no_other_chats() -> None:
    pace = Pace(Limits(chat_burst=1))
    pace.spend(1, 0)
    with pytest.raises(Refusal):
        pace.spend(1, 0.1)
    pace.spend(2, 0.2)
    assert (pace.refused, pace.hasty) == (1, 0)


@pytest.mark.parametrize(("per_second", "wait"), [(30, 0), (1, 0.5), (0.5, 1.5)])
def test_a_window(per_second: float, wait: float) -> None:
    window = Window(per_second)
    window.take(0)
    assert window.wait(0.5) == wait


def test_a_refused_message_costs_nothing() -> None:
    pace = Pace(Limits(chat_burst=1))
    pace.spend(1, 0)
    for _ in range(3):
        with pytest.raises(Refusal):
            pace.spend(1, 0)
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
