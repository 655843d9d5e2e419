"""The sandbox misbehaves on demand."""

import httpx2
import pytest

from tests.sandbox.conftest import ANI, TOKEN, Bench

HELLO = {"chat_id": ANI, "text": "Hello"}


async def test_too_many_requests(bench: Bench) -> None:
    await bench.faults(too_many_requests=1, retry_after=7)
    told = await bench.call("sendMessage", **HELLO)
    assert (told["error_code"], told["parameters"]) == (429, {"retry_after": 7})
    await bench.ok("sendMessage", **HELLO)


async def test_errors_spoil_only_the_named_methods(bench: Bench) -> None:
    await bench.faults(server_error=1, methods=["sendMessage"])
    await bench.ok("getMe")
    assert (await bench.call("sendMessage", **HELLO))["error_code"] == 500
    await bench.ok("sendMessage", **HELLO)


async def test_polling_is_spared(bench: Bench) -> None:
    await bench.faults(server_error=1)
    await bench.ok("getUpdates")
    assert (await bench.call("getMe"))["error_code"] == 500


async def test_hanging(bench: Bench) -> None:
    await bench.faults(hang=1, hang_seconds=30)
    with pytest.raises(httpx2.ReadTimeout):
        await bench.http.post(f"/bot{TOKEN}/getMe", timeout=0.3)
    await bench.ok("getMe")


async def test_applied_but_never_answered(bench: Bench) -> None:
    await bench.faults(apply_then_time_out=1)
    with pytest.raises(httpx2.ReadTimeout):
        await bench.http.post(f"/bot{TOKEN}/sendMessage", json=HELLO, timeout=0.5)
    assert [m["text"] for m in await bench.screen("ani")] == ["/start", "Hello"]


async def test_away_and_back(bench: Bench) -> None:
    await bench.faults(away=True)
    assert (await bench.http.get(f"/bot{TOKEN}/getMe")).status_code == 503
    await bench.http.delete("/sandbox/faults")
    await bench.ok("getMe")


@pytest.mark.parametrize("wrong", [{"flood": 1}, {"away": "yes"}, {"server_error": "two"}])
async def test_unknown_switches_are_refused(bench: Bench, wrong: dict[str, object]) -> None:
    assert (await bench.http.post("/sandbox/faults", json=wrong)).status_code == 400
