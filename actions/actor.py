"""The actor and the transaction of an action. Every action gets them, through chat, web, clock or terminal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from actions.notify import tell
from core.campaign import Campaign
from core.outgoing import Outgoing
from core.people.person import Caller
from core.problems import Problem
from core.words import Words
from db.engine.work import Work
from db.outbox.messages import Lane, OutboxMessage, post
from db.people.chats import chat_of


@dataclass(frozen=True)
class Actor:
    """One person in one transaction.

    me: the person. now: the instant at which it arrived (aware, UTC). key: begins the keys of all that is posted, so
    that the same message, form or call posts it once. chat: the bot and the number of the chat in which it is done;
    None: a page or another program. lane: of what is posted for that chat.
    """

    work: Work
    campaign: Campaign
    me: Caller
    now: datetime
    key: str
    chat: tuple[int, int] | None = None
    lane: Lane = Lane.REPLY

    @property
    def own_chat(self) -> tuple[int, int]:
        """The chat in which it is done, or the officer's: bot and number. Problem `only_in_chat` for who has none."""
        if self.chat is not None:
            return self.chat
        row = chat_of(self.work, self.me.person) if self.me.person else None
        if row is None:
            raise Problem("only_in_chat")
        return row.bot, row.chat

    def post(self, part: str, what: Outgoing, lane: Lane | None = None) -> None:
        """Post something for the own chat, once for each key and part. Problem `only_in_chat` for who has none."""
        lane = self.lane if lane is None else lane
        post(self.work, OutboxMessage(*self.own_chat, lane, f"{self.key}:{part}", what), self.now)

    def tell(self, officer: str, part: str, *said: Words) -> bool:
        """Write to another officer; False when the officer cannot be reached.

        Each officer hears of each part once, so one part may be told to many.
        """
        return tell(self.work, officer, said, f"{self.key}:{part}:{officer}", self.now)
