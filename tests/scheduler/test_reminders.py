"""The reminders of cases: each once, not at night or in quiet hours, to the next in line, and no flood afterwards."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy import insert, select, text

from core.workload.targets import Period
from db.cases.reminders import due_cases
from db.engine.work import Database
from db.people.chats import mark_blocked
from db.tables import Absence, Pursuit
from scheduler.jobs import due_runs, perform
from scheduler.reminders import plans_of, remind, tell_all
from scheduler.upkeep import keep_up
from tests.people import ANI, BOT, BUDI, CAMPAIGN, DEWI, DIAN, EKO, MORNING
from tests.town import Town

PURSUITS = select(Pursuit.__table__).order_by(Pursuit.__table__.c.household)  # type: ignore[attr-defined]
NAMES = {ANI: "Ani", BUDI: "Budi", DEWI: "Dewi", EKO: "Eko", DIAN: "Dian"}


def at(town: Town, hour: float, day: int = 20) -> Town:
    """An hour in Balikpapan."""
    town.now = MORNING + timedelta(days=day - 20, hours=hour - 9)
    return town


def planned(town: Town, *visits: str, who: str = "Ani") -> None:
    """Nobody was home, and the next try is at this hour: "3 16:00"."""
    for visit in visits:
        no, _, hour = visit.partition(" ")
        for words in (f"/lapor {no}", "tidak ada orang", hour):
            town.writes(who, words)
    town.said()


def tick(town: Town) -> dict[str, list[str]]:
    """Remind of what is due; what is said, by name: the first line of each part of a message."""
    remind(town.database.write, town.campaign, town.now)
    found: dict[str, list[str]] = {}
    for said in town.said():
        parts = [part for part in said.text.replace("\n\nSesudahnya", "\nSesudahnya").split("\n\n") if part.strip()]
        found.setdefault(NAMES[said.chat], []).extend(part.split("\n")[0] for part in parts)
    return found


def day_of(town: Town, day: int, first: float = 0.0, last: float = 24.0) -> list[tuple[float, str, str]]:
    """A tick every quarter of an hour: when what was said to whom."""
    came = []
    hour = first
    while hour < last:
        for name, lines in tick(at(town, hour, day)).items():
            came += [(hour, name, line) for line in lines]
        hour += 0.25
    return came


def away(database: Database, officer: str, first: int = 20, last: int | None = None) -> None:
    """Absent on these days of October."""
    until = date(2022, 10, last) if last else None
    with database.work() as work:
        work.change(insert(Absence), officer=officer, start=date(2022, 10, first), until=until, why="ill", at=MORNING)


HOUR, SOON = "🔔 Saatnya kunjungan ulang", "🔔 Sebentar lagi ada janji"
LATE, LINE = (
    "⏰ Sudah terlambat, belum ada laporan",
    "⚠️ Terlambat di tim Anda: bantu, atau serahkan kepada yang lain.",
)
NEW = "🪜 Kasus baru untuk Anda"


def test_an_hour_its_owner_and_the_next_in_line_each_once(database: Database) -> None:
    town = Town(database)
    town.writes("Ani", "3 M sibuk besok 16:00")
    assert day_of(town, 20, 9) == []
    assert day_of(town, 21) == [(16, "Ani", HOUR), (18, "Ani", LATE)]
    assert day_of(town, 22) == [(16, "Budi", LINE)]
    assert day_of(town, 23) == []


def test_an_appointment_is_reminded_of_half_an_hour_before(database: Database) -> None:
    town = Town(database)
    town.writes("Ani", "3 J 16:00; 4 J besok 06:00; 5 J 09:20")
    came = day_of(town, 20, 9, 19)
    assert came == [(9.5, "Ani", HOUR), (11.5, "Ani", LATE), (15.5, "Ani", SOON), (18, "Ani", LATE)]
    assert (5.5, "Ani", SOON) in day_of(town, 21, 0, 7)


def test_a_visit_silences_what_was_to_come(database: Database) -> None:
    town = Town(database)
    planned(town, "3 16:00")
    assert tick(at(town, 16)) == {"Ani": [HOUR]}
    town.writes("Ani", "3 S 4")
    assert day_of(town, 20, 16.5) + day_of(town, 21) == []


def test_an_hour_that_moves_is_reminded_of_again(database: Database) -> None:
    town = Town(database)
    planned(town, "3 16:00")
    assert tick(at(town, 16)) == {"Ani": [HOUR]}
    for words in ("/kasus 3", "ganti jam", "19:00", "di pasar"):
        town.writes("Ani", words)
    town.said()
    assert day_of(town, 20, 16.25) == [(19, "Ani", HOUR)]
    assert day_of(town, 21)[0] == (7, "Ani", LATE), "two hours later is night"


def test_what_moves_while_the_reminder_is_made_is_not_said(database: Database) -> None:
    town = Town(database)
    planned(town, "3 16:00")
    at(town, 16)
    with database.read() as work:
        plans = plans_of(work, CAMPAIGN, town.now)
    town.writes("Ani", "3 T 15:50 besok 16:00")
    town.said()
    assert plans and database.write(partial(tell_all, some=[plans], campaign=CAMPAIGN, now=town.now)) == 0
    assert town.said() == []


def test_two_schedulers_at_the_same_time_say_it_once(database: Database) -> None:
    town = Town(database)
    planned(town, *(f"{no} 16:00" for no in range(1, 11)))
    planned(town, *(f"{no} 16:00" for no in range(1, 5)), who="Dian")
    at(town, 16)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: remind(database.write, CAMPAIGN, town.now), range(4)))
    said = town.said()
    assert sorted(each.chat for each in said) == [ANI, DIAN]
    assert said[0].text.count("🕐 Kam 20 Okt") + said[1].text.count("🕐 Kam 20 Okt") == 14


def test_a_downtime_of_a_day_does_not_cause_a_flood(database: Database) -> None:
    """Thirty hours pass unsaid: one message to the owner, one to the next in line half a day later."""
    town = Town(database)
    planned(town, *(f"{no} {16 if no % 2 else 19}:00" for no in range(1, 31)))
    assert tick(at(town, 10, 22)) == {"Ani": [LATE]}
    assert tick(town) == {}
    assert day_of(town, 22, 10, 24) == []
    came = day_of(town, 23)
    assert came == [(7, "Budi", LINE)], "twelve hours later is night"


def test_many_are_cut_short_with_their_number(database: Database) -> None:
    town = Town(database)
    planned(town, *(f"{no} 16:00" for no in range(1, 31)))
    remind(database.write, CAMPAIGN, at(town, 10, 22).now)
    (said,) = town.said()
    assert "dan 15 kasus lagi" in said.text


def test_many_hours_at_once_are_cut_short_too(database: Database) -> None:
    """An office that has hundreds of cases reads how many, not a message that breaks off."""
    town = Town(database)
    planned(town, *(f"{no} 16:00" for no in range(1, 51)))
    remind(database.write, CAMPAIGN, at(town, 16).now)
    (said,) = town.said()
    assert said.text.count("🕐 Kam 20 Okt") == 7
    assert "dan 43 kasus lagi." in said.text


def test_nothing_is_said_at_night(database: Database) -> None:
    town = Town(database)
    planned(town, "3 20:00")
    town.writes("Ani", "4 J 21:30")
    came = day_of(town, 20, 9) + day_of(town, 21, 0, 9)
    assert came == [(20, "Ani", HOUR), (21, "Ani", SOON), (7, "Ani", LATE)]


def test_the_morning_list_is_the_reminder_of_what_is_overdue(database: Database) -> None:
    town = Town(database)
    planned(town, "3 20:00")
    assert day_of(town, 20, 9) == [(20, "Ani", HOUR)]
    at(town, 7, 21)
    with database.read() as work:
        runs = due_runs(work, town.now)
    for run in runs:
        perform(database.write, run, CAMPAIGN, town.now)
    morning = next(said for said in town.said() if said.chat == ANI)
    assert "3 · Andi Tenri" in morning.text
    assert day_of(town, 21) == [(19, "Budi", LINE)], "half a day after the morning"


def test_nothing_comes_in_quiet_hours_but_an_appointment(database: Database) -> None:
    town = Town(database)
    planned(town, "3 16:00")
    town.writes("Ani", "/tenang 15-19")
    town.writes("Ani", "ya")
    town.writes("Ani", "ya")
    town.writes("Ani", "4 J 17:00")
    assert day_of(town, 20, 9) == [(16.5, "Ani", SOON), (19, "Ani", LATE)]


def test_on_a_day_off_only_hours_are_reminded_of(database: Database) -> None:
    off = CAMPAIGN.period.without([date(2022, 10, 21)])
    town = Town(database, campaign=type(CAMPAIGN)(off, "id", CAMPAIGN.receipt_key))
    planned(town, "3 19:30")
    town.writes("Ani", "4 J besok 10:00")
    came = day_of(town, 20, 9) + day_of(town, 21)
    assert came == [(19.5, "Ani", HOUR), (9.5, "Ani", SOON)]
    assert day_of(town, 22, 0, 9) == [(7, "Ani", LATE)]


MISSING: list[tuple[str, Callable[[Database], object], list[tuple[float, str]]]] = [
    ("ill", lambda db: away(db, "PPL-0001"), [(18, "Budi")]),
    ("ill, and the supervisor too", lambda db: (away(db, "PPL-0001"), away(db, "PML-001")), [(18, "Dewi")]),
    ("the bot is blocked", lambda db: db.write(lambda work: mark_blocked(work, BOT, ANI, MORNING)), [(18, "Budi")]),
]


@pytest.mark.parametrize(("happens", "told"), [c[1:] for c in MISSING], ids=[c[0] for c in MISSING])
def test_cases_of_who_is_not_there_go_to_the_next_in_line(
    database: Database, happens: Callable[[Database], object], told: list[tuple[float, str]]
) -> None:
    town = Town(database)
    planned(town, "3 16:00")
    happens(database)
    town.said()
    assert [(hour, name) for hour, name, _ in day_of(town, 20, 9)] == told


def test_when_nobody_is_there_it_is_tried_again_the_next_day(database: Database) -> None:
    town = Town(database)
    planned(town, "3 16:00")
    for officer in ("PPL-0001", "PML-001", "KSK-01", "BPS-6471"):
        away(database, officer, 20, 22)
    town.said()
    assert day_of(town, 20, 9) + day_of(town, 21) + day_of(town, 22) == []
    assert [name for _, name, _ in day_of(town, 23)] == ["Ani"], "who is back hears it first"


def test_who_gets_a_case_is_told_at_once_but_not_at_night(database: Database) -> None:
    town = Town(database)
    town.writes("Ani", "3 MK tidak mau senin 16:00")
    assert day_of(town, 20, 9, 21) == [(9, "Budi", NEW)]
    town.writes("Ani", "4 MK tidak mau senin 16:00")
    at(town, 23)
    town.writes("Ani", "5 MK tidak mau senin 16:00")
    town.said()
    assert day_of(town, 20, 23) == []
    assert day_of(town, 21, 0, 8) == [(7, "Budi", NEW)]


def test_who_gets_a_case_together_with_its_household_is_told_too(database: Database) -> None:
    """It changes lists, and so its owner, though nobody's name stands beside it before and after."""
    town = Town(database)
    town.writes("Ani", "3 M sibuk besok 16:00")
    for words in ("/kasus K3", "serahkan", "Dian", "dekat rumahnya"):
        town.writes("Budi", words)
    town.said()
    assert tick(town) == {"Dian": [NEW]}
    assert day_of(town, 20, 9.25) == []


