"""The doctor finds each thing that can be wrong, says how to mend it, and its exit code tells."""

import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

import cli.checks.machine as machine
from cli.checks.database import _skew
from cli.checks.finding import State
from cli.in_step import digests, other_than
from cli.keys import seal_of
from cli.main import app
from cli.main_bot import keep_main_bot
from cli.settings import load_settings
from cli.status import process_table
from db.bots import BotRow, keep_bot
from db.engine.leases import Holder, seen, take
from db.engine.work import Database
from sandbox.accounts import BotAccount
from sandbox.app import create_app
from sandbox.server import SandboxServer
from tests.e2e.phones import Telegram

TOKEN = "7000000001:the-secret-half-of-the-token"
KEY = "a-long-random-text-for-tests"
WEBHOOK = {"CATAT_WEBHOOK_URL": "http://127.0.0.1:1/telegram", "CATAT_WEBHOOK_SECRET": "only-telegram-knows"}


class Told(NamedTuple):
    """What the doctor printed, and the exit code."""

    text: str
    code: int

    def line(self, check: str) -> str:
        """The line of a check, in one piece."""
        return next(line for line in self.text.splitlines() if line.startswith(f"│ {check} "))


Ask = Callable[..., Told]


@pytest.fixture(scope="module")
def telegram() -> Iterator[Telegram]:
    """A local Telegram that knows one bot."""
    with SandboxServer(create_app([BotAccount(TOKEN, "CatatTestBot")])) as server:
        made = Telegram(server.url)
        yield made
        made.http.close()


