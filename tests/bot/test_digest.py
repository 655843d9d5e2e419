"""The digest: worst first, with whom to call; it counts what the field did, and names who can do something about it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert, update
from sqlmodel import col

from core.people.absences import Why
from core.people.training import Trained
from core.workload.team import Summary, SummaryOf, TeamRow, total
from db.engine.work import Database
from db.tables import Chat, Household, Officer
from db.workload.team import summary_of
from tests.people import CAMPAIGN, MORNING, PERIOD, officer_row
from tests.town import Town
from wording.summary import LISTED, summary_words
from wording.texts import sentence

DAY = date(2022, 10, 20)
Made = Callable[[list[str]], dict[str, Any]]


def text_of(*rows: TeamRow, **more: object) -> str:
    """What a digest of these rows says."""
    summary = Summary(rows, total(rows), silent=(), period=PERIOD, **more)  # type: ignore[arg-type]
    return sentence(summary_words("summary.evening", summary, DAY), "id")


ORDER = [
    ("behind before safe", ["not_started", "at_risk", "safe"], {"safe": 1}, {"at_risk": 1}, {"not_started": 1}),
    ("silent before reported", ["b", "a"], {"safe": 1, "name": "a"}, {"safe": 1, "silent": 1, "name": "b"}),
    ("little done before much", ["b", "a"], {"done": 9, "total": 10, "name": "a"}, {"total": 10, "name": "b"}),
]


@pytest.mark.parametrize("case", ORDER, ids=[case[0] for case in ORDER])
def test_who_needs_attention_stands_first(case: tuple) -> None:  # type: ignore[type-arg]
    _, expected, *made = case
    rows = [TeamRow(**{"name": next(iter(each)), "enumerators": 1, **each}) for each in made]
    said = text_of(*rows)
    places = [said.index(f"<b>{name}</b>") for name in expected]
    assert places == sorted(places)


def test_the_worst_of_thirty_six_are_seen_and_the_sum_adds_up() -> None:
    rows = [TeamRow(f"Koseka {n:02}", total=10, done=n % 10, enumerators=5, safe=5) for n in range(35)]
    rows.append(TeamRow("Koseka 99", total=10, enumerators=5, not_started=5, phone="0811"))
    said = text_of(*rows).split("\n")
    lines = [line for line in said if line.startswith("• ")]
    assert "Koseka 99" in lines[0] and "0811" in lines[0]
    assert len(lines) == LISTED + 1 and "11 lainnya" in lines[-1]


def people(number: int) -> list[str]:
    return [f"P{n:02}" for n in range(1, number + 1)]


LISTS = {
    "absent": (25, lambda names: {"absent": tuple((name, Why.ILL) for name in names)}, "dan {n} lainnya"),
    "corrected": (25, lambda names: {"corrections": tuple((name, 2) for name in names)}, " …"),
    "never joined": (5, lambda names: {"unjoined": tuple(names)}, ", dan {n} lainnya"),
    "not trained": (5, lambda names: {"trained": Trained(7, tuple(names))}, ", dan {n} lainnya"),
    "silent": (25, lambda names: {"silent": (("", tuple(names)),)}, "– dan {n} lainnya"),
}
"""What a digest lists: how many names at most, and what stands for the others."""


@pytest.mark.parametrize(("most", "made", "rest"), LISTS.values(), ids=LISTS.keys())
@pytest.mark.parametrize("more", [0, 1, 3])
def test_so_many_names_and_how_many_more(most: int, made: Made, rest: str, more: int) -> None:
    names = people(most + more)
    row = TeamRow("Budi", total=99, enumerators=len(names), silent=len(names))
    summary = replace(Summary((row,), row, silent=(), period=PERIOD), **made(names))
    said = sentence(summary_words("summary.evening", summary, DAY), "id")
    assert [name for name in names if name in said] == names[:most]
    assert (rest.format(n=more) in said) is (more > 0)


def test_figures_of_lists_count_everybody() -> None:
    row = TeamRow("Budi", total=99, enumerators=40)
    absent, corrections = tuple((name, Why.ILL) for name in people(30)), tuple((name, 2) for name in people(30))
    trained = Trained(7, tuple(people(30)))
    said = text_of(row, absent=absent, corrections=corrections, unjoined=tuple(people(30)), trained=trained)
    assert "Tidak bertugas hari ini (30)" in said and "Koreksi hari ini (60)" in said
    assert "Belum pernah membuka undangan (30)" in said and "7 dari 37 lulus" in said


def test_only_who_needs_it_is_to_be_called() -> None:
    assert "0812" not in text_of(TeamRow("Ani", "0812", total=5, done=5, finished=1, enumerators=1))
    assert "0812" in text_of(TeamRow("Ani", "0812", total=5, silent=1, safe=1, enumerators=1))


def test_who_reached_the_target_is_praised_and_who_never_joined_is_named(database: Database) -> None:
    town = Town(database)
    with database.work() as work:
        work.change(delete(Chat).where(col(Chat.officer) == "PPL-0002"))
    town.writes("Ani", "1 S 1; 2 S 2; 3 S 3; 4 S 4")
    with database.read() as work:
        summary = summary_of(work, SummaryOf("PML-001", DAY, town.now), PERIOD)
    assert (summary.reached, summary.best, summary.unjoined) == (1, ("Ani", 4), ("Dian",))
    (said,) = (each.text for each in town.writes("Budi", "/ringkasan"))
    assert "Target tercapai: 1 dari 2. Terbanyak: Ani (4)" in said
    assert "Belum pernah membuka undangan (1): Dian" in said


def test_visits_are_told_beside_what_is_settled(database: Database) -> None:
    town = Town(database)
    town.writes("Ani", "1 T; 2 T; 3 M sibuk")
    (said,) = (each.text for each in town.writes("Budi", "/ringkasan"))
    assert "Ani: 0/3 · 0/60" in said and "kunjungan: 3" in said


def test_what_a_leader_closes_is_nobodys_day_and_no_open_refusal(database: Database) -> None:
    town = Town(database, now=MORNING + timedelta(days=23))
    town.writes("Ani", "3 T; 4 M sibuk")
    town.now = MORNING + timedelta(days=25)
    town.writes("Budi", "/tutup")
    town.presses("Budi", "🔚 Tutup")
    town.presses("Budi", "Tidak, tutup")
    with database.read() as work:
        row = summary_of(work, SummaryOf("PML-001", town.now.date(), town.now), CAMPAIGN.period).total
    assert (row.done, row.done_today, row.refusals) == (2, 0, 0)
    said = town.writes("Ani", "/target")[0].text
    assert "Target hari ini: 0 dari" in said and "Seluruhnya 2 dari 60" in said


def test_those_above_see_the_silent_by_supervisor(database: Database) -> None:
    with database.work() as work:
        work.change(insert(Officer), **officer_row("PML-002", "Fajar", "pml", "KSK-01"))
        work.change(update(Officer).where(col(Officer.id) == "PPL-0002").values(supervisor="PML-002"))
        work.change(update(Household).where(col(Household.id) == 1).values(head="Slamet"))
    (said,) = (each.text for each in Town(database).writes("Dewi", "/ringkasan"))
    assert "– Budi: Ani" in said and "– Fajar: Dian" in said
