"""The picture of a campaign: four charts in one SVG file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from delivery.fonts import width_of
from delivery.svg import Point, Svg, marks
from simulation.books import ENUMERATED, REFUSED
from simulation.played import Played
from simulation.tables import days_of

GREEN, RED, AMBER, GREY, BLUE = "#2a9d8f", "#c8553d", "#e9b44c", "#9aa5b1", "#33658a"
GROUPS = {
    "complete or partial": (ENUMERATED, GREEN),
    "not a household any more": ({"moved", "vacant", "no_dwelling", "deceased", "duplicate"}, GREY),
    "away, unable, no access": ({"away", "unable", "no_access"}, BLUE),
    "nobody home, appointment": ({"nobody_home", "appointment"}, AMBER),
    "refused": (REFUSED, RED),
}


INK, GRID = "#1f2933", "#e4e7eb"
WIDTH, HEIGHT = 1300, 800
SIZE, TITLE = 12, 15
"""Pixels of text."""
PALEST, DARKEST = (255, 255, 229), (0, 69, 41)
"""Colours of no household and of most, as red, green and blue."""


@dataclass(frozen=True)
class Chart:
    """One of the four: its corner and size in the picture, and how far its axes go, from `low` across."""

    svg: Svg
    corner: Point
    size: Point
    low: float
    high: float
    most: float

    def at(self, x: float, y: float) -> Point:
        """Where a value is drawn."""
        (left, top), (width, height) = self.corner, self.size
        return left + width * (x - self.low) / (self.high - self.low), top + height * (1 - y / self.most)

    def frame(self, title: str, across: str, numbers: Sequence[int]) -> None:
        """The title, the marks of both axes, and what is across."""
        (left, top), (width, height) = self.corner, self.size
        self.svg.bold((left + width / 2, top - 14), title, TITLE, INK, "middle")
        self.svg.text((left + width / 2, top + height + 36), across, SIZE, INK, "middle")
        for number in marks(self.most, 6):
            _, y = self.at(self.low, number)
            self.svg.line([(left, y), (left + width, y)], GRID, 1)
            self.svg.text((left - 8, y + SIZE / 3), f"{number:,}", SIZE, INK, "end")
        for number in numbers:
            x, _ = self.at(number, 0)
            self.svg.text((x, top + height + 18), str(number), SIZE, INK, "middle")
        self.svg.line([(left, top + height), (left + width, top + height)], INK, 1)

    def bar(self, x: float, low: float, high: float, colour: str) -> None:
        """A bar around x from one height to another."""
        (left, bottom), (right, top) = self.at(x - 0.4, low), self.at(x + 0.4, high)
        self.svg.box((left, top), (right - left, bottom - top), colour)


def draw(played: Played, path: Path) -> None:
    """Write the picture; the same campaign gives the same file."""
    svg = Svg(WIDTH, HEIGHT)
    svg.bold((WIDTH / 2, 28), str(played.plan), TITLE, INK, "middle")
    _pace(played, svg)
    _outcomes(played, svg)
    _hours(played, svg)
    _people(played, svg)
    path.write_text(str(svg), encoding="utf-8")


def _pace(played: Played, svg: Svg) -> None:
    days, sheets = days_of(played), played.sheets.values()
    settled = list(accumulate(sum(sheet.settled[day] for sheet in sheets) for day in days))
    listed = sum(len(sheet.cases) for sheet in sheets)
    chart = Chart(svg, (75, 80), (540, 270), 0, len(days), max(listed, *settled, 1) * 1.05)
    chart.frame("Settled households", "day of fieldwork", marks(len(days), 10))
    svg.line([chart.at(0, 0), chart.at(len(days), listed)], GREY, 1.5, "6 4")
    points = [chart.at(n, number) for n, number in enumerate(settled, 1)]
    svg.line(points, GREEN, 2)
    for point in points:
        svg.dot(point, 3, GREEN, GREEN)
    _legend(svg, (95, 100), {"settled": GREEN, "an even pace": GREY})


def _outcomes(played: Played, svg: Svg) -> None:
    days = days_of(played)
    counts = {
        name: [sum(played.outcomes[day, outcome] for outcome in sorted(outcomes)) for day in days]
        for name, (outcomes, _) in GROUPS.items()
    }
    most = max(1, *(sum(each[n] for each in counts.values()) for n in range(len(days))))
    chart = Chart(svg, (715, 80), (540, 250), 0.4, len(days) + 0.6, most * 1.05)
    chart.frame("Visits by day and outcome", "day of fieldwork", marks(len(days), 10)[1:])
    for n in range(len(days)):
        low = 0
        for name, (_, colour) in GROUPS.items():
            chart.bar(n + 1, low, low + counts[name][n], colour)
            low += counts[name][n]
    names = {name: colour for name, (_, colour) in GROUPS.items()}
    _legend(svg, (715, 388), dict(list(names.items())[:3]), across=True)
    _legend(svg, (715, 407), dict(list(names.items())[3:]), across=True)


def _hours(played: Played, svg: Svg) -> None:
    counts = [played.hours[hour] for hour in range(24)]
    chart = Chart(svg, (75, 470), (540, 270), -0.6, 23.6, max(1, *counts) * 1.05)
    chart.frame("Messages to the bot by hour of arrival", "hour of the day", range(0, 24, 4))
    for hour, number in enumerate(counts):
        chart.bar(hour, 0, number, BLUE)


def _people(played: Played, svg: Svg) -> None:
    """A line for each enumerator, a field for each day, the darker the more were settled."""
    days, sheets = days_of(played), list(played.sheets.values())
    most = max(1, *(sheet.settled[day] for sheet in sheets for day in days))
    chart = Chart(svg, (715, 470), (470, 270), 0.5, len(days) + 0.5, len(sheets))
    chart.frame("Households settled, an enumerator a line", "day of fieldwork", marks(len(days), 10)[1:])
    for row, sheet in enumerate(sheets):
        for n, day in enumerate(days, 1):
            (left, top), (right, bottom) = chart.at(n - 0.5, row + 1), chart.at(n + 0.5, row)
            svg.box((left, top), (right - left, bottom - top), _shade(sheet.settled[day] / most))
    for n in range(20):
        svg.box((1205, 470 + 13.5 * n), (18, 13.5), _shade((19 - n) / 19))
    for number in marks(most, 5):
        svg.text((1230, 740 - 270 * number / most + SIZE / 3), str(number), SIZE, INK)


def _shade(share: float) -> str:
    return f"rgb({','.join(f'{low + (high - low) * share:.0f}' for low, high in zip(PALEST, DARKEST, strict=True))})"


def _legend(svg: Svg, corner: Point, names: dict[str, str], *, across: bool = False) -> None:
    """Names and their colours, one below the other or in a row."""
    x, y = corner
    for name, colour in names.items():
        svg.box((x, y - 9), (14, 9), colour)
        svg.text((x + 19, y), name, SIZE, INK)
        x, y = (x + 33 + width_of(name, SIZE), y) if across else (x, y + 18)
