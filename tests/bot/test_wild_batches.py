"""A thousand wild batches are answered, each once, and nothing is accepted that was not said."""

import re
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from sqlalchemy import delete, text
from sqlmodel import SQLModel

from db.engine.work import Database
from tests.bot.wild_batches import NOW, USUAL, Line, Meaning, batch, letters
from tests.history import unlock
from tests.people import ANI, ANIS, WITA
from tests.town import Town

MESSAGES = 100
MARKS = {"✅": "saved", "❌": "refused", "❓": "asked", "☑": "known"}
"""How the answer to a single line begins."""
COUNTED = {"saved": "tersimpan", "known": "sudah ada", "refused": "belum bisa dibaca", "asked": "perlu dijawab"}
ABOUT = [
    table
    for table in reversed(SQLModel.metadata.sorted_tables)
    if table.name == "outbox" or {key.column.table.name for key in table.foreign_keys} & {"household", "visit"}
]
FORGET = (
    *(delete(table) for table in ABOUT),
    text(
        "UPDATE household SET status = NULL, status_at = NULL, settled_on = NULL, revisit_at = NULL, "
        "reminded_at = NULL, persons = 0, families = 0, visits = 0, receipt = NULL"
    ),
    text("UPDATE chat SET talk = NULL"),
)


@pytest.mark.parametrize("seed", range(10))
def test_wild_batches_on_sqlite(sqlite_database: Database, seed: int) -> None:
    play(Town(sqlite_database, now=NOW), seed)


@pytest.mark.parametrize("seed", (10, 11))
def test_wild_batches(database: Database, seed: int) -> None:
    play(Town(database, now=NOW), seed)


def play(town: Town, seed: int) -> None:
    """Send wild batches, each to a city where nothing was reported yet."""
    with town.database.work() as work:
        unlock(work, *(table.name for table in ABOUT))
    for number in range(MESSAGES):
        forget(town)
        said, lines, written = batch(Random(f"{seed} {number}"))
        answers = town.writes("Ani", said)
        where = f"seed {seed}, message {number}: {said!r}"
        assert [answer.chat for answer in answers] == [ANI], where
        check(town, lines, written, where)
        check_answer(answers[0].text, lines, where)


def forget(town: Town) -> None:
    """Nothing was reported."""
    with town.database.work() as work:
        for statement in FORGET:
            work.change(statement)
    town.seen = 0 if town.database.sqlite else town.seen


def check(town: Town, lines: list[Line], written: list[str], where: str) -> None:
    """The visits of the database are what was meant, no more and no less."""
    found = {visit.household: told(visit) for visit in town.visits()}
    assert len(found) == len(town.visits()), f"a household twice: {where}"
    for line, spelling in zip(lines, written, strict=True):
        got = found.pop(line.means.no if line.means else 0, None)
        if got and line.means and line.means.revisit_at == USUAL and got.revisit_at and got.revisit_at > NOW:
            got = replace(got, revisit_at=USUAL)
        assert got == line.means, f"{spelling!r} in {where}"
    bad = [spelling for line, spelling in zip(lines, written, strict=True) if line.means is None]
    assert not found, f"accepted, though nobody said so: {found} of {bad} in {where}"


def told(visit: Any) -> Meaning:
    """A visit of the database as a meaning."""
    revisit = visit.revisit_at.astimezone(WITA) if visit.revisit_at else None
    counts = (visit.persons, visit.families)
    when = (visit.visited_at.astimezone(WITA), revisit)
    return Meaning(visit.household, visit.outcome, *counts, *when, visit.reason, letters(visit.note), visit.source)


def check_answer(answer: str, lines: list[Line], where: str) -> None:
    """The answer counts the lines as they were meant, and says nothing of what did not happen."""
    counts = counted(answer)
    good = sum(line.means is not None for line in lines)
    assert good == counts["saved"] and not counts["known"], where
    if good:
        assert counts["refused"] + counts["asked"] >= len(lines) - good, where
    assert not answer.startswith("📝") or " 0 " not in answer.split("\n")[0], where


def counted(answer: str) -> dict[str, int]:
    """How many lines became what."""
    if answer[0] in MARKS:
        return {kind: int(kind == MARKS[answer[0]]) for kind in COUNTED}
    found = {kind: re.search(rf"(\d+) {said}", answer.split("\n\n")[0]) for kind, said in COUNTED.items()}
    return {kind: int(match[1]) if match else 0 for kind, match in found.items()}


@pytest.mark.parametrize(
    "line", ["T", "S 4", "Q", "P", "M sibuk besok", "X " + "panjang " * 4], ids=lambda line: line[:3]
)
def test_a_very_long_message_is_answered_within_the_limits_and_leaves_no_line_out(
    sqlite_database: Database, line: str
) -> None:
    town = Town(sqlite_database, now=NOW)
    lines = [f"{no} {line}" for no in range(1, ANIS + 1)]
    answers = town.writes("Ani", "\n".join(lines))
    assert len(answers) == 1
    counts = counted(answers[0].text[answers[0].text.index("📝") :])
    assert sum(counts.values()) == 40
    assert len(town.visits()) == counts["saved"]
    assert "20 baris terakhir belum dibaca" in answers[0].text
    assert answers[0].text.partition("mulai dari: ")[2].startswith(lines[40].strip())


def test_what_wants_something_is_seen_among_many(sqlite_database: Database) -> None:
    town = Town(sqlite_database, now=NOW)
    lines = [f"{no} S 4" for no in range(1, 40)] + ["40 Q"]
    answer = town.writes("Ani", ";".join(lines))[0].text
    assert answer.index("40 Q") < answer.index("✅ 1 ")


@pytest.mark.parametrize(
    "text",
    [
        "٣ س ٤",
        "1" * 4096,
        ";" * 4096,
        "1 S 4;" * 600,
        "\u202e1 S 4",
        "1 S 4\x00",
        "😀" * 2000,
        "1 S " + "9" * 4000,
        "𝟏 𝐒 𝟒",
    ],
    ids=str.__len__,
)
def test_junk_is_answered_once(sqlite_database: Database, text: str) -> None:
    town = Town(sqlite_database, now=NOW)
    for said in (text, f"/ketik {text}"):
        assert len(town.writes("Ani", said[:4096])) == 1
    assert {visit.household for visit in town.visits()} <= {1}
