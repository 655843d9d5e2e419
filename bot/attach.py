"""A photo or a place that an enumerator sends: an answer, a part of the report being made, or of the last one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.flows.kit.details import detail_of
from core.area_changes import Change
from core.batch import any_begun
from core.details import write_detail
from core.likeness import number_of
from core.visits import RecordVisit
from core.words import Words, words

if TYPE_CHECKING:
    from bot.talk import Talk

CHANGES = frozenset(Change)
ADDING = "detail"
"""The talk that adds something to a report, and its first question."""
WAITED_FOR = ("lapor", "baru", ADDING)
"""Talks about one household: what is sent in the middle of one belongs there, not to the report before."""


def attach(talk: Talk) -> None:
    """Find out where it belongs, and say so. A talk that waits goes on, whatever becomes of it."""
    waiting = talk.waiting
    if any_begun(talk.event.text):
        talk.aside(*_with_reports(talk))
    elif waiting is None:
        _add_to_last(talk)
    elif not _answers(talk, waiting):
        (_keep if _makes_a_report(waiting) else _add_to_last)(talk)


def _makes_a_report(waiting: dict[str, Any]) -> bool:
    """Whether a talk is about one household; /baru may also be about an SLS."""
    about_an_sls = any(key == "what" and raw in CHANGES for key, raw in waiting["answers"])
    return waiting["flow"] in WAITED_FOR and not about_an_sls


def _with_reports(talk: Talk) -> list[Words]:
    """Typed reports are written under it: it belongs to the last of them, if any was saved."""
    reports, _ = talk.replay({"flow": "ketik", "typed": talk.event.text, "answers": []}, None)
    if not any(isinstance(command, RecordVisit) for command in talk.carrier.done):
        return [*reports.says, words("detail.not_kept")]
    added, _ = talk.replay({"flow": ADDING, "typed": "", "answers": []}, talk.heard(ADDING, text=""))
    return [*reports.says, *added.says]


def _answers(talk: Talk, waiting: dict[str, Any]) -> bool:
    """Give it as the answer to the question that waits; False when that wants something else."""
    turn, answers = talk.replay(waiting, talk.heard(waiting["asked"]))
    if turn.problem is not None:
        return False
    talk.keep(waiting, answers, turn)
    talk.reply(turn)
    return True


def _keep(talk: Talk) -> None:
    """Keep it with the talk that waits until that has come to its end."""
    waiting: dict[str, Any] = talk.waiting or {}
    detail = detail_of(talk.heard(""))
    if detail is not None:
        talk.waiting = {**waiting, "details": [*waiting.get("details", []), write_detail(detail)]}
        talk.aside(words(f"detail.kept_{detail.kind}"))


def _add_to_last(talk: Talk) -> None:
    """Add it to the report just made, or to that of the household whose number is written under it; or ask."""
    caption, waiting = talk.event.text, talk.waiting
    if number_of(caption) is not None and _of_number(talk, caption):
        return
    flow = {"flow": ADDING, "typed": "", "answers": []}
    turn, answers = talk.replay(flow, talk.heard(ADDING))
    if turn.question is None:
        talk.aside(*([turn.problem] if turn.problem else []), *turn.says)
    elif waiting is not None:
        talk.go_on(waiting, talk.heard(waiting["asked"], text=""))
    else:
        talk.start(flow, answers, turn)


def _of_number(talk: Talk, number: str) -> bool:
    """Add it to the report on the household of this number; when there is none yet, that report begins."""
    added, _ = talk.replay({"flow": ADDING, "typed": number, "answers": []}, talk.heard(ADDING, text=""))
    if added.question is None and added.problem is None:
        talk.aside(*added.says)
        return True
    detail = detail_of(talk.heard("", text=""))
    if added.question is not None or talk.waiting is not None or detail is None:
        return False
    flow = {"flow": "lapor", "typed": number, "answers": [], "details": [write_detail(detail)]}
    turn, answers = talk.replay(flow, None)
    turn.says.insert(0, words(f"detail.kept_{detail.kind}"))
    talk.start(flow, answers, turn)
    return True
