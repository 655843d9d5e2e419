"""What somebody sent, as the talk takes it: an answer, a command, a report out of the blue, a photo, an edit."""

from __future__ import annotations

from bot.albums import follow, remember
from bot.attach import attach
from bot.edits import heard_edit
from bot.router import BACK_CHOICE, CANCEL_CHOICE, Answer, Back, Cancel, Start, TooLong, Unknown, Wish
from bot.screen import on_the_spot
from bot.talk import Talk
from bot.unasked import heard_first, heard_refused, heard_unasked
from bot.waiting import Waiting
from core.people.person import Role
from core.problems import Problem
from core.typed.lines import LONGEST_TEXT
from core.words import words


class Listener(Talk):
    """A talk that listens: it finds out what was sent, and does it."""

    def respond(self, wish: Wish) -> None:
        """Do what is wished, and say so."""
        if not follow(self):
            self.hear(wish)
            remember(self)

    def hear(self, wish: Wish) -> None:
        """Find out what was sent. What somebody else wrote is not taken for the person's own."""
        event = self.event
        if event.whose:
            self.aside(words(f"problem.{'by_a_bot' if event.whose == 'bot' else 'forwarded'}"))
            return
        if event.kind == "edit" and not isinstance(wish, TooLong):
            heard_edit(self)
            return
        match wish:
            case TooLong(limit, _) if limit == LONGEST_TEXT and self.waiting is not None:
                self.go_on(self.waiting, self.heard(self.waiting.asked))  # it says what it takes
            case TooLong(limit, length):
                self.aside(Problem("text_too_long", limit=limit, length=length).words)
            case Start(command, typed):
                self.begin(command, typed)
            case Unknown():
                self.aside(words("problem.command_unknown"))
            case Back() | Cancel():
                self.leave(wish)
            case Answer():
                self.answer(wish)

    def answer(self, wish: Answer) -> None:
        """Give an answer to the talk that waits."""
        pressed = wish.talk is not None
        if not pressed and self.event.kind == "text" and heard_first(self):
            return
        talk = self.waiting
        if self.me.role is Role.PPL and (self.event.file or self.event.place):
            attach(self)
            return
        outdated = pressed and (talk is None or wish.talk != self.number or wish.key != talk.asked)
        self.accepted = pressed and (not outdated or on_the_spot(self))
        if talk is not None and outdated and self.accepted:  # tapped twice: what came of it stands there
            self.go_on(talk, None)
        elif outdated:
            self.aside(words("problem.button_outdated"))
        elif talk is None:
            heard_unasked(self)
        elif wish.choice in (BACK_CHOICE, CANCEL_CHOICE):
            self.leave(Back() if wish.choice == BACK_CHOICE else Cancel())
        else:
            self.go_on(talk, self.heard(talk.asked, choice=wish.choice))

    def refused(self, talk: Waiting) -> bool:
        """Deal with a text that the waiting question does not take. Return False when it is nothing else either."""
        return heard_refused(self, talk)
