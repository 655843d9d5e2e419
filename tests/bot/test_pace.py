"""The pace: below thirty messages a second for a bot and one a second in a chat, and no slower than needed."""

from hypothesis import given
from hypothesis import strategies as st

from bot.pace import CHAT_SECONDS, PER_SECOND, SLOW_SECONDS, Pace

MOST = 20


def send_bulk(pace: Pace, now: float) -> int:
    """Send all bulk that may leave at this instant, each to a chat of its own."""
    _, bulk = pace.open(now, MOST)
    for number in range(bulk):
        pace.sent(int(now * 1e6) * 100 + number, now, bulk=True)
    return bulk


@given(st.lists(st.floats(0, 0.5), min_size=30, max_size=300))
def test_never_more_than_thirty_in_any_second(gaps: list[float]) -> None:
    pace, now, sent = Pace(), 100.0, list[float]()
    for gap in gaps:
        now += gap
        sent += [now] * send_bulk(pace, now)
    for first in sent:
        assert sum(first <= at < first + 1 for at in sent) <= 30


def test_a_steady_stream_is_close_to_the_limit() -> None:
    pace = Pace()
    sent = sum(send_bulk(pace, 50 + tick / 1000) for tick in range(10_000))
    assert PER_SECOND * 10 * 0.95 <= sent <= PER_SECOND * 10 + 1


def test_replies_leave_at_once_when_there_is_no_bulk() -> None:
    pace = Pace()
    assert pace.open(10, MOST)[0] == MOST
    for chat in range(MOST):
        pace.sent(chat, 10, bulk=False)
    assert pace.open(10.001, MOST)[0] == MOST


def test_bulk_waits_for_the_second_that_replies_have_filled() -> None:
    pace = Pace()
    pace.sent(1, 10, bulk=False)
    assert pace.open(10, MOST)[1] == 0
    assert pace.wait(10) > 0
    assert pace.open(10 + pace.wait(10), MOST)[1] == 1


def test_bulk_leaves_a_chat_alone_that_has_just_got_something() -> None:
    pace = Pace()
    pace.sent(1, 10, bulk=False)
    assert pace.fresh_chats(10 + CHAT_SECONDS / 2) == {1}
    assert pace.fresh_chats(10 + CHAT_SECONDS) == set()


def test_when_telegram_asks_for_a_pause_bulk_rests_and_the_chat_goes_slowly() -> None:
    pace = Pace()
    assert pace.rest_after(1, 10, bulk=False) == 0
    pace.too_fast(1, 10, 5, bulk=True)
    assert pace.open(14.9, MOST) == (MOST, 0)
    assert pace.open(15, MOST)[1] == 1
    assert pace.rest_after(1, 14, bulk=False) == CHAT_SECONDS
    assert pace.rest_after(2, 14, bulk=False) == 0
    assert pace.rest_after(1, 10 + 5 + SLOW_SECONDS + 1, bulk=False) == 0


def test_a_pause_asked_for_a_reply_keeps_nobody_else_waiting() -> None:
    pace = Pace()
    pace.too_fast(1, 10, 60, bulk=False)
    assert pace.open(10, MOST) == (MOST, 1)


def test_a_long_pause_is_not_shortened_by_a_short_one() -> None:
    pace = Pace()
    pace.too_fast(1, 10, 30, bulk=True)
    pace.too_fast(2, 10, 1, bulk=True)
    assert pace.open(39, MOST)[1] == 0


def test_chats_of_long_ago_are_forgotten() -> None:
    pace = Pace()
    for chat in range(5000):
        pace.sent(chat, 10 + chat / 100, bulk=True)
    assert len(pace.sent_at) < 2200