@pytest.fixture
def ask(telegram: Telegram, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Asks the doctor, with settings that are right but for those given; an empty one is unset."""
    monkeypatch.chdir(tmp_path)
    right = {
        "CATAT_BOT_TOKEN": TOKEN,
        "CATAT_TELEGRAM_URL": telegram.url,
        "CATAT_DATABASE_URL": database.url.render_as_string(hide_password=False),
        "CATAT_SECRET_KEY": KEY,
        "COLUMNS": "300",
    }
    for name, value in right.items():
        monkeypatch.setenv(name, value)

    def run(**settings: str) -> Told:
        for name, value in settings.items():
            monkeypatch.setenv(name, value) if value else monkeypatch.delenv(name)
        done = CliRunner().invoke(app, ["doctor"])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        assert TOKEN not in done.output
        assert KEY not in done.output
        return Told(done.output, done.exit_code)

    return run


def alive(database: Database, *kinds: str) -> None:
    """These processes run, and one holds the lease to send."""
    now = datetime.now(UTC)
    with database.work() as work:
        keep_main_bot(work, load_settings())
        for kind in kinds:
            seen(work, Holder(f"{kind}-1", kind, "here", 1, now), now)
        take(work, "sending:7000000001", f"{kinds[0]}-1", now)


def run_by(database: Database, *processes: tuple[str, dict[str, str]]) -> None:
    """These processes run, each by its own digests."""
    now = datetime.now(UTC)
    with database.work() as work:
        for name, settings in processes:
            seen(work, Holder(name, "serve", "here", 1, now, settings), now)


def test_processes_by_other_settings_are_named(ask: Ask, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    ask()
    alive(database, "serve")
    here = digests(load_settings())
    run_by(database, ("serve-2", here), ("serve-3", here))
    assert "all processes run by the settings of this terminal" in ask().line("settings alike")
    monkeypatch.setenv("CATAT_DAYS_OFF", "minggu")
    other = digests(load_settings())
    told = ask(CATAT_DAYS_OFF="sunday")
    assert "CATAT_DAYS_OFF of this terminal is not that of the running" in told.line("settings alike")
    assert told.code == 1
    run_by(database, ("serve-4", other))
    told = ask(CATAT_DAYS_OFF="sunday")
    assert "CATAT_DAYS_OFF is not the same in serve-2, serve-3 and serve-4" in told.line("settings alike")
    with database.read() as work:
        table = process_table(work, datetime.now(UTC), other)
    rows = dict(zip(table.columns[0].cells, table.columns[-1].cells, strict=True))
    assert rows == {"serve-1": "not told", "serve-2": "other CATAT_DAYS_OFF",
                    "serve-3": "other CATAT_DAYS_OFF", "serve-4": "as here"}  # fmt: skip


def test_a_digest_tells_whether_values_are_alike_and_nothing_of_them(ask: Ask) -> None:
    def of(**settings: str) -> dict[str, str]:
        ask(**settings)
        return digests(load_settings())

    plain = of()
    assert other_than(plain, of(CATAT_DAYS_OFF="minggu")) == ["CATAT_DAYS_OFF"]
    assert of(CATAT_DAYS_OFF="sunday") == of(CATAT_DAYS_OFF="minggu"), "the same days, written otherwise"
    assert other_than(of(CATAT_DAYS_OFF=""), of(CATAT_BOT_TOKEN="")) == [], "a process may do without the token"
    assert other_than(plain, of(CATAT_HTTP_PORT="8181", CATAT_LOG_LEVEL="debug")) == [], "each process has its own"
    assert not [name for name, digest in of().items() if not re.fullmatch("[0-9a-f]{16}", digest)]
    assert of()["language"] != of(CATAT_SECRET_KEY="another-long-random-text")["language"], "keyed"


def test_all_is_well(ask: Ask, database: Database) -> None:
    ask()
    alive(database, "serve")
    told = ask()
    assert told.code == 0, told.text
    assert "wrong" not in told.text
    assert "by polling, 0 wait" in told.line("updates main")
    assert "@CatatTestBot" in told.line("bot main")
    assert "0 letters wait" in told.line("outbox")


SETTINGS = {
    "a wrong setting": ({"CATAT_HTTP_PORT": "many"}, "settings", "CATAT_HTTP_PORT"),
    "a misspelt setting": ({"CATAT_PERIODE": "2023-01-01/2023-01-31"}, "settings", "CATAT_PERIOD is probably meant"),
    "no key": ({"CATAT_SECRET_KEY": ""}, "secret key", "make one"),
    "a short key": ({"CATAT_SECRET_KEY": "short"}, "settings", "16 characters"),
    "a key of one letter": ({"CATAT_SECRET_KEY": "a" * 40}, "secret key", "make a random one"),
    "no bot": ({"CATAT_BOT_TOKEN": ""}, "bots", "set CATAT_BOT_TOKEN"),
    "another's token": ({"CATAT_BOT_TOKEN": "4711:somebody-elses-token"}, "bot main", "refuses the token of bot 4711"),
    "Telegram is away": ({"CATAT_TELEGRAM_URL": "http://127.0.0.1:1"}, "bot main", "does not answer"),
    "webhook not set": (WEBHOOK, "updates main", "no webhook is set"),
    "no folder": ({"CATAT_DATABASE_URL": "sqlite:////dev/null/catat.db"}, "database", "CATAT_DATABASE_URL"),
    "no server": (
        {"CATAT_DATABASE_URL": "postgresql://catat:hush@127.0.0.1:1/x"},
        "database",
        "look at CATAT_DATABASE",
    ),
}


@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_setting_is_wrong(ask: Ask, name: str) -> None:
    settings, check, words = SETTINGS[name]
    told = ask(**settings)
    assert told.code == 1
    assert "wrong" in told.line(check)
    assert words in told.line(check)
    assert "hush" not in told.text


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_settings_in_force_are_told_without_secrets(ask: Ask) -> None:
    told = ask(CATAT_PERIOD="2023-01-01/2023-01-31", CATAT_COLOUR="red")
    lines = [line for line in told.text.splitlines() if "CATAT_" in line]
    assert any("CATAT_PERIOD=2023-01-01/2023-01-31" in line for line in lines)
    assert any("CATAT_SECRET_KEY=(secret)" in line for line in lines)
    assert any("no settings, and not read: CATAT_COLOUR" in line for line in lines)
    assert TOKEN.partition(":")[2] not in told.text
    assert KEY not in told.text


CHANGES = {
    "an older schema": ("update alembic_version set version_num = '0001'", "schema", "catat db upgrade"),
    "a newer schema": ("update alembic_version set version_num = '9999'", "schema", "start the newer release"),
    "a refused bot": ("update bot set status = 'refused'", "bot main", "catat bot rotate main"),
    "no lease": ("delete from lease", "leases", "nobody sends for main"),
    "a killed process": ("update process set seen_at = '2022-10-20 00:00:00+00:00'", "processes", "has not been seen"),
    "no clockwork": ("update process set kind = 'sender'", "processes", "start `catat web`"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_the_database_is_wrong(ask: Ask, database: Database, name: str) -> None:
    change, check, words = CHANGES[name]
    ask()
    alive(database, "serve")
    with database.work() as work:
        work.connection.execute(text(change))
    told = ask()
    assert told.code == 1, told.text
    assert "wrong" in told.line(check)
    assert words in told.line(check)


def test_letters_that_wait_too_long(ask: Ask, database: Database) -> None:
    with database.work() as work:
        work.connection.execute(
            text(
                "insert into outbox (bot, chat, lane, key, status, method, params, attempts, created_at) values"
                " (7000000001, 1, 0, 'k', 'waiting', 'message', '{}', 0, '2022-10-20 00:00:00+00:00'),"
                " (7000000001, 1, 0, 'd', 'dead', 'sendMessage', '{}', 0, '2022-10-20 00:00:00+00:00')"
            )
        )
    told = ask()
    assert told.code == 1
    assert "1 letters wait" in told.line("outbox")
    assert "1 dead letters" in told.line("troubles")


def test_a_bot_sealed_with_another_key(ask: Ask, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    ask()
    monkeypatch.setenv("CATAT_SECRET_KEY", "another-long-random-text")
    seal = seal_of(load_settings())
    monkeypatch.setenv("CATAT_SECRET_KEY", KEY)
    with database.work() as work:
        keep_bot(work, BotRow(7000000002, "samarinda", "", seal.close("x"), seal.close("y"), (), "active"))
    told = ask()
    assert told.code == 1
    assert "another CATAT_SECRET_KEY" in told.line("bot samarinda")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_webhook(ask: Ask, telegram: Telegram) -> None:
    call = f"{telegram.url}/bot{TOKEN}"
    telegram.http.post(f"{call}/setWebhook", json={"url": "http://127.0.0.1:1/elsewhere"})
    assert "the webhook goes elsewhere" in ask(**WEBHOOK).line("updates main")
    told = ask(CATAT_WEBHOOK_URL="", CATAT_WEBHOOK_SECRET="")
    assert "the settings say polling" in told.line("updates main")
    telegram.http.post(f"{call}/setWebhook", json={"url": WEBHOOK["CATAT_WEBHOOK_URL"]})
    assert "by webhook, 0 wait" in ask(**WEBHOOK).line("updates main")
    phones = telegram.http.get("/sandbox/phones").json()
    telegram.phone(phones["phones"][0]["id"] if isinstance(phones, dict) else phones[0]["id"]).type("/start")
    deadline = time.monotonic() + 20
    while "could not deliver" not in (told := ask(**WEBHOOK)).line("updates main"):
        assert time.monotonic() < deadline, told.text
    assert told.code == 1
    telegram.http.post(f"{call}/deleteWebhook", json={"drop_pending_updates": True})


@pytest.mark.parametrize(("free", "state"), [(10**8, "wrong"), (5 * 10**8, "look"), (10**10, "ok")])
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_disk(ask: Ask, monkeypatch: pytest.MonkeyPatch, free: int, state: str) -> None:
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda _: type("Usage", (), {"free": free}))
    assert f" {state} " in ask().line("disk")


def test_the_disk_is_the_one_that_the_data_is_on(
    ask: Ask, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server of PostgreSQL has a disk of its own; this machine has letters and notes on one, too."""
    looked_at: list[Path] = []
    real = machine.shutil.disk_usage
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda place: looked_at.append(place) or real(place))
    line = ask().line("disk")
    assert looked_at == [database.file.parent if database.file else Path()]
    assert ("beside the database" in line) is database.sqlite


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_zones_and_the_clock(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "WIT", "Asia/Nowhere")
    told = ask(CATAT_CLOCK="2022-10-20T06:55+08:00")
    assert "no data of Asia/Nowhere" in told.line("zones")
    assert "training only" in told.line("clock")


