"""A photo or a place that an enumerator sends: an answer, a part of the report being made, or of one made before.

The words under a photo come first: reports, a command or a number say where it goes; a number in the middle of other
words is asked about.
"""

from __future__ import annotations

from dataclasses import replace

from bot.commands import BY_NAME
from bot.flows.detail import ANOTHER, SURE
from bot.flows.kit.details import detail_of, doubt_words
from bot.replied import household_asked
from bot.router import COMMAND, spoken_command
from bot.talk import Talk
from bot.waiting import Waiting
from core.likeness import number_of, numbers_named
from core.typed.batch import any_begun
from core.visits.details import AddDetails, DistanceOf, LastReportOn, Reported, write_detail
from core.visits.report import RecordVisit
from core.words import Words, words
from core.workload.area_changes import Change

CHANGES = frozenset(Change)
ADDING = "detail"
"""The talk that adds something to a report."""
ASKING = (ADDING, "detail_of_another")
"""Its questions for what is added."""
WAITED_FOR = ("lapor", "baru", ADDING)
"""Talks about one household: what is sent in the middle of one belongs there, not to the report before."""
TAKING = ("lapor", "ketik", ADDING)
"""Commands that may stand under a photo, each with a household's number or reports behind it."""


def attach(talk: Talk) -> None:
    """Find out where it belongs, and say so. A talk that waits goes on, whatever becomes of it."""
    waiting, said = talk.waiting, _said(talk)
    if talk.event.kind == "live":
        talk.aside(words("problem.live_place"))
    elif said is None:
        talk.aside(words("problem.command_under_photo"))
    elif any_begun(said):
        talk.aside(*_with_reports(talk, said))
    elif waiting is not None and not _asks_for_it(waiting, said) and not _is_about(talk, waiting, said):
        _elsewhere(talk, said)
    elif waiting is None:
        _add_to_last(talk, said)
    elif talk.event.place and waiting.asked.startswith(SURE):
        _instead(talk, waiting)
    elif why := _doubt_in(talk, waiting):
        talk.aside(why)
    elif not _answers(talk, waiting):
        if _makes_a_report(waiting):
            _keep(talk)
        else:
            _add_to_last(talk, said)


def _said(talk: Talk) -> str | None:
    """What is written under it, without a command that may stand there; None when it is another command."""
    text = talk.event.text.strip()
    if found := COMMAND.fullmatch(text):
        command, typed = BY_NAME.get(found[1].lower()), (found[2] or found[3] or "").strip()
    elif spoken := spoken_command(text, talk.me.role, talk.me.local):
        command, typed = spoken
    else:
        return text
    return typed if command is not None and command.name in TAKING else None


def _asks_for_it(waiting: Waiting, said: str) -> bool:
    """Whether the waiting talk deals with the words under it: /detail asks about them, others are about no door."""
    if waiting.flow == ADDING:
        return waiting.asked in ASKING and number_of(said) is None
    return waiting.flow not in WAITED_FOR


def _is_about(talk: Talk, waiting: Waiting, said: str) -> bool:
    """Whether the words under it name no other household than the one that the waiting talk is about."""
    number = number_of(said)
    named = [number] if number is not None else numbers_named(said)
    return not named or named == [household.no if (household := household_asked(talk, waiting)) else None]


def _elsewhere(talk: Talk, said: str) -> None:
    """In the middle of a talk about one household, it is for another: that one's report has it, or it has to wait."""
    number = number_of(said)
    if number is None or not _of_number(talk, number):
        talk.aside(words("detail.other_household"))


def _makes_a_report(waiting: Waiting) -> bool:
    """Whether a talk is about one household; /baru may also be about an SLS."""
    about_an_sls = any(key == "what" and raw in CHANGES for key, raw in waiting.answers)
    return waiting.flow in WAITED_FOR and not about_an_sls


