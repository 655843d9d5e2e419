"""/capaian: one's own progress against the plan, in words at once and as a picture behind them."""

from __future__ import annotations

from bot.flows.kit import Script, do, look, say
from core.people.person import Caller
from core.words import Share, words
from core.workload.households import CourseOf, DrawCourse
from wording.pace import left_words, status_words


def show_pace(me: Caller, typed: str = "") -> Script[None]:
    """How far the list is, and its picture."""
    course = yield from look(CourseOf(me.officer or "", me.today))
    progress = course.by(me.today)
    if not progress.total:
        yield from say(words("target.empty"))
        return
    yield from do(DrawCourse(me, course))
    over = course.period.is_over(me.today)
    figures = {"done": progress.done, "total": progress.total, "expected": progress.expected}
    yield from say(
        words(
            "course.over" if over else "course.now" if progress.remaining else "course.finished",
            day=me.today,
            share=Share(progress.done, progress.total),
            status=status_words(progress.status),
            planned=progress.planned,
            left=left_words(progress),
            end=course.period.end,
            **figures,
        )
    )
