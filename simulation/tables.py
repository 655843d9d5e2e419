"""The tables of a played campaign: day by day, enumerator by enumerator, and what was compared."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from simulation.books import ENUMERATED, REFUSED
from simulation.cases import CLOSED
from simulation.ladders import BEGUN_BY, LADDERS
from simulation.markdown import Row
from simulation.played import Played
from simulation.stage import ZONE

DAY = ("messages", "letters", "reports", "typed without signal", "slips", "settled", "reminders", "digests")
DAY_OUTCOMES = ("enumerated", "refused", "nobody home", "codes checked", "delivered twice")


def days_table(played: Played) -> tuple[list[str], list[Row]]:
    """A row for each day of fieldwork: messages, reports, and what came of them."""
    rows = []
    for day in days_of(played):
        tally = played.days.get(day, Counter())
        outcomes = {outcome: n for (on, outcome), n in played.outcomes.items() if on == day}
        settled = sum(sheet.settled[day] for sheet in played.sheets.values())
        figures: dict[str, int] = {
            **tally,
            "settled": settled,
            "enumerated": sum(n for outcome, n in outcomes.items() if outcome in ENUMERATED),
            "refused": sum(n for outcome, n in outcomes.items() if outcome in REFUSED),
            "nobody home": outcomes.get("nobody_home", 0),
        }
        row: Row = [day.isoformat(), *(figures.get(name, 0) for name in (*DAY, *DAY_OUTCOMES))]
        rows.append(row)
    return ["day", *DAY, *DAY_OUTCOMES], rows


def enumerators_table(played: Played) -> tuple[list[str], list[Row]]:
    """A row for each enumerator: habits, and how far the list is."""
    header = ["id", "name", "shift", "no signal", "days off", "households", "visits", "done", "refused", "to revisit"]
    rows: list[Row] = []
    for officer, habit in played.habits.items():
        sheet = played.sheets[officer]
        ways: Row = [habit.shift, f"{habit.no_signal:.0%}", len(habit.off)]
        done: Row = [len(sheet.cases), sheet.visits.total(), sheet.done, sheet.refused, len(sheet.pending)]
        rows.append([sheet.officer, sheet.name, *ways, *done])
    return header, rows


def checks_table(played: Played) -> tuple[list[str], list[Row]]:
    """A row for each kind of figure: how often it was compared with the books, and how often it differed."""
    names = sorted({*played.compared, *played.differing})
    return ["what", "compared", "differing"], [[name, played.compared[name], played.differing[name]] for name in names]


def ladder_table(played: Played) -> tuple[list[str], list[Row]]:
    """A row for each step: how many of the families that ever refused were settled there, given up, or are open."""
    ends: Counter[tuple[str, str]] = Counter()
    for case in (case for sheet in played.sheets.values() for case in sheet.cases.values()):
        if case.climbed and any(told.outcome in BEGUN_BY and BEGUN_BY[told.outcome] == "refusal" for told in case.told):
            end = "open" if case.pursuit else "given up" if case.outcome in CLOSED else "settled at the door"
            ends[case.climbed[-1].step, end] += 1
    steps = dict.fromkeys(rung.name for rungs in LADDERS.values() for rung in rungs)
    header = ["step", "settled at the door", "given up", "open"]
    rows: list[Row] = [[step, *(ends[step, end] for end in header[1:])] for step in steps]
    return header, [row for row in rows if any(row[1:])]


def totals(header: list[str], rows: list[Row]) -> Row:
    """The sum of each column after the first; zeros when there is no row, as where nobody refused."""
    return ["all", *(sum(int(row[at]) for row in rows) for at in range(1, len(header)))]


def days_of(played: Played) -> list[date]:
    """The days of fieldwork, and those after it on which cases are closed."""
    last = played.plan.end.astimezone(ZONE).date()
    return [played.plan.period.start + timedelta(days=n) for n in range((last - played.plan.period.start).days + 1)]


def fingerprint(played: Played) -> str:
    """Twelve digits that are the same when the same campaign was played to the same end, message by message."""
    digest = hashlib.sha256(str(played.messages).encode())
    for sheet in played.sheets.values():
        for case in sheet.cases.values():
            kept = (sheet.officer, case.no, case.outcome, case.at, case.persons, case.visits, case.code)
            digest.update(repr(kept).encode())
    return digest.hexdigest()[:12]


def write_csv(path: Path, header: list[str], rows: list[Row]) -> None:
    """A table as a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
