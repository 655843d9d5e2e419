"""`catat officer`: what the office does with officers beside importing them."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from actions.replacing import tell_replaced
from actions.suspending import tell_suspended
from cli.opening import campaign_of, clock_of, open_database
from cli.settings import SettingsError, load_settings
from cli.sheets import write_rows
from cli.terminal import by_terminal
from core.face import Face
from db.engine.work import Work
from db.people.chats import chat_of
from db.people.codes import is_place
from db.people.officers import OfficerRow, officers
from db.people.replacing import Replaced, replace_officer
from db.people.suspending import Suspended, suspend_officer

app = typer.Typer(no_args_is_help=True, help="Officers.")
WHAT = {
    "officer.supervisor": "people directly below",
    "household.enumerator": "households on the list",
    "pursuit.owner": "open cases",
    "pursuit_act.receiver": "cases that were handed over to this officer",
    "giving_back.officer": "waiting wishes to give work back",
    "help_letter.officer": "letters without an answer",
    "message.officer": "messages to the people below",
    "proposal.officer": "proposals to reassign, of this officer",
    "proposal.giver": "proposals to reassign, from this officer's list",
    "proposal_share.receiver": "proposed shares not yet answered",
}


COLUMNS = ("officer", "name", "role", "area", "chat", "last report")


class State(StrEnum):
    """How an officer's chat stands. blocked: the bot cannot write there any more."""

    JOINED = "joined"
    BLOCKED = "blocked"
    NEVER = "never"


class OnlyLooked(Exception):
    """Nothing is to be kept: the transaction ends as if it had not been."""

    def __init__(self, replaced: Replaced) -> None:
        super().__init__()
        self.replaced = replaced


@app.command()
def replace(
    old: Annotated[str, typer.Argument(help="The id of the officer who leaves.")],
    new: Annotated[
        str, typer.Argument(help="The id of the officer who takes over; imported before, of the same role.")
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would go over.")] = False,
) -> None:
    """Hand everything of one officer over to another: people, households, cases, wishes. The service may run."""
    settings = load_settings("secret_key")
    database = open_database(settings)
    campaign, now = campaign_of(settings), clock_of(settings, database).now()

    def hand_over(work: Work) -> tuple[Replaced, list[str], bool]:
        by = by_terminal(Face.TERMINAL, now, "officer replace")
        replaced = replace_officer(work, old, new, campaign.fieldwork, by)
        if dry_run:
            raise OnlyLooked(replaced)
        return replaced, tell_replaced(work, replaced, now), chat_of(work, new) is not None

    try:
        replaced, told, joined = database.write(hand_over)
    except ValueError as wrong:
        raise SettingsError(str(wrong)) from None
    except OnlyLooked as looked:
        show(looked.replaced)
        typer.echo("Nothing was changed.")
        return
    finally:
        database.close()
    show(replaced)
    typer.echo(f"{new} has taken over from {old}. Told: {', '.join(told) or 'nobody, for none of them has joined'}.")
    if not joined:
        typer.echo(f"{new} has not joined yet: `catat invite {new}` makes the invitation.")


@app.command()
def suspend(
    officer: Annotated[str, typer.Argument(help="The id of the officer who is to do nothing more in the chat.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what is concerned.")] = False,
) -> None:
    """Cut off an officer without a successor: the chat and open invitations. The work stays, and its leader is told.

    A new invitation lets the officer in again; `catat officer replace` hands the work over.
    """
    settings = load_settings("secret_key")
    database = open_database(settings)
    database.keeps = not dry_run
    now = clock_of(settings, database).now()

    def cut_off(work: Work) -> tuple[Suspended, list[str]]:
        suspended = suspend_officer(work, officer, now, by_terminal(Face.TERMINAL, now, "officer suspend"))
        return suspended, tell_suspended(work, suspended, now)

    try:
        found, told = database.write(cut_off)
    except ValueError as wrong:
        raise SettingsError(str(wrong)) from None
    finally:
        database.close()
    chat = "the chat was cut off" if found.left is not None else "there was no chat"
    typer.echo(f"{officer}: {chat}, {found.invites} open invitations are void.")
    typer.echo(f"Left: {found.households:,} open households on the list, {len(found.people):,} people directly below.")
    typer.echo("Nothing was changed: this was a dry run." if dry_run else f"Told: {', '.join(told) or 'nobody'}.")


@app.command("list")
def list_officers(
    area: Annotated[str, typer.Option(help="Only officers of this area, by its code.")] = "",
    state: Annotated[State | None, typer.Option(help="Only these.")] = None,
    csv: Annotated[Path | None, typer.Option(help="Write them as a table, too.")] = None,
) -> None:
    """Who has joined, who has blocked the bot, who never joined, and on which day each last reported."""
    database = open_database(load_settings())
    try:
        with database.read() as work:
            if area and not is_place(work, area):
                raise SettingsError(f"there is no area {area!r}: see the areas' file")
            rows = officers(work, area)
    finally:
        database.close()
    states = Counter(state_of(row) for row in rows)
    shown = [row_of(row) for row in rows if state in (None, state_of(row))]
    table = Table(*COLUMNS)
    for row in shown:
        table.add_row(*row)
    Console().print(table)
    counted = ", ".join(f"{states[each]:,} {each}" for each in State)
    typer.echo(f"{len(rows):,} officers: {counted}.")
    if csv is not None:
        write_rows(csv, COLUMNS, shown)


def state_of(row: OfficerRow) -> State:
    """Whether an officer can be reached."""
    if not row.joined:
        return State.NEVER
    return State.BLOCKED if row.blocked_at is not None else State.JOINED


def row_of(row: OfficerRow) -> tuple[str, ...]:
    """A line of the table. The last report: the officer's own day."""
    place = f"{row.area} {row.place}".strip()
    return row.id, row.name, row.role, place, state_of(row), str(row.reported or "")


def show(replaced: Replaced) -> None:
    """Print what goes over."""
    table = Table("what", "how many")
    for name, number in replaced.moved.items():
        table.add_row(WHAT[name], f"{number:,}")
    Console().print(table)
