"""Every setting comes from the environment, and is in force where the program uses it; wrong ones are refused."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from dotenv import dotenv_values

from cli.main_bot import webhook_address
from cli.opening import campaign_of, notes
from cli.settings import Settings, SettingsError, load_settings
from cli.texts import office_folder
from db.engine.work import Database
from running.clock import Clock
from tests.people import WITA

LADDER = '[[refusal]]\nstep = "office"\nowner = "bps"\ndays = 0.5\ncloses = true\n'
TOKEN = "4711:abcdefghijklmnopqrstuvwxyz"
KEY = "a-long-random-text-for-tests"
HOOK = {"CATAT_WEBHOOK_SECRET": "only-telegram-knows"}
Look = Callable[[Settings], Any]
IN_FORCE: dict[str, tuple[str, Look, Any]] = {
    "BOT_TOKEN": (TOKEN, lambda s: s.bot_token, TOKEN),
    "TELEGRAM_URL": ("http://127.0.0.1:8081/", lambda s: s.telegram_url, "http://127.0.0.1:8081"),
    "TELEGRAM_PER_SECOND": ("7", lambda s: s.telegram_per_second, 7),
    "DATABASE_URL": ("sqlite:///else.db", lambda s: Database(s.database_url).file, Path("else.db")),
    "SECRET_KEY": (KEY, lambda s: len(campaign_of(s).receipt_key), 32),
    "STATE_DIR": ("state", notes, ["a database"]),
    "WEBHOOK_URL": ("https://catat.example/hook", lambda s: webhook_address(s, "two"), "https://catat.example/hook/two"),
    "WEBHOOK_SECRET": ("only_telegram-knows", lambda s: s.webhook_secret, "only_telegram-knows"),
    "HTTP_HOST": ("0.0.0.0", lambda s: s.http_host, "0.0.0.0"),  # noqa: S104
    "HTTP_PORT": ("65535", lambda s: s.http_port, 65535),
    "LANGUAGE": ("en", lambda s: campaign_of(s).language, "en"),
    "PERIOD": ("2023-01-02/2023-01-31", lambda s: campaign_of(s).period.end, date(2023, 1, 31)),
    "DAYS_OFF": ("minggu,2022-10-18", lambda s: date(2022, 10, 18) in campaign_of(s).period.off, True),
    "CONTACT": ("  BPS  Kota\n0542 ", lambda s: campaign_of(s).contact, "BPS Kota 0542"),
    "REVIEW": ("sample 10%", lambda s: campaign_of(s).review, 10),
    "TEXTS": ("texts", office_folder, Path("texts")),
    "LADDERS": ("own.toml", lambda s: len(campaign_of(s).ladders.refusal), 1),
    "CLOCK": (
        "2022-10-20T06:55+08:00",
        lambda s: Clock(s.clock).now().replace(second=0, microsecond=0),
        datetime(2022, 10, 20, 6, 55, tzinfo=WITA),
    ),
    "LOG_LEVEL": ("DEBUG", lambda s: s.log_level, "debug"),
    "METRICS_TOKEN": ("hush", lambda s: s.metrics_token, "hush"),
    "OTEL_ENDPOINT": ("http://127.0.0.1:4318/", lambda s: s.otel_endpoint, "http://127.0.0.1:4318"),
    "TRUSTED_PROXIES": ("10.0.0.5, 10.1.0.0/16", lambda s: s.trusted_proxies, "10.0.0.5, 10.1.0.0/16"),
    "BOT_TOKEN_FILE": ("secret", lambda s: s.bot_token, TOKEN),
    "SECRET_KEY_FILE": ("key", lambda s: s.secret_key, KEY),
    "WEBHOOK_SECRET_FILE": ("key", lambda s: s.webhook_secret, KEY),
    "DATABASE_URL_FILE": ("address", lambda s: s.database_url, "sqlite:///kept.db"),
    "METRICS_TOKEN_FILE": ("key", lambda s: s.metrics_token, KEY),
}
"""By setting: what stands in the environment, what is looked at, and what must be seen there."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty environment, and a folder with the files that are named."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"CATAT_{name.upper()}", raising=False)
    (tmp_path / "texts").mkdir()
    (tmp_path / "state").mkdir()
    contents = {"own.toml": LADDER, "secret": f"{TOKEN}\n", "key": f" {KEY}\n", "address": "sqlite:///kept.db\n"}
    for name, text in {**contents, "state/databases": "a database\n"}.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def test_no_setting_is_forgotten() -> None:
    assert {name.upper() for name in Settings.model_fields} == set(IN_FORCE)


