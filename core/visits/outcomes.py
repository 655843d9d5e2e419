"""What can happen at the door: the outcomes of a visit, their form codes and AAPOR groups (docs/glossary.md)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Group(StrEnum):
    """AAPOR's disposition groups; OPEN is a case that is still being worked on."""

    INTERVIEW = "I"
    PARTIAL = "P"
    REFUSAL = "R"
    NON_CONTACT = "NC"
    OTHER = "O"
    NOT_ELIGIBLE = "NE"
    OPEN = "open"


class Outcome(StrEnum):
    """The result of one visit to one household."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    APPOINTMENT = "appointment"
    NOBODY_HOME = "nobody_home"
    AWAY = "away"
    REFUSED = "refused"
    REFUSED_HARD = "refused_hard"
    UNABLE = "unable"
    NO_ACCESS = "no_access"
    MOVED = "moved"
    VACANT = "vacant"
    NO_DWELLING = "no_dwelling"
    DECEASED = "deceased"
    DUPLICATE = "duplicate"
    REFUSED_FOR_GOOD = "refused_for_good"
    NEVER_MET = "never_met"


@dataclass(frozen=True)
class OutcomeRule:
    """What an outcome means on the form and what is asked after it.

    code: the letters typed in chat. r205: the form's result once final, None while the case is open.
    final: no further visit is owed before the period closes. counts: persons are counted.
    revisit: an hour to come back is asked. note: the form wants a note (R205 2 to 5).
    closes: a leader's word at the end of a ladder (core/cases/ladder.py), never said at a door.
    """

    code: str
    group: Group
    r205: int | None = None
    final: bool = False
    counts: bool = False
    revisit: bool = False
    note: bool = False
    reason: bool = False
    closes: bool = False


RULES: dict[Outcome, OutcomeRule] = {
    Outcome.COMPLETE: OutcomeRule("S", Group.INTERVIEW, 1, final=True, counts=True),
    Outcome.PARTIAL: OutcomeRule("B", Group.PARTIAL, 2, final=True, counts=True, note=True),
    Outcome.APPOINTMENT: OutcomeRule("J", Group.OPEN, revisit=True),
    Outcome.NOBODY_HOME: OutcomeRule("T", Group.NON_CONTACT, revisit=True),
    Outcome.AWAY: OutcomeRule("L", Group.NON_CONTACT, 3, final=True, note=True),
    Outcome.REFUSED: OutcomeRule("M", Group.REFUSAL, revisit=True, reason=True),
    Outcome.REFUSED_HARD: OutcomeRule("MK", Group.REFUSAL, revisit=True, reason=True),
    Outcome.UNABLE: OutcomeRule("I", Group.OTHER, 3, final=True, note=True),
    Outcome.NO_ACCESS: OutcomeRule("A", Group.NON_CONTACT, 3, final=True, note=True),
    Outcome.MOVED: OutcomeRule("P", Group.NOT_ELIGIBLE, 5, final=True, note=True),
    Outcome.VACANT: OutcomeRule("K", Group.NOT_ELIGIBLE, 5, final=True, note=True),
    Outcome.NO_DWELLING: OutcomeRule("X", Group.NOT_ELIGIBLE, 5, final=True, note=True),
    Outcome.DECEASED: OutcomeRule("D", Group.NOT_ELIGIBLE, 5, final=True, note=True),
    Outcome.DUPLICATE: OutcomeRule("G", Group.NOT_ELIGIBLE, final=True, note=True),
    Outcome.REFUSED_FOR_GOOD: OutcomeRule("MT", Group.REFUSAL, 4, final=True, note=True, closes=True),
    Outcome.NEVER_MET: OutcomeRule("TT", Group.NON_CONTACT, 3, final=True, note=True, closes=True),
}

AT_THE_DOOR = tuple(outcome for outcome, rule in RULES.items() if not rule.closes)
"""What an enumerator may report."""

RECORDED = frozenset({Outcome.COMPLETE, Outcome.PARTIAL})
"""Outcomes after which a family counts as enumerated (I + P) and gets a receipt code."""

REFUSALS = frozenset({Outcome.REFUSED, Outcome.REFUSED_HARD, Outcome.REFUSED_FOR_GOOD})

FINAL = frozenset(outcome for outcome, rule in RULES.items() if rule.final)
"""Outcomes that settle a household: what counts as done towards the target."""


class RefusalReason(StrEnum):
    """Why a family refused; most refusals are people who are busy."""

    BUSY = "busy"
    UNWILLING = "unwilling"
    DISTRUST = "distrust"
    WANTS_RT = "wants_rt"
    OTHER = "other"


REASON_WORDS: dict[RefusalReason, tuple[str, ...]] = {
    RefusalReason.BUSY: ("sibuk", "busy"),
    RefusalReason.UNWILLING: ("tidak mau", "unwilling"),
    RefusalReason.DISTRUST: ("tidak percaya", "distrust"),
    RefusalReason.WANTS_RT: ("rt", "ketua rt"),
    RefusalReason.OTHER: ("lain", "lainnya", "other"),
}
"""How reasons are typed."""


class Kind(StrEnum):
    """How a family came onto the list: from the prelist, found in the field, or of the special frame (form XK)."""

    PRELIST = "prelist"
    NEW = "new"
    HOMELESS = "homeless"
    SHIP_CREW = "ship_crew"
    INSTITUTION = "institution"


SPECIAL = (Kind.HOMELESS, Kind.SHIP_CREW, Kind.INSTITUTION)
"""Kinds counted in the special frame (keluarga khusus, form XK), outside the prelist."""

KIND_WORDS = {
    Kind.HOMELESS: ("gelandangan",),
    Kind.SHIP_CREW: ("abk",),
    Kind.INSTITUTION: ("lembaga", "penghuni lembaga"),
}
"""How special kinds may be typed, besides their titles."""
