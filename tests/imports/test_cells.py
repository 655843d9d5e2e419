"""Single cells: what is read, and in which words the rest is refused."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from core.identity import kk_hash, kk_key, normal_kk
from core.imports import cells
from core.imports.columns import household_area, latitude, longitude, prelist_number, role

READ = [
    ("trimmed, inner blanks made one", cells.text, "  Jl.  Mangga\n No. 1\t", "Jl. Mangga No. 1"),
    ("non-breaking blanks", cells.text, "\u00a0Siti\u00a0Aminah\u202f", "Siti Aminah"),
    ("invisible letters", cells.text, "\ufeffSi\u200bti", "Siti"),
    ("letters made of two", cells.text, "Rene\u0301", "René"),
    ("a whole number of a spreadsheet", cells.text, 12.0, "12"),
    ("fourteen digits as a number", cells.code, 64041010010005.0, "64041010010005"),
    ("sixteen digits that cannot have been cut", cells.code, 6404101001000501.0, "6404101001000501"),
    ("a whole number as a program writes it", cells.code, "64041010010005.0", "64041010010005"),
    ("a code in Arabic digits", cells.code, "٦٤٧١", "6471"),
    ("a dotted code in wide digits", cells.dotted_code, "６４.７１", "64.71"),
    ("a Kemendagri code that became a number", cells.dotted_code, 64.71, "64.71"),
    ("either scheme, by the dots", cells.any_code, "64.71.01.1001", "64.71.01.1001"),
    ("a number on the prelist keeps its zeros", prelist_number, "007", "007"),
    ("long role", role, "Koordinator Sensus Kecamatan", "koseka"),
    ("upper-case role", role, "PML", "pml"),
    ("no phone", cells.phone, "", None),
    ("phone with blanks", cells.phone, "+62 812-3456-7890", "+6281234567890"),
    ("phone that lost its zero", cells.phone, 81234567890.0, "081234567890"),
    ("a wide number on the prelist", prelist_number, "０１２Ａ", "012Ａ"),
    ("a point of a program", prelist_number, "12.0", "12"),
    ("letters and digits", prelist_number, "12A", "12A"),
    ("a stroke", prelist_number, "3/5", "3/5"),
    ("a block", prelist_number, "B-12", "B-12"),
    ("a text mark", prelist_number, "'003", "003"),
    ("a curled text mark", cells.kk, "\u20186471051003040002", "6471051003040002"),
    ("a text mark before an id", cells.officer_id, "'PPL-1", "PPL-1"),
    ("a text mark before a code", cells.code, "'6471", "6471"),
    ("a name that begins with one", cells.text, "'Aisyah", "'Aisyah"),
    ("a dash for nobody", cells.officer_id, "-", None),
    ("a long dash for no card", cells.kk, "\u2014", None),
    ("a dash for no place", latitude, "-", None),
    ("another dash in an id", cells.officer_id, "PPL\u20131", "PPL-1"),
    ("a dash that does not break", prelist_number, "1\u20112", "1-2"),
    ("a code in groups", cells.code, "6471 010\u00a0001 0001", "64710100010001"),
    ("marks of direction around a phone", cells.phone, "\u202a+62 812-3456-7890\u202c", "+6281234567890"),
    ("a mark of direction in a name", cells.text, "Siti\u200e", "Siti"),
    ("a phone in Arabic digits", cells.phone, "٠٨١٢٣٤٥٦٧٨٩", "08123456789"),
    ("an id in wide digits", cells.officer_id, "PPL-００１", "PPL-001"),
    ("a BPS enumerator by another name", role, "PCL", "ppl"),
    ("decimal comma", latitude, "-1,2654", -1.2654),
    ("another minus", latitude, "\u22121.2654", -1.2654),
    ("degrees in wide digits", longitude, "１１６.５", 116.5),
    ("degrees as a number", longitude, 116.83, 116.83),
    ("no degrees", latitude, "", None),
    ("Sabang", latitude, 5.9, 5.9),
    ("Merauke", longitude, "141.0", 141.0),
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
    ("a 16th digit that may be lost", cells.code, 6404101001000300.0, "may have lost digits"),
    ("such a code as a program writes it", cells.code, "6404101001000300.0", "may have lost digits"),
    ("a formula as text", cells.text, '="003"', "is a formula: write its value"),
    ("a formula that failed in another program", cells.text, "Err:502", "the error Err:502"),
    ("a failed formula of a new kind", cells.text, "#SPILL!", "the error #SPILL!"),
    ("a column that was too narrow", cells.text, "#######", "the error #######"),
    ("a whole book in a cell", cells.words(200), "x" * 5_000, "has 5,000 characters; at most 1,000"),
    ("a mark of thousands", prelist_number, "1.000", "a mark of thousands: write it without the mark"),
    ("a comma of thousands", prelist_number, "12,500", "a mark of thousands"),
    ("more than a point", prelist_number, "1.00", "a number with decimals"),
    ("a decimal comma", prelist_number, "1,0", "a number with decimals"),
    ("half a household", prelist_number, 1.5, "the cell is the number 1.5: format the column as text"),
    ("a date in Indonesian", prelist_number, "03-Mei", "is a date, which a spreadsheet makes of numbers like 3/5"),
    ("a date in English", prelist_number, "Mar-05", "is a date"),
    ("a date with a year", prelist_number, "3 Agustus 2022", "is a date"),
    ("a date in digits", prelist_number, "05/03/2022", "is a date"),
    ("a date of a program", prelist_number, "2022-03-05 00:00:00", "is a date"),
    ("an hour", prelist_number, "03:05:00", "is an hour"),
    ("blanks of thousands", prelist_number, "1\u202f000", "a mark of thousands"),
    ("an apostrophe of thousands", cells.officer_id, "1\u2019000", "a mark of thousands"),
    ("a point behind", prelist_number, "12.", "write it without the point"),
    ("dots in a code of an SLS", cells.code, "6471.010.001.0001", "14 or 16 digits): write digits alone"),
    ("a lost letter", cells.text, "Caf\ufffd", "in place of a letter that was lost: save the file anew"),
    ("below nothing", prelist_number, -3.0, "not a number as it stands on a list"),
    ("an id with a mark of thousands", cells.officer_id, "1.000", "a mark of thousands"),
    ("an id that became a date", cells.officer_id, "01-Okt", "is a date"),
    ("an id with decimals", cells.officer_id, 1.5, "the cell is the number 1.5"),
    ("a role that is nearly one", role, "Koordinator", "did you mean koseka?"),
    ("a family card of zeros", cells.kk, "0" * 16, "a placeholder: leave it empty"),
    ("a family card of nines", cells.kk, "9" * 16, "a placeholder"),
    ("a family card as one counts", cells.kk, "1234567890123456", "a placeholder"),
    ("a family card without a serial number", cells.kk, "6471051003040000", "a placeholder"),
    ("a family card of no province", cells.kk, "0071051003040002", "a placeholder"),
    ("no place", longitude, 0.0, "0,0 says that no place is known, so leave both empty"),
    ("swapped", latitude, 116.83, "is outside Indonesia (lat -11.5 to 6.5): did you swap lat and lon?"),
    ("swapped, too", longitude, "-1,2379", "did you swap lat and lon?"),
    ("London", latitude, "51.5", "51.5 is outside Indonesia (lat -11.5 to 6.5)"),
    ("a lost point", longitude, "116831", "is not a number of degrees, like -1.2379"),
    ("Python's own numbers", longitude, "1_16", "is not a number of degrees"),
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
    ("not a number at all", latitude, "nan", "is not a number of degrees"),
    ("infinite", latitude, "inf", "is not a number of degrees"),
    ("words for degrees", latitude, "north", "'north' is not a number of degrees"),
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
    [
        *("0" * 16, "647105100304000", "6471051003040000", "64710510030400021", "6471O51003040002", "6.47105E+15"),
        *(6471051003040000.0, 9471051003040002.0),
    ],
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
