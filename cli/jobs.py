"""`catat job`: what the clock does, done by hand."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from cli.opening import campaign_in, clock_of, open_database
from cli.settings import SettingsError, load_settings
from cli.texts import speak_office_texts
from scheduler.jobs import run_by_hand
from scheduler.timetable import JOBS


def job(
    name: Annotated[str, typer.Argument(help=f"One of: {', '.join(JOBS)}.")],
    at: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%dT%H:%M%z", "%Y-%m-%dT%H:%M:%S%z"])] = None,
) -> None:
    """Do the runs of a job that are due at an instant (now, unless told otherwise). What was done is not done again."""
    if name not in JOBS:
        raise SettingsError(f"there is no job {name!r}; there are {', '.join(JOBS)}")
    settings = load_settings()
    speak_office_texts(settings)
    database = open_database(settings)
    instant = at or clock_of(settings, database).now()
    table = Table("region", "due", "result")
    for region, due, result in run_by_hand(database.write, name, campaign_in(settings, database), instant):
        table.add_row(region, due, result)
    database.close()
    Console().print(table if table.row_count else f"{name}: nothing is due at {instant.isoformat()}")
