"""The report: everything about a played campaign in a folder. It holds no real time: the same plan, the same files."""

from __future__ import annotations

from pathlib import Path

from simulation.picture import draw
from simulation.stage import Stage
from simulation.tables import (
    as_markdown,
    checks_table,
    days_table,
    enumerators_table,
    fingerprint,
    ladder_table,
    totals,
    write_csv,
)

PAGE = """# A simulated campaign

{households:,} households, {enumerators:,} enumerators, {days} days, seed {seed}: {messages:,} messages to the bot.
Fingerprint {fingerprint}. {verdict}

![Settled households, outcomes, hours and enumerators](campaign.svg)

## Day by day

{day_table}

## How refusals ended

{ladder_table}

## Compared with the books

{check_table}
{differences}"""


def write_report(stage: Stage, folder: Path) -> list[Path]:
    """Write report.md, campaign.svg and three CSV files; their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = {"days": days_table(stage), "enumerators": enumerators_table(stage), "checks": checks_table(stage)}
    for name, (header, rows) in tables.items():
        write_csv(folder / f"{name}.csv", header, rows)
    draw(stage, folder / "campaign.svg")
    header, rows = tables["days"]
    ends, refusals = ladder_table(stage)
    page = PAGE.format(
        **vars(stage.plan),
        messages=stage.telegram.updates,
        fingerprint=fingerprint(stage),
        verdict=verdict(stage),
        day_table=as_markdown(header, [*rows, totals(rows)]),
        ladder_table=as_markdown(ends, [*refusals, totals(refusals)]) if refusals else "No family refused.",
        check_table=as_markdown(*tables["checks"]),
        differences="".join(f"\n- {what}: {detail}" for what, detail in stage.differences) + "\n",
    )
    (folder / "report.md").write_text(page, encoding="utf-8")
    return [folder / "report.md", folder / "campaign.svg", *(folder / f"{name}.csv" for name in tables)]


def verdict(stage: Stage) -> str:
    """One sentence: whether the bot and the books agree."""
    compared, differing = stage.compared.total(), stage.differing.total()
    if not differing:
        return f"All {compared:,} figures compared agree with the simulator's own books."
    return f"{differing:,} differences in {compared:,} comparisons with the simulator's own books."
