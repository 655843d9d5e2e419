"""/periksa: a leader checks reports, one after the other: approves, returns with a reason, or leaves one for later.

Each report is a talk of its own, which ends with the leader's word and leads to the next report. What is typed behind
the command says where the talk is:

| typed | means |
|---|---|
| nothing | whose reports? |
| `PPL-0001`, `all`, `approved` | the first that waits, of this enumerator or of all, or that a supervisor approved |
| `PPL-0001 124` | this report of them |
| `PPL-0001 sent 124` | those that came in one message with this one |
| `PPL-0001 124 2022-10-20T01:00:00+00:00` | the one after it; the instant is since when it waited |
| `124` | this report alone, as messages name it: /periksa_124 |
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from bot.flows.kit import Choice, Option, Script, about, ask_text, choose, do, look, say, then
from bot.flows.kit.evidence import SEE_PHOTOS, show_photos
from core.people.person import Caller
from core.problems import Problem
from core.review.states import State, level_of, may_decide
from core.review.submitted import (
    RETURN_WORDS,
    ReportsToCheck,
    ReportToCheck,
    ReturnReason,
    Review,
    ReviewBelow,
    Submitted,
)
from core.words import words
from wording.reviewed import LISTED, done_words, message_words, reason_words, report_words, who_words

ALL, APPROVED = "all", "approved"
PLACE = re.compile(r"(?:(?P<whose>\S+) )?(?P<visit>\d{1,15})(?: (?P<since>\d{4}-\d\d-\d\dT\S+))?")
SENT = re.compile(r"(?P<whose>\S+) sent (?P<visit>\d{1,15})")
NAMED = 20
"""Reports of one message that are told one by one."""
SHOWN = 40
EVERYBODY = Choice(ALL, words("review.button_everybody"), ("semua", "all", "everybody"))
BY_SUPERVISOR = Choice(APPROVED, words("review.button_approved"), ("disetujui", "sudah disetujui", "approved"))
APPROVE = Choice("approve", words("review.button_approve"), ("setuju", "setujui", "ya", "ok", "approve", "yes"))
RETURN = Choice("return", words("review.button_return"), ("perbaiki", "kembalikan", "return", "salah"))
SKIP = Choice("skip", words("review.button_skip"), ("lewati", "lewat", "nanti", "skip", "later"))
ONE_BY_ONE = Choice("one", words("review.button_one_by_one"), ("satu", "lihat", "satu satu", "one by one", "one"))
YES = Choice("yes", words("review.button_yes"), ("ya", "yes", "ok", "setuju"))
NO = Choice("no", words("review.button_no"), ("tidak", "belum", "no"))


def check_reports(me: Caller, typed: str = "") -> Script[None]:
    """Check reports; the table above says where the talk is."""
    found = PLACE.fullmatch(typed)
    if sent := SENT.fullmatch(typed):
        yield from _check_message(me, sent["whose"], int(sent["visit"]))
    elif found is None:
        yield from _pick_whose(me, typed)
    elif found["since"]:
        yield from _go_to_next(me, found["whose"] or ALL, (_instant(found["since"]), int(found["visit"])))
    else:
        yield from _check(me, found["whose"] or "", int(found["visit"]))


def _pick_whose(me: Caller, typed: str) -> Script[None]:
    """Whose reports: asked, or named by id or the beginning of the name."""
    overview = yield from look(ReviewBelow(me.officer or ""))
    second = may_decide(level_of(me.role), State.APPROVED, approve=True)
    approved = (yield from look(ReportsToCheck(me.officer or "", approved=True, limit=1))) if second else []
    asked = not typed
    if asked:
        alone = len(overview.waiting) == 1 and not approved
        if alone or not (overview.waiting or approved):
            yield from say(who_words(overview, me))
            if alone:
                yield from _go_to_next(me, overview.waiting[0].officer, None)
            return
        named = [
            Choice(each.officer, words("review.button_of", name=each.name, n=each.number)) for each in overview.waiting
        ]
        choices = [*named[:LISTED], *([EVERYBODY] if len(named) > 1 else []), *([BY_SUPERVISOR] if approved else [])]
        typed = yield from ask_text("whose", who_words(overview, me), choices)
    wanted = typed.casefold()
    people = [each for each in overview.waiting if each.officer.casefold() == wanted]
    people = people or [each for each in overview.waiting if each.name.casefold().startswith(wanted)]
    if typed in (ALL, APPROVED):
        yield from _go_to_next(me, typed, None)
    elif len(people) == 1:
        yield from _go_to_next(me, people[0].officer, None)
    elif asked:
        raise Problem("choose_one")
    else:
        yield from say(words("review.nothing_of", typed=typed[:SHOWN]))


def _go_to_next(me: Caller, whose: str, after: tuple[datetime, int] | None) -> Script[None]:
    """The talk about the next report that waits, or the end of them."""
    queue = yield from look(_queue(me, whose))
    to_come = [one for one in queue if after is None or one.place > after]
    if to_come:
        first = to_come[0]
        begun = after is not None and first.since == after[0]  # one of this message was looked at
        sent = "sent " if len(_of_message(queue, first)) > 1 and not begun else ""
        yield from then("periksa", f"{whose} {sent}{first.id}")
        return
    yield from say(words("review.skipped", n=len(queue)) if queue else words("review.all_checked"))


def _queue(me: Caller, whose: str) -> ReportsToCheck:
    officer = "" if whose in (ALL, APPROVED) else whose
    return ReportsToCheck(me.officer or "", officer, whose == APPROVED)


def _of_message(queue: Sequence[Submitted], report: Submitted) -> tuple[Submitted, ...]:
    """The reports that came in one message with this one and have nothing odd about them, it included."""
    if report.message is None:
        return ()
    return tuple(one for one in queue if one.message == report.message and not one.hints and not one.again)


def _check_message(me: Caller, whose: str, visit: int) -> Script[None]:
    """Reports that came in one message: approve them together, look at each, or ask who sent them."""
    queue = yield from look(_queue(me, whose))
    first = next((one for one in queue if one.id == visit), None)
    ones = _of_message(queue, first) if first else ()
    if first is None or len(ones) < 2:
        yield from _go_to_next(me, whose, None)
        return
    also = ("setujui", "setuju", "semua", "ya", "ok", "yes")
    approve = Choice("all", words("review.button_approve_n", n=len(ones)), also)
    ask = Choice("ask", words("review.button_ask", name=first.name), ("tanya", "ask"))
    options = [Option(choice, choice.id) for choice in (approve, ONE_BY_ONE, ask)]
    key = f"s{len(ones)}v{max(one.id for one in ones)}"
    word = yield from choose(key, message_words(ones, NAMED, me), options, columns=2)
    if word == ask.id:
        yield from then("pesan", first.officer)
    elif word == ONE_BY_ONE.id:
        yield from then("periksa", f"{whose} {first.id}")
    else:
        yield from _carry_out(Review(me, ones, approve=True))
        yield from _go_to_next(me, whose, None)


def _check(me: Caller, whose: str, visit: int) -> Script[None]:
    """One report: the leader's word on it, and what comes next."""
    report = yield from look(ReportToCheck(me.officer or "", visit))
    if report is None or report.reporter == me.officer:
        yield from say(words("review.not_there"))
        yield from _go_on(me, whose)
        return
    level = level_of(me.role)
    options = [
        Option(choice, choice.id)
        for choice, approve in ((APPROVE, True), (RETURN, False))
        if may_decide(level, report.state, approve=approve)
    ]
    if not options:
        yield from say(report_words(report, me))
        yield from _go_on(me, whose, report)
        return
    queue = (yield from look(_queue(me, whose))) if whose else []
    easy = tuple(one for one in queue if not one.hints and not one.again) if whose not in ("", ALL, APPROVED) else ()
    options += [Option(SKIP, SKIP.id)] if whose else []
    options += [Option(SEE_PHOTOS, SEE_PHOTOS.id)] if report.photos else []
    if len(easy) > 1:
        many = Choice("many", words("review.button_many", n=len(easy)), ("setujui semua", "semua", "approve all"))
        options.append(Option(many, many.id))
    left = sum(one.place > report.place for one in queue)
    word = yield from choose(f"r{visit}c{report.check}", report_words(report, me, left), options, columns=3)
    if word == SKIP.id:
        yield from _go_on(me, whose, report)
    elif word == SEE_PHOTOS.id:
        household = report.household
        about = words("case.team_household", no=household.no, head=household.head, name=report.name)
        yield from show_photos(me, report.photos, about)
        yield from then("periksa", f"{whose} {visit}".strip())
    elif word == "many":
        yield from _approve_many(me, whose, report, easy)
    else:
        reason = "" if word == APPROVE.id else (yield from _why(report))
        yield from _carry_out(Review(me, (report,), word == APPROVE.id, reason))
        yield from _go_on(me, whose, report)


