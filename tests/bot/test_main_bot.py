"""The bot of the settings: kept as the bot called main, and not disturbed by processes that know less."""

import pytest

from cli.keys import seal_of
from cli.main_bot import keep_main_bot
from cli.settings import Settings, SettingsError
from db.bots import BotRow, bots, keep_bot
from db.engine.work import Database

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


OTHER = "4712:abcdefghijklmnopqrstuvwxyz"


def kept(database: Database) -> list[BotRow]:
    with database.read() as work:
        return bots(work)


def test_the_token_of_another_bot_is_refused_and_changes_nothing(database: Database) -> None:
    with database.work() as work:
        keep_main_bot(work, settings(), "CatatBot")
    before = kept(database)
    with database.work() as work, pytest.raises(SettingsError, match=r"@CatatBot \(4711\).*catat bot rotate main"):
        keep_main_bot(work, settings(bot_token=OTHER), "OtherBot")
    assert kept(database) == before


def test_the_token_of_a_bot_of_its_own_is_refused(database: Database) -> None:
    with database.work() as work:
        keep_bot(work, BotRow(4712, "samarinda", "OtherBot", "t", "s", ("6472",), "active"))
    before = kept(database)
    with database.work() as work, pytest.raises(SettingsError, match="token of samarinda"):
        keep_main_bot(work, settings(bot_token=OTHER))
    assert kept(database) == before


def test_a_bot_that_telegram_never_told_of_gives_way(database: Database) -> None:
    for token in (TOKEN, OTHER):
        with database.work() as work:
            keep_main_bot(work, settings(bot_token=token))
    assert [(row.id, row.name) for row in kept(database) if row.status == "active"] == [(4712, "main")]