@pytest.mark.parametrize("name", IN_FORCE)
def test_what_stands_in_the_environment_is_in_force(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    value, look, seen = IN_FORCE[name]
    needed = HOOK if name == "WEBHOOK_URL" else {} if "SECRET_KEY" in name else {"CATAT_SECRET_KEY": KEY}
    for each, text in {**needed, f"CATAT_{name}": value}.items():
        monkeypatch.setenv(each, text)
    assert look(load_settings()) == seen
    monkeypatch.delenv(f"CATAT_{name}")
    if name not in ("STATE_DIR", "SECRET_KEY"):
        assert look(load_settings()) != seen, "it was not so by itself"


def test_a_file_beside_the_start_says_what_the_environment_does_not(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / ".env").write_text("CATAT_HTTP_PORT=8181\nCATAT_LANGUAGE=en\n")
    monkeypatch.setenv("CATAT_LANGUAGE", "id")
    assert (load_settings().http_port, load_settings().language) == (8181, "id")


@pytest.mark.parametrize("name", ["BOT_TOKEN", "SECRET_KEY", "WEBHOOK_URL", "TEXTS", "LADDERS", "CLOCK"])
def test_what_is_empty_is_not_set(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"CATAT_{name}", "")
    assert getattr(load_settings(), name.lower()) is None
    if name == "BOT_TOKEN":
        with pytest.raises(SettingsError, match=r"^CATAT_BOT_TOKEN is not set"):
            load_settings("bot_token")


WRONG = {
    "a key of 15 characters": ({"SECRET_KEY": "x" * 15}, "CATAT_SECRET_KEY must have 16 characters or more"),
    "a port beyond the last": ({"HTTP_PORT": "65536"}, "CATAT_HTTP_PORT must be a number from 0 to 65535"),
    "a port below the first": ({"HTTP_PORT": "-1"}, "CATAT_HTTP_PORT must be a number from 0 to 65535"),
    "too many a second": ({"TELEGRAM_PER_SECOND": "1001"}, "CATAT_TELEGRAM_PER_SECOND must be a number from 0 to 1000"),
    "a contact of 201": ({"CONTACT": "x" * 201}, "CATAT_CONTACT must have 200 characters or fewer"),
    "a level unheard of": ({"LOG_LEVEL": "loud"}, "CATAT_LOG_LEVEL must be one of debug, info, warning, error"),
    "the whole world": ({"TRUSTED_PROXIES": "10.0.0.5,0.0.0.0/0"}, "CATAT_TRUSTED_PROXIES must not trust the whole"),
    "no network": ({"TRUSTED_PROXIES": "proxy"}, "CATAT_TRUSTED_PROXIES must be addresses or networks"),
    "a share of words": ({"REVIEW": "some"}, "CATAT_REVIEW "),
    "two secrets": ({"SECRET_KEY": KEY, "SECRET_KEY_FILE": "key"}, "CATAT_SECRET_KEY and CATAT_SECRET_KEY_FILE are"),
    "a file that is not there": ({"SECRET_KEY_FILE": "none"}, "CATAT_SECRET_KEY_FILE cannot be read"),
    "a file with a wrong secret": ({"SECRET_KEY_FILE": "short"}, "CATAT_SECRET_KEY must have 16 characters"),
    "an address without a host": ({"OTEL_ENDPOINT": "https://"}, "CATAT_OTEL_ENDPOINT is not an address"),
    "an address of another kind": ({"TELEGRAM_URL": "ftp://x.example"}, "CATAT_TELEGRAM_URL is not an address"),
    "a secret of 257": ({"WEBHOOK_SECRET": "x" * 257}, "CATAT_WEBHOOK_SECRET must be 1 to 256"),
    "a webhook without a secret": ({"WEBHOOK_URL": "https://x.example"}, "CATAT_WEBHOOK_SECRET must be set together"),
    "a token that is none": ({"BOT_TOKEN": "7000000001"}, "CATAT_BOT_TOKEN is not a bot token"),
    "another kind of database": ({"DATABASE_URL": "mysql://x/y"}, "CATAT_DATABASE_URL must begin with sqlite:///"),
    "a language that is not spoken": ({"LANGUAGE": "fr"}, "CATAT_LANGUAGE must be one of id, en"),
    "a day off that is none": ({"DAYS_OFF": "someday"}, "CATAT_DAYS_OFF "),
    "one day of fieldwork": ({"PERIOD": "2022-10-15"}, "CATAT_PERIOD must be two days like"),
    "a period that ends first": ({"PERIOD": "2022-11-14/2022-10-15"}, "CATAT_PERIOD the period"),
    "a ladder that is no text": ({"LADDERS": "short.bin"}, "CATAT_LADDERS is wrong in short.bin: cannot be read"),
    "a misspelt setting": ({"SECRET_KEI": KEY}, "CATAT_SECRET_KEI is no setting; CATAT_SECRET_KEY is probably meant"),
    "texts nowhere": ({"TEXTS": "nowhere"}, "CATAT_TEXTS: there is no folder nowhere"),
}


@pytest.mark.parametrize(("given", "sentence"), WRONG.values(), ids=WRONG)
def test_a_wrong_setting_is_refused(
    given: dict[str, str], sentence: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "short").write_text("short")
    (folder / "short.bin").write_bytes(b"\xff\xfe\x00")
    for name, value in given.items():
        monkeypatch.setenv(f"CATAT_{name}", value)
    with pytest.raises(SettingsError) as refused:
        office_folder(load_settings())
    assert str(refused.value).startswith(sentence)
    assert KEY not in str(refused.value)


AT_THE_EDGE = {
    "SECRET_KEY": "x" * 16, "HTTP_PORT": "0", "TELEGRAM_PER_SECOND": "1000", "CONTACT": "x" * 200,
    "TRUSTED_PROXIES": "10.0.0.0/8", "WEBHOOK_SECRET": "x" * 256,
}  # fmt: skip


@pytest.mark.parametrize("name", AT_THE_EDGE)
def test_the_last_that_will_do(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"CATAT_{name}", AT_THE_EDGE[name])
    assert str(getattr(load_settings(), name.lower())) == AT_THE_EDGE[name]


def test_the_file_is_read_once_and_the_environment_goes_first(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / ".env").write_text("CATAT_LANGUAGE=en\ncatat_contact=BPS\nCATAT_REVIEW\n", encoding="utf-8")
    monkeypatch.setenv("CATAT_LANGUAGE", "id")
    reads: list[str] = []

    def read(path: str | Path, **how: Any) -> dict[str, str | None]:
        reads.append(str(path))
        return dotenv_values(path, **how)

    monkeypatch.setattr("cli.settings.dotenv_values", read)
    monkeypatch.setattr("pydantic_settings.sources.providers.dotenv.dotenv_values", read)
    settings = load_settings()
    assert (settings.language, settings.contact, settings.review) == ("id", "BPS", "all")
    assert reads == [".env"]
