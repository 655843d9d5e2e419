"""Drawing a course: what is done against what an even pace had done, for a small phone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.dates import format_date

from actions.course import read
from core.words import Words, words
from core.workload.targets import DAY, Course, Progress, Status
from delivery.fonts import width_of
from delivery.svg import Point, Svg, marks, png
from wording.pace import status_words
from wording.texts import title

SIDE = 900
"""Pixels of each side."""
LEFT, RIGHT, TOP, FOOT = 122.0, 864.0, 238.0, 738.0
"""The edges of the chart."""
INK, PALE, GRID = "#1f2933", "#7b8794", "#e4e7eb"
COLOURS = {
    Status.SAFE: "#1b8a5a",
    Status.AT_RISK: "#c2570c",
    Status.NOT_STARTED: "#52606d",
    Status.FINISHED: "#1b8a5a",
}
RISKY = "#fdebd8"
SMALL, NORMAL, BIG = 36, 41, 76
"""Pixels of text."""
ROOM = 570
"""Pixels for the heading beside the status."""
WEEK = 7


@dataclass(frozen=True)
class Picture:
    """What is drawn: a course as it stands on a day, in a language."""

    course: Course
    today: date
    language: str

    @property
    def progress(self) -> Progress:
        """How it stands."""
        return self.course.by(self.today)

    @property
    def evenings(self) -> list[date]:
        """The evening before the first day, and each until the last day, or until what was still done after it."""
        start, end = self.course.period.start, self.course.period.end
        last = max([end, *(day for day in self.course.settled if day <= self.today)])
        return [start + DAY * (n - 1) for n in range((last - start).days + 2)]

    def even(self, day: date | None) -> float:
        """What an even pace had settled by an evening, not rounded; None: the evening before all."""
        period = self.course.period
        worked = period.worked(period.start, day) if day else 0
        return self.course.total * worked / max(1, period.days)

    def say(self, said: Words) -> str:
        """Words in the language of the picture."""
        return title(said, self.language)


def draw_course(of: dict[str, Any]) -> bytes:
    """A PNG; `of` as actions/course.py describes it."""
    return png(picture_of(Picture(*read(of))))


def picture_of(picture: Picture) -> Svg:
    """The same as SVG."""
    svg = Svg(SIDE, SIDE)
    _heading(picture, svg)
    _frame(picture, svg)
    _lines(picture, svg)
    _legend(picture, svg)
    return svg


def _heading(picture: Picture, svg: Svg) -> None:
    progress = picture.progress
    figures = picture.say(words("course.figures", done=progress.done, total=progress.total))
    size = min(BIG, BIG * ROOM / width_of(figures, BIG, bold=True))
    svg.bold((45, 121), figures, size, INK)
    word = picture.say(status_words(progress.status)).partition(" ")[2]  # without its sign, which the font has not
    width = width_of(word, NORMAL, bold=True) + 38
    svg.box((872 - width, 66), (width, 75), COLOURS[progress.status], round_=14)
    svg.bold((872 - width / 2, 117), word, NORMAL, "white", "middle")
    below = picture.say(words("course.below", day=picture.today, expected=progress.expected))
    svg.text((45, 189), below, min(NORMAL, NORMAL * (SIDE - 90) / width_of(below, NORMAL)), PALE)


def _at(picture: Picture, place: float, households: float) -> Point:
    """Where a number of households on an evening (0: the one before all) is drawn."""
    last, most = max(1, len(picture.evenings) - 1), max(1, picture.course.total) * 1.04
    return LEFT + (RIGHT - LEFT) * place / last, FOOT - (FOOT - TOP) * households / most


def _lines(picture: Picture, svg: Svg) -> None:
    """What is done, the plan, and the foot of the chart."""
    course, evenings, colour = picture.course, picture.evenings, COLOURS[picture.progress.status]
    svg.line([(LEFT, FOOT), (RIGHT, FOOT)], PALE, 2)
    svg.line([_at(picture, n, picture.even(day)) for n, day in enumerate(evenings)], PALE, 4, "16 8")
    done = [_at(picture, n, course.by(day).done) for n, day in enumerate(evenings) if day <= picture.today]
    if done:
        svg.line(done, colour, 8)
    svg.dot(done[-1] if done else _at(picture, 0, 0), 11, colour)


def _still_safe(picture: Picture, day: date) -> float:
    """Below this a list is at risk on a day: two working evenings ago (core/workload/targets.py)."""
    before = picture.course.period.worked_before(day)
    return picture.even(picture.course.period.worked_before(before) if before else None)


def _frame(picture: Picture, svg: Svg) -> None:
    """Days on the horizontal axis, households on the other; days off are grey, and the risky zone is before them."""
    course, evenings = picture.course, picture.evenings
    for place in (place for place, day in enumerate(evenings) if course.period.is_off(day)):
        (left, _), (right, _) = _at(picture, place - 1, 0), _at(picture, place, 0)
        svg.box((left, TOP), (right - left, FOOT - TOP), GRID)
    for number in marks(max(1, course.total), 6):
        _, y = _at(picture, 0, number)
        svg.line([(LEFT, y), (RIGHT, y)], GRID, 2)
        svg.text((LEFT - 10, y + SMALL / 3), str(number), min(SMALL, SMALL * 4.6 / len(str(number))), INK, "end")
    risky = [_at(picture, n, _still_safe(picture, day)) for n, day in enumerate(evenings)]
    svg.area([(LEFT, FOOT), *risky, (RIGHT, FOOT)], RISKY)
    for place in range(1, len(evenings), max(WEEK, len(evenings) // 5)):
        x, _ = _at(picture, place, 0)
        svg.line([(x, FOOT), (x, FOOT + 8)], PALE, 2)
        day = format_date(evenings[place], format="d MMM", locale=picture.language)
        svg.text((min(x, SIDE - 12 - width_of(day, SMALL) / 2), FOOT + 49), day, SMALL, INK, "middle")


def _legend(picture: Picture, svg: Svg) -> None:
    """What is what, in the middle below the chart."""
    off = any(picture.course.period.is_off(day) for day in picture.evenings)
    names = ["done", "plan", "risky", *(["off"] if off else [])]
    said = {name: picture.say(words(f"course.{name}")) for name in names}
    wide = sum(width_of(each, SMALL) + 64 for each in said.values()) + 34 * (len(said) - 1)
    x, y = (SIDE - wide) / 2, 848.0
    for name, each in said.items():
        if name == "done":
            svg.line([(x + 4, y), (x + 46, y)], COLOURS[picture.progress.status], 8)
        elif name == "plan":
            svg.line([(x, y), (x + 48, y)], PALE, 4, "16 8")
        else:
            svg.box((x, y - 13), (48, 26), RISKY if name == "risky" else GRID)
        svg.text((x + 64, y + SMALL / 3), each, SMALL, INK)
        x += width_of(each, SMALL) + 98
