"""The report: everything about a played campaign in a folder. It holds no real time: the same plan, the same files."""

from __future__ import annotations

from pathlib import Path

from simulation.markdown import as_markdown
from simulation.picture import draw
from simulation.played import Played
from simulation.tables import (
    checks_table,
    days_table,
    enumerators_table,
    fingerprint,
    ladder_table,
    totals,
    write_csv,
)

PAGE = """# A simulated campaign

{size}: {messages:,} messages to the bot.
Fingerprint {fingerprint}. {verdict}

![Settled households, outcomes, hours and enumerators](campaign.svg)

## Day by day

{day_table}

## How refusals ended

{ladder_table}

## Compared with the books

{check_table}
{differences}"""


def write_report(played: Played, folder: Path) -> list[Path]:
    """Write report.md, campaign.svg and three CSV files; their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = {"days": days_table(played), "enumerators": enumerators_table(played), "checks": checks_table(played)}
    for name, (header, rows) in tables.items():
        write_csv(folder / f"{name}.csv", header, rows)
    draw(played, folder / "campaign.svg")
    header, rows = tables["days"]
    ends, refusals = ladder_table(played)
    page = PAGE.format(
        size=played.plan,
        messages=played.messages,
        fingerprint=fingerprint(played),
        verdict=verdict(played),
        day_table=as_markdown(header, [*rows, totals(header, rows)]),
        ladder_table=as_markdown(ends, [*refusals, totals(ends, refusals)]) if refusals else "No family refused.",
        check_table=as_markdown(*tables["checks"]),
        differences="".join(f"\n- {what}: {detail}" for what, detail in played.differences) + "\n",
    )
    (folder / "report.md").write_text(page, encoding="utf-8")
    return [folder / "report.md", folder / "campaign.svg", *(folder / f"{name}.csv" for name in tables)]


def verdict(played: Played) -> str:
    """One sentence: whether the bot and the books agree."""
    compared, differing = played.compared.total(), played.differing.total()
    if not differing:
        return f"All {compared:,} figures compared agree with the simulator's own books."
    return f"{differing:,} differences in {compared:,} comparisons with the simulator's own books."
