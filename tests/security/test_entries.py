"""Every entry of the web side is known, and refuses by default."""

from functools import partial
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import add_webhook, create_app
from api.metrics import add_metrics
from api.pages import add_pages

ENTRIES = {
    ("GET", "/"): "public: what this is, and the names of the bots",
    ("GET", "/health/live"): "public: that the process runs",
    ("GET", "/health/ready"): "public: whether the database is there",
    ("GET", "/metrics"): "this machine, or the token",
    ("POST", "/telegram"): "the main bot's secret",
    ("POST", "/telegram/{bot}"): "the bot's secret",
}
"""Method and path, and who may. A new entry stands here with its guard, and below in what is refused."""


async def nothing() -> Any:
    """Nothing at all."""
    return {}


@pytest.fixture
def web() -> TestClient:
    """The whole web side, as a call from elsewhere meets it."""
    app = create_app(nothing)
    add_pages(app, partial(nothing), "id")
    add_metrics(app, nothing, None)
    add_webhook(app, "/telegram", "main", lambda _bot, _secret: None)
    return TestClient(app, client=("192.0.2.7", 1))


def test_every_entry_is_known(web: TestClient) -> None:
    found = {(method, route.path) for route in web.app.routes for method in route.methods}  # type: ignore[attr-defined]
    assert {entry for entry in found if entry[0] != "HEAD"} == set(ENTRIES)


@pytest.mark.parametrize(
    ("method", "path"), [entry for entry, who in ENTRIES.items() if not who.startswith("public")], ids=str
)
def test_a_stranger_is_refused(web: TestClient, method: str, path: str) -> None:
    answer = web.request(method, path.replace("{bot}", "main"), json={"update_id": 1})
    assert answer.status_code == 403
    assert answer.content == b""
