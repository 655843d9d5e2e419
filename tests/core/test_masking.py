"""Numbers of persons in what people write, as tables: what is masked, and what is left alone."""

import random
import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import core.masking
import core.typed.number_groups
from core.masking import Kind, is_card, mask, masked, masked_values

NIK, KK, PHONE = "6471051208900003", "6471052003150017", "081234567890"
TOKEN = "7000000001:AAHk3vQw9sZ_xB-2mNpRtYuIoPlKjHgFdSa"
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
CIRCLED = str.maketrans("0123456789", "⓪①②③④⑤⑥⑦⑧⑨")
DEVANAGARI = str.maketrans("0123456789", "०१२३४५६७८९")
MATHS = str.maketrans("0123456789", "𝟘𝟙𝟚𝟛𝟜𝟝𝟞𝟟𝟠𝟡")
KEYCAP = str.maketrans({digit: f"{digit}\ufe0f\u20e3" for digit in "0123456789"})

CARDS = [
    NIK,
    KK,
    "6471 0512 0890 0003",
    "6471-0512-0890-0003",
    "6471.0512.0890.0003",
    "6471/0512/0890/0003",
    "6471_0512_0890_0003",
    "6471\n0512\n0890\n0003",
    "6471\u00a00512\u202f0890\u20030003",
    "6471\u200b0512\u200d0890\ufeff0003",
    "6471 - 0512 - 0890 - 0003",
    "6471, 0512, 0890, 0003",
    "6471:0512:0890:0003",
    "6471 (0512) 0890 [0003]",
    "6471 0512-0890.0003",
    "647105 120890 0003",
    "647105.120890.0003",
    "64 71 05 120890 0003",
    "64.71.05.120890.0003",
    "64 71 05 12 08 90 0003",
    "64-71-05-12-08-90-00-03",
    "64 71 05 12 08 90 00 03",
    "6 4 7 1 0 5 1 2 0 8 9 0 0 0 0 3",
    "6.4.7.1.0.5.1.2.0.8.9.0.0.0.0.3",
    "64710512 08900003",
    "647105120890 0003",
    "647 105 120 890 0003",
    "6471055208900003",  # born on the 12th, a woman
    "6471 0123 4567 8901",  # no date
    "64 71 01 234567 8901",
    "647105120890000",  # a digit too few
    "64710512089000034",
    "6471 0512 0890 003",
    "6471 0512 0890 00034",
    "6471051208900",
    "647105120890",
    "64710512089000036471051208900011",
    "1234567890123456",
    NIK.translate(WIDE),
    NIK.translate(ARABIC),
    NIK.translate(CIRCLED),
    NIK.translate(DEVANAGARI),
    NIK.translate(MATHS),
    NIK.translate(KEYCAP),
    "６４７１ ٠٥١٢ ०८९० ⓪⓪⓪③",
    "6104101001000500",  # the form of a KK as well as of a sub-SLS: whoever asks for an area knows its codes
]
PHONES = [
    PHONE,
    "0812 3456 7890",
    "0812-3456-7890",
    "0812.3456.7890",
    "0812/3456/7890",
    "0812_3456_7890",
    "0812\n3456\n7890",
    "0812\u200b3456\u200b7890",
    "0812 345 678",
    "0812 345 678 90",
    "08123456 7890",
    "081 234 567 890",
    "08 12 34 56 78 90",
    "0 8 1 2 3 4 5 6 7 8 9 0",
    "0 812 3456 7890",
    "+6281234567890",
    "+62 812-3456-7890",
    "(+62) 812 3456 7890",
    "+62 (0) 812 3456 7890",
    "6281234567890",
    "62 812 3456 7890",
    "62-812-345-678",
    "0062 812 3456 7890",
    "81234567890",
    "812 3456 7890",
    "812-3456-7890",
    "0542 123456",
    "(0542) 123-456",
    "021-5551234",
    "02155512345",
    "+60 12-345 6789",
    "0878 1234 567",
    "089612345678",
    PHONE.translate(WIDE),
    PHONE.translate(CIRCLED),
    PHONE.translate(KEYCAP),
]
TOKENS = [TOKEN, f"bot{TOKEN}", TOKEN.replace(":", " : "), TOKEN.replace(":", "："), TOKEN.split(":")[1]]
LEFT_ALONE = [
    "12 S 4 13 M 14 T 15 K",
    "12 S 4; 13 M sibuk; 14 T 08:30; 15 J besok 19:00",
    "7, 8, 9, 10 T",
    "7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18",
    "11 12 13 14 15 16 17 18 19 20 21 22",
    "1 2 3 4 5 6 7 8 9 10 11 12",
    "12, 14-18, 20-25, 31, 33, 47, 51, 60",
    "31 47 18 19 12 33 40 41",
    "100 101 102 103",
    "100, 101, 102, 103, 104, 105 T",
    "812 813 814 815",
    "12\n13\n14\n15\n16\n17\n18\n19\n20",
    "01, 02, 03, 04, 05, 06, 07, 08, 09, 10",
    "31, 01, 02, 03, 04, 05, 06, 07",
    "62 81 82 83 84",
    "3171/12",
    "RT 005 RW 012, no 12A",
    "RT 005/012",
    "05/12 08:30",
    "RT 021 022 023",
    "20/10/2022 08.30",
    "15/10/2022 - 14/11/2022",
    "16/11/2022 12/11/2022",
    "16-11-2022 12-11-2022 13-11-2022",
    "2022-10-20 2022-10-21",
    "11:30 12:15 10:10 11:45",
    "08.00-10.00, 13.00-15.00",
    "08:30 09:15 10:00 11:45",
    "20221020T1600",
    "2019 2020 2021 2022",
    "1998 1999 2000 2001",
    "-1.265386, 116.831200",
    "-1.2379274000000001, 116.85285260000001",
    "https://maps.google.com/?q=-1.2379274,116.8528526",
    "Rp 1.500.000, 2.000.000 dan 12.500.000",
    "6471010001",  # a village
    "64.71.01.1001 64.71.01.1002",
    "7KQ-2MD-XR5",
    "234-567-892",  # a receipt code may have digits only
    "/siap_12",
    "PPL-0001 PML-001",
    "C901-700000123",
    "3 laki 2 perempuan, 15 selesai, 3 menolak",
    "rumah no. 12 blok C 3, lantai 4",
    "besok 16:00, tgl 25/10",
    "4²",
    "13 T 0830\n123456 S 4",
    "KK 2, ART 7",
    "",
]
AROUND = ["{}", "12 M sibuk {}", "NIK:{}", "({})", "no {}, 4 orang", "hubungi {} besok", "a{}b", "12 S 4 {}"]


