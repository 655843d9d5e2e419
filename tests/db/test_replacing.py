"""An officer is replaced: everything open goes over, history stays, and the figures do not change."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import insert, select, text, update
from sqlmodel import SQLModel, col

from actions.replacing import tell_replaced
from core.face import By, Face
from core.outgoing import COMMANDS, NEW
from core.workload.giving_back import WishesBelow
from core.workload.team import SummaryOf
from db.cases.follow import follow_again
from db.engine.work import Database
from db.outbox.due import leaders
from db.people.chats import chat_of
from db.people.replacing import MOVES, replace_officer
from db.tables import Officer, Outbox
from db.workload.giving_back import wishes_below
from db.workload.team import summary_of
from tests.people import BUDI, CAMPAIGN, MORNING, officer_row
from tests.town import Town

LEADERS = select(col(Officer.id), col(Officer.supervisor))
BY = By("office", MORNING, Face.TERMINAL)
HISTORY = {
    "absence.officer": "days on which the old one was away",
    "area_change.officer": "who reported it",
    "change.officer": "what became of the old one",
    "chat.officer": "the old chat is unlinked",
    "correction.officer": "who corrected",
    "giving_back.decided_by": "who decided",
    "giving_back.given_to": "who got it then",
    "invite.officer": "whom it was made for",
    "message_addressee.officer": "to whom it was written",
    "pursuit_act.officer": "who did it",
    "reassignment.giver": "whose it was then",
    "reassignment.officer": "who decided",
    "reassignment.receiver": "who got it then",
    "review.officer": "who checked",
    "training_step.officer": "who passed",
    "visit.officer": "who was at the door",
}
"""Columns that name an officer and stay as they are, and why."""
GOES_ALONG = {*MOVES, "household.enumerator"}


def test_every_column_that_names_an_officer_goes_over_or_is_history() -> None:
    named = {
        f"{table.name}.{column.name}"
        for table in SQLModel.metadata.tables.values()
        for column in table.columns
        if any(key.column.table.name == "officer" for key in column.foreign_keys)
    }
    assert named == GOES_ALONG | set(HISTORY)


def add(database: Database, *officers: tuple[str, str, str, str | None]) -> None:
    with database.work() as work:
        work.change_many(insert(Officer), [officer_row(*each) for each in officers])


PLACES = {
    "the new one has no leader": ("KSK-01", None, "KSK-01"),
    "the new one has a leader": ("KSK-01", "KSK-02", "KSK-02"),
    "the new one has one, the old one none": (None, "KSK-02", "KSK-02"),
    "neither has one": (None, None, None),
    "the new one is below the old one": ("KSK-01", "PML-001", "KSK-01"),
    "the new one is below the old one, who has no leader": (None, "PML-001", None),
    "the old one is below the new one": ("PML-009", None, None),
}
"""Who leads the old one, and the new one; and who leads the new one afterwards."""


@pytest.mark.parametrize(("leads_old", "leads_new", "leads_then"), PLACES.values(), ids=PLACES.keys())
def test_the_place_in_the_tree(
    database: Database, leads_old: str | None, leads_new: str | None, leads_then: str | None
) -> None:
    add(database, ("KSK-02", "Gani", "koseka", "BPS-6471"), ("PML-009", "Fitri", "pml", leads_new))
    with database.work() as work:
        work.change(update(Officer).where(col(Officer.id) == "PML-001").values(supervisor=leads_old))
        replace_officer(work, "PML-001", "PML-009", CAMPAIGN.fieldwork, BY)
    with database.read() as work:
        leaders_now = {row.id: row.supervisor for row in work.rows(LEADERS)}
    assert (leaders_now["PML-001"], leaders_now["PML-009"]) == (None, leads_then)
    assert {leaders_now["PPL-0001"], leaders_now["PPL-0002"]} == {"PML-009"}


def test_a_supervisor_hands_over(database: Database) -> None:
    town = Town(database)
    town.writes("Ani", "1 S 4; 2 M sibuk besok sore")
    add(database, ("PML-009", "Fitri", "pml", None))
    evening = datetime(2022, 10, 20, 10, tzinfo=UTC)
    with database.read() as work:
        before = summary_of(work, SummaryOf("PML-001", evening.date(), evening), CAMPAIGN.period)
    with database.work() as work:
        replaced = replace_officer(work, "PML-001", "PML-009", CAMPAIGN.fieldwork, BY)
        told = tell_replaced(work, replaced, MORNING)
    assert replaced.people == ("PPL-0001", "PPL-0002")
    assert set(told) == {"PPL-0001", "PPL-0002", "KSK-01", "PML-001"}, "Fitri has not joined"
    with database.read() as work:
        after = summary_of(work, SummaryOf("PML-009", evening.date(), evening), CAMPAIGN.period)
        nobody = summary_of(work, SummaryOf("PML-001", evening.date(), evening), CAMPAIGN.period)
        assert after == before
        assert nobody.rows == ()
        assert chat_of(work, "PML-001") is None
        above = summary_of(work, SummaryOf("KSK-01", evening.date(), evening), CAMPAIGN.period)
        assert [row.name for row in above.rows] == ["Fitri"]
        zone = {"region": "6471", "zone": "Asia/Makassar", "due_at": evening, "now": evening}
        assert "PML-001" not in {row.id for row in leaders(work, **zone)}, "the digest goes to nobody who has left"
    with database.work() as work:
        again = replace_officer(work, "PML-001", "PML-009", CAMPAIGN.fieldwork, BY)
    assert set(again.moved.values()) == {0}


def test_an_enumerator_hands_over_the_whole_list(database: Database) -> None:
    town = Town(database)
    town.writes("Ani", "1 S 4; 2 M sibuk besok sore; 3 T")
    town.writes("Ani", "/kembalikan 7")
    add(database, ("PPL-0009", "Gita", "ppl", None))
    with database.work() as work:
        replaced = replace_officer(work, "PPL-0001", "PPL-0009", CAMPAIGN.fieldwork, BY)
    assert replaced.moved["household.enumerator"] == 60
    rows = [row for row in town.households() if row.enumerator == "PPL-0009"]
    assert [row.no for row in rows] == list(range(1, 61)), "an empty list keeps the numbers"
    assert {visit.officer for visit in town.visits()} == {"PPL-0001"}, "history keeps the old name"
    with database.read() as work:
        new = work.row(select(Officer.__table__).where(col(Officer.id) == "PPL-0009"))  # type: ignore[attr-defined]
        owners = set(work.connection.execute(text("SELECT owner FROM pursuit")).scalars())
    assert (new.last_no, new.supervisor) == (60, "PML-001")
    assert "PPL-0001" not in owners


def test_what_nobody_has_stays_on_a_leaders_list(database: Database) -> None:
    """Ani gave a refusal back, nobody has it yet, and she leaves: Budi still has it, and still has to name somebody."""
    town = Town(database)
    town.writes("Ani", "3 M sibuk besok sore")
    for name, said in (("Ani", ("/kembalikan 3", "jauh", "ya")), ("Budi", ("/putuskan", "1", "terima", "belum ada"))):
        for words in said:
            town.writes(name, words)
    add(database, ("PPL-0009", "Gita", "ppl", None))
    with database.work() as work:
        replace_officer(work, "PPL-0001", "PPL-0009", CAMPAIGN.fieldwork, BY)
        (wish,) = wishes_below(work, WishesBelow("PML-001"))
        assert [each.household for each in wish.households] == [3]
        kept = follow_again(work, 3, CAMPAIGN.fieldwork)
    assert kept and kept.owner == "PML-001"


def test_a_firm_refusal_is_for_the_new_one(database: Database) -> None:
    """The family refused Ani firmly, so Budi had the case; Gita is another person."""
    town = Town(database)
    town.writes("Ani", "3 MK tidak mau senin 16:00")
    add(database, ("PPL-0009", "Gita", "ppl", None))
    owner = text("SELECT owner FROM pursuit WHERE household = 3")
    with database.work() as work:
        assert work.connection.execute(owner).scalar_one() == "PML-001"
        replace_officer(work, "PPL-0001", "PPL-0009", CAMPAIGN.fieldwork, BY)
        assert work.connection.execute(owner).scalar_one() is None


def test_numbers_are_raised_behind_those_of_the_new_list(database: Database) -> None:
    with database.work() as work:
        replace_officer(work, "PPL-0001", "PPL-0002", CAMPAIGN.fieldwork, BY)
    rows = [row for row in Town(database).households() if row.enumerator == "PPL-0002"]
    assert sorted(row.no for row in rows) == list(range(1, 65))


def test_the_old_chat_is_a_citizens(database: Database) -> None:
    town = Town(database)
    add(database, ("PML-009", "Fitri", "pml", None))
    with database.work() as work:
        tell_replaced(work, replace_officer(work, "PML-001", "PML-009", CAMPAIGN.fieldwork, BY), MORNING)
        letters = work.rows(select(col(Outbox.method), col(Outbox.chat)).where(col(Outbox.chat) == BUDI))
    assert sorted(letters) == [(COMMANDS, BUDI), (NEW, BUDI)]
    town.said()
    assert "📊" not in str(town.writes("Budi", "/ringkasan")[0].menu)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("PML-001", "PML-404", "there is no officer 'PML-404'"),
        ("PML-404", "PML-001", "there is no officer 'PML-404'"),
        ("PML-001", "PML-001", "the same officer"),
        ("PML-001", "PPL-0001", "both need the same role"),
    ],
)
def test_what_is_refused(database: Database, old: str, new: str, says: str) -> None:
    with pytest.raises(ValueError, match=says), database.work() as work:
        replace_officer(work, old, new, CAMPAIGN.fieldwork, BY)
