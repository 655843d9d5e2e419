"""Checks: what the bot's messages say, figure by figure, against the books."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from simulation import closing, pursuits
from simulation.books import ENUMERATED, Figures, Visit
from simulation.cases import Case
from simulation.reading import apart, find, fragment, lines, number, plain, read, says, wording
from simulation.stage import ZONE, Stage

A_MINUTE = timedelta(minutes=1)
MOST_ROWS = 25
LISTED = 15
NOBODY_SILENT = tuple(
    f"summary.{each}" for each in ("reached", "unjoined", "all_reported", "before", "late_reports", "silent_more")
)
CONFIRMED = {"saved": "visit.saved", "known": "visit.saved", "history": "visit.history", "asked": "visit.contradicts"}
"""What became of a report, and the text that tells it."""


def confirmed(stage: Stage, officer: str, visit: Visit, at: datetime, text: str, language: str) -> str | None:
    """Enter a visit into the books and compare the bot's confirmation with them; the receipt code of the family.

    Whoever reports a settled household with a signal has read on the screen that it is settled.
    """
    known = stage.books.sheets[officer].cases.get(visit.no)
    warned = known is not None and known.settled_on is not None and stage.now - at < A_MINUTE
    case, kind = stage.books.record(officer, visit, at, on_purpose=warned)
    stage.count("reports")
    where = f"{officer} no. {case.no}"
    text, figures = apart(text, language)
    progress(stage, where, figures, at.astimezone(ZONE).date())
    said = read(text, CONFIRMED[kind], language)
    if said is None and kind == "saved" and (said := read(text, "visit.changed", language)):
        stage.compare("confirmations", f"{where}, changed to", number(said["now"]), visit.persons)
    if said is None:
        stage.differ("confirmations", f"{where}: {kind} is not confirmed, but {text[:80]!r}")
        return None
    told = (number(said["no"]), plain(said["head"]), said["outcome"])
    stage.compare("confirmations", where, told, (case.no, case.head, wording(f"outcome.{visit.outcome}", language)))
    if kind not in ("saved", "known"):
        return None
    told_by(stage, where, visit, said["detail"], "visit.saved_source", language)
    pursuits.next_step(stage, stage.books.sheets[officer], case, said["detail"], language)
    code = find(said["detail"], "visit.saved_code", language)
    return receipt(stage, officer, case, code, shown=visit.outcome in ENUMERATED)


def progress(stage: Stage, where: str, told: dict[str, int], day: date) -> None:
    """The line of progress under a reply to a report, against the books; what is zero is not told. where: begins with
    the enumerator.
    """
    sheet = stage.books.sheets[where.split(" ")[0]]
    today, target, done = sheet.settled[day], stage.books.target(sheet, day), sheet.done
    expected = {"today": today, "target": target * bool(today), "done": done, "total": len(sheet.cases) * bool(done)}
    stage.compare("progress", where, told, expected)


def told_by(stage: Stage, where: str, visit: Visit, said: str, key: str, language: str) -> None:
    """Who says so, on a confirmation: told when it is by proxy, and only then."""
    by_proxy = visit.source != "self"
    stage.compare("who says so", where, fragment(key, language) in said, by_proxy)
    if by_proxy:
        by = wording(key, language).format(who=wording(f"source.{visit.source}", language))
        stage.compare("who says so", f"{where}, who", by in said, True)


def receipt(stage: Stage, officer: str, case: Case, found: dict[str, str] | None, *, shown: bool) -> str | None:
    """The receipt code on a confirmation: there when it must be shown, the same each time, nobody else's."""
    where = f"{officer} no. {case.no}"
    if not stage.compare("receipts", f"{where}, has a code", found is not None, shown) or found is None:
        return None
    code = found["code"].replace("-", "")
    case.code = case.code or code
    stage.compare("receipts", f"{where}, its code", code, case.code)
    owner = stage.books.codes.setdefault(code, case)
    stage.compare("receipts", f"code {code}, its owner", owner is case, True)
    return found["code"]


