"""Closing on both databases: who may close what, two at once, what changed meanwhile, and reports from the door."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert, update
from sqlmodel import col

from core.cases.case import Act, ActKind
from core.cases.closing import CloseAll, Closed, ClosingBelow, KeepOpen, OpenOne, OpenOnes, Shown, begins_at
from core.cases.ladder import LadderName
from core.people.person import Caller
from core.visits.source import Source
from db.cases.closing import close_all, closing_below, keep_open, open_ones
from db.cases.follow import add_act
from db.engine.work import Database
from db.tables import Household, Officer
from tests.db.test_casework import caller, refused
from tests.people import CAMPAIGN, MORNING, PERIOD, WITA, officer_row
from tests.town import Town

END = begins_at(PERIOD.end, WITA)
KEY, FIELDWORK = CAMPAIGN.receipt_key, CAMPAIGN.fieldwork


def me(name: str, days: int = 1) -> Caller:
    """Somebody so many days after the last one."""
    return caller(name, END + timedelta(days=days))


def seen_by(database: Database, name: str, days: int = 1) -> tuple[OpenOne, ...]:
    with database.read() as work:
        return closing_below(work, ClosingBelow(me(name, days)), FIELDWORK).closes


def close(database: Database, name: str, ones: tuple[OpenOne, ...], days: int = 1) -> Closed:
    shown = tuple(Shown(one.household, one.seal) for one in ones)
    with database.work() as work:
        command = CloseAll(me(name, days), shown, "added")
        return close_all(work, command, arrived_at=command.caller.at, fieldwork=FIELDWORK, key=KEY)


def ids(ones: tuple[OpenOne, ...]) -> list[int]:
    return [one.household for one in ones]


def ended(database: Database) -> Town:
    """Three of Ani's households are open: 3 and 4 refused, nobody was home at 5."""
    town = refused(database)
    town.writes("Ani", "4 M sibuk besok 16:00; 5 T besok 16:00")
    town.now = END + timedelta(days=1)
    return town


def test_who_sees_what(database: Database) -> None:
    ended(database)
    for name in ("Budi", "Dewi", "Eko"):
        assert ids(seen_by(database, name)) == [3, 4, 5], name
        assert seen_by(database, name, -1) == (), "before the last day"
    assert seen_by(database, "Fajar") == (), "another team"
    with database.read() as work:
        closing = closing_below(work, ClosingBelow(me("Budi")), FIELDWORK)
        assert open_ones(work, OpenOnes(me("Fajar"), (3, 4, 5)), FIELDWORK) == []
    assert closing.not_visited == (("Ani", 57), ("Dian", 4)) and closing.unvisited == 61
    assert closing.below == (("PPL-0001", "Ani", 3),)


def test_nobody_closes_what_is_not_theirs_or_too_early(database: Database) -> None:
    town = ended(database)
    ones = seen_by(database, "Budi")
    assert close(database, "Fajar", ones) == Closed()
    assert close(database, "Budi", ones, days=-1).done == ()
    assert [town.household(each).settled_on for each in (3, 4, 5)] == [None] * 3


def test_what_is_in_higher_hands_is_left_to_them(database: Database) -> None:
    town = ended(database)
    for words in ("/kasus K5", "serahkan", "Dewi", "tolong"):
        town.writes("Budi", words)
    assert ids(seen_by(database, "Budi")) == [3, 4] and ids(seen_by(database, "Dewi")) == [3, 4, 5]
    assert ids(close(database, "Budi", seen_by(database, "Dewi")).done) == [3, 4]
    assert ids(close(database, "Eko", seen_by(database, "Eko")).done) == [5]


def test_what_changed_meanwhile_is_left_out_and_named(database: Database) -> None:
    town = ended(database)
    ones = seen_by(database, "Budi")
    town.writes("Ani", "3 S 4; 5 T besok 10:00")
    closed = close(database, "Budi", ones)
    assert (ids(closed.done), ids(closed.gone)) == ([4], [3, 5])
    assert [town.household(each).status for each in (3, 4, 5)] == ["complete", "refused_for_good", "nobody_home"]
    again = close(database, "Budi", ones)
    assert again.done == () and ids(again.gone) == [3, 4, 5]


def test_a_household_that_left_the_team_is_not_named(database: Database) -> None:
    town = ended(database)
    ones = seen_by(database, "Budi")
    with database.work() as work:
        work.change(insert(Officer), **officer_row("PPL-0009", "Gita", "ppl", "PML-002"))
        work.change(update(Household).where(col(Household.id) == 3).values(enumerator="PPL-0009", no=1))
    closed = close(database, "Budi", ones)
    assert (ids(closed.done), ids(closed.gone)) == ([4, 5], [])
    assert town.household(3).settled_on is None


