"""The cards of the day: those that are out of date are edited, each once for all that has changed."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from core.campaign import Campaign
from core.outgoing import Message
from core.words import words
from core.workload.households import NextHouseholds, ProgressOf
from db.engine.work import ReadWork, Work
from db.outbox.cards import card_shown, due_cards
from db.visits.walking import next_households
from db.workload.progress import progress_of
from scheduler.telling import Counts, Write, tell_each
from scheduler.timetable import CARDS
from wording.target import LISTED, end_of_day, target_doors, target_words


def show_cards(write: Write, campaign: Campaign, now: datetime) -> Counts:
    """Show what is due anew; how many edits were posted."""
    due = write(partial(due_cards, now=now))
    return tell_each(write, partial(_show_some, campaign=campaign, now=now), due, CARDS)


def _show_some(work: Work, some: Any, campaign: Campaign, now: datetime) -> int:
    return sum(card_shown(work, card, _card(work, card, campaign, now), now) for card in some)


def _card(work: ReadWork, card: Any, campaign: Campaign, now: datetime) -> Message | None:
    """The card as it reads now: the target, what is done, and whom to visit; None when its day is over."""
    local = now.astimezone(ZoneInfo(card.zone))
    if local.date() != card.day:
        return None
    progress = progress_of(work, ProgressOf(card.id, card.day), campaign.period)
    upcoming = next_households(work, NextHouseholds(card.id, end_of_day(local), LISTED))
    said = [target_words(progress, upcoming, local), words("target.as_of", at=local.time())]
    return Message(tuple(said), offers=tuple(target_doors(progress, upcoming)), place=card.message)
