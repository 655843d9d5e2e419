"""/kasus: the cases of an officer by urgency, and what may be done about one: done, moved, handed over, given up."""

from __future__ import annotations

from datetime import datetime

from bot.flows.kit import Choice, Option, Script, about, ask_text, choose, do, look, say, then
from bot.flows.kit.evidence import SEE_PHOTOS, ask_evidence, show_photos
from bot.flows.kit.next_visit import check_hour, with_hours
from bot.flows.kit.questions import ask_when
from bot.flows.kit.source import ask_source_or_photo
from core.cases.best_hour import suggest
from core.cases.case import Act, ActKind, Case
from core.cases.casework import ActOnCase, After, CaseFile, CaseFileOf, CaseLine, CasesOf, FindCases
from core.cases.ladder import CLOSING, LEARNING, LadderName
from core.people.person import Caller, Role
from core.problems import Problem
from core.visits.outcomes import Outcome
from core.visits.report import hours_to_offer, last_day
from core.visits.source import Source, read_source, source_of
from core.words import Words, words
from core.workload.households import CurrentPeriod
from core.workload.targets import Period
from wording.cases import done_kinds, file_words, from_when, household_words, line_words, list_words

OFFERED = 8
SHOWN = 40
ALSO: dict[ActKind, tuple[str, ...]] = {
    ActKind.DONE: ("sudah", "selesai", "done"),
    ActKind.MOVED: ("pindah", "geser", "ubah", "move", "later"),
    ActKind.HANDED: ("serahkan", "serah", "hand over", "hand"),
    ActKind.CLOSED: ("tutup", "akhiri", "close", "give up"),
}
"""How the buttons are typed."""


def show_cases(me: Caller, typed: str = "") -> Script[None]:
    """The list, or one case and what to do about it."""
    line = yield from _pick(me, typed)
    if line is None:
        return
    file = yield from look(CaseFileOf(me, line.household))
    if file is None:
        yield from say(words("problem.case_gone"))
        return
    period = yield from look(CurrentPeriod())
    shown = file_words(file, period, me)
    kinds = done_kinds(file)
    photos = tuple(acted.photo for acted in file.acted if acted.photo)
    if not (kinds or photos):
        yield from say(shown)
        return
    options: list[Option[ActKind | None]] = []
    options += [Option(Choice(kind, words(f"act.{kind}"), ALSO[kind]), kind) for kind in kinds]
    options += [Option(SEE_PHOTOS, None)] if photos else []
    seen = f"act{file.case.since:%d%H%M%S}-{file.case.step.name}"  # the answer is about the case as it was shown
    kind = yield from choose(seen, shown, options, changed="case_changed")
    if kind is None:
        yield from show_photos(me, photos, household_words(line, me))
        yield from then("kasus", _button(line, me).id)
        return
    yield from about(words("case.about", household=household_words(line, me)))
    act = yield from ASKING[kind](me, file, period)
    after = yield from do(ActOnCase(me, line.household, act))
    yield from say(_after_words(act, after, file, me))


def _pick(me: Caller, typed: str) -> Script[CaseLine | None]:
    """The case that is meant, from what was typed or from the list."""
    officer, turn = me.officer or "", 0
    if not typed:
        cases = yield from look(CasesOf(officer, me.role, me.at))
        if not cases.cases:
            yield from say(words("case.none_of_yours" if cases.others else "case.none", n=cases.others))
            return None
        buttons = [_button(each, me) for each in cases.cases[:OFFERED]]
        typed = yield from ask_text("case", list_words(cases, me), buttons)
        turn = 1
    while True:
        found = yield from look(FindCases(officer, me.role, typed))
        if len(found) == 1:
            return found[0]
        if not found:
            problem = Problem("no_such_case", typed=typed[:SHOWN])
            if turn:
                raise problem
            yield from say(problem.words)
            return None
        asked = words("case.several", cases=[line_words(each, me) for each in found])
        typed = yield from ask_text(f"which{turn}", asked, [_button(each, me) for each in found])
        turn += 1


def _button(line: CaseLine, me: Caller) -> Choice:
    shown = household_words(line, me)
    return Choice(str(line.no), shown) if me.role is Role.PPL else Choice(f"K{line.household}", shown)


