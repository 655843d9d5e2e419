"""Verdicts: the bot's answer to typed reports, line by line, against the books."""

from __future__ import annotations

import html
from datetime import datetime, timedelta

from simulation.batches import Line
from simulation.books import OPEN, Case
from simulation.checks import receipt
from simulation.reading import find, fragment, hour_in, number, read, wording
from simulation.stage import ZONE, Stage

SAME_VISIT = timedelta(minutes=30)
Verdict = tuple[Line, str, str | None]


def verdicts(
    stage: Stage, officer: str, lines: list[Line], sent_at: datetime, text: str, language: str
) -> list[Verdict]:
    """Enter typed reports into the books and compare the answer: each line's kind (saved, known, refused) and code."""
    said = read(text, "batch.reply", language)
    if said is None:
        stage.differ("typed reports", f"{officer}: no verdicts, but {text[:80]!r}")
        return []
    said["total"] = said["total"].split("\n")[0]  # a question that waits, or a word of help, may follow
    told = said["lines"].split("\n")
    stage.compare("typed reports", f"{officer}, lines", len(told), len(lines))
    judged = [
        _verdict(stage, officer, line, sent_at, answer, language) for line, answer in zip(lines, told, strict=False)
    ]
    sheet, day = stage.books.sheets[officer], sent_at.astimezone(ZONE).date()
    kinds = [kind for _, kind, _ in judged]
    figures = [number(said[name]) for name in ("saved", "known", "refused", "today", "target", "done", "total")]
    sums = [sheet.settled[day], stage.books.target(sheet, day), sheet.done, len(sheet.cases)]
    expected = [*(kinds.count(kind) for kind in ("saved", "known", "refused")), *sums]
    stage.compare("typed reports", f"{officer}, sums", figures, expected)
    return judged


def _verdict(stage: Stage, officer: str, line: Line, sent_at: datetime, answer: str, language: str) -> Verdict:
    visit, case = line.visit, stage.books.sheets[officer].cases[line.visit.no]
    at = line.at if line.told else sent_at
    kind, where = _kind(case, line, at), f"{officer} no. {visit.no}"
    kinds = [each for each in ("saved", "known", "refused") if answer.startswith(wording(f"batch.{each}", language)[0])]
    stage.compare("typed reports", where, kinds, [kind])
    if kind != "saved":
        return line, kind, None
    stage.books.record(officer, visit, at)
    stage.count("reports")
    outcome = wording(f"outcome.{visit.outcome}", language)
    saved = wording("batch.saved", language).split("{persons}")[0]
    begins = saved.format(no=visit.no, head=html.escape(case.head, quote=False), outcome=outcome)
    stage.compare("typed reports", where, answer[: len(begins)], begins)
    if visit.revisit:
        again = fragment("batch.revisit", language)
        agreed = hour_in(answer.split(again)[1], at.astimezone(ZONE)) if again in answer else None
        stage.compare("revisits agreed", where, agreed, visit.revisit.astimezone(ZONE))
    return line, kind, receipt(stage, officer, visit, find(answer, "batch.code", language))


def _kind(case: Case, line: Line, at: datetime) -> str:
    """What a line deserves: the same again is known, and what is settled is not changed by a line."""
    visit = line.visit
    if not line.readable:
        return "refused"
    same = case.outcome == visit.outcome and case.persons == visit.persons and case.at is not None
    if visit.outcome in OPEN:
        if same and case.at is not None and abs(at - case.at) < SAME_VISIT:
            return "known"
    elif same and case.settled_on == at.astimezone(ZONE).date():
        return "known"
    settled = case.settled_on is not None and case.outcome != visit.outcome
    return "refused" if settled else "saved"
