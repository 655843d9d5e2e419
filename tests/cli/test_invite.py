"""`catat invite`: a link of the right bot that joins the right person, once."""

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from core.people.joining import invite_hash
from db.bots import bots
from db.engine.work import Database
from db.people.invites import INVITE
from tests.cli.conftest import OTHER_TOKEN, Catat, Told
from tests.people import DIAN
from tests.town import Town

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

NOW = datetime(2022, 10, 20, 1, tzinfo=UTC)


def link(told: Told) -> tuple[str, str]:
    """The bot and the code of the printed link."""
    found = re.search(r"^https://t\.me/(\w+)\?start=([\w-]{16})$", told.text, re.MULTILINE)
    assert found and told.code == 0, told.text
    return found[1], found[2]


def test_the_link_is_of_the_main_bot_and_lasts_seven_days(catat: Catat, database: Database) -> None:
    told = catat("invite", "PPL-0002")
    bot, code = link(told)
    assert bot == "CatatTestBot"
    assert "For PPL-0002; works once, for 7 days." in told.text
    with database.read() as work:
        kept = work.row(INVITE, code_hash=invite_hash(code))
    assert (kept.officer, (kept.expires_at - NOW).days) == ("PPL-0002", 7)


def test_the_link_joins_once(catat: Catat, database: Database) -> None:
    _, code = link(catat("invite", "PPL-0002"))
    town = Town(database)
    town.writes("Fajar", f"/start {code}")
    joined = " ".join(said.text for said in town.presses("Fajar", "✅"))
    assert "Dian" in joined
    with database.read() as work:
        chats = dict(map(tuple, work.rows(text("SELECT officer, chat FROM chat WHERE officer IS NOT NULL"))))
    assert chats["PPL-0002"] == town.chat("Fajar") != DIAN
    assert "sudah dipakai" in town.writes("Gita", f"/start {code}")[0].text


@pytest.mark.parametrize(
    ("officer", "chosen", "bot"),
    [
        ("PPL-0001", [], "CatatOtherBot"),
        ("PPL-0001", ["--bot", "main"], "CatatTestBot"),
        ("PPL-0001", ["--bot", "balikpapan"], "CatatOtherBot"),
    ],
    ids=["the bot of the area", "the main bot instead", "the bot of the area by name"],
)
def test_the_bot_that_was_chosen(catat: Catat, officer: str, chosen: list[str], bot: str) -> None:
    catat("bot", "add", "balikpapan", "--areas", "6471", typed=OTHER_TOKEN)
    assert link(catat("invite", officer, *chosen))[0] == bot


def test_without_a_bot_for_the_area_nobody_is_invited(catat: Catat, database: Database) -> None:
    link(catat("invite", "PPL-0001"))
    catat("bot", "disable", "main")
    told = catat("invite", "PPL-0001")
    assert (told.code, "no active bot serves the area of PPL-0001" in told.text) == (2, True)
    with database.read() as work:
        assert [bot.status for bot in bots(work)] == ["disabled"]
        assert work.value(text("SELECT count(*) FROM invite")) == 1


def test_a_token_that_telegram_refuses_is_told(catat: Catat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CATAT_BOT_TOKEN", "4711:somebody-elses-token")
    told = catat("invite", "PPL-0001")
    assert (told.code, "refused by Telegram: ask @BotFather" in told.text) == (2, True)
    assert "somebody" not in told.text
