"""Verdicts: the bot's answer to typed reports, line by line, against the books."""

from __future__ import annotations

import html
from dataclasses import replace
from datetime import datetime

from simulation.batches import REASONS, Line
from simulation.books import ENUMERATED
from simulation.checks import progress, receipt, told_by
from simulation.ladders import in_turn, unsaid
from simulation.reading import apart, find, fragment, hour_in, number, plain, read, wording
from simulation.stage import ZONE, Stage

KINDS = {"saved": "batch.saved", "history": "batch.history", "known": "batch.known", "asked": "visit.contradicts"}
KINDS |= {"refused": "batch.refused"}
"""The verdicts, and the texts that tell them."""

Verdict = tuple[Line, str, str | None]


def verdicts(
    stage: Stage, officer: str, lines: list[Line], sent_at: datetime, text: str, language: str
) -> list[Verdict]:
    """Enter typed reports into the books and compare the answer: each line's kind and receipt code."""
    counts, told, figures = _parts(text, len(lines), language)
    stage.compare("typed reports", f"{officer}, lines", len(told), len(lines))
    judged = [
        _verdict(stage, officer, line, sent_at, answer, language) for line, answer in zip(lines, told, strict=False)
    ]
    kinds = ["saved" if kind == "history" else kind for _, kind, _ in judged]
    if len(lines) > 1:
        expected = [kinds.count(each) for each in ("saved", "known", "refused", "asked")]
        stage.compare("typed reports", f"{officer}, sums", _counted(counts, language), expected)
    if len(lines) > 1 or "saved" in kinds:
        progress(stage, officer, figures, sent_at.astimezone(ZONE).date())
    return judged


def _parts(text: str, lines: int, language: str) -> tuple[str, list[str], dict[str, int]]:
    """The counts, the verdicts and the figures of an answer; one line is answered by its verdict alone. Below may stand
    a question that waits, or a word of help.
    """
    text, figures = apart(text, language)
    if lines == 1:
        return "", text.split("\n")[:1], figures
    said = read(text, "batch.reply", language) or {"counts": "", "lines": text}
    return said["counts"], said["lines"].split("\n\n")[0].split("\n"), figures


def _usual(stage: Stage, officer: str, line: Line, sent_at: datetime) -> datetime | None:
    """The next visit when the line does not say it."""
    books, local, no = stage.books, sent_at.astimezone(ZONE), line.visit.no
    sheet = books.sheets[officer]
    others = [each for each in sheet.cases.values() if each.no != no and not books.owner(sheet, each)]
    planned = [each.pursuit.due.astimezone(ZONE) for each in others if each.pursuit]
    first, hours = unsaid(line.visit.outcome, line.at if line.told else sent_at, local, stage.period.end)
    return next((at for each in hours if (at := in_turn(each, first, no, planned))), hours[0] if hours else None)


def _counted(counts: str, language: str) -> list[int]:
    """How many lines were saved, known, refused and asked about; of what did not happen nothing is said."""
    found = []
    for kind in ("saved", "known", "refused", "asked"):
        keys = (f"batch.n_{kind}", f"batch.n_{kind}+")
        told = [read(part, key, language) for part in counts.split(", ") for key in keys]
        found.append(next((number(said["n"]) for said in told if said), 0))
    return found


def _verdict(stage: Stage, officer: str, line: Line, sent_at: datetime, answer: str, language: str) -> Verdict:
    visit, where = line.visit, f"{officer} no. {line.visit.no}"
    kind, case = "refused", stage.books.sheets[officer].cases[visit.no]
    at = line.at if line.told else sent_at
    if line.readable:
        if line.open_ended:
            visit.revisit = _usual(stage, officer, line, sent_at)
        noted = replace(visit, note=REASONS[visit.reason] if visit.reason else visit.note)
        case, kind = stage.books.record(officer, noted, at)
    told = [each for each, text in KINDS.items() if answer.startswith(wording(text, language)[0])]
    stage.compare("typed reports", where, told, [kind])
    if kind != "saved":
        return line, kind, None
    stage.count("reports")
    outcome = wording(f"outcome.{visit.outcome}", language)
    saved = wording("batch.saved", language).split("{persons}")[0]
    begins = saved.format(no=visit.no, head=html.escape(case.head, quote=False), outcome=outcome)
    stage.compare("typed reports", where, answer[: len(begins)], begins)
    told_by(stage, where, visit, answer, "batch.source", language)
    if case.pursuit:
        owner = stage.books.owner(stage.books.sheets[officer], case)
        again, now_with = fragment("batch.revisit", language), fragment("batch.case", language)
        due = case.pursuit.due.astimezone(ZONE).replace(second=0, microsecond=0)
        agreed = hour_in(answer.split(again)[1], due) if again in answer else None
        name = answer.split(now_with)[1].split(" · ")[0] if now_with in answer else ""
        expected = (None if owner else due, stage.books.names.get(owner, ""))
        stage.compare("next steps", where, (agreed, plain(name)), expected)
    code = find(answer, "batch.code", language)
    return line, kind, receipt(stage, officer, case, code, shown=visit.outcome in ENUMERATED)