def _ask_done(me: Caller, file: CaseFile, period: Period) -> Script[Act]:
    """What came of the step, and a photo where one is wanted; of a step on which others are asked, who says so."""
    note, photo, source = "", None, None
    if file.case.step.evidence or file.case.step.at_the_door:
        note, photo = yield from ask_evidence("done", words("case.what_came_of_it"))
    if _others_told(file.case) and read_source(note) is None:
        source, sent = yield from ask_source_or_photo()
        photo = sent or photo
    return _act(me, file, ActKind.DONE, note=note, photo=photo, source=source)


def _others_told(case: Case) -> bool:
    """Whether the step asks others about the family; on a refusal they come along to the door instead."""
    return case.step.name in LEARNING and case.ladder is not LadderName.REFUSAL


def _ask_hour(me: Caller, file: CaseFile, period: Period) -> Script[Act]:
    """To which other hour, and why."""
    last, first = last_day(me, period), from_when(file, period, me)

    def check(at: datetime) -> None:
        check_hour(at, me, period, asked_for=file.case.ladder is LadderName.APPOINTMENT, first=first.date())

    hours = [at for at in hours_to_offer(first, Outcome.NOBODY_HOME) if at.date() <= last]
    hours = with_hours(suggest(file.known, first, last, file.line.no), hours)
    due = yield from ask_when("hour", words("case.to_when"), me, hours, check)
    note = yield from ask_text("why", words("case.why_moved"), limit=200)
    return _act(me, file, ActKind.MOVED, note=note, due=due)


def _ask_receiver(me: Caller, file: CaseFile, period: Period) -> Script[Act]:
    """To whom, and why."""
    options = (
        [Option(Choice("me", words("case.to_me"), ("saya", "me")), me.officer or "")] if not file.line.mine else []
    )
    if file.above is not None:
        named = words("case.to_leader", name=file.above.name, role=words(f"role.{file.above.role}"))
        options.append(Option(Choice("above", named, (file.above.name,)), file.above.officer))
    for each in file.below:
        key = "case.to_enumerator_absent" if each.absent else "case.to_enumerator"
        options.append(Option(Choice(each.officer, words(key, name=each.name), (each.name,)), each.officer))
    if not options:
        raise Problem("nobody_to_hand_to")
    receiver = yield from choose("receiver", words("case.to_whom"), options)
    note = yield from ask_text("why", words("case.why_handed"), limit=200)
    return _act(me, file, ActKind.HANDED, note=note, receiver=receiver)


def _ask_closing(me: Caller, file: CaseFile, period: Period) -> Script[Act]:
    """The last word: what was tried, or a photo of the written statement."""
    outcome = CLOSING[file.case.ladder]
    note, photo = yield from ask_evidence("closing", words(f"visit.note_{outcome}"))
    return _act(me, file, ActKind.CLOSED, note=note, photo=photo, source=source_of(outcome, note))


ASKING = {
    ActKind.DONE: _ask_done,
    ActKind.MOVED: _ask_hour,
    ActKind.HANDED: _ask_receiver,
    ActKind.CLOSED: _ask_closing,
}


def _act(  # noqa: PLR0913
    me: Caller,
    file: CaseFile,
    kind: ActKind,
    *,
    note: str = "",
    photo: str | None = None,
    receiver: str | None = None,
    due: datetime | None = None,
    source: Source | None = None,
) -> Act:
    case, source = file.case, source or read_source(note) or Source.SELF
    return Act(kind, case.ladder, case.step.name, me.officer or "", me.at, note, photo, receiver, due, source)


def _after_words(act: Act, after: After, file: CaseFile, me: Caller) -> Words:
    """What became of the case."""
    household = household_words(file.line, me)
    if after.next is None:
        outcome = words(f"outcome.{CLOSING[act.ladder]}")
        return words("case.closed", household=household, outcome=outcome)
    case = after.next.case
    enumerator = words("case.you") if me.role is Role.PPL else file.line.enumerator
    who = after.to or after.next.name or enumerator
    step, due = words(f"step.{case.step.name}"), case.due_at.astimezone(me.zone)
    return words(f"case.after_{act.kind}", household=household, step=step, who=who, due=due)
