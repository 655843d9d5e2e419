"""A second channel, as small as can be: plain lines over two pipes.

What somebody types comes in as `42 /target`: the number of a chat and the words. What is told goes out as lines that
begin with the chat's number. Nothing of Telegram is known here, and nothing of the talks.
"""

import asyncio
import html
import os
import re
from functools import partial
from itertools import count
from typing import Any

from bot.event import Event
from bot.hear import hear
from core.outgoing import Message, Outgoing
from core.words import words
from db.outbox.claims import Room
from db.outbox.messages import Claimed, Lane
from delivery.sender import Sender
from running.office import Office
from wording.texts import sentence, title

LINES = 8_000_000_002
"""The number of the bot that speaks by lines."""
TAG = re.compile(r"<[^<>]*>")


class NoHurry:
    """A pipe takes whatever comes."""

    def room(self, tick: float, at_hand: int) -> Room:
        return Room(at_hand, at_hand, at_hand)

    def wait(self, tick: float, lane: Lane) -> float:
        return 0.0

    def fresh_chats(self, tick: float) -> set[int]:
        return set()

    def written(self, chat: int, tick: float) -> None:
        pass

    def too_fast(self, chat: int, tick: float, wait: float, lane: Lane) -> bool:
        return False

    def rest_after(self, chat: int, tick: float, lane: Lane) -> float:
        return 0.0


class Lines:
    """The channel: a message is its words, the answers to its question, and the commands that it offers."""

    id, in_line = LINES, 0

    def __init__(self, out: int) -> None:
        self.out, self.pace, self.numbers = out, NoHurry(), count(1)

    def render(self, what: Outgoing, chat: int, language: str) -> str:
        """What is told, a line each; what only another channel can show (commands, pins) is nothing."""
        if not isinstance(what, Message):
            return ""
        text = "\n".join(sentence(each, what.language or language) for each in what.said)
        answers = [title(said, language) for _, said in what.choices.answers] if what.choices else []
        answers += [title(words("button.cancel"), language)] if what.choices else []
        offers = [f"{title(each.title, language)} = /{each.command} {each.typed}".strip() for each in what.offers]
        file = [f"({what.file.name or 'photo'})"] if what.file else []
        told = [*html.unescape(TAG.sub("", text)).split("\n"), *file, *(f"[{each}]" for each in [*answers, *offers])]
        return "".join(f"{chat} {line}\n" for line in told if line.strip())

    def name_of(self, call: str) -> str:
        """All of them are lines."""
        return "lines"

    def needs_file(self, call: str) -> bool:
        """A line has no room for a file: its name stands for it."""
        return False

    async def with_file(self, call: str) -> str:
        """The same."""
        return call

    async def bring(self, call: str, message: Claimed) -> int:
        """Write it into the pipe."""
        os.write(self.out, call.encode())
        return next(self.numbers)


class Switchboard:
    """Takes lines from one pipe into the service, and lets its sender write into the other."""

    def __init__(self, office: Office, into: int, out: int) -> None:
        self.office, self.into = office, into
        self.sender = Sender(Lines(out), office)
        self.updates = count(1)

    async def run(self) -> None:
        """Until the pipe is closed."""
        sending = asyncio.create_task(self.office.alone(self.sender.lease, self.sender.run))
        reader = asyncio.StreamReader()
        await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(self.into)
        )
        try:
            while line := (await reader.readline()).decode():
                await self.take(line.rstrip("\n"))
        finally:
            sending.cancel()
            await asyncio.wait([sending])

    async def take(self, line: str) -> None:
        """One line of somebody is one event, and one transaction."""
        chat, _, text = line.partition(" ")
        now = self.office.clock.now()
        event = Event(LINES, next(self.updates), int(chat), "text", now, text=text)
        hearing: Any = partial(hear, event=event, campaign=self.office.campaign, now=now)
        await self.office.threads.write(hearing)
        self.sender.wake()
