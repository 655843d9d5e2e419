"""The engine: scripts are replayed from their answers, and nothing else is kept."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.flows.kit import Choice, Option, Script, ask_number, ask_text, choose, do, look, say, then
from bot.flows.kit.script import Answers, Heard, Later, Then, Turn, World, look_later, run
from core.problems import Problem
from core.requests import Command, Query
from core.words import Words, words
from wording.texts import spell


@dataclass(frozen=True)
class Fruit(Query[list[str]]):
    """What is on offer today."""


@dataclass(frozen=True)
class Buy(Command[int]):
    """Buy some."""

    what: str
    many: int


class Shop:
    """A world of its own: what is on offer, and what was bought."""

    def __init__(self, offer: Sequence[str] = ("apel", "mangga")) -> None:
        self.offer, self.bought = list(offer), list[Buy]()

    def world(self) -> World:
        return World(lambda query: list(self.offer), self.buy)

    def buy(self, command: Buy) -> int:
        self.bought.append(command)
        return len(self.bought)


def buying() -> Script[None]:
    offer = yield from look(Fruit())
    options = [Option(Choice(name, name), name) for name in offer]
    what = yield from choose("what", words("talk.unsure"), options)
    many = yield from ask_number("many", words("visit.how_many"), 1, 60)
    if many > 10:
        yield from ask_text("why", words("visit.which_reason"))
    yield from do(Buy(what, many))
    yield from say(words("talk.cancelled"))


def typed(text: str, key: str) -> Heard:
    return Heard("text", spell, text, key)


def pressed(choice: str, key: str) -> Heard:
    return Heard("press", spell, "", key, choice)


def asked(turn: Turn) -> str | None:
    return turn.question.key if turn.question else None


def answer(shop: Shop, answers: Answers, text: str, start: Callable[[], Script[None]] = buying) -> Turn:
    """Type an answer to the question that waits; what is kept goes through JSON, as in the database."""
    waiting = run(start, answers, None, shop.world())
    turn = run(start, answers, typed(text, asked(waiting) or ""), shop.world())
    answers[:] = [(key, raw) for key, raw in json.loads(json.dumps(answers))]
    return turn


def test_a_talk_from_top_to_bottom() -> None:
    shop, answers = Shop(), Answers()
    assert asked(run(buying, answers, None, shop.world())) == "what"
    assert asked(answer(shop, answers, "mangga")) == "many"
    assert answers == [("what", "mangga")]
    assert asked(answer(shop, answers, "12")) == "why"
    assert answers == [("what", "mangga"), ("many", 12)]
    done = answer(shop, answers, "pesta")
    assert asked(done) is None
    assert [said.key for said in done.says] == ["talk.cancelled"]
    assert shop.bought == [Buy("mangga", 12)]


def test_nothing_is_done_before_the_last_answer() -> None:
    shop, answers = Shop(), Answers()
    for text in ("apel", "20"):
        answer(shop, answers, text)
    assert shop.bought == []


def problem(turn: Turn) -> str | None:
    return turn.problem.key if turn.problem else None


def test_a_wrong_answer_is_asked_again_and_not_kept() -> None:
    shop, answers = Shop(), Answers()
    turn = answer(shop, answers, "durian")
    assert (asked(turn), problem(turn), answers) == ("what", "problem.choose_one", [])
    answer(shop, answers, "apel")
    turn = answer(shop, answers, "99")
    assert (asked(turn), problem(turn), answers) == ("many", "problem.number_range", [("what", "apel")])


def test_a_choice_that_has_gone_is_asked_again() -> None:
    shop, answers = Shop(), Answers()
    answer(shop, answers, "mangga")
    shop.offer.remove("mangga")
    turn = run(buying, answers, typed("5", "many"), shop.world())
    assert (asked(turn), problem(turn), answers) == ("what", "problem.choice_gone", [])
    assert shop.bought == []


def test_a_script_that_has_changed_asks_again_from_there() -> None:
    answers: Answers = [("what", "apel"), ("colour", "red"), ("many", 3)]
    turn = run(buying, answers, None, Shop().world())
    assert (asked(turn), problem(turn), answers) == ("many", "problem.talk_changed", [("what", "apel")])


def test_answers_too_many_are_dropped() -> None:
    shop, answers = Shop(), [("what", "apel"), ("many", 12), ("why", "x"), ("more", "y")]
    run(buying, answers, None, shop.world())
    assert answers == [("what", "apel"), ("many", 12), ("why", "x")]


@pytest.mark.parametrize("heard", [pressed("apel", "many"), pressed("durian", "what"), pressed("", "")])
def test_a_press_for_another_question_is_outdated(heard: Heard) -> None:
    answers = Answers()
    turn = run(buying, answers, heard, Shop().world())
    assert (asked(turn), problem(turn), answers) == ("what", "problem.button_outdated", [])


def test_an_answer_is_heard_once() -> None:
    def twice() -> Script[None]:
        yield from ask_text("first", words("talk.unsure"))
        yield from ask_text("second", words("talk.unsure"))

    turn = run(twice, Answers(), typed("x", "first"), Shop().world())
    assert asked(turn) == "second"


def test_a_text_for_a_question_that_was_not_shown_is_not_taken() -> None:
    answers = Answers()
    turn = run(buying, answers, typed("apel", "many"), Shop().world())
    assert (asked(turn), problem(turn), answers) == ("what", "problem.talk_changed", [])


def asks_after_doing() -> Script[None]:
    yield from do(Buy("apel", 1))
    yield from ask_text("late", words("talk.unsure"))


def asks_twice() -> Script[None]:
    yield from ask_text("same", words("talk.unsure"))
    yield from ask_text("same", words("talk.unsure"))


def test_what_is_offered_is_looked_up_when_somebody_sees_it() -> None:
    looked: list[Query[Any]] = []

    def look_up(query: Query[Any]) -> list[str]:
        looked.append(query)
        return ["apel", "mangga"]

    def offering() -> Script[None]:
        offer = yield from look_later(Fruit())
        yield from ask_text("what", words("talk.unsure"), Later(lambda: [Choice(name, name) for name in offer]))
        yield from ask_number("many", words("visit.how_many"), 1, 60)

    world, answers = World(look_up, lambda command: None), Answers()
    question = run(offering, answers, None, world).question
    assert question and not looked
    assert [choice.title for choice in question.choices] == ["apel", "mangga"] and len(looked) == 1
    assert asked(run(offering, answers, pressed("apel", "what"), world)) == "many" and len(looked) == 1
    assert asked(run(offering, answers, typed("x", "many"), world)) == "many" and len(looked) == 1
    run(offering, [], typed("man", "what"), world)
    assert len(looked) == 2


def test_a_talk_that_is_over_names_the_one_that_follows() -> None:
    def script() -> Script[None]:
        which = yield from ask_text("which", words("talk.unsure"))
        yield from say(words("talk.cancelled"))
        yield from then("lapor", which)

    world = World(lambda query: None, lambda command: None)
    asked = run(script, [], None, world)
    assert (asked.question is not None, asked.then) == (True, None)
    over = run(script, [], Heard("text", spell, "12", "which"), world)
    assert (over.question, over.then) == (None, Then("lapor", "12"))


def test_a_script_that_asks_after_doing_is_refused() -> None:
    with pytest.raises(RuntimeError, match="late"):
        run(asks_after_doing, Answers(), None, Shop().world())


def test_a_script_that_asks_twice_under_one_key_is_refused() -> None:
    with pytest.raises(RuntimeError, match="same"):
        run(asks_twice, Answers(), typed("x", "same"), Shop().world())


def test_a_problem_of_the_script_drops_the_last_answer() -> None:
    def picky() -> Script[None]:
        first = yield from ask_text("first", words("talk.unsure"))
        second = yield from ask_text("second", words("talk.unsure"))
        if second == "no":
            raise Problem("no_such_household", typed=first)

    answers: Answers = [("first", "a")]
    turn = run(picky, answers, typed("no", "second"), Shop().world())
    assert (asked(turn), problem(turn), answers) == ("second", "problem.no_such_household", [("first", "a")])


def test_a_problem_before_any_answer_ends_the_talk() -> None:
    def never() -> Script[None]:
        yield from look(Fruit())
        raise Problem("invite_unknown")

    turn = run(never, Answers(), None, Shop().world())
    assert (asked(turn), problem(turn)) == (None, "problem.invite_unknown")


def test_what_was_said_before_the_last_answer_is_not_said_again() -> None:
    def chatty() -> Script[None]:
        yield from say(words("revisit.none"))
        yield from ask_text("first", words("talk.unsure"))
        yield from say(words("target.empty"))

    before = run(chatty, Answers(), None, Shop().world())
    after = run(chatty, Answers(), typed("x", "first"), Shop().world())
    assert [[said.key for said in turn.says] for turn in (before, after)] == [["revisit.none"], ["target.empty"]]


TEXTS = st.lists(st.sampled_from(["apel", "mangga", "durian", "1", "5", "12", "61", "x", "", "👍"]), max_size=8)


@given(TEXTS, st.integers(0, 3))
def test_replay_is_deterministic(texts: list[str], again: int) -> None:
    shop, answers = Shop(), Answers()
    for text in texts:
        turn = answer(shop, answers, text)
        if turn.question is None:
            return
        for _ in range(again):
            copy = list(answers)
            replayed = run(buying, copy, None, shop.world())
            assert (copy, asked(replayed)) == (answers, asked(turn))
    assert shop.bought == []


@given(TEXTS)
def test_back_is_dropping_the_last_answer(texts: list[str]) -> None:
    shop, answers, path = Shop(), Answers(), list[str | None]()
    for text in texts:
        before = asked(run(buying, answers, None, shop.world()))
        kept = len(answers)
        turn = answer(shop, answers, text)
        if turn.question is None:
            return
        if len(answers) > kept:
            path.append(before)
    while answers:
        del answers[-1]
        assert asked(run(buying, answers, None, shop.world())) == path.pop()


@given(st.lists(st.tuples(st.text(max_size=10), st.text(max_size=10) | st.integers() | st.none()), max_size=5))
def test_stored_nonsense_never_raises_nor_does_anything(stored: list[tuple[str, Any]]) -> None:
    shop, answers = Shop(), list(stored)
    turn = run(buying, answers, None, shop.world())
    assert turn.question is not None
    assert shop.bought == []


KINDS = ["text", "press", "photo", "contact", "location", "other"]
JUNK = st.builds(
    Heard, st.sampled_from(KINDS), st.just(spell), st.text(max_size=30), st.text(max_size=5), st.text(max_size=5)
)


@given(JUNK)
def test_junk_changes_no_answers(heard: Heard) -> None:
    shop, answers = Shop(), Answers()
    turn = run(buying, answers, heard, shop.world())
    assert (asked(turn), answers, shop.bought) == ("what", [], [])
    assert isinstance(turn.problem, Words)
