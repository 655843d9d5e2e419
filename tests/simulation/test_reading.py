"""Reading messages by the catalogue's wording."""

from datetime import datetime

import pytest

from bot.texts import sentence
from core.words import words
from simulation.reading import find, hour_in, lines, number, read, says
from simulation.stage import ZONE

NOON = datetime(2022, 10, 20, 12, tzinfo=ZONE)


@pytest.mark.parametrize("language", ["id", "en"])
def test_figures_are_read_back_from_a_sentence(language: str) -> None:
    figures = {"today": 3, "target": 9, "done": 12_345, "total": 240_000, "refusals": 0, "overdue": 7}
    said = read(sentence(words("summary.figures", **figures), language), "summary.figures", language)
    assert said is not None
    assert {name: number(text) for name, text in said.items()} == figures


@pytest.mark.parametrize("language", ["id", "en"])
def test_households_are_read_from_a_list(language: str) -> None:
    line = words("household.line", no=12, head="Made & Ibu", address="Gg. Sempit")
    later = words("household.line_revisit", line=line, at=NOON.replace(hour=19))
    text = "\n".join(sentence(each, language) for each in (line, later))
    (no, head, hour), (_, _, at) = lines(text, language)
    assert (no, head, hour) == (12, "Made & Ibu", "")
    assert hour_in(at, NOON) == NOON.replace(hour=19)


def test_a_text_is_found_within_another() -> None:
    asked = sentence(words("visit.what_happened", no=3, head="Slamet", address="Jl. Mangga"), "id")
    text = f"Sesuatu yang lain.\n\n{asked}"
    assert says(text, "visit.what_happened", "id")
    assert not says(text, "visit.how_many", "id")
    assert (find(text, "visit.what_happened", "id") or {})["no"] == "3"
    assert read(text, "visit.what_happened", "id") is None


def test_an_hour_of_the_next_month_is_understood() -> None:
    at = hour_in("Sel 1 Nov 08.30", NOON.replace(day=30))
    assert at == datetime(2022, 11, 1, 8, 30, tzinfo=ZONE)
    assert hour_in("‹ Kembali", NOON) is None


def test_an_unknown_text_is_an_error() -> None:
    with pytest.raises(KeyError):
        says("whatever", "no.such.text", "id")
