"""Rows of history as deeds of a household's story (core/audit.py): what was written together is one deed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from core.audit import Deed
from core.cases.case import Act, ActKind
from core.cases.ladder import LadderName
from core.face import Face
from core.visits.outcomes import RULES, Kind, Outcome
from core.visits.source import PROXY, Source
from core.visits.standing import Seen
from db.visits.standing import said_of

LATE = timedelta(minutes=1)
"""A report that took longer is told with both of its hours."""
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Rows:
    """What was kept of a household. of: by table; areas: what became of its SLS; came: the import that brought it;
    officers: changes of everybody concerned.
    """

    row: Any
    of: Mapping[str, Sequence[Any]]
    areas: Sequence[Any]
    came: Any | None
    officers: Sequence[Any]

    @property
    def replaced(self) -> list[tuple[datetime, str, str]]:
        """The replacements of officers: instant, old officer, new officer."""
        found = [each for each in self.officers if each.what == "replaced" and each.after.get("officer")]
        return [(each.at, each.officer, each.after["officer"]) for each in found]

    def then(self, officer: str | None, since: datetime, until: datetime | None = None) -> str | None:
        """Return the officer who held a row when it was written; a replacement takes over the rows that are open."""
        for at, old, new in sorted(self.replaced, reverse=True):
            if new == officer and since < at < (until or NEVER):
                officer = old
        return officer


def deeds_of(rows: Rows) -> list[Deed]:
    """All deeds; those of one instant in the order in which they follow from each other."""
    return [
        *_beginning(rows),
        *_changes(rows),
        *_visits(rows),
        *_corrections(rows),
        *_details(rows),
        *_acts(rows),
        *_moves(rows),
        *_reviews(rows),
        *_wishes(rows),
        *_letters(rows),
        *_areas(rows),
        *_officers(rows),
    ]


def _beginning(rows: Rows) -> Iterator[Deed]:
    """How the household came onto the list: by an import, or found in the field by the first report on it."""
    first = min(rows.of["visit"], key=lambda visit: visit.id, default=None)
    if rows.came is not None:
        came = rows.came
        yield Deed(came.at, came.who, Face(came.face), "listed", came.note)
    elif rows.row.kind != Kind.PRELIST and first is not None:
        yield Deed(first.arrived_at, first.officer, _face(first), "found", about={"kind": rows.row.kind})


def _changes(rows: Rows) -> Iterator[Deed]:
    """Return the acts that have no table of their own."""
    for row in rows.of["change"]:
        moves = "enumerator" in row.after and row.what in ("import", "replaced")
        moved = (row.before.get("enumerator"), row.after["enumerator"]) if moves else None
        offer = row.what.startswith("offer")
        about = dict(row.after) if offer else {"before": row.before, "after": row.after}
        follows = row.what == "mended"
        yield Deed(row.at, row.who, Face(row.face), row.what, row.note, about, moved=moved, follows=follows)


def _visits(rows: Rows) -> Iterator[Deed]:
    """Reports. A closing of a case is the visit that it wrote; what replaces a report is told with the correction."""
    replacing = {row.replacement for row in rows.of["correction"]}
    for row in rows.of["visit"]:
        if row.id in replacing:
            continue
        acts = tuple(_act(rows, act) for act in rows.of["pursuit_act"] if _closes(act, row))
        late = row.arrived_at - row.visited_at > LATE
        what = "closed" if RULES[Outcome(row.outcome)].closes else "visit"
        yield Deed(
            row.arrived_at,
            row.officer,
            _face(row),
            what,
            row.note,
            _said(row),
            row.visited_at if late else None,
            visits=(_seen(row),),
            acts=acts,
            follows=True,
        )


def _corrections(rows: Rows) -> Iterator[Deed]:
    """Reports that were corrected together are one deed."""
    visits = {row.id: row for row in rows.of["visit"]}
    together: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for row in rows.of["correction"]:
        together[row.at, row.officer, row.replacement].append(row.visit)
    for (at, officer, replacement), wrong in together.items():
        new = visits.get(replacement)
        about = {"was": [_said(visits[each]) for each in wrong], "is": _said(new) if new else None}
        what = "corrected" if new else "withdrawn"
        seen = (_seen(new),) if new else ()
        note = new.note if new else ""
        yield Deed(at, officer, Face.CHAT, what, note, about, visits=seen, wrong=tuple(wrong), follows=True)


def _details(rows: Rows) -> Iterator[Deed]:
    """Return what was added to a report; not before the report came in."""
    visits = {row.id: row for row in rows.of["visit"]}
    for row in rows.of["detail"]:
        visit = visits[row.visit]
        yield Deed(max(row.at, visit.arrived_at), visit.officer, Face.CHAT, f"added_{row.kind}", row.text)


def _acts(rows: Rows) -> Iterator[Deed]:
    """Return what was done about a case. One that was handed to another list moved the household with it."""
    for row in rows.of["pursuit_act"]:
        if row.kind in (ActKind.LETTER, ActKind.CLOSED):  # told by the letter, and by the visit
            continue
        act = _act(rows, row)
        move = next((each for each in rows.of["reassignment"] if _moves_with(row, each)), None)
        about = {"step": f"{row.ladder}:{row.step}", "receiver": act.receiver, "photo": row.file is not None}
        told = {name: value for name, value in about.items() if value} | _source(row)
        what = {ActKind.DONE: "step_done", ActKind.MOVED: "hour_moved", ActKind.KEPT: "kept_open"}.get(
            ActKind(row.kind), row.kind
        )
        moved = (move.giver, move.receiver) if move else None
        yield Deed(
            row.at,
            row.officer,
            Face.CHAT,
            what,
            row.note,
            told,
            acts=(act,),
            moved=moved,
            follows=act.kind is not ActKind.KEPT,
        )


def _moves(rows: Rows) -> Iterator[Deed]:
    """Moves from list to list, but for those that an act tells."""
    for row in rows.of["reassignment"]:
        if not any(_moves_with(act, row) for act in rows.of["pursuit_act"]):
            moved = (row.giver, row.receiver)
            yield Deed(row.at, row.officer, Face.CHAT, "moved", row.why, moved=moved, follows=True)


def _reviews(rows: Rows) -> Iterator[Deed]:
    for row in rows.of["review"]:
        yield Deed(row.at, row.officer, Face.CHAT, row.state, row.reason)


def _wishes(rows: Rows) -> Iterator[Deed]:
    """A wish to give back; that it was granted is told by the move."""
    for row in rows.of["giving_back"]:
        asked = rows.then(row.officer, row.asked_at, row.decided_at) or row.officer
        yield Deed(row.asked_at, asked, Face.CHAT, "asked_to_give_back", row.reason)
        if row.decided_at is not None and not row.accepted:
            what = "wish_taken_back" if row.decided_by == row.officer else "wish_refused"
            yield Deed(row.decided_at, row.decided_by, Face.CHAT, what, row.answer)


def _letters(rows: Rows) -> Iterator[Deed]:
    for row in rows.of["help_letter"]:
        sent = rows.then(row.officer, row.sent_at, row.answered_at) or row.officer
        to = {"to": row.addressee}
        yield Deed(row.sent_at, sent, Face.CHAT, "letter_sent", "", to)
        if row.answered_at is not None:
            yield Deed(row.answered_at, row.officer, Face.CHAT, "letter_answered", row.answer, to)


def _areas(rows: Rows) -> Iterator[Deed]:
    for row in rows.areas:
        yield Deed(row.at, row.officer, Face.CHAT, f"area_{row.kind}", row.part, {"area": row.area})


def _officers(rows: Rows) -> Iterator[Deed]:
    """Officers who were replaced: told where that changes whose the case is."""
    for row in rows.officers:
        if row.what == "replaced" and row.after.get("officer"):
            old, new = row.officer, row.after["officer"]
            about = {"before": {"officer": old}, "after": {"officer": new}}
            yield Deed(row.at, row.who, Face(row.face), "replaced", row.note, about, replaced=(old, new))


def _act(rows: Rows, row: Any) -> Act:
    kind, ladder, receiver = ActKind(row.kind), LadderName(row.ladder), rows.then(row.receiver, row.at)
    said = (row.officer, row.at, row.note, row.file, receiver, row.due_at, Source(row.source))
    return Act(kind, ladder, row.step, *said, row.id)


def _closes(act: Any, visit: Any) -> bool:
    """Return whether a visit was written by this closing of a case."""
    return act.kind == ActKind.CLOSED and (act.at, act.officer) == (visit.visited_at, visit.officer)


def _moves_with(act: Any, move: Any) -> bool:
    """Return whether a household was moved by this handing over of its case."""
    same = (act.at, act.officer, act.note) == (move.at, move.officer, move.why)
    return act.kind == ActKind.HANDED and same


def _face(visit: Any) -> Face:
    return Face(visit.face or Face.CHAT)


def _seen(row: Any) -> Seen:
    return Seen(**said_of(row), id=row.id)


def _said(visit: Any) -> dict[str, Any]:
    """Return what a report says, without what it does not say."""
    names = ("outcome", "persons", "families", "reason", "revisit_at", "confirmed")
    return {name: value for name in names if (value := getattr(visit, name))} | _source(visit)


def _source(row: Any) -> dict[str, str]:
    """Who says so, when it is known by proxy."""
    return {"source": row.source} if row.source in PROXY else {}
