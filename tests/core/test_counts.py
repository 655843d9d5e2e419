"""Persons and families as they are typed, and that writing and reading agree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.problems import PROBLEMS, Problem
from core.typed.counts import MOST_FAMILIES, MOST_PERSONS, read_people, write_people


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("7", (7, 0)),
        ("7 orang.", (7, 0)),
        ("7 2kk", (7, 2)),
        ("2 KK", (0, 2)),
        ("2 KK 7 orang", (7, 2)),
        ("7 people, 2 families", (7, 2)),
        ("٧", (7, 0)),
    ],
)
def test_people_as_they_are_typed(text: str, people: tuple[int, int]) -> None:
    assert read_people(text) == people


WORDS = [
    ["satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas"],
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
]


@pytest.mark.parametrize(("word", "number"), [(word, at) for words in WORDS for at, word in enumerate(words, start=1)])
def test_numbers_in_words(word: str, number: int) -> None:
    assert read_people(f"{word} orang") == (number, 0)


@pytest.mark.parametrize(
    ("text", "number"),
    [("dua belas orang", 12), ("sembilan belas orang", 19), ("dua puluh orang", 20), ("dua puluh satu orang", 21)],
)
def test_numbers_of_several_words(text: str, number: int) -> None:
    assert read_people(text) == (number, 0)


@given(st.integers(0, MOST_PERSONS), st.integers(0, MOST_FAMILIES))
def test_people_are_written_as_they_are_read(persons: int, families: int) -> None:
    families = min(persons, families) if persons else max(1, families)
    assert read_people(write_people(persons, families)) == (persons, families)


@pytest.mark.parametrize("text", ["", "banyak", "7 di loteng", "2kk banyak", "7 8", "😀"])
def test_anything_else_is_no_count(text: str) -> None:
    assert read_people(text) is None


@pytest.mark.parametrize("text", ["0", "61", "3 4kk", "30 21kk", "0kk"])
def test_what_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(Problem) as raised:
        read_people(text)
    assert raised.value.code == PROBLEMS["number_range"]
