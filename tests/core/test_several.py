"""One line about several households, a number in words, and a line without any number: read, or left alone."""

from datetime import datetime

import pytest

from core.problems import PROBLEMS, Problem
from core.typed.batch import surely_typed, surely_without_number
from core.typed.several import MOST_AT_ONCE, read_several, with_digits
from tests.people import WITA

NOW = datetime(2022, 10, 20, 16, 0, tzinfo=WITA)
SEVERAL = [
    ("7,8,9 T", ["7 T", "8 T", "9 T"]),
    ("7, 8 dan 9 tidak ada orang", ["7 tidak ada orang", "8 tidak ada orang", "9 tidak ada orang"]),
    ("no 7 dan no 8 M sibuk", ["7 M sibuk", "8 M sibuk"]),
    ("pagi bu, no. 7 & 8 T 08:30", ["7 T 08:30", "8 T 08:30"]),
    ("10-12 T", ["10 T", "11 T", "12 T"]),
    ("10 s/d 12 T", ["10 T", "11 T", "12 T"]),
    ("10 sampai 12: T", ["10 T", "11 T", "12 T"]),
    ("12-10 T", ["10 T", "11 T", "12 T"]),
    ("7,7,8 T", ["7 T", "8 T"]),
    ("5, 7-9 T", ["5 T", "7 T", "8 T", "9 T"]),
]
ONE_OR_NONE = [
    *("12 S 4", "12 4 S", "7 8 9 T", "7/8 T", "7.8 T", "12, S 4", "12 - S 4", "7,8", "7-9", "7,8 RT 05"),
    *("1 S 4, 2 M sibuk", "12 S 4 08:00-09:00", "7,7 T", "", "6471051208900003-6471051208900004 T", "123456-123457 T"),
]
IN_WORDS = [
    ("tiga belas S 4", "13 S 4"),
    ("nomor dua belas selesai empat orang", "12 selesai empat orang"),
    ("pak, no dua puluh lima T", "25 T"),
    ("satu pindah", "1 pindah"),
    ("12 S 4", None),
    ("empat orang", None),
    ("belum ada", None),
    ("", None),
]
WITHOUT = [
    *[(text, True) for text in ("S 4", "S empat", "T", "selesai 4 orang", "M sibuk", "J besok 19:00", "s 4 08.30")],
    *[(text, False) for text in ("S", "selesai", "selesai semua pak", "12 S 4", "S 4\nT", "P", "sudah", "", "ya")],
]


@pytest.mark.parametrize(("line", "lines"), SEVERAL, ids=[line for line, _ in SEVERAL])
def test_one_line_about_several(line: str, lines: list[str]) -> None:
    several = read_several(line)
    assert several is not None
    assert several.lines == lines
    again = read_several(several.written(several.numbers))
    assert again is not None
    assert sorted(again.lines) == sorted(lines), "what is offered on a button reads to the same households"
    assert surely_typed(line, NOW), "in the middle of a question, too"


@pytest.mark.parametrize("line", ONE_OR_NONE)
def test_a_line_about_one_or_none(line: str) -> None:
    assert read_several(line) is None


@pytest.mark.parametrize("line", [f"1-{MOST_AT_ONCE + 1} T", "1-99999 T", ",".join(map(str, range(1, 23))) + " T"])
def test_too_many_at_once(line: str) -> None:
    with pytest.raises(Problem) as raised:
        read_several(line)
    assert raised.value.code in (PROBLEMS["line_many"], PROBLEMS["too_many_numbers"])


@pytest.mark.parametrize(("text", "digits"), IN_WORDS, ids=[text for text, _ in IN_WORDS])
def test_a_number_in_words(text: str, digits: str | None) -> None:
    assert with_digits(text) == digits


@pytest.mark.parametrize(("text", "lacks"), WITHOUT, ids=[text for text, _ in WITHOUT])
def test_a_report_that_lacks_its_number(text: str, lacks: bool) -> None:
    assert surely_without_number(text, NOW) is lacks
