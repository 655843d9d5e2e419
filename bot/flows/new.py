"""/baru: what the list does not know: families, duplicates, and SLS that were split or merged."""

from __future__ import annotations

from collections.abc import Callable

from bot.flows.kit import Choice, Option, Script, ask_text, choose, do, say
from bot.flows.kit.family import report_family
from bot.flows.kit.household import pick_household
from bot.flows.kit.place import pick_place, places_of
from bot.flows.kit.report import say_progress
from bot.flows.kit.twin import ask_twin
from core.people.person import Caller
from core.problems import Problem
from core.visits.outcomes import FINAL, KIND_WORDS, SPECIAL, Kind, Outcome
from core.visits.report import RecordVisit, Report
from core.words import Words, words
from core.workload.area_changes import Change, NoteChange, Place
from core.workload.households import Household
from wording.receipts import receipt_words

LONGEST_NAME = 60
"""Characters of a new part's name."""


def report_new(me: Caller, typed: str = "") -> Script[None]:
    """Report something that is not on the list, or stands there twice."""
    talk = yield from choose("what", words("new.what"), [*_families(), *_others()])
    yield from talk(me)


Talk = Callable[[Caller], Script[None]]


def _families() -> list[Option[Talk]]:
    def of(kind: Kind) -> Talk:
        return lambda me: report_family(me, kind)

    regular = Option(Choice(Kind.NEW, words("new.button_family")), of(Kind.NEW))
    return [regular, *(Option(Choice(kind, words(f"kind.{kind}"), KIND_WORDS[kind]), of(kind)) for kind in SPECIAL)]


def _others() -> list[Option[Talk]]:
    return [
        Option(Choice(Outcome.DUPLICATE, words("new.button_duplicate"), ("ganda", "duplicate")), report_duplicate),
        Option(Choice(Change.SPLIT, words("new.button_split"), ("mekar", "split")), note_split),
        Option(Choice(Change.MERGED, words("new.button_merged"), ("gabung", "merged", "merge")), note_merged),
    ]


def report_duplicate(me: Caller) -> Script[None]:
    """A household of the list is the duplicate of another one."""
    household = yield from pick_household(me, prompt=words("twin.which"))
    if not isinstance(household, Household):
        raise Problem("no_such_household", typed=household)
    if household.status in FINAL and household.settled_on:
        outcome = words(f"outcome.{household.status}")
        yield from say(words("twin.already", no=household.no, outcome=outcome, day=household.settled_on))
    note = yield from ask_twin(me, household)
    report = Report(Outcome.DUPLICATE, me.at, note=note, confirmed=household.status in FINAL)
    receipt = yield from do(RecordVisit(me, report, household.id))
    yield from say(receipt_words(receipt, report, me))
    yield from say_progress(me)


def note_split(me: Caller) -> Script[None]:
    """An SLS was split: which one, and what the new part is called."""
    place = yield from _pick_sls(me, "split.which")
    name = yield from ask_text("part", words("split.part", area=place.name), limit=LONGEST_NAME)
    noted = yield from do(NoteChange(me, Change.SPLIT, place, Place(place.code, name, parent=place.name)))
    yield from say(words("split.noted", area=place.name, part=name, told=_told(me, noted.leader)))


def note_merged(me: Caller) -> Script[None]:
    """An SLS was merged into another one."""
    place = yield from _pick_sls(me, "merged.which")
    places = [each for each in (yield from places_of(me)) if not each.parent and each.code != place.code]
    if not places:
        raise Problem("no_other_place", area=place.name)
    into = yield from pick_place("into", words("merged.into", area=place.name), places)
    noted = yield from do(NoteChange(me, Change.MERGED, place, into))
    yield from say(words("merged.noted", area=place.name, into=into.name, told=_told(me, noted.leader)))


def _pick_sls(me: Caller, asked: str) -> Script[Place]:
    """One of the caller's SLS; no question when there is just one."""
    own = [place for place in (yield from places_of(me)) if place.mine and not place.parent]
    if not own:
        raise Problem("no_place")
    return own[0] if len(own) == 1 else (yield from pick_place("sls", words(asked), own))


def _told(me: Caller, leader: str | None) -> Words:
    if me.training:
        return words("training.nobody_told")
    return words("change.told", leader=leader) if leader else words("change.nobody_told")