def digits_of(text: str) -> str:
    """All digits of a text, of any script, without what stands between them."""
    numbers = (unicodedata.numeric(char) for char in text if unicodedata.category(char) in ("Nd", "No"))
    return "".join(str(int(number)) for number in numbers)


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("number", [*CARDS, *PHONES])
def test_a_number_of_a_person_is_masked(number: str, around: str) -> None:
    kept = masked(around.format(number))
    whole = digits_of(number)
    assert "…" in kept
    assert whole not in digits_of(kept)
    assert len(digits_of(kept)) <= len(digits_of(around)) + 8 * (1 + len(whole) // 17), kept
    assert masked(kept) == kept
    for piece in around.split("{}"):
        assert piece in kept, "the rest is left alone"


@pytest.mark.parametrize("token", TOKENS)
def test_a_token_is_masked(token: str) -> None:
    found = mask(f"token saya {token} ya")
    assert "[token]" in found.text
    assert "AAHk" not in found.text
    assert found.kinds == {Kind.TOKEN}


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_the_work_needs_is_left_alone(text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (NIK, "6471…0003"),
        (f"KK {KK}, hp {PHONE}.", "KK 6471…0017, hp 0812…90."),
        ("+62 812-3456-7890", "0812…90"),
        ("12 M sibuk, 6471 0512 0890 0003 4 orang", "12 M sibuk, 6471…0003 4 orang"),
        ("4 6471 0512 0890 0003", "4 6471…0003"),
        ("31 081234567890 12", "31 0812…90 12"),
        ("0812 3456 7890 12", "0812…90 12"),
        ("0812 3456 7890\n0813 1111 2222", "0812…90\n0813…22"),
        ("1.6471051208900003", "1.6471…0003"),
        ("NIK 6471 0812 0190 0003", "NIK 6471…0003"),
        (f"{TOKEN}", "[token]"),
    ],
)
def test_how_it_looks(text: str, kept: str) -> None:
    assert masked(text) == kept


