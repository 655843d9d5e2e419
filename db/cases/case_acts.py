"""Acting on a case: a step is done, moved, handed over, or the household is given up."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from core.cases.case import Act, ActKind
from core.cases.casework import ActOnCase, After, CaseFile, CaseFileOf
from core.cases.ladder import CLOSING, Fieldwork
from core.face import Face
from core.problems import Problem
from core.visits.report import NextStep, Report
from db.cases.casework import case_file
from db.cases.follow import DROP, LOCKED, add_act, follow, follow_again
from db.engine.work import Work
from db.visits.standing import add_visit, stand, visit_of, visits_of
from db.workload.decide import LOCKED_RECEIVER, keep_history, move


def act_on_case(work: Work, command: ActOnCase, *, arrived_at: datetime, fieldwork: Fieldwork, key: bytes) -> After:
    """Carry an act out. The household is locked first, so that of two who act one finds it done; before it only an
    enumerator who may get it, as everywhere.
    """
    act, caller = command.act, command.caller
    receiver = work.row(LOCKED_RECEIVER, to=act.receiver, leader=caller.officer) if act.receiver else None
    row = work.row(LOCKED, household=command.household)
    found = case_file(work, CaseFileOf(caller, command.household), fieldwork) if row else None
    if row is None or found is None or not _fits(found, command):
        raise Problem("case_gone")
    add_act(work, row.id, act)
    if act.kind is ActKind.CLOSED:
        give_up(work, row, act, (arrived_at, fieldwork, key))
        return After(None, row.enumerator, row.no, row.head)
    to = ""
    if receiver is not None and receiver.id != row.enumerator:
        to = str(receiver.name)
        move(work, [row], receiver)
        keep_history(work, [(row.id, row.enumerator, receiver.id)], (act.officer, act.at, act.note))
        work.change(DROP, household=row.id)  # whoever gets it has been told nothing of it
    kept = follow_again(work, row.id, fieldwork)
    return After(NextStep(kept.case, kept.name) if kept else None, row.enumerator, row.no, row.head, to)


def _fits(found: CaseFile, command: ActOnCase) -> bool:
    """Return whether the case is where the act says, and the caller may do that, and to whom."""
    act, case = command.act, found.case
    if act.kind not in found.may or (act.ladder, act.step) != (case.ladder, case.step.name):
        return False
    people = {each.officer for each in (*found.below, *([found.above] if found.above else []))}
    return act.kind is not ActKind.HANDED or act.receiver in people | {command.caller.officer}


def give_up(work: Work, row: Any, act: Act, how: tuple[datetime, Fieldwork, bytes]) -> None:
    """Settle a household (its row, locked) as refused, or as never met: a leader's report, kept among its visits.

    how: when that arrived, the fieldwork, and the key of receipts.
    """
    arrived_at, fieldwork, key = how
    report = Report(CLOSING[act.ladder], act.at, note=act.note, source=act.source)
    visits, visit = visits_of(work, row.id), visit_of(act.officer, report, row.zone)
    add_visit(work, row.id, visit, arrived_at, Face.CHAT)
    visits.append(visit)
    standing, _ = stand(work, row, visits, key)
    follow(work, row, visits, standing, fieldwork)
