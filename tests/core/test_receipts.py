"""Receipt codes: the check character, and how a code may be typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.visits.receipts import (
    ALPHABET,
    LENGTH,
    looks_like_receipt,
    make_receipt,
    read_receipt,
    show_receipt,
    surely_receipt,
)

KEY = b"a key"
HOUSEHOLDS = st.integers(1, 10**9)


def is_code(text: str) -> bool:
    try:
        return bool(read_receipt(text))
    except ValueError:
        return False


@given(HOUSEHOLDS)
def test_a_code_is_read_as_it_was_shown(household: int) -> None:
    code = make_receipt(KEY, household)
    assert len(code) == LENGTH
    assert set(code) <= set(ALPHABET)
    assert read_receipt(show_receipt(code)) == code
    assert looks_like_receipt(show_receipt(code))


@given(HOUSEHOLDS)
def test_every_single_wrong_character_is_noticed(household: int) -> None:
    code = make_receipt(KEY, household)
    for place in range(LENGTH):
        for letter in set(ALPHABET) - {code[place]}:
            assert not is_code(code[:place] + letter + code[place + 1 :])


def test_nearly_every_swap_of_neighbours_is_noticed() -> None:
    swaps = unnoticed = 0
    for household in range(1, 1001):
        code = make_receipt(KEY, household)
        for place in range(LENGTH - 1):
            first, second = code[place], code[place + 1]
            if first != second:
                swaps += 1
                unnoticed += is_code(code[:place] + second + first + code[place + 2 :])
    assert swaps > 7000
    assert unnoticed / swaps < 0.01


def test_there_are_no_look_alikes() -> None:
    assert not set("01ILOU") - set("U") & set(ALPHABET)


TYPED = {
    "as shown": "{0}-{1}-{2}",
    "without dashes": "{0}{1}{2}",
    "with spaces": "  {0} {1}  {2} ",
    "with long dashes": "{0}–{1}—{2}",
    "with a full stop": "{0}.{1}.{2}.",
}


@pytest.mark.parametrize("form", TYPED.values(), ids=TYPED.keys())
def test_a_code_may_be_typed_in_many_ways(form: str) -> None:
    code = make_receipt(KEY, 7)
    parts = [code[:3], code[3:6], code[6:]]
    wide = [part.translate({ord(letter): ord(letter) + 0xFEE0 for letter in ALPHABET}) for part in parts]
    for written in (parts, [part.lower() for part in parts], wide):
        assert read_receipt(form.format(*written)) == code


@pytest.mark.parametrize("typed", ["", "7KQ", "7KQ-2MD-XRT-A", "O0O-III-LLL", "9" * 5000, "😀" * 9, "ééééééééé"])
def test_what_is_no_code_is_refused(typed: str) -> None:
    assert not is_code(typed)


@given(st.text(max_size=20))
def test_no_text_breaks_it(typed: str) -> None:
    is_code(typed)
    looks_like_receipt(typed)


@given(HOUSEHOLDS)
def test_a_right_code_is_recognised_however_it_is_typed(household: int) -> None:
    code = make_receipt(KEY, household)
    assert looks_like_receipt(code.lower())
    assert looks_like_receipt(" ".join(show_receipt(code).split("-")))


def test_a_word_is_no_code() -> None:
    assert not looks_like_receipt("terlambat")
    assert not looks_like_receipt("apa itu dia")


@pytest.mark.parametrize(
    ("typed", "citizens", "officers"),
    [
        ("7KQ-2MD-XR4", True, True),  # a wrong letter
        ("7KQ-2MD-XR", True, True),  # one too few
        ("7KQ-2MD-XRT4", True, True),  # one too many
        ("7KQ 2MD XR4", True, False),
        ("7kq2mdxr4", True, False),
        ("Blok C 27 S 4", False, False),
        ("Jl Elang 12", False, False),
        ("pindah no 7", False, False),
        ("rumah0012", False, False),
        ("12 S 4 dua", False, False),
        ("081234567", False, False),
        ("20-10-2022", False, False),
        ("apa itu dia", False, False),
        ("x" * 5000, False, False),
        ("-" * 5000, False, False),
        ("7KQ-2MD-XR4 " * 400, False, False),
    ],
)
def test_what_is_meant_as_a_code(typed: str, citizens: bool, officers: bool) -> None:
    assert (looks_like_receipt(typed), surely_receipt(typed)) == (citizens, officers)


@given(HOUSEHOLDS)
def test_a_right_code_is_one_for_officers_too(household: int) -> None:
    code = make_receipt(KEY, household)
    for typed in (code, code.lower(), show_receipt(code), show_receipt(code).replace("-", " ")):
        assert surely_receipt(typed)


def test_codes_say_nothing_without_the_key() -> None:
    codes = {make_receipt(key, household, salt) for key in (b"a", b"b") for household in (1, 2) for salt in (0, 1)}
    assert len(codes) == 8