def test_what_is_needed_stays() -> None:
    assert masked("64710100010001 dan 64710100010002", {"64710100010001"}.__contains__) == (
        "64710100010001 dan 6471…0002"
    )


def test_values_of_an_update() -> None:
    person = {"first_name": f"Siti {PHONE}", "user_id": 7}
    card = {"contact": {"phone_number": "15551234567", "vcard": "TEL:1555", **person}}
    assert masked_values({"message": card, "names": [NIK, 6471051208900003]}) == {
        "message": {"contact": {"phone_number": "", "vcard": "", "first_name": "Siti 0812…90", "user_id": 7}},
        "names": ["6471…0003", 6471051208900003],
    }


@given(
    province=st.sampled_from([11, 31, 32, 64, 73, 94]),
    rest=st.tuples(st.integers(101, 9999), st.integers(1, 71).filter(lambda day: day <= 31 or day >= 41)),
    month=st.integers(1, 12),
    year=st.integers(0, 99),
    serial=st.integers(1, 30),
    cuts=st.sampled_from([(4, 8, 12), (6, 12), (2, 4, 6, 12), (2, 4, 6, 8, 10, 12), (8,), (), tuple(range(1, 16))]),
    seed=st.integers(0, 999),
)
def test_every_card_in_every_writing(
    province: int, rest: tuple[int, int], month: int, year: int, serial: int, cuts: tuple[int, ...], seed: int
) -> None:
    wild = random.Random(seed)
    number = f"{province}{rest[0]:04}{rest[1]:02}{month:02}{year:02}{serial:04}"
    assert is_card(number)
    places = [0, *cuts, 16]
    parts = [number[a:b] for a, b in pairwise(places)]
    script: Any = wild.choice([{}, WIDE, ARABIC, CIRCLED, KEYCAP])
    marks = [" ", ".", "-", "/", "_", "\n", "\u200b", "\u00a0", "–", " - "]
    written = parts[0] + "".join(wild.choice(marks) + part for part in parts[1:])
    kept = masked(f"12 M sibuk {written.translate(script)} besok")
    assert number not in digits_of(kept)
    assert len(digits_of(kept)) <= 2 + 8, (written, kept)


@given(st.text(alphabet="0123456789 .-/,+:①\u200bA", max_size=120))
def test_masking_any_text_leaves_no_long_number(text: str) -> None:
    """What is masked stays so when it is masked again; only what stood beside it may go, too."""
    kept = masked(text)
    assert not re.search(r"(?<!\.)\d{12}", unicodedata.normalize("NFKC", kept).replace("\u200b", ""))
    assert len(masked(kept)) <= len(kept)


def test_work_grows_with_the_length_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted are the groups that are looked at, not seconds."""
    counted = [0]
    ordinary, windows = core.typed.number_groups.is_ordinary, core.masking._windows

    def count_ordinary(*args: object) -> bool:
        counted[0] += 1
        return ordinary(*args)  # type: ignore[arg-type]

    def count_windows(*args: object) -> Iterator[object]:
        for each in windows(*args):  # type: ignore[arg-type]
            counted[0] += 1
            yield each

    monkeypatch.setattr(core.masking, "is_ordinary", count_ordinary)
    monkeypatch.setattr(core.masking, "_windows", count_windows)
    for piece in ("1.", "0812 ", "64 71 05 ", "7,8,", "+62", "1:", "9" * 20 + " ", "6471…0003 ", "①"):
        steps = []
        for times in (200, 400, 800):
            counted[0] = 0
            masked(piece * times)
            steps.append(counted[0])
        assert steps[2] <= 4.5 * max(steps[0], 1), (piece, steps)
