"""Single cells: what is read, and in which words the rest is refused."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from core.identity import kk_hash, kk_key, normal_kk
from core.imports import cells
from core.imports.columns import household_area, prelist_number, role

READ = [
    ("trimmed, inner blanks made one", cells.text, "  Jl.  Mangga\n No. 1\t", "Jl. Mangga No. 1"),
    ("non-breaking blanks", cells.text, "\u00a0Siti\u00a0Aminah\u202f", "Siti Aminah"),
    ("invisible letters", cells.text, "\ufeffSi\u200bti", "Siti"),
    ("letters made of two", cells.text, "Rene\u0301", "René"),
    ("a whole number of a spreadsheet", cells.text, 12.0, "12"),
    ("sixteen exact digits", cells.code, 6404101001000500.0, "6404101001000500"),
    ("a whole number as a program writes it", cells.code, "6404101001000500.0", "6404101001000500"),
    ("a Kemendagri code that became a number", cells.dotted_code, 64.71, "64.71"),
    ("either scheme, by the dots", cells.any_code, "64.71.01.1001", "64.71.01.1001"),
    ("a number on the prelist keeps its zeros", prelist_number, "007", "007"),
    ("long role", role, "Koordinator Sensus Kecamatan", "koseka"),
    ("upper-case role", role, "PML", "pml"),
    ("no phone", cells.phone, "", None),
    ("phone with blanks", cells.phone, "+62 812-3456-7890", "+6281234567890"),
    ("phone that lost its zero", cells.phone, 81234567890.0, "081234567890"),
    ("decimal comma", cells.degrees(90), "-1,2654", -1.2654),
    ("degrees as a number", cells.degrees(180), 116.83, 116.83),
    ("no degrees", cells.degrees(180), "", None),
    ("family card as written", cells.kk, "6471 0510-0304.0002", "6471051003040002"),
    ("no family card", cells.kk, " ", None),
    ("no zone", cells.timezone, "", None),
]

REFUSED = [
    ("scientific text", cells.code, "6.40410E+15", "lost digits"),
    ("scientific text with a comma", cells.code, "6,40410E+15", "lost digits"),
    ("a number beyond 2**53", cells.code, 9504101001000501.0, "lost digits"),
    ("such a number as text", cells.code, "9504101001000501.0", "lost digits"),
    ("15 digits", cells.code, "640410100100050", "has 15 digits; a BPS code has 2, 4, 7, 10, 14 or 16"),
    ("a sentence", cells.code, "64 " * 50, "is not an area code"),
    ("letters", cells.code, "64O4", "is not a BPS code"),
    ("dots in a BPS code", cells.code, "64.71", "is not a BPS code"),
    ("Arabic digits", cells.code, "٦٤", "is not a BPS code"),
    ("no dots", cells.dotted_code, "6471011001", "is not a Kemendagri code"),
    ("64.70 that became 64.7", cells.dotted_code, 64.7, "'64.7' is not a Kemendagri code"),
    ("a village where an SLS is wanted", household_area, "6471010001", "is a village; wanted is an SLS"),
    ("a date", cells.text, date(2022, 10, 15), "is a date or time (2022-10-15): format the column as text"),
    ("a logical value", cells.text, True, "logical value TRUE"),
    ("a failed formula", cells.text, "#REF!", "the error #REF!"),
    ("a NUL", cells.text, "Si\0ti", "invisible character U+0000"),
    ("a text turned around", cells.text, "Si\u202eti", "invisible character U+202E"),
    ("too long", cells.words(200), "x" * 201, "has 201 characters; at most 200"),
    ("a long number on the prelist", prelist_number, "1" * 21, "at most 20"),
    ("an id with blanks", cells.officer_id, "PPL 1", "'PPL 1' is not an officer id"),
    ("an unknown role", role, "mitra", "'mitra' is not a role: ppl, pml, koseka or bps"),
    ("citizen is no officer's role", role, "citizen", "is not a role"),
    ("an unknown zone", cells.timezone, "WITA", "'WITA' is not a time zone"),
    ("a short phone", cells.phone, "0812", "8 to 15 digits"),
    ("too far north", cells.degrees(90), "91", "'91' is outside -90 to 90 degrees"),
    ("not a number at all", cells.degrees(90), "nan", "outside -90 to 90"),
    ("infinite", cells.degrees(90), "inf", "outside -90 to 90"),
    ("words for degrees", cells.degrees(90), "north", "'north' is not a number of degrees"),
]


@pytest.mark.parametrize(("read", "cell", "value"), [row[1:] for row in READ], ids=[row[0] for row in READ])
def test_read(read: Callable[[Any], Any], cell: Any, value: Any) -> None:
    assert read(cell) == value


@pytest.mark.parametrize(("read", "cell", "reason"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_refused(read: Callable[[Any], Any], cell: Any, reason: str) -> None:
    with pytest.raises(ValueError) as refused:
        read(cell)
    assert reason in str(refused.value)


@pytest.mark.parametrize(
    "cell",
    ["647105100304000", "64710510030400021", "6471O51003040002", "6.47105E+15", 6471051003040000.0, 9471051003040002.0],
)
def test_a_bad_family_card_is_never_shown(cell: Any) -> None:
    with pytest.raises(ValueError) as refused:
        cells.kk(cell)
    assert not any(part in str(refused.value) for part in ("6471", "9471", "6.47"))


def test_a_family_card_is_recognised_however_it_is_written_and_only_with_the_key() -> None:
    key = kk_key("secret")
    assert kk_hash(key, "6471051003040002") == kk_hash(key, " 6471 0510 0304 0002 ")
    assert kk_hash(key, "6471051003040002") != kk_hash(kk_key("other"), "6471051003040002")
    assert len(kk_hash(key, "6471051003040002")) == 64
    assert normal_kk("6471-0510-0304-0002") == "6471051003040002"
