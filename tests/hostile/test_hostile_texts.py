"""Whatever text comes to whichever parser, the work grows at most as n log n; `python -m tests.hostile` prints it."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from bot.commands import BY_NAME
from core.typed.lines import LONGEST_TEXT
from db.engine.work import Database
from tests.hostile.growth import growth_of
from tests.hostile.parsers import PARSERS, TYPED
from tests.hostile.questions import QUESTIONS, Asked
from tests.hostile.texts import TEXTS
from tests.town import Town

TOO_LONG = "terlalu panjang"
WORST = ("dots", "wide ligatures", "circled numbers", "combining marks", "ke", "pak", "spans", "digits apart")
"""Those that made most work in the parsers above."""
MOST_WORK = 800
"""Ordinary messages, of one to a few milliseconds each. Most is made by looking for numbers of persons in 2,000 digits,
each by itself: one to three hundred. A square would be thousands.
"""


@pytest.mark.parametrize("name", PARSERS)
def test_the_work_is_bounded(name: str) -> None:
    fast = {text: growth for text, make in TEXTS.items() if not (growth := growth_of(PARSERS[name], make)).bounded}
    assert fast == {}


@pytest.mark.parametrize("name", TYPED)
def test_the_work_of_the_grammar_is_bounded(name: str) -> None:
    fast = {text: growth for text, make in TEXTS.items() if not (growth := growth_of(TYPED[name], make)).bounded}
    assert fast == {}


@pytest.mark.parametrize(
    ("slow", "text"),
    [(re.compile(r"\W*(?:no)?\W*(\d{1,5})\W*").fullmatch, "dots"), (re.compile(r"(?:ke\s+)*rt\W*$").search, "ke")],
)
def test_what_was_slow_before_is_found(slow: Callable[[str], Any], text: str) -> None:
    """The measure itself, by patterns that Catat once had."""
    assert not growth_of(slow, TEXTS[text]).bounded


@pytest.fixture
def asked(sqlite_database: Database) -> Asked:
    return Asked(Town(sqlite_database))


@pytest.mark.parametrize("name", sorted({command.name for command in BY_NAME.values()}))
def test_every_command_answers_hostile_texts(name: str, asked: Asked) -> None:
    """As long as a message can be; the work is bounded by that of an ordinary message in the same run."""
    asked.expects(f"/{name}")
    for text in WORST:
        assert asked.says(f"/{name} {TEXTS[text](LONGEST_TEXT - 20)}"[:LONGEST_TEXT]), text
    assert asked.slowest() < MOST_WORK, asked.worst


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_kind_of_question_answers_hostile_texts(question: str, asked: Asked) -> None:
    for text in WORST:
        asked.opens(question)
        assert asked.says(TEXTS[text](LONGEST_TEXT)[:LONGEST_TEXT]), text
    assert asked.slowest() < MOST_WORK, asked.worst


def test_a_message_longer_than_any_is_not_read(asked: Asked) -> None:
    for begin in ("", "/pesan ", "/ketik 1 S 4\n"):
        (said,) = asked.says(begin + "12 S 4\n" * 3_000)
        assert TOO_LONG in said.text


@pytest.mark.parametrize(
    "typed",
    [f"/{name} {each * 1000}" for name, each in {"surat": "ke ", "cuti": "1 - ", "lapor": "abc ", "siap": "."}.items()],
)
def test_what_is_too_long_behind_a_command_is_said(asked: Asked, typed: str) -> None:
    (said,) = asked.says(typed)
    assert TOO_LONG in said.text
    assert "300" in said.text

