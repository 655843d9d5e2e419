"""What else happens in the days of a fieldwork: lists change, people go and come, letters are written, time passes."""

from __future__ import annotations

from datetime import time, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from core.cases.letters import Addressee, AnswerLetter, LetterAnswer, SendLetters, UnansweredLetters
from core.people.absences import ComeBack, FallIll, TakeLeave
from core.people.person import LEADERS, Role
from core.people.quiet import Quiet, SetQuiet
from core.workload.giving_back import Decide, GiveBack, TakeBack, WishesBelow
from core.workload.reassigning import AnswerOffer, ConfirmProposal, DropProposal, OffersTo, OpenOf, Propose
from tests.fieldwork.deeds import ANY, ONE, Deeds
from tests.fieldwork.field import HOUSEHOLDS

QUIET = st.sampled_from([None, Quiet(time(15), time(19)), Quiet(time(20), time(9))])
WAITING = st.sampled_from([0.25, 0.5, 2, 7, 13, 24, 50]).map(lambda hours: timedelta(hours=hours))
SOME = st.lists(st.sampled_from(HOUSEHOLDS), min_size=1, max_size=3, unique=True).map(tuple)
HOW = st.sampled_from(["to somebody", "to somebody", "to nobody", "to nobody", "refused"])
A_QUARTER = timedelta(minutes=15)


class Days(Deeds):
    """A fieldwork of some days. proposals: the numbers of those that were made."""

    def __init__(self) -> None:
        super().__init__()
        self.proposals: list[int] = []

    # lists

    @rule(household=ONE)
    def gives_back(self, household: int) -> None:
        officer = self.field.lists[household]
        if officer is not None:
            self.field.do(GiveBack(self.field.caller(officer), (household,), "too_far"))

    @rule(household=ONE)
    def takes_back(self, household: int) -> None:
        officer = self.field.lists[household]
        if officer is not None:
            self.field.do(TakeBack(self.field.caller(officer), (household,)))

    @rule(household=ONE, which=ANY, to=ANY, how=HOW)
    def gives_back_and_it_is_decided(self, household: int, which: int, to: int, how: str) -> None:
        self.gives_back(household)
        self.decides(which, to, how)

    @rule(which=ANY, to=ANY, how=HOW)
    def decides(self, which: int, to: int, how: str) -> None:
        wishes = [(each, wish) for each in self.of_role(*LEADERS) for wish in self.field.look(each, WishesBelow(each))]
        if wishes:
            leader, wish = wishes[which % len(wishes)]
            receiver = self.pick(self.of_role(Role.PPL), to)
            given = receiver if how == "to somebody" or wish.ownerless else None
            accepted = how != "refused" or wish.ownerless
            self.field.do(Decide(self.field.caller(leader), wish, accepted, given, ""))

    @rule(which=ANY, households=SOME, confirmed=st.booleans())
    def proposes(self, which: int, households: tuple[int, ...], confirmed: bool) -> None:
        leader, giver = self.pick(self.of_role(*LEADERS), which), self.field.lists[households[0]]
        caller = self.field.caller(leader)
        if giver is not None and self.field.look(leader, OpenOf(leader, giver)):
            number = self.field.do(Propose(caller, giver, households))
            if isinstance(number, int):
                self.proposals.append(number)
                if confirmed:
                    self.field.do(ConfirmProposal(caller, number))

    @rule(which=ANY, accepted=st.sampled_from([True, True, False]))
    def answers_an_offer(self, which: int, accepted: bool) -> None:
        offers = [(each, offer) for each in self.of_role(Role.PPL) for offer in self.field.look(each, OffersTo(each))]
        if offers:
            officer, offer = offers[which % len(offers)]
            self.field.do(AnswerOffer(self.field.caller(officer), offer.number, accepted, "too far"))

    @rule(which=ANY)
    def drops_a_proposal(self, which: int) -> None:
        if self.proposals:
            leader = self.pick(self.of_role(*LEADERS), which)
            number = self.proposals[which % len(self.proposals)]
            self.field.do(DropProposal(self.field.caller(leader), number))

    # people

    @rule(which=ANY, how=st.sampled_from(["ill", "leave", "back"]))
    def is_away(self, which: int, how: str) -> None:
        caller = self.field.caller(self.pick(self.field.officers, which))
        leave = TakeLeave(caller, caller.today + timedelta(days=1), caller.today + timedelta(days=3))
        self.field.do({"ill": FallIll(caller), "leave": leave, "back": ComeBack(caller)}[how])

    @rule(which=ANY, quiet=QUIET)
    def wants_quiet(self, which: int, quiet: Quiet | None) -> None:
        self.field.do(SetQuiet(self.field.caller(self.pick(self.field.officers, which)), quiet))

    @rule(which=ANY, by=ANY, role=st.sampled_from([Role.PPL, Role.PPL, Role.PML, Role.KOSEKA]))
    def is_replaced(self, which: int, by: int, role: Role) -> None:
        officers = self.of_role(role)
        old = self.pick(officers, which)
        others = [officer for officer in officers if officer != old]
        if others:
            self.field.replace(old, self.pick(others, by))

    # letters

    @rule(household=ONE, which=ANY, to=st.sampled_from(list(Addressee)))
    def writes_a_letter(self, household: int, which: int, to: Addressee) -> None:
        seeing = [each for each in self.field.officers if self.file(each, household)]
        if seeing:
            self.field.do(SendLetters(self.field.caller(self.pick(seeing, which)), (household,), to))

    @rule(which=ANY, answer=st.sampled_from(list(LetterAnswer)))
    def answers_a_letter(self, which: int, answer: LetterAnswer) -> None:
        letters = [
            (each, letter) for each in self.field.officers for letter in self.field.look(each, UnansweredLetters(each))
        ]
        if letters:
            officer, letter = letters[which % len(letters)]
            self.field.do(AnswerLetter(self.field.caller(officer), letter, answer))

    # the clock

    @rule(long=WAITING)
    def time_passes_unwatched(self, long: timedelta) -> None:
        self.field.now += long

    @rule(quarters=st.integers(0, 8))
    def the_scheduler_ticks(self, quarters: int) -> None:
        self.ticks()
        for _ in range(quarters):
            self.field.now += A_QUARTER
            self.ticks()

    def ticks(self) -> None:
        """One tick of the scheduler, which is looked at."""
        self.field.tick()
