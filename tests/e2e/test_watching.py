"""A conversation through a real process, from outside: logs, metrics and traces tell of it, and of nobody in it."""

import json
import re
from collections.abc import Callable, Iterator

import httpx2
import pytest

from tests.e2e.collector import Collector
from tests.e2e.conftest import Join
from tests.e2e.office import SECRET_HALF, Office
from tests.e2e.phones import Telegram, until
from tests.postgres import free_port

pytestmark = pytest.mark.slow
NOON = "2022-10-20T12:00+08:00"
UNUSUAL = "Xylofonqwertz pindah ke Zzyzx, telepon 081277788899"
POISON = """
create trigger poison before insert on visit when new.note like 'Xylofon%poison'
begin select raise(abort, 'Xylofonqwertz is refused'); end
"""
KEY = "a-long-random-text-for-tests"


@pytest.fixture
def collector() -> Iterator[Collector]:
    """A collector of traces."""
    made = Collector()
    yield made
    made.close()


def events(office: Office, name: str) -> list[dict[str, str]]:
    """The lines of the log with this event."""
    lines = [json.loads(line) for line in office.log().splitlines() if line.startswith("{")]
    return [line for line in lines if line["event"] == name]


READS = "only-prometheus-knows"
"""The token of the metrics."""


def play(office: Office, join: Join) -> list[str]:
    """A conversation with everything odd in it; the words that must not be told."""
    office.change("update officer set name = 'Wpkhrt Mbvdzx' where id = 'PPL-0001'", POISON)
    ani = join("ani")["ani"]
    ani.say("/lapor 1")
    ani.press("Lainnya", "Hasil yang mana")
    ani.press("Tidak bisa masuk", "Apa yang menghalangi")
    ani.say(UNUSUAL, "Tersimpan")
    ani.say("/lapor 2")
    ani.press("Lainnya", "Hasil yang mana")
    ani.press("Tidak bisa masuk", "Apa yang menghalangi")
    ani.type("Xylofonqwertz poison")
    ani.hear("gagal diproses")
    ani.say("/xylofon")
    ani.say("Bukan xylofon <b>& %s {token}")
    ani.block()
    heads = [head for (head,) in office.rows("select head from household where enumerator = 'PPL-0001' and no < 6")]
    chats = [str(chat) for (chat,) in office.rows("select distinct chat from chat")]
    return ["xylofon", "Zzyzx", "0812777", "Wpkhrt", *heads, *chats, SECRET_HALF, KEY, "PPL-0001"]


@pytest.mark.parametrize("way", ["webhook"])
def test_what_is_told_of_it(office: Office, join: Join, telegram: Telegram, collector: Collector) -> None:
    office.start(NOON, CATAT_LOG_LEVEL="debug", CATAT_OTEL_ENDPOINT=collector.url, CATAT_METRICS_TOKEN=READS)
    telegram.misbehave(server_error=2, methods=["sendMessage"])
    secrets = play(office, join)
    until(lambda: any(line["kind"] == "blocked" for line in events(office, "update_taken")), "the block to be seen")
    assert office.http.get("/metrics").status_code == 401
    metrics = office.http.get("/metrics", headers={"Authorization": f"Bearer {READS}"}).text
    assert office.stop() == 0

    told = office.log() + metrics + "".join(str(body) for body in collector.bodies)
    for secret in secrets:
        assert secret.lower() not in told.lower(), f"{secret} is told"
    the_logs(office)
    the_metrics(lambda name: sum(float(n) for n in re.findall(rf"^{name} ([\d.e+]+)$", metrics, re.MULTILINE)))
    the_traces(collector)


def the_logs(office: Office) -> None:
    taken = [line["update"] for line in events(office, "update_taken") if line["result"] == "done"]
    assert len(taken) > 5
    assert all(re.fullmatch(r"7000000001:\d+", update) for update in taken)
    answered = {line["update"] for line in events(office, "sent")}
    assert len(set(taken) - answered) <= 1, "only being blocked gets no answer"
    failed = events(office, "update_failed")
    assert len(failed) == 3
    assert len({line["update"] for line in failed}) == 1
    assert all(line["where"].startswith("db/") for line in failed)
    assert {line["update"] for line in events(office, "not_sent")} <= answered


def the_metrics(value: Callable[[str], float]) -> None:
    bot = 'bot="7000000001"'
    assert value(rf'catat_updates_total{{{bot},kind="text",result="done"}}') >= 5
    assert value(rf'catat_updates_total{{{bot},kind="text",result="failed"}}') == 2
    assert value(rf'catat_updates_total{{{bot},kind="text",result="parked"}}') == 1
    assert value(rf'catat_sends_total{{{bot},method="sendMessage",result="sent"}}') >= 7
    assert value(rf'catat_sends_total{{{bot},method="[A-Za-z]+",result="again"}}') >= 1
    assert value(r'catat_errors_total{code="C901"}') == 1
    assert value(r'catat_errors_total{code="C202"}') == 1
    assert value(r'catat_update_seconds_count{kind="text"}') >= 8
    assert value("catat_database_up") == 1
    assert value(r'catat_leases_held{lease="sending"}') == 1
    assert value(rf'catat_outbox_oldest_seconds{{{bot},lane="reply"}}') < 5
    assert value(rf'catat_bot{{{bot},name="main",status="active"}}') == 1


def the_traces(collector: Collector) -> None:
    spans = collector.spans()
    assert {span.name for span in spans} == {"update", "transaction", "send"}
    by_id = {span.id: span for span in spans}
    updates = {span.attributes["catat.update"]: span for span in spans if span.name == "update"}
    for span in spans:
        if span.name == "transaction":
            assert by_id[span.parent].name == "update"
            assert by_id[span.parent].trace == span.trace
        if span.name == "send" and "catat.update" in span.attributes:
            assert span.trace == updates[span.attributes["catat.update"]].trace
    assert any(span.attributes.get("error.type") == "IntegrityError" for span in spans)


@pytest.mark.parametrize("command", ["sender", "scheduler"])
def test_a_process_without_a_web_side_tells_how_it_is(office: Office, command: str) -> None:
    port = free_port()
    office.start_command(command, "--http-port", str(port))
    with httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=5) as http:

        def ready() -> bool:
            try:
                return http.get("/health/ready").status_code == 200
            except httpx2.TransportError:
                return False

        until(ready, "the process to be ready")
        assert http.get("/health/live").json() == {"status": "ok"}
        assert "catat_database_up 1.0" in http.get("/metrics").text
        assert http.get("/").status_code == 404
        assert http.post("/telegram", json={}).status_code == 404
    assert office.stop() == 0
