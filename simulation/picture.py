"""The picture of a campaign: four charts in one SVG file. matplotlib is loaded only when one is drawn."""

from __future__ import annotations

from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from simulation.books import ENUMERATED, REFUSED
from simulation.played import Played
from simulation.tables import days_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

GREEN, RED, AMBER, GREY, BLUE = "#2a9d8f", "#c8553d", "#e9b44c", "#9aa5b1", "#33658a"
GROUPS = {
    "complete or partial": (ENUMERATED, GREEN),
    "not a household any more": ({"moved", "vacant", "no_dwelling", "deceased", "duplicate"}, GREY),
    "away, unable, no access": ({"away", "unable", "no_access"}, BLUE),
    "nobody home, appointment": ({"nobody_home", "appointment"}, AMBER),
    "refused": (REFUSED, RED),
}


def draw(played: Played, path: Path) -> None:
    """Write the picture; the same campaign gives the same file."""
    import matplotlib
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    with matplotlib.rc_context({"svg.hashsalt": "catat", "font.size": 9, "axes.spines.top": False}):
        figure = Figure(figsize=(13, 8), layout="constrained")
        FigureCanvasSVG(figure)
        figure.suptitle(str(played.plan))
        (pace, outcomes), (hours, people) = figure.subplots(2, 2)
        _pace(played, pace)
        _outcomes(played, outcomes)
        _hours(played, hours)
        _people(played, people)
        for axes in (pace, outcomes, hours):
            axes.yaxis.set_major_formatter("{x:,.0f}")
        figure.savefig(path, metadata={"Date": None})


def _pace(played: Played, axes: Axes) -> None:
    days, sheets = days_of(played), played.sheets.values()
    settled = list(accumulate(sum(sheet.settled[day] for sheet in sheets) for day in days))
    listed, numbers = sum(len(sheet.cases) for sheet in sheets), range(1, len(days) + 1)
    axes.plot(numbers, settled, color=GREEN, marker="o", markersize=3, label="settled")
    axes.plot([0, len(days)], [0, listed], color=GREY, linestyle="--", label="an even pace")
    axes.set(title="Settled households", xlabel="day of fieldwork", ylim=(0, None))
    axes.legend(frameon=False)


def _outcomes(played: Played, axes: Axes) -> None:
    days = days_of(played)
    below = [0] * len(days)
    for name, (outcomes, color) in GROUPS.items():
        counts = [sum(played.outcomes[day, outcome] for outcome in sorted(outcomes)) for day in days]
        axes.bar(range(1, len(days) + 1), counts, bottom=below, color=color, label=name, width=0.8)
        below = [low + count for low, count in zip(below, counts, strict=True)]
    axes.set(title="Visits by day and outcome", xlabel="day of fieldwork")
    axes.legend(frameon=False, fontsize=7, loc="upper center", bbox_to_anchor=(0.5, -0.16), ncols=3)


def _hours(played: Played, axes: Axes) -> None:
    axes.bar(range(24), [played.hours[hour] for hour in range(24)], color=BLUE, width=0.8)
    axes.set(title="Messages to the bot by hour of arrival", xlabel="hour of the day", xlim=(-0.6, 23.6))


def _people(played: Played, axes: Axes) -> None:
    days = days_of(played)
    settled = [[sheet.settled[day] for day in days] for sheet in played.sheets.values()]
    image = axes.imshow(
        settled, aspect="auto", cmap="YlGn", interpolation="nearest", extent=(0.5, len(days) + 0.5, len(settled), 0)
    )
    axes.set(title="Households settled, an enumerator a line", xlabel="day of fieldwork", ylabel="enumerator")
    axes.figure.colorbar(image, ax=axes)
