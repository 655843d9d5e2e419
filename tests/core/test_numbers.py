"""Several household numbers in one line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.problems import Problem
from core.typed.numbers import MOST_NUMBERS, Numbers, read_numbers, spans

TYPED = {
    "one": ("12", Numbers((12,))),
    "several with blanks": ("12 14 15", Numbers((12, 14, 15))),
    "several with commas": ("12,14,15", Numbers((12, 14, 15))),
    "a range": ("14-18", Numbers((14, 15, 16, 17, 18))),
    "a range with blanks and a dash of a phone": ("14 – 16", Numbers((14, 15, 16))),
    "a range in words": ("14 sampai 16", Numbers((14, 15, 16))),
    "a range with s/d": ("14 s/d 16", Numbers((14, 15, 16))),
    "a range with sd": ("14sd16", Numbers((14, 15, 16))),
    "a range in English": ("14 to 16", Numbers((14, 15, 16))),
    "a range with dots": ("14..16", Numbers((14, 15, 16))),
    "a range backwards": ("16-14", Numbers((14, 15, 16))),
    "a range of one": ("14-14", Numbers((14,))),
    "both kinds": ("12, 14-16", Numbers((12, 14, 15, 16))),
    "each once": ("12 12, 11-13", Numbers((12, 11, 13))),
    "with words between": ("no. 12, nomor 14 dan 15", Numbers((12, 14, 15))),
    "lines": ("12\n14\r\n15", Numbers((12, 14, 15))),
    "a list with dashes": ("- 12\n- 14\n- 20", Numbers((12, 14, 20))),
    "wide digits": ("１２，１４", Numbers((12, 14))),
    "Arabic digits": ("١٢ ١٤", Numbers((12, 14))),
    "with signs": ("#12; (14) / 15.", Numbers((12, 14, 15))),
    "words that are no numbers": ("12 terlalu jauh", Numbers((12,), ("terlalu", "jauh"))),
    "a number with a letter": ("12a 13", Numbers((13,), ("12a",))),
    "a telephone number": ("08123456789", Numbers((), ("08123456789",))),
    "nothing": ("", Numbers(())),
    "signs alone": (", - .", Numbers(())),
}


@pytest.mark.parametrize(("text", "expected"), TYPED.values(), ids=TYPED.keys())
def test_numbers_are_read(text: str, expected: Numbers) -> None:
    assert read_numbers(text) == expected


@pytest.mark.parametrize("text", ["1-99999", f"1-{MOST_NUMBERS + 1}", "1-300, 500-800"])
def test_a_range_longer_than_any_list_is_refused(text: str) -> None:
    with pytest.raises(Problem) as refused:
        read_numbers(text)
    assert refused.value.words.key == "problem.too_many_numbers"


def test_the_longest_list_is_read() -> None:
    assert len(read_numbers(f"1-{MOST_NUMBERS}").numbers) == MOST_NUMBERS


WRITTEN = {
    "nothing": ((), ""),
    "one": ((12,), "12"),
    "two in a row": ((15, 14), "14, 15"),
    "three in a row": ((14, 15, 16), "14–16"),
    "both": ((18, 12, 14, 15, 16, 12), "12, 14–16, 18"),
}


@pytest.mark.parametrize(("numbers", "expected"), WRITTEN.values(), ids=WRITTEN.keys())
def test_numbers_are_written(numbers: tuple[int, ...], expected: str) -> None:
    assert spans(numbers) == expected


@given(st.sets(st.integers(0, 99_999), max_size=50))
def test_what_is_written_reads_back(numbers: set[int]) -> None:
    assert read_numbers(spans(numbers)) == Numbers(tuple(sorted(numbers)))


@given(st.text(max_size=60))
def test_junk_never_raises_anything_else(text: str) -> None:
    try:
        read = read_numbers(text)
    except Problem as refused:
        assert refused.words.key == "problem.too_many_numbers"
        return
    assert len(set(read.numbers)) == len(read.numbers)