FIELDWORK = [
    ("under way", "2022-10-20T06:55+08:00", " ok ", "31 of 31 days are worked"),
    ("the last day", "2022-11-14T20:00+08:00", " ok ", "2022-10-15 to 2022-11-14"),
    ("over", "2022-11-16T06:55+08:00", " look ", "set CATAT_PERIOD"),
    ("over, in real time", "", " look ", "it is over"),
]


@pytest.mark.parametrize(("clock", "state", "words"), [c[1:] for c in FIELDWORK], ids=[c[0] for c in FIELDWORK])
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_days_of_fieldwork(ask: Ask, clock: str, state: str, words: str) -> None:
    line = ask(**({"CATAT_CLOCK": clock} if clock else {})).line("fieldwork")
    assert state in line
    assert words in line


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_days_off_are_counted(ask: Ask) -> None:
    assert "26 of 31 days are worked" in ask(CATAT_DAYS_OFF="minggu").line("fieldwork")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_how_the_office_is_reached(ask: Ask) -> None:
    assert "look" in ask().line("contact")
    told = ask(CATAT_CONTACT="BPS Kota Balikpapan, 0542-123456").line("contact")
    assert "ok" in told and "0542-123456" in told


def test_the_offices_texts(ask: Ask, tmp_path: Path) -> None:
    told = ask(CATAT_TEXTS=str(tmp_path / "nowhere"))
    assert "wrong" in told.line("texts")
    assert "there is no folder" in told.line("texts")
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "id.po").write_text('msgid "refusal.busy"\nmsgstr "Baik, {kapan}?"\n')
    told = ask(CATAT_TEXTS=str(folder))
    assert told.code == 1
    assert "id.po: refusal.busy: has {kapan}, which nothing fills; there is none" in told.line("texts")
    (folder / "id.po").write_text('msgid "refusal.busy"\nmsgstr "Baik, kapan?"\n')
    told = ask(CATAT_TEXTS=str(folder))
    assert told.code == 0, told.text
    assert "are said: id" in told.line("texts")


def test_two_clocks() -> None:
    assert _skew(0.5).state is State.OK
    assert _skew(-5.0).state is State.WRONG
    assert "5.0 s" in _skew(timedelta(seconds=5).total_seconds()).told


def test_before_the_first_start(ask: Ask, tmp_path: Path) -> None:
    told = ask(CATAT_DATABASE_URL=f"sqlite:///{tmp_path / 'none.db'}")
    assert told.code == 0, told.text
    assert "the first start" in told.line("database")
    assert not (tmp_path / "none.db").exists()
