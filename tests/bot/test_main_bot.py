"""The bot of the settings: kept as the bot called main, and not disturbed by processes that know less."""

import pytest

from cli.main_bot import keep_main_bot
from cli.opening import seal_of
from cli.settings import Settings, SettingsError
from db.bots import bots
from db.work import Database

TOKEN = "4711:abcdefghijklmnopqrstuvwxyz"


def settings(**given: str) -> Settings:
    fresh = {
        "_env_file": None,
        "secret_key": "a secret for tests, long enough",
        "webhook_secret": None,
        "bot_token": TOKEN,
    }
    return Settings(**{**fresh, **given})  # type: ignore[arg-type]


def test_a_process_that_does_not_know_the_secret_leaves_it(database: Database) -> None:
    web = settings(webhook_url="https://catat.example/telegram", webhook_secret="known-to-web")
    for one in (web, settings(), web):
        with database.work() as work:
            keep_main_bot(work, one)
        with database.read() as work:
            row = next(row for row in bots(work) if row.name == "main")
        assert seal_of(one).open(row.secret_sealed) == "known-to-web"


def test_without_any_bot_there_is_nothing_to_do(database: Database) -> None:
    with database.work() as work, pytest.raises(SettingsError, match="CATAT_BOT_TOKEN is not set"):
        keep_main_bot(work, settings(bot_token=""))
