"""Every conversation of tests/conversations is replayed on both databases."""

from pathlib import Path

import pytest

from db.engine.work import Database
from tests.conversations.reading import files, matches, steps
from tests.conversations.replay import Replay
from tests.town import Town


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_conversation(path: Path, database: Database) -> None:
    replay = Replay(Town(database))
    for step in steps(path.read_text()):
        replay.play(step)


WRONG = {
    "another text": "Ani: /target\nbot: Something else",
    "an answer where none is expected": "Ani: /target",
    "no answer where one is expected": "update again\nbot: ...",
    "a button that is not there": "Ani: /lapor\nbot: ...\n     [1 · Slamet Riyadi] [Nobody]",
    "a button too few": "Ani: /lapor\nbot: ...\n     [1 · Slamet Riyadi]",
    "the wrong person": "Ani: /target\nbot to Budi: ...",
    "another keyboard": "Ani: /target\nbot: ...\n     ...\n     menu: nothing",
    "another state": "household 3: complete",
}


@pytest.mark.parametrize("source", WRONG.values(), ids=WRONG.keys())
def test_a_conversation_can_fail(source: str, sqlite_database: Database) -> None:
    town = Town(sqlite_database)
    replay = Replay(town)
    town.writes("Ani", "/bantuan")
    with pytest.raises(AssertionError, match="What was really said"):
        for step in steps(source):
            replay.play(step)


@pytest.mark.parametrize(
    ("expected", "actual", "same"),
    [
        (["a"], ["a"], True),
        (["a"], ["a", "b"], False),
        (["a", "..."], ["a", "b", "c"], True),
        (["a", "..."], ["a"], True),
        (["a ..."], ["a b"], True),
        (["a ..."], ["b a"], False),
        (["...", "c"], ["a", "b", "c"], True),
        (["...", "c"], ["a", "b"], False),
    ],
)
def test_wildcards(expected: list[str], actual: list[str], same: bool) -> None:
    assert matches(expected, actual) is same


@pytest.mark.parametrize("line", ["Ani whistles", "household three: open", "  a line alone", "bot: first"])
def test_a_line_without_meaning_is_refused(line: str, sqlite_database: Database) -> None:
    replay = Replay(Town(sqlite_database))
    with pytest.raises(ValueError, match=r"."):
        for step in steps(line):
            replay.play(step)
