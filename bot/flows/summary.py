"""/ringkasan: a leader's team today. The evening digest is the same script, run by the clock."""

from __future__ import annotations

from bot.flows.kit import Script, look, say
from core.cases.casework import CasesBelow
from core.cases.closing import ClosingBelow
from core.cases.letters import UnansweredLetters
from core.people.person import Caller
from core.review.submitted import ReviewBelow
from core.workload.giving_back import WaitingBelow
from core.workload.team import SummaryOf
from wording.cases import overview_words as case_words
from wording.closing import waiting_words as closing_words
from wording.giving import waiting_words
from wording.letters import overdue_words
from wording.reviewed import overview_words
from wording.summary import summary_words


def show_summary(me: Caller, typed: str = "") -> Script[None]:
    """Tell the team's figures as they stand now."""
    yield from tell_summary(me, "summary.now")


def evening_summary(me: Caller) -> Script[None]:
    """Tell the team's figures of the day, in the evening."""
    yield from tell_summary(me, "summary.evening")


def tell_summary(me: Caller, key: str) -> Script[None]:
    """Tell the figures of the day and what waits for the leader. key: of the text around them."""
    summary = yield from look(SummaryOf(me.officer or "", me.today, me.at))
    waiting = yield from look(WaitingBelow(me.officer or "", me.at))
    review = yield from look(ReviewBelow(me.officer or ""))
    letters = yield from look(UnansweredLetters(me.officer or ""))
    cases = case_words((yield from look(CasesBelow(me.officer or ""))), me.at)
    late = overdue_words(letters, me.role, me.at)
    closing = closing_words((yield from look(ClosingBelow(me))), me.at)
    notes = [*closing, *cases, *overview_words(review, me.at), *waiting_words(waiting, me.at), *late]
    yield from say(summary_words(key, summary, me.today, notes))