def test_every_case_has_an_owner_and_is_looked_at_until_all_was_said(database: Database) -> None:
    town = Town(database)
    for no, code in enumerate(("M", "MK", "T", "J besok 10:00"), start=1):
        town.writes("Ani", f"{no} {code}")
    with database.read() as work:
        rows = work.rows(PURSUITS)
        assert [row.household for row in rows] == [1, 2, 3, 4]
        assert all(row.next_at is not None for row in rows)
    for day in range(20, 31):
        day_of(town, day, 6, 22)
    with database.read() as work:
        assert {(row.said, row.next_at) for row in work.rows(PURSUITS)} == {("line", None)}
        assert due_cases(work, town.now) == []


def test_open_households_of_an_older_version_get_their_case(database: Database) -> None:
    town = Town(database)
    planned(town, "3 16:00")
    town.writes("Ani", "4 S 2")
    with database.work() as work:
        work.change(text("DELETE FROM pursuit"))
        work.change(text("UPDATE household SET enumerator = NULL, no = NULL WHERE id = 5"))
    counts = keep_up(database.write, CAMPAIGN, at(town, 10).now)
    assert counts == {"posted": 0, "cases": 1, "visits": 2}
    assert keep_up(database.write, CAMPAIGN, town.now) is None, "once an hour"
    assert day_of(town, 20, 15, 17) == [(16, "Ani", HOUR)]


def test_the_night_before_a_period_that_is_over_nothing_is_lost(database: Database) -> None:
    """After the last day what is open is still said to whoever has to close it."""
    campaign = type(CAMPAIGN)(Period(date(2022, 10, 15), date(2022, 10, 20)), "id", CAMPAIGN.receipt_key)
    town = Town(database, campaign=campaign)
    at(town, 20.5).writes("Ani", "3 M sibuk")
    assert [name for _, name, _ in day_of(town, 20, 20.5, 21)] == ["Eko"]
