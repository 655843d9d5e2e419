"""What Prometheus is told, of a database of either kind; who may ask; and that the rules and the picture fit it."""

import json
import re
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path
from time import monotonic as real_monotonic
from typing import Any

import pytest
import yaml
from fastapi import FastAPI
from fastapi.testclient import TestClient
from prometheus_client import REGISTRY
from sqlalchemy import text

import channels.telegram.running_bots  # noqa: F401  whose metrics are there once it is loaded
from api.metrics import add_metrics
from core.outgoing import Call
from core.words import words
from db.engine.work import Database
from db.outbox.backlog import BACKLOG
from db.outbox.inbox import first_time, note_failure, park
from db.outbox.messages import Lane, OutboxMessage, post
from db.status import failing
from running import metrics
from running import pulse as pulse_of_a_process
from running.office import Office
from running.watch import exposition
from tests.bot.conftest import office  # noqa: F401
from tests.house.source import ROOT, complain, modules
from tests.people import BOT, MORNING

NAMES = re.compile(r"\bcatat_[a-z_]+\b")
GAUGES = {
    *("catat_database_up", "catat_database_connections", "catat_bot", "catat_outbox_letters"),
    *("catat_outbox_oldest_seconds", "catat_leases_held", "catat_update_oldest_seconds", "catat_commit_age_seconds"),
    "catat_updates_aside",
}


def names() -> set[str]:
    """Every name that a process can tell."""
    found = set(GAUGES)
    for family in REGISTRY.collect():
        if family.name.startswith("catat_"):
            ends = {"counter": ("_total",), "gauge": ("",), "histogram": ("_bucket", "_count", "_sum")}[family.type]
            found |= {family.name + end for end in ends}
    return found


async def test_the_outbox_and_the_leases(office: Office, database: Database) -> None:  # noqa: F811
    with database.work() as work:
        for number, (lane, minutes) in enumerate([(Lane.REPLY, 1), (Lane.DIGEST, 2), (Lane.DIGEST, 9)]):
            letter = OutboxMessage(BOT, 1, lane, f"{BOT}:{number}:reply", Call("sendMessage", {"text": "rahasia"}))
            post(work, letter, MORNING - timedelta(minutes=minutes))
        held = OutboxMessage(BOT, 2, Lane.REMINDER, "morning:1", Call("sendMessage", {"text": "rahasia"}))
        post(work, held, MORNING - timedelta(hours=9), not_before=MORNING + timedelta(hours=1))
    told = (await exposition(office)).decode()
    bot = f'bot="{BOT}"'
    assert f'catat_outbox_letters{{{bot},lane="digest",status="waiting"}} 2.0' in told
    age = re.search(rf'catat_outbox_oldest_seconds{{{bot},lane="digest"}} ([\d.]+)', told)
    assert age
    assert 540 <= float(age[1]) < 600
    assert f'catat_outbox_oldest_seconds{{{bot},lane="reminder"}} 0.0' in told, "quiet hours are no trouble"
    assert "catat_database_up 1.0" in told
    assert "rahasia" not in told


async def test_a_database_that_is_away(office: Office) -> None:  # noqa: F811
    office.threads.readers.shutdown()
    told = (await exposition(office)).decode()
    assert "catat_database_up 0.0" in told
    assert "catat_updates_total" in told


