"""A missing or wrong setting is one clear sentence at start: no traceback, no secret, and an exit code that says so."""

import json
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.accounts import BotAccount
from sandbox.app import create_app
from sandbox.server import SandboxServer
from tests.e2e.forked import run_forked
from tests.e2e.office import SECRET_HALF, TOKEN, WEBHOOK_SECRET, Office, run_catat
from tests.e2e.phones import Telegram

pytestmark = pytest.mark.slow

UNSET = ""
ADDRESS = "https://catat.example.go.id"
CASES = {
    "no token": ({"CATAT_BOT_TOKEN": UNSET}, "CATAT_BOT_TOKEN is not set"),
    "half a token": ({"CATAT_BOT_TOKEN": SECRET_HALF}, "CATAT_BOT_TOKEN is not a bot token"),
    "token in quotes": ({"CATAT_BOT_TOKEN": f'"{TOKEN}"'}, "CATAT_BOT_TOKEN is not a bot token"),
    "no secret key": ({"CATAT_SECRET_KEY": UNSET}, "CATAT_SECRET_KEY is not set"),
    "telegram without scheme": ({"CATAT_TELEGRAM_URL": "api.telegram.org"}, "CATAT_TELEGRAM_URL is not an address"),
    "no such database": ({"CATAT_DATABASE_URL": "mysql://localhost/catat"}, "CATAT_DATABASE_URL must begin with"),
    "database in no folder": ({"CATAT_DATABASE_URL": "sqlite:////dev/null/catat.db"}, "CATAT_DATABASE_URL"),
    "database is a folder": ({"CATAT_DATABASE_URL": "sqlite:////tmp"}, "CATAT_DATABASE_URL"),
    "nonsense behind the scheme": ({"CATAT_DATABASE_URL": "postgresql://catat:hush@host:port/x"}, "CATAT_DATABASE_URL"),
    "database server away": ({"CATAT_DATABASE_URL": "postgresql://catat:hush@127.0.0.1:1/catat"}, "CATAT_DATABASE_URL"),
    "webhook without secret": ({"CATAT_WEBHOOK_URL": ADDRESS}, "CATAT_WEBHOOK_SECRET must be set"),
    "wrong secret": (
        {"CATAT_WEBHOOK_URL": ADDRESS, "CATAT_WEBHOOK_SECRET": "two words"},
        "CATAT_WEBHOOK_SECRET must be 1 to 256 letters",
    ),
    "webhook is no address": (
        {"CATAT_WEBHOOK_URL": "catat", "CATAT_WEBHOOK_SECRET": WEBHOOK_SECRET},
        "CATAT_WEBHOOK_URL is not an address",
    ),
    "port of words": ({"CATAT_HTTP_PORT": "eighty"}, "CATAT_HTTP_PORT"),
    "port too high": ({"CATAT_HTTP_PORT": "70000"}, "CATAT_HTTP_PORT"),
    "host elsewhere": ({"CATAT_HTTP_HOST": "192.0.2.1"}, "192.0.2.1:0 cannot be used"),
    "unknown language": ({"CATAT_LANGUAGE": "nl"}, "CATAT_LANGUAGE must be one of id, en"),
    "clock without zone": ({"CATAT_CLOCK": "2022-10-20T06:55"}, "CATAT_CLOCK"),
    "clock of words": ({"CATAT_CLOCK": "morning"}, "CATAT_CLOCK"),
    "period of one day": ({"CATAT_PERIOD": "2022-10-15"}, "CATAT_PERIOD must be two days like"),
    "days off": ({"CATAT_DAYS_OFF": "minggu,8 nov"}, "CATAT_DAYS_OFF must be dates and weekdays"),
    "no day to work": (
        {"CATAT_PERIOD": "2022-10-16/2022-10-16", "CATAT_DAYS_OFF": "minggu"},
        "CATAT_DAYS_OFF leaves no day to work",
    ),
    "ladders nowhere": ({"CATAT_LADDERS": "no.toml"}, "CATAT_LADDERS is wrong in no.toml: cannot be read"),
    "ladders in a folder": ({"CATAT_LADDERS": "."}, "CATAT_LADDERS is wrong in .: cannot be read"),
    "a misspelt setting": ({"CATAT_PERIODE": "2023-01-01/2023-01-31"}, "CATAT_PERIODE is no setting; CATAT_PERIOD is"),
    "period backwards": ({"CATAT_PERIOD": "2022-11-14/2022-10-15"}, "CATAT_PERIOD the period ends"),
}


