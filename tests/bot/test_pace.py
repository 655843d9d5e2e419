"""The pace: thirty calls a second for a bot, officers before citizens before bulk, and no slower than needed."""

import heapq
from collections import deque
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.telegram.pace import (
    CHAT_SECONDS,
    CHAT_TOGETHER,
    EVENLY,
    OWN_FAULT,
    PER_SECOND,
    SLOW_SECONDS,
    TOGETHER,
    Pace,
)
from db.outbox.claims import Room
from db.outbox.messages import Lane

MANY = 100
OFFICERS, CITIZENS = TOGETHER[Lane.REPLY], TOGETHER[Lane.CITIZEN]
STEP = 1 / (PER_SECOND * EVENLY)


def send(pace: Pace, now: float, number: int = 1) -> None:
    """So many calls leave, and are answered at once."""
    for _ in range(number):
        pace.left(now)
    for _ in range(number):
        pace.answered(now)


ROOMS: list[tuple[str, list[tuple[float, int]], float, Room]] = [
    ("nothing was sent", [], 10.0, Room(OFFICERS, CITIZENS, 1)),
    ("a lone reply just before", [(10.0, 1)], 10.0, Room(OFFICERS - 1, CITIZENS - 1, 0)),
    ("a step later", [(10.0, 1)], 10 + STEP, Room(OFFICERS, CITIZENS, 1)),
    ("citizens have used theirs up, officers have not", [(10.0, CITIZENS)], 10.0, Room(OFFICERS - CITIZENS, 0, 0)),
    ("all is used up", [(10.0, OFFICERS)], 10.0, Room(0, 0, 0)),
    ("then one a step: an officer's first", [(10.0, OFFICERS)], 10 + STEP, Room(1, 0, 0)),
    ("long afterwards as in the beginning", [(10.0, OFFICERS)], 12.0, Room(OFFICERS, CITIZENS, 1)),
]


@pytest.mark.parametrize(("label", "before", "now", "room"), ROOMS, ids=[row[0] for row in ROOMS])
def test_room(label: str, before: list[tuple[float, int]], now: float, room: Room) -> None:
    pace = Pace()
    for at, number in before:
        send(pace, at, number)
    assert pace.room(now, MANY) == room


def test_no_more_than_the_sender_can_take() -> None:
    assert Pace().room(10, 2) == Room(2, 2, 1)
    assert Pace().room(10, 0) == Room(0, 0, 0)


def test_without_a_limit_everything_leaves() -> None:
    pace = Pace(0)
    send(pace, 10, 500)
    assert pace.room(10, MANY) == Room(MANY, MANY, MANY)
    assert pace.wait(10, Lane.BROADCAST) == 0


Arrivals = list[tuple[float, Lane, float]]
"""When each letter comes up, its lane, and how long Telegram takes to answer it."""
SOME = st.lists(
    st.tuples(st.floats(0, 0.3), st.sampled_from([Lane.REPLY, Lane.CITIZEN, Lane.DIGEST]), st.floats(0, 0.4)),
    min_size=1,
    max_size=250,
)