def _with_reports(talk: Talk, said: str) -> list[Words]:
    """Typed reports are written under it: it belongs to the last of them, if any is recorded."""
    reports, _ = talk.replay(Waiting("ketik", said), None)
    recorded = [command.household for command in talk.carrier.done if isinstance(command, RecordVisit)]
    report: Reported | None = talk.carrier.look(LastReportOn(talk.me, recorded[-1] or 0)) if recorded else None
    detail = detail_of(talk.heard("", text=""))
    if report is None or detail is None:
        return [*reports.says, words("detail.not_kept")]
    return [*reports.says, _add(talk, report)]


def _add(talk: Talk, report: Reported) -> Words:
    """Add it, without the words that say where it goes, to a report."""
    detail = detail_of(talk.heard("", text=""))
    if detail is None:
        return words("detail.not_kept")
    talk.carrier.do(AddDetails(talk.me, report.visit, (detail,)))
    return words(f"detail.added_{detail.kind}", no=report.household.no, head=report.household.head)


def _doubt_in(talk: Talk, waiting: Waiting) -> Words | None:
    """Why a place is not taken in the middle of a talk, where nothing can be asked about it.

    Before the household is known, nobody can tell whether it is there.
    """
    detail = detail_of(talk.heard(""))
    if detail is None or talk.event.place is None or waiting.asked in ASKING:
        return None
    household, (north, east) = household_asked(talk, waiting), talk.event.place
    if household is None and waiting.flow in ("lapor", ADDING):
        return words("detail.not_kept")
    far = talk.carrier.look(DistanceOf(household.id, north, east)) if household else None
    why = doubt_words(detail, far)
    return words("detail.doubtful", why=why) if why else None


def _instead(talk: Talk, waiting: Waiting) -> None:
    """A place that comes while another one is asked about stands in its stead, and may be asked about itself."""
    detail = detail_of(talk.heard(""))
    if detail is not None:
        sent = write_detail(detail)
        answers = [(key, sent if key in ASKING and raw != ANOTHER.id else raw) for key, raw in waiting.answers]
        talk.go_on(replace(waiting, answers=tuple(answers)), None)


def _answers(talk: Talk, waiting: Waiting) -> bool:
    """Give it as the answer to the question that waits; False when that wants something else."""
    turn, answers = talk.replay(waiting, talk.heard(waiting.asked))
    if turn.problem is not None:
        return False
    talk.keep(waiting, answers, turn)
    talk.reply(turn)
    return True


def _keep(talk: Talk) -> None:
    """Keep it with the talk that waits until that has come to its end."""
    detail = detail_of(talk.heard(""))
    if detail is not None and talk.waiting is not None:
        talk.waiting = replace(talk.waiting, details=(*talk.waiting.details, write_detail(detail)))
        talk.aside(words(f"detail.kept_{detail.kind}"))


def _add_to_last(talk: Talk, said: str) -> None:
    """Add it to the report just made, or to that of the household whose number is written under it; or ask."""
    waiting, number = talk.waiting, number_of(said)
    if number is not None and _of_number(talk, number):
        return
    flow = Waiting(ADDING, "")
    turn, answers = talk.replay(flow, talk.heard(ADDING, text=said))
    if turn.then is not None and turn.question is None:
        talk.go_on(flow, talk.heard(ADDING, text=said))
    elif turn.question is None:
        talk.aside(*([turn.problem] if turn.problem else []), *turn.says)
    elif waiting is not None:
        talk.go_on(waiting, talk.heard(waiting.asked, text=""))
    else:
        talk.start(flow, answers, turn)


def _of_number(talk: Talk, number: int) -> bool:
    """Add it to the report on the household of this number; when there is none yet, that report begins."""
    added, _ = talk.replay(Waiting(ADDING, str(number)), talk.heard(ADDING, text=""))
    if added.question is None and added.problem is None:
        talk.aside(*added.says)
        return True
    detail = detail_of(talk.heard("", text=""))
    if added.question is not None or talk.waiting is not None or detail is None:
        return False
    flow = Waiting("lapor", str(number), details=(write_detail(detail),))
    turn, answers = talk.replay(flow, None)
    turn.says.insert(0, words(f"detail.kept_{detail.kind}"))
    talk.start(flow, answers, turn)
    return True
