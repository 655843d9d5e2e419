"""A talk: what a person sent meets the question that waits, and becomes the reply."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from actions.actor import Actor
from bot.absent import still_absent
from bot.caller import caller_of
from bot.carry import Carrier
from bot.commands import BY_NAME, Command
from bot.event import Event
from bot.flows.kit.script import Answers, Heard, Then, Turn, run
from bot.guard import masked_words
from bot.guide import guide
from bot.router import Back, Cancel
from bot.screen import settle
from bot.together import USUAL
from bot.turns import turn_message
from bot.waiting import ONWARD, Waiting
from core.campaign import Campaign
from core.outgoing import Offer
from core.people.person import Role
from core.problems import Problem
from core.visits.details import read_detail, write_detail
from core.words import Words, words
from db.engine.work import Work
from db.outbox.cards import card_changed
from db.outbox.messages import Claimed, reply_lane
from db.people.chats import lock_chat
from running.metrics import count_problems
from wording.texts import spell

LATE = timedelta(minutes=1)
"""A message that took longer was written without a signal: its writer may not have seen the question it answers."""


class Talk:
    """One chat's side of one message."""

    def __init__(self, work: Work, event: Event, campaign: Campaign, now: datetime, row: Any) -> None:
        self.work, self.event, self.campaign, self.row = work, event, campaign, row
        self.me = caller_of(row, campaign, event.at)
        carried = campaign.in_training(self.me.today) if self.me.training else campaign
        lane, pressed = reply_lane(officer=row.officer is not None), event.kind == "press"
        actor = Actor(work, carried, self.me, now, event.name, (event.bot, event.chat), lane)
        self.carrier = Carrier(actor, pressed=pressed)
        self.number: int = row.talk_no
        self.waiting = Waiting.read(row.talk)
        self.waiting_before = self.waiting
        self.accepted, self.started, self.spent = False, False, 0
        self.kept: tuple[Waiting | None, int] | None = None
        self.way = USUAL
        self.replied: Claimed | None = None
        self.leaving: list[Words] = []

    def begin(self, command: Command, typed: str) -> None:
        """Start a talk. One that asks nothing leaves the talk that waits where it is."""
        if self.me.role not in command.roles:
            self.aside(Problem("not_for_role", role=words(f"role.{self.me.role}")).words)
            return
        if self.me.training and command.personal:
            self.aside(words("problem.in_training"))
            return
        talk, answers, turn = self.opening(Then(command.name, command.sealed(typed)))
        if turn.question is None:
            if self.waiting is not None and self.waiting.flow == command.name:
                self.drop()  # this has answered it
            elif self.waiting is not None and not self.waiting.comes_back:
                self.waiting = None  # it goes on to wait, but its list is not shown once more
            self.aside(*([turn.problem] if turn.problem else []), *turn.says, offers=turn.offers)
            return
        if self.waiting is not None and self.waiting.is_draft and self.waiting.warned != command.name:
            self.waiting = replace(self.waiting, warned=command.name)
            self.aside(words("talk.draft", command=f"/{command.called(self.me.language)}"))
            return
        self.start(talk, answers, turn)

    def opening(self, then: Then | None, *said: Words) -> tuple[Waiting, Answers, Turn]:
        """A new talk up to its first question; one that ends without any may lead to the next. said: comes before."""
        talk, answers, turn = Waiting("", ""), Answers(), Turn(list(said))
        while then is not None:
            answers = Answers()
            flow, before = BY_NAME[then.command].flow, turn.says
            turn = run(partial(flow, self.me, then.typed), answers, None, self.carrier.world())
            turn.says[:0] = before
            details = tuple(map(write_detail, (*then.details, *self.carrier.details)))
            talk = Waiting(then.command, then.typed, details=details)
            self.carrier.details.clear()
            then = turn.then if turn.question is None else None
        return talk, answers, turn

    def start(self, talk: Waiting, answers: Answers, turn: Turn) -> None:
        """Let a new talk wait for its first answer; whatever waited is dropped."""
        self.number += 1
        self.started = True
        self.keep(talk, answers, turn)
        self.reply(turn)

    def heard(self, key: str, *, text: str | None = None, choice: str = "") -> Heard:
        """What was sent, as the answer to a question. text: instead of what was written."""
        event = self.event
        said, late = event.text if text is None else text, self.carrier.actor.now - event.at > LATE
        return Heard(event.kind, spell, said, key, choice, late, event.file, event.place)

    def drop(self) -> None:
        """Let the talk that waits be over."""
        self.waiting = None
        self.store(None)

    def go_on(self, talk: Waiting, heard: Heard | None) -> None:
        """Run the waiting talk on, with what was heard."""
        talk = replace(talk, warned="")
        turn, answers = self.replay(talk, heard)
        talk = talk.after(heard, turn)
        self.leaving = talk.way_out(self.me.role)
        if turn.problem and heard and heard.kind == "text" and self.refused(talk):
            return
        turn.says += self.leaving
        if turn.question is None and turn.then is None and self.carrier.details:
            turn.says.append(words("detail.not_kept"))
        if turn.question is None and turn.then is not None:
            problem = turn.problem
            talk, answers, turn = self.opening(turn.then, *turn.says)
            turn.problem = turn.problem or problem
            self.number += 1
        self.keep(talk, answers, turn)
        self.reply(turn)

    def refused(self, talk: Waiting) -> bool:
        """Deal with a text that the waiting question does not take. Return False when it is nothing else either."""
        return False

    def leave(self, wish: Back | Cancel) -> None:
        """Drop the last answer, or the whole talk."""
        if self.waiting is None:
            self.aside(words("problem.nothing_waiting"))
        elif isinstance(wish, Back) and self.waiting.answers:
            self.go_on(replace(self.waiting, answers=self.waiting.answers[:-1]), None)
        else:
            self.drop()
            self.aside(words("talk.cancelled"))

    def aside(self, *said: Words, offers: Sequence[Offer] = ()) -> None:
        """Say something, and put the waiting question once more, if there is one."""
        turn = Turn(says=list(said), offers=list(offers))
        self.reload()
        if self.waiting is not None:
            looked = len(self.carrier.looked)
            again, answers = self.replay(self.waiting, None)
            del self.carrier.looked[looked:]  # what the waiting talk looks up once more was not asked for now
            if again.question is not None:
                goes_on = [again.problem] if again.problem else [words("talk.goes_on")]
                said = (*said, *self.leaving, *goes_on)
                offers = [each for each in offers if each.command not in ONWARD]
                turn = Turn([*said, *again.says], question=again.question, offers=offers)
                self.keep(self.waiting, answers, turn)
        self.reply(turn, aside=bool(said))

    def replay(self, talk: Waiting, heard: Heard | None) -> tuple[Turn, Answers]:
        """The waiting talk from the top to its next question."""
        answers: Answers = list(talk.answers)
        flow = BY_NAME[talk.flow].flow
        self.carrier.details[:] = map(read_detail, talk.details)
        turn = run(lambda: flow(self.me, talk.typed), answers, heard, self.carrier.world())
        return turn, answers

    def keep(self, talk: Waiting, answers: Answers, turn: Turn) -> None:
        """Store a talk until the next message; one without a question is over."""
        if turn.question is None:
            self.store(None)
            return
        asked = turn.question
        self.store(replace(talk, answers=tuple(answers), asked=asked.key, free=asked.any_words))

    def store(self, talk: Waiting | None) -> None:
        """Let a talk wait in its chat, or none; it is written with the reply."""
        self.kept = talk, self.number

    def reload(self) -> None:
        """Read the chat afresh when a command has changed who this is, or the language."""
        if self.carrier.forgotten:
            self.waiting = None
        if not self.carrier.changed_caller:
            return
        self.row = lock_chat(self.work, self.event.bot, self.event.chat)
        self.me = caller_of(self.row, self.campaign, self.event.at)
        self.carrier.actor = replace(self.carrier.actor, me=self.me)
        if self.row.talk is None:
            self.waiting = None

    def reply(self, turn: Turn, *, aside: bool = False) -> None:
        """Post the turn as one message, maybe in the place of the question. aside: it tells what is not the talk's."""
        self.reload()
        count_problems((turn.problem, *turn.says))
        below = guide(self.carrier, self.me) if self.me.training else self.absent()
        if self.event.unkept:
            below = [*below, words("talk.words_only")]
        if self.carrier.done and self.me.role is Role.PPL and not self.me.training:
            card_changed(self.work, self.event.bot, self.event.chat, self.carrier.actor.now)
        below = [*below, *masked_words(self.event.masked)]
        said = turn_message(self.me, turn, self.number, below, settle(self, aside=aside))
        self.replied = self.carrier.reply(said, self.kept, self.way)

    def absent(self) -> list[Words]:
        """Return the reminder of who reports while ill or on leave."""
        return still_absent(self.carrier) if self.row.ever_absent else []