def target(stage: Stage, officer: str, text: str, language: str, *, morning: bool = False) -> None:
    """Compare a morning message, or the answer to /target, with the books."""
    books = stage.books
    sheet, day, what = books.sheets[officer], stage.today, "morning messages" if morning else "targets"
    remaining = len(sheet.cases) - sheet.done
    if remaining == 0:
        stage.compare(what, f"{officer} is done", says(text, "target.finished", language), True)
        return
    wanted, left = books.target(sheet, day), max(1, books.days_left(day))
    said = _target(text, language, morning=morning, reached=sheet.settled[day] >= wanted)
    if said is None:
        stage.differ(what, f"{officer}: {text[:80]!r} says no target")
        return
    pace = -(-remaining // left)
    names = ["target", "done", "total", "remaining", "days", "pace", *([] if morning else ["today"])]
    expected = [wanted, sheet.done, len(sheet.cases), remaining, books.days_left(day), pace]
    figures = [number(said[name]) for name in names]
    stage.compare(what, officer, figures, expected + ([] if morning else [sheet.settled[day]]))
    until = datetime.combine(day, time.max, ZONE)
    if morning:
        pursuits.morning(stage, sheet, text, books.upcoming(sheet, until, LISTED)[:LISTED], language)
    most = min(remaining, wanted if morning else max(1, wanted - sheet.settled[day]))
    listed = [no for no, _, _ in lines(said["list"], language)]
    stage.compare(f"lists in {what}", officer, listed, books.upcoming(sheet, until, most)[:LISTED])


def _target(text: str, language: str, *, morning: bool, reached: bool) -> dict[str, str] | None:
    """What a morning message, or the answer to /target, says; None when it is another message."""
    said = read(text, "target.morning" if morning else "target.reached" if reached else "target.now", language)
    if said is None:
        return None
    for key in ("target.short_yesterday", "target.short_on", "target.impossible", "pace.standing"):
        said |= read(said["standing"], key, language) or {}
    return said | (read(said["left"], "pace.days_left", language) or {})


def summary(stage: Stage, leader: str, text: str, language: str, *, evening: bool = False) -> None:
    """Compare a digest, or the answer to /ringkasan, with the books: row by row, the sum, and who is silent."""
    what, day, books = "digests" if evening else "summaries", stage.today, stage.books
    said = read(text, "summary.evening" if evening else "summary.now", language)
    if said is None:
        stage.differ(what, f"{leader}: {text[:80]!r} says no figures")
        return
    people = books.below[leader]
    told = [_row(line, language) for line in said["rows"].split("\n")[:MOST_ROWS]]
    expected = {(books.names[person], books.figures(person, day, stage.now)) for person in people}
    stage.compare(f"rows of {what}", leader, len(told), min(len(people), MOST_ROWS))
    for row in told:
        stage.compare(f"rows of {what}", f"{leader} on {row[0]}", row, row if row in expected else expected)
    stage.compare(what, leader, _figures(said, language), books.figures(leader, day, stage.now))
    over = read(said["left"], "summary.over", language)
    left = read(said["left"], "summary.left", language) or {"days": "0" if over else ""}
    stage.compare(f"rows of {what}", leader, number(left["days"]), books.days_left(day))
    silent = _corrections(stage, leader, said["silent"], day, language)
    silent = closing.overview(stage, leader, silent, language)
    silent = pursuits.overview(stage, leader, silent, language)
    others = books.figures(leader, day, stage.now).done - books.standing[leader]
    silent = _to_be_checked(stage, leader, silent, others, language)
    _silent(stage, leader, silent, day, language)


def _row(line: str, language: str) -> tuple[str, Figures | None]:
    """The name and the figures of a row; who needs attention stands first, so the order is not the books'."""
    called = read(line, "summary.row_phone", language)
    row = read(called["row"] if called else line, "summary.row", language) or {"name": "", "figures": ""}
    return plain(row["name"]), _figures(row, language)


def correction(stage: Stage, leader: str, officer: str, no: int) -> None:
    """Compare an alert that a report was corrected with the books."""
    stage.count("corrections told")
    expected = stage.books.alerts[officer, no] > 0 and officer in stage.books.below[leader]
    stage.compare("alerts", f"{leader} on {officer} no. {no}", True, expected)
    stage.books.alerts[officer, no] -= 1


def _corrections(stage: Stage, leader: str, said: str, day: date, language: str) -> str:
    """Compare who corrected reports; what is left of the text."""
    found = [read(line, "summary.corrections", language) for line in said.split("\n")]
    told = next((each["names"] for each in found if each), "")
    corrections = stage.books.corrections(leader, day)
    names = ", ".join(f"{name} {number}" for name, number in corrections[:MOST_ROWS])
    stage.compare("corrections told", leader, told, f"{names} …" if len(corrections) > MOST_ROWS else names)
    return "\n".join(line for line, each in zip(said.split("\n"), found, strict=True) if not each)


def _to_be_checked(stage: Stage, leader: str, said: str, done: int, language: str) -> str:
    """Compare how many reports wait to be checked: all that is done, as nobody checks, but for what the leader
    closed; what is left of the text.
    """
    found = [read(line, "review.to_be_checked", language) for line in said.split("\n")]
    told = next((number(each["waiting"].split()[1]) for each in found if each), 0)
    stage.compare("reports to be checked", leader, told, done)
    return "\n".join(line for line, each in zip(said.split("\n"), found, strict=True) if not each)


def _silent(stage: Stage, leader: str, said: str, day: date, language: str) -> None:
    expected = stage.books.silent(leader, day)
    said = "\n".join(line for line in said.split("\n") if not read(line, "summary.training", language))
    told = _silent_names(stage, leader, said, language)
    count = told[0] if told else 0
    stage.compare("silent enumerators", leader, count, len(expected))
    if told and len(expected) <= MOST_ROWS:
        stage.compare("silent enumerators", leader, sorted(told[1]), sorted(expected))


def _silent_names(stage: Stage, leader: str, said: str, language: str) -> tuple[int, list[str]] | None:
    """How many are silent, and the names told; a line of the summary that is nothing of this is a difference."""
    found: int | None = None
    names: list[str] = []
    for line in said.split("\n"):
        name = read(line, "summary.silent_name", language)
        head = read(line + "\n", "summary.silent", language)
        group = read(line, "summary.silent_of", language)
        if head:
            found = number(head["n"])
        elif group:
            names += map(plain, group["names"].split(", "))
        elif name:
            names.append(plain(name["name"]))
        elif not any(read(line, key, language) is not None for key in NOBODY_SILENT):
            stage.differ("lines of summaries", f"{leader}: {line!r}")
    return None if found is None else (found, names)


def _figures(said: dict[str, str], language: str) -> Figures | None:
    """The figures of a row; refusals and overdue revisits are told only when there are some."""
    first, *more = said["figures"].split(" · ", 2)
    found = read(" · ".join([first, *more[:1]]), "summary.figures", language)
    if found is None:
        return None
    told = more[1].split(" · ") if len(more) > 1 else []
    troubles = [
        next(filter(None, (read(one, f"summary.{name}", language) for one in told)), {"number": "0"})
        for name in ("refusals", "overdue")
    ]
    numbers = [number(found[name]) for name in ("today", "target", "done", "total")]
    return Figures(*numbers, *(number(one["number"]) for one in troubles))
