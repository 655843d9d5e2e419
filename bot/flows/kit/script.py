"""Scripts: conversations written as generators that yield what they need, and nothing else.

A script yields four kinds of request: an Ask (a question to the person), a Look (a read), a Do (a command) and a Say;
and at its end perhaps a Then, the talk that follows. All that is kept between two messages is the list of answers; on
the next message the script runs again from the top and meets its first unanswered question. A Problem raised by a
script means "this last answer will not do".
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any, Generic, TypeAlias, TypeVar

from core.outgoing import Offer
from core.problems import Problem
from core.requests import Command, Query
from core.visits.details import Detail
from core.words import Words

T = TypeVar("T")
Raw: TypeAlias = str | int | float | bool | None
Answers: TypeAlias = list[tuple[str, Raw]]


@dataclass(frozen=True)
class Choice:
    """An answer on offer: a short id, what the button says, and other words that mean the same when typed."""

    id: str
    title: Words | str
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Heard:
    """What the person sent. kind: text, press, photo, contact, location or other.

    text: what was typed. key: the question that it answers. choice: which of its choices was pressed.
    spell: all spellings of a title, in every language, for matching typed words. late: it was under way so long that
    it may have been written before the question could be read. file: the id of a photo. place: latitude and longitude
    in degrees.
    """

    kind: str
    spell: Callable[[Words | str], Iterable[str]]
    text: str = ""
    key: str = ""
    choice: str = ""
    late: bool = False
    file: str = ""
    place: tuple[float, float] | None = None


@dataclass(frozen=True)
class Ask(Generic[T]):
    """A question. read turns what was heard into what is stored, value turns that into what the script gets.

    Both raise Problem when it will not do; value is asked on every replay, so a choice can be gone by then.
    changed: the problem that is told when an answer belongs to another question; empty: the usual one. any_words:
    whatever is typed answers it, so a typed report has to be told apart before it is asked. first_rows: how many
    buttons the first rows have; the others have `columns`.
    """

    key: str
    prompt: Words
    read: Callable[[Heard], Raw]
    value: Callable[[Raw], T]
    choices: Sequence[Choice] = ()
    columns: int = 1
    changed: str = ""
    any_words: bool = False
    first_rows: tuple[int, ...] = ()


class Later(Sequence[T]):
    """Things that are found when they are first wanted, and never when nobody wants them."""

    def __init__(self, find: Callable[[], Sequence[T]]) -> None:
        self._find = find

    @cached_property
    def _found(self) -> Sequence[T]:
        return self._find()

    def __iter__(self) -> Iterator[T]:
        return iter(self._found)

    def __getitem__(self, place: Any) -> Any:
        return self._found[place]

    def __len__(self) -> int:
        return len(self._found)


@dataclass(frozen=True)
class Look(Generic[T]):
    """A read, answered afresh on each run. later: only if somebody wants to see the answer, which is a list."""

    query: Query[T]
    later: bool = False


@dataclass(frozen=True)
class Do(Generic[T]):
    """A change, carried out at once; nothing may be asked after it."""

    command: Command[T]


@dataclass(frozen=True)
class Say:
    """Something to tell, and buttons that go with it."""

    words: Words
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True)
class About:
    """What the next questions are about, told above one that takes the place of the question that has said so."""

    words: Words


@dataclass(frozen=True)
class Then:
    """When this talk is over, another one begins in the same message: a command's name, and what is typed behind it.

    details: what was sent already and belongs to the report that the next talk makes.
    """

    command: str
    typed: str
    details: tuple[Detail, ...] = ()


Request: TypeAlias = Ask[Any] | Look[Any] | Do[Any] | Say | About | Then
Script: TypeAlias = Generator[Request, Any, T]


def ask(question: Ask[T]) -> Script[T]:
    """Put a question to the person."""
    answer: T = yield question
    return answer


def look(query: Query[T]) -> Script[T]:
    """Read something."""
    answer: T = yield Look(query)
    return answer


def look_later(query: Query[list[T]]) -> Script[Sequence[T]]:
    """Read something that is offered with a question: nobody sees it when the script meets its answer there."""
    answer: Sequence[T] = yield Look(query, later=True)
    return answer


def do(command: Command[T]) -> Script[T]:
    """Change something; after this a script may only look and say."""
    answer: T = yield Do(command)
    return answer


def say(spoken: Words, offers: Iterable[Offer] = ()) -> Script[None]:
    """Tell the person something."""
    yield Say(spoken, tuple(offers))


def about(what: Words) -> Script[None]:
    """Name what the next questions are about."""
    yield About(what)


def then(command: str, typed: str, *details: Detail) -> Script[None]:
    """Go on with another talk when this one is over."""
    yield Then(command, typed, details)


@dataclass
class Turn:
    """What one message led to: things to say, then a question to put (None: the talk is over, and perhaps another one
    begins).
    """

    says: list[Words] = field(default_factory=list)
    problem: Words | None = None
    question: Ask[Any] | None = None
    then: Then | None = None
    offers: list[Offer] = field(default_factory=list)
    about: Words | None = None


class World:
    """What stands behind the requests: who answers looks and carries out commands."""

    def __init__(self, look: Callable[[Query[Any]], Any], do: Callable[[Command[Any]], Any]) -> None:
        self.look = look
        self.do = do


def run(start: Callable[[], Script[None]], answers: Answers, heard: Heard | None, world: World) -> Turn:
    """Replay a script over its answers, give it what was heard, stop at the next question.

    `answers` is changed in place: the new answer is added, answers that no longer fit are dropped. A RuntimeError
    means that the script itself is wrong: it asks after doing, or asks two questions under one key.
    """
    problem: Words | None = None
    while True:
        kept = len(answers)
        try:
            turn = _replay(start(), answers, heard, world)
        except Problem as raised:
            problem = problem or raised.words
            if not answers:
                return Turn(problem=problem)
            del answers[min(kept, len(answers) - 1) :]
            heard = None
            continue
        turn.problem = turn.problem or problem
        if turn.problem and turn.problem.key != "problem.talk_changed":  # the newest is told alone
            turn.says = [said for said in turn.says if not said.key.startswith("problem.")]
        return turn


def _replay(script: Script[None], answers: Answers, heard: Heard | None, world: World) -> Turn:
    turn, asked, done, reply = Turn(), 0, False, None
    keys: set[str] = set()
    while True:
        try:
            request = script.send(reply)
        except StopIteration:
            del answers[asked:]
            return turn
        match request:
            case Ask():
                if done or request.key in keys:
                    raise RuntimeError(f"question {request.key!r} is asked twice, or after something was done")
                keys.add(request.key)
                fresh = asked == len(answers)
                if not _answered(request, answers, asked, heard, turn):
                    turn.question = request
                    return turn
                if fresh:
                    heard = None
                reply = request.value(answers[asked][1])
                asked += 1
                turn.says.clear()
                turn.offers.clear()
            case Look(query, later):
                reply = Later(partial(world.look, query)) if later else world.look(query)
            case Do(command):
                done, reply = True, world.do(command)
            case Say(words, offers):
                turn.says.append(words)
                turn.offers += offers
                reply = None
            case About(words):
                turn.about, reply = words, None
            case Then():
                turn.then, reply = request, None


def _answered(question: Ask[Any], answers: Answers, asked: int, heard: Heard | None, turn: Turn) -> bool:
    """Whether the question has its answer, from before or from what was heard just now."""
    if asked < len(answers):
        key, raw = answers[asked]
        try:
            if key != question.key:
                raise Problem(question.changed or "talk_changed")
            question.value(raw)
            return True
        except Problem as gone:
            del answers[asked:]
            turn.problem = gone.words
            return False
    if heard is None:
        return False
    try:
        if heard.key != question.key:
            raise Problem(question.changed or ("button_outdated" if heard.kind == "press" else "talk_changed"))
        answers.append((question.key, question.read(heard)))
        return True
    except Problem as refused:
        turn.problem = refused.words
        return False
