"""The web side: who may bring updates in, and what is told about health."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import add_webhook, create_app

SECRET = {"main": "main-secret", "kota": "kota-secret"}


class Desk:
    """Takes updates in, or fails."""

    def __init__(self) -> None:
        self.received: list[Any] = []
        self.fails = False
        self.bot_id = 1

    async def receive(self, update: dict[str, Any]) -> None:
        if self.fails:
            raise RuntimeError("the database is away")
        self.received.append(update)


@pytest.fixture
def desks() -> dict[str, Desk]:
    return {name: Desk() for name in SECRET}


@pytest.fixture
def web(desks: dict[str, Desk]) -> TestClient:
    async def check() -> dict[str, str]:
        return {"database": "ok"}

    app = create_app(check)
    add_webhook(app, "/telegram", "main", lambda bot, secret: desks[bot] if SECRET.get(bot) == secret else None)  # type: ignore[arg-type,return-value]
    return TestClient(app)


REFUSED = [
    ("no secret", "/telegram", {}, {"update_id": 1}, 403),
    ("a wrong secret", "/telegram", {"X-Telegram-Bot-Api-Secret-Token": "guess"}, {"update_id": 1}, 403),
    (
        "another bot's secret",
        "/telegram/kota",
        {"X-Telegram-Bot-Api-Secret-Token": "main-secret"},
        {"update_id": 1},
        403,
    ),
    ("an unknown bot", "/telegram/desa", {"X-Telegram-Bot-Api-Secret-Token": "main-secret"}, {"update_id": 1}, 403),
    ("no update", "/telegram", {"X-Telegram-Bot-Api-Secret-Token": "main-secret"}, ["update"], 400),
    ("no number", "/telegram", {"X-Telegram-Bot-Api-Secret-Token": "main-secret"}, {"message": {}}, 400),
]


@pytest.mark.parametrize(("path", "headers", "body", "status"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED])
def test_refused(web: TestClient, desks: dict[str, Desk], path: str, headers: Any, body: Any, status: int) -> None:
    assert web.post(path, headers=headers, json=body).status_code == status
    assert not any(desk.received for desk in desks.values())


def test_an_update_reaches_its_own_bot(web: TestClient, desks: dict[str, Desk]) -> None:
    for bot, path in (("main", "/telegram"), ("kota", "/telegram/kota")):
        answer = web.post(path, headers={"X-Telegram-Bot-Api-Secret-Token": SECRET[bot]}, json={"update_id": 7})
        assert (answer.status_code, desks[bot].received) == (200, [{"update_id": 7}])


def test_a_failure_is_500_so_that_telegram_delivers_again(web: TestClient, desks: dict[str, Desk]) -> None:
    desks["main"].fails = True
    answer = web.post("/telegram", headers={"X-Telegram-Bot-Api-Secret-Token": "main-secret"}, json={"update_id": 7})
    assert (answer.status_code, answer.text) == (500, "")


@pytest.mark.parametrize(("state", "status"), [("ok", 200), ("OperationalError", 503)])
def test_ready_tells_what_is_missing(state: str, status: int) -> None:
    async def check() -> dict[str, str]:
        return {"database": state}

    web = TestClient(create_app(check))
    assert web.get("/health/live").json() == {"status": "ok"}
    answer = web.get("/health/ready")
    assert (answer.status_code, answer.json()["database"]) == (status, state)
