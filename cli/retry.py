"""`catat retry`: a parked update is handled again, once its cause is mended, as if it had come just now."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import Annotated

import typer

from bot.event import Event, event_of
from bot.hear import hear
from cli.opening import campaign_in, clock_of, open_database
from cli.settings import SettingsError, load_settings
from cli.texts import speak_office_texts
from core.campaign import Campaign
from db.engine.passing import passes
from db.engine.work import Work
from db.outbox.inbox import note_failure, parked_update, take_back
from db.people.chats import lock_chat
from running.clock import Clock
from running.traces import place_of

HEAVY_SECONDS = 10.0
"""Of the processor; after these the command is ended, so that it does not hold the database up."""


def retry(
    update: Annotated[str, typer.Argument(help="A parked update (BOT/UPDATE), as `catat status` shows it.")],
) -> None:
    """Handle a parked update again, now. The person gets the answer; what fails once more stays parked."""
    known = re.fullmatch(r"(\d{1,19})/(\d{1,18})", update, re.ASCII)
    if known is None:
        raise SettingsError(f"{update!r} is not BOT/UPDATE, as `catat status` shows a parked update")
    settings = load_settings("secret_key")
    database = open_database(settings)
    speak_office_texts(settings)
    clock, bot, number = clock_of(settings, database), int(known[1]), int(known[2])
    try:
        with bounded():
            campaign = campaign_in(settings, database)
            database.write(partial(handle_again, bot=bot, number=number, campaign=campaign, clock=clock))
    except SettingsError:
        raise
    except Exception as error:
        if passes(error):
            raise SettingsError(f"the database is away ({type(error).__name__}): try again") from None
        where = f"{type(error).__name__} at {place_of(error)}"
        database.write(partial(note_failure, bot=bot, update_id=number, error=where, now=clock.now()))
        raise SettingsError(f"{update} failed again ({where}); it stays parked, and nothing of it was stored") from None
    finally:
        database.close()
    typer.echo(f"Update {update} was handled; the answer is on its way. It is off the list.")


def handle_again(work: Work, bot: int, number: int, campaign: Campaign, clock: Clock) -> None:
    """Take an update off the list and work on it, in one transaction; SettingsError when that cannot be."""
    row, now = parked_update(work, bot, number), clock.now()
    if row is None:
        raise SettingsError(f"there is no parked update {bot}/{number}: it was handled already, or taken off the list")
    event = event_again(row.update or {}, bot, now, clock)
    chat = lock_chat(work, bot, event.chat)
    if (chat.talk is not None and event.kind != "press") or chat.training:
        raise SettingsError(
            f"{bot}/{number}: this person is answering a question or training now, and the message would be taken for"
            " a part of that; try again later"
        )
    if not take_back(work, bot, number):
        raise SettingsError(f"there is no parked update {bot}/{number}: it was handled already")
    hear(work, event, campaign, now)


def event_again(update: dict[str, object], bot: int, now: datetime, clock: Clock) -> Event:
    """The event of what is kept of an update; SettingsError when too little is kept, or nobody wrote it."""
    try:
        event = event_of(bot, update, now, clock.offset)
    except (KeyError, TypeError, AttributeError, ValueError):
        raise SettingsError(
            "of this update too little is kept, or it is not as Telegram writes it: ask the person to send it once"
            " more, then `catat done`"
        ) from None
    if event is None or event.kind in ("blocked", "unblocked"):
        raise SettingsError("nobody wrote this update: `catat done` takes it off the list")
    return event


@contextmanager
def bounded() -> Iterator[None]:
    """Ends this very process, and so rolls its transaction back, when what is in it takes too much of the processor."""
    signal.setitimer(signal.ITIMER_VIRTUAL, HEAVY_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
