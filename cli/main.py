"""The `catat` command: the names of all commands. One is loaded when it is called, with all that it uses."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from contextlib import suppress
from importlib import import_module
from typing import Any, NoReturn

import typer
from typer.core import TyperGroup

from cli.terminal import SettingsError

COMMANDS = {
    "serve": ("cli.serve:serve", "Run everything in one process: web, sender, scheduler."),
    "web": ("cli.serve:web", "Run what receives: the webhook (or polling) and the web pages."),
    "sender": ("cli.serve:sender", "Run what sends."),
    "scheduler": ("cli.serve:scheduler", "Run the clock."),
    "demo": ("cli.demo:demo", "A day of a census in your browser: a made-up city, three phones, and a clock to move."),
    "sandbox": ("cli.sandbox:sandbox", "The local Telegram alone; point CATAT_TELEGRAM_URL at it."),
    "import": ("cli.imports:app", "Bring in areas, officers and households from CSV or XLSX."),
    "invite": (
        "cli.invitations:invite",
        "Make links that join chats to officers: one with its QR code, or many as sheets of cards.",
    ),
    "officer": ("cli.officers:app", "Officers."),
    "job": ("cli.jobs:job", "Do the runs of a job that are due at an instant (now, unless told otherwise)."),
    "sample": ("cli.sample:sample", "Write areas.csv, officers.csv and households.csv of a made-up Balikpapan."),
    "simulate": (
        "cli.simulate:simulate",
        "Play a campaign through the real bot on a virtual clock; exit code 1 when any figure differs from the books.",
    ),
    "status": (
        "cli.status:status",
        "Show processes, bots and leases, what waits in the outbox, parked updates, dead letters and unfinished runs.",
    ),
    "resend": ("cli.status:resend_letter", "Try a dead letter again."),
    "retry": ("cli.retry:retry", "Handle a parked update again, now."),
    "done": (
        "cli.status:done",
        "Take off the list what somebody has looked at: a dead letter or a parked update.",
    ),
    "audit": (
        "cli.audit:audit",
        "Tell the story of a household: who changed what, when, through which face, from what to what.",
    ),
    "trace": (
        "cli.trace:trace",
        "Tell what happened to an officer's messages: reports stored, answers sent, updates put aside.",
    ),
    "ladder": (
        "cli.ladders:ladder",
        "Show what follows a visit in vain: the steps of each ladder, their owners and deadlines.",
    ),
    "doctor": (
        "cli.doctor:doctor",
        "Check settings, database, clocks, disk, Telegram, webhook and processes; exit code 1 when something is wrong.",
    ),
    "bot": ("cli.bots:app", "The bots of this deployment, each for its areas."),
    "campaign": ("cli.campaign:app", "The campaign as a whole."),
    "backup": ("cli.backups:backup", "Write a whole copy of the database, while the service goes on."),
    "restore": ("cli.backups:restore_copy", "Fill the database from a copy, and bring it up to date."),
    "move": ("cli.moving:move", "Copy the whole database into an empty one, and compare."),
    "db": ("cli.databases:app", "The database."),
}
"""Where each command is (a function, or a Typer with commands of its own), and the first sentence of its help."""


class Commands(TyperGroup):
    """The commands: known by their sentences, until one is called."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that is called, loaded now."""
        if args[0] in COMMANDS:
            self.commands[args[0]] = load(args[0])
        return super().resolve_command(ctx, args)


def load(name: str) -> Any:
    """A command as Typer makes it; all that it imports is imported now."""
    module, _, attribute = COMMANDS[name][0].partition(":")
    found = getattr(import_module(module), attribute)
    if isinstance(found, typer.Typer):
        return typer.main.get_group(found)
    alone = typer.Typer(add_completion=False)
    alone.command(name)(found)
    return typer.main.get_command(alone)


def not_loaded() -> None:
    """Stands for a command in the list of all."""


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
    add_completion=False,
    help="Catat: field coordination for a door-to-door census.",
)
for command, (_, told) in COMMANDS.items():
    app.command(command, help=told)(not_loaded)


def main() -> None:
    """Run the command; a wrong setting is one sentence, not a traceback."""
    if sys.argv[1:2] and sys.argv[1] in COMMANDS:
        make_ready(sys.argv[1])
    try:
        app(prog_name="catat")
    except SettingsError as wrong:
        typer.echo(f"catat: {wrong}", err=True)
        leave(2)
    except SystemExit as left:
        leave(left.code)


def leave(code: str | int | None) -> NoReturn:
    """End the process with this exit code.

    Once it has talked to Telegram it ends without taking the interpreter apart: a thread of pyreqwest may ask for
    Python's lock at that moment, and Python 3.11 then aborts, with another exit code than the command's.
    """
    if "pyreqwest" in sys.modules and (code is None or isinstance(code, int)):
        atexit._run_exitfuncs()
        with suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code or 0)
    raise SystemExit(code)


def make_ready(name: str) -> None:
    """Load a command and set up its logs. Nothing that is loaded is garbage: looking for some would take a fifth of
    the time.
    """
    gc.disable()
    load(name)
    from cli.logs import set_up_logs

    gc.freeze()
    gc.enable()
    set_up_logs()
