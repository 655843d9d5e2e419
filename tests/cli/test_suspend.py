"""`catat officer suspend`: nobody acts for the officer any more, the work stays, and its leader is told once."""

import pytest
from sqlalchemy import text

from core.people.joining import invite_hash
from db.engine.work import Database
from db.people.invites import make_invite
from tests.cli.conftest import Catat, everything
from tests.people import ANI, BUDI
from tests.town import Town

CHANGES = text("SELECT officer, what, face FROM change WHERE what = 'suspended'")


@pytest.fixture
def town(database: Database) -> Town:
    """Ani has reported once and has an open invitation; so has Dian."""
    town = Town(database)
    town.writes("Ani", "12 S 4")
    with database.work() as work:
        for officer in ("PPL-0001", "PPL-0002"):
            make_invite(work, officer, f"code-of-{officer}", town.now)
    return town


def test_the_chat_is_a_citizens_and_the_work_stays(catat: Catat, town: Town, database: Database) -> None:
    town.said()
    told = catat("officer", "suspend", "PPL-0001")
    assert told.code == 0
    assert "PPL-0001: the chat was cut off, 1 open invitations are void." in told.text
    assert "Left: 59 open households on the list, 0 people directly below." in told.text
    assert "Told: PML-001, PPL-0001." in told.text
    said = {each.chat: each.text for each in town.said() if each.text}
    assert "dihentikan oleh kantor BPS" in said[ANI]
    assert "masih ada 59 keluarga yang belum tuntas" in said[BUDI]
    assert "tidak tersedia" in town.writes("Ani", "/target")[0].text
    refused = town.writes("Ani", "/start code-of-PPL-0001")[0].text
    assert "sudah dipakai" in refused
    with database.read() as work:
        assert [tuple(row) for row in work.rows(CHANGES)] == [("PPL-0001", "suspended", "terminal")]
        assert work.value(text("SELECT count(*) FROM visit")) == 1
        used = text("SELECT used_at FROM invite WHERE code_hash = :hash")
        assert work.value(used, hash=invite_hash("code-of-PPL-0002")) is None


def test_a_second_time_nothing_is_left_to_do(catat: Catat, town: Town, database: Database) -> None:
    catat("officer", "suspend", "PPL-0001")
    told = catat("officer", "suspend", "PPL-0001")
    assert "PPL-0001: there was no chat, 0 open invitations are void." in told.text
    with database.read() as work:
        assert len(list(work.rows(CHANGES))) == 1


def test_a_new_invitation_lets_the_officer_in_again(catat: Catat, town: Town) -> None:
    catat("officer", "suspend", "PPL-0001")
    link = catat("invite", "PPL-0001").text.split()[0]
    town.writes("Ani", f"/start {link.partition('=')[2]}")
    assert "1 dari 60" in town.writes("Ani", "/target")[0].text


def test_a_dry_run_changes_nothing(catat: Catat, town: Town, database: Database) -> None:
    catat("status")  # which leaves the fingerprint of the key
    before = everything(database)
    told = catat("officer", "suspend", "PPL-0001", "--dry-run")
    assert "PPL-0001: the chat was cut off, 1 open invitations are void." in told.text
    assert told.text.endswith("Nothing was changed: this was a dry run.\n")
    assert everything(database) == before


def test_of_a_leader_the_people_are_counted_and_the_next_above_is_told(catat: Catat, town: Town) -> None:
    told = catat("officer", "suspend", "PML-001")
    assert "Left: 0 open households on the list, 2 people directly below." in told.text
    assert "Told: KSK-01, PML-001." in told.text


@pytest.mark.parametrize("officer", ["PPL-7777", ""])
def test_nobody_of_that_name(catat: Catat, town: Town, officer: str) -> None:
    told = catat("officer", "suspend", officer)
    assert (told.code, "there is no officer" in told.text) == (2, True)
