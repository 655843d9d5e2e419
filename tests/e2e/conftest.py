"""A local Telegram with five phones, and an office with a small city in its database."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sandbox.accounts import BotAccount, PhoneSpec
from sandbox.app import create_app
from sandbox.limits import Limits
from sandbox.server import SandboxServer
from tests.e2e.office import SECRET_HALF, TOKEN, USERNAME, Office, run_catat
from tests.e2e.phones import Phone, Telegram

PEOPLE = ("Ani", "Budi", "Citra", "Dewi", "Eko")
OFFICERS = {"ani": "PPL-0001", "dewi": "PPL-0002", "eko": "PPL-0003", "budi": "PML-001"}
HOUSEHOLDS = 800
"""Enough for four enumerators of 200 households each, under one supervisor."""

Join = Callable[..., dict[str, Phone]]


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The three files of a made-up city."""
    folder = tmp_path_factory.mktemp("city")
    done = run_catat(folder, {}, "sample", "--households", str(HOUSEHOLDS), "--out", str(folder))
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="session")
def filled(city: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with that city in it, to be copied."""
    folder = tmp_path_factory.mktemp("filled")
    settings = {
        "CATAT_DATABASE_URL": f"sqlite:///{folder / 'catat.db'}",
        "CATAT_SECRET_KEY": "a-long-random-text-for-tests",
    }
    for kind in ("areas", "officers", "households"):
        done = run_catat(folder, settings, "import", kind, str(city / f"{kind}.csv"))
        assert done.returncode == 0, done.stdout + done.stderr
    with closing(sqlite3.connect(folder / "catat.db")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return folder / "catat.db"


@pytest.fixture
def limits() -> Limits:
    """Faster than Telegram's own, for tests of other things."""
    return Limits(chat_per_second=50, chat_burst=50, webhook_pause=0.3)


@pytest.fixture
def telegram(limits: Limits) -> Iterator[Telegram]:
    """A local Telegram that knows our bot alone."""
    app = create_app([BotAccount(TOKEN, USERNAME, "Catat")], [PhoneSpec(name) for name in PEOPLE], limits=limits)
    with SandboxServer(app) as server:
        seen = Telegram(server.url)
        yield seen
        seen.http.close()


@pytest.fixture
def way() -> str:
    """How updates come in; a test that wants both parametrizes it."""
    return "polling"


@pytest.fixture
def new_office(telegram: Telegram, way: str, tmp_path: Path) -> Iterator[Office]:
    """An office with nothing in it. Whatever it printed or logged, the token is not in it."""
    office = Office(tmp_path, telegram, way)
    try:
        yield office
    finally:
        office.close()
    told = "\n".join([*office.said, office.log()])
    assert SECRET_HALF not in told
    assert TOKEN not in told
    assert "Traceback" not in told


@pytest.fixture
def office(new_office: Office, filled: Path) -> Office:
    """An office with the city in its database."""
    shutil.copy(filled, new_office.database)
    return new_office


@pytest.fixture
def join(office: Office, telegram: Telegram) -> Join:
    """Lets people join as officers: a phone for each name. The service must run."""

    def bring(*names: str) -> dict[str, Phone]:
        phones = {name: telegram.phone(name) for name in names}
        for name, phone in phones.items():
            phone.open(office.quick_invite(OFFICERS[name]), "Selamat datang")
        return phones

    return bring