OFFLINE = {
    "CATAT_BOT_TOKEN": TOKEN,
    "CATAT_TELEGRAM_URL": "http://127.0.0.1:1",
    "CATAT_DATABASE_URL": "sqlite:///catat.db",
    "CATAT_SECRET_KEY": "a-long-random-text-for-tests",
    "CATAT_HTTP_PORT": "0",
    "CATAT_CLOCK": "2022-10-20T06:55+08:00",
}
"""Settings that would do, but for a Telegram that is not there."""


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, subprocess.CompletedProcess[str]]:
    """What became of `catat serve` in each case."""
    folders = {name: tmp_path_factory.mktemp("case") for name in CASES}
    return {name: run_forked(folders[name], OFFLINE | wrong, "serve") for name, (wrong, _) in CASES.items()}


def test_a_start_of_its_own_says_the_same(
    tmp_path: Path, outcomes: dict[str, subprocess.CompletedProcess[str]]
) -> None:
    alone, forked = run_catat(tmp_path, OFFLINE | CASES["no token"][0], "serve"), outcomes["no token"]
    assert (alone.returncode, alone.stdout) == (forked.returncode, forked.stdout)
    assert alone.stderr.splitlines()[-1] == forked.stderr.splitlines()[-1]


@pytest.mark.parametrize("name", CASES)
def test_a_wrong_setting_is_one_sentence(name: str, outcomes: dict[str, subprocess.CompletedProcess[str]]) -> None:
    done, (_, sentence) = outcomes[name], CASES[name]
    assert done.returncode == 2, done.stderr
    *before, last = done.stderr.splitlines()
    assert last.startswith(f"catat: {sentence}")
    assert all(json.loads(line)["level"] == "info" for line in before), done.stderr
    assert done.stdout == ""
    for secret in (SECRET_HALF, WEBHOOK_SECRET, "hush"):
        assert secret not in done.stderr


def test_a_database_of_a_newer_release(office: Office) -> None:
    office.change("update alembic_version set version_num = '9999'")
    done = office.run("serve")
    assert done.returncode == 2, done.stderr
    assert done.stderr.startswith("catat: CATAT_DATABASE_URL: a newer Catat has worked on this database")
    assert done.stderr.count("\n") == 1


@pytest.fixture
def taken() -> Iterator[str]:
    """A port that somebody else listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield str(listener.getsockname()[1])


@pytest.mark.parametrize(
    ("command", "advice"),
    [
        (("serve",), "CATAT_HTTP_PORT"),
        (("demo", "--households", "20", "--port"), "--port"),
        (("sandbox", "--port"), "--port"),
    ],
    ids=["serve", "demo", "sandbox"],
)
def test_a_port_that_is_taken(command: tuple[str, ...], advice: str, taken: str, tmp_path: Path) -> None:
    arguments = [*command, taken] if command[-1] == "--port" else command
    done = run_catat(tmp_path, OFFLINE | {"CATAT_HTTP_PORT": taken}, *arguments)
    assert done.returncode == 2, done.stderr
    last = done.stderr.splitlines()[-1]
    assert last.startswith(f"catat: 127.0.0.1:{taken} cannot be used")
    assert advice in last
    assert "Traceback" not in done.stderr


def test_the_demo_when_only_the_port_of_its_service_is_taken(taken: str, tmp_path: Path) -> None:
    done = run_catat(tmp_path, OFFLINE | {"CATAT_HTTP_PORT": taken}, "demo", "--households", "20", "--port", "0")
    assert done.returncode == 2, done.stderr
    assert "CATAT_HTTP_PORT" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


@pytest.fixture
def strangers_telegram() -> Iterator[Telegram]:
    """A Telegram that knows another bot, not ours."""
    with SandboxServer(create_app([BotAccount("4711:somebody-elses-token", "other_bot")])) as server:
        telegram = Telegram(server.url)
        yield telegram
        telegram.http.close()


@pytest.mark.parametrize("command", [("serve",), ("invite", "PPL-0001")], ids=["serve", "invite"])
def test_a_token_that_telegram_refuses(
    command: tuple[str, ...], strangers_telegram: Telegram, filled: Path, tmp_path: Path
) -> None:
    office = Office(tmp_path, strangers_telegram)
    shutil.copy(filled, office.database)
    done = office.run(*command)
    assert done.returncode == 2, done.stderr
    assert "is refused by Telegram: ask @BotFather" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
    assert SECRET_HALF not in done.stdout + done.stderr
    office.close()


@pytest.mark.parametrize(
    ("fault", "expected"), [({"away": True}, 2), ({"server_error": 100}, 2)], ids=["away", "server error"]
)
def test_inviting_while_telegram_is_not_well(
    office: Office, telegram: Telegram, fault: dict[str, object], expected: int
) -> None:
    telegram.misbehave(**fault)
    done = office.run("invite", "PPL-0001")
    assert done.returncode == expected
    assert done.stderr.startswith(f"catat: Telegram at {telegram.url} did not tell the bot's name")
    assert done.stderr.count("\n") == 1


def test_inviting_somebody_unknown(office: Office) -> None:
    done = office.run("invite", "PPL-9999")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "catat: there is no officer 'PPL-9999': import the officers first\n"
