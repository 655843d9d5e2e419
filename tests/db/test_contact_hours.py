"""Contact rates by hour: each visit is counted once, in its SLS, its village and everywhere."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from core.cases.best_hour import HoursTaken, KnownHoursOf, Rate
from core.cases.day_parts import Part
from db.cases.contact_hours import EVERYWHERE, count_hours, known_hours
from db.engine.work import Database
from db.tables import ContactHour
from db.workload.progress import hours_taken
from tests.people import MORNING, RT1, WITA
from tests.town import Town

COUNTED = select(ContactHour.__table__)  # type: ignore[attr-defined]
LATER = MORNING + timedelta(hours=1)
WEEKDAY_MORNING, WEEKDAY_EVENING = (False, Part.MORNING), (False, Part.EVENING)


def rates(database: Database) -> dict[tuple[str, bool, str], tuple[int, int]]:
    with database.read() as work:
        return {(row.area, bool(row.weekend), row.part): (row.tried, row.met) for row in work.rows(COUNTED)}


def one_by_one(town: Town, lines: str) -> None:
    """A message for each visit, as it was made."""
    for line in lines.split("; "):
        town.writes("Ani", line)
        town.now += timedelta(seconds=1)


def count(database: Database, now: Any = LATER) -> int:
    return sum(iter(lambda: database.write(lambda work: count_hours(work, now)), 0))


def test_visits_are_counted_once_wherever_they_lie(database: Database) -> None:
    town = Town(database)
    one_by_one(town, "1 S 4; 2 T; 3 M sibuk; 4 K kata tetangga; 5 A anjing; 31 S 2")
    assert count(database) == 6
    assert rates(database) == {
        (RT1, False, "morning"): (4, 2),
        ("64710100010002", False, "morning"): (1, 1),
        ("6471010001", False, "morning"): (5, 3),
        (EVERYWHERE, False, "morning"): (5, 3),
    }
    assert count(database) == 0
    town.now = MORNING + timedelta(days=2, hours=10)
    one_by_one(town, "2 S 3; 6 T")
    assert count(database, town.now + timedelta(hours=1)) == 2
    assert rates(database)[RT1, True, "evening"] == (2, 1)
    assert rates(database)[EVERYWHERE, False, "morning"] == (5, 3)


def test_hours_of_typing_are_no_hours_of_visits(database: Database) -> None:
    town = Town(database, now=MORNING + timedelta(hours=10))
    town.writes("Ani", "\n".join(f"{no} T" for no in range(1, 9)))
    town.now += timedelta(minutes=1)
    town.writes("Ani", "9 T; 10 S 4 08:30; 11 T 08:40")
    assert count(database, town.now + timedelta(hours=1)) == 11
    assert rates(database)[EVERYWHERE, False, "morning"] == (2, 1), "those with hours of their own count at theirs"
    assert rates(database)[EVERYWHERE, False, "evening"] == (1, 0), "one alone was sent at the door"


def test_what_has_just_come_waits(database: Database) -> None:
    """A visit with a smaller number may still be on its way into the database."""
    Town(database).writes("Ani", "1 S 4")
    assert count(database, MORNING + timedelta(minutes=1)) == 0
    assert count(database) == 1


def test_training_counts_nowhere(database: Database) -> None:
    town = Town(database)
    town.writes("Ani", "/latihan")
    town.writes("Ani", "1 S 4; 2 T")
    assert count(database) == 0 and rates(database) == {}


def test_four_families_nine_apart_are_not_promised_the_same_hour(database: Database) -> None:
    town = Town(database)
    one_by_one(town, "3 T; 12 T; 21 T; 30 T; 31 J besok 10:00; 40 S 4")
    with database.read() as work:
        taken = [f"{at.astimezone(WITA):%a %H.%M}" for at in hours_taken(work, HoursTaken("PPL-0001", 0))]
        without = hours_taken(work, HoursTaken("PPL-0001", 12))
    assert sorted(taken) == ["Fri 10.00", "Thu 19.40", "Thu 20.00", "Thu 20.20", "Thu 20.40"]
    assert len(without) == 4
    answers = town.writes("Ani", "3 T; 12 T; 21 T; 30 T")
    assert "4 sudah ada" in answers[0].text, "told again, each gets its own hour again"


def test_the_smallest_area_with_enough_speaks(database: Database) -> None:
    town = Town(database)

    def known(household: int) -> Any:
        with database.read() as work:
            return known_hours(work, KnownHoursOf(household, "PPL-0001"))

    assert known(3).rates == {} and known(3).place == ""
    one_by_one(town, "; ".join(f"{no} T besok 19:00" for no in range(1, 31)))
    count(database)
    assert (known(3).place, known(3).rates) == ("", {WEEKDAY_MORNING: Rate(30, 0)}), "thirty are too few"
    town.now = MORNING + timedelta(hours=10)
    one_by_one(town, "; ".join(f"{no} S 2" for no in range(1, 31)))
    count(database, town.now + timedelta(hours=1))
    assert known(3).place == "RT 001"
    assert known(3).rates == {WEEKDAY_MORNING: Rate(30, 0), WEEKDAY_EVENING: Rate(30, 30)}
    assert known(40).place == "Gunung Bahagia", "its own RT has none, its village has"
    assert [at.hour for at in known(3).vain] == [9]
    assert known(0).rates == known(40).rates, "a family that is not on the list yet"


def test_what_is_counted_is_suggested(database: Database) -> None:
    town = Town(database)
    one_by_one(town, "; ".join(f"{no} S 2" for no in range(1, 31)))
    town.now = MORNING + timedelta(hours=10)
    one_by_one(town, "; ".join(f"{no} T besok 16:00" for no in range(31, 61)))
    count(database, town.now + timedelta(hours=1))
    town.now = MORNING + timedelta(days=1, hours=7.2)
    town.writes("Ani", "/lapor 41")
    (said,) = town.writes("Ani", "tidak ada orang")
    why = "malam sudah dicoba 1×; di Gunung Bahagia, pagi hari kerja ada orang 100%"
    assert f"💡 Saran: Sen 24 Okt 09.50 ({why})" in said.text
