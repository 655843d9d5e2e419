"""Giving work back: an enumerator wishes it, with a reason; a leader decides; until then nothing changes.

| a household of the wish, when the leader accepts | becomes |
|---|---|
| still open, still on the enumerator's list | the receiver's, under a new number; nobody's, when none is named yet |
| settled by a visit meanwhile | stays where it is: the work is done |
| given to somebody else by the office meanwhile | stays there |

Visits and a planned revisit stay with the household. A household that is nobody's stands on no list until a leader
names somebody, which is decided in the same way.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from core.people.person import Caller, Role
from core.requests import Command, Query

LONG = timedelta(days=1)
"""A wish that waits longer than this is told in the evening digest."""


class GivingReason(StrEnum):
    """Why work is given back; OTHER is told in words."""

    TOO_FAR = "too_far"
    NOT_MINE = "not_mine"
    UNSAFE = "unsafe"
    RELATED = "related"
    OVERLOADED = "overloaded"
    OTHER = "other"


GIVING_WORDS: dict[GivingReason, tuple[str, ...]] = {
    GivingReason.TOO_FAR: ("jauh", "terlalu jauh", "far"),
    GivingReason.NOT_MINE: ("bukan sls saya", "bukan wilayah saya", "not mine", "not my sls", "not my area"),
    GivingReason.UNSAFE: ("bahaya", "berbahaya", "tidak aman", "rawan", "dangerous"),
    GivingReason.RELATED: ("keluarga", "saudara", "famili", "family", "relatives"),
    GivingReason.OVERLOADED: ("sakit", "kebanyakan", "terlalu banyak", "ill", "sick", "too much"),
    GivingReason.OTHER: ("lain", "lainnya"),
}
"""How reasons are typed."""
REASON_OF = {phrase: reason for reason, phrases in GIVING_WORDS.items() for phrase in phrases}


class Standing(StrEnum):
    """How a household of a wish stands now.

    OPEN: to be decided. SETTLED, ELSEWHERE: to be decided, and it would stay where it is (see the table above).
    NOBODYS: accepted, and nobody has it yet. DECIDED: nothing is left to decide.
    """

    OPEN = "open"
    SETTLED = "settled"
    ELSEWHERE = "elsewhere"
    NOBODYS = "nobodys"
    DECIDED = "decided"


@dataclass(frozen=True)
class Wished:
    """One household of a wish. household: its id; no: its number on the list where it is; place: SLS and village."""

    household: int
    no: int | None
    place: str
    standing: Standing


@dataclass(frozen=True)
class Wish:
    """Households that an enumerator asked to give back at one instant for one reason.

    number: what a leader types (/putuskan_7). reason: a GivingReason, or words. decided_by: the name of who decided
    last, with the instant, both None while something of the wish waits; taken_back: that was the enumerator.
    """

    number: int
    officer: str
    name: str
    reason: str
    asked_at: datetime
    households: tuple[Wished, ...]
    decided_by: str | None = None
    decided_at: datetime | None = None
    taken_back: bool = False

    def standing(self, *standings: Standing) -> tuple[Wished, ...]:
        """Its households that stand so."""
        return tuple(each for each in self.households if each.standing in standings)

    @property
    def waits(self) -> bool:
        """Whether a leader has to accept or refuse."""
        return bool(self.standing(Standing.OPEN, Standing.SETTLED, Standing.ELSEWHERE))

    @property
    def ownerless(self) -> bool:
        """Whether it was accepted, and a leader has to name somebody."""
        return not self.waits and bool(self.standing(Standing.NOBODYS))

    def of(self, *standings: Standing) -> Wish:
        """The wish with those households alone that stand so."""
        return replace(self, households=self.standing(*standings))


@dataclass(frozen=True)
class OnList:
    """A household of an enumerator's list, as far as giving it back goes."""

    household: int
    no: int
    head: str
    place: str
    settled: bool
    waits: bool


@dataclass(frozen=True)
class NumbersOf(Query[list[OnList]]):
    """The households of this enumerator under these numbers; a number without a household is left out."""

    officer: str
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class OwnWishes(Query[list[Wish]]):
    """An enumerator's own wishes that wait, the oldest first, with the households that wait."""

    officer: str


@dataclass(frozen=True)
class WishesBelow(Query[list[Wish]]):
    """What a leader has to decide: wishes of everybody below, the oldest first, then what is nobody's."""

    leader: str


@dataclass(frozen=True)
class WishOf(Query[Wish | None]):
    """One wish by its number, decided or not; None when it is not of somebody below this leader."""

    leader: str
    number: int


@dataclass(frozen=True)
class Receiver:
    """An enumerator who may get work. left: open households; absent: ill or on leave today; reachable: by the bot."""

    officer: str
    name: str
    left: int
    absent: bool
    reachable: bool


@dataclass(frozen=True)
class ReceiversOf(Query[list[Receiver]]):
    """Enumerators below a leader, who might take this wish: the giver's own team first, then who has least to do.

    text: a part of the name, or the id; everybody when empty.
    """

    leader: str
    wish: Wish
    today: date
    text: str = ""
    limit: int = 12


@dataclass(frozen=True)
class WaitingWork:
    """What waits for a leader's word: households asked for longer than `LONG` ago, the earliest, and nobody's ones.

    unanswered: households offered to others (/pindah) longer than `LONG` ago, and not answered.
    """

    households: int = 0
    oldest: datetime | None = None
    nobodys: int = 0
    unanswered: int = 0


@dataclass(frozen=True)
class WaitingBelow(Query[WaitingWork]):
    """What waits for this leader's word, seen from an instant."""

    leader: str
    now: datetime


@dataclass(frozen=True)
class Asked:
    """A wish as it was written down. leader: who has been asked, with the role; None when nobody can be reached."""

    wish: Wish
    leader: tuple[str, Role] | None


@dataclass(frozen=True)
class GiveBack(Command[Asked]):
    """Ask to give these households (ids) back; Problem `nothing_to_give_back` when none of them can be any more."""

    caller: Caller
    households: tuple[int, ...]
    reason: str


@dataclass(frozen=True)
class TakeBack(Command[tuple[Wished, ...]]):
    """Take these households (ids) out of one's own wishes; those that still waited."""

    caller: Caller
    households: tuple[int, ...]


@dataclass(frozen=True)
class NewOnList:
    """A household as it stands on its receiver's list; the hour of a planned revisit on the receiver's clock."""

    no: int
    head: str
    address: str
    revisit_at: datetime | None


@dataclass(frozen=True)
class Decision:
    """What was decided of a wish. moved, kept: the households that left their list, and those that stay where they are.

    receiver: the name of who has them now; new: how they stand on that list. untold: names of those whom it concerns
    and the bot cannot reach.
    """

    wish: Wish
    moved: tuple[Wished, ...] = ()
    kept: tuple[Wished, ...] = ()
    receiver: str | None = None
    new: tuple[NewOnList, ...] = ()
    untold: tuple[str, ...] = ()


@dataclass(frozen=True)
class Decide(Command[Decision | None]):
    """A leader's word on a wish as the leader saw it; None when it was decided meanwhile, and nothing is done.

    answer: why it is refused; accepted with to None: nobody has it yet.
    """

    caller: Caller
    wish: Wish
    accepted: bool
    to: str | None = None
    answer: str = ""