def _why(report: Submitted) -> Script[str]:
    """Why a report is returned: a usual reason, or words."""
    no, head = report.household.no, report.household.head
    yield from about(words("case.team_household", no=no, head=head, name=report.name))
    usual = [Choice(reason, reason_words(reason), RETURN_WORDS[reason]) for reason in ReturnReason]
    return (yield from ask_text("why", words("review.why", name=report.name), usual, limit=200))


def _approve_many(me: Caller, whose: str, report: Submitted, easy: tuple[Submitted, ...]) -> Script[None]:
    """Approve all reports of one enumerator that nothing is odd about, after one more question."""
    options = [Option(YES, True), Option(NO, False)]
    sure = words("review.sure", n=len(easy), name=report.name)
    key = f"all{len(easy)}v{max(one.id for one in easy)}"
    if (yield from choose(key, sure, options, columns=2)):
        yield from _carry_out(Review(me, easy, approve=True))
        yield from _go_to_next(me, whose, None)
    else:
        yield from then("periksa", f"{whose} {report.id}")


def _carry_out(command: Review) -> Script[None]:
    """Do it, and say what became of it."""
    reviewed = yield from do(command)
    for said in done_words(reviewed, command):
        yield from say(said)


def _go_on(me: Caller, whose: str, after: Submitted | None = None) -> Script[None]:
    """The next report of those that are being checked; nothing when a single one was."""
    if whose and after is not None:
        yield from then("periksa", f"{whose} {after.id} {after.since.isoformat()}")
    elif whose:
        yield from _go_to_next(me, whose, None)


def _instant(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise Problem("choice_gone") from None
    if at.tzinfo is None:
        raise Problem("choice_gone")
    return at
