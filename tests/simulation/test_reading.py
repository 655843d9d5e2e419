"""Reading messages by the catalogue's wording."""

from datetime import datetime, timedelta

import pytest

from core.words import words
from core.workload.targets import Period, Progress
from core.workload.team import Summary, TeamRow
from simulation.books import Figures
from simulation.checks import _figures
from simulation.reading import apart, find, fragment, hour_in, lines, number, read, says
from simulation.stage import ZONE
from wording.receipts import progress_words
from wording.summary import summary_words
from wording.texts import sentence

NOON = datetime(2022, 10, 20, 12, tzinfo=ZONE)
PROGRESS = [
    (False, 12, 3, [3, 2, 12, 60]),
    (True, 12, 3, [3, 0, 12, 60]),
    (False, 12, 0, [0, 0, 12, 60]),
    (False, 0, 0, [0, 0, 0, 0]),
]


@pytest.mark.parametrize("language", ["id", "en"])
def test_figures_are_read_back_from_a_sentence(language: str) -> None:
    figures = {"today": 3, "target": 9, "done": 12_345, "total": 240_000}
    said = read(sentence(words("summary.figures", **figures), language), "summary.figures", language)
    assert said is not None
    assert {name: number(text) for name, text in said.items()} == figures


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(("off", "done", "today", "told"), PROGRESS, ids=["today", "a day off", "before", "none"])
def test_the_line_of_progress_has_only_what_is_not_zero(
    off: bool, done: int, today: int, told: list[int], language: str
) -> None:
    period = Period(NOON.date(), NOON.date() + timedelta(days=29), frozenset([NOON.date()] if off else []))
    said = progress_words(Progress(period, NOON.date(), total=60, done=done, done_today=today))
    reply = "\n\n".join(["✅ 12", *(sentence(each, language) for each in said)])
    above, figures = apart(reply, language)
    assert above == "✅ 12" and "\n" not in reply.removeprefix("✅ 12\n\n")
    assert list(figures.values()) == told


ROWS = [
    ("nothing amiss", TeamRow("Ani", "", 3, 3, 9, 40, 250, safe=1, enumerators=1), Figures(3, 9, 40, 250, 0, 0)),
    ("refusals", TeamRow("Ani", "", 3, 5, 9, 40, 250, refusals=2, at_risk=1), Figures(3, 9, 40, 250, 2, 0)),
    ("all there is", TeamRow("", "", 3, 5, 9, 40, 250, 2, 7, at_risk=3, not_started=1), Figures(3, 9, 40, 250, 2, 7)),
    ("an empty list", TeamRow("Ani", enumerators=1), Figures()),
]


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(("row", "figures"), [c[1:] for c in ROWS], ids=[c[0] for c in ROWS])
def test_a_row_of_a_summary_is_read(row: TeamRow, figures: Figures, language: str) -> None:
    summary = Summary((row,), row, (), Period(NOON.date(), NOON.date()))
    text = sentence(summary_words("summary.now", summary, NOON.date()), language)
    assert _figures(read(text, "summary.now", language) or {}, language) == figures


@pytest.mark.parametrize("key", ["correct.done", "household.button", "summary.and", "decide.done"])
def test_no_text_is_told_by_a_piece_without_words(key: str) -> None:
    with pytest.raises(ValueError, match=key):
        fragment(key, "id")
    assert fragment("correct.now", "id") == "Sekarang: " and "🕐" in fragment("batch.revisit", "id")


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
