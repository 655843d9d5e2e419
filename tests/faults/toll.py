"""The toll: what a fault cost, from the books of those who reported, the database, and what phones have shown."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from core.outgoing import CHANGED, NEW
from db.engine.work import Database
from db.tables import Household, Inbox, Outbox, Visit
from sandbox.chats import Chat
from sandbox.html import parse_html
from tests.faults.reporters import Reported, Reporter
from tests.leaving import text_of

VISITS = select(col(Visit.officer), col(Household.no), col(Visit.outcome), col(Visit.persons), col(Visit.note)).join(
    Household, col(Household.id) == col(Visit.household)
)
HOUSEHOLDS = select(
    col(Household.enumerator), col(Household.no), col(Household.status), col(Household.persons), col(Household.visits)
).where(col(Household.visits) > 0)
LETTERS = select(col(Outbox.chat), col(Outbox.status), col(Outbox.method), col(Outbox.params), col(Outbox.key)).where(
    col(Outbox.method).in_((NEW, CHANGED))
)
UPDATES = select(col(Inbox.update_id))


@dataclass
class Toll:
    """Each entry names one thing: lost, doubled in the database, repeated on a phone, or otherwise wrong."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def none_but_repeats(self, at_most: int) -> None:
        """Fails when anything was lost, doubled or wrong, or too much was repeated."""
        assert (self.lost, self.doubled, self.wrong) == ([], [], [])
        assert len(self.repeated) <= at_most, self.repeated


def toll_of(database: Database, reporters: Sequence[Reporter]) -> Toll:
    """Compare the three."""
    toll = Toll()
    with database.read() as work:
        visits, households = work.rows(VISITS), work.rows(HOUSEHOLDS)
        letters, updates = work.rows(LETTERS), work.rows(UPDATES)
    books = {(r.officer, number): report for r in reporters for number, report in r.book.items()}
    _compare_visits(toll, books, visits)
    _compare_households(toll, books, households)
    for reporter in reporters:
        _compare_screens(toll, reporter.chat, letters)
    sent = sum(reporter.updates for reporter in reporters)
    if len(updates) < sent:
        toll.lost.append(f"{sent - len(updates)} of {sent} updates")
    if len(updates) > sent:
        toll.doubled.append(f"{len(updates) - sent} updates more than the {sent} that were sent")
    return toll


def _compare_visits(toll: Toll, books: dict[tuple[str, int], Reported], visits: Sequence[Any]) -> None:
    found: dict[tuple[str, int], list[Reported]] = {}
    for officer, number, outcome, persons, note in visits:
        found.setdefault((officer, number), []).append(Reported(outcome, persons, note))
    for household, report in books.items():
        reports = found.pop(household, [])
        if not reports:
            toll.lost.append(f"the report of {household}")
        elif len(reports) > 1:
            toll.doubled.append(f"{len(reports)} reports of {household}")
        elif reports != [report]:
            toll.wrong.append(f"{household} was {report}, kept is {reports[0]}")
    toll.wrong.extend(f"nobody reported {household}" for household in found)


def _compare_households(toll: Toll, books: dict[tuple[str, int], Reported], households: Sequence[Any]) -> None:
    for officer, number, status, persons, visits in households:
        report = books.get((officer, number))
        if report is None or (status, persons, visits) != (report.outcome, report.persons, 1):
            toll.wrong.append(f"({officer}, {number}) stands as {status}, {persons} persons, {visits} visits: {report}")


def _compare_screens(toll: Toll, chat: Chat, letters: Sequence[Any]) -> None:
    """Every letter is on the phone once; once more is a repeat."""
    person = chat.phone.name
    written = Counter(plain(text_of(row)) for row in letters if row.chat == chat.phone.user_id)
    shown = Counter(text for text, _ in shown_by_the_bot(chat))
    toll.lost.extend(f"for {person}: {text[:60]!r}" for text in (written - shown).elements())
    toll.repeated.extend(f"for {person}: {text[:60]!r}" for text in (shown - written).elements())
    unmarked = [row.key for row in letters if row.chat == chat.phone.user_id and row.status != "sent"]
    toll.wrong.extend(f"the letter {key} is not marked as sent" for key in unmarked)


def shown_by_the_bot(chat: Chat) -> list[tuple[str, datetime]]:
    """What the bot has written to a phone, in new messages and in place of older ones, and when it came."""
    states = [state for entry in list(chat.entries.values()) if entry.from_bot for state in entry.states]
    return sorted(((text.strip(), datetime.fromisoformat(at)) for text, at in states), key=lambda state: state[1])


def plain(html: str) -> str:
    """The text of a letter as a phone shows it."""
    return parse_html(html)[0].strip()


def most_repeats_between(chats: Sequence[Chat], kills: Sequence[datetime]) -> int:
    """The most repeats between one kill and the next. A repeat follows at once on what it repeats, in its chat."""
    numbers = Counter[int]()
    for chat in chats:
        shown = shown_by_the_bot(chat)
        for (text, _), (again, at) in pairwise(shown):
            if text == again:
                numbers[sum(at > kill for kill in kills)] += 1
    return max(numbers.values(), default=0)
