"""How names and addresses are compared: what fits, what is near, and which families may be one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.likeness import SUGGESTED, fits, nearness, number_of, parts, same_family

SLAMET = "Slamet Riyadi Jl. Mangga No. 1"

NUMBERS = [
    ("12", 12),
    ("no. 12", 12),
    ("Nomor 12", 12),
    ("#012", 12),
    ("１２", 12),
    ("jl ulin 5", None),
    ("12 S 4", None),
    ("123456", None),
    ("", None),
]


@pytest.mark.parametrize(("typed", "number"), NUMBERS, ids=[typed for typed, _ in NUMBERS])
def test_a_number_alone(typed: str, number: int | None) -> None:
    assert number_of(typed) == number


FITS = [
    ("slamet", True),
    ("SLAMET riyadi", True),
    ("riyadi slamet", True),
    ("pak slamet", True),
    ("sla man", True),
    ("jalan mangga nomor 1", True),
    ("mangga 01", True),
    ("jl mangga 1", True),
    ("slamet 1", True),
    ("mangga 12", False),
    ("lamet", False),
    ("slamat", False),
    ("slamet tambunan", False),
    ("", False),
]


@pytest.mark.parametrize(("typed", "fitting"), FITS, ids=[typed for typed, _ in FITS])
def test_what_fits(typed: str, fitting: bool) -> None:
    assert fits(parts(typed), parts(SLAMET)) is fitting


def test_letters_in_the_middle_of_a_word_are_a_second_try() -> None:
    assert not fits(parts("hayati"), parts("Nurhayati"))
    assert fits(parts("hayati"), parts("Nurhayati"), inside=True)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Soeharto", "Suharto"), ("Djoko", "Joko"), ("Yohannes", "Yohanes"), ("Moh. Ali", "Muhammad Ali"), ("é", "e")],
)
def test_one_spelling_for_all(one: str, other: str) -> None:
    assert parts(one) == parts(other)


@pytest.mark.parametrize(
    ("typed", "near"),
    [("slamat riadi", True), ("slamet riadi", True), ("mangga 99", False), ("jl mangga 99", True), ("bambang", False)],
)
def test_what_is_near(typed: str, near: bool) -> None:
    assert (nearness(parts(typed), parts(SLAMET)) >= SUGGESTED) is near


ON_THE_LIST = ("Slamet Riyadi", "Jl. Mangga No. 1")
ONE_FAMILY = [
    ("the same", "Slamet Riyadi", "Jl. Mangga No. 1", True),
    ("another order, another spelling", "Riyadi Slamat", "jalan mangga 1", True),
    ("a part of the name", "Pak Slamet", "Gang Baru", True),
    ("his wife", "Istri Slamet", "Jl. Mangga 1", True),
    ("another name in the same house", "Rudi", "Jl. Mangga No. 1", True),
    ("half the name in another street", "Slamet Widodo", "Jl. Ulin No. 1", False),
    ("another name in the same street", "Rudi", "Jl. Mangga No. 12", False),
    ("another family", "Bu Sri", "Belakang pos ronda", False),
]


@pytest.mark.parametrize(("label", "head", "address", "same"), ONE_FAMILY, ids=[row[0] for row in ONE_FAMILY])
def test_which_families_may_be_one(label: str, head: str, address: str, same: bool) -> None:
    assert (same_family(head, address, *ON_THE_LIST) > 0) is same


def test_numbers_tell_families_apart() -> None:
    assert not same_family("Keluarga Ke-11", "Jl. Panjang No. 111", "Keluarga Ke-12", "Jl. Panjang No. 112")


ANY = st.text(max_size=30)


@given(ANY, ANY, ANY, ANY)
def test_whatever_is_compared(head: str, address: str, other_head: str, other_address: str) -> None:
    likeness = same_family(head, address, other_head, other_address)
    assert 0 <= likeness <= 2
    assert 0 <= nearness(parts(head), parts(address)) <= 1


@given(ANY)
def test_everything_is_near_to_itself(text: str) -> None:
    if any(len(part) > 2 for part in parts(text)):
        assert fits(parts(text), parts(text))
        assert nearness(parts(text), parts(text)) == pytest.approx(1)
