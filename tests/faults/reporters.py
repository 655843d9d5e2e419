"""Enumerators who report household after household, and keep a book of what they reported: the independent model."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from sandbox import phones
from sandbox.chats import Chat
from tests.e2e.phones import PATIENCE

READ_SECONDS = 0.015
WAITS_SECONDS = 20 * PATIENCE
"""How long somebody waits for an answer: longer than any fault lasts."""


@dataclass(frozen=True)
class Reported:
    """What somebody reported of a household, in the words of the book."""

    outcome: str
    persons: int = 0
    note: str = ""


class Reporter:
    """One enumerator with a phone. Works until told to stop, then finishes the household at hand.

    Types or presses; now and then (`at_once`: how often) answers all questions before they are put, as somebody
    without a signal does. `slow`: the longest pause before an answer, in seconds; with 0.4 eight people
    make the thirty messages a second that Telegram allows one bot.
    """

    def __init__(self, chat: Chat, officer: str, numbers: Iterable[int], random: Random) -> None:
        self.chat, self.officer, self.random = chat, officer, random
        self.numbers = iter(numbers)
        self.book: dict[int, Reported] = {}
        self.updates = 0
        self.read: dict[int, int] = {}
        self.slow, self.at_once = 0.4, 0.2
        self.stopped = False
        chat.opened = True

    async def work(self) -> None:
        """Report until stopped."""
        while not self.stopped:
            number = next(self.numbers)
            self.book[number] = self._what_happened(number)
            await self._report(number, self.book[number])

    def stop(self) -> None:
        """No further household."""
        self.stopped = True

    async def _report(self, number: int, report: Reported) -> None:
        answers = {
            "complete": ["selesai", str(report.persons)],
            "moved": ["pindah", report.note],  # the note says who told it: nothing more is asked
            "partial": ["sebagian", str(report.persons), report.note],
        }[report.outcome]
        questions = {
            "complete": ["Siapa yang ditemui", "Berapa orang"],
            "moved": ["Siapa yang ditemui", "Pindah ke mana"],
            "partial": ["Siapa yang ditemui", "Berapa orang", "Bagian mana"],
        }[report.outcome]
        at_once = self.random.random() < self.at_once
        await asyncio.sleep(self.slow * self.random.random())
        self._type(f"/lapor {number}")
        for question, answer in zip(questions, answers, strict=True):
            if at_once:
                self._type(answer)
                continue
            await self._hear(f"No. {number} ·" if question == "Siapa yang ditemui" else "", question)
            await asyncio.sleep(self.slow * self.random.random())
            if answer.isdecimal() and self.random.random() < 0.5:
                self._press(answer)
            else:
                self._type(answer)
        await self._hear("Tersimpan", f"No. {number} ·")

    def _what_happened(self, number: int) -> Reported:
        persons, note = self.random.randint(1, 8), f"catatan {self.officer} {number}"
        return self.random.choice(
            [
                Reported("complete", persons),
                Reported("moved", note=f"{note}, kata tetangga"),
                Reported("partial", persons, note),
            ]
        )

    def _type(self, text: str) -> None:
        phones.type_text(self.chat, text)
        self.updates += 1

    def _press(self, title: str) -> None:
        """Press the newest button of this title."""
        for entry in reversed(self.chat.entries.values()):
            for row in entry.message.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    if button["text"] == title:
                        phones.press(self.chat, entry.id, button["callback_data"])
                        self.updates += 1
                        return
        raise AssertionError(f"{self.officer} sees no button {title!r}")

    async def _hear(self, *words: str) -> None:
        """Wait for a message of the bot with all these words."""
        deadline = asyncio.get_running_loop().time() + WAITS_SECONDS
        while asyncio.get_running_loop().time() < deadline:
            for entry in list(self.chat.entries.values()):
                if self.read.get(entry.id, -1) == entry.edits:
                    continue
                self.read[entry.id] = entry.edits
                if entry.from_bot and all(word in entry.message["text"] for word in words):
                    return
            await asyncio.sleep(READ_SECONDS)
        last = [entry.message.get("text") for entry in self.chat.entries.values()][-4:]
        raise AssertionError(f"{self.officer} waited in vain for {words}; last seen: {last}")