class Play:
    """A sender in a simulated time: what waits leaves as the pace lets it. left: when, its lane, and its way there."""

    def __init__(self, arrivals: Arrivals) -> None:
        self.pace, self.now = Pace(), 0.0
        self.waiting: list[tuple[Lane, int, float]] = []
        self.left: list[tuple[float, Lane, float]] = []
        self.behind: list[Lane] = []
        answers: list[float] = []
        coming, number = deque(arrivals), count()
        while coming or self.waiting:
            while coming and coming[0][0] <= self.now:
                _, lane, way = coming.popleft()
                heapq.heappush(self.waiting, (lane, next(number), way))
            while answers and answers[0] <= self.now:
                self.pace.answered(heapq.heappop(answers))
            self._send(answers)
            upcoming = [coming[0][0]] if coming else []
            upcoming += answers[:1]
            if self.waiting:
                wait = self.pace.wait(self.now, self.waiting[0][0])
                assert wait > 0, "it may leave, and has not"
                upcoming.append(self.now + wait)
            if upcoming:
                self.now = max(self.now + 1e-4, min(upcoming))

    def _send(self, answers: list[float]) -> None:
        """Both ways to ask, whether there is room and for how long there is none, say the same."""
        while self.waiting and self.pace.wait(self.now, self.waiting[0][0]) <= 0:
            assert self.pace.room(self.now, MANY).of(self.waiting[0][0]) > 0
            lane, _, way = heapq.heappop(self.waiting)
            self.pace.left(self.now)
            heapq.heappush(answers, self.now + way)
            self.left.append((self.now, lane, way))
        if self.waiting and self.waiting[0][0] is Lane.REPLY:
            assert self.pace.room(self.now, MANY).officers == 0, "an officer waits although there is room"


def arrivals_of(gaps: Arrivals) -> Arrivals:
    now, made = 0.0, []
    for gap, lane, way in gaps:
        now += gap
        made.append((now, lane, way))
    return made


@given(SOME, st.randoms(use_true_random=False))
def test_no_second_holds_more_than_thirty_and_everything_leaves_officers_first(gaps: Arrivals, random: object) -> None:
    """Whenever Telegram counts a call, between its leaving and its answer."""
    arrivals = arrivals_of(gaps)
    play = Play(arrivals)
    assert sorted(lane for _, lane, _ in play.left) == sorted(lane for _, lane, _ in arrivals)
    counted = sorted(at + way * random.random() for at, _, way in play.left)  # type: ignore[attr-defined]
    for first in counted:
        assert sum(first <= at < first + 1 for at in counted) <= PER_SECOND


def test_officers_hardly_notice_a_flood_of_citizens() -> None:
    """Two thousand citizens at one instant; an officer every 0.3 s is answered within two steps."""
    officers = [(0.3 * n, Lane.REPLY, 0.02) for n in range(100)]
    play = Play(sorted([(0.0, Lane.CITIZEN, 0.02)] * 2000 + officers))
    left = [at for at, lane, _ in play.left if lane is Lane.REPLY]
    late = [at - came for at, (came, _, _) in zip(left, officers, strict=True)]
    assert max(late) <= 2 * STEP
    assert len(play.left) / play.left[-1][0] >= PER_SECOND * EVENLY * 0.97


def test_a_steady_stream_is_close_to_the_limit() -> None:
    play = Play([(0.0, Lane.DIGEST, 0.005)] * 300)
    assert len(play.left) / play.left[-1][0] >= PER_SECOND * EVENLY * 0.99


def test_slow_answers_make_it_careful() -> None:
    """While an answer is out, Telegram may still count the call."""
    pace = Pace()
    for number in range(PER_SECOND):
        pace.left(10 + number)
    assert pace.room(100, MANY) == Room(0, 0, 0)
    assert pace.wait(100, Lane.REPLY) == float("inf")
    pace.answered(100)
    assert pace.wait(100, Lane.REPLY) == 1
    assert pace.room(101, MANY).officers == 1


def test_bulk_leaves_a_chat_alone_that_has_just_got_something() -> None:
    pace = Pace()
    pace.written(1, 10)
    assert pace.fresh_chats(10 + CHAT_SECONDS / 2) == {1}
    assert pace.fresh_chats(10 + CHAT_SECONDS) == set()


RESTS: list[tuple[str, Lane, list[float]]] = [
    ("an officer's replies follow at once", Lane.REPLY, [0, 0, 0, 0]),
    ("a citizen's a few at once, then one a second", Lane.CITIZEN, [0] * (CHAT_TOGETHER - 1) + [CHAT_SECONDS]),
    ("bulk one a second", Lane.DIGEST, [CHAT_SECONDS, CHAT_SECONDS]),
]


