"""The chat's side of a message: what its talk looks up and carries out, and the reply that closes its transaction."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from actions.actor import Actor
from actions.table import do, look
from bot.commands import commands_of
from bot.flows.kit.script import World
from bot.parking import forget_parked_of
from bot.together import Way, answered_together
from bot.waiting import Waiting
from core.face import Face
from core.outgoing import Message
from core.people.citizens import CheckReceipt, SetLanguage
from core.people.help import CommandsOf
from core.people.joining import Join
from core.people.person import Role
from core.people.privacy import ForgetMe
from core.people.training import LeaveTraining, RestartTraining, StartTraining
from core.requests import Command, Query
from core.visits.details import AddDetails, Detail
from core.visits.report import RecordVisit
from db.outbox.messages import Claimed, Lane, OutboxMessage, reply_lane
from db.outbox.turn import KeptTalk, end_turn
from running.metrics import count_check

REPLY = "reply"
"""The part of an event's key that its reply has in the outbox."""
CHANGING = (Join, SetLanguage, StartTraining, LeaveTraining, RestartTraining)
"""Commands after which the caller is another one."""


@dataclass
class Carrier:
    """What one message looks up and does. actor: the person, as known at this moment of it.

    looked: the queries that were answered so far, with their answers; done: the commands that were carried out.
    details: what was sent during the talk and belongs to the report that it makes. pressed: the message is a press.
    """

    actor: Actor
    pressed: bool = False
    looked: list[tuple[Query[Any], Any]] = field(default_factory=list)
    done: list[Command[Any]] = field(default_factory=list)
    details: list[Detail] = field(default_factory=list)

    @property
    def changed_caller(self) -> bool:
        """Whether the caller's role, list or language may be another one by now."""
        return any(isinstance(command, CHANGING) for command in self.done)

    @property
    def forgotten(self) -> bool:
        """Whether the caller's chat was forgotten, and with it the talk that waits."""
        return any(isinstance(command, ForgetMe) for command in self.done)

    def world(self) -> World:
        """What stands behind a script's requests."""
        return World(self.look, self.do)

    def look(self, query: Query[Any]) -> Any:
        """The answer to a query."""
        if isinstance(query, CommandsOf):  # the commands are the chat's own
            return {each.name: each.called(query.language) for each in commands_of(query.role)}
        answer = look(self.actor, query)
        self.looked.append((query, answer))
        return answer

    def do(self, command: Command[Any]) -> Any:
        """Carry a command out; its answer."""
        self.done.append(command)
        match command:
            case RecordVisit():
                return self._record(command)
            case AddDetails():
                return self._add_details(command)
            case CheckReceipt():
                return count_check(do(self.actor, command))
            case ForgetMe():
                forget_parked_of(self.actor.work, *self.actor.own_chat)
        return do(self.actor, command)

    def _record(self, command: RecordVisit) -> Any:
        """Keep a report, and with it what was sent during its talk."""
        if self.pressed and command.face is Face.GUIDED:
            command = replace(command, face=Face.BUTTON)
        receipt = do(self.actor, command)
        if self.details:
            self._add_details(AddDetails(command.caller, receipt.visit, ()))
        return receipt

    def _add_details(self, command: AddDetails) -> None:
        """Keep the details of a report, and those that were sent during the talk."""
        do(self.actor, replace(command, details=(*command.details, *self.details)))
        self.details.clear()

    def reply(self, said: Message, kept: tuple[Waiting | None, int] | None, way: Way) -> Claimed | None:
        """Put the reply into the outbox, and keep the talk; the reply as claimed, if it may leave at once."""
        actor, me = self.actor, self.actor.me
        lane = reply_lane(officer=me.role is not Role.CITIZEN)
        if way.together and lane is Lane.CITIZEN and not said.place:
            said = answered_together(actor.work, actor.own_chat, said, me.language)
        if self.forgotten:
            said = replace(said, language=me.language)
        reply = OutboxMessage(*actor.own_chat, lane, f"{actor.key}:{REPLY}", said)
        written: KeptTalk | None = None
        if kept is not None:
            talk, number = kept
            written = (talk.written() if talk else None, number)
        claimed = end_turn(actor.work, reply, written, actor.now, at_once=way.at_once)
        return replace(claimed, language=me.language) if claimed else None
