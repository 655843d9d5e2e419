"""Letters for help: until when they are to be answered, where they go, and what an address may show."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.cases.letters import LATER, Addressee, answer_due, place_of, shown_address

WITA = "Asia/Makassar"
LAST = date(2022, 11, 14)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(WITA))


DUE = [
    ("three days later", "2022-10-20T09:00", "2022-10-23T09:00"),
    ("written at night: at an hour of visiting", "2022-10-20T23:30", "2022-10-24T08:00"),
    ("written before dawn", "2022-10-20T05:00", "2022-10-23T08:00"),
    ("within the fieldwork", "2022-11-13T09:00", "2022-11-14T21:00"),
    ("on the last day: the next one", "2022-11-14T10:00", "2022-11-15T10:00"),
    ("after the fieldwork", "2022-11-20T10:00", "2022-11-21T10:00"),
]


@pytest.mark.parametrize(("sent", "due"), [case[1:] for case in DUE], ids=[case[0] for case in DUE])
def test_an_answer_is_due(sent: str, due: str) -> None:
    assert answer_due(at(sent), LAST, WITA) == at(due)


@given(st.integers(0, 60 * 24 * 60))
def test_there_is_always_a_day_for_an_answer(minutes: int) -> None:
    sent = at("2022-10-01T00:00") + timedelta(minutes=minutes)
    due = answer_due(sent, LAST, WITA)
    assert due - sent >= LATER
    assert 8 <= due.hour <= 21


PLACES = [
    (Addressee.RT, "64710100010001", "64710100010001"),
    (Addressee.RT, "6471010001000102", "6471010001000102"),
    (Addressee.VILLAGE, "6471010001000102", "6471010001"),
    (Addressee.SUBDISTRICT, "64710100010001", "6471010"),
]


@pytest.mark.parametrize(("to", "area", "place"), PLACES)
def test_a_letter_goes_to_the_place_of_its_addressee(to: Addressee, area: str, place: str) -> None:
    assert place_of(area, to) == place


ADDRESSES = [
    ("an address stays", "Jl. Mangga No. 12, RT 001", "Slamet Riyadi", "Jl. Mangga No. 12, RT 001"),
    ("a name goes", "Slamet Riyadi, Jl. Ulin 3", "Slamet Riyadi", "…, Jl. Ulin 3"),
    ("however it is written", "jl. ulin 3 (SLAMET RIYADI)", "Slamet Riyadi", "jl. ulin 3 (…)"),
    ("a part of it behind the word for a house", "Gg. Buntu, rumah Pak Slamet", "Slamet Riyadi", "Gg. Buntu, rumah …"),
    ("a street of that name stays", "Jl. Slamet Riyadi No. 4", "Slamet Riyadi", "Jl. Slamet Riyadi No. 4"),
    ("and one with a title", "Jl. Jend. Ahmad Yani 3", "Ahmad Fauzi", "Jl. Jend. Ahmad Yani 3"),
    ("a telephone goes", "Jl. Ulin 3, HP 0812-3456-7890", "Siti", "Jl. Ulin 3, HP …"),
    ("a family card goes", "Jl. Ulin 3 KK 6471012005150003", "Siti", "Jl. Ulin 3 KK …"),
    ("lines become one", "Jl. Ulin 3\n\nbelakang masjid", "Siti", "Jl. Ulin 3 belakang masjid"),
    ("no name at all", "Jl. Ulin 3", "", "Jl. Ulin 3"),
    ("signs in a name", "Jl. Ulin (A. (B)", "A. (B", "Jl. Ulin (…)"),
]


@pytest.mark.parametrize(("address", "head", "shown"), [c[1:] for c in ADDRESSES], ids=[c[0] for c in ADDRESSES])
def test_an_address_shows_no_family(address: str, head: str, shown: str) -> None:
    assert shown_address(address, head) == shown
