"""Drawing a course: what is done against what an even pace had done, for a small phone. matplotlib is loaded here only.

Figures are drawn without pyplot and without shared settings, so that nothing of one picture is left for the next.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from babel.dates import format_date

from bot.course import read
from bot.flows.kit.pace import status_words
from bot.texts import title
from core.targets import DAY, Course, Progress, Status
from core.words import Words, words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SIDE, DOTS = 6.0, 150
"""Inches, and dots an inch: 900 x 900 pixels."""
INK, PALE, GRID = "#1f2933", "#7b8794", "#e4e7eb"
COLOURS = {
    Status.SAFE: "#1b8a5a",
    Status.AT_RISK: "#c2570c",
    Status.NOT_STARTED: "#52606d",
    Status.FINISHED: "#1b8a5a",
}
RISKY = "#fdebd8"
SMALL, NORMAL, BIG = 17, 19, 33
LONG = 12
"""Characters of the heading that find room beside the status."""
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
    """A PNG; `of` as bot/course.py describes it."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    picture = Picture(*read(of))
    figure = Figure(figsize=(SIDE, SIDE), dpi=DOTS, facecolor="white")
    FigureCanvasAgg(figure)
    _heading(picture, figure)
    axes = figure.add_axes((0.135, 0.18, 0.825, 0.555))
    _lines(picture, axes)
    _frame(picture, axes)
    spacing = {"columnspacing": 0.9, "handlelength": 1.3, "handletextpad": 0.5}
    figure.legend(loc="lower center", ncols=4, frameon=False, fontsize=SMALL, labelcolor=INK, **spacing)
    png = io.BytesIO()
    figure.savefig(png, format="png", metadata={"Software": None})
    return png.getvalue()


def _heading(picture: Picture, figure: Figure) -> None:
    progress = picture.progress
    colour = COLOURS[progress.status]
    figures = picture.say(words("course.figures", done=progress.done, total=progress.total))
    size = BIG if len(figures) <= LONG else BIG * LONG / len(figures)
    word = picture.say(status_words(progress.status)).partition(" ")[2]  # without its sign, which the font has not
    figure.text(0.05, 0.865, figures, fontsize=size, fontweight="bold", color=INK)
    box = {"boxstyle": "round,pad=0.45", "facecolor": colour, "edgecolor": "none"}
    figure.text(
        0.95, 0.885, word, fontsize=SMALL + 2, fontweight="bold", color="white", ha="right", va="center", bbox=box
    )
    below = words("course.below", day=picture.today, expected=progress.expected)
    figure.text(0.05, 0.79, picture.say(below), fontsize=NORMAL, color=PALE)


def _lines(picture: Picture, axes: Axes) -> None:
    """What is done, the plan, and the zone behind it."""
    course, evenings, colour = picture.course, picture.evenings, COLOURS[picture.progress.status]
    done = [course.by(day).done for day in evenings if day <= picture.today]
    line: dict[str, Any] = {"color": colour, "clip_on": False, "zorder": 3}
    axes.plot(done, linewidth=4, solid_capstyle="round", label=picture.say(words("course.done")), **line)
    axes.plot(len(done) - 1, done[-1] if done else 0, "o", markersize=11, markeredgecolor="white", **line)
    plan = [picture.even(day) for day in evenings]
    axes.plot(plan, color=PALE, linewidth=2, linestyle=(0, (4, 2)), label=picture.say(words("course.plan")))
    risky = [_still_safe(picture, day) for day in evenings]
    axes.fill_between(range(len(risky)), risky, color=RISKY, linewidth=0, label=picture.say(words("course.risky")))


def _still_safe(picture: Picture, day: date) -> float:
    """Below this a list is at risk on a day: two working evenings ago (core/targets.py)."""
    before = picture.course.period.worked_before(day)
    return picture.even(picture.course.period.worked_before(before) if before else None)


def _frame(picture: Picture, axes: Axes) -> None:
    """Days on the horizontal axis, households on the other; days off are grey."""
    course, evenings = picture.course, picture.evenings
    label = picture.say(words("course.off"))
    for place in (place for place, day in enumerate(evenings) if course.period.is_off(day)):
        axes.axvspan(place - 1, place, color=GRID, linewidth=0, zorder=0.5, label=label)
        label = "_"
    short = partial(format_date, format="d MMM", locale=picture.language)
    days = range(1, len(evenings), max(WEEK, len(evenings) // 5))
    axes.set_xticks(list(days), [short(evenings[place]) for place in days], fontsize=SMALL, color=INK)
    axes.set_xlim(0, len(evenings) - 1)
    axes.set_ylim(0, max(1, course.total) * 1.04)
    axes.locator_params(axis="y", integer=True, nbins=6)
    axes.tick_params(axis="y", labelsize=SMALL, labelcolor=INK, length=0)
    axes.tick_params(axis="x", length=4, color=PALE, pad=7)
    axes.grid(axis="y", color=GRID, linewidth=1)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(PALE)
