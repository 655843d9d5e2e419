"""The program's clock, lent to the sandbox."""

from datetime import datetime, timedelta, timezone

import httpx2
import pytest

from sandbox.app import create_app
from sandbox.clock import seconds_to
from sandbox.refusals import PhoneRefusal
from sandbox.server import SandboxServer

WIB = timezone(timedelta(hours=7))
NOON = datetime(2026, 6, 12, 12, 0, tzinfo=WIB)


class StillClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.at = NOON

    def now(self) -> datetime:
        return self.at

    def move(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


def test_moved_through_http_and_shown_on_messages() -> None:
    clock = StillClock()
    app = create_app(clock=clock)
    with SandboxServer(app) as server, httpx2.Client(base_url=server.url) as http:
        http.get("/bot4711:any-token/getMe")
        http.post("/sandbox/phones/ani/text", json={"text": "now"})
        assert http.post("/sandbox/clock", json={"minutes": 10}).json()["now"] == "2026-06-12T12:10:00+07:00"
        assert http.post("/sandbox/clock", json={"to": "07:00"}).json()["now"] == "2026-06-13T07:00:00+07:00"
        http.post("/sandbox/phones/ani/text", json={"text": "later"})
        shown = [m["shown_at"] for m in http.get("/sandbox/phones/ani").json()["messages"]]
        assert shown == ["2026-06-12T12:00:00+07:00", "2026-06-13T07:00:00+07:00"]
        assert http.post("/sandbox/clock", json={"to": "2026-06-01T00:00:00+07:00"}).status_code == 400
        assert http.post("/sandbox/clock", json={"minutes": -1}).status_code == 400


def test_without_a_clock() -> None:
    with SandboxServer(create_app()) as server, httpx2.Client(base_url=server.url) as http:
        assert http.get("/sandbox/clock").json() == {"movable": False, "now": None}
        assert http.post("/sandbox/clock", json={"minutes": 1}).status_code == 404


@pytest.mark.parametrize(
    ("target", "hours"),
    [("18:00", 6), ("07:00", 19), ("12:00", 24), ("2026-06-12T13:00", 1), ("2026-06-12T06:00:00+00:00", 1)],
)
def test_how_far_ahead(target: str, hours: float) -> None:
    assert seconds_to(target, NOON) == hours * 3600


@pytest.mark.parametrize(
    ("target", "why"), [("25:00", "not a time"), ("noon", "not a time"), ("2026-06-11T12:00", "only moves forward")]
)
def test_no_way_there(target: str, why: str) -> None:
    with pytest.raises(PhoneRefusal, match=why):
        seconds_to(target, NOON)