async def test_a_writer_that_commits_nothing_is_a_database_that_is_away(
    office: Office,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = (await exposition(office)).decode()
    assert "catat_update_oldest_seconds 0.0" in told
    pulse = office.threads.pulse
    pulse.begin((BOT, 1))
    monkeypatch.setattr(pulse_of_a_process.time, "monotonic", lambda: real_monotonic() + 60)
    told = (await exposition(office)).decode()
    assert "catat_database_up 0.0" in told
    for metric in ("catat_update_oldest_seconds", "catat_commit_age_seconds"):
        age = re.search(rf"^{metric} ([\d.]+)$", told, re.MULTILINE)
        assert age
        assert 60 <= float(age[1]) < 120
    assert set(pulse.wrong()) == {"updates", "writer"}
    pulse.end((BOT, 1))
    await office.threads.write(lambda _: None)
    assert pulse.wrong() == {}
    assert "catat_database_up 1.0" in (await exposition(office)).decode()


async def test_updates_that_failed(office: Office, database: Database) -> None:  # noqa: F811
    with database.work() as work:
        for number in (1, 2, 3):
            note_failure(work, BOT, number, "Error at here", MORNING)
        park(work, BOT, 1, None, MORNING)
        first_time(work, BOT, 2, MORNING)
    told = (await exposition(office)).decode()
    assert 'catat_updates_aside{state="parked"} 1.0' in told
    assert 'catat_updates_aside{state="failing"} 1.0' in told
    with database.read() as work:
        assert [row.update_id for row in failing(work)] == [3]


async def test_leases_that_nobody_holds_are_told(office: Office) -> None:  # noqa: F811
    told = (await exposition(office)).decode()
    assert 'catat_leases_held{lease="sending"} 0.0' in told


def test_letters_long_sent_cost_nothing(database: Database) -> None:
    statement = str(BACKLOG.compile(database.engine, compile_kwargs={"literal_binds": True}))
    with database.read() as work:
        if work.postgres:
            work.connection.execute(text("set local enable_seqscan = off"))
        how = "EXPLAIN " if work.postgres else "EXPLAIN QUERY PLAN "
        plan = str(work.connection.execute(text(how + statement)).all())
    assert "ix_outbox_status_created_at" in plan
    assert "SCAN outbox" not in plan


def test_problems_are_counted_by_code() -> None:
    def shown() -> float:
        return REGISTRY.get_sample_value("catat_errors_total", {"code": "C202"}) or 0.0

    before = shown()
    metrics.count_problems([None, words("problem.command_unknown"), words("talk.unsure")])
    assert shown() == before + 1


async def told() -> bytes:
    """Some metrics."""
    return b"catat_database_up 1.0\n"


def ask(token: str | None, client: str, headers: dict[str, str], *, proxied: bool = False) -> int:
    """The status of a call from this address."""
    app = FastAPI()
    add_metrics(app, told, token, proxied=proxied)
    return TestClient(app, client=(client, 1)).get("/metrics", headers=headers).status_code


@pytest.mark.parametrize(
    ("token", "client", "headers", "status"),
    [
        (None, "127.0.0.1", {}, 200),
        (None, "::1", {}, 200),
        (None, "10.0.0.1", {}, 403),
        (None, "nowhere", {}, 403),
        (None, "127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, 403),
        (None, "127.0.0.1", {"Via": "1.1 proxy"}, 403),
        (None, "10.0.0.1", {"Authorization": "Bearer "}, 403),
        ("token", "127.0.0.1", {}, 401),
        ("token", "10.0.0.1", {"Authorization": "Bearer token"}, 200),
        ("token", "10.0.0.1", {"Authorization": "Bearer tokem"}, 401),
        ("token", "10.0.0.1", {"Authorization": "token"}, 401),
    ],
)
def test_who_may_ask(token: str | None, client: str, headers: dict[str, str], status: int) -> None:
    assert ask(token, client, headers) == status


def test_behind_a_proxy_nobody_may_ask_without_the_token() -> None:
    assert ask(None, "127.0.0.1", {}, proxied=True) == 403
    assert ask("token", "127.0.0.1", {}, proxied=True) == 401
    assert ask("token", "127.0.0.1", {"Authorization": "Bearer token"}, proxied=True) == 200


def strings(value: Any) -> list[str]:
    """All texts in a nested value."""
    if isinstance(value, dict):
        return [found for each in value.values() for found in strings(each)]
    if isinstance(value, list):
        return [found for each in value for found in strings(each)]
    return [value] if isinstance(value, str) else []


def parsed(name: str) -> Any:
    """A file of deploy/, read."""
    content = (Path(ROOT) / "deploy" / name).read_text()
    return json.loads(content) if name.endswith(".json") else yaml.safe_load(content)


def test_the_guide_lists_every_metric() -> None:
    guide = set(NAMES.findall((ROOT / "docs" / "watching.md").read_text()))
    told = {re.sub("_(bucket|count|sum)$", "", name) for name in names()}
    assert guide - {"catat_token"} == told


def test_the_guide_lists_every_event_of_the_logs() -> None:
    guide = (ROOT / "docs" / "watching.md").read_text()
    logged = re.compile(r'\blog\.(?:debug|info|warning|error|exception)\(\s*"(\w+)"')
    texts = modules("actions", "api", "bot", "channels", "delivery", "running", "cli", "db", "scheduler").items()
    complain(
        "docs/watching.md lists the events of the logs:",
        [f"{name}: {event}" for name, text in texts for event in logged.findall(text) if f"`{event}`" not in guide],
    )


@pytest.mark.parametrize("name", ["alerts.yaml", "dashboard.json"])
def test_every_metric_that_is_named_exists(name: str) -> None:
    named = {found for each in strings(parsed(name)) for found in NAMES.findall(each)}
    assert len(named) > 5
    assert named <= names(), named - names()


def test_the_alerts_say_what_to_do() -> None:
    rules = [rule for group in parsed("alerts.yaml")["groups"] for rule in group["rules"]]
    assert rules
    for rule in rules:
        assert set(rule) == {"alert", "expr", "for", "labels", "annotations"}, rule
        assert rule["labels"]["severity"] in ("page", "ticket")
        assert {"summary", "mend"} <= set(rule["annotations"])


def test_the_rules_of_the_alerts_can_be_read() -> None:
    """What promtool looks at, so far as that can be done without it."""
    rules = [rule for group in parsed("alerts.yaml")["groups"] for rule in group["rules"]]
    names = [rule["alert"] for rule in rules]
    assert len(names) == len(set(names))
    for rule in rules:
        assert re.fullmatch(r"\d+[smh]", rule["for"]), rule
        assert all(rule["expr"].count(left) == rule["expr"].count(right) for left, right in ("()", "{}", "[]")), rule
        assert all(re.fullmatch(r"\d+[smh]", span) for span in re.findall(r"\[(.*?)\]", rule["expr"])), rule
        used = set(re.findall(r"\$labels\.(\w+)", rule["annotations"]["summary"]))
        assert used <= {*re.findall(r"by \(([\w, ]+)\)", rule["expr"].replace(", ", ") by ("))} | {"instance"}, rule


@pytest.mark.parametrize(("what", "rules"), [("check", "deploy/alerts.yaml"), ("test", "tests/watching/alerts.yaml")])
def test_promtool_finds_the_rules_right(what: str, rules: str) -> None:
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("promtool (Debian: prometheus) is missing; test_the_rules_of_the_alerts_can_be_read looks instead")
    done = subprocess.run([promtool, what, "rules", rules], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