def test_the_note_is_made_of_the_visits(database: Database) -> None:
    town = ended(database)
    close(database, "Budi", seen_by(database, "Budi"))
    notes = [visit.note for visit in town.visits() if visit.outcome in ("refused_for_good", "never_met")]
    assert notes == ["1 kunjungan: 20 Okt 09.00; added"] * 3


@pytest.mark.parametrize("names", [("Budi", "Budi", "Budi"), ("Budi", "Dewi", "Eko")])
def test_of_several_at_once_each_household_is_closed_by_one(database: Database, names: tuple[str, ...]) -> None:
    town = ended(database)
    shown = {name: seen_by(database, name) for name in names}
    with ThreadPoolExecutor(3) as pool:
        results = list(pool.map(lambda name: close(database, name, shown[name]), names, timeout=60))
    assert sorted(each for result in results for each in ids(result.done)) == [3, 4, 5]
    assert len([visit for visit in town.visits() if visit.outcome in ("refused_for_good", "never_met")]) == 3


def test_a_report_from_the_door_decides_before_and_after(database: Database) -> None:
    town = ended(database)
    close(database, "Budi", seen_by(database, "Budi"))
    town.writes("Ani", "4 S 5")
    assert (town.household(4).status, town.household(4).persons) == ("complete", 5)
    assert seen_by(database, "Budi") == ()


def test_kept_open_is_asked_again_the_next_morning(database: Database) -> None:
    ended(database)
    ones = seen_by(database, "Budi")
    with database.work() as work:
        kept = keep_open(work, KeepOpen(me("Budi"), (Shown(3, ones[0].seal),), "today"), fieldwork=FIELDWORK)
    assert ids(kept.done) == [3]
    assert ids(seen_by(database, "Budi")) == [4, 5] and ids(seen_by(database, "Budi", 2)) == [3, 4, 5]
    assert ids(close(database, "Budi", ones).gone) == [3]


def test_kept_open_and_then_visited_in_vain_is_closed_the_same_day(database: Database) -> None:
    town = ended(database)
    shown = tuple(Shown(one.household, one.seal) for one in seen_by(database, "Budi"))
    with database.work() as work:
        keep_open(work, KeepOpen(me("Budi"), shown, "today"), fieldwork=FIELDWORK)
    assert seen_by(database, "Budi") == ()
    town.now += timedelta(hours=2)
    town.writes("Ani", "4 M sibuk; 5 T")
    later = {name: replace(me(name), at=town.now + timedelta(hours=1)) for name in ("Budi", "Eko")}
    with database.read() as work:
        seen = {name: closing_below(work, ClosingBelow(each), FIELDWORK) for name, each in later.items()}
    assert {name: ids(each.closes) for name, each in seen.items()} == {"Budi": [5], "Eko": [4, 5]}
    assert {name: ids(each.kept) for name, each in seen.items()} == {"Budi": [3], "Eko": [3]}


def told(database: Database, household: int, ladder: LadderName, at: datetime, source: Source) -> None:
    """Something was learned on a step of a case."""
    act = Act(ActKind.DONE, ladder, "neighbours", "PPL-0001", at, "a note", source=source)
    database.write(lambda work: add_act(work, household, act))


def test_what_is_known_by_proxy_is_told(database: Database) -> None:
    town = refused(database)
    town.writes("Ani", "4 T kata tetangga; 5 T kata tetangga; 6 T; 7 T kata tetangga")
    for words in ("/koreksi 5", "catatan", "Pintu tertutup"):
        town.writes("Ani", words)
    hour = timedelta(hours=1)
    told(database, 3, LadderName.REFUSAL, MORNING - 24 * hour, Source.RT)  # before this case began
    told(database, 6, LadderName.NOBODY_HOME, MORNING + hour, Source.SELF)
    told(database, 7, LadderName.NOBODY_HOME, MORNING + hour, Source.NEIGHBOUR)
    told(database, 7, LadderName.NOBODY_HOME, MORNING + 2 * hour, Source.RT)
    ones = seen_by(database, "Budi")
    assert {one.household: one.source for one in ones} == {
        **{3: None, 4: Source.NEIGHBOUR, 5: None, 6: None, 7: Source.RT},
    }


def test_a_leader_closes_by_what_others_say(database: Database) -> None:
    town = ended(database)
    shown = tuple(Shown(one.household, one.seal) for one in seen_by(database, "Budi"))
    command = CloseAll(me("Budi"), shown, "menurut Pak RT sudah pergi")
    with database.work() as work:
        close_all(work, command, arrived_at=command.caller.at, fieldwork=FIELDWORK, key=KEY)
    said = {visit.household: visit.source for visit in town.visits()[-3:]}
    assert said == {3: "self", 4: "self", 5: "rt"}, "a refusal is a refusal"