@pytest.mark.parametrize(("label", "lane", "rests"), RESTS, ids=[row[0] for row in RESTS])
def test_the_rest_of_a_chat(label: str, lane: Lane, rests: list[float]) -> None:
    pace = Pace()
    assert [pace.rest_after(1, 10, lane) for _ in rests] == pytest.approx(rests)


def refuse(pace: Pace, chat: int, now: float, seconds: float, lane: Lane = Lane.REPLY) -> bool:
    """A chat that was written to is refused; whether the bot rests."""
    pace.written(chat, now)
    return pace.too_fast(chat, now, seconds, lane)


def test_a_pause_asked_for_one_chat_keeps_nobody_else_waiting() -> None:
    pace = Pace()
    assert not refuse(pace, 1, 10, 60)
    send(pace, 11)
    assert pace.room(12, MANY) == Room(OFFICERS, CITIZENS, 1)
    assert pace.rest_after(1, 69, Lane.REPLY) == CHAT_SECONDS
    assert pace.rest_after(2, 69, Lane.REPLY) == 0
    assert pace.rest_after(1, 10 + 60 + SLOW_SECONDS + 1, Lane.REPLY) == 0


def test_a_pause_asked_for_bulk_is_one_of_all_bulk() -> None:
    pace = Pace()
    refuse(pace, 1, 10, 5, Lane.DIGEST)
    send(pace, 11)
    assert pace.room(14.9, MANY) == Room(OFFICERS, CITIZENS, 0)
    assert pace.wait(14, Lane.DIGEST) == 1
    assert pace.room(15, MANY).bulk == 1


def test_whether_a_pause_is_the_bots_is_tried_with_one_call() -> None:
    pace = Pace()
    refuse(pace, 1, 10, 30)
    assert pace.room(10, MANY) == Room(1, 1, 1)
    pace.left(10)
    assert pace.room(10, MANY) == Room(0, 0, 0)
    assert pace.wait(10, Lane.REPLY) == float("inf")
    pace.answered(10.1, well=False)
    assert pace.room(11, MANY).officers == 1
    send(pace, 11)
    assert pace.room(12, MANY).officers == OFFICERS


def test_pauses_in_several_chats_are_the_bots() -> None:
    pace = Pace()
    assert not refuse(pace, 1, 10, 30)
    assert refuse(pace, 2, 12, 3)
    assert pace.room(39.9, MANY) == Room(0, 0, 0)
    assert pace.wait(12, Lane.REPLY) == 28
    assert pace.room(40, MANY) == Room(1, 0, 0), "afterwards it goes on one by one"


def test_a_pause_that_is_over_counts_no_more() -> None:
    pace = Pace()
    assert not refuse(pace, 1, 10, 3)
    assert not refuse(pace, 2, 14, 3)


def test_a_chat_that_got_much_is_refused_for_its_own_sake() -> None:
    pace = Pace()
    for chat in (1, 2, 3):
        pace.written(chat, 10)
    assert not any(refuse(pace, chat, 10 + OWN_FAULT / 2, 3) for chat in (1, 2, 3))


def test_the_same_chat_twice_is_not_several() -> None:
    pace = Pace()
    assert not refuse(pace, 1, 10, 3)
    assert not refuse(pace, 1, 10 + OWN_FAULT, 3)


def test_a_long_pause_is_not_shortened_by_a_short_one() -> None:
    pace = Pace()
    refuse(pace, 1, 10, 30, Lane.DIGEST)
    pace.too_fast(1, 10, 1, Lane.DIGEST)
    assert pace.room(39, MANY).bulk == 0
    pace.rest(10, 30)
    pace.rest(11, 1)
    assert pace.room(39, MANY).officers == 0


def test_chats_of_long_ago_are_forgotten() -> None:
    pace = Pace()
    for chat in range(5000):
        pace.written(chat, 10 + chat / 100)
        pace.rest_after(chat, 10 + chat / 100, Lane.CITIZEN)
    assert len(pace.sent_at) < 2200 and len(pace.filled_until) < 2200
